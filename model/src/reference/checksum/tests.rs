// SPDX-License-Identifier: MIT OR Apache-2.0
//! Known vectors, each rule at its edge, and etherparse, which makes packets with their checksums.

use super::*;
use ChecksumResult::{None as Nothing, Right, Wrong};
use etherparse::{IpNumber, Ipv4Header, Ipv4Options, PacketBuilder, TcpHeader, UdpHeader, VlanId};
use proptest::prelude::*;

const SOURCE: [u8; 4] = [192, 0, 2, 1];
const DESTINATION: [u8; 4] = [198, 51, 100, 7];

/// A packet as etherparse makes it.
#[derive(Clone, Debug)]
struct Made {
    tagged: bool,
    options: Vec<u8>,
    udp: bool,
    payload: Vec<u8>,
    padding: Vec<u8>,
}

impl Made {
    /// Octets of the frame before the IPv4 header.
    fn begin(&self) -> usize {
        if self.tagged { 18 } else { 14 }
    }

    fn segment_begin(&self) -> usize {
        self.begin() + 20 + self.options.len()
    }

    /// From the begin of the packet to its end.
    fn packet_end(&self) -> usize {
        self.segment_begin() + if self.udp { 8 } else { 20 } + self.payload.len()
    }

    fn checksum_places(&self) -> [usize; 2] {
        [self.begin() + 10, self.segment_begin() + if self.udp { 6 } else { 16 }]
    }

    fn frame(&self) -> Vec<u8> {
        let protocol = if self.udp { IpNumber::UDP } else { IpNumber::TCP };
        let mut ip = Ipv4Header::new(0, 64, protocol, SOURCE, DESTINATION).unwrap();
        ip.options = Ipv4Options::try_from(&self.options[..]).unwrap();
        let segment = if self.udp {
            let udp = UdpHeader::with_ipv4_checksum(4000, 53, &ip, &self.payload).unwrap();
            [&udp.to_bytes()[..], &self.payload].concat()
        } else {
            let mut tcp = TcpHeader::new(4000, 80, 0x0102_0304, 0x2000);
            tcp.ack = true;
            tcp.checksum = tcp.calc_checksum_ipv4(&ip, &self.payload).unwrap();
            [&tcp.to_bytes()[..], &self.payload].concat()
        };
        ip.set_payload_len(segment.len()).unwrap();
        ip.header_checksum = ip.calc_header_checksum();
        let tag: &[u8] = if self.tagged { &[0x81, 0, 0x20, 5] } else { &[] };
        [&[2; 12][..], tag, &[8, 0], &ip.to_bytes(), &segment, &self.padding].concat()
    }
}

fn made() -> impl Strategy<Value = Made> {
    let octets = |most: usize| prop::collection::vec(any::<u8>(), 0..most);
    (any::<bool>(), 0..=10_usize, any::<bool>(), octets(200), octets(30)).prop_map(
        |(tagged, options, udp, payload, padding)| {
            // Option 1 is "no operation"; its value is nobody's business here.
            Made { tagged, options: vec![1; options * 4], udp, payload, padding }
        },
    )
}

fn simple(udp: bool) -> Made {
    Made { tagged: false, options: vec![], udp, payload: vec![1, 2, 3], padding: vec![0; 5] }
}

fn judged(ipv4: ChecksumResult, l4: ChecksumResult) -> Judgement {
    Judgement { ipv4, l4 }
}

/// The judgement on a good packet of three octets, after a change.
fn after(udp: bool, change: impl FnOnce(&mut Vec<u8>)) -> Judgement {
    let mut frame = simple(udp).frame();
    change(&mut frame);
    judge(&frame)
}

/// The same with an IPv4 header checksum that knows of the change.
fn after_with_header(udp: bool, change: impl FnOnce(&mut Vec<u8>)) -> Judgement {
    after(udp, |frame| {
        change(frame);
        insert(frame, true, false);
    })
}

