// SPDX-License-Identifier: MIT OR Apache-2.0
//! Captures in and out: pcap and pcapng are read with any time resolution, pcapng is written with nanoseconds
//! and frame check sequences. Both stream: memory does not grow with the file.

mod read;
mod wire;
mod write;

#[cfg(test)]
pub(crate) mod tests;

pub use read::{CaptureError, CaptureReader, Record};
pub use wire::{FrameReader, Limits, Skipped};
pub use write::{CaptureWriter, Direction, InterfaceId, WriteError};
