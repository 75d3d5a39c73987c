// SPDX-License-Identifier: MIT OR Apache-2.0
//! Interrupt causes, mask and line (docs/card.md, Registers).

use super::UNTIMED;
use crate::conformance::rigs::card_bus::interrupts::{Interrupts, Shown, Told};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-interrupts-set-wins",
        "interrupts/set_wins",
        "Each of the seven causes, set before, at and after the edge of its clear, is there afterwards unless it came \
                before; a clear of one leaves the other six.",
        set_wins,
        |trace| trace.iter_mut().skip(10).for_each(|shown| shown.cause &= !1),
    ),
    case(
        "nic-interrupts-mask",
        "interrupts/mask",
        "Each cause with each mask of one bit raises the line only where they are the same, is kept where not, and \
         raises it when the mask lets it.",
        mask,
        |trace| trace.iter_mut().for_each(|shown| shown.cause = 0),
    ),
    case(
        "nic-interrupts-moderation",
        "interrupts/moderation",
        "With times of 0, 1, 100 and 65535 and a cause every 10 clocks, and with one at each clock around the end of \
         the time, the line rises not before the time is over, and at once when it is.",
        moderation,
        |trace| {
            let rise = trace.windows(2).position(|two| !two[0].irq && two[1].irq).unwrap_or(0);
            trace.insert(rise + 1, Shown::default());
        },
    ),
    case(
        "nic-interrupts-link",
        "interrupts/link",
        "The link coming, going and coming, 1000 clocks apart, sets the cause LINK at each of them and at no other \
                clock.",
        link,
        |trace| trace[2000..].iter_mut().take(500).for_each(|shown| shown.cause = 0),
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<Interrupts>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Vec<Shown>),
) -> Case {
    let exam = AnyExam::Interrupts(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["interrupts"], not_on_reference: UNTIMED, exam }
}

const LINK: u8 = 1 << 4;

/// What tells the causes of `bits`; the link is up before and down now, where LINK is among them.
fn told(bits: u8) -> Told {
    Told { causes: bits & !LINK, link: bits & LINK != 0, ..Told::default() }
}

fn set_wins(rig: &mut dyn Rig<Interrupts>, check: &mut Check) -> Result<(), Mismatch> {
    const CLEARED: usize = 12;
    for (cause, set) in (0..7).flat_map(|cause| (8..17).map(move |set| (1_u8 << cause, set))) {
        let mut script = vec![Told::default(); 30];
        // All others at clock 3.
        script[3] = told(!cause & 0x7f);
        for (clock, at) in script.iter_mut().enumerate() {
            at.link = if cause == LINK { clock >= set } else { clock >= 3 };
        }
        script[set].causes |= cause & !LINK;
        script[CLEARED].clear = cause;
        let trace = rig.play(&script);
        for (clock, shown) in trace.iter().enumerate() {
            let others = if clock >= 3 { !cause & 0x7f } else { 0 };
            let there = if set < CLEARED { (set..CLEARED).contains(&clock) } else { clock >= set };
            let expected = others | if there { cause } else { 0 };
            check.equal(format_args!("causes at clock {clock}, {cause:#x} set at {set}"), shown.cause, expected)?;
        }
    }
    // The receive direction tells the causes 2 and 3, too; a stop that lasts is told once.
    let mut script = vec![Told::default(); 20];
    script[5..].iter_mut().for_each(|told| told.receive[0] = true);
    script[9].receive[1] = true;
    script[12].clear = 0x0c;
    let causes: Vec<_> = rig.play(&script).iter().map(|shown| shown.cause).collect();
    let expected = (0..20).map(|clock| {
        if !(5..12).contains(&clock) {
            0
        } else if clock < 9 {
            4
        } else {
            12
        }
    });
    check.equal(format_args!("causes of the receive direction"), causes, expected.collect())
}

fn mask(rig: &mut dyn Rig<Interrupts>, check: &mut Check) -> Result<(), Mismatch> {
    for (cause, mask) in (0..7).flat_map(|cause| (0..7).map(move |mask| (1_u8 << cause, 1_u8 << mask))) {
        let mut script = vec![Told { mask, ..Told::default() }; 40];
        script[5] = Told { mask, ..told(cause) };
        script[5..].iter_mut().for_each(|told| told.link = cause == LINK);
        script[20..].iter_mut().for_each(|told| told.mask = 0x7f);
        script[30].clear = cause;
        let trace = rig.play(&script);
        for (clock, shown) in trace.iter().enumerate() {
            let what = format_args!("cause {cause:#x}, mask {mask:#x}, clock {clock}");
            check.equal(what, shown.cause, if (5..30).contains(&clock) { cause } else { 0 })?;
            // The contract: three clocks from a strobe to the line, two from the mask, two from the clear.
            let from = if cause == mask { 7 } else { 21 };
            check.equal(what, shown.irq, (from..32).contains(&clock))?;
        }
    }
    Ok(())
}

/// The clocks at which the line rises.
fn rises(trace: &[Shown]) -> Vec<usize> {
    let two = trace.windows(2).enumerate();
    two.filter(|(_, two)| !two[0].irq && two[1].irq).map(|(clock, _)| clock + 1).collect()
}

fn moderation(rig: &mut dyn Rig<Interrupts>, check: &mut Check) -> Result<(), Mismatch> {
    for time in [0, 1, 100, 65535] {
        let least = 16 * usize::from(time) + 1;
        let clocks = 2 * least + 1000;
        let at = |clock: usize| Told {
            causes: u8::from(clock.is_multiple_of(10)),
            clear: u8::from(clock % 10 == 5),
            mask: 1,
            moderation: time,
            ..Told::default()
        };
        let rises = rises(&rig.play(&(0..clocks).map(at).collect()));
        check.holds(format_args!("rises, time {time}"), rises.len() > 2, rises.len(), "three at least")?;
        for two in rises.windows(2) {
            let apart = two[1] - two[0];
            let right = (least..least + 10).contains(&apart);
            check.holds(
                format_args!("clocks between rises, time {time}"),
                right,
                apart,
                "the time, and no cause more",
            )?;
        }
    }
    // The line rises at clock 7; the time is over at 7 + 33; a cause comes around then.
    for second in 12..50 {
        let mut script = vec![Told { mask: 0x7f, moderation: 2, ..Told::default() }; 80];
        script[5].causes = 1;
        script[9].clear = 0x7f;
        script[second].causes = 2;
        let rises = rises(&rig.play(&script));
        let expected = vec![7, (7 + 33).max(second + 2)];
        check.equal(format_args!("rises with a second cause at clock {second}"), rises, expected)?;
    }
    Ok(())
}

fn link(rig: &mut dyn Rig<Interrupts>, check: &mut Check) -> Result<(), Mismatch> {
    let at = |clock: usize| Told {
        link: clock / 1000 % 2 == 1,
        clear: if clock % 1000 == 500 { 0x7f } else { 0 },
        ..Told::default()
    };
    let trace = rig.play(&(0..4000).map(at).collect());
    for (clock, shown) in trace.iter().enumerate() {
        let there = clock >= 1000 && clock % 1000 < 500;
        check.equal(format_args!("causes at clock {clock}"), shown.cause, if there { LINK } else { 0 })?;
    }
    Ok(())
}
