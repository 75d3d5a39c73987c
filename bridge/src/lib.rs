// SPDX-License-Identifier: MIT OR Apache-2.0
//! The bridge to Verilator: Verilog text in, a value that keeps the contract of `wirewright_spec::Design` out.
//!
//! ```no_run
//! use wirewright_bridge::{BridgeError, Options, Source, Verilated};
//! use wirewright_spec::Interface;
//!
//! fn load<I: Interface>(text: &str) -> Result<Verilated<I>, BridgeError> {
//!     Verilated::load(&Source::new("mac_tx").file("mac_tx.v", text), &Options::default())
//! }
//! ```
//!
//! A design is verilated and compiled when it is first used, and kept in the user's cache folder under a hash of all
//! it was made from. The port structs of both sides come from one list and are asserted field by field. This is the
//! only crate that has `unsafe` code, and the only one that knows Verilator or C++.

mod cache;
mod compile;
mod coverage;
mod error;
mod glue;
mod loader;
mod model;
mod source;
pub mod tools;
mod verilate;
mod waves;
mod writing;

use std::num::NonZeroU32;
use std::path::PathBuf;

pub use cache::{Once, cache_folder, once};
pub use coverage::{Coverage, FileCoverage, Point, PointKind};
pub use error::BridgeError;
pub use model::{Model, Status, Verilated};
pub use source::Source;
pub use tools::{ToolMissing, Tools};

/// What a model is built for. Each is a shared object of its own: waves and coverage slow a design down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// To run fast.
    #[default]
    Plain,
    /// To write waves.
    Trace,
    /// To count line and toggle coverage.
    Coverage,
}

/// How to build, load and start a model.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the model is for.
    pub kind: Kind,
    /// Where the random start values of registers come from.
    pub seed: NonZeroU32,
    /// Whether the shared object stays in the cache. A mutant is used once: `false` removes it when it is loaded.
    pub keep: bool,
    /// The cache folder; `None`: `$WIREWRIGHT_CACHE`, else `$XDG_CACHE_HOME/wirewright`, else `~/.cache/wirewright`.
    pub cache: Option<PathBuf>,
    /// The tools; `None`: [`Tools::of_process`].
    pub tools: Option<Tools>,
}

impl Default for Options {
    fn default() -> Options {
        Options { kind: Kind::Plain, seed: NonZeroU32::MIN, keep: true, cache: None, tools: None }
    }
}

impl Options {
    /// The default options for a model of this kind.
    pub fn of(kind: Kind) -> Options {
        Options { kind, ..Options::default() }
    }
}
