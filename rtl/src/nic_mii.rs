// SPDX-License-Identifier: MIT OR Apache-2.0
//! The network card for MII, 10 and 100 Mbit/s, half and full duplex (docs/card.md).
//!
//! ```text
//!               +----------+    +----------+    +----------+
//!   s_axil_* <->|          |--->|          |--->|          |--> mii_txd, tx_en, tx_er
//!   m_axi_*  <->| nic_core |    | mac_mii  |    | loopback |
//!   irq      <--|          |<---|          |<---|          |<-- mii_rxd, rx_dv, rx_er
//!               +----------+    +----------+    +----------+
//!         clk                   tx_clk, rx_clk
//! ```

use crate::loopback::Loopback;
use crate::mac_mii::MacMii;
use crate::nic_core::NicCore;
use crate::prelude::*;

/// See `wirewright_spec::ports::nic_mii`.
#[derive(LogicBlock, Default)]
pub struct NicMii {
    name: ModuleName<Self>,
    /// The clock of the host side.
    pub clk: Signal<In, Clock>,
    /// Reset, synchronous to `clk`, from a flip-flop: the other domains take it at once. Each of the three resets all.
    pub rst: Signal<In, Bit>,
    /// The clock of the transmitter, from or to the PHY.
    pub tx_clk: Signal<In, Clock>,
    /// Reset, synchronous to `tx_clk`, from a flip-flop.
    pub tx_rst: Signal<In, Bit>,
    /// The clock of the receiver, from the PHY.
    pub rx_clk: Signal<In, Clock>,
    /// Reset, synchronous to `rx_clk`, from a flip-flop.
    pub rx_rst: Signal<In, Bit>,
    /// Register address to write.
    pub s_axil_awaddr: Signal<In, Bits<10>>,
    /// It is offered.
    pub s_axil_awvalid: Signal<In, Bit>,
    /// Data to write.
    pub s_axil_wdata: Signal<In, Bits<32>>,
    /// Which octets of them.
    pub s_axil_wstrb: Signal<In, Bits<4>>,
    /// They are offered.
    pub s_axil_wvalid: Signal<In, Bit>,
    /// The response is taken.
    pub s_axil_bready: Signal<In, Bit>,
    /// Register address to read.
    pub s_axil_araddr: Signal<In, Bits<10>>,
    /// It is offered.
    pub s_axil_arvalid: Signal<In, Bit>,
    /// The data read are taken.
    pub s_axil_rready: Signal<In, Bit>,
    /// The read address is taken.
    pub m_axi_arready: Signal<In, Bit>,
    /// Data from host memory.
    pub m_axi_rdata: Signal<In, Bits<64>>,
    /// Their response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    pub m_axi_rresp: Signal<In, Bits<2>>,
    /// The last beat of its burst.
    pub m_axi_rlast: Signal<In, Bit>,
    /// Data are offered.
    pub m_axi_rvalid: Signal<In, Bit>,
    /// The write address is taken.
    pub m_axi_awready: Signal<In, Bit>,
    /// Data are taken.
    pub m_axi_wready: Signal<In, Bit>,
    /// Response of a write: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    pub m_axi_bresp: Signal<In, Bits<2>>,
    /// It is offered.
    pub m_axi_bvalid: Signal<In, Bit>,
    /// The PHY has a link, in no clock domain.
    pub phy_link: Signal<In, Bit>,
    /// Nibble from the PHY.
    pub mii_rxd: Signal<In, Bits<4>>,
    /// `mii_rxd` is part of a carrier.
    pub mii_rx_dv: Signal<In, Bit>,
    /// The PHY saw an error in it.
    pub mii_rx_er: Signal<In, Bit>,
    /// Carrier sense, in no clock domain.
    pub mii_crs: Signal<In, Bit>,
    /// Collision, in no clock domain.
    pub mii_col: Signal<In, Bit>,
    /// The register address to write is taken.
    pub s_axil_awready: Signal<Out, Bit>,
    /// The data to write are taken.
    pub s_axil_wready: Signal<Out, Bit>,
    /// Response: 0 OKAY, 2 SLVERR.
    pub s_axil_bresp: Signal<Out, Bits<2>>,
    /// It is offered.
    pub s_axil_bvalid: Signal<Out, Bit>,
    /// The register address to read is taken.
    pub s_axil_arready: Signal<Out, Bit>,
    /// What was read.
    pub s_axil_rdata: Signal<Out, Bits<32>>,
    /// Response: 0 OKAY, 2 SLVERR.
    pub s_axil_rresp: Signal<Out, Bits<2>>,
    /// It is offered.
    pub s_axil_rvalid: Signal<Out, Bit>,
    /// Address of a read burst.
    pub m_axi_araddr: Signal<Out, Bits<64>>,
    /// Its beats, less one.
    pub m_axi_arlen: Signal<Out, Bits<8>>,
    /// Octets of a beat, as a power of two: constant 3.
    pub m_axi_arsize: Signal<Out, Bits<3>>,
    /// Kind of burst: constant 1, INCR.
    pub m_axi_arburst: Signal<Out, Bits<2>>,
    /// It is offered.
    pub m_axi_arvalid: Signal<Out, Bit>,
    /// Data are taken.
    pub m_axi_rready: Signal<Out, Bit>,
    /// Address of a write burst.
    pub m_axi_awaddr: Signal<Out, Bits<64>>,
    /// Its beats, less one.
    pub m_axi_awlen: Signal<Out, Bits<8>>,
    /// Octets of a beat, as a power of two: constant 3.
    pub m_axi_awsize: Signal<Out, Bits<3>>,
    /// Kind of burst: constant 1, INCR.
    pub m_axi_awburst: Signal<Out, Bits<2>>,
    /// It is offered.
    pub m_axi_awvalid: Signal<Out, Bit>,
    /// Data for host memory.
    pub m_axi_wdata: Signal<Out, Bits<64>>,
    /// Which octets of them are written.
    pub m_axi_wstrb: Signal<Out, Bits<8>>,
    /// The last beat of its burst.
    pub m_axi_wlast: Signal<Out, Bit>,
    /// Data are offered.
    pub m_axi_wvalid: Signal<Out, Bit>,
    /// The response of a write is taken.
    pub m_axi_bready: Signal<Out, Bit>,
    /// The interrupt line, active high.
    pub irq: Signal<Out, Bit>,
    /// Nibble to the PHY.
    pub mii_txd: Signal<Out, Bits<4>>,
    /// `mii_txd` is part of a frame.
    pub mii_tx_en: Signal<Out, Bit>,
    /// Send an error in its place.
    pub mii_tx_er: Signal<Out, Bit>,

