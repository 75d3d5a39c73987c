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
        *output = self.out;
    }
}
