// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Ethernet echo on the Colorlight 5A-75B: PLL, resets and the registers at the pins around `echo_core`. The module
//! `ethernet_echo` is this one with the pin of MDIO, which goes both ways.
//!
//! ```text
//!                        +-----------+
//!    RGMII ->ddr_input-->|           |<--clk_25 (pll_25_to_125, reset_sync)
//!                        | echo_core |<->mdio
//!    RGMII <-ddr_output<-|           |-->led_n
//!                        +-----------+
//! ```

use wirewright_rtl::prelude::*;

use crate::cells::{DdrInput, DdrOutput, InputRegister, OutputRegister, Pll25To125};
use crate::echo_core::EchoCore;

/// All but the pin of MDIO, which goes both ways: rust-hdl says such a pin with three wires.
#[derive(LogicBlock, Default)]
pub struct EchoPins {
    name: ModuleName<Self>,
    /// 25 MHz, from a PHY.
    pub clk_25: Signal<In, Clock>,
    /// The light, lit by 0.
    pub led_n: Signal<Out, Bit>,
    /// Reset of both PHYs; they stay out of it, for one of them makes `clk_25`.
    pub phy_rst_n: Signal<Out, Bit>,
    /// The management clock of both PHYs.
    pub mdc: Signal<Out, Bit>,
    /// The MDIO line.
    pub mdio_i: Signal<In, Bit>,
    /// What drives it.
    pub mdio_o: Signal<Out, Bit>,
    /// It is released.
    pub mdio_t: Signal<Out, Bit>,
    /// RXC.
    pub rgmii_rxc: Signal<In, Clock>,
    /// RD.
    pub rgmii_rxd: Signal<In, Bits<4>>,
    /// RX_CTL.
    pub rgmii_rx_ctl: Signal<In, Bit>,
    /// TXC.
    pub rgmii_txc: Signal<Out, Bit>,
    /// TD.
    pub rgmii_txd: Signal<Out, Bits<4>>,
    /// TX_CTL.
    pub rgmii_tx_ctl: Signal<Out, Bit>,

    pll: Pll25To125,
    unlocked: Signal<Local, Bit>,
    reset: ResetSync,
    rx_reset: ResetSync,
    rxd: [DdrInput; 4],
    rx_ctl: DdrInput,
    txd: [DdrOutput; 4],
    tx_ctl: DdrOutput,
    txc: DdrOutput,
    led_n_pin: OutputRegister,
    mdc_pin: OutputRegister,
    mdio_i_pin: InputRegister,
    mdio_o_pin: OutputRegister,
    mdio_t_pin: OutputRegister,
    core: EchoCore,

    rxd_rise: Signal<Local, Bits<4>>,
    rxd_fall: Signal<Local, Bits<4>>,
    txd_pins: Signal<Local, Bits<4>>,
}

impl Logic for EchoPins {
    #[hdl_gen]
    fn update(&mut self) {
        self.pll.clk_25.next = self.clk_25.val();
        self.unlocked.next = !self.pll.locked.val();
        self.reset.clk.next = self.pll.clk_125.val();
        self.reset.arst.next = self.unlocked.val();
        self.rx_reset.clk.next = self.rgmii_rxc.val();
        self.rx_reset.arst.next = self.unlocked.val();

        for i in 0..4 {
            self.rxd[i].clk.next = self.rgmii_rxc.val();
            self.rxd[i].pin.next = self.rgmii_rxd.val().get_bit(i);
            self.rxd_rise.next = self.rxd_rise.val().replace_bit(i, self.rxd[i].rise.val());
            self.rxd_fall.next = self.rxd_fall.val().replace_bit(i, self.rxd[i].fall.val());
            self.txd[i].clk.next = self.pll.clk_125.val();
            self.txd[i].rise.next = self.core.txd_rise.val().get_bit(i);
            self.txd[i].fall.next = self.core.txd_fall.val().get_bit(i);
            self.txd_pins.next = self.txd_pins.val().replace_bit(i, self.txd[i].pin.val());
        }
        self.core.rxd_rise.next = self.rxd_rise.val();
        self.core.rxd_fall.next = self.rxd_fall.val();
        self.rgmii_txd.next = self.txd_pins.val();
        self.rx_ctl.clk.next = self.rgmii_rxc.val();
        self.rx_ctl.pin.next = self.rgmii_rx_ctl.val();
        self.tx_ctl.clk.next = self.pll.clk_125.val();
        self.tx_ctl.rise.next = self.core.tx_ctl_rise.val();
        self.tx_ctl.fall.next = self.core.tx_ctl_fall.val();
        self.rgmii_tx_ctl.next = self.tx_ctl.pin.val();
        self.txc.clk.next = self.pll.clk_125.val();
        self.txc.rise.next = self.core.txc_rise.val();
        self.txc.fall.next = self.core.txc_fall.val();
        self.rgmii_txc.next = self.txc.pin.val();

        self.core.clk.next = self.pll.clk_125.val();
        self.core.rst.next = self.reset.rst.val();
        self.core.rx_clk.next = self.rgmii_rxc.val();
        self.core.rx_rst.next = self.rx_reset.rst.val();
        self.core.rx_ctl_rise.next = self.rx_ctl.rise.val();
        self.core.rx_ctl_fall.next = self.rx_ctl.fall.val();

        // Pins that are slow.
        self.mdio_i_pin.clk.next = self.pll.clk_125.val();
        self.mdio_i_pin.pin.next = self.mdio_i.val();
        self.core.mdio_i.next = self.mdio_i_pin.q.val();
        self.mdc_pin.clk.next = self.pll.clk_125.val();
        self.mdc_pin.d.next = self.core.mdc.val();
        self.mdc.next = self.mdc_pin.pin.val();
        self.mdio_o_pin.clk.next = self.pll.clk_125.val();
        self.mdio_o_pin.d.next = self.core.mdio_o.val();
        self.mdio_o.next = self.mdio_o_pin.pin.val();
        self.mdio_t_pin.clk.next = self.pll.clk_125.val();
        self.mdio_t_pin.d.next = !self.core.mdio_oe.val();
        self.mdio_t.next = self.mdio_t_pin.pin.val();
        self.led_n_pin.clk.next = self.pll.clk_125.val();
        self.led_n_pin.d.next = !self.core.led.val();
        self.led_n.next = self.led_n_pin.pin.val();
        self.phy_rst_n.next = true;
    }
}
