// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frame check sequence as the division of polynomials by which IEEE 802.3-2022, 3.2.9 defines it, one bit
//! at a time. Slow, and meant to be compared with the clause line by line.

use bitvec::prelude::*;

/// The exponents of the generating polynomial G(x) (3.2.9).
const GENERATOR: [usize; 15] = [32, 26, 23, 22, 16, 12, 11, 10, 8, 7, 5, 4, 2, 1, 0];

/// The FCS over `octets` (destination address to the last octet of data or padding), in the order in which its
/// four octets are sent.
pub fn fcs(octets: &[u8]) -> [u8; 4] {
    // M(x): the bits in the order of the wire, bit 0 of each octet first (3.3); the first has the highest power.
    let mut dividend: BitVec<u8, Lsb0> = BitVec::from_slice(octets);
    let message_bits = dividend.len();
    // M(x) times x^32.
    dividend.resize(message_bits + 32, false);
    // The first 32 bits are complemented.
    for bit in 0..32 {
        invert(&mut dividend, bit);
    }
    // Long division by G(x): subtract it wherever a leading term is left.
    for leading in 0..message_bits {
        if dividend[leading] {
            for exponent in GENERATOR {
                invert(&mut dividend, leading + 32 - exponent);
            }
        }
    }
    // What is left is R(x). Its complement is sent, the term x^31 first.
    let remainder = &dividend[message_bits..];
    let mut sent = [0; 4];
    for (index, bit) in sent.view_bits_mut::<Lsb0>().iter_mut().enumerate() {
        bit.commit(!remainder[index]);
    }
    sent
}

/// Whether the last four of `octets` are the FCS of those before; never for fewer than four (4.2.4.1.2).
pub fn valid(octets: &[u8]) -> bool {
    octets.split_last_chunk::<4>().is_some_and(|(protected, received)| fcs(protected) == *received)
}

/// What [`fcs`] is over every frame that ends with its correct FCS: the residue, here complemented as sent.
pub const RESIDUE: [u8; 4] = 0x2144_df1c_u32.to_le_bytes();

fn invert(bits: &mut BitVec<u8, Lsb0>, index: usize) {
    let bit = bits[index];
    bits.set(index, !bit);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_check_value_of_the_crc_catalogues() {
        assert_eq!(fcs(b"123456789"), 0xcbf4_3926_u32.to_le_bytes());
        assert_eq!(fcs(b""), [0; 4]);
    }

    proptest! {
        // 802.3-3.2.9-fcs
        #[test]
        fn it_is_the_crc_of_the_crc_crate(octets in prop::collection::vec(any::<u8>(), 0..200)) {
            let judge = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
            prop_assert_eq!(fcs(&octets), judge.checksum(&octets).to_le_bytes());
        }

        // 802.3-3.2.9-residue
        #[test]
        fn a_frame_with_its_fcs_leaves_the_residue(octets in prop::collection::vec(any::<u8>(), 0..200)) {
            let frame = [&octets[..], &fcs(&octets)].concat();
            prop_assert_eq!(fcs(&frame), RESIDUE);
            prop_assert!(valid(&frame));
        }

        // 802.3-4.2.4.1.2-fcs-check
        #[test]
        fn a_flipped_bit_makes_it_wrong(octets in prop::collection::vec(any::<u8>(), 0..200), at: prop::sample::Index) {
            let mut frame = [&octets[..], &fcs(&octets)].concat();
            let bit = at.index(frame.len() * 8);
            frame[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!valid(&frame));
        }
    }
}
