// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet receiver for 10, 100 and 1000 Mbit/s: GMII with a clock enable, octets or nibbles chosen at run
//! time (IEEE 802.3-2022, 4.2.9, clauses 22 and 35).
//!
//! ```text
//!                  +-----------------+
//!          rx_ce-->|                 |->rx_axis_tdata[8]
//!     cfg_nibble-->|                 |->rx_axis_tvalid
//!    gmii_rxd[8]-->|                 |->rx_axis_tlast
//!    gmii_rx_dv--->| mac_rx_trispeed |->rx_axis_tuser
//!    gmii_rx_er--->|                 |->stat_rx_valid, verdict[4],
//! cfg_rx_fcs_strip>|                 |  symbol_error, octets[16]
//!  cfg_rx_jumbo--->|                 |
//!                  +-----------------+
//! ```

use crate::prelude::*;
use crate::rx_frame::RxFrame;

/// The receiver for 10, 100 and 1000 Mbit/s; see `wirewright_spec::ports::mac_rx_trispeed`.
#[derive(LogicBlock, Default)]
pub struct MacRxTrispeed {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// This edge counts.
    pub rx_ce: Signal<In, Bit>,
    /// Four bits an edge (10 and 100 Mbit/s) instead of eight.
    pub cfg_nibble: Signal<In, Bit>,
    /// Octet, or nibble in bits 3 to 0, from the PHY.
    pub gmii_rxd: Signal<In, Bits<8>>,
    /// `gmii_rxd` is part of a carrier.
    pub gmii_rx_dv: Signal<In, Bit>,
    /// The PHY saw an error in it.
    pub gmii_rx_er: Signal<In, Bit>,
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
    /// The edge before was part of this carrier.
    in_carrier: Register<Bit>,
    /// The carrier brings nibbles.
    is_nibble: Register<Bit>,
    /// The delimiter of the carrier has been seen.
    in_frame: Register<Bit>,
    /// The PHY saw an error in the carrier so far.
    had_error: Register<Bit>,
    /// The nibble before in the same carrier, else 0.
    last: Register<Bits<4>>,
    /// It is the low nibble of an octet of the frame.
    has_low: Register<Bit>,
    frame: RxFrame,
    nibble: Signal<Local, Bits<4>>,
    by_nibble: Signal<Local, Bit>,
    octet: Signal<Local, Bits<8>>,
    is_delimiter: Signal<Local, Bit>,
}

impl Logic for MacRxTrispeed {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, in_carrier, is_nibble, in_frame, had_error, last, has_low);

        // The setting holds for a whole carrier.
        self.by_nibble.next = self.cfg_nibble.val();
        if self.in_carrier.q.val() {
            self.by_nibble.next = self.is_nibble.q.val();
        }

        self.nibble.next = self.gmii_rxd.val().get_bits::<4>(0);
        self.octet.next = self.gmii_rxd.val();
        self.is_delimiter.next = self.gmii_rxd.val() == 0xd5;
        if self.by_nibble.val() {
            self.octet.next = (bit_cast::<8, 4>(self.nibble.val()) << 4) | bit_cast::<8, 4>(self.last.q.val());
            self.is_delimiter.next = (self.last.q.val() == 0x5) & (self.nibble.val() == 0xd);
        }

        if self.rx_ce.val() {
            self.in_carrier.d.next = self.gmii_rx_dv.val();
            self.is_nibble.d.next = self.by_nibble.val();
            self.has_low.d.next = self.by_nibble.val() & self.in_frame.q.val() & !self.has_low.q.val();
            self.last.d.next = self.nibble.val();
            if self.is_delimiter.val() {
                self.in_frame.d.next = true;
            }
            if self.gmii_rx_er.val() {
                self.had_error.d.next = true;
            }
            if !self.gmii_rx_dv.val() {
                self.in_frame.d.next = false;
                self.had_error.d.next = false;
                self.last.d.next = 0.into();
                self.has_low.d.next = false;
            }
        }

        self.frame.clk.next = self.clk.val();
        self.frame.rst.next = self.rst.val();
        self.frame.in_frame.next = self.in_frame.q.val();
        self.frame.taken.next =
            self.rx_ce.val() & self.gmii_rx_dv.val() & (self.has_low.q.val() | !self.by_nibble.val());
        self.frame.octet.next = self.octet.val();
        self.frame.ends.next = self.rx_ce.val() & !self.gmii_rx_dv.val();
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
