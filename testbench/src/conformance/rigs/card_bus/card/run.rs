// SPDX-License-Identifier: MIT OR Apache-2.0
//! A run of a script on a card.

use super::partner::Partner;
use super::pins::CardPins;
use super::{BusEvent, Condition, HOST, Mark, RECEIVER, Script, Step, TRANSMITTER, Trace};
use crate::card::{
    BusWatch, ReadMaster, ReadPort, ReadSlave, RegisterMaster, RegisterPort, RegisterSlave, WriteMaster, WritePort,
    WriteSlave,
};
use crate::conformance::rigs::medium::Medium;
use wirewright_spec::EdgeSet;

pub(super) struct Run<'a, I: CardPins> {
    script: &'a Script,
    pub input: I::In,
    step: usize,
    /// Clocks in the present step, and those without anything on bus or wire.
    clocks: usize,
    quiet_clocks: usize,
    asked: bool,
    registers: RegisterMaster,
    reads: ReadSlave,
    writes: WriteSlave,
    partner: Partner,
    medium: Option<Medium<'a>>,
    watch: BusWatch<I::Out>,
    resetting: Option<Resetting>,
    clock: usize,
    trace: Trace,
}

/// A reset by a port: its clock has so many edges left before it, and after it.
struct Resetting {
    port: usize,
    standing: Option<usize>,
    edges_before: u32,
    edges_after: u32,
}

/// Edges of the port's clock before and after a reset, while another one stands.
const RESET_EDGES: [u32; 2] = [10, 60];

