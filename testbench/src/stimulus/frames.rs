// SPDX-License-Identifier: MIT OR Apache-2.0
//! Random frames that lie close to the rules of IEEE 802.3-2022: lengths around every limit, all kinds of destination
//! and length/type field, and now and then each fault that a wire can add.

use crc::{CRC_32_ISO_HDLC, Crc};

use super::{Stall, StreamFrame, WireFrame};
use crate::random::Random;

/// The FCS generator (3.2.9) of a library that is not ours.
const FCS: Crc<u32, crc::Table<16>> = Crc::<u32, crc::Table<16>>::new(&CRC_32_ISO_HDLC);

/// The FCS of a frame, in the order of the wire.
pub fn fcs(octets: &[u8]) -> [u8; 4] {
    FCS.checksum(octets).to_le_bytes()
}

/// What to add (exclusive or) to the FCS of a frame so that just bit `bit` of a receiver's remainder is wrong: whoever
/// does not look at that bit takes the frame for good. The division (3.2.9) done backwards over the 32 bits of the FCS.
pub fn residue_error(bit: u32) -> [u8; 4] {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let back = |remainder: u32, _| match remainder >> 31 {
        0 => remainder << 1,
        _ => (remainder ^ POLYNOMIAL) << 1 | 1,
    };
    (0..32).fold(1 << (bit % 32), back).to_le_bytes()
}

/// What random frames are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Longest frame in octets, FCS included, but for the rare ones near a limit.
    pub max_octets: usize,
    /// Now and then frames around 1518, 1522 and `max_octets`.
    pub limits: bool,
    /// Faults: errors, cuts, bad FCS, underruns; per million frames.
    pub faults_per_million: u32,
    /// The station's own address, so that some frames are for it.
    pub own_address: u64,
}

/// A frame without FCS.
pub fn frame(random: &mut Random, profile: &Profile) -> Vec<u8> {
    let length = length(random, profile).saturating_sub(4);
    let mut frame = destination(random, profile).to_vec();
    frame.extend(random.octets(6));
    let data = length.saturating_sub(14) as u64;
    // A pause may be long: the next one ends it.
    let pause = [0, 1, random.bits() as u8, random.bits() as u8];
    let (kind, head): (u64, &[u8]) = match random.between(0, 15) {
        0 if random.between(0, 1) == 0 => (0x8808, &pause),
        0 => (0x8808, &[0, 1, 0, 2]),
        1 => (0x8808, &[0, 1, 0, 0]),
        2 => (0x8808, &[1, 1]),
        3 => (random.between(1499, 1537), &[]),
        4 => (random.between(0, 1500), &[]),
        5 => (0x8100, &[0, 5, 8, 0]),
        6 => (random.bits(), &[]),
        7..=9 => (0x0800, &[0x45]),
        10 => (data.saturating_sub(random.between(0, 2)), &[]),
        _ => (data.min(1500), &[]),
    };
    frame.extend((kind as u16).to_be_bytes());
    frame.extend(head);
    let fill = random.octets(length.saturating_sub(frame.len()));
    frame.extend(fill);
    frame.truncate(length);
    frame
}

fn length(random: &mut Random, profile: &Profile) -> usize {
    let max = profile.max_octets as u64;
    let length = match random.between(0, 99) {
        0..=7 => random.between(5, 63),
        8..=19 => random.between(62, 70),
        20 | 21 if profile.limits => random.between(1516, 1524),
        22 if profile.limits => random.between(max.saturating_sub(2), max + 2),
        23..=30 => random.between(64, max),
        _ => random.between(64, max.clamp(64, 200)),
    };
    if profile.limits { length as usize } else { length.min(max) as usize }
}

fn destination(random: &mut Random, profile: &Profile) -> [u8; 6] {
    let mut address = [0; 6];
    match random.between(0, 7) {
        0 => [0xff; 6],
        1 | 2 => [0x01, 0x80, 0xc2, 0x00, 0x00, 0x01],
        3 | 4 => {
            address.copy_from_slice(&profile.own_address.to_be_bytes()[2..]);
            address
        }
        5 => {
            address.copy_from_slice(&random.octets(6));
            address[0] |= 1;
            address
        }
        _ => {
            address.copy_from_slice(&random.octets(6));
            address
        }
    }
}

/// Frames for a stream until they fill `edges` edges. Bit 0 of `levels` chooses that the MAC inserts the FCS: frames
/// without it carry their own, mostly a right one.
pub fn stream(random: &mut Random, profile: &Profile, edges: u64, max_gap: u64) -> Vec<StreamFrame> {
    let (mut frames, mut filled) = (Vec::new(), 0);
    while filled < edges {
        let mut octets = frame(random, profile);
        let levels = random.bits() as u8 & 1;
        if levels & 1 == 0 {
            octets.extend(fcs(&octets));
        }
        if octets.is_empty() {
            octets.push(0);
        }
        let fault = random.per_million(profile.faults_per_million);
        let marks = if fault { random.between(1, 3) as u8 } else { 0 };
        let stalls = if random.per_million(profile.faults_per_million) { stalls(random, octets.len()) } else { vec![] };
        let gap_edges = gap(random, max_gap);
        filled += gap_edges + octets.len() as u64;
        frames.push(StreamFrame { gap_edges, octets, marks, levels, stalls });
    }
    frames
}

