// SPDX-License-Identifier: MIT OR Apache-2.0
//! Single mutants of a block: listed, written, built, judged, several at a time.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use wirewright_bridge::{BridgeError, Model, Options, Tools};

use super::judge::Judge;
use super::mutation::{Mutation, line_of};
use super::reasons::{self, Reason};
use super::report::{Fate, MutantReport, MutateReport, SCHEMA, Tally, VERSION};
use super::yosys::Workshop;
use super::{MutateError, MutateJob, Progress, prove};
use crate::registry::{self, Registered, Visitor};
use crate::rungs;

/// Mutants that one call of yosys writes.
const CHUNK: usize = 16;

/// Mutates a block and judges each mutant. `progress` is called after each, from the thread that judged it; the run stops
/// early, with what it has, when `interrupted` is set.
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

struct Run<'a> {
    job: &'a MutateJob,
    progress: &'a (dyn Fn(Progress<'_>) + Sync),
    interrupted: &'a AtomicBool,
}

impl Visitor for Run<'_> {
    type Output = Result<MutateReport, MutateError>;

    fn visit<R: Registered>(self) -> Self::Output {
        let begin = Instant::now();
        let workshop = Workshop::new(&Tools::of_process(), R::NAME, R::VERILOG)?;
        let judge = Judge::of::<R>(self.job.events);
        hold_gold::<R>(&workshop, &judge)?;
        let mutations = workshop.list(self.job)?;
        if mutations.is_empty() {
            return Err(MutateError::Nothing(R::NAME.to_owned()));
        }
        let bench = Bench {
            run: &self,
            workshop: &workshop,
            judge: &judge,
            mutations: &mutations,
            reasons: &reasons::of(R::NAME)?,
            next: AtomicUsize::new(0),
            shared: Mutex::default(),
        };
        std::thread::scope(|scope| {
            for _ in 0..self.job.threads.clamp(1, mutations.len()) {
                scope.spawn(|| bench.work::<R>());
            }
        });
        let Shared { mut mutants, tally, error } =
            bench.shared.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(error) = error {
            return Err(error);
        }
        mutants.sort_by_key(|mutant| mutant.number);
        let whole = mutants.len() == mutations.len();
        Ok(MutateReport {
            schema: SCHEMA,
            version: VERSION,
            block: R::NAME,
            seed: self.job.seed,
            requested: self.job.count,
            listed: mutations.len(),
            tally,
            passed: whole && tally.surviving == 0 && tally.errors == 0,
            interrupted: !whole,
            seconds: begin.elapsed().as_secs_f64(),
            mutants,
        })
    }
}

/// What yosys writes when nothing was mutated must be the block; else a mutant of it shows nothing.
fn hold_gold<R: Registered>(workshop: &Workshop, judge: &Judge) -> Result<(), MutateError> {
    let text = workshop.mutants(0, &[""])?.concat();
    let model = load::<R>(&text).map_err(|error| match error {
        BridgeError::ToolMissing(missing) => missing.into(),
        error => MutateError::Gold { block: R::NAME, error },
    })?;
    let killer = judge.killers::<R>(&model)?;
    match killer.into_iter().next() {
        Some(killer) => Err(MutateError::NotEqual { block: R::NAME, killer: Box::new(killer) }),
        None => Ok(()),
    }
}

/// Builds Verilog that is used once.
pub(super) fn load<R: Registered>(text: &str) -> Result<Model<R>, BridgeError> {
    rungs::load::<R>(&R::source_of(text), &Options { keep: false, ..Options::default() })
}

/// What all threads share.
struct Bench<'a> {
    run: &'a Run<'a>,
    workshop: &'a Workshop,
    judge: &'a Judge,
    mutations: &'a [Mutation],
    reasons: &'a [Reason],
    /// The next chunk.
    next: AtomicUsize,
    shared: Mutex<Shared>,
}

#[derive(Default)]
struct Shared {
    mutants: Vec<MutantReport>,
    tally: Tally,
    error: Option<MutateError>,
}

impl Bench<'_> {
    fn work<R: Registered>(&self) {
        if let Err(error) = self.chunks::<R>() {
            self.lock().error.get_or_insert(error);
        }
    }

    fn chunks<R: Registered>(&self) -> Result<(), MutateError> {
        loop {
            let chunk = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(mutations) = self.mutations.chunks(CHUNK).nth(chunk) else { return Ok(()) };
            let commands: Vec<_> = mutations.iter().map(|mutation| mutation.command.as_str()).collect();
            let texts = self.workshop.mutants(chunk + 1, &commands)?;
            for (index, (mutation, text)) in mutations.iter().zip(&texts).enumerate() {
                if self.run.interrupted.load(Ordering::Relaxed) || self.lock().error.is_some() {
                    return Ok(());
                }
                self.mutant::<R>(chunk * CHUNK + index + 1, mutation, text)?;
            }
        }
    }

    fn mutant<R: Registered>(&self, number: usize, mutation: &Mutation, text: &str) -> Result<(), MutateError> {
        let file = format!("{}.v", R::NAME);
        let line = mutation.line().and_then(|(name, line)| line_of(R::VERILOG, &file, name, line)).unwrap_or_default();
        let fate = self.fate::<R>(number, mutation, line, text)?;
        if let (Some(folder), Fate::Surviving | Fate::Error { .. }) = (&self.run.job.keep, &fate) {
            keep(folder, &format!("{}_mutant_{number}.v", R::NAME), text)?;
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
        text: &str,
    ) -> Result<Fate, MutateError> {
        let model = match load::<R>(text) {
            Ok(model) => model,
            Err(BridgeError::ToolMissing(missing)) => return Err(missing.into()),
            Err(error) => return Ok(Fate::Error { message: error.to_string() }),
        };
        let by = self.judge.killers::<R>(&model)?;
        if !by.is_empty() {
            return Ok(Fate::Killed { by });
        }
        if prove::is_equivalent(self.workshop, number, R::NAME, R::CLOCKS.len(), mutation)? {
            return Ok(Fate::Equivalent);
        }
        let reason = self.reasons.iter().find(|reason| reason.fits(mutation, line));
        Ok(reason.map_or(Fate::Surviving, |reason| Fate::Explained { reason: reason.reason.clone() }))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn keep(folder: &Path, name: &str, text: &str) -> Result<(), MutateError> {
    let path = folder.join(name);
    fs::create_dir_all(folder).and_then(|()| fs::write(&path, text)).map_err(|error| MutateError::Io { path, error })
}
