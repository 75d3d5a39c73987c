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

/// The receiver that takes a nibble at every edge.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MacRx;
    use crate::testing::{self, chart, frame_of};
    use proptest::prelude::*;
    use wirewright_spec::verdict::RxVerdict;

    /// A nibble of a carrier, or nothing.
    type Symbol = Option<u8>;

    fn nibbles(octets: &[u8]) -> Vec<Symbol> {
        octets.iter().flat_map(|octet| [Some(octet & 15), Some(octet >> 4)]).collect()
    }

    /// Preamble, delimiter, frame, and the edge without carrier that ends it.
    fn packet(frame: &[u8]) -> Vec<Symbol> {
        [nibbles(&[0x55, 0xd5]), nibbles(frame), vec![None]].concat()
    }

    fn run(symbols: &[Symbol], settings: In) -> Vec<Out> {
        let mut block = MacRxMii::new();
        let step = |symbol: &Symbol| {
            let input = In { mii_rxd: symbol.unwrap_or(0xd), mii_rx_dv: symbol.is_some(), ..settings };
            let mut output = Out::default();
            Block::step(&mut block, &input, &mut output);
            output
        };
        symbols.iter().map(step).collect()
    }

    const STRIP: In =
        In { rst: false, mii_rxd: 0, mii_rx_dv: false, mii_rx_er: false, cfg_rx_fcs_strip: true, cfg_rx_jumbo: false };
    const PASS: In = In { cfg_rx_fcs_strip: false, ..STRIP };

    fn stream(outputs: &[Out]) -> String {
        chart(outputs.iter().map(|out| {
            let end = if out.rx_axis_tlast { if out.rx_axis_tuser { "!" } else { "|" } } else { "" };
            let octet = if out.rx_axis_tvalid { format!("{:02x}", out.rx_axis_tdata) } else { ".".into() };
            let strobe = if out.stat_rx_valid { "^" } else { "" };
            format!("{octet}{end}{strobe}")
        }))
    }

    fn verdict(symbols: &[Symbol]) -> (RxVerdict, u16) {
        let outputs = run(symbols, STRIP);
        let mut strobes = outputs.iter().filter(|out| out.stat_rx_valid);
        let end = strobes.next().expect("a strobe");
        assert!(strobes.next().is_none());
        (RxVerdict::ALL[usize::from(end.stat_rx_verdict)], end.stat_rx_octets)
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(MacRxMii::new, &[Out::default()]);
    }

    #[test]
    fn octets_come_with_the_high_nibble_and_nothing_between() {
        let symbols = packet(&[1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(stream(&run(&symbols, STRIP)), ".*15 01 . 02 03!^");
        assert_eq!(stream(&run(&symbols, PASS)), ".*7 01 . 02 . 03 . 04 . 05 . 06 07!^");
    }

    #[test]
    fn the_delimiter_begins_the_frame_at_any_nibble_after_a_5_of_the_same_carrier() {
        let frame = nibbles(&frame_of(64));
        let of = |head: &[u8]| [head.iter().map(|&nibble| Some(nibble)).collect(), frame.clone(), vec![None]].concat();
        for head in [&[5, 13][..], &[5, 5, 13], &[5, 5, 5, 5, 13], &[13, 13, 0, 5, 13]] {
            assert_eq!(verdict(&of(head)), (RxVerdict::Ok, 64), "{head:?}");
        }
        let mut split = vec![Some(5), None, Some(13)];
        split.extend([Some(0); 60]);
        assert!(run(&split, STRIP).iter().all(|out| *out == Out::default()), "a new carrier has no nibble before");
    }

    #[test]
    fn a_half_octet_is_cut_and_matters_only_with_a_bad_fcs() {
        let with_dribble = |frame: &[u8]| {
            let mut symbols = packet(frame);
            symbols.insert(symbols.len() - 1, Some(9));
            symbols
        };
        let mut spoilt = frame_of(64);
        spoilt[20] ^= 4;
        assert_eq!(verdict(&with_dribble(&frame_of(64))), (RxVerdict::Ok, 64));
        assert_eq!(verdict(&packet(&spoilt)), (RxVerdict::FrameCheckError, 64));
        assert_eq!(verdict(&with_dribble(&spoilt)), (RxVerdict::AlignmentError, 64));
        assert_eq!(verdict(&with_dribble(&spoilt[..63])), (RxVerdict::Fragment, 63));
        assert_eq!(verdict(&with_dribble(&frame_of(1519))), (RxVerdict::FrameTooLong, 1519));
        assert_eq!(verdict(&with_dribble(&[])), (RxVerdict::Fragment, 0));
    }

    #[test]
    fn a_dribble_does_not_reach_into_the_next_frame() {
        let mut symbols = packet(&frame_of(64));
        symbols.insert(symbols.len() - 1, Some(9));
        let first = symbols.len();
        symbols.extend(packet(&frame_of(65)));
        let outputs = run(&symbols, STRIP);
        let ends: Vec<_> = (0..outputs.len()).filter(|&edge| outputs[edge].stat_rx_valid).collect();
        assert_eq!(ends, [first - 1, symbols.len() - 1]);
        assert_eq!(outputs[ends[1]].stat_rx_verdict, RxVerdict::Ok as u8);
    }

    proptest! {
        /// The same carrier in octets and in nibbles gives the same beats and verdicts, with `rx_er` anywhere.
        #[test]
        fn nibbles_and_octets_agree(
            octets in prop::collection::vec(any::<u8>(), 0..120),
            good in any::<bool>(),
            error in prop::option::of(0..130usize),
            strip in any::<bool>(),
        ) {
            let frame = if good { frame_of(octets.len().max(14) + 4) } else { octets };
            let carrier = [&[0x55, 0xd5], &frame[..]].concat();
            let (mut by_octets, mut by_nibbles) = (MacRx::new(), MacRxMii::new());
            let (mut wide, mut narrow) = (mac_rx::Out::default(), Out::default());
            for index in 0..=carrier.len() {
                let (rx_dv, rx_er) = (index < carrier.len(), error == Some(index));
                let octet = carrier.get(index).copied().unwrap_or(0);
                let input = mac_rx::In {
                    gmii_rxd: octet,
                    gmii_rx_dv: rx_dv,
                    gmii_rx_er: rx_er,
                    cfg_rx_fcs_strip: strip,
                    ..Default::default()
                };
                Block::step(&mut by_octets, &input, &mut wide);
                let settings = In { mii_rx_dv: rx_dv, mii_rx_er: rx_er, cfg_rx_fcs_strip: strip, ..In::default() };
                Block::step(&mut by_nibbles, &In { mii_rxd: octet & 15, ..settings }, &mut narrow);
                if rx_dv {
                    prop_assert!(!narrow.rx_axis_tvalid && !narrow.stat_rx_valid);
                    Block::step(&mut by_nibbles, &In { mii_rxd: octet >> 4, ..settings }, &mut narrow);
                }
                prop_assert_eq!(format!("{wide:?}"), format!("{narrow:?}"));
            }
        }
    }
}
