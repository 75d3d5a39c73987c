// SPDX-License-Identifier: MIT OR Apache-2.0
//! A card on its rung with the host memory, processor and PHY around it. Between the moments at which it can hear
//! something from outside a station runs by itself, edge by edge, and not at all while it is quiet.

use std::collections::VecDeque;
use std::rc::Rc;

use wirewright_spec::EdgeSet;

use super::bus::{CardMemory, Shared};
use super::channel::{Channel, Symbol};
use super::executor::{Executor, TaskError};
use super::pins::{Card, CardInputs, CardOutputs, OnRung, PhyPins};
use super::quiet::{Quiet, Seen};
use super::ticks::Ticks;
use super::topology::Topology;
use super::watch::{BusWatch, Record, Tally, Watch};
use crate::card::axi::BEAT_OCTETS;
use crate::card::{
    Access, ReadMaster, ReadPort, ReadSlave, RegisterPort, RegisterSlave, Timing, WriteMaster, WritePort, WriteSlave,
};
use crate::monitor::{Violations, WireSample};

/// Number of each clock among those of a card.
const CLK: usize = 0;
const TX_CLK: usize = 1;
const RX_CLK: usize = 2;

/// Edges of `clk` after which all that turns round inside a card that waits is where it was: a ring that looks for
/// descriptors every second clock, a memory of three places, and whatever else takes 2 to 16 clocks or 3 times so many.
const ROUND_EDGES: u64 = 48;

/// Symbols after which the next card is switched on: no two are at the same moment. Twins would draw the same random
/// numbers and collide for ever.
const SWITCH_ON_SYMBOLS: u64 = 41;

/// How a station is told when to stop its clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// The clocks of a quiet card stop.
    pub stop_clocks: bool,
}

/// What a station and the others tell each other.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    /// What comes over the wire from the other station.
    pub heard: Vec<Symbol>,
    /// What goes to it.
    pub sent: Vec<Symbol>,
    /// Frames that have ended at its pins.
    pub records: Vec<Record>,
}

/// A station, whatever its card.
pub(super) trait Station {
    /// Runs up to this time, events at it excluded.
    fn run(&mut self, until_ps: u64, exchange: &mut Exchange) -> Result<(), TaskError>;
    /// It is this time, and nothing was to be done before.
    fn arrive(&mut self, time_ps: u64);
    /// These symbols come over the wire, in their order.
    fn hear(&mut self, symbols: &[Symbol]);
    /// When it next does something by itself; `None`: never.
    fn next_ps(&self) -> Option<u64>;
    /// Since when nothing is under way in the card, though its clocks may run.
    fn rests_since_ps(&self) -> Option<u64>;
    /// The time at which the earliest frame began that is at its pins now.
    fn open_frame_ps(&self) -> Option<u64>;
    /// Why its card stopped by itself.
    fn stopped(&self) -> Option<String>;
    /// Rules that were broken at its pins.
    fn violations(&self) -> [&Violations; 4];
    /// How many frames there were at its pins.
    fn tally(&self) -> Tally;
    /// Edges of `clk` that were stepped.
    fn edges(&self) -> u64;
    /// The tasks of its host.
    fn executor(&self) -> &Executor;
}

/// Where a station stands in the lab.
pub(super) struct Place<'t> {
    pub topology: &'t Topology,
    /// Number of its device.
    pub device: usize,
}

/// The clocks of the PHY at both ends of a wire.
#[derive(Clone, Copy, Debug)]
pub(super) struct PhyClocks {
    tx: Ticks,
    rx: Ticks,
    /// Number of the receive clock's edge at which symbol 0 of the other end is heard.
    rx_first: u64,
    symbol_ps: u64,
    /// Time that a symbol takes at least from the other end.
    pub delay_ps: u64,
}

impl PhyClocks {
    /// Those of a device.
    pub fn of(place: &Place<'_>) -> PhyClocks {
        let Place { topology, device } = *place;
        let own = &topology.devices[device];
        let wire = topology.wires.iter().find(|wire| wire.ends.contains(&device));
        let rate_mbps = wire.map_or(own.kind.rates_mbps()[0], |wire| wire.rate_mbps);
        let symbol_ps = own.kind.symbol_ps(rate_mbps);
        let tx = Ticks::new(symbol_ps, own.ppm, symbol_ps);
        let Some(wire) = wire else {
            return PhyClocks { tx, rx: tx, rx_first: 0, symbol_ps, delay_ps: u64::MAX };
        };
        // The receive clock is the one of the other end, as it comes over the wire. It runs from the beginning; its
        // edges before the first symbol find silence.
        let peer = &topology.devices[wire.ends[usize::from(wire.ends[0] == device)]];
        let sender = Ticks::new(symbol_ps, peer.ppm, symbol_ps);
        let rx_first = wire.delay_ps / symbol_ps;
        let rx = Ticks::new(symbol_ps, peer.ppm, symbol_ps + wire.delay_ps % symbol_ps);
        // Both times are rounded down.
        let delay_ps = (rx.time_of(rx_first) - sender.time_of(0)).saturating_sub(1);
        PhyClocks { tx, rx, rx_first, symbol_ps, delay_ps }
    }
}

