// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`async_fifo`](wirewright_spec::ports::async_fifo): 16 beats between two clocks, with
//! Gray-coded pointers.
//!
//! ```text
//!                  +--------------+
//!  s_axis_tdata[8]->              |->m_axis_tdata[8]
//!   s_axis_tvalid->|              |->m_axis_tvalid
//!   s_axis_tready<-|  async_fifo  |<-m_axis_tready
//!    s_axis_tlast->|              |->m_axis_tlast
//!    s_axis_tuser->|              |->m_axis_tuser
//!                  +--------------+
//!         wr_clk  wr_rst      rd_clk  rd_rst
//! ```

use crate::cell::Cell;
use crate::synchroniser::Synchroniser;
use wirewright_spec::ports::async_fifo::{In, Out};
use wirewright_spec::{Design, EdgeSet};

const DEPTH_BEATS: usize = 16;

/// Number of `wr_clk` among the clocks.
const WR_CLK: usize = 0;
/// Number of `rd_clk` among the clocks.
const RD_CLK: usize = 1;

/// Memory and the two sides.
#[derive(Clone, Debug, Default)]
pub struct AsyncFifo {
    memory: [Cell; DEPTH_BEATS],
    write: Side,
    read: Side,
    pub(crate) out: Out,
}

/// What each clock domain keeps.
#[derive(Clone, Copy, Debug, Default)]
struct Side {
    pointer: Pointer,
    /// The pointer in Gray code: the crossing register.
    gray: u8,
    /// The other side's pointer in Gray code.
    other: Synchroniser<u8>,
}

impl AsyncFifo {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One event.
    #[inline]
    pub(crate) fn event(&mut self, edges: EdgeSet, input: &In) {
        let (write_before, read_before) = (self.write.gray, self.read.gray);
        if edges.contains(RD_CLK) {
            self.read_edge(input, write_before);
        }
        if edges.contains(WR_CLK) {
            self.write_edge(input, read_before);
        }
    }

    /// An event has passed after which these resets are high: what crosses is cleared, clock or no clock.
    #[inline]
    pub(crate) fn clear(&mut self, wr_rst: bool, rd_rst: bool) {
        if wr_rst {
            self.write.gray = 0;
        }
        if rd_rst {
            self.read.gray = 0;
        }
    }

    #[inline]
    fn write_edge(&mut self, input: &In, read_gray: u8) {
        if input.wr_rst {
            self.write = Side::default();
            self.out.s_axis_tready = false;
            return;
        }
        if input.s_axis_tvalid && self.out.s_axis_tready {
            let cell = Cell::new(input.s_axis_tdata, input.s_axis_tlast, input.s_axis_tuser);
            self.memory[self.write.pointer.address()] = cell;
            self.write.pointer.advance();
        }
        self.write.gray = self.write.pointer.gray();
        self.out.s_axis_tready = !self.write.pointer.is_16_ahead_of(self.write.other.value());
        self.write.other.edge(read_gray);
    }

    #[inline]
    fn read_edge(&mut self, input: &In, write_gray: u8) {
        let out = &mut self.out;
        if input.rd_rst {
            self.read = Side::default();
            *out = Out { s_axis_tready: out.s_axis_tready, ..Out::default() };
            return;
        }
        if !out.m_axis_tvalid || input.m_axis_tready {
            out.m_axis_tvalid = self.read.pointer.gray() != self.read.other.value();
            if out.m_axis_tvalid {
                let cell = self.memory[self.read.pointer.address()];
                (out.m_axis_tdata, out.m_axis_tlast, out.m_axis_tuser) = (cell.data(), cell.last(), cell.user());
                self.read.pointer.advance();
            }
        }
        self.read.gray = self.read.pointer.gray();
        self.read.other.edge(write_gray);
    }
}

impl Design for AsyncFifo {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = &["wr_clk", "rd_clk"];

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        self.event(edges, input);
        self.clear(input.wr_rst, input.rd_rst);
        *output = self.out;
    }
}

/// Four bits of address and a wrap bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pointer(u8);

