// SPDX-License-Identifier: MIT OR Apache-2.0
//! A conformance run as data, and its reports: one HTML file, JSON, JUnit.

mod html;
mod json;
mod junit;

pub use junit::JunitError;

use super::{Case, NoDesign, Outcome, Rung, Rungs, run};
use std::time::{Duration, Instant};

/// The results of a run: each case on each rung.
#[derive(Debug)]
pub struct Report {
    /// The rungs, from the top.
    pub rungs: Vec<Rung>,
    /// One row a case, in the order of the cases.
    pub rows: Vec<Row>,
}

/// A case and what became of it.
pub struct Row {
    /// The case.
    pub case: &'static Case,
    /// One result a rung, in the order of [`Report::rungs`].
    pub results: Vec<JudgedRung>,
}

/// What became of a case on a rung.
#[derive(Clone, Debug)]
pub struct JudgedRung {
    /// The rung.
    pub rung: Rung,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it took.
    pub elapsed: Duration,
}

/// What a whole run comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases that held, each rung counted.
    pub passed: u64,
    /// Cases that did not hold.
    pub failed: u64,
    /// Cases that do not apply to a rung.
    pub not_applicable: u64,
    /// Cases that wait for a tool.
    pub tool_missing: u64,
    /// Cases for whose blocks the rung has no design.
    pub unavailable: u64,
    /// Comparisons made.
    pub comparisons: u64,
}

impl Report {
    /// Runs `cases` on `rungs`. Calls `progress` after each case and rung; the run ends when it gives `false`, with
    /// the rows that are whole by then.
    pub fn run<R: Rungs>(
        cases: &[&'static Case],
        rungs: &[Rung],
        ladder: &R,
        mut progress: impl FnMut(&Case, &JudgedRung) -> bool,
    ) -> Report {
        let mut report = Report { rungs: rungs.to_vec(), rows: Vec::with_capacity(cases.len()) };
        for &case in cases {
            let mut results = Vec::with_capacity(rungs.len());
            for &rung in rungs {
                let start = Instant::now();
                let outcome = run(case, rung, ladder);
                let judged = JudgedRung { rung, outcome, elapsed: start.elapsed() };
                let go_on = progress(case, &judged);
                results.push(judged);
                if !go_on {
                    if results.len() == rungs.len() {
                        report.rows.push(Row { case, results });
                    }
                    return report;
                }
            }
            report.rows.push(Row { case, results });
        }
        report
    }

    /// Counts the outcomes, of one rung or of all.
    pub fn tally(&self, rung: Option<Rung>) -> Tally {
        let mut tally = Tally::default();
        let results = self.rows.iter().flat_map(|row| &row.results);
        for judged in results.filter(|judged| rung.is_none_or(|rung| judged.rung == rung)) {
            match &judged.outcome {
                Outcome::Passed { comparisons, .. } => {
                    tally.passed += 1;
                    tally.comparisons += comparisons;
                }
                Outcome::Failed { .. } => tally.failed += 1,
                Outcome::NotApplicable { .. } => tally.not_applicable += 1,
                Outcome::Unavailable { why: NoDesign::ToolMissing(_) } => tally.tool_missing += 1,
                Outcome::Unavailable { why: NoDesign::Other(_) } => tally.unavailable += 1,
            }
        }
        tally
    }

    /// The whole report as one HTML file that needs no network.
    pub fn html(&self) -> String {
        html::render(self)
    }

    /// The whole report as JSON, with schema and version.
    pub fn json(&self) -> String {
        json::render(self)
    }

    /// The whole report as JUnit XML, one suite a rung.
    ///
    /// # Errors
    /// When the XML cannot be written.
    pub fn junit(&self) -> Result<String, JunitError> {
        junit::render(self)
    }
}

impl std::fmt::Debug for Row {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Row").field("case", &self.case.name).field("results", &self.results).finish()
    }
}

/// The line that runs a case on a rung again, and no other case.
pub fn replay(case: &Case, rung: Rung) -> String {
    format!("wirewright conformance --case {} --rung {}", case.name, rung.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::{Ladder, cases, matching};

    fn report() -> Report {
        let ladder = Ladder::default();
        let mut calls = 0;
        let report = Report::run(&matching("crc/"), &[Rung::Reference, Rung::Model], &ladder, |_, _| {
            calls += 1;
            true
        });
        assert_eq!(calls, 4);
        report
    }

    #[test]
    fn a_run_counts_itself() {
        let tally = report().tally(None);
        assert_eq!((tally.passed, tally.failed), (4, 0));
        assert!(tally.comparisons > 1000, "{tally:?}");
        assert_eq!(report().tally(Some(Rung::Model)).passed, 2);
    }

    #[test]
    fn the_html_stands_alone_and_names_clause_criterion_and_replay() {
        let html = report().html();
        let case = matching("crc/residue")[0];
        assert!(html.starts_with("<!DOCTYPE html>"));
        for text in [case.clause, case.criterion, "wirewright conformance --case crc/residue --rung model"] {
            assert!(html.contains(text), "no `{text}`");
        }
        for network in ["http://", "https://", "<script", "<link", "@import"] {
            assert!(!html.contains(network), "{network}");
        }
    }

    /// Nothing is run here: what stands where is the same for all outcomes.
    #[test]
    fn the_html_has_each_standard_requirement_and_case_once() {
        let rung = Rung::Netlist;
        let row = |case: &&'static Case| {
            let outcome = Outcome::NotApplicable { why: String::new() };
            Row { case, results: vec![JudgedRung { rung, outcome, elapsed: Duration::ZERO }] }
        };
        let html = Report { rungs: vec![rung], rows: cases().iter().map(row).collect() }.html();
        let times = |text: String| html.matches(&text).count();
        for clause in wirewright_spec::catalogue::catalogue() {
            assert_eq!(times(format!("<h2>{}</h2>", clause.standard)), 1, "{}", clause.standard);
            assert_eq!(times(format!("<div class=\"requirement\" id=\"{}\">", clause.id)), 1, "{}", clause.id);
        }
        for case in cases() {
            assert_eq!(times(format!("<td><code>{}</code>", case.name)), 1, "{}", case.name);
        }
    }

    #[test]
    fn a_failure_is_in_every_report() {
        let mut report = report();
        report.rows[0].results[1].outcome = Outcome::Failed {
            device: "crc32",
            message: "FCS of <nothing>".into(),
            expected: "0".into(),
            got: "1".into(),
            clause: "802.3-3.2.9-fcs",
        };
        assert!(report.html().contains("FCS of &lt;nothing&gt;"));
        assert!(report.junit().unwrap().contains("FCS of &lt;nothing&gt;"));
        let json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
        assert_eq!(json["tally"]["failed"], 1);
        assert_eq!(json["cases"][0]["results"][1]["outcome"], "failed");
        assert_eq!(json["cases"][0]["results"][1]["message"], "FCS of <nothing>");
    }

    #[test]
    fn json_says_its_schema_and_version() {
        let json: serde_json::Value = serde_json::from_str(&report().json()).unwrap();
        assert_eq!(json["schema"], "wirewright.conformance");
        assert_eq!(json["version"], 1);
        assert_eq!(json["cases"].as_array().map(Vec::len), Some(2));
        assert_eq!(json["cases"][0]["results"][0]["outcome"], "passed");
    }

    #[test]
    fn an_interrupted_run_keeps_what_is_whole() {
        let mut left = 3;
        let report = Report::run(&matching("crc/"), &[Rung::Reference, Rung::Model], &Ladder::default(), |_, _| {
            left -= 1;
            left > 0
        });
        assert_eq!(report.rows.len(), 1);
    }
}
