// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the user of a [`Driver`](super::Driver) chooses, and which choices the card cannot follow.

use wirewright_spec::card::registers::MODERATION_UNIT_CLOCKS;
use wirewright_spec::card::rings::{GREATEST_SIZE_LOG2, LEAST_SIZE_LOG2};

use crate::device::{Capabilities, Checksums};

/// How a card is to work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// What can be changed while it works, by [`reconfigure`](super::Driver::reconfigure).
    pub settings: Settings,
    /// The rings of the transmit direction.
    pub transmit: RingConfig,
    /// The rings of the receive direction.
    pub receive: RingConfig,
    /// How long to wait for what.
    pub limits: Limits,
    /// Send frames to ourselves before the first use, and compare what comes back.
    pub self_test: bool,
}

/// Settings of the card that can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The card's own MAC address, the octet that is sent first at 0.
    pub address: [u8; 6],
    /// Further addresses whose frames are taken, see [`Filter`](super::Filter).
    pub further_addresses: Vec<[u8; 6]>,
    /// Take frames to any address.
    pub promiscuous: bool,
    /// Take frames to the broadcast address.
    pub broadcast: bool,
    /// Take frames that the MAC found bad, too, and say so in their metadata.
    pub pass_bad: bool,
    /// Octets of payload in a frame at most, 68 (RFC 791) to 1500. Longer received frames are dropped and counted.
    pub mtu: usize,
    /// Judge the checksums of received frames.
    pub verify_checksums: bool,
    /// Take the outermost tag out of received frames.
    pub vlan_strip: bool,
    /// The time that is asked for by PAUSE when the receive memory of the card is half full, in units of 512 bit
    /// times; `None`: never ask.
    pub pause_quanta: Option<u16>,
    /// Pause when the link partner asks.
    pub pause_obey: bool,
    /// Half duplex (a card for MII alone).
    pub half_duplex: bool,
    /// The least time from one interrupt to the next, in clocks of the card's host side; it counts in units of 16,
    /// rounded up.
    pub moderation_clocks: u32,
}

/// Size of the rings of a direction and of its buffers. Each entry has a buffer of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RingConfig {
    /// Entries as a power of two, 3 to 12.
    pub size_log2: u32,
    /// Octets of a buffer, 1 to 65535. A frame that is longer takes several.
    pub buffer_octets: u16,
}

/// How long to wait for what, and how often to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For a reset and for the card to become idle.
    pub reset_ns: u64,
    /// For all frames of the self-test.
    pub self_test_ns: u64,
    /// For a snapshot of the counters.
    pub snapshot_ns: u64,
    /// For frames that are under way when the card is shut down, and for those in its MAC before any reset.
    pub drain_ns: u64,
    /// Without any completion while frames wait to be sent: [`Event::Stalled`](super::Event::Stalled).
    pub watchdog_ns: u64,
    /// How often a frame is handed over alone, and the bus answers with an error, before it is given up.
    pub transmit_tries: u8,
    /// Recoveries one after the other without any frame between, before the card is given up.
    pub recoveries: u32,
    /// Polls one after the other after which events are looked for, however many frames there are.
    pub polls: u32,
}

impl Config {
    /// What suits most: 256 entries, whole frames in one buffer, broadcast, all offloads, PAUSE both ways, self-test.
    pub fn new(address: [u8; 6]) -> Self {
        let ring = RingConfig { size_log2: 8, buffer_octets: 1536 };
        let settings = Settings {
            address,
            further_addresses: Vec::new(),
            promiscuous: false,
            broadcast: true,
            pass_bad: false,
            mtu: 1500,
            verify_checksums: true,
            vlan_strip: true,
            pause_quanta: Some(u16::MAX),
            pause_obey: true,
            half_duplex: false,
            moderation_clocks: 0,
        };
        Config { settings, transmit: ring, receive: ring, limits: Limits::default(), self_test: true }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        self.settings.check()?;
        let longest = self.settings.capabilities().longest_frame();
        self.transmit.check("transmit", longest)?;
        self.receive.check("receive", longest)
    }
}

impl Default for Limits {
    /// A tenth of a second for what takes microseconds, five seconds for the watchdog, as the link partner may pause
    /// us.
    fn default() -> Self {
        Limits {
            reset_ns: 100_000_000,
            self_test_ns: 100_000_000,
            snapshot_ns: 100_000_000,
            drain_ns: 100_000_000,
            watchdog_ns: 5_000_000_000,
            transmit_tries: 3,
            recoveries: 16,
            polls: 64,
        }
    }
}

impl Settings {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let address = self.address;
        if address[0] & 1 == 1 || address == [0; 6] {
            return Err(ConfigError::Address { address });
        }
        if !(68..=1500).contains(&self.mtu) {
            return Err(ConfigError::Mtu { mtu: self.mtu });
        }
        if self.moderation_units().is_none() {
            return Err(ConfigError::Moderation { clocks: self.moderation_clocks });
        }
        Ok(())
    }

    /// `MODERATION`, if it can be said there.
    pub(super) fn moderation_units(&self) -> Option<u16> {
        u16::try_from(self.moderation_clocks.div_ceil(MODERATION_UNIT_CLOCKS)).ok()
    }

    pub(super) fn capabilities(&self) -> Capabilities {
        Capabilities {
            mtu: self.mtu,
            insert: Checksums::ALL,
            verify: if self.verify_checksums { Checksums::ALL } else { Checksums::default() },
            vlan_insert: true,
            vlan_strip: self.vlan_strip,
        }
    }
}

impl RingConfig {
    pub(super) fn check(self, direction: &'static str, longest: usize) -> Result<(), ConfigError> {
        let size_log2 = self.size_log2;
        if !(LEAST_SIZE_LOG2..=GREATEST_SIZE_LOG2).contains(&size_log2) {
            return Err(ConfigError::RingSize { direction, size_log2 });
        }
        let octets = usize::from(self.buffer_octets) << size_log2;
        if octets < longest {
            return Err(ConfigError::Buffers { direction, octets, longest });
        }
        Ok(())
    }
}

/// What the card cannot follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// An address of a group, or none.
    #[error("{address:02x?} is no address of a single card")]
    Address {
        /// The address.
        address: [u8; 6],
    },
    /// The MTU is out of range.
    #[error("an MTU of {mtu} octets; it is 68 to 1500")]
    Mtu {
        /// The MTU.
        mtu: usize,
    },
    /// The time between interrupts is too long.
    #[error("moderation of {clocks} clocks; {} are the most", u32::from(u16::MAX) * MODERATION_UNIT_CLOCKS)]
    Moderation {
        /// The time.
        clocks: u32,
    },
    /// The card has no such ring.
    #[error("{direction} ring of 2^{size_log2} entries; it is 2^{LEAST_SIZE_LOG2} to 2^{GREATEST_SIZE_LOG2}")]
    RingSize {
        /// Of which direction.
        direction: &'static str,
        /// Its size.
        size_log2: u32,
    },
    /// All buffers of a ring together do not hold the longest frame.
    #[error("{octets} octets in all {direction} buffers; the longest frame has {longest}")]
    Buffers {
        /// Of which direction.
        direction: &'static str,
        /// Of all buffers.
        octets: usize,
        /// Of the longest frame.
        longest: usize,
    },
    /// The memory does not hold rings and buffers.
    #[error("{octets} octets of memory; rings and buffers take {needed}, from the first multiple of 64 on")]
    Memory {
        /// Of the memory.
        octets: usize,
        /// What is needed.
        needed: usize,
    },
}
