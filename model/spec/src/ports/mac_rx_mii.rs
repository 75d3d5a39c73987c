// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet receiver for MII, one nibble a clock (IEEE 802.3-2022, 4.2.9, clause 22). Full and half duplex are
//! the same to it.
//!
//! ```text
//!                  +--------------+
//!     mii_rxd[4]-->|              |->rx_axis_tdata[8]
//!     mii_rx_dv--->|              |->rx_axis_tvalid
//!     mii_rx_er--->|  mac_rx_mii  |->rx_axis_tlast
//! cfg_rx_fcs_strip>|              |->rx_axis_tuser
//!  cfg_rx_jumbo--->|              |->stat_rx_valid, verdict[4],
//!                  +--------------+  symbol_error, octets[16]
//! ```
//!
//! # Contract
//! As `mac_rx`, with these differences. A carrier is a run of edges with `mii_rx_dv` high. The delimiter is a
//! nibble 4'hd whose predecessor in the same carrier is 4'h5; the first such pair begins the frame, at any
//! nibble boundary. After it nibbles pair up, low nibble first. Octet k is complete, and counts as sampled, at
//! the edge E(k) of its high nibble. At E(end), the first edge with `rx_dv` low, a low nibble without its high
//! nibble is cut (dribble) and matters for the verdict only in that a bad FCS is then an `AlignmentError`.
//! Rules 1 and 2 come first as they stand. Beats, verdicts and strobes stand after the same E(k) and E(end) as
//! in `mac_rx`; after the edges between, `rx_axis_*` are 0 and `stat_rx_valid` is low.

use crate::Ports;

/// Inputs of `mac_rx_mii`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Nibble from the PHY.
    #[port(width = 4)]
    pub mii_rxd: u8,
    /// `mii_rxd` is part of a carrier.
    pub mii_rx_dv: bool,
    /// The PHY saw an error in it.
    pub mii_rx_er: bool,
    /// Strip the FCS; else the stream carries it.
    pub cfg_rx_fcs_strip: bool,
    /// Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    pub cfg_rx_jumbo: bool,
}

/// Outputs of `mac_rx_mii`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// Octet of a frame.
    pub rx_axis_tdata: u8,
    /// There is an octet. There is no ready: it is gone after this clock.
    pub rx_axis_tvalid: bool,
    /// It is the last of its frame.
    pub rx_axis_tlast: bool,
    /// On the last beat: the frame is bad; 0 on every other beat.
    pub rx_axis_tuser: bool,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_rx_valid: bool,
    /// What it was: an `RxVerdict`.
    #[port(width = 4)]
    pub stat_rx_verdict: u8,
    /// Qualifies the verdict: `rx_er` was seen and the frame was not shorter than 64 octets
    /// (aSymbolErrorDuringCarrier).
    pub stat_rx_symbol_error: bool,
    /// Its length in whole octets, FCS included; saturates at 65535.
    pub stat_rx_octets: u16,
}
