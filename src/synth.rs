// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright synth`: a design or block through yosys and nextpnr.

use std::fs;
use std::path::Path;
use std::time::Instant;

use wirewright_testbench::fpga::flow::{Done, Outcome as Synthesis, Took};
use wirewright_testbench::fpga::{Board, FlowError};
use wirewright_testbench::synth::{self, SynthError};
use wirewright_testbench::whole;

use crate::args::{Common, Synth};
use crate::failure::Failure;
use crate::output::{Made, note, say};
use crate::{Outcome, interrupt, output};

/// Synthesises, writes what was asked for, says what came out.
pub fn run(args: &Synth, common: &Common) -> Result<Outcome, Failure> {
    output::vacant([&args.json, &args.html].into_iter().flatten())?;
    if let Some(folder) = &args.out {
        output::empty(folder)?;
    }
    let board = Board::find(&args.board).map_err(Failure::input)?;
    let begun = Instant::now();
    let done = synth::run(&args.design, &board, args.seeds, interrupt::flag(), |done, took| {
        if !common.quiet {
            note!("{:>7.1} s  {}", begun.elapsed().as_secs_f64(), line(&done, took));
        }
    });
    let done = match done {
        Ok(done) => done,
        Err(SynthError::Flow(error @ FlowError::Interrupted)) => {
            note!("{error}");
            return Ok(Outcome::Interrupted);
        }
        Err(error) => return Err(error.into()),
    };
    let report = &done.report;
    let to_stdout = [&args.json, &args.html].into_iter().flatten().any(|path| path == Path::new("-"));
    if !to_stdout {
        output::print(format_args!("{}", report.text()));
    }
    let outcome = if report.timing_met { Outcome::Held } else { Outcome::Failed };
    output::with_results(outcome, write(args, &board, &done, to_stdout))
}

/// Writes what was asked for.
fn write(args: &Synth, board: &Board, done: &Synthesis, to_stdout: bool) -> Result<(), Failure> {
    if let Some(path) = &args.json {
        output::write(path, &done.report.json())?;
    }
    if let Some(path) = &args.html {
        output::write(path, &done.report.html())?;
    }
    if args.out.is_none() && board.pins.is_none() {
        return Ok(());
    }
    let mut made = Made::default();
    let folder = output::folder(args.out.as_deref(), "synth", &mut made)?;
    if let Err(failure) = fill(&folder, done) {
        // The folder has all or nothing, so that the same command can be run again.
        for name in done.files.iter().map(|(name, _)| name.as_str()).chain(REPORTS) {
            let _ = fs::remove_file(folder.join(name));
        }
        return Err(failure);
    }
    if !to_stdout {
        say!("files       {}", folder.display());
    }
    Ok(())
}

const REPORTS: [&str; 2] = ["report.json", "report.html"];

/// Puts the files of the tools and the report into an empty folder.
fn fill(folder: &Path, done: &Synthesis) -> Result<(), Failure> {
    for (name, from) in &done.files {
        let to = folder.join(name);
        let copied = fs::read(from).and_then(|octets| whole::write(&to, octets));
        copied.map_err(|error| Failure::message(format!("{}: cannot write: {error}", to.display())))?;
    }
    for (name, text) in REPORTS.iter().zip([done.report.json(), done.report.html()]) {
        output::write(&folder.join(name), &text)?;
    }
    Ok(())
}

fn line(done: &Done, took: Took) -> String {
    let took = match took {
        Took::Time(time) => format!("{:.1} s", time.as_secs_f64()),
        Took::Cached => "from the cache".to_owned(),
    };
    match done {
        Done::Synthesised => format!("synthesised ({took})"),
        Done::Routed { seed, clocks } => {
            let clocks: Vec<String> = clocks.iter().map(|(name, mhz)| format!("{name} {mhz:.1}")).collect();
            format!("seed {seed} placed and routed ({took}): {} MHz", clocks.join(", "))
        }
        Done::Packed => format!("bitstream ({took})"),
        _ => format!("{done:?} ({took})"),
    }
}
