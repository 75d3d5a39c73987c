// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is wrong with a topology is said with its place; nothing makes the reader panic.

use super::*;
use proptest::prelude::*;

const GOOD: &str = r#"version = 1
seed = 7

[device.left]
kind = "nic"
clock_mhz = 156.25

[device.right]
kind = "nic"
rung = "rtl"
ppm = -20
memory_clocks = 64
memory_random = "yes"

[wire.cable]
ends = ["left", "right"]
delay_ns = 500
loss = 0.001
bit_error_rate = 1e-9

[host.alice]
device = "left"
program = "send"
frames = 10
octets = 1_000

[host.bob]
device = "right"
program = "sink"
expect = 10
address = "02:00:00:00:00:aa"
ring = 64
frame_ns = 50.5
"#;

fn parse(text: &str) -> Result<Topology, TopologyError> {
    Topology::parse(text, "lab.toml", Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// What is said when `from` is `to` in the good file.
fn said(from: &str, to: &str) -> String {
    assert!(GOOD.matches(from).count() == 1 || from.is_empty(), "{from}");
    match parse(&GOOD.replacen(from, to, 1)) {
        Ok(topology) => panic!("{from} as {to}: {topology:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_good_file_is_understood() {
    let topology = parse(GOOD).unwrap();
    assert_eq!(topology.seed, 7);
    let [left, right] = &topology.devices[..] else { panic!("{topology:?}") };
    assert_eq!((left.clock_ps, left.rung, left.memory), (6400, Rung::Model, Latency::Fixed(16)));
    assert_eq!((right.clock_ps, right.rung, right.memory), (8000, Rung::Rtl, Latency::UpTo(64)));
    assert_eq!((left.ppm, right.ppm), (0, -20));
    let wire = Wire {
        name: "cable".into(),
        ends: [0, 1],
        rate_mbps: 1000,
        half_duplex: false,
        delay_ps: 500_000,
        loss: 0.001,
        bit_error_rate: 1e-9,
    };
    assert_eq!(topology.wires, [wire]);
    let [alice, bob] = &topology.hosts[..] else { panic!("{topology:?}") };
    assert_eq!((alice.address, bob.address), ([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 0xaa]));
    let to = bob.address;
    let program =
        Program::Send { read: None, frames: Some(10), octets: 1000, rate_mbps: None, to, begin_ps: 500_000_000 };
    assert_eq!((&alice.program, &bob.program), (&program, &Program::Sink { expect: Some(10) }));
    assert_eq!((bob.device, bob.ring, bob.frame_ps, alice.ring), (1, 64, 50_500, 256));
    let mii = GOOD.replace("\"nic\"", "\"nic_mii\"");
    assert_eq!(parse(&mii).unwrap().wires[0].rate_mbps, 100);
}

#[test]
fn every_mistake_has_its_place() {
    for (from, to, expected) in [
        ("rung = ", "rugn = ", "lab.toml:10:1: unknown key `rugn`; did you mean `rung`?"),
        (
            "ppm = ",
            "zzz = ",
            "lab.toml:11:1: unknown key `zzz`; there are: kind, rung, clock_mhz, ppm, memory_clocks, memory_random",
        ),
        ("\"rtl\"", "\"rlt\"", "lab.toml:10:8: `rung` is \"rlt\"; expected one of `model`, `rtl`, `netlist`"),
        ("-20", "\"slow\"", "lab.toml:11:7: `ppm` is \"slow\"; expected a whole number from -1000 to 1000"),
        ("-20", "-2000", "lab.toml:11:7: `ppm` is -2000; expected a whole number from -1000 to 1000"),
        ("loss = 0.001", "loss = 1.5", "lab.toml:18:8: `loss` is 1.5; expected a number from 0 to 1"),
        ("loss = 0.001", "loss = nan", "lab.toml:18:8: `loss` is nan; expected a number from 0 to 1"),
        ("ring = 64", "ring = 100", "lab.toml:32:8: `ring` is 100; expected a power of two from 8 to 4096"),
        ("delay_ns = 500", "delay_ns = 7", "lab.toml:17:12: a wire at 1000 Mbit/s is 8 ns long at least, a symbol"),
        (
            "delay_ns = 500",
            "rate_mbps = 100",
            "lab.toml:17:13: `left` is a `nic`, which runs at 1000 Mbit/s, not at 100",
        ),
        ("delay_ns = 500", "rate_mbps = 25", "lab.toml:17:13: `rate_mbps` is 25; expected one of 10, 100, 1000"),
        ("delay_ns = 500", "duplex = \"half\"", "lab.toml:17:10: `nic` has no half duplex, only `nic_mii` has"),
        (
            "\"left\", \"right\"]",
            "\"left\", \"rihgt\"]",
            "lab.toml:16:17: there is no device `rihgt`; did you mean `right`?",
        ),
        (
            "\"left\", \"right\"]",
            "\"left\", \"right.1\"]",
            "lab.toml:16:17: `right` has no port `1`: a card has one port, and it is called `right`",
        ),
        (
            "\"left\", \"right\"]",
            "\"left\", \"left\"]",
            "lab.toml:16:17: the port of `left` is joined already, by wire `cable`",
        ),
        ("\"left\", \"right\"]", "\"left\"]", "lab.toml:16:8: `ends` is a list of 1; expected a list of two devices"),
        ("device = \"left\"", "device = \"lift\"", "lab.toml:22:10: there is no device `lift`; did you mean `left`?"),
        ("device = \"left\"", "device = \"right\"", "lab.toml:28:10: `right` is the card of host `alice` already"),
        ("frames = 10", "expect = 10", "lab.toml:24:1: `expect` is for program `sink`, `reflect`, and this is `send`"),
        ("frames = 10", "to = \"bobb\"", "lab.toml:24:6: there is no host `bobb`; did you mean `bob`?"),
        ("frames = 10", "read = \"nowhere.pcap\"", "nowhere.pcap: No such file or directory (os error 2)"),
        (
            "frames = 10",
            "moderation_ns = 1e9",
            "lab.toml:24:17: the card counts up to 6710784 ns between two interrupts",
        ),
        (
            "02:00:00:00:00:aa",
            "02:00:00:00:00",
            "lab.toml:31:11: \"02:00:00:00:00\" is no address; expected six octets as 02-00-00-00-00-01",
        ),
        (
            "02:00:00:00:00:aa",
            "03:00:00:00:00:aa",
            "lab.toml:31:11: an address of one station is needed, not of a group",
        ),
        ("02:00:00:00:00:aa", "02:00:00:00:00:01", "lab.toml:31:11: host `alice` has this address, too"),
        ("156.25", "100", "lab.toml:6:13: `nic` needs a clock of 125 MHz at least"),
        ("version = 1", "version = 2", "lab.toml:1:11: `version` is 2; expected 1"),
        ("version = 1", "", "lab.toml:1:1: the file needs `version`: 1"),
        ("kind = \"nic\"\nclock", "clock", "lab.toml:4:9: device `left` needs `kind`: one of `nic`, `nic_mii`"),
        ("program = \"sink\"\nexpect = 10", "program = \"tap\"", "lab.toml:27:7: host `bob` needs `tap`: text"),
        (
            "program = \"sink\"\nexpect = 10",
            "program = \"tap\"\ntap = \"a-name-much-too-long\"",
            "lab.toml:30:7: the name of a TAP device is up to 15 letters, without `/`",
        ),
        ("[wire.cable]", "[wire.\"../x\"]", "lab.toml:15:7: a name is 1 to 32 letters, digits, `_` and `-`"),
        ("[wire.cable]", "[wires.cable]", "lab.toml:15:2: unknown key `wires`; did you mean `wire`?"),
        ("seed = 7", "seed = ", "lab.toml:2:"),
        ("seed = 7", "seed = 7\nseed = 8", "lab.toml:3:1: duplicate key"),
    ] {
        let message = said(from, to);
        assert!(message.contains(expected), "{from} as {to}:\n{message}\n{expected}");
    }
}

#[test]
fn all_mistakes_are_told_in_their_order() {
    let text = GOOD.replace("ppm = -20", "ppm = 5000").replace("kind = \"nic\"\nclock", "kind = \"nik\"\nclock");
    let error = parse(&text.replace("ring = 64", "rink = 64")).unwrap_err();
    let lines: Vec<_> = error.problems().iter().map(|problem| (problem.line, problem.column)).collect();
    assert_eq!(lines, [(5, 8), (11, 7), (32, 1)]);
    use miette::Diagnostic;
    let spans: Vec<_> = error.labels().unwrap().map(|label| text[label.offset()..][..label.len()].to_owned()).collect();
    assert_eq!(spans[..2], ["\"nik\"", "5000"]);
    assert!(error.source_code().is_some());
}

#[test]
fn without_devices_there_is_no_lab() {
    for text in ["version = 1", "version = 1\n[device]", "", "version = 1\ndevice = 3", "version = 1\n[device]\na = 1"]
    {
        assert!(!parse(text).unwrap_err().problems().is_empty(), "{text}");
    }
    let alone = parse("version = 1\n[device.a]\nkind = \"nic\"").unwrap();
    assert!(alone.wires.is_empty() && alone.hosts.is_empty());
    let lonely = "version = 1\n[device.a]\nkind = \"nic\"\n[host.h]\ndevice = \"a\"\nprogram = \"send\"";
    let message = parse(lonely).unwrap_err().to_string();
    assert_eq!(message, "lab.toml:4:7: host `h` needs `to`: no host is at the other end of a wire");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Topology::read(Path::new("/nowhere/lab.toml")).unwrap_err().to_string();
    assert!(error.starts_with("/nowhere/lab.toml: cannot read: "), "{error}");
}

proptest! {
    /// Lines left out, doubled, swapped; octets changed: the reader says what is wrong, with places in the text.
    #[test]
    fn no_mutation_makes_the_reader_panic(
        edits in prop::collection::vec((0_u8..6, 0_usize..2000, 0_usize..2000, any::<char>()), 1..6),
    ) {
        let mut text = GOOD.to_owned();
        for (kind, at, other, letter) in edits {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            if lines.is_empty() {
                break;
            }
            let (at_line, other_line) = (at % lines.len(), other % lines.len());
            match kind {
                0 => drop(lines.remove(at_line)),
                1 => lines.swap(at_line, other_line),
                2 => lines.insert(at_line, lines[other_line].clone()),
                _ => {
                    let mut letters: Vec<char> = lines[at_line].chars().collect();
                    let place = other % (letters.len() + 1);
                    match kind {
                        3 => letters.insert(place, letter),
                        4 if place < letters.len() => drop(letters.remove(place)),
                        _ if place < letters.len() => letters[place] = letter,
                        _ => letters.push(letter),
                    }
                    lines[at_line] = letters.into_iter().collect();
                }
            }
            text = lines.join("\n");
        }
        if let Err(error) = parse(&text) {
            prop_assert!(!error.problems().is_empty());
            for problem in error.problems() {
                let lines = text.matches('\n').count() + 1;
                prop_assert!(text.get(problem.span.clone()).is_some() && problem.line <= lines);
            }
            prop_assert!(error.to_string().starts_with("lab.toml:"));
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,300}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_value_makes_the_reader_panic(
        value in "(-?[0-9_]{1,24}|[0-9]{1,8}\\.[0-9]{1,5}|\\[[\"a-z, ]{0,9}\\]|inf|0x[0-9a-f]{1,20}|\\{\\})",
    ) {
        for key in ["7", "156.25", "-20", "64\nmemory", "1e-9", "1_000", "50.5", "[\"left\", \"right\"]"] {
            let _ = parse(&GOOD.replacen(key, &value, 1));
        }
    }
}
