// SPDX-License-Identifier: MIT OR Apache-2.0
//! Pseudo-random words from a 32-bit linear feedback shift register: the hardware source of the backoff delay
//! (IEEE 802.3-2022, 4.2.3.2.5 wants an integer that is uniformly distributed).
//!
//! ```text
//!            +--------+
//!      load->|        |
//!  seed[32]->|  lfsr  |->random[10]
//!            +--------+
//! ```
//!
//! # Contract
//! The register is 1 after reset. At an edge with `load` it becomes `seed`, or 1 when `seed` is 0; at any other
//! edge it shifts left by one, the new bit 0 being the exclusive or of bits 31, 21, 1 and 0 (a maximal-length
//! polynomial: x^32 + x^22 + x^2 + x + 1). `random` is its bits 9 to 0, so `random` is 1 after reset.

use crate::Ports;

/// Inputs of `lfsr`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Take `seed` instead of shifting.
    pub load: bool,
    /// What to begin with; stations must differ, so use address bits.
    pub seed: u32,
}

/// Outputs of `lfsr`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// A word that changes at every edge; 1 after reset.
    #[port(width = 10)]
    pub random: u16,
}
