// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright list`.

use wirewright_testbench::{cosim, registry};

use crate::Outcome;
use crate::args::{List, Listed};
use crate::failure::Failure;

/// Prints one name a line.
pub fn run(list: &List) -> Result<Outcome, Failure> {
    let names = match list.what {
        Listed::Designs => cosim::DESIGNS,
        Listed::Blocks => registry::NAMES,
    };
    for name in names {
        println!("{name}");
    }
    Ok(Outcome::Held)
}
