// SPDX-License-Identifier: MIT OR Apache-2.0
//! Judges the IPv4, TCP and UDP checksums of received frames (RFC 791, 768, 9293, 1071).
//!
//! ```text
//!                         +-----------------+
//!         s_axis_tdata[8]->                 |->m_axis_tdata[8]
//!          s_axis_tvalid->|                 |->m_axis_tvalid
//!           s_axis_tlast->|                 |->m_axis_tlast
//!           s_axis_tuser->|                 |->m_axis_tuser
//!           s_axis_tdrop->| checksum_verify |->m_axis_tdrop
//!      s_axis_vlan_valid->|                 |->m_axis_vlan_valid
//!    s_axis_vlan_tci[16]->|                 |->m_axis_vlan_tci[16]
//!             cfg_verify->|                 |->m_axis_ipv4[2]
//!                         |                 |->m_axis_l4[2]
//!                         +-----------------+
//! ```
//!
//! Behind the first of four registers the octets go to `frame_checksums`; its verdict is there beside the second, and
//! is taken into the third at the edge at which the next frame may begin.

use crate::frame_checksums::FrameChecksums;
use crate::prelude::*;

/// See `wirewright_spec::ports::checksum_verify`.
#[derive(LogicBlock, Default)]
pub struct ChecksumVerify {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Octet of a received frame, destination address first, without FCS.
    pub s_axis_tdata: Signal<In, Bits<8>>,
    /// There is an octet; it cannot wait.
    pub s_axis_tvalid: Signal<In, Bit>,
    /// It is the last of its frame.
    pub s_axis_tlast: Signal<In, Bit>,
    /// On the last beat: the frame is bad.
    pub s_axis_tuser: Signal<In, Bit>,
    /// On the last beat: nobody wants the frame.
    pub s_axis_tdrop: Signal<In, Bit>,
    /// On the last beat: a tag was taken out.
    pub s_axis_vlan_valid: Signal<In, Bit>,
    /// On the last beat: its tag control information.
    pub s_axis_vlan_tci: Signal<In, Bits<16>>,
    /// Judge; sampled at the last beat.
    pub cfg_verify: Signal<In, Bit>,
    /// Octet of a frame.
    pub m_axis_tdata: Signal<Out, Bits<8>>,
    /// There is an octet.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub m_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: as it came in.
    pub m_axis_tuser: Signal<Out, Bit>,
    /// On the last beat: as it came in.
    pub m_axis_tdrop: Signal<Out, Bit>,
    /// On the last beat: as it came in.
    pub m_axis_vlan_valid: Signal<Out, Bit>,
    /// On the last beat: as it came in.
    pub m_axis_vlan_tci: Signal<Out, Bits<16>>,
    /// On the last beat: the IPv4 header checksum is 0 none, 1 right, 2 wrong.
    pub m_axis_ipv4: Signal<Out, Bits<2>>,
    /// On the last beat: the TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    pub m_axis_l4: Signal<Out, Bits<2>>,

    taken: Register<Beat>,
    summed: Register<Beat>,
    judged: Register<Beat>,
    shown: Register<Beat>,
    /// Beside `taken` and `summed`: a last beat whose frame is to be judged.
    taken_judge: Register<Bit>,
    summed_judge: Register<Bit>,
    /// Results: beside `judged` and `shown`.
    judged_ipv4: Register<Bits<2>>,
    judged_l4: Register<Bits<2>>,
    shown_ipv4: Register<Bits<2>>,
    shown_l4: Register<Bits<2>>,
    checksums: FrameChecksums,

    beat: Signal<Local, Beat>,
    frame_end: Signal<Local, Bit>,
}

/// A beat; without one all is 0, and all but `data` but for the last beat of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Beat {
    data: Bits<8>,
    valid: Bit,
    last: Bit,
    user: Bit,
    drop: Bit,
    vlan_valid: Bit,
    vlan_tci: Bits<16>,
}

impl Logic for ChecksumVerify {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, taken, summed, judged, shown, taken_judge, summed_judge);
        dff_setup!(self, clk, judged_ipv4, judged_l4, shown_ipv4, shown_l4);
        self.m_axis_tdata.next = self.shown.q.val().data;
        self.m_axis_tvalid.next = self.shown.q.val().valid;
        self.m_axis_tlast.next = self.shown.q.val().last;
        self.m_axis_tuser.next = self.shown.q.val().user;
        self.m_axis_tdrop.next = self.shown.q.val().drop;
        self.m_axis_vlan_valid.next = self.shown.q.val().vlan_valid;
        self.m_axis_vlan_tci.next = self.shown.q.val().vlan_tci;
        self.m_axis_ipv4.next = self.shown_ipv4.q.val();
        self.m_axis_l4.next = self.shown_l4.q.val();

        self.frame_end.next = self.s_axis_tvalid.val() && self.s_axis_tlast.val();
        self.beat.next.data = 0.into();
        if self.s_axis_tvalid.val() {
            self.beat.next.data = self.s_axis_tdata.val();
        }
        self.beat.next.valid = self.s_axis_tvalid.val();
        self.beat.next.last = self.frame_end.val();
        self.beat.next.user = self.frame_end.val() && self.s_axis_tuser.val();
        self.beat.next.drop = self.frame_end.val() && self.s_axis_tdrop.val();
        self.beat.next.vlan_valid = self.frame_end.val() && self.s_axis_vlan_valid.val();
        self.beat.next.vlan_tci = 0.into();
        if self.frame_end.val() {
            self.beat.next.vlan_tci = self.s_axis_vlan_tci.val();
        }

        self.taken.d.next = self.beat.val();
        self.summed.d.next = self.taken.q.val();
        self.judged.d.next = self.summed.q.val();
        self.shown.d.next = self.judged.q.val();
        self.taken_judge.d.next = self.frame_end.val() && self.cfg_verify.val();
        self.summed_judge.d.next = self.taken_judge.q.val();
        self.shown_ipv4.d.next = self.judged_ipv4.q.val();
        self.shown_l4.d.next = self.judged_l4.q.val();

        self.checksums.clk.next = self.clk.val();
        self.checksums.rst.next = self.rst.val();
        self.checksums.octet.next = self.taken.q.val().data;
        self.checksums.passes.next = self.taken.q.val().valid;
        self.checksums.last.next = self.taken.q.val().last;
        self.checksums.blank.next = false;
        self.checksums.settle.next = false;

        // The sum over what a checksum covers, itself included, is 0xffff when it is right.
        self.judged_ipv4.d.next = 0.into();
        if self.summed_judge.q.val() && self.checksums.has_header.val() {
            self.judged_ipv4.d.next = 2.into();
            if self.checksums.header_is_ffff.val() {
                self.judged_ipv4.d.next = 1.into();
            }
        }
        self.judged_l4.d.next = 0.into();
        if self.summed_judge.q.val() && self.checksums.has_payload.val() {
            self.judged_l4.d.next = 2.into();
            if self.checksums.payload_is_ffff.val() {
                self.judged_l4.d.next = 1.into();
            }
        }
    }
}
