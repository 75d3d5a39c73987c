// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a run that fails says and leaves. These tests need the tools.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Ended, ended, files, folder, masked, modes};
#[cfg(target_os = "linux")]
use super::{Mount, NO_MOUNT};

/// The Verilog of `mac_gmii`, whose counters of the transmitter are wrong above `limit`, in `folder`.
fn plant(limit: u32, folder: &Path) {
    let verilog = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/rtl/verilog/mac_gmii.v")).unwrap();
    let old = "stat_data_next = tx_counters_data;";
    assert_eq!(verilog.matches(old).count(), 1, "plant the bug elsewhere");
    let new = format!("stat_data_next = tx_counters_data > 64'd{limit} ? 64'd0 : tx_counters_data;");
    std::fs::write(folder.join("bug.v"), verilog.replace(old, &new)).unwrap();
}

/// The command with the tools that there are.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirewright"));
    command.current_dir(folder).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs `cosim` on Verilog that is wrong; gives what is said when a tool is missing.
fn fails(arguments: &[&str], folder: &Path) -> Result<Ended, String> {
    let arguments = [&["cosim", "--verilog", "bug.v"][..], arguments].concat();
    let ended = ended(command(folder, &arguments).output().unwrap());
    if ended.code == Some(3) {
        return Err(ended.err.trim().to_owned());
    }
    assert_eq!(ended.code, Some(1), "{ended:?}");
    Ok(ended)
}

#[test]
fn a_quiet_run_that_fails_says_what_and_a_line_that_a_shell_takes() {
    let folder = folder();
    plant(0, folder.path());
    for (more, out) in [(&["--quiet"][..], "my dir/a b"), (&["--json", "-", "--fail-fast"], "it's here")] {
        let arguments = [&["--traffic", "min:count=3", "--out", out][..], more].concat();
        let ended = match fails(&arguments, folder.path()) {
            Ok(ended) => ended,
            Err(missing) => return println!("skipped: tools: {missing}"),
        };
        assert!(ended.err.contains("difference: MAC ") && ended.err.contains("port stat_data"), "{ended:?}");
        let line = ended.err.lines().find_map(|line| line.strip_prefix("replay: wirewright ")).unwrap();
        let shell = format!("{} {line}", env!("CARGO_BIN_EXE_wirewright"));
        let replayed = Command::new("sh").current_dir(folder.path()).args(["-c", &shell]).output().unwrap();
        assert_eq!(replayed.status.code(), Some(1), "{line}: {replayed:?}");
    }
    let left = files(&folder.path().join("it's here"));
    assert_eq!(left, ["failure/frames.pcapng", "failure/replay.json", "failure/report.json", "report.json"]);
}

