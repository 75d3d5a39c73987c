// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a file with a kernel imports: `use crate::prelude::*;`.

pub use crate::leaf::{ModuleName, Register};
pub use crate::{comment, dff_setup};
pub use rust_hdl::core::prelude::*;
