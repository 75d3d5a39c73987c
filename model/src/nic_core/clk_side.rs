// SPDX-License-Identifier: MIT OR Apache-2.0
//! The side of a card that is in `clk`: everything between the host and the MAC.

use super::{In, MacShows};
use crate::synchroniser::Synchroniser;
use crate::{
    AddressFilter, ChecksumInsert, ChecksumVerify, CompletionRing, DmaRead, DmaWrite, Interrupts, MacCounters,
    NicRegisters, ReadArbiter, RingFetch, RxBuffer, RxEngine, StreamNarrow, StreamWiden, TxEngine, VlanInsert,
    VlanStrip, WriteArbiter,
};
use wirewright_spec::card::rings::{ChecksumResult, completion};
use wirewright_spec::counters::CardCounter;
use wirewright_spec::ports::{
    address_filter, checksum_insert, checksum_verify, completion_ring, dma_read, dma_write, interrupts, mac_counters,
    nic_registers, read_arbiter, ring_fetch, rx_buffer, rx_engine, stream_narrow, stream_widen, tx_engine, vlan_insert,
    vlan_strip, write_arbiter,
};
use wirewright_spec::{Block, Design, EdgeSet};

/// Declares the blocks, and a copy of all their outputs, under one name each.
macro_rules! blocks {
    ($($name:ident: $Block:ident, $module:ident;)+) => {
        /// The blocks, and the registers between them.
        #[derive(Clone, Debug)]
        pub(crate) struct ClkSide {
            $($name: $Block,)+
            counters: MacCounters,
            counted: Counted,
            link: Synchroniser<bool>,
            /// Crossing register.
            pause_request: bool,
        }

        /// What the blocks showed before the edge.
        #[derive(Clone, Copy)]
        struct Before {
            $($name: $module::Out,)+
        }

        impl ClkSide {
            /// As after reset.
            pub fn new() -> Self {
                Self {
                    $($name: $Block::new(),)+
                    counters: MacCounters::new(),
                    counted: Counted::default(),
                    link: Synchroniser::default(),
                    pause_request: false,
                }
            }

            /// Puts every register into its reset value, without allocating.
            pub fn reset(&mut self) {
                $(Block::reset(&mut self.$name);)+
                Design::reset(&mut self.counters);
                (self.counted, self.link, self.pause_request) = Default::default();
            }

            #[inline]
            fn before(&self) -> Before {
                Before { $($name: self.$name.out,)+ }
            }
        }
    };
}

blocks! {
    registers: NicRegisters, nic_registers;
    interrupts: Interrupts, interrupts;
    tx_ring: RingFetch, ring_fetch;
    rx_ring: RingFetch, ring_fetch;
    read_arbiter: ReadArbiter, read_arbiter;
    dma_read: DmaRead, dma_read;
    tx_engine: TxEngine, tx_engine;
    narrow: StreamNarrow, stream_narrow;
    vlan_insert: VlanInsert, vlan_insert;
    checksum_insert: ChecksumInsert, checksum_insert;
    filter: AddressFilter, address_filter;
    vlan_strip: VlanStrip, vlan_strip;
    checksum_verify: ChecksumVerify, checksum_verify;
    rx_buffer: RxBuffer, rx_buffer;
    widen: StreamWiden, stream_widen;
    rx_engine: RxEngine, rx_engine;
    tx_completions: CompletionRing, completion_ring;
    rx_completions: CompletionRing, completion_ring;
    write_arbiter: WriteArbiter, write_arbiter;
    dma_write: DmaWrite, dma_write;
}

/// The registers before the card's counters.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    events: u16,
    octets: u16,
    irq_before: bool,
}

/// An edge: what the blocks sample at it.
#[derive(Clone, Copy)]
struct Edge<'a> {
    /// `core_rst`.
    rst: bool,
    input: &'a In,
    mac: &'a MacShows,
    was: &'a Before,
    link: bool,
    /// Of the card's own counters.
    counters: mac_counters::Out,
}

