// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_control_tx`](wirewright_spec::ports::mac_control_tx): obeys received PAUSE frames and
//! sends our own (IEEE 802.3-2022, clause 31, annex 31B).
//!
//! ```text
//!                  +------------------+
//!  s_axis_* ------>|                  |------> m_axis_*, m_fcs_insert
//!  s_axis_tready<--|  mac_control_tx  |<------ m_axis_tready, tx_start_ready
//!  pause_valid --->|                  |------> paused
//!  pause_request ->|                  |------> stat_pause_sent
//!                  +------------------+
//! ```

use crate::tx_frame::Beat;
use wirewright_spec::Block;
use wirewright_spec::ethernet::{OPCODE_PAUSE, PAUSE_ADDRESS, PAUSE_QUANTUM_BITS, TYPE_MAC_CONTROL};
use wirewright_spec::ports::mac_control_tx::{In, Out};

/// Octet times in one pause quantum.
const QUANTUM_OCTETS: u32 = PAUSE_QUANTUM_BITS as u32 / 8;
/// Octets of a PAUSE frame that are not padding or FCS.
const PAUSE_OCTETS: u8 = 18;

/// What passes, and what is to be sent or waited for.
#[derive(Clone, Debug)]
pub struct MacControlTx {
    phase: Phase,
    /// The beat that came when the outputs were not free.
    spare: Option<Beat>,
    last_pause: LastPause,
    /// Octet times until a standing request is sent again.
    refresh_octets: u32,
    /// Octet times for which the link partner wants silence.
    pause_octets: u32,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Wait,
    Client,
    /// A PAUSE frame with this time, of which `sent` octets are generated.
    Control {
        pause_time: u16,
        sent: u8,
    },
}

/// What the link partner was told last.
#[derive(Clone, Copy, Debug)]
struct LastPause {
    for_request: bool,
    time_zero: bool,
}

impl MacControlTx {
    /// A block as after reset.
    pub fn new() -> Self {
        Self {
            phase: Phase::Wait,
            spare: None,
            last_pause: LastPause { for_request: false, time_zero: true },
            refresh_octets: 0,
            pause_octets: 0,
            out: Out::default(),
        }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let phase_before = self.phase;
        let out_free = !self.out.m_axis_tvalid || input.m_axis_tready;
        self.out.stat_pause_sent = false;
        let (refresh_before, ticks) = (self.refresh_octets, u32::from(input.octet_tick));
        self.refresh_octets = refresh_before.saturating_sub(ticks);

        let beat = match phase_before {
            Phase::Wait => {
                self.choose(input, refresh_before == 0);
                None
            }
            Phase::Client => self.accept(input),
            Phase::Control { pause_time, sent } if out_free => {
                Some(self.generate(pause_time, sent, input.cfg_mac_address))
            }
            Phase::Control { .. } => None,
        };
        if out_free {
            let next = self.spare.take().or(beat);
            self.show(next);
        } else if beat.is_some() {
            self.spare = beat;
        }
        self.out.s_axis_tready = self.phase == Phase::Client && self.spare.is_none();
        self.count_pause(input, ticks);
    }

    /// Between frames: what comes next, if anything.
    #[inline]
    fn choose(&mut self, input: &In, refresh_is_over: bool) {
        if !input.tx_start_ready || self.out.m_axis_tvalid || self.spare.is_some() {
            return;
        }
        if input.cfg_pause_send && self.is_due(input.pause_request, refresh_is_over) {
            let pause_time = if input.pause_request { input.cfg_pause_quanta } else { 0 };
            self.phase = Phase::Control { pause_time, sent: 0 };
            self.last_pause = LastPause { for_request: input.pause_request, time_zero: pause_time == 0 };
            self.refresh_octets = u32::from(input.cfg_pause_quanta) * (QUANTUM_OCTETS / 2);
        } else if input.s_axis_tvalid && !self.out.paused {
            self.phase = Phase::Client;
        }
    }

    /// Whether the link partner must be told something.
    fn is_due(&self, pause_request: bool, refresh_is_over: bool) -> bool {
        if pause_request { self.last_pause.time_zero || refresh_is_over } else { self.last_pause.for_request }
    }

    /// The client's beat, if one passes.
    #[inline]
    fn accept(&mut self, input: &In) -> Option<Beat> {
        if !(input.s_axis_tvalid && self.out.s_axis_tready) {
            return None;
        }
        if input.s_axis_tlast {
            self.phase = Phase::Wait;
        }
        Some(Beat {
            data: input.s_axis_tdata,
            last: input.s_axis_tlast,
            user: input.s_axis_tuser,
            fcs_insert: input.cfg_fcs_insert,
        })
    }

    /// The next octet of a PAUSE frame (31B.2, figure 31B-1).
    fn generate(&mut self, pause_time: u16, sent: u8, mac_address: u64) -> Beat {
        let data = match sent {
            0..=5 => PAUSE_ADDRESS[usize::from(sent)],
            6..=11 => (mac_address >> (8 * (11 - sent))) as u8,
            12..=13 => TYPE_MAC_CONTROL.to_be_bytes()[usize::from(sent - 12)],
            14..=15 => OPCODE_PAUSE.to_be_bytes()[usize::from(sent - 14)],
            _ => pause_time.to_be_bytes()[usize::from(sent & 1)],
        };
        let last = sent + 1 == PAUSE_OCTETS;
        self.phase = if last { Phase::Wait } else { Phase::Control { pause_time, sent: sent + 1 } };
        self.out.stat_pause_sent = last;
        Beat { data, last, user: false, fcs_insert: true }
    }

    /// Puts a beat on the outputs, or none.
    #[inline]
    fn show(&mut self, beat: Option<Beat>) {
        self.out.m_axis_tvalid = beat.is_some();
        if let Some(beat) = beat {
            self.out.m_axis_tdata = beat.data;
            self.out.m_axis_tlast = beat.last;
            self.out.m_axis_tuser = beat.user;
            self.out.m_fcs_insert = beat.fcs_insert;
        }
    }

    #[inline]
    fn count_pause(&mut self, input: &In, ticks: u32) {
        self.pause_octets = if input.pause_valid && input.cfg_pause_obey {
            u32::from(input.pause_quanta) * QUANTUM_OCTETS
        } else {
            self.pause_octets.saturating_sub(ticks)
        };
        self.out.paused = self.pause_octets != 0;
    }
}

impl Default for MacControlTx {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for MacControlTx {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}
