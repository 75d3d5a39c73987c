// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright flash`: a bitstream onto a board.

use wirewright_testbench::bridge::Tools;
use wirewright_testbench::fpga::Board;
use wirewright_testbench::fpga::flash::Load;

use crate::Outcome;
use crate::args::Flash;
use crate::failure::Failure;
use crate::output::note;

/// Runs openFPGALoader.
pub fn run(args: &Flash) -> Result<Outcome, Failure> {
    let board = Board::find(&args.board).map_err(Failure::input)?;
    let file = args.bitstream.display();
    if board.pins.is_none() {
        let text =
            format!("board {} has no pins, so there is no bitstream for it: `wirewright list boards`", board.name);
        return Err(Failure::message(text));
    }
    if args.bitstream.extension().is_none_or(|ending| ending != "bit") {
        let text =
            format!("{file}: openFPGALoader loads .bit into this FPGA, `wirewright synth` writes one beside the .svf");
        return Err(Failure::message(text));
    }
    if !args.bitstream.is_file() {
        return Err(Failure::message(format!("{file}: no such file; {}", remedy(args))));
    }
    let mut loader = Tools::of_process().open_fpga_loader().map_err(|missing| Failure::Tool(missing.to_string()))?;
    let load = Load {
        board: &board,
        bitstream: &args.bitstream,
        cable: args.cable.as_deref(),
        keep: args.keep,
        options: &args.options,
    };
    // What it says is for the user as it comes: it takes a while.
    let status = load.arguments(&mut loader).status();
    let status = status.map_err(|error| Failure::message(format!("openFPGALoader: {error}")))?;
    if !status.success() {
        note!("not loaded: openFPGALoader ended with {status}");
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::Held)
}

/// The command that makes a bitstream: the file is called after the design.
fn remedy(args: &Flash) -> String {
    let design = args.bitstream.file_stem().unwrap_or_default().to_string_lossy();
    let folder = args.bitstream.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| "DIR".to_owned(), |folder| folder.display().to_string());
    format!("`wirewright synth {design} --board {} --out {folder}` makes it", args.board)
}
