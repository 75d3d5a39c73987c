// SPDX-License-Identifier: MIT OR Apache-2.0
//! A lab of devices, wires and hosts in simulated time, as a topology file describes it (docs/lab.md).
//!
//! - [`topology`]: the file;
//! - `station`: a card on its rung with host memory, processor and PHY around it; `quiet` says when its clocks stop;
//! - `channel`: a direction of a wire; `captures`: what was on it;
//! - `executor`, `bus`, `host`, `program`: the driver and what the host does with it, in simulated time;
//! - `node`: a station with its host, perhaps on a thread of its own;
//! - [`run`](Lab::run): all of it together, as fast as it goes or (`live`) beside the clock on the wall.

mod build;
mod bus;
mod captures;
mod channel;
mod executor;
mod host;
mod live;
mod node;
mod pins;
mod program;
mod quiet;
mod report;
mod run;
mod station;
mod ticks;
pub mod topology;
mod watch;

#[cfg(test)]
mod tests;

pub use program::{ProgramError, Results, TapError};
pub use report::{
    Count, DeviceReport, DeviceViolation, DirectionReport, End, HostReport, LabReport, LabSpeed, SCHEMA, Waiting,
    WireReport,
};
pub use run::{Lab, LabError, LabOptions, LabProgress};
