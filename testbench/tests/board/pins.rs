// SPDX-License-Identifier: MIT OR Apache-2.0
//! Conformance cases played at the pins of the echo.
//!
//! A case that receives plays its carriers on RD and RX_CTL, and on the golden model of the block that it judges. What
//! it asks for, it asks of the model's trace; at the pins just those frames must come back that this trace has as
//! accepted, each as it was with its addresses exchanged, in order. Verdict numbers and counters are not at the pins.
//!
//! A case that sends has its frames come in, addresses exchanged, and judges what TD and TX_CTL show, symbol by symbol.
//! A frame of the client below 60 octets comes in padded: that the MAC pads cannot be seen here.

use wirewright_testbench::conformance::rigs::transmit::{self, Transmit};
use wirewright_testbench::conformance::rigs::wire::{Carrier, RxSymbol, TxSymbol};
use wirewright_testbench::conformance::rigs::{AnyExam, Exam, Rig as Played, Sabotaged, Saboteur, Subject};
use wirewright_testbench::conformance::rigs::{mac, receive};
use wirewright_testbench::conformance::{Case, Check, Ladder, Mismatch, Rung};

use crate::echo::{answer, with_fcs};
use crate::phy::Speed;
use crate::rig::Rig;

/// What is there longer than any frame of a case that is to come back takes, twice.
const PATIENCE_OCTETS: u64 = 8000;
/// 1000 ms.
const LIMIT_PS: u64 = 1_000_000_000_000;

/// The board with its link up.
pub struct Board {
    pub rig: Rig,
    pub speed: Speed,
}

impl Board {
    fn bits_per_clock(&self) -> usize {
        if self.speed == Speed::Mbit1000 { 8 } else { 4 }
    }

    /// Sends these carriers and waits until nothing more comes back. What has come back is in the receiver.
    fn play(&mut self, carriers: &[Carrier]) {
        assert_eq!((self.rig.receiver.faults, self.rig.tx_violations), (0, 0), "before the case");
        let bits_per_clock = self.bits_per_clock();
        for RxSymbol { data, dv, er } in carriers.iter().flat_map(|carrier| carrier.symbols(bits_per_clock)) {
            self.rig.sender.symbol(data, dv, er);
        }
        self.rig.until(LIMIT_PS, |rig| rig.sender.is_idle());
        let octet_ps = self.speed.half_ps() * 16 / bits_per_clock as u64;
        loop {
            let before = self.rig.receiver.frames.len();
            self.rig.run(PATIENCE_OCTETS * octet_ps);
            if self.rig.receiver.frames.len() == before {
                break;
            }
        }
    }
}

/// A case that receives.
trait Receives: Subject<Trace: Clone> {
    /// The golden model that is judged beside the pins.
    fn device(speed: Speed) -> &'static str;
    fn carriers(script: &Self::Script) -> &[Carrier];
    /// What the client gets, without FCS, of the frames that are not bad.
    fn accepted(trace: &Self::Trace) -> Vec<&[u8]>;
    /// For a case whose own saboteur changes what is not at the pins: the first bad frame is accepted, or where there
    /// is none the first good one is not.
    fn spoil(trace: &mut Self::Trace);
}

impl Receives for receive::Receive {
    fn device(speed: Speed) -> &'static str {
        if speed == Speed::Mbit1000 { "mac_rx_trispeed:octets" } else { "mac_rx_trispeed:nibbles" }
    }

    fn carriers(script: &receive::Script) -> &[Carrier] {
        assert!(script.fcs_strip && !script.jumbo, "the echo has other settings");
        &script.carriers
    }

    fn accepted(trace: &receive::Trace) -> Vec<&[u8]> {
        let accepted = trace.received.iter().filter(|frame| frame.verdict <= 1 && !frame.marked_bad);
        accepted.map(|frame| &frame.client[..]).collect()
    }

    fn spoil(trace: &mut receive::Trace) {
        let bad = |frame: &&mut receive::Received| frame.marked_bad && frame.client.len() >= 12;
        match trace.received.iter_mut().find(bad) {
            Some(frame) => (frame.verdict, frame.marked_bad) = (0, false),
            None => trace.received[0].marked_bad = true,
        }
    }
}

