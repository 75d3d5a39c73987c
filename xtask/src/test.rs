// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask test`: the tools, then every check there is, cheap ones first. All stages run even when one
//! fails; the last line is `N passed, N failed, N skipped`.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};

use crate::house::House;
use crate::judges;
use crate::progress::{Progress, clock};
use crate::run::{is_cargo_progress, logged, show};
use crate::tally::{Line, Tally};
use crate::tidy;
use crate::tools::{self, ToolsError, Wanted};

/// Flags of the test build. The dev profile is optimised (see the root `Cargo.toml`): simulations run fast
/// enough, and nothing is built a second time.
const PROFILE: [&str; 0] = [];

/// What a test says it was skipped for want of; docs/working-on-it.md tells what each is for.
const WANTS: [&str; 7] = ["tools", "nextpnr", "solver", "cocotb", "tshark", "root", "tap"];

/// Why the tests did not pass.
#[derive(Debug, thiserror::Error)]
pub enum TestError {
    /// The tools could not be set up.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// Something is required that no test asks for.
    #[error("WIREWRIGHT_REQUIRE: no test is skipped for want of `{word}`, but of {}", WANTS.join(", "))]
    Require {
        /// The word.
        word: String,
    },
    /// Some check did not hold; each was told where it happened.
    #[error("not every check held")]
    Failed,
    /// A child could not be run or a log not be written.
    #[error("{step}: {source}")]
    Run {
        /// What was to be run.
        step: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

/// Runs everything; `Ok` means all held.
pub fn run(house: &House) -> Result<(), TestError> {
    let asked = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
    let asked = words(&asked)?;
    let mut progress = Progress::new(house);
    let tools = tools::set_up(house, Wanted::All)?;
    let judges = judges::set_up(house).inspect_err(|error| eprintln!("judges: {error}")).ok();
    let required = required(&asked, tools.has_nextpnr(), tools.has_solver());
    let mut tally = Tally::new(&required);

    tidy_stage(house, &mut progress, &mut tally);
    let formatting = &mut house.cargo("fmt");
    stage(
        house,
        &mut progress,
        &mut tally,
        ("fmt", "is the source formatted?", 2),
        formatting.args(["--all", "--check"]),
    )?;
    let lints = &mut house.cargo("clippy");
    lints.args(["--workspace", "--all-targets", "--locked", "--keep-going", "--", "-D", "warnings"]);
    stage(house, &mut progress, &mut tally, ("clippy", "lint every target", 150), lints)?;
    tests(house, &mut progress, &mut tally, &required, |command| {
        tools.lend(command);
        if let Some(judges) = &judges {
            judges.lend(command);
        }
    })?;
    let docs = &mut house.cargo("doc");
    docs.args(["--workspace", "--no-deps", "--locked", "--keep-going"]).env("RUSTDOCFLAGS", "-D warnings");
    stage(house, &mut progress, &mut tally, ("doc", "build the documentation", 60), docs)?;

    for line in tally.skipped() {
        println!("{line}");
    }
    println!("all of it took {}", clock(progress.elapsed()));
    println!("{}", tally.closing());
    if tally.failed == 0 { Ok(()) } else { Err(TestError::Failed) }
}

/// What must not be skipped: what the user requires, and always the tools, which were just set up. Only a venv of the
/// user's own may be without nextpnr or the solver.
fn required(asked: &[&str], has_nextpnr: bool, has_solver: bool) -> String {
    let tools = [(true, "tools"), (has_nextpnr, "nextpnr"), (has_solver, "solver")];
    let tools = tools.into_iter().filter_map(|(there, tool)| there.then_some(tool));
    tools.chain(asked.iter().copied()).collect::<Vec<_>>().join(",")
}

/// The words of a list; one that is misspelt would require nothing.
fn words(list: &str) -> Result<Vec<&str>, TestError> {
    let words: Vec<&str> = list.split([',', ' ']).filter(|word| !word.is_empty()).collect();
    match words.iter().find(|word| !WANTS.contains(word)) {
        Some(word) => Err(TestError::Require { word: (*word).to_owned() }),
        None => Ok(words),
    }
}

fn tidy_stage(house: &House, progress: &mut Progress, tally: &mut Tally) {
    let stage = progress.begin("tidy", "are the rules of the house kept?", 2);
    let report = tidy::check(house);
    let broken = report.iter().filter(|rule| !rule.violations.is_empty()).count();
    for rule in &report {
        tally.check(rule.violations.is_empty());
        for violation in &rule.violations {
            eprintln!("tidy: {}: {violation}", rule.name);
        }
    }
    match broken {
        0 => progress.end(stage, &format!("{} rules kept", report.len())),
        _ => stage.fail(&format!("{broken} of {} rules broken", report.len())),
    }
}

/// One stage that either holds or does not.
fn stage(
    house: &House,
    progress: &mut Progress,
    tally: &mut Tally,
    (name, what, cold_s): (&'static str, &str, u64),
    command: &mut Command,
) -> Result<(), TestError> {
    let stage = progress.begin(name, what, cold_s);
    let log = house.scratch().join(format!("{name}.log"));
    let status = logged(command, &log).map_err(|source| TestError::Run { step: name, source })?;
    tally.check(status.success());
    if status.success() {
        progress.end(stage, "held");
    } else {
        stage.fail("see below");
        show(&log);
    }
    Ok(())
}

/// Unit, property, lockstep, conformance and lint tests: all that `cargo test` finds.
fn tests(
    house: &House,
    progress: &mut Progress,
    tally: &mut Tally,
    required: &str,
    lend: impl FnOnce(&mut Command),
) -> Result<(), TestError> {
    let stage = progress.begin("tests", "build and run unit, property, lockstep, conformance and lint tests", 900);
    let failed_before = tally.failed;
    let mut command = house.cargo("test");
    command.args(["--workspace", "--no-fail-fast", "--locked"]).args(PROFILE).args(["--", "--show-output"]);
    lend(&mut command);
    command.env("WIREWRIGHT_REQUIRE", required);
    let status = follow(house, &mut command, tally).map_err(|source| TestError::Run { step: "cargo test", source })?;
    let failed = tally.failed - failed_before;
    if failed == 0 && !status.success() {
        // A build error, or a test binary that ended without its result line.
        tally.check(false);
        stage.fail(&format!("cargo test ended with {status}"));
    } else if failed > 0 {
        stage.fail(&format!("{failed} failed"));
    } else {
        progress.end(stage, &format!("{} passed so far, {} skipped", tally.passed(), tally.skips.len()));
    }
    Ok(())
}

/// Runs `cargo test`: all its output to the log, one line for each binary and every failure to the user.
fn follow(house: &House, command: &mut Command, tally: &mut Tally) -> io::Result<ExitStatus> {
    fs::create_dir_all(house.scratch())?;
    let mut log = File::create(house.scratch().join("tests.log"))?;
    let (reader, writer) = io::pipe()?;
    let mut child = command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer).spawn()?;
    // The command holds our ends of the pipe; with them open the reader would never see its end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    // Of the build only what is said when it fails: warnings are clippy's, told before.
    let (mut running, mut build) = (false, Vec::new());
    for line in BufReader::new(reader).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        writeln!(log, "{line}")?;
        running |= line.trim_start().starts_with("Running ");
        match tally.line(&line) {
            Line::Ended(result) => println!("{:<10} {result}", ""),
            Line::Failure => eprintln!("{line}"),
            Line::Detail if !running && !is_cargo_progress(&line) => build.push(line),
            Line::Detail => {}
        }
    }
    if !running {
        build.iter().for_each(|line| eprintln!("{line}"));
    }
    child.wait()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{WANTS, required, words};

    #[test]
    fn the_tools_are_always_required() {
        assert_eq!(required(&[], false, false), "tools");
        assert_eq!(required(&[], true, false), "tools,nextpnr");
        assert_eq!(required(&["tshark", "root"], true, true), "tools,nextpnr,solver,tshark,root");
    }

    #[test]
    fn only_what_tests_ask_for_can_be_required() {
        assert_eq!(words("tshark, root").unwrap(), ["tshark", "root"]);
        assert_eq!(words("").unwrap(), [""; 0]);
        let error = words("tools,tshrak").unwrap_err().to_string();
        assert!(error.contains("`tshrak`") && error.contains("tshark"), "{error}");
    }

    #[test]
    fn the_documents_list_what_tests_ask_for() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/working-on-it.md");
        let text = std::fs::read_to_string(path).unwrap();
        let head = "| word | what it is for | what installs it |\n|---|---|---|\n";
        let (_, table) = text.split_once(head).expect("the table of words");
        let rows = table.lines().take_while(|line| line.starts_with("| `"));
        let listed: Vec<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
        assert_eq!(listed, WANTS);
    }
}
