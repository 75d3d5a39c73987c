// SPDX-License-Identifier: MIT OR Apache-2.0
//! Fewer edges: a stretch of edges is cut out of all listed pins of a clock at once.

use std::ops::Range;

use super::Search;
use crate::stimulus::{Driver, Source, Stimulus};

/// Stretches are not searched finer than a run of this many pieces at first.
const PIECES: u64 = 64;

impl<F: FnMut(&Stimulus) -> Option<u64>> Search<Stimulus, F> {
    pub(super) fn fewer_edges(&mut self) {
        let clocks: Vec<String> = self.best.clocks.clocks.iter().map(|clock| clock.name.clone()).collect();
        for clock in &clocks {
            self.cut_clock(clock);
        }
        self.drop_unplayed();
    }

    fn cut_clock(&mut self, clock: &str) {
        let is_listed =
            |d: &Driver| matches!(d, Driver::Pin(p) if p.clock == clock && matches!(p.source, Source::Runs(_)));
        if !self.best.drivers.iter().any(is_listed) {
            return;
        }
        let mut piece = self.best.events / 2;
        while piece > 0 && !self.exhausted() {
            let mut start = 0;
            while start < self.best.events && !self.exhausted() {
                let end = start + piece;
                if !self.change(|stimulus| cut_edges(stimulus, clock, start..end)) {
                    start = end;
                }
            }
            // Long runs are not searched edge by edge: the rest is taken away where it is quiet anyway.
            if piece < self.best.events / PIECES / 64 {
                break;
            }
            piece /= 2;
        }
    }

    /// What the run does not come to is dropped from the lists.
    fn drop_unplayed(&mut self) {
        self.change(|stimulus| {
            let events = stimulus.events;
            for driver in &mut stimulus.drivers {
                if let Driver::Pin(pin) = driver
                    && let Source::Runs(_) = pin.source
                {
                    pin.source = Source::Runs(pin.source.frozen(events));
                }
            }
        });
    }

    /// How big the best one is: what every round must make smaller.
    pub(super) fn size(&self) -> u64 {
        let drivers = self.best.drivers.iter().map(|driver| match driver {
            Driver::Pin(pin) => match &pin.source {
                Source::Constant(value) => u64::from(*value != 0),
                Source::Runs(runs) => 1 + runs.len() as u64,
                Source::Reset { again_mean_edges, .. } => 1 + again_mean_edges.min(&1) * 100,
                Source::Random { .. } => 100,
            },
            Driver::Stream(s) => {
                let frame = |f: &crate::stimulus::StreamFrame| {
                    let faults = u64::from(f.marks) + f.stalls.len() as u64;
                    4 + 2 * f.octets.len() as u64 + f.gap_edges.min(3) + faults + nonzero(&f.octets)
                };
                s.frames.iter().map(frame).sum::<u64>() + u64::from(s.noise.is_some())
            }
            Driver::Wire(w) => {
                let frame = |f: &crate::stimulus::WireFrame| {
                    let faults = u64::from(f.dribble) + u64::from(f.no_delimiter) + f.errors.len() as u64;
                    4 + 2 * f.octets.len() as u64 + f.gap.min(3) + faults + nonzero(&f.octets)
                };
                w.frames.iter().map(frame).sum::<u64>() + u64::from(w.noise.is_some())
            }
            Driver::Medium(m) => (m.attempts.len() + m.carriers.len()) as u64,
            Driver::Host(h) => 100 + (h.script.len() + h.contents.len()) as u64,
            Driver::Server(_) | Driver::Follow(_) => 100,
        });
        drivers.sum::<u64>() + 4 * self.best.events
    }
}

fn nonzero(octets: &[u8]) -> u64 {
    octets.iter().filter(|&&octet| octet != 0).count() as u64
}

/// Cuts edges of `clock` out of its listed pins.
fn cut_edges(stimulus: &mut Stimulus, clock: &str, range: Range<u64>) {
    for driver in &mut stimulus.drivers {
        let Driver::Pin(pin) = driver else { continue };
        let Source::Runs(runs) = &mut pin.source else { continue };
        if pin.clock != clock {
            continue;
        }
        let mut at = 0;
        for run in runs.iter_mut() {
            let (start, end) = (at, at + run.0);
            at = end;
            let cut = range.end.min(end).saturating_sub(range.start.max(start));
            run.0 -= cut;
        }
        let last = runs.last().copied();
        runs.retain(|run| run.0 > 0);
        if runs.is_empty() {
            runs.extend(last.map(|(_, value)| (1, value)));
        }
    }
}
