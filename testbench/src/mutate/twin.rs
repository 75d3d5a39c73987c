// SPDX-License-Identifier: MIT OR Apache-2.0
//! Twin faults, judged by everything except lockstep: the conformance cases of the block, then, where the block is part
//! of `mac_gmii`, the main job with the reference as scoreboard and the monitors.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use serde::Serialize;
use wirewright_bridge::{BridgeError, Model};

use super::MutateError;
use super::cases;
use super::judge::Killer;
use super::mutant::{Mutant, load};
use super::twins::{TwinFault, faults};
use crate::cosim::{
    CosimError, CosimJob, CosimOptions, CosimReport, Extras, FaultSpec, Faulted, JobError, TimedRungs, TrafficSpec,
    VerilogRung,
};
use crate::parallel;
use crate::registry::{self, Registered, Visitor};

/// The name of the JSON form.
pub const SCHEMA: &str = "wirewright.mutate-twin";
/// Its version; it changes when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

/// The design in which blocks are judged as parts.
const DESIGN: &str = "mac_gmii";

/// The twin faults of a block or design.
#[derive(Clone, Debug, Serialize)]
pub struct TwinReport {
    /// The name of this form.
    pub schema: &'static str,
    /// Its version; it changes when a field changes its meaning or goes.
    pub version: u32,
    /// What was asked for; `None`: all.
    pub block: Option<String>,
    /// How many there are.
    pub listed: usize,
    /// How many were caught.
    pub caught: usize,
    /// All of them were.
    pub passed: bool,
    /// The run was interrupted; what it shows is partial.
    pub interrupted: bool,
    /// Wall clock time.
    pub seconds: f64,
    /// The faults judged, in the order of the list.
    pub faults: Vec<TwinOutcome>,
}

/// What became of one fault.
#[derive(Clone, Debug, Serialize)]
pub struct TwinOutcome {
    /// The fault.
    #[serde(flatten)]
    pub fault: TwinFault,
    /// Who caught it; `None`: nobody.
    pub caught_by: Option<Killer>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub struct TwinProgress<'a> {
    /// Faults judged.
    pub done: usize,
    /// Faults in all.
    pub total: usize,
    /// The last one.
    pub outcome: &'a TwinOutcome,
}

/// Plants the twin faults of `block`, of all blocks in it when it is `mac_gmii`, of all blocks there are when it is
/// `None`. `progress` is called after each; the run stops early, with what it has, when `interrupted` is set.
///
/// # Errors
/// [`MutateError`]: the block is not known or has no fault, a tool is missing, an edit does not apply, or a block
/// without fault is not held to be right.
pub fn twin(
    block: Option<&str>,
    threads: usize,
    progress: &(dyn Fn(TwinProgress<'_>) + Sync),
    interrupted: &AtomicBool,
) -> Result<TwinReport, MutateError> {
    let begin = Instant::now();
    let design = registry::verilog(DESIGN)?;
    if let Some(block) = block {
        registry::verilog(block)?;
    }
    let mut faults = faults()?;
    faults.retain(|fault| {
        block.is_none_or(|block| fault.block == block || (block == DESIGN && fault.apply(design).is_ok()))
    });
    if faults.is_empty() {
        return Err(MutateError::Nothing(block.unwrap_or_default().to_owned()));
    }
    let bench = Bench { faults: &faults, design, progress, outcomes: Mutex::default() };
    bench.hold_gold()?;
    parallel::for_each(threads, faults.len(), interrupted, |index| bench.work(index))?;
    let mut outcomes = bench.outcomes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    outcomes.sort_by_key(|(index, _)| *index);
    let judged: Vec<_> = outcomes.into_iter().map(|(_, outcome)| outcome).collect();
    let caught = judged.iter().filter(|outcome| outcome.caught_by.is_some()).count();
    Ok(TwinReport {
        schema: SCHEMA,
        version: VERSION,
        block: block.map(str::to_owned),
        listed: faults.len(),
        caught,
        passed: caught == faults.len(),
        interrupted: judged.len() < faults.len(),
        seconds: begin.elapsed().as_secs_f64(),
        faults: judged,
    })
}

struct Bench<'a> {
    faults: &'a [TwinFault],
    /// The Verilog of [`DESIGN`].
    design: &'static str,
    progress: &'a (dyn Fn(TwinProgress<'_>) + Sync),
    /// By the number of the fault.
    outcomes: Mutex<Vec<(usize, TwinOutcome)>>,
}

