// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/rgmii_rx.rs; do not edit.

`default_nettype none

// From RGMII to GMII, the logic behind the input cells of double data rate, in the domain of the receive clock
// (RGMII 2.0).
//
//                   +------------+
//     cfg_nibble--->|            |-->gmii_rxd[8]
//    rxd_rise[4]--->|            |-->gmii_rx_dv
//    rxd_fall[4]--->|  rgmii_rx  |-->gmii_rx_er
//    rx_ctl_rise--->|            |
//    rx_ctl_fall--->|            |-->inband_link
//                   |            |-->inband_speed[2]
//                   +------------+-->inband_full_duplex
module rgmii_rx (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // 10 or 100 Mbit/s.
    input  wire       cfg_nibble,
    // RD at the rising edge.
    input  wire [3:0] rxd_rise,
    // RD at the falling edge after it.
    input  wire [3:0] rxd_fall,
    // RX_CTL at the rising edge.
    input  wire       rx_ctl_rise,
    // RX_CTL at the falling edge after it.
    input  wire       rx_ctl_fall,
    // Octet, or nibble in bits 3 to 0, to the MAC.
    output reg  [7:0] gmii_rxd,
    // `gmii_rxd` is part of a carrier.
    output reg        gmii_rx_dv,
    // The PHY saw an error in it.
    output reg        gmii_rx_er,
    // The PHY says that the link is up.
    output reg        inband_link,
    // Its speed: 0 is 10, 1 is 100, 2 is 1000 Mbit/s.
    output reg  [1:0] inband_speed,
    // It is full duplex.
    output reg        inband_full_duplex
);

    reg [7:0] gmii_rxd_next;
    reg       inband_link_next;
    reg [1:0] inband_speed_next;
    reg       inband_full_duplex_next;

    always @* begin
        inband_link_next = inband_link;
        inband_speed_next = inband_speed;
        inband_full_duplex_next = inband_full_duplex;

        gmii_rxd_next = {4'd0, rxd_rise};
        if (!cfg_nibble) begin
            gmii_rxd_next = ({4'd0, rxd_fall} << 3'd4) | {4'd0, rxd_rise};
        end
        // Between frames the PHY says what link it has.
        if (!rx_ctl_rise && !rx_ctl_fall) begin
            inband_link_next = rxd_rise[0];
            inband_speed_next = rxd_rise[2:1];
            inband_full_duplex_next = rxd_rise[3];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            gmii_rxd <= 8'd0;
            gmii_rx_dv <= 1'b0;
            gmii_rx_er <= 1'b0;
            inband_link <= 1'b0;
            inband_speed <= 2'd0;
            inband_full_duplex <= 1'b0;
        end else begin
            gmii_rxd <= gmii_rxd_next;
            gmii_rx_dv <= rx_ctl_rise;
            gmii_rx_er <= rx_ctl_rise ^ rx_ctl_fall;
            inband_link <= inband_link_next;
            inband_speed <= inband_speed_next;
            inband_full_duplex <= inband_full_duplex_next;
        end
    end

endmodule

`default_nettype wire
