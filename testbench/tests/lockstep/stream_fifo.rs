// SPDX-License-Identifier: MIT OR Apache-2.0
//! `stream_fifo` in its three depths: golden model and Verilog in lockstep.

use wirewright_spec::ports::{StreamFifo, StreamFifo16k, StreamFifo64};

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<StreamFifo>(200_000);
}

#[test]
fn model_and_verilog_of_64_octets_are_equal_at_every_edge() {
    hold_equal::<StreamFifo64>(200_000);
}

#[test]
fn model_and_verilog_of_16k_octets_are_equal_at_every_edge() {
    hold_equal::<StreamFifo16k>(300_000);
}
