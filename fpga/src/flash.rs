// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bitstreams onto boards, with openFPGALoader.

use std::path::Path;
use std::process::Command;

use crate::board::Board;

/// How openFPGALoader is to load a bitstream.
#[derive(Clone, Copy, Debug)]
pub struct Load<'a> {
    /// What it goes onto.
    pub board: &'a Board,
    /// The file, `.bit`: of ECP5 openFPGALoader loads no other kind into the FPGA.
    pub bitstream: &'a Path,
    /// The JTAG cable, as openFPGALoader calls it; without one, the board's own, else FTDI's FT2232.
    pub cable: Option<&'a str>,
    /// Write it to the board's flash memory, else it is gone when the power is.
    pub keep: bool,
    /// Options in place of those of the board, where there are some.
    pub options: &'a [String],
}

impl Load<'_> {
    /// Gives `command`, which is openFPGALoader, its arguments.
    pub fn arguments<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.args(if self.options.is_empty() { &self.board.sheet.flasher } else { self.options });
        if let Some(cable) = self.cable {
            command.args(["--cable", cable]);
        }
        if self.keep {
            command.arg("--write-flash");
        }
        command.arg(self.bitstream)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_of_the_user_stand_in_for_those_of_the_board() {
        let mut board = Board::find("none").unwrap();
        board.sheet.flasher = vec!["--board".to_owned(), "b".to_owned()];
        let line = |cable, keep, options: &[&str]| {
            let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
            let mut command = Command::new("openFPGALoader");
            let load = Load { board: &board, bitstream: Path::new("a.bit"), cable, keep, options: &options };
            load.arguments(&mut command);
            command.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(line(None, false, &[]), "--board b a.bit");
        assert_eq!(line(Some("ft232"), false, &[]), "--board b --cable ft232 a.bit");
        assert_eq!(line(None, true, &["--board", "x"]), "--board x --write-flash a.bit");
    }
}
