// SPDX-License-Identifier: MIT OR Apache-2.0
//! Truncated binary exponential backoff (IEEE 802.3-2022, 4.2.3.2.5).

use wirewright_spec::ethernet::{BACKOFF_LIMIT, SLOT_TIME_BITS};

/// The delay after collision `attempt` (1 to 15) in slot times: the random word cut to the range from 0 to
/// 2^k - 1, k being the smaller of `attempt` and 10.
pub fn slots(attempt: u32, random: u32) -> u32 {
    random % 2u32.pow(attempt.min(BACKOFF_LIMIT))
}

/// The same delay in bit times.
pub fn delay_bits(attempt: u32, random: u32) -> usize {
    slots(attempt, random) as usize * SLOT_TIME_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_doubles_up_to_the_tenth_attempt() {
        let largest = |attempt| (0..1024).map(|random| slots(attempt, random)).max();
        assert_eq!(
            [1, 2, 3, 9, 10, 11, 15].map(largest),
            [Some(1), Some(3), Some(7), Some(511), Some(1023), Some(1023), Some(1023)]
        );
    }

    #[test]
    fn each_delay_comes_from_equally_many_words() {
        for attempt in 1..=15 {
            let mut words = [0; 1024];
            (0..1024).for_each(|random| words[slots(attempt, random) as usize] += 1);
            let range = 2usize.pow(attempt.min(10));
            assert!(words[..range].iter().all(|&count| count == 1024 / range), "attempt {attempt}");
        }
    }

    #[test]
    fn a_slot_is_512_bit_times() {
        assert_eq!(delay_bits(3, 0x3ff), 7 * 512);
    }
}
