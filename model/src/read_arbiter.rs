// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`read_arbiter`](wirewright_spec::ports::read_arbiter): three clients of one `dma_read` take turns.
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

use crate::turn::Turn;
use wirewright_spec::Block;
use wirewright_spec::ports::read_arbiter::{In, Out, RX_RING, TX_RING};

/// Whose turn it is, and what is offered.
#[derive(Clone, Debug, Default)]
pub struct ReadArbiter {
    state: State,
    turn: Turn,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Choose,
    Take,
    Offer,
}

impl ReadArbiter {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        match self.state {
            State::Choose => {
                let valid = [input.tx_ring_valid, input.rx_ring_valid, input.payload_valid];
                if self.turn.pass(valid) {
                    self.set_ready(true);
                    self.state = State::Take;
                }
            }
            State::Take => {
                self.set_ready(false);
                self.take(input);
            }
            State::Offer => {
                if input.command_ready {
                    self.out.command_valid = false;
                    self.state = State::Choose;
                }
            }
        }
    }

    fn take(&mut self, input: &In) {
        let client = self.turn.client();
        let (valid, address, octets) = match client {
            TX_RING => (input.tx_ring_valid, input.tx_ring_address, input.tx_ring_octets),
            RX_RING => (input.rx_ring_valid, input.rx_ring_address, input.rx_ring_octets),
            _ => (input.payload_valid, input.payload_address, input.payload_octets),
        };
        self.state = if valid { State::Offer } else { State::Choose };
        if valid {
            self.out.command_address = address;
            self.out.command_octets = octets;
            self.out.command_client = client;
            self.out.command_valid = true;
        }
    }

    /// The `ready` of the client whose turn it is.
    fn set_ready(&mut self, ready: bool) {
        match self.turn.client() {
            TX_RING => self.out.tx_ring_ready = ready,
            RX_RING => self.out.rx_ring_ready = ready,
            _ => self.out.payload_ready = ready,
        }
    }
}

impl Block for ReadArbiter {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Random};
    use std::collections::VecDeque;

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(ReadArbiter::new, &[Out::default()]);
    }

    /// All clients ask always: who is served.
    fn served(valid: [bool; 3], times: usize) -> Vec<u8> {
        let (mut block, mut out, mut served) = (ReadArbiter::new(), Out::default(), Vec::new());
        let [tx_ring_valid, rx_ring_valid, payload_valid] = valid;
        for _ in 0..3 * times {
            let input = In { tx_ring_valid, rx_ring_valid, payload_valid, command_ready: true, ..In::default() };
            block.step(&input, &mut out);
            served.extend(out.command_valid.then_some(out.command_client));
        }
        served
    }

    #[test]
    fn clients_take_turns_from_the_first_on_and_a_lone_one_is_served_every_third_edge() {
        assert_eq!(served([true; 3], 7), [0, 1, 2, 0, 1, 2, 0]);
        assert_eq!(served([true, false, true], 4), [0, 2, 0, 2]);
        for client in 0..3 {
            assert_eq!(served([0, 1, 2].map(|other| other == client), 3), [client; 3]);
        }
        assert_eq!(served([false; 3], 5), []);
    }

    #[test]
    fn a_client_that_takes_its_command_back_is_passed_over() {
        let (mut block, mut out) = (ReadArbiter::new(), Out::default());
        block.step(&In { rx_ring_valid: true, ..In::default() }, &mut out);
        assert!(out.rx_ring_ready);
        block.step(&In { payload_valid: true, ..In::default() }, &mut out);
        assert_eq!(out, Out::default());
        block.step(&In { payload_valid: true, rx_ring_valid: true, ..In::default() }, &mut out);
        assert!(out.payload_ready && !out.rx_ring_ready);
    }

    #[test]
    fn each_command_passes_once_with_its_client_and_the_commands_of_a_client_keep_their_order() {
        for seed in 0..50 {
            let mut random = Random(seed);
            let (mut block, mut out) = (ReadArbiter::new(), Out::default());
            let mut asked: [VecDeque<(u64, u16)>; 3] = Default::default();
            let mut offer: [Option<(u64, u16)>; 3] = [None; 3];
            let mut waits = None;
            let mut passed = 0;
            for _ in 0..2000 {
                for offer in &mut offer {
                    if offer.is_none() && random.one_in(9) {
                        *offer = Some((random.next(), random.next() as u16));
                    }
                }
                let ready = [out.tx_ring_ready, out.rx_ring_ready, out.payload_ready];
                assert!(ready.iter().filter(|&&ready| ready).count() <= 1);
                let [tx_ring, rx_ring, payload] = offer.map(Option::unwrap_or_default);
                let input = In {
                    rst: false,
                    tx_ring_valid: offer[0].is_some(),
                    tx_ring_address: tx_ring.0,
                    tx_ring_octets: tx_ring.1,
                    rx_ring_valid: offer[1].is_some(),
                    rx_ring_address: rx_ring.0,
                    rx_ring_octets: rx_ring.1,
                    payload_valid: offer[2].is_some(),
                    payload_address: payload.0,
                    payload_octets: payload.1,
                    command_ready: random.one_in(3),
                };
                for client in (0..3).filter(|&client| ready[client]) {
                    asked[client].extend(offer[client].take());
                }
                let command = (out.command_client, out.command_address, out.command_octets);
                assert!(waits.is_none() || out.command_valid && waits == Some(command), "what waits is kept");
                waits = (out.command_valid && !input.command_ready).then_some(command);
                if out.command_valid && input.command_ready {
                    let expected = asked[usize::from(out.command_client)].pop_front();
                    assert_eq!(expected, Some((out.command_address, out.command_octets)), "seed {seed}");
                    passed += 1;
                }
                block.step(&input, &mut out);
            }
            assert!(passed > 100, "seed {seed}: {passed}");
        }
    }
}
