// SPDX-License-Identifier: MIT OR Apache-2.0
//! A block has one name everywhere: contract, golden model, rust-hdl, Verilog and lockstep test. When one member
//! of a family is there, all must be.

use std::collections::BTreeSet;

use super::Tree;

/// The five members of a family: folder, ending, what it is.
const MEMBERS: [(&str, &str, &str); 5] = [
    ("model/spec/src/ports/", ".rs", "contract"),
    ("model/src/", ".rs", "golden model"),
    ("rtl/src/", ".rs", "rust-hdl"),
    ("rtl/verilog/", ".v", "Verilog"),
    ("testbench/tests/lockstep/", ".rs", "lockstep test"),
];

/// Files in these folders that are no member of a family, each with the reason. This is the one place for it.
const SHARED: [(&str, &str); 5] = [
    ("model/spec/src/ports/mod.rs", "lists the contracts"),
    ("model/src/lib.rs", "lists the golden models"),
    ("rtl/src/lib.rs", "lists the blocks"),
    ("rtl/src/registry.rs", "the one registry of designs"),
    ("testbench/tests/lockstep/main.rs", "what the lockstep tests share"),
];

/// Folders in place of a file `X.rs` that are no block either.
const SHARED_FOLDERS: [(&str, &str); 3] = [
    ("model/src/reference", "untimed, not a block"),
    ("rtl/src/leaf", "register, RAM and clock crossing, judged inside the blocks that use them"),
    ("rtl/src/emit", "the printer"),
];

/// Rule: every block has all five members.
pub(super) fn complete(tree: &Tree) -> Vec<String> {
    let mut blocks = BTreeSet::new();
    for file in tree.files() {
        if !SHARED.iter().any(|(path, _)| *path == file.path) {
            blocks.extend(MEMBERS.iter().filter_map(|&(folder, ending, _)| member(&file.path, folder, ending)));
        }
    }
    let mut missing = Vec::new();
    for block in blocks {
        for (folder, ending, what) in MEMBERS {
            let (file, module) = (format!("{folder}{block}{ending}"), format!("{folder}{block}/mod{ending}"));
            if !tree.has(&file) && !tree.has(&module) {
                missing.push(format!("{file}: block {block} has no {what}"));
            }
        }
    }
    missing
}

/// The block that the file at `path` speaks for, if it lies right in `folder` or is the `mod` of a folder in it.
fn member<'p>(path: &'p str, folder: &str, ending: &str) -> Option<&'p str> {
    let name = path.strip_prefix(folder)?.strip_suffix(ending)?;
    let name = name.strip_suffix("/mod").unwrap_or(name);
    let own = format!("{folder}{name}");
    let shared = SHARED_FOLDERS.iter().any(|(folder, _)| *folder == own);
    (!name.contains('/') && !shared).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: [(&str, &str); 5] = [
        ("model/spec/src/ports/crc32.rs", ""),
        ("model/src/crc32.rs", ""),
        ("rtl/src/crc32.rs", ""),
        ("rtl/verilog/crc32.v", ""),
        ("testbench/tests/lockstep/crc32.rs", ""),
    ];

    #[test]
    fn each_missing_member_is_told() {
        assert!(complete(&Tree::of(&FAMILY)).is_empty());
        for absent in 0..FAMILY.len() {
            let mut files = FAMILY.to_vec();
            let (path, _) = files.remove(absent);
            let told = complete(&Tree::of(&files));
            assert!(told.len() == 1 && told[0].starts_with(path), "{told:?}");
        }
    }

    #[test]
    fn shared_files_are_no_blocks() {
        let shared = [("model/src/lib.rs", ""), ("rtl/src/emit/mod.rs", ""), ("model/src/reference/mac.rs", "")];
        assert!(complete(&Tree::of(&shared)).is_empty());
    }
}
