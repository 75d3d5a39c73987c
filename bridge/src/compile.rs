// SPDX-License-Identifier: MIT OR Apache-2.0
//! The C++ compiler at run time. Verilator's runtime, and a precompiled header, are compiled once for each tool
//! version; a design then costs its own files only.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::cache::{Cache, Key};
use crate::tools::{Compiler, Verilator};
use crate::{BridgeError, Kind};

const ARCHIVE: &str = "runtime.a";

/// The header that every design begins with, precompiled where the compiler can (70 MB, half of a small design's time).
const PREFIX: &str = "prefix.h";

/// From this size on, what runs once is worth a compiler of its own; below, reading the headers twice costs more.
const SLOW_UNIT_OCTETS: u64 = 300_000;

/// The C++ that is compiled at run time, by name; all of it counts for the keys.
const RUNTIME_FILES: [(&str, &str); 8] = [
    ("abi.h", include_str!("../cxx/abi.h")),
    (PREFIX, include_str!("../runtime/prefix.h")),
    ("runtime.h", include_str!("../runtime/runtime.h")),
    ("runtime.cc", include_str!("../runtime/runtime.cc")),
    ("waves.cc", include_str!("../runtime/waves.cc")),
    ("model.h", include_str!("../runtime/model.h")),
    ("codec/lz4.h", include_str!("../runtime/codec/lz4.h")),
    ("codec/zlib.h", include_str!("../runtime/codec/zlib.h")),
];

