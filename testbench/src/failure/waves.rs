// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs a failing stimulus once more and writes the waves of both sides around the event that fails.

use std::io;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use fst_writer::FstWriteError;
use wirewright_bridge::{BridgeError, Kind, Model, Options, Source, Verilated};
use wirewright_spec::{Design, PortSet};

use super::fst::Fst;
use crate::clocks::Event;
use crate::lockstep::{Drive, Watch};
use crate::registry::Registered;
use crate::stimulus::{Player, Stimulus, StimulusError};
use crate::whole;

/// Events shown before the one that fails.
const EVENTS_BEFORE: u64 = 4000;
/// Events shown after it.
pub(crate) const EVENTS_AFTER: u64 = 16;

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

/// What the model's waves are called.
const MODEL: &str = "model.fst";

/// The writer of the model's waves says no.
fn unwritable(folder: &Path, error: FstWriteError) -> WavesError {
    WavesError::Io { file: folder.join(MODEL), source: io::Error::other(error) }
}

/// Writes `model.fst` and `rtl.fst` into `folder`. The last event of the stimulus, the one that fails, is marked in
/// `model.fst` by the signal `difference_here`.
///
/// # Errors
/// When Verilator is missing or a file cannot be written.
pub fn write_waves<R: Registered>(
    source: &Source,
    stimulus: &Stimulus,
    seed: NonZeroU32,
    folder: &Path,
) -> Result<(), WavesError> {
    let mut waves = WaveWriter::<R>::new(source, stimulus.events, seed, folder)?;
    let mut model = R::Model::default();
    let (mut player, mut clocks) = Player::<R::In, R::Out>::new(stimulus, R::CLOCKS)?;
    let (mut input, mut output) = (R::In::default(), R::Out::default());
    player.start(&mut input);
    for number in 0..stimulus.events + EVENTS_AFTER {
        let event = Event { number, ..clocks.next_event() };
        model.step(event.edges, &input, &mut output);
        waves.event(&event, &input, &output);
        player.after(&event, &output, &mut input);
    }
    waves.finish()
}

/// Looks on at a golden model, lets the Verilog follow, and writes the waves of both around the event that fails.
pub(crate) struct WaveWriter<R: Registered> {
    rtl: Verilated<R>,
    got: R::Out,
    model: Fst,
    folder: PathBuf,
    /// Events up to the one that fails.
    events: u64,
    result: Result<(), WavesError>,
}

impl<R: Registered> WaveWriter<R> {
    /// Waves in `folder` of a run whose event number `events`, counted from 1, fails.
    pub(crate) fn new(
        source: &Source,
        events: u64,
        seed: NonZeroU32,
        folder: &Path,
    ) -> Result<WaveWriter<R>, WavesError> {
        let rtl = Model::<R>::load(source, &Options { keep: false, ..Options::of(Kind::Trace) })?.instance(seed)?;
        let model = Fst::new(&PortSet::of::<R>()).map_err(|error| unwritable(folder, error))?;
        Ok(WaveWriter { rtl, got: R::Out::default(), model, folder: folder.to_owned(), events, result: Ok(()) })
    }

    /// Completes the waves.
    pub(crate) fn finish(mut self) -> Result<(), WavesError> {
        self.result?;
        self.rtl.end_trace()?;
        let waves = self.model.finish().map_err(|error| unwritable(&self.folder, error))?;
        let file = self.folder.join(MODEL);
        whole::write(&file, waves).map_err(|source| WavesError::Io { file, source })
    }

    fn follow(&mut self, event: &Event, input: &R::In, output: &R::Out) -> Result<(), WavesError> {
        let first = self.events.saturating_sub(EVENTS_BEFORE);
        self.rtl.set_time_ps(event.time_ps);
        if event.number == first {
            self.rtl.trace_to(&self.folder.join("rtl.fst"))?;
        }
        self.rtl.step(event.edges, input, &mut self.got);
        if event.number >= first {
            let shown = self.model.event(event, input, output, event.number + 1 == self.events);
            shown.map_err(|error| unwritable(&self.folder, error))?;
        }
        Ok(())
    }
}

impl<R: Registered> Watch<R::In, R::Out> for WaveWriter<R> {
    fn event(&mut self, event: &Event, input: &R::In, output: &R::Out) {
        if event.number < self.events + EVENTS_AFTER && self.result.is_ok() {
            self.result = self.follow(event, input, output);
        }
    }
}