impl Edge<'_> {
    /// *tx_stop*.
    #[inline]
    fn tx_stop(&self) -> bool {
        self.was.tx_ring.stopped || self.was.tx_engine.stopped || self.was.tx_completions.stopped
    }

    /// *rx_stop*.
    #[inline]
    fn rx_stop(&self) -> bool {
        self.was.rx_ring.stopped || self.was.rx_engine.stopped || self.was.rx_completions.stopped
    }

    /// A word of host memory is there for this client.
    #[inline]
    fn word_for(&self, client: u8) -> bool {
        self.was.dma_read.word_valid && self.was.dma_read.word_client == client
    }

    /// A write of this client has been answered.
    #[inline]
    fn done_for(&self, client: u8) -> bool {
        self.was.dma_write.done && self.was.dma_write.done_client == client
    }
}

impl ClkSide {
    /// `s_axil_*`, and the settings.
    #[inline]
    pub fn registers(&self) -> &nic_registers::Out {
        &self.registers.out
    }

    /// `m_axi_ar*`, `m_axi_r*`.
    #[inline]
    pub fn read_port(&self) -> &dma_read::Out {
        &self.dma_read.out
    }

    /// `m_axi_aw*`, `m_axi_w*`, `m_axi_b*`.
    #[inline]
    pub fn write_port(&self) -> &dma_write::Out {
        &self.dma_write.out
    }

    #[inline]
    pub fn irq(&self) -> bool {
        self.interrupts.out.irq
    }

    /// `tx_axis` of the MAC, as the `m_axis` of the last block before it.
    #[inline]
    pub fn tx_axis(&self) -> &checksum_insert::Out {
        &self.checksum_insert.out
    }

    #[inline]
    pub fn pause_request(&self) -> bool {
        self.pause_request
    }

    /// An event has passed after which `core_rst` is so: what crosses is cleared.
    pub fn clear(&mut self, core_rst: bool) {
        self.counters.clear(core_rst, core_rst);
        self.pause_request &= !core_rst;
    }

    /// One edge of `clk`; the resets as it samples them.
    #[inline]
    pub fn edge(&mut self, input: &In, mac: &MacShows, core_rst: bool, hard: bool) {
        let was = self.before();
        let edge = Edge { rst: core_rst, input, mac, was: &was, link: self.link.value(), counters: self.counters.out };
        self.count(edge);
        self.control(edge, hard);
        self.fetch(edge);
        self.transmit(edge);
        self.take_frames(edge);
        self.deliver(edge);
        self.complete(edge);
        self.write(edge);
        self.link.edge(input.phy_link);
        self.pause_request = !was.rx_buffer.room;
        if core_rst {
            (self.link, self.pause_request) = Default::default();
        }
    }

    /// Registers and interrupts.
    #[inline]
    fn control(&mut self, edge: Edge, hard: bool) {
        let (input, was, mac) = (edge.input, edge.was, edge.mac);
        self.registers.edge(&nic_registers::In {
            rst: hard,
            cfg_mii: input.is_mii,
            s_axil_awaddr: input.s_axil_awaddr,
            s_axil_awvalid: input.s_axil_awvalid,
            s_axil_wdata: input.s_axil_wdata,
            s_axil_wstrb: input.s_axil_wstrb,
            s_axil_wvalid: input.s_axil_wvalid,
            s_axil_bready: input.s_axil_bready,
            s_axil_araddr: input.s_axil_araddr,
            s_axil_arvalid: input.s_axil_arvalid,
            s_axil_rready: input.s_axil_rready,
            status_link: edge.link,
            status_tx_active: was.tx_engine.active || was.tx_completions.active,
            status_rx_active: was.rx_engine.active || was.rx_completions.active,
            status_tx_stopped: edge.tx_stop(),
            status_rx_stopped: edge.rx_stop(),
            tx_head: was.tx_ring.head,
            tx_tail: was.tx_ring.tail,
            rx_head: was.rx_ring.head,
            rx_tail: was.rx_ring.tail,
            cause: was.interrupts.cause,
            mac_busy: mac.busy,
            mac_data: mac.data,
            card_busy: edge.counters.busy,
            card_data: edge.counters.data,
            read_idle: was.dma_read.idle,
            write_idle: was.dma_write.idle,
        });
        self.interrupts.edge(&interrupts::In {
            rst: edge.rst,
            tx_written: was.tx_completions.written,
            rx_written: was.rx_completions.written,
            tx_stopped: edge.tx_stop(),
            rx_stopped: edge.rx_stop(),
            tx_ring_error: was.tx_ring.ring_error,
            rx_ring_error: was.rx_ring.ring_error,
            link: edge.link,
            rx_lost: was.rx_buffer.stat_lost,
            software: was.registers.software,
            clear: was.registers.clear,
            cfg_mask: was.registers.cfg_mask,
            cfg_moderation: was.registers.cfg_moderation,
        });
    }

