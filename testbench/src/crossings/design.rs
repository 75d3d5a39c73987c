// SPDX-License-Identifier: MIT OR Apache-2.0
//! A design as yosys writes it in JSON before flattening, with its hierarchy opened: cells with their paths, joined by
//! nets. The leaf modules stay cells, so that a crossing is known by its module.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use super::CrossingsError;

/// The modules that are not opened.
const LEAVES: [&str; 6] =
    ["ram_block", "ram_block_dual_clock", "ram_distributed", "reset_register", "reset_sync", "sync_bit"];

/// Number of a net.
pub(super) type Net = usize;

/// Number of a cell.
pub(super) type CellId = usize;

/// A cell: a gate, a register, or a leaf.
#[derive(Debug)]
pub(super) struct Cell {
    /// The instances it is in, joined by points, then its own name.
    pub path: String,
    /// The path of the block's instance that it is in; empty for the outermost.
    pub instance: String,
    /// The module of that instance.
    pub module: String,
    /// yosys' type, or the name of the leaf module.
    pub kind: String,
    /// Nets of each input, none where constant.
    pub inputs: BTreeMap<String, Vec<Option<Net>>>,
    /// Inputs that are constant, lowest bit first.
    pub constants: BTreeMap<String, String>,
    /// Nets of each output.
    pub outputs: BTreeMap<String, Vec<Option<Net>>>,
}

/// What drives a net.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Driver {
    /// A bit of an input of the design.
    Port(usize),
    /// A bit of an output of a cell.
    Cell(CellId, usize),
}

/// The design, opened.
#[derive(Debug, Default)]
pub(super) struct Design {
    /// Cells of all instances.
    pub cells: Vec<Cell>,
    /// Names of the inputs.
    pub inputs: Vec<String>,
    /// Outputs with their nets.
    pub outputs: Vec<(String, Vec<Option<Net>>)>,
    drivers: HashMap<Net, Driver>,
    names: HashMap<Net, BTreeSet<String>>,
}

#[derive(Deserialize)]
struct Document {
    modules: HashMap<String, Module>,
}

#[derive(Deserialize)]
struct Module {
    #[serde(default)]
    attributes: HashMap<String, String>,
    #[serde(default)]
    ports: BTreeMap<String, PortOf>,
    #[serde(default)]
    cells: BTreeMap<String, CellOf>,
    #[serde(default)]
    netnames: BTreeMap<String, NameOf>,
}

#[derive(Deserialize)]
struct PortOf {
    direction: String,
    bits: Vec<Bit>,
}

#[derive(Deserialize)]
struct CellOf {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    port_directions: HashMap<String, String>,
    connections: BTreeMap<String, Vec<Bit>>,
}

#[derive(Deserialize)]
struct NameOf {
    #[serde(default)]
    hide_name: u8,
    bits: Vec<Bit>,
}

#[derive(Clone, Deserialize, PartialEq, Eq, Hash)]
#[serde(untagged)]
enum Bit {
    Net(u64),
    Constant(String),
}

impl Bit {
    fn constant(&self) -> Option<&str> {
        match self {
            Bit::Constant(value) => Some(value),
            Bit::Net(_) => None,
        }
    }
}

impl Design {
    /// Opens the module `top` of yosys' JSON.
    pub fn parse(json: &str, top: &str) -> Result<Design, CrossingsError> {
        let document: Document =
            serde_json::from_str(json).map_err(|error| CrossingsError::Netlist { reason: error.to_string() })?;
        let mut opener = Opener { modules: &document.modules, design: Design::default(), joined: Vec::new() };
        let module = opener.find(top)?;
        let mut map = HashMap::new();
        for (name, port) in &module.ports {
            let nets: Vec<_> = port.bits.iter().map(|bit| opener.net(&mut map, bit)).collect();
            if port.direction == "output" {
                opener.design.outputs.push((name.clone(), nets));
            } else {
                let number = opener.design.inputs.len();
                opener.design.inputs.push(name.clone());
                for net in nets.into_iter().flatten() {
                    opener.design.drivers.insert(net, Driver::Port(number));
                }
            }
        }
        opener.open(module, "", top, &mut map)?;
        Ok(opener.close())
    }

    /// What drives a net; none for one that nothing drives.
    pub fn driver(&self, net: Net) -> Option<Driver> {
        self.drivers.get(&net).copied()
    }

    /// The name in our source of the register or wire that a cell drives.
    pub fn name(&self, cell: CellId) -> String {
        let cell = &self.cells[cell];
        if !cell.kind.starts_with('$') {
            return cell.path.clone();
        }
        let nets = cell.outputs.values().flatten().flatten();
        let names: Vec<&String> = nets.filter_map(|net| self.names.get(net)).flatten().collect();
        // A register's own name is that of its module, and not of a wire that it is joined to.
        let own = |name: &&&String| {
            let (instance, name) = name.rsplit_once('.').unwrap_or(("", name));
            instance == cell.instance && !name.ends_with("_next")
        };
        names.iter().find(own).or(names.first()).map_or_else(|| cell.path.clone(), |name| (*name).clone())
    }
}

