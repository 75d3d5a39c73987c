// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mac_tx.rs; do not edit.

`default_nettype none

// Ethernet transmitter for GMII, full duplex, one octet a clock (IEEE 802.3-2022, 4.2.8, clause 35).
//
//                   +----------+
//  tx_axis_tdata[8]->          |->gmii_txd[8]
//   tx_axis_tvalid->|          |->gmii_tx_en
//   tx_axis_tready<-|  mac_tx  |->gmii_tx_er
//    tx_axis_tlast->|          |->tx_start_ready
//    tx_axis_tuser->|          |->stat_tx_valid
//    tx_fcs_insert->|          |->stat_tx_verdict[3]
//          tx_hold->|          |->stat_tx_octets[16]
//                   +----------+
module mac_tx (
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
    // Do not start a frame at this edge.
    input  wire        tx_hold,
    // The octet is taken.
    output reg         tx_axis_tready,
    // Octet to the PHY.
    output reg  [7:0]  gmii_txd,
    // `gmii_txd` is part of a frame.
    output reg         gmii_tx_en,
    // Send an error in its place.
    output reg         gmii_tx_er,
    // A frame offered now starts without delay.
    output reg         tx_start_ready,
    // Strobe: a frame is over, and this is its verdict.
    output reg         stat_tx_valid,
    // How it ended: a `TxVerdict`.
    output reg  [2:0]  stat_tx_verdict,
    // Its length in octets on the wire, FCS included; saturates at 65535.
    output reg  [15:0] stat_tx_octets
);

    // State
    localparam [2:0] STATE_IDLE     = 3'd0;
    localparam [2:0] STATE_PREAMBLE = 3'd1;
    localparam [2:0] STATE_DATA     = 3'd2;
    localparam [2:0] STATE_PAD      = 3'd3;
    localparam [2:0] STATE_FCS      = 3'd4;
    localparam [2:0] STATE_GAP      = 3'd5;

    reg [2:0]  state, state_next;
    reg [3:0]  step, step_next;
    reg        draining, draining_next;
    reg        tx_axis_tready_next;
    reg [7:0]  gmii_txd_next;
    reg        gmii_tx_en_next;
    reg        gmii_tx_er_next;
    reg        tx_start_ready_next;
    reg [2:0]  verdict, verdict_next;
    reg [15:0] octets, octets_next;
    reg        is_long, is_long_next;
    reg        stat_tx_valid_next;
    reg [2:0]  stat_tx_verdict_next;
    reg [15:0] stat_tx_octets_next;

    wire [7:0]  fcs_octet;
    wire        in_frame;
    wire        starts;
    wire        drains_on;
    wire        suffices;
    wire        crc_rst;
    reg  [7:0]  crc_data;
    wire [31:0] crc_fcs;

    crc32 crc (.clk(clk), .rst(crc_rst), .init(1'b0), .valid(1'b1), .data(crc_data), .fcs(crc_fcs));

    assign in_frame = (state == STATE_DATA) | (state == STATE_PAD) | (state == STATE_FCS);
    assign crc_rst = rst | !in_frame;
    assign fcs_octet = crc_fcs[7:0];
    assign starts = tx_axis_tvalid & !tx_hold & !draining;
    assign drains_on = draining & !(tx_axis_tvalid & tx_axis_tlast);
    // The octet sent at this edge is the 60th, or a later one.
    assign suffices = is_long | (octets[5:0] == 6'd59);

    always @* begin
        state_next = state;
        step_next = step;
        draining_next = draining;
        tx_axis_tready_next = tx_axis_tready;
        verdict_next = verdict;
        octets_next = octets;
        is_long_next = is_long;
        stat_tx_verdict_next = stat_tx_verdict;
        stat_tx_octets_next = stat_tx_octets;

        gmii_tx_en_next = in_frame;
        gmii_tx_er_next = 1'b0;
        gmii_txd_next = 8'd0;
        tx_start_ready_next = 1'b0;
        stat_tx_valid_next = 1'b0;
        // The complement of an FCS octet, taken in, moves the next one into its place.
        crc_data = ~fcs_octet;
        case (state)
            STATE_IDLE: begin
                step_next = 4'd1;
                if (starts) begin
                    gmii_tx_en_next = 1'b1;
                    gmii_txd_next = 8'h55;
                    state_next = STATE_PREAMBLE;
                end else begin
                    tx_start_ready_next = !drains_on;
                end
            end
            STATE_PREAMBLE: begin
                gmii_tx_en_next = 1'b1;
                gmii_txd_next = 8'h55;
                step_next = step + 4'd1;
                verdict_next = 3'd0;
                if (step == 4'd7) begin
                    gmii_txd_next = 8'hd5;
                    tx_axis_tready_next = 1'b1;
                    state_next = STATE_DATA;
                end
            end
            STATE_DATA: begin
                step_next = 4'd0;
                if (tx_axis_tvalid) begin
                    gmii_txd_next = tx_axis_tdata;
                    crc_data = tx_axis_tdata;
                    if (tx_axis_tlast) begin
                        tx_axis_tready_next = 1'b0;
                        // SentWithError, or still Ok.
                        verdict_next = {2'd0, tx_axis_tuser};
                        if (tx_fcs_insert & !suffices) begin
                            state_next = STATE_PAD;
                        end else if (tx_fcs_insert | tx_axis_tuser) begin
                            state_next = STATE_FCS;
                        end else begin
                            state_next = STATE_GAP;
                        end
                    end
                end else begin
                    // Underrun: this edge sends the first of four wrong FCS octets.
                    gmii_txd_next = ~fcs_octet;
                    gmii_tx_er_next = 1'b1;
                    step_next = 4'd1;
                    verdict_next = 3'd2;
                    draining_next = 1'b1;
                    state_next = STATE_FCS;
                end
            end
            STATE_PAD: begin
                crc_data = 8'd0;
                if (suffices) begin
                    state_next = STATE_FCS;
                end
            end
            STATE_FCS: begin
                gmii_txd_next = fcs_octet;
                if (|verdict) begin
                    gmii_txd_next = ~fcs_octet;
                    gmii_tx_er_next = 1'b1;
                end
                step_next = step + 4'd1;
                if (step == 4'd3) begin
                    step_next = 4'd0;
                    state_next = STATE_GAP;
                end
            end
            default: begin // STATE_GAP
                step_next = step + 4'd1;
                tx_start_ready_next = (step >= 4'd7) & !drains_on;
                if (step == 4'd0) begin
                    stat_tx_valid_next = 1'b1;
                    stat_tx_verdict_next = verdict;
                    stat_tx_octets_next = octets;
                end
                if (step == 4'd11) begin
                    state_next = STATE_IDLE;
                end
            end
        endcase

        if (!in_frame) begin
            octets_next = 16'd0;
            is_long_next = 1'b0;
        end else begin
            is_long_next = suffices;
            if (!(&octets)) begin
                octets_next = octets + 16'd1;
            end
        end
        if (draining) begin
            draining_next = drains_on;
            tx_axis_tready_next = drains_on;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            step <= 4'd0;
            draining <= 1'b0;
            tx_axis_tready <= 1'b0;
            gmii_txd <= 8'd0;
            gmii_tx_en <= 1'b0;
            gmii_tx_er <= 1'b0;
            tx_start_ready <= 1'b0;
            verdict <= 3'd0;
            octets <= 16'd0;
            is_long <= 1'b0;
            stat_tx_valid <= 1'b0;
            stat_tx_verdict <= 3'd0;
            stat_tx_octets <= 16'd0;
        end else begin
            state <= state_next;
            step <= step_next;
            draining <= draining_next;
            tx_axis_tready <= tx_axis_tready_next;
            gmii_txd <= gmii_txd_next;
            gmii_tx_en <= gmii_tx_en_next;
            gmii_tx_er <= gmii_tx_er_next;
            tx_start_ready <= tx_start_ready_next;
            verdict <= verdict_next;
            octets <= octets_next;
            is_long <= is_long_next;
            stat_tx_valid <= stat_tx_valid_next;
            stat_tx_verdict <= stat_tx_verdict_next;
            stat_tx_octets <= stat_tx_octets_next;
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

`default_nettype wire
