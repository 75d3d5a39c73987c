// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright replay`: runs again what a failed run has left.

use wirewright_testbench::cosim::failure;

use crate::Outcome;
use crate::args::Replay;
use crate::failure::Failure;
use crate::{cosim, revision};

/// Replays the failure in the folder: exit code 1 when it is still there, 0 when it is gone.
pub fn run(args: &Replay) -> Result<Outcome, Failure> {
    let replay = failure::read(&args.folder).map_err(Failure::input)?;
    let now = revision::current();
    if now != replay.revision {
        tracing::warn!("seen at revision `{}`; this is `{now}`", replay.revision);
    }
    let begun = std::time::Instant::now();
    let report = failure::play(&replay.job, &replay.frames, None)?;
    print!("{}", cosim::summary(&report, begun.elapsed()));
    Ok(if report.passed { Outcome::Held } else { Outcome::Failed })
}
