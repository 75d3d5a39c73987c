// SPDX-License-Identifier: MIT OR Apache-2.0
//! Octets of received frames put into words of host memory.

use super::LONG_OCTETS;
use crate::conformance::frames::noise;
use crate::conformance::rigs::pace::Pace;
use crate::conformance::rigs::stream_widen::{Chunk, Script, StreamWiden, Trace};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-stream_widen-alignment",
        "stream_widen/alignment",
        "Chunks at lanes 0 to 7 of 0 to 24, of 1514 and of up to 65,535 octets, of noise and of ones, give the words \
        that they touch, each octet in its lane and 0 in all others, whoever is slow.",
        alignments,
        |trace| {
            // As if a word were not cleared before the next one is begun.
            for index in (1..trace.words.len()).rev() {
                trace.words[index] |= trace.words[index - 1];
            }
        },
    ),
    case(
        "nic-stream_widen-discard",
        "stream_widen/discard",
        "Chunks that are thrown away, of 0 to 65,535 octets at any lane, behind, before and between others, take just \
        their octets and give no word; the words of the others come as planned, also where one waits long for the \
        sink.",
        thrown_away,
        |trace| {
            if let Some(first) = trace.words.first_mut() {
                *first = 0;
            }
        },
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<StreamWiden>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::StreamWiden(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    let not_on_reference = Some("the reference knows whole frames, not the words that they are put into");
    Case { clause, name, criterion, devices: &["stream_widen"], not_on_reference, exam }
}

/// The words of a chunk: octet by octet to its place.
fn words(chunk: &Chunk) -> Vec<u64> {
    if chunk.discard || chunk.octets.is_empty() {
        return vec![];
    }
    let mut words = vec![0; (chunk.lane + chunk.octets.len()).div_ceil(8)];
    for (octet, place) in chunk.octets.iter().zip(chunk.lane..) {
        words[place / 8] |= u64::from(*octet) << (8 * (place % 8));
    }
    words
}

/// Who is slow: octets, commands, sink.
type Speed = (&'static str, Pace, Pace, Pace);

const SPEEDS: [Speed; 7] = [
    ("nobody is slow", Pace::ALWAYS, Pace::ALWAYS, Pace::ALWAYS),
    ("octets are slow", Pace::every(3), Pace::ALWAYS, Pace::ALWAYS),
    ("commands are slow", Pace::ALWAYS, Pace::every(29), Pace::ALWAYS),
    ("the sink is slow", Pace::ALWAYS, Pace::ALWAYS, Pace::every(10)),
    ("the sink pauses", Pace::ALWAYS, Pace::every(2), Pace::bursts(3, 31)),
    ("all are slow", Pace::every(2), Pace::every(11), Pace::every(7)),
    ("the sink comes late", Pace::ALWAYS, Pace::ALWAYS, Pace { from_clock: 300, ..Pace::ALWAYS }),
];

/// Plays the chunks at all speeds and compares words, octets and commands.
fn made(rig: &mut dyn Rig<StreamWiden>, check: &mut Check, chunks: &[Chunk]) -> Result<(), Mismatch> {
    SPEEDS.into_iter().try_for_each(|speed| made_at(rig, check, chunks, speed))
}

fn made_at(
    rig: &mut dyn Rig<StreamWiden>,
    check: &mut Check,
    chunks: &[Chunk],
    (what, octets, commands, sink): Speed,
) -> Result<(), Mismatch> {
    let due: Vec<u64> = chunks.iter().flat_map(words).collect();
    let planned: usize = chunks.iter().map(|chunk| chunk.octets.len()).sum();
    let trace = rig.play(&Script { chunks: chunks.to_vec(), octets, commands, sink });
    for (index, (word, due)) in trace.words.iter().zip(&due).enumerate() {
        check.equal(format_args!("{what}: word {index}"), Word(*word), Word(*due))?;
    }
    check.equal(format_args!("{what}: words"), trace.words.len(), due.len())?;
    check.equal(format_args!("{what}: octets taken"), trace.octets_taken, planned)?;
    check.equal(format_args!("{what}: commands taken"), trace.commands_taken, chunks.len())
}

/// A word, shown lane by lane.
#[derive(PartialEq, Eq)]
struct Word(u64);

impl std::fmt::Debug for Word {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

fn chunk(lane: usize, octets: usize, seed: u64) -> Chunk {
    Chunk { lane, octets: noise(seed).take(octets).collect(), discard: false }
}

fn alignments(rig: &mut dyn Rig<StreamWiden>, check: &mut Check) -> Result<(), Mismatch> {
    let mut chunks = Vec::new();
    for (lane, octets) in (0..8).flat_map(|lane| (0..=24).chain([1514]).map(move |octets| (lane, octets))) {
        chunks.push(chunk(lane, octets, (8 * octets + lane) as u64));
        chunks.push(Chunk { lane: 0, octets: vec![0xff; 16], discard: false });
        chunks.push(Chunk { lane, octets: vec![0xff; octets % 16], discard: false });
    }
    made(rig, check, &chunks)?;
    let long = LONG_OCTETS.iter().zip(1..).map(|(&octets, seed)| chunk(octets % 8, octets, seed));
    made_at(rig, check, &long.collect::<Vec<_>>(), SPEEDS[0])
}

fn thrown_away(rig: &mut dyn Rig<StreamWiden>, check: &mut Check) -> Result<(), Mismatch> {
    let discard = |lane, octets, seed| Chunk { discard: true, ..chunk(lane, octets, seed) };
    made(rig, check, &[chunk(0, 3, 1), discard(0, 100, 2), chunk(0, 5, 3)])?;
    made(rig, check, &[chunk(6, 3, 1), discard(5, 100, 2), discard(0, 1, 7), discard(7, 5000, 4), chunk(0, 5, 3)])?;
    let mut chunks = vec![chunk(1, 2, 9)];
    for (lane, octets) in (0..8).flat_map(|lane| (0..=17).map(move |octets| (lane, octets))) {
        let seed = (8 * octets + lane) as u64;
        chunks.push(discard(lane, octets, seed));
        chunks.push(chunk((lane + octets) % 8, 1 + octets % 5, seed + 1));
        chunks.push(discard(octets % 8, 17 - octets, seed + 2));
        chunks.push(chunk(lane, octets, seed + 3));
    }
    made(rig, check, &chunks)?;
    let long = LONG_OCTETS.iter().zip(1..).flat_map(|(&octets, seed)| {
        let lane = octets % 8;
        [discard(lane, octets, seed), chunk(7 - lane, 9, seed)]
    });
    made_at(rig, check, &long.collect::<Vec<_>>(), SPEEDS[0])
}
