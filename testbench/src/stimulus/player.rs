// SPDX-License-Identifier: MIT OR Apache-2.0
//! Plays a stimulus on a design: port names become indices once, then each driver is called after the edges of its
//! clock.

use std::marker::PhantomData;

use wirewright_spec::{EdgeSet, Port, Ports};

use super::host::{self, HostPlayer, HostPorts};
use super::medium::MediumPlayer;
use super::pins::PinPlayer;
use super::server::{FollowPlayer, ServerAnswer, ServerPlayer, ServerPorts};
use super::stream::StreamPlayer;
use super::wire::{WirePlayer, WirePorts};
use super::{Driver, Stimulus, StimulusError};
use crate::clocks::{Clocks, Event};
use crate::lockstep::{Drive, reset_value};

/// A playing stimulus for a design with the ports `In` and `Out`.
pub struct Player<In, Out> {
    parts: Vec<(EdgeSet, Part)>,
    events: u64,
    ports: PhantomData<fn() -> (In, Out)>,
}

enum Part {
    Pin(PinPlayer),
    Stream(Box<StreamPlayer>),
    Wire(Box<WirePlayer>),
    Medium(Box<MediumPlayer>),
    Host(Box<HostPlayer>),
    Server(Box<ServerPlayer>),
    Follow(Box<FollowPlayer>),
}

impl<In: Ports, Out: Ports> Player<In, Out> {
    /// Makes a stimulus ready for a design with these clocks; gives its running clocks, too.
    ///
    /// # Errors
    /// When a driver names a port or clock that the design does not have, or changes a port outside of its domain.
    pub fn new(stimulus: &Stimulus, clocks: &[&str]) -> Result<(Player<In, Out>, Clocks), StimulusError> {
        let got: Vec<_> = stimulus.clocks.clocks.iter().map(|clock| clock.name.clone()).collect();
        if got != clocks {
            let expected = clocks.iter().map(|&clock| clock.to_owned()).collect();
            return Err(StimulusError::Clocks { expected, got });
        }
        let mut resolver = Resolver { clocks, inputs: In::PORTS, outputs: Out::PORTS, driven: Vec::new() };
        let parts = stimulus.drivers.iter().map(|driver| resolver.part(driver)).collect::<Result<_, _>>()?;
        let running = Clocks::new(&stimulus.clocks)?;
        Ok((Player { parts, events: stimulus.events, ports: PhantomData }, running))
    }
}

impl<In: Ports, Out: Ports> Drive<In, Out> for Player<In, Out> {
    fn start(&mut self, input: &mut In) {
        for (_, part) in &mut self.parts {
            match part {
                Part::Pin(pin) => pin.tick(input),
                Part::Stream(stream) => stream.start(input),
                Part::Wire(wire) => wire.tick(input),
                Part::Medium(_) | Part::Host(_) | Part::Server(_) | Part::Follow(_) => (),
            }
        }
    }

    #[inline]
    fn after(&mut self, event: &Event, output: &Out, input: &mut In) -> bool {
        for (clocks, part) in &mut self.parts {
            if clocks.0 & event.edges.0 == 0 {
                continue;
            }
            match part {
                Part::Pin(pin) => pin.tick(input),
                Part::Stream(stream) => stream.tick(output, input),
                Part::Wire(wire) => wire.tick(input),
                Part::Medium(medium) => medium.tick(output, input),
                Part::Host(host) => host.tick(event.edges, output, input),
                Part::Server(server) => server.tick(output, input),
                Part::Follow(follow) => follow.tick(output, input),
            }
        }
        event.number + 1 < self.events
    }
}

/// Finds ports and clocks by name.
struct Resolver<'a> {
    clocks: &'a [&'a str],
    inputs: &'static [Port],
    outputs: &'static [Port],
    driven: Vec<usize>,
}

