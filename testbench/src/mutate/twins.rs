// SPDX-License-Identifier: MIT OR Apache-2.0
//! The lists of twin faults, `testbench/mutants/twins`: faults that golden model and Verilog could have in
//! common, so that lockstep is blind to them. As both are held equal at every edge, the Verilog alone with the fault
//! is what both would be. Each is an edit of the text of a block, which must apply exactly once: a print that moves
//! on cannot drop a fault unnoticed.

use serde::{Deserialize, Serialize};

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwinFault {
    /// Its name, unique: `gap_11`.
    pub name: String,
    /// The block whose Verilog is edited.
    pub block: String,
    /// What the block does with it.
    pub meaning: String,
    /// The requirement that it breaks, by its id in the catalogue.
    pub clause: String,
    /// The text that is replaced; exactly once in the Verilog.
    pub find: String,
    /// What stands there instead.
    pub replace: String,
}

/// A list or an edit that does not fit the Verilog.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TwinError {
    /// The list cannot be read.
    #[error("testbench/mutants/twins/{0}")]
    List(String),
    /// The text to replace is missing, or there more than once.
    #[error("twin fault `{name}`: its text is {count} times in the Verilog of `{block}`, not once")]
    Edit {
        /// The fault.
        name: String,
        /// The block.
        block: String,
        /// How often.
        count: usize,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fault: Vec<TwinFault>,
}

/// The lists: file and text.
const LISTS: [(&str, &str); 7] = [
    ("transmit", include_str!("../../mutants/twins/transmit.toml")),
    ("receive", include_str!("../../mutants/twins/receive.toml")),
    ("control", include_str!("../../mutants/twins/control.toml")),
    ("memory", include_str!("../../mutants/twins/memory.toml")),
    ("designs", include_str!("../../mutants/twins/designs.toml")),
    ("card_octet", include_str!("../../mutants/twins/card_octet.toml")),
    ("card_bus", include_str!("../../mutants/twins/card_bus.toml")),
];

/// All twin faults.
///
/// # Errors
/// When the list cannot be read; a test reads it.
pub fn faults() -> Result<Vec<TwinFault>, TwinError> {
    let mut faults = Vec::new();
    for (name, text) in LISTS {
        let file: File = toml::from_str(text).map_err(|error| TwinError::List(format!("{name}.toml: {error}")))?;
        faults.extend(file.fault);
    }
    Ok(faults)
}

impl TwinFault {
    /// `verilog` with the fault.
    ///
    /// # Errors
    /// When the edit does not apply exactly once.
    pub fn apply(&self, verilog: &str) -> Result<String, TwinError> {
        match verilog.matches(&self.find).count() {
            1 => Ok(verilog.replacen(&self.find, &self.replace, 1)),
            count => Err(TwinError::Edit { name: self.name.clone(), block: self.block.clone(), count }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::registry;
    use wirewright_spec::catalogue;

    #[test]
    fn every_fault_changes_the_committed_verilog_exactly_once() {
        let faults = faults().unwrap();
        assert!(faults.len() >= 30, "{}", faults.len());
        for fault in &faults {
            let verilog = registry::verilog(&fault.block).unwrap();
            let edited = fault.apply(verilog).unwrap_or_else(|error| panic!("{error}"));
            assert_ne!(edited, verilog, "{}", fault.name);
        }
    }

    #[test]
    fn every_fault_has_its_own_name_and_a_requirement_of_the_catalogue() {
        let mut names = BTreeSet::new();
        for fault in faults().unwrap() {
            assert!(catalogue::find(&fault.clause).is_some(), "{}: no clause {}", fault.name, fault.clause);
            assert!(!fault.meaning.is_empty() && names.insert(fault.name.clone()), "{}", fault.name);
        }
    }

    #[test]
    fn an_edit_that_fits_nowhere_or_twice_is_refused() {
        let fault = TwinFault {
            name: "f".into(),
            block: "b".into(),
            meaning: "m".into(),
            clause: "c".into(),
            find: "x".into(),
            replace: "y".into(),
        };
        assert_eq!(fault.apply("a x b").unwrap(), "a y b");
        for (text, count) in [("a b", 0), ("x x", 2)] {
            let error = TwinError::Edit { name: "f".into(), block: "b".into(), count };
            assert_eq!(fault.apply(text), Err(error));
        }
    }
}
