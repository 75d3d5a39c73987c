// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who notices a mutant: lockstep with the golden model under the default and directed stimuli, short ones first, then
//! the conformance cases. Cases that take long are asked only where nobody has noticed anything and nothing is proved.

use std::fmt;
use std::num::NonZeroU32;

use serde::Serialize;
use wirewright_spec::PortSet;

use super::MutateError;
use super::cases::{self, Asked};
use super::mutant::Mutant;
use crate::lockstep::{Difference, LockstepError, Summary};
use crate::registry::Registered;
use crate::rungs::{self, RunError};
use crate::stimulus::{Flavour, Stimulus, directed};

/// Seeds of stimuli and of the start values of registers.
pub(super) const SEEDS: [u32; 3] = [1, 2, 0x0bad_cafe];

/// A short run finds most mutants; the long ones come after it.
const SHORT_EVENTS: u64 = 20_000;

/// A case that takes more edges is slow. All quick ones together take about as long as lockstep.
const QUICK_EDGES: u64 = 1_000_000;

/// Who noticed a mutant, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Killer {
    /// A port differs from that of the golden model.
    Lockstep {
        /// The stimulus.
        stimulus: String,
        /// The first difference.
        difference: Difference,
    },
    /// The Verilog stopped, for example in a loop that does not settle.
    Stopped {
        /// The stimulus.
        stimulus: String,
        /// What it said.
        text: String,
    },
    /// A conformance case failed.
    Conformance {
        /// The case.
        case: String,
        /// Its requirement.
        clause: String,
        /// What was seen.
        message: String,
    },
    /// The reference disagrees in the main job.
    Reference {
        /// On what.
        disagreement: String,
    },
    /// A monitor saw a rule of an interface broken.
    Monitor {
        /// Which and where.
        violation: String,
    },
}

impl Killer {
    /// Whether it is lockstep.
    pub fn is_lockstep(&self) -> bool {
        matches!(self, Killer::Lockstep { .. } | Killer::Stopped { .. })
    }
}

impl fmt::Display for Killer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Killer::Lockstep { stimulus, difference } => write!(f, "lockstep, {stimulus}: {difference}"),
            Killer::Stopped { stimulus, text } => write!(f, "lockstep, {stimulus}: the Verilog stopped: {text}"),
            Killer::Conformance { case, clause, message } => write!(f, "conformance {case} ({clause}): {message}"),
            Killer::Reference { disagreement } => write!(f, "reference: {disagreement}"),
            Killer::Monitor { violation } => write!(f, "monitor: {violation}"),
        }
    }
}

/// The stimuli and the conformance cases of a block, made once for all mutants.
pub(super) struct Judge {
    runs: Vec<(String, NonZeroU32, Stimulus)>,
    quick: Vec<Asked>,
    slow: Vec<Asked>,
}

impl Judge {
    /// Both flavours of each seed, and the directed stimuli; the cases by what they take. The unmutated block must hold
    /// under all of them, else a mutant of it shows nothing.
    ///
    /// # Errors
    /// When it does not, when a stimulus does not fit, or a case cannot be run.
    pub fn of<R: Registered>(events: u64, gold: &Mutant<'_, R>) -> Result<Judge, MutateError> {
        let mut runs = Vec::new();
        let mut add = |events: u64, seed: u32| {
            for flavour in [Flavour::Protocol, Flavour::Chaos] {
                let stimulus = R::stimulus(flavour, seed.into(), events);
                runs.push((format!("{flavour:?} seed {seed}, {events} events").to_lowercase(), start(seed), stimulus));
            }
        };
        add(SHORT_EVENTS.min(events), SEEDS[0]);
        SEEDS.into_iter().filter(|_| events > SHORT_EVENTS).for_each(|seed| add(events, seed));
        for (name, stimulus) in directed(&PortSet::of::<R>()) {
            runs.push((format!("directed {name}"), start(SEEDS[1]), stimulus));
        }
        let mut judge = Judge { runs, quick: Vec::new(), slow: Vec::new() };
        let not_equal = |killer| MutateError::NotEqual { block: R::NAME, killer: Box::new(killer) };
        if let Some(killer) = judge.lockstep::<R>(gold)? {
            return Err(not_equal(killer));
        }
        for asked in cases::of(R::NAME) {
            match asked.of::<R>(gold)? {
                (Some(killer), _) => return Err(not_equal(killer)),
                (None, edges) if edges <= QUICK_EDGES => judge.quick.push(asked),
                (None, _) => judge.slow.push(asked),
            }
        }
        Ok(judge)
    }

    /// Who notices something: the first run of lockstep, and the first conformance case that is quick.
    ///
    /// # Errors
    /// When a stimulus does not fit the block, or a case cannot be run.
    pub fn quick_killers<R: Registered>(&self, mutant: &Mutant<'_, R>) -> Result<Vec<Killer>, MutateError> {
        let lockstep = self.lockstep::<R>(mutant)?;
        Ok(lockstep.into_iter().chain(cases::first_of::<R>(&self.quick, mutant)?).collect())
    }

    /// Whether there are conformance cases that take long.
    pub fn has_slow_cases(&self) -> bool {
        !self.slow.is_empty()
    }

    /// The first of the slow conformance cases that fails.
    ///
    /// # Errors
    /// When a case cannot be run.
    pub fn slow_killer<R: Registered>(&self, mutant: &Mutant<'_, R>) -> Result<Option<Killer>, MutateError> {
        cases::first_of::<R>(&self.slow, mutant)
    }

    /// The first run of lockstep that notices something; none when all are equal at every edge.
    ///
    /// # Errors
    /// When a stimulus does not fit the block.
    fn lockstep<R: Registered>(&self, mutant: &Mutant<'_, R>) -> Result<Option<Killer>, RunError> {
        for (name, seed, stimulus) in &self.runs {
            let stimulus_name = name.clone();
            match against_model::<R>(mutant, stimulus, *seed) {
                Ok(_) => (),
                Err(RunError::Lockstep(LockstepError::Difference(difference))) => {
                    return Ok(Some(Killer::Lockstep { stimulus: stimulus_name, difference: *difference }));
                }
                Err(RunError::Stopped { text, .. }) => {
                    return Ok(Some(Killer::Stopped { stimulus: stimulus_name, text }));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}

fn against_model<R: Registered>(
    mutant: &Mutant<'_, R>,
    stimulus: &Stimulus,
    seed: NonZeroU32,
) -> Result<Summary, RunError> {
    rungs::model_against_instance::<R, R::Model>(R::Model::default(), "model", mutant.instance(seed)?, stimulus)
}

pub(super) fn start(seed: u32) -> NonZeroU32 {
    NonZeroU32::new(seed).unwrap_or(NonZeroU32::MIN)
}
