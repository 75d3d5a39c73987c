// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rules on Rust code, by its tokens: what a string or a comment says does not count.

use super::Tree;

const LONGEST_FUNCTION: usize = 100;

/// Rule: every Rust file parses, else the other rules would pass over it.
pub(super) fn parses(tree: &Tree) -> Vec<String> {
    tree.rust_files().filter_map(|(path, source)| Some(format!("{path}:{}", source.as_ref().err()?))).collect()
}

/// Rule: functions fit a screen or two. rust-hdl kernels, which can call no helper, are as long as they must be.
pub(super) fn function_length(tree: &Tree) -> Vec<String> {
    let mut long = Vec::new();
    for (path, source) in tree.rust() {
        for function in &source.functions {
            let hardware = ["rtl/src/", "fpga/"].iter().any(|folder| path.starts_with(folder));
            let kernel = hardware && function.name == "update" && function.lone_mut_self;
            if function.lines > LONGEST_FUNCTION && !kernel {
                long.push(format!("{path}:{}: fn {} has {} lines", function.line, function.name, function.lines));
            }
        }
    }
    long
}

/// Rule: nothing unfinished and nothing for debugging stays.
pub(super) fn macros(tree: &Tree) -> Vec<String> {
    find(tree, &[&["todo", "!"], &["unimplemented", "!"], &["dbg", "!"]], |_, _| true)
}

/// Rule: no test is switched off and no dead code is kept. A `mod.rs` under `tests/` may look dead: it is part of
/// several test binaries, each of which uses its share.
pub(super) fn attributes(tree: &Tree) -> Vec<String> {
    let shared = |path: &str| path.contains("tests/") && path.ends_with("/mod.rs");
    let mut found = find(tree, &[&["#", "[", "ignore"]], |_, _| true);
    found.extend(find(tree, &[&["allow", "(", "dead_code"], &["expect", "(", "dead_code"]], |path, _| !shared(path)));
    found
}

/// Rule: libraries do not print. The two programs do, and tests may say why they skip.
pub(super) fn printing(tree: &Tree) -> Vec<String> {
    let banned: [&[&str]; 4] = [&["println", "!"], &["eprintln", "!"], &["print", "!"], &["eprint", "!"]];
    let library = |path: &str| {
        let program = path.starts_with("src/") || path.starts_with("xtask/") || path.ends_with("build.rs");
        let test = path.starts_with("tests/") || path.contains("/tests/");
        !program && !test && !path.contains("/benches/") && !path.contains("examples/")
    };
    find(tree, &banned, |path, is_test| library(path) && !is_test)
}

/// Rule: a property leaves it to `PROPTEST_CASES` how many cases it draws: a number in its configuration would win.
pub(super) fn property_cases(tree: &Tree) -> Vec<String> {
    let fixed: [&[&str]; 3] =
        [&["ProptestConfig", "{", "cases", ":"], &["Config", "{", "cases", ":"], &["with_cases", "("]];
    find(tree, &fixed, |_, _| true)
}

/// Rule: every crate root but bridge's forbids unsafe code.
pub(super) fn forbid_unsafe(tree: &Tree) -> Vec<String> {
    let is_root = |path: &str| {
        let inner = path.strip_suffix("src/lib.rs").or_else(|| path.strip_suffix("src/main.rs"));
        inner.is_some_and(|folder| (folder.is_empty() || folder.ends_with('/')) && folder != "bridge/")
    };
    let forbids = ["#", "!", "[", "forbid", "(", "unsafe_code"];
    let open = tree.rust().filter(|(path, source)| is_root(path) && source.lines_with(&forbids).is_empty());
    open.map(|(path, _)| format!("{path}:1: no #![forbid(unsafe_code)]")).collect()
}

/// Rule: `unsafe` is written in bridge only.
pub(super) fn no_unsafe(tree: &Tree) -> Vec<String> {
    find(tree, &[&["unsafe"]], |path, _| !path.starts_with("bridge/"))
}

