// SPDX-License-Identifier: MIT OR Apache-2.0
//! MAC control, receiving side: takes MAC control frames out of the stream and reports PAUSE (IEEE 802.3-2022,
//! clause 31, annex 31B), and sorts frames by kind of destination (clause 30).
//!
//! ```text
//!                 +------------------+
//!  rx_axis_* ---->|                  |----> m_axis_*, m_axis_tdrop
//!  rx_valid, ... >|  mac_control_rx  |----> pause_valid, pause_quanta[16]
//!                 |                  |----> stat_*
//!                 +------------------+
//! ```
//!
//! # Contract
//! Everything passes with one clock of delay: `m_axis_tdata`, `tvalid`, `tlast`, `tuser` after an edge are
//! `rx_axis_*` at it, likewise `stat_valid`, `stat_verdict`, `stat_symbol_error`, `stat_octets` from
//! `rx_valid`, `rx_verdict`, `rx_symbol_error`, `rx_octets`. The first beat of a frame is the one after reset
//! or after a `tlast`. Octets are counted from 0 with the beats. At the edge with the beat of `tlast`, the
//! frame being *good* (`rx_axis_tuser` low at it) and having at least 18 octets:
//!
//! - *control*: octets 12 and 13 are 88-08. Then `m_axis_tdrop` goes out with the last beat (low with every
//!   other). It is for us when octets 0 to 5 are 01-80-C2-00-00-01 or `cfg_mac_address`, of which each octet is
//!   compared as sampled at the edge of its beat.
//! - control, opcode (octets 14, 15) 00-01, for us: `stat_pause` is strobed, and `pause_valid` too if
//!   `cfg_pause_obey`; `pause_quanta` takes octets 16 and 17 (high octet first) and keeps them until the next.
//! - control, opcode not 00-01: `stat_unsupported` is strobed.
//! - good, octets 0 to 5 all ones: `stat_broadcast` is strobed; otherwise, if bit 0 of octet 0 is set:
//!   `stat_multicast`. These need no 18 octets, but 6.
//!
//! The strobes come after that edge, beside the last beat.

use crate::Ports;

/// Inputs of `mac_control_rx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Octet of a frame.
    pub rx_axis_tdata: u8,
    /// There is an octet.
    pub rx_axis_tvalid: bool,
    /// It is the last of its frame.
    pub rx_axis_tlast: bool,
    /// On the last beat: the frame is bad.
    pub rx_axis_tuser: bool,
    /// Strobe: verdict from the MAC.
    pub rx_valid: bool,
    /// An `RxVerdict`.
    #[port(width = 4)]
    pub rx_verdict: u8,
    /// The PHY reported an error in it.
    pub rx_symbol_error: bool,
    /// Its length in octets.
    pub rx_octets: u16,
    /// Own address; bits 47:40 are the first octet.
    #[port(width = 48)]
    pub cfg_mac_address: u64,
    /// Report PAUSE frames to the transmitter.
    pub cfg_pause_obey: bool,
}

/// Outputs of `mac_control_rx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// Octet of a frame.
    pub m_axis_tdata: u8,
    /// There is an octet.
    pub m_axis_tvalid: bool,
    /// It is the last of its frame.
    pub m_axis_tlast: bool,
    /// On the last beat: the frame is bad.
    pub m_axis_tuser: bool,
    /// On the last beat: a MAC control frame, not to be passed on.
    pub m_axis_tdrop: bool,
    /// Strobe: obey `pause_quanta`.
    pub pause_valid: bool,
    /// Pause time in units of 512 bit times.
    pub pause_quanta: u16,
    /// Strobe: the verdict beside it is of a frame that is over.
    pub stat_valid: bool,
    /// An `RxVerdict`.
    #[port(width = 4)]
    pub stat_verdict: u8,
    /// The PHY reported an error in it.
    pub stat_symbol_error: bool,
    /// Its length in octets.
    pub stat_octets: u16,
    /// Strobe: a good frame for a group.
    pub stat_multicast: bool,
    /// Strobe: a good frame for all.
    pub stat_broadcast: bool,
    /// Strobe: a PAUSE frame for us.
    pub stat_pause: bool,
    /// Strobe: a MAC control frame with an unknown opcode.
    pub stat_unsupported: bool,
}
