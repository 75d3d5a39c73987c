// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model and committed Verilog of every block in lockstep: three seeds for the start values of the registers,
//! frames and noise, all outputs compared after every edge.

mod bench;

mod address_filter;
mod async_fifo;
mod backoff;
mod checksum_insert;
mod checksum_verify;
mod completion_ring;
mod crc32;
mod crc32_nibble;
mod dma_read;
mod dma_write;
mod echo;
mod interrupts;
mod lfsr;
mod link_partner;
mod loopback;
mod mac_control_rx;
mod mac_control_tx;
mod mac_counters;
mod mac_gmii;
mod mac_gmii_plain;
mod mac_mii;
mod mac_rx;
mod mac_rx_mii;
mod mac_rx_trispeed;
mod mac_trispeed;
mod mac_tx;
mod mac_tx_mii;
mod mac_tx_trispeed;
mod mdio;
mod metastable;
mod nic;
mod nic_mii;
mod nic_registers;
mod phy_link;
mod planted_bug;
mod properties;
mod reached;
mod read_arbiter;
mod rgmii_rx;
mod rgmii_tx;
mod ring_fetch;
mod rx_buffer;
mod rx_engine;
mod stream_fifo;
mod stream_narrow;
mod stream_widen;
mod tx_engine;
mod vlan_insert;
mod vlan_strip;
mod word_sync;
mod write_arbiter;
