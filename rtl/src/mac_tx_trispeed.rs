// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet transmitter for 10, 100 and 1000 Mbit/s, full duplex: GMII with a clock enable, octets or nibbles
//! chosen at run time (IEEE 802.3-2022, 4.2.8, clauses 22 and 35).
//!
//! ```text
//!                   +-----------------+
//!  tx_axis_tdata[8]->                 |->gmii_txd[8]
//!   tx_axis_tvalid->|                 |->gmii_tx_en
//!   tx_axis_tready<-|                 |->gmii_tx_er
//!    tx_axis_tlast->| mac_tx_trispeed |->tx_start_ready
//!    tx_axis_tuser->|                 |->tx_octet_tick
//!    tx_fcs_insert->|                 |->stat_tx_valid
//!  tx_ce cfg_nibble->                 |->stat_tx_verdict[3]
//!                   +-----------------+->stat_tx_octets[16]
//! ```

use crate::prelude::*;
use crate::tx_frame::TxFrame;

/// The transmitter for 10, 100 and 1000 Mbit/s; see `wirewright_spec::ports::mac_tx_trispeed`.
#[derive(LogicBlock, Default)]
pub struct MacTxTrispeed {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Octet of a frame, destination address first.
    pub tx_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered; it stays until it is taken.
    pub tx_axis_tvalid: Signal<In, Bit>,
    /// It is the last of its frame.
    pub tx_axis_tlast: Signal<In, Bit>,
    /// On the last beat: send the frame with an error.
    pub tx_axis_tuser: Signal<In, Bit>,
    /// Pad the frame and append the FCS; else the stream carries the FCS.
    pub tx_fcs_insert: Signal<In, Bit>,
    /// Do not start a frame at this edge.
    pub tx_hold: Signal<In, Bit>,
    /// This edge counts.
    pub tx_ce: Signal<In, Bit>,
    /// Four bits an edge (10 and 100 Mbit/s) instead of eight.
    pub cfg_nibble: Signal<In, Bit>,
    /// There is room for a beat.
    pub tx_axis_tready: Signal<Out, Bit>,
    /// Octet, or nibble in bits 3 to 0, to the PHY.
    pub gmii_txd: Signal<Out, Bits<8>>,
    /// `gmii_txd` is part of a frame.
    pub gmii_tx_en: Signal<Out, Bit>,
    /// Send an error in its place.
    pub gmii_tx_er: Signal<Out, Bit>,
    /// A frame offered now starts without delay.
    pub tx_start_ready: Signal<Out, Bit>,
    /// Strobe: an octet time has begun.
    pub tx_octet_tick: Signal<Out, Bit>,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_tx_valid: Signal<Out, Bit>,
    /// How it ended: a `TxVerdict`.
    pub stat_tx_verdict: Signal<Out, Bits<3>>,
    /// Its length in octets on the wire, FCS included; saturates at 65535.
    pub stat_tx_octets: Signal<Out, Bits<16>>,
    ready: Register<Bit>,
    txd: Register<Bits<8>>,
    tx_en: Register<Bit>,
    tx_er: Register<Bit>,
    start_ready: Register<Bit>,
    octet_tick: Register<Bit>,
    over: Register<Bit>,
    over_verdict: Register<Bits<3>>,
    over_octets: Register<Bits<16>>,
    /// The buffer: the next beat, the one after it, and how many there are.
    first: Register<Beat>,
    spare: Register<Beat>,
    held: Register<Bits<2>>,
    /// The next edge that counts sends the high nibble of an octet, which is kept here.
    is_second: Register<Bit>,
    high: Register<Bits<4>>,
    /// Octets left of the gap.
    gap: Register<Bits<4>>,
    /// The rest of a broken frame is thrown away.
    draining: Register<Bit>,
    frame: TxFrame,
    offered: Signal<Local, Beat>,
    octet_edge: Signal<Local, Bit>,
    is_held: Signal<Local, Bit>,
    starts: Signal<Local, Bit>,
    gap_left: Signal<Local, Bits<4>>,
    drains_on: Signal<Local, Bit>,
    puts: Signal<Local, Bit>,
    gets: Signal<Local, Bit>,
    held_then: Signal<Local, Bits<2>>,
}

/// A beat of the stream, with the setting that goes with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Beat {
    data: Bits<8>,
    last: Bit,
    user: Bit,
    fcs_insert: Bit,
}

