// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sixteen 64-bit counters, read as one consistent snapshot from another clock (IEEE 802.3-2022, clause 30).
//!
//! ```text
//!                +----------------+
//!  events[16]--->|                |--->busy
//!   octets[16]-->|  mac_counters  |--->data[64]
//!    snapshot--->|                |
//!     addr[4]--->|                |
//!                +----------------+
//!    count_clk count_rst    clk rst
//! ```
//!
//! Events are counted for sixteen edges in small counters. Meanwhile the counts of the sixteen edges before are
//! added to the totals, one counter an edge, in three stages: read, add the low half, add the high half and write.
//! A snapshot is a copy of what is written back during one such walk. It is asked for and acknowledged by toggles,
//! which clear at once with their side's reset, its clock or none.

use crate::prelude::*;

/// How far a snapshot has come.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum Copying {
    /// None is asked for.
    Idle,
    /// The totals read in this walk go to the snapshot.
    Walk,
    /// The last of them are on their way.
    Settle,
}

/// See `wirewright_spec::ports::mac_counters`.
#[derive(LogicBlock)]
pub struct MacCounters {
    name: ModuleName<Self>,
    /// The clock of the counting side.
    pub count_clk: Signal<In, Clock>,
    /// Reset of the counting side.
    pub count_rst: Signal<In, Bit>,
    /// Bit i: add 1 to counter i (bit 1: add `octets` to counter 1).
    pub events: Signal<In, Bits<16>>,
    /// What `events[1]` adds.
    pub octets: Signal<In, Bits<16>>,
    /// The clock of the reading side.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Take a snapshot.
    pub snapshot: Signal<In, Bit>,
    /// Which counter of the snapshot to read.
    pub addr: Signal<In, Bits<4>>,
    /// A snapshot is being taken.
    pub busy: Signal<Out, Bit>,
    /// The counter at `addr`.
    pub data: Signal<Out, Bits<64>>,

    walk: Register<Bits<4>>,
    // Bit k of every small counter.
    pending_0: Register<Bits<16>>,
    pending_1: Register<Bits<16>>,
    pending_2: Register<Bits<16>>,
    pending_3: Register<Bits<16>>,
    pending_octets: Register<Bits<20>>,
    due_0: Register<Bits<16>>,
    due_1: Register<Bits<16>>,
    due_2: Register<Bits<16>>,
    due_3: Register<Bits<16>>,
    due_octets: Register<Bits<20>>,
    first_walk: Register<Bit>,
    copying: Register<Copying>,
    request_sync: SyncBit,
    acknowledge: CrossingRegister<Bit>,

    totals: RamDistributed<64, 4>,
    read_index: Register<Bits<4>>,
    read_low: Register<Bits<32>>,
    read_high: Register<Bits<32>>,
    read_amount: Register<Bits<20>>,
    read_copied: Register<Bit>,
    added_index: Register<Bits<4>>,
    added_low: Register<Bits<32>>,
    added_carry: Register<Bit>,
    added_high: Register<Bits<32>>,
    added_copied: Register<Bit>,

    copy: RamDistributed<64, 4>,
    request: CrossingRegister<Bit>,
    acknowledge_sync: SyncBit,
    waiting: Register<Bit>,
    taken: Register<Bit>,
    value: Register<Bits<64>>,

    sum_0: Signal<Local, Bits<16>>,
    sum_1: Signal<Local, Bits<16>>,
    sum_2: Signal<Local, Bits<16>>,
    sum_3: Signal<Local, Bits<16>>,
    carry_0: Signal<Local, Bits<16>>,
    carry_1: Signal<Local, Bits<16>>,
    carry_2: Signal<Local, Bits<16>>,
    sum_octets: Signal<Local, Bits<20>>,
    low_sum: Signal<Local, Bits<33>>,
    high_sum: Signal<Local, Bits<32>>,
    due_count: Signal<Local, DueCount>,
    total: Signal<Local, Total>,
}

