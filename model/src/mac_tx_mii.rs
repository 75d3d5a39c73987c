// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_tx_mii`](wirewright_spec::ports::mac_tx_mii): the MII transmitter, one nibble a clock, full
//! or half duplex (IEEE 802.3-2022, 4.2.3.2, 4.2.8, clause 22).
//!
//! ```text
//!                   +--------------+
//!  tx_axis_tdata[8]->              |->mii_txd[4]
//!   tx_axis_tvalid->|              |->mii_tx_en
//!   tx_axis_tready<-|  mac_tx_mii  |->mii_tx_er
//!    tx_axis_tlast->|              |->tx_start_ready
//!    tx_axis_tuser->|              |->tx_octet_tick
//!    tx_fcs_insert->|              |->stat_tx_valid, verdict[3], octets[16]
//!  tx_hold crs/col->|              |  collisions[5], deferred,
//!  cfg_full_duplex->|              |  excessive_deferral, carrier_sense_error
//!       random[10]->|              |
//!                   +--------------+
//! ```

use crate::backoff::Backoff;
use crate::deference::Deference;
use crate::synchroniser::Synchroniser;
use crate::tx_frame::{Beat, TxFrame, WireOctet};
use crate::tx_head::TxHead;
use wirewright_spec::Block;
use wirewright_spec::ethernet::{ATTEMPT_LIMIT, JAM_BITS, MAX_FRAME_OCTETS, PREAMBLE, SLOT_TIME_BITS};
use wirewright_spec::ports::backoff;
use wirewright_spec::ports::mac_tx_mii::{In, Out};
use wirewright_spec::verdict::TxVerdict;

/// Nibbles of preamble and delimiter.
const HEAD_NIBBLES: u32 = 16;
const JAM_NIBBLES: u8 = JAM_BITS as u8 / 4;
const SLOT_TIME_NIBBLES: u32 = SLOT_TIME_BITS as u32 / 4;
/// Nibble times of deferral that are excessive (4.2.4.2.2 and 30.3.1.1.20: maxDeferTime, twice the longest frame).
const EXCESSIVE_DEFERRAL_NIBBLES: u32 = 2 * 2 * MAX_FRAME_OCTETS as u32;

/// The transmitter.
#[derive(Clone, Debug)]
pub struct MacTxMii {
    phase: Phase,
    frame: TxFrame,
    head: TxHead,
    /// Beats are thrown away up to the last of a frame that is given up.
    draining: bool,
    record: Record,
    deference: Deference,
    backoff: Backoff,
    crs: Synchroniser<bool>,
    col: Synchroniser<bool>,
    /// Edges since reset, odd or even.
    odd: bool,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    /// No frame, or one that is wanted but has not begun.
    Idle,
    /// Nibble `index` of an attempt is next; `high` is the octet of which just the high nibble is left.
    Sending {
        index: u32,
        high: Option<WireOctet>,
        collided: bool,
    },
    Jam {
        left: u8,
    },
    /// The frame is to be sent again.
    Retry,
}

/// What is kept of a frame for its statistics.
#[derive(Clone, Copy, Debug, Default)]
struct Record {
    collisions: u8,
    late: bool,
    deferred: bool,
    excessive_deferral: bool,
    /// Edges of this attempt at which it had to defer.
    deferral_nibbles: u32,
    carrier_seen: bool,
    carrier_lost: bool,
}

/// What an edge sends.
#[derive(Clone, Copy, Debug, Default)]
struct Nibble {
    data: u8,
    error: bool,
}

const JAM: Nibble = Nibble { data: PREAMBLE & 15, error: false };

/// Carrier sense and collision as this edge has them.
#[derive(Clone, Copy)]
struct Medium {
    crs: bool,
    col: bool,
}

impl MacTxMii {
    /// A block as after reset.
    pub fn new() -> Self {
        Self {
            phase: Phase::Idle,
            frame: TxFrame::new(),
            head: TxHead::new(),
            draining: false,
            record: Record::default(),
            deference: Deference::new(),
            backoff: Backoff::new(),
            crs: Synchroniser::default(),
            col: Synchroniser::default(),
            odd: false,
            out: Out::default(),
        }
    }

