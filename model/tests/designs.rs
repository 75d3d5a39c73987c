// SPDX-License-Identifier: MIT OR Apache-2.0
//! The golden designs as a whole: frames go in at `tx_axis`, over the wire, back in, and out at `rx_axis`, at any
//! relation of the clocks; and every counter says what happened, zeros included (IEEE 802.3-2022, clauses 4, 30,
//! 31).

mod common;

use proptest::prelude::*;
use std::collections::VecDeque;
use wirewright_model::{MacGmii, MacGmiiJumbo, MacGmiiPlain, MacMii, MacTrispeed, MacTrispeedJumbo};
use wirewright_spec::counters::{RxCounter, TxCounter};
use wirewright_spec::{Design, EdgeSet, Ports};

const CLK: EdgeSet = EdgeSet(0b001);
const ALL: EdgeSet = EdgeSet(0b111);

/// A design with its transmit wire joined to its receive wire.
struct Loop<D: Design> {
    design: D,
    input: D::In,
    output: D::Out,
    /// `gmii` or `mii`.
    wire: &'static str,
    to_send: VecDeque<(u8, bool)>,
    frame: Vec<u8>,
    received: Vec<Vec<u8>>,
    /// What the wire does to the octets or nibbles that pass.
    spoil: fn(u64) -> u64,
    /// Another station of the medium sends.
    carrier: bool,
}

impl<D: Design + Default> Loop<D> {
    fn new(wire: &'static str, settings: &[(&str, u64)]) -> Self {
        let mut bench = Self {
            design: D::default(),
            input: D::In::default(),
            output: D::Out::default(),
            wire,
            to_send: VecDeque::new(),
            frame: Vec::new(),
            received: Vec::new(),
            spoil: |data| data,
            carrier: false,
        };
        for (name, value) in [("cfg_tx_fcs_insert", 1), ("cfg_rx_fcs_strip", 1), ("rx_axis_tready", 1)] {
            bench.set(name, value);
        }
        settings.iter().for_each(|&(name, value)| bench.set(name, value));
        bench
    }

    fn set(&mut self, name: &str, value: u64) {
        let index = D::In::PORTS.iter().position(|port| port.name == name);
        self.input.set(index.unwrap_or_else(|| panic!("no input {name}")), value);
    }

    fn get(&self, name: &str) -> u64 {
        let index = D::Out::PORTS.iter().position(|port| port.name == name);
        self.output.get(index.unwrap_or_else(|| panic!("no output {name}")))
    }

    fn input(&self, name: &str) -> u64 {
        let index = D::In::PORTS.iter().position(|port| port.name == name);
        self.input.get(index.unwrap_or_else(|| panic!("no input {name}")))
    }

    fn send(&mut self, frame: &[u8]) {
        self.to_send.extend(frame.iter().enumerate().map(|(index, &octet)| (octet, index + 1 == frame.len())));
    }

    fn step(&mut self, edges: EdgeSet) {
        let offer = self.to_send.front().copied();
        let (octet, last) = offer.unwrap_or_default();
        self.set("tx_axis_tdata", octet.into());
        self.set("tx_axis_tlast", last.into());
        self.set("tx_axis_tvalid", offer.is_some().into());
        let wire = self.wire;
        let on_wire = self.get(&format!("{wire}_tx_en"));
        self.set(&format!("{wire}_rxd"), (self.spoil)(self.get(&format!("{wire}_txd"))));
        self.set(&format!("{wire}_rx_dv"), on_wire);
        self.set(&format!("{wire}_rx_er"), self.get(&format!("{wire}_tx_er")));
        if wire == "mii" {
            self.set("mii_crs", on_wire | u64::from(self.carrier));
        }
        if edges.contains(0) {
            self.client();
        }
        self.design.step(edges, &self.input, &mut self.output);
    }

    /// The beats that pass at this edge of `clk`.
    fn client(&mut self) {
        if self.get("tx_axis_tready") == 1 {
            self.to_send.pop_front();
        }
        if self.get("rx_axis_tvalid") == 1 && self.input("rx_axis_tready") == 1 {
            self.frame.push(self.get("rx_axis_tdata") as u8);
            if self.get("rx_axis_tlast") == 1 {
                self.received.push(std::mem::take(&mut self.frame));
            }
        }
    }

    fn run(&mut self, events: usize) {
        (0..events).for_each(|_| self.step(ALL));
    }

