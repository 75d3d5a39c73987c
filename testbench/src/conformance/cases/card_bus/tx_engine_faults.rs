// SPDX-License-Identifier: MIT OR Apache-2.0
//! The transmit engine when memory is slow, the sink stands, the bus answers with errors, or it is disabled.

use super::tx_engine::{as_asked, asked, case, frame_of, in_a_row};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::Pace;
use crate::conformance::rigs::card_bus::tx_engine::{Script, TxEngine};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-tx_engine-completion-after-read",
        "tx_engine/completion_after_read",
        "With the data of each word of three frames in turn held back for 10,000 clocks, the completion of a frame \
         comes after its last word and after what became of it.",
        completion_after_read,
        |trace| trace.completions[0].clock = 40,
    ),
    case(
        "nic-tx_engine-credits",
        "tx_engine/credits",
        "With a sink that takes nothing for 10,000 clocks and data that come at once, at most 128 words are asked for, \
                whatever the size of the buffers, and afterwards all frames are right.",
        credits,
        |trace| trace.most_words += 16,
    ),
    case(
        "nic-tx_engine-error",
        "tx_engine/error",
        "With an error from each word of the second of three frames on, only the first one is sent and completed, the \
                engine stops, and asks for nothing more.",
        error,
        |trace| trace.frames.push(trace.frames[0].clone()),
    ),
    case(
        "nic-tx_engine-disable",
        "tx_engine/disable",
        "Disabled at each clock of three frames of five buffers, one of which comes late, a frame that was begun is \
         sent and completed, no other one is begun, and all come when the engine is enabled again.",
        disable,
        |trace| trace.taken.iter_mut().for_each(|clock| *clock += 300),
    ),
];

fn completion_after_read(rig: &mut dyn Rig<TxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let frames = [frame_of(&[(0x1005, 60), (0x2000, 100)]), frame_of(&[(0x3001, 300)]), frame_of(&[(0x4000, 1)])];
    let descriptors = in_a_row(frames);
    // Words of the frames: 9 and 13, 38, 1.
    let words = [22, 38, 1];
    for data in [Pace::From(10_000), Pace::Every(200), Pace::Every(1)] {
        for completions in [Pace::Always, Pace::Every(50)] {
            let enough = 3;
            let script = Script {
                descriptors: descriptors.clone(),
                data,
                completions,
                clocks: 30_000,
                enough,
                ..Script::default()
            };
            let trace = rig.play(&script);
            as_asked(check, &script, &trace)?;
            let mut read = 0;
            for (number, (completion, words)) in trace.completions.iter().zip(words).enumerate() {
                read += words;
                let last = trace.words_in[read - 1];
                let what = format_args!("completion {number}");
                check.holds(what, completion.clock > last, (completion.clock, last), "after its last word")?;
            }
            check.equal(format_args!("words read"), trace.words_in.len(), read)?;
        }
    }
    Ok(())
}

fn credits(rig: &mut dyn Rig<TxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    for (octets, buffers) in [(1, 300), (8, 200), (9, 150), (128, 30), (1000, 8), (130, 40)] {
        for lane in [0, 7] {
            let buffers: Vec<_> = (0..buffers).map(|buffer| (0x1_0000 + lane + 2048 * buffer, octets)).collect();
            let frames = buffers.chunks(2).map(frame_of);
            let script = Script {
                descriptors: in_a_row(frames),
                sink: Pace::From(10_000),
                clocks: 40_000,
                enough: buffers.len() / 2,
                ..Script::default()
            };
            let trace = rig.play(&script);
            as_asked(check, &script, &trace)?;
            let most = trace.most_words;
            check.holds(format_args!("words asked for, buffers of {octets}"), most <= 128, most, "128 at the most")?;
        }
    }
    Ok(())
}

fn error(rig: &mut dyn Rig<TxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let frames = [frame_of(&[(0x1005, 60)]), frame_of(&[(0x3001, 200), (0x5000, 40)]), frame_of(&[(0x7000, 60)])];
    let descriptors = in_a_row(frames);
    let asked = asked(&descriptors);
    // Words of the first frame: 9; of the second: 26 and 5.
    for (at, latency_clocks) in (9..40).flat_map(|at| [(at, 0), (at, 64)]) {
        let script = Script {
            descriptors: descriptors.clone(),
            latency_clocks,
            error_at: Some(at),
            clocks: 1500,
            ..Script::default()
        };
        let trace = rig.play(&script);
        let Some(stopped) = trace.stopped else {
            return check.holds(format_args!("stopped by word {at}"), false, trace.stopped, "a stop");
        };
        check.equal(format_args!("frames sent, error at word {at}"), trace.frames.len(), 1)?;
        check.equal(format_args!("octets sent"), &trace.frames[0].octets, &asked[0].0.octets)?;
        let completions: Vec<_> = trace.completions.iter().map(|completion| completion.next).collect();
        // The first one was read as a whole before; it may still have no completion.
        let known = completions.is_empty() || completions == [1];
        check.holds(
            format_args!("completions, error at word {at}"),
            known,
            &completions,
            "that of the first frame alone",
        )?;
        if latency_clocks == 64 && at > 30 {
            check.equal(format_args!("completions with time for them"), completions, vec![1])?;
        }
        let late = trace.reads.iter().filter(|(clock, ..)| *clock > stopped + 3).count();
        check.equal(format_args!("reads after the stop"), late, 0)?;
    }
    Ok(())
}

fn disable(rig: &mut dyn Rig<TxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let buffers = |frame: u64| (0..5).map(|buffer| (0x1000 * frame + 300 * buffer, 33)).collect::<Vec<_>>();
    let descriptors = in_a_row((1..4).map(|frame| frame_of(&buffers(frame))));
    for begin in 0..240 {
        let disabled = begin..begin + 900;
        let script = Script {
            descriptors: descriptors.clone(),
            late: Some((8, 400)),
            disabled: disabled.clone(),
            latency_clocks: 20,
            fate_clocks: 10,
            clocks: 3000,
            enough: 3,
            ..Script::default()
        };
        let trace = rig.play(&script);
        as_asked(check, &script, &trace)?;
        for (index, clock) in trace.taken.iter().enumerate().filter(|(_, clock)| disabled.contains(clock)) {
            let first = trace.taken[index / 5 * 5];
            let what = format_args!("descriptor {index} at clock {clock}, disabled from {begin}");
            check.holds(what, first <= begin, first, "of a frame that was begun before")?;
        }
        for (frame, completion) in trace.completions.iter().enumerate() {
            let begun = trace.taken[5 * frame] <= begin;
            let what = format_args!("completion of frame {frame}, disabled from {begin}");
            let clock = completion.clock;
            check.equal(what, clock < disabled.end, begun)?;
        }
    }
    Ok(())
}
