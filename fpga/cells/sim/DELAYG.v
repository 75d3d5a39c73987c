// SPDX-License-Identifier: MIT OR Apache-2.0
// Behaviour of the fixed delay of an ECP5 input (Lattice FPGA-TN-02035, DELAYG), for simulation: Z is A, later by 25 ps
// a tap (the figure by which LiteEth's ecp5rgmii.py counts on hardware; a typical one); DEL_VALUE taps (0 to 127) with
// DEL_MODE "USER_DEFINED", and with "SCLK_CENTERED" the 39 that nextpnr-ecp5 sets for it (ecp5/pack.cc), which make up
// for the way of a clock through the clock tree.
//
// The outermost module is called `bench`: its inputs are `now_ps`, the time of the event, and `tick`, which changes
// with each event. The cell makes no events of its own: there must be one when a change comes out, and the simulation
// stops when it was missed. Four changes can be on their way.
module DELAYG #(
    parameter DEL_MODE  = "USER_DEFINED",
    parameter DEL_VALUE = 0
) (
    input  wire A,
    output wire Z
);

    localparam [63:0] TAP_PS = 64'd25;
    localparam [63:0] TAPS = DEL_MODE == "USER_DEFINED" ? DEL_VALUE : 64'd39;
    localparam [63:0] DELAY_PS = TAPS * TAP_PS;

    reg        delayed = 1'b0;
    reg        entered = 1'b0;
    reg [63:0] due_ps [0:3];
    reg        values [0:3];
    reg [1:0]  first = 2'd0;
    reg [2:0]  count = 3'd0;
    reg [1:0]  last = 2'd0;

    task stop(input [8*40-1:0] what);
        begin
            $display("DELAYG: %0s, at %0d ps", what, bench.now_ps);
            $stop;
        end
    endtask

    initial begin
        if (DEL_MODE != "USER_DEFINED" && DEL_MODE != "SCLK_CENTERED") stop("DEL_MODE is not modelled");
        if (TAPS > 64'd127) stop("more than 127 taps");
    end

    always @(edge A or edge bench.tick) begin
        while (count != 3'd0 && due_ps[first] <= bench.now_ps) begin
            if (due_ps[first] != bench.now_ps) stop("a delayed change has no event");
            delayed = values[first];
            first = first + 2'd1;
            count = count - 3'd1;
        end
        if (A != entered && TAPS != 64'd0) begin
            entered = A;
            if (count == 3'd4) stop("too many changes on their way");
            last = first + count[1:0];
            due_ps[last] = bench.now_ps + DELAY_PS;
            values[last] = A;
            count = count + 3'd1;
        end
    end

    assign Z = TAPS == 64'd0 ? A : delayed;

endmodule
