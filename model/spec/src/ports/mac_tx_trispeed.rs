// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet transmitter for 10, 100 and 1000 Mbit/s, full duplex: GMII with a clock enable, octets or nibbles
//! chosen at run time (IEEE 802.3-2022, 4.2.8, clauses 22 and 35).
//!
//! ```text
//!                   +-----------------+
//!  tx_axis_tdata[8]->                 |->gmii_txd[8]
//!   tx_axis_tvalid->|                 |->gmii_tx_en
//!   tx_axis_tready<-|                 |->gmii_tx_er
//!    tx_axis_tlast->| mac_tx_trispeed |->tx_start_ready
//!    tx_axis_tuser->|                 |->tx_octet_tick
//!    tx_fcs_insert->|                 |->stat_tx_valid
//!  tx_ce cfg_nibble->                 |->stat_tx_verdict[3]
//!                   +-----------------+->stat_tx_octets[16]
//! ```
//!
//! # Contract
//! - A buffer of two beats stands before the transmitter and works at every edge: `tx_axis_tready` after an edge
//!   is high when it then holds at most one beat; after reset it is low for one edge. A beat that is taken from
//!   and one that is put into the buffer at the same edge are both counted.
//! - An *octet edge* is an edge with `tx_ce` high that is not the second half of an octet. At octet edges the
//!   transmitter does what `mac_tx` does at every edge, on the first beat of the buffer as it was before the
//!   edge (`tvalid`: the buffer is not empty). `tready` of `mac_tx` is: the beat leaves the buffer at this octet
//!   edge, in data state. When draining, every edge (octet edge or not) throws away the first beat of the
//!   buffer, up to and with the last of the frame.
//! - With `cfg_nibble` high at an octet edge, `gmii_txd` is `{4'h0, low nibble}` after it, and the next edge
//!   with `tx_ce` is the second half: it shows `{4'h0, high nibble}`, `tx_en` and `tx_er` unchanged. With
//!   `cfg_nibble` low, `gmii_txd` is the octet and the next edge with `tx_ce` is again an octet edge. Idle
//!   octets follow the same beat.
//! - `gmii_*` change only at edges with `tx_ce`. `stat_tx_valid` is strobed for one clock after the first octet
//!   edge of the gap. `tx_start_ready` after every edge, octet edge or not (so it is low after reset for one
//!   edge): the transmitter is then idle or has sent at least 8 octets of the gap, with nothing to drain, and
//!   the buffer is then empty. `tx_octet_tick` is strobed after every octet edge.
//! - `tx_hold` and `tx_fcs_insert` as in `mac_tx`; `tx_fcs_insert` goes through the buffer with its beat.

use crate::Ports;

/// Inputs of `mac_tx_trispeed`.
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
    /// This edge counts.
    pub tx_ce: bool,
    /// Four bits an edge (10 and 100 Mbit/s) instead of eight.
    pub cfg_nibble: bool,
}

/// Outputs of `mac_tx_trispeed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// There is room for a beat.
    pub tx_axis_tready: bool,
    /// Octet, or nibble in bits 3 to 0, to the PHY.
    pub gmii_txd: u8,
    /// `gmii_txd` is part of a frame.
    pub gmii_tx_en: bool,
    /// Send an error in its place.
    pub gmii_tx_er: bool,
    /// A frame offered now starts without delay.
    pub tx_start_ready: bool,
    /// Strobe: an octet time has begun.
    pub tx_octet_tick: bool,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_tx_valid: bool,
    /// How it ended: a `TxVerdict`.
    #[port(width = 3)]
    pub stat_tx_verdict: u8,
    /// Its length in octets on the wire, FCS included; saturates at 65535.
    pub stat_tx_octets: u16,
}
