// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rules on what a module may know of: `spec`, `model` and `host::stack` are the same on every run, and the
//! monitors are witnesses of their own.

use super::Tree;

/// Folders whose code is given time, randomness and frames as arguments.
const PURE: [&str; 3] = ["model/src/", "model/spec/src/", "host/src/stack/"];

/// Modules of `std` that bring a clock, thread, socket, file, process or random source.
const WORLD: [&str; 7] = ["time", "thread", "net", "fs", "env", "process", "random"];

/// What a monitor must not import: its constants are literals with clause numbers.
const WITNESSED: [&str; 2] = ["wirewright_model", "wirewright_spec"];

/// Rule: no clock, thread, socket, file, process or random source in pure code. `std::time::Duration` is a number.
pub(super) fn no_world(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for (path, source) in tree.rust().filter(|(path, _)| PURE.iter().any(|folder| path.starts_with(folder))) {
        let mut lines: Vec<usize> = WORLD.iter().flat_map(|name| source.lines_with(&["std", ":", ":", name])).collect();
        let durations = source.lines_with(&["std", ":", ":", "time", ":", ":", "Duration"]);
        lines.extend(source.lines_with(&["std", ":", ":", "{"]));
        for line in lines.into_iter().filter(|line| !source.is_test(*line) && !durations.contains(line)) {
            let on_line = source.tokens.iter().filter(|(_, at)| *at == line).map(|(token, _)| token.as_str());
            if let Some(name) = on_line.into_iter().find(|token| WORLD.contains(token)) {
                found.push(format!("{path}:{line}: std::{name}"));
            }
        }
    }
    found
}

/// Rule: a monitor shares nothing with what it judges.
pub(super) fn monitors_independent(tree: &Tree) -> Vec<String> {
    let monitors = tree
        .rust()
        .filter(|(path, _)| path.starts_with("testbench/src/monitor/") || *path == "testbench/src/monitor.rs");
    let mut found = Vec::new();
    for (path, source) in monitors {
        for name in WITNESSED {
            let lines = source.lines_with(&[name]).into_iter().filter(|line| !source.is_test(*line));
            found.extend(lines.map(|line| format!("{path}:{line}: {name}")));
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
    fn a_clock_in_the_model_is_told() {
        assert!(!holds(no_world, "model/src/a.rs", "use std::time::Instant;"));
        assert!(!holds(no_world, "model/src/a.rs", "use std::{fmt, fs};"));
        assert!(!holds(no_world, "model/spec/src/a.rs", "fn a() { std::thread::yield_now() }"));
        assert!(holds(no_world, "model/src/a.rs", "use std::time::Duration;"));
        assert!(holds(no_world, "model/src/a.rs", "use std::{fmt, mem};"));
        assert!(holds(no_world, "testbench/src/a.rs", "use std::time::Instant;"));
    }

    #[test]
    fn a_monitor_that_knows_the_spec_is_told() {
        assert!(!holds(monitors_independent, "testbench/src/monitor/gmii.rs", "use wirewright_spec::ethernet;"));
        assert!(holds(monitors_independent, "testbench/src/lockstep.rs", "use wirewright_spec::ethernet;"));
    }
}
