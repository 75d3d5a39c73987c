// SPDX-License-Identifier: MIT OR Apache-2.0
//! The main job: frames go into a MAC, over a wire that may spoil them, out of a second MAC, and all the way back. The
//! rungs of each MAC run in lockstep; the reference judges every frame on the wires, every frame delivered and the
//! counters of both MACs at the end.

mod attempts;
mod client;
mod drive;
pub mod failure;
mod frames;
mod history;
mod mac;
mod origin;
mod pair;
mod report;
mod rungs;
mod scoreboard;
mod shrink;
mod traffic;
mod wire;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::capture::{CaptureError, WriteError};
use crate::clocks::ClockError;
use crate::lockstep::{Difference, LockstepError, Sides, Station};
pub use frames::{CaptureFrames, Faulted, FrameSource, ListFrames, StimulusFrame};
pub use mac::MacDesign;
pub use origin::{Frames, Origin};
pub use report::{CosimReport, CounterValue, MacDifference, MacReport, RungReport};
pub use rungs::{CosimJob, DESIGNS, Extras, JobError, TimedRungs, VerilogRung};
pub use scoreboard::{Scoreboard, Verdicts};
pub use traffic::{FAULTS_GRAMMAR, FaultSpec, SpecError, TRAFFIC_GRAMMAR, TrafficSpec};
pub use wire::{FaultCounts, FaultKind, WireFault, WireOptions};

use drive::CosimDrive;
use pair::Pair;
use report::Outcome;

/// Edges between two looks at the clock, the interruption flag and the progress bar.
const EDGES_A_LOOK: u64 = 1 << 16;

/// What to run and how far.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CosimOptions {
    /// Seed of clock phases and drift.
    pub seed: u64,
    /// Stop after so many clock edges, those of all clocks of both MACs together; `None`: when every frame is through.
    pub edges: Option<u64>,
    /// Write what was on the wires to this folder, as pcapng, one file for each MAC.
    pub capture: Option<PathBuf>,
    /// What joins the MACs.
    pub wire: WireOptions,
    /// The greatest clock drift either way, in millionths.
    pub drift_ppm: i32,
}

impl Default for CosimOptions {
    fn default() -> CosimOptions {
        CosimOptions { seed: 1, edges: None, capture: None, wire: WireOptions::default(), drift_ppm: 100 }
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Clock edges so far.
    pub edges: u64,
    /// Frames that went in.
    pub frames: u64,
}

/// Why a run could not be finished. What the wire or the design does wrong is in the report instead.
#[derive(Debug, thiserror::Error)]
pub enum CosimError {
    /// The capture that feeds the run.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// The capture that the run writes.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The clocks.
    #[error(transparent)]
    Clocks(#[from] ClockError),
    /// Half duplex of a design that has none.
    #[error("{design} runs in full duplex only; `mac_mii` has half duplex")]
    FullDuplexOnly {
        /// The design.
        design: &'static str,
    },
    /// There was no frame to send.
    #[error("nothing was compared: there was no frame that a wire can carry")]
    NoFrame,
    /// The run was too short.
    #[error(transparent)]
    NothingCompared(LockstepError),
}

/// Runs two MACs of design `M`, each on its `sides`, on the frames of `source`, to their end or to the first
/// difference.
///
/// `progress` is called from time to time; the run stops early, with a report, when `interrupted` is set.
///
/// # Errors
/// [`CosimError`]: the input cannot be read, the output cannot be written, or nothing was compared.
pub fn run<M, S>(
    sides: [S; 2],
    source: Box<dyn FrameSource>,
    options: &CosimOptions,
    interrupted: &AtomicBool,
    mut progress: impl FnMut(Progress),
) -> Result<CosimReport, CosimError>
where
    M: MacDesign,
    S: Sides<In = M::In, Out = M::Out>,
{
    if options.wire.half_duplex && !M::HALF_DUPLEX {
        return Err(CosimError::FullDuplexOnly { design: M::NAME });
    }
    let names = sides[0].names();
    let board = |mac| Scoreboard::<M>::new(mac, options.wire.half_duplex, options.capture.as_deref());
    let drive = CosimDrive::<M>::new(source, options.wire);
    let mut pair = Pair::new(sides, drive, [board(0)?, board(1)?], options)?;
    let limit = options.edges.unwrap_or(u64::MAX);
    let mut ending = Ending::default();
    let begun = Instant::now();
    while pair.edges() < limit {
        match pair.advance(EDGES_A_LOOK.min(limit - pair.edges())) {
            Ok(true) => {}
            Ok(false) => {
                ending.complete = true;
                ending.interrupted = interrupted.load(Ordering::Relaxed);
                break;
            }
            Err(found) => {
                ending.difference = Some(found);
                break;
            }
        }
        progress(Progress { edges: pair.edges(), frames: pair.drive().frames(0) });
        if !pair.watches().iter().all(Scoreboard::agrees) {
            break;
        }
        if interrupted.load(Ordering::Relaxed) {
            ending.interrupted = true;
            break;
        }
    }
    let run_time = begun.elapsed();
    Ok(CosimReport { run_time, ..conclude(pair, names, ending, options)? })
}

/// How a run ended.
#[derive(Default)]
struct Ending {
    /// Every frame is through or given up, and the counters are read.
    complete: bool,
    difference: Option<(usize, Box<Difference>)>,
    interrupted: bool,
}

fn conclude<M, S>(
    pair: Pair<M, S, Scoreboard<M>>,
    names: Vec<String>,
    ending: Ending,
    options: &CosimOptions,
) -> Result<CosimReport, CosimError>
where
    M: MacDesign,
    S: Sides<In = M::In, Out = M::Out>,
{
    let (stations, mut drive, [board_a, board_b]) = pair.end();
    let summary = |station: &Station<S>| station.finish().map_err(CosimError::NothingCompared);
    let summaries = [summary(&stations[0])?, summary(&stations[1])?];
    let Ending { complete, difference, interrupted } = ending;
    // Where the user ended the run, a capture may have ended with it, in the midst of a record.
    if let Some(error) = drive.take_error().filter(|_| !interrupted) {
        return Err(error.into());
    }
    let mut verdicts = [board_a.finish(complete, drive.counters(0))?, board_b.finish(complete, drive.counters(1))?];
    for (mac, verdicts) in verdicts.iter_mut().enumerate() {
        let (given, sent) = (drive.frames(mac), drive.frames_ended(mac));
        if complete && given != sent {
            let name = scoreboard::MAC_NAMES[mac];
            verdicts.disagreements.push(format!("MAC {name}: its client had {given} frames and sent {sent}"));
            verdicts.disagreement_count += 1;
        }
    }
    if drive.frames(0) == 0 {
        return Err(CosimError::NoFrame);
    }
    let (seed, wire, capture) = (options.seed, options.wire, options.capture.clone());
    let outcome = Outcome { names, summaries, drive: &drive, verdicts, difference, interrupted, seed, wire, capture };
    let mut report = CosimReport::new(outcome);
    if !report.passed && !interrupted {
        report.recent_frames = drive.recent().cloned().collect();
    }
    Ok(report)
}
