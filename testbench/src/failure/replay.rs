// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs a failure folder again: the same Verilog, stimulus and seed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use wirewright_bridge::{Options, Source};

use super::{FailureRecord, RECORD_FILE, SCHEMA, VERSION, revision};
use crate::lockstep::{Difference, LockstepError, Summary};
use crate::netlist as synthesis;
use crate::registry::{self, Registered, UnknownBlock, Visitor};
use crate::rungs::{self, RunError};
use crate::stimulus::Stimulus;

/// What a replay has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// What the folder says.
    pub record: FailureRecord,
    /// The revision now, when it is not the one of the folder.
    pub other_revision: Option<String>,
    /// What is seen now: the difference, or what was compared without one.
    pub outcome: Result<Summary, Difference>,
}

impl Replayed {
    /// Whether just the same difference is seen.
    pub fn same(&self) -> bool {
        self.outcome.as_ref().err() == Some(&self.record.difference)
    }
}

/// Why a folder could not be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// A file of it could not be read.
    #[error("{}: {source}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of it is not what it should be.
    #[error("{}: {reason}", file.display())]
    Format {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The block is not known here.
    #[error(transparent)]
    UnknownBlock(#[from] UnknownBlock),
    /// The run could not be made.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// Replays the folder.
///
/// # Errors
/// When a file is missing or damaged, the block unknown, or a tool missing. A difference is no error: it is what the
/// folder promises.
pub fn replay(folder: &Path, options: &Options) -> Result<Replayed, ReplayError> {
    replay_on(folder, false, options)
}

/// Replays the folder; with `netlist`, on what yosys makes of the Verilog in it for the FPGA.
///
/// # Errors
/// As [`replay`].
pub fn replay_on(folder: &Path, netlist: bool, options: &Options) -> Result<Replayed, ReplayError> {
    let (file, text) = read(folder, RECORD_FILE)?;
    let format = |reason: String| ReplayError::Format { file: file.clone(), reason };
    let record: FailureRecord = serde_json::from_str(&text).map_err(|error| format(error.to_string()))?;
    if record.schema != SCHEMA || record.version != VERSION {
        let found = format!("{} version {}", record.schema, record.version);
        return Err(format(format!("expected {SCHEMA} version {VERSION}, found {found}")));
    }
    let (file, text) = read(folder, "stimulus.json")?;
    let stimulus = Stimulus::from_json(&text);
    let stimulus = stimulus.map_err(|error| ReplayError::Format { file, reason: error.to_string() })?;
    let mut source = Source::new(record.block.clone());
    for name in &record.verilog {
        let (_, text) = read(folder, name)?;
        let text =
            if netlist { synthesis::of(&record.block, &text).map_err(|e| RunError::Bridge(e.into()))? } else { text };
        source = source.file(name.clone(), text);
    }
    let run = Run { record: &record, source: &source, stimulus: &stimulus, options };
    let outcome = match registry::with(&record.block, run)? {
        Ok(summary) => Ok(summary),
        Err(RunError::Lockstep(LockstepError::Difference(difference))) => Err(*difference),
        Err(error) => return Err(error.into()),
    };
    let now = revision();
    let other_revision = (now != record.revision).then_some(now);
    Ok(Replayed { record, other_revision, outcome })
}

fn read(folder: &Path, name: &str) -> Result<(PathBuf, String), ReplayError> {
    let file = folder.join(name);
    match fs::read_to_string(&file) {
        Ok(text) => Ok((file, text)),
        Err(source) => Err(ReplayError::Io { file, source }),
    }
}

struct Run<'a> {
    record: &'a FailureRecord,
    source: &'a Source,
    stimulus: &'a Stimulus,
    options: &'a Options,
}

impl Visitor for Run<'_> {
    type Output = Result<Summary, RunError>;

    fn visit<R: Registered>(self) -> Self::Output {
        let rtl = rungs::load::<R>(self.source, self.options)?;
        rungs::model_against_rtl::<R>(&rtl, self.stimulus, self.record.seed)
    }
}
