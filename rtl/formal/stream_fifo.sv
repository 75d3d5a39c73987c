// SPDX-License-Identifier: MIT OR Apache-2.0
// What is proved of `stream_fifo`, whatever its depth; it goes before the module's end. Nothing is assumed of the
// source or the sink, and the configuration may change at any time; only the first edge is one of reset.
//
// The properties are those whose names begin with `overflow`, `order`, `whole`, `told`, `stable`. Those that begin
// with `state` say which states can be reached: induction needs them, and they are proved
// with the others.
//
// Order and loss: the octets that are kept are numbered as they come in, by what happens at the ports alone, and so
// are those that leave. Of any two octets, chosen as they come in, each leaves under its own number with its own
// value, so nothing is lost, doubled, invented or overtaken.

    localparam F_P = $clog2(DEPTH) + 1;

    reg f_started = 1'b0;
    always @(posedge clk) begin
        f_started <= 1'b1;
    end
    always @* begin
        if (!f_started) assume (rst);
    end

    // ---- the contract, told by the ports ----
    reg           f_discarding;
    reg [F_P-1:0] f_stored;
    reg [F_P-1:0] f_kept;
    reg [F_P-1:0] f_left;
    wire          f_take = !f_discarding && s_axis_tvalid && s_axis_tready;
    wire          f_drop = f_take && s_axis_tlast && ((s_axis_tuser && cfg_drop_bad) || s_axis_tdrop);
    wire          f_fills = f_stored - f_kept == DEPTH;
    wire          f_lost = !f_discarding && (cfg_wait ? f_fills : s_axis_tvalid && !s_axis_tready);
    wire          f_end = s_axis_tvalid && s_axis_tlast && (s_axis_tready || !cfg_wait);
    wire          f_reject = s_axis_tuser && cfg_drop_bad;
    wire          f_leaves = m_axis_tvalid && m_axis_tready;
    wire [9:0]    f_front = {m_axis_tuser, m_axis_tlast, m_axis_tdata};

    always @(posedge clk) begin
        if (rst) begin
            f_discarding <= 1'b0;
            f_stored <= 0;
            f_kept <= 0;
            f_left <= 0;
        end else begin
            if (f_lost) begin
                f_discarding <= cfg_wait || !s_axis_tlast;
            end else if (f_discarding && s_axis_tvalid && s_axis_tlast) begin
                f_discarding <= 1'b0;
            end
            if (f_lost || f_drop) begin
                f_stored <= f_kept;
            end else if (f_take) begin
                f_stored <= f_stored + 1'b1;
                if (s_axis_tlast) f_kept <= f_stored + 1'b1;
            end
            if (f_leaves) f_left <= f_left + 1'b1;
        end
    end

    // ---- an octet, chosen as it comes in ----
    (* hierconn *) wire [F_P-2:0] \frames.f_address ;
    (* hierconn *) wire [9:0] \frames.f_word ;
    (* hierconn *) wire [9:0] \frames.fetched ;
    (* anyseq *) wire f_choose;
    reg           f_chosen;
    reg [F_P-1:0] f_number;
    reg [9:0]     f_value;
    wire          f_chooses = f_take && f_choose && !f_chosen && f_stored[F_P-2:0] == \frames.f_address ;
    // Of those that are in, how many are before it.
    wire [F_P-1:0] f_before = f_number - f_left;
    wire          f_open = f_number - f_left >= f_kept - f_left;

    always @(posedge clk) begin
        if (rst) begin
            f_chosen <= 1'b0;
        end else if (f_chooses) begin
            f_chosen <= !f_lost && !f_drop;
            f_number <= f_stored;
            f_value <= beat;
        end else if (f_chosen && (f_open ? f_lost || f_drop : f_leaves && f_number == f_left)) begin
            f_chosen <= 1'b0;
        end
    end

    always @* if (f_started) begin
        overflow_fill: assert (fill <= DEPTH);
        overflow_store: assert (!store || fill < DEPTH);

        whole_only_what_is_kept: assert (!m_axis_tvalid || f_left != f_kept);
        order_value: assert (!(f_chosen && f_number == f_left && m_axis_tvalid) || f_front == f_value);
        order_kept: assert (!f_chosen || f_before < f_stored - f_left);
        whole_not_before_its_end: assert (!(f_chosen && f_open && f_number == f_left) || !m_axis_tvalid);

        state_discarding: assert (f_discarding == discarding);
        state_write: assert (f_stored == write);
        state_commit: assert (f_kept == commit);
        state_read: assert (f_left + m_axis_tvalid + fetched == read);
        state_room: assert (last_room == read + (DEPTH - 1'b1));
        state_between: assert (commit - read <= fill);
        state_nothing_open: assert (!discarding || write == commit);
        state_ready: assert (!s_axis_tready || discarding || fill < DEPTH);
        state_discards_at_once: assert (!discarding || s_axis_tready);
        state_full: assert (s_axis_tready || has_left || fill == DEPTH);
        state_has_left: assert (!has_left || fill < DEPTH);
        if (f_chosen) begin
            state_address: assert (f_number[F_P-2:0] == \frames.f_address );
            state_word: assert (f_number - read >= fill || \frames.f_word == f_value);
            state_fetched: assert (!(fetched && f_number == f_left + m_axis_tvalid) || \frames.fetched == f_value);
        end
    end

    // ---- from one edge to the next ----
    reg       f_ran = 1'b0;
    reg       f_was_lost;
    reg       f_was_bad;
    reg       f_was_stalled;
    reg [9:0] f_was_front;
    always @(posedge clk) begin
        f_ran <= f_started && !rst;
        f_was_lost <= f_end && !f_take && !f_reject && !s_axis_tdrop;
        f_was_bad <= f_end && f_reject;
        f_was_stalled <= m_axis_tvalid && !m_axis_tready;
        f_was_front <= f_front;
    end

    always @* if (f_ran) begin
        told_overflow: assert (stat_overflow == f_was_lost);
        told_bad: assert (stat_bad == f_was_bad);
        stable_valid: assert (!f_was_stalled || m_axis_tvalid);
        stable_data: assert (!f_was_stalled || f_front == f_was_front);
    end
