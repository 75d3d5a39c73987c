// SPDX-License-Identifier: MIT OR Apache-2.0
//! Results of the tools in a folder, each named by a hash of all it is made from. An entry is made beside its place
//! under a lock and renamed into it: it is there whole or not at all. One that cannot be read, as a power failure can
//! leave it, is made anew.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::FlowError;

/// A disk on which this does not fit is full.
const ROOM_OCTETS: usize = 1 << 20;

/// A folder of entries.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
}

/// What an entry holds, and whether it was there before it was asked for.
pub(crate) struct Entry<T> {
    pub content: T,
    pub hit: bool,
}

impl Cache {
    pub fn at(folder: PathBuf) -> Cache {
        Cache { folder }
    }

    /// The folder in which all entries are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The entry `name` as `read` understands it; made by `make`, which is given the folder's name, when it is not
    /// there or not readable.
    pub fn entry<T>(
        &self,
        name: &str,
        read: impl Fn(&Path) -> Result<T, FlowError>,
        make: impl FnOnce(&str) -> Result<(), FlowError>,
    ) -> Result<Entry<T>, FlowError> {
        let place = self.folder.join(name);
        fs::create_dir_all(&self.folder).map_err(FlowError::io(&self.folder))?;
        // The lock file stays: removing it would let two makers hold locks on two files of one name.
        let _lock = self.lock(&format!("{name}.lock")).map_err(FlowError::io(&self.folder))?;
        if place.is_dir() {
            match read(&place) {
                Ok(content) => return Ok(Entry { content, hit: true }),
                Err(error) => {
                    tracing::warn!("{}: made anew: {error}", place.display());
                    fs::remove_dir_all(&place).map_err(FlowError::io(&place))?;
                }
            }
        }
        let fresh = self.fresh(&format!("{name}.making-")).map_err(FlowError::io(&self.folder))?;
        let fresh_name = fresh.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let made = make(&fresh_name).and_then(|()| read(&fresh)).map_err(|error| self.explain(error, &fresh));
        let made = made.and_then(|content| {
            fs::rename(&fresh, &place).map_err(FlowError::io(&place))?;
            Ok(Entry { content, hit: false })
        });
        if made.is_err() {
            // What failed says more than what its removal could say.
            let _ = fs::remove_dir_all(&fresh);
        }
        made
    }

    /// What went wrong, or rather that there is no room: tools that run into a full disk may not notice, and then
    /// something else seems to be wrong.
    fn explain(&self, error: FlowError, folder: &Path) -> FlowError {
        let probe = folder.join("room");
        let written = fs::write(&probe, vec![0; ROOM_OCTETS]);
        // Only whether it could be written matters; the folder is removed with it.
        let _ = fs::remove_file(&probe);
        written.map_or_else(FlowError::io(&self.folder), |()| error)
    }

    fn lock(&self, name: &str) -> io::Result<File> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(self.folder.join(name))?;
        file.lock()?;
        Ok(file)
    }

    /// A new folder, the only one whose name begins so: what a killed run left is removed.
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

/// A hash over parts, each with its length, as 32 hexadecimal digits.
#[derive(Clone, Default)]
pub(crate) struct Key(Sha256);

impl Key {
    #[must_use]
    pub fn with(mut self, part: impl AsRef<[u8]>) -> Key {
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

    fn read(folder: &Path) -> Result<String, FlowError> {
        let path = folder.join("text");
        let text = fs::read_to_string(&path).map_err(FlowError::io(&path))?;
        let wrong = || FlowError::Output { file: "text".to_owned(), reason: "cut off".to_owned() };
        text.strip_suffix("end").map(str::to_owned).ok_or_else(wrong)
    }

    fn write(cache: &Cache, text: &str) -> impl FnOnce(&str) -> Result<(), FlowError> {
        let path = cache.folder().to_owned();
        let text = text.to_owned();
        move |folder| fs::write(path.join(folder).join("text"), text).map_err(FlowError::io(&path))
    }

    #[test]
    fn an_entry_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("deep/cache"));
        let first = cache.entry("a", read, write(&cache, "one end")).unwrap();
        assert_eq!((first.content.as_str(), first.hit), ("one ", false));
        let second = cache.entry("a", read, |_| panic!("made twice")).unwrap();
        assert_eq!((second.content.as_str(), second.hit), ("one ", true));
    }

    #[test]
    fn a_half_written_entry_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/text"), "one e").unwrap();
        fs::create_dir(folder.path().join("a.making-killed")).unwrap();
        assert_eq!(cache.entry("a", read, write(&cache, "two end")).unwrap().content, "two ");
        assert!(!folder.path().join("a.making-killed").exists());
    }

    #[test]
    fn what_fails_leaves_no_entry() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().to_owned());
        assert!(matches!(cache.entry("a", read, |_| Err(FlowError::Interrupted)), Err(FlowError::Interrupted)));
        assert!(cache.entry("a", read, write(&cache, "half")).is_err(), "what is made is read");
        assert!(!folder.path().join("a").exists());
    }

    #[test]
    fn parts_of_a_key_do_not_run_into_each_other() {
        assert_ne!(Key::default().with("ab").with("c").name(), Key::default().with("a").with("bc").name());
    }
}
