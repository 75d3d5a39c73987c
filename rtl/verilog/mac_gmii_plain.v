// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mac_gmii_plain.rs; do not edit.

`default_nettype none

// Ethernet MAC for GMII, 1000 Mbit/s, full duplex, with frame memories, and without PAUSE and counters (IEEE
// 802.3-2022, clauses 4 and 35).
//
//                +-------------+    +------------+    +--------+
//   tx_axis_* -->| stream_fifo |--->| async_fifo |--->| mac_tx |--> gmii_txd, tx_en, tx_er; stat_tx_*
//                +-------------+    +------------+    +--------+
//                +------------+    +-------------+    +--------+
//   rx_axis_* <--| async_fifo |<---| stream_fifo |<---| mac_rx |<-- gmii_rxd, rx_dv, rx_er; stat_rx_*
//                +------------+    +-------------+    +--------+
module mac_gmii_plain (
    // ---- clock domain clk ----
    input  wire        clk,
    // Reset, synchronous to `clk`, from a flip-flop: the other domains take it at once. Each of the three resets all.
    input  wire        rst,
    // Octet of a frame to send, destination address first.
    input  wire [7:0]  tx_axis_tdata,
    // An octet is offered.
    input  wire        tx_axis_tvalid,
    // It is the last of its frame.
    input  wire        tx_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        tx_axis_tuser,
    // The sink takes the beat.
    input  wire        rx_axis_tready,
    // The octet is taken.
    output wire        tx_axis_tready,
    // Octet of a received frame.
    output wire [7:0]  rx_axis_tdata,
    // An octet is offered.
    output wire        rx_axis_tvalid,
    // It is the last of its frame.
    output wire        rx_axis_tlast,
    // On the last beat: the frame is bad.
    output wire        rx_axis_tuser,

    // ---- clock domain tx_clk ----
    input  wire        tx_clk,
    // Reset, synchronous to `tx_clk`, from a flip-flop.
    input  wire        tx_rst,
    // Pad frames and append their FCS; else the stream carries it.
    input  wire        cfg_tx_fcs_insert,
    // Octet to the PHY.
    output wire [7:0]  gmii_txd,
    // `gmii_txd` is part of a frame.
    output wire        gmii_tx_en,
    // Send an error in its place.
    output wire        gmii_tx_er,
    // Strobe: a frame is over, and this is its verdict.
    output wire        stat_tx_valid,
    // How it ended: a `TxVerdict`.
    output wire [2:0]  stat_tx_verdict,
    // Its length in octets.
    output wire [15:0] stat_tx_octets,

    // ---- clock domain rx_clk ----
    input  wire        rx_clk,
    // Reset, synchronous to `rx_clk`, from a flip-flop.
    input  wire        rx_rst,
    // Octet from the PHY.
    input  wire [7:0]  gmii_rxd,
    // `gmii_rxd` is part of a carrier.
    input  wire        gmii_rx_dv,
    // The PHY saw an error in it.
    input  wire        gmii_rx_er,
    // Strip the FCS; else the stream carries it.
    input  wire        cfg_rx_fcs_strip,
    // Accept frames of up to 9018 octets.
    input  wire        cfg_rx_jumbo,
    // Pass bad frames, marked by `rx_axis_tuser`; else drop them.
    input  wire        cfg_rx_pass_bad,
    // Strobe: a frame is over, and this is its verdict.
    output wire        stat_rx_valid,
    // What it was: an `RxVerdict`.
    output wire [3:0]  stat_rx_verdict,
    // The PHY reported an error in it.
    output wire        stat_rx_symbol_error,
    // Its length in octets.
    output wire [15:0] stat_rx_octets,
    // Strobe: a frame did not fit into the memory and is lost.
    output wire        stat_rx_overflow
);

    wire       client_reset;
    wire       transmit_reset;
    wire       receive_reset;
    wire       tx_rst_in_clk_rst;
    wire       rx_rst_in_clk_rst;
    wire       rst_in_tx_clk_rst;
    wire       rx_rst_in_tx_clk_rst;
    wire       rst_in_rx_clk_rst;
    wire       tx_rst_in_rx_clk_rst;
    wire [7:0] tx_frames_m_axis_tdata;
    wire       tx_frames_m_axis_tvalid;
    wire       tx_frames_m_axis_tlast;
    wire       tx_frames_m_axis_tuser;
    wire       tx_frames_half_full;
    wire       tx_frames_stat_overflow;
    wire       tx_frames_stat_bad;
    wire       tx_crossing_s_axis_tready;
    wire [7:0] tx_crossing_m_axis_tdata;
    wire       tx_crossing_m_axis_tvalid;
    wire       tx_crossing_m_axis_tlast;
    wire       tx_crossing_m_axis_tuser;
    wire       transmitter_tx_axis_tready;
    wire       transmitter_tx_start_ready;
    wire [7:0] receiver_rx_axis_tdata;
    wire       receiver_rx_axis_tvalid;
    wire       receiver_rx_axis_tlast;
    wire       receiver_rx_axis_tuser;
    wire       rx_frames_s_axis_tready;
    wire [7:0] rx_frames_m_axis_tdata;
    wire       rx_frames_m_axis_tvalid;
    wire       rx_frames_m_axis_tlast;
    wire       rx_frames_m_axis_tuser;
    wire       rx_frames_cfg_drop_bad;
    wire       rx_frames_half_full;
    wire       rx_frames_stat_bad;
    wire       rx_crossing_s_axis_tready;

    reset_sync tx_rst_in_clk (.clk(clk), .arst(tx_rst), .rst(tx_rst_in_clk_rst));
    reset_sync rx_rst_in_clk (.clk(clk), .arst(rx_rst), .rst(rx_rst_in_clk_rst));
    reset_sync rst_in_tx_clk (.clk(tx_clk), .arst(rst), .rst(rst_in_tx_clk_rst));
    reset_sync rx_rst_in_tx_clk (.clk(tx_clk), .arst(rx_rst), .rst(rx_rst_in_tx_clk_rst));
    reset_sync rst_in_rx_clk (.clk(rx_clk), .arst(rst), .rst(rst_in_rx_clk_rst));
    reset_sync tx_rst_in_rx_clk (.clk(rx_clk), .arst(tx_rst), .rst(tx_rst_in_rx_clk_rst));

    stream_fifo tx_frames (
        .clk(clk),
        .rst(client_reset),
        .s_axis_tdata(tx_axis_tdata),
        .s_axis_tvalid(tx_axis_tvalid),
        .s_axis_tready(tx_axis_tready),
        .s_axis_tlast(tx_axis_tlast),
        .s_axis_tuser(tx_axis_tuser),
        .s_axis_tdrop(1'b0),
        .m_axis_tdata(tx_frames_m_axis_tdata),
        .m_axis_tvalid(tx_frames_m_axis_tvalid),
        .m_axis_tready(tx_crossing_s_axis_tready),
        .m_axis_tlast(tx_frames_m_axis_tlast),
        .m_axis_tuser(tx_frames_m_axis_tuser),
        .cfg_wait(1'b1),
        .cfg_drop_bad(1'b0),
        .half_full(tx_frames_half_full),
        .stat_overflow(tx_frames_stat_overflow),
        .stat_bad(tx_frames_stat_bad)
    );

    async_fifo tx_crossing (
        .wr_clk(clk),
        .wr_rst(client_reset),
        .s_axis_tdata(tx_frames_m_axis_tdata),
        .s_axis_tvalid(tx_frames_m_axis_tvalid),
        .s_axis_tready(tx_crossing_s_axis_tready),
        .s_axis_tlast(tx_frames_m_axis_tlast),
        .s_axis_tuser(tx_frames_m_axis_tuser),
        .rd_clk(tx_clk),
        .rd_rst(transmit_reset),
        .m_axis_tdata(tx_crossing_m_axis_tdata),
        .m_axis_tvalid(tx_crossing_m_axis_tvalid),
        .m_axis_tready(transmitter_tx_axis_tready),
        .m_axis_tlast(tx_crossing_m_axis_tlast),
        .m_axis_tuser(tx_crossing_m_axis_tuser)
    );

    mac_tx transmitter (
        .clk(tx_clk),
        .rst(transmit_reset),
        .tx_axis_tdata(tx_crossing_m_axis_tdata),
        .tx_axis_tvalid(tx_crossing_m_axis_tvalid),
        .tx_axis_tlast(tx_crossing_m_axis_tlast),
        .tx_axis_tuser(tx_crossing_m_axis_tuser),
        .tx_fcs_insert(cfg_tx_fcs_insert),
        .tx_hold(1'b0),
        .tx_axis_tready(transmitter_tx_axis_tready),
        .gmii_txd(gmii_txd),
        .gmii_tx_en(gmii_tx_en),
        .gmii_tx_er(gmii_tx_er),
        .tx_start_ready(transmitter_tx_start_ready),
        .stat_tx_valid(stat_tx_valid),
        .stat_tx_verdict(stat_tx_verdict),
        .stat_tx_octets(stat_tx_octets)
    );

    mac_rx receiver (
        .clk(rx_clk),
        .rst(receive_reset),
        .gmii_rxd(gmii_rxd),
        .gmii_rx_dv(gmii_rx_dv),
        .gmii_rx_er(gmii_rx_er),
        .cfg_rx_fcs_strip(cfg_rx_fcs_strip),
        .cfg_rx_jumbo(cfg_rx_jumbo),
        .rx_axis_tdata(receiver_rx_axis_tdata),
        .rx_axis_tvalid(receiver_rx_axis_tvalid),
        .rx_axis_tlast(receiver_rx_axis_tlast),
        .rx_axis_tuser(receiver_rx_axis_tuser),
        .stat_rx_valid(stat_rx_valid),
        .stat_rx_verdict(stat_rx_verdict),
        .stat_rx_symbol_error(stat_rx_symbol_error),
        .stat_rx_octets(stat_rx_octets)
    );

    stream_fifo rx_frames (
        .clk(rx_clk),
        .rst(receive_reset),
        .s_axis_tdata(receiver_rx_axis_tdata),
        .s_axis_tvalid(receiver_rx_axis_tvalid),
        .s_axis_tready(rx_frames_s_axis_tready),
        .s_axis_tlast(receiver_rx_axis_tlast),
        .s_axis_tuser(receiver_rx_axis_tuser),
        .s_axis_tdrop(1'b0),
        .m_axis_tdata(rx_frames_m_axis_tdata),
        .m_axis_tvalid(rx_frames_m_axis_tvalid),
        .m_axis_tready(rx_crossing_s_axis_tready),
        .m_axis_tlast(rx_frames_m_axis_tlast),
        .m_axis_tuser(rx_frames_m_axis_tuser),
        .cfg_wait(1'b0),
        .cfg_drop_bad(rx_frames_cfg_drop_bad),
        .half_full(rx_frames_half_full),
        .stat_overflow(stat_rx_overflow),
        .stat_bad(rx_frames_stat_bad)
    );

    async_fifo rx_crossing (
        .wr_clk(rx_clk),
        .wr_rst(receive_reset),
        .s_axis_tdata(rx_frames_m_axis_tdata),
        .s_axis_tvalid(rx_frames_m_axis_tvalid),
        .s_axis_tready(rx_crossing_s_axis_tready),
        .s_axis_tlast(rx_frames_m_axis_tlast),
        .s_axis_tuser(rx_frames_m_axis_tuser),
        .rd_clk(clk),
        .rd_rst(client_reset),
        .m_axis_tdata(rx_axis_tdata),
        .m_axis_tvalid(rx_axis_tvalid),
        .m_axis_tready(rx_axis_tready),
        .m_axis_tlast(rx_axis_tlast),
        .m_axis_tuser(rx_axis_tuser)
    );

    assign client_reset = rst || tx_rst_in_clk_rst || rx_rst_in_clk_rst;
    assign transmit_reset = tx_rst || rst_in_tx_clk_rst || rx_rst_in_tx_clk_rst;
    assign receive_reset = rx_rst || rst_in_rx_clk_rst || tx_rst_in_rx_clk_rst;
    assign rx_frames_cfg_drop_bad = !cfg_rx_pass_bad;

    wire unused = &{1'b0, tx_frames_half_full, tx_frames_stat_overflow, tx_frames_stat_bad, transmitter_tx_start_ready,
        rx_frames_s_axis_tready, rx_frames_half_full, rx_frames_stat_bad};

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

`line 6 "stream_fifo.v" 0
// A first-in first-out memory for frames, in one clock: a frame comes out only when it is in as a whole. One
// that does not fit, or that is bad, is dropped as a whole and counted, never cut.
//
//                  +---------------+
//  s_axis_tdata[8]->               |->m_axis_tdata[8]
//   s_axis_tvalid->|               |->m_axis_tvalid
//   s_axis_tready<-|  stream_fifo  |<-m_axis_tready
//    s_axis_tlast->|               |->m_axis_tlast
//    s_axis_tuser->|               |->m_axis_tuser
//    s_axis_tdrop->|               |->half_full
//        cfg_wait->|               |->stat_overflow
//    cfg_drop_bad->|               |->stat_bad
//                  +---------------+
//
// Three pointers count octets: `write`, `commit` (where the last whole frame ends) and `read`; `last_room` is where
// one octet more fills the memory, so that no comparison waits for an addition. The memory's read register is the
// first of two output stages, the `m_axis` registers are the second.
module stream_fifo (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Octet of a frame.
    input  wire [7:0] s_axis_tdata,
    // An octet is offered.
    input  wire       s_axis_tvalid,
    // It is the last of its frame.
    input  wire       s_axis_tlast,
    // On the last beat: the frame is bad (or is to be sent with an error).
    input  wire       s_axis_tuser,
    // On the last beat: drop the frame silently (it has been consumed elsewhere).
    input  wire       s_axis_tdrop,
    // The sink takes the beat.
    input  wire       m_axis_tready,
    // The source waits for `tready`; else a beat offered while it is low overflows.
    input  wire       cfg_wait,
    // Drop frames whose last beat has `tuser`.
    input  wire       cfg_drop_bad,
    // There is room for a beat.
    output reg        s_axis_tready,
    // Octet of a frame.
    output wire [7:0] m_axis_tdata,
    // An octet is offered.
    output reg        m_axis_tvalid,
    // It is the last of its frame.
    output wire       m_axis_tlast,
    // On the last beat: as it came in.
    output wire       m_axis_tuser,
    // At least half of the memory is in use.
    output reg        half_full,
    // Strobe: a frame that was wanted did not fit.
    output reg        stat_overflow,
    // Strobe: a bad frame was dropped.
    output reg        stat_bad
);

    localparam [12:0] DEPTH = 13'd4096;
    localparam [12:0] HALF_OR_MORE = 13'd6144;

    reg [12:0] write, write_next;
    reg [12:0] commit, commit_next;
    reg [12:0] read, read_next;
    reg [12:0] last_room, last_room_next;
    reg        has_left;
    reg        discarding;
    reg        fetched, fetched_next;
    reg        m_axis_tvalid_next;

    wire [9:0]  beat;
    wire [12:0] fill;
    wire [12:0] full_write;
    wire        store;
    wire        lost;
    wire        reject;
    wire        frame_end;
    wire [12:0] write_stored;
    wire        full_kept;
    wire        full_stored;
    wire        full_dropped;
    reg         full_after;
    wire        fetch;
    reg         discarding_after;
    wire        present_free;
    wire        fetch_free;
    wire        waiting;
    wire        frames_present_enable;
    wire [9:0]  frames_read_data;

    ram_block #(.WIDTH(10), .ADDRESS_WIDTH(12)) frames (
        .clk(clk),
        .rst(rst),
        .write_enable(store),
        .write_address(write[11:0]),
        .write_data(beat),
        .read_enable(fetch_free),
        .read_address(read[11:0]),
        .present_enable(frames_present_enable),
        .read_data(frames_read_data)
    );

    assign m_axis_tdata = frames_read_data[7:0];
    assign m_axis_tlast = frames_read_data[8];
    assign m_axis_tuser = frames_read_data[9];
    assign fill = write - read;
    // Will the memory be full? Compared for each place where the write pointer can go, before it is known where.
    assign full_write = read ^ DEPTH;
    assign full_kept = write == full_write;
    assign full_stored = write == last_room;
    assign full_dropped = commit == full_write;
    assign waiting = read != commit;
    assign store = !discarding && s_axis_tvalid && s_axis_tready;
    // Either the source cannot wait, or the frame has the memory for itself and does not fit: the memory is full,
    // now that no octet has left since tready was judged.
    assign lost = !discarding && !s_axis_tready && ((!cfg_wait && s_axis_tvalid) || (cfg_wait && !has_left &&
        !waiting));
    assign reject = s_axis_tuser && cfg_drop_bad;
    // Judged at the end of a frame: what was not wanted is not lost.
    assign frame_end = s_axis_tvalid && s_axis_tlast && (s_axis_tready || !cfg_wait);
    assign write_stored = write + 13'd1;
    assign beat = {s_axis_tuser, s_axis_tlast, s_axis_tdata};
    // A committed octet waits in the memory, is fetched, then presented at the port.
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign fetch_free = !fetched || present_free;
    assign fetch = fetch_free && waiting;
    assign frames_present_enable = present_free && fetched;

    always @* begin
        write_next = write;
        commit_next = commit;
        read_next = read;
        last_room_next = last_room;
        fetched_next = fetched;
        m_axis_tvalid_next = m_axis_tvalid;

        full_after = full_kept;
        discarding_after = discarding;
        if (store) begin
            if (s_axis_tlast && (reject || s_axis_tdrop)) begin
                write_next = commit;
                full_after = full_dropped;
            end else begin
                write_next = write_stored;
                full_after = full_stored;
                if (s_axis_tlast) begin
                    commit_next = write_stored;
                end
            end
        end else if (lost) begin
            write_next = commit;
            full_after = full_dropped;
            discarding_after = cfg_wait || !s_axis_tlast;
        end else if (s_axis_tvalid && s_axis_tlast) begin
            // Tready is high while discarding, so each beat counts.
            discarding_after = 1'b0;
        end

        if (fetch_free) begin
            fetched_next = waiting;
        end
        if (fetch) begin
            read_next = read + 13'd1;
            last_room_next = last_room + 13'd1;
        end
        if (present_free) begin
            m_axis_tvalid_next = fetched;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 13'd0;
            commit <= 13'd0;
            read <= 13'd0;
            last_room <= 13'd4095;
            has_left <= 1'b1;
            discarding <= 1'b0;
            s_axis_tready <= 1'b0;
            half_full <= 1'b0;
            stat_overflow <= 1'b0;
            stat_bad <= 1'b0;
            fetched <= 1'b0;
            m_axis_tvalid <= 1'b0;
        end else begin
            write <= write_next;
            commit <= commit_next;
            read <= read_next;
            last_room <= last_room_next;
            has_left <= fetch;
            discarding <= discarding_after;
            s_axis_tready <= discarding_after || !full_after;
            // The fill is the depth at most, so one of its two high bits says half or more.
            half_full <= (fill & HALF_OR_MORE) != 13'd0;
            stat_overflow <= frame_end && !store && !reject && !s_axis_tdrop;
            stat_bad <= frame_end && reject;
            fetched <= fetched_next;
            m_axis_tvalid <= m_axis_tvalid_next;
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

