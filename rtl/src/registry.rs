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
    stream_fifo: crate::stream_fifo::StreamFifo::<12, 13>::named("stream_fifo");
    stream_fifo_64 in stream_fifo: crate::stream_fifo::StreamFifo::<6, 7>::named("stream_fifo_64");
    stream_fifo_16k in stream_fifo: crate::stream_fifo::StreamFifo::<14, 15>::named("stream_fifo_16k");
    async_fifo: crate::async_fifo::AsyncFifo::default();
    word_sync: crate::word_sync::WordSync::default();
    mac_control_tx: crate::mac_control_tx::MacControlTx::default();
    mac_control_rx: crate::mac_control_rx::MacControlRx::default();
    mac_counters: crate::mac_counters::MacCounters::default();
