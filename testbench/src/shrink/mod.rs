// SPDX-License-Identifier: MIT OR Apache-2.0
//! Makes a failing stimulus small: fewer events, fewer and shorter frames, quieter pins, clocks without drift. Every
//! candidate is run; one that still fails replaces the best so far. The work is bounded by the number of events run,
//! not by time, so the same failure shrinks to the same stimulus on every machine.

mod cut;
mod frames;
mod pins;

use crate::stimulus::Stimulus;

/// How much work shrinking may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Events in all runs together.
    pub events: u64,
    /// Runs: each costs something even when it is short.
    pub runs: u32,
}

impl Default for Budget {
    /// Some ten seconds for a small block.
    fn default() -> Budget {
        Budget { events: 30_000_000, runs: 3000 }
    }
}

/// What shrinking has led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shrunk {
    /// The smallest stimulus that was found to fail; it ends with the event that fails.
    pub stimulus: Stimulus,
    /// Runs it took.
    pub runs: u32,
    /// The budget ended before nothing could be taken away any more.
    pub exhausted: bool,
}

/// Shrinks `stimulus`. `fails` runs a stimulus and gives the number of the event at which it fails; none when it holds.
/// It must give the same answer each time it is asked.
pub fn shrink(stimulus: &Stimulus, budget: Budget, fails: impl FnMut(&Stimulus) -> Option<u64>) -> Shrunk {
    let mut search = Search { best: stimulus.clone(), fails, left: budget };
    let fails_at_all = search.offer(stimulus.clone());
    if fails_at_all {
        search.steady_clocks();
        search.fewer_frames();
        search.quieter_pins();
        search.frozen_pins();
        search.fewer_edges();
        let mut size = u64::MAX;
        while search.size() < size && !search.exhausted() {
            size = search.size();
            search.fewer_frames();
            search.plainer_frames();
            search.quieter_pins();
            search.fewer_edges();
            search.fewer_changes();
        }
    }
    let (exhausted, runs) = (search.exhausted(), budget.runs - search.left.runs);
    Shrunk { stimulus: search.best, runs, exhausted }
}

/// The search: the smallest failing stimulus so far, and what may still be spent.
struct Search<F> {
    best: Stimulus,
    fails: F,
    left: Budget,
}

impl<F: FnMut(&Stimulus) -> Option<u64>> Search<F> {
    /// Takes `candidate` when it fails, cut off after the event that fails.
    fn offer(&mut self, mut candidate: Stimulus) -> bool {
        if self.exhausted() {
            return false;
        }
        let failed = (self.fails)(&candidate);
        self.left.runs -= 1;
        let ran = failed.map_or(candidate.events, |event| event + 1);
        self.left.events = self.left.events.saturating_sub(ran);
        let Some(event) = failed else { return false };
        candidate.events = candidate.events.min(event + 1);
        self.best = candidate;
        true
    }

    /// Offers the best one with a change.
    fn change(&mut self, change: impl FnOnce(&mut Stimulus)) -> bool {
        let mut candidate = self.best.clone();
        change(&mut candidate);
        candidate != self.best && self.offer(candidate)
    }

    fn exhausted(&self) -> bool {
        self.left.runs == 0 || self.left.events == 0
    }

    /// Takes pieces of a list of `len` items away, halves first, then smaller and smaller ones (delta debugging).
    /// `cut` gives the stimulus without the items of a range.
    fn cut_pieces(&mut self, mut len: usize, cut: impl Fn(&mut Stimulus, std::ops::Range<usize>)) {
        let mut piece = len;
        while piece > 0 && len > 0 && !self.exhausted() {
            let mut start = 0;
            while start < len && !self.exhausted() {
                let end = (start + piece).min(len);
                if self.change(|stimulus| cut(stimulus, start..end)) {
                    len -= end - start;
                } else {
                    start = end;
                }
            }
            piece = if piece == 1 { 0 } else { piece.div_ceil(2).min(len.max(1)) };
        }
    }

    /// No clock that stands, no drift, and one phase for all clocks.
    fn steady_clocks(&mut self) {
        self.change(|stimulus| {
            for clock in &mut stimulus.clocks.clocks {
                clock.stands = None;
            }
        });
        self.change(|stimulus| {
            for clock in &mut stimulus.clocks.clocks {
                clock.drift_ppm = 0;
            }
        });
        self.change(|stimulus| {
            for clock in &mut stimulus.clocks.clocks {
                clock.phase_ps = clock.period_ps;
            }
        });
    }
}

#[cfg(test)]
mod tests;
