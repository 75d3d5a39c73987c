// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/word_sync.rs; do not edit.

`default_nettype none

// Carries a 16-bit word from one clock to another by a toggle handshake: each word arrives once, whole. It
// carries the pause time from the receiver to the transmitter.
//
//            +-------------+
//  src_valid->             |->dst_valid
//  src_data[16]->word_sync |->dst_data[16]
//            +-------------+
//      src_clk src_rst   dst_clk dst_rst
//
// Only the two toggles pass synchronisers. The held word does not change from the request to the acknowledge, so
// the other side may take it without. The toggles clear at once with their side's reset, its clock or none.
module word_sync (
    // ---- clock domain src_clk ----
    input  wire        src_clk,
    // Reset of the source side, synchronous but for the request toggle.
    input  wire        src_rst,
    // A word is offered.
    input  wire        src_valid,
    // The word.
    input  wire [15:0] src_data,

    // ---- clock domain dst_clk ----
    input  wire        dst_clk,
    // Reset of the destination side, synchronous but for the acknowledge toggle.
    input  wire        dst_rst,
    // Strobe: a word has arrived.
    output reg         dst_valid,
    // The word that arrived last.
    output reg  [15:0] dst_data
);

    reg        waiting, waiting_next;
    reg [15:0] waiting_word, waiting_word_next;
    reg [15:0] held_word, held_word_next;
    reg        request, request_next;
    reg        acknowledge, acknowledge_next;
    reg [15:0] dst_data_next;

    wire acknowledge_sync_q;
    wire request_sync_q;

    sync_bit #(.RESET_VALUE(1'b0)) acknowledge_sync (
        .clk(src_clk),
        .rst(src_rst),
        .d(acknowledge),
        .q(acknowledge_sync_q)
    );

    sync_bit #(.RESET_VALUE(1'b0)) request_sync (.clk(dst_clk), .rst(dst_rst), .d(request), .q(request_sync_q));

    always @* begin
        waiting_next = waiting;
        waiting_word_next = waiting_word;
        held_word_next = held_word;
        request_next = request;
        acknowledge_next = acknowledge;
        dst_data_next = dst_data;

        // Source side. The newest word wins.
        if (waiting && (request == acknowledge_sync_q)) begin
            held_word_next = waiting_word;
            request_next = !request;
            waiting_next = 1'b0;
        end
        if (src_valid) begin
            waiting_word_next = src_data;
            waiting_next = 1'b1;
        end

        if (request_sync_q != acknowledge) begin
            dst_data_next = held_word;
            acknowledge_next = !acknowledge;
        end
    end

    always @(posedge src_clk) begin
        if (src_rst) begin
            waiting <= 1'b0;
            waiting_word <= 16'd0;
            held_word <= 16'd0;
        end else begin
            waiting <= waiting_next;
            waiting_word <= waiting_word_next;
            held_word <= held_word_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire src_rst_n = !src_rst;

    always @(posedge src_clk or negedge src_rst_n) begin
        if (!src_rst_n) begin
            request <= 1'b0;
        end else begin
            request <= request_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire dst_rst_n = !dst_rst;

    always @(posedge dst_clk or negedge dst_rst_n) begin
        if (!dst_rst_n) begin
            acknowledge <= 1'b0;
        end else begin
            acknowledge <= acknowledge_next;
        end
    end

    always @(posedge dst_clk) begin
        if (dst_rst) begin
            dst_valid <= 1'b0;
            dst_data <= 16'd0;
        end else begin
            // Destination side.
            dst_valid <= request_sync_q != acknowledge;
            dst_data <= dst_data_next;
        end
    end

endmodule

`line 2 "sync_bit.v" 0
// Brings one bit of another clock domain, or of none, into that of `clk` through two flip-flops.
module sync_bit #(
    parameter [0:0] RESET_VALUE = 1'b0
) (
    input  wire clk,
    // Synchronous reset.
    input  wire rst,
    // The foreign bit: a register of its own domain, without logic after it.
    input  wire d,
    // The bit, two edges later.
    output wire q
);

    (* async_reg = "true", keep *)
    reg [1:0] stage;

    always @(posedge clk) begin
        if (rst) begin
            stage <= {2{RESET_VALUE}};
        end else begin
            stage <= {stage[0], d};
        end
    end

    assign q = stage[1];

endmodule

`default_nettype wire
