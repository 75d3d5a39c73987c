// SPDX-License-Identifier: MIT OR Apache-2.0
//! The conformance suite as tests: each case on each rung, each saboteur on each device, and the catalogue and the
//! cases held to each other. `cargo test --test conformance -- pad` runs what has `pad` in its name.

use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeSet;
use wirewright_spec::catalogue::catalogue;
use wirewright_testbench::conformance::{Case, Golden, Outcome, Rung, cases, run, run_sabotaged};

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
        for rung in [Rung::Reference, Rung::Model] {
            trials.push(Trial::test(format!("{}/{}", case.name, rung.name()), move || holds(case, rung)));
            for &device in case.devices {
                let name = format!("{}/{}/saboteur/{device}", case.name, rung.name());
                trials.push(Trial::test(name, move || saboteur_is_caught(case, rung, device)));
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn holds(case: &Case, rung: Rung) -> Result<(), Failed> {
    match run(case, rung, &Golden) {
        Outcome::Passed { .. } => Ok(()),
        Outcome::NotApplicable { why } if rung == Rung::Reference && !why.is_empty() => Ok(()),
        outcome => Err(format!("{}: {}\n{outcome:#?}", case.clause, case.criterion).into()),
    }
}

/// A case that does not apply to a rung has no saboteur to catch there.
fn saboteur_is_caught(case: &Case, rung: Rung, device: &'static str) -> Result<(), Failed> {
    if rung == Rung::Reference && case.not_on_reference.is_some() {
        return Ok(());
    }
    match run_sabotaged(case, rung, &Golden, device) {
        Outcome::Failed { .. } => Ok(()),
        outcome => Err(format!("the saboteur was not caught: {outcome:?}").into()),
    }
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
            cases().iter().filter(|case| case.clause == clause.id).flat_map(Case::blocks).collect();
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
    let of_the_mac = catalogue().iter().filter(|clause| clause.standard != "Wirewright").count();
    if of_the_mac >= 45 { Ok(()) } else { Err(format!("{of_the_mac} requirements of the MAC").into()) }
}
