// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `read_arbiter`: three clients with commands, one reader that takes them.

use super::dma_read::Command;
use super::{Pace, UNTIMED};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, read_arbiter};

/// Three clients of one reader.
pub struct ReadArbiter;

/// What the clients want, and when.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The commands of each client, with the clock from which each is offered; in order.
    pub clients: [Vec<(usize, Command)>; 3],
    /// When the reader takes a command.
    pub reader: Pace,
    /// Clocks of the run.
    pub clocks: usize,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The commands that the reader took, with the clock.
    pub commands: Vec<(usize, Command)>,
    /// The client of each command that was taken from one.
    pub taken: Vec<usize>,
}

impl Subject for ReadArbiter {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<ReadArbiter>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::ReadArbiter>>,
}

impl Rig<ReadArbiter> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let (mut trace, mut out, mut next) = (Trace::default(), read_arbiter::Out::default(), [0; 3]);
        for clock in 0..script.clocks {
            let offer = |client: usize| {
                let offered = script.clients[client].get(next[client]).filter(|(from, _)| clock >= *from);
                offered.map(|(_, command)| *command)
            };
            let offers = [offer(0), offer(1), offer(2)];
            // What is not offered holds other values, to be ignored.
            let [tx_ring, rx_ring, payload] = offers.map(Option::unwrap_or_default);
            let input = read_arbiter::In {
                tx_ring_valid: offers[0].is_some(),
                tx_ring_address: tx_ring.address,
                tx_ring_octets: tx_ring.octets,
                rx_ring_valid: offers[1].is_some(),
                rx_ring_address: rx_ring.address,
                rx_ring_octets: rx_ring.octets,
                payload_valid: offers[2].is_some(),
                payload_address: payload.address,
                payload_octets: payload.octets,
                command_ready: script.reader.at(clock),
                ..Default::default()
            };
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            let ready = [before.tx_ring_ready, before.rx_ring_ready, before.payload_ready];
            for client in (0..3).filter(|&client| offers[client].is_some() && ready[client]) {
                next[client] += 1;
                trace.taken.push(client);
            }
            if before.command_valid && input.command_ready {
                let (address, octets) = (before.command_address, before.command_octets);
                trace.commands.push((clock, Command { address, octets, client: before.command_client }));
            }
        }
        trace
    }
}
