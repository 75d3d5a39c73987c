// SPDX-License-Identifier: MIT OR Apache-2.0
//! Three clients of one `dma_read` take turns with their commands.
//!
//! ```text
//!                          +----------------+
//! tx_ring_valid, address-->|                |->tx_ring_ready
//!      tx_ring_octets----->|                |->rx_ring_ready
//! rx_ring_valid, address-->|                |->payload_ready
//!      rx_ring_octets----->|  read_arbiter  |->command_valid
//! payload_valid, address-->|                |->command_address[64]
//!      payload_octets----->|                |->command_octets[16]
//!       command_ready----->|                |->command_client[2]
//!                          +----------------+
//! ```
//!
//! # Contract
//! Clients are numbered: 0 `tx_ring`, 1 `rx_ring`, 2 `payload`. The *state* is Choose (after reset), Take or Offer;
//! `turn` is a client, 2 after reset. At an edge, by the state before it:
//!
//! - Choose: of the clients `turn + 1`, `turn + 2`, `turn` (modulo 3), in this order, the first one whose `valid` is
//!   high is chosen: `turn` becomes its number, its `ready` becomes high, and the state becomes Take. With none,
//!   nothing changes.
//! - Take: the `ready` of client `turn` becomes low. If its `valid` is high, `command_address`, `command_octets` and
//!   `command_client` become its address, octets and number, `command_valid` becomes high, and the state Offer. If
//!   not (it has taken its command back, which no client of ours does), the state becomes Choose.
//! - Offer: when `command_ready` is high, `command_valid` becomes low and the state Choose.
//!
//! So a `ready` is high for one clock at a time, and `command_*` change in Take alone.

use crate::Ports;

/// Client number of the transmit descriptors.
pub const TX_RING: u8 = 0;
/// Client number of the receive descriptors.
pub const RX_RING: u8 = 1;
/// Client number of the frames to send.
pub const PAYLOAD: u8 = 2;

/// Inputs of `read_arbiter`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// The transmit descriptors offer a command.
    pub tx_ring_valid: bool,
    /// Address of its first octet.
    pub tx_ring_address: u64,
    /// How many octets.
    pub tx_ring_octets: u16,
    /// The receive descriptors offer a command.
    pub rx_ring_valid: bool,
    /// Address of its first octet.
    pub rx_ring_address: u64,
    /// How many octets.
    pub rx_ring_octets: u16,
    /// The frames to send offer a command.
    pub payload_valid: bool,
    /// Address of its first octet.
    pub payload_address: u64,
    /// How many octets.
    pub payload_octets: u16,
    /// The command is taken.
    pub command_ready: bool,
}

/// Outputs of `read_arbiter`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The command of the transmit descriptors is taken.
    pub tx_ring_ready: bool,
    /// The command of the receive descriptors is taken.
    pub rx_ring_ready: bool,
    /// The command of the frames to send is taken.
    pub payload_ready: bool,
    /// A command is offered.
    pub command_valid: bool,
    /// Address of its first octet.
    pub command_address: u64,
    /// How many octets.
    pub command_octets: u16,
    /// Whose it is.
    #[port(width = 2)]
    pub command_client: u8,
}
