// SPDX-License-Identifier: MIT OR Apache-2.0
//! Mutation from end to end: a few mutants of the smallest block, all noticed. Hundreds of mutants of the blocks that
//! matter are `wirewright mutate BLOCK`.
//!
//! `WIREWRIGHT_MUTATE=mac_tx:300:1` makes the test below run so many mutants of a block from a seed, and print the fates.

use std::sync::atomic::AtomicBool;

use wirewright_testbench::mutate::{self, Fate, MutateError, MutateJob, Progress, TwinProgress};

#[test]
fn mutants_of_the_crc_are_killed() {
    let job = MutateJob { count: 6, events: 20_000, ..MutateJob::of("crc32") };
    let Some(report) = run(&job) else { return };
    assert_eq!((report.listed, report.mutants.len(), report.tally.killed), (6, 6, 6), "{:#?}", report.mutants);
    assert!(report.passed && !report.interrupted);
}

#[test]
#[ignore = "takes minutes; WIREWRIGHT_MUTATE=block:count:seed"]
fn mutants_of_a_chosen_block() {
    let chosen = std::env::var("WIREWRIGHT_MUTATE").expect("WIREWRIGHT_MUTATE=block:count:seed");
    let mut parts = chosen.split(':');
    let block = parts.next().unwrap();
    let [count, seed] = [300, 1].map(|default| parts.next().map_or(default, |text| text.parse().unwrap()));
    let job = MutateJob { count, seed: seed as u64, keep: Some("/tmp/mutx/keep".into()), ..MutateJob::of(block) };
    let Some(report) = run(&job) else { return };
    for mutant in &report.mutants {
        match &mutant.fate {
            Fate::Killed { .. } => (),
            fate => println!("{} {} `{}`: {fate:?}", mutant.number, mutant.mutation.place(), mutant.line),
        }
    }
    println!("{block}: {:?} of {} in {:.0} s", report.tally, report.listed, report.seconds);
}

#[test]
fn twin_faults_of_the_backoff_are_caught() {
    let progress = |_: TwinProgress<'_>| ();
    let Some(report) = or_skip(mutate::twin(Some("backoff"), 2, &progress, &AtomicBool::new(false))) else { return };
    assert!(report.passed && report.caught == report.listed && report.listed >= 2, "{:#?}", report.faults);
}

#[test]
#[ignore = "takes minutes; all twin faults"]
fn all_twin_faults_are_caught() {
    let progress = |progress: TwinProgress<'_>| {
        let caught = progress.outcome.caught_by.as_ref().map_or("NOT CAUGHT".to_owned(), ToString::to_string);
        println!("{} of {}: {}: {caught}", progress.done, progress.total, progress.outcome.fault.name);
    };
    let Some(report) = or_skip(mutate::twin(None, 2, &progress, &AtomicBool::new(false))) else { return };
    println!("{} of {} caught in {:.0} s", report.caught, report.listed, report.seconds);
    assert!(report.passed);
}

fn run(job: &MutateJob) -> Option<mutate::MutateReport> {
    let progress = |progress: Progress<'_>| {
        if progress.done % 25 == 0 {
            println!("{} of {}: {:?}", progress.done, progress.total, progress.tally);
        }
    };
    or_skip(mutate::run(job, &progress, &AtomicBool::new(false)))
}

/// The report; none, with a line that says why, when a tool is missing.
fn or_skip<T>(result: Result<T, MutateError>) -> Option<T> {
    match result {
        Ok(report) => Some(report),
        Err(MutateError::Tool(missing)) => {
            let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
            assert!(!required.split([',', ' ']).any(|word| word == "tools"), "tools are required: {missing}");
            println!("skipped: tools: {missing}");
            None
        }
        Err(error) => panic!("{error}"),
    }
}
