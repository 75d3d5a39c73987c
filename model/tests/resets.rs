// SPDX-License-Identifier: MIT OR Apache-2.0
//! Resets of the golden designs: one edge of any reset port, at any phase, while any other clock stands. Nothing that
//! was under way before comes out after it, the domains that run work meanwhile, and when the clock returns frames flow
//! both ways, as the reference sends and counts them.

use wirewright_model::reference::transmit::{Request, nibbles, pad, transmit};
use wirewright_model::{MacGmii, MacMii, MacTrispeed};
use wirewright_spec::counters::{RxCounter, TxCounter};
use wirewright_spec::{Design, EdgeSet, Ports};

const RESETS: [&str; 3] = ["rst", "tx_rst", "rx_rst"];
const CLK: usize = 0;
const TX_CLK: usize = 1;
const RX_CLK: usize = 2;

/// The two flip-flops of a reset synchroniser, and the edge at which the release is seen.
const EDGES_TO_LEAVE_RESET: u32 = 3;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ z >> 31) % bound
    }
}

/// A design between a client and a PHY.
struct Bench<D: Design> {
    design: D,
    input: D::In,
    output: D::Out,
    random: Random,
    /// `gmii` or `mii`.
    wire: &'static str,
    /// The clock that stands.
    standing: Option<usize>,
    /// Edges that each domain is still taken to be in reset, its client or PHY at rest.
    resting_edges: [u32; 3],
    offered: Vec<(u8, bool)>,
    received: Vec<Vec<u8>>,
    partial: Vec<u8>,
    /// What the PHY has yet to show: data, or silence.
    carriers: Vec<Option<u8>>,
    /// Runs of `tx_en`.
    packets: Vec<Vec<u8>>,
    was_sending: bool,
}

impl<D: Design + Default> Bench<D> {
    fn new(wire: &'static str, seed: u64) -> Self {
        let mut bench = Bench {
            design: D::default(),
            input: D::In::default(),
            output: D::Out::default(),
            random: Random(seed),
            wire,
            standing: None,
            resting_edges: [EDGES_TO_LEAVE_RESET; 3],
            offered: vec![],
            received: vec![],
            partial: vec![],
            carriers: vec![],
            packets: vec![],
            was_sending: false,
        };
        for name in ["cfg_tx_fcs_insert", "cfg_rx_fcs_strip", "cfg_tx_full_duplex", "tx_clk_en", "rx_clk_en"] {
            bench.set(name, 1);
        }
        bench
    }

    /// Ports that the design has not got are left out.
    fn set(&mut self, name: &str, value: u64) {
        if let Some(index) = D::In::PORTS.iter().position(|port| port.name == name) {
            self.input.set(index, value);
        }
    }

    fn get(&self, name: &str) -> u64 {
        let index = D::Out::PORTS.iter().position(|port| port.name == name);
        self.output.get(index.unwrap_or_else(|| panic!("no output {name}")))
    }

    fn offer(&mut self, frames: &[Vec<u8>]) {
        // The next octet is the last of the list.
        let beats = frames.iter().flat_map(|frame| frame.iter().enumerate().map(|(i, &o)| (o, i + 1 == frame.len())));
        let beats: Vec<_> = beats.collect();
        self.offered.splice(0..0, beats.into_iter().rev());
    }

    fn receive(&mut self, frames: &[Vec<u8>]) {
        let mut symbols = vec![];
        for frame in frames {
            symbols.extend([None; 24]);
            symbols.extend(self.on_wire(frame).into_iter().map(Some));
        }
        self.carriers.splice(0..0, symbols.into_iter().rev());
    }

    /// What the reference sends of it.
    fn on_wire(&self, frame: &[u8]) -> Vec<u8> {
        let packet = transmit(&Request { octets: frame.to_vec(), fcs_insert: true, ..Request::default() });
        let octets: Vec<u8> = packet.symbols.iter().map(|symbol| symbol.octet).collect();
        if self.wire == "mii" { nibbles(&octets) } else { octets }
    }

