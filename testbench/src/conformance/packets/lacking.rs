// SPDX-License-Identifier: MIT OR Apache-2.0
//! Frames that have no checksum above IPv4, or none at all, with the reason.

use super::{Packet, TCP_HEADER_OCTETS, UDP_HEADER_OCTETS, mend_header, put};

/// A frame that has no checksum above IPv4.
#[derive(Clone, Debug)]
pub(crate) struct Lacking {
    /// Why.
    pub why: String,
    /// Its octets; where it has an IPv4 header the checksum of that is right.
    pub frame: Vec<u8>,
    /// Where the IPv4 header checksum is, if it has one.
    pub ipv4_at: Option<usize>,
}

/// Frames that hold no whole, well-formed IPv4 packet, and ones whose TCP or UDP part is too short, contradicts its
/// length, or is of another protocol. Where the checksum of TCP or UDP would be stands one that is wrong.
pub(crate) fn lacking() -> Vec<Lacking> {
    let mut table = Vec::new();
    for (udp, tci) in [(false, None), (true, None), (false, Some(0x2005)), (true, Some(0x2005))] {
        let packet = Packet { tci, padding: vec![0x5a; 7], ..Packet::new(udp, 23, 77) };
        no_packets(&packet, &mut table);
        no_segments(&packet, &mut table);
    }
    table
}

fn no_packets(packet: &Packet, table: &mut Vec<Lacking>) {
    let (begin, sound) = (packet.begin(), spoilt(packet));
    let mut add = |why: String, frame: Vec<u8>| table.push(Lacking { why, frame, ipv4_at: None });
    for kind in [0x0801, 0x0900, 0x0000, 0x86dd, 0x88a8, 0x8100, 0x0806] {
        let mut frame = sound.clone();
        put(&mut frame, begin - 2, kind);
        add(format!("type {kind:04x}"), frame);
    }
    for version in [6, 5, 0, 12] {
        let mut frame = sound.clone();
        frame[begin] = version << 4 | 5;
        mend_header(&mut frame, begin, 20);
        add(format!("version {version}"), frame);
    }
    for words in 0..5 {
        let mut frame = sound.clone();
        frame[begin] = 0x40 | words;
        mend_header(&mut frame, begin, 20);
        add(format!("header of {words} words"), frame);
    }
    for (words, total) in [(5, 0), (5, 19), (6, 23), (8, 28), (8, 31)] {
        let mut frame = sound.clone();
        frame[begin] = 0x40 | words as u8;
        put(&mut frame, begin + 2, total);
        mend_header(&mut frame, begin, 4 * words);
        add(format!("total length {total}, header {words} words"), frame);
    }
    let held = (sound.len() - begin) as u16;
    for total in [held + 1, held + 2, held + 0x100, held | 0x8000, 0xffff] {
        let mut frame = sound.clone();
        put(&mut frame, begin + 2, total);
        mend_header(&mut frame, begin, 20);
        add(format!("total length {total} where there are {held} octets"), frame);
    }
    for octets in 1..packet.end() {
        add(format!("cut at {octets} octets"), sound[..octets].to_vec());
    }
}

fn no_segments(packet: &Packet, table: &mut Vec<Lacking>) {
    let (begin, segment, sound) = (packet.begin(), packet.segment(), spoilt(packet));
    let mut add = |why: String, mut frame: Vec<u8>| {
        mend_header(&mut frame, begin, 20);
        table.push(Lacking { why, frame, ipv4_at: Some(begin + 10) });
    };
    let least = if packet.udp { UDP_HEADER_OCTETS } else { TCP_HEADER_OCTETS };
    for octets in 0..least {
        let mut frame = sound.clone();
        put(&mut frame, begin + 2, (20 + octets) as u16);
        if packet.udp {
            put(&mut frame, segment + 4, octets as u16);
        }
        add(format!("{octets} octets of a header of {least}"), frame);
    }
    for protocol in [0, 1, 2, 4, 7, 14, 16, 19, 21, 25, 49, 81, 145, 134] {
        let mut frame = sound.clone();
        frame[begin + 9] = protocol;
        add(format!("protocol {protocol}"), frame);
    }
    if packet.udp {
        let right = (packet.end() - segment) as u16;
        for octets in [right - 1, right + 1, 0, 8, right ^ 0x100, right ^ 0x8000] {
            let mut frame = sound.clone();
            put(&mut frame, segment + 4, octets);
            add(format!("UDP length {octets} in place of {right}"), frame);
        }
    }
}

/// The frame of a packet with a wrong checksum of TCP or UDP.
fn spoilt(packet: &Packet) -> Vec<u8> {
    let mut frame = packet.frame();
    frame[packet.l4_at()] ^= 0x55;
    frame
}

#[cfg(test)]
mod tests {
    use super::super::total;
    use super::*;

    #[test]
    fn what_lacks_a_checksum_says_why_once() {
        let table = lacking();
        assert!(table.len() > 300, "{}", table.len());
        assert!(table.iter().filter(|lacking| lacking.ipv4_at.is_some()).count() > 80);
        for Lacking { why, frame, ipv4_at } in &table {
            assert!(!why.is_empty() && !frame.is_empty());
            let Some(at) = ipv4_at else { continue };
            assert_eq!(total(&frame[at - 10..at + 10]) % 65535, 0, "{why}");
        }
    }
}
