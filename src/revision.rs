// SPDX-License-Identifier: MIT OR Apache-2.0
//! The git revision of the working folder, kept beside failures so that a replay can warn when it differs.

use std::process::Command;

/// The revision, with a mark for uncommitted changes; empty outside a repository.
pub fn current() -> String {
    let output = Command::new("git").args(["describe", "--always", "--dirty", "--abbrev=12"]).output();
    match output {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        _ => String::new(),
    }
}
