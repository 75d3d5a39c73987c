// SPDX-License-Identifier: MIT OR Apache-2.0
//! What runs the project: `cargo xtask demo`, `cargo xtask test` and their helpers. It imports no other crate
//! of ours, so it builds first and fast, and can set up the tools which the others need.

#![forbid(unsafe_code)]

pub mod demo;
pub mod house;
pub mod judges;
pub mod plant;
pub mod progress;
pub mod record;
pub mod run;
pub mod soak;
pub mod tally;
pub mod test;
pub mod tidy;
pub mod tools;
