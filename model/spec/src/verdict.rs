// SPDX-License-Identifier: MIT OR Apache-2.0
//! What becomes of a frame: one verdict each, as IEEE 802.3-2022 4.3.2 and clause 30 and RFC 2819 name them. The
//! numbers are those on the `stat_*_verdict` ports.

/// The verdict of the receiver on one frame (the contract of [`crate::ports::mac_rx`] says which comes first).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum RxVerdict {
    /// Good (aFramesReceivedOK).
    Ok = 0,
    /// Good, but its length/type field is 1501 to 1535 (aOutOfRangeLengthField).
    OutOfRangeLength = 1,
    /// Its length field does not match its data (aInRangeLengthErrors).
    InRangeLengthError = 2,
    /// Whole octets with a wrong FCS, or an error from the PHY (aFrameCheckSequenceErrors).
    FrameCheckError = 3,
    /// A cut half octet and a wrong FCS (aAlignmentErrors).
    AlignmentError = 4,
    /// Shorter than 64 octets with a correct FCS (etherStatsUndersizePkts).
    Undersize = 5,
    /// Shorter than 64 octets with a wrong FCS (etherStatsFragments).
    Fragment = 6,
    /// Longer than allowed with a correct FCS (aFrameTooLongErrors, etherStatsOversizePkts).
    FrameTooLong = 7,
    /// Longer than allowed with a wrong FCS (etherStatsJabbers).
    Jabber = 8,
}

impl RxVerdict {
    /// All verdicts, by number.
    pub const ALL: [RxVerdict; 9] = [
        RxVerdict::Ok,
        RxVerdict::OutOfRangeLength,
        RxVerdict::InRangeLengthError,
        RxVerdict::FrameCheckError,
        RxVerdict::AlignmentError,
        RxVerdict::Undersize,
        RxVerdict::Fragment,
        RxVerdict::FrameTooLong,
        RxVerdict::Jabber,
    ];

    /// Whether the frame is given to the client as good.
    pub const fn accepted(self) -> bool {
        matches!(self, RxVerdict::Ok | RxVerdict::OutOfRangeLength)
    }
}

/// How the transmission of one frame ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TxVerdict {
    /// Sent (aFramesTransmittedOK).
    Ok = 0,
    /// Sent with an error because the client asked for it.
    SentWithError = 1,
    /// The client had no octet in time (aFramesLostDueToIntMACXmitError).
    Underrun = 2,
    /// Given up: a collision after the slot time (aLateCollisions).
    LateCollision = 3,
    /// Given up after 16 collisions (aFramesAbortedDueToXSColls).
    ExcessiveCollisions = 4,
}

impl TxVerdict {
    /// All verdicts, by number.
    pub const ALL: [TxVerdict; 5] = [
        TxVerdict::Ok,
        TxVerdict::SentWithError,
        TxVerdict::Underrun,
        TxVerdict::LateCollision,
        TxVerdict::ExcessiveCollisions,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_by_number() {
        assert!(RxVerdict::ALL.iter().enumerate().all(|(number, &verdict)| verdict as usize == number));
        assert!(TxVerdict::ALL.iter().enumerate().all(|(number, &verdict)| verdict as usize == number));
    }
}
