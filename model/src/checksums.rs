// SPDX-License-Identifier: MIT OR Apache-2.0
//! The IPv4, TCP and UDP checksums of a frame whose octets pass one by one, for `checksum_verify` and
//! `checksum_insert`: the rules of [`wirewright_spec::card::checksum`], whose letters B, H, T, N, P, L stand here, too.

use wirewright_spec::card::checksum::{
    IPV4_CHECKSUM_OFFSET, LEAST_IPV4_HEADER_OCTETS, LEAST_TCP_OCTETS, LEAST_UDP_OCTETS, PROTOCOL_TCP, PROTOCOL_UDP,
    TCP_CHECKSUM_OFFSET, TYPE_IPV4, UDP_CHECKSUM_OFFSET,
};
use wirewright_spec::card::rings::ChecksumResult;
use wirewright_spec::ethernet::TYPE_VLAN;

/// What the octets of a frame so far say of its checksums. Sums are not folded: no packet is so long that 32 bits are
/// too few.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checksums {
    /// N. A frame of more than 2^32 octets has long left its packet behind.
    octets: u32,
    /// The last two octets, as a number.
    number: u16,
    /// B.
    begin: u32,
    type_is_ipv4: bool,
    version: u8,
    /// H.
    header_octets: u32,
    /// T.
    total_octets: u32,
    is_fragment: bool,
    /// P.
    protocol: u8,
    header_sum: u32,
    header_checksum: u16,
    /// Source and destination.
    addresses_sum: u32,
    segment_sum: u32,
    udp_octets: u16,
    udp_checksum: u16,
    tcp_checksum: u16,
}

/// A checksum that a frame has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checksum {
    /// Its first octet in the frame.
    pub at: usize,
    /// The sum over what it covers, but for itself.
    others: u32,
    /// What it holds.
    own: u16,
    udp: bool,
}

impl Checksums {
    /// No octet yet.
    pub const START: Checksums = Checksums {
        octets: 0,
        number: 0,
        begin: 14,
        type_is_ipv4: false,
        version: 0,
        header_octets: 0,
        total_octets: 0,
        is_fragment: false,
        protocol: 0,
        header_sum: 0,
        header_checksum: 0,
        addresses_sum: 0,
        segment_sum: 0,
        udp_octets: 0,
        udp_checksum: 0,
        tcp_checksum: 0,
    };

    /// The next octet of the frame.
    #[inline]
    pub fn octet(&mut self, octet: u8) {
        let at = self.octets;
        self.octets = at.saturating_add(1);
        self.number = self.number << 8 | u16::from(octet);
        // Rule 1.
        if self.octets == 14 && self.number == TYPE_VLAN {
            self.begin = 18;
        }
        if self.octets == self.begin {
            self.type_is_ipv4 = self.number == TYPE_IPV4;
        }
        if at >= self.begin && self.type_is_ipv4 {
            self.packet_octet(at - self.begin, octet);
        }
    }

    /// Octet `at` of the packet. B, H are even: the half of a number that an octet is shows in its place.
    #[inline]
    fn packet_octet(&mut self, at: u32, octet: u8) {
        let half = if at.is_multiple_of(2) { u32::from(octet) << 8 } else { u32::from(octet) };
        match at {
            0 => (self.version, self.header_octets) = (octet >> 4, u32::from(octet & 0xf) * 4),
            3 => self.total_octets = self.number.into(),
            7 => self.is_fragment = self.number & 0x3fff != 0,
            9 => self.protocol = octet,
            11 => self.header_checksum = self.number,
            12..=19 => self.addresses_sum += half,
            _ => (),
        }
        if at < self.header_octets {
            self.header_sum += half;
        } else if at < self.total_octets {
            self.segment_sum += half;
            match at - self.header_octets {
                5 => self.udp_octets = self.number,
                7 => self.udp_checksum = self.number,
                17 => self.tcp_checksum = self.number,
                _ => (),
            }
        }
    }

