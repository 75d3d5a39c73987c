// SPDX-License-Identifier: MIT OR Apache-2.0
//! The main job: frames go into a MAC, over a wire that may spoil them, and back out of a MAC. The rungs run in
//! lockstep; the reference judges every frame on the wire, every frame delivered and the counters at the end.

mod drive;
pub mod failure;
mod frames;
mod mac;
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

use serde::{Deserialize, Serialize};

use crate::capture::{CaptureError, WriteError};
use crate::clocks::{ClockError, ClockPlan, Clocks};
use crate::lockstep::{Difference, Lockstep, LockstepError, Sides};
pub use drive::CosimDrive;
pub use frames::{CaptureFrames, Faulted, FrameSource, ListFrames, StimulusFrame};
pub use mac::MacDesign;
pub use report::{CosimReport, CounterValue, RungReport, WireReport};
pub use rungs::{CosimJob, DESIGNS, JobError, TimedRungs};
pub use scoreboard::{Scoreboard, Verdicts};
pub use traffic::{FAULTS_GRAMMAR, FaultSpec, SpecError, TRAFFIC_GRAMMAR, TrafficSpec};
pub use wire::{FaultCounts, FaultKind, WireFault};

/// Events between two looks at the clock, the interruption flag and the progress bar.
const EVENTS_A_LOOK: u64 = 1 << 16;

/// What to run and how far.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CosimOptions {
    /// Seed of clock phases and drift.
    pub seed: u64,
    /// Stop after so many events; `None`: when every frame is through.
    pub events: Option<u64>,
    /// Write what was on the wire to this folder, as pcapng.
    pub capture: Option<PathBuf>,
    /// The greatest clock drift either way, in millionths.
    pub drift_ppm: i32,
}

impl Default for CosimOptions {
    fn default() -> CosimOptions {
        CosimOptions { seed: 1, events: None, capture: None, drift_ppm: 100 }
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Events so far.
    pub events: u64,
    /// Frames that went into the MAC.
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
    /// No frame came through, or nothing was compared.
    #[error("nothing was compared: {0}")]
    NothingCompared(String),
}

/// Runs `sides` of MAC design `M` on the frames of `source`, to their end or to the first difference.
///
/// `progress` is called from time to time; the run stops early, with a report, when `interrupted` is set.
///
/// # Errors
/// [`CosimError`]: the input cannot be read, the output cannot be written, or nothing was compared.
pub fn run<M, S>(
    sides: S,
    source: Box<dyn FrameSource>,
    options: &CosimOptions,
    interrupted: &AtomicBool,
    mut progress: impl FnMut(Progress),
) -> Result<CosimReport, CosimError>
where
    M: MacDesign,
    S: Sides<In = M::In, Out = M::Out>,
{
    let names = sides.names();
    let clocks = Clocks::new(&clock_plan::<M>(options))?;
    let scoreboard = Scoreboard::<M>::new(options.capture.as_deref())?;
    let mut lockstep = Lockstep::watched(sides, clocks, CosimDrive::<M>::new(source), scoreboard);
    let limit = options.events.unwrap_or(u64::MAX);
    let mut ending = Ending::default();
    while lockstep.events() < limit {
        match lockstep.advance(EVENTS_A_LOOK.min(limit - lockstep.events())) {
            Ok(true) => {}
            Ok(false) => break,
            Err(LockstepError::Difference(found)) => {
                ending.difference = Some(*found);
                break;
            }
            Err(error) => return Err(CosimError::NothingCompared(error.to_string())),
        }
        progress(Progress { events: lockstep.events(), frames: lockstep.drive().frames() });
        if !lockstep.watch().agrees() {
            ending.disagreed = true;
            break;
        }
        if interrupted.load(Ordering::Relaxed) {
            ending.interrupted = true;
            break;
        }
    }
    conclude::<M, S>(lockstep, names, ending, options)
}

/// How a run ended, when not with the last frame.
#[derive(Default)]
struct Ending {
    difference: Option<Difference>,
    disagreed: bool,
    interrupted: bool,
}

fn conclude<M, S>(
    lockstep: Lockstep<S, CosimDrive<M>, Scoreboard<M>>,
    names: Vec<String>,
    ending: Ending,
    options: &CosimOptions,
) -> Result<CosimReport, CosimError>
where
    M: MacDesign,
    S: Sides<In = M::In, Out = M::Out>,
{
    let (summary, mut drive, scoreboard) =
        lockstep.finish().map_err(|error| CosimError::NothingCompared(error.to_string()))?;
    if let Some(error) = drive.take_error() {
        return Err(error.into());
    }
    let Ending { difference, disagreed, interrupted } = ending;
    let complete = difference.is_none() && !disagreed && !interrupted && options.events.is_none();
    let verdicts = scoreboard.finish(complete, drive.counters())?;
    if drive.frames() == 0 {
        return Err(CosimError::NothingCompared("there was no frame that a wire can carry".into()));
    }
    let mut report = CosimReport::new::<M>(names, &summary, &drive, verdicts, difference, interrupted, options.seed);
    if !report.passed && !interrupted {
        report.recent_frames = drive.recent().cloned().collect();
    }
    Ok(report)
}

/// The clocks of a MAC under cosim: those of the PHY run at the line rate and, the receiver's being recovered from
/// the transmitter's, alike but for their phase; the stream's is a little faster, and drifts on its own.
pub fn clock_plan<M: MacDesign>(options: &CosimOptions) -> ClockPlan {
    let phy_ps = M::PHY_PERIOD_PS;
    let periods = [("clk", phy_ps - phy_ps / 64), ("tx_clk", phy_ps), ("rx_clk", phy_ps)];
    let mut plan = ClockPlan::seeded(&periods, options.drift_ppm, options.seed);
    plan.clocks[2].drift_ppm = plan.clocks[1].drift_ppm;
    debug_assert_eq!(M::CLOCKS, ["clk", "tx_clk", "rx_clk"]);
    plan
}
