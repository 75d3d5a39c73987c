// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mdio.rs; do not edit.

`default_nettype none

// MDIO master: sends the management frames of a station to a PHY and takes its answers (IEEE 802.3-2022,
// 22.2.2.13, 22.2.2.14, 22.2.4.5 and 22.3.4).
//
//                      +--------+
//              start-->|        |-->ready
//              write-->|        |-->done
//     phy_address[5]-->|  mdio  |-->fault
//register_address[5]-->|        |-->read_data[16]
//     write_data[16]-->|        |
//                      |        |-->mdc
//             mdio_i-->|        |-->mdio_o, mdio_oe
//                      +--------+
//
// One counter runs through a frame: its upper six bits number the bit, the lower six the clock within it, and of
// these the highest is `mdc`. A shift register holds what follows the preamble.
module mdio (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // A frame is offered.
    input  wire        start,
    // It writes; else it reads.
    input  wire        write,
    // Which PHY.
    input  wire [4:0]  phy_address,
    // Which of its registers.
    input  wire [4:0]  register_address,
    // What to write.
    input  wire [15:0] write_data,
    // A frame offered is taken.
    output reg         ready,
    // Strobe: the frame is over.
    output reg         done,
    // No PHY has answered the read frame.
    output reg         fault,
    // What was read.
    output reg  [15:0] read_data,
    // The management clock.
    output reg         mdc,
    // What drives the MDIO line.
    output reg         mdio_o,
    // It is driven; else it is released.
    output reg         mdio_oe,
    // The MDIO line.
    input  wire        mdio_i
);

    reg        ready_next;
    reg        done_next;
    reg        fault_next;
    reg [15:0] read_data_next;
    reg        mdc_next;
    reg        mdio_o_next;
    reg        mdio_oe_next;
    reg        reading, reading_next;
    reg [11:0] count, count_next;
    reg [31:0] shift, shift_next;

    wire [11:0] next;
    wire [5:0]  next_bit;
    wire        begins;
    wire        rises;
    reg  [15:0] head;
    wire        line_q;

    sync_bit #(.RESET_VALUE(1'b0)) line (.clk(clk), .rst(rst), .d(mdio_i), .q(line_q));

    assign next = count + 12'd1;
    assign next_bit = next[11:6];
    assign begins = next[5:0] == 6'd0;
    assign rises = next[5:0] == 6'd32;

    always @* begin
        ready_next = ready;
        fault_next = fault;
        read_data_next = read_data;
        mdc_next = mdc;
        mdio_o_next = mdio_o;
        mdio_oe_next = mdio_oe;
        reading_next = reading;
        count_next = count;
        shift_next = shift;

        // Start 01, then 01 to write or 10 to read, the addresses, and the turnaround of a write.
        head = 16'h6002 | ({11'd0, phy_address} << 4'd7) | ({11'd0, register_address} << 4'd2);
        if (write) begin
            head = 16'h5002 | ({11'd0, phy_address} << 4'd7) | ({11'd0, register_address} << 4'd2);
        end

        done_next = 1'b0;
        if (ready) begin
            if (start) begin
                ready_next = 1'b0;
                fault_next = 1'b0;
                mdio_oe_next = 1'b1;
                reading_next = !write;
                count_next = 12'd0;
                shift_next = ({16'd0, head} << 5'd16) | {16'd0, write_data};
            end
        end else begin
            count_next = next;
            mdc_next = next[5];
            if (begins) begin
                // The preamble is over when the upper half of the bits begins.
                if (next_bit[5]) begin
                    mdio_o_next = shift[31];
                    shift_next = shift << 5'd1;
                end
                if (reading && (next_bit >= 6'd46)) begin
                    mdio_oe_next = 1'b0;
                    mdio_o_next = 1'b1;
                end
                if (next_bit == 6'd0) begin
                    ready_next = 1'b1;
                    done_next = 1'b1;
                    mdio_oe_next = 1'b0;
                    mdio_o_next = 1'b1;
                end
            end
            if (reading && rises) begin
                if (next_bit == 6'd47) begin
                    fault_next = line_q;
                end else if (next_bit >= 6'd48) begin
                    read_data_next = (read_data << 4'd1) | {15'd0, line_q};
                end
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            ready <= 1'b1;
            done <= 1'b0;
            fault <= 1'b0;
            read_data <= 16'd0;
            mdc <= 1'b0;
            mdio_o <= 1'b1;
            mdio_oe <= 1'b0;
            reading <= 1'b0;
            count <= 12'd0;
            shift <= 32'd0;
        end else begin
            ready <= ready_next;
            done <= done_next;
            fault <= fault_next;
            read_data <= read_data_next;
            mdc <= mdc_next;
            mdio_o <= mdio_o_next;
            mdio_oe <= mdio_oe_next;
            reading <= reading_next;
            count <= count_next;
            shift <= shift_next;
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

`default_nettype wire
