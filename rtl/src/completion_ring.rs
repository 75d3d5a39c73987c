// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes the completions of a direction into its ring, those that are ready together together (docs/card.md,
//! Queues).
//!
//! ```text
//!                          +-----------------+
//!         cfg_base[58]---->|                 |->completion_ready
//!     cfg_size_log2[4]---->|                 |->command_valid
//!                 halt---->|                 |->command_address[64]
//!     completion_valid---->|                 |->command_octets[16]
//!    completion_length[16]>| completion_ring |->word_valid
//!  completion_vlan_tci[16]>|                 |->word_data[64]
//!      completion_next[16]>|                 |->written
//!    completion_status[15]>|                 |->active
//! command_ready, word_ready>                 |->stopped
//!     done, done_error---->|                 |
//!                          +-----------------+
//! ```

use crate::prelude::*;
use crate::queue::Queue;
use crate::ring_size::RingSize;

/// How far the writing of some completions has come.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum State {
    /// Are there any? Where do they go?
    Look,
    /// The upper half of the address.
    Join,
    /// The command is offered.
    Offer,
    /// Then its words are.
    Words,
}

/// See `wirewright_spec::ports::completion_ring`.
#[derive(LogicBlock, Default)]
pub struct CompletionRing {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Where the ring begins, in units of 64 octets.
    pub cfg_base: Signal<In, Bits<58>>,
    /// Entries of the ring, as a power of two.
    pub cfg_size_log2: Signal<In, Bits<4>>,
    /// The direction has stopped: begin nothing more.
    pub halt: Signal<In, Bit>,
    /// A completion is offered.
    pub completion_valid: Signal<In, Bit>,
    /// Octets of the frame.
    pub completion_length: Signal<In, Bits<16>>,
    /// Tag control information of the tag that was stripped.
    pub completion_vlan_tci: Signal<In, Bits<16>>,
    /// Index after the last descriptor of the frame.
    pub completion_next: Signal<In, Bits<16>>,
    /// What became of it.
    pub completion_status: Signal<In, Bits<15>>,
    /// The command is taken.
    pub command_ready: Signal<In, Bit>,
    /// The word is taken.
    pub word_ready: Signal<In, Bit>,
    /// The command has been answered.
    pub done: Signal<In, Bit>,
    /// With an error.
    pub done_error: Signal<In, Bit>,
    /// The completion is taken.
    pub completion_ready: Signal<Out, Bit>,
    /// A command for `dma_write` is offered.
    pub command_valid: Signal<Out, Bit>,
    /// Address of the first completion.
    pub command_address: Signal<Out, Bits<64>>,
    /// Octets of the completions.
    pub command_octets: Signal<Out, Bits<16>>,
    /// A completion for `dma_write` is offered.
    pub word_valid: Signal<Out, Bit>,
    /// The completion.
    pub word_data: Signal<Out, Bits<64>>,
    /// Strobe: completions are in host memory.
    pub written: Signal<Out, Bit>,
    /// There are completions that are not.
    pub active: Signal<Out, Bit>,
    /// The bus has answered with an error.
    pub stopped: Signal<Out, Bit>,

    ring: RingSize,
    completions: Queue<63>,
    ready: Register<Bit>,
    state: Register<State>,
    put: Register<Bits<16>>,
    number: Register<Bits<4>>,
    /// Words that are still to be offered.
    left: Register<Bits<4>>,
    low: Register<Bits<27>>,
    command_offered: Register<Bit>,
    address: Register<Bits<64>>,
    octets: Register<Bits<16>>,
    offered: Register<Bit>,
    data: Register<Bits<64>>,
    /// The answer has not come.
    pending: Register<Bit>,
    is_written: Register<Bit>,
    is_active: Register<Bit>,
    has_stopped: Register<Bit>,

    passes: Signal<Local, Bit>,
    completion: Signal<Local, Completion>,
    left_in_line: Signal<Local, Bits<4>>,
    at_once: Signal<Local, Bits<4>>,
    line: Signal<Local, Bits<16>>,
    line_address: Signal<Local, LineAddress>,
    word: Signal<Local, Word>,
    free: Signal<Local, Bit>,
    fetch: Signal<Local, Bit>,
}

/// A completion in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Completion {
    length: Bits<16>,
    vlan_tci: Bits<16>,
    next_index: Bits<16>,
    status: Bits<15>,
}

/// And in host memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Word {
    completion: Bits<63>,
    phase: Bit,
}

/// Where a completion stands, from the low end of its address.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct LineAddress {
    octet: Bits<3>,
    /// Which of the eight of a line of 64 octets.
    place: Bits<3>,
    low: Bits<26>,
    high: Bits<32>,
}

