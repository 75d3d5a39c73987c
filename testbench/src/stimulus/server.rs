// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who serves the commands of a block inside of the card: takes them, and answers each after its time with the words
//! that it reads, or with one `done`; and a port that follows an output.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use wirewright_spec::Ports;

use crate::card::Latency;
use crate::random::Random;

/// Serves `command_valid`, `command_ready`, `command_address`, `command_octets` of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// The clock.
    pub clock: String,
    /// What comes of a command.
    pub answer: ServerAnswer,
    /// Edges from command to answer.
    pub latency: Latency,
    /// In so many of a million edges `command_ready` is low, or an answer waits.
    pub stalls_per_million: u32,
    /// So many of a million answers are errors.
    pub errors_per_million: u32,
    /// Seed of all that is random, the words among it.
    pub seed: u64,
}

/// What comes of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerAnswer {
    /// As many words as its octets touch: `word_valid`, `word_data`, `word_error` and, where it is there, `word_last`.
    Words,
    /// One `done`, and `done_error`.
    Done,
}

/// The ports of a server: inputs `command_ready`; `word_valid` or `done`; `word_error` or `done_error`; where they are
/// there `word_data`, `word_last`; outputs `command_valid`, `command_address`, `command_octets`; resets.
#[derive(Clone, Debug)]
pub(super) struct ServerPorts {
    pub ready: usize,
    pub answer: usize,
    pub error: usize,
    pub data: Option<usize>,
    pub last: Option<usize>,
    pub command: [usize; 3],
    /// Input `word_ready` and output `word_valid` of a block that gives the words to its commands: they come first.
    pub words: Option<(usize, usize)>,
    pub resets: Vec<usize>,
}

/// A playing [`Server`].
#[derive(Clone, Debug)]
pub(super) struct ServerPlayer {
    server: Server,
    ports: ServerPorts,
    random: Random,
    edge: u64,
    /// Answers to come: when, and of how many beats.
    due: VecDeque<(u64, u64)>,
    /// Words that are still to come of the commands that were taken.
    owed: VecDeque<u64>,
    word_passes: bool,
    failed: bool,
    ready: bool,
    command: [u64; 3],
}

impl ServerPlayer {
    pub(super) fn new(server: &Server, ports: ServerPorts) -> ServerPlayer {
        ServerPlayer {
            ports,
            random: Random::named(server.seed, "server"),
            edge: 0,
            due: VecDeque::with_capacity(64),
            owed: VecDeque::with_capacity(64),
            word_passes: false,
            failed: false,
            ready: false,
            command: [0; 3],
            server: server.clone(),
        }
    }

    /// An edge has passed: `output` is what shows after it.
    pub(super) fn tick<In: Ports, Out: Ports>(&mut self, output: &Out, input: &mut In) {
        self.edge += 1;
        let [valid, address, octets] = self.command;
        if self.ports.resets.iter().any(|&port| input.get(port) != 0) {
            self.due.clear();
            self.owed.clear();
            self.ready = false;
        } else if valid != 0 && self.ready && octets != 0 {
            let words = (address % 8 + octets).div_ceil(8);
            match self.server.answer {
                ServerAnswer::Words => self.answer_later(words),
                ServerAnswer::Done if self.ports.words.is_some() => self.owed.push_back(words),
                ServerAnswer::Done => self.answer_later(1),
            }
        }
        if self.word_passes
            && let Some(words) = self.owed.front_mut()
        {
            *words -= 1;
            if *words == 0 {
                self.owed.pop_front();
                self.answer_later(1);
            }
        }
        self.answer(input);
        self.ready = self.due.len() + self.owed.len() < 60 && !self.stalls();
        input.set(self.ports.ready, self.ready.into());
        if let Some((ready, valid)) = self.ports.words {
            let takes = !self.stalls();
            input.set(ready, takes.into());
            self.word_passes = takes && output.get(valid) != 0;
        }
        self.command = self.ports.command.map(|port| output.get(port));
    }

    fn stalls(&mut self) -> bool {
        self.random.per_million(self.server.stalls_per_million)
    }

    fn answer_later(&mut self, beats: u64) {
        let late = match self.server.latency {
            Latency::Fixed(edges) => edges.into(),
            Latency::UpTo(most) => self.random.between(1, most.max(1).into()),
        };
        self.due.push_back((self.edge + late, beats));
    }

    fn answer<In: Ports>(&mut self, input: &mut In) {
        let bits = self.random.bits();
        let waits = self.due.front().is_none_or(|(edge, _)| *edge > self.edge);
        let comes = !waits && !self.stalls();
        let mut last = bits >> 60 == 0;
        if comes && let Some((_, beats)) = self.due.front_mut() {
            *beats -= 1;
            last = *beats == 0;
            self.failed |= self.random.per_million(self.server.errors_per_million);
        }
        input.set(self.ports.answer, comes.into());
        // What is not valid means nothing.
        input.set(self.ports.error, u64::from(if comes { self.failed } else { bits >> 61 == 0 }));
        if let Some(port) = self.ports.data {
            input.set(port, bits);
        }
        if let Some(port) = self.ports.last {
            input.set(port, last.into());
        }
        if comes && last {
            self.due.pop_front();
            self.failed = false;
        }
    }
}

/// An input that follows an output: its value and one of some offsets, a new choice now and then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follow {
    /// The clock.
    pub clock: String,
    /// The input.
    pub port: String,
    /// The output.
    pub output: String,
    /// What is added, modulo the width of the input; not empty.
    pub offsets: Vec<u64>,
    /// Mean time for which an offset is held, in edges.
    pub mean_edges: u64,
    /// Seed of the choice.
    pub seed: u64,
}

/// A playing [`Follow`].
#[derive(Clone, Debug)]
pub(super) struct FollowPlayer {
    follow: Follow,
    port: usize,
    output: usize,
    random: Random,
    offset: u64,
    left: u64,
}

impl FollowPlayer {
    pub(super) fn new(follow: &Follow, port: usize, output: usize) -> FollowPlayer {
        let random = Random::named(follow.seed, "follow");
        FollowPlayer { port, output, random, offset: 0, left: 0, follow: follow.clone() }
    }

    pub(super) fn tick<In: Ports, Out: Ports>(&mut self, output: &Out, input: &mut In) {
        if self.left == 0 && !self.follow.offsets.is_empty() {
            self.offset = *self.random.choose(&self.follow.offsets);
            self.left = self.random.between(1, (2 * self.follow.mean_edges).saturating_sub(1).max(1));
        }
        self.left = self.left.saturating_sub(1);
        input.set(self.port, output.get(self.output).wrapping_add(self.offset));
    }
}
