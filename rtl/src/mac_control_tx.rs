// SPDX-License-Identifier: MIT OR Apache-2.0
//! MAC control, sending side: obeys received PAUSE frames and sends our own (IEEE 802.3-2022, clause 31, annex
//! 31B).
//!
//! ```text
//!                  +------------------+
//!  s_axis_* ------>|                  |------> m_axis_*, m_fcs_insert
//!  s_axis_tready<--|  mac_control_tx  |<------ m_axis_tready, tx_start_ready
//!  pause_valid --->|                  |------> paused
//!  pause_request ->|                  |------> stat_pause_sent
//!                  +------------------+
//! ```
//!
//! One frame at a time passes; what comes next is decided between frames, as late as possible, so that a PAUSE frame
//! or a received PAUSE never waits for more than the frame on its way.

use crate::prelude::*;

/// What the block does.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum Phase {
    /// Between frames.
    Wait,
    /// A frame of the client passes.
    Client,
    /// A PAUSE frame is generated.
    Control,
}

/// See `wirewright_spec::ports::mac_control_tx`.
#[derive(LogicBlock, Default)]
pub struct MacControlTx {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Octet of a client frame.
    pub s_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered.
    pub s_axis_tvalid: Signal<In, Bit>,
    /// The octet is taken.
    pub s_axis_tready: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub s_axis_tlast: Signal<In, Bit>,
    /// On the last beat: send the frame with an error.
    pub s_axis_tuser: Signal<In, Bit>,
    /// Octet to the MAC.
    pub m_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// The MAC takes the beat.
    pub m_axis_tready: Signal<In, Bit>,
    /// It is the last of its frame.
    pub m_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: send the frame with an error.
    pub m_axis_tuser: Signal<Out, Bit>,
    /// Pad this frame and append its FCS.
    pub m_fcs_insert: Signal<Out, Bit>,
    /// The MAC can start a frame without delay.
    pub tx_start_ready: Signal<In, Bit>,
    /// One octet time has passed; constant 1 at one octet a clock.
    pub octet_tick: Signal<In, Bit>,
    /// Strobe: a PAUSE frame was received.
    pub pause_valid: Signal<In, Bit>,
    /// Its pause time in units of 512 bit times.
    pub pause_quanta: Signal<In, Bits<16>>,
    /// Ask the link partner to pause for as long as this is high.
    pub pause_request: Signal<In, Bit>,
    /// Source address of PAUSE frames; bits 47:40 are sent first.
    pub cfg_mac_address: Signal<In, Bits<48>>,
    /// Pad client frames and append their FCS; else they carry it.
    pub cfg_fcs_insert: Signal<In, Bit>,
    /// Send PAUSE frames.
    pub cfg_pause_send: Signal<In, Bit>,
    /// Obey received PAUSE frames.
    pub cfg_pause_obey: Signal<In, Bit>,
    /// The pause time to ask for, in units of 512 bit times.
    pub cfg_pause_quanta: Signal<In, Bits<16>>,
    /// The link partner has asked for silence.
    pub paused: Signal<Out, Bit>,
    /// Strobe: a PAUSE frame was sent.
    pub stat_pause_sent: Signal<Out, Bit>,

    phase: Register<Phase>,
    ready: Register<Bit>,
    data: Register<Bits<8>>,
    valid: Register<Bit>,
    last: Register<Bit>,
    user: Register<Bit>,
    fcs_insert: Register<Bit>,
    spare_data: Register<Bits<8>>,
    spare_valid: Register<Bit>,
    spare_last: Register<Bit>,
    spare_user: Register<Bit>,
    spare_fcs_insert: Register<Bit>,
    index: Register<Bits<5>>,
    pause_time: Register<Bits<16>>,
    asked: Register<Bit>,
    sent_pause: Register<Bit>,
    refresh_timer: Register<Bits<21>>,
    pause_timer: Register<Bits<22>>,
    pause_starts: Register<Bit>,
    silent: Register<Bit>,
    sent: Register<Bit>,

