// SPDX-License-Identifier: MIT OR Apache-2.0
//! From RGMII to GMII, the logic behind the input cells of double data rate, in the domain of the receive clock
//! (RGMII 2.0).
//!
//! ```text
//!                   +------------+
//!     cfg_nibble--->|            |-->gmii_rxd[8]
//!    rxd_rise[4]--->|            |-->gmii_rx_dv
//!    rxd_fall[4]--->|  rgmii_rx  |-->gmii_rx_er
//!    rx_ctl_rise--->|            |
//!    rx_ctl_fall--->|            |-->inband_link
//!                   |            |-->inband_speed[2]
//!                   +------------+-->inband_full_duplex
//! ```
//!
//! # Contract
//! - A pair `x_rise`, `x_fall` is what an input cell has sampled at a rising edge of RXC and at the falling edge after
//!   it.
//! - Every edge counts: RXC has 2.5, 25 or 125 MHz, as the link has.
//! - After an edge `gmii_rx_dv` is `rx_ctl_rise` and `gmii_rx_er` is `rx_ctl_rise` xor `rx_ctl_fall`, as sampled
//!   at it. `gmii_rxd` is `rxd_rise` in bits 3 to 0 and in bits 7 to 4 `rxd_fall`, or 0 with `cfg_nibble`: at 10 and
//!   100 Mbit/s the data is on the rising edge.
//! - At an edge with `rx_ctl_rise` and `rx_ctl_fall` both 0 (in-band status: the gap between frames, without carrier
//!   extension, errors or false carriers) `inband_link` becomes bit 0, `inband_speed` bits 2 and 1 and
//!   `inband_full_duplex` bit 3 of `rxd_rise`; else they hold.

use crate::Ports;

/// Inputs of `rgmii_rx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    /// Synchronous reset.
    pub rst: bool,
    /// 10 or 100 Mbit/s.
    pub cfg_nibble: bool,
    /// RD at the rising edge.
    #[port(width = 4)]
    pub rxd_rise: u8,
    /// RD at the falling edge after it.
    #[port(width = 4)]
    pub rxd_fall: u8,
    /// RX_CTL at the rising edge.
    pub rx_ctl_rise: bool,
    /// RX_CTL at the falling edge after it.
    pub rx_ctl_fall: bool,
}

/// Outputs of `rgmii_rx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    /// Octet, or nibble in bits 3 to 0, to the MAC.
    pub gmii_rxd: u8,
    /// `gmii_rxd` is part of a carrier.
    pub gmii_rx_dv: bool,
    /// The PHY saw an error in it.
    pub gmii_rx_er: bool,
    /// The PHY says that the link is up.
    pub inband_link: bool,
    /// Its speed: 0 is 10, 1 is 100, 2 is 1000 Mbit/s.
    #[port(width = 2)]
    pub inband_speed: u8,
    /// It is full duplex.
    pub inband_full_duplex: bool,
}
