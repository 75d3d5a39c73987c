// SPDX-License-Identifier: MIT OR Apache-2.0
// A reset of its own domain that begins at once: it rises with `arst`, clock or no clock, and follows `d` at each edge
// while `arst` is low. So other domains take it while this clock stands.
module reset_register (
    input  wire clk,
    // Reset from a flip-flop of this domain, active high.
    input  wire arst,
    // What else resets this domain, synchronous to `clk`.
    input  wire d,
    // The reset of what this clock drives, active high.
    output reg  rst,
    // The same for others, who take it at once. A linter rightly takes one net that resets some registers at an edge
    // and others at once for a mistake; synthesis makes one register of the two.
    output reg  arst_out
);

    always @(posedge clk or posedge arst) begin
        if (arst) begin
            rst <= 1'b1;
            arst_out <= 1'b1;
        end else begin
            rst <= d;
            arst_out <= d;
        end
    end

endmodule
