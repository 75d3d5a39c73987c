// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright verilog`: writes the committed Verilog of a block.

use std::path::Path;

use wirewright_testbench::registry;

use crate::Outcome;
use crate::args::Verilog;
use crate::failure::Failure;
use crate::output::{self, Made, say};

/// Writes `<design>.v` into the folder, or the text to standard output.
pub fn run(verilog: &Verilog) -> Result<Outcome, Failure> {
    let text = registry::verilog(&verilog.design).map_err(Failure::input)?;
    if verilog.out == Path::new("-") {
        output::print(format_args!("{text}"));
        return Ok(Outcome::Held);
    }
    // Nothing that is empty is left.
    let mut made = Made::default();
    made.make(&verilog.out)?;
    let path = verilog.out.join(format!("{}.v", verilog.design));
    output::write_new(&path, text)?;
    say!("{}", path.display());
    Ok(Outcome::Held)
}
