// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where results go: folders that are made new, files that are not overwritten, `-` for standard output.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tracing::level_filters::LevelFilter;

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

/// Makes the folder for a run's results: `asked`, or a new one under `target/wirewright`.
pub fn folder(asked: Option<&Path>, job: &str) -> Result<PathBuf, Failure> {
    match asked {
        Some(path) => {
            let used = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
            if used {
                return Err(Failure::message(format!("{}: not empty, and nothing is overwritten", path.display())));
            }
            make(path)?;
            Ok(path.to_owned())
        }
        None => {
            let base = Path::new("target/wirewright");
            make(base)?;
            let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
            for number in 0u32.. {
                let suffix = if number == 0 { String::new() } else { format!("-{number}") };
                let path = base.join(format!("{job}-{seconds}{suffix}"));
                match fs::create_dir(&path) {
                    Ok(()) => return Ok(path),
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    Err(error) => return Err(unwritable(&path, &error)),
                }
            }
            unreachable!("a folder name is free among four thousand million")
        }
    }
}

fn make(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::message(format!("{}: cannot write: {error}", path.display()))
}

/// Writes a whole file, or standard output for `-`. The file appears only when it is complete.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        return match io::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::message(format!("standard output: {error}")))
            }
            _ => Ok(()),
        };
    }
    let partial = path.with_extension("partial");
    let written = File::create(&partial)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&partial, path));
    written.map_err(|error| {
        // What could not be completed must not lie about; that it cannot be removed either changes nothing.
        let _ = fs::remove_file(&partial);
        unwritable(path, &error)
    })
}

/// Writes a new file; one that is there already is an error.
pub fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            Failure::message(format!("{}: is there already, and nothing is overwritten", path.display()))
        } else {
            unwritable(path, &error)
        }
    })?;
    file.write_all(text.as_bytes()).map_err(|error| {
        // As above.
        let _ = fs::remove_file(path);
        unwritable(path, &error)
    })
}
