// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the tests of several blocks share: random pins, and the rule that `reset` equals one edge with `rst`.

pub mod host;

use crate::reference::{checksum, vlan};
use wirewright_spec::{Design, EdgeSet, Ports};

/// A small random source (SplitMix64): the same seed gives the same pins on every run.
pub struct Random(pub u64);

impl Random {
    /// 64 random bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// True once in `n` times on the average.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.next().is_multiple_of(n)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.next() as usize % n
    }

    /// So many random octets.
    pub fn octets(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }

    /// Random values on all pins; resets (`rst`, `*_rst`) are `reset`.
    pub fn pins<P: Ports>(&mut self, reset: bool) -> P {
        let mut pins = P::default();
        for (index, port) in P::PORTS.iter().enumerate() {
            let is_reset = port.name == "rst" || port.name.ends_with("_rst");
            pins.set(index, if is_reset { u64::from(reset) } else { self.next() });
        }
        pins
    }
}

/// Asserts that `reset` equals one event with all resets and all clocks: on blocks in a random state, the outputs
/// of that event are one of `after_reset`, and the two stay equal from there on.
pub fn reset_is_one_edge<D: Design>(new: fn() -> D, after_reset: &[D::Out]) {
    let all = EdgeSet((1 << D::CLOCKS.len()) - 1);
    for seed in 0..8 {
        let mut random = Random(seed);
        let (mut by_call, mut by_edge) = (new(), new());
        let (mut called, mut edged) = (D::Out::default(), D::Out::default());
        for _ in 0..500 {
            let input: D::In = random.pins(false);
            let edges = EdgeSet(random.next() as u8 & all.0);
            by_call.step(edges, &input, &mut called);
            by_edge.step(edges, &input, &mut edged);
        }
        by_call.reset();
        by_edge.step(all, &random.pins(true), &mut edged);
        assert!(after_reset.contains(&edged), "seed {seed}: outputs after the reset edge: {edged:?}");
        called = edged;
        for event in 0..2000 {
            let input: D::In = random.pins(false);
            let edges = EdgeSet(random.next() as u8 & all.0);
            by_call.step(edges, &input, &mut called);
            by_edge.step(edges, &input, &mut edged);
            assert_eq!(called, edged, "seed {seed}, event {event} after reset");
        }
    }
}

/// Joins tokens with spaces, a run of equal ones as `token*times`: the message charts of the tests.
pub fn chart(tokens: impl IntoIterator<Item = String>) -> String {
    let mut runs: Vec<(String, usize)> = Vec::new();
    for token in tokens {
        match runs.last_mut() {
            Some((last, times)) if *last == token => *times += 1,
            _ => runs.push((token, 1)),
        }
    }
    let texts = runs.into_iter().map(|(token, times)| if times == 1 { token } else { format!("{token}*{times}") });
    texts.collect::<Vec<_>>().join(" ")
}

/// A frame with its FCS, as the `crc` crate says.
pub fn with_fcs(frame: &[u8]) -> Vec<u8> {
    let fcs = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(frame);
    [frame, &fcs.to_le_bytes()].concat()
}

/// A good frame of `octets` octets, FCS included, to one station and of a type that is not a length.
pub fn frame_of(octets: usize) -> Vec<u8> {
    let mut frame: Vec<u8> = (0..octets - 4).map(|index| (index * 7 + 2) as u8).collect();
    if let Some(length_type) = frame.get_mut(12..14) {
        length_type.copy_from_slice(&[0x88, 0xb5]);
    }
    with_fcs(&frame)
}

/// A frame without FCS that holds an IPv4 packet with TCP or UDP and `payload` octets in it, both checksums right; now
/// and then with options, a tag, padding.
pub fn right_packet(random: &mut Random, payload: usize) -> Vec<u8> {
    let udp = random.one_in(2);
    let header = 20 + if random.one_in(3) { 4 * random.below(11) } else { 0 };
    let segment = payload + if udp { 8 } else { 20 };
    let mut packet = random.octets(header + segment);
    packet[0] = 0x40 | (header / 4) as u8;
    packet[2..4].copy_from_slice(&((header + segment) as u16).to_be_bytes());
    packet[6..8].copy_from_slice(&[0x40, 0]);
    packet[9] = if udp { 17 } else { 6 };
    if udp {
        packet[header + 4..header + 6].copy_from_slice(&(segment as u16).to_be_bytes());
    }
    let padding = random.below(20);
    let mut frame = [random.octets(12), vec![8, 0], packet, random.octets(padding)].concat();
    if random.one_in(3) {
        frame = vlan::insert(&frame, random.next() as u16);
    }
    checksum::insert(&mut frame, true, true);
    frame
}

/// As [`right_packet`], but one in two has something wrong: a bit, its end, its lengths, its kind.
pub fn packet(random: &mut Random) -> Vec<u8> {
    let payload = random.below(60);
    let mut frame = right_packet(random, payload);
    if random.one_in(2) {
        return frame;
    }
    let begin = if frame[12..14] == [0x81, 0] { 18 } else { 14 };
    let segment = begin + usize::from(frame[begin] & 0xf) * 4;
    match random.below(11) {
        0 => {
            let at = random.below(frame.len());
            frame[at] ^= 1 << random.below(8);
        }
        1 => frame.truncate(1 + random.below(frame.len() - 1)),
        2 => frame[begin + 3] = frame[begin + 3].wrapping_add([1, 255, 20, 235][random.below(4)]),
        3 => frame[segment + 5] = frame[segment + 5].wrapping_add([1, 255][random.below(2)]),
        4 => frame[begin + 6] = random.next() as u8,
        5 => frame[begin + 7] = 1 << random.below(8),
        6 => frame[begin + 9] = [6, 17, 1, 7][random.below(4)],
        7 => frame[segment + 6..segment + 8].fill(0),
        8 => frame[begin] = [0x44, 0x65, 0x46, 0x4f][random.below(4)],
        9 => frame[begin + 10 + random.below(2)] ^= 1 << random.below(8),
        _ => frame[12..14].copy_from_slice(&[[0x88, 0xa8], [0x08, 0x06], [0x81, 0x00], [0x81, 0x01]][random.below(4)]),
    }
    if random.one_in(2) {
        checksum::insert(&mut frame, true, false);
    }
    frame
}
