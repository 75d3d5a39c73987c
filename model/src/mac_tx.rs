// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_tx`](wirewright_spec::ports::mac_tx): the GMII transmitter, one octet a clock (IEEE
//! 802.3-2022, 4.2.8, clause 35).
//!
//! ```text
//!                   +----------+
//!  tx_axis_tdata[8]->          |->gmii_txd[8]
//!   tx_axis_tvalid->|          |->gmii_tx_en
//!   tx_axis_tready<-|  mac_tx  |->gmii_tx_er
//!    tx_axis_tlast->|          |->tx_start_ready
//!    tx_axis_tuser->|          |->stat_tx_valid
//!    tx_fcs_insert->|          |->stat_tx_verdict[3]
//!          tx_hold->|          |->stat_tx_octets[16]
//!                   +----------+
//! ```

use crate::transmitter::Transmitter;
use crate::tx_frame::Beat;
use wirewright_spec::Block;
use wirewright_spec::ports::mac_tx::{In, Out};

/// A [`Transmitter`] with an octet time at every edge.
#[derive(Clone, Debug)]
pub struct MacTx {
    transmitter: Transmitter,
    pub(crate) out: Out,
}

impl MacTx {
    /// A block as after reset.
    pub fn new() -> Self {
        Self { transmitter: Transmitter::new(), out: Out::default() }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let was_draining = self.transmitter.draining();
        let sent = self.transmitter.octet_time(beat(input), input.tx_hold);
        if was_draining && input.tx_axis_tvalid && input.tx_axis_tlast {
            self.transmitter.drained();
        }

        let out = &mut self.out;
        let on_wire = sent.unwrap_or_default();
        (out.gmii_txd, out.gmii_tx_er, out.gmii_tx_en) = (on_wire.octet, on_wire.error, sent.is_some());
        out.tx_axis_tready = self.transmitter.wants_beat() || self.transmitter.draining();
        out.tx_start_ready = self.transmitter.start_ready();
        out.stat_tx_valid = false;
        if let Some(frame) = self.transmitter.ended() {
            out.stat_tx_valid = true;
            out.stat_tx_verdict = frame.verdict() as u8;
            out.stat_tx_octets = frame.octets();
        }
    }
}

/// What the client offers.
#[inline]
fn beat(input: &In) -> Option<Beat> {
    input.tx_axis_tvalid.then_some(Beat {
        data: input.tx_axis_tdata,
        last: input.tx_axis_tlast,
        user: input.tx_axis_tuser,
        fcs_insert: input.tx_fcs_insert,
    })
}

impl Default for MacTx {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for MacTx {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}
