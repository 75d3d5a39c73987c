// SPDX-License-Identifier: MIT OR Apache-2.0
//! The network card for MII, 10 and 100 Mbit/s, half and full duplex (docs/card.md).
//!
//! # Contract
//! All is as in [`nic`](super::nic), and no other word of its contract changes, but for this:
//!
//! - The MAC is [`mac_mii`](super::mac_mii). `mii_crs` and `mii_col` of it are the ports.
//! - `nic_registers.cfg_mii` is constant 1.
//! - Bit 3 of the flags for `tx_clk` is `cfg_loopback` or not `cfg_half_duplex`, both of `nic_registers`; it is
//!   `cfg_tx_full_duplex` of the MAC. (It is 0 after a reset until the first word has come.)
//! - `loopback.mac_txd` has `mii_txd` of the MAC in bits 3:0 and 0 above; `mii_rxd` of the MAC is bits 3:0 of
//!   `loopback.mac_rxd`. `loopback.phy_rxd` has the port `mii_rxd` in bits 3:0 and 0 above; the port `mii_txd` is
//!   bits 3:0 of `loopback.phy_txd`. `tx_en`, `tx_er`, `rx_dv`, `rx_er` likewise those of `mii_*`.
//!
//! # For who uses it
//! As for `nic`. `loopback` puts one clock between MAC and PHY each way, which counts in the times of half duplex:
//! from a collision to the jam is one nibble more than `mac_mii` alone has.

use crate::Ports;

/// Inputs of `nic_mii`.
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
    /// Nibble from the PHY.
    #[port(width = 4, clock = "rx_clk")]
    pub mii_rxd: u8,
    /// `mii_rxd` is part of a carrier.
    #[port(clock = "rx_clk")]
    pub mii_rx_dv: bool,
    /// The PHY saw an error in it.
    #[port(clock = "rx_clk")]
    pub mii_rx_er: bool,
    /// Carrier sense, in no clock domain.
    #[port(clock = "async")]
    pub mii_crs: bool,
    /// Collision, in no clock domain.
    #[port(clock = "async")]
    pub mii_col: bool,
}

/// Outputs of `nic_mii`.
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
    /// Nibble to the PHY.
    #[port(width = 4, clock = "tx_clk")]
    pub mii_txd: u8,
    /// `mii_txd` is part of a frame.
    #[port(clock = "tx_clk")]
    pub mii_tx_en: bool,
    /// Send an error in its place.
    #[port(clock = "tx_clk")]
    pub mii_tx_er: bool,
}
