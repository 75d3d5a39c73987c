// SPDX-License-Identifier: MIT OR Apache-2.0
//! `mac_gmii`, also with memories for jumbo frames: golden model and Verilog in lockstep.

use wirewright_spec::ports::{MacGmii, MacGmiiJumbo};

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<MacGmii>(300_000);
}

#[test]
fn model_and_verilog_for_jumbo_frames_are_equal_at_every_edge() {
    hold_equal::<MacGmiiJumbo>(300_000);
}
