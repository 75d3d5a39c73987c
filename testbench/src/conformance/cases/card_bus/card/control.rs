// SPDX-License-Identifier: MIT OR Apache-2.0
//! Interrupts, registers, counters and loopback of whole cards.

use super::super::nic_registers::{Kind, register, words};
use super::driver::{
    CAUSE, Driver, LOOPBACK, MASK, PATIENCE, PROMISCUOUS, RX_BUFFERS, RX_COMPLETIONS, RX_ENABLE, SNAPSHOT, TX_BUFFERS,
    TX_ENABLE, completions, frame, incoming, octets_of, on_the_wire,
};
use super::{case, played};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::card::{Card, Condition, Script, Step};
use crate::conformance::rigs::wire::TxSymbol;
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-interrupts-mask",
        "card/mask",
        "The cause SOFTWARE raises the line just where its bit of the mask is 1, is kept where it is 0, and raises it \
         when the mask lets it; a clear lowers it.",
        mask,
        |trace| trace.irq.clear(),
    ),
    case(
        "nic-interrupts-moderation",
        "card/moderation",
        "While 60 frames are sent and received and every interrupt is cleared at once, rises of the line are the time \
         of MODERATION apart at the least, and one comes after the last completion.",
        moderation,
        |trace| {
            let first = trace.irq[0].0;
            trace.irq.insert(1, (first + 1, false));
            trace.irq.insert(2, (first + 2, true));
        },
    ),
    case(
        "nic-interrupts-link",
        "card/link",
        "The link coming, going and coming sets the cause LINK once each, and STATUS says what it is.",
        link,
        |trace| trace.answers.iter_mut().for_each(|(_, answer)| answer.data &= !1),
    ),
    case(
        "nic-nic_registers-map",
        "card/map",
        "Each of the 256 words has the reset value, the bits and the answers of the map; counters read 0 after a first \
                snapshot.",
        map,
        |trace| trace.answers[9].1.response = 2,
    ),
    case(
        "nic-nic_registers-snapshot",
        "card/snapshot",
        "While frames of 60 octets go on being received, two readings of all 48 counters of a snapshot are equal, and \
                those of a clock are of one moment.",
        snapshot,
        |trace| trace.answers.iter_mut().rev().take(60).for_each(|(_, answer)| answer.data += 1),
    ),
    case(
        "nic-loopback-frames",
        "card/loopback",
        "In loopback 30 frames of 60 to 1500 octets, with clocks that differ by 0 and by 200 millionths either way, \
         are received once and unchanged, what comes from the wire is not, and the wire shows nothing.",
        loopback,
        |trace| trace.symbols[9] = TxSymbol { en: true, ..TxSymbol::default() },
    ),
];

fn mask(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for bit in 0..7 {
        let mut driver = Driver::new(3, 0);
        driver.write(MASK, 1 << bit);
        driver.write(0x48, 1);
        driver.wait(50);
        driver.steps.push(Step::Mark);
        driver.read(CAUSE);
        driver.write(MASK, 0x7f);
        driver.wait(50);
        driver.steps.push(Step::Mark);
        driver.write(CAUSE, 0x40);
        driver.wait(50);
        driver.read(CAUSE);
        let trace = played(rig, check, &driver.script())?;
        check.equal(format_args!("causes before and after the clear"), trace.reads(), vec![0x40, 0])?;
        let early = trace.irq.iter().filter(|(clock, _)| *clock < trace.marks[0].clock).count();
        check.equal(format_args!("edges of the line with mask bit {bit}"), early, usize::from(bit == 6))?;
        let line: Vec<_> = trace.irq.iter().map(|(_, irq)| *irq).collect();
        check.equal(format_args!("edges in all"), line, vec![true, false])?;
        let last = trace.irq[1].0;
        check.holds(format_args!("end of the line"), last > trace.marks[1].clock, last, "after the clear")?;
    }
    Ok(())
}

