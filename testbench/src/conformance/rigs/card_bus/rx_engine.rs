// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `rx_engine`: records of frames and descriptors in; what puts octets into words and words into memory, by
//! plans and commands; completions out.

use super::completion_ring::Completion;
use super::ring_fetch::Descriptor;
use super::{Pace, UNTIMED};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use std::collections::{BTreeMap, VecDeque};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, rx_engine};

/// A receive engine.
pub struct RxEngine;

/// A received frame in the receive memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Its octets.
    pub octets: Vec<u8>,
    /// It is bad.
    pub bad: bool,
    /// The tag that was stripped.
    pub vlan_tci: Option<u16>,
    /// The IPv4 header checksum, 0 to 2.
    pub ipv4: u8,
    /// The TCP or UDP checksum, 0 to 2.
    pub l4: u8,
}

/// The frames and descriptors, and how all around the engine behaves.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// `cfg_size_log2`.
    pub size_log2: u8,
    /// The frames in order.
    pub frames: Vec<Received>,
    /// The descriptors in order.
    pub descriptors: Vec<Descriptor>,
    /// When one is offered.
    pub offers: Pace,
    /// When a plan is taken.
    pub plans: Pace,
    /// When a command is taken.
    pub commands: Pace,
    /// Clocks from a command to its answer at the least.
    pub latency_clocks: usize,
    /// When an answer is given.
    pub answers: Pace,
    /// The command, from 0, whose answer comes at this clock at the earliest.
    pub held: Option<(usize, usize)>,
    /// The command that is answered with an error.
    pub error_at: Option<usize>,
    /// When the ring takes a completion.
    pub completions: Pace,
    /// Clocks of the run; or fewer, when so many completions have come.
    pub clocks: usize,
    /// So many.
    pub enough: usize,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// What was written, by address; nothing where a lane was written that held no octet.
    pub memory: BTreeMap<u64, Option<u8>>,
    /// The commands: clock, address, octets.
    pub writes: Vec<(usize, u64, u16)>,
    /// The clock of each answer.
    pub answered: Vec<usize>,
    /// Commands that were offered before the words of their octets were on their way.
    pub starved: usize,
    /// The completions with the clock at which each was taken.
    pub completions: Vec<(usize, Completion)>,
    /// Frames and descriptors that were taken.
    pub taken: [usize; 2],
    /// The clock from which `stopped` was high.
    pub stopped: Option<usize>,
}

impl Subject for RxEngine {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<RxEngine>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::RxEngine>>,
}

/// Clocks after the last completion that was waited for.
const QUIET_CLOCKS: usize = 40;

impl Rig<RxEngine> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let octets = script.frames.iter().flat_map(|frame| frame.octets.iter().copied()).collect();
        let mut run = Run { script, octets, words: VecDeque::new(), trace: Trace::default() };
        let (mut out, mut quiet_clocks) = (rx_engine::Out::default(), 0);
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
        run.trace
    }
}

struct Run<'a> {
    script: &'a Script,
    /// Octets of the receive memory that no plan has taken.
    octets: VecDeque<u8>,
    /// Words on their way to memory.
    words: VecDeque<[Option<u8>; 8]>,
    trace: Trace,
}

impl Run<'_> {
    fn input(&self, clock: usize, stopped: bool) -> rx_engine::In {
        let [frames, descriptors] = self.trace.taken;
        let frame = self.script.frames.get(frames);
        let descriptor = self.script.descriptors.get(descriptors).filter(|_| self.script.offers.at(clock));
        let offered = descriptor.copied().unwrap_or_default();
        let number = self.trace.answered.len();
        let answer = self.trace.writes.get(number).is_some_and(|(from, ..)| {
            let held = self.script.held.is_some_and(|(held, until)| held == number && clock < until);
            clock > from + self.script.latency_clocks && self.script.answers.at(clock) && !held
        });
        rx_engine::In {
            cfg_size_log2: self.script.size_log2,
            halt: stopped,
            record_valid: frame.is_some(),
            record_length: frame.map_or(0, |frame| frame.octets.len() as u16),
            record_bad: frame.is_some_and(|frame| frame.bad),
            record_vlan_valid: frame.is_some_and(|frame| frame.vlan_tci.is_some()),
            record_vlan_tci: frame.and_then(|frame| frame.vlan_tci).unwrap_or(0),
            record_ipv4: frame.map_or(0, |frame| frame.ipv4),
            record_l4: frame.map_or(0, |frame| frame.l4),
            descriptor_valid: descriptor.is_some(),
            descriptor_address: offered.address,
            descriptor_length: offered.length,
            descriptor_index: offered.index,
            plan_ready: self.script.plans.at(clock),
            command_ready: self.script.commands.at(clock),
            done: answer,
            // One that does not count says so, to be ignored.
            done_error: !answer || self.script.error_at == Some(number),
            completion_ready: self.script.completions.at(clock),
            ..Default::default()
        }
    }

    fn edge(&mut self, clock: usize, input: &rx_engine::In, before: &rx_engine::Out, after: &rx_engine::Out) {
        self.trace.taken[0] += usize::from(input.record_valid && before.record_ready);
        self.trace.taken[1] += usize::from(input.descriptor_valid && before.descriptor_ready);
        if input.done {
            self.trace.answered.push(clock);
        }
        if before.command_valid && input.command_ready {
            self.write(clock, before.command_address, before.command_octets);
        }
        if before.plan_valid && input.plan_ready {
            self.plan(before.plan_lane.into(), before.plan_octets.into(), before.plan_discard);
        }
        if before.completion_valid && input.completion_ready {
            let completion = Completion {
                length: before.completion_length,
                vlan_tci: before.completion_vlan_tci,
                next: before.completion_next,
                status: before.completion_status,
            };
            self.trace.completions.push((clock, completion));
        }
        if after.stopped && self.trace.stopped.is_none() {
            self.trace.stopped = Some(clock);
        }
    }

    /// Octets become words, each in the lane of its address, or are thrown away.
    fn plan(&mut self, lane: usize, octets: usize, discard: bool) {
        let octets = self.octets.drain(..octets.min(self.octets.len()));
        if discard {
            return;
        }
        let mut words = vec![[None; 8]; (lane + octets.len()).div_ceil(8)];
        for (place, octet) in octets.enumerate() {
            words[(lane + place) / 8][(lane + place) % 8] = Some(octet);
        }
        self.words.extend(words);
    }

    /// Words go to memory.
    fn write(&mut self, clock: usize, address: u64, octets: u16) {
        self.trace.writes.push((clock, address, octets));
        let lane = (address & 7) as usize;
        let words = (lane + usize::from(octets)).div_ceil(8);
        self.trace.starved += usize::from(self.words.len() < words);
        let words: Vec<_> = self.words.drain(..words.min(self.words.len())).collect();
        let octets = words.concat().into_iter().skip(lane).take(octets.into());
        self.trace.memory.extend(octets.enumerate().map(|(place, octet)| (address.wrapping_add(place as u64), octet)));
    }
}
