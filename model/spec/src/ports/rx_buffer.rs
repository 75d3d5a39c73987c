// SPDX-License-Identifier: MIT OR Apache-2.0
//! The receive memory of the card: 16384 octets of frames, and a record of what is known of each.
//!
//! ```text
//!                         +-----------+
//!         s_axis_tdata[8]->           |->record_valid
//!          s_axis_tvalid->|           |<-record_ready
//!           s_axis_tlast->|           |->record_length[16]
//!           s_axis_tuser->|           |->record_bad
//!           s_axis_tdrop->|           |->record_vlan_valid, record_vlan_tci[16]
//!      s_axis_vlan_valid->| rx_buffer |->record_ipv4[2], record_l4[2]
//!    s_axis_vlan_tci[16]->|           |->m_axis_tdata[8]
//!         s_axis_ipv4[2]->|           |->m_axis_tvalid
//!           s_axis_l4[2]->|           |<-m_axis_tready
//!           cfg_pass_bad->|           |->m_axis_tlast
//!                         |           |->room
//!                         |           |->stat_lost
//!                         +-----------+
//! ```
//!
//! # Contract
//! A beat passes at each edge at which `s_axis_tvalid` is high; nothing ever waits. A frame is the beats from the
//! first one after reset, or after a beat with `s_axis_tlast`, to the next beat with `s_axis_tlast`.
//!
//! **Octets** go through a [`stream_fifo`](super::stream_fifo) of 16384 octets, `memory`. Its inputs are wires:
//! `s_axis_tdata`, `s_axis_tvalid`, `s_axis_tlast`, `s_axis_tuser`, `m_axis_tready` and `rst` those of this block,
//! `s_axis_tdrop` = `s_axis_tdrop` or `short` (see below), `cfg_wait` = 0, `cfg_drop_bad` = not `cfg_pass_bad`.
//! `m_axis_tdata`, `m_axis_tvalid`, `m_axis_tlast` are its outputs. Its `s_axis_tready` is not used: it drops what
//! does not fit.
//!
//! **Records.** A record has the fields of the `record_*` outputs. There is room for 256 in a queue with pointers
//! `written` and `read` (9 bits, 0 after reset; `waiting` = `written - read`, 0 to 256), and behind it two
//! registers, A and B; B is the `record_*` outputs. `short`, `ended` and `refused` (below) are bits, 0 after reset. At
//! every edge, all from the values before it:
//!
//! - `short` <= `waiting` is 254 or more.
//! - `ended` <= a last beat passes, `s_axis_tdrop` and `short` are low. At an edge at which a last beat passes,
//!   `kept` becomes its record: `length` the number of octets of the frame modulo 16384, `bad` = `s_axis_tuser`, the
//!   others as they are at `s_axis`, whatever their values. (So a record fits into a word of a block RAM. No frame of
//!   the MAC is that long.)
//! - When `ended` is high, and `stat_overflow` and `stat_bad` of `memory` are both low: `kept` is stored at
//!   `written`, which advances. So the record of a frame whose last beat passed at edge e is stored at edge e + 1,
//!   and just the frames that `memory` has committed have records, in the same order.
//! - The way out is that of `stream_fifo`: B is free when `record_valid` is low or `record_ready` is high. A free B
//!   takes A, or becomes not valid when A is empty. A is free when it is empty or B is free. A free A takes the
//!   record at `read`, which advances, if `waiting` is not 0; else it becomes empty. `record_valid` says whether B is
//!   valid; the other `record_*` outputs keep their values while it is low, and are 0 after reset. So a record stored
//!   at edge w is shown after edge w + 2 at the earliest.
//!
//! `written` cannot run away: with `short` low before the edge of a last beat, `waiting` is at most 255 at the edge
//! that stores its record.
//!
//! **`stat_lost`**, a strobe: after an edge it is high if before it `stat_overflow` of `memory` was high, or the
//! register `refused` was. `refused` <= a last beat passes, `short` is high, `s_axis_tdrop` is low, and not
//! (`s_axis_tuser` high and `cfg_pass_bad` low). So a frame that was wanted and finds no room is told once, after
//! edge e + 1, e being that of its last beat; one with `s_axis_tdrop`, or a bad one that is not to be passed, never.
//!
//! **`room`** <= not (`half_full` of `memory` and `m_axis_tvalid`) and `waiting` < 128, all as before the edge. It is
//! 0 after reset. (Half full with nothing to read is one long frame on its way in: it must go on, or nothing ever
//! would.)
//!
//! # For who uses it
//! - Octets and records are two streams, each with its own handshake. They have the same frames in the same order,
//!   and nothing else ties them: who reads takes a record, then the octets up to the one with `m_axis_tlast`, which
//!   are just `record_length`. The first octet of a frame may be shown before its record and stays until it is taken.
//! - A source that stops within 20 octets after `room` has gone low loses no frame, as long as none is longer than
//!   8000 octets and who reads takes records as well as octets.

use crate::Ports;

/// Inputs of `rx_buffer`.
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
    /// On the last beat: the IPv4 header checksum is 0 none, 1 right, 2 wrong.
    #[port(width = 2)]
    pub s_axis_ipv4: u8,
    /// On the last beat: the TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    #[port(width = 2)]
    pub s_axis_l4: u8,
    /// Keep bad frames; else drop them.
    pub cfg_pass_bad: bool,
    /// The sink takes the record.
    pub record_ready: bool,
    /// The sink takes the beat.
    pub m_axis_tready: bool,
}

/// Outputs of `rx_buffer`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// A record is offered: a whole frame is there.
    pub record_valid: bool,
    /// Octets of the frame.
    pub record_length: u16,
    /// The frame is bad.
    pub record_bad: bool,
    /// A tag was taken out of it.
    pub record_vlan_valid: bool,
    /// Its tag control information.
    pub record_vlan_tci: u16,
    /// Its IPv4 header checksum is 0 none, 1 right, 2 wrong.
    #[port(width = 2)]
    pub record_ipv4: u8,
    /// Its TCP or UDP checksum is 0 none, 1 right, 2 wrong.
    #[port(width = 2)]
    pub record_l4: u8,
    /// Octet of a frame.
    pub m_axis_tdata: u8,
    /// An octet is offered.
    pub m_axis_tvalid: bool,
    /// It is the last of its frame.
    pub m_axis_tlast: bool,
    /// The source may go on.
    pub room: bool,
    /// Strobe: a frame that was wanted did not fit.
    pub stat_lost: bool,
}
