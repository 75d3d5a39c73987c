// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`rx_engine`](wirewright_spec::ports::rx_engine): puts received frames into the buffers of receive
//! descriptors: plans for `stream_widen`, writes, completions (docs/card.md, Queues).
//!
//! ```text
//!                            +-----------+
//!   cfg_size_log2[4], halt-->|           |->record_ready
//!   record_valid,length[16]->|           |->descriptor_ready
//!         record_bad-------->|           |->plan_valid, lane[3]
//!  record_vlan_valid,tci[16]>|           |->plan_octets[16], plan_discard
//!  record_ipv4[2], l4[2]---->| rx_engine |->command_valid
//!   descriptor_valid-------->|           |->command_address[64], octets[16]
//! descriptor_address[64]---->|           |->completion_valid, length[16]
//!  descriptor_length[16]---->|           |->completion_vlan_tci[16], next[16]
//!  descriptor_index[16]----->|           |->completion_status[15]
//! plan_ready, command_ready->|           |->active, stopped
//! done, error, completion_ready          |
//!                            +-----------+
//! ```

use crate::octet_run;
use crate::queue::Queue;
use wirewright_spec::Block;
use wirewright_spec::card::rings::{LEAST_SIZE_LOG2, completion};
use wirewright_spec::ports::rx_engine::{In, Out};

const QUEUE: usize = 16;
/// `used` counts modulo 2^13.
const USED_MASK: u16 = 0x1fff;

/// Frames, commands and completions.
#[derive(Clone, Debug)]
pub struct RxEngine {
    size: u16,
    state: State,
    frame: Frame,
    /// The descriptor that was taken, and of the chunk of the frame that goes there what is still to be asked for.
    address: u64,
    length: u16,
    chunk: u16,
    left: u16,
    piece: u16,
    /// Index after the last descriptor that was taken.
    next: u16,
    commands: Queue<Piece, QUEUE>,
    frames: Queue<Ending, QUEUE>,
    /// Pieces, modulo 256.
    issued: u8,
    answered: u8,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Idle,
    Need,
    Take,
    Cut,
    Plan,
    Order,
    Piece,
    Push,
    Discard,
    Close,
}

/// The frame whose record was taken.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    vlan_tci: u16,
    /// What the record says of the status.
    status: u16,
    truncated: bool,
    /// Octets that have no buffer yet, and those that have one.
    rest: u16,
    filled: u16,
    /// Descriptors, modulo 2^13.
    used: u16,
}

/// Octets for one command.
#[derive(Clone, Copy, Debug, Default)]
struct Piece {
    address: u64,
    octets: u16,
}

/// A frame all of whose pieces have been asked for.
#[derive(Clone, Copy, Debug, Default)]
struct Ending {
    octets: u16,
    vlan_tci: u16,
    next: u16,
    status: u16,
    /// Pieces after which it is over.
    issued: u8,
}

impl RxEngine {
    /// A block as after reset.
    pub fn new() -> Self {
        Self {
            size: 1 << LEAST_SIZE_LOG2,
            state: State::Idle,
            frame: Frame::default(),
            address: 0,
            length: 0,
            chunk: 0,
            left: 0,
            piece: 0,
            next: 0,
            commands: Queue::new(),
            frames: Queue::new(),
            issued: 0,
            answered: 0,
            out: Out::default(),
        }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let (commands, frames) = (self.commands.count(), self.frames.count());
        let offers = input.record_valid || self.out.command_valid || self.out.completion_valid;
        self.out.active = self.state != State::Idle || offers || commands != 0 || frames != 0;

        self.completion_edge(input);
        self.frame_edge(input, commands < QUEUE, frames < QUEUE);
        self.command_edge(input, commands != 0);
        self.size = octet_run::ring_size(input.cfg_size_log2);
    }

    /// `command_fits`, `frame_fits`: into the queues as they were before the edge.
    #[inline]
    fn frame_edge(&mut self, input: &In, command_fits: bool, frame_fits: bool) {
        match self.state {
            State::Idle if input.record_valid && self.out.record_ready => {
                self.frame = Frame::of(input);
                self.out.record_ready = false;
                self.state = State::Need;
            }
            State::Idle => self.out.record_ready = !input.halt,
            State::Need if !input.halt => self.need(),
            State::Take if input.descriptor_valid => {
                self.address = input.descriptor_address;
                self.length = input.descriptor_length;
                self.next = input.descriptor_index.wrapping_add(1);
                self.frame.used = (self.frame.used + 1) & USED_MASK;
                self.out.descriptor_ready = false;
                self.state = State::Cut;
            }
            State::Cut => {
                self.chunk = self.frame.rest.min(self.length);
                self.state = State::Plan;
            }
            State::Plan => self.plan(),
            State::Order if input.plan_ready => {
                self.out.plan_valid = false;
                self.state = State::Piece;
            }
            State::Piece => {
                self.piece = self.left.min(octet_run::octets_to_line(self.address));
                self.state = State::Push;
            }
            State::Push if !input.halt && command_fits => self.push(),
            State::Discard if input.plan_ready => {
                self.out.plan_valid = false;
                self.state = State::Close;
            }
            State::Close if !input.halt && frame_fits => {
                self.frames.put(self.frame.ending(self.next, self.issued));
                self.state = State::Idle;
            }
            State::Need | State::Take | State::Order | State::Push | State::Discard | State::Close => {}
        }
    }