/// The station of a card of kind `C` on rung `D`.
pub(super) struct Running<C: Card, D> {
    design: D,
    input: C::In,
    output: C::Out,
    ticks: [Ticks; 3],
    rx_first: u64,
    read: ReadSlave,
    write: WriteSlave,
    shared: Rc<Shared>,
    executor: Executor,
    phy: PhyPins,
    coming: VecDeque<Symbol>,
    channel: Option<Channel>,
    half_duplex: bool,
    watch: Watch,
    bus_watch: BusWatch,
    quiet: Quiet,
    /// Octets on the PHY's pins since the last edge of `clk`, doubled: a nibble is half of one.
    half_octets: u64,
    /// An access is under way on a bus.
    bus_busy: bool,
    /// Data were read at the last edge.
    read_beat: bool,
    was_interrupt: bool,
    phy_active: bool,
    rests: bool,
    rests_since_ps: u64,
    can_stop: bool,
    runs: bool,
    now_ps: u64,
    edges: u64,
}

impl<C: Card, D: OnRung<In = C::In, Out = C::Out>> Running<C, D> {
    /// A card after reset.
    pub fn new(mut design: D, place: &Place<'_>, pace: Pace, shared: Rc<Shared>, executor: Executor) -> Self {
        let Place { topology, device } = *place;
        let own = &topology.devices[device];
        let clocks = PhyClocks::of(place);
        let wire = topology.wires.iter().find(|wire| wire.ends.contains(&device));
        let bits = own.kind.bits_per_edge();
        let channel = wire.map(|wire| Channel::new(wire, usize::from(wire.ends[0] != device), bits, topology.seed));
        let half_duplex = wire.is_some_and(|wire| wire.half_duplex);
        let seed = topology.seed.wrapping_add(device as u64);
        let timing = Timing { latency: own.memory, stalls_per_million: 0, seed };
        design.reset();
        let mut input = C::In::default();
        input.put_link(wire.is_some());
        let mut ticks = [Ticks::new(own.clock_ps, 0, own.clock_ps), clocks.tx, clocks.rx];
        ticks.iter_mut().for_each(|ticks| ticks.skip_to(device as u64 * SWITCH_ON_SYMBOLS * clocks.symbol_ps));
        Running {
            design,
            input,
            output: C::Out::default(),
            ticks,
            rx_first: clocks.rx_first,
            read: ReadSlave::new(timing),
            write: WriteSlave::new(timing),
            shared,
            executor,
            phy: PhyPins::default(),
            coming: VecDeque::with_capacity(1 << 12),
            channel,
            half_duplex,
            watch: Watch::new(device, bits),
            bus_watch: BusWatch::default(),
            quiet: Quiet::new(own.clock_ps, clocks.symbol_ps, bits, half_duplex),
            half_octets: 0,
            bus_busy: false,
            read_beat: false,
            was_interrupt: false,
            phy_active: false,
            rests: false,
            rests_since_ps: 0,
            can_stop: pace.stop_clocks && !half_duplex,
            runs: true,
            now_ps: 0,
            edges: 0,
        }
    }

    /// Steps the edges before `until_ps`. False: there may be more to do before, as a task can run or the card has
    /// become quiet.
    fn step_until(&mut self, until_ps: u64, exchange: &mut Exchange) -> bool {
        loop {
            let [clk, tx, rx] = self.ticks.each_ref().map(Ticks::at_ps);
            let time_ps = clk.min(tx).min(rx);
            if time_ps >= until_ps {
                return true;
            }
            let edges = u8::from(clk == time_ps) | u8::from(tx == time_ps) << 1 | u8::from(rx == time_ps) << 2;
            self.now_ps = time_ps;
            self.event(time_ps, EdgeSet(edges), exchange);
            if self.shared.woken() {
                self.shared.set_now(time_ps);
                return false;
            }
            if self.rests && self.can_stop {
                self.runs = false;
                return false;
            }
        }
    }

