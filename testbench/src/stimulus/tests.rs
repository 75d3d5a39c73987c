// SPDX-License-Identifier: MIT OR Apache-2.0
//! Stimuli played on a loop-back that shows what the drivers do, and the default stimuli of every block.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use wirewright_spec::ports::{MacGmii, MacMii, MacTrispeed};
use wirewright_spec::{Block, Design, Port, PortSet, Ports};

use super::server::ServerAnswer;
use super::*;
use crate::lockstep::{Watch, play};
use crate::registry::Registered;

/// A stream, a wire and a medium.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct In {
    rst: bool,
    tx_axis_tdata: u8,
    tx_axis_tvalid: bool,
    tx_axis_tlast: bool,
    tx_axis_tuser: bool,
    #[port(width = 4)]
    mii_rxd: u8,
    mii_rx_dv: bool,
    mii_rx_er: bool,
    #[port(clock = "async")]
    mii_crs: bool,
    #[port(clock = "async")]
    mii_col: bool,
    ready: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct Out {
    tx_axis_tready: bool,
    mii_tx_en: bool,
}

/// Takes a beat when told to, and sends for four edges after each last beat.
#[derive(Default)]
struct Loop {
    sending: u8,
    ready: bool,
}

impl Block for Loop {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {}

    fn step(&mut self, input: &In, output: &mut Out) {
        let last = self.ready && input.tx_axis_tvalid && input.tx_axis_tlast;
        self.sending = if last { 4 } else { self.sending.saturating_sub(1) };
        self.ready = input.ready;
        *output = Out { tx_axis_tready: self.ready, mii_tx_en: self.sending > 0 };
    }
}

/// All inputs and outputs.
#[derive(Default)]
struct Seen(Vec<(In, Out)>);

impl Watch<In, Out> for Seen {
    fn event(&mut self, _: &crate::clocks::Event, input: &In, output: &Out) {
        self.0.push((*input, *output));
    }
}

fn pin(port: &str, source: Source) -> Driver {
    Driver::Pin(Pin { clock: "clk".into(), port: port.into(), source })
}

fn played(drivers: Vec<Driver>, events: u64) -> Vec<(In, Out)> {
    let stimulus = Stimulus { clocks: ClockPlan::single("clk", 8000), events, drivers };
    let (mut player, mut clocks) = Player::<In, Out>::new(&stimulus, <Loop as Design>::CLOCKS).unwrap();
    let mut seen = Seen::default();
    play(&mut Loop::default(), &mut clocks, &mut player, &mut seen, events);
    seen.0
}

fn stream(frames: Vec<StreamFrame>) -> Driver {
    let [clock, data, valid, last] = ["clk", "tx_axis_tdata", "tx_axis_tvalid", "tx_axis_tlast"].map(str::to_owned);
    let (ready, mark_ports) = (Some("tx_axis_tready".to_owned()), vec!["tx_axis_tuser".to_owned()]);
    Driver::Stream(Stream { clock, data, valid, last, ready, mark_ports, level_ports: vec![], noise: Some(3), frames })
}

#[test]
fn a_stream_holds_its_beat_until_it_has_passed_and_loses_none() {
    let random = Source::Random { seed: 5, shape: Shape::Any { mean_edges: 2 } };
    let stalls = vec![Stall { before_octet: 2, edges: 3 }];
    let frames = vec![
        StreamFrame { octets: vec![1, 2, 3], marks: 1, stalls, ..StreamFrame::default() },
        StreamFrame { gap_edges: 2, octets: vec![4], ..StreamFrame::default() },
        StreamFrame { octets: vec![5, 6], ..StreamFrame::default() },
    ];
    let seen = played(vec![pin("ready", random), stream(frames)], 60);
    let (mut ready, mut beats, mut held) = (false, Vec::new(), None);
    for (input, output) in seen {
        let beat = (input.tx_axis_tdata, input.tx_axis_tlast, input.tx_axis_tuser);
        assert!(held.is_none_or(|held| input.tx_axis_tvalid && held == beat), "{held:?} became {beat:?}");
        if input.tx_axis_tvalid && ready {
            beats.push(beat);
        }
        held = (input.tx_axis_tvalid && !ready).then_some(beat);
        ready = output.tx_axis_tready;
    }
    let beat = |octet, last, user| (octet, last, user);
    let (f, t) = (false, true);
    let expected = [(1, f, f), (2, f, f), (3, t, t), (4, t, f), (5, f, f), (6, t, f)].map(|(o, l, u)| beat(o, l, u));
    assert_eq!(beats, expected);
}

