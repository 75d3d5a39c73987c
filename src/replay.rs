// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright replay`: runs again what a failed run has left.

use std::fs;

use wirewright_testbench::bridge::{BridgeError, Options};
use wirewright_testbench::cosim::{VerilogRung as CosimRung, failure as frames};
use wirewright_testbench::failure::{self as pins, ReplayError};
use wirewright_testbench::rungs::RunError;

use crate::Outcome;
use crate::args::{Replay, VerilogRung};
use crate::failure::Failure;
use crate::output::{self, say};
use crate::{cosim, interrupt};

/// Replays the failure in the folder: exit code 1 when it is still there, 0 when it is gone.
pub fn run(args: &Replay) -> Result<Outcome, Failure> {
    let folder = &args.folder;
    let has = |file: &str| folder.join(file).exists();
    match fs::metadata(folder) {
        Err(error) => Err(Failure::message(format!("{}: cannot read: {error}", folder.display()))),
        Ok(_) if has(frames::REPLAY_FILE) => replay_frames(args),
        Ok(_) if has(pins::RECORD_FILE) => replay_pins(args),
        Ok(_) => {
            let (one, other) = (frames::REPLAY_FILE, pins::RECORD_FILE);
            let text =
                format!("{}: not what a failed run leaves: neither {one} nor {other} is in it", folder.display());
            Err(Failure::message(text))
        }
    }
}

/// A run of the main job in which the reference or a monitor disagreed.
fn replay_frames(args: &Replay) -> Result<Outcome, Failure> {
    let mut replay = frames::read(&args.folder).map_err(Failure::input)?;
    if let Some(rung) = args.rung {
        let rung = match rung {
            VerilogRung::Rtl => CosimRung::Rtl,
            VerilogRung::Netlist => CosimRung::Netlist,
        };
        let none = "--rung: only the model ran, and there is no Verilog to replay";
        replay.job.rungs = replay.job.rungs.with_verilog(rung).ok_or_else(|| Failure::message(none))?;
    }
    let now = pins::revision();
    if now != replay.revision {
        tracing::warn!("seen at revision {}; this is {now}", replay.revision);
    }
    let report = frames::replay(&replay, &args.folder, interrupt::flag())?;
    output::print(format_args!("{}", cosim::summary(&report)));
    Ok(match (report.interrupted, report.passed) {
        (true, _) => Outcome::Interrupted,
        (false, true) => Outcome::Held,
        (false, false) => Outcome::Failed,
    })
}

/// A difference between model and Verilog.
fn replay_pins(args: &Replay) -> Result<Outcome, Failure> {
    let netlist = args.rung == Some(VerilogRung::Netlist);
    let replayed = match pins::replay_on(&args.folder, netlist, &Options::default()) {
        Ok(replayed) => replayed,
        Err(ReplayError::Run(RunError::Bridge(BridgeError::ToolMissing(missing)))) => {
            return Err(Failure::Tool(missing.to_string()));
        }
        Err(error) => return Err(Failure::input(error)),
    };
    if let Some(now) = &replayed.other_revision {
        tracing::warn!("seen at revision {}; this is {now}", replayed.record.revision);
    }
    match &replayed.outcome {
        Ok(summary) => {
            say!("no difference in {} events of {}", summary.events, replayed.record.block);
            Ok(Outcome::Held)
        }
        Err(difference) => {
            let (place, values) = difference.lines();
            say!("difference  {place}\n            {values}");
            say!("clause      {}", replayed.record.clause);
            say!("            {}", if replayed.same() { "just as it was seen" } else { "not as it was seen" });
            Ok(Outcome::Failed)
        }
    }
}
