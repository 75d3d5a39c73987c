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
mod station;

use std::fmt;

use serde::{Deserialize, Serialize};
use wirewright_spec::Design;

use crate::clocks::{Clocks, Event};
pub(crate) use gate::reset_value;
pub use sides::{Borrowed, Side, Sides, Slot};
pub use station::Station;

/// Drives the inputs: a playing stimulus, a wire between two devices, whatever knows the ports.
pub trait Drive<In, Out> {
    /// Sets the inputs that hold at the first event.
    fn start(&mut self, input: &mut In);

    /// Called right after an event with the outputs visible after it. Changes inputs of the domains whose clock rose,
    /// and asynchronous ones, resets of a crossing among them when they assert, and no others. False: there will be no
    /// further change and the run may end.
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

impl Difference {
    /// Where, and what, for a narrow terminal: two lines of less than 80 columns with their head.
    pub fn lines(&self) -> (String, String) {
        let Difference { clock, edge, port, width, expected, got, expected_side, side, .. } = self;
        let digits = width.div_ceil(4) as usize;
        (
            format!("port {port} after edge {edge} of {clock} ({} ns):", Nanoseconds(self.time_ps)),
            format!("expected {width}'h{expected:0digits$x} ({expected_side}), got {width}'h{got:0digits$x} ({side})"),
        )
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, values) = self.lines();
        write!(f, "{place} {values}")
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
    station: Station<S>,
    drive: D,
    watch: W,
    clocks: Clocks,
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
        Lockstep { station: Station::new(sides, input), drive, watch, clocks }
    }

    /// Runs `events` further events, or fewer when the stimulus ends. True: there may be more.
    ///
    /// # Errors
    /// At the first difference. The run cannot go on after it.
    pub fn advance(&mut self, events: u64) -> Result<bool, LockstepError> {
        let mut left = events;
        let mut more = true;
        while left > 0 && more {
            while left > 0 && more && !self.station.is_full() {
                let Event { time_ps, edges, .. } = self.clocks.next_event();
                let (event, output, input) = self.station.pass(time_ps, edges);
                more = self.drive.after(&event, output, input);
                left -= 1;
            }
            self.station.catch_up(&mut self.watch)?;
        }
        Ok(more)
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
        self.station.summary()
    }

    /// Ends the run.
    ///
    /// # Errors
    /// When nothing was compared.
    pub fn finish(self) -> Result<(Summary, D, W), LockstepError> {
        Ok((self.station.finish()?, self.drive, self.watch))
    }

    /// Events so far.
    pub fn events(&self) -> u64 {
        self.station.events()
    }

    /// What drives the inputs.
    pub fn drive(&self) -> &D {
        &self.drive
    }

    /// What looks on.
    pub fn watch(&self) -> &W {
        &self.watch
    }
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
