// SPDX-License-Identifier: MIT OR Apache-2.0
//! Linters are silent about every printed file and every leaf: `verilator --lint-only -Wall` without waiver, and
//! yosys.

mod common;
mod kernels;

use std::fmt::Write;
use std::path::Path;
use wirewright_rtl::leaf::{LEAVES, SyncBit};
use wirewright_rtl::{emit, registry};

/// Every file to lint: the top module's name and the text.
fn files() -> Vec<(String, String)> {
    let blocks = registry::ALL.iter().map(|entry| (entry.name.to_string(), entry.verilog().unwrap()));
    let leaves = LEAVES.iter().map(|(name, text)| (name.to_string(), text.to_string()));
    let design = emit::print(&kernels::design::Crossing::default(), &|_, _| None).unwrap();
    blocks.chain(leaves).chain([("crossing".into(), design)]).collect()
}

/// What verilator says about the module `name` in `folder`, nothing when all is well.
fn verilator_complaint(mut verilator: std::process::Command, folder: &Path, name: &str) -> Option<String> {
    let file = format!("{name}.v");
    let command = verilator.args(["--lint-only", "-Wall", "--quiet", "--top-module", name, &file]).current_dir(folder);
    let (is_ok, text) = common::run(command);
    (!is_ok || !text.trim().is_empty()).then(|| format!("{name}: {text}"))
}

#[test]
fn verilator_is_silent() {
    let folder = common::empty_folder("lint_verilator");
    let mut complaints = vec![];
    for (name, text) in files() {
        let Some(verilator) = common::verilator() else { return };
        std::fs::write(folder.join(format!("{name}.v")), text).unwrap();
        complaints.extend(verilator_complaint(verilator, &folder, &name));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_stand_in_for_metastability_lints_as_what_it_stands_for() {
    let Some(verilator) = common::verilator() else { return };
    let folder = common::empty_folder("lint_metastable");
    std::fs::write(folder.join("sync_bit.v"), SyncBit::METASTABLE).unwrap();
    assert_eq!(verilator_complaint(verilator, &folder, "sync_bit"), None);
}

#[test]
fn a_flaw_is_seen() {
    let Some(verilator) = common::verilator() else { return };
    let folder = common::empty_folder("lint_flaw");
    let text = registry::find("crc32").unwrap().verilog().unwrap().replace("remainder[7:0] ^ data", "remainder ^ data");
    std::fs::write(folder.join("crc32.v"), text).unwrap();
    assert!(verilator_complaint(verilator, &folder, "crc32").unwrap().contains("WIDTH"));
}

#[test]
fn crossing_registers_become_flip_flops_that_clear_at_once() {
    let folder = common::empty_folder("lint_mapping");
    // Two Gray pointers of five bits; request and acknowledge.
    for (name, bits) in [("async_fifo", 10), ("word_sync", 2)] {
        let Some(mut yosys) = common::yosys() else { return };
        std::fs::write(folder.join(format!("{name}.v")), registry::find(name).unwrap().verilog().unwrap()).unwrap();
        let script = format!(
            "read_verilog {name}.v\nsynth_ecp5 -top {name}\n\
             select -assert-count {bits} t:TRELLIS_FF r:SRMODE=ASYNC %i r:REGSET=RESET %i\n\
             select -assert-any t:TRELLIS_FF r:SRMODE=LSR_OVER_CE %i\n"
        );
        std::fs::write(folder.join(format!("{name}.ys")), script).unwrap();
        let (is_ok, text) = common::run(yosys.args(["-q", "-s", &format!("{name}.ys")]).current_dir(&folder));
        assert!(is_ok, "{text}");
    }
}

#[test]
fn yosys_is_silent() {
    let Some(mut yosys) = common::yosys() else { return };
    let folder = common::empty_folder("lint_yosys");
    let mut script = String::new();
    for (name, text) in files() {
        std::fs::write(folder.join(format!("{name}.v")), text).unwrap();
        writeln!(script, "design -reset\nread_verilog {name}.v\nhierarchy -check -top {name}\nproc\ncheck -assert")
            .unwrap();
    }
    std::fs::write(folder.join("lint.ys"), script).unwrap();
    let (is_ok, text) = common::run(yosys.args(["-s", "lint.ys"]).current_dir(&folder));
    let complaints: Vec<&str> =
        text.lines().filter(|line| line.contains("Warning:") || line.contains("ERROR")).collect();
    assert!(is_ok && complaints.is_empty(), "{}\n{}", complaints.join("\n"), text.lines().last().unwrap_or_default());
    assert_eq!(text.matches("Executing CHECK pass").count(), files().len());
}
