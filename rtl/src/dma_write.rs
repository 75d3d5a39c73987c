// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes runs of octets to host memory: an AXI4 write master, 64 bits, INCR bursts of 16 beats at the most (AMBA AXI
//! and ACE, IHI 0022H, A3).
//!
//! ```text
//!                       +-------------+
//!      command_valid--->|             |->command_ready
//! command_address[64]-->|             |->m_axi_awaddr[64], awlen[8]
//!  command_octets[16]-->|             |->m_axi_awvalid
//!   command_client[2]-->|             |->m_axi_wdata[64], wstrb[8]
//!         word_valid--->|  dma_write  |->m_axi_wlast, wvalid
//!      word_data[64]--->|             |->m_axi_bready
//! m_axi_awready, wready>|             |->word_ready
//!     m_axi_bresp[2]--->|             |->done, done_client[2]
//!       m_axi_bvalid--->|             |->done_error
//!              flush--->|             |->idle
//!                       +-------------+
//! ```
//!
//! Words wait in a memory until all of a burst are there. Each knows its strobes and whether its burst ends with it
//! when it is stored, for bursts end at multiples of 128 octets.

use crate::burst_cutter::BurstCutter;
use crate::prelude::*;
use crate::queue::Queue;

/// See `wirewright_spec::ports::dma_write`.
#[derive(LogicBlock, Default)]
pub struct DmaWrite {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Begin no further burst.
    pub flush: Signal<In, Bit>,
    /// A command is offered.
    pub command_valid: Signal<In, Bit>,
    /// Address of the first octet.
    pub command_address: Signal<In, Bits<64>>,
    /// How many octets.
    pub command_octets: Signal<In, Bits<16>>,
    /// Who asks: comes back with `done`.
    pub command_client: Signal<In, Bits<2>>,
    /// A word is offered.
    pub word_valid: Signal<In, Bit>,
    /// Its octets, each in the lane of its address.
    pub word_data: Signal<In, Bits<64>>,
    /// The address is taken.
    pub m_axi_awready: Signal<In, Bit>,
    /// Data are taken.
    pub m_axi_wready: Signal<In, Bit>,
    /// Response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    pub m_axi_bresp: Signal<In, Bits<2>>,
    /// A response is offered.
    pub m_axi_bvalid: Signal<In, Bit>,
    /// The command is taken.
    pub command_ready: Signal<Out, Bit>,
    /// The word is taken.
    pub word_ready: Signal<Out, Bit>,
    /// Address of the burst, a multiple of 8.
    pub m_axi_awaddr: Signal<Out, Bits<64>>,
    /// Its beats, less one.
    pub m_axi_awlen: Signal<Out, Bits<8>>,
    /// An address is offered.
    pub m_axi_awvalid: Signal<Out, Bit>,
    /// Data.
    pub m_axi_wdata: Signal<Out, Bits<64>>,
    /// Which octets of them are written.
    pub m_axi_wstrb: Signal<Out, Bits<8>>,
    /// The last beat of its burst.
    pub m_axi_wlast: Signal<Out, Bit>,
    /// Data are offered.
    pub m_axi_wvalid: Signal<Out, Bit>,
    /// The response is taken.
    pub m_axi_bready: Signal<Out, Bit>,
    /// Strobe: all accesses of a command have been answered.
    pub done: Signal<Out, Bit>,
    /// Whose it was.
    pub done_client: Signal<Out, Bits<2>>,
    /// One of them was answered with an error.
    pub done_error: Signal<Out, Bit>,
    /// No burst is under way.
    pub idle: Signal<Out, Bit>,

    cutter: BurstCutter,
    bursts: Queue<3>,
    buffer: RamDistributed<73, 5>,
    write: Register<Bits<5>>,
    read: Register<Bits<5>>,
    /// Words that no burst was offered for.
    held: Register<Bits<6>>,
    /// The others.
    granted: Register<Bits<6>>,
    granted_any: Register<Bit>,
    /// Words of the command that are still to come.
    left: Register<Bits<14>>,
    place: Register<Bits<4>>,
    first: Register<Bit>,
    begin_lane: Register<Bits<3>>,
    end_lane: Register<Bits<3>>,
    ready: Register<Bit>,
    data: Register<Bits<64>>,
    strobes: Register<Bits<8>>,
    last: Register<Bit>,
    valid: Register<Bit>,
    takes_response: Register<Bit>,
    failed: Register<Bit>,
    is_done: Register<Bit>,
    client_done: Register<Bits<2>>,
    error_done: Register<Bit>,
    is_idle: Register<Bit>,

