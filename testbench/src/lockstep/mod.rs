// SPDX-License-Identifier: MIT OR Apache-2.0
//! Lockstep: any two or more sides of a design under one stimulus, all outputs compared at every event from the
//! reset of their clock domain on. The first side is the one that is right; the first difference ends the run.
//!
//! The loop allocates nothing and calls nothing through a pointer; whole output structs are compared, and the port is
//! looked for only when they differ. The first side, which the stimulus listens to, runs ahead for a few hundred events
//! and the others follow: sides that take turns at every event push each other out of the caches (a quarter of the
//! speed of a MAC). A difference is still the first one, and what is counted and watched ends with it.

mod gate;
mod sides;

use std::fmt;

use serde::{Deserialize, Serialize};
use wirewright_spec::{Design, Ports};

use crate::clocks::{Clocks, Event};
pub(crate) use gate::reset_value;
use gate::{Gate, is_open};
pub use sides::{Borrowed, Side, Sides, Slot};

/// How many events the first side runs ahead.
const SLOTS: usize = 256;

/// Drives the inputs: a playing stimulus, a wire between two devices, whatever knows the ports.
pub trait Drive<In, Out> {
    /// Sets the inputs that hold at the first event.
    fn start(&mut self, input: &mut In);

    /// Called right after an event with the outputs visible after it. Changes inputs of the domains whose clock rose,
    /// and asynchronous ones, and no others. False: there will be no further change and the run may end.
    fn after(&mut self, event: &Event, output: &Out, input: &mut In) -> bool;
}

/// Looks on: monitors, scoreboards, recorders. It sees what holds at the event and what the first side answered.
pub trait Watch<In, Out> {
    /// One event: the inputs sampled at it and the outputs visible after it.
    fn event(&mut self, event: &Event, input: &In, output: &Out);
}

impl<In, Out> Watch<In, Out> for () {
    #[inline]
    fn event(&mut self, _: &Event, _: &In, _: &Out) {}
}

impl<In, Out, A: Watch<In, Out>, B: Watch<In, Out>> Watch<In, Out> for (A, B) {
    #[inline]
    fn event(&mut self, event: &Event, input: &In, output: &Out) {
        self.0.event(event, input, output);
        self.1.event(event, input, output);
    }
}

/// The first difference between two sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Simulated time.
    pub time_ps: u64,
    /// The event, counted from 0.
    pub event: u64,
    /// The clock domain of the port; `async` for none.
    pub clock: String,
    /// The edge of that clock after which the port differs, counted from 0 (the event for `async`).
    pub edge: u64,
    /// The port.
    pub port: String,
    /// Its width in bits.
    pub width: u32,
    /// What the first side has.
    pub expected: u64,
    /// What the other side has.
    pub got: u64,
    /// The name of the first side.
    pub expected_side: String,
    /// The name of the side that differs.
    pub side: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { clock, edge, port, width, expected, got, expected_side, side, .. } = self;
        let digits = width.div_ceil(4) as usize;
        write!(f, "after edge {edge} of {clock} ({} ns) port {port}: ", Nanoseconds(self.time_ps))?;
        write!(f, "expected {width}'h{expected:0digits$x} ({expected_side}), got {width}'h{got:0digits$x} ({side})")
    }
}

/// Picoseconds, written as nanoseconds.
struct Nanoseconds(u64);

impl fmt::Display for Nanoseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// Why a lockstep run did not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockstepError {
    /// Two sides differ.
    #[error("{0}")]
    Difference(Box<Difference>),
    /// The run ended before any domain had left its reset: nothing was shown.
    #[error("nothing was compared in {events} events: no clock domain has left its reset")]
    NothingCompared {
        /// How long it ran.
        events: u64,
    },
}

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Events: moments at which at least one clock rose.
    pub events: u64,
    /// Simulated time at the last event.
    pub time_ps: u64,
    /// Rising edges of each clock.
    pub edges: Vec<(String, u64)>,
    /// For each side but the first, the events at which its outputs were compared.
    pub comparisons: Vec<(String, u64)>,
}

/// A running lockstep.
pub struct Lockstep<S: Sides, D, W = ()> {
    sides: S,
    drive: D,
    watch: W,
    clocks: Clocks,
    input: S::In,
    slots: Vec<Slot<S::In, S::Out>>,
    gate: Gate,
    edges: [u64; 8],
    events: u64,
    time_ps: u64,
    compared: u64,
}

impl<S: Sides, D: Drive<S::In, S::Out>> Lockstep<S, D> {
    /// Sides, clocks and stimulus, nothing looking on. The sides are not reset: the stimulus holds the reset inputs.
    pub fn new(sides: S, clocks: Clocks, drive: D) -> Lockstep<S, D> {
        Lockstep::watched(sides, clocks, drive, ())
    }
}

impl<S: Sides, D: Drive<S::In, S::Out>, W: Watch<S::In, S::Out>> Lockstep<S, D, W> {
    /// As [`Lockstep::new`], with somebody looking on.
    pub fn watched(sides: S, clocks: Clocks, mut drive: D, watch: W) -> Lockstep<S, D, W> {
        let mut input = S::In::default();
        drive.start(&mut input);
        let gate = Gate::new::<S::In>(S::CLOCKS);
        let slots = vec![Slot::empty(); SLOTS];
        Lockstep { sides, drive, watch, clocks, input, slots, gate, edges: [0; 8], events: 0, time_ps: 0, compared: 0 }
    }

