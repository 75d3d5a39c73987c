// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_gmii_plain`](wirewright_spec::ports::mac_gmii_plain): transmitter, receiver and frame memories
//! for 1000 Mbit/s, full duplex (IEEE 802.3-2022, clauses 4 and 35). Blocks go from the end of a path to its beginning,
//! as in the designs with all of it.

use crate::async_fifo::AsyncFifo;
use crate::design::{self, Now, both, to_crossing};
use crate::mac_rx::MacRx;
use crate::mac_tx::MacTx;
use crate::resets::{EventResets, Resets};
use crate::stream_fifo::StreamFifo;
use wirewright_spec::ports::mac_gmii_plain::{In, Out};
use wirewright_spec::ports::{async_fifo, mac_rx, mac_tx, stream_fifo};
use wirewright_spec::{Block, Design, EdgeSet};

/// The design.
#[derive(Clone, Debug)]
pub struct MacGmiiPlain {
    resets: Resets,
    tx_fifo: StreamFifo,
    tx_crossing: AsyncFifo,
    mac_tx: MacTx,
    mac_rx: MacRx,
    rx_fifo: StreamFifo,
    rx_crossing: AsyncFifo,
}

impl MacGmiiPlain {
    /// A design as after reset.
    pub fn new() -> Self {
        Self {
            resets: Resets::new(),
            tx_fifo: StreamFifo::new(),
            tx_crossing: AsyncFifo::new(),
            mac_tx: MacTx::default(),
            mac_rx: MacRx::default(),
            rx_fifo: StreamFifo::new(),
            rx_crossing: AsyncFifo::new(),
        }
    }

    #[inline]
    fn transmit(&mut self, now: Now, input: &In) {
        let crossing_tready = self.tx_crossing.out.s_axis_tready;
        let mac_tready = self.mac_tx.out.tx_axis_tready;
        if now.tx_clk {
            self.mac_tx.edge(&to_mac_tx(&self.tx_crossing.out, now.tx_rst, input.cfg_tx_fcs_insert));
        }
        let beat = to_crossing(&self.tx_fifo.out, now.rst, now.tx_rst, mac_tready);
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
    fn receive(&mut self, now: Now, input: &In) {
        let crossing_tready = self.rx_crossing.out.s_axis_tready;
        let beat = to_crossing(&self.rx_fifo.out, now.rx_rst, now.rst, input.rx_axis_tready);
        self.rx_crossing.event(both(now.rx_clk, now.clk), &beat);
        if now.rx_clk {
            self.rx_fifo.edge(&to_rx_fifo(self.mac_rx.out(), now.rx_rst, crossing_tready, input.cfg_rx_pass_bad));
            self.mac_rx.edge(&mac_rx::In {
                rst: now.rx_rst,
                gmii_rxd: input.gmii_rxd,
                gmii_rx_dv: input.gmii_rx_dv,
                gmii_rx_er: input.gmii_rx_er,
                cfg_rx_fcs_strip: input.cfg_rx_fcs_strip,
                cfg_rx_jumbo: input.cfg_rx_jumbo,
            });
        }
    }

    /// An event has passed after which these domains are in reset: what crosses to others is cleared.
    #[cold]
    fn clear(&mut self, domains: EdgeSet) {
        let [rst, tx_rst, rx_rst] = [0, 1, 2].map(|domain| domains.contains(domain));
        self.tx_crossing.clear(rst, tx_rst);
        self.rx_crossing.clear(rx_rst, rst);
    }
}

impl Default for MacGmiiPlain {
    fn default() -> Self {
        Self::new()
    }
}

impl Design for MacGmiiPlain {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = design::CLOCKS;

    fn reset(&mut self) {
        self.resets = Resets::new();
        Block::reset(&mut self.tx_fifo);
        Block::reset(&mut self.rx_fifo);
        Design::reset(&mut self.tx_crossing);
        Design::reset(&mut self.rx_crossing);
        self.mac_tx = MacTx::default();
        self.mac_rx = MacRx::default();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        let ports = u8::from(input.rst) | u8::from(input.tx_rst) << 1 | u8::from(input.rx_rst) << 2;
        let EventResets { sampled, cleared } = self.resets.event(edges, ports);
        let now = Now::new(edges, sampled);
        self.transmit(now, input);
        self.receive(now, input);
        if !cleared.is_empty() {
            self.clear(cleared);
        }
        let (tx, rx, rx_axis) = (&self.mac_tx.out, self.mac_rx.out(), &self.rx_crossing.out);
        *output = Out {
            tx_axis_tready: self.tx_fifo.out.s_axis_tready,
            rx_axis_tdata: rx_axis.m_axis_tdata,
            rx_axis_tvalid: rx_axis.m_axis_tvalid,
            rx_axis_tlast: rx_axis.m_axis_tlast,
            rx_axis_tuser: rx_axis.m_axis_tuser,
            gmii_txd: tx.gmii_txd,
            gmii_tx_en: tx.gmii_tx_en,
            gmii_tx_er: tx.gmii_tx_er,
            stat_tx_valid: tx.stat_tx_valid,
            stat_tx_verdict: tx.stat_tx_verdict,
            stat_tx_octets: tx.stat_tx_octets,
            stat_rx_valid: rx.stat_rx_valid,
            stat_rx_verdict: rx.stat_rx_verdict,
            stat_rx_symbol_error: rx.stat_rx_symbol_error,
            stat_rx_octets: rx.stat_rx_octets,
            stat_rx_overflow: self.rx_fifo.out.stat_overflow,
        };
    }
}

#[inline]
fn to_mac_tx(source: &async_fifo::Out, rst: bool, fcs_insert: bool) -> mac_tx::In {
    mac_tx::In {
        rst,
        tx_axis_tdata: source.m_axis_tdata,
        tx_axis_tvalid: source.m_axis_tvalid,
        tx_axis_tlast: source.m_axis_tlast,
        tx_axis_tuser: source.m_axis_tuser,
        tx_fcs_insert: fcs_insert,
        tx_hold: false,
    }
}

#[inline]
fn to_rx_fifo(source: &mac_rx::Out, rst: bool, tready: bool, pass_bad: bool) -> stream_fifo::In {
    stream_fifo::In {
        rst,
        s_axis_tdata: source.rx_axis_tdata,
        s_axis_tvalid: source.rx_axis_tvalid,
        s_axis_tlast: source.rx_axis_tlast,
        s_axis_tuser: source.rx_axis_tuser,
        s_axis_tdrop: false,
        m_axis_tready: tready,
        cfg_wait: false,
        cfg_drop_bad: !pass_bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn reset_is_one_event_with_all_resets() {
        testing::reset_is_one_edge(MacGmiiPlain::new, &[Out::default()]);
    }
}
