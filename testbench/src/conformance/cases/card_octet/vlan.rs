// SPDX-License-Identifier: MIT OR Apache-2.0
//! Tags: taken out of received frames, put into those to send (IEEE 802.1Q-2022, 9.3 to 9.6).

use super::same;
use crate::conformance::frames::noise;
use crate::conformance::packets::put;
use crate::conformance::rigs::frame_path::{Came, Offer, Script, Trace};
use crate::conformance::rigs::pace::Pace;
use crate::conformance::rigs::vlan_insert::{self, VlanInsert};
use crate::conformance::rigs::vlan_strip::{self, VlanStrip};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

/// Tag control information that differs in each bit somewhere, and priority, DEI and VID from each other.
const TCIS: [u16; 6] = [0xa123, 0x5edc, 0x0001, 0x8000, 0x1fff, 0xffff];

pub(super) const CASES: &[Case] = &[
    strip_case(
        "nic-vlan_strip-tag",
        "vlan_strip/tag",
        "Tagged frames of 17, 18, 64 and 1518 octets lose the four octets of their tag, and its control information \
        is told; without the setting they keep it and nothing is told.",
        tags_are_taken_out,
        |trace| trace.frames.iter_mut().for_each(|frame| frame.told.vlan_tci &= 0x0fff),
    ),
    strip_case(
        "nic-vlan_strip-only-c-tag",
        "vlan_strip/only_c_tag",
        "Frames whose type is 88a8, or differs from 8100 in one bit, pass unchanged and nothing is told; of two tags \
        the outer one is taken out and told, whether the inner one is a C-tag or an S-tag.",
        only_c_tags,
        |trace| {
            let near = |frame: &&mut Came<VlanStrip>| frame.octets.get(12..14) == Some(&[0x81, 0x01]);
            for frame in trace.frames.iter_mut().filter(near) {
                frame.octets.drain(12..16);
                frame.told.vlan_valid = true;
            }
        },
    ),
    strip_case(
        "nic-vlan_strip-short",
        "vlan_strip/short",
        "Of tagged frames of 13 to 18 octets, back to back with each of 1 to 5 octets, those of 16 and fewer pass \
        unchanged and the others lose their tag; each has its last octet and its marks.",
        short_frames_and_tags,
        |trace| {
            let ends_with_tag = |frame: &&mut Came<VlanStrip>| frame.octets.len() == 16;
            trace.frames.iter_mut().filter(ends_with_tag).for_each(|frame| frame.octets.truncate(12));
        },
    ),
    insert_case(
        "nic-vlan_insert-tag",
        "vlan_insert/tag",
        "Frames of 13 to 80 and of 1514 octets, tagged with one control information after the other, not at all, and \
        in turns, to fast and slow sinks, have 8100 and just this between address and type, and what else is asked \
        for beside all their octets.",
        tags_are_put_in,
        |trace| {
            // The tag of the tagged frame before.
            let tag = |frame: &Came<VlanInsert>| {
                frame.octets.get(12..16).filter(|tag| tag[..2] == [0x81, 0]).map(<[u8]>::to_vec)
            };
            for index in (1..trace.frames.len()).rev() {
                if let (Some(before), Some(_)) = (tag(&trace.frames[index - 1]), tag(&trace.frames[index])) {
                    trace.frames[index].octets[12..16].copy_from_slice(&before);
                }
            }
        },
    ),
    insert_case(
        "nic-vlan_insert-short",
        "vlan_insert/short",
        "Frames of 1 to 12 octets that ask for a tag pass unchanged; the frame behind each is tagged as it asks.",
        frames_too_short_for_a_tag,
        |trace| {
            let whole = |frame: &&mut Came<VlanInsert>| frame.octets.len() == 12;
            trace.frames.iter_mut().filter(whole).for_each(|frame| frame.octets.extend([0x81, 0, 0, 1]));
        },
    ),
];

const fn strip_case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<VlanStrip>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace<VlanStrip>),
) -> Case {
    let exam = AnyExam::VlanStrip(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["vlan_strip"], not_on_reference: None, exam }
}

const fn insert_case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<VlanInsert>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace<VlanInsert>),
) -> Case {
    let exam = AnyExam::VlanInsert(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["vlan_insert"], not_on_reference: None, exam }
}

/// A frame of so many octets, of a type that is no tag where it is that long.
fn plain(octets: usize, seed: u64) -> Vec<u8> {
    let mut frame: Vec<u8> = noise(seed).take(octets).collect();
    frame.iter_mut().skip(12).zip([0x88, 0xb5]).for_each(|(place, kind)| *place = kind);
    frame
}

/// The same with a tag of this type between address and type.
fn tagged(plain: &[u8], kind: u16, tci: u16) -> Vec<u8> {
    [&plain[..12], &kind.to_be_bytes(), &tci.to_be_bytes(), &plain[12..]].concat()
}

/// A received frame and what is due.
fn strips(octets: Vec<u8>, strip: bool, due: (Vec<u8>, Option<u16>)) -> (Offer<VlanStrip>, Came<VlanStrip>) {
    let (bad, unwanted) = (octets.len().is_multiple_of(3), octets.last().is_some_and(|octet| octet % 2 == 0));
    let told = vlan_strip::Told { bad, unwanted, vlan_valid: due.1.is_some(), vlan_tci: due.1.unwrap_or(0) };
    let mut offer = Offer::of(octets, &vlan_strip::Settings { strip });
    offer.marks = vlan_strip::Marks { bad, unwanted };
    (offer, Came { octets: due.0, told })
}

