// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mac_tx_trispeed.rs; do not edit.

`default_nettype none

// Ethernet transmitter for 10, 100 and 1000 Mbit/s, full duplex: GMII with a clock enable, octets or nibbles
// chosen at run time (IEEE 802.3-2022, 4.2.8, clauses 22 and 35).
//
//                   +-----------------+
//  tx_axis_tdata[8]->                 |->gmii_txd[8]
//   tx_axis_tvalid->|                 |->gmii_tx_en
//   tx_axis_tready<-|                 |->gmii_tx_er
//    tx_axis_tlast->| mac_tx_trispeed |->tx_start_ready
//    tx_axis_tuser->|                 |->tx_octet_tick
//    tx_fcs_insert->|                 |->stat_tx_valid
//  tx_ce cfg_nibble->                 |->stat_tx_verdict[3]
//                   +-----------------+->stat_tx_octets[16]
module mac_tx_trispeed (
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
    // This edge counts.
    input  wire        tx_ce,
    // Four bits an edge (10 and 100 Mbit/s) instead of eight.
    input  wire        cfg_nibble,
    // There is room for a beat.
    output reg         tx_axis_tready,
    // Octet, or nibble in bits 3 to 0, to the PHY.
    output reg  [7:0]  gmii_txd,
    // `gmii_txd` is part of a frame.
    output reg         gmii_tx_en,
    // Send an error in its place.
    output reg         gmii_tx_er,
    // A frame offered now starts without delay.
    output reg         tx_start_ready,
    // Strobe: an octet time has begun.
    output reg         tx_octet_tick,
    // Strobe: a frame is over, and this is its verdict.
    output reg         stat_tx_valid,
    // How it ended: a `TxVerdict`.
    output reg  [2:0]  stat_tx_verdict,
    // Its length in octets on the wire, FCS included; saturates at 65535.
    output reg  [15:0] stat_tx_octets
);

    reg [7:0]  gmii_txd_next;
    reg        gmii_tx_en_next;
    reg        gmii_tx_er_next;
    reg        stat_tx_valid_next;
    reg [2:0]  stat_tx_verdict_next;
    reg [15:0] stat_tx_octets_next;
    reg [10:0] first, first_next;
    reg [10:0] spare, spare_next;
    reg [1:0]  held;
    reg        is_second, is_second_next;
    reg [3:0]  high, high_next;
    reg [3:0]  gap;
    reg        draining;

    wire [10:0] offered;
    wire        octet_edge;
    wire        is_held;
    wire        starts;
    reg  [3:0]  gap_left;
    wire        drains_on;
    wire        puts;
    wire        gets;
    wire [1:0]  held_then;
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

    tx_frame frame (
        .clk(clk),
        .rst(rst),
        .octet_edge(octet_edge),
        .start(starts),
        .abort(1'b0),
        .tdata(first[7:0]),
        .tvalid(is_held),
        .tlast(first[8]),
        .tuser(first[9]),
        .fcs_insert(first[10]),
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

    // The frame, from the first beat of the buffer.
    assign octet_edge = tx_ce & !is_second;
    assign is_held = |held;
    assign starts = frame_is_idle & !(|gap) & is_held & !tx_hold & !draining;
    // The buffer, which gives up the rest of a broken frame at once.
    assign drains_on = draining & !(is_held & first[8]);
    assign offered = {tx_fcs_insert, tx_axis_tuser, tx_axis_tlast, tx_axis_tdata};
    assign puts = tx_axis_tvalid & tx_axis_tready;
    assign gets = frame_takes | (draining & is_held);
    assign held_then = (held + {1'b0, puts}) - {1'b0, gets};

    always @* begin
        gmii_txd_next = gmii_txd;
        gmii_tx_en_next = gmii_tx_en;
        gmii_tx_er_next = gmii_tx_er;
        stat_tx_verdict_next = stat_tx_verdict;
        stat_tx_octets_next = stat_tx_octets;
        first_next = first;
        spare_next = spare;
        is_second_next = is_second;
        high_next = high;

        if (octet_edge) begin
            gmii_tx_en_next = frame_sends;
            gmii_tx_er_next = frame_error;
            gmii_txd_next = frame_octet;
            high_next = frame_octet[7:4];
            if (cfg_nibble) begin
                gmii_txd_next = {4'd0, frame_octet[3:0]};
                is_second_next = 1'b1;
            end
        end else if (tx_ce) begin
            gmii_txd_next = {4'd0, high};
            is_second_next = 1'b0;
        end

        // The end of the frame is the first of 12 octets of gap.
        gap_left = gap;
        stat_tx_valid_next = 1'b0;
        if (octet_edge & frame_ends) begin
            gap_left = 4'd11;
            stat_tx_valid_next = 1'b1;
            stat_tx_verdict_next = frame_verdict;
            stat_tx_octets_next = frame_octets;
        end else if (octet_edge & (|gap)) begin
            gap_left = gap - 4'd1;
        end

        if (puts) begin
            spare_next = offered;
        end
        if (gets) begin
            first_next = spare;
        end
        if (puts & (held == {1'b0, gets})) begin
            first_next = offered;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            tx_axis_tready <= 1'b0;
            gmii_txd <= 8'd0;
            gmii_tx_en <= 1'b0;
            gmii_tx_er <= 1'b0;
            tx_start_ready <= 1'b0;
            tx_octet_tick <= 1'b0;
            stat_tx_valid <= 1'b0;
            stat_tx_verdict <= 3'd0;
            stat_tx_octets <= 16'd0;
            first <= 11'd0;
            spare <= 11'd0;
            held <= 2'd0;
            is_second <= 1'b0;
            high <= 4'd0;
            gap <= 4'd0;
            draining <= 1'b0;
        end else begin
            tx_axis_tready <= held_then < 2'd2;
            gmii_txd <= gmii_txd_next;
            gmii_tx_en <= gmii_tx_en_next;
            gmii_tx_er <= gmii_tx_er_next;
            tx_start_ready <= frame_is_idle & !(octet_edge & starts) & (gap_left <= 4'd4) & !drains_on & (held_then ==
                2'd0);
            // Octets, or nibbles, to the PHY.
            tx_octet_tick <= octet_edge;
            stat_tx_valid <= stat_tx_valid_next;
            stat_tx_verdict <= stat_tx_verdict_next;
            stat_tx_octets <= stat_tx_octets_next;
            first <= first_next;
            spare <= spare_next;
            held <= held_then;
            is_second <= is_second_next;
            high <= high_next;
            gap <= gap_left;
            draining <= drains_on | frame_underrun;
        end
    end

    wire unused = &{1'b0, frame_in_data};

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

`default_nettype wire
