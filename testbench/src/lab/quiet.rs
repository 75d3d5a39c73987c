// SPDX-License-Identifier: MIT OR Apache-2.0
//! When the clocks of a card may be stopped: while nothing that can be seen at its pins will change before somebody
//! does something to it. Judged from outside only, by the same rule for every rung.
//!
//! A card is at work while at any edge of `clk`, or since the one before,
//! - its PHY's pins carry something, in either direction;
//! - an address, data or a response is offered on a bus, or an access is not answered;
//! - the interrupt line has changed.
//!
//! After its last work octets may still be on their way inside it. The card passes an octet at each edge of its
//! slowest clock at least and holds whole frames in two places on the way, one after the other. So it is quiet when it
//! has not been at work for [`LATENCY_CLOCKS`] and [`LATENCY_SYMBOLS`], and [`EDGES_PER_OCTET`] of the slowest clock
//! for each octet that it has read from memory or heard since it was quiet before, up to [`MOST_OCTETS`], which is
//! more than its memories hold.
//!
//! Two things take their time inside it with nothing to be seen: a pause, which PAUSE frames tell that pass the pins,
//! and the moderation of interrupts, which is written to a register. Their time must be over, too. So must the longest
//! back-off in half duplex; and there the clocks never stop, for back-off has a random generator that runs always.

use wirewright_spec::card::registers;

/// Clocks that a single octet may be inside a card.
const LATENCY_CLOCKS: u64 = 1024;
/// Clocks of the PHY that it takes from there or to there.
const LATENCY_SYMBOLS: u64 = 64;
/// More for each further octet: two memories, and one more for what is not known.
const EDGES_PER_OCTET: u64 = 3;
/// Octets that are on their way inside a card, at most.
const MOST_OCTETS: u64 = 8192;
/// PAUSE frames: type and opcode, after the two addresses (IEEE 802.3-2022, 31.4.1, annex 31B).
const PAUSE: [u8; 4] = [0x88, 0x08, 0x00, 0x01];
/// Bits of a unit of pause time (annex 31B.2), and of a slot (4.4.2, 10 and 100 Mbit/s).
const SLOT_BITS: u64 = 512;
/// Slots that a station waits after a collision, at most (4.2.3.2.5), and one more.
const BACKOFF_SLOTS: u64 = 1024;

/// What was seen of a card at an edge of `clk`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// It is at work.
    pub at_work: bool,
    /// Octets that have gone in.
    pub octets: u64,
}

/// Whether a card is quiet.
#[derive(Clone, Debug)]
pub(super) struct Quiet {
    /// With nothing on its way.
    latency_clocks: u64,
    clocks_per_octet: u64,
    latency_ps: u64,
    bit_ps: u64,
    silent_clocks: u64,
    needed_clocks: u64,
    octets: u64,
    moderation_clocks: u64,
    /// Until when a pause may last.
    pause_until_ps: u64,
}

impl Quiet {
    /// A card that has just been reset: its clock, its PHY's clock and the bits that pass at an edge of that.
    pub fn new(clock_ps: u64, symbol_ps: u64, bits_per_edge: u32, half_duplex: bool) -> Quiet {
        let bit_ps = symbol_ps / u64::from(bits_per_edge);
        let backoff_ps = if half_duplex { BACKOFF_SLOTS * SLOT_BITS * bit_ps } else { 0 };
        let latency_ps = LATENCY_CLOCKS * clock_ps + LATENCY_SYMBOLS * symbol_ps + backoff_ps;
        let latency_clocks = latency_ps.div_ceil(clock_ps);
        Quiet {
            latency_clocks,
            clocks_per_octet: EDGES_PER_OCTET * symbol_ps.max(clock_ps).div_ceil(clock_ps),
            latency_ps,
            bit_ps,
            silent_clocks: 0,
            needed_clocks: latency_clocks,
            octets: 0,
            moderation_clocks: 0,
            pause_until_ps: 0,
        }
    }

