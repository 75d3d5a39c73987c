// SPDX-License-Identifier: MIT OR Apache-2.0
//! MAC control, receiving side: takes MAC control frames out of the stream and reports PAUSE (IEEE 802.3-2022,
//! clause 31, annex 31B), and sorts frames by kind of destination (clause 30).
//!
//! ```text
//!                 +------------------+
//!  rx_axis_* ---->|                  |----> m_axis_*, m_axis_tdrop
//!  rx_valid, ... >|  mac_control_rx  |----> pause_valid, pause_quanta[16]
//!                 |                  |----> stat_*
//!                 +------------------+
//! ```
//!
//! Each octet is compared as it passes; what the frame can still be is a handful of flags, judged with the last beat.

use crate::prelude::*;

/// See `wirewright_spec::ports::mac_control_rx`.
#[derive(LogicBlock, Default)]
pub struct MacControlRx {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Octet of a frame.
    pub rx_axis_tdata: Signal<In, Bits<8>>,
    /// There is an octet.
    pub rx_axis_tvalid: Signal<In, Bit>,
    /// It is the last of its frame.
    pub rx_axis_tlast: Signal<In, Bit>,
    /// On the last beat: the frame is bad.
    pub rx_axis_tuser: Signal<In, Bit>,
    /// Strobe: verdict from the MAC.
    pub rx_valid: Signal<In, Bit>,
    /// An `RxVerdict`.
    pub rx_verdict: Signal<In, Bits<4>>,
    /// The PHY reported an error in it.
    pub rx_symbol_error: Signal<In, Bit>,
    /// Its length in octets.
    pub rx_octets: Signal<In, Bits<16>>,
    /// Own address; bits 47:40 are the first octet.
    pub cfg_mac_address: Signal<In, Bits<48>>,
    /// Report PAUSE frames to the transmitter.
    pub cfg_pause_obey: Signal<In, Bit>,
    /// Octet of a frame.
    pub m_axis_tdata: Signal<Out, Bits<8>>,
    /// There is an octet.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub m_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: the frame is bad.
    pub m_axis_tuser: Signal<Out, Bit>,
    /// On the last beat: a MAC control frame, not to be passed on.
    pub m_axis_tdrop: Signal<Out, Bit>,
    /// Strobe: obey `pause_quanta`.
    pub pause_valid: Signal<Out, Bit>,
    /// Pause time in units of 512 bit times.
    pub pause_quanta: Signal<Out, Bits<16>>,
    /// Strobe: the verdict beside it is of a frame that is over.
    pub stat_valid: Signal<Out, Bit>,
    /// An `RxVerdict`.
    pub stat_verdict: Signal<Out, Bits<4>>,
    /// The PHY reported an error in it.
    pub stat_symbol_error: Signal<Out, Bit>,
    /// Its length in octets.
    pub stat_octets: Signal<Out, Bits<16>>,
    /// Strobe: a good frame for a group.
    pub stat_multicast: Signal<Out, Bit>,
    /// Strobe: a good frame for all.
    pub stat_broadcast: Signal<Out, Bit>,
    /// Strobe: a PAUSE frame for us.
    pub stat_pause: Signal<Out, Bit>,
    /// Strobe: a MAC control frame with an unknown opcode.
    pub stat_unsupported: Signal<Out, Bit>,

    data: Register<Bits<8>>,
    valid: Register<Bit>,
    last: Register<Bit>,
    user: Register<Bit>,
    drop: Register<Bit>,
    pause: Register<Bit>,
    quanta: Register<Bits<16>>,
    verdict_valid: Register<Bit>,
    verdict: Register<Bits<4>>,
    symbol_error: Register<Bit>,
    octets: Register<Bits<16>>,
    multicast: Register<Bit>,
    broadcast: Register<Bit>,
    pause_seen: Register<Bit>,
    unsupported: Register<Bit>,

    index: Register<Bits<5>>,
    past_destination: Register<Bit>,
    is_group: Register<Bit>,
    is_all_ones: Register<Bit>,
    is_pause_address: Register<Bit>,
    is_own_address: Register<Bit>,
    is_control_type: Register<Bit>,
    is_pause_opcode: Register<Bit>,
    quanta_high: Register<Bits<8>>,
    quanta_low: Register<Bits<8>>,

    own_octet: Signal<Local, Bits<8>>,
    pause_octet: Signal<Local, Bits<8>>,
    all_ones_now: Signal<Local, Bit>,
    quanta_low_now: Signal<Local, Bits<8>>,
    good: Signal<Local, Bit>,
    addressed: Signal<Local, Bit>,
    control: Signal<Local, Bit>,
    pause_now: Signal<Local, Bit>,
}

