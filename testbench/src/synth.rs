// SPDX-License-Identifier: MIT OR Apache-2.0
//! Synthesis with the tools of this process: finds the programs and the cache folder for `wirewright_fpga`.

use std::process::Command;
use std::sync::atomic::AtomicBool;

use wirewright_bridge::{BridgeError, Tools, cache_folder};
use wirewright_fpga::flow::{self, Done, Job, Outcome, Took};
use wirewright_fpga::{Board, FlowError, Program, Programs};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// A tool is missing, or there is no place for a cache.
    #[error(transparent)]
    Bridge(#[from] BridgeError),
    /// The flow could not be run.
    #[error(transparent)]
    Flow(#[from] FlowError),
}

/// Synthesises `design` for `board` with seeds 1 to `seeds`, as many at a time as there are processors.
///
/// # Errors
/// When the design or a tool is missing, or a tool fails.
pub fn run(
    design: &str,
    board: &Board,
    seeds: u32,
    interrupted: &AtomicBool,
    tell: impl Fn(Done, Took) + Sync,
) -> Result<Outcome, SynthError> {
    // A wrong name is said before a tool is looked for.
    flow::find(design, board)?;
    let programs = programs(&Tools::of_process())?;
    let cache = cache_folder()?.join("synth");
    let parallel = std::thread::available_parallelism().map_or(1, usize::from);
    let job = Job { design, board, seeds, parallel, cache, programs: &programs, interrupted };
    Ok(flow::run(&job, tell)?)
}

/// The programs of the flow.
///
/// # Errors
/// When one is missing or does not run.
pub fn programs(tools: &Tools) -> Result<Programs, SynthError> {
    let missing = |error| SynthError::Bridge(BridgeError::ToolMissing(error));
    let program = |command: Command, version| Program::of(&command, version);
    Ok(Programs {
        yosys: program(tools.yosys().map_err(missing)?, "-V")?,
        nextpnr: program(tools.nextpnr().map_err(missing)?, "--version")?,
        ecppack: program(tools.ecppack().map_err(missing)?, "--version")?,
    })
}