    /// One edge of `clk`. True: nothing is under way after it.
    #[inline]
    pub fn edge(&mut self, time_ps: u64, seen: Seen) -> bool {
        if seen.at_work {
            self.silent_clocks = 0;
            self.octets += seen.octets;
            return false;
        }
        if self.silent_clocks == 0 {
            let octets = self.octets.min(MOST_OCTETS);
            self.needed_clocks = self.latency_clocks + self.clocks_per_octet * octets + self.moderation_clocks;
        }
        self.silent_clocks += 1;
        if self.silent_clocks < self.needed_clocks || time_ps < self.pause_until_ps {
            return false;
        }
        self.octets = 0;
        true
    }

    /// A frame has passed the pins, either way; its end is at `end_ps`.
    pub fn frame(&mut self, end_ps: u64, octets: &[u8]) {
        if octets.get(12..16) == Some(&PAUSE)
            && let Some(&[high, low]) = octets.get(16..18)
        {
            let bits = u64::from(u16::from_be_bytes([high, low])) * SLOT_BITS;
            // The time counts from when the receiver has dealt with the frame: some clocks of it later.
            self.pause_until_ps = self.pause_until_ps.max(end_ps + bits * self.bit_ps + self.latency_ps);
        }
    }

    /// A register was written.
    pub fn written(&mut self, offset: u32, data: u32) {
        if offset & !3 == registers::MODERATION.offset {
            self.moderation_clocks = u64::from(data & 0xffff) * u64::from(registers::MODERATION_UNIT_CLOCKS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORK: Seen = Seen { at_work: true, octets: 8 };
    const NOTHING_IN: Seen = Seen { at_work: true, octets: 0 };

    fn gigabit() -> Quiet {
        Quiet::new(8000, 8000, 8, false)
    }

    /// Silent edges, after one at this time, until the card is quiet.
    fn edges_until_quiet(quiet: &mut Quiet, from_ps: u64) -> u64 {
        (1..).find(|edge| quiet.edge(from_ps + edge * 8000, Seen::default())).unwrap()
    }

    #[test]
    fn what_went_in_has_its_time_to_come_out() {
        let mut quiet = gigabit();
        assert_eq!(edges_until_quiet(&mut quiet, 0), 1088);
        assert!(!quiet.edge(0, WORK));
        assert_eq!(edges_until_quiet(&mut quiet, 0), 1088 + 24);
        (0..100_000).for_each(|_| assert!(!quiet.edge(0, WORK)));
        assert_eq!(edges_until_quiet(&mut quiet, 0), 1088 + 3 * 8192);
        assert!(!quiet.edge(0, NOTHING_IN));
        assert_eq!(edges_until_quiet(&mut quiet, 0), 1088, "it was quiet: those are out");
    }

    #[test]
    fn a_slow_wire_takes_its_time() {
        // 10 Mbit/s: an edge every 400 ns, 50 clocks.
        let mut quiet = Quiet::new(8000, 400_000, 4, false);
        quiet.edge(0, WORK);
        assert_eq!(edges_until_quiet(&mut quiet, 0), 1024 + 64 * 50 + 8 * 3 * 50);
    }

    #[test]
    fn a_pause_and_the_moderation_are_waited_for() {
        let mut quiet = gigabit();
        quiet.written(registers::MODERATION.offset, 100);
        quiet.edge(0, NOTHING_IN);
        assert_eq!(edges_until_quiet(&mut quiet, 0), 1088 + 1600);
        let mut pause = vec![0; 12];
        pause.extend([0x88, 0x08, 0x00, 0x01, 0x00, 0x64]);
        quiet.frame(1_000_000, &pause);
        quiet.written(registers::MODERATION.offset, 0);
        quiet.edge(1_000_000, NOTHING_IN);
        // 100 units of 512 bits are 51,200 ns, 6,400 clocks.
        assert_eq!(edges_until_quiet(&mut quiet, 1_000_000), 6400 + 1088);
        pause[15] = 2;
        quiet.frame(9_000_000_000, &pause);
        assert_eq!(quiet.pause_until_ps, 1_000_000 + 51_200_000 + 1088 * 8000, "another opcode is no pause");
    }

    #[test]
    fn the_longest_back_off_is_waited_for() {
        let mut quiet = Quiet::new(8000, 40_000, 4, true);
        // At 100 Mbit/s 1024 slots are 5.24288 ms.
        assert_eq!(edges_until_quiet(&mut quiet, 0), 1024 + 64 * 5 + 655_360);
    }
}
