// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright bench`: speeds as ratios within one run, and latencies in clocks.

use std::path::Path;

use wirewright_testbench::bench::{self, BenchError, BenchReport, CardBench};
use wirewright_testbench::card::Latency;
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
    text + &card(&report.card)
}

/// What the card reaches.
fn card(card: &CardBench) -> String {
    let mut text = "\nnic, both directions back to back, no time for the driver\n".to_owned();
    text += &format!("{:>7} {:>22} {:>8} {:>6} {:>12}\n", "octets", "memory latency", "frames", "lost", "idle clocks");
    for row in &card.rate {
        let latency = match row.latency {
            Latency::Fixed(clocks) => format!("{clocks} clocks"),
            Latency::UpTo(clocks) => format!("1 to {clocks} clocks"),
        };
        text += &format!("{:>7} {latency:>22} {:>8} {:>6} {:>12}\n", row.octets, row.frames, row.lost, row.idle_clocks);
    }
    for row in &card.longest {
        let beyond = if row.at_least { "at least " } else { "" };
        text += &format!("{:>7} the longest that holds: {beyond}{} clocks\n", row.octets, row.clocks);
    }
    text += "\nnic with a driver that needs time for each frame sent or received\n";
    text += &format!("{:>7} {:>8} {:>12} {:>16} {:>7}\n", "octets", "ns", "sent/s", "received/s", "lost %");
    for row in &card.driver {
        let (sent, received) = (row.sent_per_second, row.received_per_second);
        text += &format!(
            "{:>7} {:>8} {sent:>12.0} {received:>16.0} {:>7.1}\n",
            row.octets, row.driver_ns, row.lost_percent
        );
    }
    text += "\nnic, latency in clocks\n";
    text += &format!("{:>7} {:>20} {:>20}\n", "octets", "wire to completion", "descriptor to wire");
    for row in &card.latency {
        text += &format!("{:>7} {:>20} {:>20}\n", row.octets, row.wire_to_completion, row.descriptor_to_wire);
    }
    text
}
