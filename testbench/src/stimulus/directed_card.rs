// SPDX-License-Identifier: MIT OR Apache-2.0
//! Directed stimuli for the octet path of the card: fields that are off in one bit, frames of every length around a
//! limit, memories that fill, the longest packet and the longest chunk.

use wirewright_model::reference::checksum;
use wirewright_spec::PortSet;
use wirewright_spec::card::rings::LONGEST_SENT_OCTETS;

use super::directed::{bursts, pins, replace, streamed};
use super::packets::{self, KNOWN_ADDRESSES};
use super::{Driver, Flavour, Shape, Source, Stimulus, StreamFrame, default_stimulus};
use crate::random::Random;

/// The directed stimuli of a block of the octet path, by name; none for others.
pub(super) fn directed(block: &PortSet) -> Vec<(&'static str, Stimulus)> {
    match block.name {
        "address_filter" => vec![("every bit of an address", every_address_bit(block))],
        "vlan_strip" => vec![("every bit of a tag's type", every_tag_bit(block))],
        "checksum_verify" => vec![
            ("every bit of a packet's head", every_packet_bit(block)),
            ("packets as long as can be", longest_packets(block)),
        ],
        "rx_buffer" => vec![
            ("more frames than records", more_frames_than_records(block)),
            ("more octets than the memory holds", more_octets_than_memory(block)),
        ],
        "stream_narrow" | "stream_widen" => vec![("the longest chunk", longest_chunk(block))],
        "vlan_insert" => vec![("every length around the tag", every_length_around_the_tag(block))],
        "checksum_insert" => vec![
            ("every bit of a packet's head", every_packet_bit(block)),
            ("frames around the longest", around_the_longest(block)),
        ],
        _ => vec![],
    }
}

/// Each known address and each that differs from it in one bit, in frames that meet all of the filter; then frames of
/// every length in which more and more of it is met.
fn every_address_bit(block: &PortSet) -> Stimulus {
    let mut random = Random::named(21, "every bit of an address");
    let near = |known: u64| (0..48).map(move |bit| known ^ 1 << bit).chain([known]);
    let mut frames: Vec<Vec<u8>> = Vec::new();
    for octets in [24, 30] {
        frames.extend(KNOWN_ADDRESSES.into_iter().flat_map(near).map(|address| to(address, octets, &mut random)));
    }
    for octets in 1..40 {
        frames.extend(KNOWN_ADDRESSES.map(|address| to(address, octets, &mut random)));
    }
    let mut stimulus = of_frames(block, 21, frames);
    replace(&mut stimulus, "cfg_enable", Source::Constant(1));
    replace(&mut stimulus, "cfg_promiscuous", Source::Constant(0));
    stimulus
}

/// A frame of so many octets to this address.
fn to(address: u64, octets: usize, random: &mut Random) -> Vec<u8> {
    let mut frame = address.to_be_bytes()[2..].to_vec();
    frame.extend(random.octets(octets.saturating_sub(6)));
    frame.truncate(octets);
    frame
}

/// Frames of 13 to 20 octets, back to back, with the type of a tag and with each that differs from it in one bit.
fn every_tag_bit(block: &PortSet) -> Stimulus {
    let mut random = Random::named(22, "every bit of a tag's type");
    let mut frames = Vec::new();
    for kind in (0..16).flat_map(|bit| [0x8100, 0x8100_u16 ^ 1 << bit]) {
        for octets in (13..=20).chain([1, 3, 17, 64]) {
            frames.push(with_type(kind, octets, &mut random));
        }
    }
    let mut stimulus = of_frames(block, 22, frames);
    replace(&mut stimulus, "cfg_strip", Source::Constant(1));
    stimulus
}

fn with_type(kind: u16, octets: usize, random: &mut Random) -> Vec<u8> {
    let mut frame = random.octets(octets);
    frame.iter_mut().skip(12).zip(kind.to_be_bytes()).for_each(|(octet, kind)| *octet = kind);
    frame
}

