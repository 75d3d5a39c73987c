// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frames of a capture that a design takes. Other records are skipped and counted: frames longer than the receivers
//! take, as segmentation offload makes them, and frames that a snap length has cut, or of which nothing is left without
//! their FCS.

use wirewright_spec::ethernet::{
    FCS_OCTETS, MAX_FRAME_OCTETS, MAX_JUMBO_FRAME_OCTETS, MAX_TAGGED_FRAME_OCTETS, TYPE_VLAN,
};

use super::{CaptureError, CaptureReader};

/// The longest frames, in octets without FCS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Without a VLAN tag, or with another one than 81-00.
    pub untagged_octets: usize,
    /// With the tag 81-00 at octet 12.
    pub tagged_octets: usize,
}

impl Limits {
    /// 1514, and 1518 with a VLAN tag (IEEE 802.3-2022, 3.2.7 and 4.2.4.2.1).
    pub const BASIC: Limits =
        Limits { untagged_octets: MAX_FRAME_OCTETS - FCS_OCTETS, tagged_octets: MAX_TAGGED_FRAME_OCTETS - FCS_OCTETS };
    /// 9014, the tag counted: jumbo frames are of no standard that would give it more.
    pub const JUMBO: Limits = Limits {
        untagged_octets: MAX_JUMBO_FRAME_OCTETS - FCS_OCTETS,
        tagged_octets: MAX_JUMBO_FRAME_OCTETS - FCS_OCTETS,
    };
}

/// How many records were skipped, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Skipped {
    /// Longer than the limit.
    pub too_long: u64,
    /// Cut by a snap length, or no longer than their FCS.
    pub cut: u64,
}

impl Skipped {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.too_long + self.cut
    }
}

/// Frames of a capture, without FCS.
pub struct FrameReader {
    reader: CaptureReader,
    limits: Limits,
    skipped: Skipped,
}

impl FrameReader {
    /// Frames of `reader` that are no longer than `limits`.
    pub fn new(reader: CaptureReader, limits: Limits) -> FrameReader {
        FrameReader { reader, limits, skipped: Skipped::default() }
    }

    /// Puts the next frame into `frame`; gives its time in nanoseconds since the epoch. `None` at the end, and `frame`
    /// is empty.
    ///
    /// # Errors
    /// As [`CaptureReader::next_record`].
    pub fn next_frame(&mut self, frame: &mut Vec<u8>) -> Result<Option<u64>, CaptureError> {
        while let Some(record) = self.reader.next_record(frame)? {
            let tagged = frame.get(12..14) == Some(&TYPE_VLAN.to_be_bytes());
            let limit = if tagged { self.limits.tagged_octets } else { self.limits.untagged_octets };
            if record.original_octets as usize > limit {
                self.skipped.too_long += 1;
            } else if frame.is_empty() || (frame.len() as u64) < u64::from(record.original_octets) {
                self.skipped.cut += 1;
            } else {
                return Ok(Some(record.time_ns));
            }
        }
        frame.clear();
        Ok(None)
    }

    /// What was skipped so far.
    pub fn skipped(&self) -> Skipped {
        self.skipped
    }

    /// The file as the user named it.
    pub fn file(&self) -> &str {
        self.reader.file()
    }
}
