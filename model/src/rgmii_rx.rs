// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`rgmii_rx`](wirewright_spec::ports::rgmii_rx): from the input cells of RGMII to GMII (RGMII 2.0).
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

use wirewright_spec::Block;
use wirewright_spec::ports::rgmii_rx::{In, Out};

/// Registers alone.
#[derive(Clone, Debug, Default)]
pub struct RgmiiRx {
    out: Out,
}

impl RgmiiRx {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Block for RgmiiRx {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        let out = &mut self.out;
        out.gmii_rxd = input.rxd_rise | if input.cfg_nibble { 0 } else { input.rxd_fall << 4 };
        out.gmii_rx_dv = input.rx_ctl_rise;
        out.gmii_rx_er = input.rx_ctl_rise != input.rx_ctl_fall;
        if let (false, false) = (input.rx_ctl_rise, input.rx_ctl_fall) {
            out.inband_link = input.rxd_rise & 1 != 0;
            out.inband_speed = input.rxd_rise >> 1 & 3;
            out.inband_full_duplex = input.rxd_rise & 8 != 0;
        }
        if input.rst {
            *self = Self::new();
        }
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn step(block: &mut RgmiiRx, input: In) -> Out {
        let mut output = Out::default();
        block.step(&input, &mut output);
        output
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(RgmiiRx::new, &[Out::default()]);
    }

    /// RGMII 2.0, table 3: what GMII shows for each pair of RX_CTL, and what it means there.
    #[test]
    fn the_control_signal_codes_rx_dv_and_rx_er() {
        for (rise, fall, rx_dv, rx_er) in [
            (true, true, true, false),
            (true, false, true, true),
            (false, true, false, true),
            (false, false, false, false),
        ] {
            let input = In { rx_ctl_rise: rise, rx_ctl_fall: fall, rxd_rise: 0xd, rxd_fall: 5, ..In::default() };
            let out = step(&mut RgmiiRx::new(), input);
            assert_eq!((out.gmii_rx_dv, out.gmii_rx_er, out.gmii_rxd), (rx_dv, rx_er, 0x5d));
        }
    }

    #[test]
    fn at_10_and_100_the_falling_edge_has_no_data() {
        let input = In { cfg_nibble: true, rxd_rise: 0xa, rxd_fall: 0xf, ..In::default() };
        assert_eq!(step(&mut RgmiiRx::new(), input).gmii_rxd, 0x0a);
    }

    #[test]
    fn the_status_is_taken_between_frames_alone() {
        let mut block = RgmiiRx::new();
        let gap = In { rxd_rise: 0b1101, ..In::default() };
        let shown = |out: Out| (out.inband_link, out.inband_speed, out.inband_full_duplex);
        assert_eq!(shown(step(&mut block, gap)), (true, 2, true));
        for (rise, fall) in [(true, true), (true, false), (false, true)] {
            let busy = In { rx_ctl_rise: rise, rx_ctl_fall: fall, ..In::default() };
            assert_eq!(shown(step(&mut block, busy)), (true, 2, true));
        }
        assert_eq!(shown(step(&mut block, In { rxd_rise: 0b0010, ..gap })), (false, 1, false));
    }
}
