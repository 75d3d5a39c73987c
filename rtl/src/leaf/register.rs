// SPDX-License-Identifier: MIT OR Apache-2.0
//! The register: the storage of a kernel that is not a memory. It resets synchronously, always. Where another clock
//! samples the value, `CrossingRegister` takes its place.
//!
//! ```text
//!            +----------+
//!      d[T]->|          |->q[T]
//!     clock->| register |
//!     reset->|          |
//!            +----------+
//! ```
//!
//! The printer writes it into its parent as `reg x, x_next` and one `always @(posedge clk)`; it never
//! becomes a module.

use crate::prelude::*;

/// A register of any synthesisable type: `q` follows `d` at each rising edge of `clock`, and takes the
/// reset value at an edge with `reset` high.
///
/// Wire it with [`dff_setup!`](crate::dff_setup), which connects clock and reset and lets it hold its value.
#[derive(Clone, Debug, LogicBlock)]
pub struct Register<T: Synth> {
    /// The value after the next edge.
    pub d: Signal<In, T>,
    /// The value now.
    pub q: Signal<Out, T>,
    /// The clock, rising edge.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset, active high.
    pub reset: Signal<In, Bit>,
    reset_value: Constant<T>,
}

/// The name by which the printer knows a register in [`Logic::timing`].
pub(crate) const REGISTER_TIMING: &str = "wirewright register";

impl<T: Synth> Register<T> {
    /// A register whose reset value is `value`; [`Default`] resets to zero, an enum to its first variant.
    pub fn reset_to(value: impl Into<T>) -> Self {
        let value = value.into();
        Register {
            d: Signal::default(),
            q: Signal::new_with_default(value),
            clock: Signal::default(),
            reset: Signal::default(),
            reset_value: Constant::new(value),
        }
    }
}

impl<T: Synth> Default for Register<T> {
    fn default() -> Self {
        Register::reset_to(T::default())
    }
}

impl<T: Synth> Logic for Register<T> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self.q.next = if self.reset.val() { self.reset_value.val() } else { self.d.val() };
        }
    }

    fn connect(&mut self) {
        self.q.connect();
        self.reset.connect();
    }

    fn timing(&self) -> Vec<TimingInfo> {
        vec![TimingInfo {
            name: REGISTER_TIMING.into(),
            clock: "clock".into(),
            inputs: vec!["d".into()],
            outputs: vec!["q".into()],
        }]
    }
}

/// Wires registers inside a kernel: `dff_setup!(self, clk, state, count, slot[i])` connects the clock and the
/// reset of its domain and lets each register hold its value where the kernel says nothing else.
///
/// The domain's reset has the clock's name with `rst` for `clk`. The name is rust-hdl's: its kernel macro
/// knows no other.
#[macro_export]
macro_rules! dff_setup {
    ($self:ident, clk, $($registers:tt)+) => { $crate::dff_setup!(@ $self, clk, rst, $($registers)+) };
    ($self:ident, tx_clk, $($registers:tt)+) => { $crate::dff_setup!(@ $self, tx_clk, tx_rst, $($registers)+) };
    ($self:ident, rx_clk, $($registers:tt)+) => { $crate::dff_setup!(@ $self, rx_clk, rx_rst, $($registers)+) };
    ($self:ident, wr_clk, $($registers:tt)+) => { $crate::dff_setup!(@ $self, wr_clk, wr_rst, $($registers)+) };
    ($self:ident, rd_clk, $($registers:tt)+) => { $crate::dff_setup!(@ $self, rd_clk, rd_rst, $($registers)+) };
    ($self:ident, s_clk, $($registers:tt)+) => { $crate::dff_setup!(@ $self, s_clk, s_rst, $($registers)+) };
    ($self:ident, m_clk, $($registers:tt)+) => { $crate::dff_setup!(@ $self, m_clk, m_rst, $($registers)+) };
    ($self:ident, src_clk, $($registers:tt)+) => { $crate::dff_setup!(@ $self, src_clk, src_rst, $($registers)+) };
    ($self:ident, dst_clk, $($registers:tt)+) => { $crate::dff_setup!(@ $self, dst_clk, dst_rst, $($registers)+) };
    ($self:ident, count_clk, $($registers:tt)+) => {
        $crate::dff_setup!(@ $self, count_clk, count_rst, $($registers)+)
    };
    (@ $self:ident, $clk:ident, $rst:ident, $($register:ident $([$index:expr])?),+ $(,)?) => {
        $(
            $self.$register $([$index])?.clock.next = $self.$clk.val();
            $self.$register $([$index])?.reset.next = $self.$rst.val();
            $self.$register $([$index])?.d.next = $self.$register $([$index])?.q.val();
        )+
    };
}
