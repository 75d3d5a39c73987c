// SPDX-License-Identifier: MIT OR Apache-2.0
//! How far a job is: a bar with edges per second on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use crate::output::note;
use indicatif::{ProgressBar, ProgressStyle};
use wirewright_testbench::cosim::Progress as JobProgress;

/// Between two plain lines.
const PLAIN_EVERY: Duration = Duration::from_secs(10);

/// Shows the progress of a job.
pub struct Progress {
    bar: Option<ProgressBar>,
    /// Since when, and with how many edges by then: what the Verilog takes to be built is no speed.
    begun: Option<(Instant, u64)>,
    said: Instant,
    quiet: bool,
}

impl Progress {
    /// Begins; shows nothing when `quiet`.
    pub fn new(quiet: bool) -> Progress {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let style = ProgressStyle::with_template("{spinner} {elapsed} {msg}");
            // The template is a literal that indicatif knows; the default style would do as well.
            ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        });
        Progress { bar, begun: None, said: Instant::now(), quiet }
    }

    /// The job is so far.
    pub fn show(&mut self, progress: JobProgress) {
        let (begun, edges) = *self.begun.get_or_insert_with(|| (Instant::now(), progress.edges));
        let text = || {
            let rate = (progress.edges - edges) as f64 / begun.elapsed().as_secs_f64().max(1e-6) / 1e6;
            format!("{} frames, {} edges, {rate:.2} million edges/s", progress.frames, progress.edges)
        };
        if let Some(bar) = &self.bar {
            bar.set_message(text());
            bar.tick();
        } else if !self.quiet && self.said.elapsed() > PLAIN_EVERY {
            self.said = Instant::now();
            note!("{}", text());
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
