// SPDX-License-Identifier: MIT OR Apache-2.0
//! The pins of the cards on the side of their PHY, and the rungs that have them.

use wirewright_bridge::{Status, Verilated};
use wirewright_spec::ports::{Nic, NicMii, nic, nic_mii};
use wirewright_spec::{Design, Interface};

use crate::card::{ReadMaster, ReadPort, RegisterPort, RegisterSlave, WriteMaster, WritePort};
use crate::monitor::WireSample;

/// What comes from the PHY.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PhyPins {
    /// `rxd`, `rx_dv`, `rx_er`.
    pub heard: WireSample,
    /// Carrier sense, of MII.
    pub carrier: bool,
    /// Collision, of MII.
    pub collision: bool,
}

/// Inputs of a card.
pub(super) trait CardInputs: ReadPort + WritePort + RegisterPort + Copy + Default {
    /// Puts what comes from the PHY.
    fn put_phy(&mut self, pins: &PhyPins);
    /// Puts whether there is a link.
    fn put_link(&mut self, link: bool);
}

/// Outputs of a card.
pub(super) trait CardOutputs: ReadMaster + WriteMaster + RegisterSlave + Copy + Default {
    /// What goes to the PHY.
    fn sent(&self) -> WireSample;
    /// The interrupt line.
    fn interrupt(&self) -> bool;
    /// It offers an access to memory, or a response.
    fn offers(&self) -> bool;
    /// Size and kind of the bursts that it reads and writes.
    fn shapes(&self) -> [(u8, u8); 2];
}

/// A card from outside.
pub(super) trait Card: Interface<In: CardInputs, Out: CardOutputs> {}

impl Card for Nic {}
impl Card for NicMii {}

/// A card on a rung.
pub(super) trait OnRung: Design {
    /// Why it has stopped by itself.
    fn stopped(&self) -> Option<String> {
        None
    }
}

impl OnRung for wirewright_model::Nic {}
impl OnRung for wirewright_model::NicMii {}

impl<I: Interface> OnRung for Verilated<I> {
    fn stopped(&self) -> Option<String> {
        match self.status() {
            Status::Running => None,
            Status::Finished(text) | Status::Failed(text) | Status::Fatal(text) => Some(text),
        }
    }
}

macro_rules! outputs {
    ($block:ident: $data:ident $enable:ident $error:ident) => {
        impl CardOutputs for $block::Out {
            #[inline]
            fn sent(&self) -> WireSample {
                WireSample { data: self.$data, enable: self.$enable, error: self.$error, collision: false }
            }

            #[inline]
            fn interrupt(&self) -> bool {
                self.irq
            }

            #[inline]
            fn offers(&self) -> bool {
                self.m_axi_arvalid | self.m_axi_awvalid | self.m_axi_wvalid | self.s_axil_bvalid | self.s_axil_rvalid
            }

            #[inline]
            fn shapes(&self) -> [(u8, u8); 2] {
                [(self.m_axi_arsize, self.m_axi_arburst), (self.m_axi_awsize, self.m_axi_awburst)]
            }
        }
    };
}

outputs!(nic: gmii_txd gmii_tx_en gmii_tx_er);
outputs!(nic_mii: mii_txd mii_tx_en mii_tx_er);

impl CardInputs for nic::In {
    #[inline]
    fn put_phy(&mut self, pins: &PhyPins) {
        let heard = pins.heard;
        (self.gmii_rxd, self.gmii_rx_dv, self.gmii_rx_er) = (heard.data, heard.enable, heard.error);
    }

    fn put_link(&mut self, link: bool) {
        self.phy_link = link;
    }
}

impl CardInputs for nic_mii::In {
    #[inline]
    fn put_phy(&mut self, pins: &PhyPins) {
        let heard = pins.heard;
        (self.mii_rxd, self.mii_rx_dv, self.mii_rx_er) = (heard.data, heard.enable, heard.error);
        (self.mii_crs, self.mii_col) = (pins.carrier, pins.collision);
    }

    fn put_link(&mut self, link: bool) {
        self.phy_link = link;
    }
}
