// SPDX-License-Identifier: MIT OR Apache-2.0
//! The registers of the card behind an AXI4-Lite slave, and the sequence of its reset (AMBA AXI and ACE, IHI 0022H,
//! B1; the map is [`card::registers`](crate::card::registers)).
//!
//! ```text
//!                       +---------------+
//! s_axil_aw*, w*, ar*-->|               |->s_axil_b*, r*, *ready
//!           status_*--->|               |->cfg_*
//!  tx_head, tx_tail[16]>|               |->tx_tail_write, data[16]
//!  rx_head, rx_tail[16]>| nic_registers |->rx_tail_write, data[16]
//!           cause[7]--->|               |->filter_*
//!  mac_busy, data[64]-->|               |->clear[7], software
//! card_busy, data[64]-->|               |->snapshot, counter[6]
//! read_idle, write_idle>|               |->flush, core_rst
//!                       +---------------+
//! ```
//!
//! # Contract
//! Offsets, fields and reset values are those of the map. Bits 1:0 of an address do not matter. Where the map has no
//! register, a read gives 0 and a write changes nothing, and both are answered with SLVERR (2); everywhere else with
//! OKAY (0). A register is a *setting* when its access is ReadWrite and it is neither `TX_TAIL` nor `RX_TAIL`. Each
//! setting is a register (`FILTER_*` may be a memory, but an entry that has not been written since the last reset
//! reads as 0); bits that the map does not name are not there and read as 0. Settings whose name an output says are
//! that output:
//!
//! | outputs | |
//! |---|---|
//! | `cfg_tx_enable` to `cfg_half_duplex` | `CONTROL`, each bit |
//! | `cfg_address` | `ADDRESS_HIGH` in bits 47:32, `ADDRESS_LOW` below |
//! | `cfg_hash` | `HASH_HIGH` in bits 63:32, `HASH_LOW` below |
//! | `cfg_pause_quanta`, `cfg_mask`, `cfg_moderation` | `PAUSE`, `INTERRUPT_MASK`, `MODERATION` |
//! | `cfg_tx_descriptors` and its three likes | bits 57:26 the high register, below bits 31:6 of the low one |
//! | `cfg_tx_size_log2`, `cfg_rx_size_log2` | `TX_SIZE`, `RX_SIZE` as they were written |
//!
//! **Writes.** `s_axil_awready` and `s_axil_wready` are low after reset and high after the next edge. At an edge at
//! which an address passes (valid and ready high before it) it is kept, and `s_axil_awready` becomes low; data with
//! their strobes likewise, and `s_axil_wready`. The first edge before which both are kept is the *write edge* (the
//! edge after that of the later one). There `s_axil_bvalid` becomes high and `s_axil_bresp` the answer, and the write
//! is done, as below. At the edge at which the response passes `s_axil_bvalid` becomes low, nothing is kept any more,
//! and both `ready` become high. So one write is under way at a time. `s_axil_bresp` holds otherwise.
//!
//! What a write edge does (*strobe k* is `s_axil_wstrb[k]`, for bits 8k+7:8k of the data):
//!
//! - Settings: each octet whose strobe is 1 becomes what is written; the others stay.
//! - `TX_TAIL`, `RX_TAIL`: with strobe 0 or 1, `tx_tail_write` is strobed (or `rx_`), and `tx_tail_data` becomes the
//!   octets written and, where one of the two is not, that of `tx_tail`. Without, nothing.
//! - `FILTER_LOW`, `FILTER_HIGH` `i` (whatever the strobes): `filter_write` is strobed; `filter_index` becomes `i`,
//!   `filter_address` bits 15:0 of `FILTER_HIGH` `i` above `FILTER_LOW` `i`, `filter_valid` bit 31 of `FILTER_HIGH`
//!   `i`, all as they are after this write.
//! - `INTERRUPT_CAUSE`, strobe 0: `clear` becomes bits 6:0 of the data. `INTERRUPT_SET`, strobe 0, bit 0: `software`
//!   is strobed.
//! - `SNAPSHOT`, strobe 0, bit 0, when `mac_busy`, `card_busy` and `snapshot` are low before the edge: `snapshot` is
//!   strobed.
//! - `RESET`, strobe 0, bit 0: see below.
//! - Registers that are ReadOnly: nothing.
//!
//! The five strobes and `clear` are 0 after all other edges. `*_tail_data`, `filter_index`, `filter_address` and
//! `filter_valid` hold.
//!
//! **Reads.** `s_axil_arready` is low after reset and high after the next edge. At the edge at which an address
//! passes, R, it is kept and `s_axil_arready` becomes low. `counter` becomes, at edge R + 1, bits 8:3 of the address
//! (whatever the address). What is read is taken at edge R + 4, as it was before it; at edge R + 5 `s_axil_rvalid`
//! becomes high and `s_axil_rdata`, `s_axil_rresp` the answer. At the edge at which it passes `s_axil_rvalid` becomes
//! low and `s_axil_arready` high. So one read is under way at a time; writes go on beside it. `s_axil_rdata` and
//! `s_axil_rresp` hold otherwise.
//!
//! - `CAPABILITIES` is that of the map, but with `cfg_mii` bit 16 is 0 and bit 17 is 1.
//! - `STATUS`: `status_link`, `status_tx_active`, `status_rx_active`, `status_tx_stopped`, `status_rx_stopped`, bits
//!   0 to 4.
//! - `RESET`: `flush`. `SNAPSHOT`: `snapshot`, `mac_busy` or `card_busy`. `INTERRUPT_CAUSE`: `cause`.
//!   `INTERRUPT_SET`: 0.
//! - `TX_TAIL`, `TX_HEAD`, `RX_TAIL`, `RX_HEAD`: the inputs of that name.
//! - `COUNTER_LOW`, `COUNTER_HIGH` `i`: a half of `mac_data` for `i` below 32, of `card_data` for 32 to 47.
//!
//! **Reset.** `stage` is Run, Drain or Hold. `core_rst` is 1 after reset. At an edge, by the stage before it:
//!
//! - Run (after reset): `core_rst <= 0`. At a write edge of `RESET` with strobe 0 and bit 0, `flush` becomes high and
//!   the stage Drain.
//! - Drain: when `read_idle` and `write_idle` are high, `core_rst` becomes 1, `hold` 15 and the stage Hold. Else
//!   nothing changes.
//! - Hold: `hold` goes down by one. When it was 0: `core_rst` and `flush` become 0 and the stage Run.
//!
//! At an edge with stage Hold before it all settings but `SCRATCH` become their reset values, and `counter`, all
//! strobes, `clear`, `*_tail_data`, `filter_*` 0, whatever is written at it; the AXI side goes on as ever. (A write
//! edge there changes `SCRATCH` alone.) Writes in Drain act as always, but on `RESET`. `rst` puts all into its reset
//! value, `SCRATCH` too.
//!
//! So `core_rst` is high for 16 clocks, while nothing is on the bus. `dma_read` and `dma_write` must have `flush`;
//! each sees it at the very edge at which this block first looks at their `idle`.