    /// One event: the clocks of `edges` rise.
    #[inline]
    fn event(&mut self, time_ps: u64, edges: EdgeSet, exchange: &mut Exchange) {
        if edges.contains(RX_CLK) {
            self.hear_edge(time_ps, exchange);
        }
        let was = self.output;
        self.design.step(edges, &self.input, &mut self.output);
        if edges.contains(TX_CLK) {
            self.send_edge(time_ps, exchange);
        }
        if edges.contains(CLK) {
            self.host_edge(time_ps, &was);
        }
    }

    /// What comes over the wire is put before the edge that samples it.
    #[inline]
    fn hear_edge(&mut self, time_ps: u64, exchange: &mut Exchange) {
        let edge = self.ticks[RX_CLK].index();
        self.ticks[RX_CLK].advance();
        let (mut heard, mut spoilt) = (WireSample::default(), false);
        if let Some(symbol) = self.coming.front()
            && symbol.edge + self.rx_first <= edge
        {
            debug_assert_eq!(symbol.edge + self.rx_first, edge, "a symbol came late");
            (heard, spoilt) = (symbol.sample, symbol.spoilt);
            self.coming.pop_front();
        }
        if !heard.enable && !self.phy.heard.enable && !heard.error && !self.phy.heard.error {
            return;
        }
        self.phy.heard = heard;
        self.half_octets += u64::from(heard.enable);
        self.phy_active = true;
        self.put_phy();
        let heard = WireSample { collision: self.phy.collision, ..heard };
        if let Some(octets) = self.watch.heard(time_ps, heard, spoilt, &mut exchange.records) {
            self.quiet.frame(time_ps, octets);
        }
    }

    /// What the card shows after the edge goes onto the wire.
    #[inline]
    fn send_edge(&mut self, time_ps: u64, exchange: &mut Exchange) {
        let edge = self.ticks[TX_CLK].index();
        self.ticks[TX_CLK].advance();
        let sample = self.output.sent();
        if !sample.enable && !sample.error && self.watch.is_silent() {
            return;
        }
        self.phy_active = true;
        self.half_octets += u64::from(sample.enable);
        exchange.sent.extend(self.channel.as_mut().and_then(|channel| channel.put(edge, sample)));
        if self.half_duplex {
            self.put_phy();
        }
        let fate = self.channel.as_ref().map(Channel::fate);
        let sample = WireSample { collision: self.phy.collision, ..sample };
        if let Some(octets) = self.watch.sent(time_ps, sample, fate, &mut exchange.records) {
            self.quiet.frame(time_ps, octets);
        }
    }

    /// In half duplex the PHY tells of carrier and collision (IEEE 802.3-2022, 22.2.2.11 and 22.2.2.12). A station
    /// does not hear itself.
    #[inline]
    fn put_phy(&mut self) {
        if self.half_duplex {
            let (sends, hears) = (self.output.sent().enable, self.phy.heard.enable);
            (self.phy.carrier, self.phy.collision) = (sends || hears, sends && hears);
        }
        let mut pins = self.phy;
        if pins.collision {
            pins.heard.data ^= self.output.sent().data;
        }
        self.input.put_phy(&pins);
    }

    /// Memory and processor; `was` is what the card showed before the edge.
    #[inline]
    fn host_edge(&mut self, time_ps: u64, was: &C::Out) {
        self.edges += 1;
        self.ticks[CLK].advance();
        let mut octets = std::mem::take(&mut self.half_octets);
        let mut at_work = std::mem::take(&mut self.phy_active);
        if was.offers() || self.bus_busy || self.edges == 1 || !self.shared.master.borrow().is_idle() {
            self.bus_edge(time_ps, was);
            octets += if self.read_beat { BEAT_OCTETS } else { 0 };
            at_work = true;
        }
        let interrupt = self.output.interrupt();
        at_work |= interrupt != self.was_interrupt;
        self.was_interrupt = interrupt;
        self.shared.set_interrupt(interrupt);
        let rests = self.quiet.edge(time_ps, Seen { at_work, octets });
        if rests && !self.rests {
            self.rests_since_ps = time_ps;
        }
        self.rests = rests;
    }

