// SPDX-License-Identifier: MIT OR Apache-2.0
//! The counters of a MAC design by number, as `stat_addr` chooses them: 0 to 15 receive, 16 + n transmit n; and those
//! of the card, 32 + n. Names are those of IEEE 802.3-2022 clause 30 and RFC 2819; the card's own are ours.

/// Declares a counter list: number, name and what increments it.
macro_rules! counters {
    ($(#[$doc:meta])* $name:ident {
        $($(#[doc = $variant_doc:literal])* $variant:ident = $number:literal $managed:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[doc = $variant_doc])* $variant = $number,)+ }

        impl $name {
            /// All counters, by number.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The name in the standard.
            pub const fn managed_name(self) -> &'static str {
                match self { $($name::$variant => $managed,)+ }
            }

            /// What increments it, and the clause.
            pub const fn meaning(self) -> &'static str {
                match self { $($name::$variant => concat!($($variant_doc),*),)+ }
            }
        }
    };
}

counters! {
    /// Receive counters; the number is `stat_addr`.
    RxCounter {
        /// Verdict `Ok` or `OutOfRangeLength`, MAC control frames included (30.3.1.1.5).
        FramesReceivedOk = 0 "aFramesReceivedOK",
        /// Octets of data and padding (frame octets less 18) of frames with verdict `Ok` or `OutOfRangeLength`
        /// (30.3.1.1.14).
        OctetsReceivedOk = 1 "aOctetsReceivedOK",
        /// Verdict `FrameCheckError` (30.3.1.1.6).
        FrameCheckSequenceErrors = 2 "aFrameCheckSequenceErrors",
        /// Verdict `AlignmentError` (30.3.1.1.7).
        AlignmentErrors = 3 "aAlignmentErrors",
        /// Verdict `InRangeLengthError` (30.3.1.1.23).
        InRangeLengthErrors = 4 "aInRangeLengthErrors",
        /// Verdict `OutOfRangeLength` (30.3.1.1.24).
        OutOfRangeLengthField = 5 "aOutOfRangeLengthField",
        /// Verdict `FrameTooLong` or `Jabber`, the length being judged before the FCS (30.3.1.1.25, 4.2.9).
        FrameTooLongErrors = 6 "aFrameTooLongErrors",
        /// Verdict `Jabber` (RFC 2819).
        Jabbers = 7 "etherStatsJabbers",
        /// Verdict `Undersize` (RFC 2819).
        UndersizePkts = 8 "etherStatsUndersizePkts",
        /// Verdict `Fragment` (RFC 2819).
        Fragments = 9 "etherStatsFragments",
        /// Frames of 64 octets or more in which the PHY reported an error; shorter carriers and those without a
        /// delimiter are not seen (30.3.2.1.5).
        SymbolErrorDuringCarrier = 10 "aSymbolErrorDuringCarrier",
        /// Good frames to a group that is not all (30.3.1.1.21).
        MulticastFramesReceivedOk = 11 "aMulticastFramesReceivedOK",
        /// Good frames to all (30.3.1.1.22).
        BroadcastFramesReceivedOk = 12 "aBroadcastFramesReceivedOK",
        /// PAUSE frames for us (30.3.4.3).
        PauseFramesReceived = 13 "aPAUSEMACCtrlFramesReceived",
        /// MAC control frames with an opcode that is not known (30.3.3.5).
        UnsupportedOpcodesReceived = 14 "aUnsupportedOpcodesReceived",
        /// A good frame for which the receive memory had no room (30.3.1.1.15): it counts nowhere else.
        FramesLostReceiving = 15 "aFramesLostDueToIntMACRcvError",
    }
}

counters! {
    /// Transmit counters; `stat_addr` is 16 more than the number.
    TxCounter {
        /// Verdict `Ok`, PAUSE frames included (30.3.1.1.2).
        FramesTransmittedOk = 0 "aFramesTransmittedOK",
        /// Octets of data and padding (frame octets less 18) of frames with verdict `Ok` (30.3.1.1.8); frames
        /// shorter than 18 octets add nothing.
        OctetsTransmittedOk = 1 "aOctetsTransmittedOK",
        /// Verdict `Ok` after exactly one collision (30.3.1.1.3).
        SingleCollisionFrames = 2 "aSingleCollisionFrames",
        /// Verdict `Ok` after more than one collision (30.3.1.1.4).
        MultipleCollisionFrames = 3 "aMultipleCollisionFrames",
        /// Verdict `Ok`, deferred, no collision (30.3.1.1.9).
        DeferredTransmissions = 4 "aFramesWithDeferredXmissions",
        /// Verdict `LateCollision` (30.3.1.1.10).
        LateCollisions = 5 "aLateCollisions",
        /// Verdict `ExcessiveCollisions` (30.3.1.1.11).
        ExcessiveCollisions = 6 "aFramesAbortedDueToXSColls",
        /// Verdict `Underrun`, and frames longer than the transmit memory (30.3.1.1.12).
        FramesLostSending = 7 "aFramesLostDueToIntMACXmitError",
        /// Frames, whatever their verdict, during which carrier sense failed (30.3.1.1.13).
        CarrierSenseErrors = 8 "aCarrierSenseErrors",
        /// Frames, whatever their verdict, that waited longer than twice the longest frame (30.3.1.1.20).
        ExcessiveDeferral = 9 "aFramesWithExcessiveDeferral",
        /// PAUSE frames sent (30.3.4.2).
        PauseFramesTransmitted = 10 "aPAUSEMACCtrlFramesTransmitted",
        /// Verdict `SentWithError`; no counter of the standard.
        FramesSentWithError = 11 "framesSentWithError",
    }
}

counters! {
    /// Counters of the card itself, no counters of a standard; the number is 32 less than that of `COUNTER_LOW`.
    CardCounter {
        /// Frames to somebody else, dropped by the address filter.
        FramesFiltered = 0 "framesFiltered",
        /// Octets of received frames that were put into host memory.
        OctetsDelivered = 1 "octetsDelivered",
        /// Received frames that were put into host memory.
        FramesDelivered = 2 "framesDelivered",
        /// Received frames that were wanted and found no room in the receive memory.
        FramesLost = 3 "framesLost",
        /// Received frames that were cut: a whole ring of descriptors did not hold them.
        FramesTruncated = 4 "framesTruncated",
        /// Received frames with a wrong IPv4 header checksum.
        Ipv4ChecksumErrors = 5 "ipv4ChecksumErrors",
        /// Received frames with a wrong TCP or UDP checksum.
        L4ChecksumErrors = 6 "l4ChecksumErrors",
        /// Received frames out of which a tag was taken.
        TagsStripped = 7 "tagsStripped",
        /// Frames that were handed over to the MAC.
        FramesSubmitted = 8 "framesSubmitted",
        /// Frames that were not sent: too long, or without octets.
        FramesNotSent = 9 "framesNotSent",
        /// Rises of the interrupt line.
        Interrupts = 10 "interrupts",
        /// Tails that the ring could not hold.
        RingErrors = 11 "ringErrors",
        /// Commands that the bus answered with an error.
        BusErrors = 12 "busErrors",
        /// Bursts of reads.
        ReadBursts = 13 "readBursts",
        /// Bursts of writes.
        WriteBursts = 14 "writeBursts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_by_number() {
        assert!(RxCounter::ALL.iter().enumerate().all(|(number, &counter)| counter as usize == number));
        assert!(CardCounter::ALL.iter().enumerate().all(|(number, &counter)| counter as usize == number));
        assert!(TxCounter::ALL.iter().enumerate().all(|(number, &counter)| counter as usize == number));
    }
}
