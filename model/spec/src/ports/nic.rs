// SPDX-License-Identifier: MIT OR Apache-2.0
//! The network card for GMII, 1000 Mbit/s, full duplex (docs/card.md).
//!
//! # Contract
//! The design is wiring: blocks with their own contracts, joined by nothing but wires, constants, and the gates and
//! registers named here. An instance is called by the name of its block, with `tx_` or `rx_` before it where there
//! are two. "A.x = B.y" says that input x of A is output y of B. All is in `clk` but what is said to be elsewhere.
//!
//! **Resets.** Each of the three reset ports resets the whole design, like those of [`mac_gmii`](super::mac_gmii),
//! and as there a synchroniser is two flip-flops that the foreign reset sets at once. In `clk`, *hard* is the or of
//! `rst` and of `tx_rst` and `rx_rst`, each through a reset synchroniser of `clk`; it is the `rst` of `nic_registers`
//! and of nothing else. `core_rst` is one register of its own: 1 at once while the port `rst` is high, clock or no
//! clock (`always @(posedge clk or posedge rst)`); at an edge of `clk` with `rst` low it becomes the or of
//! `nic_registers.core_rst` and the two synchronised resets. It is 1 after `Design::reset`. It is the `rst` of all
//! other blocks in `clk`. In `tx_clk` and `rx_clk`, *tx_reset* is the or of `tx_rst` and of `core_rst` and `rx_rst`,
//! each through a reset synchroniser of `tx_clk`; *rx_reset* likewise the or of `rx_rst` and of `core_rst` and
//! `tx_rst` in `rx_clk`. The MAC has `rst` = `core_rst`, `tx_rst`, `rx_rst` = the ports, and synchronisers of its
//! own. Nothing in this design is cleared at once but what its blocks clear, by these resets, and the crossing
//! register below, by `core_rst`. Where `core_rst` sets or clears something at once, it counts as it is after the
//! event, `rst` of this event included; where an edge samples it, as it was before the event. (So after one edge of
//! `rst` all of `clk` is reset by the edge after it.)
//!
//! The soft reset (`RESET`) is `nic_registers.core_rst`: it comes when `dma_read` and `dma_write` are idle, with
//! `dma_read.flush` = `dma_write.flush` = `nic_registers.flush`, `nic_registers.read_idle` = `dma_read.idle`,
//! `nic_registers.write_idle` = `dma_write.idle`. A reset port cuts what is on the bus.
//!
//! **Host ports.** `s_axil_*` are those of `nic_registers`, `m_axi_ar*` and `m_axi_r*` those of `dma_read`,
//! `m_axi_aw*`, `m_axi_w*` and `m_axi_b*` those of `dma_write`; `m_axi_arsize`, `m_axi_awsize` are constant 3 (8
//! octets), `m_axi_arburst`, `m_axi_awburst` constant 1 (INCR). `irq` is that of `interrupts`.
//!
//! **Descriptors** (`d` is `tx` or `rx`, K 0 or 1). `d_ring_fetch`: `cfg_base`, `cfg_size_log2` =
//! `nic_registers.cfg_d_descriptors`, `cfg_d_size_log2`; `cfg_enable` = `nic_registers.cfg_d_enable` or
//! `d_engine.active`; `halt` = *d_stop*, the or of `stopped` of `d_ring_fetch`, `d_engine` and `d_completion_ring`;
//! `tail_write`, `tail_data` = `nic_registers.d_tail_write`, `d_tail_data`; its command goes to client `d_ring` of
//! `read_arbiter`; `word_valid` = `dma_read.word_valid` where `word_client` is K; the other `word_*` = those of
//! `dma_read`; its descriptors go to `d_engine` (`rx_engine` has neither flags nor vlan_tci). `nic_registers.d_head`,
//! `d_tail` = its `head`, `tail`. The command of `read_arbiter` goes to `dma_read`.
//!
//! **Transmit.** `tx_engine`: `cfg_enable` = `nic_registers.cfg_tx_enable`; `halt` = *tx_stop*; its command goes to
//! client `payload` of `read_arbiter`; `word_valid` = `dma_read.word_valid` where `word_client` is 2, `word_data`,
//! `word_error` those of `dma_read`; `chunk_*` -> `stream_narrow.command_*`, `m_axis` -> `stream_narrow.s_axis` (its
//! `s_axis_tuser` 0; its `done`s go nowhere); `accepted`, `dropped` = `stat_accepted`, `stat_dropped` of
//! `checksum_insert`. `stream_narrow` -> `vlan_insert` -> `checksum_insert` -> `tx_axis` of the MAC (`tx_axis_tuser`
//! 0), each `m_axis_*` to the `s_axis_*` or `tx_axis_*` of its name.
//!
//! **Receive.** `rx_axis` of the MAC (its `rx_axis_tready` is 1: what is lost is lost in `rx_buffer`, which tells it)
//! -> `address_filter` -> `vlan_strip` -> `checksum_verify` -> `rx_buffer`, each `m_axis_*` to the `s_axis_*` of its
//! name. `address_filter`: `cfg_enable`, `cfg_promiscuous`, `cfg_broadcast`, `cfg_address`, `cfg_hash` =
//! `cfg_rx_enable` and the others of `nic_registers`; `filter_*` = those of it. `vlan_strip.cfg_strip` =
//! `cfg_vlan_strip`, `checksum_verify.cfg_verify` = `cfg_checksum`, `rx_buffer.cfg_pass_bad` = `cfg_pass_bad`.
//! `rx_buffer`: `record_*` -> `rx_engine`, `m_axis` -> `stream_widen.s_axis` (`tlast` goes nowhere). `rx_engine`:
//! `cfg_size_log2` = `cfg_rx_size_log2`; `halt` = *rx_stop*; `plan_*` -> `stream_widen.command_*`; its command goes
//! to client `payload` of `write_arbiter`; `done` = `dma_write.done` where `done_client` is 0, `done_error` that of
//! `dma_write`. `stream_widen.m_axis` -> `payload_word_*` of `write_arbiter`.
//!
//! **Completions** (K is 1 for `tx`, 2 for `rx`). `d_completion_ring`: `cfg_base`, `cfg_size_log2` =
//! `nic_registers.cfg_d_completions`, `cfg_d_size_log2`; `halt` = *d_stop*; `completion_*` from `d_engine`, where
//! `completion_vlan_tci` of `tx` is 0 and its `completion_status` has `completion_dropped` in bit 0 and else 0; its
//! command and words go to client `d_ring` of `write_arbiter`; `done` = `dma_write.done` where `done_client` is K,
//! `done_error` that of `dma_write`. Command and words of `write_arbiter` go to `dma_write`.
//!
//! **Control.** `nic_registers`: `cfg_mii` = 0; `status_d_active` = `d_engine.active` or `d_completion_ring.active`;
//! `status_d_stopped` = *d_stop*; `status_link` = *link*, the port `phy_link` through a `sync_bit` of `clk` (0 after
//! `core_rst`); `cause` = `interrupts.cause`. `interrupts`: `d_written` = `d_completion_ring.written`, `d_stopped` =
//! *d_stop*, `d_ring_error` = `d_ring_fetch.ring_error`, `link` = *link*, `rx_lost` = `rx_buffer.stat_lost`,
//! `software`, `clear`, `cfg_mask`, `cfg_moderation` from `nic_registers`.
//!
//! **Counters.** The MAC: `stat_snapshot` = `nic_registers.snapshot`, `stat_addr` = `counter[4:0]`; `mac_busy`,
//! `mac_data` = `stat_busy`, `stat_data`. A third `mac_counters`, both clocks `clk`, both resets `core_rst`:
//! `snapshot` = that of `nic_registers`, `addr` = `counter[3:0]`; `card_busy`, `card_data` = its `busy`, `data`. Its
//! `events` and `octets` are registers (0 in reset) that take at every edge, by number of
//! [`CardCounter`](crate::counters::CardCounter): 0 `address_filter.stat_filtered`; 1 and 2 a completion of
//! `rx_engine` passes (valid and ready), `octets` its `completion_length`; 3 `rx_buffer.stat_lost`; 4, 5, 6, 7 such a
//! completion with status bit 1, with bits 4:3 = 2, with bits 6:5 = 2, with bit 2; 8, 9 a completion of `tx_engine`
//! passes with `completion_dropped` low, high; 10 `interrupts.irq` is high and was low at the edge before (a
//! register, 0 in reset); 11 `ring_error` of either `ring_fetch`; 12 `dma_read.word_valid`, `word_last` and
//! `word_error`, or `dma_write.done` and `done_error`; 13 an address of `dma_read` passes, 14 one of `dma_write`; 15
//! none.
//!
//! **Settings of the MAC** cross by `word_sync`s, each with `src_valid` constant 1 (so that the setting is carried
//! over and over), `src_rst` = `core_rst`, `dst_rst` = *tx_reset* or *rx_reset*. From `clk` to `tx_clk` five: bits
//! 47:32, 31:16 and 15:0 of `cfg_address`, `cfg_pause_quanta`, and flags: bit 0 `cfg_pause_send`, 1 `cfg_pause_obey`,
//! 2 `cfg_loopback`, the others 0. From `clk` to `rx_clk` four: the same of `cfg_address`, and flags: bit 0
//! `cfg_pass_bad`, 1 `cfg_loopback`. Their `dst_data` are the settings of the MAC: `cfg_tx_mac_address`,
//! `cfg_tx_pause_quanta`, `cfg_tx_pause_send`, `cfg_tx_pause_obey`, `cfg_rx_mac_address`, `cfg_rx_pass_bad`, and
//! `cfg_tx_loopback`, `cfg_rx_loopback` of `loopback`. Constant are `cfg_tx_fcs_insert` 1, `cfg_rx_fcs_strip` 1,
//! `cfg_rx_jumbo` 0. After a reset all these are 0 until the first words have come. `pause_request` of the MAC is a
//! crossing register of `clk` (reset `core_rst`) that takes the inverse of `rx_buffer.room` at every edge.
//!
//! **Wire.** `loopback` stands between MAC and PHY; its `tx_rst`, `rx_rst` are *tx_reset*, *rx_reset*.
//! `loopback.mac_*` to and from `gmii_*` of the [`mac_gmii`](super::mac_gmii), `loopback.phy_*` to and from the ports
//! `gmii_*`.
//!
//! # For who uses it
//! What [`mac_gmii`](super::mac_gmii) says of resets and clocks. A reset by a port ends in the middle of a burst:
//! reset the memory with the card, or use `RESET`.

