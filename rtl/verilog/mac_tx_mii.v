// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mac_tx_mii.rs; do not edit.

`default_nettype none

// Ethernet transmitter for MII, one nibble a clock, full or half duplex: carrier sense, collision, jam, retry
// and backoff (IEEE 802.3-2022, 4.2.3.2, 4.2.8, clause 22).
//
// A late collision gives the frame up, as its head is kept for the slot time only; TransmitLinkMgmt in 4.2.8 would
// try again at 10 and 100 Mbit/s.
//
//                   +--------------+
//  tx_axis_tdata[8]->              |->mii_txd[4]
//   tx_axis_tvalid->|              |->mii_tx_en
//   tx_axis_tready<-|  mac_tx_mii  |->mii_tx_er
//    tx_axis_tlast->|              |->tx_start_ready
//    tx_axis_tuser->|              |->tx_octet_tick
//    tx_fcs_insert->|              |->stat_tx_valid, verdict[3], octets[16]
//      mii_crs/col->|              |  collisions[5], deferred,
//  cfg_full_duplex->|              |  excessive_deferral, carrier_sense_error
//       random[10]->|              |
//                   +--------------+
module mac_tx_mii (
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
    // Do not start a first attempt at this edge.
    input  wire        tx_hold,
    // Ignore carrier sense and collisions.
    input  wire        cfg_full_duplex,
    // The random word for the backoff delay.
    input  wire [9:0]  random,
    // The octet is taken.
    output reg         tx_axis_tready,
    // Nibble to the PHY.
    output reg  [3:0]  mii_txd,
    // `mii_txd` is part of a frame.
    output reg         mii_tx_en,
    // Send an error in its place.
    output reg         mii_tx_er,
    // A frame offered now is begun: without delay, or, in half duplex, when the medium is free.
    output reg         tx_start_ready,
    // Strobe: an octet time has begun.
    output reg         tx_octet_tick,
    // Strobe: a frame is over, and this is its verdict.
    output reg         stat_tx_valid,
    // How it ended: a `TxVerdict`.
    output reg  [2:0]  stat_tx_verdict,
    // Its length in octets on the wire, FCS included; saturates at 65535.
    output reg  [15:0] stat_tx_octets,
    // Collisions the frame met, 0 to 16.
    output reg  [4:0]  stat_tx_collisions,
    // The frame had to wait for the medium.
    output reg         stat_tx_deferred,
    // It waited longer than twice the longest frame.
    output reg         stat_tx_excessive_deferral,
    // Carrier sense failed while it was sent.
    output reg         stat_tx_carrier_sense_error,
    // Carrier sense, from the PHY, in no clock domain.
    input  wire        mii_crs,
    // Collision, from the PHY, in no clock domain.
    input  wire        mii_col
);

    // State
    localparam [2:0] STATE_IDLE  = 3'd0;
    localparam [2:0] STATE_SEND  = 3'd1;
    localparam [2:0] STATE_JAM   = 3'd2;
    localparam [2:0] STATE_JUDGE = 3'd3;
    localparam [2:0] STATE_RETRY = 3'd4;

    reg [3:0]  mii_txd_next;
    reg        mii_tx_er_next;
    reg [2:0]  stat_tx_verdict_next;
    reg [15:0] stat_tx_octets_next;
    reg [4:0]  stat_tx_collisions_next;
    reg        stat_tx_deferred_next;
    reg        stat_tx_excessive_deferral_next;
    reg        stat_tx_carrier_sense_error_next;
    reg [2:0]  state, state_next;
    reg        is_second, is_second_next;
    reg [3:0]  high, high_next;
    reg        in_preamble, in_preamble_next;
    reg [2:0]  jam, jam_next;
    reg        collided, collided_next;
    reg        is_late, is_late_next;
    reg [4:0]  collisions, collisions_next;
    reg [6:0]  kept, kept_next;
    reg [6:0]  resent, resent_next;
    reg        is_complete, is_complete_next;
    reg        draining;
    reg        deferred, deferred_next;
    reg [12:0] deferral, deferral_next;
    reg        is_excessive, is_excessive_next;
    reg        saw_carrier, saw_carrier_next;
    reg        lost_carrier, lost_carrier_next;
    reg        half;

    wire        crs;
    wire        col;
    wire [10:0] offered;
    wire        from_head;
    reg  [10:0] beat;
    wire        passes;
    wire        is_offered;
    wire        is_wanted;
    wire        starts;
    wire        goes_on;
    wire        low_edge;
    wire        collides;
    wire        jams;
    wire        sends;
    wire        gives_up;
    reg         ends;
    reg  [2:0]  verdict;
    wire        defers;
    wire        drains;
    wire        crs_sync_q;
    wire        col_sync_q;
    wire        deference_is_over;
    wire        deference_may_start;
    wire        deference_is_near;
    wire        backoff_start;
    wire [9:0]  backoff_slots;
    wire        backoff_busy;
    wire        head_write_enable;
    wire [10:0] head_read_data;
    wire        frame_tvalid;
    wire [7:0]  frame_octet;
    wire        frame_sends;
    wire        frame_error;
    wire        frame_takes;
    wire        frame_underrun;
    wire        frame_is_idle;
    wire        frame_in_data;
    wire        frame_ends;
    wire [2:0]  frame_verdict;
    wire [15:0] frame_octets;

    sync_bit #(.RESET_VALUE(1'b0)) crs_sync (.clk(clk), .rst(rst), .d(mii_crs), .q(crs_sync_q));
    sync_bit #(.RESET_VALUE(1'b0)) col_sync (.clk(clk), .rst(rst), .d(mii_col), .q(col_sync_q));

    deference deference (
        .clk(clk),
        .rst(rst),
        .carrier(crs),
        .sends(sends),
        .is_over(deference_is_over),
        .may_start(deference_may_start),
        .is_near(deference_is_near)
    );

    backoff backoff (
        .clk(clk),
        .rst(rst),
        .start(backoff_start),
        .attempt(collisions[3:0]),
        .random(random),
        .slots(backoff_slots),
        .busy(backoff_busy)
    );

    ram_distributed #(.WIDTH(11), .ADDRESS_WIDTH(6)) head (
        .write_clk(clk),
        .write_enable(head_write_enable),
        .write_address(kept[5:0]),
        .write_data(offered),
        .read_address(resent[5:0]),
        .read_data(head_read_data)
    );

    tx_frame frame (
        .clk(clk),
        .rst(rst),
        .octet_edge(low_edge),
        .start(starts),
        .abort(jams),
        .tdata(beat[7:0]),
        .tvalid(frame_tvalid),
        .tlast(beat[8]),
        .tuser(beat[9]),
        .fcs_insert(beat[10]),
        .octet(frame_octet),
        .sends(frame_sends),
        .error(frame_error),
        .takes(frame_takes),
        .underrun(frame_underrun),
        .is_idle(frame_is_idle),
        .in_data(frame_in_data),
        .ends(frame_ends),
        .verdict(frame_verdict),
        .octets(frame_octets)
    );

    assign crs = crs_sync_q & !cfg_full_duplex;
    assign col = col_sync_q & !cfg_full_duplex;
    // A frame starts, or starts again, when the medium has been silent for the gap.
    assign is_offered = tx_axis_tvalid & !tx_hold;
    assign is_wanted = ((state == STATE_IDLE) & is_offered & !draining) | ((state == STATE_RETRY) & !backoff_busy);
    assign starts = is_wanted & deference_may_start;
    assign goes_on = (state == STATE_SEND) & (is_second | !frame_ends);
    assign low_edge = starts | ((state == STATE_SEND) & !is_second);
    // A collision cuts the frame, but not its preamble.
    assign collides = goes_on & col & !collided;
    assign jams = goes_on & !in_preamble & (col | collided);
    assign sends = starts | goes_on | (state == STATE_JAM);
    // The head keeps the beats until none of them can be wanted again.
    assign offered = {tx_fcs_insert, tx_axis_tuser, tx_axis_tlast, tx_axis_tdata};
    assign passes = tx_axis_tvalid & tx_axis_tready;
    assign from_head = resent < kept;
    assign head_write_enable = passes & !draining & !kept[6];
    assign frame_tvalid = from_head | tx_axis_tvalid;
    // After the jam the frame is given up, or waits for a random time.
    assign gives_up = is_late | collisions[4] | (frame_verdict == 3'd2);
    assign backoff_start = (state == STATE_JUDGE) & !gives_up;
    // A frame of which the end was not taken is drained; else a beat is asked for before its low nibble.
    assign drains = (draining & !(passes & tx_axis_tlast)) | (frame_underrun & !jams) | (ends & !is_complete &
        !draining);
    // A frame waits from when it is wanted; the next one may be, when this one ends.
    assign defers = !cfg_full_duplex & !deference_is_over & (is_wanted | (ends & is_complete & is_offered));

    always @* begin
        stat_tx_verdict_next = stat_tx_verdict;
        stat_tx_octets_next = stat_tx_octets;
        stat_tx_collisions_next = stat_tx_collisions;
        stat_tx_deferred_next = stat_tx_deferred;
        stat_tx_excessive_deferral_next = stat_tx_excessive_deferral;
        stat_tx_carrier_sense_error_next = stat_tx_carrier_sense_error;
        state_next = state;
        is_second_next = is_second;
        high_next = high;
        in_preamble_next = in_preamble;
        jam_next = jam;
        collided_next = collided;
        is_late_next = is_late;
        collisions_next = collisions;
        kept_next = kept;
        resent_next = resent;
        is_complete_next = is_complete;
        deferred_next = deferred;
        deferral_next = deferral;
        is_excessive_next = is_excessive;
        saw_carrier_next = saw_carrier;
        lost_carrier_next = lost_carrier;

        beat = offered;
        if (from_head) begin
            beat = head_read_data;
        end
        if (passes & !draining & !kept[6]) begin
            kept_next = kept + 7'd1;
        end
        if (frame_takes & !resent[6]) begin
            resent_next = resent + 7'd1;
        end
        if (passes & tx_axis_tlast & (state != STATE_IDLE)) begin
            is_complete_next = 1'b1;
        end

        ends = 1'b0;
        case (state)
            STATE_IDLE: ;
            STATE_SEND: begin
                if (goes_on) begin
                    is_second_next = !is_second;
                end else begin
                    ends = 1'b1;
                    state_next = STATE_IDLE;
                end
                if (is_second & frame_in_data) begin
                    in_preamble_next = 1'b0;
                end
                if (collides) begin
                    collided_next = 1'b1;
                    collisions_next = collisions + 5'd1;
                    // 128 nibbles from the start of the preamble: 56 octets and 16 nibbles.
                    is_late_next = !in_preamble & (frame_octets > 16'd56);
                end
                if (jams) begin
                    is_second_next = 1'b0;
                    state_next = STATE_JAM;
                end
            end
            STATE_JAM: begin
                jam_next = jam + 3'd1;
                if (jam == 3'd7) begin
                    state_next = STATE_JUDGE;
                end
            end
            STATE_JUDGE: begin
                state_next = STATE_RETRY;
                if (gives_up) begin
                    ends = 1'b1;
                    state_next = STATE_IDLE;
                end
            end
            default: ; // STATE_RETRY
        endcase
        if (goes_on & crs) begin
            saw_carrier_next = 1'b1;
        end
        if (goes_on & !crs & saw_carrier) begin
            lost_carrier_next = 1'b1;
        end
        if (starts) begin
            state_next = STATE_SEND;
            is_second_next = 1'b1;
            in_preamble_next = 1'b1;
            jam_next = 3'd1;
            collided_next = 1'b0;
            is_late_next = 1'b0;
            resent_next = 7'd0;
            saw_carrier_next = 1'b0;
            lost_carrier_next = 1'b0;
        end

        mii_tx_er_next = 1'b0;
        mii_txd_next = 4'd0;
        if (jams | (state == STATE_JAM)) begin
            mii_txd_next = 4'h5;
        end else if (low_edge) begin
            mii_txd_next = frame_octet[3:0];
            mii_tx_er_next = frame_error;
            high_next = frame_octet[7:4];
        end else if (is_second) begin
            mii_txd_next = high;
            mii_tx_er_next = mii_tx_er;
        end

        if (defers) begin
            deferred_next = 1'b1;
            deferral_next = deferral + 13'd1;
            // Twice the longest frame of 1518 octets, in nibbles.
            if (deferral == 13'd6071) begin
                is_excessive_next = 1'b1;
            end
        end
        if (starts) begin
            deferral_next = 13'd0;
        end

        // The report.
        verdict = frame_verdict;
        if (is_late) begin
            verdict = 3'd3;
        end else if (collisions[4]) begin
            verdict = 3'd4;
        end
        if (ends) begin
            stat_tx_verdict_next = verdict;
            stat_tx_octets_next = frame_octets;
            stat_tx_collisions_next = collisions;
            stat_tx_deferred_next = deferred;
            stat_tx_excessive_deferral_next = is_excessive;
            stat_tx_carrier_sense_error_next = !cfg_full_duplex & !(|collisions) & (verdict != 3'd2) & (!saw_carrier |
                lost_carrier);
            collisions_next = 5'd0;
            kept_next = 7'd0;
            is_complete_next = 1'b0;
            deferred_next = defers;
            is_excessive_next = 1'b0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            tx_axis_tready <= 1'b0;
            mii_txd <= 4'd0;
            mii_tx_en <= 1'b0;
            mii_tx_er <= 1'b0;
            tx_start_ready <= 1'b0;
            tx_octet_tick <= 1'b0;
            stat_tx_valid <= 1'b0;
            stat_tx_verdict <= 3'd0;
            stat_tx_octets <= 16'd0;
            stat_tx_collisions <= 5'd0;
            stat_tx_deferred <= 1'b0;
            stat_tx_excessive_deferral <= 1'b0;
            stat_tx_carrier_sense_error <= 1'b0;
            state <= STATE_IDLE;
            is_second <= 1'b0;
            high <= 4'd0;
            in_preamble <= 1'b0;
            jam <= 3'd0;
            collided <= 1'b0;
            is_late <= 1'b0;
            collisions <= 5'd0;
            kept <= 7'd0;
            resent <= 7'd0;
            is_complete <= 1'b0;
            draining <= 1'b0;
            deferred <= 1'b0;
            deferral <= 13'd0;
            is_excessive <= 1'b0;
            saw_carrier <= 1'b0;
            lost_carrier <= 1'b0;
            half <= 1'b0;
        end else begin
            tx_axis_tready <= drains | (is_second & frame_in_data & !from_head & !jams & !collides & !collided);
            mii_txd <= mii_txd_next;
            // The nibble of this edge.
            mii_tx_en <= sends;
            mii_tx_er <= mii_tx_er_next;
            // In half duplex a frame that waits for the medium must be here, else its deferral is not counted.
            tx_start_ready <= (((state == STATE_IDLE) & !starts) | ends) & !drains & (deference_is_near |
                !cfg_full_duplex);
            tx_octet_tick <= half;
            stat_tx_valid <= ends;
            stat_tx_verdict <= stat_tx_verdict_next;
            stat_tx_octets <= stat_tx_octets_next;
            stat_tx_collisions <= stat_tx_collisions_next;
            stat_tx_deferred <= stat_tx_deferred_next;
            stat_tx_excessive_deferral <= stat_tx_excessive_deferral_next;
            stat_tx_carrier_sense_error <= stat_tx_carrier_sense_error_next;
            state <= state_next;
            is_second <= is_second_next;
            high <= high_next;
            in_preamble <= in_preamble_next;
            jam <= jam_next;
            collided <= collided_next;
            is_late <= is_late_next;
            collisions <= collisions_next;
            kept <= kept_next;
            resent <= resent_next;
            is_complete <= is_complete_next;
            draining <= drains;
            deferred <= deferred_next;
            deferral <= deferral_next;
            is_excessive <= is_excessive_next;
            saw_carrier <= saw_carrier_next;
            lost_carrier <= lost_carrier_next;
            half <= !half;
        end
    end

    wire unused = &{1'b0, backoff_slots, frame_sends, frame_is_idle};

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

`line 6 "deference.v" 0
// Deference with the interframe spacing in two parts (IEEE 802.3-2022, 4.2.3.2.1 and 4.2.3.2.2): 96 bit times after
// the medium has fallen silent, of which the first 64 begin anew when a foreign carrier comes back.
//
//            +-----------+
//   carrier->|           |->is_over
//     sends->| deference |->may_start
//            |           |->is_near
//            +-----------+
module deference (
    // The clock.
    input  wire clk,
    // Synchronous reset.
    input  wire rst,
    // Carrier sense.
    input  wire carrier,
    // This edge sends a nibble.
    input  wire sends,
    // The gap has passed.
    output wire is_over,
    // It has, and the medium is free, or was so until this edge.
    output wire may_start,
    // Two thirds of the gap will have passed after this edge.
    output wire is_near
);

    reg [4:0] gap;
    reg       is_own, is_own_next;
    reg       has_just_passed;

    reg [4:0] gap_then;

    assign is_over = gap == 5'd24;
    assign may_start = (gap == 5'd24) & (!carrier | has_just_passed);
    assign is_near = gap_then >= 5'd16;

    always @* begin
        is_own_next = is_own;

        gap_then = gap + 5'd1;
        if (gap == 5'd24) begin
            gap_then = 5'd24;
            if (carrier | sends) begin
                gap_then = 5'd0;
                is_own_next = sends;
            end
        end else if ((carrier | sends) & ((gap == 5'd0) | (!is_own & (gap < 5'd16)))) begin
            gap_then = 5'd0;
            if (sends) begin
                is_own_next = 1'b1;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            gap <= 5'd24;
            is_own <= 1'b0;
            has_just_passed <= 1'b0;
        end else begin
            gap <= gap_then;
            is_own <= is_own_next;
            has_just_passed <= gap == 5'd23;
        end
    end

endmodule

`line 6 "backoff.v" 0
// Truncated binary exponential backoff (IEEE 802.3-2022, 4.2.3.2.5): waits a whole number of slot times,
// chosen from a given random word and the number of collisions that the frame has met.
//
//              +-----------+
//       start->|           |
//  attempt[4]->|  backoff  |->slots[10]
//  random[10]->|           |->busy
//              +-----------+
module backoff (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // A collision has been handled: choose a delay and begin it.
    input  wire       start,
    // How many collisions the frame has met, 1 to 15.
    input  wire [3:0] attempt,
    // The random word, taken at `start`.
    input  wire [9:0] random,
    // The chosen delay in slot times, 0 to 1023.
    output reg  [9:0] slots,
    // The delay runs.
    output reg        busy
);

    reg [9:0]  slots_next;
    reg        busy_next;
    reg [16:0] left, left_next;

    wire [9:0] kept;
    wire [9:0] choice;

    // As many random bits as there were collisions, ten at most.
    assign kept = ~(10'h3ff << {6'd0, attempt});
    assign choice = random & kept;

    always @* begin
        slots_next = slots;
        busy_next = busy;
        left_next = left;

        if (busy) begin
            left_next = left - 17'd1;
            busy_next = |left;
        end
        if (start) begin
            slots_next = choice;
            left_next = ({7'd0, choice} << 5'd7) - 17'd1;
            busy_next = |choice;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            slots <= 10'd0;
            busy <= 1'b0;
            left <= 17'd0;
        end else begin
            slots <= slots_next;
            busy <= busy_next;
            left <= left_next;
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

`line 6 "tx_frame.v" 0
// What every transmitter does with a frame: preamble, delimiter, data, padding and FCS, octet by octet, whatever
// the time of an octet is (IEEE 802.3-2022, 4.2.8, 3.2.1 to 3.2.9).
//
//               +----------+
//   octet_edge->|          |->octet[8]
//        start->|          |->sends
//        abort->|          |->error
//     tdata[8]->| tx_frame |->takes
//       tvalid->|          |->underrun
//        tlast->|          |->in_data
//        tuser->|          |->ends
//   fcs_insert->|          |->verdict[3]
//               +----------+->octets[16]
module tx_frame (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // An octet begins at this edge; at all others this block stands still.
    input  wire        octet_edge,
    // When idle: begin a frame.
    input  wire        start,
    // Be idle after this edge, wherever the frame is.
    input  wire        abort,
    // Octet of the frame.
    input  wire [7:0]  tdata,
    // An octet is there.
    input  wire        tvalid,
    // It is the last one.
    input  wire        tlast,
    // On the last octet: send the frame with an error.
    input  wire        tuser,
    // Pad the frame and append the FCS; else the stream carries the FCS.
    input  wire        fcs_insert,
    // The octet to send at this octet edge; 0 when there is none.
    output reg  [7:0]  octet,
    // There is one.
    output reg         sends,
    // It is sent with an error.
    output reg         error,
    // It is `tdata`, which is taken.
    output wire        takes,
    // There is no octet in time.
    output wire        underrun,
    // No frame is being sent.
    output wire        is_idle,
    // The next octet edge wants an octet of the frame.
    output wire        in_data,
    // The next octet edge is the first that sends nothing.
    output wire        ends,
    // The `TxVerdict` of the frame so far, collisions apart; it stays until the next frame.
    output reg  [2:0]  verdict,
    // Octets of the frame already sent, saturating at 65535; it stays until the next frame.
    output reg  [15:0] octets
);

    // State
    localparam [2:0] STATE_IDLE     = 3'd0;
    localparam [2:0] STATE_PREAMBLE = 3'd1;
    localparam [2:0] STATE_DATA     = 3'd2;
    localparam [2:0] STATE_PAD      = 3'd3;
    localparam [2:0] STATE_FCS      = 3'd4;
    localparam [2:0] STATE_END      = 3'd5;

    reg [2:0]  state, state_next;
    reg [2:0]  step, step_next;
    reg [2:0]  verdict_next;
    reg [15:0] octets_next;
    reg        is_long, is_long_next;

    wire [7:0]  fcs_octet;
    wire        in_frame;
    wire        suffices;
    wire        crc_rst;
    reg  [7:0]  crc_data;
    wire [31:0] crc_fcs;

    crc32 crc (.clk(clk), .rst(crc_rst), .init(1'b0), .valid(octet_edge), .data(crc_data), .fcs(crc_fcs));

    assign is_idle = state == STATE_IDLE;
    assign in_data = state == STATE_DATA;
    assign ends = state == STATE_END;
    assign in_frame = (state == STATE_DATA) | (state == STATE_PAD) | (state == STATE_FCS);
    assign takes = octet_edge & (state == STATE_DATA) & tvalid;
    assign underrun = octet_edge & (state == STATE_DATA) & !tvalid;
    assign fcs_octet = crc_fcs[7:0];
    // The octet sent at this edge is the 60th, or a later one.
    assign suffices = is_long | (octets[5:0] == 6'd59);
    assign crc_rst = rst | !in_frame;

    always @* begin
        state_next = state;
        step_next = step;
        verdict_next = verdict;
        octets_next = octets;
        is_long_next = is_long;

        // The complement of an FCS octet, taken in, moves the next one into its place.
        crc_data = ~fcs_octet;

        // What is sent at this edge.
        sends = 1'b1;
        error = 1'b0;
        octet = 8'd0;
        case (state)
            STATE_IDLE: begin
                sends = start;
                if (start) begin
                    octet = 8'h55;
                end
            end
            STATE_PREAMBLE: begin
                octet = 8'h55;
                if (step == 3'd7) begin
                    octet = 8'hd5;
                end
            end
            STATE_DATA: begin
                if (tvalid) begin
                    octet = tdata;
                    crc_data = tdata;
                end else begin
                    octet = ~fcs_octet;
                    error = 1'b1;
                end
            end
            STATE_PAD: begin
                crc_data = 8'd0;
            end
            STATE_FCS: begin
                octet = fcs_octet;
                if (|verdict) begin
                    octet = ~fcs_octet;
                    error = 1'b1;
                end
            end
            default: begin // STATE_END
                sends = 1'b0;
            end
        endcase

        // What comes after it.
        if (octet_edge) begin
            step_next = step + 3'd1;
            case (state)
                STATE_IDLE: begin
                    step_next = 3'd1;
                    if (start) begin
                        state_next = STATE_PREAMBLE;
                    end
                end
                STATE_PREAMBLE: begin
                    verdict_next = 3'd0;
                    octets_next = 16'd0;
                    is_long_next = 1'b0;
                    if (step == 3'd7) begin
                        state_next = STATE_DATA;
                    end
                end
                STATE_DATA: begin
                    step_next = 3'd0;
                    if (!tvalid) begin
                        // Underrun: this octet is the first of four wrong FCS octets.
                        step_next = 3'd1;
                        verdict_next = 3'd2;
                        state_next = STATE_FCS;
                    end else if (tlast) begin
                        // SentWithError, or still Ok.
                        verdict_next = {2'd0, tuser};
                        if (fcs_insert & !suffices) begin
                            state_next = STATE_PAD;
                        end else if (fcs_insert | tuser) begin
                            state_next = STATE_FCS;
                        end else begin
                            state_next = STATE_END;
                        end
                    end
                end
                STATE_PAD: begin
                    step_next = 3'd0;
                    if (suffices) begin
                        state_next = STATE_FCS;
                    end
                end
                STATE_FCS: begin
                    if (step == 3'd3) begin
                        state_next = STATE_END;
                    end
                end
                default: begin // STATE_END
                    state_next = STATE_IDLE;
                end
            endcase
            if (in_frame) begin
                is_long_next = suffices;
                if (!(&octets)) begin
                    octets_next = octets + 16'd1;
                end
            end
        end
        if (abort) begin
            state_next = STATE_IDLE;
            verdict_next = verdict;
            octets_next = octets;
            is_long_next = is_long;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_IDLE;
            step <= 3'd0;
            verdict <= 3'd0;
            octets <= 16'd0;
            is_long <= 1'b0;
        end else begin
            state <= state_next;
            step <= step_next;
            verdict <= verdict_next;
            octets <= octets_next;
            is_long <= is_long_next;
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

`default_nettype wire
