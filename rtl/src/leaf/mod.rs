// SPDX-License-Identifier: MIT OR Apache-2.0
//! The leaves: registers, memories and clock crossings. Hand-written Verilog is allowed here and nowhere else.

mod crossing;
mod crossing_register;
mod module_name;
mod ram;
mod register;

pub use crossing::{ResetRegister, ResetSync, SyncBit};
pub(crate) use crossing_register::CROSSING_REGISTER_TIMING;
pub use crossing_register::CrossingRegister;
pub use module_name::ModuleName;
pub(crate) use module_name::{MODULE_MARK, snake_case};
pub use ram::{RamBlock, RamBlockDualClock, RamDistributed};
pub(crate) use register::REGISTER_TIMING;
pub use register::Register;

/// The hand-written modules: name and text.
pub const LEAVES: &[(&str, &str)] = &[
    ("ram_block", include_str!("ram_block.v")),
    ("ram_block_dual_clock", include_str!("ram_block_dual_clock.v")),
    ("ram_distributed", include_str!("ram_distributed.v")),
    ("reset_register", include_str!("reset_register.v")),
    ("reset_sync", include_str!("reset_sync.v")),
    ("sync_bit", include_str!("sync_bit.v")),
];