    /// One event: `clk` at each, the clocks of the PHY at most; so the transmitter never starves.
    fn event(&mut self) -> EdgeSet {
        let mut edges = EdgeSet::FIRST;
        for clock in [TX_CLK, RX_CLK] {
            if self.random.below(8) > 0 {
                edges = edges.with(clock);
            }
        }
        if let Some(clock) = self.standing {
            edges.0 &= !(1 << clock);
        }
        self.step(edges);
        edges
    }

    fn step(&mut self, edges: EdgeSet) {
        let before = (self.get("tx_axis_tready"), self.get("rx_axis_tvalid"));
        let beat = (self.get("rx_axis_tdata") as u8, self.get("rx_axis_tlast"));
        let (valid, ready) = (self.input("tx_axis_tvalid"), self.input("rx_axis_tready"));
        self.design.step(edges, &self.input, &mut self.output);
        let resting = self.resting_edges;
        if edges.contains(CLK) {
            if resting[CLK] == 0 && valid & before.0 == 1 {
                self.offered.pop();
            }
            if resting[CLK] == 0 && ready & before.1 == 1 {
                self.partial.push(beat.0);
                if beat.1 == 1 {
                    self.received.push(std::mem::take(&mut self.partial));
                }
            }
            self.resting_edges[CLK] = resting[CLK].saturating_sub(1);
            self.drive_client();
        }
        if edges.contains(TX_CLK) {
            self.note_packet(resting[TX_CLK] == 0);
            self.resting_edges[TX_CLK] = resting[TX_CLK].saturating_sub(1);
        }
        if edges.contains(RX_CLK) {
            self.resting_edges[RX_CLK] = resting[RX_CLK].saturating_sub(1);
            let symbol = if self.resting_edges[RX_CLK] == 0 { self.carriers.pop().flatten() } else { None };
            let [data, valid] = ["rxd", "rx_dv"].map(|port| format!("{}_{port}", self.wire));
            self.set(&data, symbol.unwrap_or(0).into());
            self.set(&valid, symbol.is_some().into());
        }
    }

    fn input(&self, name: &str) -> u64 {
        let index = D::In::PORTS.iter().position(|port| port.name == name);
        self.input.get(index.unwrap_or_else(|| panic!("no input {name}")))
    }

    fn drive_client(&mut self) {
        let offer = if self.resting_edges[CLK] == 0 { self.offered.last().copied() } else { None };
        self.set("tx_axis_tvalid", offer.is_some().into());
        self.set("tx_axis_tdata", offer.unwrap_or_default().0.into());
        self.set("tx_axis_tlast", offer.unwrap_or_default().1.into());
        let ready = self.random.below(4) > 0;
        self.set("rx_axis_tready", ready.into());
    }

    fn note_packet(&mut self, counts: bool) {
        let [data, enable] = ["txd", "tx_en"].map(|port| self.get(&format!("{}_{port}", self.wire)));
        let sending = enable == 1;
        if counts && sending {
            if !self.was_sending {
                self.packets.push(vec![]);
            }
            self.packets.last_mut().expect("one was pushed").push(data as u8);
        }
        self.was_sending = counts && sending;
    }

    fn run(&mut self, events: u64) {
        for _ in 0..events {
            self.event();
        }
    }

    /// `port`, high for one edge of its own clock. What was under way is forgotten; client and PHY of each domain rest
    /// until it is out of reset.
    fn pulse(&mut self, port: usize) {
        self.set(RESETS[port], 1);
        while !self.event().contains(port) {}
        self.set(RESETS[port], 0);
        self.resting_edges = [EDGES_TO_LEAVE_RESET; 3];
        self.offered.clear();
        self.carriers.clear();
        self.partial.clear();
        self.received.clear();
        self.packets.clear();
        self.was_sending = false;
        self.set("tx_axis_tvalid", 0);
        self.set(&format!("{}_rx_dv", self.wire), 0);
    }

