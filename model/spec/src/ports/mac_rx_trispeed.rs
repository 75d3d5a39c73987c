// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet receiver for 10, 100 and 1000 Mbit/s: GMII with a clock enable, octets or nibbles chosen at run
//! time (IEEE 802.3-2022, 4.2.9, clauses 22 and 35).
//!
//! ```text
//!                  +-----------------+
//!          rx_ce-->|                 |->rx_axis_tdata[8]
//!     cfg_nibble-->|                 |->rx_axis_tvalid
//!    gmii_rxd[8]-->|                 |->rx_axis_tlast
//!    gmii_rx_dv--->| mac_rx_trispeed |->rx_axis_tuser
//!    gmii_rx_er--->|                 |->stat_rx_valid, verdict[4],
//! cfg_rx_fcs_strip>|                 |  symbol_error, octets[16]
//!  cfg_rx_jumbo--->|                 |
//!                  +-----------------+
//! ```
//!
//! # Contract
//! Only edges with `rx_ce` high count as edges for the receiver; between them `rx_axis_*` are 0, `stat_rx_valid`
//! is low and nothing else changes. With `cfg_nibble` low it is `mac_rx` at these edges, with `cfg_nibble` high
//! it is `mac_rx_mii` on `gmii_rxd[3:0]`, with `E(end)` the first counting edge with `rx_dv` low. `cfg_nibble`
//! is taken at the first counting edge of a carrier and holds for that carrier. (So it is also the rule by which
//! the end is judged.)

use crate::Ports;

/// Inputs of `mac_rx_trispeed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// This edge counts.
    pub rx_ce: bool,
    /// Four bits an edge (10 and 100 Mbit/s) instead of eight.
    pub cfg_nibble: bool,
    /// Octet, or nibble in bits 3 to 0, from the PHY.
    pub gmii_rxd: u8,
    /// `gmii_rxd` is part of a carrier.
    pub gmii_rx_dv: bool,
    /// The PHY saw an error in it.
    pub gmii_rx_er: bool,
    /// Strip the FCS; else the stream carries it.
    pub cfg_rx_fcs_strip: bool,
    /// Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    pub cfg_rx_jumbo: bool,
}

/// Outputs of `mac_rx_trispeed`.
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
