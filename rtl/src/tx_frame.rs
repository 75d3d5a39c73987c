// SPDX-License-Identifier: MIT OR Apache-2.0
//! What every transmitter does with a frame: preamble, delimiter, data, padding and FCS, octet by octet, whatever
//! the time of an octet is (IEEE 802.3-2022, 4.2.8, 3.2.1 to 3.2.9).
//!
//! ```text
//!               +----------+
//!   octet_edge->|          |->octet[8]
//!        start->|          |->sends
//!        abort->|          |->error
//!     tdata[8]->| tx_frame |->takes
//!       tvalid->|          |->underrun
//!        tlast->|          |->in_data
//!        tuser->|          |->ends
//!   fcs_insert->|          |->verdict[3]
//!               +----------+->octets[16]
//! ```

use crate::crc32::Crc32;
use crate::prelude::*;

/// What the next octet edge sends.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum State {
    Idle,
    Preamble,
    Data,
    Pad,
    Fcs,
    End,
}

/// The octets of a frame, one at each `octet_edge`: the common part of `mac_tx_mii` and `mac_tx_trispeed`; see
/// `wirewright_spec::ports::mac_tx` for what is sent. The outputs up to `underrun` say what happens at this edge.
///
/// `mac_tx`, which sends an octet at every edge, has its own form of this: with pauses it would be a quarter larger.
#[derive(LogicBlock, Default)]
pub struct TxFrame {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// An octet begins at this edge; at all others this block stands still.
    pub octet_edge: Signal<In, Bit>,
    /// When idle: begin a frame.
    pub start: Signal<In, Bit>,
    /// Be idle after this edge, wherever the frame is.
    pub abort: Signal<In, Bit>,
    /// Octet of the frame.
    pub tdata: Signal<In, Bits<8>>,
    /// An octet is there.
    pub tvalid: Signal<In, Bit>,
    /// It is the last one.
    pub tlast: Signal<In, Bit>,
    /// On the last octet: send the frame with an error.
    pub tuser: Signal<In, Bit>,
    /// Pad the frame and append the FCS; else the stream carries the FCS.
    pub fcs_insert: Signal<In, Bit>,
    /// The octet to send at this octet edge; 0 when there is none.
    pub octet: Signal<Out, Bits<8>>,
    /// There is one.
    pub sends: Signal<Out, Bit>,
    /// It is sent with an error.
    pub error: Signal<Out, Bit>,
    /// It is `tdata`, which is taken.
    pub takes: Signal<Out, Bit>,
    /// There is no octet in time.
    pub underrun: Signal<Out, Bit>,
    /// No frame is being sent.
    pub is_idle: Signal<Out, Bit>,
    /// The next octet edge wants an octet of the frame.
    pub in_data: Signal<Out, Bit>,
    /// The next octet edge is the first that sends nothing.
    pub ends: Signal<Out, Bit>,
    /// The `TxVerdict` of the frame so far, collisions apart; it stays until the next frame.
    pub verdict: Signal<Out, Bits<3>>,
    /// Octets of the frame already sent, saturating at 65535; it stays until the next frame.
    pub octets: Signal<Out, Bits<16>>,
    state: Register<State>,
    /// Octets already sent of the preamble or the FCS.
    step: Register<Bits<3>>,
    verdict_so_far: Register<Bits<3>>,
    octets_so_far: Register<Bits<16>>,
    /// They are 60 at least: no padding.
    is_long: Register<Bit>,
    crc: Crc32,
    fcs_octet: Signal<Local, Bits<8>>,
    in_frame: Signal<Local, Bit>,
    suffices: Signal<Local, Bit>,
}

