// SPDX-License-Identifier: MIT OR Apache-2.0
//! One port, driven by a constant, by listed values, or at random: held, toggled, rarely set, in bursts.

use serde::{Deserialize, Serialize};
use wirewright_spec::Ports;

use crate::random::Random;

/// What drives one port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The clock after whose edges it may change; `async` for every event.
    pub clock: String,
    /// The input port.
    pub port: String,
    /// Its values.
    pub source: Source,
}

/// The values of a port, edge by edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Always the same.
    Constant(u64),
    /// For so many edges this value, then the next; the last one stays.
    Runs(Vec<(u64, u64)>),
    /// In reset (`value`) for so many edges at the start, then at random moments again, `again_mean_edges` apart,
    /// never when 0.
    Reset {
        /// The value that means reset.
        value: u64,
        /// Length of the first reset.
        edges: u64,
        /// Mean distance of further resets; 0 for none.
        again_mean_edges: u64,
        /// Their least length; up to two edges more.
        again_edges: u64,
        /// Seed of the further ones.
        seed: u64,
    },
    /// Random values.
    Random {
        /// Where they come from.
        seed: u64,
        /// How they are distributed.
        shape: Shape,
    },
}

/// How random values are distributed in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Any value, a new one about every so many edges; 1 for every edge.
    Any {
        /// Mean time a value is held.
        mean_edges: u64,
    },
    /// One of these, a new choice about every so many edges.
    Among {
        /// What is chosen from; not empty.
        values: Vec<u64>,
        /// Mean time a choice is held.
        mean_edges: u64,
    },
    /// 0, and for one edge any value, about so many edges apart.
    Rare {
        /// Mean distance.
        mean_edges: u64,
    },
    /// All ones and 0 in turn.
    Bursts {
        /// Mean length of ones.
        on_edges: u64,
        /// Mean length of 0.
        off_edges: u64,
    },
    /// Any value with each bit high in one of eight edges, 0 at every eighth edge: at most 14 in 16.
    Sparse,
    /// All ones, and 0 at every eighth edge.
    Dense,
}

impl Source {
    /// The same values for `edges` edges as a list; the last one stays.
    pub fn frozen(&self, edges: u64) -> Vec<(u64, u64)> {
        let mut player = PinPlayer::new(0, self.clone());
        let mut runs: Vec<(u64, u64)> = Vec::new();
        let mut left = edges;
        while left > 0 {
            let (value, held) = player.next();
            let held = held.clamp(1, left);
            left -= held;
            match runs.last_mut() {
                Some(last) if last.1 == value => last.0 += held,
                _ => runs.push((held, value)),
            }
        }
        runs
    }
}

/// A playing [`Pin`].
#[derive(Clone, Debug)]
pub(super) struct PinPlayer {
    port: usize,
    source: Source,
    random: Random,
    /// Edges until the value changes.
    left: u64,
    /// Which run, or the phase of a burst.
    phase: usize,
}

impl PinPlayer {
    pub(super) fn new(port: usize, source: Source) -> PinPlayer {
        let seed = match source {
            Source::Random { seed, .. } | Source::Reset { seed, .. } => seed,
            Source::Constant(_) | Source::Runs(_) => 0,
        };
        PinPlayer { port, source, random: Random::new(seed), left: 0, phase: 0 }
    }

    /// One edge has passed (or none yet: the start).
    #[inline]
    pub(super) fn tick<In: Ports>(&mut self, input: &mut In) {
        if self.left > 1 {
            self.left -= 1;
            return;
        }
        let (value, edges) = self.next();
        self.left = edges;
        input.set(self.port, value);
    }

    /// The next value, and for how many edges it holds.
    fn next(&mut self) -> (u64, u64) {
        let random = &mut self.random;
        match &self.source {
            Source::Constant(value) => (*value, u64::MAX),
            Source::Runs(runs) => {
                while self.phase + 1 < runs.len() && runs[self.phase].0 == 0 {
                    self.phase += 1;
                }
                let Some(&(edges, value)) = runs.get(self.phase) else { return (0, u64::MAX) };
                self.phase += 1;
                (value, if self.phase < runs.len() { edges } else { u64::MAX })
            }
            Source::Reset { value, edges, again_mean_edges, again_edges, .. } => {
                self.phase += 1;
                match (self.phase, again_mean_edges) {
                    (1, _) => (*value, *edges),
                    (2, 0) => (value ^ 1, u64::MAX),
                    (phase, mean) if phase % 2 == 0 => (value ^ 1, random.between(1, 2 * mean)),
                    _ => (*value, random.between((*again_edges).max(1), again_edges + 2)),
                }
            }
            Source::Random { shape, .. } => {
                self.phase += 1;
                shape.next(random, self.phase)
            }
        }
    }
}

impl Shape {
    fn next(&self, random: &mut Random, phase: usize) -> (u64, u64) {
        let hold = |random: &mut Random, mean: u64| random.between(1, (2 * mean).saturating_sub(1).max(1));
        match self {
            Shape::Any { mean_edges } => (random.bits(), hold(random, *mean_edges)),
            Shape::Among { values, mean_edges } if values.is_empty() => (0, hold(random, *mean_edges)),
            Shape::Among { values, mean_edges } => (*random.choose(values), hold(random, *mean_edges)),
            Shape::Rare { .. } if phase.is_multiple_of(2) => (random.bits() | 1, 1),
            Shape::Rare { mean_edges } => (0, hold(random, *mean_edges)),
            Shape::Bursts { on_edges, .. } if phase.is_multiple_of(2) => (u64::MAX, hold(random, *on_edges)),
            Shape::Bursts { off_edges, .. } => (0, hold(random, *off_edges)),
            Shape::Sparse | Shape::Dense if phase.is_multiple_of(8) => (0, 1),
            Shape::Dense => (u64::MAX, 1),
            Shape::Sparse => (random.bits() & random.bits() & random.bits(), 1),
        }
    }
}
