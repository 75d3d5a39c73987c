// SPDX-License-Identifier: MIT OR Apache-2.0
//! With all barriers no seed shows a fault; without any one of them some do.

use wirewright_host::memory::Barrier;

use crate::rig::{Plan, clean_run};

const SEEDS: u64 = 60;

/// The traffic in which a barrier counts.
fn plan(barrier: Barrier) -> Plan {
    let usual = Plan { rounds: 6, ..Plan::default() };
    match barrier {
        Barrier::RxReuse => Plan { only_receive: true, ..usual },
        Barrier::ResetDone => Plan { whims: true, ..usual },
        _ => usual,
    }
}

/// Plays the same seeds with and without the barrier.
fn needed(barrier: Barrier) {
    let faults = |ignored: Option<Barrier>| -> Vec<(u64, String)> {
        let runs = (0..SEEDS).map(|seed| (seed, clean_run(seed, ignored, plan(barrier))));
        runs.filter_map(|(seed, result)| Some((seed, result.err()?))).collect()
    };
    assert_eq!(faults(None), [], "with all barriers");
    let faults = faults(Some(barrier));
    assert!(!faults.is_empty(), "without {barrier:?} nothing is wrong in {SEEDS} runs");
    println!("without {barrier:?}: {} of {SEEDS} runs fail, the first: {:?}", faults.len(), faults[0]);
}

#[test]
fn octets_and_descriptors_before_the_transmit_tail() {
    needed(Barrier::TxTail);
}

#[test]
fn the_phase_of_a_transmit_completion_before_the_rest() {
    needed(Barrier::TxPhase);
}

#[test]
fn a_transmit_completion_before_its_buffers_are_used_again() {
    needed(Barrier::TxReuse);
}

#[test]
fn receive_descriptors_before_the_first_tail() {
    needed(Barrier::RxRing);
}

#[test]
fn the_phase_of_a_receive_completion_before_the_rest() {
    needed(Barrier::RxPhase);
}

#[test]
fn received_octets_before_their_buffers_are_handed_in() {
    needed(Barrier::RxReuse);
}

#[test]
fn the_end_of_a_reset_before_the_last_look_at_the_rings() {
    needed(Barrier::ResetDone);
}

#[test]
fn cleared_causes_before_the_rings_are_looked_at_again() {
    needed(Barrier::RingsAgain);
}
