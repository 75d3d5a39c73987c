// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet transmitter for GMII, full duplex, one octet a clock (IEEE 802.3-2022, 4.2.8, clause 35).
//!
//! ```text
//!                   +----------+
//!  tx_axis_tdata[8]->          |->gmii_txd[8]
//!   tx_axis_tvalid->|          |->gmii_tx_en
//!   tx_axis_tready<-|  mac_tx  |->gmii_tx_er
//!    tx_axis_tlast->|          |->tx_start_ready
//!    tx_axis_tuser->|          |->stat_tx_valid
//!    tx_fcs_insert->|          |->stat_tx_verdict[3]
//!          tx_hold->|          |->stat_tx_octets[16]
//!                   +----------+
//! ```

use crate::crc32::Crc32;
use crate::prelude::*;

/// What the next edge sends.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum State {
    Idle,
    Preamble,
    Data,
    Pad,
    Fcs,
    Gap,
}

/// The transmitter for GMII; see `wirewright_spec::ports::mac_tx`.
#[derive(LogicBlock, Default)]
pub struct MacTx {
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
    /// The octet is taken.
    pub tx_axis_tready: Signal<Out, Bit>,
    /// Octet to the PHY.
    pub gmii_txd: Signal<Out, Bits<8>>,
    /// `gmii_txd` is part of a frame.
    pub gmii_tx_en: Signal<Out, Bit>,
    /// Send an error in its place.
    pub gmii_tx_er: Signal<Out, Bit>,
    /// A frame offered now starts without delay.
    pub tx_start_ready: Signal<Out, Bit>,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_tx_valid: Signal<Out, Bit>,
    /// How it ended: a `TxVerdict`.
    pub stat_tx_verdict: Signal<Out, Bits<3>>,
    /// Its length in octets on the wire, FCS included; saturates at 65535.
    pub stat_tx_octets: Signal<Out, Bits<16>>,
    state: Register<State>,
    /// Octets already sent of the preamble, the FCS or the gap.
    step: Register<Bits<4>>,
    /// The rest of a broken frame is thrown away.
    draining: Register<Bit>,
    ready: Register<Bit>,
    txd: Register<Bits<8>>,
    tx_en: Register<Bit>,
    tx_er: Register<Bit>,
    start_ready: Register<Bit>,
    /// The `TxVerdict` of the frame as far as it is sent.
    verdict: Register<Bits<3>>,
    /// Octets of the frame already sent, saturating.
    octets: Register<Bits<16>>,
    /// They are 60 at least: no padding.
    is_long: Register<Bit>,
    over: Register<Bit>,
    over_verdict: Register<Bits<3>>,
    over_octets: Register<Bits<16>>,
    crc: Crc32,
    fcs_octet: Signal<Local, Bits<8>>,
    in_frame: Signal<Local, Bit>,
    starts: Signal<Local, Bit>,
    drains_on: Signal<Local, Bit>,
    suffices: Signal<Local, Bit>,
}

