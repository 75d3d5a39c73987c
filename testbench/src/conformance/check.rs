// SPDX-License-Identifier: MIT OR Apache-2.0
//! Comparisons that count themselves: a case that compared nothing has shown nothing.

use std::fmt::{Arguments, Debug};

/// The most characters of a value that a message shows.
const SHOWN: usize = 160;
/// How many of them stand before the first difference.
const BEFORE: usize = 60;

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
        let (expected, got) = around_difference(&format!("{expected:02x?}"), &format!("{got:02x?}"));
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
        let got = window(&format!("{got:02x?}"), 0);
        Err(Mismatch { what: what.to_string(), expected: expected.to_owned(), got })
    }

    /// How many comparisons were made.
    pub fn comparisons(&self) -> u64 {
        self.comparisons
    }
}

/// Both texts, cut where they are long to what lies around the first character in which they differ.
fn around_difference(expected: &str, got: &str) -> (String, String) {
    let same = expected.chars().zip(got.chars()).take_while(|(left, right)| left == right).count();
    (window(expected, same), window(got, same))
}

/// At most [`SHOWN`] characters of `text` around the one at `place`; what is left out is told by `…`.
fn window(text: &str, place: usize) -> String {
    let length = text.chars().count();
    if length <= SHOWN {
        return text.to_owned();
    }
    let from = place.saturating_sub(BEFORE).min(length - SHOWN);
    let cut: String = text.chars().skip(from).take(SHOWN).collect();
    let (head, tail) = (if from > 0 { "…" } else { "" }, if from + SHOWN < length { "…" } else { "" });
    format!("{head}{cut}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_cut_around_the_difference() {
        let expected: Vec<u8> = (0..200).collect();
        let mut got = expected.clone();
        got[150] ^= 1;
        let mismatch = Check::default().equal(format_args!("octets"), got, expected).unwrap_err();
        assert!(mismatch.expected.contains("95, 96, 97") && mismatch.got.contains("95, 97, 97"), "{mismatch:?}");
        assert!(mismatch.expected.starts_with('…') && mismatch.expected.ends_with('…'), "{mismatch:?}");
        assert_eq!(mismatch.expected.chars().count(), SHOWN + 2);
    }

    #[test]
    fn a_short_value_is_whole() {
        let mismatch = Check::default().equal(format_args!("octets"), [1_u8, 2], [1, 3]).unwrap_err();
        assert_eq!((mismatch.expected.as_str(), mismatch.got.as_str()), ("[01, 03]", "[01, 02]"));
    }
}
