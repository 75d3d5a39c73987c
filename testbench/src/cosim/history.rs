// SPDX-License-Identifier: MIT OR Apache-2.0
//! The end of a long run that failed with a difference: the run is repeated on the golden models alone, from its first
//! frame on, and what is near the difference is written down. Nothing grows with the run.

use wirewright_spec::Design;

use super::CosimError;
use super::drive::CosimDrive;
use super::failure::FailureError;
use super::frames::FrameSource;
use super::mac::MacDesign;
use super::pair::{Pair, plan_of};
use super::report::CosimReport;
use super::rungs::{CosimJob, JobError, mac_of};
use crate::clocks::{Clocks, Event};
use crate::failure::{self, EVENTS_AFTER, Failure, WaveWriter};
use crate::lockstep::{Side, Watch};
use crate::registry::Registered;
use crate::stimulus::Recorder;
use crate::whole::{self, NewFolder};

/// Looks on at one MAC: a golden model follows up to the event that fails, and waves are written around it.
struct Tail<R: Registered> {
    events: u64,
    model: R::Model,
    input: R::In,
    output: R::Out,
    waves: Option<WaveWriter<R>>,
}

impl<R: Registered> Watch<R::In, R::Out> for Tail<R> {
    fn event(&mut self, event: &Event, input: &R::In, output: &R::Out) {
        if event.number < self.events {
            self.model.step(event.edges, input, &mut self.output);
            self.input = *input;
        }
        if let Some(waves) = &mut self.waves {
            waves.event(event, input, output);
        }
    }
}

impl CosimJob {
    /// Writes `failure.json`, `README.txt`, the Verilog and the waves to `folder`.
    pub(super) fn write_end_design<M: MacDesign + Registered>(
        &self,
        source: Box<dyn FrameSource>,
        report: &CosimReport,
        folder: &NewFolder,
    ) -> Result<(), FailureError> {
        let (at, target) = (folder.path(), folder.target());
        let Some(found) = &report.difference else { return Ok(()) };
        let (mac, difference) = (mac_of(found), &found.difference);
        let events = difference.event + 1;
        let text = self.text::<M>()?;
        let verilog = M::source_of(&text);
        let save = |name: &str, text: &str| {
            let file = target.join(name);
            whole::write(&at.join(name), text).map_err(|source| FailureError::File { file, source })
        };
        let mut names = Vec::new();
        for (name, text) in verilog.files() {
            let name = name.replace('/', "_");
            save(&name, text)?;
            names.push(name);
        }
        let mut waves = Some(WaveWriter::<M>::new(&verilog, events, self.register_seed(mac), at));
        let mut trouble = None;
        let tails = [0, 1].map(|of| {
            let waves = if of == mac { waves.take() } else { None };
            let waves = waves.and_then(|waves| waves.map_err(|error| trouble = Some(error)).ok());
            let (model, events) = (M::Model::default(), if of == mac { events } else { 0 });
            Tail::<M> { events, model, input: M::In::default(), output: M::Out::default(), waves }
        });
        let sides = [(); 2].map(|()| (Side::new("model", M::Model::default()),));
        let drive = CosimDrive::<M>::new(source, self.options.wire);
        let mut pair = Pair::new(sides, drive, tails, &self.options).map_err(JobError::from)?;
        while pair.stations()[mac].events() < events + EVENTS_AFTER && pair.advance(1 << 12) == Ok(true) {}
        let (_, _, tails) = pair.end();
        let [a, b] = tails;
        let Tail { model, input, waves, .. } = if mac == 0 { a } else { b };
        let written = waves.map_or(Ok(()), WaveWriter::finish);
        let waves = match trouble.map_or(written, Err) {
            Ok(()) => "model.fst, rtl.fst".to_owned(),
            Err(error) => format!("none: {error}"),
        };
        let clocks = Clocks::new(&plan_of::<M>(mac, &self.options)).map_err(|e| JobError::from(CosimError::from(e)))?;
        let counters = failure::read_out::<M>(model, input, clocks);
        let failure = Failure {
            source: &verilog,
            stimulus: &Recorder::<M::In>::new(M::CLOCKS).stimulus(plan_of::<M>(mac, &self.options)),
            difference,
            seed: self.register_seed(mac),
            stimulus_seed: self.options.seed,
            summary: &report.summaries[mac],
        };
        let record = failure::record::<M>(&failure, names, counters, waves, target);
        // Plain data: cannot fail to be written.
        save(failure::RECORD_FILE, &serde_json::to_string_pretty(&record).expect("a record is plain data"))?;
        save("README.txt", &failure::describe(&record))
    }
}
