// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_trispeed`](wirewright_spec::ports::mac_trispeed): the whole MAC for 10, 100 and
//! 1000 Mbit/s, full duplex (IEEE 802.3-2022, clauses 4, 22, 31, 35).

use crate::design::{self, MacDesign, ReceiveSide, TransmitAnswer, TransmitSide, common_inputs};
use crate::events::TxEnd;
use crate::mac_rx_trispeed::MacRxTrispeed;
use crate::mac_tx_trispeed::MacTxTrispeed;
use wirewright_spec::ports::mac_trispeed::{In, Out};
use wirewright_spec::ports::{mac_rx, mac_rx_trispeed, mac_tx, mac_tx_trispeed};
use wirewright_spec::{Design, EdgeSet};

/// The design with frame memories of 4096 octets.
pub type MacTrispeed = MacTrispeedOf<4096>;
/// The design with frame memories of 16384 octets, for jumbo frames.
pub type MacTrispeedJumbo = MacTrispeedOf<16384>;

/// The design with frame memories of `DEPTH` octets.
#[derive(Clone, Debug)]
pub struct MacTrispeedOf<const DEPTH: usize> {
    design: MacDesign<MacTxTrispeed, MacRxTrispeed, DEPTH>,
}

impl<const DEPTH: usize> MacTrispeedOf<DEPTH> {
    /// A design as after reset.
    pub fn new() -> Self {
        Self { design: MacDesign::new() }
    }
}

impl<const DEPTH: usize> Default for MacTrispeedOf<DEPTH> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const DEPTH: usize> Design for MacTrispeedOf<DEPTH> {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = design::CLOCKS;

    fn reset(&mut self) {
        self.design.reset();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        let tx_wires = TxWires { ce: input.tx_clk_en, nibble: input.cfg_tx_nibble };
        let rx_wires = RxWires {
            ce: input.rx_clk_en,
            nibble: input.cfg_rx_nibble,
            rxd: input.gmii_rxd,
            rx_dv: input.gmii_rx_dv,
            rx_er: input.gmii_rx_er,
        };
        self.design.event(edges, &common_inputs!(input), &tx_wires, &rx_wires);
        let gmii = &self.design.mac_tx.out;
        let rx_axis = self.design.rx_axis();
        let (stat_busy, stat_data) = self.design.statistics();
        *output = Out {
            tx_axis_tready: self.design.tx_axis_tready(),
            rx_axis_tdata: rx_axis.m_axis_tdata,
            rx_axis_tvalid: rx_axis.m_axis_tvalid,
            rx_axis_tlast: rx_axis.m_axis_tlast,
            rx_axis_tuser: rx_axis.m_axis_tuser,
            stat_busy,
            stat_data,
            gmii_txd: gmii.gmii_txd,
            gmii_tx_en: gmii.gmii_tx_en,
            gmii_tx_er: gmii.gmii_tx_er,
        };
    }
}

/// Clock enable and width of the transmitter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TxWires {
    ce: bool,
    nibble: bool,
}

impl TransmitSide for MacTxTrispeed {
    type Wires = TxWires;

    #[inline]
    fn edge(&mut self, input: &mac_tx::In, wires: &TxWires) {
        let input = mac_tx_trispeed::In {
            rst: input.rst,
            tx_axis_tdata: input.tx_axis_tdata,
            tx_axis_tvalid: input.tx_axis_tvalid,
            tx_axis_tlast: input.tx_axis_tlast,
            tx_axis_tuser: input.tx_axis_tuser,
            tx_fcs_insert: input.tx_fcs_insert,
            tx_hold: input.tx_hold,
            tx_ce: wires.ce,
            cfg_nibble: wires.nibble,
        };
        MacTxTrispeed::edge(self, &input);
    }

    #[inline]
    fn answer(&self) -> TransmitAnswer {
        let out = &self.out;
        TransmitAnswer { tready: out.tx_axis_tready, start_ready: out.tx_start_ready, octet_tick: out.tx_octet_tick }
    }

    #[inline]
    fn end(&self) -> Option<TxEnd> {
        let out = &self.out;
        let end = TxEnd { verdict: out.stat_tx_verdict, octets: out.stat_tx_octets, ..TxEnd::default() };
        out.stat_tx_valid.then_some(end)
    }
}

/// What the PHY says to the receiver, and its width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RxWires {
    ce: bool,
    nibble: bool,
    rxd: u8,
    rx_dv: bool,
    rx_er: bool,
}

impl ReceiveSide for MacRxTrispeed {
    type Wires = RxWires;

    #[inline]
    fn edge(&mut self, rst: bool, fcs_strip: bool, jumbo: bool, wires: &RxWires) {
        let input = mac_rx_trispeed::In {
            rst,
            rx_ce: wires.ce,
            cfg_nibble: wires.nibble,
            gmii_rxd: wires.rxd,
            gmii_rx_dv: wires.rx_dv,
            gmii_rx_er: wires.rx_er,
            cfg_rx_fcs_strip: fcs_strip,
            cfg_rx_jumbo: jumbo,
        };
        MacRxTrispeed::edge(self, &input);
    }

    #[inline]
    fn out(&self) -> &mac_rx::Out {
        MacRxTrispeed::out(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn reset_is_one_event_with_all_resets() {
        testing::reset_is_one_edge(MacTrispeed::new, &[Out::default()]);
        testing::reset_is_one_edge(MacTrispeedJumbo::new, &[Out::default()]);
    }
}
