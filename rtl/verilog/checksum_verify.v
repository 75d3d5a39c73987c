// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/checksum_verify.rs; do not edit.

`default_nettype none

// Judges the IPv4, TCP and UDP checksums of received frames (RFC 791, 768, 9293, 1071).
//
//                         +-----------------+
//         s_axis_tdata[8]->                 |->m_axis_tdata[8]
//          s_axis_tvalid->|                 |->m_axis_tvalid
//           s_axis_tlast->|                 |->m_axis_tlast
//           s_axis_tuser->|                 |->m_axis_tuser
//           s_axis_tdrop->| checksum_verify |->m_axis_tdrop
//      s_axis_vlan_valid->|                 |->m_axis_vlan_valid
//    s_axis_vlan_tci[16]->|                 |->m_axis_vlan_tci[16]
//             cfg_verify->|                 |->m_axis_ipv4[2]
//                         |                 |->m_axis_l4[2]
//                         +-----------------+
//
// Behind the first of four registers the octets go to `frame_checksums`; its verdict is there beside the second, and
// is taken into the third at the edge at which the next frame may begin.
module checksum_verify (
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
    // Judge; sampled at the last beat.
    input  wire        cfg_verify,
    // Octet of a frame.
    output wire [7:0]  m_axis_tdata,
    // There is an octet.
    output wire        m_axis_tvalid,
    // It is the last of its frame.
    output wire        m_axis_tlast,
    // On the last beat: as it came in.
    output wire        m_axis_tuser,
    // On the last beat: as it came in.
    output wire        m_axis_tdrop,
    // On the last beat: as it came in.
    output wire        m_axis_vlan_valid,
    // On the last beat: as it came in.
    output wire [15:0] m_axis_vlan_tci,
    // On the last beat: the IPv4 header checksum is 0 none, 1 right, 2 wrong.
    output reg  [1:0]  m_axis_ipv4,
    // On the last beat: the TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    output reg  [1:0]  m_axis_l4
);

    reg [28:0] taken;
    reg [28:0] summed;
    reg [28:0] judged;
    reg [28:0] shown;
    reg        taken_judge;
    reg        summed_judge;
    reg [1:0]  judged_ipv4, judged_ipv4_next;
    reg [1:0]  judged_l4, judged_l4_next;

    reg  [28:0] beat;
    wire        frame_end;
    wire        checksums_has_header;
    wire [7:0]  checksums_header_newest;
    wire        checksums_header_is_ffff;
    wire        checksums_has_payload;
    wire [7:0]  checksums_payload_newest;
    wire        checksums_payload_is_ffff;
    wire        checksums_is_udp;
    wire        checksums_is_odd;
    wire        checksums_at_header;
    wire        checksums_at_payload;

    frame_checksums checksums (
        .clk(clk),
        .rst(rst),
        .octet(taken[7:0]),
        .passes(taken[8]),
        .last(taken[9]),
        .blank(1'b0),
        .settle(1'b0),
        .has_header(checksums_has_header),
        .header_newest(checksums_header_newest),
        .header_is_ffff(checksums_header_is_ffff),
        .has_payload(checksums_has_payload),
        .payload_newest(checksums_payload_newest),
        .payload_is_ffff(checksums_payload_is_ffff),
        .is_udp(checksums_is_udp),
        .is_odd(checksums_is_odd),
        .at_header(checksums_at_header),
        .at_payload(checksums_at_payload)
    );

    assign m_axis_tdata = shown[7:0];
    assign m_axis_tvalid = shown[8];
    assign m_axis_tlast = shown[9];
    assign m_axis_tuser = shown[10];
    assign m_axis_tdrop = shown[11];
    assign m_axis_vlan_valid = shown[12];
    assign m_axis_vlan_tci = shown[28:13];
    assign frame_end = s_axis_tvalid && s_axis_tlast;

    always @* begin
        beat[7:0] = 8'd0;
        if (s_axis_tvalid) begin
            beat[7:0] = s_axis_tdata;
        end
        beat[8] = s_axis_tvalid;
        beat[9] = frame_end;
        beat[10] = frame_end && s_axis_tuser;
        beat[11] = frame_end && s_axis_tdrop;
        beat[12] = frame_end && s_axis_vlan_valid;
        beat[28:13] = 16'd0;
        if (frame_end) begin
            beat[28:13] = s_axis_vlan_tci;
        end

        // The sum over what a checksum covers, itself included, is 0xffff when it is right.
        judged_ipv4_next = 2'd0;
        if (summed_judge && checksums_has_header) begin
            judged_ipv4_next = 2'd2;
            if (checksums_header_is_ffff) begin
                judged_ipv4_next = 2'd1;
            end
        end
        judged_l4_next = 2'd0;
        if (summed_judge && checksums_has_payload) begin
            judged_l4_next = 2'd2;
            if (checksums_payload_is_ffff) begin
                judged_l4_next = 2'd1;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            taken <= 29'd0;
            summed <= 29'd0;
            judged <= 29'd0;
            shown <= 29'd0;
            taken_judge <= 1'b0;
            summed_judge <= 1'b0;
            judged_ipv4 <= 2'd0;
            judged_l4 <= 2'd0;
            m_axis_ipv4 <= 2'd0;
            m_axis_l4 <= 2'd0;
        end else begin
            taken <= beat;
            summed <= taken;
            judged <= summed;
            shown <= judged;
            taken_judge <= frame_end && cfg_verify;
            summed_judge <= taken_judge;
            judged_ipv4 <= judged_ipv4_next;
            judged_l4 <= judged_l4_next;
            m_axis_ipv4 <= judged_ipv4;
            m_axis_l4 <= judged_l4;
        end
    end

    wire unused = &{1'b0, checksums_header_newest, checksums_payload_newest, checksums_is_udp, checksums_is_odd,
        checksums_at_header, checksums_at_payload};

endmodule

`line 6 "frame_checksums.v" 0
// Which checksums a frame has, where they are, and the sums over what they cover (RFC 791, 768, 9293, 1071).
//
//             +-----------------+
//   octet[8]->|                 |->has_header, header_newest[8], header_is_ffff
//     passes->|                 |->has_payload, payload_newest[8], payload_is_ffff
//       last->| frame_checksums |->is_udp, is_odd
//      blank->|                 |->at_header
//     settle->|                 |->at_payload
//             +-----------------+
//
// The octets of a frame are numbered anew in each part of it: link header, IPv4 header, payload. A frame that breaks a
// rule is at rest until its end, and has no checksum. The pseudo header's protocol and addresses are summed as they
// pass, and its length in the place of the IPv4 header checksum, which does not belong to it.
module frame_checksums (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Octet of a frame, destination address first, without FCS.
    input  wire [7:0] octet,
    // It passes.
    input  wire       passes,
    // It is the last of its frame.
    input  wire       last,
    // Take the octets of the checksums as 0; else a UDP checksum of 0 is none.
    input  wire       blank,
    // The frame is over: add octets of 0 to both sums.
    input  wire       settle,
    // From the last octet to the first of the next frame: the frame has an IPv4 header checksum.
    output reg        has_header,
    // The newest half of its sum.
    output wire [7:0] header_newest,
    // Its sum is 0xffff.
    output wire       header_is_ffff,
    // From the last octet to the first of the next frame: the frame has a TCP or UDP checksum.
    output wire       has_payload,
    // The newest half of its sum: the low one after an even number of octets.
    output wire [7:0] payload_newest,
    // Its sum is 0xffff.
    output wire       payload_is_ffff,
    // It is that of UDP.
    output reg        is_udp,
    // It covers an odd number of octets.
    output wire       is_odd,
    // `octet` belongs to the IPv4 header checksum.
    output wire       at_header,
    // `octet` belongs to the TCP or UDP checksum, if there is one.
    output wire       at_payload
);

    // Part
    localparam [1:0] PART_LINK    = 2'd0;
    localparam [1:0] PART_HEADER  = 2'd1;
    localparam [1:0] PART_PAYLOAD = 2'd2;
    localparam [1:0] PART_REST    = 2'd3;

    reg [1:0]  part, part_next;
    reg [5:0]  index, index_next;
    reg [7:0]  octet_before, octet_before_next;
    reg [3:0]  last_group, last_group_next;
    reg [15:0] length, length_next;
    reg [15:0] left, left_next;
    reg        is_fragment, is_fragment_next;
    reg        tcp, tcp_next;
    reg        is_udp_next;
    reg        has_header_next;

    wire [15:0] number;
    wire        in_header;
    wire        in_payload;
    wire        in_pseudo;
    wire        is_header_checksum;
    wire        is_payload_checksum;
    wire [15:0] not_header;
    wire [16:0] rest_of_packet;
    reg  [7:0]  header_octet;
    reg  [7:0]  payload_octet;
    wire        header_sum_clear;
    wire        header_sum_add;
    wire        payload_sum_clear;
    wire        payload_sum_add;

    octet_sum header_sum (
        .clk(clk),
        .rst(rst),
        .clear(header_sum_clear),
        .add(header_sum_add),
        .octet(header_octet),
        .newest(header_newest),
        .is_ffff(header_is_ffff)
    );

    octet_sum payload_sum (
        .clk(clk),
        .rst(rst),
        .clear(payload_sum_clear),
        .add(payload_sum_add),
        .octet(payload_octet),
        .newest(payload_newest),
        .is_ffff(payload_is_ffff)
    );

    assign has_payload = has_header && (tcp || is_udp);
    assign is_odd = length[0];
    assign number = ({8'd0, octet_before} << 4'd8) | {8'd0, octet};
    assign in_header = part == PART_HEADER;
    assign in_payload = part == PART_PAYLOAD;
    assign is_header_checksum = in_header && (index[5:1] == 5'd5);
    assign is_payload_checksum = in_payload && ((is_udp && (index[5:1] == 5'd3)) || (tcp && (index[5:1] == 5'd8)));
    assign at_header = is_header_checksum;
    assign at_payload = is_payload_checksum;
    // The packet less its header, as a sum with the complement of one octet less than the header: bit 16 says that
    // the packet is not shorter.
    assign not_header = ~(({12'd0, last_group} << 4'd2) | 16'd3);
    assign rest_of_packet = {1'b0, length} + {1'b0, not_header};
    // What is added to the sums.
    assign in_pseudo = in_header && (index >= 6'd9) && (index < 6'd20);
    assign header_sum_clear = passes && (part == PART_LINK);
    assign header_sum_add = settle || (passes && in_header);
    assign payload_sum_clear = passes && (part == PART_LINK);
    assign payload_sum_add = settle || (passes && (in_pseudo || in_payload));

    always @* begin
        part_next = part;
        index_next = index;
        octet_before_next = octet_before;
        last_group_next = last_group;
        length_next = length;
        left_next = left;
        is_fragment_next = is_fragment;
        tcp_next = tcp;
        is_udp_next = is_udp;
        has_header_next = has_header;

        if (passes) begin
            octet_before_next = octet;
            if (!(&index)) begin
                index_next = index + 6'd1;
            end
            case (part)
                PART_LINK: begin
                    tcp_next = 1'b0;
                    is_udp_next = 1'b0;
                    has_header_next = 1'b0;
                    if ((index == 6'd13) || (index == 6'd17)) begin
                        if (number == 16'h0800) begin
                            part_next = PART_HEADER;
                            index_next = 6'd0;
                        end else if ((number != 16'h8100) || index[4]) begin
                            // Neither IPv4 nor the first tag.
                            part_next = PART_REST;
                        end
                    end
                end
                PART_HEADER: begin
                    if (index == 6'd0) begin
                        last_group_next = octet[3:0] - 4'd1;
                        if ((octet[7:4] != 4'd4) || (octet[3:0] < 4'd5)) begin
                            part_next = PART_REST;
                        end
                    end
                    if (index == 6'd3) begin
                        length_next = number;
                    end
                    if (index == 6'd4) begin
                        length_next = rest_of_packet[15:0];
                        if (!rest_of_packet[16]) begin
                            part_next = PART_REST;
                        end
                    end
                    if (index == 6'd7) begin
                        is_fragment_next = |number[13:0];
                    end
                    if (index == 6'd9) begin
                        tcp_next = (octet == 8'd6) && !is_fragment && (length >= 16'd20);
                        is_udp_next = (octet == 8'd17) && !is_fragment && (length >= 16'd8);
                    end
                    if ((index[5:2] == last_group) && (&index[1:0])) begin
                        index_next = 6'd0;
                        left_next = length;
                        part_next = PART_PAYLOAD;
                        if (!(|length)) begin
                            part_next = PART_REST;
                            has_header_next = 1'b1;
                        end
                    end
                end
                PART_PAYLOAD: begin
                    left_next = left - 16'd1;
                    if ((index == 6'd5) && (number != length)) begin
                        is_udp_next = 1'b0;
                    end
                    if ((index == 6'd7) && !blank && !(|number)) begin
                        is_udp_next = 1'b0;
                    end
                    if (left == 16'd1) begin
                        part_next = PART_REST;
                        has_header_next = 1'b1;
                    end
                end
                PART_REST: ;
            endcase
            if (last) begin
                part_next = PART_LINK;
                index_next = 6'd0;
            end
        end

        header_octet = octet;
        payload_octet = octet;
        if (is_header_checksum) begin
            payload_octet = length[15:8];
            if (index[0]) begin
                payload_octet = length[7:0];
            end
        end
        if (settle || (blank && is_header_checksum)) begin
            header_octet = 8'd0;
        end
        if (settle || (blank && is_payload_checksum)) begin
            payload_octet = 8'd0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            part <= PART_LINK;
            index <= 6'd0;
            octet_before <= 8'd0;
            last_group <= 4'd0;
            length <= 16'd0;
            left <= 16'd0;
            is_fragment <= 1'b0;
            tcp <= 1'b0;
            is_udp <= 1'b0;
            has_header <= 1'b0;
        end else begin
            part <= part_next;
            index <= index_next;
            octet_before <= octet_before_next;
            last_group <= last_group_next;
            length <= length_next;
            left <= left_next;
            is_fragment <= is_fragment_next;
            tcp <= tcp_next;
            is_udp <= is_udp_next;
            has_header <= has_header_next;
        end
    end

endmodule

`line 6 "octet_sum.v" 0
// The sum of the Internet checksum, octet by octet (RFC 1071).
//
//            +-----------+
//  octet[8]->|           |->newest[8]
//       add->| octet_sum |->is_ffff
//     clear->|           |
//            +-----------+
//
// The octets of the two halves of the numbers come in turn, and the carry of each half goes into the other: so one
// adder of 8 bits serves both, with its own carry of the octet before.
module octet_sum (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Begin a new sum.
    input  wire       clear,
    // `octet` belongs to the sum, in the half that it is the turn of.
    input  wire       add,
    // The octet.
    input  wire [7:0] octet,
    // The half that was added to last. After three octets of 0 no carry is left in it, nor in the other one.
    output reg  [7:0] newest,
    // The folded sum is 0xffff, if it is not 0.
    output wire       is_ffff
);

    reg [7:0] newest_next;
    reg [7:0] older, older_next;
    reg       carry, carry_next;

    wire [8:0] sum;

    // 0xff in the older half, or 0xfe and the carry that is due there.
    assign is_ffff = (&newest) && (&older[7:1]) && (older[0] != carry);
    assign sum = {1'b0, older} + {1'b0, octet} + {8'd0, carry};

    always @* begin
        newest_next = newest;
        older_next = older;
        carry_next = carry;

        if (clear) begin
            newest_next = 8'd0;
            older_next = 8'd0;
            carry_next = 1'b0;
        end else if (add) begin
            newest_next = sum[7:0];
            older_next = newest;
            carry_next = sum[8];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            newest <= 8'd0;
            older <= 8'd0;
            carry <= 1'b0;
        end else begin
            newest <= newest_next;
            older <= older_next;
            carry <= carry_next;
        end
    end

endmodule

`default_nettype wire
