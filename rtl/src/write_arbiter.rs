// SPDX-License-Identifier: MIT OR Apache-2.0
//! Three clients of one `dma_write` take turns with their commands, each followed by its words.
//!
//! ```text
//!                              +-----------------+
//! payload_valid,address,octets>|                 |->payload_ready, payload_word_ready
//!  payload_word_valid, data--->|                 |->tx_ring_ready, tx_ring_word_ready
//! tx_ring_valid,address,octets>|                 |->rx_ring_ready, rx_ring_word_ready
//!  tx_ring_word_valid, data--->|  write_arbiter  |->command_valid, client[2]
//! rx_ring_valid,address,octets>|                 |->command_address[64]
//!  rx_ring_word_valid, data--->|                 |->command_octets[16]
//!   command_ready, word_ready->|                 |->word_valid, word_data[64]
//!                              +-----------------+
//! ```

use crate::prelude::*;
use crate::queue::Queue;
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
    /// Its words follow.
    Words,
}

/// See `wirewright_spec::ports::write_arbiter`.
#[derive(LogicBlock, Default)]
pub struct WriteArbiter {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// The received frames offer a command.
    pub payload_valid: Signal<In, Bit>,
    /// Address of its first octet.
    pub payload_address: Signal<In, Bits<64>>,
    /// How many octets.
    pub payload_octets: Signal<In, Bits<16>>,
    /// The received frames offer a word.
    pub payload_word_valid: Signal<In, Bit>,
    /// The word.
    pub payload_word_data: Signal<In, Bits<64>>,
    /// The transmit completions offer a command.
    pub tx_ring_valid: Signal<In, Bit>,
    /// Address of its first octet.
    pub tx_ring_address: Signal<In, Bits<64>>,
    /// How many octets.
    pub tx_ring_octets: Signal<In, Bits<16>>,
    /// The transmit completions offer a word.
    pub tx_ring_word_valid: Signal<In, Bit>,
    /// The word.
    pub tx_ring_word_data: Signal<In, Bits<64>>,
    /// The receive completions offer a command.
    pub rx_ring_valid: Signal<In, Bit>,
    /// Address of its first octet.
    pub rx_ring_address: Signal<In, Bits<64>>,
    /// How many octets.
    pub rx_ring_octets: Signal<In, Bits<16>>,
    /// The receive completions offer a word.
    pub rx_ring_word_valid: Signal<In, Bit>,
    /// The word.
    pub rx_ring_word_data: Signal<In, Bits<64>>,
    /// The command is taken.
    pub command_ready: Signal<In, Bit>,
    /// The word is taken.
    pub word_ready: Signal<In, Bit>,
    /// The command of the received frames is taken.
    pub payload_ready: Signal<Out, Bit>,
    /// The word of the received frames is taken.
    pub payload_word_ready: Signal<Out, Bit>,
    /// The command of the transmit completions is taken.
    pub tx_ring_ready: Signal<Out, Bit>,
    /// The word of the transmit completions is taken.
    pub tx_ring_word_ready: Signal<Out, Bit>,
    /// The command of the receive completions is taken.
    pub rx_ring_ready: Signal<Out, Bit>,
    /// The word of the receive completions is taken.
    pub rx_ring_word_ready: Signal<Out, Bit>,
    /// A command is offered.
    pub command_valid: Signal<Out, Bit>,
    /// Address of its first octet.
    pub command_address: Signal<Out, Bits<64>>,
    /// How many octets.
    pub command_octets: Signal<Out, Bits<16>>,
    /// Whose it is.
    pub command_client: Signal<Out, Bits<2>>,
    /// A word is offered.
    pub word_valid: Signal<Out, Bit>,
    /// The word.
    pub word_data: Signal<Out, Bits<64>>,

    turns: Turns,
    words: Queue<64>,
    state: Register<State>,
    payload_taken: Register<Bit>,
    payload_word_taken: Register<Bit>,
    tx_ring_taken: Register<Bit>,
    tx_ring_word_taken: Register<Bit>,
    rx_ring_taken: Register<Bit>,
    rx_ring_word_taken: Register<Bit>,
    command_offered: Register<Bit>,
    address: Register<Bits<64>>,
    octets: Register<Bits<16>>,
    client: Register<Bits<2>>,
    offered: Register<Bit>,
    data: Register<Bits<64>>,
    /// Words of the command that are still to come.
    left: Register<Bits<14>>,

    turn_valid: Signal<Local, Bit>,
    turn_address: Signal<Local, Bits<64>>,
    turn_octets: Signal<Local, Bits<16>>,
    spill: Signal<Local, Bits<4>>,
    more_words: Signal<Local, Bits<2>>,
    follows: Signal<Local, Bit>,
    more: Signal<Local, Bit>,
    free: Signal<Local, Bit>,
    payload_passes: Signal<Local, Bit>,
    fetch: Signal<Local, Bit>,
    tx_passes: Signal<Local, Bit>,
    rx_passes: Signal<Local, Bit>,
}

