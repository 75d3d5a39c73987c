// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet frame check sequence, one octet per clock (IEEE 802.3-2022, 3.2.9).
//!
//! ```text
//!            +-----------+
//!   data[8]->|           |->fcs[32]
//!     valid->|   crc32   |
//!      init->|           |
//!            +-----------+
//! ```

use crate::prelude::*;
use std::array::from_fn;

/// The FCS of the octets so far; see `wirewright_spec::ports::crc32`.
#[derive(LogicBlock)]
pub struct Crc32 {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Begin a new frame.
    pub init: Signal<In, Bit>,
    /// `data` is an octet of the frame.
    pub valid: Signal<In, Bit>,
    /// The octet; bit 0 is first on the wire.
    pub data: Signal<In, Bits<8>>,
    /// FCS of the octets so far; `fcs[7:0]` is sent first.
    pub fcs: Signal<Out, Bits<32>>,
    fcs_so_far: Register<Bits<32>>,
    remainder: Signal<Local, Bits<32>>,
    leaving: Signal<Local, Bits<8>>,
    column: [Constant<Bits<32>>; 8],
}

impl Default for Crc32 {
    fn default() -> Self {
        Crc32 {
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
            column: from_fn(|bit| Constant::new(column(bit, 8).into())),
        }
    }
}

impl Logic for Crc32 {
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
        self.leaving.next = self.remainder.val().get_bits::<8>(0) ^ self.data.val();
        if self.valid.val() {
            self.remainder.next = self.remainder.val() >> 8;
            for bit in 0..8 {
                if self.leaving.val().get_bit(bit) {
                    self.remainder.next = self.remainder.val() ^ self.column[bit].val();
                }
            }
        }
        self.fcs_so_far.d.next = !self.remainder.val();
    }
}

/// The generator polynomial of 3.2.9, bit 0 the highest power: the order of the wire.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// What bit `bit` of the remainder becomes when `taken` bits are divided at once.
pub(crate) fn column(bit: usize, taken: usize) -> u64 {
    let shifted = |remainder: u32| (remainder >> 1) ^ if remainder & 1 == 1 { POLYNOMIAL } else { 0 };
    (0..taken).fold(1 << bit, |remainder, _| shifted(remainder)).into()
}
