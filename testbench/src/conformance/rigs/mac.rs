// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rigs for whole MACs: frames on the client's side and carriers on the PHY's side in; packets, frames and counters
//! out. The clocks of client, transmitter and receiver run at different speeds and phases.

use super::medium::{self, Medium};
use super::transmit::Source;
use super::wire::{Carrier, RxSymbol, TxPacket, TxSymbol, packets};
use super::{NoRig, Rig, Subject, design};
use crate::clocks::{Clock, ClockPlan, Clocks};
use crate::conformance::{Device, Rung, Rungs};
use std::ops::Range;
use wirewright_model::reference::transmit::Request;
use wirewright_spec::counters::{RxCounter, TxCounter};
use wirewright_spec::{EdgeSet, Interface, ports};

#[path = "mac_pins.rs"]
mod pins;
#[path = "mac_reference.rs"]
mod reference;
#[path = "mac_reset.rs"]
mod reset;

use pins::{In, MacPins, Out};
use reset::Resetting;
pub use reset::{Domain, Meanwhile, Reset};

/// A whole MAC.
pub struct Mac;

/// What happens on both sides of the MAC.
#[derive(Clone, Debug)]
pub struct Script {
    /// Frames of the client, offered as early as they can be.
    pub frames: Vec<Request>,
    /// The clock of the transmitter from which they are offered.
    pub offer_from: usize,
    /// What the PHY receives.
    pub carriers: Vec<Carrier>,
    /// Give bad frames to the client, marked.
    pub pass_bad: bool,
    /// Half duplex, on MII.
    pub half_duplex: bool,
    /// The medium in half duplex.
    pub medium: medium::Script,
    /// Clocks of the transmitter in which the client asks the link partner to pause.
    pub pause_request: Vec<Range<usize>>,
    /// Send PAUSE frames.
    pub pause_send: bool,
    /// The pause time that PAUSE frames ask for.
    pub pause_quanta: u16,
    /// The clock of the transmitter from which PAUSE frames are no longer obeyed.
    pub pause_obey_until: usize,
    /// The client offers octets more slowly than the wire takes them.
    pub slow_client: bool,
    /// The client takes received octets.
    pub sink_ready: bool,
    /// Clocks of the transmitter in which nothing happens before the run is over.
    pub quiet_clocks: usize,
    /// A reset in the middle of all that, and what happens after it.
    pub reset: Option<Reset>,
}

impl Default for Script {
    fn default() -> Script {
        Script {
            frames: vec![],
            offer_from: 0,
            carriers: vec![],
            pass_bad: false,
            half_duplex: false,
            medium: medium::Script::default(),
            pause_request: vec![],
            pause_send: false,
            pause_quanta: 0,
            pause_obey_until: usize::MAX,
            slow_client: false,
            sink_ready: true,
            quiet_clocks: 400,
            reset: None,
        }
    }
}

/// What the MAC did; where there is a reset, after it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Bits of a symbol.
    pub bits_per_clock: usize,
    /// What the transmitter showed after each of its clocks.
    pub symbols: Vec<TxSymbol>,
    /// The clock of the transmitter that was the next one when each carrier had ended.
    pub carrier_ends: Vec<usize>,
    /// The frames that the client got.
    pub received: Vec<Received>,
    /// Octets after the last of them.
    pub cut_octets: usize,
    /// All counters by their address: receive, then transmit.
    pub counters: Vec<u64>,
    /// What it had done after the reset when the clock that stood returned.
    pub meanwhile: Meanwhile,
}

/// A frame that the client got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its octets.
    pub octets: Vec<u8>,
    /// It was marked as bad.
    pub bad: bool,
}

impl Trace {
    /// What it sent.
    pub fn packets(&self) -> Vec<TxPacket> {
        packets(&self.symbols, self.bits_per_clock)
    }

    /// A receive counter.
    pub fn rx(&self, counter: RxCounter) -> u64 {
        self.counters[counter as usize]
    }

    /// A transmit counter.
    pub fn tx(&self, counter: TxCounter) -> u64 {
        self.counters[16 + counter as usize]
    }
}

