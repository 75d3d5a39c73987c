// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs a child with its output in a log, and shows of the log what matters once the child has failed.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// Runs `command` to its end, both its outputs written to `log`.
pub fn logged(command: &mut Command, log: &Path) -> io::Result<ExitStatus> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder)?;
    }
    let out = File::create(log)?;
    let err = out.try_clone()?;
    command.stdin(Stdio::null()).stdout(out).stderr(err).status()
}

/// Prints what `log` holds, without cargo's lines of progress.
pub fn show(log: &Path) {
    let text = fs::read(log).unwrap_or_default();
    for line in String::from_utf8_lossy(&text).lines().filter(|line| !is_cargo_progress(line)) {
        eprintln!("{line}");
    }
    eprintln!("(all of it: {})", log.display());
}

/// Whether `line` is one that cargo writes for every crate, such as `   Compiling syn v2.0.0`.
pub fn is_cargo_progress(line: &str) -> bool {
    const WORDS: [&str; 12] = [
        "Blocking",
        "Checking",
        "Compiling",
        "Documenting",
        "Downloaded",
        "Downloading",
        "Finished",
        "Fresh",
        "Generated",
        "Locking",
        "Updating",
        "Executable",
    ];
    let word = line.split_whitespace().next().unwrap_or("");
    line.starts_with(' ') && WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_holds_both_outputs_and_the_status_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("deep/sh.log");
        let status = logged(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 4"]), &log).unwrap();
        assert_eq!(status.code(), Some(4));
        assert_eq!(fs::read_to_string(&log).unwrap(), "one\ntwo\n");
    }

    #[test]
    fn progress_of_cargo_is_told_from_its_errors() {
        assert!(is_cargo_progress("   Compiling syn v2.0.100"));
        assert!(is_cargo_progress("    Finished `dev` profile"));
        assert!(!is_cargo_progress("error: could not compile `x`"));
        assert!(!is_cargo_progress("  --> src/lib.rs:3:1"));
    }
}
