// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`stream_narrow`](wirewright_spec::ports::stream_narrow): makes a frame, octet by octet, of chunks
//! of host memory that came as words of 64 bits.
//!
//! ```text
//!            command_valid->+---------------+->done
//!            command_ready<-|               |->done_end
//!          command_lane[3]->|               |->done_empty
//!       command_octets[16]->|               |
//!              command_end->|               |
//!             command_vlan->|               |->m_axis_tdata[8]
//!     command_vlan_tci[16]->| stream_narrow |->m_axis_tvalid
//!             command_ipv4->|               |<-m_axis_tready
//!               command_l4->|               |->m_axis_tlast
//!                           |               |->m_axis_tuser
//!         s_axis_tdata[64]->|               |->m_axis_vlan, m_axis_vlan_tci[16]
//!            s_axis_tvalid->|               |->m_axis_ipv4
//!            s_axis_tready<-|               |->m_axis_l4
//!             s_axis_tuser->+---------------+
//! ```

use wirewright_spec::Block;
use wirewright_spec::ports::stream_narrow::{In, Out};

/// Words in the queue.
const WORDS: usize = 2;

/// The queue of words, the chunk and the octet held back.
#[derive(Clone, Copy, Debug, Default)]
pub struct StreamNarrow {
    /// The oldest word first; `count` of them are there.
    queue: [Word; WORDS],
    count: usize,
    chunk: Chunk,
    /// The octet of which it is not yet known whether it is the last one: H.
    held: Option<Held>,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default)]
struct Word {
    data: u64,
    error: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Chunk {
    /// Octets that have not moved yet.
    left: u16,
    lane: u8,
    end: bool,
    flags: Flags,
}

/// What is to be inserted into a frame.
#[derive(Clone, Copy, Debug, Default)]
struct Flags {
    vlan: bool,
    vlan_tci: u16,
    ipv4: bool,
    l4: bool,
}

#[derive(Clone, Copy, Debug)]
struct Held {
    octet: u8,
    last: bool,
    error: bool,
    flags: Flags,
}

impl StreamNarrow {
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
        (self.out.done, self.out.done_end, self.out.done_empty) = (false, false, false);
        let word_passes = input.s_axis_tvalid && self.out.s_axis_tready;
        let command_passes = input.command_valid && self.out.command_ready;

        let out_free = !self.out.m_axis_tvalid || input.m_axis_tready;
        let before = self.held;
        let moves = self.chunk.left != 0 && self.count != 0 && (before.is_none() || out_free);
        if out_free {
            let leaving = before.filter(|held| held.last || moves);
            self.offer(leaving);
        }
        if moves {
            self.held = Some(self.take_octet(before));
        }
        if command_passes {
            self.command(input, before);
        }
        if word_passes {
            self.queue[self.count] = Word { data: input.s_axis_tdata, error: input.s_axis_tuser };
            self.count += 1;
        }
        self.out.s_axis_tready = self.count < WORDS;
        self.out.command_ready = self.chunk.left == 0;
    }

    /// The outputs are free: the octet that was held leaves, or none.
    #[inline]
    fn offer(&mut self, leaving: Option<Held>) {
        self.out.m_axis_tvalid = leaving.is_some();
        let Some(Held { octet, last, error, flags }) = leaving else { return };
        (self.out.m_axis_tdata, self.out.m_axis_tlast, self.out.m_axis_tuser) = (octet, last, last && error);
        (self.out.m_axis_vlan, self.out.m_axis_vlan_tci) = (flags.vlan, flags.vlan_tci);
        (self.out.m_axis_ipv4, self.out.m_axis_l4) = (flags.ipv4, flags.l4);
        self.held = None;
    }

    /// The next octet of the chunk, behind the one that was held before the edge.
    #[inline]
    fn take_octet(&mut self, before: Option<Held>) -> Held {
        let Chunk { left, lane, end, flags } = self.chunk;
        let Word { data, error } = self.queue[0];
        let is_over = left == 1;
        if is_over || lane == 7 {
            self.queue[0] = self.queue[1];
            self.count -= 1;
        }
        (self.chunk.left, self.chunk.lane) = (left - 1, (lane + 1) % 8);
        (self.out.done, self.out.done_end) = (is_over, is_over && end);
        let begun = before.filter(|held| !held.last);
        Held {
            octet: (data >> (8 * lane)) as u8,
            last: is_over && end,
            error: error || begun.is_some_and(|held| held.error),
            flags: begun.map_or(flags, |held| held.flags),
        }
    }

