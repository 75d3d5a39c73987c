// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet frame check sequence, one nibble per clock, the low nibble of an octet first (IEEE 802.3-2022,
//! 3.2.9).
//!
//! ```text
//!            +--------------+
//!   data[4]->|              |->fcs[32]
//!     valid->| crc32_nibble |
//!      init->|              |
//!            +--------------+
//! ```
//!
//! # Contract
//! The remainder is preset to all ones by reset and by `init`. At an edge: start from the preset when `init`,
//! else from the remainder; take in `data` when `valid`. Both may be high: `data` is then the first nibble.
//! `fcs` is the FCS of the nibbles taken so far, as sent: `fcs[7:0]` is the first octet on the wire. Over a
//! frame with its correct FCS it is `32'h2144df1c`; after reset and with no nibble it is 0.

use crate::Ports;

/// Inputs of `crc32_nibble`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Begin a new frame at this edge.
    pub init: bool,
    /// `data` is a nibble of the frame.
    pub valid: bool,
    /// The nibble; bit 0 is first on the wire.
    #[port(width = 4)]
    pub data: u8,
}

/// Outputs of `crc32_nibble`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// FCS of the nibbles so far; `fcs[7:0]` is sent first.
    pub fcs: u32,
}
