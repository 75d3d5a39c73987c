// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the block that puts octets into words: commands and octets in, words out.

use super::pace::Pace;
use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, stream_widen};

/// Octets that are offered beyond those of the chunks.
const SPARE_OCTETS: usize = 16;
/// Clocks after which nothing more comes when nothing has come.
const QUIET_CLOCKS: usize = 40;

/// The block that puts octets into words.
pub struct StreamWiden;

/// The chunks, and how fast everybody is.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// In order.
    pub chunks: Vec<Chunk>,
    /// When octets are offered; one that is offered stays until it is taken.
    pub octets: Pace,
    /// When commands are offered; likewise.
    pub commands: Pace,
    /// When the sink is ready.
    pub sink: Pace,
}

/// A chunk of octets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// The lane of its first octet, 0 to 7.
    pub lane: usize,
    /// Its octets.
    pub octets: Vec<u8>,
    /// They are thrown away.
    pub discard: bool,
}

/// What came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Words in order.
    pub words: Vec<u64>,
    /// Octets that were taken.
    pub octets_taken: usize,
    /// Commands that were taken.
    pub commands_taken: usize,
}

impl Subject for StreamWiden {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<StreamWiden>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("the reference knows whole frames, not the words that they are put into"));
        }
        Ok(Box::new(Timed { device: design(rung, rungs)? }))
    }
}

struct Timed {
    device: Box<dyn Device<ports::StreamWiden>>,
}

impl Rig<StreamWiden> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let octets: Vec<u8> = script.chunks.iter().flat_map(|chunk| chunk.octets.iter().copied()).collect();
        let octets: Vec<u8> = octets.into_iter().chain([0xa5; SPARE_OCTETS]).collect();
        let paces = [script.octets, script.commands, script.sink];
        let most_clocks: usize = paces.map(|pace| pace.clocks_for(octets.len() + 4 * script.chunks.len())).iter().sum();
        let quiet = QUIET_CLOCKS + paces.map(|pace| pace.clocks_for(1)).iter().sum::<usize>();
        let (mut command_offered, mut octet_offered, mut quiet_clocks) = (false, false, 0);
        let mut trace = Trace::default();
        let mut out = stream_widen::Out::default();
        for clock in 0..most_clocks {
            let chunk = script.chunks.get(trace.commands_taken);
            command_offered |= script.commands.at(clock);
            octet_offered |= script.octets.at(clock);
            let octet = octets.get(trace.octets_taken).filter(|_| octet_offered);
            let input = stream_widen::In {
                rst: false,
                command_valid: command_offered && chunk.is_some(),
                command_lane: chunk.map_or(0, |chunk| chunk.lane as u8),
                command_octets: chunk.map_or(0, |chunk| chunk.octets.len() as u16),
                command_discard: chunk.is_some_and(|chunk| chunk.discard),
                s_axis_tdata: octet.copied().unwrap_or(0),
                s_axis_tvalid: octet.is_some(),
                m_axis_tready: script.sink.at(clock),
            };
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            let commanded = input.command_valid && before.command_ready;
            let passed = input.s_axis_tvalid && before.s_axis_tready;
            let took = before.m_axis_tvalid && input.m_axis_tready;
            (command_offered, octet_offered) = (command_offered && !commanded, octet_offered && !passed);
            trace.commands_taken += usize::from(commanded);
            trace.octets_taken += usize::from(passed);
            trace.words.extend(took.then_some(before.m_axis_tdata));
            quiet_clocks = if commanded || passed || took { 0 } else { quiet_clocks + 1 };
            if quiet_clocks > quiet {
                break;
            }
        }
        trace
    }
}
