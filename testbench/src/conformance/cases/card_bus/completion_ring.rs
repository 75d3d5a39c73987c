// SPDX-License-Identifier: MIT OR Apache-2.0
//! Completion rings (docs/card.md, Queues).

use super::UNTIMED;
use crate::conformance::rigs::card_bus::completion_ring::{Completion, CompletionRing, Script, Trace};
use crate::conformance::rigs::card_bus::{Pace, mixed};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-completion_ring-format",
        "completion_ring/format",
        "Completions with each of their bits alone, and random ones, are words with length, tag, next, status and \
         phase from bit 0 on; each is 8 octets of a command.",
        format,
        |trace| {
            let word = &mut trace.batches[40].words[0];
            *word = *word & !0xffff_ffff_0000 | (*word & 0xffff_0000) << 16 | (*word >> 16 & 0xffff_0000);
        },
    ),
    case(
        "nic-completion_ring-phase",
        "completion_ring/phase",
        "Five times round rings of every size, and 9000 times round one of 8, over index 65535 and an address of 2^32, \
                each completion stands in its place with the phase of its round: 1, 0, 1 and so on.",
        phase,
        |trace| trace.batches[2].words[0] ^= 1 << 63,
    ),
    case(
        "nic-completion_ring-batch",
        "completion_ring/batch",
        "16 completions that wait from each place in a line of 64 octets are written in three commands at the most, \
         each within one line, and a command comes after the answer to the one before.",
        batch,
        |trace| trace.batches.iter_mut().for_each(|batch| batch.octets = 128),
    ),
    case(
        "nic-completion_ring-cause-after-response",
        "completion_ring/cause",
        "`written` comes once for each command, after its answer that was held back for 1000 clocks, and not for one \
         in error.",
        cause,
        |trace| trace.written[0] -= 900,
    ),
    case(
        "nic-completion_ring-error",
        "completion_ring/error",
        "After a command that was answered with an error the block stops, and begins no other one, though completions \
                wait; halted, it begins none either, and ends what it had begun.",
        error,
        |trace| trace.batches.push(trace.batches[0].clone()),
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<CompletionRing>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::CompletionRing(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["completion_ring"], not_on_reference: UNTIMED, exam }
}

fn completion(number: usize) -> Completion {
    let bits = mixed(number as u64);
    Completion {
        length: bits as u16,
        vlan_tci: (bits >> 16) as u16,
        next: (bits >> 32) as u16,
        status: (bits >> 48) as u16 & 0x7fff,
    }
}

/// The word of a completion, as the table of docs/card.md says it.
fn word(completion: Completion, phase: bool) -> u64 {
    let Completion { length, vlan_tci, next, status } = completion;
    let low = u64::from(length) | u64::from(vlan_tci) << 16 | u64::from(next) << 32;
    low | u64::from(status) << 48 | u64::from(phase) << 63
}

/// Each completion is in its place, with its phase; the addresses go on.
fn in_place(check: &mut Check, script: &Script, trace: &Trace, count: usize) -> Result<(), Mismatch> {
    let size = 1 << script.size_log2.clamp(3, 12);
    let mut number = 0;
    for (index, batch) in trace.batches.iter().enumerate() {
        let place = (script.base << 6).wrapping_add(8 * (number as u64 % size as u64));
        check.equal(format_args!("address of command {index}"), batch.address, place)?;
        check.equal(format_args!("words of command {index}"), batch.words.len(), usize::from(batch.octets) / 8)?;
        for &got in &batch.words {
            let expected = word(script.completions[number], (number / size).is_multiple_of(2));
            check.equal(format_args!("completion {number} of a ring of {size}"), got, expected)?;
            number += 1;
        }
    }
    check.equal(format_args!("completions written"), number, count)
}

fn format(rig: &mut dyn Rig<CompletionRing>, check: &mut Check) -> Result<(), Mismatch> {
    let bit = |bit: u32| 1_u64 << bit;
    let of = |bits: u64| Completion {
        length: bits as u16,
        vlan_tci: (bits >> 16) as u16,
        next: (bits >> 32) as u16,
        status: (bits >> 48) as u16,
    };
    let mut completions: Vec<_> = (0..63).map(|place| of(bit(place))).collect();
    completions.extend((0..100).map(completion));
    for words in [Pace::Always, Pace::Chance { seed: 1, of_256: 60 }] {
        let script = Script {
            base: 0x1234,
            size_log2: 8,
            completions: completions.clone(),
            offers: Pace::Every(30),
            words,
            clocks: 20_000,
            ..Script::default()
        };
        let trace = rig.play(&script);
        in_place(check, &script, &trace, completions.len())?;
    }
    Ok(())
}

