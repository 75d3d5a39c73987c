// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rules on the lines of any text file: licence, width, length, words and paths that must not stay.

use super::Tree;

const SOURCES: [&str; 11] =
    [".rs", ".toml", ".v", ".sh", ".py", ".cpp", ".h", ".in", "requirements.txt", "requirements-fpga.txt", ".ci/run"];
const HAND_WRITTEN: [&str; 7] = [".rs", ".sh", ".py", ".cpp", ".h", ".md", ".toml"];
const LICENCE: &str = "SPDX-License-Identifier: MIT OR Apache-2.0";
const WIDEST_LINE: usize = 120;
const LONGEST_FILE: usize = 700;
const LONG_FILE: usize = 500;

/// Rule: the first line, or the one after `#!`, names the licence.
pub(super) fn licence(tree: &Tree) -> Vec<String> {
    let licensed = |text: &str| {
        let line = text.lines().find(|line| !line.starts_with("#!")).unwrap_or("");
        [format!("// {LICENCE}"), format!("# {LICENCE}")].contains(&line.to_string())
    };
    let bare = tree.texts(&SOURCES).filter(|(_, text)| !licensed(text));
    bare.map(|(path, _)| format!("{path}:1: does not begin with `{LICENCE}` in a comment")).collect()
}

/// Rule: no line is wider than 120 characters, but for the prose of the clause catalogue.
pub(super) fn line_length(tree: &Tree) -> Vec<String> {
    let mut wide = Vec::new();
    for (path, text) in tree.texts(&SOURCES).filter(|(path, _)| !path.starts_with("model/spec/clauses/")) {
        for (number, line) in lines(text) {
            if line.chars().count() > WIDEST_LINE {
                wide.push(format!("{path}:{number}: {} characters", line.chars().count()));
            }
        }
    }
    wide
}

/// Rule: no hand-written file is longer than 700 lines.
pub(super) fn file_length(tree: &Tree) -> Vec<String> {
    let counted = tree.texts(&HAND_WRITTEN).map(|(path, text)| (path, text.lines().count()));
    counted.filter(|&(_, count)| count > LONGEST_FILE).map(|(path, count)| format!("{path}: {count} lines")).collect()
}

/// Files that are not yet too long but no longer comfortable: path and lines.
pub(super) fn long_files(tree: &Tree) -> Vec<(&str, usize)> {
    let counted = tree.texts(&HAND_WRITTEN).map(|(path, text)| (path, text.lines().count()));
    counted.filter(|&(_, count)| count > LONG_FILE).collect()
}

/// Rule: no word that promises later work or waives a lint, in code, comment or generated Verilog.
pub(super) fn words(tree: &Tree) -> Vec<String> {
    // Written in two halves, so that this file keeps its own rule.
    let banned = [concat!("FIX", "ME"), concat!("XX", "X"), concat!("TO", "DO"), concat!("lint", "_off")];
    let mut found = Vec::new();
    for (path, text) in tree.texts(&SOURCES) {
        for (number, line) in lines(text) {
            let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            if let Some(word) = words.find(|word| banned.contains(word)) {
                found.push(format!("{path}:{number}: {word}"));
            }
        }
    }
    found
}

/// Rule: no absolute path of the machine the text was written on.
pub(super) fn machine_paths(tree: &Tree) -> Vec<String> {
    let banned = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];
    let mut found = Vec::new();
    for (path, text) in tree.texts(&[""]) {
        for (number, line) in lines(text) {
            let stands_alone = |place: usize| {
                let before = line[..place].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | ')' | '*'))
            };
            let places = banned.iter().flat_map(|word| line.match_indices(word));
            for (_, word) in places.filter(|&(place, _)| stands_alone(place)) {
                found.push(format!("{path}:{number}: {word}"));
            }
        }
    }
    found
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(rule: fn(&Tree) -> Vec<String>, path: &str, text: &str) -> bool {
        rule(&Tree::of(&[(path, text)])).is_empty()
    }

    #[test]
    fn a_source_without_its_licence_is_told() {
        assert!(!holds(licence, "src/a.rs", "fn a() {}\n"));
        assert!(!holds(licence, "rtl/verilog/a.v", "\n// SPDX-License-Identifier: MIT OR Apache-2.0\n"));
        assert!(holds(licence, "src/a.rs", "// SPDX-License-Identifier: MIT OR Apache-2.0\n"));
        assert!(holds(licence, "a.sh", "#!/bin/sh\n# SPDX-License-Identifier: MIT OR Apache-2.0\n"));
    }

    #[test]
    fn a_wide_line_is_told() {
        assert!(!holds(line_length, "a.v", &"x".repeat(121)));
        assert!(holds(line_length, "a.v", &"\u{fc}".repeat(120)));
        assert!(holds(line_length, "model/spec/clauses/mac.toml", &"x".repeat(121)));
    }

    #[test]
    fn a_long_file_is_told_but_not_a_generated_one() {
        assert!(!holds(file_length, "src/a.rs", &"\n".repeat(701)));
        assert!(holds(file_length, "src/a.rs", &"\n".repeat(700)));
        assert!(holds(file_length, "rtl/verilog/a.v", &"\n".repeat(2000)));
        assert_eq!(long_files(&Tree::of(&[("src/a.rs", &"\n".repeat(501))])), [("src/a.rs", 501)]);
    }

    #[test]
    fn a_promise_of_later_work_is_told() {
        for word in [concat!("FIX", "ME"), concat!("XX", "X"), concat!("TO", "DO:"), concat!("verilator lint", "_off")]
        {
            assert!(!holds(words, "rtl/verilog/a.v", &format!("// {word} later\n")), "{word}");
        }
        assert!(holds(words, "src/a.rs", "// mktemp a.XXXXXX\n"));
    }

    #[test]
    fn a_path_of_a_machine_is_told() {
        for path in [concat!("/ho", "me/me/x"), concat!("/wo", "rk/x"), concat!("(/ro", "ot/x)")] {
            assert!(!holds(machine_paths, "README.md", &format!("see {path}\n")), "{path}");
        }
        assert!(holds(machine_paths, "README.md", "see .github/work/x and target/home/y\n"));
    }
}
