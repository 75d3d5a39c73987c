// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`write_arbiter`](wirewright_spec::ports::write_arbiter): three clients of one `dma_write` take
//! turns with their commands, each followed by its words.
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

use crate::octet_run;
use crate::queue::Queue;
use crate::turn::Turn;
use wirewright_spec::Block;
use wirewright_spec::ports::write_arbiter::{In, Out, PAYLOAD, TX_RING};

const PAYLOAD_WORDS: usize = 16;

/// Whose turn it is, what is offered, and the words of the received frames.
#[derive(Clone, Debug, Default)]
pub struct WriteArbiter {
    state: State,
    turn: Turn,
    /// Words of the command that `dma_write` has still to get.
    left: u16,
    payload: Queue<u64, PAYLOAD_WORDS>,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Choose,
    Take,
    Offer,
    Words,
}

impl WriteArbiter {
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
        let words = self.payload.count();
        let word_passes = input.payload_word_valid && self.out.payload_word_ready;
        if word_passes {
            self.payload.put(input.payload_word_data);
        }
        self.out.payload_word_ready = words + usize::from(word_passes) < PAYLOAD_WORDS;
        match self.state {
            State::Choose => {
                let valid = [input.payload_valid, input.tx_ring_valid, input.rx_ring_valid];
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
                let Out { command_address: address, command_octets: octets, .. } = self.out;
                self.left = if octets == 0 { 0 } else { octet_run::words(address, octets) };
                if input.command_ready {
                    self.out.command_valid = false;
                    self.state = State::Words;
                }
            }
            State::Words => self.words_edge(input, words != 0),
        }
    }

    fn take(&mut self, input: &In) {
        let client = self.turn.client();
        let (valid, address, octets) = match client {
            PAYLOAD => (input.payload_valid, input.payload_address, input.payload_octets),
            TX_RING => (input.tx_ring_valid, input.tx_ring_address, input.tx_ring_octets),
            _ => (input.rx_ring_valid, input.rx_ring_address, input.rx_ring_octets),
        };
        self.state = if valid { State::Offer } else { State::Choose };
        if valid {
            self.out.command_address = address;
            self.out.command_octets = octets;
            self.out.command_client = client;
            self.out.command_valid = true;
        }
    }

    /// `has_payload`: before the edge.
    #[inline]
    fn words_edge(&mut self, input: &In, has_payload: bool) {
        let is_free = !self.out.word_valid || input.word_ready;
        let (is_over, wants_word) = (is_free && self.left == 0, is_free && self.left != 0);
        match self.turn.client() {
            PAYLOAD => {
                if wants_word && has_payload {
                    let word = self.payload.take();
                    self.pass_word(word);
                } else if is_free {
                    self.out.word_valid = false;
                }
            }
            TX_RING => {
                let passes = input.tx_ring_word_valid && self.out.tx_ring_word_ready;
                self.ring_word(passes, input.tx_ring_word_data, is_free);
                self.out.tx_ring_word_ready = !passes && (self.out.tx_ring_word_ready || wants_word);
            }
            _ => {
                let passes = input.rx_ring_word_valid && self.out.rx_ring_word_ready;
                self.ring_word(passes, input.rx_ring_word_data, is_free);
                self.out.rx_ring_word_ready = !passes && (self.out.rx_ring_word_ready || wants_word);
            }
        }
        if is_over {
            self.state = State::Choose;
        }
    }

    fn ring_word(&mut self, passes: bool, word: u64, is_free: bool) {
        if passes {
            self.pass_word(word);
        } else if is_free {
            self.out.word_valid = false;
        }
    }

    fn pass_word(&mut self, word: u64) {
        self.out.word_data = word;
        self.out.word_valid = true;
        self.left -= 1;
    }

    /// The `ready` of the client whose turn it is.
    fn set_ready(&mut self, ready: bool) {
        match self.turn.client() {
            PAYLOAD => self.out.payload_ready = ready,
            TX_RING => self.out.tx_ring_ready = ready,
            _ => self.out.rx_ring_ready = ready,
        }
    }
}

impl Block for WriteArbiter {
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

    /// A client: commands that wait, words that wait, and what was taken of it.
    #[derive(Clone, Default)]
    struct Client {
        command: Option<(u64, u16)>,
        words: VecDeque<u64>,
        taken: VecDeque<(u64, u16, Vec<u64>)>,
        next: Vec<u64>,
    }

    impl Client {
        fn ask(&mut self, random: &mut Random) {
            let (address, octets) = (random.next() % 4096, (random.next() % 150) as u16 * u16::from(!random.one_in(9)));
            let count = if octets == 0 { 0 } else { (address % 8 + u64::from(octets)).div_ceil(8) };
            self.next = (0..count).map(|_| random.next()).collect();
            self.words.extend(&self.next);
            self.command = Some((address, octets));
        }
    }

