// SPDX-License-Identifier: MIT OR Apache-2.0
//! From Verilog text to a shared object: Verilator, the C++ compiler and the cache around them. Verilator's runtime is
//! compiled once for each kind and tool version; a design then costs its own files only.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::cache::{Cache, Entry, Key};
use crate::glue::{Shape, VerilogPort, verilog_ports};
use crate::source::is_header;
use crate::tools::{Compiler, Tools, Verilator};
use crate::{BridgeError, Kind, Source};

/// The shared object of an entry.
pub(crate) const OBJECT: &str = "model.so";

const ARCHIVE: &str = "runtime.a";

/// From this size on, what runs once is worth a compiler of its own; below, reading the headers twice costs more.
const SLOW_UNIT_OCTETS: u64 = 300_000;

/// The C++ that is compiled at run time, by name; all of it counts for the keys.
const RUNTIME_FILES: [(&str, &str); 7] = [
    ("abi.h", include_str!("../cxx/abi.h")),
    ("runtime.h", include_str!("../runtime/runtime.h")),
    ("runtime.cc", include_str!("../runtime/runtime.cc")),
    ("waves.cc", include_str!("../runtime/waves.cc")),
    ("model.h", include_str!("../runtime/model.h")),
    ("codec/lz4.h", include_str!("../runtime/codec/lz4.h")),
    ("codec/zlib.h", include_str!("../runtime/codec/zlib.h")),
];

