// SPDX-License-Identifier: MIT OR Apache-2.0
// ECP5 flip-flop of a slice (Lattice FPGA-DS-02012, 2.3), as yosys and nextpnr call it. It has no value before its
// first clock or reset: the simulator chooses one, so that a missing reset shows. (In the part the configuration sets
// it, once.) The global set and reset (GSR) and a preload from M are not modelled; what we synthesise does not use
// them.
module TRELLIS_FF #(
    parameter GSR = "ENABLED",
    parameter CEMUX = "1",
    parameter CLKMUX = "CLK",
    parameter LSRMUX = "LSR",
    parameter SRMODE = "LSR_OVER_CE",
    parameter REGSET = "RESET",
    parameter LSRMODE = "LSR"
) (
    input  wire CLK,
    // Local set or reset, to REGSET.
    input  wire LSR,
    // Clock enable; the reset wins over it.
    input  wire CE,
    input  wire DI,
    input  wire M,
    output reg  Q
);

    wire enable = (CEMUX == "1") ? 1'b1 : (CEMUX == "0") ? 1'b0 : (CEMUX == "INV") ? !CE : CE;
    wire value = REGSET == "SET";

    // Inverters of the slice; without one the clock is passed on as it is, so that no event lies between the two.
    generate
        if (SRMODE == "ASYNC") begin : asynchronous
            if (CLKMUX == "INV" && LSRMUX == "INV") begin : both
                always @(negedge CLK or negedge LSR) begin
                    if (!LSR) Q <= value;
                    else if (enable) Q <= DI;
                end
            end else if (CLKMUX == "INV") begin : clock
                always @(negedge CLK or posedge LSR) begin
                    if (LSR) Q <= value;
                    else if (enable) Q <= DI;
                end
            end else if (LSRMUX == "INV") begin : reset
                always @(posedge CLK or negedge LSR) begin
                    if (!LSR) Q <= value;
                    else if (enable) Q <= DI;
                end
            end else begin : none
                always @(posedge CLK or posedge LSR) begin
                    if (LSR) Q <= value;
                    else if (enable) Q <= DI;
                end
            end
        end else begin : synchronous
            wire resets = (LSRMUX == "INV") ? !LSR : LSR;
            if (CLKMUX == "INV") begin : clock
                always @(negedge CLK) begin
                    if (resets) Q <= value;
                    else if (enable) Q <= DI;
                end
            end else begin : none
                always @(posedge CLK) begin
                    if (resets) Q <= value;
                    else if (enable) Q <= DI;
                end
            end
        end
        if (LSRMODE != "LSR") begin : preload
            the_model_of_TRELLIS_FF_has_no_preload refused ();
        end
    endgenerate

endmodule
