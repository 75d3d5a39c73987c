// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a difference leaves behind: a folder with the smallest stimulus that shows it, the Verilog it was seen in, the
//! frames, the waves of both sides, and one line that replays it. The folder is written under another name and renamed
//! when it is whole; nothing is overwritten.

mod counters;
mod fst;
mod replay;
mod waves;

use std::io;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};
use wirewright_bridge::Source;

use crate::capture::{CaptureWriter, Direction, WriteError};
use crate::lockstep::{Difference, Summary};
use crate::registry::Registered;
use crate::stimulus::{Driver, Stimulus, StimulusError};
use crate::whole::{self, NewFolder};
pub(crate) use counters::read_out;
pub use replay::{ReplayError, Replayed, replay, replay_on};
pub(crate) use waves::{EVENTS_AFTER, WaveWriter};
pub use waves::{WavesError, write_waves};

/// The file in the folder that a replay reads.
pub const RECORD_FILE: &str = "failure.json";
/// Its schema.
const SCHEMA: &str = "wirewright.failure";
/// The frames in the folder.
pub(crate) const FRAMES_FILE: &str = "frames.pcapng";
/// The version of the schema.
const VERSION: u32 = 1;

/// A failure to be written down.
pub struct Failure<'a> {
    /// The Verilog it was seen in.
    pub source: &'a Source,
    /// The stimulus, shrunk, ending with the event that fails.
    pub stimulus: &'a Stimulus,
    /// What is seen under that stimulus.
    pub difference: &'a Difference,
    /// The seed of the register start values.
    pub seed: NonZeroU32,
    /// The seed the stimulus was made from.
    pub stimulus_seed: u64,
    /// What the run that found it had done.
    pub summary: &'a Summary,
}

/// `failure.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureRecord {
    /// `wirewright.failure`.
    pub schema: String,
    /// Of the schema.
    pub version: u32,
    /// The block or design.
    pub block: String,
    /// What differs, under the stimulus in this folder.
    pub difference: Difference,
    /// The clause behind the port.
    pub clause: String,
    /// The seed of the register start values.
    pub seed: NonZeroU32,
    /// The seed the stimulus was made from.
    pub stimulus_seed: u64,
    /// The revision of the sources, `+` after it when they were changed.
    pub revision: String,
    /// The Verilog top module and files in this folder.
    pub verilog: Vec<String>,
    /// What the run that found it had done.
    pub found_after: Summary,
    /// Counters of the golden design after the event that fails; left out for a block without counters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counters: Vec<(String, u64)>,
    /// Waves in this folder, or why there are none.
    pub waves: String,
    /// The line that replays it.
    pub replay: String,
}

