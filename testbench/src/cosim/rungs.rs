// SPDX-License-Identifier: MIT OR Apache-2.0
//! The main job by name: which design, on which rungs, with which Verilog.

use std::borrow::Cow;
use std::cell::RefCell;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};
use wirewright_bridge::{BridgeError, Coverage, Kind, Model, Options, Status, Verilated};
use wirewright_spec::ports::{MacGmii, MacGmiiJumbo, MacMii, MacTrispeed, MacTrispeedJumbo};
use wirewright_spec::{Design, EdgeSet};

use super::drive::CosimDrive;
use super::failure::{FailureError, write_capture};
use super::frames::{ListFrames, StimulusFrame};
use super::pair::{Pair, plan_of};
use super::report::MacDifference;
use super::scoreboard::MAC_NAMES;
use super::{CosimError, CosimOptions, CosimReport, FrameSource, MacDesign, Progress, run};
use crate::capture::Limits;
use crate::clocks::{Clocks, Event};
use crate::coverage::Reached;
use crate::failure::{self, Failure};
use crate::lockstep::{Side, Watch};
use crate::netlist;
use crate::registry::Registered;
use crate::stimulus::Recorder;
use crate::whole::NewFolder;

/// The designs that the main job knows.
pub const DESIGNS: &[&str] = &["mac_gmii", "mac_gmii_jumbo", "mac_mii", "mac_trispeed", "mac_trispeed_jumbo"];

/// A rung that is Verilog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerilogRung {
    /// The Verilog as it is.
    Rtl,
    /// What yosys makes of it for the FPGA.
    Netlist,
}

impl VerilogRung {
    fn name(self) -> &'static str {
        match self {
            VerilogRung::Rtl => "rtl",
            VerilogRung::Netlist => "netlist",
        }
    }
}

/// The timed rungs of a run; the reference always judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimedRungs {
    /// The golden model alone.
    Model,
    /// The Verilog alone.
    Verilog(VerilogRung),
    /// Both in lockstep.
    Both(VerilogRung),
}

impl TimedRungs {
    /// The Verilog that takes part.
    pub fn verilog(self) -> Option<VerilogRung> {
        match self {
            TimedRungs::Model => None,
            TimedRungs::Verilog(rung) | TimedRungs::Both(rung) => Some(rung),
        }
    }

    /// The same with this Verilog; `None` when there is none to take its place.
    pub fn with_verilog(self, rung: VerilogRung) -> Option<TimedRungs> {
        match self {
            TimedRungs::Model => None,
            TimedRungs::Verilog(_) => Some(TimedRungs::Verilog(rung)),
            TimedRungs::Both(_) => Some(TimedRungs::Both(rung)),
        }
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
    /// The run failed, and its waves or coverage could not be written.
    #[error("{error}")]
    Unwritten {
        /// What the run has shown.
        report: Box<CosimReport>,
        /// Which file, and why.
        error: BridgeError,
    },
}

/// What a run is to leave beside its report; both need the Verilog.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras<'a> {
    /// Waves of the Verilog of both MACs, `rtl-a.fst` and `rtl-b.fst` in this folder; they win over coverage.
    pub waves: Option<&'a Path>,
    /// The simulated time at which the waves begin.
    pub waves_from_ps: u64,
    /// What is reached in the Verilog of both MACs, `coverage-a.dat` and `coverage-b.dat` in this folder.
    pub coverage: Option<&'a Path>,
}

impl Extras<'_> {
    fn kind(&self) -> Kind {
        match (self.waves, self.coverage) {
            (Some(_), _) => Kind::Trace,
            (None, Some(_)) => Kind::Coverage,
            (None, None) => Kind::Plain,
        }
    }
}

/// The verilated design of one MAC. While it writes waves, it counts the clocks along to know the time of the run.
struct Rtl<'a, M: MacDesign> {
    verilated: &'a mut Verilated<M>,
    clocks: Option<Clocks>,
    /// The waves that are yet to begin, and when.
    coming: Option<(PathBuf, u64)>,
    /// Why they could not.
    trouble: &'a RefCell<Option<BridgeError>>,
}

