// SPDX-License-Identifier: MIT OR Apache-2.0
//! From the octets or nibbles of one carrier to a frame and its verdict (IEEE 802.3-2022, 3.2.2, 3.4, 4.2.4.1,
//! 4.2.4.2, 4.2.9, 22.2.1.5, 22.2.3.5; names by clause 30 and RFC 2819; the order of the verdicts by the contract
//! of `mac_rx`).

use super::fcs;
use wirewright_spec::ethernet::{
    FCS_OCTETS, HEADER_AND_FCS_OCTETS, MAX_DATA_OCTETS, MAX_FRAME_OCTETS, MAX_JUMBO_FRAME_OCTETS,
    MAX_TAGGED_FRAME_OCTETS, MIN_FRAME_OCTETS, MIN_TYPE, SFD, TYPE_VLAN,
};
use wirewright_spec::verdict::RxVerdict;

/// The settings of the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Do not give the FCS to the client.
    pub fcs_strip: bool,
    /// Accept frames of up to 9018 octets.
    pub jumbo: bool,
}

/// One edge of a carrier: what the PHY showed while `rx_dv` was high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// An octet (GMII) or a nibble (MII).
    pub data: u8,
    /// `rx_er`.
    pub error: bool,
}

/// A frame that was received, good or bad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What the client sees of it: the octets after the delimiter, without the FCS where it is stripped.
    pub client: Vec<u8>,
    /// The verdict.
    pub verdict: RxVerdict,
    /// The PHY reported an error in it, and it is not shorter than 64 octets (30.3.2.1.5).
    pub symbol_error: bool,
    /// Whole octets from the destination address to the end of the FCS.
    pub octets: usize,
}

/// Receives a carrier of octets; nothing where it holds no delimiter.
pub fn receive_octets(carrier: &[Symbol], settings: Settings) -> Option<Received> {
    let delimiter = carrier.iter().position(|symbol| symbol.data == SFD)?;
    let frame = carrier[delimiter + 1..].iter().map(|symbol| symbol.data).collect();
    Some(judge(frame, false, any_error(carrier), settings))
}

/// Receives a carrier of nibbles; nothing where it holds no delimiter. A last half octet is cut (22.2.3.5).
pub fn receive_nibbles(carrier: &[Symbol], settings: Settings) -> Option<Received> {
    let delimiter = carrier.windows(2).position(|pair| pair[0].data == SFD & 0xf && pair[1].data == SFD >> 4)?;
    let pairs = carrier[delimiter + 2..].chunks_exact(2);
    let dribble = !pairs.remainder().is_empty();
    let frame = pairs.map(|pair| pair[0].data | pair[1].data << 4).collect();
    Some(judge(frame, dribble, any_error(carrier), settings))
}

/// The verdict on the whole octets of a frame: the first rule that holds.
pub fn verdict(frame: &[u8], dribble: bool, rx_er: bool, jumbo: bool) -> RxVerdict {
    let octets = frame.len();
    let fcs_ok = fcs::valid(frame) && !rx_er;
    if octets > max_frame_octets(frame, jumbo) {
        return if fcs_ok { RxVerdict::FrameTooLong } else { RxVerdict::Jabber };
    }
    if octets < MIN_FRAME_OCTETS {
        return if fcs_ok { RxVerdict::Undersize } else { RxVerdict::Fragment };
    }
    if !fcs_ok {
        return if dribble { RxVerdict::AlignmentError } else { RxVerdict::FrameCheckError };
    }
    let length_or_type = length_or_type(frame);
    if length_or_type <= MAX_DATA_OCTETS && !length_matches(length_or_type, octets) {
        RxVerdict::InRangeLengthError
    } else if (MAX_DATA_OCTETS + 1..MIN_TYPE).contains(&length_or_type) {
        RxVerdict::OutOfRangeLength
    } else {
        RxVerdict::Ok
    }
}

/// The field after the two addresses, high octet first (3.2.6). The frame has at least 14 octets.
fn length_or_type(frame: &[u8]) -> u16 {
    u16::from_be_bytes([frame[12], frame[13]])
}

/// A length says how many octets of data there are; fewer than 46 are padded to 46 (3.2.6, 4.2.3.3).
fn length_matches(length: u16, octets: usize) -> bool {
    octets - HEADER_AND_FCS_OCTETS == usize::from(length).max(MIN_FRAME_OCTETS - HEADER_AND_FCS_OCTETS)
}

fn max_frame_octets(frame: &[u8], jumbo: bool) -> usize {
    if jumbo {
        MAX_JUMBO_FRAME_OCTETS
    } else if frame.len() >= 14 && length_or_type(frame) == TYPE_VLAN {
        MAX_TAGGED_FRAME_OCTETS
    } else {
        MAX_FRAME_OCTETS
    }
}

