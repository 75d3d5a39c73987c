// SPDX-License-Identifier: MIT OR Apache-2.0
//! Frame memories and counters: what the house asks of them beyond the standards.

use crate::conformance::frames::noise;
use crate::conformance::rigs::counters;
use crate::conformance::rigs::fifo::{Fifo, Frame, Script, Told};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

const DEVICES: &[&str] = &["stream_fifo_64", "stream_fifo", "stream_fifo_16k"];
const UNTIMED: Option<&str> = Some("whether a frame fits depends on when octets leave, which is a matter of time");

pub(super) const CASES: &[Case] = &[
    Case {
        clause: "wirewright-stream_fifo-whole",
        name: "fifo/whole",
        criterion: "Of 60 frames, from one octet to more than the depth, to a slow sink and a fast one, those \
                that come out are whole and in order, and as many are counted as lost as are missing.",
        devices: DEVICES,
        not_on_reference: UNTIMED,
        exam: AnyExam::Fifo(Exam {
            run: frames_are_whole,
            saboteur: Saboteur::Trace(|trace| trace.frames[0].octets.truncate(0)),
        }),
    },
    Case {
        clause: "wirewright-stream_fifo-bad",
        name: "fifo/bad",
        criterion: "With the setting, the bad ones of 30 frames are missing and counted, and the others there; \
                without it, all are there with their marks.",
        devices: DEVICES,
        not_on_reference: UNTIMED,
        exam: AnyExam::Fifo(Exam {
            run: bad_frames,
            saboteur: Saboteur::Trace(|trace| trace.frames.iter_mut().for_each(|frame| frame.bad = !frame.bad)),
        }),
    },
    Case {
        clause: "wirewright-stream_fifo-wait",
        name: "fifo/wait",
        criterion: "From a source that waits, 40 frames of up to the whole depth all come out of a slow sink, \
                and only the two that are larger than the memory, by one octet and by three, are lost and counted.",
        devices: DEVICES,
        not_on_reference: UNTIMED,
        exam: AnyExam::Fifo(Exam {
            run: waiting_source,
            saboteur: Saboteur::Trace(|trace| drop(trace.frames.remove(3))),
        }),
    },
    Case {
        clause: "wirewright-stream_fifo-told-at-end",
        name: "fifo/told_at_end",
        criterion: "Of good, bad and unwanted frames, with room and without, from a source that waits and one that \
                does not, bad ones are told as bad where these are dropped, and of the others those that are wanted \
                and do not fit as overflow, each at its last octet.",
        devices: DEVICES,
        not_on_reference: UNTIMED,
        exam: AnyExam::Fifo(Exam {
            run: told_at_the_end,
            saboteur: Saboteur::Trace(|trace| {
                trace.told.iter_mut().for_each(|told| told.overflow |= told.bad);
                trace.told_astray += 1;
            }),
        }),
    },
    Case {
        clause: "wirewright-mac_counters-snapshot",
        name: "counters/snapshot",
        criterion: "Under rare and dense events and with three reading clocks, all 16 counters of each snapshot \
                are those of one moment between request and answer, and stay so.",
        devices: &["mac_counters"],
        not_on_reference: Some("a snapshot is of a moment, and the reference knows no time"),
        exam: AnyExam::Counters(Exam {
            run: snapshots,
            saboteur: Saboteur::Trace(|trace| {
                let snapshot = &mut trace.snapshots[1];
                snapshot.first[3] += 1;
                snapshot.second[3] += 1;
            }),
        }),
    },
];

fn frame(octets: usize, seed: u64) -> Frame {
    Frame { octets: noise(seed).take(octets).collect(), ..Frame::default() }
}

fn frames_are_whole(rig: &mut dyn Rig<Fifo>, check: &mut Check) -> Result<(), Mismatch> {
    let depth = rig.depth_octets();
    let sizes = [depth / 4, 1, depth, depth + 1, depth / 2, 7, depth - 1, depth / 8, 2 * depth, depth / 3];
    let count = if depth > 1000 { 20 } else { 60 };
    for (sink_from_clock, sink_every_clocks, gap_clocks) in
        [(0, 1, 0), (0, 1, depth), (0, 3, 1), (3 * depth, 1, 0), (depth, 2, 5)]
    {
        let frames: Vec<_> = (0..count).map(|index| frame(sizes[index % 10], index as u64)).collect();
        let script = Script { frames, gap_clocks, sink_from_clock, sink_every_clocks, ..Script::default() };
        let trace = rig.play(&script);
        let mut offered = script.frames.iter();
        for (index, came) in trace.frames.iter().enumerate() {
            let found = offered.any(|frame| frame == came);
            check.holds(format_args!("frame {index} that came out"), found, came, "a whole frame, in order")?;
        }
        check.equal(format_args!("octets after the last whole frame"), trace.cut_beats, 0)?;
        check.equal(format_args!("frames out and lost"), trace.frames.len() + trace.overflows, count)?;
        let least = count / 10 * 2;
        check.holds(
            format_args!("lost frames"),
            trace.overflows >= least,
            trace.overflows,
            "those larger than the memory",
        )?;
        check.holds(
            format_args!("frames out"),
            trace.frames.len() > count / 10,
            trace.frames.len(),
            "more than a tenth",
        )?;
    }
    Ok(())
}

