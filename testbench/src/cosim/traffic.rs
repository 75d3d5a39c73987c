// SPDX-License-Identifier: MIT OR Apache-2.0
//! Traffic and wire faults from a short text, `SPEC` on the command line.

use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::frames::{FrameSource, StimulusFrame};
use super::wire::{DELAY_BITS, FaultKind, WireFault, WireOptions};
use crate::capture::CaptureError;
use crate::random::Random;

/// The grammar of [`TrafficSpec`].
pub const TRAFFIC_GRAMMAR: &str = "\
TRAFFIC = kind [':' item {',' item}]
kind    = 'random'          lengths and gaps drawn
        | 'min'             60 octets back to back
        | 'max'             1514 octets back to back
item    = 'count=' N        frames, default 1000
        | 'len=' N ['-' N]  octets without FCS, 1 to 9014, default 14-1514;
                            at most 4096 where the design is not jumbo
        | 'gap=' N ['-' N]  idle edges of clk before a frame, default 0-40
Of the frames of 14 octets and more every fourth has a length field or a VLAN
tag; where such a length is not that of the data the receiver drops the frame,
as it must (IEEE 802.3-2022, 3.2.6 and 4.2.9.3), and fewer come back.
examples: min:count=100000   random:count=500,len=60-1514,gap=0";

/// The grammar of [`FaultSpec`].
pub const FAULTS_GRAMMAR: &str = "\
FAULTS  = item {',' item}
item    = 'flip=' P   share of frames in which the wire changes one bit
        | 'cut=' P    share of frames that the wire cuts
        | 'error=' P  share of frames in which the receiver's PHY sees an error
        | 'half'      one medium for both: half duplex, with collisions;
                      mac_mii only
        | 'delay=' N  bit times from one end to the other, 64 to 100000,
                      default 64; collisions can be late from 256 on
P       = 0 to 1, at most six digits after the point, in each direction
examples: flip=0.01,cut=0.005,error=0.01   half   half,delay=400";

/// A specification cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{item}`: {what}\n{grammar}")]
pub struct SpecError {
    /// The part that is wrong.
    pub item: String,
    /// What is wrong with it.
    pub what: String,
    /// What would be right.
    pub grammar: &'static str,
}

/// Frames from a generator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrafficSpec {
    /// How many frames.
    pub count: u64,
    /// Their lengths in octets, without FCS.
    pub length_octets: RangeInclusive<u64>,
    /// Idle edges of the stream's clock before each.
    pub gap_edges: RangeInclusive<u64>,
}

impl TrafficSpec {
    /// The source of these frames, drawn from `seed`.
    pub fn frames(&self, seed: u64) -> TrafficFrames {
        TrafficFrames { spec: self.clone(), random: Random::named(seed, "traffic"), given: 0 }
    }
}

impl FromStr for TrafficSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<TrafficSpec, SpecError> {
        let refuse = |item: &str, what: &str| SpecError {
            item: item.to_owned(),
            what: what.to_owned(),
            grammar: TRAFFIC_GRAMMAR,
        };
        let (kind, items) = text.split_once(':').unwrap_or((text, ""));
        let mut spec = TrafficSpec { count: 1000, length_octets: 14..=1514, gap_edges: 0..=40 };
        match kind {
            "random" => {}
            "min" => (spec.length_octets, spec.gap_edges) = (60..=60, 0..=0),
            "max" => (spec.length_octets, spec.gap_edges) = (1514..=1514, 0..=0),
            _ => return Err(refuse(kind, "no kind of traffic")),
        }
        for item in items.split(',').filter(|item| !item.is_empty()) {
            let (key, value) = item.split_once('=').ok_or_else(|| refuse(item, "expected key=value"))?;
            let range = || parse_range(value).ok_or_else(|| refuse(item, "expected N or N-N"));
            match key {
                "count" => spec.count = value.parse().map_err(|_| refuse(item, "expected a number"))?,
                "len" => spec.length_octets = range()?,
                "gap" => spec.gap_edges = range()?,
                _ => return Err(refuse(item, "no such setting")),
            }
        }
        if *spec.length_octets.start() == 0 || *spec.length_octets.end() > 9014 {
            return Err(refuse(items, "lengths are 1 to 9014 octets"));
        }
        if *spec.gap_edges.end() > u64::from(u32::MAX) {
            return Err(refuse(items, "gaps are at most 4294967295 edges"));
        }
        Ok(spec)
    }
}

