// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright lab`: what it says of files that are wrong, what it leaves, and two namespaces that talk across it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{command, ended, files, folder, run};

/// Two cards and a wire; a host that sends, and what is said after it.
pub fn two(more: &str) -> String {
    format!(
        "version = 1\n[device.left]\nkind = \"nic\"\n[device.right]\nkind = \"nic\"\n\
         [wire.cable]\nends = [\"left\", \"right\"]\n\
         [host.alice]\ndevice = \"left\"\nprogram = \"send\"\nto = \"alice\"\n{more}\n"
    )
}

#[test]
fn what_is_wrong_has_its_place_and_is_shown_there() {
    let folder = folder();
    for (text, expected) in [
        (two("frmaes = 3"), "lab.toml:12:1: unknown key `frmaes`; did you mean `frames`?"),
        (two("read = \"web.pcap\""), "lab.toml:12:8: web.pcap: No such file"),
        ("version = 1\n[device.a]\nkind = ".to_owned(), "lab.toml:3:"),
    ] {
        fs::write(folder.path().join("lab.toml"), text).unwrap();
        let ended = run(folder.path(), &["lab", "lab.toml", "--capture", "c"]);
        assert!(ended.code == Some(2) && ended.err.contains(expected), "{ended:?}");
        assert!(ended.err.contains("lab.toml:") && ended.err.matches("error:").count() == 1, "{ended:?}");
        assert_eq!(files(folder.path()), ["lab.toml"]);
    }
    let missing = run(folder.path(), &["lab", "none.toml"]);
    assert!(missing.code == Some(2) && missing.err.contains("none.toml: cannot read: "), "{missing:?}");
}

#[test]
fn what_a_lab_cannot_do_is_said_before_it_runs() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("lab.toml"), two("frames = 3")).unwrap();
    fs::write(at.join("there"), "").unwrap();
    fs::create_dir(at.join("c")).unwrap();
    fs::write(at.join("c/cable.pcapng"), "mine").unwrap();
    let tap = two("frames = 3\n[host.bob]\ndevice = \"right\"\nprogram = \"tap\"\ntap = \"ww-test\"");
    fs::write(at.join("tap.toml"), tap).unwrap();
    fs::write(at.join("rtl.toml"), two("").replace("kind = \"nic\"", "kind = \"nic\"\nrung = \"rtl\"")).unwrap();
    for (arguments, code, expected) in [
        (&["lab", "lab.toml", "--json", "there"][..], 2, "there: is there already"),
        (&["lab", "lab.toml", "--capture", "there"], 2, "there: cannot write"),
        (&["lab", "lab.toml", "--capture", "c"], 2, "c/cable.pcapng: cannot write"),
        (&["lab", "lab.toml", "--for", "3"], 2, "expected a time above 0 with its unit"),
        (&["lab", "lab.toml", "--for", "0ns"], 2, "expected a time above 0 with its unit"),
        (&["lab", "tap.toml"], 2, "host `bob`: program `tap` joins a device of the machine: only with --live"),
        (&["lab", "rtl.toml"], 3, "is missing"),
    ] {
        let ended = run(at, arguments);
        assert!(ended.code == Some(code) && ended.err.contains(expected), "{arguments:?}: {ended:?}");
    }
    assert_eq!(fs::read(at.join("c/cable.pcapng")).unwrap(), b"mine");
}

#[test]
fn a_run_says_what_it_has_come_to_and_leaves_whole_captures() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("lab.toml"), two("frames = 30")).unwrap();
    let ended = run(at, &["lab", "lab.toml", "--capture", "out/c", "--json", "report.json"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    for line in ["wire        cable: left to right: 30 frames, 1920 octets", "end         all that end have ended"] {
        assert!(ended.out.contains(line), "{ended:?}");
    }
    assert_eq!(files(at), ["lab.toml", "out/c/cable.pcapng", "report.json"]);
    let time = run(at, &["lab", "lab.toml", "--for", "300us", "--quiet"]);
    assert_eq!((time.code, time.out.as_str()), (Some(0), ""), "{time:?}");
    let stuck = two("frames = 3\n[host.bob]\ndevice = \"right\"\nprogram = \"sink\"\nexpect = 4");
    fs::write(at.join("stuck.toml"), stuck).unwrap();
    let stuck = run(at, &["lab", "stuck.toml", "--quiet"]);
    assert!(stuck.code == Some(1) && stuck.err.contains("lab: host `bob` waits for frame 4 of 4"), "{stuck:?}");
}

/// Runs the script of the example; `None` where the machine does not let it, which is said.
fn two_cards(rung: &str, tools: Option<&str>) -> Option<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/labs/two-cards.sh");
    let folder = folder();
    let mut child = Command::new(script);
    child.args(["--rung", rung, "--octets", "100000", "--seconds", "1", "--pings", "20", "--results", "out"]);
    child.current_dir(folder.path()).env("WIREWRIGHT", env!("CARGO_BIN_EXE_wirewright")).stdin(Stdio::null());
    if let Some(tools) = tools {
        child.env("WIREWRIGHT_TOOLS", tools);
    }
    let ended = ended(child.output().expect("there is a shell"));
    if ended.code == Some(77) {
        println!("skipped: tap: {}", ended.out.trim());
        return None;
    }
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("100000 octets") && ended.out.contains("the same sum"), "{ended:?}");
    assert_eq!(files(folder.path()), ["out/cable.pcapng", "out/report.json"]);
    let report = fs::read_to_string(folder.path().join("out/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["passed"], &report["end"]["kind"]), (&true.into(), &"interrupted".into()), "{report:#}");
    let ways = report["wires"][0]["directions"].as_array().unwrap();
    assert!(ways.iter().all(|way| way["frames"].as_u64() > Some(50) && way["frames"] == way["arrived"]), "{report:#}");
    Some(())
}

#[test]
fn two_namespaces_talk_across_two_models() {
    two_cards("model", None);
}

#[test]
fn two_namespaces_talk_across_the_verilog_of_two_cards() {
    let probe = folder();
    fs::write(probe.path().join("rtl.toml"), two("frames = 1").replace("\"nic\"", "\"nic\"\nrung = \"rtl\"")).unwrap();
    let tools = std::env::var("WIREWRIGHT_TOOLS").ok();
    let mut lab = command(probe.path(), &["lab", "rtl.toml"]);
    lab.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env_remove("WIREWRIGHT_TOOLS");
    if let Some(tools) = &tools {
        lab.env("WIREWRIGHT_TOOLS", tools);
    }
    let lab = ended(lab.output().expect("the command runs"));
    if lab.code == Some(3) {
        return println!("skipped: tools: {}", lab.err.trim());
    }
    assert_eq!(lab.code, Some(0), "{lab:?}");
    two_cards("rtl", tools.as_deref());
}

#[test]
fn a_script_that_fails_takes_everything_down() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/labs/two-cards.sh");
    let folder = folder();
    // A lab that joins nothing.
    let ended = ended(
        Command::new(script)
            .current_dir(folder.path())
            .env("WIREWRIGHT", "/bin/false")
            .stdin(Stdio::null())
            .output()
            .expect("there is a shell"),
    );
    if ended.code == Some(77) {
        return println!("skipped: tap: {}", ended.out.trim());
    }
    assert!(ended.code == Some(1) && ended.err.contains("two-cards: the TAP devices did not come"), "{ended:?}");
    assert!(files(folder.path()).is_empty());
}