fn bad_frames(rig: &mut dyn Rig<Fifo>, check: &mut Check) -> Result<(), Mismatch> {
    let size = rig.depth_octets().min(200) / 4;
    let frames: Vec<_> =
        (0..30).map(|seed| Frame { bad: seed % 3 == 0, ..frame(size + seed as usize % 5, seed) }).collect();
    for (drop_bad, wait) in [(true, false), (false, false), (true, true), (false, true)] {
        let script =
            Script { wait, drop_bad, frames: frames.clone(), gap_clocks: 8, sink_every_clocks: 1, ..Script::default() };
        let trace = rig.play(&script);
        let expected: Vec<_> = frames.iter().filter(|frame| !(drop_bad && frame.bad)).cloned().collect();
        check.equal(format_args!("frames out, bad ones dropped: {drop_bad}"), trace.frames, expected)?;
        check.equal(format_args!("bad ones counted"), trace.bad, if drop_bad { 10 } else { 0 })?;
        check.equal(format_args!("lost for want of room"), trace.overflows, 0)?;
    }
    Ok(())
}

fn waiting_source(rig: &mut dyn Rig<Fifo>, check: &mut Check) -> Result<(), Mismatch> {
    let depth = rig.depth_octets();
    let count = if depth > 1000 { 12 } else { 40 };
    let sizes = [depth / 2, depth, 1, depth - 1, depth / 3];
    for (sink_from_clock, sink_every_clocks) in [(0, 1), (0, 5), (2 * depth, 2)] {
        let mut frames: Vec<_> = (0..count).map(|index| frame(sizes[index % 5], index as u64)).collect();
        let expected = frames.clone();
        frames.insert(4, frame(depth + 3, 99));
        frames.insert(8, frame(depth + 1, 98));
        let script = Script { wait: true, frames, sink_from_clock, sink_every_clocks, ..Script::default() };
        let trace = rig.play(&script);
        check.equal(format_args!("frames out"), trace.frames.len(), count)?;
        for (index, (came, frame)) in trace.frames.iter().zip(&expected).enumerate() {
            check.holds(format_args!("frame {index}"), came == frame, came, "as it came in")?;
        }
        check.equal(format_args!("frames larger than the memory"), trace.overflows, 2)?;
    }
    Ok(())
}

fn told_at_the_end(rig: &mut dyn Rig<Fifo>, check: &mut Check) -> Result<(), Mismatch> {
    let depth = rig.depth_octets();
    // Marked: good, bad, unwanted, both.
    let marks = [(false, false), (true, false), (false, true), (true, true)];
    let all = |octets: usize| marks.map(|(bad, unwanted)| Frame { bad, unwanted, ..frame(octets, 7) });
    for (wait, drop_bad) in [(true, true), (true, false), (false, true), (false, false)] {
        // Where the source does not wait, nothing leaves before all is offered. One frame fills most of the memory: 8
        // octets of room are left, and 2 more as the read side holds two. Where the source waits, only a frame that is
        // larger than the memory lacks room.
        let (first, lacking, fitting) = if wait {
            (None, vec![2 * depth, depth + 4, depth + 1], vec![depth, 5])
        } else {
            (Some(frame(depth - 8, 1)), vec![2 * depth, depth / 2, 20, 11], vec![1, 1])
        };
        let mut frames: Vec<_> = first.into_iter().collect();
        let begin = frames.len();
        frames.extend(lacking.into_iter().flat_map(all));
        let lacking = begin..frames.len();
        frames.extend(fitting.into_iter().flat_map(all));
        let sink_from_clock = if wait { 0 } else { 20 * depth };
        let script = Script { wait, drop_bad, frames, gap_clocks: 3, sink_from_clock, sink_every_clocks: 1 };
        let trace = rig.play(&script);
        check.equal(format_args!("frames offered"), trace.told.len(), script.frames.len())?;
        check.equal(format_args!("told at another moment"), trace.told_astray, 0)?;
        for (index, (frame, &told)) in script.frames.iter().zip(&trace.told).enumerate() {
            let bad = frame.bad && drop_bad;
            let lacks_room = lacking.contains(&index);
            let expected = Told { bad, overflow: lacks_room && !bad && !frame.unwanted };
            let what = format_args!(
                "frame {index} of {} octets, bad {}, unwanted {}",
                frame.octets.len(),
                frame.bad,
                frame.unwanted
            );
            check.equal(what, told, expected)?;
        }
    }
    Ok(())
}

fn snapshots(rig: &mut dyn Rig<counters::Counters>, check: &mut Check) -> Result<(), Mismatch> {
    for (seed, density, read_period_ps) in [(1, 20, 7_000), (2, 128, 8_000), (3, 255, 3_100), (4, 240, 41_000)] {
        let script = counters::Script { seed, density, count_edges: 20_000, snapshot_every: 30, read_period_ps };
        let trace = rig.play(&script);
        check.holds(format_args!("snapshots"), trace.snapshots.len() > 5, trace.snapshots.len(), "more than 5")?;
        // The run may end before the last one is read again.
        for (index, snapshot) in trace.snapshots[..trace.snapshots.len() - 1].iter().enumerate() {
            let moment = (snapshot.asked..=snapshot.ready).find(|&edge| trace.totals[edge] == snapshot.first);
            let what = format_args!("snapshot {index}, edges {} to {}", snapshot.asked, snapshot.ready);
            check.holds(what, moment.is_some(), snapshot.first, "the totals of one moment in between")?;
            check.equal(format_args!("snapshot {index} read again"), snapshot.second, snapshot.first)?;
        }
    }
    Ok(())
}
