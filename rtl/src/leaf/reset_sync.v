// SPDX-License-Identifier: MIT OR Apache-2.0
// Brings a reset into the domain of `clk`: `rst` rises with `arst` at once, clock or no clock, and falls at the
// second edge after it.
module reset_sync (
    input  wire clk,
    // Reset of any domain, active high.
    input  wire arst,
    // Reset in the domain of `clk`, active high.
    output wire rst
);

    (* async_reg = "true", keep *)
    reg [1:0] stage;

    always @(posedge clk or posedge arst) begin
        if (arst) begin
            stage <= 2'b11;
        end else begin
            stage <= {stage[0], 1'b0};
        end
    end

    assign rst = stage[1];

endmodule
