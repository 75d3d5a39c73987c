// SPDX-License-Identifier: MIT OR Apache-2.0
//! Three clients of one `dma_write` take turns with their commands, each followed by its words.
//!
//! ```text
//!                              +-----------------+
//! payload_valid,address,octets>|                 |->payload_ready, payload_word_ready
//!  payload_word_valid, data--->|                 |->tx_ring_ready, tx_ring_word_ready
//! tx_ring_valid,address,octets>|                 |->rx_ring_ready, rx_ring_word_ready
//!  tx_ring_word_valid, data--->|  write_arbiter  |->command_valid, client[2]
//! rx_ring_valid,address,octets>|                 |->command_address[64]
//!  rx_ring_word_valid, data--->|                 |->command_octets[16]
//!   command_ready, word_ready->|                 |->word_valid, word_data[64]
//!                              +-----------------+
//! ```
//!
//! # Contract
//! Clients are numbered: 0 `payload`, 1 `tx_ring`, 2 `rx_ring`. The *state* is Choose (after reset), Take, Offer or
//! Words; `turn` is a client, 2 after reset; `left` (14 bits) counts words. At an edge, by the state before it:
//!
//! - Choose: of the clients `turn + 1`, `turn + 2`, `turn` (modulo 3), in this order, the first one whose `valid` is
//!   high is chosen: `turn` becomes its number, its `ready` becomes high, and the state becomes Take. With none,
//!   nothing changes.
//! - Take: the `ready` of client `turn` becomes low. If its `valid` is high, `command_address`, `command_octets` and
//!   `command_client` become its address, octets and number, `command_valid` becomes high, and the state Offer. If
//!   not, the state becomes Choose.
//! - Offer: `left` becomes `(a + command_octets + 7) / 8` rounded down, `a` being `command_address[2:0]`, but 0 when
//!   `command_octets` is 0: so many words `dma_write` takes. When `command_ready` is high, `command_valid` becomes
//!   low and the state Words.
//! - Words: `word_*` is a register, *free* when `word_valid` is low or `word_ready` is high.
//!   - `turn` is 0: a free register takes the oldest entry of the queue (below) if that has one and `left` is not 0,
//!     both before the edge: `word_valid` becomes high, and `left` goes down by one. A free register that takes
//!     nothing becomes not valid. One that is not free holds.
//!   - `turn` is 1 or 2, `r` and `v` being that client's `word_ready` and `word_valid`: with `r` and `v` high before
//!     the edge the register takes that client's word (`word_valid` is low before such an edge), `word_valid` becomes
//!     high, `r` low, and `left` goes down by one. Else: a free register becomes not valid, and `r` becomes or stays
//!     high when it was high already, or when the register is free and `left` is not 0. So such a client gives a word
//!     every other clock at the most.
//!   - When `left` is 0 and the register is free before the edge, the state becomes Choose as well.
//!
//! Words of `payload` go into a queue of 16, in any state: one passes at an edge with `payload_word_valid` and
//! `payload_word_ready` high before it. `payload_word_ready` after an edge is high when the queue's count before it,
//! plus one if a word passes at it, is less than 16; it is low after reset. The queue makes up for the time in which
//! others have their turn: who fills it cannot stop for long without losing the rate of the wire.
//!
//! `command_address`, `command_octets` and `command_client` change in Take alone; `word_data` holds while nothing is
//! taken.

use crate::Ports;

/// Client number of received frames.
pub const PAYLOAD: u8 = 0;
/// Client number of the transmit completions.
pub const TX_RING: u8 = 1;
/// Client number of the receive completions.
pub const RX_RING: u8 = 2;

/// Inputs of `write_arbiter`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// The received frames offer a command.
    pub payload_valid: bool,
    /// Address of its first octet.
    pub payload_address: u64,
    /// How many octets.
    pub payload_octets: u16,
    /// The received frames offer a word.
    pub payload_word_valid: bool,
    /// The word.
    pub payload_word_data: u64,
    /// The transmit completions offer a command.
    pub tx_ring_valid: bool,
    /// Address of its first octet.
    pub tx_ring_address: u64,
    /// How many octets.
    pub tx_ring_octets: u16,
    /// The transmit completions offer a word.
    pub tx_ring_word_valid: bool,
    /// The word.
    pub tx_ring_word_data: u64,
    /// The receive completions offer a command.
    pub rx_ring_valid: bool,
    /// Address of its first octet.
    pub rx_ring_address: u64,
    /// How many octets.
    pub rx_ring_octets: u16,
    /// The receive completions offer a word.
    pub rx_ring_word_valid: bool,
    /// The word.
    pub rx_ring_word_data: u64,
    /// The command is taken.
    pub command_ready: bool,
    /// The word is taken.
    pub word_ready: bool,
}

/// Outputs of `write_arbiter`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The command of the received frames is taken.
    pub payload_ready: bool,
    /// The word of the received frames is taken.
    pub payload_word_ready: bool,
    /// The command of the transmit completions is taken.
    pub tx_ring_ready: bool,
    /// The word of the transmit completions is taken.
    pub tx_ring_word_ready: bool,
    /// The command of the receive completions is taken.
    pub rx_ring_ready: bool,
    /// The word of the receive completions is taken.
    pub rx_ring_word_ready: bool,
    /// A command is offered.
    pub command_valid: bool,
    /// Address of its first octet.
    pub command_address: u64,
    /// How many octets.
    pub command_octets: u16,
    /// Whose it is.
    #[port(width = 2)]
    pub command_client: u8,
    /// A word is offered.
    pub word_valid: bool,
    /// The word.
    pub word_data: u64,
}
