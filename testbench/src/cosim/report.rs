// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a run of the main job has shown: frames, edges and comparisons of each rung, counters, differences. The JSON
//! form is a contract: `schema` and `version` say which.

use serde::Serialize;
use wirewright_spec::counters::{RxCounter, TxCounter};

use super::drive::CosimDrive;
use super::frames::StimulusFrame;
use super::mac::MacDesign;
use super::scoreboard::Verdicts;
use super::wire::FaultCounts;
use crate::capture::Skipped;
use crate::lockstep::{Difference, Summary};
use crate::monitor::Violation;

/// The name of the JSON form.
pub const SCHEMA: &str = "wirewright.cosim";
/// Its version; it changes when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

/// One rung's part in a run.
#[derive(Clone, Debug, Serialize)]
pub struct RungReport {
    /// The rung.
    pub rung: String,
    /// Frames delivered by it, or judged by it.
    pub frames: u64,
    /// Clock edges it took part in; none for the untimed reference.
    pub edges: Option<u64>,
    /// Comparisons in which it was one side: all ports at an event, or a frame or counter for the reference.
    pub comparisons: u64,
}

/// One counter of the design.
#[derive(Clone, Debug, Serialize)]
pub struct CounterValue {
    /// Its name in the standard.
    pub name: &'static str,
    /// What the design showed at the end.
    pub value: u64,
}

/// What was wrong on the way.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WireReport {
    /// What the wire did to frames.
    pub faults: FaultCounts,
    /// Records of the capture that no wire can carry.
    pub skipped: Skipped,
}

/// The whole of a run.
#[derive(Clone, Debug, Serialize)]
pub struct CosimReport {
    /// The name of this form.
    pub schema: &'static str,
    /// Its version; it changes when a field changes its meaning or goes.
    pub version: u32,
    /// The design.
    pub design: &'static str,
    /// The seed of clocks, traffic and faults.
    pub seed: u64,
    /// Whether every check held, and the run came to its end.
    pub passed: bool,
    /// The run was interrupted; what it shows is partial.
    pub interrupted: bool,
    /// Frames that went in.
    pub frames_in: u64,
    /// Simulated time.
    pub time_ps: u64,
    /// The rungs.
    pub rungs: Vec<RungReport>,
    /// The counters at the end; empty when the run did not come so far.
    pub counters: Vec<CounterValue>,
    /// The wire.
    pub wire: WireReport,
    /// Samples that the passive monitors took.
    pub monitor_edges: u64,
    /// The first port that differed.
    pub difference: Option<Difference>,
    /// Where the reference disagrees; the first of `disagreement_count`.
    pub disagreements: Vec<String>,
    /// How often it disagrees.
    pub disagreement_count: u64,
    /// Rules of the interfaces that were broken.
    pub violations: Vec<Violation>,
    /// After a failure, the last frames that went in: enough to try to see it again with fewer.
    #[serde(skip)]
    pub recent_frames: Vec<StimulusFrame>,
    /// What the lockstep has done.
    #[serde(skip)]
    pub summary: Summary,
}

impl CosimReport {
    pub(super) fn new<M: MacDesign>(
        names: Vec<String>,
        summary: &Summary,
        drive: &CosimDrive<M>,
        verdicts: Verdicts,
        difference: Option<Difference>,
        interrupted: bool,
        seed: u64,
    ) -> CosimReport {
        let edges = summary.edges.iter().map(|(_, edges)| edges).sum();
        let compared: Vec<u64> = summary.comparisons.iter().map(|(_, count)| *count).collect();
        let reference = RungReport {
            rung: "reference".into(),
            frames: verdicts.frames_sent + verdicts.frames_delivered,
            edges: None,
            comparisons: verdicts.comparisons,
        };
        let timed = names.into_iter().enumerate().map(|(index, rung)| RungReport {
            rung,
            frames: verdicts.frames_delivered,
            edges: Some(edges),
            // The first side takes part in the comparison of every other one.
            comparisons: if index == 0 { compared.iter().sum() } else { compared[index - 1] },
        });
        let held = verdicts.disagreement_count == 0 && verdicts.violations.is_empty() && difference.is_none();
        CosimReport {
            schema: SCHEMA,
            version: VERSION,
            design: M::NAME,
            seed,
            passed: held && !interrupted,
            interrupted,
            frames_in: drive.frames(),
            time_ps: summary.time_ps,
            rungs: std::iter::once(reference).chain(timed).collect(),
            counters: drive.counters().map_or_else(Vec::new, counters),
            wire: WireReport { faults: drive.faults(), skipped: drive.skipped() },
            monitor_edges: verdicts.monitor_edges,
            difference,
            disagreements: verdicts.disagreements,
            disagreement_count: verdicts.disagreement_count,
            violations: verdicts.violations,
            recent_frames: Vec::new(),
            summary: summary.clone(),
        }
    }
}

fn counters(values: &[u64; 32]) -> Vec<CounterValue> {
    let rx = RxCounter::ALL.iter().map(|counter| (counter.managed_name(), *counter as usize));
    let tx = TxCounter::ALL.iter().map(|counter| (counter.managed_name(), 16 + *counter as usize));
    rx.chain(tx).map(|(name, address)| CounterValue { name, value: values[address] }).collect()
}
