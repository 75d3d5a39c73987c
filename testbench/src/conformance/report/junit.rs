// SPDX-License-Identifier: MIT OR Apache-2.0
//! The report as JUnit XML: one suite a rung, one test case a conformance case.

use super::{JudgedRung, Report, Row, replay};
use crate::conformance::Outcome;
use quick_junit::{NonSuccessKind, SerializeError, TestCase, TestCaseStatus, TestSuite};

/// The XML could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the JUnit report could not be written: {0}")]
pub struct JunitError(#[from] SerializeError);

pub(super) fn render(report: &Report) -> Result<String, JunitError> {
    let mut document = quick_junit::Report::new("wirewright conformance");
    for (index, rung) in report.rungs.iter().enumerate() {
        let mut suite = TestSuite::new(format!("conformance/{}", rung.name()));
        suite.add_test_cases(report.rows.iter().map(|row| test_case(row, &row.results[index])));
        document.add_test_suite(suite);
    }
    Ok(document.to_string()?)
}

fn test_case(row: &Row, judged: &JudgedRung) -> TestCase {
    let mut case = TestCase::new(row.case.name, status(row, judged));
    case.set_classname(row.case.clause).set_time(judged.elapsed);
    if let Outcome::Passed { comparisons, .. } = judged.outcome {
        case.set_assertions(usize::try_from(comparisons).unwrap_or(usize::MAX));
    }
    case
}

fn status(row: &Row, judged: &JudgedRung) -> TestCaseStatus {
    let (mut status, message) = match &judged.outcome {
        Outcome::Passed { .. } => return TestCaseStatus::success(),
        Outcome::Failed { device, message, expected, got, clause } => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type("requirement").set_description(format!(
                "{clause}: {}\n{}\nexpected: {expected}\ngot: {got}\nreplay: {}",
                row.case.requirement().requirement,
                row.case.criterion,
                replay(row.case, judged.rung)
            ));
            (status, format!("{device}: {message}"))
        }
        Outcome::NotApplicable { why } => (TestCaseStatus::skipped(), why.clone()),
        Outcome::Unavailable { why } => (TestCaseStatus::skipped(), why.to_string()),
    };
    status.set_message(message);
    status
}
