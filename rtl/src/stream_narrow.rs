// SPDX-License-Identifier: MIT OR Apache-2.0
//! Makes a frame, octet by octet, of chunks of host memory that came as words of 64 bits.
//!
//! ```text
//!            command_valid->+---------------+->done
//!            command_ready<-|               |->done_end
//!          command_lane[3]->|               |->done_empty
//!       command_octets[16]->|               |
//!              command_end->|               |
//!             command_vlan->|               |->m_axis_tdata[8]
//!     command_vlan_tci[16]->| stream_narrow |->m_axis_tvalid
//!             command_ipv4->|               |<-m_axis_tready
//!               command_l4->|               |->m_axis_tlast
//!                           |               |->m_axis_tuser
//!         s_axis_tdata[64]->|               |->m_axis_vlan, m_axis_vlan_tci[16]
//!            s_axis_tvalid->|               |->m_axis_ipv4
//!            s_axis_tready<-|               |->m_axis_l4
//!             s_axis_tuser->+---------------+
//! ```
//!
//! One octet is held back behind the output: only the next one, or an empty chunk at the end, tells whether it is the
//! last.

use crate::prelude::*;

/// See `wirewright_spec::ports::stream_narrow`.
#[derive(LogicBlock, Default)]
pub struct StreamNarrow {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// A chunk is offered.
    pub command_valid: Signal<In, Bit>,
    /// The chunk is taken.
    pub command_ready: Signal<Out, Bit>,
    /// The lane of its first octet.
    pub command_lane: Signal<In, Bits<3>>,
    /// Its octets.
    pub command_octets: Signal<In, Bits<16>>,
    /// It is the last of its frame.
    pub command_end: Signal<In, Bit>,
    /// Insert a tag into the frame.
    pub command_vlan: Signal<In, Bit>,
    /// The tag control information to insert.
    pub command_vlan_tci: Signal<In, Bits<16>>,
    /// Insert the IPv4 header checksum.
    pub command_ipv4: Signal<In, Bit>,
    /// Insert the TCP or UDP checksum.
    pub command_l4: Signal<In, Bit>,
    /// Word of host memory, octets in the lanes of their addresses.
    pub s_axis_tdata: Signal<In, Bits<64>>,
    /// A word is offered.
    pub s_axis_tvalid: Signal<In, Bit>,
    /// The word is taken.
    pub s_axis_tready: Signal<Out, Bit>,
    /// It is no good: the bus answered with an error.
    pub s_axis_tuser: Signal<In, Bit>,
    /// Octet of a frame.
    pub m_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// The sink takes the beat.
    pub m_axis_tready: Signal<In, Bit>,
    /// It is the last of its frame.
    pub m_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: do not send the frame.
    pub m_axis_tuser: Signal<Out, Bit>,
    /// On all beats: insert a tag.
    pub m_axis_vlan: Signal<Out, Bit>,
    /// On all beats: the tag control information to insert.
    pub m_axis_vlan_tci: Signal<Out, Bits<16>>,
    /// On all beats: insert the IPv4 header checksum.
    pub m_axis_ipv4: Signal<Out, Bit>,
    /// On all beats: insert the TCP or UDP checksum.
    pub m_axis_l4: Signal<Out, Bit>,
    /// Strobe: all octets of a chunk have been taken.
    pub done: Signal<Out, Bit>,
    /// Strobe beside `done`: it was the last chunk of a frame.
    pub done_end: Signal<Out, Bit>,
    /// Strobe beside `done` and `done_end`: the frame had no octets.
    pub done_empty: Signal<Out, Bit>,

    /// The queue: two places, which of them holds the oldest word, and how many words there are.
    words: [Register<Bits<64>>; 2],
    errors: Register<Bits<2>>,
    oldest: Register<Bit>,
    newest: Register<Bit>,
    held: Register<Bits<2>>,
    ready: Register<Bit>,

