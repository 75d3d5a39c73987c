// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rigs for frame check sequences: octets in, FCS out.

use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_model::reference;
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, crc32, crc32_nibble};

/// A frame check sequence, octet by octet.
pub struct Crc;

impl Subject for Crc {
    /// The octets.
    type Script = Vec<u8>;
    /// Their FCS; bits 7 to 0 are sent first.
    type Trace = u32;

    fn open<R: Rungs>(device: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Crc>>, NoRig> {
        Ok(match (rung, device) {
            (Rung::Reference, _) => Box::new(Reference),
            (_, "crc32_nibble") => Box::new(Nibbles(design(rung, rungs)?)),
            _ => Box::new(Octets(design(rung, rungs)?)),
        })
    }
}

struct Reference;

impl Rig<Crc> for Reference {
    fn play(&mut self, octets: &Vec<u8>) -> u32 {
        u32::from_le_bytes(reference::fcs::fcs(octets))
    }
}

struct Octets(Box<dyn Device<ports::Crc32>>);

impl Rig<Crc> for Octets {
    fn play(&mut self, octets: &Vec<u8>) -> u32 {
        let mut out = crc32::Out::default();
        self.0.reset();
        self.0.step(EdgeSet::FIRST, &crc32::In { init: true, ..Default::default() }, &mut out);
        for (index, &data) in octets.iter().enumerate() {
            // Every third octet is preceded by a clock in which nothing is taken.
            if index % 3 == 1 {
                self.0.step(EdgeSet::FIRST, &crc32::In { data: !data, ..Default::default() }, &mut out);
            }
            self.0.step(EdgeSet::FIRST, &crc32::In { valid: true, data, ..Default::default() }, &mut out);
        }
        out.fcs
    }
}

struct Nibbles(Box<dyn Device<ports::Crc32Nibble>>);

impl Rig<Crc> for Nibbles {
    fn play(&mut self, octets: &Vec<u8>) -> u32 {
        let mut out = crc32_nibble::Out::default();
        self.0.reset();
        self.0.step(EdgeSet::FIRST, &crc32_nibble::In { init: true, ..Default::default() }, &mut out);
        for data in octets.iter().flat_map(|octet| [octet & 0xf, octet >> 4]) {
            self.0.step(EdgeSet::FIRST, &crc32_nibble::In { valid: true, data, ..Default::default() }, &mut out);
        }
        out.fcs
    }

    fn bits_per_clock(&self) -> usize {
        4
    }
}
