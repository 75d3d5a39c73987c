// SPDX-License-Identifier: MIT OR Apache-2.0
//! The wiring that all MAC designs share: frame memories, crossings, MAC control, resets and counters around a
//! transmitter and a receiver (contract: [`wirewright_spec::ports::mac_gmii`]).
//!
//! At an event every block sees its neighbours as they were before it. So blocks go from the end of a path to its
//! beginning: a block that goes finds the outputs of those before it in the path untouched, and what those behind
//! it had answered (`ready`) was put by.

use crate::async_fifo::AsyncFifo;
use crate::events::{self, Events, TxEnd};
use crate::mac_control_rx::MacControlRx;
use crate::mac_control_tx::MacControlTx;
use crate::mac_counters::MacCounters;
use crate::resets::{EventResets, Resets};
use crate::stream_fifo::StreamFifoOf;
use crate::synchroniser::Synchroniser;
use crate::word_sync::WordSync;
use wirewright_spec::ports::{
    async_fifo, mac_control_rx, mac_control_tx, mac_counters, mac_rx, mac_tx, stream_fifo, word_sync,
};
use wirewright_spec::verdict::TxVerdict;
use wirewright_spec::{Block, Design, EdgeSet};

/// The transmitter of a design.
pub(crate) trait TransmitSide {
    /// Inputs from the PHY, and settings that only this transmitter has.
    type Wires;

    /// One edge of `tx_clk`. Of `input`, all but `tx_hold` means what it does to `mac_tx`.
    fn edge(&mut self, input: &mac_tx::In, wires: &Self::Wires);

    /// `tx_axis_tready`, `tx_start_ready`, `tx_octet_tick`.
    fn answer(&self) -> TransmitAnswer;

    /// What it says of a frame, while `stat_tx_valid` is high.
    fn end(&self) -> Option<TxEnd>;
}

/// What a transmitter tells the blocks before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TransmitAnswer {
    pub tready: bool,
    pub start_ready: bool,
    pub octet_tick: bool,
}

/// The receiver of a design.
pub(crate) trait ReceiveSide {
    /// Inputs from the PHY, and settings that only this receiver has.
    type Wires;

    /// One edge of `rx_clk`.
    fn edge(&mut self, rst: bool, fcs_strip: bool, jumbo: bool, wires: &Self::Wires);

    /// The outputs, which all receivers have alike.
    fn out(&self) -> &mac_rx::Out;
}

/// The inputs that all designs have, under their names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct In {
    /// As edges sample it, and as it is after the event: a port is both, a register may change.
    pub rst: bool,
    pub rst_at_once: bool,
    pub tx_rst: bool,
    pub rx_rst: bool,
    pub tx_axis_tdata: u8,
    pub tx_axis_tvalid: bool,
    pub tx_axis_tlast: bool,
    pub tx_axis_tuser: bool,
    pub rx_axis_tready: bool,
    pub cfg_tx_fcs_insert: bool,
    pub cfg_tx_pause_send: bool,
    pub cfg_tx_pause_obey: bool,
    pub cfg_tx_pause_quanta: u16,
    pub cfg_tx_mac_address: u64,
    pub cfg_rx_fcs_strip: bool,
    pub cfg_rx_jumbo: bool,
    pub cfg_rx_pass_bad: bool,
    pub cfg_rx_mac_address: u64,
    pub pause_request: bool,
    pub stat_snapshot: bool,
    pub stat_addr: u8,
}

