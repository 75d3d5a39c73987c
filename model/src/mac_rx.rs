// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_rx`](wirewright_spec::ports::mac_rx): the GMII receiver, one octet a clock (IEEE
//! 802.3-2022, 4.2.9, clause 35; counters by clause 30 and RFC 2819).
//!
//! ```text
//!                  +----------+
//!    gmii_rxd[8]-->|          |->rx_axis_tdata[8]
//!    gmii_rx_dv--->|          |->rx_axis_tvalid
//!    gmii_rx_er--->|  mac_rx  |->rx_axis_tlast
//! cfg_rx_fcs_strip>|          |->rx_axis_tuser
//!  cfg_rx_jumbo--->|          |->stat_rx_valid, verdict[4],
//!                  +----------+  symbol_error, octets[16]
//! ```

use crate::receiver::{Receiver, Wire};
use wirewright_spec::Block;
use wirewright_spec::ports::mac_rx::{In, Out};

/// A [`Receiver`] that takes an octet at every edge.
#[derive(Clone, Debug)]
pub struct MacRx {
    receiver: Receiver,
}

impl MacRx {
    /// A block as after reset.
    pub fn new() -> Self {
        Self { receiver: Receiver::new() }
    }

    /// The outputs.
    #[inline]
    pub(crate) fn out(&self) -> &Out {
        &self.receiver.out
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        self.receiver.octet_edge(Wire {
            data: input.gmii_rxd,
            dv: input.gmii_rx_dv,
            er: input.gmii_rx_er,
            fcs_strip: input.cfg_rx_fcs_strip,
            jumbo: input.cfg_rx_jumbo,
        });
    }
}

impl Default for MacRx {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for MacRx {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = *self.out();
    }
}
