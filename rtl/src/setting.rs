// SPDX-License-Identifier: MIT OR Apache-2.0
//! A setting of the card: a register of 32 bits, written octet by octet.
//!
//! ```text
//!                      +---------+
//!  write[4], data[32]->|         |
//!            mask[32]->| setting |->value[32]
//!          preset[32]->|         |
//!                      +---------+
//! ```
//!
//! What is kept is where the value differs from its reset value: so one module does for all of them.

use crate::prelude::*;

/// See "setting" in `wirewright_spec::ports::nic_registers`.
#[derive(LogicBlock, Default)]
pub struct Setting {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Which octets are written at this edge.
    pub write: Signal<In, Bits<4>>,
    /// What is written.
    pub data: Signal<In, Bits<32>>,
    /// The bits that are there; constant.
    pub mask: Signal<In, Bits<32>>,
    /// The value after reset; constant, of bits that are there.
    pub preset: Signal<In, Bits<32>>,
    /// The value.
    pub value: Signal<Out, Bits<32>>,

    octet_0: Register<Bits<8>>,
    octet_1: Register<Bits<8>>,
    octet_2: Register<Bits<8>>,
    octet_3: Register<Bits<8>>,

    change: Signal<Local, Bits<32>>,
    octets: Signal<Local, Octets>,
    kept: Signal<Local, Bits<32>>,
}

/// The octets, from the low end.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Octets {
    octet_0: Bits<8>,
    octet_1: Bits<8>,
    octet_2: Bits<8>,
    octet_3: Bits<8>,
}

impl Logic for Setting {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, octet_0, octet_1, octet_2, octet_3);
        self.change.next = (self.data.val() & self.mask.val()) ^ self.preset.val();
        if self.write.val().get_bit(0) {
            self.octet_0.d.next = self.change.val().get_bits::<8>(0);
        }
        if self.write.val().get_bit(1) {
            self.octet_1.d.next = self.change.val().get_bits::<8>(8);
        }
        if self.write.val().get_bit(2) {
            self.octet_2.d.next = self.change.val().get_bits::<8>(16);
        }
        if self.write.val().get_bit(3) {
            self.octet_3.d.next = self.change.val().get_bits::<8>(24);
        }
        self.octets.next.octet_0 = self.octet_0.q.val();
        self.octets.next.octet_1 = self.octet_1.q.val();
        self.octets.next.octet_2 = self.octet_2.q.val();
        self.octets.next.octet_3 = self.octet_3.q.val();
        self.kept.next = self.octets.val().into();
        self.value.next = self.kept.val() ^ self.preset.val();
    }
}
