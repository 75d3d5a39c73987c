// SPDX-License-Identifier: MIT OR Apache-2.0
// One output pin of ECP5, or what releases one, with its register beside it. It is 1 when the FPGA wakes up.
module output_register (
    input  wire clk,
    // Taken at a rising edge of `clk`.
    input  wire d,
    // The pin.
    output wire pin
);

    OFS1P3BX #(.GSR("DISABLED")) register (.SCLK(clk), .SP(1'b1), .PD(1'b0), .D(d), .Q(pin));

endmodule
