// SPDX-License-Identifier: MIT OR Apache-2.0
//! Strategies of proptest for the parts of a stimulus: frames, gaps, faults, collisions, carriers of others,
//! back-pressure, clock enables, settings and clocks. What they make is small and odd where the default stimuli are
//! long and typical.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::defaults::{Flavour, OWN_ADDRESS, with_clocks};
use super::frames::fcs;
use super::medium::Attempt;
use super::packets;
use super::{Driver, Shape, Source, Stall, Stimulus, StreamFrame, WireFrame};
use crate::clocks::{Clock, ClockPlan};
use wirewright_spec::PortSet;

/// Clock enables and nibble choice.
const ENABLES: [&str; 4] = ["tx_ce", "rx_ce", "tx_clk_en", "rx_clk_en"];

/// Octets of a frame without FCS: any length, often one at a limit, data often all alike; sometimes for the own address
/// of the stimuli, a group or all, and sometimes a PAUSE (IEEE 802.3-2022, 31B.3).
pub fn octets(max: usize) -> impl Strategy<Value = Vec<u8>> {
    let length = prop_oneof![1..=max, 58..=62_usize, Just(1_usize), Just(14), Just(max)];
    let kind = prop_oneof![any::<u16>(), 0..=1536_u16, Just(0x8808), Just(0x8100), Just(0x0800)];
    let own = OWN_ADDRESS.to_be_bytes();
    let own = [own[2], own[3], own[4], own[5], own[6], own[7]];
    let pause = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x01];
    let head = option::of(prop_oneof![2 => Just(own), 1 => Just(pause), 1 => Just([0xff; 6])]);
    let data = (any::<u8>(), any::<bool>(), any::<u64>());
    (length, data, kind, head, 0..4_u16).prop_map(move |(length, (fill, random, seed), kind, head, quanta)| {
        let length = length.min(max);
        let mut octets = if random { crate::random::Random::new(seed).octets(length) } else { vec![fill; length] };
        if let Some(field) = octets.get_mut(12..14) {
            field.copy_from_slice(&kind.to_be_bytes());
        }
        if let (Some(head), Some(field)) = (head, octets.get_mut(..6)) {
            field.copy_from_slice(&head);
        }
        if let (0x8808, Some(field)) = (kind, octets.get_mut(14..18)) {
            field[..2].copy_from_slice(&1_u16.to_be_bytes());
            field[2..].copy_from_slice(&quanta.to_be_bytes());
        }
        octets
    })
}

/// Frames for a stream: gaps, marks, levels and stalls.
pub fn stream_frames(count: usize, max_octets: usize) -> impl Strategy<Value = Vec<StreamFrame>> {
    let stall = (0..max_octets, 1..20_u64).prop_map(|(before_octet, edges)| Stall { before_octet, edges });
    let gap = prop_oneof![3 => Just(0_u64), 1 => 0..40_u64];
    let frame = (gap, octets(max_octets), 0..4_u8, 0..2_u8, option::weighted(0.1, stall));
    let frame = frame.prop_map(|(gap_edges, octets, marks, levels, stall)| {
        let marks = if marks == 3 { 1 } else { 0 };
        StreamFrame { gap_edges, octets, marks, levels, stalls: stall.into_iter().collect() }
    });
    vec(frame, 1..=count)
}

/// The same with tags and packets in them, and no FCS.
pub fn packet_frames(count: usize) -> impl Strategy<Value = Vec<StreamFrame>> {
    let gap = prop_oneof![3 => Just(0_u64), 1 => 0..40_u64];
    let frame = (gap, any::<u64>(), 0..4_u8).prop_map(|(gap_edges, seed, marks)| {
        let octets = packets::frame(&mut crate::random::Random::new(seed));
        StreamFrame { gap_edges, octets, marks: marks / 3, ..StreamFrame::default() }
    });
    vec(frame, 1..=count)
}

/// Frames for a wire: gaps, preambles, right and wrong FCS, errors, dribble.
pub fn wire_frames(count: usize, max_octets: usize) -> impl Strategy<Value = Vec<WireFrame>> {
    let gap = prop_oneof![3 => Just(12_u64), 3 => Just(24), 2 => 0..30_u64];
    let preamble = prop_oneof![3 => Just(7_u32), 3 => Just(15), 2 => 0..20_u32];
    let errors = vec(0..(max_octets as u32 + 8), 0..2);
    let faults = (any::<bool>(), any::<bool>(), option::weighted(0.1, errors), 0..20_u8);
    let frame = (gap, preamble, octets(max_octets), faults).prop_map(|(gap, preamble, mut octets, faults)| {
        let (good_fcs, dribble, errors, rare) = faults;
        if good_fcs {
            octets.extend(fcs(&octets));
        }
        let errors = errors.unwrap_or_default();
        WireFrame { gap, preamble, no_delimiter: rare == 0, octets, dribble: dribble && rare < 5, errors }
    });
    vec(frame, 1..=count)
}

/// Back-pressure for a `tready`.
pub fn pressure() -> impl Strategy<Value = Source> {
    let random = |shape| move |seed| Source::Random { seed, shape: Shape::clone(&shape) };
    prop_oneof![
        Just(Source::Constant(1)),
        any::<u64>().prop_map(random(Shape::Any { mean_edges: 1 })),
        any::<u64>().prop_map(random(Shape::Bursts { on_edges: 100, off_edges: 1 })),
        any::<u64>().prop_map(random(Shape::Bursts { on_edges: 1, off_edges: 100 })),
        vec((1..50_u64, 0..2_u64), 1..20).prop_map(Source::Runs),
    ]
}

