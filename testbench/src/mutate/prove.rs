// SPDX-License-Identifier: MIT OR Apache-2.0
//! Is a mutant the same circuit? yosys pairs the registers, named wires and memories of both netlists by name and
//! proves by induction over clock steps that they are equal when they were equal: for all inputs, whatever the start.
//!
//! Steps are steps of all clocks together, so with several clocks only one step is taken, which holds for each clock
//! by itself; and a change of a clock is outside of what this proof sees.

use wirewright_spec::PortSet;

use super::MutateError;
use super::mutation::Mutation;
use super::yosys::{GOLD, TWO_WAYS, Workshop};

/// Steps of the induction for a block with one clock.
const STEPS: u32 = 4;

/// How yosys's solver takes what is undefined, and memories: nothing is known of what is read from one, but that it is
/// the same on both sides when all that goes in is.
const SOLVER: &str = "-undef -ignore-unknown-cells";

/// What a proof found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// The same circuit.
    Equivalent,
    /// These wires could not be proved equal: they differ, or nobody knows.
    Unproven(Vec<String>),
}

/// Whether `mutation` leaves the block the same circuit.
///
/// A wire that differs in values that nobody looks at cannot be proved equal; the proof is tried again without it, so
/// that what it drives must be equal whatever it does. Outputs are never left out.
pub(super) fn prove(
    workshop: &Workshop,
    number: usize,
    block: &PortSet,
    mutation: &Mutation,
) -> Result<Proof, MutateError> {
    if mutation.is_of_clock() {
        return Ok(Proof::Unproven(vec!["a clock".to_owned()]));
    }
    let first = prove_without(workshop, number, block, mutation, &[])?;
    let Proof::Unproven(open) = &first else { return Ok(first) };
    if open.iter().any(|wire| block.outputs.iter().any(|port| port.name == wire)) {
        return Ok(first);
    }
    match prove_without(workshop, number, block, mutation, open)? {
        Proof::Equivalent => Ok(Proof::Equivalent),
        Proof::Unproven(_) => Ok(first),
    }
}

/// One attempt, in which these wires are not paired.
fn prove_without(
    workshop: &Workshop,
    number: usize,
    block: &PortSet,
    mutation: &Mutation,
    left_out: &[String],
) -> Result<Proof, MutateError> {
    let (status, list, top) = (format!("proof_{number}.txt"), format!("proof_{number}_without.txt"), block.name);
    workshop.write(&list, &(left_out.join("\n") + "\n"))?;
    let induction =
        if block.clocks.len() == 1 { format!("equiv_induct {SOLVER} -seq {STEPS}\n") } else { String::new() };
    let prepare = format!("{TWO_WAYS}\nmemory_collect\nasync2sync\ndffunmap\nopt_clean\n");
    let script = format!(
        "read_rtlil {GOLD}\n{prepare}rename {top} gold\ndesign -stash gold\n\
         read_rtlil {GOLD}\n{}\n{prepare}rename {top} gate\ndesign -copy-from gold -as gold gold\n\
         equiv_make -blacklist {list} gold gate equiv\nhierarchy -top equiv\nopt_clean\n\
         equiv_simple {SOLVER}\n{induction}tee -q -o {status} equiv_status\n",
        mutation.command
    );
    workshop.yosys("prove equivalence", &format!("proof_{number}"), &script)?;
    let text = workshop.read(&status)?;
    workshop.remove(&status)?;
    workshop.remove(&list)?;
    Proof::read(&text).ok_or(MutateError::Yosys { step: "prove equivalence", reason: "its status is not known".into() })
}

impl Proof {
    /// Reads what `equiv_status` says. A proof of nothing is none.
    fn read(status: &str) -> Option<Proof> {
        let (proven, unproven) = status.lines().find_map(|line| {
            let (proven, unproven) = line.trim().strip_prefix("Of those cells ")?.split_once(" are proven and ")?;
            Some((proven.parse::<u64>().ok()?, unproven.strip_suffix(" are unproven.")?.parse::<u64>().ok()?))
        })?;
        if unproven == 0 {
            return (proven > 0).then_some(Proof::Equivalent);
        }
        let mut wires: Vec<_> = status.lines().filter_map(wire).collect();
        wires.sort();
        wires.dedup();
        Some(Proof::Unproven(wires))
    }
}

/// The wire of a line like `Unproven $equiv $auto$...: \step_gold [2] \step_gate [2]`.
fn wire(line: &str) -> Option<String> {
    let (_, pair) = line.trim().strip_prefix("Unproven $equiv ")?.split_once(": ")?;
    let gold = pair.split_whitespace().next()?;
    Some(gold.trim_start_matches('\\').trim_end_matches("_gold").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_complete_proof_of_something_counts() {
        let status = |proven: u32, unproven: u32| {
            format!(
                "Found 9 $equiv cells in equiv:\n  Of those cells {proven} are proven and {unproven} are unproven.\n"
            )
        };
        assert_eq!(Proof::read(&status(9, 0)), Some(Proof::Equivalent));
        assert_eq!(Proof::read(&status(0, 0)), None);
        assert_eq!(Proof::read(""), None);
        let open = status(8, 1) + "  Unproven $equiv $auto$equiv_make.cc:295:x$7: \\step_gold [2] \\step_gate [2]\n";
        assert_eq!(Proof::read(&open), Some(Proof::Unproven(vec!["step".into()])));
    }
}
