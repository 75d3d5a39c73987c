// SPDX-License-Identifier: MIT OR Apache-2.0
// ECP5 multiplexer behind the two lookup tables of a slice (Lattice FPGA-DS-02012, 2.3): five inputs from two tables.
module PFUMX (
    input  wire ALUT,
    input  wire BLUT,
    input  wire C0,
    output wire Z
);

    assign Z = (ALUT & C0) | (BLUT & !C0);

endmodule
