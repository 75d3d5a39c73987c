// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet transmitter for MII, one nibble a clock, full or half duplex: carrier sense, collision, jam, retry
//! and backoff (IEEE 802.3-2022, 4.2.3.2, 4.2.8, clause 22).
//!
//! A late collision gives the frame up, as its head is kept for the slot time only; TransmitLinkMgmt in 4.2.8 would
//! try again at 10 and 100 Mbit/s.
//!
//! ```text
//!                   +--------------+
//!  tx_axis_tdata[8]->              |->mii_txd[4]
//!   tx_axis_tvalid->|              |->mii_tx_en
//!   tx_axis_tready<-|  mac_tx_mii  |->mii_tx_er
//!    tx_axis_tlast->|              |->tx_start_ready
//!    tx_axis_tuser->|              |->tx_octet_tick
//!    tx_fcs_insert->|              |->stat_tx_valid, verdict[3], octets[16]
//!      mii_crs/col->|              |  collisions[5], deferred,
//!  cfg_full_duplex->|              |  excessive_deferral, carrier_sense_error
//!       random[10]->|              |
//!                   +--------------+
//! ```

use crate::backoff::Backoff;
use crate::deference::Deference;
use crate::leaf::{RamDistributed, SyncBit};
use crate::prelude::*;
use crate::tx_frame::TxFrame;

/// What becomes of the frame.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum State {
    /// There is none.
    Idle,
    /// It is being sent.
    Send,
    /// It met a collision, which is being made known to all.
    Jam,
    /// The first edge after the jam: is it sent again?
    Judge,
    /// It will be.
    Retry,
}

/// The transmitter for MII; see `wirewright_spec::ports::mac_tx_mii`.
#[derive(LogicBlock, Default)]
pub struct MacTxMii {
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
    /// Do not start a first attempt at this edge.
    pub tx_hold: Signal<In, Bit>,
    /// Carrier sense, from the PHY, in no clock domain.
    pub mii_crs: Signal<In, Bit>,
    /// Collision, from the PHY, in no clock domain.
    pub mii_col: Signal<In, Bit>,
    /// Ignore carrier sense and collisions.
    pub cfg_full_duplex: Signal<In, Bit>,
    /// The random word for the backoff delay.
    pub random: Signal<In, Bits<10>>,
    /// The octet is taken.
    pub tx_axis_tready: Signal<Out, Bit>,
    /// Nibble to the PHY.
    pub mii_txd: Signal<Out, Bits<4>>,
    /// `mii_txd` is part of a frame.
    pub mii_tx_en: Signal<Out, Bit>,
    /// Send an error in its place.
    pub mii_tx_er: Signal<Out, Bit>,
    /// A frame offered now is begun: without delay, or, in half duplex, when the medium is free.
    pub tx_start_ready: Signal<Out, Bit>,
    /// Strobe: an octet time has begun.
    pub tx_octet_tick: Signal<Out, Bit>,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_tx_valid: Signal<Out, Bit>,
    /// How it ended: a `TxVerdict`.
    pub stat_tx_verdict: Signal<Out, Bits<3>>,
    /// Its length in octets on the wire, FCS included; saturates at 65535.
    pub stat_tx_octets: Signal<Out, Bits<16>>,
    /// Collisions the frame met, 0 to 16.
    pub stat_tx_collisions: Signal<Out, Bits<5>>,
    /// The frame had to wait for the medium.
    pub stat_tx_deferred: Signal<Out, Bit>,
    /// It waited longer than twice the longest frame.
    pub stat_tx_excessive_deferral: Signal<Out, Bit>,
    /// Carrier sense failed while it was sent.
    pub stat_tx_carrier_sense_error: Signal<Out, Bit>,
    ready: Register<Bit>,
    txd: Register<Bits<4>>,
    tx_en: Register<Bit>,
    tx_er: Register<Bit>,
    start_ready: Register<Bit>,
    octet_tick: Register<Bit>,
    over: Register<Bit>,
    over_verdict: Register<Bits<3>>,
    over_octets: Register<Bits<16>>,
    over_collisions: Register<Bits<5>>,
    over_deferred: Register<Bit>,
    over_excessive: Register<Bit>,
    over_carrier_error: Register<Bit>,
    state: Register<State>,
    /// The next edge sends the high nibble of an octet, which is kept here.
    is_second: Register<Bit>,
    high: Register<Bits<4>>,
    /// The preamble and delimiter are still being sent.
    in_preamble: Register<Bit>,
    /// Jam nibbles sent.
    jam: Register<Bits<3>>,
    /// The attempt met a collision, and it was late.
    collided: Register<Bit>,
    is_late: Register<Bit>,
    /// Collisions of the frame.
    collisions: Register<Bits<5>>,
    /// Beats in the head, and those of them already sent in this attempt.
    kept: Register<Bits<7>>,
    resent: Register<Bits<7>>,
    /// The last beat of the frame is taken.
    is_complete: Register<Bit>,
    /// The rest of a broken frame is thrown away.
    draining: Register<Bit>,
    /// The frame waited; clocks that this attempt waited; they were too many.
    deferred: Register<Bit>,
    deferral: Register<Bits<13>>,
    is_excessive: Register<Bit>,
    /// Carrier sense came in this attempt, and went again.
    saw_carrier: Register<Bit>,
    lost_carrier: Register<Bit>,
    half: Register<Bit>,
    crs_sync: SyncBit,
    col_sync: SyncBit,
    deference: Deference,
    backoff: Backoff,
    head: RamDistributed<11, 6>,
    frame: TxFrame,
    crs: Signal<Local, Bit>,
    col: Signal<Local, Bit>,
    offered: Signal<Local, Beat>,
    from_head: Signal<Local, Bit>,
    beat: Signal<Local, Bits<11>>,
    passes: Signal<Local, Bit>,
    is_offered: Signal<Local, Bit>,
    is_wanted: Signal<Local, Bit>,
    starts: Signal<Local, Bit>,
    goes_on: Signal<Local, Bit>,
    low_edge: Signal<Local, Bit>,
    collides: Signal<Local, Bit>,
    jams: Signal<Local, Bit>,
    sends: Signal<Local, Bit>,
    gives_up: Signal<Local, Bit>,
    ends: Signal<Local, Bit>,
    verdict: Signal<Local, Bits<3>>,
    defers: Signal<Local, Bit>,
    drains: Signal<Local, Bit>,
}

