// SPDX-License-Identifier: MIT OR Apache-2.0
//! The reference: untimed functions on whole frames, in the plainest Rust, each next to the clause of IEEE
//! 802.3-2022, or of the standard that its file names, that it obeys. It judges the golden model; third-party code
//! (`crc`, `etherparse`) judges it.
//!
//! Nothing here has a clock. What depends on time (gaps, deference, how long a pause lasts) is not here.

pub mod address_filter;
pub mod backoff;
pub mod checksum;
pub mod counters;
pub mod fcs;
pub mod half_duplex;
pub mod pause;
pub mod receive;
pub mod transmit;
pub mod vlan;
