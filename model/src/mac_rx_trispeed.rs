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

/// The receiver that takes octets or nibbles, one kind in one carrier.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Random, frame_of};
    use crate::{MacRx, MacRxMii};
    use wirewright_spec::ports::mac_rx_mii;

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(MacRxTrispeed::new, &[Out::default()]);
    }

    /// Random carriers of good and bad frames, as octets for the wide and nibbles for the narrow.
    fn symbols(random: &mut Random, nibbles: bool) -> Vec<(u8, bool, bool)> {
        let mut symbols = Vec::new();
        for _ in 0..30 {
            let mut carrier = vec![0x55, 0xd5];
            carrier.extend(frame_of(14 + random.next() as usize % 70));
            if random.one_in(4) {
                carrier[10] ^= 1;
            }
            for octet in carrier {
                let error = random.one_in(200);
                if nibbles {
                    symbols.push((octet & 15, true, error));
                    symbols.push((octet >> 4, true, error));
                } else {
                    symbols.push((octet, true, error));
                }
            }
            if nibbles && random.one_in(3) {
                symbols.push((3, true, false));
            }
            symbols.extend((0..1 + random.next() % 4).map(|_| (random.next() as u8, false, random.one_in(3))));
        }
        symbols
    }

    #[test]
    fn it_is_mac_rx_or_mac_rx_mii_at_the_edges_that_count() {
        for seed in 0..40 {
            let mut random = Random(seed);
            let nibble = seed & 1 != 0;
            let (mut block, mut wide, mut narrow) = (MacRxTrispeed::new(), MacRx::new(), MacRxMii::new());
            let mut verdicts = 0;
            for (data, dv, er) in symbols(&mut random, nibble) {
                let mut output = Out::default();
                let strip = seed & 2 != 0;
                let pause =
                    In { gmii_rxd: !data, gmii_rx_dv: !dv, gmii_rx_er: true, cfg_nibble: !nibble, ..In::default() };
                for _ in 0..random.next() % 3 {
                    let kept = block.out().stat_rx_octets;
                    Block::step(&mut block, &pause, &mut output);
                    let stat_rx_verdict = output.stat_rx_verdict;
                    let stat_rx_symbol_error = output.stat_rx_symbol_error;
                    let expected =
                        Out { stat_rx_octets: kept, stat_rx_verdict, stat_rx_symbol_error, ..Out::default() };
                    assert_eq!(output, expected, "nothing comes at other edges");
                }
                // In mid-carrier the setting does not matter.
                let cfg_nibble = if block.receiver.in_carrier() { random.one_in(2) } else { nibble };
                let input = In {
                    rx_ce: true,
                    cfg_nibble,
                    gmii_rxd: data,
                    gmii_rx_dv: dv,
                    gmii_rx_er: er,
                    cfg_rx_fcs_strip: strip,
                    ..In::default()
                };
                Block::step(&mut block, &input, &mut output);
                let expected = if nibble {
                    narrow.edge(&mac_rx_mii::In {
                        mii_rxd: data & 15,
                        mii_rx_dv: dv,
                        mii_rx_er: er,
                        cfg_rx_fcs_strip: strip,
                        ..Default::default()
                    });
                    narrow.out()
                } else {
                    wide.edge(&mac_rx::In {
                        gmii_rxd: data,
                        gmii_rx_dv: dv,
                        gmii_rx_er: er,
                        cfg_rx_fcs_strip: strip,
                        ..Default::default()
                    });
                    wide.out()
                };
                assert_eq!(block.out(), expected, "seed {seed}");
                assert_eq!(format!("{output:?}"), format!("{expected:?}"), "all ports");
                verdicts += u32::from(output.stat_rx_valid);
            }
            assert_eq!(verdicts, 30, "seed {seed}");
        }
    }
}
