// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet echo without the cells at its pins: PHY management, RGMII, MAC and the exchange of addresses, for any board
//! with one RTL8211F.
//!
//! ```text
//!              +----------+     +--------------+     +------+
//!   rxd, ctl ->| rgmii_rx |---->|              |---->|      |
//!              +----------+     | mac_trispeed |     | echo |
//!   txd, ctl <-| rgmii_tx |<----|              |<----|      |
//!              +----------+     +--------------+     +------+
//!                    ^ speed            +----------+     |
//!              +----------+             |   led    |<----+
//!     mdio  <->|   mdio   |<- phy_link ->          |-> led
//!              +----------+             +----------+
//! ```

use wirewright_rtl::echo::Echo;
use wirewright_rtl::mac_trispeed::MacTrispeed;
use wirewright_rtl::mdio::Mdio;
use wirewright_rtl::phy_link::PhyLink;
use wirewright_rtl::prelude::*;
use wirewright_rtl::rgmii_rx::RgmiiRx;
use wirewright_rtl::rgmii_tx::RgmiiTx;

/// The echo. `clk` has 125 MHz and is the MAC's transmit clock too.
#[derive(LogicBlock)]
pub struct EchoCore {
    name: ModuleName<Self>,
    /// 125 MHz.
    pub clk: Signal<In, Clock>,
    /// Its synchronous reset.
    pub rst: Signal<In, Bit>,
    /// RXC.
    pub rx_clk: Signal<In, Clock>,
    /// Its synchronous reset.
    pub rx_rst: Signal<In, Bit>,
    /// RD at the rising edge of RXC.
    pub rxd_rise: Signal<In, Bits<4>>,
    /// RD at the falling edge after it.
    pub rxd_fall: Signal<In, Bits<4>>,
    /// RX_CTL at the rising edge.
    pub rx_ctl_rise: Signal<In, Bit>,
    /// RX_CTL at the falling edge after it.
    pub rx_ctl_fall: Signal<In, Bit>,
    /// TXC, first half of the clock.
    pub txc_rise: Signal<Out, Bit>,
    /// TXC, second half.
    pub txc_fall: Signal<Out, Bit>,
    /// TD, first half.
    pub txd_rise: Signal<Out, Bits<4>>,
    /// TD, second half.
    pub txd_fall: Signal<Out, Bits<4>>,
    /// TX_CTL, first half.
    pub tx_ctl_rise: Signal<Out, Bit>,
    /// TX_CTL, second half.
    pub tx_ctl_fall: Signal<Out, Bit>,
    /// The management clock.
    pub mdc: Signal<Out, Bit>,
    /// The MDIO line.
    pub mdio_i: Signal<In, Bit>,
    /// What drives it.
    pub mdio_o: Signal<Out, Bit>,
    /// It is driven.
    pub mdio_oe: Signal<Out, Bit>,
    /// Lit while the link is up; dark for a moment after a frame, for a long one after a bad frame.
    pub led: Signal<Out, Bit>,

    receiver: RgmiiRx,
    transmitter: RgmiiTx,
    mac: MacTrispeed<12, 13>,
    echo: Echo,
    management: Mdio,
    phy: PhyLink,
    octets_in_rx: SyncBit,

    /// The link has 1000 Mbit/s: octets at each clock, not nibbles.
    octets: CrossingRegister<Bit>,
    light: Register<Bit>,
    sent: Register<Bit>,
    bad: Register<Bit>,
    /// Clocks for which the light stays dark.
    dark: Register<Bits<25>>,
}

impl Default for EchoCore {
    fn default() -> Self {
        EchoCore {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            rx_clk: Signal::default(),
            rx_rst: Signal::default(),
            rxd_rise: Signal::default(),
            rxd_fall: Signal::default(),
            rx_ctl_rise: Signal::default(),
            rx_ctl_fall: Signal::default(),
            txc_rise: Signal::default(),
            txc_fall: Signal::default(),
            txd_rise: Signal::default(),
            txd_fall: Signal::default(),
            tx_ctl_rise: Signal::default(),
            tx_ctl_fall: Signal::default(),
            mdc: Signal::default(),
            mdio_i: Signal::default(),
            mdio_o: Signal::default(),
            mdio_oe: Signal::default(),
            led: Signal::default(),
            receiver: RgmiiRx::default(),
            transmitter: RgmiiTx::new(),
            mac: MacTrispeed::standard(),
            echo: Echo::default(),
            management: Mdio::default(),
            phy: PhyLink::default(),
            octets_in_rx: SyncBit::default(),
            octets: CrossingRegister::default(),
            light: Register::default(),
            sent: Register::default(),
            bad: Register::default(),
            dark: Register::default(),
        }
    }
}

