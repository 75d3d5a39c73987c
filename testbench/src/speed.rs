// SPDX-License-Identifier: MIT OR Apache-2.0
//! How fast a block runs: the Verilog alone in a bare C++ loop, the golden model alone, and both in lockstep, all with
//! the same recorded inputs: frames of the least and the greatest length back to back on streams and wires, every edge
//! stepped. All clocks rise together.

use std::num::NonZeroU32;
use std::time::Instant;

use serde::Serialize;
use wirewright_bridge::Model;
use wirewright_spec::{Design, EdgeSet, PortSet};

use crate::clocks::{Clock, ClockPlan, Clocks, Event};
use crate::lockstep::{Borrowed, Drive, Lockstep, Side, Watch, play, reset_value};
use crate::random::Random;
use crate::registry::Registered;
use crate::rungs::RunError;
use crate::stimulus::frames::fcs;
use crate::stimulus::{Driver, Flavour, Player, Source, Stimulus, StreamFrame, WireFrame, busy_host, default_stimulus};

/// Distinct events that are recorded; longer runs repeat them.
const RECORDED_EVENTS: u64 = 100_000;

/// Events a second, and the ratios that matter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Speed {
    /// The block.
    pub block: &'static str,
    /// Events in each measurement.
    pub events: u64,
    /// The Verilog in a bare C++ loop.
    pub bare_rtl_per_second: f64,
    /// The golden model alone.
    pub model_per_second: f64,
    /// Both in lockstep, all outputs compared.
    pub lockstep_per_second: f64,
    /// Lockstep over bare Verilog.
    pub lockstep_to_bare: f64,
    /// Golden model over bare Verilog.
    pub model_to_bare: f64,
}

/// Measures `events` events of `R`, the best of `rounds` rounds each.
///
/// # Errors
/// When the Verilog cannot be run, or model and Verilog differ.
pub fn measure<R: Registered>(rtl: &Model<R>, events: u64, rounds: u32) -> Result<Speed, RunError> {
    let recording = record::<R>()?;
    let repeats = events.div_ceil(RECORDED_EVENTS).max(1);
    let events = repeats * RECORDED_EVENTS;
    let edges = [recording.edges];
    let (mut bare, mut model, mut lockstep) = (f64::MAX, f64::MAX, f64::MAX);
    for _ in 0..rounds.max(1) {
        let mut verilated = rtl.instance(NonZeroU32::MIN)?;
        let mut output = R::Out::default();
        bare = bare.min(seconds(|| {
            for _ in 0..repeats {
                verilated.bare_loop(&edges, &recording.inputs, &mut output);
                std::hint::black_box(&output);
            }
        }));
        let mut golden = R::Model::default();
        model = model.min(seconds(|| {
            for _ in 0..repeats {
                for input in &recording.inputs {
                    golden.step(recording.edges, input, &mut output);
                    std::hint::black_box(&output);
                }
            }
        }));
        let sides = (Side::new("model", R::Model::default()), Side::new("rtl", Borrowed(&mut verilated)));
        let drive = Repeat { inputs: &recording.inputs, at: 0 };
        let clocks = Clocks::new(&recording.clocks).map_err(crate::stimulus::StimulusError::from)?;
        let mut result = Ok(());
        lockstep = lockstep.min(seconds(|| result = Lockstep::new(sides, clocks, drive).run(events).map(drop)));
        result?;
    }
    let per_second = |seconds: f64| events as f64 / seconds;
    Ok(Speed {
        block: R::NAME,
        events,
        bare_rtl_per_second: per_second(bare),
        model_per_second: per_second(model),
        lockstep_per_second: per_second(lockstep),
        lockstep_to_bare: bare / lockstep,
        model_to_bare: bare / model,
    })
}

/// Processor time of this thread where the system tells it (Linux), so that other programs do not disturb; else time.
fn seconds(work: impl FnOnce()) -> f64 {
    let (start, start_cpu_ns) = (Instant::now(), cpu_ns());
    work();
    match (start_cpu_ns, cpu_ns()) {
        (Some(start), Some(end)) if end > start => (end - start) as f64 * 1e-9,
        _ => start.elapsed().as_secs_f64(),
    }
}

fn cpu_ns() -> Option<u64> {
    // The first number is the time spent on the processor, in nanoseconds.
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}

