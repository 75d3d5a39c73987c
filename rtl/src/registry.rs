// SPDX-License-Identifier: MIT OR Apache-2.0
//! The one list of blocks: adding a block adds its file, its module line in `lib.rs` and its line here.

use crate::emit::{self, Description, EmitError, Port};
use rust_hdl::core::prelude::Block as AnyBlock;
use wirewright_spec::{PortSet, ports};

/// A block as the registry knows it.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The Verilog module name; its file is `rtl/verilog/<name>.v`.
    pub name: &'static str,
    /// The source file, relative to the workspace.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
    make: fn() -> Box<dyn AnyBlock>,
}

/// `name: value;` for `rtl/src/<name>.rs`, or `name in file: value;` for a configuration.
macro_rules! registry {
    ($($name:ident $(in $file:ident)?: $make:expr;)+) => {
        /// Every block, each before those that use it.
        pub const ALL: &[Entry] = &[$(registry!(@ $name, ($name $($file)?), $make)),+];
    };
    (@ $name:ident, ($own:ident), $make:expr) => { registry!(@@ $name, $own, $make) };
    (@ $name:ident, ($own:ident $file:ident), $make:expr) => { registry!(@@ $name, $file, $make) };
    (@@ $name:ident, $file:ident, $make:expr) => {
        Entry {
            name: stringify!($name),
            file: concat!("rtl/src/", stringify!($file), ".rs"),
            text: include_str!(concat!(stringify!($file), ".rs")),
            make: || Box::new($make),
        }
    };
}

registry! {
    crc32: crate::crc32::Crc32::default();
    crc32_nibble: crate::crc32_nibble::Crc32Nibble::default();
    stream_fifo: crate::stream_fifo::StreamFifo::<12, 13>::default();
    stream_fifo_64 in stream_fifo: crate::stream_fifo::StreamFifo::<6, 7>::default();
    stream_fifo_16k in stream_fifo: crate::stream_fifo::StreamFifo::<14, 15>::default();
    rx_buffer: crate::rx_buffer::RxBuffer::default();
    async_fifo: crate::async_fifo::AsyncFifo::default();
    word_sync: crate::word_sync::WordSync::default();
    mac_control_tx: crate::mac_control_tx::MacControlTx::default();
    mac_control_rx: crate::mac_control_rx::MacControlRx::default();
    mac_counters: crate::mac_counters::MacCounters::default();
    lfsr: crate::lfsr::Lfsr::default();
    backoff: crate::backoff::Backoff::default();
    mdio: crate::mdio::Mdio::default();
    phy_link: crate::phy_link::PhyLink::default();
    rgmii_tx: crate::rgmii_tx::RgmiiTx::new();
    rgmii_rx: crate::rgmii_rx::RgmiiRx::default();
    echo: crate::echo::Echo::default();
    address_filter: crate::address_filter::AddressFilter::default();
    vlan_strip: crate::vlan_strip::VlanStrip::default();
    checksum_verify: crate::checksum_verify::ChecksumVerify::default();
    stream_widen: crate::stream_widen::StreamWiden::default();
    stream_narrow: crate::stream_narrow::StreamNarrow::default();
    vlan_insert: crate::vlan_insert::VlanInsert::default();
    checksum_insert: crate::checksum_insert::ChecksumInsert::default();
    mac_tx: crate::mac_tx::MacTx::default();
    mac_rx: crate::mac_rx::MacRx::default();
    dma_read: crate::dma_read::DmaRead::default();
    dma_write: crate::dma_write::DmaWrite::default();
    read_arbiter: crate::read_arbiter::ReadArbiter::default();
    write_arbiter: crate::write_arbiter::WriteArbiter::default();
    ring_fetch: crate::ring_fetch::RingFetch::default();
    completion_ring: crate::completion_ring::CompletionRing::default();
    tx_engine: crate::tx_engine::TxEngine::default();
    rx_engine: crate::rx_engine::RxEngine::default();
    interrupts: crate::interrupts::Interrupts::default();
    nic_registers: crate::nic_registers::NicRegisters::default();
    loopback: crate::loopback::Loopback::default();
    mac_gmii: crate::mac_gmii::MacGmii::standard();
    mac_gmii_jumbo in mac_gmii: crate::mac_gmii::MacGmii::jumbo();
    mac_gmii_plain: crate::mac_gmii_plain::MacGmiiPlain::default();
    mac_rx_mii: crate::mac_rx_mii::MacRxMii::default();
    mac_tx_mii: crate::mac_tx_mii::MacTxMii::default();
    mac_tx_trispeed: crate::mac_tx_trispeed::MacTxTrispeed::default();
    mac_rx_trispeed: crate::mac_rx_trispeed::MacRxTrispeed::default();
    mac_mii: crate::mac_mii::MacMii::default();
    mac_trispeed: crate::mac_trispeed::MacTrispeed::standard();
    mac_trispeed_jumbo in mac_trispeed: crate::mac_trispeed::MacTrispeed::jumbo();
    nic: crate::nic::Nic::default();
    nic_mii: crate::nic_mii::NicMii::default();
}

