// SPDX-License-Identifier: MIT OR Apache-2.0
//! The blocks in rust-hdl, and the printer that makes Verilog of them.
//!
//! # How to write a kernel here
//!
//! A block is a struct of ports, registers, local signals and sub-blocks, and one kernel:
//!
//! ```
//! use wirewright_rtl::prelude::*;
//!
//! #[derive(Clone, Copy, Debug, PartialEq, LogicState)]
//! enum State {
//!     Idle,
//!     Run,
//! }
//!
//! #[derive(LogicBlock, Default)]
//! pub struct Stopwatch {
//!     name: ModuleName<Self>, // the Verilog module name: `stopwatch`
//!     pub clk: Signal<In, Clock>,
//!     pub rst: Signal<In, Bit>,
//!     pub start: Signal<In, Bit>,
//!     pub count: Signal<Out, Bits<8>>,
//!     state: Register<State>,
//!     elapsed: Register<Bits<8>>,
//!     last: Signal<Local, Bit>,
//! }
//!
//! impl Logic for Stopwatch {
//!     #[hdl_gen]
//!     fn update(&mut self) {
//!         dff_setup!(self, clk, state, elapsed); // clock, reset, and each holds its value
//!         self.count.next = self.elapsed.q.val();
//!
//!         self.last.next = self.elapsed.q.val() == 0xff;
//!         match self.state.q.val() {
//!             State::Idle => {
//!                 if self.start.val() {
//!                     self.elapsed.d.next = 0.into();
//!                     self.state.d.next = State::Run;
//!                 }
//!             }
//!             State::Run => {
//!                 self.elapsed.d.next = self.elapsed.q.val() + 1;
//!                 if self.last.val() {
//!                     self.state.d.next = State::Idle;
//!                 }
//!             }
//!         }
//!     }
//! }
//! ```
//!
//! **Ports** have the names, widths and directions of the block's bundle in `wirewright_spec::ports`; a test compares.
//! `clk` is a `Signal<In, Clock>`, `rst` a `Signal<In, Bit>`. Every output is a register's `q`.
//!
//! **Registers**: read `self.x.q.val()`, assign `self.x.d.next`. `Register::reset_to(value)` gives a reset value,
//! `Default` is zero or the first variant. `dff_setup!(self, clk, a, b[i])` once at the top of the kernel wires clock
//! and reset (`tx_clk` goes with `tx_rst`, and so on) and lets each register hold. Nobody writes `if rst`: the printer
//! does, for every register. What is assigned under a condition becomes a clock enable in synthesis.
//!
//! **Crossing registers**: a value that another clock samples stands in a [`leaf::CrossingRegister`], written and wired
//! as a register. Its reset clears it at once, clock or no clock; the printer says so beside it.
//!
//! **Local signals** (`Signal<Local, T>`) are wires: assign on every path, before reading.
//!
//! **Sub-blocks** are fields: assign each input, clock and reset too (`self.crc.clk.next = self.clk.val();`), read the
//! outputs. Two instances of one type share one module.
//!
//! **Leaves** ([`leaf`]) are sub-blocks too: `RamBlock<W, A>` (read through two registers), `RamBlockDualClock<W, A>`,
//! `RamDistributed<W, A>` (asynchronous read), `SyncBit` (`[SyncBit; 5]` for a Gray pointer), `ResetSync`,
//! `ResetRegister` (a domain's reset that others take at once). Memories have no reset, and a word must not be read
//! from block RAM at the edge at which it is written.
//!
//! **Bits of a vector** are assigned with `self.x.next = self.x.val().replace_bit(i, bit)`: printed as `x[i] = bit;`.
//! The fields of a struct (`LogicStruct`) are assigned with `self.beat.next.last = bit`. Once every bit is assigned, no
//! default is needed, and assignments without condition print as one `{...}`.
//!
//! **Loops** are unrolled. An array of sub-blocks that share a connection, or split a vector bit by bit, prints as one
//! array of instances.
//!
//! **Comments** (`//` above a statement) and empty lines are carried into the Verilog.
//!
//! **Configurations** are `Constant<Bit>` or `Constant<State>` fields set by a constructor, which also gives the module
//! its own name: `name: ModuleName::named("mac_tx_mii")`. An `if` over such constants alone is decided by the printer,
//! and the other branch is not printed. A const generic or a `const` has no value in a kernel expression (loop bounds
//! are fine): store it in a `Constant<Bits<N>>` and read `self.limit.val()`.
//!
//! **Allowed** in a kernel: assignment, `if`, `else if`, `else`, `match` on an enum, `for i in 0..n` over arrays of
//! signals, registers or sub-blocks; `+ - & | ^ ! == != < <= > >= << >> && ||`; literals (`1.into()`,
//! `bits::<8>(0x55)`, above 31 bits with a suffix: `0xedb8_8320_u64`); `bit_cast`, `get_bits`, `get_bit`,
//! `replace_bit`, `any`, `all`, `xor`. There is no `let`, no helper function and no macro but `dff_setup!`.
//!
//! **Traps**, most of them refused with the place:
//! - slice and cast bare signals only: put a sum into a local signal first, then `get_bits` it;
//! - a carry needs room: widen first, `bit_cast::<9, 8>(self.a.val()) + 1`;
//! - no match guards, no inclusive ranges (`0..=8`), no `.index()` inside arithmetic, no functions of your own called
//!   `bits…`, `Bits…`, `bit_cast…`, `signed_cast…` or `unsigned_cast…`: rust-hdl's macro drops these without a word;
//! - no signed arithmetic; a shift by a constant is below the width;
//! - do not read a sub-block's input (or a register's `d`) back.
//!
//! **Printing**: add the block to [`registry`], then `WIREWRIGHT_BLESS=1 cargo test -p wirewright-rtl --test verilog`
//! writes `rtl/verilog/<name>.v`; without the variable the test compares. `cargo test -p wirewright-rtl --test lint`
//! asks verilator and yosys. Read what was printed: it is reviewed like code.

#![forbid(unsafe_code)]

pub mod address_filter;
pub mod async_fifo;
pub mod backoff;
pub mod burst_address;
pub mod burst_cutter;
pub mod card_identity;
pub mod card_reset;
pub mod checksum_insert;
pub mod checksum_verify;
pub mod completion_ring;
pub mod crc32;
pub mod crc32_nibble;
pub mod deference;
pub mod dma_read;
pub mod dma_write;
pub mod echo;
pub mod emit;
pub mod frame_checksums;
pub mod interrupts;
pub mod leaf;
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
pub mod mac_settings;
pub mod mac_shell;
pub mod mac_trispeed;
pub mod mac_tx;
pub mod mac_tx_mii;
pub mod mac_tx_trispeed;
pub mod mdio;
pub mod nic;
pub mod nic_core;
pub mod nic_mii;
pub mod nic_registers;
pub mod nic_settings;
pub mod octet_sum;
pub mod phy_link;
pub mod prelude;
pub mod queue;
pub mod read_arbiter;
pub mod register_decoder;
pub mod registry;
pub mod rgmii_rx;
pub mod rgmii_tx;
pub mod ring_fetch;
pub mod ring_size;
pub mod rx_buffer;
pub mod rx_engine;
pub mod rx_events;
pub mod rx_frame;
pub mod setting;
pub mod stream_fifo;
pub mod stream_narrow;
pub mod stream_widen;
pub mod turns;
pub mod tx_engine;
pub mod tx_events;
pub mod tx_frame;
pub mod vlan_insert;
pub mod vlan_strip;
pub mod word_sync;
pub mod write_arbiter;
