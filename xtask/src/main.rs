// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask`: arguments in, exit code out.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use wirewright_xtask::{demo, house::House, judges, record, soak, test, tidy, tools};

/// The commands of the project. `demo` shows what it does, `test` checks everything.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install the pinned tools, build, run the main job on a real capture, then plant a bug and show it found
    Demo,
    /// Install the pinned tools and pass every test: tidy, fmt, clippy, tests, docs
    Test,
    /// Longer runs: more seeds, more random cases, a 1 GiB capture in constant memory
    Soak(soak::Options),
    /// Check the rules of the house
    Tidy,
    /// Install Verilator, yosys and nextpnr-ecp5 into target/tools
    Tools,
    /// Install the link partners of third parties into target/judges
    Judges,
    /// Record examples/captures/web.pcapng anew between two network namespaces (Linux, root)
    Record,
}

fn main() -> ExitCode {
    let task = Arguments::parse().command;
    let done = House::find().map_err(Into::into).and_then(|house| run(&task, &house));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // After the tests, the line of counts is the last one.
            if !matches!(error, Failure::Test(test::TestError::Failed)) {
                eprintln!("xtask: {error}");
            }
            ExitCode::from(error.exit_code())
        }
    }
}

fn run(task: &Task, house: &House) -> Result<(), Failure> {
    match task {
        Task::Demo => demo::run(house)?,
        Task::Test => test::run(house)?,
        Task::Soak(options) => soak::run(house, options)?,
        Task::Tidy => tidy::run(house)?,
        Task::Tools => drop(tools::set_up(house, tools::Wanted::All)?),
        Task::Judges => drop(judges::set_up(house)?),
        Task::Record => record::run(house)?,
    }
    Ok(())
}

/// Why a command ended without success.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
enum Failure {
    House(#[from] wirewright_xtask::house::HouseError),
    Demo(#[from] demo::DemoError),
    Test(#[from] test::TestError),
    Soak(#[from] soak::SoakError),
    Tidy(#[from] tidy::TidyError),
    Tools(#[from] tools::ToolsError),
    Record(#[from] record::RecordError),
}

impl Failure {
    /// 1 a check failed, 2 unusable surroundings, 3 a tool is missing.
    fn exit_code(&self) -> u8 {
        let missing = match self {
            Failure::Tools(error) | Failure::Demo(demo::DemoError::Tools(error)) => error.is_missing(),
            Failure::Test(test::TestError::Tools(error)) | Failure::Soak(soak::SoakError::Tools(error)) => {
                error.is_missing()
            }
            Failure::Record(record::RecordError::Missing { .. }) => true,
            _ => false,
        };
        match self {
            _ if missing => 3,
            Failure::House(_) => 2,
            _ => 1,
        }
    }
}
