// SPDX-License-Identifier: MIT OR Apache-2.0
//! The two upper rungs of the ladder: the untimed [`mod@reference`], written from the standard, and the
//! cycle-accurate golden blocks and designs, one file each under the name of the block, written from IEEE
//! 802.3-2022 and the contracts in [`wirewright_spec::ports`] and judged by the reference.
//!
//! A block keeps the contract [`wirewright_spec::Block`], a design with several clocks
//! [`wirewright_spec::Design`]. This crate has no clock, thread, socket, file or random source.

#![forbid(unsafe_code)]

pub mod reference;

// Golden blocks.
pub mod async_fifo;
pub mod backoff;
pub mod crc32;
pub mod crc32_nibble;
pub mod echo;
pub mod lfsr;
pub mod mac_control_rx;
pub mod mac_control_tx;
pub mod mac_counters;
pub mod mac_gmii;
pub mod mac_gmii_plain;
pub mod mac_mii;
pub mod mac_rx;
pub mod mac_rx_mii;
pub mod mac_rx_trispeed;
pub mod mac_trispeed;
pub mod mac_tx;
pub mod mac_tx_mii;
pub mod mac_tx_trispeed;
pub mod mdio;
pub mod phy_link;
pub mod rgmii_rx;
pub mod rgmii_tx;
pub mod stream_fifo;
pub mod word_sync;

// What blocks share.
mod cell;
mod deference;
mod design;
mod events;
mod fcs;
mod receiver;
mod resets;
mod synchroniser;
mod transmitter;
mod tx_frame;
mod tx_head;

#[cfg(test)]
mod testing;

pub use async_fifo::AsyncFifo;
pub use backoff::Backoff;
pub use crc32::Crc32;
pub use crc32_nibble::Crc32Nibble;
pub use echo::Echo;
pub use lfsr::Lfsr;
pub use mac_control_rx::MacControlRx;
pub use mac_control_tx::MacControlTx;
pub use mac_counters::MacCounters;
pub use mac_gmii::{MacGmii, MacGmiiJumbo};
pub use mac_gmii_plain::MacGmiiPlain;
pub use mac_mii::MacMii;
pub use mac_rx::MacRx;
pub use mac_rx_mii::MacRxMii;
pub use mac_rx_trispeed::MacRxTrispeed;
pub use mac_trispeed::{MacTrispeed, MacTrispeedJumbo};
pub use mac_tx::MacTx;
pub use mac_tx_mii::MacTxMii;
pub use mac_tx_trispeed::MacTxTrispeed;
pub use mdio::Mdio;
pub use phy_link::PhyLink;
pub use rgmii_rx::RgmiiRx;
pub use rgmii_tx::RgmiiTx;
pub use stream_fifo::{StreamFifo, StreamFifo16k, StreamFifo64};
pub use word_sync::WordSync;
