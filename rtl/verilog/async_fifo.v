// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/async_fifo.rs; do not edit.

`default_nettype none

// A first-in first-out memory of 16 beats between two clocks, with Gray-coded pointers. It knows nothing of
// frames.
//
//                  +--------------+
//  s_axis_tdata[8]->              |->m_axis_tdata[8]
//   s_axis_tvalid->|              |->m_axis_tvalid
//   s_axis_tready<-|  async_fifo  |<-m_axis_tready
//    s_axis_tlast->|              |->m_axis_tlast
//    s_axis_tuser->|              |->m_axis_tuser
//                  +--------------+
//         wr_clk  wr_rst      rd_clk  rd_rst
//
// Of a Gray-coded pointer one bit changes at a time, so each bit may cross for itself: the other side sees the
// pointer as it was or as it is, never a third value. A reset clears the pointer that crosses at once, so that the
// other side sees it even when the clock of this side stands.
module async_fifo (
    // ---- clock domain wr_clk ----
    input  wire       wr_clk,
    // Reset of the write side, synchronous but for its Gray pointer.
    input  wire       wr_rst,
    // Octet to store.
    input  wire [7:0] s_axis_tdata,
    // An octet is offered.
    input  wire       s_axis_tvalid,
    // Carried along.
    input  wire       s_axis_tlast,
    // Carried along.
    input  wire       s_axis_tuser,
    // There is room for a beat.
    output reg        s_axis_tready,

    // ---- clock domain rd_clk ----
    input  wire       rd_clk,
    // Reset of the read side, synchronous but for its Gray pointer.
    input  wire       rd_rst,
    // The sink takes the beat.
    input  wire       m_axis_tready,
    // Octet.
    output reg  [7:0] m_axis_tdata,
    // An octet is offered.
    output reg        m_axis_tvalid,
    // As it came in.
    output reg        m_axis_tlast,
    // As it came in.
    output reg        m_axis_tuser
);

    localparam [4:0] FULL_MARK = 5'd24;

    reg [4:0] write;
    reg [4:0] write_gray;
    reg       s_axis_tready_next;
    reg [4:0] read;
    reg [4:0] read_gray;
    reg [4:0] ahead, ahead_next;
    reg [7:0] m_axis_tdata_next;
    reg       m_axis_tvalid_next;
    reg       m_axis_tlast_next;
    reg       m_axis_tuser_next;

    wire [9:0] beat;
    wire       blocked;
    wire       store;
    reg  [4:0] write_after;
    wire [4:0] full_gray;
    wire [4:0] read_gray_seen;
    wire       present_free;
    wire       waiting;
    reg  [4:0] read_after;
    wire [4:0] write_gray_seen;
    wire       beats_write_enable;
    wire [9:0] beats_read_data;

    ram_distributed #(.WIDTH(10), .ADDRESS_WIDTH(4)) beats (
        .write_clk(wr_clk),
        .write_enable(beats_write_enable),
        .write_address(write[3:0]),
        .write_data(beat),
        .read_address(read[3:0]),
        .read_data(beats_read_data)
    );

    sync_bit #(.RESET_VALUE(1'b0)) write_gray_sync [4:0] (
        .clk(rd_clk),
        .rst(rd_rst),
        .d(write_gray),
        .q(write_gray_seen)
    );

    sync_bit #(.RESET_VALUE(1'b0)) read_gray_sync [4:0] (
        .clk(wr_clk),
        .rst(wr_rst),
        .d(read_gray),
        .q(read_gray_seen)
    );

    // Write side. Full: 16 ahead, which turns the two upper bits of the Gray code.
    // The reset wins over a beat too: a read side that is still to be reset sees what was there.
    assign blocked = wr_rst || !s_axis_tready;
    assign store = s_axis_tvalid && s_axis_tready;
    assign full_gray = read_gray_seen ^ FULL_MARK;
    assign beat = {s_axis_tuser, s_axis_tlast, s_axis_tdata};
    assign beats_write_enable = s_axis_tvalid && !blocked;
    // Read side.
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign waiting = read_gray != write_gray_seen;

    always @* begin
        ahead_next = ahead;
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;

        write_after = write;
        s_axis_tready_next = write_gray != full_gray;
        if (store) begin
            write_after = write + 5'd1;
            ahead_next = ahead + 5'd1;
            s_axis_tready_next = (ahead ^ (ahead >> 3'd1)) != full_gray;
        end

        read_after = read;
        if (present_free) begin
            m_axis_tvalid_next = waiting;
            if (waiting) begin
                m_axis_tdata_next = beats_read_data[7:0];
                m_axis_tlast_next = beats_read_data[8];
                m_axis_tuser_next = beats_read_data[9];
                read_after = read + 5'd1;
            end
        end
    end

    always @(posedge wr_clk) begin
        if (wr_rst) begin
            write <= 5'd0;
            s_axis_tready <= 1'b0;
            ahead <= 5'd1;
        end else begin
            write <= write_after;
            s_axis_tready <= s_axis_tready_next;
            ahead <= ahead_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire wr_rst_n = !wr_rst;

    always @(posedge wr_clk or negedge wr_rst_n) begin
        if (!wr_rst_n) begin
            write_gray <= 5'd0;
        end else begin
            write_gray <= write_after ^ (write_after >> 3'd1);
        end
    end

    always @(posedge rd_clk) begin
        if (rd_rst) begin
            read <= 5'd0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
        end else begin
            read <= read_after;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
        end
    end

    // Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks
    // reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.
    wire rd_rst_n = !rd_rst;

    always @(posedge rd_clk or negedge rd_rst_n) begin
        if (!rd_rst_n) begin
            read_gray <= 5'd0;
        end else begin
            read_gray <= read_after ^ (read_after >> 3'd1);
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

`default_nettype wire
