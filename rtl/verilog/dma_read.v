// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/dma_read.rs; do not edit.

`default_nettype none

// Reads runs of octets from host memory: an AXI4 read master, 64 bits, INCR bursts of 16 beats at the most (AMBA AXI
// and ACE, IHI 0022H, A3; the burst rules of A3.4.1).
//
//                       +------------+
//      command_valid--->|            |->command_ready
// command_address[64]-->|            |->m_axi_araddr[64], arlen[8]
//  command_octets[16]-->|            |->m_axi_arvalid
//   command_client[2]-->|  dma_read  |->m_axi_rready
//      m_axi_arready--->|            |->word_valid
//    m_axi_rdata[64]--->|            |->word_data[64]
// m_axi_rresp[2], rlast>|            |->word_client[2]
//       m_axi_rvalid--->|            |->word_last, word_error
//              flush--->|            |->idle
//                       +------------+
//
// Of each burst that is under way a queue knows the length, who asked, and whether its command ends with it.
module dma_read (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin no further burst.
    input  wire        flush,
    // A command is offered.
    input  wire        command_valid,
    // Address of the first octet.
    input  wire [63:0] command_address,
    // How many octets.
    input  wire [15:0] command_octets,
    // Who asks: comes back with each word.
    input  wire [1:0]  command_client,
    // The address is taken.
    input  wire        m_axi_arready,
    // Data.
    input  wire [63:0] m_axi_rdata,
    // Response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    input  wire [1:0]  m_axi_rresp,
    // The last beat of its burst.
    input  wire        m_axi_rlast,
    // Data are offered.
    input  wire        m_axi_rvalid,
    // The command is taken.
    output wire        command_ready,
    // Address of the burst, a multiple of 8.
    output wire [63:0] m_axi_araddr,
    // Its beats, less one.
    output wire [7:0]  m_axi_arlen,
    // An address is offered.
    output wire        m_axi_arvalid,
    // Data are taken.
    output reg         m_axi_rready,
    // Strobe: a word has come.
    output reg         word_valid,
    // Its octets, each in the lane of its address.
    output reg  [63:0] word_data,
    // Who asked for it.
    output reg  [1:0]  word_client,
    // The last word of its command.
    output reg         word_last,
    // An access of its command, up to this word, was answered with an error.
    output reg         word_error,
    // No burst is under way.
    output reg         idle
);

    reg [3:0]  beat, beat_next;
    reg        failed, failed_next;
    reg [63:0] word_data_next;
    reg [1:0]  word_client_next;
    reg        word_last_next;
    reg        word_error_next;

    wire [6:0]  burst;
    wire        comes;
    wire        burst_ends;
    wire        command_ends;
    wire        fails;
    wire        cutter_counted;
    wire [13:0] cutter_words;
    wire [6:0]  cutter_first_place;
    wire [2:0]  cutter_last_lane;
    wire        cutter_may_ask;
    wire        cutter_asks;
    wire [4:0]  cutter_beats;
    wire        cutter_offers_after;
    wire        bursts_take;
    wire [6:0]  bursts_oldest;
    wire        bursts_occupied;
    wire [4:0]  bursts_count;

    burst_cutter cutter (
        .clk(clk),
        .rst(rst),
        .command_valid(command_valid),
        .command_ready(command_ready),
        .command_address(command_address),
        .command_octets(command_octets),
        .command_client(command_client),
        .counted(cutter_counted),
        .words(cutter_words),
        .first_place(cutter_first_place),
        .last_lane(cutter_last_lane),
        .may_ask(cutter_may_ask),
        .asks(cutter_asks),
        .beats(cutter_beats),
        .length(burst[3:0]),
        .client(burst[5:4]),
        .is_last(burst[6]),
        .burst_address(m_axi_araddr),
        .burst_length(m_axi_arlen),
        .burst_valid(m_axi_arvalid),
        .burst_ready(m_axi_arready),
        .offers_after(cutter_offers_after)
    );

    queue_7 bursts (
        .clk(clk),
        .rst(rst),
        .put(cutter_asks),
        .put_data(burst),
        .take(bursts_take),
        .oldest(bursts_oldest),
        .occupied(bursts_occupied),
        .count(bursts_count)
    );

    // Eight bursts are under way at the most: half of what the queue holds.
    assign cutter_may_ask = !flush && (bursts_count < 5'd8);
    assign comes = m_axi_rvalid && m_axi_rready && bursts_occupied;
    assign burst_ends = beat == bursts_oldest[3:0];
    assign command_ends = burst_ends && bursts_oldest[6];
    // From 2 on the response is an error.
    assign fails = failed || (m_axi_rresp >= 2'd2) || (m_axi_rlast != burst_ends);
    assign bursts_take = comes && burst_ends;

    always @* begin
        beat_next = beat;
        failed_next = failed;
        word_data_next = word_data;
        word_client_next = word_client;
        word_last_next = word_last;
        word_error_next = word_error;

        if (comes) begin
            word_data_next = m_axi_rdata;
            word_client_next = bursts_oldest[5:4];
            word_last_next = command_ends;
            word_error_next = fails;
            failed_next = fails && !command_ends;
            beat_next = beat + 4'd1;
            if (burst_ends) begin
                beat_next = 4'd0;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            m_axi_rready <= 1'b0;
            beat <= 4'd0;
            failed <= 1'b0;
            word_valid <= 1'b0;
            word_data <= 64'd0;
            word_client <= 2'd0;
            word_last <= 1'b0;
            word_error <= 1'b0;
            idle <= 1'b0;
        end else begin
            // Data. A beat that nobody asked for is thrown away.
            m_axi_rready <= 1'b1;
            beat <= beat_next;
            failed <= failed_next;
            word_valid <= comes;
            word_data <= word_data_next;
            word_client <= word_client_next;
            word_last <= word_last_next;
            word_error <= word_error_next;
            idle <= !cutter_offers_after && !cutter_asks && (!bursts_occupied || (comes && burst_ends &&
                (bursts_count == 5'd1)));
        end
    end

    wire unused = &{1'b0, cutter_counted, cutter_words, cutter_first_place, cutter_last_lane, cutter_beats};

endmodule

`line 6 "burst_cutter.v" 0
// Cuts a command, a run of octets in host memory, into AXI4 bursts, and offers their addresses: what `dma_read` and
// `dma_write` have in common (AMBA AXI and ACE, IHI 0022H, A3.4.1).
//
//                       +--------------+
//      command_valid--->|              |->command_ready
// command_address[64]-->|              |->counted, words[14]
//  command_octets[16]-->|              |->first_place[7], last_lane[3]
//   command_client[2]-->| burst_cutter |->asks, beats[5], length[4]
//            may_ask--->|              |->client[2], is_last
//        burst_ready--->|              |->burst_address[64], burst_length[8]
//                       +--------------+->burst_valid, offers_after
module burst_cutter (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // A command is offered.
    input  wire        command_valid,
    // The command is taken.
    output reg         command_ready,
    // Address of its first octet.
    input  wire [63:0] command_address,
    // How many octets.
    input  wire [15:0] command_octets,
    // Who asks.
    input  wire [1:0]  command_client,
    // At this edge the words of a command are known.
    output wire        counted,
    // How many they are, while `counted`.
    output wire [13:0] words,
    // Where the first octet stands in its line of 128, while `counted`.
    output wire [6:0]  first_place,
    // The lane of the last octet, while `counted`.
    output wire [2:0]  last_lane,
    // The burst of `beats` beats may be offered at this edge.
    input  wire        may_ask,
    // At this edge a burst begins to be offered.
    output wire        asks,
    // Its beats.
    output reg  [4:0]  beats,
    // Its beats, less one.
    output wire [3:0]  length,
    // Who asked for it.
    output reg  [1:0]  client,
    // It is the last one of its command.
    output reg         is_last,
    // Address of the burst that is offered.
    output reg  [63:0] burst_address,
    // Its beats, less one.
    output reg  [7:0]  burst_length,
    // A burst is offered.
    output reg         burst_valid,
    // The burst is taken.
    input  wire        burst_ready,
    // After this edge a burst is offered.
    output wire        offers_after
);

    // State
    localparam [2:0] STATE_IDLE  = 3'd0;
    localparam [2:0] STATE_COUNT = 3'd1;
    localparam [2:0] STATE_CUT   = 3'd2;
    localparam [2:0] STATE_ASK   = 3'd3;
    localparam [2:0] STATE_OFFER = 3'd4;

    reg [2:0]  state;
    reg [15:0] octets, octets_next;
    reg [1:0]  client_next;
    reg [13:0] left, left_next;
    reg [4:0]  beats_next;
    reg        is_last_next;
    reg [63:0] burst_address_next;
    reg [7:0]  burst_length_next;

    reg  [2:0]  state_after;
    reg         valid_after;
    wire [6:0]  place;
    wire [16:0] reach;
    wire [13:0] counted_words;
    wire [4:0]  room;
    wire [4:0]  piece_less_one;
    wire        offer;
    wire        cursor_load;
    wire [63:0] cursor_address;
    wire [7:0]  cursor_room;

    burst_address cursor (
        .clk(clk),
        .rst(rst),
        .load(cursor_load),
        .next_address(command_address),
        .advance(offer),
        .address(cursor_address),
        .room(cursor_room)
    );

    assign cursor_load = command_valid && command_ready;
    assign place = cursor_address[6:0];
    // Octets from the begin of the first word to the end of the last one, and 7 at the most beyond it; so the low
    // three bits are the lane of the last octet. The small sum first: then there is one carry chain.
    assign reach = {1'b0, octets} + {13'd0, {1'b0, cursor_address[2:0]} + 4'd7};
    assign counted_words = reach[16:3];
    assign words = counted_words;
    assign first_place = place;
    assign last_lane = reach[2:0];
    assign counted = (state == STATE_COUNT) && (|octets);
    assign room = 5'd16 - {1'b0, place[6:3]};
    assign piece_less_one = beats - 5'd1;
    assign offer = (state == STATE_ASK) && may_ask;
    assign asks = offer;
    assign length = piece_less_one[3:0];
    assign offers_after = valid_after;

    always @* begin
        octets_next = octets;
        client_next = client;
        left_next = left;
        beats_next = beats;
        is_last_next = is_last;
        burst_address_next = burst_address;
        burst_length_next = burst_length;

        state_after = state;
        valid_after = burst_valid;
        case (state)
            STATE_IDLE: begin
                if (command_valid && command_ready) begin
                    octets_next = command_octets;
                    client_next = command_client;
                    state_after = STATE_COUNT;
                end
            end
            STATE_COUNT: begin
                left_next = counted_words;
                state_after = STATE_IDLE;
                if (|octets) begin
                    state_after = STATE_CUT;
                end
            end
            STATE_CUT: begin
                is_last_next = left <= {9'd0, room};
                beats_next = room;
                if (left <= {9'd0, room}) begin
                    beats_next = left[4:0];
                end
                state_after = STATE_ASK;
            end
            STATE_ASK: begin
                if (may_ask) begin
                    burst_address_next = (cursor_address >> 6'd3) << 6'd3;
                    burst_length_next = {3'd0, piece_less_one};
                    valid_after = 1'b1;
                    left_next = left - {9'd0, beats};
                    state_after = STATE_OFFER;
                end
            end
            default: begin // STATE_OFFER
                if (burst_ready) begin
                    valid_after = 1'b0;
                    state_after = STATE_CUT;
                    if (is_last) begin
                        state_after = STATE_IDLE;
                    end
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            command_ready <= 1'b0;
            octets <= 16'd0;
            client <= 2'd0;
            left <= 14'd0;
            beats <= 5'd0;
            is_last <= 1'b0;
            burst_address <= 64'd0;
            burst_length <= 8'd0;
            burst_valid <= 1'b0;
        end else begin
            state <= state_after;
            command_ready <= state_after == STATE_IDLE;
            octets <= octets_next;
            client <= client_next;
            left <= left_next;
            beats <= beats_next;
            is_last <= is_last_next;
            burst_address <= burst_address_next;
            burst_length <= burst_length_next;
            burst_valid <= valid_after;
        end
    end

    wire unused = &{1'b0, cursor_room};

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

`line 6 "queue_7.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_7 (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Put an entry in; a full queue loses it.
    input  wire       put,
    // The entry.
    input  wire [6:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire       take,
    // The oldest entry, while there is one.
    output wire [6:0] oldest,
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

    ram_distributed #(.WIDTH(7), .ADDRESS_WIDTH(4)) entries (
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