    core: NicCore,
    mac: MacMii,
    loopback: Loopback,
}

impl Logic for NicMii {
    #[hdl_gen]
    fn update(&mut self) {
        self.core.clk.next = self.clk.val();
        self.core.rst.next = self.rst.val();
        self.core.tx_clk.next = self.tx_clk.val();
        self.core.tx_rst.next = self.tx_rst.val();
        self.core.rx_clk.next = self.rx_clk.val();
        self.core.rx_rst.next = self.rx_rst.val();
        self.core.cfg_mii.next = true;
        self.core.phy_link.next = self.phy_link.val();
        self.core.s_axil_awaddr.next = self.s_axil_awaddr.val();
        self.core.s_axil_awvalid.next = self.s_axil_awvalid.val();
        self.core.s_axil_wdata.next = self.s_axil_wdata.val();
        self.core.s_axil_wstrb.next = self.s_axil_wstrb.val();
        self.core.s_axil_wvalid.next = self.s_axil_wvalid.val();
        self.core.s_axil_bready.next = self.s_axil_bready.val();
        self.core.s_axil_araddr.next = self.s_axil_araddr.val();
        self.core.s_axil_arvalid.next = self.s_axil_arvalid.val();
        self.core.s_axil_rready.next = self.s_axil_rready.val();
        self.core.m_axi_arready.next = self.m_axi_arready.val();
        self.core.m_axi_rdata.next = self.m_axi_rdata.val();
        self.core.m_axi_rresp.next = self.m_axi_rresp.val();
        self.core.m_axi_rlast.next = self.m_axi_rlast.val();
        self.core.m_axi_rvalid.next = self.m_axi_rvalid.val();
        self.core.m_axi_awready.next = self.m_axi_awready.val();
        self.core.m_axi_wready.next = self.m_axi_wready.val();
        self.core.m_axi_bresp.next = self.m_axi_bresp.val();
        self.core.m_axi_bvalid.next = self.m_axi_bvalid.val();
        self.s_axil_awready.next = self.core.s_axil_awready.val();
        self.s_axil_wready.next = self.core.s_axil_wready.val();
        self.s_axil_bresp.next = self.core.s_axil_bresp.val();
        self.s_axil_bvalid.next = self.core.s_axil_bvalid.val();
        self.s_axil_arready.next = self.core.s_axil_arready.val();
        self.s_axil_rdata.next = self.core.s_axil_rdata.val();
        self.s_axil_rresp.next = self.core.s_axil_rresp.val();
        self.s_axil_rvalid.next = self.core.s_axil_rvalid.val();
        self.m_axi_araddr.next = self.core.m_axi_araddr.val();
        self.m_axi_arlen.next = self.core.m_axi_arlen.val();
        self.m_axi_arsize.next = self.core.m_axi_arsize.val();
        self.m_axi_arburst.next = self.core.m_axi_arburst.val();
        self.m_axi_arvalid.next = self.core.m_axi_arvalid.val();
        self.m_axi_rready.next = self.core.m_axi_rready.val();
        self.m_axi_awaddr.next = self.core.m_axi_awaddr.val();
        self.m_axi_awlen.next = self.core.m_axi_awlen.val();
        self.m_axi_awsize.next = self.core.m_axi_awsize.val();
        self.m_axi_awburst.next = self.core.m_axi_awburst.val();
        self.m_axi_awvalid.next = self.core.m_axi_awvalid.val();
        self.m_axi_wdata.next = self.core.m_axi_wdata.val();
        self.m_axi_wstrb.next = self.core.m_axi_wstrb.val();
        self.m_axi_wlast.next = self.core.m_axi_wlast.val();
        self.m_axi_wvalid.next = self.core.m_axi_wvalid.val();
        self.m_axi_bready.next = self.core.m_axi_bready.val();
        self.irq.next = self.core.irq.val();

        // MAC. Its client never waits: what is lost is lost in the receive memory, which tells it.
        self.mac.clk.next = self.clk.val();
        self.mac.tx_clk.next = self.tx_clk.val();
        self.mac.tx_rst.next = self.tx_rst.val();
        self.mac.rx_clk.next = self.rx_clk.val();
        self.mac.rx_rst.next = self.rx_rst.val();
        self.mac.rst.next = self.core.core_rst.val();
        self.mac.tx_axis_tdata.next = self.core.tx_axis_tdata.val();
        self.mac.tx_axis_tvalid.next = self.core.tx_axis_tvalid.val();
        self.mac.tx_axis_tlast.next = self.core.tx_axis_tlast.val();
        self.mac.tx_axis_tuser.next = false;
        self.core.tx_axis_tready.next = self.mac.tx_axis_tready.val();
        self.core.rx_axis_tdata.next = self.mac.rx_axis_tdata.val();
        self.core.rx_axis_tvalid.next = self.mac.rx_axis_tvalid.val();
        self.core.rx_axis_tlast.next = self.mac.rx_axis_tlast.val();
        self.core.rx_axis_tuser.next = self.mac.rx_axis_tuser.val();
        self.mac.rx_axis_tready.next = true;
        self.mac.stat_snapshot.next = self.core.stat_snapshot.val();
        self.mac.stat_addr.next = self.core.stat_addr.val();
        self.core.stat_busy.next = self.mac.stat_busy.val();
        self.core.stat_data.next = self.mac.stat_data.val();
        self.mac.pause_request.next = self.core.pause_request.val();
        self.mac.cfg_tx_mac_address.next = self.core.cfg_tx_mac_address.val();
        self.mac.cfg_tx_pause_quanta.next = self.core.cfg_tx_pause_quanta.val();
        self.mac.cfg_tx_pause_send.next = self.core.cfg_tx_pause_send.val();
        self.mac.cfg_tx_pause_obey.next = self.core.cfg_tx_pause_obey.val();
        self.mac.cfg_rx_mac_address.next = self.core.cfg_rx_mac_address.val();
        self.mac.cfg_rx_pass_bad.next = self.core.cfg_rx_pass_bad.val();
        self.mac.cfg_tx_fcs_insert.next = true;
        self.mac.cfg_rx_fcs_strip.next = true;
        self.mac.cfg_rx_jumbo.next = false;
        self.mac.cfg_tx_full_duplex.next = self.core.cfg_tx_full_duplex.val();
        self.mac.mii_crs.next = self.mii_crs.val();
        self.mac.mii_col.next = self.mii_col.val();

        // Wire.
        self.loopback.tx_clk.next = self.tx_clk.val();
        self.loopback.rx_clk.next = self.rx_clk.val();
        self.loopback.tx_rst.next = self.core.tx_reset.val();
        self.loopback.rx_rst.next = self.core.rx_reset.val();
        self.loopback.cfg_tx_loopback.next = self.core.cfg_tx_loopback.val();
        self.loopback.cfg_rx_loopback.next = self.core.cfg_rx_loopback.val();
        self.loopback.mac_txd.next = bit_cast::<8, 4>(self.mac.mii_txd.val());
        self.loopback.mac_tx_en.next = self.mac.mii_tx_en.val();
        self.loopback.mac_tx_er.next = self.mac.mii_tx_er.val();
        self.mii_txd.next = self.loopback.phy_txd.val().get_bits::<4>(0);
        self.mii_tx_en.next = self.loopback.phy_tx_en.val();
        self.mii_tx_er.next = self.loopback.phy_tx_er.val();
        self.loopback.phy_rxd.next = bit_cast::<8, 4>(self.mii_rxd.val());
        self.loopback.phy_rx_dv.next = self.mii_rx_dv.val();
        self.loopback.phy_rx_er.next = self.mii_rx_er.val();
        self.mac.mii_rxd.next = self.loopback.mac_rxd.val().get_bits::<4>(0);
        self.mac.mii_rx_dv.next = self.loopback.mac_rx_dv.val();
        self.mac.mii_rx_er.next = self.loopback.mac_rx_er.val();
    }
}
