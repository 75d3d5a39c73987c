// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a run of the main job has shown: frames, edges and comparisons of each rung, counters of both MACs, coverage,
//! differences. The JSON form is a contract: `schema` and `version` say which.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use wirewright_spec::counters::{RxCounter, TxCounter};

use super::drive::CosimDrive;
use super::frames::StimulusFrame;
use super::mac::MacDesign;
use super::origin::Origin;
use super::scoreboard::{MAC_NAMES, Verdicts};
use super::wire::{FaultCounts, WireOptions};
use crate::capture::Skipped;
use crate::coverage::Reached;
use crate::lockstep::{Difference, Summary};
use crate::monitor::Violation;

/// The name of the JSON form.
pub const SCHEMA: &str = "wirewright.cosim";
/// Its version; it changes when a field changes its meaning or goes.
pub const VERSION: u32 = 2;

/// One rung's part in a run, both MACs together.
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

/// One of the two MACs.
#[derive(Clone, Debug, Serialize)]
pub struct MacReport {
    /// `a`, whose client has the frames, or `b`, whose client sends back what it receives.
    pub mac: &'static str,
    /// Frames from its client.
    pub frames_in: u64,
    /// Frames that it sent or gave up.
    pub frames_sent: u64,
    /// Attempts to send that met a collision.
    pub collisions: u64,
    /// Frames delivered to its client.
    pub frames_delivered: u64,
    /// What the wire did to the frames it sent.
    pub faults: FaultCounts,
    /// The counters at the end; empty when the run did not come so far.
    pub counters: Vec<CounterValue>,
}

/// A port that differs, and of which MAC.
#[derive(Clone, Debug, Serialize)]
pub struct MacDifference {
    /// `a` or `b`.
    pub mac: &'static str,
    /// The difference.
    #[serde(flatten)]
    pub difference: Difference,
}

impl MacDifference {
    /// Where, and what, for a narrow terminal.
    pub fn lines(&self) -> (String, String) {
        let (place, values) = self.difference.lines();
        (format!("MAC {}, {place}", self.mac), values)
    }
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
    /// What joins the MACs.
    pub wire: WireOptions,
    /// Where the frames came from and what the wire did to them, where that is known.
    pub origin: Option<Origin>,
    /// Folder of the captures that the run wrote.
    pub capture: Option<PathBuf>,
    /// Whether every check held, and the run came to its end.
    pub passed: bool,
    /// The run was interrupted; what it shows is partial.
    pub interrupted: bool,
    /// Frames that went in.
    pub frames_in: u64,
    /// Frames that came back.
    pub frames_back: u64,
    /// Simulated time.
    pub time_ps: u64,
    /// The rungs.
    pub rungs: Vec<RungReport>,
    /// The two MACs.
    pub macs: Vec<MacReport>,
    /// Records of the capture that no wire can carry.
    pub skipped: Skipped,
    /// Samples that the passive monitors took.
    pub monitor_edges: u64,
    /// What was reached in the Verilog, where that was asked for.
    pub coverage: Option<Reached>,
    /// The first port that differed.
    pub difference: Option<MacDifference>,
    /// Where the reference disagrees; the first of `disagreement_count`.
    pub disagreements: Vec<String>,
    /// How often it disagrees.
    pub disagreement_count: u64,
    /// Rules of the interfaces that were broken.
    pub violations: Vec<Violation>,
    /// How long it took, without the time to build the Verilog.
    #[serde(skip)]
    pub run_time: Duration,
    /// After a failure, the last frames that went in: enough to try to see it again with fewer.
    #[serde(skip)]
    pub recent_frames: Vec<StimulusFrame>,
    /// What the lockstep of each MAC has done.
    #[serde(skip)]
    pub summaries: [Summary; 2],
}

/// What a run has left.
pub(super) struct Outcome<'a, M: MacDesign> {
    pub(super) names: Vec<String>,
    pub(super) summaries: [Summary; 2],
    pub(super) drive: &'a CosimDrive<M>,
    pub(super) verdicts: [Verdicts; 2],
    pub(super) difference: Option<(usize, Box<Difference>)>,
    pub(super) interrupted: bool,
    pub(super) seed: u64,
    pub(super) wire: WireOptions,
    pub(super) capture: Option<PathBuf>,
}

