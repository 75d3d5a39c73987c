// SPDX-License-Identifier: MIT OR Apache-2.0
//! The leaves: registers, memories and clock crossings. Hand-written Verilog is allowed here and nowhere else.

mod module_name;
mod register;

pub use module_name::ModuleName;
pub use register::Register;
