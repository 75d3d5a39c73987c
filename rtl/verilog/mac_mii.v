// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mac_mii.rs; do not edit.

`default_nettype none

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

`default_nettype wire