    /// One edge of the buses while something is under way there.
    fn bus_edge(&mut self, time_ps: u64, was: &C::Out) {
        let storage = &mut CardMemory(&self.shared);
        let (reads, writes, registers) = (was.read_view(), was.write_view(), was.register_view());
        let mut master = self.shared.master.borrow_mut();
        let pins = (self.read.pins(), self.write.pins(), master.pins());
        self.bus_watch.edge(time_ps, (&reads, &writes, &registers), was.shapes(), (&pins.0, &pins.1, &pins.2));
        self.read_beat = pins.0.rvalid && reads.rready;
        self.input.put_read(&self.read.edge(&reads, storage));
        self.input.put_write(&self.write.edge(&writes, storage));
        let answer = master.edge(&registers);
        self.input.put_registers(&master.pins());
        let idle = master.is_idle();
        drop(master);
        if let Some(answer) = answer {
            if let Access::Write { offset, data, .. } = answer.access {
                self.quiet.written(offset, data);
            }
            self.shared.answered(answer);
        }
        // After an offer the monitors look once more: it must not be taken back.
        self.bus_busy = was.offers() || !idle || !self.read.is_idle() || !self.write.is_idle();
    }

    /// The clocks run from this time on. What turns round inside a card while it waits is where it would be: edges are
    /// left out by whole [`ROUND_EDGES`], and the rest is stepped.
    fn begin(&mut self, time_ps: u64) {
        let mut first = self.ticks[CLK];
        first.skip_to(time_ps);
        let left_out = (first.index() - self.ticks[CLK].index()) / ROUND_EDGES * ROUND_EDGES;
        let from_ps = self.ticks[CLK].time_of(self.ticks[CLK].index() + left_out).min(time_ps);
        self.ticks.iter_mut().for_each(|ticks| ticks.skip_to(from_ps));
        loop {
            let at_ps = self.ticks.each_ref().map(Ticks::at_ps);
            let next_ps = at_ps.into_iter().min().unwrap_or(time_ps);
            if next_ps >= time_ps {
                break;
            }
            let mut edges = EdgeSet::NONE;
            for (clock, ticks) in self.ticks.iter_mut().enumerate() {
                if ticks.at_ps() == next_ps {
                    edges = edges.with(clock);
                    ticks.advance();
                }
            }
            self.edges += u64::from(edges.contains(CLK));
            self.design.step(edges, &self.input, &mut self.output);
            debug_assert!(!self.output.offers() && !self.output.sent().enable, "the card was not quiet");
        }
        (self.runs, self.rests) = (true, false);
    }

    /// When a quiet card is disturbed: by its host now, or by what comes over the wire.
    fn disturbed_ps(&self) -> Option<u64> {
        if !self.shared.master.borrow().is_idle() {
            return Some(self.now_ps);
        }
        self.coming.front().map(|symbol| self.ticks[RX_CLK].time_of(symbol.edge + self.rx_first))
    }
}

impl<C: Card, D: OnRung<In = C::In, Out = C::Out>> Station for Running<C, D> {
    fn run(&mut self, until_ps: u64, exchange: &mut Exchange) -> Result<(), TaskError> {
        loop {
            if self.shared.take_woken() {
                self.executor.run_until_idle()?;
            }
            let due_ps = self.shared.deadline_ps().min(until_ps);
            if !self.runs
                && let Some(disturbed_ps) = self.disturbed_ps().filter(|&time_ps| time_ps < due_ps)
            {
                self.begin(disturbed_ps);
            }
            if self.runs && !self.step_until(due_ps, exchange) {
                continue;
            }
            self.now_ps = due_ps;
            self.shared.set_now(due_ps);
            if due_ps == until_ps {
                return Ok(());
            }
        }
    }

    fn arrive(&mut self, time_ps: u64) {
        if time_ps > self.now_ps && !self.runs {
            self.now_ps = time_ps;
            self.shared.set_now(time_ps);
        }
    }

    fn hear(&mut self, symbols: &[Symbol]) {
        self.coming.extend(symbols);
    }

    fn next_ps(&self) -> Option<u64> {
        if self.runs || self.shared.woken() {
            return Some(self.now_ps);
        }
        let deadline_ps = self.shared.deadline_ps();
        let deadline_ps = (deadline_ps != u64::MAX).then_some(deadline_ps);
        [deadline_ps, self.disturbed_ps()].into_iter().flatten().min()
    }

    fn rests_since_ps(&self) -> Option<u64> {
        (self.rests && self.coming.is_empty()).then_some(self.rests_since_ps)
    }

    fn open_frame_ps(&self) -> Option<u64> {
        self.watch.open_frame_ps()
    }

    fn stopped(&self) -> Option<String> {
        self.design.stopped()
    }

    fn violations(&self) -> [&Violations; 4] {
        let [tx, rx] = self.watch.violations();
        [tx, rx, self.bus_watch.memory.violations(), self.bus_watch.registers.violations()]
    }

    fn tally(&self) -> Tally {
        self.watch.tally
    }

    fn edges(&self) -> u64 {
        self.edges
    }

    fn executor(&self) -> &Executor {
        &self.executor
    }
}