    fn pins(clients: &[Client; 3], word_valid: [bool; 3], random: &mut Random) -> In {
        let [payload, tx_ring, rx_ring] = [0, 1, 2].map(|client: usize| clients[client].command.unwrap_or_default());
        let word = |client: usize| clients[client].words.front().copied().unwrap_or_default();
        In {
            rst: false,
            payload_valid: clients[0].command.is_some(),
            payload_address: payload.0,
            payload_octets: payload.1,
            payload_word_valid: word_valid[0],
            payload_word_data: word(0),
            tx_ring_valid: clients[1].command.is_some(),
            tx_ring_address: tx_ring.0,
            tx_ring_octets: tx_ring.1,
            tx_ring_word_valid: word_valid[1],
            tx_ring_word_data: word(1),
            rx_ring_valid: clients[2].command.is_some(),
            rx_ring_address: rx_ring.0,
            rx_ring_octets: rx_ring.1,
            rx_ring_word_valid: word_valid[2],
            rx_ring_word_data: word(2),
            command_ready: random.one_in(2),
            word_ready: random.one_in(2),
        }
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(WriteArbiter::new, &[Out::default()]);
    }

    #[test]
    fn each_command_passes_once_and_its_own_words_follow_it() {
        for seed in 0..60 {
            let mut random = Random(seed);
            let (mut block, mut out) = (WriteArbiter::new(), Out::default());
            let mut clients: [Client; 3] = Default::default();
            let (mut expected, mut served, mut waits) = (VecDeque::new(), [0; 3], None);
            for _ in 0..6000 {
                for client in &mut clients {
                    if client.command.is_none() && random.one_in(20) {
                        client.ask(&mut random);
                    }
                }
                let word_valid = [0, 1, 2].map(|client: usize| !clients[client].words.is_empty() && !random.one_in(4));
                let input = pins(&clients, word_valid, &mut random);
                let ready = [out.payload_ready, out.tx_ring_ready, out.rx_ring_ready];
                let word_ready = [out.payload_word_ready, out.tx_ring_word_ready, out.rx_ring_word_ready];
                for (number, client) in clients.iter_mut().enumerate() {
                    if word_valid[number] && word_ready[number] {
                        client.words.pop_front();
                    }
                    if let Some((address, octets)) = client.command.filter(|_| ready[number]) {
                        client.taken.push_back((address, octets, std::mem::take(&mut client.next)));
                        client.command = None;
                    }
                }
                assert!(waits.is_none_or(|word| out.word_valid && out.word_data == word), "what waits is kept");
                waits = (out.word_valid && !input.word_ready).then_some(out.word_data);
                if out.word_valid && input.word_ready {
                    assert_eq!(expected.pop_front(), Some(out.word_data), "seed {seed}");
                }
                if out.command_valid && input.command_ready {
                    assert!(expected.is_empty(), "all words of one command before the next command");
                    let client = usize::from(out.command_client);
                    let (address, octets, words) = clients[client].taken.pop_front().unwrap();
                    assert_eq!((address, octets), (out.command_address, out.command_octets), "seed {seed}");
                    expected.extend(words);
                    served[client] += 1;
                }
                block.step(&input, &mut out);
            }
            assert!(served.iter().all(|&served| served > 20), "seed {seed}: {served:?}");
        }
    }

    #[test]
    fn words_of_frames_are_stored_ahead_16_at_the_most() {
        let (mut block, mut out, mut words) = (WriteArbiter::new(), Out::default(), 0);
        for word in 0..40 {
            words += u32::from(out.payload_word_ready);
            block.step(&In { payload_word_valid: true, payload_word_data: word, ..In::default() }, &mut out);
        }
        assert_eq!(words, 16);
    }

    /// Clocks in which 16 words of a client pass, all sides being ready always.
    fn pattern(number: u8) -> String {
        let (mut block, mut out, mut marks) = (WriteArbiter::new(), Out::default(), String::new());
        for edge in 0..24 {
            let valid = |client| edge < 22 && number == client;
            let input = In {
                payload_valid: valid(0),
                payload_octets: 48,
                payload_word_valid: true,
                tx_ring_valid: valid(1),
                tx_ring_octets: 48,
                tx_ring_word_valid: true,
                rx_ring_valid: valid(2),
                rx_ring_octets: 48,
                rx_ring_word_valid: true,
                command_ready: true,
                word_ready: true,
                ..In::default()
            };
            block.step(&input, &mut out);
            marks.push(match (out.command_valid, out.word_valid) {
                (true, _) => 'C',
                (_, word) => {
                    if word {
                        'w'
                    } else {
                        '.'
                    }
                }
            });
        }
        marks
    }

    #[test]
    fn words_of_frames_pass_at_each_clock_and_those_of_completions_at_every_other() {
        assert_eq!(pattern(0), ".C.wwwwww..C.wwwwww..C.w");
        assert_eq!(pattern(1), ".C..w.w.w.w.w.w..C..w.w.");
        assert_eq!(pattern(2), pattern(1));
    }
}