/// Inputs event by event.
struct Recording<In> {
    clocks: ClockPlan,
    edges: EdgeSet,
    inputs: Vec<In>,
}

impl<In: Copy, Out> Watch<In, Out> for Recording<In> {
    fn event(&mut self, _: &Event, input: &In, _: &Out) {
        self.inputs.push(*input);
    }
}

/// Gives the recorded inputs again and again.
struct Repeat<'a, In> {
    inputs: &'a [In],
    at: usize,
}

impl<In: Copy, Out> Drive<In, Out> for Repeat<'_, In> {
    fn start(&mut self, input: &mut In) {
        *input = self.inputs[0];
    }

    #[inline]
    fn after(&mut self, _: &Event, _: &Out, input: &mut In) -> bool {
        self.at += 1;
        if self.at == self.inputs.len() {
            self.at = 0;
        }
        *input = self.inputs[self.at];
        true
    }
}

/// Plays the busiest stimulus of the block on its model.
fn record<R: Registered>() -> Result<Recording<R::In>, RunError> {
    let stimulus = busy::<R>();
    let (mut player, mut clocks) = Player::<R::In, R::Out>::new(&stimulus, R::CLOCKS)?;
    let all = (0..R::CLOCKS.len()).fold(EdgeSet::NONE, EdgeSet::with);
    let mut recording = Recording { clocks: stimulus.clocks, edges: all, inputs: Vec::new() };
    play(&mut R::Model::default(), &mut clocks, &mut player, &mut recording, RECORDED_EVENTS);
    Ok(recording)
}

/// The default stimulus without gaps, faults and pauses, all clocks alike.
fn busy<R: Registered>() -> Stimulus {
    let mut stimulus = default_stimulus(&PortSet::of::<R>(), Flavour::Protocol, 1, RECORDED_EVENTS);
    let clock = |name: &&str| Clock::steady(name, 8000, 8000);
    stimulus.clocks = ClockPlan { clocks: R::CLOCKS.iter().map(clock).collect(), grid_ps: 1 };
    for driver in &mut stimulus.drivers {
        match driver {
            Driver::Stream(stream) => {
                let frame = |octets| StreamFrame { octets, levels: 1, ..StreamFrame::default() };
                stream.frames = bodies().map(frame).collect();
            }
            Driver::Wire(wire) => {
                let (gap, preamble) = if wire.nibbles { (24, 15) } else { (12, 7) };
                let frame = |mut octets: Vec<u8>| {
                    octets.extend(fcs(&octets));
                    WireFrame { gap, preamble, octets, ..WireFrame::default() }
                };
                wire.frames = bodies().map(frame).collect();
            }
            Driver::Medium(medium) => {
                medium.attempts.clear();
                medium.carriers.clear();
            }
            Driver::Pin(pin) => {
                let name = pin.port.as_str();
                let on = name.ends_with("_tready") || name.ends_with("_ce") || name.ends_with("_clk_en");
                let on = on || ["cfg_tx_fcs_insert", "cfg_rx_fcs_strip", "cfg_tx_full_duplex"].contains(&name);
                let off = name.contains("pause") || name == "tx_hold" || name.starts_with("cfg_");
                match &mut pin.source {
                    Source::Reset { again_mean_edges, .. } => *again_mean_edges = 0,
                    Source::Runs(runs) if reset_value(name).is_some() => runs.truncate(2),
                    source if on => *source = Source::Constant(u64::MAX),
                    source if off && !name.ends_with("mac_address") => *source = Source::Constant(0),
                    _ => (),
                }
            }
            Driver::Host(host) => **host = busy_host(&PortSet::of::<R>()),
            Driver::Server(_) | Driver::Follow(_) => (),
        }
    }
    stimulus
}

/// Frames of 60 and 1514 octets in turn, more than the recording has room for.
fn bodies() -> impl Iterator<Item = Vec<u8>> {
    let mut random = Random::new(1);
    let count = RECORDED_EVENTS as usize / 700;
    (0..2 * count).map(move |n| {
        let length = if n % 2 == 0 { 60 } else { 1514 };
        let mut octets = random.octets(length);
        octets[0] = 0x02;
        octets[12..14].copy_from_slice(&[0x08, 0x00]);
        octets
    })
}