use crate::Ports;

/// Inputs of `nic_registers`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset of all, `SCRATCH` included.
    pub rst: bool,
    /// The card is one for MII; else for GMII.
    pub cfg_mii: bool,
    /// Address to write.
    #[port(width = 10)]
    pub s_axil_awaddr: u16,
    /// It is offered.
    pub s_axil_awvalid: bool,
    /// Data to write.
    pub s_axil_wdata: u32,
    /// Which octets of them.
    #[port(width = 4)]
    pub s_axil_wstrb: u8,
    /// They are offered.
    pub s_axil_wvalid: bool,
    /// The response is taken.
    pub s_axil_bready: bool,
    /// Address to read.
    #[port(width = 10)]
    pub s_axil_araddr: u16,
    /// It is offered.
    pub s_axil_arvalid: bool,
    /// The data read are taken.
    pub s_axil_rready: bool,
    /// The PHY has a link.
    pub status_link: bool,
    /// Frames to send are under way.
    pub status_tx_active: bool,
    /// Received frames are under way.
    pub status_rx_active: bool,
    /// The transmit direction has stopped.
    pub status_tx_stopped: bool,
    /// The receive direction has stopped.
    pub status_rx_stopped: bool,
    /// `TX_HEAD`.
    pub tx_head: u16,
    /// `TX_TAIL`.
    pub tx_tail: u16,
    /// `RX_HEAD`.
    pub rx_head: u16,
    /// `RX_TAIL`.
    pub rx_tail: u16,
    /// `INTERRUPT_CAUSE`.
    #[port(width = 7)]
    pub cause: u8,
    /// The MAC is taking a snapshot of its counters.
    pub mac_busy: bool,
    /// Counter `counter[4:0]` of the MAC, two edges after its number.
    pub mac_data: u64,
    /// A snapshot of the card's own counters is being taken.
    pub card_busy: bool,
    /// Counter `counter[3:0]` of the card, one edge after its number.
    pub card_data: u64,
    /// Nothing is being read from host memory.
    pub read_idle: bool,
    /// Nothing is being written to host memory.
    pub write_idle: bool,
}