use crate::Ports;

/// Inputs of `nic`.
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
    /// Register address to write.
    #[port(width = 10)]
    pub s_axil_awaddr: u16,
    /// It is offered.
    pub s_axil_awvalid: bool,
    /// Data to write.
    pub s_axil_wdata: u32,
    /// Which octets of them.
    #[port(width = 4)]
    pub s_axil_wstrb: u8,
    /// They are offered.
    pub s_axil_wvalid: bool,
    /// The response is taken.
    pub s_axil_bready: bool,
    /// Register address to read.
    #[port(width = 10)]
    pub s_axil_araddr: u16,
    /// It is offered.
    pub s_axil_arvalid: bool,
    /// The data read are taken.
    pub s_axil_rready: bool,
    /// The read address is taken.
    pub m_axi_arready: bool,
    /// Data from host memory.
    pub m_axi_rdata: u64,
    /// Their response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    #[port(width = 2)]
    pub m_axi_rresp: u8,
    /// The last beat of its burst.
    pub m_axi_rlast: bool,
    /// Data are offered.
    pub m_axi_rvalid: bool,
    /// The write address is taken.
    pub m_axi_awready: bool,
    /// Data are taken.
    pub m_axi_wready: bool,
    /// Response of a write: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    #[port(width = 2)]
    pub m_axi_bresp: u8,
    /// It is offered.
    pub m_axi_bvalid: bool,
    /// The PHY has a link, in no clock domain.
    #[port(clock = "async")]
    pub phy_link: bool,
    /// Octet from the PHY.
    #[port(clock = "rx_clk")]
    pub gmii_rxd: u8,
    /// `gmii_rxd` is part of a carrier.
    #[port(clock = "rx_clk")]
    pub gmii_rx_dv: bool,
    /// The PHY saw an error in it.
    #[port(clock = "rx_clk")]
    pub gmii_rx_er: bool,
}

