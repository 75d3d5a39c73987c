// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_rx_mii`](wirewright_spec::ports::mac_rx_mii): the MII receiver, one nibble a clock (IEEE
//! 802.3-2022, 4.2.9, clause 22).
//!
//! ```text
//!                  +--------------+
//!     mii_rxd[4]-->|              |->rx_axis_tdata[8]
//!     mii_rx_dv--->|              |->rx_axis_tvalid
//!     mii_rx_er--->|  mac_rx_mii  |->rx_axis_tlast
//! cfg_rx_fcs_strip>|              |->rx_axis_tuser
//!  cfg_rx_jumbo--->|              |->stat_rx_valid, verdict[4],
//!                  +--------------+  symbol_error, octets[16]
//! ```

use crate::receiver::{Receiver, Wire};
use wirewright_spec::Block;
use wirewright_spec::ports::mac_rx;
use wirewright_spec::ports::mac_rx_mii::{In, Out};

/// A [`Receiver`] that takes a nibble at every edge.
#[derive(Clone, Debug)]
pub struct MacRxMii {
    receiver: Receiver,
}

impl MacRxMii {
    /// A block as after reset.
    pub fn new() -> Self {
        Self { receiver: Receiver::new() }
    }

    /// The outputs, as those of `mac_rx`, which have the same names.
    #[inline]
    pub(crate) fn out(&self) -> &mac_rx::Out {
        &self.receiver.out
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        self.receiver.nibble_edge(Wire {
            data: input.mii_rxd,
            dv: input.mii_rx_dv,
            er: input.mii_rx_er,
            fcs_strip: input.cfg_rx_fcs_strip,
            jumbo: input.cfg_rx_jumbo,
        });
    }
}

impl Default for MacRxMii {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for MacRxMii {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        let out = self.out();
        *output = Out {
            rx_axis_tdata: out.rx_axis_tdata,
            rx_axis_tvalid: out.rx_axis_tvalid,
            rx_axis_tlast: out.rx_axis_tlast,
            rx_axis_tuser: out.rx_axis_tuser,
            stat_rx_valid: out.stat_rx_valid,
            stat_rx_verdict: out.stat_rx_verdict,
            stat_rx_symbol_error: out.stat_rx_symbol_error,
            stat_rx_octets: out.stat_rx_octets,
        };
    }
}
