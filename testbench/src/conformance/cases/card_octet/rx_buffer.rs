// SPDX-License-Identifier: MIT OR Apache-2.0
//! The receive memory of the card: frames and their records, kept, lost, dropped.

use crate::conformance::frames::noise;
use crate::conformance::rigs::pace::Pace;
use crate::conformance::rigs::rx_buffer::{Frame, Record, RxBuffer, Script, Trace};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

/// Octets of frames that it holds.
const MEMORY_OCTETS: usize = 16_384;
/// Frames of one octet that it takes at least while nobody reads.
const LEAST_RECORDS: usize = 254;

pub(super) const CASES: &[Case] = &[
    case(
        "nic-rx_buffer-record",
        "rx_buffer/record",
        "150 frames of 1 to 2048 octets, back to back or from a source that stops when told, with random verdicts \
        beside their last octets, come out whole, each with a record of its length and verdicts, to fast and slow \
        readers.",
        records,
        |trace| trace.records.iter_mut().skip(1).for_each(|record| record.length = record.length.wrapping_sub(1)),
    ),
    case(
        "nic-rx_buffer-lost",
        "rx_buffer/lost",
        "While nobody reads octets, or records, or either, for 40,000 clocks, the first 16,384 octets and 254 frames \
        are kept; what comes out later are whole frames with their own records, and of those that were wanted each \
        that is missing was told as lost, once; of those that were not, none comes and none is told.",
        lost_frames,
        |trace| {
            if trace.lost > 0 {
                trace.frames.insert(1, vec![0; 60]);
            }
        },
    ),
    case(
        "nic-rx_buffer-bad",
        "rx_buffer/bad",
        "With the setting, bad frames come out and their records say so; without it none comes, with room or without, \
        and none is told as lost.",
        bad_frames,
        |trace| trace.records.iter_mut().for_each(|record| record.bad = false),
    ),
    case(
        "nic-rx_buffer-room",
        "rx_buffer/room",
        "From a source that goes on for 12 octets after it is told to stop, frames of 1 to 4000 octets all come out \
        of a memory whose readers pause for 20,000 clocks, and nothing is lost; so do frames of 9,000, 12,000 and \
        16,000 octets that have the memory for themselves.",
        room,
        |trace| {
            trace.frames.retain(|frame| frame.len() < 8192);
            trace.records.retain(|record| record.length < 8192);
        },
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<RxBuffer>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::RxBuffer(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    let not_on_reference = Some("whether a frame fits depends on when octets leave, which is a matter of time");
    Case { clause, name, criterion, devices: &["rx_buffer"], not_on_reference, exam }
}

/// A frame that is good and wanted. Its tag control information is its number, so that its record can be told from
/// others; the rest of the record looks random.
fn frame(octets: usize, number: usize) -> Frame {
    let said: Vec<u8> = noise(number as u64 + 7).take(4).collect();
    let said = Record {
        length: octets as u16,
        bad: false,
        vlan_valid: said[1] & 1 != 0,
        vlan_tci: number as u16,
        ipv4: said[2] & 3,
        l4: said[3] & 3,
    };
    Frame { octets: noise(number as u64).take(octets).collect(), gap_clocks: 0, unwanted: false, said }
}

/// Compares frames and records that came out with these.
fn all_of<'a>(
    check: &mut Check,
    what: &str,
    trace: &Trace,
    frames: impl Iterator<Item = &'a Frame>,
) -> Result<(), Mismatch> {
    let frames: Vec<&Frame> = frames.collect();
    for (index, (record, frame)) in trace.records.iter().zip(&frames).enumerate() {
        check.equal(format_args!("{what}: record {index}"), record, &frame.said)?;
    }
    for (index, (octets, frame)) in trace.frames.iter().zip(&frames).enumerate() {
        check.equal(format_args!("{what}: octets of frame {index}"), octets, &frame.octets)?;
    }
    check.equal(format_args!("{what}: records"), trace.records.len(), frames.len())?;
    check.equal(format_args!("{what}: frames"), trace.frames.len(), frames.len())?;
    check.equal(format_args!("{what}: octets behind the last whole frame"), &trace.cut[..], &[])
}

fn records(rig: &mut dyn Rig<RxBuffer>, check: &mut Check) -> Result<(), Mismatch> {
    let sizes = [1, 60, 2048, 2, 1, 1, 1514, 64, 7, 2047, 255, 256, 1, 1023, 8];
    let mut frames: Vec<_> = (0..150).map(|number| frame(sizes[number % 15], number)).collect();
    frames.iter_mut().step_by(4).for_each(|frame| frame.said.bad = true);
    let readers = [
        ("slow readers", Some(12), Pace::every(3), Pace::every(50)),
        ("readers as fast as octets come", None, Pace::ALWAYS, Pace::ALWAYS),
        ("a reader of octets that pauses", Some(12), Pace::bursts(500, 3000), Pace::ALWAYS),
        ("a reader of records that pauses", Some(12), Pace::ALWAYS, Pace::bursts(3, 900)),
    ];
    for (what, stops_after_clocks, octets, records) in readers {
        let script = Script { frames: frames.clone(), pass_bad: true, stops_after_clocks, octets, records };
        let trace = rig.play(&script);
        all_of(check, what, &trace, frames.iter())?;
        check.equal(format_args!("{what}: frames told as lost"), trace.lost, 0)?;
    }
    Ok(())
}

/// Compares what came out with what was offered: the frames that came are whole, in order, and have their records;
/// the first `fits` are among them; what is missing of the wanted ones was told.
fn kept_or_told(check: &mut Check, what: &str, script: &Script, trace: &Trace, fits: usize) -> Result<(), Mismatch> {
    check.equal(format_args!("{what}: frames offered"), trace.offered, script.frames.len())?;
    check.equal(format_args!("{what}: records and frames"), trace.records.len(), trace.frames.len())?;
    let mut offered = script.frames.iter();
    for (index, (record, octets)) in trace.records.iter().zip(&trace.frames).enumerate() {
        let found = offered.find(|frame| frame.said.vlan_tci == record.vlan_tci && !frame.unwanted);
        check.equal(format_args!("{what}: record {index}"), Some(record), found.map(|frame| &frame.said))?;
        check.equal(format_args!("{what}: frame {index}"), Some(octets), found.map(|frame| &frame.octets))?;
    }
    let wanted: Vec<_> = script.frames.iter().filter(|frame| !frame.unwanted).collect();
    for (index, frame) in wanted.iter().take(fits).enumerate() {
        let tci = trace.records.get(index).map(|record| record.vlan_tci);
        check.equal(format_args!("{what}: frame that surely fits"), tci, Some(frame.said.vlan_tci))?;
    }
    check.equal(format_args!("{what}: octets behind the last whole frame"), &trace.cut[..], &[])?;
    check.equal(format_args!("{what}: told as lost"), trace.lost, wanted.len() - trace.records.len())
}

fn lost_frames(rig: &mut dyn Rig<RxBuffer>, check: &mut Check) -> Result<(), Mismatch> {
    let late = Pace { from_clock: 40_000, ..Pace::ALWAYS };
    let sizes = [60, 1514, 300, 64, 1024, 61, 700];
    let large: Vec<_> = (0..80).map(|number| frame(sizes[number % 7], number)).collect();
    let small: Vec<_> = (0..600).map(|number| frame(1 + number % 2, number)).collect();
    let octets_before = |count: usize| large[..count].iter().map(|frame| frame.octets.len()).sum::<usize>();
    let large_fit = (0..80).take_while(|&count| octets_before(count) <= MEMORY_OCTETS).count() - 1;
    let nobody = [(late, late), (late, Pace::ALWAYS), (Pace::ALWAYS, late)];
    for (octets, records) in nobody {
        for unwanted_every in [0, 2, 3, 1] {
            let mark = |frames: &[Frame]| {
                let mut frames = frames.to_vec();
                let unwanted = |index: usize| unwanted_every != 0 && index.is_multiple_of(unwanted_every);
                frames.iter_mut().enumerate().for_each(|(index, frame)| frame.unwanted = unwanted(index));
                frames
            };
            let script = Script { frames: mark(&large), octets, records, ..Script::default() };
            let fits = if unwanted_every == 0 { large_fit } else { 0 };
            let trace = rig.play(&script);
            kept_or_told(check, "large frames", &script, &trace, fits)?;
            if unwanted_every == 0 && octets == late {
                check.holds(format_args!("large frames told as lost"), trace.lost > 30, trace.lost, "more than 30")?;
            }
            let script = Script { frames: mark(&small), octets, records, ..Script::default() };
            let trace = rig.play(&script);
            kept_or_told(check, "small frames", &script, &trace, LEAST_RECORDS)?;
            if unwanted_every == 0 && records == late {
                check.holds(
                    format_args!("small frames told as lost"),
                    trace.lost > 300,
                    trace.lost,
                    "more than 300",
                )?;
            }
        }
    }
    Ok(())
}

fn bad_frames(rig: &mut dyn Rig<RxBuffer>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames: Vec<_> = (0..60).map(|number| frame(1 + number * 17 % 200, number)).collect();
    frames.iter_mut().step_by(3).for_each(|frame| frame.said.bad = true);
    for pass_bad in [true, false] {
        let trace = rig.play(&Script { frames: frames.clone(), pass_bad, ..Script::default() });
        let due = frames.iter().filter(|frame| pass_bad || !frame.said.bad);
        all_of(check, &format!("bad ones kept: {pass_bad}"), &trace, due)?;
        check.equal(format_args!("frames told as lost"), trace.lost, 0)?;
    }
    // Where there is no room for octets, and where there is none for records: the good ones that fill it come first.
    let late = Pace { from_clock: 40_000, ..Pace::ALWAYS };
    for (octets, fills) in [(1490, 11), (1, LEAST_RECORDS + 4)] {
        let good = (0..fills).map(|number| frame(octets, number));
        let bad = (0..40).map(|number| {
            let bad = frame(1 + number * 50, 1000 + number);
            Frame { said: Record { bad: true, ..bad.said }, ..bad }
        });
        let frames: Vec<_> = good.chain(bad).collect();
        for pass_bad in [false, true] {
            let script = Script { frames: frames.clone(), pass_bad, octets: late, records: late, ..Script::default() };
            let trace = rig.play(&script);
            let came = trace.records.iter().filter(|record| record.bad).count();
            let lost = fills + if pass_bad { 40 } else { came } - trace.records.len();
            check.equal(
                format_args!("lost of {fills} good and 40 bad, bad ones kept: {pass_bad}"),
                trace.lost,
                lost,
            )?;
            check.holds(format_args!("bad ones that come, kept: {pass_bad}"), pass_bad || came == 0, came, "none")?;
        }
    }
    Ok(())
}

fn room(rig: &mut dyn Rig<RxBuffer>, check: &mut Check) -> Result<(), Mismatch> {
    let sizes = [60, 4000, 1514, 1, 3001, 64, 2048, 700, 3999];
    let large: Vec<_> = (0..60).map(|number| frame(sizes[number % 9], number)).collect();
    let small: Vec<_> = (0..700).map(|number| frame(1 + number % 3, number)).collect();
    let alone = [9_000, 12_000, 16_000, 9_000].iter().zip(0..);
    let alone: Vec<_> = alone.map(|(&octets, number)| Frame { gap_clocks: 20_000, ..frame(octets, number) }).collect();
    let pauses = Pace::bursts(6_000, 20_000);
    let plays = [
        ("large frames", &large, pauses, Pace::ALWAYS),
        ("large frames, both readers pause", &large, pauses, pauses),
        ("large frames, a slow reader", &large, Pace::every(3), Pace::every(100)),
        ("small frames, records wait", &small, Pace::ALWAYS, Pace::bursts(100, 2_000)),
        ("small frames, a slow reader", &small, Pace::every(9), Pace::every(9)),
        ("frames longer than half the memory", &alone, Pace::ALWAYS, Pace::ALWAYS),
    ];
    for (what, frames, octets, records) in plays {
        let script =
            Script { frames: frames.clone(), stops_after_clocks: Some(12), octets, records, ..Script::default() };
        let trace = rig.play(&script);
        check.equal(format_args!("{what}: told as lost"), trace.lost, 0)?;
        all_of(check, what, &trace, frames.iter())?;
        // Else nothing was shown.
        let stopped = trace.no_room_clocks;
        check.holds(format_args!("{what}: clocks without room"), stopped > 100, stopped, "more than 100")?;
    }
    Ok(())
}
