// SPDX-License-Identifier: MIT OR Apache-2.0
//! `crc32`: golden model and Verilog in lockstep.

use wirewright_spec::ports::Crc32;

use crate::bench::hold_equal;

#[test]
fn model_and_verilog_are_equal_at_every_edge() {
    hold_equal::<Crc32>(200_000);
}