/// Takes a [`In`] from the inputs of a design.
macro_rules! common_inputs {
    ($input:expr) => {
        crate::design::In {
            rst: $input.rst,
            rst_at_once: $input.rst,
            tx_rst: $input.tx_rst,
            rx_rst: $input.rx_rst,
            tx_axis_tdata: $input.tx_axis_tdata,
            tx_axis_tvalid: $input.tx_axis_tvalid,
            tx_axis_tlast: $input.tx_axis_tlast,
            tx_axis_tuser: $input.tx_axis_tuser,
            rx_axis_tready: $input.rx_axis_tready,
            cfg_tx_fcs_insert: $input.cfg_tx_fcs_insert,
            cfg_tx_pause_send: $input.cfg_tx_pause_send,
            cfg_tx_pause_obey: $input.cfg_tx_pause_obey,
            cfg_tx_pause_quanta: $input.cfg_tx_pause_quanta,
            cfg_tx_mac_address: $input.cfg_tx_mac_address,
            cfg_rx_fcs_strip: $input.cfg_rx_fcs_strip,
            cfg_rx_jumbo: $input.cfg_rx_jumbo,
            cfg_rx_pass_bad: $input.cfg_rx_pass_bad,
            cfg_rx_mac_address: $input.cfg_rx_mac_address,
            pause_request: $input.pause_request,
            stat_snapshot: $input.stat_snapshot,
            stat_addr: $input.stat_addr,
        }
    };
}
pub(crate) use common_inputs;

/// The clocks of all designs.
pub(crate) const CLOCKS: &[&str] = &["clk", "tx_clk", "rx_clk"];

/// All of a design.
#[derive(Clone, Debug)]
pub(crate) struct MacDesign<T, R, const DEPTH: usize> {
    resets: Resets,
    tx_fifo: StreamFifoOf<DEPTH>,
    tx_crossing: AsyncFifo,
    control_tx: MacControlTx,
    pub mac_tx: T,
    mac_rx: R,
    control_rx: MacControlRx,
    rx_fifo: StreamFifoOf<DEPTH>,
    rx_crossing: AsyncFifo,
    pause: WordSync,
    pause_request: Synchroniser<bool>,
    /// `half_full` of `rx_fifo` on its way to the transmitter: the crossing register, and the other clock's two.
    rx_half_full: bool,
    half_full: Synchroniser<bool>,
    /// Turned by each frame that `tx_fifo` cannot hold, on its way to the counters: the crossing register, the other
    /// clock's two, and what is counted already.
    tx_too_long: bool,
    too_long: Synchroniser<bool>,
    too_long_counted: bool,
    tx_events: Events,
    /// Of a frame that may still be lost, and after that.
    rx_seen: Events,
    rx_events: Events,
    tx_counters: MacCounters,
    rx_counters: MacCounters,
    statistics: Statistics,
}

/// The reading side's registers.
#[derive(Clone, Copy, Debug, Default)]
struct Statistics {
    busy: bool,
    data: u64,
    /// `stat_addr[4]`, one edge late as the counters' data are.
    of_transmitter: bool,
}

/// Which clocks rise at an event, and which domains are in reset at it.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    pub clk: bool,
    pub tx_clk: bool,
    pub rx_clk: bool,
    pub rst: bool,
    pub tx_rst: bool,
    pub rx_rst: bool,
}

impl Now {
    /// `edges` and `resets` number the domains as [`CLOCKS`] lists them.
    #[inline]
    pub fn new(edges: EdgeSet, resets: EdgeSet) -> Now {
        Now {
            clk: edges.contains(0),
            tx_clk: edges.contains(1),
            rx_clk: edges.contains(2),
            rst: resets.contains(0),
            tx_rst: resets.contains(1),
            rx_rst: resets.contains(2),
        }
    }
}

impl<T: TransmitSide + Default, R: ReceiveSide + Default, const DEPTH: usize> MacDesign<T, R, DEPTH> {
    /// A design as after reset.
    pub fn new() -> Self {
        Self {
            resets: Resets::new(),
            tx_fifo: StreamFifoOf::new(),
            tx_crossing: AsyncFifo::new(),
            control_tx: MacControlTx::new(),
            mac_tx: T::default(),
            mac_rx: R::default(),
            control_rx: MacControlRx::new(),
            rx_fifo: StreamFifoOf::new(),
            rx_crossing: AsyncFifo::new(),
            pause: WordSync::new(),
            pause_request: Synchroniser::default(),
            rx_half_full: false,
            half_full: Synchroniser::default(),
            tx_too_long: false,
            too_long: Synchroniser::default(),
            too_long_counted: false,
            tx_events: Events::default(),
            rx_seen: Events::default(),
            rx_events: Events::default(),
            tx_counters: MacCounters::new(),
            rx_counters: MacCounters::new(),
            statistics: Statistics::default(),
        }
    }

