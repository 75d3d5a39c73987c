// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model and committed Verilog of every block in lockstep: three seeds for the start values of the registers,
//! frames and noise, all outputs compared after every edge.

mod bench;

mod async_fifo;
mod backoff;
mod crc32;
mod crc32_nibble;
mod echo;
mod lfsr;
mod link_partner;
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
mod phy_link;
mod planted_bug;
mod properties;
mod reached;
mod rgmii_rx;
mod rgmii_tx;
mod stream_fifo;
mod word_sync;
