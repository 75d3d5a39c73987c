// SPDX-License-Identifier: MIT OR Apache-2.0
//! Puts received frames into the buffers of receive descriptors: plans for `stream_widen`, writes, completions.
//!
//! ```text
//!                            +-----------+
//!   cfg_size_log2[4], halt-->|           |->record_ready
//!   record_valid,length[16]->|           |->descriptor_ready
//!         record_bad-------->|           |->plan_valid, lane[3]
//!  record_vlan_valid,tci[16]>|           |->plan_octets[16], plan_discard
//!  record_ipv4[2], l4[2]---->| rx_engine |->command_valid
//!   descriptor_valid-------->|           |->command_address[64], octets[16]
//! descriptor_address[64]---->|           |->completion_valid, length[16]
//!  descriptor_length[16]---->|           |->completion_vlan_tci[16], next[16]
//!  descriptor_index[16]----->|           |->completion_status[15]
//! plan_ready, command_ready->|           |->active, stopped
//! done, error, completion_ready          |
//!                            +-----------+
//! ```

use crate::burst_address::BurstAddress;
use crate::prelude::*;
use crate::queue::Queue;
use crate::ring_size::RingSize;

/// What is done with a frame.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum State {
    /// There is none.
    Idle,
    /// Does it need a buffer?
    Need,
    /// A buffer is taken.
    Take,
    /// How much goes into it.
    Cut,
    /// Is that anything at all?
    Plan,
    /// The chunk is offered.
    Order,
    /// It is written in pieces: how much at once.
    Piece,
    /// The write of a piece.
    Push,
    /// All buffers are full: the rest is thrown away.
    Discard,
    /// The frame is over.
    Close,
}

/// See `wirewright_spec::ports::rx_engine`.
#[derive(LogicBlock, Default)]
pub struct RxEngine {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Entries of the ring, as a power of two.
    pub cfg_size_log2: Signal<In, Bits<4>>,
    /// The direction has stopped: begin nothing more.
    pub halt: Signal<In, Bit>,
    /// The record of a frame is offered.
    pub record_valid: Signal<In, Bit>,
    /// Its octets.
    pub record_length: Signal<In, Bits<16>>,
    /// It is bad.
    pub record_bad: Signal<In, Bit>,
    /// A tag was stripped.
    pub record_vlan_valid: Signal<In, Bit>,
    /// Its tag control information.
    pub record_vlan_tci: Signal<In, Bits<16>>,
    /// The IPv4 header checksum: a `ChecksumResult`.
    pub record_ipv4: Signal<In, Bits<2>>,
    /// The TCP or UDP checksum: a `ChecksumResult`.
    pub record_l4: Signal<In, Bits<2>>,
    /// A descriptor is offered.
    pub descriptor_valid: Signal<In, Bit>,
    /// Address of its buffer.
    pub descriptor_address: Signal<In, Bits<64>>,
    /// Octets of its buffer.
    pub descriptor_length: Signal<In, Bits<16>>,
    /// Its index.
    pub descriptor_index: Signal<In, Bits<16>>,
    /// The plan is taken.
    pub plan_ready: Signal<In, Bit>,
    /// The command is taken.
    pub command_ready: Signal<In, Bit>,
    /// A command has been answered.
    pub done: Signal<In, Bit>,
    /// With an error.
    pub done_error: Signal<In, Bit>,
    /// The completion is taken.
    pub completion_ready: Signal<In, Bit>,
    /// The record is taken.
    pub record_ready: Signal<Out, Bit>,
    /// The descriptor is taken.
    pub descriptor_ready: Signal<Out, Bit>,
    /// A chunk for `stream_widen` is offered.
    pub plan_valid: Signal<Out, Bit>,
    /// The lane of its first octet.
    pub plan_lane: Signal<Out, Bits<3>>,
    /// Its octets.
    pub plan_octets: Signal<Out, Bits<16>>,
    /// They are thrown away.
    pub plan_discard: Signal<Out, Bit>,
    /// A command for `dma_write` is offered.
    pub command_valid: Signal<Out, Bit>,
    /// Address of its first octet.
    pub command_address: Signal<Out, Bits<64>>,
    /// How many octets: 128 at the most.
    pub command_octets: Signal<Out, Bits<16>>,
    /// A completion is offered.
    pub completion_valid: Signal<Out, Bit>,
    /// Octets of the frame in host memory.
    pub completion_length: Signal<Out, Bits<16>>,
    /// Tag control information of the tag that was stripped.
    pub completion_vlan_tci: Signal<Out, Bits<16>>,
    /// Index after its last descriptor.
    pub completion_next: Signal<Out, Bits<16>>,
    /// What became of it.
    pub completion_status: Signal<Out, Bits<15>>,
    /// Frames are on their way to host memory.
    pub active: Signal<Out, Bit>,
    /// The bus has answered with an error.
    pub stopped: Signal<Out, Bit>,