/// Every length from 1 to 30 octets, back to back, all to be tagged and then now and then.
fn every_length_around_the_tag(block: &PortSet) -> Stimulus {
    let mut random = Random::named(23, "every length around the tag");
    let lengths = (1..=30).chain((1..=30).rev()).chain([12, 12, 13, 13, 12, 14, 1, 13]);
    let frames: Vec<Vec<u8>> = std::iter::repeat_n(lengths, 20).flatten().map(|octets| random.octets(octets)).collect();
    let mut stimulus = of_frames(block, 23, frames);
    let half = stimulus.events / 2;
    let often = (0..half / 50).flat_map(|_| [(30, 1), (20, 0)]);
    replace(&mut stimulus, "s_axis_vlan", Source::Runs([(half, 1)].into_iter().chain(often).collect()));
    stimulus
}

/// Packets of TCP and UDP, tagged and not, that are right but for one bit of type, headers or first data; where this
/// makes the IPv4 header checksum wrong they come again with a right one.
fn every_packet_bit(block: &PortSet) -> Stimulus {
    let mut random = Random::named(24, "every bit of a packet's head");
    let mut frames = Vec::new();
    for (udp, tagged) in [(false, false), (false, true), (true, false), (true, true)] {
        let base = packets::plain_packet(&mut random, udp, tagged, 31);
        for bit in 12 * 8..(if tagged { 62 } else { 58 }) * 8 {
            let mut frame = base.clone();
            frame[bit / 8] ^= 0x80 >> (bit % 8);
            let mut again = frame.clone();
            checksum::insert(&mut again, true, false);
            if again != frame {
                frames.push(again);
            }
            frames.push(frame);
        }
    }
    let mut stimulus = of_frames(block, 24, frames);
    replace(&mut stimulus, "cfg_verify", Source::Constant(1));
    stimulus
}

/// Packets of 65535 octets, right and wrong in their last one, in frames that end with them or go on.
fn longest_packets(block: &PortSet) -> Stimulus {
    let mut random = Random::named(25, "packets as long as can be");
    let mut frames = Vec::new();
    for udp in [false, true] {
        let head = if udp { 28 } else { 40 };
        for (wrong, padding) in [(0, 0), (1, 0), (0, 3000)] {
            let mut frame = packets::plain_packet(&mut random, udp, false, 65_535 - head);
            *frame.last_mut().expect("a packet has octets") ^= wrong;
            frame.extend(random.octets(padding));
            frames.push(frame);
            frames.push(packets::frame(&mut random));
        }
    }
    let mut stimulus = of_frames(block, 25, frames);
    replace(&mut stimulus, "cfg_verify", Source::Constant(1));
    stimulus
}

/// Frames at the length above which none is sent, many beyond it, and short ones between them.
fn around_the_longest(block: &PortSet) -> Stimulus {
    let mut random = Random::named(26, "frames around the longest");
    let mut frames = Vec::new();
    let limit = LONGEST_SENT_OCTETS;
    for octets in [limit - 1, limit, limit + 1, limit, limit + 2, 2 * limit, 2 * limit + 1, 2 * limit + 60, 5000] {
        for udp in [false, true] {
            // A packet that fills the frame, so that a checksum covers its last octet.
            let payload = octets - 14 - if udp { 28 } else { 40 };
            frames.push(packets::plain_packet(&mut random, udp, false, payload));
            frames.push(packets::frame(&mut random));
        }
    }
    of_frames(block, 26, frames)
}

/// Frames of a few octets from a source that does not wait, to a reader who takes too few records.
fn more_frames_than_records(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 27, 60_000);
    let mut random = Random::named(27, "more frames than records");
    let lengths: Vec<usize> = (0..15_000).map(|_| *random.choose(&[1, 1, 1, 2, 3, 12])).collect();
    streamed(&mut stimulus, &lengths, 27);
    replace(&mut stimulus, "m_axis_tready", bursts(27, 60, 10));
    replace(&mut stimulus, "record_ready", bursts(27, 30, 300));
    never_again_reset(&mut stimulus);
    stimulus
}

/// Frames of all lengths from a source that does not wait, to a reader who takes too few octets: the one that does not
/// fit is often the last of its frame.
fn more_octets_than_memory(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 28, 300_000);
    let mut random = Random::named(28, "more octets than the memory holds");
    let mut length = || match random.between(0, 9) {
        0..=3 => random.between(1, 30),
        4..=8 => random.between(60, 300),
        _ => random.between(1000, 9000),
    };
    let lengths: Vec<usize> = (0..3000).map(|_| length() as usize).collect();
    streamed(&mut stimulus, &lengths, 28);
    replace(&mut stimulus, "m_axis_tready", bursts(28, 60, 300));
    replace(&mut stimulus, "record_ready", bursts(28, 60, 10));
    never_again_reset(&mut stimulus);
    stimulus
}

