// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the tests over random frames share.

use std::env;

use proptest::test_runner::Config;

/// A property draws so many cases, unless `PROPTEST_CASES` says how many.
///
/// # Panics
/// When it says something that is no number.
pub fn cases(everyday: u32) -> Config {
    let cases = match env::var("PROPTEST_CASES") {
        Ok(asked) => asked.parse().unwrap_or_else(|_| panic!("PROPTEST_CASES: `{asked}` is no number")),
        Err(_) => everyday,
    };
    Config { cases, ..Config::default() }
}
