// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `tx_engine`: descriptors in; a reader that answers its commands; a sink that cuts the words into frames by
//! the chunks, takes those of 2048 octets at the most, and says so; completions out.

use super::ring_fetch::Descriptor;
use super::{Pace, UNTIMED, word_at};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use std::collections::VecDeque;
use std::ops::Range;
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, tx_engine};

/// A transmit engine.
pub struct TxEngine;

/// The descriptors, and how all around the engine behaves. Memory holds [`octet_at`](super::octet_at).
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The descriptors in order.
    pub descriptors: Vec<Descriptor>,
    /// When one is offered.
    pub offers: Pace,
    /// The descriptor, from 0, that is offered from a clock on only.
    pub late: Option<(usize, usize)>,
    /// Clocks at which `cfg_enable` is low.
    pub disabled: Range<usize>,
    /// When the reader takes a command.
    pub commands: Pace,
    /// When the reader gives a word.
    pub data: Pace,
    /// Clocks from a command to its first word at the least.
    pub latency_clocks: usize,
    /// The word of the run from which its command is in error.
    pub error_at: Option<usize>,
    /// When the sink takes a word.
    pub sink: Pace,
    /// Clocks from the last octet of a frame to its fate.
    pub fate_clocks: usize,
    /// When the ring takes a completion.
    pub completions: Pace,
    /// Clocks of the run; or fewer, when so many completions have come.
    pub clocks: usize,
    /// So many.
    pub enough: usize,
}

/// A frame as the sink put it together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Its octets.
    pub octets: Vec<u8>,
    /// The tag to insert.
    pub vlan_tci: Option<u16>,
    /// Insert the IPv4 header checksum.
    pub ipv4: bool,
    /// Insert the TCP or UDP checksum.
    pub l4: bool,
    /// The clock at which the engine was told its fate.
    pub told: usize,
}

/// A completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The clock at which it was taken.
    pub clock: usize,
    /// Octets of the buffers.
    pub length: u16,
    /// Index after the last descriptor.
    pub next: u16,
    /// Not sent.
    pub dropped: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The commands: clock, address, octets.
    pub reads: Vec<(usize, u64, u16)>,
    /// The clock of each word that was given.
    pub words_in: Vec<usize>,
    /// Words that the sink has taken.
    pub words_out: usize,
    /// The most words that were asked for and not taken by the sink.
    pub most_words: usize,
    /// The frames in order; those without octets have no fate and are not here.
    pub frames: Vec<Frame>,
    /// The completions in order.
    pub completions: Vec<Completion>,
    /// Descriptors that were taken, with the clock.
    pub taken: Vec<usize>,
    /// The clock from which `stopped` was high.
    pub stopped: Option<usize>,
    /// `active` at the end.
    pub active: bool,
}

impl Subject for TxEngine {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<TxEngine>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::TxEngine>>,
}

/// Clocks after the last completion that was waited for.
const QUIET_CLOCKS: usize = 40;

impl Rig<TxEngine> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let mut run = Run::of(script);
        let (mut out, mut quiet_clocks) = (tx_engine::Out::default(), 0);
        for clock in 0..script.clocks {
            let input = run.input(clock, out.stopped);
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            run.edge(clock, &input, &before, &out);
            quiet_clocks += usize::from(script.enough != 0 && run.trace.completions.len() >= script.enough);
            if quiet_clocks > QUIET_CLOCKS {
                break;
            }
        }
        run.trace.active = out.active;
        run.trace
    }
}

struct Run<'a> {
    script: &'a Script,
    /// Commands under way: the clock from which words come, address of the next word, words left, words in all.
    reads: VecDeque<(usize, u64, usize, usize)>,
    asked_words: usize,
    /// The chunk under way: lane and octets left, and whether it is the last one.
    chunk: Option<(usize, usize, bool)>,
    frame: Frame,
    fates: VecDeque<(usize, bool)>,
    trace: Trace,
}