fn moderation(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for time in [0, 20, 150] {
        let mut driver = Driver::new(7, TX_ENABLE | RX_ENABLE | PROMISCUOUS);
        driver.write(0x4c, time);
        driver.provide((0..64).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
        driver.send(&(0..60).map(|number| frame(number, &[(TX_BUFFERS + 256 * number, 60)])).collect::<Vec<_>>());
        driver.receive(&(0..60).map(|number| incoming(60, number)).collect::<Vec<_>>(), rig.bits_per_clock());
        driver.write(MASK, 3);
        // Fewer turns than there are rises while frames come.
        for _ in 0..if time == 150 { 2 } else { 12 } {
            driver.steps.push(Step::Until(Condition::Irq(true), PATIENCE));
            driver.write(CAUSE, 3);
            // The line falls, but for a cause that comes at the edge of the clear.
            driver.wait(12);
        }
        driver.until_sent();
        driver.until_received();
        driver.wait(16 * time as usize + 400);
        driver.steps.push(Step::Mark);
        let trace = played(rig, check, &driver.script())?;
        let rises: Vec<_> = trace.irq.iter().filter(|(_, irq)| *irq).map(|(clock, _)| *clock).collect();
        check.holds(format_args!("rises, time {time}"), rises.len() > 2, rises.len(), "three at least")?;
        for two in rises.windows(2) {
            let (apart, least) = (two[1] - two[0], 16 * time as usize + 1);
            check.holds(
                format_args!("clocks between rises, time {time}"),
                apart >= least,
                apart,
                "the time at the least",
            )?;
        }
        check.equal(
            format_args!("the line at the end, with completions behind the last clear"),
            trace.irq.last().map(|(_, irq)| *irq),
            Some(true),
        )?;
    }
    Ok(())
}

fn link(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let mut driver = Driver::new(3, 0);
    for link in [true, false, true] {
        driver.steps.push(Step::Link(link));
        for _ in 0..2 {
            driver.wait(500);
            driver.read(0x14);
            driver.read(CAUSE);
            driver.write(CAUSE, 0x10);
        }
    }
    let trace = played(rig, check, &driver.script())?;
    let expected = [1, 0, 1].into_iter().flat_map(|link| [link, 0x10, link, 0]).collect();
    check.equal(format_args!("STATUS and causes, twice after each change"), trace.reads(), expected)
}

fn map(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let capabilities = if rig.bits_per_clock() == 8 { 0x0001_10c1 } else { 0x0002_10c1 };
    let mut driver = Driver::new(3, 0);
    driver.steps.clear();
    driver.wait(20);
    driver.write(SNAPSHOT, 1);
    driver.wait(300);
    for offset in words() {
        driver.read(offset.into());
    }
    for offset in words().filter(|offset| register(*offset).2 == Kind::Setting) {
        // Enabled, the card would begin to work.
        driver.write(offset.into(), if offset == 0x10 { !3 } else { !0 });
        driver.read(offset.into());
    }
    for offset in words().filter(|offset| register(*offset).2 == Kind::Nothing) {
        driver.write(offset.into(), !0);
    }
    let trace = played(rig, check, &driver.script())?;
    let mut answers = trace.answers.iter().skip(1).map(|(_, answer)| (answer.data, answer.response));
    for (offset, answer) in words().zip(answers.by_ref()) {
        let (reset, _, kind) = register(offset);
        let reset = if offset == 8 { capabilities } else { reset };
        check.equal(
            format_args!("{offset:#x} after power-up"),
            answer,
            (reset, if kind == Kind::Nothing { 2 } else { 0 }),
        )?;
    }
    for offset in words().filter(|offset| register(*offset).2 == Kind::Setting) {
        let bits = register(offset).1 & if offset == 0x10 { !3 } else { !0 };
        let pair = (answers.next(), answers.next());
        check.equal(format_args!("{offset:#x} after ones were written"), pair, (Some((0, 0)), Some((bits, 0))))?;
    }
    for answer in answers {
        check.equal(format_args!("the answer to a write of a gap"), answer, (0, 2))?;
    }
    Ok(())
}

fn snapshot(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let mut driver = Driver::new(9, RX_ENABLE | PROMISCUOUS);
    driver.provide((0..400).map(|number| (RX_BUFFERS + 128 * number, 128)));
    let frames = 40 * rig.bits_per_clock();
    driver.receive(&(0..frames as u64).map(|number| incoming(60, number)).collect::<Vec<_>>(), rig.bits_per_clock());
    driver.wait(3000);
    driver.write(SNAPSHOT, 1);
    driver.wait(300);
    driver.read(SNAPSHOT);
    for word in (0..96).chain(0..96) {
        driver.read(0x200 + 4 * word);
    }
    driver.steps.push(Step::Mark);
    driver.until_received();
    driver.write(SNAPSHOT, 1);
    driver.wait(300);
    for word in 0..96 {
        driver.read(0x200 + 4 * word);
    }
    let trace = played(rig, check, &driver.script())?;
    let going = trace.marks[0].carriers;
    check.holds(format_args!("frames begun when the counters were read"), going < frames, going, "not all")?;
    let reads = trace.reads();
    check.equal(format_args!("SNAPSHOT"), reads[0], 0)?;
    let counter = |turn: usize, number: usize| {
        let halves = &reads[1 + 96 * turn + 2 * number..][..2];
        u64::from(halves[0]) | u64::from(halves[1]) << 32
    };
    for number in 0..48 {
        check.equal(format_args!("counter {number}, read twice"), counter(0, number), counter(1, number))?;
    }
    for turn in [0, 2] {
        check.equal(format_args!("aOctetsReceivedOK"), counter(turn, 1), 46 * counter(turn, 0))?;
        check.equal(format_args!("octetsDelivered"), counter(turn, 33), 60 * counter(turn, 34))?;
    }
    let some = counter(0, 34);
    check.holds(format_args!("framesDelivered"), (1..frames as u64).contains(&some), some, "some, not all")?;
    let end = (counter(2, 0), counter(2, 34), counter(2, 35));
    check.equal(format_args!("received, delivered and lost at the end"), end, (frames as u64, frames as u64, 0))
}

fn loopback(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for drift_ppm in [0, 200, -200] {
        let sizes = [60, 61, 100, 60, 400, 1500];
        let of = |number: u64| frame(number, &[(TX_BUFFERS + 2048 * number, sizes[number as usize % 6])]);
        let frames: Vec<_> = (0..30)
            .map(of)
            .map(|mut frame| {
                // To one station, of a type that nobody looks into.
                frame[0].octets[0] &= 0xfe;
                frame[0].octets[12..14].copy_from_slice(&[0x88, 0xb5]);
                frame
            })
            .collect();
        let mut driver = Driver::new(6, TX_ENABLE | RX_ENABLE | PROMISCUOUS | LOOPBACK);
        driver.provide((0..40).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
        driver.send(&frames);
        // What comes from the wire meanwhile.
        driver.receive(&[incoming(77, 1), incoming(78, 2)], rig.bits_per_clock());
        driver.rx_frames = 30;
        driver.until_sent();
        driver.until_received();
        driver.quiet(1000);
        let trace = played(rig, check, &Script { drift_ppm, ..driver.script() })?;
        on_the_wire(check, &trace.packets(0), &[])?;
        let done = completions(&trace, RX_COMPLETIONS, 64, 0, 31);
        check.equal(format_args!("a completion beyond the last frame"), done[30].phase, false)?;
        for (number, (frame, done)) in (0..).zip(frames.iter().zip(done)) {
            let octets = octets_of(frame);
            let what = format_args!("length and status of frame {number}, {drift_ppm} ppm");
            check.equal(what, (usize::from(done.length), done.status), (octets.len(), 0))?;
            let got = trace.memory.octets(RX_BUFFERS + 2048 * number, octets.len());
            check.equal(format_args!("octets of frame {number}, {drift_ppm} ppm"), got, octets)?;
        }
    }
    Ok(())
}
