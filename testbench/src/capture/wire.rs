// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frames of a capture that a wire can carry. Records that it cannot are skipped and counted: frames longer
//! than the limit, as segmentation offload makes them, and frames that a snap length has cut, or of which nothing is
//! left without their FCS.

use super::{CaptureError, CaptureReader};

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
    limit_octets: usize,
    skipped: Skipped,
}

impl FrameReader {
    /// Frames of `reader` that are no longer than `limit_octets` without FCS (1514 untagged, 1518 with a VLAN tag,
    /// which gets 4 more).
    pub fn new(reader: CaptureReader, limit_octets: usize) -> FrameReader {
        FrameReader { reader, limit_octets, skipped: Skipped::default() }
    }

    /// Puts the next frame into `frame`; gives its time in nanoseconds since the epoch. `None` at the end.
    ///
    /// # Errors
    /// As [`CaptureReader::next_record`].
    pub fn next_frame(&mut self, frame: &mut Vec<u8>) -> Result<Option<u64>, CaptureError> {
        while let Some(record) = self.reader.next_record(frame)? {
            let tagged = frame.get(12..14) == Some(&[0x81, 0x00]);
            if record.original_octets as usize > self.limit_octets + if tagged { 4 } else { 0 } {
                self.skipped.too_long += 1;
            } else if frame.is_empty() || (frame.len() as u64) < u64::from(record.original_octets) {
                self.skipped.cut += 1;
            } else {
                return Ok(Some(record.time_ns));
            }
        }
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
