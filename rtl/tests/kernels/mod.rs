// SPDX-License-Identifier: MIT OR Apache-2.0
//! Kernels that exist to be printed: good ones, and in `bad` one for each refusal.

#![allow(dead_code, missing_docs)]

/// A block of `Default` fields.
macro_rules! block {
    ($block:ident { $($field:ident: $type:ty),+ $(,)? }) => {
        #[derive(LogicBlock, Default)]
        pub struct $block {
            name: ModuleName<Self>,
            $(pub $field: $type,)+
        }
    };
}

pub mod bad;
pub mod bad_crossing;
pub mod bad_wiring;
pub mod design;
pub mod traps;