    /// Rule 2, when the frame is over.
    fn is_packet(&self) -> bool {
        self.type_is_ipv4
            && self.version == 4
            && self.header_octets >= LEAST_IPV4_HEADER_OCTETS as u32
            && self.header_octets <= self.total_octets
            && self.begin + self.total_octets <= self.octets
    }

    /// Rule 3: the checksum of the IPv4 header, when the frame is over.
    pub fn ipv4(&self) -> Option<Checksum> {
        let own = self.header_checksum;
        let others = self.header_sum.wrapping_sub(own.into());
        let checksum = Checksum { at: self.begin as usize + IPV4_CHECKSUM_OFFSET, others, own, udp: false };
        self.is_packet().then_some(checksum)
    }

    /// Rules 4 and 5: the checksum of TCP or UDP, when the frame is over.
    pub fn l4(&self) -> Option<Checksum> {
        if !self.is_packet() || self.is_fragment {
            return None;
        }
        let octets = self.total_octets - self.header_octets;
        let (udp, own, offset) = match self.protocol {
            PROTOCOL_TCP if octets >= LEAST_TCP_OCTETS as u32 => (false, self.tcp_checksum, TCP_CHECKSUM_OFFSET),
            PROTOCOL_UDP if octets >= LEAST_UDP_OCTETS as u32 && u32::from(self.udp_octets) == octets => {
                (true, self.udp_checksum, UDP_CHECKSUM_OFFSET)
            }
            _ => return None,
        };
        let pseudo_header = self.addresses_sum + u32::from(self.protocol) + octets;
        let others = self.segment_sum - u32::from(own) + pseudo_header;
        Some(Checksum { at: (self.begin + self.header_octets) as usize + offset, others, own, udp })
    }
}

impl Checksum {
    /// What is to be said of it as it is.
    pub fn judge(&self) -> ChecksumResult {
        match fold(self.others + u32::from(self.own)) {
            _ if self.udp && self.own == 0 => ChecksumResult::None,
            0xffff => ChecksumResult::Right,
            _ => ChecksumResult::Wrong,
        }
    }

    /// What it ought to hold.
    pub fn value(&self) -> u16 {
        match !fold(self.others) {
            0 if self.udp => 0xffff,
            value => value,
        }
    }
}

