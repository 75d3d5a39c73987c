// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright flash`: a bitstream onto a board.

use wirewright_testbench::bridge::Tools;
use wirewright_testbench::fpga::{Board, flash};

use crate::Outcome;
use crate::args::Flash;
use crate::failure::Failure;

/// Runs openFPGALoader.
pub fn run(args: &Flash) -> Result<Outcome, Failure> {
    let board = Board::find(&args.board).map_err(Failure::input)?;
    if !args.bitstream.is_file() {
        return Err(Failure::message(format!("{}: no such file", args.bitstream.display())));
    }
    let mut loader = Tools::of_process().open_fpga_loader().map_err(|missing| Failure::Tool(missing.to_string()))?;
    let status = flash::arguments(&mut loader, &board, &args.bitstream, args.keep, &args.options).status();
    let status = status.map_err(|error| Failure::message(format!("openFPGALoader: {error}")))?;
    Ok(if status.success() { Outcome::Held } else { Outcome::Failed })
}
