// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/vlan_insert.rs; do not edit.

`default_nettype none

// Puts a C-tag into frames to send (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6).
//
//                       +-------------+
//       s_axis_tdata[8]->             |->m_axis_tdata[8]
//        s_axis_tvalid->|             |->m_axis_tvalid
//        s_axis_tready<-|             |<-m_axis_tready
//         s_axis_tlast->|             |->m_axis_tlast
//         s_axis_tuser->| vlan_insert |->m_axis_tuser
//          s_axis_vlan->|             |->m_axis_ipv4
//  s_axis_vlan_tci[16]->|             |->m_axis_l4
//          s_axis_ipv4->|             |
//            s_axis_l4->+-------------+
//
// A skid buffer: a beat goes straight to the output, or waits in the one place behind it while the output is held or
// takes the tag.
module vlan_insert (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Octet of a frame to send, destination address first.
    input  wire [7:0]  s_axis_tdata,
    // An octet is offered.
    input  wire        s_axis_tvalid,
    // It is the last of its frame.
    input  wire        s_axis_tlast,
    // On the last beat: do not send the frame.
    input  wire        s_axis_tuser,
    // On the first beat: insert a tag.
    input  wire        s_axis_vlan,
    // On the first beat: the tag control information to insert.
    input  wire [15:0] s_axis_vlan_tci,
    // On the first beat: insert the IPv4 header checksum.
    input  wire        s_axis_ipv4,
    // On the first beat: insert the TCP or UDP checksum.
    input  wire        s_axis_l4,
    // The sink takes the beat.
    input  wire        m_axis_tready,
    // The octet is taken.
    output reg         s_axis_tready,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // An octet is offered.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: do not send the frame.
    output reg         m_axis_tuser,
    // On all beats: insert the IPv4 header checksum.
    output reg         m_axis_ipv4,
    // On all beats: insert the TCP or UDP checksum.
    output reg         m_axis_l4
);

    reg        begins, begins_next;
    reg        vlan, vlan_next;
    reg [15:0] tci, tci_next;
    reg        ipv4;
    reg        l4;
    reg        waits;
    reg [9:0]  waiting, waiting_next;
    reg [2:0]  due, due_next;
    reg [3:0]  index, index_next;
    reg [7:0]  m_axis_tdata_next;
    reg        m_axis_tvalid_next;
    reg        m_axis_tlast_next;
    reg        m_axis_tuser_next;
    reg        m_axis_ipv4_next;
    reg        m_axis_l4_next;

    wire       passes;
    wire [9:0] comes;
    reg        comes_ipv4;
    reg        comes_l4;
    reg  [9:0] beat;
    wire       present_free;
    wire       takes;
    wire       waits_after;

    assign passes = s_axis_tvalid && s_axis_tready;
    assign comes = {s_axis_tuser && s_axis_tlast, s_axis_tlast, s_axis_tdata};
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign takes = present_free && !(|due) && (waits || passes);
    assign waits_after = (waits || passes) && !takes;

    always @* begin
        begins_next = begins;
        vlan_next = vlan;
        tci_next = tci;
        waiting_next = waiting;
        due_next = due;
        index_next = index;
        m_axis_tdata_next = m_axis_tdata;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;
        m_axis_tuser_next = m_axis_tuser;
        m_axis_ipv4_next = m_axis_ipv4;
        m_axis_l4_next = m_axis_l4;

        // A frame's tag is offered before the next frame can come, so its flags need no second place; but the octets
        // before may still be those of another frame.
        comes_ipv4 = ipv4;
        comes_l4 = l4;
        if (passes) begin
            begins_next = s_axis_tlast;
            if (begins) begin
                vlan_next = s_axis_vlan;
                tci_next = s_axis_vlan_tci;
                comes_ipv4 = s_axis_ipv4;
                comes_l4 = s_axis_l4;
            end
        end

        beat = comes;
        if (waits) begin
            beat = waiting;
        end

        if (present_free) begin
            m_axis_tvalid_next = (|due) || takes;
        end
        if (takes) begin
            m_axis_tdata_next = beat[7:0];
            m_axis_tlast_next = beat[8];
            m_axis_tuser_next = beat[9];
            if (!(|index)) begin
                m_axis_ipv4_next = comes_ipv4;
                m_axis_l4_next = comes_l4;
            end
            if (beat[8]) begin
                index_next = 4'd0;
            end else if (index != 4'd12) begin
                index_next = index + 4'd1;
            end
            if ((index == 4'd11) && !beat[8] && vlan) begin
                due_next = 3'd4;
            end
        end else if (present_free && (|due)) begin
            due_next = due - 3'd1;
            m_axis_tlast_next = 1'b0;
            m_axis_tuser_next = 1'b0;
            if (due == 3'd4) begin
                m_axis_tdata_next = 8'h81;
            end else if (due == 3'd3) begin
                m_axis_tdata_next = 8'd0;
            end else if (due == 3'd2) begin
                m_axis_tdata_next = tci[15:8];
            end else begin
                m_axis_tdata_next = tci[7:0];
            end
        end

        if (passes) begin
            waiting_next = comes;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            s_axis_tready <= 1'b0;
            begins <= 1'b1;
            vlan <= 1'b0;
            tci <= 16'd0;
            ipv4 <= 1'b0;
            l4 <= 1'b0;
            waits <= 1'b0;
            waiting <= 10'd0;
            due <= 3'd0;
            index <= 4'd0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_axis_ipv4 <= 1'b0;
            m_axis_l4 <= 1'b0;
        end else begin
            s_axis_tready <= !waits_after;
            begins <= begins_next;
            vlan <= vlan_next;
            tci <= tci_next;
            ipv4 <= comes_ipv4;
            l4 <= comes_l4;
            waits <= waits_after;
            waiting <= waiting_next;
            due <= due_next;
            index <= index_next;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
            m_axis_tuser <= m_axis_tuser_next;
            m_axis_ipv4 <= m_axis_ipv4_next;
            m_axis_l4 <= m_axis_l4_next;
        end
    end

endmodule

`default_nettype wire
