// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `ring_fetch`: tails in, a memory with a descriptor ring behind the reader, descriptors out.

use super::{Pace, UNTIMED, mixed};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use std::collections::VecDeque;
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, ring_fetch};

/// A fetcher of descriptors.
pub struct RingFetch;

/// When something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At this clock, or as soon as those before it are done.
    Clock(usize),
    /// When so many descriptors have been taken.
    Taken(usize),
}

/// The ring, what is written to `TAIL`, and how memory and engine behave.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// `cfg_base`, in units of 64 octets.
    pub base: u64,
    /// `cfg_size_log2`.
    pub size_log2: u8,
    /// The clock from which `cfg_enable` is high.
    pub enable_from: usize,
    /// The clock from which `halt` is high.
    pub halt_from: Option<usize>,
    /// What is written to `TAIL`, in order.
    pub tails: Vec<(When, u16)>,
    /// When the reader takes a command.
    pub commands: Pace,
    /// Clocks from a command to its first word at the least.
    pub latency_clocks: usize,
    /// The word of the run, counted from 0, from which its command is marked as in error.
    pub error_at: Option<usize>,
    /// When the engine takes a descriptor.
    pub descriptors: Pace,
    /// Clocks of the run.
    pub clocks: usize,
    /// The run is over when so many descriptors have been taken; 0: never.
    pub enough: usize,
}

/// A command for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The clock at which it was taken.
    pub clock: usize,
    /// Address of the first octet.
    pub address: u64,
    /// How many.
    pub octets: u16,
    /// The greatest tail that had been written so far and was taken, as the block showed it.
    pub tail: u16,
}

/// A descriptor as it came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Descriptor {
    /// Address of its buffer.
    pub address: u64,
    /// Octets of its buffer.
    pub length: u16,
    /// Tag control information.
    pub vlan_tci: u16,
    /// Its four flags.
    pub flags: u8,
    /// Its index.
    pub index: u16,
}

/// The descriptor that the rig's memory holds at this address.
pub fn descriptor_at(address: u64, index: u16) -> Descriptor {
    let [first, second] = words_at(address);
    let (length, vlan_tci) = (second as u16, (second >> 16) as u16);
    Descriptor { address: first, length, vlan_tci, flags: (second >> 32 & 15) as u8, index }
}

fn words_at(address: u64) -> [u64; 2] {
    [mixed(address), mixed(address ^ 8)]
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The commands in order.
    pub reads: Vec<Read>,
    /// The descriptors with the clock at which each was taken.
    pub descriptors: Vec<(usize, Descriptor)>,
    /// After each write to `TAIL`, four clocks later: what `tail` was, and whether `ring_error` was strobed.
    pub tails: Vec<(u16, bool)>,
    /// `head` at the end.
    pub head: u16,
    /// The clock from which `stopped` was high.
    pub stopped: Option<usize>,
    /// The clock at which each command had its last word.
    pub answered: Vec<usize>,
}

impl Subject for RingFetch {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<RingFetch>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::RingFetch>>,
}

/// Clocks from a write of `TAIL` to the next: the block takes four to judge it.
const TAIL_CLOCKS: usize = 5;

impl Rig<RingFetch> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let mut run = Run { script, reads: VecDeque::new(), word: 0, words: 0, written: None, trace: Trace::default() };
        let mut out = ring_fetch::Out::default();
        for clock in 0..script.clocks {
            let input = run.input(clock);
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            run.edge(clock, &input, &before, &out);
            if script.enough != 0 && run.trace.descriptors.len() == script.enough {
                break;
            }
        }
        run.trace.head = out.head;
        run.trace
    }
}

struct Run<'a> {
    script: &'a Script,
    /// Commands under way: the clock from which words come, address, words.
    reads: VecDeque<(usize, u64, usize)>,
    /// The next word of the oldest one, and of the run.
    word: usize,
    words: usize,
    /// The clock at which the last `TAIL` was written, and whether the block has complained since.
    written: Option<(usize, bool)>,
    trace: Trace,
}

impl Run<'_> {
    fn input(&mut self, clock: usize) -> ring_fetch::In {
        let next = self.script.tails.get(self.trace.tails.len()).filter(|_| self.written.is_none());
        let due = next.filter(|(when, _)| match *when {
            When::Clock(from) => clock >= from,
            When::Taken(count) => self.trace.descriptors.len() >= count,
        });
        let mut input = ring_fetch::In {
            cfg_enable: clock >= self.script.enable_from,
            cfg_base: self.script.base,
            cfg_size_log2: self.script.size_log2,
            halt: self.script.halt_from.is_some_and(|from| clock >= from),
            tail_write: due.is_some(),
            tail_data: due.map_or(0, |(_, tail)| *tail),
            command_ready: self.script.commands.at(clock),
            descriptor_ready: self.script.descriptors.at(clock),
            // What means something with `word_valid` alone.
            word_data: !0,
            word_last: true,
            word_error: true,
            ..Default::default()
        };
        if let Some(&(from, address, words)) = self.reads.front().filter(|(from, ..)| clock > *from) {
            let _ = from;
            let descriptor = address.wrapping_add(16 * (self.word as u64 / 2));
            input.word_valid = true;
            input.word_data = words_at(descriptor)[self.word % 2];
            input.word_last = self.word + 1 == words;
            // An error marks all later words of its command.
            let first = self.words - self.word;
            input.word_error =
                self.script.error_at.is_some_and(|at| (first..first + words).contains(&at) && self.words >= at);
        }
        input
    }

    fn edge(&mut self, clock: usize, input: &ring_fetch::In, before: &ring_fetch::Out, after: &ring_fetch::Out) {
        if input.tail_write {
            self.written = Some((clock, false));
        }
        if let Some((since, complained)) = &mut self.written {
            *complained |= after.ring_error;
            if clock == *since + TAIL_CLOCKS - 1 {
                self.trace.tails.push((after.tail, *complained));
                self.written = None;
            }
        }
        if input.word_valid {
            self.word += 1;
            self.words += 1;
            if input.word_last {
                self.reads.pop_front();
                self.word = 0;
                self.trace.answered.push(clock);
            }
        }
        if before.command_valid && input.command_ready {
            let (address, octets) = (before.command_address, before.command_octets);
            self.reads.push_back((clock + self.script.latency_clocks, address, usize::from(octets) / 8));
            self.trace.reads.push(Read { clock, address, octets, tail: before.tail });
        }
        if before.descriptor_valid && input.descriptor_ready {
            let descriptor = Descriptor {
                address: before.descriptor_address,
                length: before.descriptor_length,
                vlan_tci: before.descriptor_vlan_tci,
                flags: before.descriptor_flags,
                index: before.descriptor_index,
            };
            self.trace.descriptors.push((clock, descriptor));
        }
        if after.stopped && self.trace.stopped.is_none() {
            self.trace.stopped = Some(clock);
        }
    }
}
