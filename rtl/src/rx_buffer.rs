// SPDX-License-Identifier: MIT OR Apache-2.0
//! The receive memory of the card: 16384 octets of frames, and a record of what is known of each.
//!
//! ```text
//!                         +-----------+
//!         s_axis_tdata[8]->           |->record_valid
//!          s_axis_tvalid->|           |<-record_ready
//!           s_axis_tlast->|           |->record_length[16]
//!           s_axis_tuser->|           |->record_bad
//!           s_axis_tdrop->|           |->record_vlan_valid, record_vlan_tci[16]
//!      s_axis_vlan_valid->| rx_buffer |->record_ipv4[2], record_l4[2]
//!    s_axis_vlan_tci[16]->|           |->m_axis_tdata[8]
//!         s_axis_ipv4[2]->|           |->m_axis_tvalid
//!           s_axis_l4[2]->|           |<-m_axis_tready
//!           cfg_pass_bad->|           |->m_axis_tlast
//!                         |           |->room
//!                         |           |->stat_lost
//!                         +-----------+
//! ```
//!
//! A `stream_fifo` keeps the octets. What it says of a frame an edge later decides whether the record of the frame
//! joins the queue of records, whose way out is like that of the octets: fetched, then presented.

use crate::prelude::*;
use crate::stream_fifo::StreamFifo;

/// See `wirewright_spec::ports::rx_buffer`.
#[derive(LogicBlock, Default)]
pub struct RxBuffer {
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
    /// On the last beat: the IPv4 header checksum is 0 none, 1 right, 2 wrong.
    pub s_axis_ipv4: Signal<In, Bits<2>>,
    /// On the last beat: the TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    pub s_axis_l4: Signal<In, Bits<2>>,
    /// Keep bad frames; else drop them.
    pub cfg_pass_bad: Signal<In, Bit>,
    /// A record is offered: a whole frame is there.
    pub record_valid: Signal<Out, Bit>,
    /// The sink takes the record.
    pub record_ready: Signal<In, Bit>,
    /// Octets of the frame.
    pub record_length: Signal<Out, Bits<16>>,
    /// The frame is bad.
    pub record_bad: Signal<Out, Bit>,
    /// A tag was taken out of it.
    pub record_vlan_valid: Signal<Out, Bit>,
    /// Its tag control information.
    pub record_vlan_tci: Signal<Out, Bits<16>>,
    /// Its IPv4 header checksum is 0 none, 1 right, 2 wrong.
    pub record_ipv4: Signal<Out, Bits<2>>,
    /// Its TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    pub record_l4: Signal<Out, Bits<2>>,
    /// Octet of a frame.
    pub m_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// The sink takes the beat.
    pub m_axis_tready: Signal<In, Bit>,
    /// It is the last of its frame.
    pub m_axis_tlast: Signal<Out, Bit>,
    /// The source may go on.
    pub room: Signal<Out, Bit>,
    /// Strobe: a frame that was wanted did not fit.
    pub stat_lost: Signal<Out, Bit>,

    memory: StreamFifo<14, 15>,
    records: RamBlock<36, 8>,
    written: Register<Bits<9>>,
    read: Register<Bits<9>>,
    fetched: Register<Bit>,
    valid: Register<Bit>,
    short: Register<Bit>,
    ended: Register<Bit>,
    refused: Register<Bit>,
    kept: Register<Record>,
    /// Octets of the frame that have passed.
    octets: Register<Bits<14>>,
    has_room: Register<Bit>,
    lost: Register<Bit>,

    record: Signal<Local, Record>,
    frame_end: Signal<Local, Bit>,
    octets_now: Signal<Local, Bits<14>>,
    waiting: Signal<Local, Bits<9>>,
    present_free: Signal<Local, Bit>,
    fetch_free: Signal<Local, Bit>,
}

/// What is known of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Record {
    length: Bits<14>,
    bad: Bit,
    vlan_valid: Bit,
    vlan_tci: Bits<16>,
    ipv4: Bits<2>,
    l4: Bits<2>,
}

