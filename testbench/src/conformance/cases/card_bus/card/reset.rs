// SPDX-License-Identifier: MIT OR Apache-2.0
//! Resets of whole cards: by the register, with the bus slow or dead, and by each port.

use super::super::nic_registers::{Kind, register, words};
use super::driver::{
    CONTROL, Driver, PATIENCE, PROMISCUOUS, RESET, RX_BUFFERS, RX_ENABLE, SCRATCH, TX_BUFFERS, TX_COMPLETIONS,
    TX_ENABLE, completions, frame, incoming, octets_of, on_the_wire,
};
use super::{case, played};
use crate::card::{Latency, Timing};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::card::{Bus, BusEvent, Card, Condition, Mark, Script, Step, Trace};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-nic_registers-reset",
        "card/reset",
        "RESET at 60 moments of traffic both ways, with answers after 64 clocks: all bursts that were begun end, none \
         is begun afterwards, every register but SCRATCH has its reset value, and the card works as after power-up.",
        reset,
        |trace| trace.marks[1].bus = 0,
    ),
    case(
        "nic-nic_registers-reset-hung",
        "card/reset_hung",
        "With data, or responses, that do not come for 10,000 clocks RESET reads 1 while registers are read and \
         written; when they come it reads 0, and the card works.",
        reset_hung,
        |trace| trace.answers.iter_mut().for_each(|(_, answer)| answer.data &= !1),
    ),
    case(
        "nic-nic-reset-port",
        "card/reset_port",
        "After one edge of each reset port in traffic, with all other clocks running or one of them standing, nothing \
         from before comes out on bus or wire, and the card works as after power-up.",
        reset_port,
        |trace| trace.marks[1].bus = 0,
    ),
];

const CONTROLS: u32 = TX_ENABLE | RX_ENABLE | PROMISCUOUS;

