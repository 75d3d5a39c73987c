// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet MAC for GMII, 1000 Mbit/s, full duplex, with frame memories, and without PAUSE and counters (IEEE
//! 802.3-2022, clauses 4 and 35). What each frame came to is said by strobes, for whoever counts by himself.
//!
//! # Contract
//! The design is wiring, as [`mac_gmii`](super::mac_gmii) is, with the same resets. Transmit: `tx_axis` ->
//! `stream_fifo` (clk; cfg_wait 1, cfg_drop_bad 0, tdrop 0) -> `async_fifo` (clk to tx_clk) -> `mac_tx` (tx_clk;
//! tx_hold 0) -> PHY. Receive: PHY -> `mac_rx` (rx_clk) -> `stream_fifo` (rx_clk; cfg_wait 0, cfg_drop_bad = not
//! cfg_rx_pass_bad, tdrop 0) -> `async_fifo` (rx_clk to clk) -> `rx_axis`. Frame memories are 4096 octets each.
//! `stat_tx_*` are the outputs of `mac_tx`, `stat_rx_*` those of `mac_rx`, but for `stat_rx_overflow`, which is
//! `stat_overflow` of the receive `stream_fifo`.

use crate::Ports;

/// Inputs of `mac_gmii_plain`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Reset, synchronous to `clk`, from a flip-flop: the other domains take it at once. Each of the three resets all.
    pub rst: bool,
    /// Reset, synchronous to `tx_clk`, from a flip-flop.
    #[port(clock = "tx_clk")]
    pub tx_rst: bool,
    /// Reset, synchronous to `rx_clk`, from a flip-flop.
    #[port(clock = "rx_clk")]
    pub rx_rst: bool,
    /// Octet of a frame to send, destination address first.
    pub tx_axis_tdata: u8,
    /// An octet is offered.
    pub tx_axis_tvalid: bool,
    /// It is the last of its frame.
    pub tx_axis_tlast: bool,
    /// On the last beat: send the frame with an error.
    pub tx_axis_tuser: bool,
    /// The sink takes the beat.
    pub rx_axis_tready: bool,
    /// Octet from the PHY.
    #[port(clock = "rx_clk")]
    pub gmii_rxd: u8,
    /// `gmii_rxd` is part of a carrier.
    #[port(clock = "rx_clk")]
    pub gmii_rx_dv: bool,
    /// The PHY saw an error in it.
    #[port(clock = "rx_clk")]
    pub gmii_rx_er: bool,
    /// Pad frames and append their FCS; else the stream carries it.
    #[port(clock = "tx_clk")]
    pub cfg_tx_fcs_insert: bool,
    /// Strip the FCS; else the stream carries it.
    #[port(clock = "rx_clk")]
    pub cfg_rx_fcs_strip: bool,
    /// Accept frames of up to 9018 octets.
    #[port(clock = "rx_clk")]
    pub cfg_rx_jumbo: bool,
    /// Pass bad frames, marked by `rx_axis_tuser`; else drop them.
    #[port(clock = "rx_clk")]
    pub cfg_rx_pass_bad: bool,
}

/// Outputs of `mac_gmii_plain`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The octet is taken.
    pub tx_axis_tready: bool,
    /// Octet of a received frame.
    pub rx_axis_tdata: u8,
    /// An octet is offered.
    pub rx_axis_tvalid: bool,
    /// It is the last of its frame.
    pub rx_axis_tlast: bool,
    /// On the last beat: the frame is bad.
    pub rx_axis_tuser: bool,
    /// Octet to the PHY.
    #[port(clock = "tx_clk")]
    pub gmii_txd: u8,
    /// `gmii_txd` is part of a frame.
    #[port(clock = "tx_clk")]
    pub gmii_tx_en: bool,
    /// Send an error in its place.
    #[port(clock = "tx_clk")]
    pub gmii_tx_er: bool,
    /// Strobe: a frame is over, and this is its verdict.
    #[port(clock = "tx_clk")]
    pub stat_tx_valid: bool,
    /// How it ended: a `TxVerdict`.
    #[port(width = 3, clock = "tx_clk")]
    pub stat_tx_verdict: u8,
    /// Its length in octets.
    #[port(clock = "tx_clk")]
    pub stat_tx_octets: u16,
    /// Strobe: a frame is over, and this is its verdict.
    #[port(clock = "rx_clk")]
    pub stat_rx_valid: bool,
    /// What it was: an `RxVerdict`.
    #[port(width = 4, clock = "rx_clk")]
    pub stat_rx_verdict: u8,
    /// The PHY reported an error in it.
    #[port(clock = "rx_clk")]
    pub stat_rx_symbol_error: bool,
    /// Its length in octets.
    #[port(clock = "rx_clk")]
    pub stat_rx_octets: u16,
    /// Strobe: a frame did not fit into the memory and is lost.
    #[port(clock = "rx_clk")]
    pub stat_rx_overflow: bool,
}