impl Pointer {
    #[inline]
    fn address(self) -> usize {
        usize::from(self.0) % DEPTH_BEATS
    }

    #[inline]
    fn advance(&mut self) {
        self.0 = (self.0 + 1) % (2 * DEPTH_BEATS as u8);
    }

    /// The pointer in Gray code: what crosses to the other clock.
    #[inline]
    fn gray(self) -> u8 {
        self.0 ^ self.0 >> 1
    }

    /// In Gray code, 16 of 32 ahead differs in just the two high bits.
    #[inline]
    fn is_16_ahead_of(self, other_gray: u8) -> bool {
        self.gray() == other_gray ^ 0b11000
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Random};
    use std::collections::VecDeque;

    const WR: EdgeSet = EdgeSet(0b01);
    const RD: EdgeSet = EdgeSet(0b10);
    const BOTH: EdgeSet = EdgeSet(0b11);

    struct Bench(AsyncFifo, Out);

    impl Bench {
        /// Past the edge after reset.
        fn new() -> Self {
            let mut bench = Bench(AsyncFifo::new(), Out::default());
            assert!(bench.step(BOTH, In::default()).s_axis_tready);
            bench
        }

        fn step(&mut self, edges: EdgeSet, input: In) -> Out {
            self.0.step(edges, &input, &mut self.1);
            self.1
        }
    }

    fn beat(data: u8) -> In {
        In {
            s_axis_tdata: data,
            s_axis_tvalid: true,
            s_axis_tuser: data & 1 != 0,
            s_axis_tlast: data & 2 != 0,
            ..In::default()
        }
    }

    #[test]
    fn reset_is_one_event_with_both_resets() {
        testing::reset_is_one_edge(AsyncFifo::new, &[Out::default()]);
    }

    #[test]
    fn a_beat_shows_at_the_third_read_edge_after_it_was_written() {
        let mut bench = Bench::new();
        bench.step(BOTH, beat(0xa3));
        assert!(!bench.step(RD, In::default()).m_axis_tvalid);
        assert!(!bench.step(RD, In::default()).m_axis_tvalid);
        let out = bench.step(RD, In::default());
        let shown = Out {
            s_axis_tready: true,
            m_axis_tdata: 0xa3,
            m_axis_tvalid: true,
            m_axis_tlast: true,
            m_axis_tuser: true,
        };
        assert_eq!(out, shown);
        assert_eq!(bench.step(RD, In::default()), shown, "waits for the sink");
        let kept = Out { m_axis_tvalid: false, ..shown };
        assert_eq!(bench.step(RD, In { m_axis_tready: true, ..In::default() }), kept);
    }

    #[test]
    fn it_holds_16_beats_and_room_shows_at_the_third_write_edge_after_a_read() {
        let mut bench = Bench::new();
        for data in 0..16 {
            assert_eq!(bench.step(WR, beat(data)).s_axis_tready, data < 15);
        }
        assert!(!bench.step(WR, beat(99)).s_axis_tready);
        (0..3).for_each(|_| _ = bench.step(RD, In::default()));
        assert!(bench.1.m_axis_tvalid, "one beat has left the memory");
        assert!(!bench.step(WR, beat(99)).s_axis_tready);
        assert!(!bench.step(WR, beat(99)).s_axis_tready);
        assert!(bench.step(WR, beat(99)).s_axis_tready);
        assert!(!bench.step(WR, beat(16)).s_axis_tready);
        for data in 0..=16 {
            for _ in 0..4 {
                bench.step(RD, In::default());
            }
            assert_eq!((bench.1.m_axis_tvalid, bench.1.m_axis_tdata), (true, data));
            bench.step(RD, In { m_axis_tready: true, ..In::default() });
        }
        assert!(!bench.1.m_axis_tvalid);
    }

    #[test]
    fn a_reset_clears_what_crosses_though_its_clock_stands() {
        let mut bench = Bench::new();
        (0..5).for_each(|data| _ = bench.step(WR, beat(data)));
        bench.step(EdgeSet::NONE, In { wr_rst: true, ..In::default() });
        for _ in 0..5 {
            let out = bench.step(RD, In { wr_rst: true, rd_rst: false, ..In::default() });
            assert!(!out.m_axis_tvalid, "the read side sees an empty memory");
        }
    }

