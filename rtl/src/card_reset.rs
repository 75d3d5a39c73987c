// SPDX-License-Identifier: MIT OR Apache-2.0
//! The sequence of a reset of the card by its register: what is under way on the bus comes to its end, and then the
//! reset is on for 16 edges.
//!
//! ```text
//!                        +------------+
//!             request--->|            |-->busy
//! read_idle, write_idle->| card_reset |-->holds
//!                        |            |-->core_rst
//!                        +------------+
//! ```

use crate::prelude::*;

/// How far a reset has come.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum Stage {
    /// There is none.
    Run,
    /// What is under way on the bus comes to its end.
    Drain,
    /// The reset is on.
    Hold,
}

/// See `wirewright_spec::ports::nic_registers`.
#[derive(LogicBlock)]
pub struct CardReset {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Strobe: begin.
    pub request: Signal<In, Bit>,
    /// No read is under way.
    pub read_idle: Signal<In, Bit>,
    /// No write is under way.
    pub write_idle: Signal<In, Bit>,
    /// A reset was asked for and is not over: nothing is begun on the bus.
    pub busy: Signal<Out, Bit>,
    /// The settings are reset at the next edge.
    pub holds: Signal<Out, Bit>,
    /// The reset of what is behind the registers.
    pub core_rst: Signal<Out, Bit>,

    stage: Register<Stage>,
    hold: Register<Bits<4>>,
    flushes: Register<Bit>,
    resets_core: Register<Bit>,
}

impl Default for CardReset {
    fn default() -> Self {
        CardReset {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            request: Signal::default(),
            read_idle: Signal::default(),
            write_idle: Signal::default(),
            busy: Signal::default(),
            holds: Signal::default(),
            core_rst: Signal::default(),
            stage: Register::default(),
            hold: Register::default(),
            flushes: Register::default(),
            resets_core: Register::reset_to(true),
        }
    }
}

impl Logic for CardReset {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, stage, hold, flushes, resets_core);
        self.busy.next = self.flushes.q.val();
        self.holds.next = self.stage.q.val() == Stage::Hold;
        self.core_rst.next = self.resets_core.q.val();

        match self.stage.q.val() {
            Stage::Run => {
                self.resets_core.d.next = false;
                if self.request.val() {
                    self.flushes.d.next = true;
                    self.stage.d.next = Stage::Drain;
                }
            }
            Stage::Drain => {
                if self.read_idle.val() && self.write_idle.val() {
                    self.resets_core.d.next = true;
                    self.hold.d.next = 15.into();
                    self.stage.d.next = Stage::Hold;
                }
            }
            Stage::Hold => {
                self.hold.d.next = self.hold.q.val() - 1;
                if self.hold.q.val() == 0 {
                    self.resets_core.d.next = false;
                    self.flushes.d.next = false;
                    self.stage.d.next = Stage::Run;
                }
            }
        }
    }
}