impl Logic for MacTxTrispeed {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, ready, txd, tx_en, tx_er, start_ready, octet_tick, over, over_verdict, over_octets);
        dff_setup!(self, clk, first, spare, held, is_second, high, gap, draining);
        self.tx_axis_tready.next = self.ready.q.val();
        self.gmii_txd.next = self.txd.q.val();
        self.gmii_tx_en.next = self.tx_en.q.val();
        self.gmii_tx_er.next = self.tx_er.q.val();
        self.tx_start_ready.next = self.start_ready.q.val();
        self.tx_octet_tick.next = self.octet_tick.q.val();
        self.stat_tx_valid.next = self.over.q.val();
        self.stat_tx_verdict.next = self.over_verdict.q.val();
        self.stat_tx_octets.next = self.over_octets.q.val();

        // The frame, from the first beat of the buffer.
        self.octet_edge.next = self.tx_ce.val() & !self.is_second.q.val();
        self.is_held.next = self.held.q.val().any();
        self.starts.next = self.frame.is_idle.val()
            & !self.gap.q.val().any()
            & self.is_held.val()
            & !self.tx_hold.val()
            & !self.draining.q.val();
        self.frame.clk.next = self.clk.val();
        self.frame.rst.next = self.rst.val();
        self.frame.octet_edge.next = self.octet_edge.val();
        self.frame.start.next = self.starts.val();
        self.frame.abort.next = false;
        self.frame.tdata.next = self.first.q.val().data;
        self.frame.tvalid.next = self.is_held.val();
        self.frame.tlast.next = self.first.q.val().last;
        self.frame.tuser.next = self.first.q.val().user;
        self.frame.fcs_insert.next = self.first.q.val().fcs_insert;

        // Octets, or nibbles, to the PHY.
        self.octet_tick.d.next = self.octet_edge.val();
        if self.octet_edge.val() {
            self.tx_en.d.next = self.frame.sends.val();
            self.tx_er.d.next = self.frame.error.val();
            self.txd.d.next = self.frame.octet.val();
            self.high.d.next = self.frame.octet.val().get_bits::<4>(4);
            if self.cfg_nibble.val() {
                self.txd.d.next = bit_cast::<8, 4>(self.frame.octet.val().get_bits::<4>(0));
                self.is_second.d.next = true;
            }
        } else if self.tx_ce.val() {
            self.txd.d.next = bit_cast::<8, 4>(self.high.q.val());
            self.is_second.d.next = false;
        }

        // The end of the frame is the first of 12 octets of gap.
        self.gap_left.next = self.gap.q.val();
        self.over.d.next = false;
        if self.octet_edge.val() & self.frame.ends.val() {
            self.gap_left.next = 11.into();
            self.over.d.next = true;
            self.over_verdict.d.next = self.frame.verdict.val();
            self.over_octets.d.next = self.frame.octets.val();
        } else if self.octet_edge.val() & self.gap.q.val().any() {
            self.gap_left.next = self.gap.q.val() - 1;
        }
        self.gap.d.next = self.gap_left.val();

        // The buffer, which gives up the rest of a broken frame at once.
        self.drains_on.next = self.draining.q.val() & !(self.is_held.val() & self.first.q.val().last);
        self.draining.d.next = self.drains_on.val() | self.frame.underrun.val();
        self.offered.next.data = self.tx_axis_tdata.val();
        self.offered.next.last = self.tx_axis_tlast.val();
        self.offered.next.user = self.tx_axis_tuser.val();
        self.offered.next.fcs_insert = self.tx_fcs_insert.val();
        self.puts.next = self.tx_axis_tvalid.val() & self.ready.q.val();
        self.gets.next = self.frame.takes.val() | (self.draining.q.val() & self.is_held.val());
        self.held_then.next =
            self.held.q.val() + bit_cast::<2, 1>(self.puts.val().into()) - bit_cast::<2, 1>(self.gets.val().into());
        self.held.d.next = self.held_then.val();
        self.ready.d.next = self.held_then.val() < 2;
        if self.puts.val() {
            self.spare.d.next = self.offered.val();
        }
        if self.gets.val() {
            self.first.d.next = self.spare.q.val();
        }
        if self.puts.val() & (self.held.q.val() == bit_cast::<2, 1>(self.gets.val().into())) {
            self.first.d.next = self.offered.val();
        }

        self.start_ready.d.next = self.frame.is_idle.val()
            & !(self.octet_edge.val() & self.starts.val())
            & (self.gap_left.val() <= 4)
            & !self.drains_on.val()
            & (self.held_then.val() == 0);
    }
}
