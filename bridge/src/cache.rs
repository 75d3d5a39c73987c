// SPDX-License-Identifier: MIT OR Apache-2.0
//! Built things in the user's cache folder, named by a hash of all they are made from. An entry is built beside its
//! place under a lock and renamed into it, so it is there whole or not at all, whoever is killed and whoever races.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::BridgeError;

/// A disk on which this does not fit is full.
const ROOM_OCTETS: usize = 1 << 20;

/// A folder of entries.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
}

/// The folder of the user for what can be made again: `$WIREWRIGHT_CACHE`, else `$XDG_CACHE_HOME/wirewright`, else
/// `~/.cache/wirewright`.
///
/// # Errors
/// [`BridgeError::NoCache`] when none of the three is set.
pub fn cache_folder() -> Result<PathBuf, BridgeError> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let xdg = || Some(variable("XDG_CACHE_HOME").filter(|p| p.is_absolute())?.join("wirewright"));
    let home = || Some(variable("HOME")?.join(".cache/wirewright"));
    variable("WIREWRIGHT_CACHE").or_else(xdg).or_else(home).ok_or(BridgeError::NoCache)
}

/// A folder in [`cache_folder`] that goes with the value. What a killed process has left goes with the next call.
///
/// # Errors
/// [`BridgeError::Cache`] when it cannot be made.
pub fn once() -> Result<Once, BridgeError> {
    Cache::of_user()?.once()
}

/// A finished entry.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub folder: PathBuf,
    /// Whether it was there before it was asked for.
    pub hit: bool,
}

impl Cache {
    pub fn at(folder: PathBuf) -> Cache {
        Cache { folder }
    }

    /// The cache of the user: [`cache_folder`].
    pub fn of_user() -> Result<Cache, BridgeError> {
        cache_folder().map(Cache::at)
    }

    /// The entry `name`, built by `build` in a folder of its own when it is not there.
    pub fn entry(
        &self,
        name: &str,
        build: impl FnOnce(&Path) -> Result<(), BridgeError>,
    ) -> Result<Entry, BridgeError> {
        let folder = self.folder.join(name);
        if folder.is_dir() {
            return Ok(Entry { folder, hit: true });
        }
        fs::create_dir_all(&self.folder).map_err(|e| self.error(&e))?;
        // The lock file stays: removing it would let two builders hold locks on two files of one name.
        let _lock = self.lock(&format!("{name}.lock")).map_err(|e| self.error(&e))?;
        if folder.is_dir() {
            return Ok(Entry { folder, hit: true });
        }
        let building = self.fresh(&format!("{name}.building-")).map_err(|e| self.error(&e))?;
        let built = build(&building).map_err(|error| self.explain(error, &building));
        let built = built.and_then(|()| fs::rename(&building, &folder).map_err(|e| self.error(&e)));
        if built.is_err() {
            // What failed says more than what its removal could say.
            let _ = fs::remove_dir_all(&building);
        }
        built.map(|()| Entry { folder, hit: false })
    }

    /// Removes an entry that turned out to be broken, as a power failure can leave it.
    pub fn remove(&self, entry: &Entry) -> Result<(), BridgeError> {
        fs::remove_dir_all(&entry.folder).map_err(|e| self.error(&e))
    }

