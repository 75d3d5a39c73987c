// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`stream_fifo`](wirewright_spec::ports::stream_fifo): a memory for whole frames in one clock. A
//! frame that does not fit, or that is bad, is dropped whole and counted, never cut.
//!
//! ```text
//!                  +---------------+
//!  s_axis_tdata[8]->               |->m_axis_tdata[8]
//!   s_axis_tvalid->|               |->m_axis_tvalid
//!   s_axis_tready<-|  stream_fifo  |<-m_axis_tready
//!    s_axis_tlast->|               |->m_axis_tlast
//!    s_axis_tuser->|               |->m_axis_tuser
//!    s_axis_tdrop->|               |->half_full
//!        cfg_wait->|               |->stat_overflow
//!    cfg_drop_bad->|               |->stat_bad
//!                  +---------------+
//! ```

use crate::cell::Cell;
use wirewright_spec::Block;
use wirewright_spec::ports::stream_fifo::{In, Out};

/// The memory of 4096 octets.
pub type StreamFifo = StreamFifoOf<4096>;
/// The memory of 64 octets.
pub type StreamFifo64 = StreamFifoOf<64>;
/// The memory of 16384 octets, for jumbo frames.
pub type StreamFifo16k = StreamFifoOf<16384>;

/// The frame memory of `DEPTH` octets, a power of two.
#[derive(Clone, Debug)]
pub struct StreamFifoOf<const DEPTH: usize> {
    memory: Box<[Cell; DEPTH]>,
    /// Where the next beat goes, where the last whole frame ends, where the next beat out is: octets since
    /// reset, modulo 2^32.
    write: u32,
    commit: u32,
    read: u32,
    /// The rest of a frame is being thrown away.
    discarding: bool,
    /// The register between memory and outputs.
    fetched: Option<Cell>,
    pub(crate) out: Out,
}

impl<const DEPTH: usize> StreamFifoOf<DEPTH> {
    const DEPTH_OCTETS: u32 = {
        assert!(DEPTH.is_power_of_two());
        DEPTH as u32
    };

    /// A block as after reset.
    pub fn new() -> Self {
        // The slice has DEPTH cells by construction, so the conversion cannot fail.
        let memory = vec![Cell::default(); DEPTH].into_boxed_slice().try_into().unwrap();
        Self { memory, write: 0, commit: 0, read: 0, discarding: false, fetched: None, out: Out::default() }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            return self.clear();
        }
        let read = self.read;
        self.read_side(input.m_axis_tready);
        self.out.half_full = self.write.wrapping_sub(read) >= Self::DEPTH_OCTETS / 2;
        self.write_side(input, read);
        self.out.s_axis_tready = self.discarding || self.write.wrapping_sub(read) != Self::DEPTH_OCTETS;
    }

    #[inline]
    fn read_side(&mut self, tready: bool) {
        let out_free = !self.out.m_axis_tvalid || tready;
        if out_free {
            self.out.m_axis_tvalid = self.fetched.is_some();
            if let Some(cell) = self.fetched {
                self.out.m_axis_tdata = cell.data();
                self.out.m_axis_tlast = cell.last();
                self.out.m_axis_tuser = cell.user();
            }
        }
        if out_free || self.fetched.is_none() {
            self.fetched = (self.read != self.commit).then(|| self.memory[self.read as usize % DEPTH]);
            self.read = self.read.wrapping_add(u32::from(self.fetched.is_some()));
        }
    }

    /// `read` is that pointer as it was before the edge.
    #[inline]
    fn write_side(&mut self, input: &In, read: u32) {
        let offered = input.s_axis_tvalid;
        let passes = offered && self.out.s_axis_tready;
        let ends = input.s_axis_tlast && (passes || offered && !input.cfg_wait);
        let fits = passes && !self.discarding;
        self.out.stat_bad = ends && input.s_axis_tuser && input.cfg_drop_bad;
        self.out.stat_overflow = ends && !fits && !input.s_axis_tdrop && !self.out.stat_bad;
        if self.discarding {
            self.discarding = !ends;
        } else if passes {
            self.store(input);
        } else {
            let lost = offered && !input.cfg_wait;
            let full = self.write.wrapping_sub(read) == Self::DEPTH_OCTETS;
            let hopeless = input.cfg_wait && full && read == self.commit;
            if lost || hopeless {
                self.write = self.commit;
                self.discarding = !ends;
            }
        }
    }

    #[inline]
    fn store(&mut self, input: &In) {
        let cell = Cell::new(input.s_axis_tdata, input.s_axis_tlast, input.s_axis_tuser);
        self.memory[self.write as usize % DEPTH] = cell;
        self.write = self.write.wrapping_add(1);
        if input.s_axis_tlast {
            let bad = input.s_axis_tuser && input.cfg_drop_bad;
            if bad || input.s_axis_tdrop {
                self.write = self.commit;
            } else {
                self.commit = self.write;
            }
        }
    }

    /// As after an edge with `rst`; what the memory holds cannot be read any more.
    fn clear(&mut self) {
        (self.write, self.commit, self.read) = (0, 0, 0);
        (self.discarding, self.fetched, self.out) = (false, None, Out::default());
    }
}

