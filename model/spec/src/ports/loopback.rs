// SPDX-License-Identifier: MIT OR Apache-2.0
//! Between a MAC and its PHY: lets the MAC's receiver hear its transmitter in place of the wire, through a small
//! memory between the two clocks, while the wire hears nothing.
//!
//! ```text
//!                     +------------+
//!      mac_txd[8]---->|            |->phy_txd[8]
//! mac_tx_en, tx_er--->|            |->phy_tx_en, tx_er
//!      phy_rxd[8]---->|  loopback  |->mac_rxd[8]
//! phy_rx_dv, rx_er--->|            |->mac_rx_dv, rx_er
//! cfg_tx_loopback---->|            |
//! cfg_rx_loopback---->|            |
//!                     +------------+
//!      tx_clk tx_rst    rx_clk rx_rst
//! ```
//!
//! # Contract
//! One symbol a clock, an octet (GMII) or a nibble in the low bits (MII).
//!
//! **To the wire**, at every edge of `tx_clk`: `phy_txd`, `phy_tx_en`, `phy_tx_er` become the `mac_` inputs, but 0
//! with `cfg_tx_loopback`.
//!
//! **Writer** (`tx_clk`). `held` is a register {octet, er, valid}, 0 after reset. At every edge: `held` becomes
//! {`mac_txd`, `mac_tx_er`, `mac_tx_en` and `cfg_tx_loopback`}; and the write side of an
//! [`async_fifo`](super::async_fifo) is offered, from registers (0 after reset): `tvalid <= held.valid`,
//! `tdata <= held.octet`, `tuser <= held.er`, `tlast <= not (mac_tx_en and cfg_tx_loopback)`. So a run of symbols
//! with `mac_tx_en` is a frame, and its last one has `tlast`. (While `tvalid` is low the others do not matter.) Its
//! `tready` is not looked at: what it cannot take is lost, which is so only where the clocks differ too much.
//!
//! **Reader** (`rx_clk`). `delay` (3 bits) and `open` are registers, 0 and low after reset; the FIFO's
//! `m_axis_tready` is `open`. A *symbol passes* at an edge with `m_axis_tvalid` and `open` high before it. At an
//! edge, by the values before it:
//!
//! - `open` low: if `m_axis_tvalid` is high, `delay` goes up by one, and when it was 5 it becomes 0 and `open` high.
//!   Else `delay` holds. No symbol is heard.
//! - `open` high, and a symbol passes: it is heard: `tdata`, and `tuser` as `rx_er`. With `tlast`, `open` becomes
//!   low.
//! - `open` high and `m_axis_tvalid` low (the receiver's clock is too fast): an error is heard: data 0 with `rx_er`.
//!
//! **To the receiver**, at every edge of `rx_clk`: with `cfg_rx_loopback` `mac_rx_dv` becomes high, and `mac_rxd` and
//! `mac_rx_er` what is heard; all three become 0 when nothing is. Without, they become the `phy_` inputs, and what is
//! heard is lost. (The reader goes on either way.)
//!
//! Resets: `tx_rst` is the FIFO's `wr_rst`, `rx_rst` its `rd_rst`, and the two must overlap as it says. Its Gray
//! pointers are the only crossing registers.
//!
//! # For who uses it
//! One clock more to and from the wire. The six symbols that are in the memory before the first one is heard make up
//! for clocks that differ: 16 hold a frame of 1522 octets where they differ by 0.2 percent at the most.

use crate::Ports;

/// Inputs of `loopback`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Reset of the transmitting side, synchronous but for the Gray pointer.
    #[port(clock = "tx_clk")]
    pub tx_rst: bool,
    /// Octet or nibble of the MAC.
    #[port(clock = "tx_clk")]
    pub mac_txd: u8,
    /// It is part of a frame.
    #[port(clock = "tx_clk")]
    pub mac_tx_en: bool,
    /// Send an error in its place.
    #[port(clock = "tx_clk")]
    pub mac_tx_er: bool,
    /// Keep what is sent from the wire.
    #[port(clock = "tx_clk")]
    pub cfg_tx_loopback: bool,
    /// Reset of the receiving side, synchronous but for the Gray pointer.
    #[port(clock = "rx_clk")]
    pub rx_rst: bool,
    /// Octet or nibble of the PHY.
    #[port(clock = "rx_clk")]
    pub phy_rxd: u8,
    /// It is part of a carrier.
    #[port(clock = "rx_clk")]
    pub phy_rx_dv: bool,
    /// The PHY saw an error in it.
    #[port(clock = "rx_clk")]
    pub phy_rx_er: bool,
    /// Hear what is sent in place of the wire.
    #[port(clock = "rx_clk")]
    pub cfg_rx_loopback: bool,
}

/// Outputs of `loopback`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// Octet or nibble to the PHY.
    #[port(clock = "tx_clk")]
    pub phy_txd: u8,
    /// It is part of a frame.
    #[port(clock = "tx_clk")]
    pub phy_tx_en: bool,
    /// Send an error in its place.
    #[port(clock = "tx_clk")]
    pub phy_tx_er: bool,
    /// Octet or nibble to the MAC.
    #[port(clock = "rx_clk")]
    pub mac_rxd: u8,
    /// It is part of a carrier.
    #[port(clock = "rx_clk")]
    pub mac_rx_dv: bool,
    /// There was an error in it.
    #[port(clock = "rx_clk")]
    pub mac_rx_er: bool,
}
