// SPDX-License-Identifier: MIT OR Apache-2.0
//! Between a MAC and its PHY: lets the MAC's receiver hear its transmitter in place of the wire, through a small
//! memory between the two clocks, while the wire hears nothing.
//!
//! ```text
//!                     +------------+
//!      mac_txd[8]---->|            |->phy_txd[8]
//! mac_tx_en, tx_er--->|            |->phy_tx_en, tx_er
//!      phy_rxd[8]---->|  loopback  |->mac_rxd[8]
//! phy_rx_dv, rx_er--->|            |->mac_rx_dv, rx_er
//! cfg_tx_loopback---->|            |
//! cfg_rx_loopback---->|            |
//!                     +------------+
//!      tx_clk tx_rst    rx_clk rx_rst
//! ```

use crate::async_fifo::AsyncFifo;
use crate::prelude::*;

/// See `wirewright_spec::ports::loopback`.
#[derive(LogicBlock, Default)]
pub struct Loopback {
    name: ModuleName<Self>,
    /// The clock of the transmitting side.
    pub tx_clk: Signal<In, Clock>,
    /// Reset of the transmitting side, synchronous but for the Gray pointer.
    pub tx_rst: Signal<In, Bit>,
    /// Octet or nibble of the MAC.
    pub mac_txd: Signal<In, Bits<8>>,
    /// It is part of a frame.
    pub mac_tx_en: Signal<In, Bit>,
    /// Send an error in its place.
    pub mac_tx_er: Signal<In, Bit>,
    /// Keep what is sent from the wire.
    pub cfg_tx_loopback: Signal<In, Bit>,
    /// The clock of the receiving side.
    pub rx_clk: Signal<In, Clock>,
    /// Reset of the receiving side, synchronous but for the Gray pointer.
    pub rx_rst: Signal<In, Bit>,
    /// Octet or nibble of the PHY.
    pub phy_rxd: Signal<In, Bits<8>>,
    /// It is part of a carrier.
    pub phy_rx_dv: Signal<In, Bit>,
    /// The PHY saw an error in it.
    pub phy_rx_er: Signal<In, Bit>,
    /// Hear what is sent in place of the wire.
    pub cfg_rx_loopback: Signal<In, Bit>,
    /// Octet or nibble to the PHY.
    pub phy_txd: Signal<Out, Bits<8>>,
    /// It is part of a frame.
    pub phy_tx_en: Signal<Out, Bit>,
    /// Send an error in its place.
    pub phy_tx_er: Signal<Out, Bit>,
    /// Octet or nibble to the MAC.
    pub mac_rxd: Signal<Out, Bits<8>>,
    /// It is part of a carrier.
    pub mac_rx_dv: Signal<Out, Bit>,
    /// There was an error in it.
    pub mac_rx_er: Signal<Out, Bit>,

    wire_data: Register<Bits<8>>,
    wire_en: Register<Bit>,
    wire_er: Register<Bit>,
    held_data: Register<Bits<8>>,
    held_er: Register<Bit>,
    held_valid: Register<Bit>,
    written_data: Register<Bits<8>>,
    written_er: Register<Bit>,
    written_last: Register<Bit>,
    written_valid: Register<Bit>,

    crossing: AsyncFifo,

    delay: Register<Bits<3>>,
    open: Register<Bit>,
    heard_data: Register<Bits<8>>,
    heard_dv: Register<Bit>,
    heard_er: Register<Bit>,

    loops: Signal<Local, Bit>,
    passes: Signal<Local, Bit>,
}

impl Logic for Loopback {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, tx_clk, wire_data, wire_en, wire_er, held_data, held_er, held_valid);
        dff_setup!(self, tx_clk, written_data, written_er, written_last, written_valid);
        dff_setup!(self, rx_clk, delay, open, heard_data, heard_dv, heard_er);
        self.phy_txd.next = self.wire_data.q.val();
        self.phy_tx_en.next = self.wire_en.q.val();
        self.phy_tx_er.next = self.wire_er.q.val();
        self.mac_rxd.next = self.heard_data.q.val();
        self.mac_rx_dv.next = self.heard_dv.q.val();
        self.mac_rx_er.next = self.heard_er.q.val();

        // To the wire.
        self.wire_data.d.next = 0.into();
        self.wire_en.d.next = false;
        self.wire_er.d.next = false;
        if !self.cfg_tx_loopback.val() {
            self.wire_data.d.next = self.mac_txd.val();
            self.wire_en.d.next = self.mac_tx_en.val();
            self.wire_er.d.next = self.mac_tx_er.val();
        }

        // Writer. A symbol is held until it is known whether another one follows.
        self.loops.next = self.mac_tx_en.val() && self.cfg_tx_loopback.val();
        self.held_data.d.next = self.mac_txd.val();
        self.held_er.d.next = self.mac_tx_er.val();
        self.held_valid.d.next = self.loops.val();
        self.written_data.d.next = self.held_data.q.val();
        self.written_er.d.next = self.held_er.q.val();
        self.written_valid.d.next = self.held_valid.q.val();
        self.written_last.d.next = !self.loops.val();

        self.crossing.wr_clk.next = self.tx_clk.val();
        self.crossing.wr_rst.next = self.tx_rst.val();
        self.crossing.s_axis_tdata.next = self.written_data.q.val();
        self.crossing.s_axis_tvalid.next = self.written_valid.q.val();
        self.crossing.s_axis_tlast.next = self.written_last.q.val();
        self.crossing.s_axis_tuser.next = self.written_er.q.val();
        self.crossing.rd_clk.next = self.rx_clk.val();
        self.crossing.rd_rst.next = self.rx_rst.val();
        self.crossing.m_axis_tready.next = self.open.q.val();

        // Reader. It lets some symbols gather first: they make up for clocks that differ.
        self.passes.next = self.crossing.m_axis_tvalid.val() && self.open.q.val();
        if self.open.q.val() {
            if self.passes.val() && self.crossing.m_axis_tlast.val() {
                self.open.d.next = false;
            }
        } else if self.crossing.m_axis_tvalid.val() {
            self.delay.d.next = self.delay.q.val() + 1;
            if self.delay.q.val() == 5 {
                self.delay.d.next = 0.into();
                self.open.d.next = true;
            }
        }

        // To the receiver. A symbol that is missing in a frame is an error.
        self.heard_data.d.next = 0.into();
        self.heard_dv.d.next = false;
        self.heard_er.d.next = false;
        if self.cfg_rx_loopback.val() {
            self.heard_dv.d.next = self.open.q.val();
            if self.passes.val() {
                self.heard_data.d.next = self.crossing.m_axis_tdata.val();
                self.heard_er.d.next = self.crossing.m_axis_tuser.val();
            } else {
                self.heard_er.d.next = self.open.q.val();
            }
        } else {
            self.heard_data.d.next = self.phy_rxd.val();
            self.heard_dv.d.next = self.phy_rx_dv.val();
            self.heard_er.d.next = self.phy_rx_er.val();
        }
    }
}
