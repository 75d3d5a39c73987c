// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `write_arbiter`: three clients with commands and words, one writer that takes both.

use super::dma_read::Command;
use super::{Pace, UNTIMED};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, write_arbiter};

/// Three clients of one writer.
pub struct WriteArbiter;

/// What the clients want. Word `n` of a client is the number of the client in the high octet and `n` below.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The commands of each client, in order.
    pub clients: [Vec<Command>; 3],
    /// When the writer takes a command.
    pub commands: Pace,
    /// When the writer takes a word.
    pub words: Pace,
    /// Clocks of the run.
    pub clocks: usize,
}

/// Something that the writer took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A command.
    Command(Command),
    /// A word.
    Word(u64),
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// What the writer took, in order.
    pub items: Vec<Item>,
    /// Words that were taken from each client.
    pub words: [usize; 3],
}

/// The word `number` of a client.
pub fn word(client: u64, number: u64) -> u64 {
    client << 56 | number
}

impl Subject for WriteArbiter {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<WriteArbiter>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::WriteArbiter>>,
}

impl Rig<WriteArbiter> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let (mut trace, mut out, mut next) = (Trace::default(), write_arbiter::Out::default(), [0; 3]);
        let words = script.clients.each_ref().map(|commands| commands.iter().map(|c| c.words().count()).sum::<usize>());
        for clock in 0..script.clocks {
            let input = self.input(script, &trace, next, words, clock);
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            let commands = [
                input.payload_valid && before.payload_ready,
                input.tx_ring_valid && before.tx_ring_ready,
                input.rx_ring_valid && before.rx_ring_ready,
            ];
            let words = [
                input.payload_word_valid && before.payload_word_ready,
                input.tx_ring_word_valid && before.tx_ring_word_ready,
                input.rx_ring_word_valid && before.rx_ring_word_ready,
            ];
            for client in 0..3 {
                next[client] += usize::from(commands[client]);
                trace.words[client] += usize::from(words[client]);
            }
            if before.command_valid && input.command_ready {
                let (address, octets) = (before.command_address, before.command_octets);
                trace.items.push(Item::Command(Command { address, octets, client: before.command_client }));
            }
            if before.word_valid && input.word_ready {
                trace.items.push(Item::Word(before.word_data));
            }
        }
        trace
    }
}

impl Timed {
    fn input(
        &self,
        script: &Script,
        trace: &Trace,
        next: [usize; 3],
        words: [usize; 3],
        clock: usize,
    ) -> write_arbiter::In {
        let command = |client: usize| script.clients[client].get(next[client]);
        let [payload, tx_ring, rx_ring] = [0, 1, 2].map(|client| command(client).copied().unwrap_or_default());
        let data = [0, 1, 2].map(|client| word(client, trace.words[client as usize] as u64));
        let has_word = [0, 1, 2].map(|client: usize| trace.words[client] < words[client]);
        write_arbiter::In {
            payload_valid: command(0).is_some(),
            payload_address: payload.address,
            payload_octets: payload.octets,
            payload_word_valid: has_word[0],
            payload_word_data: data[0],
            tx_ring_valid: command(1).is_some(),
            tx_ring_address: tx_ring.address,
            tx_ring_octets: tx_ring.octets,
            tx_ring_word_valid: has_word[1],
            tx_ring_word_data: data[1],
            rx_ring_valid: command(2).is_some(),
            rx_ring_address: rx_ring.address,
            rx_ring_octets: rx_ring.octets,
            rx_ring_word_valid: has_word[2],
            rx_ring_word_data: data[2],
            command_ready: script.commands.at(clock),
            word_ready: script.words.at(clock),
            ..Default::default()
        }
    }
}
