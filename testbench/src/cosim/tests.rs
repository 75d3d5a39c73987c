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
    let sides = [(); 2].map(|()| (Side::new("model", Model::default()),));
    run::<MacGmii, _>(sides, frames(traffic, faults), &options, &AtomicBool::new(false), |_| ()).unwrap()
}

/// A counter of MAC `mac`.
fn counter(report: &CosimReport, mac: usize, name: &str) -> u64 {
    report.macs[mac].counters.iter().find(|counter| counter.name == name).unwrap().value
}

/// Two golden `mac_mii` on this traffic and wire.
fn run_mii(traffic: &str, wire: &str) -> CosimReport {
    let sides = [(); 2].map(|()| (Side::new("model", wirewright_model::MacMii::default()),));
    let spec: FaultSpec = wire.parse().unwrap();
    let options = CosimOptions { wire: spec.wire, ..CosimOptions::default() };
    let report =
        run::<ports::MacMii, _>(sides, frames(traffic, wire), &options, &AtomicBool::new(false), |_| ()).unwrap();
    assert!(report.passed, "{:?} {:?}", report.disagreements, report.violations);
    report
}

#[test]
fn every_frame_goes_out_and_comes_back() {
    let report = run_model("random:count=300,len=46-1514", "flip=0");
    assert!(report.passed, "{:?} {:?}", report.disagreements, report.violations);
    // The reference drops those whose length field is wrong.
    let accepted = counter(&report, 1, "aFramesReceivedOK");
    assert!((200..=300).contains(&accepted));
    assert_eq!((report.frames_in, report.frames_back), (300, accepted));
    for mac in [0, 1] {
        assert_eq!(counter(&report, mac, "aFrameCheckSequenceErrors"), 0);
    }
    assert_eq!(counter(&report, 0, "aFramesTransmittedOK"), 300);
    assert_eq!(counter(&report, 1, "aFramesTransmittedOK"), accepted);
}

#[test]
fn faults_of_the_wire_are_judged_and_counted_on_both_ways() {
    let report = run_model("random:count=400,len=46-1514", "flip=0.1,cut=0.1,error=0.1");
    assert!(report.passed, "{:?} {:?}", report.disagreements, report.violations);
    for mac in [0, 1] {
        let faults = report.macs[mac].faults;
        assert!(faults.flipped > 10 && faults.cut > 10 && faults.errors > 10, "{faults:?}");
        assert!(counter(&report, mac, "aFrameCheckSequenceErrors") > 10);
        assert!(counter(&report, mac, "etherStatsFragments") > 0);
    }
    assert!(report.frames_back < report.macs[1].frames_delivered && report.macs[1].frames_delivered < 400);
}

#[test]
fn frames_larger_than_the_memory_are_lost_and_too_long_ones_counted_whatever_their_fcs() {
    let report = run_model("random:count=120,len=60-6000", "flip=0.3");
    assert!(report.passed, "{:?} {:?}", report.disagreements, report.violations);
    let lost = counter(&report, 0, "aFramesLostDueToIntMACXmitError");
    assert!((10..=60).contains(&lost), "{lost}");
    assert_eq!(counter(&report, 0, "aFramesTransmittedOK"), 120 - lost);
    let (too_long, jabbers) = (counter(&report, 1, "aFrameTooLongErrors"), counter(&report, 1, "etherStatsJabbers"));
    assert!(jabbers > 5 && too_long > jabbers + 5, "{too_long} too long, {jabbers} jabbers");
}

#[test]
fn a_cut_nibble_is_an_alignment_error_to_reference_and_model() {
    let report = run_mii("random:count=200,len=60-200", "cut=0.5");
    assert!(counter(&report, 1, "aAlignmentErrors") > 3, "{:?}", report.macs);
}

#[test]
fn on_a_shared_medium_frames_collide_and_are_sent_again() {
    let report = run_mii("random:count=150,len=60-400", "half");
    let single: u64 = [0, 1].map(|mac| counter(&report, mac, "aSingleCollisionFrames")).iter().sum();
    let multiple: u64 = [0, 1].map(|mac| counter(&report, mac, "aMultipleCollisionFrames")).iter().sum();
    assert!(single > 5 && multiple > 5, "{:?}", report.macs);
    for mac in [0, 1] {
        assert!(counter(&report, mac, "aFramesWithDeferredXmissions") > 5);
        assert_eq!(counter(&report, mac, "aLateCollisions"), 0);
    }
}

#[test]
fn on_a_long_medium_collisions_are_late_and_frames_lost() {
    let report = run_mii("random:count=40,len=300-600,gap=0-2000", "half,delay=1000");
    let late: u64 = [0, 1].map(|mac| counter(&report, mac, "aLateCollisions")).iter().sum();
    assert!(late > 5 && report.frames_back < 40, "{:?}", report.macs);
}

#[test]
fn half_duplex_and_a_bad_wire_together() {
    run_mii("random:count=150,len=30-300", "half,flip=0.1,cut=0.1,error=0.1");
}

#[test]
fn a_design_without_half_duplex_says_so() {
    let sides = [(); 2].map(|()| (Side::new("model", Model::default()),));
    let wire = WireOptions { half_duplex: true, ..WireOptions::default() };
    let options = CosimOptions { wire, ..CosimOptions::default() };
    let result = run::<MacGmii, _>(sides, frames("min", "flip=0"), &options, &AtomicBool::new(false), |_| ());
    assert!(matches!(result, Err(CosimError::FullDuplexOnly { .. })));
}

