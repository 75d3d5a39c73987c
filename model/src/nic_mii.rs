// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`nic_mii`](wirewright_spec::ports::nic_mii): the network card for MII, 10 and 100 Mbit/s, half and
//! full duplex (docs/card.md).

use crate::design;
use crate::mac_mii::{MiiTransmitSide, RxWires, TxWires};
use crate::mac_rx_mii::MacRxMii;
use crate::nic_core::{NicCore, Symbol, Wires, common_inputs, outputs};
use wirewright_spec::ports::nic_mii::{In, Out};
use wirewright_spec::{Design, EdgeSet};

/// The card.
#[derive(Clone, Debug)]
pub struct NicMii {
    core: NicCore<MiiTransmitSide, MacRxMii>,
}

impl NicMii {
    /// A card as after reset.
    pub fn new() -> Self {
        Self { core: NicCore::new() }
    }

    #[inline]
    fn wires(&self, input: &In) -> Wires<TxWires, RxWires> {
        let (mac, heard) = (&self.core.mac.mac_tx.mac.out, &self.core.loopback.out);
        let settings = &self.core.settings;
        let full_duplex = settings.tx_full_duplex();
        Wires {
            from_mac: Symbol { data: mac.mii_txd, valid: mac.mii_tx_en, er: mac.mii_tx_er },
            from_phy: Symbol { data: input.mii_rxd, valid: input.mii_rx_dv, er: input.mii_rx_er },
            full_duplex,
            transmit: TxWires {
                crs: input.mii_crs,
                col: input.mii_col,
                full_duplex,
                seed: settings.tx_mac_address() as u32,
            },
            receive: RxWires { rxd: heard.mac_rxd & 0xf, rx_dv: heard.mac_rx_dv, rx_er: heard.mac_rx_er },
        }
    }
}

impl Default for NicMii {
    fn default() -> Self {
        Self::new()
    }
}

impl Design for NicMii {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = design::CLOCKS;

    fn reset(&mut self) {
        self.core.reset();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        let wires = self.wires(input);
        self.core.event(edges, &common_inputs!(input, true), &wires);
        let phy = &self.core.loopback.out;
        *output =
            outputs!(self.core, Out { mii_txd: phy.phy_txd & 0xf, mii_tx_en: phy.phy_tx_en, mii_tx_er: phy.phy_tx_er });
    }
}
