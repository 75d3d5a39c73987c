// SPDX-License-Identifier: MIT OR Apache-2.0
//! The address of a run of octets that is cut at multiples of 128: where bursts end.
//!
//! ```text
//!                       +---------------+
//!  load, next_address-->|               |-->address[64]
//!             advance-->| burst_address |-->room[8]
//!                       +---------------+
//! ```
//!
//! Only 57 bits count, in two steps: the carry into the upper 32 goes in one edge later. Who uses it looks at the
//! address two edges after `advance` at the earliest.

use crate::prelude::*;

/// The address of a command while it is cut into bursts.
#[derive(LogicBlock, Default)]
pub struct BurstAddress {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Begin at another address.
    pub load: Signal<In, Bit>,
    /// The other address.
    pub next_address: Signal<In, Bits<64>>,
    /// Go to the next multiple of 128; not at an edge with `load`, nor at the one before it.
    pub advance: Signal<In, Bit>,
    /// The address; complete at the second edge after `advance`.
    pub address: Signal<Out, Bits<64>>,
    /// Octets up to the next multiple of 128; right from the second edge after `load` on, and after `advance` at once.
    pub room: Signal<Out, Bits<8>>,

    offset: Register<Bits<7>>,
    low: Register<Bits<25>>,
    carry: Register<Bit>,
    high: Register<Bits<32>>,
    left: Register<Bits<8>>,

    low_sum: Signal<Local, Bits<26>>,
    parts: Signal<Local, Parts>,
}

/// The address, from its low end.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Parts {
    offset: Bits<7>,
    low: Bits<25>,
    high: Bits<32>,
}

impl Logic for BurstAddress {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, offset, low, carry, high, left);
        self.parts.next.offset = self.offset.q.val();
        self.parts.next.low = self.low.q.val();
        self.parts.next.high = self.high.q.val();
        self.address.next = self.parts.val().into();
        self.room.next = self.left.q.val();

        self.low_sum.next = bit_cast::<26, 25>(self.low.q.val()) + 1;
        self.left.d.next = 128 - bit_cast::<8, 7>(self.offset.q.val());
        self.carry.d.next = false;
        if self.carry.q.val() {
            self.high.d.next = self.high.q.val() + 1;
        }
        if self.advance.val() {
            self.offset.d.next = 0.into();
            self.low.d.next = self.low_sum.val().get_bits::<25>(0);
            self.carry.d.next = self.low_sum.val().get_bit(25);
            self.left.d.next = 128.into();
        }
        if self.load.val() {
            self.offset.d.next = self.next_address.val().get_bits::<7>(0);
            self.low.d.next = self.next_address.val().get_bits::<25>(7);
            self.high.d.next = self.next_address.val().get_bits::<32>(32);
        }
    }
}