    /// Both descriptor rings, and reads of host memory.
    #[inline]
    fn fetch(&mut self, edge: Edge) {
        let (input, was) = (edge.input, edge.was);
        let (registers, words) = (&was.registers, &was.dma_read);
        let ring = ring_fetch::In {
            rst: edge.rst,
            word_data: words.word_data,
            word_last: words.word_last,
            word_error: words.word_error,
            ..Default::default()
        };
        self.tx_ring.edge(&ring_fetch::In {
            cfg_enable: registers.cfg_tx_enable || was.tx_engine.active,
            cfg_base: registers.cfg_tx_descriptors,
            cfg_size_log2: registers.cfg_tx_size_log2,
            halt: edge.tx_stop(),
            tail_write: registers.tx_tail_write,
            tail_data: registers.tx_tail_data,
            command_ready: was.read_arbiter.tx_ring_ready,
            word_valid: edge.word_for(read_arbiter::TX_RING),
            descriptor_ready: was.tx_engine.descriptor_ready,
            ..ring
        });
        self.rx_ring.edge(&ring_fetch::In {
            cfg_enable: registers.cfg_rx_enable || was.rx_engine.active,
            cfg_base: registers.cfg_rx_descriptors,
            cfg_size_log2: registers.cfg_rx_size_log2,
            halt: edge.rx_stop(),
            tail_write: registers.rx_tail_write,
            tail_data: registers.rx_tail_data,
            command_ready: was.read_arbiter.rx_ring_ready,
            word_valid: edge.word_for(read_arbiter::RX_RING),
            descriptor_ready: was.rx_engine.descriptor_ready,
            ..ring
        });
        self.read_arbiter.edge(&read_arbiter::In {
            rst: edge.rst,
            tx_ring_valid: was.tx_ring.command_valid,
            tx_ring_address: was.tx_ring.command_address,
            tx_ring_octets: was.tx_ring.command_octets,
            rx_ring_valid: was.rx_ring.command_valid,
            rx_ring_address: was.rx_ring.command_address,
            rx_ring_octets: was.rx_ring.command_octets,
            payload_valid: was.tx_engine.command_valid,
            payload_address: was.tx_engine.command_address,
            payload_octets: was.tx_engine.command_octets,
            command_ready: was.dma_read.command_ready,
        });
        self.dma_read.edge(&dma_read::In {
            rst: edge.rst,
            flush: registers.flush,
            command_valid: was.read_arbiter.command_valid,
            command_address: was.read_arbiter.command_address,
            command_octets: was.read_arbiter.command_octets,
            command_client: was.read_arbiter.command_client,
            m_axi_arready: input.m_axi_arready,
            m_axi_rdata: input.m_axi_rdata,
            m_axi_rresp: input.m_axi_rresp,
            m_axi_rlast: input.m_axi_rlast,
            m_axi_rvalid: input.m_axi_rvalid,
        });
    }

