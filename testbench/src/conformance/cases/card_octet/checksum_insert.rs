// SPDX-License-Identifier: MIT OR Apache-2.0
//! Frames to send: held until they are whole, their checksums put in (RFC 791, 768, 9293, 1071).

use super::same;
use crate::conformance::frames::noise;
use crate::conformance::packets::{Lacking, Packet, lacking, number, put};
use crate::conformance::rigs::checksum_insert::{ChecksumInsert, Marks};
use crate::conformance::rigs::frame_path::{Came, Offer, Script, Strobe, Trace};
use crate::conformance::rigs::pace::Pace;
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

/// What stands in place of a checksum before it is put in.
const STOOD: [u16; 4] = [0x0000, 0xffff, 0x5aa5, 0x0001];

pub(super) const CASES: &[Case] = &[
    case(
        "nic-checksum_insert-ipv4",
        "checksum_insert/ipv4",
        "Headers of 20 to 60 octets, tagged and not, whatever stands in their checksum, have the right one where it \
        is asked for, and what stood there where it is not; nothing else changes.",
        ipv4_headers,
        |trace| {
            // As if the 1 that stood there in every fourth frame were summed, too.
            for frame in trace.frames.iter_mut().skip(6).step_by(8) {
                if let Some(checksum) = number(&frame.octets, 24) {
                    put(&mut frame.octets, 24, checksum.wrapping_sub(1));
                }
            }
        },
    ),
    case(
        "nic-checksum_insert-l4",
        "checksum_insert/l4",
        "TCP and UDP of 0 to 64, 1459 and 1460 octets of payload, tagged and not, padded and not, whatever stands in \
        their checksum, have the right one where it is asked for; the header checksum stays as it stands.",
        segments,
        |trace| {
            // As if the length in the pseudo header were that of the packet, 20 more: the checksum is 20 less.
            for frame in trace.frames.iter_mut().filter(|frame| frame.octets.get(23) == Some(&17)) {
                if let Some(checksum) = number(&frame.octets, 40) {
                    put(&mut frame.octets, 40, checksum.wrapping_sub(20));
                }
            }
        },
    ),
    case(
        "nic-checksum_insert-udp-zero",
        "checksum_insert/udp_zero",
        "Where the octets are such that 0 comes out, UDP is sent with ffff and TCP with 0000.",
        zero_comes_out,
        |trace| {
            for frame in trace.frames.iter_mut().filter(|frame| frame.octets.get(23) == Some(&6)) {
                if number(&frame.octets, 50) == Some(0) {
                    put(&mut frame.octets, 50, 0xffff);
                }
            }
        },
    ),
    case(
        "nic-checksum_insert-alone",
        "checksum_insert/alone",
        "With all asked for, frames of other types, versions and lengths, and cut at each octet leave as they came; \
        fragments, TCP and UDP cut short or with a UDP length of their own, and other protocols but for their header \
        checksum.",
        nothing_to_insert,
        |trace| {
            let first = |frame: &&mut Came<ChecksumInsert>| number(&frame.octets, 20) == Some(0x2000);
            trace.frames.iter_mut().filter(first).for_each(|frame| frame.octets[50] ^= 0x11);
        },
    ),
    Case {
        not_on_reference: Some("when a frame begins to leave is a matter of time"),
        ..case(
            "nic-checksum_insert-whole",
            "checksum_insert/whole",
            "Frames that stop for 10,000 clocks, before their second octet, in the middle and before the last one, \
            leave only after it; of those that are marked, and of one whose end never comes, no octet leaves and \
            nothing is told, and those around them leave.",
            whole_frames,
            |trace| {
                trace.first_clocks.iter_mut().for_each(|clock| *clock = clock.saturating_sub(5000));
            },
        )
    },
    Case {
        not_on_reference: Some("the reference has no memory that could be full"),
        ..case(
            "nic-checksum_insert-longest",
            "checksum_insert/longest",
            "Of frames of 2047, 2048, 2049, 2050, 4096, 4097, 5000 and 60 octets, in several orders and to sinks of \
            several speeds, those of up to 2048 octets leave whole and are told as accepted, the others as dropped, \
            each once and in order.",
            longest_frames,
            |trace| {
                trace.frames.retain(|frame| frame.octets.len() != 2048);
            },
        )
    },
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<ChecksumInsert>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace<ChecksumInsert>),
) -> Case {
    let exam = AnyExam::ChecksumInsert(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["checksum_insert"], not_on_reference: None, exam }
}

