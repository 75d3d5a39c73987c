// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright flash`, with a program in the place of openFPGALoader that notes what it is told.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Ended, command, ended, folder};

const BOARD: &str = "colorlight-5a-75b";

/// Runs `flash` with these arguments and a loader that ends with `code`; gives what it was told, a word a line, if it
/// was called.
fn flash(folder: &Path, arguments: &[&str], code: u8) -> (Ended, Option<Vec<String>>) {
    let loader = folder.join("openFPGALoader");
    // PATH has no other program: the shell does it alone.
    let script = format!(
        "#!/bin/sh\nfor word; do echo \"$word\"; done > '{}'\n\
         echo Loading: 50%\necho no cable found >&2\nexit {code}\n",
        folder.join("told").display()
    );
    fs::write(&loader, script).unwrap();
    fs::set_permissions(&loader, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = command(folder, &[&["flash"][..], arguments].concat());
    let ended = ended(command.env("PATH", folder).output().unwrap());
    let told = fs::read_to_string(folder.join("told")).ok();
    (ended, told.map(|told| told.lines().map(str::to_owned).collect()))
}

#[test]
fn the_loader_is_told_board_cable_and_file() {
    let folder = folder();
    fs::write(folder.path().join("my echo.bit"), "bits").unwrap();
    for (more, told) in [
        (&[][..], &["--board", "colorlight", "my echo.bit"][..]),
        (&["--cable", "ft232"], &["--board", "colorlight", "--cable", "ft232", "my echo.bit"]),
        (&["--keep"], &["--board", "colorlight", "--write-flash", "my echo.bit"]),
        (&["--keep", "--", "-c", "x y"], &["-c", "x y", "--write-flash", "my echo.bit"]),
    ] {
        let arguments = [&["my echo.bit", "--board", BOARD][..], more].concat();
        let (ended, words) = flash(folder.path(), &arguments, 0);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_eq!(words.unwrap(), told);
        assert!(ended.out.contains("Loading: 50%"), "{ended:?}");
    }
}

#[test]
fn a_loader_that_fails_is_exit_code_1_with_what_it_said() {
    let folder = folder();
    fs::write(folder.path().join("echo.bit"), "bits").unwrap();
    let (ended, words) = flash(folder.path(), &["echo.bit", "--board", BOARD], 7);
    assert!(ended.code == Some(1) && words.is_some(), "{ended:?}");
    assert!(ended.out.contains("Loading: 50%") && ended.err.contains("no cable found"), "{ended:?}");
    assert_eq!(ended.err.lines().last(), Some("not loaded: openFPGALoader ended with exit status: 7"));
}

#[test]
fn without_the_loader_one_line_says_how_to_install_it() {
    let folder = folder();
    fs::write(folder.path().join("echo.bit"), "bits").unwrap();
    let ended = super::run(folder.path(), &["flash", "echo.bit", "--board", BOARD]);
    assert_eq!((ended.code, ended.err.lines().count()), (Some(3), 1), "{ended:?}");
    assert!(ended.err.starts_with("error: ") && ended.err.contains("`apt install openfpgaloader`"), "{ended:?}");
}

#[test]
fn what_cannot_be_loaded_is_said_before_the_loader_is_called() {
    let folder = folder();
    fs::write(folder.path().join("echo.svf"), "bits").unwrap();
    fs::write(folder.path().join("echo.bit"), "bits").unwrap();
    for (arguments, said) in [
        (
            ["out/ethernet_echo.bit", BOARD],
            &["`wirewright synth ethernet_echo --board colorlight-5a-75b --out out`"][..],
        ),
        (["ethernet_echo.bit", BOARD], &["no such file", "--out DIR`"]),
        (["echo.svf", BOARD], &["echo.svf", ".bit"]),
        (["echo.bit", "none"], &["board none has no pins"]),
        (["echo.bit", "colorlight-5a-75"], &["did you mean `colorlight-5a-75b`"]),
    ] {
        let (ended, words) = flash(folder.path(), &[arguments[0], "--board", arguments[1]], 0);
        assert!(ended.code == Some(2) && words.is_none(), "{arguments:?}: {ended:?}");
        assert!(said.iter().all(|text| ended.err.contains(text)), "{arguments:?}: {ended:?}");
    }
}
