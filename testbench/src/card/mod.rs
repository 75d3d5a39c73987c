// SPDX-License-Identifier: MIT OR Apache-2.0
//! What stands around a card: host memory at its bus master ([`axi`], [`memory`]), and the processor's side of its
//! registers ([`registers`]). One edge of the card's clock at a time, with no knowledge of the rung.

pub mod axi;
pub mod memory;
mod ports;
pub mod registers;
mod watch;

pub use axi::{Latency, ReadPins, ReadSlave, ReadView, Storage, Timing, WritePins, WriteSlave, WriteView};
pub use memory::SparseMemory;
pub use ports::{ReadMaster, ReadPort, RegisterPort, RegisterSlave, WriteMaster, WritePort};
pub use registers::{Access, Answer, RegisterMaster, RegisterPins, RegisterView};
pub use watch::{BusWatch, Buses};

#[cfg(test)]
mod tests;
