// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/stream_narrow.rs; do not edit.

`default_nettype none

// Makes a frame, octet by octet, of chunks of host memory that came as words of 64 bits.
//
//            command_valid->+---------------+->done
//            command_ready<-|               |->done_end
//          command_lane[3]->|               |->done_empty
//       command_octets[16]->|               |
//              command_end->|               |
//             command_vlan->|               |->m_axis_tdata[8]
//     command_vlan_tci[16]->| stream_narrow |->m_axis_tvalid
//             command_ipv4->|               |<-m_axis_tready
//               command_l4->|               |->m_axis_tlast
//                           |               |->m_axis_tuser
//         s_axis_tdata[64]->|               |->m_axis_vlan, m_axis_vlan_tci[16]
//            s_axis_tvalid->|               |->m_axis_ipv4
//            s_axis_tready<-|               |->m_axis_l4
//             s_axis_tuser->+---------------+
//
// One octet is held back behind the output: only the next one, or an empty chunk at the end, tells whether it is the
// last.
module stream_narrow (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // A chunk is offered.
    input  wire        command_valid,
    // The lane of its first octet.
    input  wire [2:0]  command_lane,
    // Its octets.
    input  wire [15:0] command_octets,
    // It is the last of its frame.
    input  wire        command_end,
    // Insert a tag into the frame.
    input  wire        command_vlan,
    // The tag control information to insert.
    input  wire [15:0] command_vlan_tci,
    // Insert the IPv4 header checksum.
    input  wire        command_ipv4,
    // Insert the TCP or UDP checksum.
    input  wire        command_l4,
    // Word of host memory, octets in the lanes of their addresses.
    input  wire [63:0] s_axis_tdata,
    // A word is offered.
    input  wire        s_axis_tvalid,
    // It is no good: the bus answered with an error.
    input  wire        s_axis_tuser,
    // The sink takes the beat.
    input  wire        m_axis_tready,
    // The chunk is taken.
    output reg         command_ready,
    // The word is taken.
    output reg         s_axis_tready,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // An octet is offered.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: do not send the frame.
    output reg         m_axis_tuser,
    // On all beats: insert a tag.
    output wire        m_axis_vlan,
    // On all beats: the tag control information to insert.
    output wire [15:0] m_axis_vlan_tci,
    // On all beats: insert the IPv4 header checksum.
    output wire        m_axis_ipv4,
    // On all beats: insert the TCP or UDP checksum.
    output wire        m_axis_l4,
    // Strobe: all octets of a chunk have been taken.
    output reg         done,
    // Strobe beside `done`: it was the last chunk of a frame.
    output reg         done_end,
    // Strobe beside `done` and `done_end`: the frame had no octets.
    output reg         done_empty
);

    reg [63:0] words_0, words_0_next;
    reg [63:0] words_1, words_1_next;
    reg [1:0]  errors, errors_next;
    reg        oldest, oldest_next;
    reg        newest, newest_next;
    reg [1:0]  held;
    reg        runs;
    reg        is_last, is_last_next;
    reg [15:0] left, left_next;
    reg [2:0]  lane, lane_next;
    reg        ends_frame, ends_frame_next;
    reg [18:0] flags, flags_next;
    reg        back_valid, back_valid_next;
    reg [7:0]  back_octet, back_octet_next;
    reg        back_last, back_last_next;
    reg        back_error, back_error_next;
    reg [18:0] back_flags, back_flags_next;
    reg [7:0]  m_axis_tdata_next;
    reg        m_axis_tvalid_next;
    reg        m_axis_tlast_next;
    reg        m_axis_tuser_next;
    reg [18:0] out_flags, out_flags_next;
    reg        done_next;
    reg        done_end_next;
    reg        done_empty_next;

    wire [18:0] offered;
    reg  [63:0] word;
    reg  [31:0] half;
    reg  [15:0] quarter;
    reg  [7:0]  octet;
    reg         error;
    wire        present_free;
    wire        between_frames;
    wire        joins;
    wire        moves;
    wire        leaves;
    reg  [1:0]  held_after;
    reg         runs_after;

    assign m_axis_vlan = out_flags[0];
    assign m_axis_vlan_tci = out_flags[16:1];
    assign m_axis_ipv4 = out_flags[17];
    assign m_axis_l4 = out_flags[18];
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign moves = runs && (|held) && (!back_valid || present_free);
    assign leaves = moves && ((&lane) || is_last);
    assign joins = s_axis_tvalid && s_axis_tready;
    // An octet moves.
    assign between_frames = !back_valid || back_last;
    // The next chunk. None runs now, so nothing moves.
    assign offered = {command_l4, command_ipv4, command_vlan_tci, command_vlan};

    always @* begin
        words_0_next = words_0;
        words_1_next = words_1;
        errors_next = errors;
        oldest_next = oldest;
        newest_next = newest;
        is_last_next = is_last;
        left_next = left;
        lane_next = lane;
        ends_frame_next = ends_frame;
        flags_next = flags;
        back_valid_next = back_valid;
        back_octet_next = back_octet;
        back_last_next = back_last;
        back_error_next = back_error;
        back_flags_next = back_flags;
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;
        out_flags_next = out_flags;

        // The octet in the lane of the oldest word.
        word = words_0;
        error = errors[0];
        if (oldest) begin
            word = words_1;
            error = errors[1];
        end
        half = word[31:0];
        if (lane[2]) begin
            half = word[63:32];
        end
        quarter = half[15:0];
        if (lane[1]) begin
            quarter = half[31:16];
        end
        octet = quarter[7:0];
        if (lane[0]) begin
            octet = quarter[15:8];
        end

        // The queue.
        held_after = held;
        if (joins) begin
            newest_next = !newest;
            if (newest) begin
                words_1_next = s_axis_tdata;
                errors_next = (errors & ~(2'd1 << 1'b1)) | ({1'b0, s_axis_tuser} << 1'b1);
            end else begin
                words_0_next = s_axis_tdata;
                errors_next = (errors & ~(2'd1 << 1'b0)) | ({1'b0, s_axis_tuser} << 1'b0);
            end
            if (!leaves) begin
                held_after = held + 2'd1;
            end
        end else if (leaves) begin
            held_after = held - 2'd1;
        end
        if (leaves) begin
            oldest_next = !oldest;
        end

        // Out, when it is known whether the held octet is the last one.
        if (present_free) begin
            m_axis_tvalid_next = 1'b0;
            if (back_valid && (back_last || moves)) begin
                m_axis_tvalid_next = 1'b1;
                m_axis_tdata_next = back_octet;
                m_axis_tlast_next = back_last;
                m_axis_tuser_next = back_last && back_error;
                out_flags_next = back_flags;
                back_valid_next = 1'b0;
            end
        end

        runs_after = runs;
        done_next = moves && is_last;
        done_end_next = moves && is_last && ends_frame;
        done_empty_next = 1'b0;
        if (moves) begin
            back_valid_next = 1'b1;
            back_octet_next = octet;
            back_last_next = is_last && ends_frame;
            if (between_frames) begin
                back_error_next = error;
                back_flags_next = flags;
            end else if (error) begin
                back_error_next = 1'b1;
            end
            left_next = left - 16'd1;
            lane_next = lane + 3'd1;
            is_last_next = left == 16'd2;
            runs_after = !is_last;
        end

        if (command_valid && command_ready) begin
            left_next = command_octets;
            lane_next = command_lane;
            ends_frame_next = command_end;
            flags_next = offered;
            is_last_next = command_octets == 16'd1;
            runs_after = 1'b1;
            if (!(|command_octets)) begin
                // The octet that is held back was the last one, though it did not know.
                runs_after = 1'b0;
                done_next = 1'b1;
                done_end_next = command_end;
                done_empty_next = command_end && between_frames;
                if (command_end) begin
                    back_last_next = 1'b1;
                end
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            words_0 <= 64'd0;
            words_1 <= 64'd0;
            errors <= 2'd0;
            oldest <= 1'b0;
            newest <= 1'b0;
            held <= 2'd0;
            s_axis_tready <= 1'b0;
            command_ready <= 1'b0;
            runs <= 1'b0;
            is_last <= 1'b0;
            left <= 16'd0;
            lane <= 3'd0;
            ends_frame <= 1'b0;
            flags <= 19'd0;
            back_valid <= 1'b0;
            back_octet <= 8'd0;
            back_last <= 1'b0;
            back_error <= 1'b0;
            back_flags <= 19'd0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            out_flags <= 19'd0;
            done <= 1'b0;
            done_end <= 1'b0;
            done_empty <= 1'b0;
        end else begin
            words_0 <= words_0_next;
            words_1 <= words_1_next;
            errors <= errors_next;
            oldest <= oldest_next;
            newest <= newest_next;
            held <= held_after;
            s_axis_tready <= !held_after[1];
            command_ready <= !runs_after;
            runs <= runs_after;
            is_last <= is_last_next;
            left <= left_next;
            lane <= lane_next;
            ends_frame <= ends_frame_next;
            flags <= flags_next;
            back_valid <= back_valid_next;
            back_octet <= back_octet_next;
            back_last <= back_last_next;
            back_error <= back_error_next;
            back_flags <= back_flags_next;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
            out_flags <= out_flags_next;
            done <= done_next;
            done_end <= done_end_next;
            done_empty <= done_empty_next;
        end
    end

endmodule

`default_nettype wire