#[test]
fn the_example_of_rfc_1071() {
    assert_eq!(sum(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), 0xddf2);
    assert_eq!(sum(&[0x12]), 0x1200);
    assert_eq!(sum(&[]), 0);
    assert_eq!(sum(&[0xff; 131_072]), 0xffff, "never 0 but for zeros");
}

#[test]
fn a_header_out_of_a_textbook() {
    let header = [
        0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11, 0xb8, 0x61, 0xc0, 0xa8, 0x00, 0x01, 0xc0, 0xa8,
        0x00, 0xc7,
    ];
    assert_eq!(sum(&header), 0xffff);
    let mut frame = [&[2; 12][..], &[8, 0], &header, &[0; 0x73 - 20]].concat();
    put(&mut frame, 24, 0xaaaa);
    insert(&mut frame, true, false);
    assert_eq!(number(&frame, 24), 0xb861);
}

#[test]
fn what_is_no_ipv4_packet_has_no_checksum() {
    let none = Judgement::default();
    assert_eq!(after(true, |_| ()), judged(Right, Right));
    assert_eq!(after(true, |frame| frame[13] = 6), none, "ARP");
    assert_eq!(after(true, |frame| frame[14] = 0x65), none, "version 6");
    assert_eq!(after(true, |frame| frame[14] = 0x44), none, "a header of 16 octets");
    assert_eq!(after(true, |frame| put(frame, 16, 19)), none, "shorter than its header");
    assert_eq!(after(true, |frame| frame[14] = 0x49), none, "header longer than all");
    assert_eq!(after(true, |frame| frame.truncate(14 + 31)), judged(Right, Right), "no padding");
    assert_eq!(after(true, |frame| frame.truncate(14 + 30)), none, "beyond the frame");
    for octets in 0..34 {
        assert_eq!(after(true, |frame| frame.truncate(octets)), none, "{octets} octets");
    }
    let double = |frame: &mut Vec<u8>| {
        for _ in 0..2 {
            *frame = crate::reference::vlan::insert(frame, 1);
        }
    };
    assert_eq!(after(true, double), none, "a tag behind a tag");
}

#[test]
fn a_packet_of_a_header_alone_has_a_header_checksum() {
    let change = |frame: &mut Vec<u8>| put(frame, 16, 20);
    assert_eq!(after_with_header(true, change), judged(Right, Nothing));
    assert_eq!(after(true, change), judged(Wrong, Nothing));
}

#[test]
fn fragments_are_left_alone() {
    for (fragments, l4) in [(0x2000, Nothing), (0x0001, Nothing), (0x1000, Nothing), (0x4000, Right), (0x8000, Right)] {
        for udp in [false, true] {
            let change = |frame: &mut Vec<u8>| put(frame, 20, fragments);
            assert_eq!(after_with_header(udp, change), judged(Right, l4), "{fragments:#06x}");
        }
    }
}

#[test]
fn only_whole_tcp_and_udp_is_judged() {
    assert_eq!(after_with_header(true, |frame| frame[23] = 132), judged(Right, Nothing), "SCTP");
    assert_eq!(after_with_header(false, |frame| put(frame, 16, 20 + 19)), judged(Right, Nothing), "TCP of 19 octets");
    assert_eq!(after_with_header(false, |frame| put(frame, 16, 20 + 20)), judged(Right, Wrong), "TCP of 20");
    assert_eq!(after_with_header(true, |frame| put(frame, 16, 20 + 7)), judged(Right, Nothing), "UDP of 7");
    assert_eq!(after_with_header(true, |frame| put(frame, 38, 12)), judged(Right, Nothing), "longer than its packet");
    assert_eq!(after_with_header(true, |frame| put(frame, 38, 10)), judged(Right, Nothing), "shorter than its packet");
}