fn judged(
    rig: &mut dyn Rig<VlanStrip>,
    check: &mut Check,
    what: &str,
    frames: Vec<(Offer<VlanStrip>, Came<VlanStrip>)>,
) -> Result<(), Mismatch> {
    let (offers, due): (Vec<_>, Vec<_>) = frames.into_iter().unzip();
    same(check, what, &rig.play(&Script::of(offers)), &due)
}

fn tags_are_taken_out(rig: &mut dyn Rig<VlanStrip>, check: &mut Check) -> Result<(), Mismatch> {
    for strip in [true, false] {
        let mut frames = Vec::new();
        for (index, tci) in TCIS.into_iter().chain((0..16).map(|bit| 1 << bit)).enumerate() {
            for octets in [17, 18, 64, 65, 1518] {
                let without = plain(octets - 4, (index * octets) as u64);
                let with = tagged(&without, 0x8100, tci);
                let due = if strip { (without, Some(tci)) } else { (with.clone(), None) };
                frames.push(strips(with, strip, due));
                let untagged = plain(octets, tci.into());
                frames.push(strips(untagged.clone(), strip, (untagged, None)));
            }
        }
        judged(rig, check, if strip { "with the setting" } else { "without the setting" }, frames)?;
    }
    Ok(())
}

fn only_c_tags(rig: &mut dyn Rig<VlanStrip>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    let near = (0..16).map(|bit| 0x8100 ^ 1 << bit);
    for (kind, seed) in near.chain([0x88a8, 0x0081, 0x9100, 0x0800]).zip(1..) {
        for octets in [16, 17, 60] {
            let other = tagged(&plain(octets - 4, seed), kind, 0xa123);
            frames.push(strips(other.clone(), true, (other, None)));
        }
    }
    for inner in [0x8100, 0x88a8] {
        for tci in TCIS {
            let without = tagged(&plain(60, tci.into()), inner, !tci);
            frames.push(strips(tagged(&without, 0x8100, tci), true, (without, Some(tci))));
        }
    }
    // The octets of a tag one place too early and one too late.
    for at in [11, 13] {
        let mut other = plain(64, 3);
        put(&mut other, at, 0x8100);
        frames.push(strips(other.clone(), true, (other, None)));
    }
    judged(rig, check, "types", frames)
}

fn short_frames_and_tags(rig: &mut dyn Rig<VlanStrip>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    for octets in 13..=18 {
        for short in 1..=5 {
            for tci in [0xa123, 0x5edc] {
                let with = tagged(&plain(20, octets as u64), 0x8100, tci)[..octets].to_vec();
                let due =
                    if octets > 16 { ([&with[..12], &with[16..]].concat(), Some(tci)) } else { (with.clone(), None) };
                frames.push(strips(with, true, due));
                let short = plain(short, tci.into());
                frames.push(strips(short.clone(), true, (short, None)));
            }
        }
    }
    judged(rig, check, "short frames", frames)
}

/// A frame to send with what is asked for it, and what is due.
fn inserts(octets: Vec<u8>, vlan_tci: Option<u16>) -> (Offer<VlanInsert>, Came<VlanInsert>) {
    let [bad, ipv4, l4] = [1, 2, 4].map(|bit| octets[0] & bit != 0);
    let due = match vlan_tci {
        Some(tci) if octets.len() > 12 => tagged(&octets, 0x8100, tci),
        _ => octets.clone(),
    };
    let marks = vlan_insert::Marks { bad, vlan_tci, ipv4, l4 };
    let offer = Offer { marks, ..Offer::of(octets, &()) };
    (offer, Came { octets: due, told: vlan_insert::Told { bad, ipv4, l4 } })
}

/// Offers the frames to sinks of several speeds.
fn inserted(
    rig: &mut dyn Rig<VlanInsert>,
    check: &mut Check,
    frames: Vec<(Offer<VlanInsert>, Came<VlanInsert>)>,
) -> Result<(), Mismatch> {
    let (offers, due): (Vec<_>, Vec<_>) = frames.into_iter().unzip();
    let sinks = [
        ("a sink that is always ready", Pace::ALWAYS),
        ("a sink of half the speed", Pace::every(2)),
        ("a slow sink", Pace::every(5)),
        ("a sink with short pauses", Pace::bursts(7, 3)),
        ("a sink with long pauses", Pace::bursts(3, 20)),
    ];
    for (what, sink) in sinks {
        same(check, what, &rig.play(&Script { sink, ..Script::of(offers.clone()) }), &due)?;
    }
    Ok(())
}

fn tags_are_put_in(rig: &mut dyn Rig<VlanInsert>, check: &mut Check) -> Result<(), Mismatch> {
    let tcis = TCIS.into_iter().chain((0..16).map(|bit| 1 << bit)).cycle();
    let mut frames = Vec::new();
    for ((octets, tci), seed) in (13..=80).chain([1514, 60, 1514]).zip(tcis).zip(1..) {
        frames.push(inserts(plain(octets, seed), Some(tci)));
        frames.push(inserts(plain(octets, seed + 1000), Some(!tci)));
        frames.push(inserts(plain(octets, seed + 2000), None));
        // One that has a tag gets another.
        frames.push(inserts(tagged(&plain(octets, seed), 0x8100, 7), Some(tci)));
    }
    inserted(rig, check, frames)
}

fn frames_too_short_for_a_tag(rig: &mut dyn Rig<VlanInsert>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    for octets in (1..=12).chain((1..=12).rev()) {
        for (tci, seed) in TCIS.into_iter().zip(1..) {
            frames.push(inserts(plain(octets, seed), Some(tci)));
            frames.push(inserts(plain(13 + octets, seed), (seed % 3 != 0).then_some(!tci)));
        }
    }
    inserted(rig, check, frames)
}
