// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs a failing stimulus once more and writes the waves of both sides around the event that fails.

use std::fs::File;
use std::io::{self, BufWriter};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use wirewright_bridge::{BridgeError, Kind, Model, Options, Source};
use wirewright_spec::{Design, PortSet};

use super::vcd::Vcd;
use crate::lockstep::Drive;
use crate::registry::Registered;
use crate::stimulus::{Player, Stimulus, StimulusError};

/// Events shown before the one that fails.
const EVENTS_BEFORE: u64 = 4000;
/// Events shown after it.
const EVENTS_AFTER: u64 = 16;

/// Why there are no waves.
#[derive(Debug, thiserror::Error)]
pub enum WavesError {
    /// The Verilog could not be loaded for waves, or they could not be written.
    #[error(transparent)]
    Bridge(#[from] BridgeError),
    /// The stimulus is not one for this block.
    #[error(transparent)]
    Stimulus(#[from] StimulusError),
    /// The model's waves could not be written.
    #[error("{}: {source}", file.display())]
    Io {
        /// The wave file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Writes `model.vcd` and `rtl.fst` into `folder`. The last event of the stimulus, the one that fails, is marked in
/// `model.vcd` by the signal `difference_here`.
///
/// # Errors
/// When Verilator is missing or a file cannot be written.
pub fn write_waves<R: Registered>(
    source: &Source,
    stimulus: &Stimulus,
    seed: NonZeroU32,
    folder: &Path,
) -> Result<(), WavesError> {
    let vcd_file = folder.join("model.vcd");
    let io = |source| WavesError::Io { file: vcd_file.clone(), source };
    let mut rtl = Model::<R>::load(source, &Options { keep: false, ..Options::of(Kind::Trace) })?.instance(seed)?;
    let mut model = R::Model::default();
    let mut vcd = Vcd::new(BufWriter::new(File::create(&vcd_file).map_err(io)?), &PortSet::of::<R>()).map_err(io)?;
    let (mut player, mut clocks) = Player::<R::In, R::Out>::new(stimulus, R::CLOCKS)?;
    let (mut input, mut expected, mut got) = (R::In::default(), R::Out::default(), R::Out::default());
    player.start(&mut input);
    let first = stimulus.events.saturating_sub(EVENTS_BEFORE);
    for number in 0..stimulus.events + EVENTS_AFTER {
        let event = clocks.next_event();
        rtl.set_time_ps(event.time_ps);
        if number == first {
            rtl.trace_to(&folder.join("rtl.fst"))?;
        }
        model.step(event.edges, &input, &mut expected);
        rtl.step(event.edges, &input, &mut got);
        if number >= first {
            vcd.event(&event, &input, &expected, number + 1 == stimulus.events).map_err(io)?;
        }
        player.after(&event, &expected, &mut input);
    }
    vcd.finish().map_err(io)?;
    rtl.end_trace()?;
    Ok(())
}