    ring: RingSize,
    state: Register<State>,
    wants_record: Register<Bit>,
    wants_descriptor: Register<Bit>,
    /// Octets of the frame that have no buffer yet.
    rest: Register<Bits<16>>,
    is_bad: Register<Bit>,
    had_tag: Register<Bit>,
    tci: Register<Bits<16>>,
    ipv4: Register<Bits<2>>,
    l4: Register<Bits<2>>,
    filled: Register<Bits<16>>,
    used: Register<Bits<13>>,
    truncated: Register<Bit>,
    cursor: BurstAddress,
    length: Register<Bits<16>>,
    next_index: Register<Bits<16>>,
    chunk: Register<Bits<16>>,
    /// Octets of the chunk that no write was asked for yet.
    left: Register<Bits<16>>,
    piece: Register<Bits<8>>,
    ends_chunk: Register<Bit>,
    plan_offered: Register<Bit>,
    lane: Register<Bits<3>>,
    planned: Register<Bits<16>>,
    discards: Register<Bit>,

    commands: Queue<72>,
    command_offered: Register<Bit>,
    write_address: Register<Bits<64>>,
    write_octets: Register<Bits<8>>,
    /// Pieces that were asked for, and those that were answered.
    issued: Register<Bits<8>>,
    answered: Register<Bits<8>>,
    has_stopped: Register<Bit>,

    frames: Queue<63>,
    completed: Register<Bit>,
    length_completed: Register<Bits<16>>,
    tci_completed: Register<Bits<16>>,
    next_completed: Register<Bits<16>>,
    status_completed: Register<Bits<7>>,
    is_active: Register<Bit>,

    ring_used: Signal<Local, Bit>,
    push: Signal<Local, Bit>,
    command: Signal<Local, Command>,
    command_free: Signal<Local, Bit>,
    show: Signal<Local, Bit>,
    close: Signal<Local, Bit>,
    status: Signal<Local, Status>,
    frame: Signal<Local, Frame>,
    ahead: Signal<Local, Bits<8>>,
    completion_free: Signal<Local, Bit>,
    complete: Signal<Local, Bit>,
}

/// A write in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Command {
    address: Bits<64>,
    octets: Bits<8>,
}

/// What is known of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Status {
    bad: Bit,
    truncated: Bit,
    vlan: Bit,
    ipv4: Bits<2>,
    l4: Bits<2>,
}

/// A frame in the queue, all writes of which were asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Frame {
    length: Bits<16>,
    vlan_tci: Bits<16>,
    next_index: Bits<16>,
    status: Bits<7>,
    /// Its last piece, as it was counted.
    issued: Bits<8>,
}