    /// Takes a snapshot and gives the counters that are not zero, receive then transmit, as `name=value`.
    fn counters(&mut self) -> String {
        self.set("stat_snapshot", 1);
        self.step(ALL);
        self.set("stat_snapshot", 0);
        assert_eq!(self.get("stat_busy"), 1, "busy from the edge of the snapshot on");
        let events = (0..).find(|_| {
            self.step(ALL);
            self.get("stat_busy") == 0
        });
        assert!(events < Some(100));
        let names = RxCounter::ALL.iter().map(|counter| (*counter as u64, format!("{counter:?}")));
        let names = names.chain(TxCounter::ALL.iter().map(|counter| (16 + *counter as u64, format!("{counter:?}"))));
        let counters = names.map(|(address, name)| (name, self.counter(address)));
        let counters: Vec<_> = counters.filter(|&(_, value)| value != 0).collect();
        counters.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    }

    /// `stat_data` shows the counter two edges after its address.
    fn counter(&mut self, address: u64) -> u64 {
        self.set("stat_addr", address);
        (0..2).for_each(|_| self.step(CLK));
        self.get("stat_data")
    }
}

fn padded(frame: &[u8]) -> Vec<u8> {
    let mut frame = frame.to_vec();
    frame.resize(frame.len().max(60), 0);
    frame
}

/// A frame to one station, its type no length.
fn plain_frame(octets: usize, seed: u8) -> Vec<u8> {
    let mut frame: Vec<u8> = (0..octets).map(|index| seed.wrapping_add(index as u8)).collect();
    frame[0] &= 0xfe;
    if let Some(length_type) = frame.get_mut(12..14) {
        length_type.copy_from_slice(&[0x88, 0xb5]);
    }
    frame
}

/// Frames at random clock relations come back in their order, and the counters agree.
fn loops_back<D: Design + Default>(
    wire: &'static str,
    settings: &[(&str, u64)],
    lengths: &[usize],
    rates: [u8; 3],
    seed: u64,
) {
    let mut bench = come_back::<D>(wire, settings, lengths, rates, seed);
    let (count, octets) = (lengths.len(), lengths.iter().map(|&length| length.max(60) - 14).sum::<usize>());
    let received = format!("FramesReceivedOk={count} OctetsReceivedOk={octets}");
    assert_eq!(bench.counters(), format!("{received} FramesTransmittedOk={count} OctetsTransmittedOk={octets}"));
}

/// Frames at random clock relations come back in their order.
fn come_back<D: Design + Default>(
    wire: &'static str,
    settings: &[(&str, u64)],
    lengths: &[usize],
    rates: [u8; 3],
    seed: u64,
) -> Loop<D> {
    let mut bench = Loop::<D>::new(wire, settings);
    let frames: Vec<_> = lengths.iter().enumerate().map(|(index, &length)| plain_frame(length, index as u8)).collect();
    frames.iter().for_each(|frame| bench.send(frame));
    let mut random = seed | 1;
    for _ in 0..3_000_000 {
        let mut edges = EdgeSet::NONE;
        for (clock, &rate) in rates.iter().enumerate() {
            random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            if (random >> 40) as u8 <= rate {
                edges = edges.with(clock);
            }
        }
        bench.step(edges);
        if bench.received.len() == frames.len() {
            break;
        }
    }
    let expected: Vec<_> = frames.iter().map(|frame| padded(frame)).collect();
    assert_eq!(bench.received, expected);
    bench
}

const FULL_DUPLEX: (&str, u64) = ("cfg_tx_full_duplex", 1);
const ENABLES: [(&str, u64); 2] = [("tx_clk_en", 1), ("rx_clk_en", 1)];
const NIBBLES: [(&str, u64); 4] = [ENABLES[0], ENABLES[1], ("cfg_tx_nibble", 1), ("cfg_rx_nibble", 1)];

/// The wire runs with one clock: what one edge of it sends, the next receives.
fn wire_rates(clk: u8) -> [u8; 3] {
    [clk, 255, 255]
}

proptest! {
    #![proptest_config(common::cases(24))]

    #[test]
    fn frames_come_back(
        lengths in prop::collection::vec(14..600usize, 1..8),
        clk in 200..=255u8,
        seed in any::<u64>(),
    ) {
        // With octets at every edge, a slower clk must not starve the transmitter: mac_tx has no other memory.
        let in_step = wire_rates(255);
        loops_back::<MacGmii>("gmii", &[], &lengths, in_step, seed);
        come_back::<MacGmiiPlain>("gmii", &[], &lengths, in_step, seed);
        loops_back::<MacTrispeed>("gmii", &ENABLES, &lengths, in_step, seed);
        loops_back::<MacTrispeed>("gmii", &NIBBLES, &lengths, wire_rates(clk), seed);
        loops_back::<MacMii>("mii", &[FULL_DUPLEX], &lengths, wire_rates(clk), seed);
    }
}

