// SPDX-License-Identifier: MIT OR Apache-2.0
//! Three clients of one reader.

use super::UNTIMED;
use super::dma_read::command;
use crate::conformance::rigs::card_bus::Pace;
use crate::conformance::rigs::card_bus::read_arbiter::{ReadArbiter, Script, Trace};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[Case {
    clause: "nic-read_arbiter-fair",
    name: "read_arbiter/fair",
    criterion: "Of three clients that always have commands each is served at every third turn, 100 times; two share \
            likewise; one alone is served at every turn, without waiting; all commands come as they were given.",
    devices: &["read_arbiter"],
    not_on_reference: UNTIMED,
    exam: AnyExam::ReadArbiter(Exam {
        run: fair,
        saboteur: Saboteur::Trace(|trace: &mut Trace| trace.commands.swap(0, 1)),
    }),
}];

/// Turns of a client that is alone come so many clocks apart at the most.
const ALONE_CLOCKS: usize = 6;

fn fair(rig: &mut dyn Rig<ReadArbiter>, check: &mut Check) -> Result<(), Mismatch> {
    for (present, reader) in (1..8).flat_map(|present| {
        [Pace::Always, Pace::Chance { seed: present, of_256: 80 }].map(|reader| (present as usize, reader))
    }) {
        let commands = |client: usize| {
            let count = if present >> client & 1 == 0 { 0 } else { 100 };
            let of = |number: u64| (0, command(number << 32 | client as u64, (number * 7) as u16, client as u8));
            (0..count).map(of).collect::<Vec<_>>()
        };
        let script = Script { clients: [0, 1, 2].map(commands), reader, clocks: 10_000 };
        let trace = rig.play(&script);
        let clients: Vec<_> = (0..3).filter(|client| present >> client & 1 != 0).collect();
        check.equal(format_args!("commands"), trace.commands.len(), 100 * clients.len())?;
        for (turn, (_, got)) in trace.commands.iter().enumerate() {
            let (client, number) = (clients[turn % clients.len()], turn / clients.len());
            check.equal(format_args!("turn {turn} of clients {clients:?}"), *got, script.clients[client][number].1)?;
            check.equal(format_args!("client of turn {turn}"), trace.taken[turn], client)?;
        }
        for two in trace.commands.windows(2).filter(|_| reader == Pace::Always) {
            let clocks = two[1].0 - two[0].0;
            check.holds(format_args!("clocks to the next turn"), clocks <= ALONE_CLOCKS, clocks, "6 at the most")?;
        }
    }
    late_client(rig, check)
}

/// A client that comes while another one is busy has the next turn but one at the latest.
fn late_client(rig: &mut dyn Rig<ReadArbiter>, check: &mut Check) -> Result<(), Mismatch> {
    for (late, from) in (0..3).flat_map(|late| (200..220).map(move |from| (late, from))) {
        let commands = |client: usize| {
            let of = |number| (0, command(number, 1, client as u8));
            if client == late { vec![(from, command(77, 7, late as u8))] } else { (0..200).map(of).collect() }
        };
        let script = Script { clients: [0, 1, 2].map(commands), reader: Pace::Always, clocks: 3000 };
        let trace = rig.play(&script);
        let place = trace.commands.iter().position(|(_, command)| usize::from(command.client) == late);
        let before = trace.commands.iter().filter(|(clock, _)| *clock < from).count();
        let turns = place.map(|place| place - before);
        let soon = turns.is_some_and(|turns| turns <= 3);
        check.holds(format_args!("client {late} from clock {from}"), soon, turns, "served within three turns")?;
    }
    Ok(())
}