impl Default for MacCounters {
    fn default() -> Self {
        MacCounters {
            name: ModuleName::default(),
            count_clk: Signal::default(),
            count_rst: Signal::default(),
            events: Signal::default(),
            octets: Signal::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            snapshot: Signal::default(),
            addr: Signal::default(),
            busy: Signal::default(),
            data: Signal::default(),
            walk: Register::default(),
            pending_0: Register::default(),
            pending_1: Register::default(),
            pending_2: Register::default(),
            pending_3: Register::default(),
            pending_octets: Register::default(),
            due_0: Register::default(),
            due_1: Register::default(),
            due_2: Register::default(),
            due_3: Register::default(),
            due_octets: Register::default(),
            first_walk: Register::reset_to(true),
            copying: Register::default(),
            request_sync: SyncBit::default(),
            acknowledge: CrossingRegister::default(),
            totals: RamDistributed::default(),
            read_index: Register::default(),
            read_low: Register::default(),
            read_high: Register::default(),
            read_amount: Register::default(),
            read_copied: Register::default(),
            added_index: Register::default(),
            added_low: Register::default(),
            added_carry: Register::default(),
            added_high: Register::default(),
            added_copied: Register::default(),
            copy: RamDistributed::default(),
            request: CrossingRegister::default(),
            acknowledge_sync: SyncBit::default(),
            waiting: Register::default(),
            taken: Register::default(),
            value: Register::default(),
            sum_0: Signal::default(),
            sum_1: Signal::default(),
            sum_2: Signal::default(),
            sum_3: Signal::default(),
            carry_0: Signal::default(),
            carry_1: Signal::default(),
            carry_2: Signal::default(),
            sum_octets: Signal::default(),
            low_sum: Signal::default(),
            high_sum: Signal::default(),
            due_count: Signal::default(),
            total: Signal::default(),
        }
    }
}

/// How often an event came in one walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct DueCount {
    ones: Bit,
    twos: Bit,
    fours: Bit,
    eights: Bit,
}

/// A counter, in the halves in which it is added to.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Total {
    low: Bits<32>,
    high: Bits<32>,
}

