// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rigs for the blocks on the host side of the card: each plays the neighbours of one block by the letter of their
//! handshakes, and notes all that the block does with its clock.

pub mod card;
pub mod completion_ring;
pub mod dma_read;
pub mod dma_write;
pub mod interrupts;
pub mod loopback;
pub mod nic_registers;
pub mod read_arbiter;
pub mod ring_fetch;
pub mod rx_engine;
pub mod tx_engine;
pub mod write_arbiter;

/// Why none of these blocks is on the rung `reference`.
pub const UNTIMED: &str = "the block is a way to use a bus in time; the untimed reference has no bus";

/// When a side that a rig plays is ready, or has something to offer, by the number of the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// At every clock.
    #[default]
    Always,
    /// At every clock from this one on.
    From(usize),
    /// At every so many clocks.
    Every(usize),
    /// At random clocks, so many of 256.
    Chance {
        /// From it the clocks are drawn.
        seed: u64,
        /// How many of 256.
        of_256: u64,
    },
}

impl Pace {
    /// Whether it is so at this clock.
    pub fn at(self, clock: usize) -> bool {
        match self {
            Pace::Always => true,
            Pace::From(first) => clock >= first,
            Pace::Every(clocks) => clock.is_multiple_of(clocks),
            Pace::Chance { seed, of_256 } => mixed(seed ^ (clock as u64) << 20) & 0xff < of_256,
        }
    }
}

/// A number that looks random; different for different numbers (the last steps of SplitMix64).
pub fn mixed(number: u64) -> u64 {
    let word = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}

/// What a memory that nobody has written holds at this address.
pub fn octet_at(address: u64) -> u8 {
    mixed(address) as u8
}

/// The word of such a memory that begins at `address`, little-endian.
pub fn word_at(address: u64) -> u64 {
    (0..8).rev().fold(0, |word, lane| word << 8 | u64::from(octet_at(address.wrapping_add(lane))))
}

/// A burst on an address channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Burst {
    /// The clock at which it was offered first.
    pub offered: usize,
    /// The clock at which it was taken.
    pub taken: Option<usize>,
    /// Where it begins.
    pub address: u64,
    /// Its beats.
    pub beats: usize,
}

/// Counts how often something that was offered and not taken changed or was withdrawn.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub broken: usize,
}

impl Held {
    /// What was offered before an edge, whether it was taken there, and what is offered after it.
    pub fn edge<T: PartialEq>(&mut self, before: Option<T>, taken: bool, after: Option<T>) {
        self.broken += usize::from(before.is_some() && !taken && before != after);
    }
}
