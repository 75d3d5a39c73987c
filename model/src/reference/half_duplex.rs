// SPDX-License-Identifier: MIT OR Apache-2.0
//! Half duplex, as far as it can be told without a clock: what each attempt puts on the wire when a collision
//! is met at a given nibble, when a frame is retried and when it is given up (IEEE 802.3-2022, 4.2.3.2.3 to
//! 4.2.3.2.5, 4.4.2).
//!
//! Nibbles are counted from the first of the preamble. A collision is *met* at nibble i when that nibble is the
//! first which the transmitter no longer has to send as it stands.

use super::backoff;
use wirewright_spec::ethernet::{ATTEMPT_LIMIT, JAM_BITS, PREAMBLE_OCTETS, SLOT_TIME_BITS};
use wirewright_spec::verdict::TxVerdict;

/// Preamble and delimiter in nibbles.
const HEADER_NIBBLES: usize = 2 * (PREAMBLE_OCTETS + 1);
/// The jam in nibbles.
const JAM_NIBBLES: usize = JAM_BITS / 4;
/// The slot time in nibbles.
const SLOT_NIBBLES: usize = SLOT_TIME_BITS / 4;
/// A jam nibble. The standard leaves its content open, as long as it is not the FCS of what was sent.
const JAM: u8 = 0x5;

/// The whole story of one frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The nibbles of each attempt, in order.
    pub attempts: Vec<Vec<u8>>,
    /// The backoff after each attempt but the last, in bit times.
    pub delays_bits: Vec<usize>,
    /// How it ended.
    pub verdict: TxVerdict,
    /// How many collisions the frame met.
    pub collisions: u32,
}

/// Sends the nibbles of a whole packet. `collisions[k]` is the nibble at which attempt k meets a collision, if
/// it does; attempts past the end of the list meet none. `random[k]` is the random word after attempt k (0 past
/// the end of the list).
pub fn send(packet: &[u8], collisions: &[Option<usize>], random: &[u32]) -> Story {
    let mut story = Story { attempts: vec![], delays_bits: vec![], verdict: TxVerdict::Ok, collisions: 0 };
    loop {
        let number = story.attempts.len();
        let met = collisions.get(number).copied().flatten().filter(|&nibble| nibble < packet.len());
        story.attempts.push(attempt(packet, met));
        let Some(nibble) = met else { return story };
        story.collisions += 1;
        if is_late(nibble) {
            story.verdict = TxVerdict::LateCollision;
            return story;
        }
        if story.collisions == ATTEMPT_LIMIT {
            story.verdict = TxVerdict::ExcessiveCollisions;
            return story;
        }
        let word = random.get(number).copied().unwrap_or(0);
        story.delays_bits.push(backoff::delay_bits(story.collisions, word));
    }
}

/// One attempt: the packet up to the collision, at least its preamble and delimiter, and then the jam.
pub fn attempt(packet: &[u8], met: Option<usize>) -> Vec<u8> {
    match met {
        None => packet.to_vec(),
        Some(nibble) => [&packet[..nibble.max(HEADER_NIBBLES)], &[JAM; JAM_NIBBLES]].concat(),
    }
}

/// A collision is late when more than a slot time has been sent before it.
pub fn is_late(nibble: usize) -> bool {
    nibble > SLOT_NIBBLES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet() -> Vec<u8> {
        (0..16 + 2 * 100).map(|nibble| if nibble == 15 { 0xd } else { 0x5 }).collect()
    }

    #[test]
    fn no_collision_one_attempt() {
        let story = send(&packet(), &[], &[]);
        assert_eq!(story.attempts, [packet()]);
        assert_eq!((story.verdict, story.collisions), (TxVerdict::Ok, 0));
    }

    #[test]
    fn the_preamble_is_completed_before_the_jam() {
        for nibble in 1..=16 {
            assert_eq!(attempt(&packet(), Some(nibble)).len(), 16 + 8);
        }
        assert_eq!(attempt(&packet(), Some(17)).len(), 17 + 8);
    }

    #[test]
    fn the_slot_time_divides_retry_from_late() {
        assert_eq!(send(&packet(), &[Some(128)], &[]).verdict, TxVerdict::Ok);
        assert_eq!(send(&packet(), &[Some(129)], &[]).verdict, TxVerdict::LateCollision);
    }

    #[test]
    fn sixteen_collisions_are_too_many() {
        let story = send(&packet(), &[Some(20); 20], &[0x3ff; 20]);
        assert_eq!((story.attempts.len(), story.collisions), (16, 16));
        assert_eq!(story.verdict, TxVerdict::ExcessiveCollisions);
        assert_eq!(story.delays_bits.len(), 15);
        assert_eq!(story.delays_bits[14], 1023 * 512);
        assert_eq!(send(&packet(), &[Some(20); 15], &[]).verdict, TxVerdict::Ok);
    }
}
