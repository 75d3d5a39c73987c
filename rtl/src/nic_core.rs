// SPDX-License-Identifier: MIT OR Apache-2.0
//! The card but for its MAC and what stands between that and the wire: what `nic` and `nic_mii` have in common
//! (docs/card.md, What is inside). The wiring is that of `wirewright_spec::ports::nic`.
//!
//! ```text
//!               +----------+
//!   s_axil_* <->|          |--> tx_axis_*
//!   m_axi_*  <->| nic_core |<-- rx_axis_*
//!   irq      <--|          |<-> stat_*
//!               |          |--> cfg_tx_*, cfg_rx_*, pause_request
//!               +----------+--> core_rst, tx_reset, rx_reset
//!         clk                   tx_clk, rx_clk
//! ```

use crate::address_filter::AddressFilter;
use crate::checksum_insert::ChecksumInsert;
use crate::checksum_verify::ChecksumVerify;
use crate::completion_ring::CompletionRing;
use crate::dma_read::DmaRead;
use crate::dma_write::DmaWrite;
use crate::interrupts::Interrupts;
use crate::mac_counters::MacCounters;
use crate::mac_settings::MacSettings;
use crate::nic_registers::NicRegisters;
use crate::prelude::*;
use crate::read_arbiter::ReadArbiter;
use crate::ring_fetch::RingFetch;
use crate::rx_buffer::RxBuffer;
use crate::rx_engine::RxEngine;
use crate::stream_narrow::StreamNarrow;
use crate::stream_widen::StreamWiden;
use crate::tx_engine::TxEngine;
use crate::vlan_insert::VlanInsert;
use crate::vlan_strip::VlanStrip;
use crate::write_arbiter::WriteArbiter;

/// See `wirewright_spec::ports::nic`.
#[derive(LogicBlock, Default)]
pub struct NicCore {
    name: ModuleName<Self>,
    /// The clock of the host side.
    pub clk: Signal<In, Clock>,
    /// Reset, synchronous to `clk`, from a flip-flop.
    pub rst: Signal<In, Bit>,
    /// The clock of the transmitter.
    pub tx_clk: Signal<In, Clock>,
    /// Reset, synchronous to `tx_clk`, from a flip-flop.
    pub tx_rst: Signal<In, Bit>,
    /// The clock of the receiver.
    pub rx_clk: Signal<In, Clock>,
    /// Reset, synchronous to `rx_clk`, from a flip-flop.
    pub rx_rst: Signal<In, Bit>,
    /// The reset of the MAC: of what is in `clk` besides the registers.
    pub core_rst: Signal<Out, Bit>,
    /// The reset of the transmitter's clock domain.
    pub tx_reset: Signal<Out, Bit>,
    /// The reset of the receiver's clock domain.
    pub rx_reset: Signal<Out, Bit>,
    /// The card is one for MII; else for GMII.
    pub cfg_mii: Signal<In, Bit>,
    /// The PHY has a link, in no clock domain.
    pub phy_link: Signal<In, Bit>,
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

    /// Octet of a frame to send.
    pub tx_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub tx_axis_tvalid: Signal<Out, Bit>,
    /// The octet is taken.
    pub tx_axis_tready: Signal<In, Bit>,
    /// It is the last of its frame.
    pub tx_axis_tlast: Signal<Out, Bit>,
    /// Octet of a received frame.
    pub rx_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered; it cannot wait.
    pub rx_axis_tvalid: Signal<In, Bit>,
    /// It is the last of its frame.
    pub rx_axis_tlast: Signal<In, Bit>,
    /// On the last beat: the frame is bad.
    pub rx_axis_tuser: Signal<In, Bit>,
    /// Take a snapshot of all counters.
    pub stat_snapshot: Signal<Out, Bit>,
    /// Which counter of the MAC to read.
    pub stat_addr: Signal<Out, Bits<5>>,
    /// The snapshot is being taken.
    pub stat_busy: Signal<In, Bit>,
    /// The counter at `stat_addr` of the snapshot.
    pub stat_data: Signal<In, Bits<64>>,
    /// Ask the link partner to pause.
    pub pause_request: Signal<Out, Bit>,
    /// Own address, for the transmitter.
    pub cfg_tx_mac_address: Signal<Out, Bits<48>>,
    /// Pause time to ask for.
    pub cfg_tx_pause_quanta: Signal<Out, Bits<16>>,
    /// Send PAUSE frames.
    pub cfg_tx_pause_send: Signal<Out, Bit>,
    /// Obey received PAUSE frames.
    pub cfg_tx_pause_obey: Signal<Out, Bit>,
    /// The wire hears nothing.
    pub cfg_tx_loopback: Signal<Out, Bit>,
    /// Ignore carrier sense and collisions; for MII alone.
    pub cfg_tx_full_duplex: Signal<Out, Bit>,
    /// Own address, for the receiver.
    pub cfg_rx_mac_address: Signal<Out, Bits<48>>,
    /// Pass bad frames.
    pub cfg_rx_pass_bad: Signal<Out, Bit>,
    /// The receiver hears the transmitter.
    pub cfg_rx_loopback: Signal<Out, Bit>,