#[test]
fn a_capture_from_a_pipe_can_be_replayed_without_the_pipe() {
    let folder = folder();
    plant(200, folder.path());
    let shell = format!(
        "cat '{}' | '{}' cosim --verilog bug.v --fail-fast --read - --out out",
        super::CAPTURE,
        env!("CARGO_BIN_EXE_wirewright")
    );
    let piped = Command::new("sh").current_dir(folder.path()).args(["-c", &shell]).output().unwrap();
    if piped.status.code() == Some(3) {
        println!("skipped: tools: {}", String::from_utf8_lossy(&piped.stderr).trim());
        return;
    }
    assert_eq!(piped.status.code(), Some(1), "{piped:?}");
    let difference = |file: &str| {
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["difference"].clone()
    };
    assert_eq!(difference("out/failure/report.json"), difference("out/report.json"));
    let replayed = ended(command(folder.path(), &["replay", "out/failure"]).output().unwrap());
    assert_eq!(replayed.code, Some(1), "{replayed:?}");
    let place = difference("out/report.json")["edge"].to_string();
    assert!(replayed.out.contains(&format!("after edge {place} of clk")), "{replayed:?}");
    let left = files(&folder.path().join("out"));
    assert_eq!(left, ["failure/frames.pcapng", "failure/replay.json", "failure/report.json", "report.json"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_difference_is_told_also_where_the_disk_is_too_full_to_keep_it() {
    let folder = folder();
    plant(0, folder.path());
    // Room for nothing, for the report, for more than the frames.
    for (kib, named) in [(0, "full/out/report.json"), (4, "full/out/failure/"), (64, "full/out/failure/")] {
        let full = folder.path().join("full");
        let _ = std::fs::remove_dir(&full);
        let Some(_mount) = Mount::new(folder.path(), kib + 4) else { return println!("{NO_MOUNT}") };
        std::fs::write(full.join("other"), [1; 4096]).unwrap();
        for more in [&[][..], &["--quiet"], &["--fail-fast"], &["--waves"]] {
            let arguments = [&["--traffic", "min:count=3", "--out", "full/out"][..], more].concat();
            let ended = match fails(&arguments, folder.path()) {
                Ok(ended) => ended,
                Err(missing) => return println!("skipped: tools: {missing}"),
            };
            let said = ended.err.lines().find(|line| line.starts_with(&format!("error: {named}")));
            assert!(said.is_some_and(|line| line.contains("No space left")), "{kib} {more:?}: {ended:?}");
            let waves = ended.err.contains("error: full/out/rtl-a.fst: ");
            assert_eq!(waves, more == ["--waves"] && kib < 64, "{kib} {more:?}: {ended:?}");
            assert!(format!("{}{}", ended.out, ended.err).contains("port stat_data"), "{kib} {more:?}: {ended:?}");
            let left = if full.join("out").exists() { files(&full.join("out")) } else { Vec::new() };
            let whole = |name: &String| match name.as_str() {
                "report.json" => {
                    let text = std::fs::read_to_string(full.join("out/report.json")).unwrap();
                    serde_json::from_str::<serde_json::Value>(&text).is_ok()
                }
                name => name == "rtl-a.fst" && more == ["--waves"] && !waves,
            };
            assert!(left.iter().all(whole), "{kib} {more:?}: {left:?}");
            let _ = std::fs::remove_dir_all(full.join("out"));
        }
    }
}

#[test]
#[cfg(unix)]
fn what_a_failure_leaves_is_for_whom_the_mask_lets_in() {
    let folder = folder();
    plant(0, folder.path());
    for (out, more) in [("a", &["--waves"][..]), ("b", &["--fail-fast"])] {
        let arguments = ["cosim", "--verilog", "bug.v", "--traffic", "min:count=3", "--out", out];
        let ended = masked("027", command(folder.path(), &[&arguments[..], more].concat()));
        if ended.code == Some(3) {
            return println!("skipped: tools: {}", ended.err.trim());
        }
        assert_eq!(ended.code, Some(1), "{ended:?}");
        let left = files(&folder.path().join(out));
        assert!(out == "b" || ["model.fst", "rtl-a.fst"].iter().all(|name| left.iter().any(|f| f.ends_with(name))));
        assert_eq!(modes(&folder.path().join(out)), [0o640, 0o750], "{left:?}");
    }
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_the_shrinking_and_keeps_the_failure() {
    let folder = folder();
    plant(20, folder.path());
    // The Verilog is built by now: what is interrupted below is the shrinking.
    let traffic = ["--traffic", "max:count=24"];
    if let Err(missing) = fails(&[&traffic[..], &["--fail-fast", "--out", "first"]].concat(), folder.path()) {
        return println!("skipped: tools: {missing}");
    }
    let arguments = [&["cosim", "--verilog", "bug.v", "--out", "out"][..], &traffic].concat();
    let child = command(folder.path(), &arguments).spawn().unwrap();
    let begun = Instant::now();
    while !folder.path().join("out/report.json").exists() {
        assert!(begun.elapsed() < Duration::from_secs(300), "the run does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let run = ended(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{run:?}");
    let left = files(&folder.path().join("out"));
    assert_eq!(left, ["failure/frames.pcapng", "failure/replay.json", "failure/report.json", "report.json"], "{run:?}");
    let replayed = ended(command(folder.path(), &["replay", "out/failure"]).output().unwrap());
    assert_eq!(replayed.code, Some(1), "{replayed:?}");
}
