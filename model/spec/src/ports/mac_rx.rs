// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet receiver for GMII, one octet a clock (IEEE 802.3-2022, 4.2.9, clause 35; counters by clause 30 and
//! RFC 2819).
//!
//! ```text
//!                  +----------+
//!    gmii_rxd[8]-->|          |->rx_axis_tdata[8]
//!    gmii_rx_dv--->|          |->rx_axis_tvalid
//!    gmii_rx_er--->|  mac_rx  |->rx_axis_tlast
//! cfg_rx_fcs_strip>|          |->rx_axis_tuser
//!  cfg_rx_jumbo--->|          |->stat_rx_valid, verdict[4],
//!                  +----------+  symbol_error, octets[16]
//! ```
//!
//! # Contract
//! A *carrier* is a run of edges with `gmii_rx_dv` high. Octets of a carrier up to and with the first 8'hd5
//! (the start frame delimiter) are thrown away, whatever they are; a carrier without delimiter gives nothing at
//! all. A carrier that is already on at the first edge after reset is received like any other. The octets after
//! the delimiter are the frame: octet k is sampled at edge E(k), k = 0 to n - 1, and E(end) is the first edge
//! with `rx_dv` low. A frame may begin again at the very next edge.
//!
//! - Beats, FCS stripped: octet j is on `rx_axis_*` after E(j + 5), the last one, j = n - 5, with `tlast` after
//!   E(end). With n < 5 there is no beat. So the first octet is out 6 clocks after it was on the wire, that is,
//!   after the edge E(5).
//! - Beats, FCS passed (`cfg_rx_fcs_strip` low): octet j is out after E(j + 1), the last one, j = n - 1, with
//!   `tlast` after E(end). With n = 0 no beat.
//! - `cfg_rx_fcs_strip` is taken at each edge alike: it selects from where in the delay line this edge's beat
//!   comes. Precisely: the delay line holds the last five octets of this frame; at E(k) the octet sampled is k;
//!   if stripped and k >= 5, out goes octet k - 5, if passed and k >= 1, octet k - 1; at E(end) likewise with k
//!   = n. `rx_axis_tvalid` is low after all other edges; `tdata` and `tuser` are 0 and `tlast` low when
//!   `tvalid` is low.
//! - `rx_axis_tuser` on the last beat: the verdict is not `Ok` and not `OutOfRangeLength`.
//! - `stat_rx_valid` is strobed after E(end), once for each frame that had a delimiter. The other `stat_rx_*`
//!   keep their values until the next strobe.
//!
//! The verdict, the first that holds (n octets; m = 1518, or 1522 if octets 12 and 13 are 8'h81, 8'h00, or 9018
//! with `cfg_rx_jumbo`; *fcs ok*: the last four octets are the FCS of those before and `rx_er` was low at every
//! edge of the carrier, preamble included):
//!
//! 1. n > m: `FrameTooLong` if fcs ok, else `Jabber`.
//! 2. n < 64: `Undersize` if fcs ok, else `Fragment`. (So n < 4 is always a `Fragment`.)
//! 3. not fcs ok: `AlignmentError` if a further half octet was cut (MII), else `FrameCheckError`.
//! 4. L = octets 12 and 13: L <= 1500 and n - 18 is not the larger of L and 46: `InRangeLengthError`.
//! 5. 1501 <= L <= 1535: `OutOfRangeLength` (accepted, and counted).
//! 6. `Ok`.
//!
//! `stat_rx_symbol_error` goes with the verdict: `rx_er` was high at some edge of the carrier and n >= 64.
//! `cfg_rx_jumbo` is taken at E(end). While `rx_dv` is low, `rx_er` means nothing here.

use crate::Ports;

/// Inputs of `mac_rx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Octet from the PHY.
    pub gmii_rxd: u8,
    /// `gmii_rxd` is part of a carrier.
    pub gmii_rx_dv: bool,
    /// The PHY saw an error in it.
    pub gmii_rx_er: bool,
    /// Strip the FCS; else the stream carries it.
    pub cfg_rx_fcs_strip: bool,
    /// Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    pub cfg_rx_jumbo: bool,
}

/// Outputs of `mac_rx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// Octet of a frame.
    pub rx_axis_tdata: u8,
    /// There is an octet. There is no ready: it is gone after this clock.
    pub rx_axis_tvalid: bool,
    /// It is the last of its frame.
    pub rx_axis_tlast: bool,
    /// On the last beat: the frame is bad; 0 on every other beat.
    pub rx_axis_tuser: bool,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_rx_valid: bool,
    /// What it was: an `RxVerdict`.
    #[port(width = 4)]
    pub stat_rx_verdict: u8,
    /// Qualifies the verdict: `rx_er` was seen and the frame was not shorter than 64 octets
    /// (aSymbolErrorDuringCarrier).
    pub stat_rx_symbol_error: bool,
    /// Its length in whole octets, FCS included; saturates at 65535.
    pub stat_rx_octets: u16,
}
