// SPDX-License-Identifier: MIT OR Apache-2.0
// Memory of 2 ** ADDRESS_WIDTH words in block RAM, one clock: a write port, and a read port with two registers,
// one that fetches and one that presents. Block RAMs have both inside, and are slow without the second. A word
// must not be read at the edge at which it is written.
module ram_block #(
    parameter WIDTH         = 8,
    parameter ADDRESS_WIDTH = 9
) (
    input  wire                     clk,
    // Synchronous reset of `read_data`, to 0.
    input  wire                     rst,
    // Write port.
    input  wire                     write_enable,
    input  wire [ADDRESS_WIDTH-1:0] write_address,
    input  wire [WIDTH-1:0]         write_data,
    // Read port: the fetched word stays while `read_enable` is low, `read_data` while `present_enable` is low.
    input  wire                     read_enable,
    input  wire [ADDRESS_WIDTH-1:0] read_address,
    input  wire                     present_enable,
    output reg  [WIDTH-1:0]         read_data
);

    (* no_rw_check *)
    reg [WIDTH-1:0] memory [0:(1 << ADDRESS_WIDTH)-1];
    reg [WIDTH-1:0] fetched;

    always @(posedge clk) begin
        if (write_enable) begin
            memory[write_address] <= write_data;
        end
        if (read_enable) begin
            fetched <= memory[read_address];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            read_data <= {WIDTH{1'b0}};
        end else if (present_enable) begin
            read_data <= fetched;
        end
    end

endmodule
