// SPDX-License-Identifier: MIT OR Apache-2.0
// Behaviour of the input register of double data rate of ECP5 (Lattice FPGA-TN-02035, GDDRX1_RX.SCLK), for simulation:
// D is sampled at both edges of SCLK; at each rising edge Q0 shows the sample of the rising edge before, and Q1 that of
// the falling edge after that one. RST clears all of it at once.
//
// A change of D less than `bench.setup_ps` before an edge, at it, or less than `bench.hold_ps` after it makes the
// sample 0 or 1 by chance, decided by the simulator's seed. The outermost module is called `bench`; its inputs are
// these two and `now_ps`, the time of the event.
module IDDRX1F #(
    parameter GSR = "ENABLED"
) (
    input  wire D,
    input  wire SCLK,
    input  wire RST,
    output reg  Q0,
    output reg  Q1
);

    reg        rising = 1'b0;
    reg        falling = 1'b0;
    reg        d_before = 1'b0;
    reg        clock_before = 1'b0;
    reg        seen = 1'b0;
    reg [63:0] changed_ps = 64'd0;
    reg [63:0] edge_ps = 64'd0;
    reg        sample = 1'b0;

    wire _unused = &{1'b0, GSR == "ENABLED"};

    // One block for both, so that a change of D and an edge of SCLK at one time are seen together.
    always @(edge D or edge SCLK or posedge RST) begin
        if (D != d_before) begin
            changed_ps = bench.now_ps;
            d_before = D;
            // Too soon after the last edge: its sample, which has not been shown yet, is lost.
            if (seen && (bench.now_ps - edge_ps < bench.hold_ps || bench.now_ps == edge_ps)) begin
                if (clock_before) rising = $urandom_range(1) == 1;
                else falling = $urandom_range(1) == 1;
            end
        end
        if (SCLK != clock_before) begin
            clock_before = SCLK;
            edge_ps = bench.now_ps;
            seen = 1'b1;
            sample = D;
            if (bench.now_ps - changed_ps < bench.setup_ps || bench.now_ps == changed_ps)
                sample = $urandom_range(1) == 1;
            if (SCLK) begin
                Q0 <= rising;
                Q1 <= falling;
                rising = sample;
            end else begin
                falling = sample;
            end
        end
        if (RST) begin
            rising = 1'b0;
            falling = 1'b0;
            Q0 <= 1'b0;
            Q1 <= 1'b0;
        end
    end

endmodule
