// SPDX-License-Identifier: MIT OR Apache-2.0
//! What every receiver does with the octets of a frame once it has found them: beats, length, FCS and the
//! verdict (IEEE 802.3-2022, 4.2.9, 4.3.2, 3.2.6 to 3.2.9; counters by clause 30 and RFC 2819).
//!
//! ```text
//!                  +------------+
//!     in_frame --->|            |->rx_axis_tdata[8]
//!        taken --->|            |->rx_axis_tvalid
//!     octet[8] --->|            |->rx_axis_tlast
//!         ends --->|  rx_frame  |->rx_axis_tuser
//!   had_error ---->|            |->stat_rx_valid, verdict[4],
//!  half_octet ---->|            |  symbol_error, octets[16]
//! cfg_rx_fcs_strip>|            |
//!  cfg_rx_jumbo -->|            |
//!                  +------------+
//! ```

use crate::crc32::Crc32;
use crate::prelude::*;

/// The octets of a frame, from the first after the delimiter, become beats and a verdict. It is the common part of
/// `mac_rx`, `mac_rx_mii` and `mac_rx_trispeed`; see `wirewright_spec::ports::mac_rx` for what it gives, and when.
#[derive(LogicBlock, Default)]
pub struct RxFrame {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// The delimiter has been seen. While it is low the next frame is prepared for.
    pub in_frame: Signal<In, Bit>,
    /// An octet is complete at this edge.
    pub taken: Signal<In, Bit>,
    /// The octet.
    pub octet: Signal<In, Bits<8>>,
    /// The first edge after the frame.
    pub ends: Signal<In, Bit>,
    /// At the end: the PHY saw an error somewhere in the carrier.
    pub had_error: Signal<In, Bit>,
    /// At the end: half an octet was cut.
    pub half_octet: Signal<In, Bit>,
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
    /// The last five octets, the newest first, and whether each is there.
    line: [Register<Bits<8>>; 5],
    held: Register<Bits<5>>,
    /// Octets of the frame so far, saturating, and what they have reached.
    octets: Register<Bits<16>>,
    is_minimum: Register<Bit>,
    is_over_basic: Register<Bit>,
    is_over_jumbo: Register<Bit>,
    /// What the length/type field says.
    is_tagged: Register<Bit>,
    is_length: Register<Bit>,
    is_out_of_range: Register<Bit>,
    /// Octets of a frame with that length field.
    expected: Register<Bits<11>>,
    tdata: Register<Bits<8>>,
    tvalid: Register<Bit>,
    tlast: Register<Bit>,
    tuser: Register<Bit>,
    over: Register<Bit>,
    verdict: Register<Bits<4>>,
    symbol_error: Register<Bit>,
    over_octets: Register<Bits<16>>,
    crc: Crc32,
    length_type: Signal<Local, Bits<16>>,
    is_type: Signal<Local, Bit>,
    is_over_1500: Signal<Local, Bit>,
    unpadded: Signal<Local, Bits<11>>,
    is_padded: Signal<Local, Bit>,
    emits: Signal<Local, Bit>,
    ends_beat: Signal<Local, Bit>,
    fcs_ok: Signal<Local, Bit>,
    is_too_long: Signal<Local, Bit>,
    is_length_wrong: Signal<Local, Bit>,
    is_bad: Signal<Local, Bit>,
}

