// SPDX-License-Identifier: MIT OR Apache-2.0
//! What became of each mutant. The JSON form is a contract: `schema` and `version` say which.

use serde::Serialize;

use super::judge::Killer;
use super::mutation::Mutation;

/// The name of the JSON form.
pub const SCHEMA: &str = "wirewright.mutate";
/// Its version; it changes when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

/// The mutants of one block.
#[derive(Clone, Debug, Serialize)]
pub struct MutateReport {
    /// The name of this form.
    pub schema: &'static str,
    /// Its version; it changes when a field changes its meaning or goes.
    pub version: u32,
    /// The block.
    pub block: &'static str,
    /// Seed of the choice of mutants.
    pub seed: u64,
    /// How many were asked for.
    pub requested: usize,
    /// How many there are; fewer were judged when the run was interrupted.
    pub listed: usize,
    /// The fates, counted.
    pub tally: Tally,
    /// Every mutant was judged, and none survives without a reason.
    pub passed: bool,
    /// The run was interrupted; what it shows is partial.
    pub interrupted: bool,
    /// Wall clock time.
    pub seconds: f64,
    /// The mutants judged, in order.
    pub mutants: Vec<MutantReport>,
}

/// One mutant.
#[derive(Clone, Debug, Serialize)]
pub struct MutantReport {
    /// Its number in the list, from 1.
    pub number: usize,
    /// What was changed.
    #[serde(flatten)]
    pub mutation: Mutation,
    /// The line of Verilog that it comes from.
    pub line: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a mutant.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "fate")]
pub enum Fate {
    /// It was noticed.
    Killed {
        /// By whom.
        by: Vec<Killer>,
    },
    /// It is the same circuit, as yosys has proved.
    Equivalent,
    /// Nobody noticed, and the reviewed list says why nobody can.
    Explained {
        /// Why.
        reason: String,
    },
    /// Nobody noticed.
    Surviving {
        /// The wires that the proof left open.
        unproven: Vec<String>,
    },
    /// It could not be judged: it does not build.
    Error {
        /// Why not.
        message: String,
    },
}

/// Fates, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Noticed.
    pub killed: usize,
    /// Of these by lockstep.
    pub killed_by_lockstep: usize,
    /// Of these by a conformance case.
    pub killed_by_conformance: usize,
    /// Proved to be the same circuit.
    pub equivalent: usize,
    /// Not noticed, with a reviewed reason.
    pub explained: usize,
    /// Not noticed.
    pub surviving: usize,
    /// Not judged.
    pub errors: usize,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, fate: &Fate) {
        match fate {
            Fate::Killed { by } => {
                self.killed += 1;
                self.killed_by_lockstep += usize::from(by.iter().any(Killer::is_lockstep));
                self.killed_by_conformance += usize::from(by.iter().any(|killer| !killer.is_lockstep()));
            }
            Fate::Equivalent => self.equivalent += 1,
            Fate::Explained { .. } => self.explained += 1,
            Fate::Surviving { .. } => self.surviving += 1,
            Fate::Error { .. } => self.errors += 1,
        }
    }
}