impl Logic for CompletionRing {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, ready, state, put, number, left, low, command_offered, address, octets);
        dff_setup!(self, clk, offered, data, pending, is_written, is_active, has_stopped);
        self.completion_ready.next = self.ready.q.val();
        self.command_valid.next = self.command_offered.q.val();
        self.command_address.next = self.address.q.val();
        self.command_octets.next = self.octets.q.val();
        self.word_valid.next = self.offered.q.val();
        self.word_data.next = self.data.q.val();
        self.written.next = self.is_written.q.val();
        self.active.next = self.is_active.q.val();
        self.stopped.next = self.has_stopped.q.val();

        self.ring.clk.next = self.clk.val();
        self.ring.rst.next = self.rst.val();
        self.ring.log2.next = self.cfg_size_log2.val();

        // Completions wait for the answer to those before them, and then are written together.
        self.passes.next = self.completion_valid.val() && self.ready.q.val();
        self.completion.next.length = self.completion_length.val();
        self.completion.next.vlan_tci = self.completion_vlan_tci.val();
        self.completion.next.next_index = self.completion_next.val();
        self.completion.next.status = self.completion_status.val();
        self.completions.clk.next = self.clk.val();
        self.completions.rst.next = self.rst.val();
        self.completions.put.next = self.passes.val();
        self.completions.put_data.next = self.completion.val().into();
        self.ready.d.next =
            (self.completions.count.val() < 15) || ((self.completions.count.val() == 15) && !self.passes.val());

        self.left_in_line.next = 8 - bit_cast::<4, 3>(self.put.q.val().get_bits::<3>(0));
        self.at_once.next = self.left_in_line.val();
        if self.completions.count.val() < bit_cast::<5, 4>(self.left_in_line.val()) {
            self.at_once.next = self.completions.count.val().get_bits::<4>(0);
        }
        self.line.next = (self.put.q.val() & bit_cast::<16, 12>(self.ring.mask.val())) >> 3;
        self.line_address.next.octet = 0.into();
        self.line_address.next.place = self.put.q.val().get_bits::<3>(0);
        self.line_address.next.low = self.low.q.val().get_bits::<26>(0);
        self.line_address.next.high =
            self.cfg_base.val().get_bits::<32>(26) + bit_cast::<32, 1>(self.low.q.val().get_bits::<1>(26));

        // The bit above those that count in the ring turns with each way through it.
        self.word.next.completion = self.completions.oldest.val();
        self.word.next.phase = !(self.put.q.val() & bit_cast::<16, 13>(self.ring.size.val())).any();
        self.free.next = !self.offered.q.val() || self.word_ready.val();
        self.fetch.next = (self.state.q.val() == State::Words) && self.free.val() && self.left.q.val().any();
        self.completions.take.next = self.fetch.val();

        self.is_written.d.next = false;
        if self.done.val() && self.pending.q.val() {
            self.pending.d.next = false;
            if self.done_error.val() {
                self.has_stopped.d.next = true;
            } else {
                self.is_written.d.next = true;
            }
        }
        match self.state.q.val() {
            State::Look => {
                self.number.d.next = self.at_once.val();
                self.left.d.next = self.at_once.val();
                // The place in the ring is added here, the carry goes into the upper half at the next edge.
                self.low.d.next =
                    bit_cast::<27, 26>(self.cfg_base.val().get_bits::<26>(0)) + bit_cast::<27, 16>(self.line.val());
                if self.completions.occupied.val()
                    && !self.halt.val()
                    && !self.has_stopped.q.val()
                    && !self.pending.q.val()
                {
                    self.state.d.next = State::Join;
                }
            }
            State::Join => {
                self.address.d.next = self.line_address.val().into();
                self.octets.d.next = bit_cast::<16, 4>(self.number.q.val()) << 3;
                self.command_offered.d.next = true;
                self.state.d.next = State::Offer;
            }
            State::Offer => {
                if self.command_ready.val() {
                    self.command_offered.d.next = false;
                    self.state.d.next = State::Words;
                }
            }
            State::Words => {
                if self.free.val() {
                    self.offered.d.next = self.left.q.val().any();
                    if !self.left.q.val().any() {
                        self.pending.d.next = true;
                        self.state.d.next = State::Look;
                    }
                }
                if self.fetch.val() {
                    self.data.d.next = self.word.val().into();
                    self.put.d.next = self.put.q.val() + 1;
                    self.left.d.next = self.left.q.val() - 1;
                }
            }
        }

        self.is_active.d.next =
            (self.state.q.val() != State::Look) || self.completions.occupied.val() || self.pending.q.val();
    }
}
