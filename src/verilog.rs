// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright verilog`: writes the committed Verilog of a block.

use wirewright_testbench::registry::{self, Registered, Visitor};

use crate::Outcome;
use crate::args::Verilog;
use crate::failure::Failure;
use crate::output;
use crate::output::say;

/// Writes `<design>.v` into the folder.
pub fn run(verilog: &Verilog) -> Result<Outcome, Failure> {
    let text = registry::with(&verilog.design, Text).map_err(Failure::input)?;
    let folder = &verilog.out;
    output::make(folder)?;
    let path = folder.join(format!("{}.v", verilog.design));
    output::write_new(&path, text)?;
    say!("{}", path.display());
    Ok(Outcome::Held)
}

/// The Verilog of a block.
struct Text;

impl Visitor for Text {
    type Output = &'static str;

    fn visit<R: Registered>(self) -> &'static str {
        R::VERILOG
    }
}
