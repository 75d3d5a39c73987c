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
use crate::tools::{self, Tools, ToolsError};

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
    #[error("{run} ended with {status}, expected exit code {expected}")]
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
    println!("{:<10} under 5 minutes the first time, under 15 seconds after that", "demo");
    let tools = tools::set_up(house)?;
    build(house, &mut progress)?;
    let folder = new_folder(house)?;

    let (clean, planted) = (folder.join("clean"), folder.join("planted"));
    println!("\n== 1. {CAPTURE} through {DESIGN}: reference, golden model and Verilog, compared at every edge\n");
    cosim(house, &tools, "the clean run", &clean, None, 0)?;

    let verilog = folder.join(format!("{DESIGN}.v"));
    let bug = plant_bug(house, &verilog)?;
    println!("\n== 2. The same, with one bug planted in a copy of the Verilog: a CRC tap is cut\n");
    println!("   {}:{}", shown(house, &verilog), bug.line);
    println!("   - {}\n   + {}\n", bug.before, bug.after);
    cosim(house, &tools, "the run with the bug", &planted, Some(&verilog), 1)?;

    println!("\n== The clean run had no difference; the bug was found.");
    println!("   reports: {} and {}", shown(house, &clean), shown(house, &planted));
    println!("   all of it took {}", clock(progress.elapsed()));
    Ok(())
}

fn build(house: &House, progress: &mut Progress) -> Result<(), DemoError> {
    let stage = progress.begin("build", "build the command wirewright", 120);
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

/// One run of the main job. Its words are the demo's; it must end with the exit code `expected`.
fn cosim(
    house: &House,
    tools: &Tools,
    run: &'static str,
    out: &Path,
    verilog: Option<&Path>,
    expected: i32,
) -> Result<(), DemoError> {
    let mut command = Command::new(house.target().join(PROFILE).join("wirewright"));
    command.current_dir(house.root()).args(["cosim", DESIGN, "--read", CAPTURE, "--out"]).arg(out);
    command.arg("--json").arg(out.with_extension("json"));
    if let Some(verilog) = verilog {
        command.arg("--verilog").arg(verilog);
    }
    println!("$ wirewright cosim {DESIGN} --read {CAPTURE}{}", verilog.map_or("", |_| " --verilog <copy>"));
    let status = tools.lend(&mut command).stdin(Stdio::null()).status().map_err(|e| system("wirewright", e))?;
    if status.code() == Some(expected) { Ok(()) } else { Err(DemoError::Run { run, status, expected }) }
}

fn plant_bug(house: &House, copy: &Path) -> Result<plant::Planted, DemoError> {
    let original = house.root().join(format!("rtl/verilog/{DESIGN}.v"));
    let text = fs::read_to_string(&original).map_err(|e| system(&original.display().to_string(), e))?;
    let planted = plant::cut_crc_tap(&text).ok_or(DemoError::Plant(original))?;
    fs::write(copy, &planted.text).map_err(|e| system(&copy.display().to_string(), e))?;
    Ok(planted)
}

/// A folder under `target/demo` that was not there before.
fn new_folder(house: &House) -> Result<PathBuf, DemoError> {
    let parent = house.root().join("target/demo");
    fs::create_dir_all(&parent).map_err(|e| system("target/demo", e))?;
    for number in 1.. {
        let folder = parent.join(format!("{number:03}"));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(system("target/demo", error)),
        }
    }
    unreachable!("the numbers of folders do not end")
}

fn shown(house: &House, path: &Path) -> String {
    path.strip_prefix(house.root()).unwrap_or(path).display().to_string()
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
        assert_eq!(shown(&house, &first), "target/demo/001");
    }
}