impl<'a> Run<'a> {
    fn of(script: &'a Script) -> Run<'a> {
        Run {
            script,
            reads: VecDeque::new(),
            asked_words: 0,
            chunk: None,
            frame: Frame::default(),
            fates: VecDeque::new(),
            trace: Trace::default(),
        }
    }

    fn input(&self, clock: usize, stopped: bool) -> tx_engine::In {
        let number = self.trace.taken.len();
        let late = self.script.late.is_some_and(|(late, from)| number >= late && clock < from);
        let descriptor = self.script.descriptors.get(number).filter(|_| !late && self.script.offers.at(clock));
        let offered = descriptor.copied().unwrap_or_default();
        let fate = self.fates.front().filter(|(from, _)| clock > *from);
        let mut input = tx_engine::In {
            cfg_enable: !self.script.disabled.contains(&clock),
            halt: stopped,
            descriptor_valid: descriptor.is_some(),
            descriptor_address: offered.address,
            descriptor_length: offered.length,
            descriptor_vlan_tci: offered.vlan_tci,
            descriptor_flags: offered.flags,
            descriptor_index: offered.index,
            command_ready: self.script.commands.at(clock),
            chunk_ready: self.chunk.is_none(),
            word_data: !0,
            m_axis_tready: self.chunk.is_some() && self.script.sink.at(clock),
            accepted: fate.is_some_and(|(_, dropped)| !dropped),
            dropped: fate.is_some_and(|(_, dropped)| *dropped),
            completion_ready: self.script.completions.at(clock),
            ..Default::default()
        };
        if let Some(&(from, address, left, words)) = self.reads.front().filter(|_| self.script.data.at(clock)) {
            let number = self.trace.words_in.len();
            let first = number - (words - left);
            input.word_valid = clock > from;
            input.word_data = word_at(address);
            input.word_error =
                self.script.error_at.is_some_and(|at| number >= at && (first..first + words).contains(&at));
        }
        input
    }

    fn edge(&mut self, clock: usize, input: &tx_engine::In, before: &tx_engine::Out, after: &tx_engine::Out) {
        if input.accepted || input.dropped {
            self.fates.pop_front();
        }
        if input.descriptor_valid && before.descriptor_ready {
            self.trace.taken.push(clock);
        }
        if input.word_valid {
            self.trace.words_in.push(clock);
            if let Some((_, address, left, _)) = self.reads.front_mut() {
                (*address, *left) = (address.wrapping_add(8), *left - 1);
            }
            self.reads.retain(|(_, _, left, _)| *left > 0);
        }
        if before.command_valid && input.command_ready {
            let (address, octets) = (before.command_address, before.command_octets);
            let words = (usize::from(octets) + (address & 7) as usize).div_ceil(8);
            self.reads.push_back((clock + self.script.latency_clocks, address & !7, words, words));
            self.trace.reads.push((clock, address, octets));
            self.asked_words += words;
        }
        if before.m_axis_tvalid && input.m_axis_tready {
            self.word(before.m_axis_tdata);
            self.end_chunk(clock);
        }
        if before.chunk_valid && input.chunk_ready {
            self.chunk(before);
            self.end_chunk(clock);
        }
        self.trace.most_words = self.trace.most_words.max(self.asked_words - self.trace.words_out);
        if before.completion_valid && input.completion_ready {
            let (length, next) = (before.completion_length, before.completion_next);
            self.trace.completions.push(Completion { clock, length, next, dropped: before.completion_dropped });
        }
        if after.stopped && self.trace.stopped.is_none() {
            self.trace.stopped = Some(clock);
        }
    }

    /// A chunk begins, and perhaps a frame.
    fn chunk(&mut self, out: &tx_engine::Out) {
        self.chunk = Some((usize::from(out.chunk_lane), usize::from(out.chunk_octets), out.chunk_end));
        // As `stream_narrow` does it: those of the chunk with the first octet.
        if self.frame.octets.is_empty() {
            let vlan_tci = out.chunk_vlan.then_some(out.chunk_vlan_tci);
            self.frame = Frame { vlan_tci, ipv4: out.chunk_ipv4, l4: out.chunk_l4, ..Frame::default() };
        }
    }

    fn word(&mut self, data: u64) {
        self.trace.words_out += 1;
        if let Some((lane, left, _)) = &mut self.chunk {
            let octets = (8 - *lane).min(*left);
            self.frame.octets.extend(&data.to_le_bytes()[*lane..*lane + octets]);
            (*lane, *left) = (0, *left - octets);
        }
    }

    /// When the chunk is over, the next one may come; when the frame is, its fate is sealed.
    fn end_chunk(&mut self, clock: usize) {
        let Some((_, 0, end)) = self.chunk else { return };
        self.chunk = None;
        if !end {
            return;
        }
        let mut frame = std::mem::take(&mut self.frame);
        if !frame.octets.is_empty() {
            let octets = frame.octets.len() + if frame.vlan_tci.is_some() { 4 } else { 0 };
            frame.told = clock + self.script.fate_clocks + 1;
            self.fates.push_back((clock + self.script.fate_clocks, octets > 2048));
            self.trace.frames.push(frame);
        }
    }
}
