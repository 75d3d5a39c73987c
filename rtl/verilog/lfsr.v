// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/lfsr.rs; do not edit.

`default_nettype none

// Pseudo-random words from a 32-bit linear feedback shift register: the hardware source of the backoff delay
// (IEEE 802.3-2022, 4.2.3.2.5 wants an integer that is uniformly distributed).
//
//            +--------+
//      load->|        |
//  seed[32]->|  lfsr  |->random[10]
//            +--------+
module lfsr (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Take `seed` instead of shifting.
    input  wire        load,
    // What to begin with; stations must differ, so use address bits.
    input  wire [31:0] seed,
    // A word that changes at every edge; 1 after reset.
    output wire [9:0]  random
);

    reg [31:0] word, word_next;

    wire feedback;

    assign random = word[9:0];
    // x^32 + x^22 + x^2 + x + 1, of maximal length.
    assign feedback = word[31] ^ word[21] ^ word[1] ^ word[0];

    always @* begin
        word_next = word;

        if (!load) begin
            word_next = (word << 5'd1) | {31'd0, feedback};
        end else if (|seed) begin
            word_next = seed;
        end else begin
            word_next = 32'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            word <= 32'd1;
        end else begin
            word <= word_next;
        end
    end

endmodule

`default_nettype wire
