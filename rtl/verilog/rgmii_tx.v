// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/rgmii_tx.rs; do not edit.

`default_nettype none

// From GMII to RGMII, the logic before the output cells of double data rate: makes the transmit clock for 10, 100 and
// 1000 Mbit/s from one of 125 MHz, and gives the MAC its clock enable (RGMII 2.0).
//
//                 +------------+
//  cfg_speed[2]-->|            |-->txc_rise, txc_fall
//                 |            |-->txd_rise[4], txd_fall[4]
//   gmii_txd[8]-->|  rgmii_tx  |-->tx_ctl_rise, tx_ctl_fall
//    gmii_tx_en-->|            |
//    gmii_tx_er-->|            |-->tx_clk_en
//                 +------------+-->tx_nibble
module rgmii_tx (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // 0 is 10, 1 is 100, 2 and 3 are 1000 Mbit/s.
    input  wire [1:0] cfg_speed,
    // Octet, or nibble in bits 3 to 0, from the MAC.
    input  wire [7:0] gmii_txd,
    // `gmii_txd` is part of a frame.
    input  wire       gmii_tx_en,
    // Send an error in its place.
    input  wire       gmii_tx_er,
    // This edge counts for the MAC.
    output reg        tx_clk_en,
    // The MAC sends four bits an edge.
    output reg        tx_nibble,
    // TXC, first half of the clock.
    output reg        txc_rise,
    // TXC, second half.
    output reg        txc_fall,
    // TD, first half.
    output reg  [3:0] txd_rise,
    // TD, second half.
    output reg  [3:0] txd_fall,
    // TX_CTL, first half.
    output reg        tx_ctl_rise,
    // TX_CTL, second half.
    output reg        tx_ctl_fall
);

    reg [5:0] left;
    reg       first, first_next;
    reg       fast, fast_next;
    reg       middle, middle_next;
    reg [7:0] octet;
    reg       en;
    reg       er;
    reg       tx_nibble_next;
    reg [3:0] txd_fall_next;

    reg [7:0] octet_now;
    reg       en_now;
    reg       er_now;
    reg       rise_high;
    reg       fall_high;
    reg [5:0] left_after;

    always @* begin
        fast_next = fast;
        middle_next = middle;
        tx_nibble_next = tx_nibble;

        octet_now = octet;
        en_now = en;
        er_now = er;
        if (first) begin
            octet_now = gmii_txd;
            en_now = gmii_tx_en;
            er_now = gmii_tx_er;
        end

        // TXC is high in the first half of the period: 25 clocks, or 2.5, or half a clock.
        rise_high = left >= 6'd25;
        fall_high = left >= 6'd25;
        if (fast) begin
            rise_high = 1'b1;
            fall_high = 1'b0;
        end else if (middle) begin
            rise_high = left >= 6'd2;
            fall_high = left >= 6'd3;
        end
        txd_fall_next = octet_now[3:0];
        if (fast) begin
            txd_fall_next = octet_now[7:4];
        end

        left_after = left - 6'd1;
        first_next = 1'b0;
        if (left == 6'd0) begin
            first_next = 1'b1;
            fast_next = cfg_speed[1];
            middle_next = cfg_speed == 2'd1;
            tx_nibble_next = !cfg_speed[1];
            left_after = 6'd49;
            if (cfg_speed[1]) begin
                left_after = 6'd0;
            end else if (cfg_speed == 2'd1) begin
                left_after = 6'd4;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            left <= 6'd49;
            first <= 1'b1;
            fast <= 1'b0;
            middle <= 1'b0;
            octet <= 8'd0;
            en <= 1'b0;
            er <= 1'b0;
            tx_clk_en <= 1'b0;
            tx_nibble <= 1'b1;
            txc_rise <= 1'b0;
            txc_fall <= 1'b0;
            txd_rise <= 4'd0;
            txd_fall <= 4'd0;
            tx_ctl_rise <= 1'b0;
            tx_ctl_fall <= 1'b0;
        end else begin
            left <= left_after;
            first <= first_next;
            fast <= fast_next;
            middle <= middle_next;
            octet <= octet_now;
            en <= en_now;
            er <= er_now;
            tx_clk_en <= left_after == 6'd0;
            tx_nibble <= tx_nibble_next;
            txc_rise <= rise_high;
            txc_fall <= fall_high;
            txd_rise <= octet_now[3:0];
            txd_fall <= txd_fall_next;
            tx_ctl_rise <= en_now ^ (er_now && !rise_high);
            tx_ctl_fall <= en_now ^ (er_now && !fall_high);
        end
    end

endmodule

`default_nettype wire
