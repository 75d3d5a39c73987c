// SPDX-License-Identifier: MIT OR Apache-2.0
//! Entries of a ring, of what the driver wrote: 2^3 to 2^12 of them.
//!
//! ```text
//!            +-----------+
//!  log2[4]-->| ring_size |-->size[13]
//!            |           |-->mask[12]
//!            +-----------+
//! ```

use crate::prelude::*;
use wirewright_spec::card::rings::LEAST_SIZE_LOG2;

/// The register `size` of `wirewright_spec::ports::ring_fetch`.
#[derive(LogicBlock)]
pub struct RingSize {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Entries of the ring, as a power of two; what is less than 3 is 3, what is more than 12 is 12.
    pub log2: Signal<In, Bits<4>>,
    /// Entries of the ring.
    pub size: Signal<Out, Bits<13>>,
    /// One less: the bits of an index that count in the ring.
    pub mask: Signal<Out, Bits<12>>,

    entries: Register<Bits<13>>,
    index_bits: Register<Bits<12>>,

    limited: Signal<Local, Bits<4>>,
}

impl Default for RingSize {
    fn default() -> Self {
        RingSize {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            log2: Signal::default(),
            size: Signal::default(),
            mask: Signal::default(),
            entries: Register::reset_to(1_u64 << LEAST_SIZE_LOG2),
            index_bits: Register::reset_to((1_u64 << LEAST_SIZE_LOG2) - 1),
            limited: Signal::default(),
        }
    }
}

impl Logic for RingSize {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, entries, index_bits);
        self.size.next = self.entries.q.val();
        self.mask.next = self.index_bits.q.val();

        self.limited.next = self.log2.val();
        if self.log2.val() < 3 {
            self.limited.next = 3.into();
        } else if self.log2.val() > 12 {
            self.limited.next = 12.into();
        }
        self.entries.d.next = bits::<13>(1) << self.limited.val();
        // Not one less than the size: so each bit is a function of four.
        self.index_bits.d.next = !(bits::<12>(0xfff) << self.limited.val());
    }
}

#[cfg(test)]
mod tests {
    use wirewright_spec::card::rings::{GREATEST_SIZE_LOG2, LEAST_SIZE_LOG2};

    #[test]
    fn the_limits_are_those_of_the_card() {
        assert_eq!((LEAST_SIZE_LOG2, GREATEST_SIZE_LOG2), (3, 12));
    }
}
