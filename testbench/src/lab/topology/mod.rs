// SPDX-License-Identifier: MIT OR Apache-2.0
//! A topology file: which devices there are and on which rung, which wires join them, which hosts use them
//! (docs/lab.md). What comes out of here can be built: names are known, ports are used once, rates fit.

mod check;
mod problem;
mod reader;
pub mod schema;

#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::card::Latency;
use problem::Problems;
pub use problem::{Problem, TopologyError};
use reader::Section;

/// What is in a lab.
#[derive(Clone, Debug, PartialEq)]
pub struct Topology {
    /// From it comes everything that is random.
    pub seed: u64,
    /// The devices, by name.
    pub devices: Vec<Device>,
    /// The wires, by name.
    pub wires: Vec<Wire>,
    /// The hosts, by name.
    pub hosts: Vec<Host>,
}

/// A card.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// Its name.
    pub name: String,
    /// Which card.
    pub kind: Kind,
    /// How it is run.
    pub rung: Rung,
    /// Period of `clk`.
    pub clock_ps: u64,
    /// How much faster than nominal the oscillator of its PHY runs, in millionths.
    pub ppm: i32,
    /// Latency of host memory in clocks of `clk`.
    pub memory: Latency,
}

/// A kind of card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// For GMII.
    Nic,
    /// For MII.
    NicMii,
}

/// How a device is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// The golden model.
    Model,
    /// The generated Verilog.
    Rtl,
    /// The same after synthesis for ECP5.
    Netlist,
}

/// A wire between the only ports of two cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    /// Its name.
    pub name: String,
    /// Numbers of the devices that it joins.
    pub ends: [usize; 2],
    /// Its rate in Mbit/s: 10, 100 or 1000.
    pub rate_mbps: u32,
    /// Both stations share it.
    pub half_duplex: bool,
    /// From one end to the other; a symbol at least.
    pub delay_ps: u64,
    /// Share of the frames that are lost.
    pub loss: f64,
    /// Share of the bits that arrive wrong.
    pub bit_error_rate: f64,
}

/// A host: a card, its driver, and a program.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    /// Its name.
    pub name: String,
    /// Number of its device.
    pub device: usize,
    /// What it does.
    pub program: Program,
    /// The address of its card, in order of transmission.
    pub address: [u8; 6],
    /// Entries of each ring.
    pub ring: u32,
    /// Time for a frame.
    pub frame_ps: u64,
    /// The least time between two interrupts.
    pub moderation_ps: u64,
}

/// What a host does.
#[derive(Clone, Debug, PartialEq)]
pub enum Program {
    /// Sends frames.
    Send {
        /// Those of a capture; else frames are made.
        read: Option<PathBuf>,
        /// How many; all of the capture where it is not said.
        frames: Option<u64>,
        /// Octets of a frame that is made, without FCS.
        octets: usize,
        /// No faster than this.
        rate_mbps: Option<f64>,
        /// To whom frames that are made go.
        to: [u8; 6],
        /// When it begins.
        begin_ps: u64,
    },
    /// Sends back what comes.
    Reflect {
        /// Ends after so many frames.
        expect: Option<u64>,
    },
    /// Counts what comes.
    Sink {
        /// Ends after so many frames.
        expect: Option<u64>,
    },
    /// Joins a TAP device of the machine.
    Tap {
        /// Its name.
        tap: String,
    },
}

/// Why there is no topology.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No file.
    #[error("{}: cannot read: {source}", file.display())]
    File {
        /// Its name.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What it says is no topology.
    #[error(transparent)]
    Topology(#[from] TopologyError),
}

impl Kind {
    /// The name of the design.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Nic => "nic",
            Kind::NicMii => "nic_mii",
        }
    }

    /// Rates that it has, in Mbit/s; the first is the usual one.
    pub fn rates_mbps(self) -> &'static [u32] {
        match self {
            Kind::Nic => &[1000],
            Kind::NicMii => &[100, 10],
        }
    }

    /// Bits that pass at an edge of its PHY's clock.
    pub fn bits_per_edge(self) -> u32 {
        match self {
            Kind::Nic => 8,
            Kind::NicMii => 4,
        }
    }

    /// Nominal period of its PHY's clocks at this rate.
    pub fn symbol_ps(self, rate_mbps: u32) -> u64 {
        u64::from(self.bits_per_edge()) * 1_000_000 / u64::from(rate_mbps.max(1))
    }
}

impl Rung {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Rung::Model => "model",
            Rung::Rtl => "rtl",
            Rung::Netlist => "netlist",
        }
    }
}

impl Program {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Program::Send { .. } => "send",
            Program::Reflect { .. } => "reflect",
            Program::Sink { .. } => "sink",
            Program::Tap { .. } => "tap",
        }
    }
}

impl Topology {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or is no topology: all that is wrong, with line and column.
    pub fn read(file: &Path) -> Result<Topology, ReadError> {
        let text = fs::read_to_string(file).map_err(|source| ReadError::File { file: file.to_owned(), source })?;
        let folder = file.parent().unwrap_or(Path::new(""));
        Ok(Topology::parse(&text, &file.display().to_string(), folder)?)
    }

    /// Reads the text of a file; other files that it names are in `folder`.
    ///
    /// # Errors
    /// As [`Topology::read`].
    pub fn parse(text: &str, file: &str, folder: &Path) -> Result<Topology, TopologyError> {
        let mut problems = Problems::new(text);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            problems.note(error.span().unwrap_or(0..0), error.message());
        }
        if !errors.is_empty() {
            // What stands after a broken line may be missing: saying so would mislead.
            problems.end(file)?;
        }
        let table = document.get_ref();
        let top = Section::read("", "", 0..0, table, &mut problems);
        let [devices, wires, hosts] = ["device", "wire", "host"].map(|name| sections(table, name, &mut problems));
        let topology = check::Check { folder, problems: &mut problems }.topology(&top, &devices, &wires, &hosts);
        problems.end(file)?;
        Ok(topology)
    }
}

/// The tables of one kind, by name.
fn sections(top: &DeTable<'_>, table: &'static str, problems: &mut Problems<'_>) -> Vec<Section> {
    let Some((key, value)) = top.iter().find(|(key, _)| key.get_ref() == table) else {
        if table == "device" {
            problems.note(0..0, "there is no device: a table `[device.NAME]` for each is needed");
        }
        return Vec::new();
    };
    let DeValue::Table(tables) = value.get_ref() else {
        problems.note(value.span(), format!("`{table}` is no table: write `[{table}.NAME]`"));
        return Vec::new();
    };
    if tables.iter().next().is_none() && table == "device" {
        problems.note(key.span(), "there is no device: a table `[device.NAME]` for each is needed");
    }
    let mut sections = Vec::new();
    for (name, value) in tables {
        let word: &str = name.get_ref();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if word.is_empty() || word.len() > 32 || !word.chars().all(plain) {
            problems.note(name.span(), "a name is 1 to 32 letters, digits, `_` and `-`");
        }
        match value.get_ref() {
            DeValue::Table(content) => sections.push(Section::read(table, word, name.span(), content, problems)),
            _ => problems.note(value.span(), format!("`{table}.{word}` is no table: write `[{table}.{word}]`")),
        }
    }
    sections
}
