// SPDX-License-Identifier: MIT OR Apache-2.0
//! The command `wirewright`: arguments in, exit code out. What it does is in `wirewright-testbench`.
#![forbid(unsafe_code)]

mod args;
mod bench;
mod conformance;
mod cosim;
mod doctor;
mod failure;
mod flash;
mod input;
mod interrupt;
mod lab;
mod list;
mod mutate;
mod output;
mod progress;
mod replay;
mod synth;
mod verilog;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Args, Command};
use failure::Failure;

fn main() -> ExitCode {
    let args = Args::parse();
    output::set_up(&args.common);
    let outcome = dispatch(args).and_then(|outcome| output::with_results(outcome, output::finish()));
    match outcome {
        Ok(Outcome::Held) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(failure) => {
            failure.print();
            // A tool that was running has been interrupted too, and its failure tells nothing.
            if interrupt::is_set() { ExitCode::from(130) } else { failure.exit_code() }
        }
    }
}

/// How a command that could do its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All checks held: exit code 0.
    Held,
    /// A check failed: exit code 1.
    Failed,
    /// Interrupted, partial results are kept: exit code 130.
    Interrupted,
}

fn dispatch(args: Args) -> Result<Outcome, Failure> {
    match args.command {
        Command::Cosim(cosim) => cosim::run(&cosim, &args.common),
        Command::Bench(bench) => bench::run(&bench, &args.common),
        Command::Conformance(conformance) => conformance::run(&conformance, &args.common),
        Command::List(list) => list::run(&list),
        Command::Lab(lab) => lab::run(&lab, &args.common),
        Command::Mutate(mutate) => mutate::run(&mutate, &args.common),
        Command::Synth(synth) => synth::run(&synth, &args.common),
        Command::Flash(flash) => flash::run(&flash),
        Command::Replay(replay) => replay::run(&replay),
        Command::Verilog(verilog) => verilog::run(&verilog),
        Command::Doctor => doctor::run(),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "wirewright", &mut script);
            output::print(format_args!("{}", String::from_utf8_lossy(&script)));
            Ok(Outcome::Held)
        }
    }
}
