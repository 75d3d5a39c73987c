// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_counters`](wirewright_spec::ports::mac_counters): sixteen 64-bit counters, read as one
//! consistent snapshot from another clock (IEEE 802.3-2022, clause 30).
//!
//! ```text
//!                +----------------+
//!  events[16]--->|                |--->busy
//!   octets[16]-->|  mac_counters  |--->data[64]
//!    snapshot--->|                |
//!     addr[4]--->|                |
//!                +----------------+
//!    count_clk count_rst    clk rst
//! ```
//!
//! The hardware walks over its memory and keeps pending and due counts meanwhile. A copy shows the totals with
//! the due counts added, fixed at its first edge, which are all events up to and with that edge: so here events
//! go to the totals at once, and a copy takes them as they are.

use crate::synchroniser::Synchroniser;
use wirewright_spec::ports::mac_counters::{In, Out};
use wirewright_spec::{Design, EdgeSet};

const COUNTERS: usize = 16;
/// The counter that counts octets.
const OCTETS: usize = 1;
/// Place in the walk at which a copy begins.
const COPY_BEGINS: u8 = 15;
/// Place in the walk, one walk later, at which it is over.
const COPY_IS_OVER: u8 = 3;

/// Number of `clk` among the clocks.
const CLK: usize = 0;
/// Number of `count_clk` among the clocks.
const COUNT_CLK: usize = 1;

/// The two sides and the snapshot between them.
#[derive(Clone, Debug, Default)]
pub struct MacCounters {
    counting: CountingSide,
    reading: ReadingSide,
    snapshot: [u64; COUNTERS],
    pub(crate) out: Out,
}

#[derive(Clone, Debug, Default)]
struct CountingSide {
    totals: [u64; COUNTERS],
    walk: u8,
    request: Synchroniser<bool>,
    acknowledge: bool,
    copy: Copying,
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Copying {
    #[default]
    No,
    /// In the walk in which it began, at its last place, until it comes round.
    FirstWalk,
    /// In the walk after.
    SecondWalk,
}

#[derive(Clone, Debug, Default)]
struct ReadingSide {
    request: bool,
    acknowledge: Synchroniser<bool>,
    /// A snapshot has come since reset.
    any_snapshot: bool,
}

impl MacCounters {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One event.
    #[inline]
    pub(crate) fn event(&mut self, edges: EdgeSet, input: &In) {
        let (request, acknowledge) = (self.reading.request, self.counting.acknowledge);
        if edges.contains(CLK) {
            self.reading_edge(input, acknowledge);
        }
        if edges.contains(COUNT_CLK) {
            self.counting_edge(input, request);
        }
    }

    /// An event has passed after which these resets are high: what crosses is cleared, clock or no clock.
    #[inline]
    pub(crate) fn clear(&mut self, rst: bool, count_rst: bool) {
        self.reading.request &= !rst;
        self.counting.acknowledge &= !count_rst;
    }

    #[inline]
    fn reading_edge(&mut self, input: &In, acknowledge: bool) {
        let side = &mut self.reading;
        if input.rst {
            *side = ReadingSide::default();
            self.out = Out::default();
            return;
        }
        if !self.out.busy {
            if side.any_snapshot {
                self.out.data = self.snapshot[usize::from(input.addr) % COUNTERS];
            }
            if input.snapshot {
                side.request = !side.request;
                self.out.busy = true;
            }
        } else if side.acknowledge.value() == side.request {
            side.any_snapshot = true;
            self.out.busy = false;
        }
        side.acknowledge.edge(acknowledge);
    }

    #[inline]
    fn counting_edge(&mut self, input: &In, request: bool) {
        let side = &mut self.counting;
        if input.count_rst {
            *side = CountingSide::default();
            return;
        }
        if input.events != 0 {
            side.count(input.events, input.octets);
        }
        match (side.walk, side.copy) {
            (COPY_BEGINS, Copying::No) if side.request.value() != side.acknowledge => {
                self.snapshot = side.totals;
                side.copy = Copying::FirstWalk;
            }
            (COPY_BEGINS, Copying::FirstWalk) => side.copy = Copying::SecondWalk,
            (COPY_IS_OVER, Copying::SecondWalk) => {
                side.acknowledge = side.request.value();
                side.copy = Copying::No;
            }
            _ => {}
        }
        side.walk = (side.walk + 1) % COUNTERS as u8;
        side.request.edge(request);
    }
}

impl CountingSide {
    fn count(&mut self, event: u16, octets: u16) {
        for (number, total) in self.totals.iter_mut().enumerate() {
            if event >> number & 1 != 0 {
                let amount = if number == OCTETS { u64::from(octets) } else { 1 };
                *total = total.wrapping_add(amount);
            }
        }
    }
}

impl Design for MacCounters {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = &["clk", "count_clk"];

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        self.event(edges, input);
        self.clear(input.rst, input.count_rst);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Random};

    const READ: EdgeSet = EdgeSet(0b01);
    const COUNT: EdgeSet = EdgeSet(0b10);
    const BOTH: EdgeSet = EdgeSet(0b11);

    struct Bench(MacCounters, Out);

    impl Bench {
        fn new() -> Self {
            Bench(MacCounters::new(), Out::default())
        }

        fn step(&mut self, edges: EdgeSet, input: In) -> Out {
            self.0.step(edges, &input, &mut self.1);
            self.1
        }

        /// Takes a snapshot and gives all counters.
        fn snapshot(&mut self) -> [u64; COUNTERS] {
            self.step(BOTH, In { snapshot: true, ..In::default() });
            let edges = (0..).find(|_| !self.step(BOTH, In::default()).busy).unwrap();
            assert!(edges < 60);
            self.read()
        }