    fn need(&mut self) {
        if self.frame.rest == 0 {
            self.state = State::Close;
        } else if self.frame.used == self.size {
            self.frame.truncated = true;
            self.out.plan_valid = true;
            self.out.plan_discard = true;
            self.out.plan_lane = 0;
            self.out.plan_octets = self.frame.rest;
            self.state = State::Discard;
        } else {
            self.out.descriptor_ready = true;
            self.state = State::Take;
        }
    }

    fn plan(&mut self) {
        if self.chunk == 0 {
            self.state = State::Need;
            return;
        }
        self.out.plan_lane = octet_run::lane(self.address);
        self.out.plan_octets = self.chunk;
        self.out.plan_discard = false;
        self.out.plan_valid = true;
        self.frame.rest -= self.chunk;
        self.frame.filled += self.chunk;
        self.left = self.chunk;
        self.state = State::Order;
    }

    fn push(&mut self) {
        self.commands.put(Piece { address: self.address, octets: self.piece });
        self.issued = self.issued.wrapping_add(1);
        self.left -= self.piece;
        self.address = octet_run::next_line(self.address);
        self.state = if self.left == 0 { State::Need } else { State::Piece };
    }

    /// The output register of the commands; `has_any`: before the edge.
    #[inline]
    fn command_edge(&mut self, input: &In, has_any: bool) {
        if self.out.command_valid && !input.command_ready {
            return;
        }
        self.out.command_valid = has_any && !input.halt;
        if self.out.command_valid {
            let Piece { address, octets } = self.commands.take();
            self.out.command_address = address;
            self.out.command_octets = octets;
        }
    }

    /// Answers, and the register of the completions; `frames` has not changed yet.
    #[inline]
    fn completion_edge(&mut self, input: &In) {
        let (answered, stopped) = (self.answered, self.out.stopped);
        self.answered = answered.wrapping_add(input.done.into());
        self.out.stopped |= input.done && input.done_error;
        if self.out.completion_valid && !input.completion_ready {
            return;
        }
        let ending = self.frames.oldest();
        let is_answered = answered.wrapping_sub(ending.issued) < 128;
        self.out.completion_valid = !self.frames.is_empty() && !input.halt && !stopped && is_answered;
        if self.out.completion_valid {
            self.frames.take();
            self.out.completion_length = ending.octets;
            self.out.completion_vlan_tci = ending.vlan_tci;
            self.out.completion_next = ending.next;
            self.out.completion_status = ending.status;
        }
    }
}

impl Frame {
    fn of(input: &In) -> Self {
        let status = u16::from(input.record_bad) << completion::BAD
            | u16::from(input.record_vlan_valid) << completion::VLAN
            | u16::from(input.record_ipv4) << completion::IPV4
            | u16::from(input.record_l4) << completion::L4;
        let vlan_tci = input.record_vlan_tci;
        Frame { vlan_tci, status, truncated: false, rest: input.record_length, filled: 0, used: 0 }
    }

    fn ending(&self, next: u16, issued: u8) -> Ending {
        let status = self.status | u16::from(self.truncated) << completion::TRUNCATED;
        Ending { octets: self.filled, vlan_tci: self.vlan_tci, next, status, issued }
    }
}

impl Default for RxEngine {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for RxEngine {
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
    use std::collections::{HashMap, VecDeque};

    /// Length, status bits (without `TRUNCATED`), tag.
    type Record = (u16, u16, u16);
    /// Address and length.
    type Buffer = (u64, u16);
    /// Length, tag, next, status.
    type Completion = (u16, u16, u16, u16);

    /// A block between records, descriptors, a `stream_widen` and a `dma_write`.
    struct Bench {
        block: RxEngine,
        out: Out,
        random: Random,
        config: In,
        records: VecDeque<Record>,
        buffers: VecDeque<Buffer>,
        taken: u16,
        /// Octets that `stream_widen` was told to put out: lane of the first, how many.
        planned: VecDeque<(u64, u16)>,
        /// Octet `n` of all frames is there.
        octets: HashMap<u64, u64>,
        placed: u64,
        /// Commands that are not answered, and those that are.
        open: u32,
        commands: u32,
        answered: u32,
        completions: Vec<Completion>,
        discarded: Vec<u16>,
    }

