// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright verilog`: writes the committed Verilog of a block.

use std::fs;
use std::path::Path;

use wirewright_testbench::registry;

use crate::Outcome;
use crate::args::Verilog;
use crate::failure::Failure;
use crate::output;
use crate::output::say;

/// Writes `<design>.v` into the folder, or the text to standard output.
pub fn run(verilog: &Verilog) -> Result<Outcome, Failure> {
    let text = registry::verilog(&verilog.design).map_err(Failure::input)?;
    if verilog.out == Path::new("-") {
        output::print(format_args!("{text}"));
        return Ok(Outcome::Held);
    }
    let (folder, is_new) = (&verilog.out, !verilog.out.exists());
    output::make(folder)?;
    let path = folder.join(format!("{}.v", verilog.design));
    output::write_new(&path, text).inspect_err(|_| {
        if is_new {
            // Nothing that is empty is left; what cannot be removed stays.
            let _ = fs::remove_dir(folder);
        }
    })?;
    say!("{}", path.display());
    Ok(Outcome::Held)
}
