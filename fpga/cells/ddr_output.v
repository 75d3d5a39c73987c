// SPDX-License-Identifier: MIT OR Apache-2.0
// One output pin of double data rate of ECP5.
module ddr_output (
    input  wire clk,
    // Sent while `clk` is high, and while it is low; both taken at its rising edge.
    input  wire rise,
    input  wire fall,
    // The pin.
    output wire pin
);

    ODDRX1F #(.GSR("DISABLED")) register (.SCLK(clk), .RST(1'b0), .D0(rise), .D1(fall), .Q(pin));

endmodule
