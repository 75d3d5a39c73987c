// SPDX-License-Identifier: MIT OR Apache-2.0
//! From the values of a file to a topology: what they refer to is there, and what they say fits together.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use super::problem::Problems;
use super::reader::{Placed, Section, nearest};
use super::{Device, Host, Kind, Program, Rung, Topology, Wire};
use crate::card::Latency;
use wirewright_spec::card::registers::MODERATION_UNIT_CLOCKS;

/// Symbols that a wire is long where it is not said: at a gigabit 512 ns, about 100 m of cable.
const DELAY_SYMBOLS: u64 = 64;
/// The clock of the host side must be this fast for a gigabit (docs/card.md).
const GIGABIT_CLOCK_PS: u64 = 8000;
/// When hosts begin to send, in bit times: a driver takes some 130,000 to bring a card up.
const BEGIN_BITS: u64 = 500_000;
/// What `MODERATION` can hold.
const MOST_MODERATION_CLOCKS: u64 = 0xffff * MODERATION_UNIT_CLOCKS as u64;
/// Letters of the name of a network interface (Linux, IFNAMSIZ less its end).
const TAP_NAME_OCTETS: usize = 15;

/// Looks at values together. Where something is wrong, a value that will not be used stands in.
pub(super) struct Check<'c, 't> {
    /// Where other files are.
    pub folder: &'c Path,
    /// What is wrong.
    pub problems: &'c mut Problems<'t>,
}

impl Check<'_, '_> {
    pub fn topology(&mut self, top: &Section, devices: &[Section], wires: &[Section], hosts: &[Section]) -> Topology {
        let seed = top.integer("seed").unwrap_or(1) as u64;
        let built: Vec<Device> = devices.iter().map(device).collect();
        let joined = self.wires(wires, &built);
        self.clocks(devices, &built);
        let hosts = self.hosts(hosts, &built, &joined);
        Topology { seed, devices: built, wires: joined, hosts }
    }

    /// The contract of the card asks for a clock.
    fn clocks(&mut self, sections: &[Section], devices: &[Device]) {
        for (section, device) in sections.iter().zip(devices) {
            if device.kind == Kind::Nic && device.clock_ps > GIGABIT_CLOCK_PS {
                self.problems.note(section.place("clock_mhz"), "`nic` needs a clock of 125 MHz at least");
            }
        }
    }

    fn wires(&mut self, sections: &[Section], devices: &[Device]) -> Vec<Wire> {
        let mut used = BTreeMap::new();
        let mut wires = Vec::new();
        for section in sections {
            let Some(ends) = section.pair("ends") else { continue };
            let [a, b] = ends.each_ref().map(|end| self.port(end, devices));
            for (end, device) in ends.iter().zip([a, b]) {
                let Some(device) = device else { continue };
                if let Some(other) = used.insert(device, section.name.clone()) {
                    let text = format!("the port of `{}` is joined already, by wire `{other}`", end.value);
                    self.problems.note(end.span.clone(), text);
                }
            }
            if let (Some(a), Some(b)) = (a, b) {
                wires.push(self.wire(section, [a, b], devices));
            }
        }
        wires
    }

    /// The device whose port this is.
    fn port(&mut self, end: &Placed<String>, devices: &[Device]) -> Option<usize> {
        let found = devices.iter().position(|device| device.name == end.value);
        if found.is_none() {
            let of_device = end
                .value
                .split_once('.')
                .and_then(|(name, port)| devices.iter().any(|device| device.name == name).then_some((name, port)));
            let text = match of_device {
                Some((name, port)) => {
                    format!("`{name}` has no port `{port}`: a card has one port, and it is called `{name}`")
                }
                None => unknown("device", &end.value, devices.iter().map(|device| &*device.name)),
            };
            self.problems.note(end.span.clone(), text);
        }
        found
    }

