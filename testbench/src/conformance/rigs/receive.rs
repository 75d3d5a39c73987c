// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rigs for receivers: carriers in, frames with their verdicts out.

use super::wire::{Carrier, RxSymbol};
use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_model::reference::receive::{Settings, Symbol, receive_nibbles, receive_octets};
use wirewright_spec::ports::{self, mac_rx, mac_rx_mii, mac_rx_trispeed};
use wirewright_spec::{EdgeSet, Interface};

/// A receiver.
pub struct Receive;

/// What the receiver is shown.
#[derive(Clone, Debug)]
pub struct Script {
    /// Give the client frames without FCS.
    pub fcs_strip: bool,
    /// Accept frames of up to 9018 octets.
    pub jumbo: bool,
    /// The carriers in order.
    pub carriers: Vec<Carrier>,
}

impl Script {
    /// These carriers with the usual settings: FCS stripped, no jumbo.
    pub fn of(carriers: Vec<Carrier>) -> Script {
        Script { fcs_strip: true, jumbo: false, carriers }
    }
}

/// What the receiver did.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The frames judged, in order.
    pub received: Vec<Received>,
    /// Beats that are not part of a frame that was ended and judged at the same edge.
    pub stray_beats: usize,
}

/// A frame and its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What the client got of it.
    pub client: Vec<u8>,
    /// The client was told that it is bad.
    pub marked_bad: bool,
    /// An `RxVerdict` by number.
    pub verdict: u8,
    /// The verdict is qualified by a symbol error.
    pub symbol_error: bool,
    /// Octets of the frame, FCS included.
    pub octets: u16,
}

impl Subject for Receive {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(device: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Receive>>, NoRig> {
        Ok(match (rung, device) {
            (Rung::Reference, "mac_rx" | "mac_rx_trispeed:octets") => Box::new(Reference { nibble: false }),
            (Rung::Reference, _) => Box::new(Reference { nibble: true }),
            (_, "mac_rx") => Box::new(Timed::<ports::MacRx> { device: design(rung, rungs)?, nibble: false }),
            (_, "mac_rx_mii") => Box::new(Timed::<ports::MacRxMii> { device: design(rung, rungs)?, nibble: true }),
            (_, "mac_rx_trispeed:octets") => {
                Box::new(Timed::<ports::MacRxTrispeed> { device: design(rung, rungs)?, nibble: false })
            }
            _ => Box::new(Timed::<ports::MacRxTrispeed> { device: design(rung, rungs)?, nibble: true }),
        })
    }
}

fn bits(nibble: bool) -> usize {
    if nibble { 4 } else { 8 }
}

struct Reference {
    nibble: bool,
}

impl Rig<Receive> for Reference {
    fn play(&mut self, script: &Script) -> Trace {
        let settings = Settings { fcs_strip: script.fcs_strip, jumbo: script.jumbo };
        let receive = if self.nibble { receive_nibbles } else { receive_octets };
        let received = script.carriers.iter().filter_map(|carrier| {
            let symbol = |symbol: RxSymbol| Symbol { data: symbol.data, error: symbol.er };
            let carrier: Vec<_> = carrier.carrier(bits(self.nibble)).into_iter().map(symbol).collect();
            receive(&carrier, settings)
        });
        let received = received.map(|frame| Received {
            marked_bad: !frame.verdict.accepted() && !frame.client.is_empty(),
            verdict: frame.verdict as u8,
            symbol_error: frame.symbol_error,
            octets: u16::try_from(frame.octets).unwrap_or(u16::MAX),
            client: frame.client,
        });
        Trace { received: received.collect(), stray_beats: 0 }
    }

