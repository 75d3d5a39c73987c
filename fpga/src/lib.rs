// SPDX-License-Identifier: MIT OR Apache-2.0
//! From the blocks of `wirewright-rtl` to an FPGA, with the open tools: yosys, nextpnr-ecp5 and ecppack.
//!
//! [`flow::run`] synthesises a block or design for a [`board::Board`], places and routes it with several seeds, and
//! gives a [`report::Report`]: what it takes, how fast each clock can be, and the longest path in names of our source.
//! A board is a folder under `fpga/boards`; `none` is the board without pins.
//!
//! This crate looks for no tools and no folders: it is given [`program::Programs`] and a folder for its cache.
#![forbid(unsafe_code)]

pub mod board;
mod cache;
pub mod error;
pub mod flash;
pub mod flow;
mod names;
mod netlist;
pub mod output_register;
mod pins;
pub mod program;
pub mod report;
mod subject;
mod timing;
mod wrapper;

pub use board::Board;
pub use error::FlowError;
pub use program::{Program, Programs};
pub use report::Report;
