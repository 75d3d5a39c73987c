// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a file with a kernel imports: `use crate::prelude::*;`.

pub use crate::dff_setup;
pub use crate::leaf::{
    CrossingRegister, ModuleName, RamBlock, RamBlockDualClock, RamDistributed, Register, ResetRegister, ResetSync,
    SyncBit,
};
pub use rust_hdl::core::prelude::*;
