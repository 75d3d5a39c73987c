// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/dma_write.rs; do not edit.

`default_nettype none

// Writes runs of octets to host memory: an AXI4 write master, 64 bits, INCR bursts of 16 beats at the most (AMBA AXI
// and ACE, IHI 0022H, A3).
//
//                       +-------------+
//      command_valid--->|             |->command_ready
// command_address[64]-->|             |->m_axi_awaddr[64], awlen[8]
//  command_octets[16]-->|             |->m_axi_awvalid
//   command_client[2]-->|             |->m_axi_wdata[64], wstrb[8]
//         word_valid--->|  dma_write  |->m_axi_wlast, wvalid
//      word_data[64]--->|             |->m_axi_bready
// m_axi_awready, wready>|             |->word_ready
//     m_axi_bresp[2]--->|             |->done, done_client[2]
//       m_axi_bvalid--->|             |->done_error
//              flush--->|             |->idle
//                       +-------------+
//
// Words wait in a memory until all of a burst are there. Each knows its strobes and whether its burst ends with it
// when it is stored, for bursts end at multiples of 128 octets.
module dma_write (
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
    // Who asks: comes back with `done`.
    input  wire [1:0]  command_client,
    // A word is offered.
    input  wire        word_valid,
    // Its octets, each in the lane of its address.
    input  wire [63:0] word_data,
    // The address is taken.
    input  wire        m_axi_awready,
    // Data are taken.
    input  wire        m_axi_wready,
    // Response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    input  wire [1:0]  m_axi_bresp,
    // A response is offered.
    input  wire        m_axi_bvalid,
    // The command is taken.
    output wire        command_ready,
    // The word is taken.
    output reg         word_ready,
    // Address of the burst, a multiple of 8.
    output wire [63:0] m_axi_awaddr,
    // Its beats, less one.
    output wire [7:0]  m_axi_awlen,
    // An address is offered.
    output wire        m_axi_awvalid,
    // Data.
    output reg  [63:0] m_axi_wdata,
    // Which octets of them are written.
    output reg  [7:0]  m_axi_wstrb,
    // The last beat of its burst.
    output reg         m_axi_wlast,
    // Data are offered.
    output reg         m_axi_wvalid,
    // The response is taken.
    output reg         m_axi_bready,
    // Strobe: all accesses of a command have been answered.
    output reg         done,
    // Whose it was.
    output reg  [1:0]  done_client,
    // One of them was answered with an error.
    output reg         done_error,
    // No burst is under way.
    output reg         idle
);

    reg [4:0]  write, write_next;
    reg [4:0]  read, read_next;
    reg [5:0]  held, held_next;
    reg [5:0]  granted;
    reg        granted_any;
    reg [13:0] left, left_next;
    reg [3:0]  place, place_next;
    reg        first, first_next;
    reg [2:0]  begin_lane, begin_lane_next;
    reg [2:0]  end_lane, end_lane_next;
    reg [63:0] m_axi_wdata_next;
    reg [7:0]  m_axi_wstrb_next;
    reg        m_axi_wlast_next;
    reg        failed, failed_next;
    reg        done_next;
    reg [1:0]  done_client_next;
    reg        done_error_next;

    wire [2:0]  burst;
    wire [5:0]  asked_beats;
    wire        held_enough;
    wire        pass;
    wire [5:0]  passes;
    wire        is_last_word;
    reg  [7:0]  strobes_from;
    reg  [7:0]  strobes_to;
    wire [72:0] entry;
    reg         more;
    wire [5:0]  used;
    wire        word_free;
    wire        fetch;
    wire [5:0]  fetches;
    reg  [5:0]  granted_after;
    wire        more_granted;
    wire        valid_after;
    wire        answered;
    wire        wrong;
    wire        cutter_counted;
    wire [13:0] cutter_words;
    wire [6:0]  cutter_first_place;
    wire [2:0]  cutter_last_lane;
    wire        cutter_may_ask;
    wire        cutter_asks;
    wire [4:0]  cutter_beats;
    wire [3:0]  cutter_length;
    wire        cutter_offers_after;
    wire [2:0]  bursts_oldest;
    wire        bursts_occupied;
    wire [4:0]  bursts_count;
    wire [72:0] buffer_read_data;

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
        .length(cutter_length),
        .client(burst[1:0]),
        .is_last(burst[2]),
        .burst_address(m_axi_awaddr),
        .burst_length(m_axi_awlen),
        .burst_valid(m_axi_awvalid),
        .burst_ready(m_axi_awready),
        .offers_after(cutter_offers_after)
    );

    queue_3 bursts (
        .clk(clk),
        .rst(rst),
        .put(cutter_asks),
        .put_data(burst),
        .take(answered),
        .oldest(bursts_oldest),
        .occupied(bursts_occupied),
        .count(bursts_count)
    );

    ram_distributed #(.WIDTH(73), .ADDRESS_WIDTH(5)) buffer (
        .write_clk(clk),
        .write_enable(pass),
        .write_address(write),
        .write_data(entry),
        .read_address(read),
        .read_data(buffer_read_data)
    );

    assign asked_beats = {1'b0, cutter_beats};
    assign held_enough = held >= asked_beats;
    assign cutter_may_ask = !flush && (bursts_count < 5'd8) && held_enough;
    // Words in. The octets before the first one and behind the last one are not written.
    assign pass = word_valid && word_ready;
    assign is_last_word = left == 14'd1;
    assign entry = {(&place) || is_last_word, strobes_from & strobes_to, word_data};
    // Data out.
    assign word_free = !m_axi_wvalid || m_axi_wready;
    assign fetch = word_free && granted_any;
    assign valid_after = granted_any || !word_free;
    // What is held and what is granted, each with all that changes it at this edge.
    assign passes = {5'd0, pass};
    assign fetches = {5'd0, fetch};
    // Bursts have words: nothing is added before it is known whether there are any.
    assign more_granted = cutter_asks || (granted_any && !(fetch && (granted == 6'd1)));
    // One less is free than there will be, for what leaves at this edge: nothing is taken off.
    assign used = held + granted + passes;
    assign answered = m_axi_bvalid && m_axi_bready && bursts_occupied;
    assign wrong = failed || (m_axi_bresp >= 2'd2);

    always @* begin
        write_next = write;
        read_next = read;
        left_next = left;
        place_next = place;
        first_next = first;
        begin_lane_next = begin_lane;
        end_lane_next = end_lane;
        m_axi_wdata_next = m_axi_wdata;
        m_axi_wstrb_next = m_axi_wstrb;
        m_axi_wlast_next = m_axi_wlast;
        failed_next = failed;
        done_client_next = done_client;
        done_error_next = done_error;

        strobes_from = 8'hff;
        if (first) begin
            strobes_from = 8'hff << begin_lane;
        end
        strobes_to = 8'hff;
        if (is_last_word) begin
            strobes_to = ~(8'hfe << end_lane);
        end

        more = (|left) && !(pass && is_last_word);
        if (pass) begin
            write_next = write + 5'd1;
            place_next = place + 4'd1;
            first_next = 1'b0;
            left_next = left - 14'd1;
        end
        // All words of the command before have come: its bursts were offered with all their data.
        if (cutter_counted) begin
            more = 1'b1;
            left_next = cutter_words;
            place_next = cutter_first_place[6:3];
            first_next = 1'b1;
            begin_lane_next = cutter_first_place[2:0];
            end_lane_next = cutter_last_lane;
        end

        if (fetch) begin
            read_next = read + 5'd1;
            m_axi_wdata_next = buffer_read_data[63:0];
            m_axi_wstrb_next = buffer_read_data[71:64];
            m_axi_wlast_next = buffer_read_data[72];
        end

        held_next = held + passes;
        granted_after = granted - fetches;
        if (cutter_asks) begin
            held_next = (held - asked_beats) + passes;
            granted_after = (granted + asked_beats) - fetches;
        end

        done_next = 1'b0;
        if (answered) begin
            failed_next = wrong;
            if (bursts_oldest[2]) begin
                done_next = 1'b1;
                done_client_next = bursts_oldest[1:0];
                done_error_next = wrong;
                failed_next = 1'b0;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 5'd0;
            read <= 5'd0;
            held <= 6'd0;
            granted <= 6'd0;
            granted_any <= 1'b0;
            left <= 14'd0;
            place <= 4'd0;
            first <= 1'b0;
            begin_lane <= 3'd0;
            end_lane <= 3'd0;
            word_ready <= 1'b0;
            m_axi_wdata <= 64'd0;
            m_axi_wstrb <= 8'd0;
            m_axi_wlast <= 1'b0;
            m_axi_wvalid <= 1'b0;
            m_axi_bready <= 1'b0;
            failed <= 1'b0;
            done <= 1'b0;
            done_client <= 2'd0;
            done_error <= 1'b0;
            idle <= 1'b0;
        end else begin
            write <= write_next;
            read <= read_next;
            held <= held_next;
            granted <= granted_after;
            granted_any <= more_granted;
            left <= left_next;
            place <= place_next;
            first <= first_next;
            begin_lane <= begin_lane_next;
            end_lane <= end_lane_next;
            word_ready <= more && (used < 6'd32);
            m_axi_wdata <= m_axi_wdata_next;
            m_axi_wstrb <= m_axi_wstrb_next;
            m_axi_wlast <= m_axi_wlast_next;
            m_axi_wvalid <= valid_after;
            // Responses. One that nobody waits for is thrown away; from 2 on it is an error.
            m_axi_bready <= 1'b1;
            failed <= failed_next;
            done <= done_next;
            done_client <= done_client_next;
            done_error <= done_error_next;
            idle <= !cutter_offers_after && !cutter_asks && !valid_after && !more_granted && (!bursts_occupied ||
                (answered && (bursts_count == 5'd1)));
        end
    end

    wire unused = &{1'b0, cutter_length};

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

`line 6 "queue_3.v" 0
// A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
// is read without a clock, so that what is oldest is there at once.
//
//               +---------+
//         put-->|         |<--take
// put_data[W]-->|  queue  |-->oldest[W]
//               |         |-->occupied, count[5]
//               +---------+
module queue_3 (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Put an entry in; a full queue loses it.
    input  wire       put,
    // The entry.
    input  wire [2:0] put_data,
    // Take the oldest entry out; only while there is one.
    input  wire       take,
    // The oldest entry, while there is one.
    output wire [2:0] oldest,
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

    ram_distributed #(.WIDTH(3), .ADDRESS_WIDTH(4)) entries (
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
