// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `completion_ring`: completions in, a writer that takes commands and words and says when they are done.

use super::{Pace, UNTIMED};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, completion_ring};

/// A writer of completions.
pub struct CompletionRing;

/// A completion as the engine gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Octets of the frame.
    pub length: u16,
    /// Tag control information.
    pub vlan_tci: u16,
    /// Index after the last descriptor of the frame.
    pub next: u16,
    /// 15 bits.
    pub status: u16,
}

/// The ring, the completions, and how the writer behaves.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// `cfg_base`, in units of 64 octets.
    pub base: u64,
    /// `cfg_size_log2`.
    pub size_log2: u8,
    /// The completions in order.
    pub completions: Vec<Completion>,
    /// When the engine offers one.
    pub offers: Pace,
    /// The number of the completion, from 0, before which the engine waits until all earlier ones are done.
    pub burst_at: Option<usize>,
    /// When the writer takes a command.
    pub commands: Pace,
    /// When the writer takes a word.
    pub words: Pace,
    /// Clocks from the last word of a command to `done`.
    pub latency_clocks: usize,
    /// The command that is answered with an error.
    pub error_at: Option<usize>,
    /// The clock from which `halt` is high.
    pub halt_from: Option<usize>,
    /// Clocks of the run, or fewer when all completions are done.
    pub clocks: usize,
}

/// One command with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The clock at which the command was taken.
    pub clock: usize,
    /// Its address.
    pub address: u64,
    /// Its octets.
    pub octets: u16,
    /// Its words.
    pub words: Vec<u64>,
    /// The clock of `done`.
    pub done: Option<usize>,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The commands in order.
    pub batches: Vec<Batch>,
    /// The clocks after which `written` was high.
    pub written: Vec<usize>,
    /// The clock from which `stopped` was high.
    pub stopped: Option<usize>,
    /// Completions that were taken.
    pub taken: usize,
    /// `active` at the end.
    pub active: bool,
}

impl Subject for CompletionRing {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<CompletionRing>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::CompletionRing>>,
}

/// Clocks after the last response after which a run is over.
const QUIET_CLOCKS: usize = 40;

impl Rig<CompletionRing> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let (mut trace, mut out) = (Trace::default(), completion_ring::Out::default());
        // Words that were done, and the clock at which the command under way is to be done.
        let (mut words, mut due, mut last) = (0, None, 0);
        for clock in 0..script.clocks {
            let waits = script.burst_at == Some(trace.taken) && words < trace.taken;
            let offered = script.completions.get(trace.taken).filter(|_| !waits && script.offers.at(clock));
            let completion = offered.copied().unwrap_or_default();
            let done = due.is_some_and(|due| clock >= due);
            let input = completion_ring::In {
                cfg_base: script.base,
                cfg_size_log2: script.size_log2,
                halt: script.halt_from.is_some_and(|from| clock >= from),
                completion_valid: offered.is_some(),
                completion_length: completion.length,
                completion_vlan_tci: completion.vlan_tci,
                completion_next: completion.next,
                completion_status: completion.status,
                command_ready: script.commands.at(clock),
                word_ready: script.words.at(clock),
                done,
                done_error: done && script.error_at == Some(trace.batches.len() - 1),
                ..Default::default()
            };
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            trace.taken += usize::from(input.completion_valid && before.completion_ready);
            if before.command_valid && input.command_ready {
                let (address, octets) = (before.command_address, before.command_octets);
                trace.batches.push(Batch { clock, address, octets, ..Batch::default() });
            }
            if let Some(batch) = trace.batches.last_mut() {
                if done {
                    (due, last) = (None, clock);
                    batch.done = Some(clock);
                    words += batch.words.len();
                }
                if before.word_valid && input.word_ready {
                    batch.words.push(before.word_data);
                    if batch.words.len() == usize::from(batch.octets) / 8 {
                        due = Some(clock + 1 + script.latency_clocks);
                    }
                }
            }
            if out.written {
                trace.written.push(clock);
            }
            if out.stopped && trace.stopped.is_none() {
                trace.stopped = Some(clock);
            }
            if words == script.completions.len() && clock > last + QUIET_CLOCKS {
                break;
            }
        }
        trace.active = out.active;
        trace
    }
}
