// SPDX-License-Identifier: MIT OR Apache-2.0
//! What stands at each pin: a register in the pin's own cell (single or double data rate), a clock, a constant, or
//! logic. Only the first three have a time at the pin that does not change with each seed, and nextpnr constrains
//! none.

use std::collections::HashMap;

use serde_json::Value;

use crate::error::FlowError;
use crate::report::{AtPin, Pin};

/// The outermost module, by who drives and who reads each bit.
struct Module<'j> {
    cells: &'j serde_json::Map<String, Value>,
    drivers: HashMap<u64, (&'j str, &'j str)>,
    readers: HashMap<u64, Vec<(&'j str, &'j str)>>,
}

/// Each pin of the outermost module `top` of the netlist, in the order of their names.
pub(crate) fn of(json: &str, top: &str) -> Result<Vec<Pin>, FlowError> {
    let wrong = |reason: String| FlowError::Output { file: "netlist.json".to_owned(), reason };
    let document: Value = serde_json::from_str(json).map_err(|error| wrong(error.to_string()))?;
    let body = &document["modules"][top];
    let (Some(cells), Some(ports)) = (body["cells"].as_object(), body["ports"].as_object()) else {
        return Err(wrong(format!("it has no module {top}")));
    };
    let module = Module::new(cells);
    let mut pins = Vec::new();
    for (name, port) in ports {
        let bits = port["bits"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (index, bit) in bits.iter().enumerate() {
            let name = if bits.len() == 1 { name.clone() } else { format!("{name}[{index}]") };
            pins.push(Pin { name, at: module.at_port(bit, port["direction"] == "input") });
        }
    }
    Ok(pins)
}

impl<'j> Module<'j> {
    fn new(cells: &'j serde_json::Map<String, Value>) -> Module<'j> {
        let mut module = Module { cells, drivers: HashMap::new(), readers: HashMap::new() };
        for (name, cell) in cells {
            for (port, bits) in cell["connections"].as_object().into_iter().flatten() {
                let drives = cell["port_directions"][port] == "output";
                for bit in bits.as_array().into_iter().flatten().filter_map(Value::as_u64) {
                    match drives {
                        true => drop(module.drivers.insert(bit, (name, port))),
                        false => module.readers.entry(bit).or_default().push((name, port)),
                    }
                }
            }
        }
        module
    }

    fn kind(&self, cell: &str) -> &'j str {
        self.cells[cell]["type"].as_str().unwrap_or_default()
    }

    fn bit(&self, cell: &str, port: &str) -> &'j Value {
        &self.cells[cell]["connections"][port][0]
    }

    fn is_at_pin(&self, cell: &str) -> bool {
        let flag = &self.cells[cell]["attributes"]["syn_useioff"];
        flag.as_str().is_some_and(|flag| flag.ends_with('1'))
    }

    /// A pin, which may have a pad of its own in the netlist.
    fn at_port(&self, bit: &Value, is_input: bool) -> AtPin {
        let pad = |(cell, port): &&(&'j str, &'j str)| self.kind(cell) == "TRELLIS_IO" && *port == "B";
        let readers = bit.as_u64().and_then(|bit| self.readers.get(&bit));
        let pad = readers.and_then(|readers| readers.iter().find(pad)).or_else(|| {
            let driver = bit.as_u64().and_then(|bit| self.drivers.get(&bit));
            driver.filter(|driver| pad(driver))
        });
        match pad {
            // Both ways: what is driven, what releases it, and what is read must be the same kind.
            Some((pad, _)) => {
                let ways =
                    [self.driven(self.bit(pad, "I")), self.driven(self.bit(pad, "T")), self.read(self.bit(pad, "O"))];
                if ways.iter().all(|way| *way == ways[0]) { ways[0] } else { AtPin::Logic }
            }
            None if is_input => self.read(bit),
            None => self.driven(bit),
        }
    }

    /// What drives an output pin.
    fn driven(&self, bit: &Value) -> AtPin {
        let Some(bit) = bit.as_u64() else { return AtPin::Constant };
        let alone = self
            .readers
            .get(&bit)
            .is_none_or(|readers| readers.iter().all(|(cell, _)| self.kind(cell) == "TRELLIS_IO"));
        match self.drivers.get(&bit) {
            Some((cell, _)) if !alone && self.kind(cell) != "DELAYG" => AtPin::Logic,
            Some((cell, _)) => match self.kind(cell) {
                "ODDRX1F" => AtPin::DoubleDataRate,
                "TRELLIS_FF" if self.is_at_pin(cell) => AtPin::Register,
                "DELAYG" | "DELAYF" => self.driven(self.bit(cell, "A")),
                _ => AtPin::Logic,
            },
            None => AtPin::Logic,
        }
    }

    /// What reads an input pin.
    fn read(&self, bit: &Value) -> AtPin {
        let readers = bit.as_u64().and_then(|bit| self.readers.get(&bit)).map(Vec::as_slice).unwrap_or_default();
        let mut kinds = readers.iter().map(|&(cell, port)| match (self.kind(cell), port) {
            (_, "CLK" | "SCLK" | "CLKI" | "ECLK" | "CLKA" | "CLKB" | "WCK") => AtPin::Clock,
            ("IDDRX1F", "D") => AtPin::DoubleDataRate,
            ("TRELLIS_FF", "DI") if self.is_at_pin(cell) => AtPin::Register,
            ("DELAYG" | "DELAYF", "A") => self.read(self.bit(cell, "Z")),
            _ => AtPin::Logic,
        });
        let Some(first) = kinds.next() else { return AtPin::Logic };
        let alike = kinds.all(|kind| kind == first);
        // The clock tree feeds many; a register of data is alone at its pin.
        if alike && (first == AtPin::Clock || readers.len() == 1) { first } else { AtPin::Logic }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, direction and bit of a port or a connection.
    type Way = (&'static str, &'static str, u64);
    /// Name, type and connections of a cell; one whose name ends with `_pin` is to be at its pin.
    type Cell<'a> = (&'static str, &'static str, &'a [Way]);

    /// A module with these ports and cells.
    fn at_pins(ports: &[Way], cells: &[Cell<'_>]) -> Vec<(String, AtPin)> {
        let port = |&(name, direction, bit): &Way| {
            (name.to_owned(), serde_json::json!({ "direction": direction, "bits": [bit] }))
        };
        let cell = |&(name, kind, connections): &Cell<'_>| {
            let attributes =
                if name.ends_with("_pin") { serde_json::json!({ "syn_useioff": "01" }) } else { Value::Null };
            let directions: serde_json::Map<_, _> =
                connections.iter().map(|(port, way, _)| ((*port).to_owned(), (*way).into())).collect();
            let bits: serde_json::Map<_, _> =
                connections.iter().map(|(port, _, bit)| ((*port).to_owned(), serde_json::json!([bit]))).collect();
            let cell = serde_json::json!({
                "type": kind, "attributes": attributes, "port_directions": directions, "connections": bits,
            });
            (name.to_owned(), cell)
        };
        let ports: serde_json::Map<_, _> = ports.iter().map(port).collect();
        let cells: serde_json::Map<_, _> = cells.iter().map(cell).collect();
        let json = serde_json::json!({ "modules": { "top": { "ports": ports, "cells": cells } } }).to_string();
        of(&json, "top").unwrap().into_iter().map(|pin| (pin.name, pin.at)).collect()
    }

    #[test]
    fn registers_at_pins_are_told_from_others_and_from_logic() {
        let ports = [
            ("a_clk", "input", 1),
            ("b_in", "input", 2),
            ("c_out", "output", 3),
            ("d_late", "output", 4),
            ("e_ddr", "input", 5),
            ("f_raw", "input", 6),
            ("g_lut", "output", 7),
            ("h_io", "inout", 8),
            ("i_shared", "input", 12),
        ];
        let ff = |d, q| vec![("CLK", "input", 1), ("DI", "input", d), ("Q", "output", q)];
        let (input, output, late, io_i, io_t, io_o, shared) =
            (ff(2, 20), ff(21, 3), ff(22, 4), ff(23, 9), ff(24, 10), ff(11, 25), ff(12, 26));
        let cells: Vec<Cell<'_>> = vec![
            ("input_pin", "TRELLIS_FF", &input),
            ("output_pin", "TRELLIS_FF", &output),
            ("somewhere", "TRELLIS_FF", &late),
            ("delay", "DELAYG", &[("A", "input", 5), ("Z", "output", 30)]),
            ("ddr", "IDDRX1F", &[("SCLK", "input", 1), ("D", "input", 30)]),
            ("lut", "LUT4", &[("A", "input", 6), ("Z", "output", 7)]),
            ("pad", "TRELLIS_IO", &[("B", "inout", 8), ("I", "input", 9), ("T", "input", 10), ("O", "output", 11)]),
            ("io_i_pin", "TRELLIS_FF", &io_i),
            ("io_t_pin", "TRELLIS_FF", &io_t),
            ("io_o_pin", "TRELLIS_FF", &io_o),
            ("shared_pin", "TRELLIS_FF", &shared),
            ("other", "LUT4", &[("A", "input", 12), ("Z", "output", 31)]),
        ];
        let kinds: Vec<AtPin> = at_pins(&ports, &cells).into_iter().map(|(_, at)| at).collect();
        use AtPin::{Clock, DoubleDataRate, Logic, Register};
        assert_eq!(kinds, [Clock, Register, Register, Logic, DoubleDataRate, Logic, Logic, Register, Logic]);
    }

    #[test]
    fn a_pad_with_one_way_unregistered_is_logic() {
        let cells: Vec<Cell<'_>> = vec![
            ("pad", "TRELLIS_IO", &[("B", "inout", 8), ("I", "input", 9), ("T", "input", 10), ("O", "output", 11)]),
            ("io_i_pin", "TRELLIS_FF", &[("DI", "input", 1), ("Q", "output", 9)]),
            ("io_t", "LUT4", &[("A", "input", 2), ("Z", "output", 10)]),
            ("io_o_pin", "TRELLIS_FF", &[("DI", "input", 11), ("Q", "output", 12)]),
        ];
        assert_eq!(at_pins(&[("io", "inout", 8)], &cells), [("io".to_owned(), AtPin::Logic)]);
    }
}