impl Receives for mac::Mac {
    fn device(speed: Speed) -> &'static str {
        if speed == Speed::Mbit1000 { "mac_trispeed:octets" } else { "mac_trispeed:nibbles" }
    }

    fn carriers(script: &mac::Script) -> &[Carrier] {
        &script.carriers
    }

    fn accepted(trace: &mac::Trace) -> Vec<&[u8]> {
        trace.received.iter().filter(|frame| !frame.bad).map(|frame| &frame.octets[..]).collect()
    }

    fn spoil(trace: &mut mac::Trace) {
        trace.received.remove(0);
    }
}

/// What the model did, and what came back at the pins.
struct Play<S: Subject> {
    trace: S::Trace,
    back: Vec<Vec<u8>>,
}

/// Plays on the golden model and at the pins, and keeps both.
struct Both<'a, S: Subject> {
    model: Box<dyn Played<S>>,
    board: &'a mut Board,
    plays: Vec<Play<S>>,
}

impl<S: Receives> Played<S> for Both<'_, S> {
    fn play(&mut self, script: &S::Script) -> S::Trace {
        let trace = self.model.play(script);
        self.board.play(S::carriers(script));
        let back = std::mem::take(&mut self.board.rig.receiver.frames);
        self.plays.push(Play { trace: trace.clone(), back });
        trace
    }

    fn bits_per_clock(&self) -> usize {
        self.model.bits_per_clock()
    }

    fn depth_octets(&self) -> usize {
        self.model.depth_octets()
    }
}

/// What is to come back. The echo answers no group: sent back, it would be the source.
fn expected<S: Receives>(trace: &S::Trace) -> Vec<Vec<u8>> {
    let accepted = S::accepted(trace).into_iter();
    accepted.filter(|client| client.len() >= 12 && client[0] & 1 == 0).map(answer).collect()
}

/// The case at the pins, then with its saboteur.
fn receives<S: Receives>(board: &mut Board, exam: &Exam<S>, own_saboteur: bool) -> Result<u64, String> {
    let model = S::open(S::device(board.speed), Rung::Model, &Ladder::default());
    let model = model.map_err(|none| format!("{none:?}"))?;
    let mut both = Both { model, board, plays: Vec::new() };
    let mut check = Check::default();
    (exam.run)(&mut both, &mut check).map_err(|mismatch| format!("the model: {}", said(&mismatch)))?;
    let plays = both.plays;
    for (number, play) in plays.iter().enumerate() {
        compare(&mut check, number, &expected::<S>(&play.trace), &play.back).map_err(|mismatch| said(&mismatch))?;
    }
    board.sound()?;
    let noticed = plays.iter().any(|play| {
        let mut trace = play.trace.clone();
        match &exam.saboteur {
            Saboteur::Trace(spoil) if own_saboteur => spoil(&mut trace),
            _ => S::spoil(&mut trace),
        }
        expected::<S>(&trace) != play.back
    });
    if noticed { Ok(check.comparisons()) } else { Err("the saboteur is not noticed".to_owned()) }
}

fn compare(check: &mut Check, play: usize, expected: &[Vec<u8>], back: &[Vec<u8>]) -> Result<(), Mismatch> {
    let lengths = |frames: &[Vec<u8>]| frames.iter().map(Vec::len).collect::<Vec<_>>();
    check.equal(format_args!("lengths of the frames back, play {play}"), lengths(back), lengths(expected))?;
    for (index, (back, expected)) in back.iter().zip(expected).enumerate() {
        check.equal(format_args!("frame {index} back, play {play}"), back, expected)?;
    }
    Ok(())
}

/// Has its frames come in, and keeps what is seen of them.
struct Sends<'a> {
    board: &'a mut Board,
    traces: Vec<transmit::Trace>,
}

