// SPDX-License-Identifier: MIT OR Apache-2.0
//! Exit codes and messages.

use wirewright_testbench::cosim::{FAULTS_GRAMMAR, TRAFFIC_GRAMMAR};

use super::{command, ended, files, folder, run};

#[test]
fn unknown_names_are_told_with_those_that_are_known() {
    for (arguments, said) in [
        (&["cosim", "mac_xgmii"][..], ["mac_xgmii", "mac_gmii"]),
        (&["verilog", "mac_txx", "--out", "out"], ["mac_txx", "mac_tx"]),
        (&["mutate", "crc33"], ["crc33", "crc32"]),
        (&["mutate", "--twin", "crc33"], ["crc33", "crc32"]),
        (&["conformance", "--filter", "no such case"], ["no such case", "--list"]),
        (&["conformance", "--case", "crc/resid"], ["`crc/resid`", "--list"]),
        (&["mutate", "crc32", "--count", "0"], ["--count", "from 1 on"]),
        (&["conformance", "--list", "--html", "x.html"], ["--list", "--html"]),
        (&["list", "cabbages"], ["cabbages", "faults"]),
        (&["cosim", "--faults", "melt=0.5"], ["melt=0.5", "flip="]),
        (&["cosim", "--traffic", "fast"], ["fast", "random"]),
        (&["cosim", "--faults", "half", "--rung", "model"], ["mac_gmii", "mac_mii"]),
        (&["cosim", "--rung", "reference"], ["--rung", "model, rtl or netlist"]),
        (&["cosim", "--coverage", "--rung", "model"], ["--coverage", "--rung rtl"]),
        (&["cosim", "--faults", "flip=0.0000001"], ["flip=0.0000001", "six digits"]),
        (&["cosim", "--traffic", "max:len=4097", "--rung", "model"], ["len=4097", "mac_gmii holds 4096"]),
        (&["replay", "nowhere"], ["nowhere", "No such file"]),
        (&["conformance", "--json", "-", "--html", "-"], ["standard output", "only one"]),
        (&["synth", "crc32", "--json", "a", "--html", "a"], ["a: only one", "results"]),
        (&["replay", "."], [".: not what a failed run leaves", "failure.json"]),
        (&["mutate", "--twin", "mac_tx", "--count", "3"], ["--twin", "--count"]),
        (&["cosim", "--rung", "model", "--verilog", "x.v"], ["--verilog", "--rung rtl"]),
        (&["cosim", "--rung", "model", "--read", "."], [".: record 1, offset 0", "Is a directory"]),
    ] {
        let folder = folder();
        let ended = run(folder.path(), arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}: {ended:?}");
        assert!(said.iter().all(|word| ended.err.contains(word)), "{arguments:?}: {ended:?}");
        assert!(files(folder.path()).is_empty() && ended.out.is_empty(), "{arguments:?}: {ended:?}");
    }
}

#[test]
fn a_missing_tool_is_one_line_with_the_command_that_installs_it() {
    for arguments in [
        &["cosim", "--traffic", "min:count=1"][..],
        &["conformance", "--rung", "rtl", "--filter", "crc32"],
        &["mutate", "crc32", "--count", "1"],
        &["mutate", "--twin", "mac_tx"],
        &["bench", "--quiet"],
    ] {
        let folder = folder();
        let ended = run(folder.path(), arguments);
        assert_eq!(ended.code, Some(3), "{arguments:?}: {ended:?}");
        let errors: Vec<_> = ended.err.lines().filter(|line| line.starts_with("error: ")).collect();
        assert!(errors.len() == 1 && errors[0].contains('`'), "{arguments:?}: {ended:?}");
        assert!(files(folder.path()).is_empty(), "{arguments:?}: {:?}", files(folder.path()));
    }
    let ended = run(folder().path(), &["doctor"]);
    assert_eq!(ended.code, Some(3), "{ended:?}");
    let mut missing = ended.out.lines().filter(|line| line.contains("is missing")).peekable();
    assert!(missing.peek().is_some() && missing.all(|line| line.contains('`')), "{ended:?}");
}

#[test]
fn a_replay_of_the_model_alone_has_no_netlist() {
    let folder = folder();
    let json = r#"{"schema": "wirewright.cosim-replay", "version": 3, "revision": "", "frames": [], "job": {
        "design": "mac_gmii", "rungs": "model", "verilog": null, "options": {"seed": 1, "edges": null, "capture": null,
        "wire": {"half_duplex": false, "delay_bits": 64}, "drift_ppm": 100}}}"#;
    std::fs::write(folder.path().join("replay.json"), json).unwrap();
    let ended = run(folder.path(), &["replay", ".", "--rung", "netlist"]);
    assert!(ended.code == Some(2) && ended.err.contains("--rung: only the model ran"), "{ended:?}");
    // Older folders said it in another way, which must not be misunderstood.
    std::fs::write(folder.path().join("replay.json"), json.replace("\"version\": 3", "\"version\": 2")).unwrap();
    let ended = run(folder.path(), &["replay", "."]);
    assert!(ended.code == Some(2) && ended.err.contains("version 3"), "{ended:?}");
}