    fn wire(&mut self, section: &Section, ends: [usize; 2], devices: &[Device]) -> Wire {
        let kinds = ends.map(|end| devices[end].kind);
        let usual = kinds[0].rates_mbps()[0];
        let rate_mbps = section.integer("rate_mbps").map_or(usual, |rate| rate as u32);
        for (end, kind) in ends.into_iter().zip(kinds) {
            if !kind.rates_mbps().contains(&rate_mbps) {
                let rates: Vec<_> = kind.rates_mbps().iter().map(u32::to_string).collect();
                let (name, kind, rates) = (&devices[end].name, kind.name(), rates.join(" or "));
                let text = format!("`{name}` is a `{kind}`, which runs at {rates} Mbit/s, not at {rate_mbps}");
                self.problems.note(section.place("rate_mbps"), text);
            }
        }
        let half_duplex = section.is("duplex", "half");
        if half_duplex && kinds.contains(&Kind::Nic) {
            self.problems.note(section.place("duplex"), "`nic` has no half duplex, only `nic_mii` has");
        }
        let symbol_ps = kinds[0].symbol_ps(rate_mbps);
        let delay_ps = section.number("delay_ns").map_or(DELAY_SYMBOLS * symbol_ps, picoseconds);
        if delay_ps < symbol_ps {
            let text = format!("a wire at {rate_mbps} Mbit/s is {} ns long at least, a symbol", symbol_ps / 1000);
            self.problems.note(section.place("delay_ns"), text);
        }
        Wire {
            name: section.name.clone(),
            ends,
            rate_mbps,
            half_duplex,
            delay_ps,
            loss: section.number("loss").unwrap_or(0.0),
            bit_error_rate: section.number("bit_error_rate").unwrap_or(0.0),
        }
    }

    fn hosts(&mut self, sections: &[Section], devices: &[Device], wires: &[Wire]) -> Vec<Host> {
        let addresses = self.addresses(sections);
        let mut owners: BTreeMap<usize, &str> = BTreeMap::new();
        let mut device_of = Vec::new();
        for section in sections {
            let device = section.text("device").and_then(|device| {
                let found = devices.iter().position(|known| known.name == device.value);
                if found.is_none() {
                    let text = unknown("device", &device.value, devices.iter().map(|device| &*device.name));
                    self.problems.note(device.span.clone(), text);
                }
                if let Some(other) = found.and_then(|found| owners.insert(found, &section.name)) {
                    let text = format!("`{}` is the card of host `{other}` already", device.value);
                    self.problems.note(device.span, text);
                }
                found
            });
            device_of.push(device);
        }
        let mut hosts = Vec::new();
        for (index, section) in sections.iter().enumerate() {
            let wire = device_of[index].and_then(|device| wires.iter().find(|wire| wire.ends.contains(&device)));
            let rate_mbps = wire.map_or(1000, |wire| wire.rate_mbps.into());
            let peer = device_of[index].zip(wire).and_then(|(device, wire)| {
                let other = wire.ends[usize::from(wire.ends[0] == device)];
                device_of.iter().position(|&device| device == Some(other))
            });
            let program = self.program(section, sections, &addresses, peer, rate_mbps);
            let clock_ps = device_of[index].map_or(8000, |device| devices[device].clock_ps);
            if section.number("moderation_ns").map_or(0, picoseconds) > MOST_MODERATION_CLOCKS * clock_ps {
                let most_ns = MOST_MODERATION_CLOCKS * clock_ps / 1000;
                let text = format!("the card counts up to {most_ns} ns between two interrupts");
                self.problems.note(section.place("moderation_ns"), text);
            }
            if let (Some(device), Some(program)) = (device_of[index], program) {
                hosts.push(Host {
                    name: section.name.clone(),
                    device,
                    program,
                    address: addresses[index],
                    ring: section.integer("ring").unwrap_or(256) as u32,
                    frame_ps: section.number("frame_ns").map_or(0, picoseconds),
                    moderation_ps: section.number("moderation_ns").map_or(0, picoseconds),
                });
            }
        }
        hosts
    }

    fn program(
        &mut self,
        section: &Section,
        hosts: &[Section],
        addresses: &[[u8; 6]],
        peer: Option<usize>,
        rate_mbps: u64,
    ) -> Option<Program> {
        let expect = section.integer("expect").map(|frames| frames as u64);
        Some(match &*section.text("program")?.value {
            "reflect" => Program::Reflect { expect },
            "sink" => Program::Sink { expect },
            "tap" => Program::Tap { tap: self.tap(section) },
            _ => Program::Send {
                read: self.capture(section),
                frames: section.integer("frames").map(|frames| frames as u64),
                octets: section.integer("octets").unwrap_or(60) as usize,
                rate_mbps: section.number("rate_mbps"),
                to: self.to(section, hosts, addresses, peer).map_or([0; 6], |to| addresses[to]),
                begin_ps: section.number("begin_ns").map_or(BEGIN_BITS * 1_000_000 / rate_mbps, picoseconds),
            },
        })
    }

