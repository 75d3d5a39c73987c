// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where things are: the root of the repository, the folders of this program under `target`, and how `cargo`
//! is called.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository on disk.
#[derive(Clone, Debug)]
pub struct House {
    root: PathBuf,
}

/// The repository was not found.
#[derive(Debug, thiserror::Error)]
#[error("no wirewright repository at {0} (expected a Cargo.toml and an xtask folder): run it as `cargo xtask`")]
pub struct HouseError(PathBuf);

impl House {
    /// The repository that holds this package: the folder above the one cargo names, else the working folder.
    pub fn find() -> Result<House, HouseError> {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root = match package.as_deref().and_then(Path::parent) {
            Some(root) => root.to_path_buf(),
            None => env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
        };
        House::at(root)
    }

    /// The repository at `root`.
    pub fn at(root: PathBuf) -> Result<House, HouseError> {
        if root.join("Cargo.toml").is_file() && root.join("xtask").is_dir() {
            Ok(House { root })
        } else {
            Err(HouseError(root))
        }
    }

    /// The folder of the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the tools are installed.
    pub fn tools(&self) -> PathBuf {
        self.root.join("target/tools")
    }

    /// Where the link partners of third parties are installed.
    pub fn judges(&self) -> PathBuf {
        self.root.join("target/judges")
    }

    /// Logs and memory of this program.
    pub fn scratch(&self) -> PathBuf {
        self.root.join("target/xtask")
    }

    /// `cargo` in the root of the repository, the same cargo that runs this program.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root).arg(subcommand);
        command
    }

    /// The folder into which cargo builds: `CARGO_TARGET_DIR`, else `target`.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), |folder| self.root.join(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::House;

    #[test]
    fn a_folder_without_the_repository_is_refused_with_its_name() {
        let empty = tempfile::tempdir().unwrap();
        let error = House::at(empty.path().to_path_buf()).unwrap_err();
        assert!(error.to_string().contains(&empty.path().display().to_string()), "{error}");
    }
}
