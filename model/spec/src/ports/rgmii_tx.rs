// SPDX-License-Identifier: MIT OR Apache-2.0
//! From GMII to RGMII, the logic before the output cells of double data rate: makes the transmit clock for 10, 100 and
//! 1000 Mbit/s from one of 125 MHz, and gives the MAC its clock enable (RGMII 2.0).
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
//!
//! # Contract
//! - A pair `x_rise`, `x_fall` is what an output cell sends in the two halves of a clock of 8 ns: `x_rise` first.
//! - The block counts clocks in periods of the transmit clock: 1 at 1000 Mbit/s, 5 at 100, 50 at 10. *Position* `p` is
//!   the number of an edge in its period, 0 to period - 1. The first edge after reset has position 0. The *speed* is a
//!   register (0 after reset); at the last position of a period it becomes `cfg_speed`, where 3 counts as 2, so
//!   that a period is never cut. Its length is that of the speed as it is in the period.
//! - At position 0 of each period the GMII inputs are taken (*octet*, *en*, *er*); at 1000 Mbit/s that is every edge.
//!   The outputs after an edge at position `p` are those of its position, of the values taken at this very edge when
//!   `p` is 0, and of the speed before the edge:
//!   - 1000: `txc` is 1, 0. `txd` is bits 3 to 0, then bits 7 to 4 of octet. `tx_ctl` is en, then en xor er.
//!   - 100: the first half period lasts two clocks and a half: `txc` is 1, 1 at positions 0 and 1, then 1, 0, then
//!     0, 0 twice. `tx_ctl` is en in the halves of clocks where `txc` is 1, and en xor er in those where it is 0.
//!   - 10: `txc` is 1, 1 at positions 0 to 24 and 0, 0 at 25 to 49; `tx_ctl` follows it in the same way.
//!   - at 100 and 10 Mbit/s `txd` is bits 3 to 0 of octet in both halves of all clocks of the period: RGMII has the
//!     data on the rising edge there and lets it be repeated on the falling one.
//! - `tx_clk_en` is high after an edge when the next edge has the last position of its period. So a MAC that sees it
//!   at that edge changes its GMII outputs there, and they are taken one edge later, at position 0.
//! - `tx_nibble` after an edge: the speed after it is not 2.
//! - All outputs are 0 after reset, but for `tx_nibble`, which is 1.

use crate::Ports;

/// Inputs of `rgmii_tx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// 0 is 10, 1 is 100, 2 and 3 are 1000 Mbit/s.
    #[port(width = 2)]
    pub cfg_speed: u8,
    /// Octet, or nibble in bits 3 to 0, from the MAC.
    pub gmii_txd: u8,
    /// `gmii_txd` is part of a frame.
    pub gmii_tx_en: bool,
    /// Send an error in its place.
    pub gmii_tx_er: bool,
}

/// Outputs of `rgmii_tx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// This edge counts for the MAC.
    pub tx_clk_en: bool,
    /// The MAC sends four bits an edge.
    pub tx_nibble: bool,
    /// TXC, first half of the clock.
    pub txc_rise: bool,
    /// TXC, second half.
    pub txc_fall: bool,
    /// TD, first half.
    #[port(width = 4)]
    pub txd_rise: u8,
    /// TD, second half.
    #[port(width = 4)]
    pub txd_fall: u8,
    /// TX_CTL, first half.
    pub tx_ctl_rise: bool,
    /// TX_CTL, second half.
    pub tx_ctl_fall: bool,
}