impl<const DEPTH: usize> Default for StreamFifoOf<DEPTH> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const DEPTH: usize> Block for StreamFifoOf<DEPTH> {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        self.clear();
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

    const IDLE: In = In {
        rst: false,
        s_axis_tdata: 0,
        s_axis_tvalid: false,
        s_axis_tlast: false,
        s_axis_tuser: false,
        s_axis_tdrop: false,
        m_axis_tready: false,
        cfg_wait: false,
        cfg_drop_bad: true,
    };

    fn beat(data: u8, last: bool) -> In {
        In { s_axis_tdata: data, s_axis_tvalid: true, s_axis_tlast: last, ..IDLE }
    }

    struct Bench(StreamFifo64, Out);

    impl Bench {
        /// A memory that is ready: past the edge after reset.
        fn new() -> Self {
            let mut bench = Bench(StreamFifo64::new(), Out::default());
            assert!(bench.step(IDLE).s_axis_tready);
            bench
        }

        fn step(&mut self, input: In) -> Out {
            Block::step(&mut self.0, &input, &mut self.1);
            self.1
        }

        /// Writes a frame of `octets` octets: 0, 1, 2 ...
        fn write(&mut self, octets: usize) -> Vec<Out> {
            (0..octets).map(|index| self.step(beat(index as u8, index + 1 == octets))).collect()
        }

        /// What comes out when the sink is always ready.
        fn drain(&mut self) -> Vec<u8> {
            let mut octets = Vec::new();
            for _ in 0..100 {
                if self.1.m_axis_tvalid {
                    octets.push(self.1.m_axis_tdata);
                }
                self.step(In { m_axis_tready: true, ..IDLE });
            }
            octets
        }
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(StreamFifo64::new, &[Out::default()]);
        testing::reset_is_one_edge(StreamFifo::new, &[Out::default()]);
    }

    #[test]
    fn ready_is_low_for_one_edge_after_reset_and_a_beat_then_is_lost() {
        let mut block = StreamFifo64::new();
        let mut output = Out::default();
        Block::step(&mut block, &beat(1, false), &mut output);
        assert_eq!(output, Out { s_axis_tready: true, ..Out::default() });
        Block::step(&mut block, &beat(2, true), &mut output);
        assert_eq!(output, Out { s_axis_tready: true, stat_overflow: true, ..Out::default() }, "and with it its frame");
    }

    #[test]
    fn a_frame_shows_its_first_beat_2_edges_after_its_last_went_in() {
        let mut bench = Bench::new();
        let outputs = bench.write(3);
        assert!(outputs.iter().all(|out| !out.m_axis_tvalid && !out.stat_bad && !out.stat_overflow));
        assert!(!bench.step(IDLE).m_axis_tvalid);
        for _ in 0..3 {
            let out = bench.step(IDLE);
            assert_eq!((out.m_axis_tvalid, out.m_axis_tdata, out.m_axis_tlast), (true, 0, false), "waits for the sink");
        }
        let beats: Vec<_> = (0..3)
            .map(|_| {
                let out = bench.step(In { m_axis_tready: true, ..IDLE });
                (out.m_axis_tvalid, out.m_axis_tdata, out.m_axis_tlast)
            })
            .collect();
        assert_eq!(beats, [(true, 1, false), (true, 2, true), (false, 2, true)], "a beat a clock, and data kept");
    }

    #[test]
    fn bad_and_consumed_frames_leave_nothing() {
        for (user, drop, drop_bad, stored, bad) in [
            (false, false, true, true, false),
            (true, false, true, false, true),
            (true, false, false, true, false),
            (false, true, true, false, false),
            (true, true, true, false, true),
            (true, true, false, false, false),
        ] {
            let mut bench = Bench::new();
            bench.step(beat(1, false));
            let last = In { s_axis_tuser: user, s_axis_tdrop: drop, cfg_drop_bad: drop_bad, ..beat(2, true) };
            let out = bench.step(last);
            assert_eq!((out.stat_bad, out.stat_overflow), (bad, false));
            assert!(!bench.step(IDLE).stat_bad, "a strobe");
            bench.write(1);
            assert_eq!(bench.drain(), if stored { vec![1, 2, 0] } else { vec![0] });
        }
    }

    #[test]
    fn a_frame_of_the_whole_depth_fits_and_one_more_octet_overflows() {
        let mut bench = Bench::new();
        let outputs = bench.write(64);
        assert!(outputs[..63].iter().all(|out| out.s_axis_tready) && !outputs[63].s_axis_tready);
        assert_eq!(bench.drain(), (0..64).collect::<Vec<u8>>());

        let mut bench = Bench::new();
        let outputs = bench.write(66);
        let overflows: Vec<usize> = (0..66).filter(|&edge| outputs[edge].stat_overflow).collect();
        assert_eq!(overflows, [65], "once, at its end");
        assert!(outputs[64].s_axis_tready, "the rest is thrown away");
        bench.write(2);
        assert_eq!(bench.drain(), [0, 1]);
    }

