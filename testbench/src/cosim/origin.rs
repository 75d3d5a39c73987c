// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where the frames of a run come from, as a value: the same frames can come again, to replay what needs more of them
//! than anybody keeps in memory.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::frames::{CaptureFrames, Faulted, FrameSource, StimulusFrame};
use super::traffic::{FaultSpec, TrafficSpec};
use crate::capture::{CaptureError, CaptureReader, FrameReader, Limits, Skipped};

/// What makes the frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frames {
    /// A generator.
    Traffic(TrafficSpec),
    /// This pcap or pcapng file.
    Capture(PathBuf),
}

/// Frames, what becomes of them on the wire, and the seed from which both are drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// What makes the frames.
    pub frames: Frames,
    /// What the wire does to them.
    pub faults: FaultSpec,
    /// Seed of traffic and faults.
    pub seed: u64,
}

impl Origin {
    /// The frames from the first one on, of a capture those within `limits`.
    ///
    /// # Errors
    /// When the capture cannot be read.
    pub fn open(&self, limits: Limits) -> Result<Box<dyn FrameSource>, CaptureError> {
        let frames = match &self.frames {
            Frames::Traffic(traffic) => Box::new(traffic.frames(self.seed)) as Box<dyn FrameSource>,
            Frames::Capture(file) => Box::new(CaptureFrames(FrameReader::new(CaptureReader::open(file)?, limits))),
        };
        Ok(self.with_faults(frames))
    }

    /// These frames, with the faults of the wire.
    pub fn with_faults(&self, frames: Box<dyn FrameSource>) -> Box<dyn FrameSource> {
        if self.faults.is_sound() {
            return frames;
        }
        Box::new(Faulted::new(frames, self.faults, self.seed))
    }
}

/// The first frames of a source.
pub(super) struct FirstFrames {
    pub(super) source: Box<dyn FrameSource>,
    pub(super) left: u64,
}

impl FrameSource for FirstFrames {
    fn next_frame(&mut self, frame: &mut StimulusFrame) -> Result<bool, CaptureError> {
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        self.source.next_frame(frame)
    }

    fn skipped(&self) -> Skipped {
        self.source.skipped()
    }
}
