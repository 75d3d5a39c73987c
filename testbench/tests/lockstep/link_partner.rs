// SPDX-License-Identifier: MIT OR Apache-2.0
//! Link partners that are not ours, cocotbext-eth and cocotbext-axi, drive and check the committed Verilog of the MAC
//! designs (`testbench/judges`); then they must notice two faults that are planted in a copy of it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wirewright_bridge::Tools;

use crate::bench;

#[test]
fn link_partners_of_third_parties_agree_and_notice_planted_faults() {
    let verilator = match Tools::of_process().verilator() {
        Ok(verilator) => verilator,
        Err(missing) => return bench::skip(&missing),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the test bench is in the repository");
    let environment = env::var_os("WIREWRIGHT_JUDGES").map_or_else(|| root.join("target/judges"), PathBuf::from);
    let python = environment.join("bin/python");
    if !python.exists() {
        return skip("not in WIREWRIGHT_JUDGES or target/judges; `cargo xtask judges` installs it");
    }
    let mut judge = Command::new(python);
    judge.arg(root.join("testbench/judges/judge.py")).arg("--verilator-root").arg(verilator.root);
    judge.arg("--out").arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("judges"));
    let output = judge.stdin(Stdio::null()).output().expect("python can be run");
    let said = String::from_utf8_lossy(&output.stdout);
    match output.status.code() {
        Some(0) => println!("{said}"),
        Some(3) => skip(said.trim()),
        _ => panic!("{said}{}", String::from_utf8_lossy(&output.stderr)),
    }
}

fn skip(reason: &str) {
    let required = env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
    assert!(!required.split([',', ' ']).any(|word| word == "cocotb"), "cocotb is required: {reason}");
    println!("skipped: cocotb: {reason}");
}
