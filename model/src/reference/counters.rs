// SPDX-License-Identifier: MIT OR Apache-2.0
//! From verdicts to counters, as IEEE 802.3-2022 clause 30 and RFC 2819 define them.

use super::pause::Control;
use super::receive::Received;
use wirewright_spec::counters::{RxCounter, TxCounter};
use wirewright_spec::ethernet::HEADER_AND_FCS_OCTETS;
use wirewright_spec::verdict::{RxVerdict, TxVerdict};

/// All counters of a MAC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Receive, by [`RxCounter`].
    pub rx: [u64; 16],
    /// Transmit, by [`TxCounter`].
    pub tx: [u64; 16],
}

/// How the transmission of a frame went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// How it ended.
    pub verdict: TxVerdict,
    /// Octets on the wire, destination address to FCS.
    pub octets: usize,
    /// Collisions it met.
    pub collisions: u32,
    /// It had to wait for the medium.
    pub deferred: bool,
    /// It waited too long.
    pub excessive_deferral: bool,
    /// Carrier sense failed while it was sent.
    pub carrier_sense_error: bool,
    /// It was a PAUSE frame of our own.
    pub pause: bool,
}

impl Sent {
    /// A frame that went out without any trouble.
    pub fn ok(octets: usize) -> Sent {
        Sent {
            verdict: TxVerdict::Ok,
            octets,
            collisions: 0,
            deferred: false,
            excessive_deferral: false,
            carrier_sense_error: false,
            pause: false,
        }
    }
}

impl Counters {
    /// The value of a receive counter.
    pub fn rx(&self, counter: RxCounter) -> u64 {
        self.rx[counter as usize]
    }

    /// The value of a transmit counter.
    pub fn tx(&self, counter: TxCounter) -> u64 {
        self.tx[counter as usize]
    }

    /// Counts a frame received; `control` is what MAC control made of it if it was good, and `destination` its
    /// first six octets, if it has so many.
    pub fn receive(&mut self, frame: &Received, control: Control, destination: Option<[u8; 6]>) {
        use RxCounter::*;
        match frame.verdict {
            RxVerdict::Ok => {}
            RxVerdict::OutOfRangeLength => self.add_rx(OutOfRangeLengthField, 1),
            RxVerdict::InRangeLengthError => self.add_rx(InRangeLengthErrors, 1),
            RxVerdict::FrameCheckError => self.add_rx(FrameCheckSequenceErrors, 1),
            RxVerdict::AlignmentError => self.add_rx(AlignmentErrors, 1),
            RxVerdict::Undersize => self.add_rx(UndersizePkts, 1),
            RxVerdict::Fragment => self.add_rx(Fragments, 1),
            RxVerdict::FrameTooLong => self.add_rx(FrameTooLongErrors, 1),
            RxVerdict::Jabber => {
                // Clause 30 judges the length before the FCS (4.2.9); RFC 2819 wants the FCS wrong in addition.
                self.add_rx(FrameTooLongErrors, 1);
                self.add_rx(Jabbers, 1);
            }
        }
        if frame.symbol_error {
            self.add_rx(SymbolErrorDuringCarrier, 1);
        }
        if !frame.verdict.accepted() {
            return;
        }
        self.add_rx(FramesReceivedOk, 1);
        self.add_rx(OctetsReceivedOk, data_octets(frame.octets));
        match destination {
            Some([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]) => self.add_rx(BroadcastFramesReceivedOk, 1),
            Some([first, ..]) if first & 1 != 0 => self.add_rx(MulticastFramesReceivedOk, 1),
            _ => {}
        }
        match control {
            Control::Pause { .. } => self.add_rx(PauseFramesReceived, 1),
            Control::Unsupported => self.add_rx(UnsupportedOpcodesReceived, 1),
            Control::PauseForAnother | Control::None => {}
        }
    }

    /// Counts a frame received for which the memory had no room; the arguments are those of [`receive`](Self::receive).
    /// A good frame of the client is lost, and counts nowhere else (30.3.1.1.15). A bad one counts by its own error,
    /// and MAC control needs no room: both count as if there had been some.
    pub fn receive_without_room(&mut self, frame: &Received, control: Control, destination: Option<[u8; 6]>) {
        if frame.verdict.accepted() && control == Control::None {
            self.add_rx(RxCounter::FramesLostReceiving, 1);
        } else {
            self.receive(frame, control, destination);
        }
    }

    /// Counts a frame sent or given up.
    pub fn transmit(&mut self, sent: &Sent) {
        use TxCounter::*;
        match sent.verdict {
            TxVerdict::Ok => {
                self.add_tx(FramesTransmittedOk, 1);
                self.add_tx(OctetsTransmittedOk, data_octets(sent.octets));
                match sent.collisions {
                    0 if sent.deferred => self.add_tx(DeferredTransmissions, 1),
                    0 => {}
                    1 => self.add_tx(SingleCollisionFrames, 1),
                    _ => self.add_tx(MultipleCollisionFrames, 1),
                }
            }
            TxVerdict::SentWithError => self.add_tx(FramesSentWithError, 1),
            TxVerdict::Underrun => self.add_tx(FramesLostSending, 1),
            TxVerdict::LateCollision => self.add_tx(LateCollisions, 1),
            TxVerdict::ExcessiveCollisions => self.add_tx(ExcessiveCollisions, 1),
        }
        self.add_tx(ExcessiveDeferral, u64::from(sent.excessive_deferral));
        self.add_tx(CarrierSenseErrors, u64::from(sent.carrier_sense_error));
        self.add_tx(PauseFramesTransmitted, u64::from(sent.pause));
    }

