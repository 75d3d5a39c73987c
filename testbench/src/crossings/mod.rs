// SPDX-License-Identifier: MIT OR Apache-2.0
//! Clock-domain crossings: whether every path between two clocks, and every port and reset that belongs to no clock or
//! another one, runs through a leaf that was made for it.
//!
//! yosys reads the Verilog and leaves its hierarchy as it is; the rest is looked at here. The clock of a port is the
//! one that the contract in `wirewright_spec::ports` says. What is demanded:
//!
//! - A bit crosses through `sync_bit`, a reset through `reset_sync`. Each is fed by a register or a port, with no logic
//!   between, and the same bit is brought into a clock once. A register that is sent on is cleared by its reset at
//!   once, clock or no clock.
//! - Bits of one register cross side by side only if it is a Gray-coded counter: its name ends with `_gray`, what it
//!   takes is `x ^ (x >> 1)`, and `x` is a counter that goes on by one or stays.
//! - Two bits from one clock do not meet again in one register's logic behind their synchronisers.
//! - A word crosses unsynchronised where a block of [`HOLDING`] holds it: nothing but multiplexers is on its way, one
//!   of them is switched by a bit that came through a synchroniser in the same direction, and what holds it is written
//!   under a bit that came back.
//! - A reset acts in the clock that it belongs to; one that others take at once is a `reset_register`.

mod design;
mod rules;

use std::fmt;
use std::fs;
use std::path::{Path, absolute};

use wirewright_bridge::{ToolMissing, Tools};
use wirewright_spec::PortSet;

use design::Design;

/// The blocks that hold a word while another clock takes it, each with what holds it: a register or a memory.
pub const HOLDING: [(&str, &str); 3] = [("async_fifo", "beats"), ("mac_counters", "copy"), ("word_sync", "held_word")];

/// What was found in a design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The design.
    pub design: &'static str,
    /// Registers and memories, each of so many bits as it has.
    pub registers: usize,
    /// What crosses, and how.
    pub crossings: Vec<Crossing>,
    /// What must not be.
    pub violations: Vec<Violation>,
}

/// A register, memory or port, and its clock.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct End {
    /// Its name, with the instances it is in.
    pub name: String,
    /// Its clock; `async` for none.
    pub clock: String,
}

/// A way from one clock into another that is as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// Through what.
    pub through: Through,
    /// Where it comes from.
    pub from: End,
    /// The leaf or register that takes it.
    pub to: End,
}

/// How something crosses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Through {
    /// One bit through a `sync_bit`.
    Bit,
    /// A Gray-coded counter through a `sync_bit` for each bit.
    Gray,
    /// A reset through a `reset_sync`.
    Reset,
    /// A word that is held.
    Held,
}

/// What is wrong with a way from one clock into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// There is no synchroniser.
    Raw,
    /// Logic between the register and its synchroniser.
    LogicBeforeSynchroniser,
    /// Bits of a register side by side, and it is no Gray-coded counter.
    Bus,
    /// Two bits that crossed each for itself meet.
    Reconvergence,
    /// A port of another clock, or of none, without a synchroniser.
    UnsynchronisedPort,
    /// A reset of another clock.
    ForeignReset,
    /// The same bit crosses twice into one clock: the two need not agree.
    Twice,
    /// The register that crosses stays as it is while its clock stands in reset.
    NotClearedAtOnce,
    /// The clock is no input of the design.
    NoClock,
}

/// A [`Fault`] and where it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// What is wrong.
    pub fault: Fault,
    /// Where the path comes from.
    pub from: End,
    /// The register that takes it.
    pub to: End,
}

/// Why a design could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum CrossingsError {
    /// yosys is missing.
    #[error(transparent)]
    Tool(#[from] ToolMissing),
    /// yosys refused the Verilog.
    #[error("yosys refused `{design}`: {reason}")]
    Yosys {
        /// The design.
        design: String,
        /// The last line it wrote.
        reason: String,
    },
    /// What yosys wrote is not understood.
    #[error("the netlist is not understood: {reason}")]
    Netlist {
        /// What is wrong with it.
        reason: String,
    },
    /// A file.
    #[error("{path}: {error}")]
    Io {
        /// The file or program.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
}

/// Looks at the design with these ports.
///
/// # Errors
/// When yosys is missing or does not take the Verilog.
pub fn check(ports: &PortSet, verilog: &str, tools: &Tools) -> Result<Report, CrossingsError> {
    let json = hierarchy(ports.name, verilog, tools)?;
    Ok(rules::check(ports, &Design::parse(&json, ports.name)?))
}

/// The design as yosys reads it, with its hierarchy.
fn hierarchy(top: &str, verilog: &str, tools: &Tools) -> Result<String, CrossingsError> {
    let io = |path: &Path| {
        let path = path.display().to_string();
        move |error| CrossingsError::Io { path, error }
    };
    let yosys = tools.yosys()?;
    let folder =
        tempfile::Builder::new().prefix("wirewright-crossings-").tempdir().map_err(io(&std::env::temp_dir()))?;
    let folder = folder.path();
    let script = format!(
        "read_verilog {top}.v\nhierarchy -check -top {top}\nproc\nopt_expr\nopt_clean\nwrite_json {top}.json\n"
    );
    fs::write(folder.join(format!("{top}.v")), verilog).map_err(io(folder))?;
    fs::write(folder.join("script.ys"), script).map_err(io(folder))?;
    // Relative paths would mean something else in another working folder.
    let full = |path: &Path| absolute(path).map_err(io(path));
    let program = full(Path::new(yosys.get_program()))?;
    let mut command = std::process::Command::new(&program);
    for (name, value) in yosys.get_envs() {
        if let Some(value) = value {
            command.env(name, full(Path::new(value))?);
        }
    }
    let output = command.current_dir(folder).args(["-q", "script.ys"]).output().map_err(io(&program))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let reason = said.lines().rev().find(|line| !line.is_empty()).unwrap_or("it said nothing").to_owned();
        return Err(CrossingsError::Yosys { design: top.to_owned(), reason });
    }
    let json = folder.join(format!("{top}.json"));
    fs::read_to_string(&json).map_err(io(&json))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { design, registers, crossings, violations } = self;
        let (good, bad) = (crossings.len(), violations.len());
        writeln!(f, "{design}: {registers} registers, {good} crossings, {bad} violations")?;
        crossings.iter().try_for_each(|crossing| writeln!(f, "  {crossing}"))?;
        violations.iter().try_for_each(|violation| writeln!(f, "  WRONG {violation}"))
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.clock)
    }
}

impl fmt::Display for Crossing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let through = match self.through {
            Through::Bit => "bit",
            Through::Gray => "Gray",
            Through::Reset => "reset",
            Through::Held => "held",
        };
        write!(f, "{through:<5} {} -> {}", self.from, self.to)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fault {
            Fault::Raw => "no synchroniser between",
            Fault::LogicBeforeSynchroniser => "logic before the first stage between",
            Fault::Bus => "a bus that is no Gray-coded counter crosses bit by bit between",
            Fault::Reconvergence => "bits that crossed each for itself meet, between",
            Fault::UnsynchronisedPort => "no synchroniser after the port, between",
            Fault::ForeignReset => "a reset of another clock, between",
            Fault::Twice => "the same bit crosses a second time, between",
            Fault::NotClearedAtOnce => "what crosses is not cleared while its clock stands, between",
            Fault::NoClock => "the clock is no input of the design, between",
        };
        write!(f, "{what} {} and {}", self.from, self.to)
    }
}
