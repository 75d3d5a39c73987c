// SPDX-License-Identifier: MIT OR Apache-2.0
//! Files and folders that appear under their name when they are whole, and never in place of others. Until then they
//! stand beside it under a name that begins with a dot, and go away when something is wrong, as on a full disk. They
//! are for whom the user's mask lets in, as any file that a program makes.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

/// A file that is being written.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    part: NamedTempFile,
}

impl NewFile {
    /// Begins a file that will be `path`.
    ///
    /// # Errors
    /// When its folder cannot be written to, or there is such a file already.
    pub fn begin(path: &Path) -> io::Result<NewFile> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(taken());
        }
        let part = tempfile::Builder::new().prefix(".part-").make_in(parent(path), |part| File::create_new(part))?;
        Ok(NewFile { path: path.to_owned(), part })
    }

    /// Gives the whole file its name.
    ///
    /// # Errors
    /// When the disk is full, or somebody else has made such a file meanwhile.
    pub fn complete(self) -> io::Result<()> {
        self.part.as_file().sync_all()?;
        self.part.persist_noclobber(&self.path).map(drop).map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => taken(),
            _ => error.error,
        })
    }
}

impl Write for NewFile {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        // Past `NamedTempFile`, whose errors name the file by what it is called meanwhile.
        self.part.as_file_mut().write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.part.as_file_mut().flush()
    }
}

/// Writes a new file.
///
/// # Errors
/// When it cannot be written, or there is such a file already.
pub fn write(path: &Path, octets: impl AsRef<[u8]>) -> io::Result<()> {
    let mut file = NewFile::begin(path)?;
    file.write_all(octets.as_ref())?;
    file.complete()
}

/// A folder that is being filled.
#[derive(Debug)]
pub struct NewFolder {
    target: PathBuf,
    part: TempDir,
}

impl NewFolder {
    /// Begins a folder that will be `wanted`, or the first free of `wanted-2`, `wanted-3` and so on. Makes the folder
    /// it is in.
    ///
    /// # Errors
    /// When that cannot be made or written to.
    pub fn begin(wanted: &Path) -> io::Result<NewFolder> {
        let parent = parent(wanted);
        fs::create_dir_all(parent)?;
        let part = tempfile::Builder::new().prefix(".part-").tempdir_in(parent)?;
        Ok(NewFolder { target: free_name(wanted), part })
    }

    /// Where to write meanwhile.
    pub fn path(&self) -> &Path {
        self.part.path()
    }

    /// What it will be called.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Gives the folder its name; gives that.
    ///
    /// # Errors
    /// When it cannot have it: then the folder goes away.
    pub fn complete(self) -> io::Result<PathBuf> {
        fs::rename(self.part.path(), &self.target)?;
        // What it was called is gone: there is nothing to remove.
        let _ = self.part.keep();
        Ok(self.target)
    }
}

fn taken() -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, "it is there already, and nothing is overwritten")
}

/// The folder that `path` is in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn free_name(wanted: &Path) -> PathBuf {
    let name = wanted.file_name().unwrap_or_default().to_string_lossy();
    let numbered = (2..).map(|number| wanted.with_file_name(format!("{name}-{number}")));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    // The sequence has no end, so there is a free name.
    names.find(|path| !path.exists()).expect("an endless sequence has a free name")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_has_its_name_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let mut file = NewFile::begin(&path).unwrap();
        file.write_all(b"one").unwrap();
        assert!(!path.exists());
        file.complete().unwrap();
        assert_eq!((fs::read(&path).unwrap(), names(folder.path())), (b"one".to_vec(), vec!["a".to_owned()]));
    }

    #[test]
    fn what_is_not_completed_goes_away() {
        let folder = tempfile::tempdir().unwrap();
        NewFile::begin(&folder.path().join("a")).unwrap().write_all(b"half").unwrap();
        let half = NewFolder::begin(&folder.path().join("b")).unwrap();
        write(&half.path().join("c"), "half").unwrap();
        drop(half);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let late = NewFile::begin(&path).unwrap();
        write(&path, "one").unwrap();
        for error in [NewFile::begin(&path).map(drop), write(&path, "two"), late.complete()] {
            assert_eq!(error.unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        }
        assert_eq!((fs::read(&path).unwrap(), names(folder.path())), (b"one".to_vec(), vec!["a".to_owned()]));
    }

    #[test]
    fn a_folder_takes_the_first_free_name() {
        let folder = tempfile::tempdir().unwrap();
        let wanted = folder.path().join("new/a");
        for name in ["a", "a-2", "a-3"] {
            let begun = NewFolder::begin(&wanted).unwrap();
            write(&begun.path().join("c"), name).unwrap();
            assert_eq!(begun.target(), folder.path().join("new").join(name));
            let path = begun.complete().unwrap();
            assert_eq!(fs::read_to_string(path.join("c")).unwrap(), name);
        }
        assert_eq!(names(&folder.path().join("new")), ["a", "a-2", "a-3"]);
    }

    #[test]
    fn an_error_does_not_speak_of_a_name_that_nobody_gave() {
        let folder = tempfile::tempdir().unwrap();
        let error = write(&folder.path().join("missing/a"), "").unwrap_err();
        assert!(!error.to_string().contains(".part-"), "{error}");
    }

    #[test]
    #[cfg(unix)]
    fn files_and_folders_are_for_whom_the_mask_lets_in() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let (plain, made) = (folder.path().join("plain"), folder.path().join("made"));
        fs::write(folder.path().join("file"), "").unwrap();
        fs::create_dir(&plain).unwrap();
        NewFolder::begin(&made).unwrap().complete().unwrap();
        write(&folder.path().join("written"), "").unwrap();
        assert_eq!(mode(&folder.path().join("written")), mode(&folder.path().join("file")));
        assert_eq!(mode(&made), mode(&plain));
    }
}
