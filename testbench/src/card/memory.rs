// SPDX-License-Identifier: MIT OR Apache-2.0
//! A host memory of 2^64 octets, of which only the pages that were written take room. What was never written is told
//! by its address, so that a wrong address shows in the data.

use std::collections::HashMap;
use std::ops::Range;

use super::axi::{BEAT_OCTETS, OKAY, Storage};
use crate::random::Random;

const PAGE_OCTETS: u64 = 4096;

/// The memory.
#[derive(Clone, Debug, Default)]
pub struct SparseMemory {
    pages: HashMap<u64, Box<[u8; PAGE_OCTETS as usize]>>,
    /// Accesses to these addresses are answered like this and change nothing.
    bad: Vec<(Range<u64>, u8)>,
    /// Of so many accesses that are numbered from here on, the answers of some.
    failing: Option<Failing>,
}

#[derive(Clone, Debug)]
struct Failing {
    random: Random,
    per_million: u32,
    response: u8,
}

impl SparseMemory {
    /// What is at an address of a page that was never written.
    pub fn untouched(address: u64) -> u8 {
        let word = (address / BEAT_OCTETS).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (word ^ word >> 29).to_le_bytes()[(address % BEAT_OCTETS) as usize]
    }

    /// The octet at an address.
    pub fn octet(&self, address: u64) -> u8 {
        match self.pages.get(&(address / PAGE_OCTETS)) {
            Some(page) => page[(address % PAGE_OCTETS) as usize],
            None => Self::untouched(address),
        }
    }

    /// So many octets from an address, which wraps.
    pub fn octets(&self, address: u64, count: usize) -> Vec<u8> {
        (0..count as u64).map(|at| self.octet(address.wrapping_add(at))).collect()
    }

    /// The little-endian number of eight octets.
    pub fn word(&self, address: u64) -> u64 {
        (0..BEAT_OCTETS).fold(0, |word, at| word | u64::from(self.octet(address.wrapping_add(at))) << (8 * at))
    }

    /// Puts octets at an address, which wraps.
    pub fn put(&mut self, address: u64, octets: &[u8]) {
        for (at, &octet) in (0..).zip(octets) {
            let address = address.wrapping_add(at);
            self.page(address)[(address % PAGE_OCTETS) as usize] = octet;
        }
    }

    /// Accesses to these addresses are answered with `response`.
    pub fn spoil(&mut self, addresses: Range<u64>, response: u8) {
        self.bad.push((addresses, response));
    }

    /// All accesses are answered well again.
    pub fn mend(&mut self) {
        self.bad.clear();
        self.failing = None;
    }

    /// From now on so many of a million accesses, chosen by this seed, are answered with `response`.
    pub fn fail_at_random(&mut self, per_million: u32, response: u8, seed: u64) {
        self.failing = Some(Failing { random: Random::named(seed, "failing"), per_million, response });
    }

    fn page(&mut self, address: u64) -> &mut [u8; PAGE_OCTETS as usize] {
        self.pages.entry(address / PAGE_OCTETS).or_insert_with(|| {
            let base = address / PAGE_OCTETS * PAGE_OCTETS;
            Box::new(std::array::from_fn(|at| Self::untouched(base + at as u64)))
        })
    }

    fn response(&mut self, address: u64) -> u8 {
        if let Some(failing) = &mut self.failing
            && failing.random.per_million(failing.per_million)
        {
            return failing.response;
        }
        self.bad.iter().find(|(bad, _)| bad.contains(&address)).map_or(OKAY, |(_, response)| *response)
    }
}

impl Storage for SparseMemory {
    fn read(&mut self, address: u64) -> (u64, u8) {
        let word = match self.pages.get(&(address / PAGE_OCTETS)) {
            Some(page) => word_of(page, address),
            None => self.word(address),
        };
        (word, self.response(address))
    }

    fn write(&mut self, address: u64, data: u64, strobes: u8) -> u8 {
        let response = self.response(address);
        if response == OKAY {
            let at = (address % PAGE_OCTETS) as usize;
            let word = self.page(address)[at..].iter_mut().zip(data.to_le_bytes()).enumerate();
            word.filter(|(lane, _)| strobes >> lane & 1 != 0).for_each(|(_, (octet, data))| *octet = data);
        }
        response
    }
}

fn word_of(page: &[u8; PAGE_OCTETS as usize], address: u64) -> u64 {
    let at = (address % PAGE_OCTETS) as usize;
    page[at..].iter().take(BEAT_OCTETS as usize).rev().fold(0, |word, &octet| word << 8 | u64::from(octet))
}
