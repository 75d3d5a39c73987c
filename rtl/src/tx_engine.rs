// SPDX-License-Identifier: MIT OR Apache-2.0
//! Turns transmit descriptors into reads of payload, into plans for `stream_narrow`, and into completions.
//!
//! ```text
//!                            +-----------+
//!   cfg_enable, halt-------->|           |->descriptor_ready
//!   descriptor_valid-------->|           |->command_valid
//!  descriptor_address[64]--->|           |->command_address[64], octets[16]
//!   descriptor_length[16]--->|           |->chunk_valid, lane[3], octets[16]
//!  descriptor_vlan_tci[16]-->| tx_engine |->chunk_end, vlan, vlan_tci[16]
//! descriptor_flags[4]------->|           |->chunk_ipv4, chunk_l4
//!   descriptor_index[16]---->|           |->m_axis_tdata[64], tvalid
//! command_ready, chunk_ready>|           |->completion_valid, length[16]
//! word_valid,data[64],error->|           |->completion_next[16]
//!      m_axis_tready-------->|           |->completion_dropped
//!   accepted, dropped------->|           |->active, stopped
//!   completion_ready-------->|           |
//!                            +-----------+
//! ```

use crate::burst_address::BurstAddress;
use crate::prelude::*;
use crate::queue::Queue;

/// What is done with a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum State {
    /// None is wanted.
    Idle,
    /// One is.
    Take,
    /// It becomes a chunk of the frame.
    Plan,
    /// A piece of its buffer.
    Cut,
    /// The piece waits for room.
    Ask,
    /// Its read is offered.
    Offer,
    /// The frame is over.
    Close,
}

/// See `wirewright_spec::ports::tx_engine`.
#[derive(LogicBlock, Default)]
pub struct TxEngine {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Begin frames; one that is begun goes on without it.
    pub cfg_enable: Signal<In, Bit>,
    /// The direction has stopped: ask for nothing more.
    pub halt: Signal<In, Bit>,
    /// A descriptor is offered.
    pub descriptor_valid: Signal<In, Bit>,
    /// Address of its buffer.
    pub descriptor_address: Signal<In, Bits<64>>,
    /// Octets of its buffer.
    pub descriptor_length: Signal<In, Bits<16>>,
    /// Tag control information to insert.
    pub descriptor_vlan_tci: Signal<In, Bits<16>>,
    /// Bit 0 `END`, 1 `IPV4_CHECKSUM`, 2 `L4_CHECKSUM`, 3 `VLAN`.
    pub descriptor_flags: Signal<In, Bits<4>>,
    /// Its index.
    pub descriptor_index: Signal<In, Bits<16>>,
    /// The command is taken.
    pub command_ready: Signal<In, Bit>,
    /// The chunk is taken.
    pub chunk_ready: Signal<In, Bit>,
    /// A word has come.
    pub word_valid: Signal<In, Bit>,
    /// The word.
    pub word_data: Signal<In, Bits<64>>,
    /// The bus has answered its command with an error.
    pub word_error: Signal<In, Bit>,
    /// The sink takes the word.
    pub m_axis_tready: Signal<In, Bit>,
    /// Strobe: a frame will be sent.
    pub accepted: Signal<In, Bit>,
    /// Strobe: a frame was too long and is not sent.
    pub dropped: Signal<In, Bit>,
    /// The completion is taken.
    pub completion_ready: Signal<In, Bit>,
    /// The descriptor is taken.
    pub descriptor_ready: Signal<Out, Bit>,
    /// A command for `dma_read` is offered.
    pub command_valid: Signal<Out, Bit>,
    /// Address of its first octet.
    pub command_address: Signal<Out, Bits<64>>,
    /// How many octets: 128 at the most.
    pub command_octets: Signal<Out, Bits<16>>,
    /// A chunk for `stream_narrow` is offered.
    pub chunk_valid: Signal<Out, Bit>,
    /// The lane of its first octet.
    pub chunk_lane: Signal<Out, Bits<3>>,
    /// Its octets.
    pub chunk_octets: Signal<Out, Bits<16>>,
    /// It is the last of its frame.
    pub chunk_end: Signal<Out, Bit>,
    /// Insert a tag into the frame.
    pub chunk_vlan: Signal<Out, Bit>,
    /// The tag control information to insert.
    pub chunk_vlan_tci: Signal<Out, Bits<16>>,
    /// Insert the IPv4 header checksum.
    pub chunk_ipv4: Signal<Out, Bit>,
    /// Insert the TCP or UDP checksum.
    pub chunk_l4: Signal<Out, Bit>,
    /// Word of payload.
    pub m_axis_tdata: Signal<Out, Bits<64>>,
    /// A word is offered.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// A completion is offered.
    pub completion_valid: Signal<Out, Bit>,
    /// Octets of the buffers of the frame; 65535 where there are more.
    pub completion_length: Signal<Out, Bits<16>>,
    /// Index after its last descriptor.
    pub completion_next: Signal<Out, Bits<16>>,
    /// It was not sent.
    pub completion_dropped: Signal<Out, Bit>,
    /// Frames are under way.
    pub active: Signal<Out, Bit>,
    /// The bus has answered with an error.
    pub stopped: Signal<Out, Bit>,

