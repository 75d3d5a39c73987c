// SPDX-License-Identifier: MIT OR Apache-2.0
//! What both sides of the check must agree on, and nothing that behaves: the contract of a block, the
//! named ports of every block, the constants of IEEE 802.3 and the clause catalogue.
//!
//! This crate has no clock, thread, socket, file or random source.

#![forbid(unsafe_code)]

// Lets `#[derive(Ports)]`, which names `::wirewright_spec`, work inside this crate too.
extern crate self as wirewright_spec;

mod block;
pub mod card;
pub mod catalogue;
pub mod counters;
pub mod ethernet;
mod port;
pub mod ports;
pub mod verdict;

pub use block::{Block, Design, EdgeSet, Interface};
pub use port::{Port, PortSet, Ports};
pub use wirewright_spec_derive::Ports;