#[test]
fn gaps_and_stalls_have_their_length() {
    let stalls = vec![Stall { before_octet: 1, edges: 2 }];
    let frames = vec![StreamFrame { gap_edges: 3, octets: vec![1, 2], stalls, ..StreamFrame::default() }];
    let seen = played(vec![pin("ready", Source::Constant(1)), stream(frames)], 9);
    let valid: Vec<_> = seen.iter().map(|(input, _)| u8::from(input.tx_axis_tvalid)).collect();
    assert_eq!(valid, [0, 0, 0, 1, 0, 0, 1, 0, 0]);
}

#[test]
fn a_wire_shows_gap_preamble_delimiter_nibbles_and_dribble() {
    let names = ["clk", "mii_rxd", "mii_rx_dv", "mii_rx_er"];
    let [clock, data, valid, error] = names.map(str::to_owned);
    let frame = WireFrame {
        gap: 2,
        preamble: 3,
        octets: vec![0xa1, 0x2b],
        dribble: true,
        errors: vec![4],
        ..WireFrame::default()
    };
    let next = WireFrame { gap: 1, no_delimiter: true, octets: vec![0x33], ..WireFrame::default() };
    let (enable, nibble_choice, nibbles, noise) = (None, None, true, None);
    let wire = Wire { clock, data, valid, error, enable, nibble_choice, nibbles, noise, frames: vec![frame, next] };
    let seen = played(vec![Driver::Wire(wire)], 16);
    let rxd: Vec<_> = seen.iter().map(|(i, _)| i.mii_rx_dv.then_some(i.mii_rxd)).collect();
    let carrier = [5, 5, 5, 0xd, 1, 0xa, 0xb, 2, 6].map(Some);
    let expected = [&[None; 2][..], &carrier, &[None, Some(3), Some(3), None, None]].concat();
    assert_eq!(rxd, expected);
    let errors: Vec<_> = seen.iter().enumerate().filter(|(_, (i, _))| i.mii_rx_er).map(|(n, _)| n).collect();
    assert_eq!(errors, [6]);
}

#[test]
fn a_medium_follows_collides_and_brings_foreign_carriers() {
    let [clock, transmit, carrier, collision] = ["clk", "mii_tx_en", "mii_crs", "mii_col"].map(str::to_owned);
    let attempts = vec![
        medium::Attempt { collide_after: Some(2), collision_edges: 3, no_carrier: false },
        medium::Attempt { no_carrier: true, ..medium::Attempt::default() },
    ];
    let medium = Medium { clock, transmit, carrier, collision, attempts, carriers: vec![(15, 2)] };
    let frames = vec![
        StreamFrame { octets: vec![1], ..StreamFrame::default() },
        StreamFrame { gap_edges: 7, octets: vec![1], ..StreamFrame::default() },
    ];
    let seen = played(vec![pin("ready", Source::Constant(1)), stream(frames), Driver::Medium(medium)], 20);
    let row = |of: fn(&(In, Out)) -> bool| seen.iter().map(|s| if of(s) { '1' } else { '.' }).collect::<String>();
    assert_eq!(row(|s| s.1.mii_tx_en), ".1111....1111.......", "sending, as shown after each edge");
    assert_eq!(row(|s| s.0.mii_col), "....111.............", "collision, as sampled at each edge");
    assert_eq!(row(|s| s.0.mii_crs), "..11111.........11..", "carrier, as sampled at each edge");
}

#[test]
fn pins_keep_to_their_shape() {
    let runs = Source::Runs(vec![(2, 1), (0, 0), (3, 0), (1, 1)]);
    let reset = Source::Reset { value: 1, edges: 4, again_mean_edges: 0, again_edges: 1, seed: 0 };
    let seen = played(vec![pin("ready", runs), pin("rst", reset)], 9);
    let row = |of: fn(&In) -> bool| seen.iter().map(|s| u8::from(of(&s.0))).collect::<Vec<_>>();
    assert_eq!(row(|i| i.ready), [1, 1, 0, 0, 0, 1, 1, 1, 1]);
    assert_eq!(row(|i| i.rst), [1, 1, 1, 1, 0, 0, 0, 0, 0]);
    let shape = |shape| {
        let seen = played(vec![pin("tx_axis_tdata", Source::Random { seed: 1, shape })], 8000);
        seen.iter().map(|s| s.0.tx_axis_tdata).collect::<Vec<_>>()
    };
    let share = |values: Vec<u8>| values.iter().filter(|&&v| v != 0).count();
    assert!((300..600).contains(&share(shape(Shape::Rare { mean_edges: 20 }))));
    assert!((5000..7000).contains(&share(shape(Shape::Bursts { on_edges: 30, off_edges: 10 }))));
    let among: BTreeSet<_> = shape(Shape::Among { values: vec![3, 9], mean_edges: 4 }).into_iter().collect();
    assert_eq!(among, BTreeSet::from([3, 9]));
    let sparse = shape(Shape::Sparse);
    assert!(sparse.windows(16).all(|w| (0..8).all(|bit| w.iter().filter(|&&v| v >> bit & 1 != 0).count() < 15)));
}

