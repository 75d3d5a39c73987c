// SPDX-License-Identifier: MIT OR Apache-2.0
//! The C-tag of a frame: taking it out, putting one in (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6). Frames are whole, from the
//! destination address on, without FCS.

use wirewright_spec::ethernet::TYPE_VLAN;

/// Octets of both addresses: the tag stands behind them.
const ADDRESSES_OCTETS: usize = 12;
/// Octets of a tag: its type and its tag control information.
const TAG_OCTETS: usize = 4;

/// The frame without its first tag, and the tag control information of that. A frame without a C-tag, or that ends
/// with it, is unchanged.
pub fn strip(frame: &[u8]) -> (Vec<u8>, Option<u16>) {
    let whole = || (frame.to_vec(), None);
    if frame.len() <= ADDRESSES_OCTETS + TAG_OCTETS {
        return whole();
    }
    let (addresses, rest) = frame.split_at(ADDRESSES_OCTETS);
    let (tag, rest) = rest.split_at(TAG_OCTETS);
    if u16::from_be_bytes([tag[0], tag[1]]) != TYPE_VLAN {
        return whole();
    }
    ([addresses, rest].concat(), Some(u16::from_be_bytes([tag[2], tag[3]])))
}

/// The frame with a C-tag behind its addresses. One that ends with them or before is unchanged.
pub fn insert(frame: &[u8], tci: u16) -> Vec<u8> {
    if frame.len() <= ADDRESSES_OCTETS {
        return frame.to_vec();
    }
    let (addresses, rest) = frame.split_at(ADDRESSES_OCTETS);
    [addresses, &TYPE_VLAN.to_be_bytes(), &tci.to_be_bytes(), rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use etherparse::{LinkExtSlice, SlicedPacket};
    use proptest::prelude::*;

    fn frame(type_and_data: &[u8]) -> Vec<u8> {
        [&[2; 12][..], type_and_data].concat()
    }

    #[test]
    fn only_a_c_tag_with_something_behind_it_is_taken_out() {
        let tagged = frame(&[0x81, 0, 0xa0, 0x64, 8, 0, 1]);
        assert_eq!(strip(&tagged), (frame(&[8, 0, 1]), Some(0xa064)));
        assert_eq!(strip(&tagged[..17]), (frame(&[8]), Some(0xa064)));
        let others = [
            &tagged[..16],
            &tagged[..13],
            &[][..],
            &frame(&[0x88, 0xa8, 0, 1, 8, 0, 1]),
            &frame(&[0x81, 1, 0, 1, 8, 0]),
        ];
        for other in others {
            assert_eq!(strip(other), (other.to_vec(), None));
        }
    }

    #[test]
    fn the_inner_tag_stays() {
        let double = insert(&insert(&frame(&[8, 0, 1]), 1), 2);
        assert_eq!(strip(&double), (insert(&frame(&[8, 0, 1]), 1), Some(2)));
    }

    proptest! {
        #[test]
        fn what_was_put_in_is_taken_out(frame in prop::collection::vec(any::<u8>(), 0..80), tci: u16) {
            let tagged = insert(&frame, tci);
            if frame.len() > 12 {
                prop_assert_eq!(tagged.len(), frame.len() + 4);
                prop_assert_eq!(strip(&tagged), (frame, Some(tci)));
            } else {
                prop_assert_eq!(tagged, frame);
            }
        }

        #[test]
        fn etherparse_reads_the_tag(data in prop::collection::vec(any::<u8>(), 46..80), tci: u16) {
            let tagged = insert(&[&[2; 12][..], &[0x88, 0xb5], &data].concat(), tci);
            let parsed = SlicedPacket::from_ethernet(&tagged).unwrap();
            let [LinkExtSlice::Vlan(tag)] = &parsed.link_exts[..] else { panic!("one tag: {parsed:?}") };
            let read = u16::from(tag.priority_code_point().value()) << 13
                | u16::from(tag.drop_eligible_indicator()) << 12
                | tag.vlan_identifier().value();
            prop_assert_eq!(read, tci);
            prop_assert_eq!((tag.ether_type().0, tag.payload_slice()), (0x88b5, &data[..]));
        }
    }
}
