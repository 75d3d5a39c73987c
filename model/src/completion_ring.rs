// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`completion_ring`](wirewright_spec::ports::completion_ring): writes the completions of a direction
//! into its ring, those that are ready together together (docs/card.md, Queues).
//!
//! ```text
//!                          +-----------------+
//!         cfg_base[58]---->|                 |->completion_ready
//!     cfg_size_log2[4]---->|                 |->command_valid
//!                 halt---->|                 |->command_address[64]
//!     completion_valid---->|                 |->command_octets[16]
//!    completion_length[16]>| completion_ring |->word_valid
//!  completion_vlan_tci[16]>|                 |->word_data[64]
//!      completion_next[16]>|                 |->written
//!    completion_status[15]>|                 |->active
//! command_ready, word_ready>                 |->stopped
//!     done, done_error---->|                 |
//!                          +-----------------+
//! ```

use crate::octet_run;
use crate::queue::Queue;
use wirewright_spec::Block;
use wirewright_spec::card::rings::{COMPLETION_OCTETS, LEAST_SIZE_LOG2, completion};
use wirewright_spec::ports::completion_ring::{In, Out};

const COMPLETIONS: usize = 16;
/// Completions in a line of 64 octets.
const LINE: u16 = 8;

/// The completions that wait, and the command under way.
#[derive(Clone, Debug)]
pub struct CompletionRing {
    size: u16,
    /// Index of the next completion to write.
    put: u16,
    state: State,
    /// Completions without their phase.
    completions: Queue<u64, COMPLETIONS>,
    /// Completions of the command, those that are still to pass, and where they go.
    number: u16,
    left: u16,
    low: u32,
    /// The answer to a command is to come.
    pending: bool,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Look,
    Join,
    Offer,
    Words,
}

impl CompletionRing {
    /// A block as after reset.
    pub fn new() -> Self {
        Self {
            size: 1 << LEAST_SIZE_LOG2,
            put: 0,
            state: State::Look,
            completions: Queue::new(),
            number: 0,
            left: 0,
            low: 0,
            pending: false,
            out: Out::default(),
        }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let (count, pending, stopped) = (self.completions.count(), self.pending, self.out.stopped);
        self.out.active = self.state != State::Look || count != 0 || pending;
        let passes = input.completion_valid && self.out.completion_ready;
        if passes {
            self.completions.put(without_phase(input));
        }
        self.out.completion_ready = count + usize::from(passes) < COMPLETIONS;
        self.response_edge(input);
        match self.state {
            State::Look if count != 0 && !input.halt && !stopped && !pending => {
                self.number = (count as u16).min(LINE - self.put % LINE);
                self.left = self.number;
                self.low = octet_run::ring_low(input.cfg_base, self.put % self.size / LINE);
                self.state = State::Join;
            }
            State::Join => {
                let in_line = u64::from(self.put % LINE) * COMPLETION_OCTETS as u64;
                self.out.command_address = octet_run::ring_line(input.cfg_base, self.low) | in_line;
                self.out.command_octets = self.number * COMPLETION_OCTETS as u16;
                self.out.command_valid = true;
                self.state = State::Offer;
            }
            State::Offer if input.command_ready => {
                self.out.command_valid = false;
                self.state = State::Words;
            }
            State::Words if !self.out.word_valid || input.word_ready => self.word_edge(),
            State::Look | State::Offer | State::Words => {}
        }
        self.size = octet_run::ring_size(input.cfg_size_log2);
    }

    #[inline]
    fn response_edge(&mut self, input: &In) {
        let answered = input.done && self.pending;
        self.pending &= !answered;
        self.out.stopped |= answered && input.done_error;
        self.out.written = answered && !input.done_error;
    }

    /// The register of the words is free.
    fn word_edge(&mut self) {
        self.out.word_valid = self.left != 0;
        if self.left == 0 {
            self.pending = true;
            self.state = State::Look;
            return;
        }
        let phase = u64::from(self.put & self.size == 0) << completion::PHASE;
        self.out.word_data = self.completions.take() | phase;
        self.put = self.put.wrapping_add(1);
        self.left -= 1;
    }
}

fn without_phase(input: &In) -> u64 {
    u64::from(input.completion_length) << completion::LENGTH
        | u64::from(input.completion_vlan_tci) << completion::VLAN_TCI
        | u64::from(input.completion_next) << completion::NEXT
        | u64::from(input.completion_status & 0x7fff) << completion::STATUS
}

impl Default for CompletionRing {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for CompletionRing {
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
    use std::collections::BTreeMap;

    /// A block, and a host that takes its commands and words, and answers.
    struct Bench {
        block: CompletionRing,
        out: Out,
        random: Random,
        config: In,
        /// Completions that were put in, without their phase.
        sent: Vec<u64>,
        /// Of the command under way: address of its next word, words that are missing.
        command: (u64, u64),
        answer_due: bool,
        /// Words by address, and how many were written.
        memory: BTreeMap<u64, u64>,
        words: u64,
        commands: Vec<u64>,
        written: u32,
    }

    impl Bench {
        fn new(seed: u64, base: u64, log2: u8) -> Self {
            Bench {
                block: CompletionRing::new(),
                out: Out::default(),
                random: Random(seed),
                config: In { cfg_base: base, cfg_size_log2: log2, ..In::default() },
                sent: Vec::new(),
                command: (0, 0),
                answer_due: false,
                memory: BTreeMap::new(),
                words: 0,
                commands: Vec::new(),
                written: 0,
            }
        }

