// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frame check sequence as a running remainder, by octets or nibbles, from tables (IEEE 802.3-2022, 3.2.9).
//! Every block that checks or makes an FCS uses this one.

/// The generator polynomial of 3.2.9, bit 31 standing for x^0: the least significant bit comes first on the wire.
const POLYNOMIAL: u32 = 0xedb8_8320;

const OCTETS: [u32; 256] = table(8);
const NIBBLES: [u32; 16] = table(4);

/// The remainder after the octets taken so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fcs(u32);

impl Fcs {
    /// The remainder before the first octet: all ones.
    pub const PRESET: Fcs = Fcs(!0);
    /// [`Fcs::value`] over a whole frame with its correct FCS.
    pub const RESIDUE: u32 = 0x2144_df1c;

    /// Takes in one octet, bit 0 first.
    #[inline]
    pub fn octet(&mut self, octet: u8) {
        self.0 = self.0 >> 8 ^ OCTETS[(self.0 as u8 ^ octet) as usize];
    }

    /// Takes in the four low bits of `nibble`, bit 0 first.
    #[inline]
    pub fn nibble(&mut self, nibble: u8) {
        self.0 = self.0 >> 4 ^ NIBBLES[((self.0 as u8 ^ nibble) & 15) as usize];
    }

    /// The FCS as sent: the low octet is first on the wire.
    #[inline]
    pub const fn value(self) -> u32 {
        !self.0
    }

    /// Whether the octets taken so far end with the FCS of those before.
    #[inline]
    pub const fn is_residue(self) -> bool {
        self.value() == Fcs::RESIDUE
    }
}

/// What a remainder's low bits, `bits` of them, leave behind when they are shifted out.
const fn table<const N: usize>(bits: u32) -> [u32; N] {
    let mut table = [0; N];
    let mut index = 0;
    while index < N {
        let mut remainder = index as u32;
        let mut bit = 0;
        while bit < bits {
            remainder = remainder >> 1 ^ if remainder & 1 != 0 { POLYNOMIAL } else { 0 };
            bit += 1;
        }
        table[index] = remainder;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const JUDGE: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);

    #[test]
    fn the_residue_is_that_of_four_zero_octets_and_of_no_shorter_string() {
        let mut fcs = Fcs::PRESET;
        (0..4).for_each(|_| fcs.octet(0));
        assert!(fcs.is_residue());
        assert!(!Fcs::PRESET.is_residue());
    }

    proptest! {
        #[test]
        fn octets_and_nibbles_agree_with_the_crc_crate(frame in prop::collection::vec(any::<u8>(), 0..200)) {
            let (mut by_octets, mut by_nibbles) = (Fcs::PRESET, Fcs::PRESET);
            for &octet in &frame {
                by_octets.octet(octet);
                by_nibbles.nibble(octet);
                by_nibbles.nibble(octet >> 4);
            }
            prop_assert_eq!(by_octets.value(), JUDGE.checksum(&frame));
            prop_assert_eq!(by_nibbles, by_octets);
            by_octets.value().to_le_bytes().into_iter().for_each(|octet| by_octets.octet(octet));
            prop_assert!(by_octets.is_residue());
        }
    }
}
