// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes down what was driven, whoever drove it: a run with frames, wires and feedback becomes a stimulus of listed
//! pins, which replays the run as long as the design answers the same, and shrinks like any other.

use std::marker::PhantomData;

use wirewright_spec::{EdgeSet, Port, Ports};

use super::{Driver, Pin, Source, Stimulus};
use crate::clocks::{ClockPlan, Event};
use crate::lockstep::{Watch, reset_value};

/// Looks on and writes down all inputs.
pub struct Recorder<In> {
    /// For each input the events at which it may change, and its runs.
    runs: Vec<(EdgeSet, Vec<(u64, u64)>)>,
    /// Who rose at the event before.
    edges: EdgeSet,
    events: u64,
    ports: PhantomData<fn(In)>,
}

impl<In: Ports> Recorder<In> {
    /// For a design with these clocks.
    pub fn new(clocks: &[&str]) -> Recorder<In> {
        let runs = In::PORTS.iter().map(|port| {
            let clock = clocks.iter().position(|name| *name == clock_of(port, clocks.len()));
            (clock.map_or(EdgeSet(u8::MAX), |clock| EdgeSet::NONE.with(clock)), Vec::new())
        });
        Recorder { runs: runs.collect(), ports: PhantomData, edges: EdgeSet(u8::MAX), events: 0 }
    }

    /// What was driven, as a stimulus with these clocks: those of the run.
    pub fn stimulus(&self, clocks: ClockPlan) -> Stimulus {
        let count = clocks.clocks.len();
        let ports = In::PORTS.iter().zip(&self.runs);
        let drivers = ports.map(|(port, (_, runs))| {
            let (clock, name) = (clock_of(port, count).to_owned(), port.name.to_owned());
            Driver::Pin(Pin { clock, port: name, source: Source::Runs(runs.clone()) })
        });
        Stimulus { clocks, events: self.events, drivers: drivers.collect() }
    }
}

/// The clock after whose edges a port may change: of several clocks a reset may assert with none.
fn clock_of(port: &Port, clocks: usize) -> &'static str {
    if clocks > 1 && reset_value(port.name).is_some() { "async" } else { port.clock }
}

impl<In: Ports, Out> Watch<In, Out> for Recorder<In> {
    fn event(&mut self, event: &Event, input: &In, _: &Out) {
        // A port is driven once at the start and then after each edge of its clock: so is it written down.
        for (index, (domain, runs)) in self.runs.iter_mut().enumerate() {
            if domain.0 & self.edges.0 == 0 && !runs.is_empty() {
                continue;
            }
            let value = input.get(index);
            match runs.last_mut() {
                Some(run) if run.1 == value => run.0 += 1,
                _ => runs.push((1, value)),
            }
        }
        self.edges = event.edges;
        self.events += 1;
    }
}
