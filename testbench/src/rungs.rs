// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model and Verilog of a registered block in lockstep, one run after the other, from a stimulus and a seed for
//! the start values of the registers.

use std::num::NonZeroU32;

use wirewright_bridge::{BridgeError, Model, Options, Source, Status, Verilated};
use wirewright_spec::{Design, Interface};

use crate::lockstep::{Borrowed, Lockstep, LockstepError, Side, Summary};
use crate::registry::Registered;
use crate::stimulus::{Player, Stimulus, StimulusError};

/// Why a run of model and Verilog did not hold or could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// It was made and did not hold.
    #[error(transparent)]
    Lockstep(#[from] LockstepError),
    /// The Verilog could not be loaded: no tool, or Verilator refused it.
    #[error(transparent)]
    Bridge(#[from] BridgeError),
    /// The stimulus is not one for this block.
    #[error(transparent)]
    Stimulus(#[from] StimulusError),
    /// The Verilog ended the simulation by itself.
    #[error("the Verilog of `{name}` stopped: {text}")]
    Stopped {
        /// The block.
        name: &'static str,
        /// Where and why.
        text: String,
    },
}

/// The Verilog of `source`, ready to run next to the model of `R`.
///
/// # Errors
/// As [`Model::load`].
pub fn load<R: Registered>(source: &Source, options: &Options) -> Result<Model<R>, BridgeError> {
    Model::load(source, options)
}

/// Golden model (`model`, which is right) and Verilog (`rtl`) under one stimulus.
///
/// # Errors
/// At the first difference; when nothing was compared; when the stimulus does not fit.
pub fn model_against_rtl<R: Registered>(
    rtl: &Model<R>,
    stimulus: &Stimulus,
    seed: NonZeroU32,
) -> Result<Summary, RunError> {
    model_against::<R, R::Model>(R::Model::default(), "model", rtl, stimulus, seed)
}

/// Any design with the ports of `I` and Verilog under one stimulus; the design is right.
///
/// # Errors
/// As [`model_against_rtl`].
pub fn model_against<I: Interface, D: Design<In = I::In, Out = I::Out>>(
    design: D,
    name: &str,
    rtl: &Model<I>,
    stimulus: &Stimulus,
    seed: NonZeroU32,
) -> Result<Summary, RunError> {
    model_against_instance::<I, D>(design, name, rtl.instance(seed)?, stimulus)
}

/// As [`model_against`], with Verilog that was just started.
///
/// # Errors
/// As [`model_against_rtl`].
pub fn model_against_instance<I: Interface, D: Design<In = I::In, Out = I::Out>>(
    design: D,
    name: &str,
    mut verilated: Verilated<I>,
    stimulus: &Stimulus,
) -> Result<Summary, RunError> {
    let (player, clocks) = Player::new(stimulus, I::CLOCKS)?;
    let sides = (Side::new(name, design), Side::new("rtl", Borrowed(&mut verilated)));
    let result = Lockstep::new(sides, clocks, player).run(stimulus.events);
    match verilated.status() {
        Status::Running => Ok(result?),
        Status::Finished(text) | Status::Failed(text) | Status::Fatal(text) => {
            Err(RunError::Stopped { name: I::NAME, text })
        }
    }
}
