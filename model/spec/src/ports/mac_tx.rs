// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet transmitter for GMII, full duplex, one octet a clock (IEEE 802.3-2022, 4.2.8, clause 35).
//!
//! ```text
//!                   +----------+
//!  tx_axis_tdata[8]->          |->gmii_txd[8]
//!   tx_axis_tvalid->|          |->gmii_tx_en
//!   tx_axis_tready<-|  mac_tx  |->gmii_tx_er
//!    tx_axis_tlast->|          |->tx_start_ready
//!    tx_axis_tuser->|          |->stat_tx_valid
//!    tx_fcs_insert->|          |->stat_tx_verdict[3]
//!                   |          |->stat_tx_octets[16]
//!                   +----------+
//! ```
//!
//! # Contract
//! The transmitter is *idle*, or sends the octets of a frame, one at each edge: it decides at the edge what
//! `gmii_*` show after it.
//!
//! - Idle, and `tx_axis_tvalid` at an edge (nothing to drain): that edge sends the first of 7 preamble octets
//!   8'h55 (`gmii_tx_en` high). No beat is taken yet. The 8th edge sends the delimiter 8'hd5, and
//!   `tx_axis_tready` is high after it (not earlier).
//! - Data: at each following edge a beat with `tx_axis_tvalid` is taken and is the octet sent. `tx_axis_tready`
//!   goes low at the edge that takes the last beat.
//! - After the last beat, `tx_fcs_insert` and `tx_axis_tuser` being those of the last beat: with
//!   `tx_fcs_insert` octets of zero are sent at once until the frame has 60 octets, then the 4 octets of the
//!   FCS. Without it the frame ends, unless `tuser` is set: then 4 octets follow as below.
//! - Sent with an error (`tuser` on the last beat): the 4 FCS octets are complemented and `gmii_tx_er` is high
//!   with each of them. In FCS pass mode they are the complement of the FCS over all octets sent. The verdict
//!   is `SentWithError`.
//! - Underrun (a data edge without `tx_axis_tvalid`): this edge and the next three send the complemented FCS of
//!   the octets sent so far, with `gmii_tx_er` high; there is no padding. The verdict is `Underrun`. The rest
//!   of the frame is *drained*: `tx_axis_tready` stays high until the last beat has passed, and beats are
//!   thrown away. No frame starts before; the beat after the drained last one is the first of a new frame.
//! - Gap: the 12 edges after the last octet send nothing (`txd` 0, `tx_en` and `tx_er` low). If the drain is
//!   over, the 13th edge is an idle edge and can start a frame: frames with `tvalid` always high are 12 octets
//!   apart. If the drain ends at an edge (takes the last beat), the earliest start is the edge after.
//! - `stat_tx_valid` is strobed after the first edge of the gap, with the verdict and length of the frame (the
//!   octets with `tx_en`, less preamble and delimiter); the two keep their values until the next.
//! - `tx_start_ready` tells a source that decides late that a frame offered within the next few clocks starts
//!   without delay: after an edge it is high if the transmitter is then idle with nothing to drain, or has sent
//!   at least 8 of the 12 octets of the gap with nothing to drain. It is low after reset for one edge.
//! - `tx_hold` high at an idle edge: no frame starts at this edge.
//! - Whenever `tx_en` is low, `txd` is 0 and `tx_er` low. There is no `tx_er` in the gap (no carrier
//!   extension).

use crate::Ports;

/// Inputs of `mac_tx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Octet of a frame, destination address first.
    pub tx_axis_tdata: u8,
    /// An octet is offered; it stays until it is taken.
    pub tx_axis_tvalid: bool,
    /// It is the last of its frame.
    pub tx_axis_tlast: bool,
    /// On the last beat: send the frame with an error.
    pub tx_axis_tuser: bool,
    /// On every beat of a frame the same: pad it and append the FCS; else the stream carries the FCS.
    pub tx_fcs_insert: bool,
    /// Do not start a frame at this edge.
    pub tx_hold: bool,
}

/// Outputs of `mac_tx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The octet is taken.
    pub tx_axis_tready: bool,
    /// Octet to the PHY.
    pub gmii_txd: u8,
    /// `gmii_txd` is part of a frame.
    pub gmii_tx_en: bool,
    /// Send an error in its place.
    pub gmii_tx_er: bool,
    /// A frame offered now starts without delay.
    pub tx_start_ready: bool,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_tx_valid: bool,
    /// How it ended: a `TxVerdict`.
    #[port(width = 3)]
    pub stat_tx_verdict: u8,
    /// Its length in octets on the wire, FCS included; saturates at 65535.
    pub stat_tx_octets: u16,
}
