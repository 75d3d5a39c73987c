// SPDX-License-Identifier: MIT OR Apache-2.0
//! Descriptor rings and their tails (docs/card.md, Queues).

use super::UNTIMED;
use crate::conformance::rigs::card_bus::Pace;
use crate::conformance::rigs::card_bus::ring_fetch::{Descriptor, RingFetch, Script, Trace, When, descriptor_at};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-ring_fetch-wrap",
        "ring_fetch/wrap",
        "Three times round rings of every size, 0 and 15 among them, across an address of 2^32, and 70,000 descriptors \
                in a ring of 8, over index 65535: each descriptor is that of its place in the ring, in order.",
        wrap,
        |trace| trace.descriptors.swap(3, 4),
    ),
    case(
        "nic-ring_fetch-full",
        "ring_fetch/full",
        "With head and tail equal nothing is read in 1000 clocks; a tail that is the size ahead is taken, and all \
                descriptors come, in an empty ring and in one whose descriptors were all used.",
        full,
        |trace| trace.tails[0] = (0, true),
    ),
    case(
        "nic-ring_fetch-tail-beyond",
        "ring_fetch/tail_beyond",
        "Tails of one and of many more than the size after the head, and those before the present tail, are refused, \
         each with one `ring_error`; the tail stays, just its descriptors are read, and the next good one is taken.",
        tail_beyond,
        |trace| trace.tails[2].1 = false,
    ),
    case(
        "nic-ring_fetch-never-beyond",
        "ring_fetch/never_beyond",
        "With tails that go on by 1 to 5, from each place in a line, no read reaches an entry at or after the tail of \
                its moment, and each entry is read once.",
        never_beyond,
        |trace| trace.reads[0].octets += 16,
    ),
    case(
        "nic-ring_fetch-prefetch",
        "ring_fetch/prefetch",
        "With answers after 64 clocks and a taker every 84 clocks no descriptor is waited for after the first; with \
                none at all at most 17 are asked for.",
        prefetch,
        |trace| trace.descriptors.iter_mut().skip(5).for_each(|(clock, _)| *clock += 84),
    ),
    case(
        "nic-ring_fetch-disabled",
        "ring_fetch/disabled",
        "A tail that is written before the direction is enabled is kept; nothing is read in 1000 clocks, and all when \
         it is enabled.",
        |rig, check| {
            let tails = vec![(When::Clock(3), 2), (When::Clock(30), 6)];
            let script = Script { size_log2: 3, enable_from: 1000, tails, clocks: 1400, ..Script::default() };
            let trace = rig.play(&script);
            check.equal(format_args!("tails"), &trace.tails, &vec![(2, false), (6, false)])?;
            let first = trace.reads.first().map_or(0, |read| read.clock);
            check.holds(format_args!("first read"), first >= 1000, first, "not before it is enabled")?;
            in_order(check, &script, &trace, 6)
        },
        |trace| trace.reads[0].clock = 50,
    ),
    case(
        "nic-ring_fetch-error",
        "ring_fetch/error",
        "With an error from each word of a read of four descriptors on, no descriptor whose words are in error, or \
         later ones, come out, the block stops, and asks for nothing more.",
        error,
        |trace| trace.stopped = None,
    ),
    case(
        "nic-ring_fetch-halt",
        "ring_fetch/halt",
        "Halted at each clock, with tails still coming, the block begins no read but the one it had decided on, and \
         what it had asked for is taken.",
        halt,
        |trace| trace.reads.iter_mut().for_each(|read| read.clock += 500),
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<RingFetch>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::RingFetch(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["ring_fetch"], not_on_reference: UNTIMED, exam }
}

/// Entries of a ring by its setting (docs/card.md): 3 to 12 count, less is 3, more is 12.
fn size(script: &Script) -> u64 {
    1 << script.size_log2.clamp(3, 12)
}

/// The descriptor with this number, counted from the reset: its place in memory is by the index modulo the size.
fn expected(script: &Script, number: usize) -> Descriptor {
    let place = (script.base << 6).wrapping_add(16 * (number as u64 % size(script)));
    descriptor_at(place, number as u16)
}