    /// From the transmit descriptors to the MAC.
    #[inline]
    fn transmit(&mut self, edge: Edge) {
        let was = edge.was;
        self.tx_engine.edge(&tx_engine::In {
            rst: edge.rst,
            cfg_enable: was.registers.cfg_tx_enable,
            halt: edge.tx_stop(),
            descriptor_valid: was.tx_ring.descriptor_valid,
            descriptor_address: was.tx_ring.descriptor_address,
            descriptor_length: was.tx_ring.descriptor_length,
            descriptor_vlan_tci: was.tx_ring.descriptor_vlan_tci,
            descriptor_flags: was.tx_ring.descriptor_flags,
            descriptor_index: was.tx_ring.descriptor_index,
            command_ready: was.read_arbiter.payload_ready,
            chunk_ready: was.narrow.command_ready,
            word_valid: edge.word_for(read_arbiter::PAYLOAD),
            word_data: was.dma_read.word_data,
            word_error: was.dma_read.word_error,
            m_axis_tready: was.narrow.s_axis_tready,
            accepted: was.checksum_insert.stat_accepted,
            dropped: was.checksum_insert.stat_dropped,
            completion_ready: was.tx_completions.completion_ready,
        });
        self.narrow.edge(&stream_narrow::In {
            rst: edge.rst,
            command_valid: was.tx_engine.chunk_valid,
            command_lane: was.tx_engine.chunk_lane,
            command_octets: was.tx_engine.chunk_octets,
            command_end: was.tx_engine.chunk_end,
            command_vlan: was.tx_engine.chunk_vlan,
            command_vlan_tci: was.tx_engine.chunk_vlan_tci,
            command_ipv4: was.tx_engine.chunk_ipv4,
            command_l4: was.tx_engine.chunk_l4,
            s_axis_tdata: was.tx_engine.m_axis_tdata,
            s_axis_tvalid: was.tx_engine.m_axis_tvalid,
            s_axis_tuser: false,
            m_axis_tready: was.vlan_insert.s_axis_tready,
        });
        self.vlan_insert.edge(&vlan_insert::In {
            rst: edge.rst,
            s_axis_tdata: was.narrow.m_axis_tdata,
            s_axis_tvalid: was.narrow.m_axis_tvalid,
            s_axis_tlast: was.narrow.m_axis_tlast,
            s_axis_tuser: was.narrow.m_axis_tuser,
            s_axis_vlan: was.narrow.m_axis_vlan,
            s_axis_vlan_tci: was.narrow.m_axis_vlan_tci,
            s_axis_ipv4: was.narrow.m_axis_ipv4,
            s_axis_l4: was.narrow.m_axis_l4,
            m_axis_tready: was.checksum_insert.s_axis_tready,
        });
        self.checksum_insert.edge(&checksum_insert::In {
            rst: edge.rst,
            s_axis_tdata: was.vlan_insert.m_axis_tdata,
            s_axis_tvalid: was.vlan_insert.m_axis_tvalid,
            s_axis_tlast: was.vlan_insert.m_axis_tlast,
            s_axis_tuser: was.vlan_insert.m_axis_tuser,
            s_axis_ipv4: was.vlan_insert.m_axis_ipv4,
            s_axis_l4: was.vlan_insert.m_axis_l4,
            m_axis_tready: edge.mac.tx_axis_tready,
        });
    }

    /// From the MAC to the receive memory.
    #[inline]
    fn take_frames(&mut self, edge: Edge) {
        let (was, rx_axis, registers) = (edge.was, &edge.mac.rx_axis, &edge.was.registers);
        self.filter.edge(&address_filter::In {
            rst: edge.rst,
            s_axis_tdata: rx_axis.m_axis_tdata,
            s_axis_tvalid: rx_axis.m_axis_tvalid,
            s_axis_tlast: rx_axis.m_axis_tlast,
            s_axis_tuser: rx_axis.m_axis_tuser,
            cfg_enable: registers.cfg_rx_enable,
            cfg_promiscuous: registers.cfg_promiscuous,
            cfg_broadcast: registers.cfg_broadcast,
            cfg_address: registers.cfg_address,
            cfg_hash: registers.cfg_hash,
            filter_write: registers.filter_write,
            filter_index: registers.filter_index,
            filter_address: registers.filter_address,
            filter_valid: registers.filter_valid,
        });
        self.vlan_strip.edge(&vlan_strip::In {
            rst: edge.rst,
            s_axis_tdata: was.filter.m_axis_tdata,
            s_axis_tvalid: was.filter.m_axis_tvalid,
            s_axis_tlast: was.filter.m_axis_tlast,
            s_axis_tuser: was.filter.m_axis_tuser,
            s_axis_tdrop: was.filter.m_axis_tdrop,
            cfg_strip: registers.cfg_vlan_strip,
        });
        self.checksum_verify.edge(&checksum_verify::In {
            rst: edge.rst,
            s_axis_tdata: was.vlan_strip.m_axis_tdata,
            s_axis_tvalid: was.vlan_strip.m_axis_tvalid,
            s_axis_tlast: was.vlan_strip.m_axis_tlast,
            s_axis_tuser: was.vlan_strip.m_axis_tuser,
            s_axis_tdrop: was.vlan_strip.m_axis_tdrop,
            s_axis_vlan_valid: was.vlan_strip.m_axis_vlan_valid,
            s_axis_vlan_tci: was.vlan_strip.m_axis_vlan_tci,
            cfg_verify: registers.cfg_checksum,
        });
        let judged = &was.checksum_verify;
        self.rx_buffer.edge(&rx_buffer::In {
            rst: edge.rst,
            s_axis_tdata: judged.m_axis_tdata,
            s_axis_tvalid: judged.m_axis_tvalid,
            s_axis_tlast: judged.m_axis_tlast,
            s_axis_tuser: judged.m_axis_tuser,
            s_axis_tdrop: judged.m_axis_tdrop,
            s_axis_vlan_valid: judged.m_axis_vlan_valid,
            s_axis_vlan_tci: judged.m_axis_vlan_tci,
            s_axis_ipv4: judged.m_axis_ipv4,
            s_axis_l4: judged.m_axis_l4,
            cfg_pass_bad: registers.cfg_pass_bad,
            record_ready: was.rx_engine.record_ready,
            m_axis_tready: was.widen.s_axis_tready,
        });
    }

