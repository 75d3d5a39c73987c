// SPDX-License-Identifier: MIT OR Apache-2.0
// ECP5 slice in ripple mode (Lattice FPGA-DS-02012, 2.3): two bits of a carry chain. Of each bit, the table of four
// inputs says whether the carry goes on (propagate), and its lowest four entries, as a table of A and B, what carry is
// made when it does not (generate). INJECT1 "YES" cuts the carry off the sum and makes none.
module CCU2C #(
    parameter [15:0] INIT0 = 16'h0000,
    parameter [15:0] INIT1 = 16'h0000,
    parameter INJECT1_0 = "YES",
    parameter INJECT1_1 = "YES"
) (
    input  wire CIN,
    input  wire A0,
    input  wire B0,
    input  wire C0,
    input  wire D0,
    input  wire A1,
    input  wire B1,
    input  wire C1,
    input  wire D1,
    output wire S0,
    output wire S1,
    output wire COUT
);

    localparam CARRIES_0 = INJECT1_0 != "YES";
    localparam CARRIES_1 = INJECT1_1 != "YES";

    wire propagate_0 = INIT0[{D0, C0, B0, A0}];
    wire generate_0 = INIT0[{2'b00, B0, A0}] && CARRIES_0;
    wire carry = propagate_0 ? CIN : generate_0;
    wire propagate_1 = INIT1[{D1, C1, B1, A1}];
    wire generate_1 = INIT1[{2'b00, B1, A1}] && CARRIES_1;

    assign S0 = propagate_0 ^ (CIN && CARRIES_0);
    assign S1 = propagate_1 ^ (carry && CARRIES_1);
    assign COUT = propagate_1 ? carry : generate_1;

endmodule