impl<M: MacDesign> Rtl<'_, M> {
    fn keep_time(&mut self, time_ps: u64) {
        self.verilated.set_time_ps(time_ps);
        if let Some((file, _)) = self.coming.take_if(|(_, from_ps)| *from_ps <= time_ps)
            && let Err(error) = self.verilated.trace_to(&file)
        {
            *self.trouble.borrow_mut() = Some(error);
        }
    }
}

impl<M: MacDesign> Design for Rtl<'_, M> {
    type In = M::In;
    type Out = M::Out;

    const CLOCKS: &'static [&'static str] = M::CLOCKS;

    fn reset(&mut self) {
        self.verilated.reset();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &M::In, output: &mut M::Out) {
        if let Some(clocks) = &mut self.clocks {
            let time_ps = clocks.next_event().time_ps;
            self.keep_time(time_ps);
        }
        self.verilated.step(edges, input, output);
    }
}

/// The number of the MAC that differs.
pub(super) fn mac_of(found: &MacDifference) -> usize {
    usize::from(found.mac != MAC_NAMES[0])
}

/// Lets a watch see the first events only.
struct First<W> {
    events: u64,
    watch: W,
}

impl<In, Out, W: Watch<In, Out>> Watch<In, Out> for First<W> {
    fn event(&mut self, event: &Event, input: &In, output: &Out) {
        if event.number < self.events {
            self.watch.event(event, input, output);
        }
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
    /// Runs the job on the frames of `source`.
    ///
    /// # Errors
    /// [`JobError`]; what a rung does wrong is in the report instead.
    pub fn run(
        &self,
        source: Box<dyn FrameSource>,
        extras: Extras<'_>,
        interrupted: &AtomicBool,
        progress: impl FnMut(Progress),
    ) -> Result<CosimReport, JobError> {
        dispatch!(self, run_design(source, extras, interrupted, progress))
    }

    /// The longest frames of a capture that the receivers of the design take.
    ///
    /// # Errors
    /// When there is no such design.
    pub fn limits(&self) -> Result<Limits, JobError> {
        dispatch!(self, limits_design())
    }

    /// Octets, without FCS, of the longest frame that a transmitter of the design can hold.
    ///
    /// # Errors
    /// When there is no such design.
    pub fn longest_frame_octets(&self) -> Result<u64, JobError> {
        dispatch!(self, longest_design())
    }

    fn limits_design<M: MacDesign>(&self) -> Result<Limits, JobError> {
        Ok(if M::JUMBO { Limits::JUMBO } else { Limits::BASIC })
    }

    fn longest_design<M: MacDesign>(&self) -> Result<u64, JobError> {
        Ok(M::MEMORY_OCTETS as u64)
    }

    /// Writes down a difference as a failure of the pins of the MAC that shows it: the inputs that these frames lead
    /// to, in a folder under `parent`.
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

    /// Writes what is near the difference of a long run to `folder`; `source` gives the frames of that run from the
    /// first one on.
    ///
    /// # Errors
    /// When the clocks cannot run or the folder cannot be written.
    pub(super) fn write_end(
        &self,
        source: Box<dyn FrameSource>,
        report: &CosimReport,
        folder: &NewFolder,
    ) -> Result<(), FailureError> {
        dispatch!(self, write_end_design(source, report, folder))
    }

    fn write_down_design<M: MacDesign + Registered>(
        &self,
        frames: &[StimulusFrame],
        report: &CosimReport,
        parent: &Path,
    ) -> Result<PathBuf, FailureError> {
        let Some(found) = &report.difference else { return Ok(parent.to_owned()) };
        let (mac, difference) = (mac_of(found), &found.difference);
        let events = difference.event + 1;
        let sides = [(); 2].map(|()| (Side::new("model", M::Model::default()),));
        let drive = CosimDrive::<M>::new(Box::new(ListFrames::new(frames.to_vec())), self.options.wire);
        let recorders = [(); 2].map(|()| First { events, watch: Recorder::<M::In>::new(M::CLOCKS) });
        let mut pair = Pair::new(sides, drive, recorders, &self.options).map_err(JobError::from)?;
        while pair.stations()[mac].events() < events && pair.advance(1 << 12) == Ok(true) {}
        let text = self.text::<M>()?;
        let failure = Failure {
            source: &M::source_of(&text),
            stimulus: &pair.watches()[mac].watch.stimulus(plan_of::<M>(mac, &self.options)),
            difference,
            seed: self.register_seed(mac),
            stimulus_seed: self.options.seed,
            summary: &report.summaries[mac],
        };
        let list = |folder: &NewFolder| write_capture(ListFrames::new(frames.to_vec()), folder);
        Ok(failure::write_with::<M, FailureError>(&failure, parent, list)?.0)
    }

    /// The Verilog that runs.
    pub(super) fn text<M: Registered>(&self) -> Result<Cow<'_, str>, JobError> {
        let text = self.verilog.as_deref().unwrap_or(M::VERILOG);
        match self.rungs.verilog() {
            Some(VerilogRung::Netlist) => Ok(Cow::Owned(netlist::of(M::NAME, text).map_err(BridgeError::from)?)),
            Some(VerilogRung::Rtl) | None => Ok(Cow::Borrowed(text)),
        }
    }

