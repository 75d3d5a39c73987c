// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`word_sync`](wirewright_spec::ports::word_sync): a 16-bit word from one clock to another by a
//! toggle handshake, once and whole. It carries the pause time (IEEE 802.3-2022, annex 31B) to the transmitter.
//!
//! ```text
//!            +-------------+
//!  src_valid->             |->dst_valid
//!  src_data[16]->word_sync |->dst_data[16]
//!            +-------------+
//!      src_clk src_rst   dst_clk dst_rst
//! ```

use crate::synchroniser::Synchroniser;
use wirewright_spec::ports::word_sync::{In, Out};
use wirewright_spec::{Design, EdgeSet};

/// Number of `src_clk` among the clocks.
const SRC_CLK: usize = 0;
/// Number of `dst_clk` among the clocks.
const DST_CLK: usize = 1;

/// The two sides.
#[derive(Clone, Debug, Default)]
pub struct WordSync {
    source: Source,
    destination: Destination,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default)]
struct Source {
    waiting: Option<u16>,
    /// The word that crosses; it stays while `request` and `acknowledge` differ.
    holding: u16,
    request: bool,
    acknowledge: Synchroniser<bool>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Destination {
    request: Synchroniser<bool>,
    acknowledge: bool,
}

impl WordSync {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One event.
    #[inline]
    pub(crate) fn event(&mut self, edges: EdgeSet, input: &In) {
        let (request, holding, acknowledge) = (self.source.request, self.source.holding, self.destination.acknowledge);
        if edges.contains(SRC_CLK) {
            self.source_edge(input, acknowledge);
        }
        if edges.contains(DST_CLK) {
            self.destination_edge(input, request, holding);
        }
    }

    #[inline]
    fn source_edge(&mut self, input: &In, acknowledge: bool) {
        let side = &mut self.source;
        if input.src_rst {
            *side = Source::default();
            return;
        }
        if side.request == side.acknowledge.value()
            && let Some(word) = side.waiting.take()
        {
            side.holding = word;
            side.request = !side.request;
        }
        if input.src_valid {
            side.waiting = Some(input.src_data);
        }
        side.acknowledge.edge(acknowledge);
    }

    #[inline]
    fn destination_edge(&mut self, input: &In, request: bool, holding: u16) {
        let side = &mut self.destination;
        if input.dst_rst {
            *side = Destination::default();
            self.out = Out::default();
            return;
        }
        self.out.dst_valid = side.request.value() != side.acknowledge;
        if self.out.dst_valid {
            self.out.dst_data = holding;
            side.acknowledge = !side.acknowledge;
        }
        side.request.edge(request);
    }
}

impl Design for WordSync {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = &["src_clk", "dst_clk"];

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        self.event(edges, input);
        *output = self.out;
    }
}
