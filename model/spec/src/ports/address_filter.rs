// SPDX-License-Identifier: MIT OR Apache-2.0
//! Says of each received frame whether its destination is wanted (IEEE 802.3-2022, 3.2.3, 4.2.4.1.1): the card's own
//! address, 16 more, multicast by hash, broadcast, or anything.
//!
//! ```text
//!                        +----------------+
//!        s_axis_tdata[8]->                |->m_axis_tdata[8]
//!         s_axis_tvalid->|                |->m_axis_tvalid
//!          s_axis_tlast->|                |->m_axis_tlast
//!          s_axis_tuser->|                |->m_axis_tuser
//!            cfg_enable->| address_filter |->m_axis_tdrop
//!       cfg_promiscuous->|                |->stat_filtered
//!         cfg_broadcast->|                |
//!       cfg_address[48]->|                |
//!          cfg_hash[64]->|                |
//!          filter_write->|                |
//!       filter_index[4]->|                |
//!    filter_address[48]->|                |
//!          filter_valid->|                |
//!                        +----------------+
//! ```
//!
//! # Contract
//! A beat passes at each edge at which `s_axis_tvalid` is high; nothing ever waits. The octets of a frame are
//! numbered from 0: octet 0 is the first beat after reset or after a beat with `s_axis_tlast`. D is the number that
//! octets 0 to 5 make, octet 0 in bits 47:40.
//!
//! **Octets.** At every edge: `m_axis_tvalid <= s_axis_tvalid`; `m_axis_tdata`, `m_axis_tlast` <= those of `s_axis`
//! when a beat passes, else 0; `m_axis_tuser <= s_axis_tuser` when a last beat passes, else 0.
//!
//! **The table** has 16 entries of an address and a valid bit; after reset no entry is valid. At an edge with
//! `filter_write` the entry `filter_index` becomes `filter_address`, `filter_valid`. (What the address of an entry
//! that is not valid holds never matters.)
//!
//! **The verdict** is one bit, `wanted`: 0 after reset, and 0 after every edge at which a last beat passes, whatever
//! else would set it there. Let T be the edge at which octet 5 of a frame passes, if it is not the last one. Until
//! the last beat of this frame passes, that edge excluded,
//!
//! - edge T + 1 sets `wanted` when any of this is so, all settings as sampled at that edge:
//!   - `cfg_promiscuous`;
//!   - D = `cfg_address`;
//!   - D is the broadcast address (all bits 1), and `cfg_broadcast`;
//!   - D is a group address (bit 40 is 1: the first on the wire), not the broadcast address, and bit h(D) of
//!     `cfg_hash` is 1;
//! - edge T + 2 + i, for i = 0 to 15, sets `wanted` when entry i of the table, as it was before edge T + 1 + i, is
//!   valid and its address is D. (An entry written at edge T + 1 + i is not yet seen.)
//!
//! These edges are counted whether a beat passes at them or not. Nothing else sets `wanted`.
//!
//! *Enabled* is a frame when `cfg_enable` was high at the edge at which its octet 0 passed. (For a frame of one octet
//! this is the edge of its last beat, too.) At an edge at which a last beat passes: `m_axis_tdrop <= not (enabled and
//! wanted)` and `stat_filtered <= enabled and not wanted`, with `wanted` as it was before the edge. At all other
//! edges both become 0. So `stat_filtered` is high beside the last beat of its frame; it does not ask for
//! `s_axis_tuser`.
//!
//! **The hash** h(D), 6 bits: let R(x) be the remainder of IEEE 802.3-2022, 3.2.9, step d, computed for octets 0 to 5
//! alone (the first 32 bits complemented, the remainder itself not). Bit 5 of h is the coefficient of x^31 in R(x),
//! bit 4 that of x^30, and so on to bit 0, that of x^26. In other words: with the FCS of those six octets as four
//! octets in the order in which they are sent, bit 5 of h is the inverse of bit 0 of the first one, bit 4 of its bit
//! 1, ..., bit 0 of its bit 5. (Drivers know it as `ether_crc(6, address) >> 26`.) h of 01:00:5e:00:00:01 is 31, of
//! 33:33:00:00:00:01 62, of 01:80:c2:00:00:0e 33.
//!
//! # For who uses it
//! A frame of 24 octets or more meets every entry, one of 8 or more all but the table. Those of 7 octets or fewer
//! whose octets follow each other without a pause are never wanted. Only frames that the MAC calls bad are so short.

use crate::Ports;

/// Inputs of `address_filter`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Octet of a received frame, destination address first, without FCS.
    pub s_axis_tdata: u8,
    /// There is an octet; it cannot wait.
    pub s_axis_tvalid: bool,
    /// It is the last of its frame.
    pub s_axis_tlast: bool,
    /// On the last beat: the frame is bad.
    pub s_axis_tuser: bool,
    /// Take frames; judged at the first octet of each.
    pub cfg_enable: bool,
    /// Take frames to any address.
    pub cfg_promiscuous: bool,
    /// Take frames to the broadcast address.
    pub cfg_broadcast: bool,
    /// Own address; bits 47:40 are sent first.
    #[port(width = 48)]
    pub cfg_address: u64,
    /// Take multicast frames whose hash has its bit here.
    pub cfg_hash: u64,
    /// Write an entry of the table.
    pub filter_write: bool,
    /// Which one.
    #[port(width = 4)]
    pub filter_index: u8,
    /// Its address; bits 47:40 are sent first.
    #[port(width = 48)]
    pub filter_address: u64,
    /// It counts from now on.
    pub filter_valid: bool,
}

/// Outputs of `address_filter`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// Octet of a frame.
    pub m_axis_tdata: u8,
    /// There is an octet.
    pub m_axis_tvalid: bool,
    /// It is the last of its frame.
    pub m_axis_tlast: bool,
    /// On the last beat: as it came in.
    pub m_axis_tuser: bool,
    /// On the last beat: nobody here wants the frame.
    pub m_axis_tdrop: bool,
    /// Strobe: a frame to somebody else is dropped.
    pub stat_filtered: bool,
}
