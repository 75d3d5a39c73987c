// SPDX-License-Identifier: MIT OR Apache-2.0
// Behaviour of the output register of double data rate of ECP5 (Lattice FPGA-TN-02035, GDDRX1_TX.SCLK), for
// simulation: D0 and D1 are taken at the rising edge of SCLK; Q is D0 from there to the falling edge and D1 from there
// to the next rising edge. RST clears all of it at once. The way to the pin takes no time here: it is the harness's.
module ODDRX1F #(
    parameter GSR = "ENABLED"
) (
    input  wire SCLK,
    input  wire RST,
    input  wire D0,
    input  wire D1,
    output wire Q
);

    reg high;
    reg low;

    wire _unused = &{1'b0, GSR == "ENABLED"};

    always @(posedge SCLK or posedge RST) begin
        if (RST) begin
            high <= 1'b0;
            low <= 1'b0;
        end else begin
            high <= D0;
            low <= D1;
        end
    end

    assign Q = SCLK ? high : low;

endmodule