/// Just these descriptors came, in order, each read once.
fn in_order(check: &mut Check, script: &Script, trace: &Trace, count: usize) -> Result<(), Mismatch> {
    check.equal(format_args!("descriptors, size 2^{}", script.size_log2), trace.descriptors.len(), count)?;
    for (number, (_, descriptor)) in trace.descriptors.iter().enumerate() {
        check.equal(format_args!("descriptor {number}"), *descriptor, expected(script, number))?;
    }
    Ok(())
}

fn wrap(rig: &mut dyn Rig<RingFetch>, check: &mut Check) -> Result<(), Mismatch> {
    // The last but three of the lines of 64 octets below 2^32; so a ring of 64 octets or more crosses it.
    let high = (1 << 26) - 1;
    let rounds = |size_log2: u8, base: u64, count: usize| {
        let size = 1 << size_log2.clamp(3, 12);
        let tails = (0..count / size).map(|round| (When::Taken(round * size), ((round + 1) * size) as u16)).collect();
        Script {
            base,
            size_log2,
            tails,
            latency_clocks: 2,
            clocks: 20 * count + 1000,
            enough: count,
            ..Script::default()
        }
    };
    let mut scripts: Vec<_> = (3..=12).map(|log2| rounds(log2, high, 3 << log2)).collect();
    scripts.extend([rounds(0, high, 24), rounds(15, high, 3 << 12), rounds(13, 0x3ff_ffff_ffff_ffff, 4096)]);
    scripts.push(rounds(3, 0x123_4567_89ab, 70_000));
    for script in &scripts {
        let trace = rig.play(script);
        in_order(check, script, &trace, script.enough)?;
    }
    Ok(())
}

fn full(rig: &mut dyn Rig<RingFetch>, check: &mut Check) -> Result<(), Mismatch> {
    for size_log2 in [3, 5, 12] {
        let size = 1 << size_log2;
        let script = Script {
            size_log2,
            tails: vec![(When::Clock(1000), size as u16), (When::Taken(size), 2 * size as u16)],
            clocks: 30 * size + 2000,
            enough: 2 * size,
            ..Script::default()
        };
        let trace = rig.play(&script);
        check.equal(format_args!("tails"), &trace.tails, &vec![(size as u16, false), (2 * size as u16, false)])?;
        check.holds(format_args!("first read"), trace.reads[0].clock >= 1000, trace.reads[0], "after the tail")?;
        in_order(check, &script, &trace, 2 * size)?;
    }
    let same = Script { size_log2: 3, tails: vec![(When::Clock(9), 0)], clocks: 1000, ..Script::default() };
    let trace = rig.play(&same);
    check.equal(format_args!("reads with head and tail equal"), trace.reads.len(), 0)?;
    check.equal(format_args!("tails"), trace.tails, vec![(0, false)])
}

fn tail_beyond(rig: &mut dyn Rig<RingFetch>, check: &mut Check) -> Result<(), Mismatch> {
    for size_log2 in [3, 4, 12] {
        let size: u16 = 1 << size_log2;
        // Disabled until all is written but the last: the head stays at 0.
        let refused = [size + 1, size + 1000, 2 * size, 2 * size + 5, 4, 0, 0xffff, 0x8005];
        let mut tails = vec![(When::Clock(5), 5)];
        tails.extend(refused.map(|tail| (When::Clock(0), tail)));
        tails.extend([(When::Clock(500), 6), (When::Taken(6), 6 + size + 1), (When::Taken(6), 6 + size)]);
        let clocks = 20 * usize::from(size) + 1500;
        let script = Script { size_log2, enable_from: 400, tails, clocks, ..Script::default() };
        let trace = rig.play(&script);
        let mut expected = vec![(5, false); 1];
        expected.extend([(5, true); 8]);
        expected.extend([(6, false), (6, true), (6 + size, false)]);
        check.equal(format_args!("tails, size {size}"), &trace.tails, &expected)?;
        in_order(check, &script, &trace, 6 + usize::from(size))?;
    }
    Ok(())
}

