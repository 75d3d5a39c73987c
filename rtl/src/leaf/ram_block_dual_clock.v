// SPDX-License-Identifier: MIT OR Apache-2.0
// Memory of 2 ** ADDRESS_WIDTH words in block RAM: one write port and one registered read port, each with its
// own clock. A word must not be read while it is written.
module ram_block_dual_clock #(
    parameter WIDTH         = 8,
    parameter ADDRESS_WIDTH = 9
) (
    // Write port.
    input  wire                     write_clk,
    input  wire                     write_enable,
    input  wire [ADDRESS_WIDTH-1:0] write_address,
    input  wire [WIDTH-1:0]         write_data,
    // Read port: `read_data` holds while `read_enable` is low.
    input  wire                     read_clk,
    input  wire                     read_enable,
    input  wire [ADDRESS_WIDTH-1:0] read_address,
    output reg  [WIDTH-1:0]         read_data
);

    (* no_rw_check *)
    reg [WIDTH-1:0] memory [0:(1 << ADDRESS_WIDTH)-1];

    always @(posedge write_clk) begin
        if (write_enable) begin
            memory[write_address] <= write_data;
        end
    end

    always @(posedge read_clk) begin
        if (read_enable) begin
            read_data <= memory[read_address];
        end
    end

endmodule
