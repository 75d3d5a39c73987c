// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet frame check sequence, one nibble per clock, the low nibble of an octet first (IEEE 802.3-2022,
//! 3.2.9).
//!
//! ```text
//!            +--------------+
//!   data[4]->|              |->fcs[32]
//!     valid->| crc32_nibble |
//!      init->|              |
//!            +--------------+
//! ```

use crate::crc32::column;
use crate::prelude::*;
use std::array::from_fn;

/// The FCS of the nibbles so far; see `wirewright_spec::ports::crc32_nibble`.
#[derive(LogicBlock)]
pub struct Crc32Nibble {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Begin a new frame.
    pub init: Signal<In, Bit>,
    /// `data` is a nibble of the frame.
    pub valid: Signal<In, Bit>,
    /// The nibble; bit 0 is first on the wire.
    pub data: Signal<In, Bits<4>>,
    /// FCS of the nibbles so far; `fcs[7:0]` is sent first.
    pub fcs: Signal<Out, Bits<32>>,
    fcs_so_far: Register<Bits<32>>,
    remainder: Signal<Local, Bits<32>>,
    leaving: Signal<Local, Bits<4>>,
    column: [Constant<Bits<32>>; 4],
}

impl Default for Crc32Nibble {
    fn default() -> Self {
        Crc32Nibble {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            init: Signal::default(),
            valid: Signal::default(),
            data: Signal::default(),
            fcs: Signal::default(),
            fcs_so_far: Register::default(),
            remainder: Signal::default(),
            leaving: Signal::default(),
            column: from_fn(|bit| Constant::new(column(bit, 4).into())),
        }
    }
}

impl Logic for Crc32Nibble {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, fcs_so_far);
        self.fcs.next = self.fcs_so_far.q.val();

        // The remainder is kept inverted, as the FCS is sent; the preset is all ones.
        self.remainder.next = !self.fcs_so_far.q.val();
        if self.init.val() {
            self.remainder.next = 0xffff_ffff_u64.into();
        }

        // The division is linear: each bit that leaves the remainder adds a column of its own.
        self.leaving.next = self.remainder.val().get_bits::<4>(0) ^ self.data.val();
        if self.valid.val() {
            self.remainder.next = self.remainder.val() >> 4;
            for bit in 0..4 {
                if self.leaving.val().get_bit(bit) {
                    self.remainder.next = self.remainder.val() ^ self.column[bit].val();
                }
            }
        }
        self.fcs_so_far.d.next = !self.remainder.val();
    }
}