    impl Bench {
        fn new(seed: u64, records: &[Record], buffers: &[Buffer]) -> Self {
            Bench {
                block: RxEngine::new(),
                out: Out::default(),
                random: Random(seed),
                config: In { cfg_size_log2: 3, ..In::default() },
                records: records.iter().copied().collect(),
                buffers: buffers.iter().copied().collect(),
                taken: 0,
                planned: VecDeque::new(),
                octets: HashMap::new(),
                placed: 0,
                open: 0,
                commands: 0,
                answered: 0,
                completions: Vec::new(),
                discarded: Vec::new(),
            }
        }

        fn step(&mut self) -> Out {
            let record = self.records.front().copied().filter(|_| !self.random.one_in(4));
            let buffer = self.buffers.front().copied().filter(|_| !self.random.one_in(4));
            let (record_length, status, record_vlan_tci) = record.unwrap_or((9, 0xff, 9));
            let (descriptor_address, descriptor_length) = buffer.unwrap_or((9, 9));
            let input = In {
                record_valid: record.is_some(),
                record_length,
                record_bad: status & 1 != 0,
                record_vlan_valid: status & 4 != 0,
                record_vlan_tci,
                record_ipv4: (status >> 3 & 3) as u8,
                record_l4: (status >> 5 & 3) as u8,
                descriptor_valid: buffer.is_some(),
                descriptor_address,
                descriptor_length,
                descriptor_index: self.taken,
                plan_ready: self.random.one_in(2),
                command_ready: self.random.one_in(2),
                done: self.open > 0 && self.random.one_in(6),
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
            if out.record_ready && input.record_valid {
                self.records.pop_front();
            }
            if out.descriptor_ready && input.descriptor_valid {
                self.buffers.pop_front();
                self.taken = self.taken.wrapping_add(1);
            }
            if input.done {
                self.open -= 1;
                self.answered += 1;
            }
            if out.plan_valid && input.plan_ready {
                if out.plan_discard {
                    self.discarded.push(out.plan_octets);
                } else {
                    self.planned.push_back((out.plan_lane.into(), out.plan_octets));
                }
            }
            if out.command_valid && input.command_ready {
                self.place(out.command_address, out.command_octets);
            }
            if out.completion_valid && input.completion_ready {
                let Out { completion_length, completion_vlan_tci, completion_next, completion_status, .. } = out;
                self.completions.push((completion_length, completion_vlan_tci, completion_next, completion_status));
            }
        }

        fn place(&mut self, address: u64, octets: u16) {
            assert!(octets > 0 && address % 128 + u64::from(octets) <= 128, "{octets} at {address:#x}");
            let (lane, left) = self.planned.front_mut().expect("a chunk is taken before its commands");
            assert_eq!(*lane, address % 8);
            assert!(*left >= octets);
            (*lane, *left) = (0, *left - octets);
            if *left == 0 {
                self.planned.pop_front();
            }
            for at in 0..u64::from(octets) {
                self.octets.insert(self.placed, address.wrapping_add(at));
                self.placed += 1;
            }
            (self.open, self.commands) = (self.open + 1, self.commands + 1);
        }

        /// Until all is done.
        fn finish(&mut self) {
            let mut quiet = 0;
            let edges = (0..2_000_000).find(|_| {
                quiet = if self.step().active || !self.records.is_empty() { 0 } else { quiet + 1 };
                quiet == 20
            });
            assert!(edges.is_some());
        }
    }

    /// What the frames make of the buffers, in the plainest form: where each octet goes, completions, what is cut.
    fn expected(records: &[Record], buffers: &[Buffer], size: u64) -> (Vec<u64>, Vec<Completion>, Vec<u16>) {
        let (mut octets, mut completions, mut cut) = (Vec::new(), Vec::new(), Vec::new());
        let mut next = 0;
        for &(length, status, tci) in records {
            let (mut rest, mut used) = (length, 0);
            while rest > 0 && used < size {
                let (address, room) = buffers[next];
                let chunk = rest.min(room);
                octets.extend((0..u64::from(chunk)).map(|at| address.wrapping_add(at)));
                (rest, used, next) = (rest - chunk, used + 1, next + 1);
            }
            cut.extend((rest > 0).then_some(rest));
            completions.push((length - rest, tci, next as u16, status | u16::from(rest > 0) << 1));
        }
        (octets, completions, cut)
    }

