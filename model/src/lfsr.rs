// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`lfsr`](wirewright_spec::ports::lfsr): the random words of the backoff delay (IEEE
//! 802.3-2022, 4.2.3.2.5).
//!
//! ```text
//!            +--------+
//!      load->|        |
//!  seed[32]->|  lfsr  |->random[10]
//!            +--------+
//! ```

use wirewright_spec::Block;
use wirewright_spec::ports::lfsr::{In, Out};

/// A 32-bit shift register with the feedback polynomial x^32 + x^22 + x^2 + x + 1.
#[derive(Clone, Debug)]
pub struct Lfsr {
    register: u32,
}

impl Lfsr {
    /// A block as after reset.
    pub fn new() -> Self {
        Self { register: 1 }
    }

    /// The word shown on `random`.
    #[inline]
    pub(crate) fn random(&self) -> u16 {
        self.register as u16 & 0x3ff
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        let r = self.register;
        self.register = match *input {
            In { rst: true, .. } => 1,
            In { load: true, seed, .. } => seed.max(1),
            _ => r << 1 | (r >> 31 ^ r >> 21 ^ r >> 1 ^ r) & 1,
        };
    }
}

impl Default for Lfsr {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for Lfsr {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        output.random = self.random();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn step(block: &mut Lfsr, input: In) -> u16 {
        let mut output = Out::default();
        Block::step(block, &input, &mut output);
        output.random
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(Lfsr::new, &[Out { random: 1 }]);
    }

    #[test]
    fn a_seed_of_zero_becomes_one_and_others_are_taken() {
        let mut block = Lfsr::new();
        assert_eq!(step(&mut block, In { load: true, seed: 0xffff_fe55, ..In::default() }), 0x255);
        assert_eq!(step(&mut block, In { load: true, ..In::default() }), 1);
        assert_eq!(step(&mut block, In { load: true, seed: 5, rst: true }), 1);
    }

    #[test]
    fn the_taps_are_bits_31_21_1_and_0() {
        for bit in 0..32 {
            let mut block = Lfsr::new();
            step(&mut block, In { load: true, seed: 1 << bit, ..In::default() });
            let new_bit = step(&mut block, In::default()) & 1;
            assert_eq!(new_bit == 1, [31, 21, 1, 0].contains(&bit), "bit {bit}");
        }
    }

    /// The step is a linear map on GF(2)^32; it has the full period 2^32 - 1 exactly when that power of it, and no
    /// power (2^32 - 1) / p for a prime p of 2^32 - 1, is the identity.
    #[test]
    fn the_period_is_2_to_the_32_less_1() {
        let step_of = |state: u32| {
            let mut block = Lfsr { register: state };
            block.edge(&In::default());
            block.register
        };
        let matrix: [u32; 32] = std::array::from_fn(|bit| step_of(1 << bit));
        let apply = |m: &[u32; 32], v: u32| (0..32).filter(|bit| v >> bit & 1 != 0).fold(0, |sum, bit| sum ^ m[bit]);
        let power = |mut exponent: u32| {
            let mut result: [u32; 32] = std::array::from_fn(|bit| 1 << bit);
            let mut square = matrix;
            while exponent != 0 {
                if exponent & 1 != 0 {
                    result = result.map(|column| apply(&square, column));
                }
                square = square.map(|column| apply(&square, column));
                exponent >>= 1;
            }
            result
        };
        let identity: [u32; 32] = std::array::from_fn(|bit| 1 << bit);
        assert_eq!(power(u32::MAX), identity);
        for prime in [3, 5, 17, 257, 65537] {
            assert_ne!(power(u32::MAX / prime), identity, "period divides (2^32 - 1) / {prime}");
        }
    }

    /// Words taken as the backoff takes them, some hundred clocks apart: chi-square with 1023 degrees of freedom
    /// has mean 1023 and deviation 45; five deviations are allowed.
    #[test]
    fn words_are_uniform() {
        let mut block = Lfsr::new();
        let mut counts = [0u32; 1024];
        const WORDS: u32 = 1024 * 200;
        for _ in 0..WORDS {
            for _ in 0..127 {
                block.edge(&In::default());
            }
            counts[usize::from(block.random())] += 1;
        }
        let expected = f64::from(WORDS) / 1024.0;
        let chi_square: f64 = counts.iter().map(|&n| (f64::from(n) - expected).powi(2) / expected).sum();
        assert!((chi_square - 1023.0).abs() < 5.0 * 45.0, "chi-square {chi_square}");
    }
}
