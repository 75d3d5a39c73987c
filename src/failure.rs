// SPDX-License-Identifier: MIT OR Apache-2.0
//! Why a command could not do its work, with the exit code that says whose turn it is.

use std::error::Error;
use std::process::ExitCode;

use crate::output::note;
use wirewright_testbench::bridge::BridgeError;
use wirewright_testbench::cosim::JobError;
use wirewright_testbench::cosim::failure::FailureError as KeepError;
use wirewright_testbench::lab::LabError;
use wirewright_testbench::synth::SynthError;

/// A command that could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Wrong usage, unreadable input, unwritable output, nothing compared: exit code 2.
    Input(miette::Report),
    /// A tool is missing: exit code 3.
    Tool(String),
}

impl Failure {
    /// A failure of exit code 2.
    pub fn input(error: impl Error + Send + Sync + 'static) -> Failure {
        Failure::Input(miette::Report::from_err(error))
    }

    /// A failure of exit code 2, in words.
    pub fn message(text: impl Into<String>) -> Failure {
        Failure::Input(miette::Report::msg(text.into()))
    }

    /// Says it on standard error.
    pub fn print(&self) {
        match self {
            // What has places in a file is shown there, too.
            Failure::Input(report) if report.source_code().is_some() => note!("error: {report}\n{report:?}"),
            Failure::Input(report) => note!("error: {report}"),
            Failure::Tool(text) => note!("error: {text}"),
        }
    }

    /// The exit code.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Failure::Input(_) => ExitCode::from(2),
            Failure::Tool(_) => ExitCode::from(3),
        }
    }
}

impl From<LabError> for Failure {
    fn from(error: LabError) -> Failure {
        match error {
            LabError::Bridge(bridge) => bridge.into(),
            other => Failure::input(other),
        }
    }
}

impl From<BridgeError> for Failure {
    fn from(error: BridgeError) -> Failure {
        match error {
            BridgeError::ToolMissing(missing) => Failure::Tool(missing.to_string()),
            other => Failure::input(other),
        }
    }
}

impl From<JobError> for Failure {
    fn from(error: JobError) -> Failure {
        match error {
            JobError::Bridge(bridge) => bridge.into(),
            other => Failure::input(other),
        }
    }
}

impl From<KeepError> for Failure {
    fn from(error: KeepError) -> Failure {
        match error {
            KeepError::Job(job) => job.into(),
            other => Failure::input(other),
        }
    }
}

impl From<SynthError> for Failure {
    fn from(error: SynthError) -> Failure {
        match error {
            SynthError::Bridge(bridge) => bridge.into(),
            SynthError::Flow(flow) => Failure::input(flow),
        }
    }
}
