// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/nic_registers.rs; do not edit.

`default_nettype none

// The registers of the card behind an AXI4-Lite slave, and the sequence of its reset (AMBA AXI and ACE, IHI 0022H,
// B1; the map is `wirewright_spec::card::registers`).
//
//                       +---------------+
// s_axil_aw*, w*, ar*-->|               |->s_axil_b*, r*, *ready
//           status_*--->|               |->cfg_*
//  tx_head, tx_tail[16]>|               |->tx_tail_write, data[16]
//  rx_head, rx_tail[16]>| nic_registers |->rx_tail_write, data[16]
//           cause[7]--->|               |->filter_*
//  mac_busy, data[64]-->|               |->clear[7], software
// card_busy, data[64]-->|               |->snapshot, counter[6]
// read_idle, write_idle>|               |->flush, core_rst
//                       +---------------+
//
// What is written is in `nic_settings`, the sequence of a reset in `card_reset`. What is read is gathered in three
// steps: the address is compared with that of each register, words are gathered in groups of eight, and the groups
// together.
module nic_registers (
    input  wire        clk,
    // Synchronous reset of all, `SCRATCH` included.
    input  wire        rst,
    // The card is one for MII; else for GMII.
    input  wire        cfg_mii,
    // Address to write.
    input  wire [9:0]  s_axil_awaddr,
    // It is offered.
    input  wire        s_axil_awvalid,
    // Data to write.
    input  wire [31:0] s_axil_wdata,
    // Which octets of them.
    input  wire [3:0]  s_axil_wstrb,
    // They are offered.
    input  wire        s_axil_wvalid,
    // The response is taken.
    input  wire        s_axil_bready,
    // Address to read.
    input  wire [9:0]  s_axil_araddr,
    // It is offered.
    input  wire        s_axil_arvalid,
    // The data read are taken.
    input  wire        s_axil_rready,
    // The PHY has a link.
    input  wire        status_link,
    // Frames to send are under way.
    input  wire        status_tx_active,
    // Received frames are under way.
    input  wire        status_rx_active,
    // The transmit direction has stopped.
    input  wire        status_tx_stopped,
    // The receive direction has stopped.
    input  wire        status_rx_stopped,
    // `TX_HEAD`.
    input  wire [15:0] tx_head,
    // `TX_TAIL`.
    input  wire [15:0] tx_tail,
    // `RX_HEAD`.
    input  wire [15:0] rx_head,
    // `RX_TAIL`.
    input  wire [15:0] rx_tail,
    // `INTERRUPT_CAUSE`.
    input  wire [6:0]  cause,
    // The MAC is taking a snapshot of its counters.
    input  wire        mac_busy,
    // Counter `counter[4:0]` of the MAC, two edges after its number.
    input  wire [63:0] mac_data,
    // A snapshot of the card's own counters is being taken.
    input  wire        card_busy,
    // Counter `counter[3:0]` of the card, one edge after its number.
    input  wire [63:0] card_data,
    // Nothing is being read from host memory.
    input  wire        read_idle,
    // Nothing is being written to host memory.
    input  wire        write_idle,
    // The address to write is taken.
    output reg         s_axil_awready,
    // The data to write are taken.
    output reg         s_axil_wready,
    // Response: 0 OKAY, 2 SLVERR.
    output reg  [1:0]  s_axil_bresp,
    // It is offered.
    output reg         s_axil_bvalid,
    // The address to read is taken.
    output reg         s_axil_arready,
    // What was read.
    output reg  [31:0] s_axil_rdata,
    // Response: 0 OKAY, 2 SLVERR.
    output reg  [1:0]  s_axil_rresp,
    // It is offered.
    output reg         s_axil_rvalid,
    // `CONTROL`: take transmit descriptors.
    output wire        cfg_tx_enable,
    // `CONTROL`: receive.
    output wire        cfg_rx_enable,
    // `CONTROL`: the receiver hears the transmitter.
    output wire        cfg_loopback,
    // `CONTROL`: take frames to any address.
    output wire        cfg_promiscuous,
    // `CONTROL`: take frames to the broadcast address.
    output wire        cfg_broadcast,
    // `CONTROL`: take bad frames, too.
    output wire        cfg_pass_bad,
    // `CONTROL`: judge the checksums of received frames.
    output wire        cfg_checksum,
    // `CONTROL`: take tags out of received frames.
    output wire        cfg_vlan_strip,
    // `CONTROL`: ask the link partner for a pause.
    output wire        cfg_pause_send,
    // `CONTROL`: pause when the link partner asks.
    output wire        cfg_pause_obey,
    // `CONTROL`: half duplex.
    output wire        cfg_half_duplex,
    // Own address; bits 47:40 are sent first.
    output wire [47:0] cfg_address,
    // Multicast hash bits.
    output wire [63:0] cfg_hash,
    // Pause time to ask for, in units of 512 bit times; 65535 after reset.
    output wire [15:0] cfg_pause_quanta,
    // Which causes raise the line.
    output wire [6:0]  cfg_mask,
    // The least time between two rises of the line, in units of 16 clocks.
    output wire [15:0] cfg_moderation,
    // Transmit descriptors, in units of 64 octets.
    output wire [57:0] cfg_tx_descriptors,
    // Transmit completions, in units of 64 octets.
    output wire [57:0] cfg_tx_completions,
    // Entries of the transmit rings, as a power of two; 3 after reset.
    output wire [3:0]  cfg_tx_size_log2,
    // Receive descriptors, in units of 64 octets.
    output wire [57:0] cfg_rx_descriptors,
    // Receive completions, in units of 64 octets.
    output wire [57:0] cfg_rx_completions,
    // Entries of the receive rings, as a power of two; 3 after reset.
    output wire [3:0]  cfg_rx_size_log2,
    // Strobe: `TX_TAIL` is written.
    output wire        tx_tail_write,
    // What is written.
    output wire [15:0] tx_tail_data,
    // Strobe: `RX_TAIL` is written.
    output wire        rx_tail_write,
    // What is written.
    output wire [15:0] rx_tail_data,
    // Strobe: an exact address of the filter is written.
    output wire        filter_write,
    // Which one.
    output wire [3:0]  filter_index,
    // The address; bits 47:40 are sent first.
    output wire [47:0] filter_address,
    // It counts.
    output wire        filter_valid,
    // Clear these causes, for one clock.
    output wire [6:0]  clear,
    // Strobe: set the cause `SOFTWARE`.
    output wire        software,
    // Strobe: take a snapshot of all counters.
    output wire        snapshot,
    // Which counter to read: 0 to 31 of the MAC, 32 to 47 of the card.
    output reg  [5:0]  counter,
    // Begin nothing on the bus: a reset is under way.
    output wire        flush,
    // Reset of all else; 1 after reset.
    output wire        core_rst
);

    reg        has_address;
    reg [9:0]  write_word, write_word_next;
    reg        has_data;
    reg [31:0] data, data_next;
    reg [3:0]  strobes, strobes_next;
    reg        s_axil_bvalid_next;
    reg [1:0]  s_axil_bresp_next;
    reg        reading;
    reg [9:0]  read_word, read_word_next;
    reg [2:0]  step, step_next;
    reg [5:0]  counter_next;
    reg [30:0] hits;
    reg        is_filter;
    reg        is_counter;
    reg        is_known;
    reg [31:0] group_0, group_0_next;
    reg [31:0] group_1, group_1_next;
    reg [31:0] group_2, group_2_next;
    reg [31:0] group_3, group_3_next;
    reg [31:0] filter_word, filter_word_next;
    reg [31:0] counter_word, counter_word_next;
    reg        s_axil_rvalid_next;
    reg [31:0] s_axil_rdata_next;
    reg [1:0]  s_axil_rresp_next;

    wire        settings_reset;
    wire        address_passes;
    wire        data_passes;
    wire        write_edge;
    wire        response_passes;
    wire        has_address_after;
    wire        has_data_after;
    wire        read_passes;
    wire        answer_passes;
    wire        reading_after;
    wire [4:0]  status;
    wire [4:0]  status_bits;
    wire        busy;
    reg  [63:0] counter_value;
    wire [31:0] register_0;
    wire [31:0] register_1;
    wire [31:0] register_2;
    wire [31:0] register_3;
    wire [31:0] register_4;
    wire [31:0] register_5;
    wire [31:0] register_6;
    wire [31:0] register_7;
    wire [31:0] register_8;
    wire [31:0] register_9;
    wire [31:0] register_10;
    wire [31:0] register_11;
    wire [31:0] register_12;
    wire [31:0] register_13;
    wire [31:0] register_14;
    wire [31:0] register_15;
    wire [31:0] register_16;
    wire [31:0] register_17;
    wire [31:0] register_18;
    wire [31:0] register_19;
    wire [31:0] register_20;
    wire [31:0] register_21;
    wire [31:0] register_22;
    wire [31:0] register_23;
    wire [31:0] register_24;
    wire [31:0] register_25;
    wire [31:0] register_26;
    wire [31:0] register_27;
    wire [31:0] register_28;
    wire [31:0] register_29;
    wire [31:0] register_30;
    reg  [31:0] gated_0;
    reg  [31:0] gated_1;
    reg  [31:0] gated_2;
    reg  [31:0] gated_3;
    reg  [31:0] gated_4;
    reg  [31:0] gated_5;
    reg  [31:0] gated_6;
    reg  [31:0] gated_7;
    reg  [31:0] gated_8;
    reg  [31:0] gated_9;
    reg  [31:0] gated_10;
    reg  [31:0] gated_11;
    reg  [31:0] gated_12;
    reg  [31:0] gated_13;
    reg  [31:0] gated_14;
    reg  [31:0] gated_15;
    reg  [31:0] gated_16;
    reg  [31:0] gated_17;
    reg  [31:0] gated_18;
    reg  [31:0] gated_19;
    reg  [31:0] gated_20;
    reg  [31:0] gated_21;
    reg  [31:0] gated_22;
    reg  [31:0] gated_23;
    reg  [31:0] gated_24;
    reg  [31:0] gated_25;
    reg  [31:0] gated_26;
    reg  [31:0] gated_27;
    reg  [31:0] gated_28;
    reg  [31:0] gated_29;
    reg  [31:0] gated_30;
    wire        settings_busy;
    wire        settings_known;
    wire        settings_resets;
    wire [31:0] settings_scratch;
    wire [31:0] settings_control;
    wire [31:0] settings_address_low;
    wire [31:0] settings_address_high;
    wire [31:0] settings_hash_low;
    wire [31:0] settings_hash_high;
    wire [31:0] settings_pause;
    wire [31:0] settings_interrupt_mask;
    wire [31:0] settings_moderation;
    wire [31:0] settings_tx_descriptors_low;
    wire [31:0] settings_tx_descriptors_high;
    wire [31:0] settings_tx_completions_low;
    wire [31:0] settings_tx_completions_high;
    wire [31:0] settings_tx_size;
    wire [31:0] settings_rx_descriptors_low;
    wire [31:0] settings_rx_descriptors_high;
    wire [31:0] settings_rx_completions_low;
    wire [31:0] settings_rx_completions_high;
    wire [31:0] settings_rx_size;
    wire [31:0] settings_filter_low;
    wire [31:0] settings_filter_high;
    wire        reset_holds;
    wire [30:0] decoder_hits;
    wire        decoder_is_filter;
    wire        decoder_is_counter;
    wire        decoder_known;
    wire [31:0] constants_identity;
    wire [31:0] constants_version;
    wire [31:0] constants_capabilities;

    nic_settings settings (
        .clk(clk),
        .rst(settings_reset),
        .scratch_rst(rst),
        .write(write_edge),
        .word(write_word),
        .data(data),
        .strobes(strobes),
        .tx_tail(tx_tail),
        .rx_tail(rx_tail),
        .busy(settings_busy),
        .read_filter(read_word[4:1]),
        .known(settings_known),
        .resets(settings_resets),
        .scratch(settings_scratch),
        .control(settings_control),
        .address_low(settings_address_low),
        .address_high(settings_address_high),
        .hash_low(settings_hash_low),
        .hash_high(settings_hash_high),
        .pause(settings_pause),
        .interrupt_mask(settings_interrupt_mask),
        .moderation(settings_moderation),
        .tx_descriptors_low(settings_tx_descriptors_low),
        .tx_descriptors_high(settings_tx_descriptors_high),
        .tx_completions_low(settings_tx_completions_low),
        .tx_completions_high(settings_tx_completions_high),
        .tx_size(settings_tx_size),
        .rx_descriptors_low(settings_rx_descriptors_low),
        .rx_descriptors_high(settings_rx_descriptors_high),
        .rx_completions_low(settings_rx_completions_low),
        .rx_completions_high(settings_rx_completions_high),
        .rx_size(settings_rx_size),
        .tx_tail_write(tx_tail_write),
        .tx_tail_data(tx_tail_data),
        .rx_tail_write(rx_tail_write),
        .rx_tail_data(rx_tail_data),
        .filter_write(filter_write),
        .filter_index(filter_index),
        .filter_address(filter_address),
        .filter_valid(filter_valid),
        .filter_low(settings_filter_low),
        .filter_high(settings_filter_high),
        .clear(clear),
        .software(software),
        .snapshot(snapshot)
    );

    card_reset reset (
        .clk(clk),
        .rst(rst),
        .request(settings_resets),
        .read_idle(read_idle),
        .write_idle(write_idle),
        .busy(flush),
        .holds(reset_holds),
        .core_rst(core_rst)
    );

    register_decoder decoder (
        .word(read_word),
        .hits(decoder_hits),
        .is_filter(decoder_is_filter),
        .is_counter(decoder_is_counter),
        .known(decoder_known)
    );

    card_identity constants (
        .cfg_mii(cfg_mii),
        .identity(constants_identity),
        .version(constants_version),
        .capabilities(constants_capabilities)
    );

    // Settings.
    assign cfg_tx_enable = settings_control[0];
    assign cfg_rx_enable = settings_control[1];
    assign cfg_loopback = settings_control[2];
    assign cfg_promiscuous = settings_control[3];
    assign cfg_broadcast = settings_control[4];
    assign cfg_pass_bad = settings_control[5];
    assign cfg_checksum = settings_control[6];
    assign cfg_vlan_strip = settings_control[7];
    assign cfg_pause_send = settings_control[8];
    assign cfg_pause_obey = settings_control[9];
    assign cfg_half_duplex = settings_control[10];
    assign cfg_address = ({32'd0, settings_address_high[15:0]} << 6'd32) | {16'd0, settings_address_low};
    assign cfg_hash = ({32'd0, settings_hash_high} << 6'd32) | {32'd0, settings_hash_low};
    assign cfg_pause_quanta = settings_pause[15:0];
    assign cfg_mask = settings_interrupt_mask[6:0];
    assign cfg_moderation = settings_moderation[15:0];
    assign cfg_tx_descriptors = ({26'd0, settings_tx_descriptors_high} << 6'd26) | {32'd0,
        settings_tx_descriptors_low[31:6]};
    assign cfg_tx_completions = ({26'd0, settings_tx_completions_high} << 6'd26) | {32'd0,
        settings_tx_completions_low[31:6]};
    assign cfg_tx_size_log2 = settings_tx_size[3:0];
    assign cfg_rx_descriptors = ({26'd0, settings_rx_descriptors_high} << 6'd26) | {32'd0,
        settings_rx_descriptors_low[31:6]};
    assign cfg_rx_completions = ({26'd0, settings_rx_completions_high} << 6'd26) | {32'd0,
        settings_rx_completions_low[31:6]};
    assign cfg_rx_size_log2 = settings_rx_size[3:0];
    // Writes. Address and data come in any order, and are kept until the response has been taken.
    assign address_passes = s_axil_awvalid && s_axil_awready;
    assign data_passes = s_axil_wvalid && s_axil_wready;
    assign write_edge = has_address && has_data && !s_axil_bvalid;
    assign response_passes = s_axil_bvalid && s_axil_bready;
    assign has_address_after = (has_address || address_passes) && !response_passes;
    assign has_data_after = (has_data || data_passes) && !response_passes;
    // All that is written but SCRATCH is reset with the card.
    assign settings_reset = rst || reset_holds;
    assign settings_busy = mac_busy || card_busy;
    // Reads. From the address on each edge has its number.
    assign read_passes = s_axil_arvalid && s_axil_arready;
    assign answer_passes = s_axil_rvalid && s_axil_rready;
    assign reading_after = (reading || read_passes) && !answer_passes;
    // What each register reads as.
    assign status = {status_rx_stopped, status_tx_stopped, status_rx_active, status_tx_active, status_link};
    assign status_bits = status;
    assign busy = snapshot || mac_busy || card_busy;
    assign register_0 = settings_control;
    assign register_1 = settings_address_low;
    assign register_2 = settings_address_high;
    assign register_3 = settings_hash_low;
    assign register_4 = settings_hash_high;
    assign register_5 = settings_pause;
    assign register_6 = settings_interrupt_mask;
    assign register_7 = settings_moderation;
    assign register_8 = settings_tx_descriptors_low;
    assign register_9 = settings_tx_descriptors_high;
    assign register_10 = settings_tx_completions_low;
    assign register_11 = settings_tx_completions_high;
    assign register_12 = settings_tx_size;
    assign register_13 = settings_rx_descriptors_low;
    assign register_14 = settings_rx_descriptors_high;
    assign register_15 = settings_rx_completions_low;
    assign register_16 = settings_rx_completions_high;
    assign register_17 = settings_rx_size;
    assign register_18 = constants_identity;
    assign register_19 = constants_version;
    assign register_20 = constants_capabilities;
    assign register_21 = settings_scratch;
    assign register_22 = {27'd0, status_bits};
    assign register_23 = {31'd0, flush};
    assign register_24 = {25'd0, cause};
    assign register_25 = 32'd0;
    assign register_26 = {16'd0, tx_tail};
    assign register_27 = {16'd0, tx_head};
    assign register_28 = {16'd0, rx_tail};
    assign register_29 = {16'd0, rx_head};
    assign register_30 = {31'd0, busy};

    always @* begin
        write_word_next = write_word;
        data_next = data;
        strobes_next = strobes;
        s_axil_bvalid_next = s_axil_bvalid;
        s_axil_bresp_next = s_axil_bresp;
        read_word_next = read_word;
        step_next = step;
        counter_next = counter;
        group_0_next = group_0;
        group_1_next = group_1;
        group_2_next = group_2;
        group_3_next = group_3;
        filter_word_next = filter_word;
        counter_word_next = counter_word;
        s_axil_rvalid_next = s_axil_rvalid;
        s_axil_rdata_next = s_axil_rdata;
        s_axil_rresp_next = s_axil_rresp;

        if (address_passes) begin
            write_word_next = s_axil_awaddr >> 4'd2;
        end
        if (data_passes) begin
            data_next = s_axil_wdata;
            strobes_next = s_axil_wstrb;
        end
        if (write_edge) begin
            s_axil_bvalid_next = 1'b1;
            s_axil_bresp_next = 2'd2;
            if (settings_known) begin
                s_axil_bresp_next = 2'd0;
            end
        end else if (response_passes) begin
            s_axil_bvalid_next = 1'b0;
        end

        if (read_passes) begin
            read_word_next = s_axil_araddr >> 4'd2;
            step_next = 3'd1;
        end else if (step == 3'd5) begin
            step_next = 3'd0;
        end else if (|step) begin
            step_next = step + 3'd1;
        end
        if (step == 3'd1) begin
            counter_next = read_word[6:1];
        end

        gated_0 = 32'd0;
        if (hits[0]) begin
            gated_0 = register_0;
        end
        gated_1 = 32'd0;
        if (hits[1]) begin
            gated_1 = register_1;
        end
        gated_2 = 32'd0;
        if (hits[2]) begin
            gated_2 = register_2;
        end
        gated_3 = 32'd0;
        if (hits[3]) begin
            gated_3 = register_3;
        end
        gated_4 = 32'd0;
        if (hits[4]) begin
            gated_4 = register_4;
        end
        gated_5 = 32'd0;
        if (hits[5]) begin
            gated_5 = register_5;
        end
        gated_6 = 32'd0;
        if (hits[6]) begin
            gated_6 = register_6;
        end
        gated_7 = 32'd0;
        if (hits[7]) begin
            gated_7 = register_7;
        end
        gated_8 = 32'd0;
        if (hits[8]) begin
            gated_8 = register_8;
        end
        gated_9 = 32'd0;
        if (hits[9]) begin
            gated_9 = register_9;
        end
        gated_10 = 32'd0;
        if (hits[10]) begin
            gated_10 = register_10;
        end
        gated_11 = 32'd0;
        if (hits[11]) begin
            gated_11 = register_11;
        end
        gated_12 = 32'd0;
        if (hits[12]) begin
            gated_12 = register_12;
        end
        gated_13 = 32'd0;
        if (hits[13]) begin
            gated_13 = register_13;
        end
        gated_14 = 32'd0;
        if (hits[14]) begin
            gated_14 = register_14;
        end
        gated_15 = 32'd0;
        if (hits[15]) begin
            gated_15 = register_15;
        end
        gated_16 = 32'd0;
        if (hits[16]) begin
            gated_16 = register_16;
        end
        gated_17 = 32'd0;
        if (hits[17]) begin
            gated_17 = register_17;
        end
        gated_18 = 32'd0;
        if (hits[18]) begin
            gated_18 = register_18;
        end
        gated_19 = 32'd0;
        if (hits[19]) begin
            gated_19 = register_19;
        end
        gated_20 = 32'd0;
        if (hits[20]) begin
            gated_20 = register_20;
        end
        gated_21 = 32'd0;
        if (hits[21]) begin
            gated_21 = register_21;
        end
        gated_22 = 32'd0;
        if (hits[22]) begin
            gated_22 = register_22;
        end
        gated_23 = 32'd0;
        if (hits[23]) begin
            gated_23 = register_23;
        end
        gated_24 = 32'd0;
        if (hits[24]) begin
            gated_24 = register_24;
        end
        gated_25 = 32'd0;
        if (hits[25]) begin
            gated_25 = register_25;
        end
        gated_26 = 32'd0;
        if (hits[26]) begin
            gated_26 = register_26;
        end
        gated_27 = 32'd0;
        if (hits[27]) begin
            gated_27 = register_27;
        end
        gated_28 = 32'd0;
        if (hits[28]) begin
            gated_28 = register_28;
        end
        gated_29 = 32'd0;
        if (hits[29]) begin
            gated_29 = register_29;
        end
        gated_30 = 32'd0;
        if (hits[30]) begin
            gated_30 = register_30;
        end
        counter_value = mac_data;
        if (read_word[6]) begin
            counter_value = card_data;
        end
        if (step == 3'd4) begin
            group_0_next = gated_0 | gated_1 | gated_2 | gated_3 | gated_4 | gated_5 | gated_6 | gated_7;
            group_1_next = gated_8 | gated_9 | gated_10 | gated_11 | gated_12 | gated_13 | gated_14 | gated_15;
            group_2_next = gated_16 | gated_17 | gated_18 | gated_19 | gated_20 | gated_21 | gated_22 | gated_23;
            group_3_next = gated_24 | gated_25 | gated_26 | gated_27 | gated_28 | gated_29 | gated_30;
            filter_word_next = 32'd0;
            if (is_filter) begin
                filter_word_next = settings_filter_low;
                if (read_word[0]) begin
                    filter_word_next = settings_filter_high;
                end
            end
            counter_word_next = 32'd0;
            if (is_counter) begin
                counter_word_next = counter_value[31:0];
                if (read_word[0]) begin
                    counter_word_next = counter_value[63:32];
                end
            end
        end
        if (step == 3'd5) begin
            // At most one of these is not 0.
            s_axil_rdata_next = group_0 | group_1 | group_2 | group_3 | filter_word | counter_word;
            s_axil_rresp_next = 2'd2;
            if (is_known) begin
                s_axil_rresp_next = 2'd0;
            end
            s_axil_rvalid_next = 1'b1;
        end else if (answer_passes) begin
            s_axil_rvalid_next = 1'b0;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            s_axil_awready <= 1'b0;
            has_address <= 1'b0;
            write_word <= 10'd0;
            s_axil_wready <= 1'b0;
            has_data <= 1'b0;
            data <= 32'd0;
            strobes <= 4'd0;
            s_axil_bvalid <= 1'b0;
            s_axil_bresp <= 2'd0;
            s_axil_arready <= 1'b0;
            reading <= 1'b0;
            read_word <= 10'd0;
            step <= 3'd0;
            hits <= 31'd0;
            is_filter <= 1'b0;
            is_counter <= 1'b0;
            is_known <= 1'b0;
            group_0 <= 32'd0;
            group_1 <= 32'd0;
            group_2 <= 32'd0;
            group_3 <= 32'd0;
            filter_word <= 32'd0;
            counter_word <= 32'd0;
            s_axil_rvalid <= 1'b0;
            s_axil_rdata <= 32'd0;
            s_axil_rresp <= 2'd0;
        end else begin
            s_axil_awready <= !has_address_after;
            has_address <= has_address_after;
            write_word <= write_word_next;
            s_axil_wready <= !has_data_after;
            has_data <= has_data_after;
            data <= data_next;
            strobes <= strobes_next;
            s_axil_bvalid <= s_axil_bvalid_next;
            s_axil_bresp <= s_axil_bresp_next;
            s_axil_arready <= !reading_after;
            reading <= reading_after;
            read_word <= read_word_next;
            step <= step_next;
            hits <= decoder_hits;
            is_filter <= decoder_is_filter;
            is_counter <= decoder_is_counter;
            is_known <= decoder_known;
            group_0 <= group_0_next;
            group_1 <= group_1_next;
            group_2 <= group_2_next;
            group_3 <= group_3_next;
            filter_word <= filter_word_next;
            counter_word <= counter_word_next;
            s_axil_rvalid <= s_axil_rvalid_next;
            s_axil_rdata <= s_axil_rdata_next;
            s_axil_rresp <= s_axil_rresp_next;
        end
    end

    always @(posedge clk) begin
        if (settings_reset) begin
            counter <= 6'd0;
        end else begin
            counter <= counter_next;
        end
    end

endmodule

`line 6 "nic_settings.v" 0
// What a write to the registers of the card does: settings, strobes, and the addresses of the filter. All of it but
// `SCRATCH` is in its reset state while `rst` is high, which it is in the reset of the card, too.
//
//                       +--------------+
//    write, word[10]--->|              |->known, resets
// data[32], strobes[4]->|              |->a word for each setting
//  tx_tail, rx_tail[16]>| nic_settings |->tx_tail_*, rx_tail_*
//             busy----->|              |->filter_*, clear[7]
//   read_filter[4]----->|              |->filter_low, filter_high[32]
//                       +--------------+
//
// Offsets, masks and reset values are those of `wirewright_spec::card::registers`.
module nic_settings (
    // The clock.
    input  wire        clk,
    // Synchronous reset of all but `SCRATCH`.
    input  wire        rst,
    // Synchronous reset of `SCRATCH`.
    input  wire        scratch_rst,
    // A register is written at this edge.
    input  wire        write,
    // Its offset in words.
    input  wire [9:0]  word,
    // What is written.
    input  wire [31:0] data,
    // Which octets of it.
    input  wire [3:0]  strobes,
    // `TX_TAIL`.
    input  wire [15:0] tx_tail,
    // `RX_TAIL`.
    input  wire [15:0] rx_tail,
    // A snapshot of the counters is being taken.
    input  wire        busy,
    // Which address of the filter to read.
    input  wire [3:0]  read_filter,
    // There is such a register.
    output wire        known,
    // `RESET` is written at this edge.
    output wire        resets,
    // `SCRATCH`.
    output reg  [31:0] scratch,
    // `CONTROL`.
    output wire [31:0] control,
    // `ADDRESS_LOW`.
    output wire [31:0] address_low,
    // `ADDRESS_HIGH`.
    output wire [31:0] address_high,
    // `HASH_LOW`.
    output wire [31:0] hash_low,
    // `HASH_HIGH`.
    output wire [31:0] hash_high,
    // `PAUSE`.
    output wire [31:0] pause,
    // `INTERRUPT_MASK`.
    output wire [31:0] interrupt_mask,
    // `MODERATION`.
    output wire [31:0] moderation,
    // `TX_DESCRIPTORS_LOW`.
    output wire [31:0] tx_descriptors_low,
    // `TX_DESCRIPTORS_HIGH`.
    output wire [31:0] tx_descriptors_high,
    // `TX_COMPLETIONS_LOW`.
    output wire [31:0] tx_completions_low,
    // `TX_COMPLETIONS_HIGH`.
    output wire [31:0] tx_completions_high,
    // `TX_SIZE`.
    output wire [31:0] tx_size,
    // `RX_DESCRIPTORS_LOW`.
    output wire [31:0] rx_descriptors_low,
    // `RX_DESCRIPTORS_HIGH`.
    output wire [31:0] rx_descriptors_high,
    // `RX_COMPLETIONS_LOW`.
    output wire [31:0] rx_completions_low,
    // `RX_COMPLETIONS_HIGH`.
    output wire [31:0] rx_completions_high,
    // `RX_SIZE`.
    output wire [31:0] rx_size,
    // Strobe: `TX_TAIL` is written.
    output reg         tx_tail_write,
    // What is written.
    output reg  [15:0] tx_tail_data,
    // Strobe: `RX_TAIL` is written.
    output reg         rx_tail_write,
    // What is written.
    output reg  [15:0] rx_tail_data,
    // Strobe: an exact address of the filter is written.
    output reg         filter_write,
    // Which one.
    output reg  [3:0]  filter_index,
    // The address.
    output reg  [47:0] filter_address,
    // It counts.
    output reg         filter_valid,
    // `FILTER_LOW` number `read_filter`.
    output reg  [31:0] filter_low,
    // `FILTER_HIGH` number `read_filter`.
    output wire [31:0] filter_high,
    // Clear these causes.
    output reg  [6:0]  clear,
    // Strobe: set the cause `SOFTWARE`.
    output reg         software,
    // Strobe: take a snapshot of all counters.
    output reg         snapshot
);

    localparam [31:0] MASK_0 = 32'd2047;
    localparam [31:0] MASK_1 = 32'hffffffff;
    localparam [31:0] MASK_2 = 32'd65535;
    localparam [31:0] MASK_3 = 32'hffffffff;
    localparam [31:0] MASK_4 = 32'hffffffff;
    localparam [31:0] MASK_5 = 32'd65535;
    localparam [31:0] MASK_6 = 32'd127;
    localparam [31:0] MASK_7 = 32'd65535;
    localparam [31:0] MASK_8 = 32'hffffffc0;
    localparam [31:0] MASK_9 = 32'hffffffff;
    localparam [31:0] MASK_10 = 32'hffffffc0;
    localparam [31:0] MASK_11 = 32'hffffffff;
    localparam [31:0] MASK_12 = 32'd15;
    localparam [31:0] MASK_13 = 32'hffffffc0;
    localparam [31:0] MASK_14 = 32'hffffffff;
    localparam [31:0] MASK_15 = 32'hffffffc0;
    localparam [31:0] MASK_16 = 32'hffffffff;
    localparam [31:0] MASK_17 = 32'd15;
    localparam [31:0] PRESET_0 = 32'd0;
    localparam [31:0] PRESET_1 = 32'd0;
    localparam [31:0] PRESET_2 = 32'd0;
    localparam [31:0] PRESET_3 = 32'd0;
    localparam [31:0] PRESET_4 = 32'd0;
    localparam [31:0] PRESET_5 = 32'd65535;
    localparam [31:0] PRESET_6 = 32'd0;
    localparam [31:0] PRESET_7 = 32'd0;
    localparam [31:0] PRESET_8 = 32'd0;
    localparam [31:0] PRESET_9 = 32'd0;
    localparam [31:0] PRESET_10 = 32'd0;
    localparam [31:0] PRESET_11 = 32'd0;
    localparam [31:0] PRESET_12 = 32'd3;
    localparam [31:0] PRESET_13 = 32'd0;
    localparam [31:0] PRESET_14 = 32'd0;
    localparam [31:0] PRESET_15 = 32'd0;
    localparam [31:0] PRESET_16 = 32'd0;
    localparam [31:0] PRESET_17 = 32'd3;
    localparam [31:0] SCRATCH_MASK = 32'hffffffff;

    reg [31:0] scratch_next;
    reg        tx_tail_write_next;
    reg [15:0] tx_tail_data_next;
    reg        rx_tail_write_next;
    reg [15:0] rx_tail_data_next;
    reg [3:0]  filter_index_next;
    reg [47:0] filter_address_next;
    reg        filter_valid_next;
    reg [6:0]  clear_next;
    reg [15:0] has_low, has_low_next;
    reg [15:0] has_high, has_high_next;

    reg  [30:0] writes;
    wire        acts;
    reg  [31:0] kept;
    wire [31:0] written;
    wire [3:0]  entry;
    reg  [31:0] low_before;
    reg  [16:0] high_before;
    reg  [31:0] low_after;
    reg  [16:0] high_after;
    reg  [16:0] high_kept;
    wire [16:0] high_data;
    wire [16:0] high_written_bits;
    wire        write_low;
    wire        write_high;
    reg  [16:0] high_shown;
    wire [31:0] high_word;
    reg  [3:0]  held_0_write;
    reg  [3:0]  held_1_write;
    reg  [3:0]  held_2_write;
    reg  [3:0]  held_3_write;
    reg  [3:0]  held_4_write;
    reg  [3:0]  held_5_write;
    reg  [3:0]  held_6_write;
    reg  [3:0]  held_7_write;
    reg  [3:0]  held_8_write;
    reg  [3:0]  held_9_write;
    reg  [3:0]  held_10_write;
    reg  [3:0]  held_11_write;
    reg  [3:0]  held_12_write;
    reg  [3:0]  held_13_write;
    reg  [3:0]  held_14_write;
    reg  [3:0]  held_15_write;
    reg  [3:0]  held_16_write;
    reg  [3:0]  held_17_write;
    wire [31:0] low_written_read_data;
    wire [31:0] low_read_read_data;
    wire [16:0] high_written_read_data;
    wire [16:0] high_read_read_data;
    wire [30:0] decoder_hits;
    wire        decoder_is_filter;
    wire        decoder_is_counter;

    setting held_0 (
        .clk(clk),
        .rst(rst),
        .write(held_0_write),
        .data(data),
        .mask(MASK_0),
        .preset(PRESET_0),
        .value(control)
    );

    setting held_1 (
        .clk(clk),
        .rst(rst),
        .write(held_1_write),
        .data(data),
        .mask(MASK_1),
        .preset(PRESET_1),
        .value(address_low)
    );

    setting held_2 (
        .clk(clk),
        .rst(rst),
        .write(held_2_write),
        .data(data),
        .mask(MASK_2),
        .preset(PRESET_2),
        .value(address_high)
    );

    setting held_3 (
        .clk(clk),
        .rst(rst),
        .write(held_3_write),
        .data(data),
        .mask(MASK_3),
        .preset(PRESET_3),
        .value(hash_low)
    );

    setting held_4 (
        .clk(clk),
        .rst(rst),
        .write(held_4_write),
        .data(data),
        .mask(MASK_4),
        .preset(PRESET_4),
        .value(hash_high)
    );

    setting held_5 (
        .clk(clk),
        .rst(rst),
        .write(held_5_write),
        .data(data),
        .mask(MASK_5),
        .preset(PRESET_5),
        .value(pause)
    );

    setting held_6 (
        .clk(clk),
        .rst(rst),
        .write(held_6_write),
        .data(data),
        .mask(MASK_6),
        .preset(PRESET_6),
        .value(interrupt_mask)
    );

    setting held_7 (
        .clk(clk),
        .rst(rst),
        .write(held_7_write),
        .data(data),
        .mask(MASK_7),
        .preset(PRESET_7),
        .value(moderation)
    );

    setting held_8 (
        .clk(clk),
        .rst(rst),
        .write(held_8_write),
        .data(data),
        .mask(MASK_8),
        .preset(PRESET_8),
        .value(tx_descriptors_low)
    );

    setting held_9 (
        .clk(clk),
        .rst(rst),
        .write(held_9_write),
        .data(data),
        .mask(MASK_9),
        .preset(PRESET_9),
        .value(tx_descriptors_high)
    );

    setting held_10 (
        .clk(clk),
        .rst(rst),
        .write(held_10_write),
        .data(data),
        .mask(MASK_10),
        .preset(PRESET_10),
        .value(tx_completions_low)
    );

    setting held_11 (
        .clk(clk),
        .rst(rst),
        .write(held_11_write),
        .data(data),
        .mask(MASK_11),
        .preset(PRESET_11),
        .value(tx_completions_high)
    );

    setting held_12 (
        .clk(clk),
        .rst(rst),
        .write(held_12_write),
        .data(data),
        .mask(MASK_12),
        .preset(PRESET_12),
        .value(tx_size)
    );

    setting held_13 (
        .clk(clk),
        .rst(rst),
        .write(held_13_write),
        .data(data),
        .mask(MASK_13),
        .preset(PRESET_13),
        .value(rx_descriptors_low)
    );

    setting held_14 (
        .clk(clk),
        .rst(rst),
        .write(held_14_write),
        .data(data),
        .mask(MASK_14),
        .preset(PRESET_14),
        .value(rx_descriptors_high)
    );

    setting held_15 (
        .clk(clk),
        .rst(rst),
        .write(held_15_write),
        .data(data),
        .mask(MASK_15),
        .preset(PRESET_15),
        .value(rx_completions_low)
    );

    setting held_16 (
        .clk(clk),
        .rst(rst),
        .write(held_16_write),
        .data(data),
        .mask(MASK_16),
        .preset(PRESET_16),
        .value(rx_completions_high)
    );

    setting held_17 (
        .clk(clk),
        .rst(rst),
        .write(held_17_write),
        .data(data),
        .mask(MASK_17),
        .preset(PRESET_17),
        .value(rx_size)
    );

    ram_distributed #(.WIDTH(32), .ADDRESS_WIDTH(4)) low_written (
        .write_clk(clk),
        .write_enable(write_low),
        .write_address(entry),
        .write_data(low_after),
        .read_address(entry),
        .read_data(low_written_read_data)
    );

    ram_distributed #(.WIDTH(32), .ADDRESS_WIDTH(4)) low_read (
        .write_clk(clk),
        .write_enable(write_low),
        .write_address(entry),
        .write_data(low_after),
        .read_address(read_filter),
        .read_data(low_read_read_data)
    );

    ram_distributed #(.WIDTH(17), .ADDRESS_WIDTH(4)) high_written (
        .write_clk(clk),
        .write_enable(write_high),
        .write_address(entry),
        .write_data(high_after),
        .read_address(entry),
        .read_data(high_written_read_data)
    );

    ram_distributed #(.WIDTH(17), .ADDRESS_WIDTH(4)) high_read (
        .write_clk(clk),
        .write_enable(write_high),
        .write_address(entry),
        .write_data(high_after),
        .read_address(read_filter),
        .read_data(high_read_read_data)
    );

    register_decoder decoder (
        .word(word),
        .hits(decoder_hits),
        .is_filter(decoder_is_filter),
        .is_counter(decoder_is_counter),
        .known(known)
    );

    assign written = data & ~kept;
    assign acts = written[0];
    assign resets = writes[23] && acts;
    // The filter. An address that was not written since the reset is 0.
    assign entry = word[4:1];
    assign write_low = write && decoder_is_filter && !word[0];
    assign write_high = write && decoder_is_filter && word[0];
    assign high_data = {written[31], written[15:0]};
    assign high_written_bits = high_data;
    assign high_word = {high_shown[16], 15'd0, high_shown[15:0]};
    assign filter_high = high_word;

    always @* begin
        tx_tail_data_next = tx_tail_data;
        rx_tail_data_next = rx_tail_data;
        filter_index_next = filter_index;
        filter_address_next = filter_address;
        filter_valid_next = filter_valid;
        has_low_next = has_low;
        has_high_next = has_high;
        // The reset of the card does not reach what is there to test the bus.
        scratch_next = scratch;

        writes = 31'd0;
        if (write) begin
            writes = decoder_hits;
        end

        // Octets without strobe are kept, the others written.
        kept = 32'd0;
        if (!strobes[0]) begin
            kept = kept | 32'h000000ff;
        end
        if (!strobes[1]) begin
            kept = kept | 32'h0000ff00;
        end
        if (!strobes[2]) begin
            kept = kept | 32'h00ff0000;
        end
        if (!strobes[3]) begin
            kept = kept | 32'hff000000;
        end

        if (writes[21]) begin
            scratch_next = ((scratch & kept) | written) & SCRATCH_MASK;
        end
        held_0_write = 4'd0;
        if (writes[0]) begin
            held_0_write = strobes;
        end
        held_1_write = 4'd0;
        if (writes[1]) begin
            held_1_write = strobes;
        end
        held_2_write = 4'd0;
        if (writes[2]) begin
            held_2_write = strobes;
        end
        held_3_write = 4'd0;
        if (writes[3]) begin
            held_3_write = strobes;
        end
        held_4_write = 4'd0;
        if (writes[4]) begin
            held_4_write = strobes;
        end
        held_5_write = 4'd0;
        if (writes[5]) begin
            held_5_write = strobes;
        end
        held_6_write = 4'd0;
        if (writes[6]) begin
            held_6_write = strobes;
        end
        held_7_write = 4'd0;
        if (writes[7]) begin
            held_7_write = strobes;
        end
        held_8_write = 4'd0;
        if (writes[8]) begin
            held_8_write = strobes;
        end
        held_9_write = 4'd0;
        if (writes[9]) begin
            held_9_write = strobes;
        end
        held_10_write = 4'd0;
        if (writes[10]) begin
            held_10_write = strobes;
        end
        held_11_write = 4'd0;
        if (writes[11]) begin
            held_11_write = strobes;
        end
        held_12_write = 4'd0;
        if (writes[12]) begin
            held_12_write = strobes;
        end
        held_13_write = 4'd0;
        if (writes[13]) begin
            held_13_write = strobes;
        end
        held_14_write = 4'd0;
        if (writes[14]) begin
            held_14_write = strobes;
        end
        held_15_write = 4'd0;
        if (writes[15]) begin
            held_15_write = strobes;
        end
        held_16_write = 4'd0;
        if (writes[16]) begin
            held_16_write = strobes;
        end
        held_17_write = 4'd0;
        if (writes[17]) begin
            held_17_write = strobes;
        end

        // Tails are judged by who owns them.
        tx_tail_write_next = 1'b0;
        if (writes[26] && (strobes[0] || strobes[1])) begin
            tx_tail_write_next = 1'b1;
            tx_tail_data_next = (tx_tail & kept[15:0]) | written[15:0];
        end
        rx_tail_write_next = 1'b0;
        if (writes[28] && (strobes[0] || strobes[1])) begin
            rx_tail_write_next = 1'b1;
            rx_tail_data_next = (rx_tail & kept[15:0]) | written[15:0];
        end

        // Causes are cleared, and things are done, by a 1 in an octet that is written.
        clear_next = 7'd0;
        if (writes[24]) begin
            clear_next = written[6:0];
        end

        low_before = 32'd0;
        if (has_low[entry]) begin
            low_before = low_written_read_data;
        end
        high_before = 17'd0;
        if (has_high[entry]) begin
            high_before = high_written_read_data;
        end
        low_after = low_before;
        high_after = high_before;
        high_kept = {1'b0, kept[15:0]};
        if (!strobes[3]) begin
            high_kept = high_kept | 17'h10000;
        end
        if (write_low) begin
            low_after = (low_before & kept) | written;
            has_low_next = (has_low & ~(16'd1 << entry)) | ({15'd0, 1'b1} << entry);
        end
        if (write_high) begin
            high_after = (high_before & high_kept) | high_written_bits;
            has_high_next = (has_high & ~(16'd1 << entry)) | ({15'd0, 1'b1} << entry);
        end
        if (write_low || write_high) begin
            filter_index_next = entry;
            filter_address_next = ({32'd0, high_after[15:0]} << 6'd32) | {16'd0, low_after};
            filter_valid_next = high_after[16];
        end
        filter_low = 32'd0;
        if (has_low[read_filter]) begin
            filter_low = low_read_read_data;
        end
        high_shown = 17'd0;
        if (has_high[read_filter]) begin
            high_shown = high_read_read_data;
        end
    end

    always @(posedge clk) begin
        if (scratch_rst) begin
            scratch <= 32'd0;
        end else begin
            scratch <= scratch_next;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            tx_tail_write <= 1'b0;
            tx_tail_data <= 16'd0;
            rx_tail_write <= 1'b0;
            rx_tail_data <= 16'd0;
            filter_write <= 1'b0;
            filter_index <= 4'd0;
            filter_address <= 48'd0;
            filter_valid <= 1'b0;
            clear <= 7'd0;
            software <= 1'b0;
            snapshot <= 1'b0;
            has_low <= 16'd0;
            has_high <= 16'd0;
        end else begin
            tx_tail_write <= tx_tail_write_next;
            tx_tail_data <= tx_tail_data_next;
            rx_tail_write <= rx_tail_write_next;
            rx_tail_data <= rx_tail_data_next;
            filter_write <= write_low || write_high;
            filter_index <= filter_index_next;
            filter_address <= filter_address_next;
            filter_valid <= filter_valid_next;
            clear <= clear_next;
            software <= writes[25] && acts;
            snapshot <= writes[30] && acts && !busy && !snapshot;
            has_low <= has_low_next;
            has_high <= has_high_next;
        end
    end

    wire unused = &{1'b0, writes[20:18], writes[22], writes[27], writes[29], decoder_is_counter};

endmodule

`line 6 "setting.v" 0
// A setting of the card: a register of 32 bits, written octet by octet.
//
//                      +---------+
//  write[4], data[32]->|         |
//            mask[32]->| setting |->value[32]
//          preset[32]->|         |
//                      +---------+
//
// What is kept is where the value differs from its reset value: so one module does for all of them.
module setting (
    // The clock.
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // Which octets are written at this edge.
    input  wire [3:0]  write,
    // What is written.
    input  wire [31:0] data,
    // The bits that are there; constant.
    input  wire [31:0] mask,
    // The value after reset; constant, of bits that are there.
    input  wire [31:0] preset,
    // The value.
    output wire [31:0] value
);

    reg [7:0] octet_0, octet_0_next;
    reg [7:0] octet_1, octet_1_next;
    reg [7:0] octet_2, octet_2_next;
    reg [7:0] octet_3, octet_3_next;

    wire [31:0] change;
    wire [31:0] octets;
    wire [31:0] kept;

    assign change = (data & mask) ^ preset;
    assign octets = {octet_3, octet_2, octet_1, octet_0};
    assign kept = octets;
    assign value = kept ^ preset;

    always @* begin
        octet_0_next = octet_0;
        octet_1_next = octet_1;
        octet_2_next = octet_2;
        octet_3_next = octet_3;
        if (write[0]) begin
            octet_0_next = change[7:0];
        end
        if (write[1]) begin
            octet_1_next = change[15:8];
        end
        if (write[2]) begin
            octet_2_next = change[23:16];
        end
        if (write[3]) begin
            octet_3_next = change[31:24];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            octet_0 <= 8'd0;
            octet_1 <= 8'd0;
            octet_2 <= 8'd0;
            octet_3 <= 8'd0;
        end else begin
            octet_0 <= octet_0_next;
            octet_1 <= octet_1_next;
            octet_2 <= octet_2_next;
            octet_3 <= octet_3_next;
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

`line 6 "register_decoder.v" 0
// Which register of the card an address means; the map is `wirewright_spec::card::registers`.
//
//             +------------------+
//             |                  |-->hits[31]
//  word[10]-->| register_decoder |-->is_filter, is_counter
//             |                  |-->known
//             +------------------+
module register_decoder (
    // An offset in words.
    input  wire [9:0]  word,
    // Which of the registers of which there is one each it is.
    output wire [30:0] hits,
    // It is an address of the filter: low half and high half by turns.
    output wire        is_filter,
    // It is a counter: low half and high half by turns.
    output wire        is_counter,
    // It is any of them.
    output wire        known
);

    localparam [9:0] OFFSET_0 = 10'd4;
    localparam [9:0] OFFSET_1 = 10'd8;
    localparam [9:0] OFFSET_2 = 10'd9;
    localparam [9:0] OFFSET_3 = 10'd10;
    localparam [9:0] OFFSET_4 = 10'd11;
    localparam [9:0] OFFSET_5 = 10'd12;
    localparam [9:0] OFFSET_6 = 10'd17;
    localparam [9:0] OFFSET_7 = 10'd19;
    localparam [9:0] OFFSET_8 = 10'd64;
    localparam [9:0] OFFSET_9 = 10'd65;
    localparam [9:0] OFFSET_10 = 10'd66;
    localparam [9:0] OFFSET_11 = 10'd67;
    localparam [9:0] OFFSET_12 = 10'd68;
    localparam [9:0] OFFSET_13 = 10'd80;
    localparam [9:0] OFFSET_14 = 10'd81;
    localparam [9:0] OFFSET_15 = 10'd82;
    localparam [9:0] OFFSET_16 = 10'd83;
    localparam [9:0] OFFSET_17 = 10'd84;
    localparam [9:0] OFFSET_18 = 10'd0;
    localparam [9:0] OFFSET_19 = 10'd1;
    localparam [9:0] OFFSET_20 = 10'd2;
    localparam [9:0] OFFSET_21 = 10'd3;
    localparam [9:0] OFFSET_22 = 10'd5;
    localparam [9:0] OFFSET_23 = 10'd6;
    localparam [9:0] OFFSET_24 = 10'd16;
    localparam [9:0] OFFSET_25 = 10'd18;
    localparam [9:0] OFFSET_26 = 10'd69;
    localparam [9:0] OFFSET_27 = 10'd70;
    localparam [9:0] OFFSET_28 = 10'd85;
    localparam [9:0] OFFSET_29 = 10'd86;
    localparam [9:0] OFFSET_30 = 10'd96;
    localparam [9:0] FILTER_BEGIN = 10'd32;
    localparam [9:0] FILTER_END = 10'd64;
    localparam [9:0] COUNTER_BEGIN = 10'd128;
    localparam [9:0] COUNTER_END = 10'd224;

    wire [30:0] found;
    wire        in_filter;
    wire        in_counters;

    assign found = {word == OFFSET_30, word == OFFSET_29, word == OFFSET_28, word == OFFSET_27, word == OFFSET_26,
        word == OFFSET_25, word == OFFSET_24, word == OFFSET_23, word == OFFSET_22, word == OFFSET_21, word ==
        OFFSET_20, word == OFFSET_19, word == OFFSET_18, word == OFFSET_17, word == OFFSET_16, word == OFFSET_15,
        word == OFFSET_14, word == OFFSET_13, word == OFFSET_12, word == OFFSET_11, word == OFFSET_10, word == OFFSET_9,
        word == OFFSET_8, word == OFFSET_7, word == OFFSET_6, word == OFFSET_5, word == OFFSET_4, word == OFFSET_3,
        word == OFFSET_2, word == OFFSET_1, word == OFFSET_0};
    assign in_filter = (word >= FILTER_BEGIN) && (word < FILTER_END);
    assign in_counters = (word >= COUNTER_BEGIN) && (word < COUNTER_END);
    assign hits = found;
    assign is_filter = in_filter;
    assign is_counter = in_counters;
    assign known = (|found) || in_filter || in_counters;

endmodule

`line 6 "card_reset.v" 0
// The sequence of a reset of the card by its register: what is under way on the bus comes to its end, and then the
// reset is on for 16 edges.
//
//                        +------------+
//             request--->|            |-->busy
// read_idle, write_idle->| card_reset |-->holds
//                        |            |-->core_rst
//                        +------------+
module card_reset (
    // The clock.
    input  wire clk,
    // Synchronous reset.
    input  wire rst,
    // Strobe: begin.
    input  wire request,
    // No read is under way.
    input  wire read_idle,
    // No write is under way.
    input  wire write_idle,
    // A reset was asked for and is not over: nothing is begun on the bus.
    output reg  busy,
    // The settings are reset at the next edge.
    output wire holds,
    // The reset of what is behind the registers.
    output reg  core_rst
);

    // Stage
    localparam [1:0] STAGE_RUN   = 2'd0;
    localparam [1:0] STAGE_DRAIN = 2'd1;
    localparam [1:0] STAGE_HOLD  = 2'd2;

    reg [1:0] stage, stage_next;
    reg [3:0] hold, hold_next;
    reg       busy_next;
    reg       core_rst_next;

    assign holds = stage == STAGE_HOLD;

    always @* begin
        stage_next = stage;
        hold_next = hold;
        busy_next = busy;
        core_rst_next = core_rst;

        case (stage)
            STAGE_RUN: begin
                core_rst_next = 1'b0;
                if (request) begin
                    busy_next = 1'b1;
                    stage_next = STAGE_DRAIN;
                end
            end
            STAGE_DRAIN: begin
                if (read_idle && write_idle) begin
                    core_rst_next = 1'b1;
                    hold_next = 4'd15;
                    stage_next = STAGE_HOLD;
                end
            end
            default: begin // STAGE_HOLD
                hold_next = hold - 4'd1;
                if (hold == 4'd0) begin
                    core_rst_next = 1'b0;
                    busy_next = 1'b0;
                    stage_next = STAGE_RUN;
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            stage <= STAGE_RUN;
            hold <= 4'd0;
            busy <= 1'b0;
            core_rst <= 1'b1;
        end else begin
            stage <= stage_next;
            hold <= hold_next;
            busy <= busy_next;
            core_rst <= core_rst_next;
        end
    end

endmodule

`line 6 "card_identity.v" 0
// What the registers say of a card that never changes; the values are in `wirewright_spec::card::registers`.
//
//            +---------------+
// cfg_mii--->| card_identity |-->identity[32], version[32], capabilities[32]
//            +---------------+
module card_identity (
    // The card is one for MII; else for GMII.
    input  wire        cfg_mii,
    // `IDENTITY`.
    output wire [31:0] identity,
    // `VERSION`.
    output wire [31:0] version,
    // `CAPABILITIES`.
    output reg  [31:0] capabilities
);

    localparam [31:0] WHAT = 32'h31434e57;
    localparam [31:0] WHICH = 32'h00010000;
    localparam [31:0] GMII = 32'h000110c1;
    localparam [31:0] MII = 32'h000210c1;

    assign identity = WHAT;
    assign version = WHICH;

    always @* begin
        capabilities = GMII;
        if (cfg_mii) begin
            capabilities = MII;
        end
    end

endmodule

`default_nettype wire
