// SPDX-License-Identifier: MIT OR Apache-2.0
//! Link partners of third parties (cocotb, cocotbext-eth, cocotbext-axi) in `target/judges`: a virtual environment of
//! its own, so that the tools of every day stay small. Pinned and hash-locked, made once, used offline afterwards.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::house::House;
use crate::progress::Progress;
use crate::tools::{Tools, ToolsError, lock, pip_install, python_alone, python_there, stamp_text, step};

const REQUIREMENTS: &str = include_str!("../../testbench/judges/requirements.txt");

/// A folder that holds the link partners.
#[derive(Clone, Debug)]
pub struct Judges {
    venv: PathBuf,
}

impl Judges {
    /// Makes `command` find them: `WIREWRIGHT_JUDGES`.
    pub fn lend<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("WIREWRIGHT_JUDGES", &self.venv)
    }

    /// The judgement with every saboteur, as a command; none where these tools hold no Verilator.
    pub fn with_all_saboteurs(&self, house: &House, tools: &Tools) -> Option<Command> {
        let mut command = Command::new(self.venv.join("bin/python"));
        command.arg(house.root().join("testbench/judges/judge.py"));
        command.arg("--verilator-root").arg(tools.verilator_root()?);
        command.arg("--out").arg(house.scratch().join("judges")).args(["--saboteurs", "all"]);
        Some(command)
    }
}

/// Installs the link partners, or finds them installed.
///
/// # Errors
/// When python is missing or the first set-up has no network.
pub fn set_up(house: &House) -> Result<Judges, ToolsError> {
    let judges = Judges { venv: house.judges() };
    let python = python_there().map_err(|line| ToolsError::Missing(vec![line]))?;
    let scratch = house.scratch();
    fs::create_dir_all(&scratch).map_err(|source| ToolsError::Folder { folder: scratch.clone(), source })?;
    let _one_at_a_time = lock(&scratch.join("judges.lock"))?;
    let stamp = judges.venv.join("stamp");
    let expected = stamp_text(REQUIREMENTS, &judges.venv, &python);
    let folder = |source| ToolsError::Folder { folder: judges.venv.clone(), source };
    if judges.venv.join("bin/python").exists() && fs::read_to_string(&stamp).is_ok_and(|found| found == expected) {
        println!("{:<10} link partners are in target/judges", "judges");
        return Ok(judges);
    }
    let mut progress = Progress::new(house);
    let stage = progress.begin("judges", "fetch the pinned wheels of cocotb and its link partners, 10 MB", 20);
    if judges.venv.exists() {
        fs::remove_dir_all(&judges.venv).map_err(folder)?;
    }
    step("python3 -m venv", python_alone("python3").args(["-m", "venv"]).arg(&judges.venv))?;
    let mut python = python_alone(judges.venv.join("bin/python"));
    pip_install(&mut python, &house.root().join("testbench/judges/requirements.txt"))?;
    progress.end(stage, "installed");
    // Written last: what was interrupted is begun anew.
    fs::write(&stamp, expected).map_err(folder)?;
    Ok(judges)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_requirement_is_pinned_and_has_hashes() {
        let joined = REQUIREMENTS.replace("\\\n", " ");
        let packages: Vec<&str> = joined.lines().filter(|line| line.contains("==")).collect();
        assert!(packages.len() >= 5, "{packages:?}");
        for package in packages {
            assert!(package.contains("--hash=sha256:"), "{package}");
        }
    }
}
