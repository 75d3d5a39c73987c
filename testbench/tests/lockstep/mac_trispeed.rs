// SPDX-License-Identifier: MIT OR Apache-2.0
//! `mac_trispeed`, also with memories for jumbo frames: golden model and Verilog in lockstep.

use wirewright_spec::ports::{MacTrispeed, MacTrispeedJumbo};

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<MacTrispeed>(300_000);
}

#[test]
fn model_and_verilog_for_jumbo_frames_are_equal_at_every_edge() {
    hold_equal::<MacTrispeedJumbo>(300_000);
}