/// Parts that several blocks share, and what is made for proofs alone: without a contract and a Verilog file of their
/// own. Name, file and text.
const PARTS: &[(&str, &str, &str)] = &[
    ("stream_fifo_4", "rtl/src/stream_fifo.rs", include_str!("stream_fifo.rs")),
    ("octet_sum", "rtl/src/octet_sum.rs", include_str!("octet_sum.rs")),
    ("frame_checksums", "rtl/src/frame_checksums.rs", include_str!("frame_checksums.rs")),
    ("deference", "rtl/src/deference.rs", include_str!("deference.rs")),
    ("tx_frame", "rtl/src/tx_frame.rs", include_str!("tx_frame.rs")),
    ("rx_frame", "rtl/src/rx_frame.rs", include_str!("rx_frame.rs")),
    ("rx_events", "rtl/src/rx_events.rs", include_str!("rx_events.rs")),
    ("tx_events", "rtl/src/tx_events.rs", include_str!("tx_events.rs")),
    ("mac_shell", "rtl/src/mac_shell.rs", include_str!("mac_shell.rs")),
    ("mac_shell_jumbo", "rtl/src/mac_shell.rs", include_str!("mac_shell.rs")),
    ("queue_1", "rtl/src/queue.rs", include_str!("queue.rs")),
    ("queue_3", "rtl/src/queue.rs", include_str!("queue.rs")),
    ("queue_7", "rtl/src/queue.rs", include_str!("queue.rs")),
    ("queue_33", "rtl/src/queue.rs", include_str!("queue.rs")),
    ("queue_39", "rtl/src/queue.rs", include_str!("queue.rs")),
    ("queue_63", "rtl/src/queue.rs", include_str!("queue.rs")),
    ("queue_64", "rtl/src/queue.rs", include_str!("queue.rs")),
    ("queue_72", "rtl/src/queue.rs", include_str!("queue.rs")),
    ("queue_100", "rtl/src/queue.rs", include_str!("queue.rs")),
    ("ring_size", "rtl/src/ring_size.rs", include_str!("ring_size.rs")),
    ("burst_address", "rtl/src/burst_address.rs", include_str!("burst_address.rs")),
    ("burst_cutter", "rtl/src/burst_cutter.rs", include_str!("burst_cutter.rs")),
    ("turns", "rtl/src/turns.rs", include_str!("turns.rs")),
    ("register_decoder", "rtl/src/register_decoder.rs", include_str!("register_decoder.rs")),
    ("nic_core", "rtl/src/nic_core.rs", include_str!("nic_core.rs")),
    ("mac_settings", "rtl/src/mac_settings.rs", include_str!("mac_settings.rs")),
    ("setting", "rtl/src/setting.rs", include_str!("setting.rs")),
    ("nic_settings", "rtl/src/nic_settings.rs", include_str!("nic_settings.rs")),
    ("card_reset", "rtl/src/card_reset.rs", include_str!("card_reset.rs")),
    ("card_identity", "rtl/src/card_identity.rs", include_str!("card_identity.rs")),
];

/// The entry of block `name`.
pub fn find(name: &str) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.name == name)
}

/// The Verilog of a `stream_fifo` of 4 octets, `stream_fifo_4`: it is full so soon that a proof shows what goes wrong
/// in a few steps.
///
/// # Errors
/// What the printer refuses, with its place.
pub fn smallest_stream_fifo() -> Result<String, EmitError> {
    emit::print(&crate::stream_fifo::StreamFifo::<2, 3>::default(), &describe)
}

impl Entry {
    /// The Verilog file of the block, its sub-modules included.
    ///
    /// # Errors
    /// What the printer refuses, with its place.
    pub fn verilog(&self) -> Result<String, EmitError> {
        emit::print((self.make)().as_ref(), &describe)
    }

    /// The ports as the block has them.
    ///
    /// # Errors
    /// When the block has no kernel.
    pub fn interface(&self) -> Result<Vec<Port>, EmitError> {
        emit::interface((self.make)().as_ref())
    }

    /// The ports as their contract has them.
    pub fn contract(&self) -> Option<PortSet> {
        contract(self.name)
    }
}

/// What the printer is told of a module, by its name.
pub fn describe(module: &str, _type_path: &str) -> Option<Description> {
    if let Some(&(_, file, text)) = PARTS.iter().find(|(name, ..)| *name == module) {
        return Some(Description { file, text, ports: None });
    }
    let entry = find(module)?;
    Some(Description { file: entry.file, text: entry.text, ports: contract(module) })
}

fn contract(name: &str) -> Option<PortSet> {
    ports::ALL.iter().copied().find(|set| set.name == name)
}
