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

/// The receiver that takes an octet at every edge.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MacTx;
    use crate::testing::{self, chart, frame_of, with_fcs};
    use proptest::prelude::*;
    use wirewright_spec::ports::mac_tx as tx;
    use wirewright_spec::verdict::RxVerdict;

    /// What is on the wire at one edge: an octet, perhaps with an error, or nothing.
    #[derive(Clone, Copy)]
    struct Symbol {
        octet: Option<u8>,
        error: bool,
    }

    fn carrier(octets: &[u8]) -> Vec<Symbol> {
        octets.iter().map(|&octet| Symbol { octet: Some(octet), error: false }).collect()
    }

    /// Preamble, delimiter, frame, and the edge without carrier that ends it.
    fn packet(frame: &[u8]) -> Vec<Symbol> {
        [carrier(&[0x55, 0x55, 0xd5]), carrier(frame), silence(1)].concat()
    }

    fn silence(edges: usize) -> Vec<Symbol> {
        vec![Symbol { octet: None, error: false }; edges]
    }

    fn pins(symbol: Symbol) -> In {
        In {
            gmii_rxd: symbol.octet.unwrap_or(0xd5),
            gmii_rx_dv: symbol.octet.is_some(),
            gmii_rx_er: symbol.error,
            cfg_rx_fcs_strip: true,
            ..In::default()
        }
    }

    fn run(symbols: &[Symbol], settings: fn(&mut In)) -> Vec<Out> {
        let mut block = MacRx::new();
        let mut outputs = Vec::new();
        for &symbol in symbols {
            let mut input = pins(symbol);
            settings(&mut input);
            let mut output = Out::default();
            Block::step(&mut block, &input, &mut output);
            let Out { rx_axis_tvalid, rx_axis_tlast, rx_axis_tuser, .. } = output;
            assert!(rx_axis_tvalid || (output.rx_axis_tdata, rx_axis_tlast, rx_axis_tuser) == (0, false, false));
            assert!(rx_axis_tlast || !rx_axis_tuser);
            outputs.push(output);
        }
        outputs
    }

    /// The stream after every edge: an octet, `|` behind the last one, `!` when it is bad, `.` no beat; `^` is the
    /// strobe of the verdict.
    fn stream(outputs: &[Out]) -> String {
        chart(outputs.iter().map(|out| {
            let strobe = if out.stat_rx_valid { "^" } else { "" };
            let end = match (out.rx_axis_tlast, out.rx_axis_tuser) {
                (true, true) => "!",
                (true, false) => "|",
                _ => "",
            };
            let octet = if out.rx_axis_tvalid { format!("{:02x}", out.rx_axis_tdata) } else { ".".into() };
            format!("{octet}{end}{strobe}")
        }))
    }

    /// Verdict, octets and symbol error of the only frame in `symbols`.
    fn verdict_of(symbols: &[Symbol], settings: fn(&mut In)) -> (RxVerdict, usize, bool) {
        let outputs = run(symbols, settings);
        let strobes: Vec<&Out> = outputs.iter().filter(|out| out.stat_rx_valid).collect();
        assert_eq!(strobes.len(), 1, "one strobe a frame");
        let out = strobes[0];
        let verdict = RxVerdict::ALL[usize::from(out.stat_rx_verdict)];
        if out.rx_axis_tvalid {
            assert_eq!(out.rx_axis_tuser, !verdict.accepted());
        }
        (verdict, usize::from(out.stat_rx_octets), out.stat_rx_symbol_error)
    }

    fn verdict(frame: &[u8]) -> RxVerdict {
        verdict_of(&packet(frame), |_| {}).0
    }

    fn with_length_type(octets: usize, length_type: u16) -> Vec<u8> {
        let mut frame = frame_of(octets);
        frame.truncate(octets - 4);
        frame[12..14].copy_from_slice(&length_type.to_be_bytes());
        with_fcs(&frame)
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(MacRx::new, &[Out::default()]);
    }

    #[test]
    fn stripped_octets_come_5_edges_late_and_passed_ones_1() {
        let frame = [1, 2, 3, 4, 5, 6, 7];
        assert_eq!(stream(&run(&packet(&frame), |_| {})), ".*8 01 02 03!^");
        assert_eq!(stream(&run(&packet(&frame), |input| input.cfg_rx_fcs_strip = false)), ".*4 01 02 03 04 05 06 07!^");
    }

    #[test]
    fn frames_of_up_to_5_octets_give_a_verdict_and_the_beats_they_have() {
        let strip = |octets: &[u8]| stream(&run(&packet(octets), |_| {}));
        let pass = |octets: &[u8]| stream(&run(&packet(octets), |input| input.cfg_rx_fcs_strip = false));
        assert_eq!((strip(&[]), pass(&[])), (".*3 .^".into(), ".*3 .^".into()));
        assert_eq!((strip(&[1]), pass(&[1])), (".*4 .^".into(), ".*4 01!^".into()));
        assert_eq!((strip(&[1; 4]), pass(&[1; 4])), (".*7 .^".into(), ".*4 01*3 01!^".into()));
        assert_eq!(strip(&[1; 5]), ".*8 01!^");
        assert_eq!(verdict(&[0; 4]), RxVerdict::Undersize, "the FCS of nothing is zero");
        assert_eq!(verdict(&[]), RxVerdict::Fragment);
    }

    #[test]
    fn any_octets_up_to_the_first_delimiter_are_thrown_away_and_nothing_comes_without_one() {
        let frame = frame_of(64);
        for head in [&[0xd5][..], &[0x55; 30], &[1, 2, 3, 0x5d]] {
            let symbols =
                [carrier(head), carrier(if head == [0xd5] { &[] } else { &[0xd5] }), carrier(&frame), silence(1)];
            assert_eq!(verdict_of(&symbols.concat(), |_| {}), (RxVerdict::Ok, 64, false));
        }
        let outputs = run(&[carrier(&[0x55; 80]), silence(3)].concat(), |_| {});
        assert!(outputs.iter().all(|out| *out == Out::default()));
    }

    #[test]
    fn a_frame_can_begin_right_after_one_edge_without_carrier() {
        let outputs = run(&[packet(&frame_of(64)), packet(&frame_of(70)), silence(20)].concat(), |_| {});
        let ends: Vec<_> =
            outputs.iter().enumerate().filter(|(_, out)| out.stat_rx_valid).map(|(edge, _)| edge).collect();
        assert_eq!(ends, [67, 141]);
        assert_eq!((outputs[140].stat_rx_octets, outputs[160].stat_rx_octets), (64, 70), "kept between the strobes");
    }

    #[test]
    fn a_carrier_that_is_on_after_reset_is_received_like_any_other() {
        let mut block = MacRx::new();
        let mut output = Out::default();
        let symbols = packet(&frame_of(64));
        for &symbol in &symbols[..20] {
            Block::step(&mut block, &pins(symbol), &mut output);
        }
        Block::step(&mut block, &In { rst: true, ..pins(symbols[20]) }, &mut output);
        for &symbol in &symbols[21..] {
            Block::step(&mut block, &pins(symbol), &mut output);
            assert_eq!(output, Out::default(), "no delimiter, no frame");
        }
    }

    #[test]
    fn lengths_have_their_verdicts_at_the_limits() {
        use RxVerdict::*;
        let spoil = |mut frame: Vec<u8>| {
            frame[3] ^= 1;
            frame
        };
        for (octets, good, bad) in [
            (63, Undersize, Fragment),
            (64, Ok, FrameCheckError),
            (1518, Ok, FrameCheckError),
            (1519, FrameTooLong, Jabber),
        ] {
            assert_eq!(verdict(&frame_of(octets)), good, "{octets}");
            assert_eq!(verdict(&spoil(frame_of(octets))), bad, "{octets}, spoilt");
        }
        assert_eq!(verdict(&with_length_type(1522, 0x8100)), Ok);
        assert_eq!(verdict(&with_length_type(1523, 0x8100)), FrameTooLong);
        for (octets, expected) in [(1519, Ok), (9018, Ok), (9019, FrameTooLong)] {
            let symbols = packet(&frame_of(octets));
            assert_eq!(verdict_of(&symbols, |input| input.cfg_rx_jumbo = true), (expected, octets, false));
        }
    }

    #[test]
    fn the_length_field_is_held_against_the_data() {
        use RxVerdict::*;
        for (octets, length_type, expected) in [
            (64, 0, Ok),
            (64, 46, Ok),
            (64, 47, InRangeLengthError),
            (65, 46, InRangeLengthError),
            (65, 47, Ok),
            (1518, 1500, Ok),
            (1517, 1500, InRangeLengthError),
            (64, 1501, OutOfRangeLength),
            (64, 1535, OutOfRangeLength),
            (64, 1536, Ok),
        ] {
            assert_eq!(verdict(&with_length_type(octets, length_type)), expected, "{octets} {length_type}");
        }
    }

    #[test]
    fn rx_er_anywhere_in_the_carrier_spoils_the_frame_and_elsewhere_nothing() {
        use RxVerdict::*;
        for place in [0, 2, 3, 40, 66] {
            let mut symbols = packet(&frame_of(64));
            symbols[place].error = true;
            assert_eq!(verdict_of(&symbols, |_| {}), (FrameCheckError, 64, true), "place {place}");
        }
        let mut symbols = [silence(2), packet(&frame_of(64))].concat();
        symbols[1].error = true;
        symbols[69].error = true;
        assert_eq!(verdict_of(&symbols, |_| {}), (Ok, 64, false));
        let mut symbols = packet(&frame_of(63));
        symbols[5].error = true;
        assert_eq!(verdict_of(&symbols, |_| {}), (Fragment, 63, false), "too short for a symbol error");
        let mut symbols = [packet(&frame_of(64)), packet(&frame_of(64))].concat();
        symbols[30].error = true;
        let outputs = run(&symbols, |_| {});
        let errors: Vec<bool> = outputs.iter().filter(|o| o.stat_rx_valid).map(|o| o.stat_rx_symbol_error).collect();
        assert_eq!(errors, [true, false], "it ends with its carrier");
    }

    #[test]
    fn every_single_bit_error_of_a_minimum_frame_is_found() {
        let frame = frame_of(64);
        for bit in 0..64 * 8 {
            let mut spoilt = frame.clone();
            spoilt[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(verdict(&spoilt), RxVerdict::FrameCheckError, "bit {bit}");
        }
    }

    #[test]
    fn octets_saturate() {
        assert_eq!(verdict_of(&packet(&vec![0; 70_000]), |_| {}), (RxVerdict::Jabber, 65535, false));
    }

    proptest! {
        #[test]
        fn what_mac_tx_sends_comes_back(
            frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..300), 1..6),
        ) {
            let (mut transmitter, mut receiver) = (MacTx::new(), MacRx::new());
            let (mut sent, mut received) = (tx::Out::default(), Out::default());
            let mut stream =
                frames.iter().flat_map(|frame| frame.iter().enumerate().map(|(i, &o)| (o, i + 1 == frame.len())));
            let mut offer = stream.next();
            let (mut back, mut frame) = (Vec::new(), Vec::new());
            for _ in 0..frames.len() * 400 + 20 {
                Block::step(&mut receiver, &In {
                    gmii_rxd: sent.gmii_txd, gmii_rx_dv: sent.gmii_tx_en, gmii_rx_er: sent.gmii_tx_er,
                    cfg_rx_fcs_strip: true, ..In::default()
                }, &mut received);
                let (tx_axis_tdata, tx_axis_tlast) = offer.unwrap_or_default();
                let taken = sent.tx_axis_tready && offer.is_some();
                let tx_axis_tvalid = offer.is_some();
                let input =
                    tx::In { tx_axis_tdata, tx_axis_tlast, tx_axis_tvalid, tx_fcs_insert: true, ..Default::default() };
                Block::step(&mut transmitter, &input, &mut sent);
                if taken {
                    offer = stream.next();
                }
                if received.rx_axis_tvalid {
                    frame.push(received.rx_axis_tdata);
                }
                if received.stat_rx_valid {
                    let accepted = !received.rx_axis_tuser;
                    prop_assert_eq!(accepted, RxVerdict::ALL[usize::from(received.stat_rx_verdict)].accepted());
                    back.push(std::mem::take(&mut frame));
                }
            }
            let padded: Vec<Vec<u8>> = frames.into_iter().map(|mut f| { f.resize(f.len().max(60), 0); f }).collect();
            prop_assert_eq!(back, padded);
        }
    }
}
