// SPDX-License-Identifier: MIT OR Apache-2.0
//! The transmit engine: which octets are read and make which frame (docs/card.md, Queues).

use super::UNTIMED;
use crate::conformance::rigs::card_bus::ring_fetch::Descriptor;
use crate::conformance::rigs::card_bus::tx_engine::{Frame, Script, Trace, TxEngine};
use crate::conformance::rigs::card_bus::{Pace, mixed, octet_at};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-tx_engine-gather",
        "tx_engine/gather",
        "Frames of 60 octets in 1 to 60 buffers, one of them at every alignment 0 to 63, with buffers of no octets \
         first, between and last, and of 1514 octets in one, are the octets of their buffers, with one completion \
         each.",
        gather,
        |trace| trace.frames[20].octets.truncate(31),
    ),
    case(
        "nic-tx_engine-empty-frame",
        "tx_engine/empty_frame",
        "Frames of no octets, of one buffer or three, alone, two together, and between others, have a completion with \
                DROPPED in their place; those around them are sent.",
        empty_frames,
        |trace| trace.completions[1].dropped = false,
    ),
    case(
        "nic-tx_engine-too-long",
        "tx_engine/too_long",
        "Frames of 2044 to 2049 octets with and without a tag, of 65,535 and of three times as many are read, and \
                completed with DROPPED just where that is what became of them, and with their length, 65,535 at the \
                most.",
        too_long,
        |trace| trace.completions.iter_mut().for_each(|completion| completion.length = completion.length.min(2048)),
    ),
    case(
        "nic-tx_engine-order",
        "tx_engine/order",
        "300 frames of one to four buffers, with all around ready at random, come out in the order of their \
         descriptors, and are completed in that order, once each, with the index after the last descriptor.",
        order,
        |trace| trace.completions.iter_mut().for_each(|completion| completion.next -= 1),
    ),
    case(
        "nic-tx_engine-first-descriptor",
        "tx_engine/first_descriptor",
        "Tag and checksum flags of each frame are those of its first descriptor, whatever the others say.",
        first_descriptor,
        |trace| trace.frames[5].vlan_tci = Some(0x7777),
    ),
];

pub(super) const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<TxEngine>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::TxEngine(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["tx_engine"], not_on_reference: UNTIMED, exam }
}

/// Flags of a descriptor.
pub(super) const END: u8 = 1;
const IPV4: u8 = 2;
const L4: u8 = 4;
const VLAN: u8 = 8;

/// Descriptors of one frame: its buffers, the last one with `END`, all else 0.
pub(super) fn frame_of(buffers: &[(u64, u16)]) -> Vec<Descriptor> {
    let descriptor = |(place, &(address, length)): (usize, &(u64, u16))| {
        let flags = if place + 1 == buffers.len() { END } else { 0 };
        Descriptor { address, length, flags, ..Descriptor::default() }
    };
    buffers.iter().enumerate().map(descriptor).collect()
}

/// All descriptors in a row, with their indices.
pub(super) fn in_a_row(frames: impl IntoIterator<Item = Vec<Descriptor>>) -> Vec<Descriptor> {
    let descriptors = frames.into_iter().flatten().enumerate();
    descriptors.map(|(index, descriptor)| Descriptor { index: index as u16, ..descriptor }).collect()
}

/// A frame, its octets in all (which may be more than a descriptor says), and the index after it.
type Sent = (Frame, usize, u16);

/// What the descriptors ask for: their frames, those without octets among them.
pub(super) fn asked(descriptors: &[Descriptor]) -> Vec<Sent> {
    let mut frames = Vec::new();
    for buffers in descriptors.split_inclusive(|descriptor| descriptor.flags & END != 0) {
        let octets: Vec<_> = buffers
            .iter()
            .flat_map(|buffer| (0..u64::from(buffer.length)).map(|place| octet_at(buffer.address.wrapping_add(place))))
            .collect();
        let Some((first, last)) = buffers.first().zip(buffers.last()) else { continue };
        let flag = |flag: u8| first.flags & flag != 0;
        let vlan_tci = flag(VLAN).then_some(first.vlan_tci);
        let count = octets.len();
        frames.push((Frame { octets, vlan_tci, ipv4: flag(IPV4), l4: flag(L4), told: 0 }, count, last.index + 1));
    }
    frames
}

/// Frames and completions are those that the descriptors ask for.
pub(super) fn as_asked(check: &mut Check, script: &Script, trace: &Trace) -> Result<(), Mismatch> {
    let asked = asked(&script.descriptors);
    check.equal(format_args!("completions"), trace.completions.len(), asked.len())?;
    let mut sent = trace.frames.iter();
    for (number, ((frame, octets, next), completion)) in asked.iter().zip(&trace.completions).enumerate() {
        let tag = if frame.vlan_tci.is_some() { 4 } else { 0 };
        let dropped = *octets == 0 || octets + tag > 2048;
        let got = (completion.length, completion.next, completion.dropped);
        check.equal(format_args!("completion {number}"), got, ((*octets).min(65535) as u16, *next, dropped))?;
        if *octets > 0 {
            let Some(sent) = sent.next() else {
                return check.holds(format_args!("frame {number}"), false, "nothing", "a frame");
            };
            let expected = Frame { told: sent.told, ..frame.clone() };
            check.equal(format_args!("frame {number} of {octets} octets"), sent, &expected)?;
            let after = completion.clock > sent.told;
            check.holds(format_args!("completion {number}"), after, completion, "after what became of its frame")?;
        }
    }
    check.equal(format_args!("frames beyond them"), sent.count(), 0)
}

