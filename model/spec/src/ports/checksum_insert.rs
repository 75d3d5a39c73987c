// SPDX-License-Identifier: MIT OR Apache-2.0
//! Holds a frame to send until it is there as a whole, and puts its IPv4, TCP and UDP checksums in (RFC 791, 768,
//! 9293, 1071).
//!
//! ```text
//!                     +-----------------+
//!     s_axis_tdata[8]->                 |->m_axis_tdata[8]
//!      s_axis_tvalid->|                 |->m_axis_tvalid
//!      s_axis_tready<-|                 |<-m_axis_tready
//!       s_axis_tlast->| checksum_insert |->m_axis_tlast
//!       s_axis_tuser->|                 |->stat_accepted
//!        s_axis_ipv4->|                 |->stat_dropped
//!          s_axis_l4->+-----------------+
//! ```
//!
//! # Contract
//! There are two buffers of 2048 octets, 0 and 1: one is filled while the other is sent. The state, all 0 after
//! reset: `full` of each buffer, with the `length` of the frame in it; `fill` and `send`, which buffer is meant;
//! `closing`, 0 to 7; `read`, an octet of the buffer that is sent; two registers of an
//! octet, A and B; B is the `m_axis` outputs.
//!
//! *Way in.* A beat passes at an edge at which `s_axis_tvalid` and `s_axis_tready` are high. A frame is the beats
//! from the first one after reset, or after a beat with `s_axis_tlast`, to the next beat with `s_axis_tlast`; its
//! *flags* are `s_axis_ipv4`, `s_axis_l4` beside its first beat; on other beats they are not looked at, nor is
//! `s_axis_tuser` but on the last one. At every edge, all from the values before it:
//!
//! - `s_axis_tready` high: it stays high, but at an edge L at which a last beat passes it becomes low and `closing`
//!   7.
//! - `s_axis_tready` low and `closing` not 0: `closing` counts down; `s_axis_tready` stays low. At the edge at which
//!   it becomes 0 (L + 7) the frame has its fate, the first of these that holds:
//!   - its last beat had `s_axis_tuser`: nothing happens, the frame is forgotten;
//!   - it has more than 2048 octets: `stat_dropped` is strobed, the frame is forgotten;
//!   - else `stat_accepted` is strobed, the buffer `fill` becomes full with the frame, and `fill` becomes the other.
//! - `s_axis_tready` low and `closing` 0: `s_axis_tready` becomes high if the buffer `fill` is not full, else it
//!   stays low.
//!
//! So after reset `s_axis_tready` is low for one edge, and from the last beat of a frame, L, to the first of the next
//! one, L + 9 at the earliest, there are 8 edges at which nothing passes. A strobe is high for one clock, after edge
//! L + 7; both are 0 else.
//!
//! *The frame in the buffer* has the octets that passed, but for the checksums: with the flag `ipv4`, the octets of
//! the IPv4 header checksum, and with `l4`, those of the TCP or UDP checksum, are what the rules of
//! [`card::checksum`](crate::card::checksum) insert, if the frame has such a checksum. Nothing else is changed.
//!
//! *Way out.* B is free when `m_axis_tvalid` is low or `m_axis_tready` is high. A is free when it is empty or B is
//! free. At every edge, all from the values before it: a free B takes A (`m_axis_tvalid` 1, `m_axis_tdata`, and
//! `m_axis_tlast` with the last octet of the frame), or becomes not valid when A is empty: then `m_axis_tdata`,
//! `m_axis_tlast` keep their values. A free A takes octet `read` of the buffer `send`, if that is full, and `read`
//! advances; with the last octet (`read` + 1 = `length`) the buffer becomes not full, `read` becomes 0, and `send`
//! the other. If it is not full, a free A becomes empty. So a frame whose last beat passed at edge L shows its first
//! octet after edge L + 9 at the earliest, and frames that wait follow each other without a gap.
//!
//! # For who uses it
//! Both strobes come in the order of the frames, one for each but for those with `s_axis_tuser`.

use crate::Ports;

/// Inputs of `checksum_insert`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Octet of a frame to send, destination address first.
    pub s_axis_tdata: u8,
    /// An octet is offered.
    pub s_axis_tvalid: bool,
    /// It is the last of its frame.
    pub s_axis_tlast: bool,
    /// On the last beat: forget the frame.
    pub s_axis_tuser: bool,
    /// On the first beat: insert the IPv4 header checksum.
    pub s_axis_ipv4: bool,
    /// On the first beat: insert the TCP or UDP checksum.
    pub s_axis_l4: bool,
    /// The sink takes the beat.
    pub m_axis_tready: bool,
}

/// Outputs of `checksum_insert`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The octet is taken.
    pub s_axis_tready: bool,
    /// Octet of a frame.
    pub m_axis_tdata: u8,
    /// An octet is offered.
    pub m_axis_tvalid: bool,
    /// It is the last of its frame.
    pub m_axis_tlast: bool,
    /// Strobe: a frame will be sent.
    pub stat_accepted: bool,
    /// Strobe: a frame was too long and is not sent.
    pub stat_dropped: bool,
}
