// SPDX-License-Identifier: MIT OR Apache-2.0
//! The wiring that both cards share: all of a card but the pins of its PHY (contract:
//! [`wirewright_spec::ports::nic`]).
//!
//! At an event every block sees its neighbours as they were before it. So the outputs that somebody samples are put by
//! first; then the order in which the blocks go does not matter.

mod clk_side;
mod settings;

use crate::design::{self, MacDesign, Now, ReceiveSide, TransmitSide, both};
use crate::loopback::Loopback;
use crate::resets::{EventResets, Resets};
pub(crate) use clk_side::ClkSide;
use settings::Settings;
use wirewright_spec::ports::{async_fifo, loopback};
use wirewright_spec::{Design, EdgeSet};

/// Octets of each frame memory of the MAC.
const MAC_MEMORY_OCTETS: usize = 4096;

/// The inputs that both cards have, under their names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct In {
    pub rst: bool,
    pub tx_rst: bool,
    pub rx_rst: bool,
    pub s_axil_awaddr: u16,
    pub s_axil_awvalid: bool,
    pub s_axil_wdata: u32,
    pub s_axil_wstrb: u8,
    pub s_axil_wvalid: bool,
    pub s_axil_bready: bool,
    pub s_axil_araddr: u16,
    pub s_axil_arvalid: bool,
    pub s_axil_rready: bool,
    pub m_axi_arready: bool,
    pub m_axi_rdata: u64,
    pub m_axi_rresp: u8,
    pub m_axi_rlast: bool,
    pub m_axi_rvalid: bool,
    pub m_axi_awready: bool,
    pub m_axi_wready: bool,
    pub m_axi_bresp: u8,
    pub m_axi_bvalid: bool,
    pub phy_link: bool,
    /// Not a port: the card is one for MII.
    pub is_mii: bool,
}

/// Takes an [`In`] from the inputs of a card.
macro_rules! common_inputs {
    ($input:expr, $is_mii:expr) => {
        crate::nic_core::In {
            rst: $input.rst,
            tx_rst: $input.tx_rst,
            rx_rst: $input.rx_rst,
            s_axil_awaddr: $input.s_axil_awaddr,
            s_axil_awvalid: $input.s_axil_awvalid,
            s_axil_wdata: $input.s_axil_wdata,
            s_axil_wstrb: $input.s_axil_wstrb,
            s_axil_wvalid: $input.s_axil_wvalid,
            s_axil_bready: $input.s_axil_bready,
            s_axil_araddr: $input.s_axil_araddr,
            s_axil_arvalid: $input.s_axil_arvalid,
            s_axil_rready: $input.s_axil_rready,
            m_axi_arready: $input.m_axi_arready,
            m_axi_rdata: $input.m_axi_rdata,
            m_axi_rresp: $input.m_axi_rresp,
            m_axi_rlast: $input.m_axi_rlast,
            m_axi_rvalid: $input.m_axi_rvalid,
            m_axi_awready: $input.m_axi_awready,
            m_axi_wready: $input.m_axi_wready,
            m_axi_bresp: $input.m_axi_bresp,
            m_axi_bvalid: $input.m_axi_bvalid,
            phy_link: $input.phy_link,
            is_mii: $is_mii,
        }
    };
}
pub(crate) use common_inputs;

/// Gives the outputs of a card: those that both have, and `$wire: $value` of its own.
macro_rules! outputs {
    ($core:expr, $Out:ident { $($wire:ident: $value:expr),+ $(,)? }) => {{
        let (registers, irq) = ($core.clk.registers(), $core.clk.irq());
        let (read, write) = ($core.clk.read_port(), $core.clk.write_port());
        $Out {
            s_axil_awready: registers.s_axil_awready,
            s_axil_wready: registers.s_axil_wready,
            s_axil_bresp: registers.s_axil_bresp,
            s_axil_bvalid: registers.s_axil_bvalid,
            s_axil_arready: registers.s_axil_arready,
            s_axil_rdata: registers.s_axil_rdata,
            s_axil_rresp: registers.s_axil_rresp,
            s_axil_rvalid: registers.s_axil_rvalid,
            m_axi_araddr: read.m_axi_araddr,
            m_axi_arlen: read.m_axi_arlen,
            m_axi_arsize: crate::nic_core::BEAT_OCTETS_LOG2,
            m_axi_arburst: crate::nic_core::INCR,
            m_axi_arvalid: read.m_axi_arvalid,
            m_axi_rready: read.m_axi_rready,
            m_axi_awaddr: write.m_axi_awaddr,
            m_axi_awlen: write.m_axi_awlen,
            m_axi_awsize: crate::nic_core::BEAT_OCTETS_LOG2,
            m_axi_awburst: crate::nic_core::INCR,
            m_axi_awvalid: write.m_axi_awvalid,
            m_axi_wdata: write.m_axi_wdata,
            m_axi_wstrb: write.m_axi_wstrb,
            m_axi_wlast: write.m_axi_wlast,
            m_axi_wvalid: write.m_axi_wvalid,
            m_axi_bready: write.m_axi_bready,
            irq,
            $($wire: $value),+
        }
    }};
}
pub(crate) use outputs;

/// `m_axi_*size`: 8 octets a beat.
pub(crate) const BEAT_OCTETS_LOG2: u8 = 3;
/// `m_axi_*burst`.
pub(crate) const INCR: u8 = 1;

/// A symbol on a wire: octet or nibble, in a frame, error.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Symbol {
    pub data: u8,
    pub valid: bool,
    pub er: bool,
}

