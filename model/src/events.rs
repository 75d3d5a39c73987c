// SPDX-License-Identifier: MIT OR Apache-2.0
//! The registers before the counters of a design: which counters count at the next edge (IEEE 802.3-2022, clause 30;
//! RFC 2819; numbers by [`wirewright_spec::counters`]).

use wirewright_spec::counters::{RxCounter, TxCounter};
use wirewright_spec::ethernet::HEADER_AND_FCS_OCTETS;
use wirewright_spec::ports::mac_control_rx;
use wirewright_spec::verdict::{RxVerdict, TxVerdict};

/// One bit a counter, and what the octet counter adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Events {
    pub bits: u16,
    pub octets: u16,
}

impl Events {
    /// Counter `number` counts if `happened`.
    #[inline]
    pub fn count(&mut self, number: u8, happened: bool) {
        self.bits |= u16::from(happened) << number;
    }
}

/// What the receiving side has to count, as long as the frame finds room.
#[inline]
pub(crate) fn of_receiver(control: &mac_control_rx::Out) -> Events {
    let mut events = Events::default();
    if control.stat_valid {
        count_rx_verdict(&mut events, control);
    }
    events.count(RxCounter::MulticastFramesReceivedOk as u8, control.stat_multicast);
    events.count(RxCounter::BroadcastFramesReceivedOk as u8, control.stat_broadcast);
    events.count(RxCounter::PauseFramesReceived as u8, control.stat_pause);
    events.count(RxCounter::UnsupportedOpcodesReceived as u8, control.stat_unsupported);
    events
}

impl Events {
    /// What remains to be counted when the frame finds no room: a good one is lost, and nothing else (30.3.1.1.15).
    #[inline]
    pub fn unless_lost(self, overflow: bool) -> Events {
        let good = self.bits & 1 << RxCounter::FramesReceivedOk as u8 != 0;
        match overflow && good {
            true => Events { bits: 1 << RxCounter::FramesLostReceiving as u8, octets: 0 },
            false => self,
        }
    }
}

fn count_rx_verdict(events: &mut Events, control: &mac_control_rx::Out) {
    let is = |verdict: RxVerdict| control.stat_verdict == verdict as u8;
    let accepted = is(RxVerdict::Ok) || is(RxVerdict::OutOfRangeLength);
    events.octets = data_octets(control.stat_octets);
    events.count(RxCounter::FramesReceivedOk as u8, accepted);
    events.count(RxCounter::OctetsReceivedOk as u8, accepted);
    events.count(RxCounter::FrameCheckSequenceErrors as u8, is(RxVerdict::FrameCheckError));
    events.count(RxCounter::AlignmentErrors as u8, is(RxVerdict::AlignmentError));
    events.count(RxCounter::InRangeLengthErrors as u8, is(RxVerdict::InRangeLengthError));
    events.count(RxCounter::OutOfRangeLengthField as u8, is(RxVerdict::OutOfRangeLength));
    events.count(RxCounter::FrameTooLongErrors as u8, is(RxVerdict::FrameTooLong) || is(RxVerdict::Jabber));
    events.count(RxCounter::Jabbers as u8, is(RxVerdict::Jabber));
    events.count(RxCounter::UndersizePkts as u8, is(RxVerdict::Undersize));
    events.count(RxCounter::Fragments as u8, is(RxVerdict::Fragment));
    events.count(RxCounter::SymbolErrorDuringCarrier as u8, control.stat_symbol_error);
}

/// What a transmitter says of a frame that is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TxEnd {
    pub verdict: u8,
    pub octets: u16,
    /// Half duplex only; else zero.
    pub collisions: u8,
    pub deferred: bool,
    pub excessive_deferral: bool,
    pub carrier_sense_error: bool,
}

/// What the transmitting side has to count. `too_long`: a frame that the memory cannot hold.
#[inline]
pub(crate) fn of_transmitter(end: Option<TxEnd>, pause_sent: bool, too_long: bool) -> Events {
    let mut events = Events::default();
    if let Some(end) = end {
        count_tx_end(&mut events, &end);
    }
    events.count(TxCounter::PauseFramesTransmitted as u8, pause_sent);
    events.count(TxCounter::FramesLostSending as u8, too_long);
    events
}