    /// Puts every register into its reset value, without allocating.
    pub fn reset(&mut self) {
        self.resets = Resets::new();
        Block::reset(&mut self.tx_fifo);
        Block::reset(&mut self.rx_fifo);
        Design::reset(&mut self.tx_crossing);
        Design::reset(&mut self.rx_crossing);
        Block::reset(&mut self.control_tx);
        Block::reset(&mut self.control_rx);
        self.mac_tx = T::default();
        self.mac_rx = R::default();
        Design::reset(&mut self.pause);
        (self.pause_request, self.rx_half_full, self.half_full) = Default::default();
        (self.tx_too_long, self.too_long, self.too_long_counted) = Default::default();
        (self.tx_events, self.rx_seen, self.rx_events) = Default::default();
        Design::reset(&mut self.tx_counters);
        Design::reset(&mut self.rx_counters);
        self.statistics = Statistics::default();
    }

    /// An event has passed after which these domains are in reset: what crosses to others is cleared.
    #[cold]
    fn clear(&mut self, domains: EdgeSet) {
        let [rst, tx_rst, rx_rst] = [0, 1, 2].map(|domain| domains.contains(domain));
        self.tx_crossing.clear(rst, tx_rst);
        self.rx_crossing.clear(rx_rst, rst);
        self.pause.clear(rx_rst, tx_rst);
        self.rx_counters.clear(rst, rx_rst);
        self.tx_counters.clear(rst, tx_rst);
        self.rx_half_full &= !rx_rst;
        self.tx_too_long &= !rst;
    }

    /// One event.
    #[inline]
    pub fn event(&mut self, edges: EdgeSet, input: &In, tx_wires: &T::Wires, rx_wires: &R::Wires) {
        let others = u8::from(input.tx_rst) << 1 | u8::from(input.rx_rst) << 2;
        let (ports, at_once) = (others | u8::from(input.rst), others | u8::from(input.rst_at_once));
        let EventResets { sampled: resets, cleared } = self.resets.event_at_once(edges, ports, at_once);
        let now = Now::new(edges, resets);
        self.count(now, input);
        self.transmit(now, input, tx_wires);
        self.receive(now, input, rx_wires);
        if !cleared.is_empty() {
            self.clear(cleared);
        }
    }

    /// Statistics, counters, and the registers of events before them.
    #[inline]
    fn count(&mut self, now: Now, input: &In) {
        if now.clk {
            self.statistics = if now.rst { Statistics::default() } else { self.next_statistics(input) };
        }
        let reading = mac_counters::In {
            rst: now.rst,
            snapshot: input.stat_snapshot,
            addr: input.stat_addr & 15,
            ..Default::default()
        };
        let Events { bits: events, octets } = self.rx_events;
        let rx = mac_counters::In { count_rst: now.rx_rst, events, octets, ..reading };
        self.rx_counters.event(both(now.clk, now.rx_clk), &rx);
        let Events { bits: events, octets } = self.tx_events;
        let tx = mac_counters::In { count_rst: now.tx_rst, events, octets, ..reading };
        self.tx_counters.event(both(now.clk, now.tx_clk), &tx);

        if now.rx_clk {
            let events = self.rx_seen.unless_lost(self.rx_fifo.out.stat_overflow);
            let seen = events::of_receiver(&self.control_rx.out);
            (self.rx_events, self.rx_seen) = if now.rx_rst { Default::default() } else { (events, seen) };
        }
        self.count_transmitted(now);
    }

