// SPDX-License-Identifier: MIT OR Apache-2.0
//! Cuts a command, a run of octets in host memory, into AXI4 bursts, and offers their addresses: what `dma_read` and
//! `dma_write` have in common (AMBA AXI and ACE, IHI 0022H, A3.4.1).
//!
//! ```text
//!                       +--------------+
//!      command_valid--->|              |->command_ready
//! command_address[64]-->|              |->counted, words[14]
//!  command_octets[16]-->|              |->first_place[7], last_lane[3]
//!   command_client[2]-->| burst_cutter |->asks, beats[5], length[4]
//!            may_ask--->|              |->client[2], is_last
//!        burst_ready--->|              |->burst_address[64], burst_length[8]
//!                       +--------------+->burst_valid, offers_after
//! ```

use crate::burst_address::BurstAddress;
use crate::prelude::*;

/// What is done with the command.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum State {
    /// There is none.
    Idle,
    /// Its words are counted.
    Count,
    /// So are those of the next burst.
    Cut,
    /// The burst waits until it may be offered.
    Ask,
    /// It is offered.
    Offer,
}

/// The commands of `wirewright_spec::ports::{dma_read, dma_write}`.
#[derive(LogicBlock, Default)]
pub struct BurstCutter {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// A command is offered.
    pub command_valid: Signal<In, Bit>,
    /// The command is taken.
    pub command_ready: Signal<Out, Bit>,
    /// Address of its first octet.
    pub command_address: Signal<In, Bits<64>>,
    /// How many octets.
    pub command_octets: Signal<In, Bits<16>>,
    /// Who asks.
    pub command_client: Signal<In, Bits<2>>,
    /// At this edge the words of a command are known.
    pub counted: Signal<Out, Bit>,
    /// How many they are, while `counted`.
    pub words: Signal<Out, Bits<14>>,
    /// Where the first octet stands in its line of 128, while `counted`.
    pub first_place: Signal<Out, Bits<7>>,
    /// The lane of the last octet, while `counted`.
    pub last_lane: Signal<Out, Bits<3>>,
    /// The burst of `beats` beats may be offered at this edge.
    pub may_ask: Signal<In, Bit>,
    /// At this edge a burst begins to be offered.
    pub asks: Signal<Out, Bit>,
    /// Its beats.
    pub beats: Signal<Out, Bits<5>>,
    /// Its beats, less one.
    pub length: Signal<Out, Bits<4>>,
    /// Who asked for it.
    pub client: Signal<Out, Bits<2>>,
    /// It is the last one of its command.
    pub is_last: Signal<Out, Bit>,
    /// Address of the burst that is offered.
    pub burst_address: Signal<Out, Bits<64>>,
    /// Its beats, less one.
    pub burst_length: Signal<Out, Bits<8>>,
    /// A burst is offered.
    pub burst_valid: Signal<Out, Bit>,
    /// The burst is taken.
    pub burst_ready: Signal<In, Bit>,
    /// After this edge a burst is offered.
    pub offers_after: Signal<Out, Bit>,

    state: Register<State>,
    ready: Register<Bit>,
    cursor: BurstAddress,
    octets: Register<Bits<16>>,
    from: Register<Bits<2>>,
    left: Register<Bits<14>>,
    piece: Register<Bits<5>>,
    ends: Register<Bit>,
    offered_address: Register<Bits<64>>,
    offered_length: Register<Bits<8>>,
    offered: Register<Bit>,

    state_after: Signal<Local, State>,
    valid_after: Signal<Local, Bit>,
    place: Signal<Local, Bits<7>>,
    reach: Signal<Local, Bits<17>>,
    counted_words: Signal<Local, Bits<14>>,
    room: Signal<Local, Bits<5>>,
    piece_less_one: Signal<Local, Bits<5>>,
    offer: Signal<Local, Bit>,
}

impl Logic for BurstCutter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, state, ready, octets, from, left, piece, ends);
        dff_setup!(self, clk, offered_address, offered_length, offered);
        self.command_ready.next = self.ready.q.val();
        self.burst_address.next = self.offered_address.q.val();
        self.burst_length.next = self.offered_length.q.val();
        self.burst_valid.next = self.offered.q.val();

        self.cursor.clk.next = self.clk.val();
        self.cursor.rst.next = self.rst.val();
        self.cursor.next_address.next = self.command_address.val();
        self.cursor.load.next = self.command_valid.val() && self.ready.q.val();
        self.place.next = self.cursor.address.val().get_bits::<7>(0);

        // Octets from the begin of the first word to the end of the last one, and 7 at the most beyond it; so the low
        // three bits are the lane of the last octet. The small sum first: then there is one carry chain.
        self.reach.next = bit_cast::<17, 16>(self.octets.q.val())
            + bit_cast::<17, 4>(bit_cast::<4, 3>(self.cursor.address.val().get_bits::<3>(0)) + 7);
        self.counted_words.next = self.reach.val().get_bits::<14>(3);
        self.words.next = self.counted_words.val();
        self.first_place.next = self.place.val();
        self.last_lane.next = self.reach.val().get_bits::<3>(0);
        self.counted.next = (self.state.q.val() == State::Count) && self.octets.q.val().any();

        self.room.next = 16 - bit_cast::<5, 4>(self.place.val().get_bits::<4>(3));
        self.piece_less_one.next = self.piece.q.val() - 1;
        self.offer.next = (self.state.q.val() == State::Ask) && self.may_ask.val();
        self.asks.next = self.offer.val();
        self.beats.next = self.piece.q.val();
        self.length.next = self.piece_less_one.val().get_bits::<4>(0);
        self.client.next = self.from.q.val();
        self.is_last.next = self.ends.q.val();
        self.cursor.advance.next = self.offer.val();

        self.state_after.next = self.state.q.val();
        self.valid_after.next = self.offered.q.val();
        match self.state.q.val() {
            State::Idle => {
                if self.command_valid.val() && self.ready.q.val() {
                    self.octets.d.next = self.command_octets.val();
                    self.from.d.next = self.command_client.val();
                    self.state_after.next = State::Count;
                }
            }
            State::Count => {
                self.left.d.next = self.counted_words.val();
                self.state_after.next = State::Idle;
                if self.octets.q.val().any() {
                    self.state_after.next = State::Cut;
                }
            }
            State::Cut => {
                self.ends.d.next = self.left.q.val() <= bit_cast::<14, 5>(self.room.val());
                self.piece.d.next = self.room.val();
                if self.left.q.val() <= bit_cast::<14, 5>(self.room.val()) {
                    self.piece.d.next = self.left.q.val().get_bits::<5>(0);
                }
                self.state_after.next = State::Ask;
            }
            State::Ask => {
                if self.may_ask.val() {
                    self.offered_address.d.next = (self.cursor.address.val() >> 3) << 3;
                    self.offered_length.d.next = bit_cast::<8, 5>(self.piece_less_one.val());
                    self.valid_after.next = true;
                    self.left.d.next = self.left.q.val() - bit_cast::<14, 5>(self.piece.q.val());
                    self.state_after.next = State::Offer;
                }
            }
            State::Offer => {
                if self.burst_ready.val() {
                    self.valid_after.next = false;
                    self.state_after.next = State::Cut;
                    if self.ends.q.val() {
                        self.state_after.next = State::Idle;
                    }
                }
            }
        }
        self.state.d.next = self.state_after.val();
        self.ready.d.next = self.state_after.val() == State::Idle;
        self.offered.d.next = self.valid_after.val();
        self.offers_after.next = self.valid_after.val();
    }
}