fn count_tx_end(events: &mut Events, end: &TxEnd) {
    let is = |verdict: TxVerdict| end.verdict == verdict as u8;
    let ok = is(TxVerdict::Ok);
    events.octets = data_octets(end.octets);
    events.count(TxCounter::FramesTransmittedOk as u8, ok);
    events.count(TxCounter::OctetsTransmittedOk as u8, ok);
    events.count(TxCounter::SingleCollisionFrames as u8, ok && end.collisions == 1);
    events.count(TxCounter::MultipleCollisionFrames as u8, ok && end.collisions > 1);
    events.count(TxCounter::DeferredTransmissions as u8, ok && end.deferred && end.collisions == 0);
    events.count(TxCounter::LateCollisions as u8, is(TxVerdict::LateCollision));
    events.count(TxCounter::ExcessiveCollisions as u8, is(TxVerdict::ExcessiveCollisions));
    events.count(TxCounter::FramesLostSending as u8, is(TxVerdict::Underrun));
    events.count(TxCounter::CarrierSenseErrors as u8, end.carrier_sense_error);
    events.count(TxCounter::ExcessiveDeferral as u8, end.excessive_deferral);
    events.count(TxCounter::FramesSentWithError as u8, is(TxVerdict::SentWithError));
}

/// Octets of data and padding in a frame of `frame_octets`.
#[inline]
fn data_octets(frame_octets: u16) -> u16 {
    frame_octets.saturating_sub(HEADER_AND_FCS_OCTETS as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_receive_verdict_counts_in_its_own_counters() {
        let events = RxVerdict::ALL.map(|verdict| {
            let control = mac_control_rx::Out {
                stat_valid: true,
                stat_verdict: verdict as u8,
                stat_octets: 64,
                ..Default::default()
            };
            of_receiver(&control)
        });
        let bits = events.map(|events| events.bits);
        assert_eq!(bits, [0b11, 1 << 5 | 0b11, 1 << 4, 1 << 2, 1 << 3, 1 << 8, 1 << 9, 1 << 6, 1 << 6 | 1 << 7]);
        assert!(events.iter().all(|events| events.octets == 46));
    }

    #[test]
    fn without_a_verdict_only_the_other_strobes_count() {
        let control = mac_control_rx::Out { stat_verdict: 3, stat_symbol_error: true, ..Default::default() };
        assert_eq!(of_receiver(&control), Events::default());
        let control = mac_control_rx::Out { stat_multicast: true, stat_pause: true, ..control };
        assert_eq!(of_receiver(&control).bits, 1 << 11 | 1 << 13);
    }

    #[test]
    fn a_good_frame_without_room_is_lost_and_counts_nowhere_else() {
        let good = Events { bits: 1 << 12 | 1 << 5 | 0b11, octets: 46 };
        assert_eq!(good.unless_lost(false), good);
        assert_eq!(good.unless_lost(true), Events { bits: 1 << 15, octets: 0 });
        let bad = Events { bits: 1 << 2, octets: 46 };
        assert_eq!(bad.unless_lost(true), bad);
    }

    #[test]
    fn collisions_and_deferral_count_for_frames_that_were_sent() {
        let ok = TxEnd { octets: 17, ..TxEnd::default() };
        let bits = |end| of_transmitter(Some(end), false, false).bits;
        assert_eq!(of_transmitter(Some(ok), true, false), Events { bits: 0b11 | 1 << 10, octets: 0 });
        assert_eq!(bits(TxEnd { collisions: 1, deferred: true, ..ok }), 0b111);
        assert_eq!(bits(TxEnd { collisions: 2, ..ok }), 0b1011);
        assert_eq!(bits(TxEnd { deferred: true, ..ok }), 0b10011);
        assert_eq!(bits(TxEnd { verdict: 3, collisions: 2, excessive_deferral: true, ..ok }), 1 << 5 | 1 << 9);
        assert_eq!(bits(TxEnd { verdict: 2, carrier_sense_error: true, ..ok }), 1 << 7 | 1 << 8);
        assert_eq!(bits(TxEnd { verdict: 1, ..ok }), 1 << 11);
        assert_eq!(of_transmitter(None, false, true).bits, 1 << 7);
        assert_eq!(bits(TxEnd { verdict: 4, collisions: 16, ..ok }), 1 << 6);
    }
}
