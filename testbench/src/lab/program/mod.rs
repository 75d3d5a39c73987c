// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a host does with its network device. A program waits for nothing by itself: it is called when something may
//! have changed, does what it can, and says when it wants to be called again.

mod reflect;
mod send;
mod sink;
mod tap;

use std::io;

use serde::Serialize;
use wirewright_host::device::NetDevice;

use super::topology;
use crate::capture::CaptureError;
use reflect::Reflect;
use send::Send;
use sink::Sink;
use tap::Tap;
pub use tap::{TapDevice, TapError};

/// The type of the frames that are made: for local experiments (IEEE 802, 9.2.3).
const TYPE: [u8; 2] = [0x88, 0xb5];
/// Where the number of a frame that is made stands, big-endian: behind the type.
const NUMBER: std::ops::Range<usize> = 14..18;

/// What a program has come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Next {
    /// Frames that were handled, in either direction.
    pub frames: u64,
    /// It could handle more at once.
    pub again: bool,
    /// It wants to be called at this time at the latest.
    pub at_ps: Option<u64>,
}

/// What a program counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Results {
    /// Frames that it has sent.
    pub sent: u64,
    /// Frames that came to it.
    pub received: u64,
    /// Octets of these, without FCS.
    pub received_octets: u64,
    /// Of frames that were made: numbers left out before one that came.
    pub missing: u64,
    /// Of frames that were made: those that came after one with a higher number.
    pub disordered: u64,
    /// Frames of its own that came back.
    pub returned: u64,
    /// The shortest and the longest time that these took, in nanoseconds.
    pub round_trip_ns: Option<[u64; 2]>,
    /// Frames that it could not pass on: no room, or too long.
    pub dropped: u64,
}

/// Why a program cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The capture that it sends.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// The device does not take a frame.
    #[error("frame {number}: {source}")]
    Send {
        /// Counted from 0.
        number: u64,
        /// Why.
        source: wirewright_host::device::SendError,
    },
    /// The TAP device.
    #[error("TAP {name}: {source}")]
    Tap {
        /// Its name.
        name: String,
        /// Why.
        source: io::Error,
    },
}

/// The programs. Calls are static: no frame goes through a pointer.
pub(super) enum Program {
    Send(Box<Send>),
    Reflect(Reflect),
    Sink(Sink),
    Tap(Tap),
}

/// What all programs do.
pub(super) trait Run {
    /// Does what can be done now, with `budget` frames at the most.
    fn poll<D: NetDevice>(&mut self, device: &mut D, now_ps: u64, budget: u64) -> Result<Next, ProgramError>;
    /// What it has counted.
    fn results(&self) -> Results;
    /// Whether it has done all it was to do, and `None` for one that goes on for ever.
    fn is_done(&self) -> Option<bool>;
    /// What it waits for while it is not done.
    fn waits_for(&self) -> String;
}

impl Program {
    /// The program of a host. A TAP is joined only by a live lab.
    pub fn open(host: &topology::Host, seed: u64, tap: Option<TapDevice>) -> Result<Program, ProgramError> {
        Ok(match &host.program {
            topology::Program::Send { read, frames, octets, rate_mbps, to, .. } => {
                let made = send::Made { to: *to, from: host.address, octets: *octets, seed };
                Program::Send(Box::new(Send::open(read.as_deref(), made, *frames, *rate_mbps)?))
            }
            topology::Program::Reflect { expect } => Program::Reflect(Reflect::new(*expect)),
            topology::Program::Sink { expect } => Program::Sink(Sink::new(*expect)),
            topology::Program::Tap { .. } => Program::Tap(Tap::new(tap)),
        })
    }
}

macro_rules! each {
    ($self:ident, $program:ident => $what:expr) => {
        match $self {
            Program::Send($program) => $what,
            Program::Reflect($program) => $what,
            Program::Sink($program) => $what,
            Program::Tap($program) => $what,
        }
    };
}

impl Run for Program {
    fn poll<D: NetDevice>(&mut self, device: &mut D, now_ps: u64, budget: u64) -> Result<Next, ProgramError> {
        each!(self, program => program.poll(device, now_ps, budget))
    }

    fn results(&self) -> Results {
        each!(self, program => program.results())
    }

    fn is_done(&self) -> Option<bool> {
        each!(self, program => program.is_done())
    }

    fn waits_for(&self) -> String {
        each!(self, program => program.waits_for())
    }
}

/// The number of a frame that was made.
fn number_of(frame: &[u8]) -> Option<u32> {
    let made = frame.get(12..14)? == TYPE;
    let number = frame.get(NUMBER)?.try_into().ok()?;
    made.then_some(u32::from_be_bytes(number))
}

#[cfg(test)]
mod tests;
