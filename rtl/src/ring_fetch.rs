// SPDX-License-Identifier: MIT OR Apache-2.0
//! Fetches the descriptors of a direction ahead of their use, and guards its `TAIL` (docs/card.md, Queues).
//!
//! ```text
//!                         +------------+
//!        cfg_base[58]---->|            |->command_valid
//!    cfg_size_log2[4]---->|            |->command_address[64]
//!          cfg_enable---->|            |->command_octets[16]
//!                halt---->|            |->descriptor_valid
//! tail_write, data[16]--->| ring_fetch |->descriptor_address[64]
//!       command_ready---->|            |->descriptor_length[16]
//!          word_valid---->|            |->descriptor_vlan_tci[16]
//!       word_data[64]---->|            |->descriptor_flags[4], index[16]
//!    word_last, error---->|            |->head[16], tail[16]
//!    descriptor_ready---->|            |->ring_error, stopped
//!                         +------------+
//! ```

use crate::prelude::*;
use crate::queue::Queue;
use crate::ring_size::RingSize;

/// How far the fetch of some descriptors has come.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum State {
    /// Are there any?
    Look,
    /// How many of them, and where.
    Plan,
    /// The upper half of the address.
    Join,
    /// The command is offered.
    Offer,
}

/// How far the judgement of a `TAIL` has come.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum Judging {
    /// There is none to judge.
    Idle,
    /// How far it lies beyond the tail, and that beyond the head.
    Measure,
    /// Both together.
    Sum,
    /// Does the ring hold so many?
    Decide,
}

/// See `wirewright_spec::ports::ring_fetch`.
#[derive(LogicBlock, Default)]
pub struct RingFetch {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Fetch descriptors.
    pub cfg_enable: Signal<In, Bit>,
    /// Where the ring begins, in units of 64 octets.
    pub cfg_base: Signal<In, Bits<58>>,
    /// Entries of the ring, as a power of two.
    pub cfg_size_log2: Signal<In, Bits<4>>,
    /// The direction has stopped: fetch nothing more.
    pub halt: Signal<In, Bit>,
    /// `TAIL` is written.
    pub tail_write: Signal<In, Bit>,
    /// What is written.
    pub tail_data: Signal<In, Bits<16>>,
    /// The command is taken.
    pub command_ready: Signal<In, Bit>,
    /// A word has come.
    pub word_valid: Signal<In, Bit>,
    /// The word.
    pub word_data: Signal<In, Bits<64>>,
    /// It is the last of its command.
    pub word_last: Signal<In, Bit>,
    /// The bus has answered the command with an error.
    pub word_error: Signal<In, Bit>,
    /// The descriptor is taken.
    pub descriptor_ready: Signal<In, Bit>,
    /// A command for `dma_read` is offered.
    pub command_valid: Signal<Out, Bit>,
    /// Address of the first descriptor.
    pub command_address: Signal<Out, Bits<64>>,
    /// Octets of the descriptors.
    pub command_octets: Signal<Out, Bits<16>>,
    /// A descriptor is offered.
    pub descriptor_valid: Signal<Out, Bit>,
    /// Address of its buffer.
    pub descriptor_address: Signal<Out, Bits<64>>,
    /// Octets of its buffer.
    pub descriptor_length: Signal<Out, Bits<16>>,
    /// Tag control information.
    pub descriptor_vlan_tci: Signal<Out, Bits<16>>,
    /// Bit 0 `END`, 1 `IPV4_CHECKSUM`, 2 `L4_CHECKSUM`, 3 `VLAN`.
    pub descriptor_flags: Signal<Out, Bits<4>>,
    /// Its index.
    pub descriptor_index: Signal<Out, Bits<16>>,
    /// Index of the first descriptor that has not been asked for.
    pub head: Signal<Out, Bits<16>>,
    /// Index after the last descriptor that was handed over.
    pub tail: Signal<Out, Bits<16>>,
    /// Strobe: a `TAIL` was written that the ring cannot hold.
    pub ring_error: Signal<Out, Bit>,
    /// The bus has answered with an error.
    pub stopped: Signal<Out, Bit>,

