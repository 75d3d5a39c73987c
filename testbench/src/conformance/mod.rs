// SPDX-License-Identifier: MIT OR Apache-2.0
//! Conformance: each requirement of the clause catalogue as cases that judge any rung of a block.
//!
//! A case plays *scripts* on a [`Rig`], looks at the *traces*, and compares with what the clause asks. The rig hides
//! the rung: there is one over the reference functions and one over any [`Design`](wirewright_spec::Design) of the
//! block, be it golden model, verilated Verilog or netlist. Expected values are literals, the `crc` crate and plain
//! arithmetic, never the model. Each case brings a *saboteur*, a change of script or trace that breaks its
//! requirement, and a test shows that the case fails then: a case that cannot fail proves nothing.

// A medium with one carrier is a list of one range.
#![allow(clippy::single_range_in_vec_init)]

mod cases;
mod check;
mod device;
mod frames;
mod packets;
pub mod report;
pub mod rigs;
mod run;

pub use cases::cases;
pub use check::{Check, Mismatch};
pub use device::{Device, Ladder, NoDesign, Rung, Rungs};
pub use rigs::{Exam, Rig, Saboteur, Subject};
pub use run::{Outcome, run, run_on, run_sabotaged};

use rigs::AnyExam;
use wirewright_spec::catalogue::{self, Clause};

/// One case: a requirement, where it is judged, and how.
pub struct Case {
    /// The id of its requirement in the catalogue.
    pub clause: &'static str,
    /// Its own name, unique: `transmit/pad`.
    pub name: &'static str,
    /// When it passes, in one sentence.
    pub criterion: &'static str,
    /// The devices that it judges: a block, or `<block>:<mode>`.
    pub devices: &'static [&'static str],
    /// Why the untimed reference cannot be judged by it; nothing where it can.
    pub not_on_reference: Option<&'static str>,
    /// What is done, and its saboteur.
    pub exam: AnyExam,
}

impl Case {
    /// The requirement.
    ///
    /// # Panics
    /// When the catalogue has no such id; a test looks.
    pub fn requirement(&self) -> &'static Clause {
        catalogue::find(self.clause).unwrap_or_else(|| panic!("{}: no clause {}", self.name, self.clause))
    }

    /// The blocks that it judges, without their modes.
    pub fn blocks(&self) -> impl Iterator<Item = &'static str> {
        self.devices.iter().map(|device| device.split(':').next().unwrap_or(device))
    }
}

/// The cases whose name, clause or block contains `filter`; all of them for an empty one.
pub fn matching(filter: &str) -> Vec<&'static Case> {
    let hit = |case: &&'static Case| {
        case.name.contains(filter) || case.clause.contains(filter) || case.blocks().any(|block| block.contains(filter))
    };
    cases().iter().copied().filter(hit).collect()
}

/// The case of just this name.
pub fn named(name: &str) -> Option<&'static Case> {
    cases().iter().copied().find(|case| case.name == name)
}