impl Logic for MacCounters {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, count_clk, walk, pending_0, pending_1, pending_2, pending_3, pending_octets);
        dff_setup!(self, count_clk, due_0, due_1, due_2, due_3, due_octets, first_walk, copying, acknowledge);
        dff_setup!(self, count_clk, read_index, read_low, read_high, read_amount, read_copied);
        dff_setup!(self, count_clk, added_index, added_low, added_carry, added_high, added_copied);
        dff_setup!(self, clk, request, waiting, taken, value);
        self.busy.next = self.waiting.q.val();
        self.data.next = self.value.q.val();

        // Sixteen small counters at once: bit planes, each adding the carries of the one below.
        self.sum_0.next = self.pending_0.q.val() ^ self.events.val();
        self.carry_0.next = self.pending_0.q.val() & self.events.val();
        self.sum_1.next = self.pending_1.q.val() ^ self.carry_0.val();
        self.carry_1.next = self.pending_1.q.val() & self.carry_0.val();
        self.sum_2.next = self.pending_2.q.val() ^ self.carry_1.val();
        self.carry_2.next = self.pending_2.q.val() & self.carry_1.val();
        self.sum_3.next = self.pending_3.q.val() ^ self.carry_2.val();
        self.sum_octets.next = self.pending_octets.q.val();
        if self.events.val().get_bit(1) {
            self.sum_octets.next = self.pending_octets.q.val() + bit_cast::<20, 16>(self.octets.val());
        }

        self.walk.d.next = self.walk.q.val() + 1;
        if self.walk.q.val() == 15 {
            self.pending_0.d.next = 0.into();
            self.pending_1.d.next = 0.into();
            self.pending_2.d.next = 0.into();
            self.pending_3.d.next = 0.into();
            self.pending_octets.d.next = 0.into();
            self.due_0.d.next = self.sum_0.val();
            self.due_1.d.next = self.sum_1.val();
            self.due_2.d.next = self.sum_2.val();
            self.due_3.d.next = self.sum_3.val();
            self.due_octets.d.next = self.sum_octets.val();
            self.first_walk.d.next = false;
        } else {
            self.pending_0.d.next = self.sum_0.val();
            self.pending_1.d.next = self.sum_1.val();
            self.pending_2.d.next = self.sum_2.val();
            self.pending_3.d.next = self.sum_3.val();
            self.pending_octets.d.next = self.sum_octets.val();
            // The counter whose turn it is stands in bit 0.
            self.due_0.d.next = self.due_0.q.val() >> 1;
            self.due_1.d.next = self.due_1.q.val() >> 1;
            self.due_2.d.next = self.due_2.q.val() >> 1;
            self.due_3.d.next = self.due_3.q.val() >> 1;
        }

        // First stage: read. In the first walk the memory is still to be written.
        self.totals.read_address.next = self.walk.q.val();
        self.read_index.d.next = self.walk.q.val();
        self.read_low.d.next = self.totals.read_data.val().get_bits::<32>(0);
        self.read_high.d.next = self.totals.read_data.val().get_bits::<32>(32);
        if self.first_walk.q.val() {
            self.read_low.d.next = 0.into();
            self.read_high.d.next = 0.into();
        }
        self.due_count.next.ones = self.due_0.q.val().get_bit(0);
        self.due_count.next.twos = self.due_1.q.val().get_bit(0);
        self.due_count.next.fours = self.due_2.q.val().get_bit(0);
        self.due_count.next.eights = self.due_3.q.val().get_bit(0);
        self.read_amount.d.next = bit_cast::<20, 4>(self.due_count.val().into());
        if self.walk.q.val() == 1 {
            self.read_amount.d.next = self.due_octets.q.val();
        }
        self.read_copied.d.next = self.copying.q.val() == Copying::Walk;

        // Second stage: add to the low half.
        self.low_sum.next = bit_cast::<33, 32>(self.read_low.q.val()) + bit_cast::<33, 20>(self.read_amount.q.val());
        self.added_index.d.next = self.read_index.q.val();
        self.added_low.d.next = self.low_sum.val().get_bits::<32>(0);
        self.added_carry.d.next = self.low_sum.val().get_bit(32);
        self.added_high.d.next = self.read_high.q.val();
        self.added_copied.d.next = self.read_copied.q.val();

        // Third stage: carry into the high half, and write.
        self.high_sum.next = self.added_high.q.val();
        if self.added_carry.q.val() {
            self.high_sum.next = self.added_high.q.val() + 1;
        }
        self.total.next.low = self.added_low.q.val();
        self.total.next.high = self.high_sum.val();
        self.totals.write_clk.next = self.count_clk.val();
        self.totals.write_enable.next = true;
        self.totals.write_address.next = self.added_index.q.val();
        self.totals.write_data.next = self.total.val().into();
        self.copy.write_clk.next = self.count_clk.val();
        self.copy.write_enable.next = self.added_copied.q.val();
        self.copy.write_address.next = self.added_index.q.val();
        self.copy.write_data.next = self.total.val().into();

        // One whole walk goes to the snapshot; three edges later its last total is written.
        self.request_sync.clk.next = self.count_clk.val();
        self.request_sync.rst.next = self.count_rst.val();
        self.request_sync.d.next = self.request.q.val();
        match self.copying.q.val() {
            Copying::Idle => {
                if (self.walk.q.val() == 15) && (self.request_sync.q.val() != self.acknowledge.q.val()) {
                    self.copying.d.next = Copying::Walk;
                }
            }
            Copying::Walk => {
                if self.walk.q.val() == 15 {
                    self.copying.d.next = Copying::Settle;
                }
            }
            Copying::Settle => {
                if self.walk.q.val() == 3 {
                    self.acknowledge.d.next = self.request_sync.q.val();
                    self.copying.d.next = Copying::Idle;
                }
            }
        }

        // Reading side. The snapshot does not change while nobody waits for it.
        self.acknowledge_sync.clk.next = self.clk.val();
        self.acknowledge_sync.rst.next = self.rst.val();
        self.acknowledge_sync.d.next = self.acknowledge.q.val();
        self.copy.read_address.next = self.addr.val();
        if self.waiting.q.val() {
            if self.acknowledge_sync.q.val() == self.request.q.val() {
                self.waiting.d.next = false;
                self.taken.d.next = true;
            }
        } else {
            if self.snapshot.val() {
                self.request.d.next = !self.request.q.val();
                self.waiting.d.next = true;
            }
            if self.taken.q.val() {
                self.value.d.next = self.copy.read_data.val();
            }
        }
    }
}