    accepts: Register<Bit>,
    /// A chunk runs: `left` is not 0. It and `is_last` look ahead, so that nothing waits for the comparison.
    runs: Register<Bit>,
    /// `left` is 1.
    is_last: Register<Bit>,
    left: Register<Bits<16>>,
    lane: Register<Bits<3>>,
    ends_frame: Register<Bit>,
    flags: Register<Flags>,

    /// The octet that is held back.
    back_valid: Register<Bit>,
    back_octet: Register<Bits<8>>,
    back_last: Register<Bit>,
    back_error: Register<Bit>,
    back_flags: Register<Flags>,

    data: Register<Bits<8>>,
    valid: Register<Bit>,
    last: Register<Bit>,
    user: Register<Bit>,
    out_flags: Register<Flags>,
    chunk_done: Register<Bit>,
    frame_done: Register<Bit>,
    frame_empty: Register<Bit>,

    offered: Signal<Local, Flags>,
    word: Signal<Local, Bits<64>>,
    half: Signal<Local, Bits<32>>,
    quarter: Signal<Local, Bits<16>>,
    octet: Signal<Local, Bits<8>>,
    error: Signal<Local, Bit>,
    present_free: Signal<Local, Bit>,
    between_frames: Signal<Local, Bit>,
    joins: Signal<Local, Bit>,
    moves: Signal<Local, Bit>,
    leaves: Signal<Local, Bit>,
    held_after: Signal<Local, Bits<2>>,
    runs_after: Signal<Local, Bit>,
}

/// What is to be done with a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Flags {
    vlan: Bit,
    tci: Bits<16>,
    ipv4: Bit,
    l4: Bit,
}

