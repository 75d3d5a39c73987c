// SPDX-License-Identifier: MIT OR Apache-2.0
//! How far a job is: on a terminal a bar, with a length where the total is known; elsewhere a plain line now and then.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::output::note;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Between two plain lines.
const PLAIN_EVERY: Duration = Duration::from_secs(10);
/// A bar of a known length; the prefix is what is counted.
const BAR: &str = "{elapsed} [{bar:24}] {pos}/{len} {prefix}  {wide_msg}";
/// One of an unknown length.
const SPINNER: &str = "{elapsed} {spinner} {pos} {prefix}  {wide_msg}";

/// Shows the progress of a job.
pub struct Progress {
    bar: Option<ProgressBar>,
    /// What is counted.
    unit: &'static str,
    /// How many there will be.
    total: Option<u64>,
    /// When the last plain line was; none when there are to be no such lines.
    said: Option<Mutex<Instant>>,
}

impl Progress {
    /// Begins to count `unit`, of which there will be so many; shows nothing when `quiet`.
    pub fn new(quiet: bool, total: Option<u64>, unit: &'static str) -> Progress {
        match (quiet, std::io::stderr().is_terminal()) {
            (true, _) => Progress { bar: None, unit, total, said: None },
            (false, true) => Progress::on(ProgressDrawTarget::stderr(), total, unit),
            (false, false) => Progress { bar: None, unit, total, said: Some(Mutex::new(Instant::now())) },
        }
    }

    /// A bar there.
    fn on(target: ProgressDrawTarget, total: Option<u64>, unit: &'static str) -> Progress {
        let style = ProgressStyle::with_template(if total.is_some() { BAR } else { SPINNER });
        // The templates are literals that indicatif knows; the default style would do as well.
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ");
        let bar = ProgressBar::with_draw_target(total, target).with_style(style).with_prefix(unit);
        Progress { bar: Some(bar), unit, total, said: None }
    }

    /// The same without plain lines, for a job that prints a line for each step.
    pub fn without_lines(self) -> Progress {
        Progress { said: None, ..self }
    }

    /// So many are done; the text says what else there is to know.
    pub fn show(&self, done: u64, text: impl FnOnce() -> String) {
        if let Some(bar) = &self.bar {
            bar.set_message(text());
            bar.set_position(done);
            bar.tick();
        } else if let Some(said) = &self.said {
            let mut said = said.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if said.elapsed() > PLAIN_EVERY {
                *said = Instant::now();
                let of = self.total.map_or(String::new(), |total| format!(" of {total}"));
                note!("{done}{of} {}, {}", self.unit, text());
            }
        }
    }

    /// There will be so many after all.
    pub fn expect(&self, total: usize) {
        if let Some(bar) = &self.bar {
            bar.set_length(total as u64);
        }
    }

    /// Prints something, above the bar where there is one.
    pub fn aside(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Counts the speed of a job in clock edges, from its first edges on: what the Verilog takes to be built is no
/// speed.
#[derive(Default)]
pub struct Speed(Option<(Instant, u64)>);

impl Speed {
    /// The job runs: there are so many edges. Only the first call counts.
    pub fn begin(&mut self, edges: u64) {
        self.0.get_or_insert_with(|| (Instant::now(), edges));
    }

    /// After so many edges.
    pub fn after(&mut self, edges: u64) -> String {
        let (begun, first) = *self.0.get_or_insert_with(|| (Instant::now(), edges));
        let rate = (edges - first) as f64 / begun.elapsed().as_secs_f64().max(1e-6) / 1e6;
        format!("{edges} edges, {rate:.2} million edges/s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_has_the_length_that_is_known_and_says_the_speed() {
        let progress = Progress::on(ProgressDrawTarget::hidden(), Some(1000), "frames");
        let mut speed = Speed::default();
        progress.show(10, || speed.after(500));
        progress.show(250, || speed.after(40_000));
        let bar = progress.bar.as_ref().unwrap();
        assert_eq!((bar.position(), bar.length(), &*bar.prefix()), (250, Some(1000), "frames"));
        assert!(bar.message().starts_with("40000 edges, ") && bar.message().ends_with(" million edges/s"));
        let mut printed = false;
        progress.aside(|| printed = true);
        assert!(printed);
        progress.expect(900);
        assert_eq!(progress.bar.as_ref().unwrap().length(), Some(900));
    }

    #[test]
    fn the_speed_is_since_the_job_began() {
        let mut speed = Speed::default();
        speed.begin(1000);
        std::thread::sleep(Duration::from_millis(20));
        let text = speed.after(1_001_000);
        assert!(text.starts_with("1001000 edges, ") && !text.contains(" 0.00 "), "{text}");
    }

    #[test]
    fn without_a_known_length_there_is_none() {
        let progress = Progress::on(ProgressDrawTarget::hidden(), None, "frames");
        progress.show(3, String::new);
        assert_eq!(progress.bar.as_ref().unwrap().length(), None);
    }
}
