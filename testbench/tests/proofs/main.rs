// SPDX-License-Identifier: MIT OR Apache-2.0
//! Proofs of the FIFOs and of what crosses clocks, for all inputs and all time: the properties are in `rtl/formal`, in
//! the file of the block's name. Each group of properties has a fault that it finds, some steps after power-up: so it
//! says something, and what the proof assumes can happen.

mod prover;

use prover::{Claim, Verdict};
use wirewright_rtl::leaf::LEAVES;
use wirewright_rtl::registry;
use wirewright_spec::ports::{AsyncFifo, StreamFifo, StreamFifo16k, StreamFifo64};
use wirewright_testbench::registry::Registered;

/// Steps in which a fault must show.
const REFUTED_WITHIN_STEPS: u32 = 16;

/// A fault: the group of properties that must find it, and the text that is changed.
type Fault = (&'static str, &'static str, &'static str);

const STREAM_FIFO_FAULTS: &[Fault] = &[
    // The memory is full one octet later than it is.
    ("overflow", "assign full_stored = write == last_room;", "assign full_stored = write == full_write;"),
    // A frame shows its first octet before its last one is in.
    ("whole", "assign waiting = read != commit;", "assign waiting = read != write;"),
    // The octet that waits behind the output is lost when the sink stalls.
    ("order", "assign fetch_free = !fetched || present_free;", "assign fetch_free = 1'b1;"),
    // A bad frame is not taken back.
    ("whole", "if (s_axis_tlast && (reject || s_axis_tdrop)) begin", "if (s_axis_tlast && s_axis_tdrop) begin"),
    // An overflow tells nobody.
    ("told", "stat_overflow <= frame_end && !store", "stat_overflow <= frame_end && !store && !cfg_wait"),
    // A frame that was dropped silently is told as a bad one.
    ("told", "stat_bad <= frame_end && reject;", "stat_bad <= frame_end && (reject || s_axis_tdrop);"),
    // The sink is not waited for.
    ("stable", "assign present_free = !m_axis_tvalid || m_axis_tready;", "assign present_free = 1'b1;"),
];

const ASYNC_FIFO_FAULTS: &[Fault] = &[
    // The read side does not look whether there is a beat.
    ("overflow", "assign waiting = read_gray != write_gray_seen;", "assign waiting = 1'b1;"),
    ("order", "assign waiting = read_gray != write_gray_seen;", "assign waiting = 1'b1;"),
    // Two beats change places.
    ("order", ".write_address(write[3:0])", ".write_address(write[3:0] ^ 4'd1)"),
    // What crosses is a binary counter.
    ("gray", "write_gray <= write_after ^ (write_after >> 3'd1);", "write_gray <= write_after;"),
    ("gray", "read_gray <= read_after ^ (read_after >> 3'd1);", "read_gray <= read_after;"),
    // The sink is not waited for.
    ("stable", "assign present_free = !m_axis_tvalid || m_axis_tready;", "assign present_free = 1'b1;"),
];

#[test]
fn every_file_of_properties_is_used() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../rtl/formal");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = files.map(|file| file.trim_end_matches(".sv").to_owned()).collect();
    names.sort();
    assert_eq!(names, prover::formal_names());
}

#[test]
fn stream_fifo() {
    proved(&with_stream_fifo("stream_fifo", StreamFifo::VERILOG));
}

#[test]
fn stream_fifo_64() {
    proved(&with_stream_fifo("stream_fifo_64", StreamFifo64::VERILOG));
}

#[test]
fn stream_fifo_16k() {
    proved(&with_stream_fifo("stream_fifo_16k", StreamFifo16k::VERILOG));
}

#[test]
fn faults_of_stream_fifo_are_refuted() {
    // Of a depth that is full after a few steps.
    let smallest = with_stream_fifo("stream_fifo_4", &registry::smallest_stream_fifo().unwrap());
    refuted(&smallest, STREAM_FIFO_FAULTS);
}

#[test]
fn async_fifo() {
    proved(&with_async_fifo());
}

#[test]
fn faults_of_async_fifo_are_refuted() {
    refuted(&with_async_fifo(), ASYNC_FIFO_FAULTS);
}

#[test]
fn sync_bit() {
    let claim = Claim::of("sync_bit", leaf("sync_bit")).with("sync_bit", "sync_bit");
    proved(&claim);
    refuted(&claim, &[("stages", "assign q = stage[1];", "assign q = stage[0];")]);
    refuted(&claim, &[("stages", "stage <= {2{RESET_VALUE}};", "stage <= 2'b01;")]);
}

#[test]
fn reset_sync() {
    let claim = Claim::of("reset_sync", leaf("reset_sync")).with("reset_sync", "reset_sync").multiclock();
    proved(&claim);
    refuted(
        &claim,
        &[
            (
                "at_once",
                "always @(posedge clk or posedge arst) begin\n        if (arst) begin\n            stage",
                "always @(posedge clk) begin\n        if (arst) begin\n            stage",
            ),
            ("release_second", "stage <= {stage[0], 1'b0};", "stage <= 2'b00;"),
            ("release_at_an_edge", "assign rst = stage[1];", "assign rst = stage[1] && (arst || clk || stage[0]);"),
        ],
    );
}

fn leaf(name: &str) -> &'static str {
    LEAVES.iter().find(|(leaf, _)| *leaf == name).unwrap().1
}

/// The properties of `stream_fifo` in one of its configurations.
fn with_stream_fifo(top: &str, verilog: &str) -> Claim {
    Claim::of(top, verilog).with(top, "stream_fifo").with("ram_block", "ram_block")
}

/// The properties of `async_fifo`, every bit that crosses metastable.
fn with_async_fifo() -> Claim {
    let claim = Claim::of("async_fifo", AsyncFifo::VERILOG).with("async_fifo", "async_fifo");
    claim.with("ram_distributed", "ram_distributed").replacing("sync_bit", "sync_bit_metastable").multiclock()
}

fn proved(claim: &Claim) {
    if let Some(verdict) = claim.prove(1) {
        assert_eq!(verdict, Verdict::Proved);
    }
}

/// Nothing is refuted of the design as it is, and each fault by its group of properties.
fn refuted(claim: &Claim, faults: &[Fault]) {
    let Some(sound) = claim.refute(REFUTED_WITHIN_STEPS) else { return };
    assert_eq!(sound, Verdict::NotRefuted);
    for (group, from, to) in faults {
        let verdict = claim.clone().planting(from, to).only(group).refute(REFUTED_WITHIN_STEPS);
        match verdict {
            Some(Verdict::Refuted(names)) => assert!(names.iter().all(|name| name.starts_with(group)), "{names:?}"),
            other => panic!("`{to}` is not found by `{group}`: {other:?}"),
        }
    }
}
