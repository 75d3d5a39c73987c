// SPDX-License-Identifier: MIT OR Apache-2.0
//! The main job on the golden model: sound wires, spoilt wires, and a job that must fail.

use std::sync::atomic::AtomicBool;

use wirewright_model::mac_gmii::MacGmii as Model;
use wirewright_spec::ports::MacGmii;
use wirewright_spec::{Design, EdgeSet, ports};

use super::*;
use crate::lockstep::Side;

fn frames(traffic: &str, faults: &str) -> Box<dyn FrameSource> {
    let traffic: TrafficSpec = traffic.parse().unwrap();
    Box::new(Faulted::new(traffic.frames(1), faults.parse().unwrap(), 1))
}

fn run_model(traffic: &str, faults: &str) -> CosimReport {
    let options = CosimOptions::default();
    let sides = (Side::new("model", Model::default()),);
    run::<MacGmii, _>(sides, frames(traffic, faults), &options, &AtomicBool::new(false), |_| ()).unwrap()
}

fn counter(report: &CosimReport, name: &str) -> u64 {
    report.counters.iter().find(|counter| counter.name == name).unwrap().value
}

#[test]
fn every_frame_goes_out_and_comes_back() {
    let report = run_model("random:count=300,len=46-1514", "flip=0");
    assert!(report.passed, "{:?} {:?}", report.disagreements, report.violations);
    assert_eq!(report.frames_in, 300);
    assert_eq!(counter(&report, "aFramesTransmittedOK"), 300);
    assert_eq!(counter(&report, "aFrameCheckSequenceErrors"), 0);
}

#[test]
fn faults_of_the_wire_are_judged_and_counted() {
    let report = run_model("random:count=400,len=46-1514", "flip=0.1,cut=0.1,error=0.1");
    assert!(report.passed, "{:?} {:?}", report.disagreements, report.violations);
    let faults = report.wire.faults;
    assert!(faults.flipped > 10 && faults.cut > 10 && faults.errors > 10, "{faults:?}");
    assert!(counter(&report, "aFrameCheckSequenceErrors") > 10);
    assert!(counter(&report, "etherStatsFragments") > 0);
    assert!(report.rungs[1].frames < 400);
}

#[test]
fn a_cut_nibble_is_an_alignment_error_to_reference_and_model() {
    let options = CosimOptions::default();
    let sides = (Side::new("model", wirewright_model::MacMii::default()),);
    let source = frames("random:count=200,len=60-200", "cut=0.5");
    let report = run::<ports::MacMii, _>(sides, source, &options, &AtomicBool::new(false), |_| ()).unwrap();
    assert!(report.passed, "{:?} {:?}", report.disagreements, report.violations);
    assert!(counter(&report, "aAlignmentErrors") > 3, "{:?}", report.counters);
}

#[test]
fn a_run_without_frames_is_an_error() {
    let options = CosimOptions::default();
    let sides = (Side::new("model", Model::default()),);
    let result = run::<MacGmii, _>(sides, frames("min:count=0", "flip=0"), &options, &AtomicBool::new(false), |_| ());
    assert!(matches!(result, Err(CosimError::NothingCompared(_))));
}

/// A MAC that delivers every frame with a bit of its first octets inverted.
#[derive(Default)]
struct Liar(Model);

impl Design for Liar {
    type In = ports::mac_gmii::In;
    type Out = ports::mac_gmii::Out;

    const CLOCKS: &'static [&'static str] = <Model as Design>::CLOCKS;

    fn reset(&mut self) {
        self.0.reset();
    }

    fn step(&mut self, edges: EdgeSet, input: &Self::In, output: &mut Self::Out) {
        self.0.step(edges, input, output);
        output.rx_axis_tdata ^= u8::from(output.rx_axis_tlast);
    }
}

#[test]
fn the_reference_catches_what_no_lockstep_sees() {
    let sides = (Side::new("model", Liar::default()), Side::new("twin", Liar::default()));
    let options = CosimOptions::default();
    let report =
        run::<MacGmii, _>(sides, frames("min:count=20", "flip=0"), &options, &AtomicBool::new(false), |_| ()).unwrap();
    assert!(!report.passed && report.difference.is_none() && report.disagreement_count > 0);
    assert!(!report.recent_frames.is_empty());
}

#[test]
fn an_interrupted_run_keeps_what_it_has() {
    let sides = (Side::new("model", Model::default()),);
    let options = CosimOptions::default();
    let source = frames("max:count=1000000", "flip=0");
    let report = run::<MacGmii, _>(sides, source, &options, &AtomicBool::new(true), |_| ()).unwrap();
    assert!(report.interrupted && !report.passed && report.frames_in > 0);
}
