// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`echo`](wirewright_spec::ports::echo): sends each good frame back to its sender (IEEE 802.3-2022,
//! 3.2.3).
//!
//! ```text
//!                  +--------+
//!  s_axis_tdata[8]->        |->m_axis_tdata[8]
//!   s_axis_tvalid->|        |->m_axis_tvalid
//!   s_axis_tready<-|        |<-m_axis_tready
//!    s_axis_tlast->|  echo  |->m_axis_tlast
//!    s_axis_tuser->|        |->stat_echoed[32], stat_bad[32]
//!                  +--------+->stat_ignored[32], stat_overflow[32]
//! ```

use std::collections::VecDeque;

use crate::stream_fifo::StreamFifo;
use wirewright_spec::Block;
use wirewright_spec::ports::echo::{In, Out};
use wirewright_spec::ports::stream_fifo;

/// Octets of an address (3.2.3).
const ADDRESS_OCTETS: usize = 6;

/// The exchange stage and the memory behind it.
#[derive(Clone, Debug, Default)]
pub struct Echo {
    /// How many octets of the frame have passed.
    passed: usize,
    to_group: bool,
    held: VecDeque<u8>,
    /// The frame is over, its last octets are still to be offered; how the frame ends.
    ending: Option<End>,
    offered: Offer,
    memory: StreamFifo,
    out: Out,
}

#[derive(Clone, Copy, Debug)]
struct End {
    bad: bool,
    ignored: bool,
}

/// What the memory is offered.
#[derive(Clone, Copy, Debug, Default)]
struct Offer {
    octet: Option<u8>,
    end: Option<End>,
}

impl Echo {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let before = self.memory.out;
        self.memory_edge(input.m_axis_tready);
        let echoed = before.m_axis_tvalid && input.m_axis_tready && before.m_axis_tlast;
        self.out.stat_echoed = self.out.stat_echoed.wrapping_add(echoed.into());
        self.out.stat_overflow = self.out.stat_overflow.wrapping_add(before.stat_overflow.into());

        self.offered = Offer::default();
        if let Some(end) = self.ending {
            self.offered.octet = self.held.pop_front();
            if self.held.is_empty() {
                self.offered.end = Some(end);
                self.ending = None;
            }
        } else if input.s_axis_tvalid && self.out.s_axis_tready {
            self.pass(input);
        }
        let memory = &self.memory.out;
        self.out.s_axis_tready = self.ending.is_none();
        self.out.m_axis_tvalid = memory.m_axis_tvalid;
        self.out.m_axis_tdata = memory.m_axis_tdata;
        self.out.m_axis_tlast = memory.m_axis_tlast;
    }

    /// An octet of a frame passes.
    fn pass(&mut self, input: &In) {
        let octet = input.s_axis_tdata;
        if self.passed == 0 {
            self.to_group = octet & 1 != 0;
        }
        if self.passed < ADDRESS_OCTETS {
            self.held.push_back(octet);
        } else if self.passed < 2 * ADDRESS_OCTETS {
            self.offered.octet = Some(octet);
        } else {
            self.held.push_back(octet);
            self.offered.octet = self.held.pop_front();
        }
        self.passed += 1;
        if !input.s_axis_tlast {
            return;
        }
        let is_short = self.passed < 2 * ADDRESS_OCTETS;
        let bad = input.s_axis_tuser;
        let end = End { bad, ignored: !bad && (is_short || self.to_group) };
        self.out.stat_bad = self.out.stat_bad.wrapping_add(end.bad.into());
        self.out.stat_ignored = self.out.stat_ignored.wrapping_add(end.ignored.into());
        self.passed = 0;
        if is_short {
            self.held.clear();
            self.offered = Offer { octet: Some(octet), end: Some(end) };
        } else {
            self.ending = Some(end);
        }
    }

    fn memory_edge(&mut self, m_axis_tready: bool) {
        let Offer { octet, end } = self.offered;
        self.memory.edge(&stream_fifo::In {
            rst: false,
            s_axis_tdata: octet.unwrap_or(0),
            s_axis_tvalid: octet.is_some(),
            s_axis_tlast: end.is_some(),
            s_axis_tuser: end.is_some_and(|end| end.bad),
            s_axis_tdrop: end.is_some_and(|end| end.ignored),
            m_axis_tready,
            cfg_wait: false,
            cfg_drop_bad: true,
        });
    }
}

impl Block for Echo {
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

    /// A frame, and whether its last beat has `tuser`.
    type Frame = (Vec<u8>, bool);

    struct Run {
        back: Vec<Vec<u8>>,
        out: Out,
    }

