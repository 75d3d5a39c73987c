// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright mutate`: would the checks notice a fault?

use std::path::Path;

use wirewright_testbench::mutate::{self, Fate, MutantReport, MutateError, MutateJob, MutateReport, TwinReport};

use crate::args::{Common, Mutate, VerilogRung};
use crate::failure::Failure;
use crate::output::{Made, note};
use crate::progress::Progress;
use crate::{Outcome, interrupt, output};

/// Plants faults and prints who noticed each.
pub fn run(args: &Mutate, common: &Common) -> Result<Outcome, Failure> {
    // What of it is empty at the end goes away.
    let mut made = Made::default();
    if let Some(folder) = &args.keep {
        made.make(folder)?;
    }
    output::vacant(&args.json)?;
    if args.twin { twins(args, common) } else { mutants(args, common) }
}

fn mutants(args: &Mutate, common: &Common) -> Result<Outcome, Failure> {
    let block = args.block.clone().ok_or_else(|| Failure::message("which block? `wirewright list blocks`"))?;
    let netlist = args.rung == VerilogRung::Netlist;
    let job =
        MutateJob { count: args.count, seed: args.seed, netlist, keep: args.keep.clone(), ..MutateJob::of(block) };
    let bar = Progress::new(common.quiet, Some(args.count.get() as u64), "mutants").without_lines();
    let progress = |now: mutate::Progress<'_>| {
        if !common.quiet {
            bar.aside(|| note!("{:>4}/{} {}", now.done, now.total, describe(now.mutant)));
        }
        bar.expect(now.total);
        bar.show(now.done as u64, || format!("{} killed, {} surviving", now.tally.killed, now.tally.surviving));
    };
    let report = mutate::run(&job, &progress, interrupt::flag());
    bar.finish();
    let report = report.map_err(refused)?;
    let written = write(args, &report);
    if !to_stdout(args) {
        output::print(format_args!("{}", summary(&report)));
    }
    output::with_results(outcome(report.interrupted, report.passed), written)
}

fn twins(args: &Mutate, common: &Common) -> Result<Outcome, Failure> {
    let faults = mutate::faults().map_err(Failure::input)?.len();
    let bar = Progress::new(common.quiet, Some(faults as u64), "faults").without_lines();
    let progress = |now: mutate::TwinProgress<'_>| {
        let fault = &now.outcome.fault;
        if !common.quiet {
            let by = now.outcome.caught_by.as_ref().map_or("NOBODY".to_owned(), ToString::to_string);
            bar.aside(|| note!("{:>4}/{} {} in {}: caught by {by}", now.done, now.total, fault.name, fault.block));
        }
        bar.expect(now.total);
        bar.show(now.done as u64, || fault.name.clone());
    };
    let threads = MutateJob::of("").threads;
    let report = mutate::twin(args.block.as_deref(), threads, &progress, interrupt::flag());
    bar.finish();
    let report = report.map_err(refused)?;
    let written = write(args, &report);
    if !to_stdout(args) {
        output::print(format_args!("{}", twin_summary(&report)));
    }
    output::with_results(outcome(report.interrupted, report.passed), written)
}

fn outcome(interrupted: bool, passed: bool) -> Outcome {
    match (interrupted, passed) {
        (true, _) => Outcome::Interrupted,
        (false, true) => Outcome::Held,
        (false, false) => Outcome::Failed,
    }
}

fn refused(error: MutateError) -> Failure {
    match error {
        MutateError::Tool(missing) => Failure::Tool(missing.to_string()),
        other => Failure::input(other),
    }
}

fn to_stdout(args: &Mutate) -> bool {
    args.json.as_deref() == Some(Path::new("-"))
}

fn write(args: &Mutate, report: &impl serde::Serialize) -> Result<(), Failure> {
    let Some(path) = &args.json else { return Ok(()) };
    output::write(path, &(serde_json::to_string_pretty(report).map_err(Failure::input)? + "\n"))
}

fn describe(mutant: &MutantReport) -> String {
    let fate = match &mutant.fate {
        Fate::Killed { by } => {
            let names: Vec<String> = by.iter().map(ToString::to_string).collect();
            format!("killed by {}", names.join("; "))
        }
        Fate::Equivalent => "proved to be the same circuit".into(),
        Fate::Explained { reason } => format!("explained: {reason}"),
        Fate::Surviving { unproven } if unproven.is_empty() => "SURVIVES".into(),
        Fate::Surviving { unproven } => format!("SURVIVES; not proved equal: {}", unproven.join(", ")),
        Fate::Error { message } => format!("ERROR: {message}"),
    };
    format!("{} `{}`: {fate}", mutant.mutation.place(), mutant.line.trim())
}

fn summary(report: &MutateReport) -> String {
    let tally = report.tally;
    let mut text = format!(
        "{}: {} mutants in {:.0} s: {} killed ({} by lockstep, {} by conformance), {} equivalent, {} explained, \
         {} surviving, {} errors\n",
        report.block,
        report.mutants.len(),
        report.seconds,
        tally.killed,
        tally.killed_by_lockstep,
        tally.killed_by_conformance,
        tally.equivalent,
        tally.explained,
        tally.surviving,
        tally.errors
    );
    let open = |mutant: &&MutantReport| matches!(mutant.fate, Fate::Surviving { .. } | Fate::Error { .. });
    for mutant in report.mutants.iter().filter(open) {
        text += &format!("  {}\n", describe(mutant));
    }
    text
}

fn twin_summary(report: &TwinReport) -> String {
    let missed: Vec<&str> = report
        .faults
        .iter()
        .filter(|outcome| outcome.caught_by.is_none())
        .map(|outcome| outcome.fault.name.as_str())
        .collect();
    let caught = report.faults.len() - missed.len();
    let mut text = format!("{caught} of {} twin faults caught in {:.0} s\n", report.listed, report.seconds);
    for name in missed {
        text += &format!("  NOT caught: {name}\n");
    }
    text
}
