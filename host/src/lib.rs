// SPDX-License-Identifier: MIT OR Apache-2.0
//! The host side of Wirewright: what a computer runs to use the card of `docs/card.md`.
//!
//! - [`bus`] and [`memory`]: what a driver is given, the registers of the card and the memory it shares with it;
//! - [`device`]: what network stacks see, whatever is behind it;
//! - [`driver`]: that of the card;
//! - [`queue`]: such a device without hardware;
//! - `smoltcp` (a feature): every network device as one of smoltcp's.
//!
//! Nothing here has a clock, a thread or a file of its own: time comes in as an argument, and whoever waits, waits in
//! a future that the caller polls. So the same driver runs in simulated time, on a board and in a unit test.
#![forbid(unsafe_code)]

pub mod bus;
pub mod device;
pub mod driver;
pub mod memory;
pub mod queue;
#[cfg(feature = "smoltcp")]
pub mod smoltcp;

/// The examples of the documents.
#[cfg(doctest)]
#[doc = include_str!("../../docs/driver.md")]
mod documents {}
