// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/write_arbiter.rs; do not edit.

`default_nettype none

// Three clients of one `dma_write` take turns with their commands, each followed by its words.
//
//                              +-----------------+
// payload_valid,address,octets>|                 |->payload_ready, payload_word_ready
//  payload_word_valid, data--->|                 |->tx_ring_ready, tx_ring_word_ready
// tx_ring_valid,address,octets>|                 |->rx_ring_ready, rx_ring_word_ready
//  tx_ring_word_valid, data--->|  write_arbiter  |->command_valid, client[2]
// rx_ring_valid,address,octets>|                 |->command_address[64]
//  rx_ring_word_valid, data--->|                 |->command_octets[16]
//   command_ready, word_ready->|                 |->word_valid, word_data[64]
//                              +-----------------+
module write_arbiter (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // The received frames offer a command.
    input  wire        payload_valid,
    // Address of its first octet.
    input  wire [63:0] payload_address,
    // How many octets.
    input  wire [15:0] payload_octets,
    // The received frames offer a word.
    input  wire        payload_word_valid,
    // The word.
    input  wire [63:0] payload_word_data,
    // The transmit completions offer a command.
    input  wire        tx_ring_valid,
    // Address of its first octet.
    input  wire [63:0] tx_ring_address,
    // How many octets.
    input  wire [15:0] tx_ring_octets,
    // The transmit completions offer a word.
    input  wire        tx_ring_word_valid,
    // The word.
    input  wire [63:0] tx_ring_word_data,
    // The receive completions offer a command.
    input  wire        rx_ring_valid,
    // Address of its first octet.
    input  wire [63:0] rx_ring_address,
    // How many octets.
    input  wire [15:0] rx_ring_octets,
    // The receive completions offer a word.
    input  wire        rx_ring_word_valid,
    // The word.
    input  wire [63:0] rx_ring_word_data,
    // The command is taken.
    input  wire        command_ready,
    // The word is taken.
    input  wire        word_ready,
    // The command of the received frames is taken.
    output reg         payload_ready,
    // The word of the received frames is taken.
    output reg         payload_word_ready,
    // The command of the transmit completions is taken.
    output reg         tx_ring_ready,
    // The word of the transmit completions is taken.
    output reg         tx_ring_word_ready,
    // The command of the receive completions is taken.
    output reg         rx_ring_ready,
    // The word of the receive completions is taken.
    output reg         rx_ring_word_ready,
    // A command is offered.
    output reg         command_valid,
    // Address of its first octet.
    output reg  [63:0] command_address,
    // How many octets.
    output reg  [15:0] command_octets,
    // Whose it is.
    output reg  [1:0]  command_client,
    // A word is offered.
    output reg         word_valid,
    // The word.
    output reg  [63:0] word_data
);

    // State
    localparam [1:0] STATE_CHOOSE = 2'd0;
    localparam [1:0] STATE_TAKE   = 2'd1;
    localparam [1:0] STATE_OFFER  = 2'd2;
    localparam [1:0] STATE_WORDS  = 2'd3;

    reg [1:0]  state, state_next;
    reg        tx_ring_word_ready_next;
    reg        rx_ring_word_ready_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg [1:0]  command_client_next;
    reg        word_valid_next;
    reg [63:0] word_data_next;
    reg [13:0] left, left_next;

    reg         turn_valid;
    reg  [63:0] turn_address;
    reg  [15:0] turn_octets;
    wire [3:0]  spill;
    reg  [1:0]  more_words;
    wire        follows;
    wire        more;
    wire        free;
    wire        payload_passes;
    wire        fetch;
    wire        tx_passes;
    wire        rx_passes;
    wire        turns_choose;
    wire [1:0]  turns_turn;
    wire        turns_chosen_0;
    wire        turns_chosen_1;
    wire        turns_chosen_2;
    wire [63:0] words_oldest;
    wire        words_occupied;
    wire [4:0]  words_count;

    turns turns (
        .clk(clk),
        .rst(rst),
        .choose(turns_choose),
        .valid_0(payload_valid),
        .valid_1(tx_ring_valid),
        .valid_2(rx_ring_valid),
        .turn(turns_turn),
        .chosen_0(turns_chosen_0),
        .chosen_1(turns_chosen_1),
        .chosen_2(turns_chosen_2)
    );

    queue_64 words (
        .clk(clk),
        .rst(rst),
        .put(payload_passes),
        .put_data(payload_word_data),
        .take(fetch),
        .oldest(words_oldest),
        .occupied(words_occupied),
        .count(words_count)
    );

    assign turns_choose = state == STATE_CHOOSE;
    // Received octets are gathered while others have their turn. The queue is asked for room as it was before this
    // edge and what comes at it: nothing is taken off.
    assign payload_passes = payload_word_valid && payload_word_ready;
    // Words besides those that the octets would fill: what is in front of the first octet counts, too.
    assign spill = {1'b0, command_address[2:0]} + {1'b0, command_octets[2:0]};
    assign follows = state == STATE_WORDS;
    assign more = |left;
    assign free = !word_valid || word_ready;
    assign fetch = follows && (turns_turn == 2'd0) && free && more && words_occupied;
    assign tx_passes = tx_ring_word_valid && tx_ring_word_ready;
    assign rx_passes = rx_ring_word_valid && rx_ring_word_ready;

    always @* begin
        state_next = state;
        tx_ring_word_ready_next = tx_ring_word_ready;
        rx_ring_word_ready_next = rx_ring_word_ready;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        command_client_next = command_client;
        word_valid_next = word_valid;
        word_data_next = word_data;
        left_next = left;

        // The command of the client whose turn it is.
        if (turns_turn == 2'd0) begin
            turn_valid = payload_valid;
            turn_address = payload_address;
            turn_octets = payload_octets;
        end else if (turns_turn == 2'd1) begin
            turn_valid = tx_ring_valid;
            turn_address = tx_ring_address;
            turn_octets = tx_ring_octets;
        end else begin
            turn_valid = rx_ring_valid;
            turn_address = rx_ring_address;
            turn_octets = rx_ring_octets;
        end

        more_words = 2'd0;
        if (spill > 4'd8) begin
            more_words = 2'd2;
        end else if (|spill) begin
            more_words = 2'd1;
        end

        case (state)
            STATE_CHOOSE: begin
                if (turns_chosen_0 || turns_chosen_1 || turns_chosen_2) begin
                    state_next = STATE_TAKE;
                end
            end
            STATE_TAKE: begin
                state_next = STATE_CHOOSE;
                if (turn_valid) begin
                    command_address_next = turn_address;
                    command_octets_next = turn_octets;
                    command_client_next = turns_turn;
                    command_valid_next = 1'b1;
                    state_next = STATE_OFFER;
                end
            end
            STATE_OFFER: begin
                left_next = 14'd0;
                if (|command_octets) begin
                    left_next = {1'b0, command_octets[15:3]} + {12'd0, more_words};
                end
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = STATE_WORDS;
                end
            end
            STATE_WORDS: begin
                if (!more && free) begin
                    state_next = STATE_CHOOSE;
                end
                if (free) begin
                    word_valid_next = 1'b0;
                end
                if (fetch || tx_passes || rx_passes) begin
                    word_valid_next = 1'b1;
                    left_next = left - 14'd1;
                end
                if (fetch) begin
                    word_data_next = words_oldest;
                end
                // A ring gives a word every other clock at the most: once taken, it is offered before the next.
                if (tx_passes) begin
                    word_data_next = tx_ring_word_data;
                    tx_ring_word_ready_next = 1'b0;
                end else if ((turns_turn == 2'd1) && free && more) begin
                    tx_ring_word_ready_next = 1'b1;
                end
                if (rx_passes) begin
                    word_data_next = rx_ring_word_data;
                    rx_ring_word_ready_next = 1'b0;
                end else if ((turns_turn == 2'd2) && free && more) begin
                    rx_ring_word_ready_next = 1'b1;
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_CHOOSE;
            payload_ready <= 1'b0;
            payload_word_ready <= 1'b0;
            tx_ring_ready <= 1'b0;
            tx_ring_word_ready <= 1'b0;
            rx_ring_ready <= 1'b0;
            rx_ring_word_ready <= 1'b0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            command_client <= 2'd0;
            word_valid <= 1'b0;
            word_data <= 64'd0;
            left <= 14'd0;
        end else begin
            state <= state_next;
            payload_ready <= turns_chosen_0;
            payload_word_ready <= (words_count < 5'd15) || ((words_count == 5'd15) && !payload_passes);
            tx_ring_ready <= turns_chosen_1;
            tx_ring_word_ready <= tx_ring_word_ready_next;
            rx_ring_ready <= turns_chosen_2;
            rx_ring_word_ready <= rx_ring_word_ready_next;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            command_client <= command_client_next;
            word_valid <= word_valid_next;
            word_data <= word_data_next;
            left <= left_next;
        end
    end

endmodule

`line 6 "turns.v" 0
// Whose turn it is of three clients: first the one after the last, and so round (docs/card.md, What is inside).
//
//             +-------+
//    choose-->|       |-->turn[2]
//  valid_0 -->| turns |-->chosen_0
//  valid_1 -->|       |-->chosen_1
//  valid_2 -->|       |-->chosen_2
//             +-------+
module turns (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Choose at this edge.
    input  wire       choose,
    // Client 0 wants a turn.
    input  wire       valid_0,
    // Client 1 wants a turn.
    input  wire       valid_1,
    // Client 2 wants a turn.
    input  wire       valid_2,
    // The client that was chosen last.
    output reg  [1:0] turn,
    // Client 0 is chosen at this edge.
    output wire       chosen_0,
    // Client 1 is chosen at this edge.
    output wire       chosen_1,
    // Client 2 is chosen at this edge.
    output wire       chosen_2
);

    reg [1:0] turn_next;

    reg  [1:0] choice;
    wire       wanted;

    assign wanted = choose && (valid_0 || valid_1 || valid_2);
    assign chosen_0 = wanted && (choice == 2'd0);
    assign chosen_1 = wanted && (choice == 2'd1);
    assign chosen_2 = wanted && (choice == 2'd2);

    always @* begin
        turn_next = turn;

        // The one whose turn it was is the last in the row.
        choice = turn;
        if (turn == 2'd0) begin
            if (valid_1) begin
                choice = 2'd1;
            end else if (valid_2) begin
                choice = 2'd2;
            end
        end else if (turn == 2'd1) begin
            if (valid_2) begin
                choice = 2'd2;
            end else if (valid_0) begin
                choice = 2'd0;
            end
        end else if (valid_0) begin
            choice = 2'd0;
        end else if (valid_1) begin
            choice = 2'd1;
        end

        if (wanted) begin
            turn_next = choice;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            turn <= 2'd2;
        end else begin
            turn <= turn_next;
        end
    end

endmodule

`line 6 "queue_64.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_64 (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Put an entry in; a full queue loses it.
    input  wire        put,
    // The entry.
    input  wire [63:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire        take,
    // The oldest entry, while there is one.
    output wire [63:0] oldest,
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

    ram_distributed #(.WIDTH(64), .ADDRESS_WIDTH(4)) entries (
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
