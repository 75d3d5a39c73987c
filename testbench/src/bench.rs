// SPDX-License-Identifier: MIT OR Apache-2.0
//! How fast the check is: ratios within one run, absolute figures beside them. Traffic is back-to-back minimum and
//! maximum frames through `mac_gmii`, every edge stepped, nothing skipped.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use serde::Serialize;
use wirewright_bridge::{BridgeError, Model, Options};
use wirewright_spec::ports::MacGmii;
use wirewright_spec::{Design, EdgeSet, Interface};

use crate::clocks::{ClockError, Clocks, Event};
use crate::cosim::{CosimDrive, CosimOptions, TrafficSpec, clock_plan};
use crate::lockstep::{Drive, Lockstep, LockstepError, Side, Watch, play};
use crate::registry::Registered;

mod latency;

pub use latency::{LatencyRow, latencies};

/// Events of a measured stretch.
const EVENTS: usize = 400_000;
/// Stretches measured of each thing, alternating with the others; the fastest counts.
const ROUNDS: usize = 7;

/// The name and version of the JSON form.
pub const SCHEMA: (&str, u32) = ("wirewright.bench", 1);

/// One kind of traffic.
#[derive(Clone, Debug, Serialize)]
pub struct SpeedRow {
    /// The traffic.
    pub traffic: &'static str,
    /// A C++ loop over the verilated design with the stimulus precomputed and nothing checked: million edges a second.
    pub bare_medges: f64,
    /// The golden model alone, same stimulus.
    pub model_medges: f64,
    /// Model and Verilog in lockstep, all ports compared at every edge, same stimulus.
    pub lockstep_medges: f64,
    /// Lockstep to bare loop; the aim is 0.8.
    pub lockstep_to_bare: f64,
    /// Model to bare loop; the aim is 8.
    pub model_to_bare: f64,
}

/// All measurements of a run.
#[derive(Clone, Debug, Serialize)]
pub struct BenchReport {
    /// The name of the form.
    pub schema: &'static str,
    /// Its version.
    pub version: u32,
    /// Speeds.
    pub speed: Vec<SpeedRow>,
    /// Latencies.
    pub latency: Vec<LatencyRow>,
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The Verilog cannot be loaded.
    #[error(transparent)]
    Bridge(#[from] BridgeError),
    /// The clocks.
    #[error(transparent)]
    Clocks(#[from] ClockError),
    /// Model and Verilog differ: their speeds mean nothing.
    #[error("model and Verilog differ: {0}")]
    Lockstep(#[from] LockstepError),
    /// Something that is measured did not happen.
    #[error("no {0} was seen")]
    Missing(&'static str),
}

/// Measures all there is.
///
/// # Errors
/// When the tools are missing or model and Verilog differ.
pub fn run(mut progress: impl FnMut(&str)) -> Result<BenchReport, BenchError> {
    let rtl: Model<MacGmii> = Model::load(&MacGmii::source(), &Options::default())?;
    let mut speed = Vec::new();
    for (traffic, spec) in [("60 octets back to back", "min"), ("1514 octets back to back", "max")] {
        progress(traffic);
        speed.push(measure(&rtl, traffic, spec)?);
    }
    progress("latencies");
    Ok(BenchReport { schema: SCHEMA.0, version: SCHEMA.1, speed, latency: latencies()? })
}

type In = <MacGmii as Interface>::In;
type Out = <MacGmii as Interface>::Out;
type Golden = <MacGmii as Registered>::Model;

/// A stimulus worked out beforehand.
#[derive(Default)]
struct Recording {
    events: Vec<Event>,
    edges: Vec<EdgeSet>,
    inputs: Vec<In>,
}

impl Watch<In, Out> for Recording {
    fn event(&mut self, event: &Event, input: &In, _: &Out) {
        self.events.push(*event);
        self.edges.push(event.edges);
        self.inputs.push(*input);
    }
}

/// Plays a recording.
struct Playback<'a> {
    recording: &'a Recording,
    next: usize,
}

impl Drive<In, Out> for Playback<'_> {
    fn start(&mut self, input: &mut In) {
        *input = self.recording.inputs[0];
        self.next = 1;
    }

    #[inline]
    fn after(&mut self, _: &Event, _: &Out, input: &mut In) -> bool {
        match self.recording.inputs.get(self.next) {
            Some(next) => {
                *input = *next;
                self.next += 1;
                true
            }
            None => false,
        }
    }
}

fn measure(rtl: &Model<MacGmii>, traffic: &'static str, spec: &str) -> Result<SpeedRow, BenchError> {
    let options = CosimOptions::default();
    let clocks = || Clocks::new(&clock_plan::<MacGmii>(&options));
    let recording = record(spec, clocks()?);
    let (mut bare, mut model, mut lockstep) = (Duration::MAX, Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let mut instance = rtl.instance(NonZeroU32::MIN)?;
        let mut output = Out::default();
        bare = bare.min(timed(|| {
            std::hint::black_box(instance.bare_loop(&recording.edges, &recording.inputs, &mut output));
        }));
        let mut golden = Golden::default();
        model = model.min(timed(|| {
            for (edges, input) in recording.edges.iter().zip(&recording.inputs) {
                golden.step(*edges, input, &mut output);
            }
            std::hint::black_box(&output);
        }));
        let sides = (Side::new("model", Golden::default()), Side::new("rtl", rtl.instance(NonZeroU32::MIN)?));
        let run = Lockstep::new(sides, clocks()?, Playback { recording: &recording, next: 0 });
        let mut result = None;
        lockstep = lockstep.min(timed(|| result = Some(run.run(u64::MAX))));
        result.transpose()?;
    }
    let rate = |time: Duration| recording.edges.len() as f64 / time.as_secs_f64() / 1e6;
    Ok(SpeedRow {
        traffic,
        bare_medges: rate(bare),
        model_medges: rate(model),
        lockstep_medges: rate(lockstep),
        lockstep_to_bare: rate(lockstep) / rate(bare),
        model_to_bare: rate(model) / rate(bare),
    })
}

fn record(spec: &str, mut clocks: Clocks) -> Recording {
    let traffic: TrafficSpec = spec.parse().unwrap_or_else(|error| panic!("a literal that the parser knows: {error}"));
    let endless = TrafficSpec { count: u64::MAX, ..traffic };
    let mut drive = CosimDrive::<MacGmii>::new(Box::new(endless.frames(1)));
    let mut recording = Recording::default();
    play(&mut Golden::default(), &mut clocks, &mut drive, &mut recording, EVENTS as u64);
    recording
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}
