// SPDX-License-Identifier: MIT OR Apache-2.0
//! Counts tests from what `cargo test` writes: passed, failed, and skipped with the reason.
//!
//! A test that cannot run here prints a line `skipped: <what is missing>: <why>` and returns. libtest counts
//! it as passed and, asked with `--show-output`, tells what it printed; here it counts as skipped, or as
//! failed where `WIREWRIGHT_REQUIRE` names what is missing.

use std::collections::BTreeSet;

/// The count so far, fed line by line.
#[derive(Debug, Default)]
pub struct Tally {
    required: Vec<String>,
    /// Tests and checks that the output calls passed, and how many of these had skipped themselves.
    called_passed: u64,
    called_passed_but_skipped: u64,
    /// Tests and checks that did not hold, and required ones that were skipped.
    pub failed: u64,
    /// Skipped tests: name and reason.
    pub skips: Vec<Skip>,
    binary: String,
    section: Section,
    test: Option<String>,
    skipped_here: BTreeSet<String>,
}

/// A test that did not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// Binary and, where known, test.
    pub test: String,
    /// Its own words.
    pub reason: String,
}

/// What a line of output is to the user.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Belongs to the log alone.
    Detail,
    /// Tells of a failure.
    Failure,
    /// A test binary has ended: what to say about it.
    Ended(String),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    #[default]
    Results,
    Successes,
    Failures,
}

impl Tally {
    /// An empty count; a skip whose reason holds one of the words in `required` counts as failed.
    pub fn new(required: &str) -> Tally {
        let required = required.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_string).collect();
        Tally { required, ..Tally::default() }
    }

    /// Counts one check that is no test of libtest's.
    pub fn check(&mut self, held: bool) {
        if held {
            self.called_passed += 1;
        } else {
            self.failed += 1;
        }
    }

    /// Takes the next line of output.
    pub fn line(&mut self, line: &str) -> Line {
        if let Some(binary) = binary_of(line) {
            self.binary = binary;
            self.section = Section::Results;
            self.test = None;
            self.skipped_here.clear();
            return Line::Detail;
        }
        if let Some(result) = line.strip_prefix("test result: ") {
            return self.result(result);
        }
        match line {
            "successes:" => self.section = Section::Successes,
            "failures:" => self.section = Section::Failures,
            _ => {}
        }
        if let Some(test) = line.strip_prefix("---- ").and_then(|rest| rest.split(" stdout ----").next()) {
            self.test = Some(test.trim_end_matches(" ----").to_string());
        }
        self.note_skip(line);
        if self.section == Section::Failures { Line::Failure } else { Line::Detail }
    }

    /// Tests and checks that ran and held. Complete between two binaries: skips are known before their result line.
    pub fn passed(&self) -> u64 {
        self.called_passed.saturating_sub(self.called_passed_but_skipped)
    }

    /// The closing line.
    pub fn closing(&self) -> String {
        format!("{} passed, {} failed, {} skipped", self.passed(), self.failed, self.skips.len())
    }

    /// The skipped tests, those of one reason together, in lines.
    pub fn skipped(&self) -> Vec<String> {
        let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
        for Skip { test, reason } in &self.skips {
            match reasons.iter_mut().find(|(known, _)| known == reason) {
                Some((_, tests)) => tests.push(test),
                None => reasons.push((reason, vec![test])),
            }
        }
        let mut lines = Vec::new();
        for (reason, tests) in reasons {
            lines.push(format!("skipped    {}: {reason}", tests.len()));
            lines.extend(tests.iter().map(|test| format!("             {test}")));
        }
        lines
    }

    fn note_skip(&mut self, line: &str) {
        if let Some((test, reason)) = ignored(line) {
            self.skip(test, reason.to_string());
            return;
        }
        let Some((before, reason)) = line.split_once("skipped: ") else { return };
        let named = before.strip_prefix("test ").and_then(|test| test.strip_suffix(" ... "));
        if self.section == Section::Failures || !(before.is_empty() || named.is_some()) {
            return;
        }
        // One test may say several times that it was skipped; it was passed once.
        let test = named.map(str::trim).map(str::to_string).or_else(|| self.test.clone());
        let first = test.as_ref().is_none_or(|test| self.skipped_here.insert(test.clone()));
        if first {
            self.called_passed_but_skipped += 1;
            self.skip(test.as_deref().unwrap_or("?"), reason.to_string());
        }
    }

    fn skip(&mut self, test: &str, reason: String) {
        let test = format!("{} {test}", self.binary);
        let mut words = reason.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
        if words.any(|word| self.required.iter().any(|required| required == word)) {
            self.failed += 1;
            eprintln!("required, but skipped: {test}: {reason}");
        } else {
            self.skips.push(Skip { test, reason });
        }
    }

    fn result(&mut self, result: &str) -> Line {
        let count = |what: &str| -> u64 {
            let words: Vec<&str> = result.split([' ', ';']).filter(|word| !word.is_empty()).collect();
            words.windows(2).find(|pair| pair[1] == what).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
        };
        let (passed, failed) = (count("passed"), count("failed"));
        self.called_passed += passed;
        self.failed += failed;
        self.section = Section::Results;
        self.test = None;
        if passed + failed == 0 {
            return Line::Detail;
        }
        let time = result.rsplit_once("finished in ").map_or("", |(_, time)| time);
        Line::Ended(format!("{}: {passed} passed, {failed} failed, {time}", self.binary))
    }
}

