// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a run of a lab has come to.

use serde::Serialize;

use super::program::Results;
use super::topology::{Kind, Rung};
use crate::monitor::Violation;

/// The name and version of the JSON form.
pub const SCHEMA: (&str, u32) = ("wirewright.lab", 1);

/// The report of a run.
#[derive(Clone, Debug, Serialize)]
pub struct LabReport {
    /// The name of the form.
    pub schema: &'static str,
    /// Its version.
    pub version: u32,
    /// The topology file.
    pub topology: String,
    /// From it comes everything that is random.
    pub seed: u64,
    /// Why the run is over.
    pub end: End,
    /// Nothing failed: no program, no rule at any pin, and nobody waits in vain.
    pub passed: bool,
    /// Simulated time in nanoseconds.
    pub time_ns: u64,
    /// How fast it went.
    pub speed: LabSpeed,
    /// The devices.
    pub devices: Vec<DeviceReport>,
    /// The wires.
    pub wires: Vec<WireReport>,
    /// The hosts.
    pub hosts: Vec<HostReport>,
    /// Rules of an interface that were broken, the first ones of each device.
    pub violations: Vec<DeviceViolation>,
    /// How many there were.
    pub violation_count: u64,
}

/// Why a run is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum End {
    /// All programs that end have ended, and nothing is under way.
    Finished,
    /// The time that was asked for.
    Time,
    /// The user.
    Interrupted,
    /// Nothing is left that could happen, and somebody waits.
    Stuck {
        /// Who, and for what.
        waiting: Vec<Waiting>,
    },
    /// A host or a card could not go on.
    Failed {
        /// Which one and why.
        message: String,
    },
}

/// Somebody waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// The host.
    pub host: String,
    /// What for.
    pub waits_for: String,
}

/// How fast a run was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct LabSpeed {
    /// Wall time in seconds.
    pub wall_seconds: f64,
    /// Of these, with something to do.
    pub busy_seconds: f64,
    /// Simulated seconds that took these.
    pub busy_simulated_seconds: f64,
    /// Simulated time as a share of wall time while there was something to do; none where nothing was.
    pub factor: Option<f64>,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeviceReport {
    /// Its name.
    pub name: String,
    /// Which card.
    pub kind: Kind,
    /// How it was run.
    pub rung: Rung,
    /// Edges of its `clk` that were stepped.
    pub edges: u64,
    /// Its counters; empty where they could not be read.
    pub counters: Vec<Count>,
}

/// A value with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Its name.
    pub name: String,
    /// The value.
    pub value: u64,
}

/// A wire.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WireReport {
    /// Its name.
    pub name: String,
    /// Its rate.
    pub rate_mbps: u32,
    /// Both directions.
    pub directions: Vec<DirectionReport>,
}

/// A direction of a wire.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DirectionReport {
    /// The device that sends.
    pub from: String,
    /// The device that receives.
    pub to: String,
    /// Frames that were sent, collisions left out.
    pub frames: u64,
    /// Their octets, with FCS.
    pub octets: u64,
    /// Frames that arrived.
    pub arrived: u64,
    /// Their octets.
    pub arrived_octets: u64,
    /// Frames that the wire lost.
    pub lost: u64,
    /// Frames that arrived with bits changed.
    pub spoilt: u64,
    /// Attempts to send that met a collision.
    pub collisions: u64,
}

/// A host.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HostReport {
    /// Its name.
    pub name: String,
    /// Its card.
    pub device: String,
    /// What it did.
    pub program: &'static str,
    /// What the program counted.
    pub results: Results,
    /// What the driver counted.
    pub driver: Vec<Count>,
}

/// A rule that was broken at the pins of a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceViolation {
    /// The device.
    pub device: String,
    /// The rule.
    #[serde(flatten)]
    pub violation: Violation,
}

impl LabSpeed {
    /// From times in seconds.
    pub fn new(wall_seconds: f64, busy_seconds: f64, busy_simulated_seconds: f64) -> LabSpeed {
        let factor = (busy_seconds > 0.0).then(|| busy_simulated_seconds / busy_seconds);
        LabSpeed { wall_seconds, busy_seconds, busy_simulated_seconds, factor }
    }
}
