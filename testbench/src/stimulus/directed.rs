// SPDX-License-Identifier: MIT OR Apache-2.0
//! Stimuli for corners that random ones do not reach in reasonable time: a length counter at its end, the longest
//! backoff, a remainder of the FCS or a length/type field that is off in one bit, resets in the middle of operation.
//! Each is a default stimulus with something put into it.

use wirewright_spec::PortSet;

use super::{
    Driver, Flavour, Pin, Shape, Source, Stimulus, StreamFrame, Wire, WireFrame, default_stimulus, directed_card,
    frames,
};
use crate::lockstep::reset_value;
use crate::random::Random;

/// One more than the 16-bit length of a frame can tell, and some.
const BEYOND_LENGTH_OCTETS: usize = (1 << 16) + 40;
/// Edges of the longest backoff: 1023 slots of 128 clocks (IEEE 802.3-2022, 4.2.3.2.5 and 4.4.2).
const LONGEST_BACKOFF_EDGES: u64 = 1023 * 128;

/// The directed stimuli of a block, by name; those that it has ports for.
pub fn directed(block: &PortSet) -> Vec<(&'static str, Stimulus)> {
    let output = |name: &str| block.outputs.iter().any(|port| port.name == name);
    let mut stimuli = Vec::new();
    if block.clocks.len() == 1 && (output("stat_tx_octets") || output("stat_rx_octets")) {
        stimuli.push(("frame beyond the length counter", beyond_length(block)));
    }
    if block.clocks.len() == 1 && output("stat_rx_verdict") && !block.name.starts_with("mac_control") {
        stimuli.push(("every bit of the residue", every_residue_bit(block)));
        stimuli.push(("every bit of length and type", every_field_bit(block)));
    }
    if let Some(depth) = frame_memory_octets(block) {
        stimuli.push(("full to the last octet", full_to_the_last_octet(block)));
        stimuli.push(("frames larger than the memory", larger_than_memory(block, depth)));
    }
    if output("slots") {
        stimuli.push(("longest backoff", longest_backoff(block)));
    }
    stimuli.extend(directed_card::directed(block));
    if block.clocks.len() == 1 {
        stimuli.push(("short resets", short_resets(block)));
    } else {
        stimuli.push(("resets of all domains in operation", resets_in_operation(block)));
    }
    stimuli
}

/// The first frame is longer than its length can say; nothing resets or holds it.
fn beyond_length(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 11, 40_000);
    stimulus.events += 3 * BEYOND_LENGTH_OCTETS as u64;
    let mut octets = Random::named(11, "beyond length").octets(BEYOND_LENGTH_OCTETS);
    octets.extend(frames::fcs(&octets));
    for driver in &mut stimulus.drivers {
        match driver {
            Driver::Stream(stream) => {
                let frame = StreamFrame { octets: octets.clone(), levels: 1, ..StreamFrame::default() };
                stream.frames.insert(0, frame);
            }
            Driver::Wire(wire) => {
                let preamble = if wire.nibbles { 15 } else { 7 };
                wire.frames.insert(0, WireFrame { gap: 24, preamble, octets: octets.clone(), ..WireFrame::default() });
            }
            Driver::Pin(pin) => match (pin.port.as_str(), &mut pin.source) {
                (_, Source::Reset { again_mean_edges, .. }) => *again_mean_edges = 0,
                ("tx_hold", source) => *source = Source::Constant(0),
                ("rx_ce" | "tx_ce", source) => *source = Source::Constant(1),
                _ => (),
            },
            _ => (),
        }
    }
    stimulus
}

/// Frames of which the remainder is wrong in one bit, and good ones between them.
fn every_residue_bit(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 14, 30_000);
    let mut random = Random::named(14, "every residue bit");
    for driver in &mut stimulus.drivers {
        match driver {
            Driver::Wire(wire) => {
                let frame = framed(wire);
                let pair = |bit| {
                    let mut good = random.octets(12);
                    good.extend([8, 0]);
                    good.extend(random.octets(46));
                    good.extend(frames::fcs(&good));
                    let mut bad = good.clone();
                    bad[60..].iter_mut().zip(frames::residue_error(bit)).for_each(|(octet, error)| *octet ^= error);
                    [frame(bad), frame(good)]
                };
                wire.frames = (0..32).flat_map(pair).collect();
            }
            Driver::Pin(Pin { source: Source::Reset { again_mean_edges, .. }, .. }) => *again_mean_edges = 0,
            _ => (),
        }
    }
    stimulus
}

