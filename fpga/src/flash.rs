// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bitstreams onto boards, with openFPGALoader.

use std::path::Path;
use std::process::Command;

use crate::board::Board;

/// Makes `command`, which is openFPGALoader, load `bitstream`: with `options` where there are some, else with those of
/// the board. `keep` writes it to the board's flash memory, else it is gone when the power is.
pub fn arguments<'c>(
    command: &'c mut Command,
    board: &Board,
    bitstream: &Path,
    keep: bool,
    options: &[String],
) -> &'c mut Command {
    command.args(if options.is_empty() { &board.sheet.flasher } else { options });
    if keep {
        command.arg("--write-flash");
    }
    command.arg(bitstream)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_of_the_user_stand_in_for_those_of_the_board() {
        let mut board = Board::find("none").unwrap();
        board.sheet.flasher = vec!["--cable".to_owned(), "ft232".to_owned()];
        let line = |keep, options: &[&str]| {
            let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
            let mut command = Command::new("openFPGALoader");
            arguments(&mut command, &board, Path::new("a.bit"), keep, &options);
            command.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(line(false, &[]), "--cable ft232 a.bit");
        assert_eq!(line(true, &["--board", "x"]), "--board x --write-flash a.bit");
    }
}
