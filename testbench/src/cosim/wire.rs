// SPDX-License-Identifier: MIT OR Apache-2.0
//! The wire from a transmitter to a receiver: a short delay, and for some frames a fault.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::monitor::WireSample;

/// Samples on the wire at any time: its delay in PHY clocks.
const DELAY_SAMPLES: usize = 8;

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
    carriers: u64,
    counts: FaultCounts,
}

impl Wire {
    pub(super) fn new(bits_per_edge: u32) -> Wire {
        Wire {
            samples: VecDeque::from([WireSample::default(); DELAY_SAMPLES]),
            coming: VecDeque::new(),
            fault: None,
            bits_per_edge,
            bit: 0,
            inside: false,
            carriers: 0,
            counts: FaultCounts::default(),
        }
    }

    /// Says what becomes of the next frame that is not yet spoken of.
    pub(super) fn expect(&mut self, fault: Option<WireFault>) {
        self.coming.push_back(fault);
    }

    /// Takes what the transmitter shows. True: a carrier has just ended.
    #[inline]
    pub(super) fn put(&mut self, mut sample: WireSample) -> bool {
        let ended = self.inside && !sample.enable;
        if sample.enable {
            if !self.inside {
                self.bit = 0;
                self.fault = self.coming.pop_front().flatten();
            }
            if let Some(fault) = self.fault {
                self.spoil(fault, &mut sample);
            }
            self.bit += self.bits_per_edge;
            self.inside = true;
        } else {
            self.inside = false;
        }
        self.carriers += u64::from(ended);
        self.samples.push_back(sample);
        ended
    }

    /// Gives what the receiver hears now.
    #[inline]
    pub(super) fn take(&mut self) -> WireSample {
        self.samples.pop_front().unwrap_or_default()
    }

    /// Carriers that the transmitter has ended.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(fault: Option<WireFault>, bits_per_edge: u32, packet: &[u8]) -> Vec<(u8, bool, bool)> {
        let mut wire = Wire::new(bits_per_edge);
        wire.expect(fault);
        for &data in packet {
            wire.put(WireSample { data, enable: true, ..WireSample::default() });
        }
        wire.put(WireSample::default());
        assert_eq!(wire.carriers(), 1);
        for _ in 0..DELAY_SAMPLES {
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
}
