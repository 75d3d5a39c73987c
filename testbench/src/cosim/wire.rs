// SPDX-License-Identifier: MIT OR Apache-2.0
//! The wire from a transmitter to a receiver: a delay, and for some frames a fault; and the medium that two half-duplex
//! stations share.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::monitor::WireSample;

/// Samples on the wire at any time, at least: the clocks at its ends have their phases.
const MIN_DELAY_SAMPLES: u32 = 8;

/// What kind of wire joins the two MACs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireOptions {
    /// Both share one medium and run in half duplex; else each has a wire of its own.
    pub half_duplex: bool,
    /// Bit times from one end to the other, rounded down to clocks of the PHY, eight of them at least.
    pub delay_bits: u32,
}

/// Bit times that a wire may be long.
pub(super) const DELAY_BITS: std::ops::RangeInclusive<u32> = 64..=100_000;

impl Default for WireOptions {
    fn default() -> WireOptions {
        WireOptions { half_duplex: false, delay_bits: *DELAY_BITS.start() }
    }
}

/// What the wire does to a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// One bit changes.
    Flip,
    /// The carrier ends early.
    Cut,
    /// The receiver's PHY reports an error.
    Error,
}

/// A fault in one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireFault {
    /// What happens.
    pub kind: FaultKind,
    /// To which bit of the packet, preamble included; beyond its end nothing happens.
    pub bit: u32,
}

impl std::fmt::Display for WireFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bit = self.bit;
        match self.kind {
            FaultKind::Flip => write!(f, "bit {bit} changed"),
            FaultKind::Cut => write!(f, "cut at bit {bit}"),
            FaultKind::Error => write!(f, "error signalled at bit {bit}"),
        }
    }
}

/// How often the wire has done what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FaultCounts {
    /// Frames with a changed bit.
    pub flipped: u64,
    /// Frames that were cut.
    pub cut: u64,
    /// Frames with an error signalled.
    pub errors: u64,
}

/// A wire. It carries a sample for each clock of the transmitter, and gives one for each of the receiver.
#[derive(Debug)]
pub(super) struct Wire {
    samples: VecDeque<WireSample>,
    /// The faults of frames that are yet to come, in order.
    coming: VecDeque<Option<WireFault>>,
    fault: Option<WireFault>,
    bits_per_edge: u32,
    /// Bits of the carrier so far.
    bit: u32,
    inside: bool,
    collided: bool,
    carriers: u64,
    /// Samples of carriers that are on their way.
    under_way: usize,
    counts: FaultCounts,
}

impl Wire {
    pub(super) fn new(bits_per_edge: u32, delay_bits: u32) -> Wire {
        let samples = (delay_bits / bits_per_edge).max(MIN_DELAY_SAMPLES) as usize;
        Wire {
            samples: VecDeque::from(vec![WireSample::default(); samples]),
            coming: VecDeque::new(),
            fault: None,
            bits_per_edge,
            bit: 0,
            inside: false,
            collided: false,
            carriers: 0,
            under_way: 0,
            counts: FaultCounts::default(),
        }
    }

    /// Says what becomes of the next frame that is not yet spoken of.
    pub(super) fn expect(&mut self, fault: Option<WireFault>) {
        self.coming.push_back(fault);
    }

    /// Takes what the transmitter shows, and whether it collides with what the other end sends. True: a carrier has
    /// just ended.
    #[inline]
    pub(super) fn put(&mut self, mut sample: WireSample, collides: bool) -> bool {
        let ended = self.inside && !sample.enable;
        if sample.enable {
            if !self.inside {
                self.bit = 0;
                self.collided = false;
                self.fault = self.coming.pop_front().flatten();
            }
            if let Some(fault) = self.fault {
                self.spoil(fault, &mut sample);
            }
            self.bit += self.bits_per_edge;
            self.collided |= collides;
            self.inside = true;
        } else {
            self.inside = false;
        }
        self.carriers += u64::from(ended && !self.collided);
        self.under_way += usize::from(sample.enable);
        self.samples.push_back(sample);
        ended
    }

    /// Gives what the receiver hears now.
    #[inline]
    pub(super) fn take(&mut self) -> WireSample {
        let sample = self.samples.pop_front().unwrap_or_default();
        self.under_way -= usize::from(sample.enable);
        sample
    }

    /// Whether nothing is on its way.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.under_way == 0
    }

    /// Carriers without collision that the transmitter has ended.
    pub(super) fn carriers(&self) -> u64 {
        self.carriers
    }

    pub(super) fn counts(&self) -> FaultCounts {
        self.counts
    }

    fn spoil(&mut self, fault: WireFault, sample: &mut WireSample) {
        let here = (self.bit..self.bit + self.bits_per_edge).contains(&fault.bit);
        match fault.kind {
            FaultKind::Flip if here => {
                sample.data ^= 1 << (fault.bit - self.bit);
                self.counts.flipped += 1;
            }
            FaultKind::Error if here => {
                sample.error = true;
                self.counts.errors += 1;
            }
            FaultKind::Cut if self.bit >= fault.bit => {
                *sample = WireSample::default();
                self.counts.cut += u64::from(self.bit < fault.bit + self.bits_per_edge);
            }
            _ => {}
        }
    }
}