    /// A chunk is set. One without octets is over at once, and can end the frame at the octet that was held.
    #[inline]
    fn command(&mut self, input: &In, before: Option<Held>) {
        let flags = Flags {
            vlan: input.command_vlan,
            vlan_tci: input.command_vlan_tci,
            ipv4: input.command_ipv4,
            l4: input.command_l4,
        };
        let (left, end) = (input.command_octets, input.command_end);
        self.chunk = Chunk { left, lane: input.command_lane % 8, end, flags };
        if left != 0 {
            return;
        }
        let begun = before.is_some_and(|held| !held.last);
        if let Some(held) = self.held.as_mut().filter(|_| begun && end) {
            held.last = true;
        }
        (self.out.done, self.out.done_end, self.out.done_empty) = (true, end, end && !begun);
    }
}

impl Block for StreamNarrow {
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

    /// A chunk of a frame: what it asks for, its octets, and whether the word of each octet is in error.
    #[derive(Clone, Debug, Default)]
    struct Piece {
        lane: u8,
        end: bool,
        /// Bit 0 vlan, bit 1 ipv4, bit 2 l4, bits 18:3 the tag control information.
        flags: u32,
        octets: Vec<u8>,
        /// The word that the bus could not read, if there are so many.
        error: Option<usize>,
    }

    /// A frame, whether it is marked, and its flags.
    type Frame = (Vec<u8>, bool, u32);

    #[derive(Debug, Default, PartialEq)]
    struct Came {
        frames: Vec<Frame>,
        /// `done_end` and `done_empty` of each strobe of `done`.
        done: Vec<(bool, bool)>,
    }

    impl Came {
        /// A beat that passes behind those in `frame`, octets and flags.
        fn beat(&mut self, frame: &mut Vec<(u8, u32)>, out: &Out) {
            let flags = [out.m_axis_vlan, out.m_axis_ipv4, out.m_axis_l4].map(u32::from);
            let flags = flags[0] | flags[1] << 1 | flags[2] << 2 | u32::from(out.m_axis_vlan_tci) << 3;
            frame.push((out.m_axis_tdata, flags));
            assert_eq!(flags, frame[0].1, "the flags stay");
            assert!(out.m_axis_tlast || !out.m_axis_tuser);
            if out.m_axis_tlast {
                let octets = frame.drain(..).map(|(octet, _)| octet).collect();
                self.frames.push((octets, out.m_axis_tuser, flags));
            }
        }
    }

    impl Piece {
        fn of(octets: usize, end: bool) -> Piece {
            Piece { end, octets: (1..=octets).map(|octet| octet as u8).collect(), ..Piece::default() }
        }

        /// Its words, other lanes full of noise.
        fn words(&self) -> Vec<Word> {
            let mut octets = vec![0xe7; self.lane.into()];
            octets.extend(&self.octets);
            if self.octets.is_empty() {
                octets.clear();
            }
            let word = |(index, lanes): (usize, &[u8])| {
                let mut data = [0x7e; 8];
                data[..lanes.len()].copy_from_slice(lanes);
                Word { data: u64::from_le_bytes(data), error: self.error == Some(index) }
            };
            octets.chunks(8).enumerate().map(word).collect()
        }

        fn command(&self) -> In {
            In {
                command_valid: true,
                command_lane: self.lane,
                command_octets: self.octets.len() as u16,
                command_end: self.end,
                command_vlan: self.flags & 1 != 0,
                command_ipv4: self.flags & 2 != 0,
                command_l4: self.flags & 4 != 0,
                command_vlan_tci: (self.flags >> 3) as u16,
                ..In::default()
            }
        }
    }

    /// In the plainest form: chunks joined to frames.
    fn joined(pieces: &[Piece]) -> Came {
        let mut came = Came::default();
        let mut frame: Option<Frame> = None;
        for piece in pieces {
            if !piece.octets.is_empty() {
                let (octets, error, _) = frame.get_or_insert((Vec::new(), false, piece.flags));
                octets.extend(&piece.octets);
                *error |= piece.words().iter().any(|word| word.error);
            }
            came.done.push((piece.end, piece.end && frame.is_none()));
            if piece.end {
                came.frames.extend(frame.take());
            }
        }
        came
    }

