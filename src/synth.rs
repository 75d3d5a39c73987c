// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright synth`: a design or block through yosys and nextpnr.

use std::fs;
use std::path::Path;
use std::time::Instant;

use wirewright_testbench::fpga::flow::{Done, Took};
use wirewright_testbench::fpga::{Board, FlowError};
use wirewright_testbench::synth::{self, SynthError};

use crate::args::{Common, Synth};
use crate::failure::Failure;
use crate::output::{Made, note, say};
use crate::{Outcome, interrupt, output};

/// Synthesises, writes what was asked for, says what came out.
pub fn run(args: &Synth, common: &Common) -> Result<Outcome, Failure> {
    output::vacant([&args.json, &args.html].into_iter().flatten())?;
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
    if let Some(path) = &args.json {
        output::write(path, &report.json())?;
    }
    if let Some(path) = &args.html {
        output::write(path, &report.html())?;
    }
    let to_stdout = [&args.json, &args.html].into_iter().flatten().any(|path| path == Path::new("-"));
    if !to_stdout {
        output::print(format_args!("{}", report.text()));
    }
    if args.out.is_some() || board.pins.is_some() {
        let mut made = Made::default();
        let folder = output::folder(args.out.as_deref(), "synth", &mut made)?;
        for (name, from) in &done.files {
            let to = folder.join(name);
            // Whole under its name, or not there.
            let part = folder.join(format!(".{name}.part"));
            fs::copy(from, &part).and_then(|_| fs::rename(&part, &to)).map_err(|error| {
                let _ = fs::remove_file(&part);
                Failure::message(format!("{}: cannot write: {error}", to.display()))
            })?;
        }
        output::write(&folder.join("report.json"), &report.json())?;
        output::write(&folder.join("report.html"), &report.html())?;
        if !to_stdout {
            say!("files       {}", folder.display());
        }
    }
    Ok(if report.timing_met { Outcome::Held } else { Outcome::Failed })
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
