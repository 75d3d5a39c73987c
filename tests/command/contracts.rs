// SPDX-License-Identifier: MIT OR Apache-2.0
//! The JSON forms are contracts: their fields and types change only together with the lists in `contracts`, and with
//! their version where a field goes or changes its meaning. After a change that is meant,
//! `WIREWRIGHT_BLESS=1 cargo test --test command contracts` writes the lists anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroU32;
use std::path;

use serde_json::{Value, to_value};
use wirewright_testbench::bench::{BenchReport, CardBench, CardLatencyRow, DriverRow, LatencyRow, LongestRow, RateRow};
use wirewright_testbench::card::Latency;
use wirewright_testbench::failure::FailureRecord;
use wirewright_testbench::fpga::report::{
    self as synth_report, AtPin, Clock, Hop, Module, Path, Pin, Report, Resources, Target, Tools, Usage,
};
use wirewright_testbench::lab::{DeviceViolation, End};
use wirewright_testbench::lockstep::{Difference, Summary};
use wirewright_testbench::mutate::{
    Fate, Killer, MutantReport, MutateReport, Mutation, Tally, TwinFault, TwinOutcome, TwinReport,
};
use wirewright_testbench::registry::{self, Registered, Visitor};
use wirewright_testbench::speed::Speed;
use wirewright_testbench::stimulus::Flavour;

use super::{folder, run};

/// The places of a value and the types that are met there: `rungs[].edges null|number`.
fn shape(value: &Value, place: &str, shapes: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(items) => {
            items.iter().for_each(|item| shape(item, &format!("{place}[]"), shapes));
            "array"
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| shape(field, &format!("{place}.{name}"), shapes));
            "object"
        }
    };
    shapes.entry(place.to_owned()).or_default().insert(kind);
}

/// Compares the shape of these values with the list `name`, or writes it.
fn hold(name: &str, values: &[Value]) {
    let mut shapes = BTreeMap::new();
    for value in values {
        shape(value, "", &mut shapes);
    }
    let schema = |value: &Value| match (value["schema"].as_str(), value["version"].as_u64()) {
        (Some(schema), Some(version)) => format!("# {schema} version {version}\n"),
        _ => "# no schema of its own: part of another form\n".to_owned(),
    };
    let line = |(place, kinds): (&String, &BTreeSet<&str>)| {
        let kinds: Vec<_> = kinds.iter().copied().collect();
        format!("{} {}\n", if place.is_empty() { "." } else { place }, kinds.join("|"))
    };
    let now = schema(&values[0]) + &shapes.iter().map(line).collect::<String>();
    let file = path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command/contracts").join(name);
    if std::env::var_os("WIREWRIGHT_BLESS").is_some() {
        fs::write(&file, &now).unwrap();
    }
    let listed = fs::read_to_string(&file).unwrap_or_default();
    assert!(listed == now, "contracts/{name} (see the head of this test) is\n{listed}\nand the form is now\n{now}");
}

fn printed(arguments: &[&str]) -> Value {
    let ended = run(folder().path(), arguments);
    serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {ended:?}"))
}

fn difference() -> Difference {
    Difference {
        time_ps: 8000,
        event: 1,
        clock: "clk".into(),
        edge: 1,
        port: "fcs".into(),
        width: 32,
        expected: 1,
        got: 2,
        expected_side: "model".into(),
        side: "rtl".into(),
    }
}

#[test]
fn cosim() {
    let sound = printed(&["cosim", "--rung", "model", "--traffic", "min:count=3", "--json", "-"]);
    let mut full = sound.clone();
    full["difference"] = to_value(difference()).unwrap();
    full["difference"]["mac"] = "a".into();
    let share = wirewright_testbench::coverage::Share { reached: 1, total: 2 };
    let unreached = vec![String::new()];
    let reached = wirewright_testbench::coverage::Reached { line: share, toggle: share, unreached };
    full["coverage"] = to_value(reached).unwrap();
    full["disagreements"] = to_value([""]).unwrap();
    let violation =
        wirewright_testbench::monitor::Violation { time_ps: 1, clause: "802.3 4.4.2", message: String::new() };
    full["capture"] = "folder".into();
    let mut captured = sound.clone();
    captured["origin"]["frames"] = serde_json::json!({"capture": "file"});
    full["violations"] = to_value([violation]).unwrap();
    hold("cosim.txt", &[sound, full, captured]);
}

