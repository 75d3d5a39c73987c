// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a whole card sends.

use super::driver::{
    Buffer, CONTROL, Driver, END, PATIENCE, STATUS, TX_BUFFERS, TX_COMPLETIONS, TX_ENABLE, TX_TAIL, VLAN, completions,
    frame, octets_of, on_the_wire,
};
use super::{case, played};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::card::{Bus, BusEvent, Card, Condition, Step, Trace};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-tx_engine-gather",
        "card/gather",
        "64 frames of 60 octets in 1 to 60 buffers, from each alignment 0 to 63, with buffers of one octet and of none \
                among them, are on the wire as the octets of their buffers.",
        gather,
        |trace| trace.symbols.iter_mut().for_each(|symbol| symbol.data ^= 1),
    ),
    case(
        "nic-tx_engine-empty-frame",
        "card/empty_frame",
        "Frames of no octets, alone and two together between others, are not on the wire and have a completion with \
                DROPPED in their place.",
        empty_frames,
        |trace| trace.memory.put(TX_COMPLETIONS + 8 + 6, &[0, 0x80]),
    ),
    case(
        "nic-tx_engine-too-long",
        "card/too_long",
        "Frames of 2044 to 2049 octets with and without a tag, of 65,535 and of three times as many: those of more \
         than 2048, the tag included, are completed with DROPPED, the others and the frame behind each are sent.",
        too_long,
        |trace| trace.memory.put(TX_COMPLETIONS + 6, &[1]),
    ),
    case(
        "nic-tx_engine-first-descriptor",
        "card/first_descriptor",
        "Of frames in three buffers those have a tag, and that of their first descriptor, whose first descriptor says \
         so, whatever the others say.",
        first_descriptor,
        |trace| trace.symbols.clear(),
    ),
    case(
        "nic-tx_engine-completion-after-read",
        "card/completion_after_read",
        "While the data of a frame are held back for 10,000 clocks it has no completion; its buffers are overwritten \
         as soon as it has one, and the wire shows what was in them before.",
        completion_after_read,
        |trace| trace.symbols.iter_mut().for_each(|symbol| symbol.data ^= 1),
    ),
    case(
        "nic-tx_engine-disable",
        "card/disable",
        "Disabled at 40 moments of frames of five buffers whose tail comes in two parts, the card sends and completes \
         the frame that was begun, begins no other one, and sends all when it is enabled again.",
        disable,
        |trace| trace.marks.iter_mut().for_each(|mark| mark.symbols = 0),
    ),
];

fn wires(frames: &[Vec<Buffer>]) -> Vec<Vec<u8>> {
    frames.iter().map(|frame| octets_of(frame)).collect()
}

fn gather(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let of = |alignment: u64| {
        let begin = TX_BUFFERS + 0x10_0000 * alignment - 64 + alignment;
        let pieces = [1, 2, 3, 7, 20, 60][alignment as usize % 6];
        let octets = |piece: u64| (60 * (piece + 1) / pieces - 60 * piece / pieces) as usize;
        let mut buffers: Vec<_> = (0..pieces).map(|piece| (begin + 4165 * piece, octets(piece))).collect();
        buffers.insert((alignment as usize * 5) % buffers.len(), (0x1003, 0));
        if alignment.is_multiple_of(3) {
            buffers.push((0x1001, 0));
        }
        if alignment.is_multiple_of(4) {
            buffers.insert(0, (0x1006, 0));
        }
        frame(alignment, &buffers)
    };
    let frames: Vec<_> = (0..64).map(of).collect();
    let mut driver = Driver::new(11, TX_ENABLE);
    driver.send(&frames);
    driver.until_sent();
    driver.quiet(500);
    let trace = played(rig, check, &driver.script())?;
    on_the_wire(check, &trace.packets(0), &wires(&frames))
}

/// Length, next and DROPPED of the transmit completions.
fn fates(trace: &Trace, size: u64, count: usize) -> Vec<(u16, u16, bool)> {
    let completions = completions(trace, TX_COMPLETIONS, size, 0, count as u64);
    completions.iter().map(|completion| (completion.length, completion.next, completion.status == 1)).collect()
}

fn empty_frames(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let sizes = [60, 0, 61, 0, 0, 62, 63, 0, 0, 0, 64];
    let of = |(number, &octets): (usize, &usize)| frame(number as u64, &[(TX_BUFFERS + 256 * number as u64, octets)]);
    let frames: Vec<_> = sizes.iter().enumerate().map(of).collect();
    for alone in [true, false] {
        let frames = if alone { &frames[1..2] } else { &frames[..] };
        let mut driver = Driver::new(4, TX_ENABLE);
        driver.send(frames);
        driver.until_sent();
        driver.quiet(500);
        driver.read(STATUS);
        let trace = played(rig, check, &driver.script())?;
        let sent: Vec<_> = wires(frames).into_iter().filter(|frame| !frame.is_empty()).collect();
        on_the_wire(check, &trace.packets(0), &sent)?;
        let octets = frames.iter().map(|frame| frame[0].octets.len() as u16);
        let expected: Vec<_> = (1..).zip(octets).map(|(next, octets)| (octets, next, octets == 0)).collect();
        check.equal(format_args!("length, next and DROPPED"), fates(&trace, 16, frames.len()), expected)?;
        check.equal(format_args!("STATUS at the end"), trace.reads(), vec![0])?;
    }
    Ok(())
}

