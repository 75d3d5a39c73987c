// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright cosim`: the main job.

use std::fs;
use std::path::Path;

use wirewright_testbench::capture::Skipped;
use wirewright_testbench::cosim::failure::{self, Failed, Kept, KeptFrames};
use wirewright_testbench::cosim::{
    CosimJob, CosimOptions, CosimReport, DESIGNS, Extras, FaultCounts, JobError, TimedRungs, VerilogRung,
};
use wirewright_testbench::coverage::Reached;
use wirewright_testbench::failure::{self as testbench_failure, quoted};
use wirewright_testbench::metastable::inject;
use wirewright_testbench::registry::{self, Registered, Visitor};

use crate::Outcome;
use crate::args::{Common, Cosim, Rung};
use crate::failure::Failure;
use crate::input::{Input, Spool};
use crate::output::{Made, note, say};
use crate::progress::{Progress, Speed};
use crate::{interrupt, output};

/// Frames of a failure that are printed.
const SHOWN_FRAMES: usize = 24;
/// The counters of frames that a receiver drops, each frame in one of them.
const DROPPED: [&str; 9] = [
    "aFrameCheckSequenceErrors",
    "aAlignmentErrors",
    "aInRangeLengthErrors",
    "aFrameTooLongErrors",
    "etherStatsUndersizePkts",
    "etherStatsFragments",
    "aPAUSEMACCtrlFramesReceived",
    "aUnsupportedOpcodesReceived",
    "aFramesLostDueToIntMACRcvError",
];

/// Runs the job, keeps its results, says what it has shown.
pub fn run(args: &Cosim, common: &Common) -> Result<Outcome, Failure> {
    if !DESIGNS.contains(&args.design.as_str()) {
        return Err(Failure::from(JobError::UnknownDesign { design: args.design.clone() }));
    }
    let interrupted = interrupt::flag();
    let job = job(args)?;
    // Made first, and so gone last: what is empty at the end, all files being removed, goes away.
    let mut made = Made::default();
    let out = output::folder(args.out.as_deref(), "cosim", &mut made)?;
    if let Some(folder) = &args.capture {
        made.make(folder)?;
    }
    output::vacant([&out.join("report.json")].into_iter().chain(&args.json))?;
    let input = Input::open(args, &job, &out)?;
    let waves = args.waves.then_some(&*out);
    let extras = Extras { waves, coverage: args.coverage.then_some(&*out), ..Extras::default() };
    // A capture does not say how many frames are in it.
    let (total, unit) = match (args.edges, &args.read) {
        (Some(edges), _) => (Some(edges), "edges"),
        (None, None) => (Some(args.traffic.count), "frames"),
        (None, Some(_)) => (None, "frames"),
    };
    let (progress, mut speed) = (Progress::new(common.quiet, total, unit), Speed::default());
    let result = job.run(input.source, extras, interrupted, |now| {
        let done = if args.edges.is_some() { now.edges } else { now.frames };
        speed.begin(now.edges);
        progress.show(done, || speed.after(now.edges));
    });
    progress.finish();
    let result = match result {
        Err(JobError::Unwritten { report, error }) => {
            Failure::from(error).print();
            Ok(*report)
        }
        result => result,
    };
    if let Some(failure) = input.spool.as_ref().and_then(Spool::failure) {
        return Err(failure);
    }
    let report = CosimReport { origin: Some(input.shown), ..result? };
    let written = write(args, &report, &out);
    warn_of_skipped(&report);
    let quiet = common.quiet || args.json.as_deref() == Some(Path::new("-"));
    if !quiet {
        output::print(format_args!("{}", summary(&report)));
        if written.is_ok() {
            say!("report      {}", out.join("report.json").display());
        }
    }
    let outcome = match (report.interrupted, report.passed) {
        (true, _) => Outcome::Interrupted,
        (false, true) => Outcome::Held,
        (false, false) => Outcome::Failed,
    };
    let outcome = output::with_results(outcome, written)?;
    if outcome != Outcome::Failed {
        return Ok(outcome);
    }
    let failed = Failed { job: &job, origin: &input.origin, report: &report };
    let revision = testbench_failure::revision();
    let kept = failure::keep(failed, args.fail_fast, &out.join("failure"), &revision, interrupted);
    if quiet {
        brief(&report, kept.as_ref().ok());
    } else if let Ok(kept) = &kept {
        tell(&job, args.fail_fast, kept);
    }
    let outcome = if interrupt::is_set() { Outcome::Interrupted } else { Outcome::Failed };
    output::with_results(outcome, kept.map(drop).map_err(Failure::from))
}

/// Writes `report.json`, and the same where it was asked for.
fn write(args: &Cosim, report: &CosimReport, out: &Path) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(report).map_err(Failure::input)? + "\n";
    output::write(&out.join("report.json"), &json)?;
    args.json.as_deref().map_or(Ok(()), |path| output::write(path, &json))
}

