// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/loopback.rs; do not edit.

`default_nettype none

// Between a MAC and its PHY: lets the MAC's receiver hear its transmitter in place of the wire, through a small
// memory between the two clocks, while the wire hears nothing.
//
//                     +------------+
//      mac_txd[8]---->|            |->phy_txd[8]
// mac_tx_en, tx_er--->|            |->phy_tx_en, tx_er
//      phy_rxd[8]---->|  loopback  |->mac_rxd[8]
// phy_rx_dv, rx_er--->|            |->mac_rx_dv, rx_er
// cfg_tx_loopback---->|            |
// cfg_rx_loopback---->|            |
//                     +------------+
//      tx_clk tx_rst    rx_clk rx_rst
module loopback (
    // ---- clock domain tx_clk ----
    input  wire       tx_clk,
    // Reset of the transmitting side, synchronous but for the Gray pointer.
    input  wire       tx_rst,
    // Octet or nibble of the MAC.
    input  wire [7:0] mac_txd,
    // It is part of a frame.
    input  wire       mac_tx_en,
    // Send an error in its place.
    input  wire       mac_tx_er,
    // Keep what is sent from the wire.
    input  wire       cfg_tx_loopback,
    // Octet or nibble to the PHY.
    output reg  [7:0] phy_txd,
    // It is part of a frame.
    output reg        phy_tx_en,
    // Send an error in its place.
    output reg        phy_tx_er,

    // ---- clock domain rx_clk ----
    input  wire       rx_clk,
    // Reset of the receiving side, synchronous but for the Gray pointer.
    input  wire       rx_rst,
    // Octet or nibble of the PHY.
    input  wire [7:0] phy_rxd,
    // It is part of a carrier.
    input  wire       phy_rx_dv,
    // The PHY saw an error in it.
    input  wire       phy_rx_er,
    // Hear what is sent in place of the wire.
    input  wire       cfg_rx_loopback,
    // Octet or nibble to the MAC.
    output reg  [7:0] mac_rxd,
    // It is part of a carrier.
    output reg        mac_rx_dv,
    // There was an error in it.
    output reg        mac_rx_er
);

    reg [7:0] phy_txd_next;
    reg       phy_tx_en_next;
    reg       phy_tx_er_next;
    reg [7:0] held_data;
    reg       held_er;
    reg       held_valid;
    reg [7:0] written_data;
    reg       written_er;
    reg       written_last;
    reg       written_valid;
    reg [2:0] delay, delay_next;
    reg       open, open_next;
    reg [7:0] mac_rxd_next;
    reg       mac_rx_dv_next;
    reg       mac_rx_er_next;

    wire       loops;
    wire       passes;
    wire       crossing_s_axis_tready;
    wire [7:0] crossing_m_axis_tdata;
    wire       crossing_m_axis_tvalid;
    wire       crossing_m_axis_tlast;
    wire       crossing_m_axis_tuser;

    async_fifo crossing (
        .wr_clk(tx_clk),
        .wr_rst(tx_rst),
        .s_axis_tdata(written_data),
        .s_axis_tvalid(written_valid),
        .s_axis_tready(crossing_s_axis_tready),
        .s_axis_tlast(written_last),
        .s_axis_tuser(written_er),
        .rd_clk(rx_clk),
        .rd_rst(rx_rst),
        .m_axis_tdata(crossing_m_axis_tdata),
        .m_axis_tvalid(crossing_m_axis_tvalid),
        .m_axis_tready(open),
        .m_axis_tlast(crossing_m_axis_tlast),
        .m_axis_tuser(crossing_m_axis_tuser)
    );

    // Writer. A symbol is held until it is known whether another one follows.
    assign loops = mac_tx_en && cfg_tx_loopback;
    // Reader. It lets some symbols gather first: they make up for clocks that differ.
    assign passes = crossing_m_axis_tvalid && open;

    always @* begin
        delay_next = delay;
        open_next = open;

        // To the wire.
        phy_txd_next = 8'd0;
        phy_tx_en_next = 1'b0;
        phy_tx_er_next = 1'b0;
        if (!cfg_tx_loopback) begin
            phy_txd_next = mac_txd;
            phy_tx_en_next = mac_tx_en;
            phy_tx_er_next = mac_tx_er;
        end

        if (open) begin
            if (passes && crossing_m_axis_tlast) begin
                open_next = 1'b0;
            end
        end else if (crossing_m_axis_tvalid) begin
            delay_next = delay + 3'd1;
            if (delay == 3'd5) begin
                delay_next = 3'd0;
                open_next = 1'b1;
            end
        end

        // To the receiver. A symbol that is missing in a frame is an error.
        mac_rxd_next = 8'd0;
        mac_rx_dv_next = 1'b0;
        mac_rx_er_next = 1'b0;
        if (cfg_rx_loopback) begin
            mac_rx_dv_next = open;
            if (passes) begin
                mac_rxd_next = crossing_m_axis_tdata;
                mac_rx_er_next = crossing_m_axis_tuser;
            end else begin
                mac_rx_er_next = open;
            end
        end else begin
            mac_rxd_next = phy_rxd;
            mac_rx_dv_next = phy_rx_dv;
            mac_rx_er_next = phy_rx_er;
        end
    end

    always @(posedge tx_clk) begin
        if (tx_rst) begin
            phy_txd <= 8'd0;
            phy_tx_en <= 1'b0;
            phy_tx_er <= 1'b0;
            held_data <= 8'd0;
            held_er <= 1'b0;
            held_valid <= 1'b0;
            written_data <= 8'd0;
            written_er <= 1'b0;
            written_last <= 1'b0;
            written_valid <= 1'b0;
        end else begin
            phy_txd <= phy_txd_next;
            phy_tx_en <= phy_tx_en_next;
            phy_tx_er <= phy_tx_er_next;
            held_data <= mac_txd;
            held_er <= mac_tx_er;
            held_valid <= loops;
            written_data <= held_data;
            written_er <= held_er;
            written_last <= !loops;
            written_valid <= held_valid;
        end
    end

    always @(posedge rx_clk) begin
        if (rx_rst) begin
            delay <= 3'd0;
            open <= 1'b0;
            mac_rxd <= 8'd0;
            mac_rx_dv <= 1'b0;
            mac_rx_er <= 1'b0;
        end else begin
            delay <= delay_next;
            open <= open_next;
            mac_rxd <= mac_rxd_next;
            mac_rx_dv <= mac_rx_dv_next;
            mac_rx_er <= mac_rx_er_next;
        end
    end

    wire unused = &{1'b0, crossing_s_axis_tready};

endmodule

`line 6 "async_fifo.v" 0
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
