// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reads runs of octets from host memory: an AXI4 read master, 64 bits, INCR bursts of 16 beats at the most (AMBA AXI
//! and ACE, IHI 0022H, A3; the burst rules of A3.4.1).
//!
//! ```text
//!                       +------------+
//!      command_valid--->|            |->command_ready
//! command_address[64]-->|            |->m_axi_araddr[64], arlen[8]
//!  command_octets[16]-->|            |->m_axi_arvalid
//!   command_client[2]-->|  dma_read  |->m_axi_rready
//!      m_axi_arready--->|            |->word_valid
//!    m_axi_rdata[64]--->|            |->word_data[64]
//! m_axi_rresp[2], rlast>|            |->word_client[2]
//!       m_axi_rvalid--->|            |->word_last, word_error
//!              flush--->|            |->idle
//!                       +------------+
//! ```
//!
//! # Contract
//! All accesses have 8 octets a beat and are in order (no ID). A burst begins at an octet address that is a multiple
//! of 8 and ends before the next multiple of 128 or with its command; so none crosses 4 KiB. Let `a` be the low three
//! bits of a command's address: it reads `(a + octets + 7) / 8` words (rounded down), the first of them with the
//! octet at `address` in byte lane `a`. A command of 0 octets reads nothing, and nothing comes of it.
//!
//! **Commands.** The *state* is Idle (after reset), Count, Cut, Ask or Offer. `address`, `octets`, `client`, `words`
//! (14 bits) and `beats` are registers; `bursts` is a queue of 8. At an edge, by the state before it:
//!
//! - Idle: when a command passes, `address`, `octets` and `client` take it, and the state becomes Count.
//! - Count: when `octets` is 0 the state becomes Idle; else `words <= (a + octets + 7) / 8`, and it becomes Cut.
//! - Cut: `beats` becomes the less of `words` and 16 - `address[6:3]`; the state becomes Ask.
//! - Ask: when `flush` is low and `bursts` has fewer than 8 entries before the edge: `m_axi_araddr <= address` with
//!   its low three bits 0, `m_axi_arlen <= beats - 1`, `m_axi_arvalid` becomes high; `bursts` takes the entry
//!   {`beats`, `client`, final: `words = beats`}; `words <= words - beats`; `address` becomes the next multiple of
//!   128 above it, modulo 2^64; the state becomes Offer. Else nothing changes.
//! - Offer: when `m_axi_arready` is high: `m_axi_arvalid` becomes low, and the state Idle if `words` is 0, else Cut.
//!
//! `command_ready` after an edge is high exactly when the state after it is Idle (it is low after reset, and so for
//! one edge). `m_axi_araddr` and `m_axi_arlen` change in Ask alone. So `m_axi_arvalid` is high after the third edge
//! after the one at which a command passes, and with `m_axi_arready` always high there is a burst every 3 edges.
//!
//! **Data.** `m_axi_rready` is low after reset and high after every other edge. A beat of R passes at an edge with
//! `m_axi_rvalid` and `m_axi_rready` high before it. When `bursts` is empty before the edge, the beat is thrown away
//! and changes nothing. Else it belongs to the oldest entry; `beat` (0 after reset) counts the beats of that burst
//! that have passed before:
//!
//! - `word_valid` is strobed: it is high after this edge, and low after every edge at which this does not happen.
//!   `word_data` takes `m_axi_rdata`, `word_client` the entry's client; they, `word_last` and `word_error` hold
//!   otherwise.
//! - *ends*: `beat` is the entry's beats - 1. Then the entry leaves `bursts` and `beat` becomes 0; else `beat` goes
//!   up by one.
//! - `word_last` becomes: it ends, and the entry is final.
//! - `word_error` becomes: `failed`, or `m_axi_rresp[1]` (SLVERR, DECERR), or `m_axi_rlast` is not *ends*. `failed`
//!   (low after reset) becomes low when `word_last` becomes high, else it becomes what `word_error` becomes. So from
//!   the first beat in error on all words of that command say so, and all its bursts are still read.
//!
//! An entry is there from the edge in Ask on: a beat that comes before its address was taken (no AXI slave does that)
//! counts as one of it.
//!
//! `idle` after an edge is high when `m_axi_arvalid` is low and `bursts` empty after it, and there was no reset at
//! it. When `flush` and `idle` are both high before an edge, nothing more is begun while `flush` stays high. A
//! command that waits then goes on when `flush` falls.
//!
//! `word_*` have no `ready`: who gives a command has the room for its words.

use crate::Ports;

/// The most beats of a burst; and a burst ends before the next multiple of so many words.
pub const BURST_BEATS: u32 = 16;
/// The most bursts that are under way.
pub const OUTSTANDING_BURSTS: u32 = 8;

/// Inputs of `dma_read`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Begin no further burst.
    pub flush: bool,
    /// A command is offered.
    pub command_valid: bool,
    /// Address of the first octet.
    pub command_address: u64,
    /// How many octets.
    pub command_octets: u16,
    /// Who asks: comes back with each word.
    #[port(width = 2)]
    pub command_client: u8,
    /// The address is taken.
    pub m_axi_arready: bool,
    /// Data.
    pub m_axi_rdata: u64,
    /// Response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    #[port(width = 2)]
    pub m_axi_rresp: u8,
    /// The last beat of its burst.
    pub m_axi_rlast: bool,
    /// Data are offered.
    pub m_axi_rvalid: bool,
}

/// Outputs of `dma_read`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The command is taken.
    pub command_ready: bool,
    /// Address of the burst, a multiple of 8.
    pub m_axi_araddr: u64,
    /// Its beats, less one.
    pub m_axi_arlen: u8,
    /// An address is offered.
    pub m_axi_arvalid: bool,
    /// Data are taken.
    pub m_axi_rready: bool,
    /// Strobe: a word has come.
    pub word_valid: bool,
    /// Its octets, each in the lane of its address.
    pub word_data: u64,
    /// Who asked for it.
    #[port(width = 2)]
    pub word_client: u8,
    /// The last word of its command.
    pub word_last: bool,
    /// An access of its command, up to this word, was answered with an error.
    pub word_error: bool,
    /// No burst is under way.
    pub idle: bool,
}