#[test]
fn without_a_home_it_is_said_what_is_to_be_set() {
    let folder = folder();
    let mut command = command(folder.path(), &["cosim", "--traffic", "min:count=1"]);
    let output = command.envs([("HOME", ""), ("XDG_CACHE_HOME", ""), ("WIREWRIGHT_CACHE", "")]).output().unwrap();
    let ended = ended(output);
    let said = "error: no place for a cache: none of WIREWRIGHT_CACHE, XDG_CACHE_HOME and HOME is set";
    assert!(ended.code == Some(2) && ended.err.lines().any(|line| line == said), "{ended:?}");
}

#[test]
fn every_help_fits_80_columns_and_its_grammar_keeps_its_lines() {
    let folder = folder();
    for subcommand in [
        "",
        "cosim",
        "conformance",
        "list",
        "replay",
        "verilog",
        "mutate",
        "bench",
        "synth",
        "flash",
        "doctor",
        "completions",
    ] {
        let arguments: Vec<&str> = [subcommand, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let ended = ended(command(folder.path(), &arguments).env("COLUMNS", "80").output().unwrap());
        assert_eq!(ended.code, Some(0), "{subcommand}: {ended:?}");
        let wide = ended.out.lines().find(|line| line.chars().count() > 80);
        assert!(wide.is_none(), "{subcommand}: {wide:?}");
        let has_examples = ended.out.contains("Examples:");
        let needs_none = ["", "flash", "doctor", "completions"].contains(&subcommand);
        assert!(has_examples || needs_none, "{subcommand}: no example");
        for grammar in [TRAFFIC_GRAMMAR, FAULTS_GRAMMAR] {
            assert!(subcommand != "cosim" || ended.out.contains(grammar), "{}", ended.out);
        }
    }
}

#[test]
fn nothing_compared_is_no_success() {
    let folder = folder();
    let ended = run(folder.path(), &["cosim", "--rung", "model", "--traffic", "min:count=0"]);
    assert!(ended.code == Some(2) && ended.err.contains("nothing was compared"), "{ended:?}");
    let ended = run(folder.path(), &["cosim", "--rung", "model", "--edges", "3"]);
    assert!(ended.code == Some(2) && ended.err.matches("nothing was compared").count() == 1, "{ended:?}");
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_design_takes_the_longest_frame_that_it_can_hold() {
    for (design, octets) in [("mac_gmii", "4096"), ("mac_gmii_jumbo", "9014"), ("mac_mii", "4096")] {
        let traffic = format!("min:count=3,len={octets}");
        let ended = run(folder().path(), &["cosim", design, "--rung", "model", "--traffic", &traffic]);
        assert_eq!(ended.code, Some(0), "{design}: {ended:?}");
    }
}

#[test]
fn frames_that_do_not_come_back_are_explained() {
    let ended = run(folder().path(), &["cosim", "--rung", "model", "--traffic", "min:count=200"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let line = ended.out.lines().find(|line| line.contains("not back: receivers dropped")).unwrap();
    let numbers: Vec<u32> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    assert!(numbers.len() == 2 && numbers[0] == numbers[1] && numbers[0] > 0, "{line}");
}

#[test]
fn a_replay_line_of_conformance_runs_its_case_alone() {
    let folder = folder();
    let conformance = |more: &[&str]| run(folder.path(), &[&["conformance", "--rung", "model"][..], more].concat());
    // There are transmit/fcs, transmit/fcs_order and transmit/fcs_present.
    assert!(conformance(&["--filter", "transmit/fcs", "--list"]).out.lines().count() > 1);
    let ended = conformance(&["--case", "transmit/fcs", "--json", "-"]);
    let report: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let cases = report["cases"].as_array().unwrap();
    assert!(cases.len() == 1 && cases[0]["name"] == "transmit/fcs", "{ended:?}");
}

#[test]
fn a_rung_that_is_named_twice_is_judged_once() {
    let folder = folder();
    let ended = run(folder.path(), &["conformance", "--rung", "model,model", "--filter", "crc32"]);
    let rows = ended.out.lines().filter(|line| line.starts_with("model ")).count();
    assert_eq!((ended.code, rows), (Some(0), 1), "{ended:?}");
}

#[test]
fn what_held_ends_with_0_and_fits_80_columns() {
    let folder = folder();
    for arguments in [
        &["cosim", "--rung", "model", "--traffic", "min:count=20", "--faults", "flip=0.1,cut=0.1,error=0.1"][..],
        &["cosim", "mac_mii", "--rung", "model", "--traffic", "min:count=20", "--faults", "half"],
        &["conformance", "--rung", "reference,model", "--filter", "crc32"],
        &["list", "cases"],
        &["list", "blocks"],
    ] {
        let ended = run(folder.path(), arguments);
        assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
        let wide = ended.out.lines().find(|line| line.chars().count() > 80);
        assert!(wide.is_none() && !ended.out.is_empty(), "{arguments:?}: {wide:?}");
        assert!(!ended.out.contains('\x1b') && !ended.err.contains('\x1b'), "{arguments:?}: colours in a pipe");
    }
}
