// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/mac_control_tx.rs; do not edit.

`default_nettype none

// MAC control, sending side: obeys received PAUSE frames and sends our own (IEEE 802.3-2022, clause 31, annex
// 31B).
//
//                  +------------------+
//  s_axis_* ------>|                  |------> m_axis_*, m_fcs_insert
//  s_axis_tready<--|  mac_control_tx  |<------ m_axis_tready, tx_start_ready
//  pause_valid --->|                  |------> paused
//  pause_request ->|                  |------> stat_pause_sent
//                  +------------------+
//
// One frame at a time passes; what comes next is decided between frames, as late as possible, so that a PAUSE frame
// or a received PAUSE never waits for more than the frame on its way.
module mac_control_tx (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a client frame.
    input  wire [7:0]  s_axis_tdata,
    // An octet is offered.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: send the frame with an error.
    input  wire        s_axis_tuser,
    // The MAC takes the beat.
    input  wire        m_axis_tready,
    // The MAC can start a frame without delay.
    input  wire        tx_start_ready,
    // One octet time has passed; constant 1 at one octet a clock.
    input  wire        octet_tick,
    // Strobe: a PAUSE frame was received.
    input  wire        pause_valid,
    // Its pause time in units of 512 bit times.
    input  wire [15:0] pause_quanta,
    // Ask the link partner to pause for as long as this is high.
    input  wire        pause_request,
    // Source address of PAUSE frames; bits 47:40 are sent first.
    input  wire [47:0] cfg_mac_address,
    // Pad client frames and append their FCS; else they carry it.
    input  wire        cfg_fcs_insert,
    // Send PAUSE frames.
    input  wire        cfg_pause_send,
    // Obey received PAUSE frames.
    input  wire        cfg_pause_obey,
    // The pause time to ask for, in units of 512 bit times.
    input  wire [15:0] cfg_pause_quanta,
    // The octet is taken.
    output reg         s_axis_tready,
    // Octet to the MAC.
    output reg  [7:0]  m_axis_tdata,
    // An octet is offered.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: send the frame with an error.
    output reg         m_axis_tuser,
    // Pad this frame and append its FCS.
    output reg         m_fcs_insert,
    // The link partner has asked for silence.
    output reg         paused,
    // Strobe: a PAUSE frame was sent.
    output reg         stat_pause_sent
);

    // Phase
    localparam [1:0] PHASE_WAIT    = 2'd0;
    localparam [1:0] PHASE_CLIENT  = 2'd1;
    localparam [1:0] PHASE_CONTROL = 2'd2;

    reg [1:0]  phase;
    reg [7:0]  m_axis_tdata_next;
    reg        m_axis_tvalid_next;
    reg        m_axis_tlast_next;
    reg        m_axis_tuser_next;
    reg        m_fcs_insert_next;
    reg [7:0]  spare_data, spare_data_next;
    reg        spare_valid;
    reg        spare_last, spare_last_next;
    reg        spare_user, spare_user_next;
    reg        spare_fcs_insert, spare_fcs_insert_next;
    reg [4:0]  index, index_next;
    reg [15:0] pause_time, pause_time_next;
    reg        asked, asked_next;
    reg        sent_pause, sent_pause_next;
    reg [20:0] refresh_timer, refresh_timer_next;
    reg [21:0] pause_timer, pause_timer_next;
    reg        pause_starts, pause_starts_next;
    reg        paused_next;
    reg        stat_pause_sent_next;

    wire       accept;
    wire       free;
    wire       idle;
    wire       asking;
    wire       client;
    wire       due;
    reg  [1:0] phase_after;
    reg        spare_after;
    reg  [7:0] control_octet;

    assign accept = s_axis_tvalid && s_axis_tready;
    assign free = !m_axis_tvalid || m_axis_tready;
    assign idle = (phase == PHASE_WAIT) && tx_start_ready && !m_axis_tvalid && !spare_valid;
    assign client = s_axis_tvalid && !paused;
    // Asked again before the time runs out, and taken back when the request ends; but the client has its turn
    // after each PAUSE frame.
    assign asking = pause_request && (|cfg_pause_quanta);
    assign due = cfg_pause_send && ((asking != asked) || (asking && (refresh_timer == 21'd0))) && !(sent_pause &&
        client);

    always @* begin
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;
        m_fcs_insert_next = m_fcs_insert;
        spare_data_next = spare_data;
        spare_last_next = spare_last;
        spare_user_next = spare_user;
        spare_fcs_insert_next = spare_fcs_insert;
        index_next = index;
        pause_time_next = pause_time;
        asked_next = asked;
        sent_pause_next = sent_pause;
        refresh_timer_next = refresh_timer;
        pause_timer_next = pause_timer;
        pause_starts_next = pause_starts;
        paused_next = paused;

        // The octets of a PAUSE frame.
        control_octet = 8'd0;
        if (index == 5'd0) begin
            control_octet = 8'h01;
        end else if (index == 5'd1) begin
            control_octet = 8'h80;
        end else if (index == 5'd2) begin
            control_octet = 8'hc2;
        end else if (index == 5'd5) begin
            control_octet = 8'h01;
        end else if (index == 5'd6) begin
            control_octet = cfg_mac_address[47:40];
        end else if (index == 5'd7) begin
            control_octet = cfg_mac_address[39:32];
        end else if (index == 5'd8) begin
            control_octet = cfg_mac_address[31:24];
        end else if (index == 5'd9) begin
            control_octet = cfg_mac_address[23:16];
        end else if (index == 5'd10) begin
            control_octet = cfg_mac_address[15:8];
        end else if (index == 5'd11) begin
            control_octet = cfg_mac_address[7:0];
        end else if (index == 5'd12) begin
            control_octet = 8'h88;
        end else if (index == 5'd13) begin
            control_octet = 8'h08;
        end else if (index == 5'd15) begin
            control_octet = 8'h01;
        end else if (index == 5'd16) begin
            control_octet = pause_time[15:8];
        end else if (index == 5'd17) begin
            control_octet = pause_time[7:0];
        end

        // Timers, in octet times.
        if (octet_tick) begin
            if (refresh_timer != 21'd0) begin
                refresh_timer_next = refresh_timer - 21'd1;
            end
            if ((pause_timer != 22'd0) && !pause_starts) begin
                pause_timer_next = pause_timer - 22'd1;
                if (pause_timer == 22'd1) begin
                    paused_next = 1'b0;
                end
            end
        end
        // A received time begins when the frame on its way is sent (31B.3.3).
        if (pause_starts && idle) begin
            pause_starts_next = 1'b0;
            paused_next = pause_timer != 22'd0;
        end
        if (pause_valid) begin
            pause_timer_next = {6'd0, pause_quanta} << 5'd6;
            pause_starts_next = 1'b1;
            paused_next = 1'b1;
        end
        if (!cfg_pause_obey) begin
            pause_timer_next = 22'd0;
            pause_starts_next = 1'b0;
            paused_next = 1'b0;
        end

        stat_pause_sent_next = 1'b0;
        phase_after = phase;
        case (phase)
            PHASE_WAIT: begin
                if (idle) begin
                    if (due) begin
                        phase_after = PHASE_CONTROL;
                        asked_next = asking;
                        sent_pause_next = 1'b1;
                        pause_time_next = 16'd0;
                        if (asking) begin
                            pause_time_next = cfg_pause_quanta;
                        end
                        refresh_timer_next = {5'd0, cfg_pause_quanta} << 5'd5;
                    end else if (client) begin
                        phase_after = PHASE_CLIENT;
                        sent_pause_next = 1'b0;
                    end
                end
            end
            PHASE_CLIENT: begin
                if (accept && s_axis_tlast) begin
                    phase_after = PHASE_WAIT;
                end
            end
            default: begin // PHASE_CONTROL
                if (free) begin
                    index_next = index + 5'd1;
                    if (index == 5'd17) begin
                        index_next = 5'd0;
                        stat_pause_sent_next = 1'b1;
                        phase_after = PHASE_WAIT;
                    end
                end
            end
        endcase

        // The register to the MAC, and the spare one for the beat that comes while it is not free.
        spare_after = spare_valid;
        if (free) begin
            spare_after = 1'b0;
            m_axis_tvalid_next = spare_valid || accept || (phase == PHASE_CONTROL);
            if (spare_valid) begin
                m_axis_tdata_next = spare_data;
                m_axis_tlast_next = spare_last;
                m_axis_tuser_next = spare_user;
                m_fcs_insert_next = spare_fcs_insert;
            end else if (accept) begin
                m_axis_tdata_next = s_axis_tdata;
                m_axis_tlast_next = s_axis_tlast;
                m_axis_tuser_next = s_axis_tuser;
                m_fcs_insert_next = cfg_fcs_insert;
            end else if (phase == PHASE_CONTROL) begin
                m_axis_tdata_next = control_octet;
                m_axis_tlast_next = index == 5'd17;
                m_axis_tuser_next = 1'b0;
                m_fcs_insert_next = 1'b1;
            end
        end else if (accept) begin
            spare_after = 1'b1;
            spare_data_next = s_axis_tdata;
            spare_last_next = s_axis_tlast;
            spare_user_next = s_axis_tuser;
            spare_fcs_insert_next = cfg_fcs_insert;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            phase <= PHASE_WAIT;
            s_axis_tready <= 1'b0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_fcs_insert <= 1'b0;
            spare_data <= 8'd0;
            spare_valid <= 1'b0;
            spare_last <= 1'b0;
            spare_user <= 1'b0;
            spare_fcs_insert <= 1'b0;
            index <= 5'd0;
            pause_time <= 16'd0;
            asked <= 1'b0;
            sent_pause <= 1'b0;
            refresh_timer <= 21'd0;
            pause_timer <= 22'd0;
            pause_starts <= 1'b0;
            paused <= 1'b0;
            stat_pause_sent <= 1'b0;
        end else begin
            phase <= phase_after;
            s_axis_tready <= (phase_after == PHASE_CLIENT) && !spare_after;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
            m_fcs_insert <= m_fcs_insert_next;
            spare_data <= spare_data_next;
            spare_valid <= spare_after;
            spare_last <= spare_last_next;
            spare_user <= spare_user_next;
            spare_fcs_insert <= spare_fcs_insert_next;
            index <= index_next;
            pause_time <= pause_time_next;
            asked <= asked_next;
            sent_pause <= sent_pause_next;
            refresh_timer <= refresh_timer_next;
            pause_timer <= pause_timer_next;
            pause_starts <= pause_starts_next;
            paused <= paused_next;
            stat_pause_sent <= stat_pause_sent_next;
        end
    end

endmodule

`default_nettype wire
