// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes the C++ between a verilated module and its port structs, from the same list of ports that the Rust structs
//! have, and compares that list with the ports of the Verilog. Layouts are asserted on the C++ side field by field.

use std::fmt::Write;

use wirewright_spec::{Interface, Port, PortSet};

/// Ports and struct sizes of an interface.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub ports: PortSet,
    pub in_octets: usize,
    pub out_octets: usize,
}

impl Shape {
    pub const fn of<I: Interface>() -> Shape {
        const { assert!(I::CLOCKS.len() <= 8, "an EdgeSet has eight bits") };
        Shape { ports: PortSet::of::<I>(), in_octets: size_of::<I::In>(), out_octets: size_of::<I::Out>() }
    }

    /// One line a port: what both sides must agree on.
    pub fn layout(&self) -> String {
        let mut text = String::new();
        for clock in self.ports.clocks {
            text += &format!("clock {clock}\n");
        }
        for (direction, ports) in [("in", self.ports.inputs), ("out", self.ports.outputs)] {
            for Port { name, width, offset, size, .. } in ports {
                text += &format!("{direction} {name}: {width} bits in {size} octets at {offset}\n");
            }
        }
        text + &format!("in {} octets, out {} octets\n", self.in_octets, self.out_octets)
    }

    /// The generated C++ file for a module with these ports, which [`Shape::differences`] has found equal. `fast` are
    /// the files of Verilator that it takes in; `calls_the_simulator` sets the context of the thread at each step.
    pub fn cpp(&self, found: &[VerilogPort], calls_the_simulator: bool, fast: &[String]) -> String {
        let cpp = |name: &str| found.iter().find(|port| port.name == name).map_or(name, |port| &port.cpp).to_owned();
        let mut text = String::from("// Generated from the ports of the interface.\n");
        for file in fast {
            line(&mut text, format_args!("#include \"{file}\""));
        }
        text += "#include \"Vdut.h\"\n#include \"Vdut___024root.h\"\n\nnamespace wirewright {\n\n";
        structure(&mut text, "In", self.ports.inputs, self.in_octets);
        structure(&mut text, "Out", self.ports.outputs, self.out_octets);
        line(&mut text, format_args!("static const char* const LAYOUT = {:?};\n", self.layout()));
        line(&mut text, format_args!("static constexpr bool CALLS_THE_SIMULATOR = {calls_the_simulator};\n"));
        let inputs = self.ports.inputs.iter().map(|port| apply(port, &cpp(port.name)));
        function(&mut text, "void apply(Vdut___024root& root, const In& in)", inputs);
        let clocks = self.ports.clocks.iter().map(|clock| cpp(clock));
        function(
            &mut text,
            "void raise(Vdut___024root& root, uint32_t edges)",
            clocks.clone().enumerate().map(|(index, clock)| format!("root.{clock} = edges >> {index} & 1;")),
        );
        function(&mut text, "void lower(Vdut___024root& root)", clocks.map(|clock| format!("root.{clock} = 0;")));
        let outputs = self.ports.outputs.iter();
        function(
            &mut text,
            "void collect(const Vdut___024root& root, Out& out)",
            outputs.map(|port| collect(port, &cpp(port.name))),
        );
        text + "}  // namespace wirewright\n\n#include \"model.h\"\n"
    }

    /// Every way in which the ports of the Verilog differ from those of the interface, one sentence each.
    pub fn differences(&self, found: &[VerilogPort]) -> Vec<String> {
        let clocks = self.ports.clocks.iter().map(|&name| (name, 1, Direction::In));
        let inputs = self.ports.inputs.iter().map(|port| (port.name, port.width, Direction::In));
        let outputs = self.ports.outputs.iter().map(|port| (port.name, port.width, Direction::Out));
        let expected: Vec<_> = clocks.chain(inputs).chain(outputs).collect();
        let mut differences = Vec::new();
        for &(name, width, direction) in &expected {
            match found.iter().find(|port| port.name == name) {
                None => differences.push(format!("`{name}` is not a port of the Verilog module")),
                Some(port) if port.direction != direction => {
                    differences.push(format!("`{name}` is an {} in Verilog, {direction} here", port.direction));
                }
                Some(port) if port.width != width => {
                    differences.push(format!("`{name}` has {} bits in Verilog, {width} here", port.width));
                }
                Some(_) => {}
            }
        }
        for port in found.iter().filter(|port| expected.iter().all(|(name, ..)| port.name != *name)) {
            differences
                .push(format!("{} `{}` of the Verilog module is not in the interface", port.direction, port.name));
        }
        differences
    }
}

/// Which way a port of the Verilog module goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    In,
    Out,
    InOut,
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Direction::In => "input",
            Direction::Out => "output",
            Direction::InOut => "inout",
        })
    }
}

/// A port as Verilator declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerilogPort {
    pub name: String,
    /// What the C++ calls it: words of C++ and odd letters are written differently there.
    pub cpp: String,
    pub direction: Direction,
    pub width: u32,
}

/// The ports in Verilator's `Vdut.h`: lines like `VL_IN8(&gmii_rxd,7,0);`.
pub(crate) fn verilog_ports(header: &str) -> Vec<VerilogPort> {
    header.lines().filter_map(|text| verilog_port(text.trim())).collect()
}