#[test]
fn udp_may_go_without() {
    assert_eq!(after(true, |frame| put(frame, 40, 0)), judged(Right, Nothing));
    assert_ne!(after(false, |frame| put(frame, 50, 0)), judged(Right, Nothing), "TCP may not");
}

#[test]
fn a_udp_checksum_of_0_is_sent_as_all_ones() {
    for word in 0..=u16::MAX {
        let mut frame = Made { payload: word.to_be_bytes().to_vec(), ..simple(true) }.frame();
        let expected = number(&frame, 40);
        put(&mut frame, 40, 0);
        insert(&mut frame, false, true);
        assert_eq!(number(&frame, 40), expected);
        assert_ne!(expected, 0);
    }
}

#[test]
fn a_tcp_checksum_of_0_stays_0() {
    let zeros = (0..=u16::MAX).filter(|word| {
        let mut frame = Made { payload: word.to_be_bytes().to_vec(), ..simple(false) }.frame();
        insert(&mut frame, false, true);
        assert_eq!(judge(&frame), judged(Right, Right));
        number(&frame, 50) == 0
    });
    assert_eq!(zeros.count(), 1);
}

#[test]
fn the_builder_of_etherparse_agrees() {
    let builder = PacketBuilder::ethernet2([2; 6], [4; 6])
        .single_vlan(VlanId::try_new(7).unwrap())
        .ipv4(SOURCE, DESTINATION, 64)
        .udp(1, 2);
    let mut frame = Vec::new();
    builder.write(&mut frame, b"Wirewright").unwrap();
    assert_eq!(judge(&frame), judged(Right, Right));
}

proptest! {
    #[test]
    fn what_etherparse_makes_is_right(made in made()) {
        prop_assert_eq!(judge(&made.frame()), judged(Right, Right));
    }

    #[test]
    fn what_is_inserted_is_what_etherparse_made(made in made(), junk: [u16; 2], ipv4: bool, l4: bool) {
        let frame = made.frame();
        let mut spoilt = frame.clone();
        for ((place, junk), asked) in made.checksum_places().into_iter().zip(junk).zip([ipv4, l4]) {
            if asked {
                put(&mut spoilt, place, junk);
            }
        }
        insert(&mut spoilt, ipv4, l4);
        prop_assert_eq!(spoilt, frame, "and what was not asked for is as it was");
    }

    #[test]
    fn a_flipped_bit_of_the_payload_or_an_address_is_found(made in made(), at: prop::sample::Index, bit in 0..8) {
        let mut frame = made.frame();
        let payload = made.packet_end() - made.payload.len()..made.packet_end();
        let addresses = made.begin() + 12..made.begin() + 20;
        let places: Vec<usize> = payload.chain(addresses).collect();
        let place = places[at.index(places.len())];
        frame[place] ^= 1_u8 << bit;
        let ipv4 = if place < made.segment_begin() { Wrong } else { Right };
        prop_assert_eq!(judge(&frame), judged(ipv4, Wrong));
    }

    #[test]
    fn padding_does_not_count(made in made(), padding in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut frame = made.frame();
        frame.truncate(made.packet_end());
        frame.extend(&padding);
        prop_assert_eq!(judge(&frame), judged(Right, Right));
    }

    #[test]
    fn nothing_is_read_outside_a_frame(
        made in made(),
        octets in 0..300_usize,
        spoil in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut frame = made.frame();
        frame.truncate(octets.max(1));
        for (at, octet) in spoil {
            let place = at.index(frame.len());
            frame[place] = octet;
        }
        let before = judge(&frame);
        let mut inserted = frame.clone();
        insert(&mut inserted, true, true);
        if before.ipv4 == Nothing {
            prop_assert_eq!(&inserted, &frame);
            prop_assert_eq!(before.l4, Nothing);
        } else {
            prop_assert_eq!(judge(&inserted).ipv4, Right);
            prop_assert_ne!(judge(&inserted).l4, Wrong);
        }
    }
}