/// Every place where one of `sequences` of tokens stands and `counts` (path, in test code) says so.
fn find(tree: &Tree, sequences: &[&[&str]], counts: impl Fn(&str, bool) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, source) in tree.rust() {
        for words in sequences {
            let lines = source.lines_with(words).into_iter();
            let lines = lines.filter(|&line| counts(path, source.is_test(line)));
            found.extend(lines.map(|line| format!("{path}:{line}: {}", words.concat())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(rule: fn(&Tree) -> Vec<String>, path: &str, text: &str) -> bool {
        rule(&Tree::of(&[(path, text)])).is_empty()
    }

    #[test]
    fn a_file_that_does_not_parse_is_told() {
        assert!(!holds(parses, "src/a.rs", "fn {"));
        assert!(holds(parses, "src/a.rs", "fn a() {}"));
    }

    #[test]
    fn a_long_function_is_told_but_not_a_kernel() {
        let body = "\n".repeat(100);
        let kernel = format!("impl Logic for A {{ fn update(&mut self) {{{body}}} }}");
        assert!(!holds(function_length, "src/a.rs", &format!("fn a() {{{body}}}")));
        assert!(!holds(function_length, "model/src/a.rs", &kernel));
        assert!(holds(function_length, "rtl/src/a.rs", &kernel));
        assert!(holds(function_length, "fpga/boards/b/top.rs", &kernel));
        assert!(holds(function_length, "src/a.rs", &format!("fn a() {{{}}}", "\n".repeat(99))));
    }

    #[test]
    fn unfinished_code_is_told_but_not_a_string_about_it() {
        for code in ["todo!()", "vec![unimplemented!()]", "dbg!(1)"] {
            assert!(!holds(macros, "src/a.rs", &format!("fn a() {{ {code}; }}")), "{code}");
        }
        assert!(holds(macros, "src/a.rs", "// todo!()\nfn a() -> &'static str { \"dbg!\" }"));
    }

    #[test]
    fn a_test_switched_off_is_told() {
        assert!(!holds(attributes, "src/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn a() {}"));
        assert!(!holds(attributes, "src/a.rs", "#[allow(dead_code)]\nfn a() {}"));
        assert!(!holds(attributes, "bridge/tests/common/mod.rs", "#[test]\n#[ignore]\nfn a() {}"));
        assert!(holds(attributes, "src/a.rs", "#[test]\nfn ignore() {}"));
        assert!(holds(attributes, "bridge/tests/common/mod.rs", "#![allow(dead_code)]"));
    }

    #[test]
    fn a_library_that_prints_is_told() {
        let code = "fn a() { println!(\"a\") }";
        assert!(!holds(printing, "testbench/src/a.rs", code));
        assert!(holds(printing, "src/main.rs", code));
        assert!(holds(printing, "testbench/tests/a.rs", code));
        assert!(holds(printing, "testbench/src/a.rs", &format!("#[cfg(test)]\nmod tests {{\n{code}\n}}")));
    }

    #[test]
    fn a_property_with_a_number_of_cases_of_its_own_is_told() {
        for config in ["ProptestConfig { cases: 64, ..a }", "Config { cases: 9 }", "ProptestConfig::with_cases(64)"] {
            let code = format!("proptest! {{ #![proptest_config({config})] #[test] fn a() {{}} }}");
            assert!(!holds(property_cases, "model/tests/a.rs", &code), "{config}");
        }
        let code = "const A: Size = Size { cases: 60 }; fn a() -> Config { Config { cases, ..b() } }";
        assert!(holds(property_cases, "model/tests/a.rs", code));
    }

    #[test]
    fn a_crate_root_that_allows_unsafe_code_is_told() {
        assert!(!holds(forbid_unsafe, "model/src/lib.rs", "//! Model."));
        assert!(!holds(forbid_unsafe, "src/main.rs", "fn main() {}"));
        assert!(holds(forbid_unsafe, "model/src/lib.rs", "#![forbid(unsafe_code)]"));
        assert!(holds(forbid_unsafe, "bridge/src/lib.rs", "//! Bridge."));
    }

    #[test]
    fn unsafe_code_outside_bridge_is_told() {
        let code = "fn a() { unsafe { b() } }";
        assert!(!holds(no_unsafe, "testbench/src/a.rs", code));
        assert!(holds(no_unsafe, "bridge/src/a.rs", code));
    }
}
