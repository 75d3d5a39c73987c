// SPDX-License-Identifier: MIT OR Apache-2.0
//! Verilog as text: a top module and the files it needs. Emitted designs, mutants, netlists and other people's
//! Verilog are all given in this form.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use crate::BridgeError;

/// A top module and the Verilog it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    top: String,
    files: Vec<(String, String)>,
    parameters: Vec<(String, String)>,
}

impl Source {
    /// Module `top` of no file yet.
    pub fn new(top: impl Into<String>) -> Source {
        Source { top: top.into(), files: Vec::new(), parameters: Vec::new() }
    }

    /// Adds a file. `name` is what messages, waves and coverage call it: a relative path. A file whose name ends
    /// in `.vh` or `.svh` is there to be included; it is not compiled on its own.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, text: impl Into<String>) -> Source {
        self.files.push((name.into(), text.into()));
        self
    }

    /// Overrides a parameter of the top module; `value` is a Verilog literal, for example `16` or `8'h3c`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Source {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// The name of the top module.
    pub fn top(&self) -> &str {
        &self.top
    }

    /// File names and texts, in the order given.
    pub fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// Parameter names and values, in the order given.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// Checks what Verilator would misunderstand or what would be written outside the build folder.
    pub(crate) fn check(&self) -> Result<(), BridgeError> {
        let refuse = |reason: String| BridgeError::Source { top: self.top.clone(), reason };
        if !is_identifier(&self.top) {
            return Err(refuse("the name of the top module is not a Verilog identifier".into()));
        }
        if self.files.is_empty() {
            return Err(refuse("there is no file".into()));
        }
        let mut names = BTreeSet::new();
        for (name, _) in &self.files {
            if !is_plain(name) {
                return Err(refuse(format!("file name `{name}` is not a plain relative path")));
            }
            if !names.insert(name) {
                return Err(refuse(format!("file `{name}` is given twice")));
            }
        }
        for (name, value) in &self.parameters {
            if !is_identifier(name) || value.is_empty() || value.contains(|c: char| c.is_whitespace() || c == '"') {
                return Err(refuse(format!("parameter `{name}` = `{value}` is not a name and a literal")));
            }
        }
        Ok(())
    }
}

/// Whether the file is only included by others.
pub(crate) fn is_header(name: &str) -> bool {
    matches!(Path::new(name).extension().and_then(|e| e.to_str()), Some("vh" | "svh"))
}

fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

/// A relative path of plain names: no option for Verilator, no way out of the build folder.
fn is_plain(name: &str) -> bool {
    let is_name = |part: Component| matches!(part, Component::Normal(_));
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "._-+/".contains(c);
    !name.is_empty()
        && !name.starts_with(['-', '+'])
        && name.chars().all(is_safe)
        && Path::new(name).components().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_names_are_taken() {
        for good in ["mac_tx.v", "lib/ecp5/cells_sim.v", "a-b+c.sv"] {
            assert!(Source::new("top").file(good, "").check().is_ok(), "{good}");
        }
        for bad in ["", "/etc/passwd", "../x.v", "a/../b.v", "--exe", "+define", "a b.v", "x\n.v"] {
            assert!(Source::new("top").file(bad, "").check().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_source_needs_a_module_name_and_distinct_files() {
        assert!(Source::new("top").check().is_err());
        assert!(Source::new("--help").file("a.v", "").check().is_err());
        assert!(Source::new("top").file("a.v", "").file("a.v", "").check().is_err());
        assert!(Source::new("top").file("a.v", "").parameter("N", "1 -DX").check().is_err());
        assert!(Source::new("top").file("a.v", "").parameter("N", "8'h3c").check().is_ok());
    }
}
