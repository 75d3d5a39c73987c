// SPDX-License-Identifier: MIT OR Apache-2.0
//! The conformance suite as tests: each case on each rung, each saboteur on each device, and the catalogue and the
//! cases held to each other. `cargo test --test conformance -- pad` runs what has `pad` in its name.

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use wirewright_spec::catalogue::catalogue;
use wirewright_testbench::conformance::{Case, Ladder, NoDesign, Outcome, Rung, cases, run, run_sabotaged};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("catalogue/each_requirement_has_a_case", each_requirement_has_a_case),
        Trial::test("catalogue/each_case_has_a_requirement", each_case_has_a_requirement),
        Trial::test("catalogue/cases_judge_the_blocks_that_their_clause_names", blocks_agree),
        Trial::test("cases/names_are_unique", names_are_unique),
        Trial::test("cases/there_are_enough", there_are_enough),
    ];
    for case in cases() {
        for rung in [Rung::Reference, Rung::Model, Rung::Rtl] {
            trials.push(Trial::ignorable_test(format!("{}/{}", case.name, rung.name()), move || holds(case, rung)));
        }
        // A saboteur sits between case and device: it needs no tool.
        for rung in [Rung::Reference, Rung::Model] {
            for &device in case.devices {
                let name = format!("{}/{}/saboteur/{device}", case.name, rung.name());
                trials.push(Trial::ignorable_test(name, move || saboteur_is_caught(case, rung, device)));
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

static LADDER: LazyLock<Ladder> = LazyLock::new(Ladder::default);

fn holds(case: &Case, rung: Rung) -> Result<Completion, Failed> {
    match run(case, rung, &*LADDER) {
        Outcome::Passed { .. } => Ok(Completion::Completed),
        Outcome::NotApplicable { why } if rung == Rung::Reference && !why.is_empty() => {
            Ok(Completion::ignored_with(why))
        }
        Outcome::Unavailable { why: NoDesign::ToolMissing(why) } if !tools_are_required() => {
            Ok(Completion::ignored_with(format!("tools: {why}")))
        }
        outcome => Err(format!("{}: {}\n{outcome:#?}", case.clause, case.criterion).into()),
    }
}

/// A case that does not apply to a rung has no saboteur to catch there.
fn saboteur_is_caught(case: &Case, rung: Rung, device: &'static str) -> Result<Completion, Failed> {
    match run_sabotaged(case, device, rung, &*LADDER) {
        Outcome::Failed { .. } => Ok(Completion::Completed),
        Outcome::NotApplicable { why } if rung == Rung::Reference && !why.is_empty() => {
            Ok(Completion::ignored_with(why))
        }
        outcome => Err(format!("the saboteur was not caught: {outcome:?}").into()),
    }
}

/// `WIREWRIGHT_REQUIRE` with the word `tools` turns a test that is skipped for want of a tool into a failure.
fn tools_are_required() -> bool {
    std::env::var("WIREWRIGHT_REQUIRE").is_ok_and(|words| words.split([',', ' ']).any(|word| word == "tools"))
}

fn each_requirement_has_a_case() -> Result<(), Failed> {
    let judged: BTreeSet<_> = cases().iter().map(|case| case.clause).collect();
    let lacking: Vec<_> = catalogue().iter().filter(|clause| !judged.contains(clause.id.as_str())).collect();
    if lacking.is_empty() { Ok(()) } else { Err(format!("no case for {lacking:#?}").into()) }
}

fn each_case_has_a_requirement() -> Result<(), Failed> {
    let known: BTreeSet<_> = catalogue().iter().map(|clause| clause.id.as_str()).collect();
    let lost: Vec<_> = cases().iter().filter(|case| !known.contains(case.clause)).map(|case| case.name).collect();
    if lost.is_empty() { Ok(()) } else { Err(format!("no requirement for {lost:?}").into()) }
}

fn blocks_agree() -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for clause in catalogue() {
        let named: BTreeSet<_> = clause.applies.iter().map(String::as_str).collect();
        let judged: BTreeSet<_> =
            cases().iter().filter(|case| case.clause == clause.id).flat_map(|case| case.blocks()).collect();
        if named != judged {
            wrong.push(format!("{}: applies to {named:?}, judged on {judged:?}", clause.id));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn names_are_unique() -> Result<(), Failed> {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> = cases().iter().map(|case| case.name).filter(|name| !seen.insert(*name)).collect();
    if twice.is_empty() { Ok(()) } else { Err(format!("used twice: {twice:?}").into()) }
}

fn there_are_enough() -> Result<(), Failed> {
    let of_the_mac = catalogue().iter().filter(|clause| !clause.standard.starts_with("Wirewright")).count();
    if of_the_mac >= 45 { Ok(()) } else { Err(format!("{of_the_mac} requirements of the MAC").into()) }
}
