// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reads of host memory (AMBA AXI4, ARM IHI 0022, A3).

use super::{UNTIMED, is_sound};
use crate::conformance::rigs::card_bus::dma_read::{Command, DmaRead, Script, Trace, Word};
use crate::conformance::rigs::card_bus::{Pace, word_at};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-dma_read-boundary",
        "dma_read/boundary",
        "For commands at every offset 0 to 63 of a line and around multiples of 4096, of 1 to 300 and of 65,535 \
         octets, each burst begins at a multiple of 8, has 1 to 16 beats and stays within 4096 octets.",
        boundary,
        |trace| trace.bursts.iter_mut().for_each(|burst| burst.address += 4096 - burst.address % 4096 - 8),
    ),
    case(
        "nic-dma_read-words",
        "dma_read/words",
        "Commands at every offset 0 to 63, of 1 to 40 and of 65,535 octets, of three clients in turn, give the words \
         that hold their octets, each with its client, the last one marked, over the end of the address space, too.",
        words,
        |trace| trace.words.truncate(7),
    ),
    case(
        "nic-dma_read-empty",
        "dma_read/empty",
        "Eight commands of no octets, one for each lane, give no burst and no word; the one of 8 octets after them \
         gives one of each.",
        |rig, check| {
            let mut commands: Vec<_> = (0..8).map(|lane| command(0x2000 + lane, 0, 1)).collect();
            commands.push(command(0x3000, 8, 2));
            let trace = rig.play(&Script { commands, clocks: 1000, ..Script::default() });
            check.equal(format_args!("commands taken"), trace.taken.len(), 9)?;
            check.equal(format_args!("bursts"), trace.bursts.len(), 1)?;
            let word = Word { data: word_at(0x3000), client: 2, last: true, error: false };
            check.equal(format_args!("words"), trace.words, vec![word])
        },
        |trace| trace.words.insert(0, trace.words[0]),
    ),
    case(
        "nic-dma_read-outstanding",
        "dma_read/outstanding",
        "While a memory gives no data for 1000 clocks there are just eight addresses; then one more for each burst \
         that ends, and not before.",
        outstanding,
        |trace| trace.bursts[8].offered = 500,
    ),
    case(
        "nic-dma_read-error",
        "dma_read/error",
        "With SLVERR or DECERR on, or a wrong RLAST at, any beat of a command of three bursts, the words of this \
         command from that beat on are marked, no other ones, and all are read; EXOKAY marks none.",
        error,
        |trace| trace.words.iter_mut().for_each(|word| word.error &= word.last),
    ),
    case(
        "nic-dma_read-stable",
        "dma_read/stable",
        "To a memory that takes no address for 10,000 clocks, and then at random, addresses are offered at once and \
         stay as they are until they are taken; all words come.",
        stable,
        |trace| trace.unstable = 1,
    ),
    case(
        "nic-dma_read-flush",
        "dma_read/flush",
        "With `flush` from each clock of a command of three bursts on, no burst is begun, those that were begun end, \
                `idle` is high at just the clocks without one, and afterwards the rest comes.",
        flush,
        |trace| trace.idle.iter_mut().for_each(|idle| *idle = true),
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<DmaRead>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::DmaRead(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["dma_read"], not_on_reference: UNTIMED, exam }
}

pub(super) const fn command(address: u64, octets: u16, client: u8) -> Command {
    Command { address, octets, client }
}

/// Commands at every offset of a line, at the end of 4096 octets and of the address space, of all kinds of lengths.
pub(super) fn everywhere(lengths: &[u16]) -> Vec<Command> {
    let offsets = (0..64).map(|offset| 0x0001_2345_6000 + offset);
    let ends = (1..20).map(|before| 0xffff_ffff_ffff_f000 - before).chain([0xffff_ffff, 0x1_0000_0000, 0xff0, 0xfff]);
    let mut client = 0;
    let mut commands = Vec::new();
    for address in offsets.chain(ends) {
        for &octets in lengths {
            client = (client + 1) % 3;
            commands.push(command(address, octets, client));
        }
    }
    commands
}

fn boundary(rig: &mut dyn Rig<DmaRead>, check: &mut Check) -> Result<(), Mismatch> {
    let mut commands = everywhere(&[1, 2, 7, 8, 9, 60, 64, 120, 128, 136, 257, 300]);
    commands.extend([command(0x7ff9, 65535, 0), command(0x1_0000_0000, 65535, 1)]);
    let trace = rig.play(&Script { commands: commands.clone(), clocks: 400_000, ..Script::default() });
    check.equal(format_args!("commands taken"), trace.taken.len(), commands.len())?;
    for burst in &trace.bursts {
        let sound = is_sound(burst.address, burst.beats);
        check.holds(format_args!("a burst"), sound, burst, "1 to 16 beats at a multiple of 8, within 4096 octets")?;
    }
    let beats: usize = trace.bursts.iter().map(|burst| burst.beats).sum();
    check.equal(format_args!("words in all"), beats, commands.iter().map(|command| command.words().count()).sum())
}

/// The words of a command.
fn words_of(command: Command) -> Vec<Word> {
    let mut words: Vec<_> = command
        .words()
        .map(|address| Word { data: word_at(address), client: command.client, last: false, error: false })
        .collect();
    if let Some(word) = words.last_mut() {
        word.last = true;
    }
    words
}