impl Resolver<'_> {
    fn part(&mut self, driver: &Driver) -> Result<(EdgeSet, Part), StimulusError> {
        match driver {
            Driver::Pin(pin) => {
                let port = self.input(&pin.clock, &pin.port)?;
                Ok((self.clock(&pin.clock)?, Part::Pin(PinPlayer::new(port, pin.source.clone()))))
            }
            Driver::Stream(s) => {
                let clock = s.clock.as_str();
                let ready = s.ready.as_deref().map(|ready| self.output(ready)).transpose()?;
                let [data, valid, last] = [&s.data, &s.valid, &s.last].map(|port| self.input(clock, port));
                let marks = s.mark_ports.iter().map(|port| self.input(clock, port)).collect::<Result<_, _>>()?;
                let levels = s.level_ports.iter().map(|port| self.input(clock, port)).collect::<Result<_, _>>()?;
                let ports = (data?, valid?, last?, ready, marks, levels);
                Ok((self.clock(clock)?, Part::Stream(Box::new(StreamPlayer::new(s, ports)))))
            }
            Driver::Wire(w) => {
                let [data, valid, error] = [&w.data, &w.valid, &w.error].map(|port| self.input(&w.clock, port));
                let known = |port: &Option<String>| port.as_deref().map(|port| find("input", self.inputs, port));
                let (enable, nibble_choice) = (known(&w.enable).transpose()?, known(&w.nibble_choice).transpose()?);
                let ports = WirePorts { data: data?, valid: valid?, error: error?, enable, nibble_choice };
                Ok((self.clock(&w.clock)?, Part::Wire(Box::new(WirePlayer::new(w, ports)))))
            }
            Driver::Medium(m) => {
                let transmit = self.output(&m.transmit)?;
                let ports = [transmit, self.input(&m.clock, &m.carrier)?, self.input(&m.clock, &m.collision)?];
                Ok((self.clock(&m.clock)?, Part::Medium(Box::new(MediumPlayer::new(m, ports)))))
            }
            Driver::Host(h) => {
                let ports = self.host(&h.clock)?;
                let edges = self.clock(&h.clock)?;
                // It looks at the resets at every event.
                Ok((EdgeSet(u8::MAX), Part::Host(Box::new(HostPlayer::new(h, edges, ports)))))
            }
            Driver::Server(s) => {
                let ports = self.server(&s.clock, s.answer)?;
                Ok((self.clock(&s.clock)?, Part::Server(Box::new(ServerPlayer::new(s, ports)))))
            }
            Driver::Follow(f) => {
                let (port, output) = (self.input(&f.clock, &f.port)?, self.output(&f.output)?);
                Ok((self.clock(&f.clock)?, Part::Follow(Box::new(FollowPlayer::new(f, port, output)))))
            }
        }
    }

    fn host(&mut self, clock: &str) -> Result<HostPorts, StimulusError> {
        let mut ports = HostPorts { resets: self.resets(), ..HostPorts::default() };
        if self.has(host::READ.0[0]) {
            ports.read = Some((self.inputs(clock, host::READ.0)?, self.outputs(host::READ.1)?));
        }
        if self.has(host::WRITE.0[0]) {
            ports.write = Some((self.inputs(clock, host::WRITE.0)?, self.outputs(host::WRITE.1)?));
        }
        if self.has(host::REGISTERS.0[0]) {
            ports.registers = Some((self.inputs(clock, host::REGISTERS.0)?, self.outputs(host::REGISTERS.1)?));
        }
        Ok(ports)
    }

    fn server(&mut self, clock: &str, answer_kind: ServerAnswer) -> Result<ServerPorts, StimulusError> {
        let [answer, error] = match answer_kind {
            ServerAnswer::Words => self.inputs(clock, ["word_valid", "word_error"])?,
            ServerAnswer::Done => self.inputs(clock, ["done", "done_error"])?,
        };
        let mut optional = |name| self.has(name).then(|| self.input(clock, name)).transpose();
        let (data, last) = (optional("word_data")?, optional("word_last")?);
        let command = self.outputs(["command_valid", "command_address", "command_octets"])?;
        let (ready, resets) = (self.input(clock, "command_ready")?, self.resets());
        let gives_words = answer_kind == ServerAnswer::Done && self.has("word_ready");
        let words = match gives_words {
            true => Some((self.input(clock, "word_ready")?, self.output("word_valid")?)),
            false => None,
        };
        Ok(ServerPorts { ready, answer, error, data, last, command, words, resets })
    }

    /// The inputs that reset the design while they are high.
    fn resets(&self) -> Vec<usize> {
        let is_reset = |(_, port): &(usize, &Port)| reset_value(port.name) == Some(1);
        self.inputs.iter().enumerate().filter(is_reset).map(|(index, _)| index).collect()
    }

    fn has(&self, name: &str) -> bool {
        self.inputs.iter().any(|port| port.name == name)
    }

    fn inputs<const N: usize>(&mut self, clock: &str, names: [&str; N]) -> Result<[usize; N], StimulusError> {
        let mut found = [0; N];
        for (place, name) in found.iter_mut().zip(names) {
            *place = self.input(clock, name)?;
        }
        Ok(found)
    }

    fn outputs<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], StimulusError> {
        let mut found = [0; N];
        for (place, name) in found.iter_mut().zip(names) {
            *place = self.output(name)?;
        }
        Ok(found)
    }

    fn clock(&self, name: &str) -> Result<EdgeSet, StimulusError> {
        if name == "async" {
            return Ok(EdgeSet(u8::MAX));
        }
        let index = self.clocks.iter().position(|clock| *clock == name);
        index.map(|index| EdgeSet::NONE.with(index)).ok_or_else(|| StimulusError::NoClock(name.to_owned()))
    }

    fn input(&mut self, clock: &str, name: &str) -> Result<usize, StimulusError> {
        let index = find("input", self.inputs, name)?;
        let domain = self.inputs[index].clock;
        // Designs assert the resets of their blocks with no clock, and so may a stimulus of a crossing.
        let is_free = domain == "async" || (clock == "async" && self.clocks.len() > 1 && reset_value(name).is_some());
        if !is_free && domain != clock {
            let (clock, port, domain) = (clock.to_owned(), name.to_owned(), domain.to_owned());
            return Err(StimulusError::Domain { clock, port, domain });
        }
        if self.driven.contains(&index) {
            return Err(StimulusError::TwoDrivers(name.to_owned()));
        }
        self.driven.push(index);
        Ok(index)
    }

    fn output(&self, name: &str) -> Result<usize, StimulusError> {
        find("output", self.outputs, name)
    }
}

fn find(direction: &'static str, ports: &[Port], name: &str) -> Result<usize, StimulusError> {
    let index = ports.iter().position(|port| port.name == name);
    index.ok_or_else(|| StimulusError::NoPort { direction, port: name.to_owned() })
}