    state: Register<State>,
    in_frame: Register<Bit>,
    wants_descriptor: Register<Bit>,
    cursor: BurstAddress,
    rest: Register<Bits<16>>,
    tci: Register<Bits<16>>,
    flags: Register<Bits<4>>,
    index: Register<Bits<16>>,
    frame_tci: Register<Bits<16>>,
    frame_flags: Register<Bits<3>>,
    frame_octets: Register<Bits<16>>,
    piece: Register<Bits<8>>,
    command_offered: Register<Bit>,
    asked_address: Register<Bits<64>>,
    asked_octets: Register<Bits<16>>,

    chunks: Queue<39>,
    shown: Register<Bit>,
    shown_lane: Register<Bits<3>>,
    shown_octets: Register<Bits<16>>,
    shown_end: Register<Bit>,
    shown_vlan_tci: Register<Bits<16>>,
    shown_ipv4: Register<Bit>,
    shown_l4: Register<Bit>,
    shown_vlan: Register<Bit>,

    payload: RamBlock<64, 7>,
    write: Register<Bits<8>>,
    read: Register<Bits<8>>,
    fetched: Register<Bit>,
    presented: Register<Bit>,
    has_stopped: Register<Bit>,
    /// Words that were asked for and have not left; but for `asked_words`.
    reserved: Register<Bits<8>>,
    /// Words that were asked for at the last edge.
    asked_words: Register<Bits<5>>,

    frames: Queue<33>,
    fates: Queue<1>,
    completed: Register<Bit>,
    length_completed: Register<Bits<16>>,
    next_completed: Register<Bits<16>>,
    was_dropped: Register<Bit>,
    is_active: Register<Bit>,

    may_begin: Signal<Local, Bit>,
    takes: Signal<Local, Bit>,
    plans: Signal<Local, Bit>,
    octet_sum: Signal<Local, Bits<17>>,
    chunk: Signal<Local, Chunk>,
    chunk_free: Signal<Local, Bit>,
    show: Signal<Local, Bit>,
    lane: Signal<Local, Bits<3>>,
    spill: Signal<Local, Bits<4>>,
    more_words: Signal<Local, Bits<2>>,
    asks: Signal<Local, Bit>,
    after_buffer: Signal<Local, State>,
    is_full: Signal<Local, Bit>,
    store: Signal<Local, Bit>,
    waiting: Signal<Local, Bit>,
    present_free: Signal<Local, Bit>,
    fetch_free: Signal<Local, Bit>,
    leaves: Signal<Local, Bits<8>>,
    frame: Signal<Local, Frame>,
    completion_free: Signal<Local, Bit>,
    empty_frame: Signal<Local, Bit>,
    complete: Signal<Local, Bit>,
}

/// A chunk in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Chunk {
    lane: Bits<3>,
    octets: Bits<16>,
    end: Bit,
    vlan_tci: Bits<16>,
    /// `IPV4_CHECKSUM`, `L4_CHECKSUM`, `VLAN`.
    flags: Bits<3>,
}

