// SPDX-License-Identifier: MIT OR Apache-2.0
//! Frames both ways at once at every alignment: what the bus sees, and what is written.

use super::super::is_sound;
use super::driver::{
    Buffer, Completion, Driver, PROMISCUOUS, RX_BUFFERS, RX_COMPLETIONS, RX_ENABLE, TX_BUFFERS, TX_COMPLETIONS,
    TX_ENABLE, completions, frame, incoming, octets_of, on_the_wire,
};
use super::{case, played};
use crate::card::{Latency, SparseMemory, Timing};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::card::{BusEvent, Card, Script, Trace};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-dma_read-boundary",
        "card/read_bursts",
        "In traffic at every alignment each read burst begins at a multiple of 8, has 1 to 16 beats and stays within \
         4096 octets.",
        |rig, check| bursts(rig, check, true),
        |trace| trace.bus.iter_mut().for_each(|(_, event)| *event = moved(*event)),
    ),
    case(
        "nic-dma_write-boundary",
        "card/write_bursts",
        "In traffic at every alignment each write burst begins at a multiple of 8, has 1 to 16 beats, stays within \
         4096 octets, and has WLAST on its last beat alone.",
        |rig, check| bursts(rig, check, false),
        |trace| trace.bus.iter_mut().for_each(|(_, event)| *event = moved(*event)),
    ),
    case(
        "nic-dma_write-strobes",
        "card/strobes",
        "After traffic at every alignment and of every length from 1 to 120 of a buffer, memory around the received \
                octets is as it was.",
        strobes,
        |trace| trace.memory.put(RX_BUFFERS + 5 * STRIDE - 1, &[0xaa]),
    ),
    case(
        "nic-dma_read-stable",
        "card/stable",
        "With a bus that stalls at three of four clocks and answers after up to 64, no offer on any channel changes \
         or goes before it is taken, and all frames pass.",
        |rig, check| {
            let timing = Timing { latency: Latency::UpTo(64), stalls_per_million: 750_000, seed: 5 };
            traffic(rig, check, timing).map(drop)
        },
        |trace| trace.given_up.push(3),
    ),
    case(
        "nic-tx_engine-order",
        "card/tx_order",
        "256 frames of one or two buffers, with answers of the bus at random, are sent and completed in their order, \
         each once, with the index after its last descriptor.",
        tx_order,
        |trace| trace.memory.put(TX_COMPLETIONS + 8 * 20, &[0; 8]),
    ),
    case(
        "nic-rx_engine-order",
        "card/rx_order",
        "250 frames of 60 to 150 octets, with answers of the bus at random, are completed in the order in which they \
         came, each once, and lie in their buffers.",
        rx_order,
        |trace| trace.memory.put(RX_COMPLETIONS + 8 * 20, &[0; 8]),
    ),
];

/// From one place of a buffer to the next.
const STRIDE: u64 = 4096 + 192;

fn moved(event: BusEvent) -> BusEvent {
    match event {
        BusEvent::Read(address, beats) => BusEvent::Read((address | 4095) - 7, beats + 1),
        BusEvent::Write(address, beats) => BusEvent::Write((address | 4095) - 7, beats + 1),
        other => other,
    }
}

fn outgoing(number: u64) -> Vec<Buffer> {
    let at = TX_BUFFERS + 2 * STRIDE * number;
    frame(
        number,
        &[(at + number % 64, 1 + number as usize), (at + STRIDE + 63 - number % 64, 60 + number as usize * 3)],
    )
}

/// Two buffers for each received frame, the first of 1 to 120 octets.
fn buffers() -> impl Iterator<Item = (u64, usize)> {
    (0..240).map(|number| {
        let frame = number / 2;
        let octets = if number % 2 == 0 { 1 + frame as usize } else { 2048 };
        (RX_BUFFERS + STRIDE * number + if number % 2 == 0 { frame % 64 } else { 63 - frame % 64 }, octets)
    })
}

/// What was received lies here: address and octets, frame by frame.
fn places(frames: &[Vec<u8>]) -> Vec<(u64, Vec<u8>)> {
    let (mut buffers, mut places) = (buffers(), vec![]);
    for frame in frames {
        let two = [buffers.next(), buffers.next()];
        let mut rest = &frame[..];
        for (address, length) in two.into_iter().flatten() {
            let (here, after) = rest.split_at(rest.len().min(length));
            places.push((address, here.to_vec()));
            rest = after;
        }
    }
    places
}

