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

/// The full-duplex transmitter with an octet time at every edge.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, chart, with_fcs};
    use proptest::prelude::*;
    use wirewright_spec::verdict::TxVerdict;

    /// What the client does at one edge.
    type Offer = Option<Beat>;

    fn frame(octets: &[u8], fcs_insert: bool, user: bool) -> Vec<Offer> {
        let beat = |(index, &data)| {
            let last = index + 1 == octets.len();
            Some(Beat { data, last, user: user && last, fcs_insert })
        };
        octets.iter().enumerate().map(beat).collect()
    }

    /// Offers the beats in their order, each until it is taken; `None` offers nothing for one edge at which the
    /// transmitter was ready. Gives the outputs after every edge.
    fn run(offers: &[Offer], edges: usize) -> Vec<Out> {
        let (mut block, mut output, mut offers) = (MacTx::new(), Out::default(), offers.iter());
        let mut offer = offers.next();
        let mut outputs = Vec::new();
        for _ in 0..edges {
            let beat = offer.copied().flatten();
            let ready = output.tx_axis_tready;
            Block::step(&mut block, &pins(beat), &mut output);
            outputs.push(output);
            if ready {
                offer = offers.next();
            }
        }
        outputs
    }

    fn pins(beat: Offer) -> In {
        let Beat { data, last, user, fcs_insert } = beat.unwrap_or_default();
        In {
            tx_axis_tvalid: beat.is_some(),
            tx_axis_tdata: data,
            tx_axis_tlast: last,
            tx_axis_tuser: user,
            tx_fcs_insert: fcs_insert,
            ..In::default()
        }
    }

    /// The wire after every edge: an octet, `!` an error, `.` nothing; `+` when `tx_axis_tready` is high.
    fn wire(outputs: &[Out]) -> String {
        chart(outputs.iter().map(|out| {
            assert!(out.gmii_tx_en || (out.gmii_txd, out.gmii_tx_er) == (0, false), "silence carries nothing");
            let ready = if out.tx_axis_tready { "+" } else { "" };
            match (out.gmii_tx_en, out.gmii_tx_er) {
                (false, _) => format!(".{ready}"),
                (true, error) => format!("{}{:02x}{ready}", if error { "!" } else { "" }, out.gmii_txd),
            }
        }))
    }

    /// Edges of the strobes, with verdict and octets.
    fn ends(outputs: &[Out]) -> Vec<(usize, u8, u16)> {
        let end = |(edge, out): (usize, &Out)| (edge, out.stat_tx_verdict, out.stat_tx_octets);
        outputs.iter().enumerate().filter(|(_, out)| out.stat_tx_valid).map(end).collect()
    }

    fn hex(octets: &[u8], prefix: &str) -> String {
        chart(octets.iter().map(|octet| format!("{prefix}{octet:02x}")))
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(MacTx::new, &[Out::default()]);
    }

    #[test]
    fn frames_with_their_own_fcs_follow_each_other_after_12_octets() {
        let offers = [frame(&[1, 2, 3], false, false), frame(&[9], false, false)].concat();
        let outputs = run(&offers, 45);
        assert_eq!(wire(&outputs), "55*7 d5+ 01+ 02+ 03 .*12 55*7 d5+ 09 .*13");
        assert_eq!(ends(&outputs), [(11, TxVerdict::Ok as u8, 3), (32, TxVerdict::Ok as u8, 1)]);
        assert_eq!((outputs[31].stat_tx_octets, outputs[44].stat_tx_octets), (3, 1), "kept between the strobes");
    }

    #[test]
    fn a_short_frame_is_padded_to_60_octets_and_gets_its_fcs() {
        for length in [1, 59, 60, 61] {
            let octets: Vec<u8> = (0..length).map(|index| index as u8 + 1).collect();
            let mut content = octets.clone();
            content.resize(content.len().max(60), 0);
            let on_wire = with_fcs(&content);
            let outputs = run(&frame(&octets, true, false), 90);
            let sent: Vec<u8> = outputs[8..8 + on_wire.len()].iter().map(|out| out.gmii_txd).collect();
            assert_eq!(sent, on_wire);
            assert!(outputs.iter().all(|out| !out.gmii_tx_er));
            assert_eq!(outputs.iter().filter(|out| out.gmii_tx_en).count(), 8 + on_wire.len());
            assert_eq!(outputs.iter().filter(|out| out.tx_axis_tready).count(), length);
            assert_eq!(ends(&outputs), [(8 + on_wire.len(), TxVerdict::Ok as u8, on_wire.len() as u16)]);
        }
    }

    #[test]
    fn an_asked_for_error_complements_the_fcs() {
        let spoilt =
            |content: &[u8]| hex(&with_fcs(content)[content.len()..].iter().map(|o| !o).collect::<Vec<_>>(), "!");
        let outputs = run(&frame(&[1, 2], false, true), 30);
        assert_eq!(wire(&outputs), format!("55*7 d5+ 01+ 02 {} .*16", spoilt(&[1, 2])));
        assert_eq!(ends(&outputs), [(14, TxVerdict::SentWithError as u8, 6)]);

        let content = [7; 60];
        let outputs = run(&frame(&content, true, true), 90);
        assert_eq!(wire(&outputs), format!("55*7 d5+ 07+*59 07 {} .*18", spoilt(&content)));
        assert_eq!(ends(&outputs), [(72, TxVerdict::SentWithError as u8, 64)]);
    }

    #[test]
    fn an_underrun_spoils_the_fcs_and_drains_the_rest() {
        // After two octets nothing is there for one edge; two more beats pass while the FCS is sent.
        let mut offers = frame(&[1, 2, 3, 4], true, false);
        offers.insert(2, None);
        offers.extend(frame(&[5], false, false));
        let spoilt: Vec<u8> = with_fcs(&[1, 2])[2..].iter().map(|octet| !octet).collect();
        let [a, b, c, d] = [0, 1, 2, 3].map(|index| spoilt[index]);
        let outputs = run(&offers, 40);
        assert_eq!(
            wire(&outputs),
            format!("55*7 d5+ 01+ 02+ !{a:02x}+ !{b:02x}+ !{c:02x} !{d:02x} .*12 55*7 d5+ 05 .*5")
        );
        assert_eq!(ends(&outputs)[0], (14, TxVerdict::Underrun as u8, 6));
    }

    #[test]
    fn an_underrun_before_the_first_octet_sends_the_complement_of_an_empty_fcs() {
        let outputs = run(&[frame(&[1], true, false), vec![None], frame(&[1, 2], true, false)].concat(), 9);
        assert_eq!(wire(&outputs), "55*7 d5+ 01", "an octet in time is no underrun");
        let mut block = MacTx::new();
        let mut output = Out::default();
        for edge in 0..12 {
            Block::step(&mut block, &In { tx_axis_tvalid: edge < 8, ..In::default() }, &mut output);
            assert!(edge < 8 || (output.gmii_txd, output.gmii_tx_er) == (0xff, true));
        }
        Block::step(&mut block, &In::default(), &mut output);
        let (verdict, octets) = (output.stat_tx_verdict, output.stat_tx_octets);
        assert_eq!((output.stat_tx_valid, verdict, octets), (true, TxVerdict::Underrun as u8, 4));
    }

    #[test]
    fn a_drain_past_the_gap_holds_the_next_frame_until_the_edge_after() {
        let mut block = MacTx::new();
        let mut output = Out::default();
        let mut step = |beat| {
            Block::step(&mut block, &pins(beat), &mut output);
            output
        };
        let octet = |last| Some(Beat { data: 1, last, user: false, fcs_insert: false });
        (0..8).for_each(|_| _ = step(octet(false)));
        for edge in 0..30 {
            let out = step(None);
            assert!(out.tx_axis_tready && !out.tx_start_ready, "edge {edge} drains");
        }
        for beat in 0..5 {
            let out = step(octet(beat == 4));
            assert_eq!((out.gmii_tx_en, out.tx_axis_tready, out.tx_start_ready), (false, beat < 4, beat == 4));
        }
        assert!(step(octet(true)).gmii_tx_en, "starts at the edge after the drain's last beat");
    }

    #[test]
    fn start_ready_is_high_when_idle_and_after_8_octets_of_the_gap() {
        let outputs = run(&frame(&[1], false, false), 30);
        let high: Vec<usize> = (0..30).filter(|&edge| outputs[edge].tx_start_ready).collect();
        assert_eq!(high, (16..30).collect::<Vec<_>>(), "the gap's first octet is at edge 9");
        let mut output = Out::default();
        let mut block = MacTx::new();
        Block::step(&mut block, &In { rst: true, ..In::default() }, &mut output);
        assert!(!output.tx_start_ready);
        Block::step(&mut block, &In::default(), &mut output);
        assert!(output.tx_start_ready);
    }

    #[test]
    fn hold_keeps_a_frame_from_starting_and_nothing_else() {
        let mut block = MacTx::new();
        let mut output = Out::default();
        let mut step = |tx_hold| {
            let beat = Beat { data: 3, last: true, ..Beat::default() };
            Block::step(&mut block, &In { tx_hold, ..pins(Some(beat)) }, &mut output);
            output
        };
        (0..5).for_each(|_| assert!(!step(true).gmii_tx_en));
        assert!(step(false).gmii_tx_en);
        let outputs: Vec<Out> = (0..9).map(|_| step(true)).collect();
        assert_eq!(wire(&outputs), "55*6 d5+ 03 .");
    }

    proptest! {
        #[test]
        fn every_frame_is_on_the_wire_in_its_order(
            lengths in prop::collection::vec((1..200usize, any::<bool>(), any::<u8>()), 1..8),
        ) {
            let (mut offers, mut expected) = (Vec::new(), Vec::new());
            for (length, fcs_insert, seed) in lengths {
                let octet = |index| seed.wrapping_mul(31).wrapping_add(index as u8);
                let octets: Vec<u8> = (0..length).map(octet).collect();
                offers.extend(frame(&octets, fcs_insert, false));
                let mut content = octets;
                if fcs_insert {
                    content.resize(content.len().max(60), 0);
                    content = with_fcs(&content);
                }
                expected.extend([vec![0x55; 7], vec![0xd5], content, vec![0; 12]].concat());
            }
            let outputs = run(&offers, expected.len());
            let sent: Vec<u8> = outputs.iter().map(|out| out.gmii_txd).collect();
            prop_assert_eq!(sent, expected);
            prop_assert!(outputs.iter().all(|out| !out.gmii_tx_er && out.stat_tx_verdict == 0));
        }
    }
}
