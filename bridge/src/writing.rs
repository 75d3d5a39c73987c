// SPDX-License-Identifier: MIT OR Apache-2.0
//! A file that Verilator writes under another name until it is whole: on a full disk it writes what fits and says
//! nothing.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use crate::BridgeError;

/// A file that is being written. Unless it is completed, it goes with the value.
pub(crate) struct Writing {
    path: PathBuf,
    /// The file beside it; `None` for a device or pipe, which is written to as it is.
    part: Option<PathBuf>,
}

impl Writing {
    /// The file `path`, and beside it `.<name>.part`.
    pub fn of(path: &Path) -> Writing {
        let is_special = fs::metadata(path).is_ok_and(|there| !there.is_file());
        let name = path.file_name().filter(|_| !is_special);
        let part = name.map(|name| path.with_file_name(format!(".{}.part", name.to_string_lossy())));
        Writing { path: path.to_owned(), part }
    }

    /// Where to write.
    pub fn part(&self) -> &Path {
        self.part.as_ref().unwrap_or(&self.path)
    }

    /// Gives the whole file its name.
    ///
    /// # Errors
    /// [`BridgeError::File`] when it cannot have it.
    pub fn complete(mut self) -> Result<(), BridgeError> {
        let Some(part) = &self.part else { return Ok(()) };
        fs::rename(part, &self.path).map_err(|error| self.error(error.to_string()))?;
        self.part = None;
        Ok(())
    }

    /// The file cannot be written.
    pub fn error(&self, reason: String) -> BridgeError {
        BridgeError::File { path: self.path.clone(), reason }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // A file that Verilator's writer could not complete it may not close: that keeps its room on the disk.
            let _ = OpenOptions::new().write(true).open(part).and_then(|file| file.set_len(0));
            // It may not be there yet; what cannot be removed stays under the other name.
            let _ = fs::remove_file(part);
        }
    }
}
