// SPDX-License-Identifier: MIT OR Apache-2.0
//! Kernels that exist to be printed: good ones, and in `bad` one for each refusal.

#![allow(dead_code, missing_docs)]

pub mod bad;
pub mod design;
pub mod traps;
