// SPDX-License-Identifier: MIT OR Apache-2.0
//! The two upper rungs of the ladder: the untimed [`reference`], written from the standard, and the
//! cycle-accurate golden model, judged by it.
#![forbid(unsafe_code)]

pub mod reference;
