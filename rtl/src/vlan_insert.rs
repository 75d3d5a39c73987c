// SPDX-License-Identifier: MIT OR Apache-2.0
//! Puts a C-tag into frames to send (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6).
//!
//! ```text
//!                       +-------------+
//!       s_axis_tdata[8]->             |->m_axis_tdata[8]
//!        s_axis_tvalid->|             |->m_axis_tvalid
//!        s_axis_tready<-|             |<-m_axis_tready
//!         s_axis_tlast->|             |->m_axis_tlast
//!         s_axis_tuser->| vlan_insert |->m_axis_tuser
//!          s_axis_vlan->|             |->m_axis_ipv4
//!  s_axis_vlan_tci[16]->|             |->m_axis_l4
//!          s_axis_ipv4->|             |
//!            s_axis_l4->+-------------+
//! ```
//!
//! A skid buffer: a beat goes straight to the output, or waits in the one place behind it while the output is held or
//! takes the tag.

use crate::prelude::*;

/// See `wirewright_spec::ports::vlan_insert`.
#[derive(LogicBlock)]
pub struct VlanInsert {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Octet of a frame to send, destination address first.
    pub s_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered.
    pub s_axis_tvalid: Signal<In, Bit>,
    /// The octet is taken.
    pub s_axis_tready: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub s_axis_tlast: Signal<In, Bit>,
    /// On the last beat: do not send the frame.
    pub s_axis_tuser: Signal<In, Bit>,
    /// On the first beat: insert a tag.
    pub s_axis_vlan: Signal<In, Bit>,
    /// On the first beat: the tag control information to insert.
    pub s_axis_vlan_tci: Signal<In, Bits<16>>,
    /// On the first beat: insert the IPv4 header checksum.
    pub s_axis_ipv4: Signal<In, Bit>,
    /// On the first beat: insert the TCP or UDP checksum.
    pub s_axis_l4: Signal<In, Bit>,
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
    /// On all beats: insert the IPv4 header checksum.
    pub m_axis_ipv4: Signal<Out, Bit>,
    /// On all beats: insert the TCP or UDP checksum.
    pub m_axis_l4: Signal<Out, Bit>,

    ready: Register<Bit>,
    /// The next beat that comes is the first of its frame.
    begins: Register<Bit>,
    /// The flags of the frame that came in last.
    vlan: Register<Bit>,
    tci: Register<Bits<16>>,
    ipv4: Register<Bit>,
    l4: Register<Bit>,
    waits: Register<Bit>,
    waiting: Register<Beat>,
    /// Octets of the tag that are still to be offered.
    due: Register<Bits<3>>,
    /// Number of the octet of the frame that is offered next; 12 and more are 12.
    index: Register<Bits<4>>,
    data: Register<Bits<8>>,
    valid: Register<Bit>,
    last: Register<Bit>,
    user: Register<Bit>,
    out_ipv4: Register<Bit>,
    out_l4: Register<Bit>,

    passes: Signal<Local, Bit>,
    comes: Signal<Local, Beat>,
    comes_ipv4: Signal<Local, Bit>,
    comes_l4: Signal<Local, Bit>,
    beat: Signal<Local, Beat>,
    present_free: Signal<Local, Bit>,
    takes: Signal<Local, Bit>,
    waits_after: Signal<Local, Bit>,
}

impl Default for VlanInsert {
    fn default() -> Self {
        VlanInsert {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            s_axis_tdata: Signal::default(),
            s_axis_tvalid: Signal::default(),
            s_axis_tready: Signal::default(),
            s_axis_tlast: Signal::default(),
            s_axis_tuser: Signal::default(),
            s_axis_vlan: Signal::default(),
            s_axis_vlan_tci: Signal::default(),
            s_axis_ipv4: Signal::default(),
            s_axis_l4: Signal::default(),
            m_axis_tdata: Signal::default(),
            m_axis_tvalid: Signal::default(),
            m_axis_tready: Signal::default(),
            m_axis_tlast: Signal::default(),
            m_axis_tuser: Signal::default(),
            m_axis_ipv4: Signal::default(),
            m_axis_l4: Signal::default(),
            ready: Register::default(),
            begins: Register::reset_to(true),
            vlan: Register::default(),
            tci: Register::default(),
            ipv4: Register::default(),
            l4: Register::default(),
            waits: Register::default(),
            waiting: Register::default(),
            due: Register::default(),
            index: Register::default(),
            data: Register::default(),
            valid: Register::default(),
            last: Register::default(),
            user: Register::default(),
            out_ipv4: Register::default(),
            out_l4: Register::default(),
            passes: Signal::default(),
            comes: Signal::default(),
            comes_ipv4: Signal::default(),
            comes_l4: Signal::default(),
            beat: Signal::default(),
            present_free: Signal::default(),
            takes: Signal::default(),
            waits_after: Signal::default(),
        }
    }
}

