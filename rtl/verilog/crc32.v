// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/crc32.rs; do not edit.

`default_nettype none

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
