// SPDX-License-Identifier: MIT OR Apache-2.0
//! The programs of the flow, and how one is run: its output in a log, ended when the run is interrupted.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::error::FlowError;

/// Between two looks at a child and at the flag of interruption.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Lines of a log that an error repeats when none says that it is one.
const TAIL_LINES: usize = 3;

/// A program with its environment, for many calls in any folder.
#[derive(Clone, Debug)]
pub struct Program {
    path: PathBuf,
    environment: Vec<(OsString, OsString)>,
    /// What it says of its version, in one line.
    pub version: String,
}

/// What the flow runs. They see the working folder and what is below it, no more.
#[derive(Clone, Debug)]
pub struct Programs {
    /// yosys.
    pub yosys: Program,
    /// nextpnr-ecp5.
    pub nextpnr: Program,
    /// ecppack.
    pub ecppack: Program,
}

impl Program {
    /// The program of `command`, ready for arguments, with the variables that are set in it; `version` is what makes
    /// it say its version.
    ///
    /// # Errors
    /// When it does not run.
    pub fn of(command: &Command, version: &str) -> Result<Program, FlowError> {
        // Relative paths would mean something else in another working folder.
        let full = |path: &Path| absolute(path).map_err(FlowError::io(path));
        let mut environment = Vec::new();
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                environment.push((name.to_owned(), full(Path::new(value))?.into_os_string()));
            }
        }
        let mut program =
            Program { path: full(Path::new(command.get_program()))?, environment, version: String::new() };
        let output = program.command().arg(version).stdin(Stdio::null()).output();
        let output = output.map_err(FlowError::io(&program.path))?;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let line = said.lines().find(|line| line.contains(|c: char| c.is_ascii_digit()) && !line.contains("..."));
        match line {
            Some(line) if output.status.success() => program.version = line.trim().to_owned(),
            _ => {
                let step = format!("{} {version}", program.path.display());
                return Err(FlowError::Tool { step, reason: format!("{}: {}", output.status, said.trim()) });
            }
        }
        Ok(program)
    }

    /// Runs it in `folder` to its end, both outputs written to the file `log` in it.
    ///
    /// # Errors
    /// When it cannot be run, fails, or `interrupted` is set; then it is ended.
    pub(crate) fn run(
        &self,
        step: &str,
        folder: &Path,
        arguments: &[String],
        log: &str,
        interrupted: &AtomicBool,
    ) -> Result<(), FlowError> {
        let log = folder.join(log);
        let out = File::create(&log).map_err(FlowError::io(&log))?;
        let err = out.try_clone().map_err(FlowError::io(&log))?;
        let mut command = self.command();
        command.current_dir(folder).args(arguments).stdin(Stdio::null()).stdout(out).stderr(err);
        let mut child = command.spawn().map_err(FlowError::io(&self.path))?;
        let status = loop {
            if interrupted.load(Ordering::Relaxed) {
                // It may have ended by itself; either way it is gone after this.
                let _ = child.kill();
                let _ = child.wait();
                return Err(FlowError::Interrupted);
            }
            match child.try_wait().map_err(FlowError::io(&self.path))? {
                Some(status) => break status,
                None => std::thread::sleep(LOOK_EVERY),
            }
        };
        if status.success() {
            return Ok(());
        }
        if interrupted.load(Ordering::Relaxed) {
            return Err(FlowError::Interrupted);
        }
        let said = fs::read(&log).unwrap_or_default();
        Err(FlowError::Tool {
            step: step.to_owned(),
            reason: reason(&String::from_utf8_lossy(&said), &status.to_string()),
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// What a failed program said at last: its errors, else its last lines.
fn reason(log: &str, status: &str) -> String {
    let lines: Vec<&str> = log.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let errors: Vec<&str> = lines.iter().copied().filter(|line| line.to_lowercase().contains("error")).collect();
    let said = if errors.is_empty() { &lines[lines.len().saturating_sub(TAIL_LINES)..] } else { &errors };
    if said.is_empty() { format!("{status}, and it said nothing") } else { said.join("\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell() -> Program {
        Program { path: PathBuf::from("/bin/sh"), environment: vec![], version: String::new() }
    }

    fn run(script: &str, interrupted: bool) -> Result<(), FlowError> {
        let folder = tempfile::tempdir().unwrap();
        let arguments = ["-c".to_owned(), script.to_owned()];
        shell().run("try", folder.path(), &arguments, "log", &AtomicBool::new(interrupted))
    }

    #[test]
    fn a_failure_tells_what_the_program_called_an_error() {
        let error = run("echo one; echo ERROR: no such thing; echo two; exit 3", false).unwrap_err();
        assert_eq!(error.to_string(), "try failed: ERROR: no such thing");
        let error = run("exit 3", false).unwrap_err().to_string();
        assert!(error.contains('3') && error.contains("said nothing"), "{error}");
        assert!(run("true", false).is_ok());
    }

    #[test]
    fn an_interruption_ends_the_program() {
        let begun = std::time::Instant::now();
        assert!(matches!(run("sleep 60", true), Err(FlowError::Interrupted)));
        assert!(begun.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn the_version_is_the_first_line_with_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tool");
        fs::write(&path, "#!/bin/sh\necho Preparing to run yowasp-tool 2. This might take a while...\necho tool 1.4\n")
            .unwrap();
        assert!(Program::of(&Command::new(&path), "--version").is_err(), "it is not executable yet");
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(Program::of(&Command::new(&path), "--version").unwrap().version, "tool 1.4");
    }
}
