// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reads runs of octets from host memory: an AXI4 read master, 64 bits, INCR bursts of 16 beats at the most (AMBA AXI
//! and ACE, IHI 0022H, A3; the burst rules of A3.4.1).
//!
//! ```text
//!                       +------------+
//!      command_valid--->|            |->command_ready
//! command_address[64]-->|            |->m_axi_araddr[64], arlen[8]
//!  command_octets[16]-->|            |->m_axi_arvalid
//!   command_client[2]-->|  dma_read  |->m_axi_rready
//!      m_axi_arready--->|            |->word_valid
//!    m_axi_rdata[64]--->|            |->word_data[64]
//! m_axi_rresp[2], rlast>|            |->word_client[2]
//!       m_axi_rvalid--->|            |->word_last, word_error
//!              flush--->|            |->idle
//!                       +------------+
//! ```
//!
//! Of each burst that is under way a queue knows the length, who asked, and whether its command ends with it.

use crate::burst_cutter::BurstCutter;
use crate::prelude::*;
use crate::queue::Queue;

/// See `wirewright_spec::ports::dma_read`.
#[derive(LogicBlock, Default)]
pub struct DmaRead {
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
    /// Who asks: comes back with each word.
    pub command_client: Signal<In, Bits<2>>,
    /// The address is taken.
    pub m_axi_arready: Signal<In, Bit>,
    /// Data.
    pub m_axi_rdata: Signal<In, Bits<64>>,
    /// Response: 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR.
    pub m_axi_rresp: Signal<In, Bits<2>>,
    /// The last beat of its burst.
    pub m_axi_rlast: Signal<In, Bit>,
    /// Data are offered.
    pub m_axi_rvalid: Signal<In, Bit>,
    /// The command is taken.
    pub command_ready: Signal<Out, Bit>,
    /// Address of the burst, a multiple of 8.
    pub m_axi_araddr: Signal<Out, Bits<64>>,
    /// Its beats, less one.
    pub m_axi_arlen: Signal<Out, Bits<8>>,
    /// An address is offered.
    pub m_axi_arvalid: Signal<Out, Bit>,
    /// Data are taken.
    pub m_axi_rready: Signal<Out, Bit>,
    /// Strobe: a word has come.
    pub word_valid: Signal<Out, Bit>,
    /// Its octets, each in the lane of its address.
    pub word_data: Signal<Out, Bits<64>>,
    /// Who asked for it.
    pub word_client: Signal<Out, Bits<2>>,
    /// The last word of its command.
    pub word_last: Signal<Out, Bit>,
    /// An access of its command, up to this word, was answered with an error.
    pub word_error: Signal<Out, Bit>,
    /// No burst is under way.
    pub idle: Signal<Out, Bit>,

    cutter: BurstCutter,
    bursts: Queue<7>,
    takes_data: Register<Bit>,
    beat: Register<Bits<4>>,
    failed: Register<Bit>,
    given: Register<Bit>,
    data: Register<Bits<64>>,
    client: Register<Bits<2>>,
    last: Register<Bit>,
    error: Register<Bit>,
    is_idle: Register<Bit>,

    burst: Signal<Local, Burst>,
    comes: Signal<Local, Bit>,
    burst_ends: Signal<Local, Bit>,
    command_ends: Signal<Local, Bit>,
    fails: Signal<Local, Bit>,
}

/// What is known of a burst that is under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Burst {
    /// Its beats, less one.
    length: Bits<4>,
    client: Bits<2>,
    is_last: Bit,
}

impl Logic for DmaRead {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, takes_data, beat, failed, given, data, client, last, error, is_idle);
        self.m_axi_rready.next = self.takes_data.q.val();
        self.word_valid.next = self.given.q.val();
        self.word_data.next = self.data.q.val();
        self.word_client.next = self.client.q.val();
        self.word_last.next = self.last.q.val();
        self.word_error.next = self.error.q.val();
        self.idle.next = self.is_idle.q.val();

        // Addresses.
        self.cutter.clk.next = self.clk.val();
        self.cutter.rst.next = self.rst.val();
        self.cutter.command_valid.next = self.command_valid.val();
        self.command_ready.next = self.cutter.command_ready.val();
        self.cutter.command_address.next = self.command_address.val();
        self.cutter.command_octets.next = self.command_octets.val();
        self.cutter.command_client.next = self.command_client.val();
        // Eight bursts are under way at the most: half of what the queue holds.
        self.cutter.may_ask.next = !self.flush.val() && (self.bursts.count.val() < 8);
        self.cutter.burst_ready.next = self.m_axi_arready.val();
        self.m_axi_araddr.next = self.cutter.burst_address.val();
        self.m_axi_arlen.next = self.cutter.burst_length.val();
        self.m_axi_arvalid.next = self.cutter.burst_valid.val();

        self.burst.next.length = self.cutter.length.val();
        self.burst.next.client = self.cutter.client.val();
        self.burst.next.is_last = self.cutter.is_last.val();
        self.bursts.clk.next = self.clk.val();
        self.bursts.rst.next = self.rst.val();
        self.bursts.put.next = self.cutter.asks.val();
        self.bursts.put_data.next = self.burst.val().into();

        // Data. A beat that nobody asked for is thrown away.
        self.takes_data.d.next = true;
        self.comes.next = self.m_axi_rvalid.val() && self.takes_data.q.val() && self.bursts.occupied.val();
        self.burst_ends.next = self.beat.q.val() == self.bursts.oldest.val().get_bits::<4>(0);
        self.command_ends.next = self.burst_ends.val() && self.bursts.oldest.val().get_bit(6);
        // From 2 on the response is an error.
        self.fails.next =
            self.failed.q.val() || (self.m_axi_rresp.val() >= 2) || (self.m_axi_rlast.val() != self.burst_ends.val());
        self.bursts.take.next = self.comes.val() && self.burst_ends.val();
        self.given.d.next = self.comes.val();
        if self.comes.val() {
            self.data.d.next = self.m_axi_rdata.val();
            self.client.d.next = self.bursts.oldest.val().get_bits::<2>(4);
            self.last.d.next = self.command_ends.val();
            self.error.d.next = self.fails.val();
            self.failed.d.next = self.fails.val() && !self.command_ends.val();
            self.beat.d.next = self.beat.q.val() + 1;
            if self.burst_ends.val() {
                self.beat.d.next = 0.into();
            }
        }

        self.is_idle.d.next = !self.cutter.offers_after.val()
            && !self.cutter.asks.val()
            && (!self.bursts.occupied.val()
                || (self.comes.val() && self.burst_ends.val() && (self.bursts.count.val() == 1)));
    }
}