    fn random_records(random: &mut Random, count: usize) -> Vec<Record> {
        let record = |random: &mut Random| {
            let length = if random.one_in(30) { 0 } else { random.next() % 1519 };
            (length as u16, random.next() as u16 & 0b111_1101, random.next() as u16)
        };
        (0..count).map(|_| record(random)).collect()
    }

    fn random_buffers(random: &mut Random, count: usize, longest: u64) -> Vec<Buffer> {
        let buffer = |random: &mut Random| {
            let length = if random.one_in(8) { 0 } else { random.next() % longest };
            (u64::MAX - 3000 + random.next() % 3000, length as u16)
        };
        (0..count).map(|_| buffer(random)).collect()
    }

    fn check(bench: &mut Bench, records: &[Record], buffers: &[Buffer], size: u64) {
        bench.finish();
        let (octets, completions, cut) = expected(records, buffers, size);
        assert_eq!(bench.completions, completions);
        assert_eq!(bench.discarded, cut);
        assert_eq!(bench.placed, octets.len() as u64);
        assert!((0..).zip(&octets).all(|(at, address)| bench.octets[&at] == *address));
        assert_eq!(bench.answered, bench.commands);
        assert!(bench.planned.is_empty());
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(RxEngine::new, &[Out::default()]);
    }

    #[test]
    fn frames_fill_buffers_in_their_order_and_what_a_ring_does_not_hold_is_cut() {
        for seed in 0..60 {
            let mut random = Random(seed);
            let longest = [200, 600, 3000][seed as usize % 3];
            let (records, buffers) = (random_records(&mut random, 40), random_buffers(&mut random, 400, longest));
            let log2 = 3 + seed as u8 % 3;
            let mut bench = Bench::new(seed, &records, &buffers);
            bench.config.cfg_size_log2 = log2;
            bench.step();
            check(&mut bench, &records, &buffers, 1 << log2);
        }
    }

    #[test]
    fn every_alignment_and_length() {
        for lane in 0..64 {
            let records: Vec<Record> = (0..150).map(|length| (length * 2 + lane as u16 % 2, 0, 0)).collect();
            let buffers: Vec<Buffer> = (0..150).map(|_| (0xfc0 + lane, 2048)).collect();
            check(&mut Bench::new(lane, &records, &buffers), &records, &buffers, 8);
        }
    }

    #[test]
    fn a_whole_ring_of_4096_empty_buffers_is_used_up_before_a_frame_is_cut() {
        let (records, buffers) = ([(60, 5, 7), (9, 0, 0)], [[(64, 0); 4096].as_slice(), &[(64, 9)]].concat());
        let mut bench = Bench::new(1, &records, &buffers);
        bench.config.cfg_size_log2 = 12;
        bench.step();
        check(&mut bench, &records, &buffers, 4096);
        assert_eq!(bench.completions[0], (0, 7, 4096, 7));
    }

    #[test]
    fn a_completion_waits_for_all_answers_of_its_frame_and_not_for_later_ones() {
        let (records, buffers) = ([(300, 0, 1), (300, 0, 2)], [(0, 400), (0, 400)]);
        let mut bench = Bench::new(1, &records, &buffers);
        let mut answers_at = Vec::new();
        for _ in 0..2000 {
            let before = bench.completions.len();
            bench.step();
            if bench.completions.len() > before {
                answers_at.push(bench.answered);
            }
        }
        assert!(answers_at.len() == 2 && (3..6).contains(&answers_at[0]) && answers_at[1] == 6, "{answers_at:?}");
    }

    #[test]
    fn after_halt_no_command_and_no_completion_is_begun() {
        for seed in 0..40 {
            let mut random = Random(seed);
            let (records, buffers) = (random_records(&mut random, 40), random_buffers(&mut random, 400, 900));
            let mut bench = Bench::new(seed, &records, &buffers);
            (0..seed * 13).for_each(|_| _ = bench.step());
            bench.config.halt = true;
            let (commands, completions) = (bench.commands, bench.completions.len());
            (0..1000).for_each(|_| _ = bench.step());
            assert!(bench.commands <= commands + 1 && bench.completions.len() <= completions + 1, "seed {seed}");
            bench.config.halt = false;
            check(&mut bench, &records, &buffers, 8);
        }
    }

    #[test]
    fn an_answer_with_an_error_stops_completions() {
        let (records, buffers) = ([(100, 0, 1)], [(0, 400)]);
        let mut bench = Bench::new(1, &records, &buffers);
        bench.config.done_error = true;
        (0..500).for_each(|_| _ = bench.step());
        assert!(bench.out.stopped && bench.out.active && bench.completions.is_empty() && bench.answered == 1);
    }
}
