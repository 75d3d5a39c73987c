// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet transmitter for MII, one nibble a clock, full or half duplex: carrier sense, collision, jam, retry
//! and backoff (IEEE 802.3-2022, 4.2.3.2, 4.2.8, clause 22).
//!
//! ```text
//!                   +--------------+
//!  tx_axis_tdata[8]->              |->mii_txd[4]
//!   tx_axis_tvalid->|              |->mii_tx_en
//!   tx_axis_tready<-|  mac_tx_mii  |->mii_tx_er
//!    tx_axis_tlast->|              |->tx_start_ready
//!    tx_axis_tuser->|              |->tx_octet_tick
//!    tx_fcs_insert->|              |->stat_tx_valid, verdict[3], octets[16]
//!      mii_crs/col->|              |  collisions[5], deferred,
//!  cfg_full_duplex->|              |  excessive_deferral, carrier_sense_error
//!       random[10]->|              |
//!                   +--------------+
//! ```
//!
//! # Contract
//! Every edge sends a nibble or nothing; low nibble of an octet first. Frame content, padding, FCS, errors,
//! underrun and `tx_hold` are as in `mac_tx`, an octet taking two edges. *Nibble i* of an attempt counts from
//! the first preamble nibble: 0 to 14 are 4'h5, 15 is 4'hd, octet m of the frame is nibbles 16 + 2m and 17 + 2m.
//!
//! - **Synchronisers.** `crs` and `col` below are `mii_crs` and `mii_col` after two flip-flops (0 after reset),
//!   as before the edge, and both 0 when `cfg_full_duplex`.
//! - **Head.** Octets taken from the stream are also kept in a head memory of 64 octets (with `tlast`, `tuser`,
//!   `tx_fcs_insert`) until the frame is over. In a retry octets that are in the head come from there, further
//!   ones from the stream. A beat is taken from the stream only at the edge that sends (or, at a collision,
//!   would have sent) its low nibble; `tx_axis_tready` is high after the edge before that one, as far as can be
//!   known at it, and (see Drain) while draining; else low.
//! - **Deference.** A gap counter g, 0 to 24, is 24 after reset. *Busy* at an edge: `crs`, or this edge sends a
//!   nibble. *Own*: a flag. At an edge: g = 24: busy makes g 0 and `own` becomes whether this edge sends a
//!   nibble. g < 24: if busy, and g = 0 or (not own and g < 16): g becomes 0, and `own` is set if this edge
//!   sends a nibble (this is the first part of the gap, 64 bit times, that starts over with carrier, unless the
//!   frame before was our own); else g becomes g + 1.
//! - **Start** of a frame (nibble 0) at an edge: nothing is being sent or drained; a frame is *wanted* (a first
//!   attempt: `tx_axis_tvalid` and not `tx_hold`; a retry: the backoff delay is over, that is, `busy` of
//!   `backoff` is low before the edge, and is not being started at this edge); g is 24; and `crs` is low or g
//!   has become 24 at the very edge before (a frame that waited for the gap goes, carrier or not). So with full
//!   duplex frames follow each other after 24 idle edges.
//! - **Collision.** At an edge that would send nibble i >= 1 of an attempt, with `col` high, not in jam, and no
//!   collision seen yet in the attempt. If i < 16 the rest of the preamble and delimiter is still sent, then 8
//!   jam nibbles at i = 16 to 23; else this edge sends the first of 8 jam nibbles. A jam nibble is 4'h5,
//!   `mii_tx_er` low. If a beat should have been taken at the collision edge and `tvalid` is low, none is taken
//!   and it is no underrun: the retry asks again. `col` outside of these edges is ignored (also at the edges
//!   after the last nibble: the signal quality test). The collision is *late* if the nibble that `mii_txd` shows
//!   before the edge has an index of 128 or more (512 bit times from the start of the preamble), that is i >=
//!   129.
//! - **After the jam**, at the first edge that sends nothing, X: if late: the frame is given up,
//!   `LateCollision` (the head is kept for the slot time only; TransmitLinkMgmt in 4.2.8 would try again at 10
//!   and 100 Mbit/s). If it was the 16th collision of the frame: given up, `ExcessiveCollisions`. If the
//!   collision hit the 8 nibbles of an underrun: given up, `Underrun`. Else the backoff begins: `backoff` (see
//!   there) has its `start` at X, with `attempt` the number of collisions so far and `random` as sampled at X;
//!   so the retry can start at X + 1 at the earliest, deference permitting.
//! - **Drain.** A frame given up or underrun of which the last beat is not yet taken is drained:
//!   `tx_axis_tready` is high after X (after the underrun edge) until the last beat is taken; the beats are
//!   thrown away.
//! - **Counters.** `stat_tx_valid` is strobed after the first edge that sends nothing after a frame that is over
//!   (sent or given up; not after an attempt that is retried). With it, kept until the next: `collisions`: how
//!   many the frame met, the late one included (so 16 for `ExcessiveCollisions`). `octets`: octets of the last
//!   attempt of which at least the low nibble was sent, jam not counted. `deferred`: at some edge a wanted frame
//!   could not start because g was not 24 (half duplex only). The edge of the strobe can be the first of these
//!   for the frame after. `excessive_deferral`: such edges came to 6072 in one attempt (2 x 1518 octets; half
//!   duplex only). Edges of one attempt are counted from its start being wanted, they need not be adjacent.
//!   `carrier_sense_error` (half duplex, no collision in the frame, verdict not `Underrun`): `crs` was never
//!   high at an edge that sent nibble 1 or a later one of the frame, or was low at such an edge after having
//!   been high at an earlier one.
//! - `tx_start_ready` after an edge: the edge sends nothing, nothing is to be retried or drained after it, and
//!   either g is then at least 16 or `cfg_full_duplex` is low at the edge (in half duplex a frame that waits for
//!   the medium must be offered, else its deferral could not be counted). It is low after reset for one edge.
//! - `tx_octet_tick` is strobed every second clock, first after the second edge after reset.

use crate::Ports;

/// Inputs of `mac_tx_mii`.
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
    /// Do not start a first attempt at this edge.
    pub tx_hold: bool,
    /// Carrier sense, from the PHY, in no clock domain.
    #[port(clock = "async")]
    pub mii_crs: bool,
    /// Collision, from the PHY, in no clock domain.
    #[port(clock = "async")]
    pub mii_col: bool,
    /// Ignore carrier sense and collisions.
    pub cfg_full_duplex: bool,
    /// The random word for the backoff delay.
    #[port(width = 10)]
    pub random: u16,
}

/// Outputs of `mac_tx_mii`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The octet is taken.
    pub tx_axis_tready: bool,
    /// Nibble to the PHY.
    #[port(width = 4)]
    pub mii_txd: u8,
    /// `mii_txd` is part of a frame.
    pub mii_tx_en: bool,
    /// Send an error in its place.
    pub mii_tx_er: bool,
    /// A frame offered now is begun: without delay, or, in half duplex, when the medium is free.
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
    /// Collisions the frame met, 0 to 16.
    #[port(width = 5)]
    pub stat_tx_collisions: u8,
    /// The frame had to wait for the medium.
    pub stat_tx_deferred: bool,
    /// It waited longer than twice the longest frame.
    pub stat_tx_excessive_deferral: bool,
    /// Carrier sense failed while it was sent.
    pub stat_tx_carrier_sense_error: bool,
}