impl Logic for MacTx {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, state, step, draining, ready, txd, tx_en, tx_er, start_ready);
        dff_setup!(self, clk, verdict, octets, is_long, over, over_verdict, over_octets);
        self.tx_axis_tready.next = self.ready.q.val();
        self.gmii_txd.next = self.txd.q.val();
        self.gmii_tx_en.next = self.tx_en.q.val();
        self.gmii_tx_er.next = self.tx_er.q.val();
        self.tx_start_ready.next = self.start_ready.q.val();
        self.stat_tx_valid.next = self.over.q.val();
        self.stat_tx_verdict.next = self.over_verdict.q.val();
        self.stat_tx_octets.next = self.over_octets.q.val();

        self.in_frame.next = (self.state.q.val() == State::Data)
            | (self.state.q.val() == State::Pad)
            | (self.state.q.val() == State::Fcs);
        self.crc.clk.next = self.clk.val();
        self.crc.rst.next = self.rst.val() | !self.in_frame.val();
        self.crc.init.next = false;
        self.crc.valid.next = true;
        self.fcs_octet.next = self.crc.fcs.val().get_bits::<8>(0);

        self.starts.next = self.tx_axis_tvalid.val() & !self.tx_hold.val() & !self.draining.q.val();
        self.drains_on.next = self.draining.q.val() & !(self.tx_axis_tvalid.val() & self.tx_axis_tlast.val());

        // The octet sent at this edge is the 60th, or a later one.
        self.suffices.next = self.is_long.q.val() | (self.octets.q.val().get_bits::<6>(0) == 59);

        self.tx_en.d.next = self.in_frame.val();
        self.tx_er.d.next = false;
        self.txd.d.next = 0.into();
        self.start_ready.d.next = false;
        self.over.d.next = false;
        // The complement of an FCS octet, taken in, moves the next one into its place.
        self.crc.data.next = !self.fcs_octet.val();
        match self.state.q.val() {
            State::Idle => {
                self.step.d.next = 1.into();
                if self.starts.val() {
                    self.tx_en.d.next = true;
                    self.txd.d.next = 0x55.into();
                    self.state.d.next = State::Preamble;
                } else {
                    self.start_ready.d.next = !self.drains_on.val();
                }
            }
            State::Preamble => {
                self.tx_en.d.next = true;
                self.txd.d.next = 0x55.into();
                self.step.d.next = self.step.q.val() + 1;
                self.verdict.d.next = 0.into();
                if self.step.q.val() == 7 {
                    self.txd.d.next = 0xd5.into();
                    self.ready.d.next = true;
                    self.state.d.next = State::Data;
                }
            }
            State::Data => {
                self.step.d.next = 0.into();
                if self.tx_axis_tvalid.val() {
                    self.txd.d.next = self.tx_axis_tdata.val();
                    self.crc.data.next = self.tx_axis_tdata.val();
                    if self.tx_axis_tlast.val() {
                        self.ready.d.next = false;
                        // SentWithError, or still Ok.
                        self.verdict.d.next = bit_cast::<3, 1>(self.tx_axis_tuser.val().into());
                        if self.tx_fcs_insert.val() & !self.suffices.val() {
                            self.state.d.next = State::Pad;
                        } else if self.tx_fcs_insert.val() | self.tx_axis_tuser.val() {
                            self.state.d.next = State::Fcs;
                        } else {
                            self.state.d.next = State::Gap;
                        }
                    }
                } else {
                    // Underrun: this edge sends the first of four wrong FCS octets.
                    self.txd.d.next = !self.fcs_octet.val();
                    self.tx_er.d.next = true;
                    self.step.d.next = 1.into();
                    self.verdict.d.next = 2.into();
                    self.draining.d.next = true;
                    self.state.d.next = State::Fcs;
                }
            }
            State::Pad => {
                self.crc.data.next = 0.into();
                if self.suffices.val() {
                    self.state.d.next = State::Fcs;
                }
            }
            State::Fcs => {
                self.txd.d.next = self.fcs_octet.val();
                if self.verdict.q.val().any() {
                    self.txd.d.next = !self.fcs_octet.val();
                    self.tx_er.d.next = true;
                }
                self.step.d.next = self.step.q.val() + 1;
                if self.step.q.val() == 3 {
                    self.step.d.next = 0.into();
                    self.state.d.next = State::Gap;
                }
            }
            State::Gap => {
                self.step.d.next = self.step.q.val() + 1;
                self.start_ready.d.next = (self.step.q.val() >= 7) & !self.drains_on.val();
                if self.step.q.val() == 0 {
                    self.over.d.next = true;
                    self.over_verdict.d.next = self.verdict.q.val();
                    self.over_octets.d.next = self.octets.q.val();
                }
                if self.step.q.val() == 11 {
                    self.state.d.next = State::Idle;
                }
            }
        }

        if !self.in_frame.val() {
            self.octets.d.next = 0.into();
            self.is_long.d.next = false;
        } else {
            self.is_long.d.next = self.suffices.val();
            if !self.octets.q.val().all() {
                self.octets.d.next = self.octets.q.val() + 1;
            }
        }
        if self.draining.q.val() {
            self.draining.d.next = self.drains_on.val();
            self.ready.d.next = self.drains_on.val();
        }
    }
}