/// A frame in the queue, all descriptors of which were taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Frame {
    octets: Bits<16>,
    next_index: Bits<16>,
    /// It has no octets.
    is_empty: Bit,
}

impl Logic for TxEngine {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, state, in_frame, wants_descriptor, rest, tci, flags, index);
        dff_setup!(self, clk, frame_tci, frame_flags, frame_octets, piece);
        dff_setup!(self, clk, command_offered, asked_address, asked_octets);
        dff_setup!(self, clk, shown, shown_lane, shown_octets, shown_end, shown_vlan_tci);
        dff_setup!(self, clk, shown_ipv4, shown_l4, shown_vlan);
        dff_setup!(self, clk, write, read, fetched, presented, has_stopped, reserved, asked_words);
        dff_setup!(self, clk, completed, length_completed, next_completed, was_dropped, is_active);
        self.descriptor_ready.next = self.wants_descriptor.q.val();
        self.command_valid.next = self.command_offered.q.val();
        self.command_address.next = self.asked_address.q.val();
        self.command_octets.next = self.asked_octets.q.val();
        self.chunk_valid.next = self.shown.q.val();
        self.chunk_lane.next = self.shown_lane.q.val();
        self.chunk_octets.next = self.shown_octets.q.val();
        self.chunk_end.next = self.shown_end.q.val();
        self.chunk_vlan.next = self.shown_vlan.q.val();
        self.chunk_vlan_tci.next = self.shown_vlan_tci.q.val();
        self.chunk_ipv4.next = self.shown_ipv4.q.val();
        self.chunk_l4.next = self.shown_l4.q.val();
        self.m_axis_tdata.next = self.payload.read_data.val();
        self.m_axis_tvalid.next = self.presented.q.val();
        self.completion_valid.next = self.completed.q.val();
        self.completion_length.next = self.length_completed.q.val();
        self.completion_next.next = self.next_completed.q.val();
        self.completion_dropped.next = self.was_dropped.q.val();
        self.active.next = self.is_active.q.val();
        self.stopped.next = self.has_stopped.q.val();

        // Descriptors. A frame that was begun goes on without `cfg_enable`.
        self.may_begin.next = !self.halt.val() && (self.cfg_enable.val() || self.in_frame.q.val());
        self.takes.next = (self.state.q.val() == State::Take) && self.descriptor_valid.val();
        self.plans.next = self.state.q.val() == State::Plan;
        self.octet_sum.next = bit_cast::<17, 16>(self.frame_octets.q.val()) + bit_cast::<17, 16>(self.rest.q.val());

        self.cursor.clk.next = self.clk.val();
        self.cursor.rst.next = self.rst.val();
        self.cursor.load.next = self.takes.val();
        self.cursor.next_address.next = self.descriptor_address.val();
        self.lane.next = self.cursor.address.val().get_bits::<3>(0);

        // What is asked for finds room. It is added to what is reserved an edge late, long before the next piece.
        self.asks.next = (self.state.q.val() == State::Ask) && !self.halt.val() && (self.reserved.q.val() <= 112);
        self.cursor.advance.next = self.asks.val();
        // Words besides those that the octets would fill: what is in front of the first octet counts, too.
        self.spill.next = bit_cast::<4, 3>(self.lane.val()) + bit_cast::<4, 3>(self.piece.q.val().get_bits::<3>(0));
        self.more_words.next = 0.into();
        if self.spill.val() > 8 {
            self.more_words.next = 2.into();
        } else if self.spill.val().any() {
            self.more_words.next = 1.into();
        }
        self.asked_words.d.next = 0.into();

        self.after_buffer.next = State::Idle;
        if self.flags.q.val().get_bit(0) {
            self.after_buffer.next = State::Close;
        }
        match self.state.q.val() {
            State::Idle => {
                if !self.chunks.count.val().get_bit(4) && !self.frames.count.val().get_bit(4) && self.may_begin.val() {
                    self.wants_descriptor.d.next = true;
                    self.state.d.next = State::Take;
                }
            }
            State::Take => {
                if self.descriptor_valid.val() {
                    self.rest.d.next = self.descriptor_length.val();
                    self.tci.d.next = self.descriptor_vlan_tci.val();
                    self.flags.d.next = self.descriptor_flags.val();
                    self.index.d.next = self.descriptor_index.val();
                    self.wants_descriptor.d.next = false;
                    self.state.d.next = State::Plan;
                } else if !self.may_begin.val() {
                    self.wants_descriptor.d.next = false;
                    self.state.d.next = State::Idle;
                }
            }
            State::Plan => {
                self.in_frame.d.next = !self.flags.q.val().get_bit(0);
                if !self.in_frame.q.val() {
                    self.frame_tci.d.next = self.tci.q.val();
                    self.frame_flags.d.next = self.flags.q.val().get_bits::<3>(1);
                    self.frame_octets.d.next = self.rest.q.val();
                } else if self.octet_sum.val().get_bit(16) {
                    self.frame_octets.d.next = bits::<16>(0xffff);
                } else {
                    self.frame_octets.d.next = self.octet_sum.val().get_bits::<16>(0);
                }
                self.state.d.next = self.after_buffer.val();
                if self.rest.q.val().any() {
                    self.state.d.next = State::Cut;
                }
            }
            State::Cut => {
                self.piece.d.next = self.cursor.room.val();
                if self.rest.q.val() < bit_cast::<16, 8>(self.cursor.room.val()) {
                    self.piece.d.next = self.rest.q.val().get_bits::<8>(0);
                }
                self.state.d.next = State::Ask;
            }
            State::Ask => {
                if self.asks.val() {
                    self.asked_address.d.next = self.cursor.address.val();
                    self.asked_octets.d.next = bit_cast::<16, 8>(self.piece.q.val());
                    self.command_offered.d.next = true;
                    self.asked_words.d.next =
                        self.piece.q.val().get_bits::<5>(3) + bit_cast::<5, 2>(self.more_words.val());
                    self.rest.d.next = self.rest.q.val() - bit_cast::<16, 8>(self.piece.q.val());
                    self.state.d.next = State::Offer;
                }
            }
            State::Offer => {
                if self.command_ready.val() {
                    self.command_offered.d.next = false;
                    self.state.d.next = self.after_buffer.val();
                    if self.rest.q.val().any() {
                        self.state.d.next = State::Cut;
                    }
                }
            }
            State::Close => {
                self.state.d.next = State::Idle;
            }
        }

        // Chunks: the tag and the flags are those of the first descriptor of the frame.
        self.chunk.next.lane = self.lane.val();
        self.chunk.next.octets = self.rest.q.val();
        self.chunk.next.end = self.flags.q.val().get_bit(0);
        self.chunk.next.vlan_tci = self.tci.q.val();
        self.chunk.next.flags = self.flags.q.val().get_bits::<3>(1);
        if self.in_frame.q.val() {
            self.chunk.next.vlan_tci = self.frame_tci.q.val();
            self.chunk.next.flags = self.frame_flags.q.val();
        }
        self.chunks.clk.next = self.clk.val();
        self.chunks.rst.next = self.rst.val();
        self.chunks.put.next = self.plans.val();
        self.chunks.put_data.next = self.chunk.val().into();
        self.chunk_free.next = !self.shown.q.val() || self.chunk_ready.val();
        self.show.next = self.chunk_free.val() && self.chunks.occupied.val();
        self.chunks.take.next = self.show.val();
        if self.chunk_free.val() {
            self.shown.d.next = self.chunks.occupied.val();
        }
        if self.show.val() {
            self.shown_lane.d.next = self.chunks.oldest.val().get_bits::<3>(0);
            self.shown_octets.d.next = self.chunks.oldest.val().get_bits::<16>(3);
            self.shown_end.d.next = self.chunks.oldest.val().get_bit(19);
            self.shown_vlan_tci.d.next = self.chunks.oldest.val().get_bits::<16>(20);
            self.shown_ipv4.d.next = self.chunks.oldest.val().get_bit(36);
            self.shown_l4.d.next = self.chunks.oldest.val().get_bit(37);
            self.shown_vlan.d.next = self.chunks.oldest.val().get_bit(38);
        }

        // Words. From an error on none is stored: the frame has no end, and is never sent.
        self.is_full.next = (self.write.q.val() ^ self.read.q.val()) == 128;
        self.store.next =
            self.word_valid.val() && !self.word_error.val() && !self.has_stopped.q.val() && !self.is_full.val();
        if self.word_valid.val() && self.word_error.val() {
            self.has_stopped.d.next = true;
        }
        if self.store.val() {
            self.write.d.next = self.write.q.val() + 1;
        }
        self.payload.clk.next = self.clk.val();
        self.payload.rst.next = self.rst.val();
        self.payload.write_enable.next = self.store.val();
        self.payload.write_address.next = self.write.q.val().get_bits::<7>(0);
        self.payload.write_data.next = self.word_data.val();

        self.present_free.next = !self.presented.q.val() || self.m_axis_tready.val();
        self.fetch_free.next = !self.fetched.q.val() || self.present_free.val();
        self.waiting.next = self.read.q.val() != self.write.q.val();
        if self.present_free.val() {
            self.presented.d.next = self.fetched.q.val();
        }
        if self.fetch_free.val() {
            self.fetched.d.next = self.waiting.val();
            if self.waiting.val() {
                self.read.d.next = self.read.q.val() + 1;
            }
        }
        // What is fetched while no word waits is not used.
        self.payload.read_enable.next = self.fetch_free.val();
        self.payload.read_address.next = self.read.q.val().get_bits::<7>(0);
        self.payload.present_enable.next = self.present_free.val() && self.fetched.q.val();

        self.leaves.next = 0.into();
        if self.presented.q.val()
            && self.m_axis_tready.val()
            && (self.reserved.q.val().any() || self.asked_words.q.val().any())
        {
            self.leaves.next = 1.into();
        }
        self.reserved.d.next = self.reserved.q.val() + bit_cast::<8, 5>(self.asked_words.q.val()) - self.leaves.val();

        // Completions: of a frame of no octets at once, of others when their fate is certain.
        self.frame.next.octets = self.frame_octets.q.val();
        self.frame.next.next_index = self.index.q.val() + 1;
        self.frame.next.is_empty = !self.frame_octets.q.val().any();
        self.frames.clk.next = self.clk.val();
        self.frames.rst.next = self.rst.val();
        self.frames.put.next = self.state.q.val() == State::Close;
        self.frames.put_data.next = self.frame.val().into();
        self.fates.clk.next = self.clk.val();
        self.fates.rst.next = self.rst.val();
        self.fates.put.next = self.accepted.val() || self.dropped.val();
        self.fates.put_data.next = self.dropped.val().into();

        self.completion_free.next = !self.completed.q.val() || self.completion_ready.val();
        self.empty_frame.next = self.frames.oldest.val().get_bit(32);
        self.complete.next = self.completion_free.val()
            && !self.halt.val()
            && !self.has_stopped.q.val()
            && self.frames.occupied.val()
            && (self.empty_frame.val() || self.fates.occupied.val());
        self.frames.take.next = self.complete.val();
        self.fates.take.next = self.complete.val() && !self.empty_frame.val();
        if self.completion_free.val() {
            self.completed.d.next = self.complete.val();
        }
        if self.complete.val() {
            self.length_completed.d.next = self.frames.oldest.val().get_bits::<16>(0);
            self.next_completed.d.next = self.frames.oldest.val().get_bits::<16>(16);
            self.was_dropped.d.next = self.empty_frame.val() || self.fates.oldest.val().get_bit(0);
        }

        self.is_active.d.next = ((self.state.q.val() != State::Idle) && (self.state.q.val() != State::Take))
            || self.in_frame.q.val()
            || self.shown.q.val()
            || self.completed.q.val()
            || self.chunks.occupied.val()
            || self.frames.occupied.val();
    }
}