impl Logic for RxEngine {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, state, wants_record, wants_descriptor, rest, is_bad, had_tag, tci, ipv4, l4);
        dff_setup!(self, clk, filled, used, truncated, length, next_index, chunk, left, piece, ends_chunk);
        dff_setup!(self, clk, plan_offered, lane, planned, discards);
        dff_setup!(self, clk, command_offered, write_address, write_octets, issued, answered, has_stopped);
        dff_setup!(self, clk, completed, length_completed, tci_completed, next_completed, status_completed, is_active);
        self.record_ready.next = self.wants_record.q.val();
        self.descriptor_ready.next = self.wants_descriptor.q.val();
        self.plan_valid.next = self.plan_offered.q.val();
        self.plan_lane.next = self.lane.q.val();
        self.plan_octets.next = self.planned.q.val();
        self.plan_discard.next = self.discards.q.val();
        self.command_valid.next = self.command_offered.q.val();
        self.command_address.next = self.write_address.q.val();
        self.command_octets.next = bit_cast::<16, 8>(self.write_octets.q.val());
        self.completion_valid.next = self.completed.q.val();
        self.completion_length.next = self.length_completed.q.val();
        self.completion_vlan_tci.next = self.tci_completed.q.val();
        self.completion_next.next = self.next_completed.q.val();
        self.completion_status.next = bit_cast::<15, 7>(self.status_completed.q.val());
        self.active.next = self.is_active.q.val();
        self.stopped.next = self.has_stopped.q.val();

        self.ring.clk.next = self.clk.val();
        self.ring.rst.next = self.rst.val();
        self.ring.log2.next = self.cfg_size_log2.val();
        self.cursor.clk.next = self.clk.val();
        self.cursor.rst.next = self.rst.val();
        self.cursor.load.next = (self.state.q.val() == State::Take) && self.descriptor_valid.val();
        self.cursor.next_address.next = self.descriptor_address.val();

        // Frames.
        self.ring_used.next = self.used.q.val() == self.ring.size.val();
        self.push.next =
            (self.state.q.val() == State::Push) && !self.halt.val() && !self.commands.count.val().get_bit(4);
        self.cursor.advance.next = self.push.val();
        self.close.next =
            (self.state.q.val() == State::Close) && !self.halt.val() && !self.frames.count.val().get_bit(4);
        match self.state.q.val() {
            State::Idle => {
                self.wants_record.d.next = !self.halt.val();
                if self.record_valid.val() && self.wants_record.q.val() {
                    self.rest.d.next = self.record_length.val();
                    self.is_bad.d.next = self.record_bad.val();
                    self.had_tag.d.next = self.record_vlan_valid.val();
                    self.tci.d.next = self.record_vlan_tci.val();
                    self.ipv4.d.next = self.record_ipv4.val();
                    self.l4.d.next = self.record_l4.val();
                    self.filled.d.next = 0.into();
                    self.used.d.next = 0.into();
                    self.truncated.d.next = false;
                    self.wants_record.d.next = false;
                    self.state.d.next = State::Need;
                }
            }
            State::Need => {
                if !self.halt.val() {
                    if !self.rest.q.val().any() {
                        self.state.d.next = State::Close;
                    } else if self.ring_used.val() {
                        // More buffers can come only when this frame gives back those that it has.
                        self.truncated.d.next = true;
                        self.plan_offered.d.next = true;
                        self.discards.d.next = true;
                        self.lane.d.next = 0.into();
                        self.planned.d.next = self.rest.q.val();
                        self.state.d.next = State::Discard;
                    } else {
                        self.wants_descriptor.d.next = true;
                        self.state.d.next = State::Take;
                    }
                }
            }
            State::Take => {
                if self.descriptor_valid.val() {
                    self.length.d.next = self.descriptor_length.val();
                    self.next_index.d.next = self.descriptor_index.val() + 1;
                    self.used.d.next = self.used.q.val() + 1;
                    self.wants_descriptor.d.next = false;
                    self.state.d.next = State::Cut;
                }
            }
            State::Cut => {
                self.chunk.d.next = self.length.q.val();
                if self.rest.q.val() < self.length.q.val() {
                    self.chunk.d.next = self.rest.q.val();
                }
                self.state.d.next = State::Plan;
            }
            State::Plan => {
                self.state.d.next = State::Need;
                if self.chunk.q.val().any() {
                    self.lane.d.next = self.cursor.address.val().get_bits::<3>(0);
                    self.planned.d.next = self.chunk.q.val();
                    self.discards.d.next = false;
                    self.plan_offered.d.next = true;
                    self.rest.d.next = self.rest.q.val() - self.chunk.q.val();
                    self.filled.d.next = self.filled.q.val() + self.chunk.q.val();
                    self.left.d.next = self.chunk.q.val();
                    self.state.d.next = State::Order;
                }
            }
            State::Order => {
                if self.plan_ready.val() {
                    self.plan_offered.d.next = false;
                    self.state.d.next = State::Piece;
                }
            }
            State::Piece => {
                self.piece.d.next = self.cursor.room.val();
                self.ends_chunk.d.next = self.left.q.val() <= bit_cast::<16, 8>(self.cursor.room.val());
                if self.left.q.val() <= bit_cast::<16, 8>(self.cursor.room.val()) {
                    self.piece.d.next = self.left.q.val().get_bits::<8>(0);
                }
                self.state.d.next = State::Push;
            }
            State::Push => {
                if self.push.val() {
                    self.issued.d.next = self.issued.q.val() + 1;
                    self.left.d.next = self.left.q.val() - bit_cast::<16, 8>(self.piece.q.val());
                    self.state.d.next = State::Piece;
                    if self.ends_chunk.q.val() {
                        self.state.d.next = State::Need;
                    }
                }
            }
            State::Discard => {
                if self.plan_ready.val() {
                    self.plan_offered.d.next = false;
                    self.state.d.next = State::Close;
                }
            }
            State::Close => {
                if self.close.val() {
                    self.state.d.next = State::Idle;
                }
            }
        }

        // Writes.
        self.command.next.address = self.cursor.address.val();
        self.command.next.octets = self.piece.q.val();
        self.commands.clk.next = self.clk.val();
        self.commands.rst.next = self.rst.val();
        self.commands.put.next = self.push.val();
        self.commands.put_data.next = self.command.val().into();
        self.command_free.next = !self.command_offered.q.val() || self.command_ready.val();
        self.show.next = self.command_free.val() && self.commands.occupied.val() && !self.halt.val();
        self.commands.take.next = self.show.val();
        if self.command_free.val() {
            self.command_offered.d.next = self.show.val();
        }
        if self.show.val() {
            self.write_address.d.next = self.commands.oldest.val().get_bits::<64>(0);
            self.write_octets.d.next = self.commands.oldest.val().get_bits::<8>(64);
        }
        if self.done.val() {
            self.answered.d.next = self.answered.q.val() + 1;
            if self.done_error.val() {
                self.has_stopped.d.next = true;
            }
        }

        // Completions: when all that was written for the frame has been answered.
        self.status.next.bad = self.is_bad.q.val();
        self.status.next.truncated = self.truncated.q.val();
        self.status.next.vlan = self.had_tag.q.val();
        self.status.next.ipv4 = self.ipv4.q.val();
        self.status.next.l4 = self.l4.q.val();
        self.frame.next.length = self.filled.q.val();
        self.frame.next.vlan_tci = self.tci.q.val();
        self.frame.next.next_index = self.next_index.q.val();
        self.frame.next.status = self.status.val().into();
        self.frame.next.issued = self.issued.q.val();
        self.frames.clk.next = self.clk.val();
        self.frames.rst.next = self.rst.val();
        self.frames.put.next = self.close.val();
        self.frames.put_data.next = self.frame.val().into();

        // Far less than 128 pieces are under way, so the sign of the difference says which count is ahead.
        self.ahead.next = self.answered.q.val() - self.frames.oldest.val().get_bits::<8>(55);
        self.completion_free.next = !self.completed.q.val() || self.completion_ready.val();
        self.complete.next = self.completion_free.val()
            && !self.halt.val()
            && !self.has_stopped.q.val()
            && self.frames.occupied.val()
            && (self.ahead.val() < 128);
        self.frames.take.next = self.complete.val();
        if self.completion_free.val() {
            self.completed.d.next = self.complete.val();
        }
        if self.complete.val() {
            self.length_completed.d.next = self.frames.oldest.val().get_bits::<16>(0);
            self.tci_completed.d.next = self.frames.oldest.val().get_bits::<16>(16);
            self.next_completed.d.next = self.frames.oldest.val().get_bits::<16>(32);
            self.status_completed.d.next = self.frames.oldest.val().get_bits::<7>(48);
        }

        self.is_active.d.next = (self.state.q.val() != State::Idle)
            || self.record_valid.val()
            || self.command_offered.q.val()
            || self.completed.q.val()
            || self.commands.occupied.val()
            || self.frames.occupied.val();
    }
}
