// SPDX-License-Identifier: MIT OR Apache-2.0
//! Clock crossings of one bit and of a reset, and the register of a reset that others take.
//!
//! ```text
//!       +----------+          +------------+             +----------------+
//!    d->| sync_bit |->q arst->| reset_sync |->rst  arst->| reset_register |->rst
//!       +----------+          +------------+          d->|                |
//!         clk  rst                 clk                   |                |->arst_out
//!                                                        +----------------+
//!                                                               clk
//! ```

use crate::prelude::*;

/// Two flip-flops of `clk` after a bit of another domain.
#[derive(LogicBlock)]
pub struct SyncBit {
    /// The clock of the receiving domain.
    pub clk: Signal<In, Clock>,
    /// Its synchronous reset.
    pub rst: Signal<In, Bit>,
    /// The foreign bit: a register of its own domain, without logic after it.
    pub d: Signal<In, Bit>,
    /// The bit, two edges later.
    pub q: Signal<Out, Bit>,
    reset_value: Constant<Bit>,
    _stage: bool,
}

impl SyncBit {
    /// A synchroniser whose flip-flops reset to `value`; [`Default`] resets to 0.
    pub fn reset_to(value: bool) -> Self {
        SyncBit {
            clk: Signal::default(),
            rst: Signal::default(),
            d: Signal::default(),
            q: Signal::default(),
            reset_value: Constant::new(value),
            _stage: value,
        }
    }

    /// The text that takes this module's place where metastability is simulated.
    pub const METASTABLE: &str = include_str!("sync_bit_metastable.v");
}

impl Default for SyncBit {
    fn default() -> Self {
        SyncBit::reset_to(false)
    }
}

impl Logic for SyncBit {
    fn update(&mut self) {
        if self.clk.pos_edge() {
            let is_reset = self.rst.val();
            self.q.next = if is_reset { self.reset_value.val() } else { self._stage };
            self._stage = if is_reset { self.reset_value.val() } else { self.d.val() };
        }
    }

    fn connect(&mut self) {
        self.q.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Blackbox(BlackBox { name: "sync_bit".into(), code: include_str!("sync_bit.v").into() })
    }
}

/// A reset brought into the domain of `clk`: it asserts at once, clock or no clock, and releases at the second
/// edge after `arst` has fallen. So a stopped clock is survived.
#[derive(LogicBlock, Default)]
pub struct ResetSync {
    /// The clock of the receiving domain.
    pub clk: Signal<In, Clock>,
    /// Reset of any domain, active high.
    pub arst: Signal<In, Bit>,
    /// Reset in the domain of `clk`, active high.
    pub rst: Signal<Out, Bit>,
    _stage: bool,
}

impl Logic for ResetSync {
    fn update(&mut self) {
        if self.arst.val() {
            self._stage = true;
            self.rst.next = true;
        } else if self.clk.pos_edge() {
            self.rst.next = self._stage;
            self._stage = false;
        }
    }

    fn connect(&mut self) {
        self.rst.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Blackbox(BlackBox { name: "reset_sync".into(), code: include_str!("reset_sync.v").into() })
    }
}

/// A reset of its own domain that begins at once: it rises with `arst`, clock or no clock, and follows `d` at each edge
/// while `arst` is low. So other domains take it at once, too.
#[derive(LogicBlock, Default)]
pub struct ResetRegister {
    /// The clock of the domain.
    pub clk: Signal<In, Clock>,
    /// Reset from a flip-flop of this domain, active high.
    pub arst: Signal<In, Bit>,
    /// What else resets this domain, synchronous to `clk`.
    pub d: Signal<In, Bit>,
    /// The reset of what this clock drives, active high.
    pub rst: Signal<Out, Bit>,
    /// The same, for those who take it at once: the synchronisers of other domains.
    pub arst_out: Signal<Out, Bit>,
}

impl Logic for ResetRegister {
    fn update(&mut self) {
        if self.arst.val() {
            self.rst.next = true;
            self.arst_out.next = true;
        } else if self.clk.pos_edge() {
            self.rst.next = self.d.val();
            self.arst_out.next = self.d.val();
        }
    }

    fn connect(&mut self) {
        self.rst.connect();
        self.arst_out.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Blackbox(BlackBox { name: "reset_register".into(), code: include_str!("reset_register.v").into() })
    }
}