impl Logic for TxFrame {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, state, step, verdict_so_far, octets_so_far, is_long);
        self.verdict.next = self.verdict_so_far.q.val();
        self.octets.next = self.octets_so_far.q.val();
        self.is_idle.next = self.state.q.val() == State::Idle;
        self.in_data.next = self.state.q.val() == State::Data;
        self.ends.next = self.state.q.val() == State::End;

        self.in_frame.next = (self.state.q.val() == State::Data)
            | (self.state.q.val() == State::Pad)
            | (self.state.q.val() == State::Fcs);
        self.takes.next = self.octet_edge.val() & (self.state.q.val() == State::Data) & self.tvalid.val();
        self.underrun.next = self.octet_edge.val() & (self.state.q.val() == State::Data) & !self.tvalid.val();
        self.fcs_octet.next = self.crc.fcs.val().get_bits::<8>(0);

        // The octet sent at this edge is the 60th, or a later one.
        self.suffices.next = self.is_long.q.val() | (self.octets_so_far.q.val().get_bits::<6>(0) == 59);

        self.crc.clk.next = self.clk.val();
        self.crc.rst.next = self.rst.val() | !self.in_frame.val();
        self.crc.init.next = false;
        self.crc.valid.next = self.octet_edge.val();
        // The complement of an FCS octet, taken in, moves the next one into its place.
        self.crc.data.next = !self.fcs_octet.val();

        // What is sent at this edge.
        self.sends.next = true;
        self.error.next = false;
        self.octet.next = 0.into();
        match self.state.q.val() {
            State::Idle => {
                self.sends.next = self.start.val();
                if self.start.val() {
                    self.octet.next = 0x55.into();
                }
            }
            State::Preamble => {
                self.octet.next = 0x55.into();
                if self.step.q.val() == 7 {
                    self.octet.next = 0xd5.into();
                }
            }
            State::Data => {
                if self.tvalid.val() {
                    self.octet.next = self.tdata.val();
                    self.crc.data.next = self.tdata.val();
                } else {
                    self.octet.next = !self.fcs_octet.val();
                    self.error.next = true;
                }
            }
            State::Pad => {
                self.crc.data.next = 0.into();
            }
            State::Fcs => {
                self.octet.next = self.fcs_octet.val();
                if self.verdict_so_far.q.val().any() {
                    self.octet.next = !self.fcs_octet.val();
                    self.error.next = true;
                }
            }
            State::End => {
                self.sends.next = false;
            }
        }

        // What comes after it.
        if self.octet_edge.val() {
            self.step.d.next = self.step.q.val() + 1;
            match self.state.q.val() {
                State::Idle => {
                    self.step.d.next = 1.into();
                    if self.start.val() {
                        self.state.d.next = State::Preamble;
                    }
                }
                State::Preamble => {
                    self.verdict_so_far.d.next = 0.into();
                    self.octets_so_far.d.next = 0.into();
                    self.is_long.d.next = false;
                    if self.step.q.val() == 7 {
                        self.state.d.next = State::Data;
                    }
                }
                State::Data => {
                    self.step.d.next = 0.into();
                    if !self.tvalid.val() {
                        // Underrun: this octet is the first of four wrong FCS octets.
                        self.step.d.next = 1.into();
                        self.verdict_so_far.d.next = 2.into();
                        self.state.d.next = State::Fcs;
                    } else if self.tlast.val() {
                        // SentWithError, or still Ok.
                        self.verdict_so_far.d.next = bit_cast::<3, 1>(self.tuser.val().into());
                        if self.fcs_insert.val() & !self.suffices.val() {
                            self.state.d.next = State::Pad;
                        } else if self.fcs_insert.val() | self.tuser.val() {
                            self.state.d.next = State::Fcs;
                        } else {
                            self.state.d.next = State::End;
                        }
                    }
                }
                State::Pad => {
                    self.step.d.next = 0.into();
                    if self.suffices.val() {
                        self.state.d.next = State::Fcs;
                    }
                }
                State::Fcs => {
                    if self.step.q.val() == 3 {
                        self.state.d.next = State::End;
                    }
                }
                State::End => {
                    self.state.d.next = State::Idle;
                }
            }
            if self.in_frame.val() {
                self.is_long.d.next = self.suffices.val();
                if !self.octets_so_far.q.val().all() {
                    self.octets_so_far.d.next = self.octets_so_far.q.val() + 1;
                }
            }
        }
        if self.abort.val() {
            self.state.d.next = State::Idle;
            self.verdict_so_far.d.next = self.verdict_so_far.q.val();
            self.octets_so_far.d.next = self.octets_so_far.q.val();
            self.is_long.d.next = self.is_long.q.val();
        }
    }
}