`line 6 "mac_tx.v" 0
// Ethernet transmitter for GMII, full duplex, one octet a clock (IEEE 802.3-2022, 4.2.8, clause 35).
//
//                   +----------+
//  tx_axis_tdata[8]->          |->gmii_txd[8]
//   tx_axis_tvalid->|          |->gmii_tx_en
//   tx_axis_tready<-|  mac_tx  |->gmii_tx_er
//    tx_axis_tlast->|          |->tx_start_ready
//    tx_axis_tuser->|          |->stat_tx_valid
//    tx_fcs_insert->|          |->stat_tx_verdict[3]
//          tx_hold->|          |->stat_tx_octets[16]
//                   +----------+
module mac_tx (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a frame, destination address first.
    input  wire [7:0]  tx_axis_tdata,
    // An octet is offered; it stays until it is taken.
    input  wire        tx_axis_tvalid,
    // It is the last of its frame.
    input  wire        tx_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        tx_axis_tuser,
    // On every beat of a frame the same: pad it and append the FCS; else the stream carries the FCS.
    input  wire        tx_fcs_insert,
    // Do not start a frame at this edge.
    input  wire        tx_hold,
    // The octet is taken.
    output reg         tx_axis_tready,
    // Octet to the PHY.
    output reg  [7:0]  gmii_txd,
    // `gmii_txd` is part of a frame.
    output reg         gmii_tx_en,
    // Send an error in its place.
    output reg         gmii_tx_er,
    // A frame offered now starts without delay.
    output reg         tx_start_ready,
    // Strobe: a frame is over, and this is its verdict.
    output reg         stat_tx_valid,
    // How it ended: a `TxVerdict`.
    output reg  [2:0]  stat_tx_verdict,
    // Its length in octets on the wire, FCS included; saturates at 65535.
    output reg  [15:0] stat_tx_octets
);

    // State
    localparam [2:0] STATE_IDLE     = 3'd0;
    localparam [2:0] STATE_PREAMBLE = 3'd1;
    localparam [2:0] STATE_DATA     = 3'd2;
    localparam [2:0] STATE_PAD      = 3'd3;
    localparam [2:0] STATE_FCS      = 3'd4;
    localparam [2:0] STATE_GAP      = 3'd5;

    reg [2:0]  state, state_next;
    reg [3:0]  step, step_next;
    reg        draining, draining_next;
    reg        tx_axis_tready_next;
    reg [7:0]  gmii_txd_next;
    reg        gmii_tx_en_next;
    reg        gmii_tx_er_next;
    reg        tx_start_ready_next;
    reg [2:0]  verdict, verdict_next;
    reg [15:0] octets, octets_next;
    reg        is_long, is_long_next;
    reg        stat_tx_valid_next;
    reg [2:0]  stat_tx_verdict_next;
    reg [15:0] stat_tx_octets_next;

    wire [7:0]  fcs_octet;
    wire        in_frame;
    wire        starts;
    wire        drains_on;
    wire        suffices;
    wire        crc_rst;
    reg  [7:0]  crc_data;
    wire [31:0] crc_fcs;

    crc32 crc (.clk(clk), .rst(crc_rst), .init(1'b0), .valid(1'b1), .data(crc_data), .fcs(crc_fcs));

    assign in_frame = (state == STATE_DATA) | (state == STATE_PAD) | (state == STATE_FCS);
    assign crc_rst = rst | !in_frame;
    assign fcs_octet = crc_fcs[7:0];
    assign starts = tx_axis_tvalid & !tx_hold & !draining;
    assign drains_on = draining & !(tx_axis_tvalid & tx_axis_tlast);
    // The octet sent at this edge is the 60th, or a later one.
    assign suffices = is_long | (octets[5:0] == 6'd59);

    always @* begin
        state_next = state;
        step_next = step;
        draining_next = draining;
        tx_axis_tready_next = tx_axis_tready;
        verdict_next = verdict;
        octets_next = octets;
        is_long_next = is_long;
        stat_tx_verdict_next = stat_tx_verdict;
        stat_tx_octets_next = stat_tx_octets;

        gmii_tx_en_next = in_frame;
        gmii_tx_er_next = 1'b0;
        gmii_txd_next = 8'd0;
        tx_start_ready_next = 1'b0;
        stat_tx_valid_next = 1'b0;
        // The complement of an FCS octet, taken in, moves the next one into its place.
        crc_data = ~fcs_octet;
        case (state)
            STATE_IDLE: begin
                step_next = 4'd1;
                if (starts) begin
                    gmii_tx_en_next = 1'b1;
                    gmii_txd_next = 8'h55;
                    state_next = STATE_PREAMBLE;
                end else begin
                    tx_start_ready_next = !drains_on;
                end
            end
            STATE_PREAMBLE: begin
                gmii_tx_en_next = 1'b1;
                gmii_txd_next = 8'h55;
                step_next = step + 4'd1;
                verdict_next = 3'd0;
                if (step == 4'd7) begin
                    gmii_txd_next = 8'hd5;
                    tx_axis_tready_next = 1'b1;
                    state_next = STATE_DATA;
                end
            end
            STATE_DATA: begin
                step_next = 4'd0;
                if (tx_axis_tvalid) begin
                    gmii_txd_next = tx_axis_tdata;
                    crc_data = tx_axis_tdata;
                    if (tx_axis_tlast) begin
                        tx_axis_tready_next = 1'b0;
                        // SentWithError, or still Ok.
                        verdict_next = {2'd0, tx_axis_tuser};
                        if (tx_fcs_insert & !suffices) begin
                            state_next = STATE_PAD;
                        end else if (tx_fcs_insert | tx_axis_tuser) begin
                            state_next = STATE_FCS;
                        end else begin
                            state_next = STATE_GAP;
                        end
                    end
                end else begin
                    // Underrun: this edge sends the first of four wrong FCS octets.
                    gmii_txd_next = ~fcs_octet;
                    gmii_tx_er_next = 1'b1;
                    step_next = 4'd1;
                    verdict_next = 3'd2;
                    draining_next = 1'b1;
                    state_next = STATE_FCS;
                end
            end
            STATE_PAD: begin
                crc_data = 8'd0;
                if (suffices) begin
                    state_next = STATE_FCS;
                end
            end
            STATE_FCS: begin
                gmii_txd_next = fcs_octet;
                if (|verdict) begin
                    gmii_txd_next = ~fcs_octet;
                    gmii_tx_er_next = 1'b1;
                end
                step_next = step + 4'd1;
                if (step == 4'd3) begin
                    step_next = 4'd0;
                    state_next = STATE_GAP;
                end
            end
            default: begin // STATE_GAP
                step_next = step + 4'd1;
                tx_start_ready_next = (step >= 4'd7) & !drains_on;
                if (step == 4'd0) begin
                    stat_tx_valid_next = 1'b1;
                    stat_tx_verdict_next = verdict;
                    stat_tx_octets_next = octets;
                end
                if (step == 4'd11) begin
                    state_next = STATE_IDLE;
                end
            end
        endcase

        if (!in_frame) begin
            octets_next = 16'd0;
            is_long_next = 1'b0;
        end else begin
            is_long_next = suffices;
            if (!(&octets)) begin
                octets_next = octets + 16'd1;
            end
        end
        if (draining) begin
            draining_next = drains_on;
            tx_axis_tready_next = drains_on;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            step <= 4'd0;
            draining <= 1'b0;
            tx_axis_tready <= 1'b0;
            gmii_txd <= 8'd0;
            gmii_tx_en <= 1'b0;
            gmii_tx_er <= 1'b0;
            tx_start_ready <= 1'b0;
            verdict <= 3'd0;
            octets <= 16'd0;
            is_long <= 1'b0;
            stat_tx_valid <= 1'b0;
            stat_tx_verdict <= 3'd0;
            stat_tx_octets <= 16'd0;
        end else begin
            state <= state_next;
            step <= step_next;
            draining <= draining_next;
            tx_axis_tready <= tx_axis_tready_next;
            gmii_txd <= gmii_txd_next;
            gmii_tx_en <= gmii_tx_en_next;
            gmii_tx_er <= gmii_tx_er_next;
            tx_start_ready <= tx_start_ready_next;
            verdict <= verdict_next;
            octets <= octets_next;
            is_long <= is_long_next;
            stat_tx_valid <= stat_tx_valid_next;
            stat_tx_verdict <= stat_tx_verdict_next;
            stat_tx_octets <= stat_tx_octets_next;
        end
    end

    wire unused = &{1'b0, crc_fcs[31:8]};

endmodule

`line 6 "crc32.v" 0
// Ethernet frame check sequence, one octet per clock (IEEE 802.3-2022, 3.2.9).
//
//            +-----------+
//   data[8]->|           |->fcs[32]
//     valid->|   crc32   |
//      init->|           |
//            +-----------+
module crc32 (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Begin a new frame at this edge.
    input  wire        init,
    // `data` is an octet of the frame.
    input  wire        valid,
    // The octet; bit 0 is first on the wire.
    input  wire [7:0]  data,
    // FCS of the octets so far; `fcs[7:0]` is sent first.
    output reg  [31:0] fcs
);

    localparam [31:0] COLUMN_0 = 32'h77073096;
    localparam [31:0] COLUMN_1 = 32'hee0e612c;
    localparam [31:0] COLUMN_2 = 32'h076dc419;
    localparam [31:0] COLUMN_3 = 32'h0edb8832;
    localparam [31:0] COLUMN_4 = 32'h1db71064;
    localparam [31:0] COLUMN_5 = 32'h3b6e20c8;
    localparam [31:0] COLUMN_6 = 32'h76dc4190;
    localparam [31:0] COLUMN_7 = 32'hedb88320;

    reg [31:0] remainder;
    reg [7:0]  leaving;

    always @* begin
        // The remainder is kept inverted, as the FCS is sent; the preset is all ones.
        remainder = ~fcs;
        if (init) begin
            remainder = 32'hffffffff;
        end

        // The division is linear: each bit that leaves the remainder adds a column of its own.
        leaving = remainder[7:0] ^ data;
        if (valid) begin
            remainder = remainder >> 5'd8;
            if (leaving[0]) begin
                remainder = remainder ^ COLUMN_0;
            end
            if (leaving[1]) begin
                remainder = remainder ^ COLUMN_1;
            end
            if (leaving[2]) begin
                remainder = remainder ^ COLUMN_2;
            end
            if (leaving[3]) begin
                remainder = remainder ^ COLUMN_3;
            end
            if (leaving[4]) begin
                remainder = remainder ^ COLUMN_4;
            end
            if (leaving[5]) begin
                remainder = remainder ^ COLUMN_5;
            end
            if (leaving[6]) begin
                remainder = remainder ^ COLUMN_6;
            end
            if (leaving[7]) begin
                remainder = remainder ^ COLUMN_7;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            fcs <= 32'd0;
        end else begin
            fcs <= ~remainder;
        end
    end

