// SPDX-License-Identifier: MIT OR Apache-2.0
//! Random frames for the octet path of the card: destinations that a filter may know, tags, IPv4 packets with right
//! checksums and ones that are wrong in one place, frames that end anywhere. None has an FCS.

use wirewright_model::reference::{checksum, vlan};
use wirewright_spec::PortSet;
use wirewright_spec::card::checksum::{PROTOCOL_TCP, PROTOCOL_UDP};
use wirewright_spec::card::rings::LONGEST_SENT_OCTETS;

use super::StreamFrame;
use super::defaults::OWN_ADDRESS;
use super::frames::{gap, stalls};
use crate::random::Random;

/// Addresses of stations and groups, from which destinations and entries of a filter are drawn; two frames in three
/// have one of them, or one that differs from it in a bit.
pub(super) const KNOWN_ADDRESSES: [u64; 12] = [
    OWN_ADDRESS,
    OWN_ADDRESS ^ 1,
    OWN_ADDRESS ^ 1 << 47,
    0x0200_0000_0001,
    0x0200_0000_0002,
    0xf0de_f1ab_cdef,
    0xffff_ffff_ffff,
    0x0100_5e00_0001,
    0x0180_c200_000e,
    0x3333_0000_0001,
    0x3333_ff10_2030,
    0x0000_0000_0000,
];

/// Blocks that look into the octets of frames without FCS.
const BLOCKS: [&str; 6] =
    ["address_filter", "vlan_strip", "checksum_verify", "rx_buffer", "vlan_insert", "checksum_insert"];

/// Whether the streams of a block are to carry these frames.
pub(super) fn are_for(block: &PortSet) -> bool {
    BLOCKS.contains(&block.name)
}

/// Frames for a stream until they fill `edges` edges; `marks` of so many per million have one.
pub(super) fn stream(random: &mut Random, faults_per_million: u32, edges: u64, max_gap: u64) -> Vec<StreamFrame> {
    let (mut frames, mut filled) = (Vec::new(), 0);
    while filled < edges {
        let octets = frame(random);
        let marks = if random.per_million(faults_per_million) { random.between(1, 3) as u8 } else { 0 };
        let stalls = if random.per_million(faults_per_million) { stalls(random, octets.len()) } else { vec![] };
        let gap_edges = gap(random, max_gap);
        filled += gap_edges + octets.len() as u64;
        frames.push(StreamFrame { gap_edges, octets, marks, stalls, ..StreamFrame::default() });
    }
    frames
}

/// A frame: of six in eight a packet that is right, or was before something happened to it; of at least one octet.
pub fn frame(random: &mut Random) -> Vec<u8> {
    let mut frame = match random.between(0, 15) {
        0 => {
            let octets = random.between(1, 40) as usize;
            random.octets(octets)
        }
        1 => {
            let octets = random.between(LONGEST_SENT_OCTETS as u64 - 6, LONGEST_SENT_OCTETS as u64 + 2) as usize;
            random.octets(octets)
        }
        2 | 3 => {
            let octets = random.between(14, 120) as usize;
            random.octets(octets)
        }
        _ => right_packet(random),
    };
    if random.between(0, 1) == 0 {
        spoil(random, &mut frame);
    }
    tag(random, &mut frame);
    let destination = destination(random);
    frame.iter_mut().zip(destination).for_each(|(octet, address)| *octet = address);
    frame
}

/// A frame that holds one IPv4 packet with TCP or UDP in it, both checksums right, and perhaps padding.
fn right_packet(random: &mut Random) -> Vec<u8> {
    let payload = match random.between(0, 19) {
        0 => random.between(1400, 1480),
        1 => random.between(1900, 2000),
        2..=5 => random.between(0, 4),
        _ => random.between(0, 90),
    };
    let options = if random.between(0, 2) == 0 { 4 * random.between(0, 10) } else { 0 };
    let udp = random.between(0, 1) == 0;
    let fragment = *random.choose(&[0, 0x40, 0x80, 0xc0]);
    let mut frame = packet(random, udp, options as usize, payload as usize, fragment);
    if random.between(0, 1) == 0 {
        let padding = random.between(0, 20) as usize;
        frame.extend(random.octets(padding));
    }
    frame
}