        fn read(&mut self) -> [u64; COUNTERS] {
            std::array::from_fn(|addr| self.step(READ, In { addr: addr as u8, ..In::default() }).data)
        }
    }

    #[test]
    fn reset_is_one_event_with_both_resets() {
        testing::reset_is_one_edge(MacCounters::new, &[Out::default()]);
    }

    #[test]
    fn each_event_counts_in_its_own_counter_and_octets_add() {
        let mut bench = Bench::new();
        for number in 0..COUNTERS {
            for _ in 0..=number {
                bench.step(COUNT, In { events: 1 << number, octets: 1500, ..In::default() });
            }
        }
        bench.step(COUNT, In { octets: 77, ..In::default() });
        let expected = std::array::from_fn(|number| if number == OCTETS { 3000 } else { number as u64 + 1 });
        assert_eq!(bench.snapshot(), expected);
        assert_eq!(bench.snapshot(), expected, "reading changes nothing");
    }

    #[test]
    fn data_is_zero_until_the_first_snapshot_is_there() {
        let mut bench = Bench::new();
        bench.step(COUNT, In { events: 1, ..In::default() });
        assert_eq!(bench.read(), [0; COUNTERS]);
        bench.step(BOTH, In { snapshot: true, ..In::default() });
        while bench.1.busy {
            assert_eq!(bench.step(BOTH, In::default()).data, 0);
        }
        assert_eq!(bench.step(READ, In::default()).data, 1, "the edge after busy went low");
    }

    #[test]
    fn a_snapshot_takes_its_steps_at_their_edges() {
        // Both clocks together. The walk index before event n is n modulo 16; the request flips at event 0, is in
        // the second flip-flop before event 3 and is met at event 15; the copy is over at event 35; the second
        // flip-flop of the acknowledge has it before event 38.
        let mut bench = Bench::new();
        let snapshot = In { snapshot: true, events: 1, ..In::default() };
        let busy: Vec<bool> = (0..45)
            .map(|event| bench.step(BOTH, if event < 30 { snapshot } else { In { events: 1, ..In::default() } }).busy)
            .collect();
        assert_eq!(busy.iter().position(|&busy| !busy), Some(38));
        assert!(busy[38..].iter().all(|&busy| !busy), "snapshot while busy is ignored");
        assert_eq!(bench.read()[0], 16, "the events at edges 0 to 15, the edge of the copy included");
    }

    #[test]
    fn data_keeps_its_value_while_busy() {
        let mut bench = Bench::new();
        bench.step(COUNT, In { events: 0b101, ..In::default() });
        bench.snapshot();
        bench.step(READ, In { addr: 2, ..In::default() });
        assert_eq!(bench.step(READ, In { addr: 3, snapshot: true, ..In::default() }).data, 0, "busy was low before");
        bench.step(COUNT, In { events: 0b1000, ..In::default() });
        for addr in [0, 2, 0] {
            assert_eq!(bench.step(READ, In { addr, ..In::default() }).data, 0);
        }
    }

    #[test]
    fn resets_of_one_edge_that_overlap_begin_at_zero_and_a_snapshot_waits_for_the_clock() {
        for seed in 0..500 {
            let mut random = Random(seed);
            let mut bench = Bench::new();
            for _ in 0..random.next() % 120 {
                let input = In { events: 1, snapshot: random.one_in(9), ..In::default() };
                bench.step(EdgeSet(random.next() as u8 & 3), input);
            }
            let (mut rst, mut count_rst) = (true, true);
            while rst {
                let out = bench.step(READ, In { rst, count_rst, ..In::default() });
                assert_eq!(out, Out::default());
                rst = false;
            }
            bench.step(READ, In { count_rst, snapshot: true, ..In::default() });
            (0..100).for_each(|_| assert!(bench.step(READ, In { count_rst, ..In::default() }).busy, "seed {seed}"));
            while bench.1.busy {
                let edges = EdgeSet(random.next() as u8 & 3);
                let events = 2 * u16::from(!count_rst && edges.contains(COUNT_CLK));
                bench.step(edges, In { count_rst, events, octets: 1, ..In::default() });
                count_rst &= !edges.contains(COUNT_CLK);
            }
            let counters = bench.read();
            // One event an edge, up to and with an edge with w = 15.
            assert!(counters[0] == 0 && counters[1] > 0 && counters[1].is_multiple_of(16), "seed {seed}: {counters:?}");
        }
    }

    #[test]
    fn a_snapshot_is_consistent_at_any_relation_of_the_clocks() {
        for seed in 0..200 {
            let mut random = Random(seed);
            let mut bench = Bench::new();
            let (mut before, mut snapshots) = (0, 0);
            for _ in 0..4000 {
                // Counters 0 and 1 always count together.
                let events = if random.one_in(3) { 3 } else { 0 };
                let edges = EdgeSet(u8::from(random.next() % 100 < 10 + seed % 90) | u8::from(random.one_in(2)) << 1);
                let out = bench.step(edges, In { events, octets: 5, snapshot: random.one_in(50), ..In::default() });
                if !out.busy {
                    let counters = bench.read();
                    assert_eq!(counters[1], counters[0] * 5, "seed {seed}");
                    assert!(counters[0] >= before, "seed {seed}");
                    snapshots += u32::from(counters[0] > before);
                    before = counters[0];
                }
            }
            assert!(snapshots > 3, "seed {seed}: {snapshots}");
        }
    }
}
