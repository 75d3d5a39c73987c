// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/interrupts.rs; do not edit.

`default_nettype none

// Interrupt causes, their mask, and the line, which does not rise too often (docs/card.md).
//
//                          +------------+
//    tx_written, rx_written>|            |->cause[7]
//    tx_stopped, rx_stopped>|            |->irq
// tx_ring_error, rx_ring_error           |
//      link, rx_lost------>| interrupts |
//   software, clear[7]---->|            |
//          cfg_mask[7]---->|            |
//   cfg_moderation[16]---->|            |
//                          +------------+
module interrupts (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Strobe: transmit completions are in host memory.
    input  wire        tx_written,
    // Strobe: receive completions are in host memory.
    input  wire        rx_written,
    // The transmit direction has stopped.
    input  wire        tx_stopped,
    // The receive direction has stopped.
    input  wire        rx_stopped,
    // Strobe: a `TX_TAIL` was not taken.
    input  wire        tx_ring_error,
    // Strobe: an `RX_TAIL` was not taken.
    input  wire        rx_ring_error,
    // The PHY has a link.
    input  wire        link,
    // Strobe: a received frame was lost.
    input  wire        rx_lost,
    // Strobe: set the cause `SOFTWARE`.
    input  wire        software,
    // Clear these causes, at this edge.
    input  wire [6:0]  clear,
    // Which causes raise the line.
    input  wire [6:0]  cfg_mask,
    // The least time between two rises of the line, in units of 16 clocks.
    input  wire [15:0] cfg_moderation,
    // What has happened: bits as in `INTERRUPT_CAUSE`.
    output reg  [6:0]  cause,
    // The line, active high.
    output reg         irq
);

    reg        request;
    reg [19:0] quiet, quiet_next;
    reg        link_before;
    reg        tx_stopped_before;
    reg        rx_stopped_before;

    wire [6:0] set;
    wire [6:0] set_bits;
    wire       rises;

    assign set = {software, rx_lost, link != link_before, tx_ring_error || rx_ring_error, (tx_stopped &&
        !tx_stopped_before) || (rx_stopped && !rx_stopped_before), rx_written, tx_written};
    assign set_bits = set;
    assign rises = !irq && request && !(|quiet);

    always @* begin
        quiet_next = quiet;

        if (rises) begin
            quiet_next = {4'd0, cfg_moderation} << 5'd4;
        end else if (|quiet) begin
            quiet_next = quiet - 20'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            cause <= 7'd0;
            request <= 1'b0;
            irq <= 1'b0;
            quiet <= 20'd0;
            link_before <= 1'b0;
            tx_stopped_before <= 1'b0;
            rx_stopped_before <= 1'b0;
        end else begin
            // What is set while it is cleared stays: the handler has not seen it.
            cause <= (cause & ~clear) | set_bits;
            request <= |(cause & cfg_mask);
            irq <= rises || (irq && request);
            quiet <= quiet_next;
            link_before <= link;
            tx_stopped_before <= tx_stopped;
            rx_stopped_before <= rx_stopped;
        end
    end

endmodule

`default_nettype wire