#[test]
fn conformance_and_lists() {
    let arguments = ["conformance", "--rung", "reference,model", "--filter", "crc32", "--json", "-"];
    hold("conformance.txt", &[printed(&arguments)]);
    let lists = ["designs", "blocks", "cases", "faults"].map(|what| printed(&["list", what, "--json", "-"]));
    hold("list.txt", &lists);
}

#[test]
fn bench() {
    let speed = Speed {
        block: "mac_gmii",
        events: 1,
        bare_rtl_per_second: 1.0,
        model_per_second: 1.0,
        lockstep_per_second: 1.0,
        lockstep_to_bare: 1.0,
        model_to_bare: 1.0,
    };
    let (schema, version) = wirewright_testbench::bench::SCHEMA;
    let latency = vec![LatencyRow { what: "", clocks: 1 }];
    let (octets, latency_up_to) = (64, Latency::UpTo(64));
    let rate = |latency| RateRow { octets, latency, frames: 1, lost: 0, idle_clocks: 0 };
    let driver = DriverRow { driver_ns: 50, octets, sent_per_second: 1.0, received_per_second: 1.0, lost_percent: 1.0 };
    let card = CardBench {
        rate: vec![rate(Latency::Fixed(64)), rate(latency_up_to)],
        longest: vec![LongestRow { octets, clocks: 1, at_least: false }],
        driver: vec![driver],
        latency: vec![CardLatencyRow { octets, wire_to_completion: 1, descriptor_to_wire: 1 }],
    };
    let report = BenchReport { schema, version, speed: vec![speed], latency, card };
    hold("bench.txt", &[to_value(report).unwrap()]);
}

#[test]
fn lab() {
    let run = |hosts: &str| {
        let folder = folder();
        fs::write(folder.path().join("lab.toml"), super::lab::two(hosts)).unwrap();
        let ended = run(folder.path(), &["lab", "lab.toml", "--json", "-"]);
        serde_json::from_str::<Value>(&ended.out).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
    };
    let finished = run("frames = 3");
    let stuck = run("frames = 3\n[host.bob]\ndevice = \"right\"\nprogram = \"sink\"\nexpect = 4");
    assert_eq!((&finished["end"]["kind"], &stuck["end"]["kind"]), (&"finished".into(), &"stuck".into()));
    let mut failed = finished.clone();
    failed["end"] = to_value(End::Failed { message: String::new() }).unwrap();
    let violation =
        wirewright_testbench::monitor::Violation { time_ps: 1, clause: "802.3 4.4.2", message: String::new() };
    failed["violations"] = to_value([DeviceViolation { device: String::new(), violation }]).unwrap();
    let mut reflected = finished.clone();
    reflected["hosts"][0]["results"]["round_trip_ns"] = to_value([1, 2]).unwrap();
    let mut idle = finished.clone();
    idle["speed"]["factor"] = Value::Null;
    hold("lab.txt", &[finished, stuck, failed, reflected, idle]);
}

#[test]
fn synth() {
    let text = String::new;
    let hop = |source: Option<String>| Hop { at_ns: 1.0, name: source.clone(), at: source, cell: text() };
    let path = |at: Option<String>| Path {
        seed: 1,
        ns: 1.0,
        routing_ns: 1.0,
        levels: 1,
        from: text(),
        from_at: at.clone(),
        to: text(),
        to_at: at.clone(),
        through: vec![hop(at)],
    };
    let clock = |longest_path| Clock {
        name: text(),
        wanted_mhz: 1.0,
        worst_mhz: 1.0,
        median_mhz: 1.0,
        best_mhz: 1.0,
        reached_mhz: vec![1.0],
        longest_path,
    };
    let none = Resources::default();
    let report = |wrapper| Report {
        schema: synth_report::SCHEMA,
        version: synth_report::VERSION,
        design: text(),
        target: Target { board: text(), part: text(), package: text(), speed: 6 },
        tools: Tools { yosys: text(), nextpnr: text(), ecppack: text() },
        seeds: vec![1],
        timing_met: true,
        clocks: vec![clock(None), clock(Some(path(None))), clock(Some(path(Some(text()))))],
        total: none.clone(),
        modules: vec![Module { path: text(), module: text(), own: none.clone(), total: none.clone() }],
        wrapper,
        device: vec![Usage { cell: text(), used: 1, available: 1 }],
        pins: vec![Pin { name: text(), at: AtPin::Logic }],
    };
    hold("synth.txt", &[to_value(report(None)).unwrap(), to_value(report(Some(none.clone()))).unwrap()]);
}