/// Chunks of 65535 octets, with short ones between them; words and octets are always there.
fn longest_chunk(block: &PortSet) -> Stimulus {
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 29, 300_000);
    let octets = Shape::Among { values: vec![65_535, 3, 65_528], mean_edges: 1 };
    replace(&mut stimulus, "command_octets", Source::Random { seed: 29, shape: octets });
    replace(&mut stimulus, "command_valid", Source::Constant(1));
    replace(&mut stimulus, "s_axis_tvalid", Source::Constant(1));
    replace(&mut stimulus, "m_axis_tready", bursts(29, 300, 2));
    never_again_reset(&mut stimulus);
    stimulus
}

/// These frames, most of them back to back, to a sink that takes nearly all; the time that they need and some more.
fn of_frames(block: &PortSet, seed: u64, frames: Vec<Vec<u8>>) -> Stimulus {
    let edges: usize = frames.iter().map(|frame| frame.len() + 16).sum();
    let mut stimulus = default_stimulus(block, Flavour::Protocol, seed, edges as u64 * 9 / 8 + 1000);
    let mut random = Random::named(seed, "gaps");
    let gap = |random: &mut Random| if random.between(0, 3) == 0 { random.between(0, 20) } else { 0 };
    let of = |octets| StreamFrame { gap_edges: gap(&mut random), octets, ..StreamFrame::default() };
    let mut frames: Vec<StreamFrame> = frames.into_iter().map(of).collect();
    for driver in &mut stimulus.drivers {
        if let Driver::Stream(stream) = driver {
            stream.frames = std::mem::take(&mut frames);
        }
    }
    replace(&mut stimulus, "m_axis_tready", bursts(seed, 300, 4));
    never_again_reset(&mut stimulus);
    stimulus
}

fn never_again_reset(stimulus: &mut Stimulus) {
    for pin in pins(stimulus) {
        if let Source::Reset { again_mean_edges, .. } = &mut pin.source {
            *again_mean_edges = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirewright_spec::card::rings::ChecksumResult::{None as Nothing, Right, Wrong};
    use wirewright_spec::ports;

    fn stimuli(name: &str) -> Vec<(&'static str, Stimulus)> {
        directed(ports::ALL.iter().find(|block| block.name == name).unwrap())
    }

    #[test]
    fn the_bits_of_a_packet_make_every_judgement() {
        let (_, stimulus) = &stimuli("checksum_verify")[0];
        let judged = |ipv4, l4| {
            let is = |octets: &[u8]| checksum::judge(octets) == checksum::Judgement { ipv4, l4 };
            stimulus.frames().filter(|(_, octets)| is(octets)).count()
        };
        for (ipv4, l4) in [(Right, Wrong), (Wrong, Right), (Wrong, Wrong), (Right, Nothing), (Nothing, Nothing)] {
            assert!(judged(ipv4, l4) > 20, "{ipv4:?} {l4:?}: {}", judged(ipv4, l4));
        }
        assert!(judged(Right, Right) > 20, "where only the header checksum was wrong: {}", judged(Right, Right));
    }

    #[test]
    fn the_longest_packets_are_right_but_where_they_are_not_to_be() {
        let (_, stimulus) = &stimuli("checksum_verify")[1];
        let long = stimulus.frames().filter(|(_, octets)| octets.len() > 65_535);
        let judged: Vec<_> = long.map(|(_, octets)| checksum::judge(octets).l4).collect();
        assert_eq!(judged, [Right, Wrong, Right, Right, Wrong, Right]);
    }

    #[test]
    fn every_block_of_the_path_has_its_own_and_the_time_for_all_frames() {
        let path = ["address_filter", "vlan_strip", "checksum_verify", "vlan_insert", "checksum_insert"];
        for (name, stimulus) in path.into_iter().flat_map(stimuli) {
            let octets: usize = stimulus.frames().map(|(_, octets)| octets.len()).sum();
            assert!(octets > 500 && stimulus.events > octets as u64, "{name}");
        }
        assert_eq!(stimuli("rx_buffer").len() + stimuli("stream_narrow").len() + stimuli("stream_widen").len(), 4);
        assert!(stimuli("crc32").is_empty());
    }
}
