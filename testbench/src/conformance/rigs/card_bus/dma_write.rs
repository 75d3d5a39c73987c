// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `dma_write`: commands and words in, a memory on the bus.

use super::dma_read::Command;
use super::{Burst, Held, Pace, UNTIMED, octet_at};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use std::collections::BTreeMap;
use std::ops::Range;
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, dma_write};

/// A writer of host memory.
pub struct DmaWrite;

/// The commands, and how source and memory behave. The octets of a command are those of
/// [`octet_at`], by their address; lanes without an octet hold others.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// They are offered as early as they can be.
    pub commands: Vec<Command>,
    /// When the source offers a word.
    pub words: Pace,
    /// When the memory takes an address.
    pub address: Pace,
    /// When the memory takes data.
    pub data: Pace,
    /// When the memory gives a response.
    pub response: Pace,
    /// Clocks from the last beat of a burst to its response at the least.
    pub latency_clocks: usize,
    /// Bursts, counted over the whole run, whose response is this.
    pub responses: Vec<(usize, u8)>,
    /// Clocks at which `flush` is high.
    pub flush: Range<usize>,
    /// The run ends after these clocks, or sooner when all is done.
    pub clocks: usize,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The bursts in order.
    pub bursts: Vec<Burst>,
    /// The beats in order.
    pub beats: Vec<Beat>,
    /// The clock at which each burst had its response.
    pub answered: Vec<usize>,
    /// The commands that were told to be done, in order.
    pub dones: Vec<Done>,
    /// How often an address or data that were not taken changed.
    pub unstable: usize,
    /// `idle` after each clock.
    pub idle: Vec<bool>,
}

/// A beat of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beat {
    /// The clock at which it was offered first.
    pub offered: usize,
    /// The clock at which it was taken.
    pub taken: Option<usize>,
    /// The data.
    pub data: u64,
    /// Which octets of them.
    pub strobes: u8,
    /// WLAST.
    pub last: bool,
}

/// A command that was told to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The clock.
    pub clock: usize,
    /// Whose it was.
    pub client: u8,
    /// With an error.
    pub error: bool,
}

impl Trace {
    /// All octets that were written, by address; those written twice as they were at last.
    pub fn written(&self) -> BTreeMap<u64, u8> {
        let mut memory = BTreeMap::new();
        let places = self
            .bursts
            .iter()
            .flat_map(|burst| (0..burst.beats as u64).map(move |beat| burst.address.wrapping_add(8 * beat)));
        for (address, beat) in places.zip(&self.beats) {
            for lane in (0..8).filter(|lane| beat.strobes >> lane & 1 != 0) {
                memory.insert(address.wrapping_add(lane), beat.data.to_le_bytes()[lane as usize]);
            }
        }
        memory
    }
}

impl Subject for DmaWrite {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<DmaWrite>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::DmaWrite>>,
}

/// Clocks without anything after which a run is over.
const QUIET_CLOCKS: usize = 60;

impl Rig<DmaWrite> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let mut run = Run::new(script);
        let mut out = dma_write::Out::default();
        let mut quiet_clocks = 0;
        for clock in 0..script.clocks {
            let input = run.input(clock);
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            run.edge(clock, &input, &before, &out);
            let rests = run.command == script.commands.len() && out.idle && out.command_ready;
            quiet_clocks = if rests && run.word == run.words.len() { quiet_clocks + 1 } else { 0 };
            if quiet_clocks > QUIET_CLOCKS && clock > script.flush.end {
                break;
            }
        }
        run.trace.unstable = run.held.broken;
        run.trace
    }
}

struct Run<'a> {
    script: &'a Script,
    words: Vec<u64>,
    /// The next command and word to offer.
    command: usize,
    word: usize,
    /// Beats of the bursts that were answered.
    beats_answered: usize,
    held: Held,
    trace: Trace,
}

