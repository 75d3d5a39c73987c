// SPDX-License-Identifier: MIT OR Apache-2.0
//! `nic`: golden model and Verilog in lockstep.

use wirewright_spec::ports::Nic;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<Nic>(200_000);
}