impl Played<Transmit> for Sends<'_> {
    fn play(&mut self, script: &transmit::Script) -> transmit::Trace {
        assert!(!script.noisy_medium, "no carrier sense, no collision signal at RGMII");
        let bits_per_clock = self.board.bits_per_clock();
        // A frame ahead of them that is as long as can be: what comes after it waits for it. Where frames are to wait
        // for each other, they come with gaps shorter than those with which they go.
        let idle_clocks = if script.wait_clocks == 0 { 64 } else { 96 } / bits_per_clock + script.wait_clocks;
        let ahead = [&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0][..], &[0; 1500]].concat();
        let carriers: Vec<_> = std::iter::once(&ahead)
            .chain(script.frames.iter().map(|request| &request.octets))
            .map(|octets| Carrier { idle_clocks, ..Carrier::of(coming(octets)) })
            .collect();
        self.board.rig.receiver.symbols = Some(Vec::new());
        self.board.play(&carriers);
        self.board.rig.receiver.frames.clear();
        let symbols = self.board.rig.receiver.symbols.take().unwrap_or_default();
        let symbols =
            symbols.into_iter().map(|symbol| TxSymbol { data: symbol.data, en: symbol.tx_en, er: symbol.tx_er });
        let mut trace = transmit::Trace { bits_per_clock, symbols: symbols.collect(), statuses: Vec::new() };
        if let Some(ahead) = trace.packets().first() {
            trace.symbols.drain(..ahead.end);
        }
        self.traces.push(trace.clone());
        trace
    }

    fn bits_per_clock(&self) -> usize {
        self.board.bits_per_clock()
    }
}

/// The frame that comes back as this one.
fn coming(octets: &[u8]) -> Vec<u8> {
    let mut frame = [&octets[6..12], &octets[..6], &octets[12..]].concat();
    frame.resize(frame.len().max(60), 0);
    with_fcs(&frame)
}

/// Shows again what was seen.
struct Again {
    bits_per_clock: usize,
    traces: std::vec::IntoIter<transmit::Trace>,
}

impl Played<Transmit> for Again {
    fn play(&mut self, _: &transmit::Script) -> transmit::Trace {
        self.traces.next().expect("as many plays as before")
    }

    fn bits_per_clock(&self) -> usize {
        self.bits_per_clock
    }
}

fn sends(board: &mut Board, exam: &Exam<Transmit>) -> Result<u64, String> {
    let mut check = Check::default();
    let mut rig = Sends { board, traces: Vec::new() };
    (exam.run)(&mut rig, &mut check).map_err(|mismatch| said(&mismatch))?;
    let again = Again { bits_per_clock: rig.bits_per_clock(), traces: rig.traces.into_iter() };
    board.sound()?;
    let mut sabotaged = Sabotaged { rig: Box::new(again), saboteur: &exam.saboteur };
    match (exam.run)(&mut sabotaged, &mut Check::default()) {
        Err(_) => Ok(check.comparisons()),
        Ok(()) => Err("the saboteur is not noticed".to_owned()),
    }
}

impl Board {
    /// Whether all that was sent was within the PHY's window, and free of errors.
    fn sound(&self) -> Result<(), String> {
        match (self.rig.receiver.faults, self.rig.tx_violations) {
            (0, 0) => Ok(()),
            (faults, violations) => Err(format!("{faults} faulty frames, {violations} samples that were not still")),
        }
    }
}

/// Judges a case at the pins, then whether it notices its saboteur, or (`own_saboteur` false) another one. Gives the
/// number of comparisons.
pub fn judge(board: &mut Board, case: &Case, own_saboteur: bool) -> Result<u64, String> {
    match &case.exam {
        AnyExam::Receive(exam) => receives(board, exam, own_saboteur),
        AnyExam::Mac(exam) => receives(board, exam, own_saboteur),
        AnyExam::Transmit(exam) => sends(board, exam),
        _ => Err("nothing at the pins is judged by this kind of case".to_owned()),
    }
}

fn said(mismatch: &Mismatch) -> String {
    format!("{}: expected {}, got {}", mismatch.what, mismatch.expected, mismatch.got)
}
