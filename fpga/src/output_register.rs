// SPDX-License-Identifier: MIT OR Apache-2.0
//! Moves the register behind a block RAM into the RAM. A DP16KD takes 5.8 ns from clock to output (speed grade 6), and
//! 1.0 ns when its own output register is used; yosys 0.70 never uses it. So a register that follows the RAM at once
//! costs most of a clock of 125 MHz, and inside it costs nothing.
//!
//! ```text
//!            +--------------+    +----+             +------------------+
//!   address->| RAM -> latch |--->| FF |-->   =>     | RAM -> latch->FF |-->
//!    CE----->|              |    |    |             | CE        OCE,RST|
//!            +--------------+    +----+             +------------------+
//! ```
//!
//! It is done to a port of a RAM when each of its used outputs feeds the input of one flip-flop and nothing else, and
//! these flip-flops have the RAM's clock, one enable and one reset to 0, synchronous and stronger than the enable, as
//! that of the RAM is then (`RESETMODE` `SYNC`). `RST` clears the latch as well: nobody sees that while the register
//! takes only what was read since the reset, as it does behind a FIFO.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::error::FlowError;

/// Who reads a bit: the cells with their ports; an output of the module is a cell without a name.
type Sinks = HashMap<u64, Vec<(String, String)>>;

/// The netlist `json` of yosys, outermost module `top`, with the registers moved; and into how many ports of RAMs.
///
/// # Errors
/// When it is no such netlist.
pub fn pack(json: &str, top: &str) -> Result<(String, u64), FlowError> {
    let wrong = |reason: String| FlowError::Output { file: "netlist.json".to_owned(), reason };
    let mut document: Value = serde_json::from_str(json).map_err(|error| wrong(error.to_string()))?;
    let module = &mut document["modules"][top];
    let sinks = sinks(module);
    let cells = module["cells"].as_object_mut().ok_or_else(|| wrong(format!("it has no module {top}")))?;
    let rams: Vec<String> = cells.iter().filter(|(_, cell)| cell["type"] == "DP16KD").map(|(n, _)| n.clone()).collect();
    let mut packed = 0;
    for ram in rams {
        for side in ["A", "B"] {
            let Some(registers) = registers_behind(cells, &sinks, &ram, side) else { continue };
            let first = cells[&registers[0].1].clone();
            let cell = &mut cells[&ram];
            cell["parameters"][format!("REGMODE_{side}")] = json!("OUTREG");
            cell["parameters"]["RESETMODE"] = json!("SYNC");
            let connections = &mut cell["connections"];
            connections[format!("OCE{side}")] = of(&first, "CEMUX", "CE", json!(["1"]));
            connections[format!("RST{side}")] = of(&first, "LSRMUX", "LSR", json!(["0"]));
            for (output, register) in &registers {
                let moved = cells.remove(register).unwrap_or_default();
                cells[&ram]["connections"][output] = moved["connections"]["Q"].clone();
            }
            packed += 1;
        }
    }
    Ok((document.to_string(), packed))
}

/// The used outputs of one side of a RAM, each with the register behind it, when all can be moved.
fn registers_behind(
    cells: &serde_json::Map<String, Value>,
    sinks: &Sinks,
    ram: &str,
    side: &str,
) -> Option<Vec<(String, String)>> {
    let ram = &cells[ram];
    let unused = |pin: &str| !ram["connections"][pin][0].is_u64();
    // How the reset works is one setting for both sides.
    let free = unused(&format!("OCE{side}")) && unused(&format!("RST{side}"));
    let settable = ram["parameters"]["RESETMODE"] == "SYNC" || (unused("RSTA") && unused("RSTB"));
    if ram["parameters"][format!("REGMODE_{side}")] != "NOREG" || !free || !settable {
        return None;
    }
    let mut registers = Vec::new();
    for (output, bits) in ram["connections"].as_object()? {
        let bit = bits[0].as_u64().filter(|_| is_output(output, side));
        let Some(readers) = bit.and_then(|bit| sinks.get(&bit)) else { continue };
        let [(reader, "DI")] = readers.iter().map(|(c, p)| (c.as_str(), p.as_str())).collect::<Vec<_>>()[..] else {
            return None;
        };
        registers.push((output.clone(), reader.to_owned()));
    }
    let first = &cells.get(&registers.first()?.1)?;
    let clock = &ram["connections"][format!("CLK{side}")];
    let alike = |register: &Value| {
        register["type"] == "TRELLIS_FF"
            && register["connections"]["CLK"] == *clock
            && register["parameters"] == first["parameters"]
            && ["CE", "LSR"].iter().all(|pin| register["connections"][*pin] == first["connections"][*pin])
    };
    let parameter = |name: &str| first["parameters"][name].as_str().unwrap_or_default();
    let plain = parameter("CLKMUX") != "INV"
        && ["", "CE", "1"].contains(&parameter("CEMUX"))
        && ["", "LSR"].contains(&parameter("LSRMUX"))
        && ["", "LSR_OVER_CE"].contains(&parameter("SRMODE"))
        && ["", "RESET"].contains(&parameter("REGSET"));
    let same_polarity =
        ram["parameters"][format!("CLK{side}MUX")].as_str().is_none_or(|mux| mux == format!("CLK{side}"));
    (plain && same_polarity && registers.iter().all(|(_, register)| alike(&cells[register]))).then_some(registers)
}

/// What is at `pin` of a flip-flop, where its multiplexer `mux` takes the pin.
fn of(register: &Value, mux: &str, pin: &str, constant: Value) -> Value {
    let pin_used = register["parameters"][mux].as_str().is_none_or(|mux| mux == pin);
    let net = &register["connections"][pin];
    if pin_used && net[0].is_u64() { net.clone() } else { constant }
}

