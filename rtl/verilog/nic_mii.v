// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/nic_mii.rs; do not edit.

`default_nettype none

// The network card for MII, 10 and 100 Mbit/s, half and full duplex (docs/card.md).
//
//               +----------+    +----------+    +----------+
//   s_axil_* <->|          |--->|          |--->|          |--> mii_txd, tx_en, tx_er
//   m_axi_*  <->| nic_core |    | mac_mii  |    | loopback |
//   irq      <--|          |<---|          |<---|          |<-- mii_rxd, rx_dv, rx_er
//               +----------+    +----------+    +----------+
//         clk                   tx_clk, rx_clk
module nic_mii (
    // ---- clock domain clk ----
    input  wire        clk,
    // Reset, synchronous to `clk`, from a flip-flop: the other domains take it at once. Each of the three resets all.
    input  wire        rst,
    // Register address to write.
    input  wire [9:0]  s_axil_awaddr,
    // It is offered.
    input  wire        s_axil_awvalid,
    // Data to write.
    input  wire [31:0] s_axil_wdata,
    // Which octets of them.
    input  wire [3:0]  s_axil_wstrb,
    // They are offered.
    input  wire        s_axil_wvalid,
    // The response is taken.
    input  wire        s_axil_bready,
    // Register address to read.
    input  wire [9:0]  s_axil_araddr,
    // It is offered.
    input  wire        s_axil_arvalid,
    // The data read are taken.
    input  wire        s_axil_rready,
    // The read address is taken.
    input  wire        m_axi_arready,
    // Data from host memory.
    input  wire [63:0] m_axi_rdata,
    // Their response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    input  wire [1:0]  m_axi_rresp,
    // The last beat of its burst.
    input  wire        m_axi_rlast,
    // Data are offered.
    input  wire        m_axi_rvalid,
    // The write address is taken.
    input  wire        m_axi_awready,
    // Data are taken.
    input  wire        m_axi_wready,
    // Response of a write: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    input  wire [1:0]  m_axi_bresp,
    // It is offered.
    input  wire        m_axi_bvalid,
    // The register address to write is taken.
    output wire        s_axil_awready,
    // The data to write are taken.
    output wire        s_axil_wready,
    // Response: 0 OKAY, 2 SLVERR.
    output wire [1:0]  s_axil_bresp,
    // It is offered.
    output wire        s_axil_bvalid,
    // The register address to read is taken.
    output wire        s_axil_arready,
    // What was read.
    output wire [31:0] s_axil_rdata,
    // Response: 0 OKAY, 2 SLVERR.
    output wire [1:0]  s_axil_rresp,
    // It is offered.
    output wire        s_axil_rvalid,
    // Address of a read burst.
    output wire [63:0] m_axi_araddr,
    // Its beats, less one.
    output wire [7:0]  m_axi_arlen,
    // Octets of a beat, as a power of two: constant 3.
    output wire [2:0]  m_axi_arsize,
    // Kind of burst: constant 1, INCR.
    output wire [1:0]  m_axi_arburst,
    // It is offered.
    output wire        m_axi_arvalid,
    // Data are taken.
    output wire        m_axi_rready,
    // Address of a write burst.
    output wire [63:0] m_axi_awaddr,
    // Its beats, less one.
    output wire [7:0]  m_axi_awlen,
    // Octets of a beat, as a power of two: constant 3.
    output wire [2:0]  m_axi_awsize,
    // Kind of burst: constant 1, INCR.
    output wire [1:0]  m_axi_awburst,
    // It is offered.
    output wire        m_axi_awvalid,
    // Data for host memory.
    output wire [63:0] m_axi_wdata,
    // Which octets of them are written.
    output wire [7:0]  m_axi_wstrb,
    // The last beat of its burst.
    output wire        m_axi_wlast,
    // Data are offered.
    output wire        m_axi_wvalid,
    // The response of a write is taken.
    output wire        m_axi_bready,
    // The interrupt line, active high.
    output wire        irq,

    // ---- clock domain tx_clk ----
    input  wire        tx_clk,
    // Reset, synchronous to `tx_clk`, from a flip-flop.
    input  wire        tx_rst,
    // Nibble to the PHY.
    output wire [3:0]  mii_txd,
    // `mii_txd` is part of a frame.
    output wire        mii_tx_en,
    // Send an error in its place.
    output wire        mii_tx_er,

    // ---- clock domain rx_clk ----
    input  wire        rx_clk,
    // Reset, synchronous to `rx_clk`, from a flip-flop.
    input  wire        rx_rst,
    // Nibble from the PHY.
    input  wire [3:0]  mii_rxd,
    // `mii_rxd` is part of a carrier.
    input  wire        mii_rx_dv,
    // The PHY saw an error in it.
    input  wire        mii_rx_er,

    // ---- of no clock domain ----
    // The PHY has a link, in no clock domain.
    input  wire        phy_link,
    // Carrier sense, in no clock domain.
    input  wire        mii_crs,
    // Collision, in no clock domain.
    input  wire        mii_col
);

    wire        core_core_rst;
    wire        core_tx_reset;
    wire        core_rx_reset;
    wire [7:0]  core_tx_axis_tdata;
    wire        core_tx_axis_tvalid;
    wire        core_tx_axis_tlast;
    wire        core_stat_snapshot;
    wire [4:0]  core_stat_addr;
    wire        core_pause_request;
    wire [47:0] core_cfg_tx_mac_address;
    wire [15:0] core_cfg_tx_pause_quanta;
    wire        core_cfg_tx_pause_send;
    wire        core_cfg_tx_pause_obey;
    wire        core_cfg_tx_loopback;
    wire        core_cfg_tx_full_duplex;
    wire [47:0] core_cfg_rx_mac_address;
    wire        core_cfg_rx_pass_bad;
    wire        core_cfg_rx_loopback;
    wire        mac_tx_axis_tready;
    wire [7:0]  mac_rx_axis_tdata;
    wire        mac_rx_axis_tvalid;
    wire        mac_rx_axis_tlast;
    wire        mac_rx_axis_tuser;
    wire        mac_stat_busy;
    wire [63:0] mac_stat_data;
    wire [3:0]  mac_mii_txd;
    wire        mac_mii_tx_en;
    wire        mac_mii_tx_er;
    wire [7:0]  loopback_mac_txd;
    wire [7:0]  loopback_phy_rxd;
    wire [7:0]  loopback_phy_txd;
    wire [7:0]  loopback_mac_rxd;
    wire        loopback_mac_rx_dv;
    wire        loopback_mac_rx_er;

    nic_core core (
        .clk(clk),
        .rst(rst),
        .tx_clk(tx_clk),
        .tx_rst(tx_rst),
        .rx_clk(rx_clk),
        .rx_rst(rx_rst),
        .core_rst(core_core_rst),
        .tx_reset(core_tx_reset),
        .rx_reset(core_rx_reset),
        .cfg_mii(1'b1),
        .phy_link(phy_link),
        .s_axil_awaddr(s_axil_awaddr),
        .s_axil_awvalid(s_axil_awvalid),
        .s_axil_wdata(s_axil_wdata),
        .s_axil_wstrb(s_axil_wstrb),
        .s_axil_wvalid(s_axil_wvalid),
        .s_axil_bready(s_axil_bready),
        .s_axil_araddr(s_axil_araddr),
        .s_axil_arvalid(s_axil_arvalid),
        .s_axil_rready(s_axil_rready),
        .s_axil_awready(s_axil_awready),
        .s_axil_wready(s_axil_wready),
        .s_axil_bresp(s_axil_bresp),
        .s_axil_bvalid(s_axil_bvalid),
        .s_axil_arready(s_axil_arready),
        .s_axil_rdata(s_axil_rdata),
        .s_axil_rresp(s_axil_rresp),
        .s_axil_rvalid(s_axil_rvalid),
        .m_axi_arready(m_axi_arready),
        .m_axi_rdata(m_axi_rdata),
        .m_axi_rresp(m_axi_rresp),
        .m_axi_rlast(m_axi_rlast),
        .m_axi_rvalid(m_axi_rvalid),
        .m_axi_awready(m_axi_awready),
        .m_axi_wready(m_axi_wready),
        .m_axi_bresp(m_axi_bresp),
        .m_axi_bvalid(m_axi_bvalid),
        .m_axi_araddr(m_axi_araddr),
        .m_axi_arlen(m_axi_arlen),
        .m_axi_arsize(m_axi_arsize),
        .m_axi_arburst(m_axi_arburst),
        .m_axi_arvalid(m_axi_arvalid),
        .m_axi_rready(m_axi_rready),
        .m_axi_awaddr(m_axi_awaddr),
        .m_axi_awlen(m_axi_awlen),
        .m_axi_awsize(m_axi_awsize),
        .m_axi_awburst(m_axi_awburst),
        .m_axi_awvalid(m_axi_awvalid),
        .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb),
        .m_axi_wlast(m_axi_wlast),
        .m_axi_wvalid(m_axi_wvalid),
        .m_axi_bready(m_axi_bready),
        .irq(irq),
        .tx_axis_tdata(core_tx_axis_tdata),
        .tx_axis_tvalid(core_tx_axis_tvalid),
        .tx_axis_tready(mac_tx_axis_tready),
        .tx_axis_tlast(core_tx_axis_tlast),
        .rx_axis_tdata(mac_rx_axis_tdata),
        .rx_axis_tvalid(mac_rx_axis_tvalid),
        .rx_axis_tlast(mac_rx_axis_tlast),
        .rx_axis_tuser(mac_rx_axis_tuser),
        .stat_snapshot(core_stat_snapshot),
        .stat_addr(core_stat_addr),
        .stat_busy(mac_stat_busy),
        .stat_data(mac_stat_data),
        .pause_request(core_pause_request),
        .cfg_tx_mac_address(core_cfg_tx_mac_address),
        .cfg_tx_pause_quanta(core_cfg_tx_pause_quanta),
        .cfg_tx_pause_send(core_cfg_tx_pause_send),
        .cfg_tx_pause_obey(core_cfg_tx_pause_obey),
        .cfg_tx_loopback(core_cfg_tx_loopback),
        .cfg_tx_full_duplex(core_cfg_tx_full_duplex),
        .cfg_rx_mac_address(core_cfg_rx_mac_address),
        .cfg_rx_pass_bad(core_cfg_rx_pass_bad),
        .cfg_rx_loopback(core_cfg_rx_loopback)
    );

    mac_mii mac (
        .clk(clk),
        .rst(core_core_rst),
        .tx_clk(tx_clk),
        .tx_rst(tx_rst),
        .rx_clk(rx_clk),
        .rx_rst(rx_rst),
        .tx_axis_tdata(core_tx_axis_tdata),
        .tx_axis_tvalid(core_tx_axis_tvalid),
        .tx_axis_tlast(core_tx_axis_tlast),
        .tx_axis_tuser(1'b0),
        .rx_axis_tready(1'b1),
        .mii_rxd(loopback_mac_rxd[3:0]),
        .mii_rx_dv(loopback_mac_rx_dv),
        .mii_rx_er(loopback_mac_rx_er),
        .mii_crs(mii_crs),
        .mii_col(mii_col),
        .cfg_tx_full_duplex(core_cfg_tx_full_duplex),
        .cfg_tx_fcs_insert(1'b1),
        .cfg_tx_pause_send(core_cfg_tx_pause_send),
        .cfg_tx_pause_obey(core_cfg_tx_pause_obey),
        .cfg_tx_pause_quanta(core_cfg_tx_pause_quanta),
        .cfg_tx_mac_address(core_cfg_tx_mac_address),
        .cfg_rx_fcs_strip(1'b1),
        .cfg_rx_jumbo(1'b0),
        .cfg_rx_pass_bad(core_cfg_rx_pass_bad),
        .cfg_rx_mac_address(core_cfg_rx_mac_address),
        .pause_request(core_pause_request),
        .stat_snapshot(core_stat_snapshot),
        .stat_addr(core_stat_addr),
        .tx_axis_tready(mac_tx_axis_tready),
        .rx_axis_tdata(mac_rx_axis_tdata),
        .rx_axis_tvalid(mac_rx_axis_tvalid),
        .rx_axis_tlast(mac_rx_axis_tlast),
        .rx_axis_tuser(mac_rx_axis_tuser),
        .stat_busy(mac_stat_busy),
        .stat_data(mac_stat_data),
        .mii_txd(mac_mii_txd),
        .mii_tx_en(mac_mii_tx_en),
        .mii_tx_er(mac_mii_tx_er)
    );

    loopback loopback (
        .tx_clk(tx_clk),
        .tx_rst(core_tx_reset),
        .mac_txd(loopback_mac_txd),
        .mac_tx_en(mac_mii_tx_en),
        .mac_tx_er(mac_mii_tx_er),
        .cfg_tx_loopback(core_cfg_tx_loopback),
        .rx_clk(rx_clk),
        .rx_rst(core_rx_reset),
        .phy_rxd(loopback_phy_rxd),
        .phy_rx_dv(mii_rx_dv),
        .phy_rx_er(mii_rx_er),
        .cfg_rx_loopback(core_cfg_rx_loopback),
        .phy_txd(loopback_phy_txd),
        .phy_tx_en(mii_tx_en),
        .phy_tx_er(mii_tx_er),
        .mac_rxd(loopback_mac_rxd),
        .mac_rx_dv(loopback_mac_rx_dv),
        .mac_rx_er(loopback_mac_rx_er)
    );

    assign loopback_mac_txd = {4'd0, mac_mii_txd};
    assign mii_txd = loopback_phy_txd[3:0];
    assign loopback_phy_rxd = {4'd0, mii_rxd};

    wire unused = &{1'b0, loopback_phy_txd[7:4], loopback_mac_rxd[7:4]};

endmodule

`line 6 "nic_core.v" 0
// The card but for its MAC and what stands between that and the wire: what `nic` and `nic_mii` have in common
// (docs/card.md, What is inside). The wiring is that of `wirewright_spec::ports::nic`.
//
//               +----------+
//   s_axil_* <->|          |--> tx_axis_*
//   m_axi_*  <->| nic_core |<-- rx_axis_*
//   irq      <--|          |<-> stat_*
//               |          |--> cfg_tx_*, cfg_rx_*, pause_request
//               +----------+--> core_rst, tx_reset, rx_reset
//         clk                   tx_clk, rx_clk
module nic_core (
    // The clock of the host side.
    input  wire        clk,
    // Reset, synchronous to `clk`, from a flip-flop.
    input  wire        rst,
    // The clock of the transmitter.
    input  wire        tx_clk,
    // Reset, synchronous to `tx_clk`, from a flip-flop.
    input  wire        tx_rst,
    // The clock of the receiver.
    input  wire        rx_clk,
    // Reset, synchronous to `rx_clk`, from a flip-flop.
    input  wire        rx_rst,
    // The reset of the MAC: of what is in `clk` besides the registers.
    output wire        core_rst,
    // The reset of the transmitter's clock domain.
    output wire        tx_reset,
    // The reset of the receiver's clock domain.
    output wire        rx_reset,
    // The card is one for MII; else for GMII.
    input  wire        cfg_mii,
    // The PHY has a link, in no clock domain.
    input  wire        phy_link,
    // Register address to write.
    input  wire [9:0]  s_axil_awaddr,
    // It is offered.
    input  wire        s_axil_awvalid,
    // Data to write.
    input  wire [31:0] s_axil_wdata,
    // Which octets of them.
    input  wire [3:0]  s_axil_wstrb,
    // They are offered.
    input  wire        s_axil_wvalid,
    // The response is taken.
    input  wire        s_axil_bready,
    // Register address to read.
    input  wire [9:0]  s_axil_araddr,
    // It is offered.
    input  wire        s_axil_arvalid,
    // The data read are taken.
    input  wire        s_axil_rready,
    // The register address to write is taken.
    output wire        s_axil_awready,
    // The data to write are taken.
    output wire        s_axil_wready,
    // Response: 0 OKAY, 2 SLVERR.
    output wire [1:0]  s_axil_bresp,
    // It is offered.
    output wire        s_axil_bvalid,
    // The register address to read is taken.
    output wire        s_axil_arready,
    // What was read.
    output wire [31:0] s_axil_rdata,
    // Response: 0 OKAY, 2 SLVERR.
    output wire [1:0]  s_axil_rresp,
    // It is offered.
    output wire        s_axil_rvalid,
    // The read address is taken.
    input  wire        m_axi_arready,
    // Data from host memory.
    input  wire [63:0] m_axi_rdata,
    // Their response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    input  wire [1:0]  m_axi_rresp,
    // The last beat of its burst.
    input  wire        m_axi_rlast,
    // Data are offered.
    input  wire        m_axi_rvalid,
    // The write address is taken.
    input  wire        m_axi_awready,
    // Data are taken.
    input  wire        m_axi_wready,
    // Response of a write: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    input  wire [1:0]  m_axi_bresp,
    // It is offered.
    input  wire        m_axi_bvalid,
    // Address of a read burst.
    output wire [63:0] m_axi_araddr,
    // Its beats, less one.
    output wire [7:0]  m_axi_arlen,
    // Octets of a beat, as a power of two: constant 3.
    output wire [2:0]  m_axi_arsize,
    // Kind of burst: constant 1, INCR.
    output wire [1:0]  m_axi_arburst,
    // It is offered.
    output wire        m_axi_arvalid,
    // Data are taken.
    output wire        m_axi_rready,
    // Address of a write burst.
    output wire [63:0] m_axi_awaddr,
    // Its beats, less one.
    output wire [7:0]  m_axi_awlen,
    // Octets of a beat, as a power of two: constant 3.
    output wire [2:0]  m_axi_awsize,
    // Kind of burst: constant 1, INCR.
    output wire [1:0]  m_axi_awburst,
    // It is offered.
    output wire        m_axi_awvalid,
    // Data for host memory.
    output wire [63:0] m_axi_wdata,
    // Which octets of them are written.
    output wire [7:0]  m_axi_wstrb,
    // The last beat of its burst.
    output wire        m_axi_wlast,
    // Data are offered.
    output wire        m_axi_wvalid,
    // The response of a write is taken.
    output wire        m_axi_bready,
    // The interrupt line, active high.
    output wire        irq,
    // Octet of a frame to send.
    output wire [7:0]  tx_axis_tdata,
    // An octet is offered.
    output wire        tx_axis_tvalid,
    // The octet is taken.
    input  wire        tx_axis_tready,
    // It is the last of its frame.
    output wire        tx_axis_tlast,
    // Octet of a received frame.
    input  wire [7:0]  rx_axis_tdata,
    // An octet is offered; it cannot wait.
    input  wire        rx_axis_tvalid,
    // It is the last of its frame.
    input  wire        rx_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        rx_axis_tuser,
    // Take a snapshot of all counters.
    output wire        stat_snapshot,
    // Which counter of the MAC to read.
    output wire [4:0]  stat_addr,
    // The snapshot is being taken.
    input  wire        stat_busy,
    // The counter at `stat_addr` of the snapshot.
    input  wire [63:0] stat_data,
    // Ask the link partner to pause.
    output reg         pause_request,
    // Own address, for the transmitter.
    output wire [47:0] cfg_tx_mac_address,
    // Pause time to ask for.
    output wire [15:0] cfg_tx_pause_quanta,
    // Send PAUSE frames.
    output wire        cfg_tx_pause_send,
    // Obey received PAUSE frames.
    output wire        cfg_tx_pause_obey,
    // The wire hears nothing.
    output wire        cfg_tx_loopback,
    // Ignore carrier sense and collisions; for MII alone.
    output wire        cfg_tx_full_duplex,
    // Own address, for the receiver.
    output wire [47:0] cfg_rx_mac_address,
    // Pass bad frames.
    output wire        cfg_rx_pass_bad,
    // The receiver hears the transmitter.
    output wire        cfg_rx_loopback
);

    reg [15:0] events;
    reg [15:0] octets;
    reg        irq_before;

    wire        foreign_reset;
    wire        hard_reset;
    wire        transmit_domain_reset;
    wire        receive_domain_reset;
    wire        tx_stop;
    wire        rx_stop;
    wire        delivered;
    wire        submitted;
    wire [15:0] happens;
    wire        tx_rst_in_clk_rst;
    wire        rx_rst_in_clk_rst;
    wire        core_reset_d;
    wire        core_reset_rst;
    wire        core_rst_in_tx_clk_rst;
    wire        rx_rst_in_tx_clk_rst;
    wire        core_rst_in_rx_clk_rst;
    wire        tx_rst_in_rx_clk_rst;
    wire        registers_status_tx_active;
    wire        registers_status_rx_active;
    wire        registers_cfg_tx_enable;
    wire        registers_cfg_rx_enable;
    wire        registers_cfg_loopback;
    wire        registers_cfg_promiscuous;
    wire        registers_cfg_broadcast;
    wire        registers_cfg_pass_bad;
    wire        registers_cfg_checksum;
    wire        registers_cfg_vlan_strip;
    wire        registers_cfg_pause_send;
    wire        registers_cfg_pause_obey;
    wire        registers_cfg_half_duplex;
    wire [47:0] registers_cfg_address;
    wire [63:0] registers_cfg_hash;
    wire [15:0] registers_cfg_pause_quanta;
    wire [6:0]  registers_cfg_mask;
    wire [15:0] registers_cfg_moderation;
    wire [57:0] registers_cfg_tx_descriptors;
    wire [57:0] registers_cfg_tx_completions;
    wire [3:0]  registers_cfg_tx_size_log2;
    wire [57:0] registers_cfg_rx_descriptors;
    wire [57:0] registers_cfg_rx_completions;
    wire [3:0]  registers_cfg_rx_size_log2;
    wire        registers_tx_tail_write;
    wire [15:0] registers_tx_tail_data;
    wire        registers_rx_tail_write;
    wire [15:0] registers_rx_tail_data;
    wire        registers_filter_write;
    wire [3:0]  registers_filter_index;
    wire [47:0] registers_filter_address;
    wire        registers_filter_valid;
    wire [6:0]  registers_clear;
    wire        registers_software;
    wire [5:0]  registers_counter;
    wire        registers_flush;
    wire        registers_core_rst;
    wire        link_q;
    wire [6:0]  interrupts_cause;
    wire        dma_read_command_ready;
    wire        dma_read_word_valid;
    wire [63:0] dma_read_word_data;
    wire [1:0]  dma_read_word_client;
    wire        dma_read_word_last;
    wire        dma_read_word_error;
    wire        dma_read_idle;
    wire        dma_write_command_ready;
    wire        dma_write_word_ready;
    wire        dma_write_done;
    wire [1:0]  dma_write_done_client;
    wire        dma_write_done_error;
    wire        dma_write_idle;
    wire        read_arbiter_tx_ring_ready;
    wire        read_arbiter_rx_ring_ready;
    wire        read_arbiter_payload_ready;
    wire        read_arbiter_command_valid;
    wire [63:0] read_arbiter_command_address;
    wire [15:0] read_arbiter_command_octets;
    wire [1:0]  read_arbiter_command_client;
    wire        write_arbiter_payload_ready;
    wire        write_arbiter_payload_word_ready;
    wire        write_arbiter_tx_ring_ready;
    wire        write_arbiter_tx_ring_word_ready;
    wire        write_arbiter_rx_ring_ready;
    wire        write_arbiter_rx_ring_word_ready;
    wire        write_arbiter_command_valid;
    wire [63:0] write_arbiter_command_address;
    wire [15:0] write_arbiter_command_octets;
    wire [1:0]  write_arbiter_command_client;
    wire        write_arbiter_word_valid;
    wire [63:0] write_arbiter_word_data;
    wire        tx_ring_fetch_cfg_enable;
    wire        tx_ring_fetch_word_valid;
    wire        tx_ring_fetch_command_valid;
    wire [63:0] tx_ring_fetch_command_address;
    wire [15:0] tx_ring_fetch_command_octets;
    wire        tx_ring_fetch_descriptor_valid;
    wire [63:0] tx_ring_fetch_descriptor_address;
    wire [15:0] tx_ring_fetch_descriptor_length;
    wire [15:0] tx_ring_fetch_descriptor_vlan_tci;
    wire [3:0]  tx_ring_fetch_descriptor_flags;
    wire [15:0] tx_ring_fetch_descriptor_index;
    wire [15:0] tx_ring_fetch_head;
    wire [15:0] tx_ring_fetch_tail;
    wire        tx_ring_fetch_ring_error;
    wire        tx_ring_fetch_stopped;
    wire        tx_engine_word_valid;
    wire        tx_engine_descriptor_ready;
    wire        tx_engine_command_valid;
    wire [63:0] tx_engine_command_address;
    wire [15:0] tx_engine_command_octets;
    wire        tx_engine_chunk_valid;
    wire [2:0]  tx_engine_chunk_lane;
    wire [15:0] tx_engine_chunk_octets;
    wire        tx_engine_chunk_end;
    wire        tx_engine_chunk_vlan;
    wire [15:0] tx_engine_chunk_vlan_tci;
    wire        tx_engine_chunk_ipv4;
    wire        tx_engine_chunk_l4;
    wire [63:0] tx_engine_m_axis_tdata;
    wire        tx_engine_m_axis_tvalid;
    wire        tx_engine_completion_valid;
    wire [15:0] tx_engine_completion_length;
    wire [15:0] tx_engine_completion_next;
    wire        tx_engine_completion_dropped;
    wire        tx_engine_active;
    wire        tx_engine_stopped;
    wire [14:0] tx_completion_ring_completion_status;
    wire        tx_completion_ring_done;
    wire        tx_completion_ring_completion_ready;
    wire        tx_completion_ring_command_valid;
    wire [63:0] tx_completion_ring_command_address;
    wire [15:0] tx_completion_ring_command_octets;
    wire        tx_completion_ring_word_valid;
    wire [63:0] tx_completion_ring_word_data;
    wire        tx_completion_ring_written;
    wire        tx_completion_ring_active;
    wire        tx_completion_ring_stopped;
    wire        stream_narrow_command_ready;
    wire        stream_narrow_s_axis_tready;
    wire [7:0]  stream_narrow_m_axis_tdata;
    wire        stream_narrow_m_axis_tvalid;
    wire        stream_narrow_m_axis_tlast;
    wire        stream_narrow_m_axis_tuser;
    wire        stream_narrow_m_axis_vlan;
    wire [15:0] stream_narrow_m_axis_vlan_tci;
    wire        stream_narrow_m_axis_ipv4;
    wire        stream_narrow_m_axis_l4;
    wire        stream_narrow_done;
    wire        stream_narrow_done_end;
    wire        stream_narrow_done_empty;
    wire        vlan_insert_s_axis_tready;
    wire [7:0]  vlan_insert_m_axis_tdata;
    wire        vlan_insert_m_axis_tvalid;
    wire        vlan_insert_m_axis_tlast;
    wire        vlan_insert_m_axis_tuser;
    wire        vlan_insert_m_axis_ipv4;
    wire        vlan_insert_m_axis_l4;
    wire        checksum_insert_s_axis_tready;
    wire        checksum_insert_stat_accepted;
    wire        checksum_insert_stat_dropped;
    wire        rx_ring_fetch_cfg_enable;
    wire        rx_ring_fetch_word_valid;
    wire        rx_ring_fetch_command_valid;
    wire [63:0] rx_ring_fetch_command_address;
    wire [15:0] rx_ring_fetch_command_octets;
    wire        rx_ring_fetch_descriptor_valid;
    wire [63:0] rx_ring_fetch_descriptor_address;
    wire [15:0] rx_ring_fetch_descriptor_length;
    wire [15:0] rx_ring_fetch_descriptor_vlan_tci;
    wire [3:0]  rx_ring_fetch_descriptor_flags;
    wire [15:0] rx_ring_fetch_descriptor_index;
    wire [15:0] rx_ring_fetch_head;
    wire [15:0] rx_ring_fetch_tail;
    wire        rx_ring_fetch_ring_error;
    wire        rx_ring_fetch_stopped;
    wire        rx_engine_done;
    wire        rx_engine_record_ready;
    wire        rx_engine_descriptor_ready;
    wire        rx_engine_plan_valid;
    wire [2:0]  rx_engine_plan_lane;
    wire [15:0] rx_engine_plan_octets;
    wire        rx_engine_plan_discard;
    wire        rx_engine_command_valid;
    wire [63:0] rx_engine_command_address;
    wire [15:0] rx_engine_command_octets;
    wire        rx_engine_completion_valid;
    wire [15:0] rx_engine_completion_length;
    wire [15:0] rx_engine_completion_vlan_tci;
    wire [15:0] rx_engine_completion_next;
    wire [14:0] rx_engine_completion_status;
    wire        rx_engine_active;
    wire        rx_engine_stopped;
    wire        rx_completion_ring_done;
    wire        rx_completion_ring_completion_ready;
    wire        rx_completion_ring_command_valid;
    wire [63:0] rx_completion_ring_command_address;
    wire [15:0] rx_completion_ring_command_octets;
    wire        rx_completion_ring_word_valid;
    wire [63:0] rx_completion_ring_word_data;
    wire        rx_completion_ring_written;
    wire        rx_completion_ring_active;
    wire        rx_completion_ring_stopped;
    wire [7:0]  address_filter_m_axis_tdata;
    wire        address_filter_m_axis_tvalid;
    wire        address_filter_m_axis_tlast;
    wire        address_filter_m_axis_tuser;
    wire        address_filter_m_axis_tdrop;
    wire        address_filter_stat_filtered;
    wire [7:0]  vlan_strip_m_axis_tdata;
    wire        vlan_strip_m_axis_tvalid;
    wire        vlan_strip_m_axis_tlast;
    wire        vlan_strip_m_axis_tuser;
    wire        vlan_strip_m_axis_tdrop;
    wire        vlan_strip_m_axis_vlan_valid;
    wire [15:0] vlan_strip_m_axis_vlan_tci;
    wire [7:0]  checksum_verify_m_axis_tdata;
    wire        checksum_verify_m_axis_tvalid;
    wire        checksum_verify_m_axis_tlast;
    wire        checksum_verify_m_axis_tuser;
    wire        checksum_verify_m_axis_tdrop;
    wire        checksum_verify_m_axis_vlan_valid;
    wire [15:0] checksum_verify_m_axis_vlan_tci;
    wire [1:0]  checksum_verify_m_axis_ipv4;
    wire [1:0]  checksum_verify_m_axis_l4;
    wire        rx_buffer_record_valid;
    wire [15:0] rx_buffer_record_length;
    wire        rx_buffer_record_bad;
    wire        rx_buffer_record_vlan_valid;
    wire [15:0] rx_buffer_record_vlan_tci;
    wire [1:0]  rx_buffer_record_ipv4;
    wire [1:0]  rx_buffer_record_l4;
    wire [7:0]  rx_buffer_m_axis_tdata;
    wire        rx_buffer_m_axis_tvalid;
    wire        rx_buffer_m_axis_tlast;
    wire        rx_buffer_room;
    wire        rx_buffer_stat_lost;
    wire        stream_widen_command_ready;
    wire        stream_widen_s_axis_tready;
    wire [63:0] stream_widen_m_axis_tdata;
    wire        stream_widen_m_axis_tvalid;
    wire        counters_busy;
    wire [63:0] counters_data;
    wire        mac_settings_full_duplex;

    reset_sync tx_rst_in_clk (.clk(clk), .arst(tx_rst), .rst(tx_rst_in_clk_rst));
    reset_sync rx_rst_in_clk (.clk(clk), .arst(rx_rst), .rst(rx_rst_in_clk_rst));
    reset_register core_reset (.clk(clk), .arst(rst), .d(core_reset_d), .rst(core_reset_rst), .arst_out(core_rst));
    reset_sync core_rst_in_tx_clk (.clk(tx_clk), .arst(core_rst), .rst(core_rst_in_tx_clk_rst));
    reset_sync rx_rst_in_tx_clk (.clk(tx_clk), .arst(rx_rst), .rst(rx_rst_in_tx_clk_rst));
    reset_sync core_rst_in_rx_clk (.clk(rx_clk), .arst(core_rst), .rst(core_rst_in_rx_clk_rst));
    reset_sync tx_rst_in_rx_clk (.clk(rx_clk), .arst(tx_rst), .rst(tx_rst_in_rx_clk_rst));

    nic_registers registers (
        .clk(clk),
        .rst(hard_reset),
        .cfg_mii(cfg_mii),
        .s_axil_awaddr(s_axil_awaddr),
        .s_axil_awvalid(s_axil_awvalid),
        .s_axil_wdata(s_axil_wdata),
        .s_axil_wstrb(s_axil_wstrb),
        .s_axil_wvalid(s_axil_wvalid),
        .s_axil_bready(s_axil_bready),
        .s_axil_araddr(s_axil_araddr),
        .s_axil_arvalid(s_axil_arvalid),
        .s_axil_rready(s_axil_rready),
        .status_link(link_q),
        .status_tx_active(registers_status_tx_active),
        .status_rx_active(registers_status_rx_active),
        .status_tx_stopped(tx_stop),
        .status_rx_stopped(rx_stop),
        .tx_head(tx_ring_fetch_head),
        .tx_tail(tx_ring_fetch_tail),
        .rx_head(rx_ring_fetch_head),
        .rx_tail(rx_ring_fetch_tail),
        .cause(interrupts_cause),
        .mac_busy(stat_busy),
        .mac_data(stat_data),
        .card_busy(counters_busy),
        .card_data(counters_data),
        .read_idle(dma_read_idle),
        .write_idle(dma_write_idle),
        .s_axil_awready(s_axil_awready),
        .s_axil_wready(s_axil_wready),
        .s_axil_bresp(s_axil_bresp),
        .s_axil_bvalid(s_axil_bvalid),
        .s_axil_arready(s_axil_arready),
        .s_axil_rdata(s_axil_rdata),
        .s_axil_rresp(s_axil_rresp),
        .s_axil_rvalid(s_axil_rvalid),
        .cfg_tx_enable(registers_cfg_tx_enable),
        .cfg_rx_enable(registers_cfg_rx_enable),
        .cfg_loopback(registers_cfg_loopback),
        .cfg_promiscuous(registers_cfg_promiscuous),
        .cfg_broadcast(registers_cfg_broadcast),
        .cfg_pass_bad(registers_cfg_pass_bad),
        .cfg_checksum(registers_cfg_checksum),
        .cfg_vlan_strip(registers_cfg_vlan_strip),
        .cfg_pause_send(registers_cfg_pause_send),
        .cfg_pause_obey(registers_cfg_pause_obey),
        .cfg_half_duplex(registers_cfg_half_duplex),
        .cfg_address(registers_cfg_address),
        .cfg_hash(registers_cfg_hash),
        .cfg_pause_quanta(registers_cfg_pause_quanta),
        .cfg_mask(registers_cfg_mask),
        .cfg_moderation(registers_cfg_moderation),
        .cfg_tx_descriptors(registers_cfg_tx_descriptors),
        .cfg_tx_completions(registers_cfg_tx_completions),
        .cfg_tx_size_log2(registers_cfg_tx_size_log2),
        .cfg_rx_descriptors(registers_cfg_rx_descriptors),
        .cfg_rx_completions(registers_cfg_rx_completions),
        .cfg_rx_size_log2(registers_cfg_rx_size_log2),
        .tx_tail_write(registers_tx_tail_write),
        .tx_tail_data(registers_tx_tail_data),
        .rx_tail_write(registers_rx_tail_write),
        .rx_tail_data(registers_rx_tail_data),
        .filter_write(registers_filter_write),
        .filter_index(registers_filter_index),
        .filter_address(registers_filter_address),
        .filter_valid(registers_filter_valid),
        .clear(registers_clear),
        .software(registers_software),
        .snapshot(stat_snapshot),
        .counter(registers_counter),
        .flush(registers_flush),
        .core_rst(registers_core_rst)
    );

    sync_bit #(.RESET_VALUE(1'b0)) link (.clk(clk), .rst(core_reset_rst), .d(phy_link), .q(link_q));

    interrupts interrupts (
        .clk(clk),
        .rst(core_reset_rst),
        .tx_written(tx_completion_ring_written),
        .rx_written(rx_completion_ring_written),
        .tx_stopped(tx_stop),
        .rx_stopped(rx_stop),
        .tx_ring_error(tx_ring_fetch_ring_error),
        .rx_ring_error(rx_ring_fetch_ring_error),
        .link(link_q),
        .rx_lost(rx_buffer_stat_lost),
        .software(registers_software),
        .clear(registers_clear),
        .cfg_mask(registers_cfg_mask),
        .cfg_moderation(registers_cfg_moderation),
        .cause(interrupts_cause),
        .irq(irq)
    );

    dma_read dma_read (
        .clk(clk),
        .rst(core_reset_rst),
        .flush(registers_flush),
        .command_valid(read_arbiter_command_valid),
        .command_address(read_arbiter_command_address),
        .command_octets(read_arbiter_command_octets),
        .command_client(read_arbiter_command_client),
        .m_axi_arready(m_axi_arready),
        .m_axi_rdata(m_axi_rdata),
        .m_axi_rresp(m_axi_rresp),
        .m_axi_rlast(m_axi_rlast),
        .m_axi_rvalid(m_axi_rvalid),
        .command_ready(dma_read_command_ready),
        .m_axi_araddr(m_axi_araddr),
        .m_axi_arlen(m_axi_arlen),
        .m_axi_arvalid(m_axi_arvalid),
        .m_axi_rready(m_axi_rready),
        .word_valid(dma_read_word_valid),
        .word_data(dma_read_word_data),
        .word_client(dma_read_word_client),
        .word_last(dma_read_word_last),
        .word_error(dma_read_word_error),
        .idle(dma_read_idle)
    );

    dma_write dma_write (
        .clk(clk),
        .rst(core_reset_rst),
        .flush(registers_flush),
        .command_valid(write_arbiter_command_valid),
        .command_address(write_arbiter_command_address),
        .command_octets(write_arbiter_command_octets),
        .command_client(write_arbiter_command_client),
        .word_valid(write_arbiter_word_valid),
        .word_data(write_arbiter_word_data),
        .m_axi_awready(m_axi_awready),
        .m_axi_wready(m_axi_wready),
        .m_axi_bresp(m_axi_bresp),
        .m_axi_bvalid(m_axi_bvalid),
        .command_ready(dma_write_command_ready),
        .word_ready(dma_write_word_ready),
        .m_axi_awaddr(m_axi_awaddr),
        .m_axi_awlen(m_axi_awlen),
        .m_axi_awvalid(m_axi_awvalid),
        .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb),
        .m_axi_wlast(m_axi_wlast),
        .m_axi_wvalid(m_axi_wvalid),
        .m_axi_bready(m_axi_bready),
        .done(dma_write_done),
        .done_client(dma_write_done_client),
        .done_error(dma_write_done_error),
        .idle(dma_write_idle)
    );

    read_arbiter read_arbiter (
        .clk(clk),
        .rst(core_reset_rst),
        .tx_ring_valid(tx_ring_fetch_command_valid),
        .tx_ring_address(tx_ring_fetch_command_address),
        .tx_ring_octets(tx_ring_fetch_command_octets),
        .rx_ring_valid(rx_ring_fetch_command_valid),
        .rx_ring_address(rx_ring_fetch_command_address),
        .rx_ring_octets(rx_ring_fetch_command_octets),
        .payload_valid(tx_engine_command_valid),
        .payload_address(tx_engine_command_address),
        .payload_octets(tx_engine_command_octets),
        .command_ready(dma_read_command_ready),
        .tx_ring_ready(read_arbiter_tx_ring_ready),
        .rx_ring_ready(read_arbiter_rx_ring_ready),
        .payload_ready(read_arbiter_payload_ready),
        .command_valid(read_arbiter_command_valid),
        .command_address(read_arbiter_command_address),
        .command_octets(read_arbiter_command_octets),
        .command_client(read_arbiter_command_client)
    );

    write_arbiter write_arbiter (
        .clk(clk),
        .rst(core_reset_rst),
        .payload_valid(rx_engine_command_valid),
        .payload_address(rx_engine_command_address),
        .payload_octets(rx_engine_command_octets),
        .payload_word_valid(stream_widen_m_axis_tvalid),
        .payload_word_data(stream_widen_m_axis_tdata),
        .tx_ring_valid(tx_completion_ring_command_valid),
        .tx_ring_address(tx_completion_ring_command_address),
        .tx_ring_octets(tx_completion_ring_command_octets),
        .tx_ring_word_valid(tx_completion_ring_word_valid),
        .tx_ring_word_data(tx_completion_ring_word_data),
        .rx_ring_valid(rx_completion_ring_command_valid),
        .rx_ring_address(rx_completion_ring_command_address),
        .rx_ring_octets(rx_completion_ring_command_octets),
        .rx_ring_word_valid(rx_completion_ring_word_valid),
        .rx_ring_word_data(rx_completion_ring_word_data),
        .command_ready(dma_write_command_ready),
        .word_ready(dma_write_word_ready),
        .payload_ready(write_arbiter_payload_ready),
        .payload_word_ready(write_arbiter_payload_word_ready),
        .tx_ring_ready(write_arbiter_tx_ring_ready),
        .tx_ring_word_ready(write_arbiter_tx_ring_word_ready),
        .rx_ring_ready(write_arbiter_rx_ring_ready),
        .rx_ring_word_ready(write_arbiter_rx_ring_word_ready),
        .command_valid(write_arbiter_command_valid),
        .command_address(write_arbiter_command_address),
        .command_octets(write_arbiter_command_octets),
        .command_client(write_arbiter_command_client),
        .word_valid(write_arbiter_word_valid),
        .word_data(write_arbiter_word_data)
    );

    ring_fetch tx_ring_fetch (
        .clk(clk),
        .rst(core_reset_rst),
        .cfg_enable(tx_ring_fetch_cfg_enable),
        .cfg_base(registers_cfg_tx_descriptors),
        .cfg_size_log2(registers_cfg_tx_size_log2),
        .halt(tx_stop),
        .tail_write(registers_tx_tail_write),
        .tail_data(registers_tx_tail_data),
        .command_ready(read_arbiter_tx_ring_ready),
        .word_valid(tx_ring_fetch_word_valid),
        .word_data(dma_read_word_data),
        .word_last(dma_read_word_last),
        .word_error(dma_read_word_error),
        .descriptor_ready(tx_engine_descriptor_ready),
        .command_valid(tx_ring_fetch_command_valid),
        .command_address(tx_ring_fetch_command_address),
        .command_octets(tx_ring_fetch_command_octets),
        .descriptor_valid(tx_ring_fetch_descriptor_valid),
        .descriptor_address(tx_ring_fetch_descriptor_address),
        .descriptor_length(tx_ring_fetch_descriptor_length),
        .descriptor_vlan_tci(tx_ring_fetch_descriptor_vlan_tci),
        .descriptor_flags(tx_ring_fetch_descriptor_flags),
        .descriptor_index(tx_ring_fetch_descriptor_index),
        .head(tx_ring_fetch_head),
        .tail(tx_ring_fetch_tail),
        .ring_error(tx_ring_fetch_ring_error),
        .stopped(tx_ring_fetch_stopped)
    );

    tx_engine tx_engine (
        .clk(clk),
        .rst(core_reset_rst),
        .cfg_enable(registers_cfg_tx_enable),
        .halt(tx_stop),
        .descriptor_valid(tx_ring_fetch_descriptor_valid),
        .descriptor_address(tx_ring_fetch_descriptor_address),
        .descriptor_length(tx_ring_fetch_descriptor_length),
        .descriptor_vlan_tci(tx_ring_fetch_descriptor_vlan_tci),
        .descriptor_flags(tx_ring_fetch_descriptor_flags),
        .descriptor_index(tx_ring_fetch_descriptor_index),
        .command_ready(read_arbiter_payload_ready),
        .chunk_ready(stream_narrow_command_ready),
        .word_valid(tx_engine_word_valid),
        .word_data(dma_read_word_data),
        .word_error(dma_read_word_error),
        .m_axis_tready(stream_narrow_s_axis_tready),
        .accepted(checksum_insert_stat_accepted),
        .dropped(checksum_insert_stat_dropped),
        .completion_ready(tx_completion_ring_completion_ready),
        .descriptor_ready(tx_engine_descriptor_ready),
        .command_valid(tx_engine_command_valid),
        .command_address(tx_engine_command_address),
        .command_octets(tx_engine_command_octets),
        .chunk_valid(tx_engine_chunk_valid),
        .chunk_lane(tx_engine_chunk_lane),
        .chunk_octets(tx_engine_chunk_octets),
        .chunk_end(tx_engine_chunk_end),
        .chunk_vlan(tx_engine_chunk_vlan),
        .chunk_vlan_tci(tx_engine_chunk_vlan_tci),
        .chunk_ipv4(tx_engine_chunk_ipv4),
        .chunk_l4(tx_engine_chunk_l4),
        .m_axis_tdata(tx_engine_m_axis_tdata),
        .m_axis_tvalid(tx_engine_m_axis_tvalid),
        .completion_valid(tx_engine_completion_valid),
        .completion_length(tx_engine_completion_length),
        .completion_next(tx_engine_completion_next),
        .completion_dropped(tx_engine_completion_dropped),
        .active(tx_engine_active),
        .stopped(tx_engine_stopped)
    );

    completion_ring tx_completion_ring (
        .clk(clk),
        .rst(core_reset_rst),
        .cfg_base(registers_cfg_tx_completions),
        .cfg_size_log2(registers_cfg_tx_size_log2),
        .halt(tx_stop),
        .completion_valid(tx_engine_completion_valid),
        .completion_length(tx_engine_completion_length),
        .completion_vlan_tci(16'd0),
        .completion_next(tx_engine_completion_next),
        .completion_status(tx_completion_ring_completion_status),
        .command_ready(write_arbiter_tx_ring_ready),
        .word_ready(write_arbiter_tx_ring_word_ready),
        .done(tx_completion_ring_done),
        .done_error(dma_write_done_error),
        .completion_ready(tx_completion_ring_completion_ready),
        .command_valid(tx_completion_ring_command_valid),
        .command_address(tx_completion_ring_command_address),
        .command_octets(tx_completion_ring_command_octets),
        .word_valid(tx_completion_ring_word_valid),
        .word_data(tx_completion_ring_word_data),
        .written(tx_completion_ring_written),
        .active(tx_completion_ring_active),
        .stopped(tx_completion_ring_stopped)
    );

    stream_narrow stream_narrow (
        .clk(clk),
        .rst(core_reset_rst),
        .command_valid(tx_engine_chunk_valid),
        .command_ready(stream_narrow_command_ready),
        .command_lane(tx_engine_chunk_lane),
        .command_octets(tx_engine_chunk_octets),
        .command_end(tx_engine_chunk_end),
        .command_vlan(tx_engine_chunk_vlan),
        .command_vlan_tci(tx_engine_chunk_vlan_tci),
        .command_ipv4(tx_engine_chunk_ipv4),
        .command_l4(tx_engine_chunk_l4),
        .s_axis_tdata(tx_engine_m_axis_tdata),
        .s_axis_tvalid(tx_engine_m_axis_tvalid),
        .s_axis_tready(stream_narrow_s_axis_tready),
        .s_axis_tuser(1'b0),
        .m_axis_tdata(stream_narrow_m_axis_tdata),
        .m_axis_tvalid(stream_narrow_m_axis_tvalid),
        .m_axis_tready(vlan_insert_s_axis_tready),
        .m_axis_tlast(stream_narrow_m_axis_tlast),
        .m_axis_tuser(stream_narrow_m_axis_tuser),
        .m_axis_vlan(stream_narrow_m_axis_vlan),
        .m_axis_vlan_tci(stream_narrow_m_axis_vlan_tci),
        .m_axis_ipv4(stream_narrow_m_axis_ipv4),
        .m_axis_l4(stream_narrow_m_axis_l4),
        .done(stream_narrow_done),
        .done_end(stream_narrow_done_end),
        .done_empty(stream_narrow_done_empty)
    );

    vlan_insert vlan_insert (
        .clk(clk),
        .rst(core_reset_rst),
        .s_axis_tdata(stream_narrow_m_axis_tdata),
        .s_axis_tvalid(stream_narrow_m_axis_tvalid),
        .s_axis_tready(vlan_insert_s_axis_tready),
        .s_axis_tlast(stream_narrow_m_axis_tlast),
        .s_axis_tuser(stream_narrow_m_axis_tuser),
        .s_axis_vlan(stream_narrow_m_axis_vlan),
        .s_axis_vlan_tci(stream_narrow_m_axis_vlan_tci),
        .s_axis_ipv4(stream_narrow_m_axis_ipv4),
        .s_axis_l4(stream_narrow_m_axis_l4),
        .m_axis_tdata(vlan_insert_m_axis_tdata),
        .m_axis_tvalid(vlan_insert_m_axis_tvalid),
        .m_axis_tready(checksum_insert_s_axis_tready),
        .m_axis_tlast(vlan_insert_m_axis_tlast),
        .m_axis_tuser(vlan_insert_m_axis_tuser),
        .m_axis_ipv4(vlan_insert_m_axis_ipv4),
        .m_axis_l4(vlan_insert_m_axis_l4)
    );

    checksum_insert checksum_insert (
        .clk(clk),
        .rst(core_reset_rst),
        .s_axis_tdata(vlan_insert_m_axis_tdata),
        .s_axis_tvalid(vlan_insert_m_axis_tvalid),
        .s_axis_tready(checksum_insert_s_axis_tready),
        .s_axis_tlast(vlan_insert_m_axis_tlast),
        .s_axis_tuser(vlan_insert_m_axis_tuser),
        .s_axis_ipv4(vlan_insert_m_axis_ipv4),
        .s_axis_l4(vlan_insert_m_axis_l4),
        .m_axis_tdata(tx_axis_tdata),
        .m_axis_tvalid(tx_axis_tvalid),
        .m_axis_tready(tx_axis_tready),
        .m_axis_tlast(tx_axis_tlast),
        .stat_accepted(checksum_insert_stat_accepted),
        .stat_dropped(checksum_insert_stat_dropped)
    );

    ring_fetch rx_ring_fetch (
        .clk(clk),
        .rst(core_reset_rst),
        .cfg_enable(rx_ring_fetch_cfg_enable),
        .cfg_base(registers_cfg_rx_descriptors),
        .cfg_size_log2(registers_cfg_rx_size_log2),
        .halt(rx_stop),
        .tail_write(registers_rx_tail_write),
        .tail_data(registers_rx_tail_data),
        .command_ready(read_arbiter_rx_ring_ready),
        .word_valid(rx_ring_fetch_word_valid),
        .word_data(dma_read_word_data),
        .word_last(dma_read_word_last),
        .word_error(dma_read_word_error),
        .descriptor_ready(rx_engine_descriptor_ready),
        .command_valid(rx_ring_fetch_command_valid),
        .command_address(rx_ring_fetch_command_address),
        .command_octets(rx_ring_fetch_command_octets),
        .descriptor_valid(rx_ring_fetch_descriptor_valid),
        .descriptor_address(rx_ring_fetch_descriptor_address),
        .descriptor_length(rx_ring_fetch_descriptor_length),
        .descriptor_vlan_tci(rx_ring_fetch_descriptor_vlan_tci),
        .descriptor_flags(rx_ring_fetch_descriptor_flags),
        .descriptor_index(rx_ring_fetch_descriptor_index),
        .head(rx_ring_fetch_head),
        .tail(rx_ring_fetch_tail),
        .ring_error(rx_ring_fetch_ring_error),
        .stopped(rx_ring_fetch_stopped)
    );

    rx_engine rx_engine (
        .clk(clk),
        .rst(core_reset_rst),
        .cfg_size_log2(registers_cfg_rx_size_log2),
        .halt(rx_stop),
        .record_valid(rx_buffer_record_valid),
        .record_length(rx_buffer_record_length),
        .record_bad(rx_buffer_record_bad),
        .record_vlan_valid(rx_buffer_record_vlan_valid),
        .record_vlan_tci(rx_buffer_record_vlan_tci),
        .record_ipv4(rx_buffer_record_ipv4),
        .record_l4(rx_buffer_record_l4),
        .descriptor_valid(rx_ring_fetch_descriptor_valid),
        .descriptor_address(rx_ring_fetch_descriptor_address),
        .descriptor_length(rx_ring_fetch_descriptor_length),
        .descriptor_index(rx_ring_fetch_descriptor_index),
        .plan_ready(stream_widen_command_ready),
        .command_ready(write_arbiter_payload_ready),
        .done(rx_engine_done),
        .done_error(dma_write_done_error),
        .completion_ready(rx_completion_ring_completion_ready),
        .record_ready(rx_engine_record_ready),
        .descriptor_ready(rx_engine_descriptor_ready),
        .plan_valid(rx_engine_plan_valid),
        .plan_lane(rx_engine_plan_lane),
        .plan_octets(rx_engine_plan_octets),
        .plan_discard(rx_engine_plan_discard),
        .command_valid(rx_engine_command_valid),
        .command_address(rx_engine_command_address),
        .command_octets(rx_engine_command_octets),
        .completion_valid(rx_engine_completion_valid),
        .completion_length(rx_engine_completion_length),
        .completion_vlan_tci(rx_engine_completion_vlan_tci),
        .completion_next(rx_engine_completion_next),
        .completion_status(rx_engine_completion_status),
        .active(rx_engine_active),
        .stopped(rx_engine_stopped)
    );

    completion_ring rx_completion_ring (
        .clk(clk),
        .rst(core_reset_rst),
        .cfg_base(registers_cfg_rx_completions),
        .cfg_size_log2(registers_cfg_rx_size_log2),
        .halt(rx_stop),
        .completion_valid(rx_engine_completion_valid),
        .completion_length(rx_engine_completion_length),
        .completion_vlan_tci(rx_engine_completion_vlan_tci),
        .completion_next(rx_engine_completion_next),
        .completion_status(rx_engine_completion_status),
        .command_ready(write_arbiter_rx_ring_ready),
        .word_ready(write_arbiter_rx_ring_word_ready),
        .done(rx_completion_ring_done),
        .done_error(dma_write_done_error),
        .completion_ready(rx_completion_ring_completion_ready),
        .command_valid(rx_completion_ring_command_valid),
        .command_address(rx_completion_ring_command_address),
        .command_octets(rx_completion_ring_command_octets),
        .word_valid(rx_completion_ring_word_valid),
        .word_data(rx_completion_ring_word_data),
        .written(rx_completion_ring_written),
        .active(rx_completion_ring_active),
        .stopped(rx_completion_ring_stopped)
    );

    address_filter address_filter (
        .clk(clk),
        .rst(core_reset_rst),
        .s_axis_tdata(rx_axis_tdata),
        .s_axis_tvalid(rx_axis_tvalid),
        .s_axis_tlast(rx_axis_tlast),
        .s_axis_tuser(rx_axis_tuser),
        .cfg_enable(registers_cfg_rx_enable),
        .cfg_promiscuous(registers_cfg_promiscuous),
        .cfg_broadcast(registers_cfg_broadcast),
        .cfg_address(registers_cfg_address),
        .cfg_hash(registers_cfg_hash),
        .filter_write(registers_filter_write),
        .filter_index(registers_filter_index),
        .filter_address(registers_filter_address),
        .filter_valid(registers_filter_valid),
        .m_axis_tdata(address_filter_m_axis_tdata),
        .m_axis_tvalid(address_filter_m_axis_tvalid),
        .m_axis_tlast(address_filter_m_axis_tlast),
        .m_axis_tuser(address_filter_m_axis_tuser),
        .m_axis_tdrop(address_filter_m_axis_tdrop),
        .stat_filtered(address_filter_stat_filtered)
    );

    vlan_strip vlan_strip (
        .clk(clk),
        .rst(core_reset_rst),
        .s_axis_tdata(address_filter_m_axis_tdata),
        .s_axis_tvalid(address_filter_m_axis_tvalid),
        .s_axis_tlast(address_filter_m_axis_tlast),
        .s_axis_tuser(address_filter_m_axis_tuser),
        .s_axis_tdrop(address_filter_m_axis_tdrop),
        .cfg_strip(registers_cfg_vlan_strip),
        .m_axis_tdata(vlan_strip_m_axis_tdata),
        .m_axis_tvalid(vlan_strip_m_axis_tvalid),
        .m_axis_tlast(vlan_strip_m_axis_tlast),
        .m_axis_tuser(vlan_strip_m_axis_tuser),
        .m_axis_tdrop(vlan_strip_m_axis_tdrop),
        .m_axis_vlan_valid(vlan_strip_m_axis_vlan_valid),
        .m_axis_vlan_tci(vlan_strip_m_axis_vlan_tci)
    );

    checksum_verify checksum_verify (
        .clk(clk),
        .rst(core_reset_rst),
        .s_axis_tdata(vlan_strip_m_axis_tdata),
        .s_axis_tvalid(vlan_strip_m_axis_tvalid),
        .s_axis_tlast(vlan_strip_m_axis_tlast),
        .s_axis_tuser(vlan_strip_m_axis_tuser),
        .s_axis_tdrop(vlan_strip_m_axis_tdrop),
        .s_axis_vlan_valid(vlan_strip_m_axis_vlan_valid),
        .s_axis_vlan_tci(vlan_strip_m_axis_vlan_tci),
        .cfg_verify(registers_cfg_checksum),
        .m_axis_tdata(checksum_verify_m_axis_tdata),
        .m_axis_tvalid(checksum_verify_m_axis_tvalid),
        .m_axis_tlast(checksum_verify_m_axis_tlast),
        .m_axis_tuser(checksum_verify_m_axis_tuser),
        .m_axis_tdrop(checksum_verify_m_axis_tdrop),
        .m_axis_vlan_valid(checksum_verify_m_axis_vlan_valid),
        .m_axis_vlan_tci(checksum_verify_m_axis_vlan_tci),
        .m_axis_ipv4(checksum_verify_m_axis_ipv4),
        .m_axis_l4(checksum_verify_m_axis_l4)
    );

    rx_buffer rx_buffer (
        .clk(clk),
        .rst(core_reset_rst),
        .s_axis_tdata(checksum_verify_m_axis_tdata),
        .s_axis_tvalid(checksum_verify_m_axis_tvalid),
        .s_axis_tlast(checksum_verify_m_axis_tlast),
        .s_axis_tuser(checksum_verify_m_axis_tuser),
        .s_axis_tdrop(checksum_verify_m_axis_tdrop),
        .s_axis_vlan_valid(checksum_verify_m_axis_vlan_valid),
        .s_axis_vlan_tci(checksum_verify_m_axis_vlan_tci),
        .s_axis_ipv4(checksum_verify_m_axis_ipv4),
        .s_axis_l4(checksum_verify_m_axis_l4),
        .cfg_pass_bad(registers_cfg_pass_bad),
        .record_valid(rx_buffer_record_valid),
        .record_ready(rx_engine_record_ready),
        .record_length(rx_buffer_record_length),
        .record_bad(rx_buffer_record_bad),
        .record_vlan_valid(rx_buffer_record_vlan_valid),
        .record_vlan_tci(rx_buffer_record_vlan_tci),
        .record_ipv4(rx_buffer_record_ipv4),
        .record_l4(rx_buffer_record_l4),
        .m_axis_tdata(rx_buffer_m_axis_tdata),
        .m_axis_tvalid(rx_buffer_m_axis_tvalid),
        .m_axis_tready(stream_widen_s_axis_tready),
        .m_axis_tlast(rx_buffer_m_axis_tlast),
        .room(rx_buffer_room),
        .stat_lost(rx_buffer_stat_lost)
    );

    stream_widen stream_widen (
        .clk(clk),
        .rst(core_reset_rst),
        .command_valid(rx_engine_plan_valid),
        .command_ready(stream_widen_command_ready),
        .command_lane(rx_engine_plan_lane),
        .command_octets(rx_engine_plan_octets),
        .command_discard(rx_engine_plan_discard),
        .s_axis_tdata(rx_buffer_m_axis_tdata),
        .s_axis_tvalid(rx_buffer_m_axis_tvalid),
        .s_axis_tready(stream_widen_s_axis_tready),
        .m_axis_tdata(stream_widen_m_axis_tdata),
        .m_axis_tvalid(stream_widen_m_axis_tvalid),
        .m_axis_tready(write_arbiter_payload_word_ready)
    );

    mac_counters counters (
        .count_clk(clk),
        .count_rst(core_reset_rst),
        .events(events),
        .octets(octets),
        .clk(clk),
        .rst(core_reset_rst),
        .snapshot(stat_snapshot),
        .addr(registers_counter[3:0]),
        .busy(counters_busy),
        .data(counters_data)
    );

    mac_settings mac_settings (
        .clk(clk),
        .rst(core_reset_rst),
        .tx_clk(tx_clk),
        .tx_rst(transmit_domain_reset),
        .rx_clk(rx_clk),
        .rx_rst(receive_domain_reset),
        .address(registers_cfg_address),
        .pause_quanta(registers_cfg_pause_quanta),
        .pause_send(registers_cfg_pause_send),
        .pause_obey(registers_cfg_pause_obey),
        .loopback(registers_cfg_loopback),
        .pass_bad(registers_cfg_pass_bad),
        .full_duplex(mac_settings_full_duplex),
        .cfg_tx_mac_address(cfg_tx_mac_address),
        .cfg_tx_pause_quanta(cfg_tx_pause_quanta),
        .cfg_tx_pause_send(cfg_tx_pause_send),
        .cfg_tx_pause_obey(cfg_tx_pause_obey),
        .cfg_tx_loopback(cfg_tx_loopback),
        .cfg_tx_full_duplex(cfg_tx_full_duplex),
        .cfg_rx_mac_address(cfg_rx_mac_address),
        .cfg_rx_pass_bad(cfg_rx_pass_bad),
        .cfg_rx_loopback(cfg_rx_loopback)
    );

    assign foreign_reset = tx_rst_in_clk_rst || rx_rst_in_clk_rst;
    assign hard_reset = rst || foreign_reset;
    assign core_reset_d = registers_core_rst || foreign_reset;
    assign transmit_domain_reset = tx_rst || core_rst_in_tx_clk_rst || rx_rst_in_tx_clk_rst;
    assign receive_domain_reset = rx_rst || core_rst_in_rx_clk_rst || tx_rst_in_rx_clk_rst;
    assign tx_reset = transmit_domain_reset;
    assign rx_reset = receive_domain_reset;
    assign tx_stop = tx_ring_fetch_stopped || tx_engine_stopped || tx_completion_ring_stopped;
    assign registers_status_tx_active = tx_engine_active || tx_completion_ring_active;
    assign rx_stop = rx_ring_fetch_stopped || rx_engine_stopped || rx_completion_ring_stopped;
    assign registers_status_rx_active = rx_engine_active || rx_completion_ring_active;
    assign m_axi_arsize = 3'd3;
    assign m_axi_arburst = 2'd1;
    assign m_axi_awsize = 3'd3;
    assign m_axi_awburst = 2'd1;
    assign tx_ring_fetch_cfg_enable = registers_cfg_tx_enable || tx_engine_active;
    assign tx_ring_fetch_word_valid = dma_read_word_valid && (dma_read_word_client == 2'd0);
    assign tx_completion_ring_completion_status = {14'd0, tx_engine_completion_dropped};
    assign tx_completion_ring_done = dma_write_done && (dma_write_done_client == 2'd1);
    assign rx_ring_fetch_cfg_enable = registers_cfg_rx_enable || rx_engine_active;
    assign rx_ring_fetch_word_valid = dma_read_word_valid && (dma_read_word_client == 2'd1);
    assign rx_completion_ring_done = dma_write_done && (dma_write_done_client == 2'd2);
    assign tx_engine_word_valid = dma_read_word_valid && (dma_read_word_client == 2'd2);
    assign rx_engine_done = dma_write_done && (dma_write_done_client == 2'd0);
    assign stat_addr = registers_counter[4:0];
    assign delivered = rx_engine_completion_valid && rx_completion_ring_completion_ready;
    assign submitted = tx_engine_completion_valid && tx_completion_ring_completion_ready;
    assign happens = {1'b0, m_axi_awvalid && m_axi_awready, m_axi_arvalid && m_axi_arready, (dma_read_word_valid &&
        dma_read_word_last && dma_read_word_error) || (dma_write_done && dma_write_done_error),
        tx_ring_fetch_ring_error || rx_ring_fetch_ring_error, irq && !irq_before, submitted &&
        tx_engine_completion_dropped, submitted && !tx_engine_completion_dropped, delivered &&
        rx_engine_completion_status[2], delivered && (rx_engine_completion_status[6:5] == 2'd2), delivered &&
        (rx_engine_completion_status[4:3] == 2'd2), delivered && rx_engine_completion_status[1], rx_buffer_stat_lost,
        delivered, delivered, address_filter_stat_filtered};
    // Nothing collides with what the receiver hears in place of the wire.
    assign mac_settings_full_duplex = cfg_mii && (registers_cfg_loopback || !registers_cfg_half_duplex);

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire core_reset_rst_n = !core_reset_rst;

    always @(posedge clk or negedge core_reset_rst_n) begin
        if (!core_reset_rst_n) begin
            pause_request <= 1'b0;
        end else begin
            // A PAUSE is asked for while there is no room; a card in reset asks for none, its clock standing or not.
            pause_request <= !rx_buffer_room;
        end
    end

    always @(posedge clk) begin
        if (core_reset_rst) begin
            events <= 16'd0;
            octets <= 16'd0;
            irq_before <= 1'b0;
        end else begin
            events <= happens;
            octets <= rx_engine_completion_length;
            irq_before <= irq;
        end
    end

    wire unused = &{1'b0, registers_counter[5], stream_narrow_done, stream_narrow_done_end, stream_narrow_done_empty,
        rx_ring_fetch_descriptor_vlan_tci, rx_ring_fetch_descriptor_flags, rx_buffer_m_axis_tlast};

endmodule

`line 2 "reset_sync.v" 0
// Brings a reset into the domain of `clk`: `rst` rises with `arst` at once, clock or no clock, and falls at the
// second edge after it.
module reset_sync (
    input  wire clk,
    // Reset of any domain, active high.
    input  wire arst,
    // Reset in the domain of `clk`, active high.
    output wire rst
);

    (* async_reg = "true", keep *)
    reg [1:0] stage;

    always @(posedge clk or posedge arst) begin
        if (arst) begin
            stage <= 2'b11;
        end else begin
            stage <= {stage[0], 1'b0};
        end
    end

    assign rst = stage[1];

endmodule

`line 2 "reset_register.v" 0
// A reset of its own domain that begins at once: it rises with `arst`, clock or no clock, and follows `d` at each edge
// while `arst` is low. So other domains take it while this clock stands.
module reset_register (
    input  wire clk,
    // Reset from a flip-flop of this domain, active high.
    input  wire arst,
    // What else resets this domain, synchronous to `clk`.
    input  wire d,
    // The reset of what this clock drives, active high.
    output reg  rst,
    // The same for others, who take it at once. A linter rightly takes one net that resets some registers at an edge
    // and others at once for a mistake; synthesis makes one register of the two.
    output reg  arst_out
);

    always @(posedge clk or posedge arst) begin
        if (arst) begin
            rst <= 1'b1;
            arst_out <= 1'b1;
        end else begin
            rst <= d;
            arst_out <= d;
        end
    end

endmodule

`line 6 "nic_registers.v" 0
// The registers of the card behind an AXI4-Lite slave, and the sequence of its reset (AMBA AXI and ACE, IHI 0022H,
// B1; the map is `wirewright_spec::card::registers`).
//
//                       +---------------+
// s_axil_aw*, w*, ar*-->|               |->s_axil_b*, r*, *ready
//           status_*--->|               |->cfg_*
//  tx_head, tx_tail[16]>|               |->tx_tail_write, data[16]
//  rx_head, rx_tail[16]>| nic_registers |->rx_tail_write, data[16]
//           cause[7]--->|               |->filter_*
//  mac_busy, data[64]-->|               |->clear[7], software
// card_busy, data[64]-->|               |->snapshot, counter[6]
// read_idle, write_idle>|               |->flush, core_rst
//                       +---------------+
//
// What is written is in `nic_settings`, the sequence of a reset in `card_reset`. What is read is gathered in three
// steps: the address is compared with that of each register, words are gathered in groups of eight, and the groups
// together.
module nic_registers (
    input  wire        clk,
    // Synchronous reset of all, `SCRATCH` included.
    input  wire        rst,
    // The card is one for MII; else for GMII.
    input  wire        cfg_mii,
    // Address to write.
    input  wire [9:0]  s_axil_awaddr,
    // It is offered.
    input  wire        s_axil_awvalid,
    // Data to write.
    input  wire [31:0] s_axil_wdata,
    // Which octets of them.
    input  wire [3:0]  s_axil_wstrb,
    // They are offered.
    input  wire        s_axil_wvalid,
    // The response is taken.
    input  wire        s_axil_bready,
    // Address to read.
    input  wire [9:0]  s_axil_araddr,
    // It is offered.
    input  wire        s_axil_arvalid,
    // The data read are taken.
    input  wire        s_axil_rready,
    // The PHY has a link.
    input  wire        status_link,
    // Frames to send are under way.
    input  wire        status_tx_active,
    // Received frames are under way.
    input  wire        status_rx_active,
    // The transmit direction has stopped.
    input  wire        status_tx_stopped,
    // The receive direction has stopped.
    input  wire        status_rx_stopped,
    // `TX_HEAD`.
    input  wire [15:0] tx_head,
    // `TX_TAIL`.
    input  wire [15:0] tx_tail,
    // `RX_HEAD`.
    input  wire [15:0] rx_head,
    // `RX_TAIL`.
    input  wire [15:0] rx_tail,
    // `INTERRUPT_CAUSE`.
    input  wire [6:0]  cause,
    // The MAC is taking a snapshot of its counters.
    input  wire        mac_busy,
    // Counter `counter[4:0]` of the MAC, two edges after its number.
    input  wire [63:0] mac_data,
    // A snapshot of the card's own counters is being taken.
    input  wire        card_busy,
    // Counter `counter[3:0]` of the card, one edge after its number.
    input  wire [63:0] card_data,
    // Nothing is being read from host memory.
    input  wire        read_idle,
    // Nothing is being written to host memory.
    input  wire        write_idle,
    // The address to write is taken.
    output reg         s_axil_awready,
    // The data to write are taken.
    output reg         s_axil_wready,
    // Response: 0 OKAY, 2 SLVERR.
    output reg  [1:0]  s_axil_bresp,
    // It is offered.
    output reg         s_axil_bvalid,
    // The address to read is taken.
    output reg         s_axil_arready,
    // What was read.
    output reg  [31:0] s_axil_rdata,
    // Response: 0 OKAY, 2 SLVERR.
    output reg  [1:0]  s_axil_rresp,
    // It is offered.
    output reg         s_axil_rvalid,
    // `CONTROL`: take transmit descriptors.
    output wire        cfg_tx_enable,
    // `CONTROL`: receive.
    output wire        cfg_rx_enable,
    // `CONTROL`: the receiver hears the transmitter.
    output wire        cfg_loopback,
    // `CONTROL`: take frames to any address.
    output wire        cfg_promiscuous,
    // `CONTROL`: take frames to the broadcast address.
    output wire        cfg_broadcast,
    // `CONTROL`: take bad frames, too.
    output wire        cfg_pass_bad,
    // `CONTROL`: judge the checksums of received frames.
    output wire        cfg_checksum,
    // `CONTROL`: take tags out of received frames.
    output wire        cfg_vlan_strip,
    // `CONTROL`: ask the link partner for a pause.
    output wire        cfg_pause_send,
    // `CONTROL`: pause when the link partner asks.
    output wire        cfg_pause_obey,
    // `CONTROL`: half duplex.
    output wire        cfg_half_duplex,
    // Own address; bits 47:40 are sent first.
    output wire [47:0] cfg_address,
    // Multicast hash bits.
    output wire [63:0] cfg_hash,
    // Pause time to ask for, in units of 512 bit times; 65535 after reset.
    output wire [15:0] cfg_pause_quanta,
    // Which causes raise the line.
    output wire [6:0]  cfg_mask,
    // The least time between two rises of the line, in units of 16 clocks.
    output wire [15:0] cfg_moderation,
    // Transmit descriptors, in units of 64 octets.
    output wire [57:0] cfg_tx_descriptors,
    // Transmit completions, in units of 64 octets.
    output wire [57:0] cfg_tx_completions,
    // Entries of the transmit rings, as a power of two; 3 after reset.
    output wire [3:0]  cfg_tx_size_log2,
    // Receive descriptors, in units of 64 octets.
    output wire [57:0] cfg_rx_descriptors,
    // Receive completions, in units of 64 octets.
    output wire [57:0] cfg_rx_completions,
    // Entries of the receive rings, as a power of two; 3 after reset.
    output wire [3:0]  cfg_rx_size_log2,
    // Strobe: `TX_TAIL` is written.
    output wire        tx_tail_write,
    // What is written.
    output wire [15:0] tx_tail_data,
    // Strobe: `RX_TAIL` is written.
    output wire        rx_tail_write,
    // What is written.
    output wire [15:0] rx_tail_data,
    // Strobe: an exact address of the filter is written.
    output wire        filter_write,
    // Which one.
    output wire [3:0]  filter_index,
    // The address; bits 47:40 are sent first.
    output wire [47:0] filter_address,
    // It counts.
    output wire        filter_valid,
    // Clear these causes, for one clock.
    output wire [6:0]  clear,
    // Strobe: set the cause `SOFTWARE`.
    output wire        software,
    // Strobe: take a snapshot of all counters.
    output wire        snapshot,
    // Which counter to read: 0 to 31 of the MAC, 32 to 47 of the card.
    output reg  [5:0]  counter,
    // Begin nothing on the bus: a reset is under way.
    output wire        flush,
    // Reset of all else; 1 after reset.
    output wire        core_rst
);

    reg        has_address;
    reg [9:0]  write_word, write_word_next;
    reg        has_data;
    reg [31:0] data, data_next;
    reg [3:0]  strobes, strobes_next;
    reg        s_axil_bvalid_next;
    reg [1:0]  s_axil_bresp_next;
    reg        reading;
    reg [9:0]  read_word, read_word_next;
    reg [2:0]  step, step_next;
    reg [5:0]  counter_next;
    reg [30:0] hits;
    reg        is_filter;
    reg        is_counter;
    reg        is_known;
    reg [31:0] group_0, group_0_next;
    reg [31:0] group_1, group_1_next;
    reg [31:0] group_2, group_2_next;
    reg [31:0] group_3, group_3_next;
    reg [31:0] filter_word, filter_word_next;
    reg [31:0] counter_word, counter_word_next;
    reg        s_axil_rvalid_next;
    reg [31:0] s_axil_rdata_next;
    reg [1:0]  s_axil_rresp_next;

    wire        settings_reset;
    wire        address_passes;
    wire        data_passes;
    wire        write_edge;
    wire        response_passes;
    wire        has_address_after;
    wire        has_data_after;
    wire        read_passes;
    wire        answer_passes;
    wire        reading_after;
    wire [4:0]  status;
    wire [4:0]  status_bits;
    wire        busy;
    reg  [63:0] counter_value;
    wire [31:0] register_0;
    wire [31:0] register_1;
    wire [31:0] register_2;
    wire [31:0] register_3;
    wire [31:0] register_4;
    wire [31:0] register_5;
    wire [31:0] register_6;
    wire [31:0] register_7;
    wire [31:0] register_8;
    wire [31:0] register_9;
    wire [31:0] register_10;
    wire [31:0] register_11;
    wire [31:0] register_12;
    wire [31:0] register_13;
    wire [31:0] register_14;
    wire [31:0] register_15;
    wire [31:0] register_16;
    wire [31:0] register_17;
    wire [31:0] register_18;
    wire [31:0] register_19;
    wire [31:0] register_20;
    wire [31:0] register_21;
    wire [31:0] register_22;
    wire [31:0] register_23;
    wire [31:0] register_24;
    wire [31:0] register_25;
    wire [31:0] register_26;
    wire [31:0] register_27;
    wire [31:0] register_28;
    wire [31:0] register_29;
    wire [31:0] register_30;
    reg  [31:0] gated_0;
    reg  [31:0] gated_1;
    reg  [31:0] gated_2;
    reg  [31:0] gated_3;
    reg  [31:0] gated_4;
    reg  [31:0] gated_5;
    reg  [31:0] gated_6;
    reg  [31:0] gated_7;
    reg  [31:0] gated_8;
    reg  [31:0] gated_9;
    reg  [31:0] gated_10;
    reg  [31:0] gated_11;
    reg  [31:0] gated_12;
    reg  [31:0] gated_13;
    reg  [31:0] gated_14;
    reg  [31:0] gated_15;
    reg  [31:0] gated_16;
    reg  [31:0] gated_17;
    reg  [31:0] gated_18;
    reg  [31:0] gated_19;
    reg  [31:0] gated_20;
    reg  [31:0] gated_21;
    reg  [31:0] gated_22;
    reg  [31:0] gated_23;
    reg  [31:0] gated_24;
    reg  [31:0] gated_25;
    reg  [31:0] gated_26;
    reg  [31:0] gated_27;
    reg  [31:0] gated_28;
    reg  [31:0] gated_29;
    reg  [31:0] gated_30;
    wire        settings_busy;
    wire        settings_known;
    wire        settings_resets;
    wire [31:0] settings_scratch;
    wire [31:0] settings_control;
    wire [31:0] settings_address_low;
    wire [31:0] settings_address_high;
    wire [31:0] settings_hash_low;
    wire [31:0] settings_hash_high;
    wire [31:0] settings_pause;
    wire [31:0] settings_interrupt_mask;
    wire [31:0] settings_moderation;
    wire [31:0] settings_tx_descriptors_low;
    wire [31:0] settings_tx_descriptors_high;
    wire [31:0] settings_tx_completions_low;
    wire [31:0] settings_tx_completions_high;
    wire [31:0] settings_tx_size;
    wire [31:0] settings_rx_descriptors_low;
    wire [31:0] settings_rx_descriptors_high;
    wire [31:0] settings_rx_completions_low;
    wire [31:0] settings_rx_completions_high;
    wire [31:0] settings_rx_size;
    wire [31:0] settings_filter_low;
    wire [31:0] settings_filter_high;
    wire        reset_holds;
    wire [30:0] decoder_hits;
    wire        decoder_is_filter;
    wire        decoder_is_counter;
    wire        decoder_known;
    wire [31:0] constants_identity;
    wire [31:0] constants_version;
    wire [31:0] constants_capabilities;

    nic_settings settings (
        .clk(clk),
        .rst(settings_reset),
        .scratch_rst(rst),
        .write(write_edge),
        .word(write_word),
        .data(data),
        .strobes(strobes),
        .tx_tail(tx_tail),
        .rx_tail(rx_tail),
        .busy(settings_busy),
        .read_filter(read_word[4:1]),
        .known(settings_known),
        .resets(settings_resets),
        .scratch(settings_scratch),
        .control(settings_control),
        .address_low(settings_address_low),
        .address_high(settings_address_high),
        .hash_low(settings_hash_low),
        .hash_high(settings_hash_high),
        .pause(settings_pause),
        .interrupt_mask(settings_interrupt_mask),
        .moderation(settings_moderation),
        .tx_descriptors_low(settings_tx_descriptors_low),
        .tx_descriptors_high(settings_tx_descriptors_high),
        .tx_completions_low(settings_tx_completions_low),
        .tx_completions_high(settings_tx_completions_high),
        .tx_size(settings_tx_size),
        .rx_descriptors_low(settings_rx_descriptors_low),
        .rx_descriptors_high(settings_rx_descriptors_high),
        .rx_completions_low(settings_rx_completions_low),
        .rx_completions_high(settings_rx_completions_high),
        .rx_size(settings_rx_size),
        .tx_tail_write(tx_tail_write),
        .tx_tail_data(tx_tail_data),
        .rx_tail_write(rx_tail_write),
        .rx_tail_data(rx_tail_data),
        .filter_write(filter_write),
        .filter_index(filter_index),
        .filter_address(filter_address),
        .filter_valid(filter_valid),
        .filter_low(settings_filter_low),
        .filter_high(settings_filter_high),
        .clear(clear),
        .software(software),
        .snapshot(snapshot)
    );

    card_reset reset (
        .clk(clk),
        .rst(rst),
        .request(settings_resets),
        .read_idle(read_idle),
        .write_idle(write_idle),
        .busy(flush),
        .holds(reset_holds),
        .core_rst(core_rst)
    );

    register_decoder decoder (
        .word(read_word),
        .hits(decoder_hits),
        .is_filter(decoder_is_filter),
        .is_counter(decoder_is_counter),
        .known(decoder_known)
    );

    card_identity constants (
        .cfg_mii(cfg_mii),
        .identity(constants_identity),
        .version(constants_version),
        .capabilities(constants_capabilities)
    );

    // Settings.
    assign cfg_tx_enable = settings_control[0];
    assign cfg_rx_enable = settings_control[1];
    assign cfg_loopback = settings_control[2];
    assign cfg_promiscuous = settings_control[3];
    assign cfg_broadcast = settings_control[4];
    assign cfg_pass_bad = settings_control[5];
    assign cfg_checksum = settings_control[6];
    assign cfg_vlan_strip = settings_control[7];
    assign cfg_pause_send = settings_control[8];
    assign cfg_pause_obey = settings_control[9];
    assign cfg_half_duplex = settings_control[10];
    assign cfg_address = ({32'd0, settings_address_high[15:0]} << 6'd32) | {16'd0, settings_address_low};
    assign cfg_hash = ({32'd0, settings_hash_high} << 6'd32) | {32'd0, settings_hash_low};
    assign cfg_pause_quanta = settings_pause[15:0];
    assign cfg_mask = settings_interrupt_mask[6:0];
    assign cfg_moderation = settings_moderation[15:0];
    assign cfg_tx_descriptors = ({26'd0, settings_tx_descriptors_high} << 6'd26) | {32'd0,
        settings_tx_descriptors_low[31:6]};
    assign cfg_tx_completions = ({26'd0, settings_tx_completions_high} << 6'd26) | {32'd0,
        settings_tx_completions_low[31:6]};
    assign cfg_tx_size_log2 = settings_tx_size[3:0];
    assign cfg_rx_descriptors = ({26'd0, settings_rx_descriptors_high} << 6'd26) | {32'd0,
        settings_rx_descriptors_low[31:6]};
    assign cfg_rx_completions = ({26'd0, settings_rx_completions_high} << 6'd26) | {32'd0,
        settings_rx_completions_low[31:6]};
    assign cfg_rx_size_log2 = settings_rx_size[3:0];
    // Writes. Address and data come in any order, and are kept until the response has been taken.
    assign address_passes = s_axil_awvalid && s_axil_awready;
    assign data_passes = s_axil_wvalid && s_axil_wready;
    assign write_edge = has_address && has_data && !s_axil_bvalid;
    assign response_passes = s_axil_bvalid && s_axil_bready;
    assign has_address_after = (has_address || address_passes) && !response_passes;
    assign has_data_after = (has_data || data_passes) && !response_passes;
    // All that is written but SCRATCH is reset with the card.
    assign settings_reset = rst || reset_holds;
    assign settings_busy = mac_busy || card_busy;
    // Reads. From the address on each edge has its number.
    assign read_passes = s_axil_arvalid && s_axil_arready;
    assign answer_passes = s_axil_rvalid && s_axil_rready;
    assign reading_after = (reading || read_passes) && !answer_passes;
    // What each register reads as.
    assign status = {status_rx_stopped, status_tx_stopped, status_rx_active, status_tx_active, status_link};
    assign status_bits = status;
    assign busy = snapshot || mac_busy || card_busy;
    assign register_0 = settings_control;
    assign register_1 = settings_address_low;
    assign register_2 = settings_address_high;
    assign register_3 = settings_hash_low;
    assign register_4 = settings_hash_high;
    assign register_5 = settings_pause;
    assign register_6 = settings_interrupt_mask;
    assign register_7 = settings_moderation;
    assign register_8 = settings_tx_descriptors_low;
    assign register_9 = settings_tx_descriptors_high;
    assign register_10 = settings_tx_completions_low;
    assign register_11 = settings_tx_completions_high;
    assign register_12 = settings_tx_size;
    assign register_13 = settings_rx_descriptors_low;
    assign register_14 = settings_rx_descriptors_high;
    assign register_15 = settings_rx_completions_low;
    assign register_16 = settings_rx_completions_high;
    assign register_17 = settings_rx_size;
    assign register_18 = constants_identity;
    assign register_19 = constants_version;
    assign register_20 = constants_capabilities;
    assign register_21 = settings_scratch;
    assign register_22 = {27'd0, status_bits};
    assign register_23 = {31'd0, flush};
    assign register_24 = {25'd0, cause};
    assign register_25 = 32'd0;
    assign register_26 = {16'd0, tx_tail};
    assign register_27 = {16'd0, tx_head};
    assign register_28 = {16'd0, rx_tail};
    assign register_29 = {16'd0, rx_head};
    assign register_30 = {31'd0, busy};

    always @* begin
        write_word_next = write_word;
        data_next = data;
        strobes_next = strobes;
        s_axil_bvalid_next = s_axil_bvalid;
        s_axil_bresp_next = s_axil_bresp;
        read_word_next = read_word;
        step_next = step;
        counter_next = counter;
        group_0_next = group_0;
        group_1_next = group_1;
        group_2_next = group_2;
        group_3_next = group_3;
        filter_word_next = filter_word;
        counter_word_next = counter_word;
        s_axil_rvalid_next = s_axil_rvalid;
        s_axil_rdata_next = s_axil_rdata;
        s_axil_rresp_next = s_axil_rresp;

        if (address_passes) begin
            write_word_next = s_axil_awaddr >> 4'd2;
        end
        if (data_passes) begin
            data_next = s_axil_wdata;
            strobes_next = s_axil_wstrb;
        end
        if (write_edge) begin
            s_axil_bvalid_next = 1'b1;
            s_axil_bresp_next = 2'd2;
            if (settings_known) begin
                s_axil_bresp_next = 2'd0;
            end
        end else if (response_passes) begin
            s_axil_bvalid_next = 1'b0;
        end

        if (read_passes) begin
            read_word_next = s_axil_araddr >> 4'd2;
            step_next = 3'd1;
        end else if (step == 3'd5) begin
            step_next = 3'd0;
        end else if (|step) begin
            step_next = step + 3'd1;
        end
        if (step == 3'd1) begin
            counter_next = read_word[6:1];
        end

        gated_0 = 32'd0;
        if (hits[0]) begin
            gated_0 = register_0;
        end
        gated_1 = 32'd0;
        if (hits[1]) begin
            gated_1 = register_1;
        end
        gated_2 = 32'd0;
        if (hits[2]) begin
            gated_2 = register_2;
        end
        gated_3 = 32'd0;
        if (hits[3]) begin
            gated_3 = register_3;
        end
        gated_4 = 32'd0;
        if (hits[4]) begin
            gated_4 = register_4;
        end
        gated_5 = 32'd0;
        if (hits[5]) begin
            gated_5 = register_5;
        end
        gated_6 = 32'd0;
        if (hits[6]) begin
            gated_6 = register_6;
        end
        gated_7 = 32'd0;
        if (hits[7]) begin
            gated_7 = register_7;
        end
        gated_8 = 32'd0;
        if (hits[8]) begin
            gated_8 = register_8;
        end
        gated_9 = 32'd0;
        if (hits[9]) begin
            gated_9 = register_9;
        end
        gated_10 = 32'd0;
        if (hits[10]) begin
            gated_10 = register_10;
        end
        gated_11 = 32'd0;
        if (hits[11]) begin
            gated_11 = register_11;
        end
        gated_12 = 32'd0;
        if (hits[12]) begin
            gated_12 = register_12;
        end
        gated_13 = 32'd0;
        if (hits[13]) begin
            gated_13 = register_13;
        end
        gated_14 = 32'd0;
        if (hits[14]) begin
            gated_14 = register_14;
        end
        gated_15 = 32'd0;
        if (hits[15]) begin
            gated_15 = register_15;
        end
        gated_16 = 32'd0;
        if (hits[16]) begin
            gated_16 = register_16;
        end
        gated_17 = 32'd0;
        if (hits[17]) begin
            gated_17 = register_17;
        end
        gated_18 = 32'd0;
        if (hits[18]) begin
            gated_18 = register_18;
        end
        gated_19 = 32'd0;
        if (hits[19]) begin
            gated_19 = register_19;
        end
        gated_20 = 32'd0;
        if (hits[20]) begin
            gated_20 = register_20;
        end
        gated_21 = 32'd0;
        if (hits[21]) begin
            gated_21 = register_21;
        end
        gated_22 = 32'd0;
        if (hits[22]) begin
            gated_22 = register_22;
        end
        gated_23 = 32'd0;
        if (hits[23]) begin
            gated_23 = register_23;
        end
        gated_24 = 32'd0;
        if (hits[24]) begin
            gated_24 = register_24;
        end
        gated_25 = 32'd0;
        if (hits[25]) begin
            gated_25 = register_25;
        end
        gated_26 = 32'd0;
        if (hits[26]) begin
            gated_26 = register_26;
        end
        gated_27 = 32'd0;
        if (hits[27]) begin
            gated_27 = register_27;
        end
        gated_28 = 32'd0;
        if (hits[28]) begin
            gated_28 = register_28;
        end
        gated_29 = 32'd0;
        if (hits[29]) begin
            gated_29 = register_29;
        end
        gated_30 = 32'd0;
        if (hits[30]) begin
            gated_30 = register_30;
        end
        counter_value = mac_data;
        if (read_word[6]) begin
            counter_value = card_data;
        end
        if (step == 3'd4) begin
            group_0_next = gated_0 | gated_1 | gated_2 | gated_3 | gated_4 | gated_5 | gated_6 | gated_7;
            group_1_next = gated_8 | gated_9 | gated_10 | gated_11 | gated_12 | gated_13 | gated_14 | gated_15;
            group_2_next = gated_16 | gated_17 | gated_18 | gated_19 | gated_20 | gated_21 | gated_22 | gated_23;
            group_3_next = gated_24 | gated_25 | gated_26 | gated_27 | gated_28 | gated_29 | gated_30;
            filter_word_next = 32'd0;
            if (is_filter) begin
                filter_word_next = settings_filter_low;
                if (read_word[0]) begin
                    filter_word_next = settings_filter_high;
                end
            end
            counter_word_next = 32'd0;
            if (is_counter) begin
                counter_word_next = counter_value[31:0];
                if (read_word[0]) begin
                    counter_word_next = counter_value[63:32];
                end
            end
        end
        if (step == 3'd5) begin
            // At most one of these is not 0.
            s_axil_rdata_next = group_0 | group_1 | group_2 | group_3 | filter_word | counter_word;
            s_axil_rresp_next = 2'd2;
            if (is_known) begin
                s_axil_rresp_next = 2'd0;
            end
            s_axil_rvalid_next = 1'b1;
        end else if (answer_passes) begin
            s_axil_rvalid_next = 1'b0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            s_axil_awready <= 1'b0;
            has_address <= 1'b0;
            write_word <= 10'd0;
            s_axil_wready <= 1'b0;
            has_data <= 1'b0;
            data <= 32'd0;
            strobes <= 4'd0;
            s_axil_bvalid <= 1'b0;
            s_axil_bresp <= 2'd0;
            s_axil_arready <= 1'b0;
            reading <= 1'b0;
            read_word <= 10'd0;
            step <= 3'd0;
            hits <= 31'd0;
            is_filter <= 1'b0;
            is_counter <= 1'b0;
            is_known <= 1'b0;
            group_0 <= 32'd0;
            group_1 <= 32'd0;
            group_2 <= 32'd0;
            group_3 <= 32'd0;
            filter_word <= 32'd0;
            counter_word <= 32'd0;
            s_axil_rvalid <= 1'b0;
            s_axil_rdata <= 32'd0;
            s_axil_rresp <= 2'd0;
        end else begin
            s_axil_awready <= !has_address_after;
            has_address <= has_address_after;
            write_word <= write_word_next;
            s_axil_wready <= !has_data_after;
            has_data <= has_data_after;
            data <= data_next;
            strobes <= strobes_next;
            s_axil_bvalid <= s_axil_bvalid_next;
            s_axil_bresp <= s_axil_bresp_next;
            s_axil_arready <= !reading_after;
            reading <= reading_after;
            read_word <= read_word_next;
            step <= step_next;
            hits <= decoder_hits;
            is_filter <= decoder_is_filter;
            is_counter <= decoder_is_counter;
            is_known <= decoder_known;
            group_0 <= group_0_next;
            group_1 <= group_1_next;
            group_2 <= group_2_next;
            group_3 <= group_3_next;
            filter_word <= filter_word_next;
            counter_word <= counter_word_next;
            s_axil_rvalid <= s_axil_rvalid_next;
            s_axil_rdata <= s_axil_rdata_next;
            s_axil_rresp <= s_axil_rresp_next;
        end
    end

    always @(posedge clk) begin
        if (settings_reset) begin
            counter <= 6'd0;
        end else begin
            counter <= counter_next;
        end
    end

endmodule

`line 6 "nic_settings.v" 0
// What a write to the registers of the card does: settings, strobes, and the addresses of the filter. All of it but
// `SCRATCH` is in its reset state while `rst` is high, which it is in the reset of the card, too.
//
//                       +--------------+
//    write, word[10]--->|              |->known, resets
// data[32], strobes[4]->|              |->a word for each setting
//  tx_tail, rx_tail[16]>| nic_settings |->tx_tail_*, rx_tail_*
//             busy----->|              |->filter_*, clear[7]
//   read_filter[4]----->|              |->filter_low, filter_high[32]
//                       +--------------+
//
// Offsets, masks and reset values are those of `wirewright_spec::card::registers`.
module nic_settings (
    // The clock.
    input  wire        clk,
    // Synchronous reset of all but `SCRATCH`.
    input  wire        rst,
    // Synchronous reset of `SCRATCH`.
    input  wire        scratch_rst,
    // A register is written at this edge.
    input  wire        write,
    // Its offset in words.
    input  wire [9:0]  word,
    // What is written.
    input  wire [31:0] data,
    // Which octets of it.
    input  wire [3:0]  strobes,
    // `TX_TAIL`.
    input  wire [15:0] tx_tail,
    // `RX_TAIL`.
    input  wire [15:0] rx_tail,
    // A snapshot of the counters is being taken.
    input  wire        busy,
    // Which address of the filter to read.
    input  wire [3:0]  read_filter,
    // There is such a register.
    output wire        known,
    // `RESET` is written at this edge.
    output wire        resets,
    // `SCRATCH`.
    output reg  [31:0] scratch,
    // `CONTROL`.
    output wire [31:0] control,
    // `ADDRESS_LOW`.
    output wire [31:0] address_low,
    // `ADDRESS_HIGH`.
    output wire [31:0] address_high,
    // `HASH_LOW`.
    output wire [31:0] hash_low,
    // `HASH_HIGH`.
    output wire [31:0] hash_high,
    // `PAUSE`.
    output wire [31:0] pause,
    // `INTERRUPT_MASK`.
    output wire [31:0] interrupt_mask,
    // `MODERATION`.
    output wire [31:0] moderation,
    // `TX_DESCRIPTORS_LOW`.
    output wire [31:0] tx_descriptors_low,
    // `TX_DESCRIPTORS_HIGH`.
    output wire [31:0] tx_descriptors_high,
    // `TX_COMPLETIONS_LOW`.
    output wire [31:0] tx_completions_low,
    // `TX_COMPLETIONS_HIGH`.
    output wire [31:0] tx_completions_high,
    // `TX_SIZE`.
    output wire [31:0] tx_size,
    // `RX_DESCRIPTORS_LOW`.
    output wire [31:0] rx_descriptors_low,
    // `RX_DESCRIPTORS_HIGH`.
    output wire [31:0] rx_descriptors_high,
    // `RX_COMPLETIONS_LOW`.
    output wire [31:0] rx_completions_low,
    // `RX_COMPLETIONS_HIGH`.
    output wire [31:0] rx_completions_high,
    // `RX_SIZE`.
    output wire [31:0] rx_size,
    // Strobe: `TX_TAIL` is written.
    output reg         tx_tail_write,
    // What is written.
    output reg  [15:0] tx_tail_data,
    // Strobe: `RX_TAIL` is written.
    output reg         rx_tail_write,
    // What is written.
    output reg  [15:0] rx_tail_data,
    // Strobe: an exact address of the filter is written.
    output reg         filter_write,
    // Which one.
    output reg  [3:0]  filter_index,
    // The address.
    output reg  [47:0] filter_address,
    // It counts.
    output reg         filter_valid,
    // `FILTER_LOW` number `read_filter`.
    output reg  [31:0] filter_low,
    // `FILTER_HIGH` number `read_filter`.
    output wire [31:0] filter_high,
    // Clear these causes.
    output reg  [6:0]  clear,
    // Strobe: set the cause `SOFTWARE`.
    output reg         software,
    // Strobe: take a snapshot of all counters.
    output reg         snapshot
);

    localparam [31:0] MASK_0 = 32'd2047;
    localparam [31:0] MASK_1 = 32'hffffffff;
    localparam [31:0] MASK_2 = 32'd65535;
    localparam [31:0] MASK_3 = 32'hffffffff;
    localparam [31:0] MASK_4 = 32'hffffffff;
    localparam [31:0] MASK_5 = 32'd65535;
    localparam [31:0] MASK_6 = 32'd127;
    localparam [31:0] MASK_7 = 32'd65535;
    localparam [31:0] MASK_8 = 32'hffffffc0;
    localparam [31:0] MASK_9 = 32'hffffffff;
    localparam [31:0] MASK_10 = 32'hffffffc0;
    localparam [31:0] MASK_11 = 32'hffffffff;
    localparam [31:0] MASK_12 = 32'd15;
    localparam [31:0] MASK_13 = 32'hffffffc0;
    localparam [31:0] MASK_14 = 32'hffffffff;
    localparam [31:0] MASK_15 = 32'hffffffc0;
    localparam [31:0] MASK_16 = 32'hffffffff;
    localparam [31:0] MASK_17 = 32'd15;
    localparam [31:0] PRESET_0 = 32'd0;
    localparam [31:0] PRESET_1 = 32'd0;
    localparam [31:0] PRESET_2 = 32'd0;
    localparam [31:0] PRESET_3 = 32'd0;
    localparam [31:0] PRESET_4 = 32'd0;
    localparam [31:0] PRESET_5 = 32'd65535;
    localparam [31:0] PRESET_6 = 32'd0;
    localparam [31:0] PRESET_7 = 32'd0;
    localparam [31:0] PRESET_8 = 32'd0;
    localparam [31:0] PRESET_9 = 32'd0;
    localparam [31:0] PRESET_10 = 32'd0;
    localparam [31:0] PRESET_11 = 32'd0;
    localparam [31:0] PRESET_12 = 32'd3;
    localparam [31:0] PRESET_13 = 32'd0;
    localparam [31:0] PRESET_14 = 32'd0;
    localparam [31:0] PRESET_15 = 32'd0;
    localparam [31:0] PRESET_16 = 32'd0;
    localparam [31:0] PRESET_17 = 32'd3;
    localparam [31:0] SCRATCH_MASK = 32'hffffffff;

    reg [31:0] scratch_next;
    reg        tx_tail_write_next;
    reg [15:0] tx_tail_data_next;
    reg        rx_tail_write_next;
    reg [15:0] rx_tail_data_next;
    reg [3:0]  filter_index_next;
    reg [47:0] filter_address_next;
    reg        filter_valid_next;
    reg [6:0]  clear_next;
    reg [15:0] has_low, has_low_next;
    reg [15:0] has_high, has_high_next;

    reg  [30:0] writes;
    wire        acts;
    reg  [31:0] kept;
    wire [31:0] written;
    wire [3:0]  entry;
    reg  [31:0] low_before;
    reg  [16:0] high_before;
    reg  [31:0] low_after;
    reg  [16:0] high_after;
    reg  [16:0] high_kept;
    wire [16:0] high_data;
    wire [16:0] high_written_bits;
    wire        write_low;
    wire        write_high;
    reg  [16:0] high_shown;
    wire [31:0] high_word;
    reg  [3:0]  held_0_write;
    reg  [3:0]  held_1_write;
    reg  [3:0]  held_2_write;
    reg  [3:0]  held_3_write;
    reg  [3:0]  held_4_write;
    reg  [3:0]  held_5_write;
    reg  [3:0]  held_6_write;
    reg  [3:0]  held_7_write;
    reg  [3:0]  held_8_write;
    reg  [3:0]  held_9_write;
    reg  [3:0]  held_10_write;
    reg  [3:0]  held_11_write;
    reg  [3:0]  held_12_write;
    reg  [3:0]  held_13_write;
    reg  [3:0]  held_14_write;
    reg  [3:0]  held_15_write;
    reg  [3:0]  held_16_write;
    reg  [3:0]  held_17_write;
    wire [31:0] low_written_read_data;
    wire [31:0] low_read_read_data;
    wire [16:0] high_written_read_data;
    wire [16:0] high_read_read_data;
    wire [30:0] decoder_hits;
    wire        decoder_is_filter;
    wire        decoder_is_counter;

    setting held_0 (
        .clk(clk),
        .rst(rst),
        .write(held_0_write),
        .data(data),
        .mask(MASK_0),
        .preset(PRESET_0),
        .value(control)
    );

    setting held_1 (
        .clk(clk),
        .rst(rst),
        .write(held_1_write),
        .data(data),
        .mask(MASK_1),
        .preset(PRESET_1),
        .value(address_low)
    );

    setting held_2 (
        .clk(clk),
        .rst(rst),
        .write(held_2_write),
        .data(data),
        .mask(MASK_2),
        .preset(PRESET_2),
        .value(address_high)
    );

    setting held_3 (
        .clk(clk),
        .rst(rst),
        .write(held_3_write),
        .data(data),
        .mask(MASK_3),
        .preset(PRESET_3),
        .value(hash_low)
    );

    setting held_4 (
        .clk(clk),
        .rst(rst),
        .write(held_4_write),
        .data(data),
        .mask(MASK_4),
        .preset(PRESET_4),
        .value(hash_high)
    );

    setting held_5 (
        .clk(clk),
        .rst(rst),
        .write(held_5_write),
        .data(data),
        .mask(MASK_5),
        .preset(PRESET_5),
        .value(pause)
    );

    setting held_6 (
        .clk(clk),
        .rst(rst),
        .write(held_6_write),
        .data(data),
        .mask(MASK_6),
        .preset(PRESET_6),
        .value(interrupt_mask)
    );

    setting held_7 (
        .clk(clk),
        .rst(rst),
        .write(held_7_write),
        .data(data),
        .mask(MASK_7),
        .preset(PRESET_7),
        .value(moderation)
    );

    setting held_8 (
        .clk(clk),
        .rst(rst),
        .write(held_8_write),
        .data(data),
        .mask(MASK_8),
        .preset(PRESET_8),
        .value(tx_descriptors_low)
    );

    setting held_9 (
        .clk(clk),
        .rst(rst),
        .write(held_9_write),
        .data(data),
        .mask(MASK_9),
        .preset(PRESET_9),
        .value(tx_descriptors_high)
    );

    setting held_10 (
        .clk(clk),
        .rst(rst),
        .write(held_10_write),
        .data(data),
        .mask(MASK_10),
        .preset(PRESET_10),
        .value(tx_completions_low)
    );

    setting held_11 (
        .clk(clk),
        .rst(rst),
        .write(held_11_write),
        .data(data),
        .mask(MASK_11),
        .preset(PRESET_11),
        .value(tx_completions_high)
    );

    setting held_12 (
        .clk(clk),
        .rst(rst),
        .write(held_12_write),
        .data(data),
        .mask(MASK_12),
        .preset(PRESET_12),
        .value(tx_size)
    );

    setting held_13 (
        .clk(clk),
        .rst(rst),
        .write(held_13_write),
        .data(data),
        .mask(MASK_13),
        .preset(PRESET_13),
        .value(rx_descriptors_low)
    );

    setting held_14 (
        .clk(clk),
        .rst(rst),
        .write(held_14_write),
        .data(data),
        .mask(MASK_14),
        .preset(PRESET_14),
        .value(rx_descriptors_high)
    );

    setting held_15 (
        .clk(clk),
        .rst(rst),
        .write(held_15_write),
        .data(data),
        .mask(MASK_15),
        .preset(PRESET_15),
        .value(rx_completions_low)
    );

    setting held_16 (
        .clk(clk),
        .rst(rst),
        .write(held_16_write),
        .data(data),
        .mask(MASK_16),
        .preset(PRESET_16),
        .value(rx_completions_high)
    );

    setting held_17 (
        .clk(clk),
        .rst(rst),
        .write(held_17_write),
        .data(data),
        .mask(MASK_17),
        .preset(PRESET_17),
        .value(rx_size)
    );

    ram_distributed #(.WIDTH(32), .ADDRESS_WIDTH(4)) low_written (
        .write_clk(clk),
        .write_enable(write_low),
        .write_address(entry),
        .write_data(low_after),
        .read_address(entry),
        .read_data(low_written_read_data)
    );

    ram_distributed #(.WIDTH(32), .ADDRESS_WIDTH(4)) low_read (
        .write_clk(clk),
        .write_enable(write_low),
        .write_address(entry),
        .write_data(low_after),
        .read_address(read_filter),
        .read_data(low_read_read_data)
    );

    ram_distributed #(.WIDTH(17), .ADDRESS_WIDTH(4)) high_written (
        .write_clk(clk),
        .write_enable(write_high),
        .write_address(entry),
        .write_data(high_after),
        .read_address(entry),
        .read_data(high_written_read_data)
    );

    ram_distributed #(.WIDTH(17), .ADDRESS_WIDTH(4)) high_read (
        .write_clk(clk),
        .write_enable(write_high),
        .write_address(entry),
        .write_data(high_after),
        .read_address(read_filter),
        .read_data(high_read_read_data)
    );

    register_decoder decoder (
        .word(word),
        .hits(decoder_hits),
        .is_filter(decoder_is_filter),
        .is_counter(decoder_is_counter),
        .known(known)
    );

    assign written = data & ~kept;
    assign acts = written[0];
    assign resets = writes[23] && acts;
    // The filter. An address that was not written since the reset is 0.
    assign entry = word[4:1];
    assign write_low = write && decoder_is_filter && !word[0];
    assign write_high = write && decoder_is_filter && word[0];
    assign high_data = {written[31], written[15:0]};
    assign high_written_bits = high_data;
    assign high_word = {high_shown[16], 15'd0, high_shown[15:0]};
    assign filter_high = high_word;

    always @* begin
        tx_tail_data_next = tx_tail_data;
        rx_tail_data_next = rx_tail_data;
        filter_index_next = filter_index;
        filter_address_next = filter_address;
        filter_valid_next = filter_valid;
        has_low_next = has_low;
        has_high_next = has_high;
        // The reset of the card does not reach what is there to test the bus.
        scratch_next = scratch;

        writes = 31'd0;
        if (write) begin
            writes = decoder_hits;
        end

        // Octets without strobe are kept, the others written.
        kept = 32'd0;
        if (!strobes[0]) begin
            kept = kept | 32'h000000ff;
        end
        if (!strobes[1]) begin
            kept = kept | 32'h0000ff00;
        end
        if (!strobes[2]) begin
            kept = kept | 32'h00ff0000;
        end
        if (!strobes[3]) begin
            kept = kept | 32'hff000000;
        end

        if (writes[21]) begin
            scratch_next = ((scratch & kept) | written) & SCRATCH_MASK;
        end
        held_0_write = 4'd0;
        if (writes[0]) begin
            held_0_write = strobes;
        end
        held_1_write = 4'd0;
        if (writes[1]) begin
            held_1_write = strobes;
        end
        held_2_write = 4'd0;
        if (writes[2]) begin
            held_2_write = strobes;
        end
        held_3_write = 4'd0;
        if (writes[3]) begin
            held_3_write = strobes;
        end
        held_4_write = 4'd0;
        if (writes[4]) begin
            held_4_write = strobes;
        end
        held_5_write = 4'd0;
        if (writes[5]) begin
            held_5_write = strobes;
        end
        held_6_write = 4'd0;
        if (writes[6]) begin
            held_6_write = strobes;
        end
        held_7_write = 4'd0;
        if (writes[7]) begin
            held_7_write = strobes;
        end
        held_8_write = 4'd0;
        if (writes[8]) begin
            held_8_write = strobes;
        end
        held_9_write = 4'd0;
        if (writes[9]) begin
            held_9_write = strobes;
        end
        held_10_write = 4'd0;
        if (writes[10]) begin
            held_10_write = strobes;
        end
        held_11_write = 4'd0;
        if (writes[11]) begin
            held_11_write = strobes;
        end
        held_12_write = 4'd0;
        if (writes[12]) begin
            held_12_write = strobes;
        end
        held_13_write = 4'd0;
        if (writes[13]) begin
            held_13_write = strobes;
        end
        held_14_write = 4'd0;
        if (writes[14]) begin
            held_14_write = strobes;
        end
        held_15_write = 4'd0;
        if (writes[15]) begin
            held_15_write = strobes;
        end
        held_16_write = 4'd0;
        if (writes[16]) begin
            held_16_write = strobes;
        end
        held_17_write = 4'd0;
        if (writes[17]) begin
            held_17_write = strobes;
        end

        // Tails are judged by who owns them.
        tx_tail_write_next = 1'b0;
        if (writes[26] && (strobes[0] || strobes[1])) begin
            tx_tail_write_next = 1'b1;
            tx_tail_data_next = (tx_tail & kept[15:0]) | written[15:0];
        end
        rx_tail_write_next = 1'b0;
        if (writes[28] && (strobes[0] || strobes[1])) begin
            rx_tail_write_next = 1'b1;
            rx_tail_data_next = (rx_tail & kept[15:0]) | written[15:0];
        end

        // Causes are cleared, and things are done, by a 1 in an octet that is written.
        clear_next = 7'd0;
        if (writes[24]) begin
            clear_next = written[6:0];
        end

        low_before = 32'd0;
        if (has_low[entry]) begin
            low_before = low_written_read_data;
        end
        high_before = 17'd0;
        if (has_high[entry]) begin
            high_before = high_written_read_data;
        end
        low_after = low_before;
        high_after = high_before;
        high_kept = {1'b0, kept[15:0]};
        if (!strobes[3]) begin
            high_kept = high_kept | 17'h10000;
        end
        if (write_low) begin
            low_after = (low_before & kept) | written;
            has_low_next = (has_low & ~(16'd1 << entry)) | ({15'd0, 1'b1} << entry);
        end
        if (write_high) begin
            high_after = (high_before & high_kept) | high_written_bits;
            has_high_next = (has_high & ~(16'd1 << entry)) | ({15'd0, 1'b1} << entry);
        end
        if (write_low || write_high) begin
            filter_index_next = entry;
            filter_address_next = ({32'd0, high_after[15:0]} << 6'd32) | {16'd0, low_after};
            filter_valid_next = high_after[16];
        end
        filter_low = 32'd0;
        if (has_low[read_filter]) begin
            filter_low = low_read_read_data;
        end
        high_shown = 17'd0;
        if (has_high[read_filter]) begin
            high_shown = high_read_read_data;
        end
    end

    always @(posedge clk) begin
        if (scratch_rst) begin
            scratch <= 32'd0;
        end else begin
            scratch <= scratch_next;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            tx_tail_write <= 1'b0;
            tx_tail_data <= 16'd0;
            rx_tail_write <= 1'b0;
            rx_tail_data <= 16'd0;
            filter_write <= 1'b0;
            filter_index <= 4'd0;
            filter_address <= 48'd0;
            filter_valid <= 1'b0;
            clear <= 7'd0;
            software <= 1'b0;
            snapshot <= 1'b0;
            has_low <= 16'd0;
            has_high <= 16'd0;
        end else begin
            tx_tail_write <= tx_tail_write_next;
            tx_tail_data <= tx_tail_data_next;
            rx_tail_write <= rx_tail_write_next;
            rx_tail_data <= rx_tail_data_next;
            filter_write <= write_low || write_high;
            filter_index <= filter_index_next;
            filter_address <= filter_address_next;
            filter_valid <= filter_valid_next;
            clear <= clear_next;
            software <= writes[25] && acts;
            snapshot <= writes[30] && acts && !busy && !snapshot;
            has_low <= has_low_next;
            has_high <= has_high_next;
        end
    end

    wire unused = &{1'b0, writes[20:18], writes[22], writes[27], writes[29], decoder_is_counter};

endmodule

`line 6 "setting.v" 0
// A setting of the card: a register of 32 bits, written octet by octet.
//
//                      +---------+
//  write[4], data[32]->|         |
//            mask[32]->| setting |->value[32]
//          preset[32]->|         |
//                      +---------+
//
// What is kept is where the value differs from its reset value: so one module does for all of them.
module setting (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Which octets are written at this edge.
    input  wire [3:0]  write,
    // What is written.
    input  wire [31:0] data,
    // The bits that are there; constant.
    input  wire [31:0] mask,
    // The value after reset; constant, of bits that are there.
    input  wire [31:0] preset,
    // The value.
    output wire [31:0] value
);

    reg [7:0] octet_0, octet_0_next;
    reg [7:0] octet_1, octet_1_next;
    reg [7:0] octet_2, octet_2_next;
    reg [7:0] octet_3, octet_3_next;

    wire [31:0] change;
    wire [31:0] octets;
    wire [31:0] kept;

    assign change = (data & mask) ^ preset;
    assign octets = {octet_3, octet_2, octet_1, octet_0};
    assign kept = octets;
    assign value = kept ^ preset;

    always @* begin
        octet_0_next = octet_0;
        octet_1_next = octet_1;
        octet_2_next = octet_2;
        octet_3_next = octet_3;
        if (write[0]) begin
            octet_0_next = change[7:0];
        end
        if (write[1]) begin
            octet_1_next = change[15:8];
        end
        if (write[2]) begin
            octet_2_next = change[23:16];
        end
        if (write[3]) begin
            octet_3_next = change[31:24];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            octet_0 <= 8'd0;
            octet_1 <= 8'd0;
            octet_2 <= 8'd0;
            octet_3 <= 8'd0;
        end else begin
            octet_0 <= octet_0_next;
            octet_1 <= octet_1_next;
            octet_2 <= octet_2_next;
            octet_3 <= octet_3_next;
        end
    end

endmodule

`line 2 "ram_distributed.v" 0
// Memory of 2 ** ADDRESS_WIDTH words in lookup tables: one clocked write port, one asynchronous read port, which
// may belong to any clock domain.
module ram_distributed #(
    parameter WIDTH         = 8,
    parameter ADDRESS_WIDTH = 4
) (
    // Write port.
    input  wire                     write_clk,
    input  wire                     write_enable,
    input  wire [ADDRESS_WIDTH-1:0] write_address,
    input  wire [WIDTH-1:0]         write_data,
    // Read port.
    input  wire [ADDRESS_WIDTH-1:0] read_address,
    output wire [WIDTH-1:0]         read_data
);

    reg [WIDTH-1:0] memory [0:(1 << ADDRESS_WIDTH)-1];

    always @(posedge write_clk) begin
        if (write_enable) begin
            memory[write_address] <= write_data;
        end
    end

    assign read_data = memory[read_address];

endmodule

`line 6 "register_decoder.v" 0
// Which register of the card an address means; the map is `wirewright_spec::card::registers`.
//
//             +------------------+
//             |                  |-->hits[31]
//  word[10]-->| register_decoder |-->is_filter, is_counter
//             |                  |-->known
//             +------------------+
module register_decoder (
    // An offset in words.
    input  wire [9:0]  word,
    // Which of the registers of which there is one each it is.
    output wire [30:0] hits,
    // It is an address of the filter: low half and high half by turns.
    output wire        is_filter,
    // It is a counter: low half and high half by turns.
    output wire        is_counter,
    // It is any of them.
    output wire        known
);

    localparam [9:0] OFFSET_0 = 10'd4;
    localparam [9:0] OFFSET_1 = 10'd8;
    localparam [9:0] OFFSET_2 = 10'd9;
    localparam [9:0] OFFSET_3 = 10'd10;
    localparam [9:0] OFFSET_4 = 10'd11;
    localparam [9:0] OFFSET_5 = 10'd12;
    localparam [9:0] OFFSET_6 = 10'd17;
    localparam [9:0] OFFSET_7 = 10'd19;
    localparam [9:0] OFFSET_8 = 10'd64;
    localparam [9:0] OFFSET_9 = 10'd65;
    localparam [9:0] OFFSET_10 = 10'd66;
    localparam [9:0] OFFSET_11 = 10'd67;
    localparam [9:0] OFFSET_12 = 10'd68;
    localparam [9:0] OFFSET_13 = 10'd80;
    localparam [9:0] OFFSET_14 = 10'd81;
    localparam [9:0] OFFSET_15 = 10'd82;
    localparam [9:0] OFFSET_16 = 10'd83;
    localparam [9:0] OFFSET_17 = 10'd84;
    localparam [9:0] OFFSET_18 = 10'd0;
    localparam [9:0] OFFSET_19 = 10'd1;
    localparam [9:0] OFFSET_20 = 10'd2;
    localparam [9:0] OFFSET_21 = 10'd3;
    localparam [9:0] OFFSET_22 = 10'd5;
    localparam [9:0] OFFSET_23 = 10'd6;
    localparam [9:0] OFFSET_24 = 10'd16;
    localparam [9:0] OFFSET_25 = 10'd18;
    localparam [9:0] OFFSET_26 = 10'd69;
    localparam [9:0] OFFSET_27 = 10'd70;
    localparam [9:0] OFFSET_28 = 10'd85;
    localparam [9:0] OFFSET_29 = 10'd86;
    localparam [9:0] OFFSET_30 = 10'd96;
    localparam [9:0] FILTER_BEGIN = 10'd32;
    localparam [9:0] FILTER_END = 10'd64;
    localparam [9:0] COUNTER_BEGIN = 10'd128;
    localparam [9:0] COUNTER_END = 10'd224;

    wire [30:0] found;
    wire        in_filter;
    wire        in_counters;

    assign found = {word == OFFSET_30, word == OFFSET_29, word == OFFSET_28, word == OFFSET_27, word == OFFSET_26,
        word == OFFSET_25, word == OFFSET_24, word == OFFSET_23, word == OFFSET_22, word == OFFSET_21, word ==
        OFFSET_20, word == OFFSET_19, word == OFFSET_18, word == OFFSET_17, word == OFFSET_16, word == OFFSET_15,
        word == OFFSET_14, word == OFFSET_13, word == OFFSET_12, word == OFFSET_11, word == OFFSET_10, word == OFFSET_9,
        word == OFFSET_8, word == OFFSET_7, word == OFFSET_6, word == OFFSET_5, word == OFFSET_4, word == OFFSET_3,
        word == OFFSET_2, word == OFFSET_1, word == OFFSET_0};
    assign in_filter = (word >= FILTER_BEGIN) && (word < FILTER_END);
    assign in_counters = (word >= COUNTER_BEGIN) && (word < COUNTER_END);
    assign hits = found;
    assign is_filter = in_filter;
    assign is_counter = in_counters;
    assign known = (|found) || in_filter || in_counters;

endmodule

`line 6 "card_reset.v" 0
// The sequence of a reset of the card by its register: what is under way on the bus comes to its end, and then the
// reset is on for 16 edges.
//
//                        +------------+
//             request--->|            |-->busy
// read_idle, write_idle->| card_reset |-->holds
//                        |            |-->core_rst
//                        +------------+
module card_reset (
    // The clock.
    input  wire clk,
    // Synchronous reset.
    input  wire rst,
    // Strobe: begin.
    input  wire request,
    // No read is under way.
    input  wire read_idle,
    // No write is under way.
    input  wire write_idle,
    // A reset was asked for and is not over: nothing is begun on the bus.
    output reg  busy,
    // The settings are reset at the next edge.
    output wire holds,
    // The reset of what is behind the registers.
    output reg  core_rst
);

    // Stage
    localparam [1:0] STAGE_RUN   = 2'd0;
    localparam [1:0] STAGE_DRAIN = 2'd1;
    localparam [1:0] STAGE_HOLD  = 2'd2;

    reg [1:0] stage, stage_next;
    reg [3:0] hold, hold_next;
    reg       busy_next;
    reg       core_rst_next;

    assign holds = stage == STAGE_HOLD;

    always @* begin
        stage_next = stage;
        hold_next = hold;
        busy_next = busy;
        core_rst_next = core_rst;

        case (stage)
            STAGE_RUN: begin
                core_rst_next = 1'b0;
                if (request) begin
                    busy_next = 1'b1;
                    stage_next = STAGE_DRAIN;
                end
            end
            STAGE_DRAIN: begin
                if (read_idle && write_idle) begin
                    core_rst_next = 1'b1;
                    hold_next = 4'd15;
                    stage_next = STAGE_HOLD;
                end
            end
            default: begin // STAGE_HOLD
                hold_next = hold - 4'd1;
                if (hold == 4'd0) begin
                    core_rst_next = 1'b0;
                    busy_next = 1'b0;
                    stage_next = STAGE_RUN;
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            stage <= STAGE_RUN;
            hold <= 4'd0;
            busy <= 1'b0;
            core_rst <= 1'b1;
        end else begin
            stage <= stage_next;
            hold <= hold_next;
            busy <= busy_next;
            core_rst <= core_rst_next;
        end
    end

endmodule

`line 6 "card_identity.v" 0
// What the registers say of a card that never changes; the values are in `wirewright_spec::card::registers`.
//
//            +---------------+
// cfg_mii--->| card_identity |-->identity[32], version[32], capabilities[32]
//            +---------------+
module card_identity (
    // The card is one for MII; else for GMII.
    input  wire        cfg_mii,
    // `IDENTITY`.
    output wire [31:0] identity,
    // `VERSION`.
    output wire [31:0] version,
    // `CAPABILITIES`.
    output reg  [31:0] capabilities
);

    localparam [31:0] WHAT = 32'h31434e57;
    localparam [31:0] WHICH = 32'h00010000;
    localparam [31:0] GMII = 32'h000110c1;
    localparam [31:0] MII = 32'h000210c1;

    assign identity = WHAT;
    assign version = WHICH;

    always @* begin
        capabilities = GMII;
        if (cfg_mii) begin
            capabilities = MII;
        end
    end

endmodule

`line 2 "sync_bit.v" 0
// Brings one bit of another clock domain, or of none, into that of `clk` through two flip-flops.
module sync_bit #(
    parameter [0:0] RESET_VALUE = 1'b0
) (
    input  wire clk,
    // Synchronous reset.
    input  wire rst,
    // The foreign bit: a register of its own domain, without logic after it.
    input  wire d,
    // The bit, two edges later.
    output wire q
);

    (* async_reg = "true", keep *)
    reg [1:0] stage;

    always @(posedge clk) begin
        if (rst) begin
            stage <= {2{RESET_VALUE}};
        end else begin
            stage <= {stage[0], d};
        end
    end

    assign q = stage[1];

endmodule

`line 6 "interrupts.v" 0
// Interrupt causes, their mask, and the line, which does not rise too often (docs/card.md).
//
//                          +------------+
//    tx_written, rx_written>|            |->cause[7]
//    tx_stopped, rx_stopped>|            |->irq
// tx_ring_error, rx_ring_error           |
//      link, rx_lost------>| interrupts |
//   software, clear[7]---->|            |
//          cfg_mask[7]---->|            |
//   cfg_moderation[16]---->|            |
//                          +------------+
module interrupts (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Strobe: transmit completions are in host memory.
    input  wire        tx_written,
    // Strobe: receive completions are in host memory.
    input  wire        rx_written,
    // The transmit direction has stopped.
    input  wire        tx_stopped,
    // The receive direction has stopped.
    input  wire        rx_stopped,
    // Strobe: a `TX_TAIL` was not taken.
    input  wire        tx_ring_error,
    // Strobe: an `RX_TAIL` was not taken.
    input  wire        rx_ring_error,
    // The PHY has a link.
    input  wire        link,
    // Strobe: a received frame was lost.
    input  wire        rx_lost,
    // Strobe: set the cause `SOFTWARE`.
    input  wire        software,
    // Clear these causes, at this edge.
    input  wire [6:0]  clear,
    // Which causes raise the line.
    input  wire [6:0]  cfg_mask,
    // The least time between two rises of the line, in units of 16 clocks.
    input  wire [15:0] cfg_moderation,
    // What has happened: bits as in `INTERRUPT_CAUSE`.
    output reg  [6:0]  cause,
    // The line, active high.
    output reg         irq
);

    reg        request;
    reg [19:0] quiet, quiet_next;
    reg        link_before;
    reg        tx_stopped_before;
    reg        rx_stopped_before;

    wire [6:0] set;
    wire [6:0] set_bits;
    wire       rises;

    assign set = {software, rx_lost, link != link_before, tx_ring_error || rx_ring_error, (tx_stopped &&
        !tx_stopped_before) || (rx_stopped && !rx_stopped_before), rx_written, tx_written};
    assign set_bits = set;
    assign rises = !irq && request && !(|quiet);

    always @* begin
        quiet_next = quiet;

        if (rises) begin
            quiet_next = {4'd0, cfg_moderation} << 5'd4;
        end else if (|quiet) begin
            quiet_next = quiet - 20'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            cause <= 7'd0;
            request <= 1'b0;
            irq <= 1'b0;
            quiet <= 20'd0;
            link_before <= 1'b0;
            tx_stopped_before <= 1'b0;
            rx_stopped_before <= 1'b0;
        end else begin
            // What is set while it is cleared stays: the handler has not seen it.
            cause <= (cause & ~clear) | set_bits;
            request <= |(cause & cfg_mask);
            irq <= rises || (irq && request);
            quiet <= quiet_next;
            link_before <= link;
            tx_stopped_before <= tx_stopped;
            rx_stopped_before <= rx_stopped;
        end
    end

endmodule

`line 6 "dma_read.v" 0
// Reads runs of octets from host memory: an AXI4 read master, 64 bits, INCR bursts of 16 beats at the most (AMBA AXI
// and ACE, IHI 0022H, A3; the burst rules of A3.4.1).
//
//                       +------------+
//      command_valid--->|            |->command_ready
// command_address[64]-->|            |->m_axi_araddr[64], arlen[8]
//  command_octets[16]-->|            |->m_axi_arvalid
//   command_client[2]-->|  dma_read  |->m_axi_rready
//      m_axi_arready--->|            |->word_valid
//    m_axi_rdata[64]--->|            |->word_data[64]
// m_axi_rresp[2], rlast>|            |->word_client[2]
//       m_axi_rvalid--->|            |->word_last, word_error
//              flush--->|            |->idle
//                       +------------+
//
// Of each burst that is under way a queue knows the length, who asked, and whether its command ends with it.
module dma_read (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin no further burst.
    input  wire        flush,
    // A command is offered.
    input  wire        command_valid,
    // Address of the first octet.
    input  wire [63:0] command_address,
    // How many octets.
    input  wire [15:0] command_octets,
    // Who asks: comes back with each word.
    input  wire [1:0]  command_client,
    // The address is taken.
    input  wire        m_axi_arready,
    // Data.
    input  wire [63:0] m_axi_rdata,
    // Response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    input  wire [1:0]  m_axi_rresp,
    // The last beat of its burst.
    input  wire        m_axi_rlast,
    // Data are offered.
    input  wire        m_axi_rvalid,
    // The command is taken.
    output wire        command_ready,
    // Address of the burst, a multiple of 8.
    output wire [63:0] m_axi_araddr,
    // Its beats, less one.
    output wire [7:0]  m_axi_arlen,
    // An address is offered.
    output wire        m_axi_arvalid,
    // Data are taken.
    output reg         m_axi_rready,
    // Strobe: a word has come.
    output reg         word_valid,
    // Its octets, each in the lane of its address.
    output reg  [63:0] word_data,
    // Who asked for it.
    output reg  [1:0]  word_client,
    // The last word of its command.
    output reg         word_last,
    // An access of its command, up to this word, was answered with an error.
    output reg         word_error,
    // No burst is under way.
    output reg         idle
);

    reg [3:0]  beat, beat_next;
    reg        failed, failed_next;
    reg [63:0] word_data_next;
    reg [1:0]  word_client_next;
    reg        word_last_next;
    reg        word_error_next;

    wire [6:0]  burst;
    wire        comes;
    wire        burst_ends;
    wire        command_ends;
    wire        fails;
    wire        cutter_counted;
    wire [13:0] cutter_words;
    wire [6:0]  cutter_first_place;
    wire [2:0]  cutter_last_lane;
    wire        cutter_may_ask;
    wire        cutter_asks;
    wire [4:0]  cutter_beats;
    wire        cutter_offers_after;
    wire        bursts_take;
    wire [6:0]  bursts_oldest;
    wire        bursts_occupied;
    wire [4:0]  bursts_count;

    burst_cutter cutter (
        .clk(clk),
        .rst(rst),
        .command_valid(command_valid),
        .command_ready(command_ready),
        .command_address(command_address),
        .command_octets(command_octets),
        .command_client(command_client),
        .counted(cutter_counted),
        .words(cutter_words),
        .first_place(cutter_first_place),
        .last_lane(cutter_last_lane),
        .may_ask(cutter_may_ask),
        .asks(cutter_asks),
        .beats(cutter_beats),
        .length(burst[3:0]),
        .client(burst[5:4]),
        .is_last(burst[6]),
        .burst_address(m_axi_araddr),
        .burst_length(m_axi_arlen),
        .burst_valid(m_axi_arvalid),
        .burst_ready(m_axi_arready),
        .offers_after(cutter_offers_after)
    );

    queue_7 bursts (
        .clk(clk),
        .rst(rst),
        .put(cutter_asks),
        .put_data(burst),
        .take(bursts_take),
        .oldest(bursts_oldest),
        .occupied(bursts_occupied),
        .count(bursts_count)
    );

    // Eight bursts are under way at the most: half of what the queue holds.
    assign cutter_may_ask = !flush && (bursts_count < 5'd8);
    assign comes = m_axi_rvalid && m_axi_rready && bursts_occupied;
    assign burst_ends = beat == bursts_oldest[3:0];
    assign command_ends = burst_ends && bursts_oldest[6];
    // From 2 on the response is an error.
    assign fails = failed || (m_axi_rresp >= 2'd2) || (m_axi_rlast != burst_ends);
    assign bursts_take = comes && burst_ends;

    always @* begin
        beat_next = beat;
        failed_next = failed;
        word_data_next = word_data;
        word_client_next = word_client;
        word_last_next = word_last;
        word_error_next = word_error;

        if (comes) begin
            word_data_next = m_axi_rdata;
            word_client_next = bursts_oldest[5:4];
            word_last_next = command_ends;
            word_error_next = fails;
            failed_next = fails && !command_ends;
            beat_next = beat + 4'd1;
            if (burst_ends) begin
                beat_next = 4'd0;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            m_axi_rready <= 1'b0;
            beat <= 4'd0;
            failed <= 1'b0;
            word_valid <= 1'b0;
            word_data <= 64'd0;
            word_client <= 2'd0;
            word_last <= 1'b0;
            word_error <= 1'b0;
            idle <= 1'b0;
        end else begin
            // Data. A beat that nobody asked for is thrown away.
            m_axi_rready <= 1'b1;
            beat <= beat_next;
            failed <= failed_next;
            word_valid <= comes;
            word_data <= word_data_next;
            word_client <= word_client_next;
            word_last <= word_last_next;
            word_error <= word_error_next;
            idle <= !cutter_offers_after && !cutter_asks && (!bursts_occupied || (comes && burst_ends &&
                (bursts_count == 5'd1)));
        end
    end

    wire unused = &{1'b0, cutter_counted, cutter_words, cutter_first_place, cutter_last_lane, cutter_beats};

endmodule

`line 6 "burst_cutter.v" 0
// Cuts a command, a run of octets in host memory, into AXI4 bursts, and offers their addresses: what `dma_read` and
// `dma_write` have in common (AMBA AXI and ACE, IHI 0022H, A3.4.1).
//
//                       +--------------+
//      command_valid--->|              |->command_ready
// command_address[64]-->|              |->counted, words[14]
//  command_octets[16]-->|              |->first_place[7], last_lane[3]
//   command_client[2]-->| burst_cutter |->asks, beats[5], length[4]
//            may_ask--->|              |->client[2], is_last
//        burst_ready--->|              |->burst_address[64], burst_length[8]
//                       +--------------+->burst_valid, offers_after
module burst_cutter (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // A command is offered.
    input  wire        command_valid,
    // The command is taken.
    output reg         command_ready,
    // Address of its first octet.
    input  wire [63:0] command_address,
    // How many octets.
    input  wire [15:0] command_octets,
    // Who asks.
    input  wire [1:0]  command_client,
    // At this edge the words of a command are known.
    output wire        counted,
    // How many they are, while `counted`.
    output wire [13:0] words,
    // Where the first octet stands in its line of 128, while `counted`.
    output wire [6:0]  first_place,
    // The lane of the last octet, while `counted`.
    output wire [2:0]  last_lane,
    // The burst of `beats` beats may be offered at this edge.
    input  wire        may_ask,
    // At this edge a burst begins to be offered.
    output wire        asks,
    // Its beats.
    output reg  [4:0]  beats,
    // Its beats, less one.
    output wire [3:0]  length,
    // Who asked for it.
    output reg  [1:0]  client,
    // It is the last one of its command.
    output reg         is_last,
    // Address of the burst that is offered.
    output reg  [63:0] burst_address,
    // Its beats, less one.
    output reg  [7:0]  burst_length,
    // A burst is offered.
    output reg         burst_valid,
    // The burst is taken.
    input  wire        burst_ready,
    // After this edge a burst is offered.
    output wire        offers_after
);

    // State
    localparam [2:0] STATE_IDLE  = 3'd0;
    localparam [2:0] STATE_COUNT = 3'd1;
    localparam [2:0] STATE_CUT   = 3'd2;
    localparam [2:0] STATE_ASK   = 3'd3;
    localparam [2:0] STATE_OFFER = 3'd4;

    reg [2:0]  state;
    reg [15:0] octets, octets_next;
    reg [1:0]  client_next;
    reg [13:0] left, left_next;
    reg [4:0]  beats_next;
    reg        is_last_next;
    reg [63:0] burst_address_next;
    reg [7:0]  burst_length_next;

    reg  [2:0]  state_after;
    reg         valid_after;
    wire [6:0]  place;
    wire [16:0] reach;
    wire [13:0] counted_words;
    wire [4:0]  room;
    wire [4:0]  piece_less_one;
    wire        offer;
    wire        cursor_load;
    wire [63:0] cursor_address;
    wire [7:0]  cursor_room;

    burst_address cursor (
        .clk(clk),
        .rst(rst),
        .load(cursor_load),
        .next_address(command_address),
        .advance(offer),
        .address(cursor_address),
        .room(cursor_room)
    );

    assign cursor_load = command_valid && command_ready;
    assign place = cursor_address[6:0];
    // Octets from the begin of the first word to the end of the last one, and 7 at the most beyond it; so the low
    // three bits are the lane of the last octet. The small sum first: then there is one carry chain.
    assign reach = {1'b0, octets} + {13'd0, {1'b0, cursor_address[2:0]} + 4'd7};
    assign counted_words = reach[16:3];
    assign words = counted_words;
    assign first_place = place;
    assign last_lane = reach[2:0];
    assign counted = (state == STATE_COUNT) && (|octets);
    assign room = 5'd16 - {1'b0, place[6:3]};
    assign piece_less_one = beats - 5'd1;
    assign offer = (state == STATE_ASK) && may_ask;
    assign asks = offer;
    assign length = piece_less_one[3:0];
    assign offers_after = valid_after;

    always @* begin
        octets_next = octets;
        client_next = client;
        left_next = left;
        beats_next = beats;
        is_last_next = is_last;
        burst_address_next = burst_address;
        burst_length_next = burst_length;

        state_after = state;
        valid_after = burst_valid;
        case (state)
            STATE_IDLE: begin
                if (command_valid && command_ready) begin
                    octets_next = command_octets;
                    client_next = command_client;
                    state_after = STATE_COUNT;
                end
            end
            STATE_COUNT: begin
                left_next = counted_words;
                state_after = STATE_IDLE;
                if (|octets) begin
                    state_after = STATE_CUT;
                end
            end
            STATE_CUT: begin
                is_last_next = left <= {9'd0, room};
                beats_next = room;
                if (left <= {9'd0, room}) begin
                    beats_next = left[4:0];
                end
                state_after = STATE_ASK;
            end
            STATE_ASK: begin
                if (may_ask) begin
                    burst_address_next = (cursor_address >> 6'd3) << 6'd3;
                    burst_length_next = {3'd0, piece_less_one};
                    valid_after = 1'b1;
                    left_next = left - {9'd0, beats};
                    state_after = STATE_OFFER;
                end
            end
            default: begin // STATE_OFFER
                if (burst_ready) begin
                    valid_after = 1'b0;
                    state_after = STATE_CUT;
                    if (is_last) begin
                        state_after = STATE_IDLE;
                    end
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            command_ready <= 1'b0;
            octets <= 16'd0;
            client <= 2'd0;
            left <= 14'd0;
            beats <= 5'd0;
            is_last <= 1'b0;
            burst_address <= 64'd0;
            burst_length <= 8'd0;
            burst_valid <= 1'b0;
        end else begin
            state <= state_after;
            command_ready <= state_after == STATE_IDLE;
            octets <= octets_next;
            client <= client_next;
            left <= left_next;
            beats <= beats_next;
            is_last <= is_last_next;
            burst_address <= burst_address_next;
            burst_length <= burst_length_next;
            burst_valid <= valid_after;
        end
    end

    wire unused = &{1'b0, cursor_room};

endmodule

`line 6 "burst_address.v" 0
// The address of a run of octets that is cut at multiples of 128: where bursts end.
//
//                       +---------------+
//  load, next_address-->|               |-->address[64]
//             advance-->| burst_address |-->room[8]
//                       +---------------+
//
// Only 57 bits count, in two steps: the carry into the upper 32 goes in one edge later. Who uses it looks at the
// address two edges after `advance` at the earliest.
module burst_address (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin at another address.
    input  wire        load,
    // The other address.
    input  wire [63:0] next_address,
    // Go to the next multiple of 128; not at an edge with `load`, nor at the one before it.
    input  wire        advance,
    // The address; complete at the second edge after `advance`.
    output wire [63:0] address,
    // Octets up to the next multiple of 128; right from the second edge after `load` on, and after `advance` at once.
    output reg  [7:0]  room
);

    reg [6:0]  offset, offset_next;
    reg [24:0] low, low_next;
    reg        carry, carry_next;
    reg [31:0] high, high_next;
    reg [7:0]  room_next;

    wire [25:0] low_sum;
    wire [63:0] parts;

    assign parts = {high, low, offset};
    assign address = parts;
    assign low_sum = {1'b0, low} + 26'd1;

    always @* begin
        offset_next = offset;
        low_next = low;
        high_next = high;

        room_next = 8'd128 - {1'b0, offset};
        carry_next = 1'b0;
        if (carry) begin
            high_next = high + 32'd1;
        end
        if (advance) begin
            offset_next = 7'd0;
            low_next = low_sum[24:0];
            carry_next = low_sum[25];
            room_next = 8'd128;
        end
        if (load) begin
            offset_next = next_address[6:0];
            low_next = next_address[31:7];
            high_next = next_address[63:32];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            offset <= 7'd0;
            low <= 25'd0;
            carry <= 1'b0;
            high <= 32'd0;
            room <= 8'd0;
        end else begin
            offset <= offset_next;
            low <= low_next;
            carry <= carry_next;
            high <= high_next;
            room <= room_next;
        end
    end

endmodule

`line 6 "queue_7.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_7 (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Put an entry in; a full queue loses it.
    input  wire       put,
    // The entry.
    input  wire [6:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire       take,
    // The oldest entry, while there is one.
    output wire [6:0] oldest,
    // There is an entry.
    output reg        occupied,
    // How many there are: 16 at the most.
    output reg  [4:0] count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(7), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 6 "dma_write.v" 0
// Writes runs of octets to host memory: an AXI4 write master, 64 bits, INCR bursts of 16 beats at the most (AMBA AXI
// and ACE, IHI 0022H, A3).
//
//                       +-------------+
//      command_valid--->|             |->command_ready
// command_address[64]-->|             |->m_axi_awaddr[64], awlen[8]
//  command_octets[16]-->|             |->m_axi_awvalid
//   command_client[2]-->|             |->m_axi_wdata[64], wstrb[8]
//         word_valid--->|  dma_write  |->m_axi_wlast, wvalid
//      word_data[64]--->|             |->m_axi_bready
// m_axi_awready, wready>|             |->word_ready
//     m_axi_bresp[2]--->|             |->done, done_client[2]
//       m_axi_bvalid--->|             |->done_error
//              flush--->|             |->idle
//                       +-------------+
//
// Words wait in a memory until all of a burst are there. Each knows its strobes and whether its burst ends with it
// when it is stored, for bursts end at multiples of 128 octets.
module dma_write (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin no further burst.
    input  wire        flush,
    // A command is offered.
    input  wire        command_valid,
    // Address of the first octet.
    input  wire [63:0] command_address,
    // How many octets.
    input  wire [15:0] command_octets,
    // Who asks: comes back with `done`.
    input  wire [1:0]  command_client,
    // A word is offered.
    input  wire        word_valid,
    // Its octets, each in the lane of its address.
    input  wire [63:0] word_data,
    // The address is taken.
    input  wire        m_axi_awready,
    // Data are taken.
    input  wire        m_axi_wready,
    // Response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    input  wire [1:0]  m_axi_bresp,
    // A response is offered.
    input  wire        m_axi_bvalid,
    // The command is taken.
    output wire        command_ready,
    // The word is taken.
    output reg         word_ready,
    // Address of the burst, a multiple of 8.
    output wire [63:0] m_axi_awaddr,
    // Its beats, less one.
    output wire [7:0]  m_axi_awlen,
    // An address is offered.
    output wire        m_axi_awvalid,
    // Data.
    output reg  [63:0] m_axi_wdata,
    // Which octets of them are written.
    output reg  [7:0]  m_axi_wstrb,
    // The last beat of its burst.
    output reg         m_axi_wlast,
    // Data are offered.
    output reg         m_axi_wvalid,
    // The response is taken.
    output reg         m_axi_bready,
    // Strobe: all accesses of a command have been answered.
    output reg         done,
    // Whose it was.
    output reg  [1:0]  done_client,
    // One of them was answered with an error.
    output reg         done_error,
    // No burst is under way.
    output reg         idle
);

    reg [4:0]  write, write_next;
    reg [4:0]  read, read_next;
    reg [5:0]  held, held_next;
    reg [5:0]  granted;
    reg        granted_any;
    reg [13:0] left, left_next;
    reg [3:0]  place, place_next;
    reg        first, first_next;
    reg [2:0]  begin_lane, begin_lane_next;
    reg [2:0]  end_lane, end_lane_next;
    reg [63:0] m_axi_wdata_next;
    reg [7:0]  m_axi_wstrb_next;
    reg        m_axi_wlast_next;
    reg        failed, failed_next;
    reg        done_next;
    reg [1:0]  done_client_next;
    reg        done_error_next;

    wire [2:0]  burst;
    wire [5:0]  asked_beats;
    wire        held_enough;
    wire        pass;
    wire [5:0]  passes;
    wire        is_last_word;
    reg  [7:0]  strobes_from;
    reg  [7:0]  strobes_to;
    wire [72:0] entry;
    reg         more;
    wire [5:0]  used;
    wire        word_free;
    wire        fetch;
    wire [5:0]  fetches;
    reg  [5:0]  granted_after;
    wire        more_granted;
    wire        valid_after;
    wire        answered;
    wire        wrong;
    wire        cutter_counted;
    wire [13:0] cutter_words;
    wire [6:0]  cutter_first_place;
    wire [2:0]  cutter_last_lane;
    wire        cutter_may_ask;
    wire        cutter_asks;
    wire [4:0]  cutter_beats;
    wire [3:0]  cutter_length;
    wire        cutter_offers_after;
    wire [2:0]  bursts_oldest;
    wire        bursts_occupied;
    wire [4:0]  bursts_count;
    wire [72:0] buffer_read_data;

    burst_cutter cutter (
        .clk(clk),
        .rst(rst),
        .command_valid(command_valid),
        .command_ready(command_ready),
        .command_address(command_address),
        .command_octets(command_octets),
        .command_client(command_client),
        .counted(cutter_counted),
        .words(cutter_words),
        .first_place(cutter_first_place),
        .last_lane(cutter_last_lane),
        .may_ask(cutter_may_ask),
        .asks(cutter_asks),
        .beats(cutter_beats),
        .length(cutter_length),
        .client(burst[1:0]),
        .is_last(burst[2]),
        .burst_address(m_axi_awaddr),
        .burst_length(m_axi_awlen),
        .burst_valid(m_axi_awvalid),
        .burst_ready(m_axi_awready),
        .offers_after(cutter_offers_after)
    );

    queue_3 bursts (
        .clk(clk),
        .rst(rst),
        .put(cutter_asks),
        .put_data(burst),
        .take(answered),
        .oldest(bursts_oldest),
        .occupied(bursts_occupied),
        .count(bursts_count)
    );

    ram_distributed #(.WIDTH(73), .ADDRESS_WIDTH(5)) buffer (
        .write_clk(clk),
        .write_enable(pass),
        .write_address(write),
        .write_data(entry),
        .read_address(read),
        .read_data(buffer_read_data)
    );

    assign asked_beats = {1'b0, cutter_beats};
    assign held_enough = held >= asked_beats;
    assign cutter_may_ask = !flush && (bursts_count < 5'd8) && held_enough;
    // Words in. The octets before the first one and behind the last one are not written.
    assign pass = word_valid && word_ready;
    assign is_last_word = left == 14'd1;
    assign entry = {(&place) || is_last_word, strobes_from & strobes_to, word_data};
    // Data out.
    assign word_free = !m_axi_wvalid || m_axi_wready;
    assign fetch = word_free && granted_any;
    assign valid_after = granted_any || !word_free;
    // What is held and what is granted, each with all that changes it at this edge.
    assign passes = {5'd0, pass};
    assign fetches = {5'd0, fetch};
    // Bursts have words: nothing is added before it is known whether there are any.
    assign more_granted = cutter_asks || (granted_any && !(fetch && (granted == 6'd1)));
    // One less is free than there will be, for what leaves at this edge: nothing is taken off.
    assign used = held + granted + passes;
    assign answered = m_axi_bvalid && m_axi_bready && bursts_occupied;
    assign wrong = failed || (m_axi_bresp >= 2'd2);

    always @* begin
        write_next = write;
        read_next = read;
        left_next = left;
        place_next = place;
        first_next = first;
        begin_lane_next = begin_lane;
        end_lane_next = end_lane;
        m_axi_wdata_next = m_axi_wdata;
        m_axi_wstrb_next = m_axi_wstrb;
        m_axi_wlast_next = m_axi_wlast;
        failed_next = failed;
        done_client_next = done_client;
        done_error_next = done_error;

        strobes_from = 8'hff;
        if (first) begin
            strobes_from = 8'hff << begin_lane;
        end
        strobes_to = 8'hff;
        if (is_last_word) begin
            strobes_to = ~(8'hfe << end_lane);
        end

        more = (|left) && !(pass && is_last_word);
        if (pass) begin
            write_next = write + 5'd1;
            place_next = place + 4'd1;
            first_next = 1'b0;
            left_next = left - 14'd1;
        end
        // All words of the command before have come: its bursts were offered with all their data.
        if (cutter_counted) begin
            more = 1'b1;
            left_next = cutter_words;
            place_next = cutter_first_place[6:3];
            first_next = 1'b1;
            begin_lane_next = cutter_first_place[2:0];
            end_lane_next = cutter_last_lane;
        end

        if (fetch) begin
            read_next = read + 5'd1;
            m_axi_wdata_next = buffer_read_data[63:0];
            m_axi_wstrb_next = buffer_read_data[71:64];
            m_axi_wlast_next = buffer_read_data[72];
        end

        held_next = held + passes;
        granted_after = granted - fetches;
        if (cutter_asks) begin
            held_next = (held - asked_beats) + passes;
            granted_after = (granted + asked_beats) - fetches;
        end

        done_next = 1'b0;
        if (answered) begin
            failed_next = wrong;
            if (bursts_oldest[2]) begin
                done_next = 1'b1;
                done_client_next = bursts_oldest[1:0];
                done_error_next = wrong;
                failed_next = 1'b0;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 5'd0;
            read <= 5'd0;
            held <= 6'd0;
            granted <= 6'd0;
            granted_any <= 1'b0;
            left <= 14'd0;
            place <= 4'd0;
            first <= 1'b0;
            begin_lane <= 3'd0;
            end_lane <= 3'd0;
            word_ready <= 1'b0;
            m_axi_wdata <= 64'd0;
            m_axi_wstrb <= 8'd0;
            m_axi_wlast <= 1'b0;
            m_axi_wvalid <= 1'b0;
            m_axi_bready <= 1'b0;
            failed <= 1'b0;
            done <= 1'b0;
            done_client <= 2'd0;
            done_error <= 1'b0;
            idle <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            held <= held_next;
            granted <= granted_after;
            granted_any <= more_granted;
            left <= left_next;
            place <= place_next;
            first <= first_next;
            begin_lane <= begin_lane_next;
            end_lane <= end_lane_next;
            word_ready <= more && (used < 6'd32);
            m_axi_wdata <= m_axi_wdata_next;
            m_axi_wstrb <= m_axi_wstrb_next;
            m_axi_wlast <= m_axi_wlast_next;
            m_axi_wvalid <= valid_after;
            // Responses. One that nobody waits for is thrown away; from 2 on it is an error.
            m_axi_bready <= 1'b1;
            failed <= failed_next;
            done <= done_next;
            done_client <= done_client_next;
            done_error <= done_error_next;
            idle <= !cutter_offers_after && !cutter_asks && !valid_after && !more_granted && (!bursts_occupied ||
                (answered && (bursts_count == 5'd1)));
        end
    end

    wire unused = &{1'b0, cutter_length};

endmodule

`line 6 "queue_3.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_3 (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Put an entry in; a full queue loses it.
    input  wire       put,
    // The entry.
    input  wire [2:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire       take,
    // The oldest entry, while there is one.
    output wire [2:0] oldest,
    // There is an entry.
    output reg        occupied,
    // How many there are: 16 at the most.
    output reg  [4:0] count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(3), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 6 "read_arbiter.v" 0
// Three clients of one `dma_read` take turns with their commands.
//
//                          +----------------+
// tx_ring_valid, address-->|                |->tx_ring_ready
//      tx_ring_octets----->|                |->rx_ring_ready
// rx_ring_valid, address-->|                |->payload_ready
//      rx_ring_octets----->|  read_arbiter  |->command_valid
// payload_valid, address-->|                |->command_address[64]
//      payload_octets----->|                |->command_octets[16]
//       command_ready----->|                |->command_client[2]
//                          +----------------+
module read_arbiter (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // The transmit descriptors offer a command.
    input  wire        tx_ring_valid,
    // Address of its first octet.
    input  wire [63:0] tx_ring_address,
    // How many octets.
    input  wire [15:0] tx_ring_octets,
    // The receive descriptors offer a command.
    input  wire        rx_ring_valid,
    // Address of its first octet.
    input  wire [63:0] rx_ring_address,
    // How many octets.
    input  wire [15:0] rx_ring_octets,
    // The frames to send offer a command.
    input  wire        payload_valid,
    // Address of its first octet.
    input  wire [63:0] payload_address,
    // How many octets.
    input  wire [15:0] payload_octets,
    // The command is taken.
    input  wire        command_ready,
    // The command of the transmit descriptors is taken.
    output reg         tx_ring_ready,
    // The command of the receive descriptors is taken.
    output reg         rx_ring_ready,
    // The command of the frames to send is taken.
    output reg         payload_ready,
    // A command is offered.
    output reg         command_valid,
    // Address of its first octet.
    output reg  [63:0] command_address,
    // How many octets.
    output reg  [15:0] command_octets,
    // Whose it is.
    output reg  [1:0]  command_client
);

    // State
    localparam [1:0] STATE_CHOOSE = 2'd0;
    localparam [1:0] STATE_TAKE   = 2'd1;
    localparam [1:0] STATE_OFFER  = 2'd2;

    reg [1:0]  state, state_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg [1:0]  command_client_next;

    reg         turn_valid;
    reg  [63:0] turn_address;
    reg  [15:0] turn_octets;
    wire        turns_choose;
    wire [1:0]  turns_turn;
    wire        turns_chosen_0;
    wire        turns_chosen_1;
    wire        turns_chosen_2;

    turns turns (
        .clk(clk),
        .rst(rst),
        .choose(turns_choose),
        .valid_0(tx_ring_valid),
        .valid_1(rx_ring_valid),
        .valid_2(payload_valid),
        .turn(turns_turn),
        .chosen_0(turns_chosen_0),
        .chosen_1(turns_chosen_1),
        .chosen_2(turns_chosen_2)
    );

    assign turns_choose = state == STATE_CHOOSE;

    always @* begin
        state_next = state;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        command_client_next = command_client;

        // The command of the client whose turn it is.
        if (turns_turn == 2'd0) begin
            turn_valid = tx_ring_valid;
            turn_address = tx_ring_address;
            turn_octets = tx_ring_octets;
        end else if (turns_turn == 2'd1) begin
            turn_valid = rx_ring_valid;
            turn_address = rx_ring_address;
            turn_octets = rx_ring_octets;
        end else begin
            turn_valid = payload_valid;
            turn_address = payload_address;
            turn_octets = payload_octets;
        end

        case (state)
            STATE_CHOOSE: begin
                if (turns_chosen_0 || turns_chosen_1 || turns_chosen_2) begin
                    state_next = STATE_TAKE;
                end
            end
            STATE_TAKE: begin
                state_next = STATE_CHOOSE;
                if (turn_valid) begin
                    command_address_next = turn_address;
                    command_octets_next = turn_octets;
                    command_client_next = turns_turn;
                    command_valid_next = 1'b1;
                    state_next = STATE_OFFER;
                end
            end
            default: begin // STATE_OFFER
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = STATE_CHOOSE;
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_CHOOSE;
            tx_ring_ready <= 1'b0;
            rx_ring_ready <= 1'b0;
            payload_ready <= 1'b0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            command_client <= 2'd0;
        end else begin
            state <= state_next;
            tx_ring_ready <= turns_chosen_0;
            rx_ring_ready <= turns_chosen_1;
            payload_ready <= turns_chosen_2;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            command_client <= command_client_next;
        end
    end

endmodule

`line 6 "turns.v" 0
// Whose turn it is of three clients: first the one after the last, and so round (docs/card.md, What is inside).
//
//             +-------+
//    choose-->|       |-->turn[2]
//  valid_0 -->| turns |-->chosen_0
//  valid_1 -->|       |-->chosen_1
//  valid_2 -->|       |-->chosen_2
//             +-------+
module turns (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Choose at this edge.
    input  wire       choose,
    // Client 0 wants a turn.
    input  wire       valid_0,
    // Client 1 wants a turn.
    input  wire       valid_1,
    // Client 2 wants a turn.
    input  wire       valid_2,
    // The client that was chosen last.
    output reg  [1:0] turn,
    // Client 0 is chosen at this edge.
    output wire       chosen_0,
    // Client 1 is chosen at this edge.
    output wire       chosen_1,
    // Client 2 is chosen at this edge.
    output wire       chosen_2
);

    reg [1:0] turn_next;

    reg  [1:0] choice;
    wire       wanted;

    assign wanted = choose && (valid_0 || valid_1 || valid_2);
    assign chosen_0 = wanted && (choice == 2'd0);
    assign chosen_1 = wanted && (choice == 2'd1);
    assign chosen_2 = wanted && (choice == 2'd2);

    always @* begin
        turn_next = turn;

        // The one whose turn it was is the last in the row.
        choice = turn;
        if (turn == 2'd0) begin
            if (valid_1) begin
                choice = 2'd1;
            end else if (valid_2) begin
                choice = 2'd2;
            end
        end else if (turn == 2'd1) begin
            if (valid_2) begin
                choice = 2'd2;
            end else if (valid_0) begin
                choice = 2'd0;
            end
        end else if (valid_0) begin
            choice = 2'd0;
        end else if (valid_1) begin
            choice = 2'd1;
        end

        if (wanted) begin
            turn_next = choice;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            turn <= 2'd2;
        end else begin
            turn <= turn_next;
        end
    end

endmodule

`line 6 "write_arbiter.v" 0
// Three clients of one `dma_write` take turns with their commands, each followed by its words.
//
//                              +-----------------+
// payload_valid,address,octets>|                 |->payload_ready, payload_word_ready
//  payload_word_valid, data--->|                 |->tx_ring_ready, tx_ring_word_ready
// tx_ring_valid,address,octets>|                 |->rx_ring_ready, rx_ring_word_ready
//  tx_ring_word_valid, data--->|  write_arbiter  |->command_valid, client[2]
// rx_ring_valid,address,octets>|                 |->command_address[64]
//  rx_ring_word_valid, data--->|                 |->command_octets[16]
//   command_ready, word_ready->|                 |->word_valid, word_data[64]
//                              +-----------------+
module write_arbiter (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // The received frames offer a command.
    input  wire        payload_valid,
    // Address of its first octet.
    input  wire [63:0] payload_address,
    // How many octets.
    input  wire [15:0] payload_octets,
    // The received frames offer a word.
    input  wire        payload_word_valid,
    // The word.
    input  wire [63:0] payload_word_data,
    // The transmit completions offer a command.
    input  wire        tx_ring_valid,
    // Address of its first octet.
    input  wire [63:0] tx_ring_address,
    // How many octets.
    input  wire [15:0] tx_ring_octets,
    // The transmit completions offer a word.
    input  wire        tx_ring_word_valid,
    // The word.
    input  wire [63:0] tx_ring_word_data,
    // The receive completions offer a command.
    input  wire        rx_ring_valid,
    // Address of its first octet.
    input  wire [63:0] rx_ring_address,
    // How many octets.
    input  wire [15:0] rx_ring_octets,
    // The receive completions offer a word.
    input  wire        rx_ring_word_valid,
    // The word.
    input  wire [63:0] rx_ring_word_data,
    // The command is taken.
    input  wire        command_ready,
    // The word is taken.
    input  wire        word_ready,
    // The command of the received frames is taken.
    output reg         payload_ready,
    // The word of the received frames is taken.
    output reg         payload_word_ready,
    // The command of the transmit completions is taken.
    output reg         tx_ring_ready,
    // The word of the transmit completions is taken.
    output reg         tx_ring_word_ready,
    // The command of the receive completions is taken.
    output reg         rx_ring_ready,
    // The word of the receive completions is taken.
    output reg         rx_ring_word_ready,
    // A command is offered.
    output reg         command_valid,
    // Address of its first octet.
    output reg  [63:0] command_address,
    // How many octets.
    output reg  [15:0] command_octets,
    // Whose it is.
    output reg  [1:0]  command_client,
    // A word is offered.
    output reg         word_valid,
    // The word.
    output reg  [63:0] word_data
);

    // State
    localparam [1:0] STATE_CHOOSE = 2'd0;
    localparam [1:0] STATE_TAKE   = 2'd1;
    localparam [1:0] STATE_OFFER  = 2'd2;
    localparam [1:0] STATE_WORDS  = 2'd3;

    reg [1:0]  state, state_next;
    reg        tx_ring_word_ready_next;
    reg        rx_ring_word_ready_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg [1:0]  command_client_next;
    reg        word_valid_next;
    reg [63:0] word_data_next;
    reg [13:0] left, left_next;

    reg         turn_valid;
    reg  [63:0] turn_address;
    reg  [15:0] turn_octets;
    wire [3:0]  spill;
    reg  [1:0]  more_words;
    wire        follows;
    wire        more;
    wire        free;
    wire        payload_passes;
    wire        fetch;
    wire        tx_passes;
    wire        rx_passes;
    wire        turns_choose;
    wire [1:0]  turns_turn;
    wire        turns_chosen_0;
    wire        turns_chosen_1;
    wire        turns_chosen_2;
    wire [63:0] words_oldest;
    wire        words_occupied;
    wire [4:0]  words_count;

    turns turns (
        .clk(clk),
        .rst(rst),
        .choose(turns_choose),
        .valid_0(payload_valid),
        .valid_1(tx_ring_valid),
        .valid_2(rx_ring_valid),
        .turn(turns_turn),
        .chosen_0(turns_chosen_0),
        .chosen_1(turns_chosen_1),
        .chosen_2(turns_chosen_2)
    );

    queue_64 words (
        .clk(clk),
        .rst(rst),
        .put(payload_passes),
        .put_data(payload_word_data),
        .take(fetch),
        .oldest(words_oldest),
        .occupied(words_occupied),
        .count(words_count)
    );

    assign turns_choose = state == STATE_CHOOSE;
    // Received octets are gathered while others have their turn. The queue is asked for room as it was before this
    // edge and what comes at it: nothing is taken off.
    assign payload_passes = payload_word_valid && payload_word_ready;
    // Words besides those that the octets would fill: what is in front of the first octet counts, too.
    assign spill = {1'b0, command_address[2:0]} + {1'b0, command_octets[2:0]};
    assign follows = state == STATE_WORDS;
    assign more = |left;
    assign free = !word_valid || word_ready;
    assign fetch = follows && (turns_turn == 2'd0) && free && more && words_occupied;
    assign tx_passes = tx_ring_word_valid && tx_ring_word_ready;
    assign rx_passes = rx_ring_word_valid && rx_ring_word_ready;

    always @* begin
        state_next = state;
        tx_ring_word_ready_next = tx_ring_word_ready;
        rx_ring_word_ready_next = rx_ring_word_ready;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        command_client_next = command_client;
        word_valid_next = word_valid;
        word_data_next = word_data;
        left_next = left;

        // The command of the client whose turn it is.
        if (turns_turn == 2'd0) begin
            turn_valid = payload_valid;
            turn_address = payload_address;
            turn_octets = payload_octets;
        end else if (turns_turn == 2'd1) begin
            turn_valid = tx_ring_valid;
            turn_address = tx_ring_address;
            turn_octets = tx_ring_octets;
        end else begin
            turn_valid = rx_ring_valid;
            turn_address = rx_ring_address;
            turn_octets = rx_ring_octets;
        end

        more_words = 2'd0;
        if (spill > 4'd8) begin
            more_words = 2'd2;
        end else if (|spill) begin
            more_words = 2'd1;
        end

        case (state)
            STATE_CHOOSE: begin
                if (turns_chosen_0 || turns_chosen_1 || turns_chosen_2) begin
                    state_next = STATE_TAKE;
                end
            end
            STATE_TAKE: begin
                state_next = STATE_CHOOSE;
                if (turn_valid) begin
                    command_address_next = turn_address;
                    command_octets_next = turn_octets;
                    command_client_next = turns_turn;
                    command_valid_next = 1'b1;
                    state_next = STATE_OFFER;
                end
            end
            STATE_OFFER: begin
                left_next = 14'd0;
                if (|command_octets) begin
                    left_next = {1'b0, command_octets[15:3]} + {12'd0, more_words};
                end
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = STATE_WORDS;
                end
            end
            STATE_WORDS: begin
                if (!more && free) begin
                    state_next = STATE_CHOOSE;
                end
                if (free) begin
                    word_valid_next = 1'b0;
                end
                if (fetch || tx_passes || rx_passes) begin
                    word_valid_next = 1'b1;
                    left_next = left - 14'd1;
                end
                if (fetch) begin
                    word_data_next = words_oldest;
                end
                // A ring gives a word every other clock at the most: once taken, it is offered before the next.
                if (tx_passes) begin
                    word_data_next = tx_ring_word_data;
                    tx_ring_word_ready_next = 1'b0;
                end else if ((turns_turn == 2'd1) && free && more) begin
                    tx_ring_word_ready_next = 1'b1;
                end
                if (rx_passes) begin
                    word_data_next = rx_ring_word_data;
                    rx_ring_word_ready_next = 1'b0;
                end else if ((turns_turn == 2'd2) && free && more) begin
                    rx_ring_word_ready_next = 1'b1;
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_CHOOSE;
            payload_ready <= 1'b0;
            payload_word_ready <= 1'b0;
            tx_ring_ready <= 1'b0;
            tx_ring_word_ready <= 1'b0;
            rx_ring_ready <= 1'b0;
            rx_ring_word_ready <= 1'b0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            command_client <= 2'd0;
            word_valid <= 1'b0;
            word_data <= 64'd0;
            left <= 14'd0;
        end else begin
            state <= state_next;
            payload_ready <= turns_chosen_0;
            payload_word_ready <= (words_count < 5'd15) || ((words_count == 5'd15) && !payload_passes);
            tx_ring_ready <= turns_chosen_1;
            tx_ring_word_ready <= tx_ring_word_ready_next;
            rx_ring_ready <= turns_chosen_2;
            rx_ring_word_ready <= rx_ring_word_ready_next;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            command_client <= command_client_next;
            word_valid <= word_valid_next;
            word_data <= word_data_next;
            left <= left_next;
        end
    end

endmodule

`line 6 "queue_64.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_64 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [63:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [63:0] oldest,
    // There is an entry.
    output reg         occupied,
    // How many there are: 16 at the most.
    output reg  [4:0]  count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(64), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 6 "ring_fetch.v" 0
// Fetches the descriptors of a direction ahead of their use, and guards its `TAIL` (docs/card.md, Queues).
//
//                         +------------+
//        cfg_base[58]---->|            |->command_valid
//    cfg_size_log2[4]---->|            |->command_address[64]
//          cfg_enable---->|            |->command_octets[16]
//                halt---->|            |->descriptor_valid
// tail_write, data[16]--->| ring_fetch |->descriptor_address[64]
//       command_ready---->|            |->descriptor_length[16]
//          word_valid---->|            |->descriptor_vlan_tci[16]
//       word_data[64]---->|            |->descriptor_flags[4], index[16]
//    word_last, error---->|            |->head[16], tail[16]
//    descriptor_ready---->|            |->ring_error, stopped
//                         +------------+
module ring_fetch (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Fetch descriptors.
    input  wire        cfg_enable,
    // Where the ring begins, in units of 64 octets.
    input  wire [57:0] cfg_base,
    // Entries of the ring, as a power of two.
    input  wire [3:0]  cfg_size_log2,
    // The direction has stopped: fetch nothing more.
    input  wire        halt,
    // `TAIL` is written.
    input  wire        tail_write,
    // What is written.
    input  wire [15:0] tail_data,
    // The command is taken.
    input  wire        command_ready,
    // A word has come.
    input  wire        word_valid,
    // The word.
    input  wire [63:0] word_data,
    // It is the last of its command.
    input  wire        word_last,
    // The bus has answered the command with an error.
    input  wire        word_error,
    // The descriptor is taken.
    input  wire        descriptor_ready,
    // A command for `dma_read` is offered.
    output reg         command_valid,
    // Address of the first descriptor.
    output reg  [63:0] command_address,
    // Octets of the descriptors.
    output reg  [15:0] command_octets,
    // A descriptor is offered.
    output reg         descriptor_valid,
    // Address of its buffer.
    output reg  [63:0] descriptor_address,
    // Octets of its buffer.
    output reg  [15:0] descriptor_length,
    // Tag control information.
    output reg  [15:0] descriptor_vlan_tci,
    // Bit 0 `END`, 1 `IPV4_CHECKSUM`, 2 `L4_CHECKSUM`, 3 `VLAN`.
    output reg  [3:0]  descriptor_flags,
    // Its index.
    output reg  [15:0] descriptor_index,
    // Index of the first descriptor that has not been asked for.
    output reg  [15:0] head,
    // Index after the last descriptor that was handed over.
    output reg  [15:0] tail,
    // Strobe: a `TAIL` was written that the ring cannot hold.
    output reg         ring_error,
    // The bus has answered with an error.
    output reg         stopped
);

    // State
    localparam [1:0] STATE_LOOK  = 2'd0;
    localparam [1:0] STATE_PLAN  = 2'd1;
    localparam [1:0] STATE_JOIN  = 2'd2;
    localparam [1:0] STATE_OFFER = 2'd3;

    // Judging
    localparam [1:0] JUDGING_IDLE    = 2'd0;
    localparam [1:0] JUDGING_MEASURE = 2'd1;
    localparam [1:0] JUDGING_SUM     = 2'd2;
    localparam [1:0] JUDGING_DECIDE  = 2'd3;

    reg [1:0]  state, state_next;
    reg [15:0] head_next;
    reg [15:0] tail_next;
    reg [15:0] ahead, ahead_next;
    reg [2:0]  number, number_next;
    reg [26:0] low, low_next;
    reg [4:0]  coming;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg        half, half_next;
    reg [63:0] first, first_next;
    reg        stopped_next;
    reg        descriptor_valid_next;
    reg [63:0] descriptor_address_next;
    reg [15:0] descriptor_length_next;
    reg [15:0] descriptor_vlan_tci_next;
    reg [3:0]  descriptor_flags_next;
    reg [15:0] descriptor_index_next;
    reg [15:0] index, index_next;
    reg [1:0]  judging, judging_next;
    reg [15:0] candidate, candidate_next;
    reg [15:0] beyond, beyond_next;
    reg [15:0] used, used_next;
    reg [16:0] total, total_next;
    reg        ring_error_next;

    wire        stands;
    wire [5:0]  places;
    wire [2:0]  left_in_line;
    wire [15:0] line;
    wire [63:0] line_address;
    reg  [4:0]  asked;
    wire        complete;
    reg  [4:0]  arrived;
    wire [99:0] descriptor;
    wire        shown_free;
    wire        show;
    wire [12:0] ring_size;
    wire [11:0] ring_mask;
    wire        descriptors_put;
    wire [99:0] descriptors_oldest;
    wire        descriptors_occupied;
    wire [4:0]  descriptors_count;

    ring_size ring (.clk(clk), .rst(rst), .log2(cfg_size_log2), .size(ring_size), .mask(ring_mask));

    queue_100 descriptors (
        .clk(clk),
        .rst(rst),
        .put(descriptors_put),
        .put_data(descriptor),
        .take(show),
        .oldest(descriptors_oldest),
        .occupied(descriptors_occupied),
        .count(descriptors_count)
    );

    // Fetching. A command is for descriptors of one line, so it needs four free places.
    assign stands = halt || stopped;
    assign places = {1'b0, descriptors_count} + {1'b0, coming};
    assign left_in_line = 3'd4 - {1'b0, head[1:0]};
    assign line = (head & {4'd0, ring_mask}) >> 4'd2;
    assign line_address = {cfg_base[57:26] + {31'd0, low[26]}, low[25:0], head[1:0], 4'd0};
    // Descriptors. What comes with an error, or after one, is not used.
    assign complete = word_valid && half;
    assign descriptor = {word_data[35:0], first};
    assign descriptors_put = complete && !stopped && !word_error;
    assign shown_free = !descriptor_valid || descriptor_ready;
    assign show = shown_free && descriptors_occupied;

    always @* begin
        state_next = state;
        head_next = head;
        tail_next = tail;
        ahead_next = ahead;
        number_next = number;
        low_next = low;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        half_next = half;
        first_next = first;
        stopped_next = stopped;
        descriptor_valid_next = descriptor_valid;
        descriptor_address_next = descriptor_address;
        descriptor_length_next = descriptor_length;
        descriptor_vlan_tci_next = descriptor_vlan_tci;
        descriptor_flags_next = descriptor_flags;
        descriptor_index_next = descriptor_index;
        index_next = index;
        judging_next = judging;
        candidate_next = candidate;
        beyond_next = beyond;
        used_next = used;
        total_next = total;

        asked = 5'd0;
        case (state)
            STATE_LOOK: begin
                ahead_next = tail - head;
                if (cfg_enable && !stands) begin
                    state_next = STATE_PLAN;
                end
            end
            STATE_PLAN: begin
                number_next = left_in_line;
                if (ahead < {13'd0, left_in_line}) begin
                    number_next = ahead[2:0];
                end
                // The place in the ring is added here, the carry goes into the upper half at the next edge.
                low_next = {1'b0, cfg_base[25:0]} + {11'd0, line};
                state_next = STATE_JOIN;
                if (!(|ahead) || (places > 6'd12) || stands) begin
                    state_next = STATE_LOOK;
                end
            end
            STATE_JOIN: begin
                command_address_next = line_address;
                command_octets_next = {13'd0, number} << 4'd4;
                command_valid_next = 1'b1;
                head_next = head + {13'd0, number};
                asked = {2'd0, number};
                state_next = STATE_OFFER;
            end
            STATE_OFFER: begin
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = STATE_LOOK;
                end
            end
        endcase

        arrived = 5'd0;
        if (complete && (|coming)) begin
            arrived = 5'd1;
        end
        if (word_valid) begin
            half_next = !half && !word_last;
            if (!half) begin
                first_next = word_data;
            end
            if (word_error) begin
                stopped_next = 1'b1;
            end
        end

        if (shown_free) begin
            descriptor_valid_next = descriptors_occupied;
        end
        if (show) begin
            descriptor_address_next = descriptors_oldest[63:0];
            descriptor_length_next = descriptors_oldest[79:64];
            descriptor_vlan_tci_next = descriptors_oldest[95:80];
            descriptor_flags_next = descriptors_oldest[99:96];
            descriptor_index_next = index;
            index_next = index + 16'd1;
        end

        // The tail goes ahead, and never further from the head than the ring is long.
        ring_error_next = 1'b0;
        if (tail_write) begin
            candidate_next = tail_data;
            judging_next = JUDGING_MEASURE;
        end else begin
            case (judging)
                JUDGING_IDLE: ;
                JUDGING_MEASURE: begin
                    beyond_next = candidate - tail;
                    used_next = tail - head;
                    judging_next = JUDGING_SUM;
                end
                JUDGING_SUM: begin
                    total_next = {1'b0, beyond} + {1'b0, used};
                    judging_next = JUDGING_DECIDE;
                end
                JUDGING_DECIDE: begin
                    judging_next = JUDGING_IDLE;
                    if (total <= {4'd0, ring_size}) begin
                        tail_next = candidate;
                    end else begin
                        ring_error_next = 1'b1;
                    end
                end
            endcase
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_LOOK;
            head <= 16'd0;
            tail <= 16'd0;
            ahead <= 16'd0;
            number <= 3'd0;
            low <= 27'd0;
            coming <= 5'd0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            half <= 1'b0;
            first <= 64'd0;
            stopped <= 1'b0;
            descriptor_valid <= 1'b0;
            descriptor_address <= 64'd0;
            descriptor_length <= 16'd0;
            descriptor_vlan_tci <= 16'd0;
            descriptor_flags <= 4'd0;
            descriptor_index <= 16'd0;
            index <= 16'd0;
            judging <= JUDGING_IDLE;
            candidate <= 16'd0;
            beyond <= 16'd0;
            used <= 16'd0;
            total <= 17'd0;
            ring_error <= 1'b0;
        end else begin
            state <= state_next;
            head <= head_next;
            tail <= tail_next;
            ahead <= ahead_next;
            number <= number_next;
            low <= low_next;
            coming <= (coming + asked) - arrived;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            half <= half_next;
            first <= first_next;
            stopped <= stopped_next;
            descriptor_valid <= descriptor_valid_next;
            descriptor_address <= descriptor_address_next;
            descriptor_length <= descriptor_length_next;
            descriptor_vlan_tci <= descriptor_vlan_tci_next;
            descriptor_flags <= descriptor_flags_next;
            descriptor_index <= descriptor_index_next;
            index <= index_next;
            judging <= judging_next;
            candidate <= candidate_next;
            beyond <= beyond_next;
            used <= used_next;
            total <= total_next;
            ring_error <= ring_error_next;
        end
    end

endmodule

`line 6 "ring_size.v" 0
// Entries of a ring, of what the driver wrote: 2^3 to 2^12 of them.
//
//            +-----------+
//  log2[4]-->| ring_size |-->size[13]
//            |           |-->mask[12]
//            +-----------+
module ring_size (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Entries of the ring, as a power of two; what is less than 3 is 3, what is more than 12 is 12.
    input  wire [3:0]  log2,
    // Entries of the ring.
    output reg  [12:0] size,
    // One less: the bits of an index that count in the ring.
    output reg  [11:0] mask
);

    reg [3:0] limited;

    always @* begin
        limited = log2;
        if (log2 < 4'd3) begin
            limited = 4'd3;
        end else if (log2 > 4'd12) begin
            limited = 4'd12;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            size <= 13'd8;
            mask <= 12'd7;
        end else begin
            size <= 13'd1 << limited;
            // Not one less than the size: so each bit is a function of four.
            mask <= ~(12'hfff << limited);
        end
    end

endmodule

`line 6 "queue_100.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_100 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [99:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [99:0] oldest,
    // There is an entry.
    output reg         occupied,
    // How many there are: 16 at the most.
    output reg  [4:0]  count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(100), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 6 "tx_engine.v" 0
// Turns transmit descriptors into reads of payload, into plans for `stream_narrow`, and into completions.
//
//                            +-----------+
//   cfg_enable, halt-------->|           |->descriptor_ready
//   descriptor_valid-------->|           |->command_valid
//  descriptor_address[64]--->|           |->command_address[64], octets[16]
//   descriptor_length[16]--->|           |->chunk_valid, lane[3], octets[16]
//  descriptor_vlan_tci[16]-->| tx_engine |->chunk_end, vlan, vlan_tci[16]
// descriptor_flags[4]------->|           |->chunk_ipv4, chunk_l4
//   descriptor_index[16]---->|           |->m_axis_tdata[64], tvalid
// command_ready, chunk_ready>|           |->completion_valid, length[16]
// word_valid,data[64],error->|           |->completion_next[16]
//      m_axis_tready-------->|           |->completion_dropped
//   accepted, dropped------->|           |->active, stopped
//   completion_ready-------->|           |
//                            +-----------+
module tx_engine (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin frames; one that is begun goes on without it.
    input  wire        cfg_enable,
    // The direction has stopped: ask for nothing more.
    input  wire        halt,
    // A descriptor is offered.
    input  wire        descriptor_valid,
    // Address of its buffer.
    input  wire [63:0] descriptor_address,
    // Octets of its buffer.
    input  wire [15:0] descriptor_length,
    // Tag control information to insert.
    input  wire [15:0] descriptor_vlan_tci,
    // Bit 0 `END`, 1 `IPV4_CHECKSUM`, 2 `L4_CHECKSUM`, 3 `VLAN`.
    input  wire [3:0]  descriptor_flags,
    // Its index.
    input  wire [15:0] descriptor_index,
    // The command is taken.
    input  wire        command_ready,
    // The chunk is taken.
    input  wire        chunk_ready,
    // A word has come.
    input  wire        word_valid,
    // The word.
    input  wire [63:0] word_data,
    // The bus has answered its command with an error.
    input  wire        word_error,
    // The sink takes the word.
    input  wire        m_axis_tready,
    // Strobe: a frame will be sent.
    input  wire        accepted,
    // Strobe: a frame was too long and is not sent.
    input  wire        dropped,
    // The completion is taken.
    input  wire        completion_ready,
    // The descriptor is taken.
    output reg         descriptor_ready,
    // A command for `dma_read` is offered.
    output reg         command_valid,
    // Address of its first octet.
    output reg  [63:0] command_address,
    // How many octets: 128 at the most.
    output reg  [15:0] command_octets,
    // A chunk for `stream_narrow` is offered.
    output reg         chunk_valid,
    // The lane of its first octet.
    output reg  [2:0]  chunk_lane,
    // Its octets.
    output reg  [15:0] chunk_octets,
    // It is the last of its frame.
    output reg         chunk_end,
    // Insert a tag into the frame.
    output reg         chunk_vlan,
    // The tag control information to insert.
    output reg  [15:0] chunk_vlan_tci,
    // Insert the IPv4 header checksum.
    output reg         chunk_ipv4,
    // Insert the TCP or UDP checksum.
    output reg         chunk_l4,
    // Word of payload.
    output wire [63:0] m_axis_tdata,
    // A word is offered.
    output reg         m_axis_tvalid,
    // A completion is offered.
    output reg         completion_valid,
    // Octets of the buffers of the frame; 65535 where there are more.
    output reg  [15:0] completion_length,
    // Index after its last descriptor.
    output reg  [15:0] completion_next,
    // It was not sent.
    output reg         completion_dropped,
    // Frames are under way.
    output reg         active,
    // The bus has answered with an error.
    output reg         stopped
);

    // State
    localparam [2:0] STATE_IDLE  = 3'd0;
    localparam [2:0] STATE_TAKE  = 3'd1;
    localparam [2:0] STATE_PLAN  = 3'd2;
    localparam [2:0] STATE_CUT   = 3'd3;
    localparam [2:0] STATE_ASK   = 3'd4;
    localparam [2:0] STATE_OFFER = 3'd5;
    localparam [2:0] STATE_CLOSE = 3'd6;

    reg [2:0]  state, state_next;
    reg        in_frame, in_frame_next;
    reg        descriptor_ready_next;
    reg [15:0] rest, rest_next;
    reg [15:0] tci, tci_next;
    reg [3:0]  flags, flags_next;
    reg [15:0] index, index_next;
    reg [15:0] frame_tci, frame_tci_next;
    reg [2:0]  frame_flags, frame_flags_next;
    reg [15:0] frame_octets, frame_octets_next;
    reg [7:0]  piece, piece_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg        chunk_valid_next;
    reg [2:0]  chunk_lane_next;
    reg [15:0] chunk_octets_next;
    reg        chunk_end_next;
    reg [15:0] chunk_vlan_tci_next;
    reg        chunk_ipv4_next;
    reg        chunk_l4_next;
    reg        chunk_vlan_next;
    reg [7:0]  write, write_next;
    reg [7:0]  read, read_next;
    reg        fetched, fetched_next;
    reg        m_axis_tvalid_next;
    reg        stopped_next;
    reg [7:0]  reserved;
    reg [4:0]  asked_words, asked_words_next;
    reg        completion_valid_next;
    reg [15:0] completion_length_next;
    reg [15:0] completion_next_next;
    reg        completion_dropped_next;

    wire        may_begin;
    wire        takes;
    wire        plans;
    wire [16:0] octet_sum;
    reg  [38:0] chunk;
    wire        chunk_free;
    wire        show;
    wire [2:0]  lane;
    wire [3:0]  spill;
    reg  [1:0]  more_words;
    wire        asks;
    reg  [2:0]  after_buffer;
    wire        is_full;
    wire        store;
    wire        waiting;
    wire        present_free;
    wire        fetch_free;
    reg  [7:0]  leaves;
    wire [32:0] frame;
    wire        completion_free;
    wire        empty_frame;
    wire        complete;
    wire [63:0] cursor_address;
    wire [7:0]  cursor_room;
    wire [38:0] chunks_oldest;
    wire        chunks_occupied;
    wire [4:0]  chunks_count;
    wire        payload_present_enable;
    wire        frames_put;
    wire [32:0] frames_oldest;
    wire        frames_occupied;
    wire [4:0]  frames_count;
    wire        fates_put;
    wire        fates_take;
    wire        fates_oldest;
    wire        fates_occupied;
    wire [4:0]  fates_count;

    burst_address cursor (
        .clk(clk),
        .rst(rst),
        .load(takes),
        .next_address(descriptor_address),
        .advance(asks),
        .address(cursor_address),
        .room(cursor_room)
    );

    queue_39 chunks (
        .clk(clk),
        .rst(rst),
        .put(plans),
        .put_data(chunk),
        .take(show),
        .oldest(chunks_oldest),
        .occupied(chunks_occupied),
        .count(chunks_count)
    );

    ram_block #(.WIDTH(64), .ADDRESS_WIDTH(7)) payload (
        .clk(clk),
        .rst(rst),
        .write_enable(store),
        .write_address(write[6:0]),
        .write_data(word_data),
        .read_enable(fetch_free),
        .read_address(read[6:0]),
        .present_enable(payload_present_enable),
        .read_data(m_axis_tdata)
    );

    queue_33 frames (
        .clk(clk),
        .rst(rst),
        .put(frames_put),
        .put_data(frame),
        .take(complete),
        .oldest(frames_oldest),
        .occupied(frames_occupied),
        .count(frames_count)
    );

    queue_1 fates (
        .clk(clk),
        .rst(rst),
        .put(fates_put),
        .put_data(dropped),
        .take(fates_take),
        .oldest(fates_oldest),
        .occupied(fates_occupied),
        .count(fates_count)
    );

    // Descriptors. A frame that was begun goes on without `cfg_enable`.
    assign may_begin = !halt && (cfg_enable || in_frame);
    assign takes = (state == STATE_TAKE) && descriptor_valid;
    assign plans = state == STATE_PLAN;
    assign octet_sum = {1'b0, frame_octets} + {1'b0, rest};
    assign lane = cursor_address[2:0];
    // What is asked for finds room. It is added to what is reserved an edge late, long before the next piece.
    assign asks = (state == STATE_ASK) && !halt && (reserved <= 8'd112);
    // Words besides those that the octets would fill: what is in front of the first octet counts, too.
    assign spill = {1'b0, lane} + {1'b0, piece[2:0]};
    assign chunk_free = !chunk_valid || chunk_ready;
    assign show = chunk_free && chunks_occupied;
    // Words. From an error on none is stored: the frame has no end, and is never sent.
    assign is_full = (write ^ read) == 8'd128;
    assign store = word_valid && !word_error && !stopped && !is_full;
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign fetch_free = !fetched || present_free;
    assign waiting = read != write;
    assign payload_present_enable = present_free && fetched;
    // Completions: of a frame of no octets at once, of others when their fate is certain.
    assign frame = {!(|frame_octets), index + 16'd1, frame_octets};
    assign frames_put = state == STATE_CLOSE;
    assign fates_put = accepted || dropped;
    assign completion_free = !completion_valid || completion_ready;
    assign empty_frame = frames_oldest[32];
    assign complete = completion_free && !halt && !stopped && frames_occupied && (empty_frame || fates_occupied);
    assign fates_take = complete && !empty_frame;

    always @* begin
        state_next = state;
        in_frame_next = in_frame;
        descriptor_ready_next = descriptor_ready;
        rest_next = rest;
        tci_next = tci;
        flags_next = flags;
        index_next = index;
        frame_tci_next = frame_tci;
        frame_flags_next = frame_flags;
        frame_octets_next = frame_octets;
        piece_next = piece;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        chunk_valid_next = chunk_valid;
        chunk_lane_next = chunk_lane;
        chunk_octets_next = chunk_octets;
        chunk_end_next = chunk_end;
        chunk_vlan_tci_next = chunk_vlan_tci;
        chunk_ipv4_next = chunk_ipv4;
        chunk_l4_next = chunk_l4;
        chunk_vlan_next = chunk_vlan;
        write_next = write;
        read_next = read;
        fetched_next = fetched;
        m_axis_tvalid_next = m_axis_tvalid;
        stopped_next = stopped;
        completion_valid_next = completion_valid;
        completion_length_next = completion_length;
        completion_next_next = completion_next;
        completion_dropped_next = completion_dropped;

        more_words = 2'd0;
        if (spill > 4'd8) begin
            more_words = 2'd2;
        end else if (|spill) begin
            more_words = 2'd1;
        end
        asked_words_next = 5'd0;

        after_buffer = STATE_IDLE;
        if (flags[0]) begin
            after_buffer = STATE_CLOSE;
        end
        case (state)
            STATE_IDLE: begin
                if (!chunks_count[4] && !frames_count[4] && may_begin) begin
                    descriptor_ready_next = 1'b1;
                    state_next = STATE_TAKE;
                end
            end
            STATE_TAKE: begin
                if (descriptor_valid) begin
                    rest_next = descriptor_length;
                    tci_next = descriptor_vlan_tci;
                    flags_next = descriptor_flags;
                    index_next = descriptor_index;
                    descriptor_ready_next = 1'b0;
                    state_next = STATE_PLAN;
                end else if (!may_begin) begin
                    descriptor_ready_next = 1'b0;
                    state_next = STATE_IDLE;
                end
            end
            STATE_PLAN: begin
                in_frame_next = !flags[0];
                if (!in_frame) begin
                    frame_tci_next = tci;
                    frame_flags_next = flags[3:1];
                    frame_octets_next = rest;
                end else if (octet_sum[16]) begin
                    frame_octets_next = 16'hffff;
                end else begin
                    frame_octets_next = octet_sum[15:0];
                end
                state_next = after_buffer;
                if (|rest) begin
                    state_next = STATE_CUT;
                end
            end
            STATE_CUT: begin
                piece_next = cursor_room;
                if (rest < {8'd0, cursor_room}) begin
                    piece_next = rest[7:0];
                end
                state_next = STATE_ASK;
            end
            STATE_ASK: begin
                if (asks) begin
                    command_address_next = cursor_address;
                    command_octets_next = {8'd0, piece};
                    command_valid_next = 1'b1;
                    asked_words_next = piece[7:3] + {3'd0, more_words};
                    rest_next = rest - {8'd0, piece};
                    state_next = STATE_OFFER;
                end
            end
            STATE_OFFER: begin
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = after_buffer;
                    if (|rest) begin
                        state_next = STATE_CUT;
                    end
                end
            end
            default: begin // STATE_CLOSE
                state_next = STATE_IDLE;
            end
        endcase

        // Chunks: the tag and the flags are those of the first descriptor of the frame.
        chunk[2:0] = lane;
        chunk[18:3] = rest;
        chunk[19] = flags[0];
        chunk[35:20] = tci;
        chunk[38:36] = flags[3:1];
        if (in_frame) begin
            chunk[35:20] = frame_tci;
            chunk[38:36] = frame_flags;
        end
        if (chunk_free) begin
            chunk_valid_next = chunks_occupied;
        end
        if (show) begin
            chunk_lane_next = chunks_oldest[2:0];
            chunk_octets_next = chunks_oldest[18:3];
            chunk_end_next = chunks_oldest[19];
            chunk_vlan_tci_next = chunks_oldest[35:20];
            chunk_ipv4_next = chunks_oldest[36];
            chunk_l4_next = chunks_oldest[37];
            chunk_vlan_next = chunks_oldest[38];
        end

        if (word_valid && word_error) begin
            stopped_next = 1'b1;
        end
        if (store) begin
            write_next = write + 8'd1;
        end

        if (present_free) begin
            m_axis_tvalid_next = fetched;
        end
        if (fetch_free) begin
            fetched_next = waiting;
            if (waiting) begin
                read_next = read + 8'd1;
            end
        end

        leaves = 8'd0;
        if (m_axis_tvalid && m_axis_tready && ((|reserved) || (|asked_words))) begin
            leaves = 8'd1;
        end

        if (completion_free) begin
            completion_valid_next = complete;
        end
        if (complete) begin
            completion_length_next = frames_oldest[15:0];
            completion_next_next = frames_oldest[31:16];
            completion_dropped_next = empty_frame || fates_oldest;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            in_frame <= 1'b0;
            descriptor_ready <= 1'b0;
            rest <= 16'd0;
            tci <= 16'd0;
            flags <= 4'd0;
            index <= 16'd0;
            frame_tci <= 16'd0;
            frame_flags <= 3'd0;
            frame_octets <= 16'd0;
            piece <= 8'd0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            chunk_valid <= 1'b0;
            chunk_lane <= 3'd0;
            chunk_octets <= 16'd0;
            chunk_end <= 1'b0;
            chunk_vlan_tci <= 16'd0;
            chunk_ipv4 <= 1'b0;
            chunk_l4 <= 1'b0;
            chunk_vlan <= 1'b0;
            write <= 8'd0;
            read <= 8'd0;
            fetched <= 1'b0;
            m_axis_tvalid <= 1'b0;
            stopped <= 1'b0;
            reserved <= 8'd0;
            asked_words <= 5'd0;
            completion_valid <= 1'b0;
            completion_length <= 16'd0;
            completion_next <= 16'd0;
            completion_dropped <= 1'b0;
            active <= 1'b0;
        end else begin
            state <= state_next;
            in_frame <= in_frame_next;
            descriptor_ready <= descriptor_ready_next;
            rest <= rest_next;
            tci <= tci_next;
            flags <= flags_next;
            index <= index_next;
            frame_tci <= frame_tci_next;
            frame_flags <= frame_flags_next;
            frame_octets <= frame_octets_next;
            piece <= piece_next;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            chunk_valid <= chunk_valid_next;
            chunk_lane <= chunk_lane_next;
            chunk_octets <= chunk_octets_next;
            chunk_end <= chunk_end_next;
            chunk_vlan_tci <= chunk_vlan_tci_next;
            chunk_ipv4 <= chunk_ipv4_next;
            chunk_l4 <= chunk_l4_next;
            chunk_vlan <= chunk_vlan_next;
            write <= write_next;
            read <= read_next;
            fetched <= fetched_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            stopped <= stopped_next;
            reserved <= (reserved + {3'd0, asked_words}) - leaves;
            asked_words <= asked_words_next;
            completion_valid <= completion_valid_next;
            completion_length <= completion_length_next;
            completion_next <= completion_next_next;
            completion_dropped <= completion_dropped_next;
            active <= ((state != STATE_IDLE) && (state != STATE_TAKE)) || in_frame || chunk_valid || completion_valid ||
                chunks_occupied || frames_occupied;
        end
    end

    wire unused = &{1'b0, chunks_count[3:0], frames_count[3:0], fates_count};

endmodule

`line 6 "queue_39.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_39 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [38:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [38:0] oldest,
    // There is an entry.
    output reg         occupied,
    // How many there are: 16 at the most.
    output reg  [4:0]  count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(39), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 2 "ram_block.v" 0
// Memory of 2 ** ADDRESS_WIDTH words in block RAM, one clock: a write port, and a read port with two registers,
// one that fetches and one that presents. Block RAMs have both inside, and are slow without the second. A word
// must not be read at the edge at which it is written.
module ram_block #(
    parameter WIDTH         = 8,
    parameter ADDRESS_WIDTH = 9
) (
    input  wire                     clk,
    // Synchronous reset of `read_data`, to 0.
    input  wire                     rst,
    // Write port.
    input  wire                     write_enable,
    input  wire [ADDRESS_WIDTH-1:0] write_address,
    input  wire [WIDTH-1:0]         write_data,
    // Read port: the fetched word stays while `read_enable` is low, `read_data` while `present_enable` is low.
    input  wire                     read_enable,
    input  wire [ADDRESS_WIDTH-1:0] read_address,
    input  wire                     present_enable,
    output reg  [WIDTH-1:0]         read_data
);

    (* no_rw_check *)
    reg [WIDTH-1:0] memory [0:(1 << ADDRESS_WIDTH)-1];
    reg [WIDTH-1:0] fetched;

    always @(posedge clk) begin
        if (write_enable) begin
            memory[write_address] <= write_data;
        end
        if (read_enable) begin
            fetched <= memory[read_address];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            read_data <= {WIDTH{1'b0}};
        end else if (present_enable) begin
            read_data <= fetched;
        end
    end

endmodule

`line 6 "queue_33.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_33 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [32:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [32:0] oldest,
    // There is an entry.
    output reg         occupied,
    // How many there are: 16 at the most.
    output reg  [4:0]  count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(33), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 6 "queue_1.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_1 (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Put an entry in; a full queue loses it.
    input  wire       put,
    // The entry.
    input  wire       put_data,
    // Take the oldest entry out; only while there is one.
    input  wire       take,
    // The oldest entry, while there is one.
    output wire       oldest,
    // There is an entry.
    output reg        occupied,
    // How many there are: 16 at the most.
    output reg  [4:0] count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(1), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 6 "completion_ring.v" 0
// Writes the completions of a direction into its ring, those that are ready together together (docs/card.md,
// Queues).
//
//                          +-----------------+
//         cfg_base[58]---->|                 |->completion_ready
//     cfg_size_log2[4]---->|                 |->command_valid
//                 halt---->|                 |->command_address[64]
//     completion_valid---->|                 |->command_octets[16]
//    completion_length[16]>| completion_ring |->word_valid
//  completion_vlan_tci[16]>|                 |->word_data[64]
//      completion_next[16]>|                 |->written
//    completion_status[15]>|                 |->active
// command_ready, word_ready>                 |->stopped
//     done, done_error---->|                 |
//                          +-----------------+
module completion_ring (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Where the ring begins, in units of 64 octets.
    input  wire [57:0] cfg_base,
    // Entries of the ring, as a power of two.
    input  wire [3:0]  cfg_size_log2,
    // The direction has stopped: begin nothing more.
    input  wire        halt,
    // A completion is offered.
    input  wire        completion_valid,
    // Octets of the frame.
    input  wire [15:0] completion_length,
    // Tag control information of the tag that was stripped.
    input  wire [15:0] completion_vlan_tci,
    // Index after the last descriptor of the frame.
    input  wire [15:0] completion_next,
    // What became of it.
    input  wire [14:0] completion_status,
    // The command is taken.
    input  wire        command_ready,
    // The word is taken.
    input  wire        word_ready,
    // The command has been answered.
    input  wire        done,
    // With an error.
    input  wire        done_error,
    // The completion is taken.
    output reg         completion_ready,
    // A command for `dma_write` is offered.
    output reg         command_valid,
    // Address of the first completion.
    output reg  [63:0] command_address,
    // Octets of the completions.
    output reg  [15:0] command_octets,
    // A completion for `dma_write` is offered.
    output reg         word_valid,
    // The completion.
    output reg  [63:0] word_data,
    // Strobe: completions are in host memory.
    output reg         written,
    // There are completions that are not.
    output reg         active,
    // The bus has answered with an error.
    output reg         stopped
);

    // State
    localparam [1:0] STATE_LOOK  = 2'd0;
    localparam [1:0] STATE_JOIN  = 2'd1;
    localparam [1:0] STATE_OFFER = 2'd2;
    localparam [1:0] STATE_WORDS = 2'd3;

    reg [1:0]  state, state_next;
    reg [15:0] put, put_next;
    reg [3:0]  number, number_next;
    reg [3:0]  left, left_next;
    reg [26:0] low, low_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg        word_valid_next;
    reg [63:0] word_data_next;
    reg        pending, pending_next;
    reg        written_next;
    reg        stopped_next;

    wire        passes;
    wire [62:0] completion;
    wire [3:0]  left_in_line;
    reg  [3:0]  at_once;
    wire [15:0] line;
    wire [63:0] line_address;
    wire [63:0] word;
    wire        free;
    wire        fetch;
    wire [12:0] ring_size;
    wire [11:0] ring_mask;
    wire [62:0] completions_oldest;
    wire        completions_occupied;
    wire [4:0]  completions_count;

    ring_size ring (.clk(clk), .rst(rst), .log2(cfg_size_log2), .size(ring_size), .mask(ring_mask));

    queue_63 completions (
        .clk(clk),
        .rst(rst),
        .put(passes),
        .put_data(completion),
        .take(fetch),
        .oldest(completions_oldest),
        .occupied(completions_occupied),
        .count(completions_count)
    );

    // Completions wait for the answer to those before them, and then are written together.
    assign passes = completion_valid && completion_ready;
    assign completion = {completion_status, completion_next, completion_vlan_tci, completion_length};
    assign left_in_line = 4'd8 - {1'b0, put[2:0]};
    assign line = (put & {4'd0, ring_mask}) >> 4'd3;
    assign line_address = {cfg_base[57:26] + {31'd0, low[26]}, low[25:0], put[2:0], 3'd0};
    // The bit above those that count in the ring turns with each way through it.
    assign word = {!(|(put & {3'd0, ring_size})), completions_oldest};
    assign free = !word_valid || word_ready;
    assign fetch = (state == STATE_WORDS) && free && (|left);

    always @* begin
        state_next = state;
        put_next = put;
        number_next = number;
        left_next = left;
        low_next = low;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        word_valid_next = word_valid;
        word_data_next = word_data;
        pending_next = pending;
        stopped_next = stopped;

        at_once = left_in_line;
        if (completions_count < {1'b0, left_in_line}) begin
            at_once = completions_count[3:0];
        end

        written_next = 1'b0;
        if (done && pending) begin
            pending_next = 1'b0;
            if (done_error) begin
                stopped_next = 1'b1;
            end else begin
                written_next = 1'b1;
            end
        end
        case (state)
            STATE_LOOK: begin
                number_next = at_once;
                left_next = at_once;
                // The place in the ring is added here, the carry goes into the upper half at the next edge.
                low_next = {1'b0, cfg_base[25:0]} + {11'd0, line};
                if (completions_occupied && !halt && !stopped && !pending) begin
                    state_next = STATE_JOIN;
                end
            end
            STATE_JOIN: begin
                command_address_next = line_address;
                command_octets_next = {12'd0, number} << 4'd3;
                command_valid_next = 1'b1;
                state_next = STATE_OFFER;
            end
            STATE_OFFER: begin
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = STATE_WORDS;
                end
            end
            STATE_WORDS: begin
                if (free) begin
                    word_valid_next = |left;
                    if (!(|left)) begin
                        pending_next = 1'b1;
                        state_next = STATE_LOOK;
                    end
                end
                if (fetch) begin
                    word_data_next = word;
                    put_next = put + 16'd1;
                    left_next = left - 4'd1;
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            completion_ready <= 1'b0;
            state <= STATE_LOOK;
            put <= 16'd0;
            number <= 4'd0;
            left <= 4'd0;
            low <= 27'd0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            word_valid <= 1'b0;
            word_data <= 64'd0;
            pending <= 1'b0;
            written <= 1'b0;
            active <= 1'b0;
            stopped <= 1'b0;
        end else begin
            completion_ready <= (completions_count < 5'd15) || ((completions_count == 5'd15) && !passes);
            state <= state_next;
            put <= put_next;
            number <= number_next;
            left <= left_next;
            low <= low_next;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            word_valid <= word_valid_next;
            word_data <= word_data_next;
            pending <= pending_next;
            written <= written_next;
            active <= (state != STATE_LOOK) || completions_occupied || pending;
            stopped <= stopped_next;
        end
    end

endmodule

`line 6 "queue_63.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_63 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [62:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [62:0] oldest,
    // There is an entry.
    output reg         occupied,
    // How many there are: 16 at the most.
    output reg  [4:0]  count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(63), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 6 "stream_narrow.v" 0
// Makes a frame, octet by octet, of chunks of host memory that came as words of 64 bits.
//
//            command_valid->+---------------+->done
//            command_ready<-|               |->done_end
//          command_lane[3]->|               |->done_empty
//       command_octets[16]->|               |
//              command_end->|               |
//             command_vlan->|               |->m_axis_tdata[8]
//     command_vlan_tci[16]->| stream_narrow |->m_axis_tvalid
//             command_ipv4->|               |<-m_axis_tready
//               command_l4->|               |->m_axis_tlast
//                           |               |->m_axis_tuser
//         s_axis_tdata[64]->|               |->m_axis_vlan, m_axis_vlan_tci[16]
//            s_axis_tvalid->|               |->m_axis_ipv4
//            s_axis_tready<-|               |->m_axis_l4
//             s_axis_tuser->+---------------+
//
// One octet is held back behind the output: only the next one, or an empty chunk at the end, tells whether it is the
// last.
module stream_narrow (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // A chunk is offered.
    input  wire        command_valid,
    // The lane of its first octet.
    input  wire [2:0]  command_lane,
    // Its octets.
    input  wire [15:0] command_octets,
    // It is the last of its frame.
    input  wire        command_end,
    // Insert a tag into the frame.
    input  wire        command_vlan,
    // The tag control information to insert.
    input  wire [15:0] command_vlan_tci,
    // Insert the IPv4 header checksum.
    input  wire        command_ipv4,
    // Insert the TCP or UDP checksum.
    input  wire        command_l4,
    // Word of host memory, octets in the lanes of their addresses.
    input  wire [63:0] s_axis_tdata,
    // A word is offered.
    input  wire        s_axis_tvalid,
    // It is no good: the bus answered with an error.
    input  wire        s_axis_tuser,
    // The sink takes the beat.
    input  wire        m_axis_tready,
    // The chunk is taken.
    output reg         command_ready,
    // The word is taken.
    output reg         s_axis_tready,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // An octet is offered.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: do not send the frame.
    output reg         m_axis_tuser,
    // On all beats: insert a tag.
    output wire        m_axis_vlan,
    // On all beats: the tag control information to insert.
    output wire [15:0] m_axis_vlan_tci,
    // On all beats: insert the IPv4 header checksum.
    output wire        m_axis_ipv4,
    // On all beats: insert the TCP or UDP checksum.
    output wire        m_axis_l4,
    // Strobe: all octets of a chunk have been taken.
    output reg         done,
    // Strobe beside `done`: it was the last chunk of a frame.
    output reg         done_end,
    // Strobe beside `done` and `done_end`: the frame had no octets.
    output reg         done_empty
);

    reg [63:0] words_0, words_0_next;
    reg [63:0] words_1, words_1_next;
    reg [1:0]  errors, errors_next;
    reg        oldest, oldest_next;
    reg        newest, newest_next;
    reg [1:0]  held;
    reg        runs;
    reg        is_last, is_last_next;
    reg [15:0] left, left_next;
    reg [2:0]  lane, lane_next;
    reg        ends_frame, ends_frame_next;
    reg [18:0] flags, flags_next;
    reg        back_valid, back_valid_next;
    reg [7:0]  back_octet, back_octet_next;
    reg        back_last, back_last_next;
    reg        back_error, back_error_next;
    reg [18:0] back_flags, back_flags_next;
    reg [7:0]  m_axis_tdata_next;
    reg        m_axis_tvalid_next;
    reg        m_axis_tlast_next;
    reg        m_axis_tuser_next;
    reg [18:0] out_flags, out_flags_next;
    reg        done_next;
    reg        done_end_next;
    reg        done_empty_next;

    wire [18:0] offered;
    reg  [63:0] word;
    reg  [31:0] half;
    reg  [15:0] quarter;
    reg  [7:0]  octet;
    reg         error;
    wire        present_free;
    wire        between_frames;
    wire        joins;
    wire        moves;
    wire        leaves;
    reg  [1:0]  held_after;
    reg         runs_after;

    assign m_axis_vlan = out_flags[0];
    assign m_axis_vlan_tci = out_flags[16:1];
    assign m_axis_ipv4 = out_flags[17];
    assign m_axis_l4 = out_flags[18];
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign moves = runs && (|held) && (!back_valid || present_free);
    assign leaves = moves && ((&lane) || is_last);
    assign joins = s_axis_tvalid && s_axis_tready;
    // An octet moves.
    assign between_frames = !back_valid || back_last;
    // The next chunk. None runs now, so nothing moves.
    assign offered = {command_l4, command_ipv4, command_vlan_tci, command_vlan};

    always @* begin
        words_0_next = words_0;
        words_1_next = words_1;
        errors_next = errors;
        oldest_next = oldest;
        newest_next = newest;
        is_last_next = is_last;
        left_next = left;
        lane_next = lane;
        ends_frame_next = ends_frame;
        flags_next = flags;
        back_valid_next = back_valid;
        back_octet_next = back_octet;
        back_last_next = back_last;
        back_error_next = back_error;
        back_flags_next = back_flags;
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;
        out_flags_next = out_flags;

        // The octet in the lane of the oldest word.
        word = words_0;
        error = errors[0];
        if (oldest) begin
            word = words_1;
            error = errors[1];
        end
        half = word[31:0];
        if (lane[2]) begin
            half = word[63:32];
        end
        quarter = half[15:0];
        if (lane[1]) begin
            quarter = half[31:16];
        end
        octet = quarter[7:0];
        if (lane[0]) begin
            octet = quarter[15:8];
        end

        // The queue.
        held_after = held;
        if (joins) begin
            newest_next = !newest;
            if (newest) begin
                words_1_next = s_axis_tdata;
                errors_next = (errors & ~(2'd1 << 1'b1)) | ({1'b0, s_axis_tuser} << 1'b1);
            end else begin
                words_0_next = s_axis_tdata;
                errors_next = (errors & ~(2'd1 << 1'b0)) | ({1'b0, s_axis_tuser} << 1'b0);
            end
            if (!leaves) begin
                held_after = held + 2'd1;
            end
        end else if (leaves) begin
            held_after = held - 2'd1;
        end
        if (leaves) begin
            oldest_next = !oldest;
        end

        // Out, when it is known whether the held octet is the last one.
        if (present_free) begin
            m_axis_tvalid_next = 1'b0;
            if (back_valid && (back_last || moves)) begin
                m_axis_tvalid_next = 1'b1;
                m_axis_tdata_next = back_octet;
                m_axis_tlast_next = back_last;
                m_axis_tuser_next = back_last && back_error;
                out_flags_next = back_flags;
                back_valid_next = 1'b0;
            end
        end

        runs_after = runs;
        done_next = moves && is_last;
        done_end_next = moves && is_last && ends_frame;
        done_empty_next = 1'b0;
        if (moves) begin
            back_valid_next = 1'b1;
            back_octet_next = octet;
            back_last_next = is_last && ends_frame;
            if (between_frames) begin
                back_error_next = error;
                back_flags_next = flags;
            end else if (error) begin
                back_error_next = 1'b1;
            end
            left_next = left - 16'd1;
            lane_next = lane + 3'd1;
            is_last_next = left == 16'd2;
            runs_after = !is_last;
        end

        if (command_valid && command_ready) begin
            left_next = command_octets;
            lane_next = command_lane;
            ends_frame_next = command_end;
            flags_next = offered;
            is_last_next = command_octets == 16'd1;
            runs_after = 1'b1;
            if (!(|command_octets)) begin
                // The octet that is held back was the last one, though it did not know.
                runs_after = 1'b0;
                done_next = 1'b1;
                done_end_next = command_end;
                done_empty_next = command_end && between_frames;
                if (command_end) begin
                    back_last_next = 1'b1;
                end
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            words_0 <= 64'd0;
            words_1 <= 64'd0;
            errors <= 2'd0;
            oldest <= 1'b0;
            newest <= 1'b0;
            held <= 2'd0;
            s_axis_tready <= 1'b0;
            command_ready <= 1'b0;
            runs <= 1'b0;
            is_last <= 1'b0;
            left <= 16'd0;
            lane <= 3'd0;
            ends_frame <= 1'b0;
            flags <= 19'd0;
            back_valid <= 1'b0;
            back_octet <= 8'd0;
            back_last <= 1'b0;
            back_error <= 1'b0;
            back_flags <= 19'd0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            out_flags <= 19'd0;
            done <= 1'b0;
            done_end <= 1'b0;
            done_empty <= 1'b0;
        end else begin
            words_0 <= words_0_next;
            words_1 <= words_1_next;
            errors <= errors_next;
            oldest <= oldest_next;
            newest <= newest_next;
            held <= held_after;
            s_axis_tready <= !held_after[1];
            command_ready <= !runs_after;
            runs <= runs_after;
            is_last <= is_last_next;
            left <= left_next;
            lane <= lane_next;
            ends_frame <= ends_frame_next;
            flags <= flags_next;
            back_valid <= back_valid_next;
            back_octet <= back_octet_next;
            back_last <= back_last_next;
            back_error <= back_error_next;
            back_flags <= back_flags_next;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
            out_flags <= out_flags_next;
            done <= done_next;
            done_end <= done_end_next;
            done_empty <= done_empty_next;
        end
    end

endmodule

`line 6 "vlan_insert.v" 0
// Puts a C-tag into frames to send (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6).
//
//                       +-------------+
//       s_axis_tdata[8]->             |->m_axis_tdata[8]
//        s_axis_tvalid->|             |->m_axis_tvalid
//        s_axis_tready<-|             |<-m_axis_tready
//         s_axis_tlast->|             |->m_axis_tlast
//         s_axis_tuser->| vlan_insert |->m_axis_tuser
//          s_axis_vlan->|             |->m_axis_ipv4
//  s_axis_vlan_tci[16]->|             |->m_axis_l4
//          s_axis_ipv4->|             |
//            s_axis_l4->+-------------+
//
// A skid buffer: a beat goes straight to the output, or waits in the one place behind it while the output is held or
// takes the tag.
module vlan_insert (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a frame to send, destination address first.
    input  wire [7:0]  s_axis_tdata,
    // An octet is offered.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: do not send the frame.
    input  wire        s_axis_tuser,
    // On the first beat: insert a tag.
    input  wire        s_axis_vlan,
    // On the first beat: the tag control information to insert.
    input  wire [15:0] s_axis_vlan_tci,
    // On the first beat: insert the IPv4 header checksum.
    input  wire        s_axis_ipv4,
    // On the first beat: insert the TCP or UDP checksum.
    input  wire        s_axis_l4,
    // The sink takes the beat.
    input  wire        m_axis_tready,
    // The octet is taken.
    output reg         s_axis_tready,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // An octet is offered.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: do not send the frame.
    output reg         m_axis_tuser,
    // On all beats: insert the IPv4 header checksum.
    output reg         m_axis_ipv4,
    // On all beats: insert the TCP or UDP checksum.
    output reg         m_axis_l4
);

    reg        begins, begins_next;
    reg        vlan, vlan_next;
    reg [15:0] tci, tci_next;
    reg        ipv4;
    reg        l4;
    reg        waits;
    reg [9:0]  waiting, waiting_next;
    reg [2:0]  due, due_next;
    reg [3:0]  index, index_next;
    reg [7:0]  m_axis_tdata_next;
    reg        m_axis_tvalid_next;
    reg        m_axis_tlast_next;
    reg        m_axis_tuser_next;
    reg        m_axis_ipv4_next;
    reg        m_axis_l4_next;

    wire       passes;
    wire [9:0] comes;
    reg        comes_ipv4;
    reg        comes_l4;
    reg  [9:0] beat;
    wire       present_free;
    wire       takes;
    wire       waits_after;

    assign passes = s_axis_tvalid && s_axis_tready;
    assign comes = {s_axis_tuser && s_axis_tlast, s_axis_tlast, s_axis_tdata};
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign takes = present_free && !(|due) && (waits || passes);
    assign waits_after = (waits || passes) && !takes;

    always @* begin
        begins_next = begins;
        vlan_next = vlan;
        tci_next = tci;
        waiting_next = waiting;
        due_next = due;
        index_next = index;
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;
        m_axis_ipv4_next = m_axis_ipv4;
        m_axis_l4_next = m_axis_l4;

        // A frame's tag is offered before the next frame can come, so its flags need no second place; but the octets
        // before may still be those of another frame.
        comes_ipv4 = ipv4;
        comes_l4 = l4;
        if (passes) begin
            begins_next = s_axis_tlast;
            if (begins) begin
                vlan_next = s_axis_vlan;
                tci_next = s_axis_vlan_tci;
                comes_ipv4 = s_axis_ipv4;
                comes_l4 = s_axis_l4;
            end
        end

        beat = comes;
        if (waits) begin
            beat = waiting;
        end

        if (present_free) begin
            m_axis_tvalid_next = (|due) || takes;
        end
        if (takes) begin
            m_axis_tdata_next = beat[7:0];
            m_axis_tlast_next = beat[8];
            m_axis_tuser_next = beat[9];
            if (!(|index)) begin
                m_axis_ipv4_next = comes_ipv4;
                m_axis_l4_next = comes_l4;
            end
            if (beat[8]) begin
                index_next = 4'd0;
            end else if (index != 4'd12) begin
                index_next = index + 4'd1;
            end
            if ((index == 4'd11) && !beat[8] && vlan) begin
                due_next = 3'd4;
            end
        end else if (present_free && (|due)) begin
            due_next = due - 3'd1;
            m_axis_tlast_next = 1'b0;
            m_axis_tuser_next = 1'b0;
            if (due == 3'd4) begin
                m_axis_tdata_next = 8'h81;
            end else if (due == 3'd3) begin
                m_axis_tdata_next = 8'd0;
            end else if (due == 3'd2) begin
                m_axis_tdata_next = tci[15:8];
            end else begin
                m_axis_tdata_next = tci[7:0];
            end
        end

        if (passes) begin
            waiting_next = comes;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            s_axis_tready <= 1'b0;
            begins <= 1'b1;
            vlan <= 1'b0;
            tci <= 16'd0;
            ipv4 <= 1'b0;
            l4 <= 1'b0;
            waits <= 1'b0;
            waiting <= 10'd0;
            due <= 3'd0;
            index <= 4'd0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_axis_ipv4 <= 1'b0;
            m_axis_l4 <= 1'b0;
        end else begin
            s_axis_tready <= !waits_after;
            begins <= begins_next;
            vlan <= vlan_next;
            tci <= tci_next;
            ipv4 <= comes_ipv4;
            l4 <= comes_l4;
            waits <= waits_after;
            waiting <= waiting_next;
            due <= due_next;
            index <= index_next;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
            m_axis_ipv4 <= m_axis_ipv4_next;
            m_axis_l4 <= m_axis_l4_next;
        end
    end

endmodule

`line 6 "checksum_insert.v" 0
// Holds a frame to send until it is there as a whole, and puts its IPv4, TCP and UDP checksums in (RFC 791, 768,
// 9293, 1071).
//
//                     +-----------------+
//     s_axis_tdata[8]->                 |->m_axis_tdata[8]
//      s_axis_tvalid->|                 |->m_axis_tvalid
//      s_axis_tready<-|                 |<-m_axis_tready
//       s_axis_tlast->| checksum_insert |->m_axis_tlast
//       s_axis_tuser->|                 |->stat_accepted
//        s_axis_ipv4->|                 |->stat_dropped
//          s_axis_l4->+-----------------+
//
// Two buffers in one memory, whose read register and output register are the two stages of the way out. Behind the
// last octet of a frame seven edges are free for the one way to write: three let the carries of the sums settle, and
// the last four write the octets of the two checksums.
module checksum_insert (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Octet of a frame to send, destination address first.
    input  wire [7:0] s_axis_tdata,
    // An octet is offered.
    input  wire       s_axis_tvalid,
    // It is the last of its frame.
    input  wire       s_axis_tlast,
    // On the last beat: forget the frame.
    input  wire       s_axis_tuser,
    // On the first beat: insert the IPv4 header checksum.
    input  wire       s_axis_ipv4,
    // On the first beat: insert the TCP or UDP checksum.
    input  wire       s_axis_l4,
    // The sink takes the beat.
    input  wire       m_axis_tready,
    // The octet is taken.
    output reg        s_axis_tready,
    // Octet of a frame.
    output wire [7:0] m_axis_tdata,
    // An octet is offered.
    output reg        m_axis_tvalid,
    // It is the last of its frame.
    output reg        m_axis_tlast,
    // Strobe: a frame will be sent.
    output reg        stat_accepted,
    // Strobe: a frame was too long and is not sent.
    output reg        stat_dropped
);

    reg        is_full_0, is_full_0_next;
    reg        is_full_1, is_full_1_next;
    reg [10:0] ends_0, ends_0_next;
    reg [10:0] ends_1, ends_1_next;
    reg        s_axis_tready_next;
    reg [2:0]  closing, closing_next;
    reg        fill, fill_next;
    reg [11:0] write, write_next;
    reg        begins, begins_next;
    reg        asks_ipv4, asks_ipv4_next;
    reg        asks_l4, asks_l4_next;
    reg        is_forgotten, is_forgotten_next;
    reg [5:0]  header_at, header_at_next;
    reg [5:0]  payload_at, payload_at_next;
    reg        is_zero;
    reg        send, send_next;
    reg [10:0] read, read_next;
    reg        fetched, fetched_next;
    reg        fetched_last, fetched_last_next;
    reg        m_axis_tvalid_next;
    reg        m_axis_tlast_next;

    wire        passes;
    wire        is_closing;
    wire        accepts;
    reg         store;
    reg  [11:0] place;
    reg  [7:0]  data;
    reg  [5:0]  pair;
    reg         second;
    reg         fill_full;
    wire [11:0] read_place;
    reg         waits;
    reg  [10:0] send_end;
    wire        is_end;
    wire        present_free;
    wire        fetch_free;
    wire        buffers_present_enable;
    wire        checksums_has_header;
    wire [7:0]  checksums_header_newest;
    wire        checksums_header_is_ffff;
    wire        checksums_has_payload;
    wire [7:0]  checksums_payload_newest;
    wire        checksums_payload_is_ffff;
    wire        checksums_is_udp;
    wire        checksums_is_odd;
    wire        checksums_at_header;
    wire        checksums_at_payload;

    ram_block #(.WIDTH(8), .ADDRESS_WIDTH(12)) buffers (
        .clk(clk),
        .rst(rst),
        .write_enable(store),
        .write_address(place),
        .write_data(data),
        .read_enable(fetch_free),
        .read_address(read_place),
        .present_enable(buffers_present_enable),
        .read_data(m_axis_tdata)
    );

    frame_checksums checksums (
        .clk(clk),
        .rst(rst),
        .octet(s_axis_tdata),
        .passes(passes),
        .last(s_axis_tlast),
        .blank(1'b1),
        .settle(is_closing),
        .has_header(checksums_has_header),
        .header_newest(checksums_header_newest),
        .header_is_ffff(checksums_header_is_ffff),
        .has_payload(checksums_has_payload),
        .payload_newest(checksums_payload_newest),
        .payload_is_ffff(checksums_payload_is_ffff),
        .is_udp(checksums_is_udp),
        .is_odd(checksums_is_odd),
        .at_header(checksums_at_header),
        .at_payload(checksums_at_payload)
    );

    assign passes = s_axis_tvalid && s_axis_tready;
    assign is_closing = |closing;
    // The frame's fate.
    assign accepts = (closing == 3'd1) && !is_forgotten && !write[11];
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign fetch_free = !fetched || present_free;
    assign is_end = read == send_end;
    assign read_place = {send, read};
    assign buffers_present_enable = present_free && fetched;

    always @* begin
        is_full_0_next = is_full_0;
        is_full_1_next = is_full_1;
        ends_0_next = ends_0;
        ends_1_next = ends_1;
        s_axis_tready_next = s_axis_tready;
        closing_next = closing;
        fill_next = fill;
        write_next = write;
        begins_next = begins;
        asks_ipv4_next = asks_ipv4;
        asks_l4_next = asks_l4;
        is_forgotten_next = is_forgotten;
        header_at_next = header_at;
        payload_at_next = payload_at;
        send_next = send;
        read_next = read;
        fetched_next = fetched;
        fetched_last_next = fetched_last;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;

        // Way in.
        fill_full = is_full_0;
        if (fill) begin
            fill_full = is_full_1;
        end
        if (passes) begin
            begins_next = s_axis_tlast;
            if (begins) begin
                asks_ipv4_next = s_axis_ipv4;
                asks_l4_next = s_axis_l4;
            end
            // Both octets of a checksum are in one pair: it does not matter which of them says where.
            if (checksums_at_header) begin
                header_at_next = write[6:1];
            end
            if (checksums_at_payload) begin
                payload_at_next = write[6:1];
            end
            if (s_axis_tlast) begin
                is_forgotten_next = s_axis_tuser;
                s_axis_tready_next = 1'b0;
                closing_next = 3'd7;
            end else if (!write[11]) begin
                write_next = write + 12'd1;
            end
        end else if (!s_axis_tready && !is_closing) begin
            s_axis_tready_next = !fill_full;
        end

        if (is_closing) begin
            closing_next = closing - 3'd1;
        end
        if (closing == 3'd1) begin
            write_next = 12'd0;
        end
        if (accepts) begin
            fill_next = !fill;
            if (fill) begin
                is_full_1_next = 1'b1;
                ends_1_next = write[10:0];
            end else begin
                is_full_0_next = 1'b1;
                ends_0_next = write[10:0];
            end
        end

        // What is written: the octet that passes; with 4 and 3 edges to go the TCP or UDP checksum, with 2 and 1 that
        // of the IPv4 header. The halves of a sum come in turn: the high one first, but after an odd octet the low one.
        pair = header_at;
        second = closing[0];
        place[11] = fill;
        place[10:0] = write[10:0];
        data = s_axis_tdata;
        store = passes && !write[11];
        if (is_closing) begin
            store = (closing < 3'd3) && asks_ipv4 && checksums_has_header;
            data = ~checksums_header_newest;
            if (closing >= 3'd3) begin
                store = (closing < 3'd5) && asks_l4 && checksums_has_payload;
                pair = payload_at;
                second = closing[0] != checksums_is_odd;
                data = ~checksums_payload_newest;
                if (is_zero) begin
                    // A UDP checksum of 0 would say that there is none.
                    data = 8'hff;
                end
            end
            place[10:0] = ({5'd0, pair} << 4'd1) | {10'd0, second};
        end

        // Way out: an octet is fetched, then presented.
        waits = is_full_0;
        send_end = ends_0;
        if (send) begin
            waits = is_full_1;
            send_end = ends_1;
        end
        if (fetch_free) begin
            fetched_next = waits;
            if (waits) begin
                fetched_last_next = is_end;
                read_next = read + 11'd1;
                if (is_end) begin
                    read_next = 11'd0;
                    send_next = !send;
                    if (send) begin
                        is_full_1_next = 1'b0;
                    end else begin
                        is_full_0_next = 1'b0;
                    end
                end
            end
        end
        if (present_free) begin
            m_axis_tvalid_next = fetched;
            if (fetched) begin
                m_axis_tlast_next = fetched_last;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            is_full_0 <= 1'b0;
            is_full_1 <= 1'b0;
            ends_0 <= 11'd0;
            ends_1 <= 11'd0;
            s_axis_tready <= 1'b0;
            closing <= 3'd0;
            fill <= 1'b0;
            write <= 12'd0;
            begins <= 1'b1;
            asks_ipv4 <= 1'b0;
            asks_l4 <= 1'b0;
            is_forgotten <= 1'b0;
            header_at <= 6'd0;
            payload_at <= 6'd0;
            is_zero <= 1'b0;
            stat_accepted <= 1'b0;
            stat_dropped <= 1'b0;
            send <= 1'b0;
            read <= 11'd0;
            fetched <= 1'b0;
            fetched_last <= 1'b0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
        end else begin
            is_full_0 <= is_full_0_next;
            is_full_1 <= is_full_1_next;
            ends_0 <= ends_0_next;
            ends_1 <= ends_1_next;
            s_axis_tready <= s_axis_tready_next;
            closing <= closing_next;
            fill <= fill_next;
            write <= write_next;
            begins <= begins_next;
            asks_ipv4 <= asks_ipv4_next;
            asks_l4 <= asks_l4_next;
            is_forgotten <= is_forgotten_next;
            header_at <= header_at_next;
            payload_at <= payload_at_next;
            is_zero <= checksums_is_udp && checksums_payload_is_ffff;
            stat_accepted <= accepts;
            stat_dropped <= (closing == 3'd1) && !is_forgotten && write[11];
            send <= send_next;
            read <= read_next;
            fetched <= fetched_next;
            fetched_last <= fetched_last_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
        end
    end

    wire unused = &{1'b0, checksums_header_is_ffff};

endmodule

`line 6 "frame_checksums.v" 0
// Which checksums a frame has, where they are, and the sums over what they cover (RFC 791, 768, 9293, 1071).
//
//             +-----------------+
//   octet[8]->|                 |->has_header, header_newest[8], header_is_ffff
//     passes->|                 |->has_payload, payload_newest[8], payload_is_ffff
//       last->| frame_checksums |->is_udp, is_odd
//      blank->|                 |->at_header
//     settle->|                 |->at_payload
//             +-----------------+
//
// The octets of a frame are numbered anew in each part of it: link header, IPv4 header, payload. A frame that breaks a
// rule is at rest until its end, and has no checksum. The pseudo header's protocol and addresses are summed as they
// pass, and its length in the place of the IPv4 header checksum, which does not belong to it.
module frame_checksums (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Octet of a frame, destination address first, without FCS.
    input  wire [7:0] octet,
    // It passes.
    input  wire       passes,
    // It is the last of its frame.
    input  wire       last,
    // Take the octets of the checksums as 0; else a UDP checksum of 0 is none.
    input  wire       blank,
    // The frame is over: add octets of 0 to both sums.
    input  wire       settle,
    // From the last octet to the first of the next frame: the frame has an IPv4 header checksum.
    output reg        has_header,
    // The newest half of its sum.
    output wire [7:0] header_newest,
    // Its sum is 0xffff.
    output wire       header_is_ffff,
    // From the last octet to the first of the next frame: the frame has a TCP or UDP checksum.
    output wire       has_payload,
    // The newest half of its sum: the low one after an even number of octets.
    output wire [7:0] payload_newest,
    // Its sum is 0xffff.
    output wire       payload_is_ffff,
    // It is that of UDP.
    output reg        is_udp,
    // It covers an odd number of octets.
    output wire       is_odd,
    // `octet` belongs to the IPv4 header checksum.
    output wire       at_header,
    // `octet` belongs to the TCP or UDP checksum, if there is one.
    output wire       at_payload
);

    // Part
    localparam [1:0] PART_LINK    = 2'd0;
    localparam [1:0] PART_HEADER  = 2'd1;
    localparam [1:0] PART_PAYLOAD = 2'd2;
    localparam [1:0] PART_REST    = 2'd3;

    reg [1:0]  part, part_next;
    reg [5:0]  index, index_next;
    reg [7:0]  octet_before, octet_before_next;
    reg [3:0]  last_group, last_group_next;
    reg [15:0] length, length_next;
    reg [15:0] left, left_next;
    reg        is_fragment, is_fragment_next;
    reg        tcp, tcp_next;
    reg        is_udp_next;
    reg        has_header_next;

    wire [15:0] number;
    wire        in_header;
    wire        in_payload;
    wire        in_pseudo;
    wire        is_header_checksum;
    wire        is_payload_checksum;
    wire [15:0] not_header;
    wire [16:0] rest_of_packet;
    reg  [7:0]  header_octet;
    reg  [7:0]  payload_octet;
    wire        header_sum_clear;
    wire        header_sum_add;
    wire        payload_sum_clear;
    wire        payload_sum_add;

    octet_sum header_sum (
        .clk(clk),
        .rst(rst),
        .clear(header_sum_clear),
        .add(header_sum_add),
        .octet(header_octet),
        .newest(header_newest),
        .is_ffff(header_is_ffff)
    );

    octet_sum payload_sum (
        .clk(clk),
        .rst(rst),
        .clear(payload_sum_clear),
        .add(payload_sum_add),
        .octet(payload_octet),
        .newest(payload_newest),
        .is_ffff(payload_is_ffff)
    );

    assign has_payload = has_header && (tcp || is_udp);
    assign is_odd = length[0];
    assign number = ({8'd0, octet_before} << 4'd8) | {8'd0, octet};
    assign in_header = part == PART_HEADER;
    assign in_payload = part == PART_PAYLOAD;
    assign is_header_checksum = in_header && (index[5:1] == 5'd5);
    assign is_payload_checksum = in_payload && ((is_udp && (index[5:1] == 5'd3)) || (tcp && (index[5:1] == 5'd8)));
    assign at_header = is_header_checksum;
    assign at_payload = is_payload_checksum;
    // The packet less its header, as a sum with the complement of one octet less than the header: bit 16 says that
    // the packet is not shorter.
    assign not_header = ~(({12'd0, last_group} << 4'd2) | 16'd3);
    assign rest_of_packet = {1'b0, length} + {1'b0, not_header};
    // What is added to the sums.
    assign in_pseudo = in_header && (index >= 6'd9) && (index < 6'd20);
    assign header_sum_clear = passes && (part == PART_LINK);
    assign header_sum_add = settle || (passes && in_header);
    assign payload_sum_clear = passes && (part == PART_LINK);
    assign payload_sum_add = settle || (passes && (in_pseudo || in_payload));

    always @* begin
        part_next = part;
        index_next = index;
        octet_before_next = octet_before;
        last_group_next = last_group;
        length_next = length;
        left_next = left;
        is_fragment_next = is_fragment;
        tcp_next = tcp;
        is_udp_next = is_udp;
        has_header_next = has_header;

        if (passes) begin
            octet_before_next = octet;
            if (!(&index)) begin
                index_next = index + 6'd1;
            end
            case (part)
                PART_LINK: begin
                    tcp_next = 1'b0;
                    is_udp_next = 1'b0;
                    has_header_next = 1'b0;
                    if ((index == 6'd13) || (index == 6'd17)) begin
                        if (number == 16'h0800) begin
                            part_next = PART_HEADER;
                            index_next = 6'd0;
                        end else if ((number != 16'h8100) || index[4]) begin
                            // Neither IPv4 nor the first tag.
                            part_next = PART_REST;
                        end
                    end
                end
                PART_HEADER: begin
                    if (index == 6'd0) begin
                        last_group_next = octet[3:0] - 4'd1;
                        if ((octet[7:4] != 4'd4) || (octet[3:0] < 4'd5)) begin
                            part_next = PART_REST;
                        end
                    end
                    if (index == 6'd3) begin
                        length_next = number;
                    end
                    if (index == 6'd4) begin
                        length_next = rest_of_packet[15:0];
                        if (!rest_of_packet[16]) begin
                            part_next = PART_REST;
                        end
                    end
                    if (index == 6'd7) begin
                        is_fragment_next = |number[13:0];
                    end
                    if (index == 6'd9) begin
                        tcp_next = (octet == 8'd6) && !is_fragment && (length >= 16'd20);
                        is_udp_next = (octet == 8'd17) && !is_fragment && (length >= 16'd8);
                    end
                    if ((index[5:2] == last_group) && (&index[1:0])) begin
                        index_next = 6'd0;
                        left_next = length;
                        part_next = PART_PAYLOAD;
                        if (!(|length)) begin
                            part_next = PART_REST;
                            has_header_next = 1'b1;
                        end
                    end
                end
                PART_PAYLOAD: begin
                    left_next = left - 16'd1;
                    if ((index == 6'd5) && (number != length)) begin
                        is_udp_next = 1'b0;
                    end
                    if ((index == 6'd7) && !blank && !(|number)) begin
                        is_udp_next = 1'b0;
                    end
                    if (left == 16'd1) begin
                        part_next = PART_REST;
                        has_header_next = 1'b1;
                    end
                end
                PART_REST: ;
            endcase
            if (last) begin
                part_next = PART_LINK;
                index_next = 6'd0;
            end
        end

        header_octet = octet;
        payload_octet = octet;
        if (is_header_checksum) begin
            payload_octet = length[15:8];
            if (index[0]) begin
                payload_octet = length[7:0];
            end
        end
        if (settle || (blank && is_header_checksum)) begin
            header_octet = 8'd0;
        end
        if (settle || (blank && is_payload_checksum)) begin
            payload_octet = 8'd0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            part <= PART_LINK;
            index <= 6'd0;
            octet_before <= 8'd0;
            last_group <= 4'd0;
            length <= 16'd0;
            left <= 16'd0;
            is_fragment <= 1'b0;
            tcp <= 1'b0;
            is_udp <= 1'b0;
            has_header <= 1'b0;
        end else begin
            part <= part_next;
            index <= index_next;
            octet_before <= octet_before_next;
            last_group <= last_group_next;
            length <= length_next;
            left <= left_next;
            is_fragment <= is_fragment_next;
            tcp <= tcp_next;
            is_udp <= is_udp_next;
            has_header <= has_header_next;
        end
    end

endmodule

`line 6 "octet_sum.v" 0
// The sum of the Internet checksum, octet by octet (RFC 1071).
//
//            +-----------+
//  octet[8]->|           |->newest[8]
//       add->| octet_sum |->is_ffff
//     clear->|           |
//            +-----------+
//
// The octets of the two halves of the numbers come in turn, and the carry of each half goes into the other: so one
// adder of 8 bits serves both, with its own carry of the octet before.
module octet_sum (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Begin a new sum.
    input  wire       clear,
    // `octet` belongs to the sum, in the half that it is the turn of.
    input  wire       add,
    // The octet.
    input  wire [7:0] octet,
    // The half that was added to last. After three octets of 0 no carry is left in it, nor in the other one.
    output reg  [7:0] newest,
    // The folded sum is 0xffff, if it is not 0.
    output wire       is_ffff
);

    reg [7:0] newest_next;
    reg [7:0] older, older_next;
    reg       carry, carry_next;

    wire [8:0] sum;

    // 0xff in the older half, or 0xfe and the carry that is due there.
    assign is_ffff = (&newest) && (&older[7:1]) && (older[0] != carry);
    assign sum = {1'b0, older} + {1'b0, octet} + {8'd0, carry};

    always @* begin
        newest_next = newest;
        older_next = older;
        carry_next = carry;

        if (clear) begin
            newest_next = 8'd0;
            older_next = 8'd0;
            carry_next = 1'b0;
        end else if (add) begin
            newest_next = sum[7:0];
            older_next = newest;
            carry_next = sum[8];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            newest <= 8'd0;
            older <= 8'd0;
            carry <= 1'b0;
        end else begin
            newest <= newest_next;
            older <= older_next;
            carry <= carry_next;
        end
    end

endmodule

`line 6 "rx_engine.v" 0
// Puts received frames into the buffers of receive descriptors: plans for `stream_widen`, writes, completions.
//
//                            +-----------+
//   cfg_size_log2[4], halt-->|           |->record_ready
//   record_valid,length[16]->|           |->descriptor_ready
//         record_bad-------->|           |->plan_valid, lane[3]
//  record_vlan_valid,tci[16]>|           |->plan_octets[16], plan_discard
//  record_ipv4[2], l4[2]---->| rx_engine |->command_valid
//   descriptor_valid-------->|           |->command_address[64], octets[16]
// descriptor_address[64]---->|           |->completion_valid, length[16]
//  descriptor_length[16]---->|           |->completion_vlan_tci[16], next[16]
//  descriptor_index[16]----->|           |->completion_status[15]
// plan_ready, command_ready->|           |->active, stopped
// done, error, completion_ready          |
//                            +-----------+
module rx_engine (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Entries of the ring, as a power of two.
    input  wire [3:0]  cfg_size_log2,
    // The direction has stopped: begin nothing more.
    input  wire        halt,
    // The record of a frame is offered.
    input  wire        record_valid,
    // Its octets.
    input  wire [15:0] record_length,
    // It is bad.
    input  wire        record_bad,
    // A tag was stripped.
    input  wire        record_vlan_valid,
    // Its tag control information.
    input  wire [15:0] record_vlan_tci,
    // The IPv4 header checksum: a `ChecksumResult`.
    input  wire [1:0]  record_ipv4,
    // The TCP or UDP checksum: a `ChecksumResult`.
    input  wire [1:0]  record_l4,
    // A descriptor is offered.
    input  wire        descriptor_valid,
    // Address of its buffer.
    input  wire [63:0] descriptor_address,
    // Octets of its buffer.
    input  wire [15:0] descriptor_length,
    // Its index.
    input  wire [15:0] descriptor_index,
    // The plan is taken.
    input  wire        plan_ready,
    // The command is taken.
    input  wire        command_ready,
    // A command has been answered.
    input  wire        done,
    // With an error.
    input  wire        done_error,
    // The completion is taken.
    input  wire        completion_ready,
    // The record is taken.
    output reg         record_ready,
    // The descriptor is taken.
    output reg         descriptor_ready,
    // A chunk for `stream_widen` is offered.
    output reg         plan_valid,
    // The lane of its first octet.
    output reg  [2:0]  plan_lane,
    // Its octets.
    output reg  [15:0] plan_octets,
    // They are thrown away.
    output reg         plan_discard,
    // A command for `dma_write` is offered.
    output reg         command_valid,
    // Address of its first octet.
    output reg  [63:0] command_address,
    // How many octets: 128 at the most.
    output wire [15:0] command_octets,
    // A completion is offered.
    output reg         completion_valid,
    // Octets of the frame in host memory.
    output reg  [15:0] completion_length,
    // Tag control information of the tag that was stripped.
    output reg  [15:0] completion_vlan_tci,
    // Index after its last descriptor.
    output reg  [15:0] completion_next,
    // What became of it.
    output wire [14:0] completion_status,
    // Frames are on their way to host memory.
    output reg         active,
    // The bus has answered with an error.
    output reg         stopped
);

    // State
    localparam [3:0] STATE_IDLE    = 4'd0;
    localparam [3:0] STATE_NEED    = 4'd1;
    localparam [3:0] STATE_TAKE    = 4'd2;
    localparam [3:0] STATE_CUT     = 4'd3;
    localparam [3:0] STATE_PLAN    = 4'd4;
    localparam [3:0] STATE_ORDER   = 4'd5;
    localparam [3:0] STATE_PIECE   = 4'd6;
    localparam [3:0] STATE_PUSH    = 4'd7;
    localparam [3:0] STATE_DISCARD = 4'd8;
    localparam [3:0] STATE_CLOSE   = 4'd9;

    reg [3:0]  state, state_next;
    reg        record_ready_next;
    reg        descriptor_ready_next;
    reg [15:0] rest, rest_next;
    reg        is_bad, is_bad_next;
    reg        had_tag, had_tag_next;
    reg [15:0] tci, tci_next;
    reg [1:0]  ipv4, ipv4_next;
    reg [1:0]  l4, l4_next;
    reg [15:0] filled, filled_next;
    reg [12:0] used, used_next;
    reg        truncated, truncated_next;
    reg [15:0] length, length_next;
    reg [15:0] next_index, next_index_next;
    reg [15:0] chunk, chunk_next;
    reg [15:0] left, left_next;
    reg [7:0]  piece, piece_next;
    reg        ends_chunk, ends_chunk_next;
    reg        plan_valid_next;
    reg [2:0]  plan_lane_next;
    reg [15:0] plan_octets_next;
    reg        plan_discard_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [7:0]  write_octets, write_octets_next;
    reg [7:0]  issued, issued_next;
    reg [7:0]  answered, answered_next;
    reg        stopped_next;
    reg        completion_valid_next;
    reg [15:0] completion_length_next;
    reg [15:0] completion_vlan_tci_next;
    reg [15:0] completion_next_next;
    reg [6:0]  status_completed, status_completed_next;

    wire        ring_used;
    wire        push;
    wire [71:0] command;
    wire        command_free;
    wire        show;
    wire        close;
    wire [6:0]  status;
    wire [62:0] frame;
    wire [7:0]  ahead;
    wire        completion_free;
    wire        complete;
    wire [12:0] ring_size;
    wire [11:0] ring_mask;
    wire        cursor_load;
    wire [63:0] cursor_address;
    wire [7:0]  cursor_room;
    wire [71:0] commands_oldest;
    wire        commands_occupied;
    wire [4:0]  commands_count;
    wire [62:0] frames_oldest;
    wire        frames_occupied;
    wire [4:0]  frames_count;

    ring_size ring (.clk(clk), .rst(rst), .log2(cfg_size_log2), .size(ring_size), .mask(ring_mask));

    burst_address cursor (
        .clk(clk),
        .rst(rst),
        .load(cursor_load),
        .next_address(descriptor_address),
        .advance(push),
        .address(cursor_address),
        .room(cursor_room)
    );

    queue_72 commands (
        .clk(clk),
        .rst(rst),
        .put(push),
        .put_data(command),
        .take(show),
        .oldest(commands_oldest),
        .occupied(commands_occupied),
        .count(commands_count)
    );

    queue_63 frames (
        .clk(clk),
        .rst(rst),
        .put(close),
        .put_data(frame),
        .take(complete),
        .oldest(frames_oldest),
        .occupied(frames_occupied),
        .count(frames_count)
    );

    assign command_octets = {8'd0, write_octets};
    assign completion_status = {8'd0, status_completed};
    assign cursor_load = (state == STATE_TAKE) && descriptor_valid;
    // Frames.
    assign ring_used = used == ring_size;
    assign push = (state == STATE_PUSH) && !halt && !commands_count[4];
    assign close = (state == STATE_CLOSE) && !halt && !frames_count[4];
    // Writes.
    assign command = {piece, cursor_address};
    assign command_free = !command_valid || command_ready;
    assign show = command_free && commands_occupied && !halt;
    // Completions: when all that was written for the frame has been answered.
    assign status = {l4, ipv4, had_tag, truncated, is_bad};
    assign frame = {issued, status, next_index, tci, filled};
    // Far less than 128 pieces are under way, so the sign of the difference says which count is ahead.
    assign ahead = answered - frames_oldest[62:55];
    assign completion_free = !completion_valid || completion_ready;
    assign complete = completion_free && !halt && !stopped && frames_occupied && (ahead < 8'd128);

    always @* begin
        state_next = state;
        record_ready_next = record_ready;
        descriptor_ready_next = descriptor_ready;
        rest_next = rest;
        is_bad_next = is_bad;
        had_tag_next = had_tag;
        tci_next = tci;
        ipv4_next = ipv4;
        l4_next = l4;
        filled_next = filled;
        used_next = used;
        truncated_next = truncated;
        length_next = length;
        next_index_next = next_index;
        chunk_next = chunk;
        left_next = left;
        piece_next = piece;
        ends_chunk_next = ends_chunk;
        plan_valid_next = plan_valid;
        plan_lane_next = plan_lane;
        plan_octets_next = plan_octets;
        plan_discard_next = plan_discard;
        command_valid_next = command_valid;
        command_address_next = command_address;
        write_octets_next = write_octets;
        issued_next = issued;
        answered_next = answered;
        stopped_next = stopped;
        completion_valid_next = completion_valid;
        completion_length_next = completion_length;
        completion_vlan_tci_next = completion_vlan_tci;
        completion_next_next = completion_next;
        status_completed_next = status_completed;

        case (state)
            STATE_IDLE: begin
                record_ready_next = !halt;
                if (record_valid && record_ready) begin
                    rest_next = record_length;
                    is_bad_next = record_bad;
                    had_tag_next = record_vlan_valid;
                    tci_next = record_vlan_tci;
                    ipv4_next = record_ipv4;
                    l4_next = record_l4;
                    filled_next = 16'd0;
                    used_next = 13'd0;
                    truncated_next = 1'b0;
                    record_ready_next = 1'b0;
                    state_next = STATE_NEED;
                end
            end
            STATE_NEED: begin
                if (!halt) begin
                    if (!(|rest)) begin
                        state_next = STATE_CLOSE;
                    end else if (ring_used) begin
                        // More buffers can come only when this frame gives back those that it has.
                        truncated_next = 1'b1;
                        plan_valid_next = 1'b1;
                        plan_discard_next = 1'b1;
                        plan_lane_next = 3'd0;
                        plan_octets_next = rest;
                        state_next = STATE_DISCARD;
                    end else begin
                        descriptor_ready_next = 1'b1;
                        state_next = STATE_TAKE;
                    end
                end
            end
            STATE_TAKE: begin
                if (descriptor_valid) begin
                    length_next = descriptor_length;
                    next_index_next = descriptor_index + 16'd1;
                    used_next = used + 13'd1;
                    descriptor_ready_next = 1'b0;
                    state_next = STATE_CUT;
                end
            end
            STATE_CUT: begin
                chunk_next = length;
                if (rest < length) begin
                    chunk_next = rest;
                end
                state_next = STATE_PLAN;
            end
            STATE_PLAN: begin
                state_next = STATE_NEED;
                if (|chunk) begin
                    plan_lane_next = cursor_address[2:0];
                    plan_octets_next = chunk;
                    plan_discard_next = 1'b0;
                    plan_valid_next = 1'b1;
                    rest_next = rest - chunk;
                    filled_next = filled + chunk;
                    left_next = chunk;
                    state_next = STATE_ORDER;
                end
            end
            STATE_ORDER: begin
                if (plan_ready) begin
                    plan_valid_next = 1'b0;
                    state_next = STATE_PIECE;
                end
            end
            STATE_PIECE: begin
                piece_next = cursor_room;
                ends_chunk_next = left <= {8'd0, cursor_room};
                if (left <= {8'd0, cursor_room}) begin
                    piece_next = left[7:0];
                end
                state_next = STATE_PUSH;
            end
            STATE_PUSH: begin
                if (push) begin
                    issued_next = issued + 8'd1;
                    left_next = left - {8'd0, piece};
                    state_next = STATE_PIECE;
                    if (ends_chunk) begin
                        state_next = STATE_NEED;
                    end
                end
            end
            STATE_DISCARD: begin
                if (plan_ready) begin
                    plan_valid_next = 1'b0;
                    state_next = STATE_CLOSE;
                end
            end
            default: begin // STATE_CLOSE
                if (close) begin
                    state_next = STATE_IDLE;
                end
            end
        endcase

        if (command_free) begin
            command_valid_next = show;
        end
        if (show) begin
            command_address_next = commands_oldest[63:0];
            write_octets_next = commands_oldest[71:64];
        end
        if (done) begin
            answered_next = answered + 8'd1;
            if (done_error) begin
                stopped_next = 1'b1;
            end
        end

        if (completion_free) begin
            completion_valid_next = complete;
        end
        if (complete) begin
            completion_length_next = frames_oldest[15:0];
            completion_vlan_tci_next = frames_oldest[31:16];
            completion_next_next = frames_oldest[47:32];
            status_completed_next = frames_oldest[54:48];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            record_ready <= 1'b0;
            descriptor_ready <= 1'b0;
            rest <= 16'd0;
            is_bad <= 1'b0;
            had_tag <= 1'b0;
            tci <= 16'd0;
            ipv4 <= 2'd0;
            l4 <= 2'd0;
            filled <= 16'd0;
            used <= 13'd0;
            truncated <= 1'b0;
            length <= 16'd0;
            next_index <= 16'd0;
            chunk <= 16'd0;
            left <= 16'd0;
            piece <= 8'd0;
            ends_chunk <= 1'b0;
            plan_valid <= 1'b0;
            plan_lane <= 3'd0;
            plan_octets <= 16'd0;
            plan_discard <= 1'b0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            write_octets <= 8'd0;
            issued <= 8'd0;
            answered <= 8'd0;
            stopped <= 1'b0;
            completion_valid <= 1'b0;
            completion_length <= 16'd0;
            completion_vlan_tci <= 16'd0;
            completion_next <= 16'd0;
            status_completed <= 7'd0;
            active <= 1'b0;
        end else begin
            state <= state_next;
            record_ready <= record_ready_next;
            descriptor_ready <= descriptor_ready_next;
            rest <= rest_next;
            is_bad <= is_bad_next;
            had_tag <= had_tag_next;
            tci <= tci_next;
            ipv4 <= ipv4_next;
            l4 <= l4_next;
            filled <= filled_next;
            used <= used_next;
            truncated <= truncated_next;
            length <= length_next;
            next_index <= next_index_next;
            chunk <= chunk_next;
            left <= left_next;
            piece <= piece_next;
            ends_chunk <= ends_chunk_next;
            plan_valid <= plan_valid_next;
            plan_lane <= plan_lane_next;
            plan_octets <= plan_octets_next;
            plan_discard <= plan_discard_next;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            write_octets <= write_octets_next;
            issued <= issued_next;
            answered <= answered_next;
            stopped <= stopped_next;
            completion_valid <= completion_valid_next;
            completion_length <= completion_length_next;
            completion_vlan_tci <= completion_vlan_tci_next;
            completion_next <= completion_next_next;
            status_completed <= status_completed_next;
            active <= (state != STATE_IDLE) || record_valid || command_valid || completion_valid || commands_occupied ||
                frames_occupied;
        end
    end

    wire unused = &{1'b0, ring_mask, commands_count[3:0], frames_count[3:0]};

endmodule

`line 6 "queue_72.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_72 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [71:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [71:0] oldest,
    // There is an entry.
    output reg         occupied,
    // How many there are: 16 at the most.
    output reg  [4:0]  count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(72), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 6 "address_filter.v" 0
// Says of each received frame whether its destination is wanted (IEEE 802.3-2022, 3.2.3, 4.2.4.1.1): the card's own
// address, 16 more, multicast by hash, broadcast, or anything.
//
//                        +----------------+
//        s_axis_tdata[8]->                |->m_axis_tdata[8]
//         s_axis_tvalid->|                |->m_axis_tvalid
//          s_axis_tlast->|                |->m_axis_tlast
//          s_axis_tuser->|                |->m_axis_tuser
//            cfg_enable->| address_filter |->m_axis_tdrop
//       cfg_promiscuous->|                |->stat_filtered
//         cfg_broadcast->|                |
//       cfg_address[48]->|                |
//          cfg_hash[64]->|                |
//          filter_write->|                |
//       filter_index[4]->|                |
//    filter_address[48]->|                |
//          filter_valid->|                |
//                        +----------------+
//
// The destination is collected, and stands still while the entries of the table pass it, one a clock, through a
// register of their own. The verdict is due at the last beat, so each rule has a bit that waits for it.
module address_filter (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a received frame, destination address first, without FCS.
    input  wire [7:0]  s_axis_tdata,
    // There is an octet; it cannot wait.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        s_axis_tuser,
    // Take frames; judged at the first octet of each.
    input  wire        cfg_enable,
    // Take frames to any address.
    input  wire        cfg_promiscuous,
    // Take frames to the broadcast address.
    input  wire        cfg_broadcast,
    // Own address; bits 47:40 are sent first.
    input  wire [47:0] cfg_address,
    // Take multicast frames whose hash has its bit here.
    input  wire [63:0] cfg_hash,
    // Write an entry of the table.
    input  wire        filter_write,
    // Which one.
    input  wire [3:0]  filter_index,
    // Its address; bits 47:40 are sent first.
    input  wire [47:0] filter_address,
    // It counts from now on.
    input  wire        filter_valid,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // There is an octet.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: as it came in.
    output reg         m_axis_tuser,
    // On the last beat: nobody here wants the frame.
    output reg         m_axis_tdrop,
    // Strobe: a frame to somebody else is dropped.
    output reg         stat_filtered
);

    localparam [47:0] HASH_MASK_0 = 48'h6903e93b209a;
    localparam [47:0] HASH_MASK_1 = 48'hb481f41d104d;
    localparam [47:0] HASH_MASK_2 = 48'hda40fa0e8826;
    localparam [47:0] HASH_MASK_3 = 48'h6d207d074413;
    localparam [47:0] HASH_MASK_4 = 48'h3690be03a209;
    localparam [47:0] HASH_MASK_5 = 48'h1b48df01d104;
    localparam [5:0] HASH_PRESET = 6'd14;

    reg [7:0]  m_axis_tdata_next;
    reg [2:0]  index, index_next;
    reg [47:0] destination, destination_next;
    reg        is_all_ones, is_all_ones_next;
    reg [5:0]  hash, hash_next;
    reg        is_enabled, is_enabled_next;
    reg        judges, judges_next;
    reg        wants_any, wants_any_next;
    reg        wants_own, wants_own_next;
    reg [3:0]  wants_group, wants_group_next;
    reg        wants_entry, wants_entry_next;
    reg [15:0] valid_entries, valid_entries_next;
    reg        scans, scans_next;
    reg [3:0]  entry, entry_next;
    reg [47:0] candidate;
    reg        candidate_valid, candidate_valid_next;

    wire [47:0] shifted;
    wire [5:0]  parities;
    wire [15:0] quarters_0;
    wire [15:0] quarters_1;
    wire [15:0] quarters_2;
    wire [15:0] quarters_3;
    wire [3:0]  place_in_quarter;
    wire [1:0]  quarter;
    wire [3:0]  hits;
    wire        frame_end;
    reg         enabled;
    wire        wanted;
    wire [47:0] filters_read_data;

    ram_distributed #(.WIDTH(48), .ADDRESS_WIDTH(4)) filters (
        .write_clk(clk),
        .write_enable(filter_write),
        .write_address(filter_index),
        .write_data(filter_address),
        .read_address(entry),
        .read_data(filters_read_data)
    );

    assign frame_end = s_axis_tvalid && s_axis_tlast;
    assign shifted = (destination << 6'd8) | {40'd0, s_axis_tdata};
    // The CRC of 48 bits is linear: each bit of the hash is the parity of some of them.
    assign parities = {^(shifted & HASH_MASK_5), ^(shifted & HASH_MASK_4), ^(shifted & HASH_MASK_3), ^(shifted &
        HASH_MASK_2), ^(shifted & HASH_MASK_1), ^(shifted & HASH_MASK_0)};
    // Of the hash table a bit of each quarter is kept; which quarter counts is asked at the end of the frame.
    assign quarter = hash[5:4];
    assign place_in_quarter = hash[3:0];
    assign quarters_0 = cfg_hash[15:0];
    assign quarters_1 = cfg_hash[31:16];
    assign quarters_2 = cfg_hash[47:32];
    assign quarters_3 = cfg_hash[63:48];
    assign hits = {quarters_3[place_in_quarter], quarters_2[place_in_quarter], quarters_1[place_in_quarter],
        quarters_0[place_in_quarter]};
    assign wanted = wants_any || wants_own || wants_group[quarter] || wants_entry;

    always @* begin
        index_next = index;
        destination_next = destination;
        is_all_ones_next = is_all_ones;
        hash_next = hash;
        is_enabled_next = is_enabled;
        wants_any_next = wants_any;
        wants_own_next = wants_own;
        wants_group_next = wants_group;
        wants_entry_next = wants_entry;
        valid_entries_next = valid_entries;
        scans_next = scans;
        entry_next = entry;

        judges_next = 1'b0;
        if (s_axis_tvalid) begin
            if (index == 3'd0) begin
                is_enabled_next = cfg_enable;
            end
            if (index != 3'd6) begin
                index_next = index + 3'd1;
                destination_next = shifted;
                hash_next = parities ^ HASH_PRESET;
                is_all_ones_next = (is_all_ones || (index == 3'd0)) && (&s_axis_tdata);
            end
            judges_next = index == 3'd5;
        end

        // All rules but the table are judged at once.
        if (judges) begin
            wants_any_next = cfg_promiscuous || (is_all_ones && cfg_broadcast);
            wants_own_next = destination == cfg_address;
            if (destination[40] && !is_all_ones) begin
                wants_group_next = hits;
            end
        end

        if (filter_write) begin
            valid_entries_next = (valid_entries & ~(16'd1 << filter_index)) | ({15'd0, filter_valid} << filter_index);
        end

        candidate_valid_next = scans && valid_entries[entry];
        if (scans) begin
            entry_next = entry + 4'd1;
            scans_next = !(&entry);
        end
        if (s_axis_tvalid && (index == 3'd5)) begin
            entry_next = 4'd0;
            scans_next = 1'b1;
        end
        if (candidate_valid && (candidate == destination)) begin
            wants_entry_next = 1'b1;
        end

        // The last beat ends all of it. A frame of one octet is not enabled yet, but nobody wants it either.
        enabled = is_enabled;
        if (index == 3'd0) begin
            enabled = cfg_enable;
        end
        if (frame_end) begin
            index_next = 3'd0;
            judges_next = 1'b0;
            scans_next = 1'b0;
            candidate_valid_next = 1'b0;
            wants_any_next = 1'b0;
            wants_own_next = 1'b0;
            wants_group_next = 4'd0;
            wants_entry_next = 1'b0;
        end

        m_axis_tdata_next = 8'd0;
        if (s_axis_tvalid) begin
            m_axis_tdata_next = s_axis_tdata;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_axis_tdrop <= 1'b0;
            stat_filtered <= 1'b0;
            index <= 3'd0;
            destination <= 48'd0;
            is_all_ones <= 1'b0;
            hash <= 6'd0;
            is_enabled <= 1'b0;
            judges <= 1'b0;
            wants_any <= 1'b0;
            wants_own <= 1'b0;
            wants_group <= 4'd0;
            wants_entry <= 1'b0;
            valid_entries <= 16'd0;
            scans <= 1'b0;
            entry <= 4'd0;
            candidate <= 48'd0;
            candidate_valid <= 1'b0;
        end else begin
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= s_axis_tvalid;
            m_axis_tlast <= frame_end;
            m_axis_tuser <= frame_end && s_axis_tuser;
            m_axis_tdrop <= frame_end && !(enabled && wanted);
            stat_filtered <= frame_end && enabled && !wanted;
            index <= index_next;
            destination <= destination_next;
            is_all_ones <= is_all_ones_next;
            hash <= hash_next;
            is_enabled <= is_enabled_next;
            judges <= judges_next;
            wants_any <= wants_any_next;
            wants_own <= wants_own_next;
            wants_group <= wants_group_next;
            wants_entry <= wants_entry_next;
            valid_entries <= valid_entries_next;
            scans <= scans_next;
            entry <= entry_next;
            candidate <= filters_read_data;
            candidate_valid <= candidate_valid_next;
        end
    end

endmodule

`line 6 "vlan_strip.v" 0
// Takes the C-tag out of received frames and says what it held (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6).
//
//                   +------------+
//   s_axis_tdata[8]->            |->m_axis_tdata[8]
//    s_axis_tvalid->|            |->m_axis_tvalid
//     s_axis_tlast->|            |->m_axis_tlast
//     s_axis_tuser->| vlan_strip |->m_axis_tuser
//     s_axis_tdrop->|            |->m_axis_tdrop
//        cfg_strip->|            |->m_axis_vlan_valid
//                   |            |->m_axis_vlan_tci[16]
//                   +------------+
//
// Four octets stand in line, as many as a tag has: when the octet behind it shows that the frame goes on, the line is
// just the tag, and is forgotten by moving the pointer to its end.
module vlan_strip (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a received frame, destination address first, without FCS.
    input  wire [7:0]  s_axis_tdata,
    // There is an octet; it cannot wait.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        s_axis_tuser,
    // On the last beat: nobody wants the frame.
    input  wire        s_axis_tdrop,
    // Take tags out; sampled at octet 16.
    input  wire        cfg_strip,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // There is an octet.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: as it came in.
    output reg         m_axis_tuser,
    // On the last beat: as it came in.
    output reg         m_axis_tdrop,
    // On the last beat: a tag was taken out.
    output reg         m_axis_vlan_valid,
    // On the last beat: the tag control information of that tag, else 0.
    output reg  [15:0] m_axis_vlan_tci
);

    reg [1:0]  newest, newest_next;
    reg [1:0]  oldest, oldest_next;
    reg [2:0]  count;
    reg [2:0]  draining, draining_next;
    reg [4:0]  index, index_next;
    reg        is_tagged, is_tagged_next;
    reg        holds_tag, holds_tag_next;
    reg        stripped, stripped_next;
    reg [7:0]  tci_high, tci_high_next;
    reg [7:0]  tci_low, tci_low_next;
    reg [7:0]  m_axis_tdata_next;
    reg [15:0] m_axis_vlan_tci_next;

    wire [10:0] beat;
    wire        cut;
    wire        leaves;
    wire        leaves_last;
    reg  [2:0]  left;
    reg  [2:0]  count_after;
    wire [10:0] line_read_data;

    ram_distributed #(.WIDTH(11), .ADDRESS_WIDTH(2)) line (
        .write_clk(clk),
        .write_enable(s_axis_tvalid),
        .write_address(newest),
        .write_data(beat),
        .read_address(oldest),
        .read_data(line_read_data)
    );

    assign beat = {s_axis_tdrop, s_axis_tuser, s_axis_tlast, s_axis_tdata};
    assign cut = s_axis_tvalid && holds_tag && cfg_strip;
    assign leaves = !cut && ((|draining) || (s_axis_tvalid && count[2]));
    assign leaves_last = leaves && line_read_data[8];

    always @* begin
        newest_next = newest;
        oldest_next = oldest;
        draining_next = draining;
        index_next = index;
        is_tagged_next = is_tagged;
        holds_tag_next = holds_tag;
        stripped_next = stripped;
        tci_high_next = tci_high;
        tci_low_next = tci_low;

        // What stands in the line after this edge.
        left = count;
        if (|draining) begin
            draining_next = draining - 3'd1;
        end
        if (cut) begin
            left = 3'd0;
            oldest_next = newest;
        end else if (leaves) begin
            left = count - 3'd1;
            oldest_next = oldest + 2'd1;
        end
        count_after = left;
        if (s_axis_tvalid) begin
            count_after = left + 3'd1;
            newest_next = newest + 2'd1;
            if (s_axis_tlast) begin
                draining_next = count_after;
            end
        end

        // Where the frame is, and what its tag is. The octets before the tag control information of a frame push the
        // last one of the frame before out of the line, so one place is enough for it.
        if (s_axis_tvalid) begin
            holds_tag_next = 1'b0;
            if (!index[4]) begin
                index_next = index + 5'd1;
            end
            if (index == 5'd12) begin
                is_tagged_next = s_axis_tdata == 8'h81;
            end
            if (index == 5'd13) begin
                is_tagged_next = is_tagged && (s_axis_tdata == 8'd0);
            end
            if (index == 5'd14) begin
                tci_high_next = s_axis_tdata;
            end
            if (index == 5'd15) begin
                tci_low_next = s_axis_tdata;
                holds_tag_next = is_tagged && !s_axis_tlast;
            end
            if (s_axis_tlast) begin
                index_next = 5'd0;
            end
        end
        if (cut) begin
            stripped_next = 1'b1;
        end else if (leaves_last) begin
            stripped_next = 1'b0;
        end

        m_axis_tdata_next = 8'd0;
        if (leaves) begin
            m_axis_tdata_next = line_read_data[7:0];
        end
        m_axis_vlan_tci_next = 16'd0;
        if (leaves_last && stripped) begin
            m_axis_vlan_tci_next = ({8'd0, tci_high} << 4'd8) | {8'd0, tci_low};
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            newest <= 2'd0;
            oldest <= 2'd0;
            count <= 3'd0;
            draining <= 3'd0;
            index <= 5'd0;
            is_tagged <= 1'b0;
            holds_tag <= 1'b0;
            stripped <= 1'b0;
            tci_high <= 8'd0;
            tci_low <= 8'd0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_axis_tdrop <= 1'b0;
            m_axis_vlan_valid <= 1'b0;
            m_axis_vlan_tci <= 16'd0;
        end else begin
            newest <= newest_next;
            oldest <= oldest_next;
            count <= count_after;
            draining <= draining_next;
            index <= index_next;
            is_tagged <= is_tagged_next;
            holds_tag <= holds_tag_next;
            stripped <= stripped_next;
            tci_high <= tci_high_next;
            tci_low <= tci_low_next;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= leaves;
            m_axis_tlast <= leaves_last;
            m_axis_tuser <= leaves_last && line_read_data[9];
            m_axis_tdrop <= leaves_last && line_read_data[10];
            m_axis_vlan_valid <= leaves_last && stripped;
            m_axis_vlan_tci <= m_axis_vlan_tci_next;
        end
    end

endmodule

`line 6 "checksum_verify.v" 0
// Judges the IPv4, TCP and UDP checksums of received frames (RFC 791, 768, 9293, 1071).
//
//                         +-----------------+
//         s_axis_tdata[8]->                 |->m_axis_tdata[8]
//          s_axis_tvalid->|                 |->m_axis_tvalid
//           s_axis_tlast->|                 |->m_axis_tlast
//           s_axis_tuser->|                 |->m_axis_tuser
//           s_axis_tdrop->| checksum_verify |->m_axis_tdrop
//      s_axis_vlan_valid->|                 |->m_axis_vlan_valid
//    s_axis_vlan_tci[16]->|                 |->m_axis_vlan_tci[16]
//             cfg_verify->|                 |->m_axis_ipv4[2]
//                         |                 |->m_axis_l4[2]
//                         +-----------------+
//
// Behind the first of four registers the octets go to `frame_checksums`; its verdict is there beside the second, and
// is taken into the third at the edge at which the next frame may begin.
module checksum_verify (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a received frame, destination address first, without FCS.
    input  wire [7:0]  s_axis_tdata,
    // There is an octet; it cannot wait.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        s_axis_tuser,
    // On the last beat: nobody wants the frame.
    input  wire        s_axis_tdrop,
    // On the last beat: a tag was taken out.
    input  wire        s_axis_vlan_valid,
    // On the last beat: its tag control information.
    input  wire [15:0] s_axis_vlan_tci,
    // Judge; sampled at the last beat.
    input  wire        cfg_verify,
    // Octet of a frame.
    output wire [7:0]  m_axis_tdata,
    // There is an octet.
    output wire        m_axis_tvalid,
    // It is the last of its frame.
    output wire        m_axis_tlast,
    // On the last beat: as it came in.
    output wire        m_axis_tuser,
    // On the last beat: as it came in.
    output wire        m_axis_tdrop,
    // On the last beat: as it came in.
    output wire        m_axis_vlan_valid,
    // On the last beat: as it came in.
    output wire [15:0] m_axis_vlan_tci,
    // On the last beat: the IPv4 header checksum is 0 none, 1 right, 2 wrong.
    output reg  [1:0]  m_axis_ipv4,
    // On the last beat: the TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    output reg  [1:0]  m_axis_l4
);

    reg [28:0] taken;
    reg [28:0] summed;
    reg [28:0] judged;
    reg [28:0] shown;
    reg        taken_judge;
    reg        summed_judge;
    reg [1:0]  judged_ipv4, judged_ipv4_next;
    reg [1:0]  judged_l4, judged_l4_next;

    reg  [28:0] beat;
    wire        frame_end;
    wire        checksums_has_header;
    wire [7:0]  checksums_header_newest;
    wire        checksums_header_is_ffff;
    wire        checksums_has_payload;
    wire [7:0]  checksums_payload_newest;
    wire        checksums_payload_is_ffff;
    wire        checksums_is_udp;
    wire        checksums_is_odd;
    wire        checksums_at_header;
    wire        checksums_at_payload;

    frame_checksums checksums (
        .clk(clk),
        .rst(rst),
        .octet(taken[7:0]),
        .passes(taken[8]),
        .last(taken[9]),
        .blank(1'b0),
        .settle(1'b0),
        .has_header(checksums_has_header),
        .header_newest(checksums_header_newest),
        .header_is_ffff(checksums_header_is_ffff),
        .has_payload(checksums_has_payload),
        .payload_newest(checksums_payload_newest),
        .payload_is_ffff(checksums_payload_is_ffff),
        .is_udp(checksums_is_udp),
        .is_odd(checksums_is_odd),
        .at_header(checksums_at_header),
        .at_payload(checksums_at_payload)
    );

    assign m_axis_tdata = shown[7:0];
    assign m_axis_tvalid = shown[8];
    assign m_axis_tlast = shown[9];
    assign m_axis_tuser = shown[10];
    assign m_axis_tdrop = shown[11];
    assign m_axis_vlan_valid = shown[12];
    assign m_axis_vlan_tci = shown[28:13];
    assign frame_end = s_axis_tvalid && s_axis_tlast;

    always @* begin
        beat[7:0] = 8'd0;
        if (s_axis_tvalid) begin
            beat[7:0] = s_axis_tdata;
        end
        beat[8] = s_axis_tvalid;
        beat[9] = frame_end;
        beat[10] = frame_end && s_axis_tuser;
        beat[11] = frame_end && s_axis_tdrop;
        beat[12] = frame_end && s_axis_vlan_valid;
        beat[28:13] = 16'd0;
        if (frame_end) begin
            beat[28:13] = s_axis_vlan_tci;
        end

        // The sum over what a checksum covers, itself included, is 0xffff when it is right.
        judged_ipv4_next = 2'd0;
        if (summed_judge && checksums_has_header) begin
            judged_ipv4_next = 2'd2;
            if (checksums_header_is_ffff) begin
                judged_ipv4_next = 2'd1;
            end
        end
        judged_l4_next = 2'd0;
        if (summed_judge && checksums_has_payload) begin
            judged_l4_next = 2'd2;
            if (checksums_payload_is_ffff) begin
                judged_l4_next = 2'd1;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            taken <= 29'd0;
            summed <= 29'd0;
            judged <= 29'd0;
            shown <= 29'd0;
            taken_judge <= 1'b0;
            summed_judge <= 1'b0;
            judged_ipv4 <= 2'd0;
            judged_l4 <= 2'd0;
            m_axis_ipv4 <= 2'd0;
            m_axis_l4 <= 2'd0;
        end else begin
            taken <= beat;
            summed <= taken;
            judged <= summed;
            shown <= judged;
            taken_judge <= frame_end && cfg_verify;
            summed_judge <= taken_judge;
            judged_ipv4 <= judged_ipv4_next;
            judged_l4 <= judged_l4_next;
            m_axis_ipv4 <= judged_ipv4;
            m_axis_l4 <= judged_l4;
        end
    end

    wire unused = &{1'b0, checksums_header_newest, checksums_payload_newest, checksums_is_udp, checksums_is_odd,
        checksums_at_header, checksums_at_payload};

endmodule

`line 6 "rx_buffer.v" 0
// The receive memory of the card: 16384 octets of frames, and a record of what is known of each.
//
//                         +-----------+
//         s_axis_tdata[8]->           |->record_valid
//          s_axis_tvalid->|           |<-record_ready
//           s_axis_tlast->|           |->record_length[16]
//           s_axis_tuser->|           |->record_bad
//           s_axis_tdrop->|           |->record_vlan_valid, record_vlan_tci[16]
//      s_axis_vlan_valid->| rx_buffer |->record_ipv4[2], record_l4[2]
//    s_axis_vlan_tci[16]->|           |->m_axis_tdata[8]
//         s_axis_ipv4[2]->|           |->m_axis_tvalid
//           s_axis_l4[2]->|           |<-m_axis_tready
//           cfg_pass_bad->|           |->m_axis_tlast
//                         |           |->room
//                         |           |->stat_lost
//                         +-----------+
//
// A `stream_fifo` keeps the octets. What it says of a frame an edge later decides whether the record of the frame
// joins the queue of records, whose way out is like that of the octets: fetched, then presented.
module rx_buffer (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a received frame, destination address first, without FCS.
    input  wire [7:0]  s_axis_tdata,
    // There is an octet; it cannot wait.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        s_axis_tuser,
    // On the last beat: nobody wants the frame.
    input  wire        s_axis_tdrop,
    // On the last beat: a tag was taken out.
    input  wire        s_axis_vlan_valid,
    // On the last beat: its tag control information.
    input  wire [15:0] s_axis_vlan_tci,
    // On the last beat: the IPv4 header checksum is 0 none, 1 right, 2 wrong.
    input  wire [1:0]  s_axis_ipv4,
    // On the last beat: the TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    input  wire [1:0]  s_axis_l4,
    // Keep bad frames; else drop them.
    input  wire        cfg_pass_bad,
    // The sink takes the record.
    input  wire        record_ready,
    // The sink takes the beat.
    input  wire        m_axis_tready,
    // A record is offered: a whole frame is there.
    output reg         record_valid,
    // Octets of the frame.
    output wire [15:0] record_length,
    // The frame is bad.
    output wire        record_bad,
    // A tag was taken out of it.
    output wire        record_vlan_valid,
    // Its tag control information.
    output wire [15:0] record_vlan_tci,
    // Its IPv4 header checksum is 0 none, 1 right, 2 wrong.
    output wire [1:0]  record_ipv4,
    // Its TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    output wire [1:0]  record_l4,
    // Octet of a frame.
    output wire [7:0]  m_axis_tdata,
    // An octet is offered.
    output wire        m_axis_tvalid,
    // It is the last of its frame.
    output wire        m_axis_tlast,
    // The source may go on.
    output reg         room,
    // Strobe: a frame that was wanted did not fit.
    output reg         stat_lost
);

    reg [8:0]  written, written_next;
    reg [8:0]  read, read_next;
    reg        fetched, fetched_next;
    reg        record_valid_next;
    reg        short;
    reg        ended;
    reg        refused;
    reg [35:0] kept, kept_next;
    reg [13:0] octets, octets_next;

    wire [35:0] record;
    wire        frame_end;
    wire [13:0] octets_now;
    wire [8:0]  waiting;
    wire        present_free;
    wire        fetch_free;
    wire        memory_s_axis_tready;
    wire        memory_s_axis_tdrop;
    wire        memory_m_axis_tuser;
    wire        memory_cfg_drop_bad;
    wire        memory_half_full;
    wire        memory_stat_overflow;
    wire        memory_stat_bad;
    reg         records_write_enable;
    wire        records_present_enable;
    wire [35:0] records_read_data;

    stream_fifo_16k memory (
        .clk(clk),
        .rst(rst),
        .s_axis_tdata(s_axis_tdata),
        .s_axis_tvalid(s_axis_tvalid),
        .s_axis_tready(memory_s_axis_tready),
        .s_axis_tlast(s_axis_tlast),
        .s_axis_tuser(s_axis_tuser),
        .s_axis_tdrop(memory_s_axis_tdrop),
        .m_axis_tdata(m_axis_tdata),
        .m_axis_tvalid(m_axis_tvalid),
        .m_axis_tready(m_axis_tready),
        .m_axis_tlast(m_axis_tlast),
        .m_axis_tuser(memory_m_axis_tuser),
        .cfg_wait(1'b0),
        .cfg_drop_bad(memory_cfg_drop_bad),
        .half_full(memory_half_full),
        .stat_overflow(memory_stat_overflow),
        .stat_bad(memory_stat_bad)
    );

    ram_block #(.WIDTH(36), .ADDRESS_WIDTH(8)) records (
        .clk(clk),
        .rst(rst),
        .write_enable(records_write_enable),
        .write_address(written[7:0]),
        .write_data(kept),
        .read_enable(fetch_free),
        .read_address(read[7:0]),
        .present_enable(records_present_enable),
        .read_data(records_read_data)
    );

    assign record_length = {2'd0, records_read_data[13:0]};
    assign record_bad = records_read_data[14];
    assign record_vlan_valid = records_read_data[15];
    assign record_vlan_tci = records_read_data[31:16];
    assign record_ipv4 = records_read_data[33:32];
    assign record_l4 = records_read_data[35:34];
    // A frame whose record may find no place is not kept either.
    assign memory_s_axis_tdrop = s_axis_tdrop || short;
    assign memory_cfg_drop_bad = !cfg_pass_bad;
    // The record of the frame that ends now; a length of 14 bits lets it fit into a word of a block RAM.
    assign frame_end = s_axis_tvalid && s_axis_tlast;
    assign octets_now = octets + 14'd1;
    assign record = {s_axis_l4, s_axis_ipv4, s_axis_vlan_tci, s_axis_vlan_valid, s_axis_tuser, octets_now};
    // 254 and more: two records may be on their way when this is seen.
    assign waiting = written - read;
    assign present_free = !record_valid || record_ready;
    assign fetch_free = !fetched || present_free;
    assign records_present_enable = present_free && fetched;

    always @* begin
        written_next = written;
        read_next = read;
        fetched_next = fetched;
        record_valid_next = record_valid;
        kept_next = kept;
        octets_next = octets;

        if (frame_end) begin
            octets_next = 14'd0;
        end else if (s_axis_tvalid) begin
            octets_next = octets_now;
        end
        if (frame_end) begin
            kept_next = record;
        end

        records_write_enable = 1'b0;
        if (ended && !memory_stat_overflow && !memory_stat_bad) begin
            records_write_enable = 1'b1;
            written_next = written + 9'd1;
        end

        if (fetch_free) begin
            fetched_next = written != read;
            if (written != read) begin
                read_next = read + 9'd1;
            end
        end
        if (present_free) begin
            record_valid_next = fetched;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            written <= 9'd0;
            read <= 9'd0;
            fetched <= 1'b0;
            record_valid <= 1'b0;
            short <= 1'b0;
            ended <= 1'b0;
            refused <= 1'b0;
            kept <= 36'd0;
            octets <= 14'd0;
            room <= 1'b0;
            stat_lost <= 1'b0;
        end else begin
            written <= written_next;
            read <= read_next;
            fetched <= fetched_next;
            record_valid <= record_valid_next;
            short <= waiting >= 9'd254;
            ended <= frame_end && !s_axis_tdrop && !short;
            refused <= frame_end && short && !s_axis_tdrop && (!s_axis_tuser || cfg_pass_bad);
            kept <= kept_next;
            octets <= octets_next;
            room <= !(memory_half_full && m_axis_tvalid) && (waiting < 9'd128);
            stat_lost <= memory_stat_overflow || refused;
        end
    end

    wire unused = &{1'b0, memory_s_axis_tready, memory_m_axis_tuser};

endmodule

`line 6 "stream_fifo_16k.v" 0
// A first-in first-out memory for frames, in one clock: a frame comes out only when it is in as a whole. One
// that does not fit, or that is bad, is dropped as a whole and counted, never cut.
//
//                  +---------------+
//  s_axis_tdata[8]->               |->m_axis_tdata[8]
//   s_axis_tvalid->|               |->m_axis_tvalid
//   s_axis_tready<-|  stream_fifo  |<-m_axis_tready
//    s_axis_tlast->|               |->m_axis_tlast
//    s_axis_tuser->|               |->m_axis_tuser
//    s_axis_tdrop->|               |->half_full
//        cfg_wait->|               |->stat_overflow
//    cfg_drop_bad->|               |->stat_bad
//                  +---------------+
//
// Three pointers count octets: `write`, `commit` (where the last whole frame ends) and `read`; `last_room` is where
// one octet more fills the memory, so that no comparison waits for an addition. The memory's read register is the
// first of two output stages, the `m_axis` registers are the second.
module stream_fifo_16k (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Octet of a frame.
    input  wire [7:0] s_axis_tdata,
    // An octet is offered.
    input  wire       s_axis_tvalid,
    // It is the last of its frame.
    input  wire       s_axis_tlast,
    // On the last beat: the frame is bad (or is to be sent with an error).
    input  wire       s_axis_tuser,
    // On the last beat: drop the frame silently (it has been consumed elsewhere).
    input  wire       s_axis_tdrop,
    // The sink takes the beat.
    input  wire       m_axis_tready,
    // The source waits for `tready`; else a beat offered while it is low overflows.
    input  wire       cfg_wait,
    // Drop frames whose last beat has `tuser`.
    input  wire       cfg_drop_bad,
    // There is room for a beat.
    output reg        s_axis_tready,
    // Octet of a frame.
    output wire [7:0] m_axis_tdata,
    // An octet is offered.
    output reg        m_axis_tvalid,
    // It is the last of its frame.
    output wire       m_axis_tlast,
    // On the last beat: as it came in.
    output wire       m_axis_tuser,
    // At least half of the memory is in use.
    output reg        half_full,
    // Strobe: a frame that was wanted did not fit.
    output reg        stat_overflow,
    // Strobe: a bad frame was dropped.
    output reg        stat_bad
);

    localparam [14:0] DEPTH = 15'd16384;
    localparam [14:0] HALF_OR_MORE = 15'd24576;

    reg [14:0] write, write_next;
    reg [14:0] commit, commit_next;
    reg [14:0] read, read_next;
    reg [14:0] last_room, last_room_next;
    reg        has_left;
    reg        discarding;
    reg        fetched, fetched_next;
    reg        m_axis_tvalid_next;

    wire [9:0]  beat;
    wire [14:0] fill;
    wire [14:0] full_write;
    wire        store;
    wire        lost;
    wire        reject;
    wire        frame_end;
    wire [14:0] write_stored;
    wire        full_kept;
    wire        full_stored;
    wire        full_dropped;
    reg         full_after;
    wire        fetch;
    reg         discarding_after;
    wire        present_free;
    wire        fetch_free;
    wire        waiting;
    wire        frames_present_enable;
    wire [9:0]  frames_read_data;

    ram_block #(.WIDTH(10), .ADDRESS_WIDTH(14)) frames (
        .clk(clk),
        .rst(rst),
        .write_enable(store),
        .write_address(write[13:0]),
        .write_data(beat),
        .read_enable(fetch_free),
        .read_address(read[13:0]),
        .present_enable(frames_present_enable),
        .read_data(frames_read_data)
    );

    assign m_axis_tdata = frames_read_data[7:0];
    assign m_axis_tlast = frames_read_data[8];
    assign m_axis_tuser = frames_read_data[9];
    assign fill = write - read;
    // Will the memory be full? Compared for each place where the write pointer can go, before it is known where.
    assign full_write = read ^ DEPTH;
    assign full_kept = write == full_write;
    assign full_stored = write == last_room;
    assign full_dropped = commit == full_write;
    assign waiting = read != commit;
    assign store = !discarding && s_axis_tvalid && s_axis_tready;
    // Either the source cannot wait, or the frame has the memory for itself and does not fit: the memory is full,
    // now that no octet has left since tready was judged.
    assign lost = !discarding && !s_axis_tready && ((!cfg_wait && s_axis_tvalid) || (cfg_wait && !has_left &&
        !waiting));
    assign reject = s_axis_tuser && cfg_drop_bad;
    // Judged at the end of a frame: what was not wanted is not lost.
    assign frame_end = s_axis_tvalid && s_axis_tlast && (s_axis_tready || !cfg_wait);
    assign write_stored = write + 15'd1;
    assign beat = {s_axis_tuser, s_axis_tlast, s_axis_tdata};
    // A committed octet waits in the memory, is fetched, then presented at the port.
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign fetch_free = !fetched || present_free;
    assign fetch = fetch_free && waiting;
    assign frames_present_enable = present_free && fetched;

    always @* begin
        write_next = write;
        commit_next = commit;
        read_next = read;
        last_room_next = last_room;
        fetched_next = fetched;
        m_axis_tvalid_next = m_axis_tvalid;

        full_after = full_kept;
        discarding_after = discarding;
        if (store) begin
            if (s_axis_tlast && (reject || s_axis_tdrop)) begin
                write_next = commit;
                full_after = full_dropped;
            end else begin
                write_next = write_stored;
                full_after = full_stored;
                if (s_axis_tlast) begin
                    commit_next = write_stored;
                end
            end
        end else if (lost) begin
            write_next = commit;
            full_after = full_dropped;
            discarding_after = cfg_wait || !s_axis_tlast;
        end else if (s_axis_tvalid && s_axis_tlast) begin
            // Tready is high while discarding, so each beat counts.
            discarding_after = 1'b0;
        end

        if (fetch_free) begin
            fetched_next = waiting;
        end
        if (fetch) begin
            read_next = read + 15'd1;
            last_room_next = last_room + 15'd1;
        end
        if (present_free) begin
            m_axis_tvalid_next = fetched;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 15'd0;
            commit <= 15'd0;
            read <= 15'd0;
            last_room <= 15'd16383;
            has_left <= 1'b1;
            discarding <= 1'b0;
            s_axis_tready <= 1'b0;
            half_full <= 1'b0;
            stat_overflow <= 1'b0;
            stat_bad <= 1'b0;
            fetched <= 1'b0;
            m_axis_tvalid <= 1'b0;
        end else begin
            write <= write_next;
            commit <= commit_next;
            read <= read_next;
            last_room <= last_room_next;
            has_left <= fetch;
            discarding <= discarding_after;
            s_axis_tready <= discarding_after || !full_after;
            // The fill is the depth at most, so one of its two high bits says half or more.
            half_full <= (fill & HALF_OR_MORE) != 15'd0;
            stat_overflow <= frame_end && !store && !reject && !s_axis_tdrop;
            stat_bad <= frame_end && reject;
            fetched <= fetched_next;
            m_axis_tvalid <= m_axis_tvalid_next;
        end
    end

endmodule

`line 6 "stream_widen.v" 0
// Puts the octets of received frames into words of 64 bits, each in the lane of its address in host memory, or
// throws them away.
//
//          command_valid->+--------------+
//          command_ready<-|              |
//        command_lane[3]->|              |->m_axis_tdata[64]
//     command_octets[16]->|              |->m_axis_tvalid
//        command_discard->| stream_widen |<-m_axis_tready
//        s_axis_tdata[8]->|              |
//          s_axis_tvalid->|              |
//          s_axis_tready<-+--------------+
//
// Two words: one under construction, which may wait when it is whole, and the one that is offered. Lanes are empty
// until their octet comes, so that an octet is or-ed into its lane.
module stream_widen (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // A chunk is offered.
    input  wire        command_valid,
    // The lane of its first octet.
    input  wire [2:0]  command_lane,
    // Its octets.
    input  wire [15:0] command_octets,
    // Throw them away.
    input  wire        command_discard,
    // Octet of a frame.
    input  wire [7:0]  s_axis_tdata,
    // An octet is offered.
    input  wire        s_axis_tvalid,
    // The sink takes the word.
    input  wire        m_axis_tready,
    // The chunk is taken.
    output reg         command_ready,
    // The octet is taken.
    output reg         s_axis_tready,
    // Word for host memory, octets in the lanes of their addresses, other lanes 0.
    output reg  [63:0] m_axis_tdata,
    // A word is offered.
    output reg         m_axis_tvalid
);

    reg        runs;
    reg        is_last, is_last_next;
    reg [15:0] left, left_next;
    reg [2:0]  lane, lane_next;
    reg        discards, discards_next;
    reg [63:0] word, word_next;
    reg        is_whole;
    reg [63:0] m_axis_tdata_next;
    reg        m_axis_tvalid_next;

    wire        present_free;
    wire        passes;
    wire        puts;
    reg  [63:0] octet;
    wire [63:0] joined;
    wire        completes;
    reg         runs_after;
    reg         whole_after;

    assign passes = s_axis_tvalid && s_axis_tready;
    assign puts = passes && !discards;
    assign joined = word | octet;
    assign completes = is_whole || (puts && ((&lane) || is_last));
    // The word goes on, or waits where it is.
    assign present_free = !m_axis_tvalid || m_axis_tready;

    always @* begin
        is_last_next = is_last;
        left_next = left;
        lane_next = lane;
        discards_next = discards;
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;

        octet = 64'd0;
        if (puts) begin
            octet = {56'd0, s_axis_tdata} << ({3'd0, lane} << 3'd3);
        end

        word_next = joined;
        whole_after = 1'b0;
        if (present_free) begin
            m_axis_tvalid_next = completes;
            if (completes) begin
                m_axis_tdata_next = joined;
                word_next = 64'd0;
            end
        end else begin
            whole_after = completes;
        end

        runs_after = runs;
        if (passes) begin
            left_next = left - 16'd1;
            lane_next = lane + 3'd1;
            is_last_next = left == 16'd2;
            runs_after = !is_last;
        end
        if (command_valid && command_ready) begin
            left_next = command_octets;
            lane_next = command_lane;
            discards_next = command_discard;
            is_last_next = command_octets == 16'd1;
            runs_after = |command_octets;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            command_ready <= 1'b0;
            s_axis_tready <= 1'b0;
            runs <= 1'b0;
            is_last <= 1'b0;
            left <= 16'd0;
            lane <= 3'd0;
            discards <= 1'b0;
            word <= 64'd0;
            is_whole <= 1'b0;
            m_axis_tdata <= 64'd0;
            m_axis_tvalid <= 1'b0;
        end else begin
            command_ready <= !runs_after;
            s_axis_tready <= runs_after && !whole_after;
            runs <= runs_after;
            is_last <= is_last_next;
            left <= left_next;
            lane <= lane_next;
            discards <= discards_next;
            word <= word_next;
            is_whole <= whole_after;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
        end
    end

endmodule

`line 6 "mac_counters.v" 0
// Sixteen 64-bit counters, read as one consistent snapshot from another clock (IEEE 802.3-2022, clause 30).
//
//                +----------------+
//  events[16]--->|                |--->busy
//   octets[16]-->|  mac_counters  |--->data[64]
//    snapshot--->|                |
//     addr[4]--->|                |
//                +----------------+
//    count_clk count_rst    clk rst
//
// Events are counted for sixteen edges in small counters. Meanwhile the counts of the sixteen edges before are
// added to the totals, one counter an edge, in three stages: read, add the low half, add the high half and write.
// A snapshot is a copy of what is written back during one such walk. It is asked for and acknowledged by toggles,
// which clear at once with their side's reset, its clock or none.
module mac_counters (
    // ---- clock domain clk ----
    input  wire        clk,
    // Reset of the reading side, synchronous but for the request toggle.
    input  wire        rst,
    // Take a snapshot.
    input  wire        snapshot,
    // Which counter of the snapshot to read.
    input  wire [3:0]  addr,
    // A snapshot is being taken.
    output reg         busy,
    // The counter at `addr`.
    output reg  [63:0] data,

    // ---- clock domain count_clk ----
    input  wire        count_clk,
    // Reset of the counting side, synchronous but for the acknowledge toggle.
    input  wire        count_rst,
    // Bit i: add 1 to counter i (bit 1: add `octets` to counter 1).
    input  wire [15:0] events,
    // What `events[1]` adds.
    input  wire [15:0] octets
);

    // Copying
    localparam [1:0] COPYING_IDLE   = 2'd0;
    localparam [1:0] COPYING_WALK   = 2'd1;
    localparam [1:0] COPYING_SETTLE = 2'd2;

    reg [3:0]  walk;
    reg [15:0] pending_0, pending_0_next;
    reg [15:0] pending_1, pending_1_next;
    reg [15:0] pending_2, pending_2_next;
    reg [15:0] pending_3, pending_3_next;
    reg [19:0] pending_octets, pending_octets_next;
    reg [15:0] due_0, due_0_next;
    reg [15:0] due_1, due_1_next;
    reg [15:0] due_2, due_2_next;
    reg [15:0] due_3, due_3_next;
    reg [19:0] due_octets, due_octets_next;
    reg        first_walk, first_walk_next;
    reg [1:0]  copying, copying_next;
    reg        acknowledge, acknowledge_next;
    reg [3:0]  read_index;
    reg [31:0] read_low, read_low_next;
    reg [31:0] read_high, read_high_next;
    reg [19:0] read_amount, read_amount_next;
    reg        read_copied;
    reg [3:0]  added_index;
    reg [31:0] added_low;
    reg        added_carry;
    reg [31:0] added_high;
    reg        added_copied;
    reg        request, request_next;
    reg        busy_next;
    reg        taken, taken_next;
    reg [63:0] data_next;

    wire [15:0] sum_0;
    wire [15:0] sum_1;
    wire [15:0] sum_2;
    wire [15:0] sum_3;
    wire [15:0] carry_0;
    wire [15:0] carry_1;
    wire [15:0] carry_2;
    reg  [19:0] sum_octets;
    wire [32:0] low_sum;
    reg  [31:0] high_sum;
    wire [3:0]  due_count;
    wire [63:0] total;
    wire        request_sync_q;
    wire [63:0] totals_read_data;
    wire [63:0] copy_read_data;
    wire        acknowledge_sync_q;

    sync_bit #(.RESET_VALUE(1'b0)) request_sync (.clk(count_clk), .rst(count_rst), .d(request), .q(request_sync_q));

    ram_distributed #(.WIDTH(64), .ADDRESS_WIDTH(4)) totals (
        .write_clk(count_clk),
        .write_enable(1'b1),
        .write_address(added_index),
        .write_data(total),
        .read_address(walk),
        .read_data(totals_read_data)
    );

    ram_distributed #(.WIDTH(64), .ADDRESS_WIDTH(4)) copy (
        .write_clk(count_clk),
        .write_enable(added_copied),
        .write_address(added_index),
        .write_data(total),
        .read_address(addr),
        .read_data(copy_read_data)
    );

    sync_bit #(.RESET_VALUE(1'b0)) acknowledge_sync (.clk(clk), .rst(rst), .d(acknowledge), .q(acknowledge_sync_q));

    // Sixteen small counters at once: bit planes, each adding the carries of the one below.
    assign sum_0 = pending_0 ^ events;
    assign carry_0 = pending_0 & events;
    assign sum_1 = pending_1 ^ carry_0;
    assign carry_1 = pending_1 & carry_0;
    assign sum_2 = pending_2 ^ carry_1;
    assign carry_2 = pending_2 & carry_1;
    assign sum_3 = pending_3 ^ carry_2;
    assign due_count = {due_3[0], due_2[0], due_1[0], due_0[0]};
    // Second stage: add to the low half.
    assign low_sum = {1'b0, read_low} + {13'd0, read_amount};
    assign total = {high_sum, added_low};

    always @* begin
        pending_0_next = pending_0;
        pending_1_next = pending_1;
        pending_2_next = pending_2;
        pending_3_next = pending_3;
        pending_octets_next = pending_octets;
        due_0_next = due_0;
        due_1_next = due_1;
        due_2_next = due_2;
        due_3_next = due_3;
        due_octets_next = due_octets;
        first_walk_next = first_walk;
        copying_next = copying;
        acknowledge_next = acknowledge;
        request_next = request;
        busy_next = busy;
        taken_next = taken;
        data_next = data;

        sum_octets = pending_octets;
        if (events[1]) begin
            sum_octets = pending_octets + {4'd0, octets};
        end

        if (walk == 4'd15) begin
            pending_0_next = 16'd0;
            pending_1_next = 16'd0;
            pending_2_next = 16'd0;
            pending_3_next = 16'd0;
            pending_octets_next = 20'd0;
            due_0_next = sum_0;
            due_1_next = sum_1;
            due_2_next = sum_2;
            due_3_next = sum_3;
            due_octets_next = sum_octets;
            first_walk_next = 1'b0;
        end else begin
            pending_0_next = sum_0;
            pending_1_next = sum_1;
            pending_2_next = sum_2;
            pending_3_next = sum_3;
            pending_octets_next = sum_octets;
            // The counter whose turn it is stands in bit 0.
            due_0_next = due_0 >> 4'd1;
            due_1_next = due_1 >> 4'd1;
            due_2_next = due_2 >> 4'd1;
            due_3_next = due_3 >> 4'd1;
        end

        read_low_next = totals_read_data[31:0];
        read_high_next = totals_read_data[63:32];
        if (first_walk) begin
            read_low_next = 32'd0;
            read_high_next = 32'd0;
        end
        read_amount_next = {16'd0, due_count};
        if (walk == 4'd1) begin
            read_amount_next = due_octets;
        end

        // Third stage: carry into the high half, and write.
        high_sum = added_high;
        if (added_carry) begin
            high_sum = added_high + 32'd1;
        end

        case (copying)
            COPYING_IDLE: begin
                if ((walk == 4'd15) && (request_sync_q != acknowledge)) begin
                    copying_next = COPYING_WALK;
                end
            end
            COPYING_WALK: begin
                if (walk == 4'd15) begin
                    copying_next = COPYING_SETTLE;
                end
            end
            default: begin // COPYING_SETTLE
                if (walk == 4'd3) begin
                    acknowledge_next = request_sync_q;
                    copying_next = COPYING_IDLE;
                end
            end
        endcase

        if (busy) begin
            if (acknowledge_sync_q == request) begin
                busy_next = 1'b0;
                taken_next = 1'b1;
            end
        end else begin
            if (snapshot) begin
                request_next = !request;
                busy_next = 1'b1;
            end
            if (taken) begin
                data_next = copy_read_data;
            end
        end
    end

    always @(posedge count_clk) begin
        if (count_rst) begin
            walk <= 4'd0;
            pending_0 <= 16'd0;
            pending_1 <= 16'd0;
            pending_2 <= 16'd0;
            pending_3 <= 16'd0;
            pending_octets <= 20'd0;
            due_0 <= 16'd0;
            due_1 <= 16'd0;
            due_2 <= 16'd0;
            due_3 <= 16'd0;
            due_octets <= 20'd0;
            first_walk <= 1'b1;
            copying <= COPYING_IDLE;
            read_index <= 4'd0;
            read_low <= 32'd0;
            read_high <= 32'd0;
            read_amount <= 20'd0;
            read_copied <= 1'b0;
            added_index <= 4'd0;
            added_low <= 32'd0;
            added_carry <= 1'b0;
            added_high <= 32'd0;
            added_copied <= 1'b0;
        end else begin
            walk <= walk + 4'd1;
            pending_0 <= pending_0_next;
            pending_1 <= pending_1_next;
            pending_2 <= pending_2_next;
            pending_3 <= pending_3_next;
            pending_octets <= pending_octets_next;
            due_0 <= due_0_next;
            due_1 <= due_1_next;
            due_2 <= due_2_next;
            due_3 <= due_3_next;
            due_octets <= due_octets_next;
            first_walk <= first_walk_next;
            copying <= copying_next;
            read_index <= walk;
            read_low <= read_low_next;
            read_high <= read_high_next;
            read_amount <= read_amount_next;
            read_copied <= copying == COPYING_WALK;
            added_index <= read_index;
            added_low <= low_sum[31:0];
            added_carry <= low_sum[32];
            added_high <= read_high;
            added_copied <= read_copied;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire count_rst_n = !count_rst;

    always @(posedge count_clk or negedge count_rst_n) begin
        if (!count_rst_n) begin
            acknowledge <= 1'b0;
        end else begin
            acknowledge <= acknowledge_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire rst_n = !rst;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            request <= 1'b0;
        end else begin
            request <= request_next;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            busy <= 1'b0;
            taken <= 1'b0;
            data <= 64'd0;
        end else begin
            busy <= busy_next;
            taken <= taken_next;
            data <= data_next;
        end
    end

endmodule

`line 6 "mac_settings.v" 0
// Carries the settings of the MAC into the clocks of the PHY, over and over, so that no change is missed.
//
//                 +--------------+
//   address[48]-->|              |-->cfg_tx_*
// pause_*, ... -->| mac_settings |-->cfg_rx_*
//                 +--------------+
//             clk                   tx_clk, rx_clk
module mac_settings (
    // The clock of the host side.
    input  wire        clk,
    // Its reset.
    input  wire        rst,
    // The clock of the transmitter.
    input  wire        tx_clk,
    // Its reset.
    input  wire        tx_rst,
    // The clock of the receiver.
    input  wire        rx_clk,
    // Its reset.
    input  wire        rx_rst,
    // Own address.
    input  wire [47:0] address,
    // Pause time to ask for.
    input  wire [15:0] pause_quanta,
    // Send PAUSE frames.
    input  wire        pause_send,
    // Obey received PAUSE frames.
    input  wire        pause_obey,
    // The receiver hears the transmitter, the wire nothing.
    input  wire        loopback,
    // Pass bad frames.
    input  wire        pass_bad,
    // Ignore carrier sense and collisions.
    input  wire        full_duplex,
    // Own address, for the transmitter.
    output wire [47:0] cfg_tx_mac_address,
    // Pause time to ask for.
    output wire [15:0] cfg_tx_pause_quanta,
    // Send PAUSE frames.
    output wire        cfg_tx_pause_send,
    // Obey received PAUSE frames.
    output wire        cfg_tx_pause_obey,
    // The wire hears nothing.
    output wire        cfg_tx_loopback,
    // Ignore carrier sense and collisions.
    output wire        cfg_tx_full_duplex,
    // Own address, for the receiver.
    output wire [47:0] cfg_rx_mac_address,
    // Pass bad frames.
    output wire        cfg_rx_pass_bad,
    // The receiver hears the transmitter.
    output wire        cfg_rx_loopback
);

    wire [3:0]  tx_settings;
    wire [1:0]  rx_settings;
    wire [47:0] tx_address;
    wire [47:0] rx_address;
    wire        tx_address_high_dst_valid;
    wire        tx_address_middle_dst_valid;
    wire        tx_address_low_dst_valid;
    wire        tx_pause_dst_valid;
    wire [15:0] tx_flags_src_data;
    wire        tx_flags_dst_valid;
    wire [15:0] tx_flags_dst_data;
    wire        rx_address_high_dst_valid;
    wire        rx_address_middle_dst_valid;
    wire        rx_address_low_dst_valid;
    wire [15:0] rx_flags_src_data;
    wire        rx_flags_dst_valid;
    wire [15:0] rx_flags_dst_data;

    word_sync tx_address_high (
        .src_clk(clk),
        .src_rst(rst),
        .src_valid(1'b1),
        .src_data(address[47:32]),
        .dst_clk(tx_clk),
        .dst_rst(tx_rst),
        .dst_valid(tx_address_high_dst_valid),
        .dst_data(tx_address[47:32])
    );

    word_sync tx_address_middle (
        .src_clk(clk),
        .src_rst(rst),
        .src_valid(1'b1),
        .src_data(address[31:16]),
        .dst_clk(tx_clk),
        .dst_rst(tx_rst),
        .dst_valid(tx_address_middle_dst_valid),
        .dst_data(tx_address[31:16])
    );

    word_sync tx_address_low (
        .src_clk(clk),
        .src_rst(rst),
        .src_valid(1'b1),
        .src_data(address[15:0]),
        .dst_clk(tx_clk),
        .dst_rst(tx_rst),
        .dst_valid(tx_address_low_dst_valid),
        .dst_data(tx_address[15:0])
    );

    word_sync tx_pause (
        .src_clk(clk),
        .src_rst(rst),
        .src_valid(1'b1),
        .src_data(pause_quanta),
        .dst_clk(tx_clk),
        .dst_rst(tx_rst),
        .dst_valid(tx_pause_dst_valid),
        .dst_data(cfg_tx_pause_quanta)
    );

    word_sync tx_flags (
        .src_clk(clk),
        .src_rst(rst),
        .src_valid(1'b1),
        .src_data(tx_flags_src_data),
        .dst_clk(tx_clk),
        .dst_rst(tx_rst),
        .dst_valid(tx_flags_dst_valid),
        .dst_data(tx_flags_dst_data)
    );

    word_sync rx_address_high (
        .src_clk(clk),
        .src_rst(rst),
        .src_valid(1'b1),
        .src_data(address[47:32]),
        .dst_clk(rx_clk),
        .dst_rst(rx_rst),
        .dst_valid(rx_address_high_dst_valid),
        .dst_data(rx_address[47:32])
    );

    word_sync rx_address_middle (
        .src_clk(clk),
        .src_rst(rst),
        .src_valid(1'b1),
        .src_data(address[31:16]),
        .dst_clk(rx_clk),
        .dst_rst(rx_rst),
        .dst_valid(rx_address_middle_dst_valid),
        .dst_data(rx_address[31:16])
    );

    word_sync rx_address_low (
        .src_clk(clk),
        .src_rst(rst),
        .src_valid(1'b1),
        .src_data(address[15:0]),
        .dst_clk(rx_clk),
        .dst_rst(rx_rst),
        .dst_valid(rx_address_low_dst_valid),
        .dst_data(rx_address[15:0])
    );

    word_sync rx_flags (
        .src_clk(clk),
        .src_rst(rst),
        .src_valid(1'b1),
        .src_data(rx_flags_src_data),
        .dst_clk(rx_clk),
        .dst_rst(rx_rst),
        .dst_valid(rx_flags_dst_valid),
        .dst_data(rx_flags_dst_data)
    );

    assign tx_settings = {full_duplex, loopback, pause_obey, pause_send};
    assign rx_settings = {loopback, pass_bad};
    assign tx_flags_src_data = {12'd0, tx_settings};
    assign cfg_tx_mac_address = tx_address;
    assign rx_flags_src_data = {14'd0, rx_settings};
    assign cfg_rx_mac_address = rx_address;
    assign cfg_tx_pause_send = tx_flags_dst_data[0];
    assign cfg_tx_pause_obey = tx_flags_dst_data[1];
    assign cfg_tx_loopback = tx_flags_dst_data[2];
    assign cfg_tx_full_duplex = tx_flags_dst_data[3];
    assign cfg_rx_pass_bad = rx_flags_dst_data[0];
    assign cfg_rx_loopback = rx_flags_dst_data[1];

    wire unused = &{1'b0, tx_address_high_dst_valid, tx_address_middle_dst_valid, tx_address_low_dst_valid,
        tx_pause_dst_valid, tx_flags_dst_valid, tx_flags_dst_data[15:4], rx_address_high_dst_valid,
        rx_address_middle_dst_valid, rx_address_low_dst_valid, rx_flags_dst_valid, rx_flags_dst_data[15:2]};

endmodule

`line 6 "word_sync.v" 0
// Carries a 16-bit word from one clock to another by a toggle handshake: each word arrives once, whole. It
// carries the pause time from the receiver to the transmitter.
//
//            +-------------+
//  src_valid->             |->dst_valid
//  src_data[16]->word_sync |->dst_data[16]
//            +-------------+
//      src_clk src_rst   dst_clk dst_rst
//
// Only the two toggles pass synchronisers. The held word does not change from the request to the acknowledge, so
// the other side may take it without. The toggles clear at once with their side's reset, its clock or none.
module word_sync (
    // ---- clock domain src_clk ----
    input  wire        src_clk,
    // Reset of the source side, synchronous but for the request toggle.
    input  wire        src_rst,
    // A word is offered.
    input  wire        src_valid,
    // The word.
    input  wire [15:0] src_data,

    // ---- clock domain dst_clk ----
    input  wire        dst_clk,
    // Reset of the destination side, synchronous but for the acknowledge toggle.
    input  wire        dst_rst,
    // Strobe: a word has arrived.
    output reg         dst_valid,
    // The word that arrived last.
    output reg  [15:0] dst_data
);

    reg        waiting, waiting_next;
    reg [15:0] waiting_word, waiting_word_next;
    reg [15:0] held_word, held_word_next;
    reg        request, request_next;
    reg        acknowledge, acknowledge_next;
    reg [15:0] dst_data_next;

    wire acknowledge_sync_q;
    wire request_sync_q;

    sync_bit #(.RESET_VALUE(1'b0)) acknowledge_sync (
        .clk(src_clk),
        .rst(src_rst),
        .d(acknowledge),
        .q(acknowledge_sync_q)
    );

    sync_bit #(.RESET_VALUE(1'b0)) request_sync (.clk(dst_clk), .rst(dst_rst), .d(request), .q(request_sync_q));

    always @* begin
        waiting_next = waiting;
        waiting_word_next = waiting_word;
        held_word_next = held_word;
        request_next = request;
        acknowledge_next = acknowledge;
        dst_data_next = dst_data;

        // Source side. The newest word wins.
        if (waiting && (request == acknowledge_sync_q)) begin
            held_word_next = waiting_word;
            request_next = !request;
            waiting_next = 1'b0;
        end
        if (src_valid) begin
            waiting_word_next = src_data;
            waiting_next = 1'b1;
        end

        if (request_sync_q != acknowledge) begin
            dst_data_next = held_word;
            acknowledge_next = !acknowledge;
        end
    end

    always @(posedge src_clk) begin
        if (src_rst) begin
            waiting <= 1'b0;
            waiting_word <= 16'd0;
            held_word <= 16'd0;
        end else begin
            waiting <= waiting_next;
            waiting_word <= waiting_word_next;
            held_word <= held_word_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire src_rst_n = !src_rst;

    always @(posedge src_clk or negedge src_rst_n) begin
        if (!src_rst_n) begin
            request <= 1'b0;
        end else begin
            request <= request_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire dst_rst_n = !dst_rst;

    always @(posedge dst_clk or negedge dst_rst_n) begin
        if (!dst_rst_n) begin
            acknowledge <= 1'b0;
        end else begin
            acknowledge <= acknowledge_next;
        end
    end

    always @(posedge dst_clk) begin
        if (dst_rst) begin
            dst_valid <= 1'b0;
            dst_data <= 16'd0;
        end else begin
            // Destination side.
            dst_valid <= request_sync_q != acknowledge;
            dst_data <= dst_data_next;
        end
    end

endmodule

`line 6 "mac_mii.v" 0
// Ethernet MAC for MII, 10 and 100 Mbit/s, half or full duplex, with frame memories, PAUSE and counters (IEEE
// 802.3-2022, clauses 4, 22, 31).
//
// A late collision gives the frame up, as its head is kept for the slot time only; TransmitLinkMgmt in 4.2.8 would
// try again at 10 and 100 Mbit/s.
//
//                +-----------+    +------------+
//   tx_axis_* -->|           |--->| mac_tx_mii |--> mii_txd, tx_en, tx_er
//                |           |    |            |<-- mii_crs, mii_col
//   rx_axis_* <--| mac_shell |    +------------+
//   stat_*   <-->|           |<---| mac_rx_mii |<-- mii_rxd, rx_dv, rx_er
//                +-----------+    +------------+
//       clk                    tx_clk, rx_clk
module mac_mii (
    // ---- clock domain clk ----
    input  wire        clk,
    // Reset, synchronous to `clk`, from a flip-flop: the other domains take it at once. Each of the three resets all.
    input  wire        rst,
    // Octet of a frame to send, destination address first.
    input  wire [7:0]  tx_axis_tdata,
    // An octet is offered.
    input  wire        tx_axis_tvalid,
    // It is the last of its frame.
    input  wire        tx_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        tx_axis_tuser,
    // The sink takes the beat.
    input  wire        rx_axis_tready,
    // Take a snapshot of all counters.
    input  wire        stat_snapshot,
    // Which counter to read: 0 to 15 receive, 16 to 31 transmit, see docs/counters.md.
    input  wire [4:0]  stat_addr,
    // The octet is taken.
    output wire        tx_axis_tready,
    // Octet of a received frame.
    output wire [7:0]  rx_axis_tdata,
    // An octet is offered.
    output wire        rx_axis_tvalid,
    // It is the last of its frame.
    output wire        rx_axis_tlast,
    // On the last beat: the frame is bad.
    output wire        rx_axis_tuser,
    // The snapshot is being taken; it waits while the clock of the transmitter or receiver stands.
    output wire        stat_busy,
    // The counter at `stat_addr` of the snapshot.
    output wire [63:0] stat_data,

    // ---- clock domain tx_clk ----
    input  wire        tx_clk,
    // Reset, synchronous to `tx_clk`, from a flip-flop.
    input  wire        tx_rst,
    // Ignore carrier sense and collisions.
    input  wire        cfg_tx_full_duplex,
    // Pad frames and append their FCS; else the stream carries it.
    input  wire        cfg_tx_fcs_insert,
    // Send PAUSE frames on request and when the receive memory is half full.
    input  wire        cfg_tx_pause_send,
    // Obey received PAUSE frames.
    input  wire        cfg_tx_pause_obey,
    // Pause time to ask for, in units of 512 bit times.
    input  wire [15:0] cfg_tx_pause_quanta,
    // Source address of PAUSE frames; bits 47:40 are sent first.
    input  wire [47:0] cfg_tx_mac_address,
    // Nibble to the PHY.
    output wire [3:0]  mii_txd,
    // `mii_txd` is part of a frame.
    output wire        mii_tx_en,
    // Send an error in its place.
    output wire        mii_tx_er,

    // ---- clock domain rx_clk ----
    input  wire        rx_clk,
    // Reset, synchronous to `rx_clk`, from a flip-flop.
    input  wire        rx_rst,
    // Nibble from the PHY.
    input  wire [3:0]  mii_rxd,
    // `mii_rxd` is part of a carrier.
    input  wire        mii_rx_dv,
    // The PHY saw an error in it.
    input  wire        mii_rx_er,
    // Strip the FCS; else the stream carries it.
    input  wire        cfg_rx_fcs_strip,
    // Accept frames of up to 9018 octets.
    input  wire        cfg_rx_jumbo,
    // Pass bad frames, marked by `rx_axis_tuser`; else drop and count them.
    input  wire        cfg_rx_pass_bad,
    // Own address, to which PAUSE frames may be sent.
    input  wire [47:0] cfg_rx_mac_address,

    // ---- of no clock domain ----
    // Carrier sense, in no clock domain.
    input  wire        mii_crs,
    // Collision, in no clock domain.
    input  wire        mii_col,
    // Ask the link partner to pause, in any clock domain.
    input  wire        pause_request
);

    reg seeded;

    wire        shell_tx_reset;
    wire        shell_rx_reset;
    wire [7:0]  shell_mac_tx_axis_tdata;
    wire        shell_mac_tx_axis_tvalid;
    wire        shell_mac_tx_axis_tlast;
    wire        shell_mac_tx_axis_tuser;
    wire        shell_mac_tx_fcs_insert;
    wire        shell_cfg_tx_pause_send;
    wire        shell_cfg_tx_pause_obey;
    wire        transmitter_tx_axis_tready;
    wire        transmitter_tx_start_ready;
    wire        transmitter_tx_octet_tick;
    wire        transmitter_stat_tx_valid;
    wire [2:0]  transmitter_stat_tx_verdict;
    wire [15:0] transmitter_stat_tx_octets;
    wire [4:0]  transmitter_stat_tx_collisions;
    wire        transmitter_stat_tx_deferred;
    wire        transmitter_stat_tx_excessive_deferral;
    wire        transmitter_stat_tx_carrier_sense_error;
    wire [7:0]  receiver_rx_axis_tdata;
    wire        receiver_rx_axis_tvalid;
    wire        receiver_rx_axis_tlast;
    wire        receiver_rx_axis_tuser;
    wire        receiver_stat_rx_valid;
    wire [3:0]  receiver_stat_rx_verdict;
    wire        receiver_stat_rx_symbol_error;
    wire [15:0] receiver_stat_rx_octets;
    wire        lfsr_load;
    wire [9:0]  lfsr_random;

    mac_shell shell (
        .clk(clk),
        .rst(rst),
        .tx_clk(tx_clk),
        .tx_rst(tx_rst),
        .rx_clk(rx_clk),
        .rx_rst(rx_rst),
        .tx_reset(shell_tx_reset),
        .rx_reset(shell_rx_reset),
        .tx_axis_tdata(tx_axis_tdata),
        .tx_axis_tvalid(tx_axis_tvalid),
        .tx_axis_tready(tx_axis_tready),
        .tx_axis_tlast(tx_axis_tlast),
        .tx_axis_tuser(tx_axis_tuser),
        .rx_axis_tdata(rx_axis_tdata),
        .rx_axis_tvalid(rx_axis_tvalid),
        .rx_axis_tready(rx_axis_tready),
        .rx_axis_tlast(rx_axis_tlast),
        .rx_axis_tuser(rx_axis_tuser),
        .stat_snapshot(stat_snapshot),
        .stat_addr(stat_addr),
        .stat_busy(stat_busy),
        .stat_data(stat_data),
        .mac_tx_axis_tdata(shell_mac_tx_axis_tdata),
        .mac_tx_axis_tvalid(shell_mac_tx_axis_tvalid),
        .mac_tx_axis_tready(transmitter_tx_axis_tready),
        .mac_tx_axis_tlast(shell_mac_tx_axis_tlast),
        .mac_tx_axis_tuser(shell_mac_tx_axis_tuser),
        .mac_tx_fcs_insert(shell_mac_tx_fcs_insert),
        .tx_start_ready(transmitter_tx_start_ready),
        .tx_octet_tick(transmitter_tx_octet_tick),
        .stat_tx_valid(transmitter_stat_tx_valid),
        .stat_tx_verdict(transmitter_stat_tx_verdict),
        .stat_tx_octets(transmitter_stat_tx_octets),
        .stat_tx_collisions(transmitter_stat_tx_collisions),
        .stat_tx_deferred(transmitter_stat_tx_deferred),
        .stat_tx_excessive_deferral(transmitter_stat_tx_excessive_deferral),
        .stat_tx_carrier_sense_error(transmitter_stat_tx_carrier_sense_error),
        .cfg_tx_fcs_insert(cfg_tx_fcs_insert),
        .cfg_tx_pause_send(shell_cfg_tx_pause_send),
        .cfg_tx_pause_obey(shell_cfg_tx_pause_obey),
        .cfg_tx_pause_quanta(cfg_tx_pause_quanta),
        .cfg_tx_mac_address(cfg_tx_mac_address),
        .pause_request(pause_request),
        .mac_rx_axis_tdata(receiver_rx_axis_tdata),
        .mac_rx_axis_tvalid(receiver_rx_axis_tvalid),
        .mac_rx_axis_tlast(receiver_rx_axis_tlast),
        .mac_rx_axis_tuser(receiver_rx_axis_tuser),
        .stat_rx_valid(receiver_stat_rx_valid),
        .stat_rx_verdict(receiver_stat_rx_verdict),
        .stat_rx_symbol_error(receiver_stat_rx_symbol_error),
        .stat_rx_octets(receiver_stat_rx_octets),
        .cfg_rx_pass_bad(cfg_rx_pass_bad),
        .cfg_rx_mac_address(cfg_rx_mac_address)
    );

    mac_tx_mii transmitter (
        .clk(tx_clk),
        .rst(shell_tx_reset),
        .tx_axis_tdata(shell_mac_tx_axis_tdata),
        .tx_axis_tvalid(shell_mac_tx_axis_tvalid),
        .tx_axis_tlast(shell_mac_tx_axis_tlast),
        .tx_axis_tuser(shell_mac_tx_axis_tuser),
        .tx_fcs_insert(shell_mac_tx_fcs_insert),
        .tx_hold(1'b0),
        .mii_crs(mii_crs),
        .mii_col(mii_col),
        .cfg_full_duplex(cfg_tx_full_duplex),
        .random(lfsr_random),
        .tx_axis_tready(transmitter_tx_axis_tready),
        .mii_txd(mii_txd),
        .mii_tx_en(mii_tx_en),
        .mii_tx_er(mii_tx_er),
        .tx_start_ready(transmitter_tx_start_ready),
        .tx_octet_tick(transmitter_tx_octet_tick),
        .stat_tx_valid(transmitter_stat_tx_valid),
        .stat_tx_verdict(transmitter_stat_tx_verdict),
        .stat_tx_octets(transmitter_stat_tx_octets),
        .stat_tx_collisions(transmitter_stat_tx_collisions),
        .stat_tx_deferred(transmitter_stat_tx_deferred),
        .stat_tx_excessive_deferral(transmitter_stat_tx_excessive_deferral),
        .stat_tx_carrier_sense_error(transmitter_stat_tx_carrier_sense_error)
    );

    mac_rx_mii receiver (
        .clk(rx_clk),
        .rst(shell_rx_reset),
        .mii_rxd(mii_rxd),
        .mii_rx_dv(mii_rx_dv),
        .mii_rx_er(mii_rx_er),
        .cfg_rx_fcs_strip(cfg_rx_fcs_strip),
        .cfg_rx_jumbo(cfg_rx_jumbo),
        .rx_axis_tdata(receiver_rx_axis_tdata),
        .rx_axis_tvalid(receiver_rx_axis_tvalid),
        .rx_axis_tlast(receiver_rx_axis_tlast),
        .rx_axis_tuser(receiver_rx_axis_tuser),
        .stat_rx_valid(receiver_stat_rx_valid),
        .stat_rx_verdict(receiver_stat_rx_verdict),
        .stat_rx_symbol_error(receiver_stat_rx_symbol_error),
        .stat_rx_octets(receiver_stat_rx_octets)
    );

    lfsr lfsr (
        .clk(tx_clk),
        .rst(shell_tx_reset),
        .load(lfsr_load),
        .seed(cfg_tx_mac_address[31:0]),
        .random(lfsr_random)
    );

    assign shell_cfg_tx_pause_send = cfg_tx_pause_send && cfg_tx_full_duplex;
    assign shell_cfg_tx_pause_obey = cfg_tx_pause_obey && cfg_tx_full_duplex;
    assign lfsr_load = !seeded;

    always @(posedge tx_clk) begin
        if (shell_tx_reset) begin
            seeded <= 1'b0;
        end else begin
            // Random words for the backoff, begun with the address, so that stations differ.
            seeded <= 1'b1;
        end
    end

endmodule

`line 6 "mac_shell.v" 0
// What stands between the client and the transmitter and receiver of every MAC design: frame memories both ways,
// clock crossings, PAUSE, counters and resets (IEEE 802.3-2022, clauses 30 and 31). The wiring is that of the
// contracts in `wirewright_spec::ports::{mac_gmii, mac_mii, mac_trispeed}`.
//
//                +------------------------------------------------------+
//   tx_axis_* -->| stream_fifo -> async_fifo -> mac_control_tx          |--> mac_tx_axis_*
//                |                                    ^                 |
//                |                                word_sync             |
//                |                                    |                 |
//   rx_axis_* <--| async_fifo <- stream_fifo <- mac_control_rx          |<-- mac_rx_axis_*
//                |                                                      |
//      stat_* <->| mac_counters <- rx_events, mac_counters <- tx_events |<-- stat_tx_*, stat_rx_*
//                +------------------------------------------------------+
module mac_shell (
    // The clock of the client.
    input  wire        clk,
    // Reset, synchronous to `clk`.
    input  wire        rst,
    // The clock of the transmitter.
    input  wire        tx_clk,
    // Reset, synchronous to `tx_clk`.
    input  wire        tx_rst,
    // The clock of the receiver.
    input  wire        rx_clk,
    // Reset, synchronous to `rx_clk`.
    input  wire        rx_rst,
    // The reset of the transmitter: of all three.
    output wire        tx_reset,
    // The reset of the receiver: of all three.
    output wire        rx_reset,
    // Octet of a frame to send.
    input  wire [7:0]  tx_axis_tdata,
    // An octet is offered.
    input  wire        tx_axis_tvalid,
    // The octet is taken.
    output wire        tx_axis_tready,
    // It is the last of its frame.
    input  wire        tx_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        tx_axis_tuser,
    // Octet of a received frame.
    output wire [7:0]  rx_axis_tdata,
    // An octet is offered.
    output wire        rx_axis_tvalid,
    // The client takes the beat.
    input  wire        rx_axis_tready,
    // It is the last of its frame.
    output wire        rx_axis_tlast,
    // On the last beat: the frame is bad.
    output wire        rx_axis_tuser,
    // Take a snapshot of all counters.
    input  wire        stat_snapshot,
    // Which counter to read.
    input  wire [4:0]  stat_addr,
    // The snapshot is being taken; it waits while the clock of the transmitter or receiver stands.
    output reg         stat_busy,
    // The counter at `stat_addr` of the snapshot.
    output reg  [63:0] stat_data,
    // Octet to the transmitter.
    output wire [7:0]  mac_tx_axis_tdata,
    // An octet is offered.
    output wire        mac_tx_axis_tvalid,
    // The transmitter takes the beat.
    input  wire        mac_tx_axis_tready,
    // It is the last of its frame.
    output wire        mac_tx_axis_tlast,
    // On the last beat: send the frame with an error.
    output wire        mac_tx_axis_tuser,
    // Pad this frame and append its FCS.
    output wire        mac_tx_fcs_insert,
    // The transmitter can start a frame without delay.
    input  wire        tx_start_ready,
    // One octet time has passed.
    input  wire        tx_octet_tick,
    // Strobe: a frame is over, and this is its verdict.
    input  wire        stat_tx_valid,
    // How it ended: a `TxVerdict`.
    input  wire [2:0]  stat_tx_verdict,
    // Its length in octets.
    input  wire [15:0] stat_tx_octets,
    // Collisions the frame met.
    input  wire [4:0]  stat_tx_collisions,
    // The frame had to wait for the medium.
    input  wire        stat_tx_deferred,
    // It waited longer than twice the longest frame.
    input  wire        stat_tx_excessive_deferral,
    // Carrier sense failed while it was sent.
    input  wire        stat_tx_carrier_sense_error,
    // Pad frames and append their FCS; else the stream carries it.
    input  wire        cfg_tx_fcs_insert,
    // Send PAUSE frames on request and when the receive memory is half full.
    input  wire        cfg_tx_pause_send,
    // Obey received PAUSE frames.
    input  wire        cfg_tx_pause_obey,
    // Pause time to ask for, in units of 512 bit times.
    input  wire [15:0] cfg_tx_pause_quanta,
    // Source address of PAUSE frames.
    input  wire [47:0] cfg_tx_mac_address,
    // Ask the link partner to pause, in any clock domain.
    input  wire        pause_request,
    // Octet from the receiver.
    input  wire [7:0]  mac_rx_axis_tdata,
    // There is an octet.
    input  wire        mac_rx_axis_tvalid,
    // It is the last of its frame.
    input  wire        mac_rx_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        mac_rx_axis_tuser,
    // Strobe: a frame is over, and this is its verdict.
    input  wire        stat_rx_valid,
    // What it was: an `RxVerdict`.
    input  wire [3:0]  stat_rx_verdict,
    // The PHY reported an error in it.
    input  wire        stat_rx_symbol_error,
    // Its length in octets.
    input  wire [15:0] stat_rx_octets,
    // Pass bad frames, marked by `rx_axis_tuser`; else drop and count them.
    input  wire        cfg_rx_pass_bad,
    // Own address, to which PAUSE frames may be sent.
    input  wire [47:0] cfg_rx_mac_address
);

    reg        half_full;
    reg        too_long;
    reg        too_long_counted;
    reg        chosen_tx;
    reg [63:0] stat_data_next;

    wire        underrun;
    wire        count_too_long;
    wire        client_reset;
    wire        transmit_reset;
    wire        receive_reset;
    wire        tx_rst_in_clk_rst;
    wire        rx_rst_in_clk_rst;
    wire        rst_in_tx_clk_rst;
    wire        rx_rst_in_tx_clk_rst;
    wire        rst_in_rx_clk_rst;
    wire        tx_rst_in_rx_clk_rst;
    wire [7:0]  tx_frames_m_axis_tdata;
    wire        tx_frames_m_axis_tvalid;
    wire        tx_frames_m_axis_tlast;
    wire        tx_frames_m_axis_tuser;
    wire        tx_frames_half_full;
    wire        tx_frames_stat_overflow;
    wire        tx_frames_stat_bad;
    wire        tx_crossing_s_axis_tready;
    wire [7:0]  tx_crossing_m_axis_tdata;
    wire        tx_crossing_m_axis_tvalid;
    wire        tx_crossing_m_axis_tlast;
    wire        tx_crossing_m_axis_tuser;
    wire        tx_control_s_axis_tready;
    wire        tx_control_pause_request;
    wire        tx_control_paused;
    wire        tx_control_stat_pause_sent;
    wire [7:0]  rx_control_m_axis_tdata;
    wire        rx_control_m_axis_tvalid;
    wire        rx_control_m_axis_tlast;
    wire        rx_control_m_axis_tuser;
    wire        rx_control_m_axis_tdrop;
    wire        rx_control_pause_valid;
    wire [15:0] rx_control_pause_quanta;
    wire        rx_control_stat_valid;
    wire [3:0]  rx_control_stat_verdict;
    wire        rx_control_stat_symbol_error;
    wire [15:0] rx_control_stat_octets;
    wire        rx_control_stat_multicast;
    wire        rx_control_stat_broadcast;
    wire        rx_control_stat_pause;
    wire        rx_control_stat_unsupported;
    wire        rx_frames_s_axis_tready;
    wire [7:0]  rx_frames_m_axis_tdata;
    wire        rx_frames_m_axis_tvalid;
    wire        rx_frames_m_axis_tlast;
    wire        rx_frames_m_axis_tuser;
    wire        rx_frames_cfg_drop_bad;
    wire        rx_frames_half_full;
    wire        rx_frames_stat_overflow;
    wire        rx_frames_stat_bad;
    wire        rx_crossing_s_axis_tready;
    wire        pause_crossing_dst_valid;
    wire [15:0] pause_crossing_dst_data;
    wire        pause_request_sync_q;
    wire        half_full_sync_q;
    wire        too_long_sync_q;
    wire [15:0] rx_events_events;
    wire [15:0] rx_events_octets;
    wire [15:0] tx_events_events;
    wire [15:0] tx_events_octets;
    wire        rx_counters_busy;
    wire [63:0] rx_counters_data;
    wire        tx_counters_busy;
    wire [63:0] tx_counters_data;

    reset_sync tx_rst_in_clk (.clk(clk), .arst(tx_rst), .rst(tx_rst_in_clk_rst));
    reset_sync rx_rst_in_clk (.clk(clk), .arst(rx_rst), .rst(rx_rst_in_clk_rst));
    reset_sync rst_in_tx_clk (.clk(tx_clk), .arst(rst), .rst(rst_in_tx_clk_rst));
    reset_sync rx_rst_in_tx_clk (.clk(tx_clk), .arst(rx_rst), .rst(rx_rst_in_tx_clk_rst));
    reset_sync rst_in_rx_clk (.clk(rx_clk), .arst(rst), .rst(rst_in_rx_clk_rst));
    reset_sync tx_rst_in_rx_clk (.clk(rx_clk), .arst(tx_rst), .rst(tx_rst_in_rx_clk_rst));

    stream_fifo tx_frames (
        .clk(clk),
        .rst(client_reset),
        .s_axis_tdata(tx_axis_tdata),
        .s_axis_tvalid(tx_axis_tvalid),
        .s_axis_tready(tx_axis_tready),
        .s_axis_tlast(tx_axis_tlast),
        .s_axis_tuser(tx_axis_tuser),
        .s_axis_tdrop(1'b0),
        .m_axis_tdata(tx_frames_m_axis_tdata),
        .m_axis_tvalid(tx_frames_m_axis_tvalid),
        .m_axis_tready(tx_crossing_s_axis_tready),
        .m_axis_tlast(tx_frames_m_axis_tlast),
        .m_axis_tuser(tx_frames_m_axis_tuser),
        .cfg_wait(1'b1),
        .cfg_drop_bad(1'b0),
        .half_full(tx_frames_half_full),
        .stat_overflow(tx_frames_stat_overflow),
        .stat_bad(tx_frames_stat_bad)
    );

    async_fifo tx_crossing (
        .wr_clk(clk),
        .wr_rst(client_reset),
        .s_axis_tdata(tx_frames_m_axis_tdata),
        .s_axis_tvalid(tx_frames_m_axis_tvalid),
        .s_axis_tready(tx_crossing_s_axis_tready),
        .s_axis_tlast(tx_frames_m_axis_tlast),
        .s_axis_tuser(tx_frames_m_axis_tuser),
        .rd_clk(tx_clk),
        .rd_rst(transmit_reset),
        .m_axis_tdata(tx_crossing_m_axis_tdata),
        .m_axis_tvalid(tx_crossing_m_axis_tvalid),
        .m_axis_tready(tx_control_s_axis_tready),
        .m_axis_tlast(tx_crossing_m_axis_tlast),
        .m_axis_tuser(tx_crossing_m_axis_tuser)
    );

    mac_control_tx tx_control (
        .clk(tx_clk),
        .rst(transmit_reset),
        .s_axis_tdata(tx_crossing_m_axis_tdata),
        .s_axis_tvalid(tx_crossing_m_axis_tvalid),
        .s_axis_tready(tx_control_s_axis_tready),
        .s_axis_tlast(tx_crossing_m_axis_tlast),
        .s_axis_tuser(tx_crossing_m_axis_tuser),
        .m_axis_tdata(mac_tx_axis_tdata),
        .m_axis_tvalid(mac_tx_axis_tvalid),
        .m_axis_tready(mac_tx_axis_tready),
        .m_axis_tlast(mac_tx_axis_tlast),
        .m_axis_tuser(mac_tx_axis_tuser),
        .m_fcs_insert(mac_tx_fcs_insert),
        .tx_start_ready(tx_start_ready),
        .octet_tick(tx_octet_tick),
        .pause_valid(pause_crossing_dst_valid),
        .pause_quanta(pause_crossing_dst_data),
        .pause_request(tx_control_pause_request),
        .cfg_mac_address(cfg_tx_mac_address),
        .cfg_fcs_insert(cfg_tx_fcs_insert),
        .cfg_pause_send(cfg_tx_pause_send),
        .cfg_pause_obey(cfg_tx_pause_obey),
        .cfg_pause_quanta(cfg_tx_pause_quanta),
        .paused(tx_control_paused),
        .stat_pause_sent(tx_control_stat_pause_sent)
    );

    mac_control_rx rx_control (
        .clk(rx_clk),
        .rst(receive_reset),
        .rx_axis_tdata(mac_rx_axis_tdata),
        .rx_axis_tvalid(mac_rx_axis_tvalid),
        .rx_axis_tlast(mac_rx_axis_tlast),
        .rx_axis_tuser(mac_rx_axis_tuser),
        .rx_valid(stat_rx_valid),
        .rx_verdict(stat_rx_verdict),
        .rx_symbol_error(stat_rx_symbol_error),
        .rx_octets(stat_rx_octets),
        .cfg_mac_address(cfg_rx_mac_address),
        .cfg_pause_obey(1'b1),
        .m_axis_tdata(rx_control_m_axis_tdata),
        .m_axis_tvalid(rx_control_m_axis_tvalid),
        .m_axis_tlast(rx_control_m_axis_tlast),
        .m_axis_tuser(rx_control_m_axis_tuser),
        .m_axis_tdrop(rx_control_m_axis_tdrop),
        .pause_valid(rx_control_pause_valid),
        .pause_quanta(rx_control_pause_quanta),
        .stat_valid(rx_control_stat_valid),
        .stat_verdict(rx_control_stat_verdict),
        .stat_symbol_error(rx_control_stat_symbol_error),
        .stat_octets(rx_control_stat_octets),
        .stat_multicast(rx_control_stat_multicast),
        .stat_broadcast(rx_control_stat_broadcast),
        .stat_pause(rx_control_stat_pause),
        .stat_unsupported(rx_control_stat_unsupported)
    );

    stream_fifo rx_frames (
        .clk(rx_clk),
        .rst(receive_reset),
        .s_axis_tdata(rx_control_m_axis_tdata),
        .s_axis_tvalid(rx_control_m_axis_tvalid),
        .s_axis_tready(rx_frames_s_axis_tready),
        .s_axis_tlast(rx_control_m_axis_tlast),
        .s_axis_tuser(rx_control_m_axis_tuser),
        .s_axis_tdrop(rx_control_m_axis_tdrop),
        .m_axis_tdata(rx_frames_m_axis_tdata),
        .m_axis_tvalid(rx_frames_m_axis_tvalid),
        .m_axis_tready(rx_crossing_s_axis_tready),
        .m_axis_tlast(rx_frames_m_axis_tlast),
        .m_axis_tuser(rx_frames_m_axis_tuser),
        .cfg_wait(1'b0),
        .cfg_drop_bad(rx_frames_cfg_drop_bad),
        .half_full(rx_frames_half_full),
        .stat_overflow(rx_frames_stat_overflow),
        .stat_bad(rx_frames_stat_bad)
    );

    async_fifo rx_crossing (
        .wr_clk(rx_clk),
        .wr_rst(receive_reset),
        .s_axis_tdata(rx_frames_m_axis_tdata),
        .s_axis_tvalid(rx_frames_m_axis_tvalid),
        .s_axis_tready(rx_crossing_s_axis_tready),
        .s_axis_tlast(rx_frames_m_axis_tlast),
        .s_axis_tuser(rx_frames_m_axis_tuser),
        .rd_clk(clk),
        .rd_rst(client_reset),
        .m_axis_tdata(rx_axis_tdata),
        .m_axis_tvalid(rx_axis_tvalid),
        .m_axis_tready(rx_axis_tready),
        .m_axis_tlast(rx_axis_tlast),
        .m_axis_tuser(rx_axis_tuser)
    );

    word_sync pause_crossing (
        .src_clk(rx_clk),
        .src_rst(receive_reset),
        .src_valid(rx_control_pause_valid),
        .src_data(rx_control_pause_quanta),
        .dst_clk(tx_clk),
        .dst_rst(transmit_reset),
        .dst_valid(pause_crossing_dst_valid),
        .dst_data(pause_crossing_dst_data)
    );

    sync_bit #(.RESET_VALUE(1'b0)) pause_request_sync (
        .clk(tx_clk),
        .rst(transmit_reset),
        .d(pause_request),
        .q(pause_request_sync_q)
    );

    sync_bit #(.RESET_VALUE(1'b0)) half_full_sync (
        .clk(tx_clk),
        .rst(transmit_reset),
        .d(half_full),
        .q(half_full_sync_q)
    );

    sync_bit #(.RESET_VALUE(1'b0)) too_long_sync (
        .clk(tx_clk),
        .rst(transmit_reset),
        .d(too_long),
        .q(too_long_sync_q)
    );

    rx_events rx_events (
        .clk(rx_clk),
        .rst(receive_reset),
        .stat_valid(rx_control_stat_valid),
        .stat_verdict(rx_control_stat_verdict),
        .stat_symbol_error(rx_control_stat_symbol_error),
        .stat_octets(rx_control_stat_octets),
        .stat_multicast(rx_control_stat_multicast),
        .stat_broadcast(rx_control_stat_broadcast),
        .stat_pause(rx_control_stat_pause),
        .stat_unsupported(rx_control_stat_unsupported),
        .stat_overflow(rx_frames_stat_overflow),
        .events(rx_events_events),
        .octets(rx_events_octets)
    );

    tx_events tx_events (
        .clk(tx_clk),
        .rst(transmit_reset),
        .stat_tx_valid(stat_tx_valid),
        .stat_tx_verdict(stat_tx_verdict),
        .stat_tx_octets(stat_tx_octets),
        .stat_tx_collisions(stat_tx_collisions),
        .stat_tx_deferred(stat_tx_deferred),
        .stat_tx_excessive_deferral(stat_tx_excessive_deferral),
        .stat_tx_carrier_sense_error(stat_tx_carrier_sense_error),
        .stat_pause_sent(tx_control_stat_pause_sent),
        .too_long(count_too_long),
        .events(tx_events_events),
        .octets(tx_events_octets)
    );

    mac_counters rx_counters (
        .count_clk(rx_clk),
        .count_rst(receive_reset),
        .events(rx_events_events),
        .octets(rx_events_octets),
        .clk(clk),
        .rst(client_reset),
        .snapshot(stat_snapshot),
        .addr(stat_addr[3:0]),
        .busy(rx_counters_busy),
        .data(rx_counters_data)
    );

    mac_counters tx_counters (
        .count_clk(tx_clk),
        .count_rst(transmit_reset),
        .events(tx_events_events),
        .octets(tx_events_octets),
        .clk(clk),
        .rst(client_reset),
        .snapshot(stat_snapshot),
        .addr(stat_addr[3:0]),
        .busy(tx_counters_busy),
        .data(tx_counters_data)
    );

    assign client_reset = rst || tx_rst_in_clk_rst || rx_rst_in_clk_rst;
    assign transmit_reset = tx_rst || rst_in_tx_clk_rst || rx_rst_in_tx_clk_rst;
    assign receive_reset = rx_rst || rst_in_rx_clk_rst || tx_rst_in_rx_clk_rst;
    assign tx_reset = transmit_reset;
    assign rx_reset = receive_reset;
    assign rx_frames_cfg_drop_bad = !cfg_rx_pass_bad;
    assign tx_control_pause_request = pause_request_sync_q || half_full_sync_q;
    assign underrun = stat_tx_valid && (stat_tx_verdict == 3'd2);
    assign count_too_long = (too_long_sync_q != too_long_counted) && !underrun;

    always @* begin
        stat_data_next = rx_counters_data;
        if (chosen_tx) begin
            stat_data_next = tx_counters_data;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire receive_reset_n = !receive_reset;

    always @(posedge rx_clk or negedge receive_reset_n) begin
        if (!receive_reset_n) begin
            half_full <= 1'b0;
        end else begin
            // A receiver that was reset while its clock stands asks for no PAUSE.
            half_full <= rx_frames_half_full;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire client_reset_n = !client_reset;

    always @(posedge clk or negedge client_reset_n) begin
        if (!client_reset_n) begin
            too_long <= 1'b0;
        end else begin
            // A frame that the transmit memory cannot hold turns a bit, which the transmitter's clock follows. The
            // counter takes one frame a clock: an underrun goes first.
            too_long <= too_long ^ tx_frames_stat_overflow;
        end
    end

    always @(posedge tx_clk) begin
        if (transmit_reset) begin
            too_long_counted <= 1'b0;
        end else begin
            too_long_counted <= too_long_counted ^ count_too_long;
        end
    end

    always @(posedge clk) begin
        if (client_reset) begin
            stat_busy <= 1'b0;
            chosen_tx <= 1'b0;
            stat_data <= 64'd0;
        end else begin
            stat_busy <= rx_counters_busy || tx_counters_busy || stat_snapshot;
            // Stands beside the data of the same address.
            chosen_tx <= stat_addr[4];
            stat_data <= stat_data_next;
        end
    end

    wire unused = &{1'b0, tx_frames_half_full, tx_frames_stat_bad, tx_control_paused, rx_frames_s_axis_tready,
        rx_frames_stat_bad};

endmodule

`line 6 "stream_fifo.v" 0
// A first-in first-out memory for frames, in one clock: a frame comes out only when it is in as a whole. One
// that does not fit, or that is bad, is dropped as a whole and counted, never cut.
//
//                  +---------------+
//  s_axis_tdata[8]->               |->m_axis_tdata[8]
//   s_axis_tvalid->|               |->m_axis_tvalid
//   s_axis_tready<-|  stream_fifo  |<-m_axis_tready
//    s_axis_tlast->|               |->m_axis_tlast
//    s_axis_tuser->|               |->m_axis_tuser
//    s_axis_tdrop->|               |->half_full
//        cfg_wait->|               |->stat_overflow
//    cfg_drop_bad->|               |->stat_bad
//                  +---------------+
//
// Three pointers count octets: `write`, `commit` (where the last whole frame ends) and `read`; `last_room` is where
// one octet more fills the memory, so that no comparison waits for an addition. The memory's read register is the
// first of two output stages, the `m_axis` registers are the second.
module stream_fifo (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Octet of a frame.
    input  wire [7:0] s_axis_tdata,
    // An octet is offered.
    input  wire       s_axis_tvalid,
    // It is the last of its frame.
    input  wire       s_axis_tlast,
    // On the last beat: the frame is bad (or is to be sent with an error).
    input  wire       s_axis_tuser,
    // On the last beat: drop the frame silently (it has been consumed elsewhere).
    input  wire       s_axis_tdrop,
    // The sink takes the beat.
    input  wire       m_axis_tready,
    // The source waits for `tready`; else a beat offered while it is low overflows.
    input  wire       cfg_wait,
    // Drop frames whose last beat has `tuser`.
    input  wire       cfg_drop_bad,
    // There is room for a beat.
    output reg        s_axis_tready,
    // Octet of a frame.
    output wire [7:0] m_axis_tdata,
    // An octet is offered.
    output reg        m_axis_tvalid,
    // It is the last of its frame.
    output wire       m_axis_tlast,
    // On the last beat: as it came in.
    output wire       m_axis_tuser,
    // At least half of the memory is in use.
    output reg        half_full,
    // Strobe: a frame that was wanted did not fit.
    output reg        stat_overflow,
    // Strobe: a bad frame was dropped.
    output reg        stat_bad
);

    localparam [12:0] DEPTH = 13'd4096;
    localparam [12:0] HALF_OR_MORE = 13'd6144;

    reg [12:0] write, write_next;
    reg [12:0] commit, commit_next;
    reg [12:0] read, read_next;
    reg [12:0] last_room, last_room_next;
    reg        has_left;
    reg        discarding;
    reg        fetched, fetched_next;
    reg        m_axis_tvalid_next;

    wire [9:0]  beat;
    wire [12:0] fill;
    wire [12:0] full_write;
    wire        store;
    wire        lost;
    wire        reject;
    wire        frame_end;
    wire [12:0] write_stored;
    wire        full_kept;
    wire        full_stored;
    wire        full_dropped;
    reg         full_after;
    wire        fetch;
    reg         discarding_after;
    wire        present_free;
    wire        fetch_free;
    wire        waiting;
    wire        frames_present_enable;
    wire [9:0]  frames_read_data;

    ram_block #(.WIDTH(10), .ADDRESS_WIDTH(12)) frames (
        .clk(clk),
        .rst(rst),
        .write_enable(store),
        .write_address(write[11:0]),
        .write_data(beat),
        .read_enable(fetch_free),
        .read_address(read[11:0]),
        .present_enable(frames_present_enable),
        .read_data(frames_read_data)
    );

    assign m_axis_tdata = frames_read_data[7:0];
    assign m_axis_tlast = frames_read_data[8];
    assign m_axis_tuser = frames_read_data[9];
    assign fill = write - read;
    // Will the memory be full? Compared for each place where the write pointer can go, before it is known where.
    assign full_write = read ^ DEPTH;
    assign full_kept = write == full_write;
    assign full_stored = write == last_room;
    assign full_dropped = commit == full_write;
    assign waiting = read != commit;
    assign store = !discarding && s_axis_tvalid && s_axis_tready;
    // Either the source cannot wait, or the frame has the memory for itself and does not fit: the memory is full,
    // now that no octet has left since tready was judged.
    assign lost = !discarding && !s_axis_tready && ((!cfg_wait && s_axis_tvalid) || (cfg_wait && !has_left &&
        !waiting));
    assign reject = s_axis_tuser && cfg_drop_bad;
    // Judged at the end of a frame: what was not wanted is not lost.
    assign frame_end = s_axis_tvalid && s_axis_tlast && (s_axis_tready || !cfg_wait);
    assign write_stored = write + 13'd1;
    assign beat = {s_axis_tuser, s_axis_tlast, s_axis_tdata};
    // A committed octet waits in the memory, is fetched, then presented at the port.
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign fetch_free = !fetched || present_free;
    assign fetch = fetch_free && waiting;
    assign frames_present_enable = present_free && fetched;

    always @* begin
        write_next = write;
        commit_next = commit;
        read_next = read;
        last_room_next = last_room;
        fetched_next = fetched;
        m_axis_tvalid_next = m_axis_tvalid;

        full_after = full_kept;
        discarding_after = discarding;
        if (store) begin
            if (s_axis_tlast && (reject || s_axis_tdrop)) begin
                write_next = commit;
                full_after = full_dropped;
            end else begin
                write_next = write_stored;
                full_after = full_stored;
                if (s_axis_tlast) begin
                    commit_next = write_stored;
                end
            end
        end else if (lost) begin
            write_next = commit;
            full_after = full_dropped;
            discarding_after = cfg_wait || !s_axis_tlast;
        end else if (s_axis_tvalid && s_axis_tlast) begin
            // Tready is high while discarding, so each beat counts.
            discarding_after = 1'b0;
        end

        if (fetch_free) begin
            fetched_next = waiting;
        end
        if (fetch) begin
            read_next = read + 13'd1;
            last_room_next = last_room + 13'd1;
        end
        if (present_free) begin
            m_axis_tvalid_next = fetched;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 13'd0;
            commit <= 13'd0;
            read <= 13'd0;
            last_room <= 13'd4095;
            has_left <= 1'b1;
            discarding <= 1'b0;
            s_axis_tready <= 1'b0;
            half_full <= 1'b0;
            stat_overflow <= 1'b0;
            stat_bad <= 1'b0;
            fetched <= 1'b0;
            m_axis_tvalid <= 1'b0;
        end else begin
            write <= write_next;
            commit <= commit_next;
            read <= read_next;
            last_room <= last_room_next;
            has_left <= fetch;
            discarding <= discarding_after;
            s_axis_tready <= discarding_after || !full_after;
            // The fill is the depth at most, so one of its two high bits says half or more.
            half_full <= (fill & HALF_OR_MORE) != 13'd0;
            stat_overflow <= frame_end && !store && !reject && !s_axis_tdrop;
            stat_bad <= frame_end && reject;
            fetched <= fetched_next;
            m_axis_tvalid <= m_axis_tvalid_next;
        end
    end

endmodule

`line 6 "async_fifo.v" 0
// A first-in first-out memory of 16 beats between two clocks, with Gray-coded pointers. It knows nothing of
// frames.
//
//                  +--------------+
//  s_axis_tdata[8]->              |->m_axis_tdata[8]
//   s_axis_tvalid->|              |->m_axis_tvalid
//   s_axis_tready<-|  async_fifo  |<-m_axis_tready
//    s_axis_tlast->|              |->m_axis_tlast
//    s_axis_tuser->|              |->m_axis_tuser
//                  +--------------+
//         wr_clk  wr_rst      rd_clk  rd_rst
//
// Of a Gray-coded pointer one bit changes at a time, so each bit may cross for itself: the other side sees the
// pointer as it was or as it is, never a third value. A reset clears the pointer that crosses at once, so that the
// other side sees it even when the clock of this side stands.
module async_fifo (
    // ---- clock domain wr_clk ----
    input  wire       wr_clk,
    // Reset of the write side, synchronous but for its Gray pointer.
    input  wire       wr_rst,
    // Octet to store.
    input  wire [7:0] s_axis_tdata,
    // An octet is offered.
    input  wire       s_axis_tvalid,
    // Carried along.
    input  wire       s_axis_tlast,
    // Carried along.
    input  wire       s_axis_tuser,
    // There is room for a beat.
    output reg        s_axis_tready,

    // ---- clock domain rd_clk ----
    input  wire       rd_clk,
    // Reset of the read side, synchronous but for its Gray pointer.
    input  wire       rd_rst,
    // The sink takes the beat.
    input  wire       m_axis_tready,
    // Octet.
    output reg  [7:0] m_axis_tdata,
    // An octet is offered.
    output reg        m_axis_tvalid,
    // As it came in.
    output reg        m_axis_tlast,
    // As it came in.
    output reg        m_axis_tuser
);

    localparam [4:0] FULL_MARK = 5'd24;

    reg [4:0] write;
    reg [4:0] write_gray;
    reg       s_axis_tready_next;
    reg [4:0] read;
    reg [4:0] read_gray;
    reg [4:0] ahead, ahead_next;
    reg [7:0] m_axis_tdata_next;
    reg       m_axis_tvalid_next;
    reg       m_axis_tlast_next;
    reg       m_axis_tuser_next;

    wire [9:0] beat;
    wire       blocked;
    wire       store;
    reg  [4:0] write_after;
    wire [4:0] full_gray;
    wire [4:0] read_gray_seen;
    wire       present_free;
    wire       waiting;
    reg  [4:0] read_after;
    wire [4:0] write_gray_seen;
    wire       beats_write_enable;
    wire [9:0] beats_read_data;

    ram_distributed #(.WIDTH(10), .ADDRESS_WIDTH(4)) beats (
        .write_clk(wr_clk),
        .write_enable(beats_write_enable),
        .write_address(write[3:0]),
        .write_data(beat),
        .read_address(read[3:0]),
        .read_data(beats_read_data)
    );

    sync_bit #(.RESET_VALUE(1'b0)) write_gray_sync [4:0] (
        .clk(rd_clk),
        .rst(rd_rst),
        .d(write_gray),
        .q(write_gray_seen)
    );

    sync_bit #(.RESET_VALUE(1'b0)) read_gray_sync [4:0] (
        .clk(wr_clk),
        .rst(wr_rst),
        .d(read_gray),
        .q(read_gray_seen)
    );

    // Write side. Full: 16 ahead, which turns the two upper bits of the Gray code.
    // The reset wins over a beat too: a read side that is still to be reset sees what was there.
    assign blocked = wr_rst || !s_axis_tready;
    assign store = s_axis_tvalid && s_axis_tready;
    assign full_gray = read_gray_seen ^ FULL_MARK;
    assign beat = {s_axis_tuser, s_axis_tlast, s_axis_tdata};
    assign beats_write_enable = s_axis_tvalid && !blocked;
    // Read side.
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign waiting = read_gray != write_gray_seen;

    always @* begin
        ahead_next = ahead;
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;

        write_after = write;
        s_axis_tready_next = write_gray != full_gray;
        if (store) begin
            write_after = write + 5'd1;
            ahead_next = ahead + 5'd1;
            s_axis_tready_next = (ahead ^ (ahead >> 3'd1)) != full_gray;
        end

        read_after = read;
        if (present_free) begin
            m_axis_tvalid_next = waiting;
            if (waiting) begin
                m_axis_tdata_next = beats_read_data[7:0];
                m_axis_tlast_next = beats_read_data[8];
                m_axis_tuser_next = beats_read_data[9];
                read_after = read + 5'd1;
            end
        end
    end

    always @(posedge wr_clk) begin
        if (wr_rst) begin
            write <= 5'd0;
            s_axis_tready <= 1'b0;
            ahead <= 5'd1;
        end else begin
            write <= write_after;
            s_axis_tready <= s_axis_tready_next;
            ahead <= ahead_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire wr_rst_n = !wr_rst;

    always @(posedge wr_clk or negedge wr_rst_n) begin
        if (!wr_rst_n) begin
            write_gray <= 5'd0;
        end else begin
            write_gray <= write_after ^ (write_after >> 3'd1);
        end
    end

    always @(posedge rd_clk) begin
        if (rd_rst) begin
            read <= 5'd0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
        end else begin
            read <= read_after;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire rd_rst_n = !rd_rst;

    always @(posedge rd_clk or negedge rd_rst_n) begin
        if (!rd_rst_n) begin
            read_gray <= 5'd0;
        end else begin
            read_gray <= read_after ^ (read_after >> 3'd1);
        end
    end

endmodule

`line 6 "mac_control_tx.v" 0
// MAC control, sending side: obeys received PAUSE frames and sends our own (IEEE 802.3-2022, clause 31, annex
// 31B).
//
//                  +------------------+
//  s_axis_* ------>|                  |------> m_axis_*, m_fcs_insert
//  s_axis_tready<--|  mac_control_tx  |<------ m_axis_tready, tx_start_ready
//  pause_valid --->|                  |------> paused
//  pause_request ->|                  |------> stat_pause_sent
//                  +------------------+
//
// One frame at a time passes; what comes next is decided between frames, as late as possible, so that a PAUSE frame
// or a received PAUSE never waits for more than the frame on its way.
module mac_control_tx (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a client frame.
    input  wire [7:0]  s_axis_tdata,
    // An octet is offered.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        s_axis_tuser,
    // The MAC takes the beat.
    input  wire        m_axis_tready,
    // The MAC can start a frame without delay.
    input  wire        tx_start_ready,
    // One octet time has passed; constant 1 at one octet a clock.
    input  wire        octet_tick,
    // Strobe: a PAUSE frame was received.
    input  wire        pause_valid,
    // Its pause time in units of 512 bit times.
    input  wire [15:0] pause_quanta,
    // Ask the link partner to pause for as long as this is high.
    input  wire        pause_request,
    // Source address of PAUSE frames; bits 47:40 are sent first.
    input  wire [47:0] cfg_mac_address,
    // Pad client frames and append their FCS; else they carry it.
    input  wire        cfg_fcs_insert,
    // Send PAUSE frames.
    input  wire        cfg_pause_send,
    // Obey received PAUSE frames.
    input  wire        cfg_pause_obey,
    // The pause time to ask for, in units of 512 bit times.
    input  wire [15:0] cfg_pause_quanta,
    // The octet is taken.
    output reg         s_axis_tready,
    // Octet to the MAC.
    output reg  [7:0]  m_axis_tdata,
    // An octet is offered.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: send the frame with an error.
    output reg         m_axis_tuser,
    // Pad this frame and append its FCS.
    output reg         m_fcs_insert,
    // The link partner has asked for silence.
    output reg         paused,
    // Strobe: a PAUSE frame was sent.
    output reg         stat_pause_sent
);

    // Phase
    localparam [1:0] PHASE_WAIT    = 2'd0;
    localparam [1:0] PHASE_CLIENT  = 2'd1;
    localparam [1:0] PHASE_CONTROL = 2'd2;

    reg [1:0]  phase;
    reg [7:0]  m_axis_tdata_next;
    reg        m_axis_tvalid_next;
    reg        m_axis_tlast_next;
    reg        m_axis_tuser_next;
    reg        m_fcs_insert_next;
    reg [7:0]  spare_data, spare_data_next;
    reg        spare_valid;
    reg        spare_last, spare_last_next;
    reg        spare_user, spare_user_next;
    reg        spare_fcs_insert, spare_fcs_insert_next;
    reg [4:0]  index, index_next;
    reg [15:0] pause_time, pause_time_next;
    reg        asked, asked_next;
    reg        sent_pause, sent_pause_next;
    reg [20:0] refresh_timer, refresh_timer_next;
    reg [21:0] pause_timer, pause_timer_next;
    reg        pause_starts, pause_starts_next;
    reg        paused_next;
    reg        stat_pause_sent_next;

    wire       accept;
    wire       free;
    wire       idle;
    wire       asking;
    wire       client;
    wire       due;
    reg  [1:0] phase_after;
    reg        spare_after;
    reg  [7:0] control_octet;

    assign accept = s_axis_tvalid && s_axis_tready;
    assign free = !m_axis_tvalid || m_axis_tready;
    assign idle = (phase == PHASE_WAIT) && tx_start_ready && !m_axis_tvalid && !spare_valid;
    assign client = s_axis_tvalid && !paused;
    // Asked again before the time runs out, and taken back when the request ends; but the client has its turn
    // after each PAUSE frame.
    assign asking = pause_request && (|cfg_pause_quanta);
    assign due = cfg_pause_send && ((asking != asked) || (asking && (refresh_timer == 21'd0))) && !(sent_pause &&
        client);

    always @* begin
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;
        m_fcs_insert_next = m_fcs_insert;
        spare_data_next = spare_data;
        spare_last_next = spare_last;
        spare_user_next = spare_user;
        spare_fcs_insert_next = spare_fcs_insert;
        index_next = index;
        pause_time_next = pause_time;
        asked_next = asked;
        sent_pause_next = sent_pause;
        refresh_timer_next = refresh_timer;
        pause_timer_next = pause_timer;
        pause_starts_next = pause_starts;
        paused_next = paused;

        // The octets of a PAUSE frame.
        control_octet = 8'd0;
        if (index == 5'd0) begin
            control_octet = 8'h01;
        end else if (index == 5'd1) begin
            control_octet = 8'h80;
        end else if (index == 5'd2) begin
            control_octet = 8'hc2;
        end else if (index == 5'd5) begin
            control_octet = 8'h01;
        end else if (index == 5'd6) begin
            control_octet = cfg_mac_address[47:40];
        end else if (index == 5'd7) begin
            control_octet = cfg_mac_address[39:32];
        end else if (index == 5'd8) begin
            control_octet = cfg_mac_address[31:24];
        end else if (index == 5'd9) begin
            control_octet = cfg_mac_address[23:16];
        end else if (index == 5'd10) begin
            control_octet = cfg_mac_address[15:8];
        end else if (index == 5'd11) begin
            control_octet = cfg_mac_address[7:0];
        end else if (index == 5'd12) begin
            control_octet = 8'h88;
        end else if (index == 5'd13) begin
            control_octet = 8'h08;
        end else if (index == 5'd15) begin
            control_octet = 8'h01;
        end else if (index == 5'd16) begin
            control_octet = pause_time[15:8];
        end else if (index == 5'd17) begin
            control_octet = pause_time[7:0];
        end

        // Timers, in octet times.
        if (octet_tick) begin
            if (refresh_timer != 21'd0) begin
                refresh_timer_next = refresh_timer - 21'd1;
            end
            if ((pause_timer != 22'd0) && !pause_starts) begin
                pause_timer_next = pause_timer - 22'd1;
                if (pause_timer == 22'd1) begin
                    paused_next = 1'b0;
                end
            end
        end
        // A received time begins when the frame on its way is sent (31B.3.3).
        if (pause_starts && idle) begin
            pause_starts_next = 1'b0;
            paused_next = pause_timer != 22'd0;
        end
        if (pause_valid) begin
            pause_timer_next = {6'd0, pause_quanta} << 5'd6;
            pause_starts_next = 1'b1;
            paused_next = 1'b1;
        end
        if (!cfg_pause_obey) begin
            pause_timer_next = 22'd0;
            pause_starts_next = 1'b0;
            paused_next = 1'b0;
        end

        stat_pause_sent_next = 1'b0;
        phase_after = phase;
        case (phase)
            PHASE_WAIT: begin
                if (idle) begin
                    if (due) begin
                        phase_after = PHASE_CONTROL;
                        asked_next = asking;
                        sent_pause_next = 1'b1;
                        pause_time_next = 16'd0;
                        if (asking) begin
                            pause_time_next = cfg_pause_quanta;
                        end
                        refresh_timer_next = {5'd0, cfg_pause_quanta} << 5'd5;
                    end else if (client) begin
                        phase_after = PHASE_CLIENT;
                        sent_pause_next = 1'b0;
                    end
                end
            end
            PHASE_CLIENT: begin
                if (accept && s_axis_tlast) begin
                    phase_after = PHASE_WAIT;
                end
            end
            default: begin // PHASE_CONTROL
                if (free) begin
                    index_next = index + 5'd1;
                    if (index == 5'd17) begin
                        index_next = 5'd0;
                        stat_pause_sent_next = 1'b1;
                        phase_after = PHASE_WAIT;
                    end
                end
            end
        endcase

        // The register to the MAC, and the spare one for the beat that comes while it is not free.
        spare_after = spare_valid;
        if (free) begin
            spare_after = 1'b0;
            m_axis_tvalid_next = spare_valid || accept || (phase == PHASE_CONTROL);
            if (spare_valid) begin
                m_axis_tdata_next = spare_data;
                m_axis_tlast_next = spare_last;
                m_axis_tuser_next = spare_user;
                m_fcs_insert_next = spare_fcs_insert;
            end else if (accept) begin
                m_axis_tdata_next = s_axis_tdata;
                m_axis_tlast_next = s_axis_tlast;
                m_axis_tuser_next = s_axis_tuser;
                m_fcs_insert_next = cfg_fcs_insert;
            end else if (phase == PHASE_CONTROL) begin
                m_axis_tdata_next = control_octet;
                m_axis_tlast_next = index == 5'd17;
                m_axis_tuser_next = 1'b0;
                m_fcs_insert_next = 1'b1;
            end
        end else if (accept) begin
            spare_after = 1'b1;
            spare_data_next = s_axis_tdata;
            spare_last_next = s_axis_tlast;
            spare_user_next = s_axis_tuser;
            spare_fcs_insert_next = cfg_fcs_insert;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            phase <= PHASE_WAIT;
            s_axis_tready <= 1'b0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_fcs_insert <= 1'b0;
            spare_data <= 8'd0;
            spare_valid <= 1'b0;
            spare_last <= 1'b0;
            spare_user <= 1'b0;
            spare_fcs_insert <= 1'b0;
            index <= 5'd0;
            pause_time <= 16'd0;
            asked <= 1'b0;
            sent_pause <= 1'b0;
            refresh_timer <= 21'd0;
            pause_timer <= 22'd0;
            pause_starts <= 1'b0;
            paused <= 1'b0;
            stat_pause_sent <= 1'b0;
        end else begin
            phase <= phase_after;
            s_axis_tready <= (phase_after == PHASE_CLIENT) && !spare_after;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
            m_fcs_insert <= m_fcs_insert_next;
            spare_data <= spare_data_next;
            spare_valid <= spare_after;
            spare_last <= spare_last_next;
            spare_user <= spare_user_next;
            spare_fcs_insert <= spare_fcs_insert_next;
            index <= index_next;
            pause_time <= pause_time_next;
            asked <= asked_next;
            sent_pause <= sent_pause_next;
            refresh_timer <= refresh_timer_next;
            pause_timer <= pause_timer_next;
            pause_starts <= pause_starts_next;
            paused <= paused_next;
            stat_pause_sent <= stat_pause_sent_next;
        end
    end

endmodule

`line 6 "mac_control_rx.v" 0
// MAC control, receiving side: takes MAC control frames out of the stream and reports PAUSE (IEEE 802.3-2022,
// clause 31, annex 31B), and sorts frames by kind of destination (clause 30).
//
//                 +------------------+
//  rx_axis_* ---->|                  |----> m_axis_*, m_axis_tdrop
//  rx_valid, ... >|  mac_control_rx  |----> pause_valid, pause_quanta[16]
//                 |                  |----> stat_*
//                 +------------------+
//
// Each octet is compared as it passes; what the frame can still be is a handful of flags, judged with the last beat.
module mac_control_rx (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a frame.
    input  wire [7:0]  rx_axis_tdata,
    // There is an octet.
    input  wire        rx_axis_tvalid,
    // It is the last of its frame.
    input  wire        rx_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        rx_axis_tuser,
    // Strobe: verdict from the MAC.
    input  wire        rx_valid,
    // An `RxVerdict`.
    input  wire [3:0]  rx_verdict,
    // The PHY reported an error in it.
    input  wire        rx_symbol_error,
    // Its length in octets.
    input  wire [15:0] rx_octets,
    // Own address; bits 47:40 are the first octet.
    input  wire [47:0] cfg_mac_address,
    // Report PAUSE frames to the transmitter.
    input  wire        cfg_pause_obey,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // There is an octet.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: the frame is bad.
    output reg         m_axis_tuser,
    // On the last beat: a MAC control frame, not to be passed on.
    output reg         m_axis_tdrop,
    // Strobe: obey `pause_quanta`.
    output reg         pause_valid,
    // Pause time in units of 512 bit times.
    output reg  [15:0] pause_quanta,
    // Strobe: the verdict beside it is of a frame that is over.
    output reg         stat_valid,
    // An `RxVerdict`.
    output reg  [3:0]  stat_verdict,
    // The PHY reported an error in it.
    output reg         stat_symbol_error,
    // Its length in octets.
    output reg  [15:0] stat_octets,
    // Strobe: a good frame for a group.
    output reg         stat_multicast,
    // Strobe: a good frame for all.
    output reg         stat_broadcast,
    // Strobe: a PAUSE frame for us.
    output reg         stat_pause,
    // Strobe: a MAC control frame with an unknown opcode.
    output reg         stat_unsupported
);

    reg [15:0] pause_quanta_next;
    reg [4:0]  index, index_next;
    reg        past_destination, past_destination_next;
    reg        is_group, is_group_next;
    reg        is_all_ones, is_all_ones_next;
    reg        is_pause_address, is_pause_address_next;
    reg        is_own_address, is_own_address_next;
    reg        is_control_type, is_control_type_next;
    reg        is_pause_opcode, is_pause_opcode_next;
    reg [7:0]  quanta_high, quanta_high_next;
    reg [7:0]  quanta_low, quanta_low_next;

    reg  [7:0] own_octet;
    reg  [7:0] pause_octet;
    reg        all_ones_now;
    reg  [7:0] quanta_low_now;
    wire       good;
    wire       addressed;
    wire       control;
    wire       pause_now;

    // Judged with the last beat.
    assign good = rx_axis_tvalid && rx_axis_tlast && !rx_axis_tuser;
    assign addressed = good && (past_destination || (index == 5'd5));
    assign control = good && ((index == 5'd17) || (index == 5'd18)) && is_control_type;
    assign pause_now = control && is_pause_opcode && (is_own_address || is_pause_address);

    always @* begin
        pause_quanta_next = pause_quanta;
        index_next = index;
        past_destination_next = past_destination;
        is_group_next = is_group;
        is_all_ones_next = is_all_ones;
        is_pause_address_next = is_pause_address;
        is_own_address_next = is_own_address;
        is_control_type_next = is_control_type;
        is_pause_opcode_next = is_pause_opcode;
        quanta_high_next = quanta_high;
        quanta_low_next = quanta_low;

        // The octet of both addresses that belongs beside this one.
        own_octet = cfg_mac_address[7:0];
        pause_octet = 8'h01;
        if (index == 5'd0) begin
            own_octet = cfg_mac_address[47:40];
        end else if (index == 5'd1) begin
            own_octet = cfg_mac_address[39:32];
            pause_octet = 8'h80;
        end else if (index == 5'd2) begin
            own_octet = cfg_mac_address[31:24];
            pause_octet = 8'hc2;
        end else if (index == 5'd3) begin
            own_octet = cfg_mac_address[23:16];
            pause_octet = 8'd0;
        end else if (index == 5'd4) begin
            own_octet = cfg_mac_address[15:8];
            pause_octet = 8'd0;
        end

        // All ones up to this octet of the destination.
        all_ones_now = is_all_ones;
        if (!past_destination) begin
            all_ones_now = (is_all_ones || (index == 5'd0)) && (rx_axis_tdata == 8'hff);
        end
        quanta_low_now = quanta_low;
        if (index == 5'd17) begin
            quanta_low_now = rx_axis_tdata;
        end

        if (rx_axis_tvalid) begin
            // 18 stands for any octet after those that matter.
            if (rx_axis_tlast) begin
                index_next = 5'd0;
                past_destination_next = 1'b0;
            end else if (index != 5'd18) begin
                index_next = index + 5'd1;
                if (index == 5'd5) begin
                    past_destination_next = 1'b1;
                end
            end

            is_all_ones_next = all_ones_now;
            quanta_low_next = quanta_low_now;
            if (!past_destination) begin
                is_own_address_next = (is_own_address || (index == 5'd0)) && (rx_axis_tdata == own_octet);
                is_pause_address_next = (is_pause_address || (index == 5'd0)) && (rx_axis_tdata == pause_octet);
            end
            if (index == 5'd0) begin
                is_group_next = rx_axis_tdata[0];
            end
            if (index == 5'd12) begin
                is_control_type_next = rx_axis_tdata == 8'h88;
            end
            if (index == 5'd13) begin
                is_control_type_next = is_control_type && (rx_axis_tdata == 8'h08);
            end
            if (index == 5'd14) begin
                is_pause_opcode_next = rx_axis_tdata == 8'd0;
            end
            if (index == 5'd15) begin
                is_pause_opcode_next = is_pause_opcode && (rx_axis_tdata == 8'h01);
            end
            if (index == 5'd16) begin
                quanta_high_next = rx_axis_tdata;
            end
        end

        if (pause_now) begin
            pause_quanta_next = ({8'd0, quanta_high} << 4'd8) | {8'd0, quanta_low_now};
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_axis_tdrop <= 1'b0;
            pause_valid <= 1'b0;
            pause_quanta <= 16'd0;
            stat_valid <= 1'b0;
            stat_verdict <= 4'd0;
            stat_symbol_error <= 1'b0;
            stat_octets <= 16'd0;
            stat_multicast <= 1'b0;
            stat_broadcast <= 1'b0;
            stat_pause <= 1'b0;
            stat_unsupported <= 1'b0;
            index <= 5'd0;
            past_destination <= 1'b0;
            is_group <= 1'b0;
            is_all_ones <= 1'b0;
            is_pause_address <= 1'b0;
            is_own_address <= 1'b0;
            is_control_type <= 1'b0;
            is_pause_opcode <= 1'b0;
            quanta_high <= 8'd0;
            quanta_low <= 8'd0;
        end else begin
            m_axis_tdata <= rx_axis_tdata;
            m_axis_tvalid <= rx_axis_tvalid;
            m_axis_tlast <= rx_axis_tlast;
            m_axis_tuser <= rx_axis_tuser;
            m_axis_tdrop <= control;
            pause_valid <= pause_now && cfg_pause_obey;
            pause_quanta <= pause_quanta_next;
            stat_valid <= rx_valid;
            stat_verdict <= rx_verdict;
            stat_symbol_error <= rx_symbol_error;
            stat_octets <= rx_octets;
            stat_multicast <= addressed && is_group && !all_ones_now;
            stat_broadcast <= addressed && all_ones_now;
            stat_pause <= pause_now;
            stat_unsupported <= control && !is_pause_opcode;
            index <= index_next;
            past_destination <= past_destination_next;
            is_group <= is_group_next;
            is_all_ones <= is_all_ones_next;
            is_pause_address <= is_pause_address_next;
            is_own_address <= is_own_address_next;
            is_control_type <= is_control_type_next;
            is_pause_opcode <= is_pause_opcode_next;
            quanta_high <= quanta_high_next;
            quanta_low <= quanta_low_next;
        end
    end

endmodule

`line 6 "rx_events.v" 0
// What the receive counters count, by `wirewright_spec::counters::RxCounter` (IEEE 802.3-2022, clause 30; RFC
// 2819): two registers before `mac_counters`, for the memory says late that a frame finds no room.
//
//                  +-----------+
//        stat_* -->| rx_events |--> events[16]
//  stat_octets  -->|           |--> octets[16]
//                  +-----------+
module rx_events (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Strobe: the verdict beside it is of a frame that is over.
    input  wire        stat_valid,
    // An `RxVerdict`.
    input  wire [3:0]  stat_verdict,
    // The PHY reported an error in it.
    input  wire        stat_symbol_error,
    // Its length in octets.
    input  wire [15:0] stat_octets,
    // Strobe: a good frame for a group.
    input  wire        stat_multicast,
    // Strobe: a good frame for all.
    input  wire        stat_broadcast,
    // Strobe: a PAUSE frame for us.
    input  wire        stat_pause,
    // Strobe: a MAC control frame with an unknown opcode.
    input  wire        stat_unsupported,
    // Strobe, one clock after the others: a frame did not fit into the frame memory.
    input  wire        stat_overflow,
    // Which counters count.
    output reg  [15:0] events,
    // What `events[1]` adds.
    output reg  [15:0] octets
);

    reg [15:0] seen;
    reg [15:0] seen_octets;
    reg [15:0] events_next;
    reg [15:0] octets_next;

    wire        good;
    wire        out_of_range_length_field;
    wire        in_range_length_errors;
    wire        frame_check_sequence_errors;
    wire        alignment_errors;
    wire        undersize_pkts;
    wire        fragments;
    wire        frame_too_long_errors;
    wire        jabbers;
    wire        symbol_error_during_carrier;
    wire [15:0] count;

    // Verdicts 0 and 1 are good.
    assign good = stat_valid && (stat_verdict <= 4'd1);
    assign out_of_range_length_field = stat_valid && (stat_verdict == 4'd1);
    assign in_range_length_errors = stat_valid && (stat_verdict == 4'd2);
    assign frame_check_sequence_errors = stat_valid && (stat_verdict == 4'd3);
    assign alignment_errors = stat_valid && (stat_verdict == 4'd4);
    assign undersize_pkts = stat_valid && (stat_verdict == 4'd5);
    assign fragments = stat_valid && (stat_verdict == 4'd6);
    // Too long with a good FCS or a bad one: the length is judged first.
    assign frame_too_long_errors = stat_valid && ((stat_verdict == 4'd7) || (stat_verdict == 4'd8));
    assign jabbers = stat_valid && (stat_verdict == 4'd8);
    assign symbol_error_during_carrier = stat_valid && stat_symbol_error;
    assign count = {1'b0, stat_unsupported, stat_pause, stat_broadcast, stat_multicast, symbol_error_during_carrier,
        fragments, undersize_pkts, jabbers, frame_too_long_errors, out_of_range_length_field, in_range_length_errors,
        alignment_errors, frame_check_sequence_errors, good, good};

    always @* begin
        // A good frame that finds no room is lost, and counts nowhere else.
        events_next = seen;
        octets_next = seen_octets;
        if (stat_overflow && seen[0]) begin
            events_next = 16'h8000;
            octets_next = 16'd0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            seen <= 16'd0;
            seen_octets <= 16'd0;
            events <= 16'd0;
            octets <= 16'd0;
        end else begin
            seen <= count;
            // Data and padding: without addresses, length/type field and FCS. A good frame has at least 64 octets.
            seen_octets <= stat_octets - 16'd18;
            events <= events_next;
            octets <= octets_next;
        end
    end

endmodule

`line 6 "tx_events.v" 0
// What the transmit counters count, by `wirewright_spec::counters::TxCounter` (IEEE 802.3-2022, clause 30): one
// register before `mac_counters`.
//
//                    +-----------+
//       stat_tx_* -->| tx_events |--> events[16]
//  stat_pause_sent ->|           |--> octets[16]
//                    +-----------+
module tx_events (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Strobe: a frame is over, and this is its verdict.
    input  wire        stat_tx_valid,
    // How it ended: a `TxVerdict`.
    input  wire [2:0]  stat_tx_verdict,
    // Its length in octets.
    input  wire [15:0] stat_tx_octets,
    // Collisions the frame met.
    input  wire [4:0]  stat_tx_collisions,
    // The frame had to wait for the medium.
    input  wire        stat_tx_deferred,
    // It waited longer than twice the longest frame.
    input  wire        stat_tx_excessive_deferral,
    // Carrier sense failed while it was sent.
    input  wire        stat_tx_carrier_sense_error,
    // Strobe: a PAUSE frame was sent.
    input  wire        stat_pause_sent,
    // Strobe: a frame is longer than the memory; not beside an underrun.
    input  wire        too_long,
    // Which counters count.
    output reg  [15:0] events,
    // What `events[1]` adds.
    output reg  [15:0] octets
);

    reg [15:0] octets_next;

    wire        good;
    wire        single_collision_frames;
    wire        multiple_collision_frames;
    wire        deferred_transmissions;
    wire        frames_sent_with_error;
    wire        frames_lost_sending;
    wire        late_collisions;
    wire        excessive_collisions;
    wire        carrier_sense_errors;
    wire        excessive_deferral;
    wire [15:0] count;

    assign good = stat_tx_valid && (stat_tx_verdict == 3'd0);
    assign single_collision_frames = good && (stat_tx_collisions == 5'd1);
    assign multiple_collision_frames = good && (stat_tx_collisions > 5'd1);
    assign deferred_transmissions = good && stat_tx_deferred && (stat_tx_collisions == 5'd0);
    assign frames_sent_with_error = stat_tx_valid && (stat_tx_verdict == 3'd1);
    assign frames_lost_sending = stat_tx_valid && (stat_tx_verdict == 3'd2);
    assign late_collisions = stat_tx_valid && (stat_tx_verdict == 3'd3);
    assign excessive_collisions = stat_tx_valid && (stat_tx_verdict == 3'd4);
    assign carrier_sense_errors = stat_tx_valid && stat_tx_carrier_sense_error;
    assign excessive_deferral = stat_tx_valid && stat_tx_excessive_deferral;
    assign count = {4'd0, frames_sent_with_error, stat_pause_sent, excessive_deferral, carrier_sense_errors,
        frames_lost_sending || too_long, excessive_collisions, late_collisions, deferred_transmissions,
        multiple_collision_frames, single_collision_frames, good, good};

    always @* begin
        // Data and padding: without addresses, length/type field and FCS. A frame with an FCS of the client's can
        // be shorter than these.
        octets_next = 16'd0;
        if (stat_tx_octets >= 16'd18) begin
            octets_next = stat_tx_octets - 16'd18;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            events <= 16'd0;
            octets <= 16'd0;
        end else begin
            events <= count;
            octets <= octets_next;
        end
    end

endmodule

`line 6 "mac_tx_mii.v" 0
// Ethernet transmitter for MII, one nibble a clock, full or half duplex: carrier sense, collision, jam, retry
// and backoff (IEEE 802.3-2022, 4.2.3.2, 4.2.8, clause 22).
//
// A late collision gives the frame up, as its head is kept for the slot time only; TransmitLinkMgmt in 4.2.8 would
// try again at 10 and 100 Mbit/s.
//
//                   +--------------+
//  tx_axis_tdata[8]->              |->mii_txd[4]
//   tx_axis_tvalid->|              |->mii_tx_en
//   tx_axis_tready<-|  mac_tx_mii  |->mii_tx_er
//    tx_axis_tlast->|              |->tx_start_ready
//    tx_axis_tuser->|              |->tx_octet_tick
//    tx_fcs_insert->|              |->stat_tx_valid, verdict[3], octets[16]
//      mii_crs/col->|              |  collisions[5], deferred,
//  cfg_full_duplex->|              |  excessive_deferral, carrier_sense_error
//       random[10]->|              |
//                   +--------------+
module mac_tx_mii (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a frame, destination address first.
    input  wire [7:0]  tx_axis_tdata,
    // An octet is offered; it stays until it is taken.
    input  wire        tx_axis_tvalid,
    // It is the last of its frame.
    input  wire        tx_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        tx_axis_tuser,
    // On every beat of a frame the same: pad it and append the FCS; else the stream carries the FCS.
    input  wire        tx_fcs_insert,
    // Do not start a first attempt at this edge.
    input  wire        tx_hold,
    // Ignore carrier sense and collisions.
    input  wire        cfg_full_duplex,
    // The random word for the backoff delay.
    input  wire [9:0]  random,
    // The octet is taken.
    output reg         tx_axis_tready,
    // Nibble to the PHY.
    output reg  [3:0]  mii_txd,
    // `mii_txd` is part of a frame.
    output reg         mii_tx_en,
    // Send an error in its place.
    output reg         mii_tx_er,
    // A frame offered now is begun: without delay, or, in half duplex, when the medium is free.
    output reg         tx_start_ready,
    // Strobe: an octet time has begun.
    output reg         tx_octet_tick,
    // Strobe: a frame is over, and this is its verdict.
    output reg         stat_tx_valid,
    // How it ended: a `TxVerdict`.
    output reg  [2:0]  stat_tx_verdict,
    // Its length in octets on the wire, FCS included; saturates at 65535.
    output reg  [15:0] stat_tx_octets,
    // Collisions the frame met, 0 to 16.
    output reg  [4:0]  stat_tx_collisions,
    // The frame had to wait for the medium.
    output reg         stat_tx_deferred,
    // It waited longer than twice the longest frame.
    output reg         stat_tx_excessive_deferral,
    // Carrier sense failed while it was sent.
    output reg         stat_tx_carrier_sense_error,
    // Carrier sense, from the PHY, in no clock domain.
    input  wire        mii_crs,
    // Collision, from the PHY, in no clock domain.
    input  wire        mii_col
);

    // State
    localparam [2:0] STATE_IDLE  = 3'd0;
    localparam [2:0] STATE_SEND  = 3'd1;
    localparam [2:0] STATE_JAM   = 3'd2;
    localparam [2:0] STATE_JUDGE = 3'd3;
    localparam [2:0] STATE_RETRY = 3'd4;

    reg [3:0]  mii_txd_next;
    reg        mii_tx_er_next;
    reg [2:0]  stat_tx_verdict_next;
    reg [15:0] stat_tx_octets_next;
    reg [4:0]  stat_tx_collisions_next;
    reg        stat_tx_deferred_next;
    reg        stat_tx_excessive_deferral_next;
    reg        stat_tx_carrier_sense_error_next;
    reg [2:0]  state, state_next;
    reg        is_second, is_second_next;
    reg [3:0]  high, high_next;
    reg        in_preamble, in_preamble_next;
    reg [2:0]  jam, jam_next;
    reg        collided, collided_next;
    reg        is_late, is_late_next;
    reg [4:0]  collisions, collisions_next;
    reg [6:0]  kept, kept_next;
    reg [6:0]  resent, resent_next;
    reg        is_complete, is_complete_next;
    reg        draining;
    reg        deferred, deferred_next;
    reg [12:0] deferral, deferral_next;
    reg        is_excessive, is_excessive_next;
    reg        saw_carrier, saw_carrier_next;
    reg        lost_carrier, lost_carrier_next;
    reg        half;

    wire        crs;
    wire        col;
    wire [10:0] offered;
    wire        from_head;
    reg  [10:0] beat;
    wire        passes;
    wire        is_offered;
    wire        is_wanted;
    wire        starts;
    wire        goes_on;
    wire        low_edge;
    wire        collides;
    wire        jams;
    wire        sends;
    wire        gives_up;
    reg         ends;
    reg  [2:0]  verdict;
    wire        defers;
    wire        drains;
    wire        crs_sync_q;
    wire        col_sync_q;
    wire        deference_is_over;
    wire        deference_may_start;
    wire        deference_is_near;
    wire        backoff_start;
    wire [9:0]  backoff_slots;
    wire        backoff_busy;
    wire        head_write_enable;
    wire [10:0] head_read_data;
    wire        frame_tvalid;
    wire [7:0]  frame_octet;
    wire        frame_sends;
    wire        frame_error;
    wire        frame_takes;
    wire        frame_underrun;
    wire        frame_is_idle;
    wire        frame_in_data;
    wire        frame_ends;
    wire [2:0]  frame_verdict;
    wire [15:0] frame_octets;

    sync_bit #(.RESET_VALUE(1'b0)) crs_sync (.clk(clk), .rst(rst), .d(mii_crs), .q(crs_sync_q));
    sync_bit #(.RESET_VALUE(1'b0)) col_sync (.clk(clk), .rst(rst), .d(mii_col), .q(col_sync_q));

    deference deference (
        .clk(clk),
        .rst(rst),
        .carrier(crs),
        .sends(sends),
        .is_over(deference_is_over),
        .may_start(deference_may_start),
        .is_near(deference_is_near)
    );

    backoff backoff (
        .clk(clk),
        .rst(rst),
        .start(backoff_start),
        .attempt(collisions[3:0]),
        .random(random),
        .slots(backoff_slots),
        .busy(backoff_busy)
    );

    ram_distributed #(.WIDTH(11), .ADDRESS_WIDTH(6)) head (
        .write_clk(clk),
        .write_enable(head_write_enable),
        .write_address(kept[5:0]),
        .write_data(offered),
        .read_address(resent[5:0]),
        .read_data(head_read_data)
    );

    tx_frame frame (
        .clk(clk),
        .rst(rst),
        .octet_edge(low_edge),
        .start(starts),
        .abort(jams),
        .tdata(beat[7:0]),
        .tvalid(frame_tvalid),
        .tlast(beat[8]),
        .tuser(beat[9]),
        .fcs_insert(beat[10]),
        .octet(frame_octet),
        .sends(frame_sends),
        .error(frame_error),
        .takes(frame_takes),
        .underrun(frame_underrun),
        .is_idle(frame_is_idle),
        .in_data(frame_in_data),
        .ends(frame_ends),
        .verdict(frame_verdict),
        .octets(frame_octets)
    );

    assign crs = crs_sync_q & !cfg_full_duplex;
    assign col = col_sync_q & !cfg_full_duplex;
    // A frame starts, or starts again, when the medium has been silent for the gap.
    assign is_offered = tx_axis_tvalid & !tx_hold;
    assign is_wanted = ((state == STATE_IDLE) & is_offered & !draining) | ((state == STATE_RETRY) & !backoff_busy);
    assign starts = is_wanted & deference_may_start;
    assign goes_on = (state == STATE_SEND) & (is_second | !frame_ends);
    assign low_edge = starts | ((state == STATE_SEND) & !is_second);
    // A collision cuts the frame, but not its preamble.
    assign collides = goes_on & col & !collided;
    assign jams = goes_on & !in_preamble & (col | collided);
    assign sends = starts | goes_on | (state == STATE_JAM);
    // The head keeps the beats until none of them can be wanted again.
    assign offered = {tx_fcs_insert, tx_axis_tuser, tx_axis_tlast, tx_axis_tdata};
    assign passes = tx_axis_tvalid & tx_axis_tready;
    assign from_head = resent < kept;
    assign head_write_enable = passes & !draining & !kept[6];
    assign frame_tvalid = from_head | tx_axis_tvalid;
    // After the jam the frame is given up, or waits for a random time.
    assign gives_up = is_late | collisions[4] | (frame_verdict == 3'd2);
    assign backoff_start = (state == STATE_JUDGE) & !gives_up;
    // A frame of which the end was not taken is drained; else a beat is asked for before its low nibble.
    assign drains = (draining & !(passes & tx_axis_tlast)) | (frame_underrun & !jams) | (ends & !is_complete &
        !draining);
    // A frame waits from when it is wanted; the next one may be, when this one ends.
    assign defers = !cfg_full_duplex & !deference_is_over & (is_wanted | (ends & is_complete & is_offered));

    always @* begin
        stat_tx_verdict_next = stat_tx_verdict;
        stat_tx_octets_next = stat_tx_octets;
        stat_tx_collisions_next = stat_tx_collisions;
        stat_tx_deferred_next = stat_tx_deferred;
        stat_tx_excessive_deferral_next = stat_tx_excessive_deferral;
        stat_tx_carrier_sense_error_next = stat_tx_carrier_sense_error;
        state_next = state;
        is_second_next = is_second;
        high_next = high;
        in_preamble_next = in_preamble;
        jam_next = jam;
        collided_next = collided;
        is_late_next = is_late;
        collisions_next = collisions;
        kept_next = kept;
        resent_next = resent;
        is_complete_next = is_complete;
        deferred_next = deferred;
        deferral_next = deferral;
        is_excessive_next = is_excessive;
        saw_carrier_next = saw_carrier;
        lost_carrier_next = lost_carrier;

        beat = offered;
        if (from_head) begin
            beat = head_read_data;
        end
        if (passes & !draining & !kept[6]) begin
            kept_next = kept + 7'd1;
        end
        if (frame_takes & !resent[6]) begin
            resent_next = resent + 7'd1;
        end
        if (passes & tx_axis_tlast & (state != STATE_IDLE)) begin
            is_complete_next = 1'b1;
        end

        ends = 1'b0;
        case (state)
            STATE_IDLE: ;
            STATE_SEND: begin
                if (goes_on) begin
                    is_second_next = !is_second;
                end else begin
                    ends = 1'b1;
                    state_next = STATE_IDLE;
                end
                if (is_second & frame_in_data) begin
                    in_preamble_next = 1'b0;
                end
                if (collides) begin
                    collided_next = 1'b1;
                    collisions_next = collisions + 5'd1;
                    // 128 nibbles from the start of the preamble: 56 octets and 16 nibbles.
                    is_late_next = !in_preamble & (frame_octets > 16'd56);
                end
                if (jams) begin
                    is_second_next = 1'b0;
                    state_next = STATE_JAM;
                end
            end
            STATE_JAM: begin
                jam_next = jam + 3'd1;
                if (jam == 3'd7) begin
                    state_next = STATE_JUDGE;
                end
            end
            STATE_JUDGE: begin
                state_next = STATE_RETRY;
                if (gives_up) begin
                    ends = 1'b1;
                    state_next = STATE_IDLE;
                end
            end
            default: ; // STATE_RETRY
        endcase
        if (goes_on & crs) begin
            saw_carrier_next = 1'b1;
        end
        if (goes_on & !crs & saw_carrier) begin
            lost_carrier_next = 1'b1;
        end
        if (starts) begin
            state_next = STATE_SEND;
            is_second_next = 1'b1;
            in_preamble_next = 1'b1;
            jam_next = 3'd1;
            collided_next = 1'b0;
            is_late_next = 1'b0;
            resent_next = 7'd0;
            saw_carrier_next = 1'b0;
            lost_carrier_next = 1'b0;
        end

        mii_tx_er_next = 1'b0;
        mii_txd_next = 4'd0;
        if (jams | (state == STATE_JAM)) begin
            mii_txd_next = 4'h5;
        end else if (low_edge) begin
            mii_txd_next = frame_octet[3:0];
            mii_tx_er_next = frame_error;
            high_next = frame_octet[7:4];
        end else if (is_second) begin
            mii_txd_next = high;
            mii_tx_er_next = mii_tx_er;
        end

        if (defers) begin
            deferred_next = 1'b1;
            deferral_next = deferral + 13'd1;
            // Twice the longest frame of 1518 octets, in nibbles.
            if (deferral == 13'd6071) begin
                is_excessive_next = 1'b1;
            end
        end
        if (starts) begin
            deferral_next = 13'd0;
        end

        // The report.
        verdict = frame_verdict;
        if (is_late) begin
            verdict = 3'd3;
        end else if (collisions[4]) begin
            verdict = 3'd4;
        end
        if (ends) begin
            stat_tx_verdict_next = verdict;
            stat_tx_octets_next = frame_octets;
            stat_tx_collisions_next = collisions;
            stat_tx_deferred_next = deferred;
            stat_tx_excessive_deferral_next = is_excessive;
            stat_tx_carrier_sense_error_next = !cfg_full_duplex & !(|collisions) & (verdict != 3'd2) & (!saw_carrier |
                lost_carrier);
            collisions_next = 5'd0;
            kept_next = 7'd0;
            is_complete_next = 1'b0;
            deferred_next = defers;
            is_excessive_next = 1'b0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            tx_axis_tready <= 1'b0;
            mii_txd <= 4'd0;
            mii_tx_en <= 1'b0;
            mii_tx_er <= 1'b0;
            tx_start_ready <= 1'b0;
            tx_octet_tick <= 1'b0;
            stat_tx_valid <= 1'b0;
            stat_tx_verdict <= 3'd0;
            stat_tx_octets <= 16'd0;
            stat_tx_collisions <= 5'd0;
            stat_tx_deferred <= 1'b0;
            stat_tx_excessive_deferral <= 1'b0;
            stat_tx_carrier_sense_error <= 1'b0;
            state <= STATE_IDLE;
            is_second <= 1'b0;
            high <= 4'd0;
            in_preamble <= 1'b0;
            jam <= 3'd0;
            collided <= 1'b0;
            is_late <= 1'b0;
            collisions <= 5'd0;
            kept <= 7'd0;
            resent <= 7'd0;
            is_complete <= 1'b0;
            draining <= 1'b0;
            deferred <= 1'b0;
            deferral <= 13'd0;
            is_excessive <= 1'b0;
            saw_carrier <= 1'b0;
            lost_carrier <= 1'b0;
            half <= 1'b0;
        end else begin
            tx_axis_tready <= drains | (is_second & frame_in_data & !from_head & !jams & !collides & !collided);
            mii_txd <= mii_txd_next;
            // The nibble of this edge.
            mii_tx_en <= sends;
            mii_tx_er <= mii_tx_er_next;
            // In half duplex a frame that waits for the medium must be here, else its deferral is not counted.
            tx_start_ready <= (((state == STATE_IDLE) & !starts) | ends) & !drains & (deference_is_near |
                !cfg_full_duplex);
            tx_octet_tick <= half;
            stat_tx_valid <= ends;
            stat_tx_verdict <= stat_tx_verdict_next;
            stat_tx_octets <= stat_tx_octets_next;
            stat_tx_collisions <= stat_tx_collisions_next;
            stat_tx_deferred <= stat_tx_deferred_next;
            stat_tx_excessive_deferral <= stat_tx_excessive_deferral_next;
            stat_tx_carrier_sense_error <= stat_tx_carrier_sense_error_next;
            state <= state_next;
            is_second <= is_second_next;
            high <= high_next;
            in_preamble <= in_preamble_next;
            jam <= jam_next;
            collided <= collided_next;
            is_late <= is_late_next;
            collisions <= collisions_next;
            kept <= kept_next;
            resent <= resent_next;
            is_complete <= is_complete_next;
            draining <= drains;
            deferred <= deferred_next;
            deferral <= deferral_next;
            is_excessive <= is_excessive_next;
            saw_carrier <= saw_carrier_next;
            lost_carrier <= lost_carrier_next;
            half <= !half;
        end
    end

    wire unused = &{1'b0, backoff_slots, frame_sends, frame_is_idle};

endmodule

`line 6 "deference.v" 0
// Deference with the interframe spacing in two parts (IEEE 802.3-2022, 4.2.3.2.1 and 4.2.3.2.2): 96 bit times after
// the medium has fallen silent, of which the first 64 begin anew when a foreign carrier comes back.
//
//            +-----------+
//   carrier->|           |->is_over
//     sends->| deference |->may_start
//            |           |->is_near
//            +-----------+
module deference (
    // The clock.
    input  wire clk,
    // Synchronous reset.
    input  wire rst,
    // Carrier sense.
    input  wire carrier,
    // This edge sends a nibble.
    input  wire sends,
    // The gap has passed.
    output wire is_over,
    // It has, and the medium is free, or was so until this edge.
    output wire may_start,
    // Two thirds of the gap will have passed after this edge.
    output wire is_near
);

    reg [4:0] gap;
    reg       is_own, is_own_next;
    reg       has_just_passed;

    reg [4:0] gap_then;

    assign is_over = gap == 5'd24;
    assign may_start = (gap == 5'd24) & (!carrier | has_just_passed);
    assign is_near = gap_then >= 5'd16;

    always @* begin
        is_own_next = is_own;

        gap_then = gap + 5'd1;
        if (gap == 5'd24) begin
            gap_then = 5'd24;
            if (carrier | sends) begin
                gap_then = 5'd0;
                is_own_next = sends;
            end
        end else if ((carrier | sends) & ((gap == 5'd0) | (!is_own & (gap < 5'd16)))) begin
            gap_then = 5'd0;
            if (sends) begin
                is_own_next = 1'b1;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            gap <= 5'd24;
            is_own <= 1'b0;
            has_just_passed <= 1'b0;
        end else begin
            gap <= gap_then;
            is_own <= is_own_next;
            has_just_passed <= gap == 5'd23;
        end
    end

endmodule

`line 6 "backoff.v" 0
// Truncated binary exponential backoff (IEEE 802.3-2022, 4.2.3.2.5): waits a whole number of slot times,
// chosen from a given random word and the number of collisions that the frame has met.
//
//              +-----------+
//       start->|           |
//  attempt[4]->|  backoff  |->slots[10]
//  random[10]->|           |->busy
//              +-----------+
module backoff (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // A collision has been handled: choose a delay and begin it.
    input  wire       start,
    // How many collisions the frame has met, 1 to 15.
    input  wire [3:0] attempt,
    // The random word, taken at `start`.
    input  wire [9:0] random,
    // The chosen delay in slot times, 0 to 1023.
    output reg  [9:0] slots,
    // The delay runs.
    output reg        busy
);

    reg [9:0]  slots_next;
    reg        busy_next;
    reg [16:0] left, left_next;

    wire [9:0] kept;
    wire [9:0] choice;

    // As many random bits as there were collisions, ten at most.
    assign kept = ~(10'h3ff << {6'd0, attempt});
    assign choice = random & kept;

    always @* begin
        slots_next = slots;
        busy_next = busy;
        left_next = left;

        if (busy) begin
            left_next = left - 17'd1;
            busy_next = |left;
        end
        if (start) begin
            slots_next = choice;
            left_next = ({7'd0, choice} << 5'd7) - 17'd1;
            busy_next = |choice;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            slots <= 10'd0;
            busy <= 1'b0;
            left <= 17'd0;
        end else begin
            slots <= slots_next;
            busy <= busy_next;
            left <= left_next;
        end
    end

endmodule

`line 6 "tx_frame.v" 0
// What every transmitter does with a frame: preamble, delimiter, data, padding and FCS, octet by octet, whatever
// the time of an octet is (IEEE 802.3-2022, 4.2.8, 3.2.1 to 3.2.9).
//
//               +----------+
//   octet_edge->|          |->octet[8]
//        start->|          |->sends
//        abort->|          |->error
//     tdata[8]->| tx_frame |->takes
//       tvalid->|          |->underrun
//        tlast->|          |->in_data
//        tuser->|          |->ends
//   fcs_insert->|          |->verdict[3]
//               +----------+->octets[16]
module tx_frame (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // An octet begins at this edge; at all others this block stands still.
    input  wire        octet_edge,
    // When idle: begin a frame.
    input  wire        start,
    // Be idle after this edge, wherever the frame is.
    input  wire        abort,
    // Octet of the frame.
    input  wire [7:0]  tdata,
    // An octet is there.
    input  wire        tvalid,
    // It is the last one.
    input  wire        tlast,
    // On the last octet: send the frame with an error.
    input  wire        tuser,
    // Pad the frame and append the FCS; else the stream carries the FCS.
    input  wire        fcs_insert,
    // The octet to send at this octet edge; 0 when there is none.
    output reg  [7:0]  octet,
    // There is one.
    output reg         sends,
    // It is sent with an error.
    output reg         error,
    // It is `tdata`, which is taken.
    output wire        takes,
    // There is no octet in time.
    output wire        underrun,
    // No frame is being sent.
    output wire        is_idle,
    // The next octet edge wants an octet of the frame.
    output wire        in_data,
    // The next octet edge is the first that sends nothing.
    output wire        ends,
    // The `TxVerdict` of the frame so far, collisions apart; it stays until the next frame.
    output reg  [2:0]  verdict,
    // Octets of the frame already sent, saturating at 65535; it stays until the next frame.
    output reg  [15:0] octets
);

    // State
    localparam [2:0] STATE_IDLE     = 3'd0;
    localparam [2:0] STATE_PREAMBLE = 3'd1;
    localparam [2:0] STATE_DATA     = 3'd2;
    localparam [2:0] STATE_PAD      = 3'd3;
    localparam [2:0] STATE_FCS      = 3'd4;
    localparam [2:0] STATE_END      = 3'd5;

    reg [2:0]  state, state_next;
    reg [2:0]  step, step_next;
    reg [2:0]  verdict_next;
    reg [15:0] octets_next;
    reg        is_long, is_long_next;

    wire [7:0]  fcs_octet;
    wire        in_frame;
    wire        suffices;
    wire        crc_rst;
    reg  [7:0]  crc_data;
    wire [31:0] crc_fcs;

    crc32 crc (.clk(clk), .rst(crc_rst), .init(1'b0), .valid(octet_edge), .data(crc_data), .fcs(crc_fcs));

    assign is_idle = state == STATE_IDLE;
    assign in_data = state == STATE_DATA;
    assign ends = state == STATE_END;
    assign in_frame = (state == STATE_DATA) | (state == STATE_PAD) | (state == STATE_FCS);
    assign takes = octet_edge & (state == STATE_DATA) & tvalid;
    assign underrun = octet_edge & (state == STATE_DATA) & !tvalid;
    assign fcs_octet = crc_fcs[7:0];
    // The octet sent at this edge is the 60th, or a later one.
    assign suffices = is_long | (octets[5:0] == 6'd59);
    assign crc_rst = rst | !in_frame;

    always @* begin
        state_next = state;
        step_next = step;
        verdict_next = verdict;
        octets_next = octets;
        is_long_next = is_long;

        // The complement of an FCS octet, taken in, moves the next one into its place.
        crc_data = ~fcs_octet;

        // What is sent at this edge.
        sends = 1'b1;
        error = 1'b0;
        octet = 8'd0;
        case (state)
            STATE_IDLE: begin
                sends = start;
                if (start) begin
                    octet = 8'h55;
                end
            end
            STATE_PREAMBLE: begin
                octet = 8'h55;
                if (step == 3'd7) begin
                    octet = 8'hd5;
                end
            end
            STATE_DATA: begin
                if (tvalid) begin
                    octet = tdata;
                    crc_data = tdata;
                end else begin
                    octet = ~fcs_octet;
                    error = 1'b1;
                end
            end
            STATE_PAD: begin
                crc_data = 8'd0;
            end
            STATE_FCS: begin
                octet = fcs_octet;
                if (|verdict) begin
                    octet = ~fcs_octet;
                    error = 1'b1;
                end
            end
            default: begin // STATE_END
                sends = 1'b0;
            end
        endcase

        // What comes after it.
        if (octet_edge) begin
            step_next = step + 3'd1;
            case (state)
                STATE_IDLE: begin
                    step_next = 3'd1;
                    if (start) begin
                        state_next = STATE_PREAMBLE;
                    end
                end
                STATE_PREAMBLE: begin
                    verdict_next = 3'd0;
                    octets_next = 16'd0;
                    is_long_next = 1'b0;
                    if (step == 3'd7) begin
                        state_next = STATE_DATA;
                    end
                end
                STATE_DATA: begin
                    step_next = 3'd0;
                    if (!tvalid) begin
                        // Underrun: this octet is the first of four wrong FCS octets.
                        step_next = 3'd1;
                        verdict_next = 3'd2;
                        state_next = STATE_FCS;
                    end else if (tlast) begin
                        // SentWithError, or still Ok.
                        verdict_next = {2'd0, tuser};
                        if (fcs_insert & !suffices) begin
                            state_next = STATE_PAD;
                        end else if (fcs_insert | tuser) begin
                            state_next = STATE_FCS;
                        end else begin
                            state_next = STATE_END;
                        end
                    end
                end
                STATE_PAD: begin
                    step_next = 3'd0;
                    if (suffices) begin
                        state_next = STATE_FCS;
                    end
                end
                STATE_FCS: begin
                    if (step == 3'd3) begin
                        state_next = STATE_END;
                    end
                end
                default: begin // STATE_END
                    state_next = STATE_IDLE;
                end
            endcase
            if (in_frame) begin
                is_long_next = suffices;
                if (!(&octets)) begin
                    octets_next = octets + 16'd1;
                end
            end
        end
        if (abort) begin
            state_next = STATE_IDLE;
            verdict_next = verdict;
            octets_next = octets;
            is_long_next = is_long;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            step <= 3'd0;
            verdict <= 3'd0;
            octets <= 16'd0;
            is_long <= 1'b0;
        end else begin
            state <= state_next;
            step <= step_next;
            verdict <= verdict_next;
            octets <= octets_next;
            is_long <= is_long_next;
        end
    end

    wire unused = &{1'b0, crc_fcs[31:8]};

endmodule

`line 6 "crc32.v" 0
// Ethernet frame check sequence, one octet per clock (IEEE 802.3-2022, 3.2.9).
//
//            +-----------+
//   data[8]->|           |->fcs[32]
//     valid->|   crc32   |
//      init->|           |
//            +-----------+
module crc32 (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin a new frame at this edge.
    input  wire        init,
    // `data` is an octet of the frame.
    input  wire        valid,
    // The octet; bit 0 is first on the wire.
    input  wire [7:0]  data,
    // FCS of the octets so far; `fcs[7:0]` is sent first.
    output reg  [31:0] fcs
);

    localparam [31:0] COLUMN_0 = 32'h77073096;
    localparam [31:0] COLUMN_1 = 32'hee0e612c;
    localparam [31:0] COLUMN_2 = 32'h076dc419;
    localparam [31:0] COLUMN_3 = 32'h0edb8832;
    localparam [31:0] COLUMN_4 = 32'h1db71064;
    localparam [31:0] COLUMN_5 = 32'h3b6e20c8;
    localparam [31:0] COLUMN_6 = 32'h76dc4190;
    localparam [31:0] COLUMN_7 = 32'hedb88320;

    reg [31:0] remainder;
    reg [7:0]  leaving;

    always @* begin
        // The remainder is kept inverted, as the FCS is sent; the preset is all ones.
        remainder = ~fcs;
        if (init) begin
            remainder = 32'hffffffff;
        end

        // The division is linear: each bit that leaves the remainder adds a column of its own.
        leaving = remainder[7:0] ^ data;
        if (valid) begin
            remainder = remainder >> 5'd8;
            if (leaving[0]) begin
                remainder = remainder ^ COLUMN_0;
            end
            if (leaving[1]) begin
                remainder = remainder ^ COLUMN_1;
            end
            if (leaving[2]) begin
                remainder = remainder ^ COLUMN_2;
            end
            if (leaving[3]) begin
                remainder = remainder ^ COLUMN_3;
            end
            if (leaving[4]) begin
                remainder = remainder ^ COLUMN_4;
            end
            if (leaving[5]) begin
                remainder = remainder ^ COLUMN_5;
            end
            if (leaving[6]) begin
                remainder = remainder ^ COLUMN_6;
            end
            if (leaving[7]) begin
                remainder = remainder ^ COLUMN_7;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            fcs <= 32'd0;
        end else begin
            fcs <= ~remainder;
        end
    end

endmodule

`line 6 "mac_rx_mii.v" 0
// Ethernet receiver for MII, one nibble a clock (IEEE 802.3-2022, 4.2.9, clause 22). Full and half duplex are
// the same to it.
//
//                  +--------------+
//     mii_rxd[4]-->|              |->rx_axis_tdata[8]
//     mii_rx_dv--->|              |->rx_axis_tvalid
//     mii_rx_er--->|  mac_rx_mii  |->rx_axis_tlast
// cfg_rx_fcs_strip>|              |->rx_axis_tuser
//  cfg_rx_jumbo--->|              |->stat_rx_valid, verdict[4],
//                  +--------------+  symbol_error, octets[16]
module mac_rx_mii (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Nibble from the PHY.
    input  wire [3:0]  mii_rxd,
    // `mii_rxd` is part of a carrier.
    input  wire        mii_rx_dv,
    // The PHY saw an error in it.
    input  wire        mii_rx_er,
    // Strip the FCS; else the stream carries it.
    input  wire        cfg_rx_fcs_strip,
    // Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    input  wire        cfg_rx_jumbo,
    // Octet of a frame.
    output wire [7:0]  rx_axis_tdata,
    // There is an octet. There is no ready: it is gone after this clock.
    output wire        rx_axis_tvalid,
    // It is the last of its frame.
    output wire        rx_axis_tlast,
    // On the last beat: the frame is bad; 0 on every other beat.
    output wire        rx_axis_tuser,
    // Strobe: a frame is over, and this is its verdict.
    output wire        stat_rx_valid,
    // What it was: an `RxVerdict`.
    output wire [3:0]  stat_rx_verdict,
    // Qualifies the verdict: `rx_er` was seen and the frame was not shorter than 64 octets
    // (aSymbolErrorDuringCarrier).
    output wire        stat_rx_symbol_error,
    // Its length in whole octets, FCS included; saturates at 65535.
    output wire [15:0] stat_rx_octets
);

    reg       in_frame, in_frame_next;
    reg       had_error, had_error_next;
    reg [3:0] last, last_next;
    reg       has_low, has_low_next;

    wire       frame_taken;
    wire [7:0] frame_octet;
    wire       frame_ends;

    rx_frame frame (
        .clk(clk),
        .rst(rst),
        .in_frame(in_frame),
        .taken(frame_taken),
        .octet(frame_octet),
        .ends(frame_ends),
        .had_error(had_error),
        .half_octet(has_low),
        .cfg_rx_fcs_strip(cfg_rx_fcs_strip),
        .cfg_rx_jumbo(cfg_rx_jumbo),
        .rx_axis_tdata(rx_axis_tdata),
        .rx_axis_tvalid(rx_axis_tvalid),
        .rx_axis_tlast(rx_axis_tlast),
        .rx_axis_tuser(rx_axis_tuser),
        .stat_rx_valid(stat_rx_valid),
        .stat_rx_verdict(stat_rx_verdict),
        .stat_rx_symbol_error(stat_rx_symbol_error),
        .stat_rx_octets(stat_rx_octets)
    );

    assign frame_taken = mii_rx_dv & has_low;
    assign frame_octet = ({4'd0, mii_rxd} << 3'd4) | {4'd0, last};
    assign frame_ends = !mii_rx_dv;

    always @* begin
        in_frame_next = in_frame;
        had_error_next = had_error;

        has_low_next = in_frame & !has_low;
        last_next = mii_rxd;
        if ((last == 4'h5) & (mii_rxd == 4'hd)) begin
            in_frame_next = 1'b1;
        end
        if (mii_rx_er) begin
            had_error_next = 1'b1;
        end
        if (!mii_rx_dv) begin
            in_frame_next = 1'b0;
            had_error_next = 1'b0;
            last_next = 4'd0;
            has_low_next = 1'b0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            in_frame <= 1'b0;
            had_error <= 1'b0;
            last <= 4'd0;
            has_low <= 1'b0;
        end else begin
            in_frame <= in_frame_next;
            had_error <= had_error_next;
            last <= last_next;
            has_low <= has_low_next;
        end
    end

endmodule

`line 6 "rx_frame.v" 0
// What every receiver does with the octets of a frame once it has found them: beats, length, FCS and the
// verdict (IEEE 802.3-2022, 4.2.9, 4.3.2, 3.2.6 to 3.2.9; counters by clause 30 and RFC 2819).
//
//                  +------------+
//     in_frame --->|            |->rx_axis_tdata[8]
//        taken --->|            |->rx_axis_tvalid
//     octet[8] --->|            |->rx_axis_tlast
//         ends --->|  rx_frame  |->rx_axis_tuser
//   had_error ---->|            |->stat_rx_valid, verdict[4],
//  half_octet ---->|            |  symbol_error, octets[16]
// cfg_rx_fcs_strip>|            |
//  cfg_rx_jumbo -->|            |
//                  +------------+
module rx_frame (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // The delimiter has been seen. While it is low the next frame is prepared for.
    input  wire        in_frame,
    // An octet is complete at this edge.
    input  wire        taken,
    // The octet.
    input  wire [7:0]  octet,
    // The first edge after the frame.
    input  wire        ends,
    // At the end: the PHY saw an error somewhere in the carrier.
    input  wire        had_error,
    // At the end: half an octet was cut.
    input  wire        half_octet,
    // Strip the FCS; else the stream carries it.
    input  wire        cfg_rx_fcs_strip,
    // Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    input  wire        cfg_rx_jumbo,
    // Octet of a frame.
    output reg  [7:0]  rx_axis_tdata,
    // There is an octet.
    output reg         rx_axis_tvalid,
    // It is the last of its frame.
    output reg         rx_axis_tlast,
    // On the last beat: the frame is bad.
    output reg         rx_axis_tuser,
    // Strobe: a frame is over, and this is its verdict.
    output reg         stat_rx_valid,
    // What it was: an `RxVerdict`.
    output reg  [3:0]  stat_rx_verdict,
    // The PHY saw an error in a frame not shorter than 64 octets.
    output reg         stat_rx_symbol_error,
    // Its length in whole octets, FCS included; saturates at 65535.
    output reg  [15:0] stat_rx_octets
);

    reg [7:0]  line_0, line_0_next;
    reg [7:0]  line_1, line_1_next;
    reg [7:0]  line_2, line_2_next;
    reg [7:0]  line_3, line_3_next;
    reg [7:0]  line_4, line_4_next;
    reg [4:0]  held, held_next;
    reg [15:0] octets, octets_next;
    reg        is_minimum, is_minimum_next;
    reg        is_over_basic, is_over_basic_next;
    reg        is_over_jumbo, is_over_jumbo_next;
    reg        is_tagged, is_tagged_next;
    reg        is_length, is_length_next;
    reg        is_out_of_range, is_out_of_range_next;
    reg [10:0] expected, expected_next;
    reg [7:0]  rx_axis_tdata_next;
    reg        rx_axis_tvalid_next;
    reg [3:0]  stat_rx_verdict_next;
    reg        stat_rx_symbol_error_next;
    reg [15:0] stat_rx_octets_next;

    wire [15:0] length_type;
    wire        is_type;
    wire        is_over_1500;
    wire [10:0] unpadded;
    wire        is_padded;
    reg         emits;
    wire        ends_beat;
    wire        fcs_ok;
    reg         is_too_long;
    wire        is_length_wrong;
    wire        is_bad;
    wire        crc_rst;
    wire [31:0] crc_fcs;

    crc32 crc (.clk(clk), .rst(crc_rst), .init(1'b0), .valid(taken), .data(octet), .fcs(crc_fcs));

    assign crc_rst = rst | !in_frame;
    // The length/type field, while octet 13 is taken: 1500 is 5 * 256 + 220, 1536 is 6 * 256.
    assign length_type = ({8'd0, line_0} << 4'd8) | {8'd0, octet};
    assign is_type = (|length_type[15:11]) | (length_type[10:9] == 2'd3);
    assign is_over_1500 = is_type | ((length_type[10:8] == 3'd5) & (octet > 8'd220));
    assign unpadded = length_type[10:0] + 11'd18;
    // Less than 46 octets of data; beside the sum, not behind it.
    assign is_padded = !(|length_type[10:6]) & !(length_type[5] & (length_type[4] | (&length_type[3:1])));
    assign ends_beat = in_frame & ends & emits;
    // The verdict.
    assign fcs_ok = (crc_fcs == 32'h2144df1c) & !had_error;
    assign is_length_wrong = is_length & (is_over_basic | (octets[10:0] != expected));
    assign is_bad = is_too_long | !is_minimum | !fcs_ok | is_length_wrong;

    always @* begin
        line_0_next = line_0;
        line_1_next = line_1;
        line_2_next = line_2;
        line_3_next = line_3;
        line_4_next = line_4;
        held_next = held;
        octets_next = octets;
        is_minimum_next = is_minimum;
        is_over_basic_next = is_over_basic;
        is_over_jumbo_next = is_over_jumbo;
        is_tagged_next = is_tagged;
        is_length_next = is_length;
        is_out_of_range_next = is_out_of_range;
        expected_next = expected;
        stat_rx_verdict_next = stat_rx_verdict;
        stat_rx_symbol_error_next = stat_rx_symbol_error;
        stat_rx_octets_next = stat_rx_octets;

        if (!in_frame) begin
            held_next = 5'd0;
            octets_next = 16'd0;
            is_minimum_next = 1'b0;
            is_over_basic_next = 1'b0;
            is_over_jumbo_next = 1'b0;
        end else if (taken) begin
            held_next = (held << 3'd1) | 5'd1;
            if (!(&octets)) begin
                octets_next = octets + 16'd1;
            end
            if (octets[5:0] == 6'd63) begin
                is_minimum_next = 1'b1;
            end
            if (octets == 16'd1518) begin
                is_over_basic_next = !is_tagged;
            end
            if (octets == 16'd1522) begin
                is_over_basic_next = 1'b1;
            end
            if (octets == 16'd9018) begin
                is_over_jumbo_next = 1'b1;
            end
            if (!is_minimum & (octets[5:0] == 6'd13)) begin
                is_tagged_next = length_type == 16'h8100;
                is_length_next = !is_over_1500;
                is_out_of_range_next = is_over_1500 & !is_type;
                expected_next = unpadded;
                if (is_padded) begin
                    expected_next = 11'd64;
                end
            end
        end

        // Beats, from four octets further back when they lose the FCS.
        emits = held[0];
        rx_axis_tdata_next = line_0;
        if (cfg_rx_fcs_strip) begin
            emits = held[4];
            rx_axis_tdata_next = line_4;
        end
        rx_axis_tvalid_next = 1'b1;
        if (!in_frame | !(taken | ends) | !emits) begin
            rx_axis_tvalid_next = 1'b0;
            rx_axis_tdata_next = 8'd0;
        end
        if (taken) begin
            line_0_next = octet;
            line_1_next = line_0;
            line_2_next = line_1;
            line_3_next = line_2;
            line_4_next = line_3;
        end

        is_too_long = is_over_basic;
        if (cfg_rx_jumbo) begin
            is_too_long = is_over_jumbo;
        end

        if (in_frame & ends) begin
            stat_rx_octets_next = octets;
            stat_rx_symbol_error_next = had_error & is_minimum;
            if (is_too_long) begin
                // FrameTooLong, Jabber.
                stat_rx_verdict_next = 4'd8;
                if (fcs_ok) begin
                    stat_rx_verdict_next = 4'd7;
                end
            end else if (!is_minimum) begin
                // Undersize, Fragment.
                stat_rx_verdict_next = 4'd6;
                if (fcs_ok) begin
                    stat_rx_verdict_next = 4'd5;
                end
            end else if (!fcs_ok) begin
                // FrameCheckError, AlignmentError.
                stat_rx_verdict_next = 4'd3;
                if (half_octet) begin
                    stat_rx_verdict_next = 4'd4;
                end
            end else if (is_length_wrong) begin
                // InRangeLengthError.
                stat_rx_verdict_next = 4'd2;
            end else begin
                // OutOfRangeLength, Ok.
                stat_rx_verdict_next = {3'd0, is_out_of_range};
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            line_0 <= 8'd0;
            line_1 <= 8'd0;
            line_2 <= 8'd0;
            line_3 <= 8'd0;
            line_4 <= 8'd0;
            held <= 5'd0;
            octets <= 16'd0;
            is_minimum <= 1'b0;
            is_over_basic <= 1'b0;
            is_over_jumbo <= 1'b0;
            is_tagged <= 1'b0;
            is_length <= 1'b0;
            is_out_of_range <= 1'b0;
            expected <= 11'd0;
            rx_axis_tdata <= 8'd0;
            rx_axis_tvalid <= 1'b0;
            rx_axis_tlast <= 1'b0;
            rx_axis_tuser <= 1'b0;
            stat_rx_valid <= 1'b0;
            stat_rx_verdict <= 4'd0;
            stat_rx_symbol_error <= 1'b0;
            stat_rx_octets <= 16'd0;
        end else begin
            line_0 <= line_0_next;
            line_1 <= line_1_next;
            line_2 <= line_2_next;
            line_3 <= line_3_next;
            line_4 <= line_4_next;
            held <= held_next;
            octets <= octets_next;
            is_minimum <= is_minimum_next;
            is_over_basic <= is_over_basic_next;
            is_over_jumbo <= is_over_jumbo_next;
            is_tagged <= is_tagged_next;
            is_length <= is_length_next;
            is_out_of_range <= is_out_of_range_next;
            expected <= expected_next;
            rx_axis_tdata <= rx_axis_tdata_next;
            rx_axis_tvalid <= rx_axis_tvalid_next;
            rx_axis_tlast <= ends_beat;
            rx_axis_tuser <= ends_beat & is_bad;
            stat_rx_valid <= in_frame & ends;
            stat_rx_verdict <= stat_rx_verdict_next;
            stat_rx_symbol_error <= stat_rx_symbol_error_next;
            stat_rx_octets <= stat_rx_octets_next;
        end
    end

endmodule

`line 6 "lfsr.v" 0
// Pseudo-random words from a 32-bit linear feedback shift register: the hardware source of the backoff delay
// (IEEE 802.3-2022, 4.2.3.2.5 wants an integer that is uniformly distributed).
//
//            +--------+
//      load->|        |
//  seed[32]->|  lfsr  |->random[10]
//            +--------+
module lfsr (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Take `seed` instead of shifting.
    input  wire        load,
    // What to begin with; stations must differ, so use address bits.
    input  wire [31:0] seed,
    // A word that changes at every edge; 1 after reset.
    output wire [9:0]  random
);

    reg [31:0] word, word_next;

    wire feedback;

    assign random = word[9:0];
    // x^32 + x^22 + x^2 + x + 1, of maximal length.
    assign feedback = word[31] ^ word[21] ^ word[1] ^ word[0];

    always @* begin
        word_next = word;

        if (!load) begin
            word_next = (word << 5'd1) | {31'd0, feedback};
        end else if (|seed) begin
            word_next = seed;
        end else begin
            word_next = 32'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            word <= 32'd1;
        end else begin
            word <= word_next;
        end
    end

endmodule

`line 6 "loopback.v" 0
// Between a MAC and its PHY: lets the MAC's receiver hear its transmitter in place of the wire, through a small
// memory between the two clocks, while the wire hears nothing.
//
//                     +------------+
//      mac_txd[8]---->|            |->phy_txd[8]
// mac_tx_en, tx_er--->|            |->phy_tx_en, tx_er
//      phy_rxd[8]---->|  loopback  |->mac_rxd[8]
// phy_rx_dv, rx_er--->|            |->mac_rx_dv, rx_er
// cfg_tx_loopback---->|            |
// cfg_rx_loopback---->|            |
//                     +------------+
//      tx_clk tx_rst    rx_clk rx_rst
module loopback (
    // ---- clock domain tx_clk ----
    input  wire       tx_clk,
    // Reset of the transmitting side, synchronous but for the Gray pointer.
    input  wire       tx_rst,
    // Octet or nibble of the MAC.
    input  wire [7:0] mac_txd,
    // It is part of a frame.
    input  wire       mac_tx_en,
    // Send an error in its place.
    input  wire       mac_tx_er,
    // Keep what is sent from the wire.
    input  wire       cfg_tx_loopback,
    // Octet or nibble to the PHY.
    output reg  [7:0] phy_txd,
    // It is part of a frame.
    output reg        phy_tx_en,
    // Send an error in its place.
    output reg        phy_tx_er,

    // ---- clock domain rx_clk ----
    input  wire       rx_clk,
    // Reset of the receiving side, synchronous but for the Gray pointer.
    input  wire       rx_rst,
    // Octet or nibble of the PHY.
    input  wire [7:0] phy_rxd,
    // It is part of a carrier.
    input  wire       phy_rx_dv,
    // The PHY saw an error in it.
    input  wire       phy_rx_er,
    // Hear what is sent in place of the wire.
    input  wire       cfg_rx_loopback,
    // Octet or nibble to the MAC.
    output reg  [7:0] mac_rxd,
    // It is part of a carrier.
    output reg        mac_rx_dv,
    // There was an error in it.
    output reg        mac_rx_er
);

    reg [7:0] phy_txd_next;
    reg       phy_tx_en_next;
    reg       phy_tx_er_next;
    reg [7:0] held_data;
    reg       held_er;
    reg       held_valid;
    reg [7:0] written_data;
    reg       written_er;
    reg       written_last;
    reg       written_valid;
    reg [2:0] delay, delay_next;
    reg       open, open_next;
    reg [7:0] mac_rxd_next;
    reg       mac_rx_dv_next;
    reg       mac_rx_er_next;

    wire       loops;
    wire       passes;
    wire       crossing_s_axis_tready;
    wire [7:0] crossing_m_axis_tdata;
    wire       crossing_m_axis_tvalid;
    wire       crossing_m_axis_tlast;
    wire       crossing_m_axis_tuser;

    async_fifo crossing (
        .wr_clk(tx_clk),
        .wr_rst(tx_rst),
        .s_axis_tdata(written_data),
        .s_axis_tvalid(written_valid),
        .s_axis_tready(crossing_s_axis_tready),
        .s_axis_tlast(written_last),
        .s_axis_tuser(written_er),
        .rd_clk(rx_clk),
        .rd_rst(rx_rst),
        .m_axis_tdata(crossing_m_axis_tdata),
        .m_axis_tvalid(crossing_m_axis_tvalid),
        .m_axis_tready(open),
        .m_axis_tlast(crossing_m_axis_tlast),
        .m_axis_tuser(crossing_m_axis_tuser)
    );

    // Writer. A symbol is held until it is known whether another one follows.
    assign loops = mac_tx_en && cfg_tx_loopback;
    // Reader. It lets some symbols gather first: they make up for clocks that differ.
    assign passes = crossing_m_axis_tvalid && open;

    always @* begin
        delay_next = delay;
        open_next = open;

        // To the wire.
        phy_txd_next = 8'd0;
        phy_tx_en_next = 1'b0;
        phy_tx_er_next = 1'b0;
        if (!cfg_tx_loopback) begin
            phy_txd_next = mac_txd;
            phy_tx_en_next = mac_tx_en;
            phy_tx_er_next = mac_tx_er;
        end

        if (open) begin
            if (passes && crossing_m_axis_tlast) begin
                open_next = 1'b0;
            end
        end else if (crossing_m_axis_tvalid) begin
            delay_next = delay + 3'd1;
            if (delay == 3'd5) begin
                delay_next = 3'd0;
                open_next = 1'b1;
            end
        end

        // To the receiver. A symbol that is missing in a frame is an error.
        mac_rxd_next = 8'd0;
        mac_rx_dv_next = 1'b0;
        mac_rx_er_next = 1'b0;
        if (cfg_rx_loopback) begin
            mac_rx_dv_next = open;
            if (passes) begin
                mac_rxd_next = crossing_m_axis_tdata;
                mac_rx_er_next = crossing_m_axis_tuser;
            end else begin
                mac_rx_er_next = open;
            end
        end else begin
            mac_rxd_next = phy_rxd;
            mac_rx_dv_next = phy_rx_dv;
            mac_rx_er_next = phy_rx_er;
        end
    end

    always @(posedge tx_clk) begin
        if (tx_rst) begin
            phy_txd <= 8'd0;
            phy_tx_en <= 1'b0;
            phy_tx_er <= 1'b0;
            held_data <= 8'd0;
            held_er <= 1'b0;
            held_valid <= 1'b0;
            written_data <= 8'd0;
            written_er <= 1'b0;
            written_last <= 1'b0;
            written_valid <= 1'b0;
        end else begin
            phy_txd <= phy_txd_next;
            phy_tx_en <= phy_tx_en_next;
            phy_tx_er <= phy_tx_er_next;
            held_data <= mac_txd;
            held_er <= mac_tx_er;
            held_valid <= loops;
            written_data <= held_data;
            written_er <= held_er;
            written_last <= !loops;
            written_valid <= held_valid;
        end
    end

    always @(posedge rx_clk) begin
        if (rx_rst) begin
            delay <= 3'd0;
            open <= 1'b0;
            mac_rxd <= 8'd0;
            mac_rx_dv <= 1'b0;
            mac_rx_er <= 1'b0;
        end else begin
            delay <= delay_next;
            open <= open_next;
            mac_rxd <= mac_rxd_next;
            mac_rx_dv <= mac_rx_dv_next;
            mac_rx_er <= mac_rx_er_next;
        end
    end

    wire unused = &{1'b0, crossing_s_axis_tready};

endmodule

`default_nettype wire
