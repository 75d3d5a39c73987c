// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet echo: sends each good frame back to its sender, destination and source address exchanged (IEEE 802.3-2022,
//! 3.2.3).
//!
//! ```text
//!                  +--------+
//!  s_axis_tdata[8]->        |->m_axis_tdata[8]
//!   s_axis_tvalid->|        |->m_axis_tvalid
//!   s_axis_tready<-|        |<-m_axis_tready
//!    s_axis_tlast->|  echo  |->m_axis_tlast
//!    s_axis_tuser->|        |->stat_echoed[32], stat_bad[32]
//!                  +--------+->stat_ignored[32], stat_overflow[32]
//! ```
//!
//! The first address waits in six octets of shift register until the second has gone ahead of it; from there on each
//! octet goes through them.

use crate::prelude::*;
use crate::stream_fifo::StreamFifo;

/// See `wirewright_spec::ports::echo`.
#[derive(LogicBlock, Default)]
pub struct Echo {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Octet of a received frame, destination address first.
    pub s_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered.
    pub s_axis_tvalid: Signal<In, Bit>,
    /// The octet is taken.
    pub s_axis_tready: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub s_axis_tlast: Signal<In, Bit>,
    /// On the last beat: the frame is bad.
    pub s_axis_tuser: Signal<In, Bit>,
    /// Octet of a frame to send.
    pub m_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// The sink takes the beat.
    pub m_axis_tready: Signal<In, Bit>,
    /// It is the last of its frame.
    pub m_axis_tlast: Signal<Out, Bit>,
    /// Frames that were sent back.
    pub stat_echoed: Signal<Out, Bits<32>>,
    /// Bad frames.
    pub stat_bad: Signal<Out, Bits<32>>,
    /// Frames that are not for us to answer.
    pub stat_ignored: Signal<Out, Bits<32>>,
    /// Frames that did not fit.
    pub stat_overflow: Signal<Out, Bits<32>>,

    memory: StreamFifo<12, 13>,
    ready: Register<Bit>,
    /// Octets that have passed, 12 and more being 12.
    passed: Register<Bits<4>>,
    /// Held octets that are still to be offered, the frame being over.
    left: Register<Bits<3>>,
    held: Register<Bits<48>>,
    to_group: Register<Bit>,
    ends_bad: Register<Bit>,
    ends_ignored: Register<Bit>,
    data: Register<Bits<8>>,
    valid: Register<Bit>,
    last: Register<Bit>,
    user: Register<Bit>,
    drop: Register<Bit>,
    echoed: Register<Bits<32>>,
    bad: Register<Bits<32>>,
    ignored: Register<Bits<32>>,
    overflow: Register<Bits<32>>,

    pass: Signal<Local, Bit>,
    shifted: Signal<Local, Bits<48>>,
    is_whole: Signal<Local, Bit>,
    ignore: Signal<Local, Bit>,
    left_after: Signal<Local, Bits<3>>,
}

impl Logic for Echo {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, ready, passed, left, held, to_group, ends_bad, ends_ignored);
        dff_setup!(self, clk, data, valid, last, user, drop, echoed, bad, ignored, overflow);
        self.s_axis_tready.next = self.ready.q.val();
        self.stat_echoed.next = self.echoed.q.val();
        self.stat_bad.next = self.bad.q.val();
        self.stat_ignored.next = self.ignored.q.val();
        self.stat_overflow.next = self.overflow.q.val();

        self.pass.next = self.s_axis_tvalid.val() && self.ready.q.val();
        self.shifted.next = (self.held.q.val() >> 8) | (bit_cast::<48, 8>(self.s_axis_tdata.val()) << 40);
        self.is_whole.next = self.passed.q.val() >= 11;
        self.ignore.next = !self.s_axis_tuser.val() && (!self.is_whole.val() || self.to_group.q.val());

        self.left_after.next = self.left.q.val();
        self.data.d.next = 0.into();
        self.valid.d.next = false;
        self.last.d.next = false;
        self.user.d.next = false;
        self.drop.d.next = false;
        if self.left.q.val().any() {
            self.left_after.next = self.left.q.val() - 1;
            self.valid.d.next = true;
            self.data.d.next = self.held.q.val().get_bits::<8>(0);
            self.held.d.next = self.held.q.val() >> 8;
            if self.left.q.val() == 1 {
                self.last.d.next = true;
                self.user.d.next = self.ends_bad.q.val();
                self.drop.d.next = self.ends_ignored.q.val();
            }
        } else if self.pass.val() {
            if self.passed.q.val() < 6 {
                self.held.d.next = self.shifted.val();
            } else if self.passed.q.val() < 12 {
                self.valid.d.next = true;
                self.data.d.next = self.s_axis_tdata.val();
            } else {
                self.valid.d.next = true;
                self.data.d.next = self.held.q.val().get_bits::<8>(0);
                self.held.d.next = self.shifted.val();
            }
            if self.passed.q.val() == 0 {
                self.to_group.d.next = self.s_axis_tdata.val().get_bit(0);
            }
            if self.passed.q.val() != 12 {
                self.passed.d.next = self.passed.q.val() + 1;
            }
            if self.s_axis_tlast.val() {
                self.passed.d.next = 0.into();
                if self.is_whole.val() {
                    self.left_after.next = 6.into();
                    self.ends_bad.d.next = self.s_axis_tuser.val();
                    self.ends_ignored.d.next = self.ignore.val();
                } else {
                    // Too short to be held: its last octet stands for all of it.
                    self.valid.d.next = true;
                    self.data.d.next = self.s_axis_tdata.val();
                    self.last.d.next = true;
                    self.user.d.next = self.s_axis_tuser.val();
                    self.drop.d.next = self.ignore.val();
                }
                if self.s_axis_tuser.val() {
                    self.bad.d.next = self.bad.q.val() + 1;
                }
                if self.ignore.val() {
                    self.ignored.d.next = self.ignored.q.val() + 1;
                }
            }
        }
        self.left.d.next = self.left_after.val();
        self.ready.d.next = self.left_after.val() == 0;

        self.memory.clk.next = self.clk.val();
        self.memory.rst.next = self.rst.val();
        self.memory.s_axis_tdata.next = self.data.q.val();
        self.memory.s_axis_tvalid.next = self.valid.q.val();
        self.memory.s_axis_tlast.next = self.last.q.val();
        self.memory.s_axis_tuser.next = self.user.q.val();
        self.memory.s_axis_tdrop.next = self.drop.q.val();
        self.memory.m_axis_tready.next = self.m_axis_tready.val();
        // A frame that finds no room is dropped: the stage never waits.
        self.memory.cfg_wait.next = false;
        self.memory.cfg_drop_bad.next = true;
        self.m_axis_tdata.next = self.memory.m_axis_tdata.val();
        self.m_axis_tvalid.next = self.memory.m_axis_tvalid.val();
        self.m_axis_tlast.next = self.memory.m_axis_tlast.val();
        if self.memory.stat_overflow.val() {
            self.overflow.d.next = self.overflow.q.val() + 1;
        }
        if self.memory.m_axis_tvalid.val() && self.m_axis_tready.val() && self.memory.m_axis_tlast.val() {
            self.echoed.d.next = self.echoed.q.val() + 1;
        }
    }
}