/// With end-around carry: twice is enough, for the first time leaves 0x1_fffe at the most.
fn fold(sum: u32) -> u16 {
    let once = (sum & 0xffff) + (sum >> 16);
    ((once & 0xffff) + (once >> 16)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::checksum::{self, Judgement};
    use crate::testing::{self, Random};
    use proptest::prelude::*;

    fn of(frame: &[u8]) -> Checksums {
        let mut checksums = Checksums::START;
        frame.iter().for_each(|&octet| checksums.octet(octet));
        checksums
    }

    fn judged(checksums: &Checksums) -> Judgement {
        let judge = |checksum: Option<Checksum>| checksum.map_or(ChecksumResult::None, |checksum| checksum.judge());
        Judgement { ipv4: judge(checksums.ipv4()), l4: judge(checksums.l4()) }
    }

    /// As the reference judges and inserts.
    fn assert_as_reference(frame: &[u8]) -> Judgement {
        let checksums = of(frame);
        let judgement = checksum::judge(frame);
        assert_eq!(judged(&checksums), judgement, "{frame:02x?}");
        for (ipv4, l4) in [(true, false), (false, true), (true, true)] {
            let (mut expected, mut got) = (frame.to_vec(), frame.to_vec());
            checksum::insert(&mut expected, ipv4, l4);
            let inserted = [checksums.ipv4().filter(|_| ipv4), checksums.l4().filter(|_| l4)];
            for checksum in inserted.into_iter().flatten() {
                got[checksum.at..checksum.at + 2].copy_from_slice(&checksum.value().to_be_bytes());
            }
            assert_eq!(got, expected, "ipv4 {ipv4}, l4 {l4}");
        }
        judgement
    }

    #[test]
    fn packets_are_judged_and_completed_as_the_reference_does() {
        use ChecksumResult::{None, Right, Wrong};
        let mut random = Random(1);
        let mut met = [[0; 3]; 3];
        for _ in 0..20_000 {
            let Judgement { ipv4, l4 } = assert_as_reference(&testing::packet(&mut random));
            met[ipv4 as usize][l4 as usize] += 1;
        }
        for (ipv4, l4) in [(None, None), (Right, None), (Right, Right), (Right, Wrong), (Wrong, Right)] {
            assert!(met[ipv4 as usize][l4 as usize] > 300, "{met:?}");
        }
        assert!(met[0][1] + met[0][2] == 0, "nothing above what is no packet: {met:?}");
    }

    #[test]
    fn every_prefix_of_a_packet_is_judged_as_the_reference_does() {
        for seed in 0..20 {
            let frame = testing::right_packet(&mut Random(seed), 1 << (seed % 6));
            (0..=frame.len()).for_each(|octets| _ = assert_as_reference(&frame[..octets]));
        }
    }

    #[test]
    fn the_longest_packet_of_all_ones_keeps_every_carry() {
        for udp in [false, true] {
            let mut frame = [&[2; 12][..], &[8, 0, 0x45, 0, 0xff, 0xff], &[0xff; 65_535 - 4], &[0xff; 9]].concat();
            frame[20..22].fill(0);
            frame[23] = if udp { PROTOCOL_UDP } else { PROTOCOL_TCP };
            frame[38..40].copy_from_slice(&(65_535_u16 - 20).to_be_bytes());
            assert_as_reference(&frame);
            checksum::insert(&mut frame, true, true);
            let right = Judgement { ipv4: ChecksumResult::Right, l4: ChecksumResult::Right };
            assert_eq!(assert_as_reference(&frame), right);
            let long = [frame, vec![0x45; 70_000]].concat();
            assert_eq!(assert_as_reference(&long), right, "a frame longer than any packet");
        }
    }

    proptest! {
        #[test]
        fn odd_heads_are_judged_as_the_reference_does(
            tags in 0..3_usize,
            version_and_header in prop_oneof![4 => 0x45..=0x4f_u8, 1 => any::<u8>()],
            total in prop_oneof![0..120_u16, any::<u16>()],
            fragment in prop_oneof![3 => Just(0_u16), 1 => any::<u16>()],
            protocol in prop_oneof![Just(6), Just(17), any::<u8>()],
            udp_octets in prop_oneof![0..100_u16, any::<u16>()],
            agrees: bool,
            rest in prop::collection::vec(prop_oneof![any::<u8>(), Just(0xff), Just(0)], 40..140),
        ) {
            let header = usize::from(version_and_header & 0xf) * 4;
            let mut packet = rest;
            packet[0] = version_and_header;
            packet[2..4].copy_from_slice(&total.to_be_bytes());
            packet[6..8].copy_from_slice(&fragment.to_be_bytes());
            packet[9] = protocol;
            let udp_octets = if agrees { total.wrapping_sub(header as u16) } else { udp_octets };
            if let Some(field) = packet.get_mut(header + 4..header + 6) {
                field.copy_from_slice(&udp_octets.to_be_bytes());
            }
            let tag = [0x81, 0, 0, 5].repeat(tags);
            let mut frame = [&[2; 12][..], &tag, &[8, 0], &packet].concat();
            assert_as_reference(&frame);
            checksum::insert(&mut frame, true, true);
            assert_as_reference(&frame);
        }

        #[test]
        fn folding_is_the_remainder_but_never_0_for_a_multiple(sum: u32) {
            prop_assert_eq!(u32::from(fold(sum)) % 65_535, sum % 65_535);
            prop_assert_eq!(fold(sum) == 0, sum == 0);
        }
    }
}
