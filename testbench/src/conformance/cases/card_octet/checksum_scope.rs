// SPDX-License-Identifier: MIT OR Apache-2.0
//! Checksums of received frames: judged where there are some, over what belongs to them, and where somebody asks
//! (RFC 791, 768, 9293).

use super::checksum_verify::{NONE, RIGHT, WRONG, case, judged};
use crate::conformance::frames::noise;
use crate::conformance::packets::{Lacking, Packet, lacking, mend_header, number, total};
use crate::conformance::rigs::checksum_verify::ChecksumVerify;
use crate::conformance::rigs::frame_path::Came;
use crate::conformance::rigs::{Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-checksum_verify-fragment",
        "checksum_verify/fragment",
        "With more-fragments, with each single bit of the offset, and with both, only the header is judged; with \
        don't-fragment or the reserved bit alone TCP and UDP are, too.",
        fragments,
        Saboteur::Trace(|trace| {
            let first = |frame: &&mut Came<ChecksumVerify>| number(&frame.octets, 20) == Some(0x2000);
            trace.frames.iter_mut().filter(first).for_each(|frame| frame.told.l4 = RIGHT);
        }),
    ),
    case(
        "nic-checksum_verify-padding",
        "checksum_verify/padding",
        "Packets of 1 to 17 octets of payload in frames of at least 60 octets, filled up with ones, zeros and noise, \
        are right; wrong ones are wrong whatever is behind them.",
        paddings,
        Saboteur::Trace(|trace| {
            // As if the sum went on to the end of the frame.
            for frame in trace.frames.iter_mut().filter(|frame| frame.told.l4 == RIGHT) {
                let end = 14 + usize::from(number(&frame.octets, 16).unwrap_or(0));
                if frame.octets.get(end..).is_some_and(|padding| !total(padding).is_multiple_of(65535)) {
                    frame.told.l4 = WRONG;
                }
            }
        }),
    ),
    case(
        "nic-checksum_verify-malformed",
        "checksum_verify/malformed",
        "Frames of other types, versions and header lengths, with a total length less than the header or more than \
        the frame, and cut at each octet are not judged; TCP and UDP cut short, with a UDP length of their own, and \
        other protocols are judged by their header alone.",
        malformed,
        Saboteur::Trace(|trace| {
            // As if the total length were not compared with the end of the frame.
            for frame in &mut trace.frames {
                let held = frame.octets.len().wrapping_sub(14);
                let more = number(&frame.octets, 16).is_some_and(|total| usize::from(total) == held.wrapping_add(1));
                if more && frame.octets[12..15] == [0x08, 0x00, 0x45] {
                    frame.told.ipv4 = RIGHT;
                }
            }
        }),
    ),
    Case {
        not_on_reference: Some("the reference is asked or is not, for one frame at a time"),
        ..case(
            "nic-checksum_verify-off",
            "checksum_verify/off",
            "Without the setting right and wrong packets are not judged; with it the ARP frames and the frames of 1 \
            to 20 octets behind right and wrong packets are not, and the packets behind these are judged for \
            themselves.",
            not_asked,
            Saboteur::Script(|script| script.frames.iter_mut().for_each(|frame| frame.settings.verify = true)),
        )
    },
];

fn fragments(rig: &mut dyn Rig<ChecksumVerify>, check: &mut Check) -> Result<(), Mismatch> {
    let offsets = (0..13).map(|bit| 1 << bit);
    let parts = offsets
        .clone()
        .flat_map(|offset| [offset, offset | 0x2000, offset | 0x4000])
        .chain([0x2000, 0x6000, 0x3fff, 0xa000]);
    let whole = [0x0000, 0x4000, 0x8000, 0xc000];
    let mut frames = Vec::new();
    for (fragment, l4) in parts.map(|part| (part, NONE)).chain(whole.map(|whole| (whole, RIGHT))) {
        for (udp, tci) in [(false, None), (true, None), (false, Some(5)), (true, Some(5))] {
            let packet = Packet { fragment, tci, ..Packet::new(udp, 24, fragment.into()) };
            let mut frame = packet.frame();
            frames.push((frame.clone(), RIGHT, l4));
            frame[packet.end() - 1] ^= 1;
            frames.push((frame.clone(), RIGHT, if l4 == NONE { NONE } else { WRONG }));
            frame[packet.begin() + 8] ^= 1;
            frames.push((frame, WRONG, if l4 == NONE { NONE } else { WRONG }));
        }
    }
    judged(rig, check, "fragments", true, frames)
}

fn paddings(rig: &mut dyn Rig<ChecksumVerify>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    for (udp, octets) in [false, true].into_iter().flat_map(|udp| (1..=17).map(move |octets| (udp, octets))) {
        let bare = Packet::new(udp, octets, octets as u64);
        for more in 0..8 {
            let padding = 60_usize.saturating_sub(bare.end()) + more;
            let noise: Vec<u8> = noise(more as u64 + 50).take(padding).collect();
            for padding in [vec![0xff; padding], vec![0; padding], noise] {
                let packet = Packet { padding, ..bare.clone() };
                let mut frame = packet.frame();
                frames.push((frame.clone(), RIGHT, RIGHT));
                frame[bare.end() - 1] ^= 2;
                frames.push((frame, RIGHT, WRONG));
            }
        }
    }
    judged(rig, check, "padding", true, frames)
}

fn malformed(rig: &mut dyn Rig<ChecksumVerify>, check: &mut Check) -> Result<(), Mismatch> {
    for Lacking { why, mut frame, ipv4_at } in lacking() {
        let sound = Packet::new(true, 20, 3).frame();
        let ipv4 = if ipv4_at.is_some() { RIGHT } else { NONE };
        let mut frames = vec![(sound.clone(), RIGHT, RIGHT), (frame.clone(), ipv4, NONE), (sound, RIGHT, RIGHT)];
        if let Some(at) = ipv4_at {
            mend_header(&mut frame, at - 10, 20);
            frame[at] ^= 0x40;
            frames.push((frame, WRONG, NONE));
        }
        judged(rig, check, &why, true, frames)?;
    }
    Ok(())
}

fn not_asked(rig: &mut dyn Rig<ChecksumVerify>, check: &mut Check) -> Result<(), Mismatch> {
    let mut packets = Vec::new();
    for udp in [false, true] {
        let packet = Packet::new(udp, 11, 8);
        let sound = packet.frame();
        let mut wrong = sound.clone();
        wrong[packet.ipv4_at()] ^= 1;
        wrong[packet.l4_at()] ^= 1;
        packets.extend([(sound, RIGHT), (wrong, WRONG)]);
    }
    let arp =
        [&[0xff; 6][..], &[2, 0, 0, 0, 0, 9], &[0x08, 0x06, 0x00, 0x01, 0x08, 0x00, 6, 4, 0, 1], &[7; 30]].concat();
    let unasked = packets.iter().map(|(packet, _)| (packet.clone(), NONE, NONE)).collect();
    judged(rig, check, "without the setting", false, unasked)?;
    let mut frames = Vec::new();
    for (packet, judgement) in packets {
        let judged = (packet, judgement, judgement);
        frames.extend([judged.clone(), (arp.clone(), NONE, NONE)]);
        for octets in 1..=20 {
            frames.extend([judged.clone(), (judged.0[..octets].to_vec(), NONE, NONE)]);
        }
    }
    judged(rig, check, "right behind another", true, frames)
}