    /// One edge of `clk`.
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let half_duplex = !input.cfg_full_duplex;
        let medium = Medium { crs: self.crs.value() && half_duplex, col: self.col.value() && half_duplex };
        let was_draining = self.draining;
        self.drain(input);
        let mut backoff = backoff::In { random: input.random, ..Default::default() };
        self.out.stat_tx_valid = false;

        let sent = match self.phase {
            Phase::Idle | Phase::Retry => self.wait(input, medium, was_draining),
            Phase::Sending { index: HEAD_NIBBLES, collided: true, .. } => Some(self.begin_jam()),
            Phase::Sending { high: None, .. } if self.frame.is_over() => {
                self.end_frame(self.frame.verdict(), half_duplex);
                None
            }
            Phase::Sending { index, high, collided } => Some(self.send(index, high, collided, medium, input)),
            Phase::Jam { left: 0 } => {
                backoff.start = self.end_of_jam(half_duplex);
                backoff.attempt = self.record.collisions;
                None
            }
            Phase::Jam { left } => {
                self.phase = Phase::Jam { left: left - 1 };
                Some(JAM)
            }
        };
        if sent.is_none() && self.out.stat_tx_valid && !was_draining && !self.draining {
            self.defer(wants_first_attempt(input), half_duplex);
        }

