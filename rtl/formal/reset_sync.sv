// SPDX-License-Identifier: MIT OR Apache-2.0
// What is proved of `reset_sync`, with `clk` and `arst` free to change at any moment; it goes before the module's end.

    // Edges of `clk` since `arst` was last high, up to 2.
    reg [1:0] f_edges;
    reg       f_was_reset = 1'b0;
    reg       f_clk;
    reg       f_rst;
    always @($global_clock) begin
        f_clk <= clk;
        f_rst <= rst;
        if (arst) begin
            f_was_reset <= 1'b1;
        end
    end
    always @(posedge clk or posedge arst) begin
        if (arst) begin
            f_edges <= 2'd0;
        end else if (f_edges != 2'd2) begin
            f_edges <= f_edges + 2'd1;
        end
    end

    always @* begin
        at_once: assert (!arst || rst);
        if (f_was_reset) begin
            release_second_edge: assert (rst == (f_edges < 2));
            release_at_an_edge: assert (rst || !f_rst || (clk && !f_clk));
            state_first: assert (stage[0] == (f_edges < 1));
            state_edges: assert (f_edges <= 2);
        end
    end
