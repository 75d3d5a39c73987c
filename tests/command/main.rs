// SPDX-License-Identifier: MIT OR Apache-2.0
//! The built command as a user meets it: what it says, what it leaves, how it ends. Nothing but `failing`
//! needs a tool.

mod captures;
mod contracts;
mod ends;
mod failing;
mod flash;
mod interrupted;
mod outputs;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The capture that ships.
const CAPTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/captures/web.pcapng");

/// How a run ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

/// The command, to be run in `folder`, without any tool.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirewright"));
    command.current_dir(folder).args(arguments);
    command.env("PATH", "/nonexistent").env("WIREWRIGHT_TOOLS", "/nonexistent").env_remove("NO_COLOR");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the command to its end. A panic is never an end.
fn run(folder: &Path, arguments: &[&str]) -> Ended {
    ended(command(folder, arguments).output().expect("the command runs"))
}

/// The same with something on standard input.
fn run_with_input(folder: &Path, arguments: &[&str], input: &[u8]) -> Ended {
    let mut child = command(folder, arguments).stdin(Stdio::piped()).spawn().expect("the command runs");
    let mut pipe = child.stdin.take().expect("its input is a pipe");
    // The command may have read enough before all is written.
    let _ = pipe.write_all(input);
    drop(pipe);
    ended(child.wait_with_output().expect("the command ends"))
}

fn ended(output: Output) -> Ended {
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let ended = Ended { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) };
    assert!(!ended.err.contains("panicked"), "{ended:?}");
    ended
}

/// A folder that goes away.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("there is room for a folder")
}

/// All files below a folder, their names alone, in order.
fn files(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        match entry.path() {
            path if path.is_dir() => names.extend(files(&path).into_iter().map(|inner| format!("{name}/{inner}"))),
            _ => names.push(name),
        }
    }
    names.sort();
    names
}
