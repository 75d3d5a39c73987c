// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finds a gigabit PHY of the RTL8211F family through an MDIO master, brings it up and follows its link (IEEE
//! 802.3-2022, 22.2.4, 28.2.4 and 40.5.1.1; pages and registers above 15: data sheet of the RTL8211F).
//!
//! ```text
//!                       +------------+
//!           cfg_reset-->|            |-->mdio_start, write
//!  cfg_phy_address[5]-->|            |-->mdio_phy_address[5]
//!   cfg_tx/rx_delay --->|            |-->mdio_register_address[5]
//!                       |  phy_link  |-->mdio_write_data[16]
//!          mdio_ready-->|            |
//!    mdio_done, fault-->|            |-->phy_found, phy_id[32]
//! mdio_read_data[16] -->|            |-->link, speed[2], full_duplex
//!                       +------------+
//! ```
//!
//! # Contract
//! The block is the client of an `mdio`; it works through numbered steps, each one frame to the register named:
//!
//! | step | frame | then |
//! |---|---|---|
//! | 0 | read 2 | `001C` is the first half of an identifier we know: step 1; else the next address |
//! | 1 | read 3 | bits 15 to 4 are `C91`: `phy_found`; step 2 with `cfg_reset`, else 4; other bits: the next address |
//! | 2 | write `8000` to 0 | step 3: the PHY resets itself |
//! | 3 | read 0 | bit 15 is 1: step 3 again; else step 4 |
//! | 4 | write `0D08` to 31 | step 5: the page of the delays |
//! | 5 | read 17 | step 6 |
//! | 6 | write what was read, bit 8 being `cfg_tx_delay`, to 17 | step 7 |
//! | 7 | read 21 | step 8 |
//! | 8 | write what was read, bit 3 being `cfg_rx_delay`, to 21 | step 9 |
//! | 9 | write `0A42` to 31 | step 10: the page of the standard's registers |
//! | 10 | write `0141` to 4 | step 11: 10 and 100 Mbit/s, full duplex alone, are advertised |
//! | 11 | write `0200` to 9 | step 12: and 1000 Mbit/s, full duplex |
//! | 12 | write `1200` to 0 | step 13: auto-negotiation begins anew |
//! | 13 | read 1 | step 14; bit 2 is kept: the link was up since the last look |
//! | 14 | write `0A43` to 31 | step 15 |
//! | 15 | read 26 | the link is judged; step 16 |
//! | 16 | write `0A42` to 31 | step 13: so it goes on for ever |
//!
//! - After reset `mdio_start` is low for one edge, and at that edge step 0 begins with the address
//!   `cfg_phy_address`. When a step begins at an edge, `mdio_start` becomes 1 and `mdio_write`,
//!   `mdio_register_address` and `mdio_write_data` (0 when it reads) those of the step; they hold to its end.
//!   `mdio_start` becomes 0 at the first edge at which it and `mdio_ready` were both high: the frame is taken. From
//!   the edge after on, the first edge with `mdio_done` high ends the step: `mdio_fault` and `mdio_read_data` are
//!   sampled there, and the next step begins at the same edge. `cfg_*` are sampled where they are used: at the end of
//!   steps 1, 5 and 7 and at that edge after reset.
//! - `mdio_fault` at the end of a read step sends every step but 0 and 1 back to step 0 with the same address and
//!   makes `phy_found` and `link` 0; at the end of steps 0 and 1 the next address is tried. At the end of a write step
//!   it has no effect. The next address is the same plus one, after 31 it is 0.
//! - `phy_id` takes its upper half at the end of each step 0 and its lower half at the end of each step 1, faults
//!   included.
//! - The link is judged at the end of step 15: `link` becomes 1 when the bit kept in step 13, bit 2 of what was read
//!   (the link, in real time) and not both of bits 5 and 4 are 1; else 0. When it becomes or stays 1, `speed` becomes
//!   bits 5 and 4 and `full_duplex` bit 3; else they hold. Bit 2 of register 1 latches a lost link (22.2.4.2.13), so
//!   that a link that went and came between two looks is seen to be down for one turn.

use crate::Ports;

/// The upper 28 bits of the identifier of the RTL8211F family: the rest is the revision.
pub const PHY_ID: u32 = 0x001c_c910;

/// Inputs of `phy_link`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// Reset the PHY once it is found.
    pub cfg_reset: bool,
    /// Where to begin looking for it.
    #[port(width = 5)]
    pub cfg_phy_address: u8,
    /// The PHY delays the transmit clock by 2 ns.
    pub cfg_tx_delay: bool,
    /// The PHY delays the receive clock by 2 ns.
    pub cfg_rx_delay: bool,
    /// The master takes a frame.
    pub mdio_ready: bool,
    /// Strobe: the frame is over.
    pub mdio_done: bool,
    /// No PHY has answered.
    pub mdio_fault: bool,
    /// What was read.
    pub mdio_read_data: u16,
}

/// Outputs of `phy_link`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// A frame is offered.
    pub mdio_start: bool,
    /// It writes; else it reads.
    pub mdio_write: bool,
    /// Which PHY: the one that is tried, or was found.
    #[port(width = 5)]
    pub mdio_phy_address: u8,
    /// Which of its registers.
    #[port(width = 5)]
    pub mdio_register_address: u8,
    /// What to write.
    pub mdio_write_data: u16,
    /// There is a PHY of the family.
    pub phy_found: bool,
    /// Its identifier: registers 2 and 3.
    pub phy_id: u32,
    /// The link is up.
    pub link: bool,
    /// Its speed: 0 is 10, 1 is 100, 2 is 1000 Mbit/s.
    #[port(width = 2)]
    pub speed: u8,
    /// It is full duplex.
    pub full_duplex: bool,
}