/// What MAC and PHY show before an event, and what only this MAC has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wires<T, R> {
    pub from_mac: Symbol,
    pub from_phy: Symbol,
    /// PAUSE is for full duplex (31B.1).
    pub full_duplex: bool,
    pub transmit: T,
    pub receive: R,
}

/// All of a card but the pins of its PHY.
#[derive(Clone, Debug)]
pub(crate) struct NicCore<T, R> {
    resets: Resets,
    core_rst: bool,
    pub clk: ClkSide,
    pub settings: Settings,
    pub loopback: Loopback,
    pub mac: MacDesign<T, R, MAC_MEMORY_OCTETS>,
}

/// What the MAC shows `clk`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MacShows {
    pub tx_axis_tready: bool,
    pub rx_axis: async_fifo::Out,
    pub busy: bool,
    pub data: u64,
}

impl<T: TransmitSide + Default, R: ReceiveSide + Default> NicCore<T, R> {
    /// A card as after reset.
    pub fn new() -> Self {
        Self {
            resets: Resets::new(),
            core_rst: true,
            clk: ClkSide::new(),
            settings: Settings::default(),
            loopback: Loopback::new(),
            mac: MacDesign::new(),
        }
    }

    /// Puts every register into its reset value, without allocating.
    pub fn reset(&mut self) {
        self.resets = Resets::new();
        self.core_rst = true;
        self.clk.reset();
        self.settings = Settings::default();
        Design::reset(&mut self.loopback);
        self.mac.reset();
    }

    /// One event.
    #[inline]
    pub fn event(&mut self, edges: EdgeSet, input: &In, wires: &Wires<T::Wires, R::Wires>) {
        // What `core_rst` does at once it does as it is after the event, what an edge samples of it is from before.
        let (before, synchronised) = (self.core_rst, self.resets.foreign(0));
        if edges.contains(0) {
            self.core_rst = self.clk.registers().core_rst || synchronised;
        }
        self.core_rst |= input.rst;
        let others = u8::from(input.tx_rst) << 1 | u8::from(input.rx_rst) << 2;
        let (ports, at_once) = (others | u8::from(before), others | u8::from(self.core_rst));
        let resets = self.resets.event_at_once(edges, ports, at_once);
        let now = Now { rst: before, ..Now::new(edges, resets.sampled) };

        let (busy, data) = self.mac.statistics();
        let shows = MacShows { tx_axis_tready: self.mac.tx_axis_tready(), rx_axis: *self.mac.rx_axis(), busy, data };
        let mac = self.to_mac(input, before, wires.full_duplex);
        self.mac.event(edges, &mac, &wires.transmit, &wires.receive);
        self.loopback_event(now, wires);
        self.settings.event(now, self.clk.registers(), input.is_mii);
        if now.clk {
            self.clk.edge(input, &shows, before, input.rst || synchronised);
        }
        if !resets.cleared.is_empty() {
            self.clear(resets);
        }
    }

    /// An event has passed after which some domain is in reset: what crosses to others is cleared.
    #[cold]
    fn clear(&mut self, resets: EventResets) {
        let [tx_reset, rx_reset] = [1, 2].map(|domain| resets.cleared.contains(domain));
        self.loopback.clear(tx_reset, rx_reset);
        self.settings.clear(self.core_rst, tx_reset, rx_reset);
        self.clk.clear(self.core_rst);
    }

    #[inline]
    fn loopback_event(&mut self, now: Now, wires: &Wires<T::Wires, R::Wires>) {
        let (mac, phy) = (wires.from_mac, wires.from_phy);
        let input = loopback::In {
            tx_rst: now.tx_rst,
            mac_txd: mac.data,
            mac_tx_en: mac.valid,
            mac_tx_er: mac.er,
            cfg_tx_loopback: self.settings.tx_loopback(),
            rx_rst: now.rx_rst,
            phy_rxd: phy.data,
            phy_rx_dv: phy.valid,
            phy_rx_er: phy.er,
            cfg_rx_loopback: self.settings.rx_loopback(),
        };
        self.loopback.event(both(now.tx_clk, now.rx_clk), &input);
    }

    #[inline]
    fn to_mac(&self, input: &In, core_rst: bool, full_duplex: bool) -> design::In {
        let (registers, source) = (self.clk.registers(), self.clk.tx_axis());
        design::In {
            rst: core_rst,
            rst_at_once: self.core_rst,
            tx_rst: input.tx_rst,
            rx_rst: input.rx_rst,
            tx_axis_tdata: source.m_axis_tdata,
            tx_axis_tvalid: source.m_axis_tvalid,
            tx_axis_tlast: source.m_axis_tlast,
            tx_axis_tuser: false,
            rx_axis_tready: true,
            cfg_tx_fcs_insert: true,
            cfg_tx_pause_send: self.settings.tx_pause_send() && full_duplex,
            cfg_tx_pause_obey: self.settings.tx_pause_obey() && full_duplex,
            cfg_tx_pause_quanta: self.settings.tx_pause_quanta(),
            cfg_tx_mac_address: self.settings.tx_mac_address(),
            cfg_rx_fcs_strip: true,
            cfg_rx_jumbo: false,
            cfg_rx_pass_bad: self.settings.rx_pass_bad(),
            cfg_rx_mac_address: self.settings.rx_mac_address(),
            pause_request: self.clk.pause_request(),
            stat_snapshot: registers.snapshot,
            stat_addr: registers.counter & 31,
        }
    }
}

#[cfg(test)]
mod tests;
