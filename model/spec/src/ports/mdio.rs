// SPDX-License-Identifier: MIT OR Apache-2.0
//! MDIO master: sends the management frames of a station to a PHY and takes its answers (IEEE 802.3-2022,
//! 22.2.2.13, 22.2.2.14, 22.2.4.5 and 22.3.4).
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
//!
//! # Contract
//! - A frame is taken at an edge with `start` and `ready` high before it; call it edge 0. Its five input fields are
//!   sampled there and nowhere else. `ready` is low after edge 0 and high again after edge 4096, and after reset.
//!   While a frame is on its way, `start` has no effect.
//! - A frame has 64 bits of 64 clocks each (`MDC_PERIOD_CYCLES`: 1.95 MHz at 125 MHz, below the 2.5 MHz of
//!   22.2.2.13): 32 ones (the preamble); start `01`; operation, `10` to read and `01` to write; `phy_address` and
//!   `register_address`, the highest bit first; turnaround; 16 bits of data, the highest first. Bit `k` (0 to 63) has
//!   the clocks from edge `64 k` to edge `64 k + 63`: `mdc` is low after the first 32 of these edges and high after
//!   the others, so that it rises at edge `64 k + 32`, 256 ns after the bit was put out and 256 ns before it ends.
//! - In a write frame `mdio_oe` is high after edges 0 to 4095, the turnaround is `10` and the data is `write_data`.
//!   In a read frame `mdio_oe` is high for the first 46 bits alone (edges 0 to 2943): then the line is released.
//!   `mdio_o` is the bit while `mdio_oe` is high, and 1 while it is low, after reset too.
//! - `mdio_i` belongs to no clock: it goes through two flip-flops of `clk`, which sample at every edge (0 after
//!   reset). In a read frame the second one, as it was before the edge, is taken at edge `64 k + 32` (where `mdc`
//!   rises) of bit 47, the second of the turnaround, and of bits 48 to 63. So a PHY has 496 ns after the rising `mdc`
//!   before to put its bit out; 22.3.4 gives it 300 ns.
//! - `fault` becomes 0 at edge 0, and at edge `64 * 47 + 32` of a read frame it becomes the bit taken: a PHY drives
//!   0 there, and where there is none, the pull-up makes it 1. It holds until the next frame begins.
//! - At each later bit of a read frame `read_data` becomes its low 15 bits followed by the bit taken; otherwise it
//!   holds.
//! - At edge 4096 `mdc` and `mdio_oe` become 0 and `ready` 1; `done` is strobed after it. So the next frame, if
//!   offered, begins at edge 4097.

use crate::Ports;

/// Clocks of one bit, and of one period of `mdc`.
pub const MDC_PERIOD_CYCLES: u32 = 64;

/// Inputs of `mdio`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// A frame is offered.
    pub start: bool,
    /// It writes; else it reads.
    pub write: bool,
    /// Which PHY.
    #[port(width = 5)]
    pub phy_address: u8,
    /// Which of its registers.
    #[port(width = 5)]
    pub register_address: u8,
    /// What to write.
    pub write_data: u16,
    /// The MDIO line.
    #[port(clock = "async")]
    pub mdio_i: bool,
}

/// Outputs of `mdio`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// A frame offered is taken.
    pub ready: bool,
    /// Strobe: the frame is over.
    pub done: bool,
    /// No PHY has answered the read frame.
    pub fault: bool,
    /// What was read.
    pub read_data: u16,
    /// The management clock.
    pub mdc: bool,
    /// What drives the MDIO line.
    pub mdio_o: bool,
    /// It is driven; else it is released.
    pub mdio_oe: bool,
}
