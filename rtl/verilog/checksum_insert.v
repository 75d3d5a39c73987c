// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/checksum_insert.rs; do not edit.

`default_nettype none

// Holds a frame to send until it is there as a whole, and puts its IPv4, TCP and UDP checksums in (RFC 791, 768,
// 9293, 1071).
//
//                     +-----------------+
//     s_axis_tdata[8]->                 |->m_axis_tdata[8]
//      s_axis_tvalid->|                 |->m_axis_tvalid
//      s_axis_tready<-|                 |<-m_axis_tready
//       s_axis_tlast->| checksum_insert |->m_axis_tlast
//       s_axis_tuser->|                 |->stat_accepted
//        s_axis_ipv4->|                 |->stat_dropped
//          s_axis_l4->+-----------------+
//
// Two buffers in one memory, whose read register and output register are the two stages of the way out. Behind the
// last octet of a frame seven edges are free for the one way to write: three let the carries of the sums settle, and
// the last four write the octets of the two checksums.
module checksum_insert (
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Octet of a frame to send, destination address first.
    input  wire [7:0] s_axis_tdata,
    // An octet is offered.
    input  wire       s_axis_tvalid,
    // It is the last of its frame.
    input  wire       s_axis_tlast,
    // On the last beat: forget the frame.
    input  wire       s_axis_tuser,
    // On the first beat: insert the IPv4 header checksum.
    input  wire       s_axis_ipv4,
    // On the first beat: insert the TCP or UDP checksum.
    input  wire       s_axis_l4,
    // The sink takes the beat.
    input  wire       m_axis_tready,
    // The octet is taken.
    output reg        s_axis_tready,
    // Octet of a frame.
    output wire [7:0] m_axis_tdata,
    // An octet is offered.
    output reg        m_axis_tvalid,
    // It is the last of its frame.
    output reg        m_axis_tlast,
    // Strobe: a frame will be sent.
    output reg        stat_accepted,
    // Strobe: a frame was too long and is not sent.
    output reg        stat_dropped
);

    reg        is_full_0, is_full_0_next;
    reg        is_full_1, is_full_1_next;
    reg [10:0] ends_0, ends_0_next;
    reg [10:0] ends_1, ends_1_next;
    reg        s_axis_tready_next;
    reg [2:0]  closing, closing_next;
    reg        fill, fill_next;
    reg [11:0] write, write_next;
    reg        begins, begins_next;
    reg        asks_ipv4, asks_ipv4_next;
    reg        asks_l4, asks_l4_next;
    reg        is_forgotten, is_forgotten_next;
    reg [5:0]  header_at, header_at_next;
    reg [5:0]  payload_at, payload_at_next;
    reg        is_zero;
    reg        send, send_next;
    reg [10:0] read, read_next;
    reg        fetched, fetched_next;
    reg        fetched_last, fetched_last_next;
    reg        m_axis_tvalid_next;
    reg        m_axis_tlast_next;

    wire        passes;
    wire        is_closing;
    wire        accepts;
    reg         store;
    reg  [11:0] place;
    reg  [7:0]  data;
    reg  [5:0]  pair;
    reg         second;
    reg         fill_full;
    wire [11:0] read_place;
    reg         waits;
    reg  [10:0] send_end;
    wire        is_end;
    wire        present_free;
    wire        fetch_free;
    wire        buffers_present_enable;
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

    ram_block #(.WIDTH(8), .ADDRESS_WIDTH(12)) buffers (
        .clk(clk),
        .rst(rst),
        .write_enable(store),
        .write_address(place),
        .write_data(data),
        .read_enable(fetch_free),
        .read_address(read_place),
        .present_enable(buffers_present_enable),
        .read_data(m_axis_tdata)
    );

    frame_checksums checksums (
        .clk(clk),
        .rst(rst),
        .octet(s_axis_tdata),
        .passes(passes),
        .last(s_axis_tlast),
        .blank(1'b1),
        .settle(is_closing),
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

    assign passes = s_axis_tvalid && s_axis_tready;
    assign is_closing = |closing;
    // The frame's fate.
    assign accepts = (closing == 3'd1) && !is_forgotten && !write[11];
    assign present_free = !m_axis_tvalid || m_axis_tready;
    assign fetch_free = !fetched || present_free;
    assign is_end = read == send_end;
    assign read_place = {send, read};
    assign buffers_present_enable = present_free && fetched;

    always @* begin
        is_full_0_next = is_full_0;
        is_full_1_next = is_full_1;
        ends_0_next = ends_0;
        ends_1_next = ends_1;
        s_axis_tready_next = s_axis_tready;
        closing_next = closing;
        fill_next = fill;
        write_next = write;
        begins_next = begins;
        asks_ipv4_next = asks_ipv4;
        asks_l4_next = asks_l4;
        is_forgotten_next = is_forgotten;
        header_at_next = header_at;
        payload_at_next = payload_at;
        send_next = send;
        read_next = read;
        fetched_next = fetched;
        fetched_last_next = fetched_last;
        m_axis_tvalid_next = m_axis_tvalid;
        m_axis_tlast_next = m_axis_tlast;

        // Way in.
        fill_full = is_full_0;
        if (fill) begin
            fill_full = is_full_1;
        end
        if (passes) begin
            begins_next = s_axis_tlast;
            if (begins) begin
                asks_ipv4_next = s_axis_ipv4;
                asks_l4_next = s_axis_l4;
            end
            // Both octets of a checksum are in one pair: it does not matter which of them says where.
            if (checksums_at_header) begin
                header_at_next = write[6:1];
            end
            if (checksums_at_payload) begin
                payload_at_next = write[6:1];
            end
            if (s_axis_tlast) begin
                is_forgotten_next = s_axis_tuser;
                s_axis_tready_next = 1'b0;
                closing_next = 3'd7;
            end else if (!write[11]) begin
                write_next = write + 12'd1;
            end
        end else if (!s_axis_tready && !is_closing) begin
            s_axis_tready_next = !fill_full;
        end

        if (is_closing) begin
            closing_next = closing - 3'd1;
        end
        if (closing == 3'd1) begin
            write_next = 12'd0;
        end
        if (accepts) begin
            fill_next = !fill;
            if (fill) begin
                is_full_1_next = 1'b1;
                ends_1_next = write[10:0];
            end else begin
                is_full_0_next = 1'b1;
                ends_0_next = write[10:0];
            end
        end

        // What is written: the octet that passes; with 4 and 3 edges to go the TCP or UDP checksum, with 2 and 1 that
        // of the IPv4 header. The halves of a sum come in turn: the high one first, but after an odd octet the low one.
        pair = header_at;
        second = closing[0];
        place[11] = fill;
        place[10:0] = write[10:0];
        data = s_axis_tdata;
        store = passes && !write[11];
        if (is_closing) begin
            store = (closing < 3'd3) && asks_ipv4 && checksums_has_header;
            data = ~checksums_header_newest;
            if (closing >= 3'd3) begin
                store = (closing < 3'd5) && asks_l4 && checksums_has_payload;
                pair = payload_at;
                second = closing[0] != checksums_is_odd;
                data = ~checksums_payload_newest;
                if (is_zero) begin
                    // A UDP checksum of 0 would say that there is none.
                    data = 8'hff;
                end
            end
            place[10:0] = ({5'd0, pair} << 4'd1) | {10'd0, second};
        end

        // Way out: an octet is fetched, then presented.
        waits = is_full_0;
        send_end = ends_0;
        if (send) begin
            waits = is_full_1;
            send_end = ends_1;
        end
        if (fetch_free) begin
            fetched_next = waits;
            if (waits) begin
                fetched_last_next = is_end;
                read_next = read + 11'd1;
                if (is_end) begin
                    read_next = 11'd0;
                    send_next = !send;
                    if (send) begin
                        is_full_1_next = 1'b0;
                    end else begin
                        is_full_0_next = 1'b0;
                    end
                end
            end
        end
        if (present_free) begin
            m_axis_tvalid_next = fetched;
            if (fetched) begin
                m_axis_tlast_next = fetched_last;
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            is_full_0 <= 1'b0;
            is_full_1 <= 1'b0;
            ends_0 <= 11'd0;
            ends_1 <= 11'd0;
            s_axis_tready <= 1'b0;
            closing <= 3'd0;
            fill <= 1'b0;
            write <= 12'd0;
            begins <= 1'b1;
            asks_ipv4 <= 1'b0;
            asks_l4 <= 1'b0;
            is_forgotten <= 1'b0;
            header_at <= 6'd0;
            payload_at <= 6'd0;
            is_zero <= 1'b0;
            stat_accepted <= 1'b0;
            stat_dropped <= 1'b0;
            send <= 1'b0;
            read <= 11'd0;
            fetched <= 1'b0;
            fetched_last <= 1'b0;
            m_axis_tvalid <= 1'b0;
            m_axis_tlast <= 1'b0;
        end else begin
            is_full_0 <= is_full_0_next;
            is_full_1 <= is_full_1_next;
            ends_0 <= ends_0_next;
            ends_1 <= ends_1_next;
            s_axis_tready <= s_axis_tready_next;
            closing <= closing_next;
            fill <= fill_next;
            write <= write_next;
            begins <= begins_next;
            asks_ipv4 <= asks_ipv4_next;
            asks_l4 <= asks_l4_next;
            is_forgotten <= is_forgotten_next;
            header_at <= header_at_next;
            payload_at <= payload_at_next;
            is_zero <= checksums_is_udp && checksums_payload_is_ffff;
            stat_accepted <= accepts;
            stat_dropped <= (closing == 3'd1) && !is_forgotten && write[11];
            send <= send_next;
            read <= read_next;
            fetched <= fetched_next;
            fetched_last <= fetched_last_next;
            m_axis_tvalid <= m_axis_tvalid_next;
            m_axis_tlast <= m_axis_tlast_next;
        end
    end

    wire unused = &{1'b0, checksums_header_is_ffff};

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
