// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/tx_engine.rs; do not edit.

`default_nettype none

// Turns transmit descriptors into reads of payload, into plans for `stream_narrow`, and into completions.
//
//                            +-----------+
//   cfg_enable, halt-------->|           |->descriptor_ready
//   descriptor_valid-------->|           |->command_valid
//  descriptor_address[64]--->|           |->command_address[64], octets[16]
//   descriptor_length[16]--->|           |->chunk_valid, lane[3], octets[16]
//  descriptor_vlan_tci[16]-->| tx_engine |->chunk_end, vlan, vlan_tci[16]
// descriptor_flags[4]------->|           |->chunk_ipv4, chunk_l4
//   descriptor_index[16]---->|           |->m_axis_tdata[64], tvalid
// command_ready, chunk_ready>|           |->completion_valid, length[16]
// word_valid,data[64],error->|           |->completion_next[16]
//      m_axis_tready-------->|           |->completion_dropped
//   accepted, dropped------->|           |->active, stopped
//   completion_ready-------->|           |
//                            +-----------+
module tx_engine (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin frames; one that is begun goes on without it.
    input  wire        cfg_enable,
    // The direction has stopped: ask for nothing more.
    input  wire        halt,
    // A descriptor is offered.
    input  wire        descriptor_valid,
    // Address of its buffer.
    input  wire [63:0] descriptor_address,
    // Octets of its buffer.
    input  wire [15:0] descriptor_length,
    // Tag control information to insert.
    input  wire [15:0] descriptor_vlan_tci,
    // Bit 0 `END`, 1 `IPV4_CHECKSUM`, 2 `L4_CHECKSUM`, 3 `VLAN`.
    input  wire [3:0]  descriptor_flags,
    // Its index.
    input  wire [15:0] descriptor_index,
    // The command is taken.
    input  wire        command_ready,
    // The chunk is taken.
    input  wire        chunk_ready,
    // A word has come.
    input  wire        word_valid,
    // The word.
    input  wire [63:0] word_data,
    // The bus has answered its command with an error.
    input  wire        word_error,
    // The sink takes the word.
    input  wire        m_axis_tready,
    // Strobe: a frame will be sent.
    input  wire        accepted,
    // Strobe: a frame was too long and is not sent.
    input  wire        dropped,
    // The completion is taken.
    input  wire        completion_ready,
    // The descriptor is taken.
    output reg         descriptor_ready,
    // A command for `dma_read` is offered.
    output reg         command_valid,
    // Address of its first octet.
    output reg  [63:0] command_address,
    // How many octets: 128 at the most.
    output reg  [15:0] command_octets,
    // A chunk for `stream_narrow` is offered.
    output reg         chunk_valid,
    // The lane of its first octet.
    output reg  [2:0]  chunk_lane,
    // Its octets.
    output reg  [15:0] chunk_octets,
    // It is the last of its frame.
    output reg         chunk_end,
    // Insert a tag into the frame.
    output reg         chunk_vlan,
    // The tag control information to insert.
    output reg  [15:0] chunk_vlan_tci,
    // Insert the IPv4 header checksum.
    output reg         chunk_ipv4,
    // Insert the TCP or UDP checksum.
    output reg         chunk_l4,
    // Word of payload.
    output wire [63:0] m_axis_tdata,
    // A word is offered.
    output reg         m_axis_tvalid,
    // A completion is offered.
    output reg         completion_valid,
    // Octets of the buffers of the frame; 65535 where there are more.
    output reg  [15:0] completion_length,
    // Index after its last descriptor.
    output reg  [15:0] completion_next,
    // It was not sent.
    output reg         completion_dropped,
    // Frames are under way.
    output reg         active,
    // The bus has answered with an error.
    output reg         stopped
);

    // State
    localparam [2:0] STATE_IDLE  = 3'd0;
    localparam [2:0] STATE_TAKE  = 3'd1;
    localparam [2:0] STATE_PLAN  = 3'd2;
    localparam [2:0] STATE_CUT   = 3'd3;
    localparam [2:0] STATE_ASK   = 3'd4;
    localparam [2:0] STATE_OFFER = 3'd5;
    localparam [2:0] STATE_CLOSE = 3'd6;

    reg [2:0]  state, state_next;
    reg        in_frame, in_frame_next;
    reg        descriptor_ready_next;
    reg [15:0] rest, rest_next;
    reg [15:0] tci, tci_next;
    reg [3:0]  flags, flags_next;
    reg [15:0] index, index_next;
    reg [15:0] frame_tci, frame_tci_next;
    reg [2:0]  frame_flags, frame_flags_next;
    reg [15:0] frame_octets, frame_octets_next;
    reg [7:0]  piece, piece_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg        chunk_valid_next;
    reg [2:0]  chunk_lane_next;
    reg [15:0] chunk_octets_next;
    reg        chunk_end_next;
    reg [15:0] chunk_vlan_tci_next;
    reg        chunk_ipv4_next;
    reg        chunk_l4_next;
    reg        chunk_vlan_next;
    reg [7:0]  write, write_next;
    reg [7:0]  read, read_next;
    reg        fetched, fetched_next;
    reg        m_axis_tvalid_next;
    reg        stopped_next;
    reg [7:0]  reserved;
    reg [4:0]  asked_words, asked_words_next;
    reg        completion_valid_next;
    reg [15:0] completion_length_next;
    reg [15:0] completion_next_next;
    reg        completion_dropped_next;

    wire        may_begin;
    wire        takes;
    wire        plans;
    wire [16:0] octet_sum;
    reg  [38:0] chunk;
    wire        chunk_free;
    wire        show;
    wire [2:0]  lane;
    wire [3:0]  spill;
    reg  [1:0]  more_words;
    wire        asks;
    reg  [2:0]  after_buffer;
    wire        is_full;
    wire        store;
    wire        waiting;
    wire        present_free;
    wire        fetch_free;
    reg  [7:0]  leaves;
    wire [32:0] frame;
    wire        completion_free;
    wire        empty_frame;
    wire        complete;
    wire [63:0] cursor_address;
    wire [7:0]  cursor_room;
    wire [38:0] chunks_oldest;
    wire        chunks_occupied;
    wire [4:0]  chunks_count;
    wire        payload_present_enable;
    wire        frames_put;
    wire [32:0] frames_oldest;
    wire        frames_occupied;
    wire [4:0]  frames_count;
    wire        fates_put;
    wire        fates_take;
    wire        fates_oldest;
    wire        fates_occupied;
    wire [4:0]  fates_count;

    burst_address cursor (
        .clk(clk),
        .rst(rst),
        .load(takes),
        .next_address(descriptor_address),
        .advance(asks),
        .address(cursor_address),
        .room(cursor_room)
    );

    queue_39 chunks (
        .clk(clk),
        .rst(rst),
        .put(plans),
        .put_data(chunk),
        .take(show),
        .oldest(chunks_oldest),
        .occupied(chunks_occupied),
        .count(chunks_count)
    );

    ram_block #(.WIDTH(64), .ADDRESS_WIDTH(7)) payload (
        .clk(clk),
        .rst(rst),
        .write_enable(store),
        .write_address(write[6:0]),
        .write_data(word_data),
        .read_enable(fetch_free),
        .read_address(read[6:0]),
        .present_enable(payload_present_enable),
        .read_data(m_axis_tdata)
    );

    queue_33 frames (
        .clk(clk),
        .rst(rst),
        .put(frames_put),
        .put_data(frame),
        .take(complete),
        .oldest(frames_oldest),
        .occupied(frames_occupied),
        .count(frames_count)
    );

    queue_1 fates (
        .clk(clk),
        .rst(rst),
        .put(fates_put),
        .put_data(dropped),
        .take(fates_take),
        .oldest(fates_oldest),
        .occupied(fates_occupied),
        .count(fates_count)
    );

    // Descriptors. A frame that was begun goes on without `cfg_enable`.
    assign may_begin = !halt && (cfg_enable || in_frame);
    assign takes = (state == STATE_TAKE) && descriptor_valid;
    assign plans = state == STATE_PLAN;
    assign octet_sum = {1'b0, frame_octets} + {1'b0, rest};
    assign lane = cursor_address[2:0];
    // What is asked for finds room. It is added to what is reserved an edge late, long before the next piece.
    assign asks = (state == STATE_ASK) && !halt && (reserved <= 8'd112);
    // Words besides those that the octets would fill: what is in front of the first octet counts, too.
    assign spill = {1'b0, lane} + {1'b0, piece[2:0]};
    assign chunk_free = !chunk_valid || chunk_ready;
    assign show = chunk_free && chunks_occupied;
    // Words. From an error on none is stored: the frame has no end, and is never sent.
    assign is_full = (write ^ read) == 8'd128;
    assign store = word_valid && !word_error && !stopped && !is_full;
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign fetch_free = !fetched || present_free;
    assign waiting = read != write;
    assign payload_present_enable = present_free && fetched;
    // Completions: of a frame of no octets at once, of others when their fate is certain.
    assign frame = {!(|frame_octets), index + 16'd1, frame_octets};
    assign frames_put = state == STATE_CLOSE;
    assign fates_put = accepted || dropped;
    assign completion_free = !completion_valid || completion_ready;
    assign empty_frame = frames_oldest[32];
    assign complete = completion_free && !halt && !stopped && frames_occupied && (empty_frame || fates_occupied);
    assign fates_take = complete && !empty_frame;

    always @* begin
        state_next = state;
        in_frame_next = in_frame;
        descriptor_ready_next = descriptor_ready;
        rest_next = rest;
        tci_next = tci;
        flags_next = flags;
        index_next = index;
        frame_tci_next = frame_tci;
        frame_flags_next = frame_flags;
        frame_octets_next = frame_octets;
        piece_next = piece;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        chunk_valid_next = chunk_valid;
        chunk_lane_next = chunk_lane;
        chunk_octets_next = chunk_octets;
        chunk_end_next = chunk_end;
        chunk_vlan_tci_next = chunk_vlan_tci;
        chunk_ipv4_next = chunk_ipv4;
        chunk_l4_next = chunk_l4;
        chunk_vlan_next = chunk_vlan;
        write_next = write;
        read_next = read;
        fetched_next = fetched;
        m_axis_tvalid_next = m_axis_tvalid;
        stopped_next = stopped;
        completion_valid_next = completion_valid;
        completion_length_next = completion_length;
        completion_next_next = completion_next;
        completion_dropped_next = completion_dropped;

        more_words = 2'd0;
        if (spill > 4'd8) begin
            more_words = 2'd2;
        end else if (|spill) begin
            more_words = 2'd1;
        end
        asked_words_next = 5'd0;

        after_buffer = STATE_IDLE;
        if (flags[0]) begin
            after_buffer = STATE_CLOSE;
        end
        case (state)
            STATE_IDLE: begin
                if (!chunks_count[4] && !frames_count[4] && may_begin) begin
                    descriptor_ready_next = 1'b1;
                    state_next = STATE_TAKE;
                end
            end
            STATE_TAKE: begin
                if (descriptor_valid) begin
                    rest_next = descriptor_length;
                    tci_next = descriptor_vlan_tci;
                    flags_next = descriptor_flags;
                    index_next = descriptor_index;
                    descriptor_ready_next = 1'b0;
                    state_next = STATE_PLAN;
                end else if (!may_begin) begin
                    descriptor_ready_next = 1'b0;
                    state_next = STATE_IDLE;
                end
            end
            STATE_PLAN: begin
                in_frame_next = !flags[0];
                if (!in_frame) begin
                    frame_tci_next = tci;
                    frame_flags_next = flags[3:1];
                    frame_octets_next = rest;
                end else if (octet_sum[16]) begin
                    frame_octets_next = 16'hffff;
                end else begin
                    frame_octets_next = octet_sum[15:0];
                end
                state_next = after_buffer;
                if (|rest) begin
                    state_next = STATE_CUT;
                end
            end
            STATE_CUT: begin
                piece_next = cursor_room;
                if (rest < {8'd0, cursor_room}) begin
                    piece_next = rest[7:0];
                end
                state_next = STATE_ASK;
            end
            STATE_ASK: begin
                if (asks) begin
                    command_address_next = cursor_address;
                    command_octets_next = {8'd0, piece};
                    command_valid_next = 1'b1;
                    asked_words_next = piece[7:3] + {3'd0, more_words};
                    rest_next = rest - {8'd0, piece};
                    state_next = STATE_OFFER;
                end
            end
            STATE_OFFER: begin
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = after_buffer;
                    if (|rest) begin
                        state_next = STATE_CUT;
                    end
                end
            end
            default: begin // STATE_CLOSE
                state_next = STATE_IDLE;
            end
        endcase

        // Chunks: the tag and the flags are those of the first descriptor of the frame.
        chunk[2:0] = lane;
        chunk[18:3] = rest;
        chunk[19] = flags[0];
        chunk[35:20] = tci;
        chunk[38:36] = flags[3:1];
        if (in_frame) begin
            chunk[35:20] = frame_tci;
            chunk[38:36] = frame_flags;
        end
        if (chunk_free) begin
            chunk_valid_next = chunks_occupied;
        end
        if (show) begin
            chunk_lane_next = chunks_oldest[2:0];
            chunk_octets_next = chunks_oldest[18:3];
            chunk_end_next = chunks_oldest[19];
            chunk_vlan_tci_next = chunks_oldest[35:20];
            chunk_ipv4_next = chunks_oldest[36];
            chunk_l4_next = chunks_oldest[37];
            chunk_vlan_next = chunks_oldest[38];
        end

        if (word_valid && word_error) begin
            stopped_next = 1'b1;
        end
        if (store) begin
            write_next = write + 8'd1;
        end

        if (present_free) begin
            m_axis_tvalid_next = fetched;
        end
        if (fetch_free) begin
            fetched_next = waiting;
            if (waiting) begin
                read_next = read + 8'd1;
            end
        end

        leaves = 8'd0;
        if (m_axis_tvalid && m_axis_tready && ((|reserved) || (|asked_words))) begin
            leaves = 8'd1;
        end

        if (completion_free) begin
            completion_valid_next = complete;
        end
        if (complete) begin
            completion_length_next = frames_oldest[15:0];
            completion_next_next = frames_oldest[31:16];
            completion_dropped_next = empty_frame || fates_oldest;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            in_frame <= 1'b0;
            descriptor_ready <= 1'b0;
            rest <= 16'd0;
            tci <= 16'd0;
            flags <= 4'd0;
            index <= 16'd0;
            frame_tci <= 16'd0;
            frame_flags <= 3'd0;
            frame_octets <= 16'd0;
            piece <= 8'd0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            chunk_valid <= 1'b0;
            chunk_lane <= 3'd0;
            chunk_octets <= 16'd0;
            chunk_end <= 1'b0;
            chunk_vlan_tci <= 16'd0;
            chunk_ipv4 <= 1'b0;
            chunk_l4 <= 1'b0;
            chunk_vlan <= 1'b0;
            write <= 8'd0;
            read <= 8'd0;
            fetched <= 1'b0;
            m_axis_tvalid <= 1'b0;
            stopped <= 1'b0;
            reserved <= 8'd0;
            asked_words <= 5'd0;
            completion_valid <= 1'b0;
            completion_length <= 16'd0;
            completion_next <= 16'd0;
            completion_dropped <= 1'b0;
            active <= 1'b0;
        end else begin
            state <= state_next;
            in_frame <= in_frame_next;
            descriptor_ready <= descriptor_ready_next;
            rest <= rest_next;
            tci <= tci_next;
            flags <= flags_next;
            index <= index_next;
            frame_tci <= frame_tci_next;
            frame_flags <= frame_flags_next;
            frame_octets <= frame_octets_next;
            piece <= piece_next;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            chunk_valid <= chunk_valid_next;
            chunk_lane <= chunk_lane_next;
            chunk_octets <= chunk_octets_next;
            chunk_end <= chunk_end_next;
            chunk_vlan_tci <= chunk_vlan_tci_next;
            chunk_ipv4 <= chunk_ipv4_next;
            chunk_l4 <= chunk_l4_next;
            chunk_vlan <= chunk_vlan_next;
            write <= write_next;
            read <= read_next;
            fetched <= fetched_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            stopped <= stopped_next;
            reserved <= (reserved + {3'd0, asked_words}) - leaves;
            asked_words <= asked_words_next;
            completion_valid <= completion_valid_next;
            completion_length <= completion_length_next;
            completion_next <= completion_next_next;
            completion_dropped <= completion_dropped_next;
            active <= ((state != STATE_IDLE) && (state != STATE_TAKE)) || in_frame || chunk_valid || completion_valid ||
                chunks_occupied || frames_occupied;
        end
    end

    wire unused = &{1'b0, chunks_count[3:0], frames_count[3:0], fates_count};

endmodule

`line 6 "burst_address.v" 0
// The address of a run of octets that is cut at multiples of 128: where bursts end.
//
//                       +---------------+
//  load, next_address-->|               |-->address[64]
//             advance-->| burst_address |-->room[8]
//                       +---------------+
//
// Only 57 bits count, in two steps: the carry into the upper 32 goes in one edge later. Who uses it looks at the
// address two edges after `advance` at the earliest.
module burst_address (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin at another address.
    input  wire        load,
    // The other address.
    input  wire [63:0] next_address,
    // Go to the next multiple of 128; not at an edge with `load`, nor at the one before it.
    input  wire        advance,
    // The address; complete at the second edge after `advance`.
    output wire [63:0] address,
    // Octets up to the next multiple of 128; right from the second edge after `load` on, and after `advance` at once.
    output reg  [7:0]  room
);

    reg [6:0]  offset, offset_next;
    reg [24:0] low, low_next;
    reg        carry, carry_next;
    reg [31:0] high, high_next;
    reg [7:0]  room_next;

    wire [25:0] low_sum;
    wire [63:0] parts;

    assign parts = {high, low, offset};
    assign address = parts;
    assign low_sum = {1'b0, low} + 26'd1;

    always @* begin
        offset_next = offset;
        low_next = low;
        high_next = high;

        room_next = 8'd128 - {1'b0, offset};
        carry_next = 1'b0;
        if (carry) begin
            high_next = high + 32'd1;
        end
        if (advance) begin
            offset_next = 7'd0;
            low_next = low_sum[24:0];
            carry_next = low_sum[25];
            room_next = 8'd128;
        end
        if (load) begin
            offset_next = next_address[6:0];
            low_next = next_address[31:7];
            high_next = next_address[63:32];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            offset <= 7'd0;
            low <= 25'd0;
            carry <= 1'b0;
            high <= 32'd0;
            room <= 8'd0;
        end else begin
            offset <= offset_next;
            low <= low_next;
            carry <= carry_next;
            high <= high_next;
            room <= room_next;
        end
    end

