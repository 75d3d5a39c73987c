// SPDX-License-Identifier: MIT OR Apache-2.0
//! Fetches the descriptors of a direction ahead of their use, and guards its `TAIL` (docs/card.md, Queues).
//!
//! ```text
//!                         +------------+
//!        cfg_base[58]---->|            |->command_valid
//!    cfg_size_log2[4]---->|            |->command_address[64]
//!          cfg_enable---->|            |->command_octets[16]
//!                halt---->|            |->descriptor_valid
//! tail_write, data[16]--->| ring_fetch |->descriptor_address[64]
//!       command_ready---->|            |->descriptor_length[16]
//!          word_valid---->|            |->descriptor_vlan_tci[16]
//!       word_data[64]---->|            |->descriptor_flags[4], index[16]
//!    word_last, error---->|            |->head[16], tail[16]
//!    descriptor_ready---->|            |->ring_error, stopped
//!                         +------------+
//! ```
//!
//! # Contract
//! `size` is a register, 8 after reset; at every edge it becomes 2^n, n being `cfg_size_log2`, but 3 where that is
//! less and 12 where it is more. `head` and `tail` (outputs, 16 bits) run freely; all their arithmetic is modulo
//! 2^16. `descriptors` is a queue of 16; `coming` (5 bits) counts descriptors that were asked for and have not come.
//! The block *stands* while `halt` or `stopped` is high.
//!
//! **Fetching.** The *state* is Look (after reset), Plan, Join or Offer. At an edge, by the state before it:
//!
//! - Look: `ahead <= tail - head`. With `cfg_enable` high and the block not standing the state becomes Plan.
//! - Plan: if `ahead` is 0, or the count of `descriptors` plus `coming` is more than 12, or the block stands, the
//!   state becomes Look. Else `number` becomes the less of `ahead` and 4 - `head mod 4`, the 27 bits `low` become
//!   `cfg_base[25:0] + (head mod size) / 4` (rounded down), and the state becomes Join.
//! - Join: `command_address` becomes, from bit 63 down: the 32 bits `cfg_base[57:26] + low[26]` (modulo 2^32), the 26
//!   bits `low[25:0]`, the two bits `head[1:0]`, four bits 0. So it is that of entry `head mod size`.
//!   `command_octets` becomes 16 `number`, `command_valid` high; `head` and `coming` go up by `number`; the state
//!   becomes Offer.
//! - Offer: when `command_ready` is high, `command_valid` becomes low and the state Look.
//!
//! So a command reads one to four descriptors that stand in one line of 64 octets, and there is one every 4 edges at
//! the most. Descriptors are taken ahead of their use, 16 and one more at the most.
//!
//! **Descriptors.** Each edge with `word_valid` high brings a word (no `ready`; `word_data`, `word_last` and
//! `word_error` mean something then alone). `half`, low after reset, says that the first word of a descriptor is
//! there:
//!
//! - With `half` low before the edge, `first <= word_data`.
//! - With `half` high, a descriptor is complete: `coming` goes down by one if it is not 0 before the edge (and up by
//!   `number` as well where Join is at the same edge). If `stopped` and `word_error` are low it is put into
//!   `descriptors`: address `first`; length bits 15:0, vlan_tci bits 31:16 and flags bits 35:32 of `word_data`.
//! - `half` becomes low with `word_last`, else the inverse of what it was.
//! - With `word_error`, `stopped` becomes high; only reset makes it low.
//!
//! The `descriptor_*` outputs are the output register of `descriptors`. When it takes an entry `descriptor_index`
//! becomes `index` (16 bits, 0 after reset), and `index` goes up by one: the index of the entry in the ring.
//!
//! **Tail.** `step` is 0 after reset. At an edge with `tail_write`: `candidate <= tail_data`, `step <= 1`, and
//! nothing else of this paragraph (so a write that comes within three edges takes the place of the one before, and
//! `ring_error` is low after this edge). Else, by `step` before it:
//!
//! - 1: `beyond <= candidate - tail`, `used <= tail - head`, `step <= 2`.
//! - 2: the 17 bits `total <= beyond + used`, `step <= 3`.
//! - 3: if `total` is at most `size`, `tail <= candidate`; else `ring_error` is strobed, and `tail` stays.
//!   `step <= 0`.
//!
//! So `TAIL` is taken when it lies at or after the tail, and `size` after the head at the most: it never goes back.
//! It is taken whether `cfg_enable` is high or not, and while the block stands. `ring_error` is low after all other
//! edges.

use crate::Ports;

/// Inputs of `ring_fetch`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Fetch descriptors.
    pub cfg_enable: bool,
    /// Where the ring begins, in units of 64 octets.
    #[port(width = 58)]
    pub cfg_base: u64,
    /// Entries of the ring, as a power of two.
    #[port(width = 4)]
    pub cfg_size_log2: u8,
    /// The direction has stopped: fetch nothing more.
    pub halt: bool,
    /// `TAIL` is written.
    pub tail_write: bool,
    /// What is written.
    pub tail_data: u16,
    /// The command is taken.
    pub command_ready: bool,
    /// A word has come.
    pub word_valid: bool,
    /// The word.
    pub word_data: u64,
    /// It is the last of its command.
    pub word_last: bool,
    /// The bus has answered the command with an error.
    pub word_error: bool,
    /// The descriptor is taken.
    pub descriptor_ready: bool,
}

/// Outputs of `ring_fetch`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// A command for `dma_read` is offered.
    pub command_valid: bool,
    /// Address of the first descriptor.
    pub command_address: u64,
    /// Octets of the descriptors.
    pub command_octets: u16,
    /// A descriptor is offered.
    pub descriptor_valid: bool,
    /// Address of its buffer.
    pub descriptor_address: u64,
    /// Octets of its buffer.
    pub descriptor_length: u16,
    /// Tag control information.
    pub descriptor_vlan_tci: u16,
    /// Bit 0 `END`, 1 `IPV4_CHECKSUM`, 2 `L4_CHECKSUM`, 3 `VLAN`.
    #[port(width = 4)]
    pub descriptor_flags: u8,
    /// Its index.
    pub descriptor_index: u16,
    /// Index of the first descriptor that has not been asked for.
    pub head: u16,
    /// Index after the last descriptor that was handed over.
    pub tail: u16,
    /// Strobe: a `TAIL` was written that the ring cannot hold.
    pub ring_error: bool,
    /// The bus has answered with an error.
    pub stopped: bool,
}
