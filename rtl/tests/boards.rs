// SPDX-License-Identifier: MIT OR Apache-2.0
//! The committed Verilog of the boards' own designs is what their kernels print.

use std::path::PathBuf;

use wirewright_rtl::emit::{self, Description};
use wirewright_rtl::registry;

#[path = "../../fpga/src/cells.rs"]
mod cells;
#[path = "../../fpga/src/echo_core.rs"]
mod echo_core;
#[path = "../../fpga/boards/colorlight-5a-75b/top.rs"]
mod top;

/// What the printer is told of the modules that are no blocks.
const SOURCES: [(&str, &str, &str); 2] = [
    ("echo_pins", "fpga/boards/colorlight-5a-75b/top.rs", include_str!("../../fpga/boards/colorlight-5a-75b/top.rs")),
    ("echo_core", "fpga/src/echo_core.rs", include_str!("../../fpga/src/echo_core.rs")),
];

fn describe(module: &str, type_path: &str) -> Option<Description> {
    match SOURCES.iter().find(|(name, ..)| *name == module) {
        Some(&(_, file, text)) => Some(Description { file, text, ports: None }),
        None => registry::describe(module, type_path),
    }
}

#[test]
fn the_committed_ethernet_echo_is_what_the_kernels_print_and_its_pads() {
    let printed = emit::print(&top::EchoPins::default(), &describe).unwrap_or_else(|error| panic!("{error}"));
    let pads = include_str!("../../fpga/boards/colorlight-5a-75b/pads.v");
    let pads = pads.trim_start_matches("// SPDX-License-Identifier: MIT OR Apache-2.0\n");
    let body = printed.trim_end_matches("\n`default_nettype wire\n");
    let text = format!("{body}\n`line 2 \"pads.v\" 0\n{pads}\n`default_nettype wire\n");

    let boards = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fpga/boards");
    let path = boards.join("colorlight-5a-75b/ethernet_echo.v");
    if std::fs::read_to_string(&path).is_ok_and(|committed| committed == text) {
        return;
    }
    let bless = std::env::var_os("WIREWRIGHT_BLESS").is_some();
    assert!(bless, "ethernet_echo.v differs; WIREWRIGHT_BLESS=1 cargo test -p wirewright-rtl --test boards");
    std::fs::write(&path, text).unwrap();
}
