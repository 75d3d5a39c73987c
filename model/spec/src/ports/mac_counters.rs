// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sixteen 64-bit counters, read as one consistent snapshot from another clock (IEEE 802.3-2022, clause 30).
//!
//! ```text
//!                +----------------+
//!  events[16]--->|                |--->busy
//!   octets[16]-->|  mac_counters  |--->data[64]
//!    snapshot--->|                |
//!     addr[4]--->|                |
//!                +----------------+
//!    count_clk count_rst    clk rst
//! ```
//!
//! # Contract
//! Counting side (`count_clk`). At an edge, each bit i of `events` that is high adds 1 to the pending count i (0
//! to 15 each, an event must not come more often than 15 times in 16 edges); with bit 1 high counter 1 gets
//! `octets` instead of 1. A walk index w goes 0, 1, .. 15, 0, .. one step an edge, 0 after reset. At the edge
//! with w = 15 the pending counts, the events of this very edge included, become the *due* counts, and pending
//! starts from 0. In the next sixteen edges the due counts are added to the totals. All totals are 0 after
//! `count_rst`. Snapshot: the reading side's request toggle arrives through two flip-flops. At an edge with w =
//! 15 at which the second one differs from the acknowledge toggle and no copy is under way a copy begins: the
//! totals, with the due counts fixed at this same edge added, are copied to the snapshot, a consistent picture
//! of all events up to and with this edge. At the edge with w = 3 one whole walk later (20 edges after the copy
//! began) the acknowledge toggle takes the request's value and the copy is over. Reading side (`clk`).
//! `snapshot` high at an edge with `busy` low: the request toggle flips and `busy` is high after it. `busy`
//! goes low at the edge at which the second flip-flop of the acknowledge's synchroniser equals the request
//! toggle before it. `snapshot` while `busy` is ignored. `data` after an edge is the snapshot's counter `addr`
//! as sampled at that edge if `busy` was low before it, else `data` keeps its value. Before the first snapshot
//! `data` stays 0: it reads as 0 until `busy` has gone low once.
//!
//! Resets: the crossing registers are the two toggles: the request toggle is cleared at once by `rst`, the
//! acknowledge toggle by `count_rst`; all else is reset by edges of its clock. Each reset may be as short as one
//! edge of its own clock, but the two must overlap in time, as those of `async_fifo`: from an event on at which
//! both are high the next snapshot shows only what was counted at edges with `count_rst` low after it. While
//! `count_clk` stands a snapshot stays busy; it is taken when the clock returns.

use crate::Ports;

/// Inputs of `mac_counters`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Reset of the counting side, synchronous but for the acknowledge toggle.
    #[port(clock = "count_clk")]
    pub count_rst: bool,
    /// Bit i: add 1 to counter i (bit 1: add `octets` to counter 1).
    #[port(clock = "count_clk")]
    pub events: u16,
    /// What `events[1]` adds.
    #[port(clock = "count_clk")]
    pub octets: u16,
    /// Reset of the reading side, synchronous but for the request toggle.
    pub rst: bool,
    /// Take a snapshot.
    pub snapshot: bool,
    /// Which counter of the snapshot to read.
    #[port(width = 4)]
    pub addr: u8,
}

/// Outputs of `mac_counters`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// A snapshot is being taken.
    pub busy: bool,
    /// The counter at `addr`.
    pub data: u64,
}
