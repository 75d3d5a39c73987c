// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rings and tails of whole cards.

use super::driver::{
    CAUSE, Completion, Driver, PATIENCE, PROMISCUOUS, RX_BUFFERS, RX_COMPLETIONS, RX_DESCRIPTORS, RX_ENABLE, RX_HEAD,
    RX_TAIL, TX_BUFFERS, TX_COMPLETIONS, TX_DESCRIPTORS, TX_ENABLE, TX_HEAD, TX_TAIL, completions, frame, incoming,
    octets_of, on_the_wire,
};
use super::{case, played};
use crate::card::{Latency, Timing};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::card::{Bus, BusEvent, Card, Condition, Script, Step, Trace};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-ring_fetch-wrap",
        "card/ring_wrap",
        "With rings of 8, across an address of 2^32, five times round both ways at once, each frame is that of its \
                descriptor.",
        |rig, check| rounds(rig, check).map(drop),
        |trace| trace.symbols.clear(),
    ),
    case(
        "nic-completion_ring-phase",
        "card/phase",
        "After each of five ways round rings of 8 the completions have the phase of the way: 1, 0, 1 and so on, and a \
                driver that waits for it finds each frame.",
        phase,
        |trace| trace.memory.put(TX_COMPLETIONS + 7, &[0]),
    ),
    case(
        "nic-ring_fetch-full",
        "card/ring_full",
        "With head and tail equal nothing is read in 1000 clocks; handed over as wholes, rings of 8 and of 16 give all \
                their frames, first and second time.",
        full,
        |trace| trace.bus.insert(0, (0, BusEvent::Read(TX_DESCRIPTORS, 2))),
    ),
    case(
        "nic-ring_fetch-tail-beyond",
        "card/tail_beyond",
        "A tail of one more than the size after the head, and one before the present, is refused for both directions: \
                RING_ERROR, TAIL reads as before, just the old descriptors are used; the next good tail is taken.",
        tail_beyond,
        |trace| trace.answers.iter_mut().for_each(|(_, answer)| answer.data &= !8),
    ),
    case(
        "nic-ring_fetch-never-beyond",
        "card/never_beyond",
        "With tails that go on by 1 to 5 no descriptor at or after the tail is read, and each is read once.",
        never_beyond,
        |trace| {
            trace.bus.iter_mut().for_each(|(_, event)| {
                if let BusEvent::Read(TX_DESCRIPTORS.., beats) = event {
                    *beats += 2;
                }
            })
        },
    ),
    case(
        "nic-ring_fetch-disabled",
        "card/disabled",
        "Tails that are written before a direction is enabled are kept: nothing is read in 1000 clocks, and all frames \
                pass when it is enabled.",
        disabled,
        |trace| trace.bus.insert(0, (0, BusEvent::Read(RX_DESCRIPTORS, 2))),
    ),
    case(
        "nic-completion_ring-cause-after-response",
        "card/cause_after_response",
        "With the response to each completion held back for 1000 clocks the cause TX, or RX, comes after the response \
         and not before.",
        cause_after_response,
        |trace| trace.irq.iter_mut().for_each(|(clock, _)| *clock = 0),
    ),
];