fn phase(rig: &mut dyn Rig<CompletionRing>, check: &mut Check) -> Result<(), Mismatch> {
    let high = (1 << 26) - 1;
    let rounds = |size_log2: u8, base: u64, count: usize| Script {
        base,
        size_log2,
        completions: (0..count).map(completion).collect(),
        clocks: 20 * count + 1000,
        ..Script::default()
    };
    let mut scripts: Vec<_> = (3..=12).map(|log2| rounds(log2, high, 5 << log2)).collect();
    scripts.extend([rounds(1, high, 40), rounds(14, 0x3ff_ffff_ffff_ffff, 5 << 12), rounds(3, 0x77, 72_000)]);
    for script in &scripts {
        let trace = rig.play(script);
        in_place(check, script, &trace, script.completions.len())?;
    }
    Ok(())
}

fn batch(rig: &mut dyn Rig<CompletionRing>, check: &mut Check) -> Result<(), Mismatch> {
    for begin in 0..16 {
        // `begin` alone, then 16 at once while the answer to one more is held back.
        let script = Script {
            size_log2: 4,
            completions: (0..begin + 17).map(completion).collect(),
            burst_at: Some(begin),
            latency_clocks: 200,
            clocks: 9000,
            ..Script::default()
        };
        let trace = rig.play(&script);
        in_place(check, &script, &trace, begin + 17)?;
        let mut done = 0;
        let mut together = 0;
        for batch in &trace.batches {
            let last = batch.address + u64::from(batch.octets) - 1;
            let line = batch.address / 64 == last / 64 && (8..=64).contains(&batch.octets);
            check.holds(format_args!("a command"), line, batch, "1 to 8 completions of one line")?;
            check.holds(format_args!("a command"), batch.clock > done, batch, "after the answer to the last one")?;
            done = batch.done.unwrap_or(usize::MAX);
            together = together.max(batch.octets / 8);
        }
        check.equal(format_args!("the most together, begin {begin}"), together, 8)?;
        let first = trace.batches.iter().take_while(|batch| usize::from(batch.octets) > 0).count();
        let late = trace.batches.len() - first.min(trace.batches.len());
        check.equal(format_args!("empty commands"), late, 0)?;
        let waiting = trace.batches.len() - batches_of(&trace, begin);
        check.holds(format_args!("commands for 17"), waiting <= 4, waiting, "one, then three at the most")?;
    }
    Ok(())
}

/// Commands that wrote the first `count` completions.
fn batches_of(trace: &Trace, count: usize) -> usize {
    let mut words = 0;
    let early = trace.batches.iter().take_while(|batch| {
        words += batch.words.len();
        words <= count
    });
    early.count()
}

fn cause(rig: &mut dyn Rig<CompletionRing>, check: &mut Check) -> Result<(), Mismatch> {
    for error_at in [None, Some(0), Some(1), Some(2)] {
        let script = Script {
            size_log2: 3,
            completions: (0..20).map(completion).collect(),
            latency_clocks: 1000,
            error_at,
            clocks: 8000,
            ..Script::default()
        };
        let trace = rig.play(&script);
        let done: Vec<_> = trace.batches.iter().filter_map(|batch| batch.done).collect();
        let good = error_at.unwrap_or(done.len());
        check.equal(format_args!("commands written, error {error_at:?}"), trace.written.len(), good)?;
        for (number, (&written, &done)) in trace.written.iter().zip(&done).enumerate() {
            let soon = (done..done + 4).contains(&written);
            check.holds(format_args!("`written` {number}"), soon, (written, done), "just after the answer")?;
        }
        check.equal(format_args!("stopped"), trace.stopped.is_some(), error_at.is_some())?;
    }
    Ok(())
}

fn error(rig: &mut dyn Rig<CompletionRing>, check: &mut Check) -> Result<(), Mismatch> {
    for wrong in 0..3 {
        let script = Script {
            size_log2: 3,
            completions: (0..40).map(completion).collect(),
            latency_clocks: 20,
            error_at: Some(wrong),
            clocks: 3000,
            ..Script::default()
        };
        let trace = rig.play(&script);
        check.equal(format_args!("commands, the one in error included"), trace.batches.len(), wrong + 1)?;
        let done = trace.batches.last().and_then(|batch| batch.done);
        check.equal(format_args!("the clock of the stop"), trace.stopped, done)?;
        check.equal(format_args!("`active` while completions wait"), trace.active, true)?;
    }
    for at in 0..80 {
        let halted = Script {
            size_log2: 3,
            completions: (0..40).map(completion).collect(),
            words: Pace::Every(2),
            halt_from: Some(at),
            clocks: 1000,
            ..Script::default()
        };
        let trace = rig.play(&halted);
        let late = trace.batches.iter().filter(|batch| batch.clock > at + 3).count();
        check.equal(format_args!("commands long after the halt at clock {at}"), late, 0)?;
        let ended = trace.batches.iter().filter(|batch| batch.done.is_some()).count();
        check.equal(format_args!("commands that ended, halt at clock {at}"), ended, trace.batches.len())?;
    }
    Ok(())
}