fn too_long(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let at = |number: u64| TX_BUFFERS + 0x4_0000 * number + 3;
    let mut frames = Vec::new();
    for octets in [2044, 2045, 2048, 2049] {
        for flags in [0, VLAN] {
            let mut long = frame(octets as u64, &[(at(0), octets)]);
            (long[0].flags, long[0].vlan_tci) = (END | flags, 0x1234);
            frames.extend([long, frame(7, &[(at(1), 60)])]);
        }
    }
    frames.extend([frame(1, &[(at(2), 65535)]), frame(8, &[(at(1), 60)])]);
    frames.extend([frame(2, &[(at(3), 65535), (at(4), 65535), (at(5), 65535)]), frame(9, &[(at(1), 60)])]);
    let (mut sent, mut expected, mut next) = (vec![], vec![], 0);
    for frame in &frames {
        let mut octets = octets_of(frame);
        let length = octets.len().min(65535) as u16;
        next += frame.len() as u16;
        if frame[0].flags & VLAN != 0 {
            octets.splice(12..12, [0x81, 0x00, 0x12, 0x34]);
        }
        expected.push((length, next, octets.len() > 2048));
        if octets.len() <= 2048 {
            sent.push(octets);
        }
    }
    // Buffers are put down before the frame that they are for is handed over: some share a place.
    let mut driver = Driver::new(5, TX_ENABLE);
    for frame in &frames {
        driver.send(std::slice::from_ref(frame));
        driver.until_sent();
    }
    driver.quiet(3000);
    let trace = played(rig, check, &driver.script())?;
    check.equal(format_args!("length, next and DROPPED"), fates(&trace, 32, frames.len()), expected)?;
    on_the_wire(check, &trace.packets(0), &sent)
}

fn first_descriptor(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let (mut frames, mut sent) = (vec![], vec![]);
    for number in 0..8 {
        let at = TX_BUFFERS + 1024 * number;
        let mut three = frame(number, &[(at, [30, 5][number as usize / 4]), (at + 256, 30), (at + 512, 20)]);
        let mut octets = octets_of(&three);
        for (place, buffer) in three.iter_mut().enumerate() {
            buffer.flags |= if number >> place & 1 != 0 { VLAN } else { 0 };
            buffer.vlan_tci = 0x1101 * (place as u16 + 1) + number as u16;
        }
        if number & 1 != 0 {
            let tag = [[0x81, 0x00], three[0].vlan_tci.to_be_bytes()].concat();
            octets.splice(12..12, tag);
        }
        frames.push(three);
        sent.push(octets);
    }
    let mut driver = Driver::new(5, TX_ENABLE);
    driver.send(&frames);
    driver.until_sent();
    driver.quiet(500);
    let trace = played(rig, check, &driver.script())?;
    on_the_wire(check, &trace.packets(0), &sent)
}

fn completion_after_read(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let frame = frame(5, &[(TX_BUFFERS + 5, 700), (TX_BUFFERS + 0x1000, 100)]);
    // The descriptors are one burst; 7 bursts of data have passed, 4 of them of the frame, when the rest is held back.
    let mut driver = Driver::new(3, TX_ENABLE);
    driver.steps.push(Step::Mark);
    driver.send(std::slice::from_ref(&frame));
    driver.steps.push(Step::Until(Condition::Bursts(5, 0), PATIENCE));
    driver.steps.push(Step::Bus(Bus { withholds_data: true, ..Bus::default() }));
    driver.wait(10_000);
    driver.steps.push(Step::Mark);
    driver.read(STATUS);
    driver.steps.push(Step::Bus(Bus::default()));
    driver.until_sent();
    for buffer in &frame {
        driver.steps.push(Step::Put(buffer.address, vec![0xee; buffer.octets.len()]));
    }
    driver.quiet(3000);
    let trace = played(rig, check, &driver.script())?;
    check.equal(format_args!("STATUS while data are held back: TX_ACTIVE"), trace.reads(), vec![2])?;
    let early =
        trace.bus[..trace.marks[1].bus].iter().filter(|(_, event)| matches!(event, BusEvent::Write(..))).count();
    check.equal(format_args!("completions while data are held back"), early, 0)?;
    on_the_wire(check, &trace.packets(0), &[octets_of(&frame)])
}

fn disable(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let of = |number: u64| {
        let buffers: Vec<_> = (0..5).map(|buffer| (TX_BUFFERS + 2048 * number + 300 * buffer, 33)).collect();
        frame(number, &buffers)
    };
    let frames: Vec<_> = (0..3).map(of).collect();
    for moment in 0..40 {
        let mut driver = Driver::new(4, TX_ENABLE);
        driver.queue(&frames);
        // The second frame comes in two parts.
        driver.write(TX_TAIL, 8);
        driver.wait(9 * moment);
        driver.write(CONTROL, 0);
        driver.wait(2000);
        driver.write(TX_TAIL, 15);
        driver.quiet(1000);
        driver.read(STATUS);
        driver.steps.push(Step::Mark);
        driver.write(CONTROL, TX_ENABLE);
        driver.until_sent();
        driver.quiet(500);
        let trace = played(rig, check, &driver.script())?;
        check.equal(format_args!("STATUS while disabled"), trace.reads(), vec![0])?;
        on_the_wire(check, &trace.packets(0), &wires(&frames))?;
        let early = trace.packets(0).len() - trace.packets(trace.marks[0].symbols).len();
        let written = trace.bus[..trace.marks[0].bus].iter();
        check.holds(
            format_args!("frames sent while disabled at {moment}"),
            early <= 2,
            early,
            "those that were begun",
        )?;
        let completed = written.filter(|(_, event)| matches!(event, BusEvent::Write(..))).count();
        check.holds(
            format_args!("completions written by then"),
            (early > 0) == (completed > 0),
            completed,
            "those of the frames sent",
        )?;
    }
    Ok(())
}
