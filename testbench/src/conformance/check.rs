// SPDX-License-Identifier: MIT OR Apache-2.0
//! Comparisons that count themselves: a case that compared nothing has shown nothing.

use std::fmt::{Arguments, Debug};

/// Counts the comparisons of one case on one device.
#[derive(Debug, Default)]
pub struct Check {
    comparisons: u64,
}

/// What was compared, what was expected, what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What was compared.
    pub what: String,
    /// What the clause asks for.
    pub expected: String,
    /// What the device did.
    pub got: String,
}

impl Check {
    /// Compares.
    ///
    /// # Errors
    /// When the two differ.
    pub fn equal<T: PartialEq + Debug>(&mut self, what: Arguments<'_>, got: T, expected: T) -> Result<(), Mismatch> {
        self.comparisons += 1;
        if got == expected {
            return Ok(());
        }
        let (expected, got) = (format!("{expected:02x?}"), format!("{got:02x?}"));
        Err(Mismatch { what: what.to_string(), expected, got })
    }

    /// Asks for a condition on `got`, `expected` being its description.
    ///
    /// # Errors
    /// When it does not hold.
    pub fn holds(&mut self, what: Arguments<'_>, holds: bool, got: impl Debug, expected: &str) -> Result<(), Mismatch> {
        self.comparisons += 1;
        if holds {
            return Ok(());
        }
        Err(Mismatch { what: what.to_string(), expected: expected.to_owned(), got: format!("{got:02x?}") })
    }

    /// How many comparisons were made.
    pub fn comparisons(&self) -> u64 {
        self.comparisons
    }
}
