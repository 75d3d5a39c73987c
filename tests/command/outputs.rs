// SPDX-License-Identifier: MIT OR Apache-2.0
//! Results that cannot be written, and those that are there already.

use std::fs::{self, File};
use std::process::Stdio;

#[cfg(target_os = "linux")]
use super::{Mount, NO_MOUNT};
use super::{command, ended, files, folder, masked, modes, run};

const SHORT: [&str; 6] = ["cosim", "--rung", "model", "--traffic", "min:count=5", "--quiet"];

#[test]
fn nothing_is_overwritten() {
    let folder = folder();
    let out = [&SHORT[..], &["--out", "results"]].concat();
    assert_eq!(run(folder.path(), &out).code, Some(0));
    let before = fs::read(folder.path().join("results/report.json")).unwrap();
    let again = run(folder.path(), &out);
    assert!(again.code == Some(2) && again.err.contains("results: not empty"), "{again:?}");
    assert_eq!(fs::read(folder.path().join("results/report.json")).unwrap(), before);

    let verilog = ["verilog", "crc32", "--out", "v"];
    assert_eq!(run(folder.path(), &verilog).code, Some(0));
    let again = run(folder.path(), &verilog);
    assert!(again.code == Some(2) && again.err.contains("v/crc32.v: is there already"), "{again:?}");
    assert_eq!(files(folder.path()), ["results/report.json", "v/crc32.v"]);
}

#[test]
fn no_report_and_no_capture_is_overwritten() {
    let folder = folder();
    for (option, path, file) in [("--json", "r.json", "r.json"), ("--capture", "c", "c/mac_gmii-a.pcapng")] {
        let arguments = [&SHORT[..], &[option, path]].concat();
        assert_eq!(run(folder.path(), &arguments).code, Some(0));
        let before = fs::read(folder.path().join(file)).unwrap();
        let again = run(folder.path(), &arguments);
        assert!(again.code == Some(2) && again.err.contains(file) && again.err.contains("overwritten"), "{again:?}");
        assert!(fs::read(folder.path().join(file)).unwrap() == before, "{file}");
    }
    for arguments in [
        &["list", "--json", "r.json"][..],
        &["bench", "--json", "r.json"],
        &["mutate", "crc32", "--json", "r.json"],
        &["conformance", "--filter", "crc32", "--html", "r.json"],
        &["synth", "crc32", "--json", "r.json"],
    ] {
        let again = run(folder.path(), arguments);
        assert!(again.code == Some(2) && again.err.contains("r.json: is there already"), "{arguments:?}: {again:?}");
    }
}

#[test]
fn a_run_that_cannot_begin_leaves_no_folder() {
    let folder = folder();
    fs::write(folder.path().join("file"), "").unwrap();
    fs::create_dir(folder.path().join("mine")).unwrap();
    for arguments in [
        ["--capture", "file", "--out", "e"],
        ["--capture", "a/b", "--read", "missing.pcap"],
        ["--out", "mine", "--read", "missing.pcap"],
        ["--out", "e/f", "--read", "/dev/null"],
    ] {
        let ended = run(folder.path(), &[&["cosim", "--rung", "model"][..], &arguments].concat());
        assert_eq!(ended.code, Some(2), "{arguments:?}: {ended:?}");
        let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut left: Vec<_> = left.collect();
        left.sort();
        assert_eq!(left, ["file", "mine"], "{arguments:?}");
    }
}

