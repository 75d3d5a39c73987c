// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright list`.

use wirewright_testbench::fpga::Board;
use wirewright_testbench::{conformance, cosim, mutate, registry};

use crate::Outcome;
use crate::args::{List, Listed};
use crate::failure::Failure;

/// Prints one name a line.
pub fn run(list: &List) -> Result<Outcome, Failure> {
    let names = match list.what {
        Listed::Designs => cosim::DESIGNS.to_vec(),
        Listed::Blocks => registry::NAMES.to_vec(),
        Listed::Faults => {
            for fault in mutate::faults().map_err(Failure::input)? {
                println!("{:<28} {:<18} {}", fault.name, fault.block, fault.meaning);
            }
            return Ok(Outcome::Held);
        }
        Listed::Boards => {
            for name in Board::names() {
                let board = Board::find(name).map_err(Failure::input)?;
                let tops: Vec<&str> = board.tops.keys().map(String::as_str).collect();
                println!("{name:<20} {}, {} {}", board.sheet.title, board.sheet.part, tops.join(" "));
            }
            return Ok(Outcome::Held);
        }
        Listed::Cases => conformance::cases().iter().map(|case| case.name).collect(),
    };
    for name in names {
        println!("{name}");
    }
    Ok(Outcome::Held)
}
