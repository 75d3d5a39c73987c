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

    /// An event has passed after which these resets are high: what crosses is cleared, clock or no clock.
    #[inline]
    pub(crate) fn clear(&mut self, src_rst: bool, dst_rst: bool) {
        self.source.request &= !src_rst;
        self.destination.acknowledge &= !dst_rst;
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
        self.clear(input.src_rst, input.dst_rst);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Random};

    const SRC: EdgeSet = EdgeSet(0b01);
    const DST: EdgeSet = EdgeSet(0b10);
    const BOTH: EdgeSet = EdgeSet(0b11);

    struct Bench(WordSync, Out);

    impl Bench {
        fn new() -> Self {
            Bench(WordSync::new(), Out::default())
        }

        fn step(&mut self, edges: EdgeSet, input: In) -> Out {
            self.0.step(edges, &input, &mut self.1);
            self.1
        }
    }

    fn word(src_data: u16) -> In {
        In { src_valid: true, src_data, ..In::default() }
    }

    #[test]
    fn reset_is_one_event_with_both_resets() {
        testing::reset_is_one_edge(WordSync::new, &[Out::default()]);
    }

    #[test]
    fn a_word_arrives_once_at_the_third_edge_after_its_request() {
        // Event 0 takes it, event 1 requests, events 2 and 3 pass the flip-flops, event 4 delivers.
        let mut bench = Bench::new();
        bench.step(BOTH, word(0xbeef));
        let arrivals: Vec<Out> = (0..10).map(|_| bench.step(BOTH, In::default())).collect();
        let strobes: Vec<usize> = (0..10).filter(|&event| arrivals[event].dst_valid).collect();
        assert_eq!(strobes, [3]);
        assert!(
            arrivals[..3].iter().all(|out| out.dst_data == 0) && arrivals[3..].iter().all(|out| out.dst_data == 0xbeef)
        );
    }

    #[test]
    fn the_newest_waiting_word_wins() {
        let mut bench = Bench::new();
        for data in 1..=4 {
            bench.step(SRC, word(data));
        }
        let mut arrived = Vec::new();
        for _ in 0..20 {
            let out = bench.step(BOTH, In::default());
            arrived.extend(out.dst_valid.then_some(out.dst_data));
        }
        assert_eq!(arrived, [1, 4], "1 crosses when 2 comes; 3 replaces 2, 4 replaces 3");
    }

    #[test]
    fn nothing_arrives_while_the_destination_stands() {
        let mut bench = Bench::new();
        bench.step(SRC, word(7));
        (0..20).for_each(|_| assert_eq!(bench.step(SRC, In::default()), Out::default()));
        assert!(!bench.step(DST, In::default()).dst_valid && !bench.step(DST, In::default()).dst_valid);
        assert_eq!(bench.step(DST, In::default()), Out { dst_valid: true, dst_data: 7 });
        assert_eq!(bench.step(DST, In::default()), Out { dst_valid: false, dst_data: 7 });
    }

    #[test]
    fn resets_of_one_edge_that_overlap_lose_all_words_before_and_none_after() {
        for seed in 0..500 {
            let mut random = Random(seed);
            let mut bench = Bench::new();
            for _ in 0..random.next() % 40 {
                let offered = In { src_valid: random.one_in(3), ..word(0xdead) };
                bench.step(EdgeSet(random.next() as u8 & 3), offered);
            }
            let standing = random.next() as u8 & 3;
            let (mut src_rst, mut dst_rst, mut offers) = (true, true, true);
            let mut arrived = Vec::new();
            for event in 0..200 {
                let stands = if event < 60 { standing } else { 0 };
                let edges = EdgeSet(random.next() as u8 & 3 & !stands);
                let src_valid = offers && !src_rst;
                let out = bench.step(edges, In { src_rst, dst_rst, src_valid, ..word(7) });
                offers &= !(src_valid && edges.contains(SRC_CLK));
                arrived.extend((edges.contains(DST_CLK) && out.dst_valid).then_some(out.dst_data));
                src_rst &= !edges.contains(SRC_CLK);
                dst_rst &= !edges.contains(DST_CLK);
            }
            assert_eq!(arrived, [7], "seed {seed}");
        }
    }

    #[test]
    fn words_arrive_whole_in_their_order_and_the_last_always() {
        for seed in 0..300 {
            let mut random = Random(seed);
            let mut bench = Bench::new();
            let (mut offered, mut arrived) = (0, 0);
            for event in 0..2000 {
                let edges = EdgeSet(u8::from(random.next() % 100 < 5 + seed % 95) | u8::from(random.one_in(2)) << 1);
                let offers = event < 1000 && random.one_in(4);
                if offers && edges.contains(SRC_CLK) {
                    offered += 1;
                }
                let out = bench.step(edges, In { src_valid: offers, ..word(offered) });
                if edges.contains(DST_CLK) && out.dst_valid {
                    assert!(out.dst_data > arrived && out.dst_data <= offered, "seed {seed}");
                    arrived = out.dst_data;
                }
            }
            assert_eq!(arrived, offered, "seed {seed}");
        }
    }
}