/// Frames whose length/type field is one bit away from a value that decides something (IEEE 802.3-2022, 3.2.6, 3.2.7,
/// 31.4.1), short ones and ones that only a tag makes acceptable; then frames whose data are one bit away from what
/// their length field says.
fn every_field_bit(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 15, 0);
    let mut random = Random::named(15, "every bit of length and type");
    let near = |value: u16| (0..16).map(move |bit| value ^ 1 << bit).chain([value]);
    let mut fields: Vec<(u16, usize)> = Vec::new();
    for value in [0x8100, 0x8808, 1500, 1501, 1535, 1536, 46] {
        fields.extend(near(value).map(|field| (field, 46)));
    }
    fields.extend(near(0x8100).map(|field| (field, 1502)));
    for octets in [52_u16, 300, 1023, 1490] {
        fields.extend((0..11).map(|bit| (octets, usize::from(octets ^ 1 << bit).min(1520))));
    }
    for driver in &mut stimulus.drivers {
        match driver {
            Driver::Wire(wire) => {
                let frame = framed(wire);
                let of_field = |&(field, data): &(u16, usize)| {
                    let mut octets = random.octets(12);
                    octets.extend(field.to_be_bytes());
                    octets.extend(random.octets(data.max(46)));
                    octets.extend(frames::fcs(&octets));
                    frame(octets)
                };
                wire.frames = fields.iter().map(of_field).collect();
                let symbols = if wire.nibbles { 2 } else { 1 };
                let octets: usize = wire.frames.iter().map(|frame| frame.octets.len() + 40).sum();
                stimulus.events = symbols * octets as u64;
            }
            Driver::Pin(pin) => match (pin.port.as_str(), &mut pin.source) {
                (_, Source::Reset { again_mean_edges, .. }) => *again_mean_edges = 0,
                ("rx_ce", source) => *source = Source::Constant(1),
                ("cfg_nibble" | "cfg_rx_jumbo", source) => *source = Source::Constant(0),
                _ => (),
            },
            _ => (),
        }
    }
    stimulus
}

/// What a frame memory holds; none where the block is none.
fn frame_memory_octets(block: &PortSet) -> Option<u64> {
    match block.name {
        "stream_fifo_64" => Some(64),
        "stream_fifo" => Some(4096),
        "stream_fifo_16k" => Some(16_384),
        _ => None,
    }
}

/// Mostly frames of a few octets, from a source that does not wait, to a sink that takes too few: the memory is filled
/// by committed frames alone, and the octet that does not fit is often the last of its frame.
fn full_to_the_last_octet(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 17, 300_000);
    let mut random = Random::named(17, "full to the last octet");
    let mut length = || match random.between(0, 9) {
        0..=4 => 1,
        5..=8 => random.between(2, 30) as usize,
        _ => random.between(30, 300) as usize,
    };
    let lengths: Vec<usize> = (0..15_000).map(|_| length()).collect();
    streamed(&mut stimulus, &lengths, 17);
    replace(&mut stimulus, "m_axis_tready", bursts(17, 60, 300));
    replace(&mut stimulus, "cfg_wait", Source::Constant(0));
    stimulus
}

/// A source that waits, and now and then a frame that has no room in the empty memory, by one octet or a few.
fn larger_than_memory(block: &PortSet, depth_octets: u64) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 18, 30 * depth_octets + 60_000);
    let mut random = Random::named(18, "larger than the memory");
    let mut length = |index: u64| match index % 3 {
        0 => depth_octets + [1, 0, 2, 1, 3, 40][index as usize / 3 % 6],
        _ => random.between(1, 60),
    };
    let lengths: Vec<usize> = (0..150).map(|index| length(index) as usize).collect();
    streamed(&mut stimulus, &lengths, 18);
    replace(&mut stimulus, "m_axis_tready", bursts(18, 30, 2));
    replace(&mut stimulus, "cfg_wait", Source::Constant(1));
    for pin in pins(&mut stimulus) {
        if let Source::Reset { again_mean_edges, .. } = &mut pin.source {
            *again_mean_edges = 0;
        }
    }
    stimulus
}

/// Puts frames of these lengths into the streams, with a mark and a pause now and then.
pub(super) fn streamed(stimulus: &mut Stimulus, lengths: &[usize], seed: u64) {
    let mut random = Random::named(seed, "streamed");
    for driver in &mut stimulus.drivers {
        if let Driver::Stream(stream) = driver {
            let frame = |&length: &usize| StreamFrame {
                octets: random.octets(length),
                gap_edges: if random.between(0, 3) == 0 { random.between(0, 9) } else { 0 },
                marks: if random.between(0, 9) == 0 { random.between(1, 3) as u8 } else { 0 },
                ..StreamFrame::default()
            };
            stream.frames = lengths.iter().map(frame).collect();
        }
    }
}

pub(super) fn bursts(seed: u64, on_edges: u64, off_edges: u64) -> Source {
    Source::Random { seed, shape: Shape::Bursts { on_edges, off_edges } }
}

