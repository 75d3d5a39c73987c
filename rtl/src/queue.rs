// SPDX-License-Identifier: MIT OR Apache-2.0
//! A queue of 16 entries of `W` bits: first in, first out; the "queue of 16" of the contracts of the card. The memory
//! is read without a clock, so that what is oldest is there at once.
//!
//! ```text
//!               +---------+
//!         put-->|         |<--take
//! put_data[W]-->|  queue  |-->oldest[W]
//!               |         |-->occupied, count[5]
//!               +---------+
//! ```

use crate::prelude::*;

/// See "queue of n" in `wirewright_spec::ports`.
#[derive(LogicBlock)]
pub struct Queue<const W: usize> {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Put an entry in; a full queue loses it.
    pub put: Signal<In, Bit>,
    /// The entry.
    pub put_data: Signal<In, Bits<W>>,
    /// Take the oldest entry out; only while there is one.
    pub take: Signal<In, Bit>,
    /// The oldest entry, while there is one.
    pub oldest: Signal<Out, Bits<W>>,
    /// There is an entry.
    pub occupied: Signal<Out, Bit>,
    /// How many there are: 16 at the most.
    pub count: Signal<Out, Bits<5>>,

    entries: RamDistributed<W, 4>,
    write: Register<Bits<4>>,
    read: Register<Bits<4>>,
    held: Register<Bits<5>>,
    has_entry: Register<Bit>,

    store: Signal<Local, Bit>,
}

impl<const W: usize> Default for Queue<W> {
    fn default() -> Self {
        Queue {
            name: ModuleName::named(format!("queue_{W}")),
            clk: Signal::default(),
            rst: Signal::default(),
            put: Signal::default(),
            put_data: Signal::default(),
            take: Signal::default(),
            oldest: Signal::default(),
            occupied: Signal::default(),
            count: Signal::default(),
            entries: RamDistributed::default(),
            write: Register::default(),
            read: Register::default(),
            held: Register::default(),
            has_entry: Register::default(),
            store: Signal::default(),
        }
    }
}

impl<const W: usize> Logic for Queue<W> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, write, read, held, has_entry);
        self.occupied.next = self.has_entry.q.val();
        self.count.next = self.held.q.val();

        self.store.next = self.put.val() && !self.held.q.val().get_bit(4);
        self.entries.write_clk.next = self.clk.val();
        self.entries.write_enable.next = self.store.val();
        self.entries.write_address.next = self.write.q.val();
        self.entries.write_data.next = self.put_data.val();
        self.entries.read_address.next = self.read.q.val();
        self.oldest.next = self.entries.read_data.val();

        if self.store.val() {
            self.write.d.next = self.write.q.val() + 1;
        }
        if self.take.val() {
            self.read.d.next = self.read.q.val() + 1;
        }
        // Whether there is an entry has a bit of its own: all that takes from a queue waits for it.
        if self.store.val() && !self.take.val() {
            self.held.d.next = self.held.q.val() + 1;
            self.has_entry.d.next = true;
        } else if self.take.val() && !self.store.val() {
            self.held.d.next = self.held.q.val() - 1;
            self.has_entry.d.next = self.held.q.val() != 1;
        }
    }
}
