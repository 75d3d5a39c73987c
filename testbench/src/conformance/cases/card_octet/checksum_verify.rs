// SPDX-License-Identifier: MIT OR Apache-2.0
//! Checksums of received frames: right ones and wrong ones (RFC 791, 768, 9293, 1071).

use super::same;
use crate::conformance::frames::noise;
use crate::conformance::packets::{Packet, number, put, total};
use crate::conformance::rigs::checksum_verify::{ChecksumVerify, Marks, Settings, Told};
use crate::conformance::rigs::frame_path::{Came, Offer, Script, Trace};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const NONE: u8 = 0;
pub(super) const RIGHT: u8 = 1;
pub(super) const WRONG: u8 = 2;

pub(super) const CASES: &[Case] = &[
    case(
        "nic-checksum_verify-ipv4",
        "checksum_verify/ipv4",
        "Headers of 20 to 60 octets, tagged and not, are right, and wrong when any bit is flipped but those of \
        version, header length and total length; bits flipped behind the header leave it right.",
        ipv4_headers,
        Saboteur::Trace(|trace| {
            // As if only the first 20 octets were summed.
            for frame in trace.frames.iter_mut().filter(|frame| number(&frame.octets, 12) == Some(0x0800)) {
                let right = frame.octets.get(14..34).is_some_and(|header| total(header).is_multiple_of(65535));
                frame.told.ipv4 = if right { RIGHT } else { WRONG };
            }
        }),
    ),
    case(
        "nic-checksum_verify-tcp",
        "checksum_verify/tcp",
        "Segments of 0 to 64, 1459 and 1460 octets of payload, tagged and not, are right, and wrong when a bit is \
        flipped in each of their octets and in both addresses.",
        |rig, check| segments(rig, check, false),
        Saboteur::Trace(|trace| {
            // As if an odd last octet were the low half of a number.
            let odd = |frame: &&mut Came<ChecksumVerify>| frame.octets.len() % 2 == 1 && frame.told.l4 == RIGHT;
            trace.frames.iter_mut().filter(odd).for_each(|frame| frame.told.l4 = WRONG);
        }),
    ),
    case(
        "nic-checksum_verify-udp",
        "checksum_verify/udp",
        "Datagrams as above, where a flipped bit leaves length and checksum one; with a checksum of 0 nothing is \
        judged, whatever the rest; where 0 comes out, ffff is right and 0 is none.",
        datagrams,
        Saboteur::Trace(|trace| {
            let unsummed = |frame: &&mut Came<ChecksumVerify>| number(&frame.octets, 40) == Some(0);
            trace.frames.iter_mut().filter(unsummed).for_each(|frame| frame.told.l4 = WRONG);
        }),
    ),
    case(
        "nic-checksum_verify-carry",
        "checksum_verify/carry",
        "Segments and headers whose octets are all ones, so that each addition carries, and ones whose last number is \
        ffff, so that the last one does, are right; with one less in the last number they are wrong.",
        carries,
        Saboteur::Trace(|trace| {
            let ones = |frame: &&mut Came<ChecksumVerify>| frame.octets.ends_with(&[0xff, 0xff]);
            trace.frames.iter_mut().filter(ones).for_each(|frame| frame.told.l4 = WRONG);
        }),
    ),
];

pub(super) const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<ChecksumVerify>, &mut Check) -> Result<(), Mismatch>,
    saboteur: Saboteur<Script<ChecksumVerify>, Trace<ChecksumVerify>>,
) -> Case {
    let exam = AnyExam::ChecksumVerify(Exam { run, saboteur });
    Case { clause, name, criterion, devices: &["checksum_verify"], not_on_reference: None, exam }
}

/// A frame, and what is due of the IPv4 header and of TCP or UDP.
type Judged = (Vec<u8>, u8, u8);

pub(super) fn judged(
    rig: &mut dyn Rig<ChecksumVerify>,
    check: &mut Check,
    what: &str,
    verify: bool,
    frames: Vec<Judged>,
) -> Result<(), Mismatch> {
    let (mut offers, mut due) = (Vec::new(), Vec::new());
    for (index, (octets, ipv4, l4)) in frames.into_iter().enumerate() {
        let marks = Marks {
            bad: index % 5 == 0,
            unwanted: index % 3 == 0,
            vlan_tci: (index % 2 == 0).then_some(0xa123 ^ index as u16),
        };
        let Marks { bad, unwanted, vlan_tci } = marks;
        offers.push(Offer { marks, ..Offer::of(octets.clone(), &Settings { verify }) });
        due.push(Came { octets, told: Told { bad, unwanted, vlan_tci, ipv4, l4 } });
    }
    same(check, what, &rig.play(&Script::of(offers)), &due)
}