/// One thread (two were 19 times slower on a MAC); a random value where Verilog says x and where no value is given, so
/// that a missing reset shows; time in picoseconds whatever the source says. Lint is not done here.
const VERILATOR_FLAGS: [&str; 21] = [
    "--cc",
    "--prefix",
    "Vdut",
    "--Mdir",
    "obj",
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

const COMPILER_FLAGS: [&str; 11] = [
    "-std=c++17",
    "-fPIC",
    "-fvisibility=hidden",
    "-fvisibility-inlines-hidden",
    "-fno-plt",
    "-fno-semantic-interposition",
    "-w",
    "-pthread",
    "-DVL_TIME_CONTEXT",
    "-DVM_SC=0",
    "-DVM_TIMING=0",
];

/// Two folders with an archive each; the headers are in the first.
struct Runtime {
    base: PathBuf,
    extra: PathBuf,
}

/// All that makes shared objects.
pub(crate) struct Workshop {
    pub cache: Cache,
    verilator: Verilator,
    compiler: Compiler,
}

impl Workshop {
    pub fn new(cache: Cache, tools: &Tools) -> Result<Workshop, BridgeError> {
        Ok(Workshop { cache, verilator: tools.verilator()?, compiler: tools.compiler()? })
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
        let runtime = self.runtime(kind)?;
        self.verilate(source, kind, work)?;
        let ports = self.ports(source, shape, &work.join("obj"))?;
        let glue = |files: &[String]| shape.cpp(&ports, calls_the_simulator(source), files);
        self.compile(source.top(), kind, glue, work, &runtime, object)?;
        tracing::info!(top = source.top(), ?kind, seconds = start.elapsed().as_secs_f32(), "verilated");
        Ok(())
    }

    fn name(&self, source: &Source, kind: Kind, shape: &Shape) -> String {
        let mut key = self.key(kind).with(source.top()).with(shape.layout());
        for (name, text) in source.files().iter().chain(source.parameters()) {
            key = key.with(name).with(text);
        }
        format!("{}-{}-{}", source.top(), kind.name(), key.name())
    }

    /// What every object of this kind depends on.
    fn key(&self, kind: Kind) -> Key {
        let mut key = Key::default().with(env!("CARGO_PKG_VERSION")).with(kind.name());
        key = key.with(&self.verilator.version).with(&self.compiler.version);
        for flag in VERILATOR_FLAGS.iter().chain(&COMPILER_FLAGS).chain(kind.verilator_flags()) {
            key = key.with(flag);
        }
        RUNTIME_FILES.iter().fold(key, |key, (name, text)| key.with(name).with(text))
    }

    /// Verilator's runtime and our headers: what all designs need, and what this kind needs beside it.
    fn runtime(&self, kind: Kind) -> Result<Runtime, BridgeError> {
        let name = |kind: Kind| format!("runtime-{}-{}", kind.name(), self.key(kind).name());
        let base = self.cache.entry(&name(Kind::Plain), |folder| {
            tracing::info!("compiling the runtime of Verilator, once");
            for (name, text) in RUNTIME_FILES {
                self.write(&folder.join(name), text)?;
            }
            self.archive(Kind::Plain, "-O1", folder, folder)
        })?;
        let extra = match kind {
            Kind::Plain => base.clone(),
            Kind::Trace | Kind::Coverage => self.cache.entry(&name(kind), |folder| {
                tracing::info!(?kind, "compiling the runtime of Verilator, once");
                self.archive(kind, "-O2", folder, &base.folder)
            })?,
        };
        Ok(Runtime { base: base.folder, extra: extra.folder })
    }

    /// Compiles the runtime files of this kind into an archive in `folder`.
    fn archive(&self, kind: Kind, level: &str, folder: &Path, headers: &Path) -> Result<(), BridgeError> {
        let include = self.verilator.root.join("include");
        let (ours, theirs) = kind.runtime_files();
        let files = ours.iter().map(|file| headers.join(file)).chain(theirs.iter().map(|file| include.join(file)));
        let jobs = files.map(|file| {
            let object = Path::new(file.file_name().unwrap_or_default()).with_extension("o");
            (self.compiler(kind, folder, headers, level, &file, &object), object)
        });
        let (commands, objects): (Vec<_>, Vec<_>) = jobs.unzip();
        self.run_all(commands, "the runtime of Verilator")?;
        let mut archive = Command::new("ar");
        archive.current_dir(folder).arg("rcs").arg(ARCHIVE).args(&objects);
        self.run(archive, "the runtime of Verilator")?;
        let remove = |object: &PathBuf| fs::remove_file(folder.join(object)).map_err(|e| self.cache.error(&e));
        objects.iter().try_for_each(remove)
    }

    fn verilate(&self, source: &Source, kind: Kind, work: &Path) -> Result<(), BridgeError> {
        fs::create_dir_all(work).map_err(|e| self.cache.error(&e))?;
        for (name, text) in source.files() {
            self.write(&work.join(name), text)?;
        }
        let mut command = Command::new(&self.verilator.program);
        command.current_dir(work).env("VERILATOR_ROOT", &self.verilator.root).args(VERILATOR_FLAGS);
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
        Err(self.cache.full(&stderr).unwrap_or(BridgeError::Verilate { top: source.top().to_owned(), stderr }))
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

    /// One translation unit with the step in it, so that it can be inlined. A large design gets a second one, side by
    /// side and without optimisation, for what runs once.
    fn compile(
        &self,
        top: &str,
        kind: Kind,
        glue: impl Fn(&[String]) -> String,
        work: &Path,
        runtime: &Runtime,
        object: &Path,
    ) -> Result<(), BridgeError> {
        let obj = work.join("obj");
        let files = cpp_files(&obj).map_err(|e| self.cache.error(&e))?;
        let is_slow = |file: &String| file.contains("__Slow");
        let octets =
            files.iter().filter(|file| is_slow(file)).map(|file| fs::metadata(obj.join(file)).map(|m| m.len()));
        let octets: u64 = octets.sum::<io::Result<u64>>().map_err(|e| self.cache.error(&e))?;
        let (slow, fast): (Vec<_>, Vec<_>) = files.into_iter().partition(|f| is_slow(f) && octets > SLOW_UNIT_OCTETS);

        let mut units = vec![("fast.cc", "-O3", glue(&fast))];
        if !slow.is_empty() {
            units.push(("slow.cc", "-O0", slow.iter().map(|file| format!("#include \"{file}\"\n")).collect()));
        }
        let mut commands = Vec::new();
        let mut link = Command::new(&self.compiler.program);
        link.args(["-shared", "-pthread", "-Wl,-Bsymbolic", "-Wl,--gc-sections", "-o"]).arg(object);
        for (name, level, text) in units {
            let file = obj.join(name);
            self.write(&file, &text)?;
            commands.push(self.compiler(kind, &obj, &runtime.base, level, &file, &file.with_extension("o")));
            link.arg(file.with_extension("o"));
        }
        self.run_all(commands, top)?;
        link.args([&runtime.extra, &runtime.base].map(|folder| folder.join(ARCHIVE)));
        self.run(link, top)
    }

    fn compiler(&self, kind: Kind, obj: &Path, runtime: &Path, level: &str, from: &Path, to: &Path) -> Command {
        let mut command = Command::new(&self.compiler.program);
        let include = self.verilator.root.join("include");
        command.current_dir(obj).args(COMPILER_FLAGS).arg(level).args(kind.compiler_flags());
        if !self.compiler.version.contains("clang") {
            // Unique symbols would keep a library loaded for ever and shared between designs.
            command.args(["-fno-gnu-unique", "-fcf-protection=none"]);
        }
        for folder in [obj, runtime, &runtime.join("codec"), &include, &include.join("vltstd")] {
            command.arg("-I").arg(folder);
        }
        command.arg("-c").arg(from).arg("-o").arg(to);
        command
    }

    /// Runs the commands, two at a time.
    fn run_all(&self, commands: Vec<Command>, top: &str) -> Result<(), BridgeError> {
        let queue = std::sync::Mutex::new(commands.into_iter());
        let work = || {
            while let Some(command) = queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next() {
                self.run(command, top)?;
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let other = scope.spawn(work);
            let mine = work();
            mine.and(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    }

    fn run(&self, mut command: Command, top: &str) -> Result<(), BridgeError> {
        let program = command.get_program().to_string_lossy().into_owned();
        let failed = |stderr: String| BridgeError::Compile { top: top.to_owned(), stderr };
        let output = command.output().map_err(|error| failed(format!("{program}: {error}")))?;
        if output.status.success() {
            return Ok(());
        }
        let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(self.cache.full(&stderr).unwrap_or_else(|| failed(stderr)))
    }

    fn write(&self, path: &Path, text: &str) -> Result<(), BridgeError> {
        let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
        parent.and_then(|()| fs::write(path, text)).map_err(|e| self.cache.error(&e))
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

    fn compiler_flags(self) -> &'static [&'static str] {
        match self {
            Kind::Plain => &["-DWIREWRIGHT_KIND=0", "-DVM_TRACE=0", "-DVM_COVERAGE=0"],
            Kind::Trace => &["-DWIREWRIGHT_KIND=1", "-DVM_TRACE=1", "-DVM_TRACE_FST=1", "-DVM_COVERAGE=0"],
            Kind::Coverage => &["-DWIREWRIGHT_KIND=2", "-DVM_TRACE=0", "-DVM_COVERAGE=1"],
        }
    }

    /// What each kind adds to the runtime: our files, which take in `verilated.cpp` and the wave writer, and others of
    /// Verilator.
    fn runtime_files(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Kind::Plain => (&["runtime.cc"], &["verilated_threads.cpp"]),
            Kind::Trace => (&["waves.cc"], &[]),
            Kind::Coverage => (&[], &["verilated_cov.cpp"]),
        }
    }
}

/// Whether the design may call what looks at the context of its thread: a system task, or an assertion's message.
/// Other designs, the synthesisable ones, are spared setting it at each step.
fn calls_the_simulator(source: &Source) -> bool {
    let words = ["$", "assert", "assume", "cover", "restrict", "expect"];
    source.files().iter().any(|(_, text)| words.iter().any(|word| text.contains(word)))
}

/// The generated C++ files, in a fixed order.
fn cpp_files(obj: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(obj)?.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<_>>>()?;
    names.retain(|name| name.ends_with(".cpp"));
    names.sort();
    Ok(names)
}