        self.backoff.edge(&backoff);
        self.deference.edge(medium.crs, sent.is_some());
        self.crs.edge(input.mii_crs);
        self.col.edge(input.mii_col);
        self.show(sent, half_duplex);
    }

    /// Throws a beat away while draining.
    fn drain(&mut self, input: &In) {
        if self.draining && input.tx_axis_tvalid && input.tx_axis_tlast {
            self.draining = false;
            self.head.drain(true);
        }
    }

    /// Nothing is being sent: begins an attempt if one is wanted and the medium allows it.
    fn wait(&mut self, input: &In, medium: Medium, was_draining: bool) -> Option<Nibble> {
        let retry = matches!(self.phase, Phase::Retry);
        let wanted = if retry { !self.backoff.busy() } else { wants_first_attempt(input) && !was_draining };
        if !wanted {
            return None;
        }
        if !self.deference.may_start(medium.crs) {
            self.defer(true, !input.cfg_full_duplex);
            return None;
        }
        self.frame = TxFrame::new();
        if retry {
            self.head.begin_attempt();
        } else {
            self.head.begin_frame();
        }
        Some(self.send(0, None, false, Medium { col: false, ..medium }, input))
    }

    /// Counts an edge at which a wanted frame finds the gap running.
    fn defer(&mut self, wanted: bool, half_duplex: bool) {
        if wanted && half_duplex && self.deference.gap_runs() {
            let record = &mut self.record;
            record.deferred = true;
            record.deferral_nibbles = record.deferral_nibbles.saturating_add(1);
            record.excessive_deferral |= record.deferral_nibbles == EXCESSIVE_DEFERRAL_NIBBLES;
        }
    }

    /// An edge at which nibble `index` is due.
    fn send(&mut self, index: u32, high: Option<WireOctet>, collided: bool, medium: Medium, input: &In) -> Nibble {
        let collides = medium.col && !collided;
        if collides {
            self.record.collisions += 1;
            self.record.late = index > SLOT_TIME_NIBBLES;
        }
        if collides && index >= HEAD_NIBBLES {
            self.keep_offered(high, input);
            return self.begin_jam();
        }
        if index > 0 {
            self.record.carrier_lost |= self.record.carrier_seen && !medium.crs;
            self.record.carrier_seen |= medium.crs;
        }
        let octet = high.unwrap_or_else(|| self.next_octet(input));
        let (data, next_high) = if high.is_some() { (octet.octet >> 4, None) } else { (octet.octet & 15, Some(octet)) };
        let index = index.saturating_add(1);
        self.phase = Phase::Sending { index, high: next_high, collided: collided || collides };
        Nibble { data, error: octet.error }
    }

    /// The octet whose low nibble is due.
    fn next_octet(&mut self, input: &In) -> WireOctet {
        if !self.frame.wants_beat() {
            return self.frame.next(None);
        }
        let beat = self.head.give(offered(input));
        self.draining |= beat.is_none();
        self.frame.next(beat)
    }

    /// A collision at the edge that would have sent the low nibble of a client's octet: the octet is taken all the
    /// same, for the retry.
    fn keep_offered(&mut self, high: Option<WireOctet>, input: &In) {
        if high.is_none()
            && self.frame.wants_beat()
            && self.head.needs_client()
            && let Some(beat) = offered(input)
        {
            self.head.take(beat);
        }
    }

    /// The first jam nibble.
    fn begin_jam(&mut self) -> Nibble {
        self.phase = Phase::Jam { left: JAM_NIBBLES - 1 };
        JAM
    }

    /// The first edge after the jam: whether the backoff starts; else the frame is given up.
    fn end_of_jam(&mut self, half_duplex: bool) -> bool {
        let verdict = if self.record.late {
            TxVerdict::LateCollision
        } else if u32::from(self.record.collisions) == ATTEMPT_LIMIT {
            TxVerdict::ExcessiveCollisions
        } else if self.frame.verdict() == TxVerdict::Underrun {
            TxVerdict::Underrun
        } else {
            self.phase = Phase::Retry;
            self.record.deferral_nibbles = 0;
            return true;
        };
        self.end_frame(verdict, half_duplex);
        false
    }

    /// The first edge that sends nothing after a frame that is sent or given up.
    fn end_frame(&mut self, verdict: TxVerdict, half_duplex: bool) {
        let record = std::mem::take(&mut self.record);
        let carrier_failed = !record.carrier_seen || record.carrier_lost;
        let judged = half_duplex && record.collisions == 0 && verdict != TxVerdict::Underrun;
        self.out.stat_tx_valid = true;
        self.out.stat_tx_verdict = verdict as u8;
        self.out.stat_tx_octets = self.frame.octets();
        self.out.stat_tx_collisions = record.collisions;
        self.out.stat_tx_deferred = record.deferred;
        self.out.stat_tx_excessive_deferral = record.excessive_deferral;
        self.out.stat_tx_carrier_sense_error = judged && carrier_failed;
        self.draining = !self.head.last_is_taken();
        self.phase = Phase::Idle;
    }

    /// The outputs that follow from the state after the edge.
    fn show(&mut self, sent: Option<Nibble>, half_duplex: bool) {
        let Nibble { data, error } = sent.unwrap_or_default();
        let takes_beat = match self.phase {
            Phase::Sending { high: None, collided: false, .. } => self.frame.wants_beat() && self.head.needs_client(),
            _ => false,
        };
        let idle = matches!(self.phase, Phase::Idle) && !self.draining;
        let out = &mut self.out;
        (out.mii_txd, out.mii_tx_er, out.mii_tx_en) = (data, error, sent.is_some());
        out.tx_axis_tready = takes_beat || self.draining;
        // In half duplex a frame that waits for the medium must be offered: its deferral is counted.
        out.tx_start_ready = idle && (half_duplex || self.deference.first_part_is_over());
        out.tx_octet_tick = self.odd;
        self.odd = !self.odd;
    }
}

fn wants_first_attempt(input: &In) -> bool {
    input.tx_axis_tvalid && !input.tx_hold
}

/// What the client offers.
fn offered(input: &In) -> Option<Beat> {
    input.tx_axis_tvalid.then_some(Beat {
        data: input.tx_axis_tdata,
        last: input.tx_axis_tlast,
        user: input.tx_axis_tuser,
        fcs_insert: input.tx_fcs_insert,
    })
}

impl Default for MacTxMii {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for MacTxMii {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests;
