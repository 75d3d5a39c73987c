// SPDX-License-Identifier: MIT OR Apache-2.0
//! Tests of the golden `mac_tx_mii`: collisions at every place that matters, deference, the head of the frame and the
//! record of each (IEEE 802.3-2022, 4.2.3.2).

use super::*;
use crate::testing::{self, Random, chart, with_fcs};
use proptest::prelude::*;

/// The transmitter with a client that always has the next beat, and a PHY.
struct Bench {
    block: MacTxMii,
    out: Out,
    beats: Vec<Beat>,
    taken: usize,
    settings: In,
}

impl Bench {
    /// A client with these frames, half duplex, the greatest random word.
    fn new(frames: &[&[u8]], fcs_insert: bool) -> Self {
        let beats = frames.iter().flat_map(|frame| {
            let last = frame.len() - 1;
            frame.iter().enumerate().map(move |(index, &data)| Beat {
                data,
                last: index == last,
                user: false,
                fcs_insert,
            })
        });
        let settings = In { random: 0x3ff, ..In::default() };
        let beats = beats.collect();
        Self { block: MacTxMii::new(), out: Out::default(), beats, taken: 0, settings }
    }

    fn full_duplex(mut self) -> Self {
        self.settings.cfg_full_duplex = true;
        self
    }

    /// One edge with carrier sense as the PHY should have it: carrier while we send.
    fn step(&mut self, col: bool) -> Out {
        let crs = self.out.mii_tx_en;
        self.step_with(crs, col, true)
    }

    fn step_with(&mut self, mii_crs: bool, mii_col: bool, offers: bool) -> Out {
        let offer = self.beats.get(self.taken).filter(|_| offers);
        let beat = offer.copied().unwrap_or_default();
        let input = In {
            tx_axis_tvalid: offer.is_some(),
            tx_axis_tdata: beat.data,
            tx_axis_tlast: beat.last,
            tx_axis_tuser: beat.user,
            tx_fcs_insert: beat.fcs_insert,
            mii_crs,
            mii_col,
            ..self.settings
        };
        self.taken += usize::from(offer.is_some() && self.out.tx_axis_tready);
        Block::step(&mut self.block, &input, &mut self.out);
        let Out { mii_tx_en, mii_txd, mii_tx_er, .. } = self.out;
        assert!(mii_tx_en || (mii_txd, mii_tx_er) == (0, false), "silence carries nothing");
        self.out
    }

    /// Steps so that `col` is seen at the edge that is to send nibble `index` of the attempt which the next
    /// edge begins, and on to the first silent edge after the attempt. (At nibble 1 of a first attempt only: the
    /// pin is high before the frame is offered.)
    fn attempt_with_collision_at(&mut self, index: usize) -> Vec<Out> {
        if index == 1 {
            self.step_with(false, true, false);
        }
        let mut outputs: Vec<Out> = (0..5000).map(|edge| self.step_until_sent(edge, index)).collect();
        let silent = outputs.iter().position(|out| !out.mii_tx_en).unwrap();
        outputs.truncate(silent + 1);
        outputs
    }

    /// Two flip-flops delay the pin by two edges. Past the attempt the bench stands still.
    fn step_until_sent(&mut self, edge: usize, index: usize) -> Out {
        if edge > 0 && !self.out.mii_tx_en { self.out } else { self.step(edge + 2 == index) }
    }

    /// Steps to the edge before the next attempt; gives the number of silent edges.
    fn wait_for_start(&mut self) -> usize {
        let mut edges = 0;
        loop {
            let before = (self.block.clone(), self.out, self.taken);
            let out = self.step(false);
            edges += 1;
            if out.mii_tx_en {
                (self.block, self.out, self.taken) = before;
                return edges - 1;
            }
            assert!(edges < 200_000, "no start");
        }
    }

    fn run(&mut self, edges: usize) -> Vec<Out> {
        (0..edges).map(|_| self.step(false)).collect()
    }
}

/// The wire after every edge: a nibble, `!` an error, `.` nothing; `+` ready, `^` the strobe.
fn wire(outputs: &[Out]) -> String {
    chart(outputs.iter().map(|out| {
        let ready = if out.tx_axis_tready { "+" } else { "" };
        let strobe = if out.stat_tx_valid { "^" } else { "" };
        let error = if out.mii_tx_er { "!" } else { "" };
        let nibble = if out.mii_tx_en { format!("{:x}", out.mii_txd) } else { ".".into() };
        format!("{error}{nibble}{ready}{strobe}")
    }))
}

