// SPDX-License-Identifier: MIT OR Apache-2.0
//! The report as JSON: schema `wirewright.conformance`, version 1.

use super::{JudgedRung, Report, Row, Tally, replay};
use crate::conformance::Outcome;
use serde::Serialize;
use wirewright_spec::catalogue;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    version: u32,
    catalogue_version: u32,
    rungs: Vec<&'static str>,
    tally: TallyEntry,
    cases: Vec<CaseEntry<'a>>,
}

#[derive(Serialize)]
struct TallyEntry {
    passed: u64,
    failed: u64,
    not_applicable: u64,
    tool_missing: u64,
    unavailable: u64,
    comparisons: u64,
}

#[derive(Serialize)]
struct CaseEntry<'a> {
    name: &'a str,
    clause: &'a str,
    standard: &'a str,
    requirement: &'a str,
    level: &'a str,
    criterion: &'a str,
    devices: &'a [&'static str],
    results: Vec<ResultEntry<'a>>,
}

#[derive(Default, Serialize)]
struct ResultEntry<'a> {
    rung: &'a str,
    outcome: &'a str,
    elapsed_ms: u64,
    replay: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparisons: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    devices: Option<&'a [&'static str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    got: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

pub(super) fn render(report: &Report) -> String {
    let Tally { passed, failed, not_applicable, tool_missing, unavailable, comparisons } = report.tally(None);
    let document = Document {
        schema: "wirewright.conformance",
        version: 1,
        catalogue_version: catalogue::VERSION,
        rungs: report.rungs.iter().map(|rung| rung.name()).collect(),
        tally: TallyEntry { passed, failed, not_applicable, tool_missing, unavailable, comparisons },
        cases: report.rows.iter().map(case).collect(),
    };
    // Cannot fail: only strings, numbers and lists, and no map.
    serde_json::to_string_pretty(&document).expect("a plain document")
}

fn case(row: &Row) -> CaseEntry<'_> {
    let clause = row.case.requirement();
    CaseEntry {
        name: row.case.name,
        clause: row.case.clause,
        standard: &clause.standard,
        requirement: &clause.requirement,
        level: clause.level.name(),
        criterion: row.case.criterion,
        devices: row.case.devices,
        results: row.results.iter().map(|judged| result(row, judged)).collect(),
    }
}

fn result<'a>(row: &Row, judged: &'a JudgedRung) -> ResultEntry<'a> {
    let common = ResultEntry {
        rung: judged.rung.name(),
        outcome: judged.outcome.name(),
        elapsed_ms: judged.elapsed.as_millis() as u64,
        replay: replay(row.case, judged.rung),
        ..ResultEntry::default()
    };
    match &judged.outcome {
        Outcome::Passed { comparisons, devices } => {
            ResultEntry { comparisons: Some(*comparisons), devices: Some(devices), ..common }
        }
        Outcome::Failed { device, message, expected, got, .. } => ResultEntry {
            device: Some(device),
            message: Some(message),
            expected: Some(expected),
            got: Some(got),
            ..common
        },
        Outcome::NotApplicable { why } => ResultEntry { why: Some(why.clone()), ..common },
        Outcome::Unavailable { why } => ResultEntry { why: Some(why.to_string()), ..common },
    }
}
