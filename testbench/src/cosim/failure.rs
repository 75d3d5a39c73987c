// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is left of a run of the main job that failed: the fewest and shortest frames that still fail, with waves, and
//! all that a replay needs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::CosimError;
use super::frames::{FrameSource, ListFrames, StimulusFrame};
use super::origin::{FirstFrames, Frames, Origin};
use super::report::CosimReport;
use super::rungs::{CosimJob, Extras, JobError};
use super::shrink::shrink;
use super::wire::DELAY_BITS;
use crate::capture::{CaptureWriter, Direction, WriteError};
use crate::failure::FRAMES_FILE;
use crate::whole::{self, NewFolder};

/// The file in the folder that a replay reads.
pub const REPLAY_FILE: &str = "replay.json";
/// The name of its form.
const SCHEMA: &str = "wirewright.cosim-replay";
const VERSION: u32 = 3;
/// The last frames of a run that are tried first. Most failures need one of them.
const FEW_FRAMES: usize = 24;
/// Simulated time at the end of a long run of which waves are written: longer than it takes to notice a frame that is
/// wrong, which is every 65536 edges of six clocks, at 100 Mbit/s.
const END_PS: u64 = 1_000_000_000;

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
    /// The frames, if they are few.
    pub frames: Vec<StimulusFrame>,
    /// Where else they come from; the path of a capture is one in the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// A run that failed.
#[derive(Clone, Copy, Debug)]
pub struct Failed<'a> {
    /// The job.
    pub job: &'a CosimJob,
    /// Its frames, which can come again.
    pub origin: &'a Origin,
    /// What it has shown.
    pub report: &'a CosimReport,
}

/// What was kept of a failure.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The report of the run that is kept.
    pub report: CosimReport,
    /// Its frames.
    pub frames: KeptFrames,
    /// The folder that a replay takes.
    pub folder: PathBuf,
    /// The waves in it.
    pub waves: Vec<PathBuf>,
}