    tx_rst_in_clk: ResetSync,
    rx_rst_in_clk: ResetSync,
    core_reset: ResetRegister,
    core_rst_in_tx_clk: ResetSync,
    rx_rst_in_tx_clk: ResetSync,
    core_rst_in_rx_clk: ResetSync,
    tx_rst_in_rx_clk: ResetSync,
    registers: NicRegisters,
    link: SyncBit,
    interrupts: Interrupts,
    dma_read: DmaRead,
    dma_write: DmaWrite,
    read_arbiter: ReadArbiter,
    write_arbiter: WriteArbiter,
    tx_ring_fetch: RingFetch,
    tx_engine: TxEngine,
    tx_completion_ring: CompletionRing,
    stream_narrow: StreamNarrow,
    vlan_insert: VlanInsert,
    checksum_insert: ChecksumInsert,
    rx_ring_fetch: RingFetch,
    rx_engine: RxEngine,
    rx_completion_ring: CompletionRing,
    address_filter: AddressFilter,
    vlan_strip: VlanStrip,
    checksum_verify: ChecksumVerify,
    rx_buffer: RxBuffer,
    stream_widen: StreamWiden,
    full: CrossingRegister<Bit>,
    events: Register<Bits<16>>,
    octets: Register<Bits<16>>,
    irq_before: Register<Bit>,
    counters: MacCounters,
    mac_settings: MacSettings,

    foreign_reset: Signal<Local, Bit>,
    hard_reset: Signal<Local, Bit>,
    transmit_domain_reset: Signal<Local, Bit>,
    receive_domain_reset: Signal<Local, Bit>,
    tx_stop: Signal<Local, Bit>,
    rx_stop: Signal<Local, Bit>,
    delivered: Signal<Local, Bit>,
    submitted: Signal<Local, Bit>,
    happens: Signal<Local, Happens>,
}

/// What the counters of the card count, from number 0 on.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Happens {
    filtered: Bit,
    octets: Bit,
    delivered: Bit,
    lost: Bit,
    truncated: Bit,
    wrong_ipv4: Bit,
    wrong_l4: Bit,
    stripped: Bit,
    submitted: Bit,
    not_sent: Bit,
    interrupts: Bit,
    ring_errors: Bit,
    bus_errors: Bit,
    read_bursts: Bit,
    write_bursts: Bit,
    none: Bit,
}