    /// Counts a frame of the client that the memory could not hold, so that the wire shows nothing of it
    /// (30.3.1.1.12).
    pub fn lose_before_sending(&mut self) {
        self.add_tx(TxCounter::FramesLostSending, 1);
    }

    fn add_rx(&mut self, counter: RxCounter, amount: u64) {
        self.rx[counter as usize] += amount;
    }

    fn add_tx(&mut self, counter: TxCounter, amount: u64) {
        self.tx[counter as usize] += amount;
    }
}

/// Octets of data and padding (30.3.1.1.8, 30.3.1.1.14).
fn data_octets(frame_octets: usize) -> u64 {
    frame_octets.saturating_sub(HEADER_AND_FCS_OCTETS) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(verdict: RxVerdict, symbol_error: bool) -> Received {
        Received { client: vec![], verdict, symbol_error, octets: 100 }
    }

    const GROUP: Option<[u8; 6]> = Some([1, 0x80, 0xc2, 0, 0, 1]);

    /// The receive counters that are not 0.
    fn counted(counters: &Counters) -> Vec<(RxCounter, u64)> {
        RxCounter::ALL.iter().map(|&counter| (counter, counters.rx(counter))).filter(|(_, count)| *count != 0).collect()
    }

    #[test]
    fn a_bad_frame_counts_its_cause_and_nothing_else() {
        use RxCounter::*;
        let causes: [(RxVerdict, &[_]); 7] = [
            (RxVerdict::InRangeLengthError, &[(InRangeLengthErrors, 1)]),
            (RxVerdict::FrameCheckError, &[(FrameCheckSequenceErrors, 1)]),
            (RxVerdict::AlignmentError, &[(AlignmentErrors, 1)]),
            (RxVerdict::Undersize, &[(UndersizePkts, 1)]),
            (RxVerdict::Fragment, &[(Fragments, 1)]),
            (RxVerdict::FrameTooLong, &[(FrameTooLongErrors, 1)]),
            (RxVerdict::Jabber, &[(FrameTooLongErrors, 1), (Jabbers, 1)]),
        ];
        for (verdict, expected) in causes {
            let (mut with_room, mut without) = (Counters::default(), Counters::default());
            with_room.receive(&received(verdict, false), Control::None, Some([0xff; 6]));
            without.receive_without_room(&received(verdict, false), Control::None, Some([0xff; 6]));
            assert_eq!(counted(&with_room), expected);
            assert_eq!(counted(&without), expected, "and for want of room no other");
        }
    }

    #[test]
    fn a_good_frame_without_room_is_lost_and_nothing_else() {
        for verdict in [RxVerdict::Ok, RxVerdict::OutOfRangeLength] {
            for destination in [Some([2; 6]), Some([0xff; 6]), GROUP] {
                let mut counters = Counters::default();
                counters.receive_without_room(&received(verdict, false), Control::None, destination);
                assert_eq!(counted(&counters), [(RxCounter::FramesLostReceiving, 1)]);
            }
        }
    }

    #[test]
    fn mac_control_needs_no_room() {
        for control in [Control::Pause { quanta: 3 }, Control::PauseForAnother, Control::Unsupported] {
            let (mut with_room, mut without) = (Counters::default(), Counters::default());
            with_room.receive(&received(RxVerdict::Ok, false), control, GROUP);
            without.receive_without_room(&received(RxVerdict::Ok, false), control, GROUP);
            assert_eq!(without, with_room);
            assert_eq!(without.rx(RxCounter::FramesReceivedOk), 1);
        }
    }

    #[test]
    fn a_frame_lost_before_sending_is_not_sent() {
        let mut counters = Counters::default();
        counters.lose_before_sending();
        let mut expected = Counters::default();
        expected.tx[TxCounter::FramesLostSending as usize] = 1;
        assert_eq!(counters, expected);
    }

    #[test]
    fn a_pause_frame_is_also_a_good_multicast_frame() {
        let mut counters = Counters::default();
        counters.receive(&received(RxVerdict::Ok, false), Control::Pause { quanta: 1 }, GROUP);
        assert_eq!(counters.rx, [1, 82, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0]);
    }

    #[test]
    fn collisions_sort_the_frames_that_were_sent() {
        let mut counters = Counters::default();
        for collisions in 0..4 {
            counters.transmit(&Sent { collisions, deferred: true, ..Sent::ok(64) });
        }
        counters.transmit(&Sent { verdict: TxVerdict::LateCollision, collisions: 1, ..Sent::ok(64) });
        assert_eq!(counters.tx[..6], [4, 4 * 46, 1, 2, 1, 1]);
    }
}