    accept: Signal<Local, Bit>,
    free: Signal<Local, Bit>,
    idle: Signal<Local, Bit>,
    asking: Signal<Local, Bit>,
    client: Signal<Local, Bit>,
    due: Signal<Local, Bit>,
    phase_after: Signal<Local, Phase>,
    spare_after: Signal<Local, Bit>,
    control_octet: Signal<Local, Bits<8>>,
}

impl Logic for MacControlTx {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, phase, ready, data, valid, last, user, fcs_insert);
        dff_setup!(self, clk, spare_data, spare_valid, spare_last, spare_user, spare_fcs_insert);
        dff_setup!(
            self,
            clk,
            index,
            pause_time,
            asked,
            sent_pause,
            refresh_timer,
            pause_timer,
            pause_starts,
            silent,
            sent
        );
        self.s_axis_tready.next = self.ready.q.val();
        self.m_axis_tdata.next = self.data.q.val();
        self.m_axis_tvalid.next = self.valid.q.val();
        self.m_axis_tlast.next = self.last.q.val();
        self.m_axis_tuser.next = self.user.q.val();
        self.m_fcs_insert.next = self.fcs_insert.q.val();
        self.paused.next = self.silent.q.val();
        self.stat_pause_sent.next = self.sent.q.val();

        self.accept.next = self.s_axis_tvalid.val() && self.ready.q.val();
        self.free.next = !self.valid.q.val() || self.m_axis_tready.val();
        self.idle.next = (self.phase.q.val() == Phase::Wait)
            && self.tx_start_ready.val()
            && !self.valid.q.val()
            && !self.spare_valid.q.val();
        self.client.next = self.s_axis_tvalid.val() && !self.silent.q.val();
        // Asked again before the time runs out, and taken back when the request ends; but the client has its turn
        // after each PAUSE frame.
        self.asking.next = self.pause_request.val() && self.cfg_pause_quanta.val().any();
        self.due.next = self.cfg_pause_send.val()
            && ((self.asking.val() != self.asked.q.val()) || (self.asking.val() && (self.refresh_timer.q.val() == 0)))
            && !(self.sent_pause.q.val() && self.client.val());

        // The octets of a PAUSE frame.
        self.control_octet.next = 0x00.into();
        if self.index.q.val() == 0 {
            self.control_octet.next = 0x01.into();
        } else if self.index.q.val() == 1 {
            self.control_octet.next = 0x80.into();
        } else if self.index.q.val() == 2 {
            self.control_octet.next = 0xc2.into();
        } else if self.index.q.val() == 5 {
            self.control_octet.next = 0x01.into();
        } else if self.index.q.val() == 6 {
            self.control_octet.next = self.cfg_mac_address.val().get_bits::<8>(40);
        } else if self.index.q.val() == 7 {
            self.control_octet.next = self.cfg_mac_address.val().get_bits::<8>(32);
        } else if self.index.q.val() == 8 {
            self.control_octet.next = self.cfg_mac_address.val().get_bits::<8>(24);
        } else if self.index.q.val() == 9 {
            self.control_octet.next = self.cfg_mac_address.val().get_bits::<8>(16);
        } else if self.index.q.val() == 10 {
            self.control_octet.next = self.cfg_mac_address.val().get_bits::<8>(8);
        } else if self.index.q.val() == 11 {
            self.control_octet.next = self.cfg_mac_address.val().get_bits::<8>(0);
        } else if self.index.q.val() == 12 {
            self.control_octet.next = 0x88.into();
        } else if self.index.q.val() == 13 {
            self.control_octet.next = 0x08.into();
        } else if self.index.q.val() == 15 {
            self.control_octet.next = 0x01.into();
        } else if self.index.q.val() == 16 {
            self.control_octet.next = self.pause_time.q.val().get_bits::<8>(8);
        } else if self.index.q.val() == 17 {
            self.control_octet.next = self.pause_time.q.val().get_bits::<8>(0);
        }

        // Timers, in octet times.
        if self.octet_tick.val() {
            if self.refresh_timer.q.val() != 0 {
                self.refresh_timer.d.next = self.refresh_timer.q.val() - 1;
            }
            if (self.pause_timer.q.val() != 0) && !self.pause_starts.q.val() {
                self.pause_timer.d.next = self.pause_timer.q.val() - 1;
                if self.pause_timer.q.val() == 1 {
                    self.silent.d.next = false;
                }
            }
        }
        // A received time begins when the frame on its way is sent (31B.3.3).
        if self.pause_starts.q.val() && self.idle.val() {
            self.pause_starts.d.next = false;
            self.silent.d.next = self.pause_timer.q.val() != 0;
        }
        if self.pause_valid.val() {
            self.pause_timer.d.next = bit_cast::<22, 16>(self.pause_quanta.val()) << 6;
            self.pause_starts.d.next = true;
            self.silent.d.next = true;
        }
        if !self.cfg_pause_obey.val() {
            self.pause_timer.d.next = 0.into();
            self.pause_starts.d.next = false;
            self.silent.d.next = false;
        }

        self.sent.d.next = false;
        self.phase_after.next = self.phase.q.val();
        match self.phase.q.val() {
            Phase::Wait => {
                if self.idle.val() {
                    if self.due.val() {
                        self.phase_after.next = Phase::Control;
                        self.asked.d.next = self.asking.val();
                        self.sent_pause.d.next = true;
                        self.pause_time.d.next = 0.into();
                        if self.asking.val() {
                            self.pause_time.d.next = self.cfg_pause_quanta.val();
                        }
                        self.refresh_timer.d.next = bit_cast::<21, 16>(self.cfg_pause_quanta.val()) << 5;
                    } else if self.client.val() {
                        self.phase_after.next = Phase::Client;
                        self.sent_pause.d.next = false;
                    }
                }
            }
            Phase::Client => {
                if self.accept.val() && self.s_axis_tlast.val() {
                    self.phase_after.next = Phase::Wait;
                }
            }
            Phase::Control => {
                if self.free.val() {
                    self.index.d.next = self.index.q.val() + 1;
                    if self.index.q.val() == 17 {
                        self.index.d.next = 0.into();
                        self.sent.d.next = true;
                        self.phase_after.next = Phase::Wait;
                    }
                }
            }
        }
        self.phase.d.next = self.phase_after.val();

        // The register to the MAC, and the spare one for the beat that comes while it is not free.
        self.spare_after.next = self.spare_valid.q.val();
        if self.free.val() {
            self.spare_after.next = false;
            self.valid.d.next = self.spare_valid.q.val() || self.accept.val() || (self.phase.q.val() == Phase::Control);
            if self.spare_valid.q.val() {
                self.data.d.next = self.spare_data.q.val();
                self.last.d.next = self.spare_last.q.val();
                self.user.d.next = self.spare_user.q.val();
                self.fcs_insert.d.next = self.spare_fcs_insert.q.val();
            } else if self.accept.val() {
                self.data.d.next = self.s_axis_tdata.val();
                self.last.d.next = self.s_axis_tlast.val();
                self.user.d.next = self.s_axis_tuser.val();
                self.fcs_insert.d.next = self.cfg_fcs_insert.val();
            } else if self.phase.q.val() == Phase::Control {
                self.data.d.next = self.control_octet.val();
                self.last.d.next = self.index.q.val() == 17;
                self.user.d.next = false;
                self.fcs_insert.d.next = true;
            }
        } else if self.accept.val() {
            self.spare_after.next = true;
            self.spare_data.d.next = self.s_axis_tdata.val();
            self.spare_last.d.next = self.s_axis_tlast.val();
            self.spare_user.d.next = self.s_axis_tuser.val();
            self.spare_fcs_insert.d.next = self.cfg_fcs_insert.val();
        }
        self.spare_valid.d.next = self.spare_after.val();
        self.ready.d.next = (self.phase_after.val() == Phase::Client) && !self.spare_after.val();
    }
}
