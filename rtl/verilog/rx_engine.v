// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/rx_engine.rs; do not edit.

`default_nettype none

// Puts received frames into the buffers of receive descriptors: plans for `stream_widen`, writes, completions.
//
//                            +-----------+
//   cfg_size_log2[4], halt-->|           |->record_ready
//   record_valid,length[16]->|           |->descriptor_ready
//         record_bad-------->|           |->plan_valid, lane[3]
//  record_vlan_valid,tci[16]>|           |->plan_octets[16], plan_discard
//  record_ipv4[2], l4[2]---->| rx_engine |->command_valid
//   descriptor_valid-------->|           |->command_address[64], octets[16]
// descriptor_address[64]---->|           |->completion_valid, length[16]
//  descriptor_length[16]---->|           |->completion_vlan_tci[16], next[16]
//  descriptor_index[16]----->|           |->completion_status[15]
// plan_ready, command_ready->|           |->active, stopped
// done, error, completion_ready          |
//                            +-----------+
module rx_engine (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Entries of the ring, as a power of two.
    input  wire [3:0]  cfg_size_log2,
    // The direction has stopped: begin nothing more.
    input  wire        halt,
    // The record of a frame is offered.
    input  wire        record_valid,
    // Its octets.
    input  wire [15:0] record_length,
    // It is bad.
    input  wire        record_bad,
    // A tag was stripped.
    input  wire        record_vlan_valid,
    // Its tag control information.
    input  wire [15:0] record_vlan_tci,
    // The IPv4 header checksum: a `ChecksumResult`.
    input  wire [1:0]  record_ipv4,
    // The TCP or UDP checksum: a `ChecksumResult`.
    input  wire [1:0]  record_l4,
    // A descriptor is offered.
    input  wire        descriptor_valid,
    // Address of its buffer.
    input  wire [63:0] descriptor_address,
    // Octets of its buffer.
    input  wire [15:0] descriptor_length,
    // Its index.
    input  wire [15:0] descriptor_index,
    // The plan is taken.
    input  wire        plan_ready,
    // The command is taken.
    input  wire        command_ready,
    // A command has been answered.
    input  wire        done,
    // With an error.
    input  wire        done_error,
    // The completion is taken.
    input  wire        completion_ready,
    // The record is taken.
    output reg         record_ready,
    // The descriptor is taken.
    output reg         descriptor_ready,
    // A chunk for `stream_widen` is offered.
    output reg         plan_valid,
    // The lane of its first octet.
    output reg  [2:0]  plan_lane,
    // Its octets.
    output reg  [15:0] plan_octets,
    // They are thrown away.
    output reg         plan_discard,
    // A command for `dma_write` is offered.
    output reg         command_valid,
    // Address of its first octet.
    output reg  [63:0] command_address,
    // How many octets: 128 at the most.
    output wire [15:0] command_octets,
    // A completion is offered.
    output reg         completion_valid,
    // Octets of the frame in host memory.
    output reg  [15:0] completion_length,
    // Tag control information of the tag that was stripped.
    output reg  [15:0] completion_vlan_tci,
    // Index after its last descriptor.
    output reg  [15:0] completion_next,
    // What became of it.
    output wire [14:0] completion_status,
    // Frames are on their way to host memory.
    output reg         active,
    // The bus has answered with an error.
    output reg         stopped
);

    // State
    localparam [3:0] STATE_IDLE    = 4'd0;
    localparam [3:0] STATE_NEED    = 4'd1;
    localparam [3:0] STATE_TAKE    = 4'd2;
    localparam [3:0] STATE_CUT     = 4'd3;
    localparam [3:0] STATE_PLAN    = 4'd4;
    localparam [3:0] STATE_ORDER   = 4'd5;
    localparam [3:0] STATE_PIECE   = 4'd6;
    localparam [3:0] STATE_PUSH    = 4'd7;
    localparam [3:0] STATE_DISCARD = 4'd8;
    localparam [3:0] STATE_CLOSE   = 4'd9;

    reg [3:0]  state, state_next;
    reg        record_ready_next;
    reg        descriptor_ready_next;
    reg [15:0] rest, rest_next;
    reg        is_bad, is_bad_next;
    reg        had_tag, had_tag_next;
    reg [15:0] tci, tci_next;
    reg [1:0]  ipv4, ipv4_next;
    reg [1:0]  l4, l4_next;
    reg [15:0] filled, filled_next;
    reg [12:0] used, used_next;
    reg        truncated, truncated_next;
    reg [15:0] length, length_next;
    reg [15:0] next_index, next_index_next;
    reg [15:0] chunk, chunk_next;
    reg [15:0] left, left_next;
    reg [7:0]  piece, piece_next;
    reg        ends_chunk, ends_chunk_next;
    reg        plan_valid_next;
    reg [2:0]  plan_lane_next;
    reg [15:0] plan_octets_next;
    reg        plan_discard_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [7:0]  write_octets, write_octets_next;
    reg [7:0]  issued, issued_next;
    reg [7:0]  answered, answered_next;
    reg        stopped_next;
    reg        completion_valid_next;
    reg [15:0] completion_length_next;
    reg [15:0] completion_vlan_tci_next;
    reg [15:0] completion_next_next;
    reg [6:0]  status_completed, status_completed_next;

    wire        ring_used;
    wire        push;
    wire [71:0] command;
    wire        command_free;
    wire        show;
    wire        close;
    wire [6:0]  status;
    wire [62:0] frame;
    wire [7:0]  ahead;
    wire        completion_free;
    wire        complete;
    wire [12:0] ring_size;
    wire [11:0] ring_mask;
    wire        cursor_load;
    wire [63:0] cursor_address;
    wire [7:0]  cursor_room;
    wire [71:0] commands_oldest;
    wire        commands_occupied;
    wire [4:0]  commands_count;
    wire [62:0] frames_oldest;
    wire        frames_occupied;
    wire [4:0]  frames_count;

    ring_size ring (.clk(clk), .rst(rst), .log2(cfg_size_log2), .size(ring_size), .mask(ring_mask));

    burst_address cursor (
        .clk(clk),
        .rst(rst),
        .load(cursor_load),
        .next_address(descriptor_address),
        .advance(push),
        .address(cursor_address),
        .room(cursor_room)
    );

    queue_72 commands (
        .clk(clk),
        .rst(rst),
        .put(push),
        .put_data(command),
        .take(show),
        .oldest(commands_oldest),
        .occupied(commands_occupied),
        .count(commands_count)
    );

    queue_63 frames (
        .clk(clk),
        .rst(rst),
        .put(close),
        .put_data(frame),
        .take(complete),
        .oldest(frames_oldest),
        .occupied(frames_occupied),
        .count(frames_count)
    );

    assign command_octets = {8'd0, write_octets};
    assign completion_status = {8'd0, status_completed};
    assign cursor_load = (state == STATE_TAKE) && descriptor_valid;
    // Frames.
    assign ring_used = used == ring_size;
    assign push = (state == STATE_PUSH) && !halt && !commands_count[4];
    assign close = (state == STATE_CLOSE) && !halt && !frames_count[4];
    // Writes.
    assign command = {piece, cursor_address};
    assign command_free = !command_valid || command_ready;
    assign show = command_free && commands_occupied && !halt;
    // Completions: when all that was written for the frame has been answered.
    assign status = {l4, ipv4, had_tag, truncated, is_bad};
    assign frame = {issued, status, next_index, tci, filled};
    // Far less than 128 pieces are under way, so the sign of the difference says which count is ahead.
    assign ahead = answered - frames_oldest[62:55];
    assign completion_free = !completion_valid || completion_ready;
    assign complete = completion_free && !halt && !stopped && frames_occupied && (ahead < 8'd128);

    always @* begin
        state_next = state;
        record_ready_next = record_ready;
        descriptor_ready_next = descriptor_ready;
        rest_next = rest;
        is_bad_next = is_bad;
        had_tag_next = had_tag;
        tci_next = tci;
        ipv4_next = ipv4;
        l4_next = l4;
        filled_next = filled;
        used_next = used;
        truncated_next = truncated;
        length_next = length;
        next_index_next = next_index;
        chunk_next = chunk;
        left_next = left;
        piece_next = piece;
        ends_chunk_next = ends_chunk;
        plan_valid_next = plan_valid;
        plan_lane_next = plan_lane;
        plan_octets_next = plan_octets;
        plan_discard_next = plan_discard;
        command_valid_next = command_valid;
        command_address_next = command_address;
        write_octets_next = write_octets;
        issued_next = issued;
        answered_next = answered;
        stopped_next = stopped;
        completion_valid_next = completion_valid;
        completion_length_next = completion_length;
        completion_vlan_tci_next = completion_vlan_tci;
        completion_next_next = completion_next;
        status_completed_next = status_completed;

        case (state)
            STATE_IDLE: begin
                record_ready_next = !halt;
                if (record_valid && record_ready) begin
                    rest_next = record_length;
                    is_bad_next = record_bad;
                    had_tag_next = record_vlan_valid;
                    tci_next = record_vlan_tci;
                    ipv4_next = record_ipv4;
                    l4_next = record_l4;
                    filled_next = 16'd0;
                    used_next = 13'd0;
                    truncated_next = 1'b0;
                    record_ready_next = 1'b0;
                    state_next = STATE_NEED;
                end
            end
            STATE_NEED: begin
                if (!halt) begin
                    if (!(|rest)) begin
                        state_next = STATE_CLOSE;
                    end else if (ring_used) begin
                        // More buffers can come only when this frame gives back those that it has.
                        truncated_next = 1'b1;
                        plan_valid_next = 1'b1;
                        plan_discard_next = 1'b1;
                        plan_lane_next = 3'd0;
                        plan_octets_next = rest;
                        state_next = STATE_DISCARD;
                    end else begin
                        descriptor_ready_next = 1'b1;
                        state_next = STATE_TAKE;
                    end
                end
            end
            STATE_TAKE: begin
                if (descriptor_valid) begin
                    length_next = descriptor_length;
                    next_index_next = descriptor_index + 16'd1;
                    used_next = used + 13'd1;
                    descriptor_ready_next = 1'b0;
                    state_next = STATE_CUT;
                end
            end
            STATE_CUT: begin
                chunk_next = length;
                if (rest < length) begin
                    chunk_next = rest;
                end
                state_next = STATE_PLAN;
            end
            STATE_PLAN: begin
                state_next = STATE_NEED;
                if (|chunk) begin
                    plan_lane_next = cursor_address[2:0];
                    plan_octets_next = chunk;
                    plan_discard_next = 1'b0;
                    plan_valid_next = 1'b1;
                    rest_next = rest - chunk;
                    filled_next = filled + chunk;
                    left_next = chunk;
                    state_next = STATE_ORDER;
                end
            end
            STATE_ORDER: begin
                if (plan_ready) begin
                    plan_valid_next = 1'b0;
                    state_next = STATE_PIECE;
                end
            end
            STATE_PIECE: begin
                piece_next = cursor_room;
                ends_chunk_next = left <= {8'd0, cursor_room};
                if (left <= {8'd0, cursor_room}) begin
                    piece_next = left[7:0];
                end
                state_next = STATE_PUSH;
            end
            STATE_PUSH: begin
                if (push) begin
                    issued_next = issued + 8'd1;
                    left_next = left - {8'd0, piece};
                    state_next = STATE_PIECE;
                    if (ends_chunk) begin
                        state_next = STATE_NEED;
                    end
                end
            end
            STATE_DISCARD: begin
                if (plan_ready) begin
                    plan_valid_next = 1'b0;
                    state_next = STATE_CLOSE;
                end
            end
            default: begin // STATE_CLOSE
                if (close) begin
                    state_next = STATE_IDLE;
                end
            end
        endcase

        if (command_free) begin
            command_valid_next = show;
        end
        if (show) begin
            command_address_next = commands_oldest[63:0];
            write_octets_next = commands_oldest[71:64];
        end
        if (done) begin
            answered_next = answered + 8'd1;
            if (done_error) begin
                stopped_next = 1'b1;
            end
        end

        if (completion_free) begin
            completion_valid_next = complete;
        end
        if (complete) begin
            completion_length_next = frames_oldest[15:0];
            completion_vlan_tci_next = frames_oldest[31:16];
            completion_next_next = frames_oldest[47:32];
            status_completed_next = frames_oldest[54:48];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            record_ready <= 1'b0;
            descriptor_ready <= 1'b0;
            rest <= 16'd0;
            is_bad <= 1'b0;
            had_tag <= 1'b0;
            tci <= 16'd0;
            ipv4 <= 2'd0;
            l4 <= 2'd0;
            filled <= 16'd0;
            used <= 13'd0;
            truncated <= 1'b0;
            length <= 16'd0;
            next_index <= 16'd0;
            chunk <= 16'd0;
            left <= 16'd0;
            piece <= 8'd0;
            ends_chunk <= 1'b0;
            plan_valid <= 1'b0;
            plan_lane <= 3'd0;
            plan_octets <= 16'd0;
            plan_discard <= 1'b0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            write_octets <= 8'd0;
            issued <= 8'd0;
            answered <= 8'd0;
            stopped <= 1'b0;
            completion_valid <= 1'b0;
            completion_length <= 16'd0;
            completion_vlan_tci <= 16'd0;
            completion_next <= 16'd0;
            status_completed <= 7'd0;
            active <= 1'b0;
        end else begin
            state <= state_next;
            record_ready <= record_ready_next;
            descriptor_ready <= descriptor_ready_next;
            rest <= rest_next;
            is_bad <= is_bad_next;
            had_tag <= had_tag_next;
            tci <= tci_next;
            ipv4 <= ipv4_next;
            l4 <= l4_next;
            filled <= filled_next;
            used <= used_next;
            truncated <= truncated_next;
            length <= length_next;
            next_index <= next_index_next;
            chunk <= chunk_next;
            left <= left_next;
            piece <= piece_next;
            ends_chunk <= ends_chunk_next;
            plan_valid <= plan_valid_next;
            plan_lane <= plan_lane_next;
            plan_octets <= plan_octets_next;
            plan_discard <= plan_discard_next;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            write_octets <= write_octets_next;
            issued <= issued_next;
            answered <= answered_next;
            stopped <= stopped_next;
            completion_valid <= completion_valid_next;
            completion_length <= completion_length_next;
            completion_vlan_tci <= completion_vlan_tci_next;
            completion_next <= completion_next_next;
            status_completed <= status_completed_next;
            active <= (state != STATE_IDLE) || record_valid || command_valid || completion_valid || commands_occupied ||
                frames_occupied;
        end
    end

    wire unused = &{1'b0, ring_mask, commands_count[3:0], frames_count[3:0]};

endmodule

`line 6 "ring_size.v" 0
// Entries of a ring, of what the driver wrote: 2^3 to 2^12 of them.
//
//            +-----------+
//  log2[4]-->| ring_size |-->size[13]
//            |           |-->mask[12]
//            +-----------+
module ring_size (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Entries of the ring, as a power of two; what is less than 3 is 3, what is more than 12 is 12.
    input  wire [3:0]  log2,
    // Entries of the ring.
    output reg  [12:0] size,
    // One less: the bits of an index that count in the ring.
    output reg  [11:0] mask
);

    reg [3:0] limited;

    always @* begin
        limited = log2;
        if (log2 < 4'd3) begin
            limited = 4'd3;
        end else if (log2 > 4'd12) begin
            limited = 4'd12;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            size <= 13'd8;
            mask <= 12'd7;
        end else begin
            size <= 13'd1 << limited;
            // Not one less than the size: so each bit is a function of four.
            mask <= ~(12'hfff << limited);
        end
    end

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

`line 6 "queue_72.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_72 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [71:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [71:0] oldest,
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

    ram_distributed #(.WIDTH(72), .ADDRESS_WIDTH(4)) entries (
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

`line 6 "queue_63.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_63 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [62:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [62:0] oldest,
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

    ram_distributed #(.WIDTH(63), .ADDRESS_WIDTH(4)) entries (
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
