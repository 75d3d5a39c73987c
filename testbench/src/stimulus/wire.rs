// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a PHY gives a MAC: frames with preamble and delimiter, gaps, errors and dribble nibbles, on GMII one octet a
//! clock (IEEE 802.3-2022, clause 35) or on MII one nibble a clock, the low one first (clause 22).

use serde::{Deserialize, Serialize};
use wirewright_spec::Ports;

use crate::random::Random;

/// A wire: its ports and its frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wire {
    /// The receive clock.
    pub clock: String,
    /// `rxd`.
    pub data: String,
    /// `rx_dv`.
    pub valid: String,
    /// `rx_er`.
    pub error: String,
    /// An input that says which edges count (driven by an earlier driver); without it all do.
    pub enable: Option<String>,
    /// An input that chooses nibbles (driven by an earlier driver), taken when a frame begins.
    pub nibble_choice: Option<String>,
    /// Nibbles, where nothing chooses.
    pub nibbles: bool,
    /// With a seed, `rxd` (and rarely `rx_er`, a false carrier) is random between frames; else 0.
    pub noise: Option<u64>,
    /// The frames, in order.
    pub frames: Vec<WireFrame>,
}

/// One frame on a wire. A symbol is an octet or a nibble.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireFrame {
    /// Symbols without carrier before it; 0 joins it to the one before.
    pub gap: u64,
    /// Preamble symbols before the delimiter.
    pub preamble: u32,
    /// Leave out the delimiter.
    #[serde(default)]
    pub no_delimiter: bool,
    /// From the destination address to the FCS.
    #[serde(with = "super::hex")]
    pub octets: Vec<u8>,
    /// On nibbles: one nibble more.
    #[serde(default)]
    pub dribble: bool,
    /// Symbols, counted from the first of the preamble, that come with `rx_er`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<u32>,
}

impl WireFrame {
    /// Symbols of the carrier.
    fn symbols(&self, nibbles: bool) -> u64 {
        let per_octet = if nibbles { 2 } else { 1 };
        let delimiter = u64::from(!self.no_delimiter);
        u64::from(self.preamble) + delimiter + per_octet * self.octets.len() as u64 + u64::from(nibbles && self.dribble)
    }

    /// Symbol `index` of the carrier.
    fn symbol(&self, index: u64, nibbles: bool) -> u8 {
        let preamble = u64::from(self.preamble);
        if index < preamble {
            return if nibbles { 0x5 } else { 0x55 };
        }
        if index == preamble && !self.no_delimiter {
            return if nibbles { 0xd } else { 0xd5 };
        }
        let index = (index - preamble - u64::from(!self.no_delimiter)) as usize;
        match (nibbles, self.octets.get(if nibbles { index / 2 } else { index })) {
            (false, Some(&octet)) => octet,
            (true, Some(octet)) => octet >> (4 * (index % 2)) & 0xf,
            (_, None) => 0x6,
        }
    }
}

/// A playing [`Wire`].
#[derive(Clone, Debug)]
pub(super) struct WirePlayer {
    ports: WirePorts,
    noise: Option<Random>,
    frames: Vec<WireFrame>,
    frame: usize,
    /// The next symbol of the carrier, or of the gap before it.
    symbol: u64,
    in_gap: bool,
    nibbles: bool,
    /// The edge to come counts.
    counts: bool,
}

/// The ports of a wire as indices.
#[derive(Clone, Debug)]
pub(super) struct WirePorts {
    pub data: usize,
    pub valid: usize,
    pub error: usize,
    pub enable: Option<usize>,
    pub nibble_choice: Option<usize>,
}

impl WirePlayer {
    pub(super) fn new(wire: &Wire, ports: WirePorts) -> WirePlayer {
        WirePlayer {
            ports,
            noise: wire.noise.map(Random::new),
            frames: wire.frames.clone(),
            frame: 0,
            symbol: 0,
            in_gap: true,
            nibbles: wire.nibbles,
            counts: true,
        }
    }

    /// An edge has passed, or none yet.
    #[inline]
    pub(super) fn tick<In: Ports>(&mut self, input: &mut In) {
        if self.counts {
            self.show(input);
        }
        self.counts = self.ports.enable.is_none_or(|port| input.get(port) != 0);
    }

    fn show<In: Ports>(&mut self, input: &mut In) {
        while let Some(frame) = self.frames.get(self.frame) {
            if self.in_gap {
                if self.symbol < frame.gap {
                    self.symbol += 1;
                    return self.idle(input);
                }
                self.in_gap = false;
                self.symbol = 0;
                self.nibbles = self.ports.nibble_choice.map_or(self.nibbles, |port| input.get(port) != 0);
            }
            if self.symbol < frame.symbols(self.nibbles) {
                input.set(self.ports.data, frame.symbol(self.symbol, self.nibbles).into());
                input.set(self.ports.valid, 1);
                let error = !frame.errors.is_empty() && frame.errors.contains(&(self.symbol as u32));
                input.set(self.ports.error, error.into());
                self.symbol += 1;
                return;
            }
            self.frame += 1;
            self.symbol = 0;
            self.in_gap = true;
        }
        self.idle(input);
    }

    fn idle<In: Ports>(&mut self, input: &mut In) {
        let bits = self.noise.as_mut().map_or(0, Random::bits);
        input.set(self.ports.valid, 0);
        input.set(self.ports.data, bits);
        // A false carrier now and then: one edge of the gap in 64.
        input.set(self.ports.error, u64::from(self.noise.is_some() && bits >> 58 == 0));
    }
}
