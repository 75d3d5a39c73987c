// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_gmii`](wirewright_spec::ports::mac_gmii): the whole MAC for 1000 Mbit/s, full duplex (IEEE
//! 802.3-2022, clauses 4, 31, 35).

use crate::design::{self, MacDesign, ReceiveSide, TransmitAnswer, TransmitSide, common_inputs};
use crate::events::TxEnd;
use crate::mac_rx::MacRx;
use crate::mac_tx::MacTx;
use wirewright_spec::ports::mac_gmii::{In, Out};
use wirewright_spec::ports::{mac_rx, mac_tx};
use wirewright_spec::{Design, EdgeSet};

/// The design with frame memories of 4096 octets.
pub type MacGmii = MacGmiiOf<4096>;
/// The design with frame memories of 16384 octets, for jumbo frames.
pub type MacGmiiJumbo = MacGmiiOf<16384>;

/// The design with frame memories of `DEPTH` octets.
#[derive(Clone, Debug)]
pub struct MacGmiiOf<const DEPTH: usize> {
    design: MacDesign<MacTx, MacRx, DEPTH>,
}

impl<const DEPTH: usize> MacGmiiOf<DEPTH> {
    /// A design as after reset.
    pub fn new() -> Self {
        Self { design: MacDesign::new() }
    }
}

impl<const DEPTH: usize> Default for MacGmiiOf<DEPTH> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const DEPTH: usize> Design for MacGmiiOf<DEPTH> {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = design::CLOCKS;

    fn reset(&mut self) {
        self.design.reset();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        let rx_wires = GmiiRx { rxd: input.gmii_rxd, rx_dv: input.gmii_rx_dv, rx_er: input.gmii_rx_er };
        self.design.event(edges, &common_inputs!(input), &(), &rx_wires);
        let (gmii, rx_axis) = (&self.design.mac_tx.out, self.design.rx_axis());
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

impl TransmitSide for MacTx {
    type Wires = ();

    #[inline]
    fn edge(&mut self, input: &mac_tx::In, _: &()) {
        MacTx::edge(self, input);
    }

    #[inline]
    fn answer(&self) -> TransmitAnswer {
        TransmitAnswer { tready: self.out.tx_axis_tready, start_ready: self.out.tx_start_ready, octet_tick: true }
    }

    #[inline]
    fn end(&self) -> Option<TxEnd> {
        let out = &self.out;
        let end = TxEnd { verdict: out.stat_tx_verdict, octets: out.stat_tx_octets, ..TxEnd::default() };
        out.stat_tx_valid.then_some(end)
    }
}

/// What the PHY says to the receiver.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GmiiRx {
    pub rxd: u8,
    pub rx_dv: bool,
    pub rx_er: bool,
}

impl ReceiveSide for MacRx {
    type Wires = GmiiRx;

    #[inline]
    fn edge(&mut self, rst: bool, fcs_strip: bool, jumbo: bool, wires: &GmiiRx) {
        MacRx::edge(
            self,
            &mac_rx::In {
                rst,
                gmii_rxd: wires.rxd,
                gmii_rx_dv: wires.rx_dv,
                gmii_rx_er: wires.rx_er,
                cfg_rx_fcs_strip: fcs_strip,
                cfg_rx_jumbo: jumbo,
            },
        );
    }

    #[inline]
    fn out(&self) -> &mac_rx::Out {
        MacRx::out(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn reset_is_one_event_with_all_resets() {
        testing::reset_is_one_edge(MacGmii::new, &[Out::default()]);
        testing::reset_is_one_edge(MacGmiiJumbo::new, &[Out::default()]);
    }
}
