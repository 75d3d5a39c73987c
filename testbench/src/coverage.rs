// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a run reaches in the Verilog: lines, branches and toggles. What lockstep never reaches it has not compared.

use std::num::NonZeroU32;

use serde::Serialize;
use wirewright_bridge::{BridgeError, Coverage, Kind, Model, Options, Point, PointKind};

use crate::lockstep::play;
use crate::registry::Registered;
use crate::rungs::RunError;
use crate::stimulus::{Flavour, Player};

/// How much was reached, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// Lines and branches: each is counted in each instance.
    pub line: Share,
    /// Each bit of each signal, to 1 and to 0.
    pub toggle: Share,
    /// What was not reached: file, line, column, what, instance.
    pub unreached: Vec<String>,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Points that were reached.
    pub reached: u64,
    /// All points.
    pub total: u64,
}

impl Reached {
    /// The sum over these points.
    pub fn of(coverage: &Coverage) -> Reached {
        let mut sum = Reached::default();
        for (point, count) in coverage.points() {
            let share = if point.kind == PointKind::Toggle { &mut sum.toggle } else { &mut sum.line };
            share.total += 1;
            share.reached += u64::from(count > 0);
            if count == 0 {
                let Point { file, line, column, comment, hierarchy, .. } = point;
                sum.unreached.push(format!("{file}:{line}:{column} {comment} in {hierarchy}"));
            }
        }
        sum
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Rounded down: 100.0% is all.
        let permille = (self.reached * 1000).checked_div(self.total).unwrap_or(1000);
        write!(f, "{} of {} ({}.{}%)", self.reached, self.total, permille / 10, permille % 10)
    }
}

/// Runs the Verilog of `R` for `events` events in each seed and flavour and sums up what was reached.
///
/// # Errors
/// When a tool is missing or the coverage file cannot be written.
pub fn coverage<R: Registered>(seeds: &[u64], events: u64) -> Result<Coverage, RunError> {
    let model = Model::<R>::load(&R::source(), &Options::of(Kind::Coverage))?;
    let folder = tempfile::tempdir()
        .map_err(|error| BridgeError::File { path: std::env::temp_dir(), reason: error.to_string() })?;
    let mut sum = Coverage::default();
    for &seed in seeds {
        for flavour in [Flavour::Protocol, Flavour::Chaos] {
            let stimulus = R::stimulus(flavour, seed, events);
            let (mut player, mut clocks) = Player::<R::In, R::Out>::new(&stimulus, R::CLOCKS)?;
            let mut rtl = model.instance(NonZeroU32::MIN)?;
            play(&mut rtl, &mut clocks, &mut player, &mut (), events);
            sum.merge(&rtl.write_coverage(&folder.path().join("coverage.dat"))?);
        }
    }
    Ok(sum)
}