#[test]
fn jumbo_frames_come_back_from_the_jumbo_designs() {
    let lengths = [9014, 60, 9014];
    let jumbo = [("cfg_rx_jumbo", 1), ENABLES[0], ENABLES[1]];
    loops_back::<MacGmiiJumbo>("gmii", &jumbo[..1], &lengths, wire_rates(255), 1);
    loops_back::<MacTrispeedJumbo>("gmii", &jumbo, &lengths, wire_rates(255), 1);
}

#[test]
fn groups_and_bad_frames_have_their_counters() {
    let mut bench = Loop::<MacGmii>::new("gmii", &[]);
    let mut frame = plain_frame(60, 2);
    frame[..6].copy_from_slice(&[0xff; 6]);
    bench.send(&frame);
    frame[..6].copy_from_slice(&[1; 6]);
    bench.send(&frame);
    bench.run(400);
    bench.spoil = |octet| if octet == 0x30 { 0x31 } else { octet };
    bench.send(&frame);
    bench.run(200);
    assert_eq!(bench.received.len(), 2, "a bad frame is not passed on");
    assert_eq!(
        bench.counters(),
        "FramesReceivedOk=2 OctetsReceivedOk=92 FrameCheckSequenceErrors=1 MulticastFramesReceivedOk=1 \
         BroadcastFramesReceivedOk=1 FramesTransmittedOk=3 OctetsTransmittedOk=138"
    );
    bench.set("cfg_rx_pass_bad", 1);
    bench.send(&frame);
    bench.run(400);
    assert_eq!(bench.received.len(), 3, "unless that is asked for");
}

#[test]
fn a_request_sends_pause_which_the_other_side_obeys_and_does_not_pass_on() {
    let pause = [("cfg_tx_pause_send", 1), ("cfg_tx_pause_obey", 1), ("cfg_tx_pause_quanta", 20)];
    let address = [("cfg_tx_mac_address", 0x0200_0000_0001), ("cfg_rx_mac_address", 0x0200_0000_0002)];
    let mut bench = Loop::<MacGmii>::new("gmii", &[pause, [address[0], address[1], pause[0]]].concat());
    bench.set("pause_request", 1);
    bench.run(200);
    bench.send(&plain_frame(60, 1));
    bench.run(300);
    assert!(bench.received.is_empty(), "we obey our own PAUSE, which came back");
    bench.set("pause_request", 0);
    bench.run(400);
    assert_eq!(bench.received, [plain_frame(60, 1)], "time zero ended it");
    assert_eq!(
        bench.counters(),
        "FramesReceivedOk=3 OctetsReceivedOk=138 MulticastFramesReceivedOk=2 PauseFramesReceived=2 \
         FramesTransmittedOk=3 OctetsTransmittedOk=138 PauseFramesTransmitted=2"
    );
}

#[test]
fn a_full_receive_memory_drops_whole_frames_and_counts_them() {
    let mut bench = Loop::<MacGmii>::new("gmii", &[("rx_axis_tready", 0)]);
    (0..10).for_each(|seed| bench.send(&plain_frame(1000, seed)));
    bench.run(12_000);
    bench.set("rx_axis_tready", 1);
    bench.run(6_000);
    assert_eq!(bench.received, (0..4).map(|seed| plain_frame(1000, seed)).collect::<Vec<_>>());
    assert_eq!(
        bench.counters(),
        "FramesReceivedOk=4 OctetsReceivedOk=3944 FramesLostReceiving=6 FramesTransmittedOk=10 \
         OctetsTransmittedOk=9860"
    );
}

#[test]
fn a_frame_longer_than_the_transmit_memory_is_lost_and_counted() {
    let mut bench = Loop::<MacGmii>::new("gmii", &[]);
    bench.send(&plain_frame(100, 1));
    (0..3).for_each(|seed| bench.send(&plain_frame(4097, seed)));
    bench.send(&plain_frame(200, 2));
    bench.run(20_000);
    assert_eq!(bench.received, [plain_frame(100, 1), plain_frame(200, 2)]);
    assert_eq!(
        bench.counters(),
        "FramesReceivedOk=2 OctetsReceivedOk=272 FramesTransmittedOk=2 OctetsTransmittedOk=272 FramesLostSending=3"
    );
}

