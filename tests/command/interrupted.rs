// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ctrl-C.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{CAPTURE, command, ended, files, folder};

#[test]
#[cfg(unix)]
fn ctrl_c_ends_with_130_and_keeps_what_there_is() {
    let folder = folder();
    let arguments =
        ["cosim", "--rung", "model", "--traffic", "max:count=1000000000", "--out", "out", "--capture", "cap"];
    let child = command(folder.path(), &arguments).spawn().unwrap();
    // The capture is begun when the run is: then Ctrl-C is listened to.
    let begun = Instant::now();
    while !folder.path().join("cap").is_dir() || files(&folder.path().join("cap")).len() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(60), "the run does not begin");
        std::thread::sleep(Duration::from_millis(5));
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let run = ended(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{run:?}");
    let report = std::fs::read_to_string(folder.path().join("out/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["interrupted"], &report["passed"]), (&true.into(), &false.into()));
    assert_eq!(files(&folder.path().join("cap")), ["mac_gmii-a.pcapng", "mac_gmii-b.pcapng"]);
}

#[test]
#[cfg(unix)]
fn ctrl_c_while_a_pipe_is_waited_for_keeps_what_came() {
    let folder = folder();
    let arguments = ["cosim", "--rung", "model", "--read", "-", "--out", "out", "--json", "-"];
    let mut child = command(folder.path(), &arguments).stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // Whole records at its head, the last one cut; the pipe stays open.
    pipe.write_all(&std::fs::read(CAPTURE).unwrap()[..20_000]).unwrap();
    let begun = Instant::now();
    let spooled = || {
        let entries = std::fs::read_dir(folder.path().join("out")).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.metadata().ok()).any(|file| file.len() == 20_000)
    };
    while !spooled() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the capture is not read");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let run = ended(child.wait_with_output().unwrap());
    drop(pipe);
    assert_eq!(run.code, Some(130), "{run:?}");
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("the report is there");
    assert!(report["interrupted"] == true && report["frames_in"].as_u64() > Some(0), "{report}");
    assert_eq!(files(folder.path()), ["out/report.json"]);
}
