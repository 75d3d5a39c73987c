// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `dma_read`: commands in, a memory on the bus, words out.

use super::{Burst, Held, Pace, UNTIMED, word_at};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use std::collections::VecDeque;
use std::ops::Range;
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, dma_read};

/// A reader of host memory.
pub struct DmaRead;

/// A run of octets to be read or written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// Address of the first octet.
    pub address: u64,
    /// How many.
    pub octets: u16,
    /// Who asks.
    pub client: u8,
}

impl Command {
    /// The addresses of the words that hold its octets.
    pub fn words(self) -> impl Iterator<Item = u64> {
        let first = self.address & !7;
        let beyond = self.address.wrapping_add(u64::from(self.octets)).wrapping_sub(first).div_ceil(8);
        (0..if self.octets == 0 { 0 } else { beyond }).map(move |word| first.wrapping_add(8 * word))
    }
}

/// The commands, and how the memory behaves.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// They are offered as early as they can be.
    pub commands: Vec<Command>,
    /// When the memory takes an address.
    pub address: Pace,
    /// When the memory gives a beat.
    pub data: Pace,
    /// Clocks from an address to its first beat at the least.
    pub latency_clocks: usize,
    /// Beats, counted over the whole run, whose response is this.
    pub responses: Vec<(usize, u8)>,
    /// Beats whose RLAST is wrong.
    pub wrong_last: Vec<usize>,
    /// Clocks at which `flush` is high.
    pub flush: Range<usize>,
    /// The run ends after these clocks, or sooner when all is done.
    pub clocks: usize,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The clock at which each command was taken.
    pub taken: Vec<usize>,
    /// The bursts in order.
    pub bursts: Vec<Burst>,
    /// The clock at which the last beat of each burst passed.
    pub ended: Vec<usize>,
    /// The words in order.
    pub words: Vec<Word>,
    /// How often an address that was not taken changed.
    pub unstable: usize,
    /// `idle` after each clock.
    pub idle: Vec<bool>,
}

/// A word that came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub data: u64,
    /// Whose it is.
    pub client: u8,
    /// The last one of its command.
    pub last: bool,
    /// It is marked as in error.
    pub error: bool,
}

impl Subject for DmaRead {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<DmaRead>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::DmaRead>>,
}

/// Clocks without anything after which a run is over.
const QUIET_CLOCKS: usize = 60;

impl Rig<DmaRead> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let mut memory = Memory { script, bursts: VecDeque::new(), beat: 0, beats: 0 };
        let (mut trace, mut held, mut out) = (Trace::default(), Held::default(), dma_read::Out::default());
        let mut quiet_clocks = 0;
        for clock in 0..script.clocks {
            let command = script.commands.get(trace.taken.len());
            let input = memory.input(clock, command);
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            if input.command_valid && before.command_ready {
                trace.taken.push(clock);
            }
            let address = |out: &dma_read::Out| out.m_axi_arvalid.then_some((out.m_axi_araddr, out.m_axi_arlen));
            let taken = input.m_axi_arready && before.m_axi_arvalid;
            held.edge(address(&before), taken, address(&out));
            if taken {
                let burst = trace.bursts.last_mut().expect("what is taken was offered");
                burst.taken = Some(clock);
                memory.bursts.push_back((clock + script.latency_clocks, *burst));
            }
            if let Some((address, len)) = address(&out).filter(|_| taken || !before.m_axi_arvalid) {
                trace.bursts.push(Burst { offered: clock, taken: None, address, beats: usize::from(len) + 1 });
            }
            if input.m_axi_rvalid && before.m_axi_rready && memory.passed() {
                trace.ended.push(clock);
            }
            if out.word_valid {
                let (last, error) = (out.word_last, out.word_error);
                trace.words.push(Word { data: out.word_data, client: out.word_client, last, error });
            }
            trace.idle.push(out.idle);
            let rests = command.is_none() && out.idle && memory.bursts.is_empty() && out.command_ready;
            quiet_clocks = if rests { quiet_clocks + 1 } else { 0 };
            if quiet_clocks > QUIET_CLOCKS && clock > script.flush.end {
                break;
            }
        }
        trace.unstable = held.broken;
        trace
    }
}

/// The memory: bursts that were taken, each with the clock of its first beat at the earliest.
struct Memory<'a> {
    script: &'a Script,
    bursts: VecDeque<(usize, Burst)>,
    /// The next beat of the oldest burst, and of the run.
    beat: usize,
    beats: usize,
}

impl Memory<'_> {
    fn input(&self, clock: usize, command: Option<&Command>) -> dma_read::In {
        let mut input = dma_read::In {
            flush: self.script.flush.contains(&clock),
            m_axi_arready: self.script.address.at(clock),
            // Data that do not count, to be ignored.
            m_axi_rdata: !0,
            m_axi_rresp: 3,
            ..Default::default()
        };
        if let Some(command) = command {
            input.command_valid = true;
            input.command_address = command.address;
            input.command_octets = command.octets;
            input.command_client = command.client;
        }
        if let Some(&(from, burst)) = self.bursts.front().filter(|_| self.script.data.at(clock)) {
            let response = self.script.responses.iter().find(|(beat, _)| *beat == self.beats);
            input.m_axi_rvalid = clock > from;
            input.m_axi_rdata = word_at(burst.address.wrapping_add(8 * self.beat as u64));
            input.m_axi_rresp = response.map_or(0, |(_, response)| *response);
            input.m_axi_rlast = (self.beat + 1 == burst.beats) != self.script.wrong_last.contains(&self.beats);
        }
        input
    }

    /// A beat has passed; whether it was the last one of its burst.
    fn passed(&mut self) -> bool {
        self.beat += 1;
        self.beats += 1;
        let ends = self.bursts.front().is_some_and(|(_, burst)| burst.beats == self.beat);
        if ends {
            self.bursts.pop_front();
            self.beat = 0;
        }
        ends
    }
}