impl Logic for StreamNarrow {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, words[0], words[1], errors, oldest, newest, held, ready);
        dff_setup!(self, clk, accepts, runs, is_last, left, lane, ends_frame, flags);
        dff_setup!(self, clk, back_valid, back_octet, back_last, back_error, back_flags);
        dff_setup!(self, clk, data, valid, last, user, out_flags, chunk_done, frame_done, frame_empty);
        self.command_ready.next = self.accepts.q.val();
        self.s_axis_tready.next = self.ready.q.val();
        self.m_axis_tdata.next = self.data.q.val();
        self.m_axis_tvalid.next = self.valid.q.val();
        self.m_axis_tlast.next = self.last.q.val();
        self.m_axis_tuser.next = self.user.q.val();
        self.m_axis_vlan.next = self.out_flags.q.val().vlan;
        self.m_axis_vlan_tci.next = self.out_flags.q.val().tci;
        self.m_axis_ipv4.next = self.out_flags.q.val().ipv4;
        self.m_axis_l4.next = self.out_flags.q.val().l4;
        self.done.next = self.chunk_done.q.val();
        self.done_end.next = self.frame_done.q.val();
        self.done_empty.next = self.frame_empty.q.val();

        // The octet in the lane of the oldest word.
        self.word.next = self.words[0].q.val();
        self.error.next = self.errors.q.val().get_bit(0);
        if self.oldest.q.val() {
            self.word.next = self.words[1].q.val();
            self.error.next = self.errors.q.val().get_bit(1);
        }
        self.half.next = self.word.val().get_bits::<32>(0);
        if self.lane.q.val().get_bit(2) {
            self.half.next = self.word.val().get_bits::<32>(32);
        }
        self.quarter.next = self.half.val().get_bits::<16>(0);
        if self.lane.q.val().get_bit(1) {
            self.quarter.next = self.half.val().get_bits::<16>(16);
        }
        self.octet.next = self.quarter.val().get_bits::<8>(0);
        if self.lane.q.val().get_bit(0) {
            self.octet.next = self.quarter.val().get_bits::<8>(8);
        }

        self.present_free.next = !self.valid.q.val() || self.m_axis_tready.val();
        self.moves.next =
            self.runs.q.val() && self.held.q.val().any() && (!self.back_valid.q.val() || self.present_free.val());
        self.leaves.next = self.moves.val() && (self.lane.q.val().all() || self.is_last.q.val());
        self.joins.next = self.s_axis_tvalid.val() && self.ready.q.val();

        // The queue.
        self.held_after.next = self.held.q.val();
        if self.joins.val() {
            self.newest.d.next = !self.newest.q.val();
            if self.newest.q.val() {
                self.words[1].d.next = self.s_axis_tdata.val();
                self.errors.d.next = self.errors.q.val().replace_bit(1, self.s_axis_tuser.val());
            } else {
                self.words[0].d.next = self.s_axis_tdata.val();
                self.errors.d.next = self.errors.q.val().replace_bit(0, self.s_axis_tuser.val());
            }
            if !self.leaves.val() {
                self.held_after.next = self.held.q.val() + 1;
            }
        } else if self.leaves.val() {
            self.held_after.next = self.held.q.val() - 1;
        }
        if self.leaves.val() {
            self.oldest.d.next = !self.oldest.q.val();
        }
        self.held.d.next = self.held_after.val();
        self.ready.d.next = !self.held_after.val().get_bit(1);

        // Out, when it is known whether the held octet is the last one.
        if self.present_free.val() {
            self.valid.d.next = false;
            if self.back_valid.q.val() && (self.back_last.q.val() || self.moves.val()) {
                self.valid.d.next = true;
                self.data.d.next = self.back_octet.q.val();
                self.last.d.next = self.back_last.q.val();
                self.user.d.next = self.back_last.q.val() && self.back_error.q.val();
                self.out_flags.d.next = self.back_flags.q.val();
                self.back_valid.d.next = false;
            }
        }

        // An octet moves.
        self.between_frames.next = !self.back_valid.q.val() || self.back_last.q.val();
        self.runs_after.next = self.runs.q.val();
        self.chunk_done.d.next = self.moves.val() && self.is_last.q.val();
        self.frame_done.d.next = self.moves.val() && self.is_last.q.val() && self.ends_frame.q.val();
        self.frame_empty.d.next = false;
        if self.moves.val() {
            self.back_valid.d.next = true;
            self.back_octet.d.next = self.octet.val();
            self.back_last.d.next = self.is_last.q.val() && self.ends_frame.q.val();
            if self.between_frames.val() {
                self.back_error.d.next = self.error.val();
                self.back_flags.d.next = self.flags.q.val();
            } else if self.error.val() {
                self.back_error.d.next = true;
            }
            self.left.d.next = self.left.q.val() - 1;
            self.lane.d.next = self.lane.q.val() + 1;
            self.is_last.d.next = self.left.q.val() == 2;
            self.runs_after.next = !self.is_last.q.val();
        }

        // The next chunk. None runs now, so nothing moves.
        self.offered.next.vlan = self.command_vlan.val();
        self.offered.next.tci = self.command_vlan_tci.val();
        self.offered.next.ipv4 = self.command_ipv4.val();
        self.offered.next.l4 = self.command_l4.val();
        if self.command_valid.val() && self.accepts.q.val() {
            self.left.d.next = self.command_octets.val();
            self.lane.d.next = self.command_lane.val();
            self.ends_frame.d.next = self.command_end.val();
            self.flags.d.next = self.offered.val();
            self.is_last.d.next = self.command_octets.val() == 1;
            self.runs_after.next = true;
            if !self.command_octets.val().any() {
                // The octet that is held back was the last one, though it did not know.
                self.runs_after.next = false;
                self.chunk_done.d.next = true;
                self.frame_done.d.next = self.command_end.val();
                self.frame_empty.d.next = self.command_end.val() && self.between_frames.val();
                if self.command_end.val() {
                    self.back_last.d.next = true;
                }
            }
        }
        self.runs.d.next = self.runs_after.val();
        self.accepts.d.next = !self.runs_after.val();
    }
}