fn any_error(carrier: &[Symbol]) -> bool {
    carrier.iter().any(|symbol| symbol.error)
}

fn judge(frame: Vec<u8>, dribble: bool, rx_er: bool, settings: Settings) -> Received {
    let octets = frame.len();
    let verdict = verdict(&frame, dribble, rx_er, settings.jumbo);
    let mut client = frame;
    if settings.fcs_strip {
        client.truncate(octets.saturating_sub(FCS_OCTETS));
    }
    Received { client, verdict, symbol_error: rx_er && octets >= MIN_FRAME_OCTETS, octets }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::transmit::{Request, nibbles, transmit};
    use proptest::prelude::*;

    const STRIP: Settings = Settings { fcs_strip: true, jumbo: false };

    fn carrier(data: &[u8]) -> Vec<Symbol> {
        data.iter().map(|&data| Symbol { data, error: false }).collect()
    }

    fn wire(octets: Vec<u8>) -> Vec<u8> {
        let packet = transmit(&Request { octets, fcs_insert: true, ..Request::default() });
        packet.symbols.iter().map(|symbol| symbol.octet).collect()
    }

    fn frame(data: usize, length_or_type: u16) -> Vec<u8> {
        [&[2; 12][..], &length_or_type.to_be_bytes(), &vec![7; data]].concat()
    }

    #[test]
    fn each_verdict_has_its_frame() {
        use RxVerdict::*;
        let cases = [
            (frame(100, 0x0800), Ok),
            (frame(100, 100), Ok),
            (frame(100, 101), InRangeLengthError),
            (frame(1500, 1501), OutOfRangeLength),
            (frame(1501, 0x0800), FrameTooLong),
            (frame(1504, 0x8100), Ok),
            (frame(1505, 0x8100), FrameTooLong),
            (frame(46, 3), Ok),
            (frame(47, 3), InRangeLengthError),
        ];
        for (octets, expected) in cases {
            let (size, field) = (octets.len(), length_or_type(&octets));
            let got = receive_octets(&carrier(&wire(octets)), STRIP).unwrap();
            assert_eq!(got.verdict, expected, "{size} octets, field {field}");
        }
    }

    #[test]
    fn bad_frames_are_sorted_by_length_first() {
        let bad = |octets: usize| verdict(&vec![9; octets], true, false, false);
        assert_eq!(bad(63), RxVerdict::Fragment);
        assert_eq!(bad(64), RxVerdict::AlignmentError);
        assert_eq!(bad(1518), RxVerdict::AlignmentError);
        assert_eq!(bad(1519), RxVerdict::Jabber);
        assert_eq!(verdict(&[9; 64], false, false, false), RxVerdict::FrameCheckError);
    }

    #[test]
    fn a_carrier_without_delimiter_is_nothing() {
        assert_eq!(receive_octets(&carrier(&[0x55; 100]), STRIP), None);
        assert_eq!(receive_nibbles(&carrier(&[0xd; 100]), STRIP), None);
        assert_eq!(receive_octets(&carrier(&[0xd5]), STRIP).unwrap().verdict, RxVerdict::Fragment);
    }

    proptest! {
        #[test]
        fn what_is_sent_comes_back(octets in prop::collection::vec(any::<u8>(), 60..1514), preamble in 0usize..8) {
            let mut octets = octets;
            octets[12] = 0x08;
            let sent = wire(octets.clone());
            let by_octets = receive_octets(&carrier(&sent[preamble..]), STRIP).unwrap();
            prop_assert_eq!(&by_octets.client, &octets);
            prop_assert_eq!(by_octets.verdict, RxVerdict::Ok);

            let mut on_mii = carrier(&nibbles(&sent[preamble..]));
            prop_assert_eq!(receive_nibbles(&on_mii, STRIP).unwrap(), by_octets.clone());
            on_mii.push(Symbol { data: 3, error: false });
            prop_assert_eq!(receive_nibbles(&on_mii, STRIP).unwrap(), by_octets);
        }

        #[test]
        fn the_crc_crate_agrees_on_good_and_bad(frame in prop::collection::vec(any::<u8>(), 64..200), good: bool) {
            let mut frame = frame;
            frame[12] = 0x08;
            if good {
                let (data, trailer) = frame.split_last_chunk_mut::<4>().unwrap();
                *trailer = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(data).to_le_bytes();
            }
            prop_assert_eq!(verdict(&frame, false, false, false).accepted(), good);
            prop_assert!(!verdict(&frame, false, true, false).accepted());
        }
    }
}
