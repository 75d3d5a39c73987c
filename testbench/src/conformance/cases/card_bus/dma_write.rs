// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes of host memory (AMBA AXI4, ARM IHI 0022, A3).

use super::dma_read::{command, everywhere};
use super::{UNTIMED, is_sound};
use crate::conformance::rigs::card_bus::dma_write::{DmaWrite, Script, Trace};
use crate::conformance::rigs::card_bus::{Pace, octet_at};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};
use std::collections::BTreeMap;

pub(super) const CASES: &[Case] = &[
    case(
        "nic-dma_write-boundary",
        "dma_write/boundary",
        "For commands at every offset 0 to 63 of a line and around multiples of 4096, of 1 to 300 and of 65,535 \
         octets, each burst begins at a multiple of 8, has 1 to 16 beats, stays within 4096 octets, and has WLAST on \
         its last beat alone.",
        boundary,
        |trace| trace.beats[40].last = !trace.beats[40].last,
    ),
    case(
        "nic-dma_write-strobes",
        "dma_write/strobes",
        "Commands at every offset 0 to 63 and of 0 to 140 octets write just their octets, each with its value, and \
         not one beside them.",
        strobes,
        |trace| trace.beats.iter_mut().for_each(|beat| beat.strobes = 0xff),
    ),
    case(
        "nic-dma_write-whole",
        "dma_write/whole",
        "With a word every 20 clocks and a memory that always takes data, each burst has a beat at every clock from \
         its first to its last.",
        whole,
        |trace| trace.beats[3].taken = trace.beats[3].taken.map(|clock| clock + 1),
    ),
    case(
        "nic-dma_write-done",
        "dma_write/done",
        "With responses held back for 1000 clocks and given one by one, each command is done once, in order, after the \
                response of its last burst, and with an error just when one of its bursts had one, which EXOKAY is \
                not.",
        done,
        |trace| trace.dones[0].clock -= 50,
    ),
    case(
        "nic-dma_write-outstanding",
        "dma_write/outstanding",
        "While no response comes for 1000 clocks there are just eight addresses with all their data; then one more for \
                each response, and not before.",
        outstanding,
        |trace| trace.bursts[8].offered = 500,
    ),
    case(
        "nic-dma_read-stable",
        "dma_write/stable",
        "With address, data, or both not taken for 10,000 clocks, and at random, what is offered stays until it is \
         taken, and data are offered while their address waits.",
        stable,
        |trace| trace.unstable = 1,
    ),
    case(
        "nic-dma_read-flush",
        "dma_write/flush",
        "With `flush` from each clock of a command of three bursts on, no burst is begun, those that were begun get \
         all their data, `idle` is high at just the clocks without one, and afterwards the rest is written.",
        flush,
        |trace| trace.idle.iter_mut().for_each(|idle| *idle = true),
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<DmaWrite>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::DmaWrite(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["dma_write"], not_on_reference: UNTIMED, exam }
}

fn boundary(rig: &mut dyn Rig<DmaWrite>, check: &mut Check) -> Result<(), Mismatch> {
    let mut commands = everywhere(&[1, 2, 7, 8, 9, 60, 64, 120, 128, 136, 257, 300]);
    commands.extend([command(0x7ff9, 65535, 0), command(0x1_0000_0000, 65535, 1)]);
    let trace = rig.play(&Script { commands: commands.clone(), clocks: 400_000, ..Script::default() });
    check.equal(format_args!("commands done"), trace.dones.len(), commands.len())?;
    let mut beats = trace.beats.iter();
    for burst in &trace.bursts {
        let sound = is_sound(burst.address, burst.beats);
        check.holds(format_args!("a burst"), sound, burst, "1 to 16 beats at a multiple of 8, within 4096 octets")?;
        let lasts: Vec<_> = beats.by_ref().take(burst.beats).map(|beat| beat.last).collect();
        let expected: Vec<_> = (1..=burst.beats).map(|beat| beat == burst.beats).collect();
        check.equal(format_args!("WLAST of the burst at {:#x}", burst.address), lasts, expected)?;
    }
    check.equal(format_args!("beats beyond the bursts"), beats.count(), 0)
}

fn strobes(rig: &mut dyn Rig<DmaWrite>, check: &mut Check) -> Result<(), Mismatch> {
    for offset in 0..64 {
        // Each command in a place of its own, half of them across a multiple of 4096.
        let commands: Vec<_> = (0..=140_u16)
            .map(|octets| {
                let page = 0x10_0000 + 0x2000 * u64::from(octets);
                let place = if octets % 2 == 0 { offset } else { 4096 - 64 + offset };
                command(page + place, octets, (octets % 3) as u8)
            })
            .collect();
        let words = Pace::Chance { seed: offset, of_256: 230 };
        let script = Script { commands, words, clocks: 30_000, ..Script::default() };
        let trace = rig.play(&script);
        let octets = script.commands.iter().flat_map(|command| {
            (0..u64::from(command.octets)).map(|place| command.address + place).map(|at| (at, octet_at(at)))
        });
        let expected: BTreeMap<_, _> = octets.collect();
        let written = trace.written();
        check.equal(format_args!("octets written, offset {offset}"), written.len(), expected.len())?;
        check.equal(format_args!("what was written, offset {offset}"), written, expected)?;
    }
    Ok(())
}

fn whole(rig: &mut dyn Rig<DmaWrite>, check: &mut Check) -> Result<(), Mismatch> {
    let commands = vec![command(0x1007, 300, 0), command(0x2078, 100, 1), command(0x3000, 1, 2)];
    for latency_clocks in [0, 64] {
        let words = Pace::Every(20);
        let script = Script { commands: commands.clone(), words, latency_clocks, clocks: 9000, ..Script::default() };
        let trace = rig.play(&script);
        check.equal(format_args!("commands done"), trace.dones.len(), 3)?;
        let mut beats = trace.beats.iter().map(|beat| beat.taken.unwrap_or(usize::MAX));
        for burst in &trace.bursts {
            let clocks: Vec<_> = beats.by_ref().take(burst.beats).collect();
            let first = clocks.first().copied().unwrap_or(0);
            let expected: Vec<_> = (first..first + burst.beats).collect();
            check.equal(format_args!("clocks of the beats at {:#x}", burst.address), clocks, expected)?;
        }
    }
    Ok(())
}

fn done(rig: &mut dyn Rig<DmaWrite>, check: &mut Check) -> Result<(), Mismatch> {
    // Three bursts, one, two.
    let commands = vec![command(0x1000, 384, 2), command(0x5008, 8, 1), command(0x2070, 20, 0)];
    let of_bursts = [0..3, 3..4, 4..6];
    for (wrong, response) in (0..6).flat_map(|wrong| [1, 2, 3].map(|response| (wrong, response))) {
        let script = Script {
            commands: commands.clone(),
            response: if wrong % 2 == 0 { Pace::From(1000) } else { Pace::Every(60) },
            latency_clocks: 100,
            responses: vec![(wrong, response)],
            clocks: 4000,
            ..Script::default()
        };
        let trace = rig.play(&script);
        check.equal(format_args!("commands done"), trace.dones.len(), 3)?;
        for (number, (done, bursts)) in trace.dones.iter().zip(&of_bursts).enumerate() {
            let what = format_args!("command {number} with response {response} for burst {wrong}");
            check.equal(
                what,
                (done.client, done.error),
                (2 - number as u8, bursts.contains(&wrong) && response > 1),
            )?;
            let answered = trace.answered[bursts.end - 1];
            check.holds(what, done.clock >= answered, (done.clock, answered), "done after its last response")?;
            check.holds(what, done.clock <= answered + 8, (done.clock, answered), "done soon after it")?;
        }
    }
    Ok(())
}

fn outstanding(rig: &mut dyn Rig<DmaWrite>, check: &mut Check) -> Result<(), Mismatch> {
    for octets in [8, 128] {
        let commands = (0..20).map(|number| command(0x4000 + 128 * number, octets, 0)).collect();
        let trace = rig.play(&Script { commands, response: Pace::From(1000), clocks: 3000, ..Script::default() });
        check.equal(format_args!("bursts"), trace.bursts.len(), 20)?;
        let early = trace.bursts.iter().filter(|burst| burst.offered < 1000).count();
        check.equal(format_args!("addresses before the first response"), early, 8)?;
        let beats = trace.beats.iter().filter(|beat| beat.taken.is_some_and(|taken| taken < 1000)).count();
        check.equal(format_args!("beats before the first response"), beats, usize::from(octets))?;
        for number in 8..20 {
            let (offered, answered) = (trace.bursts[number].offered, trace.answered[number - 8]);
            let what = format_args!("address {number}");
            check.holds(what, offered > answered, (offered, answered), "after a response")?;
            let before = answered.max(trace.bursts[number - 1].offered);
            check.holds(what, offered < before + 40, (offered, before), "soon after it")?;
        }
    }
    Ok(())
}

fn stable(rig: &mut dyn Rig<DmaWrite>, check: &mut Check) -> Result<(), Mismatch> {
    let (late, random) = (Pace::From(10_000), Pace::Chance { seed: 4, of_256: 60 });
    for (address, data) in [(late, Pace::Always), (Pace::Always, late), (late, late), (random, random)] {
        let commands = everywhere(&[9, 300]);
        let octets: usize = commands.iter().map(|command| usize::from(command.octets)).sum();
        let script = Script { commands: commands.clone(), address, data, clocks: 60_000, ..Script::default() };
        let trace = rig.play(&script);
        check.equal(format_args!("addresses and data that changed or went"), trace.unstable, 0)?;
        let (address, data) = (trace.bursts[0], trace.beats[0]);
        check.holds(format_args!("first address"), address.offered < 40, address, "at once")?;
        check.holds(format_args!("first data"), data.offered <= address.offered + 4, data, "beside the address")?;
        check.equal(format_args!("commands done"), trace.dones.len(), commands.len())?;
        let written: u32 = trace.beats.iter().map(|beat| beat.strobes.count_ones()).sum();
        check.equal(format_args!("octets written"), written as usize, octets)?;
    }
    Ok(())
}

fn flush(rig: &mut dyn Rig<DmaWrite>, check: &mut Check) -> Result<(), Mismatch> {
    let commands = vec![command(0x1005, 380, 1), command(0x9000, 8, 2)];
    for (begin, pace) in (0..140).flat_map(|begin| [(begin, Pace::Always), (begin, Pace::Every(3))]) {
        let flush = begin..begin + 300;
        let script = Script {
            commands: commands.clone(),
            address: pace,
            data: pace,
            latency_clocks: 64,
            flush: flush.clone(),
            clocks: 1500,
            ..Script::default()
        };
        let trace = rig.play(&script);
        let begun = trace.bursts.iter().filter(|burst| flush.contains(&burst.offered)).count();
        check.equal(format_args!("bursts begun, flush from {begin}"), begun, 0)?;
        let early = trace.bursts.iter().filter(|burst| burst.offered < begin);
        let beats: usize = early.map(|burst| burst.beats).sum();
        let taken = trace.beats.iter().filter(|beat| beat.taken.is_some_and(|taken| taken < flush.end)).count();
        check.equal(format_args!("beats by the end of the flush from {begin}"), taken, beats)?;
        check.equal(format_args!("octets written, flush from {begin}"), trace.written().len(), 388)?;
        for (clock, &idle) in trace.idle.iter().enumerate() {
            let begun = trace.bursts.iter().filter(|burst| burst.offered <= clock).count();
            let ended = trace.answered.iter().filter(|&&ended| ended <= clock).count();
            check.equal(format_args!("idle at clock {clock}, flush from {begin}"), idle, begun == ended)?;
        }
    }
    Ok(())
}
