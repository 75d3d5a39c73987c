// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright synth`: what it leaves, and what it says when it cannot do its work. Most of it needs the tools.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Ended, ended, files, folder, run};
#[cfg(target_os = "linux")]
use super::{Mount, NO_MOUNT};

/// `synth` with the tools that there are, and the cache in `folder/cache`.
fn synth(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirewright"));
    command.current_dir(folder).arg("synth").args(arguments).env("WIREWRIGHT_CACHE", folder.join("cache"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it to its end; says so when a tool is missing.
fn ends(mut command: Command) -> Option<Ended> {
    let run = ended(command.output().unwrap());
    if run.code == Some(3) {
        println!("skipped: nextpnr: {}", run.err.trim());
        return None;
    }
    Some(run)
}

/// What is in the cache but for locks.
fn cached(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("synth")).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| !name.ends_with(".lock")).collect()
}

#[test]
fn a_synthesis_leaves_its_files() {
    let folder = folder();
    let arguments = ["crc32", "--seeds", "1", "--out", "out"];
    let Some(run) = ends(synth(folder.path(), &arguments)) else { return };
    assert_eq!(run.code, Some(0), "{run:?}");
    let left = files(&folder.path().join("out"));
    assert_eq!(left, ["crc32.v", "netlist.json", "nextpnr-1.log", "report.html", "report.json", "yosys.log"]);
    assert!(run.out.contains("timing      met with every seed"), "{run:?}");
    // Nothing is overwritten, and that is said at once.
    let again = ended(synth(folder.path(), &arguments).output().unwrap());
    assert!(again.code == Some(2) && again.err == "error: out: not empty, and nothing is overwritten\n", "{again:?}");
}

#[test]
fn unknown_names_are_told_with_those_that_are_known() {
    for (arguments, said) in [
        (["crc23", "none"], &["`crc23`", "did you mean `crc32`?", "mac_gmii"][..]),
        (["ethernet_echo", "none"], &["`ethernet_echo` for board none"]),
        (["crc32", "colorlite-5a-75b"], &["`colorlite-5a-75b`", "did you mean `colorlight-5a-75b`?", "none"]),
    ] {
        let folder = folder();
        let ended = run(folder.path(), &["synth", arguments[0], "--board", arguments[1], "--out", "out"]);
        assert_eq!((ended.code, ended.err.lines().count()), (Some(2), 1), "{arguments:?}: {ended:?}");
        assert!(said.iter().all(|text| ended.err.contains(text)), "{arguments:?}: {ended:?}");
        assert!(files(folder.path()).is_empty(), "{arguments:?}");
    }
}

#[test]
fn ports_without_pins_are_named() {
    let folder = folder();
    let Some(run) = ends(synth(folder.path(), &["crc32", "--board", "colorlight-5a-75b"])) else { return };
    assert_eq!(run.code, Some(2), "{run:?}");
    let said = "error: board colorlight-5a-75b has no pins for these ports of crc32: rst init valid data[0] ";
    let line = run.err.lines().last().unwrap_or_default();
    assert!(line.starts_with(said) && line.contains(" fcs[31] clk;") && line.contains("--board none"), "{run:?}");
    assert!(!folder.path().join("target").exists(), "no folder for results that there are not");
}

/// A counter whose clock is wanted faster than the part can be, on a board of one's own.
#[test]
fn missed_timing_is_exit_code_1_with_the_path_and_a_bitstream_all_the_same() {
    let folder = folder();
    let file = |name: &str, text: &str| fs::write(folder.path().join("mine").join(name), text).unwrap();
    fs::create_dir(folder.path().join("mine")).unwrap();
    file(
        "board.toml",
        "title = \"a\"\npart = \"LFE5U-25F\"\npackage = \"CABGA381\"\nspeed = 6\nmhz = 25.0\n[tops]\nblink = \"b.v\"\n",
    );
    file(
        "b.v",
        "module blink(input wire clk, output reg led);\nreg [9:0] count;\n\
         always @(posedge clk) {led, count} <= {count == 0, count + 10'd1};\nendmodule\n",
    );
    let pins = "LOCATE COMP \"clk\" SITE \"G2\";\nLOCATE COMP \"led\" SITE \"B2\";\n";
    for (mhz, code) in [(500, 1), (50, 0)] {
        file("pins.lpf", &format!("{pins}FREQUENCY PORT \"clk\" {mhz} MHZ;\n"));
        let out = format!("out-{mhz}");
        let Some(run) = ends(synth(folder.path(), &["blink", "--board", "mine", "--out", &out])) else { return };
        assert_eq!(run.code, Some(code), "{run:?}");
        let missed = run.out.contains("timing      NOT met") && run.out.contains("longest path of clk, seed 1: ");
        assert_eq!(missed && run.out.contains("count[") && run.out.contains("(blink.v:2)"), code == 1, "{run:?}");
        let left = files(&folder.path().join(&out));
        assert!(left.contains(&"blink.bit".to_owned()) && left.contains(&"blink.svf".to_owned()), "{left:?}");
    }
}

/// The command at a place that has no tools beside it.
fn elsewhere(folder: &Path) -> PathBuf {
    let program = folder.join("wirewright");
    let from = env!("CARGO_BIN_EXE_wirewright");
    if fs::hard_link(from, &program).is_err() {
        fs::copy(from, &program).unwrap();
    }
    program
}

#[test]
fn a_tool_that_is_missing_or_too_old_is_one_line_with_the_remedy() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let program = elsewhere(folder.path());
    let synth = || {
        let mut command = Command::new(&program);
        command.current_dir(folder.path()).args(["synth", "crc32", "--out", "out"]).stdin(Stdio::null());
        command.env("PATH", folder.path()).env_remove("WIREWRIGHT_TOOLS");
        ended(command.output().unwrap())
    };
    let tool = |name: &str, version: &str| {
        let path = folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\necho '{version}'\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    };
    let remedy = "`cargo xtask tools` installs it into target/tools";
    let mut said = Vec::new();
    said.push((synth(), "yosys", "on PATH"));
    tool("yosys", "Yosys 0.39+12 (git sha1 0123456)");
    said.push((synth(), "yosys", "0.40 is needed"));
    tool("yosys", "Yosys 0.40 (git sha1 0123456)");
    said.push((synth(), "nextpnr-ecp5", "on PATH"));
    tool("nextpnr-ecp5", "nextpnr-ecp5 -- Next Generation Place and Route (Version nextpnr-0.6)");
    said.push((synth(), "nextpnr-ecp5", "0.7 is needed"));
    tool("nextpnr-ecp5", "nextpnr-ecp5 -- Next Generation Place and Route (Version nextpnr-0.7)");
    said.push((synth(), "ecppack", "on PATH"));
    for (run, name, why) in said {
        assert_eq!((run.code, run.err.lines().count()), (Some(3), 1), "{run:?}");
        assert!([name, why, remedy].iter().all(|text| run.err.contains(text)), "{name}: {run:?}");
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_fills_up_is_said_and_the_rerun_goes_on_from_the_cache() {
    let folder = folder();
    let Some(mount) = Mount::new(folder.path(), 64) else { return println!("{NO_MOUNT}") };
    let full = folder.path().join("full");
    // No room for the cache.
    let mut command = synth(folder.path(), &["crc32", "--out", "out"]);
    command.env("WIREWRIGHT_CACHE", &full);
    let Some(run) = ends(command) else { return };
    assert!(run.code == Some(2) && run.err.contains("full/synth: No space left on device"), "{run:?}");
    assert_eq!(cached(&full), [""; 0], "half an entry is left");
    assert!(!folder.path().join("out").exists());
    // No room for the results: they are in the cache all the same.
    let run = ended(synth(folder.path(), &["crc32", "--out", "full/out"]).output().unwrap());
    assert!(run.code == Some(2) && run.err.contains("cannot write: No space left on device"), "{run:?}");
    assert!(!full.join("out").exists(), "{:?}", files(&full));
    let run = ended(synth(folder.path(), &["crc32", "--out", "out"]).output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.lines().all(|line| line.contains("from the cache")) && !run.err.is_empty(), "{run:?}");
    drop(mount);
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_with_130_and_the_rerun_goes_on_from_the_cache() {
    let folder = folder();
    let cache = folder.path().join("cache");
    let arguments = ["crc32", "--out", "out"];
    let mut child = synth(folder.path(), &arguments).spawn().unwrap();
    let begun = Instant::now();
    let making = |name: &str| {
        let is = |entry: &String| entry.starts_with(name) && entry.contains(".making-");
        cached(&cache).iter().any(is)
    };
    while !making("route-") {
        if let Some(status) = child.try_wait().unwrap() {
            assert_eq!(status.code(), Some(3), "it ends before it begins");
            return println!("skipped: nextpnr: a tool is missing");
        }
        assert!(begun.elapsed() < Duration::from_secs(300), "no seed is placed and routed");
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let run = ended(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{run:?}");
    assert!(run.err.contains("interrupted; what is finished is kept"), "{run:?}");
    assert!(!folder.path().join("out").exists());
    let left = cached(&cache);
    assert!(left.len() == 1 && left[0].starts_with("netlist-") && !left[0].contains("making"), "{left:?}");

    let run = ended(synth(folder.path(), &arguments).output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
    let steps: Vec<bool> = run.err.lines().map(|line| line.contains("from the cache")).collect();
    assert_eq!(steps, [true, false], "{run:?}");
    assert!(folder.path().join("out/report.json").exists());
}