/// `Running unittests src/lib.rs (target/debug/deps/name-0123)` or `Doc-tests name`.
fn binary_of(line: &str) -> Option<String> {
    let line = line.trim_start();
    if let Some(library) = line.strip_prefix("Doc-tests ") {
        return Some(format!("{library} (docs)"));
    }
    let place = line.strip_prefix("Running ")?.rsplit_once('(')?.1.trim_end_matches(')');
    let file = place.rsplit('/').next()?;
    Some(file.rsplit_once('-').map_or(file, |(name, _hash)| name).to_string())
}

/// `test name ... ignored, reason` of libtest, `test name ... ignored (reason)` of libtest-mimic.
fn ignored(line: &str) -> Option<(&str, &str)> {
    let (test, outcome) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
    let in_brackets = outcome.strip_prefix(" (").and_then(|outcome| outcome.strip_suffix(')'));
    Some((test.trim(), in_brackets.or_else(|| outcome.strip_prefix(", ")).unwrap_or("ignored")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
   Compiling x v0.1.0
     Running unittests src/lib.rs (target/debug/deps/wirewright_x-0f3a)

running 4 tests
test a ... ok
test b ... ok
test c ... FAILED
test d ... ignored, slow here

successes:

---- b stdout ----
skipped: tap: no /dev/net/tun
skipped: tap: said twice

successes:
    a
    b

failures:

---- c stdout ----
thread 'c' panicked: skipped: not a skip

failures:
    c

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

   Doc-tests wirewright_x
running 1 test
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s
";

    fn count(required: &str) -> (Tally, Vec<Line>) {
        let mut tally = Tally::new(required);
        let lines = OUTPUT.lines().map(|line| tally.line(line)).collect();
        (tally, lines)
    }

    #[test]
    fn passed_failed_and_skipped_are_summed_over_all_binaries() {
        let (tally, lines) = count("");
        assert_eq!(tally.closing(), "2 passed, 1 failed, 2 skipped");
        assert_eq!(tally.skips[0], Skip { test: "wirewright_x d".into(), reason: "slow here".into() });
        assert_eq!(tally.skips[1], Skip { test: "wirewright_x b".into(), reason: "tap: no /dev/net/tun".into() });
        let ended: Vec<&Line> = lines.iter().filter(|line| matches!(line, Line::Ended(_))).collect();
        assert_eq!(ended.len(), 2);
        assert!(lines.contains(&Line::Failure));
    }

    #[test]
    fn skips_of_one_reason_are_listed_together_with_it() {
        let mut tally = Tally::new("");
        for line in [
            "     Running tests/conformance.rs (target/debug/deps/conformance-77)",
            "test a/reference ... ignored (it knows no time (as of now))",
            "test b/reference ... ignored",
            "test c/reference ... ignored (it knows no time (as of now))",
        ] {
            tally.line(line);
        }
        let indent = " ".repeat(13);
        let expected = [
            "skipped    2: it knows no time (as of now)".to_owned(),
            format!("{indent}conformance a/reference"),
            format!("{indent}conformance c/reference"),
            "skipped    1: ignored".to_owned(),
            format!("{indent}conformance b/reference"),
        ];
        assert_eq!(tally.skipped(), expected);
    }

    #[test]
    fn a_skip_of_something_required_is_a_failure() {
        let (tally, _) = count("tools,tap");
        assert_eq!(tally.closing(), "2 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn a_harness_that_does_not_capture_is_understood() {
        let mut tally = Tally::new("");
        for line in [
            "     Running tests/lockstep/main.rs (target/debug/deps/lockstep-77)",
            "test crc32  ... skipped: tools: no Verilator",
            "ok",
            "test mac_tx ... ok",
            "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ] {
            tally.line(line);
        }
        assert_eq!(tally.closing(), "1 passed, 0 failed, 1 skipped");
        assert_eq!(tally.skips[0].test, "lockstep crc32");
    }
}