impl Logic for RxBuffer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, written, read, fetched, valid, short, ended, refused, kept, octets, has_room, lost);
        self.record_valid.next = self.valid.q.val();
        self.record_length.next = bit_cast::<16, 14>(self.records.read_data.val().get_bits::<14>(0));
        self.record_bad.next = self.records.read_data.val().get_bit(14);
        self.record_vlan_valid.next = self.records.read_data.val().get_bit(15);
        self.record_vlan_tci.next = self.records.read_data.val().get_bits::<16>(16);
        self.record_ipv4.next = self.records.read_data.val().get_bits::<2>(32);
        self.record_l4.next = self.records.read_data.val().get_bits::<2>(34);
        self.room.next = self.has_room.q.val();
        self.stat_lost.next = self.lost.q.val();

        self.memory.clk.next = self.clk.val();
        self.memory.rst.next = self.rst.val();
        self.memory.s_axis_tdata.next = self.s_axis_tdata.val();
        self.memory.s_axis_tvalid.next = self.s_axis_tvalid.val();
        self.memory.s_axis_tlast.next = self.s_axis_tlast.val();
        self.memory.s_axis_tuser.next = self.s_axis_tuser.val();
        // A frame whose record may find no place is not kept either.
        self.memory.s_axis_tdrop.next = self.s_axis_tdrop.val() || self.short.q.val();
        self.memory.m_axis_tready.next = self.m_axis_tready.val();
        self.memory.cfg_wait.next = false;
        self.memory.cfg_drop_bad.next = !self.cfg_pass_bad.val();
        self.m_axis_tdata.next = self.memory.m_axis_tdata.val();
        self.m_axis_tvalid.next = self.memory.m_axis_tvalid.val();
        self.m_axis_tlast.next = self.memory.m_axis_tlast.val();

        // The record of the frame that ends now; a length of 14 bits lets it fit into a word of a block RAM.
        self.frame_end.next = self.s_axis_tvalid.val() && self.s_axis_tlast.val();
        self.octets_now.next = self.octets.q.val() + 1;
        if self.frame_end.val() {
            self.octets.d.next = 0.into();
        } else if self.s_axis_tvalid.val() {
            self.octets.d.next = self.octets_now.val();
        }
        self.record.next.length = self.octets_now.val();
        self.record.next.bad = self.s_axis_tuser.val();
        self.record.next.vlan_valid = self.s_axis_vlan_valid.val();
        self.record.next.vlan_tci = self.s_axis_vlan_tci.val();
        self.record.next.ipv4 = self.s_axis_ipv4.val();
        self.record.next.l4 = self.s_axis_l4.val();
        if self.frame_end.val() {
            self.kept.d.next = self.record.val();
        }
        self.ended.d.next = self.frame_end.val() && !self.s_axis_tdrop.val() && !self.short.q.val();
        self.refused.d.next = self.frame_end.val()
            && self.short.q.val()
            && !self.s_axis_tdrop.val()
            && (!self.s_axis_tuser.val() || self.cfg_pass_bad.val());
        self.lost.d.next = self.memory.stat_overflow.val() || self.refused.q.val();

        // It joins the queue when the memory has kept the frame.
        self.records.clk.next = self.clk.val();
        self.records.rst.next = self.rst.val();
        self.records.write_enable.next = false;
        self.records.write_address.next = self.written.q.val().get_bits::<8>(0);
        self.records.write_data.next = self.kept.q.val().into();
        if self.ended.q.val() && !self.memory.stat_overflow.val() && !self.memory.stat_bad.val() {
            self.records.write_enable.next = true;
            self.written.d.next = self.written.q.val() + 1;
        }

        // 254 and more: two records may be on their way when this is seen.
        self.waiting.next = self.written.q.val() - self.read.q.val();
        self.short.d.next = self.waiting.val() >= 254;
        self.has_room.d.next =
            !(self.memory.half_full.val() && self.memory.m_axis_tvalid.val()) && (self.waiting.val() < 128);

        self.present_free.next = !self.valid.q.val() || self.record_ready.val();
        self.fetch_free.next = !self.fetched.q.val() || self.present_free.val();
        if self.fetch_free.val() {
            self.fetched.d.next = self.written.q.val() != self.read.q.val();
            if self.written.q.val() != self.read.q.val() {
                self.read.d.next = self.read.q.val() + 1;
            }
        }
        // What is fetched while no record waits is not used.
        self.records.read_enable.next = self.fetch_free.val();
        self.records.read_address.next = self.read.q.val().get_bits::<8>(0);
        self.records.present_enable.next = self.present_free.val() && self.fetched.q.val();
        if self.present_free.val() {
            self.valid.d.next = self.fetched.q.val();
        }
    }
}
