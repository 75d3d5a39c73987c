// SPDX-License-Identifier: MIT OR Apache-2.0
// For simulation only: `sync_bit` whose first flip-flop, at an edge after a change of `d`, takes the old or the
// new value by chance, as a metastable one does. It stands in for the module of this name; what is synthesised
// has no such hook. The simulator's seed decides.
module sync_bit #(
    parameter [0:0] RESET_VALUE = 1'b0
) (
    input  wire clk,
    // Synchronous reset.
    input  wire rst,
    // The foreign bit.
    input  wire d,
    // The bit, two or three edges later.
    output wire q
);

    reg [1:0] stage;
    reg       d_before;

    always @(posedge clk) begin
        d_before <= d;
        if (rst) begin
            stage <= {2{RESET_VALUE}};
        end else begin
            stage <= {stage[0], (d != d_before && $urandom_range(1) == 0) ? d_before : d};
        end
    end

    assign q = stage[1];

endmodule
