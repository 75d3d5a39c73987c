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

/// The full-duplex transmitter whose octet times are the octet edges, behind a buffer of two beats.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MacTx;
    use crate::testing::{self, Random, chart};
    use wirewright_spec::ports::mac_tx;
    use wirewright_spec::verdict::TxVerdict;

    /// The transmitter with a client that always has the next octet.
    struct Bench {
        block: MacTxTrispeed,
        out: Out,
        octets: Vec<(u8, bool)>,
        taken: usize,
        settings: In,
    }

    impl Bench {
        fn new(frames: &[&[u8]], settings: In) -> Self {
            let octets =
                frames.iter().flat_map(|frame| frame.iter().enumerate().map(|(i, &o)| (o, i + 1 == frame.len())));
            Self { block: MacTxTrispeed::new(), out: Out::default(), octets: octets.collect(), taken: 0, settings }
        }

        fn step(&mut self, tx_ce: bool, offers: bool) -> Out {
            let offer = self.octets.get(self.taken).filter(|_| offers);
            let (tx_axis_tdata, tx_axis_tlast) = offer.copied().unwrap_or_default();
            let input = In { tx_axis_tdata, tx_axis_tlast, tx_axis_tvalid: offer.is_some(), tx_ce, ..self.settings };
            self.taken += usize::from(offer.is_some() && self.out.tx_axis_tready);
            Block::step(&mut self.block, &input, &mut self.out);
            self.out
        }

        fn run(&mut self, edges: usize) -> Vec<Out> {
            (0..edges).map(|_| self.step(true, true)).collect()
        }
    }

    fn wire(outputs: &[Out]) -> String {
        chart(outputs.iter().map(|out| {
            let strobe = if out.stat_tx_valid { "^" } else { "" };
            let error = if out.gmii_tx_er { "!" } else { "" };
            let octet = if out.gmii_tx_en { format!("{:x}", out.gmii_txd) } else { ".".into() };
            format!("{error}{octet}{strobe}")
        }))
    }

    const NIBBLE: In = In { cfg_nibble: true, ..OCTET };
    const OCTET: In = In {
        rst: false,
        tx_axis_tdata: 0,
        tx_axis_tvalid: false,
        tx_axis_tlast: false,
        tx_axis_tuser: false,
        tx_fcs_insert: false,
        tx_hold: false,
        tx_ce: false,
        cfg_nibble: false,
    };

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(MacTxTrispeed::new, &[Out::default()]);
    }

    #[test]
    fn octets_go_as_in_mac_tx_two_edges_after_the_offer() {
        // Not ready at edge 0, into the buffer at edge 1, idle octet edge 2.
        let outputs = Bench::new(&[&[1, 2, 3], &[4]], OCTET).run(46);
        assert_eq!(wire(&outputs), ".*2 55*7 d5 1 2 3 .^ .*11 55*7 d5 4 .^ .*11");
        assert!(outputs.iter().all(|out| out.tx_octet_tick));
        let not_ready: Vec<usize> = (0..46).filter(|&edge| !outputs[edge].tx_axis_tready).collect();
        assert_eq!(not_ready, [2, 3, 4, 5, 6, 7, 8, 9], "two beats wait while the preamble goes");
    }

    #[test]
    fn nibbles_go_low_first_at_every_second_edge_that_counts() {
        let outputs = Bench::new(&[&[0x21], &[0x43]], NIBBLE).run(88);
        assert_eq!(wire(&outputs), ".*2 5*15 d 1 2 .^ .*23 5*15 d 3 4 .^ .*25");
        let ticks = outputs.iter().filter(|out| out.tx_octet_tick).count();
        assert_eq!(ticks, 44);
    }

    #[test]
    fn the_wire_stands_between_the_edges_that_count_and_strobes_last_one_clock() {
        let mut slow = Bench::new(&[&[0x21, 0x43, 0x65]], NIBBLE);
        let mut outputs = Vec::new();
        for edge in 0..600 {
            let before = slow.out;
            let out = slow.step(edge % 10 == 9, true);
            if edge % 10 != 9 {
                assert_eq!(
                    (out.gmii_txd, out.gmii_tx_en, out.gmii_tx_er),
                    (before.gmii_txd, before.gmii_tx_en, before.gmii_tx_er)
                );
                assert!(!out.stat_tx_valid && !out.tx_octet_tick);
            } else {
                outputs.push(out);
            }
        }
        assert_eq!(wire(&outputs), "5*15 d 1 2 3 4 5 6 .^ .*37");
        assert_eq!((slow.out.stat_tx_verdict, slow.out.stat_tx_octets), (TxVerdict::Ok as u8, 3));
    }

    #[test]
    fn start_ready_is_low_while_a_beat_waits() {
        let mut bench = Bench::new(&[&[1]], In { tx_hold: true, ..OCTET });
        assert!(bench.step(false, true).tx_start_ready, "from the first edge on, octet edge or not");
        assert!(!bench.step(true, true).tx_start_ready, "a beat has come");
        assert!(!bench.step(true, true).gmii_tx_en, "held");
        bench.settings.tx_hold = false;
        let outputs = bench.run(22);
        let high: Vec<usize> = (0..22).filter(|&edge| outputs[edge].tx_start_ready).collect();
        assert_eq!(high, (16..22).collect::<Vec<_>>(), "9 octets, then 8 of the gap");
    }

    #[test]
    fn a_drain_goes_on_between_octet_edges_and_spares_the_next_frame() {
        let mut bench = Bench::new(&[&[1, 2, 3, 4, 5, 6], &[7]], NIBBLE);
        (0..2).for_each(|_| _ = bench.step(true, true));
        assert_eq!(bench.taken, 1, "one beat is there, and no other when the second octet is due");
        assert_eq!((0..30).position(|_| bench.step(true, false).gmii_tx_er), Some(18));
        let before = bench.out;
        for edge in 0..8 {
            let out = bench.step(false, true);
            assert_eq!((out.gmii_txd, out.gmii_tx_er), (before.gmii_txd, true));
            assert_eq!(bench.taken, (2 + edge).min(7), "five beats are thrown away, the next frame's waits");
        }
        let outputs = bench.run(60);
        assert_eq!(wire(&outputs).split(" .^ ").nth(1), Some(".*23 5*15 d 7 0"));
        assert_eq!((bench.out.stat_tx_verdict, bench.out.stat_tx_octets), (TxVerdict::Ok as u8, 1));
    }

    #[test]
    fn with_octets_at_every_edge_it_sends_what_mac_tx_sends() {
        for seed in 0..30 {
            let mut random = Random(seed);
            let frames: Vec<Vec<u8>> =
                (0..8).map(|_| (0..1 + random.next() % 90).map(|_| random.next() as u8).collect()).collect();
            let settings = In { tx_fcs_insert: seed & 1 != 0, cfg_nibble: seed & 2 != 0, ..OCTET };
            let mut bench = Bench::new(&frames.iter().map(Vec::as_slice).collect::<Vec<_>>(), settings);
            let mut symbols = Vec::new();
            for _ in 0..8000 {
                let ce = random.one_in(1 + seed % 3);
                let out = bench.step(ce, true);
                if ce {
                    symbols.push((out.gmii_tx_en, out.gmii_txd));
                }
            }
            let first = symbols.iter().position(|&(tx_en, _)| tx_en).unwrap();
            let octets: Vec<(bool, u8)> = if settings.cfg_nibble {
                symbols[first..].chunks_exact(2).map(|pair| (pair[0].0, pair[0].1 | pair[1].1 << 4)).collect()
            } else {
                symbols[first..].to_vec()
            };
            let expected = sent_by_mac_tx(&bench.octets, settings.tx_fcs_insert, octets.len());
            assert_eq!(octets, expected, "seed {seed}");
        }
    }

    fn sent_by_mac_tx(octets: &[(u8, bool)], tx_fcs_insert: bool, edges: usize) -> Vec<(bool, u8)> {
        let (mut block, mut taken) = (MacTx::new(), 0);
        let step = |_| {
            let offer = octets.get(taken);
            let (tx_axis_tdata, tx_axis_tlast) = offer.copied().unwrap_or_default();
            taken += usize::from(offer.is_some() && block.out.tx_axis_tready);
            block.edge(&mac_tx::In {
                tx_axis_tdata,
                tx_axis_tlast,
                tx_axis_tvalid: offer.is_some(),
                tx_fcs_insert,
                ..Default::default()
            });
            (block.out.gmii_tx_en, block.out.gmii_txd)
        };
        (0..edges).map(step).collect()
    }
}
