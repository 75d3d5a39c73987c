// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/stream_widen.rs; do not edit.

`default_nettype none

// Puts the octets of received frames into words of 64 bits, each in the lane of its address in host memory, or
// throws them away.
//
//          command_valid->+--------------+
//          command_ready<-|              |
//        command_lane[3]->|              |->m_axis_tdata[64]
//     command_octets[16]->|              |->m_axis_tvalid
//        command_discard->| stream_widen |<-m_axis_tready
//        s_axis_tdata[8]->|              |
//          s_axis_tvalid->|              |
//          s_axis_tready<-+--------------+
//
// Two words: one under construction, which may wait when it is whole, and the one that is offered. Lanes are empty
// until their octet comes, so that an octet is or-ed into its lane.
module stream_widen (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // A chunk is offered.
    input  wire        command_valid,
    // The lane of its first octet.
    input  wire [2:0]  command_lane,
    // Its octets.
    input  wire [15:0] command_octets,
    // Throw them away.
    input  wire        command_discard,
    // Octet of a frame.
    input  wire [7:0]  s_axis_tdata,
    // An octet is offered.
    input  wire        s_axis_tvalid,
    // The sink takes the word.
    input  wire        m_axis_tready,
    // The chunk is taken.
    output reg         command_ready,
    // The octet is taken.
    output reg         s_axis_tready,
    // Word for host memory, octets in the lanes of their addresses, other lanes 0.
    output reg  [63:0] m_axis_tdata,
    // A word is offered.
    output reg         m_axis_tvalid
);

    reg        runs;
    reg        is_last, is_last_next;
    reg [15:0] left, left_next;
    reg [2:0]  lane, lane_next;
    reg        discards, discards_next;
    reg [63:0] word, word_next;
    reg        is_whole;
    reg [63:0] m_axis_tdata_next;
    reg        m_axis_tvalid_next;

    wire        present_free;
    wire        passes;
    wire        puts;
    reg  [63:0] octet;
    wire [63:0] joined;
    wire        completes;
    reg         runs_after;
    reg         whole_after;

    assign passes = s_axis_tvalid && s_axis_tready;
    assign puts = passes && !discards;
    assign joined = word | octet;
    assign completes = is_whole || (puts && ((&lane) || is_last));
    // The word goes on, or waits where it is.
    assign present_free = !m_axis_tvalid || m_axis_tready;

    always @* begin
        is_last_next = is_last;
        left_next = left;
        lane_next = lane;
        discards_next = discards;
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;

        octet = 64'd0;
        if (puts) begin
            octet = {56'd0, s_axis_tdata} << ({3'd0, lane} << 3'd3);
        end

        word_next = joined;
        whole_after = 1'b0;
        if (present_free) begin
            m_axis_tvalid_next = completes;
            if (completes) begin
                m_axis_tdata_next = joined;
                word_next = 64'd0;
            end
        end else begin
            whole_after = completes;
        end

        runs_after = runs;
        if (passes) begin
            left_next = left - 16'd1;
            lane_next = lane + 3'd1;
            is_last_next = left == 16'd2;
            runs_after = !is_last;
        end
        if (command_valid && command_ready) begin
            left_next = command_octets;
            lane_next = command_lane;
            discards_next = command_discard;
            is_last_next = command_octets == 16'd1;
            runs_after = |command_octets;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            command_ready <= 1'b0;
            s_axis_tready <= 1'b0;
            runs <= 1'b0;
            is_last <= 1'b0;
            left <= 16'd0;
            lane <= 3'd0;
            discards <= 1'b0;
            word <= 64'd0;
            is_whole <= 1'b0;
            m_axis_tdata <= 64'd0;
            m_axis_tvalid <= 1'b0;
        end else begin
            command_ready <= !runs_after;
            s_axis_tready <= runs_after && !whole_after;
            runs <= runs_after;
            is_last <= is_last_next;
            left <= left_next;
            lane <= lane_next;
            discards <= discards_next;
            word <= word_next;
            is_whole <= whole_after;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
        end
    end

endmodule

`default_nettype wire