/// Opens instances.
struct Opener<'m> {
    modules: &'m HashMap<String, Module>,
    design: Design,
    /// The net that each net is joined to: an instance's output may be one of its inputs.
    joined: Vec<Net>,
}

impl<'m> Opener<'m> {
    fn find(&self, name: &str) -> Result<&'m Module, CrossingsError> {
        let missing = || CrossingsError::Netlist { reason: format!("it has no module `{name}`") };
        self.modules.get(name).ok_or_else(missing)
    }

    fn fresh(&mut self) -> Net {
        self.joined.push(self.joined.len());
        self.joined.len() - 1
    }

    fn root(&self, mut net: Net) -> Net {
        while self.joined[net] != net {
            net = self.joined[net];
        }
        net
    }

    /// The net of a bit of an instance, made when it is met first.
    fn net(&mut self, map: &mut HashMap<u64, Net>, bit: &Bit) -> Option<Net> {
        let Bit::Net(number) = bit else { return None };
        if let Some(net) = map.get(number) {
            return Some(*net);
        }
        let net = self.fresh();
        map.insert(*number, net);
        Some(net)
    }

    /// Takes in all cells of an instance.
    fn open(
        &mut self,
        module: &'m Module,
        instance: &str,
        module_name: &str,
        map: &mut HashMap<u64, Net>,
    ) -> Result<(), CrossingsError> {
        let below = |name: &str| if instance.is_empty() { name.to_owned() } else { format!("{instance}.{name}") };
        for (name, cell) in &module.cells {
            let path = below(name);
            let inner = self.modules.get(&cell.kind);
            let kind = inner.and_then(|inner| inner.attributes.get("hdlname")).unwrap_or(&cell.kind);
            match inner {
                Some(inner) if !LEAVES.contains(&kind.as_str()) => {
                    let mut inside = HashMap::new();
                    for (port, outer) in &cell.connections {
                        let bits = inner.ports.get(port).map_or(&[][..], |port| &port.bits);
                        for (outer, bit) in outer.iter().zip(bits) {
                            self.join(map, outer, &mut inside, bit);
                        }
                    }
                    self.open(inner, &path, kind, &mut inside)?;
                }
                _ => self.take(cell, inner, path, (instance, module_name), map),
            }
        }
        for (name, net) in module.netnames.iter().filter(|(_, name)| name.hide_name == 0) {
            for bit in &net.bits {
                if let Some(net) = self.net(map, bit) {
                    self.design.names.entry(net).or_default().insert(below(name));
                }
            }
        }
        Ok(())
    }

    /// Joins a bit inside an instance to the bit outside that it is connected to.
    fn join(&mut self, map: &mut HashMap<u64, Net>, outer: &Bit, inside: &mut HashMap<u64, Net>, bit: &Bit) {
        let (Some(outer), Bit::Net(number)) = (self.net(map, outer), bit) else { return };
        match inside.get(number) {
            None => {
                inside.insert(*number, outer);
            }
            Some(&known) => {
                let (known, outer) = (self.root(known), self.root(outer));
                self.joined[outer.max(known)] = outer.min(known);
            }
        }
    }

    fn take(
        &mut self,
        cell: &CellOf,
        inner: Option<&Module>,
        path: String,
        (instance, module): (&str, &str),
        map: &mut HashMap<u64, Net>,
    ) {
        let kind = inner.and_then(|inner| inner.attributes.get("hdlname")).unwrap_or(&cell.kind).clone();
        let (mut inputs, mut outputs, mut constants) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (port, bits) in &cell.connections {
            if let Some(value) = bits.iter().map(Bit::constant).collect::<Option<String>>() {
                constants.insert(port.clone(), value);
            }
            let nets = bits.iter().map(|bit| self.net(map, bit)).collect();
            let direction = inner.and_then(|inner| inner.ports.get(port)).map(|port| port.direction.as_str());
            let direction = direction.or_else(|| cell.port_directions.get(port).map(String::as_str));
            if direction == Some("output") { &mut outputs } else { &mut inputs }.insert(port.clone(), nets);
        }
        let (instance, module) = (instance.to_owned(), module.to_owned());
        self.design.cells.push(Cell { path, instance, module, kind, inputs, constants, outputs });
    }

    /// The design with one number for each net.
    fn close(mut self) -> Design {
        let roots: Vec<Net> = (0..self.joined.len()).map(|net| self.root(net)).collect();
        let settle = |nets: &mut Vec<Option<Net>>| nets.iter_mut().flatten().for_each(|net| *net = roots[*net]);
        let design = &mut self.design;
        design.drivers = design.drivers.iter().map(|(net, driver)| (roots[*net], *driver)).collect();
        let names = std::mem::take(&mut design.names);
        for (net, names) in names {
            design.names.entry(roots[net]).or_default().extend(names);
        }
        design.outputs.iter_mut().for_each(|(_, nets)| settle(nets));
        for (id, cell) in design.cells.iter_mut().enumerate() {
            cell.inputs.values_mut().chain(cell.outputs.values_mut()).for_each(settle);
            for nets in cell.outputs.values() {
                for (bit, net) in nets.iter().enumerate() {
                    if let Some(net) = net {
                        design.drivers.insert(*net, Driver::Cell(id, bit));
                    }
                }
            }
        }
        self.design
    }
}
