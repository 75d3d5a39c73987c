// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the default stimuli reach in the committed Verilog: every line, branch and toggle of every module, in one of
//! the blocks it is part of, but for the reviewed list in `unreached.txt`. What lockstep never reaches, it has not
//! compared.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::thread;

use wirewright_bridge::{BridgeError, Coverage, Point, PointKind};
use wirewright_testbench::coverage::coverage;
use wirewright_testbench::parallel;
use wirewright_testbench::registry::{self, Registered, UnknownBlock, Visitor};
use wirewright_testbench::rungs::RunError;

use crate::bench::skip;

/// The reviewed list.
const REVIEWED: &str = include_str!("unreached.txt");

struct Cover;

impl Visitor for Cover {
    type Output = Result<Coverage, RunError>;

    fn visit<R: Registered>(self) -> Self::Output {
        // Sixteen collisions in a row take their time, and the clocks of MII are slow against the stream's.
        let events = match R::NAME {
            "mac_tx_mii" | "mac_gmii_jumbo" | "mac_trispeed" => 1_000_000,
            // An index of 16 bits goes round.
            "ring_fetch" | "completion_ring" | "tx_engine" | "rx_engine" | "rx_buffer" => 600_000,
            "mac_rx_trispeed" | "mac_gmii" | "mac_gmii_plain" => 600_000,
            "mac_trispeed_jumbo" => 2_000_000,
            // And a count of 2^32 octets takes that, too.
            "mac_counters" | "mac_mii" => 3_000_000,
            _ => 200_000,
        };
        coverage::<R>(&[1, 2, 3], events)
    }
}

#[test]
fn every_line_branch_and_toggle_is_reached_or_on_the_reviewed_list() {
    let mut reached = BTreeMap::<String, u64>::new();
    for (name, covered) in cover_all() {
        match covered {
            Ok(coverage) => {
                for (point, count) in coverage.points() {
                    *reached.entry(place(point)).or_default() += count;
                }
            }
            Err(RunError::Bridge(BridgeError::ToolMissing(missing))) => return skip(&missing),
            Err(error) => panic!("{name}: {error}"),
        }
    }
    let unreached: BTreeSet<&str> =
        reached.iter().filter(|(_, count)| **count == 0).map(|(place, _)| &**place).collect();
    let reviewed: Vec<Reviewed> = REVIEWED.lines().filter_map(Reviewed::parse).collect();
    let missed: Vec<_> = unreached.iter().filter(|place| !reviewed.iter().any(|entry| entry.covers(place))).collect();
    assert!(missed.is_empty(), "not reached, and not on the reviewed list:\n{missed:#?}");
    let stale: Vec<_> = reviewed.iter().filter(|entry| !entry.is_needed(&unreached)).collect();
    assert!(stale.is_empty(), "on the reviewed list, but reached (or gone), perhaps in one direction:\n{stale:#?}");
}

/// What each block reaches. They share the processors: this is the longest test there is.
fn cover_all() -> Vec<(&'static str, Result<Coverage, RunError>)> {
    // Designs come last in the list and take longest: first here, so that nobody is left alone with one.
    let names: Vec<_> = registry::NAMES.iter().rev().copied().collect();
    let covered = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let never = AtomicBool::new(false);
    let result = parallel::for_each(threads, names.len(), &never, |index| {
        let coverage = registry::with(names[index], Cover)?;
        covered.lock().expect("no thread panics with the lock").push((names[index], coverage));
        Ok::<(), UnknownBlock>(())
    });
    result.expect("the names are from the list");
    covered.into_inner().expect("no thread panics with the lock")
}

/// A point of a module, whichever instance it is in: `<file> <signal>[<bit>]:0->1` or `:1->0`, each by itself, or
/// `<file> <line>:<column> <branch>`.
fn place(point: &Point) -> String {
    let Point { file, line, column, kind, comment, .. } = point;
    match kind {
        PointKind::Toggle => format!("{file} {comment}"),
        _ => format!("{file} {line}:{column} {comment}"),
    }
}

/// A line of the reviewed list: `<place> -- <reason>`; a signal may end with `[n+]` for bit n and those above, and with
/// `:0->1` or `:1->0` for one direction, else it is for both.
#[derive(Debug)]
struct Reviewed {
    signal: &'static str,
    /// The direction, where it is for one only.
    direction: Option<&'static str>,
}

/// Both directions of a toggle.
const DIRECTIONS: [&str; 2] = ["0->1", "1->0"];

impl Reviewed {
    fn parse(line: &'static str) -> Option<Reviewed> {
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (place, reason) = line.split_once(" -- ").unwrap_or_else(|| panic!("no ` -- <reason>` in `{line}`"));
        assert!(!reason.trim().is_empty(), "no reason in `{line}`");
        let (signal, direction) = directed(place.trim());
        Some(Reviewed { signal, direction })
    }

    fn covers(&self, place: &str) -> bool {
        let (signal, direction) = directed(place);
        if self.direction.is_some() && self.direction != direction {
            return false;
        }
        let Some((name, from)) = self.lowest() else { return signal == self.signal };
        let bit = signal.strip_prefix(name).and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
        bit.is_some_and(|bit: u32| bit >= from)
    }

    /// Name and lowest bit of an entry for many bits.
    fn lowest(&self) -> Option<(&'static str, u32)> {
        let (name, from) = self.signal.strip_suffix("+]")?.rsplit_once('[')?;
        Some((name, from.parse().ok()?))
    }

    /// Whether its place, of many bits the lowest, is not reached in any direction that it is for.
    fn is_needed(&self, unreached: &BTreeSet<&str>) -> bool {
        let signal = self.lowest().map_or(self.signal.to_owned(), |(name, bit)| format!("{name}[{bit}]"));
        let is_unreached = |direction: &str| unreached.contains(&*format!("{signal}:{direction}"));
        match self.direction {
            Some(direction) => is_unreached(direction),
            None => unreached.contains(&*signal) || DIRECTIONS.iter().all(|direction| is_unreached(direction)),
        }
    }
}

/// A place without its direction, and the direction of a toggle.
fn directed(place: &str) -> (&str, Option<&str>) {
    match place.rsplit_once(':') {
        Some((signal, direction)) if DIRECTIONS.contains(&direction) => (signal, Some(direction)),
        _ => (place, None),
    }
}

#[test]
fn an_entry_is_for_the_directions_it_names() {
    let both = Reviewed::parse("a.v x[3+] -- why").unwrap();
    let one = Reviewed::parse("a.v x[3+]:1->0 -- why").unwrap();
    for (place, by_both, by_one) in [
        ("a.v x[3]:1->0", true, true),
        ("a.v x[4]:0->1", true, false),
        ("a.v x[2]:1->0", false, false),
        ("a.v 12:3 if", false, false),
    ] {
        assert_eq!((both.covers(place), one.covers(place)), (by_both, by_one), "{place}");
    }
    let falls = BTreeSet::from(["a.v x[3]:1->0", "a.v x[4]:1->0", "a.v x[4]:0->1"]);
    assert!(one.is_needed(&falls) && !both.is_needed(&falls));
    let branch = Reviewed::parse("a.v 12:3 if -- why").unwrap();
    assert!(branch.is_needed(&BTreeSet::from(["a.v 12:3 if"])) && !branch.is_needed(&falls));
}
