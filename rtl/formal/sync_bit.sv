// SPDX-License-Identifier: MIT OR Apache-2.0
// What is proved of `sync_bit`; it goes before the module's end. Between the foreign bit and what is made of it there
// are two flip-flops and nothing else.

    reg f_ran = 1'b0;
    reg f_rst;
    reg f_d;
    reg f_first;
    always @(posedge clk) begin
        f_ran <= 1'b1;
        f_rst <= rst;
        f_d <= d;
        f_first <= stage[0];
    end

    always @* if (f_ran) begin
        stages_first: assert (stage[0] == (f_rst ? RESET_VALUE : f_d));
        stages_second: assert (q == (f_rst ? RESET_VALUE : f_first));
    end
