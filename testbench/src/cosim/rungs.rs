// SPDX-License-Identifier: MIT OR Apache-2.0
//! The main job by name: which design, on which rungs, with which Verilog.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};
use wirewright_bridge::{BridgeError, Kind, Model, Options, Status, Verilated};
use wirewright_spec::ports::{MacGmii, MacGmiiJumbo, MacMii, MacTrispeed, MacTrispeedJumbo};
use wirewright_spec::{Design, EdgeSet};

use super::failure::FailureError;
use super::frames::{ListFrames, StimulusFrame};
use super::{CosimDrive, CosimError, CosimOptions, CosimReport, FrameSource, MacDesign, Progress, clock_plan, run};
use crate::clocks::Clocks;
use crate::failure::{self, Failure};
use crate::lockstep::{Borrowed, Side, play};
use crate::registry::Registered;
use crate::stimulus::Recorder;

/// The designs that the main job knows.
pub const DESIGNS: &[&str] = &["mac_gmii", "mac_gmii_jumbo", "mac_mii", "mac_trispeed", "mac_trispeed_jumbo"];

/// The timed rungs of a run; the reference always judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimedRungs {
    /// The golden model alone.
    Model,
    /// The Verilog alone.
    Rtl,
    /// Both in lockstep.
    Both,
}

impl TimedRungs {
    /// Whether the Verilog takes part.
    pub fn has_rtl(self) -> bool {
        self != TimedRungs::Model
    }
}

/// A job that can be run again and again on different frames.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CosimJob {
    /// One of [`DESIGNS`].
    pub design: String,
    /// The rungs.
    pub rungs: TimedRungs,
    /// Another text in place of the committed Verilog.
    pub verilog: Option<String>,
    /// Seed, limits, capture.
    pub options: CosimOptions,
}

/// Why a job could not be run.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The name of the design.
    #[error("no MAC design `{design}`; there are: {}", DESIGNS.join(", "))]
    UnknownDesign {
        /// The name.
        design: String,
    },
    /// The Verilog cannot be loaded.
    #[error(transparent)]
    Bridge(#[from] BridgeError),
    /// The run.
    #[error(transparent)]
    Cosim(#[from] CosimError),
    /// The Verilog ended the simulation.
    #[error("the Verilog of `{design}` stopped: {text}")]
    Stopped {
        /// The design.
        design: &'static str,
        /// Where and why.
        text: String,
    },
}

/// A verilated design whose waves carry the time of the run: it counts the same clocks along.
struct Timed<'a, M: MacDesign> {
    rtl: &'a mut Verilated<M>,
    clocks: Clocks,
}

impl<M: MacDesign> Design for Timed<'_, M> {
    type In = M::In;
    type Out = M::Out;

    const CLOCKS: &'static [&'static str] = M::CLOCKS;

    fn reset(&mut self) {
        self.rtl.reset();
    }

    fn step(&mut self, edges: EdgeSet, input: &M::In, output: &mut M::Out) {
        self.rtl.set_time_ps(self.clocks.next_event().time_ps);
        self.rtl.step(edges, input, output);
    }
}

/// Calls a method of the job that is generic over the design, by the design's name.
macro_rules! dispatch {
    ($job:ident, $method:ident($($argument:ident),*)) => {
        dispatch!($job, $method($($argument),*),
            "mac_gmii" MacGmii,
            "mac_gmii_jumbo" MacGmiiJumbo,
            "mac_mii" MacMii,
            "mac_trispeed" MacTrispeed,
            "mac_trispeed_jumbo" MacTrispeedJumbo
        )
    };
    ($job:ident, $method:ident $arguments:tt, $($name:literal $design:ty),+) => {
        match $job.design.as_str() {
            $($name => $job.$method::<$design> $arguments,)+
            _ => Err(JobError::UnknownDesign { design: $job.design.clone() }.into()),
        }
    };
}

impl CosimJob {
    /// Runs the job on the frames of `source`; with `waves`, the Verilog writes its waves to this FST file.
    ///
    /// # Errors
    /// [`JobError`]; what a rung does wrong is in the report instead.
    pub fn run(
        &self,
        source: Box<dyn FrameSource>,
        waves: Option<&Path>,
        interrupted: &AtomicBool,
        progress: impl FnMut(Progress),
    ) -> Result<CosimReport, JobError> {
        dispatch!(self, run_design(source, waves, interrupted, progress))
    }

