// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet frame check sequence, one octet per clock (IEEE 802.3-2022, 3.2.9).
//!
//! ```text
//!            +-----------+
//!   data[8]->|           |->fcs[32]
//!     valid->|   crc32   |
//!      init->|           |
//!            +-----------+
//! ```
//!
//! # Contract
//! The remainder is preset to all ones by reset and by `init`. At an edge: start from the preset when `init`,
//! else from the remainder; take in `data` when `valid`. Both may be high: `data` is then the first octet.
//! `fcs` is the FCS of the octets taken so far, as sent: `fcs[7:0]` is the first octet on the wire. Over a
//! frame with its correct FCS it is `32'h2144df1c`; after reset and with no octet it is 0.

use crate::Ports;

/// Inputs of `crc32`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Begin a new frame at this edge.
    pub init: bool,
    /// `data` is an octet of the frame.
    pub valid: bool,
    /// The octet; bit 0 is first on the wire.
    pub data: u8,
}

/// Outputs of `crc32`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// FCS of the octets so far; `fcs[7:0]` is sent first.
    pub fcs: u32,
}