/// Whether `pin` is an output of that side: `DOB7`.
fn is_output(pin: &str, side: &str) -> bool {
    pin.strip_prefix("DO").is_some_and(|rest| rest.starts_with(side))
}

fn sinks(module: &Value) -> Sinks {
    let mut sinks = Sinks::new();
    let mut add = |bits: &Value, cell: &str, pin: &str| {
        for bit in bits.as_array().into_iter().flatten().filter_map(Value::as_u64) {
            sinks.entry(bit).or_default().push((cell.to_owned(), pin.to_owned()));
        }
    };
    for (name, cell) in module["cells"].as_object().into_iter().flatten() {
        for (pin, bits) in cell["connections"].as_object().into_iter().flatten() {
            if cell["port_directions"][pin] != "output" {
                add(bits, name, pin);
            }
        }
    }
    for (name, port) in module["ports"].as_object().into_iter().flatten() {
        if port["direction"] != "input" {
            add(&port["bits"], "", name);
        }
    }
    sinks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A RAM with two used outputs on side B, a register behind each.
    fn netlist() -> Value {
        let register = |d: u64, q: u64| {
            json!({"type": "TRELLIS_FF",
                "parameters": {"CEMUX": "CE", "CLKMUX": "CLK", "LSRMUX": "LSR", "REGSET": "RESET",
                    "SRMODE": "LSR_OVER_CE"},
                "port_directions": {"CLK": "input", "CE": "input", "LSR": "input", "DI": "input", "Q": "output"},
                "connections": {"CLK": [2], "CE": [3], "LSR": [4], "DI": [d], "Q": [q]}})
        };
        json!({"modules": {"top": {
        "ports": {"q": {"direction": "output", "bits": [20, 21]}},
        "cells": {
            "ram": {"type": "DP16KD",
                "parameters": {"REGMODE_A": "NOREG", "REGMODE_B": "NOREG", "RESETMODE": "ASYNC", "CLKBMUX": "CLKB"},
                "port_directions": {"CLKB": "input", "DOB0": "output", "DOB1": "output", "DOB2": "output"},
                "connections": {"CLKB": [2], "RSTB": ["0"], "OCEB": ["1"],
                    "DOB0": [10], "DOB1": [11], "DOB2": [12], "DOA0": [13]}},
            "r0": register(10, 20),
            "r1": register(11, 21)
        }}}})
    }

    fn packed(netlist: &Value) -> (Value, u64) {
        let (text, count) = pack(&netlist.to_string(), "top").unwrap();
        (serde_json::from_str::<Value>(&text).unwrap()["modules"]["top"]["cells"].clone(), count)
    }

    #[test]
    fn registers_that_fit_are_moved() {
        let (cells, count) = packed(&netlist());
        assert_eq!(count, 1);
        let ram = &cells["ram"];
        assert_eq!(
            (&ram["parameters"]["REGMODE_A"], &ram["parameters"]["REGMODE_B"]),
            (&json!("NOREG"), &json!("OUTREG"))
        );
        assert_eq!(ram["parameters"]["RESETMODE"], "SYNC");
        let at = |pin: &str| ram["connections"][pin][0].clone();
        assert_eq!([at("DOB0"), at("DOB1"), at("OCEB"), at("RSTB")], [json!(20), json!(21), json!(3), json!(4)]);
        assert!(cells["r0"].is_null() && cells["r1"].is_null());
    }

    #[test]
    fn registers_without_enable_and_reset_are_moved_too() {
        let mut netlist = netlist();
        for register in ["r0", "r1"] {
            let cell = &mut netlist["modules"]["top"]["cells"][register];
            cell["parameters"]["CEMUX"] = json!("1");
            cell["connections"]["CE"] = json!(["1"]);
            cell["connections"]["LSR"] = json!(["0"]);
        }
        let (cells, count) = packed(&netlist);
        assert_eq!(count, 1);
        let connections = &cells["ram"]["connections"];
        assert_eq!((&connections["OCEB"], &connections["RSTB"]), (&json!(["1"]), &json!(["0"])));
    }

    #[test]
    fn registers_that_do_not_fit_stay() {
        let faults: [(&str, &str, &str, Value); 10] = [
            ("r1", "connections", "CLK", json!([9])),
            ("r1", "connections", "CE", json!([9])),
            ("r1", "connections", "LSR", json!([9])),
            ("r1", "connections", "CE", json!([11])),
            ("r1", "parameters", "REGSET", json!("SET")),
            ("r0", "parameters", "LSRMUX", json!("INV")),
            ("ram", "connections", "RSTB", json!([9])),
            ("ram", "connections", "OCEB", json!([9])),
            ("ram", "parameters", "CLKBMUX", json!("INV")),
            ("ram", "connections", "RSTA", json!([9])),
        ];
        for (cell, part, key, value) in faults {
            let mut netlist = netlist();
            netlist["modules"]["top"]["cells"][cell][part][key] = value.clone();
            assert_eq!(packed(&netlist).1, 0, "{cell} {key} {value}");
        }
        let mut netlist = netlist();
        netlist["modules"]["top"]["ports"]["early"] = json!({"direction": "output", "bits": [10]});
        assert_eq!(packed(&netlist).1, 0, "an output of the RAM that is seen elsewhere");
    }

    #[test]
    fn what_is_no_netlist_is_told() {
        assert!(pack("{\"modules\": {}}", "top").is_err() && pack("{", "top").is_err());
    }
}
