// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`async_fifo`](wirewright_spec::ports::async_fifo): 16 beats between two clocks, with
//! Gray-coded pointers.
//!
//! ```text
//!                  +--------------+
//!  s_axis_tdata[8]->              |->m_axis_tdata[8]
//!   s_axis_tvalid->|              |->m_axis_tvalid
//!   s_axis_tready<-|  async_fifo  |<-m_axis_tready
//!    s_axis_tlast->|              |->m_axis_tlast
//!    s_axis_tuser->|              |->m_axis_tuser
//!                  +--------------+
//!         wr_clk  wr_rst      rd_clk  rd_rst
//! ```

use crate::cell::Cell;
use crate::synchroniser::Synchroniser;
use wirewright_spec::ports::async_fifo::{In, Out};
use wirewright_spec::{Design, EdgeSet};

const DEPTH_BEATS: usize = 16;

/// Number of `wr_clk` among the clocks.
const WR_CLK: usize = 0;
/// Number of `rd_clk` among the clocks.
const RD_CLK: usize = 1;

/// Memory and the two sides.
#[derive(Clone, Debug, Default)]
pub struct AsyncFifo {
    memory: [Cell; DEPTH_BEATS],
    write: Side,
    read: Side,
    pub(crate) out: Out,
}

/// What each clock domain keeps.
#[derive(Clone, Copy, Debug, Default)]
struct Side {
    pointer: Pointer,
    /// The other side's pointer in Gray code.
    other: Synchroniser<u8>,
}

impl AsyncFifo {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One event.
    #[inline]
    pub(crate) fn event(&mut self, edges: EdgeSet, input: &In) {
        let (write_before, read_before) = (self.write.pointer.gray(), self.read.pointer.gray());
        if edges.contains(RD_CLK) {
            self.read_edge(input, write_before);
        }
        if edges.contains(WR_CLK) {
            self.write_edge(input, read_before);
        }
    }

    #[inline]
    fn write_edge(&mut self, input: &In, read_gray: u8) {
        if input.wr_rst {
            self.write = Side::default();
            self.out.s_axis_tready = false;
            return;
        }
        if input.s_axis_tvalid && self.out.s_axis_tready {
            let cell = Cell::new(input.s_axis_tdata, input.s_axis_tlast, input.s_axis_tuser);
            self.memory[self.write.pointer.address()] = cell;
            self.write.pointer.advance();
        }
        self.out.s_axis_tready = !self.write.pointer.is_16_ahead_of(self.write.other.value());
        self.write.other.edge(read_gray);
    }

    #[inline]
    fn read_edge(&mut self, input: &In, write_gray: u8) {
        let out = &mut self.out;
        if input.rd_rst {
            self.read = Side::default();
            *out = Out { s_axis_tready: out.s_axis_tready, ..Out::default() };
            return;
        }
        if !out.m_axis_tvalid || input.m_axis_tready {
            out.m_axis_tvalid = self.read.pointer.gray() != self.read.other.value();
            if out.m_axis_tvalid {
                let cell = self.memory[self.read.pointer.address()];
                (out.m_axis_tdata, out.m_axis_tlast, out.m_axis_tuser) = (cell.data(), cell.last(), cell.user());
                self.read.pointer.advance();
            }
        }
        self.read.other.edge(write_gray);
    }
}

impl Design for AsyncFifo {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = &["wr_clk", "rd_clk"];

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        self.event(edges, input);
        *output = self.out;
    }
}

/// Four bits of address and a wrap bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pointer(u8);

impl Pointer {
    #[inline]
    fn address(self) -> usize {
        usize::from(self.0) % DEPTH_BEATS
    }

    #[inline]
    fn advance(&mut self) {
        self.0 = (self.0 + 1) % (2 * DEPTH_BEATS as u8);
    }

    /// The pointer in Gray code: what crosses to the other clock.
    #[inline]
    fn gray(self) -> u8 {
        self.0 ^ self.0 >> 1
    }

    /// In Gray code, 16 of 32 ahead differs in just the two high bits.
    #[inline]
    fn is_16_ahead_of(self, other_gray: u8) -> bool {
        self.gray() == other_gray ^ 0b11000
    }
}
