// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mdio`](wirewright_spec::ports::mdio): the master of the management interface (IEEE 802.3-2022,
//! 22.2.4.5, 22.3.4).
//!
//! ```text
//!                      +--------+
//!              start-->|        |-->ready
//!              write-->|        |-->done
//!     phy_address[5]-->|  mdio  |-->fault
//!register_address[5]-->|        |-->read_data[16]
//!     write_data[16]-->|        |
//!                      |        |-->mdc
//!             mdio_i-->|        |-->mdio_o, mdio_oe
//!                      +--------+
//! ```

use crate::synchroniser::Synchroniser;
use wirewright_spec::Block;
use wirewright_spec::ports::mdio::{In, MDC_PERIOD_CYCLES, Out};

/// Bits of a management frame, the preamble included (22.2.4.5).
const FRAME_BITS: u32 = 64;
/// A read frame is the master's up to the register address: preamble 32, start 2, operation 2, addresses 10.
const READ_DRIVEN_BITS: u32 = 46;
/// The second bit of the turnaround, in which the PHY answers.
const ANSWER_BIT: u32 = 47;

/// The frame on its way, and the line.
#[derive(Clone, Debug)]
pub struct Mdio {
    frame: Option<Frame>,
    line: Synchroniser<bool>,
    out: Out,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    /// The first bit is the highest.
    bits: u64,
    is_read: bool,
    /// The last edge that it has seen, counted from that at which it was taken.
    edge: u32,
}

/// As after reset.
const IDLE: Out =
    Out { ready: true, done: false, fault: false, read_data: 0, mdc: false, mdio_o: true, mdio_oe: false };

impl Mdio {
    /// A block as after reset.
    pub fn new() -> Self {
        Self { frame: None, line: Synchroniser::default(), out: IDLE }
    }

    fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let line = self.line.value();
        self.line.edge(input.mdio_i);
        self.out.done = false;
        match &mut self.frame {
            Some(frame) => frame.edge += 1,
            None if input.start => {
                self.frame = Some(Frame::of(input));
                self.out.fault = false;
            }
            None => return,
        }
        // There is one: the arm before has left otherwise.
        let Some(frame) = self.frame else { return };
        let (bit, clock) = (frame.edge / MDC_PERIOD_CYCLES, frame.edge % MDC_PERIOD_CYCLES);
        if bit == FRAME_BITS {
            self.frame = None;
            self.out = Out { done: true, fault: self.out.fault, read_data: self.out.read_data, ..IDLE };
            return;
        }
        self.out.ready = false;
        self.out.mdc = clock >= MDC_PERIOD_CYCLES / 2;
        self.out.mdio_oe = !frame.is_read || bit < READ_DRIVEN_BITS;
        self.out.mdio_o = !self.out.mdio_oe || frame.bits >> (FRAME_BITS - 1 - bit) & 1 != 0;
        if frame.is_read && clock == MDC_PERIOD_CYCLES / 2 {
            match bit {
                ANSWER_BIT => self.out.fault = line,
                bit if bit > ANSWER_BIT => self.out.read_data = self.out.read_data << 1 | u16::from(line),
                _ => {}
            }
        }
    }
}

impl Frame {
    /// The frame of table 22-12.
    fn of(input: &In) -> Frame {
        let mut bits: u64 = 0xffff_ffff;
        let (start, operation) = (0b01, if input.write { 0b01 } else { 0b10 });
        let (phy, register) = (input.phy_address.into(), input.register_address.into());
        let turnaround = 0b10;
        for (value, width) in
            [(start, 2), (operation, 2), (phy, 5), (register, 5), (turnaround, 2), (input.write_data.into(), 16)]
        {
            bits = bits << width | value;
        }
        Frame { bits, is_read: !input.write, edge: 0 }
    }
}

impl Default for Mdio {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for Mdio {
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

