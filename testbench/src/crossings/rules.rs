// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a crossing must be like, checked on an opened design.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use wirewright_spec::PortSet;

use super::design::{Cell, CellId, Design, Driver, Net};
use super::{Crossing, End, Fault, HOLDING, Report, Through, Violation};

/// The clock of what belongs to none.
const ASYNC: &str = "async";

/// Where the value of a net comes from, seen through logic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Source {
    Port(usize),
    Cell(CellId),
}

type Sources = Rc<BTreeSet<Source>>;

/// A bit that crosses for itself: what launches it, and the clock that takes it.
type Group = (Source, String);

struct Rules<'d> {
    ports: &'d PortSet,
    design: &'d Design,
    cones: HashMap<Net, Sources>,
    crossings: BTreeSet<Crossing>,
    violations: BTreeSet<Violation>,
}

/// Checks all rules.
pub(super) fn check(ports: &PortSet, design: &Design) -> Report {
    let (crossings, violations) = (BTreeSet::new(), BTreeSet::new());
    let mut rules = Rules { ports, design, cones: HashMap::new(), crossings, violations };
    let mut registers = 0;
    for id in 0..design.cells.len() {
        for (clock_pin, pins) in design.cells[id].samples() {
            registers += 1;
            rules.sampled(id, clock_pin, &pins);
        }
    }
    rules.synchronisers();
    rules.outputs();
    Report {
        design: ports.name,
        registers,
        crossings: rules.crossings.into_iter().collect(),
        violations: rules.violations.into_iter().collect(),
    }
}

