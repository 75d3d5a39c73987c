// SPDX-License-Identifier: MIT OR Apache-2.0
//! Puts the octets of received frames into words of 64 bits, each in the lane of its address in host memory, or
//! throws them away.
//!
//! ```text
//!          command_valid->+--------------+
//!          command_ready<-|              |
//!        command_lane[3]->|              |->m_axis_tdata[64]
//!     command_octets[16]->|              |->m_axis_tvalid
//!        command_discard->| stream_widen |<-m_axis_tready
//!        s_axis_tdata[8]->|              |
//!          s_axis_tvalid->|              |
//!          s_axis_tready<-+--------------+
//! ```
//!
//! Two words: one under construction, which may wait when it is whole, and the one that is offered. Lanes are empty
//! until their octet comes, so that an octet is or-ed into its lane.

use crate::prelude::*;

/// See `wirewright_spec::ports::stream_widen`.
#[derive(LogicBlock, Default)]
pub struct StreamWiden {
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
    /// Throw them away.
    pub command_discard: Signal<In, Bit>,
    /// Octet of a frame.
    pub s_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered.
    pub s_axis_tvalid: Signal<In, Bit>,
    /// The octet is taken.
    pub s_axis_tready: Signal<Out, Bit>,
    /// Word for host memory, octets in the lanes of their addresses, other lanes 0.
    pub m_axis_tdata: Signal<Out, Bits<64>>,
    /// A word is offered.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// The sink takes the word.
    pub m_axis_tready: Signal<In, Bit>,

    accepts: Register<Bit>,
    ready: Register<Bit>,
    /// A chunk runs: `left` is not 0. It and `is_last` look ahead, so that nothing waits for the comparison.
    runs: Register<Bit>,
    /// `left` is 1.
    is_last: Register<Bit>,
    left: Register<Bits<16>>,
    lane: Register<Bits<3>>,
    discards: Register<Bit>,
    /// The word under construction.
    word: Register<Bits<64>>,
    is_whole: Register<Bit>,
    data: Register<Bits<64>>,
    valid: Register<Bit>,

    present_free: Signal<Local, Bit>,
    passes: Signal<Local, Bit>,
    puts: Signal<Local, Bit>,
    octet: Signal<Local, Bits<64>>,
    joined: Signal<Local, Bits<64>>,
    completes: Signal<Local, Bit>,
    runs_after: Signal<Local, Bit>,
    whole_after: Signal<Local, Bit>,
}

impl Logic for StreamWiden {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, accepts, ready, runs, is_last, left, lane, discards, word, is_whole, data, valid);
        self.command_ready.next = self.accepts.q.val();
        self.s_axis_tready.next = self.ready.q.val();
        self.m_axis_tdata.next = self.data.q.val();
        self.m_axis_tvalid.next = self.valid.q.val();

        self.passes.next = self.s_axis_tvalid.val() && self.ready.q.val();
        self.puts.next = self.passes.val() && !self.discards.q.val();

        self.octet.next = 0.into();
        if self.puts.val() {
            self.octet.next = bit_cast::<64, 8>(self.s_axis_tdata.val()) << (bit_cast::<6, 3>(self.lane.q.val()) << 3);
        }
        self.joined.next = self.word.q.val() | self.octet.val();
        self.completes.next =
            self.is_whole.q.val() || (self.puts.val() && (self.lane.q.val().all() || self.is_last.q.val()));

        // The word goes on, or waits where it is.
        self.present_free.next = !self.valid.q.val() || self.m_axis_tready.val();
        self.word.d.next = self.joined.val();
        self.whole_after.next = false;
        if self.present_free.val() {
            self.valid.d.next = self.completes.val();
            if self.completes.val() {
                self.data.d.next = self.joined.val();
                self.word.d.next = 0.into();
            }
        } else {
            self.whole_after.next = self.completes.val();
        }
        self.is_whole.d.next = self.whole_after.val();

        self.runs_after.next = self.runs.q.val();
        if self.passes.val() {
            self.left.d.next = self.left.q.val() - 1;
            self.lane.d.next = self.lane.q.val() + 1;
            self.is_last.d.next = self.left.q.val() == 2;
            self.runs_after.next = !self.is_last.q.val();
        }
        if self.command_valid.val() && self.accepts.q.val() {
            self.left.d.next = self.command_octets.val();
            self.lane.d.next = self.command_lane.val();
            self.discards.d.next = self.command_discard.val();
            self.is_last.d.next = self.command_octets.val() == 1;
            self.runs_after.next = self.command_octets.val().any();
        }
        self.runs.d.next = self.runs_after.val();
        self.accepts.d.next = !self.runs_after.val();
        self.ready.d.next = self.runs_after.val() && !self.whole_after.val();
    }
}