    #[inline]
    fn count_transmitted(&mut self, now: Now) {
        // Before `clk` turns it: the registers of both clocks see each other as they were.
        if now.tx_clk {
            let end = self.mac_tx.end();
            let underrun = end.is_some_and(|end| end.verdict == TxVerdict::Underrun as u8);
            let too_long = self.too_long.value() != self.too_long_counted && !underrun;
            self.tx_events = events::of_transmitter(end, self.control_tx.out.stat_pause_sent, too_long);
            self.too_long_counted ^= too_long;
            self.too_long.edge(self.tx_too_long);
            if now.tx_rst {
                (self.tx_events, self.too_long_counted, self.too_long) = Default::default();
            }
        }
        if now.clk {
            self.tx_too_long = !now.rst && self.tx_too_long != self.tx_fifo.out.stat_overflow;
        }
    }

    #[inline]
    fn next_statistics(&self, input: &In) -> Statistics {
        let (rx, tx) = (&self.rx_counters.out, &self.tx_counters.out);
        Statistics {
            busy: rx.busy || tx.busy || input.stat_snapshot,
            data: if self.statistics.of_transmitter { tx.data } else { rx.data },
            of_transmitter: input.stat_addr & 16 != 0,
        }
    }

    /// From the PHY back to `tx_axis`.
    #[inline]
    fn transmit(&mut self, now: Now, input: &In, wires: &T::Wires) {
        let crossing_tready = self.tx_crossing.out.s_axis_tready;
        let control_tready = self.control_tx.out.s_axis_tready;
        if now.tx_clk {
            let answer = self.mac_tx.answer();
            self.mac_tx.edge(&to_mac_tx(&self.control_tx.out, now.tx_rst), wires);
            self.control_tx_edge(now, input, answer);
            self.pause_request_edge(now, input);
        }
        let beat = to_crossing(&self.tx_fifo.out, now.rst, now.tx_rst, control_tready);
        self.tx_crossing.event(both(now.clk, now.tx_clk), &beat);
        if now.clk {
            self.tx_fifo.edge(&stream_fifo::In {
                rst: now.rst,
                s_axis_tdata: input.tx_axis_tdata,
                s_axis_tvalid: input.tx_axis_tvalid,
                s_axis_tlast: input.tx_axis_tlast,
                s_axis_tuser: input.tx_axis_tuser,
                s_axis_tdrop: false,
                m_axis_tready: crossing_tready,
                cfg_wait: true,
                cfg_drop_bad: false,
            });
        }
    }

    #[inline]
    fn control_tx_edge(&mut self, now: Now, input: &In, answer: TransmitAnswer) {
        let source = &self.tx_crossing.out;
        self.control_tx.edge(&mac_control_tx::In {
            rst: now.tx_rst,
            s_axis_tdata: source.m_axis_tdata,
            s_axis_tvalid: source.m_axis_tvalid,
            s_axis_tlast: source.m_axis_tlast,
            s_axis_tuser: source.m_axis_tuser,
            m_axis_tready: answer.tready,
            tx_start_ready: answer.start_ready,
            octet_tick: answer.octet_tick,
            pause_valid: self.pause.out.dst_valid,
            pause_quanta: self.pause.out.dst_data,
            pause_request: self.pause_request.value() || self.half_full.value(),
            cfg_mac_address: input.cfg_tx_mac_address,
            cfg_fcs_insert: input.cfg_tx_fcs_insert,
            cfg_pause_send: input.cfg_tx_pause_send,
            cfg_pause_obey: input.cfg_tx_pause_obey,
            cfg_pause_quanta: input.cfg_tx_pause_quanta,
        });
    }

    /// What asks for PAUSE comes from other clocks.
    #[inline]
    fn pause_request_edge(&mut self, now: Now, input: &In) {
        if now.tx_rst {
            (self.pause_request, self.half_full) = Default::default();
        } else {
            self.pause_request.edge(input.pause_request);
            self.half_full.edge(self.rx_half_full);
        }
    }

