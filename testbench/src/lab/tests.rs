// SPDX-License-Identifier: MIT OR Apache-2.0
//! Labs of two cards: what they carry, that neither the rung nor stopped clocks can be seen on the wire, and how they
//! end.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use wirewright_bridge::BridgeError;

use super::topology::{Rung, Topology};
use super::*;

/// Two cards, what their tables say besides the kind, the wire, two hosts.
fn two(kind: &str, devices: [&str; 2], wire: &str, hosts: [&str; 2]) -> Topology {
    let [a, b] = devices;
    let [x, y] = hosts;
    let text = format!(
        "version = 1\nseed = 5\n[device.a]\nkind = \"{kind}\"\n{a}\n[device.b]\nkind = \"{kind}\"\n{b}\n\
         [wire.w]\nends = [\"a\", \"b\"]\n{wire}\n[host.x]\ndevice = \"a\"\n{x}\n[host.y]\ndevice = \"b\"\n{y}\n"
    );
    Topology::parse(&text, "two.toml", Path::new("")).unwrap_or_else(|error| panic!("{error}"))
}

fn run(topology: Topology, options: LabOptions) -> LabReport {
    let lab = Lab::new(topology, options).unwrap();
    lab.run(&AtomicBool::new(false), |_| ()).unwrap()
}

/// The report and the capture of the wire; without stopped clocks also without threads.
fn captured(topology: Topology, stop_clocks: bool) -> Result<(LabReport, Vec<u8>), LabError> {
    let folder = tempfile::tempdir().unwrap();
    let captures = Some(folder.path().to_owned());
    let lab = Lab::new(topology, LabOptions { captures, stop_clocks, threads: stop_clocks, ..LabOptions::default() })?;
    let report = lab.run(&AtomicBool::new(false), |_| ()).unwrap();
    let capture = fs::read(folder.path().join("w.pcapng")).unwrap();
    Ok((report, capture))
}

fn counter(report: &LabReport, device: usize, name: &str) -> u64 {
    let counters = &report.devices[device].counters;
    counters.iter().find(|count| count.name == name).unwrap_or_else(|| panic!("{name}: {counters:?}")).value
}

const REFLECT: &str = "program = \"reflect\"";
const SINK: &str = "program = \"sink\"";

fn send(frames: u32, octets: u32, more: &str) -> String {
    format!("program = \"send\"\nframes = {frames}\noctets = {octets}\n{more}")
}

/// Labs that differ in all that matters to time: kinds, rates, clocks, memory, wires, pauses between frames.
fn various() -> Vec<(&'static str, Topology)> {
    let slow = ["ppm = 100\nclock_mhz = 125.7", "ppm = -100\nmemory_clocks = 64\nmemory_random = \"yes\""];
    let rare = send(12, 100, "rate_mbps = 2");
    vec![
        ("back to back", two("nic", ["", ""], "", [&send(40, 300, ""), REFLECT])),
        ("drift, odd clocks", two("nic", slow, "delay_ns = 777", [&send(30, 700, ""), REFLECT])),
        ("rare frames", two("nic", ["", ""], "", [&rare, REFLECT])),
        ("rare frames, moderated", two("nic", slow, "", [&format!("{rare}\nmoderation_ns = 9000"), REFLECT])),
        (
            "a small ring and a slow driver",
            two("nic", ["", ""], "", [&send(80, 60, ""), "program = \"sink\"\nring = 8\nframe_ns = 2500"]),
        ),
        ("spoilt", two("nic", ["", ""], "loss = 0.1\nbit_error_rate = 0.0001", [&send(60, 200, ""), REFLECT])),
        ("100 Mbit/s", two("nic_mii", slow, "", [&send(12, 90, "rate_mbps = 5"), REFLECT])),
        ("10 Mbit/s", two("nic_mii", ["", ""], "rate_mbps = 10", [&send(3, 700, "rate_mbps = 3"), REFLECT])),
    ]
}

#[test]
fn frames_go_there_and_back() {
    for (kind, wire) in [("nic", ""), ("nic_mii", ""), ("nic_mii", "rate_mbps = 10")] {
        let report = run(two(kind, ["", ""], wire, [&send(50, 300, ""), REFLECT]), LabOptions::default());
        assert!(report.passed && report.end == End::Finished, "{kind} {wire} {report:#?}");
        let [x, y] = &report.hosts[..] else { panic!("{report:#?}") };
        assert_eq!((x.results.sent, x.results.returned, x.results.dropped), (50, 50, 0), "{kind} {wire}");
        assert_eq!((y.results.received, y.results.received_octets, y.results.sent), (50, 15_000, 50));
        for device in 0..2 {
            assert_eq!(counter(&report, device, "aFramesTransmittedOK"), 50);
            assert_eq!(counter(&report, device, "aFramesReceivedOK"), 50);
            assert_eq!(counter(&report, device, "framesDelivered"), 50);
            assert_eq!(counter(&report, device, "framesFiltered"), 0);
        }
        let [there, back] = &report.wires[0].directions[..] else { panic!("{report:#?}") };
        assert_eq!((there.frames, there.arrived, there.octets), (50, 50, 50 * 304));
        assert_eq!((back.frames, back.arrived, back.octets), (50, 50, 50 * 304));
    }
}

