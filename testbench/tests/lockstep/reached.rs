// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the default stimuli reach in the committed Verilog: every line, branch and toggle of every module, in one of
//! the blocks it is part of, but for the reviewed list in `unreached.txt`. What lockstep never reaches, it has not
//! compared.

use std::collections::{BTreeMap, BTreeSet};

use wirewright_bridge::{BridgeError, Coverage, Point, PointKind};
use wirewright_testbench::coverage::coverage;
use wirewright_testbench::registry::{self, Registered, Visitor};
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
    for name in registry::NAMES {
        match registry::with(name, Cover).expect("the name is from the list") {
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
    let stale: Vec<_> = reviewed.iter().filter(|entry| !unreached.iter().any(|place| entry.covers(place))).collect();
    assert!(stale.is_empty(), "on the reviewed list, but reached (or gone):\n{stale:#?}");
}

/// A point of a module, whichever instance it is in: `<file> <signal>[<bit>]` or `<file> <line>:<column> <branch>`.
fn place(point: &Point) -> String {
    let Point { file, line, column, kind, comment, .. } = point;
    match kind {
        // Without the direction.
        PointKind::Toggle => format!("{file} {}", comment.split(':').next().unwrap_or(comment)),
        _ => format!("{file} {line}:{column} {comment}"),
    }
}

/// A line of the reviewed list: `<place> -- <reason>`; a place ends with `*` for whatever follows, or with `[n+]` for
/// bit n and those above.
#[derive(Debug)]
struct Reviewed {
    place: &'static str,
}

impl Reviewed {
    fn parse(line: &'static str) -> Option<Reviewed> {
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (place, reason) = line.split_once(" -- ").unwrap_or_else(|| panic!("no ` -- <reason>` in `{line}`"));
        assert!(!reason.trim().is_empty(), "no reason in `{line}`");
        Some(Reviewed { place: place.trim() })
    }

    fn covers(&self, place: &str) -> bool {
        if let Some(start) = self.place.strip_suffix('*') {
            return place.starts_with(start);
        }
        let Some((name, from)) = self.place.strip_suffix("+]").and_then(|entry| entry.rsplit_once('[')) else {
            return place == self.place;
        };
        let bit =
            place.strip_prefix(name).and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']')?.parse::<u32>().ok());
        bit.is_some_and(|bit| from.parse::<u32>().is_ok_and(|from| bit >= from))
    }
}