fn parse_range(text: &str) -> Option<RangeInclusive<u64>> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let range = low.parse().ok()?..=high.parse().ok()?;
    (!range.is_empty()).then_some(range)
}

/// Generated frames: own and group destinations, types and lengths, data of many kinds.
pub struct TrafficFrames {
    spec: TrafficSpec,
    random: Random,
    given: u64,
}

impl FrameSource for TrafficFrames {
    fn next_frame(&mut self, frame: &mut StimulusFrame) -> Result<bool, CaptureError> {
        if self.given == self.spec.count {
            return Ok(false);
        }
        self.given += 1;
        let random = &mut self.random;
        let draw = |random: &mut Random, range: &RangeInclusive<u64>| random.between(*range.start(), *range.end());
        let length = draw(random, &self.spec.length_octets) as usize;
        frame.gap_edges = draw(random, &self.spec.gap_edges) as u32;
        (frame.fault, frame.fault_back) = (None, None);
        frame.octets.clear();
        while frame.octets.len() < length {
            frame.octets.extend_from_slice(&random.bits().to_le_bytes());
        }
        frame.octets.truncate(length);
        shape(&mut frame.octets, random);
        Ok(true)
    }
}

/// Gives most frames a sensible header, and some data that are all alike.
fn shape(octets: &mut [u8], random: &mut Random) {
    let length = octets.len();
    if random.per_million(250_000) {
        octets.fill(*random.choose(&[0x00, 0xff, 0x55, 0xd5]));
    }
    if length < 14 {
        return;
    }
    match random.between(0, 3) {
        0 => octets[..6].fill(0xff),
        1 => octets[..6].copy_from_slice(&[0x01, 0x00, 0x5e, 0, 0, 1]),
        _ => octets[0] &= 0xfe,
    }
    let data = (length - 14) as u16;
    let field = match random.between(0, 7) {
        0 if data <= 1500 => data,
        1 => 0x8100,
        // Any value: length errors and the range between length and type come from here.
        2 => random.between(0, 0x600) as u16,
        _ => 0x0800,
    };
    octets[12..14].copy_from_slice(&field.to_be_bytes());
}

/// The wire: what kind it is, and how often it does what, in millionths of the frames, in each direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultSpec {
    /// One bit changes.
    pub flip_per_million: u32,
    /// The frame is cut.
    pub cut_per_million: u32,
    /// The PHY signals an error.
    pub error_per_million: u32,
    /// Shared or not, and how long.
    pub wire: WireOptions,
}

impl FaultSpec {
    /// Whether no frame is spoilt.
    pub fn is_sound(&self) -> bool {
        self.flip_per_million + self.cut_per_million + self.error_per_million == 0
    }

    /// What becomes of a packet of so many bits. Each fault is drawn by itself; a frame has one at most.
    pub(super) fn draw(&self, random: &mut Random, bits: u64) -> Option<WireFault> {
        let kinds = [
            (FaultKind::Flip, self.flip_per_million),
            (FaultKind::Cut, self.cut_per_million),
            (FaultKind::Error, self.error_per_million),
        ];
        let mut drawn = None;
        for (kind, per_million) in kinds {
            let bit = random.between(0, bits - 1) as u32;
            if random.per_million(per_million) {
                drawn = Some(WireFault { kind, bit });
            }
        }
        drawn
    }
}