const FLAGS: [&str; 11] = [
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

/// What designs are compiled with.
pub(crate) struct Toolchain {
    cache: Cache,
    pub verilator: Verilator,
    compiler: Compiler,
}

/// Two folders with an archive each: what all designs need, and what one kind needs beside it. The headers are in the
/// first.
pub(crate) struct Runtime {
    base: PathBuf,
    extra: PathBuf,
}

impl Runtime {
    /// The runtime for this kind, from the cache or new.
    pub fn of(tools: &Toolchain, kind: Kind) -> Result<Runtime, BridgeError> {
        let name = |kind: Kind| format!("runtime-{}-{}", kind.name(), tools.key(kind).name());
        let base = tools.cache.entry(&name(Kind::Plain), |folder| {
            tracing::info!("compiling the runtime of Verilator, once");
            for (name, text) in RUNTIME_FILES {
                tools.cache.write(&folder.join(name), text)?;
            }
            tools.archive(Kind::Plain, folder, folder)
        })?;
        let extra = match kind {
            Kind::Plain => base.clone(),
            Kind::Trace | Kind::Coverage => tools.cache.entry(&name(kind), |folder| {
                tracing::info!(?kind, "compiling the runtime of Verilator, once");
                tools.archive(kind, folder, &base.folder)
            })?,
        };
        Ok(Runtime { base: base.folder, extra: extra.folder })
    }
}

impl Toolchain {
    pub fn new(cache: Cache, verilator: Verilator, compiler: Compiler) -> Toolchain {
        Toolchain { cache, verilator, compiler }
    }

    /// What every object of this kind depends on.
    pub fn key(&self, kind: Kind) -> Key {
        let key = Key::default().with(env!("CARGO_PKG_VERSION")).with(kind.name()).with(include_str!("compile.rs"));
        let key = key.with(&self.verilator.version).with(&self.compiler.version);
        RUNTIME_FILES.iter().fold(key, |key, (name, text)| key.with(name).with(text))
    }

    /// Compiles the files that Verilator has left in `obj`, and `glue` around them, into the shared object `object`:
    /// one translation unit with the step in it, so that all can be inlined. A large design gets a second one, side by
    /// side and without optimisation, for what runs once; `glue` is given the files that it shall take in.
    pub fn compile(
        &self,
        top: &str,
        kind: Kind,
        glue: impl Fn(&[String]) -> String,
        obj: &Path,
        runtime: &Runtime,
        object: &Path,
    ) -> Result<(), BridgeError> {
        let (fast, slow) = cpp_files(obj).map_err(|e| self.cache.error(&e))?;
        let mut units = vec![("fast", "-O3", glue(&fast))];
        if !slow.is_empty() {
            units.push(("slow", "-O0", slow.iter().map(|file| format!("#include \"{file}\"\n")).collect()));
        }
        let mut commands = Vec::new();
        let mut link = Command::new(&self.compiler.program);
        link.current_dir(obj)
            .args(["-shared", "-pthread", "-Wl,-Bsymbolic", "-Wl,--gc-sections", "-Wl,-z,defs", "-o"])
            .arg(object);
        for (name, level, text) in units {
            let (from, to) = (obj.join(format!("{name}.cc")), format!("{name}.o"));
            self.cache.write(&from, &text)?;
            let mut command = self.compiler(kind, obj, &runtime.base);
            command.args([level, "-include", PREFIX, "-c"]).arg(from).args(["-o", &to]);
            commands.push(command);
            link.arg(to);
        }
        self.run_all(commands, top)?;
        link.args([&runtime.extra, &runtime.base].map(|folder| folder.join(ARCHIVE)));
        self.run(link, top)
    }

    /// Compiles the runtime files of this kind into an archive in `folder`.
    fn archive(&self, kind: Kind, folder: &Path, headers: &Path) -> Result<(), BridgeError> {
        let what = "the runtime of Verilator";
        let include = self.verilator.root.join("include");
        let (ours, theirs) = kind.runtime_files();
        let ours = ours.iter().map(|file| headers.join(file));
        let mut commands = Vec::new();
        let mut objects = Vec::new();
        for from in ours.chain(theirs.iter().map(|file| include.join(file))) {
            let to = Path::new(from.file_name().unwrap_or_default()).with_extension("o");
            let mut command = self.compiler(kind, folder, headers);
            command.args([kind.runtime_level(), "-c"]).arg(from).arg("-o").arg(&to);
            commands.push(command);
            objects.push(to);
        }
        if kind == Kind::Plain && !self.is_clang() {
            let mut command = self.compiler(kind, folder, headers);
            command.args(["-O3", "-x", "c++-header"]).arg(headers.join(PREFIX)).args(["-o", "prefix.h.gch"]);
            commands.push(command);
        }
        self.run_all(commands, what)?;
        let mut archive = Command::new("ar");
        archive.current_dir(folder).arg("rcs").arg(ARCHIVE).args(&objects);
        self.run(archive, what)?;
        let remove = |object: &PathBuf| fs::remove_file(folder.join(object)).map_err(|e| self.cache.error(&e));
        objects.iter().try_for_each(remove)
    }

    /// The compiler in the folder `obj`, with all but level and files. The flags of a precompiled header are those of
    /// its users.
    fn compiler(&self, kind: Kind, obj: &Path, headers: &Path) -> Command {
        let mut command = Command::new(&self.compiler.program);
        let include = self.verilator.root.join("include");
        command.current_dir(obj).args(FLAGS).args(kind.compiler_flags());
        if !self.is_clang() {
            // Unique symbols would keep a library loaded for ever and shared between designs.
            command.args(["-fno-gnu-unique", "-fcf-protection=none"]);
        }
        for folder in [headers, obj, &headers.join("codec"), &include, &include.join("vltstd")] {
            command.arg("-I").arg(folder);
        }
        command
    }

    fn is_clang(&self) -> bool {
        self.compiler.version.contains("clang")
    }

    /// Runs the commands, two at a time.
    fn run_all(&self, commands: Vec<Command>, top: &str) -> Result<(), BridgeError> {
        let queue = Mutex::new(commands.into_iter());
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = || {
            while let Some(command) = next() {
                self.run(command, top)?;
            }
            Ok(())
        };
        thread::scope(|scope| {
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
            Ok(())
        } else {
            Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
        }
    }
}

impl Kind {
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

    /// Nothing of the plain runtime runs at each edge.
    fn runtime_level(self) -> &'static str {
        if self == Kind::Plain { "-O1" } else { "-O2" }
    }
}

/// The generated C++ files in a fixed order, and apart those that run once where they are many.
fn cpp_files(obj: &Path) -> io::Result<(Vec<String>, Vec<String>)> {
    let mut files = Vec::new();
    let mut slow_octets = 0;
    for entry in fs::read_dir(obj)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".cpp") {
            slow_octets += if is_slow(&name) { entry.metadata()?.len() } else { 0 };
            files.push(name);
        }
    }
    files.sort();
    let (slow, fast) = files.into_iter().partition(|file| is_slow(file) && slow_octets > SLOW_UNIT_OCTETS);
    Ok((fast, slow))
}

/// Verilator keeps what is called at each evaluation and what is called once in files apart.
fn is_slow(file: &str) -> bool {
    file.contains("__Slow")
}