/// Outputs of `nic`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The register address to write is taken.
    pub s_axil_awready: bool,
    /// The data to write are taken.
    pub s_axil_wready: bool,
    /// Response: 0 OKAY, 2 SLVERR.
    #[port(width = 2)]
    pub s_axil_bresp: u8,
    /// It is offered.
    pub s_axil_bvalid: bool,
    /// The register address to read is taken.
    pub s_axil_arready: bool,
    /// What was read.
    pub s_axil_rdata: u32,
    /// Response: 0 OKAY, 2 SLVERR.
    #[port(width = 2)]
    pub s_axil_rresp: u8,
    /// It is offered.
    pub s_axil_rvalid: bool,
    /// Address of a read burst.
    pub m_axi_araddr: u64,
    /// Its beats, less one.
    pub m_axi_arlen: u8,
    /// Octets of a beat, as a power of two: constant 3.
    #[port(width = 3)]
    pub m_axi_arsize: u8,
    /// Kind of burst: constant 1, INCR.
    #[port(width = 2)]
    pub m_axi_arburst: u8,
    /// It is offered.
    pub m_axi_arvalid: bool,
    /// Data are taken.
    pub m_axi_rready: bool,
    /// Address of a write burst.
    pub m_axi_awaddr: u64,
    /// Its beats, less one.
    pub m_axi_awlen: u8,
    /// Octets of a beat, as a power of two: constant 3.
    #[port(width = 3)]
    pub m_axi_awsize: u8,
    /// Kind of burst: constant 1, INCR.
    #[port(width = 2)]
    pub m_axi_awburst: u8,
    /// It is offered.
    pub m_axi_awvalid: bool,
    /// Data for host memory.
    pub m_axi_wdata: u64,
    /// Which octets of them are written.
    pub m_axi_wstrb: u8,
    /// The last beat of its burst.
    pub m_axi_wlast: bool,
    /// Data are offered.
    pub m_axi_wvalid: bool,
    /// The response of a write is taken.
    pub m_axi_bready: bool,
    /// The interrupt line, active high.
    pub irq: bool,
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