    #[test]
    fn an_edge_at_the_event_of_a_reset_still_sees_what_crossed_before() {
        let mut bench = Bench::new();
        bench.step(WR, beat(7));
        bench.step(RD, In { wr_rst: true, ..In::default() });
        let tvalid = [0; 2].map(|_| bench.step(RD, In { wr_rst: true, ..In::default() }).m_axis_tvalid);
        assert_eq!(tvalid, [false, true], "a beat, by the pointer of before");
    }

    #[test]
    fn resets_of_one_edge_that_overlap_leave_an_empty_memory_whichever_clock_stands() {
        for seed in 0..500 {
            let mut random = Random(seed);
            let mut bench = Bench::new();
            for _ in 0..4 {
                let mut number = 100;
                // In operation, then both resets, each until an edge of its clock; one of the clocks may stand long.
                for _ in 0..random.next() % 150 {
                    number += 1;
                    let m_axis_tready = random.one_in(3);
                    bench.step(EdgeSet(random.next() as u8 & 3), In { m_axis_tready, ..beat(number) });
                }
                number = 0;
                let standing = random.next() as u8 & 3;
                let (mut wr_rst, mut rd_rst) = (true, true);
                let mut expected = VecDeque::new();
                for event in 0..900 {
                    let stands = if event < 100 { standing } else { 0 };
                    let edges = EdgeSet(random.next() as u8 & 3 & !stands);
                    let m_axis_tready = random.one_in(2);
                    let (before, offered) = (bench.1, number < 100 && !wr_rst);
                    let input = In { wr_rst, rd_rst, m_axis_tready, s_axis_tvalid: offered, ..beat(number) };
                    bench.step(edges, input);
                    if edges.contains(WR_CLK) && offered && before.s_axis_tready {
                        expected.push_back(number);
                        number += 1;
                    }
                    if edges.contains(RD_CLK) && before.m_axis_tvalid && m_axis_tready && !rd_rst {
                        assert_eq!(Some(before.m_axis_tdata), expected.pop_front(), "seed {seed}, event {event}");
                    }
                    wr_rst &= !edges.contains(WR_CLK);
                    rd_rst &= !edges.contains(RD_CLK);
                }
                assert!(number == 100 && expected.is_empty(), "seed {seed}: {number}, {}", expected.len());
            }
        }
    }

    #[test]
    fn gray_pointers_change_in_one_bit() {
        let mut pointer = Pointer::default();
        for _ in 0..32 {
            let before = pointer.gray();
            pointer.advance();
            assert_eq!((before ^ pointer.gray()).count_ones(), 1);
        }
        assert_eq!(pointer, Pointer::default());
    }

    #[test]
    fn beats_come_out_in_their_order_at_any_relation_of_the_clocks() {
        for seed in 0..200 {
            let mut random = Random(seed);
            let mut bench = Bench::new();
            let mut queue = VecDeque::new();
            let mut passed = 0;
            for _ in 0..3000 {
                let edges = EdgeSet(u8::from(random.next() % 100 < seed % 90 + 10) | u8::from(random.one_in(2)) << 1);
                let mut input: In = random.pins(false);
                input.m_axis_tready = random.next() % 100 < 20 + seed * 7 % 80;
                let before = bench.1;
                if edges.contains(WR_CLK) && input.s_axis_tvalid && before.s_axis_tready {
                    queue.push_back((input.s_axis_tdata, input.s_axis_tlast, input.s_axis_tuser));
                }
                if edges.contains(RD_CLK) && before.m_axis_tvalid && input.m_axis_tready {
                    let out = (before.m_axis_tdata, before.m_axis_tlast, before.m_axis_tuser);
                    assert_eq!(queue.pop_front(), Some(out), "seed {seed}");
                    passed += 1;
                }
                bench.step(edges, input);
                assert!(queue.len() <= 17, "seed {seed}");
            }
            assert!(passed > 20, "seed {seed}: only {passed}");
        }
    }
}
