// SPDX-License-Identifier: MIT OR Apache-2.0
//! The full-duplex transmitter by octet times: idle, a frame, the gap, and the drain after an underrun (IEEE
//! 802.3-2022, 4.2.8). `mac_tx` runs it at every edge, `mac_tx_trispeed` at its octet edges.

use crate::tx_frame::{Beat, TxFrame, WireOctet};
use wirewright_spec::ethernet::INTER_PACKET_GAP_OCTETS;

/// Octets of the gap after which a source may be told that a frame would start without delay.
const START_READY_OCTETS: u8 = 8;

/// The transmitter between two octet times.
#[derive(Clone, Debug)]
pub(crate) struct Transmitter {
    phase: Phase,
    frame: TxFrame,
    draining: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Idle,
    Frame,
    /// `sent` octet times of the gap are over, 1 to 11.
    Gap {
        sent: u8,
    },
}

impl Transmitter {
    /// An idle transmitter with nothing to drain.
    pub const fn new() -> Self {
        Self { phase: Phase::Idle, frame: TxFrame::new(), draining: false }
    }

    /// One octet time: what is on the wire in it, or nothing. `beat` is what the client offers, and is taken if
    /// [`wants_beat`](Self::wants_beat) held before. `hold` keeps a frame from starting.
    #[inline]
    pub fn octet_time(&mut self, beat: Option<Beat>, hold: bool) -> Option<WireOctet> {
        match self.phase {
            Phase::Idle if beat.is_some() && !hold && !self.draining => {
                self.phase = Phase::Frame;
                self.frame = TxFrame::new();
                Some(self.frame.next(None))
            }
            Phase::Idle => None,
            Phase::Frame if self.frame.is_over() => {
                self.phase = Phase::Gap { sent: 1 };
                None
            }
            Phase::Frame => {
                self.draining |= beat.is_none() && self.frame.wants_beat();
                Some(self.frame.next(beat))
            }
            Phase::Gap { sent } => {
                let over = usize::from(sent) + 1 == INTER_PACKET_GAP_OCTETS;
                self.phase = if over { Phase::Idle } else { Phase::Gap { sent: sent + 1 } };
                None
            }
        }
    }

    /// Whether the next octet time takes a beat.
    #[inline]
    pub fn wants_beat(&self) -> bool {
        self.phase == Phase::Frame && self.frame.wants_beat()
    }

    /// Whether beats are to be thrown away, up to the last of their frame.
    #[inline]
    pub fn draining(&self) -> bool {
        self.draining
    }

    /// The last beat of the drained frame has been thrown away.
    pub fn drained(&mut self) {
        self.draining = false;
    }

    /// The frame that ended with the last octet time, if one did.
    #[inline]
    pub fn ended(&self) -> Option<&TxFrame> {
        (self.phase == Phase::Gap { sent: 1 }).then_some(&self.frame)
    }

    /// Whether a frame offered within the next few octet times starts without delay.
    #[inline]
    pub fn start_ready(&self) -> bool {
        !self.draining
            && match self.phase {
                Phase::Idle => true,
                Phase::Frame => false,
                Phase::Gap { sent } => sent >= START_READY_OCTETS,
            }
    }
}