fn killers() -> Vec<Killer> {
    let text = String::new;
    vec![
        Killer::Lockstep { stimulus: text(), difference: difference() },
        Killer::Stopped { stimulus: text(), text: text() },
        Killer::Conformance { case: text(), clause: text(), message: text() },
        Killer::Reference { disagreement: text() },
        Killer::Monitor { violation: text() },
    ]
}

#[test]
fn mutate() {
    let mutation = Mutation::parse(
        "mutate -mode cnot0 -module m -cell c -port D -portbit 1 -ctrlbit 2 -wire w -wirebit 3 -src f.v:1.1-1.2",
    )
    .unwrap();
    let fates = [
        Fate::Killed { by: killers() },
        Fate::Equivalent,
        Fate::Explained { reason: String::new() },
        Fate::Surviving { unproven: vec![String::new()] },
        Fate::Error { message: String::new() },
    ];
    let mutants = fates.map(|fate| MutantReport { number: 1, mutation: mutation.clone(), line: String::new(), fate });
    let report = MutateReport {
        schema: wirewright_testbench::mutate::SCHEMA,
        version: wirewright_testbench::mutate::VERSION,
        block: "crc32",
        seed: 1,
        requested: 1,
        listed: 1,
        tally: Tally::default(),
        passed: true,
        interrupted: false,
        seconds: 1.0,
        mutants: mutants.into(),
    };
    hold("mutate.txt", &[to_value(report).unwrap()]);
}

#[test]
fn mutate_twin() {
    let text = String::new;
    let fault =
        TwinFault { name: text(), block: text(), meaning: text(), clause: text(), find: text(), replace: text() };
    let outcome = |caught_by| TwinOutcome { fault: fault.clone(), caught_by };
    let mut faults: Vec<_> = killers().into_iter().map(|killer| outcome(Some(killer))).collect();
    faults.push(outcome(None));
    let report = |block| TwinReport {
        schema: wirewright_testbench::mutate::TWIN_SCHEMA,
        version: wirewright_testbench::mutate::TWIN_VERSION,
        block,
        listed: 1,
        caught: 1,
        passed: true,
        interrupted: false,
        seconds: 1.0,
        faults: faults.clone(),
    };
    hold("mutate-twin.txt", &[to_value(report(None)).unwrap(), to_value(report(Some(text()))).unwrap()]);
}

#[test]
fn failure_folders() {
    let named = vec![("clk".to_owned(), 1)];
    let found_after = Summary { events: 1, time_ps: 1, edges: named.clone(), comparisons: named.clone() };
    let record = FailureRecord {
        schema: "wirewright.failure".into(),
        version: 1,
        block: "crc32".into(),
        difference: difference(),
        clause: String::new(),
        seed: NonZeroU32::MIN,
        stimulus_seed: 1,
        revision: String::new(),
        verilog: vec![String::new()],
        found_after,
        counters: named,
        waves: String::new(),
        replay: String::new(),
    };
    hold("failure.txt", &[to_value(record).unwrap()]);
    let stimuli = ["mac_mii", "mac_tx_mii"].map(|block| registry::with(block, Stimuli).unwrap()).concat();
    hold("stimulus.txt", &stimuli);
}

/// Stimuli of a block, as they are written.
struct Stimuli;

impl Visitor for Stimuli {
    type Output = Vec<Value>;

    fn visit<R: Registered>(self) -> Vec<Value> {
        let text = |flavour| R::stimulus(flavour, 1, 20_000).to_json();
        let flavours = [Flavour::Protocol, Flavour::Chaos];
        flavours.map(|flavour| serde_json::from_str(&text(flavour)).expect("it is JSON")).into()
    }
}
