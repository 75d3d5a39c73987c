// SPDX-License-Identifier: MIT OR Apache-2.0
//! How fast the check is, as ratios within one run with the absolute figures beside them, and how long a frame takes.

use serde::Serialize;
use wirewright_bridge::{BridgeError, Model, Options};

use crate::clocks::ClockError;
use crate::registry::{self, Registered, UnknownBlock, Visitor};
use crate::rungs::RunError;
use crate::speed::{Speed, measure};

mod card;
mod card_host;
mod latency;

pub use card::{CardBench, CardLatencyRow, DriverRow, LongestRow, RateRow};
pub use latency::{LatencyRow, latencies};

/// Events of a measurement.
const EVENTS: u64 = 1_000_000;
/// Measurements of each thing, alternating with the others; the fastest counts.
const ROUNDS: u32 = 7;
/// What is measured: the design first, then its parts.
const BLOCKS: &[&str] = &["nic", "mac_gmii", "mac_tx", "mac_rx", "stream_fifo"];

/// The name and version of the JSON form.
pub const SCHEMA: (&str, u32) = ("wirewright.bench", 2);

/// All measurements of a run.
#[derive(Clone, Debug, Serialize)]
pub struct BenchReport {
    /// The name of the form.
    pub schema: &'static str,
    /// Its version.
    pub version: u32,
    /// Speeds, the design first.
    pub speed: Vec<Speed>,
    /// Latencies of the MAC.
    pub latency: Vec<LatencyRow>,
    /// The card at the rate of the wire.
    pub card: CardBench,
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The Verilog cannot be run, or differs from the model: speeds would mean nothing.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A block that is to be measured is not there.
    #[error(transparent)]
    Unknown(#[from] UnknownBlock),
    /// The clocks.
    #[error(transparent)]
    Clocks(#[from] ClockError),
    /// Something that is measured did not happen.
    #[error("no {0} was seen")]
    Missing(&'static str),
}

impl From<BridgeError> for BenchError {
    fn from(error: BridgeError) -> BenchError {
        BenchError::Run(error.into())
    }
}

///
/// # Errors
/// When the tools are missing or model and Verilog differ.
pub fn run(mut progress: impl FnMut(&str)) -> Result<BenchReport, BenchError> {
    let mut speed = Vec::new();
    for block in BLOCKS {
        progress(block);
        speed.push(registry::with(block, Measure)??);
    }
    progress("latencies");
    let latency = latencies()?;
    let card = card::measure(progress)?;
    Ok(BenchReport { schema: SCHEMA.0, version: SCHEMA.1, speed, latency, card })
}

struct Measure;

impl Visitor for Measure {
    type Output = Result<Speed, BenchError>;

    fn visit<R: Registered>(self) -> Result<Speed, BenchError> {
        let rtl: Model<R> = Model::load(&R::source(), &Options::default())?;
        Ok(measure(&rtl, EVENTS, ROUNDS)?)
    }
}
