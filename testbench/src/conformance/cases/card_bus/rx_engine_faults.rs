// SPDX-License-Identifier: MIT OR Apache-2.0
//! The receive engine without descriptors, with slow answers, and when the bus answers with errors.

use super::rx_engine::{as_put_down, buffers, case, put_down, received, script_of};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::Pace;
use crate::conformance::rigs::card_bus::rx_engine::{RxEngine, Script};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-rx_engine-waits",
        "rx_engine/waits",
        "A frame for which there is no descriptor in 10,000 clocks, at its begin or in its middle, is delivered when \
         one comes; and so are those behind it, one descriptor at a time.",
        waits,
        |trace| trace.completions.truncate(1),
    ),
    case(
        "nic-rx_engine-completion-after-response",
        "rx_engine/completion_after_response",
        "With the answer to each piece of a frame of three in turn held back for 10,000 clocks, neither it nor a later \
                frame is completed before, while the octets of later frames are written.",
        completion_after_response,
        |trace| trace.completions[1].0 = 300,
    ),
    case(
        "nic-rx_engine-error",
        "rx_engine/error",
        "With an error for each piece of three frames in turn, neither its frame nor a later one is completed, the \
         engine stops and begins nothing more, and each command that was offered has its words.",
        error,
        |trace| trace.starved = 1,
    ),
];

fn waits(rig: &mut dyn Rig<RxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    for (octets, buffer) in [(60, 64), (300, 64), (60, 7)] {
        for offers in [Pace::From(10_000), Pace::Every(1000)] {
            let frames = (0..6).map(|seed| received(octets, seed)).collect();
            let list = (0..200).map(|number| (0x1000 * number + 5, buffer));
            let script = Script { offers, ..script_of(frames, buffers(list)) };
            let trace = rig.play(&script);
            as_put_down(check, &script, &trace)?;
            let first = trace.completions[0].0;
            check.holds(format_args!("first completion"), first > 999, first, "after a descriptor came")?;
        }
    }
    Ok(())
}

fn completion_after_response(rig: &mut dyn Rig<RxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    // Pieces of the frames: 1, 3, 1, 2, 1.
    let frames: Vec<_> = [60, 300, 60, 200, 60].map(|octets| received(octets, octets as u64)).to_vec();
    let of_frame = [0, 1, 1, 1, 2, 3, 3, 4];
    for (held, frame_held) in of_frame.into_iter().enumerate() {
        let list = (0..10).map(|number| (0x1000 * number, 2048));
        let script = Script { held: Some((held, 10_000)), ..script_of(frames.clone(), buffers(list)) };
        let trace = rig.play(&script);
        as_put_down(check, &script, &trace)?;
        check.equal(format_args!("pieces"), trace.writes.len(), 8)?;
        for (frame, (clock, _)) in trace.completions.iter().enumerate() {
            let early = frame < frame_held;
            let what = format_args!("clock of completion {frame}, answer {held} held back");
            check.equal(what, *clock < 10_000, early)?;
        }
        let written = trace.writes.iter().filter(|(clock, ..)| *clock < 10_000).count();
        check.equal(format_args!("pieces written meanwhile"), written, 8)?;
    }
    Ok(())
}

fn error(rig: &mut dyn Rig<RxEngine>, check: &mut Check) -> Result<(), Mismatch> {
    let frames: Vec<_> = (0..12).map(|seed| received([60, 300, 200][seed as usize % 3], seed)).collect();
    // Pieces of each three frames: 1, 3, 2.
    let of_frame = |piece: usize| piece / 6 * 3 + [0, 1, 1, 1, 2, 2][piece % 6];
    for (wrong, commands) in (0..9).flat_map(|wrong| [(wrong, Pace::Always), (wrong, Pace::Every(25))]) {
        let list = (0..20).map(|number| (0x1000 * number, 2048));
        let script = Script {
            error_at: Some(wrong),
            commands,
            latency_clocks: 30,
            clocks: 3000,
            enough: 0,
            ..script_of(frames.clone(), buffers(list))
        };
        let trace = rig.play(&script);
        let Some(stopped) = trace.stopped else {
            return check.holds(format_args!("stopped by answer {wrong}"), false, trace.stopped, "a stop");
        };
        check.equal(format_args!("clock of the stop"), stopped, trace.answered[wrong])?;
        let completions: Vec<_> = trace.completions.iter().map(|(_, completion)| *completion).collect();
        let mut expected = put_down(&script).1;
        expected.truncate(of_frame(wrong));
        check.equal(format_args!("completions, error in answer {wrong}"), completions, expected)?;
        let late = trace.writes.iter().filter(|(clock, ..)| *clock > stopped + 30).count();
        check.equal(format_args!("commands taken long after the stop"), late, 0)?;
        check.equal(format_args!("commands without words"), trace.starved, 0)?;
        check.equal(format_args!("answers"), trace.answered.len(), trace.writes.len())?;
    }
    Ok(())
}