/// Why the folder could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FailureError {
    /// A file or folder could not be written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The frames could not be written.
    #[error(transparent)]
    Capture(#[from] WriteError),
    /// The stimulus is not one for the block.
    #[error(transparent)]
    Stimulus(#[from] StimulusError),
}

/// Writes the folder `<parent>/<block>-<port>`, or the first free name after it; gives its path and what is in
/// `failure.json`.
///
/// # Errors
/// When it cannot be written. Missing waves are no error: the record says why they are missing.
pub fn write<R: Registered>(failure: &Failure, parent: &Path) -> Result<(PathBuf, FailureRecord), FailureError> {
    write_with::<R, FailureError>(failure, parent, |_| Ok(()))
}

/// As [`write`], with what `more` writes beside it.
pub(crate) fn write_with<R: Registered, E: From<FailureError>>(
    failure: &Failure,
    parent: &Path,
    more: impl FnOnce(&NewFolder) -> Result<(), E>,
) -> Result<(PathBuf, FailureRecord), E> {
    let wanted = parent.join(format!("{}-{}", R::NAME, failure.difference.port));
    let failed = |source| FailureError::Io { path: wanted.clone(), source };
    let folder = NewFolder::begin(&wanted).map_err(failed)?;
    let record = fill::<R>(failure, &folder)?;
    more(&folder)?;
    Ok((folder.complete().map_err(failed)?, record))
}

/// Writes the files of a failure.
fn fill<R: Registered>(failure: &Failure, folder: &NewFolder) -> Result<FailureRecord, FailureError> {
    let (at, target) = (folder.path(), folder.target());
    let save = |name: &str, text: &str| {
        let path = target.join(name);
        whole::write(&at.join(name), text).map_err(|source| FailureError::Io { path, source })
    };

    save("stimulus.json", &failure.stimulus.to_json())?;
    let mut verilog = Vec::new();
    for (name, text) in failure.source.files() {
        let name = name.replace('/', "_");
        save(&name, text)?;
        verilog.push(name);
    }
    write_frames(failure.stimulus, failure.difference, at)
        .map_err(|error| WriteError { file: target.join(FRAMES_FILE), ..error })?;
    let waves = match write_waves::<R>(failure.source, failure.stimulus, failure.seed, at) {
        Ok(()) => "model.fst, rtl.fst".to_owned(),
        Err(error) => format!("none: {error}"),
    };
    let counters = counters::counters::<R>(failure.stimulus)?;
    let record = record::<R>(failure, verilog, counters, waves, target);
    // Plain data: cannot fail to be written.
    save(RECORD_FILE, &serde_json::to_string_pretty(&record).expect("a record is plain data"))?;
    save("README.txt", &describe(&record))?;
    Ok(record)
}

/// `failure.json` of a folder that will be `target`.
pub(crate) fn record<R: Registered>(
    failure: &Failure,
    verilog: Vec<String>,
    counters: Vec<(String, u64)>,
    waves: String,
    target: &Path,
) -> FailureRecord {
    FailureRecord {
        schema: SCHEMA.to_owned(),
        version: VERSION,
        block: R::NAME.to_owned(),
        difference: failure.difference.clone(),
        clause: R::clause(&failure.difference.port).to_owned(),
        seed: failure.seed,
        stimulus_seed: failure.stimulus_seed,
        revision: revision(),
        verilog,
        found_after: failure.summary.clone(),
        counters,
        waves,
        replay: format!("wirewright replay {}", quoted(target)),
    }
}

/// What a reader is told first.
pub fn describe(record: &FailureRecord) -> String {
    let FailureRecord { block, difference, clause, waves, revision, replay, .. } = record;
    let mut text = format!("{block}: {difference}\nclause: {clause}\nwaves: {waves}\nrevision: {revision}\n");
    for (name, value) in &record.counters {
        text.push_str(&format!("counter {name}: {value}\n"));
    }
    text.push_str(&format!("replay: {replay}\n"));
    text
}

/// `frames.pcapng`, when the stimulus has frames; one interface for each stream, without FCS, or wire, with it.
pub(crate) fn write_frames(stimulus: &Stimulus, difference: &Difference, folder: &Path) -> Result<(), WriteError> {
    if stimulus.frames().next().is_none() {
        return Ok(());
    }
    let mut capture = CaptureWriter::create(&folder.join(FRAMES_FILE))?;
    for driver in &stimulus.drivers {
        let (interface, direction, frames): (_, _, Vec<&[u8]>) = match driver {
            Driver::Stream(s) => {
                let frames = s.frames.iter().map(|frame| frame.octets.as_slice()).collect();
                (capture.interface_without_fcs(&s.data, 1_000_000_000)?, Direction::Out, frames)
            }
            Driver::Wire(w) => {
                let frames = w.frames.iter().map(|frame| frame.octets.as_slice()).collect();
                (capture.interface(&w.data, 1_000_000_000)?, Direction::In, frames)
            }
            _ => continue,
        };
        for (index, frame) in frames.into_iter().enumerate() {
            let comment = (index == 0).then(|| difference.to_string());
            capture.frame(interface, index as u64 * 1000, direction, frame, comment.as_deref())?;
        }
    }
    capture.finish()
}

/// The path as a shell takes it.
pub fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// The revision of the sources this program was built from, as far as they are still there; `unknown` otherwise.
pub fn revision() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(env!("CARGO_MANIFEST_DIR")).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(head) = git(&["rev-parse", "--short=12", "HEAD"]) else { return "unknown".to_owned() };
    let changed = git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|text| !text.is_empty());
    if changed { format!("{head}+") } else { head }
}
