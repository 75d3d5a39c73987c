// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`stream_widen`](wirewright_spec::ports::stream_widen): puts the octets of received frames into
//! words of 64 bits, each in the lane of its address in host memory, or throws them away.
//!
//! ```text
//!          command_valid->+--------------+
//!          command_ready<-|              |
//!        command_lane[3]->|              |->m_axis_tdata[64]
//!     command_octets[16]->|              |->m_axis_tvalid
//!        command_discard->| stream_widen |<-m_axis_tready
//!        s_axis_tdata[8]->|              |
//!          s_axis_tvalid->|              |
//!          s_axis_tready<-+--------------+
//! ```

use wirewright_spec::Block;
use wirewright_spec::ports::stream_widen::{In, Out};

/// The chunk and the word under construction.
#[derive(Clone, Copy, Debug, Default)]
pub struct StreamWiden {
    /// Octets still to come.
    left: u16,
    lane: u8,
    discard: bool,
    word: u64,
    /// The word is complete and waits for the outputs.
    whole: bool,
    pub(crate) out: Out,
}

impl StreamWiden {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let octet_passes = input.s_axis_tvalid && self.out.s_axis_tready;
        let command_passes = input.command_valid && self.out.command_ready;
        if octet_passes {
            self.pass(input.s_axis_tdata);
        }
        if !self.out.m_axis_tvalid || input.m_axis_tready {
            self.out.m_axis_tvalid = self.whole;
            if self.whole {
                self.out.m_axis_tdata = self.word;
                (self.word, self.whole) = (0, false);
            }
        }
        if command_passes {
            self.left = input.command_octets;
            self.lane = input.command_lane % 8;
            self.discard = input.command_discard;
        }
        self.out.command_ready = self.left == 0;
        self.out.s_axis_tready = self.left != 0 && !self.whole;
    }

    /// An octet of the chunk; free outputs take the word that it completes at this very edge.
    #[inline]
    fn pass(&mut self, octet: u8) {
        if !self.discard {
            self.word |= u64::from(octet) << (8 * self.lane);
            self.whole = self.lane == 7 || self.left == 1;
            self.lane = (self.lane + 1) % 8;
        }
        self.left -= 1;
    }
}

