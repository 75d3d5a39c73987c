// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet receiver for MII, one nibble a clock (IEEE 802.3-2022, 4.2.9, clause 22). Full and half duplex are
//! the same to it.
//!
//! ```text
//!                  +--------------+
//!     mii_rxd[4]-->|              |->rx_axis_tdata[8]
//!     mii_rx_dv--->|              |->rx_axis_tvalid
//!     mii_rx_er--->|  mac_rx_mii  |->rx_axis_tlast
//! cfg_rx_fcs_strip>|              |->rx_axis_tuser
//!  cfg_rx_jumbo--->|              |->stat_rx_valid, verdict[4],
//!                  +--------------+  symbol_error, octets[16]
//! ```

use crate::prelude::*;
use crate::rx_frame::RxFrame;

/// The receiver for MII; see `wirewright_spec::ports::mac_rx_mii`.
#[derive(LogicBlock, Default)]
pub struct MacRxMii {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Nibble from the PHY.
    pub mii_rxd: Signal<In, Bits<4>>,
    /// `mii_rxd` is part of a carrier.
    pub mii_rx_dv: Signal<In, Bit>,
    /// The PHY saw an error in it.
    pub mii_rx_er: Signal<In, Bit>,
    /// Strip the FCS; else the stream carries it.
    pub cfg_rx_fcs_strip: Signal<In, Bit>,
    /// Frames may have 9018 octets; else 1518, or 1522 with a VLAN tag.
    pub cfg_rx_jumbo: Signal<In, Bit>,
    /// Octet of a frame.
    pub rx_axis_tdata: Signal<Out, Bits<8>>,
    /// There is an octet.
    pub rx_axis_tvalid: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub rx_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: the frame is bad.
    pub rx_axis_tuser: Signal<Out, Bit>,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_rx_valid: Signal<Out, Bit>,
    /// What it was: an `RxVerdict`.
    pub stat_rx_verdict: Signal<Out, Bits<4>>,
    /// The PHY saw an error in a frame not shorter than 64 octets.
    pub stat_rx_symbol_error: Signal<Out, Bit>,
    /// Its length in whole octets, FCS included; saturates at 65535.
    pub stat_rx_octets: Signal<Out, Bits<16>>,
    /// The delimiter of the carrier has been seen.
    in_frame: Register<Bit>,
    /// The PHY saw an error in the carrier so far.
    had_error: Register<Bit>,
    /// The nibble before in the same carrier, else 0.
    last: Register<Bits<4>>,
    /// It is the low nibble of an octet of the frame.
    has_low: Register<Bit>,
    frame: RxFrame,
}

impl Logic for MacRxMii {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, in_frame, had_error, last, has_low);

        self.has_low.d.next = self.in_frame.q.val() & !self.has_low.q.val();
        self.last.d.next = self.mii_rxd.val();
        if (self.last.q.val() == 0x5) & (self.mii_rxd.val() == 0xd) {
            self.in_frame.d.next = true;
        }
        if self.mii_rx_er.val() {
            self.had_error.d.next = true;
        }
        if !self.mii_rx_dv.val() {
            self.in_frame.d.next = false;
            self.had_error.d.next = false;
            self.last.d.next = 0.into();
            self.has_low.d.next = false;
        }

        self.frame.clk.next = self.clk.val();
        self.frame.rst.next = self.rst.val();
        self.frame.in_frame.next = self.in_frame.q.val();
        self.frame.taken.next = self.mii_rx_dv.val() & self.has_low.q.val();
        self.frame.octet.next = (bit_cast::<8, 4>(self.mii_rxd.val()) << 4) | bit_cast::<8, 4>(self.last.q.val());
        self.frame.ends.next = !self.mii_rx_dv.val();
        self.frame.had_error.next = self.had_error.q.val();
        self.frame.half_octet.next = self.has_low.q.val();
        self.frame.cfg_rx_fcs_strip.next = self.cfg_rx_fcs_strip.val();
        self.frame.cfg_rx_jumbo.next = self.cfg_rx_jumbo.val();

        self.rx_axis_tdata.next = self.frame.rx_axis_tdata.val();
        self.rx_axis_tvalid.next = self.frame.rx_axis_tvalid.val();
        self.rx_axis_tlast.next = self.frame.rx_axis_tlast.val();
        self.rx_axis_tuser.next = self.frame.rx_axis_tuser.val();
        self.stat_rx_valid.next = self.frame.stat_rx_valid.val();
        self.stat_rx_verdict.next = self.frame.stat_rx_verdict.val();
        self.stat_rx_symbol_error.next = self.frame.stat_rx_symbol_error.val();
        self.stat_rx_octets.next = self.frame.stat_rx_octets.val();
    }
}
