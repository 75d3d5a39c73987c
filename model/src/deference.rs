// SPDX-License-Identifier: MIT OR Apache-2.0
//! When a half-duplex station may begin to send: the interpacket gap in its two parts, after carrier or after an
//! own transmission (IEEE 802.3-2022, 4.2.3.2.1, 4.2.3.2.2, 4.4.2). In nibble times.

use wirewright_spec::ethernet::INTER_PACKET_GAP_OCTETS;

/// The whole gap.
const GAP_NIBBLES: u8 = 2 * INTER_PACKET_GAP_OCTETS as u8;
/// Its first part, two thirds: carrier in it starts the gap anew.
const FIRST_PART_NIBBLES: u8 = GAP_NIBBLES / 3 * 2;

/// How much of the gap is over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deference {
    gap_nibbles: u8,
    /// The gap follows an own transmission, and carrier in its first part does not matter.
    own: bool,
    /// The last edge completed the gap.
    just_over: bool,
}

impl Deference {
    /// No gap runs.
    pub const fn new() -> Self {
        Self { gap_nibbles: GAP_NIBBLES, own: false, just_over: false }
    }

    /// Whether the gap keeps a wanted frame from starting.
    pub fn gap_runs(&self) -> bool {
        self.gap_nibbles != GAP_NIBBLES
    }

    /// Whether a wanted frame may start at this edge: a frame that waited for the gap goes, carrier or not.
    pub fn may_start(&self, crs: bool) -> bool {
        !self.gap_runs() && (!crs || self.just_over)
    }

    /// Whether a source may be told that a frame will soon be able to start.
    pub fn first_part_is_over(&self) -> bool {
        self.gap_nibbles >= FIRST_PART_NIBBLES
    }

    /// One edge, at which the medium has carrier, or we send a nibble, or both.
    pub fn edge(&mut self, crs: bool, sends: bool) {
        let busy = crs || sends;
        let before = self.gap_nibbles;
        if before == GAP_NIBBLES {
            if busy {
                (self.gap_nibbles, self.own) = (0, sends);
            }
        } else if busy && (before == 0 || !self.own && before < FIRST_PART_NIBBLES) {
            self.gap_nibbles = 0;
            self.own |= sends;
        } else {
            self.gap_nibbles += 1;
        }
        self.just_over = before != GAP_NIBBLES && self.gap_nibbles == GAP_NIBBLES;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Edges without carrier until a frame may start, after the gap was at `nibbles` and met one nibble of carrier.
    fn wait_after(own: bool, nibbles: u8) -> usize {
        let mut deference = Deference::new();
        deference.edge(!own, own);
        (0..nibbles).for_each(|_| deference.edge(false, false));
        deference.edge(true, false);
        (0..)
            .find(|_| {
                let may_start = deference.may_start(false);
                deference.edge(false, false);
                may_start
            })
            .unwrap()
    }

    #[test]
    fn carrier_restarts_the_gap_in_its_first_part_only() {
        assert_eq!([0, 1, 15].map(|nibbles| wait_after(false, nibbles)), [24; 3]);
        assert_eq!([16, 17, 22].map(|nibbles| wait_after(false, nibbles)), [7, 6, 1]);
    }

    #[test]
    fn after_an_own_frame_carrier_does_not_restart_it_once_it_runs() {
        assert_eq!([0, 1, 15, 16].map(|nibbles| wait_after(true, nibbles)), [24, 22, 8, 7]);
    }

    #[test]
    fn carrier_at_the_end_of_the_gap_lets_a_waiting_frame_go_at_the_very_next_edge() {
        let mut deference = Deference::new();
        assert!(deference.may_start(false) && !deference.may_start(true));
        deference.edge(true, false);
        (0..23).for_each(|_| deference.edge(false, false));
        deference.edge(true, false);
        assert!(deference.may_start(true));
        deference.edge(true, false);
        assert!(deference.gap_runs() && !deference.may_start(false));
    }
}
