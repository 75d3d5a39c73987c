// SPDX-License-Identifier: MIT OR Apache-2.0
//! Interrupt causes, their mask, and the line, which does not rise too often (docs/card.md).
//!
//! ```text
//!                          +------------+
//!    tx_written, rx_written>|            |->cause[7]
//!    tx_stopped, rx_stopped>|            |->irq
//! tx_ring_error, rx_ring_error           |
//!      link, rx_lost------>| interrupts |
//!   software, clear[7]---->|            |
//!          cfg_mask[7]---->|            |
//!   cfg_moderation[16]---->|            |
//!                          +------------+
//! ```

use crate::prelude::*;

/// See `wirewright_spec::ports::interrupts`.
#[derive(LogicBlock, Default)]
pub struct Interrupts {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Strobe: transmit completions are in host memory.
    pub tx_written: Signal<In, Bit>,
    /// Strobe: receive completions are in host memory.
    pub rx_written: Signal<In, Bit>,
    /// The transmit direction has stopped.
    pub tx_stopped: Signal<In, Bit>,
    /// The receive direction has stopped.
    pub rx_stopped: Signal<In, Bit>,
    /// Strobe: a `TX_TAIL` was not taken.
    pub tx_ring_error: Signal<In, Bit>,
    /// Strobe: an `RX_TAIL` was not taken.
    pub rx_ring_error: Signal<In, Bit>,
    /// The PHY has a link.
    pub link: Signal<In, Bit>,
    /// Strobe: a received frame was lost.
    pub rx_lost: Signal<In, Bit>,
    /// Strobe: set the cause `SOFTWARE`.
    pub software: Signal<In, Bit>,
    /// Clear these causes, at this edge.
    pub clear: Signal<In, Bits<7>>,
    /// Which causes raise the line.
    pub cfg_mask: Signal<In, Bits<7>>,
    /// The least time between two rises of the line, in units of 16 clocks.
    pub cfg_moderation: Signal<In, Bits<16>>,
    /// What has happened: bits as in `INTERRUPT_CAUSE`.
    pub cause: Signal<Out, Bits<7>>,
    /// The line, active high.
    pub irq: Signal<Out, Bit>,

    causes: Register<Bits<7>>,
    request: Register<Bit>,
    line: Register<Bit>,
    /// Clocks until the line may rise again.
    quiet: Register<Bits<20>>,
    link_before: Register<Bit>,
    tx_stopped_before: Register<Bit>,
    rx_stopped_before: Register<Bit>,

    set: Signal<Local, Causes>,
    set_bits: Signal<Local, Bits<7>>,
    rises: Signal<Local, Bit>,
}

/// What happens, in the order of `INTERRUPT_CAUSE`.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Causes {
    tx: Bit,
    rx: Bit,
    dma_error: Bit,
    ring_error: Bit,
    link: Bit,
    rx_lost: Bit,
    software: Bit,
}

impl Logic for Interrupts {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, causes, request, line, quiet, link_before, tx_stopped_before, rx_stopped_before);
        self.cause.next = self.causes.q.val();
        self.irq.next = self.line.q.val();

        self.link_before.d.next = self.link.val();
        self.tx_stopped_before.d.next = self.tx_stopped.val();
        self.rx_stopped_before.d.next = self.rx_stopped.val();
        self.set.next.tx = self.tx_written.val();
        self.set.next.rx = self.rx_written.val();
        self.set.next.dma_error = (self.tx_stopped.val() && !self.tx_stopped_before.q.val())
            || (self.rx_stopped.val() && !self.rx_stopped_before.q.val());
        self.set.next.ring_error = self.tx_ring_error.val() || self.rx_ring_error.val();
        self.set.next.link = self.link.val() != self.link_before.q.val();
        self.set.next.rx_lost = self.rx_lost.val();
        self.set.next.software = self.software.val();
        self.set_bits.next = self.set.val().into();
        // What is set while it is cleared stays: the handler has not seen it.
        self.causes.d.next = (self.causes.q.val() & !self.clear.val()) | self.set_bits.val();

        self.request.d.next = (self.causes.q.val() & self.cfg_mask.val()).any();
        self.rises.next = !self.line.q.val() && self.request.q.val() && !self.quiet.q.val().any();
        self.line.d.next = self.rises.val() || (self.line.q.val() && self.request.q.val());
        if self.rises.val() {
            self.quiet.d.next = bit_cast::<20, 16>(self.cfg_moderation.val()) << 4;
        } else if self.quiet.q.val().any() {
            self.quiet.d.next = self.quiet.q.val() - 1;
        }
    }
}