        fn step(&mut self, offers: bool, error: bool) -> Out {
            let completion = self.random.next();
            let answers = self.answer_due && self.random.one_in(5);
            let input = In {
                completion_valid: offers,
                completion_length: completion as u16,
                completion_vlan_tci: (completion >> 16) as u16,
                completion_next: (completion >> 32) as u16,
                completion_status: (completion >> 48) as u16 & 0x7fff,
                command_ready: self.random.one_in(3),
                word_ready: self.random.one_in(2),
                done: answers,
                done_error: answers && error,
                ..self.config
            };
            self.answer_due &= !answers;
            if offers && self.out.completion_ready {
                self.sent.push(completion << 1 >> 1);
            }
            self.take(&input);
            self.block.step(&input, &mut self.out);
            self.written += u32::from(self.out.written);
            self.out
        }

        fn take(&mut self, input: &In) {
            let Out { command_address, command_octets, .. } = self.out;
            if self.out.command_valid && input.command_ready {
                let octets = u64::from(command_octets);
                assert!(self.command.1 == 0 && !self.answer_due, "one command at a time");
                assert!(octets > 0 && octets.is_multiple_of(8) && command_address % 64 + octets <= 64);
                self.command = (command_address, octets / 8);
                self.commands.push(octets / 8);
            }
            if self.out.word_valid && input.word_ready {
                self.memory.insert(self.command.0, self.out.word_data);
                self.words += 1;
                self.command = (self.command.0.wrapping_add(8), self.command.1 - 1);
                self.answer_due = self.command.1 == 0;
            }
        }

        /// Until nothing is under way.
        fn finish(&mut self) {
            let edges = (0..5000).find(|_| !self.step(false, false).active);
            assert!(edges.is_some());
        }
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(CompletionRing::new, &[Out::default()]);
    }

    #[test]
    fn completions_stand_in_order_with_their_phase_for_every_size() {
        for log2 in 0..16_u8 {
            let size = 1 << log2.clamp(3, 12);
            let base = if log2 % 2 == 0 { (1 << 58) - 1 } else { (1 << 26) - 2 };
            let entries = if log2 == 3 { 66_000 } else { 2 * size + size / 2 };
            let mut bench = Bench::new(log2.into(), base, log2);
            let mut checked = 0;
            while checked < entries {
                let offers = bench.sent.len() < entries && bench.random.next() % 64 < 20;
                bench.step(offers, false);
                if bench.words as usize > checked {
                    let at = (base * 64).wrapping_add(8 * (checked % size) as u64);
                    let phase = u64::from(checked / size % 2 == 0) << 63;
                    assert_eq!(
                        bench.memory.get(&at),
                        Some(&(bench.sent[checked] | phase)),
                        "entry {checked} of {size}"
                    );
                    checked += 1;
                }
            }
            bench.finish();
            assert_eq!(bench.memory.len(), size);
            assert_eq!(bench.written as usize, bench.commands.len());
        }
    }

    #[test]
    fn those_that_are_ready_together_are_written_together_up_to_the_end_of_a_line() {
        let mut bench = Bench::new(3, 5, 6);
        bench.config.halt = true;
        for _ in 0..40 {
            bench.step(true, false);
        }
        assert_eq!(bench.sent.len(), 16);
        assert!(!bench.out.command_valid && bench.out.active && bench.commands.is_empty());
        bench.config.halt = false;
        bench.finish();
        assert_eq!(bench.commands, [8, 8]);
        (0..3).for_each(|_| _ = bench.step(true, false));
        bench.finish();
        let first: u64 = bench.commands[2..].iter().sum();
        assert_eq!(first, 3);
        bench.config.halt = true;
        (0..30).for_each(|_| _ = bench.step(true, false));
        bench.config.halt = false;
        bench.finish();
        assert_eq!(bench.commands[bench.commands.len() - 3..], [5, 8, 3]);
    }

    #[test]
    fn an_error_stops_the_ring_and_is_not_written() {
        let mut bench = Bench::new(4, 5, 6);
        while !bench.out.stopped {
            bench.step(true, true);
        }
        assert_eq!((bench.commands.len(), bench.written), (1, 0));
        (0..300).for_each(|_| assert!(!bench.step(true, false).command_valid && bench.out.stopped));
        assert!(bench.out.active && bench.commands.len() == 1);
    }

    #[test]
    fn what_was_begun_ends_although_the_direction_has_stopped() {
        let mut bench = Bench::new(9, 5, 6);
        (0..6).for_each(|_| _ = bench.step(true, false));
        bench.config.halt = true;
        (0..200).for_each(|_| _ = bench.step(false, false));
        assert_eq!((bench.commands.len(), bench.written), (1, 1));
    }

    #[test]
    fn an_answer_that_nobody_waits_for_has_no_effect() {
        let (mut block, mut out) = (CompletionRing::new(), Out::default());
        for _ in 0..9 {
            block.step(&In { done: true, done_error: true, ..In::default() }, &mut out);
            assert_eq!(out, Out { completion_ready: true, ..Out::default() });
        }
    }
}
