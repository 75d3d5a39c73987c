// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`tx_engine`](wirewright_spec::ports::tx_engine): turns transmit descriptors into reads of payload,
//! into plans for `stream_narrow`, and into completions (docs/card.md, Queues).
//!
//! ```text
//!                            +-----------+
//!   cfg_enable, halt-------->|           |->descriptor_ready
//!   descriptor_valid-------->|           |->command_valid
//!  descriptor_address[64]--->|           |->command_address[64], octets[16]
//!   descriptor_length[16]--->|           |->chunk_valid, lane[3], octets[16]
//!  descriptor_vlan_tci[16]-->| tx_engine |->chunk_end, vlan, vlan_tci[16]
//! descriptor_flags[4]------->|           |->chunk_ipv4, chunk_l4
//!   descriptor_index[16]---->|           |->m_axis_tdata[64], tvalid
//! command_ready, chunk_ready>|           |->completion_valid, length[16]
//! word_valid,data[64],error->|           |->completion_next[16]
//!      m_axis_tready-------->|           |->completion_dropped
//!   accepted, dropped------->|           |->active, stopped
//!   completion_ready-------->|           |
//!                            +-----------+
//! ```

use crate::octet_run;
use crate::queue::Queue;
use wirewright_spec::Block;
use wirewright_spec::ports::tx_engine::{In, MEMORY_WORDS, Out};

const QUEUE: usize = 16;
const WORDS: usize = MEMORY_WORDS as usize;
/// With more words than this reserved there may be no room for those of another piece, which are 16 at the most.
const RESERVED_MOST: u16 = MEMORY_WORDS as u16 - 16;

/// Descriptors, words and completions.
#[derive(Clone, Debug, Default)]
pub struct TxEngine {
    state: State,
    /// The descriptor that was taken: `rest` is what is still to be asked for of its octets.
    address: u64,
    rest: u16,
    tci: u16,
    flags: u8,
    index: u16,
    piece: u16,
    in_frame: bool,
    frame: Frame,
    chunks: Queue<Chunk, QUEUE>,
    memory: Queue<u64, WORDS>,
    /// The register behind the memory.
    fetched: Option<u64>,
    /// Words that were asked for and have not left.
    reserved: u16,
    frames: Queue<Ending, QUEUE>,
    /// Of each frame that `checksum_insert` has seen: it was dropped.
    fates: Queue<bool, QUEUE>,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Idle,
    Take,
    Plan,
    Cut,
    Ask,
    Offer,
    Close,
}

/// The frame whose descriptors are being taken: what its first one says, and its octets.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    tci: u16,
    /// Bits 3:1 of the descriptor's flags.
    inserts: u8,
    octets: u16,
}

/// A plan for `stream_narrow`.
#[derive(Clone, Copy, Debug, Default)]
struct Chunk {
    lane: u8,
    octets: u16,
    end: bool,
    tci: u16,
    inserts: u8,
}

/// A frame whose descriptors were all taken.
#[derive(Clone, Copy, Debug, Default)]
struct Ending {
    octets: u16,
    next: u16,
}

impl TxEngine {
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
        let (chunks, frames) = (self.chunks.count(), self.frames.count());
        let runs = !matches!(self.state, State::Idle | State::Take);
        let offers = self.out.chunk_valid || self.out.completion_valid;
        self.out.active = runs || self.in_frame || offers || chunks != 0 || frames != 0;

