// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is left of a run of the main job that failed: the fewest and shortest frames that still fail, with waves, and
//! all that a replay needs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use super::frames::{ListFrames, StimulusFrame};
use super::report::CosimReport;
use super::rungs::{CosimJob, Extras, JobError};
use super::shrink::shrink;
use crate::capture::{CaptureWriter, Direction, WriteError};

/// The file in the folder that a replay reads.
pub const REPLAY_FILE: &str = "replay.json";
/// The name of its form.
const SCHEMA: &str = "wirewright.cosim-replay";
const VERSION: u32 = 2;

/// All that a replay needs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Replay {
    /// Says that this is one.
    pub schema: String,
    /// Of this form.
    pub version: u32,
    /// The git revision at which the failure was seen; empty outside a repository.
    pub revision: String,
    /// The job, other Verilog than the committed one included.
    pub job: CosimJob,
    /// The frames.
    pub frames: Vec<StimulusFrame>,
}

/// The failure, made small.
#[derive(Clone, Debug)]
pub struct Shrunk {
    /// The report of the small run.
    pub report: CosimReport,
    /// Its frames.
    pub frames: Vec<StimulusFrame>,
    /// The folder that a replay takes.
    pub folder: PathBuf,
    /// The waves in it.
    pub waves: Vec<PathBuf>,
}

/// Why a failure could not be kept or replayed.
#[derive(Debug, thiserror::Error)]
pub enum FailureError {
    /// A file of the folder.
    #[error("{}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no replay of this version.
    #[error("{}: not a {SCHEMA} of version {VERSION}: {what}", file.display())]
    NotAReplay {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A capture.
    #[error(transparent)]
    Capture(#[from] WriteError),
    /// A run.
    #[error(transparent)]
    Job(#[from] JobError),
    /// The folder of a difference.
    #[error(transparent)]
    Folder(#[from] crate::failure::FailureError),
}

/// Finds the smallest frames that still fail and writes them with waves to `folder`. `None` when the last frames of
/// the failed run do not fail by themselves; then these frames are kept as they are.
///
/// # Errors
/// When a file cannot be written or a run not made.
pub fn keep(
    job: &CosimJob,
    failed: &CosimReport,
    folder: &Path,
    revision: &str,
) -> Result<Option<Shrunk>, FailureError> {
    let mut job = job.clone();
    (job.options.edges, job.options.capture) = (None, None);
    let mut trouble = None;
    let shrunk = shrink(failed.recent_frames.clone(), |frames| match play(&job, frames, Extras::default()) {
        Ok(report) => same_failure(failed, &report),
        Err(error) => {
            trouble = Some(error);
            false
        }
    });
    if let Some(error) = trouble {
        return Err(error.into());
    }
    let Some(frames) = shrunk else {
        write_stimulus(&job, &failed.recent_frames, folder, revision)?;
        return Ok(None);
    };
    let waves_in = |folder: &Path, names: &[&str]| -> Vec<PathBuf> {
        names.iter().map(|name| folder.join(name)).filter(|path| path.exists()).collect()
    };
    if failed.difference.is_none() {
        write_stimulus(&job, &frames, folder, revision)?;
        let report = play(&job, &frames, Extras { waves: Some(folder), coverage: None })?;
        write_json(&folder.join("report.json"), &report)?;
        let waves = waves_in(folder, &["rtl-a.fst", "rtl-b.fst"]);
        return Ok(Some(Shrunk { report, frames, folder: folder.to_owned(), waves }));
    }
    let report = play(&job, &frames, Extras::default())?;
    let folder = job.write_down(&frames, &report, folder)?;
    write_capture(&frames, &folder.join("frames.pcapng"))?;
    let waves = waves_in(&folder, &["model.vcd", "rtl.fst"]);
    Ok(Some(Shrunk { report, frames, folder, waves }))
}

/// Reads what [`keep`] has written.
///
/// # Errors
/// When it is not there or not whole.
pub fn read(folder: &Path) -> Result<Replay, FailureError> {
    let file = folder.join(REPLAY_FILE);
    let text = fs::read_to_string(&file).map_err(|source| FailureError::File { file: file.clone(), source })?;
    let refuse = |what: String| FailureError::NotAReplay { file: file.clone(), what };
    let replay: Replay = serde_json::from_str(&text).map_err(|error| refuse(error.to_string()))?;
    if (replay.schema.as_str(), replay.version) != (SCHEMA, VERSION) {
        return Err(refuse(format!("it says {} {}", replay.schema, replay.version)));
    }
    Ok(replay)
}

/// Runs a job on these frames.
///
/// # Errors
/// As [`CosimJob::run`].
pub fn play(job: &CosimJob, frames: &[StimulusFrame], extras: Extras<'_>) -> Result<CosimReport, JobError> {
    let source = Box::new(ListFrames::new(frames.to_vec()));
    job.run(source, extras, &AtomicBool::new(false), |_| ())
}

fn same_failure(one: &CosimReport, other: &CosimReport) -> bool {
    match &one.difference {
        Some(_) => other.difference.is_some(),
        None => other.difference.is_none() && !other.passed,
    }
}

fn write_stimulus(job: &CosimJob, frames: &[StimulusFrame], folder: &Path, revision: &str) -> Result<(), FailureError> {
    fs::create_dir_all(folder).map_err(|source| FailureError::File { file: folder.to_owned(), source })?;
    write_capture(frames, &folder.join("frames.pcapng"))?;
    let replay = Replay {
        schema: SCHEMA.into(),
        version: VERSION,
        revision: revision.into(),
        job: job.clone(),
        frames: frames.to_vec(),
    };
    write_json(&folder.join(REPLAY_FILE), &replay)
}

fn write_capture(frames: &[StimulusFrame], file: &Path) -> Result<(), FailureError> {
    let mut capture = CaptureWriter::create(file)?;
    let port = capture.interface_without_fcs("client", 1_000_000_000)?;
    for (number, frame) in frames.iter().enumerate() {
        let comment = frame.faults();
        capture.frame(port, number as u64, Direction::Out, &frame.octets, comment.as_deref())?;
    }
    Ok(capture.finish()?)
}

fn write_json(file: &Path, value: &impl Serialize) -> Result<(), FailureError> {
    let fail = |source| FailureError::File { file: file.to_owned(), source };
    let text = serde_json::to_string_pretty(value).map_err(|error| fail(error.into()))?;
    fs::write(file, text + "\n").map_err(fail)
}
