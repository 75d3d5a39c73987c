// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes the completions of a direction into its ring, those that are ready together together (docs/card.md,
//! Queues).
//!
//! ```text
//!                          +-----------------+
//!         cfg_base[58]---->|                 |->completion_ready
//!     cfg_size_log2[4]---->|                 |->command_valid
//!                 halt---->|                 |->command_address[64]
//!     completion_valid---->|                 |->command_octets[16]
//!    completion_length[16]>| completion_ring |->word_valid
//!  completion_vlan_tci[16]>|                 |->word_data[64]
//!      completion_next[16]>|                 |->written
//!    completion_status[15]>|                 |->active
//! command_ready, word_ready>                 |->stopped
//!     done, done_error---->|                 |
//!                          +-----------------+
//! ```
//!
//! # Contract
//! `size` is as in [`ring_fetch`](super::ring_fetch). `put` (16 bits, 0 after reset) is the index of the next
//! completion to write, modulo 2^16.
//!
//! **Queue.** `completions` is a queue of 16. A completion passes at an edge with `completion_valid` and
//! `completion_ready` high before it, and is put in. `completion_ready` after an edge is high when the count before
//! it, plus one if one passes at it, is less than 16; it is low after reset.
//!
//! **Writing.** The *state* is Look (after reset), Join, Offer or Words. At an edge, by the state before it:
//!
//! - Look: if `completions` is not empty, and `halt`, `stopped` and `pending` are low, all before the edge: `number`
//!   and `left` become the less of its count and 8 - `put mod 8`; the 27 bits `low` become
//!   `cfg_base[25:0] + (put mod size) / 8` (rounded down); the state becomes Join. Else nothing changes.
//! - Join: `command_address` becomes, from bit 63 down: the 32 bits `cfg_base[57:26] + low[26]` (modulo 2^32), the 26
//!   bits `low[25:0]`, the three bits `put[2:0]`, three bits 0. `command_octets` becomes 8 `number`, `command_valid`
//!   high; the state becomes Offer.
//! - Offer: when `command_ready` is high, `command_valid` becomes low and the state Words.
//! - Words: `word_*` is a register, free when `word_valid` is low or `word_ready` is high. A free one, with `left`
//!   not 0: takes the oldest of `completions`, `word_valid` becomes high, `put` goes up and `left` down by one. A
//!   free one with `left` 0: `word_valid` becomes low, `pending` high and the state Look. One that is not free holds.
//!
//! So a command writes one to eight completions that stand in one line of 64 octets, and does not go beyond the end
//! of the ring; the next one begins after its response. What was begun ends, whatever `halt` becomes meanwhile.
//!
//! `word_data`, from bit 63 down: phase, `status`, `next`, `vlan_tci`, `length`. The phase is 1 when `put` and `size`
//! have no common bit, as both were before the edge: on the first way through the ring, the third, and so on.
//!
//! **Response.** At an edge with `done` and `pending` high before it `pending` becomes low; with `done_error`
//! `stopped` becomes high, which only reset ends, else `written` is strobed. `done` has no effect while `pending` is
//! low.
//!
//! `active` after an edge: before it the state was not Look, or `completions` was not empty, or `pending` was high.

use crate::Ports;

/// Inputs of `completion_ring`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Where the ring begins, in units of 64 octets.
    #[port(width = 58)]
    pub cfg_base: u64,
    /// Entries of the ring, as a power of two.
    #[port(width = 4)]
    pub cfg_size_log2: u8,
    /// The direction has stopped: begin nothing more.
    pub halt: bool,
    /// A completion is offered.
    pub completion_valid: bool,
    /// Octets of the frame.
    pub completion_length: u16,
    /// Tag control information of the tag that was stripped.
    pub completion_vlan_tci: u16,
    /// Index after the last descriptor of the frame.
    pub completion_next: u16,
    /// What became of it.
    #[port(width = 15)]
    pub completion_status: u16,
    /// The command is taken.
    pub command_ready: bool,
    /// The word is taken.
    pub word_ready: bool,
    /// The command has been answered.
    pub done: bool,
    /// With an error.
    pub done_error: bool,
}

/// Outputs of `completion_ring`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The completion is taken.
    pub completion_ready: bool,
    /// A command for `dma_write` is offered.
    pub command_valid: bool,
    /// Address of the first completion.
    pub command_address: u64,
    /// Octets of the completions.
    pub command_octets: u16,
    /// A completion for `dma_write` is offered.
    pub word_valid: bool,
    /// The completion.
    pub word_data: u64,
    /// Strobe: completions are in host memory.
    pub written: bool,
    /// There are completions that are not.
    pub active: bool,
    /// The bus has answered with an error.
    pub stopped: bool,
}