/// The same without options and padding, with a tag or none.
pub(super) fn plain_packet(random: &mut Random, udp: bool, tagged: bool, payload_octets: usize) -> Vec<u8> {
    let frame = packet(random, udp, 0, payload_octets, 0);
    if tagged { vlan::insert(&frame, random.bits() as u16) } else { frame }
}

/// A packet in a frame; one in ten is of ones where it can, so that every addition carries.
fn packet(random: &mut Random, udp: bool, options_octets: usize, payload_octets: usize, fragment: u8) -> Vec<u8> {
    let (header, segment) = (20 + options_octets, payload_octets + if udp { 8 } else { 20 });
    let mut packet = random.octets(header + segment);
    if random.between(0, 9) == 0 {
        packet.fill(0xff);
    }
    packet[0] = 0x40 | (header / 4) as u8;
    packet[2..4].copy_from_slice(&((header + segment) as u16).to_be_bytes());
    packet[6..8].copy_from_slice(&[fragment, 0]);
    packet[9] = if udp { PROTOCOL_UDP } else { PROTOCOL_TCP };
    if udp {
        packet[header + 4..header + 6].copy_from_slice(&(segment as u16).to_be_bytes());
    }
    let mut frame = [random.octets(12), vec![8, 0], packet].concat();
    checksum::insert(&mut frame, true, true);
    if udp && payload_octets >= 2 && random.between(0, 11) == 0 {
        to_zero_sum(&mut frame, 14 + header);
    }
    frame
}

/// Changes the first two octets behind a UDP header so that its checksum comes out as 0, which is sent as ffff.
fn to_zero_sum(frame: &mut [u8], header: usize) {
    let (checksum, payload) = (header + 6, header + 8);
    let pair = |at: usize| u32::from(frame[at]) << 8 | u32::from(frame[at + 1]);
    let sum = pair(payload) + pair(checksum);
    let folded = (sum & 0xffff) + (sum >> 16);
    frame[payload..payload + 2].copy_from_slice(&(folded as u16).to_be_bytes());
    frame[checksum..checksum + 2].fill(0);
    checksum::insert(frame, true, true);
}

/// Puts one thing wrong in a frame without tag: a bit, its end, or a field on which a rule looks. One time in two the
/// header checksum is right all the same.
fn spoil(random: &mut Random, frame: &mut Vec<u8>) {
    let header = frame.get(14).map_or(0, |octet| usize::from(octet & 0xf) * 4);
    let (packet, segment) = (14, 14 + header);
    let by_one = |random: &mut Random| random.choose(&[1_u8, 0xff]).to_owned();
    let (at, octet) = match random.between(0, 11) {
        0 | 1 => {
            let at = random.between(0, frame.len() as u64 - 1) as usize;
            (at, frame[at] ^ 1 << random.between(0, 7))
        }
        2 => {
            let octets = random.between(1, frame.len() as u64) as usize;
            return frame.truncate(octets);
        }
        3 => (packet, *random.choose(&[0x44, 0x65, 0x46, 0x4f, 0x55])),
        4 => (packet + 3, frame.get(packet + 3).map_or(0, |octet| octet.wrapping_add(by_one(random)))),
        5 => (segment + 5, frame.get(segment + 5).map_or(0, |octet| octet.wrapping_add(by_one(random)))),
        6 => (packet + 6, 1 << random.between(0, 7)),
        7 => (packet + 7, 1 << random.between(0, 7)),
        8 => (packet + 9, *random.choose(&[PROTOCOL_TCP, PROTOCOL_UDP, 1, 0x16, 0x07])),
        9 => (packet + 10, random.bits() as u8),
        // A packet that ends with its header.
        10 if header <= 60 => {
            frame.iter_mut().skip(packet + 2).zip([0, header as u8]).for_each(|(octet, length)| *octet = length);
            return checksum::insert(frame, true, false);
        }
        _ => {
            // No UDP checksum, or one that is wrong.
            frame.iter_mut().skip(segment + 6).take(2).for_each(|octet| *octet = 0);
            return;
        }
    };
    if let Some(place) = frame.get_mut(at) {
        *place = octet;
    }
    if random.between(0, 1) == 0 {
        checksum::insert(frame, true, false);
    }
}

