// SPDX-License-Identifier: MIT OR Apache-2.0
//! The card's contract with its driver, as data: registers, rings, interrupt causes. `docs/card.md` tells it to people;
//! the RTL decoder, the golden model and the driver take their constants from here.

pub mod checksum;
pub mod registers;
pub mod rings;