/// A capture that was not sent as it is must not be taken for one that was.
fn warn_of_skipped(report: &CosimReport) {
    let Skipped { too_long, cut } = report.skipped;
    if too_long + cut > 0 {
        tracing::warn!("{too_long} records longer than the design takes and {cut} cut short were skipped");
    }
}

fn job(args: &Cosim) -> Result<CosimJob, Failure> {
    let has = |rung| args.rung.contains(&rung);
    let verilog_rung = match (has(Rung::Rtl), has(Rung::Netlist)) {
        (true, true) => {
            return Err(Failure::message("--rung takes rtl or netlist: each is compared with the model"));
        }
        (true, false) => Some(VerilogRung::Rtl),
        (false, true) => Some(VerilogRung::Netlist),
        (false, false) => None,
    };
    let rungs = match (has(Rung::Model), verilog_rung) {
        (true, Some(rung)) => TimedRungs::Both(rung),
        (true, None) => TimedRungs::Model,
        (false, Some(rung)) => TimedRungs::Verilog(rung),
        (false, None) => {
            let text = "--rung needs model, rtl or netlist: the reference judges what a timed rung does";
            return Err(Failure::message(text));
        }
    };
    if (args.waves || args.coverage) && rungs.verilog().is_none() {
        return Err(Failure::message("--waves and --coverage are of the Verilog: they need --rung rtl"));
    }
    if args.verilog.is_some() && rungs.verilog().is_none() {
        return Err(Failure::message("--verilog is not run by the golden model: it needs --rung rtl or netlist"));
    }
    let verilog = args.verilog.as_deref().map(read_verilog).transpose()?;
    let (rungs, verilog) = if args.metastable { metastable(args, rungs, verilog)? } else { (rungs, verilog) };
    let (seed, edges, wire) = (args.seed, args.edges, args.faults.wire);
    let options = CosimOptions { seed, edges, wire, capture: args.capture.clone(), ..CosimOptions::default() };
    Ok(CosimJob { design: args.design.clone(), rungs, verilog, options })
}

/// The Verilog with synchronisers that take old or new values by chance. It equals no model, so the reference judges
/// it alone.
fn metastable(
    args: &Cosim,
    rungs: TimedRungs,
    verilog: Option<String>,
) -> Result<(TimedRungs, Option<String>), Failure> {
    if rungs.verilog() != Some(VerilogRung::Rtl) {
        return Err(Failure::message("--metastable is of the Verilog: --rung needs rtl"));
    }
    let verilog = match verilog {
        Some(verilog) => verilog,
        None => registry::verilog(&args.design).map_err(Failure::input)?.to_owned(),
    };
    let injected = inject(&verilog).ok_or_else(|| Failure::message("the Verilog has no module `sync_bit`"))?;
    Ok((TimedRungs::Verilog(VerilogRung::Rtl), Some(injected)))
}

fn read_verilog(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::message(format!("{}: cannot read: {error}", path.display())))
}

/// The report in words.
pub fn summary(report: &CosimReport) -> String {
    let mut text = String::new();
    let mut line = |head: &str, rest: String| text.push_str(&format!("{head:<11} {rest}\n"));
    let duplex = if report.wire.half_duplex { "half duplex, " } else { "" };
    line("design", format!("{}, a and b, {duplex}seed {}", report.design, report.seed));
    let milliseconds = report.time_ps as f64 / 1e9;
    line(
        "frames",
        format!("{} out, {} back, simulated time {milliseconds:.3} ms", report.frames_in, report.frames_back),
    );
    if let Some(why) = missing(report) {
        line("", why);
    }
    for rung in &report.rungs {
        let edges = rung.edges.map_or("untimed".into(), |edges| format!("{edges} edges"));
        line(&rung.rung, format!("{} frames, {edges}, {} comparisons", rung.frames, rung.comparisons));
    }
    for mac in &report.macs {
        let faults = mac.faults;
        if faults.flipped + faults.cut + faults.errors > 0 {
            let FaultCounts { flipped, cut, errors } = faults;
            line(
                "wire",
                format!("from {}: {flipped} frames with a flipped bit, {cut} cut, {errors} with errors", mac.mac),
            );
        }
    }
    let skipped = report.skipped;
    if skipped.total() > 0 {
        line(
            "skipped",
            format!("{} records longer than the design takes, {} cut short", skipped.too_long, skipped.cut),
        );
    }
    counters(report, &mut line);
    if let Some(Reached { line: lines, toggle, .. }) = &report.coverage {
        line("coverage", format!("lines {lines}, toggles {toggle}"));
    }
    line("monitors", format!("{} samples, {} rules broken", report.monitor_edges, report.violations.len()));
    for violation in &report.violations {
        line("rule", format!("{} at {} ps: {}", violation.clause, violation.time_ps, violation.message));
    }
    for disagreement in &report.disagreements {
        line("reference", disagreement.clone());
    }
    if let Some(found) = &report.difference {
        let (place, values) = found.lines();
        line("difference", place);
        line("", values);
    }
    let differences = report.difference_count();
    let seconds = report.run_time.as_secs_f64();
    let rate = report.rungs.iter().filter_map(|rung| rung.edges).max().unwrap_or(0) as f64 / seconds / 1e6;
    let plural = if differences == 1 { "" } else { "s" };
    line("result", format!("{differences} difference{plural}, {seconds:.2} s, {rate:.2} million edges/s"));
    text
}

