// SPDX-License-Identifier: MIT OR Apache-2.0
//! The reset that the driver asks for, and the bus that it waits for.

use super::nic_registers::{IDLE, Kind, case, read, register, words, write};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::nic_registers::{Answer, NicRegisters, Step};
use crate::conformance::{Case, Check, Mismatch};
use wirewright_spec::ports::nic_registers::In;

pub(super) const CASES: &[Case] = &[
    case(
        "nic-nic_registers-reset",
        "nic_registers/reset",
        "RESET reads 1 and `flush` is high until the bus is idle both ways; then the rest of the card is reset for 16 \
                clocks, and every register but SCRATCH has its reset value.",
        reset,
        |trace| trace.outs.iter_mut().for_each(|out| out.core_rst |= out.flush),
    ),
    case(
        "nic-nic_registers-reset-hung",
        "nic_registers/reset_hung",
        "With one direction of the bus that does not become idle for 10,000 clocks RESET reads 1, nothing else is \
         reset, and registers are read and written; when it does, RESET reads 0.",
        reset_hung,
        |trace| trace.reads[5].data = 0,
    ),
];

/// Every setting gets a value that is not that of reset.
fn disturb() -> Vec<Step> {
    let settings = words().filter(|offset| register(*offset).2 == Kind::Setting);
    settings.map(|offset| write(offset, 0x8765_43e9)).collect()
}

/// All settings read as after a reset, but SCRATCH.
fn as_after_reset(check: &mut Check, answers: &[Answer]) -> Result<(), Mismatch> {
    let settings = words().filter(|offset| register(*offset).2 == Kind::Setting);
    for (offset, answer) in settings.zip(answers) {
        let expected = if offset == 0x0c { 0x8765_43e9 } else { register(offset).0 };
        check.equal(format_args!("{offset:#x} after the reset"), answer.data, expected)?;
    }
    Ok(())
}

fn reset(rig: &mut dyn Rig<NicRegisters>, check: &mut Check) -> Result<(), Mismatch> {
    let settings: Vec<_> = words().filter(|offset| register(*offset).2 == Kind::Setting).map(read).collect();
    let busy = |read_idle: bool, write_idle: bool| Step::Around(In { read_idle, write_idle, ..IDLE });
    for (reads, writes) in [(0, 0), (100, 0), (0, 100), (50, 90), (90, 50)] {
        let mut script = disturb();
        script.extend([busy(reads == 0, writes == 0), write(0x18, 1)]);
        let begin = reads.min(writes);
        if begin > 0 {
            script.extend([Step::Wait(begin), busy(reads == begin, writes == begin)]);
        }
        if reads.max(writes) > 0 {
            script.extend([Step::Wait(reads.max(writes) - begin), read(0x18), busy(true, true)]);
        }
        script.extend([Step::Wait(40), read(0x18)]);
        let begin = usize::from(reads.max(writes) > 0) + 1;
        let script = [script, settings.clone()].concat();
        let trace = rig.play(&script);
        let busy: Vec<_> = trace.reads[..begin].iter().map(|answer| answer.data).collect();
        check.equal(format_args!("RESET before and after"), busy, [1, 0][2 - begin..].to_vec())?;
        let flush = trace.outs.iter().filter(|out| out.flush).count();
        let held: Vec<_> = trace.outs.iter().enumerate().skip(3).filter(|(_, out)| out.core_rst).collect();
        check.equal(format_args!("clocks of the reset proper"), held.len(), 16)?;
        check.holds(
            format_args!("clocks with `flush`"),
            flush >= reads.max(writes) + 16,
            flush,
            "until the reset is over",
        )?;
        let first = trace.outs.iter().position(|out| out.flush).unwrap_or(0);
        check.holds(
            format_args!("begin of the reset proper"),
            held[0].0 > first + reads.max(writes),
            held[0].0,
            "idle both ways",
        )?;
        check.equal(format_args!("`flush` to the last clock"), held.iter().all(|(_, out)| out.flush), true)?;
        as_after_reset(check, &trace.reads[begin..])?;
    }
    Ok(())
}

fn reset_hung(rig: &mut dyn Rig<NicRegisters>, check: &mut Check) -> Result<(), Mismatch> {
    for (read_idle, write_idle) in [(false, true), (true, false), (false, false)] {
        let mut script = vec![write(0x20, 5), Step::Around(In { read_idle, write_idle, ..IDLE }), write(0x18, 1)];
        for turn in 0..10 {
            script.extend([Step::Wait(1000), read(0x18), write(0x0c, turn), read(0x0c), read(0x00), read(0x20)]);
        }
        script.extend([Step::Around(IDLE), Step::Wait(30), read(0x18), read(0x0c), read(0x20)]);
        let trace = rig.play(&script);
        check.equal(format_args!("accesses without an answer"), trace.unanswered, 0)?;
        let data: Vec<_> = trace.reads.iter().map(|answer| answer.data).collect();
        let expected: Vec<_> = (0..10).flat_map(|turn| [1, turn, 0x3143_4e57, 5]).chain([0, 9, 0]).collect();
        check.equal(
            format_args!("RESET, SCRATCH, IDENTITY and a setting, ten times, then after it"),
            data,
            expected,
        )?;
    }
    Ok(())
}
