// SPDX-License-Identifier: MIT OR Apache-2.0
//! Whole cards: what a driver is promised (docs/card.md).

mod control;
mod driver;
mod faults;
mod receive;
mod reset;
mod rings;
mod traffic;
mod transmit;
mod whole;

use crate::conformance::rigs::card_bus::card::{self, Card, Script, Trace};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

const BOTH: &[&str] = &["nic", "nic_mii"];

/// The cases in the order in which reports list them.
pub(super) const GROUPS: [&[Case]; 8] = [
    traffic::CASES,
    rings::CASES,
    transmit::CASES,
    receive::CASES,
    faults::CASES,
    control::CASES,
    reset::CASES,
    whole::CASES,
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<Card>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::Card(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: BOTH, not_on_reference: Some(card::UNTIMED), exam }
}

/// Plays a script; no step was given up, and no rule of AXI was broken.
fn played(rig: &mut dyn Rig<Card>, check: &mut Check, script: &Script) -> Result<Trace, Mismatch> {
    let trace = rig.play(script);
    check.equal(format_args!("rules of AXI that were broken"), &trace.violations, &vec![])?;
    check.equal(format_args!("steps that were given up"), &trace.given_up, &vec![])?;
    Ok(trace)
}
