// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who notices a mutant: lockstep with the golden model under the default and directed stimuli, short ones first, then
//! the conformance cases.

use std::any::Any;
use std::fmt;
use std::num::NonZeroU32;

use serde::Serialize;
use wirewright_spec::{Interface, PortSet};

use super::MutateError;
use super::mutant::Mutant;
use crate::conformance::{Device, Ladder, NoDesign, Outcome, Rung, Rungs, cases, run_on};
use crate::lockstep::{Difference, LockstepError, Summary};
use crate::registry::Registered;
use crate::rungs::{self, RunError};
use crate::stimulus::{Flavour, Stimulus, directed};

/// Seeds of stimuli and of the start values of registers.
const SEEDS: [u32; 3] = [1, 2, 0x0bad_cafe];

/// A short run finds most mutants; the long ones come after it.
const SHORT_EVENTS: u64 = 20_000;

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

/// The stimuli of a block, made once for all mutants.
pub(super) struct Judge {
    runs: Vec<(String, NonZeroU32, Stimulus)>,
}

impl Judge {
    /// Both flavours of each seed, and the directed stimuli.
    pub fn of<R: Registered>(events: u64) -> Judge {
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
        Judge { runs }
    }

    /// Who notices something: the first run of lockstep, and the first conformance case.
    ///
    /// # Errors
    /// When a stimulus does not fit the block, or a case cannot be run.
    pub fn killers<R: Registered>(&self, mutant: &Mutant<'_, R>) -> Result<Vec<Killer>, MutateError> {
        let lockstep = self.lockstep::<R>(mutant)?;
        Ok(lockstep.into_iter().chain(conformance::<R>(mutant)?).collect())
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

/// The first conformance case of the block that fails; none when all hold, or the block has none.
///
/// # Errors
/// When a case cannot be run.
pub(super) fn conformance<R: Registered>(mutant: &Mutant<'_, R>) -> Result<Option<Killer>, MutateError> {
    let rungs = Chosen { mutant, golden: Ladder::default() };
    for case in cases() {
        for &device in case.devices.iter().filter(|device| device.split(':').next() == Some(R::NAME)) {
            match run_on(case, device, Rung::Rtl, &rungs) {
                Outcome::Passed { .. } | Outcome::NotApplicable { .. } => (),
                Outcome::Failed { message, expected, got, clause, .. } => {
                    let (case, clause) = (case.name.to_owned(), clause.to_owned());
                    let message = format!("{message}: expected {expected}, got {got}");
                    return Ok(Some(Killer::Conformance { case, clause, message }));
                }
                Outcome::Unavailable { why } => {
                    return Err(MutateError::Case { case: case.name, reason: why.to_string() });
                }
            }
        }
    }
    Ok(None)
}

fn against_model<R: Registered>(
    mutant: &Mutant<'_, R>,
    stimulus: &Stimulus,
    seed: NonZeroU32,
) -> Result<Summary, RunError> {
    rungs::model_against_instance::<R, R::Model>(R::Model::default(), "model", mutant.instance(seed)?, stimulus)
}

/// The rungs of a case: the mutant for its block, golden models for the rest.
struct Chosen<'a, R: Registered> {
    mutant: &'a Mutant<'a, R>,
    golden: Ladder,
}

impl<R: Registered> Rungs for Chosen<'_, R> {
    fn open<I: Interface>(&self, _: Rung) -> Result<Box<dyn Device<I>>, NoDesign> {
        if I::NAME != R::NAME {
            return self.golden.open::<I>(Rung::Model);
        }
        let refuse = |reason: String| NoDesign::Other(reason);
        let instance = self.mutant.instance(start(SEEDS[0])).map_err(|error| refuse(error.to_string()))?;
        let device: Box<dyn Device<R>> = Box::new(instance);
        let device: Box<dyn Any> = Box::new(device);
        // Succeeds: the name of an interface is unique, a test of `spec` looks.
        let device = device.downcast::<Box<dyn Device<I>>>();
        device.map(|device| *device).map_err(|_| refuse(format!("another interface has the name {}", I::NAME)))
    }
}

fn start(seed: u32) -> NonZeroU32 {
    NonZeroU32::new(seed).unwrap_or(NonZeroU32::MIN)
}