/// The word at `address` as a source gives it: lanes without an octet of the command hold something else.
fn word_of(command: Command, address: u64) -> u64 {
    let octet = |lane: u64| {
        let at = address.wrapping_add(lane);
        let inside = at.wrapping_sub(command.address) < u64::from(command.octets);
        if inside { octet_at(at) } else { !octet_at(at) }
    };
    (0..8).rev().fold(0, |word, lane| word << 8 | u64::from(octet(lane)))
}

impl<'a> Run<'a> {
    fn new(script: &'a Script) -> Run<'a> {
        let words = |&command: &Command| command.words().map(move |address| word_of(command, address));
        let words = script.commands.iter().flat_map(words).collect();
        Run { script, words, command: 0, word: 0, beats_answered: 0, held: Held::default(), trace: Trace::default() }
    }

    fn input(&self, clock: usize) -> dma_write::In {
        let command = self.script.commands.get(self.command);
        let word = self.words.get(self.word).filter(|_| self.script.words.at(clock));
        let number = self.trace.answered.len();
        let answer = self.answer_from(number).is_some_and(|from| clock > from) && self.script.response.at(clock);
        let response = self.script.responses.iter().find(|(burst, _)| answer && *burst == number);
        dma_write::In {
            flush: self.script.flush.contains(&clock),
            command_valid: command.is_some(),
            command_address: command.map_or(0, |command| command.address),
            command_octets: command.map_or(0, |command| command.octets),
            command_client: command.map_or(0, |command| command.client),
            word_valid: word.is_some(),
            word_data: word.copied().unwrap_or(!0),
            m_axi_awready: self.script.address.at(clock),
            m_axi_wready: self.script.data.at(clock),
            m_axi_bvalid: answer,
            // A response that does not count is one in error, to be ignored.
            m_axi_bresp: if answer { response.map_or(0, |(_, response)| *response) } else { 3 },
            ..Default::default()
        }
    }

    /// The clock from which burst `number` may be answered: address and last beat were taken, and time has passed.
    fn answer_from(&self, number: usize) -> Option<usize> {
        let burst = self.trace.bursts.get(number)?;
        let data = self.trace.beats.get(self.beats_answered + burst.beats - 1)?.taken?;
        Some(data.max(burst.taken?) + self.script.latency_clocks)
    }

    fn edge(&mut self, clock: usize, input: &dma_write::In, before: &dma_write::Out, after: &dma_write::Out) {
        self.command += usize::from(input.command_valid && before.command_ready);
        self.word += usize::from(input.word_valid && before.word_ready);
        if input.m_axi_bvalid && before.m_axi_bready {
            self.beats_answered += self.trace.bursts[self.trace.answered.len()].beats;
            self.trace.answered.push(clock);
        }
        let address = |out: &dma_write::Out| out.m_axi_awvalid.then_some((out.m_axi_awaddr, out.m_axi_awlen));
        let taken = before.m_axi_awvalid && input.m_axi_awready;
        self.held.edge(address(before), taken, address(after));
        if let Some(burst) = self.trace.bursts.last_mut().filter(|_| taken) {
            burst.taken = Some(clock);
        }
        if let Some((address, len)) = address(after).filter(|_| taken || !before.m_axi_awvalid) {
            self.trace.bursts.push(Burst { offered: clock, taken: None, address, beats: usize::from(len) + 1 });
        }
        let data =
            |out: &dma_write::Out| out.m_axi_wvalid.then_some((out.m_axi_wdata, out.m_axi_wstrb, out.m_axi_wlast));
        let taken = before.m_axi_wvalid && input.m_axi_wready;
        self.held.edge(data(before), taken, data(after));
        if let Some(beat) = self.trace.beats.last_mut().filter(|_| taken) {
            beat.taken = Some(clock);
        }
        if let Some((data, strobes, last)) = data(after).filter(|_| taken || !before.m_axi_wvalid) {
            self.trace.beats.push(Beat { offered: clock, taken: None, data, strobes, last });
        }
        if after.done {
            self.trace.dones.push(Done { clock, client: after.done_client, error: after.done_error });
        }
        self.trace.idle.push(after.idle);
    }
}