#[test]
fn a_frozen_pin_has_the_same_values() {
    let shapes = [
        Source::Random { seed: 4, shape: Shape::Any { mean_edges: 3 } },
        Source::Random { seed: 4, shape: Shape::Bursts { on_edges: 5, off_edges: 2 } },
        Source::Reset { value: 1, edges: 5, again_mean_edges: 20, again_edges: 1, seed: 2 },
        Source::Constant(1),
        Source::Runs(vec![]),
    ];
    for source in shapes {
        let row = |source: Source| played(vec![pin("tx_axis_tdata", source)], 200);
        assert_eq!(row(source.clone()), row(Source::Runs(source.frozen(200))), "{source:?}");
    }
}

#[test]
fn a_recorded_run_replays_in_every_clock_domain() {
    let block = wirewright_spec::ports::ALL.iter().find(|block| block.name == "async_fifo").unwrap();
    type Fifo = wirewright_model::AsyncFifo;
    let original = default_stimulus(block, Flavour::Protocol, 5, 5000);
    let run = |stimulus: &Stimulus| {
        let mut recorder = Recorder::new(block.clocks);
        let (mut player, mut clocks) = Player::new(stimulus, block.clocks).unwrap();
        play(&mut Fifo::default(), &mut clocks, &mut player, &mut recorder, stimulus.events);
        recorder.stimulus(stimulus.clocks.clone())
    };
    let recorded = run(&original);
    assert!(recorded.drivers.iter().all(|driver| matches!(driver, Driver::Pin(_))));
    assert_eq!(run(&recorded), recorded);
}

#[test]
fn a_stimulus_that_does_not_fit_is_refused() {
    let new = |stimulus: &Stimulus| Player::<In, Out>::new(stimulus, &["clk"]).err();
    let stimulus = |drivers| Stimulus { clocks: ClockPlan::single("clk", 8), events: 1, drivers };
    let unknown = stimulus(vec![pin("nonsense", Source::Constant(1))]);
    assert!(matches!(new(&unknown), Some(StimulusError::NoPort { .. })));
    let twice = stimulus(vec![pin("rst", Source::Constant(1)), pin("rst", Source::Constant(0))]);
    assert_eq!(new(&twice), Some(StimulusError::TwoDrivers("rst".into())));
    let foreign = Pin { clock: "async".into(), port: "rst".into(), source: Source::Constant(0) };
    assert!(matches!(new(&stimulus(vec![Driver::Pin(foreign)])), Some(StimulusError::Domain { .. })));
    let clocks = Stimulus { clocks: ClockPlan::single("clock", 8), events: 1, drivers: vec![] };
    assert!(matches!(new(&clocks), Some(StimulusError::Clocks { .. })));
}

#[test]
fn every_block_has_a_default_stimulus_that_drives_every_input_and_survives_json() {
    for block in wirewright_spec::ports::ALL {
        for flavour in [Flavour::Protocol, Flavour::Chaos] {
            let stimulus = default_stimulus(block, flavour, 7, 3000);
            let mut driven = stimulus.drivers.iter().flat_map(|driver| driven_ports(driver, block)).collect::<Vec<_>>();
            driven.sort_unstable();
            let mut inputs = block.inputs.iter().map(|port| port.name).collect::<Vec<_>>();
            inputs.sort_unstable();
            assert_eq!(driven, inputs, "{}", block.name);
            assert_eq!(Stimulus::from_json(&stimulus.to_json()).unwrap(), stimulus);
            assert_eq!(default_stimulus(block, flavour, 7, 3000), stimulus);
            assert_ne!(default_stimulus(block, flavour, 8, 3000), stimulus);
        }
    }
}

