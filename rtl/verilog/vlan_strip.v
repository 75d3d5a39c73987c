// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/vlan_strip.rs; do not edit.

`default_nettype none

// Takes the C-tag out of received frames and says what it held (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6).
//
//                   +------------+
//   s_axis_tdata[8]->            |->m_axis_tdata[8]
//    s_axis_tvalid->|            |->m_axis_tvalid
//     s_axis_tlast->|            |->m_axis_tlast
//     s_axis_tuser->| vlan_strip |->m_axis_tuser
//     s_axis_tdrop->|            |->m_axis_tdrop
//        cfg_strip->|            |->m_axis_vlan_valid
//                   |            |->m_axis_vlan_tci[16]
//                   +------------+
//
// Four octets stand in line, as many as a tag has: when the octet behind it shows that the frame goes on, the line is
// just the tag, and is forgotten by moving the pointer to its end.
module vlan_strip (
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
    // Take tags out; sampled at octet 16.
    input  wire        cfg_strip,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // There is an octet.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: as it came in.
    output reg         m_axis_tuser,
    // On the last beat: as it came in.
    output reg         m_axis_tdrop,
    // On the last beat: a tag was taken out.
    output reg         m_axis_vlan_valid,
    // On the last beat: the tag control information of that tag, else 0.
    output reg  [15:0] m_axis_vlan_tci
);

    reg [1:0]  newest, newest_next;
    reg [1:0]  oldest, oldest_next;
    reg [2:0]  count;
    reg [2:0]  draining, draining_next;
    reg [4:0]  index, index_next;
    reg        is_tagged, is_tagged_next;
    reg        holds_tag, holds_tag_next;
    reg        stripped, stripped_next;
    reg [7:0]  tci_high, tci_high_next;
    reg [7:0]  tci_low, tci_low_next;
    reg [7:0]  m_axis_tdata_next;
    reg [15:0] m_axis_vlan_tci_next;

    wire [10:0] beat;
    wire        cut;
    wire        leaves;
    wire        leaves_last;
    reg  [2:0]  left;
    reg  [2:0]  count_after;
    wire [10:0] line_read_data;

    ram_distributed #(.WIDTH(11), .ADDRESS_WIDTH(2)) line (
        .write_clk(clk),
        .write_enable(s_axis_tvalid),
        .write_address(newest),
        .write_data(beat),
        .read_address(oldest),
        .read_data(line_read_data)
    );

    assign beat = {s_axis_tdrop, s_axis_tuser, s_axis_tlast, s_axis_tdata};
    assign cut = s_axis_tvalid && holds_tag && cfg_strip;
    assign leaves = !cut && ((|draining) || (s_axis_tvalid && count[2]));
    assign leaves_last = leaves && line_read_data[8];

    always @* begin
        newest_next = newest;
        oldest_next = oldest;
        draining_next = draining;
        index_next = index;
        is_tagged_next = is_tagged;
        holds_tag_next = holds_tag;
        stripped_next = stripped;
        tci_high_next = tci_high;
        tci_low_next = tci_low;

        // What stands in the line after this edge.
        left = count;
        if (|draining) begin
            draining_next = draining - 3'd1;
        end
        if (cut) begin
            left = 3'd0;
            oldest_next = newest;
        end else if (leaves) begin
            left = count - 3'd1;
            oldest_next = oldest + 2'd1;
        end
        count_after = left;
        if (s_axis_tvalid) begin
            count_after = left + 3'd1;
            newest_next = newest + 2'd1;
            if (s_axis_tlast) begin
                draining_next = count_after;
            end
        end

        // Where the frame is, and what its tag is. The octets before the tag control information of a frame push the
        // last one of the frame before out of the line, so one place is enough for it.
        if (s_axis_tvalid) begin
            holds_tag_next = 1'b0;
            if (!index[4]) begin
                index_next = index + 5'd1;
            end
            if (index == 5'd12) begin
                is_tagged_next = s_axis_tdata == 8'h81;
            end
            if (index == 5'd13) begin
                is_tagged_next = is_tagged && (s_axis_tdata == 8'd0);
            end
            if (index == 5'd14) begin
                tci_high_next = s_axis_tdata;
            end
            if (index == 5'd15) begin
                tci_low_next = s_axis_tdata;
                holds_tag_next = is_tagged && !s_axis_tlast;
            end
            if (s_axis_tlast) begin
                index_next = 5'd0;
            end
        end
        if (cut) begin
            stripped_next = 1'b1;
        end else if (leaves_last) begin
            stripped_next = 1'b0;
        end

        m_axis_tdata_next = 8'd0;
        if (leaves) begin
            m_axis_tdata_next = line_read_data[7:0];
        end
        m_axis_vlan_tci_next = 16'd0;
        if (leaves_last && stripped) begin
            m_axis_vlan_tci_next = ({8'd0, tci_high} << 4'd8) | {8'd0, tci_low};
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            newest <= 2'd0;
            oldest <= 2'd0;
            count <= 3'd0;
            draining <= 3'd0;
            index <= 5'd0;
            is_tagged <= 1'b0;
            holds_tag <= 1'b0;
            stripped <= 1'b0;
            tci_high <= 8'd0;
            tci_low <= 8'd0;
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_axis_tdrop <= 1'b0;
            m_axis_vlan_valid <= 1'b0;
            m_axis_vlan_tci <= 16'd0;
        end else begin
            newest <= newest_next;
            oldest <= oldest_next;
            count <= count_after;
            draining <= draining_next;
            index <= index_next;
            is_tagged <= is_tagged_next;
            holds_tag <= holds_tag_next;
            stripped <= stripped_next;
            tci_high <= tci_high_next;
            tci_low <= tci_low_next;
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= leaves;
            m_axis_tlast <= leaves_last;
            m_axis_tuser <= leaves_last && line_read_data[9];
            m_axis_tdrop <= leaves_last && line_read_data[10];
            m_axis_vlan_valid <= leaves_last && stripped;
            m_axis_vlan_tci <= m_axis_vlan_tci_next;
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

`default_nettype wire
