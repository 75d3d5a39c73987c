// SPDX-License-Identifier: MIT OR Apache-2.0
//! Boards. A board is a folder with
//!
//! - `board.toml`: part, package, speed grade, the wanted frequency, and the board's own designs (below);
//! - `pins.lpf`: where each port is, in the constraint language that nextpnr reads; clocks get their frequency there
//!   (`FREQUENCY PORT "clk_25" 25 MHZ;`). Without this file the board has no pins, and a design stands alone;
//! - the Verilog of the board's own designs.
//!
//! ```toml
//! title = "Colorlight 5A-75B, revision 8.0"
//! part = "LFE5U-25F"
//! package = "CABGA256"
//! speed = 6
//! mhz = 125.0                        # wanted of every clock that pins.lpf does not constrain
//! flasher = ["--board", "colorlight"] # what openFPGALoader is told: the name it has for the board, or its cable
//!
//! [tops]                             # designs of this board: module, and its file in this folder
//! echo = "echo.v"
//! ```
//!
//! Folders under `fpga/boards` are built in; another one is taken by its path.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::error::{FlowError, nearest};

/// Names and texts of the files in one folder.
type Folder = &'static [(&'static str, &'static str)];

const BUILT_IN: &[(&str, Folder)] = include!(concat!(env!("OUT_DIR"), "/boards.rs"));

/// Parts, with the option by which nextpnr-ecp5 knows each.
const PARTS: [(&str, &str); 10] = [
    ("LFE5U-12F", "--12k"),
    ("LFE5U-25F", "--25k"),
    ("LFE5U-45F", "--45k"),
    ("LFE5U-85F", "--85k"),
    ("LFE5UM-25F", "--um-25k"),
    ("LFE5UM-45F", "--um-45k"),
    ("LFE5UM-85F", "--um-85k"),
    ("LFE5UM5G-25F", "--um5g-25k"),
    ("LFE5UM5G-45F", "--um5g-45k"),
    ("LFE5UM5G-85F", "--um5g-85k"),
];

/// A board: what is on it and where.
#[derive(Clone, Debug)]
pub struct Board {
    /// Its name: that of its folder.
    pub name: String,
    /// What `board.toml` says.
    pub sheet: Sheet,
    /// `pins.lpf`; without it there are no pins.
    pub pins: Option<String>,
    /// The Verilog of its own designs, by module name.
    pub tops: BTreeMap<String, String>,
}

/// `board.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// What people call it.
    pub title: String,
    /// The FPGA: `LFE5U-25F`.
    pub part: String,
    /// Its package, as nextpnr calls it: `CABGA256`.
    pub package: String,
    /// Its speed grade: 6 is the slowest, 8 the fastest.
    pub speed: u8,
    /// The frequency in MHz wanted of every clock that `pins.lpf` does not constrain.
    pub mhz: f64,
    /// What openFPGALoader is told unless the user says otherwise.
    #[serde(default)]
    pub flasher: Vec<String>,
    /// Modules of the board's own designs, with their files.
    #[serde(default)]
    pub tops: BTreeMap<String, String>,
}

impl Board {
    /// The names of the boards built in.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// A board by its name, or by the path of its folder.
    ///
    /// # Errors
    /// When there is none, or its description is wrong.
    pub fn find(name: &str) -> Result<Board, FlowError> {
        if let Some((name, files)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            let text = |file: &str| files.iter().find(|(known, _)| *known == file).map(|(_, text)| (*text).to_owned());
            return Board::new(name, text);
        }
        let folder = Path::new(name);
        if folder.join("board.toml").is_file() {
            let name = folder.file_name().map_or(name.into(), |name| name.to_string_lossy());
            return Board::new(&name, |file| fs::read_to_string(folder.join(file)).ok());
        }
        let known: Vec<String> = Board::names().map(str::to_owned).collect();
        Err(FlowError::UnknownBoard { name: name.to_owned(), near: nearest(name, Board::names()), known })
    }