impl Subject for Mac {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(device: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Mac>>, NoRig> {
        let nibble = !matches!(device, "mac_gmii" | "mac_trispeed:octets");
        Ok(match (rung, device) {
            (Rung::Reference, _) => Box::new(reference::Reference { nibble }),
            (_, "mac_gmii") => Box::new(Timed::<ports::MacGmii> { device: design(rung, rungs)?, nibble }),
            (_, "mac_mii") => Box::new(Timed::<ports::MacMii> { device: design(rung, rungs)?, nibble }),
            _ => Box::new(Timed::<ports::MacTrispeed> { device: design(rung, rungs)?, nibble }),
        })
    }
}

struct Timed<I: Interface> {
    device: Box<dyn Device<I>>,
    nibble: bool,
}

/// The clocks of the designs, by their number in `CLOCKS`.
const CLIENT: usize = Domain::Client as usize;
const TRANSMITTER: usize = Domain::Transmitter as usize;
const RECEIVER: usize = Domain::Receiver as usize;

/// Where a run is given up: sixteen attempts with the longest delays of all take 2.9 million events.
const PATIENCE_EVENTS: usize = 5_000_000;

/// Octets that each frame memory of the designs holds.
pub const MEMORY_OCTETS: usize = 4096;

impl<I: MacPins> Rig<Mac> for Timed<I> {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let every = I::clock_enable_every(self.nibble);
        let mut clocks = clocks(I::PHY_PERIOD_PS, self.octet_ps(), script.slow_client);
        let mut run = Run::new(script, self.nibble, every);
        let mut resetting = script.reset.as_ref().map(|reset| Resetting::new(reset, self.octet_ps()));
        let mut out = I::Out::default();
        for _ in 0..PATIENCE_EVENTS {
            let event = clocks.next_event();
            let edges = resetting.as_ref().map_or(event.edges, |resetting| resetting.running(event.edges));
            let before = I::output(&out);
            self.device.step(edges, &I::input(&run.input), &mut out);
            run.event(edges, &before, &I::output(&out));
            if let Some(resetting) = &mut resetting {
                resetting.event(event.time_ps, edges, &mut run, I::output(&out).busy);
                if !resetting.is_over() {
                    continue;
                }
            }
            if run.over() {
                break;
            }
        }
        self.read_counters(&mut clocks, &mut run, out);
        run.finish()
    }

    fn bits_per_clock(&self) -> usize {
        if self.nibble { 4 } else { 8 }
    }
}

impl<I: MacPins> Timed<I> {
    fn octet_ps(&self) -> u64 {
        let clocks = I::clock_enable_every(self.nibble) as u64 * if self.nibble { 2 } else { 1 };
        I::PHY_PERIOD_PS * clocks
    }

    /// Takes a snapshot and reads it.
    fn read_counters(&mut self, clocks: &mut Clocks, run: &mut Run<'_>, mut out: I::Out) {
        let mut edge = |input: &In, out: &mut I::Out| loop {
            let edges = clocks.next_event().edges;
            self.device.step(edges, &I::input(input), out);
            if edges.contains(CLIENT) {
                return;
            }
        };
        let mut input = In { snapshot: true, offer: Default::default(), rx: RxSymbol::default(), ..run.input };
        edge(&input, &mut out);
        input.snapshot = false;
        let mut patience = 10_000;
        edge(&input, &mut out);
        while I::output(&out).busy && patience > 0 {
            edge(&input, &mut out);
            patience -= 1;
        }
        for addr in 0..32 {
            input.addr = addr;
            // Contract: a counter is out two edges after its address.
            (0..2).for_each(|_| edge(&input, &mut out));
            run.trace.counters.push(I::output(&out).data);
        }
    }
}

fn clocks(phy_ps: u64, octet_ps: u64, slow_client: bool) -> Clocks {
    // A client faster than the wire, by an eighth; or one of a third of its speed.
    let client_ps = if slow_client { 3 * octet_ps } else { octet_ps.min(phy_ps * 5) * 7 / 8 };
    let plan = ClockPlan {
        clocks: vec![
            Clock::steady("clk", client_ps, client_ps),
            Clock::steady("tx_clk", phy_ps, phy_ps),
            Clock::steady("rx_clk", phy_ps, phy_ps + phy_ps / 3),
        ],
        grid_ps: 1,
    };
    // Cannot fail: there are three clocks, and their periods are above 0.
    Clocks::new(&plan).expect("a sound plan")
}

/// A run of a script on a timed design.
struct Run<'a> {
    script: &'a Script,
    input: In,
    source: Source<'a>,
    medium: Medium<'a>,
    /// What the PHY has yet to show, and where carriers end in it.
    wire: std::vec::IntoIter<RxSymbol>,
    partial: Vec<u8>,
    every: usize,
    tx_edges: usize,
    rx_edges: usize,
    quiet_clocks: usize,
    /// Edges for which each domain is still taken to be in reset: its client or PHY does nothing and notes nothing.
    resting_edges: [u32; 3],
    trace: Trace,
}