impl CosimReport {
    pub(super) fn new<M: MacDesign>(outcome: Outcome<'_, M>) -> CosimReport {
        let Outcome { names, summaries, drive, verdicts, difference, interrupted, seed, wire, capture } = outcome;
        let macs = [0, 1].map(|mac| MacReport {
            mac: MAC_NAMES[mac],
            frames_in: drive.frames(mac),
            frames_sent: verdicts[mac].frames_sent,
            collisions: verdicts[mac].collisions,
            frames_delivered: verdicts[mac].frames_delivered,
            faults: drive.faults(mac),
            counters: drive.counters(mac).map_or_else(Vec::new, counters),
        });
        let sum = |of: fn(&Verdicts) -> u64| verdicts.iter().map(of).sum::<u64>();
        let disagreement_count = sum(|verdicts| verdicts.disagreement_count);
        let monitor_edges = sum(|verdicts| verdicts.monitor_edges);
        let rungs = rungs(names, &summaries, &verdicts);
        let [a, b] = verdicts;
        let mut disagreements = a.disagreements;
        disagreements.extend(b.disagreements);
        let mut violations = a.violations;
        violations.extend(b.violations);
        let held = disagreement_count == 0 && violations.is_empty() && difference.is_none();
        CosimReport {
            schema: SCHEMA,
            version: VERSION,
            design: M::NAME,
            seed,
            wire,
            origin: None,
            capture,
            passed: held && !interrupted,
            interrupted,
            frames_in: drive.frames(0),
            frames_back: macs[0].frames_delivered,
            time_ps: summaries.iter().map(|summary| summary.time_ps).max().unwrap_or(0),
            rungs,
            macs: macs.into(),
            skipped: drive.skipped(),
            monitor_edges,
            coverage: None,
            difference: difference
                .map(|(mac, difference)| MacDifference { mac: MAC_NAMES[mac], difference: *difference }),
            disagreements,
            disagreement_count,
            violations,
            run_time: Duration::ZERO,
            recent_frames: Vec::new(),
            summaries,
        }
    }

    /// Differences between rungs, the reference included.
    pub fn difference_count(&self) -> u64 {
        u64::from(self.difference.is_some()) + self.disagreement_count
    }
}

fn rungs(names: Vec<String>, summaries: &[Summary; 2], verdicts: &[Verdicts; 2]) -> Vec<RungReport> {
    let edges = summaries.iter().flat_map(|summary| &summary.edges).map(|(_, edges)| edges).sum();
    let delivered = verdicts.iter().map(|verdicts| verdicts.frames_delivered).sum();
    let reference = RungReport {
        rung: "reference".into(),
        frames: verdicts.iter().map(|verdicts| verdicts.frames_sent).sum::<u64>() + delivered,
        edges: None,
        comparisons: verdicts.iter().map(|verdicts| verdicts.comparisons).sum(),
    };
    // The first side takes part in the comparison of every other one.
    let compared = |index: usize| -> u64 {
        let of = |summary: &Summary| match index {
            0 => summary.comparisons.iter().map(|(_, count)| count).sum::<u64>(),
            _ => summary.comparisons[index - 1].1,
        };
        summaries.iter().map(of).sum()
    };
    let timed = names.into_iter().enumerate().map(|(index, rung)| RungReport {
        rung,
        frames: delivered,
        edges: Some(edges),
        comparisons: compared(index),
    });
    std::iter::once(reference).chain(timed).collect()
}

fn counters(values: &[u64; 32]) -> Vec<CounterValue> {
    let rx = RxCounter::ALL.iter().map(|counter| (counter.managed_name(), *counter as usize));
    let tx = TxCounter::ALL.iter().map(|counter| (counter.managed_name(), 16 + *counter as usize));
    rx.chain(tx).map(|(name, address)| CounterValue { name, value: values[address] }).collect()
}
