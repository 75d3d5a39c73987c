// SPDX-License-Identifier: MIT OR Apache-2.0
//! Frames made of chunks of host memory, octet by octet.

use super::LONG_OCTETS;
use crate::conformance::frames::noise;
use crate::conformance::rigs::pace::Pace;
use crate::conformance::rigs::stream_narrow::{Asked, Came, Chunk, Done, Script, StreamNarrow, Trace};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

/// Words that it holds ahead of their use; more are offered.
const QUEUE_WORDS: usize = 2;
/// The most clocks that may be lost from one chunk to the next.
const LOST_CLOCKS: usize = 3;

pub(super) const CASES: &[Case] = &[
    case(
        "nic-stream_narrow-alignment",
        "stream_narrow/alignment",
        "Chunks at lanes 0 to 7 of 1 to 24 and of 1514 octets, each a frame and three a frame, and of up to 65,535 \
        octets give just their octets in order, with what is asked for beside them, and use up as many words as they \
        touch, whoever is slow.",
        alignments,
        |trace| trace.words_taken += 1,
    ),
    case(
        "nic-stream_narrow-empty",
        "stream_narrow/empty",
        "Chunks without octets, before, behind and between others, add nothing and use up no word; as the last of a \
        frame they end it with the octet before; a frame of them alone has no beat and is told as empty, and none \
        else.",
        empty_chunks,
        |trace| {
            // As if an empty last chunk did not end its frame: the next one joins it.
            if trace.frames.len() > 1 {
                let next = trace.frames.remove(1);
                trace.frames[0].octets.extend(next.octets);
            }
        },
    ),
    case(
        "nic-stream_narrow-rate",
        "stream_narrow/rate",
        "When words, commands and sink never wait, octets of a chunk come one a clock, and from one chunk to the next \
        three clocks are lost at the most, for chunks of 4 to 1514 octets at all lanes, each a frame and all one \
        frame.",
        rate,
        |trace| trace.octet_clocks.iter_mut().enumerate().for_each(|(index, clock)| *clock += index / 8),
    ),
    case(
        "nic-stream_narrow-error",
        "stream_narrow/error",
        "A word that could not be read, the first, one in the middle, the last, in the first and in a later chunk, \
        and before an empty last one, marks its frame at the last octet; the frames around it are not marked.",
        errors,
        |trace| {
            // As if only the word of the last octet counted.
            trace.frames.iter_mut().filter(|frame| frame.octets.len() > 20).for_each(|frame| frame.bad = false);
        },
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<StreamNarrow>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::StreamNarrow(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    let not_on_reference = Some("the reference knows whole frames, not the words that they come in");
    Case { clause, name, criterion, devices: &["stream_narrow"], not_on_reference, exam }
}

/// A frame of chunks of so many octets at these lanes; its octets and what is asked for it differ by `seed`.
fn frame(chunks: &[(usize, usize)], seed: usize) -> Vec<Chunk> {
    let asked = Asked {
        vlan: seed & 1 != 0,
        vlan_tci: (seed as u16).wrapping_mul(0x9e37),
        ipv4: seed & 2 != 0,
        l4: seed & 4 != 0,
    };
    let mut octets = noise(seed as u64);
    let of = |&(lane, count): &(usize, usize)| Chunk {
        lane,
        octets: octets.by_ref().take(count).collect(),
        asked,
        ..Chunk::default()
    };
    let mut chunks: Vec<_> = chunks.iter().map(of).collect();
    if let Some(last) = chunks.last_mut() {
        last.end = true;
    }
    chunks
}

/// What is due for these chunks: frames, and what is told of each chunk.
fn due(chunks: &[Chunk]) -> (Vec<Came>, Vec<Done>) {
    let (mut frames, mut done, mut came) = (Vec::new(), Vec::new(), Came::default());
    for chunk in chunks {
        came.octets.extend(&chunk.octets);
        came.bad |= chunk.bad_word.is_some();
        came.asked = chunk.asked;
        done.push(Done { end: chunk.end, empty: chunk.end && came.octets.is_empty() });
        if chunk.end {
            frames.extend(Some(std::mem::take(&mut came)).filter(|frame| !frame.octets.is_empty()));
        }
    }
    (frames, done)
}

/// Who is slow: words, commands, sink.
type Speed = (&'static str, Pace, Pace, Pace);

const SPEEDS: [Speed; 6] = [
    ("nobody is slow", Pace::ALWAYS, Pace::ALWAYS, Pace::ALWAYS),
    ("words are slow", Pace::every(13), Pace::ALWAYS, Pace::ALWAYS),
    ("commands are slow", Pace::ALWAYS, Pace::every(37), Pace::ALWAYS),
    ("the sink is slow", Pace::ALWAYS, Pace::ALWAYS, Pace::every(3)),
    ("the sink pauses", Pace::every(5), Pace::every(9), Pace::bursts(11, 17)),
    ("all are slow", Pace::every(20), Pace::every(23), Pace::every(2)),
];

/// Plays the chunks at all speeds and compares all that is due.
fn made(rig: &mut dyn Rig<StreamNarrow>, check: &mut Check, chunks: &[Chunk]) -> Result<(), Mismatch> {
    SPEEDS.into_iter().try_for_each(|speed| made_at(rig, check, chunks, speed))
}

fn made_at(
    rig: &mut dyn Rig<StreamNarrow>,
    check: &mut Check,
    chunks: &[Chunk],
    (what, words, commands, sink): Speed,
) -> Result<(), Mismatch> {
    let (frames, done) = due(chunks);
    let trace = rig.play(&Script { chunks: chunks.to_vec(), words, commands, sink });
    for (index, (came, due)) in trace.frames.iter().zip(&frames).enumerate() {
        check.equal(format_args!("{what}: frame {index}"), came, due)?;
    }
    check.equal(format_args!("{what}: frames"), trace.frames.len(), frames.len())?;
    check.equal(format_args!("{what}: octets behind the last whole frame"), &trace.cut[..], &[])?;
    check.equal(format_args!("{what}: octets with something else beside them"), trace.told_astray, 0)?;
    check.equal(format_args!("{what}: what was told of chunks"), &trace.done, &done)?;
    let taken = chunks.iter().map(Chunk::words).sum::<usize>() + QUEUE_WORDS;
    check.equal(format_args!("{what}: words taken, with those ahead"), trace.words_taken, taken)
}

fn alignments(rig: &mut dyn Rig<StreamNarrow>, check: &mut Check) -> Result<(), Mismatch> {
    let mut chunks = Vec::new();
    for (lane, octets) in (0..8).flat_map(|lane| (1..=24).chain([1514]).map(move |octets| (lane, octets))) {
        let seed = 8 * octets + lane;
        chunks.extend(frame(&[(lane, octets)], seed));
        chunks.extend(frame(&[(lane, octets), (octets % 8, 1 + lane), (7 - lane, octets)], seed + 1));
    }
    made(rig, check, &chunks)?;
    let long = LONG_OCTETS.iter().zip(1..).flat_map(|(&octets, seed)| frame(&[(octets % 8, octets)], seed));
    made_at(rig, check, &long.collect::<Vec<_>>(), SPEEDS[0])
}

fn empty_chunks(rig: &mut dyn Rig<StreamNarrow>, check: &mut Check) -> Result<(), Mismatch> {
    let mut chunks = Vec::new();
    for lane in 0..8 {
        let frames: [&[(usize, usize)]; 10] = [
            &[(2, 5), (lane, 0)],
            &[(lane, 0), (3, 5)],
            &[(lane, 0), (0, 0)],
            &[(lane, 0)],
            &[(lane, 1)],
            &[(lane, 8), (7, 0), (lane, 0), (1, 9), (lane, 0)],
            &[(lane, 0)],
            &[(lane, 0)],
            &[(lane, 1), (lane, 0)],
            &[(lane, 0), (lane, 0), (lane, 16)],
        ];
        for (index, chunks_of) in frames.into_iter().enumerate() {
            chunks.extend(frame(chunks_of, 10 * lane + index));
        }
    }
    made(rig, check, &chunks)
}

fn rate(rig: &mut dyn Rig<StreamNarrow>, check: &mut Check) -> Result<(), Mismatch> {
    let sizes = [1514, 60, 4, 64, 9, 8, 7, 16, 1514];
    let parts: Vec<_> = (0..8).flat_map(|lane| sizes.map(|octets| (lane, octets))).collect();
    let frames: Vec<Chunk> = parts.iter().zip(0..).flat_map(|(part, seed)| frame(&[*part], seed)).collect();
    for (what, chunks) in [("each a frame", frames), ("all one frame", frame(&parts, 99))] {
        let trace = rig.play(&Script { chunks, ..Script::default() });
        let octets: usize = parts.iter().map(|(_, octets)| octets).sum();
        check.equal(format_args!("{what}: octets"), trace.octet_clocks.len(), octets)?;
        let clocks = |octet: usize| trace.octet_clocks[octet] - trace.octet_clocks[octet - 1];
        let mut begin = 0;
        for (chunk, &(lane, octets)) in parts.iter().enumerate() {
            // An octet waits until it is known whether it is the last one: what is lost between two chunks shows before
            // the last octet of the first or behind it.
            let end = begin + octets;
            for octet in begin + 1..end - 1 {
                check.equal(
                    format_args!("{what}: clocks to octet {octet}, chunk {chunk} at {lane}"),
                    clocks(octet),
                    1,
                )?;
            }
            let lost = clocks(end - 1) - 1 + if end < trace.octet_clocks.len() { clocks(end) - 1 } else { 0 };
            let expected = format!("at the most {LOST_CLOCKS}");
            check.holds(
                format_args!("{what}: clocks lost behind chunk {chunk}"),
                lost <= LOST_CLOCKS,
                lost,
                &expected,
            )?;
            begin = end;
        }
    }
    Ok(())
}

fn errors(rig: &mut dyn Rig<StreamNarrow>, check: &mut Check) -> Result<(), Mismatch> {
    let kinds: [&[(usize, usize)]; 5] =
        [&[(0, 40)], &[(5, 44), (3, 0)], &[(3, 13), (7, 9), (2, 30)], &[(7, 1)], &[(4, 4), (0, 0)]];
    let mut chunks = Vec::new();
    for (seed, kind) in kinds.into_iter().enumerate() {
        let sound = frame(kind, seed);
        for (chunk, words) in sound.iter().map(Chunk::words).enumerate() {
            for word in 0..words {
                let mut bad = sound.clone();
                bad[chunk].bad_word = Some(word);
                chunks.extend(sound.iter().cloned().chain(bad));
            }
        }
        chunks.extend(sound);
    }
    made(rig, check, &chunks)
}