impl Logic for NicCore {
    #[hdl_gen]
    fn update(&mut self) {
        // Resets. Each of the three ports resets all; the reset of the card resets all but the registers. It begins at
        // once, so that the clocks of the PHY take it whether the clock of the host side runs or not.
        self.tx_rst_in_clk.clk.next = self.clk.val();
        self.tx_rst_in_clk.arst.next = self.tx_rst.val();
        self.rx_rst_in_clk.clk.next = self.clk.val();
        self.rx_rst_in_clk.arst.next = self.rx_rst.val();
        self.foreign_reset.next = self.tx_rst_in_clk.rst.val() || self.rx_rst_in_clk.rst.val();
        self.hard_reset.next = self.rst.val() || self.foreign_reset.val();
        self.core_reset.clk.next = self.clk.val();
        self.core_reset.arst.next = self.rst.val();
        self.core_reset.d.next = self.registers.core_rst.val() || self.foreign_reset.val();
        self.core_rst.next = self.core_reset.arst_out.val();
        self.core_rst_in_tx_clk.clk.next = self.tx_clk.val();
        self.core_rst_in_tx_clk.arst.next = self.core_reset.arst_out.val();
        self.rx_rst_in_tx_clk.clk.next = self.tx_clk.val();
        self.rx_rst_in_tx_clk.arst.next = self.rx_rst.val();
        self.transmit_domain_reset.next =
            self.tx_rst.val() || self.core_rst_in_tx_clk.rst.val() || self.rx_rst_in_tx_clk.rst.val();
        self.core_rst_in_rx_clk.clk.next = self.rx_clk.val();
        self.core_rst_in_rx_clk.arst.next = self.core_reset.arst_out.val();
        self.tx_rst_in_rx_clk.clk.next = self.rx_clk.val();
        self.tx_rst_in_rx_clk.arst.next = self.tx_rst.val();
        self.receive_domain_reset.next =
            self.rx_rst.val() || self.core_rst_in_rx_clk.rst.val() || self.tx_rst_in_rx_clk.rst.val();
        self.tx_reset.next = self.transmit_domain_reset.val();
        self.rx_reset.next = self.receive_domain_reset.val();

        // Registers.
        self.registers.clk.next = self.clk.val();
        self.registers.rst.next = self.hard_reset.val();
        self.registers.cfg_mii.next = self.cfg_mii.val();
        self.registers.s_axil_awaddr.next = self.s_axil_awaddr.val();
        self.registers.s_axil_awvalid.next = self.s_axil_awvalid.val();
        self.registers.s_axil_wdata.next = self.s_axil_wdata.val();
        self.registers.s_axil_wstrb.next = self.s_axil_wstrb.val();
        self.registers.s_axil_wvalid.next = self.s_axil_wvalid.val();
        self.registers.s_axil_bready.next = self.s_axil_bready.val();
        self.registers.s_axil_araddr.next = self.s_axil_araddr.val();
        self.registers.s_axil_arvalid.next = self.s_axil_arvalid.val();
        self.registers.s_axil_rready.next = self.s_axil_rready.val();
        self.s_axil_awready.next = self.registers.s_axil_awready.val();
        self.s_axil_wready.next = self.registers.s_axil_wready.val();
        self.s_axil_bresp.next = self.registers.s_axil_bresp.val();
        self.s_axil_bvalid.next = self.registers.s_axil_bvalid.val();
        self.s_axil_arready.next = self.registers.s_axil_arready.val();
        self.s_axil_rdata.next = self.registers.s_axil_rdata.val();
        self.s_axil_rresp.next = self.registers.s_axil_rresp.val();
        self.s_axil_rvalid.next = self.registers.s_axil_rvalid.val();
        self.link.clk.next = self.clk.val();
        self.link.rst.next = self.core_reset.rst.val();
        self.link.d.next = self.phy_link.val();
        self.registers.status_link.next = self.link.q.val();
        self.tx_stop.next =
            self.tx_ring_fetch.stopped.val() || self.tx_engine.stopped.val() || self.tx_completion_ring.stopped.val();
        self.registers.status_tx_active.next = self.tx_engine.active.val() || self.tx_completion_ring.active.val();
        self.registers.status_tx_stopped.next = self.tx_stop.val();
        self.registers.tx_head.next = self.tx_ring_fetch.head.val();
        self.registers.tx_tail.next = self.tx_ring_fetch.tail.val();
        self.rx_stop.next =
            self.rx_ring_fetch.stopped.val() || self.rx_engine.stopped.val() || self.rx_completion_ring.stopped.val();
        self.registers.status_rx_active.next = self.rx_engine.active.val() || self.rx_completion_ring.active.val();
        self.registers.status_rx_stopped.next = self.rx_stop.val();
        self.registers.rx_head.next = self.rx_ring_fetch.head.val();
        self.registers.rx_tail.next = self.rx_ring_fetch.tail.val();
        self.registers.cause.next = self.interrupts.cause.val();
        self.registers.mac_busy.next = self.stat_busy.val();
        self.registers.mac_data.next = self.stat_data.val();
        self.registers.card_busy.next = self.counters.busy.val();
        self.registers.card_data.next = self.counters.data.val();
        self.registers.read_idle.next = self.dma_read.idle.val();
        self.registers.write_idle.next = self.dma_write.idle.val();

        // Interrupts.
        self.interrupts.clk.next = self.clk.val();
        self.interrupts.rst.next = self.core_reset.rst.val();
        self.interrupts.tx_written.next = self.tx_completion_ring.written.val();
        self.interrupts.tx_stopped.next = self.tx_stop.val();
        self.interrupts.tx_ring_error.next = self.tx_ring_fetch.ring_error.val();
        self.interrupts.rx_written.next = self.rx_completion_ring.written.val();
        self.interrupts.rx_stopped.next = self.rx_stop.val();
        self.interrupts.rx_ring_error.next = self.rx_ring_fetch.ring_error.val();
        self.interrupts.link.next = self.link.q.val();
        self.interrupts.rx_lost.next = self.rx_buffer.stat_lost.val();
        self.interrupts.software.next = self.registers.software.val();
        self.interrupts.clear.next = self.registers.clear.val();
        self.interrupts.cfg_mask.next = self.registers.cfg_mask.val();
        self.interrupts.cfg_moderation.next = self.registers.cfg_moderation.val();
        self.irq.next = self.interrupts.irq.val();

        // The bus.
        self.dma_read.clk.next = self.clk.val();
        self.dma_read.rst.next = self.core_reset.rst.val();
        self.dma_read.flush.next = self.registers.flush.val();
        self.dma_read.m_axi_arready.next = self.m_axi_arready.val();
        self.dma_read.m_axi_rdata.next = self.m_axi_rdata.val();
        self.dma_read.m_axi_rresp.next = self.m_axi_rresp.val();
        self.dma_read.m_axi_rlast.next = self.m_axi_rlast.val();
        self.dma_read.m_axi_rvalid.next = self.m_axi_rvalid.val();
        self.m_axi_araddr.next = self.dma_read.m_axi_araddr.val();
        self.m_axi_arlen.next = self.dma_read.m_axi_arlen.val();
        self.m_axi_arsize.next = 3.into();
        self.m_axi_arburst.next = 1.into();
        self.m_axi_arvalid.next = self.dma_read.m_axi_arvalid.val();
        self.m_axi_rready.next = self.dma_read.m_axi_rready.val();
        self.read_arbiter.clk.next = self.clk.val();
        self.read_arbiter.rst.next = self.core_reset.rst.val();
        self.dma_read.command_valid.next = self.read_arbiter.command_valid.val();
        self.dma_read.command_address.next = self.read_arbiter.command_address.val();
        self.dma_read.command_octets.next = self.read_arbiter.command_octets.val();
        self.dma_read.command_client.next = self.read_arbiter.command_client.val();
        self.read_arbiter.command_ready.next = self.dma_read.command_ready.val();
        self.dma_write.clk.next = self.clk.val();
        self.dma_write.rst.next = self.core_reset.rst.val();
        self.dma_write.flush.next = self.registers.flush.val();
        self.dma_write.m_axi_awready.next = self.m_axi_awready.val();
        self.dma_write.m_axi_wready.next = self.m_axi_wready.val();
        self.dma_write.m_axi_bresp.next = self.m_axi_bresp.val();
        self.dma_write.m_axi_bvalid.next = self.m_axi_bvalid.val();
        self.m_axi_awaddr.next = self.dma_write.m_axi_awaddr.val();
        self.m_axi_awlen.next = self.dma_write.m_axi_awlen.val();
        self.m_axi_awsize.next = 3.into();
        self.m_axi_awburst.next = 1.into();
        self.m_axi_awvalid.next = self.dma_write.m_axi_awvalid.val();
        self.m_axi_wdata.next = self.dma_write.m_axi_wdata.val();
        self.m_axi_wstrb.next = self.dma_write.m_axi_wstrb.val();
        self.m_axi_wlast.next = self.dma_write.m_axi_wlast.val();
        self.m_axi_wvalid.next = self.dma_write.m_axi_wvalid.val();
        self.m_axi_bready.next = self.dma_write.m_axi_bready.val();
        self.write_arbiter.clk.next = self.clk.val();
        self.write_arbiter.rst.next = self.core_reset.rst.val();
        self.dma_write.command_valid.next = self.write_arbiter.command_valid.val();
        self.dma_write.command_address.next = self.write_arbiter.command_address.val();
        self.dma_write.command_octets.next = self.write_arbiter.command_octets.val();
        self.dma_write.command_client.next = self.write_arbiter.command_client.val();
        self.write_arbiter.command_ready.next = self.dma_write.command_ready.val();
        self.dma_write.word_valid.next = self.write_arbiter.word_valid.val();
        self.dma_write.word_data.next = self.write_arbiter.word_data.val();
        self.write_arbiter.word_ready.next = self.dma_write.word_ready.val();

        // Rings, transmit.
        self.tx_ring_fetch.clk.next = self.clk.val();
        self.tx_ring_fetch.rst.next = self.core_reset.rst.val();
        self.tx_ring_fetch.cfg_enable.next = self.registers.cfg_tx_enable.val() || self.tx_engine.active.val();
        self.tx_ring_fetch.cfg_base.next = self.registers.cfg_tx_descriptors.val();
        self.tx_ring_fetch.cfg_size_log2.next = self.registers.cfg_tx_size_log2.val();
        self.tx_ring_fetch.halt.next = self.tx_stop.val();
        self.tx_ring_fetch.tail_write.next = self.registers.tx_tail_write.val();
        self.tx_ring_fetch.tail_data.next = self.registers.tx_tail_data.val();
        self.read_arbiter.tx_ring_valid.next = self.tx_ring_fetch.command_valid.val();
        self.read_arbiter.tx_ring_address.next = self.tx_ring_fetch.command_address.val();
        self.read_arbiter.tx_ring_octets.next = self.tx_ring_fetch.command_octets.val();
        self.tx_ring_fetch.command_ready.next = self.read_arbiter.tx_ring_ready.val();
        self.tx_ring_fetch.word_valid.next = self.dma_read.word_valid.val() && (self.dma_read.word_client.val() == 0);
        self.tx_ring_fetch.word_data.next = self.dma_read.word_data.val();
        self.tx_ring_fetch.word_last.next = self.dma_read.word_last.val();
        self.tx_ring_fetch.word_error.next = self.dma_read.word_error.val();
        self.tx_ring_fetch.descriptor_ready.next = self.tx_engine.descriptor_ready.val();
        self.tx_engine.clk.next = self.clk.val();
        self.tx_engine.rst.next = self.core_reset.rst.val();
        self.tx_engine.descriptor_valid.next = self.tx_ring_fetch.descriptor_valid.val();
        self.tx_engine.descriptor_address.next = self.tx_ring_fetch.descriptor_address.val();
        self.tx_engine.descriptor_length.next = self.tx_ring_fetch.descriptor_length.val();
        self.tx_engine.descriptor_index.next = self.tx_ring_fetch.descriptor_index.val();
        self.tx_engine.descriptor_vlan_tci.next = self.tx_ring_fetch.descriptor_vlan_tci.val();
        self.tx_engine.descriptor_flags.next = self.tx_ring_fetch.descriptor_flags.val();
        self.tx_engine.halt.next = self.tx_stop.val();
        self.tx_completion_ring.clk.next = self.clk.val();
        self.tx_completion_ring.rst.next = self.core_reset.rst.val();
        self.tx_completion_ring.cfg_base.next = self.registers.cfg_tx_completions.val();
        self.tx_completion_ring.cfg_size_log2.next = self.registers.cfg_tx_size_log2.val();
        self.tx_completion_ring.halt.next = self.tx_stop.val();
        self.tx_completion_ring.completion_valid.next = self.tx_engine.completion_valid.val();
        self.tx_completion_ring.completion_length.next = self.tx_engine.completion_length.val();
        self.tx_completion_ring.completion_next.next = self.tx_engine.completion_next.val();
        self.tx_completion_ring.completion_vlan_tci.next = 0.into();
        self.tx_completion_ring.completion_status.next =
            bit_cast::<15, 1>(self.tx_engine.completion_dropped.val().into());
        self.tx_engine.completion_ready.next = self.tx_completion_ring.completion_ready.val();
        self.write_arbiter.tx_ring_valid.next = self.tx_completion_ring.command_valid.val();
        self.write_arbiter.tx_ring_address.next = self.tx_completion_ring.command_address.val();
        self.write_arbiter.tx_ring_octets.next = self.tx_completion_ring.command_octets.val();
        self.write_arbiter.tx_ring_word_valid.next = self.tx_completion_ring.word_valid.val();
        self.write_arbiter.tx_ring_word_data.next = self.tx_completion_ring.word_data.val();
        self.tx_completion_ring.command_ready.next = self.write_arbiter.tx_ring_ready.val();
        self.tx_completion_ring.word_ready.next = self.write_arbiter.tx_ring_word_ready.val();
        self.tx_completion_ring.done.next = self.dma_write.done.val() && (self.dma_write.done_client.val() == 1);
        self.tx_completion_ring.done_error.next = self.dma_write.done_error.val();

        // Rings, receive.
        self.rx_ring_fetch.clk.next = self.clk.val();
        self.rx_ring_fetch.rst.next = self.core_reset.rst.val();
        self.rx_ring_fetch.cfg_enable.next = self.registers.cfg_rx_enable.val() || self.rx_engine.active.val();
        self.rx_ring_fetch.cfg_base.next = self.registers.cfg_rx_descriptors.val();
        self.rx_ring_fetch.cfg_size_log2.next = self.registers.cfg_rx_size_log2.val();
        self.rx_ring_fetch.halt.next = self.rx_stop.val();
        self.rx_ring_fetch.tail_write.next = self.registers.rx_tail_write.val();
        self.rx_ring_fetch.tail_data.next = self.registers.rx_tail_data.val();
        self.read_arbiter.rx_ring_valid.next = self.rx_ring_fetch.command_valid.val();
        self.read_arbiter.rx_ring_address.next = self.rx_ring_fetch.command_address.val();
        self.read_arbiter.rx_ring_octets.next = self.rx_ring_fetch.command_octets.val();
        self.rx_ring_fetch.command_ready.next = self.read_arbiter.rx_ring_ready.val();
        self.rx_ring_fetch.word_valid.next = self.dma_read.word_valid.val() && (self.dma_read.word_client.val() == 1);
        self.rx_ring_fetch.word_data.next = self.dma_read.word_data.val();
        self.rx_ring_fetch.word_last.next = self.dma_read.word_last.val();
        self.rx_ring_fetch.word_error.next = self.dma_read.word_error.val();
        self.rx_ring_fetch.descriptor_ready.next = self.rx_engine.descriptor_ready.val();
        self.rx_engine.clk.next = self.clk.val();
        self.rx_engine.rst.next = self.core_reset.rst.val();
        self.rx_engine.descriptor_valid.next = self.rx_ring_fetch.descriptor_valid.val();
        self.rx_engine.descriptor_address.next = self.rx_ring_fetch.descriptor_address.val();
        self.rx_engine.descriptor_length.next = self.rx_ring_fetch.descriptor_length.val();
        self.rx_engine.descriptor_index.next = self.rx_ring_fetch.descriptor_index.val();
        self.rx_engine.halt.next = self.rx_stop.val();
        self.rx_completion_ring.clk.next = self.clk.val();
        self.rx_completion_ring.rst.next = self.core_reset.rst.val();
        self.rx_completion_ring.cfg_base.next = self.registers.cfg_rx_completions.val();
        self.rx_completion_ring.cfg_size_log2.next = self.registers.cfg_rx_size_log2.val();
        self.rx_completion_ring.halt.next = self.rx_stop.val();
        self.rx_completion_ring.completion_valid.next = self.rx_engine.completion_valid.val();
        self.rx_completion_ring.completion_length.next = self.rx_engine.completion_length.val();
        self.rx_completion_ring.completion_next.next = self.rx_engine.completion_next.val();
        self.rx_completion_ring.completion_vlan_tci.next = self.rx_engine.completion_vlan_tci.val();
        self.rx_completion_ring.completion_status.next = self.rx_engine.completion_status.val();
        self.rx_engine.completion_ready.next = self.rx_completion_ring.completion_ready.val();
        self.write_arbiter.rx_ring_valid.next = self.rx_completion_ring.command_valid.val();
        self.write_arbiter.rx_ring_address.next = self.rx_completion_ring.command_address.val();
        self.write_arbiter.rx_ring_octets.next = self.rx_completion_ring.command_octets.val();
        self.write_arbiter.rx_ring_word_valid.next = self.rx_completion_ring.word_valid.val();
        self.write_arbiter.rx_ring_word_data.next = self.rx_completion_ring.word_data.val();
        self.rx_completion_ring.command_ready.next = self.write_arbiter.rx_ring_ready.val();
        self.rx_completion_ring.word_ready.next = self.write_arbiter.rx_ring_word_ready.val();
        self.rx_completion_ring.done.next = self.dma_write.done.val() && (self.dma_write.done_client.val() == 2);
        self.rx_completion_ring.done_error.next = self.dma_write.done_error.val();

        // Frames to send.
        self.tx_engine.cfg_enable.next = self.registers.cfg_tx_enable.val();
        self.read_arbiter.payload_valid.next = self.tx_engine.command_valid.val();
        self.read_arbiter.payload_address.next = self.tx_engine.command_address.val();
        self.read_arbiter.payload_octets.next = self.tx_engine.command_octets.val();
        self.tx_engine.command_ready.next = self.read_arbiter.payload_ready.val();
        self.tx_engine.word_valid.next = self.dma_read.word_valid.val() && (self.dma_read.word_client.val() == 2);
        self.tx_engine.word_data.next = self.dma_read.word_data.val();
        self.tx_engine.word_error.next = self.dma_read.word_error.val();
        self.stream_narrow.clk.next = self.clk.val();
        self.stream_narrow.rst.next = self.core_reset.rst.val();
        self.stream_narrow.command_valid.next = self.tx_engine.chunk_valid.val();
        self.stream_narrow.command_lane.next = self.tx_engine.chunk_lane.val();
        self.stream_narrow.command_octets.next = self.tx_engine.chunk_octets.val();
        self.stream_narrow.command_end.next = self.tx_engine.chunk_end.val();
        self.stream_narrow.command_vlan.next = self.tx_engine.chunk_vlan.val();
        self.stream_narrow.command_vlan_tci.next = self.tx_engine.chunk_vlan_tci.val();
        self.stream_narrow.command_ipv4.next = self.tx_engine.chunk_ipv4.val();
        self.stream_narrow.command_l4.next = self.tx_engine.chunk_l4.val();
        self.tx_engine.chunk_ready.next = self.stream_narrow.command_ready.val();
        self.stream_narrow.s_axis_tdata.next = self.tx_engine.m_axis_tdata.val();
        self.stream_narrow.s_axis_tvalid.next = self.tx_engine.m_axis_tvalid.val();
        self.stream_narrow.s_axis_tuser.next = false;
        self.tx_engine.m_axis_tready.next = self.stream_narrow.s_axis_tready.val();
        self.vlan_insert.clk.next = self.clk.val();
        self.vlan_insert.rst.next = self.core_reset.rst.val();
        self.vlan_insert.s_axis_tdata.next = self.stream_narrow.m_axis_tdata.val();
        self.vlan_insert.s_axis_tvalid.next = self.stream_narrow.m_axis_tvalid.val();
        self.vlan_insert.s_axis_tlast.next = self.stream_narrow.m_axis_tlast.val();
        self.vlan_insert.s_axis_tuser.next = self.stream_narrow.m_axis_tuser.val();
        self.vlan_insert.s_axis_vlan.next = self.stream_narrow.m_axis_vlan.val();
        self.vlan_insert.s_axis_vlan_tci.next = self.stream_narrow.m_axis_vlan_tci.val();
        self.vlan_insert.s_axis_ipv4.next = self.stream_narrow.m_axis_ipv4.val();
        self.vlan_insert.s_axis_l4.next = self.stream_narrow.m_axis_l4.val();
        self.stream_narrow.m_axis_tready.next = self.vlan_insert.s_axis_tready.val();
        self.checksum_insert.clk.next = self.clk.val();
        self.checksum_insert.rst.next = self.core_reset.rst.val();
        self.checksum_insert.s_axis_tdata.next = self.vlan_insert.m_axis_tdata.val();
        self.checksum_insert.s_axis_tvalid.next = self.vlan_insert.m_axis_tvalid.val();
        self.checksum_insert.s_axis_tlast.next = self.vlan_insert.m_axis_tlast.val();
        self.checksum_insert.s_axis_tuser.next = self.vlan_insert.m_axis_tuser.val();
        self.checksum_insert.s_axis_ipv4.next = self.vlan_insert.m_axis_ipv4.val();
        self.checksum_insert.s_axis_l4.next = self.vlan_insert.m_axis_l4.val();
        self.vlan_insert.m_axis_tready.next = self.checksum_insert.s_axis_tready.val();
        self.tx_axis_tdata.next = self.checksum_insert.m_axis_tdata.val();
        self.tx_axis_tvalid.next = self.checksum_insert.m_axis_tvalid.val();
        self.tx_axis_tlast.next = self.checksum_insert.m_axis_tlast.val();
        self.checksum_insert.m_axis_tready.next = self.tx_axis_tready.val();
        self.tx_engine.accepted.next = self.checksum_insert.stat_accepted.val();
        self.tx_engine.dropped.next = self.checksum_insert.stat_dropped.val();

        // Received frames. Nothing waits before the receive memory: what is lost is lost there, and told.
        self.address_filter.clk.next = self.clk.val();
        self.address_filter.rst.next = self.core_reset.rst.val();
        self.address_filter.s_axis_tdata.next = self.rx_axis_tdata.val();
        self.address_filter.s_axis_tvalid.next = self.rx_axis_tvalid.val();
        self.address_filter.s_axis_tlast.next = self.rx_axis_tlast.val();
        self.address_filter.s_axis_tuser.next = self.rx_axis_tuser.val();
        self.address_filter.cfg_enable.next = self.registers.cfg_rx_enable.val();
        self.address_filter.cfg_promiscuous.next = self.registers.cfg_promiscuous.val();
        self.address_filter.cfg_broadcast.next = self.registers.cfg_broadcast.val();
        self.address_filter.cfg_address.next = self.registers.cfg_address.val();
        self.address_filter.cfg_hash.next = self.registers.cfg_hash.val();
        self.address_filter.filter_write.next = self.registers.filter_write.val();
        self.address_filter.filter_index.next = self.registers.filter_index.val();
        self.address_filter.filter_address.next = self.registers.filter_address.val();
        self.address_filter.filter_valid.next = self.registers.filter_valid.val();
        self.vlan_strip.clk.next = self.clk.val();
        self.vlan_strip.rst.next = self.core_reset.rst.val();
        self.vlan_strip.s_axis_tdata.next = self.address_filter.m_axis_tdata.val();
        self.vlan_strip.s_axis_tvalid.next = self.address_filter.m_axis_tvalid.val();
        self.vlan_strip.s_axis_tlast.next = self.address_filter.m_axis_tlast.val();
        self.vlan_strip.s_axis_tuser.next = self.address_filter.m_axis_tuser.val();
        self.vlan_strip.s_axis_tdrop.next = self.address_filter.m_axis_tdrop.val();
        self.vlan_strip.cfg_strip.next = self.registers.cfg_vlan_strip.val();
        self.checksum_verify.clk.next = self.clk.val();
        self.checksum_verify.rst.next = self.core_reset.rst.val();
        self.checksum_verify.s_axis_tdata.next = self.vlan_strip.m_axis_tdata.val();
        self.checksum_verify.s_axis_tvalid.next = self.vlan_strip.m_axis_tvalid.val();
        self.checksum_verify.s_axis_tlast.next = self.vlan_strip.m_axis_tlast.val();
        self.checksum_verify.s_axis_tuser.next = self.vlan_strip.m_axis_tuser.val();
        self.checksum_verify.s_axis_tdrop.next = self.vlan_strip.m_axis_tdrop.val();
        self.checksum_verify.s_axis_vlan_valid.next = self.vlan_strip.m_axis_vlan_valid.val();
        self.checksum_verify.s_axis_vlan_tci.next = self.vlan_strip.m_axis_vlan_tci.val();
        self.checksum_verify.cfg_verify.next = self.registers.cfg_checksum.val();
        self.rx_buffer.clk.next = self.clk.val();
        self.rx_buffer.rst.next = self.core_reset.rst.val();
        self.rx_buffer.s_axis_tdata.next = self.checksum_verify.m_axis_tdata.val();
        self.rx_buffer.s_axis_tvalid.next = self.checksum_verify.m_axis_tvalid.val();
        self.rx_buffer.s_axis_tlast.next = self.checksum_verify.m_axis_tlast.val();
        self.rx_buffer.s_axis_tuser.next = self.checksum_verify.m_axis_tuser.val();
        self.rx_buffer.s_axis_tdrop.next = self.checksum_verify.m_axis_tdrop.val();
        self.rx_buffer.s_axis_vlan_valid.next = self.checksum_verify.m_axis_vlan_valid.val();
        self.rx_buffer.s_axis_vlan_tci.next = self.checksum_verify.m_axis_vlan_tci.val();
        self.rx_buffer.s_axis_ipv4.next = self.checksum_verify.m_axis_ipv4.val();
        self.rx_buffer.s_axis_l4.next = self.checksum_verify.m_axis_l4.val();
        self.rx_buffer.cfg_pass_bad.next = self.registers.cfg_pass_bad.val();
        self.rx_engine.record_valid.next = self.rx_buffer.record_valid.val();
        self.rx_engine.record_length.next = self.rx_buffer.record_length.val();
        self.rx_engine.record_bad.next = self.rx_buffer.record_bad.val();
        self.rx_engine.record_vlan_valid.next = self.rx_buffer.record_vlan_valid.val();
        self.rx_engine.record_vlan_tci.next = self.rx_buffer.record_vlan_tci.val();
        self.rx_engine.record_ipv4.next = self.rx_buffer.record_ipv4.val();
        self.rx_engine.record_l4.next = self.rx_buffer.record_l4.val();
        self.rx_buffer.record_ready.next = self.rx_engine.record_ready.val();
        self.rx_engine.cfg_size_log2.next = self.registers.cfg_rx_size_log2.val();
        self.stream_widen.clk.next = self.clk.val();
        self.stream_widen.rst.next = self.core_reset.rst.val();
        self.stream_widen.command_valid.next = self.rx_engine.plan_valid.val();
        self.stream_widen.command_lane.next = self.rx_engine.plan_lane.val();
        self.stream_widen.command_octets.next = self.rx_engine.plan_octets.val();
        self.stream_widen.command_discard.next = self.rx_engine.plan_discard.val();
        self.rx_engine.plan_ready.next = self.stream_widen.command_ready.val();
        self.stream_widen.s_axis_tdata.next = self.rx_buffer.m_axis_tdata.val();
        self.stream_widen.s_axis_tvalid.next = self.rx_buffer.m_axis_tvalid.val();
        self.rx_buffer.m_axis_tready.next = self.stream_widen.s_axis_tready.val();
        self.write_arbiter.payload_valid.next = self.rx_engine.command_valid.val();
        self.write_arbiter.payload_address.next = self.rx_engine.command_address.val();
        self.write_arbiter.payload_octets.next = self.rx_engine.command_octets.val();
        self.rx_engine.command_ready.next = self.write_arbiter.payload_ready.val();
        self.write_arbiter.payload_word_valid.next = self.stream_widen.m_axis_tvalid.val();
        self.write_arbiter.payload_word_data.next = self.stream_widen.m_axis_tdata.val();
        self.stream_widen.m_axis_tready.next = self.write_arbiter.payload_word_ready.val();
        self.rx_engine.done.next = self.dma_write.done.val() && (self.dma_write.done_client.val() == 0);
        self.rx_engine.done_error.next = self.dma_write.done_error.val();
        // A PAUSE is asked for while there is no room; a card in reset asks for none, its clock standing or not.
        self.full.clock.next = self.clk.val();
        self.full.reset.next = self.core_reset.rst.val();
        self.full.d.next = !self.rx_buffer.room.val();
        self.pause_request.next = self.full.q.val();

        // Counters: those of the MAC, and those of the card, by number of `CardCounter`.
        self.stat_snapshot.next = self.registers.snapshot.val();
        self.stat_addr.next = self.registers.counter.val().get_bits::<5>(0);
        dff_setup!(self, clk, events, octets, irq_before);
        self.events.reset.next = self.core_reset.rst.val();
        self.octets.reset.next = self.core_reset.rst.val();
        self.irq_before.reset.next = self.core_reset.rst.val();
        self.irq_before.d.next = self.interrupts.irq.val();
        self.octets.d.next = self.rx_engine.completion_length.val();
        self.delivered.next = self.rx_engine.completion_valid.val() && self.rx_completion_ring.completion_ready.val();
        self.submitted.next = self.tx_engine.completion_valid.val() && self.tx_completion_ring.completion_ready.val();
        self.happens.next.filtered = self.address_filter.stat_filtered.val();
        self.happens.next.octets = self.delivered.val();
        self.happens.next.delivered = self.delivered.val();
        self.happens.next.lost = self.rx_buffer.stat_lost.val();
        self.happens.next.truncated = self.delivered.val() && self.rx_engine.completion_status.val().get_bit(1);
        self.happens.next.wrong_ipv4 =
            self.delivered.val() && (self.rx_engine.completion_status.val().get_bits::<2>(3) == 2);
        self.happens.next.wrong_l4 =
            self.delivered.val() && (self.rx_engine.completion_status.val().get_bits::<2>(5) == 2);
        self.happens.next.stripped = self.delivered.val() && self.rx_engine.completion_status.val().get_bit(2);
        self.happens.next.submitted = self.submitted.val() && !self.tx_engine.completion_dropped.val();
        self.happens.next.not_sent = self.submitted.val() && self.tx_engine.completion_dropped.val();
        self.happens.next.interrupts = self.interrupts.irq.val() && !self.irq_before.q.val();
        self.happens.next.ring_errors = self.tx_ring_fetch.ring_error.val() || self.rx_ring_fetch.ring_error.val();
        self.happens.next.bus_errors =
            (self.dma_read.word_valid.val() && self.dma_read.word_last.val() && self.dma_read.word_error.val())
                || (self.dma_write.done.val() && self.dma_write.done_error.val());
        self.happens.next.read_bursts = self.dma_read.m_axi_arvalid.val() && self.m_axi_arready.val();
        self.happens.next.write_bursts = self.dma_write.m_axi_awvalid.val() && self.m_axi_awready.val();
        self.happens.next.none = false;
        self.events.d.next = self.happens.val().into();
        self.counters.count_clk.next = self.clk.val();
        self.counters.clk.next = self.clk.val();
        self.counters.count_rst.next = self.core_reset.rst.val();
        self.counters.rst.next = self.core_reset.rst.val();
        self.counters.events.next = self.events.q.val();
        self.counters.octets.next = self.octets.q.val();
        self.counters.snapshot.next = self.registers.snapshot.val();
        self.counters.addr.next = self.registers.counter.val().get_bits::<4>(0);

        // Settings of the MAC.
        self.mac_settings.clk.next = self.clk.val();
        self.mac_settings.rst.next = self.core_reset.rst.val();
        self.mac_settings.tx_clk.next = self.tx_clk.val();
        self.mac_settings.tx_rst.next = self.transmit_domain_reset.val();
        self.mac_settings.rx_clk.next = self.rx_clk.val();
        self.mac_settings.rx_rst.next = self.receive_domain_reset.val();
        self.mac_settings.address.next = self.registers.cfg_address.val();
        self.mac_settings.pause_quanta.next = self.registers.cfg_pause_quanta.val();
        self.mac_settings.pause_send.next = self.registers.cfg_pause_send.val();
        self.mac_settings.pause_obey.next = self.registers.cfg_pause_obey.val();
        self.mac_settings.loopback.next = self.registers.cfg_loopback.val();
        self.mac_settings.pass_bad.next = self.registers.cfg_pass_bad.val();
        // Nothing collides with what the receiver hears in place of the wire.
        self.mac_settings.full_duplex.next =
            self.cfg_mii.val() && (self.registers.cfg_loopback.val() || !self.registers.cfg_half_duplex.val());
        self.cfg_tx_mac_address.next = self.mac_settings.cfg_tx_mac_address.val();
        self.cfg_tx_pause_quanta.next = self.mac_settings.cfg_tx_pause_quanta.val();
        self.cfg_tx_pause_send.next = self.mac_settings.cfg_tx_pause_send.val();
        self.cfg_tx_pause_obey.next = self.mac_settings.cfg_tx_pause_obey.val();
        self.cfg_tx_loopback.next = self.mac_settings.cfg_tx_loopback.val();
        self.cfg_tx_full_duplex.next = self.mac_settings.cfg_tx_full_duplex.val();
        self.cfg_rx_mac_address.next = self.mac_settings.cfg_rx_mac_address.val();
        self.cfg_rx_pass_bad.next = self.mac_settings.cfg_rx_pass_bad.val();
        self.cfg_rx_loopback.next = self.mac_settings.cfg_rx_loopback.val();
    }
}
