// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the source of random words.

use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, lfsr};

/// A source of random words.
pub struct Lfsr;

/// How words are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    /// What the source starts from.
    pub seed: u32,
    /// How many words.
    pub words: usize,
    /// Clocks from one word to the next.
    pub stride_clocks: usize,
}

impl Subject for Lfsr {
    type Script = Draws;
    /// The words, 10 bits each.
    type Trace = Vec<u16>;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Lfsr>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("the reference is given its random words"));
        }
        Ok(Box::new(Timed(design(rung, rungs)?)))
    }
}

struct Timed(Box<dyn Device<ports::Lfsr>>);

impl Rig<Lfsr> for Timed {
    fn play(&mut self, draws: &Draws) -> Vec<u16> {
        let mut out = lfsr::Out::default();
        self.0.reset();
        let load = lfsr::In { load: true, seed: draws.seed, ..Default::default() };
        self.0.step(EdgeSet::FIRST, &load, &mut out);
        let mut words = Vec::with_capacity(draws.words);
        for _ in 0..draws.words {
            for _ in 0..draws.stride_clocks {
                self.0.step(EdgeSet::FIRST, &lfsr::In::default(), &mut out);
            }
            words.push(out.random);
        }
        words
    }
}
