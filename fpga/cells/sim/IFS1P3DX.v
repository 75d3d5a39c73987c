// SPDX-License-Identifier: MIT OR Apache-2.0
// Behaviour of the input register at a pin of ECP5 (Lattice FPGA-TN-02032, 6.1), for simulation: D is taken at the
// rising edge of SCLK while SP is high; CD clears at once. The configuration clears it, once. The global set and reset
// (GSR) is not modelled; what we synthesise does not use it.
module IFS1P3DX #(
    parameter GSR = "ENABLED"
) (
    input  wire SCLK,
    input  wire SP,
    input  wire CD,
    input  wire D,
    output reg  Q
);

    wire _unused = &{1'b0, GSR == "ENABLED"};

    initial Q = 1'b0;

    always @(posedge SCLK or posedge CD) begin
        if (CD) Q <= 1'b0;
        else if (SP) Q <= D;
    end

endmodule
