// SPDX-License-Identifier: MIT OR Apache-2.0
//! One direction of a wire, at the end where it begins: which frames are lost and which bits change on the way, by a
//! seed. The other end hears what is left, a symbol for each of the sender's clock edges, so it needs only the
//! symbols that are no silence, with the numbers of their edges.

use super::topology;
use crate::monitor::WireSample;
use crate::random::Random;

/// A symbol that is not silence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    /// Number of the sender's clock edge after which it shows.
    pub edge: u64,
    /// What shows.
    pub sample: WireSample,
    /// It is not what was sent.
    pub spoilt: bool,
}

/// What became of a frame on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fate {
    /// The other end hears nothing of it.
    pub lost: bool,
    /// So many of its bits changed, preamble included.
    pub flipped_bits: u32,
}

/// The way of frames over the wire.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    random: Random,
    loss: f64,
    /// Logarithm of the share of bits that arrive right; 0 for all.
    log_right: f64,
    bits_per_edge: u32,
    inside: bool,
    fate: Fate,
    /// Bits that arrive right before the next one that does not.
    right_bits: u64,
}

impl Channel {
    /// The direction of `wire` that begins at end `end`.
    pub fn new(wire: &topology::Wire, end: usize, bits_per_edge: u32, seed: u64) -> Channel {
        let mut random = Random::named(seed, &format!("wire {} {end}", wire.name));
        let log_right = (1.0 - wire.bit_error_rate).ln();
        let right_bits = next_error(&mut random, log_right);
        let (loss, fate) = (wire.loss, Fate::default());
        Channel { random, loss, log_right, bits_per_edge, inside: false, fate, right_bits }
    }

    /// Takes what the sender shows after an edge; gives what goes on to the other end, unless it is silence.
    #[inline]
    pub fn put(&mut self, edge: u64, mut sample: WireSample) -> Option<Symbol> {
        if !sample.enable {
            self.inside = false;
            return None;
        }
        if !self.inside {
            self.inside = true;
            let lost = self.loss > 0.0 && unit(&mut self.random) < self.loss;
            self.fate = Fate { lost, flipped_bits: 0 };
        }
        let sent = sample.data;
        if self.log_right < 0.0 {
            self.spoil(&mut sample);
        }
        (!self.fate.lost).then_some(Symbol { edge, sample, spoilt: sample.data != sent })
    }

    /// What became of the frame that has just ended.
    pub fn fate(&self) -> Fate {
        self.fate
    }

    #[inline]
    fn spoil(&mut self, sample: &mut WireSample) {
        let bits = u64::from(self.bits_per_edge);
        while self.right_bits < bits {
            sample.data ^= 1 << self.right_bits;
            self.fate.flipped_bits += 1;
            self.right_bits += 1 + next_error(&mut self.random, self.log_right);
        }
        self.right_bits -= bits;
    }
}

/// A number from 0 up to 1.
fn unit(random: &mut Random) -> f64 {
    (random.bits() >> 11) as f64 / (1_u64 << 53) as f64
}

/// Bits that arrive right until one does not: geometric.
fn next_error(random: &mut Random, log_right: f64) -> u64 {
    if log_right == 0.0 {
        return u64::MAX;
    }
    // The logarithm of 0 is minus infinity: a bit error rate of 1 spoils every bit.
    let bits = (1.0 - unit(random)).ln() / log_right;
    // Halves the range of the type, so that sums stay within it.
    (bits as u64).min(u64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(loss: f64, bit_error_rate: f64) -> topology::Wire {
        topology::Wire {
            name: "w".into(),
            ends: [0, 1],
            rate_mbps: 1000,
            half_duplex: false,
            delay_ps: 8000,
            loss,
            bit_error_rate,
        }
    }

    /// Sends frames of so many octets; gives each one's octets at the other end, and its fate.
    fn carried(wire: &topology::Wire, frames: usize, octets: usize) -> Vec<(Vec<u8>, Fate)> {
        let mut channel = Channel::new(wire, 0, 8, 7);
        let mut carried = Vec::new();
        for _ in 0..frames {
            let sample = WireSample { data: 0, enable: true, ..WireSample::default() };
            let heard = (0..octets).filter_map(|_| channel.put(0, sample)).map(|symbol| symbol.sample.data).collect();
            assert!(channel.put(0, WireSample::default()).is_none());
            carried.push((heard, channel.fate()));
        }
        carried
    }

    #[test]
    fn a_sound_wire_changes_nothing() {
        assert!(carried(&wire(0.0, 0.0), 50, 70).iter().all(|frame| *frame == (vec![0; 70], Fate::default())));
    }

    #[test]
    fn the_share_of_frames_is_lost_whole() {
        let frames = carried(&wire(0.25, 0.0), 4000, 10);
        let lost = frames.iter().filter(|(octets, fate)| {
            assert_eq!(octets.len(), if fate.lost { 0 } else { 10 });
            fate.lost
        });
        assert!((850..1150).contains(&lost.count()));
        assert!(carried(&wire(1.0, 0.0), 20, 10).iter().all(|(octets, fate)| octets.is_empty() && fate.lost));
    }

    #[test]
    fn the_share_of_bits_changes_and_is_counted() {
        let frames = carried(&wire(0.0, 0.001), 1000, 100);
        let flipped: u32 = frames
            .iter()
            .map(|(octets, fate)| {
                assert_eq!(octets.iter().map(|octet| octet.count_ones()).sum::<u32>(), fate.flipped_bits);
                fate.flipped_bits
            })
            .sum();
        assert!((650..950).contains(&flipped), "{flipped} of 800,000 bits");
        assert!(carried(&wire(0.0, 1.0), 3, 4).iter().all(|(octets, _)| octets == &[255; 4]));
    }

    #[test]
    fn the_two_directions_differ_and_a_seed_repeats() {
        let lossy = wire(0.5, 0.0);
        let run = |end| {
            let mut channel = Channel::new(&lossy, end, 8, 1);
            let on = WireSample { enable: true, ..WireSample::default() };
            let heard = |channel: &mut Channel| {
                let heard = channel.put(0, on).is_some();
                channel.put(0, WireSample::default());
                heard
            };
            (0..64).map(|_| heard(&mut channel)).collect::<Vec<_>>()
        };
        assert!(run(0) == run(0) && run(0) != run(1));
    }
}
