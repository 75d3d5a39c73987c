// SPDX-License-Identifier: MIT OR Apache-2.0
//! Turns transmit descriptors into reads of payload, into plans for `stream_narrow`, and into completions.
//!
//! ```text
//!                            +-----------+
//!   cfg_enable, halt-------->|           |->descriptor_ready
//!   descriptor_valid-------->|           |->command_valid
//!  descriptor_address[64]--->|           |->command_address[64], octets[16]
//!   descriptor_length[16]--->|           |->chunk_valid, lane[3], octets[16]
//!  descriptor_vlan_tci[16]-->| tx_engine |->chunk_end, vlan, vlan_tci[16]
//! descriptor_flags[4]------->|           |->chunk_ipv4, chunk_l4
//!   descriptor_index[16]---->|           |->m_axis_tdata[64], tvalid
//! command_ready, chunk_ready>|           |->completion_valid, length[16]
//! word_valid,data[64],error->|           |->completion_next[16]
//!      m_axis_tready-------->|           |->completion_dropped
//!   accepted, dropped------->|           |->active, stopped
//!   completion_ready-------->|           |
//!                            +-----------+
//! ```
//!
//! # Contract
//! `chunks`, `frames` and `fates` are queues of 16. `in_frame` (low after reset) says that the last descriptor taken
//! had no `END`.
//!
//! **Descriptors.** The *state* is Idle (after reset), Take, Plan, Cut, Ask, Offer or Close. At an edge, by the state
//! before it:
//!
//! - Idle: if `chunks` and `frames` have fewer than 16 entries each, `halt` is low, and `cfg_enable` or `in_frame` is
//!   high, `descriptor_ready` becomes high and the state Take. Else nothing changes.
//! - Take: if `descriptor_valid` is high the descriptor is taken: `address`, `rest` (its length), `tci`, `flags` and
//!   `index` become those offered, `descriptor_ready` low, and the state Plan. If not, and `halt` is high or both
//!   `cfg_enable` and `in_frame` are low: `descriptor_ready` becomes low and the state Idle. Else nothing changes.
//! - Plan: if `in_frame` is low, `frame_tci <= tci`, `frame_flags <= flags[3:1]` and `frame_octets <= rest`; else
//!   `frame_octets` becomes `frame_octets + rest`, but 65535 where that is more. `chunks` takes {lane `address[2:0]`,
//!   octets `rest`, end `flags[0]`, and the tag and the flags: those of this descriptor when `in_frame` is low, else
//!   `frame_tci` and `frame_flags`}. `in_frame` becomes the inverse of `flags[0]`. The state becomes Cut when `rest`
//!   is not 0; else Close when `flags[0]`, else Idle.
//! - Cut: `piece` becomes the less of `rest` and 128 - `address[6:0]`; the state becomes Ask.
//! - Ask: if `halt` is low and `reserved` before the edge is at most 112: `command_address <= address`,
//!   `command_octets <= piece`, `command_valid` becomes high; `reserved` goes up by the words of the piece,
//!   `(address[2:0] + piece + 7) / 8` rounded down; `rest <= rest - piece`; `address` becomes the next multiple of
//!   128 above it, modulo 2^64; the state becomes Offer. Else nothing changes.
//! - Offer: when `command_ready` is high: `command_valid` becomes low, and the state Cut when `rest` is not 0; else
//!   Close when `flags[0]`, else Idle.
//! - Close: `frames` takes {`frame_octets`, next `index + 1` modulo 2^16}; the state becomes Idle.
//!
//! The `chunk_*` outputs are the output register of `chunks`: `chunk_vlan` is bit 2, `chunk_l4` bit 1 and
//! `chunk_ipv4` bit 0 of the flags.
//!
//! **Words.** The memory holds 128 words; pointers `write` and `read` (8 bits) are 0 after reset; it is full when
//! `write - read` is 128. At an edge with `word_valid`: if `word_error` is high, `stopped` becomes high, which only
//! reset ends. If `word_error` and `stopped` are low before it and the memory is not full, the word is stored and
//! `write` advances. Otherwise it is thrown away: of a command in error nothing is used from the error on, nor of
//! later ones, so that the frame has no end and is never sent.
//!
//! Read side: two registers, A behind the memory and B, the `m_axis` outputs. At an edge: B is free when
//! `m_axis_tvalid` is low or `m_axis_tready` is high; a free B takes A (or becomes not valid). A is free when it is
//! empty or B is free; a free A takes the word at `read`, which advances, if `read` is not `write` as it was before
//! the edge; else it becomes empty. `m_axis_tdata` keeps its value while `m_axis_tvalid` is low, and is 0 after
//! reset.
//!
//! `reserved` (8 bits, 0 after reset) goes down by one at an edge at which a word passes at `m_axis`, if it is not 0
//! before it, and at the same edge up as said in Ask: what is asked for always finds room.
//!
//! **Completions.** At an edge with `accepted` or `dropped` high `fates` takes one entry: `dropped`. (`accepted` and
//! `dropped` at one edge are one entry, dropped.) The `completion_*` outputs are a register. At an edge it is free
//! when `completion_valid` is low or `completion_ready` is high. A free one, with `halt` and `stopped` low and
//! `frames` not empty, all before the edge: if the oldest frame has 0 octets, that one is taken out, with
//! `completion_dropped` high; else if `fates` is not empty before the edge, the oldest of both are taken out, with
//! `completion_dropped` that of the fate. `completion_valid` becomes high, `completion_length` its octets,
//! `completion_next` its next. A free one that takes nothing becomes not valid, and the others hold.
//!
//! `active` after an edge: before it the state was neither Idle nor Take, or `in_frame`, `chunk_valid` or
//! `completion_valid` was high, or `chunks` or `frames` was not empty.