impl Logic for MacControlRx {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, data, valid, last, user, drop, pause, quanta);
        dff_setup!(self, clk, verdict_valid, verdict, symbol_error, octets);
        dff_setup!(self, clk, multicast, broadcast, pause_seen, unsupported);
        dff_setup!(self, clk, index, past_destination, is_group, is_all_ones, is_pause_address, is_own_address);
        dff_setup!(self, clk, is_control_type, is_pause_opcode, quanta_high, quanta_low);
        self.m_axis_tdata.next = self.data.q.val();
        self.m_axis_tvalid.next = self.valid.q.val();
        self.m_axis_tlast.next = self.last.q.val();
        self.m_axis_tuser.next = self.user.q.val();
        self.m_axis_tdrop.next = self.drop.q.val();
        self.pause_valid.next = self.pause.q.val();
        self.pause_quanta.next = self.quanta.q.val();
        self.stat_valid.next = self.verdict_valid.q.val();
        self.stat_verdict.next = self.verdict.q.val();
        self.stat_symbol_error.next = self.symbol_error.q.val();
        self.stat_octets.next = self.octets.q.val();
        self.stat_multicast.next = self.multicast.q.val();
        self.stat_broadcast.next = self.broadcast.q.val();
        self.stat_pause.next = self.pause_seen.q.val();
        self.stat_unsupported.next = self.unsupported.q.val();

        self.data.d.next = self.rx_axis_tdata.val();
        self.valid.d.next = self.rx_axis_tvalid.val();
        self.last.d.next = self.rx_axis_tlast.val();
        self.user.d.next = self.rx_axis_tuser.val();
        self.verdict_valid.d.next = self.rx_valid.val();
        self.verdict.d.next = self.rx_verdict.val();
        self.symbol_error.d.next = self.rx_symbol_error.val();
        self.octets.d.next = self.rx_octets.val();

        // The octet of both addresses that belongs beside this one.
        self.own_octet.next = self.cfg_mac_address.val().get_bits::<8>(0);
        self.pause_octet.next = 0x01.into();
        if self.index.q.val() == 0 {
            self.own_octet.next = self.cfg_mac_address.val().get_bits::<8>(40);
        } else if self.index.q.val() == 1 {
            self.own_octet.next = self.cfg_mac_address.val().get_bits::<8>(32);
            self.pause_octet.next = 0x80.into();
        } else if self.index.q.val() == 2 {
            self.own_octet.next = self.cfg_mac_address.val().get_bits::<8>(24);
            self.pause_octet.next = 0xc2.into();
        } else if self.index.q.val() == 3 {
            self.own_octet.next = self.cfg_mac_address.val().get_bits::<8>(16);
            self.pause_octet.next = 0x00.into();
        } else if self.index.q.val() == 4 {
            self.own_octet.next = self.cfg_mac_address.val().get_bits::<8>(8);
            self.pause_octet.next = 0x00.into();
        }

        // All ones up to this octet of the destination.
        self.all_ones_now.next = self.is_all_ones.q.val();
        if !self.past_destination.q.val() {
            self.all_ones_now.next =
                (self.is_all_ones.q.val() || (self.index.q.val() == 0)) && (self.rx_axis_tdata.val() == 0xff);
        }
        self.quanta_low_now.next = self.quanta_low.q.val();
        if self.index.q.val() == 17 {
            self.quanta_low_now.next = self.rx_axis_tdata.val();
        }

        if self.rx_axis_tvalid.val() {
            // 18 stands for any octet after those that matter.
            if self.rx_axis_tlast.val() {
                self.index.d.next = 0.into();
                self.past_destination.d.next = false;
            } else if self.index.q.val() != 18 {
                self.index.d.next = self.index.q.val() + 1;
                if self.index.q.val() == 5 {
                    self.past_destination.d.next = true;
                }
            }

            self.is_all_ones.d.next = self.all_ones_now.val();
            self.quanta_low.d.next = self.quanta_low_now.val();
            if !self.past_destination.q.val() {
                self.is_own_address.d.next = (self.is_own_address.q.val() || (self.index.q.val() == 0))
                    && (self.rx_axis_tdata.val() == self.own_octet.val());
                self.is_pause_address.d.next = (self.is_pause_address.q.val() || (self.index.q.val() == 0))
                    && (self.rx_axis_tdata.val() == self.pause_octet.val());
            }
            if self.index.q.val() == 0 {
                self.is_group.d.next = self.rx_axis_tdata.val().get_bit(0);
            }
            if self.index.q.val() == 12 {
                self.is_control_type.d.next = self.rx_axis_tdata.val() == 0x88;
            }
            if self.index.q.val() == 13 {
                self.is_control_type.d.next = self.is_control_type.q.val() && (self.rx_axis_tdata.val() == 0x08);
            }
            if self.index.q.val() == 14 {
                self.is_pause_opcode.d.next = self.rx_axis_tdata.val() == 0x00;
            }
            if self.index.q.val() == 15 {
                self.is_pause_opcode.d.next = self.is_pause_opcode.q.val() && (self.rx_axis_tdata.val() == 0x01);
            }
            if self.index.q.val() == 16 {
                self.quanta_high.d.next = self.rx_axis_tdata.val();
            }
        }

        // Judged with the last beat.
        self.good.next = self.rx_axis_tvalid.val() && self.rx_axis_tlast.val() && !self.rx_axis_tuser.val();
        self.addressed.next = self.good.val() && (self.past_destination.q.val() || (self.index.q.val() == 5));
        self.broadcast.d.next = self.addressed.val() && self.all_ones_now.val();
        self.multicast.d.next = self.addressed.val() && self.is_group.q.val() && !self.all_ones_now.val();

        self.control.next = self.good.val()
            && ((self.index.q.val() == 17) || (self.index.q.val() == 18))
            && self.is_control_type.q.val();
        self.pause_now.next = self.control.val()
            && self.is_pause_opcode.q.val()
            && (self.is_own_address.q.val() || self.is_pause_address.q.val());
        self.drop.d.next = self.control.val();
        self.unsupported.d.next = self.control.val() && !self.is_pause_opcode.q.val();
        self.pause_seen.d.next = self.pause_now.val();
        self.pause.d.next = self.pause_now.val() && self.cfg_pause_obey.val();
        if self.pause_now.val() {
            self.quanta.d.next =
                (bit_cast::<16, 8>(self.quanta_high.q.val()) << 8) | bit_cast::<16, 8>(self.quanta_low_now.val());
        }
    }
}