    burst: Signal<Local, Burst>,
    asked_beats: Signal<Local, Bits<6>>,
    held_enough: Signal<Local, Bit>,
    pass: Signal<Local, Bit>,
    passes: Signal<Local, Bits<6>>,
    is_last_word: Signal<Local, Bit>,
    strobes_from: Signal<Local, Bits<8>>,
    strobes_to: Signal<Local, Bits<8>>,
    entry: Signal<Local, Entry>,
    more: Signal<Local, Bit>,
    used: Signal<Local, Bits<6>>,
    word_free: Signal<Local, Bit>,
    fetch: Signal<Local, Bit>,
    fetches: Signal<Local, Bits<6>>,
    granted_after: Signal<Local, Bits<6>>,
    more_granted: Signal<Local, Bit>,
    valid_after: Signal<Local, Bit>,
    answered: Signal<Local, Bit>,
    wrong: Signal<Local, Bit>,
}

/// What is known of a burst that is under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Burst {
    client: Bits<2>,
    is_last: Bit,
}

/// A word in the buffer.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Entry {
    data: Bits<64>,
    strobes: Bits<8>,
    /// Its burst ends with it.
    last: Bit,
}

impl Logic for DmaWrite {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, write, read, held, granted, granted_any, left, place, first, begin_lane, end_lane);
        dff_setup!(self, clk, ready, data, strobes, last, valid, takes_response, failed);
        dff_setup!(self, clk, is_done, client_done, error_done, is_idle);
        self.word_ready.next = self.ready.q.val();
        self.m_axi_wdata.next = self.data.q.val();
        self.m_axi_wstrb.next = self.strobes.q.val();
        self.m_axi_wlast.next = self.last.q.val();
        self.m_axi_wvalid.next = self.valid.q.val();
        self.m_axi_bready.next = self.takes_response.q.val();
        self.done.next = self.is_done.q.val();
        self.done_client.next = self.client_done.q.val();
        self.done_error.next = self.error_done.q.val();
        self.idle.next = self.is_idle.q.val();

        // Addresses. Eight bursts are under way at the most: half of what the queue holds.
        self.cutter.clk.next = self.clk.val();
        self.cutter.rst.next = self.rst.val();
        self.cutter.command_valid.next = self.command_valid.val();
        self.command_ready.next = self.cutter.command_ready.val();
        self.cutter.command_address.next = self.command_address.val();
        self.cutter.command_octets.next = self.command_octets.val();
        self.cutter.command_client.next = self.command_client.val();
        self.asked_beats.next = bit_cast::<6, 5>(self.cutter.beats.val());
        self.held_enough.next = self.held.q.val() >= self.asked_beats.val();
        self.cutter.may_ask.next = !self.flush.val() && (self.bursts.count.val() < 8) && self.held_enough.val();
        self.cutter.burst_ready.next = self.m_axi_awready.val();
        self.m_axi_awaddr.next = self.cutter.burst_address.val();
        self.m_axi_awlen.next = self.cutter.burst_length.val();
        self.m_axi_awvalid.next = self.cutter.burst_valid.val();

        self.burst.next.client = self.cutter.client.val();
        self.burst.next.is_last = self.cutter.is_last.val();
        self.bursts.clk.next = self.clk.val();
        self.bursts.rst.next = self.rst.val();
        self.bursts.put.next = self.cutter.asks.val();
        self.bursts.put_data.next = self.burst.val().into();

        // Words in. The octets before the first one and behind the last one are not written.
        self.pass.next = self.word_valid.val() && self.ready.q.val();
        self.is_last_word.next = self.left.q.val() == 1;
        self.strobes_from.next = bits::<8>(0xff);
        if self.first.q.val() {
            self.strobes_from.next = bits::<8>(0xff) << self.begin_lane.q.val();
        }
        self.strobes_to.next = bits::<8>(0xff);
        if self.is_last_word.val() {
            self.strobes_to.next = !(bits::<8>(0xfe) << self.end_lane.q.val());
        }
        self.entry.next.data = self.word_data.val();
        self.entry.next.strobes = self.strobes_from.val() & self.strobes_to.val();
        self.entry.next.last = self.place.q.val().all() || self.is_last_word.val();
        self.buffer.write_clk.next = self.clk.val();
        self.buffer.write_enable.next = self.pass.val();
        self.buffer.write_address.next = self.write.q.val();
        self.buffer.write_data.next = self.entry.val().into();

        self.more.next = self.left.q.val().any() && !(self.pass.val() && self.is_last_word.val());
        if self.pass.val() {
            self.write.d.next = self.write.q.val() + 1;
            self.place.d.next = self.place.q.val() + 1;
            self.first.d.next = false;
            self.left.d.next = self.left.q.val() - 1;
        }
        // All words of the command before have come: its bursts were offered with all their data.
        if self.cutter.counted.val() {
            self.more.next = true;
            self.left.d.next = self.cutter.words.val();
            self.place.d.next = self.cutter.first_place.val().get_bits::<4>(3);
            self.first.d.next = true;
            self.begin_lane.d.next = self.cutter.first_place.val().get_bits::<3>(0);
            self.end_lane.d.next = self.cutter.last_lane.val();
        }

        // Data out.
        self.word_free.next = !self.valid.q.val() || self.m_axi_wready.val();
        self.fetch.next = self.word_free.val() && self.granted_any.q.val();
        self.valid_after.next = self.granted_any.q.val() || !self.word_free.val();
        self.valid.d.next = self.valid_after.val();
        self.buffer.read_address.next = self.read.q.val();
        if self.fetch.val() {
            self.read.d.next = self.read.q.val() + 1;
            self.data.d.next = self.buffer.read_data.val().get_bits::<64>(0);
            self.strobes.d.next = self.buffer.read_data.val().get_bits::<8>(64);
            self.last.d.next = self.buffer.read_data.val().get_bit(72);
        }

        // What is held and what is granted, each with all that changes it at this edge.
        self.passes.next = bit_cast::<6, 1>(self.pass.val().into());
        self.fetches.next = bit_cast::<6, 1>(self.fetch.val().into());
        self.held.d.next = self.held.q.val() + self.passes.val();
        self.granted_after.next = self.granted.q.val() - self.fetches.val();
        if self.cutter.asks.val() {
            self.held.d.next = self.held.q.val() - self.asked_beats.val() + self.passes.val();
            self.granted_after.next = self.granted.q.val() + self.asked_beats.val() - self.fetches.val();
        }
        self.granted.d.next = self.granted_after.val();
        // Bursts have words: nothing is added before it is known whether there are any.
        self.more_granted.next =
            self.cutter.asks.val() || (self.granted_any.q.val() && !(self.fetch.val() && (self.granted.q.val() == 1)));
        self.granted_any.d.next = self.more_granted.val();
        // One less is free than there will be, for what leaves at this edge: nothing is taken off.
        self.used.next = self.held.q.val() + self.granted.q.val() + self.passes.val();
        self.ready.d.next = self.more.val() && (self.used.val() < 32);

        // Responses. One that nobody waits for is thrown away; from 2 on it is an error.
        self.takes_response.d.next = true;
        self.answered.next = self.m_axi_bvalid.val() && self.takes_response.q.val() && self.bursts.occupied.val();
        self.wrong.next = self.failed.q.val() || (self.m_axi_bresp.val() >= 2);
        self.bursts.take.next = self.answered.val();
        self.is_done.d.next = false;
        if self.answered.val() {
            self.failed.d.next = self.wrong.val();
            if self.bursts.oldest.val().get_bit(2) {
                self.is_done.d.next = true;
                self.client_done.d.next = self.bursts.oldest.val().get_bits::<2>(0);
                self.error_done.d.next = self.wrong.val();
                self.failed.d.next = false;
            }
        }

        self.is_idle.d.next = !self.cutter.offers_after.val()
            && !self.cutter.asks.val()
            && !self.valid_after.val()
            && !self.more_granted.val()
            && (!self.bursts.occupied.val() || (self.answered.val() && (self.bursts.count.val() == 1)));
    }
}
