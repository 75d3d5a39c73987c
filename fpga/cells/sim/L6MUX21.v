// SPDX-License-Identifier: MIT OR Apache-2.0
// ECP5 multiplexer behind two slices (Lattice FPGA-DS-02012, 2.3): six or seven inputs from four or eight tables.
module L6MUX21 (
    input  wire D0,
    input  wire D1,
    input  wire SD,
    output wire Z
);

    assign Z = (D1 & SD) | (D0 & !SD);

endmodule
