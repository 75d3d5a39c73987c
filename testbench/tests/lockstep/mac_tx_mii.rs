// SPDX-License-Identifier: MIT OR Apache-2.0
//! `mac_tx_mii`, half and full duplex: golden model and Verilog in lockstep.

use wirewright_spec::ports::MacTxMii;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<MacTxMii>(1_000_000);
}
