// SPDX-License-Identifier: MIT OR Apache-2.0
//! The leaves: registers, memories and clock crossings. Hand-written Verilog is allowed here and nowhere else.

mod module_name;
mod register;

pub use module_name::ModuleName;
pub(crate) use module_name::{MODULE_MARK, snake_case};
pub(crate) use register::REGISTER_TIMING;
pub use register::Register;
