// SPDX-License-Identifier: MIT OR Apache-2.0
//! The driver against a card in software and memory that takes every liberty it has.

mod barriers;
mod bring_up;
mod errors;
mod hostile;
mod random;
mod rig;
mod rules;
mod serve;
mod soft_card;
mod world;

/// Cases of a property: `PROPTEST_CASES`, or what suits its cost.
fn cases(usual: u32) -> proptest::test_runner::Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual);
    let mut config = proptest::test_runner::Config { failure_persistence: None, ..Default::default() };
    config.cases = cases;
    config
}
