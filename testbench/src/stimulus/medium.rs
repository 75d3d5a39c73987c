// SPDX-License-Identifier: MIT OR Apache-2.0
//! A shared medium as a half-duplex transmitter meets it (IEEE 802.3-2022, clause 22): carrier sense follows our own
//! transmission, others send from time to time, and chosen attempts of ours collide.

use serde::{Deserialize, Serialize};
use wirewright_spec::Ports;

/// The medium: its ports and what happens on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medium {
    /// The transmit clock, in which it reacts.
    pub clock: String,
    /// The output `tx_en`.
    pub transmit: String,
    /// The input `crs`.
    pub carrier: String,
    /// The input `col`.
    pub collision: String,
    /// For each attempt to send, that is, each time `tx_en` rises, what comes of it; nothing, past the end.
    pub attempts: Vec<Attempt>,
    /// Carriers of others: edges of silence, edges of carrier.
    pub carriers: Vec<(u64, u64)>,
}

/// What comes of one attempt to send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Edges with `tx_en` before the collision is seen; none for no collision.
    pub collide_after: Option<u64>,
    /// How long `col` is high.
    pub collision_edges: u64,
    /// Carrier sense does not follow (a fault of the PHY).
    #[serde(default)]
    pub no_carrier: bool,
}

/// A playing [`Medium`].
#[derive(Clone, Debug)]
pub(super) struct MediumPlayer {
    transmit: usize,
    carrier: usize,
    collision: usize,
    attempts: Vec<Attempt>,
    carriers: Vec<(u64, u64)>,
    attempt: usize,
    sending: bool,
    /// Edges since `tx_en` rose.
    sent: u64,
    collision_left: u64,
    other: usize,
    /// Edges into this silence and carrier.
    at: u64,
}

impl MediumPlayer {
    /// Ports: `tx_en`, `crs`, `col`.
    pub(super) fn new(medium: &Medium, [transmit, carrier, collision]: [usize; 3]) -> MediumPlayer {
        MediumPlayer {
            transmit,
            carrier,
            collision,
            attempts: medium.attempts.clone(),
            carriers: medium.carriers.clone(),
            attempt: 0,
            sending: false,
            sent: 0,
            collision_left: 0,
            other: 0,
            at: 0,
        }
    }

    /// An edge has passed: `output` is what shows after it.
    #[inline]
    pub(super) fn tick<In: Ports, Out: Ports>(&mut self, output: &Out, input: &mut In) {
        let sending = output.get(self.transmit) != 0;
        if self.sending && !sending {
            self.attempt += 1;
        }
        self.sent = if sending && self.sending { self.sent + 1 } else { 0 };
        self.sending = sending;
        let now = self.attempts.get(self.attempt).copied().unwrap_or_default();
        if sending && now.collide_after == Some(self.sent) {
            self.collision_left = now.collision_edges;
        }
        let colliding = self.collision_left > 0;
        self.collision_left = self.collision_left.saturating_sub(1);
        // Time passes for the others also while we send.
        let other_sends = self.other_sends();
        let carrier = (sending && !now.no_carrier) || colliding || other_sends;
        input.set(self.carrier, carrier.into());
        input.set(self.collision, colliding.into());
    }

    fn other_sends(&mut self) -> bool {
        let Some(&(silence, carrier)) = self.carriers.get(self.other) else { return false };
        let sends = self.at >= silence;
        self.at += 1;
        if self.at >= silence + carrier {
            self.at = 0;
            self.other += 1;
        }
        sends
    }
}
