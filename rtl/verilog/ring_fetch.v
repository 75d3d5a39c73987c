// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/ring_fetch.rs; do not edit.

`default_nettype none

// Fetches the descriptors of a direction ahead of their use, and guards its `TAIL` (docs/card.md, Queues).
//
//                         +------------+
//        cfg_base[58]---->|            |->command_valid
//    cfg_size_log2[4]---->|            |->command_address[64]
//          cfg_enable---->|            |->command_octets[16]
//                halt---->|            |->descriptor_valid
// tail_write, data[16]--->| ring_fetch |->descriptor_address[64]
//       command_ready---->|            |->descriptor_length[16]
//          word_valid---->|            |->descriptor_vlan_tci[16]
//       word_data[64]---->|            |->descriptor_flags[4], index[16]
//    word_last, error---->|            |->head[16], tail[16]
//    descriptor_ready---->|            |->ring_error, stopped
//                         +------------+
module ring_fetch (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Fetch descriptors.
    input  wire        cfg_enable,
    // Where the ring begins, in units of 64 octets.
    input  wire [57:0] cfg_base,
    // Entries of the ring, as a power of two.
    input  wire [3:0]  cfg_size_log2,
    // The direction has stopped: fetch nothing more.
    input  wire        halt,
    // `TAIL` is written.
    input  wire        tail_write,
    // What is written.
    input  wire [15:0] tail_data,
    // The command is taken.
    input  wire        command_ready,
    // A word has come.
    input  wire        word_valid,
    // The word.
    input  wire [63:0] word_data,
    // It is the last of its command.
    input  wire        word_last,
    // The bus has answered the command with an error.
    input  wire        word_error,
    // The descriptor is taken.
    input  wire        descriptor_ready,
    // A command for `dma_read` is offered.
    output reg         command_valid,
    // Address of the first descriptor.
    output reg  [63:0] command_address,
    // Octets of the descriptors.
    output reg  [15:0] command_octets,
    // A descriptor is offered.
    output reg         descriptor_valid,
    // Address of its buffer.
    output reg  [63:0] descriptor_address,
    // Octets of its buffer.
    output reg  [15:0] descriptor_length,
    // Tag control information.
    output reg  [15:0] descriptor_vlan_tci,
    // Bit 0 `END`, 1 `IPV4_CHECKSUM`, 2 `L4_CHECKSUM`, 3 `VLAN`.
    output reg  [3:0]  descriptor_flags,
    // Its index.
    output reg  [15:0] descriptor_index,
    // Index of the first descriptor that has not been asked for.
    output reg  [15:0] head,
    // Index after the last descriptor that was handed over.
    output reg  [15:0] tail,
    // Strobe: a `TAIL` was written that the ring cannot hold.
    output reg         ring_error,
    // The bus has answered with an error.
    output reg         stopped
);

    // State
    localparam [1:0] STATE_LOOK  = 2'd0;
    localparam [1:0] STATE_PLAN  = 2'd1;
    localparam [1:0] STATE_JOIN  = 2'd2;
    localparam [1:0] STATE_OFFER = 2'd3;

    // Judging
    localparam [1:0] JUDGING_IDLE    = 2'd0;
    localparam [1:0] JUDGING_MEASURE = 2'd1;
    localparam [1:0] JUDGING_SUM     = 2'd2;
    localparam [1:0] JUDGING_DECIDE  = 2'd3;

    reg [1:0]  state, state_next;
    reg [15:0] head_next;
    reg [15:0] tail_next;
    reg [15:0] ahead, ahead_next;
    reg [2:0]  number, number_next;
    reg [26:0] low, low_next;
    reg [4:0]  coming;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg        half, half_next;
    reg [63:0] first, first_next;
    reg        stopped_next;
    reg        descriptor_valid_next;
    reg [63:0] descriptor_address_next;
    reg [15:0] descriptor_length_next;
    reg [15:0] descriptor_vlan_tci_next;
    reg [3:0]  descriptor_flags_next;
    reg [15:0] descriptor_index_next;
    reg [15:0] index, index_next;
    reg [1:0]  judging, judging_next;
    reg [15:0] candidate, candidate_next;
    reg [15:0] beyond, beyond_next;
    reg [15:0] used, used_next;
    reg [16:0] total, total_next;
    reg        ring_error_next;

    wire        stands;
    wire [5:0]  places;
    wire [2:0]  left_in_line;
    wire [15:0] line;
    wire [63:0] line_address;
    reg  [4:0]  asked;
    wire        complete;
    reg  [4:0]  arrived;
    wire [99:0] descriptor;
    wire        shown_free;
    wire        show;
    wire [12:0] ring_size;
    wire [11:0] ring_mask;
    wire        descriptors_put;
    wire [99:0] descriptors_oldest;
    wire        descriptors_occupied;
    wire [4:0]  descriptors_count;

    ring_size ring (.clk(clk), .rst(rst), .log2(cfg_size_log2), .size(ring_size), .mask(ring_mask));

    queue_100 descriptors (
        .clk(clk),
        .rst(rst),
        .put(descriptors_put),
        .put_data(descriptor),
        .take(show),
        .oldest(descriptors_oldest),
        .occupied(descriptors_occupied),
        .count(descriptors_count)
    );

    // Fetching. A command is for descriptors of one line, so it needs four free places.
    assign stands = halt || stopped;
    assign places = {1'b0, descriptors_count} + {1'b0, coming};
    assign left_in_line = 3'd4 - {1'b0, head[1:0]};
    assign line = (head & {4'd0, ring_mask}) >> 4'd2;
    assign line_address = {cfg_base[57:26] + {31'd0, low[26]}, low[25:0], head[1:0], 4'd0};
    // Descriptors. What comes with an error, or after one, is not used.
    assign complete = word_valid && half;
    assign descriptor = {word_data[35:0], first};
    assign descriptors_put = complete && !stopped && !word_error;
    assign shown_free = !descriptor_valid || descriptor_ready;
    assign show = shown_free && descriptors_occupied;

    always @* begin
        state_next = state;
        head_next = head;
        tail_next = tail;
        ahead_next = ahead;
        number_next = number;
        low_next = low;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        half_next = half;
        first_next = first;
        stopped_next = stopped;
        descriptor_valid_next = descriptor_valid;
        descriptor_address_next = descriptor_address;
        descriptor_length_next = descriptor_length;
        descriptor_vlan_tci_next = descriptor_vlan_tci;
        descriptor_flags_next = descriptor_flags;
        descriptor_index_next = descriptor_index;
        index_next = index;
        judging_next = judging;
        candidate_next = candidate;
        beyond_next = beyond;
        used_next = used;
        total_next = total;

        asked = 5'd0;
        case (state)
            STATE_LOOK: begin
                ahead_next = tail - head;
                if (cfg_enable && !stands) begin
                    state_next = STATE_PLAN;
                end
            end
            STATE_PLAN: begin
                number_next = left_in_line;
                if (ahead < {13'd0, left_in_line}) begin
                    number_next = ahead[2:0];
                end
                // The place in the ring is added here, the carry goes into the upper half at the next edge.
                low_next = {1'b0, cfg_base[25:0]} + {11'd0, line};
                state_next = STATE_JOIN;
                if (!(|ahead) || (places > 6'd12) || stands) begin
                    state_next = STATE_LOOK;
                end
            end
            STATE_JOIN: begin
                command_address_next = line_address;
                command_octets_next = {13'd0, number} << 4'd4;
                command_valid_next = 1'b1;
                head_next = head + {13'd0, number};
                asked = {2'd0, number};
                state_next = STATE_OFFER;
            end
            STATE_OFFER: begin
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = STATE_LOOK;
                end
            end
        endcase

        arrived = 5'd0;
        if (complete && (|coming)) begin
            arrived = 5'd1;
        end
        if (word_valid) begin
            half_next = !half && !word_last;
            if (!half) begin
                first_next = word_data;
            end
            if (word_error) begin
                stopped_next = 1'b1;
            end
        end

        if (shown_free) begin
            descriptor_valid_next = descriptors_occupied;
        end
        if (show) begin
            descriptor_address_next = descriptors_oldest[63:0];
            descriptor_length_next = descriptors_oldest[79:64];
            descriptor_vlan_tci_next = descriptors_oldest[95:80];
            descriptor_flags_next = descriptors_oldest[99:96];
            descriptor_index_next = index;
            index_next = index + 16'd1;
        end

        // The tail goes ahead, and never further from the head than the ring is long.
        ring_error_next = 1'b0;
        if (tail_write) begin
            candidate_next = tail_data;
            judging_next = JUDGING_MEASURE;
        end else begin
            case (judging)
                JUDGING_IDLE: ;
                JUDGING_MEASURE: begin
                    beyond_next = candidate - tail;
                    used_next = tail - head;
                    judging_next = JUDGING_SUM;
                end
                JUDGING_SUM: begin
                    total_next = {1'b0, beyond} + {1'b0, used};
                    judging_next = JUDGING_DECIDE;
                end
                JUDGING_DECIDE: begin
                    judging_next = JUDGING_IDLE;
                    if (total <= {4'd0, ring_size}) begin
                        tail_next = candidate;
                    end else begin
                        ring_error_next = 1'b1;
                    end
                end
            endcase
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_LOOK;
            head <= 16'd0;
            tail <= 16'd0;
            ahead <= 16'd0;
            number <= 3'd0;
            low <= 27'd0;
            coming <= 5'd0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            half <= 1'b0;
            first <= 64'd0;
            stopped <= 1'b0;
            descriptor_valid <= 1'b0;
            descriptor_address <= 64'd0;
            descriptor_length <= 16'd0;
            descriptor_vlan_tci <= 16'd0;
            descriptor_flags <= 4'd0;
            descriptor_index <= 16'd0;
            index <= 16'd0;
            judging <= JUDGING_IDLE;
            candidate <= 16'd0;
            beyond <= 16'd0;
            used <= 16'd0;
            total <= 17'd0;
            ring_error <= 1'b0;
        end else begin
            state <= state_next;
            head <= head_next;
            tail <= tail_next;
            ahead <= ahead_next;
            number <= number_next;
            low <= low_next;
            coming <= (coming + asked) - arrived;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            half <= half_next;
            first <= first_next;
            stopped <= stopped_next;
            descriptor_valid <= descriptor_valid_next;
            descriptor_address <= descriptor_address_next;
            descriptor_length <= descriptor_length_next;
            descriptor_vlan_tci <= descriptor_vlan_tci_next;
            descriptor_flags <= descriptor_flags_next;
            descriptor_index <= descriptor_index_next;
            index <= index_next;
            judging <= judging_next;
            candidate <= candidate_next;
            beyond <= beyond_next;
            used <= used_next;
            total <= total_next;
            ring_error <= ring_error_next;
        end
    end

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

`line 6 "queue_100.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_100 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [99:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [99:0] oldest,
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

    ram_distributed #(.WIDTH(100), .ADDRESS_WIDTH(4)) entries (
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

`default_nettype wire