use crate::Ports;

/// Words that the memory holds.
pub const MEMORY_WORDS: u32 = 128;

/// Inputs of `tx_engine`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Begin frames; one that is begun goes on without it.
    pub cfg_enable: bool,
    /// The direction has stopped: ask for nothing more.
    pub halt: bool,
    /// A descriptor is offered.
    pub descriptor_valid: bool,
    /// Address of its buffer.
    pub descriptor_address: u64,
    /// Octets of its buffer.
    pub descriptor_length: u16,
    /// Tag control information to insert.
    pub descriptor_vlan_tci: u16,
    /// Bit 0 `END`, 1 `IPV4_CHECKSUM`, 2 `L4_CHECKSUM`, 3 `VLAN`.
    #[port(width = 4)]
    pub descriptor_flags: u8,
    /// Its index.
    pub descriptor_index: u16,
    /// The command is taken.
    pub command_ready: bool,
    /// The chunk is taken.
    pub chunk_ready: bool,
    /// A word has come.
    pub word_valid: bool,
    /// The word.
    pub word_data: u64,
    /// The bus has answered its command with an error.
    pub word_error: bool,
    /// The sink takes the word.
    pub m_axis_tready: bool,
    /// Strobe: a frame will be sent.
    pub accepted: bool,
    /// Strobe: a frame was too long and is not sent.
    pub dropped: bool,
    /// The completion is taken.
    pub completion_ready: bool,
}

/// Outputs of `tx_engine`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The descriptor is taken.
    pub descriptor_ready: bool,
    /// A command for `dma_read` is offered.
    pub command_valid: bool,
    /// Address of its first octet.
    pub command_address: u64,
    /// How many octets: 128 at the most.
    pub command_octets: u16,
    /// A chunk for `stream_narrow` is offered.
    pub chunk_valid: bool,
    /// The lane of its first octet.
    #[port(width = 3)]
    pub chunk_lane: u8,
    /// Its octets.
    pub chunk_octets: u16,
    /// It is the last of its frame.
    pub chunk_end: bool,
    /// Insert a tag into the frame.
    pub chunk_vlan: bool,
    /// The tag control information to insert.
    pub chunk_vlan_tci: u16,
    /// Insert the IPv4 header checksum.
    pub chunk_ipv4: bool,
    /// Insert the TCP or UDP checksum.
    pub chunk_l4: bool,
    /// Word of payload.
    pub m_axis_tdata: u64,
    /// A word is offered.
    pub m_axis_tvalid: bool,
    /// A completion is offered.
    pub completion_valid: bool,
    /// Octets of the buffers of the frame; 65535 where there are more.
    pub completion_length: u16,
    /// Index after its last descriptor.
    pub completion_next: u16,
    /// It was not sent.
    pub completion_dropped: bool,
    /// Frames are under way.
    pub active: bool,
    /// The bus has answered with an error.
    pub stopped: bool,
}
