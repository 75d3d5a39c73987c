// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_rx_trispeed`](wirewright_spec::ports::mac_rx_trispeed): the receiver for 10, 100 and 1000
//! Mbit/s, octets or nibbles chosen at run time (IEEE 802.3-2022, 4.2.9, clauses 22 and 35).
//!
//! ```text
//!                  +-----------------+
//!          rx_ce-->|                 |->rx_axis_tdata[8]
//!     cfg_nibble-->|                 |->rx_axis_tvalid
//!    gmii_rxd[8]-->|                 |->rx_axis_tlast
//!    gmii_rx_dv--->| mac_rx_trispeed |->rx_axis_tuser
//!    gmii_rx_er--->|                 |->stat_rx_valid, verdict[4],
//! cfg_rx_fcs_strip>|                 |  symbol_error, octets[16]
//!  cfg_rx_jumbo--->|                 |
//!                  +-----------------+
//! ```

use crate::receiver::{Receiver, Wire};
use wirewright_spec::Block;
use wirewright_spec::ports::mac_rx;
use wirewright_spec::ports::mac_rx_trispeed::{In, Out};

/// A [`Receiver`] that takes octets or nibbles, one kind in one carrier.
#[derive(Clone, Debug)]
pub struct MacRxTrispeed {
    receiver: Receiver,
    /// This carrier comes in nibbles.
    nibbles: bool,
}

impl MacRxTrispeed {
    /// A block as after reset.
    pub fn new() -> Self {
        Self { receiver: Receiver::new(), nibbles: false }
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
        if !input.rx_ce {
            return self.receiver.pass_over();
        }
        if !self.receiver.in_carrier() {
            self.nibbles = input.cfg_nibble;
        }
        let wire = Wire {
            data: input.gmii_rxd,
            dv: input.gmii_rx_dv,
            er: input.gmii_rx_er,
            fcs_strip: input.cfg_rx_fcs_strip,
            jumbo: input.cfg_rx_jumbo,
        };
        if self.nibbles {
            self.receiver.nibble_edge(wire);
        } else {
            self.receiver.octet_edge(wire);
        }
    }
}

impl Default for MacRxTrispeed {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for MacRxTrispeed {
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
