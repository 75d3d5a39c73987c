// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright lab`: devices, wires and hosts of a topology file.

use std::path::Path;
use std::time::{Duration, Instant};

use wirewright_testbench::lab::topology::{ReadError, Topology};
use wirewright_testbench::lab::{End, Lab, LabOptions, LabReport};

use crate::args::{Common, Lab as Args};
use crate::failure::Failure;
use crate::output::{Made, note};
use crate::progress::Progress;
use crate::{Outcome, interrupt, output};

/// How often a live lab that is slower than the clock on the wall says so.
const SAY_EVERY: Duration = Duration::from_secs(5);
/// Counters that are printed are those that are not zero; the JSON has all.
const COLUMN: usize = 34;

/// Runs the lab, keeps its results, says what it has come to.
pub fn run(args: &Args, common: &Common) -> Result<Outcome, Failure> {
    let topology = Topology::read(&args.file).map_err(|error| match error {
        ReadError::Topology(error) => Failure::Input(miette::Report::new(error)),
        error @ ReadError::File { .. } => Failure::input(error),
    })?;
    let interrupted = interrupt::flag();
    let mut made = Made::default();
    if let Some(folder) = &args.capture {
        made.make(folder)?;
    }
    output::vacant(&args.json)?;
    let options = LabOptions {
        topology: args.file.display().to_string(),
        until_ps: args.time_ps,
        captures: args.capture.clone(),
        live: args.live,
        stop_clocks: !args.every_edge,
        ..LabOptions::default()
    };
    let lab = Lab::new(topology, options)?;
    let total_us = args.time_ps.map(|time_ps| time_ps / 1_000_000);
    let progress = Progress::new(common.quiet, total_us, "us");
    let mut said = Instant::now();
    let report = lab.run(interrupted, |now| {
        let factor = now.speed.factor.unwrap_or(1.0);
        progress.show(now.time_ps / 1_000_000, || format!("simulated time, {factor:.4} of the clock on the wall"));
        if args.live && now.behind && said.elapsed() > SAY_EVERY {
            said = Instant::now();
            progress.aside(|| tracing::warn!("simulated time cannot keep up: {factor:.4} of the clock on the wall"));
        }
    });
    progress.finish();
    let report = report?;
    let written = args.json.as_deref().map_or(Ok(()), |path| {
        let json = serde_json::to_string_pretty(&report).map_err(Failure::input)? + "\n";
        output::write(path, &json)
    });
    if args.json.as_deref() != Some(Path::new("-")) && !common.quiet {
        output::print(format_args!("{}", summary(&report)));
    } else if !report.passed {
        brief(&report);
    }
    let outcome = match (&report.end, report.passed) {
        (_, false) => Outcome::Failed,
        (End::Interrupted, true) => Outcome::Interrupted,
        (_, true) => Outcome::Held,
    };
    output::with_results(outcome, written)
}

/// The report in words.
fn summary(report: &LabReport) -> String {
    let mut text = String::new();
    let mut line = |head: &str, rest: String| text.push_str(&format!("{head:<11} {rest}\n"));
    line("lab", format!("{}, seed {}", report.topology, report.seed));
    for device in &report.devices {
        let (kind, rung) = (device.kind.name(), device.rung.name());
        line("device", format!("{}: {kind}, {rung}, {} edges of clk", device.name, device.edges));
    }
    for wire in &report.wires {
        for way in &wire.directions {
            let mut told =
                format!("{}: {} to {}: {} frames, {} octets", wire.name, way.from, way.to, way.frames, way.octets);
            for (count, what) in [(way.lost, "lost"), (way.spoilt, "spoilt"), (way.collisions, "collisions")] {
                if count > 0 {
                    told += &format!(", {count} {what}");
                }
            }
            line("wire", told);
        }
    }
    for host in &report.hosts {
        let results = &host.results;
        let mut told = format!("{}: {}, {} sent, {} received", host.name, host.program, results.sent, results.received);
        for (count, what) in [
            (results.returned, "returned"),
            (results.missing, "missing"),
            (results.disordered, "disordered"),
            (results.dropped, "dropped"),
        ] {
            if count > 0 {
                told += &format!(", {count} {what}");
            }
        }
        if let Some([least, most]) = results.round_trip_ns {
            told += &format!(", {least} to {most} ns there and back");
        }
        line("host", told);
    }
    counters(report, &mut line);
    for broken in &report.violations {
        let (device, violation) = (&broken.device, &broken.violation);
        line("rule", format!("{device}: {} at {} ps: {}", violation.clause, violation.time_ps, violation.message));
    }
    for text in ends(report) {
        line("end", text);
    }
    let milliseconds = report.time_ns as f64 / 1e6;
    let factor = report.speed.factor.map_or(String::new(), |factor| {
        format!(", {factor:.4} of the clock on the wall while there was something to do")
    });
    line("time", format!("{milliseconds:.3} ms in {:.2} s{factor}", report.speed.wall_seconds));
    text
}

/// The counters that are not zero, of all devices beside each other.
fn counters(report: &LabReport, line: &mut impl FnMut(&str, String)) {
    let most = report.devices.iter().max_by_key(|device| device.counters.len());
    let Some(most) = most.filter(|most| !most.counters.is_empty()) else { return };
    let cells = |cell: &dyn Fn(usize) -> String| {
        (0..report.devices.len()).map(|device| format!(" {:>10}", cell(device))).collect::<String>()
    };
    line("counter", format!("{:<COLUMN$}{}", "", cells(&|device| report.devices[device].name.clone())));
    for (number, count) in most.counters.iter().enumerate() {
        let value = |device: usize| report.devices[device].counters.get(number).map(|count| count.value);
        if (0..report.devices.len()).any(|device| value(device).is_some_and(|value| value != 0)) {
            let cell = |device: usize| value(device).map_or("-".into(), |value| value.to_string());
            line("", format!("{:<COLUMN$}{}", count.name, cells(&cell)));
        }
    }
}

/// Why the run is over.
fn ends(report: &LabReport) -> Vec<String> {
    match &report.end {
        End::Finished => vec!["all that end have ended".into()],
        End::Time => vec!["the time is over".into()],
        End::Interrupted => vec!["interrupted".into()],
        End::Stuck { waiting } => {
            let head = "nothing is left that could happen".to_owned();
            std::iter::once(head).chain(waiting.iter().map(ToString::to_string)).collect()
        }
        End::Failed { message } => vec![message.clone()],
    }
}

/// What failed, on standard error, where nothing else is said.
fn brief(report: &LabReport) {
    if !matches!(report.end, End::Finished | End::Time | End::Interrupted) {
        ends(report).iter().for_each(|text| note!("lab: {text}"));
    }
    for broken in report.violations.iter().take(1) {
        note!("rule: {}: {}: {}", broken.device, broken.violation.clause, broken.violation.message);
    }
}
