// SPDX-License-Identifier: MIT OR Apache-2.0
//! Carries a 16-bit word from one clock to another by a toggle handshake: each word arrives once, whole. It
//! carries the pause time from the receiver to the transmitter.
//!
//! ```text
//!            +-------------+
//!  src_valid->             |->dst_valid
//!  src_data[16]->word_sync |->dst_data[16]
//!            +-------------+
//!      src_clk src_rst   dst_clk dst_rst
//! ```
//!
//! Only the two toggles pass synchronisers. The held word does not change from the request to the acknowledge, so
//! the other side may take it without. The toggles clear at once with their side's reset, its clock or none.

use crate::prelude::*;

/// See `wirewright_spec::ports::word_sync`.
#[derive(LogicBlock, Default)]
pub struct WordSync {
    name: ModuleName<Self>,
    /// The clock of the source side.
    pub src_clk: Signal<In, Clock>,
    /// Reset of the source side.
    pub src_rst: Signal<In, Bit>,
    /// A word is offered.
    pub src_valid: Signal<In, Bit>,
    /// The word.
    pub src_data: Signal<In, Bits<16>>,
    /// The clock of the destination side.
    pub dst_clk: Signal<In, Clock>,
    /// Reset of the destination side.
    pub dst_rst: Signal<In, Bit>,
    /// Strobe: a word has arrived.
    pub dst_valid: Signal<Out, Bit>,
    /// The word that arrived last.
    pub dst_data: Signal<Out, Bits<16>>,

    waiting: Register<Bit>,
    waiting_word: Register<Bits<16>>,
    held_word: Register<Bits<16>>,
    request: CrossingRegister<Bit>,
    acknowledge_sync: SyncBit,
    request_sync: SyncBit,
    acknowledge: CrossingRegister<Bit>,
    arrived: Register<Bit>,
    arrived_word: Register<Bits<16>>,
}

impl Logic for WordSync {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, src_clk, waiting, waiting_word, held_word, request);
        dff_setup!(self, dst_clk, acknowledge, arrived, arrived_word);
        self.dst_valid.next = self.arrived.q.val();
        self.dst_data.next = self.arrived_word.q.val();

        self.acknowledge_sync.clk.next = self.src_clk.val();
        self.acknowledge_sync.rst.next = self.src_rst.val();
        self.acknowledge_sync.d.next = self.acknowledge.q.val();
        self.request_sync.clk.next = self.dst_clk.val();
        self.request_sync.rst.next = self.dst_rst.val();
        self.request_sync.d.next = self.request.q.val();

        // Source side. The newest word wins.
        if self.waiting.q.val() && (self.request.q.val() == self.acknowledge_sync.q.val()) {
            self.held_word.d.next = self.waiting_word.q.val();
            self.request.d.next = !self.request.q.val();
            self.waiting.d.next = false;
        }
        if self.src_valid.val() {
            self.waiting_word.d.next = self.src_data.val();
            self.waiting.d.next = true;
        }

        // Destination side.
        self.arrived.d.next = self.request_sync.q.val() != self.acknowledge.q.val();
        if self.request_sync.q.val() != self.acknowledge.q.val() {
            self.arrived_word.d.next = self.held_word.q.val();
            self.acknowledge.d.next = !self.acknowledge.q.val();
        }
    }
}