    /// The counters that are not zero, by address.
    fn counters(&mut self) -> Vec<(u64, u64)> {
        self.set("stat_snapshot", 1);
        self.step(EdgeSet(7));
        self.set("stat_snapshot", 0);
        let events = (0..).find(|_| {
            self.step(EdgeSet(7));
            self.get("stat_busy") == 0
        });
        assert!(events < Some(100));
        let mut read = |address| {
            self.set("stat_addr", address);
            (0..2).for_each(|_| self.step(EdgeSet::FIRST));
            (address, self.get("stat_data"))
        };
        (0..32).map(&mut read).filter(|&(_, value)| value != 0).collect()
    }
}

fn frame(octets: u64, seed: u64) -> Vec<u8> {
    let mut frame: Vec<u8> = (0..octets).map(|index| (seed * 37 + index) as u8).collect();
    frame[0] &= 0xfe;
    frame[12..14].copy_from_slice(&[0x88, 0xb5]);
    frame
}

fn frames(random: &mut Random, count: u64) -> Vec<Vec<u8>> {
    (0..count).map(|_| frame(14 + random.below(300), random.below(256))).collect()
}

/// A reset of `port` while `standing` stands, somewhere in the traffic.
fn one_reset<D: Design + Default>(wire: &'static str, port: usize, standing: Option<usize>, seed: u64) {
    let mut bench = Bench::<D>::new(wire, seed);
    let (old_tx, old_rx) = (frames(&mut bench.random, 8), frames(&mut bench.random, 8));
    bench.offer(&old_tx);
    bench.receive(&old_rx);
    let events = bench.random.below(1500);
    bench.run(events);
    bench.standing = standing;
    let events = bench.random.below(300);
    bench.run(events);
    bench.pulse(port);

    let what = format!("{wire}, {} with {standing:?} standing, seed {seed}", RESETS[port]);
    let (sent, shown) = (frames(&mut bench.random, 4), frames(&mut bench.random, 4));
    bench.offer(&sent);
    bench.receive(&shown);
    let expected: Vec<_> = shown.iter().map(|frame| pad(frame)).collect();
    let packets: Vec<_> = sent.iter().map(|frame| bench.on_wire(frame)).collect();
    bench.run(6000);
    match standing {
        Some(CLK) => assert_eq!((bench.packets.len(), bench.received.len()), (0, 0), "{what}"),
        Some(TX_CLK) => assert_eq!((bench.packets.len(), &bench.received), (0, &expected), "{what}"),
        Some(_) => assert_eq!((&bench.packets, bench.received.len()), (&packets, 0), "{what}"),
        None => (),
    }
    bench.standing = None;
    bench.run(6000);
    assert_eq!(bench.packets, packets, "{what}");
    assert_eq!(bench.received, expected, "{what}");
    assert!(bench.partial.is_empty(), "{what}");
    let data = |frames: &[Vec<u8>]| frames.iter().map(|frame| pad(frame).len() as u64 - 14).sum::<u64>();
    let counted = [
        (RxCounter::FramesReceivedOk as u64, 4),
        (RxCounter::OctetsReceivedOk as u64, data(&shown)),
        (16 + TxCounter::FramesTransmittedOk as u64, 4),
        (16 + TxCounter::OctetsTransmittedOk as u64, data(&sent)),
    ];
    assert_eq!(bench.counters(), counted, "{what}");
}

fn any_reset_with_any_clock_standing<D: Design + Default>(wire: &'static str) {
    for port in [CLK, TX_CLK, RX_CLK] {
        for standing in [None, Some(CLK), Some(TX_CLK), Some(RX_CLK)] {
            // A reset that is synchronous to a clock that stands cannot come.
            if standing != Some(port) {
                (0..12).for_each(|seed| one_reset::<D>(wire, port, standing, seed));
            }
        }
    }
}

#[test]
fn one_edge_of_any_reset_is_enough_for_mac_gmii() {
    any_reset_with_any_clock_standing::<MacGmii>("gmii");
}

#[test]
fn one_edge_of_any_reset_is_enough_for_mac_mii() {
    any_reset_with_any_clock_standing::<MacMii>("mii");
}

#[test]
fn one_edge_of_any_reset_is_enough_for_mac_trispeed() {
    any_reset_with_any_clock_standing::<MacTrispeed>("gmii");
}
