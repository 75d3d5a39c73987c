// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rig over the reference for whole MACs: frames become packets, carriers become frames, and all are counted. Of
//! the memories it knows what needs no time: a frame larger than the one for sending is lost, and what a client takes
//! that takes nothing stays in the other one.

use super::{MEMORY_OCTETS, Mac, Received, Script, Trace};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::control_rx::OWN_ADDRESS;
use crate::conformance::rigs::wire::TxSymbol;
use wirewright_model::reference::counters::{Counters, Sent};
use wirewright_model::reference::pause::{Control, classify};
use wirewright_model::reference::receive::{Settings, Symbol, receive_nibbles, receive_octets};
use wirewright_model::reference::transmit::transmit;

pub(super) struct Reference {
    pub nibble: bool,
}

impl Rig<Mac> for Reference {
    fn play(&mut self, script: &Script) -> Trace {
        let mut counters = Counters::default();
        let mut trace = Trace { bits_per_clock: self.bits_per_clock(), ..Trace::default() };
        self.send(script, &mut counters, &mut trace);
        self.receive(script, &mut counters, &mut trace);
        trace.counters = [counters.rx, counters.tx].concat();
        trace
    }

    fn bits_per_clock(&self) -> usize {
        if self.nibble { 4 } else { 8 }
    }
}

impl Reference {
    fn send(&self, script: &Script, counters: &mut Counters, trace: &mut Trace) {
        let bits = self.bits_per_clock();
        for request in &script.frames {
            if request.octets.len() > MEMORY_OCTETS {
                counters.lose_before_sending();
                continue;
            }
            let packet = transmit(request);
            for symbol in &packet.symbols {
                trace.symbols.extend((0..8 / bits).map(|part| TxSymbol {
                    data: symbol.octet >> (part * bits) & (0xff >> (8 - bits)),
                    en: true,
                    er: symbol.error,
                }));
            }
            trace.symbols.extend(vec![TxSymbol::default(); 96 / bits]);
            counters.transmit(&Sent { verdict: packet.verdict, ..Sent::ok(packet.frame().len()) });
        }
    }

    fn receive(&self, script: &Script, counters: &mut Counters, trace: &mut Trace) {
        let receive = if self.nibble { receive_nibbles } else { receive_octets };
        let mut stored_octets = 0;
        for carrier in &script.carriers {
            let symbols = carrier.carrier(self.bits_per_clock());
            let symbols: Vec<_> = symbols.iter().map(|symbol| Symbol { data: symbol.data, error: symbol.er }).collect();
            let Some(frame) = receive(&symbols, Settings { fcs_strip: true, jumbo: false }) else { continue };
            let good = frame.verdict.accepted();
            let control = if good { classify(&frame.client, OWN_ADDRESS) } else { Control::None };
            let destination = frame.client.first_chunk().copied();
            if stored_octets + frame.client.len() > MEMORY_OCTETS {
                counters.receive_without_room(&frame, control, destination);
                continue;
            }
            counters.receive(&frame, control, destination);
            if control == Control::None && (good || script.pass_bad) && !frame.client.is_empty() {
                if script.sink_ready {
                    trace.received.push(Received { octets: frame.client, bad: !good });
                } else {
                    stored_octets += frame.client.len();
                }
            }
        }
    }
}