impl<'a, I: CardPins> Run<'a, I> {
    pub fn new(script: &'a Script) -> Run<'a, I> {
        Run {
            script,
            input: I::In::default(),
            step: 0,
            clocks: 0,
            quiet_clocks: 0,
            asked: false,
            registers: RegisterMaster::default(),
            reads: ReadSlave::new(script.timing),
            writes: WriteSlave::new(script.timing),
            partner: Partner::new(I::BITS_PER_CLOCK, script.obeys),
            medium: script.medium.as_ref().map(Medium::new),
            watch: BusWatch::default(),
            resetting: None,
            clock: 0,
            trace: Trace { bits_per_clock: I::BITS_PER_CLOCK, ..Trace::default() },
        }
    }

    pub fn is_over(&self) -> bool {
        self.step == self.script.steps.len() && self.resetting.is_none()
    }

    pub fn finish(mut self) -> Trace {
        self.trace.end = self.mark();
        self.trace.violations.extend(self.watch.violations());
        if self.step < self.script.steps.len() {
            self.trace.given_up.push(self.step);
        }
        self.trace
    }

    /// What is left of these edges when a clock stands.
    pub fn running(&self, edges: EdgeSet) -> EdgeSet {
        match self.resetting.as_ref().and_then(|resetting| resetting.standing) {
            Some(clock) => EdgeSet(edges.0 & !(1 << clock)),
            None => edges,
        }
    }

    /// One event has passed. Inputs change only after an edge of their own clock.
    pub fn event(&mut self, time_ps: u64, edges: EdgeSet, before: &I::Out, after: &I::Out) {
        if self.resetting.is_some() {
            self.reset_event(edges);
        } else if edges.contains(HOST) {
            self.host_edge(time_ps, before, after);
        }
        if edges.contains(TRANSMITTER) {
            let symbol = I::symbol(after);
            self.trace.symbols.push(symbol);
            self.partner.hear(symbol);
            if let Some(medium) = &mut self.medium {
                I::put_medium(&mut self.input, medium.pins(symbol));
            }
            if symbol.en {
                self.quiet_clocks = 0;
            }
        }
        if edges.contains(RECEIVER) {
            let symbol = self.partner.next();
            I::put_symbol(&mut self.input, symbol);
        }
    }

    fn host_edge(&mut self, time_ps: u64, before: &I::Out, after: &I::Out) {
        self.watch.edge(time_ps, &self.input, after);
        self.bus_edge(before);
        if let Some(answer) = self.registers.edge(&before.register_view()) {
            self.trace.answers.push((self.clock, answer));
            self.asked = false;
            self.quiet_clocks = 0;
            self.next_step();
        }
        let irq = I::irq(after);
        if irq != self.trace.irq.last().is_some_and(|(_, irq)| *irq) {
            self.trace.irq.push((self.clock, irq));
        }
        if !self.partner.is_idle() {
            self.quiet_clocks = 0;
        }
        while self.steps(irq) {}
        self.input.put_registers(&self.registers.pins());
        self.clock += 1;
        self.clocks += 1;
        self.quiet_clocks += 1;
    }

    fn bus_edge(&mut self, before: &I::Out) {
        let (view, pins) = (before.read_view(), self.reads.pins());
        let events = self.trace.bus.len();
        if view.arvalid && pins.arready {
            self.trace.bus.push((self.clock, BusEvent::Read(view.araddr, usize::from(view.arlen) + 1)));
        }
        if pins.rvalid && view.rready && pins.rlast {
            self.trace.bus.push((self.clock, BusEvent::ReadEnd));
        }
        let pins = self.reads.edge(&view, &mut self.trace.memory);
        self.input.put_read(&pins);
        let (view, pins) = (before.write_view(), self.writes.pins());
        if view.awvalid && pins.awready {
            self.trace.bus.push((self.clock, BusEvent::Write(view.awaddr, usize::from(view.awlen) + 1)));
        }
        if pins.bvalid && view.bready {
            self.trace.bus.push((self.clock, BusEvent::Answered(pins.bresp)));
        }
        let pins = self.writes.edge(&view, &mut self.trace.memory);
        self.input.put_write(&pins);
        if self.trace.bus.len() > events {
            self.quiet_clocks = 0;
        }
    }

    fn next_step(&mut self) {
        self.step += 1;
        self.clocks = 0;
    }

    /// Does the present step; whether the next one may begin at once.
    fn steps(&mut self, irq: bool) -> bool {
        if self.resetting.is_some() {
            return false;
        }
        let script = self.script;
        match script.steps.get(self.step) {
            None => return false,
            Some(Step::Access(access)) => {
                if !self.asked {
                    self.registers.ask(*access);
                    self.registers.edge(&Default::default());
                    self.asked = true;
                }
                return false;
            }
            Some(Step::Put(address, octets)) => self.trace.memory.put(*address, octets),
            Some(Step::Wait(clocks)) if self.clocks < *clocks => return false,
            Some(Step::Wait(_)) => (),
            Some(Step::Until(condition, patience)) => {
                if !self.holds(*condition, irq) {
                    if self.clocks < *patience {
                        return false;
                    }
                    self.trace.given_up.push(self.step);
                }
            }
            Some(Step::Bus(bus)) => {
                (self.reads.refuses, self.reads.withholds) = (bus.refuses_reads, bus.withholds_data);
                (self.writes.refuses, self.writes.withholds) = (bus.refuses_writes, bus.withholds_responses);
            }
            Some(Step::Spoil(addresses, response)) => self.trace.memory.spoil(addresses.clone(), *response),
            Some(Step::Mend) => self.trace.memory.mend(),
            Some(Step::Receive(carriers)) => self.partner.send(carriers),
            Some(Step::Link(link)) => I::put_link(&mut self.input, *link),
            Some(&Step::Reset(port, standing)) => {
                let [edges_before, edges_after] = RESET_EDGES;
                self.resetting = Some(Resetting { port, standing, edges_before, edges_after });
            }
            Some(Step::Mark) => self.trace.marks.push(self.mark()),
        }
        self.next_step();
        true
    }

    fn mark(&self) -> Mark {
        Mark {
            clock: self.clock,
            bus: self.trace.bus.len(),
            symbols: self.trace.symbols.len(),
            irq: self.trace.irq.len(),
            carriers: self.partner.begun,
        }
    }

    fn holds(&self, condition: Condition, irq: bool) -> bool {
        match condition {
            Condition::Phase(address, phase) => (self.trace.memory.octet(address + 7) >> 7 == 1) == phase,
            Condition::Quiet(clocks) => self.quiet_clocks > clocks,
            Condition::Irq(wanted) => irq == wanted,
            Condition::Bursts(reads, writes) => {
                let from = self.trace.marks.last().map_or(0, |mark| mark.bus);
                let count = |read: bool| {
                    let of = |(_, event): &&(usize, BusEvent)| match event {
                        BusEvent::Read(..) => read,
                        BusEvent::Write(..) => !read,
                        _ => false,
                    };
                    self.trace.bus[from..].iter().filter(of).count()
                };
                count(true) >= reads && count(false) >= writes
            }
        }
    }

    /// A reset by a port: memory and link partner forget what was under way, and the monitor begins anew.
    fn reset_event(&mut self, edges: EdgeSet) {
        let Some(resetting) = &mut self.resetting else { return };
        if !edges.contains(resetting.port) {
            return;
        }
        let mut resets = [false; 3];
        if resetting.edges_before > 0 {
            resetting.edges_before -= 1;
            resets[resetting.port] = resetting.edges_before == 0;
        } else {
            resetting.edges_after -= 1;
        }
        let over = resetting.edges_after == 0;
        I::put_resets(&mut self.input, resets);
        self.reads.reset();
        self.writes.reset();
        self.registers.reset();
        self.partner.reset();
        self.input.put_read(&self.reads.pins());
        self.input.put_write(&self.writes.pins());
        self.input.put_registers(&self.registers.pins());
        if over {
            self.resetting = None;
            self.trace.violations.extend(std::mem::take(&mut self.watch).violations());
            self.trace.marks.push(self.mark());
        }
    }
}
