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
        self.show(sent);
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
    fn show(&mut self, sent: Option<Nibble>) {
        let Nibble { data, error } = sent.unwrap_or_default();
        let takes_beat = match self.phase {
            Phase::Sending { high: None, collided: false, .. } => self.frame.wants_beat() && self.head.needs_client(),
            _ => false,
        };
        let idle = matches!(self.phase, Phase::Idle) && !self.draining;
        let out = &mut self.out;
        (out.mii_txd, out.mii_tx_er, out.mii_tx_en) = (data, error, sent.is_some());
        out.tx_axis_tready = takes_beat || self.draining;
        out.tx_start_ready = idle && self.deference.first_part_is_over();
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
mod tests {
    use super::*;
    use crate::testing::{self, Random, chart, with_fcs};
    use proptest::prelude::*;

    /// The transmitter with a client that always has the next beat, and a PHY.
    struct Bench {
        block: MacTxMii,
        out: Out,
        beats: Vec<Beat>,
        taken: usize,
        settings: In,
    }

    impl Bench {
        /// A client with these frames, half duplex, the greatest random word.
        fn new(frames: &[&[u8]], fcs_insert: bool) -> Self {
            let beats = frames.iter().flat_map(|frame| {
                let last = frame.len() - 1;
                frame.iter().enumerate().map(move |(index, &data)| Beat {
                    data,
                    last: index == last,
                    user: false,
                    fcs_insert,
                })
            });
            let settings = In { random: 0x3ff, ..In::default() };
            let beats = beats.collect();
            Self { block: MacTxMii::new(), out: Out::default(), beats, taken: 0, settings }
        }

        fn full_duplex(mut self) -> Self {
            self.settings.cfg_full_duplex = true;
            self
        }

        /// One edge with carrier sense as the PHY should have it: carrier while we send.
        fn step(&mut self, col: bool) -> Out {
            let crs = self.out.mii_tx_en;
            self.step_with(crs, col, true)
        }

        fn step_with(&mut self, mii_crs: bool, mii_col: bool, offers: bool) -> Out {
            let offer = self.beats.get(self.taken).filter(|_| offers);
            let beat = offer.copied().unwrap_or_default();
            let input = In {
                tx_axis_tvalid: offer.is_some(),
                tx_axis_tdata: beat.data,
                tx_axis_tlast: beat.last,
                tx_axis_tuser: beat.user,
                tx_fcs_insert: beat.fcs_insert,
                mii_crs,
                mii_col,
                ..self.settings
            };
            self.taken += usize::from(offer.is_some() && self.out.tx_axis_tready);
            Block::step(&mut self.block, &input, &mut self.out);
            let Out { mii_tx_en, mii_txd, mii_tx_er, .. } = self.out;
            assert!(mii_tx_en || (mii_txd, mii_tx_er) == (0, false), "silence carries nothing");
            self.out
        }

        /// Steps so that `col` is seen at the edge that is to send nibble `index` of the attempt which the next
        /// edge begins, and on to the first silent edge after the attempt. (At nibble 1 of a first attempt only: the
        /// pin is high before the frame is offered.)
        fn attempt_with_collision_at(&mut self, index: usize) -> Vec<Out> {
            if index == 1 {
                self.step_with(false, true, false);
            }
            let mut outputs: Vec<Out> = (0..5000).map(|edge| self.step_until_sent(edge, index)).collect();
            let silent = outputs.iter().position(|out| !out.mii_tx_en).unwrap();
            outputs.truncate(silent + 1);
            outputs
        }

        /// Two flip-flops delay the pin by two edges. Past the attempt the bench stands still.
        fn step_until_sent(&mut self, edge: usize, index: usize) -> Out {
            if edge > 0 && !self.out.mii_tx_en { self.out } else { self.step(edge + 2 == index) }
        }

        /// Steps to the edge before the next attempt; gives the number of silent edges.
        fn wait_for_start(&mut self) -> usize {
            let mut edges = 0;
            loop {
                let before = (self.block.clone(), self.out, self.taken);
                let out = self.step(false);
                edges += 1;
                if out.mii_tx_en {
                    (self.block, self.out, self.taken) = before;
                    return edges - 1;
                }
                assert!(edges < 200_000, "no start");
            }
        }

        fn run(&mut self, edges: usize) -> Vec<Out> {
            (0..edges).map(|_| self.step(false)).collect()
        }
    }

    /// The wire after every edge: a nibble, `!` an error, `.` nothing; `+` ready, `^` the strobe.
    fn wire(outputs: &[Out]) -> String {
        chart(outputs.iter().map(|out| {
            let ready = if out.tx_axis_tready { "+" } else { "" };
            let strobe = if out.stat_tx_valid { "^" } else { "" };
            let error = if out.mii_tx_er { "!" } else { "" };
            let nibble = if out.mii_tx_en { format!("{:x}", out.mii_txd) } else { ".".into() };
            format!("{error}{nibble}{ready}{strobe}")
        }))
    }

    /// The nibbles that were sent, joined into octets, low nibble first.
    fn octets(outputs: &[Out]) -> Vec<u8> {
        let sent: Vec<u8> = outputs.iter().filter(|out| out.mii_tx_en).map(|out| out.mii_txd).collect();
        sent.chunks(2).map(|pair| pair[0] | pair[1] << 4).collect()
    }

    /// Verdict, octets, collisions of the strobe, which must be there.
    fn end(out: &Out) -> (TxVerdict, u16, u8) {
        assert!(out.stat_tx_valid);
        (TxVerdict::ALL[usize::from(out.stat_tx_verdict)], out.stat_tx_octets, out.stat_tx_collisions)
    }

    const FRAME: [u8; 80] = {
        let mut frame = [0x3c; 80];
        let mut index = 0;
        while index < 80 {
            frame[index] = index as u8 ^ 0x5a;
            index += 1;
        }
        frame
    };

    fn on_wire(frame: &[u8]) -> Vec<u8> {
        let mut content = frame.to_vec();
        content.resize(content.len().max(60), 0);
        [&[0x55; 7][..], &[0xd5], &with_fcs(&content)].concat()
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(MacTxMii::new, &[Out::default()]);
    }

    #[test]
    fn full_duplex_frames_follow_each_other_after_24_nibbles() {
        let mut bench = Bench::new(&[&[0x21, 0x43], &[0x65]], false).full_duplex();
        let outputs = bench.run(64 + 24);
        assert_eq!(wire(&outputs), "5*15 d+ 1 2+ 3 4 .^ .*23 5*15 d+ 5 6 .^ .*25".to_owned());
        assert_eq!(end(&outputs[20]), (TxVerdict::Ok, 2, 0));
        assert_eq!(end(&outputs[62]), (TxVerdict::Ok, 1, 0));
        assert!(outputs.iter().all(|out| !out.stat_tx_deferred && !out.stat_tx_carrier_sense_error));
    }

    #[test]
    fn a_frame_is_padded_and_gets_its_fcs() {
        for length in [1, 59, 60, 61, 80] {
            let mut bench = Bench::new(&[&FRAME[..length]], true).full_duplex();
            let outputs = bench.run(300);
            assert_eq!(octets(&outputs), on_wire(&FRAME[..length]));
            assert!(outputs.iter().all(|out| !out.mii_tx_er));
            assert_eq!(bench.taken, length);
        }
    }

    #[test]
    fn the_octet_tick_comes_at_every_second_clock() {
        let outputs = Bench::new(&[], false).run(6);
        assert_eq!(
            outputs.iter().map(|out| out.tx_octet_tick).collect::<Vec<_>>(),
            [false, true, false, true, false, true]
        );
    }

    #[test]
    fn a_collision_in_the_preamble_lets_it_be_finished_before_the_jam() {
        for index in [1, 2, 14, 15] {
            let outputs = Bench::new(&[&FRAME], true).attempt_with_collision_at(index);
            assert_eq!(wire(&outputs), "5*15 d 5*8 .", "at nibble {index}");
        }
    }

    #[test]
    fn a_collision_in_the_frame_is_jammed_at_once() {
        // 5a 5b 58 59: the low nibble is first.
        let mut bench = Bench::new(&[&FRAME], true);
        assert_eq!(wire(&bench.attempt_with_collision_at(16)), "5*15 d+ 5*8 .");
        assert_eq!(bench.taken, 1, "the octet that would have been sent is kept");
        assert_eq!(wire(&Bench::new(&[&FRAME], true).attempt_with_collision_at(17)), "5*15 d+ a 5*8 .");
        assert_eq!(wire(&Bench::new(&[&FRAME], true).attempt_with_collision_at(19)), "5*15 d+ a 5+ b 5*8 .");
        let outputs = Bench::new(&[&FRAME], true).attempt_with_collision_at(100);
        assert_eq!(outputs.len(), 100 + 8 + 1);
    }

    #[test]
    fn a_retry_sends_the_whole_frame_whatever_was_taken() {
        for index in [1, 15, 16, 17, 18, 19, 127, 128] {
            let mut bench = Bench::new(&[&FRAME], true);
            bench.settings.random = 0;
            bench.attempt_with_collision_at(index);
            assert!(!bench.out.stat_tx_valid, "an attempt that is retried has no verdict");
            assert_eq!(bench.wait_for_start(), 2 + 24, "no slot to wait, just our carrier's end and the gap");
            let outputs = bench.run(300);
            assert_eq!(octets(&outputs), on_wire(&FRAME), "collision at {index}");
            assert_eq!(bench.taken, FRAME.len());
            let strobe = outputs.iter().find(|out| out.stat_tx_valid).unwrap();
            assert_eq!(end(strobe), (TxVerdict::Ok, 84, 1));
            assert!(!strobe.stat_tx_carrier_sense_error);
        }
    }

    #[test]
    fn a_collision_is_late_from_nibble_129_on() {
        let mut bench = Bench::new(&[&FRAME, &[1]], true);
        bench.attempt_with_collision_at(128);
        assert!(!bench.out.stat_tx_valid);
        for (index, octets) in [(129, 57), (130, 57), (131, 58)] {
            let mut bench = Bench::new(&[&FRAME, &[1]], true);
            let outputs = bench.attempt_with_collision_at(index);
            assert_eq!(outputs.len(), index + 8 + 1);
            assert_eq!(end(&bench.out), (TxVerdict::LateCollision, octets, 1), "at nibble {index}");
            assert!(bench.out.tx_axis_tready, "the rest is drained");
            bench.run(60);
            assert_eq!(bench.taken, FRAME.len() + 1, "and the next frame begins");
        }
    }

    #[test]
    fn a_late_collision_after_the_last_beat_drains_nothing() {
        let mut bench = Bench::new(&[&FRAME[..57], &[1]], true);
        bench.attempt_with_collision_at(135);
        assert_eq!(end(&bench.out), (TxVerdict::LateCollision, 60, 1));
        assert!(!bench.out.tx_axis_tready);
    }

    #[test]
    fn delays_double_up_to_1024_slots_and_the_16th_collision_is_the_last() {
        let mut bench = Bench::new(&[&FRAME], true);
        for collision in 1..=15 {
            bench.attempt_with_collision_at(30);
            assert!(!bench.out.stat_tx_valid);
            let slots = (1 << collision.min(10)) - 1;
            // The first silent edge has gone; the delay is over at the edge before the start.
            assert_eq!(bench.wait_for_start(), 128 * slots, "collision {collision}");
        }
        bench.attempt_with_collision_at(30);
        assert_eq!(end(&bench.out), (TxVerdict::ExcessiveCollisions, 7, 16));
        assert!(bench.out.tx_axis_tready);
    }

    #[test]
    fn collision_is_ignored_in_full_duplex_in_silence_and_after_the_frame() {
        let mut bench = Bench::new(&[&[1, 2]], false).full_duplex();
        let outputs: Vec<Out> = (0..40).map(|_| bench.step(true)).collect();
        assert_eq!(wire(&outputs), "5*15 d+ 1 0+ 2 0 .^ .*19");
        assert_eq!(end(&outputs[20]), (TxVerdict::Ok, 2, 0));

        let mut bench = Bench::new(&[&[1, 2]], false);
        (0..3).for_each(|_| _ = bench.step_with(false, true, false));
        bench.step_with(false, false, false);
        bench.step_with(false, false, false);
        let outputs: Vec<Out> = (0..30).map(|edge| bench.step(edge == 18)).collect();
        assert_eq!(end(&outputs[20]), (TxVerdict::Ok, 2, 0));
        assert_eq!(outputs[29].stat_tx_collisions, 0);
    }

    #[test]
    fn a_frame_waits_for_carrier_and_the_gap_and_is_deferred() {
        let mut bench = Bench::new(&[&[1, 2]], false);
        (0..10).for_each(|_| _ = bench.step_with(true, false, false));
        // Two more edges see the carrier, then the gap takes 24.
        let silent = (0..).find(|_| bench.step(false).mii_tx_en).unwrap();
        assert_eq!(silent, 2 + 24);
        let outputs = bench.run(20);
        assert_eq!(end(&outputs[19]), (TxVerdict::Ok, 2, 0));
        assert!(outputs[19].stat_tx_deferred && !outputs[19].stat_tx_excessive_deferral);

        let mut bench = Bench::new(&[&[1, 2]], false);
        let outputs = bench.run(21);
        assert!(outputs[20].stat_tx_valid && !outputs[20].stat_tx_deferred, "no carrier, no deferral");
    }

    #[test]
    fn deferral_is_excessive_from_6072_nibbles_on() {
        for (deferred, excessive) in [(6071, false), (6072, true)] {
            let mut bench = Bench::new(&[&[1, 2]], false);
            // Carrier first: the gap counter is at 0 when the frame comes, and 24 of the edges are the gap.
            (0..5).for_each(|_| _ = bench.step_with(true, false, false));
            (0..deferred - 26).for_each(|_| _ = bench.step_with(true, false, true));
            let outputs: Vec<Out> = (0..60).map(|_| bench.step(false)).collect();
            let strobe = outputs.iter().find(|out| out.stat_tx_valid).unwrap();
            assert_eq!((strobe.stat_tx_deferred, strobe.stat_tx_excessive_deferral), (true, excessive));
        }
    }

    #[test]
    fn carrier_sense_must_come_and_stay_while_we_send() {
        let strobe_with = |carrier: fn(usize) -> bool, full_duplex: bool| {
            let mut bench = Bench::new(&[&FRAME], true);
            bench.settings.cfg_full_duplex = full_duplex;
            (0..300).map(|edge| bench.step_with(carrier(edge), false, true)).find(|out| out.stat_tx_valid).unwrap()
        };
        let sent = 2 * (80 + 4 + 8);
        assert_eq!(sent, 184);
        assert!(strobe_with(|_| false, false).stat_tx_carrier_sense_error, "never came");
        assert!(!strobe_with(|_| false, true).stat_tx_carrier_sense_error, "full duplex has none");
        assert!(!strobe_with(|edge| edge > 0, false).stat_tx_carrier_sense_error);
        assert!(strobe_with(|edge| (5..100).contains(&edge), false).stat_tx_carrier_sense_error, "went away");
        assert!(!strobe_with(|edge| edge >= 181, false).stat_tx_carrier_sense_error, "seen by the last nibble");
        assert!(strobe_with(|edge| edge >= 182, false).stat_tx_carrier_sense_error, "seen after it");
        assert!(!strobe_with(|edge| (1..182).contains(&edge), false).stat_tx_carrier_sense_error);
        assert!(strobe_with(|edge| (1..181).contains(&edge), false).stat_tx_carrier_sense_error);
    }

    #[test]
    fn an_underrun_spoils_the_fcs_and_drains_the_rest() {
        let mut bench = Bench::new(&[&[0x21, 0x43, 0x65]], false).full_duplex();
        let outputs: Vec<Out> = (0..40).map(|edge| bench.step_with(false, false, edge != 18)).collect();
        let spoilt = with_fcs(&[0x21])[1..].iter().flat_map(|octet| [!octet & 15, !octet >> 4]).collect::<Vec<_>>();
        let sent: Vec<u8> = outputs[18..26].iter().map(|out| out.mii_txd).collect();
        assert_eq!(sent, spoilt);
        assert!(outputs[18..26].iter().all(|out| out.mii_tx_er && out.mii_tx_en) && !outputs[26].mii_tx_en);
        assert_eq!(
            outputs.iter().map(|out| u8::from(out.tx_axis_tready)).collect::<Vec<_>>()[15..22],
            [1, 0, 1, 1, 1, 0, 0]
        );
        assert_eq!(end(&outputs[26]), (TxVerdict::Underrun, 5, 0));
    }

    #[test]
    fn a_collision_in_the_octets_of_an_underrun_gives_the_frame_up() {
        let mut bench = Bench::new(&[&[0x21, 0x43, 0x65]], false);
        let outputs: Vec<Out> = (0..40).map(|edge| bench.step_with(edge > 1, edge == 18, edge != 18)).collect();
        assert!(outputs[18..20].iter().all(|out| out.mii_tx_er));
        assert!(outputs[20..28].iter().all(|out| out.mii_txd == 5 && out.mii_tx_en && !out.mii_tx_er));
        assert_eq!(end(&outputs[28]), (TxVerdict::Underrun, 2, 1));
    }

    #[test]
    fn a_missing_beat_at_the_collision_edge_is_no_underrun() {
        let mut bench = Bench::new(&[&FRAME], true);
        bench.settings.random = 0;
        (0..18).for_each(|edge| _ = bench.step(edge == 16));
        let out = bench.step_with(true, false, false);
        assert_eq!((out.mii_txd, out.mii_tx_er, bench.taken), (5, false, 1));
        let outputs = bench.run(300);
        assert!(outputs[..7].iter().all(|out| out.mii_tx_en) && !outputs[7].mii_tx_en, "seven more jam nibbles");
        assert_eq!(octets(&outputs[7..]), on_wire(&FRAME));
    }

    #[test]
    fn start_ready_follows_the_first_part_of_the_gap() {
        let mut bench = Bench::new(&[&[1]], false).full_duplex();
        let outputs = bench.run(40);
        let high: Vec<usize> = (0..40).filter(|&edge| outputs[edge].tx_start_ready).collect();
        assert_eq!(high, (33..40).collect::<Vec<_>>(), "18 nibbles from edge 0, then 16 of the gap");
        assert!(Bench::new(&[], false).step(false).tx_start_ready);
    }

    #[test]
    fn hold_keeps_a_first_attempt_from_starting_but_not_a_retry() {
        let mut bench = Bench::new(&[&FRAME], true);
        bench.settings.tx_hold = true;
        assert!(bench.run(10).iter().all(|out| !out.mii_tx_en));
        bench.settings.tx_hold = false;
        bench.settings.random = 0;
        bench.attempt_with_collision_at(40);
        bench.settings.tx_hold = true;
        assert_eq!(bench.wait_for_start(), 2 + 24);
    }

    proptest! {
        /// With collisions at random every frame is sent whole in its last attempt or given up, and no beat of a
        /// frame gets into another.
        #[test]
        fn every_frame_is_sent_whole_or_given_up(seed in any::<u64>(), rate in 20..2000u64) {
            let mut random = Random(seed);
            let frames: Vec<Vec<u8>> = (0..6).map(|_| (0..1 + random.next() % 120).map(|_| random.next() as u8).collect()).collect();
            let mut bench = Bench::new(&frames.iter().map(Vec::as_slice).collect::<Vec<_>>(), true);
            let mut attempt = Vec::new();
            let mut verdicts = Vec::new();
            for _ in 0..60_000 {
                bench.settings.random = random.next() as u16 & 7;
                let out = bench.step(random.one_in(rate));
                if out.stat_tx_valid {
                    let (verdict, _, collisions) = end(&out);
                    prop_assert!(verdict != TxVerdict::Ok || collisions < 16);
                    prop_assert!(verdict != TxVerdict::ExcessiveCollisions || collisions == 16);
                    prop_assert!(verdict != TxVerdict::LateCollision || collisions > 0);
                    if verdict == TxVerdict::Ok {
                        prop_assert_eq!(octets(&attempt), on_wire(&frames[verdicts.len()]));
                    }
                    verdicts.push(verdict);
                }
                if out.mii_tx_en {
                    attempt.push(out);
                } else {
                    attempt.clear();
                }
            }
            prop_assert_eq!(verdicts.len(), frames.len());
            prop_assert_eq!(bench.taken, bench.beats.len());
        }
    }
}
