// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`rgmii_tx`](wirewright_spec::ports::rgmii_tx): from GMII to the output cells of RGMII (RGMII 2.0).
//!
//! ```text
//!                 +------------+
//!  cfg_speed[2]-->|            |-->txc_rise, txc_fall
//!                 |            |-->txd_rise[4], txd_fall[4]
//!   gmii_txd[8]-->|  rgmii_tx  |-->tx_ctl_rise, tx_ctl_fall
//!    gmii_tx_en-->|            |
//!    gmii_tx_er-->|            |-->tx_clk_en
//!                 +------------+-->tx_nibble
//! ```

use wirewright_spec::Block;
use wirewright_spec::ports::rgmii_tx::{In, Out};

/// Where the period is, and what is sent in it.
#[derive(Clone, Debug)]
pub struct RgmiiTx {
    speed: Speed,
    /// The position of the next edge.
    position: u32,
    octet: u8,
    en: bool,
    er: bool,
    out: Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speed {
    Mbit10,
    Mbit100,
    Mbit1000,
}

impl Speed {
    fn of(cfg_speed: u8) -> Speed {
        match cfg_speed {
            0 => Speed::Mbit10,
            1 => Speed::Mbit100,
            _ => Speed::Mbit1000,
        }
    }

    /// Clocks of 8 ns in a period of TXC.
    fn period(self) -> u32 {
        match self {
            Speed::Mbit10 => 50,
            Speed::Mbit100 => 5,
            Speed::Mbit1000 => 1,
        }
    }
}

/// As after reset.
const IDLE: Out = Out {
    tx_clk_en: false,
    tx_nibble: true,
    txc_rise: false,
    txc_fall: false,
    txd_rise: 0,
    txd_fall: 0,
    tx_ctl_rise: false,
    tx_ctl_fall: false,
};

impl RgmiiTx {
    /// A block as after reset.
    pub fn new() -> Self {
        Self { speed: Speed::Mbit10, position: 0, octet: 0, en: false, er: false, out: IDLE }
    }

    fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        if self.position == 0 {
            (self.octet, self.en, self.er) = (input.gmii_txd, input.gmii_tx_en, input.gmii_tx_er);
        }
        // Half clocks: the first half of the period is as many of them as it has clocks.
        let halves = [2 * self.position, 2 * self.position + 1];
        let txc = halves.map(|half| half < self.speed.period());
        let ctl = txc.map(|high| if high { self.en } else { self.en != self.er });
        let nibbles = match self.speed {
            Speed::Mbit1000 => [self.octet & 0xf, self.octet >> 4],
            Speed::Mbit10 | Speed::Mbit100 => [self.octet & 0xf; 2],
        };

        self.position += 1;
        if self.position == self.speed.period() {
            self.position = 0;
            self.speed = Speed::of(input.cfg_speed);
        }
        self.out = Out {
            tx_clk_en: self.position + 1 == self.speed.period(),
            tx_nibble: self.speed != Speed::Mbit1000,
            txc_rise: txc[0],
            txc_fall: txc[1],
            txd_rise: nibbles[0],
            txd_fall: nibbles[1],
            tx_ctl_rise: ctl[0],
            tx_ctl_fall: ctl[1],
        };
    }
}

impl Default for RgmiiTx {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for RgmiiTx {
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

    /// The wire in half clocks, from the first change of TXC on: TXC, TX_CTL, TD.
    fn wire(
        block: &mut RgmiiTx,
        speed: u8,
        clocks: usize,
        gmii: impl Fn(u32) -> (u8, bool, bool),
    ) -> Vec<(bool, bool, u8)> {
        let (mut out, mut halves, mut number) = (block.out, Vec::new(), 0);
        for _ in 0..clocks {
            let enabled = out.tx_clk_en;
            let (gmii_txd, gmii_tx_en, gmii_tx_er) = gmii(number);
            block.step(&In { rst: false, cfg_speed: speed, gmii_txd, gmii_tx_en, gmii_tx_er }, &mut out);
            halves.push((out.txc_rise, out.tx_ctl_rise, out.txd_rise));
            halves.push((out.txc_fall, out.tx_ctl_fall, out.txd_fall));
            // A MAC changes its outputs at an edge with the enable.
            number += u32::from(enabled);
        }
        halves
    }

    /// What a receiver with clean sampling sees: each level of TXC as (length in half clocks, TX_CTL, TD); all values
    /// must hold for the length.
    fn levels(halves: &[(bool, bool, u8)]) -> Vec<(usize, bool, u8)> {
        let runs = halves.chunk_by(|a, b| a.0 == b.0);
        runs.map(|run| {
            assert!(run.iter().all(|half| half == &run[0]), "{run:?}");
            (run.len(), run[0].1, run[0].2)
        })
        .collect()
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(RgmiiTx::new, &[IDLE]);
    }

    #[test]
    fn at_1000_both_edges_carry_a_nibble_and_every_edge_counts() {
        let mut block = RgmiiTx::new();
        wire(&mut block, 2, 50, |_| (0, false, false));
        let frame = |n: u32| (0xd5 + n as u8, true, n == 2);
        let seen = levels(&wire(&mut block, 2, 4, frame));
        // The enable was high before: each octet is sent once.
        let expected =
            [(0x5, true), (0xd, true), (0x6, true), (0xd, true), (0x7, true), (0xd, false), (0x8, true), (0xd, true)];
        assert_eq!(seen, expected.map(|(nibble, ctl)| (1, ctl, nibble)).to_vec()[..seen.len()]);
    }

    #[test]
    fn at_100_and_10_txc_has_25_and_2_5_mhz_and_the_same_nibble_on_both_edges() {
        for (speed, half) in [(1, 5), (0, 50)] {
            let mut block = RgmiiTx::new();
            wire(&mut block, speed, 50, |_| (0, false, false));
            let frame = |n: u32| (0xf0 | n as u8, !n.is_multiple_of(3), n == 4 || n == 6);
            let seen = levels(&wire(&mut block, speed, 8 * half, frame));
            assert_eq!(seen.len(), 16);
            for (number, level) in seen.chunks(2).enumerate() {
                let (nibble, en, er) = (number as u8, number % 3 != 0, number == 4 || number == 6);
                assert_eq!(level, [(half, en, nibble), (half, en != er, nibble)], "speed {speed}, nibble {number}");
            }
        }
    }

    #[test]
    fn the_speed_changes_between_periods() {
        let mut block = RgmiiTx::new();
        wire(&mut block, 0, 7, |_| (0, false, false));
        let seen = levels(&wire(&mut block, 3, 45, |_| (0, false, false)));
        assert_eq!(seen[..4].iter().map(|level| level.0).collect::<Vec<_>>(), [36, 50, 1, 1]);
    }

    #[test]
    fn the_enable_comes_once_a_period_and_the_octet_is_taken_an_edge_after() {
        for (speed, period) in [(0, 50), (1, 5), (2, 1)] {
            let mut block = RgmiiTx::new();
            wire(&mut block, speed, 50, |_| (0, false, false));
            let mut out = Out::default();
            let enables = (0..200).filter(|_| {
                block.step(&In { cfg_speed: speed, ..In::default() }, &mut out);
                out.tx_clk_en
            });
            assert_eq!(enables.count(), 200 / period, "speed {speed}");
            assert_eq!(out.tx_nibble, speed != 2);
        }
    }
}
