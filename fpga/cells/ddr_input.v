// SPDX-License-Identifier: MIT OR Apache-2.0
// One input pin of double data rate of ECP5, for a clock that is centred in the data at the pins: the delay makes up
// for the clock's way to the register.
module ddr_input (
    input  wire clk,
    // The pin.
    input  wire pin,
    // What it was at a rising edge of `clk`, and at the falling edge after it; both from the rising edge after that on.
    output wire rise,
    output wire fall
);

    wire delayed;

    DELAYG #(.DEL_MODE("SCLK_CENTERED")) delay (.A(pin), .Z(delayed));

    IDDRX1F #(.GSR("DISABLED")) register (.D(delayed), .SCLK(clk), .RST(1'b0), .Q0(rise), .Q1(fall));

endmodule
