// SPDX-License-Identifier: MIT OR Apache-2.0
//! The checksums of IPv4, TCP and UDP (RFC 791, 3.1; RFC 9293, 3.1; RFC 768; RFC 1071) in a whole frame, given from the
//! destination address on, without FCS: judged, and inserted. The rules are those of
//! [`wirewright_spec::card::checksum`], number by number.

use std::ops::Range;
use wirewright_spec::card::checksum::{
    IPV4_CHECKSUM_OFFSET, LEAST_IPV4_HEADER_OCTETS, LEAST_TCP_OCTETS, LEAST_UDP_OCTETS, PROTOCOL_TCP, PROTOCOL_UDP,
    TCP_CHECKSUM_OFFSET, TYPE_IPV4, UDP_CHECKSUM_OFFSET,
};
use wirewright_spec::card::rings::ChecksumResult;
use wirewright_spec::ethernet::TYPE_VLAN;

/// What the checksums of a frame are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// The one of the IPv4 header.
    pub ipv4: ChecksumResult,
    /// The one of TCP or UDP.
    pub l4: ChecksumResult,
}

/// Judges the checksums of a frame.
pub fn judge(frame: &[u8]) -> Judgement {
    let Some(packet) = Packet::find(frame) else { return Judgement::default() };
    let ipv4 = result(sum(&frame[packet.header()]));
    let l4 = match packet.segment(frame) {
        None => ChecksumResult::None,
        Some(segment) if segment.udp && number(frame, segment.checksum) == 0 => ChecksumResult::None,
        Some(segment) => result(segment.sum(frame)),
    };
    Judgement { ipv4, l4 }
}

/// Inserts the checksums that are asked for and that the frame has.
pub fn insert(frame: &mut [u8], ipv4: bool, l4: bool) {
    let Some(packet) = Packet::find(frame) else { return };
    if ipv4 {
        let at = packet.begin + IPV4_CHECKSUM_OFFSET;
        put(frame, at, 0);
        put(frame, at, !sum(&frame[packet.header()]));
    }
    if let Some(segment) = packet.segment(frame).filter(|_| l4) {
        put(frame, segment.checksum, 0);
        let checksum = !segment.sum(frame);
        // RFC 768: a checksum that is computed as 0 is sent as all ones, for 0 says that there is none.
        put(frame, segment.checksum, if segment.udp && checksum == 0 { 0xffff } else { checksum });
    }
}

/// The one's complement sum of RFC 1071 over octets, an odd one at the end being the high half of a number.
pub fn sum(octets: &[u8]) -> u16 {
    fold(octets.chunks(2).map(|pair| u64::from(pair[0]) << 8 | u64::from(*pair.get(1).unwrap_or(&0))).sum())
}

/// Adds the carries back in until none is left.
fn fold(mut sum: u64) -> u16 {
    while sum > 0xffff {
        sum = (sum >> 16) + (sum & 0xffff);
    }
    sum as u16
}

fn result(sum: u16) -> ChecksumResult {
    if sum == 0xffff { ChecksumResult::Right } else { ChecksumResult::Wrong }
}

/// An IPv4 packet in a frame.
struct Packet {
    /// Its first octet.
    begin: usize,
    /// Octets of its header.
    header_octets: usize,
    /// Octets of all of it.
    total_octets: usize,
}

impl Packet {
    /// Rules 1 and 2.
    fn find(frame: &[u8]) -> Option<Packet> {
        let tagged = frame.len() >= 14 && number(frame, 12) == TYPE_VLAN;
        let begin = if tagged { 18 } else { 14 };
        if frame.len() < begin + LEAST_IPV4_HEADER_OCTETS || number(frame, begin - 2) != TYPE_IPV4 {
            return None;
        }
        let version = frame[begin] >> 4;
        let header_octets = usize::from(frame[begin] & 0xf) * 4;
        let total_octets = usize::from(number(frame, begin + 2));
        let good = version == 4
            && header_octets >= LEAST_IPV4_HEADER_OCTETS
            && header_octets <= total_octets
            && begin + total_octets <= frame.len();
        good.then_some(Packet { begin, header_octets, total_octets })
    }

    fn header(&self) -> Range<usize> {
        self.begin..self.begin + self.header_octets
    }

    /// Rules 4 and 5.
    fn segment(&self, frame: &[u8]) -> Option<Segment> {
        let more_fragments_or_offset = number(frame, self.begin + 6) & 0x3fff;
        if more_fragments_or_offset != 0 {
            return None;
        }
        let first = self.begin + self.header_octets;
        let octets = self.total_octets - self.header_octets;
        let protocol = frame[self.begin + 9];
        let (udp, offset) = match protocol {
            PROTOCOL_TCP if octets >= LEAST_TCP_OCTETS => (false, TCP_CHECKSUM_OFFSET),
            PROTOCOL_UDP if octets >= LEAST_UDP_OCTETS && usize::from(number(frame, first + 4)) == octets => {
                (true, UDP_CHECKSUM_OFFSET)
            }
            _ => return None,
        };
        let addresses = self.begin + 12..self.begin + 20;
        Some(Segment { octets: first..first + octets, addresses, protocol, udp, checksum: first + offset })
    }
}

/// A TCP segment or UDP datagram that has a checksum.
struct Segment {
    octets: Range<usize>,
    /// Source and destination.
    addresses: Range<usize>,
    protocol: u8,
    udp: bool,
    /// Where its checksum is.
    checksum: usize,
}

impl Segment {
    /// The sum over the pseudo header and the segment.
    fn sum(&self, frame: &[u8]) -> u16 {
        let addresses = u64::from(sum(&frame[self.addresses.clone()]));
        let octets = u64::from(sum(&frame[self.octets.clone()]));
        fold(addresses + u64::from(self.protocol) + self.octets.len() as u64 + octets)
    }
}

/// The number at `at`, high octet first.
fn number(frame: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([frame[at], frame[at + 1]])
}

fn put(frame: &mut [u8], at: usize, number: u16) {
    frame[at..at + 2].copy_from_slice(&number.to_be_bytes());
}

#[cfg(test)]
mod tests;