endmodule

`line 6 "queue_39.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_39 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [38:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [38:0] oldest,
    // There is an entry.
    output reg         occupied,
    // How many there are: 16 at the most.
    output reg  [4:0]  count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(39), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 2 "ram_distributed.v" 0
// Memory of 2 ** ADDRESS_WIDTH words in lookup tables: one clocked write port, one asynchronous read port, which
// may belong to any clock domain.
module ram_distributed #(
    parameter WIDTH         = 8,
    parameter ADDRESS_WIDTH = 4
) (
    // Write port.
    input  wire                     write_clk,
    input  wire                     write_enable,
    input  wire [ADDRESS_WIDTH-1:0] write_address,
    input  wire [WIDTH-1:0]         write_data,
    // Read port.
    input  wire [ADDRESS_WIDTH-1:0] read_address,
    output wire [WIDTH-1:0]         read_data
);

    reg [WIDTH-1:0] memory [0:(1 << ADDRESS_WIDTH)-1];

    always @(posedge write_clk) begin
        if (write_enable) begin
            memory[write_address] <= write_data;
        end
    end

    assign read_data = memory[read_address];

endmodule

`line 2 "ram_block.v" 0
// Memory of 2 ** ADDRESS_WIDTH words in block RAM, one clock: a write port, and a read port with two registers,
// one that fetches and one that presents. Block RAMs have both inside, and are slow without the second. A word
// must not be read at the edge at which it is written.
module ram_block #(
    parameter WIDTH         = 8,
    parameter ADDRESS_WIDTH = 9
) (
    input  wire                     clk,
    // Synchronous reset of `read_data`, to 0.
    input  wire                     rst,
    // Write port.
    input  wire                     write_enable,
    input  wire [ADDRESS_WIDTH-1:0] write_address,
    input  wire [WIDTH-1:0]         write_data,
    // Read port: the fetched word stays while `read_enable` is low, `read_data` while `present_enable` is low.
    input  wire                     read_enable,
    input  wire [ADDRESS_WIDTH-1:0] read_address,
    input  wire                     present_enable,
    output reg  [WIDTH-1:0]         read_data
);

    (* no_rw_check *)
    reg [WIDTH-1:0] memory [0:(1 << ADDRESS_WIDTH)-1];
    reg [WIDTH-1:0] fetched;

    always @(posedge clk) begin
        if (write_enable) begin
            memory[write_address] <= write_data;
        end
        if (read_enable) begin
            fetched <= memory[read_address];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            read_data <= {WIDTH{1'b0}};
        end else if (present_enable) begin
            read_data <= fetched;
        end
    end

endmodule

`line 6 "queue_33.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_33 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [32:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [32:0] oldest,
    // There is an entry.
    output reg         occupied,
    // How many there are: 16 at the most.
    output reg  [4:0]  count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(33), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`line 6 "queue_1.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_1 (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Put an entry in; a full queue loses it.
    input  wire       put,
    // The entry.
    input  wire       put_data,
    // Take the oldest entry out; only while there is one.
    input  wire       take,
    // The oldest entry, while there is one.
    output wire       oldest,
    // There is an entry.
    output reg        occupied,
    // How many there are: 16 at the most.
    output reg  [4:0] count
);

    reg [3:0] write, write_next;
    reg [3:0] read, read_next;
    reg [4:0] count_next;
    reg       occupied_next;

    wire store;

    ram_distributed #(.WIDTH(1), .ADDRESS_WIDTH(4)) entries (
        .write_clk(clk),
        .write_enable(store),
        .write_address(write),
        .write_data(put_data),
        .read_address(read),
        .read_data(oldest)
    );

    assign store = put && !count[4];

    always @* begin
        write_next = write;
        read_next = read;
        count_next = count;
        occupied_next = occupied;

        if (store) begin
            write_next = write + 4'd1;
        end
        if (take) begin
            read_next = read + 4'd1;
        end
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if (store && !take) begin
            count_next = count + 5'd1;
            occupied_next = 1'b1;
        end else if (take && !store) begin
            count_next = count - 5'd1;
            occupied_next = count != 5'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 4'd0;
            read <= 4'd0;
            count <= 5'd0;
            occupied <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            count <= count_next;
            occupied <= occupied_next;
        end
    end

endmodule

`default_nettype wire
