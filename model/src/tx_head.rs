// SPDX-License-Identifier: MIT OR Apache-2.0
//! The head of a frame, kept until a collision can no longer ask for it again (IEEE 802.3-2022, 4.2.3.2.4: a retry
//! sends the same frame; 4.2.3.2.3: after the slot time a collision is late and there is no retry).

use crate::tx_frame::Beat;
use wirewright_spec::ethernet::SLOT_TIME_BITS;

const DEPTH: usize = SLOT_TIME_BITS / 8;

/// The beats taken from the client for one frame, the first 64 of them kept.
#[derive(Clone, Debug)]
pub(crate) struct TxHead {
    beats: [Beat; DEPTH],
    /// Beats taken from the client.
    taken: usize,
    /// Beats given to the wire in this attempt.
    given: usize,
    last_taken: bool,
}

impl TxHead {
    pub const fn new() -> Self {
        let none = Beat { data: 0, last: false, user: false, fcs_insert: false };
        Self { beats: [none; DEPTH], taken: 0, given: 0, last_taken: false }
    }

    /// A new frame.
    pub fn begin_frame(&mut self) {
        (self.taken, self.given, self.last_taken) = (0, 0, false);
    }

    /// A retry of the same frame.
    pub fn begin_attempt(&mut self) {
        self.given = 0;
    }

    /// Whether the next beat must come from the client.
    pub fn needs_client(&self) -> bool {
        self.given == self.taken
    }

    /// Whether all beats of the frame have been taken from the client.
    pub fn last_is_taken(&self) -> bool {
        self.last_taken
    }

    /// A beat has been taken from the client, to be given or, after a collision, just to be kept.
    pub fn take(&mut self, beat: Beat) {
        if let Some(place) = self.beats.get_mut(self.taken) {
            *place = beat;
        }
        self.taken += 1;
        self.last_taken |= beat.last;
    }

    /// A beat of the frame has been thrown away.
    pub fn drain(&mut self, last: bool) {
        self.last_taken |= last;
    }

    /// The next beat for the wire. `offered` is what the client offers, and is taken if it is needed.
    pub fn give(&mut self, offered: Option<Beat>) -> Option<Beat> {
        let beat =
            if self.needs_client() { offered.inspect(|&beat| self.take(beat)) } else { Some(self.beats[self.given]) };
        self.given += usize::from(beat.is_some());
        beat
    }
}
