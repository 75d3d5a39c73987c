// SPDX-License-Identifier: MIT OR Apache-2.0
//! A first-in first-out memory of 16 beats between two clocks, with Gray-coded pointers. It knows nothing of
//! frames.
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
//!
//! # Contract
//! Each side has a 5-bit pointer (4 address bits and a wrap bit) kept in binary and in Gray code; the Gray
//! registers are what crosses, each through two flip-flops of the other clock (`sync_bit`, one a bit, zero
//! after reset of that other clock). The Gray registers are the crossing registers: that of the write pointer is
//! cleared at once by `wr_rst`, that of the read pointer by `rd_rst`.
//!
//! - Write side, at a `wr_clk` edge: with `tvalid` and `tready` the beat is stored and the pointer advances.
//!   `s_axis_tready` after the edge: the new write pointer is not 16 ahead of the read pointer as the second
//!   synchroniser stage had it before the edge. After reset it is low for one edge.
//! - Read side, at an `rd_clk` edge: the output register is free when `m_axis_tvalid` is low or `m_axis_tready`
//!   is high. A free one takes the beat at the read pointer, which advances, when the pointer differs from the
//!   write pointer as the second stage had it before the edge; else `tvalid` goes low. `tdata`, `tlast`,
//!   `tuser` keep their values while `tvalid` is low.
//! - All other registers are reset by edges of their clock. While `wr_rst` is high no beat is stored.
//! - Each reset may be as short as one edge of its own clock, and either may end first, but the two must overlap in
//!   time: there must be an event at which both are high. Neither clock needs an edge there, and either may stand.
//!   From that event on nothing that was stored before it is ever seen through `m_axis` by an edge with `rd_rst`
//!   low: the memory is empty, and both sides agree, each from the end of its own reset on. A side that is
//!   released first sees the other one empty and at rest until that one is released, too. Reset of one side
//!   alone, without the other, leaves the sides apart: each register has the value said here, but what comes out
//!   is no queue.
//! - At an edge of both clocks at once each side sees the other's registers from before it.

use crate::Ports;

/// Inputs of `async_fifo`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Reset of the write side, synchronous but for its Gray pointer.
    #[port(clock = "wr_clk")]
    pub wr_rst: bool,
    /// Octet to store.
    #[port(clock = "wr_clk")]
    pub s_axis_tdata: u8,
    /// An octet is offered.
    #[port(clock = "wr_clk")]
    pub s_axis_tvalid: bool,
    /// Carried along.
    #[port(clock = "wr_clk")]
    pub s_axis_tlast: bool,
    /// Carried along.
    #[port(clock = "wr_clk")]
    pub s_axis_tuser: bool,
    /// Reset of the read side, synchronous but for its Gray pointer.
    #[port(clock = "rd_clk")]
    pub rd_rst: bool,
    /// The sink takes the beat.
    #[port(clock = "rd_clk")]
    pub m_axis_tready: bool,
}

/// Outputs of `async_fifo`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// There is room for a beat.
    #[port(clock = "wr_clk")]
    pub s_axis_tready: bool,
    /// Octet.
    #[port(clock = "rd_clk")]
    pub m_axis_tdata: u8,
    /// An octet is offered.
    #[port(clock = "rd_clk")]
    pub m_axis_tvalid: bool,
    /// As it came in.
    #[port(clock = "rd_clk")]
    pub m_axis_tlast: bool,
    /// As it came in.
    #[port(clock = "rd_clk")]
    pub m_axis_tuser: bool,
}
