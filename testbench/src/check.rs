// SPDX-License-Identifier: MIT OR Apache-2.0
//! One check from beginning to end: model and Verilog in lockstep; at a difference the stimulus is shrunk, the failure
//! folder written, and the reader told where to look.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use wirewright_bridge::{Model, Options, Source};

use crate::failure::{self, Failure, FailureError, FailureRecord};
use crate::lockstep::{Difference, LockstepError, Summary};
use crate::registry::Registered;
use crate::rungs::{self, RunError};
use crate::shrink::{Budget, Shrunk, shrink};
use crate::stimulus::Stimulus;

/// What is checked and how.
pub struct Check<'a> {
    /// The Verilog.
    pub source: &'a Source,
    /// How it is loaded.
    pub options: &'a Options,
    /// What drives it.
    pub stimulus: &'a Stimulus,
    /// The seed that the stimulus was made from; for the record.
    pub stimulus_seed: u64,
    /// Where the failure folder goes.
    pub parent: &'a Path,
    /// How much shrinking is worth.
    pub budget: Budget,
}

/// A difference that was found, shrunk and written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As it was met at first.
    pub first: Difference,
    /// The folder.
    pub folder: PathBuf,
    /// What is in its `failure.json`.
    pub record: FailureRecord,
    /// The stimulus in it.
    pub stimulus: Stimulus,
}

/// Why a check did not hold.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Model and Verilog differ.
    #[error("{}: {}\nclause: {}\nfirst seen {}\nreplay: {}", .0.record.block, .0.record.difference, .0.record.clause,
        .0.first, .0.record.replay)]
    Found(Box<Found>),
    /// The run could not be made or compared nothing.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Model and Verilog differ, and the folder could not be written.
    #[error("{difference}; its folder could not be written: {error}")]
    Unwritten {
        /// The difference.
        difference: Box<Difference>,
        /// Why there is no folder.
        error: FailureError,
    },
}

impl Check<'_> {
    /// Runs with start values from `seed`.
    ///
    /// # Errors
    /// When model and Verilog differ, and when they cannot be run.
    pub fn run<R: Registered>(&self, seed: NonZeroU32) -> Result<Summary, CheckError> {
        let rtl = rungs::load::<R>(self.source, self.options).map_err(RunError::from)?;
        self.run_loaded::<R>(&rtl, seed)
    }

    /// As [`Check::run`] with the Verilog already loaded.
    ///
    /// # Errors
    /// As [`Check::run`].
    pub fn run_loaded<R: Registered>(&self, rtl: &Model<R>, seed: NonZeroU32) -> Result<Summary, CheckError> {
        match rungs::model_against_rtl::<R>(rtl, self.stimulus, seed) {
            Ok(summary) => Ok(summary),
            Err(RunError::Lockstep(LockstepError::Difference(first))) => Err(self.pursue::<R>(rtl, *first, seed)),
            Err(error) => Err(error.into()),
        }
    }

    /// From the first sight of a difference to its folder.
    fn pursue<R: Registered>(&self, rtl: &Model<R>, first: Difference, seed: NonZeroU32) -> CheckError {
        // Another port would be another failure.
        let is_same = |difference: &Difference| difference.port == first.port;
        let run = |stimulus: &Stimulus| match rungs::model_against_rtl::<R>(rtl, stimulus, seed) {
            Err(RunError::Lockstep(LockstepError::Difference(difference))) => Some(*difference).filter(is_same),
            _ => None,
        };
        let Shrunk { stimulus, .. } = shrink(self.stimulus, self.budget, |s| run(s).map(|difference| difference.event));
        let difference = run(&stimulus).unwrap_or_else(|| first.clone());
        let summary = Summary { events: first.event + 1, time_ps: first.time_ps, ..Summary::default() };
        let failure = Failure {
            source: self.source,
            stimulus: &stimulus,
            difference: &difference,
            seed,
            stimulus_seed: self.stimulus_seed,
            summary: &summary,
        };
        match failure::write::<R>(&failure, self.parent) {
            Ok((folder, record)) => CheckError::Found(Box::new(Found { first, folder, record, stimulus })),
            Err(error) => CheckError::Unwritten { difference: Box::new(difference), error },
        }
    }
}
