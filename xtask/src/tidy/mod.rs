// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rules of the house as a check: who imports whom, complete block families, lengths, words that must not
//! stay, links that lead somewhere. Each rule has a test that plants a violation and sees it told.

mod code;
mod docs;
mod families;
mod imports;
mod purity;
mod source;
mod text;
mod tree;

use crate::house::House;

pub use tree::Tree;

/// A rule and what breaks it.
#[derive(Debug)]
pub struct Report {
    /// What the rule asks, in a few words.
    pub name: &'static str,
    /// One line each, beginning with the file.
    pub violations: Vec<String>,
}

/// Why `cargo xtask tidy` failed.
#[derive(Debug, thiserror::Error)]
#[error("{0} violations of the rules of the house")]
pub struct TidyError(usize);

type Check = fn(&Tree) -> Vec<String>;

const RULES: [(&str, Check); 22] = [
    ("the repository can be read", tree::readable),
    ("crates import only what the architecture allows", imports::between_crates),
    ("outside libraries stay in their crates", imports::outside_libraries),
    ("spec, model and host::stack have no world of their own", purity::no_world),
    ("monitors import neither model nor spec", purity::monitors_independent),
    ("every source file begins with its licence", text::licence),
    ("lines have at most 120 characters", text::line_length),
    ("files have at most 700 lines", text::file_length),
    ("no word that promises later work", text::words),
    ("no path of somebody's machine", text::machine_paths),
    ("sources parse", code::parses),
    ("functions have at most 100 lines", code::function_length),
    ("no todo!, unimplemented!, dbg!", code::macros),
    ("no #[ignore], no allow(dead_code)", code::attributes),
    ("printing only in the commands", code::printing),
    ("properties draw as many cases as PROPTEST_CASES says", code::property_cases),
    ("crate roots forbid unsafe code", code::forbid_unsafe),
    ("no unsafe outside bridge", code::no_unsafe),
    ("block families are complete", families::complete),
    ("exceptions from the block families exist", families::exceptions),
    ("links in documents lead to files", docs::links),
    ("captures have their provenance", docs::provenance),
];

/// Checks every rule on the repository.
pub fn check(house: &House) -> Vec<Report> {
    check_tree(&Tree::read(house))
}

/// Checks every rule on `tree`.
pub fn check_tree(tree: &Tree) -> Vec<Report> {
    RULES.iter().map(|&(name, check)| Report { name, violations: check(tree) }).collect()
}

/// `cargo xtask tidy`: tells each violation, and the files that grow long.
pub fn run(house: &House) -> Result<(), TidyError> {
    let tree = Tree::read(house);
    let reports = check_tree(&tree);
    for report in &reports {
        println!("{:<6} {}", if report.violations.is_empty() { "kept" } else { "BROKEN" }, report.name);
        for violation in &report.violations {
            println!("       {violation}");
        }
    }
    for (path, lines) in text::long_files(&tree) {
        println!("long   {path}: {lines} lines, look for the second idea");
    }
    match reports.iter().map(|report| report.violations.len()).sum() {
        0 => Ok(()),
        count => Err(TidyError(count)),
    }
}