    ring: RingSize,
    state: Register<State>,
    head_index: Register<Bits<16>>,
    tail_index: Register<Bits<16>>,
    ahead: Register<Bits<16>>,
    number: Register<Bits<3>>,
    low: Register<Bits<27>>,
    /// Descriptors that were asked for and have not come.
    coming: Register<Bits<5>>,
    offered: Register<Bit>,
    address: Register<Bits<64>>,
    octets: Register<Bits<16>>,

    descriptors: Queue<100>,
    half: Register<Bit>,
    first: Register<Bits<64>>,
    has_stopped: Register<Bit>,
    shown: Register<Bit>,
    shown_address: Register<Bits<64>>,
    shown_length: Register<Bits<16>>,
    shown_vlan_tci: Register<Bits<16>>,
    shown_flags: Register<Bits<4>>,
    shown_index: Register<Bits<16>>,
    index: Register<Bits<16>>,

    judging: Register<Judging>,
    candidate: Register<Bits<16>>,
    beyond: Register<Bits<16>>,
    used: Register<Bits<16>>,
    total: Register<Bits<17>>,
    refused: Register<Bit>,

    stands: Signal<Local, Bit>,
    places: Signal<Local, Bits<6>>,
    left_in_line: Signal<Local, Bits<3>>,
    line: Signal<Local, Bits<16>>,
    line_address: Signal<Local, LineAddress>,
    asked: Signal<Local, Bits<5>>,
    complete: Signal<Local, Bit>,
    arrived: Signal<Local, Bits<5>>,
    descriptor: Signal<Local, Descriptor>,
    shown_free: Signal<Local, Bit>,
    show: Signal<Local, Bit>,
}

/// Where a descriptor stands, from the low end of its address.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct LineAddress {
    octet: Bits<4>,
    /// Which of the four of a line of 64 octets.
    place: Bits<2>,
    low: Bits<26>,
    high: Bits<32>,
}

/// A descriptor in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Descriptor {
    address: Bits<64>,
    /// Length, tag control information and flags, as in the second word.
    rest: Bits<36>,
}