/// Outputs of `nic_registers`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// The address to write is taken.
    pub s_axil_awready: bool,
    /// The data to write are taken.
    pub s_axil_wready: bool,
    /// Response: 0 OKAY, 2 SLVERR.
    #[port(width = 2)]
    pub s_axil_bresp: u8,
    /// It is offered.
    pub s_axil_bvalid: bool,
    /// The address to read is taken.
    pub s_axil_arready: bool,
    /// What was read.
    pub s_axil_rdata: u32,
    /// Response: 0 OKAY, 2 SLVERR.
    #[port(width = 2)]
    pub s_axil_rresp: u8,
    /// It is offered.
    pub s_axil_rvalid: bool,
    /// `CONTROL`: take transmit descriptors.
    pub cfg_tx_enable: bool,
    /// `CONTROL`: receive.
    pub cfg_rx_enable: bool,
    /// `CONTROL`: the receiver hears the transmitter.
    pub cfg_loopback: bool,
    /// `CONTROL`: take frames to any address.
    pub cfg_promiscuous: bool,
    /// `CONTROL`: take frames to the broadcast address.
    pub cfg_broadcast: bool,
    /// `CONTROL`: take bad frames, too.
    pub cfg_pass_bad: bool,
    /// `CONTROL`: judge the checksums of received frames.
    pub cfg_checksum: bool,
    /// `CONTROL`: take tags out of received frames.
    pub cfg_vlan_strip: bool,
    /// `CONTROL`: ask the link partner for a pause.
    pub cfg_pause_send: bool,
    /// `CONTROL`: pause when the link partner asks.
    pub cfg_pause_obey: bool,
    /// `CONTROL`: half duplex.
    pub cfg_half_duplex: bool,
    /// Own address; bits 47:40 are sent first.
    #[port(width = 48)]
    pub cfg_address: u64,
    /// Multicast hash bits.
    pub cfg_hash: u64,
    /// Pause time to ask for, in units of 512 bit times; 65535 after reset.
    pub cfg_pause_quanta: u16,
    /// Which causes raise the line.
    #[port(width = 7)]
    pub cfg_mask: u8,
    /// The least time between two rises of the line, in units of 16 clocks.
    pub cfg_moderation: u16,
    /// Transmit descriptors, in units of 64 octets.
    #[port(width = 58)]
    pub cfg_tx_descriptors: u64,
    /// Transmit completions, in units of 64 octets.
    #[port(width = 58)]
    pub cfg_tx_completions: u64,
    /// Entries of the transmit rings, as a power of two; 3 after reset.
    #[port(width = 4)]
    pub cfg_tx_size_log2: u8,
    /// Receive descriptors, in units of 64 octets.
    #[port(width = 58)]
    pub cfg_rx_descriptors: u64,
    /// Receive completions, in units of 64 octets.
    #[port(width = 58)]
    pub cfg_rx_completions: u64,
    /// Entries of the receive rings, as a power of two; 3 after reset.
    #[port(width = 4)]
    pub cfg_rx_size_log2: u8,
    /// Strobe: `TX_TAIL` is written.
    pub tx_tail_write: bool,
    /// What is written.
    pub tx_tail_data: u16,
    /// Strobe: `RX_TAIL` is written.
    pub rx_tail_write: bool,
    /// What is written.
    pub rx_tail_data: u16,
    /// Strobe: an exact address of the filter is written.
    pub filter_write: bool,
    /// Which one.
    #[port(width = 4)]
    pub filter_index: u8,
    /// The address; bits 47:40 are sent first.
    #[port(width = 48)]
    pub filter_address: u64,
    /// It counts.
    pub filter_valid: bool,
    /// Clear these causes, for one clock.
    #[port(width = 7)]
    pub clear: u8,
    /// Strobe: set the cause `SOFTWARE`.
    pub software: bool,
    /// Strobe: take a snapshot of all counters.
    pub snapshot: bool,
    /// Which counter to read: 0 to 31 of the MAC, 32 to 47 of the card.
    #[port(width = 6)]
    pub counter: u8,
    /// Begin nothing on the bus: a reset is under way.
    pub flush: bool,
    /// Reset of all else; 1 after reset.
    pub core_rst: bool,
}