pub(super) fn stalls(random: &mut Random, octets: usize) -> Vec<Stall> {
    let before_octet = random.between(1, octets as u64) as usize;
    vec![Stall { before_octet, edges: random.between(1, 30) }]
}

pub(super) fn gap(random: &mut Random, max: u64) -> u64 {
    match random.between(0, 9) {
        0..=4 => 0,
        5..=7 => random.between(0, max.min(30)),
        _ => random.between(0, max),
    }
}

/// Frames for a wire until they fill `symbols` symbols; gap and preamble in symbols of `nibbles` or octets.
pub fn wire(random: &mut Random, profile: &Profile, nibbles: bool, symbols: u64) -> Vec<WireFrame> {
    let per_octet = if nibbles { 2 } else { 1 };
    let (mut frames, mut filled) = (Vec::new(), 0);
    while filled < symbols {
        let mut octets = frame(random, profile);
        octets.extend(fcs(&octets));
        let gap = match random.between(0, 9) {
            0 => random.between(1, 11 * per_octet),
            1 => random.between(12 * per_octet, 100),
            _ => 12 * per_octet,
        };
        let preamble = match random.between(0, 9) {
            0 => random.between(0, 20),
            _ => 8 * per_octet - 1,
        };
        let mut wire = WireFrame { gap, preamble: preamble as u32, octets, ..WireFrame::default() };
        if random.per_million(profile.faults_per_million) {
            fault(random, &mut wire);
        }
        filled += wire.gap + u64::from(wire.preamble) + per_octet * wire.octets.len() as u64 + 1;
        frames.push(wire);
    }
    frames
}

/// One thing that goes wrong on a wire.
fn fault(random: &mut Random, frame: &mut WireFrame) {
    let octets = frame.octets.len() as u64;
    match random.between(0, 8) {
        0 => frame.errors = vec![random.between(0, u64::from(frame.preamble) + octets) as u32],
        1 | 2 => {
            let at = random.between(0, octets.saturating_sub(1)) as usize;
            if let Some(octet) = frame.octets.get_mut(at) {
                *octet ^= 1 << random.between(0, 7);
            }
        }
        3 => frame.octets.truncate(random.between(0, octets) as usize),
        4 => frame.dribble = true,
        5 => {
            frame.dribble = true;
            frame.octets.truncate(octets.saturating_sub(1) as usize);
        }
        6 => frame.no_delimiter = true,
        7 => frame.octets.extend(random.octets(1)),
        _ => frame.gap = random.between(0, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: Profile =
        Profile { max_octets: 1530, limits: true, faults_per_million: 100_000, own_address: 0x0200_0000_0001 };

    #[test]
    fn the_check_value_of_the_fcs_is_the_published_one() {
        assert_eq!(fcs(b"123456789"), 0xcbf4_3926_u32.to_le_bytes());
    }

    #[test]
    fn an_error_of_the_residue_is_one_bit() {
        let remainder = |octets: &[u8]| FCS.checksum(octets);
        let good = [b"123456789".as_slice(), &fcs(b"123456789")].concat();
        for bit in 0..32 {
            let mut bad = good.clone();
            bad[9..].iter_mut().zip(residue_error(bit)).for_each(|(octet, error)| *octet ^= error);
            assert_eq!(remainder(&bad) ^ remainder(&good), 1 << bit, "bit {bit}");
        }
    }

    #[test]
    fn frames_reach_every_limit_and_every_kind() {
        let mut random = Random::new(1);
        let frames: Vec<_> = (0..20_000).map(|_| frame(&mut random, &PROFILE)).collect();
        for length in [59, 60, 61, 1513, 1514, 1515, 1518, 1519] {
            assert!(frames.iter().any(|f| f.len() == length), "no frame of {length} octets");
        }
        let types = |kind: u16| frames.iter().filter(|f| f.len() > 14 && f[12..14] == kind.to_be_bytes()).count();
        for kind in [0x8808, 0x8100, 0x0800, 1500, 1501, 1535, 1536] {
            assert!(types(kind) > 0, "no frame with type {kind}");
        }
        assert!(frames.iter().any(|f| f.starts_with(&[2, 0, 0, 0, 0, 1])), "no frame for the own address");
    }

    #[test]
    fn a_wire_has_good_frames_and_every_fault() {
        let frames = wire(&mut Random::new(2), &PROFILE, true, 2_000_000);
        let good = |f: &WireFrame| {
            f.octets.len() > 4 && fcs(&f.octets[..f.octets.len() - 4]) == f.octets[f.octets.len() - 4..]
        };
        assert!(frames.iter().filter(|f| good(f)).count() * 10 > frames.len() * 8);
        assert!(frames.iter().any(|f| !good(f)));
        assert!(frames.iter().any(|f| f.dribble) && frames.iter().any(|f| f.no_delimiter));
        assert!(frames.iter().any(|f| !f.errors.is_empty()) && frames.iter().any(|f| f.gap < 3));
    }
}