        let word_passes = self.out.m_axis_tvalid && input.m_axis_tready && self.reserved != 0;
        let stopped = self.out.stopped;
        self.word_edge(input);
        self.completion_edge(input, stopped);
        self.descriptor_edge(input, chunks < QUEUE && frames < QUEUE);
        self.reserved -= u16::from(word_passes);
        self.chunk_edge(input.chunk_ready, chunks != 0);
    }

    /// `has_room`: in both queues, before the edge. `reserved` has not gone down yet.
    #[inline]
    fn descriptor_edge(&mut self, input: &In, has_room: bool) {
        let wanted = input.cfg_enable || self.in_frame;
        match self.state {
            State::Idle => {
                if has_room && !input.halt && wanted {
                    self.out.descriptor_ready = true;
                    self.state = State::Take;
                }
            }
            State::Take if input.descriptor_valid => {
                self.address = input.descriptor_address;
                self.rest = input.descriptor_length;
                self.tci = input.descriptor_vlan_tci;
                self.flags = input.descriptor_flags;
                self.index = input.descriptor_index;
                self.out.descriptor_ready = false;
                self.state = State::Plan;
            }
            State::Take => {
                if input.halt || !wanted {
                    self.out.descriptor_ready = false;
                    self.state = State::Idle;
                }
            }
            State::Plan => self.plan(),
            State::Cut => {
                self.piece = self.rest.min(octet_run::octets_to_line(self.address));
                self.state = State::Ask;
            }
            State::Ask => {
                if !input.halt && self.reserved <= RESERVED_MOST {
                    self.ask();
                }
            }
            State::Offer => {
                if input.command_ready {
                    self.out.command_valid = false;
                    self.state = self.next_state();
                }
            }
            State::Close => {
                self.frames.put(Ending { octets: self.frame.octets, next: self.index.wrapping_add(1) });
                self.state = State::Idle;
            }
        }
    }

    fn plan(&mut self) {
        if self.in_frame {
            self.frame.octets = self.frame.octets.saturating_add(self.rest);
        } else {
            self.frame = Frame { tci: self.tci, inserts: self.flags >> 1, octets: self.rest };
        }
        let Frame { tci, inserts, .. } = self.frame;
        let lane = octet_run::lane(self.address);
        self.chunks.put(Chunk { lane, octets: self.rest, end: self.ends(), tci, inserts });
        self.in_frame = !self.ends();
        self.state = self.next_state();
    }

    fn ask(&mut self) {
        self.out.command_address = self.address;
        self.out.command_octets = self.piece;
        self.out.command_valid = true;
        self.reserved += octet_run::words(self.address, self.piece);
        self.rest -= self.piece;
        self.address = octet_run::next_line(self.address);
        self.state = State::Offer;
    }

    /// `END` of the descriptor.
    fn ends(&self) -> bool {
        self.flags & 1 != 0
    }

    /// After a piece, or before the first one.
    fn next_state(&self) -> State {
        match (self.rest, self.ends()) {
            (1.., _) => State::Cut,
            (0, true) => State::Close,
            (0, false) => State::Idle,
        }
    }

    /// The output register of the chunks; `has_any`: before the edge.
    #[inline]
    fn chunk_edge(&mut self, chunk_ready: bool, has_any: bool) {
        if self.out.chunk_valid && !chunk_ready {
            return;
        }
        self.out.chunk_valid = has_any;
        if has_any {
            let Chunk { lane, octets, end, tci, inserts } = self.chunks.take();
            self.out.chunk_lane = lane;
            self.out.chunk_octets = octets;
            self.out.chunk_end = end;
            self.out.chunk_vlan_tci = tci;
            self.out.chunk_ipv4 = inserts & 1 != 0;
            self.out.chunk_l4 = inserts & 2 != 0;
            self.out.chunk_vlan = inserts & 4 != 0;
        }
    }

    /// The memory, and the two registers behind it.
    #[inline]
    fn word_edge(&mut self, input: &In) {
        let has_any = !self.memory.is_empty();
        if input.word_valid {
            if !input.word_error && !self.out.stopped {
                self.memory.put(input.word_data);
            }
            self.out.stopped |= input.word_error;
        }
        let out_free = !self.out.m_axis_tvalid || input.m_axis_tready;
        if out_free {
            self.out.m_axis_tvalid = self.fetched.is_some();
            self.out.m_axis_tdata = self.fetched.unwrap_or(self.out.m_axis_tdata);
        }
        if out_free || self.fetched.is_none() {
            self.fetched = has_any.then(|| self.memory.take());
        }
    }

    /// `stopped`: before the edge. `frames` has not changed yet.
    #[inline]
    fn completion_edge(&mut self, input: &In, stopped: bool) {
        let has_fate = !self.fates.is_empty();
        if input.accepted || input.dropped {
            self.fates.put(input.dropped);
        }
        if self.out.completion_valid && !input.completion_ready {
            return;
        }
        self.out.completion_valid = false;
        if input.halt || stopped || self.frames.is_empty() {
            return;
        }
        let Ending { octets, next } = self.frames.oldest();
        let dropped = match (octets, has_fate) {
            (0, _) => true,
            (_, true) => self.fates.take(),
            (_, false) => return,
        };
        self.frames.take();
        self.out.completion_valid = true;
        self.out.completion_length = octets;
        self.out.completion_next = next;
        self.out.completion_dropped = dropped;
    }
}

