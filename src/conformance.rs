// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright conformance`: the cases of the clause catalogue, on any rung.

use std::sync::atomic::Ordering;

use wirewright_testbench::bridge::Options;
use wirewright_testbench::conformance::report::{JudgedRung, Report, Tally, replay};
use wirewright_testbench::conformance::{self as suite, Case, Ladder, NoDesign, Outcome as Judged, Rung};

use crate::args::{self, Common, Conformance};
use crate::failure::Failure;
use crate::output::{note, say};
use crate::progress::Progress;
use crate::{Outcome, interrupt, list, output};

/// Runs the cases, writes the reports, says what did not hold.
pub fn run(args: &Conformance, common: &Common) -> Result<Outcome, Failure> {
    output::vacant([&args.html, &args.json, &args.junit].into_iter().flatten())?;
    let cases = cases(args)?;
    if args.list {
        return list(args, &cases);
    }
    let to_stdout = [&args.json, &args.html, &args.junit].into_iter().flatten().filter(|path| path.as_os_str() == "-");
    let to_stdout = to_stdout.count() > 0;
    // A rung that is named twice is judged once.
    let mut rungs: Vec<Rung> = args.rung.iter().map(|&rung| of(rung)).collect();
    rungs.sort_unstable();
    rungs.dedup();
    let flag = interrupt::flag();
    let total = cases.len() * rungs.len();
    let (progress, mut done) = (Progress::new(common.quiet, Some(total as u64), "cases"), 0);
    let report = Report::run(&cases, &rungs, &Ladder::new(Options::default()), |case, judged| {
        let lines = lines(case, judged, common);
        if !lines.is_empty() {
            progress.aside(|| {
                // Standard output may be the report's.
                lines.iter().for_each(|line| if to_stdout { note!("{line}") } else { say!("{line}") });
            });
        }
        done += 1;
        progress.show(done, || format!("{} on {}", case.name, judged.rung.name()));
        !flag.load(Ordering::Relaxed)
    });
    progress.finish();
    let written = write(args, &report);
    let whole = report.tally(None);
    if !common.quiet && !to_stdout {
        output::print(format_args!("{}", table(&report, &rungs)));
    }
    let interrupted = flag.load(Ordering::Relaxed);
    let outcome = match whole.failed + whole.unavailable {
        _ if interrupted => Outcome::Interrupted,
        0 => Outcome::Held,
        _ => Outcome::Failed,
    };
    let outcome = output::with_results(outcome, written)?;
    if outcome != Outcome::Held {
        return Ok(outcome);
    }
    if whole.tool_missing > 0 {
        return Err(Failure::Tool(missing_tool(&report)));
    }
    if whole.comparisons == 0 {
        return Err(Failure::message("nothing was compared: none of these cases applies to these rungs"));
    }
    Ok(Outcome::Held)
}

fn cases(args: &Conformance) -> Result<Vec<&'static Case>, Failure> {
    let (cases, asked) = match &args.case {
        Some(name) => (suite::named(name).into_iter().collect(), format!("is called `{name}`")),
        None => (suite::matching(&args.filter), format!("matches `{}`", args.filter)),
    };
    if cases.is_empty() {
        return Err(Failure::message(format!("no case {asked}; `--list` shows them all")));
    }
    Ok(cases)
}

/// One line a rung.
fn table(report: &Report, rungs: &[Rung]) -> String {
    let line = |rung: &str, cells: [String; 6]| {
        let [held, failed, not_asked, no_design, no_tool, comparisons] = cells;
        format!("{rung:<10} {held:>6} {failed:>7} {not_asked:>15} {no_design:>10} {no_tool:>8} {comparisons:>13}\n")
    };
    let head = ["held", "failed", "not applicable", "no design", "no tool", "comparisons"];
    let mut text = line("rung", head.map(str::to_owned));
    for &rung in rungs {
        let Tally { passed, failed, not_applicable, unavailable, tool_missing, comparisons } = report.tally(Some(rung));
        let cells = [passed, failed, not_applicable, unavailable, tool_missing, comparisons];
        text += &line(rung.name(), cells.map(|cell| cell.to_string()));
    }
    text
}

fn of(rung: args::Rung) -> Rung {
    match rung {
        args::Rung::Reference => Rung::Reference,
        args::Rung::Model => Rung::Model,
        args::Rung::Rtl => Rung::Rtl,
        args::Rung::Netlist => Rung::Netlist,
    }
}

fn list(args: &Conformance, cases: &[&'static Case]) -> Result<Outcome, Failure> {
    if let Some(path) = &args.json {
        list::write(path, cases.iter().map(list::case).collect())?;
        return Ok(Outcome::Held);
    }
    for case in cases {
        say!("{:<40} {:<36} {}", case.name, case.clause, case.criterion);
    }
    Ok(Outcome::Held)
}

/// What is said of a case on a rung.
fn lines(case: &Case, judged: &JudgedRung, common: &Common) -> Vec<String> {
    let (rung, name) = (judged.rung.name(), case.name);
    match &judged.outcome {
        Judged::Failed { device, message, expected, got, clause } => vec![
            format!("failed     {name} on {rung}, {device}: {message}"),
            format!("           clause   {clause}: {}", case.criterion),
            format!("           expected {expected}"),
            format!("           got      {got}"),
            format!("           replay   {}", replay(case, judged.rung)),
        ],
        // Without the tool no case can be judged on this rung: that is said once, at the end.
        Judged::Unavailable { why } if !common.quiet && !matches!(why, NoDesign::ToolMissing(_)) => {
            vec![format!("no device  {name} on {rung}: {why}")]
        }
        Judged::Passed { comparisons, .. } if common.verbose > 0 => {
            vec![format!("passed     {name} on {rung}, {comparisons} comparisons")]
        }
        Judged::NotApplicable { why } if common.verbose > 0 => vec![format!("not asked  {name} on {rung}: {why}")],
        _ => Vec::new(),
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
        Judged::Unavailable { why: NoDesign::ToolMissing(missing) } => Some(missing.to_string()),
        _ => None,
    });
    why.next().unwrap_or_default()
}
