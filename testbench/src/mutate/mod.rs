// SPDX-License-Identifier: MIT OR Apache-2.0
//! Mutation: are the checks sharp? Faults are planted in a copy of a block's Verilog, one at a time, and somebody must
//! notice.
//!
//! [`run`] takes single mutants of the netlist as yosys makes them (a wire stuck, inverted, swapped with another). Each
//! is judged by lockstep with the golden model, and by the conformance cases of the block. What nobody notices is
//! either proved by yosys to be the same circuit, or has a reviewed reason in `testbench/mutants/<block>.toml`, or
//! survives, which is a finding: the stimuli are too weak. [`twin`] plants the listed faults of
//! `testbench/mutants/twins` that model and Verilog could have in common; there lockstep says nothing, and
//! reference, conformance or monitors must notice.

mod cases;
mod judge;
mod mutant;
mod mutation;
mod prove;
mod reasons;
mod report;
mod run;
mod twin;
mod twins;
mod yosys;

use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use wirewright_bridge::{BridgeError, ToolMissing};

use crate::cosim::JobError;
use crate::netlist::NetlistError;
use crate::registry::UnknownBlock;
use crate::rungs::RunError;
pub use judge::Killer;
pub use mutation::{Mutation, MutationError};
pub use reasons::{Reason, ReasonsError};
pub use report::{Fate, MutantReport, MutateReport, SCHEMA, Tally, VERSION};
pub use run::run;
pub use twin::{SCHEMA as TWIN_SCHEMA, TwinOutcome, TwinProgress, TwinReport, VERSION as TWIN_VERSION, twin};
pub use twins::{TwinError, TwinFault, faults};

/// What to mutate and how far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MutateJob {
    /// The block or design.
    pub block: String,
    /// How many mutants; there are fewer when the block has no room for so many.
    pub count: NonZeroUsize,
    /// Seed of the choice.
    pub seed: u64,
    /// Events of each lockstep run.
    pub events: u64,
    /// Mutants judged at the same time.
    pub threads: usize,
    /// Plant the faults in what yosys makes of the Verilog for the FPGA.
    pub netlist: bool,
    /// Where the Verilog of survivors is left, to be looked at; `None`: it goes.
    pub keep: Option<PathBuf>,
}

impl MutateJob {
    /// 300 mutants of `block`, two at a time.
    pub fn of(block: impl Into<String>) -> MutateJob {
        let count = const { NonZeroUsize::new(300).unwrap() };
        MutateJob { block: block.into(), count, seed: 1, events: 200_000, threads: 2, netlist: false, keep: None }
    }
}

/// How far a run is: the mutant that was just judged, and all so far.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Mutants judged.
    pub done: usize,
    /// Mutants in all.
    pub total: usize,
    /// Their fates so far.
    pub tally: Tally,
    /// The last one.
    pub mutant: &'a MutantReport,
}

/// Why mutants could not be judged.
#[derive(Debug, thiserror::Error)]
pub enum MutateError {
    /// There is no netlist to plant them in.
    #[error(transparent)]
    Netlist(NetlistError),
    /// The block is not known.
    #[error(transparent)]
    Unknown(#[from] UnknownBlock),
    /// A tool is missing.
    #[error(transparent)]
    Tool(#[from] ToolMissing),
    /// The unmutated Verilog cannot be run.
    #[error("the unmutated `{block}` cannot be run: {error}")]
    Gold {
        /// The block.
        block: &'static str,
        /// Why not.
        error: BridgeError,
    },
    /// A stimulus does not fit, or nothing was compared.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The unmutated Verilog is not what the model is: a mutant of it would prove nothing.
    #[error("the unmutated `{block}`, written anew by yosys, fails: {killer}")]
    NotEqual {
        /// The block.
        block: &'static str,
        /// Where.
        killer: Box<Killer>,
    },
    /// yosys failed.
    #[error("yosys failed at `{step}`: {reason}")]
    Yosys {
        /// What it was to do.
        step: &'static str,
        /// What it said.
        reason: String,
    },
    /// yosys wrote a mutation that is not understood.
    #[error(transparent)]
    Mutation(#[from] MutationError),
    /// The reviewed reasons cannot be read.
    #[error(transparent)]
    Reasons(#[from] ReasonsError),
    /// The list of twin faults does not fit the Verilog.
    #[error(transparent)]
    Twin(#[from] TwinError),
    /// The main job could not be run.
    #[error(transparent)]
    Job(#[from] JobError),
    /// A conformance case could not be run.
    #[error("conformance case `{case}`: {reason}")]
    Case {
        /// The case.
        case: &'static str,
        /// Why not.
        reason: String,
    },
    /// There is no mutant or twin fault of this block.
    #[error("nothing was judged: `{0}` has no mutant or twin fault")]
    Nothing(String),
    /// There is no place for a folder to work in.
    #[error(transparent)]
    Folder(BridgeError),
    /// A file or folder.
    #[error("{path}: {error}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What happened.
        error: io::Error,
    },
}
