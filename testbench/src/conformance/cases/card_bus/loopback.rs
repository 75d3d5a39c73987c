// SPDX-License-Identifier: MIT OR Apache-2.0
//! Loopback between MAC and PHY (docs/card.md, Loopback).

use super::UNTIMED;
use crate::conformance::frames::noise;
use crate::conformance::rigs::card_bus::loopback::{Loopback, Script, Trace};
use crate::conformance::rigs::wire::{RxSymbol, TxSymbol};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-loopback-frames",
        "loopback/frames",
        "Packets of 1 to 1530 octets 12 clocks apart, some with errors, are heard once and unchanged, each in one \
         piece, at eight phases and with clocks that differ by 0 and by 200 millionths either way; the PHY is shown \
         nothing.",
        frames,
        |trace| trace.shown[30].en = true,
    ),
    case(
        "nic-loopback-off",
        "loopback/off",
        "Without loopback what is sent and what is received passes unchanged, one clock later.",
        |rig, check| {
            let sent: Vec<_> = symbols(1, 3000);
            let received = symbols(2, 3000).into_iter().map(heard).collect();
            let script = Script { sent, received, ..Script::default() };
            let trace = rig.play(&script);
            check.equal(format_args!("what the PHY is shown"), &trace.shown[..3000], &script.sent[..])?;
            check.equal(format_args!("what the MAC hears"), &trace.heard[..3000], &script.received[..])
        },
        |trace| trace.shown.iter_mut().for_each(|symbol| symbol.er = false),
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<Loopback>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::Loopback(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["loopback"], not_on_reference: UNTIMED, exam }
}

/// Symbols of all kinds.
fn symbols(seed: u64, count: usize) -> Vec<TxSymbol> {
    let of = |(data, kind): (u8, u8)| TxSymbol { data, en: kind % 4 > 0, er: kind % 16 > 12 };
    noise(seed).zip(noise(seed + 100)).take(count).map(of).collect()
}

fn heard(sent: TxSymbol) -> RxSymbol {
    RxSymbol { data: sent.data, dv: sent.en, er: sent.er }
}

fn frames(rig: &mut dyn Rig<Loopback>, check: &mut Check) -> Result<(), Mismatch> {
    let mut packets: Vec<Vec<TxSymbol>> = Vec::new();
    for (number, octets) in [1, 2, 68, 72, 73, 1530, 100, 72, 1530, 1530].into_iter().enumerate() {
        let error_at = if number % 3 == 2 { octets / 2 } else { octets };
        let of = |(place, data)| TxSymbol { data, en: true, er: place == error_at };
        packets.push(noise(number as u64).take(octets).enumerate().map(of).collect());
    }
    let gap = vec![TxSymbol { data: 0x0f, ..TxSymbol::default() }; 12];
    let sent: Vec<_> = packets.iter().flat_map(|packet| [gap.clone(), packet.clone()].concat()).collect();
    for (drift_ppm, phase_ps) in
        [0, 200, -200].into_iter().flat_map(|drift| (0..8).map(move |phase| (drift, phase * 1000)))
    {
        // What comes from the wire is not heard.
        let received = symbols(9, sent.len()).into_iter().map(heard).collect();
        let trace = rig.play(&Script { loopback: true, sent: sent.clone(), received, drift_ppm, phase_ps });
        let silent = trace.shown.iter().all(|symbol| *symbol == TxSymbol::default());
        check.holds(format_args!("what the PHY is shown"), silent, "symbols", "nothing")?;
        let came: Vec<_> = trace.heard.chunk_by(|one, next| one.dv == next.dv).filter(|run| run[0].dv).collect();
        check.equal(format_args!("packets heard, {drift_ppm} ppm, phase {phase_ps}"), came.len(), packets.len())?;
        for (number, (came, packet)) in came.iter().zip(&packets).enumerate() {
            let expected: Vec<_> = packet.iter().copied().map(heard).collect();
            check.equal(format_args!("packet {number}, {drift_ppm} ppm, phase {phase_ps}"), *came, &expected[..])?;
        }
    }
    Ok(())
}
