// SPDX-License-Identifier: MIT OR Apache-2.0
//! MAC control, sending side: obeys received PAUSE frames and sends our own (IEEE 802.3-2022, clause 31, annex
//! 31B).
//!
//! ```text
//!                  +------------------+
//!  s_axis_* ------>|                  |------> m_axis_*, m_fcs_insert
//!  s_axis_tready<--|  mac_control_tx  |<------ m_axis_tready, tx_start_ready
//!  pause_valid --->|                  |------> paused
//!  pause_request ->|                  |------> stat_pause_sent
//!                  +------------------+
//! ```
//!
//! # Contract
//! It lets one frame at a time pass, and decides between frames, as late as it can, what comes next. Phases:
//! *wait* (after reset), *client*, *control*.
//!
//! - Output: a register M (the `m_axis_*` outputs and `m_fcs_insert`) and a spare register behind it. At an
//!   edge M is free when `m_axis_tvalid` is low or `m_axis_tready` is high. A free M takes the spare beat if
//!   there is one, else the beat accepted (client) or generated (control) at this edge, else `tvalid` goes low
//!   (the other fields keep their values). A client beat accepted when M is not free becomes the spare. A
//!   client beat is accepted at an edge with `s_axis_tvalid` and `s_axis_tready`.
//! - `s_axis_tready` after an edge: the phase is then *client* and there is no spare beat.
//! - Wait, at an edge with `tx_start_ready` high, `m_axis_tvalid` low and no spare beat: if a PAUSE frame is
//!   *due* the phase becomes control; else if `s_axis_tvalid` and not `paused` it becomes client.
//! - Client: until the edge that accepts the beat with `s_axis_tlast`: the phase is wait after it. Client beats
//!   carry `m_fcs_insert` = `cfg_fcs_insert` as sampled at the edge that accepts them.
//! - Control: 18 octets, one generated at each edge at which M is free: destination 01-80-C2-00-00-01, source
//!   `cfg_mac_address` (bits 47:40 first), type 88-08, opcode 00-01, pause time (high octet first). The 18th
//!   has `tlast`; `tuser` 0, `m_fcs_insert` 1 (the MAC pads and adds the FCS). At the edge that generates the
//!   last octet `stat_pause_sent` is strobed and the phase becomes wait. The first octet can be generated at
//!   the edge after the one that chose the phase.
//! - *Asking*: `pause_request` is high and `cfg_pause_quanta` is not 0. Due: `cfg_pause_send`, and: asking and
//!   (the last PAUSE sent had time 0, or none was sent, or the refresh timer is 0); or not asking and the last
//!   PAUSE sent was one for asking. But right after a PAUSE frame the client goes first: none is due while the last
//!   frame that was chosen since reset is a PAUSE frame, `s_axis_tvalid` is high and `paused` low. When the phase
//!   becomes control, the pause time is fixed: `cfg_pause_quanta` if asking, else 0, and the refresh timer is set
//!   to 32 times `cfg_pause_quanta` octet times.
//! - Pause timer, in octet times (31B.3.3: it starts when no transmission is in progress): at an edge with
//!   `pause_valid` and `cfg_pause_obey` it becomes 64 times `pause_quanta` (one quantum is 512 bit times) and is
//!   *held*. At an edge of *wait* with `tx_start_ready` high, `m_axis_tvalid` low and no spare beat it is held no
//!   more, unless that edge loads it. At an edge at which it is neither loaded nor held before, an `octet_tick`
//!   counts it down to 0. An edge with `cfg_pause_obey` low makes it 0 and not held. The refresh timer counts down
//!   with `octet_tick`, except at the edge that sets it. `paused` after an edge: the pause timer is then held or not
//!   0. Control frames are sent also while paused.

use crate::Ports;

/// Inputs of `mac_control_tx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Octet of a client frame.
    pub s_axis_tdata: u8,
    /// An octet is offered.
    pub s_axis_tvalid: bool,
    /// It is the last of its frame.
    pub s_axis_tlast: bool,
    /// On the last beat: send the frame with an error.
    pub s_axis_tuser: bool,
    /// The MAC takes the beat.
    pub m_axis_tready: bool,
    /// The MAC can start a frame without delay.
    pub tx_start_ready: bool,
    /// One octet time has passed; constant 1 at one octet a clock.
    pub octet_tick: bool,
    /// Strobe: a PAUSE frame was received.
    pub pause_valid: bool,
    /// Its pause time in units of 512 bit times.
    pub pause_quanta: u16,
    /// Ask the link partner to pause for as long as this is high.
    pub pause_request: bool,
    /// Source address of PAUSE frames; bits 47:40 are sent first.
    #[port(width = 48)]
    pub cfg_mac_address: u64,
    /// Pad client frames and append their FCS; else they carry it.
    pub cfg_fcs_insert: bool,
    /// Send PAUSE frames.
    pub cfg_pause_send: bool,
    /// Obey received PAUSE frames.
    pub cfg_pause_obey: bool,
    /// The pause time to ask for, in units of 512 bit times.
    pub cfg_pause_quanta: u16,
}

/// Outputs of `mac_control_tx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The octet is taken.
    pub s_axis_tready: bool,
    /// Octet to the MAC.
    pub m_axis_tdata: u8,
    /// An octet is offered.
    pub m_axis_tvalid: bool,
    /// It is the last of its frame.
    pub m_axis_tlast: bool,
    /// On the last beat: send the frame with an error.
    pub m_axis_tuser: bool,
    /// Pad this frame and append its FCS.
    pub m_fcs_insert: bool,
    /// The link partner has asked for silence.
    pub paused: bool,
    /// Strobe: a PAUSE frame was sent.
    pub stat_pause_sent: bool,
}