impl<'a> Run<'a> {
    fn new(script: &'a Script, nibble: bool, every: usize) -> Run<'a> {
        let bits_per_clock = if nibble { 4 } else { 8 };
        let wire: Vec<_> = script.carriers.iter().flat_map(|carrier| carrier.symbols(bits_per_clock)).collect();
        // A toggle that crosses to a counting side does not stay where reset leaves it.
        let snapshot = script.reset.is_some();
        let input = In {
            nibble,
            half_duplex: script.half_duplex,
            pause_send: script.pause_send,
            pause_quanta: script.pause_quanta,
            pause_obey: script.pause_obey_until > 0,
            pass_bad: script.pass_bad,
            sink_ready: script.sink_ready,
            tx_enable: true,
            rx_enable: true,
            snapshot,
            ..In::default()
        };
        Run {
            script,
            input,
            source: Source::new(&script.frames, 0, 0),
            medium: Medium::new(&script.medium),
            wire: wire.into_iter(),
            partial: vec![],
            every,
            tx_edges: 0,
            rx_edges: 0,
            quiet_clocks: 0,
            resting_edges: [0; 3],
            trace: Trace { bits_per_clock, ..Trace::default() },
        }
    }

    /// One event has passed: notes what came out, and sets the inputs for the next. Inputs change only after an
    /// edge of their own clock.
    fn event(&mut self, edges: EdgeSet, before: &Out, after: &Out) {
        if edges.contains(CLIENT) && self.works(CLIENT) {
            self.client_edge(before, after);
        }
        if edges.contains(TRANSMITTER) && self.works(TRANSMITTER) {
            self.transmitter_edge(after);
        }
        if edges.contains(RECEIVER) && self.works(RECEIVER) {
            self.receiver_edge();
        }
    }

    /// Whether the domain is out of reset at this edge of it.
    fn works(&mut self, clock: usize) -> bool {
        let resting = &mut self.resting_edges[clock];
        *resting = resting.saturating_sub(1);
        *resting == 0
    }

    fn client_edge(&mut self, before: &Out, after: &Out) {
        self.input.snapshot &= self.tx_edges < 8;
        self.source.passed(self.input.offer.valid && before.ready);
        let offering = self.trace.symbols.len() >= self.script.offer_from;
        self.input.offer = if offering { self.source.offer() } else { Default::default() };
        if let Some(beat) = before.beat.filter(|_| self.input.sink_ready) {
            self.partial.push(beat.data);
            if beat.last {
                self.trace.received.push(Received { octets: std::mem::take(&mut self.partial), bad: beat.user });
            }
        }
        if self.input.offer.valid || (after.beat.is_some() && self.input.sink_ready) {
            self.quiet_clocks = 0;
        }
    }

    fn transmitter_edge(&mut self, after: &Out) {
        if self.input.tx_enable {
            self.trace.symbols.push(after.symbol);
            let clock = self.trace.symbols.len();
            self.input.pause_request = self.script.pause_request.iter().any(|range| range.contains(&clock));
            self.input.pause_obey = clock < self.script.pause_obey_until;
            self.quiet_clocks = if after.symbol.en { 0 } else { self.quiet_clocks + 1 };
            let (crs, col) = self.medium.pins(after.symbol);
            if self.script.half_duplex {
                (self.input.crs, self.input.col) = (crs, col);
            }
        }
        self.tx_edges += 1;
        self.input.tx_enable = self.tx_edges.is_multiple_of(self.every);
    }

    fn receiver_edge(&mut self) {
        if self.input.rx_enable {
            let symbol = self.wire.next();
            if symbol.is_some() {
                self.quiet_clocks = 0;
            }
            let symbol = symbol.unwrap_or_default();
            if self.input.rx.dv && !symbol.dv {
                self.trace.carrier_ends.push(self.trace.symbols.len());
            }
            self.input.rx = symbol;
        }
        self.rx_edges += 1;
        self.input.rx_enable = self.rx_edges.is_multiple_of(self.every);
    }

    fn over(&self) -> bool {
        let foreign = self.script.medium.foreign.iter().map(|range| range.end);
        let requests = self.script.pause_request.iter().map(|range| range.end);
        let last = foreign.chain(requests).chain([self.script.offer_from]).max().unwrap_or(0);
        self.quiet_clocks > self.script.quiet_clocks && self.trace.symbols.len() > last + self.script.quiet_clocks
    }

    fn finish(mut self) -> Trace {
        self.trace.cut_octets = self.partial.len();
        self.trace
    }
}
