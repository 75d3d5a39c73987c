// SPDX-License-Identifier: MIT OR Apache-2.0
//! The cache of built designs: nothing is built twice, nothing is left half, whoever races and whoever is killed.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Counter, counter, options};
use wirewright_bridge::{BridgeError, Model, Options, Source};

/// The source of the counter in a text of its own: not in the cache before.
fn fresh(nonce: &Path) -> Source {
    counter().file("nonce.v", format!("// {}\n", nonce.display()))
}

fn nonce() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

#[test]
fn the_second_load_builds_nothing_and_any_change_builds_anew() {
    let Some(options) = options() else { return };
    let nonce = nonce();
    let text = |extra: &str| fresh(&nonce.path().join(extra));
    assert!(!Model::<Counter>::load(&text(""), &options).unwrap().cached());
    assert!(Model::<Counter>::load(&text(""), &options).unwrap().cached());
    assert!(!Model::<Counter>::load(&text("changed"), &options).unwrap().cached());
    assert!(!Model::<Counter>::load(&text("").parameter("START", "7"), &options).unwrap().cached());
}

#[test]
fn concurrent_loads_build_once() {
    let Some(options) = options() else { return };
    let nonce = nonce();
    let source = fresh(nonce.path());
    let loads: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| Model::<Counter>::load(&source, &options).unwrap().cached())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(loads.iter().filter(|&&cached| !cached).count(), 1, "{loads:?}");
}

#[test]
fn an_unusable_cache_folder_is_named() {
    let Some(options) = options() else { return };
    let options = Options { cache: Some("/dev/null/cache".into()), ..options };
    let Err(error) = Model::<Counter>::load(&counter(), &options) else { panic!("loaded") };
    assert!(matches!(error, BridgeError::Cache { .. }), "{error}");
    assert!(error.to_string().contains("/dev/null/cache"), "{error}");
}

#[test]
fn a_broken_entry_is_built_anew() {
    let Some(options) = options() else { return };
    let nonce = nonce();
    let object = Model::<Counter>::load(&fresh(nonce.path()), &options).unwrap().path().to_owned();
    std::fs::write(&object, "cut").unwrap();
    let model = Model::<Counter>::load(&fresh(nonce.path()), &options).unwrap();
    assert!(!model.cached());
    common::assert_counts(&mut model.instance(options.seed).unwrap());
}

#[test]
fn a_design_for_one_use_is_not_kept() {
    let Some(options) = options() else { return };
    let nonce = nonce();
    let once = Options { keep: false, ..options.clone() };
    for _ in 0..2 {
        let model = Model::<Counter>::load(&fresh(nonce.path()), &once).unwrap();
        assert!(!model.cached() && !model.path().exists());
        let mut design = model.instance(once.seed).unwrap();
        drop(model);
        common::assert_counts(&mut design);
    }
    assert!(!Model::<Counter>::load(&fresh(nonce.path()), &options).unwrap().cached());
}

/// Run as it is, it loads the counter in this process; run by the tests below in a process of its own, the source and
/// the cache that they name, and says whether it was there.
#[test]
fn a_process_loads() {
    let Some(mut options) = options() else { return };
    let mut source = counter();
    if let (Some(nonce), Some(cache)) = (std::env::var_os("BRIDGE_TEST_NONCE"), std::env::var_os("BRIDGE_TEST_CACHE")) {
        options.cache = Some(PathBuf::from(cache));
        source = fresh(nonce.as_ref());
    }
    let model = Model::<Counter>::load(&source, &options).unwrap();
    println!("cached: {}", model.cached());
    common::assert_counts(&mut model.instance(options.seed).unwrap());
}

fn process(nonce: &Path, cache: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_process_loads", "--nocapture"])
        .env("BRIDGE_TEST_NONCE", nonce)
        .env("BRIDGE_TEST_CACHE", cache)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What the process said about the cache.
fn finish(process: Child) -> bool {
    let output = process.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let said = text.lines().find_map(|line| line.split_once("cached: ")).unwrap_or_else(|| panic!("{text}"));
    said.1 == "true"
}

#[test]
fn processes_that_race_build_once() {
    let Some(options) = options() else { return };
    let nonce = nonce();
    let cache = options.cache.unwrap();
    let processes: Vec<_> = (0..3).map(|_| process(nonce.path(), &cache)).collect();
    let cached: Vec<_> = processes.into_iter().map(finish).collect();
    assert_eq!(cached.iter().filter(|&&cached| !cached).count(), 1, "{cached:?}");
}

#[test]
fn a_killed_build_leaves_nothing_that_is_taken_for_an_entry() {
    let Some(options) = options() else { return };
    let (nonce, cache) = (nonce(), options.cache.clone().unwrap());
    Model::<Counter>::load(&counter(), &options).unwrap();
    let building = || {
        let entries = std::fs::read_dir(&cache).unwrap().flatten();
        let mut names = entries.map(|entry| entry.path());
        names.find(|path| path.join("work/verilog/nonce.v").exists() && is_of(path, nonce.path()))
    };
    let mut killed = process(nonce.path(), &cache);
    let start = Instant::now();
    let folder = loop {
        if let Some(folder) = building() {
            break folder;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "no build has begun");
        std::thread::sleep(Duration::from_millis(2));
    };
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(folder.exists(), "killed too late");
    assert!(!finish(process(nonce.path(), &cache)));
    assert!(!folder.exists(), "the half build is still there");
    assert!(finish(process(nonce.path(), &cache)));
}

/// Whether the build folder is that of this nonce.
fn is_of(folder: &Path, nonce: &Path) -> bool {
    let text = std::fs::read_to_string(folder.join("work/verilog/nonce.v")).unwrap_or_default();
    text.contains(nonce.to_str().unwrap())
}