impl Logic for EchoCore {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, octets, light, sent, bad, dark);

        // The PHY: looked for from address 0 on, not reset (the board's clock comes from one), and told to delay
        // both clocks.
        self.management.clk.next = self.clk.val();
        self.management.rst.next = self.rst.val();
        self.management.start.next = self.phy.mdio_start.val();
        self.management.write.next = self.phy.mdio_write.val();
        self.management.phy_address.next = self.phy.mdio_phy_address.val();
        self.management.register_address.next = self.phy.mdio_register_address.val();
        self.management.write_data.next = self.phy.mdio_write_data.val();
        self.management.mdio_i.next = self.mdio_i.val();
        self.mdc.next = self.management.mdc.val();
        self.mdio_o.next = self.management.mdio_o.val();
        self.mdio_oe.next = self.management.mdio_oe.val();
        self.phy.clk.next = self.clk.val();
        self.phy.rst.next = self.rst.val();
        self.phy.cfg_reset.next = false;
        self.phy.cfg_phy_address.next = 0.into();
        self.phy.cfg_tx_delay.next = true;
        self.phy.cfg_rx_delay.next = true;
        self.phy.mdio_ready.next = self.management.ready.val();
        self.phy.mdio_done.next = self.management.done.val();
        self.phy.mdio_fault.next = self.management.fault.val();
        self.phy.mdio_read_data.next = self.management.read_data.val();

        // Receive.
        self.octets.d.next = self.phy.speed.val().get_bit(1);
        self.octets_in_rx.clk.next = self.rx_clk.val();
        self.octets_in_rx.rst.next = self.rx_rst.val();
        self.octets_in_rx.d.next = self.octets.q.val();
        self.receiver.clk.next = self.rx_clk.val();
        self.receiver.rst.next = self.rx_rst.val();
        self.receiver.cfg_nibble.next = !self.octets_in_rx.q.val();
        self.receiver.rxd_rise.next = self.rxd_rise.val();
        self.receiver.rxd_fall.next = self.rxd_fall.val();
        self.receiver.rx_ctl_rise.next = self.rx_ctl_rise.val();
        self.receiver.rx_ctl_fall.next = self.rx_ctl_fall.val();

        // Transmit.
        self.transmitter.clk.next = self.clk.val();
        self.transmitter.rst.next = self.rst.val();
        self.transmitter.cfg_speed.next = self.phy.speed.val();
        self.transmitter.gmii_txd.next = self.mac.gmii_txd.val();
        self.transmitter.gmii_tx_en.next = self.mac.gmii_tx_en.val();
        self.transmitter.gmii_tx_er.next = self.mac.gmii_tx_er.val();
        self.txc_rise.next = self.transmitter.txc_rise.val();
        self.txc_fall.next = self.transmitter.txc_fall.val();
        self.txd_rise.next = self.transmitter.txd_rise.val();
        self.txd_fall.next = self.transmitter.txd_fall.val();
        self.tx_ctl_rise.next = self.transmitter.tx_ctl_rise.val();
        self.tx_ctl_fall.next = self.transmitter.tx_ctl_fall.val();

        // The MAC passes bad frames too, so that they are counted.
        self.mac.clk.next = self.clk.val();
        self.mac.rst.next = self.rst.val();
        self.mac.tx_clk.next = self.clk.val();
        self.mac.tx_rst.next = self.rst.val();
        self.mac.rx_clk.next = self.rx_clk.val();
        self.mac.rx_rst.next = self.rx_rst.val();
        self.mac.tx_clk_en.next = self.transmitter.tx_clk_en.val();
        self.mac.cfg_tx_nibble.next = self.transmitter.tx_nibble.val();
        self.mac.rx_clk_en.next = true;
        self.mac.cfg_rx_nibble.next = !self.octets_in_rx.q.val();
        self.mac.gmii_rxd.next = self.receiver.gmii_rxd.val();
        self.mac.gmii_rx_dv.next = self.receiver.gmii_rx_dv.val();
        self.mac.gmii_rx_er.next = self.receiver.gmii_rx_er.val();
        self.mac.cfg_tx_fcs_insert.next = true;
        self.mac.cfg_tx_pause_send.next = false;
        self.mac.cfg_tx_pause_obey.next = false;
        self.mac.cfg_tx_pause_quanta.next = 0.into();
        self.mac.cfg_tx_mac_address.next = 0.into();
        self.mac.cfg_rx_fcs_strip.next = true;
        self.mac.cfg_rx_jumbo.next = false;
        self.mac.cfg_rx_pass_bad.next = true;
        self.mac.cfg_rx_mac_address.next = 0.into();
        self.mac.pause_request.next = false;
        self.mac.stat_snapshot.next = false;
        self.mac.stat_addr.next = 0.into();

        self.echo.clk.next = self.clk.val();
        self.echo.rst.next = self.rst.val();
        self.echo.s_axis_tdata.next = self.mac.rx_axis_tdata.val();
        self.echo.s_axis_tvalid.next = self.mac.rx_axis_tvalid.val();
        self.echo.s_axis_tlast.next = self.mac.rx_axis_tlast.val();
        self.echo.s_axis_tuser.next = self.mac.rx_axis_tuser.val();
        self.mac.rx_axis_tready.next = self.echo.s_axis_tready.val();
        self.mac.tx_axis_tdata.next = self.echo.m_axis_tdata.val();
        self.mac.tx_axis_tvalid.next = self.echo.m_axis_tvalid.val();
        self.mac.tx_axis_tlast.next = self.echo.m_axis_tlast.val();
        self.mac.tx_axis_tuser.next = false;
        self.echo.m_axis_tready.next = self.mac.tx_axis_tready.val();

        // The light: 34 ms dark after a frame that was sent back, 268 ms after a bad one.
        self.sent.d.next =
            self.echo.m_axis_tvalid.val() && self.mac.tx_axis_tready.val() && self.echo.m_axis_tlast.val();
        self.bad.d.next = self.mac.rx_axis_tvalid.val()
            && self.echo.s_axis_tready.val()
            && self.mac.rx_axis_tlast.val()
            && self.mac.rx_axis_tuser.val();
        if self.dark.q.val().any() {
            self.dark.d.next = self.dark.q.val() - 1;
        } else if self.sent.q.val() {
            self.dark.d.next = 0x40_0000.into();
        }
        if self.bad.q.val() {
            self.dark.d.next = 0x1ff_ffff.into();
        }
        self.light.d.next = self.phy.link.val() && !self.dark.q.val().any();
        self.led.next = self.light.q.val();
    }
}
