// SPDX-License-Identifier: MIT OR Apache-2.0
//! The netlist that yosys writes as JSON: its cells, counted for each module of the hierarchy.
//!
//! Synthesis flattens the design, and what ABC makes of the logic has no name of its own; yosys calls each such cell
//! after a wire near it. So the counts of the whole are exact, and those of a module are exact for flip-flops and
//! memories; a lookup table that serves both sides of a border is counted on the side of that wire.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::error::FlowError;
use crate::names::{Names, Place};
use crate::pins;
use crate::report::{Module, Pin, Resources};

/// A bit of a net: a number, or a constant.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(untagged)]
pub(crate) enum Bit {
    Net(u64),
    Constant(String),
}

#[derive(Deserialize)]
struct Document {
    modules: HashMap<String, Body>,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    attributes: Attributes,
    #[serde(default)]
    ports: BTreeMap<String, PortBits>,
    #[serde(default)]
    cells: BTreeMap<String, Cell>,
    #[serde(default)]
    netnames: BTreeMap<String, NetName>,
}

#[derive(Deserialize)]
struct PortBits {
    bits: Vec<Bit>,
}

#[derive(Default, Deserialize)]
struct Attributes {
    #[serde(default)]
    src: String,
    #[serde(default)]
    module: String,
    #[serde(default)]
    module_src: String,
}

#[derive(Deserialize)]
struct Cell {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    attributes: Attributes,
    #[serde(default)]
    connections: BTreeMap<String, Vec<Bit>>,
}

#[derive(Deserialize)]
struct NetName {
    bits: Vec<Bit>,
    #[serde(default)]
    attributes: Attributes,
}

/// A synthesised design.
#[derive(Debug)]
pub(crate) struct Netlist {
    /// Ports of the outermost module, each with its width.
    pub ports: Vec<(String, u32)>,
    /// The design's modules, outermost first, each after its parent.
    pub modules: Vec<Module>,
    /// The wrapper's own cells, when there is one.
    pub wrapper: Resources,
    /// What stands at the pins, when there is no wrapper.
    pub pins: Vec<Pin>,
    /// Names of the source for what nextpnr talks of.
    pub names: Names,
}

impl Netlist {
    /// Reads the JSON of the outermost module `top`; `design` is the design's module, which is `top` itself or an
    /// instance of the same name in it.
    pub fn parse(json: &str, top: &str, design: &str) -> Result<Netlist, FlowError> {
        let wrong = |reason: String| FlowError::Output { file: "netlist.json".to_owned(), reason };
        let mut document: Document = serde_json::from_str(json).map_err(|error| wrong(error.to_string()))?;
        let body = document.modules.remove(top).ok_or_else(|| wrong(format!("it has no module {top}")))?;
        let is_wrapped = top != design;
        let mut names = Names::default();
        let mut modules: BTreeMap<String, Module> = BTreeMap::new();
        if !is_wrapped {
            names.instance("", &body.attributes.src);
            modules.insert(String::new(), Module::new("", design));
        }
        for (name, cell) in body.cells.iter().filter(|(_, cell)| cell.kind == "$scopeinfo") {
            names.instance(name, &cell.attributes.module_src);
            modules.insert(name.clone(), Module::new(name, module_name(&cell.attributes.module)));
        }
        for (name, net) in &body.netnames {
            for (index, bit) in net.bits.iter().enumerate() {
                if let Bit::Net(bit) = bit {
                    names.net(name, index, net.bits.len(), *bit, &net.attributes.src);
                }
            }
        }
        for (name, cell) in &body.cells {
            for (port, bits) in &cell.connections {
                if let ("Q", [Bit::Net(bit)]) = (port.as_str(), bits.as_slice()) {
                    names.register(name, *bit, &cell.attributes.src);
                }
            }
        }
        let mut wrapper = Resources::default();
        for (name, cell) in body.cells.iter().filter(|(_, cell)| !cell.kind.starts_with('$')) {
            let at = match names.place_of(name) {
                Place::Instance(path) if !is_wrapped || path == design || path.starts_with(&format!("{design}.")) => {
                    path
                }
                _ => {
                    wrapper.count(&cell.kind);
                    continue;
                }
            };
            modules.get_mut(&at).ok_or_else(|| wrong(format!("{at} is no instance")))?.own.count(&cell.kind);
        }
        let ports = body.ports.into_iter().map(|(name, port)| (name, port.bits.len() as u32)).collect();
        let mut modules: Vec<Module> = modules.into_values().collect();
        sum(&mut modules);
        let pins = if is_wrapped { Vec::new() } else { pins::of(json, top)? };
        Ok(Netlist { ports, modules, wrapper, pins, names })
    }

    /// What the design takes, without its wrapper.
    pub fn total(&self) -> Resources {
        self.modules.first().map_or_else(Resources::default, |module| module.total.clone())
    }
}