/// 60 frames out and 120 in, at all alignments; all are right.
fn traffic(rig: &mut dyn Rig<Card>, check: &mut Check, timing: Timing) -> Result<Trace, Mismatch> {
    let sent: Vec<_> = (0..64).map(outgoing).collect();
    let received: Vec<_> = (0..120).map(|number| incoming(130 + number as usize % 7, number)).collect();
    let mut driver = Driver::new(8, TX_ENABLE | RX_ENABLE | PROMISCUOUS);
    driver.provide(buffers());
    driver.send(&sent);
    driver.receive(&received, rig.bits_per_clock());
    driver.until_sent();
    driver.until_received();
    driver.quiet(2000);
    let trace = played(rig, check, &Script { timing, ..driver.script() })?;
    let frames: Vec<_> = sent.iter().map(|frame| octets_of(frame)).collect();
    on_the_wire(check, &trace.packets(0), &frames)?;
    for (address, octets) in places(&received) {
        check.equal(format_args!("octets at {address:#x}"), trace.memory.octets(address, octets.len()), octets)?;
    }
    for (number, completion) in completions(&trace, RX_COMPLETIONS, 256, 0, 120).into_iter().enumerate() {
        let length = received[number].len() as u16;
        let expected = Completion { length, vlan_tci: 0, next: 2 * number as u16 + 2, status: 0, phase: true };
        check.equal(format_args!("receive completion {number}"), completion, expected)?;
    }
    Ok(trace)
}

fn bursts(rig: &mut dyn Rig<Card>, check: &mut Check, reads: bool) -> Result<(), Mismatch> {
    let trace = traffic(rig, check, Timing { latency: Latency::UpTo(64), ..Timing::default() })?;
    for (clock, event) in &trace.bus {
        let burst = match *event {
            BusEvent::Read(address, beats) if reads => (address, beats),
            BusEvent::Write(address, beats) if !reads => (address, beats),
            _ => continue,
        };
        let sound = is_sound(burst.0, burst.1);
        check.holds(format_args!("burst at clock {clock}"), sound, burst, "1 to 16 beats within 4096 octets")?;
    }
    Ok(())
}

fn strobes(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let trace = traffic(rig, check, Timing::default())?;
    let received: Vec<_> = (0..120).map(|number| incoming(130 + number as usize % 7, number)).collect();
    for (address, octets) in places(&received) {
        let around = |from: u64| (from..from + 128).map(|at| (at, trace.memory.octet(at)));
        let end = address + octets.len() as u64;
        for (at, octet) in around(address - 128).chain(around(end)) {
            // What was never written is told by its address.
            check.equal(format_args!("octet at {at:#x}, beside a buffer"), octet, SparseMemory::untouched(at))?;
        }
    }
    Ok(())
}

fn tx_order(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let of = |number: u64| {
        let at = TX_BUFFERS + STRIDE * number + number * 7 % 64;
        let two = [(at, 20 + number as usize % 30), (at + 300, 40)];
        frame(number, if number.is_multiple_of(3) { &two } else { &two[1..] })
    };
    let frames: Vec<_> = (0..256).map(of).collect();
    let mut driver = Driver::new(9, TX_ENABLE);
    driver.send(&frames);
    driver.until_sent();
    driver.quiet(1000);
    let timing = Timing { latency: Latency::UpTo(200), stalls_per_million: 300_000, seed: 2 };
    let trace = played(rig, check, &Script { timing, ..driver.script() })?;
    let octets: Vec<_> = frames.iter().map(|frame| octets_of(frame)).collect();
    on_the_wire(check, &trace.packets(0), &octets)?;
    let mut next = 0;
    for (number, completion) in completions(&trace, TX_COMPLETIONS, 512, 0, 257).into_iter().enumerate() {
        let Some(frame) = frames.get(number) else {
            return check.equal(format_args!("completion beyond the last frame"), completion.phase, false);
        };
        next += frame.len() as u16;
        let length = octets[number].len() as u16;
        let expected = Completion { length, vlan_tci: 0, next, status: 0, phase: true };
        check.equal(format_args!("transmit completion {number}"), completion, expected)?;
    }
    Ok(())
}

fn rx_order(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let frames: Vec<_> = (0..250).map(|number| incoming(60 + number as usize % 91, number)).collect();
    let mut driver = Driver::new(8, RX_ENABLE | PROMISCUOUS);
    driver.provide((0..256).map(|number| (RX_BUFFERS + 2048 * number + number * 5 % 64, 1600)));
    driver.receive(&frames, rig.bits_per_clock());
    driver.until_received();
    driver.quiet(1000);
    let timing = Timing { latency: Latency::UpTo(100), stalls_per_million: 300_000, seed: 3 };
    let trace = played(rig, check, &Script { timing, ..driver.script() })?;
    for (number, completion) in completions(&trace, RX_COMPLETIONS, 256, 0, 251).into_iter().enumerate() {
        let Some(frame) = frames.get(number) else {
            return check.equal(format_args!("completion beyond the last frame"), completion.phase, false);
        };
        let (length, next) = (frame.len() as u16, number as u16 + 1);
        let expected = Completion { length, vlan_tci: 0, next, status: 0, phase: true };
        check.equal(format_args!("receive completion {number}"), completion, expected)?;
        let number = number as u64;
        let octets = trace.memory.octets(RX_BUFFERS + 2048 * number + number * 5 % 64, frame.len());
        check.equal(format_args!("octets of frame {number}"), &octets, frame)?;
    }
    Ok(())
}
