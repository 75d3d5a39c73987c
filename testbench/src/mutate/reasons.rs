// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reviewed reasons for mutants that nobody can tell from the block, in `testbench/mutants/<block>.toml`. An entry
//! names the line of Verilog by its text, so that it follows the line when others move, and goes when the line changes.

use serde::{Deserialize, Serialize};

use super::mutation::Mutation;

/// Why mutants like this survive, and which they are. A field that is not given fits all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The line of Verilog, without indentation.
    pub line: String,
    /// What yosys did: `inv`, `const0`, ...
    pub mode: Option<String>,
    /// The port of the cell.
    pub port: Option<String>,
    /// The bits of the port.
    pub bits: Option<Vec<u32>>,
    /// The wires that the proof left open, no others: what the mutant may change.
    pub wires: Vec<String>,
    /// Why no check can see it.
    pub reason: String,
}

/// A list that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("testbench/mutants/{block}.toml: {reason}")]
pub struct ReasonsError {
    /// The block.
    pub block: String,
    /// What is wrong.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    survivor: Vec<Reason>,
}

macro_rules! lists {
    ($($block:literal),* $(,)?) => {
        /// The blocks that have a list, and its text.
        const LISTS: &[(&str, &str)] = &[$(($block, include_str!(concat!("../../mutants/", $block, ".toml")))),*];
    };
}

lists!["async_fifo", "backoff", "mac_rx", "mac_tx", "stream_fifo", "stream_narrow", "vlan_insert"];

/// The reasons of `block`; none where it has no list.
pub(super) fn of(block: &str) -> Result<Vec<Reason>, ReasonsError> {
    let text = LISTS.iter().find(|(name, _)| *name == block).map_or("", |(_, text)| text);
    parse(block, text)
}

fn parse(block: &str, text: &str) -> Result<Vec<Reason>, ReasonsError> {
    let refuse = |reason: String| ReasonsError { block: block.to_owned(), reason };
    let file: File = toml::from_str(text).map_err(|error| refuse(error.to_string()))?;
    match file
        .survivor
        .iter()
        .find(|entry| entry.line.trim().is_empty() || entry.wires.is_empty() || entry.reason.trim().is_empty())
    {
        Some(entry) => Err(refuse(format!("an entry has no line, wires or reason: {entry:?}"))),
        None => Ok(file.survivor),
    }
}

impl Reason {
    /// Whether it speaks of this mutation of this line.
    pub fn fits(&self, mutation: &Mutation, line: &str, unproven: &[String]) -> bool {
        self.line.trim() == line
            && unproven.iter().all(|wire| self.wires.contains(wire))
            && self.mode.as_ref().is_none_or(|mode| *mode == mutation.mode)
            && self.port.as_ref().is_none_or(|port| *port == mutation.port)
            && self.bits.as_ref().is_none_or(|bits| bits.contains(&mutation.port_bit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry;

    #[test]
    fn every_reason_names_a_line_that_is_there() {
        for (block, _) in LISTS {
            let verilog = registry::verilog(block).unwrap();
            for reason in of(block).unwrap() {
                let known = verilog.lines().any(|line| line.trim() == reason.line.trim());
                assert!(known, "{block}: no line `{}`", reason.line);
            }
        }
    }

    #[test]
    fn a_list_with_an_unknown_field_or_no_reason_is_refused() {
        assert!(parse("b", "[[survivor]]\nline = 'x'\nwires = ['w']\nreason = 'y'\nwhy = 'z'\n").is_err());
        assert!(parse("b", "[[survivor]]\nline = 'x'\nwires = ['w']\nreason = ' '\n").is_err());
        assert_eq!(parse("b", "").unwrap(), []);
    }

    #[test]
    fn a_reason_fits_by_line_mode_bit_and_wires() {
        let text = "[[survivor]]\nline = 'wire x;'\nmode = 'inv'\nwires = ['x']\nbits = [1, 2]\nreason = 'unused'\n";
        let reason = parse("b", text).unwrap().remove(0);
        let mutation = |mode: &str, bit: u32| {
            Mutation::parse(&format!("mutate -mode {mode} -cell c -port Y -portbit {bit}")).unwrap()
        };
        let wires = ["x".to_owned()];
        assert!(reason.fits(&mutation("inv", 2), "wire x;", &wires));
        assert!(!reason.fits(&mutation("inv", 3), "wire x;", &wires));
        assert!(!reason.fits(&mutation("const0", 2), "wire x;", &wires));
        assert!(!reason.fits(&mutation("inv", 2), "wire y;", &wires));
        assert!(!reason.fits(&mutation("inv", 2), "wire x;", &["x".to_owned(), "y".to_owned()]));
    }
}
