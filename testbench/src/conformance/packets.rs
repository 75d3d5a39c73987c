// SPDX-License-Identifier: MIT OR Apache-2.0
//! IPv4 packets in frames for the cases, with checksums by plain arithmetic (RFC 1071: the complement of a sum in which
//! 65536 counts as 1), and the table of those that are none, or have no checksum above IPv4.

mod lacking;

pub(crate) use lacking::{Lacking, lacking};

use super::frames::noise;

/// The length of a TCP header without options.
const TCP_HEADER_OCTETS: usize = 20;
/// The length of a UDP header.
const UDP_HEADER_OCTETS: usize = 8;

/// A packet of TCP or UDP in a frame.
#[derive(Clone, Debug)]
pub(crate) struct Packet {
    /// The frame has a tag with this tag control information.
    pub tci: Option<u16>,
    /// Options of the IPv4 header, a multiple of four octets up to 40.
    pub options: Vec<u8>,
    /// Flags and fragment offset, as in the header.
    pub fragment: u16,
    /// UDP, else TCP.
    pub udp: bool,
    /// What is behind the header of TCP or UDP.
    pub payload: Vec<u8>,
    /// What is behind the packet.
    pub padding: Vec<u8>,
    /// Source and destination.
    pub addresses: [u8; 8],
}

impl Packet {
    /// A packet of so many octets of payload, without tag, options and padding; its octets differ by `seed`.
    pub fn new(udp: bool, payload_octets: usize, seed: u64) -> Packet {
        let mut addresses = [192, 0, 2, 1, 198, 51, 100, 7];
        addresses.iter_mut().zip(noise(!seed)).skip(1).for_each(|(octet, noise)| *octet ^= noise);
        let payload = noise(seed).take(payload_octets).collect();
        Packet { tci: None, options: vec![], fragment: 0, udp, payload, padding: vec![], addresses }
    }

    /// Where the IPv4 header begins in the frame.
    pub fn begin(&self) -> usize {
        if self.tci.is_some() { 18 } else { 14 }
    }

    /// Octets of the IPv4 header.
    pub fn header_octets(&self) -> usize {
        20 + self.options.len()
    }

    /// Where TCP or UDP begins.
    pub fn segment(&self) -> usize {
        self.begin() + self.header_octets()
    }

    /// Where the packet ends.
    pub fn end(&self) -> usize {
        self.segment() + if self.udp { UDP_HEADER_OCTETS } else { TCP_HEADER_OCTETS } + self.payload.len()
    }

    /// Where the checksum of the IPv4 header is.
    pub fn ipv4_at(&self) -> usize {
        self.begin() + 10
    }

    /// Where the checksum of TCP or UDP is.
    pub fn l4_at(&self) -> usize {
        self.segment() + if self.udp { 6 } else { 16 }
    }

    /// The frame, both checksums right; the one of UDP is 0xffff where 0 comes out.
    pub fn frame(&self) -> Vec<u8> {
        let mut frame = self.unsummed();
        let header = &frame[self.begin()..self.segment()];
        let checksum = complement(total(header));
        put(&mut frame, self.ipv4_at(), checksum);
        let checksum = complement(self.l4_total(&frame));
        put(&mut frame, self.l4_at(), if self.udp && checksum == 0 { 0xffff } else { checksum });
        frame
    }

    /// The same with 0 in place of both checksums.
    pub fn unsummed(&self) -> Vec<u8> {
        let mut frame = vec![0x02, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 0, 0x02];
        if let Some(tci) = self.tci {
            frame.extend([0x81, 0x00]);
            frame.extend(tci.to_be_bytes());
        }
        frame.extend([0x08, 0x00]);
        let octets = (self.end() - self.begin()) as u16;
        frame.extend([0x40 | (self.header_octets() / 4) as u8, 0x2e]);
        frame.extend(octets.to_be_bytes());
        frame.extend([0x12, 0x34]);
        frame.extend(self.fragment.to_be_bytes());
        frame.extend([64, if self.udp { 17 } else { 6 }, 0, 0]);
        frame.extend(self.addresses);
        frame.extend(&self.options);
        frame.extend([0x0f, 0xa0, 0x00, 0x35]);
        if self.udp {
            frame.extend(((self.end() - self.segment()) as u16).to_be_bytes());
            frame.extend([0, 0]);
        } else {
            frame.extend([0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x50, 0x18, 0x20, 0x00, 0, 0, 0, 0]);
        }
        frame.extend(&self.payload);
        frame.extend(&self.padding);
        frame
    }