fn words(rig: &mut dyn Rig<DmaRead>, check: &mut Check) -> Result<(), Mismatch> {
    let lengths: Vec<_> = (1..=40).collect();
    let mut commands = everywhere(&lengths);
    commands.extend([command(0x1003, 65535, 0), command(0xffff_ffff_ffff_fffb, 10, 1), command(8, 200, 2)]);
    let data = Pace::Chance { seed: 3, of_256: 200 };
    let script = Script { commands, data, latency_clocks: 5, clocks: 400_000, ..Script::default() };
    let trace = rig.play(&script);
    let expected: Vec<_> = script.commands.iter().flat_map(|&command| words_of(command)).collect();
    check.equal(format_args!("number of words"), trace.words.len(), expected.len())?;
    for (number, (word, expected)) in trace.words.into_iter().zip(expected).enumerate() {
        check.equal(format_args!("word {number}"), word, expected)?;
    }
    Ok(())
}

fn outstanding(rig: &mut dyn Rig<DmaRead>, check: &mut Check) -> Result<(), Mismatch> {
    for octets in [8, 128] {
        let commands = (0..20).map(|number| command(0x4000 + 128 * number, octets, 0)).collect();
        let script = Script { commands, data: Pace::From(1000), clocks: 3000, ..Script::default() };
        let trace = rig.play(&script);
        check.equal(format_args!("bursts"), trace.bursts.len(), 20)?;
        let early = trace.bursts.iter().filter(|burst| burst.offered < 1000).count();
        check.equal(format_args!("addresses before the first data"), early, 8)?;
        for number in 8..20 {
            let (offered, ended) = (trace.bursts[number].offered, trace.ended[number - 8]);
            check.holds(format_args!("address {number}"), offered > ended, (offered, ended), "after a burst ended")?;
            check.holds(format_args!("address {number}"), offered < ended + 70, (offered, ended), "soon after it")?;
        }
    }
    Ok(())
}

fn error(rig: &mut dyn Rig<DmaRead>, check: &mut Check) -> Result<(), Mismatch> {
    // 16, 16 and 8 beats between two other commands of two beats.
    let commands = vec![command(0x1000, 16, 0), command(0x2000, 320, 1), command(0x3000, 16, 2)];
    for beat in 0..40 {
        for response in [None, Some(1), Some(2), Some(3)] {
            let script = Script {
                commands: commands.clone(),
                responses: response.map(|response| (beat + 2, response)).into_iter().collect(),
                wrong_last: if response.is_none() { vec![beat + 2] } else { vec![] },
                clocks: 1000,
                ..Script::default()
            };
            let trace = rig.play(&script);
            let mut expected: Vec<_> = script.commands.iter().flat_map(|&command| words_of(command)).collect();
            let wrong = response != Some(1);
            expected[beat + 2..42].iter_mut().for_each(|word| word.error = wrong);
            check.equal(format_args!("words, beat {beat} with response {response:?}"), trace.words, expected)?;
            check.equal(format_args!("idle at the end"), trace.idle.last(), Some(&true))?;
        }
    }
    Ok(())
}

fn stable(rig: &mut dyn Rig<DmaRead>, check: &mut Check) -> Result<(), Mismatch> {
    for address in [Pace::From(10_000), Pace::Chance { seed: 9, of_256: 40 }] {
        let commands = everywhere(&[9, 300]);
        let trace = rig.play(&Script { commands: commands.clone(), address, clocks: 60_000, ..Script::default() });
        check.equal(format_args!("addresses that changed or went"), trace.unstable, 0)?;
        check.holds(format_args!("first address"), trace.bursts[0].offered < 10, trace.bursts[0], "at once")?;
        let words = commands.iter().map(|command| command.words().count()).sum();
        check.equal(format_args!("words"), trace.words.len(), words)?;
    }
    Ok(())
}

fn flush(rig: &mut dyn Rig<DmaRead>, check: &mut Check) -> Result<(), Mismatch> {
    let commands = vec![command(0x1005, 380, 1), command(0x9000, 8, 2)];
    for (begin, address) in (0..140).flat_map(|begin| [(begin, Pace::Always), (begin, Pace::Every(7))]) {
        let flush = begin..begin + 300;
        let script = Script {
            commands: commands.clone(),
            address,
            latency_clocks: 64,
            flush: flush.clone(),
            clocks: 1500,
            ..Script::default()
        };
        let trace = rig.play(&script);
        let begun = trace.bursts.iter().filter(|burst| flush.contains(&burst.offered)).count();
        check.equal(format_args!("bursts begun, flush from {begin}"), begun, 0)?;
        let words: Vec<_> = commands.iter().flat_map(|&command| words_of(command)).collect();
        check.equal(format_args!("words, flush from {begin}"), &trace.words, &words)?;
        for (clock, &idle) in trace.idle.iter().enumerate() {
            let begun = trace.bursts.iter().filter(|burst| burst.offered <= clock).count();
            let ended = trace.ended.iter().filter(|&&ended| ended <= clock).count();
            check.equal(format_args!("idle at clock {clock}, flush from {begin}"), idle, begun == ended)?;
        }
    }
    Ok(())
}
