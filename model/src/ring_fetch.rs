// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`ring_fetch`](wirewright_spec::ports::ring_fetch): fetches the descriptors of a direction ahead of
//! their use, and guards its `TAIL` (docs/card.md, Queues).
//!
//! ```text
//!                         +------------+
//!        cfg_base[58]---->|            |->command_valid
//!    cfg_size_log2[4]---->|            |->command_address[64]
//!          cfg_enable---->|            |->command_octets[16]
//!                halt---->|            |->descriptor_valid
//! tail_write, data[16]--->| ring_fetch |->descriptor_address[64]
//!       command_ready---->|            |->descriptor_length[16]
//!          word_valid---->|            |->descriptor_vlan_tci[16]
//!       word_data[64]---->|            |->descriptor_flags[4], index[16]
//!    word_last, error---->|            |->head[16], tail[16]
//!    descriptor_ready---->|            |->ring_error, stopped
//!                         +------------+
//! ```

use crate::octet_run;
use crate::queue::Queue;
use wirewright_spec::Block;
use wirewright_spec::card::rings::{DESCRIPTOR_OCTETS, LEAST_SIZE_LOG2, descriptor};
use wirewright_spec::ports::ring_fetch::{In, Out};

const DESCRIPTORS: usize = 16;
/// With more than so many there or coming, no more are fetched: a command brings up to four.
const ENOUGH: usize = 12;
/// Descriptors in a line of 64 octets.
const LINE: u16 = 4;

/// Fetching, the descriptors that came, and the tail.
#[derive(Clone, Debug)]
pub struct RingFetch {
    size: u16,
    state: State,
    /// Descriptors that may be fetched; those of the command; where they are.
    ahead: u16,
    number: u16,
    low: u32,
    coming: u16,
    /// The first word of a descriptor, when it is there.
    half: Option<u64>,
    descriptors: Queue<Descriptor, DESCRIPTORS>,
    index: u16,
    tail: TailCheck,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Look,
    Plan,
    Join,
    Offer,
}

/// Both words of one.
#[derive(Clone, Copy, Debug, Default)]
struct Descriptor {
    address: u64,
    rest: u64,
}

