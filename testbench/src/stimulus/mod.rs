// SPDX-License-Identifier: MIT OR Apache-2.0
//! A stimulus is a value: clocks, how long, and for each port or group of ports what drives it. It is generated,
//! written to JSON, shrunk and replayed; playing it twice gives the same inputs as long as the outputs are the same.
//!
//! A driver belongs to a clock. It is called right after an edge of that clock and may change ports of that domain,
//! and asynchronous ones. Drivers of `async` are called after every event; where there are several clocks they may
//! drive resets, too, which assert without a clock and are released after an edge of their own.

mod card;
mod defaults;
mod directed;
mod directed_card;
pub mod frames;
mod hex;
pub mod host;
pub mod medium;
pub mod packets;
pub mod pins;
mod player;
mod recorder;
mod resets;
pub mod server;
pub mod strategies;
pub mod stream;
pub mod wire;

use serde::{Deserialize, Serialize};

use crate::clocks::{ClockError, ClockPlan};
pub(crate) use card::busy_host;
pub use defaults::{Flavour, default_stimulus};
pub use directed::directed;
pub use host::Host;
pub use medium::Medium;
pub use pins::{Pin, Shape, Source};
pub use player::Player;
pub use recorder::Recorder;
pub use server::{Follow, Server};
pub use stream::{Stall, Stream, StreamFrame};
pub use wire::{Wire, WireFrame};

/// All that drives a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stimulus {
    /// The clocks of the design, in its order.
    pub clocks: ClockPlan,
    /// How many events it lasts.
    pub events: u64,
    /// What drives the inputs, called in this order. An input that nothing drives stays 0.
    pub drivers: Vec<Driver>,
}

/// What drives one port or a group of ports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Driver {
    /// One port.
    Pin(Pin),
    /// A source of an AXI4-Stream of frames.
    Stream(Stream),
    /// What a PHY receives, on GMII or MII.
    Wire(Wire),
    /// Carrier sense and collisions of a shared medium.
    Medium(Medium),
    /// The host of a card: its memory and its driver.
    Host(Box<Host>),
    /// Who serves the commands of a block inside of a card.
    Server(Server),
    /// An input that follows an output.
    Follow(Follow),
}

/// Why a stimulus does not fit a design.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StimulusError {
    /// A port that the design does not have.
    #[error("the design has no {direction} `{port}`")]
    NoPort {
        /// `input` or `output`.
        direction: &'static str,
        /// The port.
        port: String,
    },
    /// A clock that the design does not have.
    #[error("the design has no clock `{0}`")]
    NoClock(String),
    /// The clocks of the stimulus are not those of the design.
    #[error("the stimulus has the clocks {got:?}, the design {expected:?}")]
    Clocks {
        /// Those of the design.
        expected: Vec<String>,
        /// Those of the stimulus.
        got: Vec<String>,
    },
    /// A driver would change a port at edges of another clock.
    #[error("a driver in `{clock}` cannot drive `{port}`, which is in `{domain}`")]
    Domain {
        /// The driver's clock.
        clock: String,
        /// The port.
        port: String,
        /// The port's clock.
        domain: String,
    },
    /// Two drivers for one port.
    #[error("`{0}` has two drivers")]
    TwoDrivers(String),
    /// Clocks that cannot run.
    #[error(transparent)]
    Clock(#[from] ClockError),
}

impl Stimulus {
    /// The JSON form, for people to read and to replay.
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists only: nothing here can fail to be written.
        serde_json::to_string_pretty(self).expect("a stimulus is plain data")
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// With line and column when the text is not a stimulus.
    pub fn from_json(text: &str) -> Result<Stimulus, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// All frames of its streams and wires, in order of the drivers: the name of the driver's data port, and the
    /// octets.
    pub fn frames(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.drivers.iter().flat_map(|driver| -> Box<dyn Iterator<Item = (&str, &[u8])>> {
            match driver {
                Driver::Stream(s) => Box::new(s.frames.iter().map(|f| (s.data.as_str(), f.octets.as_slice()))),
                Driver::Wire(w) => Box::new(w.frames.iter().map(|f| (w.data.as_str(), f.octets.as_slice()))),
                _ => Box::new(std::iter::empty()),
            }
        })
    }
}

#[cfg(test)]
mod tests;
