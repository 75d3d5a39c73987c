// SPDX-License-Identifier: MIT OR Apache-2.0
//! `mac_gmii_plain`: golden model and Verilog in lockstep.

use wirewright_spec::ports::MacGmiiPlain;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<MacGmiiPlain>(300_000);
}
