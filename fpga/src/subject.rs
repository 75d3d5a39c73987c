// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is synthesised: a block or design of the registry, alone or on a board, or a design of the board's own.

use wirewright_rtl::registry;

use crate::board::Board;
use crate::error::{FlowError, nearest};
use crate::wrapper;

/// The Verilog for yosys.
#[derive(Debug)]
pub(crate) struct Subject {
    /// Module name of the design.
    pub name: String,
    /// Its Verilog, its sub-modules in it.
    pub verilog: String,
    /// The Verilog around it, when it stands alone, and its module name.
    pub wrapper: Option<(String, String)>,
}

impl Subject {
    /// Finds `name` for `board`.
    pub fn find(name: &str, board: &Board) -> Result<Subject, FlowError> {
        if let Some(verilog) = board.tops.get(name) {
            return Ok(Subject { name: name.to_owned(), verilog: verilog.clone(), wrapper: None });
        }
        let Some(entry) = registry::find(name) else {
            let known = || board.tops.keys().map(String::as_str).chain(registry::ALL.iter().map(|entry| entry.name));
            return Err(FlowError::UnknownDesign {
                name: name.to_owned(),
                board: board.name.clone(),
                near: nearest(name, known()),
                known: known().map(str::to_owned).collect(),
            });
        };
        let contract = entry.contract().ok_or_else(|| FlowError::Output {
            file: entry.file.to_owned(),
            reason: "the block has no contract in wirewright_spec::ports".to_owned(),
        })?;
        let wrapper = board.pins.is_none().then(|| (wrapper::module(name), wrapper::verilog(&contract)));
        let subject = Subject { name: name.to_owned(), verilog: entry.verilog()?, wrapper };
        if board.pins.is_some() {
            let ports = contract.inputs.iter().chain(contract.outputs).map(|port| (port.name, port.width));
            let clocks = contract.clocks.iter().map(|clock| (*clock, 1));
            subject.check_pins(board, ports.chain(clocks))?;
        }
        Ok(subject)
    }

    /// The module that yosys is told to take as the outermost one.
    pub fn top(&self) -> &str {
        self.wrapper.as_ref().map_or(&self.name, |(module, _)| module)
    }

    /// Whether the board has a pin for each bit of each port, given with its width.
    pub fn check_pins<'p>(
        &self,
        board: &Board,
        ports: impl IntoIterator<Item = (&'p str, u32)>,
    ) -> Result<(), FlowError> {
        let located = board.located();
        let bits = ports.into_iter().flat_map(|(name, width)| bits(name, width));
        let missing: Vec<String> = bits.filter(|bit| !located.contains(&bit.as_str())).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(FlowError::PinsMissing { design: self.name.clone(), board: board.name.clone(), ports: missing })
    }
}

/// The names of a port's bits, as the constraints have them.
fn bits(name: &str, width: u32) -> Vec<String> {
    if width == 1 { vec![name.to_owned()] } else { (0..width).map(|bit| format!("{name}[{bit}]")).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_alone_is_wrapped_and_one_on_a_board_needs_pins() {
        let mut board = Board::find("none").unwrap();
        let alone = Subject::find("crc32", &board).unwrap();
        assert_eq!(alone.top(), "crc32_alone");
        board.pins = Some("LOCATE COMP \"clk\" SITE \"A1\";\nLOCATE COMP \"data[0]\" SITE \"A2\";\n".to_owned());
        let error = Subject::find("crc32", &board).unwrap_err();
        let FlowError::PinsMissing { ports, .. } = error else { panic!("{error}") };
        assert!(ports.contains(&"data[1]".to_owned()) && ports.contains(&"init".to_owned()), "{ports:?}");
        assert!(!ports.contains(&"data[0]".to_owned()) && !ports.contains(&"clk".to_owned()), "{ports:?}");
    }

    #[test]
    fn a_design_of_the_board_itself_comes_first() {
        let mut board = Board::find("none").unwrap();
        board.tops.insert("crc32".to_owned(), "module crc32; endmodule".to_owned());
        let subject = Subject::find("crc32", &board).unwrap();
        assert_eq!((subject.top(), subject.verilog.as_str()), ("crc32", "module crc32; endmodule"));
    }

    #[test]
    fn an_unknown_design_is_told_the_near_one() {
        let error = Subject::find("mac_gmi", &Board::find("none").unwrap()).unwrap_err().to_string();
        assert!(error.contains("did you mean `mac_gmii`?"), "{error}");
    }
}
