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

/// Files in these folders that are no member of a family, each with the reason: one side's own parts need no
/// counterpart, they are judged inside the blocks that use them. This is the one place for it.
const SHARED: [(&str, &str); 49] = [
    ("model/spec/src/ports/mod.rs", "lists the contracts"),
    ("model/src/cell.rs", "register and memory of the blocks with several clocks"),
    ("model/src/checksums.rs", "the sums of checksum_verify and checksum_insert"),
    ("model/src/deference.rs", "part of the half-duplex transmitters"),
    ("model/src/design.rs", "the wiring which the MAC designs share"),
    ("model/src/events.rs", "the register before the counters, part of the designs"),
    ("model/src/fcs.rs", "the division of one octet or nibble, for crc32 and the MACs"),
    ("model/src/lib.rs", "lists the golden models"),
    ("model/src/nic_core.rs", "the wiring which the cards share"),
    ("model/src/octet_run.rs", "arithmetic of runs of octets, for the bus side of the card"),
    ("model/src/queue.rs", "a queue of fixed size, for the bus side of the card"),
    ("model/src/receiver.rs", "what the three receivers share"),
    ("model/src/resets.rs", "the resets of the designs' clock domains"),
    ("model/src/synchroniser.rs", "two registers in a row, inside the crossings"),
    ("model/src/testing.rs", "what the tests of the blocks share"),
    ("model/src/transmitter.rs", "what the three transmitters share"),
    ("model/src/turn.rs", "whose turn it is, for both arbiters"),
    ("model/src/tx_frame.rs", "the frame as the three transmitters send it"),
    ("model/src/tx_head.rs", "part of the half-duplex transmitters"),
    ("rtl/src/burst_address.rs", "part of burst_cutter"),
    ("rtl/src/burst_cutter.rs", "part of dma_read and dma_write"),
    ("rtl/src/card_identity.rs", "part of nic_registers"),
    ("rtl/src/card_reset.rs", "part of nic_registers"),
    ("rtl/src/deference.rs", "part of the half-duplex transmitters"),
    ("rtl/src/frame_checksums.rs", "part of checksum_verify and checksum_insert"),
    ("rtl/src/lib.rs", "lists the blocks"),
    ("rtl/src/mac_settings.rs", "part of the cards"),
    ("rtl/src/mac_shell.rs", "what the MAC designs share"),
    ("rtl/src/nic_core.rs", "the wiring which the cards share"),
    ("rtl/src/nic_settings.rs", "part of nic_registers"),
    ("rtl/src/octet_sum.rs", "part of frame_checksums"),
    ("rtl/src/prelude.rs", "what every kernel imports"),
    ("rtl/src/queue.rs", "a queue of 16 entries, for the bus side of the card"),
    ("rtl/src/register_decoder.rs", "part of nic_registers and nic_settings"),
    ("rtl/src/registry.rs", "the one registry of designs"),
    ("rtl/src/ring_size.rs", "part of the rings and of rx_engine"),
    ("rtl/src/rx_events.rs", "part of the designs"),
    ("rtl/src/rx_frame.rs", "part of the three receivers"),
    ("rtl/src/setting.rs", "part of nic_settings"),
    ("rtl/src/turns.rs", "whose turn it is, for both arbiters"),
    ("rtl/src/tx_events.rs", "part of the designs"),
    ("rtl/src/tx_frame.rs", "part of the transmitters"),
    ("testbench/tests/lockstep/bench.rs", "what the lockstep tests share"),
    ("testbench/tests/lockstep/link_partner.rs", "the MAC designs and link partners of third parties"),
    ("testbench/tests/lockstep/main.rs", "lists the lockstep tests"),
    ("testbench/tests/lockstep/metastable.rs", "the blocks with crossings, and chance in them"),
    ("testbench/tests/lockstep/planted_bug.rs", "a difference from its first edge to its replay"),
    ("testbench/tests/lockstep/properties.rs", "random stimuli for all blocks"),
    ("testbench/tests/lockstep/reached.rs", "what the stimuli of all blocks reach in their Verilog"),
];

/// Folders in place of a file `X.rs` that are no block either.
const SHARED_FOLDERS: [(&str, &str); 3] = [
    ("model/src/reference", "untimed, not a block"),
    ("rtl/src/leaf", "register, RAM and clock crossing, judged inside the blocks that use them"),
    ("rtl/src/emit", "the printer"),
];

/// Rule: every block has all five members. One line tells all that a block lacks.
pub(super) fn complete(tree: &Tree) -> Vec<String> {
    let mut blocks = BTreeSet::new();
    for file in tree.files() {
        if !SHARED.iter().any(|(path, _)| *path == file.path) {
            blocks.extend(MEMBERS.iter().filter_map(|&(folder, ending, _)| member(&file.path, folder, ending)));
        }
    }
    let there = |folder: &str, block: &str, ending: &str| {
        tree.has(&format!("{folder}{block}{ending}")) || tree.has(&format!("{folder}{block}/mod{ending}"))
    };
    let mut incomplete = Vec::new();
    for block in blocks.iter().copied().filter(|block| !is_configuration(block, tree)) {
        let absent = MEMBERS.iter().filter(|(folder, ending, _)| !there(folder, block, ending));
        let absent: Vec<String> =
            absent.map(|(folder, ending, what)| format!("no {what} ({folder}{block}{ending})")).collect();
        if !absent.is_empty() {
            incomplete.push(format!("block {block}: {}", absent.join(", ")));
        }
    }
    incomplete
}

/// Whether `name` is only Verilog, named after a block and a setting: `stream_fifo_16k` of `stream_fifo`. Each
/// configuration is a module of its own; the family is that of the block.
fn is_configuration(name: &str, tree: &Tree) -> bool {
    let mut elsewhere = MEMBERS.iter().filter(|(folder, ..)| *folder != "rtl/verilog/");
    let alone = elsewhere.all(|(folder, ending, _)| !tree.has(&format!("{folder}{name}{ending}")));
    let of_block = name.match_indices('_').any(|(place, _)| tree.has(&format!("rtl/src/{}.rs", &name[..place])));
    alone && of_block
}

/// Rule: each exception above still stands for a file or folder, so that the lists say what is.
pub(super) fn exceptions(tree: &Tree) -> Vec<String> {
    let listed = SHARED.iter().chain(&SHARED_FOLDERS).filter(|(path, _)| !tree.has(path));
    listed.map(|(path, _)| format!("{path} is excepted from the block families but not there")).collect()
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
            assert!(told.len() == 1 && told[0].contains(path), "{told:?}");
        }
    }

    #[test]
    fn a_configuration_belongs_to_the_family_of_its_block() {
        let mut files = FAMILY.to_vec();
        files.push(("rtl/verilog/crc32_wide.v", ""));
        assert!(complete(&Tree::of(&files)).is_empty());
        files.push(("rtl/verilog/other_wide.v", ""));
        assert_eq!(complete(&Tree::of(&files)).len(), 1);
    }

    #[test]
    fn an_exception_for_a_file_that_is_gone_is_told() {
        let all: Vec<(&str, &str)> = SHARED.iter().chain(&SHARED_FOLDERS).map(|&(path, _)| (path, "")).collect();
        assert!(exceptions(&Tree::of(&all)).is_empty());
        assert_eq!(exceptions(&Tree::of(&all[1..])).len(), 1);
    }

    #[test]
    fn shared_files_are_no_blocks() {
        let shared = [("model/src/lib.rs", ""), ("rtl/src/emit/mod.rs", ""), ("model/src/reference/mac.rs", "")];
        assert!(complete(&Tree::of(&shared)).is_empty());
    }
}