#[test]
fn a_list_of_cases_is_written_where_it_is_asked_for_and_verilog_to_standard_output() {
    let folder = folder();
    let list = ["conformance", "--list", "--filter", "crc/", "--json", "cases.json"];
    assert_eq!(run(folder.path(), &list).code, Some(0));
    let written = fs::read_to_string(folder.path().join("cases.json")).unwrap();
    let list: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!((&list["schema"], list["items"].as_array().unwrap().len()), (&"wirewright.list".into(), 2));

    let ended = run(folder.path(), &["verilog", "crc32", "--out", "-"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.starts_with("//") && ended.out.contains("module crc32 "), "{ended:?}");
    assert_eq!(files(folder.path()), ["cases.json"]);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = folder();
    fs::write(folder.path().join("file"), "").unwrap();
    for arguments in [
        &[&SHORT[..], &["--out", "file/out"]].concat()[..],
        &[&SHORT[..], &["--capture", "file/captures"]].concat(),
        &[&SHORT[..], &["--json", "file/report.json"]].concat(),
        &["verilog", "crc32", "--out", "file/v"],
    ] {
        let ended = run(folder.path(), arguments);
        assert!(ended.code == Some(2) && ended.err.contains("error: file/"), "{arguments:?}: {ended:?}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_told_before_the_run() {
    let folder = folder();
    fs::write(folder.path().join("file"), "").unwrap();
    fs::create_dir(folder.path().join("mine")).unwrap();
    for job in [
        &["cosim", "--rung", "model", "--traffic", "min:count=5"][..],
        &["conformance", "--rung", "model", "--filter", "crc32"],
        &["bench"],
        &["mutate", "crc32"],
        &["synth", "crc32"],
        &["list"],
    ] {
        for file in ["file/r.json", "missing/r.json", "mine"] {
            let ended = run(folder.path(), &[job, &["--json", file]].concat());
            let said = ended.err.starts_with(&format!("error: {file}: cannot write: ")) && !ended.err.contains(".part");
            assert!(ended.code == Some(2) && said && ended.out.is_empty(), "{job:?} {file}: {ended:?}");
        }
    }
    let kept = run(folder.path(), &["mutate", "crc32", "--keep", "file/survivors"]);
    assert!(kept.code == Some(2) && kept.err.starts_with("error: file/survivors: cannot write"), "{kept:?}");
    assert_eq!(files(folder.path()), ["file"]);
    // What the run itself makes is there in time.
    let inside = run(folder.path(), &[&SHORT[..], &["--out", "out", "--json", "out/r.json"]].concat());
    assert_eq!(inside.code, Some(0), "{inside:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_and_nothing_half_written() {
    let folder = folder();
    let full = run(folder.path(), &[&SHORT[..], &["--json", "/dev/full"]].concat());
    assert!(full.code == Some(2) && full.err.contains("/dev/full: cannot write: No space left"), "{full:?}");
    assert!(!fs::metadata("/dev/full").unwrap().is_file(), "the device is still one");
    for arguments in [&["list", "blocks"][..], &["list", "--json", "-"], &["completions", "bash"], &["list", "faults"]]
    {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ended = ended(command(folder.path(), arguments).stdout(Stdio::from(full)).output().unwrap());
        assert!(
            ended.code == Some(2) && ended.err.contains("standard output: cannot write"),
            "{arguments:?} {ended:?}"
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_small_file_system_that_fills_up_keeps_nothing_half_written() {
    let folder = folder();
    let Some(mount) = Mount::new(folder.path(), 64) else { return println!("{NO_MOUNT}") };
    let out = ["cosim", "--rung", "model", "--traffic", "max:count=200", "--quiet", "--capture", "full/c"];
    let ended = run(folder.path(), &out);
    assert!(ended.code == Some(2) && ended.err.contains("No space left"), "{ended:?}");
    assert_eq!(files(&folder.path().join("full")), Vec::<String>::new());
    let ended = run(folder.path(), &["verilog", "mac_gmii", "--out", "full/v"]);
    assert!(ended.code == Some(2) && ended.err.contains("No space left"), "{ended:?}");
    assert!(!folder.path().join("full/v").exists(), "an empty folder is left");
    drop(mount);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = folder();
    let mut child = command(folder.path(), &["list", "cases"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(ended(output).code, Some(0));
}

#[test]
#[cfg(unix)]
fn every_file_is_for_whom_the_mask_lets_in() {
    let folder = folder();
    for arguments in [
        &[&SHORT[..], &["--out", "run", "--json", "run.json", "--capture", "captures"]].concat()[..],
        &["conformance", "--rung", "model", "--filter", "crc32", "--html", "c.html", "--json", "c.json"],
        &["conformance", "--rung", "model", "--filter", "crc32", "--junit", "c.xml"],
        &["list", "--json", "list.json"],
        &["verilog", "crc32", "--out", "v"],
    ] {
        let ended = masked("027", command(folder.path(), arguments));
        assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
    }
    assert_eq!(modes(folder.path()), [0o640, 0o750]);
    assert_eq!(files(folder.path()).len(), 9, "{:?}", files(folder.path()));
}
