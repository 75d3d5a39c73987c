// SPDX-License-Identifier: MIT OR Apache-2.0
//! Why a synthesis could not be done. That timing is not met is no error: it is in the report.

use std::io;
use std::path::{Path, PathBuf};

use wirewright_rtl::emit::EmitError;

/// What ended a run without a report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// There is neither a block of this name nor a top of the board.
    #[error("there is no design or block `{name}` for board {board}{}; known: {}", did_you_mean(.near),
        .known.join(", "))]
    UnknownDesign {
        /// The name asked for.
        name: String,
        /// The board asked for.
        board: String,
        /// The most similar known name.
        near: Option<String>,
        /// All that could be asked for.
        known: Vec<String>,
    },
    /// There is no board of this name.
    #[error("there is no board `{name}`{}; known: {}; a folder with a board.toml is taken too", did_you_mean(.near),
        .known.join(", "))]
    UnknownBoard {
        /// The name asked for.
        name: String,
        /// The most similar known name.
        near: Option<String>,
        /// The boards there are.
        known: Vec<String>,
    },
    /// The description of a board is wrong.
    #[error("board {board}: {reason}")]
    Board {
        /// The board or its folder.
        board: String,
        /// What is wrong, with its place.
        reason: String,
    },
    /// The design has ports for which the board has no pin.
    #[error("board {board} has no pins for these ports of {design}: {}; `--board none` needs no pins",
        .ports.join(" "))]
    PinsMissing {
        /// The design.
        design: String,
        /// The board.
        board: String,
        /// The ports, each bit for itself.
        ports: Vec<String>,
    },
    /// The printer refused a block.
    #[error(transparent)]
    Print(#[from] EmitError),
    /// A tool failed or could not be run.
    #[error("{step} failed: {reason}")]
    Tool {
        /// What was being done.
        step: String,
        /// What the tool said at last.
        reason: String,
    },
    /// A tool wrote something that is not understood: it may be too old or too new.
    #[error("{file} is not understood: {reason}")]
    Output {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file or folder could not be written or read.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The run was interrupted; what is finished stays in the cache.
    #[error("interrupted; what is finished is kept, and the same command goes on from there")]
    Interrupted,
}

impl FlowError {
    /// An error of the file system at `path`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> FlowError {
        let path = path.to_owned();
        move |source| FlowError::Io { path, source }
    }
}

fn did_you_mean(near: &Option<String>) -> String {
    near.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// The known name most like `name`, if one is like it at all.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let likeness = |known: &str| strsim::jaro_winkler(name, known);
    let best = known.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.75).then(|| best.to_owned())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_understood_and_another_word_is_not() {
        let known = ["mac_gmii", "mac_mii", "crc32"];
        assert_eq!(nearest("mac_gmi", known).as_deref(), Some("mac_gmii"));
        assert_eq!(nearest("crc23", known).as_deref(), Some("crc32"));
        assert_eq!(nearest("zzz", known), None);
    }
}
