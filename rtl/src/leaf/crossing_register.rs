// SPDX-License-Identifier: MIT OR Apache-2.0
//! The crossing register: a register whose value another clock samples. Its reset clears it at once, clock or no
//! clock, so that a clock that stands does not leave the other side of the crossing with a value from before the reset.
//!
//! ```text
//!            +-------------------+
//!      d[T]->|                   |->q[T]
//!     clock->| crossing_register |
//!     reset->|                   |
//!            +-------------------+
//! ```
//!
//! The printer writes it into its parent, as it does the plain register, with an `always` of its own:
//! `always @(posedge clk or negedge rst_n)` beside `wire rst_n = !rst`. The inverse is a net of its own because a
//! linter rightly takes one net that resets some registers at an edge and others at once for a mistake. So the kernel
//! leaves `!rst` to it: Verilator finds equal logic, makes one net of it, and then complains of that.

use crate::prelude::*;

/// A register of any synthesisable type that is zero (an enum: its first variant) from the moment `reset` rises; while
/// `reset` is low, `q` follows `d` at each rising edge of `clock`.
///
/// It leaves its reset with the plain registers of its domain: at the first edge with `reset` low, which is therefore
/// synchronous to `clock` where it falls, as a domain's reset is. It must not rise by accident between edges: it is a
/// signal, or an `||` of signals, each a register of some domain. The printer refuses other logic where it sees it.
///
/// Wire it with [`dff_setup!`](crate::dff_setup), as a [`Register`].
#[derive(Clone, Debug, LogicBlock)]
pub struct CrossingRegister<T: Synth> {
    /// The value after the next edge.
    pub d: Signal<In, T>,
    /// The value now.
    pub q: Signal<Out, T>,
    /// The clock, rising edge.
    pub clock: Signal<In, Clock>,
    /// Clears at once, active high.
    pub reset: Signal<In, Bit>,
    reset_value: Constant<T>,
}

/// The name by which the printer knows a crossing register in [`Logic::timing`].
pub(crate) const CROSSING_REGISTER_TIMING: &str = "wirewright crossing register";

impl<T: Synth> Default for CrossingRegister<T> {
    fn default() -> Self {
        CrossingRegister {
            d: Signal::default(),
            q: Signal::default(),
            clock: Signal::default(),
            reset: Signal::default(),
            reset_value: Constant::new(T::default()),
        }
    }
}

impl<T: Synth> Logic for CrossingRegister<T> {
    fn update(&mut self) {
        if self.reset.val() {
            self.q.next = self.reset_value.val();
        } else if self.clock.pos_edge() {
            self.q.next = self.d.val();
        }
    }

    fn connect(&mut self) {
        self.q.connect();
        self.reset.connect();
    }

    fn timing(&self) -> Vec<TimingInfo> {
        vec![TimingInfo {
            name: CROSSING_REGISTER_TIMING.into(),
            clock: "clock".into(),
            inputs: vec!["d".into()],
            outputs: vec!["q".into()],
        }]
    }
}
