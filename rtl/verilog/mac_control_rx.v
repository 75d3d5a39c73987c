// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mac_control_rx.rs; do not edit.

`default_nettype none

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

`default_nettype wire
