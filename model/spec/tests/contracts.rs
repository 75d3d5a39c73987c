// SPDX-License-Identifier: MIT OR Apache-2.0
//! The ports of every interface and the map of the counters are contracts with those who use the Verilog: they change
//! only together with the lists in `contracts`. After a change that is meant,
//! `WIREWRIGHT_BLESS=1 cargo test -p wirewright-spec --test contracts` writes the lists anew.

use std::fs;
use std::path::Path;

use wirewright_spec::PortSet;
use wirewright_spec::counters::{CardCounter, RxCounter, TxCounter};
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
    let counters = counters();
    let of_card = card_counters();
    let all = counters.iter().chain(&of_card).map(|(address, name, _)| format!("{address} {name}\n"));
    let all: String = all.collect();
    hold("counters.txt", &format!("# <stat_addr> <name>: a counter of 64 bits\n{all}"));
}

#[test]
fn the_table_of_counters_for_users_is_up_to_date() {
    let row = |(address, name, meaning): &(usize, &str, &str)| format!("| {address} | {name} |{meaning} |\n");
    let rows: String = counters().iter().map(row).collect();
    let head = "# Counters of the MAC designs\n\n\
        `stat_addr` chooses one, `stat_data` shows it two edges of `clk` later: 64 bits, as it was at the last\n\
        `stat_snapshot`. One pulse of that copies all; `stat_busy` is high until it is done. Names are those of IEEE\n\
        802.3-2022, clause 30, and RFC 2819; a frame has one verdict.\n\n\
        | address | name | what it counts |\n|---|---|---|\n";
    let card = "\n## Of the card\n\n\
        `COUNTER_LOW` and `COUNTER_HIGH` 0 to 31 are those above, 32 to 46 the card's own. `SNAPSHOT` takes all;\n\
        those of each clock are of one moment.\n\n\
        | number | name | what it counts |\n|---|---|---|\n";
    let of_card: String = card_counters().iter().map(row).collect();
    hold("../../../docs/counters.md", &format!("{head}{rows}{card}{of_card}"));
}

fn card_counters() -> Vec<(usize, &'static str, &'static str)> {
    let counters = CardCounter::ALL.iter();
    counters.map(|counter| (32 + *counter as usize, counter.managed_name(), counter.meaning())).collect()
}

fn counters() -> Vec<(usize, &'static str, &'static str)> {
    let rx = RxCounter::ALL.iter().map(|counter| (*counter as usize, counter.managed_name(), counter.meaning()));
    let tx = TxCounter::ALL.iter().map(|counter| (16 + *counter as usize, counter.managed_name(), counter.meaning()));
    rx.chain(tx).collect()
}
