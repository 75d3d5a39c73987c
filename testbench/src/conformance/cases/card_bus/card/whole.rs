// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rate of the wire, and what happens when bus or driver are too slow for it.

use super::driver::{
    CAUSE, Driver, PAUSE_SEND, PROMISCUOUS, RX_BUFFERS, RX_COMPLETIONS, RX_ENABLE, SNAPSHOT, TX_BUFFERS,
    TX_COMPLETIONS, TX_ENABLE, completions, frame, incoming, octets_of, on_the_wire,
};
use super::{case, played};
use crate::card::{Latency, Timing};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::card::{Bus, Card, Script, Step};
use crate::conformance::rigs::medium;
use crate::conformance::rigs::wire::TxSymbol;
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    Case {
        devices: &["nic"],
        ..case(
            "nic-nic-rate",
            "card/rate",
            "240 frames of 64 octets on the wire and 60 of 1518, back to back both ways at once, with memory that \
             answers after 64 clocks: after the first one 12 octets lie between any two frames, and none is lost.",
            rate,
            |trace| {
                let silence = trace.symbols.iter().skip(9000).position(|symbol| !symbol.en).unwrap_or(0);
                trace.symbols.insert(9000 + silence, TxSymbol::default());
            },
        )
    },
    case(
        "nic-nic-back-pressure",
        "card/back_pressure",
        "With each channel of the bus in turn standing while more frames come than memory holds, what is delivered and \
                what is counted as lost are all that came, the former whole and in order; RX_LOST says it; all is \
                sent.",
        back_pressure,
        |trace| trace.answers.iter_mut().for_each(|(_, answer)| answer.data &= !0x20),
    ),
    Case {
        devices: &["nic"],
        ..case(
            "nic-nic-pause",
            "card/pause",
            "Without descriptors for a while, and with PAUSE_SEND, a partner that sends frames of 64 or of 1518 \
             octets back to back and obeys PAUSE loses none; without PAUSE_SEND some are lost.",
            pause,
            |trace| trace.answers.iter_mut().for_each(|(_, answer)| answer.data += 1),
        )
    },
    Case {
        devices: &["nic_mii"],
        ..case(
            "nic-nic_mii-half-duplex",
            "card/half_duplex",
            "In half duplex two of six frames meet one collision and three, and another station sends for a while: \
             each is on the wire whole once, in its order, and completed once, and nothing is begun while the other \
             sends.",
            half_duplex,
            |trace| trace.symbols.clear(),
        )
    },
];

/// Counters of the card, and of the MAC: framesLost, aFramesLostDueToIntMACRcvError.
const LOST: [u32; 2] = [0x200 + 8 * 35, 0x200 + 8 * 15];

fn rate(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for (octets, count) in [(60, 240), (1514, 60)] {
        let sent: Vec<_> =
            (0..count).map(|number| frame(number, &[(TX_BUFFERS + 2048 * number + number * 5 % 64, octets)])).collect();
        let received: Vec<_> = (0..count).map(|number| incoming(octets, number)).collect();
        let mut driver = Driver::new(8, TX_ENABLE | RX_ENABLE | PROMISCUOUS);
        driver.provide((0..count).map(|number| (RX_BUFFERS + 2048 * number + number * 3 % 64, 2048)));
        driver.receive(&received, rig.bits_per_clock());
        driver.send(&sent);
        driver.until_sent();
        driver.until_received();
        driver.quiet(500);
        driver.write(SNAPSHOT, 1);
        driver.wait(300);
        LOST.iter().for_each(|&counter| driver.read(counter));
        let timing = Timing { latency: Latency::Fixed(64), ..Timing::default() };
        let trace = played(rig, check, &Script { timing, ..driver.script() })?;
        let packets = trace.packets(0);
        on_the_wire(check, &packets, &sent.iter().map(|frame| octets_of(frame)).collect::<Vec<_>>())?;
        for (number, two) in packets.windows(2).enumerate().skip(1) {
            check.equal(
                format_args!("octets of silence after frame {number} of {octets}"),
                two[1].start - two[0].end,
                12,
            )?;
        }
        for (number, frame) in (0..).zip(&received) {
            let got = trace.memory.octets(RX_BUFFERS + 2048 * number + number * 3 % 64, octets);
            check.equal(format_args!("received frame {number} of {octets}"), &got, frame)?;
        }
        check.equal(format_args!("frames lost, by card and MAC"), trace.reads(), vec![0, 0])?;
    }
    Ok(())
}

