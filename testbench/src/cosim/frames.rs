// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where the frames of a run come from: a capture, a list, a generator, with wire faults added to any of them.

use serde::{Deserialize, Serialize};

use super::traffic::FaultSpec;
use super::wire::WireFault;
use crate::capture::{CaptureError, FrameReader, Skipped};
use crate::random::Random;

/// Octets that a packet has beside the client's frame: preamble, delimiter, FCS.
const PACKET_OVERHEAD_OCTETS: usize = 12;

/// One frame of the stimulus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StimulusFrame {
    /// Destination address to the end of the data, without FCS.
    pub octets: Vec<u8>,
    /// Edges of the stream's clock without an offer before it.
    pub gap_edges: u32,
    /// What the wire does to it on its way out.
    pub fault: Option<WireFault>,
    /// What the wire does to the frame that comes back in its turn: this one, when none was lost before.
    #[serde(default)]
    pub fault_back: Option<WireFault>,
}

impl StimulusFrame {
    /// What the wire does to it, in words.
    pub fn faults(&self) -> Option<String> {
        let out = self.fault.map(|fault| format!("the wire: {fault}"));
        let back = self.fault_back.map(|fault| format!("the wire, on the way back: {fault}"));
        match (out, back) {
            (Some(out), Some(back)) => Some(format!("{out}; {back}")),
            (out, back) => out.or(back),
        }
    }
}

/// A sequence of frames.
pub trait FrameSource {
    /// Puts the next frame into `frame`; false at the end.
    ///
    /// # Errors
    /// When a capture cannot be read on.
    fn next_frame(&mut self, frame: &mut StimulusFrame) -> Result<bool, CaptureError>;

    /// What was skipped so far.
    fn skipped(&self) -> Skipped {
        Skipped::default()
    }
}

/// The frames of a capture, back to back.
pub struct CaptureFrames(pub FrameReader);

impl FrameSource for CaptureFrames {
    fn next_frame(&mut self, frame: &mut StimulusFrame) -> Result<bool, CaptureError> {
        frame.gap_edges = 0;
        (frame.fault, frame.fault_back) = (None, None);
        Ok(self.0.next_frame(&mut frame.octets)?.is_some())
    }

    fn skipped(&self) -> Skipped {
        self.0.skipped()
    }
}

/// The frames of a list, in order.
pub struct ListFrames(std::vec::IntoIter<StimulusFrame>);

impl ListFrames {
    /// These frames.
    pub fn new(frames: Vec<StimulusFrame>) -> ListFrames {
        ListFrames(frames.into_iter())
    }
}

impl FrameSource for ListFrames {
    fn next_frame(&mut self, frame: &mut StimulusFrame) -> Result<bool, CaptureError> {
        match self.0.next() {
            Some(next) => {
                *frame = next;
                Ok(true)
            }
            None => Ok(false),
        }
    }
}

/// A source whose frames meet faults on the wire.
pub struct Faulted<S> {
    source: S,
    spec: FaultSpec,
    random: Random,
}

impl<S: FrameSource> Faulted<S> {
    /// Frames of `source` with the faults of `spec`, drawn from `seed`.
    pub fn new(source: S, spec: FaultSpec, seed: u64) -> Faulted<S> {
        Faulted { source, spec, random: Random::named(seed, "faults") }
    }
}

impl<S: FrameSource> FrameSource for Faulted<S> {
    fn next_frame(&mut self, frame: &mut StimulusFrame) -> Result<bool, CaptureError> {
        if !self.source.next_frame(frame)? {
            return Ok(false);
        }
        let bits = 8 * (frame.octets.len().max(60) + PACKET_OVERHEAD_OCTETS) as u64;
        let spec = self.spec;
        frame.fault = spec.draw(&mut self.random, bits);
        frame.fault_back = spec.draw(&mut self.random, bits);
        Ok(true)
    }

    fn skipped(&self) -> Skipped {
        self.source.skipped()
    }
}

impl FrameSource for Box<dyn FrameSource> {
    fn next_frame(&mut self, frame: &mut StimulusFrame) -> Result<bool, CaptureError> {
        (**self).next_frame(frame)
    }

    fn skipped(&self) -> Skipped {
        (**self).skipped()
    }
}