/// A medium that two stations share, as the PHY of each makes it known (IEEE 802.3-2022, 22.2.2.11 and 22.2.2.12):
/// carrier sense while the station itself or the other one is heard, collision while both are. A station does not hear
/// itself; while both send, what it hears is spoilt.
#[derive(Debug, Default)]
pub(super) struct Medium {
    sent: [WireSample; 2],
    hears: [bool; 2],
}

impl Medium {
    /// This station sends; gives whether the other one is heard there.
    #[inline]
    pub(super) fn send(&mut self, station: usize, sample: WireSample) -> bool {
        self.sent[station] = sample;
        sample.enable && self.hears[station]
    }

    /// This has come over the wire to this station.
    #[inline]
    pub(super) fn hear(&mut self, station: usize, sample: &mut WireSample) {
        self.hears[station] = sample.enable;
        if sample.enable && self.sent[station].enable {
            sample.data ^= self.sent[station].data;
        }
    }

    /// Carrier sense and collision at this station.
    #[inline]
    pub(super) fn sensed(&self, station: usize) -> (bool, bool) {
        let (sends, hears) = (self.sent[station].enable, self.hears[station]);
        (sends || hears, sends && hears)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(fault: Option<WireFault>, bits_per_edge: u32, packet: &[u8]) -> Vec<(u8, bool, bool)> {
        let mut wire = Wire::new(bits_per_edge, 0);
        wire.expect(fault);
        for &data in packet {
            wire.put(WireSample { data, enable: true, ..WireSample::default() }, false);
        }
        wire.put(WireSample::default(), false);
        assert_eq!(wire.carriers(), 1);
        for _ in 0..MIN_DELAY_SAMPLES {
            assert!(!wire.take().enable);
        }
        packet.iter().map(|_| wire.take()).map(|sample| (sample.data, sample.enable, sample.error)).collect()
    }

    #[test]
    fn a_sound_wire_changes_nothing() {
        assert_eq!(carried(None, 8, &[1, 2]), [(1, true, false), (2, true, false)]);
    }

    #[test]
    fn each_fault_strikes_its_bit_and_no_other() {
        let fault = |kind| Some(WireFault { kind, bit: 9 });
        assert_eq!(
            carried(fault(FaultKind::Flip), 8, &[0, 0, 0]),
            [(0, true, false), (2, true, false), (0, true, false)]
        );
        assert_eq!(carried(fault(FaultKind::Error), 8, &[0, 0]), [(0, true, false), (0, true, true)]);
        assert_eq!(carried(fault(FaultKind::Flip), 4, &[0, 0, 0, 0])[2], (2, true, false));
        let cut = carried(Some(WireFault { kind: FaultKind::Cut, bit: 8 }), 8, &[7, 7, 7]);
        assert_eq!(cut, [(7, true, false), (0, false, false), (0, false, false)]);
    }

    #[test]
    fn the_delay_is_a_number_of_clocks() {
        for (bits_per_edge, delay_bits, clocks) in [(8, 0, 8), (8, 100, 12), (4, 100, 25), (4, 31, 8)] {
            let mut wire = Wire::new(bits_per_edge, delay_bits);
            wire.put(WireSample { enable: true, ..WireSample::default() }, false);
            let heard = (0..).find(|_| wire.take().enable).unwrap();
            assert_eq!(heard, clocks, "{bits_per_edge} {delay_bits}");
        }
    }

    #[test]
    fn a_station_senses_itself_and_the_other_and_both_are_a_collision() {
        let on = WireSample { data: 0x5, enable: true, ..WireSample::default() };
        let mut medium = Medium::default();
        assert_eq!((medium.sensed(0), medium.sensed(1)), ((false, false), (false, false)));
        assert!(!medium.send(0, on));
        assert_eq!((medium.sensed(0), medium.sensed(1)), ((true, false), (false, false)));
        let mut heard = on;
        medium.hear(1, &mut heard);
        assert_eq!((heard.data, medium.sensed(1)), (0x5, (true, false)));
        assert!(medium.send(1, WireSample { data: 0x3, ..on }));
        medium.hear(1, &mut heard);
        assert_eq!((heard.data, medium.sensed(1)), (0x6, (true, true)));
        assert_eq!(medium.sensed(0), (true, false));
    }

    #[test]
    fn a_carrier_that_collided_is_not_through() {
        let mut wire = Wire::new(4, 0);
        for collides in [false, true, false] {
            wire.put(WireSample { enable: true, ..WireSample::default() }, collides);
        }
        assert!(wire.put(WireSample::default(), false));
        assert_eq!(wire.carriers(), 0);
    }
}