/// A frame, what is asked for, and what is due.
struct Asked {
    octets: Vec<u8>,
    ipv4: bool,
    l4: bool,
    due: Vec<u8>,
}

/// Offers the frames, all of which are to leave.
fn completed(
    rig: &mut dyn Rig<ChecksumInsert>,
    check: &mut Check,
    what: &str,
    frames: Vec<Asked>,
) -> Result<(), Mismatch> {
    let marks = |asked: &Asked| Marks { bad: false, ipv4: asked.ipv4, l4: asked.l4 };
    let offers = frames.iter().map(|asked| Offer { marks: marks(asked), ..Offer::of(asked.octets.clone(), &()) });
    let trace = rig.play(&Script::of(offers.collect()));
    let due: Vec<_> = frames.into_iter().map(|asked| Came { octets: asked.due, told: () }).collect();
    same(check, what, &trace, &due)?;
    check.equal(format_args!("{what}: what was told"), trace.strobes, vec![Strobe::Accepted; due.len()])
}

fn ipv4_headers(rig: &mut dyn Rig<ChecksumInsert>, check: &mut Check) -> Result<(), Mismatch> {
    for (tci, words) in [None, Some(0x2005)].into_iter().flat_map(|tci| (0..=10).map(move |words| (tci, words))) {
        let mut frames = Vec::new();
        for (stood, seed) in STOOD.into_iter().zip(10 * words..) {
            let options = noise(seed).take(4 * words as usize).collect();
            let packet =
                Packet { tci, options, padding: vec![9; words as usize], ..Packet::new(seed % 2 == 0, 21, seed) };
            let right = packet.frame();
            let mut octets = right.clone();
            put(&mut octets, packet.ipv4_at(), stood);
            frames.push(Asked { octets: octets.clone(), ipv4: true, l4: false, due: right });
            frames.push(Asked { octets: octets.clone(), ipv4: false, l4: false, due: octets });
        }
        completed(rig, check, &format!("options of {words} words, tag {tci:?}"), frames)?;
    }
    Ok(())
}

fn segments(rig: &mut dyn Rig<ChecksumInsert>, check: &mut Check) -> Result<(), Mismatch> {
    for octets in (0..=64).chain([1459, 1460]) {
        let mut frames = Vec::new();
        for ((stood, seed), udp) in
            STOOD.into_iter().zip(octets as u64..).flat_map(|stood| [(stood, false), (stood, true)])
        {
            let tci = (seed % 2 == 0).then_some(0x2005);
            let padding = noise(seed).take(octets % 7).collect();
            let options = vec![1; 4 * (octets % 3)];
            let packet = Packet { tci, padding, options, ..Packet::new(udp, octets, seed) };
            let right = packet.frame();
            let mut octets = right.clone();
            put(&mut octets, packet.l4_at(), stood);
            frames.push(Asked { octets: octets.clone(), ipv4: true, l4: true, due: right.clone() });
            frames.push(Asked { octets: octets.clone(), ipv4: true, l4: false, due: octets.clone() });
            let mut due = right;
            octets[packet.ipv4_at()] ^= 0xff;
            due[packet.ipv4_at()] ^= 0xff;
            frames.push(Asked { octets, ipv4: false, l4: true, due });
        }
        completed(rig, check, &format!("{octets} octets of payload"), frames)?;
    }
    Ok(())
}

fn zero_comes_out(rig: &mut dyn Rig<ChecksumInsert>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    for octets in (2..=64).step_by(2) {
        for (udp, sent) in [(true, 0xffff), (false, 0x0000)] {
            let packet = Packet::new(udp, octets, octets as u64).with_l4_checksum_of_0();
            let due = packet.frame();
            check.equal(format_args!("the checksum due"), number(&due, packet.l4_at()), Some(sent))?;
            for stood in STOOD {
                let mut octets = due.clone();
                put(&mut octets, packet.l4_at(), stood);
                frames.push(Asked { octets, ipv4: false, l4: true, due: due.clone() });
            }
        }
    }
    completed(rig, check, "where 0 comes out", frames)
}

