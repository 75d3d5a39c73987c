// SPDX-License-Identifier: MIT OR Apache-2.0
//! Deference with the interframe spacing in two parts (IEEE 802.3-2022, 4.2.3.2.1 and 4.2.3.2.2): 96 bit times after
//! the medium has fallen silent, of which the first 64 begin anew when a foreign carrier comes back.
//!
//! ```text
//!            +-----------+
//!   carrier->|           |->is_over
//!     sends->| deference |->may_start
//!            |           |->is_near
//!            +-----------+
//! ```

use crate::prelude::*;

/// The gap between frames, four bit times a clock; see `wirewright_spec::ports::mac_tx_mii`.
#[derive(LogicBlock)]
pub struct Deference {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Carrier sense.
    pub carrier: Signal<In, Bit>,
    /// This edge sends a nibble.
    pub sends: Signal<In, Bit>,
    /// The gap has passed.
    pub is_over: Signal<Out, Bit>,
    /// It has, and the medium is free, or was so until this edge.
    pub may_start: Signal<Out, Bit>,
    /// Two thirds of the gap will have passed after this edge.
    pub is_near: Signal<Out, Bit>,
    /// Clocks of silence, 24 at most.
    gap: Register<Bits<5>>,
    /// The frame before was our own.
    is_own: Register<Bit>,
    /// The gap was over at the edge before for the first time.
    has_just_passed: Register<Bit>,
    gap_then: Signal<Local, Bits<5>>,
}

impl Default for Deference {
    fn default() -> Self {
        Deference {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            carrier: Signal::default(),
            sends: Signal::default(),
            is_over: Signal::default(),
            may_start: Signal::default(),
            is_near: Signal::default(),
            gap: Register::reset_to(24_u32.to_bits::<5>()),
            is_own: Register::default(),
            has_just_passed: Register::default(),
            gap_then: Signal::default(),
        }
    }
}

impl Logic for Deference {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, gap, is_own, has_just_passed);
        self.is_over.next = self.gap.q.val() == 24;
        self.may_start.next = (self.gap.q.val() == 24) & (!self.carrier.val() | self.has_just_passed.q.val());

        self.gap_then.next = self.gap.q.val() + 1;
        self.has_just_passed.d.next = self.gap.q.val() == 23;
        if self.gap.q.val() == 24 {
            self.gap_then.next = 24.into();
            if self.carrier.val() | self.sends.val() {
                self.gap_then.next = 0.into();
                self.is_own.d.next = self.sends.val();
            }
        } else if (self.carrier.val() | self.sends.val())
            & ((self.gap.q.val() == 0) | (!self.is_own.q.val() & (self.gap.q.val() < 16)))
        {
            self.gap_then.next = 0.into();
            if self.sends.val() {
                self.is_own.d.next = true;
            }
        }
        self.gap.d.next = self.gap_then.val();
        self.is_near.next = self.gap_then.val() >= 16;
    }
}
