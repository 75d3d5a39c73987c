// SPDX-License-Identifier: MIT OR Apache-2.0
// ECP5 slices as memory (Lattice FPGA-TN-02204, distributed RAM): 16 words of 4 bits, a clocked write port and an
// asynchronous read port. What it holds at the start is left to the simulator; INITVAL is not taken, since no memory of
// ours has a first value.
module TRELLIS_DPR16X4 #(
    parameter WCKMUX = "WCK",
    parameter WREMUX = "WRE",
    parameter [63:0] INITVAL = 64'h0000000000000000
) (
    input  wire [3:0] DI,
    input  wire [3:0] WAD,
    input  wire       WRE,
    input  wire       WCK,
    input  wire [3:0] RAD,
    output wire [3:0] DO
);

    reg [3:0] words [0:15];

    wire writes = (WREMUX == "1") ? 1'b1 : (WREMUX == "0") ? 1'b0 : (WREMUX == "INV") ? !WRE : WRE;

    assign DO = words[RAD];

    generate
        if (WCKMUX == "INV") begin : falling
            always @(negedge WCK) begin
                if (writes) words[WAD] <= DI;
            end
        end else begin : rising
            always @(posedge WCK) begin
                if (writes) words[WAD] <= DI;
            end
        end
    endgenerate

endmodule
