// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/rx_buffer.rs; do not edit.

`default_nettype none

// The receive memory of the card: 16384 octets of frames, and a record of what is known of each.
//
//                         +-----------+
//         s_axis_tdata[8]->           |->record_valid
//          s_axis_tvalid->|           |<-record_ready
//           s_axis_tlast->|           |->record_length[16]
//           s_axis_tuser->|           |->record_bad
//           s_axis_tdrop->|           |->record_vlan_valid, record_vlan_tci[16]
//      s_axis_vlan_valid->| rx_buffer |->record_ipv4[2], record_l4[2]
//    s_axis_vlan_tci[16]->|           |->m_axis_tdata[8]
//         s_axis_ipv4[2]->|           |->m_axis_tvalid
//           s_axis_l4[2]->|           |<-m_axis_tready
//           cfg_pass_bad->|           |->m_axis_tlast
//                         |           |->room
//                         |           |->stat_lost
//                         +-----------+
//
// A `stream_fifo` keeps the octets. What it says of a frame an edge later decides whether the record of the frame
// joins the queue of records, whose way out is like that of the octets: fetched, then presented.
module rx_buffer (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a received frame, destination address first, without FCS.
    input  wire [7:0]  s_axis_tdata,
    // There is an octet; it cannot wait.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: the frame is bad.
    input  wire        s_axis_tuser,
    // On the last beat: nobody wants the frame.
    input  wire        s_axis_tdrop,
    // On the last beat: a tag was taken out.
    input  wire        s_axis_vlan_valid,
    // On the last beat: its tag control information.
    input  wire [15:0] s_axis_vlan_tci,
    // On the last beat: the IPv4 header checksum is 0 none, 1 right, 2 wrong.
    input  wire [1:0]  s_axis_ipv4,
    // On the last beat: the TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    input  wire [1:0]  s_axis_l4,
    // Keep bad frames; else drop them.
    input  wire        cfg_pass_bad,
    // The sink takes the record.
    input  wire        record_ready,
    // The sink takes the beat.
    input  wire        m_axis_tready,
    // A record is offered: a whole frame is there.
    output reg         record_valid,
    // Octets of the frame.
    output wire [15:0] record_length,
    // The frame is bad.
    output wire        record_bad,
    // A tag was taken out of it.
    output wire        record_vlan_valid,
    // Its tag control information.
    output wire [15:0] record_vlan_tci,
    // Its IPv4 header checksum is 0 none, 1 right, 2 wrong.
    output wire [1:0]  record_ipv4,
    // Its TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    output wire [1:0]  record_l4,
    // Octet of a frame.
    output wire [7:0]  m_axis_tdata,
    // An octet is offered.
    output wire        m_axis_tvalid,
    // It is the last of its frame.
    output wire        m_axis_tlast,
    // The source may go on.
    output reg         room,
    // Strobe: a frame that was wanted did not fit.
    output reg         stat_lost
);

    reg [8:0]  written, written_next;
    reg [8:0]  read, read_next;
    reg        fetched, fetched_next;
    reg        record_valid_next;
    reg        short;
    reg        ended;
    reg        refused;
    reg [35:0] kept, kept_next;
    reg [13:0] octets, octets_next;

    wire [35:0] record;
    wire        frame_end;
    wire [13:0] octets_now;
    wire [8:0]  waiting;
    wire        present_free;
    wire        fetch_free;
    wire        memory_s_axis_tready;
    wire        memory_s_axis_tdrop;
    wire        memory_m_axis_tuser;
    wire        memory_cfg_drop_bad;
    wire        memory_half_full;
    wire        memory_stat_overflow;
    wire        memory_stat_bad;
    reg         records_write_enable;
    wire        records_present_enable;
    wire [35:0] records_read_data;

    stream_fifo_16k memory (
        .clk(clk),
        .rst(rst),
        .s_axis_tdata(s_axis_tdata),
        .s_axis_tvalid(s_axis_tvalid),
        .s_axis_tready(memory_s_axis_tready),
        .s_axis_tlast(s_axis_tlast),
        .s_axis_tuser(s_axis_tuser),
        .s_axis_tdrop(memory_s_axis_tdrop),
        .m_axis_tdata(m_axis_tdata),
        .m_axis_tvalid(m_axis_tvalid),
        .m_axis_tready(m_axis_tready),
        .m_axis_tlast(m_axis_tlast),
        .m_axis_tuser(memory_m_axis_tuser),
        .cfg_wait(1'b0),
        .cfg_drop_bad(memory_cfg_drop_bad),
        .half_full(memory_half_full),
        .stat_overflow(memory_stat_overflow),
        .stat_bad(memory_stat_bad)
    );

    ram_block #(.WIDTH(36), .ADDRESS_WIDTH(8)) records (
        .clk(clk),
        .rst(rst),
        .write_enable(records_write_enable),
        .write_address(written[7:0]),
        .write_data(kept),
        .read_enable(fetch_free),
        .read_address(read[7:0]),
        .present_enable(records_present_enable),
        .read_data(records_read_data)
    );

    assign record_length = {2'd0, records_read_data[13:0]};
    assign record_bad = records_read_data[14];
    assign record_vlan_valid = records_read_data[15];
    assign record_vlan_tci = records_read_data[31:16];
    assign record_ipv4 = records_read_data[33:32];
    assign record_l4 = records_read_data[35:34];
    // A frame whose record may find no place is not kept either.
    assign memory_s_axis_tdrop = s_axis_tdrop || short;
    assign memory_cfg_drop_bad = !cfg_pass_bad;
    // The record of the frame that ends now; a length of 14 bits lets it fit into a word of a block RAM.
    assign frame_end = s_axis_tvalid && s_axis_tlast;
    assign octets_now = octets + 14'd1;
    assign record = {s_axis_l4, s_axis_ipv4, s_axis_vlan_tci, s_axis_vlan_valid, s_axis_tuser, octets_now};
    // 254 and more: two records may be on their way when this is seen.
    assign waiting = written - read;
    assign present_free = !record_valid || record_ready;
    assign fetch_free = !fetched || present_free;
    assign records_present_enable = present_free && fetched;

    always @* begin
        written_next = written;
        read_next = read;
        fetched_next = fetched;
        record_valid_next = record_valid;
        kept_next = kept;
        octets_next = octets;

        if (frame_end) begin
            octets_next = 14'd0;
        end else if (s_axis_tvalid) begin
            octets_next = octets_now;
        end
        if (frame_end) begin
            kept_next = record;
        end

        records_write_enable = 1'b0;
        if (ended && !memory_stat_overflow && !memory_stat_bad) begin
            records_write_enable = 1'b1;
            written_next = written + 9'd1;
        end

        if (fetch_free) begin
            fetched_next = written != read;
            if (written != read) begin
                read_next = read + 9'd1;
            end
        end
        if (present_free) begin
            record_valid_next = fetched;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            written <= 9'd0;
            read <= 9'd0;
            fetched <= 1'b0;
            record_valid <= 1'b0;
            short <= 1'b0;
            ended <= 1'b0;
            refused <= 1'b0;
            kept <= 36'd0;
            octets <= 14'd0;
            room <= 1'b0;
            stat_lost <= 1'b0;
        end else begin
            written <= written_next;
            read <= read_next;
            fetched <= fetched_next;
            record_valid <= record_valid_next;
            short <= waiting >= 9'd254;
            ended <= frame_end && !s_axis_tdrop && !short;
            refused <= frame_end && short && !s_axis_tdrop && (!s_axis_tuser || cfg_pass_bad);
            kept <= kept_next;
            octets <= octets_next;
            room <= !(memory_half_full && m_axis_tvalid) && (waiting < 9'd128);
            stat_lost <= memory_stat_overflow || refused;
        end
    end

    wire unused = &{1'b0, memory_s_axis_tready, memory_m_axis_tuser};

endmodule

`line 6 "stream_fifo_16k.v" 0
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
module stream_fifo_16k (
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

    localparam [14:0] DEPTH = 15'd16384;
    localparam [14:0] HALF_OR_MORE = 15'd24576;

    reg [14:0] write, write_next;
    reg [14:0] commit, commit_next;
    reg [14:0] read, read_next;
    reg [14:0] last_room, last_room_next;
    reg        has_left;
    reg        discarding;
    reg        fetched, fetched_next;
    reg        m_axis_tvalid_next;

    wire [9:0]  beat;
    wire [14:0] fill;
    wire [14:0] full_write;
    wire        store;
    wire        lost;
    wire        reject;
    wire        frame_end;
    wire [14:0] write_stored;
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

    ram_block #(.WIDTH(10), .ADDRESS_WIDTH(14)) frames (
        .clk(clk),
        .rst(rst),
        .write_enable(store),
        .write_address(write[13:0]),
        .write_data(beat),
        .read_enable(fetch_free),
        .read_address(read[13:0]),
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
    assign write_stored = write + 15'd1;
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
            read_next = read + 15'd1;
            last_room_next = last_room + 15'd1;
        end
        if (present_free) begin
            m_axis_tvalid_next = fetched;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            write <= 15'd0;
            commit <= 15'd0;
            read <= 15'd0;
            last_room <= 15'd16383;
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
            half_full <= (fill & HALF_OR_MORE) != 15'd0;
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

`default_nettype wire
