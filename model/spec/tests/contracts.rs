// SPDX-License-Identifier: MIT OR Apache-2.0
//! The ports of every interface and the map of the counters are contracts with those who use the Verilog: they change
//! only together with the lists in `contracts`. After a change that is meant,
//! `WIREWRIGHT_BLESS=1 cargo test -p wirewright-spec --test contracts` writes the lists anew.

use std::fs;
use std::path::Path;

use wirewright_spec::PortSet;
use wirewright_spec::counters::{RxCounter, TxCounter};
use wirewright_spec::ports::ALL;

/// Compares with a list, or writes it.
fn hold(name: &str, now: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts").join(name);
    if std::env::var_os("WIREWRIGHT_BLESS").is_some() {
        fs::write(&file, now).unwrap();
    }
    let listed = fs::read_to_string(&file).unwrap_or_default();
    let gone: Vec<_> = listed.lines().filter(|line| !now.lines().any(|other| other == *line)).collect();
    let new: Vec<_> = now.lines().filter(|line| !listed.lines().any(|other| other == *line)).collect();
    assert!(listed == now, "contracts/{name} (see the head of this test)\ngone: {gone:#?}\nnew: {new:#?}");
}

fn ports_of(PortSet { name, clocks, inputs, outputs }: &PortSet) -> String {
    let mut text = format!("{name}\n");
    for clock in *clocks {
        text += &format!("    {name} in 1 {clock}: clock\n");
    }
    for (direction, ports) in [("in", inputs), ("out", outputs)] {
        for port in *ports {
            text += &format!("    {name} {direction} {} {}: {}\n", port.width, port.name, port.clock);
        }
    }
    text
}

#[test]
fn ports_are_as_listed() {
    let head = "# <interface> <direction> <bits> <port>: <clock whose edges sample or change it>\n";
    let all: String = ALL.iter().map(ports_of).collect();
    hold("ports.txt", &format!("{head}{all}"));
}

#[test]
fn counters_are_as_listed() {
    let rx = RxCounter::ALL.iter().map(|counter| (*counter as usize, counter.managed_name()));
    let tx = TxCounter::ALL.iter().map(|counter| (16 + *counter as usize, counter.managed_name()));
    let all: String = rx.chain(tx).map(|(address, name)| format!("{address} {name}\n")).collect();
    hold("counters.txt", &format!("# <stat_addr> <name>: a counter of 64 bits\n{all}"));
}