/// No tag, one, two, or something that looks like one.
fn tag(random: &mut Random, frame: &mut Vec<u8>) {
    let tags = match random.between(0, 11) {
        0..=3 => 1,
        4 => 2,
        _ => 0,
    };
    for _ in 0..tags {
        *frame = vlan::insert(frame, random.bits() as u16);
    }
    if random.between(0, 11) == 0
        && let Some(field) = frame.get_mut(12..14)
    {
        let kind: u16 = *random.choose(&[0x88a8, 0x8101, 0x0100, 0x0081, 0x0806]);
        field.copy_from_slice(&kind.to_be_bytes());
    }
}

fn destination(random: &mut Random) -> [u8; 6] {
    let known = *random.choose(&KNOWN_ADDRESSES);
    let address = match random.between(0, 5) {
        0 => random.bits(),
        1 => known ^ 1 << random.between(0, 47),
        2 => OWN_ADDRESS,
        _ => known,
    };
    let octets = address.to_be_bytes();
    [octets[2], octets[3], octets[4], octets[5], octets[6], octets[7]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirewright_spec::card::rings::ChecksumResult::{None as Nothing, Right, Wrong};

    fn judged_right(frame: &[u8]) -> bool {
        checksum::judge(frame) == checksum::Judgement { ipv4: Right, l4: Right }
    }

    #[test]
    fn frames_meet_every_judgement_every_kind_of_tag_and_every_limit() {
        let mut random = Random::new(3);
        let frames: Vec<_> = (0..20_000).map(|_| frame(&mut random)).collect();
        let judged = |ipv4, l4| {
            let is = |frame: &&Vec<u8>| checksum::judge(frame) == checksum::Judgement { ipv4, l4 };
            frames.iter().filter(is).count()
        };
        assert!(judged(Right, Right) > 5000, "{}", judged(Right, Right));
        for (ipv4, l4) in [(Right, Wrong), (Wrong, Right), (Right, Nothing), (Nothing, Nothing)] {
            assert!(judged(ipv4, l4) > 150, "{ipv4:?} {l4:?}: {}", judged(ipv4, l4));
        }
        let stripped = frames.iter().filter(|frame| vlan::strip(frame).1.is_some()).count();
        assert!(stripped > 5000 && stripped < 12_000, "{stripped}");
        for octets in [1, 5, 6, 12, 13, 16, 17, 18, 2047, 2048, 2049] {
            assert!(frames.iter().any(|frame| frame.len() == octets), "no frame of {octets} octets");
        }
        let own = OWN_ADDRESS.to_be_bytes();
        assert!(frames.iter().filter(|frame| frame.starts_with(&own[2..])).count() > 3000);
        assert!(frames.iter().all(|frame| !frame.is_empty()));
        let is_zero_sum = |frame: &&Vec<u8>| {
            let header = 14 + frame.get(14).map_or(0, |octet| usize::from(octet & 0xf) * 4);
            let is_udp = judged_right(frame) && frame.get(23) == Some(&PROTOCOL_UDP);
            is_udp && frame.get(header + 6..header + 8) == Some(&[0xff, 0xff])
        };
        assert!(frames.iter().filter(is_zero_sum).count() > 20);
    }
}