    fn tap(&mut self, section: &Section) -> String {
        let Some(tap) = section.text("tap") else { return String::new() };
        if tap.value.len() > TAP_NAME_OCTETS || tap.value.contains(|c: char| c == '/' || !c.is_ascii_graphic()) {
            let text = format!("the name of a TAP device is up to {TAP_NAME_OCTETS} letters, without `/`");
            self.problems.note(tap.span, text);
        }
        tap.value
    }

    /// The number of the host that frames are made for.
    fn to(
        &mut self,
        section: &Section,
        hosts: &[Section],
        addresses: &[[u8; 6]],
        peer: Option<usize>,
    ) -> Option<usize> {
        debug_assert_eq!(hosts.len(), addresses.len());
        let Some(to) = section.text("to") else {
            if peer.is_none() && section.text("read").is_none() {
                let text = format!("host `{}` needs `to`: no host is at the other end of a wire", section.name);
                self.problems.note(section.span.clone(), text);
            }
            return peer;
        };
        let found = hosts.iter().position(|host| host.name == to.value);
        if found.is_none() {
            self.problems.note(to.span, unknown("host", &to.value, hosts.iter().map(|host| &*host.name)));
        }
        found
    }

    /// The capture is looked for at once: here its place in the file is known.
    fn capture(&mut self, section: &Section) -> Option<std::path::PathBuf> {
        let read = section.text("read")?;
        let path = self.folder.join(&read.value);
        let opened = File::open(&path).and_then(|file| match file.metadata()?.is_dir() {
            true => Err(std::io::ErrorKind::IsADirectory.into()),
            false => Ok(()),
        });
        if let Err(error) = opened {
            self.problems.note(read.span, format!("{}: {error}", path.display()));
        }
        Some(path)
    }

    /// The addresses of all hosts.
    fn addresses(&mut self, sections: &[Section]) -> Vec<[u8; 6]> {
        let mut taken: BTreeMap<[u8; 6], &str> = BTreeMap::new();
        let mut addresses = Vec::new();
        for (number, section) in (1_u32..).zip(sections) {
            let [a, b, c, d] = number.to_be_bytes();
            let mut address = [2, 0, a, b, c, d];
            if let Some(text) = section.text("address") {
                match parse_address(&text.value) {
                    Some(parsed) if parsed[0] & 1 == 0 && parsed != [0; 6] => address = parsed,
                    Some(_) => self.problems.note(text.span, "an address of one station is needed, not of a group"),
                    None => {
                        let text_of =
                            format!("\"{}\" is no address; expected six octets as 02-00-00-00-00-01", text.value);
                        self.problems.note(text.span, text_of);
                    }
                }
            }
            if let Some(other) = taken.insert(address, &section.name) {
                self.problems.note(section.place("address"), format!("host `{other}` has this address, too"));
            }
            addresses.push(address);
        }
        addresses
    }
}

fn device(section: &Section) -> Device {
    let kind = if section.is("kind", "nic_mii") { Kind::NicMii } else { Kind::Nic };
    let rung = match section.text("rung").as_ref().map(|rung| &*rung.value) {
        Some("rtl") => Rung::Rtl,
        Some("netlist") => Rung::Netlist,
        _ => Rung::Model,
    };
    let clocks = section.integer("memory_clocks").unwrap_or(16) as u32;
    let random = section.is("memory_random", "yes");
    Device {
        name: section.name.clone(),
        kind,
        rung,
        clock_ps: section.number("clock_mhz").map_or(8000, |mhz| (1e6 / mhz).round() as u64),
        ppm: section.integer("ppm").unwrap_or(0) as i32,
        memory: if random { Latency::UpTo(clocks) } else { Latency::Fixed(clocks) },
    }
}

fn picoseconds(nanoseconds: f64) -> u64 {
    (nanoseconds * 1000.0).round() as u64
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let near = nearest(name, known.clone()).map(|near| format!("; did you mean `{near}`?"));
    near.map_or_else(
        || match known.collect::<Vec<_>>() {
            known if known.is_empty() => format!("there is no {what} `{name}`"),
            known => format!("there is no {what} `{name}`; there are: {}", known.join(", ")),
        },
        |near| format!("there is no {what} `{name}`{near}"),
    )
}

/// Six octets in hexadecimal, with `-` or `:` between them.
fn parse_address(text: &str) -> Option<[u8; 6]> {
    let octets: Option<Vec<u8>> = text
        .split(['-', ':'])
        .map(|part| (part.len() == 2).then(|| u8::from_str_radix(part, 16).ok()).flatten())
        .collect();
    octets?.try_into().ok()
}
