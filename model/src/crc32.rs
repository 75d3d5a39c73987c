// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`crc32`](wirewright_spec::ports::crc32): the frame check sequence, one octet a clock
//! (IEEE 802.3-2022, 3.2.9).
//!
//! ```text
//!            +-----------+
//!   data[8]->|           |->fcs[32]
//!     valid->|   crc32   |
//!      init->|           |
//!            +-----------+
//! ```

use crate::fcs::Fcs;
use wirewright_spec::Block;
use wirewright_spec::ports::crc32::{In, Out};

/// The remainder of one frame, octet by octet.
#[derive(Clone, Debug)]
pub struct Crc32 {
    remainder: Fcs,
}

impl Crc32 {
    /// A block as after reset.
    pub fn new() -> Self {
        Self { remainder: Fcs::PRESET }
    }
}

impl Default for Crc32 {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for Crc32 {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        if input.rst || input.init {
            self.remainder = Fcs::PRESET;
        }
        if input.valid && !input.rst {
            self.remainder.octet(input.data);
        }
        output.fcs = self.remainder.value();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use proptest::prelude::*;

    const JUDGE: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);

    fn step(block: &mut Crc32, input: In) -> u32 {
        let mut output = Out::default();
        Block::step(block, &input, &mut output);
        output.fcs
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(Crc32::new, &[Out { fcs: 0 }]);
    }

    #[test]
    fn init_beside_the_first_octet_starts_afresh_and_init_alone_gives_0() {
        let mut block = Crc32::new();
        let first = step(&mut block, In { init: true, valid: true, data: 9, ..In::default() });
        step(&mut block, In { valid: true, data: 1, ..In::default() });
        assert_eq!(step(&mut block, In { init: true, valid: true, data: 9, ..In::default() }), first);
        assert_eq!(step(&mut block, In { data: 7, ..In::default() }), first, "without valid the data means nothing");
        assert_eq!(step(&mut block, In { init: true, data: 7, ..In::default() }), 0);
        assert_eq!(step(&mut block, In { rst: true, valid: true, data: 7, ..In::default() }), 0, "rst wins");
    }

    proptest! {
        #[test]
        fn fcs_is_that_of_the_crc_crate_after_every_octet(
            frame in prop::collection::vec((any::<u8>(), 0..3u8), 1..100),
        ) {
            let mut block = Crc32::new();
            let mut octets = Vec::new();
            for (octet, pause) in frame {
                octets.push(octet);
                let init = octets.len() == 1;
                let fcs = step(&mut block, In { init, valid: true, data: octet, ..In::default() });
                prop_assert_eq!(fcs, JUDGE.checksum(&octets));
                for _ in 0..pause {
                    prop_assert_eq!(step(&mut block, In { data: octet, ..In::default() }), fcs);
                }
            }
            let last = JUDGE.checksum(&octets).to_le_bytes();
            let fcs = last.map(|octet| step(&mut block, In { valid: true, data: octet, ..In::default() }))[3];
            prop_assert_eq!(fcs, Fcs::RESIDUE);
        }
    }
}
