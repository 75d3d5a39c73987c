// SPDX-License-Identifier: MIT OR Apache-2.0
//! Single mutants of a block: listed, written, built, judged, several at a time.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use wirewright_bridge::{BridgeError, Model, Tools};
use wirewright_spec::PortSet;

use super::judge::{Judge, Killer};
use super::mutant::{Batch, Mutant, load};
use super::mutation::{Mutation, line_of};
use super::prove::{Proof, prove};
use super::reasons::{self, Reason};
use super::report::{Fate, MutantReport, MutateReport, SCHEMA, Tally, VERSION};
use super::yosys::Workshop;
use super::{MutateError, MutateJob, Progress};
use crate::netlist::{self, NetlistError};
use crate::parallel;
use crate::registry::{self, Registered, Visitor};

/// Mutants that are built as one.
const BATCH: usize = 300;

/// Mutates a block and judges each mutant. `progress` is called after each, from the thread that judged it; the run
/// stops early, with what it has, when `interrupted` is set.
///
/// # Errors
/// [`MutateError`]: the block is not known, a tool is missing, or the unmutated block does not hold.
pub fn run(
    job: &MutateJob,
    progress: &(dyn Fn(Progress<'_>) + Sync),
    interrupted: &AtomicBool,
) -> Result<MutateReport, MutateError> {
    registry::with(&job.block, Run { job, progress, interrupted })?
}

fn refused(error: NetlistError) -> MutateError {
    match error {
        NetlistError::Tool(missing) => MutateError::Tool(missing),
        error => MutateError::Netlist(error),
    }
}

struct Run<'a> {
    job: &'a MutateJob,
    progress: &'a (dyn Fn(Progress<'_>) + Sync),
    interrupted: &'a AtomicBool,
}

impl Visitor for Run<'_> {
    type Output = Result<MutateReport, MutateError>;

    fn visit<R: Registered>(self) -> Self::Output {
        let begin = Instant::now();
        let verilog = match self.job.netlist {
            true => Cow::Owned(netlist::of(R::NAME, R::VERILOG).map_err(refused)?),
            false => Cow::Borrowed(R::VERILOG),
        };
        let workshop = Workshop::new(&Tools::of_process(), R::NAME, &verilog)?;
        let judge = judge::<R>(&workshop, self.job.events)?;
        let mutations = workshop.list(self.job)?;
        if mutations.is_empty() {
            return Err(MutateError::Nothing(R::NAME.to_owned()));
        }
        let bench = Bench {
            run: &self,
            workshop: &workshop,
            verilog: &verilog,
            judge: &judge,
            mutations: &mutations,
            reasons: &if self.job.netlist { Vec::new() } else { reasons::of(R::NAME)? },
            shared: Mutex::default(),
        };
        bench.batches::<R>()?;
        let Shared { mut mutants, tally } =
            bench.shared.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        mutants.sort_by_key(|mutant| mutant.number);
        let whole = mutants.len() == mutations.len();
        Ok(MutateReport {
            schema: SCHEMA,
            version: VERSION,
            block: R::NAME,
            seed: self.job.seed,
            requested: self.job.count.get(),
            listed: mutations.len(),
            tally,
            passed: whole && tally.surviving == 0 && tally.errors == 0,
            interrupted: !whole,
            seconds: begin.elapsed().as_secs_f64(),
            mutants,
        })
    }
}

/// The judge, who looks first at what yosys writes when nothing was mutated.
fn judge<R: Registered>(workshop: &Workshop, events: u64) -> Result<Judge, MutateError> {
    let model = build::<R>(&workshop.mutant("none", "")?)?;
    Judge::of::<R>(events, &Mutant::alone(&model))
}

/// Builds what must build.
fn build<R: Registered>(text: &str) -> Result<Model<R>, MutateError> {
    load::<R>(text).map_err(|error| match error {
        BridgeError::ToolMissing(missing) => missing.into(),
        error => MutateError::Gold { block: R::NAME, error },
    })
}

/// What all threads share.
struct Bench<'a> {
    run: &'a Run<'a>,
    workshop: &'a Workshop,
    /// What was mutated.
    verilog: &'a str,
    judge: &'a Judge,
    mutations: &'a [Mutation],
    reasons: &'a [Reason],
    shared: Mutex<Shared>,
}

#[derive(Default)]
struct Shared {
    mutants: Vec<MutantReport>,
    tally: Tally,
}

