// SPDX-License-Identifier: MIT OR Apache-2.0
//! The files of the repository in memory, so that a rule reads neither disk nor git and a test can plant a
//! violation with two strings.

use std::cell::OnceCell;
use std::fs;
use std::io;
use std::path::Path;

use super::source::RustSource;
use crate::house::House;

/// Folders that hold no source of ours, at any depth.
const SKIPPED_FOLDERS: [&str; 3] = [".git", "target", "__pycache__"];

/// All files, and what cargo says of the crates.
#[derive(Debug, Default)]
pub struct Tree {
    files: Vec<SourceFile>,
    /// `cargo metadata --no-deps`.
    pub(super) metadata: serde_json::Value,
    unreadable: Vec<String>,
}

/// One file of the repository.
#[derive(Debug)]
pub struct SourceFile {
    /// Relative to the root, with `/`.
    pub path: String,
    /// Its content.
    pub octets: Vec<u8>,
    text: Option<String>,
    rust: OnceCell<Result<RustSource, String>>,
}

impl Tree {
    /// Reads the repository. What cannot be read is told as a violation.
    pub fn read(house: &House) -> Tree {
        let mut tree = Tree::default();
        if let Err(error) = tree.walk(house.root(), "") {
            tree.unreadable.push(error.to_string());
        }
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut cargo = house.cargo("metadata");
        match cargo.args(["--no-deps", "--format-version", "1", "--offline"]).output() {
            Ok(output) => match serde_json::from_slice(&output.stdout) {
                Ok(metadata) => tree.metadata = metadata,
                Err(error) => tree.unreadable.push(format!("cargo metadata: {error}")),
            },
            Err(error) => tree.unreadable.push(format!("cargo metadata: {error}")),
        }
        tree
    }

    /// A tree of the given paths and texts.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Tree {
        let files = files.iter().map(|(path, text)| SourceFile::new(path.to_string(), text.as_bytes().to_vec()));
        Tree { files: files.collect(), ..Tree::default() }
    }

    /// All files, by path.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// The text files whose name ends with one of `endings`: path and text.
    pub fn texts(&self, endings: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        let ends = move |file: &&SourceFile| endings.iter().any(|ending| file.path.ends_with(ending));
        self.files.iter().filter(ends).filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
    }

    /// The Rust files that parse: path and what was found in them.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &RustSource)> {
        self.rust_files().filter_map(|(path, source)| Some((path, source.as_ref().ok()?)))
    }

    /// All Rust files, with the error of those which do not parse.
    pub fn rust_files(&self) -> impl Iterator<Item = (&str, &Result<RustSource, String>)> {
        self.files.iter().filter(|file| file.path.ends_with(".rs")).map(|file| {
            let text = file.text.as_deref().unwrap_or("");
            (file.path.as_str(), file.rust.get_or_init(|| RustSource::parse(text)))
        })
    }

    /// Whether `path` is a file or a folder of the repository.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        path.is_empty() || self.files.iter().any(|file| file.path == path || file.path.starts_with(&folder))
    }

    fn walk(&mut self, folder: &Path, name: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let file = entry.file_name().to_string_lossy().into_owned();
            let path = if name.is_empty() { file.clone() } else { format!("{name}/{file}") };
            let kind = entry.file_type()?;
            if kind.is_dir() && !SKIPPED_FOLDERS.contains(&file.as_str()) {
                self.walk(&entry.path(), &path)?;
            } else if kind.is_file() && file != ".git" {
                self.files.push(SourceFile::new(path, fs::read(entry.path())?));
            }
        }
        Ok(())
    }
}

impl SourceFile {
    fn new(path: String, octets: Vec<u8>) -> SourceFile {
        let text = String::from_utf8(octets.clone()).ok().filter(|text| !text.contains('\0'));
        SourceFile { path, octets, text, rust: OnceCell::new() }
    }
}

/// Rule: the repository was read whole.
pub(super) fn readable(tree: &Tree) -> Vec<String> {
    tree.unreadable.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_that_could_not_be_read_is_told() {
        let tree = Tree { unreadable: vec!["src: permission denied".into()], ..Tree::default() };
        assert_eq!(readable(&tree).len(), 1);
    }

    #[test]
    fn the_walk_finds_files_and_skips_what_is_built() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["src/a.rs", "target/b.rs", ".ci/run"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let mut tree = Tree::default();
        tree.walk(folder.path(), "").unwrap();
        let mut paths: Vec<&str> = tree.files().map(|file| file.path.as_str()).collect();
        paths.sort_unstable();
        assert_eq!(paths, [".ci/run", "src/a.rs"]);
        assert!(tree.has("src") && tree.has("src/a.rs") && !tree.has("src/a"));
    }
}
