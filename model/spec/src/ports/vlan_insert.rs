// SPDX-License-Identifier: MIT OR Apache-2.0
//! Puts a C-tag into frames to send (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6).
//!
//! ```text
//!                       +-------------+
//!       s_axis_tdata[8]->             |->m_axis_tdata[8]
//!        s_axis_tvalid->|             |->m_axis_tvalid
//!        s_axis_tready<-|             |<-m_axis_tready
//!         s_axis_tlast->|             |->m_axis_tlast
//!         s_axis_tuser->| vlan_insert |->m_axis_tuser
//!          s_axis_vlan->|             |->m_axis_ipv4
//!  s_axis_vlan_tci[16]->|             |->m_axis_l4
//!          s_axis_ipv4->|             |
//!            s_axis_l4->+-------------+
//! ```
//!
//! # Contract
//! A beat passes at `s_axis` at an edge at which `s_axis_tvalid` and `s_axis_tready` are high. The octets of a frame
//! are numbered from 0: octet 0 is the first beat after reset or after a beat with `s_axis_tlast`. The *flags* of a
//! frame are `s_axis_vlan`, `s_axis_vlan_tci`, `s_axis_ipv4`, `s_axis_l4` beside its octet 0; on other beats they are
//! not looked at.
//!
//! The state, all empty or 0 after reset: S, a beat that waits (octet, `tlast`, `tuser`, and that it is octet 0, with
//! its flags); B, the `m_axis` outputs; `due`, octets of a tag that B has still to take, 0 to 4.
//!
//! At every edge, all from the values before it:
//!
//! 1. *B is free* when `m_axis_tvalid` is low or `m_axis_tready` is high. What a free B takes is the first of these
//!    that there is:
//!    - if `due` is not 0: the next octet of the tag, 0x81 when `due` is 4, 0x00 when it is 3, bits 15:8 of the
//!      `vlan_tci` of the frame when it is 2, bits 7:0 when it is 1: it becomes `m_axis_tdata`, `m_axis_tvalid` becomes
//!      1, `m_axis_tlast` and `m_axis_tuser` 0, and `due` counts down;
//!    - the beat in S, which becomes empty;
//!    - the beat that passes at this edge;
//!    - nothing: `m_axis_tvalid` becomes 0 and the other `m_axis` outputs keep their values.
//! 2. A beat that passes and is not taken by B goes into S. (S is empty then: `s_axis_tready` was high.)
//! 3. `s_axis_tready` after the edge: S is empty after it. After reset it is low for one edge.
//! 4. When B takes octet 11 of a frame, it is not the last one, and the `vlan` of the frame is 1, `due` becomes 4.
//!
//! That B takes a beat of the frame means: `m_axis_tvalid` becomes 1, `m_axis_tdata`, `m_axis_tlast` what it came
//! with, `m_axis_tuser` `tuser` and `tlast` (0 on beats that are not the last); and when it is octet 0,
//! `m_axis_ipv4`, `m_axis_l4` become those of the flags; they stay until B takes the next octet 0. A B that is not
//! free keeps all.
//!
//! So a frame of 12 octets or fewer is never tagged, and a longer one has its tag before its octet 12.
//!
//! # For who uses it
//! An octet a clock, and 4 clocks more for a tag.

use crate::Ports;

/// Inputs of `vlan_insert`.
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
    /// On the last beat: do not send the frame.
    pub s_axis_tuser: bool,
    /// On the first beat: insert a tag.
    pub s_axis_vlan: bool,
    /// On the first beat: the tag control information to insert.
    pub s_axis_vlan_tci: u16,
    /// On the first beat: insert the IPv4 header checksum.
    pub s_axis_ipv4: bool,
    /// On the first beat: insert the TCP or UDP checksum.
    pub s_axis_l4: bool,
    /// The sink takes the beat.
    pub m_axis_tready: bool,
}

/// Outputs of `vlan_insert`.
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
    /// On the last beat: do not send the frame.
    pub m_axis_tuser: bool,
    /// On all beats: insert the IPv4 header checksum.
    pub m_axis_ipv4: bool,
    /// On all beats: insert the TCP or UDP checksum.
    pub m_axis_l4: bool,
}
