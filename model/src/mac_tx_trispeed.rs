// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_tx_trispeed`](wirewright_spec::ports::mac_tx_trispeed): the transmitter for 10, 100 and
//! 1000 Mbit/s, octets or nibbles chosen at run time (IEEE 802.3-2022, 4.2.8, clauses 22 and 35).
//!
//! ```text
//!                   +-----------------+
//!  tx_axis_tdata[8]->                 |->gmii_txd[8]
//!   tx_axis_tvalid->|                 |->gmii_tx_en
//!   tx_axis_tready<-|                 |->gmii_tx_er
//!    tx_axis_tlast->|                 |->tx_start_ready
//!    tx_axis_tuser->| mac_tx_trispeed |->tx_octet_tick
//!    tx_fcs_insert->|                 |->stat_tx_valid
//!          tx_hold->|                 |->stat_tx_verdict[3]
//!  tx_ce cfg_nibble->                 |->stat_tx_octets[16]
//!                   +-----------------+
//! ```

use crate::transmitter::Transmitter;
use crate::tx_frame::Beat;
use wirewright_spec::Block;
use wirewright_spec::ports::mac_tx_trispeed::{In, Out};

/// A [`Transmitter`] whose octet times are the octet edges, behind a buffer of two beats.
#[derive(Clone, Debug)]
pub struct MacTxTrispeed {
    buffer: Buffer,
    transmitter: Transmitter,
    /// The high nibble that the next edge with `tx_ce` shows.
    high: Option<u8>,
    pub(crate) out: Out,
}

/// Two places for beats; the first is left first.
#[derive(Clone, Copy, Debug, Default)]
struct Buffer {
    first: Option<Beat>,
    second: Option<Beat>,
}

impl Buffer {
    #[inline]
    fn put(&mut self, beat: Beat) {
        if self.first.is_none() {
            self.first = Some(beat);
        } else {
            self.second = Some(beat);
        }
    }

    #[inline]
    fn take(&mut self) {
        self.first = self.second.take();
    }
}

impl MacTxTrispeed {
    /// A block as after reset.
    pub fn new() -> Self {
        Self { buffer: Buffer::default(), transmitter: Transmitter::new(), high: None, out: Out::default() }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let first = self.buffer.first;
        let was_draining = self.transmitter.draining();
        let mut leaves = was_draining && first.is_some();
        (self.out.stat_tx_valid, self.out.tx_octet_tick) = (false, false);

        if input.tx_ce {
            if let Some(high) = self.high.take() {
                self.out.gmii_txd = high;
            } else {
                leaves |= self.transmitter.wants_beat() && first.is_some();
                self.octet_edge(first, input);
            }
        }
        if was_draining && first.is_some_and(|beat| beat.last) {
            self.transmitter.drained();
        }
        self.pass_beats(leaves, input);
        self.out.tx_start_ready = self.transmitter.start_ready() && self.buffer.first.is_none();
    }

    #[inline]
    fn octet_edge(&mut self, first: Option<Beat>, input: &In) {
        let sent = self.transmitter.octet_time(first, input.tx_hold);
        let on_wire = sent.unwrap_or_default();
        let out = &mut self.out;
        out.gmii_txd = on_wire.octet;
        if input.cfg_nibble {
            out.gmii_txd = on_wire.octet & 15;
            self.high = Some(on_wire.octet >> 4);
        }
        (out.gmii_tx_en, out.gmii_tx_er, out.tx_octet_tick) = (sent.is_some(), on_wire.error, true);
        if let Some(frame) = self.transmitter.ended() {
            out.stat_tx_valid = true;
            out.stat_tx_verdict = frame.verdict() as u8;
            out.stat_tx_octets = frame.octets();
        }
    }

    /// The buffer: the first beat leaves, and one may come.
    #[inline]
    fn pass_beats(&mut self, leaves: bool, input: &In) {
        if leaves {
            self.buffer.take();
        }
        if input.tx_axis_tvalid && self.out.tx_axis_tready {
            self.buffer.put(Beat {
                data: input.tx_axis_tdata,
                last: input.tx_axis_tlast,
                user: input.tx_axis_tuser,
                fcs_insert: input.tx_fcs_insert,
            });
        }
        self.out.tx_axis_tready = self.buffer.second.is_none();
    }
}

impl Default for MacTxTrispeed {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for MacTxTrispeed {
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