/// A clock enable: always, at one edge of so many as at 10 and 100 Mbit/s, or anyhow.
pub fn enable() -> impl Strategy<Value = Source> {
    let random = |(seed, shape)| Source::Random { seed, shape };
    let one_of = prop_oneof![Just(10_u64), 2..13_u64].prop_map(|period| {
        let runs = (0..4000).flat_map(|_| [(1, 1), (period - 1, 0)]);
        Source::Runs(runs.collect())
    });
    let bursts = (1..20_u64, 1..20_u64);
    let bursts = bursts.prop_map(|(on_edges, off_edges)| Shape::Bursts { on_edges, off_edges });
    prop_oneof![
        2 => Just(Source::Constant(1)),
        2 => one_of,
        1 => (any::<u64>(), Just(Shape::Any { mean_edges: 1 })).prop_map(random),
        1 => (any::<u64>(), bursts).prop_map(random),
    ]
}

/// A setting or a request of one bit: mostly as it is, else changed from time to time.
pub fn level() -> impl Strategy<Value = Source> {
    let changes = vec((1..3000_u64, 0..2_u64), 1..8).prop_map(Source::Runs);
    prop_oneof![3 => Just(Source::Constant(0)), 3 => Just(Source::Constant(1)), 2 => changes]
}

/// Carriers of other stations: edges of silence, edges of carrier.
pub fn carriers(count: usize) -> impl Strategy<Value = Vec<(u64, u64)>> {
    let carrier = prop_oneof![8 => 1..300_u64, 1 => 6000..8000_u64];
    vec((1..3000_u64, carrier), 0..=count)
}

/// What comes of attempts on a shared medium: collisions at and around the slot time.
pub fn attempts(count: usize) -> impl Strategy<Value = Vec<Attempt>> {
    let collide_after = option::of(prop_oneof![0..140_u64, 124..132_u64, 0..3000_u64]);
    let attempt = (collide_after, 1..50_u64, 0..20_u8).prop_map(|(collide_after, collision_edges, rare)| Attempt {
        collide_after,
        collision_edges,
        no_carrier: rare == 0,
    });
    vec(attempt, 0..=count)
}

/// Phases and drifts for clocks of these periods.
pub fn clocks(periods: Vec<(String, u64)>) -> impl Strategy<Value = ClockPlan> {
    let count = periods.len();
    (vec(any::<u64>(), count), vec(-200..=200_i32, count), 0..4_u64).prop_map(move |(phases, drifts, grid)| {
        let clocks = periods.iter().zip(phases).zip(drifts).map(|(((name, period_ps), phase), drift_ppm)| Clock {
            name: name.clone(),
            period_ps: *period_ps,
            phase_ps: period_ps + phase % period_ps,
            drift_ppm,
            stands: None,
        });
        let shortest = periods.iter().map(|(_, period_ps)| *period_ps).min().unwrap_or(8);
        ClockPlan { clocks: clocks.collect(), grid_ps: (shortest / 16 * grid).max(1) }
    })
}

/// A stimulus for this block of so many events. Frames of at most so many octets, what a wire and a medium do to them,
/// `tready`, clock enables, settings of one bit and clocks are drawn by these strategies; the resets keep to the
/// clocks, and the pins that are left are random, from a seed that is drawn.
pub fn stimulus(block: PortSet, events: u64, frames: usize, max_octets: usize) -> impl Strategy<Value = Stimulus> {
    let base = super::default_stimulus(&block, Flavour::Protocol, 1, 1);
    let periods = base.clocks.clocks.iter().map(|clock| (clock.name.clone(), clock.period_ps)).collect();
    let pins = base.drivers.len();
    let stream_frames = match packets::are_for(&block) {
        true => prop_oneof![stream_frames(frames, max_octets), packet_frames(frames)].boxed(),
        false => stream_frames(frames, max_octets).boxed(),
    };
    (
        (clocks(periods), any::<u64>()),
        stream_frames,
        wire_frames(frames, max_octets),
        (attempts(frames * 4), carriers(frames)),
        (vec(pressure(), pins), vec(enable(), pins), vec(level(), pins)),
    )
        .prop_map(move |((clocks, seed), stream_frames, wire_frames, medium, pins)| {
            let mut stimulus = with_clocks(&block, Flavour::Protocol, seed, events, clocks);
            for (index, driver) in stimulus.drivers.iter_mut().enumerate() {
                match driver {
                    Driver::Stream(stream) => stream.frames.clone_from(&stream_frames),
                    Driver::Wire(wire) => wire.frames.clone_from(&wire_frames),
                    Driver::Medium(playing) => (playing.attempts, playing.carriers) = medium.clone(),
                    Driver::Pin(pin) => {
                        let width = block.inputs.iter().find(|port| port.name == pin.port).map(|port| port.width);
                        let drawn = match &*pin.port {
                            name if name.ends_with("_tready") || name == "record_ready" => pins.0.get(index),
                            name if ENABLES.contains(&name) => pins.1.get(index),
                            name if name.starts_with("cfg_") && width == Some(1) => pins.2.get(index),
                            "tx_hold" | "pause_request" => pins.2.get(index),
                            _ => None,
                        };
                        if let Some(drawn) = drawn {
                            pin.source = drawn.clone();
                        }
                    }
                    Driver::Host(_) | Driver::Server(_) | Driver::Follow(_) => (),
                }
            }
            stimulus
        })
}
