// SPDX-License-Identifier: MIT OR Apache-2.0
//! The receive engine: which octets go where (docs/card.md, Queues).

use super::UNTIMED;
use crate::conformance::frames::noise;
use crate::conformance::rigs::card_bus::completion_ring::Completion;
use crate::conformance::rigs::card_bus::ring_fetch::Descriptor;
use crate::conformance::rigs::card_bus::rx_engine::{Received, RxEngine, Script, Trace};
use crate::conformance::rigs::card_bus::{Pace, mixed};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};
use std::collections::BTreeMap;

pub(super) const CASES: &[Case] = &[
    case(
        "nic-rx_engine-scatter",
        "rx_engine/scatter",
        "Frames of 60 and 1514 octets into buffers of 1, 7, 64, no and 2048 octets, at every alignment 0 to 63, lie in \
                their buffers, each octet in its place and lane, and no octet beside them is written.",
        scatter,
        |trace| trace.memory.values_mut().take(1).for_each(|octet| *octet = None),
    ),
    case(
        "nic-rx_engine-next-descriptor",
        "rx_engine/next_descriptor",
        "Of frames that fill their buffers just so, less one octet, plus one, and of none, each begins with the \
         descriptor after the last one of the frame before, which its completion names.",
        next_descriptor,
        |trace| trace.completions[3].1.next += 1,
    ),
    case(
        "nic-rx_engine-order",
        "rx_engine/order",
        "300 frames into one to three buffers each, with all around ready at random, are completed in their order, \
         once each, and lie in memory.",
        order,
        |trace| trace.completions.swap(8, 9),
    ),
    case(
        "nic-rx_engine-truncated",
        "rx_engine/truncated",
        "Frames that a whole ring of 8 or 16 descriptors does not hold, by one octet or by many, and with no room at \
         all, are completed with TRUNCATED and what was put down; one that just fits is not; the next frame is right.",
        truncated,
        |trace| trace.completions[0].1.status &= !2,
    ),
    case(
        "nic-rx_engine-verdict",
        "rx_engine/verdict",
        "Frames with every combination of BAD, a tag, and both checksum results say so in their own completion.",
        verdict,
        |trace| {
            let statuses = trace.completions.iter_mut().map(|(_, completion)| &mut completion.status);
            statuses.for_each(|status| *status = *status & !0x78 | (*status & 0x18) << 2 | (*status & 0x60) >> 2);
        },
    ),
];

pub(super) const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<RxEngine>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::RxEngine(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["rx_engine"], not_on_reference: UNTIMED, exam }
}

pub(super) fn received(octets: usize, seed: u64) -> Received {
    Received { octets: noise(seed).take(octets).collect(), ..Received::default() }
}

/// Buffers in a row, with their indices.
pub(super) fn buffers(list: impl IntoIterator<Item = (u64, u16)>) -> Vec<Descriptor> {
    let numbered = list.into_iter().enumerate();
    let descriptor =
        |(index, (address, length))| Descriptor { index: index as u16, address, length, ..Default::default() };
    numbered.map(descriptor).collect()
}

/// Memory and completions as docs/card.md says they are to be, with the descriptors that are there.
pub(super) fn put_down(script: &Script) -> (BTreeMap<u64, Option<u8>>, Vec<Completion>) {
    let size = 1 << script.size_log2.clamp(3, 12);
    let (mut memory, mut completions, mut descriptors) = (BTreeMap::new(), vec![], script.descriptors.iter());
    let mut next = 0;
    for frame in &script.frames {
        let (mut rest, mut used) = (frame.octets.as_slice(), 0);
        while !rest.is_empty() && used < size {
            let Some(buffer) = descriptors.next() else { return (memory, completions) };
            let (here, after) = rest.split_at(rest.len().min(buffer.length.into()));
            memory.extend((0..).zip(here).map(|(place, &octet)| (buffer.address.wrapping_add(place), Some(octet))));
            (rest, used, next) = (after, used + 1, buffer.index.wrapping_add(1));
        }
        let status = u16::from(frame.bad)
            | u16::from(!rest.is_empty()) << 1
            | u16::from(frame.vlan_tci.is_some()) << 2
            | u16::from(frame.ipv4) << 3
            | u16::from(frame.l4) << 5;
        let length = (frame.octets.len() - rest.len()) as u16;
        completions.push(Completion { length, vlan_tci: frame.vlan_tci.unwrap_or(0), next, status });
    }
    (memory, completions)
}

/// Memory and completions are what they are to be.
pub(super) fn as_put_down(check: &mut Check, script: &Script, trace: &Trace) -> Result<(), Mismatch> {
    let (memory, completions) = put_down(script);
    check.equal(format_args!("completions"), trace.completions.len(), completions.len())?;
    for (number, ((_, completion), expected)) in trace.completions.iter().zip(completions).enumerate() {
        check.equal(format_args!("completion {number}"), *completion, expected)?;
    }
    check.equal(format_args!("octets written"), trace.memory.len(), memory.len())?;
    for ((at, octet), expected) in trace.memory.iter().zip(memory) {
        check.equal(format_args!("octet at {at:#x}"), (*at, *octet), expected)?;
    }
    check.equal(format_args!("commands without words"), trace.starved, 0)?;
    for &(clock, address, octets) in &trace.writes {
        let line = address / 128 == address.wrapping_add(u64::from(octets) - 1) / 128 && octets <= 128;
        check.holds(format_args!("the write at clock {clock}"), line, (address, octets), "within 128 octets")?;
    }
    Ok(())
}

