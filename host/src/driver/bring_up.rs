// SPDX-License-Identifier: MIT OR Apache-2.0
//! From a card of which nothing is known to one that moves frames (docs/card.md, Driver's rules, 1 and 2).

use wirewright_spec::card::registers::bits::{CAPABILITIES, CONTROL, INTERRUPT_CAUSE, STATUS, VERSION};
use wirewright_spec::card::registers::{self, Register};

use super::config::{Config, ConfigError, Settings};
use super::event::{Event, Events};
use super::filter::halves;
use super::layout::{Ring, lay_out};
use super::registers::{RegisterError, read, wait_clear, write};
use super::self_test::{self, SelfTestError};
use super::{CardReceive, CardTransmit, Driver, Filter, completion::Asked, recover::Recoveries, serve};
use crate::bus::RegisterBus;
use crate::device::Link;
use crate::memory::{Barrier, HostMemory, OutOfArea};

/// What a card says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Major and minor version of the contract that it keeps.
    pub version: (u16, u16),
    /// Queue pairs; this driver uses the first.
    pub queue_pairs: u32,
    /// It does 1000 Mbit/s, full duplex.
    pub gigabit: bool,
    /// It does 10 and 100 Mbit/s, half and full duplex.
    pub mii: bool,
}

/// Why a card could not be brought up. It is left reset where it could be reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BringUpError {
    /// The card cannot follow the configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Registers could not be read, or reset never ended.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// There is another card, or none.
    #[error("IDENTITY reads {value:#010x}, not {:#010x}", registers::IDENTITY_VALUE)]
    Identity {
        /// What was read.
        value: u32,
    },
    /// The card keeps another contract.
    #[error("the card is of version {}.{}; this driver knows {known}", .version.0, .version.1)]
    Version {
        /// Major and minor.
        version: (u16, u16),
        /// The major version that the driver knows.
        known: u16,
    },
    /// The card lacks something.
    #[error("the card has no {what} (CAPABILITIES {value:#010x})")]
    Capabilities {
        /// What it lacks.
        what: &'static str,
        /// What was read.
        value: u32,
    },
    /// A register does not hold what was written.
    #[error("{register} reads {read:#010x} after {written:#010x} was written")]
    ReadBack {
        /// Its name.
        register: &'static str,
        /// What was written.
        written: u32,
        /// What was read.
        read: u32,
    },
    /// The self-test failed.
    #[error("self-test: {0}")]
    SelfTest(#[from] SelfTestError),
    /// The memory is smaller than it said.
    #[error(transparent)]
    Memory(#[from] OutOfArea),
}

/// `TX_ENABLE` and `RX_ENABLE`.
pub(super) const ENABLES: u32 = 1 << CONTROL::TX_ENABLE | 1 << CONTROL::RX_ENABLE;
/// For how long settings are on their way to the clocks of the PHY: ten clocks of the slowest, 2.5 MHz, and more.
const SETTLE_NS: u64 = 10_000;

impl<B: RegisterBus + Clone, M: HostMemory + Clone> Driver<B, M> {
    /// Checks the card behind `bus`, resets it, tests it, and starts it with rings and buffers in `memory`, which must
    /// have [`memory_octets`](super::memory_octets) octets and belongs to the card until
    /// [`shut_down`](Driver::shut_down). The handles of `bus` and `memory` are cloned.
    ///
    /// If the future is dropped half-way, or fails, the card may be left enabled only by the self-test; bring it up
    /// again, or reset it.
    ///
    /// # Errors
    /// See [`BringUpError`].
    pub async fn bring_up(bus: B, memory: M, config: Config) -> Result<Self, BringUpError> {
        config.check()?;
        let (transmit_ring, receive_ring) = lay_out(&memory, &config)?;
        let identity = identify(&bus, &config).await?;
        test_scratch(&bus).await?;
        // Whoever used the card before may have left it running.
        reset(&bus, config.limits.reset_ns).await?;
        transmit_ring.barrier(Barrier::ResetDone);
        if config.self_test {
            self_test::run(&bus, &memory, &config).await?;
            reset(&bus, config.limits.reset_ns).await?;
            transmit_ring.barrier(Barrier::ResetDone);
        }
        let capabilities = config.settings.capabilities();
        let mut driver = Driver {
            transmit: CardTransmit::new(bus.clone(), transmit_ring, &capabilities),
            receive: CardReceive::new(bus.clone(), receive_ring, &capabilities, asked(&config.settings)),
            bus,
            config,
            identity,
            link: Link::Down,
            events: Events::new(),
            polling: true,
            polls: 0,
            watchdog: serve::Watchdog::default(),
            told: [false; 2],
            recoveries: Recoveries::default(),
        };
        driver.transmit.rewind(u8::MAX)?;
        driver.receive.rewind()?;
        driver.start().await?;
        Ok(driver)
    }

    /// Gives a card that was reset its settings, hands over what is in the rings and enables both directions. It
    /// raises no interrupt until [`rearm`](Driver::rearm).
    pub(super) async fn start(&mut self) -> Result<(), BringUpError> {
        let filter = Filter::new(&self.config.settings.further_addresses);
        let control = control(&self.config.settings, &filter);
        program(&self.bus, &self.config.settings, &filter);
        enable(&self.bus, control, &mut self.transmit, &mut self.receive).await?;
        write(&self.bus, registers::INTERRUPT_CAUSE, 1 << INTERRUPT_CAUSE::LINK);
        let status = read(&self.bus, registers::STATUS).await?;
        self.set_link(status >> STATUS::LINK & 1 == 1);
        (self.polling, self.polls, self.told) = (true, 0, [false; 2]);
        self.watchdog = serve::Watchdog::default();
        Ok(())
    }

    pub(super) fn set_link(&mut self, up: bool) {
        let (link, event) = if up { (Link::Up, Event::LinkUp) } else { (Link::Down, Event::LinkDown) };
        if link != self.link {
            self.link = link;
            self.events.push(event);
        }
    }
}

async fn identify<B: RegisterBus>(bus: &B, config: &Config) -> Result<Identity, BringUpError> {
    let value = read(bus, registers::IDENTITY).await?;
    if value != registers::IDENTITY_VALUE {
        return Err(BringUpError::Identity { value });
    }
    let version = read(bus, registers::VERSION).await?;
    let version = ((version >> VERSION::MAJOR) as u16, (version >> VERSION::MINOR) as u16);
    let known = (registers::VERSION_VALUE >> VERSION::MAJOR) as u16;
    if version.0 != known {
        return Err(BringUpError::Version { version, known });
    }
    let value = read(bus, registers::CAPABILITIES).await?;
    let field = |bit: u32, width: u32| value >> bit & (u32::MAX >> (32 - width));
    let identity = Identity {
        version,
        queue_pairs: field(CAPABILITIES::QUEUE_PAIRS, 4),
        gigabit: field(CAPABILITIES::GIGABIT, 1) == 1,
        mii: field(CAPABILITIES::MII, 1) == 1,
    };
    let most_log2 = field(CAPABILITIES::RING_SIZE_LOG2, 4);
    let rings = config.transmit.size_log2.max(config.receive.size_log2) <= most_log2;
    for (there, what) in [
        (identity.queue_pairs >= 1, "queue pair"),
        (rings, "ring of this size"),
        (field(CAPABILITIES::FILTERS, 8) >= registers::FILTERS, "filter of 16 addresses"),
        (!config.settings.half_duplex || identity.mii, "half duplex"),
    ] {
        if !there {
            return Err(BringUpError::Capabilities { what, value });
        }
    }
    Ok(identity)
}

/// Every bit of the bus once 0 and once 1, beside others that differ.
async fn test_scratch<B: RegisterBus>(bus: &B) -> Result<(), BringUpError> {
    for written in [0x5555_5555, 0xaaaa_aaaa, 0x0f1e_2d3c, 0xf0e1_d2c3, u32::MAX, 0] {
        write(bus, registers::SCRATCH, written);
        read_back(bus, registers::SCRATCH, written).await?;
    }
    Ok(())
}

async fn read_back<B: RegisterBus>(bus: &B, register: Register, written: u32) -> Result<(), BringUpError> {
    let read = read(bus, register).await?;
    if read == written { Ok(()) } else { Err(BringUpError::ReadBack { register: register.name, written, read }) }
}

/// Resets the card. When this returns `Ok` it uses the memory no more.
pub(super) async fn reset<B: RegisterBus>(bus: &B, limit_ns: u64) -> Result<(), RegisterError> {
    write(bus, registers::INTERRUPT_MASK, 0);
    write(bus, registers::RESET, 1);
    wait_clear(bus, registers::RESET, 1, limit_ns).await
}

/// `CONTROL` without enables.
pub(super) fn control(settings: &Settings, filter: &Filter) -> u32 {
    [
        (CONTROL::PROMISCUOUS, settings.promiscuous || filter.any()),
        (CONTROL::BROADCAST, settings.broadcast),
        (CONTROL::PASS_BAD, settings.pass_bad),
        (CONTROL::CHECKSUM, settings.verify_checksums),
        (CONTROL::VLAN_STRIP, settings.vlan_strip),
        (CONTROL::PAUSE_SEND, settings.pause_quanta.is_some()),
        (CONTROL::PAUSE_OBEY, settings.pause_obey),
        (CONTROL::HALF_DUPLEX, settings.half_duplex),
    ]
    .into_iter()
    .fold(0, |control, (bit, on)| control | u32::from(on) << bit)
}

/// What completions of received frames may tell.
pub(super) fn asked(settings: &Settings) -> Asked {
    Asked { bad: settings.pass_bad, tags: settings.vlan_strip, checksums: settings.verify_checksums }
}

/// Address, filter, PAUSE and moderation of a card that was just reset.
pub(super) fn program<B: RegisterBus>(bus: &B, settings: &Settings, filter: &Filter) {
    let (high, low) = halves(settings.address);
    write(bus, registers::ADDRESS_LOW, low);
    write(bus, registers::ADDRESS_HIGH, high);
    write(bus, registers::PAUSE, settings.pause_quanta.unwrap_or(u16::MAX).into());
    write(bus, registers::MODERATION, settings.moderation_units().unwrap_or(u16::MAX).into());
    filter.program(bus);
}

/// Rings, `CONTROL`, tails, enables: settings of the MAC first, then a pause until the PHY's clocks have them (rule 7).
pub(super) async fn enable<B: RegisterBus, M: HostMemory>(
    bus: &B,
    control: u32,
    transmit: &mut CardTransmit<B, M>,
    receive: &mut CardReceive<B, M>,
) -> Result<(), BringUpError> {
    write(bus, registers::CONTROL, control);
    program_ring(bus, transmit.ring(), TX_REGISTERS);
    program_ring(bus, receive.ring(), RX_REGISTERS);
    read_back(bus, registers::CONTROL, control).await?;
    bus.pause(SETTLE_NS).await;
    receive.restart();
    transmit.restart();
    write(bus, registers::CONTROL, control | ENABLES);
    Ok(())
}

/// Descriptors low and high, completions low and high, size.
const TX_REGISTERS: [Register; 5] = [
    registers::TX_DESCRIPTORS_LOW,
    registers::TX_DESCRIPTORS_HIGH,
    registers::TX_COMPLETIONS_LOW,
    registers::TX_COMPLETIONS_HIGH,
    registers::TX_SIZE,
];
const RX_REGISTERS: [Register; 5] = [
    registers::RX_DESCRIPTORS_LOW,
    registers::RX_DESCRIPTORS_HIGH,
    registers::RX_COMPLETIONS_LOW,
    registers::RX_COMPLETIONS_HIGH,
    registers::RX_SIZE,
];

fn program_ring<B: RegisterBus, M: HostMemory>(bus: &B, ring: &Ring<M>, names: [Register; 5]) {
    let (descriptors, completions) = (ring.descriptors_address(), ring.completions_address());
    let halves = [descriptors, descriptors >> 32, completions, completions >> 32];
    for (register, value) in names.into_iter().zip(halves) {
        write(bus, register, value as u32);
    }
    write(bus, names[4], ring.size_log2);
}
