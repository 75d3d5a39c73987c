// SPDX-License-Identifier: MIT OR Apache-2.0
//! Pseudo-random words from a 32-bit linear feedback shift register: the hardware source of the backoff delay
//! (IEEE 802.3-2022, 4.2.3.2.5 wants an integer that is uniformly distributed).
//!
//! ```text
//!            +--------+
//!      load->|        |
//!  seed[32]->|  lfsr  |->random[10]
//!            +--------+
//! ```

use crate::prelude::*;

/// The random source; see `wirewright_spec::ports::lfsr`.
#[derive(LogicBlock)]
pub struct Lfsr {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Take `seed` instead of shifting.
    pub load: Signal<In, Bit>,
    /// What to begin with; stations must differ, so use address bits.
    pub seed: Signal<In, Bits<32>>,
    /// A word that changes at every edge; 1 after reset.
    pub random: Signal<Out, Bits<10>>,
    /// Never zero: zero would stay zero.
    word: Register<Bits<32>>,
    feedback: Signal<Local, Bit>,
}

impl Default for Lfsr {
    fn default() -> Self {
        Lfsr {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            load: Signal::default(),
            seed: Signal::default(),
            random: Signal::default(),
            word: Register::reset_to(1_u32.to_bits::<32>()),
            feedback: Signal::default(),
        }
    }
}

impl Logic for Lfsr {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, word);
        self.random.next = self.word.q.val().get_bits::<10>(0);

        // x^32 + x^22 + x^2 + x + 1, of maximal length.
        self.feedback.next = self.word.q.val().get_bit(31)
            ^ self.word.q.val().get_bit(21)
            ^ self.word.q.val().get_bit(1)
            ^ self.word.q.val().get_bit(0);
        if !self.load.val() {
            self.word.d.next = (self.word.q.val() << 1) | bit_cast::<32, 1>(self.feedback.val().into());
        } else if self.seed.val().any() {
            self.word.d.next = self.seed.val();
        } else {
            self.word.d.next = 1.into();
        }
    }
}
