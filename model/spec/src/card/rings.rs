// SPDX-License-Identifier: MIT OR Apache-2.0
//! Descriptors and completions: what lies in host memory (docs/card.md, Queues). Little-endian.

/// Octets of a descriptor.
pub const DESCRIPTOR_OCTETS: usize = 16;
/// Octets of a completion.
pub const COMPLETION_OCTETS: usize = 8;
/// The fewest entries of a ring, as a power of two.
pub const LEAST_SIZE_LOG2: u32 = 3;
/// The most entries of a ring, as a power of two.
pub const GREATEST_SIZE_LOG2: u32 = 12;
/// Rings begin at a multiple of this many octets.
pub const RING_ALIGNMENT: u64 = 64;
/// The longest frame that is sent, in octets without FCS, an inserted tag included.
pub const LONGEST_SENT_OCTETS: usize = 2048;

/// Where the fields of the second half of a descriptor (octets 8 to 15, as one number) begin, in bits; the first half
/// is the address.
pub mod descriptor {
    /// Length of the buffer in octets, 16 bits.
    pub const LENGTH: u32 = 0;
    /// Tag control information to insert, 16 bits.
    pub const VLAN_TCI: u32 = 16;
    /// Bit: the last buffer of the frame.
    pub const END: u32 = 32;
    /// Bit: insert the IPv4 header checksum.
    pub const IPV4_CHECKSUM: u32 = 33;
    /// Bit: insert the TCP or UDP checksum.
    pub const L4_CHECKSUM: u32 = 34;
    /// Bit: insert a tag.
    pub const VLAN: u32 = 35;
}

/// Where the fields of a completion begin, in bits.
pub mod completion {
    /// Octets of the frame in host memory, 16 bits.
    pub const LENGTH: u32 = 0;
    /// Tag control information of the tag that was stripped, 16 bits.
    pub const VLAN_TCI: u32 = 16;
    /// Index after the last descriptor of the frame, 16 bits.
    pub const NEXT: u32 = 32;
    /// Status, 15 bits.
    pub const STATUS: u32 = 48;
    /// Bit: 1 on the first way through the ring.
    pub const PHASE: u32 = 63;
    /// Status bit of a received frame: bad.
    pub const BAD: u32 = 0;
    /// Status bit of a sent frame: it was not sent.
    pub const DROPPED: u32 = 0;
    /// Status bit of a received frame: it goes on beyond its buffers.
    pub const TRUNCATED: u32 = 1;
    /// Status bit of a received frame: a tag was stripped.
    pub const VLAN: u32 = 2;
    /// Status, 2 bits, a [`super::ChecksumResult`]: the IPv4 header checksum.
    pub const IPV4: u32 = 3;
    /// Status, 2 bits, a [`super::ChecksumResult`]: the TCP or UDP checksum.
    pub const L4: u32 = 5;
}

/// What a checksum of a received frame is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum ChecksumResult {
    /// There is none, it is not for the card to judge (a fragment), or nobody asked.
    #[default]
    None = 0,
    /// Right.
    Right = 1,
    /// Wrong.
    Wrong = 2,
}
