// SPDX-License-Identifier: MIT OR Apache-2.0
//! `mac_mii`, half and full duplex: golden model and Verilog in lockstep.

use wirewright_spec::ports::MacMii;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<MacMii>(1_000_000);
}
