// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_mii`](wirewright_spec::ports::mac_mii): the whole MAC for 10 and 100
//! Mbit/s, half or full duplex (IEEE 802.3-2022, clauses 4, 22, 31).

use crate::design::{self, MacDesign, ReceiveSide, TransmitAnswer, TransmitSide, common_inputs};
use crate::events::TxEnd;
use crate::lfsr::Lfsr;
use crate::mac_rx_mii::MacRxMii;
use crate::mac_tx_mii::MacTxMii;
use wirewright_spec::ports::mac_mii::{In, Out};
use wirewright_spec::ports::{lfsr, mac_rx, mac_rx_mii, mac_tx, mac_tx_mii};
use wirewright_spec::{Design, EdgeSet};

/// Octets of each frame memory.
const DEPTH_OCTETS: usize = 4096;

/// The design.
#[derive(Clone, Debug)]
pub struct MacMii {
    design: MacDesign<MiiTransmitSide, MacRxMii, DEPTH_OCTETS>,
}

impl MacMii {
    /// A design as after reset.
    pub fn new() -> Self {
        Self { design: MacDesign::new() }
    }
}

impl Default for MacMii {
    fn default() -> Self {
        Self::new()
    }
}

impl Design for MacMii {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = design::CLOCKS;

    fn reset(&mut self) {
        self.design.reset();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        let tx_wires = TxWires {
            crs: input.mii_crs,
            col: input.mii_col,
            full_duplex: input.cfg_tx_full_duplex,
            seed: input.cfg_tx_mac_address as u32,
        };
        let rx_wires = RxWires { rxd: input.mii_rxd, rx_dv: input.mii_rx_dv, rx_er: input.mii_rx_er };
        let common = common_inputs!(input);
        // PAUSE is for full duplex (31B.1).
        let common = design::In {
            cfg_tx_pause_send: common.cfg_tx_pause_send && input.cfg_tx_full_duplex,
            cfg_tx_pause_obey: common.cfg_tx_pause_obey && input.cfg_tx_full_duplex,
            ..common
        };
        self.design.event(edges, &common, &tx_wires, &rx_wires);
        let mii = &self.design.mac_tx.mac.out;
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
            mii_txd: mii.mii_txd,
            mii_tx_en: mii.mii_tx_en,
            mii_tx_er: mii.mii_tx_er,
        };
    }
}

/// The transmitter with the source of its backoff delays.
#[derive(Clone, Debug)]
pub(crate) struct MiiTransmitSide {
    pub mac: MacTxMii,
    lfsr: Lfsr,
    /// The first edge after reset, which loads the seed, is still to come.
    load: bool,
}

impl Default for MiiTransmitSide {
    fn default() -> Self {
        Self { mac: MacTxMii::new(), lfsr: Lfsr::new(), load: true }
    }
}

/// What the PHY says to the transmitter, and settings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TxWires {
    pub crs: bool,
    pub col: bool,
    pub full_duplex: bool,
    pub seed: u32,
}

impl TransmitSide for MiiTransmitSide {
    type Wires = TxWires;

    #[inline]
    fn edge(&mut self, input: &mac_tx::In, wires: &TxWires) {
        self.mac.edge(&mac_tx_mii::In {
            rst: input.rst,
            tx_axis_tdata: input.tx_axis_tdata,
            tx_axis_tvalid: input.tx_axis_tvalid,
            tx_axis_tlast: input.tx_axis_tlast,
            tx_axis_tuser: input.tx_axis_tuser,
            tx_fcs_insert: input.tx_fcs_insert,
            tx_hold: input.tx_hold,
            mii_crs: wires.crs,
            mii_col: wires.col,
            cfg_full_duplex: wires.full_duplex,
            random: self.lfsr.random(),
        });
        self.lfsr.edge(&lfsr::In { rst: input.rst, load: self.load, seed: wires.seed });
        self.load = input.rst;
    }

    #[inline]
    fn answer(&self) -> TransmitAnswer {
        let out = &self.mac.out;
        TransmitAnswer { tready: out.tx_axis_tready, start_ready: out.tx_start_ready, octet_tick: out.tx_octet_tick }
    }

    #[inline]
    fn end(&self) -> Option<TxEnd> {
        let out = &self.mac.out;
        out.stat_tx_valid.then_some(TxEnd {
            verdict: out.stat_tx_verdict,
            octets: out.stat_tx_octets,
            collisions: out.stat_tx_collisions,
            deferred: out.stat_tx_deferred,
            excessive_deferral: out.stat_tx_excessive_deferral,
            carrier_sense_error: out.stat_tx_carrier_sense_error,
        })
    }
}

/// What the PHY says to the receiver.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RxWires {
    pub rxd: u8,
    pub rx_dv: bool,
    pub rx_er: bool,
}

impl ReceiveSide for MacRxMii {
    type Wires = RxWires;

    #[inline]
    fn edge(&mut self, rst: bool, fcs_strip: bool, jumbo: bool, wires: &RxWires) {
        let input = mac_rx_mii::In {
            rst,
            mii_rxd: wires.rxd,
            mii_rx_dv: wires.rx_dv,
            mii_rx_er: wires.rx_er,
            cfg_rx_fcs_strip: fcs_strip,
            cfg_rx_jumbo: jumbo,
        };
        MacRxMii::edge(self, &input);
    }

    #[inline]
    fn out(&self) -> &mac_rx::Out {
        MacRxMii::out(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn reset_is_one_event_with_all_resets() {
        testing::reset_is_one_edge(MacMii::new, &[Out::default()]);
    }
}
