// SPDX-License-Identifier: MIT OR Apache-2.0
//! A first-in first-out memory for frames, in one clock: a frame comes out only when it is in as a whole. One
//! that does not fit, or that is bad, is dropped as a whole and counted, never cut.
//!
//! ```text
//!                  +---------------+
//!  s_axis_tdata[8]->               |->m_axis_tdata[8]
//!   s_axis_tvalid->|               |->m_axis_tvalid
//!   s_axis_tready<-|  stream_fifo  |<-m_axis_tready
//!    s_axis_tlast->|               |->m_axis_tlast
//!    s_axis_tuser->|               |->m_axis_tuser
//!    s_axis_tdrop->|               |->half_full
//!        cfg_wait->|               |->stat_overflow
//!    cfg_drop_bad->|               |->stat_bad
//!                  +---------------+
//! ```
//!
//! The depth D in octets belongs to the configuration: `stream_fifo` 4096, `stream_fifo_64` 64,
//! `stream_fifo_16k` 16384.
//!
//! # Contract
//! Pointers `write`, `commit`, `read` count octets and start at 0. Full: `write - read = D`. The *state* is
//! normal or *discarding* (the rest of a frame is thrown away).
//!
//! Write side, at an edge, all from the values before it:
//!
//! - Normal, `tvalid` and `tready`: the beat is stored (tdata, tlast, tuser) and `write` advances. With
//!   `tlast`: if `tdrop`, or `tuser` and `cfg_drop_bad`, then `write` goes back to `commit` instead (the frame
//!   is dropped); else `commit` becomes the advanced `write`.
//! - Normal, and either `cfg_wait` low, `tready` low and `tvalid` high (the source cannot wait: the beat is
//!   lost), or `cfg_wait` high, full before the edge and `read = commit` (nothing else is stored, so the frame
//!   can never fit; `tvalid` does not matter): the frame is dropped: `write` goes back to `commit`
//!   and the state becomes discarding, unless this very beat was offered with `tlast` and `cfg_wait` low: then the
//!   frame is over.
//! - Discarding: a beat with `tvalid` is thrown away (also when `tready` is low and `cfg_wait` is low); one
//!   with `tlast` ends the state. With `cfg_wait` high a beat counts only with `tready`.
//! - At the edge that stores, loses or throws away the beat with `tlast`: `stat_bad` is strobed if `tuser` and
//!   `cfg_drop_bad`, whatever else holds; otherwise `stat_overflow`, if the frame did not fit (the edge loses the
//!   beat, or the state was discarding) and `tdrop` is low: what was not wanted is not lost.
//! - `tready` after the edge: high when the state after it is discarding, or the new `write` minus `read` as
//!   before the edge is not D. (It is pessimistic by the octet that leaves at this very edge.) After reset it
//!   is low for one edge.
//!
//! Read side: two registers, A behind the memory and B, the `m_axis` outputs, with `tvalid` of B. At an edge: B
//! is free when `m_axis_tvalid` is low or `m_axis_tready` is high; a free B takes A (or becomes not valid). A
//! is free when it is empty or B is free; a free A takes the octet at `read`, which advances, if `read` is not
//! `commit` as it was before the edge, else it becomes empty. So a frame committed at edge c shows its first
//! beat after edge c + 2, and then a beat a clock. `m_axis_tdata`, `tlast`, `tuser` keep their values while
//! `tvalid` is low; after reset they are 0.
//!
//! `half_full` after an edge: `write - read` as before it was at least D/2. `stat_overflow`, `stat_bad`:
//! strobes, one of them at the most, once a frame.

use crate::Ports;

/// Inputs of `stream_fifo`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Octet of a frame.
    pub s_axis_tdata: u8,
    /// An octet is offered.
    pub s_axis_tvalid: bool,
    /// It is the last of its frame.
    pub s_axis_tlast: bool,
    /// On the last beat: the frame is bad (or is to be sent with an error).
    pub s_axis_tuser: bool,
    /// On the last beat: drop the frame silently (it has been consumed elsewhere).
    pub s_axis_tdrop: bool,
    /// The sink takes the beat.
    pub m_axis_tready: bool,
    /// The source waits for `tready`; else a beat offered while it is low overflows.
    pub cfg_wait: bool,
    /// Drop frames whose last beat has `tuser`.
    pub cfg_drop_bad: bool,
}

/// Outputs of `stream_fifo`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// There is room for a beat.
    pub s_axis_tready: bool,
    /// Octet of a frame.
    pub m_axis_tdata: u8,
    /// An octet is offered.
    pub m_axis_tvalid: bool,
    /// It is the last of its frame.
    pub m_axis_tlast: bool,
    /// On the last beat: as it came in.
    pub m_axis_tuser: bool,
    /// At least half of the memory is in use.
    pub half_full: bool,
    /// Strobe: a frame that was wanted did not fit.
    pub stat_overflow: bool,
    /// Strobe: a bad frame was dropped.
    pub stat_bad: bool,
}
