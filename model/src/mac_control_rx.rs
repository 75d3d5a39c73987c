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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const OWN: [u8; 6] = [2, 0, 0x5e, 0x10, 0, 1];

    const IDLE: In = In {
        rst: false,
        rx_axis_tdata: 0,
        rx_axis_tvalid: false,
        rx_axis_tlast: false,
        rx_axis_tuser: false,
        rx_valid: false,
        rx_verdict: 0,
        rx_symbol_error: false,
        rx_octets: 0,
        cfg_mac_address: 0x0200_5e10_0001,
        cfg_pause_obey: true,
    };

    fn frame(destination: [u8; 6], length_type: u16, opcode: u16, octets: usize) -> Vec<u8> {
        let mut frame = destination.to_vec();
        frame.extend([0xaa; 6]);
        frame.extend(length_type.to_be_bytes());
        frame.extend(opcode.to_be_bytes());
        frame.extend([0x12, 0x34]);
        frame.resize(octets, 0);
        frame
    }

    /// Lets a frame pass, with a pause of one edge in it, and gives the outputs after its last beat; before it no
    /// strobe may come.
    fn pass(block: &mut MacControlRx, octets: &[u8], user: bool, settings: In) -> Out {
        let mut output = Out::default();
        for (index, &octet) in octets.iter().enumerate() {
            let last = index + 1 == octets.len();
            if index == 7 {
                Block::step(block, &settings, &mut output);
                assert!(!output.m_axis_tvalid);
            }
            let input = In { rx_axis_tdata: octet, rx_axis_tvalid: true, rx_axis_tlast: last, ..settings };
            Block::step(block, &In { rx_axis_tuser: user && last, ..input }, &mut output);
            assert_eq!((output.m_axis_tdata, output.m_axis_tvalid, output.m_axis_tlast), (octet, true, last));
            assert!(last || strobes(&output).is_empty(), "{output:?}");
        }
        assert_eq!(output.m_axis_tuser, user);
        output
    }

    fn strobes(out: &Out) -> String {
        let named = [
            (out.m_axis_tdrop, "drop"),
            (out.stat_pause, "pause"),
            (out.pause_valid, "valid"),
            (out.stat_unsupported, "unsupported"),
            (out.stat_broadcast, "broadcast"),
            (out.stat_multicast, "multicast"),
        ];
        named.into_iter().filter_map(|(on, name)| on.then_some(name)).collect::<Vec<_>>().join(" ")
    }

    fn strobes_of(octets: &[u8], user: bool, settings: In) -> String {
        strobes(&pass(&mut MacControlRx::new(), octets, user, settings))
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(MacControlRx::new, &[Out::default()]);
    }

    #[test]
    fn verdicts_pass_one_edge_late() {
        let mut output = Out::default();
        let input = In { rx_valid: true, rx_verdict: 5, rx_symbol_error: true, rx_octets: 63, ..IDLE };
        Block::step(&mut MacControlRx::new(), &input, &mut output);
        let expected =
            Out { stat_valid: true, stat_verdict: 5, stat_symbol_error: true, stat_octets: 63, ..Out::default() };
        assert_eq!(output, expected);
    }

    #[test]
    fn pause_for_us_is_reported_and_dropped() {
        for octets in [18, 19, 60] {
            for (destination, group) in [(PAUSE_ADDRESS, " multicast"), (OWN, "")] {
                let octets = frame(destination, TYPE_MAC_CONTROL, OPCODE_PAUSE, octets);
                assert_eq!(strobes_of(&octets, false, IDLE), format!("drop pause valid{group}"));
                let deaf = In { cfg_pause_obey: false, ..IDLE };
                assert_eq!(strobes_of(&octets, false, deaf), format!("drop pause{group}"));
                let mut block = MacControlRx::new();
                assert_eq!(pass(&mut block, &octets, false, IDLE).pause_quanta, 0x1234);
                let other = frame(OWN, 0x0800, 0, 60);
                assert_eq!(pass(&mut block, &other, false, IDLE).pause_quanta, 0x1234, "kept");
            }
        }
    }

    #[test]
    fn pause_for_others_is_dropped_and_not_reported() {
        for bit in 0..48 {
            for base in [OWN, PAUSE_ADDRESS] {
                let mut destination = base;
                destination[bit / 8] ^= 1 << (bit % 8);
                let octets = frame(destination, TYPE_MAC_CONTROL, OPCODE_PAUSE, 60);
                let group = if destination[0] & 1 != 0 { " multicast" } else { "" };
                assert_eq!(strobes_of(&octets, false, IDLE), format!("drop{group}"), "{base:?}, bit {bit}");
            }
        }
    }

    #[test]
    fn other_opcodes_are_unsupported_and_other_types_pass() {
        assert_eq!(strobes_of(&frame(OWN, TYPE_MAC_CONTROL, 2, 60), false, IDLE), "drop unsupported");
        assert_eq!(strobes_of(&frame(OWN, TYPE_MAC_CONTROL, 0x0101, 60), false, IDLE), "drop unsupported");
        assert_eq!(strobes_of(&frame(OWN, 0x8809, 1, 60), false, IDLE), "");
    }

    #[test]
    fn bad_and_short_frames_are_no_control_frames() {
        let octets = frame(PAUSE_ADDRESS, TYPE_MAC_CONTROL, OPCODE_PAUSE, 60);
        assert_eq!(strobes_of(&octets, true, IDLE), "");
        assert_eq!(strobes_of(&octets[..17], false, IDLE), "multicast");
        assert_eq!(strobes_of(&octets[..18], false, IDLE), "drop pause valid multicast");
    }

    #[test]
    fn destinations_are_sorted_from_6_octets_on() {
        assert_eq!(strobes_of(&[0xff; 6], false, IDLE), "broadcast");
        assert_eq!(strobes_of(&[0xff; 5], false, IDLE), "");
        assert_eq!(strobes_of(&[0xff; 60], false, IDLE), "broadcast");
        assert_eq!(strobes_of(&[0xff; 60], true, IDLE), "");
        assert_eq!(strobes_of(&[1; 6], false, IDLE), "multicast");
        assert_eq!(strobes_of(&[0xfe; 60], false, IDLE), "");
        assert_eq!(strobes_of(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xfe, 0], false, IDLE), "multicast");
    }

    #[test]
    fn each_frame_is_judged_afresh() {
        let mut block = MacControlRx::new();
        let pause = frame(PAUSE_ADDRESS, TYPE_MAC_CONTROL, OPCODE_PAUSE, 60);
        let plain = frame(OWN, 0x0800, 0, 60);
        for (octets, expected) in
            [(&pause, "drop pause valid multicast"), (&plain, ""), (&pause, "drop pause valid multicast")]
        {
            assert_eq!(strobes(&pass(&mut block, octets, false, IDLE)), expected);
        }
    }
}
