// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mac_rx_mii.rs; do not edit.

`default_nettype none

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
