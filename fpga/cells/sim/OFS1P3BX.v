// SPDX-License-Identifier: MIT OR Apache-2.0
// Behaviour of the output register at a pin of ECP5 (Lattice FPGA-TN-02032, 6.1), for simulation: D is taken at the
// rising edge of SCLK while SP is high; PD sets at once. The configuration sets it, once. The global set and reset
// (GSR) is not modelled; what we synthesise does not use it.
module OFS1P3BX #(
    parameter GSR = "ENABLED"
) (
    input  wire SCLK,
    input  wire SP,
    input  wire PD,
    input  wire D,
    output reg  Q
);

    wire _unused = &{1'b0, GSR == "ENABLED"};

    initial Q = 1'b1;

    always @(posedge SCLK or posedge PD) begin
        if (PD) Q <= 1'b1;
        else if (SP) Q <= D;
    end

endmodule