/// What waits of a beat.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Beat {
    data: Bits<8>,
    last: Bit,
    user: Bit,
}

impl Logic for VlanInsert {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, ready, begins, vlan, tci, ipv4, l4, waits, waiting, due, index);
        dff_setup!(self, clk, data, valid, last, user, out_ipv4, out_l4);
        self.s_axis_tready.next = self.ready.q.val();
        self.m_axis_tdata.next = self.data.q.val();
        self.m_axis_tvalid.next = self.valid.q.val();
        self.m_axis_tlast.next = self.last.q.val();
        self.m_axis_tuser.next = self.user.q.val();
        self.m_axis_ipv4.next = self.out_ipv4.q.val();
        self.m_axis_l4.next = self.out_l4.q.val();

        self.passes.next = self.s_axis_tvalid.val() && self.ready.q.val();
        self.comes.next.data = self.s_axis_tdata.val();
        self.comes.next.last = self.s_axis_tlast.val();
        self.comes.next.user = self.s_axis_tuser.val() && self.s_axis_tlast.val();

        // A frame's tag is offered before the next frame can come, so its flags need no second place; but the octets
        // before may still be those of another frame.
        self.comes_ipv4.next = self.ipv4.q.val();
        self.comes_l4.next = self.l4.q.val();
        if self.passes.val() {
            self.begins.d.next = self.s_axis_tlast.val();
            if self.begins.q.val() {
                self.vlan.d.next = self.s_axis_vlan.val();
                self.tci.d.next = self.s_axis_vlan_tci.val();
                self.comes_ipv4.next = self.s_axis_ipv4.val();
                self.comes_l4.next = self.s_axis_l4.val();
            }
        }
        self.ipv4.d.next = self.comes_ipv4.val();
        self.l4.d.next = self.comes_l4.val();

        self.beat.next = self.comes.val();
        if self.waits.q.val() {
            self.beat.next = self.waiting.q.val();
        }
        self.present_free.next = !self.valid.q.val() || self.m_axis_tready.val();
        self.takes.next =
            self.present_free.val() && !self.due.q.val().any() && (self.waits.q.val() || self.passes.val());

        if self.present_free.val() {
            self.valid.d.next = self.due.q.val().any() || self.takes.val();
        }
        if self.takes.val() {
            self.data.d.next = self.beat.val().data;
            self.last.d.next = self.beat.val().last;
            self.user.d.next = self.beat.val().user;
            if !self.index.q.val().any() {
                self.out_ipv4.d.next = self.comes_ipv4.val();
                self.out_l4.d.next = self.comes_l4.val();
            }
            if self.beat.val().last {
                self.index.d.next = 0.into();
            } else if self.index.q.val() != 12 {
                self.index.d.next = self.index.q.val() + 1;
            }
            if (self.index.q.val() == 11) && !self.beat.val().last && self.vlan.q.val() {
                self.due.d.next = 4.into();
            }
        } else if self.present_free.val() && self.due.q.val().any() {
            self.due.d.next = self.due.q.val() - 1;
            self.last.d.next = false;
            self.user.d.next = false;
            if self.due.q.val() == 4 {
                self.data.d.next = 0x81.into();
            } else if self.due.q.val() == 3 {
                self.data.d.next = 0x00.into();
            } else if self.due.q.val() == 2 {
                self.data.d.next = self.tci.q.val().get_bits::<8>(8);
            } else {
                self.data.d.next = self.tci.q.val().get_bits::<8>(0);
            }
        }

        self.waits_after.next = (self.waits.q.val() || self.passes.val()) && !self.takes.val();
        if self.passes.val() {
            self.waiting.d.next = self.comes.val();
        }
        self.waits.d.next = self.waits_after.val();
        self.ready.d.next = !self.waits_after.val();
    }
}
