// SPDX-License-Identifier: MIT OR Apache-2.0
//! `completion_ring`: golden model and Verilog in lockstep.

use wirewright_spec::ports::CompletionRing;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<CompletionRing>(200_000);
}
