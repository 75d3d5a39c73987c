// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rigs for full duplex transmitters: frames in, what the wires showed and the verdicts out.

use super::wire::{TxPacket, TxSymbol, packets};
use super::{NoRig, Rig, Subject, design};
use crate::conformance::frames::noise;
use crate::conformance::{Device, Rung, Rungs};
use wirewright_model::reference::transmit::{Request, transmit};
use wirewright_spec::ports::{self, mac_tx, mac_tx_mii, mac_tx_trispeed};
use wirewright_spec::{EdgeSet, Interface};

/// A full duplex transmitter.
pub struct Transmit;

/// The frames to be sent.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// In order, offered as early as they can be.
    pub frames: Vec<Request>,
    /// Clocks without an offer before each frame but the first.
    pub wait_clocks: usize,
    /// Carrier sense and collision signal come and go at random (where there are such wires).
    pub noisy_medium: bool,
}

/// What the transmitter did.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Bits of a symbol.
    pub bits_per_clock: usize,
    /// What it showed after each clock.
    pub symbols: Vec<TxSymbol>,
    /// Its verdicts in order.
    pub statuses: Vec<Status>,
}

/// A verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// A `TxVerdict` by number.
    pub verdict: u8,
    /// Octets on the wire.
    pub octets: u16,
}

impl Trace {
    /// What it sent.
    pub fn packets(&self) -> Vec<TxPacket> {
        packets(&self.symbols, self.bits_per_clock)
    }
}

impl Subject for Transmit {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(device: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Transmit>>, NoRig> {
        Ok(match (rung, device) {
            (Rung::Reference, "mac_tx" | "mac_tx_trispeed:octets") => Box::new(Reference { bits_per_clock: 8 }),
            (Rung::Reference, _) => Box::new(Reference { bits_per_clock: 4 }),
            (_, "mac_tx") => Box::new(Timed::<ports::MacTx>::new(design(rung, rungs)?, false)),
            (_, "mac_tx_mii") => Box::new(Timed::<ports::MacTxMii>::new(design(rung, rungs)?, true)),
            (_, "mac_tx_trispeed:octets") => Box::new(Timed::<ports::MacTxTrispeed>::new(design(rung, rungs)?, false)),
            _ => Box::new(Timed::<ports::MacTxTrispeed>::new(design(rung, rungs)?, true)),
        })
    }
}

/// The reference knows no time: it shows a gap of 12 octets after each packet, which no case asks it about.
struct Reference {
    bits_per_clock: usize,
}

impl Rig<Transmit> for Reference {
    fn play(&mut self, script: &Script) -> Trace {
        let mut trace = Trace { bits_per_clock: self.bits_per_clock, symbols: vec![], statuses: vec![] };
        for request in &script.frames {
            let packet = transmit(request);
            for symbol in &packet.symbols {
                for part in 0..8 / self.bits_per_clock {
                    let data = symbol.octet >> (part * self.bits_per_clock) & (0xff >> (8 - self.bits_per_clock));
                    trace.symbols.push(TxSymbol { data, en: true, er: symbol.error });
                }
            }
            trace.symbols.extend(vec![TxSymbol::default(); 96 / self.bits_per_clock]);
            trace.statuses.push(Status { verdict: packet.verdict as u8, octets: packet.frame().len() as u16 });
        }
        trace
    }

    fn bits_per_clock(&self) -> usize {
        self.bits_per_clock
    }
}

/// Inputs that all transmitters have.
#[derive(Clone, Copy, Default)]
pub(crate) struct Offer {
    pub valid: bool,
    pub data: u8,
    pub last: bool,
    pub user: bool,
    pub fcs_insert: bool,
}

/// Outputs that all transmitters have.
pub(crate) struct Seen {
    pub ready: bool,
    pub symbol: TxSymbol,
    pub status: Option<Status>,
}

/// The wires of a transmitter by their meaning.
pub(crate) trait TransmitterPins: Interface {
    fn input(offer: Offer, clock_enable: bool, nibble: bool, medium: (bool, bool)) -> Self::In;
    fn output(out: &Self::Out) -> Seen;
    /// Clocks from one that counts to the next.
    fn clock_enable_every(nibble: bool) -> usize {
        let _ = nibble;
        1
    }
}

impl TransmitterPins for ports::MacTx {
    fn input(offer: Offer, _: bool, _: bool, _: (bool, bool)) -> mac_tx::In {
        mac_tx::In {
            tx_axis_tdata: offer.data,
            tx_axis_tvalid: offer.valid,
            tx_axis_tlast: offer.last,
            tx_axis_tuser: offer.user,
            tx_fcs_insert: offer.fcs_insert,
            ..Default::default()
        }
    }

    fn output(out: &mac_tx::Out) -> Seen {
        Seen {
            ready: out.tx_axis_tready,
            symbol: TxSymbol { data: out.gmii_txd, en: out.gmii_tx_en, er: out.gmii_tx_er },
            status: status(out.stat_tx_valid, out.stat_tx_verdict, out.stat_tx_octets),
        }
    }
}

impl TransmitterPins for ports::MacTxMii {
    fn input(offer: Offer, _: bool, _: bool, (crs, col): (bool, bool)) -> mac_tx_mii::In {
        mac_tx_mii::In {
            tx_axis_tdata: offer.data,
            tx_axis_tvalid: offer.valid,
            tx_axis_tlast: offer.last,
            tx_axis_tuser: offer.user,
            tx_fcs_insert: offer.fcs_insert,
            mii_crs: crs,
            mii_col: col,
            cfg_full_duplex: true,
            ..Default::default()
        }
    }