    /// A board of files, each given by its name.
    fn new(name: &str, text: impl Fn(&str) -> Option<String>) -> Result<Board, FlowError> {
        let wrong = |reason: String| FlowError::Board { board: name.to_owned(), reason };
        let sheet = text("board.toml").ok_or_else(|| wrong("no readable board.toml".to_owned()))?;
        let sheet: Sheet = toml::from_str(&sheet).map_err(|error| wrong(format!("board.toml: {error}")))?;
        if !PARTS.iter().any(|(part, _)| *part == sheet.part) {
            let known: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
            return Err(wrong(format!("board.toml: part {} is none of {}", sheet.part, known.join(", "))));
        }
        if !((6..=8).contains(&sheet.speed) && sheet.mhz > 0.0 && sheet.mhz < 1000.0) {
            return Err(wrong("board.toml: speed is 6, 7 or 8, and mhz more than 0 and less than 1000".to_owned()));
        }
        let mut tops = BTreeMap::new();
        for (module, file) in &sheet.tops {
            let verilog = text(file).ok_or_else(|| wrong(format!("board.toml: {module}: no readable file {file}")))?;
            tops.insert(module.clone(), verilog);
        }
        let pins = text("pins.lpf");
        if pins.is_none() && !tops.is_empty() {
            return Err(wrong("has designs of its own but no pins.lpf".to_owned()));
        }
        Ok(Board { name: name.to_owned(), sheet, pins, tops })
    }

    /// How nextpnr-ecp5 is told the device.
    pub(crate) fn device_options(&self) -> [String; 5] {
        let option = PARTS.iter().find(|(part, _)| *part == self.sheet.part).map_or("--25k", |(_, option)| option);
        [
            option.to_owned(),
            "--package".to_owned(),
            self.sheet.package.clone(),
            "--speed".to_owned(),
            self.sheet.speed.to_string(),
        ]
    }

    /// Ports, each bit for itself, that `pins.lpf` gives a place.
    pub(crate) fn located(&self) -> Vec<&str> {
        let lines = self.pins.iter().flat_map(|text| text.split([';', '\n']));
        let locate = lines.filter_map(|line| line.trim().strip_prefix("LOCATE COMP"));
        locate.filter_map(|rest| rest.trim().trim_start_matches('"').split(['"', ' ']).next()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "title = \"t\"\npart = \"LFE5U-25F\"\npackage = \"CABGA256\"\nspeed = 6\nmhz = 25.0\n";

    fn board(sheet: &str, pins: Option<&str>) -> Result<Board, FlowError> {
        Board::new("b", |file| match file {
            "board.toml" => Some(sheet.to_owned()),
            "pins.lpf" => pins.map(str::to_owned),
            "echo.v" => Some("module echo; endmodule".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn every_board_that_is_built_in_is_right() {
        assert!(Board::names().any(|name| name == "none"));
        for name in Board::names() {
            let board = Board::find(name).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(board.pins.is_some(), name != "none");
        }
    }

    #[test]
    fn an_unknown_board_is_told_the_near_one() {
        let error = Board::find("nine").unwrap_err().to_string();
        assert!(error.contains("did you mean `none`?"), "{error}");
    }

    #[test]
    fn a_folder_is_a_board() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("board.toml"), SHEET).unwrap();
        let board = Board::find(folder.path().to_str().unwrap()).unwrap();
        assert_eq!(board.sheet.package, "CABGA256");
        assert_eq!(board.device_options().join(" "), "--25k --package CABGA256 --speed 6");
    }

    #[test]
    fn a_wrong_description_is_told_with_its_place() {
        for (sheet, told) in [
            (SHEET.replace("speed", "sped"), "sped"),
            (SHEET.replace("25F", "26F"), "LFE5U-26F"),
            (SHEET.replace("speed = 6", "speed = 9"), "speed is 6, 7 or 8"),
            (format!("{SHEET}[tops]\necho = \"ohce.v\"\n"), "ohce.v"),
            (format!("{SHEET}[tops]\necho = \"echo.v\"\n"), "no pins.lpf"),
        ] {
            let error = board(&sheet, None).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
        assert!(board(&format!("{SHEET}[tops]\necho = \"echo.v\"\n"), Some("")).is_ok());
    }

    #[test]
    fn pins_are_read_from_the_constraints() {
        let pins = "LOCATE COMP \"clk_25\" SITE \"P6\";\nIOBUF PORT \"clk_25\" IO_TYPE=LVCMOS33;\n\
                    LOCATE COMP \"led[0]\" SITE \"T6\"; LOCATE COMP led[1] SITE \"T7\";\n";
        assert_eq!(board(SHEET, Some(pins)).unwrap().located(), ["clk_25", "led[0]", "led[1]"]);
    }
}