impl FromStr for FaultSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<FaultSpec, SpecError> {
        let refuse = |item: &str, what: &str| SpecError {
            item: item.to_owned(),
            what: what.to_owned(),
            grammar: FAULTS_GRAMMAR,
        };
        let mut spec = FaultSpec::default();
        for item in text.split(',') {
            if item == "half" {
                spec.wire.half_duplex = true;
                continue;
            }
            let (key, value) = item.split_once('=').ok_or_else(|| refuse(item, "expected key=value"))?;
            if key == "delay" {
                let delay_bits = value.parse().ok().filter(|delay_bits| DELAY_BITS.contains(delay_bits));
                spec.wire.delay_bits = delay_bits.ok_or_else(|| refuse(item, "expected a number from 64 to 100000"))?;
                continue;
            }
            let slot = match key {
                "flip" => &mut spec.flip_per_million,
                "cut" => &mut spec.cut_per_million,
                "error" => &mut spec.error_per_million,
                _ => return Err(refuse(item, "no such fault")),
            };
            let share = value.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
            let share = share.ok_or_else(|| refuse(item, "expected a share from 0 to 1"))?;
            let digits = value.split_once('.').map_or("", |(_, digits)| digits);
            if digits.len() > 6 || value.contains(['e', 'E']) {
                return Err(refuse(item, "expected at most six digits after the point"));
            }
            *slot = (share * 1e6).round() as u32;
        }
        Ok(spec)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traffic_is_understood() {
        let spec: TrafficSpec = "random:count=5,len=60-70,gap=3".parse().unwrap();
        assert_eq!(spec, TrafficSpec { count: 5, length_octets: 60..=70, gap_edges: 3..=3 });
        let spec: TrafficSpec = "min".parse().unwrap();
        assert_eq!(spec, TrafficSpec { count: 1000, length_octets: 60..=60, gap_edges: 0..=0 });
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, item) in [
            ("fast", "fast"),
            ("random:len", "len"),
            ("random:len=9-2", "len=9-2"),
            ("random:speed=1", "speed=1"),
            ("random:len=0", "len=0"),
            ("random:len=1-99999", "len=1-99999"),
        ] {
            assert_eq!(text.parse::<TrafficSpec>().unwrap_err().item, item, "{text}");
        }
        for (text, item) in [
            ("flip=2", "flip=2"),
            ("flip", "flip"),
            ("melt=0.1", "melt=0.1"),
            ("cut=NaN", "cut=NaN"),
            ("flip=0.0000001", "flip=0.0000001"),
            ("flip=1e-7", "flip=1e-7"),
            ("half,delay=9", "delay=9"),
        ] {
            assert_eq!(text.parse::<FaultSpec>().unwrap_err().item, item, "{text}");
        }
    }

    #[test]
    fn the_wire_is_understood() {
        let spec: FaultSpec = "half,delay=400,cut=0.5".parse().unwrap();
        let wire = WireOptions { half_duplex: true, delay_bits: 400 };
        assert_eq!(spec, FaultSpec { cut_per_million: 500_000, wire, ..FaultSpec::default() });
        assert!(!spec.is_sound() && "half".parse::<FaultSpec>().unwrap().is_sound());
    }

    #[test]
    fn frames_follow_their_spec_and_their_seed() {
        let spec: TrafficSpec = "random:count=200,len=1-100,gap=0-5".parse().unwrap();
        let all = |seed| {
            let mut source = spec.frames(seed);
            let mut frames = Vec::new();
            let mut frame = StimulusFrame::default();
            while source.next_frame(&mut frame).unwrap() {
                frames.push(frame.clone());
            }
            frames
        };
        let frames = all(1);
        assert_eq!(frames.len(), 200);
        assert!(frames.iter().all(|frame| (1..=100).contains(&frame.octets.len()) && frame.gap_edges <= 5));
        assert_eq!(frames, all(1));
        assert_ne!(frames, all(2));
    }
}
