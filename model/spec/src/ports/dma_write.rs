// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes runs of octets to host memory: an AXI4 write master, 64 bits, INCR bursts of 16 beats at the most (AMBA AXI
//! and ACE, IHI 0022H, A3).
//!
//! ```text
//!                       +-------------+
//!      command_valid--->|             |->command_ready
//! command_address[64]-->|             |->m_axi_awaddr[64], awlen[8]
//!  command_octets[16]-->|             |->m_axi_awvalid
//!   command_client[2]-->|             |->m_axi_wdata[64], wstrb[8]
//!         word_valid--->|  dma_write  |->m_axi_wlast, wvalid
//!      word_data[64]--->|             |->m_axi_bready
//! m_axi_awready, wready>|             |->word_ready
//!     m_axi_bresp[2]--->|             |->done, done_client[2]
//!       m_axi_bvalid--->|             |->done_error
//!              flush--->|             |->idle
//!                       +-------------+
//! ```
//!
//! # Contract
//! Bursts, `a`, the number of words and what happens to a command of 0 octets are as in
//! [`dma_read`](super::dma_read): a burst ends before the next multiple of 128 octets or with its command. The words
//! of the commands come in the order of the commands, octets in the lanes of their address; octets in other lanes do
//! not matter.
//!
//! **Commands.** The *state* is Idle (after reset), Count, Cut, Ask or Offer. `address`, `octets`, `client`, `words`
//! (14 bits) and `beats` are registers; `bursts` is a queue of 8. At an edge, by the state before it:
//!
//! - Idle: when a command passes, `address`, `octets` and `client` take it, and the state becomes Count.
//! - Count: when `octets` is 0 the state becomes Idle. Else `words` and `left` become `(a + octets + 7) / 8`,
//!   `place <= address[6:3]`, `first` becomes high, `end` becomes `(a + octets - 1) mod 8`, `begin` becomes `a`; the
//!   state becomes Cut.
//! - Cut: `beats` becomes the less of `words` and 16 - `address[6:3]`; the state becomes Ask.
//! - Ask: when `flush` is low, `bursts` has fewer than 8 entries and `held` is at least `beats`, all before the edge:
//!   `m_axi_awaddr <= address` with its low three bits 0, `m_axi_awlen <= beats - 1`, `m_axi_awvalid` becomes high;
//!   `bursts` takes {`client`, final: `words = beats`}; `held` goes down and `granted` up by `beats`;
//!   `words <= words - beats`; `address` becomes the next multiple of 128 above it, modulo 2^64; the state becomes
//!   Offer. Else none of it.
//! - Offer: when `m_axi_awready` is high: `m_axi_awvalid` becomes low, and the state Idle if `words` is 0, else Cut.
//!
//! `command_ready` after an edge is high exactly when the state after it is Idle (but it is low after reset, and so
//! for one edge).
//!
//! **Words in.** The buffer is a first-in first-out memory of 32 entries {data, strobes, last}. `held` counts those
//! of its entries that no burst was offered for, `granted` the others; both are 0 after reset, and so is `left`. A
//! word passes at an edge with `word_valid` and `word_ready` high before it. Then its entry is stored: strobe bit `i`
//! is 1, but 0 where `first` and `i < begin`, and where `left` is 1 and `i > end`; last is: `place` is 15 or `left`
//! is 1. And `left` goes down by one, `place` up by one (modulo 16), `held` up by one, and `first` becomes low. A
//! change of `held` or `granted` by something else at the same edge adds to this one.
//!
//! `word_ready` after an edge is high when `left` after it is not 0, and `held + granted` before it, plus one if a
//! word passes at it, is less than 32. (It is pessimistic by the entry that leaves at this very edge.)
//!
//! **Data out.** The `m_axi_w*` outputs are one register. At an edge it is free when `m_axi_wvalid` is low or
//! `m_axi_wready` high. A free one takes the oldest entry of the buffer, if `granted` before the edge is not 0:
//! `m_axi_wvalid` becomes high, and `granted` goes down by one; else `m_axi_wvalid` becomes low and the others hold.
//! So data follow their address by one edge, whether that was taken or not (A3.3.1: no master waits for AWREADY), and
//! all beats of a burst are there before it is offered.
//!
//! **Responses.** `m_axi_bready` is low after reset and high after every other edge. A response passes at an edge
//! with `m_axi_bvalid` and `m_axi_bready` high before it. When `bursts` is empty before the edge it is thrown away.
//! Else it belongs to the oldest entry, which leaves; *wrong* is `failed` or `m_axi_bresp[1]`. If the entry is final,
//! `done` is strobed, `done_client` takes its client, `done_error` becomes *wrong*, and `failed` low; else `failed`
//! becomes *wrong*. `done` is low after all other edges; `done_client` and `done_error` hold. `failed` is low after
//! reset. (A response that comes before the data of its burst, which no AXI slave gives, counts like any other.)
//!
//! `idle` after an edge is high when after it `m_axi_awvalid` and `m_axi_wvalid` are low, `granted` is 0 and `bursts`
//! is empty, and there was no reset at it. `flush` is as in `dma_read`: what was offered ends with all its data.

use crate::Ports;

/// Words that the buffer holds.
pub const BUFFER_WORDS: u32 = 32;

/// Inputs of `dma_write`.
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
    /// Who asks: comes back with `done`.
    #[port(width = 2)]
    pub command_client: u8,
    /// A word is offered.
    pub word_valid: bool,
    /// Its octets, each in the lane of its address.
    pub word_data: u64,
    /// The address is taken.
    pub m_axi_awready: bool,
    /// Data are taken.
    pub m_axi_wready: bool,
    /// Response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    #[port(width = 2)]
    pub m_axi_bresp: u8,
    /// A response is offered.
    pub m_axi_bvalid: bool,
}

/// Outputs of `dma_write`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The command is taken.
    pub command_ready: bool,
    /// The word is taken.
    pub word_ready: bool,
    /// Address of the burst, a multiple of 8.
    pub m_axi_awaddr: u64,
    /// Its beats, less one.
    pub m_axi_awlen: u8,
    /// An address is offered.
    pub m_axi_awvalid: bool,
    /// Data.
    pub m_axi_wdata: u64,
    /// Which octets of them are written.
    pub m_axi_wstrb: u8,
    /// The last beat of its burst.
    pub m_axi_wlast: bool,
    /// Data are offered.
    pub m_axi_wvalid: bool,
    /// The response is taken.
    pub m_axi_bready: bool,
    /// Strobe: all accesses of a command have been answered.
    pub done: bool,
    /// Whose it was.
    #[port(width = 2)]
    pub done_client: u8,
    /// One of them was answered with an error.
    pub done_error: bool,
    /// No burst is under way.
    pub idle: bool,
}
