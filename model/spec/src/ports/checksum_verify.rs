// SPDX-License-Identifier: MIT OR Apache-2.0
//! Judges the IPv4, TCP and UDP checksums of received frames (RFC 791, 768, 9293, 1071).
//!
//! ```text
//!                         +-----------------+
//!         s_axis_tdata[8]->                 |->m_axis_tdata[8]
//!          s_axis_tvalid->|                 |->m_axis_tvalid
//!           s_axis_tlast->|                 |->m_axis_tlast
//!           s_axis_tuser->|                 |->m_axis_tuser
//!           s_axis_tdrop->| checksum_verify |->m_axis_tdrop
//!      s_axis_vlan_valid->|                 |->m_axis_vlan_valid
//!    s_axis_vlan_tci[16]->|                 |->m_axis_vlan_tci[16]
//!             cfg_verify->|                 |->m_axis_ipv4[2]
//!                         |                 |->m_axis_l4[2]
//!                         +-----------------+
//! ```
//!
//! # Contract
//! A beat passes at each edge at which `s_axis_tvalid` is high; nothing ever waits. A frame is the beats from the
//! first one after reset, or after a beat with `s_axis_tlast`, to the next beat with `s_axis_tlast`, with any pauses
//! between.
//!
//! A beat that passes at edge e is shown at `m_axis` after edge e + 3, unless a reset comes between; after all other
//! edges all outputs are 0. (The three registers before the outputs are empty after reset.) While a beat is shown
//! `m_axis_tvalid` is 1 and `m_axis_tdata`, `m_axis_tlast` are as it came. `m_axis_tuser`, `m_axis_tdrop`,
//! `m_axis_vlan_valid`, `m_axis_vlan_tci` are as it came when it is the last of its frame, else 0.
//!
//! `m_axis_ipv4` and `m_axis_l4` are [`ChecksumResult`](crate::card::rings::ChecksumResult)s (0 none, 1 right, 2
//! wrong): on the last beat of a frame for which `cfg_verify` was high at the edge at which its last beat passed,
//! what the rules of [`card::checksum`](crate::card::checksum) say of the whole frame as it came in at `s_axis`; on
//! all other beats 0. `ipv4` is the header checksum, `l4` the one of TCP or UDP. The rules hold for frames of every
//! length, shorter than any header or longer than any packet, and for bad and dropped frames as for others.

use crate::Ports;

/// Inputs of `checksum_verify`.
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
    /// On the last beat: nobody wants the frame.
    pub s_axis_tdrop: bool,
    /// On the last beat: a tag was taken out.
    pub s_axis_vlan_valid: bool,
    /// On the last beat: its tag control information.
    pub s_axis_vlan_tci: u16,
    /// Judge; sampled at the last beat.
    pub cfg_verify: bool,
}

/// Outputs of `checksum_verify`.
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
    /// On the last beat: as it came in.
    pub m_axis_tdrop: bool,
    /// On the last beat: as it came in.
    pub m_axis_vlan_valid: bool,
    /// On the last beat: as it came in.
    pub m_axis_vlan_tci: u16,
    /// On the last beat: the IPv4 header checksum is 0 none, 1 right, 2 wrong.
    #[port(width = 2)]
    pub m_axis_ipv4: u8,
    /// On the last beat: the TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    #[port(width = 2)]
    pub m_axis_l4: u8,
}
