// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/phy_link.rs; do not edit.

`default_nettype none

// Finds a gigabit PHY of the RTL8211F family through an MDIO master, brings it up and follows its link (IEEE
// 802.3-2022, 22.2.4, 28.2.4 and 40.5.1.1; pages and registers above 15: data sheet of the RTL8211F).
//
//                       +------------+
//           cfg_reset-->|            |-->mdio_start, write
//  cfg_phy_address[5]-->|            |-->mdio_phy_address[5]
//   cfg_tx/rx_delay --->|            |-->mdio_register_address[5]
//                       |  phy_link  |-->mdio_write_data[16]
//          mdio_ready-->|            |
//    mdio_done, fault-->|            |-->phy_found, phy_id[32]
// mdio_read_data[16] -->|            |-->link, speed[2], full_duplex
//                       +------------+
module phy_link (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Reset the PHY once it is found.
    input  wire        cfg_reset,
    // Where to begin looking for it.
    input  wire [4:0]  cfg_phy_address,
    // The PHY delays the transmit clock by 2 ns.
    input  wire        cfg_tx_delay,
    // The PHY delays the receive clock by 2 ns.
    input  wire        cfg_rx_delay,
    // The master takes a frame.
    input  wire        mdio_ready,
    // Strobe: the frame is over.
    input  wire        mdio_done,
    // No PHY has answered.
    input  wire        mdio_fault,
    // What was read.
    input  wire [15:0] mdio_read_data,
    // A frame is offered.
    output reg         mdio_start,
    // It writes; else it reads.
    output reg         mdio_write,
    // Which PHY: the one that is tried, or was found.
    output reg  [4:0]  mdio_phy_address,
    // Which of its registers.
    output reg  [4:0]  mdio_register_address,
    // What to write.
    output reg  [15:0] mdio_write_data,
    // There is a PHY of the family.
    output reg         phy_found,
    // Its identifier: registers 2 and 3.
    output wire [31:0] phy_id,
    // The link is up.
    output reg         link,
    // Its speed: 0 is 10, 1 is 100, 2 is 1000 Mbit/s.
    output reg  [1:0]  speed,
    // It is full duplex.
    output reg         full_duplex
);

    // Step
    localparam [4:0] STEP_ID_HIGH           = 5'd0;
    localparam [4:0] STEP_ID_LOW            = 5'd1;
    localparam [4:0] STEP_RESET             = 5'd2;
    localparam [4:0] STEP_AWAIT_RESET       = 5'd3;
    localparam [4:0] STEP_DELAY_PAGE        = 5'd4;
    localparam [4:0] STEP_READ_TX_DELAY     = 5'd5;
    localparam [4:0] STEP_WRITE_TX_DELAY    = 5'd6;
    localparam [4:0] STEP_READ_RX_DELAY     = 5'd7;
    localparam [4:0] STEP_WRITE_RX_DELAY    = 5'd8;
    localparam [4:0] STEP_SET_UP_PAGE       = 5'd9;
    localparam [4:0] STEP_ADVERTISE         = 5'd10;
    localparam [4:0] STEP_ADVERTISE_GIGABIT = 5'd11;
    localparam [4:0] STEP_NEGOTIATE         = 5'd12;
    localparam [4:0] STEP_STATUS            = 5'd13;
    localparam [4:0] STEP_STATUS_PAGE       = 5'd14;
    localparam [4:0] STEP_PHY_STATUS        = 5'd15;
    localparam [4:0] STEP_STANDARD_PAGE     = 5'd16;

    reg [4:0]  step, step_next;
    reg        running;
    reg        mdio_start_next;
    reg        mdio_write_next;
    reg [4:0]  mdio_phy_address_next;
    reg [4:0]  mdio_register_address_next;
    reg [15:0] mdio_write_data_next;
    reg        phy_found_next;
    reg [15:0] id_high, id_high_next;
    reg [15:0] id_low, id_low_next;
    reg        link_held, link_held_next;
    reg        link_next;
    reg [1:0]  speed_next;
    reg        full_duplex_next;

    wire        ends;
    wire        lost;
    reg         other;
    wire [1:0]  speed_now;
    wire        link_now;
    wire        restart;
    reg  [4:0]  next;
    reg         next_write;
    reg  [4:0]  next_register;
    reg  [15:0] next_data;

    assign phy_id = ({16'd0, id_high} << 5'd16) | {16'd0, id_low};
    assign ends = running && !mdio_start && mdio_done;
    assign lost = mdio_fault && !mdio_write;
    assign speed_now = mdio_read_data[5:4];
    assign link_now = link_held && mdio_read_data[2] && (speed_now != 2'd3);
    // Beside the choice of the next frame, not before it: what was read is compared meanwhile.
    assign restart = !running || lost || other;

    always @* begin
        step_next = step;
        mdio_start_next = mdio_start;
        mdio_write_next = mdio_write;
        mdio_phy_address_next = mdio_phy_address;
        mdio_register_address_next = mdio_register_address;
        mdio_write_data_next = mdio_write_data;
        phy_found_next = phy_found;
        id_high_next = id_high;
        id_low_next = id_low;
        link_held_next = link_held;
        link_next = link;
        speed_next = speed;
        full_duplex_next = full_duplex;

        // Where a step leads, if all is well.
        other = 1'b0;
        next = STEP_ID_HIGH;
        case (step)
            STEP_ID_HIGH: begin
                other = mdio_fault || (mdio_read_data != 16'h001c);
                next = STEP_ID_LOW;
            end
            STEP_ID_LOW: begin
                other = mdio_fault || (mdio_read_data[15:4] != 12'hc91);
                next = STEP_DELAY_PAGE;
                if (cfg_reset) begin
                    next = STEP_RESET;
                end
            end
            STEP_RESET: begin
                next = STEP_AWAIT_RESET;
            end
            STEP_AWAIT_RESET: begin
                next = STEP_DELAY_PAGE;
                if (mdio_read_data[15]) begin
                    next = STEP_AWAIT_RESET;
                end
            end
            STEP_DELAY_PAGE: begin
                next = STEP_READ_TX_DELAY;
            end
            STEP_READ_TX_DELAY: begin
                next = STEP_WRITE_TX_DELAY;
            end
            STEP_WRITE_TX_DELAY: begin
                next = STEP_READ_RX_DELAY;
            end
            STEP_READ_RX_DELAY: begin
                next = STEP_WRITE_RX_DELAY;
            end
            STEP_WRITE_RX_DELAY: begin
                next = STEP_SET_UP_PAGE;
            end
            STEP_SET_UP_PAGE: begin
                next = STEP_ADVERTISE;
            end
            STEP_ADVERTISE: begin
                next = STEP_ADVERTISE_GIGABIT;
            end
            STEP_ADVERTISE_GIGABIT: begin
                next = STEP_NEGOTIATE;
            end
            STEP_NEGOTIATE: begin
                next = STEP_STATUS;
            end
            STEP_STATUS: begin
                next = STEP_STATUS_PAGE;
            end
            STEP_STATUS_PAGE: begin
                next = STEP_PHY_STATUS;
            end
            STEP_PHY_STATUS: begin
                next = STEP_STANDARD_PAGE;
            end
            default: begin // STEP_STANDARD_PAGE
                next = STEP_STATUS;
            end
        endcase

        // The frame of the next step, if all is well.
        next_write = 1'b0;
        next_register = 5'd0;
        next_data = 16'd0;
        case (next)
            STEP_ID_HIGH: begin
                next_register = 5'd2;
            end
            STEP_ID_LOW: begin
                next_register = 5'd3;
            end
            STEP_RESET: begin
                next_write = 1'b1;
                next_data = 16'h8000;
            end
            STEP_AWAIT_RESET: ;
            STEP_DELAY_PAGE: begin
                next_write = 1'b1;
                next_register = 5'd31;
                next_data = 16'h0d08;
            end
            STEP_READ_TX_DELAY: begin
                next_register = 5'd17;
            end
            STEP_WRITE_TX_DELAY: begin
                next_write = 1'b1;
                next_register = 5'd17;
                next_data = mdio_read_data & 16'hfeff;
                if (cfg_tx_delay) begin
                    next_data = mdio_read_data | 16'h0100;
                end
            end
            STEP_READ_RX_DELAY: begin
                next_register = 5'd21;
            end
            STEP_WRITE_RX_DELAY: begin
                next_write = 1'b1;
                next_register = 5'd21;
                next_data = mdio_read_data & 16'hfff7;
                if (cfg_rx_delay) begin
                    next_data = mdio_read_data | 16'h0008;
                end
            end
            STEP_SET_UP_PAGE: begin
                next_write = 1'b1;
                next_register = 5'd31;
                next_data = 16'h0a42;
            end
            STEP_ADVERTISE: begin
                next_write = 1'b1;
                next_register = 5'd4;
                next_data = 16'h0141;
            end
            STEP_ADVERTISE_GIGABIT: begin
                next_write = 1'b1;
                next_register = 5'd9;
                next_data = 16'h0200;
            end
            STEP_NEGOTIATE: begin
                next_write = 1'b1;
                next_data = 16'h1200;
            end
            STEP_STATUS: begin
                next_register = 5'd1;
            end
            STEP_STATUS_PAGE: begin
                next_write = 1'b1;
                next_register = 5'd31;
                next_data = 16'h0a43;
            end
            STEP_PHY_STATUS: begin
                next_register = 5'd26;
            end
            default: begin // STEP_STANDARD_PAGE
                next_write = 1'b1;
                next_register = 5'd31;
                next_data = 16'h0a42;
            end
        endcase

        if (mdio_start && mdio_ready) begin
            mdio_start_next = 1'b0;
        end
        if (!running) begin
            mdio_phy_address_next = cfg_phy_address;
        end
        if (!running || ends) begin
            mdio_start_next = 1'b1;
            if (restart) begin
                step_next = STEP_ID_HIGH;
                mdio_write_next = 1'b0;
                mdio_register_address_next = 5'd2;
                mdio_write_data_next = 16'd0;
            end else begin
                step_next = next;
                mdio_write_next = next_write;
                mdio_register_address_next = next_register;
                mdio_write_data_next = next_data;
            end
        end
        if (ends) begin
            if (other) begin
                mdio_phy_address_next = mdio_phy_address + 5'd1;
            end else if (lost) begin
                phy_found_next = 1'b0;
                link_next = 1'b0;
            end else if (step == STEP_ID_LOW) begin
                phy_found_next = 1'b1;
            end else if (step == STEP_STATUS) begin
                link_held_next = mdio_read_data[2];
            end else if (step == STEP_PHY_STATUS) begin
                link_next = link_now;
                if (link_now) begin
                    speed_next = speed_now;
                    full_duplex_next = mdio_read_data[3];
                end
            end
            if (step == STEP_ID_HIGH) begin
                id_high_next = mdio_read_data;
            end
            if (step == STEP_ID_LOW) begin
                id_low_next = mdio_read_data;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            step <= STEP_ID_HIGH;
            running <= 1'b0;
            mdio_start <= 1'b0;
            mdio_write <= 1'b0;
            mdio_phy_address <= 5'd0;
            mdio_register_address <= 5'd0;
            mdio_write_data <= 16'd0;
            phy_found <= 1'b0;
            id_high <= 16'd0;
            id_low <= 16'd0;
            link_held <= 1'b0;
            link <= 1'b0;
            speed <= 2'd0;
            full_duplex <= 1'b0;
        end else begin
            step <= step_next;
            running <= 1'b1;
            mdio_start <= mdio_start_next;
            mdio_write <= mdio_write_next;
            mdio_phy_address <= mdio_phy_address_next;
            mdio_register_address <= mdio_register_address_next;
            mdio_write_data <= mdio_write_data_next;
            phy_found <= phy_found_next;
            id_high <= id_high_next;
            id_low <= id_low_next;
            link_held <= link_held_next;
            link <= link_next;
            speed <= speed_next;
            full_duplex <= full_duplex_next;
        end
    end

endmodule

`default_nettype wire
