// SPDX-License-Identifier: MIT OR Apache-2.0
//! Makes a failing list of frames small: fewer frames, then shorter, quieter and simpler ones, as long as the run
//! still fails. Deterministic, and bounded by a number of runs.

use super::frames::StimulusFrame;
use crate::shrink::{Budget, Search, Subject};

/// Runs that a shrink may take, and frames in all of them together.
const RUNS: u32 = 200;
const FRAMES: u64 = 5000;
/// Octets of a frame that are looked at one by one.
const OCTETS_TO_CLEAR: usize = 64;

/// Frames are counted in place of events: how many of those a list of frames takes is known only afterwards.
impl Subject for Vec<StimulusFrame> {
    fn events(&self) -> u64 {
        self.len() as u64
    }

    fn end_with(&mut self, _: u64) {}
}

/// A list of frames that fails `fails`, and that is no longer than `frames`, which must fail too. `None` when
/// `frames` does not fail: the failure needs something from before them.
pub fn shrink(
    frames: Vec<StimulusFrame>,
    mut fails: impl FnMut(&[StimulusFrame]) -> bool,
) -> Option<Vec<StimulusFrame>> {
    // Without frames there is no run.
    let fails = |frames: &Vec<StimulusFrame>| (!frames.is_empty() && fails(frames)).then_some(frames.len() as u64);
    let budget = Budget { events: FRAMES, runs: RUNS };
    let mut search = Search::new(frames, budget, fails);
    if !search.begin() {
        return None;
    }
    search.cut_pieces(search.best.len(), |frames, range| drop(frames.drain(range)));
    for index in 0..search.best.len() {
        search.change(|frames| frames[index].fault = None);
        search.change(|frames| frames[index].fault_back = None);
        search.change(|frames| frames[index].gap_edges = 0);
        shorten(&mut search, index);
        search.change(|frames| frames[index].octets.fill(0));
        for octet in 0..search.best[index].octets.len().min(OCTETS_TO_CLEAR) {
            search.change(|frames| frames[index].octets[octet] = 0);
        }
    }
    Some(search.best)
}

/// The shortest frame that fails, by halving the distance.
fn shorten<F: FnMut(&Vec<StimulusFrame>) -> Option<u64>>(search: &mut Search<Vec<StimulusFrame>, F>, index: usize) {
    let mut low = 1;
    while low < search.best[index].octets.len() {
        let middle = low + (search.best[index].octets.len() - low) / 2;
        if !search.change(|frames| frames[index].octets.truncate(middle)) {
            low = middle + 1;
        }
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
        assert!(runs <= RUNS);
    }
}
