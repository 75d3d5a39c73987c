// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet echo: sends each good frame back to its sender, destination and source address exchanged (IEEE 802.3-2022,
//! 3.2.3).
//!
//! ```text
//!                  +--------+
//!  s_axis_tdata[8]->        |->m_axis_tdata[8]
//!   s_axis_tvalid->|        |->m_axis_tvalid
//!   s_axis_tready<-|        |<-m_axis_tready
//!    s_axis_tlast->|  echo  |->m_axis_tlast
//!    s_axis_tuser->|        |->stat_echoed[32], stat_bad[32]
//!                  +--------+->stat_ignored[32], stat_overflow[32]
//! ```
//!
//! # Contract
//! Frames come without FCS, destination address first. One is *bad* when its last beat has `s_axis_tuser`. One that is
//! not bad is *ignored* when it is shorter than 12 octets, or when its destination is a group address (bit 0 of the
//! first octet): sent back, that would be the source, which must be one station (3.2.3). All others are sent back:
//! octets 6 to 11 first, then 0 to 5, then the rest.
//!
//! The block is an *exchange* stage before a `stream_fifo` of 4096 octets with `cfg_wait` 0 and `cfg_drop_bad` 1; its
//! `m_axis_*` are those of the memory, `m_axis_tuser` left out: bad frames are dropped. The stage offers the memory one
//! beat after an edge at most, from registers (`tvalid` low: none), and never waits for it:
//!
//! - A frame's octets are numbered from 0 as they pass at `s_axis`. Octets 0 to 5 are held, and no beat is offered at
//!   the edges at which they pass. At the edge at which octet 6, 7 to 11 passes it is itself offered. At the edge at
//!   which octet 12 or a later one passes, the oldest octet that is held is offered and the new one is held. So six
//!   are held when the frame is over.
//! - `s_axis_tready` is low for 6 edges after the last octet of a frame has passed, when that was octet 11 or a later
//!   one: it becomes 0 at the edge at which it passed. At each of the 6 edges after that one the next of the held
//!   octets is offered; the last of them with `tlast`. `s_axis_tready` becomes 1 at the last of the 6 edges. A frame
//!   that ends before octet 11 ends at once: its last octet is itself offered, with `tlast`, at the edge at which it
//!   passed, and `s_axis_tready` stays high.
//! - The last beat offered has `tuser` when the frame is bad, and `tdrop` when it is ignored (not when it is bad).
//!   `tuser` and `tdrop` are low on all other beats, `tdata`, `tlast`, `tuser` and `tdrop` are 0 when none is offered.
//! - `s_axis_tready` is low after reset and high after the next edge.
//! - `stat_bad` and `stat_ignored` count up at the edge at which the last octet of such a frame passes; `stat_overflow`
//!   at each edge with `stat_overflow` of the memory high before it: the memory was full and has dropped a frame;
//!   `stat_echoed` at each edge at which a last beat passes at `m_axis`. All wrap at 2^32.

use crate::Ports;

/// Inputs of `echo`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Octet of a received frame, destination address first.
    pub s_axis_tdata: u8,
    /// An octet is offered.
    pub s_axis_tvalid: bool,
    /// It is the last of its frame.
    pub s_axis_tlast: bool,
    /// On the last beat: the frame is bad.
    pub s_axis_tuser: bool,
    /// The sink takes the beat.
    pub m_axis_tready: bool,
}

/// Outputs of `echo`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The octet is taken.
    pub s_axis_tready: bool,
    /// Octet of a frame to send.
    pub m_axis_tdata: u8,
    /// An octet is offered.
    pub m_axis_tvalid: bool,
    /// It is the last of its frame.
    pub m_axis_tlast: bool,
    /// Frames that were sent back.
    pub stat_echoed: u32,
    /// Bad frames.
    pub stat_bad: u32,
    /// Frames that are not for us to answer.
    pub stat_ignored: u32,
    /// Frames that did not fit.
    pub stat_overflow: u32,
}