pub(super) fn script_of(frames: Vec<Received>, descriptors: Vec<Descriptor>) -> Script {
    let enough = frames.len();
    Script { size_log2: 8, frames, descriptors, latency_clocks: 10, clocks: 200_000, enough, ..Script::default() }
}

fn scatter(rig: &mut dyn Rig<RxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let lengths = [1, 7, 0, 64, 1, 0, 0, 2048, 60, 59, 1, 1514, 1513, 2048];
    for octets in [60, 1514] {
        // A place of 4096 octets for each buffer; with some at the end of one.
        let list = (0..64 * lengths.len() as u64).map(|number| {
            let alignment = number / lengths.len() as u64;
            let begin = 0x8_0000_0000 + 8192 * number + alignment + if number % 3 == 0 { 4096 - 64 } else { 0 };
            (begin, lengths[number as usize % lengths.len()])
        });
        let frames = (0..300).map(|seed| received(octets, seed)).collect();
        let mut script = script_of(frames, buffers(list));
        script.enough = put_down(&script).1.len();
        let trace = rig.play(&script);
        check.holds(format_args!("frames that fit"), script.enough > 100, script.enough, "more than a hundred")?;
        check.holds(
            format_args!("frames"),
            trace.completions.len() == script.enough,
            trace.completions.len(),
            "all",
        )?;
        let (memory, completions) = put_down(&script);
        let whole = Script { frames: script.frames[..completions.len()].to_vec(), ..script.clone() };
        // A last frame may lie in the buffers that are left, in part.
        let limit = put_down(&whole).0;
        let mut trace = trace;
        trace.memory.retain(|at, _| limit.contains_key(at) || !memory.contains_key(at));
        as_put_down(check, &whole, &trace)?;
    }
    Ok(())
}

fn next_descriptor(rig: &mut dyn Rig<RxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    for buffer in [1, 8, 60, 64, 128, 200] {
        for octets in [59, 60, 61, 120, 121, 128, 199, 200, 201] {
            let frames: Vec<_> = (0..5).map(|seed| received(octets, seed)).collect();
            let list = (0..1200).map(|number| (0x1000 + 333 * number, buffer));
            let trace = rig.play(&script_of(frames.clone(), buffers(list.clone())));
            as_put_down(check, &script_of(frames, buffers(list)), &trace)?;
            let each = octets.div_ceil(buffer.into());
            for (number, (_, completion)) in trace.completions.iter().enumerate() {
                let next = (each * (number + 1)) as u16;
                check.equal(format_args!("next of frame {number} of {octets}"), completion.next, next)?;
            }
        }
    }
    Ok(())
}

fn order(rig: &mut dyn Rig<RxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let chance = |seed: u64, of_256: u64| Pace::Chance { seed, of_256 };
    let frames = (0..300).map(|seed| received([60, 61, 100, 300, 700][(mixed(seed) % 5) as usize], seed)).collect();
    let list = (0..900).map(|number| {
        let bits = mixed(number | 1 << 50);
        (0x1000 * number + (bits & 63), [60, 300, 64, 128, 1000][(bits >> 8) as usize % 5])
    });
    let script = Script {
        offers: chance(1, 60),
        plans: chance(2, 100),
        commands: chance(3, 120),
        answers: chance(4, 60),
        completions: chance(5, 30),
        ..script_of(frames, buffers(list))
    };
    let trace = rig.play(&script);
    as_put_down(check, &script, &trace)
}

fn truncated(rig: &mut dyn Rig<RxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    for (size_log2, size) in [(3, 8), (4, 16), (0, 8)] {
        // Sums of 8 (or 16), 0, 59, 60 and 61 octets.
        for (each, first) in
            [(1, 1), (0, 0), (4, 59 - 4 * (size - 1)), (2, 60 - 2 * (size - 1)), (3, 61 - 3 * (size - 1))]
        {
            let Ok(first) = u16::try_from(first) else { continue };
            let list = (0..400_u64).map(|number| {
                let length = if number % size as u64 == 0 { first } else { each };
                (0x1000 + 100 * number + 3, if number >= size as u64 { 2048 } else { length })
            });
            let list = list.map(|(address, length)| (address * 40, length));
            let frames = [60, 60, 61].map(|octets| received(octets, octets as u64)).to_vec();
            let script = Script { size_log2, ..script_of(frames, buffers(list)) };
            let trace = rig.play(&script);
            as_put_down(check, &script, &trace)?;
            let sum = usize::from(first) + usize::from(each) * (size - 1) as usize;
            let (_, completion) = trace.completions[0];
            let cut = sum < 60;
            let got = (completion.length, completion.status);
            check.equal(
                format_args!("length and status with {sum} octets"),
                got,
                (sum.min(60) as u16, 2 * u16::from(cut)),
            )?;
        }
    }
    Ok(())
}

fn verdict(rig: &mut dyn Rig<RxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames: Vec<_> = (0..36_u64)
        .map(|number| Received {
            bad: number % 2 == 1,
            vlan_tci: (number / 2 % 2 == 1).then_some(mixed(number) as u16 | 1),
            ipv4: (number / 4 % 3) as u8,
            l4: (number / 12) as u8,
            ..received(60 + number as usize, number)
        })
        .collect();
    frames.sort_by_key(|frame| mixed(frame.octets.len() as u64));
    let script = script_of(frames, buffers((0..36).map(|number| (0x1000 * number, 2048))));
    let trace = rig.play(&script);
    as_put_down(check, &script, &trace)
}
