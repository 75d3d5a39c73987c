// SPDX-License-Identifier: MIT OR Apache-2.0
//! From GMII to RGMII, the logic before the output cells of double data rate: makes the transmit clock for 10, 100 and
//! 1000 Mbit/s from one of 125 MHz, and gives the MAC its clock enable (RGMII 2.0).
//!
//! ```text
//!                 +------------+
//!  cfg_speed[2]-->|            |-->txc_rise, txc_fall
//!                 |            |-->txd_rise[4], txd_fall[4]
//!   gmii_txd[8]-->|  rgmii_tx  |-->tx_ctl_rise, tx_ctl_fall
//!    gmii_tx_en-->|            |
//!    gmii_tx_er-->|            |-->tx_clk_en
//!                 +------------+-->tx_nibble
//! ```

use crate::prelude::*;

/// See `wirewright_spec::ports::rgmii_tx`.
#[derive(LogicBlock, Default)]
pub struct RgmiiTx {
    name: ModuleName<Self>,
    /// The clock, 125 MHz.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// 0 is 10, 1 is 100, 2 and 3 are 1000 Mbit/s.
    pub cfg_speed: Signal<In, Bits<2>>,
    /// Octet, or nibble in bits 3 to 0, from the MAC.
    pub gmii_txd: Signal<In, Bits<8>>,
    /// `gmii_txd` is part of a frame.
    pub gmii_tx_en: Signal<In, Bit>,
    /// Send an error in its place.
    pub gmii_tx_er: Signal<In, Bit>,
    /// This edge counts for the MAC.
    pub tx_clk_en: Signal<Out, Bit>,
    /// The MAC sends four bits an edge.
    pub tx_nibble: Signal<Out, Bit>,
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

    /// Edges of the period that are left after the next.
    left: Register<Bits<6>>,
    /// The next edge begins a period.
    first: Register<Bit>,
    /// 1000 and 100 Mbit/s; neither is 10.
    fast: Register<Bit>,
    middle: Register<Bit>,
    octet: Register<Bits<8>>,
    en: Register<Bit>,
    er: Register<Bit>,
    enable: Register<Bit>,
    nibble: Register<Bit>,
    clock_rise: Register<Bit>,
    clock_fall: Register<Bit>,
    data_rise: Register<Bits<4>>,
    data_fall: Register<Bits<4>>,
    control_rise: Register<Bit>,
    control_fall: Register<Bit>,

    octet_now: Signal<Local, Bits<8>>,
    en_now: Signal<Local, Bit>,
    er_now: Signal<Local, Bit>,
    rise_high: Signal<Local, Bit>,
    fall_high: Signal<Local, Bit>,
    left_after: Signal<Local, Bits<6>>,
}

impl RgmiiTx {
    /// The first period has 50 clocks.
    pub fn new() -> Self {
        RgmiiTx {
            left: Register::reset_to(49_u64.to_bits::<6>()),
            first: Register::reset_to(true),
            nibble: Register::reset_to(true),
            ..Self::default()
        }
    }
}

impl Logic for RgmiiTx {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, left, first, fast, middle, octet, en, er, enable, nibble);
        dff_setup!(self, clk, clock_rise, clock_fall, data_rise, data_fall, control_rise, control_fall);
        self.tx_clk_en.next = self.enable.q.val();
        self.tx_nibble.next = self.nibble.q.val();
        self.txc_rise.next = self.clock_rise.q.val();
        self.txc_fall.next = self.clock_fall.q.val();
        self.txd_rise.next = self.data_rise.q.val();
        self.txd_fall.next = self.data_fall.q.val();
        self.tx_ctl_rise.next = self.control_rise.q.val();
        self.tx_ctl_fall.next = self.control_fall.q.val();

        self.octet_now.next = self.octet.q.val();
        self.en_now.next = self.en.q.val();
        self.er_now.next = self.er.q.val();
        if self.first.q.val() {
            self.octet_now.next = self.gmii_txd.val();
            self.en_now.next = self.gmii_tx_en.val();
            self.er_now.next = self.gmii_tx_er.val();
        }
        self.octet.d.next = self.octet_now.val();
        self.en.d.next = self.en_now.val();
        self.er.d.next = self.er_now.val();

        // TXC is high in the first half of the period: 25 clocks, or 2.5, or half a clock.
        self.rise_high.next = self.left.q.val() >= 25;
        self.fall_high.next = self.left.q.val() >= 25;
        if self.fast.q.val() {
            self.rise_high.next = true;
            self.fall_high.next = false;
        } else if self.middle.q.val() {
            self.rise_high.next = self.left.q.val() >= 2;
            self.fall_high.next = self.left.q.val() >= 3;
        }
        self.clock_rise.d.next = self.rise_high.val();
        self.clock_fall.d.next = self.fall_high.val();
        self.control_rise.d.next = self.en_now.val() ^ (self.er_now.val() && !self.rise_high.val());
        self.control_fall.d.next = self.en_now.val() ^ (self.er_now.val() && !self.fall_high.val());
        self.data_rise.d.next = self.octet_now.val().get_bits::<4>(0);
        self.data_fall.d.next = self.octet_now.val().get_bits::<4>(0);
        if self.fast.q.val() {
            self.data_fall.d.next = self.octet_now.val().get_bits::<4>(4);
        }

        self.left_after.next = self.left.q.val() - 1;
        self.first.d.next = false;
        if self.left.q.val() == 0 {
            self.first.d.next = true;
            self.fast.d.next = self.cfg_speed.val().get_bit(1);
            self.middle.d.next = self.cfg_speed.val() == 1;
            self.nibble.d.next = !self.cfg_speed.val().get_bit(1);
            self.left_after.next = 49.into();
            if self.cfg_speed.val().get_bit(1) {
                self.left_after.next = 0.into();
            } else if self.cfg_speed.val() == 1 {
                self.left_after.next = 4.into();
            }
        }
        self.left.d.next = self.left_after.val();
        self.enable.d.next = self.left_after.val() == 0;
    }
}
