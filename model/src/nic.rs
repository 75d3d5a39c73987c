// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`nic`](wirewright_spec::ports::nic): the network card for GMII, 1000 Mbit/s, full duplex
//! (docs/card.md).

use crate::design;
use crate::mac_gmii::GmiiRx;
use crate::mac_rx::MacRx;
use crate::mac_tx::MacTx;
use crate::nic_core::{NicCore, Symbol, Wires, common_inputs, outputs};
use wirewright_spec::ports::nic::{In, Out};
use wirewright_spec::{Design, EdgeSet};

/// The card.
#[derive(Clone, Debug)]
pub struct Nic {
    core: NicCore<MacTx, MacRx>,
}

impl Nic {
    /// A card as after reset.
    pub fn new() -> Self {
        Self { core: NicCore::new() }
    }

    #[inline]
    fn wires(&self, input: &In) -> Wires<(), GmiiRx> {
        let (mac, heard) = (&self.core.mac.mac_tx.out, &self.core.loopback.out);
        Wires {
            from_mac: Symbol { data: mac.gmii_txd, valid: mac.gmii_tx_en, er: mac.gmii_tx_er },
            from_phy: Symbol { data: input.gmii_rxd, valid: input.gmii_rx_dv, er: input.gmii_rx_er },
            full_duplex: true,
            transmit: (),
            receive: GmiiRx { rxd: heard.mac_rxd, rx_dv: heard.mac_rx_dv, rx_er: heard.mac_rx_er },
        }
    }
}

impl Default for Nic {
    fn default() -> Self {
        Self::new()
    }
}

impl Design for Nic {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = design::CLOCKS;

    fn reset(&mut self) {
        self.core.reset();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        let wires = self.wires(input);
        self.core.event(edges, &common_inputs!(input, false), &wires);
        let phy = &self.core.loopback.out;
        *output =
            outputs!(self.core, Out { gmii_txd: phy.phy_txd, gmii_tx_en: phy.phy_tx_en, gmii_tx_er: phy.phy_tx_er });
    }
}