/// The frames that a replay sends.
#[derive(Clone, Debug)]
pub enum KeptFrames {
    /// These few.
    Shrunk(Vec<StimulusFrame>),
    /// All of the run up to its failure, so many: the last ones do not fail by themselves, or were not tried.
    All(u64),
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

/// Keeps a failure in `folder`: the smallest frames that still fail, with waves; where the last frames of the run do
/// not fail by themselves, all frames of the run from the first one on, with waves of its end. With `fast`, and when
/// `interrupted` is set meanwhile, there are no further runs, and so no waves.
///
/// # Errors
/// When a file cannot be written or a run not made.
pub fn keep(
    failed: Failed<'_>,
    fast: bool,
    folder: &Path,
    revision: &str,
    interrupted: &AtomicBool,
) -> Result<Kept, FailureError> {
    let mut job = failed.job.clone();
    (job.options.edges, job.options.capture) = (None, None);
    let recent = &failed.report.recent_frames;
    let windows = if recent.len() > FEW_FRAMES { vec![FEW_FRAMES, recent.len()] } else { vec![recent.len()] };
    for window in windows.into_iter().filter(|_| !fast) {
        let mut trouble = None;
        let fails = |frames: &[StimulusFrame]| {
            if trouble.is_some() || interrupted.load(Ordering::Relaxed) {
                return false;
            }
            let report = play(&job, frames, Extras::default(), interrupted);
            report.map_err(|error| trouble = Some(error)).is_ok_and(|report| same_failure(failed.report, &report))
        };
        let shrunk = shrink(recent[recent.len() - window..].to_vec(), fails);
        if let Some(error) = trouble {
            return Err(error.into());
        }
        if let Some(frames) = shrunk {
            return keep_frames(&job, failed.report, frames, folder, revision, interrupted);
        }
    }
    keep_all(failed, fast, folder, revision, interrupted)
}

/// Keeps a few frames that fail.
fn keep_frames(
    job: &CosimJob,
    failed: &CosimReport,
    frames: Vec<StimulusFrame>,
    folder: &Path,
    revision: &str,
    interrupted: &AtomicBool,
) -> Result<Kept, FailureError> {
    let never = AtomicBool::new(false);
    let stopped = interrupted.load(Ordering::Relaxed);
    let (report, folder) = if failed.difference.is_some() && !stopped {
        let report = play(job, &frames, Extras::default(), &never)?;
        let folder = job.write_down(&frames, &report, folder)?;
        (report, folder)
    } else {
        let new = NewFolder::begin(folder).map_err(at(folder))?;
        write_capture(ListFrames::new(frames.clone()), &new)?;
        write_replay(job, frames.clone(), None, &new, revision)?;
        let waves = Extras { waves: Some(new.path()), ..Extras::default() };
        let report = if stopped { failed.clone() } else { play(job, &frames, waves, &never)? };
        write_json(&new, "report.json", &report)?;
        (report, new.complete().map_err(at(folder))?)
    };
    let waves = waves_in(&folder);
    Ok(Kept { report, frames: KeptFrames::Shrunk(frames), folder, waves })
}

/// Keeps all frames of the run up to its failure. They are streamed: memory does not grow with their number.
fn keep_all(
    failed: Failed<'_>,
    fast: bool,
    folder: &Path,
    revision: &str,
    interrupted: &AtomicBool,
) -> Result<Kept, FailureError> {
    let Failed { job, origin, report } = failed;
    let mut job = job.clone();
    job.options.capture = None;
    let new = NewFolder::begin(folder).map_err(at(folder))?;

    let limits = job.limits()?;
    let frames = || -> Result<FirstFrames, FailureError> {
        let source = origin.open(limits).map_err(|error| JobError::from(CosimError::from(error)))?;
        Ok(FirstFrames { source, left: report.frames_in })
    };
    write_capture(frames()?, &new)?;
    let mut kept_origin = origin.clone();
    if let Frames::Capture(file) = &mut kept_origin.frames {
        *file = FRAMES_FILE.into();
    }
    write_replay(&job, Vec::new(), Some(kept_origin), &new, revision)?;
    write_json(&new, "report.json", report)?;
    if !fast && !interrupted.load(Ordering::Relaxed) {
        if report.difference.is_some() {
            job.write_end(Box::new(frames()?), report, &new)?;
        } else if job.rungs.verilog().is_some() {
            let waves_from_ps = report.time_ps.saturating_sub(END_PS);
            let extras = Extras { waves: Some(new.path()), waves_from_ps, ..Extras::default() };
            job.run(Box::new(frames()?), extras, interrupted, |_| ())?;
        }
    }
    let folder = new.complete().map_err(at(folder))?;
    let waves = waves_in(&folder);
    Ok(Kept { report: report.clone(), frames: KeptFrames::All(report.frames_in), folder, waves })
}

fn waves_in(folder: &Path) -> Vec<PathBuf> {
    let names = ["model.fst", "rtl.fst", "rtl-a.fst", "rtl-b.fst"];
    names.iter().map(|name| folder.join(name)).filter(|path| path.exists()).collect()
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
    let delay_bits = replay.job.options.wire.delay_bits;
    if !DELAY_BITS.contains(&delay_bits) {
        return Err(refuse(format!("a wire of {delay_bits} bit times; 64 to 100000 are expected")));
    }
    Ok(replay)
}

/// Runs what [`read`] has read from `folder`; stops early, with a report, when `interrupted` is set.
///
/// # Errors
/// As [`CosimJob::run`].
pub fn replay(replay: &Replay, folder: &Path, interrupted: &AtomicBool) -> Result<CosimReport, JobError> {
    let job = &replay.job;
    let Some(mut origin) = replay.origin.clone() else {
        return play(job, &replay.frames, Extras::default(), interrupted);
    };
    if let Frames::Capture(file) = &mut origin.frames {
        *file = folder.join(&*file);
    }
    let source = origin.open(job.limits()?).map_err(CosimError::from)?;
    job.run(source, Extras::default(), interrupted, |_| ())
}

/// Runs a job on these frames; stops early, with a report, when `interrupted` is set.
///
/// # Errors
/// As [`CosimJob::run`].
pub fn play(
    job: &CosimJob,
    frames: &[StimulusFrame],
    extras: Extras<'_>,
    interrupted: &AtomicBool,
) -> Result<CosimReport, JobError> {
    job.run(Box::new(ListFrames::new(frames.to_vec())), extras, interrupted, |_| ())
}

fn same_failure(one: &CosimReport, other: &CosimReport) -> bool {
    match &one.difference {
        Some(_) => other.difference.is_some(),
        None => other.difference.is_none() && !other.passed && !other.interrupted,
    }
}

/// The folder cannot be had.
fn at(folder: &Path) -> impl Fn(io::Error) -> FailureError {
    |source| FailureError::File { file: folder.to_owned(), source }
}

fn write_replay(
    job: &CosimJob,
    frames: Vec<StimulusFrame>,
    origin: Option<Origin>,
    folder: &NewFolder,
    revision: &str,
) -> Result<(), FailureError> {
    let (schema, job, revision) = (SCHEMA.into(), job.clone(), revision.into());
    let replay = Replay { schema, version: VERSION, revision, job, frames, origin };
    write_json(folder, REPLAY_FILE, &replay)
}

/// Writes the frames of a failure to its folder.
pub(super) fn write_capture(mut frames: impl FrameSource, folder: &NewFolder) -> Result<(), FailureError> {
    let named = |error| WriteError { file: folder.target().join(FRAMES_FILE), ..error };
    let mut capture = CaptureWriter::create(&folder.path().join(FRAMES_FILE)).map_err(named)?;
    let port = capture.interface_without_fcs("client", 1_000_000_000).map_err(named)?;
    let (mut frame, mut number) = (StimulusFrame::default(), 0);
    while frames.next_frame(&mut frame).map_err(|error| JobError::from(CosimError::from(error)))? {
        let comment = frame.faults();
        capture.frame(port, number, Direction::Out, &frame.octets, comment.as_deref()).map_err(named)?;
        number += 1;
    }
    Ok(capture.finish().map_err(named)?)
}

fn write_json(folder: &NewFolder, name: &str, value: &impl Serialize) -> Result<(), FailureError> {
    let fail = |source| FailureError::File { file: folder.target().join(name), source };
    let text = serde_json::to_string_pretty(value).map_err(|error| fail(error.into()))?;
    whole::write(&folder.path().join(name), text + "\n").map_err(fail)
}