    /// From the receive memory to host memory.
    #[inline]
    fn deliver(&mut self, edge: Edge) {
        let was = edge.was;
        self.rx_engine.edge(&rx_engine::In {
            rst: edge.rst,
            cfg_size_log2: was.registers.cfg_rx_size_log2,
            halt: edge.rx_stop(),
            record_valid: was.rx_buffer.record_valid,
            record_length: was.rx_buffer.record_length,
            record_bad: was.rx_buffer.record_bad,
            record_vlan_valid: was.rx_buffer.record_vlan_valid,
            record_vlan_tci: was.rx_buffer.record_vlan_tci,
            record_ipv4: was.rx_buffer.record_ipv4,
            record_l4: was.rx_buffer.record_l4,
            descriptor_valid: was.rx_ring.descriptor_valid,
            descriptor_address: was.rx_ring.descriptor_address,
            descriptor_length: was.rx_ring.descriptor_length,
            descriptor_index: was.rx_ring.descriptor_index,
            plan_ready: was.widen.command_ready,
            command_ready: was.write_arbiter.payload_ready,
            done: edge.done_for(write_arbiter::PAYLOAD),
            done_error: was.dma_write.done_error,
            completion_ready: was.rx_completions.completion_ready,
        });
        self.widen.edge(&stream_widen::In {
            rst: edge.rst,
            command_valid: was.rx_engine.plan_valid,
            command_lane: was.rx_engine.plan_lane,
            command_octets: was.rx_engine.plan_octets,
            command_discard: was.rx_engine.plan_discard,
            s_axis_tdata: was.rx_buffer.m_axis_tdata,
            s_axis_tvalid: was.rx_buffer.m_axis_tvalid,
            m_axis_tready: was.write_arbiter.payload_word_ready,
        });
    }

    /// Both completion rings.
    #[inline]
    fn complete(&mut self, edge: Edge) {
        let was = edge.was;
        let registers = &was.registers;
        self.tx_completions.edge(&completion_ring::In {
            rst: edge.rst,
            cfg_base: registers.cfg_tx_completions,
            cfg_size_log2: registers.cfg_tx_size_log2,
            halt: edge.tx_stop(),
            completion_valid: was.tx_engine.completion_valid,
            completion_length: was.tx_engine.completion_length,
            completion_vlan_tci: 0,
            completion_next: was.tx_engine.completion_next,
            completion_status: u16::from(was.tx_engine.completion_dropped) << completion::DROPPED,
            command_ready: was.write_arbiter.tx_ring_ready,
            word_ready: was.write_arbiter.tx_ring_word_ready,
            done: edge.done_for(write_arbiter::TX_RING),
            done_error: was.dma_write.done_error,
        });
        self.rx_completions.edge(&completion_ring::In {
            rst: edge.rst,
            cfg_base: registers.cfg_rx_completions,
            cfg_size_log2: registers.cfg_rx_size_log2,
            halt: edge.rx_stop(),
            completion_valid: was.rx_engine.completion_valid,
            completion_length: was.rx_engine.completion_length,
            completion_vlan_tci: was.rx_engine.completion_vlan_tci,
            completion_next: was.rx_engine.completion_next,
            completion_status: was.rx_engine.completion_status,
            command_ready: was.write_arbiter.rx_ring_ready,
            word_ready: was.write_arbiter.rx_ring_word_ready,
            done: edge.done_for(write_arbiter::RX_RING),
            done_error: was.dma_write.done_error,
        });
    }