fn verilog_port(text: &str) -> Option<VerilogPort> {
    let (kind, arguments) = text.strip_prefix("VL_")?.strip_suffix(");")?.split_once('(')?;
    let direction = match kind.trim_end_matches(|c: char| c.is_ascii_digit() || c == 'W') {
        "IN" => Direction::In,
        "OUT" => Direction::Out,
        "INOUT" => Direction::InOut,
        _ => return None,
    };
    let mut arguments = arguments.split(',');
    let cpp = arguments.next()?.trim_start_matches('&').to_owned();
    let name = decode(cpp.strip_prefix("__SYM__").unwrap_or(&cpp));
    let (high, low): (i64, i64) = (arguments.next()?.parse().ok()?, arguments.next()?.parse().ok()?);
    let width = u32::try_from(high.abs_diff(low)).ok()? + 1;
    Some(VerilogPort { name, cpp, direction, width })
}

/// Verilator writes a letter that C++ does not take, and the second of two underscores, as `__0` and its code.
fn decode(cpp: &str) -> String {
    let mut name = String::new();
    let mut rest = cpp;
    while let Some(at) = rest.find("__0") {
        let code = rest.get(at + 3..at + 5).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let Some(code) = code else { break };
        name += &rest[..at];
        name.push(char::from(code));
        rest = &rest[at + 5..];
    }
    name + rest
}

/// A struct with the layout of the Rust one; a field's name ends in `_`, so that none is a word of C++.
fn structure(text: &mut String, name: &str, ports: &[Port], octets: usize) {
    line(text, format_args!("struct {name} {{"));
    for port in ports {
        line(text, format_args!("    uint{}_t {}_;", port.size * 8, port.name));
    }
    line(text, format_args!("}};"));
    for port in ports {
        line(text, format_args!("static_assert(offsetof({name}, {}_) == {});", port.name, port.offset));
    }
    if !ports.is_empty() {
        line(text, format_args!("static_assert(sizeof({name}) == {octets});"));
    }
    text.push('\n');
}

/// Verilator takes the unused bits of an input for zero: they are made so.
fn apply(port: &Port, cpp: &str) -> String {
    let mask = if port.width as usize == 8 * port.size { String::new() } else { format!(" & {:#x}", mask(port)) };
    format!("root.{cpp} = in.{}_{mask};", port.name)
}

/// A Rust `bool` that is neither 0 nor 1 would be undefined: one-bit outputs are masked.
fn collect(port: &Port, cpp: &str) -> String {
    let mask = if port.width == 1 { " & 1" } else { "" };
    format!("out.{}_ = root.{cpp}{mask};", port.name)
}

fn mask(port: &Port) -> u64 {
    u64::MAX >> (64 - port.width)
}

fn function(text: &mut String, head: &str, body: impl Iterator<Item = String>) {
    line(text, format_args!("static inline {head} {{"));
    for statement in body {
        line(text, format_args!("    {statement}"));
    }
    line(text, format_args!("}}\n"));
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{arguments}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirewright_spec::Ports;

    #[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
    #[repr(C)]
    struct In {
        rst: bool,
        #[port(width = 4)]
        txd: u8,
        address: u64,
    }

    #[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
    #[repr(C)]
    struct Out {
        ready: bool,
    }

    struct Sample;

    impl Interface for Sample {
        const NAME: &'static str = "sample";
        type In = In;
        type Out = Out;
        const CLOCKS: &'static [&'static str] = &["clk"];
    }

    const HEADER: &str = "    VL_IN8(&clk,0,0);\n    VL_IN8(&rst,0,0);\n    \
        VL_IN8(&txd,3,0);\n    VL_OUT8(&ready,0,0);\n    \
                          VL_IN64(&address,63,0);\n    VL_UNCOPYABLE(Vdut);\n";

    #[test]
    fn equal_ports_have_no_differences() {
        assert_eq!(Shape::of::<Sample>().differences(&verilog_ports(HEADER)), [""; 0]);
    }

    #[test]
    fn each_way_to_differ_is_said() {
        let header =
            "VL_IN8(&clk,0,0);\nVL_OUT8(&rst,0,0);\nVL_IN8(&txd,7,0);\nVL_INW(&wide,127,0,4);\nVL_OUT8(&ready,0,0);\n";
        assert_eq!(
            Shape::of::<Sample>().differences(&verilog_ports(header)),
            [
                "`rst` is an output in Verilog, input here",
                "`txd` has 8 bits in Verilog, 4 here",
                "`address` is not a port of the Verilog module",
                "input `wide` of the Verilog module is not in the interface",
            ]
        );
    }

    #[test]
    fn the_layout_names_every_port_once() {
        assert_eq!(
            Shape::of::<Sample>().layout(),
            "clock clk\nin rst: 1 bits in 1 octets at 0\nin txd: 4 bits in 1 octets at 1\n\
             in address: 64 bits in 8 octets at 8\nout ready: 1 bits in 1 octets at 0\nin 16 octets, out 1 octets\n"
        );
    }
}
