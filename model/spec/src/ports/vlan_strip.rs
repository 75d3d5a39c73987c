// SPDX-License-Identifier: MIT OR Apache-2.0
//! Takes the C-tag out of received frames and says what it held (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6).
//!
//! ```text
//!                   +------------+
//!   s_axis_tdata[8]->            |->m_axis_tdata[8]
//!    s_axis_tvalid->|            |->m_axis_tvalid
//!     s_axis_tlast->|            |->m_axis_tlast
//!     s_axis_tuser->| vlan_strip |->m_axis_tuser
//!     s_axis_tdrop->|            |->m_axis_tdrop
//!        cfg_strip->|            |->m_axis_vlan_valid
//!                   |            |->m_axis_vlan_tci[16]
//!                   +------------+
//! ```
//!
//! # Contract
//! A beat passes at each edge at which `s_axis_tvalid` is high; nothing ever waits. The octets of a frame are
//! numbered from 0: octet 0 is the first beat after reset or after a beat with `s_axis_tlast`.
//!
//! Octets stand in a *line*, at most four of them, in the order in which they passed, each with its `s_axis_tlast`,
//! `s_axis_tuser`, `s_axis_tdrop`; it is empty after reset. At an edge, from the line as it was before it:
//!
//! 1. *Cut*: when octet 16 passes, `cfg_strip` is high, octet 12 of the frame was 0x81 and octet 13 was 0x00, then
//!    all that is in the line is thrown away, and nothing is offered. (These are just octets 12 to 15 of this frame:
//!    four of its octets stand there, and what was before them has left.) `tci` becomes octets 14 and 15, 14 in bits
//!    15:8, and `stripped` 1. Octet 16 may be the last one; whether it is does not matter here.
//! 2. Else, when an octet with `tlast` is in the line, or when four octets are in it and a beat passes, the oldest
//!    one leaves the line and is offered.
//! 3. In both cases, and else, too, the octet of a beat that passes joins the line at its end.
//!
//! So there are never more than four: while a `tlast` is in the line one leaves at each edge. A frame leaves as it
//! came when it has 16 octets or fewer, no tag, or `cfg_strip` was low at the edge at which its octet 16 passed.
//!
//! After an edge at which an octet was offered, `m_axis_tvalid` is 1 and `m_axis_tdata`, `m_axis_tlast` are what it
//! came with. If it is a last one, `m_axis_tuser`, `m_axis_tdrop` are what it came with, too, `m_axis_vlan_valid` is
//! `stripped` and `m_axis_vlan_tci` is `tci` when `stripped` is 1, else 0 (both as before the edge); and `stripped`
//! becomes 0. On beats that are not the last these four are 0. After an edge at which nothing was offered all outputs
//! are 0. `stripped` is 0 after reset.
//!
//! Only the first tag of a frame is taken out, whatever follows it; tags of another type (S-tags, 0x88a8) stay.

use crate::Ports;

/// Inputs of `vlan_strip`.
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
    /// Take tags out; sampled at octet 16.
    pub cfg_strip: bool,
}

/// Outputs of `vlan_strip`.
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
    /// On the last beat: a tag was taken out.
    pub m_axis_vlan_valid: bool,
    /// On the last beat: the tag control information of that tag, else 0.
    pub m_axis_vlan_tci: u16,
}
