// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/backoff.rs; do not edit.

`default_nettype none

// Truncated binary exponential backoff (IEEE 802.3-2022, 4.2.3.2.5): waits a whole number of slot times,
// chosen from a given random word and the number of collisions that the frame has met.
//
//              +-----------+
//       start->|           |
//  attempt[4]->|  backoff  |->slots[10]
//  random[10]->|           |->busy
//              +-----------+
module backoff (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // A collision has been handled: choose a delay and begin it.
    input  wire       start,
    // How many collisions the frame has met, 1 to 15.
    input  wire [3:0] attempt,
    // The random word, taken at `start`.
    input  wire [9:0] random,
    // The chosen delay in slot times, 0 to 1023.
    output reg  [9:0] slots,
    // The delay runs.
    output reg        busy
);

    reg [9:0]  slots_next;
    reg        busy_next;
    reg [16:0] left, left_next;

    wire [9:0] kept;
    wire [9:0] choice;

    // As many random bits as there were collisions, ten at most.
    assign kept = ~(10'h3ff << {6'd0, attempt});
    assign choice = random & kept;

    always @* begin
        slots_next = slots;
        busy_next = busy;
        left_next = left;

        if (busy) begin
            left_next = left - 17'd1;
            busy_next = |left;
        end
        if (start) begin
            slots_next = choice;
            left_next = ({7'd0, choice} << 5'd7) - 17'd1;
            busy_next = |choice;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            slots <= 10'd0;
            busy <= 1'b0;
            left <= 17'd0;
        end else begin
            slots <= slots_next;
            busy <= busy_next;
            left <= left_next;
        end
    end

endmodule

`default_nettype wire
