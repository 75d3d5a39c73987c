// SPDX-License-Identifier: MIT OR Apache-2.0
//! The sum of the Internet checksum, octet by octet (RFC 1071).
//!
//! ```text
//!            +-----------+
//!  octet[8]->|           |->newest[8]
//!       add->| octet_sum |->is_ffff
//!     clear->|           |
//!            +-----------+
//! ```
//!
//! The octets of the two halves of the numbers come in turn, and the carry of each half goes into the other: so one
//! adder of 8 bits serves both, with its own carry of the octet before.

use crate::prelude::*;

/// A part of `frame_checksums`.
#[derive(LogicBlock, Default)]
pub struct OctetSum {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Begin a new sum.
    pub clear: Signal<In, Bit>,
    /// `octet` belongs to the sum, in the half that it is the turn of.
    pub add: Signal<In, Bit>,
    /// The octet.
    pub octet: Signal<In, Bits<8>>,
    /// The half that was added to last. After three octets of 0 no carry is left in it, nor in the other one.
    pub newest: Signal<Out, Bits<8>>,
    /// The folded sum is 0xffff, if it is not 0.
    pub is_ffff: Signal<Out, Bit>,
    newer: Register<Bits<8>>,
    older: Register<Bits<8>>,
    /// Of the newer half, due in the older one.
    carry: Register<Bit>,
    sum: Signal<Local, Bits<9>>,
}

impl Logic for OctetSum {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, newer, older, carry);
        self.newest.next = self.newer.q.val();
        // 0xff in the older half, or 0xfe and the carry that is due there.
        self.is_ffff.next = self.newer.q.val().all()
            && self.older.q.val().get_bits::<7>(1).all()
            && (self.older.q.val().get_bit(0) != self.carry.q.val());

        self.sum.next = bit_cast::<9, 8>(self.older.q.val())
            + bit_cast::<9, 8>(self.octet.val())
            + bit_cast::<9, 1>(self.carry.q.val().into());
        if self.clear.val() {
            self.newer.d.next = 0.into();
            self.older.d.next = 0.into();
            self.carry.d.next = false;
        } else if self.add.val() {
            self.newer.d.next = self.sum.val().get_bits::<8>(0);
            self.older.d.next = self.newer.q.val();
            self.carry.d.next = self.sum.val().get_bit(8);
        }
    }
}
