// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where results go: folders that are made new, files that are not overwritten, `-` for standard output.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use tracing::level_filters::LevelFilter;
use wirewright_testbench::whole::{self, NewFile};

use crate::Outcome;
use crate::args::Common;
use crate::failure::Failure;

/// Sends messages to standard error, as many as asked for.
pub fn set_up(common: &Common) {
    let level = match (common.quiet, common.verbose) {
        (true, _) => LevelFilter::ERROR,
        (false, 0) => LevelFilter::WARN,
        (false, 1) => LevelFilter::INFO,
        (false, _) => LevelFilter::TRACE,
    };
    let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(io::stderr)
        .without_time()
        .with_target(false)
        .with_ansi(colour && io::IsTerminal::is_terminal(&io::stderr()))
        .init();
}

/// Folders that a run has made. Those that are empty when it is over go away again.
#[derive(Default)]
pub struct Made(Vec<PathBuf>);

impl Made {
    /// Makes a folder, and those it is in.
    pub fn make(&mut self, path: &Path) -> Result<(), Failure> {
        let named = |folder: &&Path| !folder.as_os_str().is_empty();
        let missing: Vec<_> = path.ancestors().filter(named).take_while(|folder| !folder.exists()).collect();
        self.0.extend(missing.into_iter().rev().map(Path::to_owned));
        make(path)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // What is not empty stays, and so does what cannot be removed.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Says so when the results of a run cannot go to this folder, because something is in it: before the run.
pub fn empty(folder: &Path) -> Result<(), Failure> {
    match fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        true => Err(Failure::message(format!("{}: not empty, and nothing is overwritten", folder.display()))),
        false => Ok(()),
    }
}

/// Makes the folder for a run's results: `asked`, or a new one under `target/wirewright`.
pub fn folder(asked: Option<&Path>, job: &str, made: &mut Made) -> Result<PathBuf, Failure> {
    match asked {
        Some(path) => {
            empty(path)?;
            made.make(path)?;
            Ok(path.to_owned())
        }
        None => {
            let base = Path::new("target/wirewright");
            made.make(base)?;
            let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
            for number in 0u32.. {
                let suffix = if number == 0 { String::new() } else { format!("-{number}") };
                let path = base.join(format!("{job}-{seconds}{suffix}"));
                match fs::create_dir(&path) {
                    Ok(()) => {
                        made.0.push(path.clone());
                        return Ok(path);
                    }
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    Err(error) => return Err(unwritable(&path, &error)),
                }
            }
            unreachable!("a folder name is free among four thousand million")
        }
    }
}

/// Makes a folder, and those it is in.
fn make(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => unwritable(path, &io::ErrorKind::NotADirectory.into()),
        _ => unwritable(path, &error),
    })
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::message(format!("{}: cannot write: {error}", path.display()))
}

/// Says so before the run when its results cannot go to these files: one is there already, cannot be written, or is
/// named twice. Devices, pipes and `-` are written to.
pub fn vacant<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> Result<(), Failure> {
    let mut seen = Vec::new();
    for path in paths {
        if seen.contains(&path) {
            let name = if path.as_os_str() == "-" { "standard output".into() } else { path.display().to_string() };
            return Err(Failure::message(format!("{name}: only one of the results can go there")));
        }
        seen.push(path);
        match fs::metadata(path) {
            _ if path.as_os_str() == "-" => {}
            Ok(there) if there.is_dir() => return Err(unwritable(path, &io::ErrorKind::IsADirectory.into())),
            Ok(there) if !there.is_file() => {}
            // Begun and given up: it goes away.
            _ => NewFile::begin(path).map(drop).map_err(|error| not_new(path, &error))?,
        }
    }
    Ok(())
}

fn not_new(path: &Path, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::AlreadyExists { taken(path) } else { unwritable(path, error) }
}

fn taken(path: &Path) -> Failure {
    Failure::message(format!("{}: is there already, and nothing is overwritten", path.display()))
}

/// Writes a whole new file, or standard output for `-`. The file appears only when it is complete; one that is there
/// already is an error.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        print(format_args!("{text}"));
        return Ok(());
    }
    match fs::metadata(path) {
        // A device or a pipe is written to; it must not be replaced by a file.
        Ok(there) if !there.is_file() => {
            let written = OpenOptions::new().write(true).open(path);
            written.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| unwritable(path, &error))
        }
        _ => write_new(path, text),
    }
}

/// Writes a new file, which appears only when it is complete; one that is there already is an error.
pub fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    whole::write(path, text).map_err(|error| not_new(path, &error))
}

/// What a run has come to, with its results written or not. A check that has failed has failed, also where its results
/// cannot be written: that is said and does not hide it.
pub fn with_results(outcome: Outcome, written: Result<(), Failure>) -> Result<Outcome, Failure> {
    match (outcome, written) {
        (Outcome::Failed, Err(failure)) => {
            failure.print();
            Ok(Outcome::Failed)
        }
        (outcome, written) => written.map(|()| outcome),
    }
}

/// Why standard output cannot be written to.
static STDOUT_ERROR: OnceLock<String> = OnceLock::new();

/// Writes to standard output. When it cannot be written to, nothing more is, and the run goes on: its results are
/// also in files. A reader that has seen enough and closed the pipe is no error.
pub fn print(text: fmt::Arguments<'_>) {
    if STDOUT_ERROR.get().is_none()
        && let Err(error) = io::stdout().write_fmt(text)
    {
        give_up(&error);
    }
}

/// The end of standard output.
///
/// # Errors
/// When not all could be written.
pub fn finish() -> Result<(), Failure> {
    if STDOUT_ERROR.get().is_none()
        && let Err(error) = io::stdout().flush()
    {
        give_up(&error);
    }
    match STDOUT_ERROR.get().filter(|text| !text.is_empty()) {
        Some(text) => Err(Failure::message(format!("standard output: cannot write: {text}"))),
        None => Ok(()),
    }
}

fn give_up(error: &io::Error) {
    let text = if error.kind() == io::ErrorKind::BrokenPipe { String::new() } else { error.to_string() };
    // Only the first reason counts.
    let _ = STDOUT_ERROR.set(text);
}

/// Prints a line on standard output, as `println!`, but without its panic when the disk is full or the pipe closed.
macro_rules! say {
    ($($text:tt)*) => { $crate::output::print(format_args!("{}\n", format_args!($($text)*))) };
}

/// Prints a line on standard error; when that cannot be written to, there is nobody left to tell.
macro_rules! note {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($text)*);
    }};
}

pub(crate) use {note, say};