    /// Writes down a difference as a failure of the design's pins: the inputs that these frames lead to, in a folder
    /// under `parent`.
    ///
    /// # Errors
    /// When the clocks cannot run or the folder cannot be written.
    pub(super) fn write_down(
        &self,
        frames: &[StimulusFrame],
        report: &CosimReport,
        parent: &Path,
    ) -> Result<PathBuf, FailureError> {
        dispatch!(self, write_down_design(frames, report, parent))
    }

    fn write_down_design<M: MacDesign + Registered>(
        &self,
        frames: &[StimulusFrame],
        report: &CosimReport,
        parent: &Path,
    ) -> Result<PathBuf, FailureError> {
        let Some(difference) = &report.difference else { return Ok(parent.to_owned()) };
        let plan = clock_plan::<M>(&self.options);
        let mut clocks = Clocks::new(&plan).map_err(|error| JobError::Cosim(error.into()))?;
        let mut drive = CosimDrive::<M>::new(Box::new(ListFrames::new(frames.to_vec())));
        let mut recorder = Recorder::<M::In>::new(M::CLOCKS);
        play(&mut M::Model::default(), &mut clocks, &mut drive, &mut recorder, difference.event + 1);
        let failure = Failure {
            source: &M::source_of(self.verilog.as_deref().unwrap_or(M::VERILOG)),
            stimulus: &recorder.stimulus(plan),
            difference,
            seed: self.register_seed(),
            stimulus_seed: self.options.seed,
            summary: &report.summary,
            counters: report.counters.iter().map(|counter| (counter.name.to_owned(), counter.value)).collect(),
        };
        Ok(failure::write::<M>(&failure, parent)?.0)
    }

    /// Start values of the Verilog's registers.
    fn register_seed(&self) -> NonZeroU32 {
        NonZeroU32::new(self.options.seed as u32).unwrap_or(NonZeroU32::MIN)
    }

    fn run_design<M: MacDesign + Registered>(
        &self,
        source: Box<dyn FrameSource>,
        waves: Option<&Path>,
        interrupted: &AtomicBool,
        progress: impl FnMut(Progress),
    ) -> Result<CosimReport, JobError> {
        let golden = || Side::new("model", M::Model::default());
        if self.rungs == TimedRungs::Model {
            return Ok(run::<M, _>((golden(),), source, &self.options, interrupted, progress)?);
        }
        let text = self.verilog.as_deref().unwrap_or(M::VERILOG);
        let kind = if waves.is_some() { Kind::Trace } else { Kind::Plain };
        let model: Model<M> = Model::load(&M::source_of(text), &Options::of(kind))?;
        let mut rtl = model.instance(self.register_seed())?;
        let options = &self.options;
        let result = match (waves, self.rungs) {
            (Some(path), _) => {
                rtl.trace_to(path)?;
                let clocks = Clocks::new(&clock_plan::<M>(options)).map_err(CosimError::from)?;
                let side = Side::new("rtl", Timed { rtl: &mut rtl, clocks });
                match self.rungs {
                    TimedRungs::Rtl => run::<M, _>((side,), source, options, interrupted, progress),
                    _ => run::<M, _>((golden(), side), source, options, interrupted, progress),
                }
            }
            (None, TimedRungs::Rtl) => {
                let side = Side::new("rtl", Borrowed(&mut rtl));
                run::<M, _>((side,), source, options, interrupted, progress)
            }
            (None, _) => {
                let side = Side::new("rtl", Borrowed(&mut rtl));
                run::<M, _>((golden(), side), source, options, interrupted, progress)
            }
        };
        if waves.is_some() {
            rtl.end_trace()?;
        }
        match rtl.status() {
            Status::Running => Ok(result?),
            Status::Finished(text) | Status::Failed(text) | Status::Fatal(text) => {
                Err(JobError::Stopped { design: M::NAME, text })
            }
        }
    }
}
