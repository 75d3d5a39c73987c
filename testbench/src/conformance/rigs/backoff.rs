// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rigs for the backoff timer: attempt and random word in, delay out.

use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_model::reference;
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, backoff};

/// A backoff timer.
pub struct Backoff;

/// One delay to be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Draw {
    /// Collisions met, 1 to 15.
    pub attempt: u8,
    /// The random word.
    pub random: u16,
    /// Let the delay run to its end, and measure it.
    pub measure: bool,
}

/// One delay that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// In slot times.
    pub slots: u32,
    /// In bit times, where it was measured.
    pub bits: Option<usize>,
}

impl Subject for Backoff {
    type Script = Vec<Draw>;
    type Trace = Vec<Delay>;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Backoff>>, NoRig> {
        Ok(if rung == Rung::Reference { Box::new(Reference) } else { Box::new(Timed(design(rung, rungs)?)) })
    }
}

struct Reference;

impl Rig<Backoff> for Reference {
    fn play(&mut self, draws: &Vec<Draw>) -> Vec<Delay> {
        let delay = |draw: &Draw| {
            let (attempt, random) = (u32::from(draw.attempt), u32::from(draw.random));
            let bits = draw.measure.then(|| reference::backoff::delay_bits(attempt, random));
            Delay { slots: reference::backoff::slots(attempt, random), bits }
        };
        draws.iter().map(delay).collect()
    }
}

struct Timed(Box<dyn Device<ports::Backoff>>);

/// Longer than any delay, in clocks of four bits.
const PATIENCE_CLOCKS: usize = 1024 * 128 + 16;

impl Rig<Backoff> for Timed {
    fn play(&mut self, draws: &Vec<Draw>) -> Vec<Delay> {
        self.0.reset();
        draws.iter().map(|draw| self.delay(draw)).collect()
    }

    fn bits_per_clock(&self) -> usize {
        4
    }
}

impl Timed {
    fn delay(&mut self, draw: &Draw) -> Delay {
        let mut out = backoff::Out::default();
        let start = backoff::In { start: true, attempt: draw.attempt, random: draw.random, ..Default::default() };
        self.0.step(EdgeSet::FIRST, &start, &mut out);
        let slots = u32::from(out.slots);
        let mut clocks = 0;
        // While the delay runs neither attempt nor random word may matter.
        let wait = backoff::In { attempt: !draw.attempt & 0xf, random: !draw.random & 0x3ff, ..Default::default() };
        while draw.measure && out.busy && clocks < PATIENCE_CLOCKS {
            self.0.step(EdgeSet::FIRST, &wait, &mut out);
            clocks += 1;
        }
        Delay { slots, bits: draw.measure.then_some(clocks * 4) }
    }
}