fn never_beyond(rig: &mut dyn Rig<RingFetch>, check: &mut Check) -> Result<(), Mismatch> {
    for (step, begin) in (1..=5).flat_map(|step| (0..4).map(move |begin| (step, begin))) {
        let mut tails = vec![(When::Clock(0), begin)];
        tails.extend((1..=40).map(|turn| (When::Clock(100 + 20 * usize::from(turn)), begin + turn * step)));
        let count = usize::from(begin + 40 * step);
        let script = Script { size_log2: 6, tails, latency_clocks: 9, clocks: 3000, ..Script::default() };
        let trace = rig.play(&script);
        let mut next = 0;
        for read in &trace.reads {
            let descriptors = u64::from(read.octets) / 16;
            check.equal(format_args!("address of a read"), read.address, 16 * (next % 64))?;
            next += descriptors;
            check.holds(format_args!("end of a read"), next <= u64::from(read.tail), read, "not beyond the tail")?;
            let inside = read.octets % 16 == 0 && (1..=4).contains(&descriptors);
            let line = read.address / 64 == (read.address + u64::from(read.octets) - 1) / 64;
            check.holds(format_args!("a read"), inside && line, read, "1 to 4 descriptors of one line")?;
        }
        in_order(check, &script, &trace, count)?;
    }
    Ok(())
}

fn prefetch(rig: &mut dyn Rig<RingFetch>, check: &mut Check) -> Result<(), Mismatch> {
    let script = Script {
        size_log2: 8,
        tails: (1..=100).map(|number| (When::Clock(usize::from(number) * 84), number)).collect(),
        latency_clocks: 64,
        clocks: 9000,
        ..Script::default()
    };
    let trace = rig.play(&script);
    in_order(check, &script, &trace, 100)?;
    for (number, (clock, _)) in trace.descriptors.iter().enumerate() {
        let waited = clock - 84 * (number + 1);
        check.holds(
            format_args!("clocks from tail {number} to its descriptor"),
            waited <= 110,
            waited,
            "110 at the most",
        )?;
    }
    let whole = Script { tails: vec![(When::Clock(0), 256)], descriptors: Pace::Every(84), ..script };
    let trace = rig.play(&Script { clocks: 84 * 90, ..whole.clone() });
    let clocks: Vec<_> = trace.descriptors.iter().map(|(clock, _)| *clock).skip(1).collect();
    let first = clocks.first().copied().unwrap_or(0);
    check.equal(
        format_args!("clocks"),
        clocks.clone(),
        (0..clocks.len()).map(|number| first + 84 * number).collect(),
    )?;
    let trace = rig.play(&Script { descriptors: Pace::From(usize::MAX), ..whole });
    let asked: u16 = trace.reads.iter().map(|read| read.octets / 16).sum();
    check.holds(format_args!("descriptors without a taker"), (13..=17).contains(&asked), asked, "at most 17 ahead")?;
    check.equal(format_args!("head"), trace.head, asked)
}

fn error(rig: &mut dyn Rig<RingFetch>, check: &mut Check) -> Result<(), Mismatch> {
    // Words 8 to 15 are those of the second read; the third one may be under way when they come.
    for (at, latency_clocks) in (0..16).flat_map(|at| [(at, 0), (at, 40)]) {
        let script = Script {
            size_log2: 4,
            tails: vec![(When::Clock(0), 16), (When::Clock(400), 18)],
            latency_clocks,
            error_at: Some(at),
            clocks: 1000,
            ..Script::default()
        };
        let trace = rig.play(&script);
        let Some(stopped) = trace.stopped else {
            return check.holds(format_args!("stopped by word {at}"), false, trace.stopped, "a stop");
        };
        in_order(check, &script, &trace, at / 2)?;
        let late = trace.reads.iter().filter(|read| read.clock > stopped + 4).count();
        check.equal(format_args!("reads taken after the stop by word {at}"), late, 0)?;
    }
    Ok(())
}

fn halt(rig: &mut dyn Rig<RingFetch>, check: &mut Check) -> Result<(), Mismatch> {
    for at in 0..60 {
        let script = Script {
            size_log2: 4,
            tails: vec![(When::Clock(0), 9), (When::Clock(50), 16), (When::Clock(100), 18)],
            latency_clocks: 12,
            halt_from: Some(at),
            clocks: 500,
            ..Script::default()
        };
        let trace = rig.play(&script);
        let late = trace.reads.iter().filter(|read| read.clock > at + 4).count();
        check.equal(format_args!("reads taken long after the halt at clock {at}"), late, 0)?;
        let asked: usize = trace.reads.iter().map(|read| usize::from(read.octets) / 16).sum();
        in_order(check, &script, &trace, asked)?;
    }
    Ok(())
}
