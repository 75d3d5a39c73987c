// SPDX-License-Identifier: MIT OR Apache-2.0
//! Says what is being done, for how long, and how long it should take. On a terminal the line of the running
//! stage ticks; elsewhere there are plain lines, one at the start, one at the end and one now and then.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::house::House;

/// Stages of one command, each with the time it took before.
pub struct Progress {
    memory: PathBuf,
    took_s: BTreeMap<String, u64>,
    started: Instant,
}

impl Progress {
    /// Progress of a command in `house`; what stages took last time is remembered there.
    pub fn new(house: &House) -> Progress {
        let memory = house.scratch().join("times.json");
        let took_s = fs::read(&memory).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        Progress { memory, took_s, started: Instant::now() }
    }

    /// Time since the command began.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Begins a stage: `what` it does and how long it should take, `cold_s` where it never ran here.
    pub fn begin(&self, name: &'static str, what: &str, cold_s: u64) -> Stage {
        let expected = match self.took_s.get(name) {
            Some(&took_s) => format!("last time {}", about(took_s)),
            None => format!("about {}", about(cold_s)),
        };
        Stage::begin(name, what, expected)
    }

    /// Ends a stage that did its work, says `result` and remembers how long it took.
    pub fn end(&mut self, stage: Stage, result: &str) {
        self.took_s.insert(stage.name.to_string(), stage.started.elapsed().as_secs());
        stage.end(result);
        // Only a hint for the next run: a read-only folder must not stop this one.
        if let Ok(text) = serde_json::to_vec(&self.took_s) {
            let _ = self.memory.parent().map(fs::create_dir_all);
            let _ = fs::write(&self.memory, text);
        }
    }
}

/// A stage that runs. Dropped without [`Progress::end`], it counts as failed.
pub struct Stage {
    name: &'static str,
    started: Instant,
    ticker: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Stage {
    fn begin(name: &'static str, what: &str, expected: String) -> Stage {
        println!("{name:<10} {what} ({expected})");
        let _ = io::stdout().flush();
        let started = Instant::now();
        let (stop, stopped) = mpsc::channel();
        let terminal = io::stderr().is_terminal();
        let period = Duration::from_secs(if terminal { 1 } else { 30 });
        let ticker = std::thread::spawn(move || {
            while stopped.recv_timeout(period) == Err(RecvTimeoutError::Timeout) {
                let line = format!("{name:<10} ... {} ({expected})", clock(started.elapsed()));
                // Progress that cannot be shown is no reason to stop.
                let _ = if terminal {
                    write!(io::stderr(), "\r{line}\x1b[K").and_then(|()| io::stderr().flush())
                } else {
                    writeln!(io::stderr(), "{line}")
                };
            }
            if terminal {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
        });
        Stage { name, started, ticker: Some((stop, ticker)) }
    }

    /// Stops the ticking, for a child that writes to the terminal itself.
    pub fn quiet(&mut self) {
        if let Some((stop, ticker)) = self.ticker.take() {
            drop(stop);
            let _ = ticker.join();
        }
    }

    fn end(mut self, result: &str) {
        self.quiet();
        println!("{:<10} {result}, {}", self.name, clock(self.started.elapsed()));
        let _ = io::stdout().flush();
    }

    /// Ends a stage that failed, saying why in a few words.
    pub fn fail(self, why: &str) {
        self.end(&format!("FAILED: {why}"));
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.quiet();
    }
}

/// Minutes and seconds, `1:05`.
pub fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

fn about(expected_s: u64) -> String {
    if expected_s < 3 { "a moment".to_string() } else { clock(Duration::from_secs(expected_s)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_secs(0)), "0:00");
        assert_eq!(clock(Duration::from_secs(65)), "1:05");
        assert_eq!(clock(Duration::from_secs(600)), "10:00");
        assert_eq!([about(2), about(90)], ["a moment", "1:30"]);
    }

    #[test]
    fn the_time_a_stage_took_is_remembered_for_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("xtask")).unwrap();
        fs::write(folder.path().join("Cargo.toml"), "").unwrap();
        let house = House::at(folder.path().to_path_buf()).unwrap();
        let mut progress = Progress::new(&house);
        let stage = progress.begin("nothing", "do nothing", 7);
        progress.end(stage, "done");
        assert_eq!(Progress::new(&house).took_s.get("nothing"), Some(&0));
    }
}