    /// From `rx_axis` back to the PHY; and the pause time on its way to the transmitter.
    #[inline]
    fn receive(&mut self, now: Now, input: &In, wires: &R::Wires) {
        let crossing_tready = self.rx_crossing.out.s_axis_tready;
        let beat = to_crossing(&self.rx_fifo.out, now.rx_rst, now.rst, input.rx_axis_tready);
        self.rx_crossing.event(both(now.rx_clk, now.clk), &beat);
        let word = word_sync::In {
            src_rst: now.rx_rst,
            src_valid: self.control_rx.out.pause_valid,
            src_data: self.control_rx.out.pause_quanta,
            dst_rst: now.tx_rst,
        };
        self.pause.event(both(now.rx_clk, now.tx_clk), &word);
        if now.rx_clk {
            self.rx_half_full = !now.rx_rst && self.rx_fifo.out.half_full;
            self.rx_fifo.edge(&to_rx_fifo(&self.control_rx.out, now.rx_rst, crossing_tready, input.cfg_rx_pass_bad));
            self.control_rx.edge(&to_control_rx(self.mac_rx.out(), now.rx_rst, input.cfg_rx_mac_address));
            self.mac_rx.edge(now.rx_rst, input.cfg_rx_fcs_strip, input.cfg_rx_jumbo, wires);
        }
    }

    /// `tx_axis_tready`.
    #[inline]
    pub fn tx_axis_tready(&self) -> bool {
        self.tx_fifo.out.s_axis_tready
    }

    /// `rx_axis_*`, as the `m_axis_*` of the crossing.
    #[inline]
    pub fn rx_axis(&self) -> &async_fifo::Out {
        &self.rx_crossing.out
    }

    /// `stat_busy` and `stat_data`.
    #[inline]
    pub fn statistics(&self) -> (bool, u64) {
        (self.statistics.busy, self.statistics.data)
    }
}

/// The edges of a block with two clocks.
#[inline]
pub(crate) fn both(first: bool, second: bool) -> EdgeSet {
    EdgeSet(u8::from(first) | u8::from(second) << 1)
}

/// Behind a frame memory.
#[inline]
pub(crate) fn to_crossing(source: &stream_fifo::Out, wr_rst: bool, rd_rst: bool, tready: bool) -> async_fifo::In {
    async_fifo::In {
        wr_rst,
        s_axis_tdata: source.m_axis_tdata,
        s_axis_tvalid: source.m_axis_tvalid,
        s_axis_tlast: source.m_axis_tlast,
        s_axis_tuser: source.m_axis_tuser,
        rd_rst,
        m_axis_tready: tready,
    }
}

#[inline]
fn to_mac_tx(source: &mac_control_tx::Out, rst: bool) -> mac_tx::In {
    mac_tx::In {
        rst,
        tx_axis_tdata: source.m_axis_tdata,
        tx_axis_tvalid: source.m_axis_tvalid,
        tx_axis_tlast: source.m_axis_tlast,
        tx_axis_tuser: source.m_axis_tuser,
        tx_fcs_insert: source.m_fcs_insert,
        tx_hold: false,
    }
}

#[inline]
fn to_control_rx(source: &mac_rx::Out, rst: bool, mac_address: u64) -> mac_control_rx::In {
    mac_control_rx::In {
        rst,
        rx_axis_tdata: source.rx_axis_tdata,
        rx_axis_tvalid: source.rx_axis_tvalid,
        rx_axis_tlast: source.rx_axis_tlast,
        rx_axis_tuser: source.rx_axis_tuser,
        rx_valid: source.stat_rx_valid,
        rx_verdict: source.stat_rx_verdict,
        rx_symbol_error: source.stat_rx_symbol_error,
        rx_octets: source.stat_rx_octets,
        cfg_mac_address: mac_address,
        cfg_pause_obey: true,
    }
}

#[inline]
fn to_rx_fifo(source: &mac_control_rx::Out, rst: bool, tready: bool, pass_bad: bool) -> stream_fifo::In {
    stream_fifo::In {
        rst,
        s_axis_tdata: source.m_axis_tdata,
        s_axis_tvalid: source.m_axis_tvalid,
        s_axis_tlast: source.m_axis_tlast,
        s_axis_tuser: source.m_axis_tuser,
        s_axis_tdrop: source.m_axis_tdrop,
        m_axis_tready: tready,
        cfg_wait: false,
        cfg_drop_bad: !pass_bad,
    }
}