/// A `TAIL` that was written and is being looked at.
#[derive(Clone, Copy, Debug, Default)]
struct TailCheck {
    step: TailStep,
    candidate: u16,
    /// Descriptors that it adds, and those that the ring holds already.
    beyond: u16,
    used: u16,
    total: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum TailStep {
    #[default]
    None,
    Subtract,
    Add,
    Compare,
}

impl RingFetch {
    /// A block as after reset.
    pub fn new() -> Self {
        Self {
            size: 1 << LEAST_SIZE_LOG2,
            state: State::Look,
            ahead: 0,
            number: 0,
            low: 0,
            coming: 0,
            half: None,
            descriptors: Queue::new(),
            index: 0,
            tail: TailCheck::default(),
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
        let count = self.descriptors.count();
        let (head, tail) = (self.out.head, self.out.tail);
        let stands = input.halt || self.out.stopped;
        let completes = self.word_edge(input);
        self.fetch_edge(input, stands, count);
        // `coming` goes down by what came, if it was not 0 before the edge, and up by what was asked for.
        self.coming -= u16::from(completes);
        self.descriptor_edge(input, count != 0);
        self.tail_edge(input, head, tail);
        self.size = octet_run::ring_size(input.cfg_size_log2);
    }

    /// `stands`, `count` of the descriptors: before the edge. `tail` and `coming` have not changed yet.
    #[inline]
    fn fetch_edge(&mut self, input: &In, stands: bool, count: usize) {
        let head = self.out.head;
        match self.state {
            State::Look => {
                self.ahead = self.out.tail.wrapping_sub(head);
                if input.cfg_enable && !stands {
                    self.state = State::Plan;
                }
            }
            State::Plan if self.ahead == 0 || count + usize::from(self.coming) > ENOUGH || stands => {
                self.state = State::Look;
            }
            State::Plan => {
                self.number = self.ahead.min(LINE - head % LINE);
                self.low = octet_run::ring_low(input.cfg_base, head % self.size / LINE);
                self.state = State::Join;
            }
            State::Join => {
                let in_line = u64::from(head % LINE) * DESCRIPTOR_OCTETS as u64;
                self.out.command_address = octet_run::ring_line(input.cfg_base, self.low) | in_line;
                self.out.command_octets = self.number * DESCRIPTOR_OCTETS as u16;
                self.out.command_valid = true;
                self.out.head = head.wrapping_add(self.number);
                self.coming += self.number;
                self.state = State::Offer;
            }
            State::Offer => {
                if input.command_ready {
                    self.out.command_valid = false;
                    self.state = State::Look;
                }
            }
        }
    }

    /// Takes a word; whether `coming` goes down by one.
    #[inline]
    fn word_edge(&mut self, input: &In) -> bool {
        if !input.word_valid {
            return false;
        }
        let first = self.half.take();
        if let Some(address) = first {
            if !self.out.stopped && !input.word_error {
                self.descriptors.put(Descriptor { address, rest: input.word_data });
            }
        } else if !input.word_last {
            self.half = Some(input.word_data);
        }
        self.out.stopped |= input.word_error;
        first.is_some() && self.coming != 0
    }

    /// The output register; `has_any`: before the edge.
    #[inline]
    fn descriptor_edge(&mut self, input: &In, has_any: bool) {
        if self.out.descriptor_valid && !input.descriptor_ready {
            return;
        }
        self.out.descriptor_valid = has_any;
        if has_any {
            let Descriptor { address, rest } = self.descriptors.take();
            self.out.descriptor_address = address;
            self.out.descriptor_length = (rest >> descriptor::LENGTH) as u16;
            self.out.descriptor_vlan_tci = (rest >> descriptor::VLAN_TCI) as u16;
            self.out.descriptor_flags = (rest >> descriptor::END) as u8 & 0xf;
            self.out.descriptor_index = self.index;
            self.index = self.index.wrapping_add(1);
        }
    }

    /// `head`, `tail`: before the edge.
    #[inline]
    fn tail_edge(&mut self, input: &In, head: u16, tail: u16) {
        let check = &mut self.tail;
        self.out.ring_error = false;
        if input.tail_write {
            check.candidate = input.tail_data;
            check.step = TailStep::Subtract;
            return;
        }
        check.step = match check.step {
            TailStep::None => TailStep::None,
            TailStep::Subtract => {
                check.beyond = check.candidate.wrapping_sub(tail);
                check.used = tail.wrapping_sub(head);
                TailStep::Add
            }
            TailStep::Add => {
                check.total = u32::from(check.beyond) + u32::from(check.used);
                TailStep::Compare
            }
            TailStep::Compare => {
                if check.total <= u32::from(self.size) {
                    self.out.tail = check.candidate;
                } else {
                    self.out.ring_error = true;
                }
                TailStep::None
            }
        };
    }
}

impl Default for RingFetch {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for RingFetch {
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

    /// Base of the ring that is at the end of the address space but for a few entries, in units of 64 octets.
    const HIGH_BASE: u64 = (1 << 58) - 1;

    /// A block, and a bus that brings the words of its commands: each word is told by its address.
    struct Bench {
        block: RingFetch,
        out: Out,
        random: Random,
        config: In,
        /// Word, last of its command.
        coming: VecDeque<(u64, bool)>,
        descriptors: Vec<[u64; 5]>,
        errors: u32,
        /// The word at this address is answered with an error.
        bad: Option<u64>,
    }

    fn word_at(address: u64) -> u64 {
        Random(address).next()
    }

    /// What the descriptor outputs show of entry `index` of a ring.
    fn entry(base: u64, size: u64, index: u64) -> [u64; 5] {
        let at = (base * 64).wrapping_add(index % size * 16);
        let rest = word_at(at.wrapping_add(8));
        [word_at(at), rest & 0xffff, rest >> 16 & 0xffff, rest >> 32 & 0xf, index & 0xffff]
    }