/// Plays these frames; all have their completions.
fn played(rig: &mut dyn Rig<TxEngine>, check: &mut Check, script: Script) -> Result<Trace, Mismatch> {
    let trace = rig.play(&script);
    as_asked(check, &script, &trace)?;
    check.equal(format_args!("`active` at the end"), trace.active, false)?;
    check.equal(format_args!("stopped"), trace.stopped, None)?;
    Ok(trace)
}

fn script_of(descriptors: Vec<Descriptor>) -> Script {
    let enough = descriptors.iter().filter(|descriptor| descriptor.flags & END != 0).count();
    Script { descriptors, latency_clocks: 10, fate_clocks: 3, clocks: 200_000, enough, ..Script::default() }
}

fn gather(rig: &mut dyn Rig<TxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    for alignment in 0..64 {
        let begin = 0x4_0000_0000 - 128 + alignment;
        let pieces = [1, 2, 3, 7, 20, 60][alignment as usize % 6];
        let octets = |piece: u64| 60 * (piece + 1) / pieces - 60 * piece / pieces;
        // Each piece at an alignment of its own.
        let mut buffers: Vec<_> = (0..pieces).map(|piece| (begin + 4165 * piece, octets(piece) as u16)).collect();
        buffers.insert((alignment as usize * 5) % buffers.len(), (0x1003, 0));
        if alignment % 3 == 0 {
            buffers.push((0x1001, 0));
        }
        if alignment % 4 == 0 {
            buffers.insert(0, (0x1006, 0));
        }
        frames.push(frame_of(&buffers));
        frames.push(frame_of(&[(begin, 1514)]));
        frames.push(frame_of(&[(begin, 1), (begin + 17, 130), (0xffff_ffff_ffff_ffc0 + alignment, 100)]));
    }
    let script = script_of(in_a_row(frames));
    let trace = played(rig, check, script)?;
    for &(clock, address, octets) in &trace.reads {
        let line = address / 128 == address.wrapping_add(u64::from(octets) - 1) / 128 && octets <= 128;
        check.holds(format_args!("the read at clock {clock}"), line, (address, octets), "within 128 octets")?;
    }
    Ok(())
}

fn empty_frames(rig: &mut dyn Rig<TxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let empty = || frame_of(&[(0x1005, 0)]);
    let emptier = || frame_of(&[(0x1005, 0), (0x2000, 0), (0, 0)]);
    let frame = || frame_of(&[(0x3001, 60)]);
    for frames in [
        vec![empty()],
        vec![frame(), empty(), frame(), emptier(), frame()],
        vec![empty(), empty(), frame(), frame(), emptier(), empty(), emptier(), frame(), empty()],
    ] {
        for (fate_clocks, sink) in [(0, Pace::Always), (90, Pace::Every(4))] {
            let sabotable = [vec![frame(), empty()], frames.clone()].concat();
            played(rig, check, Script { fate_clocks, sink, ..script_of(in_a_row(sabotable)) })?;
            played(
                rig,
                check,
                Script { fate_clocks, sink, ..script_of(in_a_row([frames.clone(), vec![empty(), empty()]].concat())) },
            )?;
        }
    }
    Ok(())
}

fn too_long(rig: &mut dyn Rig<TxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let tagged = |mut frame: Vec<Descriptor>, flags: u8| {
        frame[0].flags |= flags;
        frame
    };
    let mut frames = Vec::new();
    for octets in 2044..=2049 {
        for flags in [0, VLAN] {
            frames.push(tagged(frame_of(&[(0x5003, octets - 7), (0x9000, 7)]), flags));
            frames.push(frame_of(&[(0x3001, 60)]));
        }
    }
    for long in [vec![(7, 65535)], vec![(5, 65535), (9, 65535), (64, 65535)], vec![(5, 65535), (0, 1)]] {
        frames.push(frame_of(&long));
        frames.push(frame_of(&[(0x3001, 60)]));
    }
    played(rig, check, script_of(in_a_row(frames))).map(drop)
}

fn order(rig: &mut dyn Rig<TxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let frames = (0..300).map(|frame| {
        let buffers = 1 + mixed(frame) % 4;
        let buffer = |buffer: u64| {
            let bits = mixed(frame << 8 | buffer | 1 << 40);
            (bits >> 20, [1, 8, 60, 61, 128, 300, 1000][(bits % 7) as usize])
        };
        frame_of(&(0..buffers).map(buffer).collect::<Vec<_>>())
    });
    let chance = |seed: u64, of_256: u64| Pace::Chance { seed, of_256 };
    let script = Script {
        offers: chance(1, 90),
        commands: chance(2, 100),
        data: chance(3, 200),
        sink: chance(4, 200),
        completions: chance(5, 30),
        ..script_of(in_a_row(frames))
    };
    played(rig, check, script).map(drop)
}

fn first_descriptor(rig: &mut dyn Rig<TxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    for (first, others) in (0..8).flat_map(|first| (0..8).map(move |others| (2 * first, 2 * others))) {
        let mut frame = frame_of(&[(0x1000, [0, 20][others as usize / 2 % 2]), (0x2001, 30), (0x3002, 40)]);
        for (place, descriptor) in frame.iter_mut().enumerate() {
            descriptor.flags |= if place == 0 { first } else { others };
            descriptor.vlan_tci = mixed(u64::from(first) << 16 | u64::from(others) << 8 | place as u64) as u16;
        }
        frames.push(frame);
    }
    played(rig, check, script_of(in_a_row(frames))).map(drop)
}
