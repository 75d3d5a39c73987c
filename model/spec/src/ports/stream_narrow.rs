// SPDX-License-Identifier: MIT OR Apache-2.0
//! Makes a frame, octet by octet, of chunks of host memory that came as words of 64 bits.
//!
//! ```text
//!            command_valid->+---------------+->done
//!            command_ready<-|               |->done_end
//!          command_lane[3]->|               |->done_empty
//!       command_octets[16]->|               |
//!              command_end->|               |
//!             command_vlan->|               |->m_axis_tdata[8]
//!     command_vlan_tci[16]->| stream_narrow |->m_axis_tvalid
//!             command_ipv4->|               |<-m_axis_tready
//!               command_l4->|               |->m_axis_tlast
//!                           |               |->m_axis_tuser
//!         s_axis_tdata[64]->|               |->m_axis_vlan, m_axis_vlan_tci[16]
//!            s_axis_tvalid->|               |->m_axis_ipv4
//!            s_axis_tready<-|               |->m_axis_l4
//!             s_axis_tuser->+---------------+
//! ```
//!
//! # Contract
//! A frame is one chunk or several, the last of them with `command_end`. A chunk of n = `command_octets` octets at
//! lane l = `command_lane` uses up ceil((l + n) / 8) words, none when n = 0; its first octet stands in lane l of the
//! first one. Lane k of a word is its bits 8k+7:8k. Words and commands come independently of each other.
//!
//! The state, all empty or 0 after reset:
//!
//! - the *queue* of words, two at the most, each with its `s_axis_tuser`;
//! - the *chunk*: `left` (16 bits, octets that have not moved yet; 0: no chunk runs), `lane`, `end`, `flags` (vlan,
//!   vlan_tci, ipv4, l4);
//! - H, one octet held back: `valid`, `octet`, `last`, `error`, `flags`;
//! - B, the `m_axis` outputs.
//!
//! At every edge, all from the values before it:
//!
//! 1. *Word*: with `s_axis_tvalid` and `s_axis_tready` the word joins the queue. `s_axis_tready` after the edge:
//!    fewer than two words are in the queue after it.
//! 2. *B is free* when `m_axis_tvalid` is low or `m_axis_tready` is high.
//! 3. *Move*: when `left` is not 0, the queue is not empty, and H is not valid or B is free, an octet moves into H:
//!    that in lane `lane` of the oldest word. `lane` counts up, from 7 on to 0; `left` counts down. When `lane` was 7
//!    or `left` was 1, the word leaves the queue. H becomes valid; its `last` becomes 1 if `left` was 1 and `end` is 1,
//!    else 0. If H was not valid, or its `last` was 1, a frame begins: its `error` becomes the `tuser` of the word
//!    and its `flags` those of the chunk. Else its `error` becomes 1 if the `tuser` of the word is 1, and its `flags`
//!    stay.
//! 4. *Out*: when B is free, and H is valid, and either the `last` of H is 1 or an octet moves at this edge, B takes
//!    what H was: `m_axis_tvalid` becomes 1, `m_axis_tdata` the octet, `m_axis_tlast` the `last`, `m_axis_tuser`
//!    `last` and `error`, `m_axis_vlan`, `m_axis_vlan_tci`, `m_axis_ipv4`, `m_axis_l4` the `flags`. H becomes not
//!    valid unless an octet moves into it. When B is free and does not take H, `m_axis_tvalid` becomes 0 and the
//!    other `m_axis` outputs keep their values; when B is not free all keep them.
//! 5. *Command*: at an edge with `command_valid` and `command_ready` the chunk is set: `left` to `command_octets`,
//!    and so on. When `command_octets` is 0 the chunk is over at this edge: if `command_end` is high, H is valid and
//!    its `last` is 0, this `last` becomes 1 (the octet that was held is the last one of the frame, though it did not
//!    know).
//! 6. `command_ready` after the edge: `left` after it is 0. After reset it is low for one edge, and so is
//!    `s_axis_tready`. So a command never meets a move.
//!
//! Strobes. A chunk is *over* at the edge at which its last octet moves (`left` was 1), or at which its command is
//! taken if that has 0 octets. After such an edge `done` is 1, and `done_end` is the `end` of this chunk;
//! `done_empty` is 1 when `done_end` is, the command had 0 octets, and before the edge H was not valid or its `last`
//! was 1: a frame without octets, which has no beat. After all other edges the three are 0.
//!
//! # For who uses it
//! - An octet a clock within a chunk, if a word comes every 8 clocks; one clock is lost from a chunk to the next.
//! - A word with `s_axis_tuser` (the bus answered with an error) gives its frame `m_axis_tuser` on the last beat, so
//!   that `checksum_insert` drops it. There is no other way to give a frame up but reset: one whose end never comes
//!   is never sent, for it is never whole in `checksum_insert`.

use crate::Ports;

/// Inputs of `stream_narrow`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// A chunk is offered.
    pub command_valid: bool,
    /// The lane of its first octet.
    #[port(width = 3)]
    pub command_lane: u8,
    /// Its octets.
    pub command_octets: u16,
    /// It is the last of its frame.
    pub command_end: bool,
    /// Insert a tag into the frame.
    pub command_vlan: bool,
    /// The tag control information to insert.
    pub command_vlan_tci: u16,
    /// Insert the IPv4 header checksum.
    pub command_ipv4: bool,
    /// Insert the TCP or UDP checksum.
    pub command_l4: bool,
    /// Word of host memory, octets in the lanes of their addresses.
    pub s_axis_tdata: u64,
    /// A word is offered.
    pub s_axis_tvalid: bool,
    /// It is no good: the bus answered with an error.
    pub s_axis_tuser: bool,
    /// The sink takes the beat.
    pub m_axis_tready: bool,
}

/// Outputs of `stream_narrow`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The chunk is taken.
    pub command_ready: bool,
    /// The word is taken.
    pub s_axis_tready: bool,
    /// Octet of a frame.
    pub m_axis_tdata: u8,
    /// An octet is offered.
    pub m_axis_tvalid: bool,
    /// It is the last of its frame.
    pub m_axis_tlast: bool,
    /// On the last beat: do not send the frame.
    pub m_axis_tuser: bool,
    /// On all beats: insert a tag.
    pub m_axis_vlan: bool,
    /// On all beats: the tag control information to insert.
    pub m_axis_vlan_tci: u16,
    /// On all beats: insert the IPv4 header checksum.
    pub m_axis_ipv4: bool,
    /// On all beats: insert the TCP or UDP checksum.
    pub m_axis_l4: bool,
    /// Strobe: all octets of a chunk have been taken.
    pub done: bool,
    /// Strobe beside `done`: it was the last chunk of a frame.
    pub done_end: bool,
    /// Strobe beside `done` and `done_end`: the frame had no octets.
    pub done_empty: bool,
}