    /// Start values of the Verilog's registers.
    pub(super) fn register_seed(&self, mac: usize) -> NonZeroU32 {
        NonZeroU32::new((self.options.seed as u32).wrapping_add(mac as u32)).unwrap_or(NonZeroU32::MIN)
    }

    fn run_design<M: MacDesign + Registered>(
        &self,
        source: Box<dyn FrameSource>,
        extras: Extras<'_>,
        interrupted: &AtomicBool,
        progress: impl FnMut(Progress),
    ) -> Result<CosimReport, JobError> {
        let options = &self.options;
        let golden = || Side::new("model", M::Model::default());
        let Some(rung) = self.rungs.verilog() else {
            return Ok(run::<M, _>([(golden(),), (golden(),)], source, options, interrupted, progress)?);
        };
        let (text, name) = (self.text::<M>()?, rung.name());
        let model: Model<M> = Model::load(&M::source_of(&text), &Options::of(extras.kind()))?;
        let mut macs = [model.instance(self.register_seed(0))?, model.instance(self.register_seed(1))?];
        let coming = |mac: usize| {
            extras.waves.map(|folder| (folder.join(format!("rtl-{}.fst", MAC_NAMES[mac])), extras.waves_from_ps))
        };
        let trouble = RefCell::new(None);
        let clocks = |mac| {
            let clocks = extras.waves.map(|_| Clocks::new(&plan_of::<M>(mac, options)));
            clocks.transpose().map_err(CosimError::from)
        };
        let [a, b] = &mut macs;
        let rtl = |verilated, mac| {
            let (clocks, coming) = (clocks(mac)?, coming(mac));
            Ok::<_, CosimError>(Side::new(name, Rtl { verilated, clocks, coming, trouble: &trouble }))
        };
        let (a, b) = (rtl(a, 0)?, rtl(b, 1)?);
        let result = match self.rungs {
            TimedRungs::Verilog(_) => run::<M, _>([(a,), (b,)], source, options, interrupted, progress),
            TimedRungs::Model | TimedRungs::Both(_) => {
                run::<M, _>([(golden(), a), (golden(), b)], source, options, interrupted, progress)
            }
        };
        let coverage = extras.coverage.filter(|_| extras.waves.is_none());
        let left = trouble.take().map_or_else(|| self.end(&mut macs, coverage), |error| Err(error.into()));
        match (left, result) {
            (Ok(coverage), result) => Ok(CosimReport { coverage, ..result? }),
            // A full disk must not hide what was found.
            (Err(JobError::Bridge(error)), Ok(report)) if !report.passed && !report.interrupted => {
                Err(JobError::Unwritten { report: Box::new(report), error })
            }
            (Err(error), _) => Err(error),
        }
    }

    /// What the Verilog leaves: waves that are whole, coverage.
    fn end<M: MacDesign>(
        &self,
        macs: &mut [Verilated<M>; 2],
        coverage: Option<&Path>,
    ) -> Result<Option<Reached>, JobError> {
        let mut sum = Coverage::default();
        for (verilated, name) in macs.iter_mut().zip(MAC_NAMES) {
            verilated.end_trace()?;
            if let Status::Finished(text) | Status::Failed(text) | Status::Fatal(text) = verilated.status() {
                return Err(JobError::Stopped { design: M::NAME, text });
            }
            if let Some(folder) = coverage {
                sum.merge(&verilated.write_coverage(&folder.join(format!("coverage-{name}.dat")))?);
            }
        }
        Ok(coverage.map(|_| Reached::of(&sum)))
    }
}
