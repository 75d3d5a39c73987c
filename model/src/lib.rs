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
pub mod address_filter;
pub mod async_fifo;
pub mod backoff;
pub mod checksum_insert;
pub mod checksum_verify;
pub mod completion_ring;
pub mod crc32;
pub mod crc32_nibble;
pub mod dma_read;
pub mod dma_write;
pub mod echo;
pub mod interrupts;
pub mod lfsr;
pub mod loopback;
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
pub mod nic;
pub mod nic_mii;
pub mod nic_registers;
pub mod phy_link;
pub mod read_arbiter;
pub mod rgmii_rx;
pub mod rgmii_tx;
pub mod ring_fetch;
pub mod rx_buffer;
pub mod rx_engine;
pub mod stream_fifo;
pub mod stream_narrow;
pub mod stream_widen;
pub mod tx_engine;
pub mod vlan_insert;
pub mod vlan_strip;
pub mod word_sync;
pub mod write_arbiter;

// What blocks share.
mod cell;
mod checksums;
mod deference;
mod design;
mod events;
mod fcs;
mod nic_core;
mod octet_run;
mod queue;
mod receiver;
mod resets;
mod synchroniser;
mod transmitter;
mod turn;
mod tx_frame;
mod tx_head;

#[cfg(test)]
mod testing;

pub use address_filter::AddressFilter;
pub use async_fifo::AsyncFifo;
pub use backoff::Backoff;
pub use checksum_insert::ChecksumInsert;
pub use checksum_verify::ChecksumVerify;
pub use completion_ring::CompletionRing;
pub use crc32::Crc32;
pub use crc32_nibble::Crc32Nibble;
pub use dma_read::DmaRead;
pub use dma_write::DmaWrite;
pub use echo::Echo;
pub use interrupts::Interrupts;
pub use lfsr::Lfsr;
pub use loopback::Loopback;
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
pub use nic::Nic;
pub use nic_mii::NicMii;
pub use nic_registers::NicRegisters;
pub use phy_link::PhyLink;
pub use read_arbiter::ReadArbiter;
pub use rgmii_rx::RgmiiRx;
pub use rgmii_tx::RgmiiTx;
pub use ring_fetch::RingFetch;
pub use rx_buffer::RxBuffer;
pub use rx_engine::RxEngine;
pub use stream_fifo::{StreamFifo, StreamFifo16k, StreamFifo64};
pub use stream_narrow::StreamNarrow;
pub use stream_widen::StreamWiden;
pub use tx_engine::TxEngine;
pub use vlan_insert::VlanInsert;
pub use vlan_strip::VlanStrip;
pub use word_sync::WordSync;
pub use write_arbiter::WriteArbiter;
