// SPDX-License-Identifier: MIT OR Apache-2.0
//! From RGMII to GMII, the logic behind the input cells of double data rate, in the domain of the receive clock
//! (RGMII 2.0).
//!
//! ```text
//!                   +------------+
//!     cfg_nibble--->|            |-->gmii_rxd[8]
//!    rxd_rise[4]--->|            |-->gmii_rx_dv
//!    rxd_fall[4]--->|  rgmii_rx  |-->gmii_rx_er
//!    rx_ctl_rise--->|            |
//!    rx_ctl_fall--->|            |-->inband_link
//!                   |            |-->inband_speed[2]
//!                   +------------+-->inband_full_duplex
//! ```

use crate::prelude::*;

/// See `wirewright_spec::ports::rgmii_rx`.
#[derive(LogicBlock, Default)]
pub struct RgmiiRx {
    name: ModuleName<Self>,
    /// RXC.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// 10 or 100 Mbit/s.
    pub cfg_nibble: Signal<In, Bit>,
    /// RD at the rising edge.
    pub rxd_rise: Signal<In, Bits<4>>,
    /// RD at the falling edge after it.
    pub rxd_fall: Signal<In, Bits<4>>,
    /// RX_CTL at the rising edge.
    pub rx_ctl_rise: Signal<In, Bit>,
    /// RX_CTL at the falling edge after it.
    pub rx_ctl_fall: Signal<In, Bit>,
    /// Octet, or nibble in bits 3 to 0, to the MAC.
    pub gmii_rxd: Signal<Out, Bits<8>>,
    /// `gmii_rxd` is part of a carrier.
    pub gmii_rx_dv: Signal<Out, Bit>,
    /// The PHY saw an error in it.
    pub gmii_rx_er: Signal<Out, Bit>,
    /// The PHY says that the link is up.
    pub inband_link: Signal<Out, Bit>,
    /// Its speed: 0 is 10, 1 is 100, 2 is 1000 Mbit/s.
    pub inband_speed: Signal<Out, Bits<2>>,
    /// It is full duplex.
    pub inband_full_duplex: Signal<Out, Bit>,

    rxd: Register<Bits<8>>,
    rx_dv: Register<Bit>,
    rx_er: Register<Bit>,
    link: Register<Bit>,
    speed: Register<Bits<2>>,
    full_duplex: Register<Bit>,
}

impl Logic for RgmiiRx {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, rxd, rx_dv, rx_er, link, speed, full_duplex);
        self.gmii_rxd.next = self.rxd.q.val();
        self.gmii_rx_dv.next = self.rx_dv.q.val();
        self.gmii_rx_er.next = self.rx_er.q.val();
        self.inband_link.next = self.link.q.val();
        self.inband_speed.next = self.speed.q.val();
        self.inband_full_duplex.next = self.full_duplex.q.val();

        self.rx_dv.d.next = self.rx_ctl_rise.val();
        self.rx_er.d.next = self.rx_ctl_rise.val() ^ self.rx_ctl_fall.val();
        self.rxd.d.next = bit_cast::<8, 4>(self.rxd_rise.val());
        if !self.cfg_nibble.val() {
            self.rxd.d.next = (bit_cast::<8, 4>(self.rxd_fall.val()) << 4) | bit_cast::<8, 4>(self.rxd_rise.val());
        }
        // Between frames the PHY says what link it has.
        if !self.rx_ctl_rise.val() && !self.rx_ctl_fall.val() {
            self.link.d.next = self.rxd_rise.val().get_bit(0);
            self.speed.d.next = self.rxd_rise.val().get_bits::<2>(1);
            self.full_duplex.d.next = self.rxd_rise.val().get_bit(3);
        }
    }
}
