// SPDX-License-Identifier: MIT OR Apache-2.0
//! Resets of several clocks for the default stimuli: a long one at the start, then at random moments, and often while a
//! clock stands, resets of one to three edges. What depends on all clocks at once is worked out beforehand, from their
//! plan, and listed event by event.

use wirewright_spec::{EdgeSet, Port};

use super::{Driver, Pin, Source};
use crate::clocks::{ClockPlan, Clocks};
use crate::lockstep::reset_value;
use crate::random::Random;

/// By then every cell of a small memory has been written.
const FIRST_EVENT: u64 = 4000;
/// A clock that has not risen for so many of its periods stands.
const STANDING_PERIODS: u64 = 4;

/// Who is reset.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// One port of a design, whose clock does not stand, synchronous to it.
    AnyOne,
    /// As designs reset their crossings: both sides at once, at any event, each until edges of its own clock.
    Together,
    /// As before, or one side without the other.
    TogetherOrAlone,
}

/// The reset of one clock domain.
pub(super) struct Side<'a> {
    port: &'a Port,
    /// Number of its clock.
    clock: usize,
    period_ps: u64,
    /// Edges of its clock for which it is still high.
    edges_left: u64,
    /// Edges for which it is high from the next edge of its clock on.
    pending_edges: u64,
    /// When its clock rose last, and whether it is taken to stand.
    risen_ps: u64,
    stands: bool,
    /// Its values event by event.
    runs: Vec<(u64, u64)>,
}

impl<'a> Side<'a> {
    /// The reset `port` of clock number `clock`, high for so many edges at first.
    pub(super) fn new(port: &'a Port, clock: usize, period_ps: u64, edges: u64) -> Side<'a> {
        Side {
            port,
            clock,
            period_ps,
            edges_left: edges,
            pending_edges: 0,
            risen_ps: 0,
            stands: false,
            runs: Vec::new(),
        }
    }

    pub(super) fn port(&self) -> &'a Port {
        self.port
    }

    /// The value that means reset.
    pub(super) fn value(&self) -> u64 {
        reset_value(self.port.name).unwrap_or(1)
    }

    pub(super) fn edges_left(&self) -> u64 {
        self.edges_left
    }

    /// Writes down the value at this event; true: its clock stands from now on.
    fn event(&mut self, time_ps: u64, edges: EdgeSet) -> bool {
        let value = self.value() ^ u64::from(self.edges_left == 0);
        match self.runs.last_mut() {
            Some(run) if run.1 == value => run.0 += 1,
            _ => self.runs.push((1, value)),
        }
        if !edges.contains(self.clock) {
            let limit_ps = self.risen_ps + STANDING_PERIODS * self.period_ps;
            let stood = self.stands;
            self.stands = time_ps > limit_ps;
            return self.stands && !stood;
        }
        (self.risen_ps, self.stands) = (time_ps, false);
        self.edges_left = self.edges_left.saturating_sub(1) + std::mem::take(&mut self.pending_edges);
        false
    }
}

/// The drivers of these resets for so many events, so many apart on the average.
pub(super) fn play(
    clocks: &ClockPlan,
    mut sides: Vec<Side<'_>>,
    who: Who,
    seed: u64,
    (events, mean_events): (u64, u64),
) -> Vec<Driver> {
    let mut random = Random::named(seed, "resets");
    let mut next_event = FIRST_EVENT;
    // A plan that cannot run is refused when it is played.
    let Ok(mut running) = Clocks::new(clocks) else { return Vec::new() };
    if sides.is_empty() {
        return Vec::new();
    }
    for number in 0..events {
        let event = running.next_event();
        let mut one_stands = false;
        for side in &mut sides {
            one_stands |= side.event(event.time_ps, event.edges);
        }
        let now = number == next_event || (one_stands && number > FIRST_EVENT && random.between(0, 1) == 0);
        if now {
            assert_some(&mut sides, who, &mut random);
        }
        if number == next_event {
            next_event += random.between(1, 2 * mean_events.max(100));
        }
    }
    let pin = |side: Side<'_>| {
        Driver::Pin(Pin { clock: "async".to_owned(), port: side.port.name.to_owned(), source: Source::Runs(side.runs) })
    };
    sides.into_iter().map(pin).collect()
}

fn assert_some(sides: &mut [Side<'_>], who: Who, random: &mut Random) {
    let chosen = random.between(0, sides.len() as u64 - 1) as usize;
    let alone = who == Who::TogetherOrAlone && random.between(0, 1) == 0;
    for (index, side) in sides.iter_mut().enumerate() {
        let edges = random.between(1, 3);
        match who {
            Who::AnyOne if index == chosen && !side.stands => side.pending_edges = edges,
            Who::AnyOne => (),
            _ if alone && index != chosen => (),
            _ => side.edges_left = edges,
        }
    }
}