    impl Bench {
        fn new(seed: u64, base: u64, log2: u8) -> Self {
            let config = In { cfg_enable: true, cfg_base: base, cfg_size_log2: log2, ..In::default() };
            let mut bench = Bench {
                block: RingFetch::new(),
                out: Out::default(),
                random: Random(seed),
                config,
                coming: VecDeque::new(),
                descriptors: Vec::new(),
                errors: 0,
                bad: None,
            };
            bench.step(None);
            bench
        }

        fn step(&mut self, tail: Option<u16>) -> Out {
            let word = self.coming.front().copied().filter(|_| !self.random.one_in(3));
            let input = In {
                tail_write: tail.is_some(),
                tail_data: tail.unwrap_or(0x5555),
                command_ready: self.random.one_in(3),
                word_valid: word.is_some(),
                word_data: word.map_or(0x77, |(at, _)| word_at(at)),
                word_last: word.is_some_and(|(_, last)| last),
                word_error: word.is_some_and(|(at, _)| self.bad == Some(at)),
                descriptor_ready: self.config.descriptor_ready && !self.random.one_in(3),
                ..self.config
            };
            if word.is_some() {
                self.coming.pop_front();
            }
            let Out { command_address, command_octets, .. } = self.out;
            if self.out.command_valid && input.command_ready {
                assert!(command_octets > 0 && command_octets.is_multiple_of(16));
                assert!(
                    command_address % 64 + u64::from(command_octets) <= 64,
                    "{command_octets} at {command_address:#x}"
                );
                let words = u64::from(command_octets) / 8;
                self.coming.extend((0..words).map(|word| (command_address + word * 8, word + 1 == words)));
            }
            if self.out.descriptor_valid && input.descriptor_ready {
                let Out { descriptor_length, descriptor_vlan_tci, descriptor_index, .. } = self.out;
                let [length, tci, index] = [descriptor_length, descriptor_vlan_tci, descriptor_index].map(u64::from);
                self.descriptors.push([
                    self.out.descriptor_address,
                    length,
                    tci,
                    self.out.descriptor_flags.into(),
                    index,
                ]);
            }
            self.block.step(&input, &mut self.out);
            self.errors += u32::from(self.out.ring_error);
            self.out
        }

        fn steps(&mut self, edges: u32) {
            (0..edges).for_each(|_| _ = self.step(None));
        }

        /// Writes `TAIL`, and waits until it is taken or not: which it is.
        fn write_tail(&mut self, tail: u16) -> bool {
            let (errors, before) = (self.errors, self.out.tail);
            self.step(Some(tail));
            self.steps(2);
            assert!(self.errors == errors && self.out.tail == before, "the third edge after the write decides");
            self.steps(1);
            assert_eq!(self.errors == errors, self.out.tail == tail);
            self.errors == errors
        }
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(RingFetch::new, &[Out::default()]);
    }

    #[test]
    fn descriptors_come_in_order_over_the_end_of_the_ring_and_of_the_index_for_every_size() {
        for (log2, taken_as) in (0..16).map(|log2: u8| (log2, log2.clamp(3, 12))) {
            let size = 1_u64 << taken_as;
            let base = if log2 % 2 == 0 { HIGH_BASE } else { (1 << 40) + (1 << 26) - 3 };
            let mut bench = Bench::new(log2.into(), base, log2);
            bench.config.descriptor_ready = true;
            let entries = if log2 == 3 { 70_000 } else { 3 * size + 5 };
            let mut tail = 0;
            while (bench.descriptors.len() as u64) < entries {
                let used = bench.descriptors.len() as u64;
                if tail < entries && used + size > tail && bench.random.one_in(5) {
                    tail += (1 + bench.random.next() % (used + size - tail)).min(entries - tail);
                    assert!(bench.write_tail(tail as u16), "size {size}, tail {tail}");
                }
                bench.steps(1);
            }
            bench.steps(50);
            assert_eq!(bench.descriptors.len() as u64, entries);
            for (index, descriptor) in (0..).zip(&bench.descriptors) {
                assert_eq!(*descriptor, entry(base, size, index), "entry {index} of {size}");
            }
            assert_eq!((bench.out.head, bench.out.tail, bench.errors), (entries as u16, entries as u16, 0));
        }
    }