impl Bench<'_> {
    /// All mutants, batch by batch. Those of a clock are built alone: a choice between clocks would change the others.
    fn batches<R: Registered>(&self) -> Result<(), MutateError> {
        let numbered = || self.mutations.iter().enumerate().map(|(index, mutation)| (index + 1, mutation));
        let (alone, together): (Vec<_>, Vec<_>) = numbered().partition(|(_, mutation)| mutation.is_of_clock());
        for batch in together.chunks(BATCH) {
            let commands: Vec<_> = batch.iter().map(|(_, mutation)| mutation.command.as_str()).collect();
            let models = Batch::<R>::new(self.workshop, &commands)?;
            if let Some(killer) = self.judge.quick_killers::<R>(&models.mutant(0))?.into_iter().next() {
                return Err(MutateError::NotEqual { block: R::NAME, killer: Box::new(killer) });
            }
            self.in_threads(batch.len(), |index| {
                let (number, mutation) = batch[index];
                self.mutant::<R>(number, mutation, Ok(&models.mutant(index + 1)))
            })?;
        }
        self.in_threads(alone.len(), |index| {
            let (number, mutation) = alone[index];
            let text = self.workshop.mutant(&format!("mutant_{number}"), &mutation.command)?;
            let model = match load::<R>(&text) {
                Err(BridgeError::ToolMissing(missing)) => return Err(missing.into()),
                model => model.map_err(|error| error.to_string()),
            };
            match &model {
                Ok(model) => self.mutant::<R>(number, mutation, Ok(&Mutant::alone(model))),
                Err(message) => self.mutant::<R>(number, mutation, Err(message)),
            }
        })
    }

    /// Calls `job` with 0 to `count` - 1 in the job's threads, until an error or interruption.
    fn in_threads(
        &self,
        count: usize,
        job: impl Fn(usize) -> Result<(), MutateError> + Sync,
    ) -> Result<(), MutateError> {
        parallel::for_each(self.run.job.threads, count, self.run.interrupted, job)
    }

    /// Judges one mutant, or tells why it does not build.
    fn mutant<R: Registered>(
        &self,
        number: usize,
        mutation: &Mutation,
        mutant: Result<&Mutant<'_, R>, &String>,
    ) -> Result<(), MutateError> {
        let file = format!("{}.v", R::NAME);
        let line =
            mutation.line().and_then(|(name, line)| line_of(self.verilog, &file, name, line)).unwrap_or_default();
        let fate = match mutant {
            Ok(mutant) => self.fate::<R>(number, mutation, line, mutant)?,
            Err(message) => Fate::Error { message: message.clone() },
        };
        if let (Some(folder), Fate::Surviving { .. } | Fate::Error { .. }) = (&self.run.job.keep, &fate) {
            let text = self.workshop.mutant(&format!("kept_{number}"), &mutation.command)?;
            keep(folder, &format!("{}_mutant_{number}.v", R::NAME), &text)?;
        }
        let mutant = MutantReport { number, mutation: mutation.clone(), line: line.to_owned(), fate };
        let mut shared = self.lock();
        shared.tally.add(&mutant.fate);
        let (done, total) = (shared.mutants.len() + 1, self.mutations.len());
        (self.run.progress)(Progress { done, total, tally: shared.tally, mutant: &mutant });
        shared.mutants.push(mutant);
        Ok(())
    }

    fn fate<R: Registered>(
        &self,
        number: usize,
        mutation: &Mutation,
        line: &str,
        mutant: &Mutant<'_, R>,
    ) -> Result<Fate, MutateError> {
        let by = self.judge.quick_killers::<R>(mutant)?;
        if !by.is_empty() {
            return Ok(Fate::Killed { by });
        }
        let unproven = match prove(self.workshop, number, &PortSet::of::<R>(), mutation)? {
            Proof::Equivalent => return Ok(Fate::Equivalent),
            Proof::Unproven(wires) => wires,
        };
        if let Some(killer) = self.slow_killer::<R>(number, mutation)? {
            return Ok(Fate::Killed { by: vec![killer] });
        }
        match self.reasons.iter().find(|reason| reason.fits(mutation, line, &unproven)) {
            Some(reason) => Ok(Fate::Explained { reason: reason.reason.clone() }),
            None => Ok(Fate::Surviving { unproven }),
        }
    }

    /// The first slow conformance case that fails. The mutant is built alone for them: one of many is several times
    /// slower.
    fn slow_killer<R: Registered>(&self, number: usize, mutation: &Mutation) -> Result<Option<Killer>, MutateError> {
        if !self.judge.has_slow_cases() {
            return Ok(None);
        }
        let text = self.workshop.mutant(&format!("alone_{number}"), &mutation.command)?;
        self.judge.slow_killer::<R>(&Mutant::alone(&build::<R>(&text)?))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn keep(folder: &Path, name: &str, text: &str) -> Result<(), MutateError> {
    let path = folder.join(name);
    fs::create_dir_all(folder).and_then(|()| fs::write(&path, text)).map_err(|error| MutateError::Io { path, error })
}