/// The nibbles that were sent, joined into octets, low nibble first.
fn octets(outputs: &[Out]) -> Vec<u8> {
    let sent: Vec<u8> = outputs.iter().filter(|out| out.mii_tx_en).map(|out| out.mii_txd).collect();
    sent.chunks(2).map(|pair| pair[0] | pair[1] << 4).collect()
}

/// Verdict, octets, collisions of the strobe, which must be there.
fn end(out: &Out) -> (TxVerdict, u16, u8) {
    assert!(out.stat_tx_valid);
    (TxVerdict::ALL[usize::from(out.stat_tx_verdict)], out.stat_tx_octets, out.stat_tx_collisions)
}

const FRAME: [u8; 80] = {
    let mut frame = [0x3c; 80];
    let mut index = 0;
    while index < 80 {
        frame[index] = index as u8 ^ 0x5a;
        index += 1;
    }
    frame
};

fn on_wire(frame: &[u8]) -> Vec<u8> {
    let mut content = frame.to_vec();
    content.resize(content.len().max(60), 0);
    [&[0x55; 7][..], &[0xd5], &with_fcs(&content)].concat()
}

#[test]
fn reset_is_one_edge_with_rst() {
    testing::reset_is_one_edge(MacTxMii::new, &[Out::default()]);
}

#[test]
fn full_duplex_frames_follow_each_other_after_24_nibbles() {
    let mut bench = Bench::new(&[&[0x21, 0x43], &[0x65]], false).full_duplex();
    let outputs = bench.run(64 + 24);
    assert_eq!(wire(&outputs), "5*15 d+ 1 2+ 3 4 .^ .*23 5*15 d+ 5 6 .^ .*25".to_owned());
    assert_eq!(end(&outputs[20]), (TxVerdict::Ok, 2, 0));
    assert_eq!(end(&outputs[62]), (TxVerdict::Ok, 1, 0));
    assert!(outputs.iter().all(|out| !out.stat_tx_deferred && !out.stat_tx_carrier_sense_error));
}

#[test]
fn a_frame_is_padded_and_gets_its_fcs() {
    for length in [1, 59, 60, 61, 80] {
        let mut bench = Bench::new(&[&FRAME[..length]], true).full_duplex();
        let outputs = bench.run(300);
        assert_eq!(octets(&outputs), on_wire(&FRAME[..length]));
        assert!(outputs.iter().all(|out| !out.mii_tx_er));
        assert_eq!(bench.taken, length);
    }
}

#[test]
fn the_octet_tick_comes_at_every_second_clock() {
    let outputs = Bench::new(&[], false).run(6);
    assert_eq!(
        outputs.iter().map(|out| out.tx_octet_tick).collect::<Vec<_>>(),
        [false, true, false, true, false, true]
    );
}

#[test]
fn a_collision_in_the_preamble_lets_it_be_finished_before_the_jam() {
    for index in [1, 2, 14, 15] {
        let outputs = Bench::new(&[&FRAME], true).attempt_with_collision_at(index);
        assert_eq!(wire(&outputs), "5*15 d 5*8 .", "at nibble {index}");
    }
}

#[test]
fn a_collision_in_the_frame_is_jammed_at_once() {
    // 5a 5b 58 59: the low nibble is first.
    let mut bench = Bench::new(&[&FRAME], true);
    assert_eq!(wire(&bench.attempt_with_collision_at(16)), "5*15 d+ 5*8 .");
    assert_eq!(bench.taken, 1, "the octet that would have been sent is kept");
    assert_eq!(wire(&Bench::new(&[&FRAME], true).attempt_with_collision_at(17)), "5*15 d+ a 5*8 .");
    assert_eq!(wire(&Bench::new(&[&FRAME], true).attempt_with_collision_at(19)), "5*15 d+ a 5+ b 5*8 .");
    let outputs = Bench::new(&[&FRAME], true).attempt_with_collision_at(100);
    assert_eq!(outputs.len(), 100 + 8 + 1);
}

