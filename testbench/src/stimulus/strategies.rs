// SPDX-License-Identifier: MIT OR Apache-2.0
//! Strategies of proptest for the parts of a stimulus: frames, gaps, faults, collisions, back-pressure and clocks. What
//! they make is small and odd where the default stimuli are long and typical.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::frames::fcs;
use super::medium::Attempt;
use super::{Driver, Shape, Source, Stall, Stimulus, StreamFrame, WireFrame};
use crate::clocks::{Clock, ClockPlan};

/// Octets of a frame without FCS: any length, often one at a limit, data often all alike.
pub fn octets(max: usize) -> impl Strategy<Value = Vec<u8>> {
    let length = prop_oneof![1..=max, 58..=62_usize, Just(1_usize), Just(14), Just(max)];
    let kind = prop_oneof![any::<u16>(), 0..=1536_u16, Just(0x8808), Just(0x8100), Just(0x0800)];
    (length, any::<u8>(), any::<bool>(), kind, any::<u64>()).prop_map(move |(length, fill, random, kind, seed)| {
        let length = length.min(max);
        let mut octets = if random { crate::random::Random::new(seed).octets(length) } else { vec![fill; length] };
        if let Some(field) = octets.get_mut(12..14) {
            field.copy_from_slice(&kind.to_be_bytes());
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

/// Frames for a wire: gaps, preambles, right and wrong FCS, errors, dribble.
pub fn wire_frames(count: usize, max_octets: usize) -> impl Strategy<Value = Vec<WireFrame>> {
    let gap = prop_oneof![3 => Just(12_u64), 1 => 0..30_u64];
    let preamble = prop_oneof![3 => Just(7_u32), 1 => 0..20_u32];
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

/// `base` with everything in it that these strategies make replaced.
pub fn like(base: Stimulus, frames: usize, max_octets: usize) -> impl Strategy<Value = Stimulus> {
    let periods = base.clocks.clocks.iter().map(|clock| (clock.name.clone(), clock.period_ps)).collect();
    let parts = (
        clocks(periods),
        stream_frames(frames, max_octets),
        wire_frames(frames, max_octets),
        pressure(),
        attempts(frames * 4),
    );
    parts.prop_map(move |(clocks, stream_frames, wire_frames, pressure, attempts)| {
        let mut stimulus = Stimulus { clocks, ..base.clone() };
        for driver in &mut stimulus.drivers {
            match driver {
                Driver::Stream(stream) => stream.frames.clone_from(&stream_frames),
                Driver::Wire(wire) => wire.frames.clone_from(&wire_frames),
                Driver::Medium(medium) => medium.attempts.clone_from(&attempts),
                Driver::Pin(pin) if pin.port.ends_with("_tready") => pin.source = pressure.clone(),
                Driver::Pin(_) => (),
            }
        }
        stimulus
    })
}
