// SPDX-License-Identifier: MIT OR Apache-2.0
//! Truncated binary exponential backoff (IEEE 802.3-2022, 4.2.3.2.5): waits a whole number of slot times,
//! chosen from a given random word and the number of collisions that the frame has met.
//!
//! ```text
//!              +-----------+
//!       start->|           |
//!  attempt[4]->|  backoff  |->slots[10]
//!  random[10]->|           |->busy
//!              +-----------+
//! ```
//!
//! # Contract
//! At an edge with `start`: `slots <= random` with only its k low bits kept, k the smaller of `attempt` and 10
//! (so k = 0 and `slots` = 0 for `attempt` 0, which does not occur), and the delay begins, a running one being
//! given up. The delay is `slots` times 128 clocks (one slot time of 512 bit times at four bits a clock).
//! `busy` is high after the start edge if that is not zero, and stays for just that many clocks: with the start
//! at edge 0, it is high after the edges 0 to 128 x slots - 1. `slots` keeps its value until the next start.

use crate::Ports;

/// Inputs of `backoff`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// A collision has been handled: choose a delay and begin it.
    pub start: bool,
    /// How many collisions the frame has met, 1 to 15.
    #[port(width = 4)]
    pub attempt: u8,
    /// The random word, taken at `start`.
    #[port(width = 10)]
    pub random: u16,
}

/// Outputs of `backoff`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The chosen delay in slot times, 0 to 1023.
    #[port(width = 10)]
    pub slots: u16,
    /// The delay runs.
    pub busy: bool,
}