impl Logic for WriteArbiter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, state, payload_taken, payload_word_taken, tx_ring_taken, tx_ring_word_taken);
        dff_setup!(self, clk, rx_ring_taken, rx_ring_word_taken, command_offered, address, octets, client);
        dff_setup!(self, clk, offered, data, left);
        self.payload_ready.next = self.payload_taken.q.val();
        self.payload_word_ready.next = self.payload_word_taken.q.val();
        self.tx_ring_ready.next = self.tx_ring_taken.q.val();
        self.tx_ring_word_ready.next = self.tx_ring_word_taken.q.val();
        self.rx_ring_ready.next = self.rx_ring_taken.q.val();
        self.rx_ring_word_ready.next = self.rx_ring_word_taken.q.val();
        self.command_valid.next = self.command_offered.q.val();
        self.command_address.next = self.address.q.val();
        self.command_octets.next = self.octets.q.val();
        self.command_client.next = self.client.q.val();
        self.word_valid.next = self.offered.q.val();
        self.word_data.next = self.data.q.val();

        self.turns.clk.next = self.clk.val();
        self.turns.rst.next = self.rst.val();
        self.turns.choose.next = self.state.q.val() == State::Choose;
        self.turns.valid_0.next = self.payload_valid.val();
        self.turns.valid_1.next = self.tx_ring_valid.val();
        self.turns.valid_2.next = self.rx_ring_valid.val();

        // The command of the client whose turn it is.
        if self.turns.turn.val() == 0 {
            self.turn_valid.next = self.payload_valid.val();
            self.turn_address.next = self.payload_address.val();
            self.turn_octets.next = self.payload_octets.val();
        } else if self.turns.turn.val() == 1 {
            self.turn_valid.next = self.tx_ring_valid.val();
            self.turn_address.next = self.tx_ring_address.val();
            self.turn_octets.next = self.tx_ring_octets.val();
        } else {
            self.turn_valid.next = self.rx_ring_valid.val();
            self.turn_address.next = self.rx_ring_address.val();
            self.turn_octets.next = self.rx_ring_octets.val();
        }

        // Received octets are gathered while others have their turn. The queue is asked for room as it was before this
        // edge and what comes at it: nothing is taken off.
        self.payload_passes.next = self.payload_word_valid.val() && self.payload_word_taken.q.val();
        self.words.clk.next = self.clk.val();
        self.words.rst.next = self.rst.val();
        self.words.put.next = self.payload_passes.val();
        self.words.put_data.next = self.payload_word_data.val();
        self.payload_word_taken.d.next =
            (self.words.count.val() < 15) || ((self.words.count.val() == 15) && !self.payload_passes.val());

        // Words besides those that the octets would fill: what is in front of the first octet counts, too.
        self.spill.next = bit_cast::<4, 3>(self.address.q.val().get_bits::<3>(0))
            + bit_cast::<4, 3>(self.octets.q.val().get_bits::<3>(0));
        self.more_words.next = 0.into();
        if self.spill.val() > 8 {
            self.more_words.next = 2.into();
        } else if self.spill.val().any() {
            self.more_words.next = 1.into();
        }

        self.follows.next = self.state.q.val() == State::Words;
        self.more.next = self.left.q.val().any();
        self.free.next = !self.offered.q.val() || self.word_ready.val();
        self.fetch.next = self.follows.val()
            && (self.turns.turn.val() == 0)
            && self.free.val()
            && self.more.val()
            && self.words.occupied.val();
        self.words.take.next = self.fetch.val();
        self.tx_passes.next = self.tx_ring_word_valid.val() && self.tx_ring_word_taken.q.val();
        self.rx_passes.next = self.rx_ring_word_valid.val() && self.rx_ring_word_taken.q.val();

        self.payload_taken.d.next = self.turns.chosen_0.val();
        self.tx_ring_taken.d.next = self.turns.chosen_1.val();
        self.rx_ring_taken.d.next = self.turns.chosen_2.val();
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
                    self.command_offered.d.next = true;
                    self.state.d.next = State::Offer;
                }
            }
            State::Offer => {
                self.left.d.next = 0.into();
                if self.octets.q.val().any() {
                    self.left.d.next = bit_cast::<14, 13>(self.octets.q.val().get_bits::<13>(3))
                        + bit_cast::<14, 2>(self.more_words.val());
                }
                if self.command_ready.val() {
                    self.command_offered.d.next = false;
                    self.state.d.next = State::Words;
                }
            }
            State::Words => {
                if !self.more.val() && self.free.val() {
                    self.state.d.next = State::Choose;
                }
                if self.free.val() {
                    self.offered.d.next = false;
                }
                if self.fetch.val() || self.tx_passes.val() || self.rx_passes.val() {
                    self.offered.d.next = true;
                    self.left.d.next = self.left.q.val() - 1;
                }
                if self.fetch.val() {
                    self.data.d.next = self.words.oldest.val();
                }
                // A ring gives a word every other clock at the most: once taken, it is offered before the next.
                if self.tx_passes.val() {
                    self.data.d.next = self.tx_ring_word_data.val();
                    self.tx_ring_word_taken.d.next = false;
                } else if (self.turns.turn.val() == 1) && self.free.val() && self.more.val() {
                    self.tx_ring_word_taken.d.next = true;
                }
                if self.rx_passes.val() {
                    self.data.d.next = self.rx_ring_word_data.val();
                    self.rx_ring_word_taken.d.next = false;
                } else if (self.turns.turn.val() == 2) && self.free.val() && self.more.val() {
                    self.rx_ring_word_taken.d.next = true;
                }
            }
        }
    }
}