    #[test]
    fn what_was_not_wanted_is_not_lost() {
        for (user, drop, bad, overflow) in
            [(false, false, false, true), (true, false, true, false), (false, true, false, false)]
        {
            for octets in [65, 70] {
                let mut bench = Bench::new();
                (1..octets).for_each(|_| assert!(!bench.step(beat(0, false)).stat_overflow));
                let out = bench.step(In { s_axis_tuser: user, s_axis_tdrop: drop, ..beat(0, true) });
                assert_eq!((out.stat_bad, out.stat_overflow), (bad, overflow));
                assert_eq!(bench.drain(), []);
            }
        }
    }

    #[test]
    fn an_overflow_on_the_last_beat_ends_with_it() {
        let mut bench = Bench::new();
        let outputs = bench.write(65);
        assert!(outputs[64].stat_overflow && outputs[64].s_axis_tready);
        bench.write(1);
        assert_eq!(bench.drain(), [0]);
    }

    #[test]
    fn a_waiting_source_is_kept_until_the_sink_makes_room() {
        let wait = |data, last| In { cfg_wait: true, ..beat(data, last) };
        let mut bench = Bench::new();
        bench.write(40);
        let mut stored = 0;
        for _ in 0..40 {
            stored += u32::from(bench.1.s_axis_tready);
            assert!(!bench.step(wait(7, false)).stat_overflow);
        }
        assert_eq!(stored, 26, "two of the first frame's octets wait in the read side");
        assert!(!bench.1.s_axis_tready && bench.1.half_full);
        assert!(!bench.step(In { m_axis_tready: true, ..wait(7, false) }).s_axis_tready, "one edge pessimistic");
        assert!(bench.step(wait(7, false)).s_axis_tready);
    }

    #[test]
    fn a_waiting_source_whose_frame_can_never_fit_gets_rid_of_it() {
        let mut bench = Bench::new();
        let wait = |last| In { cfg_wait: true, ..beat(7, last) };
        (0..64).for_each(|_| assert!(!bench.step(wait(false)).stat_overflow));
        let out = bench.step(In { cfg_wait: true, ..IDLE });
        assert!(!out.stat_overflow && out.s_axis_tready);
        (0..10).for_each(|_| assert!(!bench.step(wait(false)).stat_overflow));
        assert!(bench.step(wait(true)).stat_overflow);
        bench.write(2);
        assert_eq!(bench.drain(), [0, 1]);
    }

    #[test]
    fn half_full_tells_the_use_before_the_edge() {
        let mut bench = Bench::new();
        let outputs: Vec<bool> = (0..34).map(|_| bench.step(beat(0, false)).half_full).collect();
        assert_eq!(outputs.iter().position(|&half_full| half_full), Some(32));
    }

    /// Random frames against a queue of whole frames: every frame that the strobes do not report lost comes out.
    #[test]
    fn whole_frames_come_out_in_their_order_or_are_counted() {
        for seed in 0..200 {
            let mut random = Random(seed);
            let mut bench = Bench::new();
            let wait = seed & 1 == 0;
            let (mut frame, mut expected, mut back) = (Vec::new(), VecDeque::new(), Vec::new());
            let (mut lost, mut counted) = (0, 0);
            let (mut left, mut doomed) = (0, false);
            let mut pending = None;
            for _ in 0..4000 {
                if pending.is_none() && !random.one_in(4) {
                    left = if left == 0 { 1 + random.next() % 90 } else { left } - 1;
                    pending = Some(In {
                        cfg_wait: wait,
                        s_axis_tuser: random.one_in(8),
                        ..beat(random.next() as u8, left == 0)
                    });
                }
                let idle = In { cfg_wait: wait, ..IDLE };
                let input = In { m_axis_tready: random.next() % 100 < 30 + seed % 70, ..pending.unwrap_or(idle) };
                let before = bench.1;
                if before.m_axis_tvalid && input.m_axis_tready {
                    back.push(before.m_axis_tdata);
                    if before.m_axis_tlast {
                        assert_eq!(Some(std::mem::take(&mut back)), expected.pop_front(), "seed {seed}");
                    }
                }
                let out = bench.step(input);
                counted += u32::from(out.stat_overflow) + u32::from(out.stat_bad);
                let gone = input.s_axis_tvalid && (before.s_axis_tready || !wait);
                doomed |= out.stat_overflow;
                if gone {
                    pending = None;
                    frame.push(input.s_axis_tdata);
                    if input.s_axis_tlast {
                        let frame = std::mem::take(&mut frame);
                        let dropped = std::mem::take(&mut doomed) || input.s_axis_tuser;
                        lost += u32::from(dropped);
                        if !dropped {
                            expected.push_back(frame);
                        }
                    }
                }
            }
            assert!(counted == lost || counted == lost + u32::from(doomed), "seed {seed}: {counted} {lost}");
            assert!(counted > 0, "seed {seed} loses some");
        }
    }
}
