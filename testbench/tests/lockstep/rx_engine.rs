// SPDX-License-Identifier: MIT OR Apache-2.0
//! `rx_engine`: golden model and Verilog in lockstep.

use wirewright_spec::ports::RxEngine;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<RxEngine>(200_000);
}
