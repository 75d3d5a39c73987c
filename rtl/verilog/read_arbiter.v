// SPDX-License-Identifier: MIT OR Apache-2.0
// Generated from rtl/src/read_arbiter.rs; do not edit.

`default_nettype none

// Three clients of one `dma_read` take turns with their commands.
//
//                          +----------------+
// tx_ring_valid, address-->|                |->tx_ring_ready
//      tx_ring_octets----->|                |->rx_ring_ready
// rx_ring_valid, address-->|                |->payload_ready
//      rx_ring_octets----->|  read_arbiter  |->command_valid
// payload_valid, address-->|                |->command_address[64]
//      payload_octets----->|                |->command_octets[16]
//       command_ready----->|                |->command_client[2]
//                          +----------------+
module read_arbiter (
    input  wire        clk,
    // Synchronous reset.
    input  wire        rst,
    // The transmit descriptors offer a command.
    input  wire        tx_ring_valid,
    // Address of its first octet.
    input  wire [63:0] tx_ring_address,
    // How many octets.
    input  wire [15:0] tx_ring_octets,
    // The receive descriptors offer a command.
    input  wire        rx_ring_valid,
    // Address of its first octet.
    input  wire [63:0] rx_ring_address,
    // How many octets.
    input  wire [15:0] rx_ring_octets,
    // The frames to send offer a command.
    input  wire        payload_valid,
    // Address of its first octet.
    input  wire [63:0] payload_address,
    // How many octets.
    input  wire [15:0] payload_octets,
    // The command is taken.
    input  wire        command_ready,
    // The command of the transmit descriptors is taken.
    output reg         tx_ring_ready,
    // The command of the receive descriptors is taken.
    output reg         rx_ring_ready,
    // The command of the frames to send is taken.
    output reg         payload_ready,
    // A command is offered.
    output reg         command_valid,
    // Address of its first octet.
    output reg  [63:0] command_address,
    // How many octets.
    output reg  [15:0] command_octets,
    // Whose it is.
    output reg  [1:0]  command_client
);

    // State
    localparam [1:0] STATE_CHOOSE = 2'd0;
    localparam [1:0] STATE_TAKE   = 2'd1;
    localparam [1:0] STATE_OFFER  = 2'd2;

    reg [1:0]  state, state_next;
    reg        command_valid_next;
    reg [63:0] command_address_next;
    reg [15:0] command_octets_next;
    reg [1:0]  command_client_next;

    reg         turn_valid;
    reg  [63:0] turn_address;
    reg  [15:0] turn_octets;
    wire        turns_choose;
    wire [1:0]  turns_turn;
    wire        turns_chosen_0;
    wire        turns_chosen_1;
    wire        turns_chosen_2;

    turns turns (
        .clk(clk),
        .rst(rst),
        .choose(turns_choose),
        .valid_0(tx_ring_valid),
        .valid_1(rx_ring_valid),
        .valid_2(payload_valid),
        .turn(turns_turn),
        .chosen_0(turns_chosen_0),
        .chosen_1(turns_chosen_1),
        .chosen_2(turns_chosen_2)
    );

    assign turns_choose = state == STATE_CHOOSE;

    always @* begin
        state_next = state;
        command_valid_next = command_valid;
        command_address_next = command_address;
        command_octets_next = command_octets;
        command_client_next = command_client;

        // The command of the client whose turn it is.
        if (turns_turn == 2'd0) begin
            turn_valid = tx_ring_valid;
            turn_address = tx_ring_address;
            turn_octets = tx_ring_octets;
        end else if (turns_turn == 2'd1) begin
            turn_valid = rx_ring_valid;
            turn_address = rx_ring_address;
            turn_octets = rx_ring_octets;
        end else begin
            turn_valid = payload_valid;
            turn_address = payload_address;
            turn_octets = payload_octets;
        end

        case (state)
            STATE_CHOOSE: begin
                if (turns_chosen_0 || turns_chosen_1 || turns_chosen_2) begin
                    state_next = STATE_TAKE;
                end
            end
            STATE_TAKE: begin
                state_next = STATE_CHOOSE;
                if (turn_valid) begin
                    command_address_next = turn_address;
                    command_octets_next = turn_octets;
                    command_client_next = turns_turn;
                    command_valid_next = 1'b1;
                    state_next = STATE_OFFER;
                end
            end
            default: begin // STATE_OFFER
                if (command_ready) begin
                    command_valid_next = 1'b0;
                    state_next = STATE_CHOOSE;
                end
            end
        endcase
    end

    always @(posedge clk) begin
        if (rst) begin
            state <= STATE_CHOOSE;
            tx_ring_ready <= 1'b0;
            rx_ring_ready <= 1'b0;
            payload_ready <= 1'b0;
            command_valid <= 1'b0;
            command_address <= 64'd0;
            command_octets <= 16'd0;
            command_client <= 2'd0;
        end else begin
            state <= state_next;
            tx_ring_ready <= turns_chosen_0;
            rx_ring_ready <= turns_chosen_1;
            payload_ready <= turns_chosen_2;
            command_valid <= command_valid_next;
            command_address <= command_address_next;
            command_octets <= command_octets_next;
            command_client <= command_client_next;
        end
    end

endmodule

`line 6 "turns.v" 0
// Whose turn it is of three clients: first the one after the last, and so round (docs/card.md, What is inside).
//
//             +-------+
//    choose-->|       |-->turn[2]
//  valid_0 -->| turns |-->chosen_0
//  valid_1 -->|       |-->chosen_1
//  valid_2 -->|       |-->chosen_2
//             +-------+
module turns (
    // The clock.
    input  wire       clk,
    // Synchronous reset.
    input  wire       rst,
    // Choose at this edge.
    input  wire       choose,
    // Client 0 wants a turn.
    input  wire       valid_0,
    // Client 1 wants a turn.
    input  wire       valid_1,
    // Client 2 wants a turn.
    input  wire       valid_2,
    // The client that was chosen last.
    output reg  [1:0] turn,
    // Client 0 is chosen at this edge.
    output wire       chosen_0,
    // Client 1 is chosen at this edge.
    output wire       chosen_1,
    // Client 2 is chosen at this edge.
    output wire       chosen_2
);

    reg [1:0] turn_next;

    reg  [1:0] choice;
    wire       wanted;

    assign wanted = choose && (valid_0 || valid_1 || valid_2);
    assign chosen_0 = wanted && (choice == 2'd0);
    assign chosen_1 = wanted && (choice == 2'd1);
    assign chosen_2 = wanted && (choice == 2'd2);

    always @* begin
        turn_next = turn;

        // The one whose turn it was is the last in the row.
        choice = turn;
        if (turn == 2'd0) begin
            if (valid_1) begin
                choice = 2'd1;
            end else if (valid_2) begin
                choice = 2'd2;
            end
        end else if (turn == 2'd1) begin
            if (valid_2) begin
                choice = 2'd2;
            end else if (valid_0) begin
                choice = 2'd0;
            end
        end else if (valid_0) begin
            choice = 2'd0;
        end else if (valid_1) begin
            choice = 2'd1;
        end

        if (wanted) begin
            turn_next = choice;
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            turn <= 2'd2;
        end else begin
            turn <= turn_next;
        end
    end

endmodule

`default_nettype wire
