// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the reference makes of the carriers of a transmitter: in full duplex each is the next frame; in half duplex it
//! may also be an attempt that met a collision, followed by the next attempt or by the next frame (IEEE 802.3-2022,
//! 4.2.3.2).

use std::collections::VecDeque;

use wirewright_model::reference::counters::Sent;
use wirewright_model::reference::half_duplex::{attempt, is_late};
use wirewright_model::reference::transmit::nibbles;
use wirewright_spec::ethernet::{ATTEMPT_LIMIT, JAM_BITS, PREAMBLE, PREAMBLE_OCTETS, SFD};
use wirewright_spec::verdict::TxVerdict;

use crate::monitor::Carrier;

/// Nibbles of preamble and delimiter.
const HEADER_NIBBLES: usize = 2 * (PREAMBLE_OCTETS + 1);
/// Nibbles of the jam.
const JAM_NIBBLES: usize = JAM_BITS / 4;

/// The frames that a transmitter has yet to send, and how far it is with the first.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    frames: VecDeque<Vec<u8>>,
    /// Collisions that the first frame has met.
    collisions: u32,
}

/// What a carrier was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    /// The frame that was due, or one that was given up: its end.
    Over(Sent),
    /// A collision; the frame will be tried again.
    Retried,
    /// Nothing that was due.
    Wrong,
}

impl Outbox {
    /// The client wants this frame sent; FCS included.
    pub(super) fn expect(&mut self, frame: Vec<u8>) {
        self.frames.push_back(frame);
    }

    /// The frame that is due.
    pub(super) fn due(&self) -> Option<&[u8]> {
        self.frames.front().map(Vec::as_slice)
    }

    /// Frames that are not sent yet.
    pub(super) fn len(&self) -> usize {
        self.frames.len()
    }

    /// Judges a carrier. A frame that is over, or wrong, is no longer due.
    pub(super) fn judge(&mut self, carrier: &Carrier<'_>) -> Attempt {
        let Some(frame) = self.frames.front() else { return Attempt::Wrong };
        let judged = judge(frame, carrier, self.collisions + 1);
        if let Attempt::Retried = judged {
            self.collisions += 1;
            return judged;
        }
        let collisions = std::mem::take(&mut self.collisions);
        self.frames.pop_front();
        match judged {
            Attempt::Over(sent) if sent.verdict == TxVerdict::Ok => Attempt::Over(Sent { collisions, ..sent }),
            other => other,
        }
    }
}

/// Judges attempt number `number` of `frame`.
fn judge(frame: &[u8], carrier: &Carrier<'_>, number: u32) -> Attempt {
    if carrier.octets == frame && carrier.half_octet.is_none() {
        return Attempt::Over(Sent::ok(frame.len()));
    }
    if !carrier.collision || !carrier.delimited {
        return Attempt::Wrong;
    }
    let header = [PREAMBLE; PREAMBLE_OCTETS].into_iter().chain([SFD]);
    let packet = nibbles(&header.chain(frame.iter().copied()).collect::<Vec<_>>());
    let mut shown = packet[..HEADER_NIBBLES].to_vec();
    shown.extend(nibbles(carrier.octets));
    shown.extend(carrier.half_octet);
    // The attempt of this length. One that met its collision in the preamble has the length of one that met it at the
    // first nibble after it.
    let met = shown.len().checked_sub(JAM_NIBBLES).filter(|met| (HEADER_NIBBLES..packet.len()).contains(met));
    let Some(met) = met.filter(|&met| shown == attempt(&packet, Some(met))) else { return Attempt::Wrong };
    let verdict = match () {
        () if is_late(met) => TxVerdict::LateCollision,
        () if number == ATTEMPT_LIMIT => TxVerdict::ExcessiveCollisions,
        () => return Attempt::Retried,
    };
    Attempt::Over(Sent { verdict, collisions: number, ..Sent::ok(0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carrier(octets: &[u8], half_octet: Option<u8>, collision: bool) -> Carrier<'_> {
        Carrier { begin_ps: 0, octets, delimited: true, half_octet, error: false, collision }
    }

    fn outbox() -> (Vec<u8>, Outbox) {
        let frame: Vec<u8> = (0..200).collect();
        let mut outbox = Outbox::default();
        outbox.expect(frame.clone());
        (frame, outbox)
    }

    #[test]
    fn a_whole_frame_is_over_and_another_one_wrong() {
        let (frame, mut outbox) = outbox();
        assert_eq!(outbox.judge(&carrier(&frame, None, true)), Attempt::Over(Sent::ok(200)));
        assert_eq!(outbox.judge(&carrier(&frame, None, false)), Attempt::Wrong);
        outbox.expect(frame[1..].to_vec());
        assert_eq!(outbox.judge(&carrier(&frame, None, false)), Attempt::Wrong);
    }

    #[test]
    fn a_jam_is_a_collision_only_where_one_was_signalled() {
        let jammed = [0, 1, 2, 0x55, 0x55, 0x55, 0x55];
        let (frame, mut outbox) = outbox();
        assert_eq!(outbox.judge(&carrier(&jammed, None, true)), Attempt::Retried);
        assert_eq!(outbox.judge(&carrier(&[0, 0x51, 0x55, 0x55, 0x55], Some(5), true)), Attempt::Retried);
        let over = Attempt::Over(Sent { collisions: 2, ..Sent::ok(200) });
        assert_eq!(outbox.judge(&carrier(&frame, None, false)), over);
        let (_, mut outbox) = self::outbox();
        assert_eq!(outbox.judge(&carrier(&jammed, None, false)), Attempt::Wrong);
        let (_, mut outbox) = self::outbox();
        assert_eq!(outbox.judge(&carrier(&jammed[..6], None, true)), Attempt::Wrong, "a jam of 28 bits");
    }

    #[test]
    fn late_and_sixteenth_collisions_give_the_frame_up() {
        let jam_after = |octets: usize| [&(0..200).collect::<Vec<u8>>()[..octets], &[0x55; 4]].concat();
        let (_, mut outbox) = outbox();
        // 128 nibbles with the preamble, and one more.
        assert_eq!(outbox.judge(&carrier(&jam_after(56), None, true)), Attempt::Retried);
        let Attempt::Over(sent) = outbox.judge(&carrier(&jam_after(57), None, true)) else { panic!("not over") };
        assert_eq!(sent.verdict, TxVerdict::LateCollision);
        let (_, mut outbox) = self::outbox();
        for _ in 1..16 {
            assert_eq!(outbox.judge(&carrier(&jam_after(5), None, true)), Attempt::Retried);
        }
        let Attempt::Over(sent) = outbox.judge(&carrier(&jam_after(5), None, true)) else { panic!("not over") };
        assert_eq!((sent.verdict, sent.collisions, outbox.len()), (TxVerdict::ExcessiveCollisions, 16, 0));
    }
}
