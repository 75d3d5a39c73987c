// SPDX-License-Identifier: MIT OR Apache-2.0
//! Lists the folders of `boards`, so that a new board is a new folder and nothing else.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let boards = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("boards");
    println!("cargo:rerun-if-changed={}", boards.display());
    let mut table = String::from("&[\n");
    for board in entries(&boards)?.into_iter().filter(|path| path.is_dir()) {
        println!("cargo:rerun-if-changed={}", board.display());
        let files = entries(&board)?.into_iter().filter(|path| path.is_file());
        let files: Vec<String> = files.map(|path| format!("({:?}, include_str!({path:?}))", name(&path))).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(table, "    ({:?}, &[{}]),", name(&board), files.join(", "));
    }
    table += "]\n";
    fs::write(Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("boards.rs"), table)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
