// SPDX-License-Identifier: MIT OR Apache-2.0
// Stands in for `sync_bit` in proofs with several clocks. Its first flip-flop takes, at an edge of `clk` just after a
// change of `d`, the old or the new value, whichever is worse: what a metastable one does. Each bit of a bus chooses
// for itself.
module sync_bit #(
    parameter [0:0] RESET_VALUE = 1'b0
) (
    input  wire clk,
    input  wire rst,
    input  wire d,
    output wire q
);

    (* anyseq *) wire takes_old;
    reg       d_before;
    reg [1:0] stage;

    always @($global_clock) begin
        d_before <= d;
    end

    always @(posedge clk) begin
        if (rst) begin
            stage <= {2{RESET_VALUE}};
        end else begin
            stage <= {stage[0], takes_old ? d_before : d};
        end
    end

    assign q = stage[1];

endmodule
