// SPDX-License-Identifier: MIT OR Apache-2.0
// What is proved of `async_fifo`; it goes before the module's end. The two clocks rise whenever they like, alone or at
// the same moment, or stand, and each bit that crosses may be metastable (`sync_bit_metastable.sv`). Nothing is
// assumed of the source or the sink. The resets overlap in time, each has an edge of its own clock in it, before, in or
// after the overlap, and each ends when it likes.
//
// The properties are those whose names begin with `overflow`, `order`, `gray`, `stable`. Those that begin with `state`
// say which states can be reached: induction needs them, and they are proved with the others.
//
// Order and loss: as in `stream_fifo.sv`.

    function [4:0] f_binary(input [4:0] gray);
        f_binary = gray ^ (gray >> 1) ^ (gray >> 2) ^ (gray >> 3) ^ (gray >> 4);
    endfunction

    // ---- resets ----
    // Step 0 is the event at which both are high. A side may have had its edge before it (`early`), or has it later;
    // until then its registers hold anything, but for the Gray pointer.
    (* anyconst *) reg f_wr_early;
    (* anyconst *) reg f_rd_early;
    reg  f_started = 1'b0;
    reg  f_wr_rose = 1'b0;
    reg  f_rd_rose = 1'b0;
    wire f_wr_begun = f_wr_early || f_wr_rose;
    wire f_rd_begun = f_rd_early || f_rd_rose;
    reg  f_wr_rst_was;
    reg  f_rd_rst_was;
    always @(posedge wr_clk) f_wr_rose <= 1'b1;
    always @(posedge rd_clk) f_rd_rose <= 1'b1;
    always @($global_clock) begin
        f_started <= 1'b1;
        f_wr_rst_was <= wr_rst;
        f_rd_rst_was <= rd_rst;
    end
    always @* begin
        if (!f_started) begin
            assume (wr_rst && rd_rst);
            if (f_wr_early) assume (write == 0 && ahead == 1 && !s_axis_tready && f_r1_gray == 0 && read_gray_seen == 0);
            if (f_wr_early) assume (f_in == 0 && !f_chosen_in);
            if (f_rd_early) assume (read == 0 && !m_axis_tvalid && f_w1_gray == 0 && write_gray_seen == 0);
            if (f_rd_early) assume (f_out == 0 && !f_chosen_out && !f_was_stalled);
        end else begin
            // A reset lasts until its clock has risen in it, and ends at an edge of its clock, for good.
            if (!f_wr_begun) assume (wr_rst);
            if (!f_rd_begun) assume (rd_rst);
            if (!f_wr_rst_was || !wr_clk) assume (wr_rst == f_wr_rst_was);
            if (!f_rd_rst_was || !rd_clk) assume (rd_rst == f_rd_rst_was);
        end
    end

    // ---- the contract, told by the ports ----
    reg [4:0]  f_in;
    reg [4:0]  f_out;
    wire       f_take = s_axis_tvalid && s_axis_tready && !wr_rst;
    wire       f_leaves = m_axis_tvalid && m_axis_tready && !rd_rst;
    wire [9:0] f_front = {m_axis_tuser, m_axis_tlast, m_axis_tdata};
    always @(posedge wr_clk) begin
        if (wr_rst) f_in <= 5'd0;
        else if (f_take) f_in <= f_in + 5'd1;
    end
    always @(posedge rd_clk) begin
        if (rd_rst) f_out <= 5'd0;
        else if (f_leaves) f_out <= f_out + 5'd1;
    end

    // ---- a beat, chosen as it comes in ----
    (* hierconn *) wire [3:0] \beats.f_address ;
    (* hierconn *) wire [9:0] \beats.f_word ;
    (* anyseq *) wire f_choose;
    reg        f_chosen_in;
    reg        f_chosen_out;
    reg [4:0]  f_number;
    reg [9:0]  f_value;
    // Chosen in the domain of the source, let go in that of the sink.
    wire       f_chosen = (f_wr_begun && f_chosen_in) != (f_rd_begun && f_chosen_out);
    wire       f_chooses = f_take && f_choose && !f_chosen && f_in[3:0] == \beats.f_address ;
    wire [4:0] f_before = f_number - f_gone;
    always @(posedge wr_clk) begin
        if (wr_rst) begin
            f_chosen_in <= 1'b0;
        end else if (f_chooses) begin
            f_chosen_in <= !f_chosen_in;
            f_number <= f_in;
            f_value <= beat;
        end
    end
    always @(posedge rd_clk) begin
        if (rd_rst) f_chosen_out <= 1'b0;
        else if (f_chosen && f_leaves && f_number == f_out) f_chosen_out <= !f_chosen_out;
    end

    // ---- what a side has, as long as it has not been reset: nothing ----
    wire [4:0] f_w = f_wr_begun ? write : 5'd0;
    wire [4:0] f_r = f_rd_begun ? read : 5'd0;
    wire [4:0] f_come = f_wr_begun ? f_in : 5'd0;
    wire [4:0] f_gone = f_rd_begun ? f_out : 5'd0;
    wire       f_ready = f_wr_begun && s_axis_tready;
    wire       f_valid = f_rd_begun && m_axis_tvalid;

    // ---- pointers on their way ----
    wire [4:0] f_w0, f_w1, f_w2, f_r0, f_r1, f_r2;
    (* hierconn *) wire \write_gray_sync[0].d_before , \write_gray_sync[1].d_before , \write_gray_sync[2].d_before ,
        \write_gray_sync[3].d_before , \write_gray_sync[4].d_before , \read_gray_sync[0].d_before ,
        \read_gray_sync[1].d_before , \read_gray_sync[2].d_before , \read_gray_sync[3].d_before ,
        \read_gray_sync[4].d_before ;
    (* hierconn *) wire [1:0] \write_gray_sync[0].stage , \write_gray_sync[1].stage , \write_gray_sync[2].stage ,
        \write_gray_sync[3].stage , \write_gray_sync[4].stage , \read_gray_sync[0].stage , \read_gray_sync[1].stage ,
        \read_gray_sync[2].stage , \read_gray_sync[3].stage , \read_gray_sync[4].stage ;
    wire [4:0] f_w0_gray = {\write_gray_sync[4].d_before , \write_gray_sync[3].d_before , \write_gray_sync[2].d_before ,
        \write_gray_sync[1].d_before , \write_gray_sync[0].d_before };
    wire [4:0] f_w1_gray = {\write_gray_sync[4].stage [0], \write_gray_sync[3].stage [0], \write_gray_sync[2].stage [0],
        \write_gray_sync[1].stage [0], \write_gray_sync[0].stage [0]};
    wire [4:0] f_r0_gray = {\read_gray_sync[4].d_before , \read_gray_sync[3].d_before , \read_gray_sync[2].d_before ,
        \read_gray_sync[1].d_before , \read_gray_sync[0].d_before };
    wire [4:0] f_r1_gray = {\read_gray_sync[4].stage [0], \read_gray_sync[3].stage [0], \read_gray_sync[2].stage [0],
        \read_gray_sync[1].stage [0], \read_gray_sync[0].stage [0]};
    assign f_w0 = f_binary(f_w0_gray);
    assign f_w1 = f_rd_begun ? f_binary(f_w1_gray) : 5'd0;
    assign f_w2 = f_rd_begun ? f_binary(write_gray_seen) : 5'd0;
    assign f_r0 = f_binary(f_r0_gray);
    assign f_r1 = f_wr_begun ? f_binary(f_r1_gray) : 5'd0;
    assign f_r2 = f_wr_begun ? f_binary(read_gray_seen) : 5'd0;

    always @* begin
        state_begin: assert (f_started || (!f_wr_rose && !f_rd_rose));
    end

    always @* if (f_started) begin
        overflow_fill: assert (f_w - f_r <= 5'd16);
        overflow_store: assert (!store || f_w - f_r < 5'd16);

        gray_write: assert ($onehot0(write_gray ^ f_w0_gray));
        gray_read: assert ($onehot0(read_gray ^ f_r0_gray));

        order_nothing_invented: assert (!f_valid || f_gone != f_come);
        order_value: assert (!(f_chosen && f_number == f_gone && f_valid) || f_front == f_value);
        order_kept: assert (!f_chosen || f_before < f_come - f_gone);
        order_not_before_reset: assert (rd_rst || f_rd_begun);

        state_in: assert (f_come == f_w);
        state_out: assert (f_gone + f_valid == f_r);
        state_write_gray: assert (write_gray == (f_w ^ (f_w >> 1)));
        state_ahead: assert (!f_wr_begun || ahead == write + 5'd1);
        state_read_gray: assert (read_gray == (f_r ^ (f_r >> 1)));
        state_write_before: assert (f_w0 == f_w || f_w0 + 5'd1 == f_w);
        state_read_before: assert (f_r0 == f_r || f_r0 + 5'd1 == f_r);
        // From the oldest: the read pointer as the write side sees it, then as it is, then the write pointer as the
        // read side sees it, then as it is.
        state_r1: assert (f_r1 - f_r2 <= f_r0 - f_r2);
        state_r0: assert (f_r0 - f_r2 <= f_r - f_r2);
        state_r: assert (f_r - f_r2 <= f_w2 - f_r2);
        state_w2: assert (f_w2 - f_r2 <= f_w1 - f_r2);
        state_w1: assert (f_w1 - f_r2 <= f_w0 - f_r2);
        state_w0: assert (f_w0 - f_r2 <= f_w - f_r2);
        state_seen: assert (f_w - f_r2 <= 5'd16);
        state_ready: assert (!f_ready || f_w - f_r2 < 5'd16);
        if (wr_rst) begin
            state_write_reset: assert (f_w == 0 && !f_ready && f_w0 == 0 && f_r1 == 0 && f_r2 == 0);
            state_nothing_chosen: assert (!(f_wr_begun && f_chosen_in));
        end
        if (rd_rst) begin
            state_read_reset: assert (f_r == 0 && !f_valid && f_r0 == 0 && f_w1 == 0 && f_w2 == 0);
            state_nothing_let_go: assert (!(f_rd_begun && f_chosen_out));
        end
        if (f_chosen) begin
            state_address: assert (f_number[3:0] == \beats.f_address );
            state_word: assert (f_number - f_r >= f_w - f_r || \beats.f_word == f_value);
        end
    end

    // ---- from one edge to the next ----
    reg       f_was_stalled = 1'b0;
    reg [9:0] f_was_front;
    always @(posedge rd_clk) begin
        f_was_stalled <= !rd_rst && m_axis_tvalid && !m_axis_tready;
        f_was_front <= f_front;
    end
    always @* if (f_started && f_rd_begun && f_was_stalled) begin
        stable_valid: assert (m_axis_tvalid);
        stable_data: assert (f_front == f_was_front);
    end
