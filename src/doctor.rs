// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright doctor`: which tools are there, and what installs those that are not.

use std::process::Command;

use wirewright_testbench::bridge::Tools;

use crate::Outcome;
use crate::failure::Failure;
use crate::output::say;

/// Prints one line a tool; exit code 3 when one is missing.
pub fn run() -> Result<Outcome, Failure> {
    let tools = Tools::of_process();
    let verilator = tools.verilator().map(|found| format!("{} ({})", found.version, found.program.display()));
    let compiler = tools.compiler().map(|found| format!("{} ({})", found.version, found.program.display()));
    let path = |command: Command| command.get_program().to_string_lossy().into_owned();
    let yosys = tools.yosys().map(path);
    let (nextpnr, ecppack, loader) =
        (tools.nextpnr().map(path), tools.ecppack().map(path), tools.open_fpga_loader().map(path));
    let mut missing = None;
    for (name, found) in [("verilator", verilator), ("C++ compiler", compiler), ("yosys", yosys)] {
        match found {
            Ok(text) => say!("{name:<14} {text}"),
            Err(error) => {
                say!("{name:<14} {error}");
                missing = Some(error.to_string());
            }
        }
    }
    // Only `synth` and `flash` need these.
    for (name, found) in [("nextpnr-ecp5", nextpnr), ("ecppack", ecppack), ("openFPGALoader", loader)] {
        say!("{name:<14} {}", found.unwrap_or_else(|error| error.to_string()));
    }
    missing.map_or(Ok(Outcome::Held), |text| Err(Failure::Tool(text)))
}
