// SPDX-License-Identifier: MIT OR Apache-2.0
//! Interrupt causes, their mask, and the line, which does not rise too often (docs/card.md).
//!
//! ```text
//!                          +------------+
//!    tx_written, rx_written>|            |->cause[7]
//!    tx_stopped, rx_stopped>|            |->irq
//! tx_ring_error, rx_ring_error           |
//!      link, rx_lost------>| interrupts |
//!   software, clear[7]---->|            |
//!          cfg_mask[7]---->|            |
//!   cfg_moderation[16]---->|            |
//!                          +------------+
//! ```
//!
//! # Contract
//! Registers: `cause` (7 bits), `request`, `wait` (20 bits), `link_before`, `tx_stopped_before`, `rx_stopped_before`,
//! all 0 after reset. At every edge, from the values before it:
//!
//! - `cause` becomes (`cause` and not `clear`) or `set`: a bit that is set and cleared at one edge stays set. Bits of
//!   `set`: 0 `tx_written`; 1 `rx_written`; 2 `tx_stopped` high and `tx_stopped_before` low, or the same of `rx`; 3
//!   `tx_ring_error` or `rx_ring_error`; 4 `link` differs from `link_before`; 5 `rx_lost`; 6 `software`. The three
//!   `_before` take the inputs they are named after.
//! - `request` becomes: some bit of `cause` and `cfg_mask` is 1.
//! - `irq`: where it is high it becomes `request`. Where it is low it becomes high if `request` is high and `wait` is
//!   0.
//! - `wait` becomes 16 times `cfg_moderation` at an edge at which `irq` becomes high; else it goes down by one if it
//!   is not 0.
//!
//! So a cause raises the line three edges after its strobe was sampled (at the third: `cause`, `request`, `irq`), the
//! line rises 16 `cfg_moderation` + 1 edges after its last rise at the earliest, and what comes meanwhile is kept. A
//! cause that is masked is kept, too, and raises the line when the mask lets it.

use crate::Ports;

/// Inputs of `interrupts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Strobe: transmit completions are in host memory.
    pub tx_written: bool,
    /// Strobe: receive completions are in host memory.
    pub rx_written: bool,
    /// The transmit direction has stopped.
    pub tx_stopped: bool,
    /// The receive direction has stopped.
    pub rx_stopped: bool,
    /// Strobe: a `TX_TAIL` was not taken.
    pub tx_ring_error: bool,
    /// Strobe: an `RX_TAIL` was not taken.
    pub rx_ring_error: bool,
    /// The PHY has a link.
    pub link: bool,
    /// Strobe: a received frame was lost.
    pub rx_lost: bool,
    /// Strobe: set the cause `SOFTWARE`.
    pub software: bool,
    /// Clear these causes, at this edge.
    #[port(width = 7)]
    pub clear: u8,
    /// Which causes raise the line.
    #[port(width = 7)]
    pub cfg_mask: u8,
    /// The least time between two rises of the line, in units of 16 clocks.
    pub cfg_moderation: u16,
}

/// Outputs of `interrupts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// What has happened: bits as in `INTERRUPT_CAUSE`.
    #[port(width = 7)]
    pub cause: u8,
    /// The line, active high.
    pub irq: bool,
}
