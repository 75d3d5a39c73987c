// SPDX-License-Identifier: MIT OR Apache-2.0
//! Holds a frame to send until it is there as a whole, and puts its IPv4, TCP and UDP checksums in (RFC 791, 768,
//! 9293, 1071).
//!
//! ```text
//!                     +-----------------+
//!     s_axis_tdata[8]->                 |->m_axis_tdata[8]
//!      s_axis_tvalid->|                 |->m_axis_tvalid
//!      s_axis_tready<-|                 |<-m_axis_tready
//!       s_axis_tlast->| checksum_insert |->m_axis_tlast
//!       s_axis_tuser->|                 |->stat_accepted
//!        s_axis_ipv4->|                 |->stat_dropped
//!          s_axis_l4->+-----------------+
//! ```
//!
//! Two buffers in one memory, whose read register and output register are the two stages of the way out. Behind the
//! last octet of a frame seven edges are free for the one way to write: three let the carries of the sums settle, and
//! the last four write the octets of the two checksums.

use crate::frame_checksums::FrameChecksums;
use crate::prelude::*;

/// See `wirewright_spec::ports::checksum_insert`.
#[derive(LogicBlock)]
pub struct ChecksumInsert {
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
    /// On the last beat: forget the frame.
    pub s_axis_tuser: Signal<In, Bit>,
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
    /// Strobe: a frame will be sent.
    pub stat_accepted: Signal<Out, Bit>,
    /// Strobe: a frame was too long and is not sent.
    pub stat_dropped: Signal<Out, Bit>,

    buffers: RamBlock<8, 12>,
    is_full: [Register<Bit>; 2],
    /// Number of the last octet in each buffer.
    ends: [Register<Bits<11>>; 2],

    ready: Register<Bit>,
    closing: Register<Bits<3>>,
    fill: Register<Bit>,
    /// Where the octet that comes goes; it stays at the last one while the frame is closed, and at 2048, where there
    /// is no place.
    write: Register<Bits<12>>,
    /// The next beat is the first of its frame.
    begins: Register<Bit>,
    asks_ipv4: Register<Bit>,
    asks_l4: Register<Bit>,
    is_forgotten: Register<Bit>,
    /// Where the checksums are, in pairs of octets.
    header_at: Register<Bits<6>>,
    payload_at: Register<Bits<6>>,
    /// The UDP checksum would be 0: known before the carries have settled.
    is_zero: Register<Bit>,
    checksums: FrameChecksums,
    accepted: Register<Bit>,
    dropped: Register<Bit>,

    send: Register<Bit>,
    read: Register<Bits<11>>,
    fetched: Register<Bit>,
    fetched_last: Register<Bit>,
    valid: Register<Bit>,
    last: Register<Bit>,

    passes: Signal<Local, Bit>,
    is_closing: Signal<Local, Bit>,
    accepts: Signal<Local, Bit>,
    store: Signal<Local, Bit>,
    place: Signal<Local, Place>,
    data: Signal<Local, Bits<8>>,
    pair: Signal<Local, Bits<6>>,
    second: Signal<Local, Bit>,
    fill_full: Signal<Local, Bit>,
    read_place: Signal<Local, Place>,
    waits: Signal<Local, Bit>,
    send_end: Signal<Local, Bits<11>>,
    is_end: Signal<Local, Bit>,
    present_free: Signal<Local, Bit>,
    fetch_free: Signal<Local, Bit>,
}