fn ipv4_headers(rig: &mut dyn Rig<ChecksumVerify>, check: &mut Check) -> Result<(), Mismatch> {
    for tci in [None, Some(0x2005)] {
        for words in 0..=10 {
            let packet = Packet {
                tci,
                options: noise(words).take(4 * words as usize).collect(),
                ..Packet::new(false, 9, words)
            };
            let (begin, sound) = (packet.begin(), packet.frame());
            let mut frames = vec![(sound.clone(), RIGHT, RIGHT)];
            for bit in 8 * begin..8 * packet.end() {
                let place = bit / 8 - begin;
                if [0, 2, 3].contains(&place) {
                    continue;
                }
                let mut frame = sound.clone();
                frame[bit / 8] ^= 1 << (bit % 8);
                let header = bit / 8 < packet.segment();
                let ipv4 = if header { WRONG } else { RIGHT };
                // In the header only addresses count for TCP, fragments have none, nor has another protocol.
                let l4 = match place {
                    6 if frame[begin + 6] & 0x3f != 0 => NONE,
                    7 | 9 => NONE,
                    12..20 => WRONG,
                    _ if header => RIGHT,
                    _ => WRONG,
                };
                frames.push((frame, ipv4, l4));
            }
            judged(rig, check, &format!("header of {} octets, tag {tci:?}", packet.header_octets()), true, frames)?;
        }
    }
    Ok(())
}

/// Right ones of many lengths, and each with a bit flipped in addresses, header and payload.
fn segments(rig: &mut dyn Rig<ChecksumVerify>, check: &mut Check, udp: bool) -> Result<(), Mismatch> {
    for octets in (0..=64).chain([1459, 1460]) {
        let tci = (octets % 3 == 0).then_some(0x2005);
        let packet = Packet { tci, ..Packet::new(udp, octets, octets as u64) };
        let sound = packet.frame();
        let mut frames = vec![(sound.clone(), RIGHT, RIGHT)];
        let addresses = packet.begin() + 12..packet.begin() + 20;
        let some = if octets > 64 { 97 } else { 1 };
        for place in addresses.clone().chain((packet.segment()..packet.end()).step_by(some)).chain([packet.end() - 1]) {
            // A flipped bit must leave the length of UDP as it is, and its checksum is to be one.
            let of_udp = place.checked_sub(packet.segment()).filter(|_| udp);
            if of_udp.is_some_and(|place| place == 4 || place == 5) {
                continue;
            }
            let mut frame = sound.clone();
            frame[place] ^= 1 << (place % 8);
            let none = of_udp.is_some() && number(&frame, packet.l4_at()) == Some(0);
            let ipv4 = if addresses.contains(&place) { WRONG } else { RIGHT };
            frames.push((frame, ipv4, if none { NONE } else { WRONG }));
        }
        judged(rig, check, &format!("{octets} octets of payload"), true, frames)?;
    }
    Ok(())
}

fn datagrams(rig: &mut dyn Rig<ChecksumVerify>, check: &mut Check) -> Result<(), Mismatch> {
    segments(rig, check, true)?;
    let mut frames = Vec::new();
    for octets in 0..40 {
        let packet = Packet::new(true, octets, octets as u64);
        let mut frame = packet.frame();
        put(&mut frame, packet.l4_at(), 0);
        frames.push((frame.clone(), RIGHT, NONE));
        frame[30] ^= 4;
        frames.push((frame, WRONG, NONE));
        for bit in 0..16 {
            // A checksum of one bit is no checksum of 0.
            let mut frame = packet.frame();
            put(&mut frame, packet.l4_at(), 1 << bit);
            frames.push((frame, RIGHT, WRONG));
        }
        if octets >= 2 && octets % 2 == 0 {
            let packet = packet.with_l4_checksum_of_0();
            let mut frame = packet.frame();
            check.equal(format_args!("the checksum that is sent"), number(&frame, packet.l4_at()), Some(0xffff))?;
            frames.push((frame.clone(), RIGHT, RIGHT));
            frame[packet.end() - 1] ^= 0x10;
            frames.push((frame.clone(), RIGHT, WRONG));
            put(&mut frame, packet.l4_at(), 0);
            frames.push((frame, RIGHT, NONE));
        }
    }
    judged(rig, check, "datagrams with and without a checksum", true, frames)
}

fn carries(rig: &mut dyn Rig<ChecksumVerify>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    for udp in [false, true] {
        for octets in (0..70).chain([1459, 1460]) {
            let mut packet = Packet::new(udp, octets, octets as u64);
            packet.addresses = [0xff; 8];
            packet.options = vec![0xff; 4 * (octets % 11)];
            packet.payload.fill(0xff);
            frames.push((packet.frame(), RIGHT, RIGHT));
            // Only the last number is of ones.
            let mut packet = Packet::new(udp, octets, octets as u64);
            let end = packet.payload.len();
            packet.payload[end.saturating_sub(2)..].fill(0xff);
            let mut frame = packet.frame();
            frames.push((frame.clone(), RIGHT, RIGHT));
            if octets > 1 {
                frame[packet.end() - 1] = 0xfe;
                frames.push((frame, RIGHT, WRONG));
            }
        }
    }
    judged(rig, check, "carries", true, frames)
}
