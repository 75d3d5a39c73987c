// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright doctor`: which tools are there, and what installs those that are not.

use wirewright_testbench::bridge::Tools;

use crate::Outcome;
use crate::failure::Failure;

/// Prints one line a tool; exit code 3 when one is missing.
pub fn run() -> Result<Outcome, Failure> {
    let tools = Tools::of_process();
    let verilator = tools.verilator().map(|found| format!("{} ({})", found.version, found.program.display()));
    let compiler = tools.compiler().map(|found| format!("{} ({})", found.version, found.program.display()));
    let yosys = tools.yosys().map(|found| found.get_program().to_string_lossy().into_owned());
    let mut missing = None;
    for (name, found) in [("verilator", verilator), ("C++ compiler", compiler), ("yosys", yosys)] {
        match found {
            Ok(text) => println!("{name:<13} {text}"),
            Err(error) => {
                println!("{name:<13} {error}");
                missing = Some(error.to_string());
            }
        }
    }
    missing.map_or(Ok(Outcome::Held), |text| Err(Failure::Tool(text)))
}
