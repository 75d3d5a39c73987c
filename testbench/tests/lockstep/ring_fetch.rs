// SPDX-License-Identifier: MIT OR Apache-2.0
//! `ring_fetch`: golden model and Verilog in lockstep.

use wirewright_spec::ports::RingFetch;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<RingFetch>(200_000);
}