impl Block for StreamWiden {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Random};
    use proptest::prelude::*;

    #[derive(Clone, Debug, Default)]
    struct Piece {
        lane: u8,
        discard: bool,
        octets: Vec<u8>,
    }

    impl Piece {
        fn of(octets: usize) -> Piece {
            Piece { octets: (1..=octets).map(|octet| octet as u8).collect(), ..Piece::default() }
        }

        /// In the plainest form: the lanes before the first octet and behind the last one are 0.
        fn words(&self) -> Vec<u64> {
            if self.discard || self.octets.is_empty() {
                return Vec::new();
            }
            let mut octets = vec![0; self.lane.into()];
            octets.extend(&self.octets);
            octets.resize(octets.len().next_multiple_of(8), 0);
            octets.chunks_exact(8).map(|lanes| u64::from_le_bytes(lanes.try_into().unwrap())).collect()
        }
    }

    /// Sources of commands and octets that hold what they offer, and a sink that takes one word in `slowness` edges;
    /// sources pause in one of `pauses` edges, never for 0. The words, and how many edges it took until all was still.
    fn run(pieces: &[Piece], pauses: u64, slowness: u64) -> (Vec<u64>, usize) {
        let mut random = Random(pauses + slowness);
        let (mut block, mut out) = (StreamWiden::new(), Out::default());
        let octets: Vec<u8> = pieces.iter().flat_map(|piece| piece.octets.iter().copied()).collect();
        let (mut next_command, mut next_octet) = (0, 0);
        let (mut input, mut words, mut edges, mut quiet) = (In::default(), Vec::new(), 0, 0);
        while quiet < 20 + 20 * slowness {
            input.command_valid |= pauses == 0 || !random.one_in(pauses);
            input.s_axis_tvalid |= pauses == 0 || !random.one_in(pauses);
            let piece = pieces.get(next_command).cloned().unwrap_or_default();
            input = In {
                rst: false,
                command_valid: input.command_valid && next_command < pieces.len(),
                command_lane: piece.lane,
                command_octets: piece.octets.len() as u16,
                command_discard: piece.discard,
                s_axis_tdata: octets.get(next_octet).copied().unwrap_or(0xff),
                s_axis_tvalid: input.s_axis_tvalid && next_octet < octets.len(),
                m_axis_tready: random.one_in(slowness),
            };
            assert!(!(out.command_ready && out.s_axis_tready));
            let word_passes = out.m_axis_tvalid && input.m_axis_tready;
            words.extend(word_passes.then_some(out.m_axis_tdata));
            let (command_passes, octet_passes) =
                (input.command_valid && out.command_ready, input.s_axis_tvalid && out.s_axis_tready);
            block.step(&input, &mut out);
            next_command += usize::from(command_passes);
            next_octet += usize::from(octet_passes);
            input.command_valid &= !command_passes;
            input.s_axis_tvalid &= !octet_passes;
            edges += 1;
            quiet = if command_passes || octet_passes || word_passes { 0 } else { quiet + 1 };
        }
        assert_eq!((next_command, next_octet), (pieces.len(), octets.len()), "just the octets of the chunks");
        (words, edges - quiet as usize)
    }

    fn planned(pieces: &[Piece]) -> Vec<u64> {
        pieces.iter().flat_map(Piece::words).collect()
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(StreamWiden::new, &[Out::default()]);
    }

    #[test]
    fn chunks_of_every_lane_and_length_give_their_words_and_other_lanes_are_0() {
        let full = Piece { octets: vec![0xff; 16], ..Piece::default() };
        let mut pieces = Vec::new();
        for octets in (0..25).chain([1514]) {
            for lane in 0..8 {
                pieces.extend([full.clone(), Piece { lane, ..Piece::of(octets) }]);
            }
        }
        for (pauses, slowness) in [(0, 1), (0, 3), (0, 20), (2, 1), (3, 4), (10, 9)] {
            assert_eq!(run(&pieces, pauses, slowness).0, planned(&pieces), "pauses {pauses}, slowness {slowness}");
        }
    }

    #[test]
    fn a_chunk_to_be_thrown_away_gives_no_word_and_loses_none() {
        let discard = Piece { discard: true, lane: 5, ..Piece::of(100) };
        let pieces = [Piece::of(3), discard, Piece::of(5)];
        for slowness in [1, 8, 300] {
            let (words, _) = run(&pieces, 0, slowness);
            assert_eq!(words, [0x03_0201, 0x05_0403_0201], "slowness {slowness}");
        }
    }

    #[test]
    fn an_octet_a_clock_passes_and_one_clock_is_lost_from_a_chunk_to_the_next() {
        for octets in [1, 7, 8, 9, 64, 1514] {
            let chunks = 20;
            let (_, edges) = run(&vec![Piece::of(octets); chunks], 0, 1);
            // One edge after reset, then for each chunk its command and its octets, then the last word.
            assert_eq!(edges, 1 + chunks * (octets + 1) + 1, "{octets}");
        }
        // A sink that takes a word at each eighth edge, just when the next one is complete, holds nothing up.
        let (mut block, mut out, mut taken) = (StreamWiden::new(), Out::default(), 0);
        for edge in 0..802 {
            let input = In { command_valid: true, command_octets: 800, s_axis_tvalid: true, ..In::default() };
            taken += u32::from(out.s_axis_tready);
            block.step(&In { m_axis_tready: edge % 8 == 1, ..input }, &mut out);
        }
        assert_eq!((taken, out.command_ready), (800, true));
    }

    proptest! {
        #[test]
        fn random_chunks_give_their_words(
            pieces in prop::collection::vec((0..8_u8, 0..4_u8, prop::collection::vec(any::<u8>(), 0..30)), 1..40),
            pauses in 0..6_u64,
            slowness in 1..12_u64,
        ) {
            let of = |(lane, rare, octets)| Piece { lane, discard: rare == 0, octets };
            let pieces: Vec<Piece> = pieces.into_iter().map(of).collect();
            let pauses = if pauses == 1 { 0 } else { pauses };
            prop_assert_eq!(run(&pieces, pauses, slowness).0, planned(&pieces));
        }
    }
}