    /// Writes of host memory.
    #[inline]
    fn write(&mut self, edge: Edge) {
        let (input, was) = (edge.input, edge.was);
        self.write_arbiter.edge(&write_arbiter::In {
            rst: edge.rst,
            payload_valid: was.rx_engine.command_valid,
            payload_address: was.rx_engine.command_address,
            payload_octets: was.rx_engine.command_octets,
            payload_word_valid: was.widen.m_axis_tvalid,
            payload_word_data: was.widen.m_axis_tdata,
            tx_ring_valid: was.tx_completions.command_valid,
            tx_ring_address: was.tx_completions.command_address,
            tx_ring_octets: was.tx_completions.command_octets,
            tx_ring_word_valid: was.tx_completions.word_valid,
            tx_ring_word_data: was.tx_completions.word_data,
            rx_ring_valid: was.rx_completions.command_valid,
            rx_ring_address: was.rx_completions.command_address,
            rx_ring_octets: was.rx_completions.command_octets,
            rx_ring_word_valid: was.rx_completions.word_valid,
            rx_ring_word_data: was.rx_completions.word_data,
            command_ready: was.dma_write.command_ready,
            word_ready: was.dma_write.word_ready,
        });
        self.dma_write.edge(&dma_write::In {
            rst: edge.rst,
            flush: was.registers.flush,
            command_valid: was.write_arbiter.command_valid,
            command_address: was.write_arbiter.command_address,
            command_octets: was.write_arbiter.command_octets,
            command_client: was.write_arbiter.command_client,
            word_valid: was.write_arbiter.word_valid,
            word_data: was.write_arbiter.word_data,
            m_axi_awready: input.m_axi_awready,
            m_axi_wready: input.m_axi_wready,
            m_axi_bresp: input.m_axi_bresp,
            m_axi_bvalid: input.m_axi_bvalid,
        });
    }

    /// The card's own counters.
    #[inline]
    fn count(&mut self, edge: Edge) {
        let was = edge.was;
        let Counted { events, octets, irq_before } = self.counted;
        let clk_is_both = EdgeSet::FIRST.with(1);
        let registers = &was.registers;
        self.counters.event(
            clk_is_both,
            &mac_counters::In {
                rst: edge.rst,
                count_rst: edge.rst,
                events,
                octets,
                snapshot: registers.snapshot,
                addr: registers.counter & 15,
            },
        );
        let irq = was.interrupts.irq;
        self.counted =
            Counted { events: edge.events(irq_before), octets: was.rx_engine.completion_length, irq_before: irq };
        if edge.rst {
            self.counted = Counted::default();
        }
    }
}

impl Edge<'_> {
    /// By number of [`CardCounter`].
    #[inline]
    fn events(&self, irq_before: bool) -> u16 {
        let was = self.was;
        let received = was.rx_engine.completion_valid && was.rx_completions.completion_ready;
        let sent = was.tx_engine.completion_valid && was.tx_completions.completion_ready;
        let status = was.rx_engine.completion_status;
        let flag = |bit: u32| received && status >> bit & 1 != 0;
        let wrong = |bit: u32| received && status >> bit & 3 == ChecksumResult::Wrong as u16;
        let (words, writes) = (&was.dma_read, &was.dma_write);
        let read_error = words.word_valid && words.word_last && words.word_error;
        let events = [
            (CardCounter::FramesFiltered, was.filter.stat_filtered),
            (CardCounter::OctetsDelivered, received),
            (CardCounter::FramesDelivered, received),
            (CardCounter::FramesLost, was.rx_buffer.stat_lost),
            (CardCounter::FramesTruncated, flag(completion::TRUNCATED)),
            (CardCounter::Ipv4ChecksumErrors, wrong(completion::IPV4)),
            (CardCounter::L4ChecksumErrors, wrong(completion::L4)),
            (CardCounter::TagsStripped, flag(completion::VLAN)),
            (CardCounter::FramesSubmitted, sent && !was.tx_engine.completion_dropped),
            (CardCounter::FramesNotSent, sent && was.tx_engine.completion_dropped),
            (CardCounter::Interrupts, was.interrupts.irq && !irq_before),
            (CardCounter::RingErrors, was.tx_ring.ring_error || was.rx_ring.ring_error),
            (CardCounter::BusErrors, read_error || writes.done && writes.done_error),
            (CardCounter::ReadBursts, words.m_axi_arvalid && self.input.m_axi_arready),
            (CardCounter::WriteBursts, writes.m_axi_awvalid && self.input.m_axi_awready),
        ];
        events.iter().fold(0, |bits, &(counter, happens)| bits | u16::from(happens) << counter as u32)
    }
}