#[test]
fn a_retry_sends_the_whole_frame_whatever_was_taken() {
    for index in [1, 15, 16, 17, 18, 19, 127, 128] {
        let mut bench = Bench::new(&[&FRAME], true);
        bench.settings.random = 0;
        bench.attempt_with_collision_at(index);
        assert!(!bench.out.stat_tx_valid, "an attempt that is retried has no verdict");
        assert_eq!(bench.wait_for_start(), 2 + 24, "no slot to wait, just our carrier's end and the gap");
        let outputs = bench.run(300);
        assert_eq!(octets(&outputs), on_wire(&FRAME), "collision at {index}");
        assert_eq!(bench.taken, FRAME.len());
        let strobe = outputs.iter().find(|out| out.stat_tx_valid).unwrap();
        assert_eq!(end(strobe), (TxVerdict::Ok, 84, 1));
        assert!(!strobe.stat_tx_carrier_sense_error);
    }
}

#[test]
fn a_collision_is_late_from_nibble_129_on() {
    let mut bench = Bench::new(&[&FRAME, &[1]], true);
    bench.attempt_with_collision_at(128);
    assert!(!bench.out.stat_tx_valid);
    for (index, octets) in [(129, 57), (130, 57), (131, 58)] {
        let mut bench = Bench::new(&[&FRAME, &[1]], true);
        let outputs = bench.attempt_with_collision_at(index);
        assert_eq!(outputs.len(), index + 8 + 1);
        assert_eq!(end(&bench.out), (TxVerdict::LateCollision, octets, 1), "at nibble {index}");
        assert!(bench.out.tx_axis_tready, "the rest is drained");
        bench.run(60);
        assert_eq!(bench.taken, FRAME.len() + 1, "and the next frame begins");
    }
}

#[test]
fn a_late_collision_after_the_last_beat_drains_nothing() {
    let mut bench = Bench::new(&[&FRAME[..57], &[1]], true);
    bench.attempt_with_collision_at(135);
    assert_eq!(end(&bench.out), (TxVerdict::LateCollision, 60, 1));
    assert!(!bench.out.tx_axis_tready);
}

#[test]
fn delays_double_up_to_1024_slots_and_the_16th_collision_is_the_last() {
    let mut bench = Bench::new(&[&FRAME], true);
    for collision in 1..=15 {
        bench.attempt_with_collision_at(30);
        assert!(!bench.out.stat_tx_valid);
        let slots = (1 << collision.min(10)) - 1;
        // The first silent edge has gone; the delay is over at the edge before the start.
        assert_eq!(bench.wait_for_start(), 128 * slots, "collision {collision}");
    }
    bench.attempt_with_collision_at(30);
    assert_eq!(end(&bench.out), (TxVerdict::ExcessiveCollisions, 7, 16));
    assert!(bench.out.tx_axis_tready);
}

#[test]
fn collision_is_ignored_in_full_duplex_in_silence_and_after_the_frame() {
    let mut bench = Bench::new(&[&[1, 2]], false).full_duplex();
    let outputs: Vec<Out> = (0..40).map(|_| bench.step(true)).collect();
    assert_eq!(wire(&outputs), "5*15 d+ 1 0+ 2 0 .^ .*19");
    assert_eq!(end(&outputs[20]), (TxVerdict::Ok, 2, 0));

    let mut bench = Bench::new(&[&[1, 2]], false);
    (0..3).for_each(|_| _ = bench.step_with(false, true, false));
    bench.step_with(false, false, false);
    bench.step_with(false, false, false);
    let outputs: Vec<Out> = (0..30).map(|edge| bench.step(edge == 18)).collect();
    assert_eq!(end(&outputs[20]), (TxVerdict::Ok, 2, 0));
    assert_eq!(outputs[29].stat_tx_collisions, 0);
}

