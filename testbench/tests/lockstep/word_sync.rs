// SPDX-License-Identifier: MIT OR Apache-2.0
//! `word_sync`: golden model and Verilog in lockstep.

use wirewright_spec::ports::WordSync;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<WordSync>(200_000);
}
