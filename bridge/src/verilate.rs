// SPDX-License-Identifier: MIT OR Apache-2.0
//! From Verilog text to a shared object in the cache: Verilator first, then the compiler (`compile.rs`).

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::cache::{Cache, Entry, Key};
use crate::compile::{Runtime, Toolchain};
use crate::glue::{Shape, VerilogPort, verilog_ports};
use crate::source::is_header;
use crate::tools::Tools;
use crate::{BridgeError, Kind, Source};

/// The shared object of an entry.
pub(crate) const OBJECT: &str = "model.so";

/// One thread (two were 19 times slower on a MAC); a random value where Verilog says x and where no value is given, so
/// that a missing reset shows; time in picoseconds whatever the source says. Lint is not done here.
const VERILATOR_FLAGS: [&str; 21] = [
    "--cc",
    "--prefix",
    "Vdut",
    "--Mdir",
    "../obj",
    "--threads",
    "1",
    "--x-assign",
    "unique",
    "--x-initial",
    "unique",
    "-O3",
    "--no-timing",
    "--assert",
    "--timescale-override",
    "1ps/1ps",
    "-Wno-fatal",
    "-Wno-lint",
    "-Wno-style",
    "-I.",
    "--quiet-stats",
];

/// Texts that decide what is built; with them in the key, no flag can be forgotten there.
const RECIPE: [&str; 3] = [include_str!("verilate.rs"), include_str!("compile.rs"), include_str!("glue.rs")];

/// All that makes shared objects.
pub(crate) struct Workshop {
    pub cache: Cache,
    tools: Toolchain,
}

impl Workshop {
    pub fn new(cache: Cache, tools: &Tools) -> Result<Workshop, BridgeError> {
        Ok(Workshop { tools: Toolchain::new(cache.clone(), tools.verilator()?, tools.compiler()?), cache })
    }

    /// The cache entry with the shared object of `source`.
    pub fn object(&self, source: &Source, kind: Kind, shape: &Shape) -> Result<Entry, BridgeError> {
        self.cache.entry(&self.name(source, kind, shape), |folder| {
            let work = folder.join("work");
            self.build(source, kind, shape, &work, &folder.join(OBJECT))?;
            fs::remove_dir_all(&work).map_err(|e| self.cache.error(&e))
        })
    }

    /// Builds the shared object at `object` in the folder `work`, which is made.
    pub fn build(
        &self,
        source: &Source,
        kind: Kind,
        shape: &Shape,
        work: &Path,
        object: &Path,
    ) -> Result<(), BridgeError> {
        source.check()?;
        let start = Instant::now();
        tracing::info!(top = source.top(), ?kind, "verilating");
        let runtime = Runtime::of(&self.tools, kind)?;
        self.verilate(source, kind, work)?;
        let obj = work.join("obj");
        let ports = self.ports(source, shape, &obj)?;
        let glue = |files: &[String]| shape.cpp(&ports, calls_the_simulator(source), files);
        self.tools.compile(source.top(), kind, glue, &obj, &runtime, object)?;
        tracing::info!(top = source.top(), ?kind, seconds = start.elapsed().as_secs_f32(), "verilated");
        Ok(())
    }

    fn name(&self, source: &Source, kind: Kind, shape: &Shape) -> String {
        let key = RECIPE.iter().fold(self.tools.key(kind), Key::with);
        let mut key = key.with(source.top()).with(shape.layout());
        for (name, text) in source.files().iter().chain(source.parameters()) {
            key = key.with(name).with(text);
        }
        format!("{}-{}-{}", source.top(), kind.name(), key.name())
    }

    fn verilate(&self, source: &Source, kind: Kind, work: &Path) -> Result<(), BridgeError> {
        let verilog = work.join("verilog");
        for (name, text) in source.files() {
            self.cache.write(&verilog.join(name), text)?;
        }
        let verilator = &self.tools.verilator;
        let mut command = Command::new(&verilator.program);
        command.current_dir(verilog).env("VERILATOR_ROOT", &verilator.root).args(VERILATOR_FLAGS);
        command.args(kind.verilator_flags()).args(["--top-module", source.top()]);
        command.args(source.parameters().iter().map(|(name, value)| format!("-G{name}={value}")));
        command.args(source.files().iter().map(|(name, _)| name).filter(|name| !is_header(name)));
        let output = command.output().map_err(|e| self.cache.error(&e))?;
        let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        if output.status.success() {
            if !stderr.is_empty() {
                tracing::debug!(top = source.top(), "{stderr}");
            }
            return Ok(());
        }
        Err(BridgeError::Verilate { top: source.top().to_owned(), stderr })
    }

    /// The ports of the Verilog module, when they are those of the interface.
    fn ports(&self, source: &Source, shape: &Shape, obj: &Path) -> Result<Vec<VerilogPort>, BridgeError> {
        let header = fs::read_to_string(obj.join("Vdut.h")).map_err(|e| self.cache.error(&e))?;
        let ports = verilog_ports(&header);
        let differences = shape.differences(&ports);
        if differences.is_empty() {
            return Ok(ports);
        }
        Err(BridgeError::Ports { top: source.top().to_owned(), differences })
    }
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Plain => "plain",
            Kind::Trace => "trace",
            Kind::Coverage => "coverage",
        }
    }

    fn verilator_flags(self) -> &'static [&'static str] {
        match self {
            Kind::Plain => &[],
            Kind::Trace => &["--trace-fst", "--trace-structs"],
            Kind::Coverage => &["--coverage-line", "--coverage-toggle"],
        }
    }
}

/// Whether the design may call what looks at the context of its thread: a system task, or an assertion's message.
/// Other designs, the synthesisable ones, are spared setting it at each step.
fn calls_the_simulator(source: &Source) -> bool {
    let words = ["$", "assert", "assume", "cover", "restrict", "expect"];
    source.files().iter().any(|(_, text)| words.iter().any(|word| text.contains(word)))
}
