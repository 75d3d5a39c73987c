// SPDX-License-Identifier: MIT OR Apache-2.0
//! Whose turn it is of three clients: first the one after the last, and so round (docs/card.md, What is inside).
//!
//! ```text
//!             +-------+
//!    choose-->|       |-->turn[2]
//!  valid_0 -->| turns |-->chosen_0
//!  valid_1 -->|       |-->chosen_1
//!  valid_2 -->|       |-->chosen_2
//!             +-------+
//! ```

use crate::prelude::*;

/// `turn` of `wirewright_spec::ports::{read_arbiter, write_arbiter}`.
#[derive(LogicBlock)]
pub struct Turns {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Choose at this edge.
    pub choose: Signal<In, Bit>,
    /// Client 0 wants a turn.
    pub valid_0: Signal<In, Bit>,
    /// Client 1 wants a turn.
    pub valid_1: Signal<In, Bit>,
    /// Client 2 wants a turn.
    pub valid_2: Signal<In, Bit>,
    /// The client that was chosen last.
    pub turn: Signal<Out, Bits<2>>,
    /// Client 0 is chosen at this edge.
    pub chosen_0: Signal<Out, Bit>,
    /// Client 1 is chosen at this edge.
    pub chosen_1: Signal<Out, Bit>,
    /// Client 2 is chosen at this edge.
    pub chosen_2: Signal<Out, Bit>,

    last: Register<Bits<2>>,

    choice: Signal<Local, Bits<2>>,
    wanted: Signal<Local, Bit>,
}

impl Default for Turns {
    fn default() -> Self {
        Turns {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            choose: Signal::default(),
            valid_0: Signal::default(),
            valid_1: Signal::default(),
            valid_2: Signal::default(),
            turn: Signal::default(),
            chosen_0: Signal::default(),
            chosen_1: Signal::default(),
            chosen_2: Signal::default(),
            last: Register::reset_to(2),
            choice: Signal::default(),
            wanted: Signal::default(),
        }
    }
}

impl Logic for Turns {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, last);
        self.turn.next = self.last.q.val();

        // The one whose turn it was is the last in the row.
        self.choice.next = self.last.q.val();
        if self.last.q.val() == 0 {
            if self.valid_1.val() {
                self.choice.next = 1.into();
            } else if self.valid_2.val() {
                self.choice.next = 2.into();
            }
        } else if self.last.q.val() == 1 {
            if self.valid_2.val() {
                self.choice.next = 2.into();
            } else if self.valid_0.val() {
                self.choice.next = 0.into();
            }
        } else if self.valid_0.val() {
            self.choice.next = 0.into();
        } else if self.valid_1.val() {
            self.choice.next = 1.into();
        }

        self.wanted.next = self.choose.val() && (self.valid_0.val() || self.valid_1.val() || self.valid_2.val());
        if self.wanted.val() {
            self.last.d.next = self.choice.val();
        }
        self.chosen_0.next = self.wanted.val() && (self.choice.val() == 0);
        self.chosen_1.next = self.wanted.val() && (self.choice.val() == 1);
        self.chosen_2.next = self.wanted.val() && (self.choice.val() == 2);
    }
}