    /// Sends frames with random gaps and takes what comes back with random pressure, but for `pressure` of 0.
    fn run(frames: &[Frame], pressure: u64) -> Run {
        let mut random = Random(pressure);
        let (mut block, mut out, mut back, mut frame) = (Echo::new(), Out::default(), Vec::new(), Vec::new());
        let mut beats: VecDeque<(u8, bool, bool)> = VecDeque::new();
        for (octets, bad) in frames {
            beats.extend(octets.iter().enumerate().map(|(at, &octet)| {
                let last = at + 1 == octets.len();
                (octet, last, last && *bad)
            }));
        }
        let mut quiet = 0;
        while quiet < 5000 {
            let beat = beats.front().copied().filter(|_| pressure == 0 || !random.one_in(5));
            let (s_axis_tdata, s_axis_tlast, s_axis_tuser) = beat.unwrap_or_default();
            let m_axis_tready = pressure == 0 || !random.one_in(6);
            let input = In {
                rst: false,
                s_axis_tdata,
                s_axis_tvalid: beat.is_some(),
                s_axis_tlast,
                s_axis_tuser,
                m_axis_tready,
            };
            if beat.is_some() && out.s_axis_tready {
                beats.pop_front();
            }
            if out.m_axis_tvalid && m_axis_tready {
                frame.push(out.m_axis_tdata);
                if out.m_axis_tlast {
                    back.push(std::mem::take(&mut frame));
                }
            }
            quiet = if beats.is_empty() && !out.m_axis_tvalid { quiet + 1 } else { 0 };
            block.step(&input, &mut out);
        }
        assert!(frame.is_empty());
        Run { back, out }
    }

    fn counts(out: &Out) -> [u32; 4] {
        [out.stat_echoed, out.stat_bad, out.stat_ignored, out.stat_overflow]
    }

    fn frame_of(octets: usize, first: u8) -> Vec<u8> {
        (0..octets).map(|at| first.wrapping_add(at as u8)).collect()
    }

    /// In the plainest form: the second address, the first, the rest.
    fn exchanged(frame: &[u8]) -> Vec<u8> {
        [&frame[6..12], &frame[..6], &frame[12..]].concat()
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(Echo::new, &[Out::default()]);
    }

    #[test]
    fn frames_come_back_with_their_addresses_exchanged() {
        for pressure in 0..20 {
            let frames: Vec<Frame> = (0..40).map(|n| (frame_of(12 + 3 * n, 2 * n as u8), false)).collect();
            let run = run(&frames, pressure);
            let expected: Vec<_> = frames.iter().map(|(octets, _)| exchanged(octets)).collect();
            assert_eq!(run.back, expected, "pressure {pressure}");
            assert_eq!(counts(&run.out), [40, 0, 0, 0]);
        }
    }

    #[test]
    fn bad_frames_frames_to_groups_and_short_ones_do_not_come_back_and_are_counted() {
        let good = frame_of(60, 2);
        let frames = [
            (frame_of(60, 0), true),
            (good.clone(), false),
            (frame_of(60, 1), false),
            (frame_of(60, 0xff), true),
            (frame_of(11, 2), false),
            (frame_of(7, 1), true),
            (frame_of(1, 0), false),
            (frame_of(6, 0), false),
            (good.clone(), false),
        ];
        let run = run(&frames, 0);
        assert_eq!(run.back, [exchanged(&good), exchanged(&good)]);
        assert_eq!(counts(&run.out), [2, 3, 4, 0]);
    }

    #[test]
    fn a_frame_that_does_not_fit_is_dropped_whole_and_the_next_one_comes_back() {
        let good = frame_of(64, 4);
        let run = run(&[(frame_of(4097, 2), false), (good.clone(), false), (frame_of(4096, 2), false)], 0);
        assert_eq!(run.back, [exchanged(&good), exchanged(&frame_of(4096, 2))]);
        assert_eq!(counts(&run.out), [2, 0, 0, 1]);
    }

    #[test]
    fn the_source_waits_six_edges_between_frames_and_never_within() {
        let (mut block, mut out) = (Echo::new(), Out::default());
        block.step(&In::default(), &mut out);
        let mut ready = String::new();
        for edge in 0..60 {
            ready.push(if out.s_axis_tready { '+' } else { '.' });
            let input = In { s_axis_tvalid: true, s_axis_tlast: edge == 11 || edge == 40, ..In::default() };
            block.step(&input, &mut out);
        }
        assert_eq!(ready, "+".repeat(12) + "......" + &"+".repeat(23) + "......" + &"+".repeat(13));
    }
}