#[test]
fn the_plain_design_says_what_each_frame_came_to() {
    let mut bench = Loop::<MacGmiiPlain>::new("gmii", &[("rx_axis_tready", 0)]);
    (0..10).for_each(|seed| bench.send(&plain_frame(1000, seed)));
    let mut strobes = [0; 3];
    for _ in 0..12_000 {
        bench.step(ALL);
        let now = ["stat_tx_valid", "stat_rx_valid", "stat_rx_overflow"].map(|strobe| bench.get(strobe));
        (strobes[0], strobes[1], strobes[2]) = (strobes[0] + now[0], strobes[1] + now[1], strobes[2] + now[2]);
    }
    assert_eq!(strobes, [10, 10, 6]);
    assert_eq!(["stat_tx_octets", "stat_rx_octets"].map(|length| bench.get(length)), [1004, 1004]);
    bench.set("rx_axis_tready", 1);
    bench.run(6_000);
    assert_eq!(bench.received, (0..4).map(|seed| plain_frame(1000, seed)).collect::<Vec<_>>());
}

#[test]
fn half_full_asks_the_other_side_to_pause() {
    let settings = [("rx_axis_tready", 0), ("cfg_tx_pause_send", 1), ("cfg_tx_pause_quanta", 0xffff)];
    let mut bench = Loop::<MacGmii>::new("gmii", &settings);
    (0..2).for_each(|seed| bench.send(&plain_frame(1000, seed)));
    bench.run(4_000);
    assert!(!bench.counters().contains("Pause"));
    bench.send(&plain_frame(100, 2));
    bench.run(4_000);
    assert!(bench.counters().ends_with("PauseFramesTransmitted=1"), "{}", bench.counters());
}

#[test]
fn any_reset_port_resets_the_whole_design() {
    for port in ["rst", "tx_rst", "rx_rst"] {
        let mut bench = Loop::<MacGmii>::new("gmii", &[]);
        (0..4).for_each(|seed| bench.send(&plain_frame(300, seed)));
        bench.run(600);
        assert_eq!(bench.get("gmii_tx_en"), 1);
        bench.set(port, 1);
        (0..2).for_each(|_| bench.step(ALL));
        assert_eq!((bench.get("gmii_tx_en"), bench.get("rx_axis_tvalid")), (0, 0), "{port}");
        bench.set(port, 0);
        bench.to_send.clear();
        (bench.frame, bench.received) = Default::default();
        bench.run(20);
        bench.send(&plain_frame(60, 9));
        bench.run(300);
        assert_eq!(bench.received, [plain_frame(60, 9)], "{port}");
        let counted = "FramesReceivedOk=1 OctetsReceivedOk=46 FramesTransmittedOk=1 OctetsTransmittedOk=46";
        assert_eq!(bench.counters(), counted, "{port}");
    }
}

#[test]
fn half_duplex_retries_after_a_collision_and_counts_it() {
    let mut bench = Loop::<MacMii>::new("mii", &[("cfg_tx_mac_address", 0x0200_0000_0007)]);
    bench.send(&plain_frame(100, 1));
    while bench.get("mii_tx_en") == 0 {
        bench.step(ALL);
    }
    bench.set("mii_col", 1);
    bench.run(10);
    bench.set("mii_col", 0);
    bench.run(2_000);
    assert_eq!(bench.received, [plain_frame(100, 1)]);
    assert_eq!(
        bench.counters(),
        "FramesReceivedOk=1 OctetsReceivedOk=86 Fragments=1 FramesTransmittedOk=1 OctetsTransmittedOk=86 \
         SingleCollisionFrames=1"
    );
}

#[test]
fn half_duplex_neither_sends_nor_obeys_pause() {
    let pause = [("cfg_tx_pause_send", 1), ("cfg_tx_pause_obey", 1), ("cfg_tx_pause_quanta", 20), ("pause_request", 1)];
    let mut half = Loop::<MacMii>::new("mii", &pause);
    half.run(1_000);
    assert_eq!(half.counters(), "");
    let mut full = Loop::<MacMii>::new("mii", &[&pause[..], &[FULL_DUPLEX]].concat());
    full.run(1_000);
    assert!(full.counters().contains("PauseFramesTransmitted=1"));
}

#[test]
fn a_frame_that_waits_for_the_medium_is_deferred_and_at_last_excessively() {
    for (carrier_events, counted) in
        [(0, ""), (5_000, " DeferredTransmissions=1"), (6_500, " DeferredTransmissions=1 ExcessiveDeferral=1")]
    {
        let mut bench = Loop::<MacMii>::new("mii", &[]);
        bench.carrier = true;
        bench.run(10);
        bench.send(&plain_frame(60, 1));
        bench.run(carrier_events);
        bench.carrier = false;
        bench.run(1_000);
        let expected = "FramesReceivedOk=1 OctetsReceivedOk=46 FramesTransmittedOk=1 OctetsTransmittedOk=46";
        assert_eq!(bench.counters(), format!("{expected}{counted}"));
    }
}
