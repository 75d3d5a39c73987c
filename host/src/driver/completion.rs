// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a completion says, and what none can say (docs/card.md, Completion). The card is believed nothing that would
//! take the driver out of its rings.

use wirewright_spec::card::rings::{ChecksumResult, completion};

use crate::device::ReceiveMetadata;

/// A completion, its fields apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Completion {
    pub length: u16,
    pub vlan_tci: u16,
    pub next: u16,
    pub status: u16,
    pub phase: u8,
}

impl Completion {
    pub fn new(word: u64) -> Self {
        Completion {
            length: (word >> completion::LENGTH) as u16,
            vlan_tci: (word >> completion::VLAN_TCI) as u16,
            next: (word >> completion::NEXT) as u16,
            status: (word >> completion::STATUS) as u16 & 0x7fff,
            phase: (word >> completion::PHASE) as u8,
        }
    }

    /// What a completion of a sent frame says: whether it was sent. It has been read with `phase`, its frame ends
    /// before `next` and has `length` octets.
    pub fn sent(self, phase: u8, next: u16, length: u16) -> Result<bool, CompletionError> {
        self.check_phase(phase)?;
        if self.next != next {
            return Err(CompletionError::Next { next: self.next, expected: next });
        }
        if self.length != length {
            return Err(CompletionError::Length { length: self.length, buffers: 0 });
        }
        if self.status & !(1 << completion::DROPPED) != 0 || self.vlan_tci != 0 {
            return Err(CompletionError::Status { status: self.status, vlan_tci: self.vlan_tci });
        }
        Ok(self.status & 1 << completion::DROPPED == 0)
    }

    /// What a completion of a received frame says. What it must not say depends on what was asked for.
    pub fn received(self, phase: u8, asked: Asked) -> Result<ReceiveMetadata, CompletionError> {
        self.check_phase(phase)?;
        let wrong = CompletionError::Status { status: self.status, vlan_tci: self.vlan_tci };
        let bit = |bit: u32| self.status >> bit & 1 == 1;
        let checksum = |bit: u32| match self.status >> bit & 3 {
            0 => Ok(ChecksumResult::None),
            1 if asked.checksums => Ok(ChecksumResult::Right),
            2 if asked.checksums => Ok(ChecksumResult::Wrong),
            _ => Err(wrong),
        };
        let tagged = bit(completion::VLAN);
        let unasked = bit(completion::BAD) && !asked.bad || tagged && !asked.tags;
        if self.status >> (completion::L4 + 2) != 0 || !tagged && self.vlan_tci != 0 || unasked {
            return Err(wrong);
        }
        Ok(ReceiveMetadata {
            ipv4: checksum(completion::IPV4)?,
            l4: checksum(completion::L4)?,
            tag: tagged.then_some(self.vlan_tci),
            bad: bit(completion::BAD),
            truncated: bit(completion::TRUNCATED),
        })
    }

    fn check_phase(self, phase: u8) -> Result<(), CompletionError> {
        if self.phase == phase { Ok(()) } else { Err(CompletionError::Phase) }
    }
}

/// What was asked for, of all that a completion of a received frame may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub bad: bool,
    pub tags: bool,
    pub checksums: bool,
}

/// Why a completion cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompletionError {
    /// Its phase changed back.
    #[error("the completion is gone again")]
    Phase,
    /// The frame does not end there.
    #[error("next is {next}; the descriptors that the card has end at {expected}, or the frame does")]
    Next {
        /// What it says.
        next: u16,
        /// For a sent frame what it should say, for a received one the greatest it could.
        expected: u16,
    },
    /// The frame does not have so many octets.
    #[error("a frame of {length} octets in {buffers} buffers, or sent so long")]
    Length {
        /// What it says.
        length: u16,
        /// How many buffers it says there are; 0 for a sent frame.
        buffers: u16,
    },
    /// There is no such status, or it tells of what was not asked for.
    #[error("status {status:#06x} with tag {vlan_tci:#06x}")]
    Status {
        /// The status.
        status: u16,
        /// Tag control information.
        vlan_tci: u16,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Asked = Asked { bad: true, tags: true, checksums: true };
    const NONE: Asked = Asked { bad: false, tags: false, checksums: false };

    /// Of a frame of 60 octets that ends before 5.
    fn word(status: u64, vlan_tci: u64) -> u64 {
        1 << 63 | status << 48 | 5 << 32 | vlan_tci << 16 | 60
    }

    #[test]
    fn a_sent_frame_is_what_was_handed_over_and_nothing_else() {
        let sent = |word: u64| Completion::new(word).sent(1, 5, 60);
        assert_eq!(sent(word(0, 0)), Ok(true));
        assert_eq!(sent(word(1, 0)), Ok(false));
        assert_eq!(sent(word(0, 0) & !(1 << 63)), Err(CompletionError::Phase));
        assert_eq!(sent(word(0, 0) + (1 << 32)), Err(CompletionError::Next { next: 6, expected: 5 }));
        assert_eq!(sent(word(0, 0) + 1), Err(CompletionError::Length { length: 61, buffers: 0 }));
        assert_eq!(sent(word(0, 9)), Err(CompletionError::Status { status: 0, vlan_tci: 9 }));
        for bit in 1..15 {
            let status = 1 << bit;
            assert_eq!(sent(word(status, 0)), Err(CompletionError::Status { status: status as u16, vlan_tci: 0 }));
        }
        assert_eq!(Completion::new(word(0, 0) & !(1 << 63)).sent(0, 5, 60), Ok(true));
    }

    #[test]
    fn a_received_frame_tells_what_was_asked_for() {
        let received = |status, vlan_tci, asked| Completion::new(word(status, vlan_tci)).received(1, asked);
        let plain = ReceiveMetadata::default();
        assert_eq!((received(0, 0, NONE), received(0, 0, ALL)), (Ok(plain), Ok(plain)));
        let all = ReceiveMetadata {
            bad: true,
            truncated: true,
            tag: Some(0xfffe),
            ipv4: ChecksumResult::Wrong,
            l4: ChecksumResult::Right,
        };
        assert_eq!(received(7 | 2 << 3 | 1 << 5, 0xfffe, ALL), Ok(all));
        for (status, vlan_tci) in [(1, 0), (4, 7), (1 << 3, 0), (2 << 3, 0), (1 << 5, 0), (2 << 5, 0)] {
            assert!(received(status, vlan_tci, ALL).is_ok());
            let wrong = CompletionError::Status { status: status as u16, vlan_tci: vlan_tci as u16 };
            assert_eq!(received(status, vlan_tci, NONE), Err(wrong));
        }
        for (status, vlan_tci) in [(3 << 3, 0), (3 << 5, 0), (0, 7), (1 << 7, 0), (1 << 14, 0)] {
            assert!(received(status, vlan_tci, ALL).is_err());
        }
        let gone = Completion::new(word(0, 0) & !(1 << 63)).received(1, ALL);
        assert_eq!(gone, Err(CompletionError::Phase));
    }
}
