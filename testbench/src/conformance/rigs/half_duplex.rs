// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rigs for the half duplex transmitter and the medium around it: frames and what happens on the medium in,
//! attempts and verdicts out.

use super::medium::{self, Medium};
use super::transmit::{Offer, Source};
use super::wire::TxSymbol;
use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_model::reference::half_duplex::send;
use wirewright_model::reference::transmit::{Request, nibbles, transmit};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, mac_tx_mii};

/// A half duplex transmitter and the medium around it.
pub struct HalfDuplex;

/// What is to be sent, and what happens on the medium meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The frames in order.
    pub frames: Vec<Request>,
    /// The clock from which each frame is offered; 0 past the end of the list.
    pub offer_at: Vec<usize>,
    /// The medium.
    pub medium: medium::Script,
    /// The random word after each attempt; 0 past the end of the list.
    pub random: Vec<u16>,
}

/// What the transmitter did.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// What it showed after each clock.
    pub symbols: Vec<TxSymbol>,
    /// Its verdicts in order.
    pub statuses: Vec<Status>,
}

/// A verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// A `TxVerdict` by number.
    pub verdict: u8,
    /// Octets of the last attempt.
    pub octets: u16,
    /// Collisions met.
    pub collisions: u8,
    /// It had to wait for the medium.
    pub deferred: bool,
    /// It waited too long.
    pub excessive_deferral: bool,
    /// Carrier sense failed.
    pub carrier_sense_error: bool,
}

/// One attempt: a run of clocks with `tx_en` high.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The clock of its first nibble.
    pub start: usize,
    /// The first clock after it.
    pub end: usize,
    /// Its nibbles.
    pub nibbles: Vec<u8>,
}

impl Trace {
    /// What it sent.
    pub fn attempts(&self) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        let mut clock = 0;
        for run in self.symbols.chunk_by(|one, next| one.en == next.en) {
            if run[0].en {
                let nibbles = run.iter().map(|symbol| symbol.data).collect();
                attempts.push(Attempt { start: clock, end: clock + run.len(), nibbles });
            }
            clock += run.len();
        }
        attempts
    }
}

/// The collision signal passes two flip-flops before the transmitter can act on it: when it rises with nibble n on
/// the pins, nibble n + 3 is the first that can be another (contract of `mac_tx_mii`).
pub const COLLISION_LATENCY_NIBBLES: usize = 3;

impl Subject for HalfDuplex {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<HalfDuplex>>, NoRig> {
        Ok(if rung == Rung::Reference { Box::new(Reference) } else { Box::new(Timed(design(rung, rungs)?)) })
    }
}

/// The reference knows no time: its gaps and delays are those that the medium of such a script must give.
struct Reference;

impl Rig<HalfDuplex> for Reference {
    fn play(&mut self, script: &Script) -> Trace {
        let mut trace = Trace::default();
        let mut attempts = 0;
        for request in &script.frames {
            let octets: Vec<u8> = transmit(request).symbols.iter().map(|symbol| symbol.octet).collect();
            let rest = |list: usize| attempts.min(list);
            let collisions: Vec<_> = script.medium.collisions[rest(script.medium.collisions.len())..]
                .iter()
                .map(|met| met.map(|nibble| nibble + COLLISION_LATENCY_NIBBLES))
                .collect();
            let random: Vec<_> = script.random[rest(script.random.len())..].iter().map(|&word| word.into()).collect();
            let story = send(&nibbles(&octets), &collisions, &random);
            for (index, attempt) in story.attempts.iter().enumerate() {
                let idle = 24 + index.checked_sub(1).map_or(0, |before| story.delays_bits[before] / 4);
                trace.symbols.extend(vec![TxSymbol::default(); idle]);
                trace.symbols.extend(attempt.iter().map(|&data| TxSymbol { data, en: true, er: false }));
            }
            attempts += story.attempts.len();
            let last = story.attempts.last().map_or(0, Vec::len);
            let jam = if story.attempts.len() == story.collisions as usize { 8 } else { 0 };
            trace.statuses.push(Status {
                verdict: story.verdict as u8,
                octets: (last - jam).saturating_sub(16).div_ceil(2) as u16,
                collisions: story.collisions as u8,
                ..Status::default()
            });
        }
        trace.symbols.push(TxSymbol::default());
        trace
    }

    fn bits_per_clock(&self) -> usize {
        4
    }
}

struct Timed(Box<dyn Device<ports::MacTxMii>>);

/// Clocks of silence after the last verdict.
const TAIL_CLOCKS: usize = 200;

impl Rig<HalfDuplex> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.0.reset();
        let mut trace = Trace::default();
        let mut medium = Medium::new(&script.medium);
        let mut source = Source::new(&script.frames, 0, 200);
        let mut out = mac_tx_mii::Out::default();
        let mut tail = 0;
        let limit = patience_clocks(script);
        while tail < TAIL_CLOCKS && trace.symbols.len() < limit {
            let clock = trace.symbols.len();
            let may_offer = script.offer_at.get(source.frame()).is_none_or(|&at| clock >= at);
            let offer = if may_offer { source.offer() } else { Offer::default() };
            let (crs, col) = medium.pins(shown(&out));
            let word = medium.attempts().checked_sub(1).and_then(|last| script.random.get(last).copied());
            let ready = out.tx_axis_tready;
            self.0.step(EdgeSet::FIRST, &input(offer, crs, col, word.unwrap_or(0)), &mut out);
            source.passed(offer.valid && ready);
            trace.symbols.push(shown(&out));
            trace.statuses.extend(out.stat_tx_valid.then(|| status(&out)));
            tail = if trace.statuses.len() >= script.frames.len() { tail + 1 } else { 0 };
        }
        trace
    }

    fn bits_per_clock(&self) -> usize {
        4
    }
}

/// Long enough for everything that the script makes happen.
fn patience_clocks(script: &Script) -> usize {
    let frames: usize = script.frames.iter().map(|frame| 2 * frame.octets.len() + 400).sum();
    let attempts: usize = script.medium.collisions.len() * 3200;
    let delays: usize = script.random.iter().map(|&word| 128 * usize::from(word)).sum();
    let foreign = script.medium.foreign.iter().map(|range| range.end).max().unwrap_or(0);
    let offers = script.offer_at.iter().max().copied().unwrap_or(0);
    frames + attempts + delays + foreign + offers + 1000
}

fn input(offer: Offer, crs: bool, col: bool, random: u16) -> mac_tx_mii::In {
    mac_tx_mii::In {
        tx_axis_tdata: offer.data,
        tx_axis_tvalid: offer.valid,
        tx_axis_tlast: offer.last,
        tx_axis_tuser: offer.user,
        tx_fcs_insert: offer.fcs_insert,
        mii_crs: crs,
        mii_col: col,
        random,
        ..Default::default()
    }
}

fn shown(out: &mac_tx_mii::Out) -> TxSymbol {
    TxSymbol { data: out.mii_txd, en: out.mii_tx_en, er: out.mii_tx_er }
}

fn status(out: &mac_tx_mii::Out) -> Status {
    Status {
        verdict: out.stat_tx_verdict,
        octets: out.stat_tx_octets,
        collisions: out.stat_tx_collisions,
        deferred: out.stat_tx_deferred,
        excessive_deferral: out.stat_tx_excessive_deferral,
        carrier_sense_error: out.stat_tx_carrier_sense_error,
    }
}