    /// What a frame looks like on the line: at each rising `mdc` the bit, `z` when nobody drives it, and how many
    /// edges the frame took.
    fn frame(block: &mut Mdio, request: In, mut phy: impl FnMut(usize) -> bool) -> (String, u32, Out) {
        let mut bits = String::new();
        let mut out = Out::default();
        let (mut mdc, mut line) = (false, true);
        for edge in 0..5000 {
            block.step(&In { start: edge == 0, mdio_i: line, ..request }, &mut out);
            if out.mdc && !mdc {
                bits.push(if !out.mdio_oe { 'z' } else { char::from(b'0' + u8::from(out.mdio_o)) });
                // The PHY puts the next bit out after the rising edge.
                line = phy(bits.len());
            }
            mdc = out.mdc;
            if out.done {
                return (bits, edge, out);
            }
            assert!(!out.ready, "edge {edge}");
        }
        panic!("no end");
    }

    const WRITE: In = In {
        rst: false,
        start: true,
        write: true,
        phy_address: 0b10011,
        register_address: 0b00101,
        write_data: 0xa5c3,
        mdio_i: true,
    };

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(Mdio::new, &[IDLE]);
    }

    #[test]
    fn a_write_frame_is_that_of_the_standard() {
        let (bits, edges, out) = frame(&mut Mdio::new(), WRITE, |_| true);
        assert_eq!(bits, "1".repeat(32) + "01" + "01" + "10011" + "00101" + "10" + "1010010111000011");
        assert_eq!(edges, 4096);
        assert_eq!(out, Out { done: true, ..IDLE }, "what is on the line is not read");
    }

    #[test]
    fn a_read_frame_releases_the_line_and_takes_the_answer_from_the_rising_edges_after() {
        let answer = 0x5ac3_u16;
        let mut block = Mdio::new();
        // The PHY drives 0 in the second bit of the turnaround: after the 47th rising edge.
        let phy = |rises: usize| match rises {
            47 => false,
            48..64 => answer >> (63 - rises) & 1 != 0,
            _ => true,
        };
        let (bits, edges, out) = frame(&mut block, In { write: false, ..WRITE }, phy);
        assert_eq!(bits, "1".repeat(32) + "01" + "10" + "10011" + "00101" + &"z".repeat(18));
        assert_eq!((edges, out), (4096, Out { done: true, read_data: answer, ..IDLE }));
        // A write leaves what was read.
        let (.., out) = frame(&mut block, WRITE, |_| true);
        assert_eq!(out.read_data, answer);
    }

    #[test]
    fn where_there_is_no_phy_the_line_stays_high() {
        let mut block = Mdio::new();
        let (.., out) = frame(&mut block, In { write: false, ..WRITE }, |_| true);
        assert_eq!(out, Out { done: true, fault: true, read_data: 0xffff, ..IDLE });
        let (.., out) = frame(&mut block, WRITE, |_| true);
        assert!(!out.fault, "of the last frame alone");
    }

    #[test]
    fn the_clock_is_slow_enough_and_data_change_away_from_its_rising_edge() {
        let mut block = Mdio::new();
        let (mut out, mut before) = (Out::default(), IDLE);
        let (mut rises, mut changes) = (Vec::new(), Vec::new());
        for edge in 0..4200_i32 {
            block.step(&In { start: edge == 0, ..WRITE }, &mut out);
            if out.mdc && !before.mdc {
                rises.push(edge);
            }
            if (out.mdio_o, out.mdio_oe) != (before.mdio_o, before.mdio_oe) {
                changes.push(edge);
            }
            before = out;
        }
        assert_eq!(rises.len(), 64);
        // 22.2.2.13: 400 ns at least; 22.3.4: 10 ns before and after. A clock has 8 ns.
        assert!(rises.windows(2).all(|pair| (pair[1] - pair[0]) * 8 >= 400));
        assert!(changes.iter().all(|change| rises.iter().all(|rise| (rise - change).abs() * 8 >= 10)), "{changes:?}");
    }

    #[test]
    fn a_request_within_a_frame_is_not_seen() {
        let mut block = Mdio::new();
        let mut out = Out::default();
        for edge in 0..4096 {
            let request = In { start: true, write: edge == 0, phy_address: (edge % 32) as u8, ..WRITE };
            block.step(&request, &mut out);
            assert!(!out.ready && !out.done && out.mdio_oe, "edge {edge}");
        }
        block.step(&WRITE, &mut out);
        assert!(out.done && out.ready);
        block.step(&WRITE, &mut out);
        assert!(!out.done && !out.ready);
    }
}
