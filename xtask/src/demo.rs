// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask demo`: a real capture goes through the MAC as reference, golden model and Verilog; then one bug
//! is planted in a copy of the Verilog, and the same run shows what a user gets.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::house::House;
use crate::plant;
use crate::progress::{Progress, clock};
use crate::run::{logged, show};
use crate::tools::{self, Tools, ToolsError, Wanted};

const DESIGN: &str = "mac_gmii";
const CAPTURE: &str = "examples/captures/web.pcapng";
/// The dev profile is optimised enough for the demo and builds in a fraction of the time of release.
const PROFILE: &str = "debug";

/// Why the demo did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The tools could not be set up.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// The command `wirewright` does not build.
    #[error("the build failed")]
    Build,
    /// A run ended otherwise than it should have.
    #[error("the {run} ended with {status}, expected exit code {expected}")]
    Run {
        /// Which of the runs.
        run: &'static str,
        /// How it ended.
        status: ExitStatus,
        /// How it should have ended.
        expected: i32,
    },
    /// The Verilog has no CRC in which to plant the bug.
    #[error("{0}: found no CRC tap to cut")]
    Plant(PathBuf),
    /// A file or a child could not be used.
    #[error("{what}: {source}")]
    System {
        /// The file or program.
        what: String,
        /// What the system said.
        source: io::Error,
    },
}

/// Runs the demo to its end.
pub fn run(house: &House) -> Result<(), DemoError> {
    let mut progress = Progress::new(house);
    println!("{:<10} some 5 minutes the first time, under 15 seconds after that", "demo");
    let tools = tools::set_up(house, Wanted::Check)?;
    build(house, &mut progress)?;
    let folder = new_folder(house)?;

    println!("\n== 1. {CAPTURE} through {DESIGN}: reference, golden model and Verilog, compared at every edge\n");
    let clean = Cosim { stage: "clean run", expected: 0, out: folder.join("clean"), verilog: None };
    clean.run(house, &tools, &mut progress)?;

    let verilog = folder.join(format!("{DESIGN}.v"));
    let bug = plant_bug(house, &verilog)?;
    println!("\n== 2. The same, with one bug planted in a copy of the Verilog: a tap of the CRC is cut\n");
    println!("   {}:{}", verilog.display(), bug.line);
    println!("   - {}\n   + {}\n", bug.before, bug.after);
    let planted = Cosim { stage: "bug run", expected: 1, out: folder.join("planted"), verilog: Some(verilog) };
    planted.run(house, &tools, &mut progress)?;

    println!("\n== The clean run had no difference; the bug was found.\n");
    println!("   reports     {}, {}", clean.out.display(), planted.out.display());
    println!("   wirewright  {}", shown(house, &binary(house)).display());
    println!("   it took     {}", clock(progress.elapsed()));
    Ok(())
}

fn build(house: &House, progress: &mut Progress) -> Result<(), DemoError> {
    let stage = progress.begin("build", "build the command wirewright", 210);
    let log = house.scratch().join("build.log");
    let mut cargo = house.cargo("build");
    cargo.args(["--locked", "--package", "wirewright", "--bin", "wirewright"]);
    let status = logged(&mut cargo, &log).map_err(|source| system("cargo build", source))?;
    if status.success() {
        progress.end(stage, "built");
        return Ok(());
    }
    stage.fail("see below");
    show(&log);
    Err(DemoError::Build)
}

/// One run of the main job; paths are relative to the root of the repository.
struct Cosim {
    stage: &'static str,
    /// The exit code it must end with.
    expected: i32,
    out: PathBuf,
    verilog: Option<PathBuf>,
}

impl Cosim {
    /// Runs it; what it says is the demo's to show.
    fn run(&self, house: &House, tools: &Tools, progress: &mut Progress) -> Result<(), DemoError> {
        let mut arguments = vec!["cosim".into(), DESIGN.into(), "--read".into(), CAPTURE.into()];
        if let Some(verilog) = &self.verilog {
            arguments.extend(["--verilog".to_string(), verilog.display().to_string()]);
        }
        arguments.extend(["--out".to_string(), self.out.display().to_string()]);
        let mut stage = progress.begin(self.stage, "verilate, compile and load what is new, then run", 40);
        // The child has a progress bar of its own.
        stage.quiet();
        println!("\n$ wirewright {}", arguments.join(" "));
        let mut command = Command::new(binary(house));
        tools.lend(command.current_dir(house.root()).args(&arguments));
        let status = command.stdin(Stdio::null()).status().map_err(|e| system("wirewright", e))?;
        println!();
        if status.code() == Some(self.expected) {
            progress.end(stage, &format!("ended with exit code {}, as it should", self.expected));
            Ok(())
        } else {
            stage.fail(&format!("ended with {status}"));
            Err(DemoError::Run { run: self.stage, status, expected: self.expected })
        }
    }
}

fn binary(house: &House) -> PathBuf {
    house.target().join(PROFILE).join("wirewright")
}

fn plant_bug(house: &House, copy: &Path) -> Result<plant::Planted, DemoError> {
    let original = house.root().join(format!("rtl/verilog/{DESIGN}.v"));
    let text = fs::read_to_string(&original).map_err(|e| system(&original.display().to_string(), e))?;
    let planted = plant::cut_crc_tap(&text).ok_or(DemoError::Plant(original))?;
    fs::write(house.root().join(copy), &planted.text).map_err(|e| system(&copy.display().to_string(), e))?;
    Ok(planted)
}

/// A folder under `target/demo` that was not there before, relative to the root.
fn new_folder(house: &House) -> Result<PathBuf, DemoError> {
    fs::create_dir_all(house.root().join("target/demo")).map_err(|e| system("target/demo", e))?;
    for number in 1_u32.. {
        let folder = PathBuf::from(format!("target/demo/{number:03}"));
        match fs::create_dir(house.root().join(&folder)) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(system("target/demo", error)),
        }
    }
    Err(system("target/demo", io::ErrorKind::StorageFull.into()))
}

fn shown<'p>(house: &House, path: &'p Path) -> &'p Path {
    path.strip_prefix(house.root()).unwrap_or(path)
}

fn system(what: &str, source: io::Error) -> DemoError {
    DemoError::System { what: what.to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_run_writes_over_an_older_one() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("xtask")).unwrap();
        fs::write(folder.path().join("Cargo.toml"), "").unwrap();
        let house = House::at(folder.path().to_path_buf()).unwrap();
        let (first, second) = (new_folder(&house).unwrap(), new_folder(&house).unwrap());
        assert_ne!(first, second);
        assert_eq!(first, Path::new("target/demo/001"));
    }
}