    fn bits_per_clock(&self) -> usize {
        bits(self.nibble)
    }
}

/// What all receivers give after a clock.
#[derive(Clone, Copy)]
struct Seen {
    beat: Option<Beat>,
    /// Verdict, symbol error, octets.
    status: Option<(u8, bool, u16)>,
}

#[derive(Clone, Copy)]
struct Beat {
    data: u8,
    last: bool,
    user: bool,
}

/// The wires of a receiver by their meaning.
trait ReceiverPins: Interface {
    fn input(symbol: RxSymbol, script: &Script, clock_enable: bool, nibble: bool) -> Self::In;
    fn output(out: &Self::Out) -> Seen;
    /// Clocks from one that counts to the next.
    fn clock_enable_every(nibble: bool) -> usize {
        let _ = nibble;
        1
    }
}

macro_rules! seen {
    ($out:expr) => {
        Seen {
            beat: $out.rx_axis_tvalid.then_some(Beat {
                data: $out.rx_axis_tdata,
                last: $out.rx_axis_tlast,
                user: $out.rx_axis_tuser,
            }),
            status: $out.stat_rx_valid.then_some((
                $out.stat_rx_verdict,
                $out.stat_rx_symbol_error,
                $out.stat_rx_octets,
            )),
        }
    };
}

impl ReceiverPins for ports::MacRx {
    fn input(symbol: RxSymbol, script: &Script, _: bool, _: bool) -> mac_rx::In {
        mac_rx::In {
            rst: false,
            gmii_rxd: symbol.data,
            gmii_rx_dv: symbol.dv,
            gmii_rx_er: symbol.er,
            cfg_rx_fcs_strip: script.fcs_strip,
            cfg_rx_jumbo: script.jumbo,
        }
    }

    fn output(out: &mac_rx::Out) -> Seen {
        seen!(out)
    }
}

impl ReceiverPins for ports::MacRxMii {
    fn input(symbol: RxSymbol, script: &Script, _: bool, _: bool) -> mac_rx_mii::In {
        mac_rx_mii::In {
            rst: false,
            mii_rxd: symbol.data,
            mii_rx_dv: symbol.dv,
            mii_rx_er: symbol.er,
            cfg_rx_fcs_strip: script.fcs_strip,
            cfg_rx_jumbo: script.jumbo,
        }
    }

    fn output(out: &mac_rx_mii::Out) -> Seen {
        seen!(out)
    }
}

impl ReceiverPins for ports::MacRxTrispeed {
    fn input(symbol: RxSymbol, script: &Script, clock_enable: bool, nibble: bool) -> mac_rx_trispeed::In {
        mac_rx_trispeed::In {
            rst: false,
            rx_ce: clock_enable,
            cfg_nibble: nibble,
            gmii_rxd: symbol.data,
            gmii_rx_dv: symbol.dv,
            gmii_rx_er: symbol.er,
            cfg_rx_fcs_strip: script.fcs_strip,
            cfg_rx_jumbo: script.jumbo,
        }
    }

    fn output(out: &mac_rx_trispeed::Out) -> Seen {
        seen!(out)
    }

    fn clock_enable_every(nibble: bool) -> usize {
        if nibble { 3 } else { 1 }
    }
}

struct Timed<I: Interface> {
    device: Box<dyn Device<I>>,
    nibble: bool,
}

impl<I: ReceiverPins> Rig<Receive> for Timed<I> {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let mut trace = Trace::default();
        let mut client = Client::default();
        let silence = vec![RxSymbol::default(); 16];
        let every = I::clock_enable_every(self.nibble);
        let carriers = script.carriers.iter().map(|carrier| carrier.symbols(bits(self.nibble)));
        for symbol in carriers.chain([silence]).flatten() {
            for phase in 0..every {
                let mut out = I::Out::default();
                let input = I::input(symbol, script, phase == 0, self.nibble);
                self.device.step(EdgeSet::FIRST, &input, &mut out);
                client.take(I::output(&out), &mut trace);
            }
        }
        trace.stray_beats += client.octets.len();
        trace
    }

    fn bits_per_clock(&self) -> usize {
        bits(self.nibble)
    }
}

/// Puts beats and verdicts together.
#[derive(Default)]
struct Client {
    octets: Vec<u8>,
}

impl Client {
    fn take(&mut self, seen: Seen, trace: &mut Trace) {
        self.octets.extend(seen.beat.map(|beat| beat.data));
        let last = seen.beat.filter(|beat| beat.last);
        match seen.status {
            Some((verdict, symbol_error, octets)) => {
                let client = if last.is_some() { std::mem::take(&mut self.octets) } else { vec![] };
                let marked_bad = last.is_some_and(|beat| beat.user);
                trace.received.push(Received { client, marked_bad, verdict, symbol_error, octets });
            }
            None if last.is_some() => {
                trace.stray_beats += self.octets.len();
                self.octets.clear();
            }
            None => {}
        }
    }
}
