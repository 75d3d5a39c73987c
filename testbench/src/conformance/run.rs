// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs a case on a rung: on each of its devices, first difference wins.

use super::rigs::{Examined, NoRig};
use super::{Case, Check, Mismatch, NoDesign, Rung, Rungs};
use std::panic::{self, AssertUnwindSafe};

/// What became of a case on a rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All devices held.
    Passed {
        /// Comparisons made, over all devices.
        comparisons: u64,
        /// The devices.
        devices: Vec<&'static str>,
    },
    /// A device did not do what the clause asks, or nothing was compared.
    Failed {
        /// The device.
        device: &'static str,
        /// What was compared.
        message: String,
        /// What the clause asks for.
        expected: String,
        /// What the device did.
        got: String,
        /// The clause.
        clause: &'static str,
    },
    /// The case cannot be asked of this rung.
    NotApplicable {
        /// The reason.
        why: String,
    },
    /// The rung has not got the device: a tool is missing, or the block.
    Unavailable {
        /// The reason.
        why: NoDesign,
    },
}

impl Outcome {
    /// `passed`, `failed`, `not applicable` or `unavailable`.
    pub const fn name(&self) -> &'static str {
        match self {
            Outcome::Passed { .. } => "passed",
            Outcome::Failed { .. } => "failed",
            Outcome::NotApplicable { .. } => "not applicable",
            Outcome::Unavailable { .. } => "unavailable",
        }
    }
}

/// Runs `case` on `rung`.
pub fn run<R: Rungs>(case: &Case, rung: Rung, rungs: &R) -> Outcome {
    judge(case, case.devices, rung, rungs, false)
}

/// Runs `case` on `rung` on one of its devices only.
pub fn run_on<R: Rungs>(case: &Case, device: &'static str, rung: Rung, rungs: &R) -> Outcome {
    judge(case, &[device], rung, rungs, false)
}

/// Runs `case` on `rung` on one of its devices, with its saboteur: it should fail.
pub fn run_sabotaged<R: Rungs>(case: &Case, device: &'static str, rung: Rung, rungs: &R) -> Outcome {
    judge(case, &[device], rung, rungs, true)
}

fn judge<R: Rungs>(case: &Case, devices: &[&'static str], rung: Rung, rungs: &R, sabotage: bool) -> Outcome {
    if let (Rung::Reference, Some(why)) = (rung, case.not_on_reference) {
        return Outcome::NotApplicable { why: why.to_owned() };
    }
    let (mut comparisons, mut judged) = (0, Vec::new());
    let (mut not_applicable, mut unavailable) = (None, None);
    for &device in devices {
        match examine(case, device, rung, rungs, sabotage) {
            Ok((check, Ok(()))) if check.comparisons() > 0 => {
                comparisons += check.comparisons();
                judged.push(device);
            }
            Ok((_, Ok(()))) => return failed(case, device, nothing_compared()),
            Ok((_, Err(mismatch))) => return failed(case, device, mismatch),
            Err(NoRig::NotApplicable(why)) => not_applicable = Some(why),
            Err(NoRig::Unavailable(why)) => unavailable = Some(why),
        }
    }
    if let Some(why) = unavailable {
        return Outcome::Unavailable { why };
    }
    match not_applicable {
        Some(why) if judged.is_empty() => Outcome::NotApplicable { why: why.to_owned() },
        _ => Outcome::Passed { comparisons, devices: judged },
    }
}

/// A device that is far off, a mutant for example, may do what the case cannot make sense of: that is a failure too,
/// and no end of the run. A saboteur must fail by a comparison.
fn examine<R: Rungs>(case: &Case, device: &str, rung: Rung, rungs: &R, sabotage: bool) -> Examined {
    if sabotage {
        return case.exam.run_on(device, rung, rungs, true);
    }
    panic::catch_unwind(AssertUnwindSafe(|| case.exam.run_on(device, rung, rungs, false))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        let got = text.unwrap_or_else(|| "a panic".into());
        let expected = "a trace that the case can read".into();
        Ok((Check::default(), Err(Mismatch { what: "what the device did".into(), expected, got })))
    })
}

fn nothing_compared() -> Mismatch {
    Mismatch { what: "comparisons".into(), expected: "at least one".into(), got: "none".into() }
}

fn failed(case: &Case, device: &'static str, mismatch: Mismatch) -> Outcome {
    let Mismatch { what, expected, got } = mismatch;
    Outcome::Failed { device, message: what, expected, got, clause: case.clause }
}