/// Five times round rings of 8, both ways, 8 frames a time; marks after each.
fn rounds(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<Vec<Trace>, Mismatch> {
    let mut traces = Vec::new();
    // A run of so many ways each, for memory is seen at its end only.
    for ways in 1..=5 {
        let (mut sent, mut received) = (vec![], vec![]);
        let mut driver = Driver::new(3, TX_ENABLE | RX_ENABLE | PROMISCUOUS);
        for way in 0..ways {
            let out: Vec<_> = (0..8)
                .map(|number| frame(way * 8 + number, &[(TX_BUFFERS + 2048 * number + way, 60 + way as usize)]))
                .collect();
            let incoming: Vec<_> = (0..8).map(|number| incoming(64 + way as usize, way * 8 + number)).collect();
            driver.provide((0..8).map(|number| (RX_BUFFERS + 2048 * number + 3 * way, 1600)));
            driver.send(&out);
            driver.receive(&incoming, rig.bits_per_clock());
            driver.until_sent();
            driver.until_received();
            sent.extend(out.iter().map(|frame| octets_of(frame)));
            received = incoming;
        }
        driver.quiet(1000);
        let trace = played(rig, check, &driver.script())?;
        on_the_wire(check, &trace.packets(0), &sent)?;
        for (number, frame) in (0..).zip(&received) {
            let octets = trace.memory.octets(RX_BUFFERS + 2048 * number + 3 * (ways - 1), frame.len());
            check.equal(format_args!("received frame {number} of way {ways}"), &octets, frame)?;
        }
        traces.push(trace);
    }
    Ok(traces)
}

fn phase(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for (way, trace) in rounds(rig, check)?.iter().enumerate() {
        for (ring, octets) in [(TX_COMPLETIONS, 60 + way), (RX_COMPLETIONS, 64 + way)] {
            for (number, completion) in completions(trace, ring, 8, 0, 8).into_iter().enumerate() {
                let next = (8 * way + number + 1) as u16;
                let expected = Completion { length: octets as u16, vlan_tci: 0, next, status: 0, phase: way % 2 == 0 };
                check.equal(format_args!("completion {number} of way {way}"), completion, expected)?;
            }
        }
    }
    Ok(())
}

/// Addresses of reads in these, with the descriptors.
fn descriptors_read(trace: &Trace, ring: u64, size: u64) -> Vec<(usize, u64, usize)> {
    let of = |(clock, event): &(usize, BusEvent)| match *event {
        BusEvent::Read(address, beats) if (ring..ring + 16 * size).contains(&address) => {
            Some((*clock, address, beats / 2))
        }
        _ => None,
    };
    trace.bus.iter().filter_map(of).collect()
}

fn full(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for size_log2 in [3, 4] {
        let size = 1 << size_log2;
        let frames = |seed: u64| (0..size).map(move |number| frame(seed + number, &[(TX_BUFFERS + 256 * number, 60)]));
        let (first, second): (Vec<_>, Vec<_>) = (frames(0).collect(), frames(100).collect());
        let mut driver = Driver::new(size_log2, TX_ENABLE);
        driver.wait(1000);
        driver.steps.push(Step::Mark);
        for frames in [&first, &second] {
            driver.send(frames);
            driver.until_sent();
        }
        driver.read(CAUSE);
        driver.quiet(500);
        let trace = played(rig, check, &driver.script())?;
        let early = trace.bus.iter().filter(|(clock, _)| *clock < trace.marks[0].clock).count();
        check.equal(format_args!("what the bus saw with head and tail equal"), early, 0)?;
        let octets: Vec<_> = [first, second].concat().iter().map(|frame| octets_of(frame)).collect();
        on_the_wire(check, &trace.packets(0), &octets)?;
        check.equal(format_args!("causes"), trace.reads(), vec![1])?;
    }
    Ok(())
}

fn tail_beyond(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for (tail, head) in [(TX_TAIL, TX_HEAD), (RX_TAIL, RX_HEAD)] {
        let mut driver = Driver::new(3, TX_ENABLE | RX_ENABLE | PROMISCUOUS);
        let frames: Vec<_> = (0..8).map(|number| frame(number, &[(TX_BUFFERS + 256 * number, 60)])).collect();
        driver.queue(&frames);
        driver.provide((0..5).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
        driver.write(TX_TAIL, 5);
        driver.wait(2000);
        // All five are fetched by now: the head is 5, and 13 the last good tail.
        for refused in [5 + 9, 5 + 1000, 4, 0, 0x8005] {
            driver.write(tail, refused);
            driver.read(tail);
            driver.read(CAUSE);
            driver.write(CAUSE, 8);
        }
        driver.write(tail, 8);
        driver.wait(1000);
        [tail, head, CAUSE].iter().for_each(|&offset| driver.read(offset));
        driver.quiet(500);
        let trace = played(rig, check, &driver.script())?;
        let reads: Vec<_> = trace.reads();
        for (number, pair) in reads[..10].chunks(2).enumerate() {
            check.equal(format_args!("tail {number} refused, at {tail:#x}"), (pair[0], pair[1] & 8), (5, 8))?;
        }
        check.equal(
            format_args!("tail, head and RING_ERROR after a good one"),
            [reads[10], reads[11], reads[12] & 8],
            [8, 8, 0],
        )?;
        let sent = if tail == TX_TAIL { 8 } else { 5 };
        let octets: Vec<_> = frames[..sent].iter().map(|frame| octets_of(frame)).collect();
        on_the_wire(check, &trace.packets(0), &octets)?;
    }
    Ok(())
}

fn never_beyond(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let mut driver = Driver::new(5, TX_ENABLE);
    let mut tails = Vec::new();
    for step in [1, 2, 3, 4, 5, 1, 3] {
        let seed = u64::from(driver.tx_next);
        let frames: Vec<_> = (0..step).map(|number| frame(seed, &[(TX_BUFFERS + 256 * number, 60)])).collect();
        driver.steps.push(Step::Mark);
        driver.send(&frames);
        driver.until_sent();
        tails.push(u64::from(driver.tx_next));
    }
    driver.quiet(500);
    let trace = played(rig, check, &driver.script())?;
    let mut next = 0;
    for (clock, address, descriptors) in descriptors_read(&trace, TX_DESCRIPTORS, 32) {
        check.equal(format_args!("address of the read at clock {clock}"), address, TX_DESCRIPTORS + 16 * next)?;
        next += descriptors as u64;
        let written = trace.marks.iter().take_while(|mark| mark.clock <= clock).count();
        let tail = tails[written - 1];
        check.holds(
            format_args!("end of the read at clock {clock}"),
            next <= tail,
            (next, tail),
            "not beyond the tail",
        )?;
    }
    check.equal(format_args!("descriptors read"), next, 19)
}

fn disabled(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let sent: Vec<_> = (0..6).map(|number| frame(number, &[(TX_BUFFERS + 256 * number, 60)])).collect();
    let received: Vec<_> = (0..6).map(|number| incoming(60, number)).collect();
    let mut driver = Driver::new(3, PROMISCUOUS);
    driver.send(&sent);
    driver.provide((0..8).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
    driver.wait(1000);
    driver.steps.push(Step::Mark);
    [TX_TAIL, RX_TAIL, TX_HEAD, RX_HEAD].iter().for_each(|&offset| driver.read(offset));
    driver.write(super::driver::CONTROL, TX_ENABLE | RX_ENABLE | PROMISCUOUS);
    driver.receive(&received, rig.bits_per_clock());
    driver.until_sent();
    driver.until_received();
    let trace = played(rig, check, &driver.script())?;
    check.equal(format_args!("tails and heads before"), trace.reads(), vec![6, 8, 0, 0])?;
    let early = trace.bus.iter().filter(|(clock, _)| *clock < trace.marks[0].clock).count();
    check.equal(format_args!("what the bus saw before"), early, 0)?;
    let octets: Vec<_> = sent.iter().map(|frame| octets_of(frame)).collect();
    on_the_wire(check, &trace.packets(0), &octets)?;
    let lengths: Vec<_> =
        completions(&trace, RX_COMPLETIONS, 8, 0, 6).iter().map(|completion| completion.length).collect();
    check.equal(format_args!("lengths of the frames received"), lengths, vec![60; 6])
}

fn cause_after_response(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for transmit in [true, false] {
        let mut driver = Driver::new(3, TX_ENABLE | RX_ENABLE | PROMISCUOUS);
        driver.provide([(RX_BUFFERS, 2048)]);
        driver.write(super::driver::MASK, 3);
        // The first write for a sent frame is its completion; the second one for a received frame, behind its octets.
        driver.steps.push(Step::Mark);
        if transmit {
            driver.send(&[frame(1, &[(TX_BUFFERS, 60)])]);
        } else {
            driver.receive(&[incoming(60, 1)], rig.bits_per_clock());
        }
        driver.steps.push(Step::Until(Condition::Bursts(0, if transmit { 1 } else { 2 }), PATIENCE));
        driver.steps.push(Step::Bus(Bus { withholds_responses: true, ..Bus::default() }));
        if transmit {
            driver.until_sent()
        } else {
            driver.until_received()
        }
        driver.wait(1000);
        driver.read(CAUSE);
        driver.steps.push(Step::Bus(Bus::default()));
        driver.steps.push(Step::Until(Condition::Irq(true), PATIENCE));
        driver.read(CAUSE);
        let timing = Timing { latency: Latency::Fixed(100), ..Timing::default() };
        let trace = played(rig, check, &Script { timing, ..driver.script() })?;
        check.equal(
            format_args!("causes before and after the response"),
            trace.reads(),
            vec![0, if transmit { 1 } else { 2 }],
        )?;
        let answered = trace.bus.iter().rev().find(|(_, event)| matches!(event, BusEvent::Answered(_)));
        let (rise, answered) = (trace.irq[0].0, answered.map_or(0, |(clock, _)| *clock));
        let soon = (answered..answered + 30).contains(&rise);
        check.holds(format_args!("rise of the line"), soon, (rise, answered), "just after the response")?;
    }
    Ok(())
}