    #[test]
    fn seventeen_descriptors_are_fetched_ahead_at_the_most() {
        for seed in 0..20 {
            let mut bench = Bench::new(seed, 9, 8);
            assert!(bench.write_tail(200));
            bench.steps(600);
            assert!((14..=17).contains(&bench.out.head), "seed {seed}: {}", bench.out.head);
            assert!(bench.out.descriptor_valid && !bench.out.command_valid);
            bench.config.descriptor_ready = true;
            while bench.descriptors.len() < 200 {
                bench.steps(1);
                assert!(usize::from(bench.out.head) <= bench.descriptors.len() + 17);
            }
        }
    }

    #[test]
    fn a_tail_that_the_ring_cannot_hold_or_that_goes_back_is_not_taken() {
        for offset in [0_u16, 100, 0xfff0] {
            let mut bench = Bench::new(7, 1, 4);
            bench.config.descriptor_ready = true;
            for tail in (0..=offset).step_by(8).chain([offset]) {
                assert!(bench.write_tail(tail));
                bench.steps(60);
            }
            bench.config.cfg_enable = false;
            bench.steps(9);
            let head = bench.out.head;
            assert_eq!(head, offset);
            let ahead = |n: u16| head.wrapping_add(n);
            assert!(
                !bench.write_tail(ahead(17)) && !bench.write_tail(ahead(0x8000)) && !bench.write_tail(ahead(0xffff))
            );
            assert!(bench.write_tail(ahead(5)) && bench.write_tail(ahead(5)));
            assert!(!bench.write_tail(ahead(4)) && !bench.write_tail(ahead(17)));
            assert!(bench.write_tail(ahead(16)) && bench.write_tail(ahead(16)));
            assert!(!bench.write_tail(ahead(15)));
            assert_eq!((bench.out.head, bench.errors), (head, 6));
        }
    }

    #[test]
    fn a_tail_that_comes_within_three_edges_takes_the_place_of_the_one_before() {
        for (gap, taken) in [(1, false), (2, false), (3, false), (4, true)] {
            let mut bench = Bench::new(1, 1, 3);
            bench.config.cfg_enable = false;
            bench.step(Some(3));
            bench.steps(gap - 1);
            bench.step(Some(6));
            assert_eq!(bench.out.tail, if taken { 3 } else { 0 });
            bench.steps(3);
            assert_eq!((bench.out.tail, bench.errors), (6, 0));
        }
    }

    #[test]
    fn nothing_is_fetched_without_enable_or_with_halt_and_the_tail_is_taken_all_the_same() {
        for (cfg_enable, halt) in [(false, false), (true, true)] {
            let mut bench = Bench::new(5, 1, 5);
            (bench.config.cfg_enable, bench.config.halt) = (cfg_enable, halt);
            assert!(bench.write_tail(9));
            bench.steps(50);
            assert!(bench.out.head == 0 && !bench.out.command_valid);
            (bench.config.cfg_enable, bench.config.halt) = (true, false);
            bench.steps(100);
            assert_eq!(bench.out.head, 9);
        }
    }

    #[test]
    fn an_error_stops_the_ring_and_no_descriptor_in_error_or_after_it_is_offered() {
        for bad in 0..24 {
            let mut bench = Bench::new(bad, 4, 5);
            bench.bad = Some(256 + bad * 8);
            bench.config.descriptor_ready = true;
            assert!(bench.write_tail(32));
            bench.steps(400);
            assert!(bench.out.stopped);
            assert_eq!(bench.descriptors.len() as u64, bad / 2, "word {bad}");
            let head = bench.out.head;
            assert!(bench.write_tail(33) == (head > 0));
            bench.steps(100);
            assert!(bench.out.head == head && bench.out.stopped);
        }
    }
}
