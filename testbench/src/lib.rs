// SPDX-License-Identifier: MIT OR Apache-2.0
//! The test bench: owns the clocks, drives any two or more rungs of a block with one stimulus, compares all their
//! ports at every clock edge, and makes of a difference the smallest one that a reader can replay. Monitors look on;
//! captures are read and written; conformance cases judge each rung by the standard's clauses.
#![forbid(unsafe_code)]

pub mod bench;
pub mod capture;
pub mod card;
pub mod check;
pub mod clocks;
pub mod conformance;
pub mod cosim;
pub mod coverage;
pub mod crossings;
pub mod failure;
pub mod lab;
pub mod lockstep;
pub mod metastable;
pub mod monitor;
pub mod mutate;
pub mod netlist;
pub mod own_block;
pub mod parallel;
pub mod random;
pub mod registry;
pub mod rungs;
pub mod shrink;
pub mod speed;
pub mod stimulus;
pub mod synth;
pub mod whole;

pub use wirewright_bridge as bridge;
pub use wirewright_fpga as fpga;
