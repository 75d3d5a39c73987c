// SPDX-License-Identifier: MIT OR Apache-2.0
//! The built command as a user meets it: what it says, what it leaves, how it ends. Nothing but `failing`
//! and `synth` needs a tool.

mod captures;
mod contracts;
mod ends;
mod failing;
mod flash;
mod interrupted;
mod lab;
mod outputs;
mod synth;

use std::io::Write;
use std::path::{Path, PathBuf};
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

/// Runs a command with this mask of permissions.
#[cfg(unix)]
fn masked(mask: &str, command: Command) -> Ended {
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", &format!("umask {mask}; exec \"$0\" \"$@\"")])
        .arg(command.get_program())
        .args(command.get_args());
    shell.current_dir(command.get_current_dir().expect("every run has its folder"));
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    ended(shell.stdin(Stdio::null()).output().expect("the command runs"))
}

/// The permissions of all files below a folder, then those of all folders, each once.
#[cfg(unix)]
fn modes(folder: &Path) -> Vec<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mut modes = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
        let metadata = entry.metadata().expect("it is there");
        modes.push((metadata.is_dir(), metadata.permissions().mode() & 0o777));
        if metadata.is_dir() {
            modes.extend(self::modes(&entry.path()).into_iter().map(|mode| (mode & 0o100 != 0, mode)));
        }
    }
    modes.sort();
    modes.dedup();
    modes.into_iter().map(|(_, mode)| mode).collect()
}

/// What is said where no small file system can be had.
#[cfg(target_os = "linux")]
const NO_MOUNT: &str = "skipped: root: a small file system cannot be mounted";

/// A small file system, as long as the value lives.
#[cfg(target_os = "linux")]
struct Mount(PathBuf);

#[cfg(target_os = "linux")]
impl Mount {
    /// Of so many KiB, at `full` in the folder; needs somebody who may mount.
    fn new(folder: &Path, kib: u32) -> Option<Mount> {
        let at = folder.join("full");
        std::fs::create_dir(&at).unwrap();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={kib}k"), "tmpfs"]).arg(&at).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Mount(at))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Mount {
    fn drop(&mut self) {
        // What stays mounted keeps the folder from going away, which is seen.
        let _ = Command::new("umount").arg(&self.0).output();
    }
}