    /// Runs `events` further events, or fewer when the stimulus ends. True: there may be more.
    ///
    /// # Errors
    /// At the first difference. The run cannot go on after it.
    pub fn advance(&mut self, events: u64) -> Result<bool, LockstepError> {
        let mut left = events;
        while left > 0 {
            let (filled, more) = self.run_ahead(left.min(SLOTS as u64) as usize);
            left -= filled as u64;
            let counts = |slot: &Slot<S::In, S::Out>, got: &S::Out| differing_port::<S>(slot, got).is_some();
            match self.sides.follow(&self.slots[..filled], counts) {
                None => self.count(filled),
                Some((slot, side)) => {
                    self.count(slot + 1);
                    return Err(self.difference(slot, side));
                }
            }
            if !more {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The first side and the stimulus fill slots; gives how many, and whether there may be more.
    fn run_ahead(&mut self, wanted: usize) -> (usize, bool) {
        for (index, slot) in self.slots[..wanted].iter_mut().enumerate() {
            slot.event = self.clocks.next_event();
            slot.input = self.input;
            slot.expected = *self.sides.step_first(slot.event.edges, &self.input);
            if !self.gate.all_open() {
                self.gate.event(slot.event.edges, &self.input);
            }
            slot.open = self.gate.open();
            if !self.drive.after(&slot.event, &slot.expected, &mut self.input) {
                return (index + 1, false);
            }
        }
        (wanted, true)
    }

    /// All sides have passed this many slots.
    fn count(&mut self, passed: usize) {
        for slot in &self.slots[..passed] {
            self.watch.event(&slot.event, &slot.input, &slot.expected);
            for clock in 0..S::CLOCKS.len() {
                self.edges[clock] += u64::from(slot.event.edges.contains(clock));
            }
            self.compared += u64::from(!slot.open.is_empty());
            self.time_ps = slot.event.time_ps;
        }
        self.events += passed as u64;
    }

    /// Runs to the end of the stimulus, `events` at most.
    ///
    /// # Errors
    /// At the first difference, and when nothing was compared.
    pub fn run(mut self, events: u64) -> Result<Summary, LockstepError> {
        self.advance(events)?;
        self.finish().map(|(summary, _, _)| summary)
    }

    /// What the run has done so far.
    pub fn summary(&self) -> Summary {
        let edges = S::CLOCKS.iter().zip(self.edges).map(|(clock, count)| ((*clock).to_owned(), count)).collect();
        let others = self.sides.names().into_iter().skip(1);
        let comparisons = others.map(|name| (name, self.compared)).collect();
        Summary { events: self.events, time_ps: self.time_ps, edges, comparisons }
    }

    /// Ends the run.
    ///
    /// # Errors
    /// When nothing was compared.
    pub fn finish(self) -> Result<(Summary, D, W), LockstepError> {
        if self.compared == 0 {
            return Err(LockstepError::NothingCompared { events: self.events });
        }
        Ok((self.summary(), self.drive, self.watch))
    }

    /// Events so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// What drives the inputs.
    pub fn drive(&self) -> &D {
        &self.drive
    }

    /// What looks on.
    pub fn watch(&self) -> &W {
        &self.watch
    }

    /// Names the port behind a difference.
    #[cold]
    fn difference(&self, slot: usize, side: usize) -> LockstepError {
        let slot = &self.slots[slot];
        let got = self.sides.output(side);
        // `follow` stops at no other slot.
        let index = differing_port::<S>(slot, got).expect("the side has stopped because a port differs");
        let port = S::Out::PORTS[index];
        let clock = S::CLOCKS.iter().position(|name| *name == port.clock);
        let names = self.sides.names();
        LockstepError::Difference(Box::new(Difference {
            time_ps: slot.event.time_ps,
            event: slot.event.number,
            clock: port.clock.to_owned(),
            edge: clock.map_or(slot.event.number, |clock| self.edges[clock].saturating_sub(1)),
            port: port.name.to_owned(),
            width: port.width,
            expected: slot.expected.get(index),
            got: got.get(index),
            expected_side: names[0].clone(),
            side: names[side].clone(),
        }))
    }
}

/// The first port that differs and is compared; none when all differences are in domains that are not compared yet.
#[cold]
fn differing_port<S: Sides>(slot: &Slot<S::In, S::Out>, got: &S::Out) -> Option<usize> {
    let differs = |index: &usize| slot.expected.get(*index) != got.get(*index);
    let open = |index: &usize| is_open(slot.open, S::CLOCKS, S::Out::PORTS[*index].clock);
    (0..S::Out::PORTS.len()).filter(differs).find(open)
}

/// Runs one design alone, nothing compared: to record what it does.
pub fn play<D: Design>(
    design: &mut D,
    clocks: &mut Clocks,
    drive: &mut impl Drive<D::In, D::Out>,
    watch: &mut impl Watch<D::In, D::Out>,
    events: u64,
) {
    let (mut input, mut output) = (D::In::default(), D::Out::default());
    drive.start(&mut input);
    for _ in 0..events {
        let event = clocks.next_event();
        design.step(event.edges, &input, &mut output);
        watch.event(&event, &input, &output);
        if !drive.after(&event, &output, &mut input) {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