impl Logic for RxFrame {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, line[0], line[1], line[2], line[3], line[4], held);
        dff_setup!(self, clk, octets, is_minimum, is_over_basic, is_over_jumbo);
        dff_setup!(self, clk, is_tagged, is_length, is_out_of_range, expected);
        dff_setup!(self, clk, tdata, tvalid, tlast, tuser, over, verdict, symbol_error, over_octets);
        self.rx_axis_tdata.next = self.tdata.q.val();
        self.rx_axis_tvalid.next = self.tvalid.q.val();
        self.rx_axis_tlast.next = self.tlast.q.val();
        self.rx_axis_tuser.next = self.tuser.q.val();
        self.stat_rx_valid.next = self.over.q.val();
        self.stat_rx_verdict.next = self.verdict.q.val();
        self.stat_rx_symbol_error.next = self.symbol_error.q.val();
        self.stat_rx_octets.next = self.over_octets.q.val();

        self.crc.clk.next = self.clk.val();
        self.crc.rst.next = self.rst.val() | !self.in_frame.val();
        self.crc.init.next = false;
        self.crc.valid.next = self.taken.val();
        self.crc.data.next = self.octet.val();

        // The length/type field, while octet 13 is taken: 1500 is 5 * 256 + 220, 1536 is 6 * 256.
        self.length_type.next = (bit_cast::<16, 8>(self.line[0].q.val()) << 8) | bit_cast::<16, 8>(self.octet.val());
        self.is_type.next =
            self.length_type.val().get_bits::<5>(11).any() | (self.length_type.val().get_bits::<2>(9) == 3);
        self.is_over_1500.next =
            self.is_type.val() | ((self.length_type.val().get_bits::<3>(8) == 5) & (self.octet.val() > 220));
        self.unpadded.next = self.length_type.val().get_bits::<11>(0) + 18;
        // Less than 46 octets of data; beside the sum, not behind it.
        self.is_padded.next = !self.length_type.val().get_bits::<5>(6).any()
            & !(self.length_type.val().get_bit(5)
                & (self.length_type.val().get_bit(4) | self.length_type.val().get_bits::<3>(1).all()));

        if !self.in_frame.val() {
            self.held.d.next = 0.into();
            self.octets.d.next = 0.into();
            self.is_minimum.d.next = false;
            self.is_over_basic.d.next = false;
            self.is_over_jumbo.d.next = false;
        } else if self.taken.val() {
            self.held.d.next = (self.held.q.val() << 1) | 1;
            if !self.octets.q.val().all() {
                self.octets.d.next = self.octets.q.val() + 1;
            }
            if self.octets.q.val().get_bits::<6>(0) == 63 {
                self.is_minimum.d.next = true;
            }
            if self.octets.q.val() == 1518 {
                self.is_over_basic.d.next = !self.is_tagged.q.val();
            }
            if self.octets.q.val() == 1522 {
                self.is_over_basic.d.next = true;
            }
            if self.octets.q.val() == 9018 {
                self.is_over_jumbo.d.next = true;
            }
            if !self.is_minimum.q.val() & (self.octets.q.val().get_bits::<6>(0) == 13) {
                self.is_tagged.d.next = self.length_type.val() == 0x8100;
                self.is_length.d.next = !self.is_over_1500.val();
                self.is_out_of_range.d.next = self.is_over_1500.val() & !self.is_type.val();
                self.expected.d.next = self.unpadded.val();
                if self.is_padded.val() {
                    self.expected.d.next = 64.into();
                }
            }
        }

        // Beats, from four octets further back when they lose the FCS.
        self.emits.next = self.held.q.val().get_bit(0);
        self.tdata.d.next = self.line[0].q.val();
        if self.cfg_rx_fcs_strip.val() {
            self.emits.next = self.held.q.val().get_bit(4);
            self.tdata.d.next = self.line[4].q.val();
        }
        self.tvalid.d.next = true;
        if !self.in_frame.val() | !(self.taken.val() | self.ends.val()) | !self.emits.val() {
            self.tvalid.d.next = false;
            self.tdata.d.next = 0.into();
        }
        if self.taken.val() {
            self.line[0].d.next = self.octet.val();
            for i in 1..5 {
                self.line[i].d.next = self.line[i - 1].q.val();
            }
        }
        self.ends_beat.next = self.in_frame.val() & self.ends.val() & self.emits.val();
        self.tlast.d.next = self.ends_beat.val();

        // The verdict.
        self.fcs_ok.next = (self.crc.fcs.val() == 0x2144_df1c) & !self.had_error.val();
        self.is_too_long.next = self.is_over_basic.q.val();
        if self.cfg_rx_jumbo.val() {
            self.is_too_long.next = self.is_over_jumbo.q.val();
        }
        self.is_length_wrong.next = self.is_length.q.val()
            & (self.is_over_basic.q.val() | (self.octets.q.val().get_bits::<11>(0) != self.expected.q.val()));
        self.is_bad.next =
            self.is_too_long.val() | !self.is_minimum.q.val() | !self.fcs_ok.val() | self.is_length_wrong.val();
        self.tuser.d.next = self.ends_beat.val() & self.is_bad.val();

        self.over.d.next = self.in_frame.val() & self.ends.val();
        if self.in_frame.val() & self.ends.val() {
            self.over_octets.d.next = self.octets.q.val();
            self.symbol_error.d.next = self.had_error.val() & self.is_minimum.q.val();
            if self.is_too_long.val() {
                // FrameTooLong, Jabber.
                self.verdict.d.next = 8.into();
                if self.fcs_ok.val() {
                    self.verdict.d.next = 7.into();
                }
            } else if !self.is_minimum.q.val() {
                // Undersize, Fragment.
                self.verdict.d.next = 6.into();
                if self.fcs_ok.val() {
                    self.verdict.d.next = 5.into();
                }
            } else if !self.fcs_ok.val() {
                // FrameCheckError, AlignmentError.
                self.verdict.d.next = 3.into();
                if self.half_octet.val() {
                    self.verdict.d.next = 4.into();
                }
            } else if self.is_length_wrong.val() {
                // InRangeLengthError.
                self.verdict.d.next = 2.into();
            } else {
                // OutOfRangeLength, Ok.
                self.verdict.d.next = bit_cast::<4, 1>(self.is_out_of_range.q.val().into());
            }
        }
    }
}
