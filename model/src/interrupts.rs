// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`interrupts`](wirewright_spec::ports::interrupts): causes, their mask, and the line, which does not
//! rise too often (docs/card.md).
//!
//! ```text
//!                          +------------+
//!    tx_written, rx_written>|            |->cause[7]
//!    tx_stopped, rx_stopped>|            |->irq
//! tx_ring_error, rx_ring_error           |
//!      link, rx_lost------>| interrupts |
//!   software, clear[7]---->|            |
//!          cfg_mask[7]---->|            |
//!   cfg_moderation[16]---->|            |
//!                          +------------+
//! ```

use wirewright_spec::Block;
use wirewright_spec::card::registers::MODERATION_UNIT_CLOCKS;
use wirewright_spec::card::registers::bits::INTERRUPT_CAUSE as CAUSE;
use wirewright_spec::ports::interrupts::{In, Out};

/// Causes, and the time until the line may rise again.
#[derive(Clone, Debug, Default)]
pub struct Interrupts {
    request: bool,
    /// Clocks.
    wait: u32,
    link_before: bool,
    tx_stopped_before: bool,
    rx_stopped_before: bool,
    pub(crate) out: Out,
}

impl Interrupts {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let rises = !self.out.irq && self.request && self.wait == 0;
        self.out.irq = rises || self.out.irq && self.request;
        self.wait =
            if rises { MODERATION_UNIT_CLOCKS * u32::from(input.cfg_moderation) } else { self.wait.saturating_sub(1) };
        self.request = self.out.cause & input.cfg_mask != 0;
        self.out.cause = self.out.cause & !input.clear | self.set(input);
        self.link_before = input.link;
        self.tx_stopped_before = input.tx_stopped;
        self.rx_stopped_before = input.rx_stopped;
    }

    /// The causes that come at this edge.
    #[inline]
    fn set(&self, input: &In) -> u8 {
        let stops = input.tx_stopped && !self.tx_stopped_before || input.rx_stopped && !self.rx_stopped_before;
        u8::from(input.tx_written) << CAUSE::TX
            | u8::from(input.rx_written) << CAUSE::RX
            | u8::from(stops) << CAUSE::DMA_ERROR
            | u8::from(input.tx_ring_error || input.rx_ring_error) << CAUSE::RING_ERROR
            | u8::from(input.link != self.link_before) << CAUSE::LINK
            | u8::from(input.rx_lost) << CAUSE::RX_LOST
            | u8::from(input.software) << CAUSE::SOFTWARE
    }
}

impl Block for Interrupts {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    /// Steps with these inputs.
    struct Bench(Interrupts, Out);

    impl Bench {
        fn new() -> Self {
            Bench(Interrupts::new(), Out::default())
        }

        fn step(&mut self, input: In) -> Out {
            self.0.step(&input, &mut self.1);
            self.1
        }
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(Interrupts::new, &[Out::default()]);
    }

    #[test]
    fn each_input_sets_its_cause_until_it_is_cleared() {
        let idle = In::default();
        let causes = [
            (0, In { tx_written: true, ..idle }),
            (1, In { rx_written: true, ..idle }),
            (2, In { tx_stopped: true, ..idle }),
            (2, In { rx_stopped: true, ..idle }),
            (3, In { tx_ring_error: true, ..idle }),
            (3, In { rx_ring_error: true, ..idle }),
            (4, In { link: true, ..idle }),
            (5, In { rx_lost: true, ..idle }),
            (6, In { software: true, ..idle }),
        ];
        for (bit, input) in causes {
            let mut bench = Bench::new();
            assert_eq!(bench.step(input).cause, 1 << bit);
            assert_eq!(bench.step(In { clear: !(1 << bit) & 0x7f, ..input }).cause, 1 << bit, "others are cleared");
            let levels = In { tx_stopped: input.tx_stopped, rx_stopped: input.rx_stopped, link: input.link, ..idle };
            assert_eq!(bench.step(In { clear: 1 << bit, ..levels }).cause, 0, "a level counts when it comes");
            assert_eq!(bench.step(levels).cause, 0);
            let goes = if input.link { 1 << CAUSE::LINK } else { 0 };
            assert_eq!(
                bench.step(idle).cause,
                goes,
                "a link that goes is a cause, a direction that runs again is none"
            );
            let strobes = !(input.link || input.tx_stopped || input.rx_stopped);
            if strobes {
                assert_eq!(bench.step(In { clear: 1 << bit, ..input }).cause, 1 << bit, "set wins");
            }
        }
    }

    #[test]
    fn one_direction_that_stops_after_the_other_is_a_cause_of_its_own() {
        let mut bench = Bench::new();
        bench.step(In { tx_stopped: true, ..In::default() });
        let out = bench.step(In { tx_stopped: true, rx_stopped: true, clear: 0x7f, ..In::default() });
        assert_eq!(out.cause, 1 << CAUSE::DMA_ERROR);
    }

    /// The line from the edge on at which `software` is strobed; it is cleared at edge `clear`.
    fn line(clear: usize) -> String {
        let mut bench = Bench::new();
        let edge = |edge| {
            let clear = if edge == clear { 0x7f } else { 0 };
            let out = bench.step(In { software: edge == 0, clear, cfg_mask: 0x7f, ..In::default() });
            if out.irq { '#' } else { '.' }
        };
        (0..10).map(edge).collect()
    }

    #[test]
    fn the_line_rises_three_edges_after_the_strobe_and_falls_three_edges_after_the_clear() {
        assert_eq!(line(99), "..########");
        assert_eq!(line(5), "..#####...");
    }

    #[test]
    fn a_masked_cause_is_kept_and_raises_the_line_when_the_mask_lets_it() {
        let mut bench = Bench::new();
        bench.step(In { rx_lost: true, ..In::default() });
        let masked = In { cfg_mask: 0x7f & !(1 << CAUSE::RX_LOST), ..In::default() };
        (0..9).for_each(|_| assert!(!bench.step(masked).irq && bench.1.cause == 1 << CAUSE::RX_LOST));
        let open = In { cfg_mask: 1 << CAUSE::RX_LOST, ..In::default() };
        assert!(!bench.step(open).irq && bench.step(open).irq);
        assert!(bench.step(masked).irq && !bench.step(masked).irq);
    }

    /// Edges from one rise of the line to the next, when it is cleared as soon as it is seen.
    fn rises(cfg_moderation: u16, edges: u32) -> Vec<u32> {
        let (mut bench, mut rises, mut before) = (Bench::new(), Vec::new(), false);
        for edge in 0..edges {
            let clear = if before { 0x7f } else { 0 };
            let strobe = !before;
            let out = bench.step(In { tx_written: strobe, clear, cfg_mask: 1, cfg_moderation, ..In::default() });
            if out.irq && !before {
                rises.push(edge);
            }
            before = out.irq;
        }
        rises.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }

    #[test]
    fn the_line_does_not_rise_more_often_than_moderation_lets_it() {
        assert!(rises(0, 400).iter().all(|&gap| gap < 10));
        for time in [1, 2, 9, 300] {
            let gaps = rises(time, 40_000);
            assert!(gaps.len() > 6 && gaps.iter().all(|&gap| gap == 16 * u32::from(time) + 1), "{time}: {gaps:?}");
        }
        assert!(rises(65535, 3_000_000).iter().all(|&gap| gap == 16 * 65535 + 1));
    }
}