    /// Sources of commands and words that hold what they offer until it is taken, and a sink; each pauses in one of
    /// `pauses` edges, never for 0. And whether an octet is shown after
    /// each edge.
    fn run(pieces: &[Piece], pauses: u64) -> (Came, Vec<bool>) {
        let mut random = Random(pauses);
        let mut goes = || pauses == 0 || !random.one_in(pauses);
        let (mut block, mut out) = (StreamNarrow::new(), Out::default());
        let commands: Vec<In> = pieces.iter().map(Piece::command).collect();
        let words: Vec<Word> = pieces.iter().flat_map(Piece::words).collect();
        let (mut next_command, mut next_word, mut frame) = (0, 0, Vec::new());
        let (mut input, mut came, mut shown, mut quiet) = (In::default(), Came::default(), Vec::new(), 0);
        while quiet < 40 {
            input.command_valid |= goes();
            input.s_axis_tvalid |= goes();
            let command = commands.get(next_command).copied().unwrap_or_default();
            let word = words.get(next_word).copied().unwrap_or_default();
            input = In {
                command_valid: input.command_valid && next_command < commands.len(),
                s_axis_tvalid: input.s_axis_tvalid && next_word < words.len(),
                s_axis_tdata: word.data,
                s_axis_tuser: word.error,
                m_axis_tready: goes(),
                ..command
            };
            if out.m_axis_tvalid && input.m_axis_tready {
                came.beat(&mut frame, &out);
            }
            let (command_passes, word_passes) =
                (input.command_valid && out.command_ready, input.s_axis_tvalid && out.s_axis_tready);
            block.step(&input, &mut out);
            next_command += usize::from(command_passes);
            next_word += usize::from(word_passes);
            input.command_valid &= !command_passes;
            input.s_axis_tvalid &= !word_passes;
            assert!(out.done || !out.done_end && !out.done_empty);
            came.done.extend(out.done.then_some((out.done_end, out.done_empty)));
            shown.push(out.m_axis_tvalid);
            quiet = if command_passes || word_passes || out.m_axis_tvalid || out.done { 0 } else { quiet + 1 };
        }
        assert_eq!((next_command, next_word), (commands.len(), words.len()), "just the words of the chunks");
        (came, shown)
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(StreamNarrow::new, &[Out::default()]);
    }

    #[test]
    fn chunks_of_every_lane_and_length_are_joined() {
        let mut pieces = Vec::new();
        for octets in (0..25).chain([1514]) {
            for lane in 0..8 {
                let end = (octets + usize::from(lane)) % 3 == 0;
                pieces.push(Piece { lane, flags: pieces.len() as u32, ..Piece::of(octets, end) });
            }
        }
        pieces.push(Piece::of(1, true));
        for pauses in [0, 2, 3, 10] {
            assert_eq!(run(&pieces, pauses).0, joined(&pieces), "pauses {pauses}");
        }
    }

    #[test]
    fn chunks_without_octets_end_a_frame_or_are_told_as_empty() {
        let pieces =
            [(5, false), (0, true), (0, false), (5, true), (0, false), (0, true), (0, true), (5, true), (0, true)];
        let pieces = pieces.map(|(octets, end)| Piece::of(octets, end));
        for pauses in [0, 2, 5] {
            let (came, _) = run(&pieces, pauses);
            assert_eq!(came.frames, vec![(vec![1, 2, 3, 4, 5], false, 0); 3]);
            let [f, t] = [false, true];
            let done = [(f, f), (t, f), (f, f), (t, f), (f, f), (t, t), (t, t), (t, f), (t, t)];
            assert_eq!(came.done, done);
        }
    }

    #[test]
    fn a_word_in_error_marks_its_frame_and_no_other() {
        for error in [0, 1, 2] {
            let bad = Piece { lane: 3, error: Some(error), ..Piece::of(20, false) };
            let pieces = [Piece::of(9, true), bad, Piece::of(0, true), Piece::of(4, true)];
            for pauses in [0, 3] {
                let marks: Vec<_> = run(&pieces, pauses).0.frames.iter().map(|(_, mark, _)| *mark).collect();
                assert_eq!(marks, [false, true, false], "word {error}");
            }
        }
    }

    #[test]
    fn an_octet_a_clock_passes_and_one_clock_is_lost_from_a_chunk_to_the_next() {
        let pieces = [(1000, false), (50, true), (100, false), (1, true)].map(|(octets, end)| Piece::of(octets, end));
        let (_, shown) = run(&pieces, 0);
        let chart = testing::chart(shown[..1160].iter().map(|&shown| if shown { "+" } else { "-" }.to_owned()));
        // Of a chunk that does not end its frame the last octet is held until the next one moves.
        assert_eq!(chart, "-*3 +*999 - +*51 - +*99 - +*2 -*3");
    }

    fn piece() -> impl Strategy<Value = Piece> {
        let octets = prop_oneof![Just(0..1_usize), Just(0..20), Just(1..9)]
            .prop_flat_map(|n| prop::collection::vec(any::<u8>(), n));
        let error = prop::option::weighted(0.1, 0..3_usize);
        (0..8_u8, any::<bool>(), 0..1_u32 << 19, octets, error).prop_map(|(lane, end, flags, octets, error)| Piece {
            lane,
            end,
            flags,
            octets,
            error,
        })
    }

    proptest! {
        #[test]
        fn random_chunks_are_joined(pieces in prop::collection::vec(piece(), 1..40), pauses in 0..6_u64) {
            let pauses = if pauses == 1 { 0 } else { pauses };
            let pieces = [pieces, vec![Piece::of(1, true)]].concat();
            prop_assert_eq!(run(&pieces, pauses).0, joined(&pieces));
        }
    }
}
