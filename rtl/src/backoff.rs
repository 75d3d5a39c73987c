// SPDX-License-Identifier: MIT OR Apache-2.0
//! Truncated binary exponential backoff (IEEE 802.3-2022, 4.2.3.2.5): waits a whole number of slot times,
//! chosen from a given random word and the number of collisions that the frame has met.
//!
//! ```text
//!              +-----------+
//!       start->|           |
//!  attempt[4]->|  backoff  |->slots[10]
//!  random[10]->|           |->busy
//!              +-----------+
//! ```

use crate::prelude::*;

/// The backoff delay; see `wirewright_spec::ports::backoff`.
#[derive(LogicBlock, Default)]
pub struct Backoff {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// A collision has been handled: choose a delay and begin it.
    pub start: Signal<In, Bit>,
    /// How many collisions the frame has met, 1 to 15.
    pub attempt: Signal<In, Bits<4>>,
    /// The random word, taken at `start`.
    pub random: Signal<In, Bits<10>>,
    /// The chosen delay in slot times, 0 to 1023.
    pub slots: Signal<Out, Bits<10>>,
    /// The delay runs.
    pub busy: Signal<Out, Bit>,
    chosen: Register<Bits<10>>,
    running: Register<Bit>,
    /// The clocks left after the next, 128 to the slot time of 512 bit times.
    left: Register<Bits<17>>,
    kept: Signal<Local, Bits<10>>,
    choice: Signal<Local, Bits<10>>,
}

impl Logic for Backoff {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, chosen, running, left);
        self.slots.next = self.chosen.q.val();
        self.busy.next = self.running.q.val();

        // As many random bits as there were collisions, ten at most.
        self.kept.next = !(bits::<10>(0x3ff) << bit_cast::<10, 4>(self.attempt.val()));
        self.choice.next = self.random.val() & self.kept.val();

        if self.running.q.val() {
            self.left.d.next = self.left.q.val() - 1;
            self.running.d.next = self.left.q.val().any();
        }
        if self.start.val() {
            self.chosen.d.next = self.choice.val();
            self.left.d.next = (bit_cast::<17, 10>(self.choice.val()) << 7) - 1;
            self.running.d.next = self.choice.val().any();
        }
    }
}
