// SPDX-License-Identifier: MIT OR Apache-2.0
//! Three clients of one writer.

use super::UNTIMED;
use super::dma_read::command;
use crate::conformance::rigs::card_bus::Pace;
use crate::conformance::rigs::card_bus::dma_read::Command;
use crate::conformance::rigs::card_bus::write_arbiter::{Item, Script, Trace, WriteArbiter, word};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-write_arbiter-fair",
        "write_arbiter/fair",
        "Of the clients that always have commands each is served in turn, and each command is followed by just its \
         words, 0 to 17 of them, in their order, whenever commands and words are taken.",
        fair,
        |trace| {
            let at = trace.items.iter().position(|item| matches!(item, Item::Word(_))).unwrap_or(0);
            trace.items.swap(at, at + 1);
        },
    ),
    case(
        "nic-write_arbiter-queue",
        "write_arbiter/queue",
        "While the command of another client waits, 16 words of received frames are taken and not one more; afterwards \
                all come out in order.",
        queue,
        |trace| trace.words[0] = 8,
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<WriteArbiter>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::WriteArbiter(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["write_arbiter"], not_on_reference: UNTIMED, exam }
}

/// What the writer is to get when the clients take turns: commands, each with its words.
fn in_turn(clients: &[Vec<Command>; 3]) -> Vec<Item> {
    let (mut items, mut next, mut words) = (vec![], [0; 3], [0; 3]);
    let most = clients.iter().map(Vec::len).max().unwrap_or(0);
    for client in (0..most).flat_map(|_| 0..3) {
        let Some(&command) = clients[client].get(next[client]) else { continue };
        next[client] += 1;
        items.push(Item::Command(command));
        for _ in command.words() {
            items.push(Item::Word(word(client as u64, words[client])));
            words[client] += 1;
        }
    }
    items
}

fn fair(rig: &mut dyn Rig<WriteArbiter>, check: &mut Check) -> Result<(), Mismatch> {
    let paces =
        [Pace::Always, Pace::Chance { seed: 1, of_256: 100 }, Pace::Every(3), Pace::Chance { seed: 2, of_256: 20 }];
    for (present, words) in (1..8).flat_map(|present| paces.map(|words| (present, words))) {
        let commands = |client: u64| {
            let count = if present >> client & 1 == 0 { 0 } else { 40 };
            let of = |number: u64| {
                let lane = number * 3 % 8;
                command(number << 16 | client << 8 | lane, (number * 5 % 130) as u16, client as u8)
            };
            (0..count).map(of).collect::<Vec<_>>()
        };
        let clients = [0, 1, 2].map(commands);
        let script = Script { clients, commands: Pace::Chance { seed: 7, of_256: 128 }, words, clocks: 30_000 };
        let trace = rig.play(&script);
        let expected = in_turn(&script.clients);
        check.equal(format_args!("items of clients {present:03b}"), trace.items.len(), expected.len())?;
        for (number, (item, expected)) in trace.items.into_iter().zip(expected).enumerate() {
            check.equal(format_args!("item {number} of clients {present:03b}"), item, expected)?;
        }
    }
    Ok(())
}

fn queue(rig: &mut dyn Rig<WriteArbiter>, check: &mut Check) -> Result<(), Mismatch> {
    // Client 0 has words for 40, but its first command comes to its turn behind one that is not taken.
    for other in [1, 2] {
        let mut clients = [vec![command(0x1000, 320, 0)], vec![], vec![]];
        clients[other] = vec![command(0x2000, 64, other as u8)];
        let script = Script { clients, commands: Pace::From(5000), words: Pace::Always, clocks: 4000 };
        let first = rig.play(&script);
        check.equal(format_args!("words taken while no command is"), first.words[0], 16)?;
        let trace = rig.play(&Script { clocks: 9000, ..script.clone() });
        check.equal(format_args!("what came out"), trace.items, in_turn(&script.clients))?;
    }
    Ok(())
}
