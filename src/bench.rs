// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright bench`: speeds as ratios within one run, and latencies in clocks.

use std::path::Path;

use wirewright_testbench::bench::{self, BenchError, BenchReport};
use wirewright_testbench::rungs::RunError;

use crate::Outcome;
use crate::args::{Bench, Common};
use crate::failure::Failure;
use crate::output;
use crate::output::note;

/// Measures and prints.
pub fn run(args: &Bench, common: &Common) -> Result<Outcome, Failure> {
    output::vacant(&args.json)?;
    let report = bench::run(|what| {
        if !common.quiet {
            note!("measuring: {what}");
        }
    });
    let report = match report {
        Ok(report) => report,
        Err(BenchError::Run(RunError::Bridge(error))) => return Err(error.into()),
        Err(error) => return Err(Failure::input(error)),
    };
    if let Some(path) = &args.json {
        let json = serde_json::to_string_pretty(&report).map_err(Failure::input)? + "\n";
        output::write(path, &json)?;
    }
    if args.json.as_deref() != Some(Path::new("-")) {
        output::print(format_args!("{}", table(&report)));
    }
    Ok(Outcome::Held)
}

fn table(report: &BenchReport) -> String {
    let mut text = format!(
        "{:<26} {:>10} {:>10} {:>10} {:>14} {:>12}\n",
        "million events/s", "bare loop", "model", "lockstep", "lockstep/bare", "model/bare"
    );
    for row in &report.speed {
        let millions = [row.bare_rtl_per_second, row.model_per_second, row.lockstep_per_second].map(|rate| rate / 1e6);
        text += &format!(
            "{:<26} {:>10.2} {:>10.2} {:>10.2} {:>14.2} {:>12.1}\n",
            row.block, millions[0], millions[1], millions[2], row.lockstep_to_bare, row.model_to_bare
        );
    }
    text += "\nlatency in clocks\n";
    for row in &report.latency {
        text += &format!("{:>6}  {}\n", row.clocks, row.what);
    }
    text
}