impl Rules<'_> {
    /// All that comes into a register or memory at its clock.
    fn sampled(&mut self, id: CellId, clock_pin: &str, pins: &[&str]) {
        let cell = &self.design.cells[id];
        let Some(clock) = self.clock_of_pin(cell, clock_pin) else {
            let end = End { name: self.design.name(id), clock: "?".to_owned() };
            self.violations.insert(Violation { fault: Fault::NoClock, from: end.clone(), to: end });
            return;
        };
        let to = End { name: self.design.name(id), clock: clock.clone() };
        for pin in pins {
            for net in cell.inputs[*pin].iter().flatten() {
                let sources = self.cone(*net);
                self.meet(&sources, &to);
                for source in sources.iter() {
                    let from = self.end(*source);
                    if from.clock != clock {
                        self.foreign(*source, from, (id, pin, *net), &to);
                    }
                }
            }
        }
        if cell.kind == "ram_block_dual_clock" && clock_pin == "read_clk" {
            let from = self.end(Source::Cell(id));
            if from.clock != clock {
                self.foreign(Source::Cell(id), from, (id, "read_enable", 0), &to);
            }
        }
    }

    /// A source of another clock, seen by the pin of a register.
    fn foreign(&mut self, source: Source, from: End, (id, pin, net): (CellId, &str, Net), to: &End) {
        let is_reset = |name: &str| name == "rst" || name.ends_with("_rst");
        let fault = match source {
            Source::Port(_) if is_reset(&from.name) => Fault::ForeignReset,
            Source::Port(_) => Fault::UnsynchronisedPort,
            Source::Cell(cell) if self.design.cells[cell].kind == "reset_sync" => Fault::ForeignReset,
            Source::Cell(_) if matches!(pin, "ARST" | "SRST" | "arst" | "rst") => Fault::ForeignReset,
            Source::Cell(cell) if self.is_held(cell, &from.clock, (id, net), &to.clock) => {
                self.crossings.insert(Crossing { through: Through::Held, from, to: to.clone() });
                return;
            }
            Source::Cell(_) => Fault::Raw,
        };
        self.violations.insert(Violation { fault, from, to: to.clone() });
    }

    /// No two bits from one clock, each through a synchroniser of its own, may meet.
    fn meet(&mut self, sources: &Sources, to: &End) {
        let mut groups: BTreeMap<String, BTreeSet<Source>> = BTreeMap::new();
        for source in sources.iter() {
            if let Some(launch) = self.launch(*source) {
                let clock = self.end(launch).clock;
                if clock != ASYNC && clock != to.clock {
                    groups.entry(clock).or_default().insert(launch);
                }
            }
        }
        for launches in groups.values().filter(|launches| launches.len() > 1) {
            for launch in launches {
                let from = self.end(*launch);
                self.violations.insert(Violation { fault: Fault::Reconvergence, from, to: to.clone() });
            }
        }
    }

    /// The leaves that synchronise: what they are fed with.
    fn synchronisers(&mut self) {
        let mut groups: BTreeMap<Group, Vec<(Net, CellId)>> = BTreeMap::new();
        for (id, cell) in self.design.cells.iter().enumerate() {
            let pin = match cell.kind.as_str() {
                "sync_bit" => "d",
                "reset_sync" => "arst",
                _ => continue,
            };
            let Some(net) = cell.inputs[pin][0] else { continue };
            let Some(clock) = self.clock_of_pin(cell, "clk") else { continue };
            let to = End { name: cell.path.clone(), clock: clock.clone() };
            let Some(source) = self.direct(net) else {
                for source in self.cone(net).iter() {
                    let from = self.end(*source);
                    self.violations.insert(Violation { fault: Fault::LogicBeforeSynchroniser, from, to: to.clone() });
                }
                continue;
            };
            let from = self.end(source);
            if pin == "arst" {
                self.crossings.insert(Crossing { through: Through::Reset, from, to });
                continue;
            }
            let is_plain = |id: CellId| self.design.cells[id].kind == "$dff";
            if from.clock != clock && matches!(source, Source::Cell(launch) if is_plain(launch)) {
                self.violations.insert(Violation { fault: Fault::NotClearedAtOnce, from, to });
            }
            groups.entry((source, clock)).or_default().push((net, id));
        }
        for ((source, clock), bits) in groups {
            self.group(source, &clock, &bits);
        }
    }

    /// Bits of one register, brought into one clock.
    fn group(&mut self, source: Source, clock: &str, bits: &[(Net, CellId)]) {
        let from = self.end(source);
        let to = End { name: self.design.cells[bits[0].1].path.clone(), clock: clock.to_owned() };
        let nets: BTreeSet<Net> = bits.iter().map(|(net, _)| *net).collect();
        if nets.len() < bits.len() {
            self.violations.insert(Violation { fault: Fault::Twice, from, to });
        } else if bits.len() == 1 {
            self.crossings.insert(Crossing { through: Through::Bit, from, to });
        } else if matches!(source, Source::Cell(id) if self.is_gray(id)) {
            self.crossings.insert(Crossing { through: Through::Gray, from, to });
        } else {
            self.violations.insert(Violation { fault: Fault::Bus, from, to });
        }
    }

    /// Outputs of the design change with their own clock.
    fn outputs(&mut self) {
        for (name, nets) in &self.design.outputs {
            let clock = self.ports.outputs.iter().find(|port| port.name == name).map_or("?", |port| port.clock);
            let to = End { name: name.clone(), clock: clock.to_owned() };
            for net in nets.iter().flatten() {
                let sources = self.cone(*net);
                self.meet(&sources, &to);
                for source in sources.iter() {
                    let from = self.end(*source);
                    if from.clock != clock {
                        self.violations.insert(Violation { fault: Fault::Raw, from, to: to.clone() });
                    }
                }
            }
        }
    }

    /// Whether a word that `holder` keeps reaches a register through multiplexers alone, one of them switched by a bit
    /// that crossed the same way, and is written under a bit that came back.
    fn is_held(&mut self, holder: CellId, from: &str, (sink, net): (CellId, Net), to: &str) -> bool {
        let cell = &self.design.cells[holder];
        let name = self.design.name(holder);
        let own = name.rsplit('.').next().unwrap_or(&name);
        let declared = HOLDING.iter().any(|(block, held)| *block == cell.module && *held == own);
        if !declared || cell.instance != self.design.cells[sink].instance {
            return false;
        }
        let taken = if holder == sink {
            let enable: Vec<Net> = cell.inputs["read_enable"].iter().flatten().copied().collect();
            self.is_switched(&enable, from, to)
        } else {
            self.is_gated(net, holder, (from, to), false)
        };
        taken && self.is_answered(holder, from, to)
    }

    /// Whether all ways from `holder` to a net go through multiplexers alone, and each through one that is switched.
    fn is_gated(&mut self, net: Net, holder: CellId, (from, to): (&str, &str), switched: bool) -> bool {
        if !self.cone(net).contains(&Source::Cell(holder)) {
            return true;
        }
        let Some(Driver::Cell(id, bit)) = self.design.driver(net) else { return false };
        if id == holder {
            return switched;
        }
        let cell = &self.design.cells[id];
        if !matches!(cell.kind.as_str(), "$mux" | "$pmux") {
            return false;
        }
        let select: Vec<Net> = cell.inputs["S"].iter().flatten().copied().collect();
        if select.iter().any(|net| self.cone(*net).contains(&Source::Cell(holder))) {
            return false;
        }
        let switched = switched || self.is_switched(&select, from, to);
        let data = cell.dependencies(bit, &["A", "B"]);
        data.into_iter().all(|net| self.is_gated(net, holder, (from, to), switched))
    }

    /// Whether nets depend on a bit that came through a synchroniser, at once or by way of one register.
    fn is_switched(&mut self, nets: &[Net], from: &str, to: &str) -> bool {
        let mut sources: BTreeSet<Source> = BTreeSet::new();
        for net in nets {
            sources.extend(self.cone(*net).iter());
        }
        let mut behind = sources.clone();
        for source in &sources {
            behind.extend(self.before(*source));
        }
        behind.iter().any(|source| self.came(*source, from, to))
    }

    /// Whether what writes `holder` depends on a bit that came back from its reader, by way of registers of the block.
    fn is_answered(&mut self, holder: CellId, from: &str, to: &str) -> bool {
        let instance = self.design.cells[holder].instance.clone();
        let mut seen = BTreeSet::from([Source::Cell(holder)]);
        let mut open = vec![Source::Cell(holder)];
        while let Some(source) = open.pop() {
            if self.came(source, to, from) {
                return true;
            }
            for next in self.before(source) {
                let is_inside = matches!(next, Source::Cell(id) if self.design.cells[id].instance == instance);
                if is_inside && seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    }

    /// Whether a source is a synchroniser from one clock to another.
    fn came(&self, source: Source, from: &str, to: &str) -> bool {
        let is_launched = |launch| self.end(launch).clock == from;
        self.end(source).clock == to && self.launch(source).is_some_and(is_launched)
    }

    /// What a register takes at its clock.
    fn before(&mut self, source: Source) -> BTreeSet<Source> {
        let Source::Cell(id) = source else { return BTreeSet::new() };
        let cell = &self.design.cells[id];
        let pins: Vec<&str> = cell.samples().into_iter().flat_map(|(_, pins)| pins).collect();
        let nets: Vec<Net> = pins.iter().flat_map(|pin| &cell.inputs[*pin]).flatten().copied().collect();
        nets.into_iter().flat_map(|net| self.cone(net).iter().copied().collect::<Vec<_>>()).collect()
    }

    /// What feeds a synchroniser, when the source is one and is fed by a register or port.
    fn launch(&self, source: Source) -> Option<Source> {
        let Source::Cell(id) = source else { return None };
        let cell = &self.design.cells[id];
        if cell.kind == "sync_bit" { cell.inputs["d"][0].and_then(|net| self.direct(net)) } else { None }
    }

    /// The register or port whose bit a net is; none when there is logic between.
    fn direct(&self, net: Net) -> Option<Source> {
        match self.design.driver(net)? {
            Driver::Port(port) => Some(Source::Port(port)),
            Driver::Cell(id, _) => self.design.cells[id].is_register().then_some(Source::Cell(id)),
        }
    }

    /// Whether a register holds a Gray-coded counter.
    fn is_gray(&self, id: CellId) -> bool {
        if !self.design.name(id).ends_with("_gray") {
            return false;
        }
        let Some((gate, "$xor")) = self.vector(&self.design.cells[id].inputs["D"]) else { return false };
        let (binary, shifted) = (&gate.inputs["A"], &gate.inputs["B"]);
        let is_shifted = binary[1..] == shifted[..shifted.len() - 1] && shifted.last() == Some(&None);
        is_shifted && self.is_counter(binary)
    }

    /// Whether a vector is what a register takes next, and that is what it has or one more.
    fn is_counter(&self, next: &[Option<Net>]) -> bool {
        let is_it = |(_, cell): &(usize, &Cell)| {
            let taken = &cell.inputs["D"];
            let reset = self.vector(taken).filter(|(_, kind)| *kind == "$mux").map(|(reset, _)| reset);
            let before_reset = |mux: &Cell| mux.inputs.iter().any(|(pin, nets)| pin != "S" && nets == next);
            (taken == next || reset.is_some_and(before_reset)) && self.goes_on(next, &cell.outputs["Q"])
        };
        self.design.cells.iter().enumerate().filter(|(_, cell)| cell.inputs.contains_key("CLK")).any(|c| is_it(&c))
    }

    /// Whether a vector is `held` or `held` + 1, whatever chooses between them.
    fn goes_on(&self, vector: &[Option<Net>], held: &[Option<Net>]) -> bool {
        if vector == held {
            return true;
        }
        match self.vector(vector) {
            Some((mux, "$mux")) => ["A", "B"].iter().all(|pin| {
                // What cannot be chosen, in a condition within another one, is x.
                let never = mux.constants.get(*pin).is_some_and(|value| value.bytes().all(|bit| bit == b'x'));
                never || self.goes_on(&mux.inputs[*pin], held)
            }),
            Some((sum, "$add")) => {
                let one = sum.constants.get("B").is_some_and(|value| value.trim_end_matches('0') == "1");
                sum.inputs["A"] == held && one
            }
            _ => false,
        }
    }

    /// The cell whose whole output a vector is, and its type.
    fn vector(&self, nets: &[Option<Net>]) -> Option<(&Cell, &str)> {
        let Some(Driver::Cell(id, _)) = nets.first().copied().flatten().and_then(|net| self.design.driver(net)) else {
            return None;
        };
        let cell = &self.design.cells[id];
        (cell.outputs.get("Y").map(Vec::as_slice) == Some(nets)).then_some((cell, cell.kind.as_str()))
    }

    /// Where the value of a net comes from.
    fn cone(&mut self, net: Net) -> Sources {
        if let Some(known) = self.cones.get(&net) {
            return known.clone();
        }
        // A loop of logic adds nothing to itself.
        self.cones.insert(net, Rc::default());
        let mut sources = BTreeSet::new();
        match self.design.driver(net) {
            None => {}
            Some(Driver::Port(port)) => {
                sources.insert(Source::Port(port));
            }
            Some(Driver::Cell(id, bit)) => {
                let cell = &self.design.cells[id];
                if cell.is_register() || cell.is_memory() {
                    sources.insert(Source::Cell(id));
                }
                for net in cell.passes(bit) {
                    sources.extend(self.cone(net).iter());
                }
            }
        }
        let sources = Rc::new(sources);
        self.cones.insert(net, sources.clone());
        sources
    }

    /// A source with its name and clock.
    fn end(&self, source: Source) -> End {
        match source {
            Source::Port(port) => {
                let name = self.design.inputs[port].clone();
                let known = self.ports.inputs.iter().find(|port| port.name == name);
                let clock = known.map_or(ASYNC, |port| port.clock).to_owned();
                End { name, clock }
            }
            Source::Cell(id) => {
                let cell = &self.design.cells[id];
                let clock = cell.samples().first().and_then(|(pin, _)| self.clock_of_pin(cell, pin));
                End { name: self.design.name(id), clock: clock.unwrap_or_else(|| "?".to_owned()) }
            }
        }
    }

    fn clock_of_pin(&self, cell: &Cell, pin: &str) -> Option<String> {
        let net = (*cell.inputs.get(pin)?.first()?)?;
        let Some(Driver::Port(port)) = self.design.driver(net) else { return None };
        let name = &self.design.inputs[port];
        self.ports.clocks.contains(&name.as_str()).then(|| name.clone())
    }
}

impl Cell {
    /// Whether its outputs change at a clock only.
    fn is_register(&self) -> bool {
        const LEAVES: [&str; 4] = ["sync_bit", "reset_sync", "reset_register", "ram_block"];
        self.inputs.contains_key("CLK") || LEAVES.contains(&self.kind.as_str())
    }

    /// Whether it keeps words that another clock than its own may read.
    fn is_memory(&self) -> bool {
        matches!(self.kind.as_str(), "ram_distributed" | "ram_block_dual_clock")
    }

    /// The clock pins, each with the pins that are sampled at it; a synchroniser's foreign pin is not among them.
    fn samples(&self) -> Vec<(&'static str, Vec<&str>)> {
        let pins =
            |wanted: &dyn Fn(&str) -> bool| self.inputs.keys().map(String::as_str).filter(|p| wanted(p)).collect();
        match self.kind.as_str() {
            "sync_bit" => vec![("clk", vec!["rst"])],
            "reset_sync" => vec![("clk", vec![])],
            "reset_register" => vec![("clk", vec!["d", "arst"])],
            "ram_block" => vec![("clk", pins(&|pin| pin != "clk"))],
            "ram_distributed" => vec![("write_clk", pins(&|pin| pin.starts_with("write_") && pin != "write_clk"))],
            "ram_block_dual_clock" => vec![
                ("write_clk", pins(&|pin| pin.starts_with("write_") && pin != "write_clk")),
                ("read_clk", pins(&|pin| pin.starts_with("read_") && pin != "read_clk")),
            ],
            _ if self.inputs.contains_key("CLK") => vec![("CLK", pins(&|pin| pin != "CLK"))],
            _ => vec![],
        }
    }

    /// The nets on which a bit of the output depends without a clock.
    fn passes(&self, bit: usize) -> Vec<Net> {
        if self.kind == "ram_distributed" {
            return self.inputs["read_address"].iter().flatten().copied().collect();
        }
        if self.is_register() || self.is_memory() {
            return vec![];
        }
        let all: Vec<&str> = self.inputs.keys().map(String::as_str).collect();
        self.dependencies(bit, &all)
    }

    /// The nets of these pins on which a bit of the output depends.
    fn dependencies(&self, bit: usize, pins: &[&str]) -> Vec<Net> {
        let width = self.outputs.values().next().map_or(1, Vec::len);
        let is_bitwise = matches!(self.kind.as_str(), "$mux" | "$pmux" | "$and" | "$or" | "$xor" | "$xnor" | "$not");
        let of_pin = |pin: &&str| -> Vec<Net> {
            let nets = self.inputs[*pin].iter().enumerate();
            let wanted = nets.filter(|(index, _)| !is_bitwise || *pin == "S" || index % width == bit);
            wanted.filter_map(|(_, net)| *net).collect()
        };
        pins.iter().flat_map(of_pin).collect()
    }
}
