// SPDX-License-Identifier: MIT OR Apache-2.0
//! From a frame to the octets on the wire: preamble, delimiter, data, padding, FCS (IEEE 802.3-2022, 4.2.3.1,
//! 4.2.3.3, 4.2.5, 4.2.6), and the ways in which a frame is sent spoilt (22.2.1.6, 35.2.1.6).

use super::fcs::fcs;
use wirewright_spec::ethernet::{FCS_OCTETS, MIN_FRAME_OCTETS, PREAMBLE, PREAMBLE_OCTETS, SFD};
use wirewright_spec::verdict::TxVerdict;

/// A frame as the client gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Destination address to the end of the data; with the FCS where it is not inserted.
    pub octets: Vec<u8>,
    /// Pad to 60 octets and append the FCS; else send `octets` as they are.
    pub fcs_insert: bool,
    /// Send it so that the receiver finds it bad.
    pub error: bool,
    /// The client has only so many octets in time, fewer than `octets`, and at least one.
    pub underrun_after: Option<usize>,
}

/// A packet as it is on the wire, and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// Preamble, delimiter and frame, an octet and its transmit error each.
    pub symbols: Vec<Symbol>,
    /// How the frame ended.
    pub verdict: TxVerdict,
}

/// An octet on the wire and whether the PHY is asked to spoil it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The octet.
    pub octet: u8,
    /// `tx_er`.
    pub error: bool,
}

impl Packet {
    /// The frame on the wire, without preamble and delimiter.
    pub fn frame(&self) -> Vec<u8> {
        self.symbols.iter().skip(PREAMBLE_OCTETS + 1).map(|symbol| symbol.octet).collect()
    }
}

/// What the wire shows of one frame.
pub fn transmit(request: &Request) -> Packet {
    let (frame, spoilt, verdict) = if let Some(count) = request.underrun_after {
        (request.octets[..count.min(request.octets.len())].to_vec(), true, TxVerdict::Underrun)
    } else {
        let frame = if request.fcs_insert { pad(&request.octets) } else { request.octets.clone() };
        (frame, request.error, if request.error { TxVerdict::SentWithError } else { TxVerdict::Ok })
    };
    let trailer = if spoilt {
        fcs(&frame).map(|octet| Symbol { octet: !octet, error: true }).to_vec()
    } else if request.fcs_insert {
        fcs(&frame).map(sound).to_vec()
    } else {
        Vec::new()
    };
    let start = [PREAMBLE; PREAMBLE_OCTETS].into_iter().chain([SFD]);
    let symbols = start.chain(frame).map(sound).chain(trailer).collect();
    Packet { symbols, verdict }
}

/// Zeros are added until the frame with its FCS has 64 octets (4.2.3.3).
pub fn pad(octets: &[u8]) -> Vec<u8> {
    let mut padded = octets.to_vec();
    padded.resize(octets.len().max(MIN_FRAME_OCTETS - FCS_OCTETS), 0);
    padded
}

/// The nibbles of `octets` in the order of the MII, low nibble first (22.2.3.3).
pub fn nibbles(octets: &[u8]) -> Vec<u8> {
    octets.iter().flat_map(|octet| [octet & 0xf, octet >> 4]).collect()
}

fn sound(octet: u8) -> Symbol {
    Symbol { octet, error: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use etherparse::{PacketBuilder, SlicedPacket};
    use proptest::prelude::*;

    #[test]
    fn a_short_frame_is_padded_and_framed() {
        let request = Request { octets: vec![0xaa; 14], fcs_insert: true, ..Request::default() };
        let packet = transmit(&request);
        assert_eq!(packet.symbols.len(), 8 + 64);
        assert!(packet.symbols[..7].iter().all(|symbol| *symbol == sound(0x55)));
        assert_eq!(packet.symbols[7], sound(0xd5));
        assert_eq!(packet.frame()[14..60], [0; 46]);
        assert_eq!(packet.verdict, TxVerdict::Ok);
    }

    #[test]
    fn a_frame_with_its_own_fcs_goes_as_it_is() {
        let octets: Vec<u8> = (0..30).collect();
        let packet = transmit(&Request { octets: octets.clone(), ..Request::default() });
        assert_eq!(packet.frame(), octets);
    }

    #[test]
    fn an_underrun_cuts_the_frame_and_spoils_it() {
        let octets: Vec<u8> = (0..100).collect();
        let packet = transmit(&Request { octets, fcs_insert: true, underrun_after: Some(20), ..Request::default() });
        assert_eq!(packet.frame().len(), 24);
        assert_eq!(packet.symbols.iter().filter(|symbol| symbol.error).count(), 4);
        assert_eq!(packet.verdict, TxVerdict::Underrun);
    }

    proptest! {
        #[test]
        fn etherparse_and_crc_find_the_frame_good(payload in prop::collection::vec(any::<u8>(), 0..1400)) {
            let builder = PacketBuilder::ethernet2([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2])
                .ipv4([10, 0, 0, 1], [10, 0, 0, 2], 64)
                .udp(7, 9);
            let mut octets = Vec::new();
            builder.write(&mut octets, &payload).unwrap();

            let frame = transmit(&Request { octets, fcs_insert: true, ..Request::default() }).frame();
            let (protected, fcs) = frame.split_last_chunk::<4>().unwrap();
            prop_assert_eq!(crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(protected), u32::from_le_bytes(*fcs));
            prop_assert!(frame.len() >= 64);
            let parsed = SlicedPacket::from_ethernet(protected).unwrap();
            let etherparse::TransportSlice::Udp(udp) = parsed.transport.unwrap() else { panic!("not UDP") };
            prop_assert_eq!(udp.payload(), &payload[..]);
        }

        #[test]
        fn a_spoilt_frame_fails_its_check(octets in prop::collection::vec(any::<u8>(), 1..200), fcs_insert: bool) {
            let packet = transmit(&Request { octets, fcs_insert, error: true, ..Request::default() });
            prop_assert!(!crate::reference::fcs::valid(&packet.frame()));
            prop_assert_eq!(packet.verdict, TxVerdict::SentWithError);
        }
    }
}