/// Why fewer frames came back than went out, where receivers have dropped some, as the standard asks.
fn missing(report: &CosimReport) -> Option<String> {
    let missing = report.frames_in.checked_sub(report.frames_back).filter(|&missing| missing > 0)?;
    let counters = report.macs.iter().flat_map(|mac| &mac.counters).filter(|counter| counter.value > 0);
    let dropped: u64 = counters.filter(|counter| DROPPED.contains(&counter.name)).map(|counter| counter.value).sum();
    (dropped > 0).then(|| format!("{missing} not back: receivers dropped {dropped} for a reason counted below"))
}

/// The counters that are not zero, of both MACs beside each other.
fn counters(report: &CosimReport, line: &mut impl FnMut(&str, String)) {
    let [a, b] = &report.macs[..] else { return };
    let both: Vec<_> = a.counters.iter().zip(&b.counters).filter(|(a, b)| a.value + b.value != 0).collect();
    if !both.is_empty() {
        line("counter", format!("{:<34} {:>10} {:>10}", "", "a", "b"));
    }
    for (a, b) in both {
        line("", format!("{:<34} {:>10} {:>10}", a.name, a.value, b.value));
    }
}

/// What failed and how to see it again, on standard error, where nothing else is said.
fn brief(report: &CosimReport, kept: Option<&Kept>) {
    if let Some(found) = &report.difference {
        let (place, values) = found.lines();
        note!("difference: {place} {values}");
    }
    for text in report.disagreements.iter().take(1) {
        note!("reference: {text}");
    }
    for violation in report.violations.iter().take(1) {
        note!("rule: {} at {} ps: {}", violation.clause, violation.time_ps, violation.message);
    }
    if let Some(kept) = kept {
        note!("replay: wirewright replay {}", quoted(&kept.folder));
    }
}

/// What was kept of a failure, and how to see it again.
fn tell(job: &CosimJob, fast: bool, kept: &Kept) {
    let Kept { report, frames, folder, waves } = kept;
    match frames {
        KeptFrames::All(count) if fast => say!("\nkept        all {count} frames, not shrunk (--fail-fast)"),
        KeptFrames::All(count) if interrupt::is_set() => say!("\nkept        all {count} frames, not shrunk"),
        KeptFrames::All(count) => {
            say!("\nkept        all {count} frames: the last {} do not fail by themselves", report.recent_frames.len());
        }
        KeptFrames::Shrunk(frames) => {
            say!("\nshrunk to   {} frame{}", frames.len(), if frames.len() == 1 { "" } else { "s" });
            for frame in frames.iter().take(SHOWN_FRAMES) {
                let hex: String = frame.octets.iter().take(24).map(|octet| format!("{octet:02x}")).collect();
                let more = if frame.octets.len() > 24 { ".." } else { "" };
                let fault = frame.faults().map_or(String::new(), |faults| format!(", {faults}"));
                say!("            {} octets {hex}{more}{fault}", frame.octets.len());
            }
            if frames.len() > SHOWN_FRAMES {
                say!("            and {} more", frames.len() - SHOWN_FRAMES);
            }
        }
    }
    if let Some(found) = &report.difference {
        let (place, values) = found.lines();
        say!("difference  {place}\n            {values}");
        say!("clause      {}", clause(&job.design, &found.difference.port));
    }
    for disagreement in report.disagreements.iter().take(1) {
        say!("reference   {disagreement}");
    }
    for path in waves {
        say!("waves       {}", path.display());
    }
    say!("frames      {}", folder.join("frames.pcapng").display());
    say!("replay      wirewright replay {}", quoted(folder));
}

/// The clause behind a port of a design.
fn clause(design: &str, port: &str) -> &'static str {
    struct Clause<'a>(&'a str);
    impl Visitor for Clause<'_> {
        type Output = &'static str;

        fn visit<R: Registered>(self) -> &'static str {
            R::clause(self.0)
        }
    }
    registry::with(design, Clause(port)).unwrap_or("unknown")
}
