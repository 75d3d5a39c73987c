// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet MAC for 10, 100 and 1000 Mbit/s, full duplex: GMII with clock enables, nibbles chosen at run time,
//! with frame memories, PAUSE and counters (IEEE 802.3-2022, clauses 4, 22, 31, 35).
//!
//! # Contract
//! The design is wiring: blocks with their own contracts, joined by nothing but wires, constants and the gates
//! named here.
//!
//! Resets: in each clock domain, the reset of its blocks is the or of its own reset port and of the other two
//! ports, each through a reset synchroniser of this domain: two flip-flops set to 1 asynchronously while the
//! foreign port is high and else shifting in 0 at each edge of this domain; the second one is the synchronised
//! reset. They are 1 after power-up and set by `Design::reset`. They are registers like others: an edge at the
//! very event at which a foreign port changes still sees the synchronised reset as it was before. For what is
//! cleared at once (crossing registers) the reset of a domain is high after an event when its own port was high
//! at it or the second flip-flop of one of its synchronisers is 1 after it.
//!
//! A reset may be as short as one edge of its own clock, and resets the whole design. The domain of a clock that
//! stands shows the others at once that it is empty, idle and asks for nothing; it is reset itself by its first
//! two edges when the clock returns, and its outputs stay as they are until the first of them. The other domains
//! work meanwhile: with `rx_clk` standing the MAC transmits.
//!
//! Transmit: `tx_axis` -> `stream_fifo` (clk; cfg_wait 1, cfg_drop_bad 0, tdrop 0) -> `async_fifo` (clk to
//! tx_clk) -> `mac_control_tx` (tx_clk) -> `mac_tx_trispeed` (tx_clk; tx_hold 0) -> PHY. Receive: PHY ->
//! `mac_rx_trispeed` (rx_clk) -> `mac_control_rx` (rx_clk; cfg_pause_obey 1) -> `stream_fifo` (rx_clk; cfg_wait
//! 0, cfg_drop_bad = not cfg_rx_pass_bad) -> `async_fifo` (rx_clk to clk) -> `rx_axis`. Frame memories are 4096
//! octets each in `mac_trispeed`, 16384 in `mac_trispeed_jumbo`. Pause: `mac_control_rx` pause_valid,
//! pause_quanta -> `word_sync` (rx_clk to tx_clk) -> `mac_control_tx`. Its `pause_request` is the or of the port
//! `pause_request` and of the receive `stream_fifo`'s `half_full`, each through a `sync_bit` (two flip-flops) of
//! tx_clk; `half_full` goes through a crossing register of rx_clk before it, which takes it at each edge of rx_clk,
//! so that a receiver whose clock stands does not ask for PAUSE for ever after a reset. Its `octet_tick` is
//! `tx_octet_tick`.
//!
//! Counters, and what one who uses it must know: as in [`mac_gmii`](super::mac_gmii), `mac_tx_trispeed` in the place of
//! `mac_tx`.

use crate::Ports;

/// Inputs of `mac_trispeed`.
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
    /// This `tx_clk` edge counts: `tx_ce` of `mac_tx_trispeed`.
    #[port(clock = "tx_clk")]
    pub tx_clk_en: bool,
    /// This `rx_clk` edge counts: `rx_ce` of `mac_rx_trispeed`.
    #[port(clock = "rx_clk")]
    pub rx_clk_en: bool,
    /// Send four bits an edge.
    #[port(clock = "tx_clk")]
    pub cfg_tx_nibble: bool,
    /// Receive four bits an edge.
    #[port(clock = "rx_clk")]
    pub cfg_rx_nibble: bool,
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
    /// Send PAUSE frames on request and when the receive memory is half full.
    #[port(clock = "tx_clk")]
    pub cfg_tx_pause_send: bool,
    /// Obey received PAUSE frames.
    #[port(clock = "tx_clk")]
    pub cfg_tx_pause_obey: bool,
    /// Pause time to ask for, in units of 512 bit times.
    #[port(clock = "tx_clk")]
    pub cfg_tx_pause_quanta: u16,
    /// Source address of PAUSE frames; bits 47:40 are sent first.
    #[port(width = 48, clock = "tx_clk")]
    pub cfg_tx_mac_address: u64,
    /// Strip the FCS; else the stream carries it.
    #[port(clock = "rx_clk")]
    pub cfg_rx_fcs_strip: bool,
    /// Accept frames of up to 9018 octets.
    #[port(clock = "rx_clk")]
    pub cfg_rx_jumbo: bool,
    /// Pass bad frames, marked by `rx_axis_tuser`; else drop and count them.
    #[port(clock = "rx_clk")]
    pub cfg_rx_pass_bad: bool,
    /// Own address, to which PAUSE frames may be sent.
    #[port(width = 48, clock = "rx_clk")]
    pub cfg_rx_mac_address: u64,
    /// Ask the link partner to pause, in any clock domain.
    #[port(clock = "async")]
    pub pause_request: bool,
    /// Take a snapshot of all counters.
    pub stat_snapshot: bool,
    /// Which counter to read: 0 to 15 receive, 16 to 31 transmit, see docs/counters.md.
    #[port(width = 5)]
    pub stat_addr: u8,
}

/// Outputs of `mac_trispeed`.
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
    /// The snapshot is being taken; it waits while the clock of the transmitter or receiver stands.
    pub stat_busy: bool,
    /// The counter at `stat_addr` of the snapshot.
    pub stat_data: u64,
    /// Octet to the PHY.
    #[port(clock = "tx_clk")]
    pub gmii_txd: u8,
    /// `gmii_txd` is part of a frame.
    #[port(clock = "tx_clk")]
    pub gmii_tx_en: bool,
    /// Send an error in its place.
    #[port(clock = "tx_clk")]
    pub gmii_tx_er: bool,
}