fn nothing_to_insert(rig: &mut dyn Rig<ChecksumInsert>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    for Lacking { frame, ipv4_at, .. } in lacking() {
        let mut octets = frame.clone();
        if let Some(at) = ipv4_at {
            put(&mut octets, at, 0x5aa5);
        }
        frames.push(Asked { octets, ipv4: true, l4: true, due: frame });
    }
    completed(rig, check, "frames without such a checksum", frames)?;

    let mut frames = Vec::new();
    let parts = (0..13).map(|bit| 1 << bit).chain([0x2000, 0x6000, 0x3fff, 0xa000]);
    for (fragment, udp) in parts.flat_map(|part| [(part, false), (part, true)]) {
        let packet = Packet { fragment, ..Packet::new(udp, 40, fragment.into()) };
        let mut due = packet.frame();
        due[packet.l4_at()] ^= 0x33;
        let mut octets = due.clone();
        put(&mut octets, packet.ipv4_at(), 0x5aa5);
        frames.push(Asked { octets: octets.clone(), ipv4: true, l4: true, due });
        frames.push(Asked { octets: octets.clone(), ipv4: false, l4: true, due: octets });
    }
    completed(rig, check, "fragments", frames)
}

fn plain(octets: usize) -> Vec<u8> {
    noise(octets as u64).take(octets).collect()
}

fn whole_frames(rig: &mut dyn Rig<ChecksumInsert>, check: &mut Check) -> Result<(), Mismatch> {
    let mut offers = Vec::new();
    for (octets, stops_at) in [(100, 1), (1514, 700), (60, 59), (2, 1)] {
        let offer = Offer::<ChecksumInsert>::of(plain(octets), &());
        offers.push(Offer { pause: Some((stops_at, 10_000)), ..offer.clone() });
        offers.push(Offer { marks: Marks { bad: true, ipv4: true, l4: true }, ..offer.clone() });
        offers.push(offer);
    }
    let sound: Vec<_> = (0..offers.len()).filter(|index| index % 3 != 1).collect();
    offers.push(Offer { endless: true, ..Offer::of(plain(1000), &()) });
    let due: Vec<_> = sound.iter().map(|&index| Came { octets: offers[index].octets.clone(), told: () }).collect();
    let trace = rig.play(&Script { idle_clocks: 10_000, ..Script::of(offers) });
    same(check, "frames that stop", &trace, &due)?;
    check.equal(format_args!("what was told"), &trace.strobes, &vec![Strobe::Accepted; due.len()])?;
    for (index, &first) in sound.iter().zip(&trace.first_clocks) {
        let ended = trace.offered_clocks.get(*index).copied().unwrap_or(usize::MAX);
        check.holds(
            format_args!("first octet of offered frame {index} leaves"),
            first > ended,
            first,
            "after its last one has come in",
        )?;
    }
    Ok(())
}

fn longest_frames(rig: &mut dyn Rig<ChecksumInsert>, check: &mut Check) -> Result<(), Mismatch> {
    let orders = [
        [2047, 2048, 2049, 5000, 60, 2048, 2048, 2050, 4096, 4097, 1],
        [2049, 2049, 2048, 4096, 2048, 1, 4097, 2048, 60, 2048, 2047],
    ];
    for (sizes, sink) in orders.iter().flat_map(|sizes| [Pace::ALWAYS, Pace::every(3)].map(|sink| (sizes, sink))) {
        let frames: Vec<_> = sizes.iter().map(|&octets| plain(octets)).collect();
        let fits = |frame: &&Vec<u8>| frame.len() <= 2048;
        let due: Vec<_> = frames.iter().filter(fits).map(|octets| Came { octets: octets.clone(), told: () }).collect();
        let told = |octets: &usize| if *octets <= 2048 { Strobe::Accepted } else { Strobe::Dropped };
        let offers = frames.into_iter().map(|octets| Offer::of(octets, &())).collect();
        let trace = rig.play(&Script { sink, ..Script::of(offers) });
        same(check, "long frames", &trace, &due)?;
        check.equal(format_args!("what was told"), trace.strobes, sizes.iter().map(told).collect())?;
    }
    Ok(())
}
