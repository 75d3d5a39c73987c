// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mac_counters.rs; do not edit.

`default_nettype none

// Sixteen 64-bit counters, read as one consistent snapshot from another clock (IEEE 802.3-2022, clause 30).
//
//                +----------------+
//  events[16]--->|                |--->busy
//   octets[16]-->|  mac_counters  |--->data[64]
//    snapshot--->|                |
//     addr[4]--->|                |
//                +----------------+
//    count_clk count_rst    clk rst
//
// Events are counted for sixteen edges in small counters. Meanwhile the counts of the sixteen edges before are
// added to the totals, one counter an edge, in three stages: read, add the low half, add the high half and write.
// A snapshot is a copy of what is written back during one such walk. It is asked for and acknowledged by toggles,
// which clear at once with their side's reset, its clock or none.
module mac_counters (
    // ---- clock domain clk ----
    input  wire        clk,
    // Reset of the reading side, synchronous but for the request toggle.
    input  wire        rst,
    // Take a snapshot.
    input  wire        snapshot,
    // Which counter of the snapshot to read.
    input  wire [3:0]  addr,
    // A snapshot is being taken.
    output reg         busy,
    // The counter at `addr`.
    output reg  [63:0] data,

    // ---- clock domain count_clk ----
    input  wire        count_clk,
    // Reset of the counting side, synchronous but for the acknowledge toggle.
    input  wire        count_rst,
    // Bit i: add 1 to counter i (bit 1: add `octets` to counter 1).
    input  wire [15:0] events,
    // What `events[1]` adds.
    input  wire [15:0] octets
);

    // Copying
    localparam [1:0] COPYING_IDLE   = 2'd0;
    localparam [1:0] COPYING_WALK   = 2'd1;
    localparam [1:0] COPYING_SETTLE = 2'd2;

    reg [3:0]  walk;
    reg [15:0] pending_0, pending_0_next;
    reg [15:0] pending_1, pending_1_next;
    reg [15:0] pending_2, pending_2_next;
    reg [15:0] pending_3, pending_3_next;
    reg [19:0] pending_octets, pending_octets_next;
    reg [15:0] due_0, due_0_next;
    reg [15:0] due_1, due_1_next;
    reg [15:0] due_2, due_2_next;
    reg [15:0] due_3, due_3_next;
    reg [19:0] due_octets, due_octets_next;
    reg        first_walk, first_walk_next;
    reg [1:0]  copying, copying_next;
    reg        acknowledge, acknowledge_next;
    reg [3:0]  read_index;
    reg [31:0] read_low, read_low_next;
    reg [31:0] read_high, read_high_next;
    reg [19:0] read_amount, read_amount_next;
    reg        read_copied;
    reg [3:0]  added_index;
    reg [31:0] added_low;
    reg        added_carry;
    reg [31:0] added_high;
    reg        added_copied;
    reg        request, request_next;
    reg        busy_next;
    reg        taken, taken_next;
    reg [63:0] data_next;

    wire [15:0] sum_0;
    wire [15:0] sum_1;
    wire [15:0] sum_2;
    wire [15:0] sum_3;
    wire [15:0] carry_0;
    wire [15:0] carry_1;
    wire [15:0] carry_2;
    reg  [19:0] sum_octets;
    wire [32:0] low_sum;
    reg  [31:0] high_sum;
    wire [3:0]  due_count;
    wire [63:0] total;
    wire        request_sync_q;
    wire [63:0] totals_read_data;
    wire [63:0] copy_read_data;
    wire        acknowledge_sync_q;

    sync_bit #(.RESET_VALUE(1'b0)) request_sync (.clk(count_clk), .rst(count_rst), .d(request), .q(request_sync_q));

    ram_distributed #(.WIDTH(64), .ADDRESS_WIDTH(4)) totals (
        .write_clk(count_clk),
        .write_enable(1'b1),
        .write_address(added_index),
        .write_data(total),
        .read_address(walk),
        .read_data(totals_read_data)
    );

    ram_distributed #(.WIDTH(64), .ADDRESS_WIDTH(4)) copy (
        .write_clk(count_clk),
        .write_enable(added_copied),
        .write_address(added_index),
        .write_data(total),
        .read_address(addr),
        .read_data(copy_read_data)
    );

    sync_bit #(.RESET_VALUE(1'b0)) acknowledge_sync (.clk(clk), .rst(rst), .d(acknowledge), .q(acknowledge_sync_q));

    // Sixteen small counters at once: bit planes, each adding the carries of the one below.
    assign sum_0 = pending_0 ^ events;
    assign carry_0 = pending_0 & events;
    assign sum_1 = pending_1 ^ carry_0;
    assign carry_1 = pending_1 & carry_0;
    assign sum_2 = pending_2 ^ carry_1;
    assign carry_2 = pending_2 & carry_1;
    assign sum_3 = pending_3 ^ carry_2;
    assign due_count = {due_3[0], due_2[0], due_1[0], due_0[0]};
    // Second stage: add to the low half.
    assign low_sum = {1'b0, read_low} + {13'd0, read_amount};
    assign total = {high_sum, added_low};

    always @* begin
        pending_0_next = pending_0;
        pending_1_next = pending_1;
        pending_2_next = pending_2;
        pending_3_next = pending_3;
        pending_octets_next = pending_octets;
        due_0_next = due_0;
        due_1_next = due_1;
        due_2_next = due_2;
        due_3_next = due_3;
        due_octets_next = due_octets;
        first_walk_next = first_walk;
        copying_next = copying;
        acknowledge_next = acknowledge;
        request_next = request;
        busy_next = busy;
        taken_next = taken;
        data_next = data;

        sum_octets = pending_octets;
        if (events[1]) begin
            sum_octets = pending_octets + {4'd0, octets};
        end

        if (walk == 4'd15) begin
            pending_0_next = 16'd0;
            pending_1_next = 16'd0;
            pending_2_next = 16'd0;
            pending_3_next = 16'd0;
            pending_octets_next = 20'd0;
            due_0_next = sum_0;
            due_1_next = sum_1;
            due_2_next = sum_2;
            due_3_next = sum_3;
            due_octets_next = sum_octets;
            first_walk_next = 1'b0;
        end else begin
            pending_0_next = sum_0;
            pending_1_next = sum_1;
            pending_2_next = sum_2;
            pending_3_next = sum_3;
            pending_octets_next = sum_octets;
            // The counter whose turn it is stands in bit 0.
            due_0_next = due_0 >> 4'd1;
            due_1_next = due_1 >> 4'd1;
            due_2_next = due_2 >> 4'd1;
            due_3_next = due_3 >> 4'd1;
        end

        read_low_next = totals_read_data[31:0];
        read_high_next = totals_read_data[63:32];
        if (first_walk) begin
            read_low_next = 32'd0;
            read_high_next = 32'd0;
        end
        read_amount_next = {16'd0, due_count};
        if (walk == 4'd1) begin
            read_amount_next = due_octets;
        end

        // Third stage: carry into the high half, and write.
        high_sum = added_high;
        if (added_carry) begin
            high_sum = added_high + 32'd1;
        end

        case (copying)
            COPYING_IDLE: begin
                if ((walk == 4'd15) && (request_sync_q != acknowledge)) begin
                    copying_next = COPYING_WALK;
                end
            end
            COPYING_WALK: begin
                if (walk == 4'd15) begin
                    copying_next = COPYING_SETTLE;
                end
            end
            default: begin // COPYING_SETTLE
                if (walk == 4'd3) begin
                    acknowledge_next = request_sync_q;
                    copying_next = COPYING_IDLE;
                end
            end
        endcase

        if (busy) begin
            if (acknowledge_sync_q == request) begin
                busy_next = 1'b0;
                taken_next = 1'b1;
            end
        end else begin
            if (snapshot) begin
                request_next = !request;
                busy_next = 1'b1;
            end
            if (taken) begin
                data_next = copy_read_data;
            end
        end
    end

    always @(posedge count_clk) begin
        if (count_rst) begin
            walk <= 4'd0;
            pending_0 <= 16'd0;
            pending_1 <= 16'd0;
            pending_2 <= 16'd0;
            pending_3 <= 16'd0;
            pending_octets <= 20'd0;
            due_0 <= 16'd0;
            due_1 <= 16'd0;
            due_2 <= 16'd0;
            due_3 <= 16'd0;
            due_octets <= 20'd0;
            first_walk <= 1'b1;
            copying <= COPYING_IDLE;
            read_index <= 4'd0;
            read_low <= 32'd0;
            read_high <= 32'd0;
            read_amount <= 20'd0;
            read_copied <= 1'b0;
            added_index <= 4'd0;
            added_low <= 32'd0;
            added_carry <= 1'b0;
            added_high <= 32'd0;
            added_copied <= 1'b0;
        end else begin
            walk <= walk + 4'd1;
            pending_0 <= pending_0_next;
            pending_1 <= pending_1_next;
            pending_2 <= pending_2_next;
            pending_3 <= pending_3_next;
            pending_octets <= pending_octets_next;
            due_0 <= due_0_next;
            due_1 <= due_1_next;
            due_2 <= due_2_next;
            due_3 <= due_3_next;
            due_octets <= due_octets_next;
            first_walk <= first_walk_next;
            copying <= copying_next;
            read_index <= walk;
            read_low <= read_low_next;
            read_high <= read_high_next;
            read_amount <= read_amount_next;
            read_copied <= copying == COPYING_WALK;
            added_index <= read_index;
            added_low <= low_sum[31:0];
            added_carry <= low_sum[32];
            added_high <= read_high;
            added_copied <= read_copied;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire count_rst_n = !count_rst;

    always @(posedge count_clk or negedge count_rst_n) begin
        if (!count_rst_n) begin
            acknowledge <= 1'b0;
        end else begin
            acknowledge <= acknowledge_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire rst_n = !rst;

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            request <= 1'b0;
        end else begin
            request <= request_next;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            busy <= 1'b0;
            taken <= 1'b0;
            data <= 64'd0;
        end else begin
            busy <= busy_next;
            taken <= taken_next;
            data <= data_next;
        end
    end

endmodule

`line 2 "sync_bit.v" 0
// Brings one bit of another clock domain, or of none, into that of `clk` through two flip-flops.
module sync_bit #(
    parameter [0:0] RESET_VALUE = 1'b0
) (
    input  wire clk,
    // Synchronous reset.
    input  wire rst,
    // The foreign bit: a register of its own domain, without logic after it.
    input  wire d,
    // The bit, two edges later.
    output wire q
);

    (* async_reg = "true", keep *)
    reg [1:0] stage;

    always @(posedge clk) begin
        if (rst) begin
            stage <= {2{RESET_VALUE}};
        end else begin
            stage <= {stage[0], d};
        end
    end

    assign q = stage[1];

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