/// The module of the source: `ram` for `$paramod\ram\WIDTH=8` or `$paramod$1f2e\ram`.
fn module_name(name: &str) -> &str {
    if name.starts_with("$paramod") { name.split('\\').nth(1).unwrap_or(name) } else { name }
}

/// Adds up each module and all that is in it.
fn sum(modules: &mut [Module]) {
    let own: Vec<(String, Resources)> =
        modules.iter().map(|module| (module.path.clone(), module.own.clone())).collect();
    for module in modules {
        let inside = |path: &str| {
            module.path.is_empty() || path == module.path || path.starts_with(&format!("{}.", module.path))
        };
        for (_, resources) in own.iter().filter(|(path, _)| inside(path)) {
            module.total.add(resources);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three instances of a counter in a wrapper: one bit of state each, of which the first has a wire with a name from
    /// outside too, and the last one with no other; and a lookup table named after it.
    const WRAPPED: &str = r#"{"modules": {"TRELLIS_FF": {}, "pair_alone": {
        "attributes": {"src": "pair_alone.v:1.1-9.2"},
        "ports": {"clk": {"direction": "input", "bits": [2]}, "feed": {"direction": "input", "bits": [3]}},
        "cells": {
            "pair": {"type": "$scopeinfo", "attributes": {"module": "pair", "module_src": "pair.v:1.1-20.2"}},
            "pair.a": {"type": "$scopeinfo", "attributes": {"module": "count", "module_src": "count.v:1.1-9.2"}},
            "pair.b": {"type": "$scopeinfo", "attributes": {"module": "count", "module_src": "count.v:1.1-9.2"}},
            "ff_rst_0": {"type": "TRELLIS_FF", "attributes": {"src": "pair_alone.v:3.1"}, "connections": {"Q": [4]}},
            "pair.a_q_TRELLIS_FF_Q": {"type": "TRELLIS_FF", "attributes": {"src": "count.v:5.1-6.2|/share/m.v:1.1"},
                "connections": {"Q": [5]}},
            "pair.a_q_TRELLIS_FF_Q_DI_LUT4_Z": {"type": "LUT4", "connections": {"Z": [7]}},
            "pair.b.q_TRELLIS_FF_Q": {"type": "TRELLIS_FF", "attributes": {"src": "count.v:5.1-6.2"},
                "connections": {"Q": [6]}},
            "pair.b.memory.0.1": {"type": "DP16KD"},
            "pair.c": {"type": "$scopeinfo", "attributes": {"module": "count", "module_src": "count.v:1.1-9.2"}},
            "pair.c_q_TRELLIS_FF_Q": {"type": "TRELLIS_FF", "attributes": {"src": "count.v:5.1-6.2|/share/m.v:1.1"},
                "connections": {"Q": [8]}},
            "pair.c_q_TRELLIS_FF_Q_DI_LUT4_Z": {"type": "LUT4", "connections": {"Z": [9]}}
        },
        "netnames": {
            "pair.a_q": {"bits": [5], "attributes": {"src": "pair.v:4.1-4.9"}},
            "pair.c_q": {"bits": [8], "attributes": {"src": "pair.v:5.1-5.9"}},
            "pair.a.q": {"bits": [5], "attributes": {"src": "count.v:2.1-2.9"}},
            "pair.b.q": {"bits": [6], "attributes": {"src": "count.v:2.1-2.9"}}
        }}}}"#;

    #[test]
    fn cells_are_counted_where_their_register_is_and_the_wrapper_apart() {
        let netlist = Netlist::parse(WRAPPED, "pair_alone", "pair").unwrap();
        let counts: Vec<(&str, &str, u64, u64, u64, u64)> = netlist
            .modules
            .iter()
            .map(|m| (m.path.as_str(), m.module.as_str(), m.own.lut4, m.own.ff, m.own.block_ram, m.total.ff))
            .collect();
        assert_eq!(
            counts,
            [
                ("pair", "pair", 0, 0, 0, 3),
                ("pair.a", "count", 1, 1, 0, 1),
                ("pair.b", "count", 0, 1, 1, 1),
                ("pair.c", "count", 1, 1, 0, 1),
            ]
        );
        assert_eq!((netlist.wrapper.ff, netlist.wrapper.lut4), (1, 0));
        assert_eq!((netlist.total().lut4, netlist.total().ff, netlist.total().block_ram), (2, 3, 1));
        assert_eq!(netlist.ports, [("clk".to_owned(), 1), ("feed".to_owned(), 1)]);
    }

    #[test]
    fn a_module_with_parameters_has_its_own_name() {
        assert_eq!(module_name("$paramod\\ram\\WIDTH=8"), "ram");
        assert_eq!(module_name("$paramod$2074b3\\ram"), "ram");
        assert_eq!(module_name("ram"), "ram");
    }

    #[test]
    fn what_is_no_netlist_is_told() {
        for text in ["", "{", "{\"modules\": {}}"] {
            assert!(matches!(Netlist::parse(text, "a", "a"), Err(FlowError::Output { .. })), "{text}");
        }
    }
}