/// A beat of the stream, with the setting that goes with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Beat {
    data: Bits<8>,
    last: Bit,
    user: Bit,
    fcs_insert: Bit,
}

impl Logic for MacTxMii {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, ready, txd, tx_en, tx_er, start_ready, octet_tick, half);
        dff_setup!(self, clk, over, over_verdict, over_octets, over_collisions);
        dff_setup!(self, clk, over_deferred, over_excessive, over_carrier_error);
        dff_setup!(self, clk, state, is_second, high, in_preamble, jam, collided, is_late, collisions);
        dff_setup!(self, clk, kept, resent, is_complete, draining);
        dff_setup!(self, clk, deferred, deferral, is_excessive, saw_carrier, lost_carrier);
        self.tx_axis_tready.next = self.ready.q.val();
        self.mii_txd.next = self.txd.q.val();
        self.mii_tx_en.next = self.tx_en.q.val();
        self.mii_tx_er.next = self.tx_er.q.val();
        self.tx_start_ready.next = self.start_ready.q.val();
        self.tx_octet_tick.next = self.octet_tick.q.val();
        self.stat_tx_valid.next = self.over.q.val();
        self.stat_tx_verdict.next = self.over_verdict.q.val();
        self.stat_tx_octets.next = self.over_octets.q.val();
        self.stat_tx_collisions.next = self.over_collisions.q.val();
        self.stat_tx_deferred.next = self.over_deferred.q.val();
        self.stat_tx_excessive_deferral.next = self.over_excessive.q.val();
        self.stat_tx_carrier_sense_error.next = self.over_carrier_error.q.val();

        self.half.d.next = !self.half.q.val();
        self.octet_tick.d.next = self.half.q.val();

        self.crs_sync.clk.next = self.clk.val();
        self.crs_sync.rst.next = self.rst.val();
        self.crs_sync.d.next = self.mii_crs.val();
        self.crs.next = self.crs_sync.q.val() & !self.cfg_full_duplex.val();
        self.col_sync.clk.next = self.clk.val();
        self.col_sync.rst.next = self.rst.val();
        self.col_sync.d.next = self.mii_col.val();
        self.col.next = self.col_sync.q.val() & !self.cfg_full_duplex.val();

        // A frame starts, or starts again, when the medium has been silent for the gap.
        self.is_offered.next = self.tx_axis_tvalid.val() & !self.tx_hold.val();
        self.is_wanted.next = ((self.state.q.val() == State::Idle) & self.is_offered.val() & !self.draining.q.val())
            | ((self.state.q.val() == State::Retry) & !self.backoff.busy.val());
        self.starts.next = self.is_wanted.val() & self.deference.may_start.val();
        self.goes_on.next = (self.state.q.val() == State::Send) & (self.is_second.q.val() | !self.frame.ends.val());
        self.low_edge.next = self.starts.val() | ((self.state.q.val() == State::Send) & !self.is_second.q.val());

        // A collision cuts the frame, but not its preamble.
        self.collides.next = self.goes_on.val() & self.col.val() & !self.collided.q.val();
        self.jams.next = self.goes_on.val() & !self.in_preamble.q.val() & (self.col.val() | self.collided.q.val());

        self.deference.clk.next = self.clk.val();
        self.deference.rst.next = self.rst.val();
        self.deference.carrier.next = self.crs.val();
        self.sends.next = self.starts.val() | self.goes_on.val() | (self.state.q.val() == State::Jam);
        self.deference.sends.next = self.sends.val();

        // The head keeps the beats until none of them can be wanted again.
        self.offered.next.data = self.tx_axis_tdata.val();
        self.offered.next.last = self.tx_axis_tlast.val();
        self.offered.next.user = self.tx_axis_tuser.val();
        self.offered.next.fcs_insert = self.tx_fcs_insert.val();
        self.passes.next = self.tx_axis_tvalid.val() & self.ready.q.val();
        self.from_head.next = self.resent.q.val() < self.kept.q.val();
        self.head.write_clk.next = self.clk.val();
        self.head.write_enable.next = self.passes.val() & !self.draining.q.val() & !self.kept.q.val().get_bit(6);
        self.head.write_address.next = self.kept.q.val().get_bits::<6>(0);
        self.head.write_data.next = self.offered.val().into();
        self.head.read_address.next = self.resent.q.val().get_bits::<6>(0);
        self.beat.next = self.offered.val().into();
        if self.from_head.val() {
            self.beat.next = self.head.read_data.val();
        }
        if self.passes.val() & !self.draining.q.val() & !self.kept.q.val().get_bit(6) {
            self.kept.d.next = self.kept.q.val() + 1;
        }
        if self.frame.takes.val() & !self.resent.q.val().get_bit(6) {
            self.resent.d.next = self.resent.q.val() + 1;
        }
        if self.passes.val() & self.tx_axis_tlast.val() & (self.state.q.val() != State::Idle) {
            self.is_complete.d.next = true;
        }

        self.frame.clk.next = self.clk.val();
        self.frame.rst.next = self.rst.val();
        self.frame.octet_edge.next = self.low_edge.val();
        self.frame.start.next = self.starts.val();
        self.frame.abort.next = self.jams.val();
        self.frame.tdata.next = self.beat.val().get_bits::<8>(0);
        self.frame.tvalid.next = self.from_head.val() | self.tx_axis_tvalid.val();
        self.frame.tlast.next = self.beat.val().get_bit(8);
        self.frame.tuser.next = self.beat.val().get_bit(9);
        self.frame.fcs_insert.next = self.beat.val().get_bit(10);

        // After the jam the frame is given up, or waits for a random time.
        self.gives_up.next =
            self.is_late.q.val() | self.collisions.q.val().get_bit(4) | (self.frame.verdict.val() == 2);
        self.backoff.clk.next = self.clk.val();
        self.backoff.rst.next = self.rst.val();
        self.backoff.start.next = (self.state.q.val() == State::Judge) & !self.gives_up.val();
        self.backoff.attempt.next = self.collisions.q.val().get_bits::<4>(0);
        self.backoff.random.next = self.random.val();

        self.ends.next = false;
        match self.state.q.val() {
            State::Idle => {}
            State::Send => {
                if self.goes_on.val() {
                    self.is_second.d.next = !self.is_second.q.val();
                } else {
                    self.ends.next = true;
                    self.state.d.next = State::Idle;
                }
                if self.is_second.q.val() & self.frame.in_data.val() {
                    self.in_preamble.d.next = false;
                }
                if self.collides.val() {
                    self.collided.d.next = true;
                    self.collisions.d.next = self.collisions.q.val() + 1;
                    // 128 nibbles from the start of the preamble: 56 octets and 16 nibbles.
                    self.is_late.d.next = !self.in_preamble.q.val() & (self.frame.octets.val() > 56);
                }
                if self.jams.val() {
                    self.is_second.d.next = false;
                    self.state.d.next = State::Jam;
                }
            }
            State::Jam => {
                self.jam.d.next = self.jam.q.val() + 1;
                if self.jam.q.val() == 7 {
                    self.state.d.next = State::Judge;
                }
            }
            State::Judge => {
                self.state.d.next = State::Retry;
                if self.gives_up.val() {
                    self.ends.next = true;
                    self.state.d.next = State::Idle;
                }
            }
            State::Retry => {}
        }
        if self.goes_on.val() & self.crs.val() {
            self.saw_carrier.d.next = true;
        }
        if self.goes_on.val() & !self.crs.val() & self.saw_carrier.q.val() {
            self.lost_carrier.d.next = true;
        }
        if self.starts.val() {
            self.state.d.next = State::Send;
            self.is_second.d.next = true;
            self.in_preamble.d.next = true;
            self.jam.d.next = 1.into();
            self.collided.d.next = false;
            self.is_late.d.next = false;
            self.resent.d.next = 0.into();
            self.saw_carrier.d.next = false;
            self.lost_carrier.d.next = false;
        }

        // The nibble of this edge.
        self.tx_en.d.next = self.sends.val();
        self.tx_er.d.next = false;
        self.txd.d.next = 0.into();
        if self.jams.val() | (self.state.q.val() == State::Jam) {
            self.txd.d.next = 0x5.into();
        } else if self.low_edge.val() {
            self.txd.d.next = self.frame.octet.val().get_bits::<4>(0);
            self.tx_er.d.next = self.frame.error.val();
            self.high.d.next = self.frame.octet.val().get_bits::<4>(4);
        } else if self.is_second.q.val() {
            self.txd.d.next = self.high.q.val();
            self.tx_er.d.next = self.tx_er.q.val();
        }

        // A frame of which the end was not taken is drained; else a beat is asked for before its low nibble.
        self.drains.next = (self.draining.q.val() & !(self.passes.val() & self.tx_axis_tlast.val()))
            | (self.frame.underrun.val() & !self.jams.val())
            | (self.ends.val() & !self.is_complete.q.val() & !self.draining.q.val());
        self.draining.d.next = self.drains.val();
        self.ready.d.next = self.drains.val()
            | (self.is_second.q.val()
                & self.frame.in_data.val()
                & !self.from_head.val()
                & !self.jams.val()
                & !self.collides.val()
                & !self.collided.q.val());
        // In half duplex a frame that waits for the medium must be here, else its deferral is not counted.
        self.start_ready.d.next = (((self.state.q.val() == State::Idle) & !self.starts.val()) | self.ends.val())
            & !self.drains.val()
            & (self.deference.is_near.val() | !self.cfg_full_duplex.val());

        // A frame waits from when it is wanted; the next one may be, when this one ends.
        self.defers.next = !self.cfg_full_duplex.val()
            & !self.deference.is_over.val()
            & (self.is_wanted.val() | (self.ends.val() & self.is_complete.q.val() & self.is_offered.val()));
        if self.defers.val() {
            self.deferred.d.next = true;
            self.deferral.d.next = self.deferral.q.val() + 1;
            // Twice the longest frame of 1518 octets, in nibbles.
            if self.deferral.q.val() == 6071 {
                self.is_excessive.d.next = true;
            }
        }
        if self.starts.val() {
            self.deferral.d.next = 0.into();
        }

        // The report.
        self.verdict.next = self.frame.verdict.val();
        if self.is_late.q.val() {
            self.verdict.next = 3.into();
        } else if self.collisions.q.val().get_bit(4) {
            self.verdict.next = 4.into();
        }
        self.over.d.next = self.ends.val();
        if self.ends.val() {
            self.over_verdict.d.next = self.verdict.val();
            self.over_octets.d.next = self.frame.octets.val();
            self.over_collisions.d.next = self.collisions.q.val();
            self.over_deferred.d.next = self.deferred.q.val();
            self.over_excessive.d.next = self.is_excessive.q.val();
            self.over_carrier_error.d.next = !self.cfg_full_duplex.val()
                & !self.collisions.q.val().any()
                & (self.verdict.val() != 2)
                & (!self.saw_carrier.q.val() | self.lost_carrier.q.val());
            self.collisions.d.next = 0.into();
            self.kept.d.next = 0.into();
            self.is_complete.d.next = false;
            self.deferred.d.next = self.defers.val();
            self.is_excessive.d.next = false;
        }
    }
}
