// SPDX-License-Identifier: MIT OR Apache-2.0
//! Mutation from end to end: a few mutants of the smallest block, all noticed. Hundreds of mutants of the blocks that
//! matter are `wirewright mutate BLOCK`, all twin faults `wirewright mutate --twin`.

use std::sync::atomic::AtomicBool;

use wirewright_testbench::mutate::{self, MutateError, MutateJob, Progress, TwinProgress};

#[test]
fn mutants_of_the_crc_are_killed() {
    let job = MutateJob { count: 6, events: 20_000, ..MutateJob::of("crc32") };
    let Some(report) = run(&job) else { return };
    assert_eq!((report.listed, report.mutants.len(), report.tally.killed), (6, 6, 6), "{:#?}", report.mutants);
    assert!(report.passed && !report.interrupted);
}

#[test]
fn twin_faults_of_the_backoff_are_caught() {
    let progress = |_: TwinProgress<'_>| ();
    let Some(report) = or_skip(mutate::twin(Some("backoff"), 2, &progress, &AtomicBool::new(false))) else { return };
    assert!(report.passed && report.caught == report.listed && report.listed >= 2, "{:#?}", report.faults);
}

fn run(job: &MutateJob) -> Option<mutate::MutateReport> {
    let progress = |_: Progress<'_>| ();
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