    /// A folder that is removed with the value, for what is built to be used once. Its lock tells the next one that its
    /// owner lives; those without an owner are removed.
    pub fn once(&self) -> Result<Once, BridgeError> {
        let make = || {
            fs::create_dir_all(&self.folder)?;
            let _lock = self.lock("once.lock")?;
            for entry in fs::read_dir(&self.folder)? {
                let path = entry?.path();
                let is_once = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("once-"));
                if is_once && path.is_dir() && owner(&path)?.try_lock().is_ok() {
                    fs::remove_dir_all(&path)?;
                }
            }
            let folder = tempfile::Builder::new().prefix("once-").tempdir_in(&self.folder)?;
            let owner = owner(folder.path())?;
            owner.lock()?;
            Ok(Once { folder, _owner: owner })
        };
        make().map_err(|e| self.error(&e))
    }

    /// Writes a file below this folder, and the folders that lead to it.
    pub fn write(&self, path: &Path, text: &str) -> Result<(), BridgeError> {
        let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
        parent.and_then(|()| fs::write(path, text)).map_err(|e| self.error(&e))
    }

    /// An error of this folder, for failures while an entry is built.
    pub fn error(&self, error: &io::Error) -> BridgeError {
        BridgeError::Cache { folder: self.folder.clone(), reason: error.to_string() }
    }

    /// What went wrong while `folder` was built, or rather that there is no room: tools that run into a full disk may
    /// not notice, and then something else seems to be wrong.
    pub fn explain(&self, error: BridgeError, folder: &Path) -> BridgeError {
        let probe = folder.join("room");
        let written = fs::write(&probe, vec![0; ROOM_OCTETS]);
        // Only whether it could be written matters; the folder of a failed build is removed with it.
        let _ = fs::remove_file(&probe);
        written.map_or_else(|full| self.error(&full), |()| error)
    }

    fn lock(&self, name: &str) -> io::Result<File> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(self.folder.join(name))?;
        file.lock()?;
        Ok(file)
    }

    /// A new folder, the only one whose name begins so: what a killed build left is removed. The name is new each time,
    /// so that a compiler which outlived its killed build cannot write into this one.
    fn fresh(&self, prefix: &str) -> io::Result<PathBuf> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(prefix) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        tempfile::Builder::new().prefix(prefix).tempdir_in(&self.folder).map(tempfile::TempDir::keep)
    }
}

/// A folder for one use.
#[derive(Debug)]
pub struct Once {
    pub(crate) folder: tempfile::TempDir,
    _owner: File,
}

impl Once {
    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn owner(folder: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("owner.lock"))
}

/// A hash over parts, each with its length, as 32 hexadecimal digits.
#[derive(Default)]
pub(crate) struct Key(Sha256);

impl Key {
    #[must_use]
    pub fn with<Part: AsRef<[u8]>>(mut self, part: Part) -> Key {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    pub fn name(self) -> String {
        self.0.finalize().iter().take(16).map(|octet| format!("{octet:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn parts_of_a_key_do_not_run_into_each_other() {
        assert_ne!(Key::default().with("ab").with("c").name(), Key::default().with("a").with("bc").name());
        assert_eq!(Key::default().with("ab").name().len(), 32);
    }

    #[test]
    fn racing_builders_build_once() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("cache"));
        let builds = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let entry = cache.entry("one", |to| {
                        builds.fetch_add(1, Ordering::SeqCst);
                        fs::write(to.join("half"), "1").map_err(|e| cache.error(&e))?;
                        std::thread::sleep(std::time::Duration::from_millis(20));
                        fs::write(to.join("whole"), "2").map_err(|e| cache.error(&e))
                    });
                    assert_eq!(fs::read_to_string(entry.unwrap().folder.join("whole")).unwrap(), "2");
                });
            }
        });
        assert_eq!(builds.into_inner(), 1);
    }

    #[test]
    fn a_failed_or_killed_build_leaves_no_entry() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let refused = cache.entry("one", |_| Err(BridgeError::Compile { top: "one".into(), stderr: "no".into() }));
        assert!(matches!(refused, Err(BridgeError::Compile { .. })));
        assert_eq!(names(folder.path()), ["one.lock"]);

        // A killed build: its folder is still there, with a stale file in it, and nobody holds the lock.
        fs::create_dir(folder.path().join("one.building-stale")).unwrap();
        fs::write(folder.path().join("one.building-stale/half"), "").unwrap();
        let entry = cache.entry("one", |_| Ok(())).unwrap();
        assert!(!entry.hit);
        assert_eq!(names(folder.path()), ["one", "one.lock"]);
        assert_eq!(names(&entry.folder), [""; 0]);
        assert!(cache.entry("one", |_| panic!("built twice")).unwrap().hit);
    }

    #[test]
    fn folders_for_one_use_go_with_their_owner_or_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        let alive = cache.once().unwrap();
        fs::create_dir(folder.path().join("once-of-a-killed-process")).unwrap();
        let other = cache.once().unwrap();
        assert_eq!(names(folder.path()).len(), 3, "{:?}", names(folder.path()));
        drop((alive, other));
        assert_eq!(names(folder.path()), ["once.lock"]);
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_unusable_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = Cache::at(file.join("cache")).entry("one", |_| Ok(())).unwrap_err();
        assert!(matches!(error, BridgeError::Cache { .. }));
        assert!(error.to_string().contains(file.to_str().unwrap()), "{error}");
    }
}
