// SPDX-License-Identifier: MIT OR Apache-2.0
// One input pin of ECP5 with its register beside it.
module input_register (
    input  wire clk,
    // The pin.
    input  wire pin,
    // What it was at the last rising edge of `clk`.
    output wire q
);

    IFS1P3DX #(.GSR("DISABLED")) register (.SCLK(clk), .SP(1'b1), .CD(1'b0), .D(pin), .Q(q));

endmodule
