// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the block that makes frames of chunks of words: commands and words in, frames out.

use super::pace::Pace;
use super::{NoRig, Rig, Subject, design};
use crate::conformance::frames::noise;
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, stream_narrow};

/// Words that are offered beyond those of the chunks.
const SPARE_WORDS: usize = 5;
/// Clocks after which nothing more comes when nothing has come.
const QUIET_CLOCKS: usize = 40;

/// The block that makes frames of chunks.
pub struct StreamNarrow;

/// The chunks, and how fast everybody is.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// In order.
    pub chunks: Vec<Chunk>,
    /// When words are offered; one that is offered stays until it is taken.
    pub words: Pace,
    /// When commands are offered; likewise.
    pub commands: Pace,
    /// When the sink is ready.
    pub sink: Pace,
}

/// A chunk of a frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// The lane of its first octet, 0 to 7.
    pub lane: usize,
    /// Its octets.
    pub octets: Vec<u8>,
    /// The frame ends with it.
    pub end: bool,
    /// What is asked for its frame.
    pub asked: Asked,
    /// The word of this number, from 0 on, could not be read.
    pub bad_word: Option<usize>,
}

/// What is asked for a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// A tag.
    pub vlan: bool,
    /// Its tag control information.
    pub vlan_tci: u16,
    /// The IPv4 header checksum.
    pub ipv4: bool,
    /// The TCP or UDP checksum.
    pub l4: bool,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Frames in order.
    pub frames: Vec<Came>,
    /// Octets after the last frame that came to its end.
    pub cut: Vec<u8>,
    /// Octets before the last one of their frame that are marked as bad, or beside which something else is asked for.
    pub told_astray: usize,
    /// What was told of chunks, in order.
    pub done: Vec<Done>,
    /// Words that were taken: those of the chunks, and of the five behind them what is held ahead of its use.
    pub words_taken: usize,
    /// The clock at which each octet was taken.
    pub octet_clocks: Vec<usize>,
}

/// A frame that came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// Its octets.
    pub octets: Vec<u8>,
    /// It is not to be sent.
    pub bad: bool,
    /// What is asked for it.
    pub asked: Asked,
}

/// What is told when a chunk is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// It was the last one of its frame.
    pub end: bool,
    /// The frame had no octets.
    pub empty: bool,
}

impl Chunk {
    /// Words of host memory that it uses up.
    pub fn words(&self) -> usize {
        if self.octets.is_empty() { 0 } else { (self.lane + self.octets.len()).div_ceil(8) }
    }

    /// Its words, noise in the lanes that are not its own, and which of them could not be read.
    fn in_words(&self, seed: u64) -> Vec<(u64, bool)> {
        let mut octets: Vec<u8> = noise(seed).take(8 * self.words()).collect();
        octets.iter_mut().skip(self.lane).zip(&self.octets).for_each(|(place, octet)| *place = *octet);
        let words =
            octets.chunks(8).map(|word| word.iter().rev().fold(0, |number, octet| number << 8 | u64::from(*octet)));
        words.enumerate().map(|(index, word)| (word, self.bad_word == Some(index))).collect()
    }
}

impl Subject for StreamNarrow {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<StreamNarrow>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("the reference knows whole frames, not the words that they come in"));
        }
        Ok(Box::new(Timed { device: design(rung, rungs)? }))
    }
}

struct Timed {
    device: Box<dyn Device<ports::StreamNarrow>>,
}

impl Rig<StreamNarrow> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let words: Vec<_> = script.chunks.iter().zip(1..).flat_map(|(chunk, seed)| chunk.in_words(seed)).collect();
        let spare = noise(0).map(|octet| (u64::from(octet), true));
        let words: Vec<_> = words.into_iter().chain(spare.take(SPARE_WORDS)).collect();
        let octets: usize = script.chunks.iter().map(|chunk| chunk.octets.len() + 4).sum();
        let slowest = [script.words, script.commands, script.sink].map(|pace| pace.clocks_for(octets));
        let quiet = QUIET_CLOCKS
            + [script.words, script.commands, script.sink].map(|pace| pace.clocks_for(1)).iter().sum::<usize>();
        let (mut command, mut command_offered, mut word_offered, mut quiet_clocks) = (0, false, false, 0);
        let mut sink = Sink::default();
        let mut out = stream_narrow::Out::default();
        for clock in 0..octets + slowest.iter().sum::<usize>() {
            command_offered = (command_offered || script.commands.at(clock)) && command < script.chunks.len();
            word_offered = (word_offered || script.words.at(clock)) && sink.trace.words_taken < words.len();
            let mut input = script.chunks.get(command).filter(|_| command_offered).map(offer).unwrap_or_default();
            if word_offered {
                let (word, bad) = words[sink.trace.words_taken];
                (input.s_axis_tvalid, input.s_axis_tdata, input.s_axis_tuser) = (true, word, bad);
            }
            input.m_axis_tready = script.sink.at(clock);
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            if input.command_valid && before.command_ready {
                (command, command_offered) = (command + 1, false);
            }
            if input.s_axis_tvalid && before.s_axis_tready {
                sink.trace.words_taken += 1;
                word_offered = false;
            }
            sink.trace.done.extend(done(&out));
            let took = before.m_axis_tvalid && input.m_axis_tready;
            if took {
                sink.take(&before, clock);
            }
            quiet_clocks = if took || command < script.chunks.len() { 0 } else { quiet_clocks + 1 };
            if quiet_clocks > quiet {
                break;
            }
        }
        sink.trace.cut = sink.octets;
        sink.trace
    }
}

fn offer(chunk: &Chunk) -> stream_narrow::In {
    stream_narrow::In {
        command_valid: true,
        command_lane: chunk.lane as u8,
        command_octets: chunk.octets.len() as u16,
        command_end: chunk.end,
        command_vlan: chunk.asked.vlan,
        command_vlan_tci: chunk.asked.vlan_tci,
        command_ipv4: chunk.asked.ipv4,
        command_l4: chunk.asked.l4,
        ..Default::default()
    }
}

/// What is told after a clock; one strobe without the other counts as told, too.
fn done(out: &stream_narrow::Out) -> Option<Done> {
    let any = out.done || out.done_end || out.done_empty;
    any.then_some(Done { end: out.done_end, empty: out.done_empty })
}

/// Puts octets together.
#[derive(Default)]
struct Sink {
    octets: Vec<u8>,
    /// Of the octets before the last one: bad, and what is asked for.
    early: Vec<(bool, Asked)>,
    trace: Trace,
}

impl Sink {
    fn take(&mut self, out: &stream_narrow::Out, clock: usize) {
        self.trace.octet_clocks.push(clock);
        self.octets.push(out.m_axis_tdata);
        let asked =
            Asked { vlan: out.m_axis_vlan, vlan_tci: out.m_axis_vlan_tci, ipv4: out.m_axis_ipv4, l4: out.m_axis_l4 };
        if !out.m_axis_tlast {
            self.early.push((out.m_axis_tuser, asked));
            return;
        }
        self.trace.told_astray += self.early.drain(..).filter(|told| *told != (false, asked)).count();
        self.trace.frames.push(Came { octets: std::mem::take(&mut self.octets), bad: out.m_axis_tuser, asked });
    }
}