impl Logic for RingFetch {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, state, head_index, tail_index, ahead, number, low, coming, offered, address, octets);
        dff_setup!(self, clk, half, first, has_stopped);
        dff_setup!(self, clk, shown, shown_address, shown_length, shown_vlan_tci, shown_flags, shown_index, index);
        dff_setup!(self, clk, judging, candidate, beyond, used, total, refused);
        self.command_valid.next = self.offered.q.val();
        self.command_address.next = self.address.q.val();
        self.command_octets.next = self.octets.q.val();
        self.descriptor_valid.next = self.shown.q.val();
        self.descriptor_address.next = self.shown_address.q.val();
        self.descriptor_length.next = self.shown_length.q.val();
        self.descriptor_vlan_tci.next = self.shown_vlan_tci.q.val();
        self.descriptor_flags.next = self.shown_flags.q.val();
        self.descriptor_index.next = self.shown_index.q.val();
        self.head.next = self.head_index.q.val();
        self.tail.next = self.tail_index.q.val();
        self.ring_error.next = self.refused.q.val();
        self.stopped.next = self.has_stopped.q.val();

        self.ring.clk.next = self.clk.val();
        self.ring.rst.next = self.rst.val();
        self.ring.log2.next = self.cfg_size_log2.val();

        // Fetching. A command is for descriptors of one line, so it needs four free places.
        self.stands.next = self.halt.val() || self.has_stopped.q.val();
        self.places.next = bit_cast::<6, 5>(self.descriptors.count.val()) + bit_cast::<6, 5>(self.coming.q.val());
        self.left_in_line.next = 4 - bit_cast::<3, 2>(self.head_index.q.val().get_bits::<2>(0));
        self.line.next = (self.head_index.q.val() & bit_cast::<16, 12>(self.ring.mask.val())) >> 2;
        self.line_address.next.octet = 0.into();
        self.line_address.next.place = self.head_index.q.val().get_bits::<2>(0);
        self.line_address.next.low = self.low.q.val().get_bits::<26>(0);
        self.line_address.next.high =
            self.cfg_base.val().get_bits::<32>(26) + bit_cast::<32, 1>(self.low.q.val().get_bits::<1>(26));
        self.asked.next = 0.into();
        match self.state.q.val() {
            State::Look => {
                self.ahead.d.next = self.tail_index.q.val() - self.head_index.q.val();
                if self.cfg_enable.val() && !self.stands.val() {
                    self.state.d.next = State::Plan;
                }
            }
            State::Plan => {
                self.number.d.next = self.left_in_line.val();
                if self.ahead.q.val() < bit_cast::<16, 3>(self.left_in_line.val()) {
                    self.number.d.next = self.ahead.q.val().get_bits::<3>(0);
                }
                // The place in the ring is added here, the carry goes into the upper half at the next edge.
                self.low.d.next =
                    bit_cast::<27, 26>(self.cfg_base.val().get_bits::<26>(0)) + bit_cast::<27, 16>(self.line.val());
                self.state.d.next = State::Join;
                if !self.ahead.q.val().any() || (self.places.val() > 12) || self.stands.val() {
                    self.state.d.next = State::Look;
                }
            }
            State::Join => {
                self.address.d.next = self.line_address.val().into();
                self.octets.d.next = bit_cast::<16, 3>(self.number.q.val()) << 4;
                self.offered.d.next = true;
                self.head_index.d.next = self.head_index.q.val() + bit_cast::<16, 3>(self.number.q.val());
                self.asked.next = bit_cast::<5, 3>(self.number.q.val());
                self.state.d.next = State::Offer;
            }
            State::Offer => {
                if self.command_ready.val() {
                    self.offered.d.next = false;
                    self.state.d.next = State::Look;
                }
            }
        }

        // Descriptors. What comes with an error, or after one, is not used.
        self.complete.next = self.word_valid.val() && self.half.q.val();
        self.arrived.next = 0.into();
        if self.complete.val() && self.coming.q.val().any() {
            self.arrived.next = 1.into();
        }
        self.coming.d.next = self.coming.q.val() + self.asked.val() - self.arrived.val();
        if self.word_valid.val() {
            self.half.d.next = !self.half.q.val() && !self.word_last.val();
            if !self.half.q.val() {
                self.first.d.next = self.word_data.val();
            }
            if self.word_error.val() {
                self.has_stopped.d.next = true;
            }
        }
        self.descriptor.next.address = self.first.q.val();
        self.descriptor.next.rest = self.word_data.val().get_bits::<36>(0);
        self.descriptors.clk.next = self.clk.val();
        self.descriptors.rst.next = self.rst.val();
        self.descriptors.put.next = self.complete.val() && !self.has_stopped.q.val() && !self.word_error.val();
        self.descriptors.put_data.next = self.descriptor.val().into();

        self.shown_free.next = !self.shown.q.val() || self.descriptor_ready.val();
        self.show.next = self.shown_free.val() && self.descriptors.occupied.val();
        self.descriptors.take.next = self.show.val();
        if self.shown_free.val() {
            self.shown.d.next = self.descriptors.occupied.val();
        }
        if self.show.val() {
            self.shown_address.d.next = self.descriptors.oldest.val().get_bits::<64>(0);
            self.shown_length.d.next = self.descriptors.oldest.val().get_bits::<16>(64);
            self.shown_vlan_tci.d.next = self.descriptors.oldest.val().get_bits::<16>(80);
            self.shown_flags.d.next = self.descriptors.oldest.val().get_bits::<4>(96);
            self.shown_index.d.next = self.index.q.val();
            self.index.d.next = self.index.q.val() + 1;
        }

        // The tail goes ahead, and never further from the head than the ring is long.
        self.refused.d.next = false;
        if self.tail_write.val() {
            self.candidate.d.next = self.tail_data.val();
            self.judging.d.next = Judging::Measure;
        } else {
            match self.judging.q.val() {
                Judging::Idle => {}
                Judging::Measure => {
                    self.beyond.d.next = self.candidate.q.val() - self.tail_index.q.val();
                    self.used.d.next = self.tail_index.q.val() - self.head_index.q.val();
                    self.judging.d.next = Judging::Sum;
                }
                Judging::Sum => {
                    self.total.d.next = bit_cast::<17, 16>(self.beyond.q.val()) + bit_cast::<17, 16>(self.used.q.val());
                    self.judging.d.next = Judging::Decide;
                }
                Judging::Decide => {
                    self.judging.d.next = Judging::Idle;
                    if self.total.q.val() <= bit_cast::<17, 13>(self.ring.size.val()) {
                        self.tail_index.d.next = self.candidate.q.val();
                    } else {
                        self.refused.d.next = true;
                    }
                }
            }
        }
    }
}
