// SPDX-License-Identifier: MIT OR Apache-2.0
//! The report as one HTML file: no script, no font, nothing from the network. Requirements in the order of the
//! catalogue, each with its cases and their result on each rung.

use super::{JudgedRung, Report, Row, replay};
use crate::conformance::Outcome;
use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use wirewright_spec::catalogue::{Clause, catalogue};

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8886; --good: #2a8a4a; --bad: #c8322b; --quiet: #888; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; }
code, pre { font: 13px/1.4 ui-monospace, monospace; } pre { white-space: pre-wrap; margin: .3rem 0; }
.cases { table-layout: fixed; overflow-wrap: anywhere; }
.cases td { width: var(--column); } .cases td:first-child { width: 40%; }
.requirement { margin-top: 1.4rem; } .requirement p { margin: .2rem 0 .4rem; }
.level, .quiet { color: var(--quiet); } .passed { color: var(--good); } .failed { color: var(--bad); font-weight: 600; }
summary { cursor: pointer; }
";

/// The columns of the summary.
const HEAD: [&str; 6] = ["Rung", "held", "not held", "not applicable", "not to be had", "comparisons"];

pub(super) fn render(report: &Report) -> String {
    let tally = report.tally(None);
    let title = if tally.failed > 0 { "Conformance: not held" } else { "Conformance: held" };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                (summary(report))
                @for standard in standards() {
                    @let clauses = judged_clauses(report, standard);
                    @if !clauses.is_empty() {
                        h2 { (standard) }
                        @for (clause, rows) in clauses { (requirement(clause, &rows, report.rungs.len())) }
                    }
                }
            }
        }
    };
    page.into_string()
}

/// The standards in the order in which the catalogue names them first; its files have clauses of several each.
fn standards() -> Vec<&'static str> {
    let mut seen = BTreeSet::new();
    catalogue().iter().map(|clause| clause.standard.as_str()).filter(|standard| seen.insert(*standard)).collect()
}

fn judged_clauses<'a>(report: &'a Report, standard: &str) -> Vec<(&'static Clause, Vec<&'a Row>)> {
    let of_standard = catalogue().iter().filter(|clause| clause.standard == standard);
    let with_rows = of_standard.map(|clause| {
        let rows: Vec<_> = report.rows.iter().filter(|row| row.case.clause == clause.id).collect();
        (clause, rows)
    });
    with_rows.filter(|(_, rows)| !rows.is_empty()).collect()
}

fn summary(report: &Report) -> Markup {
    html! {
        p { (report.rows.len()) " cases on " (report.rungs.len()) " rungs." }
        table {
            tr {
                @for head in HEAD { th { (head) } }
            }
            @for &rung in &report.rungs {
                @let tally = report.tally(Some(rung));
                tr {
                    td { (rung.name()) }
                    td.passed { (tally.passed) }
                    td.failed[tally.failed > 0] { (tally.failed) }
                    td { (tally.not_applicable) }
                    td { (tally.tool_missing + tally.unavailable) }
                    td { (tally.comparisons) }
                }
            }
        }
    }
}

fn requirement(clause: &Clause, rows: &[&Row], rungs: usize) -> Markup {
    html! {
        div.requirement id=(clause.id) {
            p { code { (clause.id) } " " span.level { (clause.level.name()) ", clause " (clause.clause) } }
            p { (clause.requirement) }
            // All tables have the same columns: what the cases leave is divided among the rungs.
            table.cases style=(format!("--column: {}%", 60 / rungs.max(1))) {
                @for row in rows {
                    tr {
                        td { code { (row.case.name) } br; (row.case.criterion) }
                        @for judged in &row.results { td { (result(row, judged)) } }
                    }
                }
            }
        }
    }
}

fn result(row: &Row, judged: &JudgedRung) -> Markup {
    let rung = judged.rung.name();
    html! {
        @match &judged.outcome {
            Outcome::Passed { comparisons, devices } => {
                details {
                    summary { (rung) ": " span.passed { "held" } }
                    p.quiet { (comparisons) " comparisons on " (devices.join(", ")) }
                    pre { (replay(row.case, judged.rung)) }
                }
            }
            Outcome::Failed { device, message, expected, got, .. } => {
                (rung) ": " span.failed { "not held" }
                p { (device) ": " (message) }
                pre { "expected " (expected) "\ngot      " (got) "\n" (replay(row.case, judged.rung)) }
            }
            Outcome::NotApplicable { why } => { (rung) ": " span.quiet { "not applicable: " (why) } }
            Outcome::Unavailable { why } => { (rung) ": " span.quiet { "not to be had: " (why) } }
        }
    }
}
