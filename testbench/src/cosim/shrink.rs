// SPDX-License-Identifier: MIT OR Apache-2.0
//! Makes a failing list of frames small: fewer frames, then shorter, quieter and simpler ones, as long as the run
//! still fails. Deterministic, and bounded by a number of runs.

use super::frames::StimulusFrame;

/// Runs that a shrink may take.
const RUNS: u32 = 200;

/// A list of frames that fails `fails`, and that is no longer than `frames`, which must fail too. `None` when
/// `frames` does not fail: the failure needs something from before them.
pub fn shrink(
    frames: Vec<StimulusFrame>,
    mut fails: impl FnMut(&[StimulusFrame]) -> bool,
) -> Option<Vec<StimulusFrame>> {
    if !fails(&frames) {
        return None;
    }
    let mut shrinker = Shrinker { best: frames, runs: RUNS, fails: &mut fails };
    shrinker.drop_frames();
    shrinker.simplify_frames();
    Some(shrinker.best)
}

struct Shrinker<'a> {
    best: Vec<StimulusFrame>,
    runs: u32,
    fails: &'a mut dyn FnMut(&[StimulusFrame]) -> bool,
}

impl Shrinker<'_> {
    /// Takes `candidate` if it still fails.
    fn attempt(&mut self, candidate: Vec<StimulusFrame>) -> bool {
        if self.runs == 0 || candidate == self.best {
            return false;
        }
        self.runs -= 1;
        let fails = (self.fails)(&candidate);
        if fails {
            self.best = candidate;
        }
        fails
    }

    /// Leaves out halves, quarters, .. single frames.
    fn drop_frames(&mut self) {
        let mut chunk = self.best.len().div_ceil(2);
        loop {
            let mut start = 0;
            while start < self.best.len() && self.best.len() > 1 {
                let end = (start + chunk).min(self.best.len());
                let mut candidate = self.best.clone();
                candidate.drain(start..end);
                if candidate.is_empty() || !self.attempt(candidate) {
                    start += chunk;
                }
            }
            if chunk == 1 {
                return;
            }
            chunk = chunk.div_ceil(2);
        }
    }

    fn simplify_frames(&mut self) {
        for index in 0..self.best.len() {
            self.change(index, |frame| frame.fault = None);
            self.change(index, |frame| frame.fault_back = None);
            self.change(index, |frame| frame.gap_edges = 0);
            self.shorten(index);
            self.change(index, |frame| frame.octets.fill(0));
            let length = self.best[index].octets.len();
            for octet in 0..length.min(64) {
                self.change(index, |frame| frame.octets[octet] = 0);
            }
        }
    }

    /// The shortest frame that fails, by halving the distance.
    fn shorten(&mut self, index: usize) {
        let mut low = 1;
        while low < self.best[index].octets.len() {
            let middle = low + (self.best[index].octets.len() - low) / 2;
            if !self.change(index, |frame| frame.octets.truncate(middle)) {
                low = middle + 1;
            }
        }
    }

    fn change(&mut self, index: usize, change: impl FnOnce(&mut StimulusFrame)) -> bool {
        let mut candidate = self.best.clone();
        change(&mut candidate[index]);
        self.attempt(candidate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(octets: Vec<u8>) -> StimulusFrame {
        StimulusFrame { octets, gap_edges: 7, ..StimulusFrame::default() }
    }

    #[test]
    fn the_one_octet_that_matters_stays() {
        let mut frames: Vec<StimulusFrame> = (0..20).map(|n| frame(vec![n; 100])).collect();
        frames[13].octets[40] = 0xee;
        let fails = |frames: &[StimulusFrame]| frames.iter().any(|frame| frame.octets.contains(&0xee));
        let shrunk = shrink(frames, fails).unwrap();
        assert_eq!(shrunk.len(), 1);
        assert_eq!((shrunk[0].octets.len(), shrunk[0].gap_edges), (41, 0));
        assert_eq!(shrunk[0].octets.iter().filter(|&&octet| octet != 0).count(), 1);
    }

    #[test]
    fn what_does_not_fail_is_not_shrunk() {
        assert_eq!(shrink(vec![frame(vec![1])], |_| false), None);
    }

    #[test]
    fn runs_are_bounded() {
        let mut runs = 0;
        let frames = (0..24).map(|n| frame(vec![n; 9000])).collect();
        shrink(frames, |frames| {
            runs += 1;
            frames.iter().map(|frame| frame.octets.len()).sum::<usize>() > 150_000
        });
        assert!(runs <= RUNS + 1);
    }
}