impl Default for ChecksumInsert {
    fn default() -> Self {
        ChecksumInsert {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            s_axis_tdata: Signal::default(),
            s_axis_tvalid: Signal::default(),
            s_axis_tready: Signal::default(),
            s_axis_tlast: Signal::default(),
            s_axis_tuser: Signal::default(),
            s_axis_ipv4: Signal::default(),
            s_axis_l4: Signal::default(),
            m_axis_tdata: Signal::default(),
            m_axis_tvalid: Signal::default(),
            m_axis_tready: Signal::default(),
            m_axis_tlast: Signal::default(),
            stat_accepted: Signal::default(),
            stat_dropped: Signal::default(),
            buffers: RamBlock::default(),
            is_full: Default::default(),
            ends: Default::default(),
            ready: Register::default(),
            closing: Register::default(),
            fill: Register::default(),
            write: Register::default(),
            begins: Register::reset_to(true),
            asks_ipv4: Register::default(),
            asks_l4: Register::default(),
            is_forgotten: Register::default(),
            header_at: Register::default(),
            payload_at: Register::default(),
            is_zero: Register::default(),
            checksums: FrameChecksums::default(),
            accepted: Register::default(),
            dropped: Register::default(),
            send: Register::default(),
            read: Register::default(),
            fetched: Register::default(),
            fetched_last: Register::default(),
            valid: Register::default(),
            last: Register::default(),
            passes: Signal::default(),
            is_closing: Signal::default(),
            accepts: Signal::default(),
            store: Signal::default(),
            place: Signal::default(),
            data: Signal::default(),
            pair: Signal::default(),
            second: Signal::default(),
            fill_full: Signal::default(),
            read_place: Signal::default(),
            waits: Signal::default(),
            send_end: Signal::default(),
            is_end: Signal::default(),
            present_free: Signal::default(),
            fetch_free: Signal::default(),
        }
    }
}

/// An address of the memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Place {
    octet: Bits<11>,
    buffer: Bit,
}

