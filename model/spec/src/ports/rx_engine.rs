// SPDX-License-Identifier: MIT OR Apache-2.0
//! Puts received frames into the buffers of receive descriptors: plans for `stream_widen`, writes, completions.
//!
//! ```text
//!                            +-----------+
//!   cfg_size_log2[4], halt-->|           |->record_ready
//!   record_valid,length[16]->|           |->descriptor_ready
//!         record_bad-------->|           |->plan_valid, lane[3]
//!  record_vlan_valid,tci[16]>|           |->plan_octets[16], plan_discard
//!  record_ipv4[2], l4[2]---->| rx_engine |->command_valid
//!   descriptor_valid-------->|           |->command_address[64], octets[16]
//! descriptor_address[64]---->|           |->completion_valid, length[16]
//!  descriptor_length[16]---->|           |->completion_vlan_tci[16], next[16]
//!  descriptor_index[16]----->|           |->completion_status[15]
//! plan_ready, command_ready->|           |->active, stopped
//! done, error, completion_ready          |
//!                            +-----------+
//! ```
//!
//! # Contract
//! `size` is as in [`ring_fetch`](super::ring_fetch). `commands` and `frames` are queues of 16. `issued` and
//! `answered` (8 bits, 0 after reset, modulo 256) count pieces; `next` is 16 bits, 0 after reset.
//!
//! **Frames.** The *state* is Idle (after reset), Need, Take, Cut, Plan, Order, Piece, Push, Discard or Close. At an
//! edge, by the state before it:
//!
//! - Idle: if `record_valid` and `record_ready` are high the record is taken: `rest <= record_length`, the other
//!   fields are kept, `filled` (16 bits) and `used` (13 bits) become 0, `truncated` low, `record_ready` low; the
//!   state becomes Need. Else `record_ready` becomes the inverse of `halt`.
//! - Need: with `halt` high nothing changes. Else, the first that holds: `rest` is 0: the state becomes Close. `used`
//!   is `size`: `truncated`, `plan_valid` and `plan_discard` become high, `plan_lane` 0, `plan_octets <= rest`, the
//!   state Discard. Otherwise `descriptor_ready` becomes high and the state Take.
//! - Take: if `descriptor_valid` is high: `address` and `length` take its fields, `next` becomes its index + 1
//!   (modulo 2^16), `used` goes up by one (modulo 2^13), `descriptor_ready` becomes low and the state Cut. Else
//!   nothing changes.
//! - Cut: `chunk` becomes the less of `rest` and `length`; the state becomes Plan.
//! - Plan: if `chunk` is 0 the state becomes Need. Else `plan_lane <= address[2:0]`, `plan_octets <= chunk`,
//!   `plan_discard` becomes low, `plan_valid` high; `rest <= rest - chunk`, `filled <= filled + chunk`,
//!   `left <= chunk`; the state becomes Order.
//! - Order: when `plan_ready` is high, `plan_valid` becomes low and the state Piece.
//! - Piece: `piece` becomes the less of `left` and 128 - `address[6:0]`; the state becomes Push.
//! - Push: if `halt` is low and `commands` has fewer than 16 entries before the edge, it takes {`address`, `piece`},
//!   `issued` goes up by one, `left <= left - piece`, `address` becomes the next multiple of 128 above it, modulo
//!   2^64; the state becomes Need if `left` was `piece`, else Piece. Else nothing changes.
//! - Discard: when `plan_ready` is high, `plan_valid` becomes low and the state Close.
//! - Close: if `halt` is low and `frames` has fewer than 16 entries before the edge, it takes {`filled`, the tag
//!   control information of the record, `next`, the status, `issued`}; the state becomes Idle. Else nothing changes.
//!
//! The status: bit 0 `record_bad`, 1 `truncated`, 2 `record_vlan_valid`, 4:3 `record_ipv4`, 6:5 `record_l4`, the
//! others 0. A record of no octets (there is none) uses no descriptor and has a completion like others.
//!
//! `plan_*` other than `plan_valid` change in Need and Plan alone. The command of a piece is offered only after
//! `stream_widen` has taken the chunk: its words will come, so that `dma_write` never waits for a direction that has
//! stopped.
//!
//! **Commands.** The `command_*` outputs (`command_octets` is the piece) are the output register of `commands`, but a
//! free one takes an entry only when `halt` is low before the edge.
//!
//! **Completions.** At an edge with `done` `answered` goes up by one; with `done_error`, too, `stopped` becomes high,
//! which only reset ends. The `completion_*` outputs are a register. At an edge it is free when `completion_valid` is
//! low or `completion_ready` is high. A free one takes the oldest of `frames` out if there is one, `halt` and
//! `stopped` are low, and `answered` less the `issued` of the entry is less than 128 (modulo 256), all before the
//! edge: `completion_valid` becomes high and the others what the entry says. Else it becomes not valid, and the
//! others hold. So a frame's completion comes after the answers to all its pieces, while later frames are under way.
//!
//! `active` after an edge: before it the state was not Idle, or `record_valid`, `command_valid` or `completion_valid`
//! was high, or `commands` or `frames` was not empty.

use crate::Ports;

/// Inputs of `rx_engine`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Entries of the ring, as a power of two.
    #[port(width = 4)]
    pub cfg_size_log2: u8,
    /// The direction has stopped: begin nothing more.
    pub halt: bool,
    /// The record of a frame is offered.
    pub record_valid: bool,
    /// Its octets.
    pub record_length: u16,
    /// It is bad.
    pub record_bad: bool,
    /// A tag was stripped.
    pub record_vlan_valid: bool,
    /// Its tag control information.
    pub record_vlan_tci: u16,
    /// The IPv4 header checksum: a `ChecksumResult`.
    #[port(width = 2)]
    pub record_ipv4: u8,
    /// The TCP or UDP checksum: a `ChecksumResult`.
    #[port(width = 2)]
    pub record_l4: u8,
    /// A descriptor is offered.
    pub descriptor_valid: bool,
    /// Address of its buffer.
    pub descriptor_address: u64,
    /// Octets of its buffer.
    pub descriptor_length: u16,
    /// Its index.
    pub descriptor_index: u16,
    /// The plan is taken.
    pub plan_ready: bool,
    /// The command is taken.
    pub command_ready: bool,
    /// A command has been answered.
    pub done: bool,
    /// With an error.
    pub done_error: bool,
    /// The completion is taken.
    pub completion_ready: bool,
}

/// Outputs of `rx_engine`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The record is taken.
    pub record_ready: bool,
    /// The descriptor is taken.
    pub descriptor_ready: bool,
    /// A chunk for `stream_widen` is offered.
    pub plan_valid: bool,
    /// The lane of its first octet.
    #[port(width = 3)]
    pub plan_lane: u8,
    /// Its octets.
    pub plan_octets: u16,
    /// They are thrown away.
    pub plan_discard: bool,
    /// A command for `dma_write` is offered.
    pub command_valid: bool,
    /// Address of its first octet.
    pub command_address: u64,
    /// How many octets: 128 at the most.
    pub command_octets: u16,
    /// A completion is offered.
    pub completion_valid: bool,
    /// Octets of the frame in host memory.
    pub completion_length: u16,
    /// Tag control information of the tag that was stripped.
    pub completion_vlan_tci: u16,
    /// Index after its last descriptor.
    pub completion_next: u16,
    /// What became of it.
    #[port(width = 15)]
    pub completion_status: u16,
    /// Frames are on their way to host memory.
    pub active: bool,
    /// The bus has answered with an error.
    pub stopped: bool,
}