impl Block for TxEngine {
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
    use std::collections::VecDeque;

    /// Address, length, tag, flags.
    type Descriptor = (u64, u16, u16, u8);
    /// Length, next, dropped.
    type Completion = (u16, u16, bool);

    fn word_at(address: u64) -> u64 {
        Random(address).next()
    }

    fn octet_at(address: u64) -> u8 {
        word_at(address - address % 8).to_le_bytes()[(address % 8) as usize]
    }

    /// A frame as its chunks and words say it, and its tag and what to insert: vlan, l4, ipv4.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Sent {
        octets: Vec<u8>,
        tci: u16,
        inserts: [bool; 3],
    }

    /// A block between descriptors, a memory and a `stream_narrow` that takes a chunk and then its words.
    struct Bench {
        block: TxEngine,
        out: Out,
        random: Random,
        config: In,
        descriptors: VecDeque<Descriptor>,
        taken: u16,
        coming: VecDeque<u64>,
        asked: usize,
        /// Chunk under way: lane, octets that are missing, end.
        chunk: Option<(u8, usize, bool)>,
        frame: Sent,
        in_frame: bool,
        frames: Vec<Sent>,
        fates: VecDeque<bool>,
        completions: Vec<Completion>,
        /// The word at this address, and all of its command after it, are in error.
        bad: Option<u64>,
    }

    impl Bench {
        fn new(seed: u64, descriptors: &[Descriptor]) -> Self {
            Bench {
                block: TxEngine::new(),
                out: Out::default(),
                random: Random(seed),
                config: In { cfg_enable: true, ..In::default() },
                descriptors: descriptors.iter().copied().collect(),
                taken: 0,
                coming: VecDeque::new(),
                asked: 0,
                chunk: None,
                frame: Sent::default(),
                in_frame: false,
                frames: Vec::new(),
                fates: VecDeque::new(),
                completions: Vec::new(),
                bad: None,
            }
        }

        fn step(&mut self) -> Out {
            let descriptor = self.descriptors.front().copied().filter(|_| !self.random.one_in(3));
            let (descriptor_address, descriptor_length, descriptor_vlan_tci, descriptor_flags) =
                descriptor.unwrap_or((7, 7, 7, 7));
            let word = self.coming.front().copied().filter(|_| !self.random.one_in(4));
            let fate = self.fates.front().copied().filter(|_| self.random.one_in(9));
            let input = In {
                descriptor_valid: descriptor.is_some(),
                descriptor_address,
                descriptor_length,
                descriptor_vlan_tci,
                descriptor_flags,
                descriptor_index: self.taken,
                command_ready: self.random.one_in(2),
                chunk_ready: self.chunk.is_none() && self.random.one_in(2),
                word_valid: word.is_some(),
                word_data: word.map_or(9, word_at),
                word_error: word.is_some() && word == self.bad,
                m_axis_tready: self.chunk.is_some() && !self.random.one_in(4),
                accepted: fate == Some(false),
                dropped: fate == Some(true),
                completion_ready: self.random.one_in(2),
                ..self.config
            };
            self.take(&input);
            self.block.step(&input, &mut self.out);
            self.out
        }

        /// What passes at the edge.
        fn take(&mut self, input: &In) {
            let out = self.out;
            if out.descriptor_ready && input.descriptor_valid {
                self.descriptors.pop_front();
                self.taken = self.taken.wrapping_add(1);
            }
            if input.word_valid {
                self.coming.pop_front();
            }
            if input.accepted || input.dropped {
                self.fates.pop_front();
            }
            if out.command_valid && input.command_ready {
                let (at, octets) = (out.command_address, u64::from(out.command_octets));
                assert!(octets > 0 && at % 128 + octets <= 128, "{octets} at {at:#x}");
                let words = (at % 8 + octets).div_ceil(8);
                self.asked += words as usize;
                self.coming.extend((0..words).map(|word| at - at % 8 + word * 8));
                assert!(self.asked <= MEMORY_WORDS as usize, "{} words under way", self.asked);
            }
            if out.completion_valid && input.completion_ready {
                self.completions.push((out.completion_length, out.completion_next, out.completion_dropped));
            }
            if out.chunk_valid && input.chunk_ready {
                self.begin_chunk(&out);
            } else if out.m_axis_tvalid && input.m_axis_tready {
                self.asked -= 1;
                self.take_word(out.m_axis_tdata);
            }
        }

        fn begin_chunk(&mut self, out: &Out) {
            let (tci, inserts) = (out.chunk_vlan_tci, [out.chunk_vlan, out.chunk_l4, out.chunk_ipv4]);
            if self.in_frame {
                assert_eq!((tci, inserts), (self.frame.tci, self.frame.inserts), "as the first chunk says");
            } else {
                self.frame = Sent { octets: Vec::new(), tci, inserts };
            }
            self.in_frame = true;
            self.chunk = Some((out.chunk_lane, out.chunk_octets.into(), out.chunk_end));
            if out.chunk_octets == 0 {
                self.end_chunk();
            }
        }

        fn take_word(&mut self, word: u64) {
            let (lane, missing, _) = self.chunk.as_mut().unwrap();
            let octets = word.to_le_bytes().into_iter().skip((*lane).into()).take(*missing);
            let before = self.frame.octets.len();
            self.frame.octets.extend(octets);
            (*lane, *missing) = (0, *missing - (self.frame.octets.len() - before));
            if *missing == 0 {
                self.end_chunk();
            }
        }

        fn end_chunk(&mut self) {
            let (.., end) = self.chunk.take().unwrap();
            if end {
                self.in_frame = false;
                let frame = std::mem::take(&mut self.frame);
                if !frame.octets.is_empty() {
                    self.fates.push_back(is_too_long(frame.octets.len()));
                }
                self.frames.push(frame);
            }
        }

        /// Until all is done.
        fn finish(&mut self) {
            let mut quiet = 0;
            let edges = (0..2_000_000).find(|_| {
                let out = self.step();
                let waits = !self.descriptors.is_empty() && self.config.cfg_enable;
                quiet = if out.active || waits { 0 } else { quiet + 1 };
                quiet == 20
            });
            assert!(edges.is_some());
        }
    }

    fn is_too_long(octets: usize) -> bool {
        octets > 700
    }

    /// The plainest form of what becomes of the descriptors.
    fn expected(descriptors: &[Descriptor]) -> (Vec<Sent>, Vec<Completion>) {
        let (mut frames, mut completions) = (Vec::new(), Vec::new());
        let mut frame: Option<Sent> = None;
        for (index, &(address, length, tci, flags)) in descriptors.iter().enumerate() {
            let inserts = [3, 2, 1].map(|bit| flags >> bit & 1 != 0);
            let frame_now = frame.get_or_insert(Sent { octets: Vec::new(), tci, inserts });
            frame_now.octets.extend((0..u64::from(length)).map(|at| octet_at(address.wrapping_add(at))));
            if flags & 1 != 0 {
                let octets = frame_now.octets.len();
                let dropped = octets == 0 || is_too_long(octets);
                completions.push((octets.min(65535) as u16, index as u16 + 1, dropped));
                frames.extend(frame.take());
            }
        }
        (frames, completions)
    }

    fn random_descriptors(random: &mut Random, count: usize) -> Vec<Descriptor> {
        let mut descriptors: Vec<Descriptor> = (0..count)
            .map(|_| {
                let length = if random.one_in(6) { 0 } else { random.next() % 400 };
                let flags = random.next() as u8 % 16;
                (0x7_0000_0f00 + random.next() % 512, length as u16, random.next() as u16, flags)
            })
            .collect();
        descriptors.extend([(3, 0, 0, 1), (5, 0, 9, 0), (8, 0, 0, 1)]);
        descriptors
    }

    fn check(seed: u64, descriptors: &[Descriptor]) {
        let mut bench = Bench::new(seed, descriptors);
        bench.finish();
        let (frames, completions) = expected(descriptors);
        assert!(bench.frames == frames, "seed {seed}");
        assert_eq!(bench.completions, completions, "seed {seed}");
        assert_eq!(bench.asked, 0);
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(TxEngine::new, &[Out::default()]);
    }

    #[test]
    fn frames_leave_whole_with_the_inserts_of_their_first_descriptor_and_completions_in_order() {
        for seed in 0..40 {
            check(seed, &random_descriptors(&mut Random(seed), 120));
        }
    }

    #[test]
    fn every_alignment_and_length() {
        for lane in 0..64 {
            let descriptors: Vec<Descriptor> =
                (0..150).map(|length| (0xfc0 + lane, length * 2 + lane as u16 % 2, 0, 1)).collect();
            check(lane, &descriptors);
        }
    }

    #[test]
    fn a_buffer_at_the_end_of_the_address_space_goes_on_at_its_beginning() {
        check(1, &[(u64::MAX - 200, 600, 1, 0), (u64::MAX - 127, 90, 2, 1)]);
    }

    #[test]
    fn a_frame_longer_than_the_field_says_65535() {
        check(1, &[(5, 65535, 1, 0), (64, 10, 2, 1)]);
        check(2, &[(5, 65535, 1, 1), (64, 65534, 2, 0), (1, 1, 2, 1)]);
    }

    #[test]
    fn without_enable_the_frame_that_was_begun_is_finished_and_no_other_begun() {
        for seed in 0..30 {
            let mut descriptors = random_descriptors(&mut Random(seed), 60);
            descriptors.iter_mut().step_by(5).for_each(|descriptor| descriptor.3 |= 1);
            let mut bench = Bench::new(seed, &descriptors);
            let edges = bench.random.next() % 1000;
            (0..edges).for_each(|_| _ = bench.step());
            bench.config.cfg_enable = false;
            bench.finish();
            let taken = usize::from(bench.taken);
            assert!(taken == 0 || descriptors[taken - 1].3 & 1 != 0, "seed {seed}: a whole frame");
            let (frames, completions) = expected(&descriptors[..taken]);
            assert!(bench.frames == frames && bench.completions == completions, "seed {seed}");
            bench.config.cfg_enable = true;
            bench.finish();
            assert_eq!(bench.completions, expected(&descriptors).1);
        }
    }

    #[test]
    fn nothing_is_asked_for_or_completed_after_halt() {
        for seed in 0..30 {
            let mut bench = Bench::new(seed, &random_descriptors(&mut Random(seed), 60));
            (0..seed * 20).for_each(|_| _ = bench.step());
            bench.config.halt = true;
            let (asks, completions) = (bench.out.command_valid, bench.completions.len());
            let mut begun = 0;
            for _ in 0..1000 {
                let before = bench.out.command_valid;
                begun += u32::from(bench.step().command_valid && !before);
            }
            assert_eq!(begun, 0, "seed {seed}, {asks}");
            assert!(bench.completions.len() <= completions + 1, "but for the one that was offered");
            assert!(!bench.out.descriptor_ready);
        }
    }

    #[test]
    fn no_word_is_used_from_an_error_on() {
        for bad in 0..40 {
            let mut bench = Bench::new(bad, &[(0x1000, 320, 0, 1), (0x2000, 320, 0, 1)]);
            bench.bad = Some(if bad < 20 { 0x1000 + bad * 8 } else { 0x2000 + bad * 8 });
            (0..3000).for_each(|_| _ = bench.step());
            assert!(bench.out.stopped && bench.out.active);
            let (whole, begun) = (bench.frames.len(), bench.frame.octets.len() as u64);
            assert_eq!((whole, begun), if bad < 20 { (0, bad * 8) } else { (1, bad * 8) }, "word {bad}");
            assert!(bench.completions.len() <= whole);
        }
    }
}
