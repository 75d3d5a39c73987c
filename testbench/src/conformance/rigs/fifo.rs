// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for frame memories: frames in, frames out, and what was counted.

use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::ports::{self, stream_fifo};
use wirewright_spec::{EdgeSet, Interface};

/// A frame memory.
pub struct Fifo;

/// The frames to be stored, and how the sink takes them.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The source waits for ready; else what comes while ready is low is lost.
    pub wait: bool,
    /// Drop frames marked as bad.
    pub drop_bad: bool,
    /// The frames in order.
    pub frames: Vec<Frame>,
    /// Clocks between frames.
    pub gap_clocks: usize,
    /// The clock from which the sink takes beats.
    pub sink_from_clock: usize,
    /// The sink takes a beat at every so many clocks; 1 for all.
    pub sink_every_clocks: usize,
}

/// A frame to be stored, or one that came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Its octets.
    pub octets: Vec<u8>,
    /// It is marked as bad.
    pub bad: bool,
    /// Nobody wants it: it has been consumed elsewhere. None that comes out is.
    pub unwanted: bool,
}

/// What was told at the last octet of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// It was lost for want of room.
    pub overflow: bool,
    /// It was bad.
    pub bad: bool,
}

/// What came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The frames in order.
    pub frames: Vec<Frame>,
    /// Beats after the last frame that came to its end.
    pub cut_beats: usize,
    /// Frames counted as lost for want of room.
    pub overflows: usize,
    /// Frames counted as bad.
    pub bad: usize,
    /// What was told of each frame of the source when its last octet was taken or lost.
    pub told: Vec<Told>,
    /// How often something was told at another moment.
    pub told_astray: usize,
}

impl Subject for Fifo {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(device: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Fifo>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("whether a frame fits depends on when octets leave, which is time"));
        }
        Ok(match device {
            "stream_fifo_64" => Box::new(Timed::<ports::StreamFifo64> { device: design(rung, rungs)?, depth: 64 }),
            "stream_fifo" => Box::new(Timed::<ports::StreamFifo> { device: design(rung, rungs)?, depth: 4096 }),
            _ => Box::new(Timed::<ports::StreamFifo16k> { device: design(rung, rungs)?, depth: 16384 }),
        })
    }
}

struct Timed<I: Interface> {
    device: Box<dyn Device<I>>,
    depth: usize,
}

impl<I: Interface<In = stream_fifo::In, Out = stream_fifo::Out>> Rig<Fifo> for Timed<I> {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let mut trace = Trace::default();
        let mut partial = Vec::new();
        let mut out = stream_fifo::Out::default();
        let (mut frame, mut octet, mut gap_clocks) = (0, 0, 2usize);
        let octets: usize = script.frames.iter().map(|frame| frame.octets.len() + script.gap_clocks).sum();
        let clocks = script.sink_from_clock + (octets + 100) * (script.sink_every_clocks + 1);
        for clock in 0..clocks {
            let input = self.input(script, script.frames.get(frame).filter(|_| gap_clocks == 0), octet, clock);
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            if before.m_axis_tvalid && input.m_axis_tready {
                partial.push(before.m_axis_tdata);
                if before.m_axis_tlast {
                    let octets = std::mem::take(&mut partial);
                    trace.frames.push(Frame { octets, bad: before.m_axis_tuser, unwanted: false });
                }
            }
            trace.overflows += usize::from(out.stat_overflow);
            trace.bad += usize::from(out.stat_bad);
            gap_clocks = gap_clocks.saturating_sub(1);
            let passed = input.s_axis_tvalid && (before.s_axis_tready || !script.wait);
            if !(passed && input.s_axis_tlast) {
                trace.told_astray += usize::from(out.stat_overflow) + usize::from(out.stat_bad);
            }
            if passed {
                octet += 1;
                if input.s_axis_tlast {
                    trace.told.push(Told { overflow: out.stat_overflow, bad: out.stat_bad });
                    (frame, octet, gap_clocks) = (frame + 1, 0, script.gap_clocks);
                }
            }
        }
        trace.cut_beats = partial.len();
        trace
    }

    fn depth_octets(&self) -> usize {
        self.depth
    }
}

impl<I: Interface<In = stream_fifo::In, Out = stream_fifo::Out>> Timed<I> {
    fn input(&self, script: &Script, frame: Option<&Frame>, octet: usize, clock: usize) -> stream_fifo::In {
        let last = frame.is_some_and(|frame| octet + 1 == frame.octets.len());
        stream_fifo::In {
            s_axis_tdata: frame.map_or(0, |frame| frame.octets[octet]),
            s_axis_tvalid: frame.is_some(),
            s_axis_tlast: last,
            s_axis_tuser: last && frame.is_some_and(|frame| frame.bad),
            s_axis_tdrop: last && frame.is_some_and(|frame| frame.unwanted),
            m_axis_tready: clock >= script.sink_from_clock && clock.is_multiple_of(script.sink_every_clocks.max(1)),
            cfg_wait: script.wait,
            cfg_drop_bad: script.drop_bad,
            ..Default::default()
        }
    }
}
