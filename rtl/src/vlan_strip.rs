// SPDX-License-Identifier: MIT OR Apache-2.0
//! Takes the C-tag out of received frames and says what it held (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6).
//!
//! ```text
//!                   +------------+
//!   s_axis_tdata[8]->            |->m_axis_tdata[8]
//!    s_axis_tvalid->|            |->m_axis_tvalid
//!     s_axis_tlast->|            |->m_axis_tlast
//!     s_axis_tuser->| vlan_strip |->m_axis_tuser
//!     s_axis_tdrop->|            |->m_axis_tdrop
//!        cfg_strip->|            |->m_axis_vlan_valid
//!                   |            |->m_axis_vlan_tci[16]
//!                   +------------+
//! ```
//!
//! Four octets stand in line, as many as a tag has: when the octet behind it shows that the frame goes on, the line is
//! just the tag, and is forgotten by moving the pointer to its end.

use crate::prelude::*;

/// See `wirewright_spec::ports::vlan_strip`.
#[derive(LogicBlock, Default)]
pub struct VlanStrip {
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
    /// Take tags out; sampled at octet 16.
    pub cfg_strip: Signal<In, Bit>,
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
    /// On the last beat: a tag was taken out.
    pub m_axis_vlan_valid: Signal<Out, Bit>,
    /// On the last beat: the tag control information of that tag, else 0.
    pub m_axis_vlan_tci: Signal<Out, Bits<16>>,

    line: RamDistributed<11, 2>,
    newest: Register<Bits<2>>,
    oldest: Register<Bits<2>>,
    /// Octets in the line.
    count: Register<Bits<3>>,
    /// Octets of the line up to the newest last one: they leave whether others come or not.
    draining: Register<Bits<3>>,
    /// Number of the octet that comes next; 16 and more are 16.
    index: Register<Bits<5>>,
    is_tagged: Register<Bit>,
    /// The line is a tag, if another octet comes.
    holds_tag: Register<Bit>,
    stripped: Register<Bit>,
    tci_high: Register<Bits<8>>,
    tci_low: Register<Bits<8>>,
    data: Register<Bits<8>>,
    valid: Register<Bit>,
    last: Register<Bit>,
    user: Register<Bit>,
    drop: Register<Bit>,
    vlan_valid: Register<Bit>,
    vlan_tci: Register<Bits<16>>,

    beat: Signal<Local, Beat>,
    cut: Signal<Local, Bit>,
    leaves: Signal<Local, Bit>,
    leaves_last: Signal<Local, Bit>,
    left: Signal<Local, Bits<3>>,
    count_after: Signal<Local, Bits<3>>,
}

/// What the line keeps of a beat.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Beat {
    data: Bits<8>,
    last: Bit,
    user: Bit,
    drop: Bit,
}

impl Logic for VlanStrip {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, newest, oldest, count, draining, index, is_tagged, holds_tag, stripped);
        dff_setup!(self, clk, tci_high, tci_low, data, valid, last, user, drop, vlan_valid, vlan_tci);
        self.m_axis_tdata.next = self.data.q.val();
        self.m_axis_tvalid.next = self.valid.q.val();
        self.m_axis_tlast.next = self.last.q.val();
        self.m_axis_tuser.next = self.user.q.val();
        self.m_axis_tdrop.next = self.drop.q.val();
        self.m_axis_vlan_valid.next = self.vlan_valid.q.val();
        self.m_axis_vlan_tci.next = self.vlan_tci.q.val();

        self.beat.next.data = self.s_axis_tdata.val();
        self.beat.next.last = self.s_axis_tlast.val();
        self.beat.next.user = self.s_axis_tuser.val();
        self.beat.next.drop = self.s_axis_tdrop.val();
        self.line.write_clk.next = self.clk.val();
        self.line.write_enable.next = self.s_axis_tvalid.val();
        self.line.write_address.next = self.newest.q.val();
        self.line.write_data.next = self.beat.val().into();
        self.line.read_address.next = self.oldest.q.val();

        self.cut.next = self.s_axis_tvalid.val() && self.holds_tag.q.val() && self.cfg_strip.val();
        self.leaves.next = !self.cut.val()
            && (self.draining.q.val().any() || (self.s_axis_tvalid.val() && self.count.q.val().get_bit(2)));
        self.leaves_last.next = self.leaves.val() && self.line.read_data.val().get_bit(8);

        // What stands in the line after this edge.
        self.left.next = self.count.q.val();
        if self.draining.q.val().any() {
            self.draining.d.next = self.draining.q.val() - 1;
        }
        if self.cut.val() {
            self.left.next = 0.into();
            self.oldest.d.next = self.newest.q.val();
        } else if self.leaves.val() {
            self.left.next = self.count.q.val() - 1;
            self.oldest.d.next = self.oldest.q.val() + 1;
        }
        self.count_after.next = self.left.val();
        if self.s_axis_tvalid.val() {
            self.count_after.next = self.left.val() + 1;
            self.newest.d.next = self.newest.q.val() + 1;
            if self.s_axis_tlast.val() {
                self.draining.d.next = self.count_after.val();
            }
        }
        self.count.d.next = self.count_after.val();

        // Where the frame is, and what its tag is. The octets before the tag control information of a frame push the
        // last one of the frame before out of the line, so one place is enough for it.
        if self.s_axis_tvalid.val() {
            self.holds_tag.d.next = false;
            if !self.index.q.val().get_bit(4) {
                self.index.d.next = self.index.q.val() + 1;
            }
            if self.index.q.val() == 12 {
                self.is_tagged.d.next = self.s_axis_tdata.val() == 0x81;
            }
            if self.index.q.val() == 13 {
                self.is_tagged.d.next = self.is_tagged.q.val() && (self.s_axis_tdata.val() == 0x00);
            }
            if self.index.q.val() == 14 {
                self.tci_high.d.next = self.s_axis_tdata.val();
            }
            if self.index.q.val() == 15 {
                self.tci_low.d.next = self.s_axis_tdata.val();
                self.holds_tag.d.next = self.is_tagged.q.val() && !self.s_axis_tlast.val();
            }
            if self.s_axis_tlast.val() {
                self.index.d.next = 0.into();
            }
        }
        if self.cut.val() {
            self.stripped.d.next = true;
        } else if self.leaves_last.val() {
            self.stripped.d.next = false;
        }

        self.valid.d.next = self.leaves.val();
        self.data.d.next = 0.into();
        if self.leaves.val() {
            self.data.d.next = self.line.read_data.val().get_bits::<8>(0);
        }
        self.last.d.next = self.leaves_last.val();
        self.user.d.next = self.leaves_last.val() && self.line.read_data.val().get_bit(9);
        self.drop.d.next = self.leaves_last.val() && self.line.read_data.val().get_bit(10);
        self.vlan_valid.d.next = self.leaves_last.val() && self.stripped.q.val();
        self.vlan_tci.d.next = 0.into();
        if self.leaves_last.val() && self.stripped.q.val() {
            self.vlan_tci.d.next =
                (bit_cast::<16, 8>(self.tci_high.q.val()) << 8) | bit_cast::<16, 8>(self.tci_low.q.val());
        }
    }
}
