// SPDX-License-Identifier: MIT OR Apache-2.0
//! Labs of two cards, on the golden model.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::topology::Topology;
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

const SEND: &str = "program = \"send\"\nframes = 50\noctets = 300";
const REFLECT: &str = "program = \"reflect\"";

#[test]
fn frames_go_there_and_back() {
    for (kind, wire) in [("nic", ""), ("nic_mii", ""), ("nic_mii", "duplex = \"half\"")] {
        let report = run(two(kind, ["", ""], wire, [SEND, REFLECT]), LabOptions::default());
        assert!(report.passed && report.end == End::Finished, "{kind} {wire} {report:#?}");
        let [x, y] = &report.hosts[..] else { panic!("{report:#?}") };
        assert_eq!((x.results.sent, x.results.returned), (50, 50), "{kind} {wire} {report:#?}");
        assert_eq!((y.results.received, y.results.received_octets), (50, 15_000));
        eprintln!("{kind} {wire} {report:#?}");
    }
}
