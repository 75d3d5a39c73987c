// SPDX-License-Identifier: MIT OR Apache-2.0
//! One mutation as yosys writes it in a list: a command line that applies it, and what it says of where it is.

use serde::Serialize;

/// A change of one bit of the netlist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mutation {
    /// The yosys command that applies it.
    pub command: String,
    /// What is done to the bit: `inv`, `const0`, `const1`, `cnot0`, `cnot1`.
    pub mode: String,
    /// The cell.
    pub cell: String,
    /// The port of the cell.
    pub port: String,
    /// The bit of the port.
    pub port_bit: u32,
    /// The bit that `cnot` takes in.
    pub control_bit: Option<u32>,
    /// The named wire behind it.
    pub wire: Option<String>,
    /// The bit of that wire.
    pub wire_bit: Option<u32>,
    /// Where in the Verilog: `file:line.column-line.column`, the narrowest first.
    pub sources: Vec<String>,
}

/// A line that is no mutation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no mutation: `{line}` ({reason})")]
pub struct MutationError {
    /// The line.
    pub line: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Mutation {
    /// Whether it turns off what is always on: the enable of a memory that is read without a clock. No hardware has
    /// one, and yosys cannot write a text for it.
    pub fn is_of_an_enable_that_is_none(&self) -> bool {
        self.port == "EN" && self.cell.contains("$memrd$")
    }

    /// Reads a line of the list.
    ///
    /// # Errors
    /// When it is not a `mutate` command with mode, cell and port.
    pub fn parse(line: &str) -> Result<Mutation, MutationError> {
        let refuse = |reason| MutationError { line: line.to_owned(), reason };
        let mut words = line.split_whitespace();
        if words.next() != Some("mutate") {
            return Err(refuse("it is not a mutate command"));
        }
        let mut mutation = Mutation {
            command: line.to_owned(),
            mode: String::new(),
            cell: String::new(),
            port: String::new(),
            port_bit: 0,
            control_bit: None,
            wire: None,
            wire_bit: None,
            sources: Vec::new(),
        };
        while let Some(option) = words.next() {
            let value = words.next().ok_or_else(|| refuse("an option has no value"))?;
            let number = || value.parse::<u32>().map_err(|_| refuse("a bit is not a number"));
            match option {
                "-mode" => mutation.mode = value.to_owned(),
                "-cell" => mutation.cell = value.to_owned(),
                "-port" => mutation.port = value.trim_start_matches('\\').to_owned(),
                "-portbit" => mutation.port_bit = number()?,
                "-ctrlbit" => mutation.control_bit = Some(number()?),
                "-wire" => mutation.wire = Some(value.trim_start_matches('\\').to_owned()),
                "-wirebit" => mutation.wire_bit = Some(number()?),
                "-src" => mutation.sources.push(value.to_owned()),
                "-module" => (),
                _ => return Err(refuse("an option is not known")),
            }
        }
        if mutation.mode.is_empty() || mutation.cell.is_empty() || mutation.port.is_empty() {
            return Err(refuse("mode, cell or port is missing"));
        }
        Ok(mutation)
    }

    /// Whether it changes a clock: proofs that see time as steps say nothing about such a change.
    pub fn is_of_clock(&self) -> bool {
        self.port.ends_with("CLK")
    }

    /// Where it is, in one line: file and line, port and bit, and the wire where one is named.
    pub fn place(&self) -> String {
        let source = self.sources.first().map_or("no source line", String::as_str);
        let wire = match (&self.wire, self.wire_bit) {
            (Some(wire), Some(bit)) => format!(", wire {wire}[{bit}]"),
            (Some(wire), None) => format!(", wire {wire}"),
            _ => String::new(),
        };
        format!("{source}: {} {} {}[{}]{wire}", self.mode, self.cell, self.port, self.port_bit)
    }

    /// File and first line of its narrowest source.
    pub fn line(&self) -> Option<(&str, u32)> {
        let (file, rest) = self.sources.first()?.rsplit_once(':')?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        Some((file, rest[..digits].parse().ok()?))
    }
}

/// The text of line `line` of `file` in printed Verilog, in which `` `line `` says where the files of sub-modules
/// begin.
pub fn line_of<'a>(verilog: &'a str, top: &str, file: &str, line: u32) -> Option<&'a str> {
    let (mut here, mut number) = (top.to_owned(), 0);
    for text in verilog.lines() {
        number += 1;
        if let Some(directive) = text.strip_prefix("`line ") {
            let mut words = directive.split_whitespace();
            let next = words.next()?.parse::<u32>().ok()?;
            here = words.next()?.trim_matches('"').to_owned();
            number = next - 1;
        } else if here == file && number == line {
            return Some(text.trim());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "mutate -mode cnot1 -module mac_tx -cell $procdff$543 -port \\Q -portbit 1 -ctrlbit 4 \
                        -wire \\octets -wirebit 3 -src mac_tx.v:68.16-68.22 -src mac_tx.v:206.5-238.8";

    #[test]
    fn a_line_of_the_list_is_read() {
        let mutation = Mutation::parse(LINE).unwrap();
        assert_eq!((mutation.mode.as_str(), mutation.port.as_str(), mutation.port_bit), ("cnot1", "Q", 1));
        assert_eq!(
            (mutation.wire.as_deref(), mutation.wire_bit, mutation.control_bit),
            (Some("octets"), Some(3), Some(4))
        );
        assert_eq!(mutation.line(), Some(("mac_tx.v", 68)));
        assert_eq!(mutation.place(), "mac_tx.v:68.16-68.22: cnot1 $procdff$543 Q[1], wire octets[3]");
        assert!(!mutation.is_of_clock());
    }

    #[test]
    fn the_enable_of_a_memory_that_is_read_without_a_clock_is_told_from_its_data() {
        let of = |port: &str| {
            let line = format!(
                "mutate -mode inv -module m -cell $flatten\\line.$memrd$\\memory$r.v:26$51 -port {port} -portbit 0"
            );
            Mutation::parse(&line).unwrap().is_of_an_enable_that_is_none()
        };
        assert!(of("EN") && !of("DATA") && !of("ADDR"));
        assert!(!Mutation::parse(LINE).unwrap().is_of_an_enable_that_is_none());
    }

    #[test]
    fn other_lines_are_refused_with_the_reason() {
        for (line, reason) in [
            ("stat", "it is not a mutate command"),
            ("mutate -mode", "an option has no value"),
            ("mutate -mode inv -cell c -port Y -portbit x", "a bit is not a number"),
            ("mutate -mode inv -cell c", "mode, cell or port is missing"),
            ("mutate -speed 3", "an option is not known"),
        ] {
            assert_eq!(Mutation::parse(line).unwrap_err().reason, reason, "{line}");
        }
    }

    #[test]
    fn lines_are_found_in_the_files_that_the_print_names() {
        let verilog = "module a;\n  wire x;\nendmodule\n`line 6 \"b.v\" 0\nmodule b;\n  wire y;\n";
        assert_eq!(line_of(verilog, "a.v", "a.v", 2), Some("wire x;"));
        assert_eq!(line_of(verilog, "a.v", "b.v", 7), Some("wire y;"));
        assert_eq!(line_of(verilog, "a.v", "b.v", 2), None);
    }
}
