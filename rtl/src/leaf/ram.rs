// SPDX-License-Identifier: MIT OR Apache-2.0
//! The memories: `W` bits wide, `2^A` words deep, contents undefined until written (there is no reset of a memory).
//!
//! ```text
//!                    +-----------+
//!  write_address[A]->|           |<-read_address[A]
//!     write_data[W]->|    ram    |->read_data[W]
//!      write_enable->|           |<-read_enable
//!                    +-----------+
//! ```

use crate::prelude::*;
use std::collections::BTreeMap;

/// The words that were written; the rest read as zero in rust-hdl's own simulator.
type Words<const W: usize> = BTreeMap<u64, Bits<W>>;

/// Block RAM, one clock, read data in two registers: one fetches from the memory, one presents what was fetched.
/// The parts' block RAMs have both inside, and are slow without the second. A word must not be read at the edge at
/// which it is written.
#[derive(LogicBlock)]
pub struct RamBlock<const W: usize, const A: usize> {
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset of `read_data`, to 0.
    pub rst: Signal<In, Bit>,
    /// Store `write_data` at this edge.
    pub write_enable: Signal<In, Bit>,
    /// Where to.
    pub write_address: Signal<In, Bits<A>>,
    /// What.
    pub write_data: Signal<In, Bits<W>>,
    /// Fetch at this edge; else the fetched word stays.
    pub read_enable: Signal<In, Bit>,
    /// Where from.
    pub read_address: Signal<In, Bits<A>>,
    /// Present at this edge what was fetched before it; else `read_data` holds.
    pub present_enable: Signal<In, Bit>,
    /// The word that was presented last.
    pub read_data: Signal<Out, Bits<W>>,
    width: Constant<Bits<32>>,
    address_width: Constant<Bits<32>>,
    _words: Words<W>,
    _fetched: Bits<W>,
}

/// Block RAM with a clock for each port, read data in a register. A word must not be read while it is
/// written.
#[derive(LogicBlock)]
pub struct RamBlockDualClock<const W: usize, const A: usize> {
    /// The clock of the write port.
    pub write_clk: Signal<In, Clock>,
    /// Store `write_data` at this edge.
    pub write_enable: Signal<In, Bit>,
    /// Where to.
    pub write_address: Signal<In, Bits<A>>,
    /// What.
    pub write_data: Signal<In, Bits<W>>,
    /// The clock of the read port.
    pub read_clk: Signal<In, Clock>,
    /// Fetch at this edge; else `read_data` holds.
    pub read_enable: Signal<In, Bit>,
    /// Where from.
    pub read_address: Signal<In, Bits<A>>,
    /// The word that was at `read_address` at the last edge with `read_enable`.
    pub read_data: Signal<Out, Bits<W>>,
    width: Constant<Bits<32>>,
    address_width: Constant<Bits<32>>,
    _words: Words<W>,
}

/// RAM in lookup tables: clocked writes, asynchronous reads in any clock domain.
#[derive(LogicBlock)]
pub struct RamDistributed<const W: usize, const A: usize> {
    /// The clock of the write port.
    pub write_clk: Signal<In, Clock>,
    /// Store `write_data` at this edge.
    pub write_enable: Signal<In, Bit>,
    /// Where to.
    pub write_address: Signal<In, Bits<A>>,
    /// What.
    pub write_data: Signal<In, Bits<W>>,
    /// Where from.
    pub read_address: Signal<In, Bits<A>>,
    /// The word that is at `read_address` now.
    pub read_data: Signal<Out, Bits<W>>,
    width: Constant<Bits<32>>,
    address_width: Constant<Bits<32>>,
    _words: Words<W>,
}

/// `Default` for a memory: all signals at rest, parameters from the generics.
macro_rules! memory_default {
    ($memory:ident: $($signal:ident),+ $(; $fetched:ident)?) => {
        impl<const W: usize, const A: usize> Default for $memory<W, A> {
            fn default() -> Self {
                $memory {
                    $($signal: Signal::default(),)+
                    $($fetched: Bits::default(),)?
                    width: Constant::new((W as u64).into()),
                    address_width: Constant::new((A as u64).into()),
                    _words: Words::new(),
                }
            }
        }
    };
}

memory_default!(RamBlock: clk, rst, write_enable, write_address, write_data, read_enable, read_address,
    present_enable, read_data; _fetched);
memory_default!(RamBlockDualClock: write_clk, write_enable, write_address, write_data, read_clk, read_enable,
    read_address, read_data);
memory_default!(RamDistributed: write_clk, write_enable, write_address, write_data, read_address, read_data);

impl<const W: usize, const A: usize> Logic for RamBlock<W, A> {
    fn update(&mut self) {
        if self.clk.pos_edge() {
            if self.rst.val() {
                self.read_data.next = Bits::default();
            } else if self.present_enable.val() {
                self.read_data.next = self._fetched;
            }
            if self.read_enable.val() {
                let word = self._words.get(&self.read_address.val().to_u64());
                self._fetched = word.copied().unwrap_or_default();
            }
            if self.write_enable.val() {
                self._words.insert(self.write_address.val().to_u64(), self.write_data.val());
            }
        }
    }

    fn connect(&mut self) {
        self.read_data.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Blackbox(BlackBox { name: "ram_block".into(), code: include_str!("ram_block.v").into() })
    }
}

impl<const W: usize, const A: usize> Logic for RamBlockDualClock<W, A> {
    fn update(&mut self) {
        if self.read_clk.pos_edge() && self.read_enable.val() {
            let word = self._words.get(&self.read_address.val().to_u64());
            self.read_data.next = word.copied().unwrap_or_default();
        }
        if self.write_clk.pos_edge() && self.write_enable.val() {
            self._words.insert(self.write_address.val().to_u64(), self.write_data.val());
        }
    }

    fn connect(&mut self) {
        self.read_data.connect();
    }

    fn hdl(&self) -> Verilog {
        let code = include_str!("ram_block_dual_clock.v").into();
        Verilog::Blackbox(BlackBox { name: "ram_block_dual_clock".into(), code })
    }
}

impl<const W: usize, const A: usize> Logic for RamDistributed<W, A> {
    fn update(&mut self) {
        if self.write_clk.pos_edge() && self.write_enable.val() {
            self._words.insert(self.write_address.val().to_u64(), self.write_data.val());
        }
        let word = self._words.get(&self.read_address.val().to_u64());
        self.read_data.next = word.copied().unwrap_or_default();
    }

    fn connect(&mut self) {
        self.read_data.connect();
    }

    fn hdl(&self) -> Verilog {
        let code = include_str!("ram_distributed.v").into();
        Verilog::Blackbox(BlackBox { name: "ram_distributed".into(), code })
    }
}
