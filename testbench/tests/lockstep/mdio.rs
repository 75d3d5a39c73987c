// SPDX-License-Identifier: MIT OR Apache-2.0
//! `mdio`: golden model and Verilog in lockstep.

use wirewright_spec::ports::Mdio;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<Mdio>(400_000);
}
