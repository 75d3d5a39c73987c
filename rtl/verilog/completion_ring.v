// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/completion_ring.rs; do not edit.

`default_nettype none

// Writes the completions of a direction into its ring, those that are ready together together (docs/card.md,
// Queues).
//
//                          +-----------------+
//         cfg_base[58]---->|                 |->completion_ready
//     cfg_size_log2[4]---->|                 |->command_valid
//                 halt---->|                 |->command_address[64]
//     completion_valid---->|                 |->command_octets[16]
//    completion_length[16]>| completion_ring |->word_valid
//  completion_vlan_tci[16]>|                 |->word_data[64]
//      completion_next[16]>|                 |->written
//    completion_status[15]>|                 |->active
// command_ready, word_ready>                 |->stopped
//     done, done_error---->|                 |
//                          +-----------------+
module completion_ring (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Where the ring begins, in units of 64 octets.
    input  wire [57:0] cfg_base,
    // Entries of the ring, as a power of two.
    input  wire [3:0]  cfg_size_log2,
    // The direction has stopped: begin nothing more.
    input  wire        halt,
    // A completion is offered.
    input  wire        completion_valid,
    // Octets of the frame.
    input  wire [15:0] completion_length,
    // Tag control information of the tag that was stripped.
    input  wire [15:0] completion_vlan_tci,
    // Index after the last descriptor of the frame.
    input  wire [15:0] completion_next,
    // What became of it.
    input  wire [14:0] completion_status,
    // The command is taken.
    input  wire        command_ready,
    // The word is taken.
    input  wire        word_ready,
    // The command has been answered.
    input  wire        done,
    // With an error.
    input  wire        done_error,
    // The completion is taken.
    output reg         completion_ready,
    // A command for `dma_write` is offered.
    output reg         command_valid,
    // Address of the first completion.
    output reg  [63:0] command_address,
    // Octets of the completions.
    output reg  [15:0] command_octets,
    // A completion for `dma_write` is offered.
    output reg         word_valid,
    // The completion.
    output reg  [63:0] word_data,
    // Strobe: completions are in host memory.
    output reg         written,
    // There are completions that are not.
    output reg         active,
    // The bus has answered with an error.
    output reg         stopped
);

    // State
    localparam [1:0] STATE_LOOK  = 2'd0;
    localparam [1:0] STATE_JOIN  = 2'd1;
    localparam [1:0] STATE_OFFER = 2'd2;
    localparam [1:0] STATE_WORDS = 2'd3;

    reg [1:0]  state, state_next;
    reg [15:0] put, put_next;
    reg [3:0]  number, number_next;
    reg [3:0]  left, left_next;
    reg [26:0] low, low_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg        word_valid_next;
    reg [63:0] word_data_next;
    reg        pending, pending_next;
    reg        written_next;
    reg        stopped_next;

    wire        passes;
    wire [62:0] completion;
    wire [3:0]  left_in_line;
    reg  [3:0]  at_once;
    wire [15:0] line;
    wire [63:0] line_address;
    wire [63:0] word;
    wire        free;
    wire        fetch;
    wire [12:0] ring_size;
    wire [11:0] ring_mask;
    wire [62:0] completions_oldest;
    wire        completions_occupied;
    wire [4:0]  completions_count;

    ring_size ring (.clk(clk), .rst(rst), .log2(cfg_size_log2), .size(ring_size), .mask(ring_mask));

    queue_63 completions (
        .clk(clk),
        .rst(rst),
        .put(passes),
        .put_data(completion),
        .take(fetch),
        .oldest(completions_oldest),
        .occupied(completions_occupied),
        .count(completions_count)
    );

    // Completions wait for the answer to those before them, and then are written together.
    assign passes = completion_valid && completion_ready;
    assign completion = {completion_status, completion_next, completion_vlan_tci, completion_length};
    assign left_in_line = 4'd8 - {1'b0, put[2:0]};
    assign line = (put & {4'd0, ring_mask}) >> 4'd3;
    assign line_address = {cfg_base[57:26] + {31'd0, low[26]}, low[25:0], put[2:0], 3'd0};
    // The bit above those that count in the ring turns with each way through it.
    assign word = {!(|(put & {3'd0, ring_size})), completions_oldest};
    assign free = !word_valid || word_ready;
    assign fetch = (state == STATE_WORDS) && free && (|left);

    always @* begin
        state_next = state;
        put_next = put;
        number_next = number;
        left_next = left;
        low_next = low;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        word_valid_next = word_valid;
        word_data_next = word_data;
        pending_next = pending;
        stopped_next = stopped;

        at_once = left_in_line;
        if (completions_count < {1'b0, left_in_line}) begin
            at_once = completions_count[3:0];
        end

        written_next = 1'b0;
        if (done && pending) begin
            pending_next = 1'b0;
            if (done_error) begin
                stopped_next = 1'b1;
            end else begin
                written_next = 1'b1;
            end
        end
        case (state)
            STATE_LOOK: begin
                number_next = at_once;
                left_next = at_once;
                // The place in the ring is added here, the carry goes into the upper half at the next edge.
                low_next = {1'b0, cfg_base[25:0]} + {11'd0, line};
                if (completions_occupied && !halt && !stopped && !pending) begin
                    state_next = STATE_JOIN;
                end
            end
            STATE_JOIN: begin
                command_address_next = line_address;
                command_octets_next = {12'd0, number} << 4'd3;
                command_valid_next = 1'b1;
                state_next = STATE_OFFER;
            end
            STATE_OFFER: begin
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = STATE_WORDS;
                end
            end
            STATE_WORDS: begin
                if (free) begin
                    word_valid_next = |left;
                    if (!(|left)) begin
                        pending_next = 1'b1;
                        state_next = STATE_LOOK;
                    end
                end
                if (fetch) begin
                    word_data_next = word;
                    put_next = put + 16'd1;
                    left_next = left - 4'd1;
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            completion_ready <= 1'b0;
            state <= STATE_LOOK;
            put <= 16'd0;
            number <= 4'd0;
            left <= 4'd0;
            low <= 27'd0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            word_valid <= 1'b0;
            word_data <= 64'd0;
            pending <= 1'b0;
            written <= 1'b0;
            active <= 1'b0;
            stopped <= 1'b0;
        end else begin
            completion_ready <= (completions_count < 5'd15) || ((completions_count == 5'd15) && !passes);
            state <= state_next;
            put <= put_next;
            number <= number_next;
            left <= left_next;
            low <= low_next;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            word_valid <= word_valid_next;
            word_data <= word_data_next;
            pending <= pending_next;
            written <= written_next;
            active <= (state != STATE_LOOK) || completions_occupied || pending;
            stopped <= stopped_next;
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