#[test]
fn the_limit_is_a_number_of_edges() {
    for edges in [5_000, 77_777] {
        let sides = [(); 2].map(|()| (Side::new("model", Model::default()),));
        let options = CosimOptions { edges: Some(edges), ..CosimOptions::default() };
        let report =
            run::<MacGmii, _>(sides, frames("min", "flip=0"), &options, &AtomicBool::new(false), |_| ()).unwrap();
        assert!(report.passed);
        // Six clocks: coincident edges are not divided.
        assert!((edges..edges + 6).contains(&report.rungs[1].edges.unwrap()), "{:?}", report.rungs);
    }
}

#[test]
fn a_run_without_frames_is_an_error() {
    let options = CosimOptions::default();
    let sides = [(); 2].map(|()| (Side::new("model", Model::default()),));
    let result = run::<MacGmii, _>(sides, frames("min:count=0", "flip=0"), &options, &AtomicBool::new(false), |_| ());
    assert!(matches!(result, Err(CosimError::NoFrame)));
}

/// A source that leaves octets of a frame that it skipped when it has ended.
struct Leaving(bool);

impl FrameSource for Leaving {
    fn next_frame(&mut self, frame: &mut StimulusFrame) -> Result<bool, CaptureError> {
        frame.octets = vec![2; if self.0 { 60 } else { 100 }];
        Ok(std::mem::take(&mut self.0))
    }
}

#[test]
fn what_a_source_leaves_at_its_end_is_not_sent() {
    let sides = [(); 2].map(|()| (Side::new("model", Model::default()),));
    let source = Box::new(Leaving(true));
    let options = CosimOptions::default();
    let report = run::<MacGmii, _>(sides, source, &options, &AtomicBool::new(false), |_| ()).unwrap();
    assert!(report.passed, "{:?}", report.disagreements);
    assert_eq!((report.frames_in, counter(&report, 0, "aFramesTransmittedOK")), (1, 1));
}

#[test]
fn frames_are_waited_for_as_long_as_the_wire_is() {
    for design in ["mac_gmii", "mac_mii"] {
        let spec: FaultSpec = "delay=100000".parse().unwrap();
        let job = CosimJob {
            design: design.into(),
            rungs: TimedRungs::Model,
            verilog: None,
            options: CosimOptions { wire: spec.wire, ..CosimOptions::default() },
        };
        let frame = StimulusFrame { octets: vec![0x08; 60], ..StimulusFrame::default() };
        let report = failure::play(&job, &vec![frame; 5], Extras::default(), &AtomicBool::new(false)).unwrap();
        assert!(report.passed, "{:?}", report.disagreements);
        assert_eq!((report.frames_in, report.frames_back), (5, 5), "{design}");
    }
}

/// A MAC that never sends.
#[derive(Default)]
struct Silent(Model);

impl Design for Silent {
    type In = ports::mac_gmii::In;
    type Out = ports::mac_gmii::Out;

    const CLOCKS: &'static [&'static str] = <Model as Design>::CLOCKS;

    fn reset(&mut self) {
        self.0.reset();
    }

    fn step(&mut self, edges: EdgeSet, input: &Self::In, output: &mut Self::Out) {
        self.0.step(edges, input, output);
        (output.gmii_tx_en, output.gmii_txd) = (false, 0);
    }
}

#[test]
fn lost_frames_are_seen_whatever_the_limit_of_a_run_that_ends_before_it() {
    for edges in [None, Some(1_000_000_000)] {
        let sides = [(); 2].map(|()| (Side::new("model", Silent::default()),));
        let options = CosimOptions { edges, ..CosimOptions::default() };
        let source = frames("min:count=2", "flip=0");
        let report = run::<MacGmii, _>(sides, source, &options, &AtomicBool::new(false), |_| ()).unwrap();
        assert!(report.disagreements.iter().any(|text| text.contains("2 frames were never sent")), "{edges:?}");
    }
}

#[test]
fn a_replay_with_a_wire_of_no_length_that_there_is_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let origin = Origin { frames: Frames::Traffic("min".parse().unwrap()), faults: "flip=0".parse().unwrap(), seed: 1 };
    let (rungs, options) = (TimedRungs::Model, CosimOptions::default());
    let job = CosimJob { design: "mac_gmii".into(), rungs, verilog: None, options };
    let report = run_model("min:count=2", "flip=0");
    let failed = failure::Failed { job: &job, origin: &origin, report: &report };
    let never = AtomicBool::new(false);
    let kept = failure::keep(failed, true, &folder.path().join("failure"), "", &never).unwrap();
    assert!(failure::read(&kept.folder).is_ok());
    let file = kept.folder.join(failure::REPLAY_FILE);
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches("\"delay_bits\": 64").count(), 2);
    std::fs::write(&file, text.replace("\"delay_bits\": 64", "\"delay_bits\": 4294967295")).unwrap();
    let error = failure::read(&kept.folder).unwrap_err();
    assert!(error.to_string().contains("4294967295 bit times"), "{error}");
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
    let sides = [(); 2].map(|()| (Side::new("model", Liar::default()), Side::new("twin", Liar::default())));
    let options = CosimOptions::default();
    let report =
        run::<MacGmii, _>(sides, frames("min:count=20", "flip=0"), &options, &AtomicBool::new(false), |_| ()).unwrap();
    assert!(!report.passed && report.difference.is_none() && report.disagreement_count > 0);
    assert!(!report.recent_frames.is_empty());
}

#[test]
fn an_interrupted_run_keeps_what_it_has() {
    let sides = [(); 2].map(|()| (Side::new("model", Model::default()),));
    let options = CosimOptions::default();
    let source = frames("max:count=1000000", "flip=0");
    let report = run::<MacGmii, _>(sides, source, &options, &AtomicBool::new(true), |_| ()).unwrap();
    assert!(report.interrupted && !report.passed && report.frames_in > 0);
}
