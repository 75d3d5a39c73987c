// SPDX-License-Identifier: MIT OR Apache-2.0
//! Carries a 16-bit word from one clock to another by a toggle handshake: each word arrives once, whole. It
//! carries the pause time from the receiver to the transmitter.
//!
//! ```text
//!            +-------------+
//!  src_valid->             |->dst_valid
//!  src_data[16]->word_sync |->dst_data[16]
//!            +-------------+
//!      src_clk src_rst   dst_clk dst_rst
//! ```
//!
//! # Contract
//! Source side, at a `src_clk` edge: *idle* is when the request toggle equals the acknowledge toggle as the
//! second flip-flop of its synchroniser has it. A word offered with `src_valid` becomes the waiting word,
//! replacing one that waits already (the newest wins). If idle before the edge and there is a waiting word
//! before it, the holding register takes that waiting word, the request toggle flips, and the waiting word is
//! gone, unless a new one is offered at this very edge, which then waits. Destination side, at a `dst_clk`
//! edge: when the second flip-flop of the request's synchroniser differs from the acknowledge toggle,
//! `dst_data` takes the holding register, `dst_valid` is strobed and the acknowledge toggle flips. `dst_data`
//! keeps its value otherwise.
//!
//! Resets: all registers are 0 after the reset of their clock. The crossing registers are the two toggles: the
//! request toggle is cleared at once by `src_rst`, the acknowledge toggle by `dst_rst`; the holding register is
//! sampled only after the request has flipped and is reset by edges of its clock, like all else. Each reset may
//! be as short as one edge of its own clock, but the two must overlap in time, as those of `async_fifo`: from an
//! event on at which both are high no word that was offered before it arrives, and the next one that is offered
//! at an edge with `src_rst` low arrives, once `dst_clk` has come out of its reset.

use crate::Ports;

/// Inputs of `word_sync`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Reset of the source side, synchronous but for the request toggle.
    #[port(clock = "src_clk")]
    pub src_rst: bool,
    /// A word is offered.
    #[port(clock = "src_clk")]
    pub src_valid: bool,
    /// The word.
    #[port(clock = "src_clk")]
    pub src_data: u16,
    /// Reset of the destination side, synchronous but for the acknowledge toggle.
    #[port(clock = "dst_clk")]
    pub dst_rst: bool,
}

/// Outputs of `word_sync`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// Strobe: a word has arrived.
    #[port(clock = "dst_clk")]
    pub dst_valid: bool,
    /// The word that arrived last.
    #[port(clock = "dst_clk")]
    pub dst_data: u16,
}