fn back_pressure(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let standing = [
        Bus { refuses_reads: true, ..Bus::default() },
        Bus { withholds_data: true, ..Bus::default() },
        Bus { refuses_writes: true, ..Bus::default() },
        Bus { withholds_responses: true, ..Bus::default() },
    ];
    for (bus, loses) in standing.into_iter().zip([true, true, true, true]) {
        // Of 1000 octets, a number in each, while 50,000 octets pass on the wire.
        let received: Vec<_> = (0..50).map(|number| incoming(1000, number)).collect();
        let sent: Vec<_> = (0..10).map(|number| frame(number, &[(TX_BUFFERS + 2048 * number, 500)])).collect();
        let mut driver = Driver::new(6, TX_ENABLE | RX_ENABLE | PROMISCUOUS);
        driver.steps.push(Step::Bus(bus));
        driver.provide((0..60).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
        driver.send(&sent);
        driver.receive(&received, rig.bits_per_clock());
        driver.wait(10_000 + 8 / rig.bits_per_clock() * 52_000);
        driver.steps.push(Step::Bus(Bus::default()));
        driver.until_sent();
        driver.quiet(1000);
        driver.read(CAUSE);
        driver.write(SNAPSHOT, 1);
        driver.wait(300);
        LOST.iter().for_each(|&counter| driver.read(counter));
        let trace = played(rig, check, &driver.script())?;
        let reads = trace.reads();
        let done = completions(&trace, RX_COMPLETIONS, 64, 0, 50);
        let delivered = done.iter().filter(|done| done.phase).count();
        check.equal(format_args!("delivered and lost, {bus:?}"), delivered + reads[1] as usize, 50)?;
        check.equal(format_args!("lost in the MAC"), reads[2], 0)?;
        check.equal(format_args!("RX_LOST"), reads[0] & 0x20 != 0, loses)?;
        check.equal(format_args!("some are lost"), reads[1] > 0, loses)?;
        let mut came = received.iter();
        for number in 0..delivered as u64 {
            let octets = trace.memory.octets(RX_BUFFERS + 2048 * number, 1000);
            let found = came.any(|frame| *frame == octets);
            check.holds(
                format_args!("delivered frame {number}, {bus:?}"),
                found,
                &octets,
                "a whole frame, in order",
            )?;
        }
        on_the_wire(check, &trace.packets(0), &sent.iter().map(|frame| octets_of(frame)).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn pause(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for (octets, count) in [(60, 600), (1514, 40)] {
        for send in [PAUSE_SEND, 0] {
            let received: Vec<_> = (0..count).map(|number| incoming(octets, number)).collect();
            let mut driver = Driver::new(10, RX_ENABLE | PROMISCUOUS | send);
            driver.receive(&received, rig.bits_per_clock());
            driver.wait(60_000);
            driver.provide((0..count).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
            if send == 0 {
                driver.quiet(3000)
            } else {
                driver.until_received()
            }
            driver.write(SNAPSHOT, 1);
            driver.wait(300);
            LOST.iter().for_each(|&counter| driver.read(counter));
            let script = Script { obeys: true, ..driver.script() };
            let trace = played(rig, check, &script)?;
            let reads = trace.reads();
            let lost = if send == 0 { reads[0] > 0 } else { reads[0] != 0 };
            check.equal(format_args!("whether frames of {octets} are lost"), lost, send == 0)?;
            check.equal(format_args!("lost in the MAC"), reads[1], 0)?;
        }
    }
    Ok(())
}

fn half_duplex(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    const HALF_DUPLEX: u32 = 0x400;
    let sent: Vec<_> =
        (0..6).map(|number| frame(number, &[(TX_BUFFERS + 2048 * number, 60 + number as usize)])).collect();
    let mut driver = Driver::new(3, TX_ENABLE | HALF_DUPLEX);
    driver.send(&sent);
    driver.until_sent();
    driver.quiet(4000);
    driver.write(SNAPSHOT, 1);
    driver.wait(300);
    // aFramesTransmittedOK, aSingleCollisionFrames, aMultipleCollisionFrames.
    [16, 18, 19].iter().for_each(|counter| driver.read(0x200 + 8 * counter));
    let collisions = vec![None, Some(30), None, Some(17), Some(100), Some(60), None, None, None];
    let foreign = 1500..2500;
    let medium = medium::Script { collisions, foreign: vec![foreign.clone()], ..medium::Script::default() };
    let trace = played(rig, check, &Script { medium: Some(medium), ..driver.script() })?;
    let packets = trace.packets(0);
    // 64 octets of collision window at the most, and the jam: shorter than the shortest frame with its preamble.
    let whole: Vec<_> = packets.iter().filter(|packet| packet.octets.len() >= 72).cloned().collect();
    on_the_wire(check, &whole, &sent.iter().map(|frame| octets_of(frame)).collect::<Vec<_>>())?;
    check.equal(format_args!("attempts that met a collision"), packets.len() - whole.len(), 4)?;
    check.equal(format_args!("sent, after one collision, after more"), trace.reads(), vec![6, 1, 1])?;
    // Carrier sense is seen a few clocks late.
    let begun = packets.iter().filter(|packet| (foreign.start + 8..foreign.end).contains(&packet.start)).count();
    check.equal(format_args!("frames begun while another station sends"), begun, 0)?;
    let later = packets.iter().filter(|packet| packet.start > foreign.end).count();
    check.holds(format_args!("frames begun afterwards"), later > 0, later, "those that waited")?;
    let done: Vec<_> =
        completions(&trace, TX_COMPLETIONS, 8, 0, 7).iter().map(|done| (done.next, done.phase)).collect();
    let expected: Vec<_> = (1..7).map(|next| (next, true)).chain([(0, false)]).collect();
    check.equal(format_args!("completions"), done, expected)
}
