// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`backoff`](wirewright_spec::ports::backoff): truncated binary exponential backoff (IEEE
//! 802.3-2022, 4.2.3.2.5).
//!
//! ```text
//!              +-----------+
//!       start->|           |
//!  attempt[4]->|  backoff  |->slots[10]
//!  random[10]->|           |->busy
//!              +-----------+
//! ```

use wirewright_spec::Block;
use wirewright_spec::ethernet::{BACKOFF_LIMIT, SLOT_TIME_BITS};
use wirewright_spec::ports::backoff::{In, Out};

/// Clocks of one slot time at four bits a clock.
const SLOT_TIME_CLOCKS: u32 = SLOT_TIME_BITS as u32 / 4;

/// The delay chosen last and what is left of it.
#[derive(Clone, Debug, Default)]
pub struct Backoff {
    slots: u16,
    left_clocks: u32,
}

impl Backoff {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the delay runs: the output of that name.
    #[inline]
    pub(crate) fn busy(&self) -> bool {
        self.left_clocks != 0
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
        } else if input.start {
            let exponent = u32::from(input.attempt).min(BACKOFF_LIMIT);
            self.slots = input.random & ((1 << exponent) - 1);
            self.left_clocks = u32::from(self.slots) * SLOT_TIME_CLOCKS;
        } else {
            self.left_clocks = self.left_clocks.saturating_sub(1);
        }
    }
}

impl Block for Backoff {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = Out { slots: self.slots, busy: self.busy() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn step(block: &mut Backoff, input: In) -> Out {
        let mut output = Out::default();
        Block::step(block, &input, &mut output);
        output
    }

    fn start(attempt: u8, random: u16) -> In {
        In { start: true, attempt, random, ..In::default() }
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(Backoff::new, &[Out { slots: 0, busy: false }]);
    }

    #[test]
    fn the_exponent_is_the_attempt_up_to_10_for_every_word() {
        for attempt in 0..16 {
            for random in 0..1024 {
                let slots = step(&mut Backoff::new(), start(attempt, random)).slots;
                let choices = 1 << attempt.min(10);
                assert_eq!(slots, random % choices, "attempt {attempt}, word {random}");
            }
        }
    }

    #[test]
    fn busy_lasts_128_clocks_a_slot_and_slots_stays() {
        for slots in [0, 1, 2, 7, 1023] {
            let mut block = Backoff::new();
            let mut output = step(&mut block, start(10, slots));
            for edge in 0..128 * u32::from(slots) {
                assert_eq!(output, Out { slots, busy: true }, "after edge {edge}");
                output = step(&mut block, In { random: 0x155, attempt: 3, ..In::default() });
            }
            assert_eq!(output, Out { slots, busy: false });
            assert_eq!(step(&mut block, In::default()), Out { slots, busy: false }, "stays idle");
        }
    }

    #[test]
    fn a_new_start_gives_up_the_running_delay() {
        let mut block = Backoff::new();
        step(&mut block, start(10, 1023));
        assert_eq!(step(&mut block, start(1, 0)), Out { slots: 0, busy: false });
        step(&mut block, start(10, 5));
        assert_eq!(step(&mut block, In { rst: true, ..start(10, 5) }), Out { slots: 0, busy: false });
    }
}
