// SPDX-License-Identifier: MIT OR Apache-2.0
//! The clients of the two MACs: one sends the frames of the stimulus, the other sends back what it receives. Both read
//! the counters of their MAC at the end.

use std::collections::VecDeque;

use wirewright_spec::ethernet::TYPE_MAC_CONTROL;

use super::frames::{FrameSource, StimulusFrame};
use super::mac::MacDesign;
use super::wire::Wire;
use crate::capture::CaptureError;
use crate::monitor::AxisSample;

/// Counters of a design: 16 of the receiver, 16 of the transmitter.
pub(super) const COUNTERS: usize = 32;
/// Edges of `clk` for which a counter's address is held before the counter is read.
const READ_EDGES: u32 = 4;
/// Frames that are remembered, to find out later which of them a difference needs.
const RECENT_FRAMES: usize = 192;
/// Frames that wait to be sent back, at most: with so many waiting, no new one is sent.
const WAITING_FRAMES: usize = 64;

/// The transmit side of a client: offers a frame, beat by beat.
#[derive(Debug, Default)]
pub(super) struct Sender {
    frame: StimulusFrame,
    /// The next octet of `frame`; its length when a new frame is due.
    next: usize,
    gap_edges: u32,
    offering: bool,
    tx_ready: bool,
    frames: u64,
    ends: u64,
}

impl Sender {
    /// After an edge of `clk`. `refill` puts the next frame in, if there is one.
    #[inline]
    pub(super) fn beat<M: MacDesign>(
        &mut self,
        output: &M::Out,
        input: &mut M::In,
        refill: impl FnOnce(&mut StimulusFrame) -> bool,
    ) {
        let taken = self.offering && self.tx_ready;
        self.tx_ready = M::tx_ready(output);
        if self.offering && !taken {
            return;
        }
        if self.next == self.frame.octets.len() {
            self.next = 0;
            if refill(&mut self.frame) {
                self.gap_edges = self.frame.gap_edges;
                self.frames += 1;
            } else {
                // A source that has ended may leave octets of something that it skipped.
                self.frame.octets.clear();
            }
        }
        self.offering = self.next < self.frame.octets.len() && self.gap_edges == 0;
        self.gap_edges = self.gap_edges.saturating_sub(1);
        if self.offering {
            let last = self.next + 1 == self.frame.octets.len();
            self.ends += u64::from(last);
            M::offer(input, self.frame.octets[self.next], true, last);
            self.next += 1;
        } else {
            M::offer(input, 0, false, false);
        }
    }

    /// Whether it has a frame that is not yet taken to the end.
    pub(super) fn is_busy(&self) -> bool {
        self.offering || self.next < self.frame.octets.len()
    }

    /// Frames that it has begun to offer.
    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// Last beats that it has offered.
    pub(super) fn ends(&self) -> u64 {
        self.ends
    }
}

/// The frames of the stimulus, on their way to the first client.
pub(super) struct Feed {
    source: Box<dyn FrameSource>,
    error: Option<CaptureError>,
    ended: bool,
    /// A frame of MAC control was among them: somebody may pause.
    has_control: bool,
    recent: VecDeque<StimulusFrame>,
}

impl Feed {
    pub(super) fn new(source: Box<dyn FrameSource>) -> Feed {
        let recent = VecDeque::with_capacity(RECENT_FRAMES);
        Feed { source, error: None, ended: false, has_control: false, recent }
    }

    /// Puts the next frame into `frame` and tells the wires what becomes of it, on its way out and back.
    pub(super) fn load(&mut self, frame: &mut StimulusFrame, [out, back]: &mut [Wire; 2]) -> bool {
        if self.ended {
            return false;
        }
        match self.source.next_frame(frame) {
            Ok(true) => {
                out.expect(frame.fault);
                back.expect(frame.fault_back);
                self.has_control |= frame.octets.get(12..14) == Some(&TYPE_MAC_CONTROL.to_be_bytes());
                self.remember(frame);
                return true;
            }
            Ok(false) => {}
            Err(error) => self.error = Some(error),
        }
        self.ended = true;
        false
    }

    fn remember(&mut self, frame: &StimulusFrame) {
        let mut kept =
            if self.recent.len() == RECENT_FRAMES { self.recent.pop_front() } else { None }.unwrap_or_default();
        kept.clone_from(frame);
        self.recent.push_back(kept);
    }

    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    pub(super) fn has_control(&self) -> bool {
        self.has_control
    }

    pub(super) fn source(&self) -> &dyn FrameSource {
        &*self.source
    }

    pub(super) fn take_error(&mut self) -> Option<CaptureError> {
        self.error.take()
    }

    pub(super) fn recent(&self) -> impl Iterator<Item = &StimulusFrame> {
        self.recent.iter()
    }
}

/// What the second client has received and is to send back.
#[derive(Debug, Default)]
pub(super) struct Echo {
    coming: Vec<u8>,
    waiting: VecDeque<Vec<u8>>,
    /// Buffers that were used before.
    spare: Vec<Vec<u8>>,
}

impl Echo {
    /// The receiver offers this beat, and the client, always ready, will have taken it.
    #[inline]
    pub(super) fn take(&mut self, beat: AxisSample) {
        if !beat.tvalid {
            return;
        }
        self.coming.push(beat.tdata);
        if beat.tlast {
            let empty = self.spare.pop().unwrap_or_default();
            self.waiting.push_back(std::mem::replace(&mut self.coming, empty));
        }
    }

    /// Puts the next frame to be sent back into `frame`.
    pub(super) fn load(&mut self, frame: &mut StimulusFrame) -> bool {
        let Some(octets) = self.waiting.pop_front() else { return false };
        let mut used = std::mem::replace(&mut frame.octets, octets);
        used.clear();
        self.spare.push(used);
        true
    }

    /// Whether as many wait as may.
    pub(super) fn is_full(&self) -> bool {
        self.waiting.len() >= WAITING_FRAMES
    }

    /// Whether nothing came that was not sent back.
    pub(super) fn is_empty(&self) -> bool {
        self.coming.is_empty() && self.waiting.is_empty()
    }
}

/// Reads the counters of a MAC as one snapshot.
#[derive(Debug, Default)]
pub(super) struct Readout {
    phase: Phase,
    counters: [u64; COUNTERS],
}

/// What the reader does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Begin,
    Request,
    Wait,
    Read {
        counter: usize,
        edges: u32,
    },
    Done,
}

impl Readout {
    /// After an edge of `clk`.
    pub(super) fn beat<M: MacDesign>(&mut self, output: &M::Out, input: &mut M::In) {
        match self.phase {
            Phase::Begin => {
                M::set_stat(input, true, 0);
                self.phase = Phase::Request;
            }
            Phase::Request => {
                M::set_stat(input, false, 0);
                self.phase = Phase::Wait;
            }
            Phase::Wait if !M::stat(output).0 => self.phase = Phase::Read { counter: 0, edges: 0 },
            Phase::Wait | Phase::Done => {}
            Phase::Read { counter, edges } if edges < READ_EDGES => {
                self.phase = Phase::Read { counter, edges: edges + 1 };
            }
            Phase::Read { counter, .. } => {
                self.counters[counter] = M::stat(output).1;
                let next = counter + 1;
                self.phase = if next == COUNTERS { Phase::Done } else { Phase::Read { counter: next, edges: 0 } };
                M::set_stat(input, false, (next % COUNTERS) as u8);
            }
        }
    }

    /// The counters by `stat_addr`; none before all are read.
    pub(super) fn counters(&self) -> Option<&[u64; COUNTERS]> {
        (self.phase == Phase::Done).then_some(&self.counters)
    }
}
