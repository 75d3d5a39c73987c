// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs a case on a rung: on each of its devices, first difference wins.

use super::rigs::NoRig;
use super::{Case, Mismatch, NoDesign, Rung, Rungs};

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
    let mut not_applicable = None;
    for &device in devices {
        match case.exam.run_on(device, rung, rungs, sabotage) {
            Ok((check, Ok(()))) if check.comparisons() > 0 => {
                comparisons += check.comparisons();
                judged.push(device);
            }
            Ok((_, Ok(()))) => return failed(case, device, nothing_compared()),
            Ok((_, Err(mismatch))) => return failed(case, device, mismatch),
            Err(NoRig::NotApplicable(why)) => not_applicable = Some(why),
            Err(NoRig::Unavailable(why)) => return Outcome::Unavailable { why },
        }
    }
    match not_applicable {
        Some(why) if judged.is_empty() => Outcome::NotApplicable { why: why.to_owned() },
        _ => Outcome::Passed { comparisons, devices: judged },
    }
}

fn nothing_compared() -> Mismatch {
    Mismatch { what: "comparisons".into(), expected: "at least one".into(), got: "none".into() }
}

fn failed(case: &Case, device: &'static str, mismatch: Mismatch) -> Outcome {
    let Mismatch { what, expected, got } = mismatch;
    Outcome::Failed { device, message: what, expected, got, clause: case.clause }
}
