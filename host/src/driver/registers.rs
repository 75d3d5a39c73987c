// SPDX-License-Identifier: MIT OR Apache-2.0
//! Registers by their names: reads that are checked against the map, and waiting for a bit with a time limit.

use wirewright_spec::card::registers::Register;

use crate::bus::{BusError, RegisterBus};

/// Reads a register.
///
/// # Errors
/// The bus failed, or a bit is set that the map does not name: a card that is gone reads as all ones.
pub(super) async fn read<B: RegisterBus>(bus: &B, register: Register) -> Result<u32, RegisterError> {
    read_at(bus, register, 0).await
}

/// Reads the register number `index` of its kind, the last one where there are not so many.
pub(super) async fn read_at<B: RegisterBus>(bus: &B, register: Register, index: u32) -> Result<u32, RegisterError> {
    let offset = register.offset + register.stride * index.min(register.count - 1);
    let value = bus.read(offset).await?;
    if value & !register.mask() != 0 {
        return Err(RegisterError::Nonsense { register: register.name, value });
    }
    Ok(value)
}

/// Posts a write.
pub(super) fn write<B: RegisterBus>(bus: &B, register: Register, value: u32) {
    bus.write(register.offset, value);
}

/// Waits until all of `bits` read 0, `limit_ns` at most.
pub(super) async fn wait_clear<B: RegisterBus>(
    bus: &B,
    register: Register,
    bits: u32,
    limit_ns: u64,
) -> Result<(), RegisterError> {
    let mut waited_ns = 0;
    let mut pause_ns = SHORTEST_PAUSE_NS;
    while read(bus, register).await? & bits != 0 {
        if waited_ns >= limit_ns {
            return Err(RegisterError::Timeout { register: register.name, waited_ns });
        }
        bus.pause(pause_ns).await;
        waited_ns += pause_ns;
        pause_ns = (2 * pause_ns).min(LONGEST_PAUSE_NS);
    }
    Ok(())
}

/// The first pause while something is waited for; each is twice the one before.
pub(super) const SHORTEST_PAUSE_NS: u64 = 200;
/// The longest one.
pub(super) const LONGEST_PAUSE_NS: u64 = 20_000;

/// Why the registers of a card cannot be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// The bus failed.
    #[error(transparent)]
    Bus(#[from] BusError),
    /// A value that the register cannot have.
    #[error("{register} reads {value:#010x}, which it cannot")]
    Nonsense {
        /// Its name.
        register: &'static str,
        /// What was read.
        value: u32,
    },
    /// What was waited for did not happen.
    #[error("{register} still reads as busy after {waited_ns} ns")]
    Timeout {
        /// Its name.
        register: &'static str,
        /// How long.
        waited_ns: u64,
    },
}