endmodule

`line 6 "mac_rx.v" 0
// Ethernet receiver for GMII, one octet a clock (IEEE 802.3-2022, 4.2.9, clause 35; counters by clause 30 and
// RFC 2819).
//
//                  +----------+
//    gmii_rxd[8]-->|          |->rx_axis_tdata[8]
//    gmii_rx_dv--->|          |->rx_axis_tvalid
//    gmii_rx_er--->|  mac_rx  |->rx_axis_tlast
// cfg_rx_fcs_strip>|          |->rx_axis_tuser
//  cfg_rx_jumbo--->|          |->stat_rx_valid, verdict[4],
//                  +----------+  symbol_error, octets[16]
module mac_rx (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet from the PHY.
    input  wire [7:0]  gmii_rxd,
    // `gmii_rxd` is part of a carrier.
    input  wire        gmii_rx_dv,
    // The PHY saw an error in it.
    input  wire        gmii_rx_er,
    // Strip the FCS; else the stream carries it.
    input  wire        cfg_rx_fcs_strip,
    // Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    input  wire        cfg_rx_jumbo,
    // Octet of a frame.
    output wire [7:0]  rx_axis_tdata,
    // There is an octet. There is no ready: it is gone after this clock.
    output wire        rx_axis_tvalid,
    // It is the last of its frame.
    output wire        rx_axis_tlast,
    // On the last beat: the frame is bad; 0 on every other beat.
    output wire        rx_axis_tuser,
    // Strobe: a frame is over, and this is its verdict.
    output wire        stat_rx_valid,
    // What it was: an `RxVerdict`.
    output wire [3:0]  stat_rx_verdict,
    // Qualifies the verdict: `rx_er` was seen and the frame was not shorter than 64 octets
    // (aSymbolErrorDuringCarrier).
    output wire        stat_rx_symbol_error,
    // Its length in whole octets, FCS included; saturates at 65535.
    output wire [15:0] stat_rx_octets
);

    reg in_frame, in_frame_next;
    reg had_error, had_error_next;

    wire frame_ends;

    rx_frame frame (
        .clk(clk),
        .rst(rst),
        .in_frame(in_frame),
        .taken(gmii_rx_dv),
        .octet(gmii_rxd),
        .ends(frame_ends),
        .had_error(had_error),
        .half_octet(1'b0),
        .cfg_rx_fcs_strip(cfg_rx_fcs_strip),
        .cfg_rx_jumbo(cfg_rx_jumbo),
        .rx_axis_tdata(rx_axis_tdata),
        .rx_axis_tvalid(rx_axis_tvalid),
        .rx_axis_tlast(rx_axis_tlast),
        .rx_axis_tuser(rx_axis_tuser),
        .stat_rx_valid(stat_rx_valid),
        .stat_rx_verdict(stat_rx_verdict),
        .stat_rx_symbol_error(stat_rx_symbol_error),
        .stat_rx_octets(stat_rx_octets)
    );

    assign frame_ends = !gmii_rx_dv;

    always @* begin
        in_frame_next = in_frame;
        had_error_next = had_error;

        if (gmii_rx_dv & (gmii_rxd == 8'hd5)) begin
            in_frame_next = 1'b1;
        end
        if (gmii_rx_er) begin
            had_error_next = 1'b1;
        end
        if (!gmii_rx_dv) begin
            in_frame_next = 1'b0;
            had_error_next = 1'b0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            in_frame <= 1'b0;
            had_error <= 1'b0;
        end else begin
            in_frame <= in_frame_next;
            had_error <= had_error_next;
        end
    end

endmodule

`line 6 "rx_frame.v" 0
// What every receiver does with the octets of a frame once it has found them: beats, length, FCS and the
// verdict (IEEE 802.3-2022, 4.2.9, 4.3.2, 3.2.6 to 3.2.9; counters by clause 30 and RFC 2819).
//
//                  +------------+
//     in_frame --->|            |->rx_axis_tdata[8]
//        taken --->|            |->rx_axis_tvalid
//     octet[8] --->|            |->rx_axis_tlast
//         ends --->|  rx_frame  |->rx_axis_tuser
//   had_error ---->|            |->stat_rx_valid, verdict[4],
//  half_octet ---->|            |  symbol_error, octets[16]
// cfg_rx_fcs_strip>|            |
//  cfg_rx_jumbo -->|            |
//                  +------------+
module rx_frame (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // The delimiter has been seen. While it is low the next frame is prepared for.
    input  wire        in_frame,
    // An octet is complete at this edge.
    input  wire        taken,
    // The octet.
    input  wire [7:0]  octet,
    // The first edge after the frame.
    input  wire        ends,
    // At the end: the PHY saw an error somewhere in the carrier.
    input  wire        had_error,
    // At the end: half an octet was cut.
    input  wire        half_octet,
    // Strip the FCS; else the stream carries it.
    input  wire        cfg_rx_fcs_strip,
    // Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    input  wire        cfg_rx_jumbo,
    // Octet of a frame.
    output reg  [7:0]  rx_axis_tdata,
    // There is an octet.
    output reg         rx_axis_tvalid,
    // It is the last of its frame.
    output reg         rx_axis_tlast,
    // On the last beat: the frame is bad.
    output reg         rx_axis_tuser,
    // Strobe: a frame is over, and this is its verdict.
    output reg         stat_rx_valid,
    // What it was: an `RxVerdict`.
    output reg  [3:0]  stat_rx_verdict,
    // The PHY saw an error in a frame not shorter than 64 octets.
    output reg         stat_rx_symbol_error,
    // Its length in whole octets, FCS included; saturates at 65535.
    output reg  [15:0] stat_rx_octets
);

    reg [7:0]  line_0, line_0_next;
    reg [7:0]  line_1, line_1_next;
    reg [7:0]  line_2, line_2_next;
    reg [7:0]  line_3, line_3_next;
    reg [7:0]  line_4, line_4_next;
    reg [4:0]  held, held_next;
    reg [15:0] octets, octets_next;
    reg        is_minimum, is_minimum_next;
    reg        is_over_basic, is_over_basic_next;
    reg        is_over_jumbo, is_over_jumbo_next;
    reg        is_tagged, is_tagged_next;
    reg        is_length, is_length_next;
    reg        is_out_of_range, is_out_of_range_next;
    reg [10:0] expected, expected_next;
    reg [7:0]  rx_axis_tdata_next;
    reg        rx_axis_tvalid_next;
    reg [3:0]  stat_rx_verdict_next;
    reg        stat_rx_symbol_error_next;
    reg [15:0] stat_rx_octets_next;

    wire [15:0] length_type;
    wire        is_type;
    wire        is_over_1500;
    wire [10:0] unpadded;
    wire        is_padded;
    reg         emits;
    wire        ends_beat;
    wire        fcs_ok;
    reg         is_too_long;
    wire        is_length_wrong;
    wire        is_bad;
    wire        crc_rst;
    wire [31:0] crc_fcs;

    crc32 crc (.clk(clk), .rst(crc_rst), .init(1'b0), .valid(taken), .data(octet), .fcs(crc_fcs));

    assign crc_rst = rst | !in_frame;
    // The length/type field, while octet 13 is taken: 1500 is 5 * 256 + 220, 1536 is 6 * 256.
    assign length_type = ({8'd0, line_0} << 4'd8) | {8'd0, octet};
    assign is_type = (|length_type[15:11]) | (length_type[10:9] == 2'd3);
    assign is_over_1500 = is_type | ((length_type[10:8] == 3'd5) & (octet > 8'd220));
    assign unpadded = length_type[10:0] + 11'd18;
    // Less than 46 octets of data; beside the sum, not behind it.
    assign is_padded = !(|length_type[10:6]) & !(length_type[5] & (length_type[4] | (&length_type[3:1])));
    assign ends_beat = in_frame & ends & emits;
    // The verdict.
    assign fcs_ok = (crc_fcs == 32'h2144df1c) & !had_error;
    assign is_length_wrong = is_length & (is_over_basic | (octets[10:0] != expected));
    assign is_bad = is_too_long | !is_minimum | !fcs_ok | is_length_wrong;

    always @* begin
        line_0_next = line_0;
        line_1_next = line_1;
        line_2_next = line_2;
        line_3_next = line_3;
        line_4_next = line_4;
        held_next = held;
        octets_next = octets;
        is_minimum_next = is_minimum;
        is_over_basic_next = is_over_basic;
        is_over_jumbo_next = is_over_jumbo;
        is_tagged_next = is_tagged;
        is_length_next = is_length;
        is_out_of_range_next = is_out_of_range;
        expected_next = expected;
        stat_rx_verdict_next = stat_rx_verdict;
        stat_rx_symbol_error_next = stat_rx_symbol_error;
        stat_rx_octets_next = stat_rx_octets;

        if (!in_frame) begin
            held_next = 5'd0;
            octets_next = 16'd0;
            is_minimum_next = 1'b0;
            is_over_basic_next = 1'b0;
            is_over_jumbo_next = 1'b0;
        end else if (taken) begin
            held_next = (held << 3'd1) | 5'd1;
            if (!(&octets)) begin
                octets_next = octets + 16'd1;
            end
            if (octets[5:0] == 6'd63) begin
                is_minimum_next = 1'b1;
            end
            if (octets == 16'd1518) begin
                is_over_basic_next = !is_tagged;
            end
            if (octets == 16'd1522) begin
                is_over_basic_next = 1'b1;
            end
            if (octets == 16'd9018) begin
                is_over_jumbo_next = 1'b1;
            end
            if (!is_minimum & (octets[5:0] == 6'd13)) begin
                is_tagged_next = length_type == 16'h8100;
                is_length_next = !is_over_1500;
                is_out_of_range_next = is_over_1500 & !is_type;
                expected_next = unpadded;
                if (is_padded) begin
                    expected_next = 11'd64;
                end
            end
        end

        // Beats, from four octets further back when they lose the FCS.
        emits = held[0];
        rx_axis_tdata_next = line_0;
        if (cfg_rx_fcs_strip) begin
            emits = held[4];
            rx_axis_tdata_next = line_4;
        end
        rx_axis_tvalid_next = 1'b1;
        if (!in_frame | !(taken | ends) | !emits) begin
            rx_axis_tvalid_next = 1'b0;
            rx_axis_tdata_next = 8'd0;
        end
        if (taken) begin
            line_0_next = octet;
            line_1_next = line_0;
            line_2_next = line_1;
            line_3_next = line_2;
            line_4_next = line_3;
        end

        is_too_long = is_over_basic;
        if (cfg_rx_jumbo) begin
            is_too_long = is_over_jumbo;
        end

        if (in_frame & ends) begin
            stat_rx_octets_next = octets;
            stat_rx_symbol_error_next = had_error & is_minimum;
            if (is_too_long) begin
                // FrameTooLong, Jabber.
                stat_rx_verdict_next = 4'd8;
                if (fcs_ok) begin
                    stat_rx_verdict_next = 4'd7;
                end
            end else if (!is_minimum) begin
                // Undersize, Fragment.
                stat_rx_verdict_next = 4'd6;
                if (fcs_ok) begin
                    stat_rx_verdict_next = 4'd5;
                end
            end else if (!fcs_ok) begin
                // FrameCheckError, AlignmentError.
                stat_rx_verdict_next = 4'd3;
                if (half_octet) begin
                    stat_rx_verdict_next = 4'd4;
                end
            end else if (is_length_wrong) begin
                // InRangeLengthError.
                stat_rx_verdict_next = 4'd2;
            end else begin
                // OutOfRangeLength, Ok.
                stat_rx_verdict_next = {3'd0, is_out_of_range};
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            line_0 <= 8'd0;
            line_1 <= 8'd0;
            line_2 <= 8'd0;
            line_3 <= 8'd0;
            line_4 <= 8'd0;
            held <= 5'd0;
            octets <= 16'd0;
            is_minimum <= 1'b0;
            is_over_basic <= 1'b0;
            is_over_jumbo <= 1'b0;
            is_tagged <= 1'b0;
            is_length <= 1'b0;
            is_out_of_range <= 1'b0;
            expected <= 11'd0;
            rx_axis_tdata <= 8'd0;
            rx_axis_tvalid <= 1'b0;
            rx_axis_tlast <= 1'b0;
            rx_axis_tuser <= 1'b0;
            stat_rx_valid <= 1'b0;
            stat_rx_verdict <= 4'd0;
            stat_rx_symbol_error <= 1'b0;
            stat_rx_octets <= 16'd0;
        end else begin
            line_0 <= line_0_next;
            line_1 <= line_1_next;
            line_2 <= line_2_next;
            line_3 <= line_3_next;
            line_4 <= line_4_next;
            held <= held_next;
            octets <= octets_next;
            is_minimum <= is_minimum_next;
            is_over_basic <= is_over_basic_next;
            is_over_jumbo <= is_over_jumbo_next;
            is_tagged <= is_tagged_next;
            is_length <= is_length_next;
            is_out_of_range <= is_out_of_range_next;
            expected <= expected_next;
            rx_axis_tdata <= rx_axis_tdata_next;
            rx_axis_tvalid <= rx_axis_tvalid_next;
            rx_axis_tlast <= ends_beat;
            rx_axis_tuser <= ends_beat & is_bad;
            stat_rx_valid <= in_frame & ends;
            stat_rx_verdict <= stat_rx_verdict_next;
            stat_rx_symbol_error <= stat_rx_symbol_error_next;
            stat_rx_octets <= stat_rx_octets_next;
        end
    end

endmodule

`default_nettype wire