#[test]
fn a_frame_waits_for_carrier_and_the_gap_and_is_deferred() {
    let mut bench = Bench::new(&[&[1, 2]], false);
    (0..10).for_each(|_| _ = bench.step_with(true, false, false));
    // Two more edges see the carrier, then the gap takes 24.
    let silent = (0..).find(|_| bench.step(false).mii_tx_en).unwrap();
    assert_eq!(silent, 2 + 24);
    let outputs = bench.run(20);
    assert_eq!(end(&outputs[19]), (TxVerdict::Ok, 2, 0));
    assert!(outputs[19].stat_tx_deferred && !outputs[19].stat_tx_excessive_deferral);

    let mut bench = Bench::new(&[&[1, 2]], false);
    let outputs = bench.run(21);
    assert!(outputs[20].stat_tx_valid && !outputs[20].stat_tx_deferred, "no carrier, no deferral");
}

#[test]
fn deferral_is_excessive_from_6072_nibbles_on() {
    for (deferred, excessive) in [(6071, false), (6072, true)] {
        let mut bench = Bench::new(&[&[1, 2]], false);
        // Carrier first: the gap counter is at 0 when the frame comes, and 24 of the edges are the gap.
        (0..5).for_each(|_| _ = bench.step_with(true, false, false));
        (0..deferred - 26).for_each(|_| _ = bench.step_with(true, false, true));
        let outputs: Vec<Out> = (0..60).map(|_| bench.step(false)).collect();
        let strobe = outputs.iter().find(|out| out.stat_tx_valid).unwrap();
        assert_eq!((strobe.stat_tx_deferred, strobe.stat_tx_excessive_deferral), (true, excessive));
    }
}

#[test]
fn carrier_sense_must_come_and_stay_while_we_send() {
    let strobe_with = |carrier: fn(usize) -> bool, full_duplex: bool| {
        let mut bench = Bench::new(&[&FRAME], true);
        bench.settings.cfg_full_duplex = full_duplex;
        (0..300).map(|edge| bench.step_with(carrier(edge), false, true)).find(|out| out.stat_tx_valid).unwrap()
    };
    let sent = 2 * (80 + 4 + 8);
    assert_eq!(sent, 184);
    assert!(strobe_with(|_| false, false).stat_tx_carrier_sense_error, "never came");
    assert!(!strobe_with(|_| false, true).stat_tx_carrier_sense_error, "full duplex has none");
    assert!(!strobe_with(|edge| edge > 0, false).stat_tx_carrier_sense_error);
    assert!(strobe_with(|edge| (5..100).contains(&edge), false).stat_tx_carrier_sense_error, "went away");
    assert!(!strobe_with(|edge| edge >= 181, false).stat_tx_carrier_sense_error, "seen by the last nibble");
    assert!(strobe_with(|edge| edge >= 182, false).stat_tx_carrier_sense_error, "seen after it");
    assert!(!strobe_with(|edge| (1..182).contains(&edge), false).stat_tx_carrier_sense_error);
    assert!(strobe_with(|edge| (1..181).contains(&edge), false).stat_tx_carrier_sense_error);
}

#[test]
fn an_underrun_spoils_the_fcs_and_drains_the_rest() {
    let mut bench = Bench::new(&[&[0x21, 0x43, 0x65]], false).full_duplex();
    let outputs: Vec<Out> = (0..40).map(|edge| bench.step_with(false, false, edge != 18)).collect();
    let spoilt = with_fcs(&[0x21])[1..].iter().flat_map(|octet| [!octet & 15, !octet >> 4]).collect::<Vec<_>>();
    let sent: Vec<u8> = outputs[18..26].iter().map(|out| out.mii_txd).collect();
    assert_eq!(sent, spoilt);
    assert!(outputs[18..26].iter().all(|out| out.mii_tx_er && out.mii_tx_en) && !outputs[26].mii_tx_en);
    assert_eq!(
        outputs.iter().map(|out| u8::from(out.tx_axis_tready)).collect::<Vec<_>>()[15..22],
        [1, 0, 1, 1, 1, 0, 0]
    );
    assert_eq!(end(&outputs[26]), (TxVerdict::Underrun, 5, 0));
}

#[test]
fn a_collision_in_the_octets_of_an_underrun_gives_the_frame_up() {
    let mut bench = Bench::new(&[&[0x21, 0x43, 0x65]], false);
    let outputs: Vec<Out> = (0..40).map(|edge| bench.step_with(edge > 1, edge == 18, edge != 18)).collect();
    assert!(outputs[18..20].iter().all(|out| out.mii_tx_er));
    assert!(outputs[20..28].iter().all(|out| out.mii_txd == 5 && out.mii_tx_en && !out.mii_tx_er));
    assert_eq!(end(&outputs[28]), (TxVerdict::Underrun, 2, 1));
}

