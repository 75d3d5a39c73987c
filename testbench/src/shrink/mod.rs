// SPDX-License-Identifier: MIT OR Apache-2.0
//! Makes a failing stimulus small: fewer events, fewer and shorter frames, quieter pins, clocks without drift. Every
//! candidate is run; one that still fails replaces the best so far. The work is bounded by the number of events run,
//! not by time, so the same failure shrinks to the same stimulus on every machine.

//!
//! The search is the same for whatever fails: the stimulus of a block, or the frames of the main job.

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
    let mut search = Search::new(stimulus.clone(), budget, fails);
    if search.begin() {
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

/// What can be made small.
pub(crate) trait Subject: Clone + PartialEq {
    /// How many events a run of it takes when it does not fail.
    fn events(&self) -> u64;
    /// Lets a run of it end with this event, which fails.
    fn end_with(&mut self, event: u64);
}

impl Subject for Stimulus {
    fn events(&self) -> u64 {
        self.events
    }

    fn end_with(&mut self, event: u64) {
        self.events = self.events.min(event + 1);
    }
}

/// The search: the smallest failing subject so far, and what may still be spent.
pub(crate) struct Search<S, F> {
    pub(crate) best: S,
    fails: F,
    left: Budget,
}

impl<S: Subject, F: FnMut(&S) -> Option<u64>> Search<S, F> {
    /// A search that has seen nothing; `fails` as for [`shrink`].
    pub(crate) fn new(subject: S, budget: Budget, fails: F) -> Search<S, F> {
        Search { best: subject, fails, left: budget }
    }

    /// Whether the subject fails at all.
    pub(crate) fn begin(&mut self) -> bool {
        self.offer(self.best.clone())
    }

    /// Takes `candidate` when it fails, cut off after the event that fails.
    fn offer(&mut self, mut candidate: S) -> bool {
        if self.exhausted() {
            return false;
        }
        let failed = (self.fails)(&candidate);
        self.left.runs -= 1;
        let ran = failed.map_or(candidate.events(), |event| event + 1);
        self.left.events = self.left.events.saturating_sub(ran);
        let Some(event) = failed else { return false };
        candidate.end_with(event);
        self.best = candidate;
        true
    }

    /// Offers the best one with a change.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut S)) -> bool {
        let mut candidate = self.best.clone();
        change(&mut candidate);
        candidate != self.best && self.offer(candidate)
    }

    fn exhausted(&self) -> bool {
        self.left.runs == 0 || self.left.events == 0
    }

    /// Takes pieces of a list of `len` items away, halves first, then smaller and smaller ones (delta debugging).
    /// `cut` gives the subject without the items of a range.
    pub(crate) fn cut_pieces(&mut self, mut len: usize, cut: impl Fn(&mut S, std::ops::Range<usize>)) {
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
}

impl<F: FnMut(&Stimulus) -> Option<u64>> Search<Stimulus, F> {
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