fn driven_ports<'a>(driver: &'a Driver, block: &PortSet) -> Vec<&'a str> {
    let of_block = |names: &[&'static str]| -> Vec<&'static str> {
        names.iter().copied().filter(|name| block.inputs.iter().any(|port| port.name == *name)).collect()
    };
    match driver {
        Driver::Pin(p) => vec![&p.port],
        Driver::Stream(s) => {
            let more = s.mark_ports.iter().chain(&s.level_ports);
            [&s.data, &s.valid, &s.last].into_iter().chain(more).map(String::as_str).collect()
        }
        Driver::Wire(w) => vec![&w.data, &w.valid, &w.error],
        Driver::Medium(m) => vec![&m.carrier, &m.collision],
        Driver::Host(_) => of_block(&[&host::READ.0[..], &host::WRITE.0, &host::REGISTERS.0].concat()),
        Driver::Server(s) => match s.answer {
            ServerAnswer::Words => of_block(&["command_ready", "word_valid", "word_data", "word_last", "word_error"]),
            ServerAnswer::Done => of_block(&["command_ready", "done", "done_error", "word_ready"]),
        },
        Driver::Follow(f) => vec![&f.port],
    }
}

#[test]
fn a_block_of_somebody_else_gets_a_stimulus_from_its_ports() {
    static INPUTS: &[Port] = In::PORTS;
    let block = PortSet { name: "their_block", clocks: &["clk"], inputs: INPUTS, outputs: Out::PORTS };
    let stimulus = default_stimulus(&block, Flavour::Protocol, 1, 1000);
    assert!(stimulus.drivers.iter().any(|d| matches!(d, Driver::Stream(s) if s.ready.is_some())));
    assert!(stimulus.drivers.iter().any(|d| matches!(d, Driver::Wire(w) if w.nibbles)));
    assert!(Player::<In, Out>::new(&stimulus, &["clk"]).is_ok());
}

/// What a drawn stimulus has met: edges with a collision while sending, beats that a sink did not take, edges with an
/// enable low, and edges that received, of each kind.
#[derive(Default)]
struct Met<R>(BTreeMap<&'static str, u64>, PhantomData<R>);

impl<R: Registered> Watch<R::In, R::Out> for Met<R> {
    fn event(&mut self, _: &crate::clocks::Event, input: &R::In, output: &R::Out) {
        let port = |name: &str| {
            let input_port = R::In::PORTS.iter().position(|port| port.name == name).map(|index| input.get(index));
            let output_port = || Some(output.get(R::Out::PORTS.iter().position(|port| port.name == name)?));
            input_port.or_else(output_port) == Some(1)
        };
        let has = |name: &str| R::In::PORTS.iter().any(|port| port.name == name);
        for (what, is_met) in [
            ("collision", port("mii_col") && port("mii_tx_en")),
            ("deferral", port("mii_crs") && !port("mii_tx_en")),
            ("transmission", port("mii_tx_en") || port("gmii_tx_en")),
            ("reception", port("mii_rx_dv") || port("gmii_rx_dv")),
            ("back-pressure", port("rx_axis_tvalid") && !port("rx_axis_tready")),
            ("nibbles", port("cfg_tx_nibble") && port("gmii_tx_en")),
            ("waiting for the enable", has("tx_clk_en") && !port("tx_clk_en") && port("gmii_tx_en")),
        ] {
            *self.0.entry(what).or_default() += u64::from(is_met);
        }
    }
}

/// The sum over some drawn stimuli of a design.
fn met_by_strategies<R: Registered>(events: u64) -> BTreeMap<&'static str, u64> {
    let mut runner = TestRunner::deterministic();
    let strategy = strategies::stimulus(PortSet::of::<R>(), events, 12, 200);
    let mut met = Met::<R>(BTreeMap::new(), PhantomData);
    for _ in 0..24 {
        let stimulus = strategy.new_tree(&mut runner).unwrap().current();
        let (mut player, mut clocks) = Player::<R::In, R::Out>::new(&stimulus, R::CLOCKS).unwrap();
        play(&mut R::Model::default(), &mut clocks, &mut player, &mut met, events);
    }
    met.0
}

#[test]
fn strategies_lead_whole_designs_to_collisions_back_pressure_nibbles_and_enables() {
    let met = met_by_strategies::<MacMii>(60_000);
    for what in ["collision", "deferral", "transmission", "reception", "back-pressure"] {
        assert!(met[what] > 100, "mac_mii: {what}: {met:?}");
    }
    let met = met_by_strategies::<MacTrispeed>(20_000);
    for what in ["transmission", "reception", "back-pressure", "nibbles", "waiting for the enable"] {
        assert!(met[what] > 100, "mac_trispeed: {what}: {met:?}");
    }
    let met = met_by_strategies::<MacGmii>(20_000);
    for what in ["transmission", "reception", "back-pressure"] {
        assert!(met[what] > 100, "mac_gmii: {what}: {met:?}");
    }
}