impl Bench<'_> {
    /// Blocks without a fault must be held to be right, else a fault that is caught shows nothing.
    fn hold_gold(&self) -> Result<(), MutateError> {
        let blocks: BTreeSet<&str> = self.faults.iter().map(|fault| fault.block.as_str()).collect();
        for block in blocks {
            if let (name, Some(killer)) = registry::with(block, Judge { fault: None })?? {
                return Err(MutateError::NotEqual { block: name, killer: Box::new(killer) });
            }
        }
        match self.in_design(self.design)? {
            Some(killer) => Err(MutateError::NotEqual { block: DESIGN, killer: Box::new(killer) }),
            None => Ok(()),
        }
    }

    fn work(&self, index: usize) -> Result<(), MutateError> {
        let fault = &self.faults[index];
        let outcome = TwinOutcome { fault: fault.clone(), caught_by: self.judge(fault)? };
        let mut outcomes = self.outcomes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let done = outcomes.len() + 1;
        (self.progress)(TwinProgress { done, total: self.faults.len(), outcome: &outcome });
        outcomes.push((index, outcome));
        Ok(())
    }

    fn judge(&self, fault: &TwinFault) -> Result<Option<Killer>, MutateError> {
        let (_, killer) = registry::with(&fault.block, Judge { fault: Some(fault) })??;
        match (killer, fault.apply(self.design)) {
            (Some(killer), _) => Ok(Some(killer)),
            (None, Ok(verilog)) => self.in_design(&verilog),
            (None, Err(_)) => Ok(None),
        }
    }

    /// The main job on the Verilog of the design alone: reference and monitors judge.
    fn in_design(&self, verilog: &str) -> Result<Option<Killer>, MutateError> {
        let traffic = TrafficSpec { count: 3000, length_octets: 1..=1514, gap_edges: 0..=40 };
        let wire = FaultSpec {
            flip_per_million: 20_000,
            cut_per_million: 20_000,
            error_per_million: 20_000,
            ..FaultSpec::default()
        };
        let job = CosimJob {
            design: DESIGN.to_owned(),
            rungs: TimedRungs::Verilog(VerilogRung::Rtl),
            verilog: Some(verilog.to_owned()),
            options: CosimOptions::default(),
        };
        let source = Box::new(Faulted::new(traffic.frames(1), wire, 1));
        match job.run(source, Extras::default(), &AtomicBool::new(false), |_| ()) {
            Ok(report) => Ok(killer_of(&report)),
            Err(JobError::Stopped { text, .. }) => Ok(Some(Killer::Stopped { stimulus: DESIGN.to_owned(), text })),
            Err(JobError::Bridge(BridgeError::ToolMissing(missing))) => Err(missing.into()),
            Err(JobError::Cosim(error @ (CosimError::NothingCompared(_) | CosimError::NoFrame))) => {
                Ok(Some(Killer::Reference { disagreement: error.to_string() }))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Who has something to say in a run of the main job.
fn killer_of(report: &CosimReport) -> Option<Killer> {
    if let Some(disagreement) = report.disagreements.first() {
        return Some(Killer::Reference { disagreement: disagreement.clone() });
    }
    let violation = report.violations.first()?;
    Some(Killer::Monitor {
        violation: format!("{} ({}, at {} ps)", violation.message, violation.clause, violation.time_ps),
    })
}

/// The conformance cases of a block, with or without a fault. Gives the block's name, too.
struct Judge<'a> {
    fault: Option<&'a TwinFault>,
}

impl Visitor for Judge<'_> {
    type Output = Result<(&'static str, Option<Killer>), MutateError>;

    fn visit<R: Registered>(self) -> Self::Output {
        let verilog = self.fault.map_or(Ok(R::VERILOG.to_owned()), |fault| fault.apply(R::VERILOG))?;
        let model: Model<R> = load::<R>(&verilog).map_err(|error| match error {
            BridgeError::ToolMissing(missing) => missing.into(),
            error => MutateError::Gold { block: R::NAME, error },
        })?;
        let asked: Vec<_> = cases::of(R::NAME).collect();
        Ok((R::NAME, cases::first_of::<R>(&asked, &Mutant::alone(&model))?))
    }
}
