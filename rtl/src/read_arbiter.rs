// SPDX-License-Identifier: MIT OR Apache-2.0
//! Three clients of one `dma_read` take turns with their commands.
//!
//! ```text
//!                          +----------------+
//! tx_ring_valid, address-->|                |->tx_ring_ready
//!      tx_ring_octets----->|                |->rx_ring_ready
//! rx_ring_valid, address-->|                |->payload_ready
//!      rx_ring_octets----->|  read_arbiter  |->command_valid
//! payload_valid, address-->|                |->command_address[64]
//!      payload_octets----->|                |->command_octets[16]
//!       command_ready----->|                |->command_client[2]
//!                          +----------------+
//! ```

use crate::prelude::*;
use crate::turns::Turns;

/// What is done with a command.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum State {
    /// A client is chosen.
    Choose,
    /// Its command is taken.
    Take,
    /// And offered.
    Offer,
}

/// See `wirewright_spec::ports::read_arbiter`.
#[derive(LogicBlock, Default)]
pub struct ReadArbiter {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// The transmit descriptors offer a command.
    pub tx_ring_valid: Signal<In, Bit>,
    /// Address of its first octet.
    pub tx_ring_address: Signal<In, Bits<64>>,
    /// How many octets.
    pub tx_ring_octets: Signal<In, Bits<16>>,
    /// The receive descriptors offer a command.
    pub rx_ring_valid: Signal<In, Bit>,
    /// Address of its first octet.
    pub rx_ring_address: Signal<In, Bits<64>>,
    /// How many octets.
    pub rx_ring_octets: Signal<In, Bits<16>>,
    /// The frames to send offer a command.
    pub payload_valid: Signal<In, Bit>,
    /// Address of its first octet.
    pub payload_address: Signal<In, Bits<64>>,
    /// How many octets.
    pub payload_octets: Signal<In, Bits<16>>,
    /// The command is taken.
    pub command_ready: Signal<In, Bit>,
    /// The command of the transmit descriptors is taken.
    pub tx_ring_ready: Signal<Out, Bit>,
    /// The command of the receive descriptors is taken.
    pub rx_ring_ready: Signal<Out, Bit>,
    /// The command of the frames to send is taken.
    pub payload_ready: Signal<Out, Bit>,
    /// A command is offered.
    pub command_valid: Signal<Out, Bit>,
    /// Address of its first octet.
    pub command_address: Signal<Out, Bits<64>>,
    /// How many octets.
    pub command_octets: Signal<Out, Bits<16>>,
    /// Whose it is.
    pub command_client: Signal<Out, Bits<2>>,

    turns: Turns,
    state: Register<State>,
    tx_ring_taken: Register<Bit>,
    rx_ring_taken: Register<Bit>,
    payload_taken: Register<Bit>,
    valid: Register<Bit>,
    address: Register<Bits<64>>,
    octets: Register<Bits<16>>,
    client: Register<Bits<2>>,

    turn_valid: Signal<Local, Bit>,
    turn_address: Signal<Local, Bits<64>>,
    turn_octets: Signal<Local, Bits<16>>,
}

impl Logic for ReadArbiter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, state, tx_ring_taken, rx_ring_taken, payload_taken, valid, address, octets, client);
        self.tx_ring_ready.next = self.tx_ring_taken.q.val();
        self.rx_ring_ready.next = self.rx_ring_taken.q.val();
        self.payload_ready.next = self.payload_taken.q.val();
        self.command_valid.next = self.valid.q.val();
        self.command_address.next = self.address.q.val();
        self.command_octets.next = self.octets.q.val();
        self.command_client.next = self.client.q.val();

        self.turns.clk.next = self.clk.val();
        self.turns.rst.next = self.rst.val();
        self.turns.choose.next = self.state.q.val() == State::Choose;
        self.turns.valid_0.next = self.tx_ring_valid.val();
        self.turns.valid_1.next = self.rx_ring_valid.val();
        self.turns.valid_2.next = self.payload_valid.val();

        // The command of the client whose turn it is.
        if self.turns.turn.val() == 0 {
            self.turn_valid.next = self.tx_ring_valid.val();
            self.turn_address.next = self.tx_ring_address.val();
            self.turn_octets.next = self.tx_ring_octets.val();
        } else if self.turns.turn.val() == 1 {
            self.turn_valid.next = self.rx_ring_valid.val();
            self.turn_address.next = self.rx_ring_address.val();
            self.turn_octets.next = self.rx_ring_octets.val();
        } else {
            self.turn_valid.next = self.payload_valid.val();
            self.turn_address.next = self.payload_address.val();
            self.turn_octets.next = self.payload_octets.val();
        }

        self.tx_ring_taken.d.next = self.turns.chosen_0.val();
        self.rx_ring_taken.d.next = self.turns.chosen_1.val();
        self.payload_taken.d.next = self.turns.chosen_2.val();
        match self.state.q.val() {
            State::Choose => {
                if self.turns.chosen_0.val() || self.turns.chosen_1.val() || self.turns.chosen_2.val() {
                    self.state.d.next = State::Take;
                }
            }
            State::Take => {
                self.state.d.next = State::Choose;
                if self.turn_valid.val() {
                    self.address.d.next = self.turn_address.val();
                    self.octets.d.next = self.turn_octets.val();
                    self.client.d.next = self.turns.turn.val();
                    self.valid.d.next = true;
                    self.state.d.next = State::Offer;
                }
            }
            State::Offer => {
                if self.command_ready.val() {
                    self.valid.d.next = false;
                    self.state.d.next = State::Choose;
                }
            }
        }
    }
}
