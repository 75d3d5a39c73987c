// SPDX-License-Identifier: MIT OR Apache-2.0
//! Who may know whom: the table of the architecture, checked on what cargo says of each crate. Dependencies of
//! tests and build scripts count as well.

use serde_json::Value;

use super::Tree;

/// Each crate of ours and the crates of ours it may import.
const MAY_IMPORT: [(&str, &[&str]); 10] = [
    ("wirewright-spec-derive", &[]),
    ("wirewright-spec", &["wirewright-spec-derive"]),
    ("wirewright-model", &["wirewright-spec"]),
    ("wirewright-rtl", &["wirewright-spec"]),
    ("wirewright-bridge", &["wirewright-spec"]),
    ("wirewright-host", &["wirewright-spec"]),
    ("wirewright-fpga", &["wirewright-spec", "wirewright-rtl"]),
    (
        "wirewright-testbench",
        &[
            "wirewright-spec",
            "wirewright-model",
            "wirewright-rtl",
            "wirewright-bridge",
            "wirewright-host",
            "wirewright-fpga",
        ],
    ),
    ("wirewright", &["wirewright-testbench"]),
    ("wirewright-xtask", &[]),
];

/// Outside libraries that stay inside the crates named.
const CONFINED: [(&str, &[&str]); 6] = [
    ("rust-hdl", &["wirewright-rtl", "wirewright-fpga"]),
    ("cxx", &["wirewright-bridge"]),
    ("cxx-build", &["wirewright-bridge"]),
    ("libloading", &["wirewright-bridge"]),
    ("clap", &["wirewright", "wirewright-xtask"]),
    ("indicatif", &["wirewright"]),
];

/// Rule: every crate imports only those it may know.
pub(super) fn between_crates(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, dependencies) in crates(tree) {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(known, _)| *known == name) else {
            wrong.push(format!("Cargo.toml: crate {name} is not in the table of the architecture"));
            continue;
        };
        let ours = dependencies.iter().filter(|dependency| MAY_IMPORT.iter().any(|(known, _)| known == *dependency));
        let forbidden = ours.filter(|dependency| !allowed.contains(dependency));
        wrong.extend(forbidden.map(|dependency| format!("{name} imports {dependency}")));
    }
    wrong
}

/// Rule: rust-hdl, cxx and the like are used only where the architecture puts them.
pub(super) fn outside_libraries(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, dependencies) in crates(tree) {
        for (library, at_home) in CONFINED {
            if dependencies.contains(&library) && !at_home.contains(&name) {
                wrong.push(format!("{name} imports {library}, which belongs in {}", at_home.join(" and ")));
            }
        }
    }
    wrong
}

/// Name and dependencies of every crate in the workspace.
fn crates(tree: &Tree) -> Vec<(&str, Vec<&str>)> {
    let packages = tree.metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    packages.iter().map(|package| (text(&package["name"]), names(&package["dependencies"]))).collect()
}

fn names(dependencies: &Value) -> Vec<&str> {
    dependencies.as_array().map_or(&[][..], Vec::as_slice).iter().map(|dependency| text(&dependency["name"])).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(name: &str, dependencies: &[&str]) -> Tree {
        let dependencies: Vec<Value> = dependencies.iter().map(|name| json!({ "name": name })).collect();
        let metadata = json!({ "packages": [{ "name": name, "dependencies": dependencies }] });
        let mut tree = Tree::default();
        tree.metadata = metadata;
        tree
    }

    #[test]
    fn a_forbidden_import_is_told() {
        assert_eq!(
            between_crates(&tree("wirewright-rtl", &["wirewright-model", "serde"])),
            ["wirewright-rtl imports wirewright-model"]
        );
        assert_eq!(between_crates(&tree("wirewright-xtask", &["wirewright-spec"])).len(), 1);
        assert_eq!(between_crates(&tree("wirewright-new", &[])).len(), 1);
        assert!(between_crates(&tree("wirewright-fpga", &["wirewright-rtl", "wirewright-spec"])).is_empty());
    }

    #[test]
    fn an_outside_library_in_the_wrong_crate_is_told() {
        assert_eq!(outside_libraries(&tree("wirewright-testbench", &["rust-hdl"])).len(), 1);
        assert!(outside_libraries(&tree("wirewright-rtl", &["rust-hdl"])).is_empty());
    }
}
