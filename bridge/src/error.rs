// SPDX-License-Identifier: MIT OR Apache-2.0
//! What can go wrong between Verilog text and a running model, each with what to look at.

use std::path::PathBuf;

use crate::tools::ToolMissing;

/// Why a design could not be verilated, compiled, loaded or observed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BridgeError {
    /// A tool is not installed or too old; its text names the command that installs it.
    #[error(transparent)]
    ToolMissing(#[from] ToolMissing),
    /// The source cannot be handed to Verilator: a file name outside its folder, a name given twice, no file.
    #[error("Verilog source of `{top}`: {reason}")]
    Source {
        /// The top module.
        top: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Verilator refused the Verilog. The text is Verilator's own, with file and line.
    #[error("Verilator refused `{top}`:\n{stderr}")]
    Verilate {
        /// The top module.
        top: String,
        /// What Verilator said.
        stderr: String,
    },
    /// The ports of the Verilog module are not those of its interface.
    #[error("the ports of `{top}` are not those of its interface: {}", .differences.join("; "))]
    Ports {
        /// The top module.
        top: String,
        /// One sentence for each port that differs.
        differences: Vec<String>,
    },
    /// The C++ compiler failed on generated code.
    #[error("compiling `{top}` failed:\n{stderr}")]
    Compile {
        /// The top module, or what else was compiled.
        top: String,
        /// What the compiler said.
        stderr: String,
    },
    /// A shared object was built for other port structs than those it is loaded with.
    #[error("{path} was built for other ports:\n{found}expected:\n{expected}", path = .path.display())]
    Layout {
        /// The shared object.
        path: PathBuf,
        /// The layout it was built for, one port a line.
        found: String,
        /// The layout of the interface it is loaded with.
        expected: String,
    },
    /// Nothing says where built designs are to be kept.
    #[error("no place for a cache: none of WIREWRIGHT_CACHE, XDG_CACHE_HOME and HOME is set")]
    NoCache,
    /// The folder of built designs cannot be used: not writable, or full.
    #[error("cache folder {folder}: {reason}; WIREWRIGHT_CACHE names another one", folder = .folder.display())]
    Cache {
        /// The folder.
        folder: PathBuf,
        /// Why it cannot be used.
        reason: String,
    },
    /// A shared object could not be loaded, or its model not started.
    #[error("loading {path}: {reason}", path = .path.display())]
    Load {
        /// The shared object.
        path: PathBuf,
        /// The loader's or the model's message.
        reason: String,
    },
    /// A wave or coverage file could not be written or read.
    #[error("{path}: {reason}", path = .path.display())]
    File {
        /// The wave or coverage file.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
}