/// A good frame of these octets for a wire.
fn framed(wire: &Wire) -> impl Fn(Vec<u8>) -> WireFrame + use<> {
    let preamble = if wire.nibbles { 15 } else { 7 };
    move |octets| WireFrame { gap: 24, preamble, octets, ..WireFrame::default() }
}

/// Resets of one to three edges, often and anywhere in a frame: what a register holds after them matters at once.
fn short_resets(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 16, 100_000);
    for pin in pins(&mut stimulus) {
        if let Source::Reset { again_mean_edges, again_edges, .. } = &mut pin.source {
            (*again_mean_edges, *again_edges) = (120, 1);
        }
    }
    stimulus
}

/// Delays of all lengths to their end, among them the longest.
fn longest_backoff(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 12, 1000);
    let delays: [(u64, u64); 6] = [(10, 1023), (15, 512), (3, 1023), (11, 0x2aa), (9, 1023), (10, 256)];
    let (mut start, mut attempt, mut word, mut edges) = (vec![(30, 0)], vec![(30, 0)], vec![(30, 0)], 30);
    for (attempts, random) in delays {
        let mask = (1 << attempts.min(10)) - 1;
        let delay = (random & mask) * 128 + 10;
        start.extend([(1, 1), (delay, 0)]);
        attempt.push((delay + 1, attempts));
        word.push((delay + 1, random));
        edges += delay + 1;
    }
    debug_assert!(edges > LONGEST_BACKOFF_EDGES);
    stimulus.events = edges;
    replace(&mut stimulus, "start", Source::Runs(start));
    replace(&mut stimulus, "attempt", Source::Runs(attempt));
    replace(&mut stimulus, "random", Source::Runs(word));
    for pin in pins(&mut stimulus) {
        if let Source::Reset { again_mean_edges, .. } = &mut pin.source {
            *again_mean_edges = 0;
        }
    }
    stimulus
}

/// All domains are reset together again and again, at moments that have nothing to do with the traffic, long enough
/// that every clock sees it and the crossings run empty.
fn resets_in_operation(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 13, 100_000);
    // A clock that stands would see less of them.
    stimulus.clocks.clocks.iter_mut().for_each(|clock| clock.stands = None);
    let clocks = stimulus.clocks.clocks.clone();
    let slowest_ps = clocks.iter().map(|clock| clock.period_ps).max().unwrap_or(1);
    let mut random = Random::named(13, "resets in operation");
    let operation: Vec<u64> = (0..40).map(|_| random.between(20, 900)).collect();
    for pin in pins(&mut stimulus) {
        let Some(value) = reset_value(&pin.port) else { continue };
        let port = block.inputs.iter().find(|port| port.name == pin.port);
        let clock = port.and_then(|port| clocks.iter().find(|clock| clock.name == port.clock));
        let Some(clock) = clock else { continue };
        pin.clock.clone_from(&clock.name);
        let edges = |slow_edges: u64| (slow_edges * slowest_ps).div_ceil(clock.period_ps);
        let phases = operation.iter().flat_map(|&slow| [(edges(12), value), (edges(slow), value ^ 1)]);
        pin.source = Source::Runs(phases.collect());
    }
    stimulus
}

pub(super) fn pins(stimulus: &mut Stimulus) -> impl Iterator<Item = &mut Pin> {
    stimulus.drivers.iter_mut().filter_map(|driver| match driver {
        Driver::Pin(pin) => Some(pin),
        _ => None,
    })
}

pub(super) fn replace(stimulus: &mut Stimulus, port: &str, source: Source) {
    if let Some(pin) = pins(stimulus).find(|pin| pin.port == port) {
        pin.source = source;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirewright_spec::ports;

    #[test]
    fn blocks_get_the_stimuli_that_their_ports_ask_for() {
        let names = |name: &str| {
            let block = ports::ALL.iter().find(|block| block.name == name).unwrap();
            directed(block).into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names("mac_tx"), ["frame beyond the length counter", "short resets"]);
        let receiver = [
            "frame beyond the length counter",
            "every bit of the residue",
            "every bit of length and type",
            "short resets",
        ];
        assert_eq!(names("mac_rx"), receiver);
        assert_eq!(names("backoff"), ["longest backoff", "short resets"]);
        assert_eq!(names("async_fifo"), ["resets of all domains in operation"]);
        assert_eq!(names("crc32"), ["short resets"]);
    }

    #[test]
    fn the_longest_backoff_is_waited_for() {
        let block = ports::ALL.iter().find(|block| block.name == "backoff").unwrap();
        let stimulus = longest_backoff(block);
        assert!(stimulus.events > 2 * LONGEST_BACKOFF_EDGES);
        let driven =
            stimulus.drivers.iter().filter(|d| matches!(d, Driver::Pin(p) if matches!(p.source, Source::Runs(_))));
        assert_eq!(driven.count(), 3);
    }
}