#[test]
fn both_stations_of_half_duplex_collide_and_come_through() {
    let wire = "duplex = \"half\"\ndelay_ns = 1000";
    let (x, y) = (send(40, 200, "to = \"y\""), send(40, 200, "to = \"x\""));
    let report = run(two("nic_mii", ["", ""], wire, [&x, &y]), LabOptions::default());
    assert!(report.passed && report.end == End::Finished, "{report:#?}");
    let [there, back] = &report.wires[0].directions[..] else { panic!("{report:#?}") };
    assert!(there.collisions > 0 && back.collisions > 0, "{report:#?}");
    assert_eq!([&report.hosts[0], &report.hosts[1]].map(|host| host.results.received), [40, 40]);
    for device in 0..2 {
        let met =
            counter(&report, device, "aSingleCollisionFrames") + counter(&report, device, "aMultipleCollisionFrames");
        assert!(met > 0 && counter(&report, device, "aLateCollisions") == 0, "{report:#?}");
    }
}

#[test]
fn whether_clocks_stop_cannot_be_seen_on_the_wire() {
    for (name, topology) in various() {
        let (stopping, capture) = captured(topology.clone(), true).unwrap();
        let (running, expected) = captured(topology, false).unwrap();
        assert!(stopping.passed && running.passed, "{name}: {stopping:#?}");
        assert!(capture == expected, "{name}: the captures differ");
        assert_eq!(stopping.hosts, running.hosts, "{name}");
        assert_eq!((stopping.time_ns, &stopping.wires), (running.time_ns, &running.wires), "{name}");
        let edges = |report: &LabReport| report.devices.iter().map(|device| device.edges).sum::<u64>();
        assert!(edges(&stopping) <= edges(&running), "{name}");
        if name.starts_with("rare") {
            assert!(edges(&stopping) * 2 < edges(&running), "{name}: {} {}", edges(&stopping), edges(&running));
        }
    }
}

#[test]
fn the_rung_cannot_be_seen_on_the_wire() {
    for (name, topology) in various() {
        let (model, expected) = captured(topology.clone(), true).unwrap();
        let mut lower = topology;
        lower.devices.iter_mut().for_each(|device| device.rung = Rung::Rtl);
        let (rtl, capture) = match captured(lower, true) {
            Ok(run) => run,
            Err(LabError::Bridge(BridgeError::ToolMissing(missing))) => return println!("skipped: tools: {missing}"),
            Err(error) => panic!("{name}: {error}"),
        };
        assert!(rtl.passed && capture == expected, "{name}: the captures differ: {rtl:#?}");
        assert_eq!((&rtl.hosts, rtl.time_ns), (&model.hosts, model.time_ns), "{name}");
        for (rtl, model) in rtl.devices.iter().zip(&model.devices) {
            assert_eq!((&rtl.counters, rtl.edges), (&model.counters, model.edges), "{name}");
        }
    }
}

#[test]
fn a_wire_loses_and_spoils_and_says_so() {
    let topology = two("nic", ["", ""], "loss = 0.2\nbit_error_rate = 0.0002", [&send(400, 200, ""), SINK]);
    let report = run(topology, LabOptions::default());
    assert!(report.passed && report.end == End::Finished, "{report:#?}");
    let there = &report.wires[0].directions[0];
    assert_eq!((there.frames, there.arrived), (400, 400 - there.lost));
    assert!(there.lost > 50 && there.spoilt > 50, "{there:?}");
    let bad = ["aFrameCheckSequenceErrors", "etherStatsUndersizePkts", "etherStatsFragments"];
    let bad: u64 = bad.iter().map(|name| counter(&report, 1, name)).sum();
    // A spoilt preamble may hide a frame, or spoil nothing of it.
    assert!(bad > 0 && bad <= there.spoilt, "{bad} of {}", there.spoilt);
    let results = &report.hosts[1].results;
    assert_eq!(results.received, counter(&report, 1, "framesDelivered"));
    assert!(results.received < there.arrived && results.missing > 0 && results.disordered == 0, "{results:?}");
}

#[test]
fn who_waits_in_vain_is_named() {
    let sink = format!("{SINK}\nexpect = 11");
    let report = run(two("nic", ["", ""], "", [&send(10, 60, ""), &sink]), LabOptions::default());
    let End::Stuck { waiting } = &report.end else { panic!("{report:#?}") };
    assert!(!report.passed);
    let waiting: Vec<_> = waiting.iter().map(ToString::to_string).collect();
    assert_eq!(waiting, ["host `y` waits for frame 11 of 11"]);
    assert_eq!(report.hosts[1].results.received, 10);
    let enough = run(two("nic", ["", ""], "", [&send(11, 60, ""), &sink]), LabOptions::default());
    assert_eq!(enough.end, End::Finished);
}

