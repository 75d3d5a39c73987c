// SPDX-License-Identifier: MIT OR Apache-2.0
//! The committed Verilog is what the kernels print, and its ports are those of the contract.

use std::collections::BTreeSet;
use std::path::PathBuf;
use wirewright_rtl::leaf::SyncBit;
use wirewright_rtl::registry;

/// Every committed file, below the folder of them, and what is to be in it.
fn files() -> Vec<(String, String)> {
    let print = |entry: &registry::Entry| entry.verilog().unwrap_or_else(|error| panic!("{}: {error}", entry.name));
    let blocks = registry::ALL.iter().map(|entry| (format!("{}.v", entry.name), print(entry)));
    blocks.chain([("sim/sync_bit_metastable.v".into(), SyncBit::METASTABLE.into())]).collect()
}

fn verilog_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("verilog")
}

#[test]
fn the_committed_verilog_is_what_the_kernels_print() {
    let bless = std::env::var_os("WIREWRIGHT_BLESS").is_some();
    let mut stale = vec![];
    for (name, printed) in files() {
        let path = verilog_folder().join(&name);
        if std::fs::read_to_string(&path).is_ok_and(|committed| committed == printed) {
            continue;
        }
        if bless {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, printed).unwrap();
        } else {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "{stale:?} differ; WIREWRIGHT_BLESS=1 cargo test -p wirewright-rtl --test verilog");
}

#[test]
fn no_verilog_is_left_without_its_block() {
    let known: BTreeSet<PathBuf> = files().iter().map(|(name, _)| verilog_folder().join(name)).collect();
    let mut folders = vec![verilog_folder()];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => assert!(known.contains(&path), "{} has no line in the registry", path.display()),
            }
        }
    }
}

#[test]
fn printing_twice_gives_the_same_text() {
    for entry in registry::ALL {
        assert_eq!(entry.verilog().unwrap(), entry.verilog().unwrap());
    }
}

#[test]
fn ports_are_those_of_the_contract() {
    assert!(!registry::ALL.is_empty());
    for entry in registry::ALL {
        let contract = entry.contract().unwrap_or_else(|| panic!("no ports of {} in wirewright_spec", entry.name));
        let interface = entry.interface().unwrap();
        let ours: BTreeSet<(String, usize, bool, bool)> =
            interface.iter().map(|p| (p.name.clone(), p.width, p.is_input, p.is_clock)).collect();
        let port = |p: &wirewright_spec::Port, is_input| (p.name.to_string(), p.width as usize, is_input, false);
        let clocks = contract.clocks.iter().map(|clock| (clock.to_string(), 1, true, true));
        let inputs = contract.inputs.iter().map(|p| port(p, true));
        let outputs = contract.outputs.iter().map(|p| port(p, false));
        let theirs: BTreeSet<_> = clocks.chain(inputs).chain(outputs).collect();
        assert_eq!(ours, theirs, "ports of {}", entry.name);
        assert_eq!(ours.len(), interface.len(), "{} has a port twice", entry.name);
    }
}
