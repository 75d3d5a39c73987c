// SPDX-License-Identifier: MIT OR Apache-2.0
//! Is a mutant the same circuit? yosys pairs the registers, named wires and memories of both netlists by name and proves
//! by induction over clock steps that they are equal when they were equal: for all inputs, whatever the start.
//!
//! Steps are steps of all clocks together, so with several clocks only one step is taken, which holds for each clock
//! by itself; and a change of a clock is outside of what this proof sees.

use super::MutateError;
use super::mutation::Mutation;
use super::yosys::{GOLD, Workshop};

/// Steps of the induction for a block with one clock.
const STEPS: u32 = 4;

/// Whether `mutation` leaves module `top` the same circuit; false when it does not, or when no proof is found.
pub(super) fn is_equivalent(
    workshop: &Workshop,
    number: usize,
    top: &str,
    clocks: usize,
    mutation: &Mutation,
) -> Result<bool, MutateError> {
    if mutation.is_of_clock() {
        return Ok(false);
    }
    let status = format!("proof_{number}.txt");
    let induction = if clocks == 1 { format!("equiv_induct -undef -seq {STEPS}\n") } else { String::new() };
    let prepare = "memory_collect\nasync2sync\ndffunmap\nopt_clean\n";
    let script = format!(
        "read_rtlil {GOLD}\n{prepare}rename {top} gold\ndesign -stash gold\n\
         read_rtlil {GOLD}\n{}\n{prepare}rename {top} gate\ndesign -copy-from gold -as gold gold\n\
         equiv_make gold gate equiv\nhierarchy -top equiv\nopt_clean\n\
         equiv_simple -undef\n{induction}tee -q -o {status} equiv_status\n",
        mutation.command
    );
    workshop.yosys("prove equivalence", &format!("proof_{number}"), &script)?;
    let text = workshop.read(&status)?;
    workshop.remove(&status)?;
    Ok(is_proven(&text))
}

/// Whether `equiv_status` tells of something proven and nothing unproven.
fn is_proven(status: &str) -> bool {
    let counts = status.lines().find_map(|line| {
        let (proven, unproven) = line.trim().strip_prefix("Of those cells ")?.split_once(" are proven and ")?;
        Some((proven.parse::<u64>().ok()?, unproven.strip_suffix(" are unproven.")?.parse::<u64>().ok()?))
    });
    counts.is_some_and(|(proven, unproven)| proven > 0 && unproven == 0)
}

#[cfg(test)]
mod tests {
    use super::is_proven;

    #[test]
    fn only_a_complete_proof_of_something_counts() {
        let status = |proven: u32, unproven: u32| {
            format!(
                "Found 9 $equiv cells in equiv:\n  Of those cells {proven} are proven and {unproven} are unproven.\n"
            )
        };
        assert!(is_proven(&status(9, 0)));
        assert!(!is_proven(&status(8, 1)) && !is_proven(&status(0, 0)) && !is_proven(""));
    }
}