#[test]
fn a_lab_ends_at_the_time_that_was_asked_for_and_idle_time_costs_nothing() {
    let until = |until_ps| LabOptions { until_ps: Some(until_ps), ..LabOptions::default() };
    let day = run(two("nic", ["", ""], "", [REFLECT, SINK]), until(86_400_000_000_000_000));
    assert_eq!((&day.end, day.time_ns, day.passed), (&End::Time, 86_400_000_000_000, true));
    assert!(day.devices[0].edges < 1_000_000, "{day:#?}");
    let busy = run(two("nic", ["", ""], "", [&send(1_000_000, 1514, ""), SINK]), until(2_000_000_000));
    assert_eq!((&busy.end, busy.time_ns), (&End::Time, 2_000_000));
    assert!(busy.hosts[1].results.received > 50, "{busy:#?}");
    let stop = AtomicBool::new(true);
    let lab = Lab::new(two("nic", ["", ""], "", [REFLECT, SINK]), LabOptions::default()).unwrap();
    assert_eq!(lab.run(&stop, |_| ()).unwrap().end, End::Interrupted);
}

#[test]
fn a_host_that_cannot_go_on_is_named() {
    let topology = two("nic", ["memory_clocks = 10000", ""], "", [&send(10, 60, "moderation_ns = 0"), SINK]);
    let mut slow = topology.clone();
    // More than a second for each access: the driver gives the card up.
    slow.devices[0].memory = crate::card::Latency::Fixed(u32::MAX);
    let report = run(slow, LabOptions::default());
    let End::Failed { message } = &report.end else { panic!("{report:#?}") };
    assert!(message.starts_with("host `x`: self-test") && !report.passed, "{message}");
    assert_eq!(run(topology, LabOptions::default()).end, End::Finished);
}

#[test]
fn captures_hold_every_frame_in_order_with_direction_and_reason() {
    let topology = two("nic", ["", ""], "loss = 0.3\nbit_error_rate = 0.0002", [&send(100, 200, ""), REFLECT]);
    let folder = tempfile::tempdir().unwrap();
    let captures = Some(folder.path().to_owned());
    let report = run(topology, LabOptions { captures, ..LabOptions::default() });
    let Some(seen) = crate::capture::tests::tshark::ask(&folder.path().join("w.pcapng")) else { return };
    assert!(seen.is_sorted_by_key(|frame| frame.time_ns));
    for (name, direction) in [("a", &report.wires[0].directions[0]), ("b", &report.wires[0].directions[1])] {
        let sent: Vec<_> = seen.iter().filter(|frame| frame.interface == name && frame.direction == 2).collect();
        let lost = sent.iter().filter(|frame| frame.comment == "dropped: lost on the wire").count();
        assert_eq!((sent.len() as u64, lost as u64), (direction.frames, direction.lost));
        assert!(sent.iter().all(|frame| frame.fcs_good == Some(true) && frame.octets == 204));
        let spoilt =
            sent.iter().filter(|frame| frame.comment.ends_with("on the wire") && !frame.comment.starts_with('d'));
        let other = if name == "a" { "b" } else { "a" };
        let heard: Vec<_> = seen.iter().filter(|frame| frame.interface == other && frame.direction == 1).collect();
        let bad = heard.iter().filter(|frame| frame.fcs_good == Some(false)).count();
        assert!(heard.iter().all(|frame| (frame.fcs_good == Some(false)) == frame.comment.contains("FrameCheckError")));
        assert!(bad > 0 && bad <= spoilt.count(), "{bad}");
        assert!(heard[0].time_ns >= sent[0].time_ns + 512);
    }
}

/// Each case is two runs of a lab: a few of them, or as many as PROPTEST_CASES says.
fn few() -> ProptestConfig {
    let mut config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 24;
    }
    config
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn labs_by_chance_carry_all_frames_and_hide_stopped_clocks(
        seed in 0_u64..1000, frames in 1_u32..20, octets in 18_u32..1514, rate in 1_u32..400, delay_ns in 8_u32..5000,
        ppm in -100..100, clock_mhz in 125_u32..200, memory in 1_u32..100,
    ) {
        let device = format!("ppm = {ppm}\nclock_mhz = {clock_mhz}\nmemory_clocks = {memory}\nmemory_random = \"yes\"");
        let more = format!("rate_mbps = {rate}");
        let wire = format!("delay_ns = {delay_ns}");
        let mut topology = two("nic", [&device, ""], &wire, [&send(frames, octets, &more), REFLECT]);
        topology.seed = seed;
        let (stopping, capture) = captured(topology.clone(), true).unwrap();
        let (running, expected) = captured(topology, false).unwrap();
        prop_assert!(stopping.passed && capture == expected && stopping.hosts == running.hosts);
        prop_assert_eq!(stopping.hosts[0].results.returned, u64::from(frames));
    }
}
