// SPDX-License-Identifier: MIT OR Apache-2.0
//! Mutation from end to end: a few mutants of the smallest block, all noticed. Hundreds of mutants of the blocks that
//! matter are `wirewright mutate BLOCK`, all twin faults `wirewright mutate --twin`.

use std::num::NonZeroUsize;
use std::sync::atomic::AtomicBool;

use wirewright_bridge::{Options, cache_folder};
use wirewright_spec::ports::MacGmii;
use wirewright_testbench::conformance::{Case, Ladder, NoDesign, Outcome, Rung, cases, run_on};
use wirewright_testbench::mutate::{self, MutateError, MutateJob, Progress, TwinProgress};
use wirewright_testbench::registry::Registered;

#[test]
fn mutants_of_the_crc_are_killed() {
    let count = NonZeroUsize::new(6).expect("6 is not 0");
    let job = MutateJob { count, events: 20_000, ..MutateJob::of("crc32") };
    // As a run that was killed leaves it: nobody holds the lock in it.
    let left = cache_folder().expect("a test has a home").join("once-left-by-a-killed-mutate");
    std::fs::create_dir_all(left.join("work")).expect("the cache can be written to");
    let Some(report) = run(&job) else { return };
    assert!(!left.exists(), "{} is still there", left.display());
    assert_eq!((report.listed, report.mutants.len(), report.tally.killed), (6, 6, 6), "{:#?}", report.mutants);
    assert!(report.passed && !report.interrupted);
}

#[test]
fn twin_faults_of_the_backoff_are_caught() {
    let progress = |_: TwinProgress<'_>| ();
    let Some(report) = or_skip(mutate::twin(Some("backoff"), 2, &progress, &AtomicBool::new(false))) else { return };
    assert!(report.passed && report.caught == report.listed && report.listed >= 2, "{:#?}", report.faults);
}

/// What a reset does not clear while a clock stands, and what is counted of lost frames, no block shows alone: the
/// cases of the whole MAC must.
#[test]
fn twin_faults_of_a_whole_mac_are_caught_by_the_cases_of_their_clause() {
    let faults: Vec<_> = mutate::faults().expect("the list").into_iter().filter(|f| f.block == "mac_gmii").collect();
    assert!(faults.len() >= 12, "{}", faults.len());
    for fault in faults {
        let verilog = fault.apply(MacGmii::VERILOG).expect("the fault applies once");
        let ladder = Ladder::with_verilog(Options::default(), "mac_gmii", &verilog);
        let judges_it = |case: &&&Case| case.clause == fault.clause && case.blocks().any(|block| block == "mac_gmii");
        let of_the_clause = cases().iter().filter(judges_it);
        let outcomes: Vec<_> = of_the_clause.map(|case| run_on(case, "mac_gmii", Rung::Rtl, &ladder)).collect();
        if let Some(Outcome::Unavailable { why: NoDesign::ToolMissing(missing) }) = outcomes.first() {
            return skipped(missing);
        }
        let caught = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Failed { .. }));
        assert!(caught, "{}: {outcomes:#?}", fault.name);
    }
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
            skipped(&missing.to_string());
            None
        }
        Err(error) => panic!("{error}"),
    }
}

fn skipped(missing: &str) {
    let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
    assert!(!required.split([',', ' ']).any(|word| word == "tools"), "tools are required: {missing}");
    println!("skipped: tools: {missing}");
}
