// SPDX-License-Identifier: MIT OR Apache-2.0
// ECP5 lookup table of four inputs (Lattice FPGA-DS-02012, 2.3): bit {D, C, B, A} of INIT.
module LUT4 #(
    parameter [15:0] INIT = 16'h0000
) (
    input  wire A,
    input  wire B,
    input  wire C,
    input  wire D,
    output wire Z
);

    assign Z = INIT[{D, C, B, A}];

endmodule