impl Logic for ChecksumInsert {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, is_full[0], is_full[1], ends[0], ends[1], ready, closing, fill, write, begins);
        dff_setup!(self, clk, asks_ipv4, asks_l4, is_forgotten, header_at, payload_at, is_zero);
        dff_setup!(self, clk, accepted, dropped);
        dff_setup!(self, clk, send, read, fetched, fetched_last, valid, last);
        self.s_axis_tready.next = self.ready.q.val();
        self.m_axis_tdata.next = self.buffers.read_data.val();
        self.m_axis_tvalid.next = self.valid.q.val();
        self.m_axis_tlast.next = self.last.q.val();
        self.stat_accepted.next = self.accepted.q.val();
        self.stat_dropped.next = self.dropped.q.val();

        self.passes.next = self.s_axis_tvalid.val() && self.ready.q.val();
        self.is_closing.next = self.closing.q.val().any();
        self.checksums.clk.next = self.clk.val();
        self.checksums.rst.next = self.rst.val();
        self.checksums.octet.next = self.s_axis_tdata.val();
        self.checksums.passes.next = self.passes.val();
        self.checksums.last.next = self.s_axis_tlast.val();
        self.checksums.blank.next = true;
        self.checksums.settle.next = self.is_closing.val();

        self.is_zero.d.next = self.checksums.is_udp.val() && self.checksums.payload_is_ffff.val();

        // Way in.
        self.fill_full.next = self.is_full[0].q.val();
        if self.fill.q.val() {
            self.fill_full.next = self.is_full[1].q.val();
        }
        if self.passes.val() {
            self.begins.d.next = self.s_axis_tlast.val();
            if self.begins.q.val() {
                self.asks_ipv4.d.next = self.s_axis_ipv4.val();
                self.asks_l4.d.next = self.s_axis_l4.val();
            }
            // Both octets of a checksum are in one pair: it does not matter which of them says where.
            if self.checksums.at_header.val() {
                self.header_at.d.next = self.write.q.val().get_bits::<6>(1);
            }
            if self.checksums.at_payload.val() {
                self.payload_at.d.next = self.write.q.val().get_bits::<6>(1);
            }
            if self.s_axis_tlast.val() {
                self.is_forgotten.d.next = self.s_axis_tuser.val();
                self.ready.d.next = false;
                self.closing.d.next = 7.into();
            } else if !self.write.q.val().get_bit(11) {
                self.write.d.next = self.write.q.val() + 1;
            }
        } else if !self.ready.q.val() && !self.is_closing.val() {
            self.ready.d.next = !self.fill_full.val();
        }

        // The frame's fate.
        self.accepts.next =
            (self.closing.q.val() == 1) && !self.is_forgotten.q.val() && !self.write.q.val().get_bit(11);
        self.accepted.d.next = self.accepts.val();
        self.dropped.d.next =
            (self.closing.q.val() == 1) && !self.is_forgotten.q.val() && self.write.q.val().get_bit(11);
        if self.is_closing.val() {
            self.closing.d.next = self.closing.q.val() - 1;
        }
        if self.closing.q.val() == 1 {
            self.write.d.next = 0.into();
        }
        if self.accepts.val() {
            self.fill.d.next = !self.fill.q.val();
            if self.fill.q.val() {
                self.is_full[1].d.next = true;
                self.ends[1].d.next = self.write.q.val().get_bits::<11>(0);
            } else {
                self.is_full[0].d.next = true;
                self.ends[0].d.next = self.write.q.val().get_bits::<11>(0);
            }
        }

        // What is written: the octet that passes; with 4 and 3 edges to go the TCP or UDP checksum, with 2 and 1 that
        // of the IPv4 header. The halves of a sum come in turn: the high one first, but after an odd octet the low one.
        self.pair.next = self.header_at.q.val();
        self.second.next = self.closing.q.val().get_bit(0);
        self.place.next.buffer = self.fill.q.val();
        self.place.next.octet = self.write.q.val().get_bits::<11>(0);
        self.data.next = self.s_axis_tdata.val();
        self.store.next = self.passes.val() && !self.write.q.val().get_bit(11);
        if self.is_closing.val() {
            self.store.next = (self.closing.q.val() < 3) && self.asks_ipv4.q.val() && self.checksums.has_header.val();
            self.data.next = !self.checksums.header_newest.val();
            if self.closing.q.val() >= 3 {
                self.store.next =
                    (self.closing.q.val() < 5) && self.asks_l4.q.val() && self.checksums.has_payload.val();
                self.pair.next = self.payload_at.q.val();
                self.second.next = self.closing.q.val().get_bit(0) != self.checksums.is_odd.val();
                self.data.next = !self.checksums.payload_newest.val();
                if self.is_zero.q.val() {
                    // A UDP checksum of 0 would say that there is none.
                    self.data.next = 0xff.into();
                }
            }
            self.place.next.octet =
                (bit_cast::<11, 6>(self.pair.val()) << 1) | bit_cast::<11, 1>(self.second.val().into());
        }
        self.buffers.clk.next = self.clk.val();
        self.buffers.rst.next = self.rst.val();
        self.buffers.write_enable.next = self.store.val();
        self.buffers.write_address.next = self.place.val().into();
        self.buffers.write_data.next = self.data.val();

        // Way out: an octet is fetched, then presented.
        self.waits.next = self.is_full[0].q.val();
        self.send_end.next = self.ends[0].q.val();
        if self.send.q.val() {
            self.waits.next = self.is_full[1].q.val();
            self.send_end.next = self.ends[1].q.val();
        }
        self.present_free.next = !self.valid.q.val() || self.m_axis_tready.val();
        self.fetch_free.next = !self.fetched.q.val() || self.present_free.val();
        self.is_end.next = self.read.q.val() == self.send_end.val();
        if self.fetch_free.val() {
            self.fetched.d.next = self.waits.val();
            if self.waits.val() {
                self.fetched_last.d.next = self.is_end.val();
                self.read.d.next = self.read.q.val() + 1;
                if self.is_end.val() {
                    self.read.d.next = 0.into();
                    self.send.d.next = !self.send.q.val();
                    if self.send.q.val() {
                        self.is_full[1].d.next = false;
                    } else {
                        self.is_full[0].d.next = false;
                    }
                }
            }
        }
        self.read_place.next.buffer = self.send.q.val();
        self.read_place.next.octet = self.read.q.val();
        // What is fetched while no frame waits is not used.
        self.buffers.read_enable.next = self.fetch_free.val();
        self.buffers.read_address.next = self.read_place.val().into();
        self.buffers.present_enable.next = self.present_free.val() && self.fetched.q.val();
        if self.present_free.val() {
            self.valid.d.next = self.fetched.q.val();
            if self.fetched.q.val() {
                self.last.d.next = self.fetched_last.q.val();
            }
        }
    }
}
