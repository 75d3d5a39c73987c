// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/tests/kernels/design.rs; do not edit.

`default_nettype none

// A small design of two clocks with everything the printer knows: sub-blocks, leaves, interfaces, structs,
// configurations.
module crossing (
    input  wire        wr_clk,
    input  wire        wr_rst,
    input  wire [7:0]  s_axis_tdata,
    input  wire        s_axis_tvalid,
    input  wire        rd_clk,
    input  wire        rd_rst,
    output reg  [7:0]  m_axis_tdata,
    output reg         m_axis_tvalid,
    output reg  [3:0]  seen,
    output wire [15:0] level
);

    // Mode
    localparam [1:0] MODE_OFF  = 2'd0;
    localparam [1:0] MODE_SLOW = 2'd1;
    localparam [1:0] MODE_FAST = 2'd2;

    localparam [11:0] STEP = 12'd100;

    reg [1:0]  mode, mode_next;
    reg [15:0] fields, fields_next;
    reg        flags_0;
    reg        flags_1;
    reg        flags_2;
    reg [3:0]  crossing_count;

    wire        wr_reset;
    wire [3:0]  synced;
    reg  [15:0] next_fields;
    wire [3:0]  counters_0_count;
    wire [3:0]  counters_1_count;
    wire        limited_enable;
    wire [3:0]  limited_count;
    wire [7:0]  ram_read_data;
    wire        reset_rst;

    counter counters_0 (.clk(wr_clk), .rst(wr_reset), .enable(s_axis_tvalid), .count(counters_0_count));
    counter counters_1 (.clk(wr_clk), .rst(wr_reset), .enable(s_axis_tvalid), .count(counters_1_count));
    counter_saturating limited (.clk(wr_clk), .rst(wr_reset), .enable(limited_enable), .count(limited_count));

    ram_block #(.WIDTH(8), .ADDRESS_WIDTH(4)) ram (
        .clk(wr_clk),
        .rst(wr_reset),
        .write_enable(s_axis_tvalid),
        .write_address(counters_0_count),
        .write_data(s_axis_tdata),
        .read_enable(1'b1),
        .read_address(synced),
        .present_enable(1'b1),
        .read_data(ram_read_data)
    );

    sync_bit #(.RESET_VALUE(1'b0)) sync [3:0] (.clk(rd_clk), .rst(reset_rst), .d(crossing_count), .q(synced));
    reset_sync reset (.clk(rd_clk), .arst(wr_rst), .rst(reset_rst));

    assign wr_reset = wr_rst | s_axis_tvalid;
    assign limited_enable = counters_0_count == counters_1_count;
    assign level = {4'd0, fields[15:4]};

    always @* begin
        mode_next = mode;
        fields_next = fields;

        next_fields = fields;
        // The low field runs, the high one
        // jumps.
        next_fields[3:0] = fields[3:0] + 4'd1;
        if (fields[3:0] == 4'hf) begin
            next_fields[15:4] = fields[15:4] + STEP;
        end

        case (mode)
            MODE_OFF: ;
            MODE_SLOW: begin
                fields_next = next_fields;
                if (flags_2 & !flags_0) begin
                    mode_next = MODE_FAST;
                end else if (flags_1) begin
                    mode_next = MODE_OFF;
                end
            end
            default: begin // MODE_FAST
                mode_next = MODE_SLOW;
            end
        endcase
    end

    always @(posedge wr_clk) begin
        if (wr_reset) begin
            mode <= MODE_SLOW;
            fields <= 16'd0;
            flags_0 <= 1'b0;
            flags_1 <= 1'b0;
            flags_2 <= 1'b0;
        end else begin
            mode <= mode_next;
            fields <= fields_next;
            flags_0 <= !flags_2;
            flags_1 <= flags_0;
            flags_2 <= flags_1;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire wr_reset_n = !wr_reset;

    always @(posedge wr_clk or negedge wr_reset_n) begin
        if (!wr_reset_n) begin
            crossing_count <= 4'd0;
        end else begin
            crossing_count <= limited_count;
        end
    end

    always @(posedge rd_clk) begin
        if (rd_rst) begin
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b1;
            seen <= 4'd0;
        end else begin
            m_axis_tdata <= ram_read_data;
            m_axis_tvalid <= !rd_rst && (|synced);
            seen <= synced;
        end
    end

endmodule

`line 6 "counter.v" 0
// A small design of two clocks with everything the printer knows: sub-blocks, leaves, interfaces, structs,
// configurations.
module counter (
    input  wire       clk,
    input  wire       rst,
    // Count at this edge;
    // else hold.
    input  wire       enable,
    // How far it has come.
    output reg  [3:0] count
);

    reg [3:0] count_next;

    always @* begin
        count_next = count;
        if (enable) begin
            count_next = count + 4'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            count <= 4'd3;
        end else begin
            count <= count_next;
        end
    end

endmodule

`line 6 "counter_saturating.v" 0
// A small design of two clocks with everything the printer knows: sub-blocks, leaves, interfaces, structs,
// configurations.
module counter_saturating (
    input  wire       clk,
    input  wire       rst,
    // Count at this edge;
    // else hold.
    input  wire       enable,
    // How far it has come.
    output reg  [3:0] count
);

    reg [3:0] count_next;

    always @* begin
        count_next = count;
        if (count == 4'd15) begin
            count_next = count;
        end else if (enable) begin
            count_next = count + 4'd1;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            count <= 4'd3;
        end else begin
            count <= count_next;
        end
    end

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

`line 2 "reset_sync.v" 0
// Brings a reset into the domain of `clk`: `rst` rises with `arst` at once, clock or no clock, and falls at the
// second edge after it.
module reset_sync (
    input  wire clk,
    // Reset of any domain, active high.
    input  wire arst,
    // Reset in the domain of `clk`, active high.
    output wire rst
);

    (* async_reg = "true", keep *)
    reg [1:0] stage;

    always @(posedge clk or posedge arst) begin
        if (arst) begin
            stage <= 2'b11;
        end else begin
            stage <= {stage[0], 1'b0};
        end
    end

    assign rst = stage[1];

endmodule

`default_nettype wire