#[test]
fn a_missing_beat_at_the_collision_edge_is_no_underrun() {
    let mut bench = Bench::new(&[&FRAME], true);
    bench.settings.random = 0;
    (0..18).for_each(|edge| _ = bench.step(edge == 16));
    let out = bench.step_with(true, false, false);
    assert_eq!((out.mii_txd, out.mii_tx_er, bench.taken), (5, false, 1));
    let outputs = bench.run(300);
    assert!(outputs[..7].iter().all(|out| out.mii_tx_en) && !outputs[7].mii_tx_en, "seven more jam nibbles");
    assert_eq!(octets(&outputs[7..]), on_wire(&FRAME));
}

#[test]
fn start_ready_follows_the_first_part_of_the_gap() {
    let mut bench = Bench::new(&[&[1]], false).full_duplex();
    let outputs = bench.run(40);
    let high: Vec<usize> = (0..40).filter(|&edge| outputs[edge].tx_start_ready).collect();
    assert_eq!(high, (33..40).collect::<Vec<_>>(), "18 nibbles from edge 0, then 16 of the gap");
    assert!(Bench::new(&[], false).step(false).tx_start_ready);
}

#[test]
fn start_ready_in_half_duplex_does_not_wait_for_the_gap_but_for_the_end_of_the_frame() {
    let mut bench = Bench::new(&[&FRAME[..57], &[1]], true);
    bench.settings.random = 0;
    assert!(bench.attempt_with_collision_at(40).iter().all(|out| !out.tx_start_ready));
    let silent = bench.wait_for_start();
    assert!(!bench.out.tx_start_ready && silent > 0, "to be retried");
    let outputs = bench.run(300);
    let strobe = outputs.iter().position(|out| out.stat_tx_valid).unwrap();
    let high: Vec<usize> = (0..=strobe + 3).filter(|&edge| outputs[edge].tx_start_ready).collect();
    assert_eq!(high, (strobe..=strobe + 3).collect::<Vec<_>>());
}

#[test]
fn hold_keeps_a_first_attempt_from_starting_but_not_a_retry() {
    let mut bench = Bench::new(&[&FRAME], true);
    bench.settings.tx_hold = true;
    assert!(bench.run(10).iter().all(|out| !out.mii_tx_en));
    bench.settings.tx_hold = false;
    bench.settings.random = 0;
    bench.attempt_with_collision_at(40);
    bench.settings.tx_hold = true;
    assert_eq!(bench.wait_for_start(), 2 + 24);
}

proptest! {
    /// With collisions at random every frame is sent whole in its last attempt or given up, and no beat of a
    /// frame gets into another.
    #[test]
    fn every_frame_is_sent_whole_or_given_up(seed in any::<u64>(), rate in 20..2000u64) {
        let mut random = Random(seed);
        let mut frame = |_| (0..1 + random.next() % 120).map(|_| random.next() as u8).collect();
        let frames: Vec<Vec<u8>> = (0..6).map(&mut frame).collect();
        let mut bench = Bench::new(&frames.iter().map(Vec::as_slice).collect::<Vec<_>>(), true);
        let mut attempt = Vec::new();
        let mut verdicts = Vec::new();
        for _ in 0..60_000 {
            bench.settings.random = random.next() as u16 & 7;
            let out = bench.step(random.one_in(rate));
            if out.stat_tx_valid {
                let (verdict, _, collisions) = end(&out);
                prop_assert!(verdict != TxVerdict::Ok || collisions < 16);
                prop_assert!(verdict != TxVerdict::ExcessiveCollisions || collisions == 16);
                prop_assert!(verdict != TxVerdict::LateCollision || collisions > 0);
                if verdict == TxVerdict::Ok {
                    prop_assert_eq!(octets(&attempt), on_wire(&frames[verdicts.len()]));
                }
                verdicts.push(verdict);
            }
            if out.mii_tx_en {
                attempt.push(out);
            } else {
                attempt.clear();
            }
        }
        prop_assert_eq!(verdicts.len(), frames.len());
        prop_assert_eq!(bench.taken, bench.beats.len());
    }
}
