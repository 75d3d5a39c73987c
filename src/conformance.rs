// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright conformance`: the cases of the clause catalogue, on any rung.

use std::sync::atomic::Ordering;

use wirewright_testbench::bridge::Options;
use wirewright_testbench::conformance::report::{JudgedRung, Report, replay};
use wirewright_testbench::conformance::{self as suite, Case, Ladder, Outcome as Judged, Rung};

use crate::args::{self, Common, Conformance};
use crate::failure::Failure;
use crate::{Outcome, interrupt, output};

/// Runs the cases, writes the reports, says what did not hold.
pub fn run(args: &Conformance, common: &Common) -> Result<Outcome, Failure> {
    let cases = suite::matching(&args.filter);
    if cases.is_empty() {
        return Err(Failure::message(format!("no case matches `{}`; `--list` shows them all", args.filter)));
    }
    if args.list {
        list(&cases);
        return Ok(Outcome::Held);
    }
    let rungs: Vec<Rung> = args.rung.iter().map(|&rung| of(rung)).collect();
    let flag = interrupt::flag();
    let report = Report::run(&cases, &rungs, &Ladder::new(Options::default()), |case, judged| {
        show(case, judged, common);
        !flag.load(Ordering::Relaxed)
    });
    write(args, &report)?;
    let whole = report.tally(None);
    let to_stdout = [&args.json, &args.html, &args.junit].into_iter().flatten().any(|path| path.as_os_str() == "-");
    if !common.quiet && !to_stdout {
        for &rung in &rungs {
            let tally = report.tally(Some(rung));
            println!(
                "{:<10} {} passed, {} failed, {} not applicable, {} without design, {} without tool, {} comparisons",
                rung.name(),
                tally.passed,
                tally.failed,
                tally.not_applicable,
                tally.unavailable,
                tally.tool_missing,
                tally.comparisons
            );
        }
    }
    if flag.load(Ordering::Relaxed) {
        return Ok(Outcome::Interrupted);
    }
    if whole.failed + whole.unavailable > 0 {
        return Ok(Outcome::Failed);
    }
    if whole.tool_missing > 0 {
        return Err(Failure::Tool(missing_tool(&report)));
    }
    if whole.comparisons == 0 {
        return Err(Failure::message("nothing was compared: none of these cases applies to these rungs"));
    }
    Ok(Outcome::Held)
}

fn of(rung: args::Rung) -> Rung {
    match rung {
        args::Rung::Reference => Rung::Reference,
        args::Rung::Model => Rung::Model,
        args::Rung::Rtl => Rung::Rtl,
        args::Rung::Netlist => Rung::Netlist,
    }
}

fn list(cases: &[&'static Case]) {
    for case in cases {
        println!("{:<40} {:<36} {}", case.name, case.clause, case.criterion);
    }
}

fn show(case: &Case, judged: &JudgedRung, common: &Common) {
    let (rung, name) = (judged.rung.name(), case.name);
    match &judged.outcome {
        Judged::Failed { device, message, expected, got, clause } => {
            println!("failed     {name} on {rung}, {device}: {message}");
            println!("           clause   {clause}: {}", case.criterion);
            println!("           expected {expected}");
            println!("           got      {got}");
            println!("           replay   {}", replay(case, judged.rung));
        }
        Judged::Unavailable { why } if !common.quiet => println!("no device  {name} on {rung}: {why}"),
        Judged::Passed { comparisons, .. } if common.verbose > 0 => {
            println!("passed     {name} on {rung}, {comparisons} comparisons");
        }
        Judged::NotApplicable { why } if common.verbose > 0 => println!("not asked  {name} on {rung}: {why}"),
        _ => {}
    }
}

fn write(args: &Conformance, report: &Report) -> Result<(), Failure> {
    if let Some(path) = &args.html {
        output::write(path, &report.html())?;
    }
    if let Some(path) = &args.json {
        output::write(path, &report.json())?;
    }
    if let Some(path) = &args.junit {
        output::write(path, &report.junit().map_err(Failure::input)?)?;
    }
    Ok(())
}

fn missing_tool(report: &Report) -> String {
    let results = report.rows.iter().flat_map(|row| &row.results);
    let mut why = results.filter_map(|judged| match &judged.outcome {
        Judged::Unavailable { why } => Some(why.to_string()),
        _ => None,
    });
    why.next().unwrap_or_default()
}
