// SPDX-License-Identifier: MIT OR Apache-2.0
//! Passive monitors: they watch an interface in every simulation and know its rules from the standard alone. They
//! import neither the models nor the shared constants: their numbers are literals with the clause beside them.

mod axi;
mod axis;
mod wire;

pub use axi::{Address, AxiMonitor, AxiSample, AxilMonitor, AxilSample, Channel, ReadBeat, WriteBeat};
pub use axis::{AxisMonitor, AxisSample};
pub use wire::{Carrier, WireMonitor, WireRules, WireSample};

/// A rule of an interface that was broken.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Violation {
    /// Simulated time in picoseconds.
    pub time_ps: u64,
    /// The standard and clause.
    pub clause: &'static str,
    /// What was seen and what the rule wants.
    pub message: String,
}

/// The first violations in full, and how many there were.
#[derive(Clone, Debug, Default)]
pub struct Violations {
    /// The first ones, at most [`Violations::KEPT`].
    pub first: Vec<Violation>,
    /// All of them.
    pub count: u64,
}

impl Violations {
    /// How many violations are kept in full.
    pub const KEPT: usize = 16;

    /// Notes a violation; `message` is made only when it is kept.
    #[cold]
    pub(crate) fn note(&mut self, time_ps: u64, clause: &'static str, message: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < Self::KEPT {
            self.first.push(Violation { time_ps, clause, message: message() });
        }
    }
}