    fn output(out: &mac_tx_mii::Out) -> Seen {
        Seen {
            ready: out.tx_axis_tready,
            symbol: TxSymbol { data: out.mii_txd, en: out.mii_tx_en, er: out.mii_tx_er },
            status: status(out.stat_tx_valid, out.stat_tx_verdict, out.stat_tx_octets),
        }
    }
}

impl TransmitterPins for ports::MacTxTrispeed {
    fn input(offer: Offer, clock_enable: bool, nibble: bool, _: (bool, bool)) -> mac_tx_trispeed::In {
        mac_tx_trispeed::In {
            tx_axis_tdata: offer.data,
            tx_axis_tvalid: offer.valid,
            tx_axis_tlast: offer.last,
            tx_axis_tuser: offer.user,
            tx_fcs_insert: offer.fcs_insert,
            tx_ce: clock_enable,
            cfg_nibble: nibble,
            ..Default::default()
        }
    }

    fn output(out: &mac_tx_trispeed::Out) -> Seen {
        Seen {
            ready: out.tx_axis_tready,
            symbol: TxSymbol { data: out.gmii_txd, en: out.gmii_tx_en, er: out.gmii_tx_er },
            status: status(out.stat_tx_valid, out.stat_tx_verdict, out.stat_tx_octets),
        }
    }

    fn clock_enable_every(nibble: bool) -> usize {
        if nibble { 5 } else { 1 }
    }
}

fn status(valid: bool, verdict: u8, octets: u16) -> Option<Status> {
    valid.then_some(Status { verdict, octets })
}

struct Timed<I: Interface> {
    device: Box<dyn Device<I>>,
    nibble: bool,
}

impl<I: TransmitterPins> Timed<I> {
    fn new(device: Box<dyn Device<I>>, nibble: bool) -> Timed<I> {
        Timed { device, nibble }
    }
}

impl<I: TransmitterPins> Rig<Transmit> for Timed<I> {
    fn play(&mut self, script: &Script) -> Trace {
        let mut trace = Trace { bits_per_clock: self.bits_per_clock(), symbols: vec![], statuses: vec![] };
        let every = I::clock_enable_every(self.nibble);
        // An underrun holds back the rest of the frame for longer than its end and the gap take.
        let hold_clocks = 64 * 8 / self.bits_per_clock() * every;
        let mut source = Source::new(&script.frames, script.wait_clocks * every, hold_clocks);
        let octets: usize = script.frames.iter().map(|frame| frame.octets.len() + 100).sum();
        let clocks = every * (8 / self.bits_per_clock() * (octets + 100) + script.frames.len() * script.wait_clocks)
            + script.frames.len() * hold_clocks;
        let mut medium = noise(9);
        let mut out = I::Out::default();
        self.device.reset();
        for clock in 0..clocks {
            let bits = if script.noisy_medium { medium.next().unwrap_or_default() } else { 0 };
            let ready = I::output(&out).ready;
            let offer = source.offer();
            let counts = clock % every == 0;
            let input = I::input(offer, counts, self.nibble, (bits & 1 != 0, bits & 6 == 6));
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            source.passed(offer.valid && ready);
            let seen = I::output(&out);
            if counts {
                trace.symbols.push(seen.symbol);
            }
            trace.statuses.extend(seen.status);
        }
        trace
    }

    fn bits_per_clock(&self) -> usize {
        if self.nibble { 4 } else { 8 }
    }
}

/// Offers frames octet by octet.
pub(crate) struct Source<'a> {
    frames: &'a [Request],
    wait_clocks: usize,
    hold_clocks: usize,
    frame: usize,
    octet: usize,
    /// Clocks for which nothing is offered.
    silent_clocks: usize,
}

impl<'a> Source<'a> {
    /// Waits before each frame but the first, and holds the rest of a frame back where it has an underrun.
    pub fn new(frames: &'a [Request], wait_clocks: usize, hold_clocks: usize) -> Source<'a> {
        Source { frames, wait_clocks, hold_clocks, frame: 0, octet: 0, silent_clocks: 0 }
    }

    /// The frame whose octets come next.
    pub fn frame(&self) -> usize {
        self.frame
    }

    /// What is offered at this clock.
    pub fn offer(&self) -> Offer {
        match self.frames.get(self.frame) {
            Some(frame) if self.silent_clocks == 0 => {
                let last = self.octet + 1 == frame.octets.len();
                Offer {
                    valid: true,
                    data: frame.octets[self.octet],
                    last,
                    user: last && frame.error,
                    fcs_insert: frame.fcs_insert,
                }
            }
            _ => Offer::default(),
        }
    }

    /// The clock is over; whether the beat offered was taken.
    pub fn passed(&mut self, taken: bool) {
        if !taken {
            self.silent_clocks = self.silent_clocks.saturating_sub(1);
            return;
        }
        let frame = &self.frames[self.frame];
        self.octet += 1;
        if self.octet == frame.octets.len() {
            (self.frame, self.octet, self.silent_clocks) = (self.frame + 1, 0, self.wait_clocks);
        } else if frame.underrun_after == Some(self.octet) {
            self.silent_clocks = self.hold_clocks;
        }
    }
}