/// Traffic both ways; a reset is to come in the middle of it.
fn begin(driver: &mut Driver, bits_per_clock: usize) {
    driver.provide((0..30).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
    driver.steps.push(Step::Mark);
    driver.send(&(0..8).map(|number| frame(90 + number, &[(TX_BUFFERS + 2048 * number, 700)])).collect::<Vec<_>>());
    driver.receive(&(0..8).map(|number| incoming(300, 50 + number)).collect::<Vec<_>>(), bits_per_clock);
}

/// Traffic after the reset, on a card that is set up anew; marked before.
fn afterwards(driver: &mut Driver, bits_per_clock: usize) {
    driver.set_up(4, CONTROLS);
    // What had been cut on the wire is over; nothing is begun without a tail.
    driver.wait(600);
    driver.steps.push(Step::Mark);
    driver.provide((0..8).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
    driver.send(&(0..4).map(|number| frame(number, &[(TX_BUFFERS + 2048 * number, 100)])).collect::<Vec<_>>());
    driver.receive(&(0..4).map(|number| incoming(80, number)).collect::<Vec<_>>(), bits_per_clock);
    driver.until_sent();
    driver.until_received();
    driver.quiet(500);
}

/// All of [`afterwards`] is right, from its mark on, and nothing was between the two marks.
fn works(check: &mut Check, trace: &Trace, reset: Mark) -> Result<(), Mismatch> {
    let Some(&mark) = trace.marks.last() else {
        return check.holds(format_args!("marks"), false, "none", "one before the traffic after the reset");
    };
    check.equal(
        format_args!("what the bus saw between reset and new traffic"),
        &trace.bus[reset.bus..mark.bus],
        &[],
    )?;
    let sent: Vec<_> = (0..4).map(|number| octets_of(&frame(number, &[(0, 100)]))).collect();
    on_the_wire(check, &trace.packets(mark.symbols), &sent)?;
    for number in 0..4 {
        let frame = incoming(80, number);
        let octets = trace.memory.octets(RX_BUFFERS + 2048 * number, 80);
        check.equal(format_args!("frame {number} received after the reset"), octets, frame)?;
    }
    let done: Vec<_> =
        completions(trace, TX_COMPLETIONS, 16, 0, 5).iter().map(|done| (done.next, done.phase)).collect();
    check.equal(format_args!("completions"), done, vec![(1, true), (2, true), (3, true), (4, true), (0, false)])
}

fn reset(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for moment in 0..60 {
        let mut driver = Driver::new(6, CONTROLS);
        driver.write(SCRATCH, 77);
        begin(&mut driver, rig.bits_per_clock());
        driver.wait(if moment < 40 { 7 * moment } else { 61 * moment });
        driver.write(RESET, 1);
        driver.read(RESET);
        // The longest: eight bursts each way.
        driver.wait(700);
        driver.read(RESET);
        driver.steps.push(Step::Mark);
        let settings = words().filter(|offset| register(*offset).2 == Kind::Setting);
        settings.clone().for_each(|offset| driver.read(offset.into()));
        driver.steps.push(Step::Until(Condition::Quiet(300), PATIENCE));
        afterwards(&mut driver, rig.bits_per_clock());
        let timing = Timing { latency: Latency::Fixed(64), ..Timing::default() };
        let trace = played(rig, check, &Script { timing, ..driver.script() })?;
        let reads = trace.reads();
        check.equal(format_args!("RESET at once and at the end, moment {moment}"), (reads[0], reads[1]), (1, 0))?;
        for (offset, read) in settings.zip(&reads[2..]) {
            let expected = if u32::from(offset) == SCRATCH { 77 } else { register(offset).0 };
            check.equal(format_args!("{offset:#x} after the reset, moment {moment}"), *read, expected)?;
        }
        let before = &trace.bus[..trace.marks[1].bus];
        let count = |of: fn(&BusEvent) -> bool| before.iter().filter(|(_, event)| of(event)).count();
        let reads = [count(|event| matches!(event, BusEvent::Read(..))), count(|event| *event == BusEvent::ReadEnd)];
        let writes = [
            count(|event| matches!(event, BusEvent::Write(..))),
            count(|event| matches!(event, BusEvent::Answered(_))),
        ];
        check.equal(format_args!("reads begun and ended, moment {moment}"), reads[0], reads[1])?;
        check.equal(format_args!("writes begun and ended, moment {moment}"), writes[0], writes[1])?;
        works(check, &trace, trace.marks[1])?;
    }
    Ok(())
}

fn reset_hung(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for bus in [
        Bus { withholds_data: true, ..Bus::default() },
        Bus { withholds_responses: true, ..Bus::default() },
        Bus { refuses_writes: true, ..Bus::default() },
        Bus { refuses_reads: true, ..Bus::default() },
    ] {
        let mut driver = Driver::new(6, CONTROLS);
        begin(&mut driver, rig.bits_per_clock());
        driver.wait(800);
        driver.steps.push(Step::Bus(bus));
        driver.wait(2000);
        driver.write(RESET, 1);
        for turn in 0..5 {
            driver.wait(2000);
            driver.read(RESET);
            driver.write(SCRATCH, turn);
            driver.read(SCRATCH);
        }
        driver.read(CONTROL);
        driver.steps.push(Step::Bus(Bus::default()));
        driver.wait(700);
        driver.read(RESET);
        driver.read(CONTROL);
        driver.steps.push(Step::Mark);
        driver.steps.push(Step::Until(Condition::Quiet(300), PATIENCE));
        afterwards(&mut driver, rig.bits_per_clock());
        let trace = played(rig, check, &driver.script())?;
        let expected = (0..5).flat_map(|turn| [1, turn]).chain([CONTROLS, 0, 0]).collect();
        check.equal(format_args!("RESET and SCRATCH, {bus:?}"), trace.reads(), expected)?;
        works(check, &trace, trace.marks[1])?;
    }
    Ok(())
}

fn reset_port(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for (port, standing) in (0..3).flat_map(|port| [None, Some(0), Some(1), Some(2)].map(|standing| (port, standing))) {
        if standing == Some(port) {
            continue;
        }
        for moment in [30, 200, 900, 1500] {
            let mut driver = Driver::new(6, CONTROLS);
            driver.write(SCRATCH, 77);
            begin(&mut driver, rig.bits_per_clock());
            driver.wait(moment);
            driver.steps.push(Step::Reset(port, standing));
            driver.wait(40);
            driver.read(SCRATCH);
            driver.read(CONTROL);
            afterwards(&mut driver, rig.bits_per_clock());
            let trace = played(rig, check, &driver.script())?;
            check.equal(format_args!("SCRATCH and CONTROL after reset {port}"), trace.reads(), vec![0, 0])?;
            // The marks: before the traffic, at the end of the reset, before the traffic after it.
            works(check, &trace, trace.marks[1])?;
            let quiet = trace.symbols[trace.marks[1].symbols..trace.marks[2].symbols].iter().all(|symbol| !symbol.en);
            check.holds(
                format_args!("the wire after reset {port}, {standing:?} standing"),
                quiet,
                "symbols",
                "nothing",
            )?;
        }
    }
    Ok(())
}