    /// The sum that the checksum of TCP or UDP in this frame covers, itself and the pseudo header included.
    fn l4_total(&self, frame: &[u8]) -> u64 {
        let segment = &frame[self.segment()..self.end()];
        let protocol = if self.udp { 17 } else { 6 };
        total(&self.addresses) + protocol + segment.len() as u64 + total(segment)
    }

    /// Makes the last two octets of the payload, which are there, such that the checksum of TCP or UDP comes out as 0.
    pub fn with_l4_checksum_of_0(mut self) -> Packet {
        let at = self.payload.len() - 2;
        // One octet more or less in front of them must not move them into two numbers.
        assert!(at.is_multiple_of(2), "the payload has an even number of octets");
        put(&mut self.payload, at, 0);
        let missing = complement(self.l4_total(&self.unsummed()));
        put(&mut self.payload, at, missing);
        self
    }
}

/// The sum of the octets in pairs, an odd one at the end being the high half of a number.
pub(crate) fn total(octets: &[u8]) -> u64 {
    octets.chunks(2).map(|pair| 256 * u64::from(pair[0]) + pair.get(1).map_or(0, |low| u64::from(*low))).sum()
}

/// The number that makes a sum a multiple of 65535.
pub(crate) fn complement(total: u64) -> u16 {
    ((65535 - total % 65535) % 65535) as u16
}

/// Puts a number there, high octet first.
pub(crate) fn put(octets: &mut [u8], at: usize, number: u16) {
    octets[at..at + 2].copy_from_slice(&number.to_be_bytes());
}

/// The number there, high octet first, if it is there.
pub(crate) fn number(octets: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*octets.get(at)?, *octets.get(at + 1)?]))
}

/// Makes the header checksum right for a header of so many octets, whatever the header says.
pub(crate) fn mend_header(frame: &mut [u8], begin: usize, octets: usize) {
    put(frame, begin + 10, 0);
    let checksum = complement(total(&frame[begin..begin + octets]));
    put(frame, begin + 10, checksum);
}

#[cfg(test)]
mod tests {
    use super::*;
    use etherparse::{SlicedPacket, TransportSlice};

    /// Whether etherparse finds both checksums of the packet in this frame right; the options are ours to skip.
    fn right(frame: &[u8]) -> (bool, bool) {
        let parsed = SlicedPacket::from_ethernet(frame).unwrap();
        let Some(etherparse::NetSlice::Ipv4(ip)) = &parsed.net else { panic!("IPv4: {parsed:?}") };
        let header = ip.header().to_header();
        let l4 = match parsed.transport {
            Some(TransportSlice::Tcp(tcp)) => {
                tcp.to_header().calc_checksum_ipv4(&header, tcp.payload()).unwrap() == tcp.checksum()
            }
            Some(TransportSlice::Udp(udp)) => {
                udp.to_header().calc_checksum_ipv4(&header, udp.payload()).unwrap() == udp.checksum()
            }
            other => panic!("TCP or UDP: {other:?}"),
        };
        (header.calc_header_checksum() == header.header_checksum, l4)
    }

    #[test]
    fn etherparse_finds_the_checksums_right() {
        for seed in 0..200 {
            let words = seed as usize % 11;
            let packet = Packet {
                tci: (seed % 3 == 0).then_some(0x2005),
                options: vec![1; 4 * words],
                padding: vec![0xee; seed as usize % 5],
                ..Packet::new(seed % 2 == 0, seed as usize * 7, seed)
            };
            let mut frame = packet.frame();
            assert_eq!(right(&frame), (true, true), "{packet:?}");
            frame[packet.ipv4_at()] ^= 1;
            frame[packet.l4_at()] ^= 1;
            assert_eq!(right(&frame), (false, false), "{packet:?}");
        }
    }

    #[test]
    fn a_checksum_of_0_comes_out_where_it_is_to() {
        for (udp, due) in [(true, 0xffff), (false, 0)] {
            let packet = Packet::new(udp, 30, 5).with_l4_checksum_of_0();
            let frame = packet.frame();
            assert_eq!(number(&frame, packet.l4_at()), Some(due));
            assert_eq!(right(&frame), (true, true));
        }
    }
}
