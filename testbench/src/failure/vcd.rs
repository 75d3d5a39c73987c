// SPDX-License-Identifier: MIT OR Apache-2.0
//! Waves of a golden model, as VCD (IEEE 1364-2005, clause 18). The Verilog's waves are FST, written by Verilator; for
//! a Rust side there is no FST writer, and every wave viewer shows both.

use std::io::{self, Write};

use wirewright_spec::{Port, PortSet, Ports};

use crate::clocks::Event;

/// Half the time that a clock is shown high, at most.
const HIGH_PS: u64 = 500;

/// The name of the signal that is high from the event that fails to the next one; no port is called so.
pub(super) const MARK: &str = "difference_here";

/// A VCD file being written.
pub(super) struct Vcd<W: Write> {
    file: W,
    inputs: usize,
    clocks: usize,
    widths: Vec<u32>,
    shown: Vec<Option<u64>>,
}

impl<W: Write> Vcd<W> {
    /// Writes the header: clocks, inputs, outputs of the block, and [`MARK`].
    pub(super) fn new(mut file: W, block: &PortSet) -> io::Result<Vcd<W>> {
        let clocks = block.clocks.iter().map(|name| (*name, 1));
        let port = |port: &Port| (port.name, port.width);
        let ports = block.inputs.iter().chain(block.outputs).map(port);
        let variables: Vec<(&str, u32)> = clocks.chain(ports).chain([(MARK, 1)]).collect();
        writeln!(file, "$timescale 1ps $end\n$scope module {} $end", block.name)?;
        for (index, (name, width)) in variables.iter().enumerate() {
            let range = if *width > 1 { format!(" [{}:0]", width - 1) } else { String::new() };
            writeln!(file, "$var wire {width} {} {name}{range} $end", identifier(index))?;
        }
        writeln!(file, "$upscope $end\n$enddefinitions $end")?;
        let widths: Vec<u32> = variables.iter().map(|(_, width)| *width).collect();
        let shown = vec![None; widths.len()];
        Ok(Vcd { file, inputs: block.inputs.len(), clocks: block.clocks.len(), widths, shown })
    }

    /// One event: clocks rise, the inputs are those sampled, the outputs those after it; `marked` is the one that
    /// fails.
    pub(super) fn event<In: Ports, Out: Ports>(
        &mut self,
        event: &Event,
        input: &In,
        output: &Out,
        marked: bool,
    ) -> io::Result<()> {
        writeln!(self.file, "#{}", event.time_ps)?;
        for clock in 0..self.clocks {
            self.show(clock, u64::from(event.edges.contains(clock)))?;
        }
        for index in 0..self.inputs {
            self.show(self.clocks + index, input.get(index))?;
        }
        for index in 0..Out::PORTS.len() {
            self.show(self.clocks + self.inputs + index, output.get(index))?;
        }
        self.show(self.clocks + self.inputs + Out::PORTS.len(), marked.into())?;
        writeln!(self.file, "#{}", event.time_ps + HIGH_PS)?;
        for clock in 0..self.clocks {
            self.show(clock, 0)?;
        }
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.file.flush()?;
        Ok(self.file)
    }

    fn show(&mut self, index: usize, value: u64) -> io::Result<()> {
        if self.shown[index] == Some(value) {
            return Ok(());
        }
        self.shown[index] = Some(value);
        match self.widths[index] {
            1 => writeln!(self.file, "{value}{}", identifier(index)),
            _ => writeln!(self.file, "b{value:b} {}", identifier(index)),
        }
    }
}

/// The identifier code of a variable: printable ASCII, 33 to 126.
fn identifier(mut index: usize) -> String {
    let mut code = String::new();
    loop {
        // 94 codes from '!' on: always ASCII.
        code.push(char::from(b'!' + (index % 94) as u8));
        index /= 94;
        if index == 0 {
            return code;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirewright_spec::{EdgeSet, ports};

    #[test]
    fn a_reader_that_is_not_ours_finds_the_values() {
        type Crc = ports::Crc32;
        let block = PortSet::of::<Crc>();
        let mut vcd = Vcd::new(Vec::new(), &block).unwrap();
        for number in 0..3 {
            let event = Event { number, time_ps: 8000 * (number + 1), edges: EdgeSet::FIRST };
            let input = ports::crc32::In { data: number as u8 * 7, valid: number == 1, ..Default::default() };
            vcd.event(&event, &input, &ports::crc32::Out { fcs: 0x1234_0000 + number as u32 }, number == 1).unwrap();
        }
        let text = vcd.finish().unwrap();
        let mut waves = wellen::simple::read_from_reader(std::io::Cursor::new(text)).unwrap();
        let hierarchy = waves.hierarchy();
        let fcs = hierarchy[hierarchy.lookup_var(&["crc32"], "fcs").unwrap()].signal_ref();
        waves.load_signals(&[fcs]);
        let signal = waves.get_signal(fcs).unwrap();
        let values: Vec<String> = signal.iter_changes().map(|(_, value)| value.to_bit_string().unwrap()).collect();
        assert_eq!(values, [0, 1, 2].map(|n| format!("{:032b}", 0x1234_0000 + n)));
        assert_eq!(waves.time_table(), [8000, 8500, 16_000, 16_500, 24_000, 24_500]);
    }

    #[test]
    fn identifiers_are_distinct() {
        let codes: std::collections::BTreeSet<_> = (0..20_000).map(identifier).collect();
        assert_eq!(codes.len(), 20_000);
    }
}
