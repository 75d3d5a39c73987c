// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for a bank of counters: events in, snapshots out.

use super::{NoRig, Rig, Subject, design};
use crate::clocks::{Clock, ClockPlan, Clocks};
use crate::conformance::frames::noise;
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::ports::{self, mac_counters};

/// A bank of counters.
pub struct Counters;

/// How events come and when snapshots are taken.
#[derive(Clone, Debug)]
pub struct Script {
    /// From it the events are drawn.
    pub seed: u64,
    /// Of 256 chances each event takes so many.
    pub density: u8,
    /// Edges of the counting clock to run.
    pub count_edges: usize,
    /// Edges of the reading clock from one snapshot to the next.
    pub snapshot_every: usize,
    /// Period of the reading clock; that of the counting clock is 8000 ps.
    pub read_period_ps: u64,
}

/// What was counted and what was read.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// What the counters should be after each edge of the counting clock: `totals[n]` after n edges.
    pub totals: Vec<[u64; 16]>,
    /// The snapshots.
    pub snapshots: Vec<Snapshot>,
}

/// One snapshot, read twice.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Edges of the counting clock before it was asked for.
    pub asked: usize,
    /// Edges of the counting clock before it could be read.
    pub ready: usize,
    /// The counters read at once.
    pub first: [u64; 16],
    /// The counters read again, some hundred edges later.
    pub second: [u64; 16],
}

impl Subject for Counters {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Counters>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("a snapshot is of a moment, and the reference knows no time"));
        }
        Ok(Box::new(Timed(design(rung, rungs)?)))
    }
}

struct Timed(Box<dyn Device<ports::MacCounters>>);

/// What the reading side is doing.
#[derive(Clone, Copy)]
enum Reader {
    Waiting(usize),
    Asked,
    /// Addresses still to be given, whether for the second time.
    Reading {
        addr: usize,
        again: bool,
    },
    Resting(usize),
}

impl Rig<Counters> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.0.reset();
        let mut run = Run::new(script);
        let plan = ClockPlan {
            clocks: vec![Clock::steady("clk", script.read_period_ps, 1_500), Clock::steady("count_clk", 8_000, 8_000)],
            grid_ps: 1,
        };
        // Cannot fail: the periods are above 0 and there are two clocks.
        let mut clocks = Clocks::new(&plan).expect("a sound plan");
        let mut out = mac_counters::Out::default();
        while run.trace.totals.len() <= script.count_edges {
            let event = clocks.next_event();
            let before = out;
            self.0.step(event.edges, &run.input, &mut out);
            if event.edges.contains(1) {
                run.count();
            }
            if event.edges.contains(0) {
                run.read(before, out);
            }
        }
        run.trace
    }
}

struct Run<'a> {
    script: &'a Script,
    noise: Box<dyn Iterator<Item = u8>>,
    input: mac_counters::In,
    reader: Reader,
    asked: usize,
    ready: usize,
    values: [u64; 16],
    trace: Trace,
}

impl<'a> Run<'a> {
    fn new(script: &'a Script) -> Run<'a> {
        Run {
            script,
            noise: Box::new(noise(script.seed)),
            input: mac_counters::In::default(),
            reader: Reader::Waiting(script.snapshot_every),
            asked: 0,
            ready: 0,
            values: [0; 16],
            trace: Trace { totals: vec![[0; 16]], snapshots: vec![] },
        }
    }

    /// An edge of the counting clock has taken the events: note the totals, draw new ones.
    fn count(&mut self) {
        let mut totals = self.trace.totals[self.trace.totals.len() - 1];
        for (index, total) in totals.iter_mut().enumerate() {
            if self.input.events >> index & 1 != 0 {
                *total += if index == 1 { u64::from(self.input.octets) } else { 1 };
            }
        }
        self.trace.totals.push(totals);
        // Contract: an event comes at most 15 times in 16 edges.
        let pause = self.trace.totals.len().is_multiple_of(16);
        let mut draw = || self.noise.next().unwrap_or(0);
        let events = (0..16).fold(0, |events, index| events | u16::from(draw() < self.script.density) << index);
        self.input.events = if pause { 0 } else { events };
        self.input.octets = u16::from_le_bytes([draw(), draw()]);
    }

    /// An edge of the reading clock: what to do before the next.
    fn read(&mut self, before: mac_counters::Out, out: mac_counters::Out) {
        self.input.snapshot = false;
        self.reader = match self.reader {
            Reader::Waiting(0) => {
                self.input.snapshot = true;
                self.asked = self.trace.totals.len() - 1;
                Reader::Asked
            }
            Reader::Waiting(edges) => Reader::Waiting(edges - 1),
            Reader::Asked if before.busy && !out.busy => {
                self.ready = self.trace.totals.len() - 1;
                self.input.addr = 0;
                Reader::Reading { addr: 0, again: false }
            }
            Reader::Asked => Reader::Asked,
            Reader::Reading { addr, again } => {
                self.values[addr] = out.data;
                self.input.addr = (addr as u8 + 1) & 0xf;
                match (addr, again) {
                    (15, false) => {
                        self.trace.snapshots.push(Snapshot {
                            asked: self.asked,
                            ready: self.ready,
                            first: self.values,
                            second: [0; 16],
                        });
                        Reader::Resting(200)
                    }
                    (15, true) => {
                        if let Some(snapshot) = self.trace.snapshots.last_mut() {
                            snapshot.second = self.values;
                        }
                        Reader::Waiting(self.script.snapshot_every)
                    }
                    _ => Reader::Reading { addr: addr + 1, again },
                }
            }
            Reader::Resting(0) => Reader::Reading { addr: 0, again: true },
            Reader::Resting(edges) => Reader::Resting(edges - 1),
        };
    }
}
