// SPDX-License-Identifier: MIT OR Apache-2.0
//! Waves of a golden model, as FST: the ports of the block, its clocks, and a mark at the event that fails.

use std::io::Cursor;

use fst_writer::{
    FstBodyWriter, FstFileType, FstHeaderWriter, FstInfo, FstScopeType, FstSignalId, FstSignalType, FstVarDirection,
    FstVarType, FstWriteError,
};
use wirewright_spec::{PortSet, Ports};

use crate::clocks::Event;

/// Half the time that a clock is shown high, at most.
const HIGH_PS: u64 = 500;

/// The name of the signal that is high from the event that fails to the next one; no port is called so.
pub(super) const MARK: &str = "difference_here";

/// Waves being written, in memory: a few hundred events.
pub(super) struct Fst {
    body: FstBodyWriter<Cursor<Vec<u8>>>,
    clocks: Vec<FstSignalId>,
    inputs: Vec<(FstSignalId, u32)>,
    outputs: Vec<(FstSignalId, u32)>,
    mark: FstSignalId,
}

impl Fst {
    /// Clocks, inputs, outputs of the block, and [`MARK`]; times in picoseconds.
    pub(super) fn new(block: &PortSet) -> Result<Fst, FstWriteError> {
        let info = FstInfo {
            start_time: 0,
            timescale_exponent: -12,
            version: "wirewright".to_owned(),
            date: String::new(),
            file_type: FstFileType::Verilog,
        };
        let mut header = FstHeaderWriter::write_to_mem(&info)?;
        header.scope(block.name, block.name, FstScopeType::Module)?;
        let mut wire = |name: &str, width: u32, direction| {
            let range = if width > 1 { format!(" [{}:0]", width - 1) } else { String::new() };
            let kind = FstSignalType::bit_vec(width);
            header.var(format!("{name}{range}"), kind, FstVarType::Wire, direction, None)
        };
        let clocks = block.clocks.iter().map(|name| wire(name, 1, FstVarDirection::Input)).collect::<Result<_, _>>()?;
        let mut ports = |ports: &[wirewright_spec::Port], direction| {
            ports.iter().map(|port| Ok((wire(port.name, port.width, direction)?, port.width))).collect()
        };
        let inputs: Result<_, FstWriteError> = ports(block.inputs, FstVarDirection::Input);
        let outputs: Result<_, FstWriteError> = ports(block.outputs, FstVarDirection::Output);
        let mark = wire(MARK, 1, FstVarDirection::Implicit)?;
        header.up_scope()?;
        Ok(Fst { clocks, inputs: inputs?, outputs: outputs?, mark, body: header.finish()? })
    }

    /// One event: clocks rise, the inputs are those sampled, the outputs those after it; `marked` is the one that
    /// fails.
    pub(super) fn event<In: Ports, Out: Ports>(
        &mut self,
        event: &Event,
        input: &In,
        output: &Out,
        marked: bool,
    ) -> Result<(), FstWriteError> {
        self.body.time_change(event.time_ps)?;
        for (index, &clock) in self.clocks.iter().enumerate() {
            self.body.signal_change(clock, bits(event.edges.contains(index).into(), 1).as_bytes())?;
        }
        for (index, &(signal, width)) in self.inputs.iter().enumerate() {
            self.body.signal_change(signal, bits(input.get(index), width).as_bytes())?;
        }
        for (index, &(signal, width)) in self.outputs.iter().enumerate() {
            self.body.signal_change(signal, bits(output.get(index), width).as_bytes())?;
        }
        self.body.signal_change(self.mark, bits(marked.into(), 1).as_bytes())?;
        self.body.time_change(event.time_ps + HIGH_PS)?;
        for &clock in &self.clocks {
            self.body.signal_change(clock, b"0")?;
        }
        Ok(())
    }

    /// The whole file.
    pub(super) fn finish(self) -> Result<Vec<u8>, FstWriteError> {
        Ok(self.body.finish()?.into_inner())
    }
}

/// The bits of a value, the highest first.
fn bits(value: u64, width: u32) -> String {
    format!("{value:0width$b}", width = width as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirewright_spec::{EdgeSet, ports};

    #[test]
    fn a_reader_that_is_not_ours_finds_the_values() {
        type Crc = ports::Crc32;
        let mut waves = Fst::new(&PortSet::of::<Crc>()).unwrap();
        for number in 0..3 {
            let event = Event { number, time_ps: 8000 * (number + 1), edges: EdgeSet::FIRST };
            let input = ports::crc32::In { data: number as u8 * 7, valid: number == 1, ..Default::default() };
            waves.event(&event, &input, &ports::crc32::Out { fcs: 0x1234_0000 + number as u32 }, number == 1).unwrap();
        }
        let file = waves.finish().unwrap();
        let mut waves = wellen::simple::read_from_reader(Cursor::new(file)).unwrap();
        let hierarchy = waves.hierarchy();
        let of = |name| hierarchy[hierarchy.lookup_var(&["crc32"], name).unwrap()].signal_ref();
        let (fcs, mark) = (of("fcs"), of(MARK));
        waves.load_signals(&[fcs, mark]);
        let values = |signal| -> Vec<String> {
            let changes = waves.get_signal(signal).unwrap().iter_changes();
            let values = changes.map(|(_, value)| value.to_bit_string().unwrap());
            // Nothing is known before the first event.
            values.filter(|value| !value.starts_with('x')).collect()
        };
        assert_eq!(values(fcs), [0, 1, 2].map(|n| format!("{:032b}", 0x1234_0000 + n)));
        assert_eq!(values(mark), ["0", "1", "0"]);
        assert_eq!(waves.time_table(), [0, 8000, 8500, 16_000, 16_500, 24_000, 24_500]);
    }
}
