// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/address_filter.rs; do not edit.

`default_nettype none

// Says of each received frame whether its destination is wanted (IEEE 802.3-2022, 3.2.3, 4.2.4.1.1): the card's own
// address, 16 more, multicast by hash, broadcast, or anything.
//
//                        +----------------+
//        s_axis_tdata[8]->                |->m_axis_tdata[8]
//         s_axis_tvalid->|                |->m_axis_tvalid
//          s_axis_tlast->|                |->m_axis_tlast
//          s_axis_tuser->|                |->m_axis_tuser
//            cfg_enable->| address_filter |->m_axis_tdrop
//       cfg_promiscuous->|                |->stat_filtered
//         cfg_broadcast->|                |
//       cfg_address[48]->|                |
//          cfg_hash[64]->|                |
//          filter_write->|                |
//       filter_index[4]->|                |
//    filter_address[48]->|                |
//          filter_valid->|                |
//                        +----------------+
//
// The destination is collected, and stands still while the entries of the table pass it, one a clock, through a
// register of their own. The verdict is due at the last beat, so each rule has a bit that waits for it.
module address_filter (
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
    // Take frames; judged at the first octet of each.
    input  wire        cfg_enable,
    // Take frames to any address.
    input  wire        cfg_promiscuous,
    // Take frames to the broadcast address.
    input  wire        cfg_broadcast,
    // Own address; bits 47:40 are sent first.
    input  wire [47:0] cfg_address,
    // Take multicast frames whose hash has its bit here.
    input  wire [63:0] cfg_hash,
    // Write an entry of the table.
    input  wire        filter_write,
    // Which one.
    input  wire [3:0]  filter_index,
    // Its address; bits 47:40 are sent first.
    input  wire [47:0] filter_address,
    // It counts from now on.
    input  wire        filter_valid,
    // Octet of a frame.
    output reg  [7:0]  m_axis_tdata,
    // There is an octet.
    output reg         m_axis_tvalid,
    // It is the last of its frame.
    output reg         m_axis_tlast,
    // On the last beat: as it came in.
    output reg         m_axis_tuser,
    // On the last beat: nobody here wants the frame.
    output reg         m_axis_tdrop,
    // Strobe: a frame to somebody else is dropped.
    output reg         stat_filtered
);

    localparam [47:0] HASH_MASK_0 = 48'h6903e93b209a;
    localparam [47:0] HASH_MASK_1 = 48'hb481f41d104d;
    localparam [47:0] HASH_MASK_2 = 48'hda40fa0e8826;
    localparam [47:0] HASH_MASK_3 = 48'h6d207d074413;
    localparam [47:0] HASH_MASK_4 = 48'h3690be03a209;
    localparam [47:0] HASH_MASK_5 = 48'h1b48df01d104;
    localparam [5:0] HASH_PRESET = 6'd14;

    reg [7:0]  m_axis_tdata_next;
    reg [2:0]  index, index_next;
    reg [47:0] destination, destination_next;
    reg        is_all_ones, is_all_ones_next;
    reg [5:0]  hash, hash_next;
    reg        is_enabled, is_enabled_next;
    reg        judges, judges_next;
    reg        wants_any, wants_any_next;
    reg        wants_own, wants_own_next;
    reg [3:0]  wants_group, wants_group_next;
    reg        wants_entry, wants_entry_next;
    reg [15:0] valid_entries, valid_entries_next;
    reg        scans, scans_next;
    reg [3:0]  entry, entry_next;
    reg [47:0] candidate;
    reg        candidate_valid, candidate_valid_next;

    wire [47:0] shifted;
    wire [5:0]  parities;
    wire [15:0] quarters_0;
    wire [15:0] quarters_1;
    wire [15:0] quarters_2;
    wire [15:0] quarters_3;
    wire [3:0]  place_in_quarter;
    wire [1:0]  quarter;
    wire [3:0]  hits;
    wire        frame_end;
    reg         enabled;
    wire        wanted;
    wire [47:0] filters_read_data;

    ram_distributed #(.WIDTH(48), .ADDRESS_WIDTH(4)) filters (
        .write_clk(clk),
        .write_enable(filter_write),
        .write_address(filter_index),
        .write_data(filter_address),
        .read_address(entry),
        .read_data(filters_read_data)
    );

    assign frame_end = s_axis_tvalid && s_axis_tlast;
    assign shifted = (destination << 6'd8) | {40'd0, s_axis_tdata};
    // The CRC of 48 bits is linear: each bit of the hash is the parity of some of them.
    assign parities = {^(shifted & HASH_MASK_5), ^(shifted & HASH_MASK_4), ^(shifted & HASH_MASK_3), ^(shifted &
        HASH_MASK_2), ^(shifted & HASH_MASK_1), ^(shifted & HASH_MASK_0)};
    // Of the hash table a bit of each quarter is kept; which quarter counts is asked at the end of the frame.
    assign quarter = hash[5:4];
    assign place_in_quarter = hash[3:0];
    assign quarters_0 = cfg_hash[15:0];
    assign quarters_1 = cfg_hash[31:16];
    assign quarters_2 = cfg_hash[47:32];
    assign quarters_3 = cfg_hash[63:48];
    assign hits = {quarters_3[place_in_quarter], quarters_2[place_in_quarter], quarters_1[place_in_quarter],
        quarters_0[place_in_quarter]};
    assign wanted = wants_any || wants_own || wants_group[quarter] || wants_entry;

    always @* begin
        index_next = index;
        destination_next = destination;
        is_all_ones_next = is_all_ones;
        hash_next = hash;
        is_enabled_next = is_enabled;
        wants_any_next = wants_any;
        wants_own_next = wants_own;
        wants_group_next = wants_group;
        wants_entry_next = wants_entry;
        valid_entries_next = valid_entries;
        scans_next = scans;
        entry_next = entry;

        judges_next = 1'b0;
        if (s_axis_tvalid) begin
            if (index == 3'd0) begin
                is_enabled_next = cfg_enable;
            end
            if (index != 3'd6) begin
                index_next = index + 3'd1;
                destination_next = shifted;
                hash_next = parities ^ HASH_PRESET;
                is_all_ones_next = (is_all_ones || (index == 3'd0)) && (&s_axis_tdata);
            end
            judges_next = index == 3'd5;
        end

        // All rules but the table are judged at once.
        if (judges) begin
            wants_any_next = cfg_promiscuous || (is_all_ones && cfg_broadcast);
            wants_own_next = destination == cfg_address;
            if (destination[40] && !is_all_ones) begin
                wants_group_next = hits;
            end
        end

        if (filter_write) begin
            valid_entries_next = (valid_entries & ~(16'd1 << filter_index)) | ({15'd0, filter_valid} << filter_index);
        end

        candidate_valid_next = scans && valid_entries[entry];
        if (scans) begin
            entry_next = entry + 4'd1;
            scans_next = !(&entry);
        end
        if (s_axis_tvalid && (index == 3'd5)) begin
            entry_next = 4'd0;
            scans_next = 1'b1;
        end
        if (candidate_valid && (candidate == destination)) begin
            wants_entry_next = 1'b1;
        end

        // The last beat ends all of it. A frame of one octet is not enabled yet, but nobody wants it either.
        enabled = is_enabled;
        if (index == 3'd0) begin
            enabled = cfg_enable;
        end
        if (frame_end) begin
            index_next = 3'd0;
            judges_next = 1'b0;
            scans_next = 1'b0;
            candidate_valid_next = 1'b0;
            wants_any_next = 1'b0;
            wants_own_next = 1'b0;
            wants_group_next = 4'd0;
            wants_entry_next = 1'b0;
        end

        m_axis_tdata_next = 8'd0;
        if (s_axis_tvalid) begin
            m_axis_tdata_next = s_axis_tdata;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            m_axis_tdata <= 8'd0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
            m_axis_tuser <= 1'b0;
            m_axis_tdrop <= 1'b0;
            stat_filtered <= 1'b0;
            index <= 3'd0;
            destination <= 48'd0;
            is_all_ones <= 1'b0;
            hash <= 6'd0;
            is_enabled <= 1'b0;
            judges <= 1'b0;
            wants_any <= 1'b0;
            wants_own <= 1'b0;
            wants_group <= 4'd0;
            wants_entry <= 1'b0;
            valid_entries <= 16'd0;
            scans <= 1'b0;
            entry <= 4'd0;
            candidate <= 48'd0;
            candidate_valid <= 1'b0;
        end else begin
            m_axis_tdata <= m_axis_tdata_next;
            m_axis_tvalid <= s_axis_tvalid;
            m_axis_tlast <= frame_end;
            m_axis_tuser <= frame_end && s_axis_tuser;
            m_axis_tdrop <= frame_end && !(enabled && wanted);
            stat_filtered <= frame_end && enabled && !wanted;
            index <= index_next;
            destination <= destination_next;
            is_all_ones <= is_all_ones_next;
            hash <= hash_next;
            is_enabled <= is_enabled_next;
            judges <= judges_next;
            wants_any <= wants_any_next;
            wants_own <= wants_own_next;
            wants_group <= wants_group_next;
            wants_entry <= wants_entry_next;
            valid_entries <= valid_entries_next;
            scans <= scans_next;
            entry <= entry_next;
            candidate <= filters_read_data;
            candidate_valid <= candidate_valid_next;
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
