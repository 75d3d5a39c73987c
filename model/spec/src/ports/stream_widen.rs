// SPDX-License-Identifier: MIT OR Apache-2.0
//! Puts the octets of received frames into words of 64 bits, each in the lane of its address in host memory, or
//! throws them away.
//!
//! ```text
//!          command_valid->+--------------+
//!          command_ready<-|              |
//!        command_lane[3]->|              |->m_axis_tdata[64]
//!     command_octets[16]->|              |->m_axis_tvalid
//!        command_discard->| stream_widen |<-m_axis_tready
//!        s_axis_tdata[8]->|              |
//!          s_axis_tvalid->|              |
//!          s_axis_tready<-+--------------+
//! ```
//!
//! # Contract
//! A chunk of n = `command_octets` octets at lane l = `command_lane` gives ceil((l + n) / 8) words, none when n = 0;
//! its first octet stands in lane l of the first one. Lane k of a word is its bits 8k+7:8k. Lanes without an octet of
//! the chunk are 0. A chunk with `command_discard` takes its octets and gives no word.
//!
//! The state, all 0 after reset:
//!
//! - the *chunk*: `left` (16 bits, octets still to come; 0: no chunk runs), `lane`, `discard`;
//! - W, a word under construction, and `whole`: it is complete and waits for B;
//! - B, the `m_axis` outputs.
//!
//! At every edge, all from the values before it:
//!
//! 1. *B is free* when `m_axis_tvalid` is low or `m_axis_tready` is high.
//! 2. *Octet*: with `s_axis_tvalid` and `s_axis_tready` an octet passes. `left` counts down. If `discard` is 0, W' is
//!    W with the octet in lane `lane`, and `lane` counts up, from 7 on to 0; the word is complete when `lane` was 7 or
//!    `left` was 1. A complete one: if B is free, B takes W' and W becomes 0; else W becomes W' and `whole` 1. One
//!    that is not complete: W becomes W'. If `discard` is 1 the octet is gone, and `lane` does not matter.
//! 3. *Waiting word*: when `whole` is 1 (then no octet passes) and B is free, B takes W; W and `whole` become 0.
//! 4. That B takes a word means: `m_axis_tvalid` becomes 1, `m_axis_tdata` the word. A free B that takes none becomes
//!    not valid: `m_axis_tvalid` 0, `m_axis_tdata` keeps its value. A B that is not free keeps both.
//! 5. *Command*: with `command_valid` and `command_ready` the chunk is set: `left`, `lane`, `discard` to what is
//!    offered. W and `whole` stay: a word of the last chunk may still wait. (With `left` 0 nothing of the new one can
//!    be in W.)
//! 6. `command_ready` after the edge: `left` after it is 0. `s_axis_tready` after the edge: after it `left` is not 0
//!    and `whole` is 0. After reset both are low for one edge. So octets never pass at the edge of a command.
//!
//! # For who uses it
//! An octet a clock within a chunk, if each word is taken within 8 clocks; one clock is lost from a chunk to the
//! next. Frames are not known here: who plans the chunks knows how long each is.

use crate::Ports;

/// Inputs of `stream_widen`.
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
    /// Throw them away.
    pub command_discard: bool,
    /// Octet of a frame.
    pub s_axis_tdata: u8,
    /// An octet is offered.
    pub s_axis_tvalid: bool,
    /// The sink takes the word.
    pub m_axis_tready: bool,
}

/// Outputs of `stream_widen`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The chunk is taken.
    pub command_ready: bool,
    /// The octet is taken.
    pub s_axis_tready: bool,
    /// Word for host memory, octets in the lanes of their addresses, other lanes 0.
    pub m_axis_tdata: u64,
    /// A word is offered.
    pub m_axis_tvalid: bool,
}
