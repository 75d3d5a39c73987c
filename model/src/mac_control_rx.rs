// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_control_rx`](wirewright_spec::ports::mac_control_rx): takes MAC control frames out of
//! the stream, reports PAUSE, sorts frames by kind of destination (IEEE 802.3-2022, clauses 30 and 31, annex
//! 31B).
//!
//! ```text
//!                 +------------------+
//!  rx_axis_* ---->|                  |----> m_axis_*, m_axis_tdrop
//!  rx_valid, ... >|  mac_control_rx  |----> pause_valid, pause_quanta[16]
//!                 |                  |----> stat_*
//!                 +------------------+
//! ```

use wirewright_spec::Block;
use wirewright_spec::ethernet::{OPCODE_PAUSE, PAUSE_ADDRESS, TYPE_MAC_CONTROL};
use wirewright_spec::ports::mac_control_rx::{In, Out};

/// The head of the frame that passes.
#[derive(Clone, Debug, Default)]
pub struct MacControlRx {
    head: Head,
    pub(crate) out: Out,
}

/// What the first 18 octets of a frame say, as far as they have come.
#[derive(Clone, Copy, Debug)]
struct Head {
    /// Octets that have come, 18 at most.
    octets: u8,
    destination: u64,
    to_us: bool,
    length_type: u16,
    opcode: u16,
    pause_time: u16,
}

impl Default for Head {
    fn default() -> Self {
        Self { octets: 0, destination: 0, to_us: true, length_type: 0, opcode: 0, pause_time: 0 }
    }
}

impl Head {
    const OCTETS: u8 = 18;

    /// `mac_address` is our own, bits 47:40 the first octet.
    fn octet(&mut self, octet: u8, mac_address: u64) {
        match self.octets {
            0..=5 => {
                let own = (mac_address >> (8 * (5 - self.octets))) as u8;
                self.destination = self.destination << 8 | u64::from(octet);
                self.to_us &= octet == own;
            }
            12..=13 => self.length_type = self.length_type << 8 | u16::from(octet),
            14..=15 => self.opcode = self.opcode << 8 | u16::from(octet),
            16..=17 => self.pause_time = self.pause_time << 8 | u16::from(octet),
            _ => {}
        }
        self.octets += 1;
    }

    fn is_control(&self) -> bool {
        self.octets == Head::OCTETS && self.length_type == TYPE_MAC_CONTROL
    }

    fn is_for_us(&self) -> bool {
        self.to_us || self.destination.to_be_bytes()[2..] == PAUSE_ADDRESS
    }

    fn is_broadcast(&self) -> bool {
        self.octets >= 6 && self.destination == 0xffff_ffff_ffff
    }

    fn is_group(&self) -> bool {
        self.octets >= 6 && self.destination >> 40 & 1 != 0
    }
}

impl MacControlRx {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        self.pass(input);
        if input.rx_axis_tvalid {
            if self.head.octets < Head::OCTETS {
                self.head.octet(input.rx_axis_tdata, input.cfg_mac_address);
            }
            if input.rx_axis_tlast {
                if !input.rx_axis_tuser {
                    self.judge(input.cfg_pause_obey);
                }
                self.head = Head::default();
            }
        }
    }

    /// What goes through with one clock of delay; strobes low.
    #[inline]
    fn pass(&mut self, input: &In) {
        self.out = Out {
            m_axis_tdata: input.rx_axis_tdata,
            m_axis_tvalid: input.rx_axis_tvalid,
            m_axis_tlast: input.rx_axis_tlast,
            m_axis_tuser: input.rx_axis_tuser,
            pause_quanta: self.out.pause_quanta,
            stat_valid: input.rx_valid,
            stat_verdict: input.rx_verdict,
            stat_symbol_error: input.rx_symbol_error,
            stat_octets: input.rx_octets,
            ..Out::default()
        };
    }

    /// A good frame is over.
    fn judge(&mut self, pause_obey: bool) {
        let (head, out) = (&self.head, &mut self.out);
        out.stat_broadcast = head.is_broadcast();
        out.stat_multicast = head.is_group() && !head.is_broadcast();
        if !head.is_control() {
            return;
        }
        out.m_axis_tdrop = true;
        if head.opcode != OPCODE_PAUSE {
            out.stat_unsupported = true;
        } else if head.is_for_us() {
            out.stat_pause = true;
            out.pause_valid = pause_obey;
            out.pause_quanta = head.pause_time;
        }
    }
}

impl Block for MacControlRx {
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
